//! A table as a file describes it, put among the pieces: rows of the form, or text that was only laid out by a table.

use super::{
    super::{
        particulars,
        piece::{Body, Cells, Piece},
        sections,
    },
    finish::is_unseen,
};

/// A cell with more characters than this, and a full stop, holds text and no figure or label.
const PROSE: usize = 120;

/// A cell of a table, however many columns it is wide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its paragraphs.
    pub(super) paragraphs: Vec<String>,
    /// Does a cell of the row above reach down here?
    pub(super) is_covered: bool,
}

impl Cell {
    /// A cell of one paragraph.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { paragraphs: vec![text.into()], is_covered: false }
    }

    /// A place that a cell of a row above covers.
    pub(super) fn covered() -> Self {
        Self { paragraphs: Vec::new(), is_covered: true }
    }

    /// Its paragraphs as one text.
    fn text(&self) -> String {
        let mut text = String::new();
        for paragraph in self.paragraphs.iter().map(|paragraph| paragraph.trim()).filter(|p| !p.is_empty()) {
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if is_digit(text.chars().last()) && is_digit(paragraph.chars().next()) {
                text.push(' ');
            }
            text.push_str(paragraph);
        }
        text
    }
}

/// The pieces of a file, numbered as they come.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// In order.
    pub(super) all: Vec<Piece>,
    count: usize,
}

impl Pieces {
    /// Adds a paragraph; blank ones are left out.
    pub(super) fn text(&mut self, text: &str) {
        let text = clean(text);
        if !text.is_empty() {
            self.count += 1;
            self.all.push(Piece::text(self.count, text));
        }
    }

    /// Adds the rows of a table.
    ///
    /// A table of one column, a cell full of prose, a heading over the whole width: those are text.
    pub(super) fn table(&mut self, rows: &[Vec<Cell>]) {
        let is_blank = |row: &Vec<Cell>| row.iter().all(|cell| cell.text().is_empty());
        for block in rows.split(is_blank) {
            let is_wide = block.iter().any(|row| row.iter().skip(1).any(|cell| !cell.text().is_empty()));
            for row in block {
                let is_prose = !is_wide || row.iter().any(holds_prose) || heads(row);
                if is_prose {
                    row.iter().flat_map(|cell| &cell.paragraphs).for_each(|paragraph| self.text(paragraph));
                } else {
                    self.row(row);
                }
            }
        }
    }

    fn row(&mut self, row: &[Cell]) {
        let texts: Vec<String> = row.iter().map(|cell| clean(&cell.text())).collect();
        self.count += 1;
        self.all.push(Piece { line: self.count, body: Body::Row(Cells { texts, is_loose: false }) });
    }
}

fn holds_prose(cell: &Cell) -> bool {
    let text = cell.text();
    text.contains('。') && text.chars().count() > PROSE
}

/// Is a row a heading of the report, or a sentence, with nothing beside it?
fn heads(row: &[Cell]) -> bool {
    let mut filled = row.iter().map(Cell::text).filter(|text| !text.is_empty());
    let (Some(text), None) = (filled.next(), filled.next()) else { return false };
    let is_alone = row.iter().filter(|cell| !cell.is_covered).count() == 1;
    text.contains('。')
        || particulars::is_title(&text)
        || sections::is_official(&text)
        || (is_alone && sections::is_first_level(&text))
}

/// A text without what is not seen, trimmed.
pub(super) fn clean(text: &str) -> String {
    let seen = text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r' | '\u{a0}') { ' ' } else { c });
    let seen: String = seen.filter(|c| !c.is_control() && !is_unseen(*c)).collect();
    seen.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: &[Vec<Cell>]) -> Vec<(bool, String)> {
        let mut pieces = Pieces::default();
        pieces.table(rows);
        pieces.all.iter().map(|piece| (piece.as_text().is_some(), piece.to_line())).collect()
    }

    #[test]
    fn a_table_that_only_lays_text_out_is_text() {
        let one = |text: &str| vec![Cell::new(text)];
        let all = lines(&[one("一、总体情况"), one("全年公开若干条。"), vec![]]);
        assert_eq!(all, [(true, "一、总体情况".to_owned()), (true, "全年公开若干条。".to_owned())]);
    }

    #[test]
    fn rows_keep_their_cells_and_covered_ones_are_blank() {
        let mut two = Cell::new("5.要求行政机关确认或重新");
        two.paragraphs.push("出具已获取信息".into());
        let rows =
            vec![vec![Cell::new("第二十条第（一）项")], vec![Cell::covered(), two, Cell::new("0"), Cell::new("")]];
        let mut pieces = Pieces::default();
        pieces.table(&rows);
        let Body::Row(cells) = &pieces.all[1].body else { panic!("no row") };
        assert_eq!(cells.texts, ["", "5.要求行政机关确认或重新出具已获取信息", "0", ""]);
        assert!(pieces.all[0].as_text().is_none());
    }

    #[test]
    fn two_figures_in_one_cell_stay_two() {
        let cell = Cell { paragraphs: vec!["12".into(), "5".into()], is_covered: false };
        assert_eq!(cell.text(), "12 5");
    }
}
