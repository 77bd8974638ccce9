//! What filling an edition's tables from a document gives.

use crate::{
    exchange::{Class, Glued, Look, Remark, piece::Cells},
    form::{CellIdx, Place, Table},
};

/// Rows that stand together in the document, and the section whose heading stands above them.
#[derive(Debug)]
pub(in crate::exchange) struct Block<'a> {
    /// Line number and cells of each row.
    pub(in crate::exchange) rows: Vec<(usize, &'a Cells)>,
    /// Id of the section, if there was a heading.
    pub(in crate::exchange) under: Option<&'a str>,
}

/// An edition's tables filled from a document.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Fit {
    /// How well the edition fits; to be compared with another edition's.
    pub(in crate::exchange) score: f64,
    /// What each cell holds.
    pub(in crate::exchange) cells: Vec<(CellIdx, String)>,
    /// For each block the table it belongs to; `None` if it is none of the form's.
    pub(in crate::exchange) tables: Vec<Option<&'static str>>,
    /// Blocks that are no table of the form.
    pub(in crate::exchange) foreign: Vec<usize>,
    /// Blocks that are tables of a part of a year, in order; foreign too.
    pub(in crate::exchange) parts: Vec<usize>,
    /// Rows whose figures were not taken, as text, by line.
    pub(in crate::exchange) aside: Vec<(usize, String)>,
    /// Rows whose figures are stuck together.
    pub(in crate::exchange) glued: Vec<Glued>,
    /// What there is to say.
    pub(in crate::exchange) remarks: Vec<Remark>,
}

impl Fit {
    /// Nothing filled yet.
    pub(super) fn new(blocks: usize) -> Self {
        Self { tables: vec![None; blocks], ..Self::default() }
    }

    /// Adds a remark.
    pub(super) fn say(&mut self, class: Class, line: impl Into<Option<usize>>, place: Place, message: String) {
        self.remarks.push(Remark { class, line: line.into(), place, look: class.look(), message });
    }

    /// Adds a remark about a whole row, given its first cell.
    pub(super) fn say_row(&mut self, class: Class, line: usize, place: Place, message: String) {
        self.remarks.push(Remark { class, line: Some(line), place, look: Look::Row, message });
    }

    /// Sets a line aside whose figures were not taken, and says why.
    pub(super) fn set_aside(&mut self, line: usize, words: String, message: String) {
        let look = Look::Words(words.clone());
        self.remarks.push(Remark { class: Class::Missing, line: Some(line), place: Place::report(), look, message });
        self.aside.push((line, words));
    }

    /// Says what the rules will say too.
    pub(super) fn mention(&mut self, class: Class, place: Place, message: String) {
        self.remarks.push(Remark { class, line: None, place, look: Look::Nothing, message });
    }
}

pub(super) fn mark_table(fit: &mut Fit, block: usize, table: &'static str) {
    if let Some(slot) = fit.tables.get_mut(block)
        && slot.is_none()
    {
        *slot = Some(table);
    }
}

/// What people call a table.
pub(super) fn name_of(table: &Table) -> &'static str {
    match table.id.as_str() {
        "t1" => "表一（主动公开）",
        "t2" => "表二（申请）",
        "t3" => "表三（复议诉讼）",
        _ => "表",
    }
}
