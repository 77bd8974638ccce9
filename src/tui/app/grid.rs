//! A table under the cursor: which lines it shows, where the cursor goes, what is being typed.

mod fill;
mod paste;
mod selection;

use crate::{
    form::{CellIdx, Edition, Place, Table},
    report::{Report, arithmetic, edit::Edit, value},
};

use super::field::Field;

/// One line of a table on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Head of a block with the heads of its columns (table 1).
    Block(usize),
    /// A merged head over the rows that follow: block, row it stands before, depth in the row's `under`.
    Group(usize, usize, usize),
    /// A row of figures: block, row.
    Row(usize, usize),
}

/// The cursor in one table.
#[derive(Debug, Clone)]
pub struct Grid {
    edition: &'static Edition,
    table: usize,
    lines: Vec<Line>,
    /// Line the cursor stands on; always a [`Line::Row`].
    line: usize,
    /// Column the cursor wants; rows with fewer columns show it in their last.
    goal: usize,
    /// First line shown.
    pub top: usize,
    /// What is being typed into the cell.
    pub typing: Option<Typing>,
    /// The other corner of the selection.
    anchor: Option<Anchor>,
    /// Column where a run of Tab began: Enter goes back to it, as in a spreadsheet.
    run: Option<usize>,
}

/// A cell that is being typed.
#[derive(Debug, Clone)]
pub struct Typing {
    /// The text.
    pub field: Field,
    /// Typed over the cell: arrows then fill it in and go on. After F2 they move inside the text.
    pub is_fresh: bool,
}

/// The corner of a selection that stays where it is.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    line: usize,
    column: usize,
    /// A key set it, so that plain moves extend the selection too.
    is_held: bool,
}

/// What putting a text into a cell comes to.
#[derive(Debug)]
pub struct Put {
    /// The edit; `None` if it changes nothing.
    pub edit: Option<Edit>,
    /// What arithmetic came to, if some was typed; where it has no result, the text is put in as it is.
    pub arithmetic: Option<Result<String, arithmetic::Fault>>,
}

/// Where the cursor may go in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One cell to the left.
    Left,
    /// One cell to the right.
    Right,
    /// One row down, in the column where a run of Tab began.
    Enter,
    /// One cell on, into the next row at the end.
    Next,
    /// One cell back, into the row before at the start.
    Previous,
    /// First cell of the row.
    RowStart,
    /// Last cell of the row.
    RowEnd,
    /// So many lines up.
    PageUp(usize),
    /// So many lines down.
    PageDown(usize),
    /// First row.
    First,
    /// Last row.
    Last,
}

impl Grid {
    /// The cursor on the first cell of a table; `None` if the edition has no such table.
    pub fn new(edition: &'static Edition, table_id: &str) -> Option<Self> {
        let table = edition.tables.iter().position(|table| table.id == table_id)?;
        let lines = lines(&edition.tables[table]);
        let line = lines.iter().position(|line| matches!(line, Line::Row(..)))?;
        Some(Self { edition, table, lines, line, goal: 0, top: 0, typing: None, anchor: None, run: None })
    }

    /// The table.
    pub fn table(&self) -> &'static Table {
        &self.edition.tables[self.table]
    }

    /// Rows that the fixed head of the table takes: two with merged heads, none where every block has its own.
    pub fn head_rows(&self) -> usize {
        let block = &self.table().blocks[0];
        match (block.title.is_empty(), block.columns.iter().any(|column| !column.under.is_empty())) {
            (false, _) => 0,
            (true, true) => 2,
            (true, false) => 1,
        }
    }

    /// All lines of the table.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line the cursor stands on.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Block and row of the cursor.
    fn row(&self) -> (usize, usize) {
        match self.lines[self.line] {
            Line::Row(block, row) | Line::Group(block, row, _) => (block, row),
            Line::Block(block) => (block, 0),
        }
    }

    /// Column of the cursor.
    pub fn column(&self) -> usize {
        self.goal.min(self.table().blocks[self.row().0].columns.len() - 1)
    }

    /// The cell under the cursor.
    pub fn cell(&self) -> CellIdx {
        let (block, row) = self.row();
        self.cell_at(block, row, self.column()).unwrap_or(CellIdx(0))
    }

    /// The cell in a row and column of a block.
    pub fn cell_at(&self, block: usize, row: usize, column: usize) -> Option<CellIdx> {
        self.edition.cell_at(self.table, block, row, column)
    }

    /// Puts the cursor on a cell of this table.
    pub fn go_to(&mut self, cell: CellIdx) {
        let [table, block, row, column] = self.edition.spec(cell).at;
        if table == self.table
            && let Some(line) = self.lines.iter().position(|line| *line == Line::Row(block, row))
        {
            (self.line, self.goal, self.anchor, self.run) = (line, column, None, None);
        }
    }

    /// Moves the cursor; a selection ends unless a key holds it. Returns whether it moved.
    pub fn step(&mut self, step: Step) -> bool {
        if self.anchor.is_some_and(|anchor| !anchor.is_held) {
            self.anchor = None;
        }
        self.walk(step)
    }

    fn walk(&mut self, step: Step) -> bool {
        let before = (self.line, self.column());
        let columns = self.table().blocks[self.row().0].columns.len();
        let run = self.run.take();
        match step {
            Step::Up => self.by_lines(-1),
            Step::Down => self.by_lines(1),
            Step::Enter => {
                if self.move_line(1) {
                    self.goal = run.unwrap_or(self.goal);
                }
            }
            Step::PageUp(lines) => self.by_lines(-lines.max(1).cast_signed()),
            Step::PageDown(lines) => self.by_lines(lines.max(1).cast_signed()),
            Step::First => self.by_lines(isize::MIN / 2),
            Step::Last => self.by_lines(isize::MAX / 2),
            Step::Left => self.goal = self.column().saturating_sub(1),
            Step::Right => self.goal = (self.column() + 1).min(columns - 1),
            Step::RowStart => self.goal = 0,
            Step::RowEnd => self.goal = columns - 1,
            Step::Next if self.column() + 1 < columns => {
                self.run = run.or(Some(self.column()));
                self.goal = self.column() + 1;
            }
            Step::Next => {
                if self.move_line(1) {
                    self.goal = 0;
                }
            }
            Step::Previous if self.column() > 0 => {
                self.run = run;
                self.goal = self.column() - 1;
            }
            Step::Previous => {
                if self.move_line(-1) {
                    self.goal = self.table().blocks[self.row().0].columns.len() - 1;
                }
            }
        }
        before != (self.line, self.column())
    }

    fn move_line(&mut self, by: isize) -> bool {
        let before = self.line;
        self.by_lines(by);
        before != self.line
    }

    /// Moves by lines, to the nearest row in that direction; stops at the ends.
    fn by_lines(&mut self, by: isize) {
        let wanted = self.line.saturating_add_signed(by).min(self.lines.len() - 1);
        let is_row = |n: &usize| matches!(self.lines[*n], Line::Row(..));
        let found = if by < 0 {
            (0..=wanted).rev().find(is_row).or_else(|| (wanted..self.line).find(is_row))
        } else {
            (wanted..self.lines.len()).find(is_row).or_else(|| (self.line..wanted).rev().find(is_row))
        };
        self.line = found.unwrap_or(self.line);
    }

    /// Keeps the cursor's line among the shown ones, with its heads where there is room.
    pub fn keep_in_view(&mut self, rows: usize) {
        let heads = self.lines[..self.line].iter().rev().take_while(|line| !matches!(line, Line::Row(..))).count();
        let first = if heads < rows { self.line - heads } else { self.line };
        let last_top = self.lines.len().saturating_sub(rows);
        self.top = super::panes::scroll(self.top, self.line, rows).min(first).min(last_top);
    }

    /// Puts text into the cell under the cursor; arithmetic is worked out.
    pub fn put(&self, report: &Report, text: &str) -> Put {
        let text = tidy(text);
        let arithmetic = arithmetic::is_arithmetic(&text).then(|| arithmetic::evaluate(&text));
        let text = match &arithmetic {
            Some(Ok(result)) => result.clone(),
            _ => text,
        };
        Put { edit: self.change(report, self.cell(), text), arithmetic }
    }

    /// The edit that puts a tidy text into a cell; `None` if it changes nothing. What a clerk puts in is typed, even if
    /// the program had computed the same.
    fn change(&self, report: &Report, cell: CellIdx, text: String) -> Option<Edit> {
        let is_same = report.text(cell) == text && !report.is_computed(cell);
        (!is_same).then(|| Edit::cell(self.edition.spec(cell).place.clone(), text))
    }

    /// The place under the cursor.
    pub fn place(&self) -> Place {
        self.edition.spec(self.cell()).place.clone()
    }
}

/// What was typed into a cell, without blanks at the ends; digits that an input method made wide become plain.
/// Figures in two lines of a cell stay two.
fn tidy(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_digit() || !value::fold(c).is_ascii_digit() { c } else { value::fold(c) };
    let is_digit = |c: Option<char>| c.is_some_and(|c| value::fold(c).is_ascii_digit());
    let mut tidy = String::with_capacity(text.len());
    let mut rest = text.trim().chars();
    while let Some(c) = rest.next() {
        match c {
            '\n' | '\r' | '\t' if is_digit(tidy.chars().last()) && is_digit(rest.clone().next()) => tidy.push('、'),
            '\u{200b}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => tidy.push(plain(c)),
        }
    }
    tidy
}

/// The lines a table takes on the screen: block heads, merged heads where they begin, rows.
fn lines(table: &Table) -> Vec<Line> {
    let mut lines = Vec::new();
    for (b, block) in table.blocks.iter().enumerate() {
        if !block.title.is_empty() {
            lines.push(Line::Block(b));
        }
        let mut before: &[String] = &[];
        for (r, row) in block.rows.iter().enumerate() {
            let same = before.iter().zip(&row.under).take_while(|(a, b)| a == b).count();
            for depth in same..row.under.len() {
                if row.under[depth] != row.label {
                    lines.push(Line::Group(b, r, depth));
                }
            }
            before = &row.under;
            lines.push(Line::Row(b, r));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{About, Kind, Scope, State};

    fn grid(year: u16, table: &str) -> (Grid, Report) {
        let edition = Edition::for_year(year).unwrap();
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        (Grid::new(edition, table).unwrap(), Report::new(about, edition))
    }

    #[test]
    fn the_cursor_visits_rows_only_and_stops_at_the_ends() {
        let (mut grid, _) = grid(2020, "t2");
        assert_eq!(grid.place().as_str(), "t2.new.natural");
        assert!(!grid.step(Step::Up));
        grid.step(Step::Down);
        grid.step(Step::Down);
        assert_eq!(grid.place().as_str(), "t2.granted.natural", "the head 三、本年度办理结果 is passed over");
        grid.step(Step::Last);
        assert_eq!(grid.place().as_str(), "t2.carried_forward.natural");
        assert!(!grid.step(Step::Down));
        grid.step(Step::RowEnd);
        assert!(!grid.step(Step::Next));
        grid.step(Step::First);
        assert_eq!(grid.place().as_str(), "t2.new.total");
        grid.step(Step::Next);
        assert_eq!(grid.place().as_str(), "t2.brought_forward.natural");
        grid.step(Step::Previous);
        assert_eq!(grid.place().as_str(), "t2.new.total");
    }

    #[test]
    fn a_block_with_fewer_columns_keeps_the_wanted_column() {
        let (mut grid, _) = grid(2020, "t1");
        grid.step(Step::RowEnd);
        for _ in 0..6 {
            grid.step(Step::Down);
        }
        assert_eq!(grid.place().as_str(), "t1.fees.change");
        grid.step(Step::Up);
        assert_eq!(grid.place().as_str(), "t1.coercion.decisions");
    }

    #[test]
    fn enter_returns_to_the_column_where_tab_began() {
        let (mut grid, _) = grid(2021, "t2");
        grid.step(Step::Right);
        for _ in 0..3 {
            grid.step(Step::Next);
        }
        grid.step(Step::Enter);
        assert_eq!(grid.place().as_str(), "t2.brought_forward.business");
        grid.step(Step::Enter);
        assert_eq!(grid.place().as_str(), "t2.granted.business", "the run is over");
        grid.step(Step::Next);
        grid.step(Step::Right);
        grid.step(Step::Enter);
        assert_eq!(grid.place().as_str(), "t2.partial.public_interest", "an arrow ends the run");
    }

    #[test]
    fn arithmetic_is_put_in_as_its_result_and_what_has_none_as_it_is() {
        let (grid, report) = grid(2021, "t2");
        let text = |put: &Put| match &put.edit {
            Some(Edit::Cell { text, .. }) => text.clone(),
            other => panic!("{other:?}"),
        };
        let put = grid.put(&report, "＝１２＋３");
        assert_eq!((text(&put).as_str(), put.arithmetic), ("15", Some(Ok("15".into()))));
        let put = grid.put(&report, "=10/3");
        assert_eq!((text(&put).as_str(), put.arithmetic), ("=10/3", Some(Err(arithmetic::Fault::Inexact))));
        assert!(grid.put(&report, "").edit.is_none());
    }

    #[test]
    fn the_cursor_line_is_always_shown() {
        let (mut grid, _) = grid(2021, "t2");
        for step in [Step::Last, Step::Up, Step::PageUp(8), Step::First, Step::PageDown(30), Step::PageUp(3)] {
            grid.step(step);
            for rows in [1, 2, 7, 40] {
                grid.keep_in_view(rows);
                assert!((grid.top..grid.top + rows).contains(&grid.line), "{step:?} {rows}");
            }
        }
    }
}
