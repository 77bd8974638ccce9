//! The keys that make sense here, from the key table; as many as fit.

use ratatui::layout::{Position, Rect};

use super::paint::{lay, put};
use crate::{
    tui::{
        app::{
            field::Field,
            msg::{Action, Scope},
            reason::Reason,
            search::Search,
        },
        keys,
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Draws the footer. What finds all else (the palette, help, quit) is given room first, at the end of the line.
pub(super) fn draw(scopes: &[Scope], area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let named = keys::named(scopes);
    let measured = |(key, label): &'_ keys::Named| [width::cols(label), width::cols(key.name)];
    let columns: Vec<[usize; 2]> = named.iter().map(measured).collect();
    let is_always = |key: &keys::Key| matches!(key.action, Action::Palette | Action::Help | Action::Quit);
    let of_all = |columns: [usize; 2]| columns.iter().sum::<usize>() + 1;
    let all = || named.iter().zip(&columns).map(|((key, label), columns)| (*key, label, *columns));
    let always: usize = all().filter(|(key, ..)| is_always(key)).map(|(.., columns)| of_all(columns)).sum();
    let mut room = usize::from(area.width).saturating_sub(1 + always);
    let mut at = Position::new(area.x + 1, area.y);
    for (key, label, columns) in all() {
        if !is_always(key) {
            if of_all(columns) > room {
                continue;
            }
            room -= of_all(columns);
        }
        let [of_label, of_name] = columns.map(|columns| columns as u16);
        lay(sheet, area, at, label, theme.accent());
        lay(sheet, area, Position { x: at.x + of_label, ..at }, key.name, theme.text());
        at.x += of_label + of_name + 1;
    }
}

/// Draws the line that finds and replaces, in the footer's place; returns where the cursor stands.
pub(super) fn search(search: &Search, area: Rect, theme: &Theme, sheet: &mut Sheet) -> Position {
    let tally = format!(" {} ", search.found.tally());
    let keys = match &search.with {
        None => "Enter下一处 Tab替换 F2结束",
        Some(_) => "F8替换 ^R全部 F2结束",
    };
    let fields = if search.with.is_some() { 2 } else { 1 };
    let labels = width::cols("查找 ") + if fields == 2 { width::cols(" 换成 ") } else { 0 };
    let fixed = labels + width::cols(&tally) + width::cols(keys) + 2;
    let room = (usize::from(area.width).saturating_sub(fixed) / fields).max(6);
    let at = put(sheet, area, Position::new(area.x + 1, area.y), "查找 ", theme.heading());
    let (mut end, mut caret) = typed(&search.field, room, Position::new(at, area.y), area, theme, sheet);
    if let Some(with) = &search.with {
        let at = put(sheet, area, Position::new(end, area.y), " 换成 ", theme.heading());
        let of_with = typed(with, room, Position::new(at, area.y), area, theme, sheet);
        end = of_with.0;
        caret = if search.is_with { of_with.1 } else { caret };
    }
    let at = put(sheet, area, Position::new(end, area.y), &tally, theme.accent());
    put(sheet, area, Position::new(at, area.y), keys, theme.dim());
    Position::new(caret.min(area.right().saturating_sub(1)), area.y)
}

/// Draws a field, its end if it is longer than the room; returns the columns behind it and of its cursor.
fn typed(field: &Field, room: usize, at: Position, area: Rect, theme: &Theme, sheet: &mut Sheet) -> (u16, u16) {
    let before = width::cols(&field.before_cursor());
    let skipped = before.saturating_sub(room.saturating_sub(1));
    let text = field.text();
    let shown = width::head(text.strip_prefix(width::head(text, skipped)).unwrap_or_default(), room);
    let end = put(sheet, area, at, if shown.is_empty() { "_" } else { shown }, theme.text());
    (end, at.x + (before - skipped) as u16)
}

/// Draws the line that takes a reason, in the footer's place; returns where the cursor stands.
pub(super) fn reason(reason: &Reason, area: Rect, theme: &Theme, sheet: &mut Sheet) -> Position {
    let head = format!("{} ", reason.head());
    let keys = "  Enter写好 F7不写";
    let at = put(sheet, area, Position::new(area.x + 1, area.y), &head, theme.heading());
    let room = usize::from(area.right().saturating_sub(at)).saturating_sub(width::cols(keys) + 1);
    let before = reason.field.before_cursor();
    // A reason longer than the line shows the part about the cursor.
    let hidden = width::head(&before, width::cols(&before).saturating_sub(room)).to_owned();
    let shown = reason.field.text().strip_prefix(&hidden).unwrap_or_default();
    put(sheet, area, Position::new(at, area.y), width::head(shown, room), theme.text());
    let end = area.right().saturating_sub(width::cols(keys) as u16);
    put(sheet, area, Position::new(end, area.y), keys, theme.dim());
    let caret = at + width::cols(&before).saturating_sub(width::cols(&hidden)) as u16;
    Position::new(caret.min(area.right().saturating_sub(1)), area.y)
}
