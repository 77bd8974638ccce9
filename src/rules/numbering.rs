//! The order of numbered items, and lines that a page break tore apart.

use std::ops::Range;

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Ask, Line, Slip},
    text::Passage,
};
use crate::prose::text::{at, before, digits, ends, first, says, skip};

pub(super) const F_06: Rule = Rule {
    code: "F-06",
    level: Level::Hint,
    what: "序号连续，不跳号、不重号",
    basis: "GB/T 9704：层次序数依次为“一、”“（一）”“1.”“（1）”",
    fix: "改正序号，或者补上漏掉的一项。",
    check: order,
    good: Example::of_2021(&[(
        "other",
        "一是没有收取信息处理费。二是按时公布。\n1.编印手册。\n2.开展培训。\n1.另起一组。",
    )]),
    bad: Example::of_2021(&[("other", "一是没有收取信息处理费。三是按时公布。")]),
};

pub(super) const F_08: Rule = Rule {
    code: "F-08",
    level: Level::Hint,
    what: "句子没有被换行拆开",
    basis: "从 PDF 或网页复制时，换页的地方会把一句话拆成两段",
    fix: "按 F8 合并成一段。",
    check: torn,
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费，公开了年度工作要点、重大决策预公开目录和各项规章制度以及办事指南。\n另起一段说明其他情况。",
    )]),
    bad: Example::of_2021(&[(
        "other",
        "没有收取信息处理费，公开了年度工作要点、重大决策预公开目录，并且通过各种方式公\n开办事指南。",
    )]),
};

const CHINESE: [&str; 20] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七",
    "十八", "十九", "二十",
];

/// 一是…三是: an item left out inside a paragraph, or one that stands twice.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let p = &line.chars;
    let mut last: Option<usize> = None;
    for i in 0..p.len() {
        let is_start = i == 0 || matches!(before(p, i), '。' | ';' | ':' | '，' | ',' | ' ' | '〕');
        let Some((number, end)) = is_start.then(|| chinese(p, i)).flatten().filter(|(_, end)| says(p, *end, "是"))
        else {
            continue;
        };
        if let Some(wanted) =
            last.map(|last| last + 1).filter(|wanted| number != *wanted && number != 1 && !line.is_cut())
        {
            slips.push(slip(i..end + 1, wanted, &format!("{}是", name(number)), "是"));
        }
        last = Some(number);
    }
}

fn slip(span: Range<usize>, wanted: usize, found: &str, sign: &str) -> Slip {
    let message = format!("序号到“{found}”，应接“{}{sign}”", name(wanted));
    Slip { code: "F-06", span, message, to: None }
}

fn name(number: usize) -> &'static str {
    number.checked_sub(1).and_then(|n| CHINESE.get(n)).copied().unwrap_or("下一项")
}

/// A Chinese number up to twenty: which, and where it ends.
fn chinese(p: &[char], i: usize) -> Option<(usize, usize)> {
    if !matches!(at(p, i), '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') {
        return None;
    }
    let n = CHINESE.iter().rposition(|word| says(p, i, word))?;
    Some((n + 1, i + CHINESE.get(n)?.chars().count()))
}

/// The mark a paragraph begins with: its level, its number, where it ends.
fn mark(p: &[char]) -> Option<(usize, usize, Range<usize>)> {
    let from = skip(p, 0);
    let open = usize::from(at(p, from) == '(');
    let start = from + open;
    let arabic = digits(p, start);
    let number = if (1..=2).contains(&arabic) {
        let value =
            p.get(start..start + arabic)?.iter().filter_map(|c| c.to_digit(10)).fold(0, |n, d| n * 10 + d as usize);
        Some((value, start + arabic, 2))
    } else {
        chinese(p, start).map(|(n, end)| (n, end, 0))
    };
    let (number, end, level) = number?;
    let is_mark = match (open, at(p, end)) {
        (1, ')') | (0, '、') => true,
        (0, '.') => level == 2 && !at(p, end + 1).is_ascii_digit(),
        _ => false,
    };
    is_mark.then_some((level + open, number, from..end + 1))
}

/// Items inside paragraphs, then those that paragraphs begin with: each level counts on its own, under what is above.
fn order(context: &Context<'_>, checked: &mut Checked) {
    context.tell("F-06", checked);
    let mut section = "";
    let mut last: [Option<usize>; 4] = [None; 4];
    for passage in context.text.of(&["overview", "problems", "other"]) {
        if passage.section != section {
            (section, last) = (passage.section, [None; 4]);
        }
        let is_cut = passage.line.is_cut();
        let is_item = passage.line.is(Ask::Item, |line| mark(&line.chars).is_some());
        let Some((level, number, span)) = is_item.then(|| mark(&passage.line.chars)).flatten() else {
            last = if is_cut { [None; 4] } else { last };
            continue;
        };
        let before = last.get(level).copied().flatten();
        if let Some(wanted) = before.map(|before| before + 1).filter(|wanted| number != *wanted && number != 1) {
            let quote = passage.line.quote(&span);
            let what = if number == wanted - 1 { "重了" } else { "不连续" };
            let message = format!("序号“{}”{what}：上一项是第 {} 项", quote.trim(), wanted - 1);
            checked.findings.push(passage.finding("F-06", &span, message));
        }
        for (n, slot) in last.iter_mut().enumerate() {
            match n.cmp(&level) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => *slot = (!is_cut).then_some(number),
                std::cmp::Ordering::Greater => *slot = None,
            }
        }
    }
}

/// A line shorter than this was not broken at the edge of a page.
const LONG: usize = 30;

/// Paragraphs that end within a sentence, before one that goes on with it.
fn torn(context: &Context<'_>, checked: &mut Checked) {
    let passages: Vec<&Passage> = context.text.placed().collect();
    for pair in passages.windows(2) {
        let [one, other] = pair else { continue };
        if one.section != other.section || !one.line.is(Ask::Open, is_open) || !other.line.is(Ask::GoesOn, goes_on) {
            continue;
        }
        let end = one.line.raw.len();
        let tail: String = one.line.raw.iter().skip(end.saturating_sub(6)).collect();
        let head: String = other.line.raw.iter().take(6).collect();
        let message = format!("“…{tail}”和“{head}…”疑似一句话被换行拆开");
        let mut finding = one.finding("F-08", &(end.saturating_sub(1)..end), message);
        finding.words = format!("{tail}{head}");
        // The line break is the character behind the paragraph.
        let mut change = one.change(&(end..end + 1), "");
        change.from = "\n".into();
        checked.findings.push(finding.with_repair(vec![change]));
    }
}

/// Does a long line end in the middle of a sentence?
fn is_open(line: &Line) -> bool {
    let p = &line.chars;
    let closed = ["情况", "事项", "建设", "管理", "公开", "保障", "方面", "如下"];
    let last = p.iter().rev().find(|c| **c != ' ').copied().unwrap_or('\0');
    let ends_open = super::line::is_han(last) || matches!(last, '，' | '、' | ',');
    let has_sense = p.iter().any(|c| matches!(c, '，' | ',' | '。' | ';' | '、'));
    p.len() > LONG && ends_open && has_sense && !closed.iter().any(|word| ends(p, p.len(), word))
}

/// Does a line begin in the middle of a sentence?
fn goes_on(line: &Line) -> bool {
    let p = &line.chars;
    let start = at(p, 0);
    let is_indented = matches!(at(&line.raw, 0), ' ' | '\u{3000}' | '\t');
    let is_item = mark(p).is_some()
        || chinese(p, 0).is_some_and(|(_, end)| says(p, end, "是"))
        || first(p, 0, &["第", "附", "*", "●", "■", "◆", "—", "(", "〔", "“", "《"]).is_some();
    let is_table = p.contains(&'|') || p.contains(&'\t');
    super::line::is_han(start) && !is_indented && !is_item && !is_table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;

    #[test]
    fn items_are_counted_level_by_level() {
        let found = |text: &str| {
            let mut report = F_06.good.report().unwrap();
            report.set_paragraphs("other", text.split('\n').map(str::to_owned).collect());
            let findings = check(&report, None).findings.into_iter().filter(|finding| finding.code == "F-06");
            findings.map(|finding| finding.words).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("（一）甲\n1.乙\n2.丙\n（二）丁\n1.戊\n（三）己，没有收取信息处理费。"), "");
        assert_eq!(found("（一）甲\n（三）乙"), "（三）");
        assert_eq!(found("（一）甲\n（二）乙\n（二）丙"), "（二）");
        assert_eq!(found("一是甲；二是乙；二是丙。"), "二是");
        assert_eq!(found("〔略〕一是甲；〔略〕三是乙。十是个数，一是一。"), "");
        assert_eq!(found("2021年办理\n3.5万件"), "");
    }
}
