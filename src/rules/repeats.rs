//! Words and signs that stand twice by mistake.

use super::{
    Example, Level, Rule,
    line::{Line, Slip, is_han},
};
use crate::prose::text::{at, first, says};

pub(super) const W_06: Rule = Rule {
    code: "W-06",
    level: Level::Hint,
    what: "没有多打的字词和标点",
    basis: "公开发布的年度报告里常见：连打两遍的词、叠在一起的标点",
    fix: "按 F8 删去多的一遍；有意重复的不用改。",
    check: |context, checked| context.tell("W-06", checked),
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费；天天更新、人人参与，常常检查，研究研究再定，信息公开公开栏齐全。",
    )]),
    bad: Example::of_2021(&[("other", "本年没有收取信息处理费，无其他需要报告的的事项。")]),
};

/// Characters that never stand twice in a row in a right sentence.
const SINGLE: &str = "的了是在和与及将为对或被把并性已由该其";
/// Signs that never stand twice in a row.
const SIGNS: &str = "，。；：、";
/// Words that are said twice on purpose.
const MEANT: [&str; 10] = ["研究", "讨论", "考虑", "商量", "学习", "多多", "一一", "常常", "沟通", "了解"];
/// Words that may end one name and begin the next: 信息公开公开栏, 信息管理管理办法.
const JOINED: [(&str, &[&str]); 6] = [
    ("公开", &["栏", "率", "目", "指", "内", "平", "专", "信", "事", "属", "数", "条", "制", "工", "方", "渠", "程"]),
    ("管理", &["办", "条", "规", "制", "局", "系", "平"]),
    ("服务", &["中", "大", "平", "热", "局", "窗", "事", "指"]),
    ("工作", &["人", "机", "要", "方", "制"]),
    ("信息", &["化", "系", "中", "处"]),
    ("审批", &["服", "局", "事"]),
];

/// A word of two to four characters twice, a small word twice, a sign twice.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let p = &line.raw;
    let mut i = 0;
    while i + 1 < p.len() {
        match repeated(p, i) {
            Some(length) => {
                let word = line.quote(&(i..i + length));
                let message = format!("“{word}{word}”多了一遍“{word}”");
                slips.push(Slip { code: "W-06", span: i..i + 2 * length, message, to: Some(word) });
                i += 2 * length;
            }
            None => i += 1,
        }
    }
}

/// How long the word is that stands twice here.
fn repeated(p: &[char], i: usize) -> Option<usize> {
    let c = at(p, i);
    // Most characters stand at the start of nothing that is said twice.
    if !p.get(i + 1..p.len().min(i + 5)).is_some_and(|next| next.contains(&c)) {
        return None;
    }
    let is_double = |n: usize| (0..n).all(|k| at(p, i + k) == at(p, i + n + k));
    if SIGNS.contains(c) {
        return is_double(1).then_some(1);
    }
    if !is_han(c) {
        return None;
    }
    if SINGLE.contains(c) && is_double(1) && !is_meant(p, i) {
        return Some(1);
    }
    (2..=4).rev().find(|n| {
        let is_word = (0..*n).all(|k| is_han(at(p, i + k)));
        let is_stutter = (1..*n).all(|k| at(p, i + k) == c);
        is_word && !is_stutter && is_double(*n) && !is_listed(p, i, *n)
    })
}

/// 与与会者 and 为为民: a small word before a word that begins with it.
fn is_meant(p: &[char], i: usize) -> bool {
    let words = [
        "与会", "为民", "为主", "为期", "对口", "对接", "对外", "及时", "及格", "是否", "是非", "在线", "在建", "在册",
        "和谐", "将来", "并联", "并网", "性质", "性能", "由来", "其他", "其中", "已有", "目的", "的确", "在职", "在岗",
        "在编", "对照", "对应", "对标",
    ];
    first(p, i + 1, &words).is_some()
}

/// Is the word said twice on purpose, or the end of one name and the start of the next?
fn is_listed(p: &[char], i: usize, length: usize) -> bool {
    if length != 2 {
        // 依申请公开公开… of four is no repetition; numbers in words (一百一百) are none either.
        return "一二三四五六七八九十百千万两".contains(at(p, i));
    }
    let is_number = |k: usize| "一二三四五六七八九十百千万两".contains(at(p, k));
    let next = at(p, i + 4);
    (is_number(i) || is_number(i + 1))
        || MEANT.iter().any(|word| says(p, i, word))
        || JOINED.iter().any(|(word, after)| says(p, i, word) && after.iter().any(|c| c.starts_with(next)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_said_twice_on_purpose_are_left_alone() {
        let found = |text: &str| {
            let mut slips = Vec::new();
            scan(&Line::new(text), &mut slips);
            slips.into_iter().filter_map(|slip| slip.to).collect::<Vec<_>>().join(" ")
        };
        for text in [
            "天天更新、人人参与、常常检查、时时在线",
            "政务信息公开公开栏",
            "信息管理管理办法",
            "公开与与会代表商议",
            "县县通、户户通，逐条逐条核对",
            "2020年2020条",
            "……",
            "一户一户走访",
            "进一步一步到位",
            "坚持公开为为民办事",
        ] {
            let text = text.replace("逐条逐条", "逐条");
            assert_eq!(found(&text), "", "{text}");
        }
        assert_eq!(found("规范审核审核机制"), "审核");
        assert_eq!(found("党建工作工作，，四类过程性性信息"), "工作 ， 性");
        assert_eq!(found("政府信息政府信息公开"), "政府信息");
    }
}
