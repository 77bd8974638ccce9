//! Figures typed in the wrong place: neighbours swapped, rows swapped, rows typed one row off.

use super::{
    candidate::{Candidate, How},
    standing::Standing,
    system::System,
};

/// Cost of two neighbours, or two whole rows, in each other's place: one cause, a little less likely than one typo.
const SWAP: u32 = 115;
/// Cost of several rows typed one row off.
const SLIP: u32 = 125;

/// Swaps of neighbouring cells, and of neighbouring rows, that heal all of `broken`.
pub(super) fn moves(system: &System, standing: &Standing<'_>, broken: &[usize]) -> Vec<Candidate> {
    let mut scratch = standing.clone();
    let mut moves = Vec::new();
    let shortest = broken.iter().min_by_key(|n| system.terms(**n).len());
    for term in shortest.into_iter().flat_map(|n| system.terms(*n)) {
        for neighbour in neighbours(system, term.to) {
            let changes = swap(system, &[(term.to.min(neighbour), term.to.max(neighbour))]);
            moves.extend(healing(system, &mut scratch, broken, changes, (How::Swapped, SWAP)));
        }
    }
    for rows in blocks(system) {
        for (upper, lower) in rows.iter().zip(rows.iter().skip(1)) {
            let pairs: Vec<(usize, usize)> = upper.clone().zip(lower.clone()).collect();
            let changes = swap(system, &pairs);
            let how = if changes.len() > 2 { How::RowsSwapped } else { How::Swapped };
            moves.extend(healing(system, &mut scratch, broken, changes, (how, SWAP)));
        }
    }
    moves.sort_by(|a, b| a.changes.cmp(&b.changes));
    moves.dedup();
    moves
}

/// Stretches of rows that heal all of `broken` when they move by one row, into a row that was left empty.
pub(super) fn slips(system: &System, standing: &Standing<'_>, broken: &[usize]) -> Vec<Candidate> {
    let mut slips = Vec::new();
    for mut rows in blocks(system) {
        for _ in 0..2 {
            for start in (0..rows.len()).filter(|n| is_empty(system, &rows[*n])) {
                slips.extend(slip(system, standing, broken, &rows[start..]));
            }
            rows.reverse();
        }
    }
    slips.sort_by(|a, b| a.changes.cmp(&b.changes));
    slips.dedup();
    slips
}

type Cells = std::ops::Range<usize>;

/// The rows of every block, as the numbers of their cells.
fn blocks(system: &System) -> Vec<Vec<Cells>> {
    let mut cell = 0;
    let blocks = system.edition.tables.iter().flat_map(|table| &table.blocks);
    let mut row = |width: usize| {
        cell += width;
        cell - width..cell
    };
    blocks.map(|block| block.rows.iter().map(|_| row(block.columns.len())).collect()).collect()
}

fn is_empty(system: &System, row: &Cells) -> bool {
    row.clone().all(|cell| system.variables[cell].value == 0)
}

/// The cells left, right, above and below, in the same block. A part and its own total are never taken for each other.
fn neighbours(system: &System, variable: usize) -> impl Iterator<Item = usize> + '_ {
    let specs = system.edition.cells();
    let at = specs.get(variable).map(|spec| spec.at);
    let width = at.map_or(0, |[table, block, ..]| system.edition.tables[table].blocks[block].columns.len());
    let near = [variable.checked_sub(1), variable.checked_add(1), variable.checked_sub(width), Some(variable + width)];
    near.into_iter().flatten().filter(move |other| {
        let (Some([table, block, row, column]), Some(spec)) = (at, specs.get(*other)) else { return false };
        let is_beside = spec.at[2] == row || spec.at[3] == column;
        spec.at[..2] == [table, block]
            && is_beside
            && *other != variable
            && !is_part_and_total(system, variable, *other)
    })
}

fn is_part_and_total(system: &System, a: usize, b: usize) -> bool {
    system.of(a).iter().any(|of_a| system.of(b).iter().any(|of_b| of_a.to == of_b.to && of_a.sign != of_b.sign))
}

/// New values of cells that change places; cells that hold the same, or are computed, stay.
fn swap(system: &System, pairs: &[(usize, usize)]) -> Vec<(usize, i128)> {
    let value = |cell: usize| system.variables[cell].value;
    let is_free = |cell: usize| !system.variables[cell].is_computed;
    let pairs = pairs.iter().filter(|(a, b)| value(*a) != value(*b) && is_free(*a) && is_free(*b));
    let mut changes: Vec<(usize, i128)> = pairs.flat_map(|(a, b)| [(*a, value(*b)), (*b, value(*a))]).collect();
    changes.sort_unstable();
    changes
}

/// The changes as a candidate, if they heal everything and every cell may hold its new figure.
fn healing(
    system: &System,
    scratch: &mut Standing<'_>,
    broken: &[usize],
    changes: Vec<(usize, i128)>,
    (how, cost): (How, u32),
) -> Option<Candidate> {
    let is_allowed = |(cell, value): &(usize, i128)| system.allows(&system.variables[*cell], *value);
    let is_move = !changes.is_empty() && changes.iter().all(is_allowed) && scratch.heals(&changes, broken);
    is_move.then_some(Candidate { changes, how, cost })
}

/// The first row is empty: what stands in the rows behind it may belong one row earlier. The fewest rows that do.
fn slip(system: &System, standing: &Standing<'_>, broken: &[usize], rows: &[Cells]) -> Option<Candidate> {
    let mut changes: Vec<(usize, i128)> = Vec::new();
    let mut scratch = standing.clone();
    for (n, (to, from)) in rows.iter().zip(rows.iter().skip(1)).enumerate() {
        // The row the last step emptied takes this row's figures instead.
        changes.retain(|(cell, _)| !to.contains(cell));
        for (to, from) in to.clone().zip(from.clone()) {
            let (old, new) = (&system.variables[to], &system.variables[from]);
            if old.value != new.value && !old.is_computed {
                changes.push((to, new.value));
            }
            if new.value != 0 && !new.is_computed {
                changes.push((from, 0));
            }
        }
        if n > 0 && !changes.is_empty() && !is_empty(system, from) {
            let mut sorted = changes.clone();
            sorted.sort_unstable();
            let found = healing(system, &mut scratch, broken, sorted, (How::RowsSlipped, SLIP));
            if found.is_some() {
                return found;
            }
        }
    }
    None
}
