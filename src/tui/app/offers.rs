//! What the program offers and the clerk may take or turn down: figures for blank cells, meanings of numbers, repairs.

use std::{collections::HashMap, sync::Arc};

use super::links::Links;
use crate::{
    equations::{self, Fill},
    form::CellIdx,
    report::{Cells, Report},
    rules::{Memory, Repair},
};

/// What is offered for a report.
#[derive(Debug, Default)]
pub struct Offers {
    cells: HashMap<CellIdx, String>,
    /// What they were worked out from.
    from: Option<(Arc<Cells>, Vec<Fill>)>,
    /// What the numbers of the section shown refer to.
    pub links: Links,
    /// Repairs that somebody said are not it, as long as what they would change stands as it did.
    refused: Vec<Repair>,
}

impl Offers {
    /// Works the figures out anew: totals that follow from their parts, and blanks that follow from the rest.
    pub(super) fn renew(&mut self, report: &Report, fills: &[Fill]) {
        if self.from.as_ref().is_none_or(|(cells, from)| cells != report.cells() || from != fills) {
            self.from = Some((Arc::clone(report.cells()), fills.to_vec()));
            let fills = fills.iter().filter(|fill| fill.from.trim().is_empty());
            self.cells = fills.map(|fill| (fill.cell, fill.text.clone())).collect();
            self.cells.extend(equations::offers(report));
        }
        let stands = |repair: &Repair| {
            let mut changes = repair.changes.iter();
            changes
                .all(|change| report.edition().find(&change.place).is_some_and(|cell| report.text(cell) == change.from))
        };
        self.refused.retain(stands);
    }

    /// Brings the links in line with a section.
    pub(super) fn link_up(&mut self, report: &Report, memory: &Memory, section: &str) {
        self.links = Links::of(report, memory, section, &self.links);
    }

    /// The figure that is offered for a cell.
    pub fn get(&self, cell: &CellIdx) -> Option<&str> {
        self.cells.get(cell).map(String::as_str)
    }

    /// Was the repair turned down?
    pub fn is_refused(&self, repair: &Repair) -> bool {
        self.refused.iter().any(|refused| refused.changes == repair.changes)
    }

    /// Turns a repair down.
    pub(super) fn refuse(&mut self, repair: Repair) {
        self.refused.push(repair);
    }

    /// Takes back that any of these was turned down.
    pub(super) fn forgive(&mut self, repairs: &[Repair]) {
        self.refused.retain(|refused| repairs.iter().all(|repair| repair.changes != refused.changes));
    }
}
