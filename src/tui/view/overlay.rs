//! A question with numbered answers, in the middle of the screen.

use super::paint::{line, split, window};
use crate::{
    tui::{app::overlay::Question, sheet::Sheet, theme::Theme},
    width,
};

const COLUMNS: u16 = 50;

/// Draws a question.
pub(super) fn draw(question: &Question, theme: &Theme, sheet: &mut Sheet) {
    let longest = question.answers.iter().map(|(label, _)| width::cols(label) as u16 + 4).max().unwrap_or(COLUMNS);
    let columns = COLUMNS.max(longest).min(sheet.area.width.saturating_sub(4));
    let text = split(&question.text, usize::from(columns));
    let rows = (text.len() + 1 + question.answers.len()) as u16;
    let area = window(sheet, "请选择", columns, rows, theme);
    for (row, text) in text.iter().enumerate() {
        line(sheet, area, row, text, theme.text());
    }
    for (n, (label, _)) in question.answers.iter().enumerate() {
        let style = if n == question.selected { theme.cursor() } else { theme.text() };
        let answer = width::fit(&format!(" {} {label}", n + 1), usize::from(area.width));
        line(sheet, area, text.len() + 1 + n, &answer, style);
    }
}
