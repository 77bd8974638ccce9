//! Sums, balances, lists and durations inside the prose.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Finding, Level, Rule, Said, Span, Verified, added, cited::words, plain};
use crate::{
    form::Place,
    prose::{self, Kind, Relation, Sure},
};

const BASIS: &str =
    "国办公开办函〔2021〕30号：年度报告的数据要统得出、报得准、可核查；已公布的报告里分项之和与总数不符的常见";

pub(super) const P_SUM: Rule = Rule {
    code: "P-SUM",
    level: Level::Warning,
    what: "正文里“其中”“包括”“分别为”、括号和冒号后面的分项，加起来等于总数",
    basis: BASIS,
    fix: "逐项核对分项和总数，改正写错的那一个；分项没有列全的，加“等”字或者补上“其他”。",
    check: |context, checked| check("P-SUM", context, checked),
    good: Example::of_2021(&[("overview", "发布信息1204条（网站800条、微信300条、微博104条）。")]),
    bad: Example::of_2021(&[("overview", "发布信息1204条（网站800条、微信300条、微博94条）。")]),
};

pub(super) const P_SUM1: Rule = Rule {
    code: "P-SUM1",
    level: Level::Hint,
    what: "“其中”后面的分项与总数相差很小，或者改一位数字就相符的，看一看是否漏项、笔误",
    basis: BASIS,
    fix: "分项没有列全的不用改；是笔误的改过来。",
    check: |context, checked| check("P-SUM1", context, checked),
    good: Example::of_2021(&[("overview", "发布信息1204条，其中重点领域120条、政策文件30条。")]),
    bad: Example::of_2021(&[("overview", "发布信息1204条，其中网站800条、微信300条、微博103条。")]),
};

pub(super) const P_BAL: Rule = Rule {
    code: "P-BAL",
    level: Level::Warning,
    what: "正文里收到加上年结转，等于办结（或者各类结果之和）加结转下年；办结等于各类结果之和",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附第三部分表格的勾稽关系，正文报同样的数字也应相符",
    fix: "对照表二逐项核对；只列了一部分结果的，加“其中”“等”字。",
    check: |context, checked| check("P-BAL", context, checked),
    good: Example::of_2021(&[("overview", "答复公众申请公开政府信息80件。")]),
    bad: Example::of_2021(&[(
        "overview",
        "答复政府信息公开申请80件。予以公开40件，不予公开10件，无法提供20件，不予处理9件。",
    )]),
};

pub(super) const P_ENUM: Rule = Rule {
    code: "P-ENUM",
    level: Level::Warning,
    what: "“等六部分”“提案2件，分别为”这样报了个数的，列出来的个数相同",
    basis: BASIS,
    fix: "改数字，或者补上漏列的。",
    check: |context, checked| check("P-ENUM", context, checked),
    good: Example::of_2021(&[(
        "overview",
        "收到提案2件，分别为：第101号提案《关于甲的建议》和第102号提案《关于乙的建议》。",
    )]),
    bad: Example::of_2021(&[(
        "overview",
        "收到提案3件，分别为：第101号提案《关于甲的建议》和第102号提案《关于乙的建议》。",
    )]),
};

pub(super) const P_DUR: Rule = Rule {
    code: "P-DUR",
    level: Level::Hint,
    what: "起止日期与“为期几天”相符",
    basis: "起止两天都算在内",
    fix: "改天数或者日期。",
    check: |context, checked| check("P-DUR", context, checked),
    good: Example::of_2021(&[("overview", "6月2日至4日举办培训班，为期三天。")]),
    bad: Example::of_2021(&[("overview", "6月2日至4日举办培训班，为期两天。")]),
};

/// The rule that judges a relation; `None` for those that need other figures.
fn code_of(relation: &Relation) -> Option<&'static str> {
    let is_slight = relation.sure == Sure::Slight && relation.verdict != prose::Verdict::Holds;
    match relation.kind {
        Kind::Parts | Kind::Implied if is_slight => Some("P-SUM1"),
        Kind::Parts | Kind::Implied => Some("P-SUM"),
        Kind::Balance | Kind::Outcomes => Some("P-BAL"),
        Kind::List => Some("P-ENUM"),
        Kind::Duration => Some("P-DUR"),
        Kind::Share | Kind::Rate | Kind::Growth => None,
    }
}

fn check(code: &'static str, context: &Context<'_>, checked: &mut Checked) {
    for said in context.said {
        for relation in said.reading.relations.iter().filter(|relation| code_of(relation) == Some(code)) {
            match relation.verdict {
                prose::Verdict::Holds => checked.verified.push(held(code, said, relation).into()),
                prose::Verdict::Differs(by) => checked.findings.push(differs(code, said, relation, by)),
                prose::Verdict::Open => {}
            }
        }
    }
}

/// The numbers of a relation, total first.
fn figures(said: &Said, relation: &Relation) -> Vec<Decimal> {
    let all = relation.left.iter().chain(&relation.right);
    all.filter_map(|&i| said.reading.quantities.get(i)).map(|q| q.value).collect()
}

fn joined(said: &Said, all: &[usize]) -> String {
    let values = all.iter().filter_map(|&i| said.reading.quantities.get(i)).map(|q| plain(q.value));
    values.collect::<Vec<_>>().join("+")
}

fn held(code: &'static str, said: &Said, relation: &Relation) -> Verified {
    let (left, right) = (joined(said, &relation.left), joined(said, &relation.right));
    let first = || relation.left.first().and_then(|&i| said.reading.quantities.get(i));
    let text = match relation.kind {
        Kind::List => format!("正文“{}”与所列的个数相符", first().map(|q| words(said, q)).unwrap_or_default()),
        Kind::Duration => format!("正文“{}”与起止日期相符", first().map(|q| words(said, q)).unwrap_or_default()),
        _ => format!("正文 {left} = {right}"),
    };
    let figures = figures(said, relation).into_iter().map(plain).collect();
    Verified { code, place: Place::section(said.section), figures, text }
}

fn differs(code: &'static str, said: &Said, relation: &Relation, by: Decimal) -> Finding {
    let quantity = |i: Option<&usize>| i.and_then(|&i| said.reading.quantities.get(i));
    let total = quantity(relation.left.first()).map(|q| words(said, q)).unwrap_or_default();
    let (left, right) = (joined(said, &relation.left), joined(said, &relation.right));
    let value = |all: &[usize]| added(all.iter().filter_map(|i| quantity(Some(i))).map(|q| q.value));
    let sum = plain(value(&relation.right));
    let more = if by.is_sign_negative() { "多" } else { "少" };
    let gap = plain(by.abs());
    let healed = relation.suspect.and_then(|suspect| {
        let q = said.reading.quantities.get(suspect.quantity)?;
        Some(format!("；“{}”若为 {} 则相符", words(said, q), plain(suspect.value)))
    });
    let message = match relation.kind {
        Kind::Balance => {
            format!("正文收到与结转 {left}，办结与结转下年 {right}，两边相差 {gap}")
        }
        Kind::Outcomes => format!("正文“{total}”，各类结果 {right} = {sum}，{more} {gap}"),
        Kind::List => {
            let listed = value(&relation.left).saturating_sub(by);
            format!("正文“{total}”，列出来的是 {}", plain(listed))
        }
        Kind::Duration => format!("正文“{total}”，按起止日期是 {} 天", plain(value(&relation.left).saturating_sub(by))),
        _ if code == "P-SUM1" => {
            format!("正文“{total}”，分项 {right} = {sum}，{more} {gap}，是否漏项或者笔误{}", healed.unwrap_or_default())
        }
        _ => format!("正文“{total}”，分项 {right} = {sum}，{more} {gap}{}", healed.unwrap_or_default()),
    };
    let finding = Finding::new(code, Place::section(said.section), message).with_figures(figures(said, relation));
    Finding { span: Some(span(said, relation)), ..finding }
}

/// Where the relation stands.
pub(super) fn span(said: &Said, relation: &Relation) -> Span {
    Span { section: said.section.to_owned(), start: relation.span.start, end: relation.span.end }
}
