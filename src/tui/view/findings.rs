//! 校验: findings by level with their way out, then what was checked and holds.

use ratatui::layout::{Position, Rect};

use super::paint::{lay, line, put, rule};
use crate::{
    tui::{
        app::{
            desk::Desk,
            findings::{Entry, Filter},
            panes::{Areas, Focus},
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Draws the findings.
pub(super) fn draw(desk: &Desk, areas: Areas, theme: &Theme, sheet: &mut Sheet) {
    let area = areas.findings;
    if !areas.is_wide {
        rule(sheet, area, 0, theme.border());
    }
    heading(desk, area, areas.is_wide, theme, sheet);
    let entries = desk.findings.entries(&desk.checked);
    let is_focused = desk.focus == Focus::Findings;
    let columns = usize::from(area.width).saturating_sub(4);
    let mut row = 1;
    if entries.is_empty() {
        line(sheet, inset(area, 1), row, "没有这一类问题", theme.verified());
    }
    for (n, entry) in entries.iter().enumerate().skip(desk.findings.top) {
        let (mark, style, text) = match entry {
            Entry::Finding(f) => {
                if let Some(reason) = &f.waived {
                    ('·', theme.dim(), format!("{} 已说明：{reason}", f.code))
                } else {
                    let more = match desk.checked.echoes(f) {
                        0 => String::new(),
                        n => format!("（同因另有 {n} 处）"),
                    };
                    (f.level.mark(), theme.level(f.level), format!("{} {}{more}", f.code, f.message))
                }
            }
            Entry::Verified(v) => ('✓', theme.verified(), v.text.clone()),
        };
        let is_current = is_focused && n == desk.findings.selected;
        // A ticked line is quiet: one row. A finding takes the rows it needs.
        let rows = sheet.split(&text, columns.max(4));
        for (k, text) in rows.iter().enumerate() {
            if row >= usize::from(area.height) {
                return;
            }
            let at = Position::new(area.x + 1, area.y + row as u16);
            if k == 0 {
                lay(sheet, area, at, mark.encode_utf8(&mut [0; 4]), style);
            }
            let look = match (is_current, entry) {
                (true, _) => theme.cursor(),
                (false, Entry::Finding(f)) if f.waived.is_none() => theme.text(),
                (false, Entry::Finding(_) | Entry::Verified(_)) => theme.dim(),
            };
            lay(sheet, area, Position::new(at.x + 2, at.y), text, look);
            row += 1;
        }
        if let Entry::Finding(finding) = entry
            && n == desk.findings.selected
            && let Some(hint) = desk.hint(finding)
            && row < usize::from(area.height)
        {
            let at = Position::new(area.x + 3, area.y + row as u16);
            lay(sheet, area, at, &width::fit(&hint, columns), theme.dim());
            row += 1;
        }
    }
}

fn heading(desk: &Desk, area: Rect, is_wide: bool, theme: &Theme, sheet: &mut Sheet) {
    let start = if is_wide { area.x + 1 } else { area.x + 3 };
    let mut at =
        put(sheet, area, Position::new(start, area.y), if is_wide { "校验  " } else { " 校验  " }, theme.heading());
    for filter in Filter::ALL {
        let is_current = filter == desk.findings.filter;
        let style = match (is_current, desk.focus == Focus::Findings) {
            (true, true) => theme.cursor(),
            (true, false) => theme.accent(),
            (false, _) => theme.dim(),
        };
        at = put(sheet, area, Position::new(at, area.y), filter.label(), style);
        at = put(sheet, area, Position::new(at, area.y), " ", theme.text());
    }
}

fn inset(area: Rect, columns: u16) -> Rect {
    Rect::new(area.x + columns, area.y, area.width.saturating_sub(columns), area.height)
}
