//! Last year's reports for `check`: named, among the given files, or beside them.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use super::source;
use crate::{
    report::{Report, years::Years},
    store::Folder,
};

/// At most so many files that can be imported are read in a folder to find last year's report.
const MOST: usize = 50;

/// Where last year's report of each report is looked for.
#[derive(Debug, Default)]
pub(super) struct LastYear<'a> {
    /// The one that was named; it counts for every report of the year after.
    named: Option<&'a Report>,
    given: Years<'a>,
    /// Drafts of the folders that were looked into.
    drafts: HashMap<PathBuf, Vec<Report>>,
}

impl<'a> LastYear<'a> {
    /// Looks at the report that was named, then among the given ones.
    pub(super) fn new(named: Option<&'a Report>, given: impl IntoIterator<Item = &'a Report>) -> Self {
        Self { named, given: Years::new(given), drafts: HashMap::new() }
    }

    /// Calls with last year's report of the report in a file, if there is one anywhere.
    pub(super) fn with<T>(&mut self, file: &Path, report: &Report, then: impl FnOnce(Option<&Report>) -> T) -> T {
        let year = report.about.year.checked_sub(1);
        if let Some(named) = self.named.filter(|named| year == Some(named.about.year)) {
            return then(Some(named));
        }
        if let Some(given) = self.given.last(&report.about) {
            return then(Some(given));
        }
        if report.about.organ.is_empty() {
            return then(None);
        }
        let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let drafts = self.drafts.entry(folder.to_owned()).or_insert_with(|| drafts(folder));
        if let Some(draft) = drafts.iter().find(|last| report.about.follows(&last.about)) {
            return then(Some(draft));
        }
        let found = importable(file, folder, report.about.year).into_iter();
        let mut found = found.filter_map(|path| source::read(&path).ok()).map(|source| source.report);
        then(found.find(|last| report.about.follows(&last.about)).as_ref())
    }
}

/// The drafts of a folder; a folder that cannot be read has none.
fn drafts(folder: &Path) -> Vec<Report> {
    let entries = Folder::open(folder).and_then(|folder| folder.list()).unwrap_or_default();
    entries.into_iter().filter_map(|entry| entry.draft.ok()).collect()
}

/// Files beside one that is no draft, with the same ending, whose names tell the year before.
fn importable(file: &Path, folder: &Path, year: u16) -> Vec<PathBuf> {
    let ending = file.extension();
    if ending.is_none_or(|ending| ending.eq_ignore_ascii_case("ron")) {
        return Vec::new();
    }
    let year = year.saturating_sub(1).to_string();
    let tells = |path: &PathBuf| {
        path.extension() == ending && path.file_name().is_some_and(|name| name.to_string_lossy().contains(&year))
    };
    let paths = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<PathBuf> = paths.filter(tells).collect();
    paths.sort();
    paths.truncate(MOST);
    paths
}
