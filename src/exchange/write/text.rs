//! A report as plain text: paragraphs as they are, tables drawn in boxes whose lines are all equally wide.

use super::{
    body::{self, Part},
    plain::{clean, put},
};
use crate::{
    exchange::grid::{Body, Grid, Tile},
    report::Report,
    width::Ambiguous,
};

/// Widest column of labels, and of figures, in columns of a terminal.
const WIDEST: (usize, usize) = (30, 12);
/// Text has no terminal to ask: it is measured as most show it.
const MEASURE: Ambiguous = Ambiguous::Narrow;

/// A report as plain text.
pub(super) fn to_text(report: &Report) -> String {
    let mut out = String::new();
    for part in body::parts(report) {
        match part {
            Part::Title([organ, name]) => put(&mut out, format_args!("{organ}\n{name}\n\n")),
            Part::Heading { text, .. } => put(&mut out, format_args!("\n{text}\n\n")),
            Part::Aspect(text) => put(&mut out, format_args!("{text}\n\n")),
            Part::Text { lead, text } => put(&mut out, format_args!("{lead}{text}\n\n")),
            Part::Table(grid) => {
                let drawn = Drawing::new(&grid, report).draw();
                out.push_str(&drawn);
                out.push('\n');
            }
            Part::Signature(lines) => {
                out.push('\n');
                for line in lines {
                    put(&mut out, format_args!("{}\n", line.text));
                }
            }
        }
    }
    out
}

/// A table on its way into boxes.
struct Drawing<'a> {
    grid: &'a Grid,
    /// Text of each tile, cut into lines of its room.
    lines: Vec<Vec<String>>,
    /// Columns that each column of the grid takes.
    widths: Vec<usize>,
    /// Lines that each row of the grid takes.
    heights: Vec<usize>,
}

impl<'a> Drawing<'a> {
    fn new(grid: &'a Grid, report: &Report) -> Self {
        let text = |tile: &Tile| match tile.body {
            Body::Cell(cell) => clean(report.text(cell)).trim().to_owned(),
            body => body.head().unwrap_or_default().to_owned(),
        };
        let texts: Vec<String> = grid.tiles.iter().map(text).collect();
        let widths = widths(grid, &texts);
        let room = |tile: &Tile| span(&widths, tile.column, tile.n_columns);
        let lines: Vec<Vec<String>> =
            grid.tiles.iter().zip(&texts).map(|(tile, text)| wrap(text, room(tile))).collect();
        let mut heights = vec![1; grid.n_rows];
        let mut order: Vec<(&Tile, usize)> = grid.tiles.iter().zip(lines.iter().map(Vec::len)).collect();
        order.sort_by_key(|(tile, _)| tile.n_rows);
        for (tile, wanted) in order {
            let have = span(&heights, tile.row, tile.n_rows);
            if let Some(last) = heights.get_mut(tile.row + tile.n_rows - 1) {
                *last += wanted.saturating_sub(have);
            }
        }
        Self { grid, lines, widths, heights }
    }

    /// Number of the tile at a place; none outside the table.
    fn tile(&self, row: Option<usize>, column: Option<usize>) -> Option<usize> {
        let (row, column) = (row?, column?);
        self.grid.tiles.iter().position(|tile| tile.covers(row, column))
    }

    fn draw(&self) -> String {
        let mut out = String::new();
        for row in 0..=self.grid.n_rows {
            self.rule(row, &mut out);
            for line in 0..self.heights.get(row).copied().unwrap_or(0) {
                self.line(row, line, &mut out);
            }
        }
        out
    }

    /// The rule above a row; where a tile goes on through it, the tile's text does.
    fn rule(&self, row: usize, out: &mut String) {
        let above = row.checked_sub(1);
        let mut column = 0;
        while column <= self.widths.len() {
            let [nw, ne] = [column.checked_sub(1), Some(column)].map(|at| self.tile(above, at));
            let [sw, se] = [column.checked_sub(1), Some(column)].map(|at| self.tile(Some(row), at));
            out.push(corner([nw != ne, sw != se, nw != sw, ne != se]));
            if column == self.widths.len() {
                break;
            }
            if ne == se
                && let Some((n, tile)) = ne.and_then(|n| Some((n, self.grid.tiles.get(n)?)))
            {
                let done = span(&self.heights, tile.row, row - tile.row) + (row - tile.row - 1);
                out.push_str(&self.text(n, tile, done));
                column = tile.column + tile.n_columns;
            } else {
                out.push_str(&"─".repeat(self.widths.get(column).copied().unwrap_or(0)));
                column += 1;
            }
        }
        out.push('\n');
    }

    fn line(&self, row: usize, line: usize, out: &mut String) {
        out.push('│');
        for tile in self.grid.across(row) {
            if let Some(n) = self.tile(Some(row), Some(tile.column)) {
                let before = row - tile.row;
                let done = span(&self.heights, tile.row, before) + before + line;
                out.push_str(&self.text(n, tile, done));
            }
            out.push('│');
        }
        out.push('\n');
    }

    /// One line of a tile, rules that it goes through counted: text in the middle, figures at the right.
    fn text(&self, n: usize, tile: &Tile, line: usize) -> String {
        let room = span(&self.widths, tile.column, tile.n_columns) + tile.n_columns - 1;
        let lines = self.lines.get(n).map(Vec::as_slice).unwrap_or_default();
        let all = span(&self.heights, tile.row, tile.n_rows) + tile.n_rows - 1;
        let text = line.checked_sub((all - lines.len().min(all)) / 2).and_then(|at| lines.get(at));
        let text = text.map_or("", String::as_str);
        let blank = room.saturating_sub(MEASURE.cols(text));
        let left = match tile.body {
            Body::Side(_) | Body::Corner(_) => 0,
            Body::Top(_) => blank / 2,
            Body::Cell(_) | Body::Nothing => blank,
        };
        format!("{}{text}{}", " ".repeat(left), " ".repeat(blank - left))
    }
}

/// The sum of some of the parts.
fn span(parts: &[usize], from: usize, n: usize) -> usize {
    parts.iter().skip(from).take(n).sum()
}

/// Columns wide enough for what stands in each alone, then for what reaches over several.
fn widths(grid: &Grid, texts: &[String]) -> Vec<usize> {
    let mut widths = vec![2; grid.widths.len()];
    let wanted = |tile: &Tile, text: &str| {
        let most = if tile.column < grid.n_side_columns { WIDEST.0 } else { WIDEST.1 };
        let most = if grid.n_head_rows == 0 { WIDEST.0 } else { most };
        let is_group = matches!(tile.body, Body::Side(_)) && tile.n_rows > 1;
        let cols = MEASURE.cols(text);
        // A group beside several rows has room below: it may be narrow.
        let cols = if is_group { cols.min(14) } else { cols };
        // A figure is never broken.
        if tile.body.cell().is_some() { cols } else { cols.min(most) }
    };
    let mut tiles: Vec<(&Tile, &String)> = grid.tiles.iter().zip(texts).collect();
    tiles.sort_by_key(|(tile, _)| tile.n_columns);
    for (tile, text) in tiles {
        let have = span(&widths, tile.column, tile.n_columns) + tile.n_columns - 1;
        let more = wanted(tile, text).saturating_sub(have);
        if let Some(last) = widths.get_mut(tile.column + tile.n_columns - 1) {
            *last += more;
        }
    }
    widths
}

/// A text in lines of at most so many columns; a wider character alone is not cut.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in text.chars() {
        if let Some(last) = lines.last_mut() {
            let mut longer = last.clone();
            longer.push(c);
            if last.is_empty() || MEASURE.cols(&longer) <= room {
                *last = longer;
            } else {
                lines.push(c.to_string());
            }
        }
    }
    lines
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
