//! The files that were asked about, each held against the rules and last year's report.

use crate::{
    cli::{
        Fault,
        last::LastYear,
        source::{File, Source},
    },
    form::Edition,
    report::Report,
    rules::{self, Checked},
};

/// A file and what checking it gave.
pub(in crate::cli) struct Outcome {
    /// Its path as it was given.
    pub(in crate::cli) file: String,
    /// Title of last year's report, if it was found.
    pub(in crate::cli) last: Option<String>,
    /// The report and what does not agree in it, or why it could not be read.
    pub(in crate::cli) checked: Result<(Source, Checked), Fault>,
}

/// Holds every report against the rules and its last year's report.
pub(in crate::cli) fn check(files: Vec<File>, named: Option<&Report>) -> Vec<Outcome> {
    let checked: Vec<Option<(Checked, Option<String>)>> = {
        let given = files.iter().filter_map(|file| Some(&file.source.as_ref().ok()?.report));
        let mut years = LastYear::new(named, given);
        let held = |file: &File| {
            let report = &file.source.as_ref().ok()?.report;
            Some(years.with(&file.path, report, |last| {
                // Years before the common form are not compared, so that they are not named either.
                let last = last.filter(|last| Edition::for_year(last.about.year).is_some());
                (rules::check(report, last), last.map(Report::title))
            }))
        };
        files.iter().map(held).collect()
    };
    let outcome = |(file, checked): (File, Option<(Checked, Option<String>)>)| {
        let (checked, last) = checked.unwrap_or_default();
        let path = file.path.to_string_lossy().into_owned();
        Outcome { file: path, last, checked: file.source.map(|source| (source, checked)) }
    };
    files.into_iter().zip(checked).map(outcome).collect()
}
