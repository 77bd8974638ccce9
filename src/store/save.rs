//! Safe saving: written aside, brought to the disk, read back, then put in place by letting two files change names.
//!
//! Whatever stood under the name is never destroyed: it becomes history, or a visible conflict file if nobody here has
//! seen it before.

use super::{
    disk::{Disk, Found, Rights},
    draft::{self, MAX_BYTES, encode},
    error::{Cause, Error, Operation, Stamp},
    history::{self, Why},
    name::{name_of, stem},
};
use crate::report::{Report, waiver::Waiver};

/// How a save ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It stands under its name, on the disk.
    Done {
        /// The base of the next save.
        stamp: Stamp,
    },
    /// Somebody changed (or removed) the file meanwhile; theirs is untouched, ours stands beside it.
    Conflict {
        /// Name of the file with our words.
        name: String,
        /// The base of its next save.
        stamp: Stamp,
    },
    /// Ours stands under its name. At the same moment somebody else had written; theirs stands beside it.
    Displaced {
        /// Name of the file with their words.
        name: String,
        /// The base of the next save.
        stamp: Stamp,
    },
}

/// Where a draft is saved.
#[derive(Debug)]
pub(super) struct Target<'a, D> {
    /// The folder of drafts.
    pub(super) root: &'a D,
    /// The hidden folder in it.
    pub(super) inner: &'a D,
    /// Name of the draft.
    pub(super) name: &'a str,
    /// Who saves: part of a temporary's name.
    pub(super) tag: &'a str,
}

impl<D: Disk> Target<'_, D> {
    /// Writes a draft that stood in the file as one of `known`.
    ///
    /// If the file holds anything else, it is left alone and ours goes beside it.
    pub(super) fn save(&self, report: &Report, known: &[&[u8]]) -> Result<Saved, Error> {
        let fail = |cause| Error::new(Operation::Save, self.name, cause);
        let text = faithful(report).map_err(fail)?;
        let stamp = Stamp::of(text.as_bytes());
        let lasting = |cause| Error { written: Some(stamp.clone()), ..Error::new(Operation::Save, self.name, cause) };
        match self.root.read_whole(self.name, MAX_BYTES) {
            // Already there, perhaps from a save whose last step failed: now make sure that it lasts.
            Ok(found) if found.bytes == text.as_bytes() => {
                self.root.sync_file(self.name).map_err(fail)?;
                self.root.sync_names().map_err(lasting)?;
            }
            Ok(found) if known.contains(&found.bytes.as_slice()) => {
                let temporary = self.put(&text, &found).map_err(fail)?;
                // From here on the temporary may hold somebody's words: it is not removed whatever fails, and what was
                // written by somebody else is shown whatever fails.
                let synced = self.root.sync_names();
                let shown = self.put_away(&temporary, known);
                synced.map_err(lasting)?;
                if let Some(name) = shown.map_err(lasting)? {
                    return Ok(Saved::Displaced { name, stamp });
                }
            }
            Ok(_) | Err(Cause::TooLarge(_)) => return self.beside(report, &text, stamp.clone()),
            Err(cause) if cause.is_gone() => return self.beside(report, &text, stamp.clone()),
            Err(cause) => return Err(fail(cause)),
        }
        Ok(Saved::Done { stamp })
    }

    /// Lets a file with this text change names with the draft; returns the name that the displaced one has now.
    fn put(&self, text: &str, found: &Found) -> Result<String, Cause> {
        self.root.may_write(self.name, found.rights)?;
        let temporary = self.temporary(text, Some(found.rights))?;
        let read = self.inner.read_whole(&temporary, MAX_BYTES);
        let is_good = read.is_ok_and(|read| read.bytes == text.as_bytes());
        let done = if is_good {
            self.inner.exchange(&temporary, self.root, self.name)
        } else {
            Err(Cause::Unwritable("写到磁盘上的内容读回来不一样。请换一个文件夹保存，并联系管理员".into()))
        };
        match done {
            Ok(()) => Ok(temporary),
            Err(cause) => {
                // Of the fallback's steps the last may have failed: then these are not our words any more.
                let read = self.inner.read_whole(&temporary, MAX_BYTES);
                if read.is_ok_and(|read| read.bytes == text.as_bytes()) {
                    let _ = self.inner.remove(&temporary);
                }
                Err(cause)
            }
        }
    }

    /// What was displaced becomes history; what nobody here has seen before gets a visible name, which is returned.
    fn put_away(&self, temporary: &str, known: &[&[u8]]) -> Result<Option<String>, Cause> {
        let found = match self.inner.read_whole(temporary, MAX_BYTES) {
            Ok(found) if known.contains(&found.bytes.as_slice()) => found,
            Ok(_) | Err(Cause::TooLarge(_)) => return self.show(temporary, self.name).map(Some),
            // It keeps its hidden name; the next opening looks at it again.
            Err(_) => return Ok(None),
        };
        // Failing leaves it under its hidden name; the save itself has succeeded.
        let _ = history::keep(self.inner, temporary, &stem(self.name), (found.modified, Why::Saved), &found.bytes);
        Ok(None)
    }

    /// Our words beside a file that is no longer what we read.
    fn beside(&self, report: &Report, text: &str, stamp: Stamp) -> Result<Saved, Error> {
        let own = name_of(&report.about).unwrap_or_else(|_| self.name.to_owned());
        let fail = |cause| Error::new(Operation::Save, self.name, cause);
        let temporary = self.temporary(text, None).map_err(fail)?;
        let name = self.show(&temporary, &own).map_err(fail)?;
        Ok(Saved::Conflict { name, stamp })
    }

    /// Gives a hidden file the next free name of a conflict.
    pub(super) fn show(&self, temporary: &str, name: &str) -> Result<String, Cause> {
        for n in 1..10_000 {
            let name = format!("{}-冲突-{n}.ron", stem(name));
            match self.inner.move_to(temporary, self.root, &name) {
                Err(Cause::Exists) => {}
                moved => return moved.and_then(|()| self.root.sync_names()).map(|()| name),
            }
        }
        Err(Cause::Exists)
    }

    /// Writes a report into the hidden folder; returns the name and the text.
    pub(super) fn aside(&self, report: &Report) -> Result<(String, String), Cause> {
        let text = faithful(report)?;
        Ok((self.temporary(&text, None)?, text))
    }

    /// Writes a temporary into the hidden folder and brings it to the disk.
    fn temporary(&self, text: &str, rights: Option<Rights>) -> Result<String, Cause> {
        for n in 0..10_000 {
            let name = format!("{}.{}.{n}.tmp", stem(self.name), self.tag);
            let file = match self.inner.create(&name, rights) {
                Err(Cause::Exists) => continue,
                file => file?,
            };
            let written = self.inner.append(&file, text.as_bytes()).and_then(|()| self.inner.sync_content(&file));
            if let Err(cause) = written {
                let _ = self.inner.remove(&name);
                return Err(cause);
            }
            return Ok(name);
        }
        Err(Cause::Exists)
    }
}

/// The draft's text, proven to read back as the same report.
pub(super) fn faithful(report: &Report) -> Result<String, Cause> {
    let text = encode(report);
    match draft::decode(&text) {
        Ok(read) if read == *report => Ok(text),
        read => Err(Cause::Unwritable(unwritable(report, read.err().map(|broken| broken.message)))),
    }
}

fn unwritable(report: &Report, reason: Option<String>) -> String {
    let edition = report.edition();
    let sections = edition.sections.iter().filter(|s| report.paragraphs(&s.id).iter().any(|p| p.contains('\n')));
    let cells = edition.indices().filter(|cell| report.text(*cell).contains('\n'));
    let organ = report.about.organ.contains('\n').then(|| "机关名称".to_owned());
    let has_break =
        |w: &Waiver| [&w.code, &w.reason, &w.by, &w.at].into_iter().chain(&w.figures).any(|t| t.contains('\n'));
    let waiver = report.waivers().iter().any(has_break).then(|| "说明".to_owned());
    let broken = organ
        .or(waiver)
        .or_else(|| sections.map(|section| section.short.clone()).next())
        .or_else(|| cells.map(|cell| edition.name(cell)).next());
    match broken {
        Some(place) => format!("“{place}”里有换行，写不进文件。请删去换行再保存"),
        None => format!("写出的内容读不回原样（{}）。请导出一份备用，并联系管理员", reason.unwrap_or_default()),
    }
}
