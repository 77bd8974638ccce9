//! Brackets and quotation marks in pairs.

use super::{
    Example, Level, Rule,
    line::{Line, Slip},
};
use crate::prose::text::{at, before};

pub(super) const W_07: Rule = Rule {
    code: "W-07",
    level: Level::Hint,
    what: "括号、引号、书名号成对",
    basis: "GB/T 15834《标点符号用法》",
    fix: "补上缺的一半，或者删去多的一半。",
    check: |context, checked| context.tell("W-07", checked),
    good: Example::of_2021(&[("other", "（一）没有收取信息处理费。1）编印《指南（试行）》；2）开设“在线（访谈）”。")]),
    bad: Example::of_2021(&[("other", "本年没有收取信息处理费（含复制费，无其他需要报告的事项。")]),
};

const PAIRS: [(char, char); 8] =
    [('(', ')'), ('《', '》'), ('〈', '〉'), ('“', '”'), ('‘', '’'), ('〔', '〕'), ('【', '】'), ('[', ']')];

/// The first sign of the paragraph that has no other half.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    if line.is_cut() {
        return;
    }
    let p = &line.chars;
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut wrong: Option<usize> = None;
    for i in line.signs.iter().copied() {
        let Some(c) = p.get(i).filter(|c| !c.is_ascii_alphanumeric()) else { continue };
        if PAIRS.iter().any(|(start, _)| start == c) {
            open.push((i, *c));
        } else if let Some((start, _)) = PAIRS.iter().find(|(_, end)| end == c) {
            match open.iter().rposition(|(_, other)| other == start) {
                Some(k) => {
                    // What was opened inside and not closed has no other half.
                    wrong = wrong.or(open.get(k + 1).map(|(at, _)| *at));
                    open.truncate(k);
                }
                None if *c == ')' && is_mark(p, i) => {}
                None if *c == '’' => {}
                None => wrong = wrong.or(Some(i)),
            }
        }
    }
    let Some(i) = wrong.or(open.first().map(|(at, _)| *at)) else { return };
    let sign = at(&line.raw, i);
    let near: String = line.raw.iter().skip(i.saturating_sub(6)).take(13).collect();
    let message = format!("“{near}”里的 {sign} 没有配对");
    slips.push(Slip { code: "W-07", span: i..i + 1, message, to: None });
}

/// 1） and a） and 一） at the start of a clause.
fn is_mark(p: &[char], i: usize) -> bool {
    let is_item = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let mut from = i;
    while from > 0 && i - from < 2 && is_item(before(p, from)) {
        from -= 1;
    }
    from < i && (from == 0 || matches!(before(p, from), '。' | ';' | '，' | ',' | ':' | ' ' | '、'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_no_other_half_is_found() {
        for (text, at) in [
            ("《关于印发〈指南（试行）〉的通知》", None),
            ("（一）完善“公开”栏目（含(二级)）", None),
            ("1）制度；2）平台：a）网站", None),
            ("完善“公开栏目", Some(2)),
            ("完善公开”栏目", Some(4)),
            ("《指南（试行》", Some(3)),
            ("公开3件）。", Some(4)),
        ] {
            let mut slips = Vec::new();
            scan(&Line::new(text), &mut slips);
            assert_eq!(slips.first().map(|slip| slip.span.start), at, "{text}");
        }
    }
}
