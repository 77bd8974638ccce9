//! `draw(&App)`: the same file names as in `app`, drawn. Changes nothing.
//!
//! ```text
//!  示例市某局 · 2020 · 2019版                     草稿 已存 09:41   ✗1 !2 ·3   title
//!  三、收到和处理申请 ▸ （一）予以公开 · 自然人                  去年 3        crumb
//!  the table (grid) or the text (prose)                                        section
//!  ── 校验 ───────────────────────────────────────────────────────────         findings
//!  ✗ T2-R01 （一）予以公开：各类申请人之和 2，总计填 1
//!  填报提示 部分公开的只计入（二）                                             note
//!  F2填写 F3目录 F6校验 F8采纳 ^S存 ^Z撤销 F1帮助 ^Q退出                       footer
//! ```

mod clash;
mod compare;
mod desk;
mod export;
mod findings;
mod footer;
mod form;
mod grid;
pub(super) mod help;
mod history;
mod import;
mod library;
mod links;
mod outline;
mod overlay;
pub mod paint;
mod palette;
mod preview;
pub mod prose;
mod rollup;
mod settings;
mod sums;

use ratatui::{Frame, buffer::Buffer, layout::Position};

use super::{
    app::{App, overlay::Overlay, panes},
    theme::Theme,
};
use paint::{heal, line, split};

/// Draws what lies over the screen; says where the caret stands in it.
fn over(overlay: &Overlay, app: &App, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    match overlay {
        Overlay::Question(question) => {
            overlay::draw(question, theme, buffer);
            None
        }
        Overlay::Form(form) => form::draw(form, theme, buffer),
        Overlay::Settings(form) => settings::draw(form, theme, buffer),
        Overlay::Palette(palette) => Some(palette::draw(palette, theme, buffer)),
        Overlay::Import(import) => Some(import::draw(import, theme, buffer)),
        Overlay::Export(export) => export::draw(export, theme, buffer),
        Overlay::Account(account) => {
            import::account(account, app, theme, buffer);
            None
        }
        Overlay::Rollup(screen) => {
            rollup::draw(screen, app, theme, buffer);
            None
        }
        Overlay::Compare(compare) => {
            compare::draw(compare, app, theme, buffer);
            None
        }
        Overlay::Preview(preview) => {
            preview::draw(preview, app, theme, buffer);
            None
        }
        Overlay::Clash(clashes) => {
            clash::draw(clashes, app, theme, buffer);
            None
        }
        Overlay::History(history) => {
            history::draw(history, app, theme, buffer);
            None
        }
    }
}

/// Draws the program.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    if panes::is_too_small(area.as_size()) {
        let text = format!(
            "终端太小：至少要 {}×{}，现在是 {}×{}",
            panes::MIN_COLUMNS,
            panes::MIN_ROWS,
            area.width,
            area.height
        );
        for (row, part) in split(&text, usize::from(area.width)).into_iter().enumerate() {
            line(frame.buffer_mut(), area, row, &part, theme.text());
        }
        return heal(frame.buffer_mut());
    }
    let caret = match &app.desk {
        Some(desk) => desk::draw(desk, app, theme, frame.buffer_mut()),
        None => library::draw(&app.library, app, theme, frame.buffer_mut()),
    };
    let caret = match &app.overlay {
        Some(overlay) => over(overlay, app, theme, frame.buffer_mut()),
        None => caret,
    };
    let caret = match app.help {
        Some(top) => {
            help::draw(app, top, theme, frame.buffer_mut());
            None
        }
        None => caret,
    };
    heal(frame.buffer_mut());
    if let Some(caret) = caret.filter(|caret| area.contains(*caret)) {
        frame.set_cursor_position(caret);
    }
}
