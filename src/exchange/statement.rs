//! The statement of an import: what was read, what was guessed, what was not found, what was set aside, each with its line.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{form::Place, report::Report};

/// A report that was read, and what there is to say about the reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The report; cells that were not certain are blank.
    pub report: Report,
    /// What was read, guessed, not found and set aside.
    pub statement: Statement,
}

/// What an import says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statement {
    /// Name of the source.
    pub source: String,
    /// Everything there is to say, in the order it was noticed.
    pub remarks: Vec<Remark>,
    /// Rows whose figures stand stuck together and can be parted in more than one way.
    #[serde(default)]
    pub glued: Vec<Glued>,
}

/// A row whose figures stand stuck together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glued {
    /// Line of the source, from 1.
    pub line: usize,
    /// The row, as lists show it.
    pub name: String,
    /// Its cells.
    pub cells: Vec<Place>,
    /// The figures as they stand in the source.
    pub texts: Vec<String>,
    /// The whole row as it stands among what could not be placed.
    pub kept: String,
    /// Ways to part the figures, the likeliest first; one text for each cell. Empty until the report is settled.
    pub ways: Vec<Vec<String>>,
    /// How many ways there are; more than are listed.
    pub count: usize,
}

impl Glued {
    /// The figures in one line.
    pub fn text(&self) -> String {
        self.texts.join(" ")
    }
}

/// One thing to say about an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What sort of thing.
    pub class: Class,
    /// Line of the source it is about, from 1, if it is about one.
    pub line: Option<usize>,
    /// Place of the report it is about; the report itself if none in particular.
    pub place: Place,
    /// What a person has to look at before it is believed.
    pub look: Look,
    /// What is to say, in plain Chinese.
    pub message: String,
}

/// What a remark leaves to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Look {
    /// Nothing: it stands so in the source, or the rules will say it.
    Nothing,
    /// The place.
    Place,
    /// All cells of the place's row.
    Row,
    /// These words, wherever they were put; or the name of the organ.
    Words(String),
}

/// Sorts of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Stands so in the source.
    Read,
    /// Does not stand so in the source; to be looked at.
    Guessed,
    /// Was looked for and not found, or could not be taken.
    Missing,
    /// Belongs to no section; kept in `unplaced`, or furniture that was left out.
    Aside,
}

impl Class {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Read, Self::Guessed, Self::Missing, Self::Aside];

    /// What such a remark leaves to a person, if it does not say otherwise.
    pub(super) fn look(self) -> Look {
        match self {
            Self::Read | Self::Aside => Look::Nothing,
            Self::Guessed | Self::Missing => Look::Place,
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "读到",
            Self::Guessed => "推断",
            Self::Missing => "未读到",
            Self::Aside => "另置",
        }
    }
}

impl Statement {
    /// An empty statement about a source.
    pub fn new(source: &str) -> Self {
        Self { source: source.to_owned(), ..Self::default() }
    }

    /// The remarks of one sort.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(move |remark| remark.class == class)
    }

    /// Is there anything a person must look at?
    pub fn is_clean(&self) -> bool {
        self.remarks.iter().all(|remark| remark.class == Class::Read)
    }

    pub(super) fn add(&mut self, class: Class, line: impl Into<Option<usize>>, message: impl Into<String>) {
        self.add_at(class, line, Place::report(), message);
    }

    /// Adds what nobody has to look at: it goes without saying, or the rules will say it.
    pub(super) fn mention(&mut self, class: Class, line: impl Into<Option<usize>>, message: impl Into<String>) {
        let (line, message) = (line.into(), message.into());
        self.remarks.push(Remark { class, line, place: Place::report(), look: Look::Nothing, message });
    }

    /// Adds a remark about words, wherever they were put.
    pub(super) fn add_words(
        &mut self,
        class: Class,
        line: impl Into<Option<usize>>,
        words: impl Into<String>,
        message: impl Into<String>,
    ) {
        let (line, look, message) = (line.into(), Look::Words(words.into()), message.into());
        self.remarks.push(Remark { class, line, place: Place::report(), look, message });
    }

    pub(super) fn add_at(
        &mut self,
        class: Class,
        line: impl Into<Option<usize>>,
        place: Place,
        message: impl Into<String>,
    ) {
        self.remarks.push(Remark { class, line: line.into(), place, look: class.look(), message: message.into() });
    }
}

impl Statement {
    /// Adds a remark about a whole row, given its first cell.
    pub(super) fn add_row(&mut self, class: Class, line: usize, place: Place, message: String) {
        self.remarks.push(Remark { class, line: Some(line), place, look: Look::Row, message });
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "第{line}行：{}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        for class in Class::ALL {
            for (n, remark) in self.of(class).enumerate() {
                let head = if n == 0 { class.label() } else { "" };
                write!(f, "\n  {} {remark}", crate::width::fit(head, 6))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_shown_by_sorts_with_lines() {
        let mut statement = Statement::new("示例.txt");
        statement.add(Class::Missing, 9, "行政许可应有 3 格，见 2 格");
        statement.add(Class::Read, None, "2020年");
        statement.add(Class::Read, None, "2019版");
        assert_eq!(
            statement.to_string(),
            "示例.txt\n  读到   2020年\n         2019版\n  未读到 第9行：行政许可应有 3 格，见 2 格"
        );
        assert!(!statement.is_clean());
    }
}
