//! What an import was not sure of and nobody has looked at yet.

use super::{Change, Checked, Context, Example, Finding, Level, Past, Repair, Rule, Span};
use crate::{
    form::CellIdx,
    report::{Report, doubt::Doubt},
};

pub(super) const E_06: Rule = Rule {
    code: "E-06",
    level: Level::Warning,
    what: "导入时存疑的地方都已核对",
    basis: "国办公开办函〔2021〕30号：年度报告的数据统得出、报得准、可核查；程序推断、拆开或没有读到的，要由人对照原件",
    fix: "对照原来的文件：不对就改过来，对就按 F8 标为核对过了；粘在一起的数按 F4 选一种拆法。",
    check,
    good: Example::of_2021(&[]),
    bad: Example { past: Past::Imported("推断：规章的数字“000”粘在一起"), ..Example::of_2021(&[]) },
};

fn check(context: &Context<'_>, checked: &mut Checked) {
    let report = context.report;
    let open = report.doubts().iter().filter(|doubt| doubt.is_open(report));
    checked.findings.extend(open.map(|doubt| finding(report, doubt)));
}

fn finding(report: &Report, doubt: &Doubt) -> Finding {
    let cells = doubt.cells(report);
    let section = doubt.place.as_str().to_owned();
    let span = doubt.span(&report.joined(&section));
    let repairs = doubt.ways.iter().map(|way| repair(report, &cells, way)).collect();
    let mut finding = Finding::new("E-06", doubt.place.clone(), format!("导入{}", doubt.text));
    if doubt.light {
        finding.level = Level::Hint;
    }
    let span = span.map(|span| Span { section, start: span.start, end: span.end });
    Finding { span, repairs, cells, ..finding }
}

fn repair(report: &Report, cells: &[CellIdx], way: &[String]) -> Repair {
    let edition = report.edition();
    let change = |(cell, to): (&CellIdx, &String)| Change {
        span: None,
        place: edition.spec(*cell).place.clone(),
        from: report.text(*cell).to_owned(),
        to: to.clone(),
    };
    Repair { sure: false, changes: cells.iter().zip(way).map(change).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{report::edit::Edit, rules::check};

    #[test]
    fn a_row_to_be_chosen_for_is_a_warning_with_its_ways_until_it_is_filled() {
        let mut report = Example::of_2021(&[]).report().unwrap();
        let doubt = Doubt {
            place: "t1.normative.issued".into(),
            held: vec!["0".into(); 3],
            text: "未读到：第3行：请选一种".into(),
            ways: vec![vec!["7".into(), "7".into(), "21".into()], vec!["7".into(), "72".into(), "1".into()]],
            light: false,
        };
        let words = Doubt {
            place: "problems".into(),
            held: vec!["单一".into()],
            text: "推断：接上".into(),
            ways: Vec::new(),
            light: true,
        };
        for doubt in [doubt, words] {
            report.apply(Edit::Doubt { remove: None, add: Some(doubt) });
        }
        let found = |report: &Report| -> Vec<Finding> {
            check(report, None).findings.into_iter().filter(|finding| finding.code == "E-06").collect()
        };
        let all = found(&report);
        let [row, words] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((row.level, row.cells.len(), row.repairs.len()), (Level::Warning, 3, 2));
        assert_eq!(row.message, "导入未读到：第3行：请选一种");
        assert_eq!(row.repairs[1].changes[1].to, "72");
        assert_eq!(words.level, Level::Hint);
        assert_eq!(words.span.as_ref().map(|span| span.end - span.start), Some(2));
        report.apply(Edit::cell("t1.normative.repealed".into(), "72"));
        assert_eq!(found(&report).len(), 1);
    }
}
