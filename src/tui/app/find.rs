//! Find in the report: every place where a text stands, in prose and cells, and stepping from one to the next.

use crate::{form::Place, report::edit::Spot};

/// A stretch of prose or of a cell's text that reads like the text looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The section or the cell.
    pub place: Place,
    /// Where it starts; a cell's text is one paragraph.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
}

/// A search over places, with the hit one stands on.
#[derive(Debug, Clone, Default)]
pub struct Find {
    needle: String,
    /// The places that were searched, in their order.
    places: Vec<Place>,
    hits: Vec<Hit>,
    at: usize,
}

impl Find {
    /// Searches places, given in the order in which one steps through them; stands on the first hit.
    ///
    /// Capital and small letters, full-width and half-width ASCII are the same; nothing else is.
    pub fn new<'a>(needle: &str, texts: impl IntoIterator<Item = (Place, Vec<&'a str>)>) -> Self {
        let mut find = Self { needle: needle.to_owned(), ..Self::default() };
        for (place, paragraphs) in texts {
            let stretches = stretches(needle, &paragraphs).into_iter();
            find.hits.extend(stretches.map(|(from, to)| Hit { place: place.clone(), from, to }));
            find.places.push(place);
        }
        find
    }

    /// Stands on the first hit at or behind a spot; on the very first one if there is none behind it.
    pub fn start(&mut self, place: &Place, spot: Spot) -> Option<&Hit> {
        let rank = |place: &Place| self.places.iter().position(|known| known == place);
        let from = (rank(place), spot);
        self.at = self.hits.iter().position(|hit| (rank(&hit.place), hit.from) >= from).unwrap_or(0);
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

    /// All hits, in order.
    pub fn all(&self) -> &[Hit] {
        &self.hits
    }

    /// The hits in one place.
    pub fn hits(&self, place: &Place) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |hit| hit.place == *place)
    }
}

/// Every stretch that reads like the needle, from the start on and without overlap; none for an empty needle.
fn stretches(needle: &str, paragraphs: &[&str]) -> Vec<(Spot, Spot)> {
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

    fn spot(paragraph: usize, character: usize) -> Spot {
        Spot { paragraph, character }
    }

    #[test]
    fn width_and_capitals_make_no_difference() {
        let text = ["全年受理１２件，pdf 与 ＰＤＦ", "共12件"];
        assert_eq!(stretches("12件", &text), [(spot(0, 4), spot(0, 7)), (spot(1, 1), spot(1, 4))]);
        assert_eq!(stretches("Pdf", &text), [(spot(0, 8), spot(0, 11)), (spot(0, 14), spot(0, 17))]);
        assert_eq!(stretches("，", &text), [(spot(0, 7), spot(0, 8))]);
        assert_eq!(stretches("", &text), []);
        assert_eq!(stretches("没有", &text), []);
    }

    #[test]
    fn steps_go_round_through_all_places() {
        let place = |id: &str| Place::from(id);
        let texts = [
            (place("overview"), vec!["公开信息公开"]),
            (place("t1.gov_rules.produced"), vec!["不公开"]),
            (place("problems"), vec![]),
            (place("other"), vec!["无", "公开"]),
        ];
        let mut find = Find::new("公开", texts);
        assert_eq!(find.tally(), "1/4");
        assert_eq!(find.forward().map(|hit| hit.from), Some(spot(0, 4)));
        assert_eq!(
            find.forward().map(|hit| (hit.place.as_str(), hit.from)),
            Some(("t1.gov_rules.produced", spot(0, 1)))
        );
        assert_eq!(find.forward().map(|hit| (hit.place.as_str(), hit.from)), Some(("other", spot(1, 0))));
        assert_eq!(find.forward().map(|hit| hit.from), Some(spot(0, 0)));
        assert_eq!(find.back().map(|hit| hit.from), Some(spot(1, 0)));
        assert_eq!((find.tally(), find.total()), ("4/4".into(), 4));
        assert_eq!(find.hits(&place("overview")).count(), 2);
        assert_eq!(find.start(&place("overview"), spot(0, 1)).map(|hit| hit.from), Some(spot(0, 4)));
        assert_eq!(find.start(&place("problems"), spot(0, 0)).map(|hit| hit.from), Some(spot(1, 0)));
        assert_eq!(find.start(&place("other"), spot(1, 1)).map(|hit| hit.place.as_str()), Some("overview"));
    }

    #[test]
    fn nothing_found_is_no_place_to_step_to() {
        let mut find = Find::new("保密", [(Place::from("overview"), vec!["公开"])]);
        assert_eq!((find.forward().cloned(), find.back().cloned()), (None, None));
        assert_eq!(find.tally(), "0/0");
    }

    proptest! {
        #[test]
        fn what_is_found_reads_like_the_needle(
            texts in prop::collection::vec("[aAａＡ1１公，,]{0,12}", 0..4),
            needle in "[aA1公,]{1,2}",
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
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
