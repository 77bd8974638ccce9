//! The prose of a report as its rules look at it: every paragraph with what is wrong inside it, and how a finding about
//! words is put down.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::{
    Change, Checked, Context, Finding, Span,
    line::{Ask, Line, Slip},
};
use crate::{form::Place, report::Report};

/// The section of what an import could not place; it is there to be moved or deleted, not to be polished.
const UNPLACED: &str = "unplaced";

/// The paragraphs of a report, in form order.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    passages: Vec<Passage>,
    /// Where the paragraphs of each section stand among them.
    sections: Vec<(&'static str, Range<usize>)>,
    /// Codes of the rules that find something wrong inside a paragraph.
    slipped: Vec<&'static str>,
    /// The paragraphs that did not stand so in the text before this one, and what was known there of its pairs.
    new: Range<usize>,
    had_pair: Option<bool>,
    has_pair: OnceLock<bool>,
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
        let edition = report.edition();
        let mut passages = Vec::with_capacity(old.passages.len());
        let mut sections = Vec::with_capacity(edition.sections.len());
        let mut slipped = Vec::new();
        for section in &edition.sections {
            let first = passages.len();
            let mut start = 0;
            for text in report.paragraphs(&section.id) {
                // Most stand where they stood, or one further up or down.
                let (before, behind) = old.passages.split_at(passages.len().min(old.passages.len()));
                let known = behind.iter().chain(before.iter().rev()).find(|passage| passage.line.text == *text);
                let line = known.map_or_else(|| Arc::new(read_line(text)), |known| Arc::clone(&known.line));
                let new = line.slips.iter().map(|slip| slip.code).filter(|code| !slipped.contains(code));
                slipped.extend(new.collect::<Vec<_>>());
                let length = line.raw.len() + 1;
                passages.push(Passage { section: &section.id, start, line });
                start += length;
            }
            sections.push((section.id.as_str(), first..passages.len()));
        }
        let new = changed(&old.passages, &passages);
        let had_pair = old.has_pair.get().copied();
        Self { passages, sections, slipped, new, had_pair, has_pair: OnceLock::new() }
    }

    /// Are there two paragraphs that are a pair? Whether two are must depend on them alone and be the same whenever this is
    /// asked; pairs that were none in the text before are not looked at again.
    pub(super) fn has_pair(&self, is_pair: impl Fn(&Line, &Line) -> bool) -> bool {
        let lines = || self.passages.iter().map(|passage| &*passage.line).enumerate();
        let is_known = |n: usize| self.had_pair == Some(false) && !self.new.contains(&n);
        let among_new = |(n, line): (usize, &Line)| {
            !is_known(n) && lines().any(|(k, other)| (k < n || is_known(k)) && is_pair(other, line))
        };
        *self.has_pair.get_or_init(|| lines().any(among_new))
    }

    /// Every paragraph.
    pub(super) fn all(&self) -> &[Passage] {
        &self.passages
    }

    /// Every paragraph that has its place.
    pub(super) fn placed(&self) -> impl Iterator<Item = &Passage> {
        self.within(|section| section != UNPLACED)
    }

    /// The paragraphs of some sections.
    pub(super) fn of<'a>(&'a self, sections: &'a [&str]) -> impl Iterator<Item = &'a Passage> {
        self.within(move |section| sections.contains(&section))
    }

    /// The paragraphs of one section.
    pub(super) fn section(&self, section: &'static str) -> impl Iterator<Item = &Passage> {
        self.within(move |other| other == section)
    }

    fn within<'a>(&'a self, is_wanted: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a Passage> {
        let wanted = self.sections.iter().filter(move |(section, range)| !range.is_empty() && is_wanted(section));
        wanted.flat_map(|(_, range)| self.passages.get(range.clone()).unwrap_or_default())
    }

    /// Is anything left out of some sections and marked so? What they lack cannot be judged then.
    pub(super) fn is_cut(&self, sections: &[&str]) -> bool {
        self.of(sections).any(|passage| passage.line.is_cut())
    }

    /// Does any paragraph of some sections hold one of the words?
    pub(super) fn holds(&self, sections: &[&str], ask: Ask, words: &[&str]) -> bool {
        // What another paragraph is known to hold need not be looked for in a new one.
        self.of(sections).any(|passage| passage.line.is_known(ask))
            || self.of(sections).any(|passage| passage.line.holds(ask, words))
    }
}

/// The paragraphs that are not those that stood in the old text at its start and its end, each once.
fn changed(old: &[Passage], new: &[Passage]) -> Range<usize> {
    let is_same = |(old, new): &(&Passage, &Passage)| Arc::ptr_eq(&old.line, &new.line);
    let head = old.iter().zip(new).take_while(is_same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(is_same).count();
    head..new.len() - tail
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
        let passages = if self.text.slipped.contains(&code) { self.text.all() } else { &[] };
        let passages = passages.iter().filter(move |passage| is_everywhere || passage.section != UNPLACED);
        passages
            .flat_map(move |passage| passage.line.slips.iter().map(move |slip| (passage, slip)))
            .filter(move |(_, slip)| slip.code == code)
    }
}
