//! A repair that may be the right one, and what it costs to believe it.

use super::{system::System, typo};

/// A figure that weighs more counts as more than all typed ones that are doubted together.
pub(super) const HEAVY: u32 = 400;

/// Changes after which all that was broken holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// Variable and its new value, by variable.
    pub(super) changes: Vec<(usize, i128)>,
    /// What would have happened.
    pub(super) how: How,
    /// Cost of believing that.
    pub(super) cost: u32,
}

/// What must have happened for a repair to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Each figure was mistyped, or forgotten.
    Mistyped,
    /// Two neighbouring cells were swapped, or one was typed in the place of the other.
    Swapped,
    /// Two neighbouring rows were swapped, or one was typed in the place of the other.
    RowsSwapped,
    /// Several rows were typed one row off.
    RowsSlipped,
    /// Parts were edited and their totals have to follow.
    TotalsFollow,
    /// Blanks were left that follow from the rest.
    LeftBlank,
}

/// New values as figures that were mistyped.
pub(super) fn mistyped(system: &System, mut changes: Vec<(usize, i128)>) -> Candidate {
    changes.sort_unstable();
    let cost = |(variable, value): &(usize, i128)| {
        let variable = &system.variables[*variable];
        variable.weight + typo::cost(variable.value, *value)
    };
    let cost = changes.iter().map(cost).sum();
    Candidate { changes, how: How::Mistyped, cost }
}

/// Does it doubt a figure that was published?
pub(super) fn is_heavy(system: &System, candidate: &Candidate) -> bool {
    candidate.changes.iter().any(|(variable, _)| system.variables[*variable].weight > HEAVY)
}
