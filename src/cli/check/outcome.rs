//! The files that were asked about, each held against the rules and last year's report.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        Fault,
        last::LastYear,
        source::{File, Source},
    },
    form::Edition,
    report::Report,
    rules::{self, Checked},
    store::{Folder, Local},
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

/// What holds in each folder: words and rules that the unit has set for all who work in it.
#[derive(Debug, Default)]
struct Folders {
    known: HashMap<PathBuf, Local>,
}

impl Folders {
    /// What holds beside a file; a file of rules that cannot be read sets nothing, and no rule weighs less by it.
    fn of(&mut self, file: &Path) -> &Local {
        let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.known.entry(folder.to_owned()).or_insert_with_key(|path| {
            Folder::open(path).ok().and_then(|folder| folder.local().ok()).unwrap_or_default()
        })
    }
}

/// Holds every report against the rules and its last year's report.
pub(in crate::cli) fn check(files: Vec<File>, named: Option<&Report>) -> Vec<Outcome> {
    let checked: Vec<Option<(Checked, Option<String>)>> = {
        let given = files.iter().filter_map(|file| Some(&file.source.as_ref().ok()?.report));
        let mut years = LastYear::new(named, given);
        let mut folders = Folders::default();
        let held = |file: &File| {
            let report = &file.source.as_ref().ok()?.report;
            let local = folders.of(&file.path);
            Some(years.with(&file.path, report, |last| {
                // Years before the common form are not compared, so that they are not named either.
                let last = last.filter(|last| Edition::for_year(last.about.year).is_some());
                (rules::check_local(report, last, local), last.map(Report::title))
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
