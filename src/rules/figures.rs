//! Cells that hold no figure of their kind.

use super::{Checked, Context, Example, Finding, Level, Rule, Verified};
use crate::{
    form::{Kind, Place},
    report::value::{self, Value, fold},
};

/// So many characters of a cell's text are quoted.
const QUOTED: usize = 20;

const BASIS: &str =
    "条例第六条：行政机关应当及时、准确地公开政府信息；国办公开办函〔2021〕30号所附表格按件数、金额填报";
const FIX: &str = "只填阿拉伯数字，可以带千分位逗号；要说明的话写在数字后面的括号里，如 22（其中修订16件）。";

pub(super) const T1_V01: Rule = Rule {
    code: "T1-V01",
    level: Level::Error,
    what: "表一各格：件数填非负整数，增减填带方向的整数，金额填非负数、万元最多六位小数",
    basis: BASIS,
    fix: "件数只填阿拉伯数字；“本年增/减”写成增25、减5、-18 或 0；金额可以写明单位，如 608（万元）。",
    check: |context, checked| check("T1-V01", "t1", context, checked),
    good: Example::of_2020(&[("t1.permits.change", "减5"), ("t1.procurement.amount", "608.5（万元）")]),
    bad: Example::of_2020(&[("t1.permits.decisions", "约300")]),
};

pub(super) const T2_V01: Rule = Rule {
    code: "T2-V01",
    level: Level::Error,
    what: "表二各格填非负整数",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("T2-V01", "t2", context, checked),
    good: Example::of_2021(&[("t2.new.natural", "1,204"), ("t2.granted.natural", "３ 件")]),
    bad: Example::of_2021(&[("t2.new.natural", "三件")]),
};

/// T3-V01 is the catalogue's code for the blanks of table 3, so that its unreadable cells are V02; in tables 1 and 2
/// it is the other way round. Codes are public and stay.
pub(super) const T3_V02: Rule = Rule {
    code: "T3-V02",
    level: Level::Error,
    what: "表三各格填非负整数",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("T3-V02", "t3", context, checked),
    good: Example::of_2021(&[("t3.review.upheld", "2")]),
    bad: Example::of_2021(&[("t3.review.upheld", "-2")]),
};

/// One finding for every cell that is no figure; a tick if the table has figures and all can be read.
fn check(code: &'static str, table: &'static str, context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    let mut is_readable = true;
    for (cell, value) in context.table(table) {
        let Value::Unreadable(fault) = value else { continue };
        is_readable = false;
        let text = quoted(context.report.text(cell));
        let message = format!("{} 填“{text}”：{}", edition.name(cell), fault.message());
        let place = edition.spec(cell).place.clone();
        let meant = meant(context.report.text(cell), edition.spec(cell).kind);
        let changes = meant.map(|text| context.change(cell, text)).into_iter().collect();
        checked.findings.push(Finding::new(code, place, message).with_cells(vec![cell]).with_candidate(changes));
    }
    let figures = context.table(table).filter(|(_, value)| value.number().is_some()).count();
    if is_readable && figures > 0 {
        let text = format!("{} {figures} 格数字都能读出", edition.table_name(table));
        checked.verified.push(Verified::new(code, Place::section(table), figures, text).into());
    }
}

/// What was meant where letters were typed for the digits that they look like; `None` if that gives no figure either.
fn meant(text: &str, kind: Kind) -> Option<String> {
    let digits = text.chars().map(|c| match fold(c) {
        'o' | 'O' => '0',
        'l' | 'I' | '|' => '1',
        _ => c,
    });
    let meant: String = digits.collect();
    value::read(&meant, kind).number().map(|_| meant.trim().to_owned())
}

pub(super) fn quoted(text: &str) -> String {
    let mut quoted: String = text.trim().chars().take(QUOTED).collect();
    if text.trim().chars().nth(QUOTED).is_some() {
        quoted.push('…');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_typed_for_digits_are_read_as_what_they_look_like() {
        let meant = |text| meant(text, Kind::Count);
        assert_eq!(meant("1o").as_deref(), Some("10"));
        assert_eq!(meant(" l 件").as_deref(), Some("1 件"));
        assert_eq!(meant("ｏ").as_deref(), Some("0"));
        assert_eq!([meant("三"), meant("约300"), meant("-l")], [None, None, None]);
    }
}
