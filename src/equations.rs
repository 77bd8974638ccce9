//! The sums of the form, held against a report: which hold, which break, which totals follow.

mod amount;
mod balance;
mod candidate;
mod carries;
mod carry;
mod diagnose;
pub mod explain;
mod fill;
mod follow;
mod given;
mod group;
mod locate;
mod pinned;
mod ratchet;
mod refer;
mod roles;
mod shift;
mod standing;
mod start;
mod system;
mod target;
mod typo;

use rust_decimal::Decimal;

pub use balance::{Balance, Side, balances};
pub use candidate::How;
pub use carries::{CarryLine, carry_lines, lines_of};
pub use carry::{Carried, carried};
pub use diagnose::{Broken, Cause, Change, Diagnosis, Repair, diagnose, diagnose_values};
pub use fill::{Fill, Reason};
pub use given::{At, Evidence, Given, Source};
pub use pinned::{pinned, quantity_of, value_of};
pub use ratchet::{Remembered, remembered, settled};
pub use refer::{Certainty, Known, Match, Reference, refer, refer_again};
pub use start::Start;
pub use target::Target;

use crate::{
    form::{CellIdx, Edition, Sum},
    report::{
        Report,
        value::{Value, total},
    },
};

/// One sum of the edition and what a report makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The sum.
    pub sum: &'static Sum,
    /// Does it hold?
    pub verdict: Verdict,
}

/// What a report makes of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Both sides are the same.
    Holds,
    /// The sides differ.
    Broken {
        /// Sum of the left terms.
        left: Decimal,
        /// Sum of the right terms.
        right: Decimal,
    },
    /// A side is blank throughout, or a cell cannot be read.
    NotJudged,
}

/// What every cell's text says, in form order: parsed once, for all who judge.
pub fn values(report: &Report) -> Vec<Value> {
    report.edition().indices().map(|cell| report.value(cell)).collect()
}

/// Every sum of the report's edition, in the edition's order, with its verdict.
pub fn judge(report: &Report) -> Vec<Judged> {
    judge_values(report.edition(), &values(report))
}

/// The same for values that were read already; `values` must be those of a report in this edition.
///
/// Real reports leave all zero cells, or the whole column of totals, blank: that is no error. So a blank (or a sign
/// for "does not apply") counts as 0 beside a figure, and a side without any figure is not judged.
pub fn judge_values(edition: &'static Edition, values: &[Value]) -> Vec<Judged> {
    let verdict = |sum: &Sum| match (side(sum, true, values), side(sum, false, values)) {
        (Some(left), Some(right)) if left == right => Verdict::Holds,
        (Some(left), Some(right)) => Verdict::Broken { left, right },
        _ => Verdict::NotJudged,
    };
    edition.sums().iter().map(|sum| Judged { sum, verdict: verdict(sum) }).collect()
}

/// The figure that a total should have from its parts: for a total that is blank, or that the program computed
/// before and that no longer fits. A typed total is a witness and stays; where row and column disagree, nothing is
/// offered.
pub fn offer(report: &Report, cell: CellIdx) -> Option<String> {
    let now = report.value(cell);
    let may_change = now == Value::Blank || report.is_computed(cell);
    if !may_change {
        return None;
    }
    let totals = report.edition().sums().iter().filter(|sum| sum.total() == Some(cell));
    let mut offers = totals.filter_map(|sum| total(sum.side(true).map(|part| report.value(part))));
    let offered = offers.next()?;
    let is_new = offers.all(|other| other == offered) && now.number() != Some(offered);
    is_new.then(|| offered.normalize().to_string())
}

/// Every total that [`offer`] has a figure for.
pub fn offers(report: &Report) -> Vec<(CellIdx, String)> {
    let mut totals: Vec<CellIdx> = report.edition().sums().iter().filter_map(Sum::total).collect();
    totals.sort_unstable();
    totals.dedup();
    totals.into_iter().filter_map(|cell| offer(report, cell).map(|text| (cell, text))).collect()
}

/// The sum of one side, if it has a figure and every cell can be read.
fn side(sum: &Sum, is_left: bool, values: &[Value]) -> Option<Decimal> {
    total(sum.side(is_left).filter_map(|cell| values.get(cell.at())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::{About, Kind, Scope, State};

    fn report(cells: &[(&str, &str)]) -> Report {
        let about = About {
            organ: "示例市财政局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(2021).unwrap());
        for (place, text) in cells {
            report.set(at(&report, place), text);
        }
        report
    }

    fn at(report: &Report, place: &str) -> CellIdx {
        report.edition().find(&place.into()).unwrap()
    }

    fn verdict(report: &Report, code: &str, line: &str) -> Verdict {
        let edition = report.edition();
        let is_it = |j: &Judged| edition.equations[j.sum.equation].code == code && j.sum.line == line;
        judge(report).into_iter().find(is_it).unwrap().verdict
    }

    #[test]
    fn a_blank_beside_a_figure_counts_as_nothing() {
        let report = report(&[("t3.review.upheld", "2"), ("t3.review.other", "/"), ("t3.review.total", "3")]);
        assert_eq!(
            verdict(&report, "T3-R01", "review"),
            Verdict::Broken { left: Decimal::from(2), right: Decimal::from(3) }
        );
    }

    #[test]
    fn a_side_without_a_figure_is_not_judged() {
        let report = report(&[("t3.review.upheld", "2"), ("t3.suit.total", "2"), ("t3.after_review.other", "1")]);
        for (code, line) in [("T3-R01", "review"), ("T3-R02", "suit"), ("T3-R03", "after_review")] {
            assert_eq!(verdict(&report, code, line), Verdict::NotJudged, "{code}");
        }
    }

    #[test]
    fn a_sum_with_an_unreadable_cell_is_not_judged() {
        let report = report(&[("t3.review.upheld", "2"), ("t3.review.other", "o"), ("t3.review.total", "3")]);
        assert_eq!(verdict(&report, "T3-R01", "review"), Verdict::NotJudged);
    }

    #[test]
    fn figures_are_compared_by_value_not_by_spelling() {
        let report =
            report(&[("t3.review.upheld", "1,200"), ("t3.review.other", "４ 件"), ("t3.review.total", "01204")]);
        assert_eq!(verdict(&report, "T3-R01", "review"), Verdict::Holds);
    }

    #[test]
    fn the_largest_figures_still_add_up() {
        let nines = "999999999999";
        let report = report(&[
            ("t3.review.upheld", nines),
            ("t3.review.corrected", nines),
            ("t3.review.other", nines),
            ("t3.review.pending", nines),
            ("t3.review.total", nines),
        ]);
        let left = Decimal::from(3_999_999_999_996_u64);
        assert_eq!(
            verdict(&report, "T3-R01", "review"),
            Verdict::Broken { left, right: Decimal::from(999_999_999_999_u64) }
        );
    }

    #[test]
    fn a_blank_total_is_offered_and_a_typed_one_stays() {
        let mut report = report(&[("t3.review.upheld", "2"), ("t3.review.pending", "1")]);
        let total = at(&report, "t3.review.total");
        assert_eq!(offer(&report, total).as_deref(), Some("3"));
        report.set(total, "5");
        assert_eq!(offer(&report, total), None, "typed");
        report.set_computed(total, true);
        assert_eq!(offer(&report, total).as_deref(), Some("3"), "computed and outdated");
        report.set(total, "3");
        assert_eq!(offer(&report, total), None, "computed and right");
        report.set(total, "/");
        report.set_computed(total, false);
        assert_eq!(offer(&report, total), None, "a typed sign stays too");
    }

    #[test]
    fn nothing_is_offered_without_a_readable_part() {
        let mut report = report(&[]);
        let total = at(&report, "t3.review.total");
        assert_eq!(offer(&report, total), None, "no part");
        report.set(at(&report, "t3.review.upheld"), "o");
        report.set(at(&report, "t3.review.other"), "1");
        assert_eq!(offer(&report, total), None, "unreadable part");
        assert_eq!(offer(&report, at(&report, "t3.review.corrected")), None, "not a total");
    }

    #[test]
    fn row_and_column_must_agree_before_a_total_is_offered() {
        let mut report = report(&[("t2.concluded.natural", "3"), ("t2.granted.total", "2")]);
        let total = at(&report, "t2.concluded.total");
        assert_eq!(offer(&report, total), None);
        report.set(at(&report, "t2.partial.total"), "1");
        assert_eq!(offer(&report, total).as_deref(), Some("3"));
        let two_on_the_right = at(&report, "t2.carried_forward.natural");
        assert_eq!(offer(&report, two_on_the_right), None);
    }

    proptest! {
        #[test]
        fn an_accepted_offer_makes_its_sum_hold(parts in proptest::collection::vec(0u32..5000, 4)) {
            let mut report = report(&[]);
            for (column, part) in ["upheld", "corrected", "other", "pending"].iter().zip(&parts) {
                report.set(at(&report, &format!("t3.suit.{column}")), &part.to_string());
            }
            let total = at(&report, "t3.suit.total");
            let offered = offer(&report, total).unwrap();
            report.set(total, &offered);
            prop_assert_eq!(verdict(&report, "T3-R02", "suit"), Verdict::Holds);
            report.set(total, &format!("{offered}9"));
            let is_broken = matches!(verdict(&report, "T3-R02", "suit"), Verdict::Broken { .. });
            prop_assert!(is_broken);
        }
    }
}
