//! A form to fill in, in the middle of the screen.

use ratatui::layout::Position;

use super::paint::{line, put, window};
use crate::{
    rules::Level,
    tui::{app::form::Form, sheet::Sheet, theme::Theme},
    width,
};

const COLUMNS: u16 = 56;
const LABEL: u16 = 10;

/// Draws a form; returns where the terminal's cursor stands.
pub(super) fn draw(form: &Form, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let columns = COLUMNS.min(sheet.area.width.saturating_sub(4));
    let area = window(sheet, form.title(), columns, 2 * form.entries().len() as u16 + 2, theme);
    let mut caret = None;
    for (n, entry) in form.entries().iter().copied().enumerate() {
        let is_current = n == form.at;
        let y = area.y + 2 * n as u16;
        let label = if is_current { theme.heading() } else { theme.dim() };
        put(sheet, area, Position::new(area.x, y), entry.label(), label);
        let at = Position::new(area.x + LABEL, y);
        let room = usize::from(area.width.saturating_sub(LABEL));
        match (form.choice(entry), form.field(entry)) {
            (Some(choice), _) => {
                let text = if is_current { format!("◂ {choice} ▸") } else { format!("  {choice}") };
                put(sheet, area, at, &text, if is_current { theme.cursor() } else { theme.text() });
            }
            (None, Some(field)) => {
                let before = field.before_cursor();
                // A name longer than the field shows its end while it is typed.
                let skipped = width::cols(&before).saturating_sub(room.saturating_sub(1));
                let shown: String = skip(field.text(), if is_current { skipped } else { 0 });
                put(sheet, area, at, &shown, theme.text());
                if is_current {
                    let x = at.x + width::cols(&before).saturating_sub(skipped) as u16;
                    caret = Some(Position::new(x.min(area.right().saturating_sub(1)), y));
                }
            }
            (None, None) => {}
        }
    }
    let hint = form.fault.as_deref().unwrap_or("Enter 下一项，F8 确定，F7 取消");
    let style = if form.fault.is_some() { theme.level(Level::Error) } else { theme.dim() };
    line(sheet, area, usize::from(area.height) - 1, hint, style);
    caret
}

/// A text without its first columns.
fn skip(text: &str, columns: usize) -> String {
    let head = width::head(text, columns);
    text.strip_prefix(head).unwrap_or(text).to_owned()
}
