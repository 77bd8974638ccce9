//! Figures of table 1, edition 2019, that cannot stand beside each other.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Finding, Level, Rule, Verified, plain};
use crate::{
    form::{CellIdx, Kind, Place},
    report::value::fold,
};

const BASIS: &str = "国办公开办函〔2019〕60号所附第二部分表格的栏目含义";

pub(super) const T1_S01: Rule = Rule {
    code: "T1-S01",
    level: Level::Error,
    what: "表一（2019版）：上一年项目数量加本年增减不小于 0",
    basis: BASIS,
    fix: "核对增减的方向和数量：项目不可能减到负数。",
    check: check_balance,
    good: Example::of_2020(&[("t1.permits.last_year", "5"), ("t1.permits.change", "减5")]),
    bad: Example::of_2020(&[("t1.permits.last_year", "3"), ("t1.permits.change", "减5")]),
};

/// The form does not say how to write the direction: 增25, 减5, -18, +3 and 0 are all right; a bare 25 leaves it open.
pub(super) const T1_S02: Rule = Rule {
    code: "T1-S02",
    level: Level::Hint,
    what: "表一（2019版）：本年增/减写明方向",
    basis: "国办公开办函〔2019〕60号所附表格：栏目为“本年增/减”；写成增25、减5、-18、+3 或 0 都看得出方向",
    fix: "写成“增25”或“减5”；没有变化填 0。",
    check: check_direction,
    good: Example::of_2020(&[
        ("t1.permits.change", "增25"),
        ("t1.penalties.last_year", "20"),
        ("t1.penalties.change", "-18"),
    ]),
    bad: Example::of_2020(&[("t1.permits.change", "25"), ("t1.penalties.change", "１")]),
};

pub(super) const T1_S03: Rule = Rule {
    code: "T1-S03",
    level: Level::Warning,
    what: "表一（2019版）：规章、规范性文件的本年新公开数量不大于对外公开总数量",
    basis: BASIS,
    fix: "对外公开总数量是到年底累计的件数，包含本年新公开的；本年公开后又废止的，写明原因。",
    check: |context, checked| {
        let message = |new: &str, total: &str| format!("本年新公开 {new}，大于对外公开总数 {total}");
        check_larger("T1-S03", ["newly_public", "public_total"], message, context, checked);
    },
    good: Example::of_2020(&[("t1.normative.newly_public", "7"), ("t1.normative.public_total", "7")]),
    bad: Example::of_2020(&[("t1.normative.newly_public", "7"), ("t1.normative.produced", "7")]),
};

pub(super) const T1_S04: Rule = Rule {
    code: "T1-S04",
    level: Level::Hint,
    what: "表一（2019版）：规章、规范性文件的本年新公开数量一般不多于本年新制作数量",
    basis: BASIS,
    fix: "新公开的包含往年制作的文件，就不用改；否则核对两个数。",
    check: |context, checked| {
        let message = |new: &str, made: &str| format!("本年新公开 {new}，多于本年新制作 {made}，是否含往年文件");
        check_larger("T1-S04", ["newly_public", "produced"], message, context, checked);
    },
    good: Example::of_2020(&[
        ("t1.normative.produced", "9"),
        ("t1.normative.newly_public", "7"),
        ("t1.normative.public_total", "7"),
    ]),
    bad: Example::of_2020(&[("t1.normative.newly_public", "7"), ("t1.normative.public_total", "7")]),
};

pub(super) const T1_S05: Rule = Rule {
    code: "T1-S05",
    level: Level::Warning,
    what: "表一（2019版）：没有项目的，没有处理决定",
    basis: BASIS,
    fix: "核对项目数量和处理决定数量；年内取消的项目已作出决定等情形，写明原因。",
    check: check_projects,
    good: Example::of_2020(&[("t1.permits.change", "增1"), ("t1.permits.decisions", "12")]),
    bad: Example::of_2020(&[("t1.permits.decisions", "12")]),
};

pub(super) const T1_S06: Rule = Rule {
    code: "T1-S06",
    level: Level::Warning,
    what: "表一（2019版）：政府集中采购的项目数量和金额同时为 0 或者同时不为 0",
    basis: BASIS,
    fix: "补上漏填的项目数量或者金额；有项目而确无金额的，写明原因。",
    check: check_procurement,
    good: Example::of_2020(&[("t1.procurement.items", "3"), ("t1.procurement.amount", "608（万元）")]),
    bad: Example::of_2020(&[("t1.procurement.items", "3")]),
};

/// Rows of table 1 that have all these columns, with their cells.
fn rows<const N: usize>(context: &Context<'_>, columns: [&str; N]) -> Vec<(&'static str, [CellIdx; N])> {
    let edition = context.report.edition();
    let rows = edition.table("t1").into_iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
    rows.filter_map(|row| {
        let cells: Vec<CellIdx> = columns.iter().filter_map(|column| edition.find_in("t1", &row.id, column)).collect();
        Some((row.short.as_str(), cells.try_into().ok()?))
    })
    .collect()
}

/// The figures of some cells, if all have one.
fn figures<const N: usize>(context: &Context<'_>, cells: [CellIdx; N]) -> Option<[Decimal; N]> {
    let figures: Option<Vec<Decimal>> = cells.iter().map(|cell| context.values().get(cell.at())?.number()).collect();
    figures?.try_into().ok()
}

fn found(
    code: &'static str,
    context: &Context<'_>,
    cells: &[CellIdx],
    message: String,
    figures: &[Decimal],
) -> Finding {
    let place = cells.first().map_or_else(|| Place::section("t1"), |c| context.report.edition().spec(*c).place.clone());
    Finding::new(code, place, message).with_cells(cells.to_vec()).with_figures(figures.iter().copied())
}

fn check_balance(context: &Context<'_>, checked: &mut Checked) {
    let rows = rows(context, ["last_year", "change"]).into_iter();
    let judged: Vec<_> = rows.filter_map(|(row, cells)| Some((row, cells, figures(context, cells)?))).collect();
    let is_negative = |[last, change]: [Decimal; 2]| last + change < Decimal::ZERO;
    for (row, cells, [last, change]) in judged.iter().filter(|(_, _, figures)| is_negative(*figures)) {
        let rest = last + change;
        let message =
            format!("{row}：上一年项目数量 {}，本年减 {}，结余为 {}", plain(*last), plain(-*change), plain(rest));
        checked.findings.push(found("T1-S01", context, &[cells[1], cells[0]], message, &[*last, *change]));
    }
    let n_right = judged.iter().filter(|(_, _, figures)| !is_negative(*figures)).count();
    if n_right > 0 {
        let text = format!("表一 {n_right} 行：项目数量加增减不为负");
        checked.verified.push(Verified::new("T1-S01", Place::section("t1"), n_right, text).into());
    }
}

fn check_direction(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    let bare: Vec<(CellIdx, Decimal)> = context
        .table("t1")
        .filter(|(cell, _)| edition.spec(*cell).kind == Kind::Change)
        .filter(|(cell, _)| context.report.text(*cell).trim().chars().next().is_some_and(|c| fold(c).is_ascii_digit()))
        .filter_map(|(cell, value)| Some((cell, value.number()?)))
        .filter(|(_, figure)| !figure.is_zero())
        .collect();
    if bare.is_empty() {
        return;
    }
    let told = bare.iter().map(|(cell, figure)| format!("{} {}", edition.lines(*cell).2.short, plain(*figure)));
    let message =
        format!("“本年增/减”没有写明方向，按增加计：{}；请写成增几或减几", told.collect::<Vec<_>>().join("，"));
    let (cells, numbers): (Vec<CellIdx>, Vec<Decimal>) = bare.iter().copied().unzip();
    let changes = bare.iter().map(|(cell, figure)| context.change(*cell, format!("增{}", plain(*figure)))).collect();
    checked.findings.push(found("T1-S02", context, &cells, message, &numbers).with_candidate(changes));
}

/// One finding for every row whose first column is larger than its second.
fn check_larger(
    code: &'static str,
    columns: [&str; 2],
    message: impl Fn(&str, &str) -> String,
    context: &Context<'_>,
    checked: &mut Checked,
) {
    for (row, cells) in rows(context, columns) {
        let Some([part, whole]) = figures(context, cells).filter(|[part, whole]| part > whole) else { continue };
        let message = format!("{row}：{}", message(&plain(part), &plain(whole)));
        checked.findings.push(found(code, context, &cells, message, &[part, whole]));
    }
}

fn check_projects(context: &Context<'_>, checked: &mut Checked) {
    for (row, cells) in rows(context, ["decisions", "last_year", "change"]) {
        let Some([decisions, last, change]) = figures(context, cells) else { continue };
        if decisions > Decimal::ZERO && last.is_zero() && change.is_zero() {
            let message = format!("{row}：没有项目，却有处理决定 {} 件", plain(decisions));
            checked.findings.push(found("T1-S05", context, &cells, message, &[decisions]));
        }
    }
}

fn check_procurement(context: &Context<'_>, checked: &mut Checked) {
    for (row, cells) in rows(context, ["items", "amount"]) {
        let Some([items, amount]) = figures(context, cells) else { continue };
        if items.is_zero() != amount.is_zero() {
            let message = format!("{row}：采购项目 {} 个，金额 {}，有一项为 0", plain(items), plain(amount));
            checked.findings.push(found("T1-S06", context, &cells, message, &[items, amount]));
        }
    }
}
