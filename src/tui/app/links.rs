//! 勾连: what the numbers of one section refer to, whether they agree, and what was said about them.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    equations::{self, Certainty, Match, Reference, Target},
    report::{
        Cells, Report,
        edit::{Edit, Spot},
        pin::{Mark, Pin, Tie},
    },
    rules::{Memory, Said},
};

/// The numbers of one section that refer to cells.
#[derive(Debug, Default)]
pub struct Links {
    section: String,
    all: Vec<Link>,
    /// The cells that they were held against.
    cells: Option<Arc<Cells>>,
}

/// A number of the text and the cells it refers to.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What it refers to, as its words say or somebody said.
    pub reference: Reference,
    /// What the tables say about that.
    pub held: Match,
    /// Where its digits begin in the section.
    pub from: Spot,
    /// Where they end.
    pub to: Spot,
}

impl Link {
    /// Do the tables plainly say otherwise?
    pub fn is_denied(&self) -> bool {
        matches!(self.held, Match::Differs(_)) && self.reference.certainty == Certainty::Plain
    }

    /// The meaning that fits, else the usual one; and its figure, if the tables have one.
    pub fn target(&self) -> Option<(&Target, Option<Decimal>)> {
        let (n, figure) = match &self.held {
            Match::Agrees(n) => (*n, Some(self.reference.bounds.1)),
            Match::Differs(figures) => figures.first().map_or((0, None), |(n, figure)| (*n, Some(*figure))),
            Match::Silent => (0, None),
        };
        Some((self.reference.targets.get(n)?, figure))
    }
}

impl Links {
    /// The links of a section, as the last check of the report read it; `before` are those of the check before.
    pub(super) fn of(report: &Report, memory: &Memory, section: &str, before: &Self) -> Self {
        let references = said(memory, section).map_or(&[][..], |said| &said.references);
        let values = memory.values();
        // Where the paragraphs begin in the section's text.
        let lengths = report.paragraphs(section).iter().map(|text| text.chars().count() + 1);
        let starts: Vec<usize> = lengths
            .scan(0, |end, length| {
                let start = *end;
                *end += length;
                Some(start)
            })
            .collect();
        let spot = |offset: usize| {
            let paragraph = starts.partition_point(|start| *start <= offset).saturating_sub(1);
            Spot { paragraph, character: offset - starts.get(paragraph).copied().unwrap_or_default() }
        };
        let is_same = before.section == section && before.cells.as_ref() == Some(report.cells());
        let known = |n: usize, reference: &Reference| {
            before.all.get(n).filter(|link| is_same && link.reference.is_like(reference)).map(|link| link.held.clone())
        };
        let held = |(n, reference): (usize, &Reference)| Link {
            held: known(n, reference).unwrap_or_else(|| reference.held(report.edition(), values)),
            reference: reference.clone(),
            from: spot(reference.digits.start),
            to: spot(reference.digits.end),
        };
        let all = references.iter().enumerate().map(held).collect();
        Self { section: section.to_owned(), all, cells: Some(Arc::clone(report.cells())) }
    }

    /// Id of the section.
    pub fn section(&self) -> &str {
        &self.section
    }

    /// All of them, in the order of the text.
    pub fn all(&self) -> &[Link] {
        &self.all
    }

    /// The link of the number at a character of the section, its ends included; the number itself before its words.
    pub fn at(&self, character: usize) -> Option<&Link> {
        let on = |link: &&Link| (link.reference.digits.start..=link.reference.digits.end).contains(&character);
        let here = |link: &&Link| (link.reference.span.start..=link.reference.span.end).contains(&character);
        self.all.iter().find(on).or_else(|| self.all.iter().find(here))
    }
}

/// What was read in a section.
pub(super) fn said<'a>(memory: &'a Memory, section: &str) -> Option<&'a Said> {
    memory.said().iter().find(|said| said.section == section)
}

/// The number at a character of a section, whether it refers to something or not.
pub(super) fn number_at(said: &Said, character: usize) -> Option<usize> {
    said.reading.quantities.iter().position(|q| (q.span.start..=q.span.end).contains(&character))
}

/// What was said of a number.
pub(super) fn ties<'a>(report: &'a Report, said: &'a Said, number: usize) -> impl Iterator<Item = &'a Pin> {
    report.pins().iter().filter(move |pin| {
        let mark = pin.marks.first().and_then(|mark| equations::quantity_of(mark, &said.reading));
        pin.section == said.section && !matches!(pin.tie, Tie::Sum(_)) && mark == Some(number)
    })
}

/// The edit that says what a number refers to, or does not, in place of what was said of it before; what was refused
/// stays refused unless it is said now.
pub(super) fn say(report: &Report, said: &Said, number: usize, tie: Tie) -> Option<Edit> {
    let q = said.reading.quantities.get(number)?;
    let is_over = |pin: &&Pin| match (&pin.tie, &tie) {
        (Tie::Is(_), _) => true,
        (Tie::IsNot(refused), Tie::Is(places)) => places.iter().any(|place| refused.contains(place)),
        _ => false,
    };
    let remove: Vec<Pin> = ties(report, said, number).filter(is_over).cloned().collect();
    let mark = Mark::new(q.digits.start, q.digits.end, q.value.normalize().to_string(), q.unit);
    Some(Edit::Pins { remove, add: vec![Pin::of_number(said.section, mark, tie)] })
}
