//! One draft being written: what the file holds, what the journal holds, and the order in which they change.

use super::{
    disk::Disk,
    draft::{MAX_BYTES, decode_bytes, encode},
    error::{Cause, Error, Operation, Stamp},
    history::{self, Why},
    journal::Journal,
    merge::{Merged, merge},
    name::stem,
    record::{Record, Typing, hash},
    recover::{Recovered, journals, recover},
    save::{Saved, Target},
};
use crate::report::{Report, difference::edit_between, edit::Edit};

/// A draft being written, by one session, on a disk.
#[derive(Debug)]
pub(super) struct Session<D: Disk> {
    root: D,
    inner: D,
    name: String,
    tag: String,
    /// What stood in the file when it was read or last saved.
    base: Stamp,
    saved: Report,
    /// What a save has put into the file although its end was not confirmed.
    tried: Option<Stamp>,
    journal: Journal<D>,
    /// Does the journal start from the file, and has nothing been noted since?
    is_fresh: bool,
    /// Journals of dead sessions; they go once all that they held is in the file.
    left: Vec<String>,
    is_taken: bool,
    /// What they made of the file, unless the writer was asked.
    recovered: Option<Report>,
    /// The journal whose name is on the disk.
    named: u32,
    /// What has become a version of the history because it was given up.
    kept: Vec<Report>,
}

/// What saving found.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The file was written.
    Saved(Saved),
    /// Somebody has changed the file; nothing was written.
    Changed(Box<Changed>),
}

/// What somebody has made of the file meanwhile.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The file as it is now.
    pub stamp: Stamp,
    /// The report in it.
    pub theirs: Report,
    /// What comes of both.
    pub merged: Merged,
}

impl<D: Disk> Session<D> {
    /// Starts on a draft as it was read; says what dead sessions left. Writes nothing yet.
    pub(super) fn start(
        (root, inner): (D, D),
        name: &str,
        tag: &str,
        base: Stamp,
        saved: Report,
    ) -> Result<(Self, Recovered), Error> {
        let stem = stem(name);
        let sessions = journals(&inner, &stem).map_err(|cause| Error::new(Operation::Read, name, cause))?;
        let recovered = recover(&inner, &sessions, base.bytes(), &saved);
        let is_found = recovered.merged.is_none() && !recovered.edits.is_empty();
        let found = is_found.then(|| {
            let mut found = saved.clone();
            recovered.edits.iter().for_each(|edit| drop(found.apply(edit.clone())));
            found
        });
        let session = Self {
            journal: Journal::new(inner.clone(), &stem, tag),
            root,
            inner,
            name: name.to_owned(),
            tag: tag.to_owned(),
            base,
            saved,
            tried: None,
            is_fresh: true,
            left: recovered.names.clone(),
            is_taken: false,
            recovered: found,
            named: 0,
            kept: Vec::new(),
        };
        Ok((session, recovered))
    }

    /// Notes changes that led to `after`; only then may they be shown.
    ///
    /// The journals of dead sessions count as taken from the first call on: it brings what they held.
    pub(super) fn record(
        &mut self,
        edits: &[Edit],
        typing: Option<&Option<Typing>>,
        after: &Report,
    ) -> Result<(), Error> {
        let mut records: Vec<Record> = Vec::new();
        if self.journal.is_closed() && !self.is_fresh {
            records.extend(edit_between(&self.saved, after).map(Box::new).map(Record::Edit));
        } else {
            records.extend(edits.iter().cloned().map(Box::new).map(Record::Edit));
        }
        records.extend(typing.cloned().map(Record::Typing));
        let is_taking = !self.left.is_empty() && !self.is_taken;
        if is_taking || (self.is_taken && self.journal.is_closed()) {
            records.push(Record::Taken(self.left.clone()));
        }
        let noted = if self.journal.is_closed() {
            let saved = String::from_utf8_lossy(self.base.bytes()).into_owned();
            records.insert(0, Record::Start { file: hash(self.base.bytes()), saved, with: records.len() });
            self.journal.begin(&records)
        } else {
            self.journal.append(&records)
        };
        if noted.is_ok() {
            self.is_taken |= is_taking;
            self.is_fresh &= edits.is_empty();
        } else if is_taking {
            // What they held is not on the screen: it stays for another opening, whatever becomes of this session.
            self.left.clear();
            self.recovered = None;
        }
        noted.map_err(|cause| Error::new(Operation::Record, &self.name, cause))
    }

    /// Saves the report, unless somebody has changed the file in a way that can be merged.
    pub(super) fn save(&mut self, report: &Report) -> Result<Outcome, Error> {
        if let Some(changed) = self.look(report) {
            return Ok(Outcome::Changed(Box::new(changed)));
        }
        if !self.journal.is_closed() {
            // Without this, a power cut that spares the new file and not the journal's end would make both look like
            // two people's work. Failing costs only that.
            let text = encode(report);
            let noted = self.journal.append(&[Record::Saving(hash(text.as_bytes()))]);
            let _ = noted.map_err(drop).and_then(|()| self.sync_journal().map_err(drop));
        }
        let tried = self.tried.as_ref().map_or(&[][..], Stamp::bytes);
        let known = [self.base.bytes(), tried];
        let known = if tried.is_empty() { &known[..1] } else { &known[..] };
        let target = Target { root: &self.root, inner: &self.inner, name: &self.name, tag: &self.tag };
        let saved = target.save(report, known).inspect_err(|error| {
            if error.written.is_some() {
                self.tried.clone_from(&error.written);
            }
        })?;
        if let Saved::Done { stamp } | Saved::Displaced { stamp, .. } = &saved {
            self.base = stamp.clone();
            self.saved = report.clone();
            self.tried = None;
            // A journal that has just failed may end before this save; the next one starts from it.
            self.is_fresh = true;
            if !self.journal.is_closed() {
                // Losing this line only offers again what the file holds already.
                let _ = self.journal.append(&[Record::Saved(hash(stamp.bytes()))]);
            }
            self.clear();
        }
        Ok(Outcome::Saved(saved))
    }

    /// What somebody has made of the file, if it can be merged with ours.
    fn look(&self, report: &Report) -> Option<Changed> {
        let found = self.root.read_whole(&self.name, MAX_BYTES).ok()?;
        let stamp = Stamp::of(&found.bytes);
        if stamp == self.base || Some(&stamp) == self.tried.as_ref() {
            return None;
        }
        let theirs = decode_bytes(&found.bytes).ok().filter(|theirs| theirs != report)?;
        let merged = merge(&self.saved, report, &theirs)?;
        Some(Changed { stamp, theirs, merged })
    }

    /// From now on the draft rests on what somebody else has put into the file: it is part of the report now.
    pub(super) fn adopt(&mut self, stamp: Stamp, theirs: Report) {
        self.base = stamp;
        self.saved = theirs;
        self.journal.close();
        self.is_fresh = false;
    }

    /// Takes away journals that hold nothing the file does not, the oldest first; what fails is taken away next time.
    fn clear(&mut self) {
        let former: Vec<String> = self.journal.former().chain(self.left.drain(..)).collect();
        (self.is_taken, self.recovered) = (false, None);
        if !former.is_empty() {
            for name in former {
                let _ = self.inner.remove(&name);
            }
            let _ = self.sync_names();
        }
    }

    /// Brings what was noted to the disk; where the journal has failed, notes the report as it is anew.
    pub(super) fn sync(&mut self, report: &Report) -> Result<(), Error> {
        if self.journal.file().is_none() && !self.is_fresh {
            self.record(&[], None, report)?;
        }
        self.sync_journal()
    }

    fn sync_journal(&mut self) -> Result<(), Error> {
        let Some(file) = self.journal.file() else { return Ok(()) };
        let is_named = self.named == self.journal.generation();
        let synced = self.inner.sync_content(file);
        let synced = if is_named { synced } else { synced.and_then(|()| self.sync_names()) };
        if synced.is_ok() {
            self.named = self.journal.generation();
        } else {
            // What the system still holds of it can no longer be trusted.
            self.journal.close();
        }
        synced.map_err(|cause| Error::new(Operation::Record, &self.name, cause))
    }

    /// Brings the names in the hidden folder to the disk, and its own, which may be as new.
    fn sync_names(&self) -> Result<(), Cause> {
        self.inner.sync_names().and_then(|()| self.root.sync_names())
    }

    /// The journal that is written to, and the folders in which it and its folder have their names, for syncing them
    /// elsewhere.
    pub(super) fn journal(&self) -> Option<(&D::File, [&D; 2], u32)> {
        self.journal.file().map(|file| (file, [&self.inner, &self.root], self.journal.generation()))
    }

    /// A sync of this journal has failed: it is not used again.
    pub(super) fn distrust(&mut self, generation: u32) {
        if generation == self.journal.generation() {
            self.journal.close();
        }
    }

    /// What would be lost with this session becomes a version of the history: the report as it is, unless it is saved,
    /// and what dead sessions left that was shown and taken back.
    pub(super) fn give_up(&mut self, report: &Report) -> Result<(), Error> {
        let recovered = self.recovered.iter().filter(|_| self.is_taken);
        let lost = recovered.chain([report]).filter(|report| **report != self.saved && !self.kept.contains(report));
        let mut lost: Vec<Report> = lost.cloned().collect();
        lost.dedup();
        for report in lost {
            self.keep(&report).map_err(|cause| Error::new(Operation::Record, &self.name, cause))?;
            self.kept.push(report);
        }
        Ok(())
    }

    fn keep(&self, report: &Report) -> Result<(), Cause> {
        let target = Target { root: &self.root, inner: &self.inner, name: &self.name, tag: &self.tag };
        let (file, text) = target.aside(report)?;
        let modified = self.inner.read_whole(&file, MAX_BYTES)?.modified;
        history::keep(&self.inner, &file, &stem(&self.name), (modified, Why::GivenUp), text.as_bytes())?;
        self.sync_names()
    }

    /// Ends with the report as it is. With nothing unsaved no journal stays; what is given up becomes a version of the
    /// history first, if it has not yet. What dead sessions left that was never shown stays for another opening.
    pub(super) fn end(mut self, report: &Report) -> Result<(), Error> {
        self.give_up(report)?;
        let is_given_up = *report != self.saved || (self.is_taken && self.recovered.is_some());
        if is_given_up || self.left.is_empty() {
            self.clear();
            if self.journal.generation() > 0 {
                let _ = self.inner.remove(&self.journal.current());
            }
        }
        Ok(())
    }

    /// The hidden folder in it.
    pub(super) fn inner(&self) -> &D {
        &self.inner
    }

    /// The folder of drafts.
    pub(super) fn root(&self) -> &D {
        &self.root
    }

    /// The hidden folder was removed and made anew: a new journal there begins with where things stand.
    pub(super) fn move_to(&mut self, inner: D) {
        self.journal = self.journal.within(inner.clone());
        (self.inner, self.named) = (inner, 0);
        self.is_fresh = false;
    }
}
