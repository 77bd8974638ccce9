//! 两处都改了: what two people made of one place, side by side, with the one that was picked marked.

use ratatui::layout::{Position, Rect};

use super::{
    footer,
    paint::{clear, line, put, put_right, rule},
};
use crate::{
    store::Clash,
    tui::{
        app::{App, clash::Clashes},
        sheet::Sheet,
        theme::Theme,
        wrap,
    },
    width,
};

/// Most rows of text that one side of a clash takes; the one looked at shows more.
const ROWS: usize = 3;

/// Draws the clashes over the whole screen.
pub(super) fn draw(clashes: &Clashes, app: &App, theme: &Theme, sheet: &mut Sheet) {
    let area = sheet.area;
    clear(sheet, area);
    let at = put(sheet, area, Position::new(1, 0), "两处都改了，请选一个", theme.heading());
    put(sheet, area, Position::new(at + 3, 0), "选定以后还可以 ^Z 改回", theme.dim());
    let open = clashes.open();
    let count = if open > 0 { format!("还有 {open} 处 ") } else { "都选好了：F8 ".to_owned() };
    put_right(sheet, area, 0, &count, theme.accent());
    rule(sheet, area, 1, theme.border());
    let half = area.width.saturating_sub(3) / 2;
    let sides = [Rect::new(1, 0, half, area.height), Rect::new(half + 2, 0, half, area.height)];
    let mut row = 2;
    let room = usize::from(area.height.saturating_sub(3));
    // From the one looked at on; what is above it is scrolled away where there is no room.
    let first = clashes.at.saturating_sub(1);
    for (n, clash) in clashes.list().iter().enumerate().skip(first) {
        let is_here = n == clashes.at;
        let most = if is_here { room.saturating_sub(8) } else { ROWS };
        if row + 2 >= room {
            break;
        }
        let mark = if is_here { "▸" } else { " " };
        let style = if is_here { theme.accent() } else { theme.text() };
        line(sheet, area, row, &format!(" {mark} {}", name(app, clash)), style);
        row += 1;
        let texts = [&clash.ours, &clash.theirs];
        let mut deepest = 0;
        for (side, text) in texts.into_iter().enumerate() {
            let is_picked = clashes.picks.get(n).copied().flatten() == Some(side == 1);
            let shown = if text.is_empty() { "（空）" } else { text };
            let style = if is_picked { theme.cursor() } else { theme.text() };
            let head = format!("{}{}", clashes.sides()[side], if is_picked { " ✓" } else { "" });
            line(sheet, sides[side], row, &head, theme.dim());
            let rows = shown.split('\n').flat_map(|text| wrap::split(text, usize::from(half)));
            let rows: Vec<String> = rows.take(most.max(1)).collect();
            for (n, text) in rows.iter().enumerate().take(room.saturating_sub(row + 1)) {
                line(sheet, sides[side], row + 1 + n, &width::cut(text, usize::from(half)), style);
            }
            deepest = deepest.max(rows.len());
        }
        row += deepest + 2;
    }
    if let Some(notice) = &app.notice {
        line(
            sheet,
            Rect::new(1, area.height.saturating_sub(2), area.width.saturating_sub(2), 1),
            0,
            &notice.text,
            theme.accent(),
        );
    }
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, sheet);
}

/// What the place is called in the form.
fn name(app: &App, clash: &Clash) -> String {
    let Some(desk) = &app.desk else { return String::new() };
    let edition = desk.report.edition();
    match edition.find(&clash.place) {
        Some(cell) => edition.name(cell),
        None => edition.section(clash.place.as_str()).map_or("报告信息", |section| &section.short).to_owned(),
    }
}
