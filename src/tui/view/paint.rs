//! Painting by columns: lines, frames, text cut where its area ends.

use std::ops::Range;

use ratatui::{
    layout::{Margin, Position, Rect},
    style::Style,
};

pub use crate::tui::wrap::split;
use crate::{
    tui::{sheet::Sheet, theme::Theme},
    width,
};

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
pub fn line(sheet: &mut Sheet, area: Rect, row: usize, text: &str, style: Style) {
    if row < usize::from(area.height) {
        lay(sheet, area, Position::new(area.x, area.y + row as u16), text, style);
    }
}

/// Text at a position, cut at the right edge of the area.
pub fn lay(sheet: &mut Sheet, area: Rect, at: Position, text: &str, style: Style) {
    if area.contains(at) {
        sheet.write(at, area.right(), text, style);
    }
}

/// The same; returns the column behind it.
pub fn put(sheet: &mut Sheet, area: Rect, at: Position, text: &str, style: Style) -> u16 {
    let area = area.intersection(sheet.area);
    if !area.contains(at) {
        return at.x;
    }
    let (text, columns) = width::fitting(text, usize::from(area.right() - at.x));
    sheet.write(at, area.right(), text, style);
    at.x + columns as u16
}

/// Text that ends at the right edge of a row.
pub fn put_right(sheet: &mut Sheet, area: Rect, row: usize, text: &str, style: Style) {
    let columns = width::cols(text).min(usize::from(area.width)) as u16;
    lay(sheet, area, Position::new(area.right() - columns, area.y + row as u16), text, style);
}

/// A line across an area.
pub fn rule(sheet: &mut Sheet, area: Rect, row: u16, style: Style) {
    let text = lines().across.repeat(usize::from(area.width));
    line(sheet, area, usize::from(row), &text, style);
}

/// Blanks over an area, so that nothing under it shows through.
pub fn clear(sheet: &mut Sheet, area: Rect) {
    for row in area.rows() {
        sheet.blank(row.as_position(), row.right(), Style::new());
    }
}

/// A line down a column of the screen.
pub fn pole(sheet: &mut Sheet, x: u16, rows: Range<u16>, style: Style) {
    let screen = sheet.area;
    for y in rows {
        lay(sheet, screen, Position { x, y }, lines().down, style);
    }
}

/// A box in the middle of the screen, cleared, with a title in its frame; returns the area inside.
pub fn window(sheet: &mut Sheet, title: &str, columns: u16, rows: u16, theme: &Theme) -> Rect {
    let screen = sheet.area;
    let (width, height) = ((columns + 4).min(screen.width), (rows + 2).min(screen.height));
    let area = Rect::new((screen.width - width) / 2, (screen.height - height) / 2, width, height);
    clear(sheet, area);
    frame(sheet, area, theme.accent());
    let room = usize::from(width.saturating_sub(2));
    put(sheet, area, Position::new(area.x + 1, area.y), &width::cut(&format!(" {title} "), room), theme.heading());
    let inner = area.inner(Margin::new(1, 1));
    Rect::new(inner.x + 1, inner.y, inner.width.saturating_sub(2), inner.height)
}

/// The four sides of an area.
fn frame(sheet: &mut Sheet, area: Rect, style: Style) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    rule(sheet, area, 0, style);
    rule(sheet, area, area.height - 1, style);
    pole(sheet, area.x, area.y + 1..bottom, style);
    pole(sheet, right, area.y + 1..bottom, style);
    let at = [(area.x, area.y), (right, area.y), (right, bottom), (area.x, bottom)];
    for (at, corner) in at.into_iter().zip(lines().corners) {
        put(sheet, area, at.into(), corner, style);
    }
}
