//! 查找命令和位置: the line on top, what it finds below, keys and years at the right.

use ratatui::layout::{Position, Rect};

use super::paint::{line, put, put_right, rule, window};
use crate::{
    tui::{
        app::palette::{Palette, Seeks},
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

const COLUMNS: u16 = 72;

/// Draws the palette; returns where the terminal's cursor stands.
pub(super) fn draw(palette: &Palette, theme: &Theme, sheet: &mut Sheet) -> Position {
    let columns = COLUMNS.min(sheet.area.width.saturating_sub(4));
    let rows = Palette::rows_on(sheet.area.height);
    let (title, hint, none) = match palette.seeks {
        Seeks::All => {
            ("查找操作和位置", "名称、拼音或首字母，如 xzxk；行和列之间空一格", "没有这样的操作或位置：退格改一改再找")
        }
        Seeks::Cell => ("这个数字指哪一格", "格的名称、拼音或首字母；数相同的在前", "没有这样的格：退格改一改再找"),
    };
    let area = window(sheet, title, columns, rows as u16 + 2, theme);
    let before = palette.field.before_cursor();
    let room = usize::from(area.width).saturating_sub(12);
    let skipped = width::cols(&before).saturating_sub(room);
    let text = palette.field.text();
    let typed = text.strip_prefix(width::head(text, skipped)).unwrap_or(text);
    if text.is_empty() {
        line(sheet, area, 0, hint, theme.dim());
    } else {
        put(sheet, area, Position::new(area.x, area.y), width::head(typed, room), theme.heading());
    }
    let (found, all) = palette.tally();
    put_right(sheet, area, 0, &format!("{found}／{all}"), theme.dim());
    rule(sheet, area, 1, theme.border());
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    for (row, (n, (entry, name))) in palette.found().enumerate().skip(palette.top).take(rows).enumerate() {
        let is_current = n == palette.selected;
        let look = |style| if is_current { theme.cursor() } else { style };
        let at = Position::new(list.x, list.y + row as u16);
        let beside = width::cols(&entry.beside);
        let room = usize::from(list.width).saturating_sub(beside + 8);
        line(sheet, list, row, &" ".repeat(usize::from(list.width)), look(theme.text()));
        let mark = if is_current { "▸" } else { " " };
        let (label, more) = match palette.seeks {
            Seeks::All => (entry.sort.label(), entry.more.as_str()),
            Seeks::Cell => (entry.more.as_str(), ""),
        };
        let x = put(sheet, list, at, &format!("{mark} {label} "), look(theme.dim()));
        let name = width::cut(&name, room);
        let left = room.saturating_sub(width::cols(&name) + 2);
        let x = put(sheet, list, Position::new(x, at.y), &name, look(theme.text()));
        if left > 3 {
            let more = width::cut(more, left);
            put(sheet, list, Position::new(x + 2, at.y), &more, look(theme.dim()));
        }
        put_right(sheet, list, row, &entry.beside, look(theme.accent()));
    }
    if found == 0 {
        line(sheet, list, 0, none, theme.text());
    }
    Position::new(area.x + (width::cols(&before) - skipped) as u16, area.y)
}
