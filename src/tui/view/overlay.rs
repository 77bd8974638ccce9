//! A question with numbered answers, in the middle of the screen.

use ratatui::buffer::Buffer;

use super::paint::{line, split, window};
use crate::{
    tui::{app::overlay::Question, theme::Theme},
    width,
};

const COLUMNS: u16 = 50;

/// Draws a question.
pub(super) fn draw(question: &Question, theme: &Theme, buffer: &mut Buffer) {
    let longest = question.answers.iter().map(|(label, _)| width::cols(label) as u16 + 4).max().unwrap_or(COLUMNS);
    let columns = COLUMNS.max(longest).min(buffer.area.width.saturating_sub(4));
    let text = split(&question.text, usize::from(columns));
    let rows = (text.len() + 1 + question.answers.len()) as u16;
    let area = window(buffer, "请选择", columns, rows, theme);
    for (row, text) in text.iter().enumerate() {
        line(buffer, area, row, text, theme.text());
    }
    for (n, (label, _)) in question.answers.iter().enumerate() {
        let style = if n == question.selected { theme.cursor() } else { theme.text() };
        let answer = width::fit(&format!(" {} {label}", n + 1), usize::from(area.width));
        line(buffer, area, text.len() + 1 + n, &answer, style);
    }
}
