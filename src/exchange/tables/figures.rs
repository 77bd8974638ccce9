//! The figures behind a row's label: exactly as many as the row has cells, or none.

use crate::report::value::fold;

/// What could be taken from a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// One text for each cell.
    Sure(Vec<String>),
    /// A cell holds words where figures belong.
    Words(String),
}

/// Longest text without a figure that may stand in a cell (`暂无`, `不适用`), in characters.
const WORD: usize = 4;

/// The cells of a row in the tail of a line: how many stand before them, and their texts.
pub(super) type Way<'a> = (usize, &'a [String]);

/// Every way to place `n` cells in a tail so that only blanks stand outside; ways with the same texts count once.
pub(super) fn ways(tail: &[String], n: usize) -> Vec<Way<'_>> {
    let mut ways: Vec<Way> = Vec::new();
    if n == 0 {
        return ways;
    }
    for (at, way) in tail.windows(n).enumerate() {
        let outside = tail.iter().take(at).chain(tail.iter().skip(at + n));
        if outside.into_iter().all(String::is_empty) && !ways.iter().any(|(_, other)| *other == way) {
            ways.push((at, way));
        }
    }
    ways
}

/// Do figures stand at both ends? Then no cell of the row can be missing and no blank be taken for one.
pub(super) fn is_solid(texts: &[String]) -> bool {
    [texts.first(), texts.last()].iter().all(|text| text.is_some_and(|text| !text.is_empty()))
}

/// Are all texts blank?
pub(super) fn is_blank(texts: &[String]) -> bool {
    texts.iter().all(String::is_empty)
}

/// The texts of a row unless words stand where figures belong.
pub(super) fn take(texts: &[String]) -> Taken {
    match texts.iter().find(|text| !is_figure(text) && text.chars().count() > WORD && !is_mark(text)) {
        Some(words) => Taken::Words(words.clone()),
        None => Taken::Sure(texts.to_vec()),
    }
}

/// Is a text a figure as people write it in a cell, or a sign for nothing?
pub(super) fn is_figure(text: &str) -> bool {
    let plain: String = text.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() || matches!(plain.as_str(), "/" | "\\" | "-" | "--" | "—" | "——" | "无" | "零") {
        return !plain.is_empty();
    }
    if plain.chars().all(|c| c.is_ascii_digit() || "OoIl,.".contains(c)) {
        // A longer one is many that are stuck together.
        return true;
    }
    let plain = plain.trim_start_matches(['增', '减', '加', '少', '+', '-', '约']);
    let behind = plain.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let digits = plain.strip_suffix(behind).unwrap_or_default();
    let behind =
        behind.trim_start_matches(['件', '项', '条', '个', '宗', '份', '元', '万', '亿', '人', '次', '余', '多']);
    !digits.is_empty() && (behind.is_empty() || behind.starts_with('('))
}

/// Is a text an editor's mark: `〔…〕`, `[…]`?
fn is_mark(text: &str) -> bool {
    text.starts_with(['〔', '[', '【'])
}

/// A cell's text without the blanks inside; `None` if it may be two figures or is an editor's mark.
pub(super) fn tidy(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |c: Option<&char>| c.is_some_and(|c| fold(*c).is_ascii_digit());
    let mut gaps = chars.iter().enumerate().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| {
        let behind = chars.iter().skip(at).find(|c| !c.is_whitespace());
        is_digit(at.checked_sub(1).and_then(|before| chars.get(before))) && is_digit(behind)
    });
    if gaps.any(|parts_digits| parts_digits) || is_mark(text) {
        return None;
    }
    let has_digit = chars.iter().any(|c| is_digit(Some(c)));
    if has_digit { Some(chars.into_iter().filter(|c| !c.is_whitespace()).collect()) } else { Some(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        line.split('|').map(|text| text.trim().to_owned()).collect()
    }

    fn count(line: &str, n: usize) -> usize {
        ways(&texts(line), n).len()
    }

    #[test]
    fn cells_are_placed_only_where_nothing_but_blanks_stays_outside() {
        assert_eq!(count("3|0|0", 3), 1);
        assert_eq!(count("|3|0|0||", 3), 1);
        assert_eq!(count("3|0", 3), 0);
        assert_eq!(count("1|3|0|0", 3), 0);
        assert_eq!(count("|3|0|", 3), 2);
        assert_eq!(count("||||", 3), 1);
        assert!(is_solid(&texts("3||0")) && !is_solid(&texts("3|0|")) && !is_solid(&[]));
    }

    #[test]
    fn words_where_figures_belong_stop_the_row() {
        assert_eq!(take(&texts("3|暂无||1")), Taken::Sure(texts("3|暂无||1")));
        assert_eq!(take(&texts("1.属于国家秘密|0|0")), Taken::Words("1.属于国家秘密".into()));
    }

    #[test]
    fn figures_are_told_from_labels() {
        for text in [
            "0",
            "增 25",
            "减5",
            "-18",
            "608（万元）",
            "22（其中修订16件）",
            "251000元",
            "１２",
            "—",
            "O",
            "l0",
            "1,204",
        ] {
            assert!(is_figure(text), "{text}");
        }
        for text in ["", "2.重复申请", "（一）予以公开", "2018年度", "其他", "〔粘连：39573元〕", "3.其他"]
        {
            assert!(!is_figure(text), "{text}");
        }
    }

    #[test]
    fn blanks_inside_a_figure_go_and_two_figures_are_not_one() {
        assert_eq!(tidy("增 25").as_deref(), Some("增25"));
        assert_eq!(tidy("22 （其中修订 16 件）").as_deref(), Some("22（其中修订16件）"));
        assert_eq!(tidy("12 5"), None);
        assert_eq!(tidy("〔粘连：1257元〕"), None);
        assert_eq!(tidy("不 适用").as_deref(), Some("不 适用"));
    }
}
