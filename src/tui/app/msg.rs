//! What goes in and out of the update: keys as actions, what happened as messages, what to do as effects.

use std::sync::Arc;

use ratatui::layout::Size;

use super::order::Outcome;
use super::reason::Deed;
pub use super::{
    action::{Action, Known, Scope},
    effect::{Effect, Loaded, Standing},
    found::{Ask, Judgement, Leaving, Notice, Row},
};
use crate::{
    exchange::Statement,
    form::Place,
    gather::Gathering,
    report::Report,
    store::{Changed, Stamp, Version},
};

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key of the key table.
    Act(Action),
    /// A key that is not in the table for where one is, as people write it.
    NoKey(String),
    /// The palette is asked for; with the actions that work here.
    Palette(Vec<Known>),
    /// Text was typed; one burst of an input method is one message.
    Text(String),
    /// Text was pasted.
    Paste(String),
    /// The terminal has a new size.
    Resized(Size),
    /// The folder was listed; what does not agree in the reports comes later.
    Listed {
        /// Which listing it is; a later one has a higher number.
        listing: usize,
        /// What the files are about.
        rows: Vec<Row>,
        /// Whose report of the year that is due now is not there; rows without a file.
        missing: Vec<Row>,
    },
    /// The report that is to be given up is in the history, or why it is not.
    GivenUp(Result<(), String>),
    /// Some reports of a listing were checked.
    Judged {
        /// Which listing they stand in.
        listing: usize,
        /// The row of the first one.
        from: usize,
        /// What came of them, in the order of the rows.
        standings: Vec<Judgement>,
    },
    /// Reports are being summed up.
    Gathering {
        /// What is summed up.
        ask: Ask,
        /// How many files of how many are read.
        done: (usize, usize),
    },
    /// Reports were summed up.
    Gathered {
        /// What was summed up.
        ask: Ask,
        /// What came of it.
        gathering: Arc<Gathering>,
    },
    /// Reports could not be summed up.
    NotGathered {
        /// What was to be summed up.
        ask: Ask,
        /// Why, and what to do.
        why: String,
    },
    /// A report was read.
    Opened(Box<Loaded>),
    /// The report was saved (or written beside, because somebody else had changed it).
    Saved {
        /// What stands on disk now.
        stamp: Stamp,
        /// When, as people read it.
        at: String,
        /// The conflict file that was written instead, if any.
        conflict: Option<String>,
    },
    /// The changes made last are in the journal; what is wrong with the journal all the same.
    Recorded(Option<String>),
    /// The changes made last could not be noted: they must not stay. Why.
    Unrecorded(String),
    /// Somebody has changed the file; this is what comes of both.
    Changed(Box<Changed>),
    /// The versions of a report, newest first, each with its time as people read it; and the report as it is saved.
    Versions {
        /// Name of the file.
        name: String,
        /// The versions.
        versions: Vec<(Version, String)>,
    },
    /// A version that was asked for.
    Version {
        /// Which one.
        version: Version,
        /// The report, or why it cannot be read.
        report: Result<Box<Report>, String>,
    },
    /// Something has happened outside: a journal did not reach the disk, a report has become free.
    Rung,
    /// The report that was only read is free to be written.
    Free,
    /// Something done under a name, with who did it and when.
    Signed(Deed),
    /// What lies where a path is being typed.
    Seen {
        /// What was typed.
        typed: String,
        /// Paths that go on from there.
        paths: Vec<String>,
    },
    /// A file became a report.
    Imported {
        /// Name of the file in the folder.
        name: String,
        /// What the reading says about itself.
        statement: Box<Statement>,
        /// When it was written, as people read it.
        at: String,
    },
    /// A file did not become a report.
    NotImported {
        /// The path that was typed.
        path: String,
        /// Why, and what to do.
        why: String,
    },
    /// A format was written, or not.
    Exported(Box<Outcome>),
    /// The years of an organ were read.
    Compared {
        /// File of the report looked at.
        name: String,
        /// Its reports, one a year.
        years: Vec<Report>,
        /// The year looked at.
        year: u16,
        /// Where to look first.
        place: Place,
    },
    /// A report was read to be shown as it is printed.
    Previewed {
        /// File of the report.
        name: String,
        /// The report.
        report: Box<Report>,
    },
    /// The settings were written.
    Kept {
        /// Where they stand.
        path: String,
        /// Name that a broken file was moved to.
        aside: Option<String>,
    },
    /// What was copied went to the clipboard outside, or why not; said behind the notice of the copy.
    Clipped(Result<String, String>),
    /// Something in the folder was done.
    Done(String),
    /// Something could not be done.
    Failed(String),
}
