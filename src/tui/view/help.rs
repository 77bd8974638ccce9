//! 帮助: the note of the cell or the rule of the finding one stands on, then the keys that work here.

use ratatui::{
    layout::{Position, Size},
    style::Style,
};

use super::paint::{line, put, split, window};
use crate::{
    rules,
    tui::{
        app::{App, panes::Focus},
        keys,
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

const COLUMNS: u16 = 72;
const KEY_COLUMNS: usize = 14;

/// The last line that the help screen may begin with on a screen of this size.
pub(crate) fn last_top(app: &App, size: Size) -> usize {
    let columns = COLUMNS.min(size.width.saturating_sub(4));
    let rows = usize::from(size.height.saturating_sub(2));
    lines(app, usize::from(columns), &Theme::default()).len().saturating_sub(rows)
}

/// Draws the help screen.
pub(super) fn draw(app: &App, top: usize, theme: &Theme, sheet: &mut Sheet) {
    let columns = COLUMNS.min(sheet.area.width.saturating_sub(4));
    let lines = lines(app, usize::from(columns), theme);
    let rows = (lines.len() as u16).min(sheet.area.height.saturating_sub(2));
    let last_top = lines.len().saturating_sub(usize::from(rows));
    let top = top.min(last_top);
    let title = if last_top == 0 { "帮助" } else { "帮助  ↑↓翻看" };
    let area = window(sheet, title, columns, rows, theme);
    for (row, (text, style)) in lines.iter().skip(top).take(usize::from(rows)).enumerate() {
        line(sheet, area, row, text, *style);
    }
    let close = " F1关闭 ";
    let at = Position::new(area.right().saturating_sub(width::cols(close) as u16), area.bottom());
    put(sheet, sheet.area, at, close, theme.accent());
}

/// All lines of the help screen for where one is.
fn lines(app: &App, columns: usize, theme: &Theme) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    let mut say = |head: &str, text: &str| {
        if !text.is_empty() {
            lines.push((head.to_owned(), theme.heading()));
            lines.extend(split(text, columns).into_iter().map(|text| (text, theme.text())));
            lines.push((String::new(), theme.text()));
        }
    };
    if let Some(desk) = app.desk.as_ref().filter(|_| app.overlay.is_none()) {
        if let Some(finding) = desk.findings.current(&desk.checked).filter(|_| desk.focus == Focus::Findings) {
            say(&format!("{} {}", finding.code, finding.level.label()), &finding.message);
            if let Some(reason) = &finding.waived {
                say("已说明", reason);
            }
            if let Some(rule) = rules::rule(finding.code) {
                say("依据", rule.basis);
                say("怎么办", rule.fix);
            }
        } else {
            let place = desk
                .cell()
                .map_or_else(|| desk.section().title.clone(), |cell| desk.report.edition().lines(cell).2.label.clone());
            say(&format!("填报提示：{place}"), &desk.note());
        }
    }
    // The help screen itself is one more scope; what lies under it is what one asks about.
    let mut before = None;
    for key in keys::active(&app.scopes_under_help()) {
        if before != Some(key.scope) {
            before = Some(key.scope);
            lines.push((key.scope.label().to_owned(), theme.heading()));
        }
        let room = columns.saturating_sub(KEY_COLUMNS + 2).max(8);
        for (n, help) in split(key.help, room).into_iter().enumerate() {
            let label = if n == 0 { key.label(true) } else { "".into() };
            lines.push((format!("  {}{help}", width::fit(&label, KEY_COLUMNS)), theme.text()));
        }
    }
    lines
}
