//! What follows from last year's report. Which figures those are is data of the edition; a rule only lends its code.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Finding, Level, Rule, Verified, plain};
use crate::{
    equations::{self, CarryLine},
    form::{Along, CellIdx, Edition, Place},
    report::value::{Value, total},
};

pub(super) const Y_01: Rule = Rule {
    code: "Y-01",
    level: Level::Warning,
    what: "表二“上年结转”各列等于去年报告的“结转下年度继续办理”",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附表格：去年结转下年度的，就是今年上年结转的；机构合并、数据更正的除外",
    fix: "对照去年公布的报告。抄错的改过来；因机构合并、数据更正而不同的，写明原因。",
    check: |context, checked| check("Y-01", context, checked),
    good: Example::after(&[("t2.carried_forward.natural", "2")], &[("t2.brought_forward.natural", "2 件")]),
    bad: Example::after(
        &[("t2.carried_forward.natural", "2"), ("t2.carried_forward.total", "2")],
        &[("t2.brought_forward.business", "2"), ("t2.brought_forward.total", "2")],
    ),
};

pub(super) const Y_02: Rule = Rule {
    code: "Y-02",
    level: Level::Warning,
    what: "表一（2019版）与去年报告衔接：上一年项目数量等于去年的上一年项目数量加增减，对外公开总数量等于去年的总数量加本年新公开",
    basis: "国办公开办函〔2019〕60号所附表格的栏目含义；已公布的报告连续两年逐行相符",
    fix: "对照去年公布的报告。抄错的改过来；清理、划转或者口径调整的，写明原因。",
    check: |context, checked| check("Y-02", context, checked),
    good: Example {
        last: &[("t1.permits.last_year", "94"), ("t1.permits.change", "增25")],
        ..Example::of_2020(&[("t1.permits.last_year", "119")])
    },
    bad: Example {
        last: &[("t1.permits.last_year", "94"), ("t1.permits.change", "减5")],
        ..Example::of_2020(&[("t1.permits.last_year", "94")])
    },
};

/// The same rule as Y-06 of the catalogue.
pub(super) const T1_S08: Rule = Rule {
    code: "T1-S08",
    level: Level::Warning,
    what: "规章、行政规范性文件：现行有效件数等于去年现行有效件数加本年制发、减本年废止",
    basis: "国办公开办函〔2021〕30号所附表格的栏目含义；开展清理、调整口径的除外",
    fix: "核对制发、废止、现行有效三个数；开展过清理或者调整过口径的，写明原因。",
    check: |context, checked| check("T1-S08", context, checked),
    good: Example::after(
        &[("t1.normative.in_force", "698")],
        &[("t1.normative.issued", "77"), ("t1.normative.repealed", "132"), ("t1.normative.in_force", "643")],
    ),
    bad: Example::after(
        &[("t1.normative.in_force", "698")],
        &[("t1.normative.issued", "77"), ("t1.normative.repealed", "132"), ("t1.normative.in_force", "470")],
    ),
};

/// A line of a carry, what stands there and what should.
struct Held {
    line: CarryLine,
    figure: Decimal,
    expected: Decimal,
}

/// One finding for every carry that has lines which do not agree; one tick for all that do.
fn check(code: &'static str, context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = &context.last else { return };
    let edition = context.report.edition();
    for carry in edition.carries.iter().filter(|carry| carry.code == code) {
        let lines: Vec<CarryLine> = equations::lines_of(edition, last.report.edition(), carry).collect();
        let held = lines.iter().filter_map(|line| {
            let figure = figure_of(edition, context.values(), line.cell, line.carry.along)?;
            Some(Held { line: line.clone(), figure, expected: expected(context, line)? })
        });
        let (right, wrong): (Vec<Held>, Vec<Held>) = held.partition(|held| held.figure == held.expected);
        if let Some(first) = right.first() {
            let what = what(context, &first.line);
            let text = format!("“{what}”{}处与去年的报告衔接", right.len());
            checked
                .verified
                .push(Verified::new(code, Place::section(&first.line.carry.table), right.len(), text).into());
        }
        checked.findings.extend(differing(code, context, &wrong));
    }
}

/// The figure of a cell; a blank beside figures on its line counts as nothing.
fn figure_of(edition: &Edition, values: &[Value], cell: CellIdx, along: Along) -> Option<Decimal> {
    match values.get(cell.at())? {
        Value::Figure(figure) => Some(figure.number),
        Value::Unreadable(_) => None,
        Value::Blank | Value::Dash => {
            let place = &edition.spec(cell).place;
            let is_beside = |other: &CellIdx| {
                let other = &edition.spec(*other).place;
                match along {
                    Along::Row => other.row() == place.row(),
                    Along::Column => other.column() == place.column(),
                }
            };
            let mut line = edition.cells_of(place.table()).filter(is_beside);
            line.any(|cell| values.get(cell.at()).is_some_and(|v| v.number().is_some())).then_some(Decimal::ZERO)
        }
    }
}

/// What last year's report says should stand there; `None` if it says nothing.
fn expected(context: &Context<'_>, line: &CarryLine) -> Option<Decimal> {
    let last = context.last.as_ref()?;
    let carried = match line.last.as_slice() {
        [cell] if line.carry.along == Along::Column => {
            figure_of(last.report.edition(), &last.values, *cell, line.carry.along)
        }
        cells => total(cells.iter().filter_map(|cell| last.value(*cell))),
    };
    let sum = |cells: &[CellIdx]| -> Option<Decimal> {
        let values = || cells.iter().filter_map(|cell| context.values().get(cell.at()));
        let is_readable = !values().any(|value| matches!(value, Value::Unreadable(_)));
        is_readable.then(|| total(values()).unwrap_or_default())
    };
    carried?.checked_add(sum(&line.plus)?)?.checked_sub(sum(&line.minus)?)
}

fn differing(code: &'static str, context: &Context<'_>, wrong: &[Held]) -> Option<Finding> {
    let first = wrong.first()?;
    let edition = context.report.edition();
    let told: Vec<String> = wrong.iter().map(|held| tell(context, held)).collect();
    let message = format!("“{}”与去年的报告对不上：{}", what(context, &first.line), told.join("；"));
    let cells: Vec<CellIdx> = wrong.iter().map(|held| held.line.cell).collect();
    let healed = wrong.iter().filter(|held| !held.expected.is_sign_negative());
    let changes = healed.map(|held| context.change(held.line.cell, plain(held.expected))).collect();
    let place = edition.spec(first.line.cell).place.clone();
    let figures = wrong.iter().flat_map(|held| [held.figure, held.expected]);
    Some(Finding::new(code, place, message).with_cells(cells).with_figures(figures).with_candidate(changes))
}

/// `自然人 填 0，去年为 2`, `行政规范性文件 填 470，应为 643（去年 698，本年制发 77，本年废止 132）`.
fn tell(context: &Context<'_>, held: &Held) -> String {
    let edition = context.report.edition();
    let line = &held.line;
    let (_, _, row, column) = edition.lines(line.cell);
    let name = match line.carry.along {
        Along::Row => row.short.clone(),
        Along::Column if column.under.is_empty() => column.label.clone(),
        Along::Column => format!("{}（{}）", column.label, column.under),
    };
    let is_blank = context.values().get(line.cell.at()).is_some_and(Value::is_empty);
    let now = if is_blank { "空着".to_owned() } else { format!("填 {}", plain(held.figure)) };
    let expected = plain(held.expected);
    if line.last.len() == 1 && line.plus.is_empty() && line.minus.is_empty() {
        return format!("{name} {now}，去年为 {expected}");
    }
    let last = context.last.as_ref();
    let mut terms: Vec<String> = Vec::new();
    for cell in &line.last {
        let figure = last.and_then(|last| last.value(*cell)).and_then(Value::number).unwrap_or_default();
        let label = last.map_or("", |last| last.report.edition().lines(*cell).3.label.as_str());
        terms.push(format!("去年{label} {}", plain(figure)));
    }
    for cell in line.plus.iter().chain(&line.minus) {
        let figure = context.values().get(cell.at()).and_then(Value::number).unwrap_or_default();
        terms.push(format!("{} {}", edition.lines(*cell).3.label, plain(figure)));
    }
    format!("{name} {now}，应为 {expected}（{}）", terms.join("，"))
}

/// The row or column that the carry is about, as the form calls it.
fn what(context: &Context<'_>, line: &CarryLine) -> String {
    let (_, _, row, column) = context.report.edition().lines(line.cell);
    match line.carry.along {
        Along::Row => column.label.clone(),
        Along::Column => row.short.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check as judge;

    fn found(example: &Example) -> Vec<Finding> {
        let (report, last) = (example.report().unwrap(), example.last_report());
        let codes = ["Y-01", "Y-02", "T1-S08"];
        judge(&report, last.as_ref()).findings.into_iter().filter(|f| codes.contains(&f.code)).collect()
    }

    #[test]
    fn columns_that_differ_stand_in_one_finding_with_what_last_year_said() {
        let [finding] = &found(&Y_01.bad)[..] else { panic!("not one finding") };
        let message =
            "“二、上年结转”与去年的报告对不上：自然人 填 0，去年为 2；商业企业（法人或其他组织） 填 2，去年为 0";
        assert_eq!(finding.message, message);
        assert_eq!(finding.figures, ["0", "2", "2", "0"]);
        let changes: Vec<_> =
            finding.repairs[0].changes.iter().map(|c| (c.place.as_str(), c.from.as_str(), c.to.as_str())).collect();
        assert_eq!(changes, [("t2.brought_forward.natural", "0", "2"), ("t2.brought_forward.business", "2", "0")]);
        assert!(!finding.repairs[0].sure);
    }

    #[test]
    fn a_figure_in_force_is_told_with_its_arithmetic() {
        let [finding] = &found(&T1_S08.bad)[..] else { panic!("not one finding") };
        assert_eq!(
            finding.message,
            "“现行有效件数”与去年的报告对不上：行政规范性文件 填 470，应为 643（去年现行有效件数 698，本年制发件数 77，本年废止件数 132）"
        );
    }

    #[test]
    fn the_change_of_edition_breaks_no_carry_but_that_of_table_2() {
        let example = Example {
            last: &[("t1.normative.public_total", "9"), ("t2.carried_forward.total", "1")],
            ..Example::of_2021(&[("t1.normative.in_force", "4")])
        };
        assert_eq!(found(&example).iter().map(|f| f.code).collect::<Vec<_>>(), ["Y-01"]);
    }

    #[test]
    fn a_column_that_one_year_left_blank_throughout_is_not_compared() {
        let mut last = Y_01.bad.last_report().unwrap();
        let report = Example::after(&[], &[("t2.brought_forward.natural", "2")]).report().unwrap();
        let edition = last.edition();
        for cell in edition.cells_of("t2").filter(|cell| edition.spec(*cell).place.column() == "total") {
            last.set(cell, "");
        }
        let findings = judge(&report, Some(&last)).findings;
        assert!(!findings.iter().any(|f| f.code == "Y-01"), "{findings:?}");
    }

    #[test]
    fn a_blank_beside_figures_is_a_zero_that_differs() {
        let example = Example::after(&[("t2.carried_forward.natural", "2")], &[("t2.brought_forward.natural", "")]);
        let [finding] = &found(&example)[..] else { panic!("not one finding") };
        assert!(finding.message.ends_with("自然人 空着，去年为 2"), "{}", finding.message);
    }

    #[test]
    fn only_the_year_before_counts_as_last_year() {
        let (mut report, last) = (Y_01.bad.report().unwrap(), Y_01.bad.last_report().unwrap());
        report.about.year += 1;
        assert!(!judge(&report, Some(&last)).findings.iter().any(|f| f.code == "Y-01"));
    }
}
