//! Against last year's report: problems that were named and get no answer, and how long the report is.

use std::collections::HashSet;

use super::{
    Checked, Context, Example, Finding, Level, Rule,
    line::{is_han, is_stop},
    text::Text,
};
use crate::{
    form::Place,
    report::{Report, Scope},
};

pub(super) const N_04: Rule = Rule {
    code: "N-04",
    level: Level::Warning,
    what: "去年列出的问题，今年有改进情况的回应",
    basis: "国办公开办函〔2021〕30号对“存在的主要问题及改进情况”的说明：问题和改进都要写，不得年年雷同",
    fix: "写明去年这个问题今年改到了什么程度；还没有解决的，也写明原因。",
    check: unanswered,
    good: Example::after(
        LAST,
        &[("problems", "去年解读形式单一的问题，已增加图表和视频。仍有部分栏目更新不及时，将逐月抽查。")],
    ),
    bad: Example::after(LAST, &[("problems", "部分科室答复申请的说理不够充分，将编印示范文本，由法制机构逐件把关。")]),
};

pub(super) const N_10: Rule = Rule {
    code: "N-10",
    level: Level::Hint,
    what: "篇幅适当：总体情况原则上不超过一千字，全文与去年相差不过一倍",
    basis: "国办公开办函〔2021〕30号：总体情况篇幅原则上不超过一千字；汇总的报告涉及面广，只作参考",
    fix: "压缩一般性的叙述，留下本单位的实例和数据；比去年短一半以上的，看看是不是漏了内容。",
    check: extent,
    good: Example::of_2021(&[]),
    bad: Example::after(&[("t1", LONG), ("t2", LONG), ("t3", LONG)], &[]),
};

/// A problem named last year.
const LAST: &[(&str, &str)] = &[("problems", "存在的问题：政策解读形式单一，图表视频偏少。改进情况：将增加图表。")];
/// Prose that makes a report long.
const LONG: &str = "全年共召开工作例会十二次，逐月通报栏目更新、信件办理和申请答复的进度；组织业务骨干到先进地区学习，回来以后编写工作手册，分发各科室执行；对照考核细则逐项自查，发现的问题列出清单，明确责任人和完成时间，按月销号；邀请群众代表走进机关，现场演示查询、申请、投诉的办法，听取意见，当场答复能够答复的，需要研究的限期回复。";

/// What tells of a shortcoming.
const FAULTS: [&str; 20] = [
    "不够",
    "不足",
    "不高",
    "不强",
    "不全",
    "不到位",
    "不及时",
    "不平衡",
    "不规范",
    "不完善",
    "不充分",
    "不丰富",
    "不深",
    "薄弱",
    "有待",
    "滞后",
    "单一",
    "偏少",
    "缺乏",
    "欠缺",
];
/// Pairs of characters that every report is full of and that tell no problem from another.
const COMMON: [&str; 40] = [
    "政府", "信息", "公开", "工作", "政务", "存在", "问题", "主要", "方面", "有待", "进一", "一步", "加强", "提高",
    "提升", "需要", "仍然", "部分", "个别", "一些", "还有", "不够", "不足", "不高", "不强", "较为", "比较", "单位",
    "情况", "我局", "我区", "我市", "我县", "目前", "一是", "二是", "三是", "四是", "能力", "水平",
];
/// Share of a problem's own pairs of characters that this year's text must hold to count as an answer.
const ANSWERED: (usize, usize) = (30, 100);
/// A problem with fewer pairs is too vague to be looked for.
const LEAST: usize = 4;

/// The problems of last year without an answer; one finding that names the first.
fn unanswered(context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = context.last_text else { return };
    if context.report.is_section_empty("problems") || context.text.is_cut(&["problems", "overview"]) {
        return;
    }
    let texts: Vec<&str> =
        context.text.of(&["problems", "overview", "other"]).map(|passage| passage.line.text.as_str()).collect();
    let is_told = |pair: &[char; 2]| {
        let pair: String = pair.iter().collect();
        texts.iter().any(|text| text.contains(&pair))
    };
    let problems = problems(last);
    let open: Vec<&String> = problems
        .iter()
        .filter(|problem| {
            let own = pairs(problem);
            let met = own.iter().filter(|pair| is_told(pair)).count();
            own.len() >= LEAST && met * ANSWERED.1 < own.len() * ANSWERED.0
        })
        .collect();
    let Some(first) = open.first() else { return };
    let more = if open.len() > 1 { format!("等 {} 个问题", open.len()) } else { String::new() };
    let quote: String = first.chars().take(24).collect();
    let mut finding =
        Finding::new("N-04", Place::section("problems"), format!("去年提出“{quote}”{more}，今年没有写改进情况"));
    finding.words.clone_from(first);
    checked.findings.push(finding);
}

/// The clauses of last year's fifth part that name a shortcoming.
fn problems(last: &Text) -> Vec<String> {
    let mut found = Vec::new();
    for passage in last.of(&["problems"]) {
        let text: String = passage.line.chars.iter().collect();
        for sentence in text.split(is_stop) {
            let told = sentence.rsplit(':').next().unwrap_or_default();
            // The clause that names it, with the one it hangs on: 意见征集形式较为单一.
            let clauses: Vec<&str> = told.split(['，', ',']).collect();
            let is_fault = |clause: &&str| FAULTS.iter().any(|fault| clause.contains(fault));
            if let Some(at) = clauses.iter().position(is_fault) {
                found.push(clauses.get(at..).unwrap_or_default().join("，").trim().to_owned());
            }
        }
    }
    found
}

/// The pairs of Chinese characters of a clause that tell it from others.
fn pairs(clause: &str) -> HashSet<[char; 2]> {
    let chars: Vec<char> = clause.chars().collect();
    let is_own = |pair: &[char; 2]| {
        pair.iter().all(|c| is_han(*c)) && !COMMON.contains(&pair.iter().collect::<String>().as_str())
    };
    chars.windows(2).filter_map(|pair| pair.try_into().ok()).filter(is_own).collect()
}

/// The limit of the form for a section, and the length of the whole against last year's.
fn extent(context: &Context<'_>, checked: &mut Checked) {
    let report = context.report;
    for section in &report.edition().sections {
        let Some(limit) = section.limit else { continue };
        let n = context.text.of(&[&section.id]).map(|passage| passage.line.dense).sum::<usize>();
        // What a whole government sums up is longer everywhere: it is told only where it runs far over.
        let most = if report.about.scope == Scope::Collected { limit * 3 } else { limit };
        if n > most {
            let message = format!("{} {n} 字，格式要求原则上不超过 {limit} 字", section.short);
            checked.findings.push(Finding::new("N-10", Place::section(&section.id), message));
        }
    }
    let Some(last) = &context.last else { return };
    let now = context.text.placed().map(|passage| passage.line.dense).sum::<usize>();
    let before = context
        .last_text
        .map_or_else(|| whole(last.report), |text| text.placed().map(|passage| passage.line.dense).sum());
    let is_cut = |text: &Text| text.all().iter().any(|passage| passage.line.is_cut());
    if is_cut(context.text) || context.last_text.is_some_and(is_cut) {
        return;
    }
    if before > 0 && now > 0 && (now > before * 2 || before > now * 2) {
        let message = format!("正文共 {now} 字，去年 {before} 字，相差一倍以上");
        let figures = [now.into(), before.into()];
        checked.findings.push(Finding::new("N-10", Place::report(), message).with_figures(figures));
    }
}

/// Characters of the prose that has its place.
fn whole(report: &Report) -> usize {
    let sections = report.edition().sections.iter().filter(|section| section.id != "unplaced");
    sections.map(|section| report.count_characters(&section.id)).sum()
}
