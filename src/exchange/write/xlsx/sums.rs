//! Totals of a table: which may stand as a formula, and which do not hold.

use rust_decimal::Decimal;

use crate::{
    form::{CellIdx, Sum},
    report::{
        Report,
        value::{self, Value},
    },
};

/// What a cell is as a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Total {
    /// No total, or one that cannot be worked out.
    No,
    /// It is the sum of these cells, or blank as all of them are.
    Holds(Vec<CellIdx>),
    /// It is not what its parts come to; says so.
    Wrong(String),
}

/// What a cell is as a total of the form's sums.
pub(super) fn total(report: &Report, cell: CellIdx) -> Total {
    let sums = || report.edition().sums().iter().filter(|sum| sum.total() == Some(cell));
    if let Some(why) = sums().find_map(|sum| fault(report, sum, cell)) {
        return Total::Wrong(why);
    }
    let is_plain = |sum: &&Sum| sum.terms.iter().all(|term| !is_text(report, term.cell));
    let holds = sums().filter(is_plain).find(|sum| {
        let parts = value::total(sum.side(true).map(|part| report.value(part)));
        parts == report.value(cell).number()
    });
    holds.map_or(Total::No, |sum| Total::Holds(sum.side(true).collect()))
}

/// Does the cell hold something that a spreadsheet takes for text?
pub(super) fn is_text(report: &Report, cell: CellIdx) -> bool {
    let text = report.text(cell).trim();
    !text.is_empty() && number(text).is_none()
}

/// The number of a text that Excel would show just so, and its decimals: no leading zero, at most fifteen digits.
pub(super) fn number(text: &str) -> Option<(f64, usize)> {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_short = text.chars().filter(char::is_ascii_digit).count() <= 15;
    let number: f64 = text.parse().ok().filter(|number: &f64| is_short && number.is_finite())?;
    (format!("{number:.decimals$}") == text && text != "-0").then_some((number, decimals))
}

/// What is wrong with a total that stands there, if its parts come to something else.
fn fault(report: &Report, sum: &Sum, cell: CellIdx) -> Option<String> {
    let Value::Figure(stands) = report.value(cell) else { return None };
    let parts: Decimal = value::total(sum.side(true).map(|part| report.value(part)))?;
    let equation = report.edition().equations.get(sum.equation)?;
    let message = || format!("{}为 {parts}，这里填 {}。照报告原样写出，请核对。", equation.left_name, stands.number);
    (parts != stands.number).then(message)
}
