//! Drafts whose files are gone while dead sessions left changes of them: found by their journals, and brought back.

use std::collections::BTreeSet;

use super::{
    disk::Disk,
    error::Cause,
    file::Dir,
    folder::Folder,
    journal::draft_of,
    lock,
    name::{INNER, stem},
    recover::{journals, left_behind},
};

impl Folder {
    /// The names of drafts that have no file, of which a session that is dead left changes; nothing is written.
    pub fn strays(&self) -> Vec<String> {
        let found = || -> Result<Vec<String>, Cause> {
            let inner = self.dir().within(INNER)?;
            let names = inner.every_name()?;
            let drafts: BTreeSet<&str> = names.iter().filter_map(|file| draft_of(file)).collect();
            if drafts.is_empty() {
                return Ok(Vec::new());
            }
            let writers = lock::writers(&inner)?;
            let is_gone = |stem: &str| self.dir().holds(&format!("{stem}.ron")).is_err_and(|cause| cause.is_gone());
            let strays = drafts.into_iter().filter(|stem| !writers.contains_key(*stem) && is_gone(stem));
            let strays = strays.filter(|stem| left_behind(&inner, stem).is_some());
            Ok(strays.map(|stem| format!("{stem}.ron")).collect())
        };
        found().unwrap_or_default()
    }

    /// Puts a draft back as the session that left changes of it last knew its file; `false` if none did.
    pub(super) fn revive(&self, inner: &Dir, name: &str) -> Result<bool, Cause> {
        let Some(report) = left_behind(inner, &stem(name)) else { return Ok(false) };
        self.place(name, &report)?;
        self.dir().sync()?;
        Ok(true)
    }

    /// Is somebody writing a draft, as far as this machine can tell?
    pub(super) fn is_written(&self, name: &str) -> bool {
        self.writers().contains_key(name)
    }

    /// Moves what sessions left of a draft into the bin; how many files that were. None of them may be alive.
    pub(super) fn bury(&self, name: &str, mark: &str) -> Result<usize, Cause> {
        let stem = stem(name);
        let Ok(inner) = self.dir().within(INNER) else { return Ok(0) };
        let files: Vec<String> = journals(&inner, &stem)?.into_iter().flatten().collect();
        if !files.is_empty() {
            let bin = inner.inner("bin")?;
            for file in &files {
                let mut n = 0;
                loop {
                    n += 1;
                    match inner.move_to(file, &bin, &format!("{file}{mark}-{n}")) {
                        Err(Cause::Exists) => {}
                        moved => break moved?,
                    }
                }
            }
            bin.sync()?;
            inner.sync()?;
        }
        Ok(files.len())
    }
}
