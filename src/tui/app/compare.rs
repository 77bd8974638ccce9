//! 对照: one organ's report beside its earlier years, table by table and paragraph by paragraph.

use ratatui::layout::Size;

use super::{
    msg::{Action, Msg},
    panes,
};
use crate::{
    form::{Block, CellIdx, Edition, Layout, Place, Section, Table},
    report::{
        Report,
        compare::prose::{Fate, Passage, passages},
        value::fold,
    },
    tui::wrap,
};

/// Rows of the screen that are no lines of the comparison: title, rule, head, rule, two of detail, footer.
const CHROME: u16 = 7;
/// From this width on the two years' texts stand side by side.
pub const BESIDE: u16 = 100;

/// The years of an organ held against each other.
#[derive(Debug)]
pub struct Compare {
    /// The reports, the earliest first.
    years: Vec<Report>,
    /// Which of them is looked at.
    now: usize,
    /// Which earlier (or later) one it is held against.
    before: usize,
    page: usize,
    /// Column of a table that is shown column by column.
    column: usize,
    /// Line under the cursor.
    cursor: usize,
    /// First line shown.
    top: usize,
    /// Lines of the table shown.
    lines: Vec<Line>,
    /// Paragraphs of the text shown.
    passages: Vec<Passage>,
    /// File to open on Enter, where no report is open.
    file: Option<String>,
}

/// What stands in one line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A head over the lines below it.
    Head(String),
    /// A figure of each year.
    Figure {
        /// What the row is called.
        label: String,
        /// Where the figure stands.
        place: Place,
    },
}

/// What a key asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing more.
    Nothing,
    /// To go to a place of the open report.
    Go(Place),
    /// To open the report of this file at a place.
    Open(String, Place),
    /// To be told why the key does nothing.
    Say(&'static str),
}

/// A stretch of text on one row of the screen.
pub type Stretch = (Fate, String);

impl Compare {
    /// The years of a report; `None` if there is no other year. Starts at a place, against the year before or the
    /// nearest there is.
    pub fn new(mut years: Vec<Report>, year: u16, place: &Place, file: Option<String>) -> Option<Self> {
        years.sort_by_key(|report| report.about.year);
        let now = years.iter().position(|report| report.about.year == year)?;
        let before = now.checked_sub(1).or((years.len() > 1).then_some(1))?;
        let mut compare = Self {
            years,
            now,
            before,
            page: 0,
            column: usize::MAX,
            cursor: 0,
            top: 0,
            lines: Vec::new(),
            passages: Vec::new(),
            file,
        };
        let sections = compare.sections();
        let overview = sections.iter().position(|section| section.part).unwrap_or_default();
        compare.page = sections.iter().position(|section| section.id == place.table()).unwrap_or(overview);
        compare.fill();
        if let Some(cell) = compare.now().edition().find(place) {
            compare.look_at(cell);
        }
        Some(compare)
    }

    /// The report looked at.
    pub fn now(&self) -> &Report {
        &self.years[self.now]
    }

    /// The report it is held against.
    pub fn before(&self) -> &Report {
        &self.years[self.before]
    }

    /// Both, as time goes: what changed, changed from the first to the second.
    pub fn pair(&self) -> [&Report; 2] {
        if self.is_held_against_later() { [self.now(), self.before()] } else { [self.before(), self.now()] }
    }

    /// Is the report held against a later year?
    pub fn is_held_against_later(&self) -> bool {
        self.before > self.now
    }

    /// All years, the earliest first.
    pub fn years(&self) -> &[Report] {
        &self.years
    }

    /// The sections that are gone through: the parts, and what else holds something in one of the two years.
    pub fn sections(&self) -> Vec<&'static Section> {
        let holds = |section: &Section| {
            section.part || [self.now(), self.before()].iter().any(|report| !report.is_section_empty(&section.id))
        };
        self.now().edition().sections.iter().filter(|section| holds(section)).collect()
    }

    /// The section shown.
    pub fn section(&self) -> &'static Section {
        let sections = self.sections();
        sections[self.page.min(sections.len() - 1)]
    }

    /// The table shown, if the section has one.
    pub fn table(&self) -> Option<&'static Table> {
        self.now().edition().table(&self.section().id)
    }

    /// The label of the column shown, where a table is shown column by column.
    pub fn column(&self) -> Option<&'static str> {
        let table = self.table().filter(|table| is_by_column(table))?;
        let columns = &table.blocks.first()?.columns;
        columns.get(self.column.min(columns.len() - 1)).map(|column| column.label.as_str())
    }

    /// Lines of the table shown; none where text is shown.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// First line shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The place under the cursor, in a table.
    pub fn place(&self) -> Option<&Place> {
        match self.lines.get(self.cursor) {
            Some(Line::Figure { place, .. }) => Some(place),
            _ => None,
        }
    }

    /// Lines that a screen shows.
    pub fn rows_on(size: Size) -> usize {
        usize::from(size.height.saturating_sub(CHROME)).max(1)
    }

    /// The text shown, wrapped for a screen: the earlier year's rows and the later one's side by side, or, in a narrow
    /// one, both in one column with what went and what came between marks. An unchanged paragraph is one side only.
    pub fn text(&self, size: Size) -> Vec<[Vec<Stretch>; 2]> {
        let is_beside = size.width >= BESIDE;
        let columns = usize::from(if is_beside { (size.width - 3) / 2 } else { size.width }.saturating_sub(3)).max(2);
        if !is_beside {
            let pieces = |passage: &Passage| -> Vec<Stretch> {
                passage.pieces.iter().map(|piece| (piece.fate, bracketed(piece.fate, &piece.text))).collect()
            };
            let rows = self.passages.iter().flat_map(|passage| wrapped(&pieces(passage), columns));
            return rows.map(|row| [row, Vec::new()]).collect();
        }
        let mut rows = Vec::new();
        // What is gone stands beside what is new in its place.
        for group in self.passages.chunk_by(|a, b| is_alone(a) && is_alone(b)) {
            let [before, now] = [false, true].map(|is_now| -> Vec<Vec<Stretch>> {
                let stretches = |passage: &Passage| -> Vec<Stretch> {
                    passage.side(is_now).map(|p| (p.fate, p.text.clone())).collect()
                };
                group.iter().flat_map(|passage| wrapped(&stretches(passage), columns)).collect()
            });
            for row in 0..before.len().max(now.len()) {
                rows.push([&before, &now].map(|side| side.get(row).cloned().unwrap_or_default()));
            }
        }
        rows
    }

    /// A key or text.
    pub(super) fn update(&mut self, msg: &Msg) -> Wish {
        let n_pages = self.sections().len();
        match msg {
            Msg::Act(Action::OtherYear) if self.years.len() < 3 => {
                return Wish::Say("文件夹里只有这两年的报告，没有别的年度可换");
            }
            Msg::Act(Action::OtherYear) => {
                self.before = (0..self.years.len())
                    .map(|k| (self.before + self.years.len() - 1 - k) % self.years.len())
                    .find(|year| *year != self.now)
                    .unwrap_or(self.before);
                let place = self.place().cloned();
                self.fill();
                if let Some(place) = place {
                    self.look_for(&place);
                }
            }
            Msg::Act(Action::NextPage) => self.turn((self.page + 1) % n_pages),
            Msg::Act(Action::PreviousPage) => self.turn((self.page + n_pages - 1) % n_pages),
            Msg::Act(Action::Right) => self.shift(1),
            Msg::Act(Action::Left) => self.shift(-1),
            Msg::Act(Action::Up) => self.step(-1),
            Msg::Act(Action::Down) => self.step(1),
            Msg::Act(Action::PageUp) => self.step(-10),
            Msg::Act(Action::PageDown) => self.step(10),
            Msg::Act(Action::Home) => self.step(isize::MIN / 2),
            Msg::Act(Action::End) => self.step(isize::MAX / 2),
            Msg::Act(Action::Enter) => {
                let place = self.place().cloned().unwrap_or_else(|| Place::section(&self.section().id));
                return match self.file.clone() {
                    Some(file) => Wish::Open(file, place),
                    None => Wish::Go(place),
                };
            }
            Msg::Text(text) => self.turn_to(text),
            _ => {}
        }
        Wish::Nothing
    }

    /// Keeps the cursor among the shown lines, and text from scrolling away.
    pub(super) fn keep_in_view(&mut self, size: Size) {
        let rows = Self::rows_on(size);
        if self.lines.is_empty() {
            self.top = self.top.min(self.text(size).len().saturating_sub(rows));
        } else {
            self.top = panes::scroll(self.top, self.cursor, rows);
            // The head over the first figure comes into view with it.
            if self.cursor <= self.first_figure() {
                self.top = 0;
            }
        }
    }

    fn first_figure(&self) -> usize {
        self.lines.iter().position(|line| matches!(line, Line::Figure { .. })).unwrap_or_default()
    }

    /// To one of the six parts by its number.
    fn turn_to(&mut self, text: &str) {
        let number = text.chars().next().and_then(|c| fold(c).to_digit(10));
        let sections = self.sections();
        let parts = sections.iter().enumerate().filter(|(_, section)| section.part).map(|(n, _)| n);
        let page = number.and_then(|n| parts.into_iter().nth((n as usize).checked_sub(1)?));
        if let Some(page) = page {
            self.turn(page);
        }
    }

    fn turn(&mut self, page: usize) {
        self.page = page;
        self.top = 0;
        self.fill();
        self.cursor = self.first_figure();
    }

    /// To a neighbouring column.
    fn shift(&mut self, by: isize) {
        let Some(table) = self.table().filter(|table| is_by_column(table)) else { return };
        let n = table.blocks.first().map_or(1, |block| block.columns.len());
        self.column = self.column.min(n - 1).saturating_add_signed(by).min(n - 1);
        let cursor = self.cursor;
        self.fill();
        self.cursor = cursor;
    }

    /// So many figures down, heads passed over; in text so many rows.
    fn step(&mut self, by: isize) {
        if self.lines.is_empty() {
            self.top = self.top.saturating_add_signed(by);
            return;
        }
        let figures: Vec<usize> =
            (0..self.lines.len()).filter(|n| matches!(self.lines[*n], Line::Figure { .. })).collect();
        let at = figures.iter().position(|n| *n >= self.cursor).unwrap_or_default();
        let to = at.saturating_add_signed(by).min(figures.len().saturating_sub(1));
        self.cursor = figures.get(to).copied().unwrap_or_default();
    }

    /// Works out what the page shows.
    fn fill(&mut self) {
        let section = self.section();
        let [before, now] = self.pair().map(|report| report.paragraphs(&section.id));
        (self.lines, self.passages) = match self.table() {
            Some(table) => (lines(self.now().edition(), table, self.column), Vec::new()),
            None => (Vec::new(), passages(before, now)),
        };
        self.cursor = self.first_figure();
    }

    /// Puts the cursor on a cell, and its column into view.
    fn look_at(&mut self, cell: CellIdx) {
        let edition = self.now().edition();
        let (table, block, _, column) = edition.lines(cell);
        if is_by_column(table) {
            self.column = block.columns.iter().position(|other| other.id == column.id).unwrap_or(usize::MAX);
            self.fill();
        }
        let place = edition.spec(cell).place.clone();
        self.look_for(&place);
    }

    fn look_for(&mut self, place: &Place) {
        let is_it = |line: &Line| matches!(line, Line::Figure { place: other, .. } if other == place);
        self.cursor = self.lines.iter().position(is_it).unwrap_or(self.cursor);
    }
}

/// Is the table shown one column at a time? One block of many columns is; else every cell has a line.
fn is_by_column(table: &Table) -> bool {
    table.layout == Layout::Stacked && table.blocks.len() == 1
}

fn lines(edition: &Edition, table: &Table, column: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in &table.blocks {
        let mut under: &[String] = &[];
        if !block.title.is_empty() {
            lines.push(Line::Head(block.title.clone()));
        }
        for row in &block.rows {
            let same = under.iter().zip(&row.under).take_while(|(a, b)| a == b).count();
            for head in row.under.iter().skip(same).filter(|head| **head != row.label) {
                lines.push(Line::Head(head.clone()));
            }
            under = &row.under;
            figures(block, table, (&row.id, &row.short), column, &mut lines);
        }
    }
    let groups: Vec<_> = edition
        .derived
        .iter()
        .filter(|group| group.table == table.id && group.along == crate::form::Along::Column)
        .collect();
    if let (Some(block), false) = (table.blocks.first(), groups.is_empty()) {
        lines.push(Line::Head("各类合计".into()));
        for group in groups {
            figures(block, table, (&group.id, &group.label), column, &mut lines);
        }
    }
    lines
}

/// The lines of one row: the chosen column, or every column.
fn figures(block: &Block, table: &Table, (id, label): (&str, &str), column: usize, lines: &mut Vec<Line>) {
    let chosen = is_by_column(table).then(|| column.min(block.columns.len() - 1));
    for (n, column) in block.columns.iter().enumerate() {
        if chosen.is_some_and(|chosen| chosen != n) {
            continue;
        }
        let label = if chosen.is_some() { label.to_owned() } else { format!("{label} · {}", column.short) };
        lines.push(Line::Figure { label, place: Place::cell(&table.id, id, &column.id) });
    }
}

/// Does a paragraph stand in one year only?
fn is_alone(passage: &Passage) -> bool {
    passage.before.is_none() || passage.now.is_none()
}

/// What went and what came between marks, for where both stand in one text.
fn bracketed(fate: Fate, text: &str) -> String {
    match fate {
        Fate::Same => text.to_owned(),
        Fate::Gone => format!("[-{text}-]"),
        Fate::New => format!("{{+{text}+}}"),
    }
}

/// The stretches of a paragraph broken into rows.
fn wrapped(stretches: &[Stretch], columns: usize) -> Vec<Vec<Stretch>> {
    let text: String = stretches.iter().map(|(_, text)| text.as_str()).collect();
    if text.is_empty() {
        return Vec::new();
    }
    let fates: Vec<Fate> = stretches.iter().flat_map(|(fate, text)| text.chars().map(|_| *fate)).collect();
    let mut rows = Vec::new();
    wrap::wrap(&text, columns, &mut rows);
    let mut chars = text.chars().zip(fates);
    rows.iter()
        .map(|row| {
            let mut out: Vec<Stretch> = Vec::new();
            for (c, fate) in chars.by_ref().take(row.characters.len()) {
                match out.last_mut() {
                    Some(last) if last.0 == fate => last.1.push(c),
                    _ => out.push((fate, c.to_string())),
                }
            }
            out
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(place: &str) -> Compare {
        let years = crate::store::samples().map(|(_, report)| report).collect();
        Compare::new(years, 2021, &place.into(), None).unwrap()
    }

    #[test]
    fn it_opens_at_the_cell_one_stands_on() {
        let compare = compare("t2.granted.business");
        assert_eq!(compare.column(), Some("商业企业"));
        assert_eq!(compare.place().map(Place::as_str), Some("t2.granted.business"));
        assert_eq!((compare.before().about.year, compare.now().about.year), (2020, 2021));
    }

    #[test]
    fn digits_lead_to_the_parts_and_columns_keep_the_row() {
        let mut compare = compare("overview");
        assert!(compare.lines().is_empty() && !compare.text(Size::new(80, 24)).is_empty());
        compare.update(&Msg::Text("３".into()));
        assert_eq!(compare.section().id, "t2");
        assert_eq!(compare.column(), Some("总计"));
        compare.update(&Msg::Act(Action::Down));
        let place = compare.place().cloned().unwrap();
        compare.update(&Msg::Act(Action::Left));
        assert_eq!(compare.place().map(Place::row), Some(place.row()));
        assert_eq!(compare.column(), Some("其他"));
        assert_eq!(compare.update(&Msg::Act(Action::Enter)), Wish::Go("t2.brought_forward.other".into()));
    }

    #[test]
    fn one_year_alone_cannot_be_compared() {
        let years: Vec<Report> = crate::store::samples().map(|(_, report)| report).take(1).collect();
        let year = years[0].about.year;
        assert!(Compare::new(years, year, &Place::report(), None).is_none());
    }

    #[test]
    fn text_is_wrapped_within_the_screen_and_loses_nothing() {
        let compare = compare("overview");
        for width in [80, 120, 200] {
            for row in compare.text(Size::new(width, 24)) {
                for side in row {
                    let columns: usize = side.iter().map(|(_, text)| crate::width::cols(text)).sum();
                    assert!(columns <= usize::from(width), "{side:?}");
                }
            }
        }
        let now: String = compare.now().paragraphs("overview").concat();
        let right: String = compare
            .text(Size::new(120, 40))
            .iter()
            .flat_map(|row| row[1].iter())
            .map(|(_, text)| text.as_str())
            .collect();
        assert_eq!(right, now);
    }
}
