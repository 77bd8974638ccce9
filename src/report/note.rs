//! 批注: what a reviewer says about a cell, a sentence, a section or the report; open until it is settled.

use serde::{Deserialize, Serialize};

use crate::form::Place;

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Who is logged in.
    pub by: String,
    /// Local time: `2022-01-10 09:41`.
    pub at: String,
}

/// A note (批注).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The cell or section it is about, or the report.
    pub place: Place,
    /// The sentence it is about, word for word; empty if it is about the whole place.
    #[serde(default)]
    pub quote: String,
    /// What it says.
    pub text: String,
    /// Who wrote it, and when.
    pub written: Signature,
    /// Who settled it, and when; open if nobody has.
    #[serde(default)]
    pub settled: Option<Signature>,
}

impl Note {
    /// Is nobody done with it yet?
    pub fn is_open(&self) -> bool {
        self.settled.is_none()
    }

    /// Characters of its sentence in its section's text, the paragraphs joined by `\n`, if it stands there word for word.
    pub fn span(&self, text: &str) -> Option<std::ops::Range<usize>> {
        if self.quote.is_empty() {
            return None;
        }
        let (before, _) = text.split_once(&self.quote)?;
        let start = before.chars().count();
        Some(start..start + self.quote.chars().count())
    }
}

/// The sentence around a character of a paragraph, without blanks at its ends.
pub fn sentence(text: &str, character: usize) -> String {
    let is_end = |c: char| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';');
    let chars: Vec<char> = text.chars().collect();
    let at = character.min(chars.len().saturating_sub(1));
    let before = chars.get(..at).unwrap_or_default();
    let from = before.iter().rposition(|c| is_end(*c)).map_or(0, |n| n + 1);
    let rest = chars.get(at..).unwrap_or_default();
    let to = rest.iter().position(|c| is_end(*c)).map_or(chars.len(), |n| at + n + 1);
    chars.get(from..to).unwrap_or_default().iter().collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_under_the_cursor_is_taken_whole() {
        let text = "全年公开信息12条。收到申请3件；都已办结。";
        assert_eq!(sentence(text, 0), "全年公开信息12条。");
        assert_eq!(sentence(text, 9), "全年公开信息12条。", "the full stop belongs to its sentence");
        assert_eq!(sentence(text, 12), "收到申请3件；");
        assert_eq!(sentence(text, 999), "都已办结。");
        assert_eq!(sentence("", 3), "");
        assert_eq!(sentence("没有标点", 2), "没有标点");
    }
}
