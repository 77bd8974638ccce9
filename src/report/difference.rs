//! What differs between two reports of one edition: place by place for people, and as the edit that leads from one to
//! the other.

use super::{Report, edit::Edit};
use crate::form::Place;

/// One place that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The cell, the section, or the report for its particulars and the reasons given for findings.
    pub place: Place,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
}

/// Every place that differs, in the order of the form; a section counts once for each paragraph that is gone or new.
pub fn differences(from: &Report, to: &Report) -> Vec<Difference> {
    let edition = to.edition();
    let mut found = Vec::new();
    let mut note = |place: Place, from: String, to: String| found.push(Difference { place, from, to });
    if from.about != to.about {
        let words = |report: &Report| {
            let about = &report.about;
            let words = [about.kind.label(), about.scope.label(), about.state.label()].join("、");
            format!("{} {} {words}", about.organ, about.year)
        };
        note(Place::report(), words(from), words(to));
    }
    for section in &edition.sections {
        let (old, new) = (from.paragraphs(&section.id), to.paragraphs(&section.id));
        for (old, new) in stretches(old, new) {
            note(Place::section(&section.id), old.join("\n"), new.join("\n"));
        }
        for cell in edition.cells_of(&section.id) {
            let place = &edition.spec(cell).place;
            let old = from.edition().find(place).map_or("", |cell| from.text(cell));
            if old != to.text(cell) {
                note(place.clone(), old.to_owned(), to.text(cell).to_owned());
            }
        }
    }
    let reasons = |report: &Report| report.waivers().iter().map(|w| w.reason.as_str()).collect::<Vec<_>>().join("\n");
    if from.waivers() != to.waivers() {
        note(Place::report(), reasons(from), reasons(to));
    }
    found
}

/// Stretches of paragraphs that differ, what stood there and what stands there now.
fn stretches<'a>(old: &'a [String], new: &'a [String]) -> Vec<(&'a [String], &'a [String])> {
    similar::capture_diff_slices(similar::Algorithm::Myers, old, new)
        .into_iter()
        .filter(|op| op.tag() != similar::DiffTag::Equal)
        .map(|op| (&old[op.old_range()], &new[op.new_range()]))
        .collect()
}

/// The edit that makes one report equal to another of the same edition; `None` if they are.
pub fn edit_between(from: &Report, to: &Report) -> Option<Edit> {
    let edition = from.edition();
    let mut edits = Vec::new();
    if from.about != to.about {
        edits.push(Edit::About(to.about.clone()));
    }
    for section in &edition.sections {
        let id = &section.id;
        edits.extend(Edit::between(id, from.paragraphs(id), to.paragraphs(id)));
    }
    for cell in edition.indices() {
        if (from.text(cell), from.is_computed(cell)) != (to.text(cell), to.is_computed(cell)) {
            let (place, text) = (edition.spec(cell).place.clone(), to.text(cell).to_owned());
            edits.push(Edit::Cell { place, text, computed: to.is_computed(cell) });
        }
    }
    let has = |report: &Report, waiver: &super::waiver::Waiver| {
        report.waivers().iter().any(|other| other.is_about(&waiver.code, &waiver.place, &waiver.figures))
    };
    for waiver in from.waivers().iter().filter(|waiver| !has(to, waiver)) {
        let mut waiver = waiver.clone();
        waiver.reason.clear();
        edits.push(Edit::Waive(waiver));
    }
    edits.extend(to.waivers().iter().filter(|waiver| !from.waivers().contains(waiver)).cloned().map(Edit::Waive));
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::All(edits)),
    }
}
