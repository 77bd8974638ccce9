//! What differs between two reports of one edition: place by place for people, and as the edit that leads from one to
//! the other.

use super::{
    Report,
    course::Step,
    doubt::Doubt,
    edit::Edit,
    note::Note,
    pin::{Pin, Tie},
};
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
    let others =
        [(remarks(from), remarks(to)), (open(from), open(to)), (course(from), course(to)), (links(from), links(to))];
    for (old, new) in others {
        if old != new {
            note(Place::report(), old, new);
        }
    }
    found
}

fn remarks(report: &Report) -> String {
    let said = |note: &Note| format!("批注：{}{}", note.text, if note.is_open() { "" } else { "（已处理）" });
    report.notes().iter().map(said).collect::<Vec<_>>().join("\n")
}

/// What of an import nobody has looked at yet; what was changed since goes without saying.
fn open(report: &Report) -> String {
    let open = report.doubts().iter().filter(|doubt| doubt.is_open(report));
    open.map(|doubt: &Doubt| format!("导入存疑：{}", doubt.text)).collect::<Vec<_>>().join("\n")
}

fn course(report: &Report) -> String {
    let said = |step: &Step| format!("{}（{} {}）", step.to.label(), step.signed.by, step.signed.at);
    report.steps().iter().map(said).collect::<Vec<_>>().join("\n")
}

/// What the numbers of the prose are tied to; where they stand goes without saying, for it moves with the text.
fn links(report: &Report) -> String {
    let said = |pin: &Pin| {
        let places = pin.places().iter().filter_map(|place| report.edition().find(place));
        let names: Vec<_> = places.map(|cell| report.edition().name(cell)).collect();
        let values: Vec<_> = pin.marks.iter().map(|mark| mark.value.as_str()).collect();
        let word = match pin.tie {
            Tie::Is(_) => "就是",
            Tie::IsNot(_) => "不是",
            Tie::Sum(_) => "合计相符",
        };
        format!("勾连：{}{word}{}", values.join("、"), names.join("、"))
    };
    report.pins().iter().map(said).collect::<Vec<_>>().join("\n")
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
    // What was changed so far, for texts carry their pins along.
    let mut now = from.clone();
    let mut edits = Vec::new();
    let mut make = |now: &mut Report, edit: Edit| {
        now.apply(edit.clone());
        edits.push(edit);
    };
    if from.about != to.about {
        make(&mut now, Edit::About(to.about.clone()));
    }
    if from.steps() != to.steps() {
        make(&mut now, Edit::Course { state: to.about.state, steps: to.steps().to_vec() });
    }
    for section in &edition.sections {
        let id = &section.id;
        if let Some(edit) = Edit::between(id, from.paragraphs(id), to.paragraphs(id)) {
            make(&mut now, edit);
        }
    }
    for cell in edition.indices() {
        if (from.text(cell), from.is_computed(cell)) != (to.text(cell), to.is_computed(cell)) {
            let (place, text) = (edition.spec(cell).place.clone(), to.text(cell).to_owned());
            make(&mut now, Edit::Cell { place, text, computed: to.is_computed(cell) });
        }
    }
    let has = |report: &Report, waiver: &super::waiver::Waiver| {
        report.waivers().iter().any(|other| other.is_about(&waiver.code, &waiver.place, &waiver.figures))
    };
    for waiver in from.waivers().iter().filter(|waiver| !has(to, waiver)) {
        make(&mut now, Edit::Waive(super::waiver::Waiver { reason: String::new(), ..waiver.clone() }));
    }
    for waiver in to.waivers().iter().filter(|waiver| !from.waivers().contains(waiver)) {
        make(&mut now, Edit::Waive(waiver.clone()));
    }
    for note in from.notes().difference(to.notes()) {
        make(&mut now, Edit::Note { remove: Some(note.clone()), add: None });
    }
    for note in to.notes().difference(from.notes()) {
        make(&mut now, Edit::Note { remove: None, add: Some(note.clone()) });
    }
    for doubt in from.doubts().difference(to.doubts()) {
        make(&mut now, Edit::Doubt { remove: Some(doubt.clone()), add: None });
    }
    for doubt in to.doubts().difference(from.doubts()) {
        make(&mut now, Edit::Doubt { remove: None, add: Some(doubt.clone()) });
    }
    let (remove, add) = (now.pins().difference(to.pins()), to.pins().difference(now.pins()));
    let pins = Edit::Pins { remove: remove.cloned().collect(), add: add.cloned().collect() };
    if !pins.is_nothing() {
        make(&mut now, pins);
    }
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::All(edits)),
    }
}
