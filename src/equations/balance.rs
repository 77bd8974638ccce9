//! The sums that one cell takes part in, as far as they are filled in: what a clerk watches while typing.

use rust_decimal::Decimal;

use super::values;
use crate::{
    form::{CellIdx, Sum},
    report::{
        Report,
        value::{Value, total},
    },
};

/// A sum of the form with what stands on either side of it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// The sum.
    pub sum: &'static Sum,
    /// Its parts.
    pub left: Side,
    /// Its total, or the parts on the other side.
    pub right: Side,
}

/// One side of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The figures that are not zero, in the order of the form.
    pub figures: Vec<Decimal>,
    /// Their sum; `None` while there is no figure at all, or where one cannot be read.
    pub total: Option<Decimal>,
    /// Does a cell hold text that is no figure?
    pub is_unreadable: bool,
}

impl Balance {
    /// Left less right, where both sides are filled in.
    pub fn difference(&self) -> Option<Decimal> {
        self.left.total?.checked_sub(self.right.total?)
    }

    /// Is nothing filled in on either side?
    pub fn is_empty(&self) -> bool {
        [&self.left, &self.right].iter().all(|side| side.total.is_none() && !side.is_unreadable)
    }
}

/// The sums that a cell takes part in, in the edition's order; `now` stands in for the cell's own value, so that a
/// figure counts while it is still being typed.
pub fn balances(report: &Report, cell: CellIdx, now: Value) -> Vec<Balance> {
    let mut values = values(report);
    if let Some(value) = values.get_mut(cell.at()) {
        *value = now;
    }
    let sums = report.edition().sums().iter().filter(|sum| sum.terms.iter().any(|term| term.cell == cell));
    sums.map(|sum| Balance { sum, left: side(sum, true, &values), right: side(sum, false, &values) }).collect()
}

fn side(sum: &Sum, is_left: bool, values: &[Value]) -> Side {
    let of_side = || sum.side(is_left).filter_map(|cell| values.get(cell.at()));
    Side {
        figures: of_side().filter_map(Value::number).filter(|number| !number.is_zero()).collect(),
        total: total(of_side()),
        is_unreadable: of_side().any(|value| matches!(value, Value::Unreadable(_))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

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
            let cell = report.edition().find(&(*place).into()).unwrap();
            report.set(cell, text);
        }
        report
    }

    fn of(report: &Report, place: &str, now: Option<&str>) -> Vec<Balance> {
        let cell = report.edition().find(&place.into()).unwrap();
        let now =
            now.map_or(report.value(cell), |text| crate::report::value::read(text, report.edition().spec(cell).kind));
        balances(report, cell, now)
    }

    #[test]
    fn a_cell_of_a_result_stands_in_its_row_and_its_column() {
        let report = report(&[("t2.granted.natural", "2"), ("t2.granted.business", "1"), ("t2.granted.total", "4")]);
        let balances = of(&report, "t2.granted.natural", None);
        assert_eq!(balances.len(), 2);
        assert_eq!(balances[0].left.figures, [Decimal::from(2), Decimal::from(1)]);
        assert_eq!(balances[0].difference(), Some(Decimal::from(-1)));
        assert_eq!((balances[1].left.total, balances[1].right.total), (Some(Decimal::from(2)), None));
        assert_eq!(balances[1].difference(), None);
    }

    #[test]
    fn the_cell_of_all_results_stands_in_three_sums_and_an_unsummed_one_in_none() {
        let report = report(&[]);
        let balances = of(&report, "t2.concluded.total", None);
        assert_eq!(balances.len(), 3);
        assert!(balances.iter().all(Balance::is_empty));
        assert_eq!(of(&report, "t1.permits.decisions", None), []);
    }

    #[test]
    fn what_is_being_typed_counts_already() {
        let report = report(&[("t3.review.upheld", "2"), ("t3.review.total", "3")]);
        assert_eq!(of(&report, "t3.review.pending", None)[0].difference(), Some(Decimal::from(-1)));
        assert_eq!(of(&report, "t3.review.pending", Some("１"))[0].difference(), Some(Decimal::ZERO));
        let unreadable = of(&report, "t3.review.pending", Some("o"));
        assert!(unreadable[0].left.is_unreadable && unreadable[0].left.total.is_none());
    }
}
