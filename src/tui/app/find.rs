//! Find in the prose: every place where a text stands, and stepping from one to the next.

use crate::report::edit::Spot;

/// A stretch of prose that reads like the text looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Id of the section.
    pub section: String,
    /// Where it starts.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
}

/// A search over one section or many, with the hit one stands on.
#[derive(Debug, Clone, Default)]
pub struct Find {
    needle: String,
    /// Ids of the sections that were searched, in their order.
    sections: Vec<String>,
    hits: Vec<Hit>,
    at: usize,
}

impl Find {
    /// Searches sections, given in the order in which one steps through them; stands on the first hit.
    ///
    /// Capital and small letters, full-width and half-width ASCII are the same; nothing else is.
    pub fn new<'a>(needle: &str, sections: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Self {
        let mut find = Self { needle: needle.to_owned(), ..Self::default() };
        for (section, paragraphs) in sections {
            find.sections.push(section.to_owned());
            let stretches = stretches(needle, paragraphs).into_iter();
            find.hits.extend(stretches.map(|(from, to)| Hit { section: section.to_owned(), from, to }));
        }
        find
    }

    /// Searches again after the prose changed; stands on the same hit, or the next one if that is gone.
    pub fn refresh<'a>(&mut self, sections: impl IntoIterator<Item = (&'a str, &'a [String])>) {
        let old = self.current().cloned();
        *self = Self::new(&self.needle, sections);
        if let Some(hit) = old {
            self.start(&hit.section, hit.from);
        }
    }

    /// Stands on the first hit at or behind a spot; on the very first one if there is none behind it.
    pub fn start(&mut self, section: &str, spot: Spot) -> Option<&Hit> {
        let rank = |id: &str| self.sections.iter().position(|section| section == id);
        let from = (rank(section), spot);
        self.at = self.hits.iter().position(|hit| (rank(&hit.section), hit.from) >= from).unwrap_or(0);
        self.current()
    }

    /// Steps to the next hit; from the last one to the first.
    pub fn forward(&mut self) -> Option<&Hit> {
        self.at = if self.at + 1 < self.hits.len() { self.at + 1 } else { 0 };
        self.current()
    }

    /// Steps to the hit before; from the first one to the last.
    pub fn back(&mut self) -> Option<&Hit> {
        self.at = self.at.checked_sub(1).unwrap_or_else(|| self.hits.len().saturating_sub(1));
        self.current()
    }

    /// The hit one stands on.
    pub fn current(&self) -> Option<&Hit> {
        self.hits.get(self.at)
    }

    /// The text looked for.
    pub fn needle(&self) -> &str {
        &self.needle
    }

    /// How many hits there are.
    pub fn total(&self) -> usize {
        self.hits.len()
    }

    /// `3/7`: which hit one stands on, of how many; `0/0` if there is none.
    pub fn tally(&self) -> String {
        let number = if self.hits.is_empty() { 0 } else { self.at + 1 };
        format!("{number}/{}", self.hits.len())
    }

    /// The hits in one section.
    pub fn hits(&self, section: &str) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |hit| hit.section == section)
    }
}

/// Every stretch that reads like the needle, from the start on and without overlap; none for an empty needle.
fn stretches(needle: &str, paragraphs: &[String]) -> Vec<(Spot, Spot)> {
    let needle = fold(needle);
    let length = needle.chars().count();
    let mut found = Vec::new();
    if needle.is_empty() {
        return found;
    }
    for (paragraph, text) in paragraphs.iter().enumerate() {
        let text = fold(text);
        let (mut byte, mut character) = (0, 0);
        for (at, _) in text.match_indices(&needle) {
            character += text.get(byte..at).map_or(0, |between| between.chars().count());
            byte = at;
            let spot = |character| Spot { paragraph, character };
            found.push((spot(character), spot(character + length)));
        }
    }
    found
}

/// The text with small half-width letters, figures and signs; one character for one, so that spots stay right.
fn fold(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    text.chars().map(|c| narrow(c).to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paragraphs(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn spot(paragraph: usize, character: usize) -> Spot {
        Spot { paragraph, character }
    }

    #[test]
    fn width_and_capitals_make_no_difference() {
        let text = paragraphs(&["全年受理１２件，pdf 与 ＰＤＦ", "共12件"]);
        assert_eq!(stretches("12件", &text), [(spot(0, 4), spot(0, 7)), (spot(1, 1), spot(1, 4))]);
        assert_eq!(stretches("Pdf", &text), [(spot(0, 8), spot(0, 11)), (spot(0, 14), spot(0, 17))]);
        assert_eq!(stretches("，", &text), [(spot(0, 7), spot(0, 8))]);
        assert_eq!(stretches("", &text), []);
        assert_eq!(stretches("没有", &text), []);
    }

    #[test]
    fn steps_go_round_through_all_sections() {
        let (first, second) = (paragraphs(&["公开信息公开"]), paragraphs(&["无", "公开"]));
        let sections = [("overview", first.as_slice()), ("problems", &[]), ("other", &second)];
        let mut find = Find::new("公开", sections);
        assert_eq!(find.tally(), "1/3");
        assert_eq!(find.forward().map(|hit| hit.from), Some(spot(0, 4)));
        assert_eq!(find.forward().map(|hit| (hit.section.as_str(), hit.from)), Some(("other", spot(1, 0))));
        assert_eq!(find.forward().map(|hit| hit.from), Some(spot(0, 0)));
        assert_eq!(find.back().map(|hit| hit.from), Some(spot(1, 0)));
        assert_eq!((find.tally(), find.total()), ("3/3".into(), 3));
        assert_eq!(find.hits("overview").count(), 2);
        assert_eq!(find.start("overview", spot(0, 1)).map(|hit| hit.from), Some(spot(0, 4)));
        assert_eq!(find.start("problems", spot(0, 0)).map(|hit| hit.from), Some(spot(1, 0)));
        assert_eq!(find.start("other", spot(1, 1)).map(|hit| hit.section.as_str()), Some("overview"));
    }

    #[test]
    fn nothing_found_is_no_place_to_step_to() {
        let text = paragraphs(&["公开"]);
        let mut find = Find::new("保密", [("overview", text.as_slice())]);
        assert_eq!((find.forward().cloned(), find.back().cloned()), (None, None));
        assert_eq!(find.tally(), "0/0");
    }

    #[test]
    fn a_search_keeps_its_place_when_the_text_changes() {
        let text = paragraphs(&["公开一", "公开二", "公开三"]);
        let mut find = Find::new("公开", [("overview", text.as_slice())]);
        find.forward();
        let text = paragraphs(&["甲一", "公开二", "公开三"]);
        find.refresh([("overview", text.as_slice())]);
        assert_eq!((find.tally(), find.current().map(|hit| hit.from)), ("1/2".into(), Some(spot(1, 0))));
        find.refresh([("overview", [].as_slice())]);
        assert_eq!(find.tally(), "0/0");
    }

    proptest! {
        #[test]
        fn what_is_found_reads_like_the_needle(
            texts in prop::collection::vec("[aAａＡ1１公，,]{0,12}", 0..4),
            needle in "[aA1公,]{1,2}",
        ) {
            let found = stretches(&needle, &texts);
            for (from, to) in &found {
                let shown: String =
                    texts[from.paragraph].chars().skip(from.character).take(to.character - from.character).collect();
                prop_assert_eq!(fold(&shown), fold(&needle));
            }
            let many: usize = texts.iter().map(|text| fold(text).matches(&fold(&needle)).count()).sum();
            prop_assert_eq!(found.len(), many);
        }
    }
}
