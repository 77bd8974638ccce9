//! 存疑: what an import was not sure of, kept with the report until a person has looked.

use serde::{Deserialize, Serialize};

use crate::form::Place;

/// One thing that an import was not sure of (存疑).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// The cell, or the first of a row; the section; or the report.
    pub place: Place,
    /// What stood there when it was read: the text of the cell and of those behind it, the words of the section, the
    /// name of the organ. Who has changed it has looked. Empty if only a person's word ends the doubt.
    #[serde(default)]
    pub held: Vec<String>,
    /// What the import says.
    pub text: String,
    /// Ways to fill the cells, the likeliest first; one text for each cell.
    #[serde(default)]
    pub ways: Vec<Vec<String>>,
    /// Is it about wording and the like, so that it need not be settled before the final version?
    #[serde(default)]
    pub light: bool,
}

impl Doubt {
    /// Characters of its words in its section's text, the paragraphs joined by `\n`.
    pub fn span(&self, joined: &str) -> Option<std::ops::Range<usize>> {
        let words = self.held.first().filter(|words| !words.is_empty() && !self.place.is_cell())?;
        let (before, _) = joined.split_once(words.as_str())?;
        let start = before.chars().count();
        Some(start..start + words.chars().count())
    }
}
