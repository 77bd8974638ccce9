//! What is wrong with a report's figures: root causes with their repairs, and blanks that follow from the rest.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    fill::{self, Fill},
    follow,
    group::{self, Group},
    locate::{Candidate, How},
    system::{At, Evidence, Given, Source, Standing, System, Text, spell},
};
use crate::{
    form::CellIdx,
    report::{
        Report,
        value::{Value, total},
    },
};

/// What the figures of a report, held against each other, say (see [`diagnose`]).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diagnosis {
    /// What is broken, one entry a root cause, in the order of the form's equations.
    pub causes: Vec<Cause>,
    /// Blanks that follow from the rest, in form order.
    pub fills: Vec<Fill>,
}

/// One root cause, however many equalities it breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// The equalities that do not hold.
    pub broken: Vec<Broken>,
    /// Where to look: what the first repair changes, else where broken equalities cross, else all they are about.
    pub suspects: Vec<At>,
    /// What would heal it, the likeliest first; none if more than three figures must be wrong.
    pub repairs: Vec<Repair>,
}

/// An equality that does not hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Broken {
    /// Which one.
    pub source: Source,
    /// What its left side adds up to.
    pub left: Decimal,
    /// What its right side adds up to.
    pub right: Decimal,
}

/// Changes that together heal a cause (修复).
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// Is it the only smallest one, borne out by at least two equalities for each of at most two changes, none of
    /// which rests on a computed total or undoes a fresh edit?
    pub sure: bool,
    /// What must have happened.
    pub how: How,
    /// What to change.
    pub changes: Vec<Change>,
    /// Computed totals that change with it.
    pub follow: Vec<Change>,
    /// Equalities that stay, or become, broken.
    pub leaves: Vec<Source>,
    /// Cost of believing it; for comparing repairs of one cause.
    pub cost: u32,
}

/// One change of a repair.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Whose figure.
    pub at: At,
    /// Its text now.
    pub from: String,
    /// Its text afterwards.
    pub to: String,
    /// The broken equalities that demand it.
    pub because: Vec<Source>,
}

/// Holds all figures of a report against each other, against last year's report and against `evidence`.
///
/// `edited` are the cells that were edited since the sums last held. A blank counts as 0 beside a figure, and a side
/// without any figure is not judged, as in [`super::judge`].
pub fn diagnose(
    report: &Report,
    last: Option<&Report>,
    evidence: &[Evidence],
    edited: &BTreeSet<CellIdx>,
) -> Diagnosis {
    let values: Vec<Value> = report.edition().indices().map(|cell| report.value(cell)).collect();
    diagnose_values(&Given { report, values: &values, last, evidence, edited })
}

/// The same for values that were read already.
pub fn diagnose_values(given: &Given<'_>) -> Diagnosis {
    let system = System::new(given);
    let standing = Standing::new(&system);
    let found = fill::fills(&system);
    let groups = group::groups(&system, &standing, &found);
    let case = Case { given, system: &system, standing: &standing };
    let mut causes: Vec<Cause> = groups.iter().map(|group| case.cause(group)).collect();
    causes.extend(case.outdated(&causes));
    let offer = |found: &fill::Found| match system.variables[found.variable].at {
        At::Cell(cell) => found.offer(&system, given.report.text(cell)),
        _ => None,
    };
    let fills = found.iter().filter_map(offer).collect();
    Diagnosis { causes, fills }
}

/// What a diagnosis is worked out from.
struct Case<'a> {
    given: &'a Given<'a>,
    system: &'a System,
    standing: &'a Standing<'a>,
}

impl Case<'_> {
    fn cause(&self, group: &Group) -> Cause {
        let mut repairs: Vec<Repair> = group.repairs.iter().map(|candidate| self.repair(group, candidate)).collect();
        if let (Some(first), Some(candidate)) = (repairs.first_mut(), group.repairs.first()) {
            first.sure = group.is_unique && self.is_borne_out(group, candidate);
        }
        let changes = follow::totals(self.system, self.standing, &group.broken, self.given.edited);
        if !changes.is_empty() {
            let followed = self.repair(group, &Candidate { changes, how: How::TotalsFollow, cost: 0 });
            repairs.retain(|repair| repair.changes != followed.changes);
            repairs.insert(0, followed);
        }
        let broken = group.broken.iter().map(|n| self.broken(*n)).collect();
        Cause { broken, suspects: self.suspects(group, &repairs), repairs }
    }

    fn broken(&self, n: usize) -> Broken {
        let (mut left, mut right) = (0, 0);
        for term in self.system.terms(n) {
            let amount = i128::from(term.sign) * self.system.variables[term.to].value;
            if term.sign > 0 { left += amount } else { right -= amount }
        }
        let number = |value| self.system.number(value);
        Broken { source: self.system.equalities[n].source, left: number(left), right: number(right) }
    }

    fn repair(&self, group: &Group, candidate: &Candidate) -> Repair {
        let after = self.after(&candidate.changes);
        let changes = candidate.changes.iter().map(|(variable, value)| {
            let of = self.system.of(*variable).iter().filter(|join| group.broken.contains(&join.to));
            let demands = of.filter(|join| !after.is_broken(join.to));
            let because = demands.map(|join| self.system.equalities[join.to].source).collect();
            self.change(*variable, *value, because)
        });
        let is_old = |n: &usize| self.standing.is_broken(*n) && !group.broken.contains(n);
        let leaves = after.broken().into_iter().filter(|n| !is_old(n));
        Repair {
            sure: false,
            how: candidate.how,
            changes: changes.collect(),
            follow: self.followers(&candidate.changes),
            leaves: leaves.map(|n| self.system.equalities[n].source).collect(),
            cost: candidate.cost,
        }
    }

    fn after(&self, changes: &[(usize, i128)]) -> Standing<'_> {
        let mut after = self.standing.clone();
        for (variable, value) in changes {
            after.apply(*variable, value - self.system.variables[*variable].value);
        }
        after
    }

    fn change(&self, variable: usize, value: i128, because: Vec<Source>) -> Change {
        let of = &self.system.variables[variable];
        let number = self.system.number(value);
        let (from, to) = match of.at {
            At::Cell(cell) => {
                let old = self.given.values.get(cell.at()).unwrap_or(&Value::Blank);
                (self.given.report.text(cell).to_owned(), spell(number, of.kind, old))
            }
            At::Evidence(_) | At::Last(_) => (self.system.number(of.value).to_string(), number.to_string()),
        };
        Change { at: of.at, from, to, because }
    }

    /// Computed totals whose text has to change with these changes.
    fn followers(&self, changes: &[(usize, i128)]) -> Vec<Change> {
        let totals = self.system.computed(changes).filter(|(cell, _)| changes.iter().all(|(v, _)| *v != cell.at()));
        let totals = totals.filter(|(cell, value)| self.system.variables[cell.at()].value != *value);
        totals.map(|(cell, value)| self.change(cell.at(), value, Vec::new())).collect()
    }

    /// At most two changes, each demanded by at least two equalities that rest on no computed total, and none of
    /// them of a published figure, a computed one or one that was just edited.
    fn is_borne_out(&self, group: &Group, candidate: &Candidate) -> bool {
        let after = self.after(&candidate.changes);
        let is_free = |variable: usize| {
            let of = &self.system.variables[variable];
            let is_edited = matches!(of.at, At::Cell(cell) if self.given.edited.contains(&cell));
            !of.is_computed && !is_edited && of.weight < Evidence::PUBLISHED
        };
        // A blank total leaves its own sum unjudged; once it has a figure that sum speaks for it too.
        let demands = |variable: usize| {
            let is_blank = self.system.variables[variable].text == Text::Blank;
            let speaks = |n: usize| group.broken.contains(&n) || (is_blank && !self.standing.is_judged(n));
            let of = self.system.of(variable).iter().map(|join| join.to);
            let of = of.filter(|n| !self.system.equalities[*n].rests_on_computed);
            of.filter(|n| speaks(*n) && after.is_judged(*n) && !after.is_broken(*n)).count()
        };
        let changes = &candidate.changes;
        changes.len() <= 2 && changes.iter().all(|(variable, _)| is_free(*variable) && demands(*variable) > 1)
    }

    fn suspects(&self, group: &Group, repairs: &[Repair]) -> Vec<At> {
        if let Some(first) = repairs.first() {
            return first.changes.iter().map(|change| change.at).collect();
        }
        let count =
            |variable: usize| self.system.of(variable).iter().filter(|join| group.broken.contains(&join.to)).count();
        let at_least = |least: usize| -> Vec<At> {
            let variables = (0..self.system.variables.len()).filter(|variable| count(*variable) >= least);
            variables.map(|variable| self.system.variables[variable].at).collect()
        };
        let crossings = at_least(2);
        if crossings.is_empty() { at_least(1) } else { crossings }
    }

    /// Computed totals that were left behind by their parts, as a cause of their own.
    fn outdated(&self, causes: &[Cause]) -> Option<Cause> {
        let outdated = follow::outdated(self.system);
        if outdated.is_empty() {
            return None;
        }
        let is_known = |source: Source| causes.iter().flat_map(|cause| &cause.broken).any(|b| b.source == source);
        let sums = self.given.report.edition().sums().iter().enumerate();
        let of_outdated = sums.filter(|(_, sum)| sum.terms.iter().any(|t| outdated.iter().any(|o| o.0 == t.cell.at())));
        let broken = of_outdated.filter_map(|(n, sum)| {
            let side = |is_left| total(sum.side(is_left).filter_map(|cell| self.given.values.get(cell.at())));
            let (left, right) = (side(true)?, side(false)?);
            (left != right && !is_known(Source::Sum(n))).then_some(Broken { source: Source::Sum(n), left, right })
        });
        let broken: Vec<Broken> = broken.collect();
        let changes = outdated.iter().map(|(variable, value)| self.change(*variable, *value, Vec::new()));
        let changes: Vec<Change> = changes.collect();
        let suspects = changes.iter().map(|change| change.at).collect();
        let repair =
            Repair { sure: false, how: How::TotalsFollow, changes, follow: Vec::new(), leaves: Vec::new(), cost: 0 };
        (!broken.is_empty()).then(|| Cause { broken, suspects, repairs: vec![repair] })
    }
}
