//! Names of organs: the report's own, and those left over from somebody else's text.

use std::ops::Range;

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Ask, is_break, is_han},
    text::Passage,
};
use crate::{
    prose::text::{at, before, ends, first, says, skip},
    report::{Kind, Scope},
};

pub(super) const C_06: Rule = Rule {
    code: "C-06",
    level: Level::Error,
    what: "落款的机关就是报告的机关",
    basis: "GB/T 9704：落款署发文机关全称；套用别家的稿子时落款常忘了改",
    fix: "按 F8 改成本机关的全称；是报告信息里的机关名称写错的，到报告信息里改。",
    check: signed_by,
    good: Example::of_2021(&[("signature", "示例市 财政局\n示例市财政局办公室\n2022年1月20日")]),
    bad: Example::of_2021(&[("signature", "示例市水务局\n2022年1月20日")]),
};

pub(super) const F_03: Rule = Rule {
    code: "F-03",
    level: Level::Error,
    what: "引言里报告的年份与报告年度一致",
    basis: "标题是“机关名称+年份+政府信息公开工作年度报告”；沿用去年的稿子时年份常忘了改",
    fix: "按 F8 改成报告年度；年度写错的，先核对报告年度。",
    check: titled,
    good: Example::of_2021(&[(
        "preface",
        "现公布示例市财政局2021年政府信息公开工作年度报告，《2020年政府信息公开工作年度报告》另见网站。",
    )]),
    bad: Example::of_2021(&[("preface", "现公布示例市财政局2020年政府信息公开工作年度报告。")]),
};

pub(super) const Z_04: Rule = Rule {
    code: "Z-04",
    level: Level::Warning,
    what: "没有别的机关的名称和自称",
    basis: "套用别家的稿子时，“我委”“某某县财政局高度重视”这样的话常忘了改",
    fix: "改成本机关；确实说的是那个机关的，写明原因。",
    check: strangers,
    good: Example::of_2021(&[(
        "overview",
        "我局主动公开、依申请公开、信息管理、平台和监督保障：会同示例市水务局清理文件，我市办理，我委托的机构，我院子里。",
    )]),
    bad: Example::of_2021(&[("overview", "我委主动公开、依申请公开、信息管理、平台和监督保障各项工作平稳。")]),
};

/// What names of organs end in.
const ENDINGS: [&str; 12] = [
    "人民政府办公室",
    "人民政府办公厅",
    "人民政府",
    "管理委员会",
    "委员会",
    "街道办事处",
    "办公室",
    "管理局",
    "监察局",
    "局",
    "厅",
    "中心",
];

/// A line of the signature that names an organ which is not this one: neither name holds the other's characters.
fn signed_by(context: &Context<'_>, checked: &mut Checked) {
    let organ: Vec<char> = context.report.about.organ.chars().collect();
    if organ.len() < 4 {
        return;
    }
    let lines: Vec<(&Passage, Vec<char>)> = context
        .text
        .of(&["signature"])
        .map(|passage| {
            (passage, passage.line.chars.iter().copied().filter(|c| !c.is_whitespace()).collect::<Vec<char>>())
        })
        .filter(|(_, name)| name.len() >= 4 && name.iter().all(|c| is_han(*c)))
        .filter(|(_, name)| ENDINGS.iter().any(|ending| ends(name, name.len(), ending)))
        .collect();
    // Several organs may sign; it is wrong only if this one is none of them.
    if lines.iter().any(|(_, name)| is_within(name, &organ) || is_within(&organ, name)) {
        return;
    }
    let Some((passage, name)) = lines.first() else { return };
    let name: String = name.iter().collect();
    let message = format!("落款是“{name}”，报告的机关是“{}”", context.report.about.organ);
    let change = passage.change(&passage.whole(), context.report.about.organ.as_str());
    checked.findings.push(passage.finding("C-06", &passage.whole(), message).with_repair(vec![change]));
}

/// Do the characters of the short name stand in the long one, in their order?
fn is_within(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|c| rest.any(|other| other == c))
}

/// 2020年政府信息公开工作年度报告 in the preface of a report of another year.
fn titled(context: &Context<'_>, checked: &mut Checked) {
    let this = u32::from(context.report.about.year);
    for passage in context.text.of(&["preface"]) {
        let line = &passage.line;
        for day in line.days.iter().filter(|day| day.month.is_none() && !line.is_title(day.span.start)) {
            let Some(year) = day.year.filter(|year| *year != this) else { continue };
            let after = skip(&line.chars, day.span.end);
            let after = after + usize::from(at(&line.chars, after) == '度');
            let titles =
                ["政府信息公开工作年度报告", "政府信息公开年度报告", "信息公开工作年度报告", "信息公开年度报告"];
            let is_other = ends(&line.chars, day.span.start, "上年")
                || line.says(&line.sentence(day.span.start)).contains("上一年");
            if first(&line.chars, after, &titles).is_some() && !is_other {
                let message = format!("写的是 {year} 年的年度报告，报告年度是 {this} 年");
                let change = passage.change(&(day.span.start..day.span.start + 4), this.to_string());
                checked.findings.push(passage.finding("F-03", &day.span, message).with_repair(vec![change]));
            }
        }
    }
}

/// What organs call themselves, with what their own names hold: a bureau says 我局, a commission 我委.
const SELVES: [(&str, &[&str]); 7] = [
    ("我局", &["局", "海关", "分局"]),
    ("我委", &["委"]),
    ("我厅", &["厅"]),
    ("我镇", &["镇"]),
    ("我乡", &["乡"]),
    ("我街道", &["街道", "街"]),
    ("我办", &["办", "政府"]),
];
/// What makes another word of it: 我委托, 我办理, 我局部.
const OTHER_WORDS: [&str; 10] = ["托", "派", "员", "理", "公", "事", "结", "好", "部", "村"];

/// Others' self-designations, and organs of another place that are said to have done this report's work.
fn strangers(context: &Context<'_>, checked: &mut Checked) {
    let about = &context.report.about;
    if about.scope == Scope::Collected || about.organ.is_empty() {
        return;
    }
    let is_own = |held: &[&str]| held.iter().any(|word| about.organ.contains(word));
    // Governments are told apart by their level only where their name says it.
    let is_plain =
        ENDINGS.iter().any(|ending| about.organ.ends_with(ending)) || about.organ.ends_with(['镇', '乡', '委', '办']);
    for passage in context.text.of(&["overview", "t2", "problems", "other"]) {
        let p = &passage.line.chars;
        let has_organ =
            passage.line.is(Ask::Organ, |line| starts(&line.chars).any(|i| subject(&line.chars, i).is_some()));
        if !has_organ && !passage.line.holds(Ask::Own, &["我"]) {
            continue;
        }
        for i in 0..p.len() {
            let selves = if at(p, i) == '我' { &SELVES[..] } else { &[] };
            let found = selves.iter().find(|(word, _)| says(p, i, word)).filter(|(_, held)| is_plain && !is_own(held));
            if let Some((word, _)) = found {
                let span = i..i + word.chars().count();
                if first(p, span.end, &OTHER_WORDS).is_none() {
                    let message = format!("自称“{word}”，报告的机关是“{}”，是不是套用了别家的稿子", about.organ);
                    checked.findings.push(passage.finding("Z-04", &span, message));
                    return;
                }
            }
            if let Some(span) = has_organ.then(|| neighbour(context, passage, i)).flatten() {
                let message = format!("“{}”不是本机关，是不是套用了别家的稿子", passage.line.quote(&span));
                checked.findings.push(passage.finding("Z-04", &span, message));
                return;
            }
        }
    }
}

/// Levels of places; a department reports for the place it begins with.
const LEVELS: [char; 6] = ['省', '市', '县', '区', '镇', '乡'];
/// What the subject of a report does.
const DEEDS: [&str; 14] = [
    "主动公开",
    "高度重视",
    "认真",
    "严格",
    "坚持",
    "积极",
    "全面",
    "深入",
    "始终",
    "不断",
    "共主动",
    "共公开",
    "紧紧围绕",
    "切实",
];

/// The place an organ's name begins with: 示例市 of 示例市财政局.
fn place(name: &[char]) -> Option<&[char]> {
    let end = name.iter().position(|c| LEVELS.contains(c)).filter(|end| *end >= 2)?;
    name.get(..=end)
}

/// Where clauses begin.
fn starts(p: &[char]) -> impl Iterator<Item = usize> {
    let behind = p.iter().enumerate().filter(|(_, c)| is_break(**c)).map(|(i, _)| i + 1);
    std::iter::once(0).chain(behind)
}

/// An organ that begins with a place, as the subject of a sentence that begins here: its name, and how long the name of
/// the place is.
fn subject(p: &[char], i: usize) -> Option<(Range<usize>, usize)> {
    if (i > 0 && !is_break(before(p, i))) || !is_han(at(p, i)) {
        return None;
    }
    let rest = p.get(i..(i + 24).min(p.len()))?;
    let length = rest.iter().take_while(|c| is_han(**c)).count();
    let rest = rest.get(..length)?;
    let place = place(rest)?.len();
    let deed = (place + 2..length).find(|k| first(rest, *k, &DEEDS).is_some())?;
    let is_organ = ENDINGS.iter().any(|ending| ends(rest, deed, ending));
    (place <= 5 && is_organ).then_some((i..i + deed, place))
}

/// An organ of another place of the same level, as the subject of a sentence that begins here.
fn neighbour(context: &Context<'_>, passage: &Passage, i: usize) -> Option<Range<usize>> {
    let about = &context.report.about;
    if !matches!(about.kind, Kind::Department | Kind::Township) {
        return None;
    }
    let (span, length) = subject(&passage.line.chars, i)?;
    let own: Vec<char> = about.organ.chars().collect();
    let own_place = place(&own)?;
    let name = passage.line.folded(&span);
    let other_place = name.get(..length)?;
    let is_same_level = other_place.last() == own_place.last();
    let is_ours = is_within(name, &own) || own.starts_with(other_place) || contains(&own, other_place);
    (is_same_level && !is_ours).then_some(span)
}

fn contains(long: &[char], short: &[char]) -> bool {
    long.windows(short.len()).any(|window| window == short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;

    #[test]
    fn organs_of_another_place_that_are_said_to_do_the_work_are_found() {
        let mut report = Z_04.good.report().unwrap();
        report.about.organ = "甲示县财政局".into();
        let mut found = |text: &str| {
            report.set_paragraphs("other", vec![text.into()]);
            let findings = check(&report, None).findings.into_iter().find(|finding| finding.code == "Z-04");
            findings.map(|finding| finding.words)
        };
        assert_eq!(found("没有收费。乙示县财政局高度重视公开工作。").as_deref(), Some("乙示县财政局"));
        assert_eq!(found("没有收费。甲示县水务局高度重视公开工作。"), None, "the same place");
        assert_eq!(found("没有收费。示例市财政局高度重视公开工作。"), None, "above it");
        assert_eq!(found("没有收费。向乙示县财政局学习。"), None, "not the subject");
        assert_eq!(found("没有收费。我镇认真落实。").as_deref(), Some("我镇"));
    }
}
