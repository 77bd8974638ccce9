//! A filled report: who reports, for which year, the prose, and the text of every cell.

pub mod arithmetic;
pub mod compare;
pub mod course;
pub mod difference;
pub mod doubt;
mod doubted;
pub mod edit;
pub mod groups;
pub mod likeness;
pub mod next_year;
pub mod note;
pub mod pin;
pub mod regain;
pub mod register;
pub mod requests;
pub mod rollup;
pub mod roster;
pub mod undo;
pub mod value;
pub mod waiver;

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::form::{CellIdx, Edition, Place};
pub use course::State;
use course::Step;
use doubt::Doubt;
use note::Note;
use pin::{Pin, Tie};
use value::Value;
use waiver::Waiver;

/// A report (报告): one organ, one year, one scope, in one edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Who, when, in which state.
    pub about: About,
    edition: Form,
    /// Paragraphs of each section, in the edition's order. No text is no paragraph.
    prose: Vec<Vec<String>>,
    /// Shared by its copies while nobody changes them.
    cells: Arc<Cells>,
    /// Reasons given for findings, one for each, sorted.
    waivers: Vec<Waiver>,
    /// What numbers of the prose refer to, as far as somebody said so, and sums of the prose that once held.
    pins: BTreeSet<Pin>,
    /// What reviewers said, sorted by place.
    notes: BTreeSet<Note>,
    /// What an import was not sure of, sorted by place.
    doubts: BTreeSet<Doubt>,
    /// The steps it has taken from state to state, in order.
    steps: Vec<Step>,
}

/// What stands in the cells of a report; two that are one are known to be equal at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// Typed text of each cell, in the edition's order.
    texts: Vec<String>,
    /// Cells whose figure the program computed; they are no evidence.
    computed: BTreeSet<CellIdx>,
}

/// The edition of a report; two are equal when their ids are.
#[derive(Clone, Copy)]
struct Form(&'static Edition);

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.id)
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

/// The particulars of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Full name of the organ (机关).
    pub organ: String,
    /// What sort of organ it is.
    #[serde(default)]
    pub kind: Kind,
    /// Year the report is about.
    pub year: u16,
    /// Id of the edition it is filled in.
    pub edition: String,
    /// One organ, or the sum of many.
    #[serde(default)]
    pub scope: Scope,
    /// How far it has come.
    #[serde(default)]
    pub state: State,
}

/// Sorts of organs; who may make 规章, which deadline, which sentences are required (条例第四十九、五十条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Kind {
    /// 部门
    #[default]
    Department,
    /// 乡镇街道
    Township,
    /// 县级政府
    County,
    /// 市级政府
    City,
    /// 省级政府
    Province,
    /// 垂直系统
    Vertical,
}

/// Whose figures a report holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Scope {
    /// 本机关
    #[default]
    Organ,
    /// 汇总
    Collected,
}

impl About {
    /// Are both about the same organ, in the same scope? Nobody knows while the organ has no name.
    pub fn is_same(&self, other: &Self) -> bool {
        !self.organ.is_empty() && self.organ == other.organ && self.scope == other.scope
    }

    /// Is `last` about the same organ, in the same scope, one year before?
    pub fn follows(&self, last: &Self) -> bool {
        self.is_same(last) && self.year.checked_sub(1) == Some(last.year)
    }
}

impl Kind {
    /// All of them, in the order a list shows them.
    pub const ALL: [Self; 6] =
        [Self::Department, Self::Township, Self::County, Self::City, Self::Province, Self::Vertical];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Department => "部门",
            Self::Township => "乡镇街道",
            Self::County => "县级政府",
            Self::City => "市级政府",
            Self::Province => "省级政府",
            Self::Vertical => "垂直系统",
        }
    }
}

impl Scope {
    /// Both, in the order a list shows them.
    pub const ALL: [Self; 2] = [Self::Organ, Self::Collected];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Organ => "本机关",
            Self::Collected => "汇总",
        }
    }
}

impl Report {
    /// An empty report; `about.edition` is set to the edition's id.
    pub fn new(mut about: About, edition: &'static Edition) -> Self {
        about.edition.clone_from(&edition.id);
        Self {
            about,
            edition: Form(edition),
            prose: vec![Vec::new(); edition.sections.len()],
            cells: Arc::new(Cells { texts: vec![String::new(); edition.cells().len()], computed: BTreeSet::new() }),
            waivers: Vec::new(),
            pins: BTreeSet::new(),
            notes: BTreeSet::new(),
            doubts: BTreeSet::new(),
            steps: Vec::new(),
        }
    }

    /// The edition it is filled in.
    pub fn edition(&self) -> &'static Edition {
        self.edition.0
    }

    /// The text that was typed into a cell.
    pub fn text(&self, cell: CellIdx) -> &str {
        &self.cells.texts[cell.at()]
    }

    /// What stands in the cells, for whoever wants to know later whether it still does.
    pub fn cells(&self) -> &Arc<Cells> {
        &self.cells
    }

    /// What a cell's text says.
    pub fn value(&self, cell: CellIdx) -> Value {
        value::read(self.text(cell), self.edition().spec(cell).kind)
    }

    /// What the text of the cell at a place says; blank if the edition has no such cell.
    pub fn value_at(&self, place: &Place) -> Value {
        self.edition().find(place).map_or(Value::Blank, |cell| self.value(cell))
    }

    /// Did the program compute this cell's figure?
    pub fn is_computed(&self, cell: CellIdx) -> bool {
        self.cells.computed.contains(&cell)
    }

    /// Cells whose figure the program computed.
    pub fn computed(&self) -> &BTreeSet<CellIdx> {
        &self.cells.computed
    }

    /// Paragraphs of a section; none if the edition has no such section.
    pub fn paragraphs(&self, section: &str) -> &[String] {
        self.edition().section_idx(section).map_or(&[], |idx| &self.prose[idx])
    }

    /// Is there no text in the section, and no figure in its table?
    pub fn is_section_empty(&self, section: &str) -> bool {
        self.paragraphs(section).iter().all(|p| p.trim().is_empty())
            && self.edition().cells_of(section).all(|cell| self.text(cell).trim().is_empty())
    }

    /// Characters in a section, white space aside: the count that the limit of 1,000 is about.
    pub fn count_characters(&self, section: &str) -> usize {
        self.paragraphs(section).iter().flat_map(|p| p.chars()).filter(|c| !c.is_whitespace()).count()
    }

    /// Most characters of all prose together: twenty times the longest report known. With more a check would be waited for.
    pub const MOST_CHARACTERS: usize = 200_000;

    /// Characters of all prose together, white space too.
    pub fn all_characters(&self) -> usize {
        self.prose.iter().flatten().map(|paragraph| paragraph.chars().count()).sum()
    }

    /// `2020年`-style title line: the report's official name.
    pub fn title(&self) -> String {
        format!("{}{}年政府信息公开工作年度报告", self.about.organ, self.about.year)
    }

    /// A copy about something else, in the edition of its year where there is one: prose and every cell that both
    /// editions have; and how many filled cells the other edition has no place for. Waivers are about one year's figures
    /// and stay behind.
    #[must_use]
    pub fn copied(&self, about: About) -> (Self, usize) {
        let edition = Edition::for_year(about.year).unwrap_or(self.edition());
        let mut copy = Self::new(about, edition);
        for section in &edition.sections {
            copy.set_paragraphs(&section.id, self.paragraphs(&section.id).to_vec());
        }
        for cell in edition.indices() {
            if let Some(source) = self.edition().find(&edition.spec(cell).place) {
                copy.set(cell, self.text(source));
                copy.set_computed(cell, self.is_computed(source));
            }
        }
        let links = self.pins.iter().filter(|pin| !matches!(pin.tie, Tie::Sum(_)) && copy.has_places_of(pin));
        copy.pins = links.cloned().collect();
        let is_left =
            |cell: &CellIdx| !self.text(*cell).is_empty() && edition.find(&self.edition().spec(*cell).place).is_none();
        let n_left = self.edition().indices().filter(is_left).count();
        (copy, n_left)
    }

    /// Puts text into a cell without a way back; for readers that build a report.
    pub fn set(&mut self, cell: CellIdx, text: &str) {
        text.clone_into(&mut Arc::make_mut(&mut self.cells).texts[cell.at()]);
    }

    /// Puts a section's paragraphs without a way back; for readers that build a report.
    pub fn set_paragraphs(&mut self, section: &str, paragraphs: Vec<String>) {
        if let Some(idx) = self.edition().section_idx(section) {
            self.prose[idx] = if paragraphs.iter().all(String::is_empty) { Vec::new() } else { paragraphs };
        }
    }

    /// Remembers (or forgets) that the program computed a cell's figure; for readers that build a report.
    pub fn set_computed(&mut self, cell: CellIdx, is_computed: bool) {
        if is_computed == self.is_computed(cell) {
            return;
        }
        let cells = Arc::make_mut(&mut self.cells);
        if is_computed {
            cells.computed.insert(cell);
        } else {
            cells.computed.remove(&cell);
        }
    }

    /// The reasons given for findings, sorted by rule and place.
    pub fn waivers(&self) -> &[Waiver] {
        &self.waivers
    }

    /// What is remembered about numbers of the prose, by section, in the order of the text.
    pub fn pins(&self) -> &BTreeSet<Pin> {
        &self.pins
    }

    /// What reviewers said (批注), by place.
    pub fn notes(&self) -> &BTreeSet<Note> {
        &self.notes
    }

    /// What an import was not sure of (存疑), by place; those whose place was changed since are no longer open.
    pub fn doubts(&self) -> &BTreeSet<Doubt> {
        &self.doubts
    }

    /// The steps it has taken from state to state (办理过程), in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The paragraphs of a section joined by `\n`: what spans are counted over.
    pub fn joined(&self, section: &str) -> String {
        self.paragraphs(section).join("\n")
    }

    /// Does the edition know the section and the places of a pin, and does the pin say enough to be kept?
    pub fn has_places_of(&self, pin: &Pin) -> bool {
        let edition = self.edition();
        let is_known = |place: &Place| !edition.cells_at(place).is_empty();
        pin.is_whole() && edition.section(&pin.section).is_some() && pin.places().iter().all(is_known)
    }

    /// Does the edition know the place: the report, a section, a cell?
    pub fn has_place(&self, place: &Place) -> bool {
        let edition = self.edition();
        *place == Place::report() || edition.section(place.as_str()).is_some() || edition.find(place).is_some()
    }

    /// Puts a waiver in place of the one about the same finding; one without a reason only takes that away. Returns
    /// the waiver that brings things back, `None` if nothing changed.
    fn put_waiver(&mut self, waiver: Waiver) -> Option<Waiver> {
        let found = self.waivers.binary_search_by(|other| other.key().cmp(&waiver.key()));
        match found {
            Ok(at) if waiver.reason.is_empty() => Some(self.waivers.remove(at)),
            Ok(at) => Some(std::mem::replace(&mut self.waivers[at], waiver)),
            Err(_) if waiver.reason.is_empty() || !self.has_place(&waiver.place) => None,
            Err(at) => {
                self.waivers.insert(at, waiver.clone());
                Some(Waiver { reason: String::new(), ..waiver })
            }
        }
    }
}
