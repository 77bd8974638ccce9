//! Tables and prose that know nothing of each other.

use rust_decimal::Decimal;

use super::{Checked, Cited, Context, Example, Finding, Level, Rule, Standing, plain, told::about};
use crate::{
    form::Place,
    prose::{Role, Row, Script},
};

/// An overview of fewer characters is not written yet.
const WRITTEN: usize = 100;

pub(super) const T1_S10: Rule = Rule {
    code: "T1-S10",
    level: Level::Hint,
    what: "本年制发了行政规范性文件的，正文有所反映",
    basis: "国办公开办函〔2021〕30号：总体情况反映主动公开等方面的情况；表一有数而正文只字未提的，容易漏报、错报",
    fix: "在主动公开部分写一句规范性文件的制发、废止情况；不必写的，不用改。",
    check: check_documents,
    good: Example::of_2021(&[("overview", "全年制发行政规范性文件5件。"), ("t1.normative.issued", "5")]),
    bad: Example::of_2021(&[("t1.normative.issued", "5")]),
};

pub(super) const T2_B01: Rule = Rule {
    code: "T2-B01",
    level: Level::Hint,
    what: "部分公开的只计“部分公开”，不再计入“不予公开”",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附表格行名：区分处理的，只计这一情形，不计其他情形",
    fix: "把区分处理的申请只计在“（二）部分公开”，从“（三）不予公开”里减去。",
    check: check_partial,
    good: Example::of_2021(&[
        ("overview", "政府信息公开申请中，部分公开3件，不予公开2件。"),
        ("t2.partial.total", "3"),
        ("t2.denied_law.total", "2"),
    ]),
    bad: Example::of_2021(&[
        ("overview", "政府信息公开申请中，部分公开3件，不予公开2件。"),
        ("t2.partial.total", "1"),
        ("t2.denied_law.total", "4"),
    ]),
};

pub(super) const T2_B02: Rule = Rule {
    code: "T2-B02",
    level: Level::Hint,
    what: "正文写了申请、答复的概数而表二全为 0 的，核对是不是漏填了表二",
    basis: "已公布的报告：正文写有申请，表二整张为 0 或者没有填",
    fix: "按台账填写表二；正文说的是别的工作的，写明是什么。",
    check: check_empty,
    good: Example::of_2021(&[
        ("overview", "收到政府信息公开申请近20件。"),
        ("t2.new.total", "19"),
        ("t2.new.natural", "19"),
    ]),
    bad: Example::of_2021(&[("overview", "收到政府信息公开申请近20件。")]),
};

fn check_documents(context: &Context<'_>, checked: &mut Checked) {
    let place: Place = "t1.normative.issued".into();
    let Some(issued) = context.number(place.as_str()).filter(|issued| !issued.is_zero()) else { return };
    let sections = context.report.edition().sections.iter();
    let mut prose = sections.flat_map(|section| context.report.paragraphs(&section.id));
    if context.report.count_characters("overview") < WRITTEN || prose.any(|text| text.contains("规范性文件")) {
        return;
    }
    let cells = context.report.edition().find(&place).into_iter().collect();
    let message = format!("表一本年制发行政规范性文件 {} 件，正文没有提到", plain(issued));
    checked.findings.push(Finding::new("T1-S10", place, message).with_cells(cells).with_figures([issued]));
}

/// The prose has more in 部分公开 than the table, and the table as much more in 不予公开.
fn check_partial(context: &Context<'_>, checked: &mut Checked) {
    let excess = |row: Row| {
        let is_it = |cited: &&Cited<'_>| cited.reference.role == Some(Role::Row(row));
        let cited = context.cited().iter().find(is_it)?;
        match &cited.standing {
            Standing::Differs(figures) => Some((cited, cited.value().checked_sub(figures.first()?.1)?)),
            _ => None,
        }
    };
    let (Some((partial, more)), Some((_, less))) = (excess(Row::Partial), excess(Row::Denied)) else { return };
    if more > Decimal::ZERO && more == -less {
        let message = format!(
            "正文“{}”，表二少 {} 件而“不予公开”多 {} 件：部分公开的只计这一情形，不再计入不予公开",
            partial.words(),
            plain(more),
            plain(more)
        );
        checked.findings.push(about("T2-B01", partial, message).with_figures([partial.value(), more]));
    }
}

/// About so many applications in the prose, and nothing but zeros in the table. Exact numbers are held against the cells.
fn check_empty(context: &Context<'_>, checked: &mut Checked) {
    let mut figures = context.table("t2").filter_map(|(_, value)| value.number()).peekable();
    if figures.peek().is_none() || figures.any(|figure| !figure.is_zero()) {
        return;
    }
    let is_flow = |cited: &&Cited<'_>| {
        let is_about =
            matches!(cited.reference.role, Some(Role::Received | Role::New | Role::Intake | Role::Concluded));
        is_about && cited.quantity.script != Script::Words && !cited.value().is_zero()
    };
    let mut told = context.cited().iter().filter(is_flow);
    let Some(first) = told.next() else { return };
    if first.standing == Standing::Open {
        let message = format!("正文写“{}”，表二却全为 0", first.words());
        checked.findings.push(about("T2-B02", first, message).with_figures([first.value()]));
    }
}
