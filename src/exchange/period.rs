//! Words for a part of a year (上半年, 1—6月, 第三季度): what stands under them is no annual figure.

use super::{piece::Cells, sections};
use crate::{form::Edition, report::value::fold};

/// Names of parts of a year.
const PARTS: [&str; 6] = ["上半年", "下半年", "半年度", "半年报", "前三季度", "季度"];
/// A longer text is no caption, in characters.
const CAPTION: usize = 40;
/// So many rows at the top of a table may say what it covers.
const HEAD: usize = 2;

/// Does a text name a part of a year?
pub(super) fn is_part(text: &str) -> bool {
    let plain: String = text.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    PARTS.iter().any(|part| plain.contains(part)) || has_months(&plain)
}

/// A title without the part of the year that it names, so that the organ's name stands alone.
pub(super) fn without(title: &str) -> String {
    PARTS.iter().fold(title.to_owned(), |title, part| title.replace(part, ""))
}

/// `1-6月`, `1月至6月`: months, and not all twelve.
fn has_months(plain: &str) -> bool {
    let chars: Vec<char> = plain.chars().collect();
    let number = |from: usize| -> Option<(u32, usize)> {
        let digits: String = chars.iter().skip(from).take_while(|c| c.is_ascii_digit()).collect();
        let n = digits.parse().ok().filter(|n| (1..=12).contains(n))?;
        Some((n, from + digits.len()))
    };
    let is_start = |at: usize| at.checked_sub(1).and_then(|at| chars.get(at)).is_none_or(|c| !c.is_ascii_digit());
    (0..chars.len()).filter(|at| is_start(*at)).any(|at| {
        let Some((first, behind)) = number(at) else { return false };
        let behind = if chars.get(behind) == Some(&'月') { behind + 1 } else { behind };
        let is_range = chars.get(behind).is_some_and(|c| "-—–~至到".contains(*c));
        let dashes = chars.iter().skip(behind).take_while(|c| "-—–~至到".contains(**c)).count();
        let last = number(behind + dashes).filter(|(_, end)| is_range && chars.get(*end) == Some(&'月'));
        last.is_some_and(|(last, end)| chars.get(end + 1) != Some(&'日') && (first, last) != (1, 12))
    })
}

/// Which blocks of rows stand under a caption, or begin with heads, of a part of a year; a heading ends it.
#[derive(Debug, Default)]
pub(super) struct Watch {
    is_part: bool,
}

impl Watch {
    /// A text between the tables.
    pub(super) fn text(&mut self, edition: &Edition, text: &str) {
        let is_caption = text.chars().count() <= CAPTION && !text.contains(['。', '；', '，']);
        if sections::heading(edition, text).is_some() || (is_caption && text.contains('表')) {
            self.is_part = false;
        }
        self.is_part |= is_caption && is_part(text);
    }

    /// A block of rows; is it of a part of a year?
    pub(super) fn rows(&self, rows: &[(usize, &Cells)]) -> bool {
        self.is_part || rows.iter().take(HEAD).any(|(_, cells)| cells.texts.iter().any(|text| is_part(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_year_are_told_from_years_and_dates() {
        for text in ["2022年上半年", "（1—6月）", "2022年１月至９月", "第三季度", "半年度报表", "7-12月"]
        {
            assert!(is_part(text), "{text}");
        }
        for text in ["2022年度", "1—12月", "1月1日至12月31日", "1月20日", "截至6月", "2022-2023年", "11-6"]
        {
            assert!(!is_part(text), "{text}");
        }
        assert_eq!(without("示例市财政局2022年上半年报告"), "示例市财政局2022年报告");
    }
}
