//! Years and days against the report's year: statistical period, stale years, days that do not exist, the date signed.

use std::collections::BTreeMap;

use super::{
    Checked, Context, Example, Level, Rule, Verified,
    day::{Day, Style},
    line::{Ask, Line, Slip, is_break, is_stop},
    text::Passage,
};
use crate::{
    form::Place,
    prose::text::{at, back, before, ends, first, says, skip},
    report::{Kind, next_year::slots},
};

pub(super) const D_01: Rule = Rule {
    code: "D-01",
    level: Level::Warning,
    what: "正文写的是报告年度的事，没有去年遗留的年份",
    basis: "沿用去年的稿子常忘了改年份；与往年比较、文件名称、起止时间里的年份不算",
    fix: "是遗留的，按 F4 选改成报告年度；确实说的是那一年的，写明原因。",
    check: stale,
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费。较2020年减少2件，自2019年起免费，《2020年要点》已落实，2022年将继续。",
    )]),
    bad: Example::of_2021(&[("other", "2020年，没有收取信息处理费，无其他需要报告的事项。")]),
};

pub(super) const D_02: Rule = Rule {
    code: "D-02",
    level: Level::Error,
    what: "统计期限是报告年度的1月1日至12月31日",
    basis: "条例第四十九条按年度报告；国办公开办函〔2021〕30号：各项数据核定时间点为报告年度的12月31日",
    fix: "按 F8 改成报告年度的1月1日至12月31日；年度写错的，先核对报告年度。",
    check: period,
    good: Example::of_2021(&[("preface", "统计期限自2021年1月1日起至12月31日止。")]),
    bad: Example::of_2021(&[("preface", "统计期限自2020年1月1日起至2020年12月31日止。")]),
};

pub(super) const D_03: Rule = Rule {
    code: "D-03",
    level: Level::Error,
    what: "写到的日期存在",
    basis: "公开发布的年度报告里有“202020年”这样多打的年份",
    fix: "核对原件，改成实际的日期。",
    check: |context, checked| context.tell("D-03", checked),
    good: Example::of_2021(&[("other", "没有收取信息处理费；2020年2月29日印发，12月31日结束。")]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费；2021年2月29日举办培训。")]),
};

pub(super) const D_04: Rule = Rule {
    code: "D-04",
    level: Level::Warning,
    what: "数据截至报告年度年底",
    basis: "国办公开办函〔2021〕30号：各项数据核定时间点为报告年度的12月31日",
    fix: "换成截至12月31日的数；只能取到这一天的，写明原因。",
    check: cut_off,
    good: Example::of_2021(&[("other", "没有收取信息处理费；截至6月底完成改版，截至12月底关注用户12人。")]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费；截至6月底公众号共发布信息192篇。")]),
};

pub(super) const D_05: Rule = Rule {
    code: "D-05",
    level: Level::Warning,
    what: "成文日期在报告年度之后、法定期限之前",
    basis: "条例第四十九条：县级以上政府部门在每年1月31日前公布；主管部门在每年3月31日前公布本级政府的年度报告",
    fix: "核对成文日期；已经超过期限的，尽快公布并写明原因。",
    check: signed,
    good: Example::of_2021(&[("signature", "示例市财政局\n二〇二二年一月三十一日")]),
    bad: Example::of_2021(&[("signature", "示例市财政局\n2022年2月15日")]),
};

pub(super) const D_06: Rule = Rule {
    code: "D-06",
    level: Level::Hint,
    what: "写明年份，不写“今年”“去年”",
    basis: "年度报告在次年编写和公布，“今年”“去年”说的是哪一年，读的人分不清",
    fix: "按 F4 选改成报告年度或上一年度。",
    check: relative,
    good: Example::of_2021(&[("other", "2021年没有收取信息处理费，比上年少收2件。")]),
    bad: Example::of_2021(&[("other", "今年没有收取信息处理费。")]),
};

pub(super) const D_07: Rule = Rule {
    code: "D-07",
    level: Level::Hint,
    what: "日期的写法全文一致",
    basis: "GB/T 15835：正文里的日期写作“2020年12月31日”",
    fix: "按 F8 改成“年月日”的写法。",
    check: styles,
    good: Example::of_2021(&[("other", "2021年5月10日起没有收取信息处理费。")]),
    bad: Example::of_2021(&[("other", "2021-05-10起没有收取信息处理费。")]),
};

/// Sections that tell what was done.
const TOLD: [&str; 6] = ["overview", "t1", "t2", "t3", "problems", "other"];

/// Days that do not exist.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    for day in line.days.iter().filter(|day| !day.exists()) {
        let message = format!("“{}”不是一个日期", line.quote(&day.span));
        slips.push(Slip { code: "D-03", span: day.span.clone(), message, to: None });
    }
}

/// Every year before the report's that stands where a sentence begins to tell what was done; once for each year.
fn stale(context: &Context<'_>, checked: &mut Checked) {
    let this = u32::from(context.report.about.year);
    let mut years: BTreeMap<u32, Vec<(&Passage, &Day)>> = BTreeMap::new();
    for passage in context.text.of(&TOLD) {
        for day in &passage.line.days {
            let Some(year) = day.year.filter(|year| *year < this && *year + 3 > this) else { continue };
            if day.month.is_none() && is_topic(&passage.line, day) && !is_meant(&passage.line, day, this) {
                years.entry(year).or_default().push((passage, day));
            }
        }
    }
    for (year, found) in years {
        let Some((passage, day)) = found.first() else { continue };
        let more = if found.len() > 1 { format!("（共 {} 处）", found.len()) } else { String::new() };
        let message = format!("写的是“{year}年”，报告年度是 {this} 年，是不是去年遗留的{more}");
        let changes = found
            .iter()
            .map(|(passage, day)| passage.change(&(day.span.start..day.span.start + 4), this.to_string()))
            .collect();
        let finding = passage.finding("D-01", &day.span, message).with_figures([year.into()]);
        checked.findings.push(finding.with_candidate(changes));
    }
}

/// Does the year stand at the start of a sentence or clause, as what it is about?
fn is_topic(line: &Line, day: &Day) -> bool {
    let p = &line.chars;
    let from = back(p, day.span.start);
    let starts = from == 0 || is_break(before(p, from)) || before(p, from) == '〕';
    let after = skip(p, day.span.end);
    let after = after + usize::from(at(p, after) == '度');
    let words =
        ["，", ",", "全年", "我", "本", "共", "全", "主动", "收到", "未", "政府信息", "依申请", "累计", "新收", "公开"];
    starts && first(p, skip(p, after), &words).is_some()
}

/// Words that tell that another year is meant.
const MEANT: [&str; 30] = [
    "较", "比", "同比", "上年", "去年", "以来", "截至", "至今", "起", "从", "自", "印发", "施行", "修订", "启动",
    "建成", "成立", "结转", "跨", "历年", "决算", "继", "延续", "曾", "年底", "年末", "获", "先后", "往年", "当时",
];

fn is_meant(line: &Line, day: &Day, this: u32) -> bool {
    let sentence = line.around(day.span.start, is_stop);
    let text = line.says(&sentence);
    let has_this = line.days.iter().any(|other| other.year == Some(this) && sentence.contains(&other.span.start));
    has_this || line.is_title(day.span.start) || MEANT.iter().any(|word| text.contains(word))
}

/// The statistical period, where it is stated.
fn period(context: &Context<'_>, checked: &mut Checked) {
    let this = u32::from(context.report.about.year);
    for passage in context.text.of(&["preface", "overview"]) {
        let line = &passage.line;
        let words = &["统计期限", "统计时限", "统计周期", "统计时间", "统计期间", "数据期限"];
        if !line.holds(Ask::Period, words) {
            continue;
        }
        let stated = (0..line.chars.len()).find(|i| words.iter().any(|word| says(&line.chars, *i, word)));
        let Some(stated) = stated else { continue };
        let sentence = stated..line.around(stated, |c| c == '。').end;
        let mut days = line.days.iter().filter(|day| sentence.contains(&day.span.start));
        let (Some(start), Some(end)) = (days.next(), days.next()) else { continue };
        let is_right = (start.year, start.month, start.dom) == (Some(this), Some(1), Some(1))
            && (end.year.unwrap_or(this), end.month, end.dom) == (this, Some(12), Some(31));
        let span = start.span.start..end.span.end;
        if is_right {
            let text = format!("统计期限是 {this} 年1月1日至12月31日");
            let place = Place::section(passage.section);
            checked.verified.push(Verified { code: "D-02", place, figures: Vec::new(), text }.into());
            return;
        }
        if !start.exists() || !end.exists() || start.month.is_none() || end.month.is_none() {
            continue;
        }
        let message = format!("统计期限写作“{}”，应为{this}年1月1日至{this}年12月31日", line.quote(&span));
        let changes = vec![
            passage.change(&start.span, format!("{this}年1月1日")),
            passage.change(&end.span, format!("{this}年12月31日")),
        ];
        checked.findings.push(passage.finding("D-02", &span, message).with_repair(changes));
        return;
    }
}

/// Counts that stop before the year does.
fn cut_off(context: &Context<'_>, checked: &mut Checked) {
    for passage in context.text.of(&TOLD) {
        let line = &passage.line;
        for day in &line.days {
            let Some(month) = day.month.filter(|month| *month < 12 && day.exists()) else { continue };
            let from = back(&line.chars, day.span.start);
            if !["截至", "截止", "截止到", "截至到"].iter().any(|word| ends(&line.chars, from, word)) {
                continue;
            }
            let is_this = day.year.is_none_or(|year| year == u32::from(context.report.about.year));
            let next = line.days.iter().map(|other| other.span.start).find(|start| *start >= day.span.end);
            let end = line.sentence(day.span.end).end;
            let rest = day.span.end..next.unwrap_or(end).min(end);
            let text = line.says(&rest);
            let is_count =
                ["共", "累计", "发布", "粉丝", "关注", "公开", "收到", "阅读"].iter().any(|w| text.contains(w));
            let has_number = text.chars().any(|c| c.is_ascii_digit());
            if is_this && is_count && has_number && !line.is_title(day.span.start) {
                let message = format!("数据只到 {month} 月，报告年度到12月31日为止，统计期限不齐");
                checked.findings.push(passage.finding("D-04", &day.span, message));
            }
        }
    }
}

/// The last day by which an organ of this kind publishes: month and day of the next year.
fn limit(kind: Kind) -> (u32, u32) {
    match kind {
        Kind::Department | Kind::Township => (1, 31),
        Kind::County | Kind::City | Kind::Province | Kind::Vertical => (3, 31),
    }
}

fn signed(context: &Context<'_>, checked: &mut Checked) {
    let about = &context.report.about;
    let next = u32::from(about.year) + 1;
    let mut last = None;
    for passage in context.text.of(&["signature"]) {
        last = passage
            .line
            .days
            .iter()
            .rfind(|day| day.dom.is_some() && day.year.is_some())
            .map(|d| (passage, d))
            .or(last);
    }
    let Some((passage, day)) = last.filter(|(_, day)| day.exists()) else { return };
    let (Some(year), Some(month), Some(dom)) = (day.year, day.month, day.dom) else { return };
    let (m, d) = limit(about.kind);
    let quote = passage.line.quote(&day.span);
    let message = if year < next {
        format!("成文日期“{quote}”在 {} 年度结束以前，数据还没有截止", about.year)
    } else if (year, month, dom) > (next, m, d) {
        format!("成文日期“{quote}”晚于{}的公布期限 {next} 年{m}月{d}日", about.kind.label())
    } else {
        return;
    };
    checked.findings.push(passage.finding("D-05", &day.span, message));
}

/// 今年, 去年: one finding for the report.
fn relative(context: &Context<'_>, checked: &mut Checked) {
    let this = context.report.about.year;
    let mut found = Vec::new();
    for passage in context.text.of(&TOLD) {
        let p = &passage.line.chars;
        let is_said = passage.line.holds(Ask::Relative, &["今年", "去年"]);
        // What an open slot says of last year is the program's word and goes when the slot is filled.
        let slots: Vec<_> =
            if is_said { slots(&passage.line.text).map(|(slot, _)| slot).collect() } else { Vec::new() };
        let words = (0..if is_said { p.len() } else { 0 }).filter_map(|i| {
            let (end, word) = first(p, i, &["今年", "去年"])?;
            let is_slot = slots.iter().any(|slot| slot.contains(&i));
            // 今年是 in a quoted or planned sentence is left to the writer; 至今年 is 至今 and 年.
            (before(p, i) != '至' && !passage.line.is_title(i) && !is_slot).then_some((i..end, word))
        });
        found.extend(words.map(|(span, word)| (passage, span, word)));
    }
    let Some((passage, span, word)) = found.first() else { return };
    let more =
        if found.len() > 1 { format!("（“今年”“去年”共 {} 处）", found.len()) } else { String::new() };
    let message = format!("“{word}”说的是哪一年，次年的读者分不清，请写明年份{more}");
    let meant = |word: &str| if word == "今年" { this } else { this.saturating_sub(1) };
    let changes =
        found.iter().map(|(passage, span, word)| passage.change(span, format!("{}年", meant(word)))).collect();
    checked.findings.push(passage.finding("D-06", span, message).with_candidate(changes));
}

/// 2020-12-31 in prose that writes 2020年12月31日.
fn styles(context: &Context<'_>, checked: &mut Checked) {
    let joined = |passage: &&Passage| -> Vec<Day> {
        let is_joined = |line: &Line| line.days.iter().any(|day| day.style == Style::Joined);
        if !passage.line.is(Ask::Joined, is_joined) {
            return Vec::new();
        }
        let days = passage.line.days.iter().filter(|day| day.style == Style::Joined && day.exists());
        days.filter(|day| !passage.line.is_title(day.span.start)).cloned().collect()
    };
    let is_page = |passage: &&Passage| passage.line.slips.iter().any(|slip| slip.code == "F-09");
    let sections = ["preface", "overview", "problems", "other"];
    let found: Vec<(&Passage, Day)> = context
        .text
        .of(&sections)
        .flat_map(|passage| joined(&passage).into_iter().map(move |day| (passage, day)))
        .filter(|(passage, _)| !is_page(passage))
        .collect();
    let Some((passage, day)) = found.first() else { return };
    let written = |day: &Day| {
        let part = |n: Option<u32>| n.unwrap_or_default();
        format!("{}年{}月{}日", part(day.year), part(day.month), part(day.dom))
    };
    let message = format!("“{}”宜写作“{}”", passage.line.quote(&day.span), written(day));
    let changes = found.iter().map(|(passage, day)| passage.change(&day.span, written(day))).collect();
    checked.findings.push(passage.finding("D-07", &day.span, message).with_repair(changes));
}
