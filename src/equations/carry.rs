//! What last year's report says about this year's cells.

use rust_decimal::Decimal;

use super::carries::{CarryLine, carry_lines};
use crate::{
    form::{Carry, CellIdx},
    report::{Report, value::total},
};

/// A figure of this year that follows from last year's report.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Which carry of the edition says so.
    pub carry: &'static Carry,
    /// The cell of this year's report.
    pub cell: CellIdx,
    /// Its figure.
    pub text: String,
}

/// A line of a carry with what last year's report says about it.
#[derive(Debug)]
pub(super) struct Link {
    /// Number of its carry in this year's edition.
    pub(super) carry: usize,
    /// The cells that it ties together.
    pub(super) line: CarryLine,
    /// What last year's figures add up to.
    pub(super) last: Decimal,
}

/// Every figure that equals a sum of last year's figures. Those that need this year's figures too are left out, as are
/// those of which last year's report (perhaps of another edition) lacks a cell or leaves every cell blank.
pub fn carried(report: &Report, last: &Report) -> Vec<Carried> {
    let alone = links(report, last).into_iter().filter(|link| link.line.plus.is_empty() && link.line.minus.is_empty());
    let text = |link: &Link| link.last.normalize().to_string();
    alone.map(|link| Carried { carry: link.line.carry, cell: link.line.cell, text: text(&link) }).collect()
}

/// Every line of every carry for which last year's report has a figure.
pub(super) fn links(report: &Report, last: &Report) -> Vec<Link> {
    let edition = report.edition();
    let link = |line: CarryLine| {
        let sum = total(line.last.iter().map(|cell| last.value(*cell)))?;
        let carry = edition.carries.iter().position(|carry| std::ptr::eq(carry, line.carry))?;
        Some(Link { carry, line, last: sum })
    };
    carry_lines(edition, last.edition()).into_iter().filter_map(link).collect()
}
