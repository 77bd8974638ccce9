//! Where the wrong figures are: the fewest changes after which every equality holds, found from what is broken.
//!
//! Complete for three changes on tables of row and column sums, where some broken equality always holds exactly one
//! of the wrong figures; the tests hold it against a search that tries everything.

use std::collections::HashSet;

use super::{
    candidate::{self, Candidate, How, is_heavy},
    shift,
    standing::Standing,
    system::{Join, System},
};

/// More wrong figures than this are not looked for: the source has to be looked at again.
const MOST: usize = 3;
/// So many steps are enough for every table seen; beyond, the search gives up and nothing is sure.
const STEPS: usize = 60_000;
/// What a search gave.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// All repairs with the fewest changes.
    pub(super) smallest: Vec<Candidate>,
    /// Repairs that have one cause, however many cells they touch.
    pub(super) moves: Vec<Candidate>,
    /// Was everything looked at?
    pub(super) is_complete: bool,
}

/// Looks for the smallest repairs of what is broken in one part of the system.
pub(super) fn locate(system: &System, standing: &Standing<'_>, broken: &[usize]) -> Found {
    let mut search = Search::new(system, standing.clone(), broken);
    let mut found = Found { is_complete: true, ..Found::default() };
    for size in 1..=MOST {
        search.run(broken, size);
        let is_light = |candidate: &Candidate| !is_heavy(system, candidate);
        if size == 1 && !search.found.iter().any(is_light) {
            found.moves = shift::moves(system, standing, broken);
        }
        if search.found.iter().any(is_light) {
            search.found.retain(is_light);
            break;
        }
        if size > 1 && !found.moves.is_empty() {
            break;
        }
    }
    found.is_complete = search.steps < STEPS;
    let fewest = search.found.iter().map(|candidate| candidate.changes.len()).min();
    search.found.retain(|candidate| Some(candidate.changes.len()) == fewest);
    found.smallest = search.found;
    // Where rows that changed places explain it, rows that slipped may too.
    if found.smallest.is_empty() && found.moves.iter().all(|a_move| a_move.how == How::RowsSwapped) {
        found.moves.extend(shift::slips(system, standing, broken));
    }
    // A move that is also the smallest repair is one thing, and the move explains it better.
    for candidate in &mut found.smallest {
        if let Some(same) = found.moves.iter().find(|a_move| a_move.changes == candidate.changes) {
            *candidate = same.clone();
        }
    }
    found.moves.retain(|a_move| !found.smallest.contains(a_move));
    found
}

/// Single changes that heal at least two broken equalities and break none; for when there are too many errors to
/// look for all of them at once.
pub(super) fn singles(system: &System, standing: &Standing<'_>, broken: &[usize]) -> Vec<Candidate> {
    let mut singles = Vec::new();
    for equality in broken {
        for term in system.terms(*equality) {
            let Some(delta) = step(system, standing, term, *equality) else { continue };
            let of = system.of(term.to);
            let healed = of.iter().filter(|join| standing.is_broken(join.to)).count();
            if healed > 1 && !would_break_any(system, standing, term.to, delta) {
                singles.push(candidate::mistyped(system, changed(system, &[(term.to, delta)])));
            }
        }
    }
    singles.sort_by(|a, b| a.changes.cmp(&b.changes));
    singles.dedup();
    singles
}

/// The change of a term that makes its equality hold, if the cell may hold the figure.
fn step(system: &System, standing: &Standing<'_>, term: &Join, equality: usize) -> Option<i128> {
    let residual = standing.residual(equality);
    let delta = match term.sign {
        1 => -residual,
        -1 => residual,
        // The same cell several times in one claim.
        sign if residual % i128::from(sign) == 0 => -residual / i128::from(sign),
        _ => return None,
    };
    let variable = &system.variables[term.to];
    system.allows(variable, variable.value + delta).then_some(delta)
}

fn would_break_any(system: &System, standing: &Standing<'_>, variable: usize, delta: i128) -> bool {
    let is_new = !system.variables[variable].has_figure();
    system.of(variable).iter().any(|join| standing.would_break(join, is_new, delta))
}

/// New values from what is added to the old ones.
fn changed(system: &System, deltas: &[(usize, i128)]) -> Vec<(usize, i128)> {
    deltas.iter().map(|(variable, delta)| (*variable, system.variables[*variable].value + delta)).collect()
}

/// A depth-first search along what is broken: each step makes one broken equality hold by one cell.
struct Search<'a> {
    system: &'a System,
    standing: Standing<'a>,
    /// Most equalities that any one figure stands in.
    degree: usize,
    chosen: Vec<(usize, i128)>,
    seen: HashSet<[(usize, i128); MOST]>,
    found: Vec<Candidate>,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(system: &'a System, standing: Standing<'a>, broken: &[usize]) -> Self {
        let degree = if broken.is_empty() { 0 } else { system.degree() };
        Self {
            system,
            standing,
            degree,
            chosen: Vec::with_capacity(MOST),
            seen: HashSet::new(),
            found: Vec::new(),
            steps: 0,
        }
    }

    fn run(&mut self, broken: &[usize], size: usize) {
        self.seen.clear();
        if broken.len() <= self.degree * size {
            self.descend(broken, size);
        }
    }

    fn descend(&mut self, broken: &[usize], left: usize) {
        if left <= 1 {
            self.finish(broken);
            return;
        }
        let system = self.system;
        for equality in broken {
            for term in system.terms(*equality) {
                if self.steps >= STEPS {
                    return;
                }
                let Some(delta) = self.step(term, *equality) else { continue };
                if self.still_broken(term.to, delta, broken.len()) > self.degree * (left - 1) {
                    continue;
                }
                self.chosen.push((term.to, delta));
                if self.seen.insert(self.key()) {
                    self.steps += 1;
                    let next = self.after(term.to, delta, broken);
                    // What heals with fewer changes was found before.
                    if !next.is_empty() {
                        self.descend(&next, left - 1);
                    }
                    self.standing.undo(term.to, delta);
                }
                self.chosen.pop();
            }
        }
    }

    /// The last change has to heal everything that is still broken: it stands in every one of them.
    fn finish(&mut self, broken: &[usize]) {
        let system = self.system;
        let Some(shortest) = broken.iter().min_by_key(|n| system.terms(**n).len()) else { return };
        for term in system.terms(*shortest) {
            let of = system.of(term.to);
            if of.len() < broken.len() {
                continue;
            }
            let Some(delta) = self.step(term, *shortest) else { continue };
            let touched = of.iter().filter(|join| self.standing.is_broken(join.to)).count();
            if touched == broken.len() && !would_break_any(system, &self.standing, term.to, delta) {
                self.chosen.push((term.to, delta));
                let candidate = candidate::mistyped(system, changed(system, &self.chosen));
                self.chosen.pop();
                if !self.found.contains(&candidate) {
                    self.found.push(candidate);
                }
            }
        }
    }

    fn step(&self, term: &Join, equality: usize) -> Option<i128> {
        let is_chosen = self.chosen.iter().any(|(chosen, _)| *chosen == term.to);
        if is_chosen { None } else { step(self.system, &self.standing, term, equality) }
    }

    /// How many equalities are broken after a change.
    fn still_broken(&self, variable: usize, delta: i128, broken: usize) -> usize {
        let is_new = !self.system.variables[variable].has_figure();
        self.system.of(variable).iter().fold(broken, |count, join| {
            let before = usize::from(self.standing.is_broken(join.to));
            count + usize::from(self.standing.would_break(join, is_new, delta)) - before
        })
    }

    /// Makes a change and says what is broken then.
    fn after(&mut self, variable: usize, delta: i128, broken: &[usize]) -> Vec<usize> {
        self.standing.apply(variable, delta);
        let mut next: Vec<usize> = broken.iter().copied().filter(|n| self.standing.is_broken(*n)).collect();
        let of = self.system.of(variable).iter().map(|join| join.to);
        next.extend(of.filter(|n| self.standing.is_broken(*n) && !broken.contains(n)));
        next
    }

    /// The chosen changes, whatever the order they were chosen in.
    fn key(&self) -> [(usize, i128); MOST] {
        let mut key = [(usize::MAX, 0); MOST];
        for (slot, chosen) in key.iter_mut().zip(&self.chosen) {
            *slot = *chosen;
        }
        key.sort_unstable();
        key
    }
}
