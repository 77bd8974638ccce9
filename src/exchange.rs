//! Other formats in and out of a report.
