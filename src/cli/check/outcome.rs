//! A report that was asked about, held against the rules and last year's report.

use crate::{
    cli::{Exit, Fault, queue::Turn, source::Source},
    form::Edition,
    report::Report,
    rules::{self, Checked, Level, Rule},
    store::Local,
};

/// A file and what checking it gave.
pub(in crate::cli) struct Outcome<'a> {
    /// Its path as it was given.
    pub(in crate::cli) file: String,
    /// Title of last year's report, if it was found.
    pub(in crate::cli) last: Option<String>,
    /// The report, or why it could not be read.
    pub(in crate::cli) source: Result<&'a Source, &'a Fault>,
    /// What does not agree in it.
    pub(in crate::cli) checked: Checked,
}

impl<'a> Outcome<'a> {
    /// Holds some of the rules against a report and last year's.
    pub(in crate::cli) fn new(
        file: String,
        turn: &'a Turn<'_>,
        last: Option<&Report>,
        local: &Local,
        is_wanted: impl Fn(&Rule) -> bool,
    ) -> Self {
        let source = turn.source();
        // Years before the common form are not compared, so that they are not named either.
        let last = last.filter(|last| Edition::for_year(last.about.year).is_some());
        let check = |source: &Source| rules::check_some(&source.report, last, local, is_wanted);
        let checked = source.map(check).unwrap_or_default();
        Self { file, last: last.map(Report::title), source, checked }
    }

    /// How the run ends if this is the worst of it.
    pub(in crate::cli) fn exit(&self, is_strict: bool) -> Exit {
        let open = self.checked.count(Level::Error) + if is_strict { self.checked.count(Level::Warning) } else { 0 };
        match self.source {
            Err(_) => Exit::Failed,
            Ok(_) if open > 0 => Exit::Open,
            Ok(_) => Exit::Clean,
        }
    }
}
