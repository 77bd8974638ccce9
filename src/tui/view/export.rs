//! 导出: the formats with their marks, the folder, and what became of each.

use ratatui::layout::{Position, Rect};

use super::paint::{line, put, rule, split, window};
use crate::{
    exchange::write::Format,
    rules::Level,
    tui::{
        app::{export::Export, order::Written},
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

const COLUMNS: u16 = 68;
/// Where a format's purpose, and then its outcome, stands.
const SAID: u16 = 28;
/// Rows above the formats, the folder's row and those for what there is to say.
const ABOVE: usize = 2;
const FOLDER: usize = ABOVE + Format::ALL.len() + 1;
const BELOW: usize = 6;

/// Draws the list; returns where the terminal's cursor stands, while the folder is typed.
pub(super) fn draw(export: &Export, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let columns = COLUMNS.min(sheet.area.width.saturating_sub(4));
    let area = window(sheet, &format!("导出 {}", export.title), columns, (FOLDER + 2 + BELOW) as u16, theme);
    if export.n_errors > 0 {
        let text = format!("还有 {} 个强制级问题没有改：照样能导出，改好后请重新导出", export.n_errors);
        line(sheet, area, 0, &text, theme.level(Level::Error));
    } else {
        line(sheet, area, 0, "写成哪几种？写好后逐格读回，与报告核对", theme.dim());
    }
    for (n, format) in Format::ALL.into_iter().enumerate() {
        draw_format(export, n, format, Rect { y: area.y + (ABOVE + n) as u16, height: 1, ..area }, theme, sheet);
    }
    let caret = folder(export, area, theme, sheet);
    rule(sheet, Rect { height: (FOLDER + 2) as u16, ..area }, (FOLDER + 1) as u16, theme.border());
    let room = usize::from(area.width);
    let mut rows: Vec<(bool, String)> = Vec::new();
    for (is_fault, remark) in export.remarks() {
        rows.extend(split(&remark, room).into_iter().map(|row| (is_fault, row)));
    }
    let said = BELOW.saturating_sub(1);
    if rows.len() > said {
        rows.truncate(said.saturating_sub(1));
        rows.push((false, "……".into()));
    }
    for (n, (is_fault, text)) in rows.iter().enumerate() {
        let level = if *is_fault { Level::Error } else { Level::Warning };
        line(sheet, area, FOLDER + 2 + n, text, theme.level(level));
    }
    line(sheet, area, FOLDER + 1 + BELOW, &width::cut(next(export), room), theme.accent());
    caret
}

/// What to do now.
fn next(export: &Export) -> &'static str {
    match (export.is_over(), export.standing().next(), export.left.is_empty()) {
        (true, Some(_), _) => "F8 覆盖同名文件，Enter 保留原来的",
        (true, None, _) => "写完了；Word、Excel、网页已逐格读回核对。Enter 关闭",
        (false, _, false) => "正在写……",
        (false, _, true) if export.marked.is_empty() => "还没有选定格式：空格或数字键选定",
        (false, _, true) => "空格或数字键选定，F8 导出，F7 取消",
    }
}

fn draw_format(export: &Export, n: usize, format: Format, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let is_current = export.at == n && export.done.is_empty() && export.left.is_empty();
    let text = if is_current { theme.cursor() } else { theme.text() };
    if is_current {
        line(sheet, area, 0, &" ".repeat(usize::from(area.width)), text);
    }
    let (cursor, mark) = (if is_current { "▸" } else { " " }, if export.marked.contains(&format) { "x" } else { " " });
    let name = format!("{cursor} [{mark}] {} {}", n + 1, format.label());
    put(sheet, area, Position::new(area.x, area.y), &name, text);
    let at = Position::new(area.x + SAID - 7, area.y);
    put(sheet, area, at, &format!(".{}", format.ending()), if is_current { text } else { theme.dim() });
    let (said, style) = match export.outcome(format) {
        Some(Written::Done { names, .. }) => (format!("✓ {}", names.join("、")), theme.verified()),
        Some(Written::Exists { name }) => (format!("! 已有 {name}"), theme.level(Level::Warning)),
        Some(Written::Failed(_)) => ("✗ 没有写成，原因见下".to_owned(), theme.level(Level::Error)),
        None if export.left.first() == Some(&format) => ("正在写……".to_owned(), theme.accent()),
        None => (format.purpose().to_owned(), if is_current { text } else { theme.dim() }),
    };
    let room = usize::from(area.width.saturating_sub(SAID));
    put(sheet, area, Position::new(area.x + SAID, area.y), &width::cut(&said, room), style);
}

/// The folder; a path longer than its room shows its end.
fn folder(export: &Export, area: Rect, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let is_current = export.is_on_folder() && export.done.is_empty();
    let row = Rect { y: area.y + FOLDER as u16, height: 1, ..area };
    let label = if is_current { theme.heading() } else { theme.dim() };
    let x = put(sheet, row, Position::new(row.x, row.y), if is_current { "▸ 文件夹 " } else { "  文件夹 " }, label);
    let room = usize::from(row.right().saturating_sub(x + 1));
    let before = export.folder.before_cursor();
    let skipped = width::cols(&before).saturating_sub(room);
    let text = export.folder.text();
    let shown = text.strip_prefix(width::head(text, skipped)).unwrap_or(text);
    put(sheet, row, Position::new(x, row.y), &width::fit(shown, room), theme.text());
    is_current.then(|| Position::new(x + width::cols(&before).saturating_sub(skipped) as u16, row.y))
}
