//! What messages and effects carry: no more than data.

use crate::{gather::deadline::Deadline, report::About};

/// One report in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name of the file.
    pub name: String,
    /// What it is about; `None` if it cannot be read.
    pub about: Option<About>,
    /// Errors, warnings and hints; `None` until the report was checked.
    pub counts: Option<[usize; 3]>,
    /// When it was changed, as people read it.
    pub modified: String,
    /// Who writes it now, or may: `在写 张三`.
    pub writer: Option<String>,
    /// Why it cannot be read.
    pub fault: Option<String>,
    /// By when it must be public, as long as it is not.
    pub deadline: Option<Deadline>,
}

/// What checking a report gave: errors, warnings and hints, or why it cannot be read.
pub type Judgement = Result<[usize; 3], String>;

/// What is summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who collects.
    pub organ: String,
    /// Year of the reports.
    pub year: u16,
}

/// One line for the user, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Did something go wrong?
    pub is_error: bool,
}

/// What leaving is waiting for the draft to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// The program.
    Program,
    /// The workbench, for the library.
    Desk,
    /// The workbench, for another report.
    Report {
        /// Name of its file.
        name: String,
        /// When it was changed, as the list shows it.
        saved_at: String,
    },
}
