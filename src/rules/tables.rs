//! What the tables of both years say, kept from one check to the next while nothing in them changes.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use super::Checked;
use crate::{
    equations::{self, Cause, Diagnosis, Evidence, Fill, Given, Judged},
    form::CellIdx,
    report::{About, Cells, Report, value::Value},
    width::is_hidden,
};

/// The figures of a report and of the one before, read and held against each other.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    /// What every cell's text says, in form order.
    pub(super) values: Vec<Value>,
    /// The same of last year's report; nothing if there is none.
    pub(super) last: Arc<[Value]>,
    hidden: OnceLock<Vec<CellIdx>>,
    /// Every sum with its verdict.
    pub(super) sums: Vec<Judged>,
    /// What is wrong where a sum is broken.
    pub(super) causes: Vec<Cause>,
    /// Blanks that follow from the rest.
    pub(super) fills: Vec<Fill>,
    /// What the rules that look at nothing else said; `None` if they were not asked.
    pub(super) told: Option<Checked>,
    /// What was typed into both years when this was worked out; `None` if nobody will ask again.
    typed: Option<(Typed, Option<Typed>)>,
    /// What the prose bore witness to when the diagnosis was made, and whether causes were looked for.
    heard: Option<(Vec<Evidence>, bool)>,
}

/// What was typed into the cells of a report.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    about: About,
    cells: Arc<Cells>,
}

impl Typed {
    fn new(report: &Report) -> Self {
        Self { about: report.about.clone(), cells: Arc::clone(report.cells()) }
    }

    fn is_of(&self, report: &Report) -> bool {
        self.about == report.about && self.cells == *report.cells()
    }
}

impl Tables {
    /// Reads the tables, or takes what was read before if nothing was typed since.
    pub(super) fn new(report: &Report, last: Option<&Report>, kept: Option<Self>) -> Self {
        if let Some(kept) = kept.filter(|kept| kept.is_of(report, last)) {
            return kept;
        }
        let values = equations::values(report);
        Self {
            sums: equations::judge_values(report.edition(), &values),
            values,
            hidden: OnceLock::new(),
            last: last.map(equations::values).unwrap_or_default().into(),
            causes: Vec::new(),
            fills: Vec::new(),
            told: None,
            typed: None,
            heard: None,
        }
    }

    fn is_of(&self, report: &Report, last: Option<&Report>) -> bool {
        let Some((this, before)) = &self.typed else { return false };
        let is_before = match (before, last) {
            (Some(before), Some(last)) => before.is_of(last),
            (before, last) => before.is_none() && last.is_none(),
        };
        is_before && this.is_of(report)
    }

    /// Cells with characters in their text that no reader sees; `report` is the one they are of.
    pub(super) fn hidden(&self, report: &Report) -> &[CellIdx] {
        let is_found = |cell: &CellIdx| report.text(*cell).contains(is_hidden);
        self.hidden.get_or_init(|| report.edition().indices().filter(is_found).collect())
    }

    /// Was it worked out what is wrong in them, by what the prose said then?
    pub(super) fn is_diagnosed(&self) -> bool {
        self.heard.is_some()
    }

    /// Notes what was typed, so that the next check knows whether it may take this as it is.
    pub(super) fn remember(&mut self, report: &Report, last: Option<&Report>) {
        if self.typed.is_none() {
            self.typed = Some((Typed::new(report), last.map(Typed::new)));
        }
    }

    /// Works out what is wrong, if `needs` says that something is, and which blanks follow; what was worked out before
    /// stands while the prose says the same.
    pub(super) fn diagnose(&mut self, report: &Report, last: Option<&Report>, evidence: &[Evidence], needs: bool) {
        if self.heard.as_ref().is_some_and(|(heard, needed)| *needed == needs && heard == evidence) {
            return;
        }
        let edited = &BTreeSet::new();
        let given = Given { report, values: &self.values, last, evidence, edited };
        let has_blanks = self.values.contains(&Value::Blank);
        let found = if needs || has_blanks { equations::diagnose_values(&given) } else { Diagnosis::default() };
        self.causes = if needs { found.causes } else { Vec::new() };
        self.fills = found.fills;
        self.told = None;
        self.heard = Some((evidence.to_vec(), needs));
    }
}
