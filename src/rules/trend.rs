//! Figures that leap from one year to the next, and figures that did not move at all.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Finding, Level, Rule, plain};
use crate::{
    form::{CellIdx, Edition, Place},
    report::{compare::is_leap, value::Value},
};

/// Rows of table 2 whose totals are compared; the groups are those that the form has no cell for.
const ROWS: [&str; 8] =
    ["new", "granted", "partial", "denied", "unavailable", "not_processed", "otherwise", "concluded"];
/// So many figures that did not move look like last year's table left as it was.
const SAME: usize = 5;
/// Figures from here on hardly ever stay the same by chance.
const LARGE: i64 = 20;

const LEAP: &str = "两年之差超出正常波动：2(√x−√y) 的绝对值大于 3·√(2+(0.35√m)²)，m 为两年的均值；小数目的增减不在此列";
const LEAP_FIX: &str = "核对是不是多录、漏录或者错位；数字属实的，写一句原因（如集中受理某类申请）。";

pub(super) const Y_03: Rule = Rule {
    code: "Y-03",
    level: Level::Warning,
    what: "表二新收、办结和各类办理结果的总计，与去年相比没有异常变化",
    basis: LEAP,
    fix: LEAP_FIX,
    check: check_applications,
    good: Example::after(
        &[("t2.new.total", "12"), ("t2.concluded.total", "3")],
        &[("t2.new.total", "20"), ("t2.concluded.total", "6")],
    ),
    bad: Example::after(
        &[("t2.new.total", "12"), ("t2.otherwise_misc.total", "2")],
        &[("t2.new.total", "120"), ("t2.otherwise_fee_unpaid.total", "41")],
    ),
};

pub(super) const Y_04: Rule = Rule {
    code: "Y-04",
    level: Level::Warning,
    what: "表一各项处理决定数量，与去年相比没有异常变化",
    basis: LEAP,
    fix: LEAP_FIX,
    check: check_decisions,
    good: Example::after(&[("t1.permits.decisions", "1204")], &[("t1.permits.decisions", "2310")]),
    bad: Example::after(&[("t1.permits.decisions", "1204")], &[("t1.permits.decisions", "15592")]),
};

pub(super) const Y_05: Rule = Rule {
    code: "Y-05",
    level: Level::Hint,
    what: "没有大量数字与去年完全相同",
    basis: "国办公开办函〔2021〕30号：发布内容不准确、内容雷同的要追究责任；合计格和本应沿用的存量数不计",
    fix: "核对是不是沿用了去年的表而没有更新；确实相同的，不用改。",
    check: check_same,
    good: Example::after(
        &[("t2.new.natural", "2"), ("t2.granted.natural", "1"), ("t3.review.upheld", "1")],
        &[("t2.new.natural", "2"), ("t2.granted.natural", "1"), ("t3.review.upheld", "1")],
    ),
    bad: Example::after(
        &[
            ("t1.permits.decisions", "304"),
            ("t1.penalties.decisions", "17"),
            ("t2.new.natural", "12"),
            ("t2.granted.natural", "7"),
            ("t2.partial.natural", "5"),
        ],
        &[
            ("t1.permits.decisions", "304"),
            ("t1.penalties.decisions", "17"),
            ("t2.new.natural", "12"),
            ("t2.granted.natural", "7"),
            ("t2.partial.natural", "5"),
        ],
    ),
};

fn check_applications(context: &Context<'_>, checked: &mut Checked) {
    leaps("Y-03", ROWS.map(|row| Place::cell("t2", row, "total")).to_vec(), context, checked);
}

fn check_decisions(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    let places = edition.cells_of("t1").map(|cell| edition.spec(cell).place.clone());
    leaps("Y-04", places.filter(|place| place.column() == "decisions").collect(), context, checked);
}

/// One finding for all places whose figures leap; only places that have a figure in both years are compared.
fn leaps(code: &'static str, places: Vec<Place>, context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = &context.last else { return };
    let mut told = Vec::new();
    let mut figures = Vec::new();
    let mut cells = Vec::new();
    for place in places {
        let (Some(before), Some(now)) = (last.number(&place), context.number(place.as_str())) else { continue };
        if is_leap(before, now) {
            told.push(format!("{} {}→{}", name(context.report.edition(), &place), plain(before), plain(now)));
            figures.extend([before, now]);
            cells.extend(cells_of(context.report.edition(), &place));
        }
    }
    let Some(first) = cells.first() else { return };
    let is_other_count = code == "Y-04" && last.report.edition().id != context.report.edition().id;
    let note =
        if is_other_count { "（两年格式不同，现行格式还包括依法未公开的决定）" } else { "" };
    let message = format!("与去年相比变化异常：{}{note}；请核对，属实的写明原因", told.join("，"));
    let place = context.report.edition().spec(*first).place.clone();
    checked.findings.push(Finding::new(code, place, message).with_cells(cells).with_figures(figures));
}

/// What a row of table 1 or 2, or a group without cells, is called.
fn name(edition: &Edition, place: &Place) -> String {
    if let Some(cell) = edition.find(place) {
        return edition.lines(cell).2.short.clone();
    }
    let group = edition.derived.iter().find(|group| group.table == place.table() && group.id == place.row());
    group.map_or_else(String::new, |group| group.label.clone())
}

/// The cell at a place, or the cells of a group.
fn cells_of(edition: &Edition, place: &Place) -> Vec<CellIdx> {
    if let Some(cell) = edition.find(place) {
        return vec![cell];
    }
    let group = edition.derived.iter().find(|group| group.table == place.table() && group.id == place.row());
    let rows = group.into_iter().flat_map(|group| &group.of);
    rows.filter_map(|row| edition.find_in(place.table(), row, place.column())).collect()
}

fn check_same(context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = &context.last else { return };
    let edition = context.report.edition();
    let is_stock = |place: &Place| {
        let of_table = edition.carries.iter().filter(|carry| carry.table == place.table());
        of_table.into_iter().any(|carry| [place.row(), place.column()].contains(&carry.this.as_str()))
    };
    let mut same = Vec::new();
    let mut filled = 0;
    for cell in edition.indices() {
        let place = &edition.spec(cell).place;
        let Some(now) = context.values().get(cell.at()).and_then(Value::number) else { continue };
        if now.is_zero() || edition.is_total(cell) || is_stock(place) {
            continue;
        }
        filled += 1;
        if last.report.edition().find(place).is_some() && last.number(place) == Some(now) {
            same.push((cell, now));
        }
    }
    let large = same.iter().filter(|(_, figure)| *figure >= Decimal::from(LARGE)).count();
    if same.len() < SAME || (same.len() * 2 < filled && large < SAME) {
        return;
    }
    let Some((first, _)) = same.first() else { return };
    let message = format!(
        "有 {} 个非零数字与去年完全相同（共 {filled} 个，合计和存量不计），首处：{}；请核对是不是沿用了去年的数",
        same.len(),
        edition.name(*first)
    );
    let figures = same.iter().map(|(_, figure)| *figure);
    let finding = Finding::new("Y-05", edition.spec(*first).place.clone(), message).with_figures(figures);
    checked.findings.push(finding.with_cells(same.iter().map(|(cell, _)| *cell).collect()));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::check;

    fn messages(example: &Example) -> Vec<(&'static str, String)> {
        let (report, last) = (example.report().unwrap(), example.last_report());
        let findings = check(&report, last.as_ref()).findings.into_iter();
        findings.filter(|f| f.code.starts_with("Y-")).map(|f| (f.code, f.message)).collect()
    }

    proptest! {
        #[test]
        fn the_test_is_that_of_the_square_roots(x in 0u32..50_000, y in 0u32..50_000) {
            let (a, b) = (f64::from(x), f64::from(y));
            let distance = (2.0 * (a.sqrt() - b.sqrt())).abs();
            let bound = 3.0 * (2.0 + 0.35_f64.powi(2) * (a + b) / 2.0).sqrt();
            prop_assume!((distance - bound).abs() > 1e-6);
            prop_assert_eq!(is_leap(x.into(), y.into()), distance > bound);
        }
    }

    #[test]
    fn small_figures_never_leap_and_twelvefold_ones_do() {
        for (x, y) in [(0, 1), (3, 5), (0, 4), (12, 24), (1204, 2310)] {
            assert!(!is_leap(x.into(), y.into()) && !is_leap(y.into(), x.into()), "{x} {y}");
        }
        for (x, y) in [(0, 12), (12, 120), (1204, 15592), (999_999_999_999_i64, 0)] {
            assert!(is_leap(Decimal::from(x), Decimal::from(y)) && is_leap(y.into(), x.into()), "{x} {y}");
        }
    }

    #[test]
    fn rows_that_leap_stand_in_one_finding_and_groups_are_compared_whole() {
        assert_eq!(
            messages(&Y_03.bad),
            [("Y-03", "与去年相比变化异常：一、本年新收 12→120，其他处理 2→41；请核对，属实的写明原因".to_owned())]
        );
        let over = Example {
            last: &[("t2.otherwise.total", "2")],
            ..Example::of_2021(&[("t2.otherwise_not_amended.total", "41")])
        };
        let told = messages(&over);
        assert!(told.iter().any(|(_, message)| message.contains("其他处理 2→41")), "{told:?}");
    }

    #[test]
    fn decisions_across_editions_say_that_the_count_changed() {
        let over =
            Example { last: &[("t1.permits.decisions", "10")], ..Example::of_2021(&[("t1.permits.decisions", "900")]) };
        let told = messages(&over);
        assert!(told.iter().any(|(code, message)| *code == "Y-04" && message.contains("依法未公开")), "{told:?}");
    }

    #[test]
    fn stocks_and_totals_may_stay_the_same() {
        let texts = &[
            ("t1.gov_rules.in_force", "22"),
            ("t1.normative.in_force", "31"),
            ("t2.new.total", "25"),
            ("t2.concluded.total", "25"),
            ("t2.granted.total", "25"),
            ("t3.review.total", "25"),
        ];
        assert_eq!(messages(&Example::after(texts, texts)), []);
    }
}
