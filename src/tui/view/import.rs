//! 导入: the line that asks for a file with what lies there, and the screen that says how the reading went.

use ratatui::layout::{Position, Rect};

use super::{
    footer,
    paint::{clear, line, put, put_right, rule, split, window},
};
use crate::{
    exchange::Class,
    rules::Level,
    tui::{
        app::{
            App,
            import::{Account, Import, SHOWN},
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

const COLUMNS: u16 = 66;

/// Draws the line that asks for a file; returns where the terminal's cursor stands.
pub(super) fn draw(import: &Import, theme: &Theme, sheet: &mut Sheet) -> Position {
    let columns = COLUMNS.min(sheet.area.width.saturating_sub(4));
    let area = window(sheet, "导入报告", columns, 4 + SHOWN as u16 + 1, theme);
    line(sheet, area, 0, "文件路径；读 Word、Excel、网页、PDF、文本；也可直接粘贴整篇文字", theme.dim());
    let before = import.path.before_cursor();
    let room = usize::from(area.width).saturating_sub(1);
    let skipped = width::cols(&before).saturating_sub(room);
    let shown = import.path.text();
    let shown = shown.strip_prefix(width::head(shown, skipped)).unwrap_or(shown);
    let at = Position::new(area.x, area.y + 1);
    put(sheet, area, at, &width::fit(shown, usize::from(area.width)), theme.heading());
    rule(sheet, Rect { height: 3, ..area }, 2, theme.border());
    for (row, (n, path)) in import.seen.iter().enumerate().skip(import.top()).take(SHOWN).enumerate() {
        let style = if import.picked == Some(n) { theme.cursor() } else { theme.text() };
        let mark = if import.picked == Some(n) { "▸" } else { " " };
        line(sheet, area, 3 + row, &width::fit(&format!("{mark} {path}"), usize::from(area.width)), style);
    }
    if import.seen.is_empty() {
        line(sheet, area, 3, "这里没有能导入的文件", theme.dim());
    }
    if let Some(fault) = &import.fault {
        let rows = split(fault, usize::from(area.width));
        let from = (3 + SHOWN + 2).saturating_sub(rows.len());
        for (n, text) in rows.iter().enumerate() {
            line(sheet, area, from + n, &width::fit(text, usize::from(area.width)), theme.level(Level::Error));
        }
    } else {
        let more = import.seen.len().saturating_sub(SHOWN);
        let hint =
            if more > 0 { format!("共 {} 个，↓ 挑选，Tab 补全", import.seen.len()) } else { String::new() };
        line(sheet, area, 3 + SHOWN + 1, &hint, theme.dim());
    }
    Position::new((at.x + (width::cols(&before) - skipped) as u16).min(area.right()), at.y)
}

/// Draws what an import says about itself, over the whole screen.
pub(super) fn account(account: &Account, app: &App, theme: &Theme, sheet: &mut Sheet) {
    let area = sheet.area;
    clear(sheet, area);
    let at = put(sheet, area, Position::new(1, 0), "导入结果", theme.heading());
    put(
        sheet,
        area,
        Position::new(at + 3, 0),
        &format!("{} → {}", account.statement.source, account.name),
        theme.dim(),
    );
    rule(sheet, area, 1, theme.border());
    let size = area.as_size();
    let rows = account.rows(size);
    let shown = Account::rows_on(size);
    for (n, (class, text)) in rows.iter().skip(account.top).take(shown).enumerate() {
        match class {
            Some(class) => line(sheet, inset(area, 1), 2 + n, text, look(*class, theme)),
            None => line(sheet, inset(area, 3), 2 + n, text, theme.text()),
        }
    }
    rule(sheet, area, area.height - 3, theme.border());
    let next = if account.statement.is_clean() {
        "全部读到。Enter 打开报告"
    } else {
        "Enter 打开报告；未读到、推断的各项在校验里核对：F8 核对过了，F4 选拆法"
    };
    let below = Rect::new(1, area.height - 2, area.width - 2, 1);
    line(sheet, below, 0, &width::cut(next, usize::from(below.width)), theme.accent());
    if rows.len() > shown {
        let last = (account.top + shown).min(rows.len());
        put_right(sheet, area, 0, &format!("{}–{last}／{} 行 ", account.top + 1, rows.len()), theme.dim());
    }
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, sheet);
}

fn look(class: Class, theme: &Theme) -> ratatui::style::Style {
    match class {
        Class::Missing => theme.level(Level::Error),
        Class::Guessed => theme.level(Level::Warning),
        Class::Aside => theme.level(Level::Hint),
        Class::Read => theme.verified(),
    }
}

fn inset(area: Rect, columns: u16) -> Rect {
    Rect::new(area.x + columns, area.y, area.width.saturating_sub(columns), area.height)
}
