//! 预览: the report page by page as it is printed.

use ratatui::layout::Size;

use super::msg::{Action, Msg};
use crate::{
    exchange::write::{
        Pen,
        pages::{COLUMNS, Page, pages},
    },
    form::Place,
    report::{Report, value::fold},
};

/// Columns that a page takes with its frame.
pub const SHEET: u16 = COLUMNS as u16 + 2;
/// Rows of the screen that show no page: title and footer.
const CHROME: u16 = 2;

/// The pages of a report, and which of them are looked at.
#[derive(Debug)]
pub struct Preview {
    report: Report,
    pages: Vec<Page>,
    /// What the pages are drawn with; other widths need other pages.
    pen: Pen,
    size: Size,
    /// First page shown.
    page: usize,
    /// First row shown of it, its frame counted.
    top: usize,
    /// The section that Enter goes to: the one at the top, or the one that was jumped to.
    section: &'static str,
    /// File to open on Enter, where no report is open.
    file: Option<String>,
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
}

impl Preview {
    /// The pages of a report, on a screen, from the section of a place on.
    pub fn new(report: Report, size: Size, place: &Place, file: Option<String>) -> Self {
        let pen = Pen::here();
        let pages = pages(&report, pen);
        let mut preview = Self { report, pages, pen, size, page: 0, top: 0, section: "preface", file };
        if let Some(section) = preview.sections().into_iter().find(|section| *section == place.table()) {
            preview.turn_to(section);
        }
        preview
    }

    /// The report.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// How many pages there are.
    pub fn n_pages(&self) -> usize {
        self.pages.len()
    }

    /// The section that Enter goes to.
    pub fn section(&self) -> &'static str {
        self.section
    }

    /// First row shown of a page: one that is shorter than its neighbour stays at its end.
    pub fn top_of(&self, page: &Page) -> usize {
        self.top.min((page.lines.len() + 2).saturating_sub(Self::rows_on(self.size)))
    }

    /// Rows of the screen for pages.
    pub fn rows_on(size: Size) -> usize {
        usize::from(size.height.saturating_sub(CHROME)).max(1)
    }

    /// The pages shown, each with its number from 1: one, or two side by side as a book lies open.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Page)> {
        let first = self.leaf(self.page);
        let n = if first > 0 && self.is_book() { 2 } else { 1 };
        self.pages.iter().enumerate().skip(first).take(n).map(|(n, page)| (n + 1, page))
    }

    /// Is there room for two pages?
    fn is_book(&self) -> bool {
        self.size.width > 2 * SHEET
    }

    /// The first page of those that are shown together with this one: in a book 2 and 3 face each other.
    fn leaf(&self, page: usize) -> usize {
        if self.is_book() && page > 0 { (page - 1) / 2 * 2 + 1 } else { page }
    }

    /// The last row that can be the first one shown.
    fn last_top(&self) -> usize {
        let rows = self.shown().map(|(_, page)| page.lines.len() + 2).max().unwrap_or_default();
        rows.saturating_sub(Self::rows_on(self.size))
    }

    /// The sections on the pages, in order.
    fn sections(&self) -> Vec<&'static str> {
        let mut sections: Vec<&'static str> = self.lines().map(|(_, _, section)| section).collect();
        sections.dedup();
        sections
    }

    /// Page, line and section of every line.
    fn lines(&self) -> impl Iterator<Item = (usize, usize, &'static str)> {
        let lines = |(n, page): (usize, &'_ Page)| -> Vec<_> {
            page.lines.iter().enumerate().map(|(line, of)| (n, line, of.section)).collect()
        };
        self.pages.iter().enumerate().flat_map(lines)
    }

    /// A key or text.
    pub(super) fn update(&mut self, msg: &Msg) -> Wish {
        let rows = Self::rows_on(self.size);
        match msg {
            Msg::Act(Action::NextPage) => self.jump(1),
            Msg::Act(Action::PreviousPage) => self.jump(-1),
            Msg::Act(Action::Down) => self.down(1),
            Msg::Act(Action::Up) => self.up(1),
            Msg::Act(Action::PageDown) => self.down(rows.saturating_sub(1)),
            Msg::Act(Action::PageUp) => self.up(rows.saturating_sub(1)),
            Msg::Act(Action::Home) => (self.page, self.top) = (0, 0),
            Msg::Act(Action::End) => (self.page, self.top) = (self.pages.len() - 1, 0),
            Msg::Act(Action::Enter) => {
                let place = Place::section(self.section);
                return match self.file.clone() {
                    Some(file) => Wish::Open(file, place),
                    None => Wish::Go(place),
                };
            }
            Msg::Text(text) => self.part(text),
            _ => {}
        }
        if matches!(msg, Msg::Act(action) if !matches!(action, Action::NextPage | Action::PreviousPage)) {
            self.section = self.section_at_top();
        }
        Wish::Nothing
    }

    /// Takes over the size of the screen, and how wide the terminal draws.
    pub(super) fn keep_in_view(&mut self, size: Size) {
        if self.pen != Pen::here() {
            self.pen = Pen::here();
            self.pages = pages(&self.report, self.pen);
        }
        self.size = size;
        self.page = self.leaf(self.page.min(self.pages.len() - 1));
        self.top = self.top.min(self.last_top());
    }

    /// So many rows down in the page; from its end to the next one.
    fn down(&mut self, by: usize) {
        let next = self.leaf(self.page) + self.shown().count();
        if self.top < self.last_top() {
            self.top = (self.top + by).min(self.last_top());
        } else if next < self.pages.len() {
            (self.page, self.top) = (next, 0);
        }
    }

    /// So many rows up in the page; from its start to the end of the one before.
    fn up(&mut self, by: usize) {
        if self.top > 0 {
            self.top = self.top.saturating_sub(by);
        } else if let Some(before) = self.leaf(self.page).checked_sub(1) {
            self.page = self.leaf(before);
            self.top = self.last_top();
        }
    }

    fn section_at_top(&self) -> &'static str {
        let line = self.top.saturating_sub(1);
        self.shown().next().and_then(|(_, page)| page.lines.get(line)).map_or(self.section, |line| line.section)
    }

    /// To a neighbouring section.
    fn jump(&mut self, by: isize) {
        let sections = self.sections();
        let at = sections.iter().position(|section| *section == self.section).unwrap_or_default();
        if let Some(section) = at.checked_add_signed(by).and_then(|at| sections.get(at)) {
            self.turn_to(section);
        }
    }

    /// To one of the six parts by its number.
    fn part(&mut self, text: &str) {
        let number = text.chars().next().and_then(|c| fold(c).to_digit(10)).and_then(|n| (n as usize).checked_sub(1));
        let parts = self.report.edition().sections.iter().filter(|section| section.part);
        if let Some(section) = number.and_then(|n| parts.into_iter().nth(n)) {
            self.turn_to(&section.id);
        }
    }

    /// Shows where a section begins.
    fn turn_to(&mut self, section: &str) {
        let start = self.lines().find(|(_, _, of)| *of == section);
        if let Some((page, line, section)) = start {
            let shown = self.leaf(page);
            // A page that fits stays whole; of one that does not, the section's first line comes to the top.
            (self.page, self.section) = (shown, section);
            self.top = if line == 0 { 0 } else { (line + 1).min(self.last_top()) };
        }
    }
}
