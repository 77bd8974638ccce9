//! 预览: pages in their frames, in the middle of the screen, as far as they fit.

use ratatui::{
    layout::{Position, Rect},
    style::{Modifier, Style},
};

use super::{
    footer,
    paint::{clear, line, lines, put, put_right},
};
use crate::{
    exchange::write::pages::{self, Look, Page},
    rules::Level,
    tui::{
        app::{
            App,
            preview::{Preview, SHEET},
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Draws the pages over the whole screen.
pub(super) fn draw(preview: &Preview, app: &App, theme: &Theme, sheet: &mut Sheet) {
    let area = sheet.area;
    clear(sheet, area);
    title(preview, area, theme, sheet);
    let shown: Vec<(usize, &Page)> = preview.shown().collect();
    let n = shown.len() as u16;
    let columns = (n * SHEET + n.saturating_sub(1)).min(area.width);
    let tallest = shown.iter().map(|(_, page)| page.lines.len() + 2).max().unwrap_or_default();
    let body = Rect::new(0, 1, area.width, area.height.saturating_sub(2));
    let above = usize::from(body.height).saturating_sub(tallest) as u16 / 2;
    let mut x = (area.width - columns) / 2;
    for (_, page) in shown {
        let room = Rect { x, y: body.y + above, width: SHEET.min(area.right() - x), height: body.height - above };
        leaf(page, preview, room, theme, sheet);
        x += SHEET + 1;
    }
    if let Some(notice) = &app.notice {
        let style = if notice.is_error { theme.level(Level::Warning) } else { theme.accent() };
        let row = Rect::new(0, area.height - 2, area.width, 1);
        clear(sheet, row);
        line(sheet, row, 0, &format!(" {}", width::cut(&notice.text, usize::from(area.width) - 2)), style);
    }
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, sheet);
}

fn title(preview: &Preview, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let numbers: Vec<String> = preview.shown().map(|(n, _)| n.to_string()).collect();
    let count = format!("第 {} 页，共 {} 页 ", numbers.join("、"), preview.n_pages());
    let report = preview.report();
    let section = report.edition().section(preview.section()).map_or("", |section| section.short.as_str());
    let right = format!("{section}   {count}");
    let room = usize::from(area.width).saturating_sub(width::cols(&right) + 8);
    let at = put(sheet, area, Position::new(1, 0), "预览 ", theme.heading());
    let name = format!("{} · {}", report.about.organ, report.about.year);
    put(sheet, area, Position::new(at, 0), &width::cut(&name, room), theme.text());
    put_right(sheet, area, 0, &right, theme.accent());
}

/// One page in its frame from the first row shown on, as far as there is room.
fn leaf(page: &Page, preview: &Preview, room: Rect, theme: &Theme, sheet: &mut Sheet) {
    let last = page.lines.len() + 1;
    for (y, row) in (room.top()..room.bottom()).zip(preview.top_of(page)..=last) {
        let at = Rect { y, height: 1, ..room };
        let edge = match row {
            0 => Some([lines().corners[0], lines().corners[1]]),
            row if row == last => Some([lines().corners[3], lines().corners[2]]),
            _ => None,
        };
        if edge.is_some() {
            line(sheet, at, 0, &lines().across.repeat(usize::from(at.width)), theme.border());
        }
        let [left, right] = edge.unwrap_or([lines().down; 2]);
        put(sheet, at, Position::new(at.x, y), left, theme.border());
        put(sheet, at, Position::new(at.right().saturating_sub(1), y), right, theme.border());
        let Some(of) = row.checked_sub(1).and_then(|row| page.lines.get(row)) else { continue };
        // On a screen that is narrower than a page the blank beside the text goes first.
        let shift = usize::from(SHEET - at.width);
        let x = at.x + 1 + of.left.saturating_sub(shift) as u16;
        let inner = Rect { x: at.x + 1, width: at.width.saturating_sub(2), ..at };
        let is_here = of.section == preview.section();
        put(sheet, inner, Position::new(x, y), &of.text, look(of, is_here, theme));
    }
}

fn look(line: &pages::Line, is_here: bool, theme: &Theme) -> Style {
    match line.look {
        Look::Title => theme.text().add_modifier(Modifier::BOLD),
        Look::Heading if is_here => theme.accent().add_modifier(Modifier::BOLD),
        Look::Heading => theme.heading(),
        Look::Aspect => theme.text().add_modifier(Modifier::UNDERLINED),
        Look::Text | Look::Table => theme.text(),
        Look::Number => theme.dim(),
    }
}
