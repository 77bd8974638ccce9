//! What last year's report says about this year's cells.

use crate::{
    form::{Along, Carry, CellIdx, Edition},
    report::{Report, value::total},
};

/// One line of a carry: the cells that it ties together.
#[derive(Debug, Clone)]
pub struct CarryLine {
    /// Which carry of this year's edition it is one line of.
    pub carry: &'static Carry,
    /// The cell of this year's report that follows from the others.
    pub cell: CellIdx,
    /// Cells of last year's report, in last year's edition.
    pub last: Vec<CellIdx>,
    /// Cells of this year's report that are added.
    pub plus: Vec<CellIdx>,
    /// Cells of this year's report that are taken off.
    pub minus: Vec<CellIdx>,
}

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

/// Every line of this year's carries of which both editions have all cells, in the order of the edition's carries.
pub fn carry_lines(this: &'static Edition, last: &'static Edition) -> Vec<CarryLine> {
    let of = |carry| lines(this, carry).filter_map(move |line| resolve(this, last, carry, line));
    this.carries.iter().flat_map(of).collect()
}

/// Every figure that equals a sum of last year's figures. Those that need this year's figures too are left out, as are
/// those of which last year's report (perhaps of another edition) lacks a cell or leaves every cell blank.
pub fn carried(report: &Report, last: &Report) -> Vec<Carried> {
    let lines = carry_lines(report.edition(), last.edition()).into_iter();
    let lines = lines.filter(|line| line.plus.is_empty() && line.minus.is_empty());
    let figure = |line: CarryLine| {
        let total = total(line.last.iter().map(|cell| last.value(*cell)))?;
        Some(Carried { carry: line.carry, cell: line.cell, text: total.normalize().to_string() })
    };
    lines.filter_map(figure).collect()
}

/// Ids of the rows (or columns) that a carry runs along.
fn lines(edition: &'static Edition, carry: &'static Carry) -> impl Iterator<Item = &'static str> {
    let blocks = edition.table(&carry.table).into_iter().flat_map(|table| &table.blocks);
    let ids = blocks.flat_map(move |block| -> Vec<&str> {
        match carry.along {
            Along::Row => block.rows.iter().map(|row| row.id.as_str()).collect(),
            Along::Column => block.columns.iter().map(|column| column.id.as_str()).collect(),
        }
    });
    ids.filter(|id| carry.only.is_empty() || carry.only.iter().any(|only| only == id))
}

/// The cells of one line, if both editions have them all.
fn resolve(this: &Edition, last: &Edition, carry: &'static Carry, line: &str) -> Option<CarryLine> {
    let find = |edition: &Edition, term: &String| match carry.along {
        Along::Row => edition.find_in(&carry.table, line, term),
        Along::Column => edition.find_in(&carry.table, term, line),
    };
    let all = |edition: &Edition, terms: &[String]| -> Option<Vec<CellIdx>> {
        terms.iter().map(|term| find(edition, term)).collect()
    };
    Some(CarryLine {
        carry,
        cell: find(this, &carry.this)?,
        last: all(last, &carry.last)?,
        plus: all(this, &carry.plus)?,
        minus: all(this, &carry.minus)?,
    })
}
