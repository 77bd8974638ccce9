//! The cells that a carry ties together over two years, line by line.

use crate::form::{Along, Carry, CellIdx, Edition};

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

/// Every line of this year's carries of which both editions have all cells, in the order of the edition's carries.
pub fn carry_lines(this: &'static Edition, last: &'static Edition) -> Vec<CarryLine> {
    this.carries.iter().flat_map(|carry| lines_of(this, last, carry)).collect()
}

/// Every line of one of this year's carries of which both editions have all cells.
pub fn lines_of(
    this: &'static Edition,
    last: &'static Edition,
    carry: &'static Carry,
) -> impl Iterator<Item = CarryLine> {
    lines(this, carry).filter_map(move |line| resolve(this, last, carry, line))
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
