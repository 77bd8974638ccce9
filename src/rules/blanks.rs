//! Blank cells mixed with zeros. Blanks alone are no fault: no notice says how to write a zero.

use super::{Checked, Context, Example, Finding, Level, Rule, Verified};
use crate::form::{CellIdx, Place};

const BASIS: &str = "国办公开办函〔2019〕60号、〔2021〕30号没有规定零怎么写，但同一张表里空白与 0 混用，读者分不清是没有还是漏填；条例第六条要求公开的信息准确";
const FIX: &str = "确实没有的，整张表统一填 0；漏填的补上数字。";

pub(super) const T1_V02: Rule = Rule {
    code: "T1-V02",
    level: Level::Warning,
    what: "表一没有的项目写法一致：不把空白、“/”、“无”与 0 混用",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("T1-V02", "t1", context, checked),
    good: Example::of_2021(&[("t1.permits.decisions", "12")]),
    bad: Example::of_2021(&[("t1.permits.decisions", ""), ("t1.fees.amount", "无")]),
};

pub(super) const T2_V02: Rule = Rule {
    code: "T2-V02",
    level: Level::Warning,
    what: "表二没有的情形写法一致：不把空白、“/”、“无”与 0 混用",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("T2-V02", "t2", context, checked),
    good: Example::of_2021(&[]),
    bad: Example::of_2021(&[("t2.granted.research", ""), ("t2.granted.other", "/")]),
};

pub(super) const T3_V01: Rule = Rule {
    code: "T3-V01",
    level: Level::Warning,
    what: "表三没有的情形写法一致：不把空白、“/”、“无”与 0 混用",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("T3-V01", "t3", context, checked),
    good: Example::of_2021(&[]),
    bad: Example::of_2021(&[("t3.review.upheld", ""), ("t3.review.total", "—")]),
};

/// One finding for a table that has both blanks and zeros; a tick for one that has figures and does not mix them.
fn check(code: &'static str, table: &'static str, context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    let blanks: Vec<CellIdx> =
        context.table(table).filter(|(_, value)| value.is_empty()).map(|(cell, _)| cell).collect();
    let zeros = context.table(table).filter(|(_, value)| value.number().is_some_and(|n| n.is_zero())).count();
    let name = edition.table_name(table);
    if let (Some(first), true) = (blanks.first(), zeros > 0) {
        let place = edition.spec(*first).place.clone();
        let message = format!(
            "{name}有 {} 格空白或填“/”之类，另有 {zeros} 格填 0，写法不一，首处：{}；没有的请统一填 0",
            blanks.len(),
            edition.name(*first)
        );
        let figures = [blanks.len(), zeros].map(Into::into);
        let finding = Finding::new(code, place, message).with_figures(figures);
        checked.findings.push(finding.with_cells(blanks));
    } else if context.has_figures(table) {
        let count = context.table(table).count();
        let text = format!("{name}没有空白与 0 混用");
        checked.verified.push(Verified::new(code, Place::section(table), count, text).into());
    }
}
