//! A report page by page as it is printed (GB/T 9704-2012): 22 lines of 28 characters, title, headings, tables,
//! signature, page numbers outside.
//!
//! What stands on which page is worked out on the paper of the Word file, so that it is the same on every terminal;
//! only boxes, and what is centred or stands at the right, go by how wide the terminal draws a character.

mod flow;

use super::{
    body::{self, Part},
    boxes::{self, Boxes, Pen, span},
    plain,
};
use crate::{
    exchange::grid::{Grid, Tile},
    report::Report,
    width::{
        Ambiguous,
        wrap::{Ruler, split_by},
    },
};
use flow::Unit;

/// Columns of a page; what stands on it stands in the middle of them.
pub const COLUMNS: usize = 78;
/// Columns of a table: its letters are smaller on paper.
pub const TABLE: usize = 76;
/// Columns of a line of text: 28 characters (7.2 and 5.2.3 of the standard).
pub const LINE: usize = 56;
/// Lines of text on a page.
pub const LINES: usize = 22;

/// Columns beside the text.
const MARGIN: usize = (COLUMNS - LINE) / 2;
/// Characters of the title are larger: so many columns of it are a line.
const TITLE: usize = 40;

// Heights and widths on paper, in twentieths of a point, as in the Word file.

/// Height of a line.
const LINE_HEIGHT: usize = 579;
/// Height of a line of the title.
const TITLE_HEIGHT: usize = 640;
/// Height of a line in a table.
const SMALL: usize = 280;
/// Least height of a row, and of one in the largest table.
const ROW: [usize; 2] = [400, 340];
/// What the borders add to a row that is as high as its text, as measured in LibreOffice.
const BORDERS: usize = 24;
/// Width of a table.
const WIDTH: usize = 8844;
/// Width of half a character in it.
const HALF: usize = 105;
/// Blank beside what stands in a cell, left and right together.
const BESIDE: usize = 80;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its lines, the page number last; blank ones where the paper is blank.
    pub lines: Vec<Line>,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Columns to its left.
    pub left: usize,
    /// What it says; what hides in it is there.
    pub text: String,
    /// What it is.
    pub look: Look,
    /// Id of the section that it belongs to.
    pub section: &'static str,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Of the title.
    Title,
    /// The heading of a section.
    Heading,
    /// A heading of the second level.
    Aspect,
    /// Of a paragraph or the signature, or blank.
    Text,
    /// Of a table.
    Table,
    /// The page number.
    Number,
}

impl Line {
    fn text(text: impl Into<String>, look: Look, section: &'static str) -> Self {
        Self { left: MARGIN, text: text.into(), look, section }
    }
}

/// The pages of a report, at least one, as a terminal of that kind draws them. What belongs to no section stays behind.
pub fn pages(report: &Report, pen: Pen) -> Vec<Page> {
    let mut setter = Setter { report, pen, section: "preface", is_page_taken: false, units: Vec::new() };
    let parts = body::parts_by(report, plain::bare);
    for (n, part) in parts.iter().enumerate() {
        setter.set(part, parts.get(n + 1));
    }
    let sheets = flow::pages(&setter.units, LINES * LINE_HEIGHT);
    let mut section = "preface";
    let mut number = 0;
    let page = |mut sheet: flow::Sheet<Line>| {
        number += 1;
        section = sheet.lines.last().map_or(section, |line| line.section);
        let blank = Line::text("", Look::Text, section);
        sheet.lines.extend(std::iter::repeat_n(blank, sheet.rest / LINE_HEIGHT + 1));
        sheet.lines.push(foot(number, section, pen));
        Page { lines: sheet.lines }
    };
    sheets.into_iter().map(page).collect()
}

/// The page number, a character from the outer edge: right on odd pages, left on even ones (7.5).
fn foot(number: usize, section: &'static str, pen: Pen) -> Line {
    let text = format!("— {number} —");
    let left = MARGIN + if number % 2 == 1 { LINE.saturating_sub(2 + pen.measure.cols(&text)) } else { 2 };
    Line { left, ..Line::text(text, Look::Number, section) }
}

/// Does a table take most of a page, so that it begins one?
fn is_large(table: &str) -> bool {
    table == "t2"
}

/// Sets the parts of a report in lines.
struct Setter<'a> {
    report: &'a Report,
    pen: Pen,
    section: &'static str,
    /// Has the last heading begun a page for the table below it?
    is_page_taken: bool,
    units: Vec<Unit<Line>>,
}

impl Setter<'_> {
    /// The next part, and the one behind it.
    fn set(&mut self, part: &Part, after: Option<&Part>) {
        match part {
            Part::Title(lines) => {
                for text in lines {
                    self.title(text);
                }
                self.blank(false);
            }
            Part::Heading { text, is_over_table, section } => {
                self.section = section;
                self.is_page_taken = *is_over_table && is_large(section);
                let from = self.units.len();
                self.paragraph(text, Look::Heading);
                if let Some(first) = self.units.get_mut(from) {
                    first.begins = self.is_page_taken;
                }
            }
            Part::Aspect(text) => self.paragraph(text, Look::Aspect),
            Part::Text { lead, text } => self.paragraph(&format!("{lead}{text}"), Look::Text),
            Part::Table(grid) => {
                self.table(grid);
                if !is_large(grid.table) && matches!(after, Some(Part::Heading { .. })) {
                    self.blank(false);
                }
            }
            Part::Signature(lines) => {
                self.section = "signature";
                self.blank(true);
                for (n, line) in lines.iter().enumerate() {
                    self.signed(&line.text, line.room, n + 1 < lines.len());
                }
            }
        }
    }

    fn put(&mut self, left: usize, text: String, look: Look, height: usize, keeps: bool) {
        let line = Line { left, ..Line::text(text, look, self.section) };
        self.units.push(Unit::plain(vec![line], height, keeps));
    }

    fn blank(&mut self, keeps: bool) {
        self.put(MARGIN, String::new(), Look::Text, LINE_HEIGHT, keeps);
    }

    /// A line of the title, in the middle.
    fn title(&mut self, text: &str) {
        for row in split_by(Ruler::Paper, text, TITLE) {
            let left = MARGIN + LINE.saturating_sub(self.pen.measure.cols(&row)) / 2;
            self.put(left, row, Look::Title, TITLE_HEIGHT, true);
        }
    }

    /// A line of the signature, so many half characters from the right edge.
    fn signed(&mut self, text: &str, room: usize, keeps: bool) {
        for row in split_by(Ruler::Paper, text, LINE - 4) {
            let left = MARGIN + LINE.saturating_sub(self.pen.measure.cols(&row) + room);
            self.put(left, row, Look::Text, LINE_HEIGHT, keeps);
        }
    }

    /// A paragraph, its first line two characters in; a heading keeps with what follows.
    fn paragraph(&mut self, text: &str, look: Look) {
        let rows = split_by(Ruler::Paper, &format!("　　{text}"), LINE);
        let lines = rows.into_iter().map(|row| Line::text(row, look, self.section)).collect();
        let mut units = flow::paragraph(lines, LINE_HEIGHT);
        for unit in units.iter_mut().filter(|_| look != Look::Text) {
            unit.keeps = true;
        }
        self.units.append(&mut units);
    }

    /// A table, row by row: as high as on paper, as wide as a page here.
    fn table(&mut self, grid: &Grid) {
        let texts = boxes::texts(grid, self.report, plain::bare);
        let drawn = Boxes::new(grid, &texts, widths(grid, &texts, self.pen.measure), self.pen).centred();
        let heights = heights(grid, &texts);
        let line = |text| Line { left: (COLUMNS - TABLE) / 2, ..Line::text(text, Look::Table, self.section) };
        let head = grid.n_head_rows;
        let mut again = Vec::new();
        for row in 0..head {
            again.push(line(drawn.rule(row.checked_sub(1), Some(row))));
            again.extend(drawn.row(row).into_iter().map(line));
        }
        for (row, height) in heights.iter().enumerate() {
            let is_last = row + 1 == grid.n_rows;
            let mut lines: Vec<Line> = drawn.row(row).into_iter().map(line).collect();
            let edge = line(drawn.rule(Some(row), None));
            if is_last {
                lines.push(edge.clone());
            }
            let above = vec![line(drawn.rule(row.checked_sub(1), Some(row)))];
            let mut anew = if row > head { again.clone() } else { Vec::new() };
            anew.push(line(drawn.rule(if row > head && head > 0 { Some(head - 1) } else { None }, Some(row))));
            let anew_height = if row > head { span(&heights, 0, head) } else { 0 };
            let below = if is_last { Vec::new() } else { vec![edge] };
            let begins = row == 0 && is_large(grid.table) && !self.is_page_taken;
            self.units.push(Unit { above, anew, anew_height, lines, height: *height, below, keeps: !is_last, begins });
        }
    }
}

/// Heights of a table's rows on paper.
fn heights(grid: &Grid, texts: &[String]) -> Vec<usize> {
    let shares = shares(grid);
    let all = shares.iter().sum::<usize>().max(1);
    let room = |tile: &Tile| {
        let share = span(&shares, tile.column, tile.n_columns);
        ((share * WIDTH / all).saturating_sub(BESIDE) / HALF).max(2)
    };
    let lines = boxes::broken(grid, texts, Ruler::Paper, &room);
    let least = ROW[usize::from(is_large(grid.table))];
    boxes::heights(grid, least, &|n| lines.get(n).map_or(0, Vec::len) * SMALL + BORDERS)
}

/// The share of each column of a table on paper.
fn shares(grid: &Grid) -> Vec<usize> {
    grid.widths.iter().map(|width| (*width as usize).max(1)).collect()
}

/// What each column needs: half of its share of the room, and the longest figure in it as far as there is room for all.
fn needs(grid: &Grid, texts: &[String], measure: Ambiguous, room: usize) -> Vec<usize> {
    let shares = shares(grid);
    let all: usize = shares.iter().sum::<usize>().max(1);
    let half: Vec<usize> = shares.iter().map(|share| (room * share / all / 2).max(2)).collect();
    let mut needs = half.clone();
    for (tile, text) in grid.tiles.iter().zip(texts) {
        if let Some(need) = needs.get_mut(tile.column).filter(|_| tile.n_columns == 1 && tile.cell().is_some()) {
            *need = measure.cols(text).max(*need);
        }
    }
    while needs.iter().sum::<usize>() > room
        && let Some((widest, _)) = needs.iter_mut().zip(&half).filter(|(need, half)| **need > **half).max()
    {
        *widest -= 1;
    }
    needs
}

/// Columns in the relation that they have on paper, those that are equal there equal here, together as wide as a table
/// is; a figure is broken only where there is no room for all of them.
fn widths(grid: &Grid, texts: &[String], measure: Ambiguous) -> Vec<usize> {
    let room = TABLE.saturating_sub(grid.widths.len() + 1);
    let (shares, needs) = (shares(grid), needs(grid, texts, measure, room));
    let mut filled = needs.clone();
    for _ in filled.iter().sum()..room {
        // The column that has the least of its share has the next one.
        let poorest = filled.iter_mut().zip(&shares).min_by_key(|(width, share)| (**width + 1) * 10_000 / **share);
        if let Some((width, _)) = poorest {
            *width += 1;
        }
    }
    let least =
        |share: &usize| filled.iter().zip(&shares).filter(|(_, of)| *of == share).map(|(width, _)| *width).min();
    let of = |(share, need): (&usize, &usize)| least(share).unwrap_or_default().max(*need);
    let mut widths: Vec<usize> = shares.iter().zip(&needs).map(of).collect();
    // What that leaves goes to the column that is the widest on paper: the labels.
    let rest = room.saturating_sub(widths.iter().sum());
    if let Some((width, _)) = widths.iter_mut().zip(&shares).max_by_key(|(_, share)| **share) {
        *width += rest;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{exchange::write::body::tests::sample, form::Edition};

    const NARROW: Pen = Pen { measure: Ambiguous::Narrow, is_ascii: false };
    const WIDE: Pen = Pen { measure: Ambiguous::Wide, is_ascii: true };

    /// A report with prose of every kind, so long that it takes several pages.
    fn long(edition: &str) -> Report {
        let mut report = sample(edition);
        let text =
            "“一件事”——全年受理①号事项1,204件…按时办结（含修订16件），公开“两清单”；详见http://www.example.cn/a/b。";
        report.set_paragraphs("overview", (1..20).map(|n| text.repeat(n % 5 + 1)).collect());
        report
    }

    fn texts(page: &Page) -> Vec<&str> {
        page.lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn every_line_is_as_wide_as_it_must_be_on_narrow_and_wide_terminals() {
        for pen in [NARROW, WIDE] {
            for report in Edition::all().iter().map(|edition| long(&edition.id)) {
                for line in pages(&report, pen).iter().flat_map(|page| &page.lines) {
                    // One mark may hang over the end.
                    let full = line.text.strip_suffix(['，', '。', '、', '；']).unwrap_or(&line.text);
                    let columns = pen.measure.cols(if line.look == Look::Text { full } else { &line.text });
                    match line.look {
                        Look::Table => assert_eq!((line.left, columns), (1, TABLE), "{line:?}"),
                        _ => assert!(line.left >= MARGIN && line.left + columns <= MARGIN + LINE, "{line:?}"),
                    }
                }
            }
        }
    }

    #[test]
    fn a_page_is_the_same_on_every_terminal() {
        let report = long("2021");
        let [narrow, wide] = [NARROW, WIDE].map(|pen| pages(&report, pen));
        let prose = |pages: &[Page]| -> Vec<Vec<String>> {
            let is_prose = |line: &&Line| line.look != Look::Table;
            pages
                .iter()
                .map(|page| page.lines.iter().filter(is_prose).map(|line| line.text.clone()).collect())
                .collect()
        };
        assert_eq!(prose(&narrow), prose(&wide));
        assert!(narrow.len() > 4);
    }

    #[test]
    fn a_page_of_text_has_twenty_two_lines_and_its_number_outside() {
        let pages = pages(&long("2021"), NARROW);
        let mut n_full = 0;
        for page in pages.iter().skip(1).filter(|page| page.lines.iter().all(|line| line.look != Look::Table)) {
            assert_eq!(page.lines.len(), LINES + 2, "{:?}", texts(page));
            n_full += 1;
        }
        assert!(n_full > 1);
        for (n, page) in pages.iter().enumerate() {
            let last = page.lines.last().unwrap();
            assert_eq!((last.look, last.text.as_str()), (Look::Number, format!("— {} —", n + 1).as_str()));
            let right = MARGIN + LINE - last.left - NARROW.measure.cols(&last.text);
            assert_eq!(if n % 2 == 0 { right } else { last.left - MARGIN }, 2);
        }
    }

    #[test]
    fn the_largest_table_stands_whole_below_its_heading_or_alone() {
        for (edition, has_text) in [("2021", true), ("2021", false), ("2019", true), ("2019", false)] {
            let mut report = sample(edition);
            if !has_text {
                report.set_paragraphs("t2", Vec::new());
            }
            let all = pages(&report, NARROW);
            let holds = |page: &&Page| page.lines.iter().any(|l| l.section == "t2" && l.look == Look::Table);
            let of: Vec<&Page> = all.iter().filter(holds).collect();
            assert_eq!(of.len(), 1, "{edition}");
            assert_eq!(of[0].lines[0].look, if has_text { Look::Table } else { Look::Heading }, "{edition}");
        }
    }

    #[test]
    fn a_table_taller_than_a_page_goes_on_closed_above_and_below_with_its_head() {
        let mut report = sample("2021");
        let edition = report.edition();
        for cell in edition.indices().filter(|cell| edition.spec(*cell).place.table() == "t2") {
            report.set(cell, "12（其中修订16件）");
        }
        let all = pages(&report, NARROW);
        let table = |page: &Page| -> Vec<String> {
            let of = page.lines.iter().filter(|line| line.section == "t2" && line.look == Look::Table);
            of.map(|line| line.text.clone()).collect()
        };
        let torn: Vec<Vec<String>> = all.iter().map(table).filter(|lines| !lines.is_empty()).collect();
        assert!(torn.len() > 1);
        for lines in &torn {
            assert!(lines.first().is_some_and(|line| line.starts_with('┌') && line.ends_with('┐')), "{lines:#?}");
            assert!(lines.last().is_some_and(|line| line.starts_with('└') && line.ends_with('┘')), "{lines:#?}");
            assert!(lines.iter().any(|line| line.contains("申请人情况")), "{lines:#?}");
        }
        assert!(torn.last().is_some_and(|lines| lines.iter().any(|line| line.contains("四、结转"))));
    }

    #[test]
    fn what_hides_is_there_to_be_seen_and_what_breaks_a_line_is_a_blank() {
        let mut report = sample("2021");
        report.set_paragraphs("other", vec!["没有\u{202e}收取\n费用\u{1b}[2J。".into()]);
        let cell = report.edition().find(&"t1.permits.decisions".into()).unwrap();
        report.set(cell, "1\u{200b}2");
        let pages = pages(&report, NARROW);
        let all: String = pages.iter().flat_map(texts).collect();
        assert!(all.contains("没有\u{202e}收取 费用\u{1b}[2J。") && all.contains("1\u{200b}2"));
    }

    #[test]
    fn an_empty_report_has_its_headings_and_tables() {
        let mut report = sample("2021");
        for section in ["preface", "overview", "t2", "problems", "other", "signature"] {
            report.set_paragraphs(section, Vec::new());
        }
        for cell in report.edition().indices() {
            report.set(cell, "");
        }
        let pages = pages(&report, NARROW);
        assert_eq!(pages.len(), 3, "{pages:#?}");
    }

    #[test]
    fn figures_that_have_no_room_are_broken_and_the_table_stays_in_its_columns() {
        let mut report = sample("2021");
        for cell in report.edition().indices() {
            report.set(cell, "123456789012（其中修订16件）");
        }
        for line in pages(&report, NARROW).iter().flat_map(|page| &page.lines) {
            assert!(line.left + NARROW.measure.cols(&line.text) <= COLUMNS, "{line:?}");
        }
    }
}
