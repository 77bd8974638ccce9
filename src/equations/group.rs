//! Root causes: broken equalities that the same repairs heal belong together, all others are causes of their own.

use super::{
    candidate::{self, Candidate, How},
    fill,
    locate::{self, Found},
    standing::Standing,
    system::System,
};

/// Repairs that cost so much more than the best one are not worth showing.
const MARGIN: u32 = 60;
/// Cost of leaving a sum with a figure on one side only.
const HALF: u32 = 25;
/// So many repairs can be looked through.
const SHOWN: usize = 5;

/// One root cause: what is broken and what would heal it.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) broken: Vec<usize>,
    /// The likeliest first.
    pub(super) repairs: Vec<Candidate>,
    /// Is the first the only one with the fewest changes, as far as a complete search can tell?
    pub(super) is_unique: bool,
}

/// The causes of all that is broken.
pub(super) fn groups(system: &System, standing: &Standing<'_>, fills: &[fill::Found]) -> Vec<Group> {
    let broken = standing.broken();
    if broken.is_empty() {
        return Vec::new();
    }
    let mut parts = Parts::new(system.equalities.len());
    for variable in 0..system.variables.len() {
        parts.join(system.of(variable).iter().map(|join| join.to));
    }
    let mut groups = Vec::new();
    for broken in parts.split(&broken) {
        groups.extend(causes(system, standing, broken, fills));
    }
    groups.sort_by(|a, b| a.broken.cmp(&b.broken));
    groups
}

/// The causes of what is broken in one part of the system that hangs together.
fn causes(system: &System, standing: &Standing<'_>, broken: Vec<usize>, fills: &[fill::Found]) -> Vec<Group> {
    let found = locate::locate(system, standing, &broken);
    if !found.smallest.is_empty() || !found.moves.is_empty() {
        return divide(system, standing, &broken, &found);
    }
    if let Some(candidate) = blanks(system, standing, &broken, fills) {
        return vec![Group { broken, repairs: vec![candidate], is_unique: false }];
    }
    let singles = locate::singles(system, standing, &broken);
    let partial = Found { smallest: singles, ..Found::default() };
    divide(system, standing, &broken, &partial)
}

/// Splits what is broken by the repairs that were found, and gives each cause its share of them.
fn divide(system: &System, standing: &Standing<'_>, broken: &[usize], found: &Found) -> Vec<Group> {
    let mut parts = Parts::new(system.equalities.len());
    let candidates = || found.smallest.iter().chain(&found.moves);
    for candidate in candidates() {
        let of = |change: &(usize, i128)| system.of(change.0).iter().map(|join| join.to);
        if candidate.how == How::Mistyped {
            candidate.changes.iter().for_each(|change| parts.join(of(change)));
        } else {
            parts.join(candidate.changes.iter().flat_map(of));
        }
    }
    let is_touched = |n: &usize| {
        let touches = |c: &Candidate| c.changes.iter().any(|(v, _)| system.of(*v).iter().any(|join| join.to == *n));
        candidates().any(touches)
    };
    let (touched, rest): (Vec<usize>, Vec<usize>) = broken.iter().partition(|n| is_touched(n));
    let mut groups: Vec<Group> = Vec::new();
    for broken in parts.split(&touched) {
        let root = broken.first().map(|n| parts.root(*n));
        let mut scratch = standing.clone();
        let mut share = |candidate: &Candidate| {
            let is_here = |(variable, _): &&(usize, i128)| {
                system.of(*variable).first().is_some_and(|join| Some(parts.root(join.to)) == root)
            };
            let changes: Vec<(usize, i128)> = candidate.changes.iter().filter(is_here).copied().collect();
            let is_whole = changes.len() == candidate.changes.len();
            let heals = !changes.is_empty() && scratch.heals(&changes, &broken);
            let share = if is_whole { candidate.clone() } else { candidate::mistyped(system, changes) };
            heals.then_some(share)
        };
        let mut smallest: Vec<Candidate> = found.smallest.iter().filter_map(&mut share).collect();
        smallest.sort_by(|a, b| a.changes.cmp(&b.changes));
        smallest.dedup_by(|a, b| a.changes == b.changes);
        let only = if let [only] = smallest.as_slice() { Some(only.changes.clone()) } else { None };
        let moves: Vec<Candidate> = found.moves.iter().filter_map(&mut share).collect();
        let mut repairs: Vec<Candidate> = smallest.into_iter().chain(moves).collect();
        for repair in &mut repairs {
            repair.cost += HALF * halves(system, &mut scratch, repair);
        }
        let repairs = ranked(repairs);
        let is_first = repairs.first().is_some_and(|first| Some(&first.changes) == only.as_ref());
        groups.push(Group { broken, repairs, is_unique: is_first && found.is_complete });
    }
    if !rest.is_empty() {
        groups.push(Group { broken: rest, repairs: Vec::new(), is_unique: false });
    }
    groups
}

/// Sums that still have a figure on one side only after a repair, though that side is not 0.
fn halves(system: &System, scratch: &mut Standing<'_>, repair: &Candidate) -> u32 {
    let delta = |(variable, value): &(usize, i128)| value - system.variables[*variable].value;
    for change in &repair.changes {
        scratch.apply(change.0, delta(change));
    }
    let halves = (0..system.equalities.len()).filter(|n| scratch.is_half(*n)).count();
    for change in &repair.changes {
        scratch.undo(change.0, delta(change));
    }
    u32::try_from(halves).unwrap_or(u32::MAX / HALF)
}

/// The likeliest first; what is far less likely is left out.
fn ranked(mut repairs: Vec<Candidate>) -> Vec<Candidate> {
    repairs.sort_by(|a, b| (a.cost, a.changes.len(), &a.changes).cmp(&(b.cost, b.changes.len(), &b.changes)));
    repairs.dedup_by(|a, b| a.changes == b.changes);
    let best = repairs.first().map_or(0, |first| first.cost);
    repairs.retain(|repair| repair.cost <= best + MARGIN);
    repairs.truncate(SHOWN);
    repairs
}

/// All blanks that follow from the rest, as one repair, if they heal everything.
fn blanks(system: &System, standing: &Standing<'_>, broken: &[usize], fills: &[fill::Found]) -> Option<Candidate> {
    let in_broken = |f: &&fill::Found| system.of(f.variable).iter().any(|join| broken.contains(&join.to));
    let figures = fills.iter().filter(|f| f.value != 0).filter(in_broken);
    let changes: Vec<(usize, i128)> = figures.map(|f| (f.variable, f.value)).collect();
    let heals = !changes.is_empty() && standing.clone().heals(&changes, broken);
    heals.then(|| Candidate { how: How::LeftBlank, ..candidate::mistyped(system, changes) })
}

/// Equalities joined into parts.
struct Parts(Vec<usize>);

impl Parts {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&self, mut n: usize) -> usize {
        while self.0[n] != n {
            n = self.0[n];
        }
        n
    }

    fn join(&mut self, mut equalities: impl Iterator<Item = usize>) {
        let Some(first) = equalities.next() else { return };
        for other in equalities {
            let (a, b) = (self.root(first), self.root(other));
            self.0[a.max(b)] = a.min(b);
        }
    }

    /// The same numbers, part by part, in their order.
    fn split(&self, numbers: &[usize]) -> Vec<Vec<usize>> {
        let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
        for number in numbers {
            let root = self.root(*number);
            match parts.iter_mut().find(|(of, _)| *of == root) {
                Some((_, part)) => part.push(*number),
                None => parts.push((root, vec![*number])),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }
}
