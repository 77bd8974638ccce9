//! Headings as people write them, and the section of the form that each opens.

use super::label::{Label, after, normal};
use crate::form::{Edition, Section};

/// A heading that was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// Number of the section it opens.
    pub(super) section: usize,
    /// Text on the same line behind the heading.
    pub(super) rest: &'a str,
    /// Is it one of the official wordings?
    pub(super) is_official: bool,
}

/// Wordings met in published reports that are no official ones, by section.
const USUAL: [(&str, &[&str]); 6] = [
    ("overview", &["工作总体情况", "总体工作情况", "总体概况", "工作基本情况", "基本情况", "工作概述", "概述", "概况"]),
    ("t1", &["主动公开政府信息的情况", "主动公开政府信息工作情况", "政府信息主动公开情况", "主动公开情况"]),
    (
        "t2",
        &[
            "收到和处理政府信息公开申请的情况",
            "收到和处理政府信息公开情况",
            "政府信息依申请公开工作情况",
            "政府信息依申请公开情况",
            "依申请公开政府信息情况",
            "依申请公开情况",
        ],
    ),
    (
        "t3",
        &[
            "因政府信息公开申请行政复议、提起行政诉讼的情况",
            "因政府信息公开申请行政复议、提起行政诉讼情况",
            "因政府信息公开工作被申请行政复议和提起行政诉讼情况",
            "行政复议、行政诉讼情况",
        ],
    ),
    (
        "problems",
        &[
            "存在的主要问题和改进情况",
            "存在的主要问题及改进措施",
            "存在的主要问题和改进措施",
            "主要问题和改进措施",
            "主要问题及改进措施",
            "主要问题及改进情况",
            "存在问题及改进情况",
            "存在的问题及改进情况",
            "存在问题及改进措施",
        ],
    ),
    ("other", &["其他需要说明的事项", "需要报告的其他事项", "需要说明的其他事项", "其他需报告的事项", "其他事项"]),
];

/// Words that tell a heading's section when its wording is nobody's; all of a row must stand in it.
const TELLING: [(&str, &[&str]); 8] = [
    ("t3", &["复议"]),
    ("t3", &["诉讼"]),
    ("problems", &["问题"]),
    ("t2", &["公开", "申请"]),
    ("t1", &["主动公开"]),
    ("other", &["其他"]),
    ("overview", &["总体"]),
    ("overview", &["基本情况"]),
];

/// Longest heading of nobody's wording, in characters.
const LONGEST: usize = 32;

/// The heading that a paragraph is or starts with, if any.
pub(super) fn heading<'a>(edition: &Edition, text: &'a str) -> Option<Heading<'a>> {
    let Some(body) = behind_number(text) else {
        // Word numbers its headings by itself, and a copy loses the number.
        if !is_short(text) {
            return None;
        }
        let plain = normal(text);
        let section = edition
            .sections
            .iter()
            .position(|section| section.part && official(section).any(|title| normal(title) == plain));
        return section.map(|section| Heading { section, rest: "", is_official: true });
    };
    let parts = || edition.sections.iter().enumerate().filter(|(_, section)| section.part);
    let longest = |titles: Vec<(usize, &str)>, is_official| {
        let found = titles.into_iter().filter_map(|(section, title)| {
            let rest = after(body, &normal(title))?;
            Some((title.chars().count(), Heading { section, rest: bare(rest), is_official }))
        });
        found.max_by_key(|(length, _)| *length).map(|(_, heading)| heading)
    };
    let official = parts().flat_map(|(n, section)| official(section).map(move |title| (n, title))).collect();
    let usual = parts().flat_map(|(n, section)| usual(&section.id).map(move |title| (n, title))).collect();
    longest(official, true).or_else(|| longest(usual, false)).or_else(|| telling(edition, body))
}

/// Is a text one of the official headings and nothing else, in any edition?
pub(super) fn is_official(text: &str) -> bool {
    let of = |edition: &&Edition| {
        heading(edition, text).is_some_and(|heading| heading.is_official && heading.rest.is_empty())
    };
    Edition::all().iter().any(of)
}

/// The heading of nobody's wording: short, no sentence, like a title or with a telling word.
fn telling<'a>(edition: &Edition, body: &str) -> Option<Heading<'a>> {
    if !is_short(body) || body.contains(['。', '；', '，', ',', '：', ':']) {
        return None;
    }
    let label = Label::new(body);
    let likeness =
        |section: &Section| official(section).map(|title| Label::new(title).likeness(&label)).fold(0.0, f64::max);
    let parts = edition.sections.iter().enumerate().filter(|(_, section)| section.part);
    let like = parts
        .map(|(n, section)| (n, likeness(section)))
        .filter(|(_, likeness)| *likeness >= 0.7)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(n, _)| n);
    let told = || {
        let (id, _) = TELLING.iter().find(|(_, words)| words.iter().all(|word| body.contains(word)))?;
        edition.section_idx(id)
    };
    like.or_else(told).map(|section| Heading { section, rest: "", is_official: false })
}

fn official(section: &Section) -> impl Iterator<Item = &str> {
    std::iter::once(section.bare_title()).chain(section.also.iter().map(String::as_str))
}

fn usual(id: &str) -> impl Iterator<Item = &'static str> {
    USUAL.iter().filter(move |(section, _)| *section == id).flat_map(|(_, titles)| titles.iter().copied())
}

/// Text behind a heading on its line, without the mark that parts them.
fn bare(rest: &str) -> &str {
    rest.trim_start_matches(|c: char| c.is_whitespace() || "：:。.".contains(c))
}

fn is_short(text: &str) -> bool {
    text.chars().nth(LONGEST).is_none()
}

/// What stands behind a number of the first level: `一、`, `第一部分`.
fn behind_number(text: &str) -> Option<&str> {
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix('第') {
        let rest = rest.strip_prefix(is_numeral)?.strip_prefix("部分")?;
        return Some(rest.trim_start_matches(|c: char| c.is_whitespace() || "、.．：:".contains(c)));
    }
    let rest = text.strip_prefix(is_numeral)?.trim_start();
    rest.strip_prefix(['、', '.', '．', '，', ',']).map(str::trim_start)
}

/// Does a paragraph start with a number of the second level or below: `（一）`, `1.`, `一是`, `首先`?
pub(super) fn is_item(text: &str) -> bool {
    let start: String = text.chars().take(12).collect();
    let plain: Vec<char> = normal(&start).chars().take(4).collect();
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    match plain.as_slice() {
        ['(', c, ')', ..] | ['(', c, _, ')'] | [c, '是', ..] | ['第', c, ..] => is_numeral(*c),
        [c, '.', next, ..] => c.is_ascii_digit() && !next.is_ascii_digit(),
        ['首', '先', ..] | ['其', '次', ..] | ['最', '后', ..] => true,
        [c, ..] => "①②③④⑤⑥⑦⑧⑨⑩●■◆".contains(*c),
        [] => false,
    }
}

/// Does a paragraph start as headings and items do?
pub(super) fn is_headlike(text: &str) -> bool {
    behind_number(text).is_some() || is_item(text)
}

/// Is a paragraph a heading and nothing more: a number in front, short, no sentence?
pub(super) fn is_bare_heading(text: &str) -> bool {
    is_headlike(text) && is_short(text) && !text.contains(['。', '；', '，', '：', ':'])
}

/// Is a paragraph a heading of the first level?
pub(super) fn is_first_level(text: &str) -> bool {
    behind_number(text).is_some() && is_bare_heading(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&'static str, &str, bool)> {
        let edition = Edition::by_id("2021").unwrap();
        heading(edition, text).map(|h| (edition.sections[h.section].id.as_str(), h.rest, h.is_official))
    }

    #[test]
    fn both_official_wordings_and_the_usual_ones_open_their_section() {
        assert_eq!(found("一、总体情况"), Some(("overview", "", true)));
        assert_eq!(found("总体情况"), Some(("overview", "", true)));
        assert_eq!(found("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"), Some(("t3", "", true)));
        assert_eq!(found("第五部分 政府信息公开工作存在的主要问题及改进情况"), Some(("problems", "", true)));
        assert_eq!(found("五、存在问题及改进情况"), Some(("problems", "", false)));
        assert_eq!(found("四、政府信息公开行政法复议、行政诉讼情况"), Some(("t3", "", false)));
        assert_eq!(found("一、工作基本情况"), Some(("overview", "", false)));
        assert_eq!(found("三、申请公开的办理情况"), Some(("t2", "", false)));
    }

    #[test]
    fn text_behind_a_heading_is_kept() {
        assert_eq!(found("六、其他需要报告的事项：全年无此类事项。"), Some(("other", "全年无此类事项。", true)));
        assert_eq!(found("三、依申请公开情况全年未收到申请。"), Some(("t2", "全年未收到申请。", false)));
    }

    #[test]
    fn headings_of_the_second_level_and_sentences_open_nothing() {
        for text in [
            "（一）主动公开政府信息情况",
            "1.依申请公开情况",
            "一是存在问题",
            "三、我局没有收到申请，也没有诉讼。",
            "全年总体情况良好",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        assert!(is_item("（十一）其他") && is_item("3.重复") && is_item("二是加强") && !is_item("3.5万件"));
    }
}
