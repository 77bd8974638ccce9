//! What was read in the prose, kept by the caller from one check to the next: a keystroke costs its own paragraph only.

use std::thread;

use super::{Checked, Span, scan, tables::Tables, text::Text};
use crate::{
    equations::{self, Known, Reference},
    prose::{Reading, Reread},
    report::{Report, value::Value},
};

/// What checks of one report remember (a value the caller keeps; an empty one is always right).
///
/// Whatever depends on more than its own text (a figure, another section, last year) is judged anew in every check; what
/// rests on a text alone is kept here: readings section by section, and, in a [`Kept`], anything that a rule works out
/// from single paragraphs. To keep something more, add a `Kept<…>` to [`Said`] and renew it in [`Said::renew`].
#[derive(Debug, Clone, Default)]
pub struct Memory {
    year: u16,
    edition: String,
    said: Vec<Said>,
    text: Text,
    last_text: Option<Text>,
    tables: Option<Tables>,
    /// What the rules about numbers said, while the numbers say the same.
    numbers: Option<Checked>,
}

/// What reading a section again changed about what its numbers say.
enum Change {
    /// Nothing.
    None,
    /// Only where they stand.
    Place(Reread),
    /// What they say.
    Words,
}

/// One section's prose and what was read in it.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Id of the section.
    pub section: &'static str,
    /// Its quantities and what they have to do with each other; spans are characters of the section.
    pub reading: Reading,
    /// What its quantities refer to in the tables, with what people said about it.
    pub references: Vec<Reference>,
    /// What they refer to by their words alone, where people said something about it.
    told: Option<Vec<Reference>>,
    /// What their roles name.
    known: Known,
}

/// What was worked out from each paragraph of a section by itself; worked out again only where the text changed.
#[derive(Debug, Clone)]
pub struct Kept<T> {
    paragraphs: Vec<(String, T)>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { paragraphs: Vec::new() }
    }
}

impl<T> Kept<T> {
    /// Brings it in line with these paragraphs. Those that stayed at the start and at the end keep what they had.
    pub fn renew(&mut self, texts: &[String], mut work: impl FnMut(&str) -> T) {
        let same = |(old, new): &(&(String, T), &String)| old.0 == **new;
        let head = self.paragraphs.iter().zip(texts).take_while(same).count();
        let rest = self.paragraphs.len().min(texts.len()) - head;
        let tail = self.paragraphs.iter().rev().zip(texts.iter().rev()).take(rest).take_while(same).count();
        let changed = texts.get(head..texts.len() - tail).unwrap_or_default();
        let new: Vec<(String, T)> = changed.iter().map(|text| (text.clone(), work(text))).collect();
        let end = self.paragraphs.len() - tail;
        drop(self.paragraphs.splice(head..end, new));
    }

    /// What was worked out, paragraph by paragraph.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.paragraphs.iter().map(|(_, kept)| kept)
    }
}

impl Memory {
    /// Brings it in line with a report; of another report, year or edition nothing is kept.
    pub fn renew(&mut self, report: &Report) {
        let edition = report.edition();
        if self.year != report.about.year || self.edition != edition.id || self.said.len() != edition.sections.len() {
            let said = edition.sections.iter().map(|section| Said { section: &section.id, ..Said::default() });
            *self =
                Self { year: report.about.year, edition: edition.id.clone(), said: said.collect(), ..Self::default() };
        }
        for said in &mut self.said {
            let stays = match said.renew(report) {
                Change::None => continue,
                Change::Place(change) => {
                    self.numbers.as_mut().is_some_and(|numbers| shift(numbers, said.section, &change))
                }
                Change::Words => false,
            };
            if !stays {
                self.numbers = None;
            }
        }
    }

    /// What a first check of a report will want to know of its prose, its numbers and its words read at the same time
    /// where there is a second processor: for somebody who waits for it. The check finds the same as without.
    pub fn read_at_once(report: &Report, last: Option<&Report>) -> Self {
        let (mut numbers, mut words) = (Self::default(), Self::default());
        thread::scope(|scope| {
            drop(thread::Builder::new().spawn_scoped(scope, || words.read(report, last)));
            numbers.renew(report);
        });
        Self { text: words.text, last_text: words.last_text, ..numbers }
    }

    /// Reads the paragraphs of both years that it does not know yet.
    pub(super) fn read(&mut self, report: &Report, last: Option<&Report>) {
        self.text = std::mem::take(&mut self.text).renewed(report, scan::read);
        self.last_text = last.map(|last| match self.last_text.take() {
            Some(text) => text.renewed(last, scan::read),
            None => Text::read(last, &self.text, scan::read),
        });
    }

    /// The prose, paragraph by paragraph.
    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// That of last year's report.
    pub(super) fn last_text(&self) -> Option<&Text> {
        self.last_text.as_ref()
    }

    /// What every cell's text said when the report was checked, in form order; nothing before the first check.
    pub fn values(&self) -> &[Value] {
        self.tables.as_ref().map_or(&[], |tables| &tables.values)
    }

    /// What the check before knew of the tables.
    pub(super) fn take_tables(&mut self) -> Option<Tables> {
        self.tables.take()
    }

    /// Keeps what is known of the tables for the next check.
    pub(super) fn keep_tables(&mut self, tables: Tables) {
        self.tables = Some(tables);
    }

    /// What the rules about numbers said, if the numbers of the prose still say the same.
    pub(super) fn take_numbers(&mut self) -> Option<Checked> {
        self.numbers.take()
    }

    /// Keeps what they said for the next check.
    pub(super) fn keep_numbers(&mut self, numbers: Option<Checked>) {
        self.numbers = numbers;
    }

    /// The sections in form order.
    pub fn said(&self) -> &[Said] {
        &self.said
    }
}

impl Said {
    /// Reads the section again as far as its text changed.
    fn renew(&mut self, report: &Report) -> Change {
        let paragraphs = report.paragraphs(self.section);
        let has_pins = report.pins().iter().any(|pin| pin.section == self.section);
        let is_new = !self.reading.is_of(paragraphs);
        if !is_new && !has_pins && self.told.is_none() {
            return Change::None;
        }
        let old = (has_pins || self.told.is_some()).then(|| self.references.clone());
        let mut told = self.told.take().unwrap_or_else(|| std::mem::take(&mut self.references));
        let mut change = None;
        let mut stays = true;
        if is_new {
            let reread = self.reading.reread(paragraphs.iter().map(String::as_str));
            let read = (&self.reading, &reread);
            stays = equations::refer_again(
                report.edition(),
                report.about.year,
                self.section,
                read,
                &mut told,
                &mut self.known,
            );
            stays &= reread.is_alike;
            change = Some(reread);
        }
        if has_pins {
            self.references = equations::pinned(report, self.section, &self.reading, &told);
            self.told = Some(told);
        } else {
            self.references = told;
        }
        let now = &self.references;
        let is_like = |old: &Vec<Reference>| old.len() == now.len() && old.iter().zip(now).all(|(a, b)| a.is_like(b));
        // What somebody tied to a cell is quoted, whatever number it is.
        let is_quoted = |change: &Reread| now.iter().any(|r| r.is_confirmed && change.come.contains(&r.quantity));
        match change {
            _ if !stays || old.as_ref().is_some_and(|old| !is_like(old)) => Change::Words,
            Some(change) if is_quoted(&change) => Change::Words,
            Some(change) => Change::Place(change),
            None => Change::None,
        }
    }

    /// The words of a stretch of the section, as they were typed but for the width of digits and signs.
    pub fn words(&self, span: &std::ops::Range<usize>) -> String {
        let Some((start, chars)) = self.reading.paragraph(span.start) else { return String::new() };
        let range = span.start - start..span.end.saturating_sub(start).min(chars.len());
        chars.get(range).unwrap_or_default().iter().collect()
    }
}

/// Moves the findings of a section to where their words stand now; `false` if one stands among what was replaced.
fn shift(checked: &mut Checked, section: &str, change: &Reread) -> bool {
    let of_section = |span: &&mut Span| span.section == section;
    checked.findings.iter_mut().filter_map(|finding| finding.span.as_mut()).filter(of_section).all(|span| {
        let Some(now) = change.splice.place(&(span.start..span.end)) else { return false };
        (span.start, span.end) = (now.start, now.end);
        true
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        report::{
            edit::{Edit, Spot},
            pin::{Mark, Pin, Tie},
        },
        rules::{Example, check, recheck},
        store::Local,
    };

    proptest! {
        #[test]
        fn what_is_kept_is_what_would_be_worked_out_anew(
            before in proptest::collection::vec("[ab]{0,2}", 0..6),
            after in proptest::collection::vec("[ab]{0,2}", 0..6),
        ) {
            let mut kept = Kept::default();
            kept.renew(&before, str::to_owned);
            kept.renew(&after, str::to_owned);
            prop_assert_eq!(kept.iter().cloned().collect::<Vec<_>>(), after);
        }
    }

    #[test]
    fn only_paragraphs_that_changed_are_worked_out_again() {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let mut kept = Kept::default();
        kept.renew(&texts(&["甲", "乙", "丙"]), str::len);
        let mut worked = Vec::new();
        kept.renew(&texts(&["甲", "乙丁", "丙"]), |text| {
            worked.push(text.to_owned());
            text.len()
        });
        assert_eq!(worked, ["乙丁"]);
    }

    #[test]
    fn the_words_around_a_number_that_somebody_tied_to_a_cell_are_quoted_anew() {
        const CHANGES: [(&str, &str); 2] = [("overview", "会同10个部门梳理事项。"), ("t1.permits.decisions", "3")];
        let mut report = Example::of_2021(&CHANGES).report().unwrap();
        let mark = Mark::new(2, 4, "10".to_owned(), "个");
        let pin = Pin::of_number("overview", mark, Tie::Is(vec!["t1.permits.decisions".into()]));
        report.apply(Edit::Pins { remove: Vec::new(), add: vec![pin] });
        let (mut memory, local) = (Memory::default(), Local::default());
        let told =
            |checked: &Checked| checked.findings.iter().any(|f| f.code == "P-T1" && f.message.contains("会同10"));
        assert!(told(&recheck(&report, None, &local, &mut memory)));
        let at = |character| Spot { paragraph: 0, character };
        for (from, to, insert) in [(0, 0, "全年"), (2, 4, "分头"), (10, 10, "逐条")] {
            let (section, insert) = ("overview".into(), insert.into());
            report.apply(Edit::Text { section, from: at(from), to: at(to), insert });
            assert_eq!(recheck(&report, None, &local, &mut memory), check(&report, None));
        }
    }

    #[test]
    fn a_word_far_from_a_number_can_change_what_it_refers_to() {
        const CHANGES: [(&str, &str); 2] = [("overview", "扎实推进，收到政府信息公开申请3件。"), ("t2.new.total", "5")];
        let mut report = Example::of_2021(&CHANGES).report().unwrap();
        let (mut memory, local) = (Memory::default(), Local::default());
        let is_told = |checked: &Checked| checked.findings.iter().any(|finding| finding.code == "P-T2");
        assert!(is_told(&recheck(&report, None, &local, &mut memory)));
        let at = Spot { paragraph: 0, character: 0 };
        report.apply(Edit::Text { section: "overview".into(), from: at, to: at, insert: "上半年".into() });
        let again = recheck(&report, None, &local, &mut memory);
        assert_eq!(again, check(&report, None));
        assert!(!is_told(&again));
    }

    #[test]
    fn a_memory_of_one_report_serves_another() {
        let first = Example::of_2021(&[("overview", "收到政府信息公开申请3件。")]).report().unwrap();
        let other = Example::of_2020(&[("overview", "收到政府信息公开申请5件。")]).report().unwrap();
        let mut memory = Memory::default();
        memory.renew(&first);
        memory.renew(&other);
        let references: Vec<&Reference> = memory.said().iter().flat_map(|said| &said.references).collect();
        assert_eq!(references.len(), 1);
        assert_eq!(references[0].bounds.0, 5.into());
    }
}
