//! The edition that a report's year demands.

use super::{Checked, Context, Example, Finding, Level, Rule, Verified};
use crate::form::{Edition, Place};

pub(super) const F_01: Rule = Rule {
    code: "F-01",
    level: Level::Error,
    what: "使用报告年度适用的版式",
    basis: "国办公开办函〔2019〕60号（2019 年度起试行）；国办公开办函〔2021〕30号（2021 年度起施行）",
    fix: "先核对报告年度；年度没有错的，用该年度的版式新建报告，把数字移过去。",
    check,
    good: Example { edition: "2019", year: 2020, changes: &[] },
    bad: Example { edition: "2019", year: 2021, changes: &[] },
};

fn check(context: &Context<'_>, checked: &mut Checked) {
    let used = context.report.edition();
    let year = context.report.about.year;
    let Some(due) = Edition::for_year(year) else {
        let first = Edition::all()
            .first()
            .map_or(String::new(), |first| format!("统一格式自 {} 年度起施行（{}），", first.first_year, first.notice));
        let message = format!("{year} 年度没有统一格式：{first}请核对报告年度");
        checked.findings.push(Finding::new("F-01", Place::report(), message));
        return;
    };
    if due.id == used.id {
        let text = format!("{year} 年度使用{}，版式正确", used.name);
        checked.verified.push(Verified { code: "F-01", place: Place::report(), figures: Vec::new(), text });
    } else {
        let message = format!("{year} 年度应使用{}（{}），现在用的是{}", due.name, due.notice, used.name);
        checked.findings.push(Finding::new("F-01", Place::report(), message));
    }
}
