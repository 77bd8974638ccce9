//! What last year's report says about this year's cells.

use rust_decimal::Decimal;

use crate::{
    form::{Along, Block, Carry, CellIdx, Edition},
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

/// A carry in one row or column: `this` = `last` + Σ `plus` − Σ `minus`.
#[derive(Debug)]
pub(super) struct Link {
    /// Which carry of the edition it is one line of.
    pub(super) carry: usize,
    /// The cell of this year's report.
    pub(super) this: CellIdx,
    /// Cells of this year that are added.
    pub(super) plus: Vec<CellIdx>,
    /// Cells of this year that are taken off.
    pub(super) minus: Vec<CellIdx>,
    /// What last year's figures add up to.
    pub(super) last: Decimal,
}

/// Every figure that equals a sum of last year's figures. Those that need this year's figures too are left out, as are
/// those of which last year's report (perhaps of another edition) lacks a cell or leaves every cell blank.
pub fn carried(report: &Report, last: &Report) -> Vec<Carried> {
    let carries = &report.edition().carries;
    let alone = links(report, last).into_iter().filter(|link| link.plus.is_empty() && link.minus.is_empty());
    let figure = |link: Link| {
        let text = link.last.normalize().to_string();
        carries.get(link.carry).map(|carry| Carried { carry, cell: link.this, text })
    };
    alone.filter_map(figure).collect()
}

/// Every line of every carry for which last year's report has a figure.
pub(super) fn links(report: &Report, last: &Report) -> Vec<Link> {
    let edition = report.edition();
    let carries = edition.carries.iter().enumerate();
    carries
        .flat_map(|(n, carry)| lines(edition, carry).filter_map(move |line| link(edition, last, (n, carry), line)))
        .collect()
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

fn link(edition: &Edition, last: &Report, (n, carry): (usize, &Carry), line: &str) -> Option<Link> {
    let find = |edition: &Edition, term: &str| match carry.along {
        Along::Row => find(edition, &carry.table, line, term),
        Along::Column => find(edition, &carry.table, term, line),
    };
    let find_all = |edition: &Edition, terms: &[String]| -> Option<Vec<CellIdx>> {
        terms.iter().map(|term| find(edition, term)).collect()
    };
    let this = find(edition, &carry.this)?;
    let (plus, minus) = (find_all(edition, &carry.plus)?, find_all(edition, &carry.minus)?);
    let last = total(find_all(last.edition(), &carry.last)?.into_iter().map(|cell| last.value(cell)))?;
    Some(Link { carry: n, this, plus, minus, last })
}

/// The cell in a table's row and column, found by where it stands: a diagnosis asks at every key.
fn find(edition: &Edition, table: &str, row: &str, column: &str) -> Option<CellIdx> {
    let t = edition.tables.iter().position(|of| of.id == table)?;
    let in_block = |(b, block): (usize, &Block)| {
        let r = block.rows.iter().position(|of| of.id == row)?;
        let c = block.columns.iter().position(|of| of.id == column)?;
        edition.cells().binary_search_by_key(&[t, b, r, c], |spec| spec.at).ok()
    };
    let cell = edition.tables[t].blocks.iter().enumerate().find_map(in_block)?;
    u16::try_from(cell).ok().map(CellIdx)
}
