//! Reads a draft that stands exactly as this program writes it, in one pass; whatever differs is left to the full reader.
//!
//! Thousands of drafts are read for a roll-up, and nearly all of them were written by this program. Nothing is judged
//! here: a text that is not letter for letter of the expected shape gives `None`, and the full reader says what it is.

use serde::{Deserialize, de::IntoDeserializer};

use super::VERSION;
use crate::{
    form::{CellIdx, Edition, Place},
    report::{About, Report, edit::Edit, waiver::Waiver},
};

/// The report of a draft, if its text stands as [`super::encode`] writes it.
pub(super) fn decode(text: &str) -> Option<Report> {
    let mut rest = Rest(text);
    let about = rest.about()?;
    let mut report = Report::new(about.clone(), Edition::by_id(&about.edition)?);
    rest.eat("\n    prose: (\n")?;
    rest.prose(&mut report)?;
    rest.eat("    ),\n    tables: (\n")?;
    rest.tables(&mut report)?;
    rest.eat("    ),\n    computed: [")?;
    rest.computed(&mut report)?;
    rest.eat("pins: [], waivers: [")?;
    rest.waivers(&mut report)?;
    rest.eat("notes: [],\n)\n")?;
    rest.0.is_empty().then_some(report)
}

/// Most bytes of a file that [`about`] needs: particulars with the longest name that a file can have.
pub const BEGINNING: u64 = 512;

/// What a draft is about, from the beginning of its file, if that stands as [`super::encode`] writes it.
pub fn about(beginning: &[u8]) -> Option<About> {
    // The last character may be cut; what is looked for ends long before it.
    let text = beginning.utf8_chunks().next()?.valid();
    let about = Rest(text).about()?;
    Edition::by_id(&about.edition).map(|_| about)
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Passes over exactly this.
    fn eat(&mut self, expected: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    /// Passes over this if it comes next.
    fn eats(&mut self, expected: &str) -> bool {
        self.eat(expected).is_some()
    }

    /// A text in quotes without any escape or line break.
    fn quoted(&mut self) -> Option<&'a str> {
        self.eat("\"")?;
        let end = self.0.bytes().position(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\r'))?;
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        self.eat("\"")?;
        Some(text)
    }

    /// Letters and digits.
    fn word(&mut self) -> Option<&'a str> {
        let end = self.0.bytes().position(|byte| !byte.is_ascii_alphanumeric())?;
        let (word, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
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

    fn prose(&mut self, report: &mut Report) -> Option<()> {
        for section in &report.edition().sections {
            self.eat("        ")?;
            self.eat(&section.id)?;
            self.eat(": [")?;
            if self.eats("],\n") {
                continue;
            }
            let mut paragraphs = Vec::new();
            if self.eats("\n") {
                while !self.eats("        ],\n") {
                    self.eat("            ")?;
                    paragraphs.push(self.quoted()?.to_owned());
                    self.eat(",\n")?;
                }
            } else {
                paragraphs.push(self.quoted()?.to_owned());
                self.eat("],\n")?;
            }
            // What no paragraph at all comes to is the full reader's to say.
            paragraphs.iter().any(|paragraph| !paragraph.is_empty()).then_some(())?;
            report.set_paragraphs(&section.id, paragraphs);
        }
        Some(())
    }

    fn tables(&mut self, report: &mut Report) -> Option<()> {
        let mut cell = 0;
        for table in &report.edition().tables {
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
                        report.set(CellIdx(cell), self.quoted()?);
                        cell += 1;
                    }
                    self.eat("],\n")?;
                }
            }
            self.eat("        },\n")?;
        }
        Some(())
    }

    fn computed(&mut self, report: &mut Report) -> Option<()> {
        if self.eats("], ") {
            return Some(());
        }
        self.eat("\n")?;
        while !self.eats("    ],\n    ") {
            self.eat("        ")?;
            let cell = report.edition().find(&Place::from(self.quoted()?))?;
            report.set_computed(cell, true);
            self.eat(",\n")?;
        }
        Some(())
    }

    fn waivers(&mut self, report: &mut Report) -> Option<()> {
        if self.eats("], ") {
            return Some(());
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
            let is_known = report.waivers().iter().any(|other| other.is_about(&code, &place, &figures));
            (!reason.is_empty() && !is_known && report.has_place(&place)).then_some(())?;
            report.apply(Edit::Waive(Waiver { code, place, figures, reason, by, at }));
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::draft::{encode, read::in_full, tests::reports};

    #[test]
    fn the_samples_are_read_without_the_full_reader() {
        for (name, report) in crate::store::samples() {
            let text = encode(&report);
            assert_eq!(decode(&text).as_ref(), Some(&report), "{name}");
            assert_eq!(about(text.as_bytes()).as_ref(), Some(&report.about), "{name}");
        }
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
