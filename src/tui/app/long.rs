//! Very long paragraphs are parted at the end of a sentence: the engine that edits them counts to 65,535 only.

use crate::{
    form::Place,
    report::{
        Report,
        edit::{Edit, Spot},
    },
};

/// Most characters of a paragraph.
pub const LONGEST: usize = 60_000;
/// How far back from there the end of a sentence is looked for.
const REACH: usize = 20_000;

/// Said when it happened.
pub const NOTICE: &str = "有的段落超过六万字，已在句末分成几段";

/// Where the paragraphs of a section have to be parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    section: String,
    /// Paragraph and character, in order.
    cuts: Vec<Spot>,
}

impl Parting {
    /// Id of the section.
    pub fn section(&self) -> &str {
        &self.section
    }

    /// Where to part a section's paragraphs; `None` if none is too long.
    pub fn of(section: &str, paragraphs: &[String]) -> Option<Self> {
        let long = paragraphs.iter().enumerate().filter(|(_, text)| text.len() > LONGEST);
        let cuts: Vec<Spot> = long
            .flat_map(|(paragraph, text)| cuts(text).into_iter().map(move |character| Spot { paragraph, character }))
            .collect();
        (!cuts.is_empty()).then(|| Self { section: section.to_owned(), cuts })
    }

    /// The edit that parts them.
    pub fn edit(&self) -> Edit {
        let part =
            |spot: &Spot| Edit::Text { section: self.section.clone(), from: *spot, to: *spot, insert: "\n".into() };
        // From the end on, so that the spots before stay where they are.
        Edit::All(self.cuts.iter().rev().map(part).collect())
    }

    /// Where a spot of the long paragraphs is afterwards.
    pub fn moved(&self, spot: Spot) -> Spot {
        let before = self.cuts.iter().take_while(|cut| **cut <= spot);
        let last = before.clone().last().filter(|cut| cut.paragraph == spot.paragraph);
        Spot {
            paragraph: spot.paragraph + before.count(),
            character: spot.character - last.map_or(0, |cut| cut.character),
        }
    }
}

/// An edit, and with it whatever parts paragraphs that it would make too long: one edit in all.
pub fn parted(report: &Report, edit: Edit) -> (Edit, Vec<Parting>) {
    let places = edit.places();
    let sections: Vec<&str> = places.iter().filter(|place| !place.is_cell()).map(Place::table).collect();
    let is_large = |id: &&str| report.paragraphs(id).iter().map(String::len).sum::<usize>() + inserted(&edit) > LONGEST;
    if !sections.iter().any(is_large) {
        return (edit, Vec::new());
    }
    let mut after = report.clone();
    after.apply(edit.clone());
    let mut partings: Vec<Parting> = sections.iter().filter_map(|id| Parting::of(id, after.paragraphs(id))).collect();
    partings.dedup();
    if partings.is_empty() {
        return (edit, partings);
    }
    let parts = partings.iter().map(Parting::edit);
    (Edit::All(std::iter::once(edit).chain(parts).collect()), partings)
}

/// Said where a report would take in more than it can hold.
pub const FULL: &str = "报告正文最多二十万字，这样就超过了，没有放进去";

/// Would an edit bring the report over what it can hold?
pub fn overfills(report: &Report, edit: &Edit) -> bool {
    let more = inserted(edit);
    let bytes = || report.edition().sections.iter().flat_map(|section| report.paragraphs(&section.id)).map(String::len);
    if more == 0 || bytes().sum::<usize>() + more <= Report::MOST_CHARACTERS {
        return false;
    }
    let mut after = report.clone();
    after.apply(edit.clone());
    after.all_characters() > Report::MOST_CHARACTERS.max(report.all_characters())
}

/// Bytes that an edit puts in.
fn inserted(edit: &Edit) -> usize {
    match edit {
        Edit::Text { insert, .. } => insert.len(),
        Edit::All(edits) => edits.iter().map(inserted).sum(),
        _ => 0,
    }
}

/// The characters of a paragraph before which it is parted.
fn cuts(text: &str) -> Vec<usize> {
    let text: Vec<char> = text.chars().collect();
    let mut cuts = Vec::new();
    let mut start = 0;
    while text.len() - start > LONGEST {
        let end = start + LONGEST;
        let is_end = |at: &usize| {
            let before = at.checked_sub(1).and_then(|at| text.get(at));
            let is_stop = |c: Option<&char>| c.is_some_and(|c| "。！？；!?;".contains(*c));
            let closes = |c: Option<&char>| c.is_some_and(|c| "”’）》」』)".contains(*c));
            // A closing quote stays with its sentence.
            !closes(text.get(*at))
                && (is_stop(before) || (closes(before) && is_stop(at.checked_sub(2).and_then(|at| text.get(at)))))
        };
        let cut = (end - REACH..=end).rev().find(is_end).unwrap_or(end);
        cuts.push(cut);
        start = cut;
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    #[test]
    fn a_long_paragraph_is_parted_at_ends_of_sentences_and_nothing_is_lost() {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(2021).unwrap());
        let sentence = "本局答复：“全部予以公开。”随后公布。";
        let long = sentence.repeat(8_000);
        let texts = vec!["短的。".to_owned(), long.clone(), "末段".to_owned()];
        report.set_paragraphs("overview", texts.clone());
        let parting = Parting::of("overview", &texts).unwrap();
        let before = report.clone();
        let nothing = Edit::Text {
            section: "overview".into(),
            from: Spot::default(),
            to: Spot::default(),
            insert: String::new(),
        };
        let (edit, partings) = parted(&report, nothing);
        assert_eq!(partings, std::slice::from_ref(&parting));
        let inverse = report.apply(edit);
        let after = report.paragraphs("overview").to_vec();
        assert!(after.len() > 4 && after.iter().all(|text| text.chars().count() <= LONGEST));
        assert_eq!(after.concat(), texts.concat());
        for text in &after[1..after.len() - 1] {
            assert!(
                text.ends_with("公布。") || text.ends_with("。”"),
                "{}",
                text.chars().rev().take(9).collect::<String>()
            );
        }
        let at = |texts: &[String], spot: Spot| texts[spot.paragraph].chars().nth(spot.character);
        for spot in [(0, 1), (1, 0), (1, 59_990), (1, 100_003), (2, 1)] {
            let spot = Spot { paragraph: spot.0, character: spot.1 };
            assert_eq!(at(&after, parting.moved(spot)), at(&texts, spot), "{spot:?}");
        }
        report.apply(inverse);
        assert_eq!(report, before);
    }

    #[test]
    fn a_text_without_sentences_is_parted_all_the_same_and_a_short_one_not() {
        assert_eq!(cuts(&"数".repeat(LONGEST * 2 + 1)), [LONGEST, LONGEST * 2]);
        assert_eq!(Parting::of("t1", &["字。".repeat(LONGEST / 2)]), None);
    }
}
