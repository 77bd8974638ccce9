//! The pins of both sides in the merged text: a number goes where the paragraph went that it stands in.

use std::collections::BTreeSet;

use crate::report::{Report, pin::Pin};

/// A pin by the paragraphs that its numbers stand in, so that it is the same wherever these stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    /// For each number the paragraph, and how many like it stand before.
    at: Vec<(String, usize)>,
    /// The pin; its numbers are counted from the beginnings of their paragraphs.
    pin: Pin,
}

impl Standing {
    fn of(report: &Report, pin: &Pin) -> Option<Self> {
        let paragraphs = report.paragraphs(&pin.section);
        let (mut at, mut pin) = (Vec::new(), pin.clone());
        for mark in &mut pin.marks {
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
        Some(Self { at, pin })
    }

    /// The pin where its paragraphs stand in a report, if they all do.
    fn within(&self, report: &Report) -> Option<Pin> {
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
}

/// The pins of the merged report, whose text is merged already: ours, without those that they took away and with those
/// that they made; in a paragraph that only one side changed, that side's.
pub(super) fn merged(base: &Report, ours: &Report, theirs: &Report, merged: &Report) -> BTreeSet<Pin> {
    let (was, our, their) = (Standing::all(base), Standing::all(ours), Standing::all(theirs));
    let mut pins = BTreeSet::new();
    for standing in our.iter().filter(|one| their.contains(one) || !was.contains(one)) {
        // Made by us in a paragraph that they have changed: it went with the text as well as it could.
        let moved = || {
            let is_it = |pin: &&Pin| pin.tie == standing.pin.tie && said(pin).eq(said(&standing.pin));
            merged.pins().iter().find(is_it).cloned()
        };
        pins.extend(standing.within(merged).or_else(moved));
    }
    pins.extend(their.difference(&was).filter_map(|standing| standing.within(merged)));
    pins
}

/// What the numbers of a pin say.
fn said(pin: &Pin) -> impl Iterator<Item = (&str, &str)> {
    pin.marks.iter().map(|mark| (mark.value.as_str(), mark.unit.as_str()))
}
