//! The sums of the form, held against a report: which hold, which break, which totals follow.
