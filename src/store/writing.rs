//! Opening a draft to write it: the lock, what dead sessions left, the journal; or to read it, and why only that.

use std::{collections::HashMap, os::unix::net::UnixStream};

use super::{
    disk::Disk,
    draft::{MAX_BYTES, decode_bytes},
    error::{Cause, Error, Operation, Stamp},
    file::Dir,
    folder::{Folder, Opened},
    history::{self, Why},
    lock::{self, Got, Held, Waiting, acquire, take_from_ghost},
    name::{INNER, component, stem},
    owner::Owner,
    pace::Pace,
    record::Typing,
    recover::Recovered,
    save::Saved,
    session::{Changed, Outcome, Session},
};
use crate::report::{Report, edit::Edit};

/// A draft open for writing. Dropping it leaves its journal for the next opening.
#[derive(Debug)]
pub struct Writing {
    session: Session<Dir>,
    pace: Pace,
    /// Why the last note or sync failed, until one succeeds.
    trouble: Option<Error>,
    name: String,
    // Last, so that it is given up last.
    lock: Held,
}

/// A draft as it was opened.
#[derive(Debug)]
pub enum Begun {
    /// It may be written.
    Writing {
        /// Notes and saves.
        writing: Box<Writing>,
        /// The draft as it stands in the file.
        opened: Box<Opened>,
        /// What the file does not hold.
        recovered: Box<Recovered>,
        /// The session of our own that it was taken over from.
        ghost: Option<Owner>,
    },
    /// It may only be read.
    Reading {
        /// The draft as it stands in the file.
        opened: Box<Opened>,
        /// Why.
        why: Reading,
    },
}

/// Why a draft may only be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Somebody else is writing it; who, if that is known.
    Theirs(Option<Owner>),
    /// Somebody on another machine was writing it, and may still be.
    Unsure(Owner),
    /// Nothing can be written here.
    Refused(Error),
}

/// How a save ended.
#[derive(Debug)]
pub enum Written {
    /// The file was written, or a file beside it.
    Saved(Saved),
    /// Somebody has changed the file; nothing was written yet, and this is what comes of both.
    Changed(Box<Changed>),
}

impl Folder {
    /// Opens a draft to write it, or to read it if it cannot be written now.
    ///
    /// A session of the same user on the same machine is asked to end and taken over from. `is_forced` takes the draft
    /// from somebody on another machine. A byte goes to `bell` when notes do not reach the disk.
    pub fn begin(&self, name: &str, is_forced: bool, bell: Option<UnixStream>) -> Result<Begun, Error> {
        let refused = |cause| Reading::Refused(Error::new(Operation::Lock, name, cause));
        component(name).map_err(|cause| Error::new(Operation::Read, name, cause))?;
        let got = self.inner().and_then(|inner| Ok((obtain(&inner, &stem(name), is_forced)?, inner)));
        let (held, ghost, inner) = match got {
            Ok((Ok((held, ghost)), inner)) => (held, ghost, inner),
            Ok((Err(why), _)) => return Ok(Begun::Reading { opened: Box::new(self.read(name)?), why }),
            Err(cause) => return Ok(Begun::Reading { opened: Box::new(self.read(name)?), why: refused(cause) }),
        };
        // Read behind the lock, so that it is what the last writer left.
        let opened = match self.read(name) {
            Err(error) if error.cause.is_gone() && self.revive(&inner, name).is_ok_and(|is_back| is_back) => {
                self.read(name)?
            }
            opened => opened?,
        };
        if let Err(why) = self.may_write(name) {
            return Ok(Begun::Reading { opened: Box::new(opened), why: refused(why) });
        }
        let tag = held.owner.tag();
        tidy(&inner, &stem(name), &tag);
        let disks = (self.dir(), inner);
        let (session, recovered) = Session::start(disks, name, &tag, opened.stamp.clone(), opened.report.clone())?;
        let pace = Pace::new(bell);
        let writing = Writing { session, pace, trouble: None, name: name.to_owned(), lock: held };
        Ok(Begun::Writing {
            writing: Box::new(writing),
            opened: Box::new(opened),
            recovered: Box::new(recovered),
            ghost,
        })
    }

    /// Who writes which draft now, by the names of files, and whether that is certain; nobody where there is no hidden
    /// folder.
    pub fn writers(&self) -> HashMap<String, (Owner, bool)> {
        let writers = self.dir().within(INNER).and_then(|inner| lock::writers(&inner)).unwrap_or_default();
        writers.into_iter().map(|(stem, owner)| (stem + ".ron", owner)).collect()
    }

    /// Waits for a draft that somebody else writes; a byte goes to `bell` when it is free.
    pub fn wait(&self, name: &str, bell: UnixStream) -> Result<Waiting, Error> {
        let waiting = component(name).and_then(|name| lock::wait(&self.inner()?, &stem(name), bell));
        waiting.map_err(|cause| Error::new(Operation::Lock, name, cause))
    }

    /// The versions of a draft that later ones took the place of, newest first.
    pub fn versions(&self, name: &str) -> Result<Vec<history::Version>, Error> {
        let versions = component(name).and_then(|name| history::versions(&self.inner()?, &stem(name)));
        versions.map_err(|cause| Error::new(Operation::Read, name, cause))
    }

    /// The report of a version.
    pub fn version(&self, version: &history::Version) -> Result<Report, Error> {
        let read = || decode_bytes(&self.inner()?.read(&version.file)?.bytes).map_err(Cause::Broken);
        read().map_err(|cause| Error::new(Operation::Read, &version.file, cause))
    }
}

/// The lock of a draft, and from which session of our own it was taken; or why it cannot be had.
fn obtain(inner: &Dir, stem: &str, is_forced: bool) -> Result<Result<(Held, Option<Owner>), Reading>, Cause> {
    Ok(match acquire(inner, stem, is_forced)? {
        Got::Mine(held) => Ok((held, None)),
        Got::Unsure(owner) => Err(Reading::Unsure(owner)),
        Got::Theirs(Some(owner)) if owner.is_ghost(&Owner::this()) => match take_from_ghost(inner, stem, &owner)? {
            Some(held) => Ok((held, Some(owner))),
            None => Err(Reading::Theirs(Some(owner))),
        },
        Got::Theirs(owner) => Err(Reading::Theirs(owner)),
    })
}

/// Temporaries that dead sessions left: whole drafts become history, torn ones go. What fails stays.
pub(super) fn tidy<D: Disk>(inner: &D, stem: &str, own: &str) {
    for file in inner.every_name().unwrap_or_default() {
        let Some(rest) = file.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')) else { continue };
        let parts: Vec<&str> = rest.split('.').collect();
        if !matches!(parts.as_slice(), [_, _, "tmp"] | [_, _, "tmp", "old"]) || parts.first() == Some(&own) {
            continue;
        }
        match inner.read_whole(&file, MAX_BYTES) {
            Ok(found) if decode_bytes(&found.bytes).is_ok() => {
                let _ = history::keep(inner, &file, stem, (found.modified, Why::Saved), &found.bytes);
            }
            Ok(_) => {
                let _ = inner.remove(&file);
            }
            Err(_) => {}
        }
    }
}

impl Writing {
    /// The draft's file name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Notes changes that led to `after`, and what is being typed into a cell if that has changed. Only then may they be
    /// shown.
    pub fn record(&mut self, edits: &[Edit], typing: Option<&Option<Typing>>, after: &Report) -> Result<(), Error> {
        self.hear();
        let mut noted = self.session.record(edits, typing, after);
        if self.is_renewed(&mut noted) {
            noted = self.session.record(edits, typing, after);
        }
        match noted {
            Ok(()) => {
                if let Some((file, folders, generation)) = self.session.journal() {
                    self.pace.note(file, folders, generation);
                }
                Ok(())
            }
            Err(error) => {
                self.trouble = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Was something not written because the hidden folder was removed, and could it be made anew, with our lock in it?
    /// If it could not, that is what is told.
    fn is_renewed<T>(&mut self, written: &mut Result<T, Error>) -> bool {
        let Err(error) = written else { return false };
        if !error.cause.is_folder_gone() {
            return false;
        }
        // Where only the journal was removed, the next one begins.
        let renewed = if self.session.inner().is_there() { Ok(()) } else { self.renew() };
        renewed.map_err(|cause| error.cause = cause).is_ok()
    }

    fn renew(&mut self) -> Result<(), Cause> {
        let inner = self.session.root().inner(INNER)?;
        let (lock, _) = obtain(&inner, &stem(&self.name), false)?.map_err(|why| {
            let who = match why {
                Reading::Theirs(Some(owner)) | Reading::Unsure(owner) => owner.user,
                Reading::Theirs(None) | Reading::Refused(_) => "别人".into(),
            };
            Cause::Name(format!("隐藏文件夹 .nianbao 被删过，{who} 已经接着编辑这份报告。请导出一份，再到报告库打开"))
        })?;
        self.session.move_to(inner);
        self.lock = lock;
        Ok(())
    }

    /// What is given up unsaved becomes a version of the history; nothing ends yet.
    pub fn give_up(&mut self, report: &Report) -> Result<(), Error> {
        let mut kept = self.session.give_up(report);
        if self.is_renewed(&mut kept) {
            kept = self.session.give_up(report);
        }
        kept
    }

    /// Why what was noted last has not reached the disk, if something is wrong.
    pub fn trouble(&mut self) -> Option<&Error> {
        self.hear();
        self.trouble.as_ref()
    }

    /// Takes in how the syncs went.
    fn hear(&mut self) {
        match self.pace.outcome() {
            Some((generation, Err(cause))) => {
                self.session.distrust(generation);
                self.trouble = Some(Error::new(Operation::Record, &self.name, cause));
            }
            Some((_, Ok(()))) => self.trouble = None,
            None => {}
        }
    }

    /// Saves the report.
    pub fn save(&mut self, report: &Report) -> Result<Written, Error> {
        let mut saved = self.session.save(report);
        if self.is_renewed(&mut saved) {
            saved = self.session.save(report);
        }
        Ok(match saved? {
            Outcome::Saved(saved) => {
                self.trouble = None;
                Written::Saved(saved)
            }
            Outcome::Changed(changed) => Written::Changed(changed),
        })
    }

    /// The report rests on what somebody else has put into the file.
    pub fn adopt(&mut self, stamp: Stamp, theirs: Report) {
        self.session.adopt(stamp, theirs);
    }

    /// Brings what was noted to the disk and waits for it.
    pub fn sync(&mut self, report: &Report) -> Result<(), Error> {
        self.hear();
        self.session.sync(report).inspect_err(|error| self.trouble = Some(error.clone()))
    }

    /// Ends with the report as it is; what is given up unsaved goes into the history.
    pub fn end(self, report: &Report) -> Result<(), Error> {
        let Self { session, lock, pace, .. } = self;
        drop(pace);
        let ended = session.end(report);
        drop(lock);
        ended
    }
}
