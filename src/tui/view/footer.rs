//! The keys that make sense here, from the key table; as many as fit.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::paint::put;
use crate::{
    tui::{
        app::{msg::Scope, reason::Reason, search::Search},
        keys,
        theme::Theme,
    },
    width,
};

/// Draws the footer. What works everywhere (help, quit) is shown first to have room, at the end of the line.
pub(super) fn draw(scopes: &[Scope], area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let named: Vec<&keys::Key> = keys::active(scopes).into_iter().filter(|key| !key.name.is_empty()).collect();
    let columns = |key: &keys::Key| width::cols(&key.label(false)) + width::cols(key.name) + 1;
    let always: usize = named.iter().filter(|key| key.scope == Scope::Everywhere).map(|key| columns(key)).sum();
    let mut room = usize::from(area.width).saturating_sub(1 + always);
    let mut at = area.x + 1;
    for key in named {
        if key.scope != Scope::Everywhere {
            if columns(key) > room {
                continue;
            }
            room -= columns(key);
        }
        at = put(buffer, area, Position::new(at, area.y), &key.label(false), theme.accent());
        at = put(buffer, area, Position::new(at, area.y), key.name, theme.text()) + 1;
    }
}

/// Draws the line that finds text, in the footer's place; returns where the cursor stands.
pub(super) fn search(search: &Search, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Position {
    let at = put(buffer, area, Position::new(area.x + 1, area.y), "查找 ", theme.heading());
    let behind = put(buffer, area, Position::new(at, area.y), search.field.text(), theme.text());
    let caret = at + width::cols(&search.field.before_cursor()) as u16;
    let count = format!("  {}   Enter下一处 ↑上一处 F2结束", search.found.tally());
    put(buffer, area, Position::new(behind, area.y), &count, theme.dim());
    Position::new(caret.min(area.right() - 1), area.y)
}

/// Draws the line that takes a reason, in the footer's place; returns where the cursor stands.
pub(super) fn reason(reason: &Reason, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Position {
    let head = format!("{} 写明原因 ", reason.code());
    let keys = "  Enter写好 F7不写";
    let at = put(buffer, area, Position::new(area.x + 1, area.y), &head, theme.heading());
    let room = usize::from(area.right().saturating_sub(at)).saturating_sub(width::cols(keys) + 1);
    let before = reason.field.before_cursor();
    // A reason longer than the line shows the part about the cursor.
    let hidden = width::head(&before, width::cols(&before).saturating_sub(room)).to_owned();
    let shown = reason.field.text().strip_prefix(&hidden).unwrap_or_default();
    put(buffer, area, Position::new(at, area.y), width::head(shown, room), theme.text());
    let end = area.right().saturating_sub(width::cols(keys) as u16);
    put(buffer, area, Position::new(end, area.y), keys, theme.dim());
    let caret = at + width::cols(&before).saturating_sub(width::cols(&hidden)) as u16;
    Position::new(caret.min(area.right().saturating_sub(1)), area.y)
}
