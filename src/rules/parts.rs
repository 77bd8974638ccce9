//! The six parts that the form demands.

use std::ops::Range;

use super::{
    Change, Checked, Context, Example, Finding, Level, Rule, Verified,
    content::appended,
    line::{Ask, Line},
};
use crate::{
    form::{Place, Section},
    prose::text::{at, before, says},
};

pub(super) const N_01: Rule = Rule {
    code: "N-01",
    level: Level::Error,
    what: "年度报告的六个部分都要有内容：文字部分有文字，表格部分有数字",
    basis: "条例第五十条；国办公开办函〔2019〕60号、〔2021〕30号所附格式的六个部分",
    fix: "补上缺的部分。没有其他事项的，第六部分写“无其他需要报告的事项”；表格没有数的填 0。",
    check,
    good: Example::of_2021(&[("preface", ""), ("signature", "")]),
    bad: Example::of_2021(&[("problems", "")]),
};

/// One finding for every part that is empty; a tick if none is.
fn check(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    let parts = || edition.sections.iter().filter(|section| section.part);
    let missing: Vec<&Section> = parts().filter(|section| is_missing(context, &section.id)).collect();
    miscounted(context, checked);
    if missing.is_empty() {
        let count = parts().count();
        checked.verified.push(Verified::new("N-01", Place::report(), count, format!("{count} 个部分齐全")).into());
    }
    checked.findings.extend(missing.into_iter().map(|section| {
        let is_table = edition.table(&section.id).is_some();
        let what = if is_table { "表里没有一个数字，没有的请填 0" } else { "这一部分没有文字" };
        let message = format!("缺“{}”：{what}", section.title);
        let finding = Finding::new("N-01", Place::section(&section.id), message);
        let is_other = section.id == "other" && context.text.section("other").next().is_none();
        finding.with_repair(is_other.then(|| nothing_else(context)).into_iter().collect())
    }));
}

/// The sentence that says there is nothing else, in the program's own words; the notices give none.
fn nothing_else(context: &Context<'_>) -> Change {
    let has_fee = context.report.edition().id != "2019";
    let unpaid = context.number("t2.otherwise_fee_unpaid.total").is_some_and(|n| !n.is_zero());
    appended(context, "other", if has_fee && !unpaid { NOTHING_AND_NO_FEE } else { NOTHING })
}

const NOTHING: &str = "本年度没有其他需要报告的事项。";
const NOTHING_AND_NO_FEE: &str = "本年度没有收取政府信息公开信息处理费，没有其他需要报告的事项。";

/// Where the report says of itself that it has another number of parts: 全文包括…四个部分.
fn miscounted(context: &Context<'_>, checked: &mut Checked) {
    for passage in context.text.of(&["preface", "overview"]) {
        if !passage.line.is(Ask::Parts, |line| count(line).is_some()) {
            continue;
        }
        let Some(span) = count(&passage.line) else { continue };
        let quote = passage.line.quote(&span);
        let message = format!("报告自称“{quote}”，格式规定六个部分，请核对缺了哪一部分");
        checked.findings.push(passage.finding("N-01", &span, message));
        return;
    }
}

/// A number of parts other than six that the report is said to have.
fn count(line: &Line) -> Option<Range<usize>> {
    if !line.text.contains("部分") {
        return None;
    }
    let p = &line.chars;
    let numbers = "一二三四五七八九12345789";
    (0..p.len()).filter(|i| says(p, *i, "部分")).find_map(|i| {
        let from = i.saturating_sub(1 + usize::from(before(p, i) == '个'));
        let is_number = numbers.contains(at(p, from)) && !"第十0123456789".contains(before(p, from));
        let sentence = line.says(&line.sentence(i));
        let is_self = is_number
            && ["本报告", "全文", "年报", "报告由", "年度报告"].iter().any(|word| sentence.contains(word))
            && ["包括", "包含", "由", "分为", "共分"].iter().any(|word| sentence.contains(word));
        is_self.then_some(from..i + 2)
    })
}

fn is_missing(context: &Context<'_>, section: &str) -> bool {
    if context.report.edition().table(section).is_some() {
        !context.has_figures(section)
    } else {
        context.report.paragraphs(section).iter().all(|paragraph| paragraph.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_that_counts_other_than_six_parts_is_asked_which_one_it_lacks() {
        let found = |text: &str| {
            let mut report = N_01.good.report().unwrap();
            report.set_paragraphs("preface", vec![text.into()]);
            let findings = crate::rules::check(&report, None).findings;
            findings
                .into_iter()
                .filter(|finding| finding.code == "N-01")
                .map(|finding| finding.words)
                .collect::<String>()
        };
        assert_eq!(found("本报告由总体情况、主动公开情况、存在的问题等五个部分组成。"), "五个部分");
        assert_eq!(found("全文包括总体情况等4部分。"), "4部分");
        assert_eq!(found("本报告由总体情况等六个部分组成，第二部分是表格。"), "");
        assert_eq!(found("会议由三个部分组成。"), "");
    }
}
