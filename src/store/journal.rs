//! The journal of a session: every edit is written here before it is drawn. One that ever failed is never used again.

use super::{disk::Disk, error::Cause, record::Record};

/// A journal that has grown so large, in bytes, is followed by a new one that starts from where things stand.
const LARGE: usize = 4 << 20;
/// Largest journal that is read, in bytes.
pub(super) const MOST: u64 = 32 << 20;

/// The journals of one session, one after the other; the last is written to.
#[derive(Debug)]
pub(super) struct Journal<D: Disk> {
    dir: D,
    stem: String,
    /// The session's own part of the names.
    tag: String,
    generation: u32,
    file: Option<D::File>,
    size: usize,
}

/// The name of a journal: draft, session, generation.
fn name(stem: &str, tag: &str, generation: u32) -> String {
    format!("{stem}.{tag}.{generation}.journal")
}

/// The draft's stem, session and generation, if the file is a journal.
fn parts(file: &str) -> Option<(&str, &str, u32)> {
    let (rest, generation) = file.strip_suffix(".journal")?.rsplit_once('.')?;
    let (stem, tag) = rest.rsplit_once('.')?;
    Some((stem, tag, generation.parse().ok()?))
}

/// Session and generation, if the file is a journal of the draft `stem`.
pub(super) fn session_of<'a>(stem: &str, file: &'a str) -> Option<(&'a str, u32)> {
    parts(file).filter(|(of, ..)| *of == stem).map(|(_, tag, generation)| (tag, generation))
}

/// The stem of the draft that a file is a journal of, if it is one.
pub(super) fn draft_of(file: &str) -> Option<&str> {
    parts(file).map(|(stem, ..)| stem)
}

impl<D: Disk> Journal<D> {
    /// None is begun yet.
    pub(super) fn new(dir: D, stem: &str, tag: &str) -> Self {
        Self { dir, stem: stem.to_owned(), tag: tag.to_owned(), generation: 0, file: None, size: 0 }
    }

    /// The same in another folder; the next one there has the next number.
    pub(super) fn within(&self, dir: D) -> Self {
        Self { dir, file: None, size: 0, stem: self.stem.clone(), tag: self.tag.clone(), generation: self.generation }
    }

    /// Is there none to write to, because none is begun, the last one failed, or it has grown large?
    pub(super) fn is_closed(&self) -> bool {
        self.file.is_none() || self.size > LARGE
    }

    /// Begins the next one with these records; they stand in it whole or it is not used.
    pub(super) fn begin(&mut self, records: &[Record]) -> Result<(), Cause> {
        self.file = None;
        loop {
            self.generation = self.generation.saturating_add(1);
            match self.dir.create(&self.current(), None) {
                Err(Cause::Exists) => {}
                file => {
                    self.file = Some(file?);
                    break;
                }
            }
        }
        self.size = 0;
        self.append(records)
    }

    /// Writes records behind the others; after an error this journal is closed.
    pub(super) fn append(&mut self, records: &[Record]) -> Result<(), Cause> {
        let Some(file) = self.file.take() else { return Err(Cause::System(rustix::io::Errno::BADF.raw_os_error())) };
        if !self.dir.has_name(&file) {
            // Nobody would find it again: most likely the hidden folder was removed.
            return Err(rustix::io::Errno::STALE.into());
        }
        let mut lines = Vec::new();
        for record in records {
            record.write(&mut lines);
        }
        self.dir.append(&file, &lines)?;
        self.size += lines.len();
        self.file = Some(file);
        Ok(())
    }

    /// The open file, for syncing it elsewhere.
    pub(super) fn file(&self) -> Option<&D::File> {
        self.file.as_ref()
    }

    /// Never writes to this one again.
    pub(super) fn close(&mut self) {
        self.file = None;
    }

    /// Which one is written to; for telling them apart.
    pub(super) fn generation(&self) -> u32 {
        self.generation
    }

    /// The name of the one that is written to, or was last.
    pub(super) fn current(&self) -> String {
        self.nth(self.generation)
    }

    /// The names of those before it.
    pub(super) fn former(&self) -> impl Iterator<Item = String> {
        (1..self.generation).map(|generation| self.nth(generation))
    }

    fn nth(&self, generation: u32) -> String {
        name(&self.stem, &self.tag, generation)
    }
}
