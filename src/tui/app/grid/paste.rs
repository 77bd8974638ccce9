//! A block pasted from a spreadsheet, a web page or a text: which cell gets what, and what could not be placed.
//!
//! Lines are rows and tabs part cells; a cell in quotation marks may hold line ends. Heads of columns and names of rows
//! that were copied along are left out and counted, never put where figures belong.

use super::{Grid, Line, tidy};
use crate::{
    form::{Kind, Layout},
    report::{
        Report,
        edit::Edit,
        value::{self, Value, fold},
    },
    width,
};

/// Text without any figure that is longer than this is no cell's: it was meant for another place.
const WORD: usize = 8;

/// What pasting a block comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The edit, one for all cells; `None` if no cell changes.
    pub edit: Option<Edit>,
    /// Cells that got a text, or lost one.
    pub filled: usize,
    /// Cells among them that had a text and are blank now.
    pub cleared: usize,
    /// Texts for which the table has no cell.
    pub left_over: usize,
    /// Lines without figures that were left out: heads.
    pub heads: usize,
    /// Names of rows that were left out.
    pub labels: usize,
    /// A name in the block, and the row of another name that its figures went into.
    pub stranger: Option<(String, String)>,
}

impl Pasted {
    /// What happened, said to the clerk.
    pub fn message(&self) -> String {
        let mut parts = vec![match (&self.edit, self.filled, self.left_over) {
            (None, 0, 0) => return "粘贴的内容里没有能填进表格的数字，没有改动".into(),
            (None, 0, n) => return format!("{n} 格超出表格，没有填入；请把光标移到左上角的格再粘贴"),
            (None, n, _) => format!("粘贴的 {n} 格与表中相同，没有改动"),
            (Some(_), n, _) if self.cleared > 0 => format!("已填 {n} 格（其中 {} 格变为空白）", self.cleared),
            (Some(_), n, _) => format!("已填 {n} 格"),
        }];
        if self.left_over > 0 {
            parts.push(format!("另有 {} 格超出表格，没有填入", self.left_over));
        }
        if let Some((label, row)) = &self.stranger {
            parts.push(format!("“{}”填进了“{row}”，请核对", width::cut(label, 24)));
        }
        match (self.heads, self.labels) {
            (0, 0) => {}
            (heads, 0) => parts.push(format!("略去 {heads} 行表头")),
            (0, labels) => parts.push(format!("略去 {labels} 个行名")),
            (heads, labels) => parts.push(format!("略去 {heads} 行表头、{labels} 个行名")),
        }
        if self.edit.is_some() {
            parts.push("^Z 撤销".into());
        }
        parts.join("；")
    }

    /// Was anything not placed, or placed where it may not belong?
    pub fn is_doubtful(&self) -> bool {
        self.left_over > 0 || self.stranger.is_some() || self.filled == 0
    }
}

impl Grid {
    /// Fills cells with a block, from the cursor on, or from the top left of the selection.
    pub fn put_block(&self, report: &Report, block: &str) -> Pasted {
        let lines = trimmed(lines_of(block));
        let has_figures = lines.iter().flatten().any(|text| is_figure(text));
        let is_speech = lines.len() > 1 || lines.iter().flatten().any(|text| text.chars().count() > WORD);
        if !has_figures && is_speech {
            return Pasted::default();
        }
        let column = *self.reach().start();
        let names = self.names();
        let mut filling = Filling { grid: self, report, edits: Vec::new(), pasted: Pasted::default() };
        // Where rows are printed side by side, their names are heads.
        let row_names = if self.table().layout == Layout::Beside { &[] } else { names.as_slice() };
        let (heads, mut lines) = if has_figures { without_heads(lines, row_names) } else { (0, lines) };
        filling.pasted.heads = heads;
        let room = self.room(self.span().0, column);
        drop_blank_start(&mut lines, room);
        if let [line] = lines.as_slice()
            && self.table().layout == Layout::Beside
            && line.len() > room
        {
            lines = beside(line, room, self.table().blocks[0].columns.len());
        }
        filling.fill(lines, column, &names);
        let Filling { edits, mut pasted, .. } = filling;
        pasted.edit = (!edits.is_empty()).then_some(Edit::All(edits));
        pasted
    }

    /// Cells of the first row from a line on, from a column on.
    fn room(&self, line: usize, column: usize) -> usize {
        let row = self.lines[line..].iter().find_map(|line| match line {
            Line::Row(block, _) => Some(self.table().blocks[*block].columns.len()),
            _ => None,
        });
        row.unwrap_or_default().saturating_sub(column)
    }

    /// The names of every row as they are compared: line, label and short label.
    fn names(&self) -> Vec<(usize, [String; 2])> {
        let named = self.lines.iter().enumerate().filter_map(|(n, line)| {
            let Line::Row(b, r) = line else { return None };
            let row = &self.table().blocks[*b].rows[*r];
            Some((n, [bare(&row.label), bare(&row.short)]))
        });
        named.collect()
    }
}

/// Cells being filled.
struct Filling<'a> {
    grid: &'a Grid,
    report: &'a Report,
    edits: Vec<Edit>,
    pasted: Pasted,
}

impl Filling<'_> {
    /// Puts lines into rows: the first where the cursor stands, the others each into the next row, or further down into
    /// the row of their name.
    fn fill(&mut self, lines: Vec<Vec<String>>, column: usize, names: &[(usize, [String; 2])]) {
        let mut at = self.grid.span().0;
        let mut follows_names = true;
        for (n, line) in lines.into_iter().enumerate() {
            let label_end = label_end(&line);
            let label = label_end.checked_sub(1).and_then(|k| line.get(k)).cloned().unwrap_or_default();
            let own = row_named(&label, names);
            if n > 0 && follows_names && own.is_some_and(|line| line > at) {
                at = own.unwrap_or(at);
            }
            let Some((here, b, r)) = self.row_from(at) else {
                self.pasted.left_over += line.iter().skip(label_end).filter(|text| !text.is_empty()).count();
                continue;
            };
            at = here + 1;
            let columns = self.grid.table().blocks[b].columns.len();
            let (cells, from) = cells_of(&line, label_end, own.is_some(), columns, column);
            if cells.len() < line.len() && !label.is_empty() {
                self.pasted.labels += 1;
                if own.is_some_and(|line| line != here) {
                    follows_names = false;
                    let row = self.grid.table().blocks[b].rows[r].short.clone();
                    self.pasted.stranger.get_or_insert((label, row));
                }
            }
            for (k, text) in cells.iter().enumerate() {
                self.put(b, r, from + k, text);
            }
        }
    }

    /// The first row at or below a line.
    fn row_from(&self, line: usize) -> Option<(usize, usize, usize)> {
        let mut lines = self.grid.lines.iter().enumerate().skip(line);
        lines.find_map(|(n, line)| match line {
            Line::Row(b, r) => Some((n, *b, *r)),
            _ => None,
        })
    }

    fn put(&mut self, b: usize, r: usize, column: usize, text: &str) {
        let Some(cell) = self.grid.cell_at(b, r, column) else {
            self.pasted.left_over += usize::from(!text.is_empty());
            return;
        };
        let is_cleared = text.is_empty() && !self.report.text(cell).is_empty();
        self.pasted.filled += usize::from(is_cleared || !text.is_empty());
        self.pasted.cleared += usize::from(is_cleared);
        // A blank over a blank changes nothing, not even whose it is.
        if is_cleared || !text.is_empty() {
            self.edits.extend(self.grid.change(self.report, cell, text.to_owned()));
        }
    }
}

/// The cells of a line and the column they start in: behind its label if the label can be told from a cell.
///
/// A label goes if exactly the row's number of cells follows it (they then are the whole row, from its first column on)
/// or if it is the name of a row.
fn cells_of(line: &[String], label_end: usize, is_named: bool, columns: usize, column: usize) -> (&[String], usize) {
    // A name that was merged over several columns leaves blanks behind it.
    let mut behind = line.get(label_end..).unwrap_or_default();
    while behind.len() > columns
        && let Some((_, rest)) = behind.split_first().filter(|(first, _)| first.is_empty())
    {
        behind = rest;
    }
    while behind.len() > columns
        && let Some((_, rest)) = behind.split_last().filter(|(last, _)| last.is_empty())
    {
        behind = rest;
    }
    match label_end {
        0 => (line, column),
        _ if behind.len() == columns => (behind, 0),
        _ if is_named => (behind, column),
        _ => (line, column),
    }
}

/// Where the figures of a line begin: behind the last text that is a name, if names stand in front.
fn label_end(line: &[String]) -> usize {
    let front = line.iter().take_while(|text| !is_figure(text));
    front.enumerate().filter(|(_, text)| is_wordy(text)).last().map_or(0, |(n, _)| n + 1)
}

/// The line of the one row that a label names.
fn row_named(label: &str, names: &[(usize, [String; 2])]) -> Option<usize> {
    let label = bare(label);
    let mut lines = names.iter().filter(|(_, of)| !label.is_empty() && of.contains(&label)).map(|(line, _)| *line);
    lines.next().filter(|_| lines.next().is_none())
}

/// A label as labels are compared: without blanks and quotation marks, in half width.
fn bare(label: &str) -> String {
    let plain = |c: char| match fold(c) {
        '“' | '”' | '"' | '\u{200b}' => None,
        '、' | '。' => Some('.'),
        c if c.is_whitespace() => None,
        c => Some(c),
    };
    label.chars().filter_map(plain).collect()
}

/// A figure of any kind, or a sign for "does not apply".
fn is_figure(text: &str) -> bool {
    let is_of = |kind| matches!(value::read(text, kind), Value::Figure(_) | Value::Dash);
    is_of(Kind::Change) || is_of(Kind::Money)
}

/// Words, not a figure with a slip: at least two Chinese characters.
fn is_wordy(text: &str) -> bool {
    !is_figure(text) && text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 2
}

/// Lines of cells as they stand in a block: quoted cells unquoted, everything tidy.
fn lines_of(block: &str) -> Vec<Vec<String>> {
    let block = block.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{2028}', '\u{2029}'], "\n");
    let chars: Vec<char> = block.chars().collect();
    let mut lines = vec![Vec::new()];
    let mut at = 0;
    loop {
        let (text, end) = quoted(&chars, at).unwrap_or_else(|| {
            let end = (at..chars.len()).find(|n| matches!(chars[*n], '\t' | '\n')).unwrap_or(chars.len());
            (chars[at..end].iter().collect(), end)
        });
        if let Some(line) = lines.last_mut() {
            line.push(tidy(&text));
        }
        match chars.get(end) {
            Some('\n') => lines.push(Vec::new()),
            Some(_) => {}
            None => break,
        }
        at = end + 1;
    }
    if block.contains('\t') { lines } else { lines.into_iter().map(spaced).collect() }
}

/// The text of a cell in quotation marks and where it ends; `None` if the cell is not quoted as a whole.
fn quoted(chars: &[char], start: usize) -> Option<(String, usize)> {
    if chars.get(start) != Some(&'"') {
        return None;
    }
    let mut text = String::new();
    let mut at = start + 1;
    loop {
        match (chars.get(at)?, chars.get(at + 1)) {
            ('"', Some('"')) => {
                text.push('"');
                at += 2;
            }
            ('"', None | Some('\t' | '\n')) => return Some((text, at + 1)),
            ('"', Some(_)) => return None,
            (c, _) => {
                text.push(*c);
                at += 1;
            }
        }
    }
}

/// A line without tabs whose figures stand apart by blanks, as copied from a text: a name perhaps, then figures.
fn spaced(line: Vec<String>) -> Vec<String> {
    let [text] = line.as_slice() else { return line };
    let words: Vec<&str> = text.split_whitespace().collect();
    let figures = words.iter().rev().take_while(|word| is_figure(word)).count();
    if figures < 2 {
        return line;
    }
    let (name, figures) = words.split_at(words.len() - figures);
    let name = (!name.is_empty()).then(|| name.concat());
    name.into_iter().chain(figures.iter().map(|figure| (*figure).to_owned())).collect()
}

/// Without what selecting brings along: blank lines at the end, columns that are blank throughout at the right, lines
/// that are empty between lines of cells.
fn trimmed(mut lines: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let filled = |line: &Vec<String>| line.iter().rposition(|text| !text.is_empty()).map_or(0, |n| n + 1);
    let width = lines.iter().map(filled).max().unwrap_or_default();
    for line in &mut lines {
        line.truncate(width.max(1));
    }
    while lines.last().is_some_and(|line| filled(line) == 0) {
        lines.pop();
    }
    if width > 1 {
        lines.retain(|line| line.len() > 1 || filled(line) > 0);
    } else {
        // A web page puts a blank line between the cells of a column.
        let is_every_other_blank =
            lines.len() > 2 && lines.iter().enumerate().all(|(n, line)| (n % 2 == 1) == (filled(line) == 0));
        if is_every_other_blank {
            lines = lines.into_iter().step_by(2).collect();
        }
    }
    lines
}

/// The lines without heads, and how many heads there were. In a single column only what stands before the first figure
/// can be a head.
fn without_heads(lines: Vec<Vec<String>>, names: &[(usize, [String; 2])]) -> (usize, Vec<Vec<String>>) {
    let width = lines.iter().map(Vec::len).max().unwrap_or_default();
    let is_head = |line: &Vec<String>| {
        let mut words = line.iter().filter(|text| !text.is_empty()).peekable();
        words.peek().is_some()
            && words.all(|text| is_wordy(text))
            && (width == 1 || !line.iter().any(|text| row_named(text, names).is_some()))
    };
    let first = lines.iter().position(|line| line.iter().any(|text| is_figure(text))).unwrap_or_default();
    let n_lines = lines.len();
    let kept: Vec<Vec<String>> = lines
        .into_iter()
        .enumerate()
        .filter(|(n, line)| !is_head(line) || (width == 1 && *n > first))
        .map(|(_, line)| line)
        .collect();
    (n_lines - kept.len(), kept)
}

/// A block wider than the room loses the columns at its left that are blank throughout.
fn drop_blank_start(lines: &mut [Vec<String>], room: usize) {
    let is_too_wide = |lines: &[Vec<String>]| lines.iter().any(|line| line.len() > room.max(1));
    while is_too_wide(lines) && lines.iter().all(|line| line.first().is_none_or(String::is_empty)) {
        for line in lines.iter_mut().filter(|line| !line.is_empty()) {
            line.remove(0);
        }
    }
}

/// A printed row that the form prints as several rows side by side, cut into these.
fn beside(line: &[String], room: usize, columns: usize) -> Vec<Vec<String>> {
    let (first, rest) = line.split_at(room.min(line.len()));
    std::iter::once(first).chain(rest.chunks(columns.max(1))).map(<[String]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind as Organ, Scope, State, undo::Undo},
        tui::app::grid::Step,
    };

    fn grid(year: u16, table: &str) -> (Grid, Report) {
        let edition = Edition::for_year(year).unwrap();
        let about = About {
            organ: "示例市水务局".into(),
            kind: Organ::default(),
            year,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        (Grid::new(edition, table).unwrap(), Report::new(about, edition))
    }

    /// The rows of a table that have text: `new 5,2,,,,,7`.
    fn shown(report: &Report, table: &str) -> Vec<String> {
        let edition = report.edition();
        let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
        for cell in edition.cells_of(table) {
            let row = edition.spec(cell).place.row();
            match rows.last_mut().filter(|(name, _)| name == row) {
                Some((_, texts)) => texts.push(report.text(cell)),
                None => rows.push((row.to_owned(), vec![report.text(cell)])),
            }
        }
        rows.retain(|(_, texts)| texts.iter().any(|text| !text.is_empty()));
        rows.into_iter().map(|(name, texts)| format!("{name} {}", texts.join("|"))).collect()
    }

    fn paste(grid: &Grid, report: &mut Report, block: &str) -> Pasted {
        let mut pasted = grid.put_block(report, block);
        if let Some(edit) = pasted.edit.take() {
            report.apply(edit);
            pasted.edit = Some(Edit::All(Vec::new()));
        }
        pasted
    }

    #[test]
    fn a_block_fills_from_the_cursor_as_one_edit() {
        let (mut grid, mut report) = grid(2021, "t2");
        grid.step(Step::Down);
        let before = report.clone();
        let pasted = grid.put_block(&report, "１\t2\r\n3\t1,204\r\n");
        assert_eq!(pasted.message(), "已填 4 格；^Z 撤销");
        let inverse = report.apply(pasted.edit.unwrap());
        assert_eq!(shown(&report, "t2"), ["brought_forward 1|2|||||", "granted 3|1,204|||||"]);
        report.apply(inverse);
        assert_eq!(report, before);
    }

    #[test]
    fn blank_columns_and_lines_at_the_end_touch_nothing() {
        let (grid, mut report) = grid(2021, "t2");
        paste(&grid, &mut report, "9\t9\t9\t9\n9\t9\t9\t9\n");
        let pasted = paste(&grid, &mut report, "1\t2\t\t\n3\t4\t\t\n\t\t\t\n\n");
        assert_eq!(pasted.filled, 4);
        assert_eq!(shown(&report, "t2"), ["new 1|2|9|9|||", "brought_forward 3|4|9|9|||"]);
    }

    #[test]
    fn blanks_inside_a_block_are_blanks_and_are_told() {
        let (grid, mut report) = grid(2021, "t2");
        paste(&grid, &mut report, "9\t9\t9\n9\t9\t9\n9\t9\t9\n");
        let pasted = paste(&grid, &mut report, "1\t\t2\n\t\t\n3\t4\t5");
        assert_eq!(pasted.message(), "已填 9 格（其中 4 格变为空白）；^Z 撤销");
        assert_eq!(shown(&report, "t2"), ["new 1||2||||", "granted 3|4|5||||"]);
    }

    #[test]
    fn what_has_no_cell_is_counted() {
        let (mut grid, mut report) = grid(2021, "t3");
        grid.step(Step::RowEnd);
        grid.step(Step::Last);
        let pasted = paste(&grid, &mut report, "1\t2\n3\t4\n");
        assert_eq!(pasted.message(), "已填 1 格；另有 3 格超出表格，没有填入；^Z 撤销");
        assert!(pasted.is_doubtful());
        assert_eq!(shown(&report, "t3"), ["after_review ||||1"]);
    }

    #[test]
    fn the_whole_table_with_heads_and_names_goes_where_it_belongs() {
        let (grid, mut report) = grid(2021, "t2");
        let block = "（本列数据的勾稽关系为：第一项加第二项之和）\t\t\t申请人情况\t\t\t\t\t\t\n\
            \t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n\
            一、本年新收政府信息公开申请数量\t\t\t5\t2\t0\t0\t0\t0\t7\n\
            二、上年结转政府信息公开申请数量\t\t\t0\t0\t0\t0\t0\t0\t0\n\
            三、本年度办理结果\t（一）予以公开\t\t5\t2\t0\t0\t0\t0\t7\n\
            \t（三）不予公开\t1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n\
            \t\t3.危及\"三安全一稳定\"\t1\t0\t0\t0\t0\t0\t1\n\
            \t（七）总计\t\t5\t2\t0\t0\t0\t0\t7\n";
        let pasted = paste(&grid, &mut report, block);
        assert_eq!(
            shown(&report, "t2"),
            [
                "new 5|2|0|0|0|0|7",
                "brought_forward 0|0|0|0|0|0|0",
                "granted 5|2|0|0|0|0|7",
                "denied_secret 0|0|0|0|0|0|0",
                "denied_safety 1|0|0|0|0|0|1",
                "concluded 5|2|0|0|0|0|7",
            ]
        );
        assert_eq!(pasted.message(), "已填 42 格；略去 2 行表头、6 个行名；^Z 撤销");
        assert!(!pasted.is_doubtful());
    }

    #[test]
    fn a_name_of_another_row_is_left_out_and_told() {
        let (grid, mut report) = grid(2021, "t2");
        let pasted = paste(&grid, &mut report, "2.重复申请\t1\t0\t0\t0\t0\t0\t1");
        assert_eq!(shown(&report, "t2"), ["new 1|0|0|0|0|0|1"]);
        assert_eq!(pasted.message(), "已填 7 格；“2.重复申请”填进了“一、本年新收”，请核对；略去 1 个行名；^Z 撤销");
    }

    #[test]
    fn a_whole_row_with_its_name_starts_in_the_first_column() {
        let (mut grid, mut report) = grid(2021, "t2");
        grid.step(Step::RowEnd);
        let pasted = paste(&grid, &mut report, "一、本年新收政府信息公开申请数量 5 2 0 0 0 0 7");
        assert_eq!((pasted.filled, pasted.labels, pasted.left_over), (7, 1, 0));
        assert_eq!(shown(&report, "t2"), ["new 5|2|0|0|0|0|7"]);
    }

    #[test]
    fn a_column_or_a_row_of_figures_fills_downwards_or_to_the_right() {
        let (grid, mut report) = self::grid(2021, "t2");
        paste(&grid, &mut report, "自然人\n5\n\n3");
        assert_eq!(shown(&report, "t2"), ["new 5||||||", "granted 3||||||"]);
        let (grid, mut report) = self::grid(2021, "t2");
        paste(&grid, &mut report, "5\n\n2\n\n3\n");
        assert_eq!(
            shown(&report, "t2"),
            ["new 5||||||", "brought_forward 2||||||", "granted 3||||||"],
            "a web page's blank lines"
        );
        let (grid, mut report) = self::grid(2021, "t2");
        paste(&grid, &mut report, "5 2 ０ 1,204");
        assert_eq!(shown(&report, "t2"), ["new 5|2|0|1,204|||"]);
    }

    #[test]
    fn a_quoted_cell_with_a_line_end_is_one_cell() {
        let (mut grid, mut report) = grid(2021, "t1");
        grid.step(Step::Right);
        let pasted = paste(&grid, &mut report, "\"22\n（其中修订16件）\"\t\"1\"\n2\t3\n");
        assert_eq!(pasted.filled, 4);
        assert_eq!(shown(&report, "t1"), ["gov_rules |22（其中修订16件）|1", "normative |2|3"]);
        paste(&grid, &mut report, "\"12\r\n300\"\t\"4\n\"\n");
        assert_eq!(shown(&report, "t1"), ["gov_rules |12、300|4", "normative |2|3"], "two figures do not become one");
    }

    #[test]
    fn table_three_takes_the_printed_row_of_fifteen() {
        let (grid, mut report) = grid(2021, "t3");
        let block = "行政复议\t\t\t\t\t行政诉讼\n\t\t\t\t\t未经复议直接起诉\t\t\t\t\t复议后起诉\n\
            结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\n1\t0\t0\t0\t1\t0\t2\t0\t0\t2\t0\t0\t3\t0\t3\n";
        let pasted = paste(&grid, &mut report, block);
        assert_eq!(shown(&report, "t3"), ["review 1|0|0|0|1", "suit 0|2|0|0|2", "after_review 0|0|3|0|3"]);
        assert_eq!(pasted.message(), "已填 15 格；略去 3 行表头；^Z 撤销");
    }

    #[test]
    fn the_names_find_their_rows_where_an_edition_has_fewer() {
        let (mut grid, mut report) = grid(2021, "t2");
        grid.go_to(report.edition().find(&"t2.not_processed_confirmation.natural".into()).unwrap());
        let seven = "\t1\t0\t0\t0\t0\t0\t1\n";
        let block = format!(
            "5.要求行政机关确认或重新出具已获取信息{seven}（六）其他处理{seven}（七）总计{seven}四、结转下年度继续办理{seven}"
        );
        paste(&grid, &mut report, &block);
        let rows: Vec<String> = shown(&report, "t2").iter().map(|row| row.split(' ').next().unwrap().into()).collect();
        assert_eq!(rows, ["not_processed_confirmation", "otherwise_not_amended", "concluded", "carried_forward"]);
    }

    #[test]
    fn a_paragraph_is_refused_and_a_word_is_put_in_as_it_is() {
        let (grid, mut report) = grid(2021, "t2");
        let before = report.clone();
        let pasted = paste(&grid, &mut report, "本机关全年没有收到申请，\n工作平稳。");
        assert_eq!(pasted.message(), "粘贴的内容里没有能填进表格的数字，没有改动");
        assert_eq!(report, before);
        paste(&grid, &mut report, "不适用");
        assert_eq!(shown(&report, "t2"), ["new 不适用||||||"]);
        assert_eq!(paste(&grid, &mut report, "不适用").message(), "粘贴的 1 格与表中相同，没有改动");
    }

    #[test]
    fn a_slip_stays_in_its_cell() {
        let (grid, mut report) = grid(2021, "t2");
        paste(&grid, &mut report, "5\n约3\n4\n");
        assert_eq!(shown(&report, "t2"), ["new 5||||||", "brought_forward 约3||||||", "granted 4||||||"]);
    }

    #[test]
    fn a_selection_takes_the_block_from_its_top_left() {
        let (mut grid, mut report) = grid(2021, "t2");
        grid.step(Step::Right);
        grid.select(Step::Down);
        grid.select(Step::Right);
        paste(&grid, &mut report, "1\t2\n3\t4");
        assert_eq!(shown(&report, "t2"), ["new |1|2||||", "brought_forward |3|4||||"]);
    }

    proptest! {
        #[test]
        fn any_paste_undone_leaves_the_report_as_it_was(
            block in "([0-9０-９,\\t\\n\\r \"增/—]|重复申请|2\\.重复申请|总计|\\PC){0,40}",
            year in prop::sample::select(vec![2020u16, 2021]),
            table in prop::sample::select(vec!["t1", "t2", "t3"]),
            (down, right) in (0usize..30, 0usize..8),
            before in prop::collection::vec("[0-9]{0,2}", 0..40),
        ) {
            let (mut grid, mut report) = grid(year, table);
            for (cell, text) in report.edition().cells_of(table).zip(&before) {
                report.set(cell, text);
            }
            for _ in 0..down {
                grid.step(Step::Down);
            }
            for _ in 0..right {
                grid.select(Step::Right);
            }
            let was = report.clone();
            let pasted = grid.put_block(&report, &block);
            prop_assert!(!pasted.message().is_empty());
            if let Some(edit) = pasted.edit {
                let mut undo = Undo::default();
                undo.make(&mut report, edit, false);
                prop_assert_eq!(undo.depth(), 1);
                undo.undo(&mut report);
            }
            prop_assert_eq!(report, was);
        }

        #[test]
        fn a_block_of_figures_loses_nothing_silently(
            figures in prop::collection::vec(prop::collection::vec(1u32..5000, 1..10), 1..30),
            (down, right) in (0usize..30, 0usize..8),
        ) {
            let (mut grid, mut report) = grid(2021, "t2");
            for _ in 0..down {
                grid.step(Step::Down);
            }
            for _ in 0..right {
                grid.step(Step::Right);
            }
            let lines: Vec<String> = figures
                .iter()
                .map(|line| line.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t"))
                .collect();
            let pasted = paste(&grid, &mut report, &lines.join("\n"));
            prop_assert_eq!(pasted.filled + pasted.left_over, figures.concat().len());
            let held = report.edition().indices().filter(|cell| !report.text(*cell).is_empty()).count();
            prop_assert_eq!(held, pasted.filled);
        }
    }
}
