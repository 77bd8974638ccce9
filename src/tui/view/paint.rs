//! Painting on the buffer by columns: lines, frames, wrapped text. The one place where text becomes cells.

use std::{num::NonZeroU16, ops::Range};

use ratatui::{
    buffer::{Buffer, CellDiffOption, CellWidth},
    layout::{Margin, Position, Rect},
    style::{Modifier, Style},
};

pub use crate::tui::wrap::split;
use crate::{tui::theme::Theme, width};

/// Stands, in reverse, for a character that acts on the terminal, hides or turns the text around (W-11 names it).
const HIDDEN: &str = "?";

/// What lines and frames are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// ─
    pub across: &'static str,
    /// │
    pub down: &'static str,
    /// The corners of a frame, clockwise from the top left.
    pub corners: [&'static str; 4],
}

/// The lines this terminal can draw in one column each: its box characters are wide if its “ ” are.
pub fn lines() -> Lines {
    if width::is_ascii_framed() {
        Lines { across: "-", down: "|", corners: ["+"; 4] }
    } else {
        Lines { across: "─", down: "│", corners: ["┌", "┐", "┘", "└"] }
    }
}

/// One line of text at a row of an area, cut by width.
pub fn line(buffer: &mut Buffer, area: Rect, row: usize, text: &str, style: Style) {
    if row < usize::from(area.height) {
        put(buffer, area, Position::new(area.x, area.y + row as u16), text, style);
    }
}

/// Text at a position, cut at the right edge of the area. Returns the column behind it.
pub fn put(buffer: &mut Buffer, area: Rect, at: Position, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if !area.contains(at) {
        return at.x;
    }
    let mut x = at.x;
    for cluster in width::graphemes(text) {
        let columns = width::cols(cluster) as u16;
        if columns > area.right() - x {
            break;
        }
        put_cluster(buffer, Position { x, ..at }, cluster, columns, style);
        x += columns;
    }
    x
}

/// One grapheme at a position, as wide as this terminal draws it. There must be room for its `columns`.
pub fn put_cluster(buffer: &mut Buffer, at: Position, cluster: &str, columns: u16, style: Style) {
    let Some(columns) = NonZeroU16::new(columns) else { return };
    let cell = &mut buffer[at];
    cell.set_style(style).set_diff_option(CellDiffOption::None);
    if cluster == "\t" {
        cell.set_symbol(" ");
    } else if !is_usual(cluster) && cluster.starts_with(width::is_hidden) {
        cell.set_symbol(HIDDEN).set_style(Modifier::REVERSED | Modifier::UNDERLINED);
    } else {
        cell.set_symbol(cluster);
        if symbol_columns(cluster) != columns.get() {
            cell.set_diff_option(CellDiffOption::ForcedWidth(columns));
        }
    }
    let style = cell.style();
    for x in at.x + 1..at.x + columns.get() {
        let hidden = &mut buffer[(x, at.y)];
        hidden.reset();
        hidden.set_style(style);
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

/// Text that ends at the right edge of a row.
pub fn put_right(buffer: &mut Buffer, area: Rect, row: usize, text: &str, style: Style) {
    let columns = width::cols(text).min(usize::from(area.width)) as u16;
    put(buffer, area, Position::new(area.right() - columns, area.y + row as u16), text, style);
}

/// A line across an area.
pub fn rule(buffer: &mut Buffer, area: Rect, row: u16, style: Style) {
    let area = area.intersection(buffer.area);
    if row < area.height {
        let across = lines().across;
        let at = |x| Position { x, y: area.y + row };
        (area.left()..area.right()).for_each(|x| put_cluster(buffer, at(x), across, 1, style));
    }
}

/// Blanks over an area, so that nothing under it shows through.
pub fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for position in area.positions() {
        buffer[position].reset();
    }
}

/// A line down a column of the screen.
pub fn pole(buffer: &mut Buffer, x: u16, rows: Range<u16>, style: Style) {
    let screen = buffer.area;
    for y in rows {
        put(buffer, screen, Position { x, y }, lines().down, style);
    }
}

/// A box in the middle of the screen, cleared, with a title in its frame; returns the area inside.
pub fn window(buffer: &mut Buffer, title: &str, columns: u16, rows: u16, theme: &Theme) -> Rect {
    let screen = buffer.area;
    let (width, height) = ((columns + 4).min(screen.width), (rows + 2).min(screen.height));
    let area = Rect::new((screen.width - width) / 2, (screen.height - height) / 2, width, height);
    clear(buffer, area);
    frame(buffer, area, theme.accent());
    let room = usize::from(width.saturating_sub(2));
    put(buffer, area, Position::new(area.x + 1, area.y), &width::cut(&format!(" {title} "), room), theme.heading());
    let inner = area.inner(Margin::new(1, 1));
    Rect::new(inner.x + 1, inner.y, inner.width.saturating_sub(2), inner.height)
}

/// The four sides of an area.
fn frame(buffer: &mut Buffer, area: Rect, style: Style) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    rule(buffer, area, 0, style);
    rule(buffer, area, area.height - 1, style);
    pole(buffer, area.x, area.y + 1..bottom, style);
    pole(buffer, right, area.y + 1..bottom, style);
    let at = [(area.x, area.y), (right, area.y), (right, bottom), (area.x, bottom)];
    for (at, corner) in at.into_iter().zip(lines().corners) {
        put(buffer, area, at.into(), corner, style);
    }
}

/// A wide character whose right half was drawn over becomes a blank; else the terminal would show its ghost.
pub fn heal(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        let mut x = area.left();
        while x < area.right() {
            let cell = &buffer[(x, y)];
            let columns = match cell.diff_option {
                CellDiffOption::ForcedWidth(columns) => columns.get(),
                _ => symbol_columns(cell.symbol()),
            };
            if columns > 1 {
                let is_cut = x + columns > area.right() || (1..columns).any(|d| buffer[(x + d, y)].symbol() != " ");
                if is_cut {
                    buffer[(x, y)].set_symbol(" ").set_diff_option(CellDiffOption::None);
                } else {
                    x += columns - 1;
                }
            }
            x += 1;
        }
    }
}
