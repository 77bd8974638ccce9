//! What last year's report says about this year's cells.

use crate::{
    form::{Along, Carry, CellIdx, Edition},
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

/// Every figure that equals a sum of last year's figures. Those that need this year's figures too are left out, as are
/// those of which last year's report (perhaps of another edition) lacks a cell or leaves every cell blank.
pub fn carried(report: &Report, last: &Report) -> Vec<Carried> {
    let edition = report.edition();
    let carries = edition.carries.iter().filter(|carry| carry.plus.is_empty() && carry.minus.is_empty());
    carries.flat_map(|carry| lines(edition, carry).filter_map(move |line| figure(edition, last, carry, line))).collect()
}

/// Ids of the rows (or columns) that a carry runs along.
pub(super) fn lines(edition: &'static Edition, carry: &'static Carry) -> impl Iterator<Item = &'static str> {
    let blocks = edition.table(&carry.table).into_iter().flat_map(|table| &table.blocks);
    let ids = blocks.flat_map(move |block| -> Vec<&str> {
        match carry.along {
            Along::Row => block.rows.iter().map(|row| row.id.as_str()).collect(),
            Along::Column => block.columns.iter().map(|column| column.id.as_str()).collect(),
        }
    });
    ids.filter(|id| carry.only.is_empty() || carry.only.iter().any(|only| only == id))
}

fn figure(edition: &Edition, last: &Report, carry: &'static Carry, line: &str) -> Option<Carried> {
    let find = |edition: &Edition, term: &str| match carry.along {
        Along::Row => edition.find_in(&carry.table, line, term),
        Along::Column => edition.find_in(&carry.table, term, line),
    };
    let cell = find(edition, &carry.this)?;
    let terms: Option<Vec<CellIdx>> = carry.last.iter().map(|term| find(last.edition(), term)).collect();
    let total = total(terms?.into_iter().map(|cell| last.value(cell)))?;
    Some(Carried { carry, cell, text: total.normalize().to_string() })
}
