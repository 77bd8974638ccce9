//! Full-width letters, half-width signs, spaces before units, names that are written in one way only.

use super::{
    Example, Level, Rule,
    line::{Kind, Line, Slip, is_han},
};
use crate::prose::text::{at, before, digits};

pub(super) const W_01: Rule = Rule {
    code: "W-01",
    level: Level::Hint,
    what: "数字和字母用半角",
    basis: "GB/T 15835：阿拉伯数字用半角；全角数字检索不到，也不便复制",
    fix: "按 F8 一次全部改成半角。",
    check: |context, checked| context.tell_once("W-01", checked),
    good: Example::of_2021(&[("other", "本年没有收取信息处理费；编印手册2册。")]),
    bad: Example::of_2021(&[("other", "本年没有收取信息处理费；编印手册２册，更新网页１０个。")]),
};

pub(super) const W_02: Rule = Rule {
    code: "W-02",
    level: Level::Hint,
    what: "中文句子用全角标点",
    basis: "GB/T 15834《标点符号用法》",
    fix: "按 F8 一次全部改成全角。",
    check: |context, checked| context.tell_once("W-02", checked),
    good: Example::of_2021(&[(
        "other",
        "本年没有收取信息处理费，编印手册1,204册（含增补本），网址www.example.gov.cn。",
    )]),
    bad: Example::of_2021(&[("other", "本年没有收取信息处理费,编印手册3册(含增补本);无其他需要报告的事项。")]),
};

pub(super) const W_03: Rule = Rule {
    code: "W-03",
    level: Level::Hint,
    what: "数字和单位之间空格、千分位的写法全文一致",
    basis: "同一份报告两种写法，多是从别处粘贴来的",
    fix: "按 F8 去掉数字前后的空格；千分位要么都写，要么都不写。",
    check: spaces,
    good: Example::of_2021(&[("other", "本年没有收取信息处理费。编印手册 3 册，更新网页 12 个，接待查阅 5 次。")]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费。编印手册 3 册，接待 25 次，更新网页12个，培训4次。")]),
};

pub(super) const W_09: Rule = Rule {
    code: "W-09",
    level: Level::Hint,
    what: "软件和平台的名称按规范写法",
    basis: "专名以所有者公布的写法为准",
    fix: "按 F8 改成规范写法。",
    check: |context, checked| context.tell("W-09", checked),
    good: Example::of_2021(&[("other", "本年没有收取信息处理费；数据库升级到MySQL 8，网址mysql.example.gov.cn。")]),
    bad: Example::of_2021(&[("other", "本年没有收取信息处理费；数据库升级到Sql Server 2019。")]),
};

/// Names and the one way to write them.
const NAMES: [&str; 12] = [
    "SQL Server",
    "MySQL",
    "Windows",
    "Linux",
    "WeChat",
    "JavaScript",
    "HTML5",
    "Oracle",
    "PowerPoint",
    "PDF",
    "WPS",
    "IPv6",
];

/// Slips of single characters and of names; of spaces, what W-03 weighs.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    wide(line, slips);
    narrow(line, slips);
    names(line, slips);
    gaps(line, slips);
}

fn wide(line: &Line, slips: &mut Vec<Slip>) {
    let is_wide = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＠');
    let mut i = 0;
    for from in line.signs.iter().copied().filter(|i| is_wide(at(&line.raw, *i))) {
        if from < i {
            continue;
        }
        i = from + line.raw.iter().skip(from).take_while(|c| is_wide(**c)).count();
        let (quote, to) = (line.quote(&(from..i)), line.says(&(from..i)));
        let message = format!("“{quote}”是全角，应为半角“{to}”");
        slips.push(Slip { code: "W-01", span: from..i, message, to: Some(to) });
    }
}

/// Half-width signs between Chinese characters; inside numbers, addresses and Latin text they are right.
fn narrow(line: &Line, slips: &mut Vec<Slip>) {
    let raw = &line.raw;
    for i in line.signs.iter().copied() {
        let c = at(raw, i);
        let Some(to) = twin(c) else { continue };
        let (left, right) = (before(raw, i), at(raw, i + 1));
        let is_chinese = |c: char| is_han(c) || "，。；：、（）《》“”〔〕！？".contains(c);
        let fits = match c {
            '(' => is_chinese(right) || (is_chinese(left) && !right.is_ascii_alphabetic()),
            ')' => is_chinese(left) || is_chinese(right),
            ':' => is_chinese(left) && !right.is_ascii_digit(),
            _ => is_chinese(left) || (is_chinese(right) && !left.is_ascii_alphanumeric()),
        };
        let is_mark = c == ')' && i <= 3;
        if fits && !is_mark && !line.is_address(i) {
            let message = format!("中文句子里用了半角“{c}”，应为“{to}”");
            slips.push(Slip { code: "W-02", span: i..i + 1, message, to: Some(to.to_string()) });
        }
    }
}

fn twin(c: char) -> Option<char> {
    Some(match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        '?' => '？',
        '!' => '！',
        _ => return None,
    })
}

fn names(line: &Line, slips: &mut Vec<Slip>) {
    for run in line.runs.iter().filter(|run| run.kind == Kind::Word) {
        for name in NAMES {
            let end = run.span.start + name.len();
            let quote = line.quote(&(run.span.start..end));
            let is_whole = end >= run.span.end && !at(&line.chars, end).is_ascii_alphanumeric();
            if is_whole && quote != name && quote.eq_ignore_ascii_case(name) {
                let message = format!("“{quote}”的规范写法是“{name}”");
                slips.push(Slip { code: "W-09", span: run.span.start..end, message, to: Some(name.into()) });
            }
        }
    }
}

/// A space between a number and its unit; and one without, which has nothing to mend.
fn gaps(line: &Line, slips: &mut Vec<Slip>) {
    for run in line.runs.iter().filter(|run| run.kind == Kind::Number) {
        let end = run.span.end;
        let length = digits(&line.chars, run.span.start);
        let is_unit = |c: char| "条件个篇次期份部人名项场家册天".contains(c);
        let is_gap = at(&line.chars, end) == ' ' && is_unit(at(&line.chars, end + 1));
        if length == run.span.len() && (is_gap || is_unit(at(&line.chars, end))) {
            let quote = line.quote(&(run.span.start..end + 1 + usize::from(is_gap)));
            let to = is_gap.then(String::new);
            slips.push(Slip { code: "W-03", span: end..end + usize::from(is_gap), message: quote, to });
        }
    }
}

/// Both ways of writing, each more than once, are one finding.
fn spaces(context: &super::Context<'_>, checked: &mut super::Checked) {
    let (with, without): (Vec<_>, Vec<_>) = context.slips("W-03").partition(|(_, slip)| slip.to.is_some());
    let (Some((passage, one)), Some((_, other))) = (with.first(), without.first()) else { return };
    if with.len() < 2 || without.len() < 2 {
        return;
    }
    let (one_is, other_is) = (one.message.as_str(), other.message.as_str());
    let message = format!(
        "数字和单位之间有的空格、有的不空：“{one_is}”等 {} 处，“{other_is}”等 {} 处",
        with.len(),
        without.len()
    );
    let changes = with.iter().map(|(passage, slip)| passage.change(&slip.span, "")).collect();
    checked.findings.push(passage.finding("W-03", &one.span, message).with_repair(changes));
}
