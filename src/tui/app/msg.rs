//! What goes in and out of the update: keys as actions, what happened as messages, what to do as effects.

use std::sync::Arc;

use ratatui::layout::Size;

pub use super::action::{Action, Known, Scope};
pub use super::found::{Ask, Leaving, Loaded, Notice, Row, Standing};
use super::order::{Order, Outcome};
use super::reason::Deed;
use crate::{
    exchange::Statement,
    form::Place,
    gather::Gathering,
    report::{About, Report},
    store::{Settings, Stamp},
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
    /// Some reports of a listing were checked.
    Judged {
        /// Which listing they stand in.
        listing: usize,
        /// The row of the first one.
        from: usize,
        /// What came of them, in the order of the rows.
        standings: Vec<Standing>,
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
        /// The report.
        report: Box<Report>,
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

/// Something the loop must do.
#[derive(Debug)]
pub enum Effect {
    /// List the folder.
    List,
    /// Read a report.
    Open {
        /// Name of the file.
        name: String,
        /// When it was changed, as the list shows it.
        saved_at: String,
    },
    /// Save the report under its name.
    Save {
        /// Name of the file.
        name: String,
        /// What to write.
        report: Box<Report>,
        /// What stood on disk when it was read or last saved.
        base: Stamp,
    },
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
