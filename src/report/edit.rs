//! The one way to change a report: [`Report::apply`] takes an edit and gives back its inverse.
//! Typing, pasting, accepting an offer and undo all go through it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    About, Report, State,
    course::Step,
    doubt::Doubt,
    note::Note,
    pin::{Change, Pin},
    waiver::Waiver,
};
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
    /// Forgets and remembers what numbers of the prose refer to.
    Pins {
        /// What is forgotten, as far as it is there.
        remove: Vec<Pin>,
        /// What is remembered from now on.
        add: Vec<Pin>,
    },
    /// Puts a note in the place of another: a new one, one that is settled, one that goes.
    Note {
        /// The note that goes, as far as it is there.
        remove: Option<Note>,
        /// The note that comes.
        add: Option<Note>,
    },
    /// Puts a doubt in the place of another: a new one, one that a person has settled.
    Doubt {
        /// The doubt that goes, as far as it is there.
        remove: Option<Doubt>,
        /// The doubt that comes.
        add: Option<Doubt>,
    },
    /// Puts the report into a state, with the steps that led there.
    Course {
        /// The state.
        state: State,
        /// All steps taken so far.
        steps: Vec<Step>,
    },
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
        match self {
            Self::All(edits) => edits.iter().all(Self::is_nothing),
            Self::Pins { remove, add } => remove.is_empty() && add.is_empty(),
            Self::Note { remove, add } => remove == add,
            Self::Doubt { remove, add } => remove == add,
            _ => false,
        }
    }

    /// The places it touches: cells, sections, or the report.
    pub fn places(&self) -> Vec<Place> {
        match self {
            Self::Cell { place, .. } => vec![place.clone()],
            Self::Text { section, .. } => vec![Place::section(section)],
            Self::About(_) | Self::Course { .. } => vec![Place::report()],
            Self::Note { remove, add } => add.iter().chain(remove).map(|note| note.place.clone()).take(1).collect(),
            Self::Doubt { remove, add } => add.iter().chain(remove).map(|doubt| doubt.place.clone()).take(1).collect(),
            Self::Waive(waiver) => vec![waiver.place.clone()],
            Self::Pins { remove, add } => add.iter().chain(remove).map(|pin| Place::section(&pin.section)).collect(),
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
                let text = std::mem::replace(&mut Arc::make_mut(&mut self.cells).texts[cell.at()], text);
                Edit::Cell { place, text, computed: was_computed }
            }
            Edit::Text { section, from, to, insert } => {
                let Some(idx) = self.edition().section_idx(&section) else { return Edit::All(Vec::new()) };
                let (from, to, removed) = splice(&mut self.prose[idx], from, to, &insert);
                let change = self.change(&section, from, &removed, &insert);
                let repin = change.and_then(|change| self.move_pins(&section, &change));
                let back = Edit::Text { section, from, to, insert: removed };
                repin.map_or(back.clone(), |repin| Edit::All(vec![back, repin]))
            }
            Edit::Pins { remove, add } => self.repin(remove, add),
            Edit::About(mut about) => {
                about.edition.clone_from(&self.about.edition);
                Edit::About(std::mem::replace(&mut self.about, about))
            }
            Edit::Note { remove, add } => {
                let removed = remove.filter(|note| self.notes.remove(note));
                let known = add.filter(|note| self.has_place(&note.place));
                let added = known.filter(|note| self.notes.insert(note.clone()));
                Edit::Note { remove: added, add: removed }
            }
            Edit::Doubt { remove, add } => {
                let removed = remove.filter(|doubt| self.doubts.remove(doubt));
                let known = add.filter(|doubt| doubt.is_whole(self));
                let added = known.filter(|doubt| self.doubts.insert(doubt.clone()));
                Edit::Doubt { remove: added, add: removed }
            }
            Edit::Course { state, steps } => {
                let state = std::mem::replace(&mut self.about.state, state);
                Edit::Course { state, steps: std::mem::replace(&mut self.steps, steps) }
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

impl Report {
    /// The character of a section's joined text that stands at a spot.
    pub fn offset(&self, section: &str, spot: Spot) -> usize {
        let lines = self.paragraphs(section).iter().take(spot.paragraph);
        lines.map(|line| line.chars().count() + 1).sum::<usize>() + spot.character
    }

    /// The spot of a character of a section's joined text.
    pub fn spot(&self, section: &str, offset: usize) -> Spot {
        let mut spot = Spot { paragraph: 0, character: offset };
        for line in self.paragraphs(section) {
            let length = line.chars().count();
            if spot.character <= length {
                break;
            }
            spot = Spot { paragraph: spot.paragraph + 1, character: spot.character - length - 1 };
        }
        spot
    }

    /// Does a pinned number begin, end or go on at a spot?
    pub(super) fn is_pinned_at(&self, section: &str, spot: Spot) -> bool {
        let mut marks = self.pins.iter().filter(|pin| pin.section == section).flat_map(|pin| &pin.marks).peekable();
        marks.peek().is_some() && {
            let at = self.offset(section, spot);
            marks.any(|mark| mark.lost.is_none() && (mark.start..=mark.end).contains(&at))
        }
    }

    /// The change of a section's joined text, where the section has pins. The text before `from` is as it was.
    fn change(&self, section: &str, from: Spot, removed: &str, insert: &str) -> Option<Change> {
        self.pins.iter().find(|pin| pin.section == section)?;
        Some(Change::new(self.offset(section, from), removed, insert))
    }

    /// Moves the pins of a section along with its text. Returns what else the inverse has to put right: where moving
    /// them back would not bring them back as they were.
    fn move_pins(&mut self, section: &str, change: &Change) -> Option<Edit> {
        let old: Vec<Pin> = self.pins.iter().filter(|pin| pin.section == section).cloned().collect();
        self.pins.retain(|pin| pin.section != section);
        self.pins.extend(old.iter().filter_map(|pin| pin.after(change)));
        let back = change.back();
        let moved = self.pins.iter().filter(|pin| pin.section == section);
        let brought_back: Vec<Pin> = moved.filter_map(|pin| pin.after(&back)).collect();
        let remove: Vec<Pin> = brought_back.iter().filter(|pin| !old.contains(pin)).cloned().collect();
        let add: Vec<Pin> = old.into_iter().filter(|pin| !brought_back.contains(pin)).collect();
        let repin = Edit::Pins { remove, add };
        (!repin.is_nothing()).then_some(repin)
    }

    fn repin(&mut self, remove: Vec<Pin>, add: Vec<Pin>) -> Edit {
        let removed: Vec<Pin> = remove.into_iter().filter(|pin| self.pins.remove(pin)).collect();
        let known: Vec<Pin> = add.into_iter().filter(|pin| self.has_places_of(pin)).collect();
        let added = known.into_iter().filter(|pin| self.pins.insert(pin.clone())).collect();
        Edit::Pins { remove: added, add: removed }
    }
}

/// Replaces a stretch of paragraphs; returns where what now stands there begins and ends, and the text that stood there
/// before. `\n` parts paragraphs; spots behind the end of the text mean its end; no text is no paragraph.
pub fn splice(paragraphs: &mut Vec<String>, from: Spot, to: Spot, insert: &str) -> (Spot, Spot, String) {
    if paragraphs.is_empty() {
        paragraphs.push(String::new());
    }
    let (from, to) = (clamp(paragraphs, from), clamp(paragraphs, to));
    let (from, to) = (from.min(to), from.max(to));
    if from.paragraph == to.paragraph && !insert.contains('\n') {
        return within(paragraphs, from, to, insert);
    }
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

/// The same inside one paragraph.
fn within(paragraphs: &mut Vec<String>, from: Spot, to: Spot, insert: &str) -> (Spot, Spot, String) {
    let paragraph = &mut paragraphs[from.paragraph];
    let (before, rest) = split(paragraph, from.character);
    let start = before.len();
    let removed = split(rest, to.character - from.character).0.to_owned();
    paragraph.replace_range(start..start + removed.len(), insert);
    if matches!(paragraphs.as_slice(), [only] if only.is_empty()) {
        paragraphs.clear();
    }
    (from, Spot { character: from.character + insert.chars().count(), ..from }, removed)
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
        report::{
            Kind, Scope, State,
            note::Signature,
            pin::{Mark, Tie},
        },
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
        let pins = (prop::collection::vec(pins(), 0..2), prop::collection::vec(pins(), 0..3))
            .prop_map(|(remove, add)| Edit::Pins { remove, add });
        let note = (0usize..3, "[a-c]").prop_map(|(n, text)| {
            let place = ["t2.new.total", "overview", "t9.nowhere.at_all"][n].into();
            let note = Note { place, quote: String::new(), text, written: Signature::default(), settled: None };
            let settled = Note { settled: Some(Signature::default()), ..note.clone() };
            Edit::Note { remove: (n > 0).then_some(note), add: Some(settled) }
        });
        let doubt = (0usize..3, "[a-c]", "[0-9]{0,1}").prop_map(|(n, text, held)| {
            let place = ["t2.new.total", "overview", "t9.nowhere.at_all"][n].into();
            let doubt = Doubt { place, held: vec![held], text, ways: Vec::new(), light: false };
            Edit::Doubt { remove: (n > 0).then(|| doubt.clone()), add: (n < 2).then_some(doubt) }
        });
        let course = (0usize..6).prop_map(|n| {
            let signed = Signature::default();
            let steps = vec![Step { to: State::ALL[n], reason: String::new(), signed }; n];
            Edit::Course { state: State::ALL[n], steps }
        });
        let one = prop_oneof![cell, text.clone(), text, waiver, pins, note, doubt, course];
        prop_oneof![one.clone(), prop::collection::vec(one, 0..4).prop_map(Edit::All)]
    }

    /// Pins of a short text; some in places that no edition has.
    fn pins() -> impl Strategy<Value = Pin> {
        let mark = (0usize..12, 0usize..3).prop_map(|(start, length)| Mark::new(start, start + length, "3", "件"));
        let tie = (0usize..4, 0usize..3).prop_map(|(n, left)| {
            let places = || vec![["t2.new.total", "t9.nowhere.at_all"][n % 2].into()];
            match n {
                0 | 1 => Tie::Is(places()),
                2 => Tie::IsNot(places()),
                _ => Tie::Sum(left),
            }
        });
        (prop::collection::vec(mark, 1..4), tie, 0usize..3).prop_map(|(marks, tie, n)| {
            let section = ["overview", "t2", "nowhere"][n].into();
            let marks = if matches!(tie, Tie::Sum(_)) { marks } else { marks.into_iter().take(1).collect() };
            Pin { section, marks, tie }
        })
    }

    fn pinned(paragraphs: &[&str], at: (usize, usize)) -> Report {
        let mut report = report();
        report.set_paragraphs("overview", paragraphs.iter().map(|text| (*text).to_owned()).collect());
        let pin = Pin::of_number("overview", Mark::new(at.0, at.1, "3", "件"), Tie::Is(vec!["t2.new.total".into()]));
        report.apply(Edit::Pins { remove: Vec::new(), add: vec![pin] });
        report
    }

    fn text(from: (usize, usize), to: (usize, usize), insert: &str) -> Edit {
        let spot = |(paragraph, character)| Spot { paragraph, character };
        Edit::Text { section: "overview".into(), from: spot(from), to: spot(to), insert: insert.into() }
    }

    /// The text under each pin of the overview.
    fn under(report: &Report) -> Vec<String> {
        let text: Vec<char> = report.joined("overview").chars().collect();
        let marks = report.pins().iter().flat_map(|pin| &pin.marks);
        marks.map(|mark| text[mark.start..mark.end].iter().collect()).collect()
    }

    #[test]
    fn a_pin_follows_its_number_through_every_kind_of_edit() {
        let mut report = pinned(&["概况如下。", "收到申请3件，已办结。"], (10, 11));
        assert_eq!(under(&report), ["3"]);
        for edit in [
            text((0, 0), (0, 0), "一段新的文字\n"),
            text((2, 2), (2, 2), "\n"),
            text((2, 2), (3, 0), ""),
            text((2, 4), (2, 4), "共"),
            text((0, 3), (1, 2), "粘贴\n进来\n的"),
            text((2, 0), (2, 3), ""),
        ] {
            report.apply(edit);
            assert_eq!(under(&report), ["3"], "{}", report.joined("overview"));
        }
    }

    #[test]
    fn undo_brings_back_a_pin_that_went_with_its_sentence() {
        let mut report = pinned(&["收到申请3件，已办结。"], (4, 5));
        let before = report.clone();
        let inverse = report.apply(text((0, 0), (0, 8), ""));
        assert!(report.pins().is_empty());
        report.apply(inverse);
        assert_eq!(report, before);
    }

    proptest! {
        #[test]
        fn typing_letter_by_letter_is_undone_with_its_pins(
            pins in prop::collection::vec(pins(), 0..3),
            letters in prop::collection::vec((0usize..12, "[0-9a件]"), 1..12),
        ) {
            let mut report = pinned(&["收到申请35件。"], (4, 6));
            report.apply(Edit::Pins { remove: Vec::new(), add: pins });
            let start = report.clone();
            let (mut undo, mut at) = (crate::report::undo::Undo::default(), 4);
            undo.make(&mut report, text((0, 4), (0, 6), ""), false);
            for (jump, letter) in letters {
                if jump < 3 {
                    at = jump + 3;
                }
                undo.make(&mut report, text((0, at), (0, at), &letter), true);
                at += 1;
            }
            let end = report.clone();
            while undo.undo(&mut report).is_some() {}
            prop_assert_eq!(&report, &start);
            while undo.redo(&mut report).is_some() {}
            prop_assert_eq!(&report, &end);
        }

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
