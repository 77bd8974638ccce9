//! What is to be written in which format and where, and what became of it.

use crate::{exchange::write::Format, report::Report};

/// What is exported: the report on the desk as it is, or one of the folder.
#[derive(Debug, Clone)]
pub enum Subject {
    /// This one.
    Report(Box<Report>),
    /// The one in this file.
    File(String),
}

/// One format of an export.
#[derive(Debug)]
pub struct Order {
    /// What to write.
    pub subject: Subject,
    /// In which format.
    pub format: Format,
    /// Into which folder, as it was typed; made if it is not there.
    pub folder: String,
    /// May it replace a file of the same name?
    pub may_replace: bool,
}

/// What became of an order.
#[derive(Debug)]
pub struct Outcome {
    /// The format.
    pub format: Format,
    /// What became of it.
    pub written: Written,
    /// Was it allowed to replace a file?
    pub may_replace: bool,
}

/// What became of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It stands in these files and reads back the same; and what to know about it.
    Done {
        /// Names of the files.
        names: Vec<String>,
        /// What was left out, what reads differently.
        remarks: Vec<String>,
    },
    /// A file of the name is there already.
    Exists {
        /// Its name.
        name: String,
    },
    /// It was not written; says why and what to do.
    Failed(String),
}
