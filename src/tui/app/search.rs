//! The line that finds and replaces: what is typed into it, and where in the whole report that was found.

use super::{
    field::Field,
    find::{Find, Hit},
    form::type_into,
    msg::Msg,
};
use crate::{
    form::Place,
    report::{
        Report,
        edit::{Edit, Spot},
    },
};

/// The line that finds text, while it is open.
#[derive(Debug, Default)]
pub struct Search {
    /// What is looked for.
    pub field: Field,
    /// What shall stand there instead, once the second field is open.
    pub with: Option<Field>,
    /// Does what is typed go into the second field?
    pub is_with: bool,
    /// Where it was found.
    pub found: Find,
}

/// The texts of a report, in the order in which one steps through them.
pub type Texts<'a> = Vec<(Place, Vec<&'a str>)>;

impl Search {
    /// A key or text. Returns whether something else is looked for now.
    pub(super) fn update(&mut self, msg: &Msg) -> bool {
        let before = self.field.text().to_owned();
        match &mut self.with {
            Some(with) if self.is_with => type_into(with, msg),
            _ => type_into(&mut self.field, msg),
        }
        self.field.text() != before
    }

    /// Opens the second field, or goes from one field to the other.
    pub(super) fn switch(&mut self) {
        self.is_with = self.with.is_none() || !self.is_with;
        self.with.get_or_insert_default();
    }

    /// Looks in these texts, from a place on.
    pub(super) fn look(&mut self, texts: Texts<'_>, place: &Place, spot: Spot) {
        self.found = Find::new(self.field.text(), texts);
        self.found.start(place, spot);
    }

    /// The edit that replaces these hits, all in one; `None` if there are none.
    pub(super) fn replace<'a>(&self, report: &Report, hits: impl DoubleEndedIterator<Item = &'a Hit>) -> Option<Edit> {
        let with = self.with.as_ref().map_or("", Field::text);
        let mut edits: Vec<Edit> = Vec::new();
        // From the end on, so that the spots before stay where they are.
        for hit in hits.rev() {
            let cell = report.edition().find(&hit.place);
            let Some(cell) = cell else {
                let section = hit.place.table().to_owned();
                edits.push(Edit::Text { section, from: hit.from, to: hit.to, insert: with.to_owned() });
                continue;
            };
            // Several hits in one cell are one edit of its whole text.
            let text = match edits.last() {
                Some(Edit::Cell { place, text, .. }) if *place == hit.place => text.clone(),
                _ => report.text(cell).to_owned(),
            };
            let text = put(&text, hit.from.character, hit.to.character, with);
            if matches!(edits.last(), Some(Edit::Cell { place, .. }) if *place == hit.place) {
                edits.pop();
            }
            edits.push(Edit::cell(hit.place.clone(), text));
        }
        (!edits.is_empty()).then_some(Edit::All(edits))
    }
}

/// A text with other characters from one place to another.
fn put(text: &str, from: usize, to: usize, with: &str) -> String {
    let head = text.chars().take(from);
    head.chain(with.chars()).chain(text.chars().skip(to)).collect()
}
