//! A draft as it lies in its file: thousands are looked at for a few figures, and few of them are wanted as reports.

use std::borrow::Cow;

use super::{
    quick::{Marks, at},
    read,
};
use crate::{
    form::{CellIdx, Edition},
    report::{About, Report, value::Value},
    store::broken::{Broken, text_of},
};

/// A draft that was read and checked as every draft is.
#[derive(Debug)]
pub struct Plain(Form);

#[derive(Debug)]
enum Form {
    /// It stands as this program writes it: the texts stay where they are.
    Marked {
        /// The file's text.
        text: String,
        /// What stands where in it.
        marks: Box<Marks>,
    },
    /// Any other draft.
    Whole(Box<Report>),
}

impl Plain {
    /// Reads a draft from the bytes of a file; what [`super::decode_bytes`] refuses is refused with the same words.
    pub(in crate::store) fn of(bytes: Vec<u8>) -> Result<Self, Broken> {
        let whole = |bytes: &[u8]| read::decode(text_of(bytes)?).map(|report| Self(Form::Whole(Box::new(report))));
        let text = match String::from_utf8(bytes) {
            Ok(text) if text.len() as u64 <= super::MAX_BYTES => text,
            Ok(text) => return whole(text.as_bytes()),
            Err(error) => return whole(error.as_bytes()),
        };
        match Marks::of(&text).filter(|marks| !marks.has_reasons()) {
            Some(marks) => Ok(Self(Form::Marked { text, marks: Box::new(marks) })),
            None => whole(text.as_bytes()),
        }
    }

    /// What it is about.
    pub fn about(&self) -> &About {
        match &self.0 {
            Form::Marked { marks, .. } => &marks.about,
            Form::Whole(report) => &report.about,
        }
    }

    /// The edition it is filled in.
    pub fn edition(&self) -> &'static Edition {
        match &self.0 {
            Form::Marked { marks, .. } => marks.edition,
            Form::Whole(report) => report.edition(),
        }
    }

    /// What a cell's text says; blank if the edition has no such cell.
    pub fn value(&self, cell: CellIdx) -> Value {
        match &self.0 {
            Form::Marked { text, marks } => {
                let typed = marks.cells.get(cell.at()).map_or("", |stretch| at(text, *stretch));
                crate::report::value::read(typed, marks.edition.spec(cell).kind)
            }
            Form::Whole(report) => report.value(cell),
        }
    }

    /// What every cell's text says, in form order.
    pub fn values(&self) -> Vec<Value> {
        self.edition().indices().map(|cell| self.value(cell)).collect()
    }

    /// Paragraphs of a section; none if the edition has no such section.
    pub fn paragraphs(&self, section: &str) -> Vec<&str> {
        match &self.0 {
            Form::Marked { text, marks } => {
                let stretches = marks.edition.section_idx(section).and_then(|idx| marks.prose.get(idx));
                stretches.into_iter().flatten().map(|stretch| at(text, *stretch)).collect()
            }
            Form::Whole(report) => report.paragraphs(section).iter().map(String::as_str).collect(),
        }
    }

    /// The report.
    pub fn report(&self) -> Cow<'_, Report> {
        match &self.0 {
            Form::Marked { text, marks } => Cow::Owned(marks.without_reasons(text)),
            Form::Whole(report) => Cow::Borrowed(report),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::draft::{decode_bytes, encode, tests::reports};

    /// Does it say what the report says?
    fn agrees(plain: &Plain, report: &Report) -> bool {
        let sections = report.edition().sections.iter();
        *plain.report() == *report
            && (plain.about(), &plain.edition().id) == (&report.about, &report.edition().id)
            && report.edition().indices().zip(plain.values()).all(|(cell, value)| value == report.value(cell))
            && sections.into_iter().all(|section| plain.paragraphs(&section.id) == report.paragraphs(&section.id))
    }

    #[test]
    fn the_samples_are_left_where_they_lie() {
        for (name, report) in crate::store::samples() {
            let plain = Plain::of(encode(&report).into_bytes()).unwrap();
            assert!(matches!(plain.0, Form::Marked { .. }) && agrees(&plain, &report), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_draft_says_what_the_report_says(report in reports(), mark in any::<bool>()) {
            let text = if mark { format!("\u{feff}{}", encode(&report)) } else { encode(&report) };
            prop_assert!(agrees(&Plain::of(text.into_bytes()).unwrap(), &report));
        }

        #[test]
        fn what_the_reader_refuses_is_refused_with_the_same_words(
            report in reports(),
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let mut bytes = encode(&report).into_bytes();
            for (flip, byte) in flips {
                let at = flip.index(bytes.len());
                bytes[at] = byte;
            }
            match (decode_bytes(&bytes), Plain::of(bytes)) {
                (Ok(report), Ok(plain)) => prop_assert!(agrees(&plain, &report)),
                (Err(why), Err(told)) => prop_assert_eq!(why, told),
                (read, plain) => prop_assert!(false, "{read:?} {plain:?}"),
            }
        }
    }
}
