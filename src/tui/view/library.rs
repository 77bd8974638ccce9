//! 报告库: one line a report.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    footer,
    paint::{line, put, put_right, rule, split},
};
use crate::{
    form::Edition,
    report::Scope,
    rules::Level,
    tui::{
        app::{
            App,
            library::{Choice, Library},
            msg::Row,
        },
        theme::Theme,
    },
    width,
};

/// Columns of the list behind the organ: year, edition, state, findings, changed.
const COLUMNS: [(&str, usize); 5] = [("年度", 6), ("版式", 8), ("状态", 8), ("问题", 13), ("修改", 13)];

/// Draws the library; returns where the terminal's cursor stands.
pub(super) fn draw(library: &Library, app: &App, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    let n = library.shown().count();
    let total = library.rows().len();
    let mut count = if n == total { format!("{total} 份") } else { format!("{n}／{total} 份") };
    let unjudged = library.n_unjudged();
    if unjudged > 0 {
        count.extend(["，已查 ", &((total - unjudged) * 100 / total).to_string(), "%"]);
    }
    let at = put(buffer, area, Position::new(1, 0), "报告库", theme.heading());
    put(buffer, area, Position::new(at + 3, 0), &format!("{}   {count}", library.folder), theme.dim());
    let filter = library.filter.text();
    let label = if library.is_empty() {
        String::new()
    } else if filter.is_empty() {
        "输入即筛选 ".to_owned()
    } else {
        format!("筛选：{filter} ")
    };
    put_right(buffer, area, 0, &label, if filter.is_empty() { theme.dim() } else { theme.accent() });
    rule(buffer, area, 1, theme.border());
    let middle = Rect::new(0, 2, area.width, area.height.saturating_sub(5));
    if library.is_empty() {
        choices(middle, theme, buffer);
    } else {
        list(library, middle, theme, buffer);
    }
    rule(buffer, area, area.height - 3, theme.border());
    below(library, app, Rect::new(1, area.height - 2, area.width - 2, 1), theme, buffer);
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, buffer);
    let caret = area.width.saturating_sub(1);
    (!filter.is_empty()).then(|| Position::new(caret, 0))
}

fn organ_columns(area: Rect) -> usize {
    let fixed: usize = COLUMNS.iter().map(|(_, columns)| columns).sum();
    usize::from(area.width).saturating_sub(fixed + 4).max(8)
}

fn list(library: &Library, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let organ = organ_columns(area);
    let mut head = format!("   {}", width::fit("机关", organ));
    for (label, columns) in COLUMNS {
        head.push_str(&width::fit(label, columns));
    }
    line(buffer, area, 0, &head, theme.dim());
    let rows = usize::from(area.height).saturating_sub(1);
    for (row, (n, entry)) in library.shown().enumerate().skip(library.top).take(rows).enumerate() {
        draw_row(entry, row + 1, n == library.selected(), area, theme, buffer);
    }
}

fn draw_row(entry: &Row, row: usize, is_current: bool, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let organ = organ_columns(area);
    let style = if is_current { theme.cursor() } else { theme.text() };
    let mark = if is_current { " ▸ " } else { "   " };
    let Some(about) = &entry.about else {
        let text = format!("{mark}{}", width::fit(&entry.name, organ));
        line(buffer, area, row, &text, style);
        let at = Position::new(area.x + 3 + organ as u16, area.y + row as u16);
        put(buffer, area, at, "读不出来", theme.level(Level::Error));
        return;
    };
    let scope = if about.scope == Scope::Collected { "（汇总）" } else { "" };
    let edition = Edition::by_id(&about.edition).map_or("", |edition| edition.name.as_str());
    let mut text = format!("{mark}{}", width::fit(&format!("{}{scope}", about.organ), organ));
    let year = about.year.to_string();
    for (cell, (_, columns)) in [year.as_str(), edition, about.state.label()].iter().zip(COLUMNS) {
        text.push_str(&width::fit(cell, columns));
    }
    let findings = u16::try_from(width::cols(&text)).unwrap_or(u16::MAX);
    text.push_str(&" ".repeat(COLUMNS[3].1));
    text.push_str(&width::fit(&entry.modified, COLUMNS[4].1));
    line(buffer, area, row, &text, style);
    let mut at = Position::new(area.x.saturating_add(findings), area.y + row as u16);
    let Some(counts) = entry.counts else {
        put(buffer, area, at, "…", if is_current { style } else { theme.dim() });
        return;
    };
    if counts.iter().all(|n| *n == 0) {
        put(buffer, area, at, "✓", if is_current { style } else { theme.verified() });
    }
    for (level, n) in Level::ALL.into_iter().zip(counts).filter(|(_, n)| *n > 0) {
        let look = if is_current { style } else { theme.level(level) };
        at.x = put(buffer, area, at, &format!("{}{n} ", level.mark()), look);
    }
}

/// What an empty folder offers.
fn choices(area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let area = Rect::new(area.x + 3, area.y + 1, area.width.saturating_sub(4), area.height.saturating_sub(1));
    let room = usize::from(area.width);
    line(buffer, area, 0, "这个文件夹里还没有报告，可以从这里开始：", theme.text());
    for (n, choice) in Choice::ALL.into_iter().enumerate() {
        let (key, label, more) = match choice {
            Choice::New => ("F2", "新建", "按年度选用格式，填上机关名称即可"),
            Choice::Import => ("F9", "导入", "读入已有的报告文字：.txt、.md、.json"),
            Choice::Samples => ("F3", "打开示例", "放进两份虚构机关的报告，可以随便改、删"),
        };
        let row = 2 + 2 * n;
        let at = Position::new(area.x, area.y + row as u16);
        if at.y >= area.bottom() {
            return;
        }
        let at_key = put(buffer, area, at, &format!("{}  {key}  ", n + 1), theme.accent());
        let at_more = put(buffer, area, Position::new(at_key, at.y), &width::fit(label, 10), theme.heading());
        put(buffer, area, Position::new(at_more, at.y), more, theme.dim());
    }
    let hint = "去年的报告如果有文字版，建议先导入去年的，再新建今年的：上年结转等会自动带过来，写的时候可以对照。";
    for (n, text) in split(hint, room).iter().enumerate() {
        line(buffer, area, 9 + n, text, theme.text());
    }
}

/// The line under the list: a notice, why a file cannot be read, or what to do next.
fn below(library: &Library, app: &App, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    if let Some(notice) = &app.notice {
        let style = if notice.is_error { theme.level(Level::Warning) } else { theme.accent() };
        return line(buffer, area, 0, &width::cut(&notice.text, usize::from(area.width)), style);
    }
    let text = match library.current() {
        Some(Row { fault: Some(fault), .. }) => fault.clone(),
        Some(_) => String::new(),
        None if !library.is_listed => "正在读取……".into(),
        None if library.is_empty() => String::new(),
        None => "没有符合筛选的报告：退格删去筛选的字".into(),
    };
    line(buffer, area, 0, &width::cut(&text, usize::from(area.width)), theme.level(Level::Warning));
}
