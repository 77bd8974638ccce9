//! What a diagnosis is about: a report, last year's, and figures from outside the tables.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::{
    form::CellIdx,
    report::{Report, value::Value},
};

/// What a diagnosis is about.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The report.
    pub report: &'a Report,
    /// What every cell's text says, in form order: [`super::values`] of the report.
    pub values: &'a [Value],
    /// Last year's report of the same organ and scope, if there is one.
    pub last: Option<&'a Report>,
    /// Figures from outside the tables.
    pub evidence: &'a [Evidence],
    /// Cells that were edited since the sums last held; a repair that undoes such an edit is never sure.
    pub edited: &'a BTreeSet<CellIdx>,
}

/// A figure outside the tables that must agree with them: a number in the prose.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What it is, said to the clerk: `正文“收到申请3件”`.
    pub name: String,
    /// The figure, in the unit of the cells it is held against.
    pub value: Decimal,
    /// Cost of doubting it; [`Evidence::PROSE`] for a number in the prose.
    pub weight: u32,
    /// What it must equal: each claim is a sum of cells and other evidence.
    pub claims: Vec<Vec<At>>,
}

impl Evidence {
    /// Weight of a number in the prose: doubted a little before a typed cell (100).
    pub const PROSE: u32 = 95;
    /// Weight of a figure that was published: doubted only where at most three others cannot explain a contradiction.
    pub const PUBLISHED: u32 = 1000;
}

/// Where a figure of the system stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// In a cell of this report.
    Cell(CellIdx),
    /// The number of a piece of evidence.
    Evidence(usize),
    /// Last year's figure that this cell is held against.
    Last(CellIdx),
}

/// Where an equality comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A sum of the edition, by its number.
    Sum(usize),
    /// A carry of the edition, by its number, in the line of this cell.
    Carry(usize, CellIdx),
    /// A piece of evidence and one of its claims, by their numbers.
    Claim(usize, usize),
}
