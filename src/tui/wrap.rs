//! Soft wrap of a section: its paragraphs in rows, and which row a spot stands on.

pub use crate::width::wrap::{Row, is_han, split, wrap};
use crate::{
    report::edit::Spot,
    width::{Ambiguous, ambiguous, measured},
};

/// The wrapped rows of a section's paragraphs; wraps again only what changed.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Columns, and whether the terminal draws ambiguous characters two columns wide: the rows hold for both.
    measure: Option<(usize, bool)>,
    paragraphs: Vec<Wrapped>,
}

/// A paragraph with its rows.
#[derive(Debug, Clone, Default)]
struct Wrapped {
    text: String,
    rows: Vec<Row>,
    /// Rows of the section above it.
    rows_above: usize,
    /// Characters that are no white space.
    n_characters: usize,
}

/// One row of a layout, ready to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Paragraph it belongs to, from 0.
    pub paragraph: usize,
    /// Characters of the paragraph before it.
    pub character: usize,
    /// Characters of the paragraph before its end.
    pub end: usize,
    /// Its text.
    pub text: &'a str,
    /// Does the paragraph end with it?
    pub is_last: bool,
}

impl Layout {
    /// Brings the rows up to date with the paragraphs; returns how many paragraphs had to be wrapped.
    pub fn update(&mut self, paragraphs: &[String], columns: usize) -> usize {
        let measure = Some((columns, ambiguous() == Ambiguous::Wide));
        if measure != self.measure {
            self.measure = measure;
            self.paragraphs.clear();
        }
        let is_same = |(old, new): &(&Wrapped, &String)| old.text == **new;
        let head = self.paragraphs.iter().zip(paragraphs).take_while(is_same).count();
        if head == paragraphs.len() && head == self.paragraphs.len() {
            return 0;
        }
        let most = paragraphs.len().min(self.paragraphs.len()) - head;
        let tail = self.paragraphs.iter().rev().zip(paragraphs.iter().rev()).take(most).take_while(is_same).count();
        let changed = paragraphs.iter().take(paragraphs.len() - tail).skip(head);
        let fresh: Vec<Wrapped> = changed.map(|text| Wrapped::new(text, columns)).collect();
        let n_wrapped = fresh.len();
        self.paragraphs.splice(head..self.paragraphs.len() - tail, fresh);
        let mut rows_above = 0;
        for paragraph in &mut self.paragraphs {
            paragraph.rows_above = rows_above;
            rows_above += paragraph.rows.len();
        }
        n_wrapped
    }

    /// Columns that the rows were wrapped to.
    pub fn columns(&self) -> usize {
        self.measure.map_or(0, |(columns, _)| columns)
    }

    /// Characters of the section, white space aside, as [`Report::count_characters`] counts them.
    ///
    /// [`Report::count_characters`]: crate::report::Report::count_characters
    pub fn n_characters(&self) -> usize {
        self.paragraphs.iter().map(|paragraph| paragraph.n_characters).sum()
    }

    /// How many rows there are.
    pub fn n_rows(&self) -> usize {
        self.paragraphs.last().map_or(0, |last| last.rows_above + last.rows.len())
    }

    /// The rows from the `top` one on.
    pub fn lines(&self, top: usize) -> impl Iterator<Item = Line<'_>> {
        let first = self.paragraphs.partition_point(|paragraph| paragraph.rows_above <= top).saturating_sub(1);
        self.paragraphs.iter().enumerate().skip(first).flat_map(move |(n, paragraph)| {
            let skipped = top.saturating_sub(paragraph.rows_above);
            (skipped..paragraph.rows.len()).filter_map(move |row| paragraph.line(n, row))
        })
    }

    /// Row and column of a spot. Where one row ends the next one starts: with `leans_back` the end is meant.
    pub fn locate(&self, spot: Spot, leans_back: bool) -> (usize, usize) {
        let Some(paragraph) = self.paragraphs.get(spot.paragraph) else { return (self.n_rows().saturating_sub(1), 0) };
        let starts_before = |row: &Row| row.characters.start <= spot.character;
        let mut row = paragraph.rows.partition_point(starts_before).saturating_sub(1);
        if leans_back && row > 0 && paragraph.rows.get(row).is_some_and(|row| row.characters.start == spot.character) {
            row -= 1;
        }
        let line = paragraph.line(spot.paragraph, row);
        let column = line.map_or(0, |line| {
            let (mut column, mut character) = (0, line.character);
            for (cluster, columns) in measured(line.text) {
                character += cluster.chars().count();
                if character > spot.character {
                    break;
                }
                column += columns;
            }
            column
        });
        (paragraph.rows_above + row, column)
    }

    /// The spot at a row and column, or the nearest before it; true if it means the end of the row, not the next start.
    pub fn spot(&self, row: usize, column: usize) -> (Spot, bool) {
        let Some(line) = self.lines(row.min(self.n_rows().saturating_sub(1))).next() else {
            return (Spot::default(), false);
        };
        let (mut used, mut character) = (0, line.character);
        for (cluster, columns) in measured(line.text) {
            used += columns;
            if used > column {
                return (Spot { paragraph: line.paragraph, character }, false);
            }
            character += cluster.chars().count();
        }
        (Spot { paragraph: line.paragraph, character }, !line.is_last)
    }
}

impl Wrapped {
    fn new(text: &str, columns: usize) -> Self {
        let mut rows = Vec::new();
        wrap(text, columns, &mut rows);
        let n_characters = text.chars().filter(|c| !c.is_whitespace()).count();
        Self { text: text.to_owned(), rows, rows_above: 0, n_characters }
    }

    fn line(&self, paragraph: usize, row: usize) -> Option<Line<'_>> {
        let Row { bytes, characters } = self.rows.get(row)?;
        let text = self.text.get(bytes.clone())?;
        let (character, end) = (characters.start, characters.end);
        Some(Line { paragraph, character, end, text, is_last: row + 1 == self.rows.len() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_layout_that_was_brought_up_to_date_equals_a_new_one(
            texts in prop::collection::vec(prop::collection::vec("[公开，a 　]{0,9}", 1..6), 1..6),
            columns in prop::collection::vec(3usize..6, 6),
        ) {
            let mut layout = Layout::default();
            for (text, columns) in texts.iter().zip(columns) {
                layout.update(text, columns);
                let mut new = Layout::default();
                new.update(text, columns);
                let shown = |layout: &Layout| -> Vec<(usize, usize, String)> {
                    layout.lines(0).map(|line| (line.paragraph, line.character, line.text.to_owned())).collect()
                };
                prop_assert_eq!(shown(&layout), shown(&new));
                let is_counted = |c: &char| !c.is_whitespace();
                prop_assert_eq!(layout.n_characters(), text.iter().flat_map(|text| text.chars()).filter(is_counted).count());
                prop_assert_eq!(layout.n_rows(), layout.lines(0).count());
                for top in 0..=layout.n_rows() {
                    prop_assert_eq!(layout.lines(top).count(), layout.n_rows() - top);
                }
            }
        }

        #[test]
        fn a_spot_is_found_again_at_its_row_and_column(text in "[公开，。a1]{0,40}", columns in 2usize..20) {
            let mut layout = Layout::default();
            let paragraphs = [text.clone(), String::new(), text];
            layout.update(&paragraphs, columns);
            for (paragraph, text) in paragraphs.iter().enumerate() {
                for character in 0..=text.chars().count() {
                    let spot = Spot { paragraph, character };
                    let (row, column) = layout.locate(spot, false);
                    prop_assert_eq!(layout.spot(row, column).0, spot);
                    let (row, column) = layout.locate(spot, true);
                    let (found, leans_back) = layout.spot(row, column);
                    prop_assert_eq!(found, spot);
                    prop_assert_eq!(layout.locate(found, leans_back), (row, column));
                }
            }
        }
    }

    #[test]
    fn only_the_paragraph_that_changed_is_wrapped_again() {
        let mut text: Vec<String> = (0..20).map(|n| format!("第{n}段公开信息")).collect();
        let mut layout = Layout::default();
        assert_eq!(layout.update(&text, 10), 20);
        assert_eq!(layout.update(&text, 10), 0);
        text[7].push('。');
        assert_eq!(layout.update(&text, 10), 1);
        text.insert(3, "新的一段".into());
        assert_eq!(layout.update(&text, 10), 1);
        text.remove(9);
        assert_eq!(layout.update(&text, 10), 0);
        assert_eq!(layout.update(&text, 12), 20);
    }
}
