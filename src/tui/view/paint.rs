//! Painting on the buffer by columns: lines, frames, wrapped text.

use ratatui::{
    buffer::{Buffer, CellWidth},
    layout::{Position, Rect},
    style::Style,
};

pub(super) use crate::tui::wrap::split;
use crate::{tui::theme::Theme, width};

/// One line of text at a row of an area, cut by width.
pub(super) fn line(buffer: &mut Buffer, area: Rect, row: usize, text: &str, style: Style) {
    if row < usize::from(area.height) {
        put(buffer, area, Position::new(area.x, area.y + row as u16), text, style);
    }
}

/// Text at a position, cut at the right edge of the area. Returns the column behind it.
pub(super) fn put(buffer: &mut Buffer, area: Rect, at: Position, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if !area.contains(at) {
        return at.x;
    }
    let room = usize::from(area.right() - at.x);
    buffer.set_stringn(at.x, at.y, width::head(text, room), room, style).0
}

/// Text that ends at the right edge of a row.
pub(super) fn put_right(buffer: &mut Buffer, area: Rect, row: usize, text: &str, style: Style) {
    let columns = width::cols(text).min(usize::from(area.width)) as u16;
    put(buffer, area, Position::new(area.right() - columns, area.y + row as u16), text, style);
}

/// A line across an area.
pub(super) fn rule(buffer: &mut Buffer, area: Rect, row: u16, style: Style) {
    line(buffer, area, usize::from(row), &"─".repeat(usize::from(area.width)), style);
}

/// Blanks over an area, so that nothing under it shows through.
pub(super) fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for position in area.positions() {
        buffer[position].reset();
    }
}

/// A box in the middle of the screen, cleared, with a title in its frame; returns the area inside.
pub(super) fn window(buffer: &mut Buffer, title: &str, columns: u16, rows: u16, theme: &Theme) -> Rect {
    use ratatui::widgets::{Block, Widget};
    let screen = buffer.area;
    let (width, height) = ((columns + 4).min(screen.width), (rows + 2).min(screen.height));
    let area = Rect::new((screen.width - width) / 2, (screen.height - height) / 2, width, height);
    clear(buffer, area);
    let block = Block::bordered().title(format!(" {title} ")).border_style(theme.accent()).title_style(theme.heading());
    let inner = block.inner(area);
    block.render(area, buffer);
    Rect::new(inner.x + 1, inner.y, inner.width.saturating_sub(2), inner.height)
}

/// A wide character whose right half was drawn over becomes a blank; else the terminal would show its ghost.
pub(super) fn heal(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        let mut x = area.left();
        while x < area.right() {
            let columns = buffer[(x, y)].cell_width();
            if columns > 1 {
                let is_cut = x + columns > area.right() || (1..columns).any(|d| buffer[(x + d, y)].symbol() != " ");
                if is_cut {
                    buffer[(x, y)].set_symbol(" ");
                } else {
                    x += columns - 1;
                }
            }
            x += 1;
        }
    }
}
