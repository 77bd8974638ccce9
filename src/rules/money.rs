//! Amounts that look as if they had been written in 元 where 万元 is asked for.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Finding, Level, Rule, plain};
use crate::{
    form::{self, CellIdx},
    report::{
        Kind,
        value::{Figure, Unit, Value},
    },
};

/// From here on (in 万元) an amount is doubted for an organ below a city; ten times that for a city's or province's.
const DOUBTED: i64 = 100_000;
/// 元 in 万元, and the factor that gives such a slip away from one year to the next.
const YUAN: i64 = 10_000;

pub(super) const T1_S07: Rule = Rule {
    code: "T1-S07",
    level: Level::Warning,
    what: "金额按万元填报，没有误填成元",
    basis: "国办公开办函〔2021〕30号所附表格：本年收费金额（单位：万元）；〔2019〕60号的采购总金额没有规定单位，宜写明",
    fix: "核对原始单据的单位。误填成元的除以一万；金额确实这么大的，写明原因。",
    check,
    good: Example::of_2021(&[("t1.fees.amount", "96171.6")]),
    bad: Example::of_2021(&[("t1.fees.amount", "2510000")]),
};

fn check(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    for (cell, value) in context.table("t1") {
        let Value::Figure(figure) = value else { continue };
        let column = edition.lines(cell).3;
        if column.kind != form::Kind::Money {
            continue;
        }
        let has_unit = column.label.contains("万元");
        let Some(why) = doubt(context, cell, figure, has_unit) else { continue };
        let amount = plain(figure.number);
        let in_ten_thousands = figure.number.checked_mul(Decimal::new(1, 4)).map(plain);
        let message = match (has_unit, &in_ten_thousands) {
            (true, Some(healed)) => {
                format!("{} 填 {amount}，{why}；疑似以元填报，如果是元应填 {healed}", edition.name(cell))
            }
            _ => format!("{} 填 {amount}，{why}；请核对，并写明单位是元还是万元", edition.name(cell)),
        };
        let place = edition.spec(cell).place.clone();
        let changes = in_ten_thousands.filter(|_| has_unit).map(|healed| context.change(cell, healed));
        let finding = Finding::new("T1-S07", place, message).with_figures([figure.number]).with_cells(vec![cell]);
        checked.findings.push(finding.with_candidate(changes.into_iter().collect()));
    }
}

/// Why the amount is doubted, if it is: a unit that the column does not have, a size, a leap by ten thousand.
fn doubt(context: &Context<'_>, cell: CellIdx, figure: &Figure, has_unit: bool) -> Option<String> {
    match figure.unit {
        Some(Unit::Yuan) if has_unit => return Some("写的是元，而本列以万元为单位".to_owned()),
        Some(_) => return None,
        None => {}
    }
    let place = &context.report.edition().spec(cell).place;
    let last = context.last.as_ref().and_then(|last| last.number(place)).filter(|last| !last.is_zero());
    if let Some(last) = last
        && has_unit
        && let Some(factor) = figure.number.checked_div(last)
        && factor >= Decimal::from(YUAN / 2)
        && factor <= Decimal::from(YUAN * 2)
    {
        return Some(format!("去年是 {}，相差约一万倍", plain(last)));
    }
    let is_near_last = last.is_some_and(|last| figure.number <= last * Decimal::TEN);
    let is_large = match context.report.about.kind {
        Kind::City | Kind::Province => figure.number >= Decimal::from(DOUBTED * 100),
        _ => figure.number >= Decimal::from(DOUBTED),
    };
    (is_large && !is_near_last).then(|| "数额很大".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(example: &Example) -> Vec<String> {
        let (report, last) = (example.report().unwrap(), example.last_report());
        let findings = crate::rules::check(&report, last.as_ref()).findings.into_iter();
        findings.filter(|finding| finding.code == "T1-S07").map(|finding| finding.message).collect()
    }

    #[test]
    fn a_leap_by_ten_thousand_a_wrong_unit_and_a_huge_amount_are_asked_about() {
        let name = "行政事业性收费 · 本年收费金额（单位：万元） 填";
        let leap = Example::after(&[("t1.fees.amount", "3.2")], &[("t1.fees.amount", "34000")]);
        let want = format!("{name} 34000，去年是 3.2，相差约一万倍；疑似以元填报，如果是元应填 3.4");
        assert_eq!(told(&leap), [want]);
        let unit = Example::of_2021(&[("t1.fees.amount", "251000元")]);
        let want = format!("{name} 251000，写的是元，而本列以万元为单位；疑似以元填报，如果是元应填 25.1");
        assert_eq!(told(&unit), [want]);
        let no_unit = Example::of_2020(&[("t1.procurement.amount", "75394432.52"), ("t1.procurement.items", "3")]);
        let want = "政府集中采购 · 采购总金额 填 75394432.52，数额很大；请核对，并写明单位是元还是万元";
        assert_eq!(told(&no_unit), [want]);
    }

    #[test]
    fn amounts_that_real_reports_hold_are_not_doubted() {
        for amount in ["96171.6", "59237.2449", "24252.311082", "608（万元）", "0"] {
            let report = Example::of_2021(&[]).report().unwrap();
            let cell = report.edition().find(&"t1.fees.amount".into()).unwrap();
            let mut report = report;
            report.set(cell, amount);
            let findings = crate::rules::check(&report, None).findings;
            assert!(!findings.iter().any(|finding| finding.code == "T1-S07"), "{amount}");
        }
        let as_last_year = Example::after(&[("t1.fees.amount", "120000")], &[("t1.fees.amount", "131000")]);
        assert!(told(&as_last_year).is_empty());
        let with_unit = Example::of_2020(&[("t1.procurement.amount", "75394432.52元"), ("t1.procurement.items", "3")]);
        assert!(told(&with_unit).is_empty(), "that form names no unit");
    }
}
