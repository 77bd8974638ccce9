//! Reads an edition and proves that it is whole: every id unique, every term known, every cell found.

use std::collections::{HashMap, HashSet};

use super::{
    edition::{Along, Block, CellIdx, CellSpec, Edition, Index, Sum, Table, Term},
    place::Place,
};

/// One fault of an edition file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is not RON of the right shape.
    #[error("{line}:{column} {message}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// The same id stands twice among its neighbours.
    #[error("id stands twice: {0}")]
    Twice(String),
    /// An id is empty or not made of `a-z 0-9 _`.
    #[error("not an id: {0:?}")]
    BadId(String),
    /// A label that people read is empty.
    #[error("no label: {0}")]
    NoLabel(String),
    /// An equation, carry or derived line names something that is not there.
    #[error("{whose}: unknown {what}")]
    Unknown {
        /// The equation, carry or derived line.
        whose: String,
        /// The name that is not there.
        what: String,
    },
    /// A table has no section of its own id.
    #[error("table without a section: {0}")]
    NoSection(String),
    /// Something that must not be empty is.
    #[error("empty: {0}")]
    Empty(String),
    /// The years run backwards.
    #[error("last year before first year")]
    Years,
}

pub(super) fn load(text: &str) -> Result<Edition, Vec<Fault>> {
    let mut edition: Edition = ron::from_str(text).map_err(|error| {
        let start = error.span.start;
        vec![Fault::Syntax { line: start.line, column: start.col, message: error.code.to_string() }]
    })?;
    let mut faults = Vec::new();
    check_ids(&edition, &mut faults);
    if edition.last_year.is_some_and(|last| last < edition.first_year) {
        faults.push(Fault::Years);
    }
    edition.index = index_cells(&edition);
    check_terms(&edition, &mut faults);
    edition.index.sums = resolve_sums(&edition, &mut faults);
    edition.index.totals = edition.index.sums.iter().filter_map(Sum::total).collect();
    if faults.is_empty() { Ok(edition) } else { Err(faults) }
}

/// Every id is an id and unique among its neighbours; every label is there.
fn check_ids(edition: &Edition, faults: &mut Vec<Fault>) {
    let sections: Vec<&str> = edition.sections.iter().map(|s| s.id.as_str()).collect();
    unique("section", &sections, faults);
    for section in &edition.sections {
        label(&section.id, &[&section.title, &section.short], faults);
    }
    let tables: Vec<&str> = edition.tables.iter().map(|t| t.id.as_str()).collect();
    unique("table", &tables, faults);
    for table in &edition.tables {
        if !sections.contains(&table.id.as_str()) {
            faults.push(Fault::NoSection(table.id.clone()));
        }
        check_table(table, faults);
    }
    if edition.sections.is_empty() {
        faults.push(Fault::Empty("sections".into()));
    }
}

fn check_table(table: &Table, faults: &mut Vec<Fault>) {
    let rows: Vec<&str> = table.blocks.iter().flat_map(|b| &b.rows).map(|r| r.id.as_str()).collect();
    unique(&table.id, &rows, faults);
    if rows.is_empty() {
        faults.push(Fault::Empty(table.id.clone()));
    }
    for block in &table.blocks {
        let columns: Vec<&str> = block.columns.iter().map(|c| c.id.as_str()).collect();
        unique(&table.id, &columns, faults);
        if columns.is_empty() {
            faults.push(Fault::Empty(format!("{} {}", table.id, block.title)));
        }
        for column in &block.columns {
            label(&column.id, &[&column.label, &column.short], faults);
        }
        for row in &block.rows {
            label(&row.id, &[&row.label, &row.short], faults);
        }
    }
}

fn unique(whose: &str, ids: &[&str], faults: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for id in ids {
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            faults.push(Fault::BadId((*id).to_owned()));
        }
        if !seen.insert(*id) {
            faults.push(Fault::Twice(format!("{whose}.{id}")));
        }
    }
}

fn label(id: &str, labels: &[&str], faults: &mut Vec<Fault>) {
    if labels.iter().any(|text| text.trim().is_empty()) {
        faults.push(Fault::NoLabel(id.to_owned()));
    }
}

fn index_cells(edition: &Edition) -> Index {
    let mut index = Index::default();
    for (t, table) in edition.tables.iter().enumerate() {
        let (mut starts, mut rows) = (Vec::new(), HashMap::new());
        for (b, block) in table.blocks.iter().enumerate() {
            starts.push(index.cells.len() as u16);
            for (r, row) in block.rows.iter().enumerate() {
                rows.insert(row.id.clone(), (b, r));
                for (c, column) in block.columns.iter().enumerate() {
                    let place = Place::cell(&table.id, &row.id, &column.id);
                    index.places.insert(place.clone(), CellIdx(index.cells.len() as u16));
                    index.cells.push(CellSpec { place, kind: column.kind, at: [t, b, r, c] });
                }
            }
        }
        starts.push(index.cells.len() as u16);
        index.starts.push(starts);
        index.rows.push(rows);
    }
    index
}

/// The lines (rows or columns) of a table that an equality along `along` runs through, and the ids its terms may have.
fn lines_and_terms(table: &Table, along: Along) -> (HashSet<&str>, HashSet<&str>) {
    let rows = table.blocks.iter().flat_map(|b| &b.rows).map(|r| r.id.as_str()).collect();
    let columns = table.blocks.iter().flat_map(|b| &b.columns).map(|c| c.id.as_str()).collect();
    match along {
        Along::Row => (rows, columns),
        Along::Column => (columns, rows),
    }
}

/// Every name that an equation, a carry or a derived line uses exists.
fn check_terms(edition: &Edition, faults: &mut Vec<Fault>) {
    let mut check = |whose: &str, table: &str, along, terms: &[&[String]], only: &[String]| {
        let mut miss = |what: &str| faults.push(Fault::Unknown { whose: whose.into(), what: what.into() });
        let Some(table) = edition.table(table) else { return miss(table) };
        let (lines, ids) = lines_and_terms(table, along);
        terms.iter().copied().flatten().filter(|id| !ids.contains(id.as_str())).for_each(|id| miss(id));
        only.iter().filter(|id| !lines.contains(id.as_str())).for_each(|id| miss(id));
    };
    for e in &edition.equations {
        check(&e.code, &e.table, e.along, &[&e.left, &e.right], &e.only);
    }
    for c in &edition.carries {
        let this = std::slice::from_ref(&c.this);
        check(&c.code, &c.table, c.along, &[this, &c.last, &c.plus, &c.minus], &c.only);
    }
    for d in &edition.derived {
        check(&d.id, &d.table, d.along, &[&d.of], &[]);
    }
}

fn resolve_sums(edition: &Edition, faults: &mut Vec<Fault>) -> Vec<Sum> {
    let mut sums = Vec::new();
    for (n, equation) in edition.equations.iter().enumerate() {
        let Some(table) = edition.table(&equation.table) else { continue };
        let before = sums.len();
        for block in &table.blocks {
            for line in lines_of(block, equation.along) {
                if !equation.only.is_empty() && !equation.only.iter().any(|only| only == line) {
                    continue;
                }
                let find = |term: &String| match equation.along {
                    Along::Row => edition.find_in(&table.id, line, term),
                    Along::Column => edition.find_in(&table.id, term, line),
                };
                let side = |ids: &[String], is_left| {
                    ids.iter().filter_map(find).map(move |cell| Term { cell, is_left }).collect::<Vec<_>>()
                };
                let mut terms = side(&equation.left, true);
                terms.extend(side(&equation.right, false));
                if terms.len() == equation.left.len() + equation.right.len() {
                    sums.push(Sum { equation: n, line: line.to_owned(), terms });
                }
            }
        }
        if sums.len() == before {
            faults.push(Fault::Empty(equation.code.clone()));
        }
    }
    sums
}

fn lines_of(block: &Block, along: Along) -> Vec<&str> {
    match along {
        Along::Row => block.rows.iter().map(|r| r.id.as_str()).collect(),
        Along::Column => block.columns.iter().map(|c| c.id.as_str()).collect(),
    }
}
