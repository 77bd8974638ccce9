//! The workbench: title, crumb, the panes, the note.

use ratatui::layout::{Position, Rect};

use super::{
    findings, footer, grid, links, outline,
    paint::{clear, line, pole, put, put_right},
    prose, sums,
};
use crate::{
    form::{CellIdx, Place},
    rules::Level,
    tui::{
        app::{
            App,
            desk::{Body, Desk},
            panes::{self, Areas, Focus},
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Columns that the heading of the findings takes on a narrow screen.
const HEADING: u16 = 31;

/// Draws the workbench; returns where the terminal's cursor stands.
pub(super) fn draw(desk: &Desk, app: &App, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let areas = panes::areas(sheet.area.as_size(), desk.focus);
    title(desk, areas.title, theme, sheet);
    crumb(desk, areas.crumb, theme, sheet);
    let is_focused = desk.focus == Focus::Section;
    let mut caret = match desk.body() {
        Body::Table(table) => grid::draw(desk, table, areas, theme, sheet),
        Body::Prose(text) => {
            let styles = prose::Styles { text: theme.text(), selection: theme.cursor() };
            let marks: Vec<prose::Mark> = links::marks(desk, theme).chain(found(desk, theme)).collect();
            prose::draw(text, &marks, areas.prose(), &styles, is_focused, sheet)
        }
    };
    findings::draw(desk, areas, theme, sheet);
    sums::draw(desk, room_for_sums(desk, areas), theme, sheet);
    note(desk, app, areas, theme, sheet);
    if let Some(area) = areas.outline {
        outline::draw(desk, area, areas.is_wide, theme, sheet);
        if !areas.is_wide {
            caret = None;
        }
    }
    if areas.is_wide {
        borders(areas, theme, sheet);
    }
    // The keys of what lies over the screen are what counts while it does.
    let line = match (&app.overlay, &desk.search, &desk.reason) {
        (None, Some(search), _) => Some(footer::search(search, areas.footer, theme, sheet)),
        (None, None, Some(reason)) => Some(footer::reason(reason, areas.footer, theme, sheet)),
        _ => None,
    };
    if line.is_none() {
        footer::draw(&app.scopes(), areas.footer, theme, sheet);
    }
    line.or(caret.filter(|_| is_focused))
}

/// Where the text looked for stands in the section shown; the place one stands on is marked like a cursor.
fn found(desk: &Desk, theme: &Theme) -> Vec<prose::Mark> {
    let Some(search) = &desk.search else { return Vec::new() };
    let current = search.found.current();
    let section = Place::section(&desk.section().id);
    let hits = search.found.hits(&section);
    hits.map(|hit| {
        let style = if Some(hit) == current { theme.cursor() } else { theme.level(Level::Warning) };
        prose::Mark { from: hit.from, to: hit.to, style }
    })
    .collect()
}

fn title(desk: &Desk, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let about = &desk.report.about;
    let scope = if about.scope == crate::report::Scope::Collected { " · 汇总" } else { "" };
    let text = format!(" {} · {}{scope} · {}", about.organ, about.year, desk.report.edition().name);
    let state = if !desk.reading.is_empty() {
        format!("{} 只能看", about.state.label())
    } else if desk.trouble.is_some() {
        format!("{} 未写盘", about.state.label())
    } else if desk.is_dirty() {
        format!("{} 有改动未存", about.state.label())
    } else {
        format!("{} 已存 {}", about.state.label(), desk.file.saved_at)
    };
    let counts: Vec<(Level, String)> =
        Level::ALL.map(|level| (level, format!("{}{} ", level.mark(), desk.checked.count(level)))).into();
    let marks: usize = counts.iter().map(|(_, text)| width::cols(text)).sum();
    let right = format!("{state}   {}", " ".repeat(marks));
    let room = usize::from(area.width).saturating_sub(width::cols(&right) + 1);
    line(sheet, area, 0, &width::cut(&text, room), theme.heading());
    put_right(sheet, area, 0, &right, theme.text());
    let mut at = area.right().saturating_sub(marks as u16);
    for (level, text) in counts {
        let style = if desk.checked.count(level) > 0 { theme.level(level) } else { theme.dim() };
        at = put(sheet, area, Position::new(at, area.y), &text, style);
    }
}

/// Where one stands; beside it last year's figure, or the count of characters against the limit.
fn crumb(desk: &Desk, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let section = desk.section();
    let is_table = desk.report.edition().table(&section.id).is_some();
    let (text, right, style) = if let Some(cell) = desk.cell() {
        let text = cell_crumb(desk, cell);
        match selected(desk) {
            Some(selected) => (text, selected, theme.accent()),
            None => (text, last_year(desk, cell), theme.text()),
        }
    } else {
        let text = format!(" {}{}", section.short, if is_table { " ▸ 表外文字" } else { "" });
        let n = match desk.body() {
            Body::Prose(prose) => prose.shown().n_characters(),
            Body::Table(_) => 0,
        };
        match section.limit {
            Some(limit) if n > limit => (text, format!("超过一千字 {n}/{limit} 字 "), theme.level(Level::Warning)),
            Some(limit) => (text, format!("{n}/{limit} 字 "), theme.dim()),
            None => (text, format!("{n} 字 "), theme.dim()),
        }
    };
    let room = usize::from(area.width).saturating_sub(width::cols(&right) + 1);
    line(sheet, area, 0, &width::cut(&text, room), theme.accent());
    put_right(sheet, area, 0, &right, style);
}

/// Where a cell stands. Its row is not named once more: the cursor stands in it.
fn cell_crumb(desk: &Desk, cell: CellIdx) -> String {
    format!(" {} ▸ {}", desk.section().short, desk.report.edition().column_name(cell))
}

/// Where the running sums stand: on a wide screen left of last year's figure, on a narrow one in the rule right under
/// the table, behind the heading of the findings.
fn room_for_sums(desk: &Desk, areas: Areas) -> Rect {
    let Some(cell) = desk.cell() else { return Rect::ZERO };
    let (area, before, behind) = if areas.is_wide {
        let name = format!("{}  ", cell_crumb(desk, cell));
        let right = selected(desk).unwrap_or_else(|| last_year(desk, cell));
        (areas.crumb, width::cols(&name) as u16, width::cols(&right) as u16 + 2)
    } else {
        (Rect { height: 1, ..areas.findings }, HEADING, 1)
    };
    let x = area.x + before.min(area.width);
    Rect { x, width: area.right().saturating_sub(x + behind), ..area }
}

/// How much of the table is selected.
fn selected(desk: &Desk) -> Option<String> {
    let Body::Table(grid) = desk.body() else { return None };
    let rows = grid.has_selection().then(|| grid.selected())?;
    Some(format!("已选 {} 行 {} 格 ", rows.len(), rows.concat().len()))
}

/// Columns of last year's figure, so that what stands before it does not move while one goes through a table.
const FIGURE: usize = 4;

/// Last year's figure of a cell, said in words where there is none.
fn last_year(desk: &Desk, cell: CellIdx) -> String {
    match (&desk.last, desk.last_text(cell)) {
        (None, _) => String::new(),
        (Some(_), None) => "去年的格式没有这一格 ".into(),
        (Some(_), Some("")) => "去年 空 ".into(),
        (Some(_), Some(last)) => format!("去年 {last:>FIGURE$} "),
    }
}

/// The fill-in note of the place one stands on; a notice takes its room until the next key.
fn note(desk: &Desk, app: &App, areas: Areas, theme: &Theme, sheet: &mut Sheet) {
    let area = areas.note;
    let rows = usize::from(area.height);
    let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
    if let Some(notice) = &app.notice {
        let style = if notice.is_error { theme.level(Level::Warning) } else { theme.accent() };
        let text = sheet.split(&notice.text, usize::from(inner.width));
        // A notice is read whole: what does not fit goes over the last rows of the findings, until the next key.
        let more = (text.len().saturating_sub(rows) as u16).min(areas.findings.height.saturating_sub(1));
        let over = Rect { y: area.y - more, height: area.height + more, ..area };
        clear(sheet, over);
        let inner = Rect { y: over.y, height: over.height, ..inner };
        for (row, text) in text.iter().enumerate() {
            line(sheet, inner, row, text, style);
        }
        return;
    }
    if desk.focus == Focus::Section
        && let Some(link) = desk.link()
    {
        return links::draw(desk, link, inner, areas.is_wide, theme, sheet);
    }
    let note = desk.note();
    if note.is_empty() {
        return;
    }
    if areas.is_wide {
        line(sheet, inner, 0, "填报提示", theme.heading());
        for (row, text) in sheet.split(&note, usize::from(inner.width)).iter().enumerate().take(rows - 1) {
            line(sheet, inner, row + 1, text, theme.text());
        }
        return;
    }
    // F1 shows the whole note; here stands what fits.
    let columns = usize::from(inner.width);
    let lines = sheet.split(&format!("F1填报提示 {}", desk.short_note()), columns);
    for (row, text) in lines.iter().enumerate().take(rows) {
        if row + 1 == rows && lines.len() > rows {
            let text = format!("{}…", width::head(text, columns.saturating_sub(width::cols("…"))));
            line(sheet, inner, row, &text, theme.text());
        } else {
            line(sheet, inner, row, text, theme.text());
        }
    }
}

fn borders(areas: Areas, theme: &Theme, sheet: &mut Sheet) {
    for x in [areas.section.left() - 1, areas.section.right()] {
        pole(sheet, x, areas.section.top()..areas.section.bottom(), theme.border());
    }
}
