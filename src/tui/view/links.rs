//! 勾连: numbers of the prose that refer to cells are marked in the text; the one under the cursor says which cell.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};

use super::paint::{line, put};
use crate::{
    equations::Match,
    rules::Level,
    tui::{
        app::{
            desk::{Body, Desk},
            links::Link,
        },
        sheet::Sheet,
        theme::Theme,
        view::prose::Mark,
    },
    width,
};

/// The numbers in view that refer to cells; those that the tables deny stand out more.
pub(super) fn marks<'a>(desk: &'a Desk, theme: &'a Theme) -> impl Iterator<Item = Mark> + 'a {
    let section = desk.offers.links.section();
    let is_shown = matches!(desk.body(), Body::Prose(prose) if prose.section() == section);
    desk.offers.links.all().iter().filter(move |_| is_shown).map(|link| {
        let style = if link.is_denied() { theme.linked().patch(theme.level(Level::Warning)) } else { theme.linked() };
        Mark { from: link.from, to: link.to, style }
    })
}

/// What the number under the cursor refers to, what stands there, and what one can say about it.
pub(super) fn draw(desk: &Desk, link: &Link, area: Rect, is_wide: bool, theme: &Theme, sheet: &mut Sheet) {
    let (target, figure, style) = told(desk, link, theme);
    let keys =
        if link.reference.is_confirmed { "已确认 F7取消 F4另选" } else { "F8确认 F7不是这里 F4另选" };
    if is_wide {
        line(sheet, area, 0, "所指的格", theme.heading());
        let texts = [(format!("→ {target}"), theme.text()), (figure, style), (keys.to_owned(), theme.dim())];
        let mut row = 1;
        for (text, style) in texts {
            for text in sheet.split(&text, usize::from(area.width)).iter() {
                line(sheet, area, row, text, style);
                row += 1;
            }
        }
        return;
    }
    let taken = width::cols(&figure) + width::cols(keys) + 3;
    let room = usize::from(area.width).saturating_sub(taken);
    let name = width::cut(&format!("→ {target}"), room.max(12));
    let mut at = Position::new(area.x, area.y);
    for (text, style) in [
        (name.as_str(), theme.text()),
        (" ", theme.text()),
        (&figure, style),
        ("  ", theme.text()),
        (keys, theme.dim()),
    ] {
        at.x = put(sheet, area, at, text, style);
    }
}

/// The name of the target, what its figure says about the number, and how that looks.
fn told(desk: &Desk, link: &Link, theme: &Theme) -> (String, String, Style) {
    let Some((target, figure)) = link.target() else { return Default::default() };
    let name = target.name(desk.report.edition());
    let figure = figure.map(|figure| figure.normalize().to_string());
    match (&link.held, figure) {
        (Match::Agrees(_), Some(figure)) => (name, format!("{figure} ✓"), theme.verified()),
        (Match::Differs(_), Some(figure)) => (name, format!("表里是 {figure}"), theme.level(Level::Warning)),
        _ => (name, "表未填".to_owned(), theme.dim()),
    }
}
