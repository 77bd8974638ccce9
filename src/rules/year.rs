//! One year's figures by place: cells, and the groups that the form has no cell for.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    equations,
    form::{CellIdx, Place},
    report::{Report, groups, value::Value},
};

/// A report and what its cells say.
#[derive(Debug)]
pub struct Year<'a> {
    /// The report.
    pub report: &'a Report,
    /// What every cell's text says, in the order of its own edition.
    pub values: Arc<[Value]>,
}

impl<'a> Year<'a> {
    /// Reads the cells of a report.
    pub fn new(report: &'a Report) -> Self {
        Self { report, values: equations::values(report).into() }
    }

    /// What a cell of this report's edition says.
    pub fn value(&self, cell: CellIdx) -> Option<&Value> {
        self.values.get(cell.at())
    }

    /// The figure of a cell, or of a group that the form has no cell for; `None` if nothing can be read there.
    pub fn number(&self, place: &Place) -> Option<Decimal> {
        number(self.report, &self.values, place)
    }
}

/// The figure of a cell, or of a derived row or column: blanks count as nothing beside a figure.
pub(super) fn number(report: &Report, values: &[Value], place: &Place) -> Option<Decimal> {
    groups::number(report.edition(), place, |cell| values.get(cell.at()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Example;

    #[test]
    fn a_group_without_a_cell_has_the_figure_of_its_parts() {
        let changes = &[
            ("t2.otherwise_not_amended.total", "2"),
            ("t2.otherwise_misc.total", ""),
            ("t2.otherwise_fee_unpaid.total", "1,000"),
            ("t2.new.business", "3"),
            ("t2.denied_law.total", "三"),
        ];
        let report = Example::of_2021(changes).report().unwrap();
        let year = Year::new(&report);
        let number = |place: &str| year.number(&place.into()).map(|n| n.to_string());
        assert_eq!(number("t2.otherwise.total").as_deref(), Some("1002"));
        assert_eq!(number("t2.new.entities").as_deref(), Some("3"));
        assert_eq!(number("t2.denied.total"), None, "one part cannot be read");
        assert_eq!(number("t2.nowhere.total"), None);
        let older = Example::of_2020(&[("t2.otherwise.total", "7")]).report().unwrap();
        assert_eq!(Year::new(&older).number(&"t2.otherwise.total".into()), Some(7.into()), "a typed row in 2019");
    }
}
