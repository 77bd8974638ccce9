//! Where the panes stand. Pure: the same answer for the update that scrolls and the view that draws.
//!
//! ```text
//! narrow (< 120 columns)        wide
//! title                         title
//! crumb                         crumb
//! section                       outline │ section │ findings
//!                                       │         │ note
//! findings                      footer
//! note
//! footer
//! ```

use ratatui::layout::{Rect, Size};

/// Fewer columns than this cannot show a table.
pub const MIN_COLUMNS: u16 = 40;
/// Fewer rows than this cannot show a section with its findings.
pub const MIN_ROWS: u16 = 20;
/// From this width on three panes stand side by side.
pub const WIDE_COLUMNS: u16 = 120;

const OUTLINE_COLUMNS: u16 = 24;

/// Which pane of the workbench the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// 目录
    Outline,
    /// The section: table or prose.
    #[default]
    Section,
    /// 校验
    Findings,
}

/// The panes of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Organ, year, edition, state, counts.
    pub title: Rect,
    /// Where one stands, and last year's figure.
    pub crumb: Rect,
    /// The outline; on a narrow screen only while it has the focus, over the section.
    pub outline: Option<Rect>,
    /// The table or the prose.
    pub section: Rect,
    /// The findings, their heading included.
    pub findings: Rect,
    /// The fill-in note, or a notice.
    pub note: Rect,
    /// The keys.
    pub footer: Rect,
    /// Three panes side by side?
    pub is_wide: bool,
}

impl Areas {
    /// Where prose stands in the section's pane: in line with everything else, one column in.
    pub fn prose(&self) -> Rect {
        Rect { x: self.section.x + 1, width: self.section.width.saturating_sub(1), ..self.section }
    }
}

/// Is the terminal too small to work in?
pub fn is_too_small(size: Size) -> bool {
    size.width < MIN_COLUMNS || size.height < MIN_ROWS
}

/// Lays the workbench out.
pub fn areas(size: Size, focus: Focus) -> Areas {
    let (width, height) = (size.width, size.height);
    let title = Rect::new(0, 0, width, 1);
    let crumb = Rect::new(0, 1, width, 1);
    let footer = Rect::new(0, height.saturating_sub(1), width, 1);
    let body = height.saturating_sub(3);
    if width >= WIDE_COLUMNS {
        let right = (width / 4).clamp(30, 56);
        let note_rows = (body / 3).clamp(4, 10).min(body);
        let outline = Rect::new(0, 2, OUTLINE_COLUMNS, body);
        let section = Rect::new(OUTLINE_COLUMNS + 1, 2, width - OUTLINE_COLUMNS - right - 2, body);
        let findings = Rect::new(width - right, 2, right, body - note_rows);
        let note = Rect::new(width - right, 2 + findings.height, right, note_rows);
        return Areas { title, crumb, outline: Some(outline), section, findings, note, footer, is_wide: true };
    }
    let note_rows = if height >= 30 { 2 } else { 1 }.min(body);
    let rest = body - note_rows;
    let strip = if focus == Focus::Findings { rest * 3 / 5 } else { (rest / 4).max(4) }.min(rest);
    let section = Rect::new(0, 2, width, rest - strip);
    let findings = Rect::new(0, 2 + section.height, width, strip);
    let note = Rect::new(0, 2 + rest, width, note_rows);
    let outline = (focus == Focus::Outline).then(|| Rect::new(0, 2, (OUTLINE_COLUMNS + 8).min(width), section.height));
    Areas { title, crumb, outline, section, findings, note, footer, is_wide: false }
}

/// Moves the first shown line of a list as little as needed so that `line` is among `rows` shown ones.
pub fn scroll(top: usize, line: usize, rows: usize) -> usize {
    top.min(line).max((line + 1).saturating_sub(rows.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_cover_the_screen_without_overlap_at_every_size() {
        for width in 1..=210 {
            for height in 1..=60 {
                for focus in [Focus::Outline, Focus::Section, Focus::Findings] {
                    let size = Size::new(width, height);
                    if is_too_small(size) {
                        continue;
                    }
                    let a = areas(size, focus);
                    let mut panes = vec![a.title, a.crumb, a.section, a.findings, a.note, a.footer];
                    panes.extend(a.outline.filter(|_| a.is_wide));
                    for (n, pane) in panes.iter().enumerate() {
                        assert!(
                            pane.right() <= width && pane.bottom() <= height && pane.area() > 0,
                            "{size:?} {pane:?}"
                        );
                        assert!(panes[..n].iter().all(|other| !other.intersects(*pane)), "{size:?} {pane:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_list_scrolls_no_more_than_it_must() {
        assert_eq!([scroll(0, 3, 5), scroll(0, 7, 5), scroll(4, 2, 5), scroll(9, 9, 0)], [0, 3, 2, 9]);
    }
}
