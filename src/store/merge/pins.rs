//! The pins of both sides in the merged text: a number goes where the paragraph went that it stands in.

use std::collections::BTreeSet;

use crate::report::{
    Report,
    edit::Edit,
    pin::{Around, Pin, Tie},
};

/// A pin by the paragraphs that its numbers stand in, so that it is the same wherever these stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    /// For each number the paragraph, and how many like it stand before.
    at: Vec<(String, usize)>,
    /// The pin; its numbers are counted from the beginnings of their paragraphs.
    pin: Pin,
}

impl Standing {
    /// `None` for a pin that is lost, or stands nowhere in the text.
    fn of(report: &Report, pin: &Pin) -> Option<Self> {
        let paragraphs = report.paragraphs(&pin.section);
        let (mut at, mut pin) = (Vec::new(), pin.clone());
        for mark in pin.marks.iter_mut().filter(|mark| mark.lost.is_none()) {
            let mut begin = 0;
            let n = paragraphs.iter().position(|text| {
                let length = text.chars().count();
                let is_here = mark.start <= begin + length;
                begin += if is_here { 0 } else { length + 1 };
                is_here
            })?;
            let alike = paragraphs.iter().take(n).filter(|text| **text == paragraphs[n]).count();
            at.push((paragraphs[n].clone(), alike));
            (mark.start, mark.end) = (mark.start - begin, mark.end.saturating_sub(begin));
        }
        (at.len() == pin.marks.len()).then_some(Self { at, pin })
    }

    /// The pin where its paragraphs stand in a report, if they all do.
    pub(super) fn within(&self, report: &Report) -> Option<Pin> {
        let paragraphs = report.paragraphs(&self.pin.section);
        let mut pin = self.pin.clone();
        for (mark, (text, alike)) in pin.marks.iter_mut().zip(&self.at) {
            let mut like = paragraphs.iter().enumerate().filter(|(_, other)| *other == text).map(|(n, _)| n);
            let first = like.next()?;
            let n = alike.checked_sub(1).map_or(Some(first), |more| like.nth(more)).unwrap_or(first);
            let begin: usize = paragraphs.iter().take(n).map(|text| text.chars().count() + 1).sum();
            (mark.start, mark.end) = (mark.start + begin, mark.end + begin);
        }
        Some(pin)
    }

    fn all(report: &Report) -> BTreeSet<Self> {
        report.pins().iter().filter_map(|pin| Self::of(report, pin)).collect()
    }

    /// Those of a section that stand in some of these paragraphs only.
    pub(super) fn all_in(report: &Report, section: &str, paragraphs: &[String]) -> Vec<Self> {
        let is_in = |one: &Self| one.pin.section == section && one.at.iter().all(|(text, _)| paragraphs.contains(text));
        Self::all(report).into_iter().filter(is_in).collect()
    }
}

/// A pin whatever its numbers' places: its section, what it ties, what its numbers say, what stood around them if lost.
type Saying<'a> = (&'a str, &'a Tie, Vec<(&'a str, &'a str, Option<&'a Around>)>);

fn saying(pin: &Pin) -> Saying<'_> {
    let numbers = pin.marks.iter().map(|mark| (mark.value.as_str(), mark.unit.as_str(), mark.lost.as_ref()));
    (&pin.section, &pin.tie, numbers.collect())
}

/// The pins of the merged report, whose text is merged already: ours, without those that they took away and with those
/// that they made; in a paragraph that only one side changed, that side's.
pub(super) fn merged(base: &Report, ours: &Report, theirs: &Report, merged: &Report) -> BTreeSet<Pin> {
    let (was, our, their) = (Standing::all(base), Standing::all(ours), Standing::all(theirs));
    // Where a paragraph was changed by the other side, the pin goes with the text as well as it can.
    let moved = |all: &BTreeSet<Pin>, pin: &Pin| all.iter().find(|other| saying(other) == saying(pin)).cloned();
    let theirs_moved = in_text_of(theirs, merged);
    let mut pins = BTreeSet::new();
    for standing in our.iter().filter(|one| their.contains(one) || !was.contains(one)) {
        pins.extend(standing.within(merged).or_else(|| moved(merged.pins(), &standing.pin)));
    }
    for standing in their.difference(&was) {
        pins.extend(standing.within(merged).or_else(|| moved(theirs_moved.pins(), &standing.pin)));
    }
    // What is lost stands nowhere: it is told apart by what it says.
    let lost = |report: &'_ Report| -> Vec<Pin> { report.pins().iter().filter(|pin| pin.is_lost()).cloned().collect() };
    let (was, our, their) = (lost(base), lost(ours), lost(theirs));
    let holds = |all: &[Pin], pin: &Pin| all.iter().any(|other| saying(other) == saying(pin));
    pins.extend(our.iter().filter(|pin| holds(&their, pin) || !holds(&was, pin)).cloned());
    pins.extend(their.iter().filter(|pin| !holds(&was, pin) && !holds(&our, pin)).cloned());
    pins
}

/// A report with the text of another, its pins moved along.
fn in_text_of(report: &Report, other: &Report) -> Report {
    let mut report = report.clone();
    for section in &other.edition().sections {
        let edit = Edit::between(&section.id, report.paragraphs(&section.id), other.paragraphs(&section.id));
        if let Some(edit) = edit {
            report.apply(edit);
        }
    }
    report
}
