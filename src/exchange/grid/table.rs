//! A table as it is printed: tiles with spans, and the proof that they cover every place exactly once.

use crate::form::{CellIdx, Table};

/// A table as the form prints it (表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Id of the table.
    pub table: &'static str,
    /// Relative width of each column; they suit print on a page.
    pub widths: Vec<u32>,
    /// How many rows there are.
    pub n_rows: usize,
    /// So many rows at the top are heads of all columns and stand again on every page.
    pub n_head_rows: usize,
    /// So many columns on the left are heads of rows.
    pub n_side_columns: usize,
    /// Heads and cells, row by row, from left to right.
    pub tiles: Vec<Tile>,
}

/// A head or a cell, with the places it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub column: usize,
    /// How many rows it covers.
    pub n_rows: usize,
    /// How many columns it covers.
    pub n_columns: usize,
    /// What stands in it.
    pub body: Body,
    /// For a cell: its heads, outermost first, as numbers into [`Grid::tiles`].
    pub heads: Vec<usize>,
}

/// What stands in a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// A head over columns.
    Top(&'static str),
    /// A head beside rows.
    Side(&'static str),
    /// What stands in the corner between both; a remark on the whole table, or nothing.
    Corner(&'static str),
    /// A cell of the form.
    Cell(CellIdx),
    /// Nothing: the form has no cell here.
    Nothing,
}

/// A place that is not covered exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column {column} is covered {times} times")]
pub struct Uneven {
    /// Row, from 0.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
    /// How often it is covered.
    pub times: usize,
}

impl Body {
    /// The text of a head; none for a cell.
    pub fn head(self) -> Option<&'static str> {
        match self {
            Self::Top(text) | Self::Side(text) | Self::Corner(text) => Some(text),
            Self::Cell(_) | Self::Nothing => None,
        }
    }

    /// The number of the cell; none for a head.
    pub fn cell(self) -> Option<CellIdx> {
        match self {
            Self::Cell(cell) => Some(cell),
            _ => None,
        }
    }
}

impl Tile {
    /// Does it cover a place?
    pub fn covers(&self, row: usize, column: usize) -> bool {
        (self.row..self.row + self.n_rows).contains(&row)
            && (self.column..self.column + self.n_columns).contains(&column)
    }
}

impl Grid {
    /// The table's tiles without any; widths and heads are set by who lays it.
    pub(super) fn empty(table: &'static Table) -> Self {
        let (widths, tiles) = (Vec::new(), Vec::new());
        Self { table: &table.id, widths, n_rows: 0, n_head_rows: 0, n_side_columns: 0, tiles }
    }

    /// Puts a tile that covers some rows and columns from a place on; returns its number.
    pub(super) fn put(&mut self, [row, column]: [usize; 2], [n_rows, n_columns]: [usize; 2], body: Body) -> usize {
        self.n_rows = self.n_rows.max(row + n_rows);
        self.tiles.push(Tile { row, column, n_rows, n_columns, body, heads: Vec::new() });
        self.tiles.len() - 1
    }

    /// Gives every cell from tile `first` on its heads among the tiles from `first` on.
    pub(super) fn link(&mut self, first: usize) {
        let tiles = self.tiles.iter().enumerate().skip(first);
        let heads: Vec<(usize, Tile)> =
            tiles.filter(|(_, of)| of.cell().is_none()).map(|(n, of)| (n, of.clone())).collect();
        for cell in self.tiles.iter_mut().skip(first).filter(|of| of.cell().is_some()) {
            let is_head = |head: &Tile| match head.body {
                Body::Top(_) => head.row < cell.row && head.covers(head.row, cell.column),
                Body::Side(_) => head.column < cell.column && head.covers(cell.row, head.column),
                Body::Corner(_) | Body::Cell(_) | Body::Nothing => false,
            };
            cell.heads = heads.iter().filter(|(_, head)| is_head(head)).map(|(n, _)| *n).collect();
        }
    }

    /// Puts the tiles into reading order, and the numbers of heads with them.
    pub(super) fn order(&mut self) {
        let mut order: Vec<usize> = (0..self.tiles.len()).collect();
        order.sort_by_key(|n| self.tiles.get(*n).map(|of| (of.row, of.column)));
        let mut new_of = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(slot) = new_of.get_mut(*old) {
                *slot = new;
            }
        }
        let mut tiles: Vec<Tile> = order.iter().filter_map(|old| self.tiles.get(*old).cloned()).collect();
        for of in &mut tiles {
            of.heads = of.heads.iter().filter_map(|old| new_of.get(*old).copied()).collect();
        }
        self.tiles = tiles;
    }

    /// The tile that covers a place.
    pub fn at(&self, row: usize, column: usize) -> Option<&Tile> {
        self.tiles.iter().find(|of| of.covers(row, column))
    }

    /// The tiles that begin in a row, from left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &Tile> {
        self.tiles.iter().filter(move |of| of.row == row)
    }

    /// The tiles that cover some place of a row, from left to right; also those that began above.
    pub fn across(&self, row: usize) -> Vec<&Tile> {
        let mut across: Vec<&Tile> = self.tiles.iter().filter(|of| of.covers(row, of.column)).collect();
        across.sort_by_key(|of| of.column);
        across
    }

    /// Where a cell of the form stands: row and column.
    pub fn find(&self, cell: CellIdx) -> Option<(usize, usize)> {
        self.tiles.iter().find(|of| of.cell() == Some(cell)).map(|of| (of.row, of.column))
    }

    /// Is every place covered exactly once, and nothing beyond the last column?
    pub fn check(&self) -> Result<(), Uneven> {
        let n_columns = self.tiles.iter().map(|of| of.column + of.n_columns).fold(self.widths.len(), usize::max);
        for row in 0..self.n_rows {
            for column in 0..n_columns {
                let times = self.tiles.iter().filter(|of| of.covers(row, column)).count();
                if times != 1 || column >= self.widths.len() {
                    return Err(Uneven { row, column, times });
                }
            }
        }
        Ok(())
    }
}

impl Tile {
    /// The number of the cell in it; none for a head.
    pub fn cell(&self) -> Option<CellIdx> {
        self.body.cell()
    }
}
