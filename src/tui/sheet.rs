//! A frame in words: what stands in each row of the screen and how it looks, before it becomes cells.
//!
//! Words are said and compared quickly: a row that says what it said in the frame before is not put into cells again.

pub mod canvas;

use std::{num::NonZeroU16, rc::Rc};

use ratatui::{
    buffer::{Buffer, Cell, CellDiffOption, CellWidth},
    layout::{Position, Rect, Size},
    style::{Modifier, Style},
};

use crate::width::{self, Ambiguous, wrap};

/// Stands, in reverse, for a character that acts on the terminal, hides or turns the text around (W-11 names it).
const HIDDEN: &str = "?";

/// A frame in words.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The screen it is for.
    pub area: Rect,
    rows: Vec<Row>,
    folds: Vec<Fold>,
}

/// A text in rows, as it was wrapped for this frame or the one before.
#[derive(Debug)]
struct Fold {
    text: String,
    columns: usize,
    measure: Ambiguous,
    rows: Rc<[String]>,
    /// Was it asked for in this frame?
    is_used: bool,
}

/// What was said of a row, in order: what comes later lies on top.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The texts of all strokes, one behind another.
    text: String,
    strokes: Vec<Stroke<usize>>,
}

/// A text that begins at a column, or blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke<T> {
    /// The column it begins at.
    pub from: u16,
    /// The column before which it is cut.
    pub right: u16,
    /// The text, or the bytes it has in the row; `None` for blanks: nothing that was there before shines through.
    pub text: Option<T>,
    /// Lies over what was there.
    pub style: Style,
}

impl Sheet {
    /// A screen of which nothing has been said.
    pub fn new(size: Size) -> Self {
        let mut sheet = Self::default();
        sheet.begin(size);
        sheet
    }

    /// Forgets what was said, to say another frame; what the last frame wrapped need not be wrapped again.
    fn begin(&mut self, size: Size) {
        self.area = Rect::from((Position::ORIGIN, size));
        self.rows.resize_with(usize::from(size.height), Row::default);
        for row in &mut self.rows {
            row.text.clear();
            row.strokes.clear();
        }
        self.folds.retain_mut(|fold| std::mem::take(&mut fold.is_used));
    }

    /// A text in rows of at most so many columns, as [`wrap::split`] makes them.
    pub fn split(&mut self, text: &str, columns: usize) -> Rc<[String]> {
        let measure = width::ambiguous();
        let is_it = |fold: &&mut Fold| fold.columns == columns && fold.measure == measure && fold.text == text;
        if let Some(fold) = self.folds.iter_mut().find(is_it) {
            fold.is_used = true;
            return Rc::clone(&fold.rows);
        }
        let rows: Rc<[String]> = wrap::split(text, columns).into();
        let fold = Fold { text: text.to_owned(), columns, measure, rows: Rc::clone(&rows), is_used: true };
        self.folds.push(fold);
        rows
    }

    /// Text from a position on, cut before the column `right`. A style lies over what was there.
    pub fn write(&mut self, at: Position, right: u16, text: &str, style: Style) {
        let right = right.min(self.area.width);
        let Some(row) = self.rows.get_mut(usize::from(at.y)).filter(|_| at.x < right && !text.is_empty()) else {
            return;
        };
        row.text.push_str(text);
        row.strokes.push(Stroke { from: at.x, right, text: Some(text.len()), style });
    }

    /// Blanks from a position on, up to the column `right`; nothing of what was there is left.
    pub fn blank(&mut self, at: Position, right: u16, style: Style) {
        let right = right.min(self.area.width);
        if let Some(row) = self.rows.get_mut(usize::from(at.y)).filter(|_| at.x < right) {
            row.strokes.push(Stroke { from: at.x, right, text: None, style });
        }
    }

    /// What was said of each row.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The whole frame in cells.
    pub fn buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(self.area);
        let columns = usize::from(self.area.width).max(1);
        for (row, cells) in self.rows.iter().zip(buffer.content.chunks_mut(columns)) {
            row.fill(cells);
        }
        buffer
    }
}

impl Row {
    /// What was said of it, in order.
    pub fn strokes(&self) -> impl Iterator<Item = Stroke<&str>> {
        let mut rest = self.text.as_str();
        self.strokes.iter().map(move |stroke| {
            let text = stroke.text.map(|n_bytes| {
                let (text, behind) = rest.split_at_checked(n_bytes).unwrap_or((rest, ""));
                rest = behind;
                text
            });
            Stroke { from: stroke.from, right: stroke.right, text, style: stroke.style }
        })
    }

    /// Puts what was said into the cells of the row.
    fn fill(&self, cells: &mut [Cell]) {
        cells.iter_mut().for_each(Cell::reset);
        for stroke in self.strokes() {
            let Some(room) = cells.get_mut(usize::from(stroke.from)..usize::from(stroke.right)) else { continue };
            match stroke.text {
                Some(text) => write(text, stroke.style, room),
                None => room.iter_mut().for_each(|cell| blank(cell, stroke.style)),
            }
        }
        heal(cells);
    }
}

fn blank(cell: &mut Cell, style: Style) {
    cell.reset();
    cell.set_style(style);
}

/// Puts a text into cells, as far as there is room.
fn write(text: &str, style: Style, cells: &mut [Cell]) {
    let mut room = Some(cells);
    width::measured(text).for_each(|(cluster, columns)| {
        let cells = room.take().and_then(|room| room.split_at_mut_checked(columns));
        room = cells.map(|(cells, behind)| {
            write_cluster(cluster, style, cells);
            behind
        });
    });
}

/// Puts one grapheme into its cells.
fn write_cluster(cluster: &str, style: Style, cells: &mut [Cell]) {
    let columns = NonZeroU16::new(cells.len() as u16);
    let (Some((cell, behind)), Some(columns)) = (cells.split_first_mut(), columns) else { return };
    cell.set_style(style).set_diff_option(CellDiffOption::None);
    let (symbol, style) = shown(cluster);
    cell.set_symbol(symbol).set_style(style);
    if symbol_columns(symbol) != columns.get() {
        cell.set_diff_option(CellDiffOption::ForcedWidth(columns));
    }
    let style = cell.style();
    for hidden in behind {
        blank(hidden, style);
    }
}

/// What is shown for a grapheme, and what lies over its style.
pub fn shown(cluster: &str) -> (&str, Style) {
    if cluster == "\t" {
        (" ", Style::new())
    } else if !is_usual(cluster) && cluster.starts_with(width::is_hidden) {
        (HIDDEN, Style::new().add_modifier(Modifier::REVERSED | Modifier::UNDERLINED))
    } else {
        (cluster, Style::new())
    }
}

/// Columns that ratatui takes a symbol for.
fn symbol_columns(symbol: &str) -> u16 {
    if symbol.len() == 1 {
        return 1;
    }
    if is_usual(symbol) {
        return 2;
    }
    width::plain_cols(symbol).map_or_else(|| symbol.cell_width(), |columns| columns as u16)
}

/// Is it one of the characters that nearly all text is made of? U+5000 to U+8FFF, which everybody takes for two columns.
fn is_usual(cluster: &str) -> bool {
    matches!(cluster.as_bytes(), [0xe5..=0xe8, _, _])
}

/// Columns that a cell takes; at least one.
pub fn columns(cell: &Cell) -> usize {
    let columns = match cell.diff_option {
        CellDiffOption::ForcedWidth(columns) => columns.get(),
        _ => symbol_columns(cell.symbol()),
    };
    usize::from(columns.max(1))
}

/// A wide character whose right half was drawn over becomes a blank; else the terminal would show its ghost.
fn heal(cells: &mut [Cell]) {
    let mut rest = cells;
    while let Some((cell, behind)) = rest.split_first_mut() {
        let hidden = columns(cell) - 1;
        let is_whole = behind.get(..hidden).is_some_and(|hidden| hidden.iter().all(|cell| cell.symbol() == " "));
        if !is_whole {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
        rest = behind.get_mut(if is_whole { hidden } else { 0 }..).unwrap_or_default();
    }
}
