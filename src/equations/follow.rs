//! Totals that follow their parts: those the program computed, and those beside a cell that was just edited.

use std::collections::BTreeSet;

use super::{given::Source, standing::Standing, system::System};
use crate::form::{CellIdx, Sum};

/// More rounds than any form has sums of sums.
const ROUNDS: usize = 8;

/// Computed totals that no longer fit their parts, with what they should be.
pub(super) fn outdated(system: &System) -> Vec<(usize, i128)> {
    let totals = system.computed(&[]);
    let outdated = totals.map(|(cell, value)| (cell.at(), value));
    outdated.filter(|(cell, value)| system.variables[*cell].value != *value).collect()
}

/// New values of all totals that have to follow the edited cells among `broken`; none if a total was edited itself,
/// or if two sums of the same total disagree.
pub(super) fn totals(
    system: &System,
    standing: &Standing<'_>,
    broken: &[usize],
    edited: &BTreeSet<CellIdx>,
) -> Vec<(usize, i128)> {
    let in_broken = |cell: &usize| broken.iter().any(|n| system.terms(*n).iter().any(|t| t.to == *cell));
    let mut moved: Vec<usize> = edited.iter().map(|cell| cell.at()).filter(in_broken).collect();
    let mut standing = standing.clone();
    let mut changes: Vec<(usize, i128)> = Vec::new();
    for _ in 0..ROUNDS {
        let mut is_done = true;
        for (n, equality) in system.equalities.iter().enumerate() {
            let Source::Sum(sum) = equality.source else { continue };
            let Some(total) = system.edition.sums().get(sum).and_then(Sum::total) else { continue };
            let total = total.at();
            let is_fixed = edited.iter().any(|cell| cell.at() == total);
            let is_moved = system.terms(n).iter().any(|term| term.to != total && moved.contains(&term.to));
            if is_fixed || !is_moved || !standing.is_broken(n) {
                continue;
            }
            if changes.iter().any(|(cell, _)| *cell == total) {
                return Vec::new();
            }
            // The total stands on the right, so that left minus right is what it lacks.
            let delta = standing.residual(n);
            standing.apply(total, delta);
            changes.push((total, system.variables[total].value + delta));
            moved.push(total);
            is_done = false;
        }
        if is_done {
            break;
        }
    }
    changes.sort_unstable();
    changes
}
