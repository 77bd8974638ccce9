//! The edition that a report's year demands.

use super::{Checked, Context, Example, Finding, Level, Rule, Verified};
use crate::form::{Edition, Head, Place};

pub(super) const F_01: Rule = Rule {
    code: "F-01",
    level: Level::Error,
    what: "使用报告年度适用的版式",
    basis: "国办公开办函〔2019〕60号（2019 年度起试行）；国办公开办函〔2021〕30号（2021 年度起施行）",
    fix: "先核对报告年度；年度没有错的，用该年度的版式新建报告，把数字移过去。",
    check,
    good: Example::of_2020(&[]),
    bad: Example::of("2019", 2021, &[]),
};

pub(super) const Y_10: Rule = Rule {
    code: "Y-10",
    level: Level::Hint,
    what: "两年格式不同的，知道哪些格不能逐项对比",
    basis: "国办公开办函〔2021〕30号修订了〔2019〕60号的格式：表一改了栏目，表二“（六）其他处理”由一行变三行",
    fix: "不用改。有对应的格照常与去年对比；没有对应的，请对照原始台账核对。",
    check: check_editions,
    good: Example::after(&[("t2.new.total", "0")], &[]),
    bad: Example { last: &[("t2.new.total", "0")], ..Example::of_2021(&[]) },
};

fn check(context: &Context<'_>, checked: &mut Checked) {
    let used = context.report.edition();
    let year = context.report.about.year;
    let Some(due) = Edition::for_year(year) else {
        let first = Head::all()
            .next()
            .map_or(String::new(), |first| format!("统一格式自 {} 年度起施行（{}），", first.first_year, first.notice));
        let message = format!("{year} 年度没有统一格式：{first}请核对报告年度");
        checked.findings.push(Finding::new("F-01", Place::report(), message));
        return;
    };
    if due.id == used.id {
        let text = format!("{year} 年度使用{}，版式正确", used.name);
        checked.verified.push(Verified { code: "F-01", place: Place::report(), figures: Vec::new(), text }.into());
    } else {
        let message = format!("{year} 年度应使用{}（{}），现在用的是{}", due.name, due.notice, used.name);
        checked.findings.push(Finding::new("F-01", Place::report(), message));
    }
}

/// One finding that counts the cells of each table that last year's edition does not have.
fn check_editions(context: &Context<'_>, checked: &mut Checked) {
    let (Some(last), edition) = (&context.last, context.report.edition()) else { return };
    let before = last.report.edition();
    if before.id == edition.id {
        return;
    }
    let missing: Vec<(&str, usize)> = edition
        .tables
        .iter()
        .map(|table| {
            let cells = edition.cells_of(&table.id);
            (table.id.as_str(), cells.filter(|cell| before.find(&edition.spec(*cell).place).is_none()).count())
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    if missing.is_empty() {
        return;
    }
    let told: Vec<String> =
        missing.iter().map(|(table, count)| format!("{} {count} 格", edition.table_name(table))).collect();
    let place = missing.first().map_or_else(Place::report, |(table, _)| Place::section(table));
    let message =
        format!("去年用{}（{}）：{}在去年没有对应，不能逐格对比", before.name, before.notice, told.join("、"));
    let figures = missing.iter().map(|(_, count)| (*count).into());
    checked.findings.push(Finding::new("Y-10", place, message).with_figures(figures));
}
