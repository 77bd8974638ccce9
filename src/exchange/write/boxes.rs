//! Tables drawn in boxes whose lines are all equally wide, row by row.

use crate::{
    exchange::grid::{Body, Grid, Tile},
    report::Report,
    width::{
        Ambiguous,
        wrap::{Ruler, split_by},
    },
};

/// What lines and texts are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pen {
    /// How characters of ambiguous width are drawn.
    pub measure: Ambiguous,
    /// Are the lines `+-|`? Box characters are one column wide on narrow terminals only.
    pub is_ascii: bool,
}

impl Pen {
    /// Text has no terminal to ask: it is measured as most show it.
    pub(super) const PLAIN: Self = Self { measure: Ambiguous::Narrow, is_ascii: false };

    /// How this terminal draws.
    pub fn here() -> Self {
        Self { measure: crate::width::ambiguous(), is_ascii: crate::width::is_ascii_framed() }
    }
}

/// What stands in each tile of a table, what hides in it left to `tidy`.
pub(super) fn texts(grid: &Grid, report: &Report, tidy: fn(&str) -> String) -> Vec<String> {
    let text = |tile: &Tile| match tile.body {
        Body::Cell(cell) => tidy(report.text(cell)).trim().to_owned(),
        body => body.head().unwrap_or_default().to_owned(),
    };
    grid.tiles.iter().map(text).collect()
}

/// The text of each tile in lines of the room that the tile has.
pub(super) fn broken(grid: &Grid, texts: &[String], ruler: Ruler, room: &dyn Fn(&Tile) -> usize) -> Vec<Vec<String>> {
    grid.tiles.iter().zip(texts).map(|(tile, text)| split_by(ruler, text, room(tile))).collect()
}

/// Heights of the rows, each at least `least`, so that every tile has the height it wants; in whatever unit.
pub(super) fn heights(grid: &Grid, least: usize, wanted: &dyn Fn(usize) -> usize) -> Vec<usize> {
    let mut heights = vec![least; grid.n_rows];
    let mut order: Vec<(usize, &Tile)> = grid.tiles.iter().enumerate().collect();
    order.sort_by_key(|(_, tile)| tile.n_rows);
    for (n, tile) in order {
        let have = span(&heights, tile.row, tile.n_rows);
        if let Some(last) = heights.get_mut(tile.row + tile.n_rows - 1) {
            *last += wanted(n).saturating_sub(have);
        }
    }
    heights
}

/// A table on its way into boxes.
pub(super) struct Boxes<'a> {
    grid: &'a Grid,
    pen: Pen,
    /// Do figures stand in the middle, as in print? Else at the right.
    is_centred: bool,
    /// Text of each tile, cut into lines of its room.
    lines: Vec<Vec<String>>,
    /// Columns that each column of the grid takes.
    widths: Vec<usize>,
    /// Lines that each row of the grid takes.
    heights: Vec<usize>,
}

impl<'a> Boxes<'a> {
    /// The boxes of a table whose columns are so wide.
    pub(super) fn new(grid: &'a Grid, texts: &[String], widths: Vec<usize>, pen: Pen) -> Self {
        let lines = broken(grid, texts, Ruler::Screen(pen.measure), &|tile| span(&widths, tile.column, tile.n_columns));
        let heights = heights(grid, 1, &|n| lines.get(n).map_or(0, Vec::len));
        Self { grid, pen, is_centred: false, lines, widths, heights }
    }

    /// The same with figures in the middle of their boxes.
    pub(super) fn centred(self) -> Self {
        Self { is_centred: true, ..self }
    }

    /// The whole table.
    pub(super) fn all(&self) -> Vec<String> {
        let n = self.grid.n_rows;
        let mut all = Vec::new();
        for row in 0..n {
            all.push(self.rule(row.checked_sub(1), Some(row)));
            all.extend(self.row(row));
        }
        all.push(self.rule(n.checked_sub(1), None));
        all
    }

    /// The lines of a row, without the rules above and below.
    pub(super) fn row(&self, row: usize) -> Vec<String> {
        (0..self.heights.get(row).copied().unwrap_or(0)).map(|line| self.line(row, line)).collect()
    }

    /// Number of the tile at a place; none outside the table.
    fn tile(&self, row: Option<usize>, column: Option<usize>) -> Option<usize> {
        let (row, column) = (row?, column?);
        self.grid.tiles.iter().position(|tile| tile.covers(row, column))
    }

    /// The rule between two rows, or at an edge; where a tile goes on through it, the tile's text does.
    pub(super) fn rule(&self, above: Option<usize>, below: Option<usize>) -> String {
        let (corners, across) =
            if self.pen.is_ascii { (ascii as fn([bool; 4]) -> char, "-") } else { (corner as _, "─") };
        let mut out = String::new();
        let mut column = 0;
        while column <= self.widths.len() {
            let [nw, ne] = [column.checked_sub(1), Some(column)].map(|at| self.tile(above, at));
            let [sw, se] = [column.checked_sub(1), Some(column)].map(|at| self.tile(below, at));
            out.push(corners([nw != ne, sw != se, nw != sw, ne != se]));
            if column == self.widths.len() {
                break;
            }
            if ne == se
                && let (Some(n), Some(row)) = (ne, below)
                && let Some(tile) = self.grid.tiles.get(n)
            {
                let done = span(&self.heights, tile.row, row - tile.row) + (row - tile.row - 1);
                out.push_str(&self.text(n, tile, done));
                column = tile.column + tile.n_columns;
            } else {
                out.push_str(&across.repeat(self.widths.get(column).copied().unwrap_or(0)));
                column += 1;
            }
        }
        out
    }

    fn line(&self, row: usize, line: usize) -> String {
        let down = if self.pen.is_ascii { '|' } else { '│' };
        let mut out = String::from(down);
        for tile in self.grid.across(row) {
            if let Some(n) = self.tile(Some(row), Some(tile.column)) {
                let before = row - tile.row;
                let done = span(&self.heights, tile.row, before) + before + line;
                out.push_str(&self.text(n, tile, done));
            }
            out.push(down);
        }
        out
    }

    /// One line of a tile, rules that it goes through counted: text in the middle, figures at the right.
    fn text(&self, n: usize, tile: &Tile, line: usize) -> String {
        let room = span(&self.widths, tile.column, tile.n_columns) + tile.n_columns - 1;
        let lines = self.lines.get(n).map(Vec::as_slice).unwrap_or_default();
        let all = span(&self.heights, tile.row, tile.n_rows) + tile.n_rows - 1;
        let text = line.checked_sub((all - lines.len().min(all)) / 2).and_then(|at| lines.get(at));
        let text = text.map_or("", String::as_str);
        let blank = room.saturating_sub(self.pen.measure.cols(text));
        let left = match tile.body {
            Body::Side(_) | Body::Corner(_) => 0,
            Body::Top(_) => blank / 2,
            Body::Cell(_) | Body::Nothing if self.is_centred => blank.div_ceil(2),
            Body::Cell(_) | Body::Nothing => blank,
        };
        format!("{}{text}{}", " ".repeat(left), " ".repeat(blank - left))
    }
}

/// The sum of some of the parts.
pub(super) fn span(parts: &[usize], from: usize, n: usize) -> usize {
    parts.iter().skip(from).take(n).sum()
}

/// The box character whose arms go up, down, left and right.
fn corner(arms: [bool; 4]) -> char {
    match arms {
        [true, true, true, true] => '┼',
        [true, true, true, false] => '┤',
        [true, true, false, true] => '├',
        [true, false, true, true] => '┴',
        [false, true, true, true] => '┬',
        [true, true, false, false] => '│',
        [false, false, true, true] => '─',
        [false, true, false, true] => '┌',
        [false, true, true, false] => '┐',
        [true, false, false, true] => '└',
        [true, false, true, false] => '┘',
        _ => ' ',
    }
}

/// The same in ASCII.
fn ascii(arms: [bool; 4]) -> char {
    match arms {
        [true, true, false, false] => '|',
        [false, false, true, true] => '-',
        [false, false, false, false] => ' ',
        _ => '+',
    }
}
