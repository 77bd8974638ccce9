//! The body of a document in its order: paragraphs, and blocks of table rows under the headings above them.

use super::{
    label::normal,
    period::Watch,
    piece::{Body, Cells, Piece},
    sections,
    tables::Block,
};
use crate::form::Edition;

/// The body of a document: paragraphs, and blocks of rows.
pub(super) struct Layout<'a> {
    /// In order.
    pub(super) items: Vec<Item<'a>>,
}

/// A paragraph, or rows that stand together.
pub(super) enum Item<'a> {
    /// Its line and text.
    Text(usize, &'a str),
    /// The line and cells of each.
    Rows(Vec<(usize, &'a Cells)>),
}

impl<'a> Layout<'a> {
    pub(super) fn of(pieces: &[&'a Piece]) -> Self {
        let mut items: Vec<Item<'a>> = Vec::new();
        for piece in pieces {
            match (&piece.body, items.last_mut()) {
                (Body::Text(text), _) => items.push(Item::Text(piece.line, text)),
                (Body::Row(cells), Some(Item::Rows(rows))) => rows.push((piece.line, cells)),
                (Body::Row(cells), _) => items.push(Item::Rows(vec![(piece.line, cells)])),
            }
        }
        Self { items }
    }

    /// Is there a table of the forms before 2019 (政府信息公开情况统计表)?
    pub(super) fn has_old_table(&self) -> bool {
        self.items.iter().any(|item| match item {
            Item::Rows(rows) => {
                let cells: Vec<String> =
                    rows.iter().flat_map(|(_, cells)| &cells.texts).map(|cell| normal(cell)).collect();
                let has = |word: &str| cells.iter().any(|cell| cell.contains(word));
                (has("指标名称") || has("统计指标")) && (has("计量单位") || has("单位") || has("历年累计"))
            }
            Item::Text(..) => false,
        })
    }

    /// Numbers of the blocks that are tables of a part of a year (2022年上半年, 1—6月).
    pub(super) fn part_blocks(&self, edition: &'static Edition) -> Vec<usize> {
        let mut watch = Watch::default();
        let (mut found, mut block) = (Vec::new(), 0);
        for item in &self.items {
            match item {
                Item::Text(_, text) => watch.text(edition, text),
                Item::Rows(rows) => {
                    found.extend(watch.rows(rows).then_some(block));
                    block += 1;
                }
            }
        }
        found
    }

    /// The blocks of rows with the section whose heading stands above each.
    pub(super) fn blocks(&self, edition: &'static Edition) -> Vec<Block<'a>> {
        let mut under = None;
        let mut blocks = Vec::new();
        for item in &self.items {
            match item {
                Item::Text(_, text) => {
                    if let Some(heading) = sections::heading(edition, text) {
                        under = edition.sections.get(heading.section).map(|section| section.id.as_str());
                    }
                }
                Item::Rows(rows) => blocks.push(Block { rows: rows.clone(), under }),
            }
        }
        blocks
    }
}
