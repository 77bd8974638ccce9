//! 报告库: one line a report.

use ratatui::layout::{Position, Rect};

use super::{
    footer,
    paint::{line, put, put_right, rule, split},
};
use crate::{
    form::Head,
    gather::deadline::Deadline,
    report::{About, Scope},
    rules::Level,
    tui::{
        app::{
            App,
            library::{Choice, Library, state},
            msg::Row,
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Columns of the list behind the organ: year, edition, state, findings, changed.
const COLUMNS: [(&str, usize); 5] = [("年度", 6), ("版式", 8), ("状态", 8), ("问题", 13), ("修改", 13)];

/// A screen of fewer columns than this has no room for all of them.
const NARROW: u16 = 70;

/// Draws the library; returns where the terminal's cursor stands.
pub(super) fn draw(library: &Library, app: &App, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let area = sheet.area;
    let n = library.shown().filter(|row| !row.name.is_empty()).count();
    let total = library.rows().len();
    let mut count = if n == total { format!("{total} 份") } else { format!("{n}／{total} 份") };
    let n_late = library.rows().iter().filter(|row| row.deadline.is_some_and(Deadline::is_late)).count();
    for (what, n) in [("未报", library.missing().len()), ("逾期", n_late)] {
        if n > 0 {
            count.extend(["，", what, " ", &n.to_string()]);
        }
    }
    let unjudged = library.n_unjudged();
    if unjudged > 0 {
        count.extend(["，已查 ", &((total - unjudged) * 100 / total).to_string(), "%"]);
    }
    let at = put(sheet, area, Position::new(1, 0), "报告库", theme.heading());
    let filter = library.filter.text();
    let label = if library.is_empty() {
        String::new()
    } else if filter.is_empty() {
        "输入即筛选 ".to_owned()
    } else {
        format!("筛选：{filter} ")
    };
    let room = usize::from(area.width).saturating_sub(usize::from(at) + 4 + width::cols(&label));
    put(
        sheet,
        area,
        Position::new(at + 3, 0),
        &width::cut(&format!("{}   {count}", library.folder), room),
        theme.dim(),
    );
    put_right(sheet, area, 0, &label, if filter.is_empty() { theme.dim() } else { theme.accent() });
    rule(sheet, area, 1, theme.border());
    let middle = Rect::new(0, 2, area.width, area.height.saturating_sub(5));
    if library.is_empty() {
        choices(middle, theme, sheet);
    } else {
        list(library, middle, theme, sheet);
    }
    rule(sheet, area, area.height - 3, theme.border());
    below(library, app, Rect::new(1, area.height - 2, area.width - 2, 1), theme, sheet);
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, sheet);
    let caret = area.width.saturating_sub(1);
    (!filter.is_empty()).then(|| Position::new(caret, 0))
}

/// The columns that a screen has room for: on a narrow one organs come before editions and times.
fn shown(area: Rect) -> [(&'static str, usize); 5] {
    let is_narrow = area.width < NARROW;
    COLUMNS
        .map(|(label, columns)| if is_narrow && ["版式", "修改"].contains(&label) { ("", 0) } else { (label, columns) })
}

fn organ_columns(area: Rect) -> usize {
    let fixed: usize = shown(area).iter().map(|(_, columns)| columns).sum();
    usize::from(area.width).saturating_sub(fixed + 4).max(8)
}

fn list(library: &Library, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let organ = organ_columns(area);
    let mut head = format!("   {}", width::fit("机关", organ));
    for (label, columns) in shown(area) {
        head.push_str(&width::fit(label, columns));
    }
    line(sheet, area, 0, &head, theme.dim());
    let rows = usize::from(area.height).saturating_sub(1);
    for (row, (n, entry)) in library.shown().enumerate().skip(library.top).take(rows).enumerate() {
        draw_row(entry, row + 1, n == library.selected(), area, theme, sheet);
    }
}

/// The organ, with what tells its collected report from its own.
fn name_of(about: &About) -> String {
    let scope = if about.scope == Scope::Collected { "（汇总）" } else { "" };
    format!("{}{scope}", about.organ)
}

fn draw_row(entry: &Row, row: usize, is_current: bool, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let (organ, shown) = (organ_columns(area), shown(area));
    let style = if is_current { theme.cursor() } else { theme.text() };
    let mark = if is_current { " ▸ " } else { "   " };
    let Some(about) = &entry.about else {
        let text = format!("{mark}{}", width::fit(&entry.name, organ));
        line(sheet, area, row, &text, style);
        let at = Position::new(area.x + 3 + organ as u16, area.y + row as u16);
        put(sheet, area, at, "读不出来", theme.level(Level::Error));
        return;
    };
    let edition = Head::by_id(&about.edition).map_or("", |edition| edition.name.as_str());
    let mut text = format!("{mark}{}", width::fit(&name_of(about), organ));
    let year = about.year.to_string();
    let state = state(entry, about);
    for (cell, (_, columns)) in [year.as_str(), edition, state.as_str()].iter().zip(shown) {
        text.push_str(&width::fit(cell, columns));
    }
    let findings = u16::try_from(width::cols(&text)).unwrap_or(u16::MAX);
    text.push_str(&" ".repeat(shown[3].1));
    let modified = match entry.deadline {
        Some(deadline) if entry.name.is_empty() => format!("限 {}", deadline.label()),
        _ => entry.modified.clone(),
    };
    let at_modified = area.x.saturating_add(u16::try_from(width::cols(&text)).unwrap_or(u16::MAX));
    text.push_str(&width::fit(&modified, shown[4].1));
    let is_absent = entry.name.is_empty();
    line(sheet, area, row, &text, if is_absent && !is_current { theme.dim() } else { style });
    if entry.deadline.is_some_and(Deadline::is_late) && !is_current {
        let before = organ + 3 + shown[0].1 + shown[1].1;
        put(
            sheet,
            area,
            Position::new(area.x + before as u16, area.y + row as u16),
            &state,
            theme.level(Level::Warning),
        );
    }
    if is_absent {
        return;
    }
    if let Some(writer) = &entry.writer {
        let look = if is_current { style } else { theme.accent() };
        let writing = width::fit(writer, shown[4].1);
        put(sheet, area, Position::new(at_modified, area.y + row as u16), &writing, look);
    }
    let mut at = Position::new(area.x.saturating_add(findings), area.y + row as u16);
    let Some(counts) = entry.counts else {
        put(sheet, area, at, "…", if is_current { style } else { theme.dim() });
        return;
    };
    if counts.iter().all(|n| *n == 0) {
        put(sheet, area, at, "✓", if is_current { style } else { theme.verified() });
    }
    for (level, n) in Level::ALL.into_iter().zip(counts).filter(|(_, n)| *n > 0) {
        let look = if is_current { style } else { theme.level(level) };
        at.x = put(sheet, area, at, &format!("{}{n} ", level.mark()), look);
    }
}

/// What an empty folder offers.
fn choices(area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let area = Rect::new(area.x + 3, area.y + 1, area.width.saturating_sub(4), area.height.saturating_sub(1));
    let room = usize::from(area.width);
    line(sheet, area, 0, "这个文件夹里还没有报告，可以从这里开始：", theme.text());
    for (n, choice) in Choice::ALL.into_iter().enumerate() {
        let (key, label, more) = match choice {
            Choice::New => ("F2", "新建", "按年度选用格式，填上机关名称即可"),
            Choice::Import => ("F9", "导入", "读入已有的报告：Word、Excel、网页、PDF、文本，或粘贴的文字"),
            Choice::Samples => ("F3", "打开示例", "放进一个虚构机关两年的报告，可以随便改、删"),
        };
        let row = 2 + 2 * n;
        let at = Position::new(area.x, area.y + row as u16);
        if at.y >= area.bottom() {
            return;
        }
        let at_key = put(sheet, area, at, &format!("{}  {key}  ", n + 1), theme.accent());
        let at_more = put(sheet, area, Position::new(at_key, at.y), &width::fit(label, 10), theme.heading());
        put(sheet, area, Position::new(at_more, at.y), more, theme.dim());
    }
    let hint = "去年的报告如果有文字版，建议先导入去年的，再新建今年的：上年结转等会自动带过来，写的时候可以对照。";
    for (n, text) in split(hint, room).iter().enumerate() {
        line(sheet, area, 9 + n, text, theme.text());
    }
}

/// The line under the list: a notice, why a file cannot be read, or what to do next.
fn below(library: &Library, app: &App, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    if let Some(notice) = &app.notice {
        let style = if notice.is_error { theme.level(Level::Warning) } else { theme.accent() };
        return line(sheet, area, 0, &width::cut(&notice.text, usize::from(area.width)), style);
    }
    let whole = library.under_cursor().and_then(|row| row.about.as_ref()).map(name_of);
    let room = organ_columns(Rect { x: 0, width: area.width + 2, ..area });
    let whole = whole.filter(|name| width::cols(name) > room);
    // A narrow list has no column for who is writing.
    let writer = library.under_cursor().and_then(|row| row.writer.clone()).filter(|_| area.width < NARROW);
    let whole = match (whole, writer) {
        (Some(name), Some(writer)) => Some(format!("{name}　{writer}")),
        (name, writer) => name.or(writer),
    };
    let quiet = |deadline: &Deadline| if deadline.is_late() { theme.level(Level::Warning) } else { theme.dim() };
    let text = match library.under_cursor() {
        Some(Row { fault: Some(fault), .. }) => fault.clone(),
        Some(Row { deadline: Some(deadline), name, .. }) => {
            let (before, after) =
                if name.is_empty() { ("还没有报", "。按 Enter 新建") } else { ("还没有公布", "") };
            let said = format!("{before}：{}{after}", deadline.said());
            let said = whole.map_or(said.clone(), |name| format!("{name}　{said}"));
            return line(sheet, area, 0, &width::cut(&said, usize::from(area.width)), quiet(deadline));
        }
        Some(_) => {
            return line(sheet, area, 0, &width::cut(&whole.unwrap_or_default(), usize::from(area.width)), theme.dim());
        }
        None if !library.is_listed => "正在读取……".into(),
        None if library.is_empty() => String::new(),
        None => "没有符合筛选的报告；退格删去筛选的字".into(),
    };
    line(sheet, area, 0, &width::cut(&text, usize::from(area.width)), theme.level(Level::Warning));
}
