//! A document as every reader hands it over: paragraphs and table rows in order, with their line numbers.

use serde::{Deserialize, Serialize};

use super::Statement;

/// A document taken apart.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Document {
    /// Paragraphs and rows in order.
    pub(super) pieces: Vec<Piece>,
    /// Text that is no part of a report; kept word for word.
    pub(super) aside: Vec<String>,
    /// What was noticed so far.
    pub(super) statement: Statement,
}

/// A paragraph or a table row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Piece {
    /// Line it starts on, from 1.
    pub(super) line: usize,
    /// What it holds.
    pub(super) body: Body,
}

/// What a piece holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Body {
    /// A paragraph or a heading.
    Text(String),
    /// A row of a table.
    Row(Cells),
}

/// The cells of a row, from left to right, trimmed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Cells {
    /// Their text.
    pub(super) texts: Vec<String>,
    /// May blank cells stand for merged neighbours, so that a blank is not always a cell of the form?
    pub(super) is_loose: bool,
}

impl Piece {
    /// A paragraph.
    pub(super) fn text(line: usize, text: impl Into<String>) -> Self {
        Self { line, body: Body::Text(text.into()) }
    }

    /// Its text, if it is a paragraph.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text),
            Body::Row(_) => None,
        }
    }

    /// The piece as one line of text.
    pub(super) fn to_line(&self) -> String {
        match &self.body {
            Body::Text(text) => text.clone(),
            Body::Row(cells) => cells.to_line(),
        }
    }
}

impl Cells {
    /// The row as one line of text.
    pub(super) fn to_line(&self) -> String {
        let line = self.texts.join(" | ");
        line.trim_matches([' ', '|']).to_owned()
    }
}
