//! 工作台: one report being worked on: its pages, the cursor, the findings, undo.

mod cells;
mod change;
mod closed;
mod compose;
pub mod doubts;
mod entry;
mod explain;
mod keep;
mod link;
mod mend;
mod page;
mod seek;
mod slots;

use ratatui::layout::Size;

use closed::changes;
pub use page::Page;
use page::{pages, section};

use super::{
    findings::Findings,
    grid::Grid,
    long::Parting,
    msg::{Action, Effect, Loaded, Msg, Notice, Scope},
    offers::Offers,
    overlay::Overlay,
    panes::{self, Areas, Focus},
    prose::Prose,
    reason::Reason,
    search::Search,
};
use crate::{
    equations::{self, Balance},
    form::{CellIdx, Place, Section},
    report::{
        Report, arithmetic,
        undo::Undo,
        value::{self, Value},
    },
    rules::{Checked, Memory, Repair},
    store::{Settings, Stamp, Typing},
};

/// The file the report stands in.
#[derive(Debug)]
pub struct File {
    /// Its name in the folder.
    pub name: String,
    /// What stood on disk when it was read or last saved.
    pub stamp: Stamp,
    /// When it was last saved, as people read it.
    pub saved_at: String,
    /// The report as it was read or last saved.
    saved: Report,
}

/// What stands on the page.
#[derive(Debug)]
pub enum Body {
    /// A table.
    Table(Box<Grid>),
    /// Prose.
    Prose(Prose),
}

/// A report being worked on.
#[derive(Debug)]
pub struct Desk {
    /// The file it stands in.
    pub file: File,
    /// The report.
    pub report: Report,
    /// Last year's report.
    pub last: Option<Report>,
    /// Findings and what holds.
    pub checked: Checked,
    /// Figures for blanks, meanings of numbers: what may be taken or turned down.
    pub offers: Offers,
    /// Which pane has the keys.
    pub focus: Focus,
    /// The cursor in the findings.
    pub findings: Findings,
    /// The line that finds text, while it is open.
    pub search: Option<Search>,
    /// The line that takes a reason for a finding, while it is open.
    pub reason: Option<Reason>,
    pages: Vec<Page>,
    page: usize,
    bodies: Vec<Body>,
    undo: Undo,
    /// Why it can only be read; empty if it can be written.
    pub reading: String,
    /// What is wrong with the journal, until that is over.
    pub trouble: Option<String>,
    /// What was noted last of the text on its way into a cell.
    pub(super) recorded_typing: Option<Typing>,
    /// Are the changes of dead sessions on the screen, and not noted yet?
    is_recovering: bool,
}

/// What the desk wants after a key.
#[derive(Debug, Default)]
pub struct Answer {
    /// One line for the user.
    pub notice: Option<Notice>,
    /// Something for the loop.
    pub effect: Option<Effect>,
    /// Repairs to choose from, in words.
    pub choices: Vec<(String, Repair)>,
    /// What is to lie over the screen.
    pub overlay: Option<Overlay>,
}

impl Answer {
    fn say(text: impl Into<String>) -> Self {
        Self { notice: Some(Notice { text: text.into(), is_error: false }), effect: None, ..Answer::default() }
    }

    /// Something was copied: it also goes to the clipboard outside.
    fn copied(said: impl Into<String>, text: String) -> Self {
        Self { effect: Some(Effect::Clip(text)), ..Self::say(said) }
    }

    /// A key that cannot act says why.
    fn cannot(text: impl Into<String>) -> Self {
        Self { notice: Some(Notice { text: text.into(), is_error: true }), effect: None, ..Answer::default() }
    }
}

impl Desk {
    /// A report as it was read, with the cursor on its first part.
    pub fn new(loaded: Loaded, settings: &Settings) -> Self {
        let Loaded { name, mut report, stamp, last, saved_at, folder, standing, .. } = loaded;
        let (saved, mut undo) = (report.clone(), Undo::default());
        let is_recovering = !standing.recovered.is_nothing();
        if standing.recovered.merged.is_none() {
            undo.recover(&mut report, standing.recovered.edits);
        }
        for section in &report.edition().sections {
            if let Some(parting) = Parting::of(&section.id, report.paragraphs(&section.id)) {
                undo.force(&mut report, parting.edit());
            }
        }
        let memory = Memory::read_at_once(&report, last.as_ref());
        let pages = pages(&report);
        let bodies = pages.iter().map(|page| body(&report, *page)).collect();
        let page = pages.iter().position(|page| section(report.edition(), *page).part).unwrap_or_default();
        let mut desk = Self {
            file: File { name, stamp, saved_at, saved },
            checked: Checked::default(),
            offers: Offers::default(),
            focus: Focus::Section,
            findings: Findings { folder, memory, ..Findings::default() },
            search: None,
            reason: None,
            pages,
            page,
            bodies,
            undo,
            reading: standing.reading,
            trouble: None,
            recorded_typing: None,
            is_recovering,
            report,
            last,
        };
        desk.judge_here(settings);
        desk
    }

    /// Where one is, innermost first.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = match (self.focus, self.body()) {
            _ if self.reason.is_some() => vec![Scope::Reason, Scope::Line],
            _ if self.search.is_some() => vec![Scope::Find, Scope::Line],
            (Focus::Outline, _) => vec![Scope::Outline, Scope::Rows],
            (Focus::Findings, _) => vec![Scope::Findings, Scope::Rows],
            (Focus::Section, Body::Table(grid)) if grid.typing.is_some() => {
                vec![Scope::Typing, Scope::Grid, Scope::Line, Scope::Rows]
            }
            (Focus::Section, Body::Table(_)) => vec![Scope::Grid, Scope::Line, Scope::Rows],
            (Focus::Section, Body::Prose(_)) => vec![Scope::Prose, Scope::Line, Scope::Rows],
        };
        scopes.push(Scope::Desk);
        scopes
    }

    /// The pages of the report, in order.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Which page is shown.
    pub fn page_idx(&self) -> usize {
        self.page
    }

    /// The section of a page.
    pub fn section_of(&self, page: Page) -> &'static Section {
        section(self.report.edition(), page)
    }

    /// The section shown.
    pub fn section(&self) -> &'static Section {
        self.section_of(self.pages[self.page])
    }

    /// What stands on the page shown.
    pub fn body(&self) -> &Body {
        &self.bodies[self.page]
    }

    fn body_mut(&mut self) -> &mut Body {
        &mut self.bodies[self.page]
    }

    /// The place under the cursor.
    pub fn place(&self) -> Place {
        match self.body() {
            Body::Table(grid) => grid.place(),
            Body::Prose(prose) => Place::section(prose.section()),
        }
    }

    /// The cell under the cursor, on a table page.
    pub fn cell(&self) -> Option<CellIdx> {
        match self.body() {
            Body::Table(grid) => Some(grid.cell()),
            Body::Prose(_) => None,
        }
    }

    /// Last year's text of a cell, if there is a report of last year whose edition has the cell.
    pub fn last_text(&self, cell: CellIdx) -> Option<&str> {
        let last = self.last.as_ref()?;
        let place = &self.report.edition().spec(cell).place;
        last.edition().find(place).map(|cell| last.text(cell))
    }

    /// The fill-in note of the cell or section under the cursor.
    pub fn note(&self) -> String {
        let Some(cell) = self.cell() else { return self.section().note.clone() };
        let (_, _, row, column) = self.report.edition().lines(cell);
        match (row.note.as_str(), column.note.as_str()) {
            (row, column) if row == column || column.is_empty() => row.to_owned(),
            ("", column) => column.to_owned(),
            (row, column) => format!("{row} {column}"),
        }
    }

    /// The note of the row alone, for where there is little room: in a few words if it has them; the column's if the
    /// row has none.
    pub fn short_note(&self) -> &str {
        let Some(cell) = self.cell() else { return &self.section().note };
        let (_, _, row, column) = self.report.edition().lines(cell);
        let notes = [&row.brief, &row.note, &column.note];
        notes.into_iter().find(|note| !note.is_empty()).map_or("", |note| note)
    }

    /// Goes to a place: the page and, in a table, the cell.
    pub fn go_to(&mut self, place: &Place) {
        let is_table = place.is_cell();
        let found = self.pages.iter().position(|page| {
            let section = section(self.report.edition(), *page);
            section.id == place.table()
                && (page.is_table == is_table || self.report.edition().table(&section.id).is_none())
        });
        let Some(page) = found else { return };
        self.page = page;
        self.focus = Focus::Section;
        self.link_up();
        if let (Some(cell), Body::Table(grid)) = (self.report.edition().find(place), &mut self.bodies[page]) {
            grid.go_to(cell);
        }
    }

    /// Puts what is being typed into its cell. Arithmetic is worked out, and what came of it said.
    pub fn finish_typing(&mut self) -> Option<Notice> {
        let Body::Table(grid) = self.body_mut() else { return None };
        let typing = grid.typing.take()?;
        let Body::Table(grid) = self.body() else { return None };
        let put = grid.put(&self.report, typing.field.text());
        if let Some(edit) = put.edit {
            self.make(edit, false);
        }
        let typed = typing.field.text().trim();
        put.arithmetic.map(|result| match result {
            Ok(result) => Notice { text: format!("{typed} 得 {result}，已填入"), is_error: false },
            Err(fault) => Notice { text: format!("{fault}；“{typed}”照原样留在格里"), is_error: true },
        })
    }

    /// The sums that the cell under the cursor takes part in; what is being typed counts already.
    pub fn balances(&self) -> Vec<Balance> {
        let Body::Table(grid) = self.body() else { return Vec::new() };
        let cell = grid.cell();
        let kind = self.report.edition().spec(cell).kind;
        let now = match &grid.typing {
            Some(typing) if arithmetic::is_arithmetic(typing.field.text()) => {
                arithmetic::evaluate(typing.field.text()).map_or(Value::Blank, |result| value::read(&result, kind))
            }
            Some(typing) => value::read(typing.field.text(), kind),
            None => self.report.value(cell),
        };
        equations::balances(&self.report, cell, now)
    }

    /// Keeps cursors among the shown rows.
    pub fn keep_in_view(&mut self, size: Size) {
        let areas = panes::areas(size, self.focus);
        match &mut self.bodies[self.page] {
            Body::Table(grid) => grid.keep_in_view(table_rows(grid, areas).max(1)),
            Body::Prose(prose) => {
                let area = areas.prose();
                prose.keep_in_view(usize::from(area.width), usize::from(area.height));
            }
        }
        let at = self.place();
        let cell = self.cell();
        let read = self.offset().map(|(section, n)| (section.to_owned(), n));
        let follows = (self.focus != Focus::Findings).then_some((&at, cell, read));
        self.findings.keep_in_view(&self.checked, usize::from(areas.findings.height.saturating_sub(1)), follows);
    }

    /// What a key or text does where one is.
    fn key(&mut self, msg: Msg, size: Size, clip: &mut String) -> Answer {
        if let Msg::Act(action) = msg
            && let Some(answer) = self.anywhere(action)
        {
            if action != Action::Save {
                self.reason = None;
            }
            match action {
                Action::Save | Action::Find => {}
                Action::Undo | Action::Redo => self.look_again(),
                _ => self.search = None,
            }
            return answer;
        }
        if self.reason.is_some() {
            return match msg {
                Msg::Act(Action::Insert) if clip.is_empty() => Answer::cannot("还没有复制过文字：可以用终端的粘贴"),
                Msg::Act(Action::Insert) => self.in_reason(&Msg::Paste(clip.clone())),
                msg => self.in_reason(&msg),
            };
        }
        // Finding changes nothing; that nothing is replaced is told where it would be.
        if self.search.is_some() {
            return self.in_search(&msg);
        }
        if let Some(why) = self.is_closed().filter(|_| changes(&msg, self.focus)) {
            return Answer::cannot(why);
        }
        let areas = panes::areas(size, self.focus);
        match (self.focus, self.body()) {
            (Focus::Outline, _) => self.in_outline(&msg),
            (Focus::Findings, _) => self.in_searchings(&msg, clip),
            (Focus::Section, Body::Table(_)) => self.in_table(msg, areas, clip),
            (Focus::Section, Body::Prose(_)) => self.in_prose(msg, areas, clip),
        }
    }

    /// What a key does wherever one is in the workbench.
    fn anywhere(&mut self, action: Action) -> Option<Answer> {
        let focus = |desk: &mut Self, focus| {
            let notice = desk.finish_typing();
            desk.focus = focus;
            Answer { notice, effect: None, ..Answer::default() }
        };
        Some(match action {
            Action::Save => {
                self.finish_typing();
                if !self.is_dirty() {
                    return Some(Answer::say("没有新的改动，不用再存"));
                }
                Answer { notice: None, effect: Some(self.save()), ..Answer::default() }
            }
            Action::Find => Answer { notice: self.open_search(), ..Answer::default() },
            Action::Undo | Action::Redo if let Some(why) = self.is_closed() => Answer::cannot(why),
            Action::Undo => self.turn(true),
            Action::Redo => self.turn(false),
            Action::GoOutline if self.focus == Focus::Outline => Answer::cannot("已经在目录：Enter 进入，F2 回到填写"),
            Action::GoFindings if self.focus == Focus::Findings => {
                Answer::cannot("已经在校验：Enter 跳到该处，F2 回到填写")
            }
            Action::GoOutline => focus(self, Focus::Outline),
            Action::GoFindings => focus(self, Focus::Findings),
            Action::GoSection if self.focus != Focus::Section => focus(self, Focus::Section),
            Action::NextPage => self.turn_page(1),
            Action::PreviousPage => self.turn_page(self.pages.len() - 1),
            _ => return None,
        })
    }

    /// So many pages on, round and round; empty prose around a table is passed over, the outline leads there.
    fn turn_page(&mut self, by: usize) -> Answer {
        let notice = self.finish_typing();
        let n = self.pages.len();
        let is_stop = |page: &Page| {
            let section = section(self.report.edition(), *page);
            let is_around = !page.is_table && self.report.edition().table(&section.id).is_some();
            !is_around || !self.report.paragraphs(&section.id).is_empty()
        };
        let stops = (1..=n).map(|k| (self.page + k * by) % n);
        self.page = stops.into_iter().find(|page| is_stop(&self.pages[*page])).unwrap_or(self.page);
        if self.focus == Focus::Findings {
            self.focus = Focus::Section;
        }
        Answer { notice, effect: None, ..Answer::default() }
    }
}

/// Rows of a table that fit under its fixed head.
fn table_rows(grid: &Grid, areas: Areas) -> usize {
    usize::from(areas.section.height).saturating_sub(grid.head_rows())
}

fn body(report: &Report, page: Page) -> Body {
    let section = section(report.edition(), page);
    let grid = page.is_table.then(|| Grid::new(report.edition(), &section.id)).flatten();
    let prose = || Body::Prose(Prose::new(&section.id, report.paragraphs(&section.id)));
    grid.map_or_else(prose, |grid| Body::Table(Box::new(grid)))
}
