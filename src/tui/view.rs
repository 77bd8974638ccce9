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

use ratatui::layout::Position;

use super::{
    app::{App, overlay::Overlay, panes},
    sheet::Sheet,
    theme::Theme,
};
use paint::{line, split};

/// Draws what lies over the screen; says where the caret stands in it.
fn over(overlay: &Overlay, app: &App, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    match overlay {
        Overlay::Question(question) => {
            overlay::draw(question, theme, sheet);
            None
        }
        Overlay::Form(form) => form::draw(form, theme, sheet),
        Overlay::Settings(form) => settings::draw(form, theme, sheet),
        Overlay::Palette(palette) => Some(palette::draw(palette, theme, sheet)),
        Overlay::Import(import) => Some(import::draw(import, theme, sheet)),
        Overlay::Export(export) => export::draw(export, theme, sheet),
        Overlay::Account(account) => {
            import::account(account, app, theme, sheet);
            None
        }
        Overlay::Rollup(screen) => {
            rollup::draw(screen, app, theme, sheet);
            None
        }
        Overlay::Compare(compare) => {
            compare::draw(compare, app, theme, sheet);
            None
        }
        Overlay::Preview(preview) => {
            preview::draw(preview, app, theme, sheet);
            None
        }
        Overlay::Clash(clashes) => {
            clash::draw(clashes, app, theme, sheet);
            None
        }
        Overlay::History(history) => {
            history::draw(history, app, theme, sheet);
            None
        }
    }
}

/// Says the frame of the program; and where the cursor stands in it, if it is to be seen.
pub fn draw(app: &App, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let area = sheet.area;
    if panes::is_too_small(area.as_size()) {
        let text = format!(
            "终端太小：至少要 {}×{}，现在是 {}×{}",
            panes::MIN_COLUMNS,
            panes::MIN_ROWS,
            area.width,
            area.height
        );
        for (row, part) in split(&text, usize::from(area.width)).into_iter().enumerate() {
            line(sheet, area, row, &part, theme.text());
        }
        return None;
    }
    let caret = match &app.desk {
        Some(desk) => desk::draw(desk, app, theme, sheet),
        None => library::draw(&app.library, app, theme, sheet),
    };
    let caret = match &app.overlay {
        Some(overlay) => over(overlay, app, theme, sheet),
        None => caret,
    };
    let caret = match app.help {
        Some(top) => {
            help::draw(app, top, theme, sheet);
            None
        }
        None => caret,
    };
    caret.filter(|caret| area.contains(*caret))
}
