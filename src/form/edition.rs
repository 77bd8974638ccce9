//! What an edition is made of: sections, tables, rows, columns, kinds, equalities.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::place::Place;

/// One edition (版式) of the form, as the notice that issued it prescribes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Permanent id, as drafts name it: `2019`, `2021`.
    pub id: String,
    /// What people call it: `2019版`.
    pub name: String,
    /// Document number of the notice that issued it.
    pub notice: String,
    /// First report year it applies to.
    pub first_year: u16,
    /// Last report year it applies to; `None` while it is in force.
    pub last_year: Option<u16>,
    /// Sections in the order of the form.
    pub sections: Vec<Section>,
    /// The three statistical tables.
    pub tables: Vec<Table>,
    /// Equalities inside the tables.
    pub equations: Vec<Equation>,
    /// Equalities between this year's report and last year's.
    pub carries: Vec<Carry>,
    /// Rows and columns that the form does not print but that prose quotes all the time.
    pub derived: Vec<Derived>,
    #[serde(skip)]
    pub(super) index: Index,
}

/// What loading works out once: every cell in form order and every sum.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) cells: Vec<CellSpec>,
    /// For each table the number of the first cell of each of its blocks, and behind its last.
    pub(super) starts: Vec<Vec<u16>>,
    /// The cell of each place: rules ask for thousands.
    pub(super) places: HashMap<Place, CellIdx>,
    /// Cells that are the total of a sum.
    pub(super) totals: HashSet<CellIdx>,
    /// For each table the block and row of a row's id: rules ask for cells by name at every key.
    pub(super) rows: Vec<HashMap<String, (usize, usize)>>,
    pub(super) sums: Vec<Sum>,
}

/// A section (章节): prose, or prose around a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Permanent id (`overview`, `t2`, …).
    pub id: String,
    /// Title in the template's wording, with its number.
    pub title: String,
    /// Title short enough for the outline.
    pub short: String,
    /// Other official wordings of the title, without number; both are right.
    #[serde(default)]
    pub also: Vec<String>,
    /// Is it one of the six parts that the notice demands?
    #[serde(default)]
    pub part: bool,
    /// Fill-in note shown beside the section.
    #[serde(default)]
    pub note: String,
    /// In principle at most so many characters.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// One statistical table: blocks of rows and columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Permanent id; also the id of the section it stands in.
    pub id: String,
    /// Text of the merged corner cell, if the form prints one.
    #[serde(default)]
    pub corner: String,
    /// Text of the merged head over all columns, if the form prints one.
    #[serde(default)]
    pub over: String,
    /// How the form prints the rows.
    #[serde(default)]
    pub layout: Layout,
    /// Blocks one under another; each has its own columns.
    pub blocks: Vec<Block>,
}

/// How the form prints a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Layout {
    /// One under another.
    #[default]
    Stacked,
    /// Side by side, as one printed row (table 3).
    Beside,
}

/// A block of rows that share their columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Head over the whole block (`第二十条第（一）项`), if any.
    #[serde(default)]
    pub title: String,
    /// Head over the row labels (`信息内容`), if any.
    #[serde(default)]
    pub head: String,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
}

/// A column of figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Permanent id.
    pub id: String,
    /// Label in the template's wording.
    pub label: String,
    /// Label for narrow screens.
    pub short: String,
    /// Merged head over this and its neighbours (`法人或其他组织`), if any.
    #[serde(default)]
    pub under: String,
    /// What its cells hold.
    #[serde(default)]
    pub kind: Kind,
    /// Fill-in note of the column.
    #[serde(default)]
    pub note: String,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Kind {
    /// A whole number, not negative.
    #[default]
    Count,
    /// A signed whole number: 增25, 减5, -18, 0.
    Change,
    /// An amount of money; 万元 where the form names a unit, up to six decimals.
    Money,
}

/// A row of figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Permanent id.
    pub id: String,
    /// Label in the template's wording.
    pub label: String,
    /// Label for narrow screens.
    pub short: String,
    /// Merged heads this row stands under, outermost first.
    #[serde(default)]
    pub under: Vec<String>,
    /// Fill-in note of the row.
    #[serde(default)]
    pub note: String,
    /// What of the note is to be known at a glance, in a few words: they are sent at every row one goes down.
    #[serde(default)]
    pub brief: String,
}

/// Along which line of a table an equality runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Along {
    /// Within each row; the terms are columns.
    Row,
    /// Within each column; the terms are rows.
    Column,
}

/// An equality that must hold in every row (or column) of a table: the sum of `left` equals the sum of `right`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equation {
    /// Public code of the rule that judges it.
    pub code: String,
    /// Table it belongs to.
    pub table: String,
    /// Direction.
    pub along: Along,
    /// Ids of the terms on the left.
    pub left: Vec<String>,
    /// Ids of the terms on the right.
    pub right: Vec<String>,
    /// Only in these rows (or columns); all if empty.
    #[serde(default)]
    pub only: Vec<String>,
    /// How the left side reads in a message (`各类申请人之和`).
    pub left_name: String,
    /// How the right side reads in a message (`总计`).
    pub right_name: String,
}

/// An equality with last year's report: `this` = Σ last year's `last` + Σ this year's `plus` − Σ this year's `minus`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carry {
    /// Public code of the rule that judges it.
    pub code: String,
    /// Table it belongs to.
    pub table: String,
    /// Direction.
    pub along: Along,
    /// Id of the figure of this year.
    pub this: String,
    /// Ids of last year's figures.
    pub last: Vec<String>,
    /// Ids of this year's figures that are added.
    #[serde(default)]
    pub plus: Vec<String>,
    /// Ids of this year's figures that are taken off.
    #[serde(default)]
    pub minus: Vec<String>,
    /// Only in these rows (or columns); all that have the terms if empty.
    #[serde(default)]
    pub only: Vec<String>,
}

/// A row or column without cells of its own: the sum of others. Readable by rules, never typed, never exported.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// Table it belongs to.
    pub table: String,
    /// `Column`: a sum of rows in each column, so a derived row; `Row`: a derived column.
    pub along: Along,
    /// Permanent id.
    pub id: String,
    /// What the form calls the group.
    pub label: String,
    /// Ids of the rows (or columns) it sums.
    pub of: Vec<String>,
}

/// Number of a cell in form order: table, block, row, column. Valid within one edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIdx(pub u16);

impl CellIdx {
    /// The number as an index into a slice of cells.
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// Where a cell stands in its edition.
#[derive(Debug, Clone)]
pub struct CellSpec {
    /// Symbolic address.
    pub place: Place,
    /// What it holds.
    pub kind: Kind,
    /// Index of its table, of its block in the table, of its row in the block, of its column in the block.
    pub at: [usize; 4],
}

/// One equality between cells: Σ left = Σ right, in one row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Which equation of the edition it is one line of.
    pub equation: usize,
    /// Id of the row (or column) it runs along.
    pub line: String,
    /// The terms, left ones first.
    pub terms: Vec<Term>,
}

/// One term of a [`Sum`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The cell.
    pub cell: CellIdx,
    /// Does it stand on the left?
    pub is_left: bool,
}

impl Sum {
    /// The cells of one side.
    pub fn side(&self, is_left: bool) -> impl Iterator<Item = CellIdx> + '_ {
        self.terms.iter().filter(move |term| term.is_left == is_left).map(|term| term.cell)
    }

    /// The single cell on the right, if there is exactly one: a total.
    pub fn total(&self) -> Option<CellIdx> {
        let mut right = self.side(false);
        right.next().filter(|_| right.next().is_none())
    }
}

impl Edition {
    /// Every cell in form order.
    pub fn cells(&self) -> &[CellSpec] {
        &self.index.cells
    }

    /// Numbers of all cells in form order.
    pub fn indices(&self) -> impl Iterator<Item = CellIdx> + use<> {
        (0..self.index.cells.len() as u16).map(CellIdx)
    }

    /// The number of the cell at a place, if this edition has it.
    pub fn find(&self, place: &Place) -> Option<CellIdx> {
        self.index.places.get(place).copied()
    }

    /// Is the cell the total of a sum?
    pub fn is_total(&self, cell: CellIdx) -> bool {
        self.index.totals.contains(&cell)
    }

    /// The number of the cell in a table's row and column.
    pub fn find_in(&self, table: &str, row: &str, column: &str) -> Option<CellIdx> {
        let at = self.tables.iter().position(|of| of.id == table)?;
        let (b, row) = *self.index.rows.get(at)?.get(row)?;
        let column = self.tables[at].blocks[b].columns.iter().position(|of| of.id == column)?;
        self.cell_at(at, b, row, column)
    }

    /// The cells that add up to a place: one cell, or those of a row or column that the form has no cell for; none if
    /// the edition has no such place.
    pub fn cells_at(&self, place: &Place) -> Vec<CellIdx> {
        let (table, row, column) = (place.table(), place.row(), place.column());
        let group = |id: &str, along: Along| {
            let is_it = |group: &&Derived| group.along == along && group.id == id && group.table == table;
            self.derived.iter().find(is_it).map(|group| group.of.iter().map(String::as_str).collect())
        };
        let columns: Vec<&str> = group(column, Along::Row).unwrap_or_else(|| vec![column]);
        let rows: Vec<&str> = group(row, Along::Column).unwrap_or_else(|| vec![row]);
        let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column)));
        let cells: Option<Vec<CellIdx>> = cells.map(|(row, column)| self.find_in(table, row, column)).collect();
        cells.unwrap_or_default()
    }

    /// Where a cell stands; `idx` must come from this edition.
    pub fn spec(&self, idx: CellIdx) -> &CellSpec {
        &self.index.cells[idx.at()]
    }

    /// The table, block, row and column of a cell.
    pub fn lines(&self, idx: CellIdx) -> (&Table, &Block, &Row, &Column) {
        let [table, block, row, column] = self.spec(idx).at;
        let table = &self.tables[table];
        let block = &table.blocks[block];
        (table, block, &block.rows[row], &block.columns[column])
    }

    /// Every equality of the tables, in the order of the edition's equations.
    pub fn sums(&self) -> &[Sum] {
        &self.index.sums
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The number of the section with this id, in form order.
    pub fn section_idx(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }

    /// The table with this id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// Numbers of the cells of one table, in form order.
    pub fn cells_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = CellIdx> + 'a {
        let starts = self.tables.iter().position(|of| of.id == table).and_then(|at| self.index.starts.get(at));
        let range = starts.and_then(|starts| Some(*starts.first()?..*starts.last()?)).unwrap_or_default();
        range.map(CellIdx)
    }

    /// The cell in a row and column of a block, all counted from 0.
    pub fn cell_at(&self, table: usize, block: usize, row: usize, column: usize) -> Option<CellIdx> {
        let of = self.tables.get(table)?.blocks.get(block)?;
        let first = usize::from(*self.index.starts.get(table)?.get(block)?);
        let is_there = row < of.rows.len() && column < of.columns.len();
        is_there.then(|| CellIdx((first + row * of.columns.len() + column) as u16))
    }
}

impl Section {
    /// The title without its number: `主动公开政府信息情况`.
    pub fn bare_title(&self) -> &str {
        self.title.split_once('、').map_or(&self.title, |(_, bare)| bare)
    }
}
