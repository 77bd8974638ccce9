//! What goes in and out of the update: keys as actions, what happened as messages, what to do as effects.

use std::sync::Arc;

use ratatui::layout::Size;

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

/// What a key asks for. What it does depends on where one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave the program.
    Quit,
    /// Show the keys that work here, and the note or rule in question.
    Help,
    /// Paint the screen anew.
    Redraw,
    /// Out of what is open: typing, a dialog, a selection.
    Close,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One step to the left.
    Left,
    /// One step to the right.
    Right,
    /// To the start of the row.
    Home,
    /// To the end of the row.
    End,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// One word to the left.
    WordLeft,
    /// One word to the right.
    WordRight,
    /// Selects one row up.
    SelectUp,
    /// Selects one row down.
    SelectDown,
    /// Selects one character or cell to the left.
    SelectLeft,
    /// Selects one character or cell to the right.
    SelectRight,
    /// Down, a new paragraph, open, or yes.
    Enter,
    /// One cell or field on.
    Next,
    /// One cell or field back.
    Previous,
    /// Deletes behind the cursor; blanks a cell.
    Delete,
    /// Deletes before the cursor.
    Backspace,
    /// Changes what stands in the cell.
    Change,
    /// Fills the blank cells of the row with 0.
    Zeros,
    /// Takes last year's figure into the cell.
    LastYear,
    /// Puts in a paragraph worded from table 2.
    Compose,
    /// Accepts what is offered here.
    Accept,
    /// Turns down what is offered here.
    Refuse,
    /// Chooses among what is offered here.
    Choose,
    /// Saves the draft.
    Save,
    /// Gives a reason for a finding.
    Explain,
    /// Writes a note on the cell or sentence.
    Annotate,
    /// Takes a step from state to state.
    Step,
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// To the outline.
    GoOutline,
    /// To the table or the prose.
    GoSection,
    /// To the findings.
    GoFindings,
    /// To the next page of the report.
    NextPage,
    /// To the page before.
    PreviousPage,
    /// Back to the library.
    ToLibrary,
    /// Finds text.
    Find,
    /// Starts or ends a selection.
    Mark,
    /// Selects everything.
    SelectAll,
    /// Copies the selection.
    Copy,
    /// Cuts the selection.
    Cut,
    /// Puts in what was copied.
    Insert,
    /// A new report.
    New,
    /// A copy of the report for another year or organ.
    CopyReport,
    /// Another organ, year, kind or scope for the report.
    Rename,
    /// Removes the report; a copy is kept.
    Remove,
    /// Reads a report from a file of another format.
    Import,
    /// Writes the report in other formats.
    Export,
    /// Puts the sample reports into the folder.
    Samples,
    /// Sums the organs' reports up.
    Gather,
    /// Finds every action and place by name.
    Palette,
    /// Changes the settings.
    Settings,
    /// Holds the report against its earlier years.
    Compare,
    /// Against another year.
    OtherYear,
    /// Replaces everything that was found.
    ReplaceAll,
}

/// An action that works where one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What it does.
    pub action: Action,
    /// Its name in the footer; empty where the footer does not show it.
    pub name: &'static str,
    /// What it does, in words.
    pub help: &'static str,
    /// Its key, as people write it.
    pub key: String,
}

/// Where one is; decides which keys work. Innermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// 帮助
    Help,
    /// A question with numbered answers.
    Question,
    /// A form to fill in.
    Form,
    /// The line that asks for a file to import.
    Import,
    /// What an import says about itself.
    Statement,
    /// The formats and the folder of an export.
    Export,
    /// The palette.
    Palette,
    /// 对照
    Compare,
    /// The settings.
    Settings,
    /// 汇总
    Rollup,
    /// The line that finds text.
    Find,
    /// The line that takes a reason for a finding.
    Reason,
    /// Typing into a cell.
    Typing,
    /// A table.
    Grid,
    /// Prose.
    Prose,
    /// 目录
    Outline,
    /// 校验
    Findings,
    /// 工作台
    Desk,
    /// 报告库
    Library,
    /// A folder without reports.
    Empty,
    /// Where the cursor moves in rows.
    Rows,
    /// Where the cursor moves along a line of text or cells.
    Line,
    /// The library or the workbench, with nothing over it.
    Screen,
    /// Everywhere.
    Everywhere,
}

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
