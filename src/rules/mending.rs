//! Ways out that the figures themselves offer: blanks that follow, several repairs, figures in each other's place.

use super::{Change, Checked, Context, Example, Finding, Level, Repair, Rule, context::repairs_of};
use crate::{
    equations::{At, Cause, Fill, How, Reason, Source},
    form::CellIdx,
};

/// So many ways out are named.
const NAMED: usize = 3;

const BASIS: &str = "国办公开办函〔2019〕60号、〔2021〕30号所附表格的勾稽关系";

pub(super) const T2_D01: Rule = Rule {
    code: "T2-D01",
    level: Level::Hint,
    what: "表二空着的格，能由其余各格推出的，提示应填多少",
    basis: BASIS,
    fix: "核对后按 F8 逐格采纳灰色的数；不对的，说明别的格填错了。",
    check: check_blanks,
    good: Example::of_2021(&[("t2.new.natural", "3"), ("t2.new.total", "3"), ("t2.concluded.natural", "3")]),
    bad: Example::of_2021(&[
        ("t2.new.natural", ""),
        ("t2.new.total", "3"),
        ("t2.granted.natural", "3"),
        ("t2.granted.total", "3"),
        ("t2.concluded.natural", "3"),
        ("t2.concluded.total", "3"),
    ]),
};

pub(super) const T2_D02: Rule = Rule {
    code: "T2-D02",
    level: Level::Warning,
    what: "表二各格填了数的，合计不空着",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附表格的“总计”行、列；没有规定可以不填",
    fix: "核对后按 F8 采纳灰色的数；确实不填的，写明原因。",
    check: check_totals,
    good: Example::of_2021(&[("t2.granted.natural", "3"), ("t2.granted.total", "3")]),
    bad: Example::of_2021(&[
        ("t2.new.natural", "3"),
        ("t2.new.total", "3"),
        ("t2.granted.natural", "3"),
        ("t2.granted.total", ""),
        ("t2.concluded.natural", "3"),
        ("t2.concluded.total", "3"),
    ]),
};

pub(super) const T2_X01: Rule = Rule {
    code: "T2-X01",
    level: Level::Warning,
    what: "表二对不上、又不止一种改法的，由人对照台账选定",
    basis: BASIS,
    fix: "按 F4 看各种改法，对照台账选一种；都不对的，按 F7 排除后再看。",
    check: check_choices,
    good: Example::of_2021(&[("t2.granted.natural", "2"), ("t2.granted.total", "1")]),
    bad: Example::of_2021(&[
        ("t2.new.natural", "2"),
        ("t2.new.business", "2"),
        ("t2.new.total", "4"),
        ("t2.granted.natural", "2"),
        ("t2.granted.business", "1"),
        ("t2.granted.total", "2"),
        ("t2.partial.natural", "1"),
        ("t2.partial.business", "2"),
        ("t2.partial.total", "2"),
        ("t2.concluded.natural", "2"),
        ("t2.concluded.business", "2"),
        ("t2.concluded.total", "4"),
    ]),
};

pub(super) const T2_X02: Rule = Rule {
    code: "T2-X02",
    level: Level::Warning,
    what: "表二没有两格、两行填颠倒的",
    basis: "相邻的格、行填颠倒是抄录时常见的错；互换以后全部相符，就是证据",
    fix: "对照台账，填颠倒的按 F8 或 F4 换回来。",
    check: check_swaps,
    good: Example::of_2021(&[("t2.granted.natural", "2"), ("t2.granted.total", "1")]),
    bad: Example::of_2021(&[
        ("t2.new.natural", "12"),
        ("t2.new.business", "5"),
        ("t2.new.total", "17"),
        ("t2.granted.natural", "5"),
        ("t2.granted.business", "12"),
        ("t2.granted.total", "17"),
        ("t2.concluded.natural", "12"),
        ("t2.concluded.business", "5"),
        ("t2.concluded.total", "17"),
    ]),
};

/// One hint for all blanks of table 2 that follow from the rest. That a blank is 0 is no news: T2-V02 speaks of those.
fn check_blanks(context: &Context<'_>, checked: &mut Checked) {
    let fills = blanks(context).filter(|fill| !is_total(context, fill.cell));
    let how = |fill: &Fill| match fill.reason {
        Reason::OnlyUnknown => "其余各格都已填",
        Reason::TotalIsReached => "总数已满",
        Reason::SumOfParts => "各格之和",
    };
    tell(context, "T2-D01", ("格空着可以推出", how), &fills.collect::<Vec<_>>(), checked);
}

/// One warning for all totals of table 2 that are blank though there is something to add up.
fn check_totals(context: &Context<'_>, checked: &mut Checked) {
    let fills = blanks(context).filter(|fill| is_total(context, fill.cell));
    tell(context, "T2-D02", ("个合计空着", |_| "各格之和"), &fills.collect::<Vec<_>>(), checked);
}

/// The blanks of table 2 that follow from the rest, but for those that are 0.
fn blanks<'a>(context: &'a Context<'_>) -> impl Iterator<Item = &'a Fill> {
    let edition = context.report.edition();
    let is_blank = |cell: CellIdx| context.report.text(cell).trim().is_empty();
    let of_table = move |cell: CellIdx| edition.spec(cell).place.table() == "t2";
    context.fills().iter().filter(move |fill| of_table(fill.cell) && is_blank(fill.cell) && fill.text != "0")
}

/// Is this what the other cells of a sum add up to?
fn is_total(context: &Context<'_>, cell: CellIdx) -> bool {
    context.report.edition().sums().iter().any(|sum| sum.side(false).eq([cell]))
}

/// One finding for several blanks: how many of what, and why the first holds what.
fn tell(
    context: &Context<'_>,
    code: &'static str,
    (what, how): (&str, fn(&Fill) -> &'static str),
    fills: &[&Fill],
    checked: &mut Checked,
) {
    let Some(first) = fills.first() else { return };
    let edition = context.report.edition();
    let head = if fills.len() > 1 { format!("表二有 {} {what}，首处：", fills.len()) } else { String::new() };
    let name = edition.name(first.cell);
    let message = format!("{head}{name} 应为 {}（{}）", first.text, how(first));
    let cells = fills.iter().map(|fill| fill.cell).collect();
    let changes = fills.iter().map(|fill| context.change(fill.cell, fill.text.clone())).collect();
    let finding = Finding::new(code, edition.spec(first.cell).place.clone(), message);
    let finding = Finding { figures: vec![fills.len().to_string()], ..finding };
    checked.findings.push(finding.with_cells(cells).with_candidate(changes));
}

/// Causes in the sums of table 2, by their numbers, with what would heal them.
fn causes<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (usize, &'a Cause, Vec<Repair>)> {
    let edition = context.report.edition();
    let is_of_table = |source: Source| match source {
        Source::Sum(n) => edition
            .sums()
            .get(n)
            .and_then(|sum| edition.equations.get(sum.equation))
            .is_some_and(|equation| equation.table == "t2"),
        _ => false,
    };
    let of_table = move |cause: &&Cause| cause.broken.iter().any(|broken| is_of_table(broken.source));
    let causes = context.causes().iter().enumerate().filter(move |(_, cause)| of_table(cause));
    causes.map(|(n, cause)| (n, cause, repairs_of(context, cause)))
}

fn is_moved(how: How) -> bool {
    matches!(how, How::Swapped | How::RowsSwapped | How::RowsSlipped)
}

fn check_choices(context: &Context<'_>, checked: &mut Checked) {
    for (n, cause, repairs) in causes(context) {
        let is_plain = cause
            .repairs
            .first()
            .is_some_and(|first| first.sure || is_moved(first.how) || first.how == How::TotalsFollow);
        let Some(cell) = repairs.first().and_then(|repair| repair.changes.first()).filter(|_| !is_plain) else {
            continue;
        };
        if repairs.len() < 2 {
            continue;
        }
        let named: Vec<String> = repairs.iter().take(NAMED).map(|repair| told(context, &repair.changes)).collect();
        let more = if repairs.len() > NAMED { "等" } else { "" };
        let count = repairs.len();
        let message = format!("有 {count} 种改法都能使表二相符，请对照台账选：{}{more}", named.join("；或"));
        let place = cell.place.clone();
        checked.findings.push(with(context, Finding::new("T2-X01", place, message), n, repairs));
    }
}

fn check_swaps(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    for (n, cause, repairs) in causes(context) {
        let Some(first) = cause.repairs.first().filter(|first| is_moved(first.how)) else { continue };
        let cells: Vec<CellIdx> = first
            .changes
            .iter()
            .filter_map(|change| if let At::Cell(cell) = change.at { Some(cell) } else { None })
            .collect();
        let row =
            |cell: &CellIdx| edition.name(*cell).rsplit_once(" · ").map(|(row, _)| row.to_owned()).unwrap_or_default();
        let (Some(one), Some(other)) = (cells.first(), cells.last()) else { continue };
        let message = match first.how {
            How::Swapped => {
                format!("“{}”与“{}”疑似填颠倒了（互换后全部相符）", edition.name(*one), edition.name(*other))
            }
            How::RowsSwapped => format!("“{}”与“{}”两行疑似填颠倒了（互换后全部相符）", row(one), row(other)),
            _ => format!("“{}”到“{}”各行疑似填错了一行（移一行后全部相符）", row(one), row(other)),
        };
        let place = edition.spec(*one).place.clone();
        checked.findings.push(with(context, Finding::new("T2-X02", place, message), n, repairs));
    }
}

fn with(context: &Context<'_>, finding: Finding, cause: usize, repairs: Vec<Repair>) -> Finding {
    let changes = || repairs.iter().flat_map(|repair| &repair.changes);
    let cells: Vec<CellIdx> = changes().filter_map(|change| context.report.edition().find(&change.place)).collect();
    let figures = repairs.iter().take(1).flat_map(|repair| &repair.changes);
    let figures: Vec<String> = figures.flat_map(|change| [change.from.clone(), change.to.clone()]).collect();
    let finding = Finding { cause: Some(cause), figures, ..finding };
    Finding { repairs, ..finding.with_cells(cells) }
}

/// A repair in few words: `（一）予以公开 · 自然人 改为 1`.
fn told(context: &Context<'_>, changes: &[Change]) -> String {
    let edition = context.report.edition();
    let word = |change: &Change| {
        let name = edition.find(&change.place).map(|cell| edition.name(cell)).unwrap_or_default();
        format!("{name} 改为 {}", change.to)
    };
    changes.iter().map(word).collect::<Vec<_>>().join("、")
}
