//! The prose of a report as its rules look at it: every paragraph with what is wrong inside it, and how a finding about
//! words is put down.

use std::{ops::Range, sync::Arc};

use super::{
    Change, Checked, Context, Finding, Span,
    line::{Line, Slip},
};
use crate::{form::Place, report::Report};

/// The section of what an import could not place; it is there to be moved or deleted, not to be polished.
const UNPLACED: &str = "unplaced";

/// The paragraphs of a report, in form order.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    passages: Vec<Passage>,
}

/// One paragraph where it stands.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    /// Id of its section.
    pub(super) section: &'static str,
    /// Characters of the section before it.
    start: usize,
    /// What stands in it.
    pub(super) line: Arc<Line>,
}

impl Text {
    /// Reads the prose of a report; what `old` holds already is taken as it is.
    pub(super) fn read(report: &Report, old: &Self, read_line: fn(&str) -> Line) -> Self {
        let mut passages = Vec::with_capacity(old.passages.len());
        for section in &report.edition().sections {
            let mut start = 0;
            for text in report.paragraphs(&section.id) {
                // Most stand where they stood, or one further up or down.
                let (before, behind) = old.passages.split_at(passages.len().min(old.passages.len()));
                let known = behind.iter().chain(before.iter().rev()).find(|passage| passage.line.text == *text);
                let line = known.map_or_else(|| Arc::new(read_line(text)), |known| Arc::clone(&known.line));
                let length = line.raw.len() + 1;
                passages.push(Passage { section: &section.id, start, line });
                start += length;
            }
        }
        Self { passages }
    }

    /// Every paragraph.
    pub(super) fn all(&self) -> &[Passage] {
        &self.passages
    }

    /// Every paragraph that has its place.
    pub(super) fn placed(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| passage.section != UNPLACED)
    }

    /// The paragraphs of some sections.
    pub(super) fn of<'a>(&'a self, sections: &'a [&str]) -> impl Iterator<Item = &'a Passage> {
        self.passages.iter().filter(move |passage| sections.contains(&passage.section))
    }

    /// The paragraphs of one section.
    pub(super) fn section(&self, section: &'static str) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(move |passage| passage.section == section)
    }

    /// Is anything left out of some sections and marked so? What they lack cannot be judged then.
    pub(super) fn is_cut(&self, sections: &[&str]) -> bool {
        self.of(sections).any(|passage| passage.line.is_cut())
    }

    /// Does any paragraph of some sections hold one of the words?
    pub(super) fn holds(&self, sections: &[&str], words: &'static [&'static str]) -> bool {
        self.of(sections).any(|passage| passage.line.holds(words))
    }
}

impl Passage {
    /// A stretch of the paragraph as a stretch of its section.
    pub(super) fn span(&self, span: &Range<usize>) -> Span {
        Span { section: self.section.to_owned(), start: self.start + span.start, end: self.start + span.end }
    }

    /// Its whole stretch.
    pub(super) fn whole(&self) -> Range<usize> {
        0..self.line.raw.len()
    }

    /// A finding about a stretch of the paragraph.
    pub(super) fn finding(&self, code: &'static str, span: &Range<usize>, message: String) -> Finding {
        let mut finding = Finding::new(code, Place::section(self.section), message);
        finding.span = Some(self.span(span));
        finding.words = self.line.quote(span);
        finding
    }

    /// Replaces a stretch of the paragraph.
    pub(super) fn change(&self, span: &Range<usize>, to: impl Into<String>) -> Change {
        let (from, to) = (self.line.quote(span), to.into());
        Change { place: Place::section(self.section), from, to, span: Some(self.span(span)) }
    }

    /// Takes the paragraph out, with its line break.
    pub(super) fn removal(&self) -> Change {
        let mut change = self.change(&self.whole(), "");
        if let Some(span) = change.span.as_mut().filter(|span| span.start > 0) {
            span.start -= 1;
            change.from.insert(0, '\n');
        }
        change
    }
}

impl Context<'_> {
    /// Puts down every slip of a rule, each with its repair.
    pub(super) fn tell(&self, code: &'static str, checked: &mut Checked) {
        for (passage, slip) in self.slips(code) {
            let finding = passage.finding(code, &slip.span, slip.message.clone());
            let change = slip.to.as_ref().map(|to| passage.change(&slip.span, to.as_str()));
            checked.findings.push(finding.with_repair(change.into_iter().collect()));
        }
    }

    /// Puts all slips of a rule down as one finding at the first, with one repair for all.
    pub(super) fn tell_once(&self, code: &'static str, checked: &mut Checked) {
        let slips: Vec<(&Passage, &Slip)> = self.slips(code).collect();
        let Some((passage, slip)) = slips.first() else { return };
        let more = if slips.len() > 1 { format!("（共 {} 处）", slips.len()) } else { String::new() };
        let finding = passage.finding(code, &slip.span, format!("{}{more}", slip.message));
        let change = |(passage, slip): &(&Passage, &Slip)| Some(passage.change(&slip.span, slip.to.clone()?));
        let changes: Option<Vec<Change>> = slips.iter().map(change).collect();
        checked.findings.push(finding.with_repair(changes.unwrap_or_default()));
    }

    /// The slips of a rule and where they stand.
    pub(super) fn slips(&self, code: &'static str) -> impl Iterator<Item = (&Passage, &Slip)> {
        let is_everywhere = code.starts_with("I-") || matches!(code, "W-11" | "F-09");
        let passages = self.text.all().iter().filter(move |passage| is_everywhere || passage.section != UNPLACED);
        passages
            .flat_map(move |passage| passage.line.slips.iter().map(move |slip| (passage, slip)))
            .filter(move |(_, slip)| slip.code == code)
    }
}
