//! 设置: one line a setting; below it what the chosen looks are like, and what the line under the cursor is for.

use ratatui::layout::Position;

use super::paint::{line, put, rule, split, window};
use crate::{
    rules::Level,
    tui::{
        app::settings::{Item, SettingsForm},
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

const COLUMNS: u16 = 70;
const LABEL: u16 = 10;
/// Characters that some terminals draw one column wide and some two.
const UNCERTAIN: &str = "“”—…①×";

/// Draws the settings; returns where the terminal's cursor stands.
pub(super) fn draw(form: &SettingsForm, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let columns = COLUMNS.min(sheet.area.width.saturating_sub(4));
    let items = Item::ALL.len();
    let area = window(sheet, "设置", columns, items as u16 + 6, theme);
    let mut caret = None;
    for (n, item) in Item::ALL.into_iter().enumerate() {
        let is_current = n == form.at;
        let y = area.y + n as u16;
        let mark = if is_current { "▸" } else { " " };
        let label = if is_current { theme.heading() } else { theme.dim() };
        put(sheet, area, Position::new(area.x, y), &format!("{mark} {}", item.label()), label);
        let at = Position::new(area.x + LABEL + 2, y);
        let room = usize::from(area.right().saturating_sub(at.x));
        if let Some(choice) = form.choice(item) {
            let text = if is_current { format!("◂ {choice} ▸") } else { format!("  {choice}") };
            put(sheet, area, at, &text, if is_current { theme.cursor() } else { theme.text() });
        } else if let Some(field) = form.field(item) {
            let before = field.before_cursor();
            let skipped = if is_current { width::cols(&before).saturating_sub(room.saturating_sub(1)) } else { 0 };
            let shown = field.text().strip_prefix(width::head(field.text(), skipped)).unwrap_or_default();
            put(sheet, area, at, &width::cut(shown, room), theme.text());
            if is_current {
                let x = at.x + width::cols(&before).saturating_sub(skipped) as u16;
                caret = Some(Position::new(x.min(area.right().saturating_sub(1)), y));
            }
        }
    }
    let below =
        ratatui::layout::Rect { y: area.y + items as u16, height: area.height.saturating_sub(items as u16), ..area };
    rule(sheet, below, 0, theme.border());
    preview(theme, below, sheet);
    let (text, style) = match &form.fault {
        Some(fault) => (fault.as_str(), theme.level(Level::Error)),
        None => (form.item().hint(), theme.dim()),
    };
    for (n, text) in split(text, usize::from(area.width)).iter().enumerate() {
        line(sheet, below, 4 + n, text, style);
    }
    caret
}

/// What levels, the cursor and characters of uncertain width look like.
fn preview(theme: &Theme, area: ratatui::layout::Rect, sheet: &mut Sheet) {
    let mut at = Position::new(area.x, area.y + 1);
    let marks = Level::ALL.map(|level| (format!("{} {}", level.mark(), level.label()), theme.level(level)));
    let others = [
        ("✓ 相符".to_owned(), theme.verified()),
        ("采纳 12".to_owned(), theme.offered()),
        (" 光标 ".to_owned(), theme.cursor()),
        ("键名".to_owned(), theme.accent()),
        ("标题".to_owned(), theme.heading()),
        ("次要".to_owned(), theme.dim()),
    ];
    for (text, style) in marks.into_iter().chain(others) {
        at.x = put(sheet, area, at, &text, style) + 2;
    }
    // Blanks as wide as the program takes these characters to be: both lines end alike where it is right.
    let blanks = " ".repeat(width::cols(UNCERTAIN));
    line(sheet, area, 2, &format!("两行的竖线应当对齐  {blanks}| "), theme.text());
    line(sheet, area, 3, &format!("不齐就改字符宽度    {UNCERTAIN}|"), theme.text());
}
