//! What the prose of the six parts must speak of, by what the notices and the regulation ask of this kind of organ.

use rust_decimal::Decimal;

use super::{
    Change, Checked, Context, Example, Finding, Level, Rule, Span,
    line::{Ask, Line},
    text::Passage,
};
use crate::{
    form::Place,
    report::{Kind, requests},
};

pub(super) const N_02: Rule = Rule {
    code: "N-02",
    level: Level::Warning,
    what: "总体情况写到五个方面：主动公开、依申请公开、政府信息管理、平台建设、监督保障",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附格式对“总体情况”的说明",
    fix: "补上没有写到的方面；本年没有变化的也写一句现状。",
    check: aspects,
    good: Example::of_2021(&[(
        "overview",
        "主动公开文件3件。全年没有收到申请。清理规范性文件。维护门户网站。组织培训。",
    )]),
    bad: Example::of_2021(&[("overview", "主动公开文件3件。依申请公开渠道畅通。清理规范性文件。组织业务培训。")]),
};

pub(super) const N_03: Rule = Rule {
    code: "N-03",
    level: Level::Error,
    what: "第五部分既写存在的问题，也写改进情况",
    basis: "条例第五十条（四）；国办公开办函〔2021〕30号：实事求是、明确具体，避免笼统模糊",
    fix: "补上缺的一半：问题要具体，改进要对得上问题。",
    check: both_halves,
    good: Example::of_2021(&[("problems", "解读形式不够多样。下一步将增加图表。")]),
    bad: Example::of_2021(&[("problems", "将继续增加图表解读，提升公开质量。")]),
};

pub(super) const N_05: Rule = Rule {
    code: "N-05",
    level: Level::Warning,
    what: "第六部分说明信息处理费的收取情况",
    basis: "国办公开办函〔2021〕30号：各机关依照《政府信息公开信息处理费管理办法》收费的情况在“其他需要报告的事项”中专门报告",
    fix: "没有收取的，按 F8 补一句；收取了的，写明件数和金额。",
    check: fee,
    good: Example::of_2020(&[("other", "无其他需要报告的事项。")]),
    bad: Example::of_2021(&[("other", "无其他需要报告的事项。")]),
};

pub(super) const N_07: Rule = Rule {
    code: "N-07",
    level: Level::Hint,
    what: "第五部分写得具体",
    basis: "国办公开办函〔2021〕30号：存在的主要问题及改进情况要实事求是、明确具体，避免笼统模糊",
    fix: "写明是哪一项工作、差在哪里、做了什么、有什么效果。",
    check: thin,
    good: Example::of_2021(&[]),
    bad: Example::of_2021(&[("problems", "公开的质量有待提高。今后将加强改进。")]),
};

pub(super) const N_08: Rule = Rule {
    code: "N-08",
    level: Level::Hint,
    what: "收到申请的，正文写明办理的数字",
    basis: "条例第五十条（二）：收到和处理政府信息公开申请的情况",
    fix: "按 F4 放入由表二起草的一段，再改写。",
    check: told,
    good: Example::of_2021(&[("t2.new.total", "3"), ("t2", "收到政府信息公开申请3件。")]),
    bad: Example::of_2021(&[("t2.new.total", "3"), ("t2.new.natural", "3")]),
};

pub(super) const N_09: Rule = Rule {
    code: "N-09",
    level: Level::Hint,
    what: "政府的报告写到工作考核、社会评议、责任追究的结果",
    basis: "条例第五十条（四）：各级人民政府的政府信息公开工作年度报告还应当包括工作考核、社会评议和责任追究结果情况；部门没有这项要求",
    fix: "补上没有写到的结果；没有发生责任追究的，写“没有发生责任追究的情形”。",
    check: results,
    good: Example {
        kind: Kind::County,
        ..Example::of_2021(&[(
            "overview",
            "主动公开、依申请公开、信息管理、平台和监督保障：年度考核覆盖全部部门，社会评议满意，没有责任追究。",
        )])
    },
    bad: Example {
        kind: Kind::County,
        ..Example::of_2021(&[(
            "overview",
            "主动公开、依申请公开、信息管理、平台和监督保障：年度考核覆盖全部部门，没有责任追究。",
        )])
    },
};

/// The five matters and the words that show that one is spoken of.
const ASPECTS: [(&str, Ask, &[&str]); 5] = [
    ("主动公开", Ask::Published, &["主动公开", "公开信息", "发布信息", "公开各类", "发布各类", "公开政府信息"]),
    (
        "依申请公开",
        Ask::Requests,
        &["依申请", "申请公开", "信息公开申请", "收到申请", "受理申请", "件申请", "公开申请"],
    ),
    (
        "政府信息管理",
        Ask::Kept,
        &["信息管理", "信息资源", "规范性文件", "审查", "审核", "清理", "目录", "指南", "三审", "先审"],
    ),
    ("政府信息公开平台建设", Ask::Platforms, &["平台", "网站", "公众号", "新媒体", "专栏", "公报", "专区", "查阅"]),
    ("监督保障", Ask::Safeguards, &["监督", "保障", "考核", "培训", "评议", "责任追究", "领导小组"]),
];

/// Parts that the collected reports of whole governments put elsewhere count as well.
const PROSE: [&str; 4] = ["overview", "t1", "t2", "t3"];

/// Is there nothing to judge by: no text, or one of which something was left out?
fn is_blank(context: &Context<'_>, section: &str) -> bool {
    context.report.is_section_empty(section) || context.text.is_cut(&[section])
}

fn section(code: &'static str, section: &str, message: String) -> Finding {
    Finding::new(code, Place::section(section), message)
}

fn aspects(context: &Context<'_>, checked: &mut Checked) {
    if is_blank(context, "overview") {
        return;
    }
    let is_missing = |(_, ask, words): &&(&str, Ask, &[&str])| !context.text.holds(&PROSE, *ask, words);
    let missing: Vec<&str> = ASPECTS.iter().filter(is_missing).map(|(name, ..)| *name).collect();
    if !missing.is_empty() {
        let mut finding = section("N-02", "overview", format!("总体情况没有写到{}", missing.join("、")));
        finding.words = missing.join("、");
        checked.findings.push(finding);
    }
}

/// What tells of a shortcoming.
const FAULTS: [&str; 34] = [
    "问题",
    "不足",
    "不够",
    "不高",
    "不强",
    "不全",
    "不到位",
    "不及时",
    "不平衡",
    "不深",
    "不多",
    "不规范",
    "不明显",
    "不完善",
    "不充分",
    "不丰富",
    "差距",
    "薄弱",
    "短板",
    "有待",
    "还需",
    "尚需",
    "仍需",
    "需要进一步",
    "滞后",
    "欠缺",
    "缺乏",
    "困难",
    "单一",
    "偏少",
    "偏重",
    "较少",
    "尚处于",
    "尚未",
];
/// What tells of a remedy.
const REMEDIES: [&str; 20] = [
    "改进",
    "措施",
    "下一步",
    "加强",
    "将",
    "提升",
    "提高",
    "完善",
    "整改",
    "努力",
    "强化",
    "优化",
    "规范",
    "健全",
    "推进",
    "加大",
    "拓展",
    "丰富",
    "增加",
    "深化",
];

fn both_halves(context: &Context<'_>, checked: &mut Checked) {
    if is_blank(context, "problems") {
        return;
    }
    let has_fault = context.text.holds(&["problems"], Ask::Fault, &FAULTS);
    let has_remedy = context.text.holds(&["problems"], Ask::Remedy, &REMEDIES);
    let what = match (has_fault, has_remedy) {
        (true, true) => return,
        (false, true) => "只写了改进，没有写存在的问题",
        (true, false) => "只写了问题，没有写改进情况",
        (false, false) => "没有写存在的问题，也没有写改进情况",
    };
    // 本年度无 is an answer, though a poor one, and N-07 says so.
    let is_none = context.text.holds(&["problems"], Ask::None, &["无", "没有"]) && length(context, "problems") < SHORT;
    if !is_none {
        checked.findings.push(section("N-03", "problems", format!("第五部分{what}")));
    }
}

/// The sentence that says so, in the program's own words; the notice gives none.
const NO_FEE: &str = "本年度没有收取政府信息公开信息处理费。";

fn fee(context: &Context<'_>, checked: &mut Checked) {
    let is_due = context.report.edition().id != "2019";
    let is_told = context.text.holds(&["other", "t2", "overview"], Ask::Fee, &["信息处理费", "信息公开处理费"]);
    if !is_due || is_told || is_blank(context, "other") {
        return;
    }
    let finding = section("N-05", "other", "第六部分没有说明信息处理费的收取情况".into());
    let unpaid = context.number("t2.otherwise_fee_unpaid.total").is_some_and(|n| !n.is_zero());
    let change = (!unpaid).then(|| appended(context, "other", NO_FEE));
    checked.findings.push(finding.with_repair(change.into_iter().collect()));
}

/// Puts a paragraph behind those of a section.
pub(super) fn appended(context: &Context<'_>, section: &str, paragraph: &str) -> Change {
    let end = context.text.of(&[section]).last().map(|passage| passage.span(&passage.whole()).end);
    let (start, to) = match end {
        Some(end) => (end, format!("\n{paragraph}")),
        None => (0, paragraph.to_owned()),
    };
    let span = Span { section: section.to_owned(), start, end: start };
    Change { place: Place::section(section), from: String::new(), to, span: Some(span) }
}

/// Fewer characters than this say nothing of a problem and its remedy.
const SHORT: usize = 30;

fn length(context: &Context<'_>, section: &str) -> usize {
    context.text.of(&[section]).map(|passage| passage.line.letters).sum()
}

fn thin(context: &Context<'_>, checked: &mut Checked) {
    let n = length(context, "problems");
    if n > 0 && n < SHORT && !is_blank(context, "problems") {
        checked.findings.push(section("N-07", "problems", format!("第五部分只有 {n} 字，没有写出具体的问题和改进")));
    }
}

/// Requests came in, and no paragraph that speaks of them holds a number.
fn told(context: &Context<'_>, checked: &mut Checked) {
    let Some(new) = context.number("t2.new.total").filter(|new| *new > Decimal::ZERO) else { return };
    if is_blank(context, "overview") {
        return;
    }
    let has_number = |line: &Line| line.raw.iter().any(|c| matches!(c, '0'..='9' | '一' | '两' | '三'));
    let is_told = |passage: &&Passage| {
        passage.line.holds(Ask::Application, &["申请"]) && passage.line.is(Ask::Number, has_number)
    };
    let is_told = context.text.of(&PROSE).any(|passage| is_told(&passage));
    if is_told {
        return;
    }
    let paragraph = requests::paragraph(context.report).text;
    let message = format!("表二新收申请 {new} 件，正文没有写办理的数字");
    let change = (!paragraph.is_empty()).then(|| appended(context, "overview", &paragraph));
    let finding = section("N-08", "overview", message).with_figures([new]);
    checked.findings.push(finding.with_candidate(change.into_iter().collect()));
}

/// What a government reports besides, with the words that show it.
const RESULTS: [(&str, Ask, &[&str]); 3] = [
    ("工作考核", Ask::Appraised, &["考核", "考评", "绩效"]),
    ("社会评议", Ask::Rated, &["评议", "满意度", "社会评价", "测评", "公众评价"]),
    ("责任追究", Ask::Accounted, &["追究", "问责", "追责"]),
];

fn results(context: &Context<'_>, checked: &mut Checked) {
    let about = &context.report.about;
    let is_government = match about.kind {
        Kind::County | Kind::City | Kind::Province => true,
        Kind::Township => about.organ.ends_with("政府"),
        Kind::Department | Kind::Vertical => false,
    };
    if !is_government || is_blank(context, "overview") {
        return;
    }
    let is_missing = |(_, ask, words): &&(&str, Ask, &[&str])| !context.text.holds(&PROSE, *ask, words);
    let missing: Vec<&str> = RESULTS.iter().filter(is_missing).map(|(name, ..)| *name).collect();
    if !missing.is_empty() {
        let message = format!("本级政府的报告没有写到{}的结果", missing.join("、"));
        let mut finding = section("N-09", "overview", message);
        finding.words = missing.join("、");
        checked.findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;

    #[test]
    fn what_is_asked_of_governments_is_not_asked_of_departments() {
        let mut report = N_09.bad.report().unwrap();
        let mut asks = |kind: Kind, organ: &str| {
            (report.about.kind, report.about.organ) = (kind, organ.into());
            check(&report, None).findings.iter().any(|finding| finding.code == "N-09")
        };
        assert!(asks(Kind::City, "示例市"));
        assert!(asks(Kind::Township, "示例镇人民政府"));
        assert!(!asks(Kind::Township, "示例街道办事处"));
        assert!(!asks(Kind::Department, "示例市财政局"));
        assert!(!asks(Kind::Vertical, "示例海关"));
    }

    #[test]
    fn the_sentence_on_fees_is_not_offered_to_those_who_asked_for_fees() {
        let repairs = |report: &crate::report::Report| {
            let found = check(report, None).findings;
            found.into_iter().find(|finding| finding.code == "N-05").unwrap().repairs
        };
        let mut report = N_05.bad.report().unwrap();
        assert_eq!(repairs(&report)[0].changes[0].to, format!("\n{NO_FEE}"));
        report.set(report.edition().find(&"t2.otherwise_fee_unpaid.total".into()).unwrap(), "1");
        assert!(repairs(&report).is_empty());
    }
}
