//! Reviews and suits (table 3): against the applications they grow out of, and against last year.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Finding, Level, Rule, line::Ask, plain};
use crate::form::{CellIdx, Place};

/// Rows of table 3.
const ROWS: [&str; 3] = ["review", "suit", "after_review"];
/// Words that show that the problems section speaks of lost cases.
const MENTIONS: [&str; 5] = ["复议", "诉讼", "纠正", "败诉", "纠错"];

pub(super) const T3_B01: Rule = Rule {
    code: "T3-B01",
    level: Level::Warning,
    what: "复议后起诉的件数不多于去年和今年行政复议的件数之和",
    basis: "条例第五十一条；复议后起诉的案件先要经过复议，正常不会多于近两年的复议件数",
    fix: "核对直接起诉的案件是不是错填到复议后起诉；复议在更早年度的，写明原因。",
    check: check_after_review,
    good: Example::after(
        &[("t3.review.total", "2")],
        &[("t3.review.total", "1"), ("t3.after_review.total", "3"), ("t2.new.total", "9")],
    ),
    bad: Example::after(&[("t3.review.total", "1")], &[("t3.after_review.total", "3"), ("t2.new.total", "9")]),
};

pub(super) const T3_B02: Rule = Rule {
    code: "T3-B02",
    level: Level::Warning,
    what: "两年都没有收到申请的，一般没有复议和诉讼",
    basis: "条例第五十一条；复议、诉讼多由申请的答复引起，两年都没有申请而有案件的少见",
    fix: "核对是不是漏报了申请，或者案件与政府信息公开无关；属实的写明原因。",
    check: check_without_applications,
    good: Example::after(&[("t2.new.total", "1")], &[("t3.review.total", "1")]),
    bad: Example::after(&[("t2.new.total", "0")], &[("t3.review.total", "1")]),
};

pub(super) const T3_B03: Rule = Rule {
    code: "T3-B03",
    level: Level::Hint,
    what: "复议、诉讼纠正率高的，在存在的主要问题中有所说明",
    basis: "条例第五十条第四项：年度报告应当写明政府信息公开工作存在的主要问题及改进情况",
    fix: "在第五部分说明被纠正的原因和改进办法。",
    check: check_corrected,
    good: Example::of_2021(&[
        ("t3.review.corrected", "2"),
        ("problems", "问题：两件答复在行政复议中被纠正，说理不足。改进：统一答复文书。"),
    ]),
    bad: Example::of_2021(&[("t3.review.upheld", "1"), ("t3.review.corrected", "2")]),
};

pub(super) const Y_07: Rule = Rule {
    code: "Y-07",
    level: Level::Warning,
    what: "去年尚未审结的复议、诉讼，今年的表三有反映",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附第四部分表格按结果统计案件；去年未结的，今年一般有结果或者仍未结",
    fix: "核对去年未结案件今年的结果；本地规定只统计当年新发生案件的，写明口径。",
    check: check_pending,
    good: Example::after(&[("t3.suit.pending", "1")], &[("t3.suit.upheld", "1"), ("t2.new.total", "1")]),
    bad: Example::after(&[("t3.suit.pending", "1")], &[("t3.review.upheld", "1"), ("t2.new.total", "1")]),
};

fn check_after_review(context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = &context.last else { return };
    let now = [context.number("t3.after_review.total"), context.number("t3.review.total")];
    let ([Some(after), Some(review)], Some(before)) = (now, last.number(&"t3.review.total".into())) else { return };
    let reviews = review + before;
    if after > reviews {
        let message = format!(
            "复议后起诉 {} 件，多于两年行政复议之和 {} 件（去年 {}，今年 {}）",
            plain(after),
            plain(reviews),
            plain(before),
            plain(review)
        );
        let place: Place = "t3.after_review.total".into();
        let cells = context.report.edition().find(&place).into_iter().collect();
        let finding = Finding::new("T3-B01", place, message).with_figures([after, before, review]);
        checked.findings.push(finding.with_cells(cells));
    }
}

fn check_without_applications(context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = &context.last else { return };
    let now = ["t2.new.total", "t2.brought_forward.total"].map(|place| context.number(place));
    let before = ["t2.new.total", "t2.brought_forward.total"].map(|place| last.number(&place.into()));
    let is_none = |figure: &Option<Decimal>| figure.is_some_and(|figure| figure.is_zero());
    if !now.iter().chain(&before).all(is_none) {
        return;
    }
    let totals = ROWS.map(|row| format!("t3.{row}.total"));
    let found: Vec<(&String, Decimal)> =
        totals.iter().filter_map(|place| Some((place, context.number(place)?))).filter(|(_, n)| !n.is_zero()).collect();
    let Some((first, _)) = found.first() else { return };
    let cases: Decimal = found.iter().map(|(_, figure)| *figure).sum();
    let message = format!("今年和去年都没有收到申请，却有行政复议、行政诉讼 {} 件，请核对", plain(cases));
    let edition = context.report.edition();
    let cells = found.iter().filter_map(|(place, _)| edition.find(&place.as_str().into())).collect();
    let finding = Finding::new("T3-B02", first.as_str().into(), message).with_figures([cases]);
    checked.findings.push(finding.with_cells(cells));
}

fn check_corrected(context: &Context<'_>, checked: &mut Checked) {
    // Most reports speak of it in one of their paragraphs.
    if context.text.holds(&["problems"], Ask::Lost, &MENTIONS) {
        return;
    }
    if context.table("t3").filter_map(|(_, value)| value.number()).all(|figure| figure.is_zero()) {
        return;
    }
    let edition = context.report.edition();
    let sum =
        |column: &str| -> Decimal { ROWS.iter().filter_map(|row| context.number(&format!("t3.{row}.{column}"))).sum() };
    let (upheld, corrected) = (sum("upheld"), sum("corrected"));
    let problems = context.report.paragraphs("problems").concat();
    let is_mentioned = MENTIONS.iter().any(|word| problems.contains(word));
    if is_mentioned || problems.trim().is_empty() || corrected < Decimal::TWO || corrected < upheld {
        return;
    }
    let message = format!(
        "复议、诉讼中纠正 {} 件、维持 {} 件，“{}”没有提到",
        plain(corrected),
        plain(upheld),
        edition.section("problems").map_or("", |section| section.bare_title())
    );
    let cells: Vec<CellIdx> = ROWS.iter().filter_map(|row| edition.find_in("t3", row, "corrected")).collect();
    let finding = Finding::new("T3-B03", Place::section("problems"), message).with_figures([corrected, upheld]);
    checked.findings.push(finding.with_cells(cells));
}

fn check_pending(context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = &context.last else { return };
    let edition = context.report.edition();
    let mut gone = Vec::new();
    for row in ROWS {
        let pending = last.number(&Place::cell("t3", row, "pending")).filter(|pending| !pending.is_zero());
        let cells: Vec<CellIdx> =
            edition.cells_of("t3").filter(|cell| edition.spec(*cell).place.row() == row).collect();
        let numbers: Vec<Decimal> = cells.iter().filter_map(|cell| context.values().get(cell.at())?.number()).collect();
        let is_nothing = !numbers.is_empty() && numbers.iter().all(Decimal::is_zero);
        if let (Some(pending), true, Some(cell)) = (pending, is_nothing, cells.first()) {
            gone.push((pending, *cell, cells.clone()));
        }
    }
    let Some((_, first, _)) = gone.first() else { return };
    let told: Vec<String> = gone
        .iter()
        .map(|(pending, cell, _)| {
            format!("{} {} 件", edition.name(*cell).split(" · ").next().unwrap_or_default(), plain(*pending))
        })
        .collect();
    let message = format!("去年尚未审结的{}，今年的表三没有任何反映，请核对", told.join("、"));
    let finding = Finding::new("Y-07", edition.spec(*first).place.clone(), message);
    let finding = finding.with_figures(gone.iter().map(|(pending, _, _)| *pending));
    checked.findings.push(finding.with_cells(gone.into_iter().flat_map(|(_, _, cells)| cells).collect()));
}
