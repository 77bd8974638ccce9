//! The keys that make sense here, from the key table; as many as fit.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::paint::put;
use crate::{
    tui::{
        app::{
            msg::{Action, Scope},
            search::Search,
        },
        keys,
        theme::Theme,
    },
    width,
};

/// Draws the footer. What finds all else (the palette, help, quit) is given room first, at the end of the line.
pub(super) fn draw(scopes: &[Scope], area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let named: Vec<&keys::Key> = keys::active(scopes).into_iter().filter(|key| !key.name.is_empty()).collect();
    let columns = |key: &keys::Key| width::cols(&key.label(false)) + width::cols(key.name) + 1;
    let is_always = |key: &keys::Key| matches!(key.action, Action::Palette | Action::Help | Action::Quit);
    let always: usize = named.iter().filter(|key| is_always(key)).map(|key| columns(key)).sum();
    let mut room = usize::from(area.width).saturating_sub(1 + always);
    let mut at = area.x + 1;
    for key in named {
        if !is_always(key) {
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
