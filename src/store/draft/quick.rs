//! Reads a draft that stands exactly as this program writes it, in one pass; whatever differs is left to the full reader.
//!
//! Thousands of drafts are read for a roll-up, and nearly all of them were written by this program. Nothing is judged
//! here: a text that is not letter for letter of the expected shape gives `None`, and the full reader says what it is.

use serde::{Deserialize, de::IntoDeserializer};

use super::VERSION;
use crate::{
    form::{CellIdx, Edition, Head, Place},
    report::{About, Report, course::Step, edit::Edit, note::Signature, waiver::Waiver},
};

/// The report of a draft, if its text stands as [`super::encode`] writes it.
pub(super) fn decode(text: &str) -> Option<Report> {
    Marks::of(text)?.report(text)
}

/// Where the texts of a draft stand in its file, and what is remembered about them.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) about: About,
    pub(super) edition: &'static Edition,
    /// The paragraphs of each section.
    pub(super) prose: Vec<Vec<Stretch>>,
    /// The text of each cell.
    pub(super) cells: Vec<Stretch>,
    computed: Vec<CellIdx>,
    waivers: Vec<Waiver>,
    steps: Vec<Step>,
}

/// A stretch of a text: from its first byte to behind its last.
pub(super) type Stretch = (u32, u32);

/// What stands at a stretch.
pub(super) fn at(text: &str, (start, end): Stretch) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}

impl Marks {
    /// Reads a draft that stands as [`super::encode`] writes it.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut rest = Rest { text, whole: text.len() };
        let about = rest.about()?;
        let edition = Edition::by_id(&about.edition)?;
        rest.eat("\n    prose: (\n")?;
        let prose = rest.prose(edition)?;
        rest.eat("    ),\n    tables: (\n")?;
        let cells = rest.tables(edition)?;
        rest.eat("    ),\n    computed: [")?;
        let computed = rest.computed(edition)?;
        rest.eat("pins: [], waivers: [")?;
        let waivers = rest.waivers()?;
        rest.eat("notes: [],\n")?;
        let steps = rest.steps()?;
        rest.eat(")\n")?;
        rest.text.is_empty().then_some(Self { about, edition, prose, cells, computed, waivers, steps })
    }

    /// The report; `text` is the one that was read. `None` if the full reader has something to say about a reason given.
    fn report(&self, text: &str) -> Option<Report> {
        let mut report = self.without_reasons(text);
        for waiver in &self.waivers {
            let Waiver { code, place, figures, .. } = waiver;
            let is_known = report.waivers().iter().any(|other| other.is_about(code, place, figures));
            (!waiver.reason.is_empty() && !is_known && report.has_place(place)).then_some(())?;
            report.apply(Edit::Waive(waiver.clone()));
        }
        Some(report)
    }

    /// Are there reasons given for findings?
    pub(super) fn has_reasons(&self) -> bool {
        !self.waivers.is_empty()
    }

    /// The report, but for the reasons given for findings.
    pub(super) fn without_reasons(&self, text: &str) -> Report {
        let mut report = Report::new(self.about.clone(), self.edition);
        for (section, paragraphs) in self.edition.sections.iter().zip(&self.prose) {
            if !paragraphs.is_empty() {
                let paragraphs = paragraphs.iter().map(|stretch| at(text, *stretch).to_owned());
                report.set_paragraphs(&section.id, paragraphs.collect());
            }
        }
        for (cell, stretch) in self.edition.indices().zip(&self.cells) {
            report.set(cell, at(text, *stretch));
        }
        for cell in &self.computed {
            report.set_computed(*cell, true);
        }
        report.apply(Edit::Course { state: report.about.state, steps: self.steps.clone() });
        report
    }
}

/// Most bytes of a file that [`about`] needs: particulars with the longest name that a file can have.
pub const BEGINNING: u64 = 512;

/// What a draft is about, from the beginning of its file, if that stands as [`super::encode`] writes it.
pub fn about(beginning: &[u8]) -> Option<About> {
    // The last character may be cut; what is looked for ends long before it.
    let text = beginning.utf8_chunks().next()?.valid();
    let about = Rest { text, whole: text.len() }.about()?;
    Head::by_id(&about.edition).map(|_| about)
}

/// What is still to be read.
struct Rest<'a> {
    text: &'a str,
    /// Bytes of the whole text.
    whole: usize,
}

impl<'a> Rest<'a> {
    /// Passes over exactly this.
    fn eat(&mut self, expected: &str) -> Option<()> {
        self.text = self.text.strip_prefix(expected)?;
        Some(())
    }

    /// Passes over this if it comes next.
    fn eats(&mut self, expected: &str) -> bool {
        self.eat(expected).is_some()
    }

    /// A text in quotes without any escape or line break.
    fn quoted(&mut self) -> Option<&'a str> {
        self.eat("\"")?;
        let end = memchr::memchr2(b'"', b'\\', self.text.as_bytes())?;
        let (text, rest) = self.text.split_at_checked(end)?;
        memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none().then_some(())?;
        self.text = rest;
        self.eat("\"")?;
        Some(text)
    }

    /// Where a text in quotes stands.
    fn stretch(&mut self) -> Option<Stretch> {
        let start = u32::try_from(self.whole - self.text.len() + 1).ok()?;
        let quoted = self.quoted()?;
        Some((start, start + u32::try_from(quoted.len()).ok()?))
    }

    /// Letters and digits.
    fn word(&mut self) -> Option<&'a str> {
        let end = self.text.bytes().position(|byte| !byte.is_ascii_alphanumeric())?;
        let (word, rest) = self.text.split_at_checked(end)?;
        self.text = rest;
        Some(word)
    }

    /// One of the names of a closed choice.
    fn choice<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let name: serde::de::value::StrDeserializer<'a, serde::de::value::Error> = self.word()?.into_deserializer();
        T::deserialize(name).ok()
    }

    fn about(&mut self) -> Option<About> {
        self.eat("(\n    version: ")?;
        (self.word()?.parse() == Ok(VERSION)).then_some(())?;
        self.eat(",\n    about: (organ: ")?;
        let organ = self.quoted()?.to_owned();
        self.eat(", kind: ")?;
        let kind = self.choice()?;
        self.eat(", year: ")?;
        let year = self.word()?.parse().ok()?;
        self.eat(", edition: ")?;
        let edition = self.quoted()?.to_owned();
        self.eat(", scope: ")?;
        let scope = self.choice()?;
        self.eat(", state: ")?;
        let state = self.choice()?;
        self.eat("),")?;
        Some(About { organ, kind, year, edition, scope, state })
    }

    fn prose(&mut self, edition: &Edition) -> Option<Vec<Vec<Stretch>>> {
        let mut prose = Vec::with_capacity(edition.sections.len());
        for section in &edition.sections {
            self.eat("        ")?;
            self.eat(&section.id)?;
            self.eat(": [")?;
            let mut paragraphs = Vec::new();
            if self.eats("],\n") {
                prose.push(paragraphs);
                continue;
            }
            if self.eats("\n") {
                while !self.eats("        ],\n") {
                    self.eat("            ")?;
                    paragraphs.push(self.stretch()?);
                    self.eat(",\n")?;
                }
            } else {
                paragraphs.push(self.stretch()?);
                self.eat("],\n")?;
            }
            // What no paragraph at all comes to is the full reader's to say.
            paragraphs.iter().any(|(start, end)| start < end).then_some(())?;
            prose.push(paragraphs);
        }
        Some(prose)
    }

    fn tables(&mut self, edition: &Edition) -> Option<Vec<Stretch>> {
        let mut cells = Vec::with_capacity(edition.cells().len());
        for table in &edition.tables {
            self.eat("        ")?;
            self.eat(&table.id)?;
            self.eat(": {\n")?;
            for block in &table.blocks {
                for row in &block.rows {
                    self.eat("            \"")?;
                    self.eat(&row.id)?;
                    self.eat("\": [")?;
                    for n in 0..block.columns.len() {
                        self.eat(if n == 0 { "" } else { ", " })?;
                        cells.push(self.stretch()?);
                    }
                    self.eat("],\n")?;
                }
            }
            self.eat("        },\n")?;
        }
        Some(cells)
    }

    fn computed(&mut self, edition: &Edition) -> Option<Vec<CellIdx>> {
        let mut computed = Vec::new();
        if self.eats("], ") {
            return Some(computed);
        }
        self.eat("\n")?;
        while !self.eats("    ],\n    ") {
            self.eat("        ")?;
            computed.push(edition.find(&Place::from(self.quoted()?))?);
            self.eat(",\n")?;
        }
        Some(computed)
    }

    fn waivers(&mut self) -> Option<Vec<Waiver>> {
        let mut waivers = Vec::new();
        if self.eats("], ") {
            return Some(waivers);
        }
        self.eat("\n")?;
        while !self.eats("    ], ") {
            self.eat("        (code: ")?;
            let code = self.quoted()?.to_owned();
            self.eat(", place: ")?;
            let place = Place::from(self.quoted()?);
            self.eat(", figures: [")?;
            let mut figures = Vec::new();
            while !self.eats("]") {
                self.eat(if figures.is_empty() { "" } else { ", " })?;
                figures.push(self.quoted()?.to_owned());
            }
            self.eat(", reason: ")?;
            let reason = self.quoted()?.to_owned();
            self.eat(", by: ")?;
            let by = self.quoted()?.to_owned();
            self.eat(", at: ")?;
            let at = self.quoted()?.to_owned();
            self.eat("),\n")?;
            waivers.push(Waiver { code, place, figures, reason, by, at });
        }
        Some(waivers)
    }

    fn steps(&mut self) -> Option<Vec<Step>> {
        if !self.eats("    steps: [\n") {
            return Some(Vec::new());
        }
        let mut steps = Vec::new();
        while !self.eats("    ],\n") {
            self.eat("        (to: ")?;
            let to = self.choice()?;
            self.eat(", reason: ")?;
            let reason = self.quoted()?.to_owned();
            self.eat(", signed: (by: ")?;
            let by = self.quoted()?.to_owned();
            self.eat(", at: ")?;
            let at = self.quoted()?.to_owned();
            self.eat(")),\n")?;
            steps.push(Step { to, reason, signed: Signature { by, at } });
        }
        Some(steps)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        report::State,
        store::draft::{encode, read::in_full, tests::reports},
    };

    #[test]
    fn the_samples_are_read_without_the_full_reader() {
        for (name, report) in crate::store::samples() {
            let text = encode(&report);
            assert_eq!(decode(&text).as_ref(), Some(&report), "{name}");
            assert_eq!(about(text.as_bytes()).as_ref(), Some(&report.about), "{name}");
        }
    }

    #[test]
    fn a_report_that_went_its_way_is_read_without_the_full_reader() {
        let (_, mut report) = crate::store::samples().next().unwrap();
        let step = |to, reason: &str| {
            let signed = Signature { by: "zhang".into(), at: "2022-01-10 09:41".into() };
            Step { to, reason: reason.into(), signed }
        };
        let steps = vec![step(State::Submitted, ""), step(State::Returned, "表二待核"), step(State::Submitted, "")];
        report.apply(Edit::Course { state: State::Submitted, steps });
        assert_eq!(decode(&encode(&report)), Some(report));
    }

    proptest! {
        #[test]
        fn what_is_read_quickly_is_what_the_full_reader_reads(report in reports()) {
            let text = encode(&report);
            if let Some(quick) = decode(&text) {
                prop_assert_eq!(&quick, &report);
                prop_assert_eq!(about(text.as_bytes()), Some(quick.about));
            }
        }

        #[test]
        fn nothing_is_read_quickly_that_the_full_reader_refuses_or_reads_otherwise(
            report in reports(),
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
            cut in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let mut bytes = encode(&report).into_bytes();
            for (flip, byte) in flips {
                let at = flip.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            if let Ok(text) = std::str::from_utf8(&bytes)
                && let Some(quick) = decode(text)
            {
                prop_assert_eq!(in_full(text), Ok(quick));
            }
        }
    }
}
