//! The sums of tables 2 and 3. Which they are is data of the edition; a rule only lends its code.

use super::{Checked, Context, Example, Finding, Level, Rule, Verified, context::healed};
use crate::{
    equations::{Judged, Source, Verdict},
    form::{Along, CellIdx, Equation, Place},
};

const BASIS: &str = "国办公开办函〔2019〕60号、〔2021〕30号所附表格的勾稽关系";
const TABLE_3: &str = "国办公开办函〔2019〕60号、〔2021〕30号所附第四部分表格：总计是前四项之和";
const FIX: &str = "对照原始台账，找出填错的那一格改过来；不要为了凑平而改总计。空着的总计，程序可以代为算出。";

pub(super) const T2_R01: Rule = Rule {
    code: "T2-R01",
    level: Level::Error,
    what: "表二每一行：自然人与五类法人或其他组织之和等于总计",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("T2-R01", context, checked),
    good: Example::of_2021(&[("t2.new.natural", "3"), ("t2.new.business", ""), ("t2.new.total", "3")]),
    bad: Example::of_2021(&[("t2.granted.natural", "2"), ("t2.granted.total", "1")]),
};

pub(super) const T2_C01: Rule = Rule {
    code: "T2-C01",
    level: Level::Error,
    what: "表二每一列：办理结果（一）至（六）各小项之和等于（七）总计",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("T2-C01", context, checked),
    good: Example::of_2021(&[("t2.granted.natural", "1"), ("t2.partial.natural", "1"), ("t2.concluded.natural", "2")]),
    bad: Example::of_2021(&[("t2.concluded.natural", "2"), ("t2.granted.natural", "1")]),
};

pub(super) const T2_C02: Rule = Rule {
    code: "T2-C02",
    level: Level::Error,
    what: "表二每一列：本年新收加上年结转，等于（七）总计加结转下年度",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号表头原文：本列数据的勾稽关系为第一项加第二项之和，等于第三项加第四项之和",
    fix: FIX,
    check: |context, checked| check("T2-C02", context, checked),
    good: Example::of_2021(&[
        ("t2.new.natural", "3"),
        ("t2.concluded.natural", "2"),
        ("t2.carried_forward.natural", "1"),
    ]),
    bad: Example::of_2021(&[("t2.new.natural", "3"), ("t2.carried_forward.natural", "1")]),
};

pub(super) const T3_R01: Rule = Rule {
    code: "T3-R01",
    level: Level::Error,
    what: "表三行政复议：结果维持、结果纠正、其他结果、尚未审结之和等于总计",
    basis: TABLE_3,
    fix: FIX,
    check: |context, checked| check("T3-R01", context, checked),
    good: Example::of_2021(&[("t3.review.upheld", "2"), ("t3.review.total", "2")]),
    bad: Example::of_2021(&[("t3.review.upheld", "2"), ("t3.review.total", "3")]),
};

pub(super) const T3_R02: Rule = Rule {
    code: "T3-R02",
    level: Level::Error,
    what: "表三行政诉讼（未经复议直接起诉）：四种结果之和等于总计",
    basis: TABLE_3,
    fix: FIX,
    check: |context, checked| check("T3-R02", context, checked),
    good: Example::of_2021(&[("t3.suit.pending", "1"), ("t3.suit.total", "1")]),
    bad: Example::of_2021(&[("t3.suit.pending", "1")]),
};

pub(super) const T3_R03: Rule = Rule {
    code: "T3-R03",
    level: Level::Error,
    what: "表三行政诉讼（复议后起诉）：四种结果之和等于总计",
    basis: TABLE_3,
    fix: FIX,
    check: |context, checked| check("T3-R03", context, checked),
    good: Example::of_2021(&[("t3.after_review.other", "1"), ("t3.after_review.total", "1")]),
    bad: Example::of_2021(&[("t3.after_review.total", "1")]),
};

/// One finding for every broken sum of the edition's equations with this code; one tick for all that hold.
fn check(code: &'static str, context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    for (n, equation) in edition.equations.iter().enumerate().filter(|(_, equation)| equation.code == code) {
        let of_equation = || context.sums().iter().filter(move |judged| judged.sum.equation == n);
        checked.findings.extend(of_equation().filter_map(|judged| broken(code, equation, judged, context)));
        let held: Vec<&Judged> = of_equation().filter(|judged| judged.verdict == Verdict::Holds).collect();
        if let Some(first) = held.first() {
            let table = edition.table_name(&equation.table);
            let lines = match (of_equation().count(), equation.along) {
                (1, _) => edition.line_name(first.sum),
                (_, Along::Row) => format!(" {} 行", held.len()),
                (_, Along::Column) => format!(" {} 列", held.len()),
            };
            let text = format!("{table}{lines}：{}与{}相符", equation.left_name, equation.right_name);
            checked.verified.push(Verified::new(code, Place::section(&equation.table), held.len(), text).into());
        }
    }
}

fn broken(code: &'static str, equation: &Equation, judged: &Judged, context: &Context<'_>) -> Option<Finding> {
    let Verdict::Broken { left, right } = judged.verdict else { return None };
    let edition = context.report.edition();
    let sum = judged.sum;
    let total = sum.total();
    let cells: Vec<CellIdx> = sum.terms.iter().map(|term| term.cell).collect();
    let at = total.or(cells.first().copied())?;
    let line = edition.line_name(sum);
    let verb = if total.is_some() { "填" } else { "" };
    let (more, difference) = if left > right { ("多", left - right) } else { ("少", right - left) };
    let message = format!(
        "{line}：{} {}，{}{verb} {}，{more} {}",
        equation.left_name,
        left.normalize(),
        equation.right_name,
        right.normalize(),
        difference.normalize()
    );
    let figure = |cell: CellIdx| context.values().get(cell.at())?.number();
    let terms = cells.iter().filter(|cell| Some(**cell) != total).filter_map(|cell| figure(*cell));
    let mut figures: Vec<String> = terms.filter(|n| !n.is_zero()).map(|n| n.normalize().to_string()).collect();
    figures.extend(total.map(|_| right.normalize().to_string()));
    let finding = Finding::new(code, edition.spec(at).place.clone(), message).with_cells(cells);
    let sums = edition.sums();
    let is_it = |source: Source| matches!(source, Source::Sum(n) if sums.get(n).is_some_and(|sum| sum == judged.sum));
    Some(healed(context, Finding { figures, ..finding }, is_it))
}
