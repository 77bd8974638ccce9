//! Three versions become one: what only one side changed is taken, what both changed differently is for the writer.
//!
//! The unit is one cell, one paragraph, one particular, one reason given for a finding.

mod pins;

use pins::Standing;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::{
    form::Place,
    report::{About, Report, difference::edit_between, edit::Edit},
};

/// What both sides made of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Brings their changes into ours, where they do not clash.
    pub edit: Option<Edit>,
    /// What the writer has to choose.
    pub clashes: Vec<Clash>,
}

/// One thing that both sides changed, differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The cell, the section, or the report.
    pub place: Place,
    /// What stands there in ours.
    pub ours: String,
    /// What stands there in theirs.
    pub theirs: String,
    what: What,
}

/// What exactly clashes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// A cell; theirs may be computed.
    Cell { computed: bool },
    /// Paragraphs of a section: from which one on in the merged text, and how many of ours stand there; with the pins
    /// of theirs.
    Paragraphs { from: usize, ours: Vec<String>, theirs: Vec<String>, pins: Vec<Standing> },
    /// The particulars, as theirs would have them.
    About(Box<About>),
}

impl Clash {
    /// Puts theirs in place of ours in a merged report; `shift` is by how much choices above have moved paragraphs.
    fn take_theirs(&self, report: &mut Report, shift: isize) -> isize {
        match &self.what {
            What::Cell { computed } => {
                let (place, text) = (self.place.clone(), self.theirs.clone());
                report.apply(Edit::Cell { place, text, computed: *computed });
                0
            }
            What::About(about) => {
                report.apply(Edit::About((**about).clone()));
                0
            }
            What::Paragraphs { from, ours, theirs, pins } => {
                let section = self.place.as_str();
                let mut paragraphs = report.paragraphs(section).to_vec();
                let from = from.saturating_add_signed(shift).min(paragraphs.len());
                let to = (from + ours.len()).min(paragraphs.len());
                paragraphs.splice(from..to, theirs.iter().cloned());
                put(report, section, &paragraphs);
                let add = pins.iter().filter_map(|pin| pin.within(report)).collect();
                report.apply(Edit::Pins { remove: Vec::new(), add });
                theirs.len().cast_signed() - ours.len().cast_signed()
            }
        }
    }
}

/// The edit that leads from ours to the merged report with these choices: `true` where theirs is taken.
///
/// `choices` are in the order of the clashes; where one is missing, ours stays.
pub fn chosen(ours: &Report, merged: &Merged, choices: &[bool]) -> Option<Edit> {
    let mut report = ours.clone();
    report.apply(merged.edit.clone().unwrap_or(Edit::All(Vec::new())));
    let mut moved: (Option<&Place>, isize) = (None, 0);
    for (clash, _) in merged.clashes.iter().zip(choices).filter(|(_, theirs)| **theirs) {
        if moved.0 != Some(&clash.place) {
            moved = (Some(&clash.place), 0);
        }
        moved.1 += clash.take_theirs(&mut report, moved.1);
    }
    edit_between(ours, &report)
}

/// Merges two reports that come from one; `None` if they are not filled in the same edition, or if one was closed while
/// the other was being changed: what is closed takes nothing in.
pub fn merge(base: &Report, ours: &Report, theirs: &Report) -> Option<Merged> {
    let edition = base.edition();
    if ours.edition().id != edition.id || theirs.edition().id != edition.id {
        return None;
    }
    // Where only one side has changed anything there is nothing to bring together.
    if ours == base || theirs == base || ours == theirs {
        let edit = if ours == base { edit_between(ours, theirs) } else { None };
        return Some(Merged { edit, clashes: Vec::new() });
    }
    let is_closed = |report: &Report| report.about.state.is_closed();
    if !is_closed(base) && (is_closed(ours) || is_closed(theirs)) {
        return None;
    }
    let mut merged = ours.clone();
    let mut clashes = Vec::new();
    particulars([&base.about, &ours.about, &theirs.about], &mut merged, &mut clashes);
    for section in &edition.sections {
        let id = section.id.as_str();
        let sides = [base.paragraphs(id), ours.paragraphs(id), theirs.paragraphs(id)];
        let text = paragraphs(id, sides, theirs, &mut clashes);
        put(&mut merged, id, &text);
    }
    for cell in edition.indices() {
        let [was, our, their] = [base, ours, theirs].map(|report| (report.text(cell), report.is_computed(cell)));
        let place = &edition.spec(cell).place;
        let (text, computed) = (their.0.to_owned(), their.1);
        if our == was && their != was {
            merged.apply(Edit::Cell { place: place.clone(), text, computed });
        } else if our.0 != their.0 && our != was && their != was {
            let (place, what) = (place.clone(), What::Cell { computed });
            clashes.push(Clash { place, ours: our.0.to_owned(), theirs: text, what });
        }
    }
    waivers(base, theirs, &mut merged);
    remarks([base, ours, theirs], &mut merged);
    Some(Merged { edit: edit_between(ours, &merged), clashes })
}

/// Puts a section's paragraphs, blank ones too.
fn put(report: &mut Report, section: &str, paragraphs: &[String]) {
    let edit = Edit::between(section, report.paragraphs(section), paragraphs);
    if let Some(edit) = edit {
        report.apply(edit);
    }
}

/// Each particular by itself; what clashes is shown as one.
fn particulars([was, our, their]: [&About; 3], merged: &mut Report, clashes: &mut Vec<Clash>) {
    let mut ours = our.clone();
    let mut theirs = our.clone();
    let mut clash = false;
    let mut weigh = |is_ours: bool, is_theirs: bool, is_same: bool, take: fn(&mut About, &About)| {
        if !is_ours {
            take(&mut ours, their);
            take(&mut theirs, their);
        } else if is_theirs && !is_same {
            take(&mut theirs, their);
            clash = true;
        }
    };
    weigh(our.organ != was.organ, their.organ != was.organ, our.organ == their.organ, |a, b| {
        a.organ.clone_from(&b.organ);
    });
    weigh(our.kind != was.kind, their.kind != was.kind, our.kind == their.kind, |a, b| a.kind = b.kind);
    weigh(our.year != was.year, their.year != was.year, our.year == their.year, |a, b| a.year = b.year);
    weigh(our.scope != was.scope, their.scope != was.scope, our.scope == their.scope, |a, b| a.scope = b.scope);
    weigh(our.state != was.state, their.state != was.state, our.state == their.state, |a, b| a.state = b.state);
    let words = |about: &About| {
        format!(
            "{}、{}年、{}、{}、{}",
            about.organ,
            about.year,
            about.kind.label(),
            about.scope.label(),
            about.state.label()
        )
    };
    if clash {
        let (place, what) = (Place::report(), What::About(Box::new(theirs.clone())));
        clashes.push(Clash { place, ours: words(&ours), theirs: words(&theirs), what });
    }
    merged.apply(Edit::About(ours));
}

/// Reasons that only they gave, changed or took back; where both did, ours stays: both stand in the file's history.
fn waivers(base: &Report, theirs: &Report, merged: &mut Report) {
    let Some(edit) = edit_between(base, theirs) else { return };
    let edits = match edit {
        Edit::All(edits) => edits,
        edit => vec![edit],
    };
    for edit in edits {
        let Edit::Waive(waiver) = &edit else { continue };
        let find = |report: &Report| {
            let mut waivers = report.waivers().iter();
            waivers.find(|other| other.is_about(&waiver.code, &waiver.place, &waiver.figures)).cloned()
        };
        if find(base) == find(merged) {
            merged.apply(edit);
        }
    }
}

/// Notes, doubts, links and steps that only they made or took away.
fn remarks([base, ours, theirs]: [&Report; 3], merged: &mut Report) {
    for note in base.notes().difference(theirs.notes()) {
        merged.apply(Edit::Note { remove: Some(note.clone()), add: None });
    }
    for note in theirs.notes().difference(base.notes()) {
        merged.apply(Edit::Note { remove: None, add: Some(note.clone()) });
    }
    for doubt in base.doubts().difference(theirs.doubts()) {
        merged.apply(Edit::Doubt { remove: Some(doubt.clone()), add: None });
    }
    for doubt in theirs.doubts().difference(base.doubts()) {
        merged.apply(Edit::Doubt { remove: None, add: Some(doubt.clone()) });
    }
    let pins = pins::merged(base, ours, theirs, merged);
    let remove = merged.pins().difference(&pins).cloned().collect();
    let add = pins.difference(merged.pins()).cloned().collect();
    merged.apply(Edit::Pins { remove, add });
    if merged.steps() == base.steps() && theirs.steps() != base.steps() {
        merged.apply(Edit::Course { state: merged.about.state, steps: theirs.steps().to_vec() });
    }
}

/// A section's paragraphs merged; where both sides changed the same stretch differently, ours stand.
fn paragraphs(
    section: &str,
    [was, our, their]: [&[String]; 3],
    of_theirs: &Report,
    clashes: &mut Vec<Clash>,
) -> Vec<String> {
    let (ours, theirs) = (changes(was, our), changes(was, their));
    let (mut ours, mut theirs) = (ours.into_iter().peekable(), theirs.into_iter().peekable());
    let mut merged: Vec<String> = Vec::new();
    let mut at = 0;
    // What is put in before a paragraph comes before a change of that paragraph, and is no part of it.
    while let Some(first) = [ours.peek(), theirs.peek()].into_iter().flatten().map(|change| change.was).min() {
        let (start, mut end) = first;
        merged.extend(was.get(at..start).into_iter().flatten().cloned());
        let (mut our_changes, mut their_changes) = (Vec::new(), Vec::new());
        loop {
            let reaches = |change: &Change<'_>| change.was == first || change.was.0 < end;
            if let Some(change) = ours.next_if(reaches) {
                end = end.max(change.was.1);
                our_changes.push(change);
            } else if let Some(change) = theirs.next_if(reaches) {
                end = end.max(change.was.1);
                their_changes.push(change);
            } else {
                break;
            }
        }
        let our_text = stretch(was, (start, end), &our_changes);
        let their_text = stretch(was, (start, end), &their_changes);
        if their_changes.is_empty() || our_text == their_text {
            merged.extend(our_text);
        } else if our_changes.is_empty() {
            merged.extend(their_text);
        } else {
            clashes.push(Clash {
                place: Place::section(section),
                ours: our_text.join("\n"),
                theirs: their_text.join("\n"),
                what: What::Paragraphs {
                    from: merged.len(),
                    ours: our_text.clone(),
                    pins: Standing::all_in(of_theirs, section, &their_text),
                    theirs: their_text,
                },
            });
            merged.extend(our_text);
        }
        at = end;
    }
    merged.extend(was.get(at..).into_iter().flatten().cloned());
    merged
}

/// A stretch of the base, from and to, and what one side put in its place.
struct Change<'a> {
    was: (usize, usize),
    new: &'a [String],
}

fn changes<'a>(was: &[String], new: &'a [String]) -> Vec<Change<'a>> {
    capture_diff_slices(Algorithm::Myers, was, new)
        .into_iter()
        .filter(|op| op.tag() != DiffTag::Equal)
        .map(|op| Change { was: (op.old_range().start, op.old_range().end), new: &new[op.new_range()] })
        .collect()
}

/// A stretch of the base with one side's changes in it.
fn stretch(was: &[String], (start, end): (usize, usize), changes: &[Change<'_>]) -> Vec<String> {
    let mut text: Vec<String> = Vec::new();
    let mut at = start;
    for change in changes {
        text.extend(was.get(at..change.was.0).into_iter().flatten().cloned());
        text.extend(change.new.iter().cloned());
        at = change.was.1;
    }
    text.extend(was.get(at..end).into_iter().flatten().cloned());
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        report::{
            State,
            course::Step,
            difference::differences,
            note::{Note, Signature},
            pin::{Around, Mark, Pin, Tie},
        },
        store::draft::tests::{report as blank, reports},
    };

    fn with(paragraphs: &[&str], cells: &[(&str, &str)]) -> Report {
        let mut report = blank("示例市水务局", 2021);
        report.set_paragraphs("overview", paragraphs.iter().map(|text| (*text).to_owned()).collect());
        for (place, text) in cells {
            report.apply(Edit::cell((*place).into(), *text));
        }
        report
    }

    /// What comes of three versions when ours is chosen everywhere, and how often one had to choose.
    fn merged(base: &Report, ours: &Report, theirs: &Report) -> (Report, Merged) {
        let merged = merge(base, ours, theirs).unwrap();
        let mut report = ours.clone();
        report.apply(merged.edit.clone().unwrap_or(Edit::All(Vec::new())));
        (report, merged)
    }

    #[test]
    fn different_cells_and_paragraphs_merge_by_themselves() {
        let base = with(&["甲", "乙", "丙"], &[("t2.new.natural", "1"), ("t2.new.total", "1")]);
        let ours = with(&["甲改", "乙", "丙", "丁"], &[("t2.new.natural", "2"), ("t2.new.total", "1")]);
        let theirs = with(&["首", "甲", "乙改"], &[("t2.new.natural", "1"), ("t2.new.total", "9")]);
        let (report, merged) = merged(&base, &ours, &theirs);
        let want = with(&["首", "甲改", "乙改", "丁"], &[("t2.new.natural", "2"), ("t2.new.total", "9")]);
        // 丙 was taken out by them and something was put in behind it by us: both happen.
        assert_eq!((report, merged.clashes.len()), (want, 0));
    }

    #[test]
    fn the_same_cell_or_paragraph_changed_twice_is_for_the_writer() {
        let base = with(&["甲", "乙"], &[("t2.new.natural", "1")]);
        let ours = with(&["甲一", "乙"], &[("t2.new.natural", "2")]);
        let theirs = with(&["甲二", "甲三", "乙", "尾"], &[("t2.new.natural", "3")]);
        let (report, merged) = merged(&base, &ours, &theirs);
        assert_eq!(report, with(&["甲一", "乙", "尾"], &[("t2.new.natural", "2")]));
        let shown: Vec<_> =
            merged.clashes.iter().map(|c| (c.place.as_str(), c.ours.as_str(), c.theirs.as_str())).collect();
        assert_eq!(shown, [("overview", "甲一", "甲二\n甲三"), ("t2.new.natural", "2", "3")]);
        let choose = |choices: &[bool]| {
            let mut report = ours.clone();
            report.apply(chosen(&ours, &merged, choices).unwrap());
            report
        };
        assert_eq!(choose(&[true, false]), with(&["甲二", "甲三", "乙", "尾"], &[("t2.new.natural", "2")]));
        assert_eq!(choose(&[false, true]), with(&["甲一", "乙", "尾"], &[("t2.new.natural", "3")]));
        assert_eq!(choose(&[true, true]), theirs);
        assert_eq!(choose(&[]), report);
    }

    #[test]
    fn particulars_clash_only_where_both_changed_the_same_one() {
        let base = with(&[], &[]);
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        ours.about.state = State::Submitted;
        theirs.about.organ = "示例市水利局".into();
        let (report, merged) = merged(&base, &ours, &theirs);
        assert_eq!((report.about.organ.as_str(), report.about.state), ("示例市水利局", ours.about.state));
        assert!(merged.clashes.is_empty());
        theirs.about.state = State::Returned;
        let merged = merge(&base, &ours, &theirs).unwrap();
        assert_eq!(merged.clashes.len(), 1);
        ours.apply(chosen(&ours, &merged, &[true]).unwrap());
        assert_eq!(ours.about, theirs.about);
    }

    #[test]
    fn what_was_closed_meanwhile_takes_nothing_in() {
        let base = with(&["甲"], &[]);
        let mut theirs = base.clone();
        theirs.about.state = State::Final;
        assert_eq!(merge(&base, &with(&["乙"], &[]), &theirs), None);
        assert_eq!(merge(&base, &theirs, &with(&["乙"], &[])), None);
        let (report, merged) = merged(&base, &base, &theirs);
        assert_eq!((report, merged.clashes.len()), (theirs, 0));
    }

    #[test]
    fn notes_links_and_steps_of_both_sides_come_together() {
        let base = with(&["全年收到5件。"], &[]);
        let note = |text: &str| {
            let written = Signature { by: "张".into(), at: "2022-01-10 09:41".into() };
            Note { place: "overview".into(), quote: String::new(), text: text.into(), written, settled: None }
        };
        let add = |text| Edit::Note { remove: None, add: Some(note(text)) };
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        ours.apply(add("我的"));
        theirs.apply(add("他的"));
        let mark = Mark { start: 4, end: 5, value: "5".into(), unit: "件".into(), lost: None };
        let pin = Pin::of_number("overview", mark, Tie::Is(vec!["t2.new.total".into()]));
        theirs.apply(Edit::Pins { remove: Vec::new(), add: vec![pin] });
        let step = Step { to: State::Submitted, reason: String::new(), signed: note("").written };
        theirs.apply(Edit::Course { state: State::Submitted, steps: vec![step] });
        let (report, merged) = merged(&base, &ours, &theirs);
        assert!(merged.clashes.is_empty());
        assert_eq!((report.notes().len(), report.pins()), (2, theirs.pins()));
        assert_eq!((report.about.state, report.steps()), (State::Submitted, theirs.steps()));
        assert_eq!(differences(&ours, &report).len(), 4, "{:?}", differences(&ours, &report));
    }

    proptest! {
        #[test]
        fn what_one_side_left_alone_becomes_what_the_other_made_of_it(base in reports(), other in reports()) {
            prop_assume!(base.edition().id == other.edition().id);
            let (theirs, clashes) = merged(&base, &base, &other);
            prop_assert_eq!((&theirs, clashes.clashes.len()), (&other, 0));
            let (ours, clashes) = merged(&base, &other, &base);
            prop_assert_eq!((&ours, clashes.clashes.len()), (&other, 0));
            let (same, clashes) = merged(&base, &other, &other);
            prop_assert_eq!((&same, clashes.clashes.len()), (&other, 0));
        }

        #[test]
        fn choosing_theirs_everywhere_keeps_everything_they_changed(base in reports(), ours in reports(), theirs in reports()) {
            prop_assume!(base.edition().id == ours.edition().id && base.edition().id == theirs.edition().id);
            let is_closed = |report: &Report| report.about.state.is_closed();
            prop_assume!(is_closed(&base) || !is_closed(&ours) && !is_closed(&theirs));
            let merged = merge(&base, &ours, &theirs).unwrap();
            let mut report = ours.clone();
            if let Some(edit) = chosen(&ours, &merged, &vec![true; merged.clashes.len()]) {
                report.apply(edit);
            }
            for cell in base.edition().indices().filter(|cell| theirs.text(*cell) != base.text(*cell)) {
                prop_assert_eq!(report.text(cell), theirs.text(cell));
            }
            for section in &base.edition().sections {
                let (was, their) = (base.paragraphs(&section.id), theirs.paragraphs(&section.id));
                for new in their.iter().filter(|paragraph| !was.contains(paragraph)) {
                    prop_assert!(report.paragraphs(&section.id).contains(new));
                }
            }
        }
    }

    #[test]
    fn links_of_both_sides_stand_on_their_numbers_in_the_merged_text() {
        let put = |report: &mut Report, paragraphs: &[&str]| {
            let paragraphs: Vec<String> = paragraphs.iter().map(|text| (*text).to_owned()).collect();
            super::put(report, "overview", &paragraphs);
        };
        let pin = |start: usize, value: &str| {
            let mark = Mark::new(start, start + value.len(), value, "件");
            Pin::of_number("overview", mark, Tie::Is(vec!["t2.new.total".into()]))
        };
        let tie = |report: &mut Report, pin: Pin| drop(report.apply(Edit::Pins { remove: Vec::new(), add: vec![pin] }));
        let said = |report: &Report| -> Vec<String> {
            let text: Vec<char> = report.joined("overview").chars().collect();
            let marks = report.pins().iter().flat_map(|pin| &pin.marks);
            marks.map(|mark| text[mark.start..mark.end].iter().collect()).collect()
        };
        let merged = |base: &Report, ours: &Report, theirs: &Report| {
            let merged = merge(base, ours, theirs).unwrap();
            let mut report = ours.clone();
            report.apply(merged.edit.unwrap());
            report
        };
        let mut base = blank("示例市财政局", 2021);
        put(&mut base, &["甲段。", "收到申请3件，办结8件。", "丙段。"]);
        tie(&mut base, pin(8, "3"));
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        put(&mut ours, &["甲段改了几个字。", "收到申请3件，办结8件。", "丙段。"]);
        put(&mut theirs, &["首段。", "甲段。", "收到申请3件，办结8件。", "丙段。"]);
        assert_eq!(said(&merged(&base, &ours, &theirs)), ["3"], "text before it moved on both sides");
        tie(&mut theirs, pin(17, "8"));
        assert_eq!(said(&merged(&base, &ours, &theirs)), ["3", "8"], "they made one more");
        let theirs_only = theirs.pins().iter().find(|pin| pin.marks[0].value == "3").unwrap().clone();
        theirs.apply(Edit::Pins { remove: vec![theirs_only], add: Vec::new() });
        assert_eq!(said(&merged(&base, &ours, &theirs)), ["8"], "they took one away that has moved in ours");
        put(&mut theirs, &["首段。", "甲段。", "全年收到申请3件，办结8件。", "丙段。"]);
        assert_eq!(said(&merged(&base, &ours, &theirs)), ["8"], "they changed its paragraph");
    }

    #[test]
    fn links_go_along_where_the_other_side_changed_their_paragraph_or_lost_them() {
        let put = |report: &mut Report, text: &str| super::put(report, "overview", &[text.to_owned(), "末段。".into()]);
        let mark = |start: usize, value: &str| Mark::new(start, start + value.len(), value, "件");
        let tie = |report: &mut Report, mark: Mark| {
            let pin = Pin::of_number("overview", mark, Tie::Is(vec!["t2.new.total".into()]));
            report.apply(Edit::Pins { remove: Vec::new(), add: vec![pin] });
        };
        let said = |report: &Report| -> Vec<String> {
            let text: Vec<char> = report.joined("overview").chars().collect();
            let marks = report.pins().iter().flat_map(|pin| &pin.marks);
            marks.map(|mark| text[mark.start.min(text.len())..mark.end.min(text.len())].iter().collect()).collect()
        };
        let taken = |base: &Report, ours: &Report, theirs: &Report, choices: &[bool]| {
            let merged = merge(base, ours, theirs).unwrap();
            assert_eq!(merged.clashes.len(), choices.len());
            let mut report = ours.clone();
            report.apply(chosen(ours, &merged, choices).unwrap_or(Edit::All(Vec::new())));
            report
        };
        let mut base = blank("示例市财政局", 2021);
        put(&mut base, "收到申请3件，办结8件。");
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        put(&mut ours, "全年收到申请3件，办结8件。");
        tie(&mut theirs, mark(9, "8"));
        assert_eq!(said(&taken(&base, &ours, &theirs, &[])), ["8"], "they confirmed, we reworded");
        assert_eq!(said(&taken(&base, &theirs, &ours, &[])), ["8"], "the other way round");
        put(&mut theirs, "收到申请3件，都办结8件。");
        assert_eq!(said(&taken(&base, &ours, &theirs, &[true])), ["8"], "theirs was chosen, with its link");
        // One that is lost stays, once, wherever it stood.
        let around = || Around { left: "从前".into(), right: "件".into() };
        for report in [&mut base, &mut ours, &mut theirs] {
            tie(report, Mark { lost: Some(around()), ..mark(500, "77") });
        }
        put(&mut ours, "我们说收到申请3件。");
        super::put(&mut theirs, "overview", &["首段。".into(), "收到申请3件，都办结8件。".into(), "末段。".into()]);
        let n_lost = |report: &Report| report.pins().iter().filter(|pin| pin.is_lost()).count();
        assert_eq!(n_lost(&taken(&base, &ours, &theirs, &[false])), 1);
    }
}
