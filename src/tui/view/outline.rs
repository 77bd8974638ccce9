//! 目录: the pages of the report with the marks of their findings.

use ratatui::layout::{Position, Rect};

use super::paint::{clear, line, pole, put};
use crate::{
    rules::Level,
    tui::{
        app::{
            desk::{Desk, Page},
            panes::Focus,
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Draws the outline.
pub(super) fn draw(desk: &Desk, area: Rect, is_wide: bool, theme: &Theme, sheet: &mut Sheet) {
    clear(sheet, area);
    line(sheet, area, 0, " 目录", theme.heading());
    for (n, page) in desk.pages().iter().enumerate() {
        let row = n + 1;
        if row >= usize::from(area.height) {
            break;
        }
        let section = desk.section_of(*page);
        let is_around = !page.is_table && desk.report.edition().table(&section.id).is_some();
        let is_current = n == desk.page_idx();
        let label = if is_around { "  表外文字" } else { section.short.as_str() };
        let text = format!(" {}{label}", if is_current { "▸ " } else { "  " });
        let columns = usize::from(area.width).saturating_sub(2);
        let style = match (is_current, desk.focus == Focus::Outline) {
            (true, true) => theme.cursor(),
            (true, false) => theme.accent(),
            _ if desk.report.paragraphs(&section.id).is_empty() && !page.is_table => theme.dim(),
            _ => theme.text(),
        };
        line(sheet, area, row, &width::fit(&text, columns), style);
        if let Some(level) = worst(desk, *page) {
            let at = Position::new(area.right().saturating_sub(2), area.y + row as u16);
            put(sheet, area, at, &level.mark().to_string(), theme.level(level));
        }
    }
    if !is_wide {
        pole(sheet, area.right().saturating_sub(1), area.top()..area.bottom(), theme.border());
    }
}

/// The worst level found on a page.
fn worst(desk: &Desk, page: Page) -> Option<Level> {
    let section = desk.section_of(page);
    let has_table = desk.report.edition().table(&section.id).is_some();
    let is_here = |place: &crate::form::Place| place.table() == section.id && (page.is_table || !has_table);
    let open = desk.checked.findings.iter().filter(|f| f.waived.is_none() && is_here(&f.place));
    let levels: Vec<Level> = open.map(|f| f.level).collect();
    Level::ALL.into_iter().find(|level| levels.contains(level))
}
