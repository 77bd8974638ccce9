//! 汇总: many organs' reports of a year: who is there and how they stand, the sums in the form's tables, the organs
//! behind each sum, and what could not be summed.

use std::sync::Arc;

use ratatui::layout::Size;
use rust_decimal::Decimal;

use super::{
    field::Field,
    found::Ask,
    grid::{Grid, Step},
    msg::{Action, Effect, Msg},
    panes,
};
use crate::{form::CellIdx, gather::Gathering, tui::wrap};

/// Rows of the screen that are no lines of a page: title, pages, rule, detail, footer.
const CHROME: u16 = 5;
/// Rows of the head over a list.
const HEAD: usize = 1;

/// How one organ stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Its report is missing; a report of a name much like it may be there.
    Missing(Option<String>),
    /// It reported last year; there is no roster to say whether it must.
    Absent,
    /// Its file cannot be read.
    Unread(String),
    /// It is not on the roster and was not counted.
    Extra,
    /// It is a collected report that no roster asks for.
    NotAsked,
    /// It is in: errors in its tables, carry-overs that break (`None` without last year's report).
    In(usize, Option<usize>),
}

/// One line of the list of organs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organ {
    /// What it is called, or the file.
    pub label: String,
    /// How it stands.
    pub mark: Mark,
    /// Name of its file, if there is one.
    pub name: Option<String>,
}

/// The organs behind a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Which sum.
    pub cell: CellIdx,
    /// Numbers of the reports with their figures, largest first.
    pub parts: Vec<(usize, Decimal)>,
    /// Which one the cursor is on.
    pub at: usize,
    /// First one shown.
    pub top: usize,
}

/// The pages of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// 机关
    Organs,
    /// The table of this number.
    Table(usize),
    /// 说明
    Statement,
}

/// What a key asks for.
#[derive(Debug)]
pub enum Wish {
    /// Nothing more.
    Nothing,
    /// To carry this out and leave.
    Leave(Effect),
    /// To open a report, and to come back after.
    Open(Effect),
    /// To be asked whose reports of which year.
    Ask,
}

/// The roll-up on the screen.
#[derive(Debug)]
pub struct RollupScreen {
    /// What is summed up.
    pub ask: Ask,
    /// How many files of how many are read, until all are.
    pub done: (usize, usize),
    /// What came of it.
    pub gathering: Option<Arc<Gathering>>,
    /// Narrows the organs down.
    pub filter: Field,
    /// The organs behind the sum under the cursor, while they are shown.
    pub behind: Option<Behind>,
    /// First line shown of the list or the statement.
    pub top: usize,
    organs: Vec<Organ>,
    grids: Vec<Grid>,
    statement: Vec<String>,
    page: usize,
    at: usize,
}

impl RollupScreen {
    /// A roll-up that is being read.
    pub fn new(ask: Ask) -> Self {
        Self {
            ask,
            done: (0, 0),
            gathering: None,
            filter: Field::default(),
            behind: None,
            top: 0,
            organs: Vec::new(),
            grids: Vec::new(),
            statement: Vec::new(),
            page: 0,
            at: 0,
        }
    }

    /// Everything is read. Where it was read before, the cursors stay where they are.
    pub fn show(&mut self, gathering: Arc<Gathering>) {
        let edition = gathering.rollup.edition();
        let before = self.shown().nth(self.at).map(|organ| organ.label.clone());
        self.organs = organs(&gathering);
        if let Some(before) = before {
            let at = self.shown().position(|organ| organ.label == before);
            self.at = at.unwrap_or(self.at);
        }
        if let Some(behind) = &mut self.behind {
            let organ = |gathering: &Gathering, n: usize| gathering.standings.get(n).map(|one| one.name.clone());
            let before =
                behind.parts.get(behind.at).zip(self.gathering.as_ref()).and_then(|(part, old)| organ(old, part.0));
            behind.parts = gathering.rollup.behind(behind.cell);
            let at = behind.parts.iter().position(|part| organ(&gathering, part.0) == before);
            behind.at = at.unwrap_or(behind.at).min(behind.parts.len().saturating_sub(1));
        }
        if self.gathering.is_none() {
            self.grids = edition.tables.iter().filter_map(|table| Grid::new(edition, &table.id)).collect();
        }
        self.statement = gathering.statement();
        self.gathering = Some(gathering);
    }

    /// The page shown.
    pub fn page(&self) -> Page {
        match self.page {
            0 => Page::Organs,
            n if n <= self.grids.len() => Page::Table(n - 1),
            _ => Page::Statement,
        }
    }

    /// Names of the pages, and which is shown.
    pub fn pages(&self) -> (Vec<String>, usize) {
        let tables = self.gathering.iter().flat_map(|gathering| {
            let edition = gathering.rollup.edition();
            edition.tables.iter().map(|table| edition.table_name(&table.id))
        });
        let names = std::iter::once("机关".to_owned()).chain(tables).chain(std::iter::once("说明".to_owned()));
        (names.collect(), self.page)
    }

    /// The table shown.
    pub fn grid(&self) -> Option<&Grid> {
        match self.page() {
            Page::Table(n) => self.grids.get(n),
            _ => None,
        }
    }

    /// The organs that the filter leaves.
    pub fn shown(&self) -> impl Iterator<Item = &Organ> {
        self.organs.iter().filter(|organ| organ.label.contains(self.filter.text().trim()))
    }

    /// Which of the shown organs the cursor is on.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The statement, wrapped at a width.
    pub fn statement(&self, columns: usize) -> Vec<String> {
        self.statement.iter().flat_map(|line| wrap::split(line, columns)).collect()
    }

    /// A key or text.
    pub(super) fn update(&mut self, msg: &Msg) -> Wish {
        let Some(gathering) = self.gathering.clone() else {
            return if matches!(msg, Msg::Act(Action::Change)) { Wish::Ask } else { Wish::Nothing };
        };
        match msg {
            Msg::Act(Action::Change) => return Wish::Ask,
            Msg::Act(Action::Accept) => return Wish::Leave(Effect::Collect(gathering)),
            Msg::Act(Action::NextPage) => self.turn(1),
            Msg::Act(Action::PreviousPage) => self.turn(self.grids.len() + 1),
            Msg::Act(Action::Enter) => return self.enter(&gathering),
            Msg::Act(action) if self.behind.is_some() => self.move_behind(*action),
            Msg::Act(action) => match self.page() {
                Page::Organs => self.move_list(*action),
                Page::Table(n) => self.move_grid(n, *action),
                Page::Statement => self.top = moved(self.top, usize::MAX, *action),
            },
            Msg::Text(text) | Msg::Paste(text) if self.page() == Page::Organs && self.behind.is_none() => {
                self.filter.type_text(text);
                self.at = 0;
            }
            _ => {}
        }
        Wish::Nothing
    }

    /// Closes what lies on top; `false` if that is the screen itself.
    pub(super) fn close(&mut self) -> bool {
        if self.behind.take().is_some() {
            return true;
        }
        let has_filter = !self.filter.text().is_empty();
        self.filter = Field::default();
        has_filter
    }

    fn turn(&mut self, by: usize) {
        self.behind = None;
        self.page = (self.page + by) % (self.grids.len() + 2);
        self.top = 0;
    }

    /// Opens the organ under the cursor, or the sum under it.
    fn enter(&mut self, gathering: &Gathering) -> Wish {
        if let Some(behind) = &self.behind {
            let place = &gathering.rollup.edition().spec(behind.cell).place;
            let standing = behind.parts.get(behind.at).and_then(|(n, _)| gathering.standings.get(*n));
            return standing.map_or(Wish::Nothing, |standing| {
                Wish::Open(Effect::OpenAt { name: standing.name.clone(), place: place.clone() })
            });
        }
        match self.page() {
            Page::Organs => {
                let name = self.shown().nth(self.at).and_then(|organ| organ.name.clone());
                name.map_or(Wish::Nothing, |name| Wish::Open(Effect::Open { name, saved_at: String::new() }))
            }
            Page::Table(_) => {
                if let Some(cell) = self.grid().map(Grid::cell) {
                    let parts = gathering.rollup.behind(cell);
                    self.behind = Some(Behind { cell, parts, at: 0, top: 0 });
                }
                Wish::Nothing
            }
            Page::Statement => Wish::Nothing,
        }
    }

    fn move_behind(&mut self, action: Action) {
        if let Some(behind) = &mut self.behind {
            behind.at = moved(behind.at, behind.parts.len(), action);
        }
    }

    fn move_list(&mut self, action: Action) {
        if action == Action::Backspace {
            self.filter.backspace();
            self.at = 0;
        }
        self.at = moved(self.at, self.shown().count(), action);
    }

    fn move_grid(&mut self, n: usize, action: Action) {
        let step = match action {
            Action::Up => Step::Up,
            Action::Down => Step::Down,
            Action::Left => Step::Left,
            Action::Right => Step::Right,
            Action::Home => Step::RowStart,
            Action::End => Step::RowEnd,
            Action::PageUp => Step::PageUp(10),
            Action::PageDown => Step::PageDown(10),
            _ => return,
        };
        if let Some(grid) = self.grids.get_mut(n) {
            grid.step(step);
        }
    }

    /// Lines of a page that a screen shows.
    pub fn rows_on(size: Size) -> usize {
        usize::from(size.height.saturating_sub(CHROME)).max(2)
    }

    /// Keeps the cursor among the shown lines.
    pub(super) fn keep_in_view(&mut self, size: Size) {
        let rows = Self::rows_on(size);
        if let Some(behind) = &mut self.behind {
            behind.top = panes::scroll(behind.top, behind.at, rows - HEAD);
        }
        match self.page() {
            Page::Organs => self.top = panes::scroll(self.top, self.at, rows - HEAD),
            Page::Table(n) => {
                if let Some(grid) = self.grids.get_mut(n) {
                    let heads = grid.head_rows();
                    grid.keep_in_view(rows.saturating_sub(heads).max(1));
                }
            }
            Page::Statement => {
                let lines = self.statement(usize::from(size.width.saturating_sub(2)).max(1)).len();
                self.top = self.top.min(lines.saturating_sub(rows));
            }
        }
    }
}

/// Where a cursor in a list goes.
fn moved(at: usize, count: usize, action: Action) -> usize {
    let last = count.saturating_sub(1);
    match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => (at + 1).min(last),
        Action::PageUp => at.saturating_sub(10),
        Action::PageDown => (at + 10).min(last),
        Action::Home => 0,
        Action::End => last,
        _ => at.min(last),
    }
}

/// The list of organs: first who is missing or cannot be read, then who does not agree, then the others.
fn organs(gathering: &Gathering) -> Vec<Organ> {
    let mut organs: Vec<Organ> = gathering
        .missing
        .iter()
        .map(|missing| Organ { label: missing.due.label(), mark: Mark::Missing(missing.near.clone()), name: None })
        .collect();
    let absent = gathering.absent.iter();
    organs.extend(absent.map(|due| Organ { label: due.label(), mark: Mark::Absent, name: None }));
    organs.extend(gathering.unread.iter().map(|(name, why)| Organ {
        label: name.clone(),
        mark: Mark::Unread(why.clone()),
        name: Some(name.clone()),
    }));
    let parts = gathering.rollup.parts().iter().zip(&gathering.standings).map(|(part, standing)| {
        let due = crate::report::roster::Due { organ: part.about.organ.clone(), scope: part.about.scope };
        let mark = Mark::In(standing.errors, standing.has_last.then_some(standing.carries));
        Organ { label: due.label(), mark, name: Some(standing.name.clone()) }
    });
    let is_wrong = |organ: &Organ| matches!(organ.mark, Mark::In(errors, carries) if errors > 0 || carries > Some(0));
    let (wrong, right): (Vec<Organ>, Vec<Organ>) = parts.partition(is_wrong);
    organs.extend(wrong);
    let aside = |(due, name): &(crate::report::roster::Due, String), mark: Mark| Organ {
        label: due.label(),
        mark,
        name: Some(name.clone()),
    };
    organs.extend(gathering.extra.iter().map(|of| aside(of, Mark::Extra)));
    organs.extend(gathering.collected.iter().map(|of| aside(of, Mark::NotAsked)));
    organs.extend(right);
    organs
}
