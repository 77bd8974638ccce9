//! The one way to change a report: [`Report::apply`] takes an edit and gives back its inverse.
//! Typing, pasting, accepting an offer and undo all go through it.

use serde::{Deserialize, Serialize};

use super::{About, Report, waiver::Waiver};
use crate::form::Place;

/// A change of a report (修改).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// Puts text into a cell.
    Cell {
        /// Which cell.
        place: Place,
        /// Its new text.
        text: String,
        /// Did the program compute the text?
        computed: bool,
    },
    /// Replaces a stretch of a section's prose.
    Text {
        /// Id of the section.
        section: String,
        /// Where the stretch starts.
        from: Spot,
        /// Where it ends.
        to: Spot,
        /// What stands there afterwards; `\n` parts paragraphs.
        insert: String,
    },
    /// Replaces the particulars; the edition stays.
    About(About),
    /// Gives a reason for a finding; an empty reason takes it back.
    Waive(Waiver),
    /// Several edits as one, applied in order.
    All(Vec<Edit>),
}

/// A spot in a section's prose, between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Spot {
    /// Paragraph, from 0.
    pub paragraph: usize,
    /// Characters of the paragraph before the spot.
    pub character: usize,
}

impl Edit {
    /// Puts typed text into a cell.
    pub fn cell(place: Place, text: impl Into<String>) -> Self {
        Self::Cell { place, text: text.into(), computed: false }
    }

    /// The edit that turns one text into another by replacing the shortest stretch; `None` if they are equal.
    ///
    /// Both are paragraphs of `section`; no paragraph and one empty paragraph are the same.
    pub fn between(section: &str, old: &[String], new: &[String]) -> Option<Self> {
        let empty = [String::new()];
        let old = if old.is_empty() { &empty } else { old };
        let new = if new.is_empty() { &empty } else { new };
        if old == new {
            return None;
        }
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count().min(old.len() - 1).min(new.len() - 1);
        let (old, new) = (&old[head..], &new[head..]);
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
        let tail = tail.min(old.len() - 1).min(new.len() - 1);
        let old: Vec<char> = old[..old.len() - tail].join("\n").chars().collect();
        let new: Vec<char> = new[..new.len() - tail].join("\n").chars().collect();
        let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
        let spot = |n: usize| {
            let before = &old[..n];
            let paragraph = before.iter().filter(|c| **c == '\n').count();
            let character = before.iter().rev().take_while(|c| **c != '\n').count();
            Spot { paragraph: head + paragraph, character }
        };
        let insert = new[start..new.len() - end].iter().collect();
        Some(Self::Text { section: section.into(), from: spot(start), to: spot(old.len() - end), insert })
    }

    /// Does it change nothing at all?
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::All(edits) if edits.iter().all(Self::is_nothing))
    }

    /// The places it touches: cells, sections, or the report.
    pub fn places(&self) -> Vec<Place> {
        match self {
            Self::Cell { place, .. } => vec![place.clone()],
            Self::Text { section, .. } => vec![Place::section(section)],
            Self::About(_) => vec![Place::report()],
            Self::Waive(waiver) => vec![waiver.place.clone()],
            Self::All(edits) => edits.iter().flat_map(Self::places).collect(),
        }
    }
}

impl Report {
    /// Applies an edit and returns the edit that takes it back.
    ///
    /// A place that the edition does not have is left alone; the inverse then does nothing either.
    /// Spots behind the end of a text mean its end.
    pub fn apply(&mut self, edit: Edit) -> Edit {
        match edit {
            Edit::Cell { place, text, computed } => {
                let Some(cell) = self.edition().find(&place) else { return Edit::All(Vec::new()) };
                let was_computed = self.is_computed(cell);
                self.set_computed(cell, computed);
                let text = std::mem::replace(&mut self.cells[cell.at()], text);
                Edit::Cell { place, text, computed: was_computed }
            }
            Edit::Text { section, from, to, insert } => {
                let Some(idx) = self.edition().section_idx(&section) else { return Edit::All(Vec::new()) };
                let (from, to, insert) = splice(&mut self.prose[idx], from, to, &insert);
                Edit::Text { section, from, to, insert }
            }
            Edit::About(mut about) => {
                about.edition.clone_from(&self.about.edition);
                Edit::About(std::mem::replace(&mut self.about, about))
            }
            Edit::Waive(waiver) => self.put_waiver(waiver).map_or(Edit::All(Vec::new()), Edit::Waive),
            Edit::All(edits) => {
                let mut inverses: Vec<Edit> = edits.into_iter().map(|edit| self.apply(edit)).collect();
                inverses.reverse();
                Edit::All(inverses)
            }
        }
    }
}

/// Replaces a stretch and returns the stretch that now stands there with the text that stood there before.
fn splice(paragraphs: &mut Vec<String>, from: Spot, to: Spot, insert: &str) -> (Spot, Spot, String) {
    if paragraphs.is_empty() {
        paragraphs.push(String::new());
    }
    let (from, to) = (clamp(paragraphs, from), clamp(paragraphs, to));
    let (from, to) = (from.min(to), from.max(to));
    let (before, _) = split(&paragraphs[from.paragraph], from.character);
    let (_, after) = split(&paragraphs[to.paragraph], to.character);
    let removed = stretch(paragraphs, from, to);
    let joined = format!("{before}{insert}{after}");
    let after_len = after.chars().count();
    let new: Vec<String> = joined.split('\n').map(str::to_owned).collect();
    let last = new.last().map_or(0, |p| p.chars().count());
    let end = Spot { paragraph: from.paragraph + new.len() - 1, character: last - after_len };
    paragraphs.splice(from.paragraph..=to.paragraph, new);
    if matches!(paragraphs.as_slice(), [only] if only.is_empty()) {
        paragraphs.clear();
    }
    (from, end, removed)
}

/// The text between two spots.
fn stretch(paragraphs: &[String], from: Spot, to: Spot) -> String {
    let mut text = String::new();
    for (n, paragraph) in paragraphs.iter().enumerate().take(to.paragraph + 1).skip(from.paragraph) {
        let start = if n == from.paragraph { from.character } else { 0 };
        let end = if n == to.paragraph { to.character } else { usize::MAX };
        text.extend(paragraph.chars().take(end).skip(start));
        if n < to.paragraph {
            text.push('\n');
        }
    }
    text
}

fn clamp(paragraphs: &[String], spot: Spot) -> Spot {
    let paragraph = spot.paragraph.min(paragraphs.len() - 1);
    let length = paragraphs[paragraph].chars().count();
    let character = if spot.paragraph > paragraph { length } else { spot.character.min(length) };
    Spot { paragraph, character }
}

fn split(text: &str, characters: usize) -> (&str, &str) {
    let at = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    text.split_at(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        form::Edition,
        report::{Kind, Scope, State},
    };

    fn report() -> Report {
        let about = About {
            organ: "示例市财政局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        Report::new(about, Edition::for_year(2021).expect("an edition for 2021"))
    }

    fn edits() -> impl Strategy<Value = Edit> {
        let spot = (0usize..4, 0usize..6).prop_map(|(paragraph, character)| Spot { paragraph, character });
        let cell = ("[0-9]{0,3}", 0usize..4, any::<bool>()).prop_map(|(text, n, computed)| {
            let place = ["t2.new.natural", "t2.new.total", "t3.review.upheld", "t9.nowhere.at_all"][n];
            Edit::Cell { place: place.into(), text, computed }
        });
        let text = (spot.clone(), spot, "[公开\n，a]{0,5}", 0usize..3).prop_map(|(from, to, insert, n)| Edit::Text {
            section: ["overview", "t2", "nowhere"][n].into(),
            from,
            to,
            insert,
        });
        let waiver = (0usize..3, 0usize..4, "[0-9]{0,2}", "[因]{0,2}").prop_map(|(code, place, figure, reason)| {
            Edit::Waive(Waiver {
                code: ["T3-V01", "Y-01", "Y-03"][code].into(),
                place: ["", "t2.new.total", "overview", "t9.nowhere.at_all"][place].into(),
                figures: if figure.is_empty() { Vec::new() } else { vec![figure] },
                reason,
                by: "甲".into(),
                at: String::new(),
            })
        });
        let one = prop_oneof![cell, text, waiver];
        prop_oneof![one.clone(), prop::collection::vec(one, 0..4).prop_map(Edit::All)]
    }

    proptest! {
        #[test]
        fn an_edit_and_its_inverse_change_nothing(edits in prop::collection::vec(edits(), 1..12)) {
            let mut report = report();
            for edit in edits {
                let before = report.clone();
                let inverse = report.apply(edit);
                let after = report.clone();
                let again = report.apply(inverse);
                prop_assert_eq!(&report, &before);
                report.apply(again);
                prop_assert_eq!(&report, &after);
            }
        }

        #[test]
        fn the_edit_between_two_texts_leads_from_one_to_the_other(
            old in prop::collection::vec("[公开条例，]{0,4}", 0..4),
            new in prop::collection::vec("[公开条例，]{0,4}", 0..4),
        ) {
            let mut report = report();
            report.set_paragraphs("overview", old);
            let before = report.clone();
            let mut wanted = report.clone();
            wanted.set_paragraphs("overview", new.clone());
            let new = wanted.paragraphs("overview").to_vec();
            if let Some(edit) = Edit::between("overview", before.paragraphs("overview"), &new) {
                report.apply(edit);
            }
            prop_assert_eq!(report.paragraphs("overview"), new.as_slice());
        }
    }

    #[test]
    fn a_computed_cell_that_is_typed_over_is_computed_no_more() {
        let mut report = report();
        let place = Place::from("t2.new.total");
        let cell = report.edition().find(&place).expect("a total");
        report.apply(Edit::Cell { place: place.clone(), text: "3".into(), computed: true });
        assert!(report.is_computed(cell));
        let inverse = report.apply(Edit::cell(place, "4"));
        assert!(!report.is_computed(cell));
        report.apply(inverse);
        assert!(report.is_computed(cell) && report.text(cell) == "3");
    }
}
