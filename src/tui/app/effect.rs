//! What the loop must do, and a report as it comes back from the folder.

use std::sync::Arc;

use super::{found::Ask, order::Order, reason::Deed};
use crate::{
    form::Place,
    gather::Gathering,
    report::{About, Report, edit::Edit},
    store::{Local, Owner, Recovered, Settings, Stamp, Typing, Version},
};

/// A report as it was read.
#[derive(Debug)]
pub struct Loaded {
    /// Name of the file.
    pub name: String,
    /// The report.
    pub report: Report,
    /// What stood on disk.
    pub stamp: Stamp,
    /// Last year's report of the same organ and scope, if the folder has it.
    pub last: Option<Report>,
    /// When the file was changed, as people read it.
    pub saved_at: String,
    /// What there is to say about how it came to be.
    pub remark: Option<String>,
    /// What holds in the folder.
    pub folder: Local,
    /// How it is held.
    pub standing: Standing,
    /// Where to begin; its first part, if it is not said.
    pub place: Option<Place>,
}

/// How a report is held: to be written, or only read; and what dead sessions had left.
#[derive(Debug, Default)]
pub struct Standing {
    /// Why it can only be read; empty if it can be written.
    pub reading: String,
    /// Who was writing it on another machine, and may still be.
    pub unsure: Option<Owner>,
    /// The session of one's own that it was taken over from, in words.
    pub ghost: Option<String>,
    /// What the file does not hold.
    pub recovered: Box<Recovered>,
    /// When that was last noted, as people read it.
    pub recovered_at: String,
}

impl Standing {
    /// Parts what the user is asked or told from what the desk starts with.
    pub(super) fn for_asking(&mut self) -> Self {
        let is_asking = self.recovered.merged.is_some();
        let recovered = if is_asking { self.recovered.clone() } else { Box::default() };
        let (unsure, ghost, recovered_at) =
            (self.unsure.take(), self.ghost.take(), std::mem::take(&mut self.recovered_at));
        Self { reading: String::new(), unsure, ghost, recovered, recovered_at }
    }
}

/// Something the loop must do.
#[derive(Debug)]
pub enum Effect {
    /// List the folder and judge its reports.
    List,
    /// List the folder only; what [`Effect::List`] comes to while a report is open.
    ListNames,
    /// Read a report.
    Open {
        /// Name of the file.
        name: String,
        /// When it was changed, as the list shows it.
        saved_at: String,
    },
    /// Read a report and go to a place of it.
    OpenAt {
        /// Name of the file.
        name: String,
        /// Where to begin.
        place: Place,
    },
    /// Read a report that somebody on another machine may still be writing, and write it oneself.
    Take {
        /// Name of the file.
        name: String,
        /// When it was changed, as the list shows it.
        saved_at: String,
    },
    /// Note what was changed, before it is drawn.
    Record {
        /// The changes.
        edits: Vec<Edit>,
        /// What is being typed into a cell, if that has changed.
        typing: Option<Option<Typing>>,
    },
    /// Save the report under its name.
    Save(Box<Report>),
    /// The report rests on what somebody else has put into the file.
    Adopt {
        /// What stands in the file.
        stamp: Stamp,
        /// The report in it.
        theirs: Box<Report>,
    },
    /// Put the report that is open into the history as it is, because it is about to be given up.
    GiveUp(Box<Report>),
    /// Give up the report that was open, as it is; what is unsaved goes into the history. Without it everything stays as
    /// it was found, for another opening.
    End(Option<Box<Report>>),
    /// See how the journal is, and whether the report has become free.
    Attend,
    /// List the versions of a report.
    Versions(String),
    /// Read a version.
    Version(Version),
    /// Say who does this, and when.
    Sign(Deed),
    /// Write a new report and open it.
    Create {
        /// The report, empty.
        report: Box<Report>,
        /// Without last year's prose as a template?
        is_blank: bool,
    },
    /// A copy of a report for another organ, year or scope; then open it.
    Copy {
        /// Name of the file to copy.
        name: String,
        /// What the copy is about.
        about: About,
    },
    /// Give a report other particulars; the file takes the new name.
    Rename {
        /// Name of the file.
        name: String,
        /// The new particulars.
        about: About,
    },
    /// Remove a report; a copy is kept.
    Remove(String),
    /// See what lies where this path leads.
    Look(String),
    /// Read a file of another format and put the report into the folder.
    Import(String),
    /// Write a report in another format.
    Export(Box<Order>),
    /// Read a report from text that was pasted and put it into the folder.
    ImportText(String),
    /// Read the other years of a report.
    Compare {
        /// Name of the file.
        name: String,
        /// The report as it stands on the screen; read from the file if it is not open.
        report: Option<Box<Report>>,
        /// Where to look first.
        place: Place,
    },
    /// Read a report to show it as it is printed.
    Preview(String),
    /// Put the sample reports into the folder.
    Samples,
    /// Sum the reports of a year up.
    Gather(Ask),
    /// Write the collected draft and open it.
    Collect(Arc<Gathering>),
    /// Write the settings.
    Keep(Box<Settings>),
    /// Hand what was copied to the clipboard outside the program.
    Clip(String),
    /// Clear the terminal and paint it anew.
    Redraw,
    /// Leave.
    Quit,
}
