//! The one system: every equality between cells, numbers in the prose and last year's figures, in exact integers.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    amount::{DECIMALS, amount, scaled},
    carry::{self, Link},
    given::{At, Evidence, Given, Source},
};
use crate::{
    form::{CellIdx, Edition, Kind, Sum},
    report::{Report, value::Value},
};

/// Cost of doubting a figure that was typed.
const TYPED: u32 = 100;
/// Cost of doubting a blank in a table where zeros are typed: somebody forgot it.
const FORGOTTEN: u32 = 60;
/// Cost of doubting a figure that the program computed: it is no evidence.
const COMPUTED: u32 = 30;
/// Computed totals rest on totals that rest on parts; no form goes deeper.
const DEPTH: usize = 8;

/// One figure of the system.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) at: At,
    /// In the system's smallest unit; 0 where there is no figure.
    pub(super) value: i128,
    pub(super) text: Text,
    /// Cost of doubting it.
    pub(super) weight: u32,
    /// What it may be changed to.
    pub(super) kind: Kind,
    pub(super) is_computed: bool,
}

/// What stands where a figure should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    Figure,
    Blank,
    /// A sign for "does not apply" was typed; it counts as nothing.
    Dash,
    Unreadable,
}

/// Which side of its equality a term gives a figure to; without a figure on both sides nothing is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Neither,
}

/// A variable in an equality, or an equality of a variable: the number of the other, and how they are joined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Join {
    pub(super) to: usize,
    pub(super) sign: i8,
    pub(super) side: Side,
}

/// Σ sign · variable = 0.
#[derive(Debug)]
pub(super) struct Equality {
    pub(super) source: Source,
    /// Where its terms stand among all terms.
    terms: Range<usize>,
    /// Can every term be read?
    pub(super) is_readable: bool,
    /// Does it rest on a total that the program filled?
    pub(super) rests_on_computed: bool,
}

/// All of them together.
#[derive(Debug)]
pub(super) struct System {
    pub(super) variables: Vec<Variable>,
    pub(super) equalities: Vec<Equality>,
    /// The terms of all equalities, one after another.
    terms: Vec<Join>,
    /// The readable equalities of all variables, one after another, and where each variable's begin.
    of: Vec<Join>,
    begins: Vec<usize>,
    /// For each cell, the sum that the program computed it by.
    definitions: Vec<Option<&'static Sum>>,
    pub(super) edition: &'static Edition,
    /// How many smallest units make one.
    scale: i128,
    cells: usize,
    lasts: Vec<CellIdx>,
}

impl System {
    pub(super) fn new(given: &Given<'_>) -> Self {
        let links = given.last.map(|last| carry::links(given.report, last)).unwrap_or_default();
        let mut system = Self::with_variables(given, &links);
        for (n, sum) in given.report.edition().sums().iter().enumerate() {
            let is_definition =
                sum.total().is_some_and(|total| system.definition(total).is_some_and(|by| std::ptr::eq(by, sum)));
            if !is_definition {
                let side = |is_left| if is_left { (1, Side::Left) } else { (-1, Side::Right) };
                let terms = sum.terms.iter().map(|term| (term.cell.at(), side(term.is_left)));
                system.add(Source::Sum(n), terms);
            }
        }
        for (n, link) in links.iter().enumerate() {
            let minus = link.line.minus.iter().map(|cell| (cell.at(), (1, Side::Neither)));
            let plus = link.line.plus.iter().map(|cell| (cell.at(), (-1, Side::Neither)));
            let ends = [(link.line.cell.at(), (1, Side::Left)), (system.cells + n, (-1, Side::Right))];
            system.add(Source::Carry(link.carry, link.line.cell), ends.into_iter().chain(minus).chain(plus));
        }
        for (n, evidence) in given.evidence.iter().enumerate() {
            for (m, claim) in evidence.claims.iter().enumerate() {
                let whole = (system.cells + links.len() + n, (-1, Side::Right));
                let parts: Option<Vec<usize>> = claim.iter().map(|at| system.variable(*at)).collect();
                let Some(parts) = parts else { continue };
                let parts = parts.into_iter().map(|part| (part, (1, Side::Left)));
                system.add(Source::Claim(n, m), parts.chain([whole]));
            }
        }
        system.index();
        system
    }

    /// Cells first, then last year's figures, then the evidence.
    fn with_variables(given: &Given<'_>, links: &[Link]) -> Self {
        let report = given.report;
        let edition = report.edition();
        let numbers = given.values.iter().filter_map(amount);
        let mut numbers =
            numbers.chain(links.iter().map(|link| link.last)).chain(given.evidence.iter().map(|e| e.value));
        let scale = if numbers.all(|number| number.scale() == 0) { 1 } else { 10i128.pow(DECIMALS) };
        let has_zeros = with_zeros(edition, given.values);
        let definitions = definitions(report, given.values);
        let mut variables = Vec::with_capacity(edition.cells().len() + links.len() + given.evidence.len());
        for (cell, spec) in edition.indices().zip(edition.cells()) {
            let value = given.values.get(cell.at()).unwrap_or(&Value::Blank);
            let is_computed = report.is_computed(cell) && value.number().is_some();
            let has_zeros = has_zeros.get(spec.at[0]).is_some_and(|has| *has);
            let weight = match value {
                _ if is_computed => COMPUTED,
                Value::Blank if has_zeros => FORGOTTEN,
                _ => TYPED,
            };
            let text = match value {
                Value::Blank => Text::Blank,
                Value::Dash => Text::Dash,
                Value::Figure(_) => Text::Figure,
                Value::Unreadable(_) => Text::Unreadable,
            };
            let variable = Variable { at: At::Cell(cell), value: 0, text, weight, kind: spec.kind, is_computed };
            variables.push(variable.with(amount(value), scale));
        }
        let figure =
            |at, weight| Variable { at, value: 0, text: Text::Figure, weight, kind: Kind::Money, is_computed: false };
        let lasts = links.iter().map(|link| (figure(At::Last(link.line.cell), Evidence::PUBLISHED), link.last));
        let evidence = given.evidence.iter().enumerate();
        let evidence = evidence.map(|(n, e)| (figure(At::Evidence(n), e.weight), e.value));
        variables.extend(lasts.chain(evidence).map(|(variable, number)| variable.with(Some(number), scale)));
        Self {
            variables,
            equalities: Vec::with_capacity(edition.sums().len() + links.len() + given.evidence.len()),
            terms: Vec::with_capacity(4 * edition.cells().len()),
            of: Vec::new(),
            begins: Vec::new(),
            definitions,
            edition,
            scale,
            cells: edition.cells().len(),
            lasts: links.iter().map(|link| link.line.cell).collect(),
        }
    }

    fn add(&mut self, source: Source, terms: impl Iterator<Item = (usize, (i8, Side))>) {
        let start = self.terms.len();
        let mut joins = std::mem::take(&mut self.terms);
        let mut is_replaced = false;
        for (to, (sign, side)) in terms {
            is_replaced |= self.expand(Join { to, sign, side }, DEPTH, &mut joins);
        }
        if is_replaced || matches!(source, Source::Claim(..)) {
            let mut merged = joins.split_off(start);
            merged.sort_by_key(|join| join.to);
            merged.dedup_by(|next, kept| {
                let is_same = next.to == kept.to;
                kept.sign = kept.sign.saturating_add(if is_same { next.sign } else { 0 });
                is_same
            });
            joins.extend(merged.into_iter().filter(|join| join.sign != 0));
        }
        let variables = || joins[start..].iter().map(|join| &self.variables[join.to]);
        let is_readable = variables().all(|variable| variable.text != Text::Unreadable);
        let rests_on_computed = is_replaced || variables().any(|variable| variable.is_computed);
        self.equalities.push(Equality { source, terms: start..joins.len(), is_readable, rests_on_computed });
        self.terms = joins;
    }

    /// Puts a total that the program computed as the sum it was computed by: it follows, it is no witness.
    fn expand(&self, join: Join, depth: usize, into: &mut Vec<Join>) -> bool {
        match self.definitions.get(join.to).copied().flatten() {
            Some(sum) if depth > 0 => {
                for part in sum.side(true) {
                    self.expand(Join { to: part.at(), ..join }, depth - 1, into);
                }
                true
            }
            _ => {
                into.push(join);
                false
            }
        }
    }

    fn index(&mut self) {
        self.begins = vec![0; self.variables.len() + 1];
        let readable = || self.equalities.iter().enumerate().filter(|(_, equality)| equality.is_readable);
        for join in readable().flat_map(|(_, equality)| &self.terms[equality.terms.clone()]) {
            self.begins[join.to + 1] += 1;
        }
        for n in 1..self.begins.len() {
            self.begins[n] += self.begins[n - 1];
        }
        let mut next = self.begins.clone();
        let count = self.begins.last().copied().unwrap_or_default();
        self.of = vec![Join { to: 0, sign: 0, side: Side::Neither }; count];
        for (n, equality) in readable() {
            for join in &self.terms[equality.terms.clone()] {
                self.of[next[join.to]] = Join { to: n, ..*join };
                next[join.to] += 1;
            }
        }
    }

    /// The terms of an equality.
    pub(super) fn terms(&self, equality: usize) -> &[Join] {
        &self.terms[self.equalities[equality].terms.clone()]
    }

    /// The readable equalities a variable stands in.
    pub(super) fn of(&self, variable: usize) -> &[Join] {
        &self.of[self.begins[variable]..self.begins[variable + 1]]
    }

    /// Most equalities that any one figure stands in.
    pub(super) fn degree(&self) -> usize {
        (0..self.variables.len()).map(|variable| self.of(variable).len()).max().unwrap_or_default()
    }

    /// The number of the variable that stands there.
    pub(super) fn variable(&self, at: At) -> Option<usize> {
        let number = match at {
            At::Cell(cell) => cell.at(),
            At::Last(cell) => self.cells + self.lasts.iter().position(|last| *last == cell)?,
            At::Evidence(n) => self.cells + self.lasts.len() + n,
        };
        self.variables.get(number).filter(|variable| variable.at == at).map(|_| number)
    }

    /// The sum by which the program computed a cell.
    pub(super) fn definition(&self, cell: CellIdx) -> Option<&'static Sum> {
        self.definitions.get(cell.at()).copied().flatten()
    }

    /// Every cell that the program computed by a sum, with what its parts add up to once `changes` are made. Parts
    /// that cannot be read, or hold no figure at all, give nothing.
    pub(super) fn computed<'a>(&'a self, changes: &'a [(usize, i128)]) -> impl Iterator<Item = (CellIdx, i128)> + 'a {
        let cells = (0..self.definitions.len()).filter(|cell| self.definitions[*cell].is_some());
        cells.filter_map(|cell| {
            let mut parts = Vec::new();
            self.expand(Join { to: cell, sign: 1, side: Side::Neither }, DEPTH, &mut parts);
            let (mut sum, mut has_figure) = (0, false);
            for part in parts {
                let variable = self.variables.get(part.to)?;
                let new = changes.iter().find(|(to, _)| *to == part.to).map(|(_, value)| *value);
                has_figure |= new.is_some() || variable.text == Text::Figure;
                sum += new.unwrap_or(variable.value);
                if variable.text == Text::Unreadable {
                    return None;
                }
            }
            has_figure.then_some((CellIdx(cell as u16), sum))
        })
    }

    /// A number of the system as people count.
    pub(super) fn number(&self, value: i128) -> Decimal {
        let decimals = if self.scale == 1 { 0 } else { DECIMALS };
        Decimal::try_from_i128_with_scale(value, decimals).unwrap_or_default().normalize()
    }

    /// May the variable hold this value?
    pub(super) fn allows(&self, variable: &Variable, value: i128) -> bool {
        let is_in_range = value.unsigned_abs() < 1_000_000_000_000 * self.scale.unsigned_abs();
        let is_whole = || self.scale == 1 || value % self.scale == 0;
        let is_of_kind = match variable.kind {
            Kind::Count => value >= 0 && is_whole(),
            Kind::Change => is_whole(),
            Kind::Money => value >= 0,
        };
        is_in_range && is_of_kind
    }
}

impl Variable {
    /// With its figure; one that the smallest unit cannot express is as good as unreadable.
    fn with(self, number: Option<Decimal>, scale: i128) -> Self {
        match number.map(|number| scaled(number, scale)) {
            Some(Some(value)) => Self { value, ..self },
            Some(None) => Self { text: Text::Unreadable, ..self },
            None => self,
        }
    }

    /// Does it give its side of an equality a figure?
    pub(super) fn has_figure(&self) -> bool {
        self.text == Text::Figure
    }
}

/// In which tables are zeros typed, so that a blank stands out?
fn with_zeros(edition: &Edition, values: &[Value]) -> Vec<bool> {
    let mut has_zeros = vec![false; edition.tables.len()];
    for (spec, value) in edition.cells().iter().zip(values) {
        if value.number().is_some_and(|number| number.is_zero()) {
            has_zeros[spec.at[0]] = true;
        }
    }
    has_zeros
}

/// For each cell whose figure the program computed, the first sum it is the total of, if its parts can be read.
fn definitions(report: &Report, values: &[Value]) -> Vec<Option<&'static Sum>> {
    let edition = report.edition();
    let mut definitions = vec![None; edition.cells().len()];
    for sum in edition.sums() {
        let total = sum.total().filter(|total| report.is_computed(*total));
        let Some(total) = total.filter(|total| values.get(total.at()).is_some_and(|v| v.number().is_some())) else {
            continue;
        };
        if sum.side(true).any(|part| matches!(values.get(part.at()), Some(Value::Unreadable(_)))) {
            continue;
        }
        if let Some(definition) = definitions.get_mut(total.at()) {
            *definition = definition.or(Some(sum));
        }
    }
    definitions
}
