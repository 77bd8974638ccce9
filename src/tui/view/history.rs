//! 历史: the versions above, what differs from now below.

use ratatui::layout::{Position, Rect};

use super::{
    footer,
    paint::{clear, line, put, put_right, rule},
};
use crate::{
    rules::Level,
    store::Why,
    tui::{
        app::{App, history::History},
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Draws the history over the whole screen.
pub(super) fn draw(history: &History, app: &App, theme: &Theme, sheet: &mut Sheet) {
    let area = sheet.area;
    clear(sheet, area);
    let at = put(sheet, area, Position::new(1, 0), "历史", theme.heading());
    let name = app.desk.as_ref().map_or("", |desk| desk.file.name.as_str());
    put(sheet, area, Position::new(at + 3, 0), name, theme.dim());
    put_right(sheet, area, 0, &format!("{} 个版本 ", history.versions.len()), theme.dim());
    rule(sheet, area, 1, theme.border());
    let (rows, below) = history.rows(area.as_size());
    for (n, (version, time)) in history.versions.iter().enumerate().skip(history.top).take(rows) {
        let (mark, style) = if n == history.at { ("▸", theme.accent()) } else { (" ", theme.text()) };
        let why = if version.why == Why::GivenUp { "  没有保存，放弃的" } else { "" };
        line(sheet, area, 2 + n - history.top, &format!(" {mark} {time}{why}"), style);
    }
    let middle = 2 + rows as u16;
    rule(sheet, area, middle, theme.border());
    let from = usize::from(middle) + 1;
    let columns = usize::from(area.width).saturating_sub(2);
    let inside = Rect::new(1, 0, area.width.saturating_sub(2), area.height);
    match &history.seen {
        None => line(sheet, inside, from, "正在读取…", theme.dim()),
        Some(Err(why)) => line(sheet, inside, from, &width::cut(why, columns), theme.text()),
        Some(Ok(seen)) if seen.differences.is_empty() => {
            line(sheet, inside, from, "与现在的内容相同", theme.dim());
        }
        Some(Ok(seen)) => {
            let head = format!("那时与现在有 {} 处不同：那时的 → 现在的", seen.differences.len());
            line(sheet, inside, from, &head, theme.dim());
            for (n, difference) in seen.differences.iter().enumerate().skip(history.below).take(below.saturating_sub(1))
            {
                let (was, now) = around(&difference.from, &difference.to);
                let (was, now) = (short(&was, columns / 3), short(&now, columns / 3));
                let text = format!("{}：{was} → {now}", history.place(difference));
                line(sheet, inside, from + 1 + n - history.below, &width::cut(&text, columns), theme.text());
            }
        }
    }
    if let Some(notice) = &app.notice {
        let style = if notice.is_error { theme.level(Level::Warning) } else { theme.accent() };
        let row = Rect::new(0, area.height - 2, area.width, 1);
        line(sheet, row, 0, &width::fit(&format!(" {}", notice.text), usize::from(row.width)), style);
    }
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, sheet);
}

/// A text in one line, or that there is none.
fn short(text: &str, columns: usize) -> String {
    if text.is_empty() { "（空）".to_owned() } else { width::cut(&text.replace('\n', " ¶ "), columns) }
}

/// So many characters before the first difference are shown.
const BEFORE: usize = 6;

/// Two texts from shortly before where they begin to differ.
fn around(was: &str, now: &str) -> (String, String) {
    let same = was.chars().zip(now.chars()).take_while(|(a, b)| a == b).count().saturating_sub(BEFORE);
    let cut = |text: &str| {
        let rest: String = text.chars().skip(same).collect();
        if same > 0 && !rest.is_empty() { format!("…{rest}") } else { rest }
    };
    (cut(was), cut(now))
}
