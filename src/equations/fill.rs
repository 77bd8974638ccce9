//! Blanks that follow from the rest: the only unknown of an equality, or parts of a total that is already reached.

use super::{
    given::{At, Source},
    system::{Join, System, Text, Variable},
};
use crate::form::{CellIdx, Kind, Sum};

/// A figure that a blank (or unreadable) cell must have if all other figures are right. Offered, never put in unasked.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// The cell.
    pub cell: CellIdx,
    /// Its text now: nothing, or what cannot be read.
    pub from: String,
    /// Its figure.
    pub text: String,
    /// The equality that forces it.
    pub because: Source,
    /// How that equality forces it.
    pub reason: Reason,
}

/// How an equality forces a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// All its other figures are known.
    OnlyUnknown,
    /// Its total is reached already, so that the other parts are 0.
    TotalIsReached,
    /// It is the total, if parts that are blank count as nothing.
    SumOfParts,
}

/// A figure found for a variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) variable: usize,
    pub(super) value: i128,
    pub(super) because: usize,
    pub(super) reason: Reason,
}

/// Every blank that follows. What leads into a contradiction is left out, with all that rests on it.
pub(super) fn fills(system: &System) -> Vec<Found> {
    let is_unknown = |text: Text| matches!(text, Text::Blank | Text::Unreadable);
    if !system.variables.iter().any(|variable| is_unknown(variable.text)) {
        return Vec::new();
    }
    let value = |v: &Variable| (!is_unknown(v.text)).then_some(v.value);
    let mut known: Vec<Option<i128>> = system.variables.iter().map(value).collect();
    let mut found = propagate(system, &mut known);
    let withdrawn = withdraw(system, &mut known, &mut found);
    found.extend(totals(system, &known, &withdrawn));
    found.sort_by_key(|found| found.variable);
    found
}

/// Goes through the equalities until none says anything new.
fn propagate(system: &System, known: &mut [Option<i128>]) -> Vec<Found> {
    let is_open = |n: &usize, known: &[Option<i128>]| system.terms(*n).iter().any(|t| known[t.to].is_none());
    let mut open: Vec<usize> = (0..system.equalities.len()).filter(|n| is_open(n, known)).collect();
    let mut found = Vec::new();
    loop {
        let before = found.len();
        for because in &open {
            for (variable, value, reason) in forced(system, system.terms(*because), known) {
                known[variable] = Some(value);
                found.push(Found { variable, value, because: *because, reason });
            }
        }
        if found.len() == before {
            return found;
        }
        open.retain(|n| is_open(n, known));
    }
}

/// What one equality says about its unknowns.
fn forced(system: &System, terms: &[Join], known: &[Option<i128>]) -> Vec<(usize, i128, Reason)> {
    let unknown: Vec<_> = terms.iter().filter(|term| known[term.to].is_none()).collect();
    let rest: i128 = terms.iter().filter_map(|t| Some(i128::from(t.sign) * known[t.to]?)).sum();
    match unknown.as_slice() {
        [] => Vec::new(),
        [only] => {
            let value = -rest * i128::from(only.sign);
            let is_possible = only.sign.abs() == 1 && system.allows(&system.variables[only.to], value);
            if is_possible { vec![(only.to, value, Reason::OnlyUnknown)] } else { Vec::new() }
        }
        [first, ..] => {
            let is_part = |term: &&Join| {
                term.sign.signum() == first.sign.signum() && system.variables[term.to].kind != Kind::Change
            };
            let is_reached = rest == 0 && unknown.iter().all(is_part);
            // Without a figure other than the blanks, nothing was reached.
            let has_figure = terms.iter().any(|term| system.variables[term.to].has_figure());
            let zero = |term: &&Join| (term.to, 0, Reason::TotalIsReached);
            if is_reached && has_figure { unknown.iter().map(zero).collect() } else { Vec::new() }
        }
    }
}

/// Takes back what stands in an equality that then does not hold, and what rests on it; says which variables.
fn withdraw(system: &System, known: &mut [Option<i128>], found: &mut Vec<Found>) -> Vec<usize> {
    let mut withdrawn = Vec::new();
    let is_contradicted = |n: &usize, known: &[Option<i128>]| {
        let sum: Option<i128> = system.terms(*n).iter().map(|t| Some(i128::from(t.sign) * known[t.to]?)).sum();
        sum.is_some_and(|sum| sum != 0)
    };
    let contradicted = (0..system.equalities.len()).filter(|n| is_contradicted(n, known));
    let mut doubtful: Vec<usize> = contradicted.flat_map(|n| system.terms(n)).map(|term| term.to).collect();
    loop {
        let rests_on = |f: &Found| {
            let terms = system.terms(f.because);
            doubtful.contains(&f.variable) || terms.iter().any(|t| withdrawn.contains(&t.to))
        };
        let taken: Vec<usize> = found.iter().filter(|f| rests_on(f)).map(|f| f.variable).collect();
        if taken.is_empty() {
            return withdrawn;
        }
        for variable in &taken {
            known[*variable] = None;
        }
        found.retain(|f| !taken.contains(&f.variable));
        withdrawn.extend(taken);
        doubtful.clear();
    }
}

/// Blank totals whose parts have a figure: parts that are blank count as nothing. Two sums of the same total must
/// agree.
fn totals(system: &System, known: &[Option<i128>], withdrawn: &[usize]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut disagreed = Vec::new();
    for (because, equality) in system.equalities.iter().enumerate() {
        let Source::Sum(n) = equality.source else { continue };
        let Some(total) = system.edition.sums().get(n).and_then(Sum::total) else { continue };
        let variable = total.at();
        let is_open = known[variable].is_none() && system.variables[variable].text == Text::Blank;
        let parts = || system.terms(because).iter().filter(|term| term.to != variable);
        let is_readable = parts().all(|part| system.variables[part.to].text != Text::Unreadable);
        let has_figure = parts().any(|part| system.variables[part.to].has_figure());
        if !is_open || !is_readable || !has_figure || withdrawn.contains(&variable) {
            continue;
        }
        let value = parts().map(|part| i128::from(part.sign) * known[part.to].unwrap_or_default()).sum();
        match found.iter().find(|f| f.variable == variable) {
            Some(other) if other.value != value => disagreed.push(variable),
            Some(_) => {}
            None => found.push(Found { variable, value, because, reason: Reason::SumOfParts }),
        }
    }
    found.retain(|f| !disagreed.contains(&f.variable));
    found
}

impl Found {
    /// As it is offered; only cells are.
    pub(super) fn offer(&self, system: &System, from: &str) -> Option<Fill> {
        let At::Cell(cell) = system.variables[self.variable].at else { return None };
        let text = system.number(self.value).to_string();
        let because = system.equalities[self.because].source;
        Some(Fill { cell, from: from.to_owned(), text, because, reason: self.reason })
    }
}
