//! Rows of the form, and how well a line of a document fits one.

use super::{
    figures,
    lines::{Line, Sort},
};
use crate::{
    exchange::label::Label,
    form::{Block, CellIdx, Edition, Place, Row, Table},
};

/// A row of the form that lines are laid against.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) table: &'static Table,
    pub(super) block: &'static Block,
    pub(super) row: &'static Row,
    pub(super) label: Label,
    pub(super) group: Option<Label>,
    pub(super) cells: Vec<CellIdx>,
}

impl Target {
    /// The row's first cell.
    pub(super) fn place(&self, edition: &Edition) -> Place {
        self.cells.first().map_or_else(Place::report, |cell| edition.spec(*cell).place.clone())
    }
}

/// How well a line fits a row, and which of its labels does.
pub(super) fn weigh(lines: &[Line], targets: &[Target], line: usize, row: usize) -> (f64, usize) {
    let (Some(line), Some(target)) = (lines.get(line), targets.get(row)) else { return (0.0, 0) };
    if line.sort != Sort::Data {
        return (0.0, 0);
    }
    let mut best = (0.0, 0);
    for (n, label) in line.labels.iter().enumerate() {
        let mut weight = label.1.likeness(&target.label);
        if weight < 0.3 {
            continue;
        }
        // Labels to the right are the row's own; those before them name its group.
        weight -= 0.15 * f64::from((line.labels.len() - 1 - n) as u32);
        if let (Some(group), Some(before)) = (&target.group, n.checked_sub(1).and_then(|n| line.labels.get(n))) {
            weight += (before.1.likeness(group) - 0.5) * 0.1;
        }
        let fits = !figures::ways(line.behind(n), target.cells.len()).is_empty();
        weight += if fits { 0.05 } else { -0.05 };
        if weight > best.0 {
            best = (weight, n);
        }
    }
    best
}
