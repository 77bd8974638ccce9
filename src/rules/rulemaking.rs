//! Who may make 规章.

use super::{Checked, Context, Example, Finding, Level, Rule};
use crate::{
    form::CellIdx,
    report::{About, Kind, value::Value},
};

/// Characters that show that a department is a local one.
const LOCAL: [char; 9] = ['省', '市', '县', '区', '州', '旗', '盟', '镇', '乡'];

pub(super) const T1_S09: Rule = Rule {
    code: "T1-S09",
    level: Level::Warning,
    what: "没有规章制定权的机关，规章一行填 0",
    basis: "立法法：规章由国务院部门和省、自治区、直辖市、设区的市、自治州的人民政府制定；地方政府部门、县级以下政府没有规章制定权",
    fix: "核对是不是把规范性文件填进了规章一行；代本级政府填报等情形，写明原因。",
    check,
    good: Example::of_2021(&[("t1.normative.in_force", "6")]),
    bad: Example::of_2021(&[("t1.gov_rules.issued", "1"), ("t1.gov_rules.in_force", "6")]),
};

fn check(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    let about = &context.report.about;
    if may_make_rules(about) {
        return;
    }
    let is_filled = |cell: &CellIdx| {
        let is_row = edition.spec(*cell).place.row() == "gov_rules";
        is_row && context.values().get(cell.at()).and_then(Value::number).is_some_and(|n| !n.is_zero())
    };
    let cells: Vec<CellIdx> = edition.cells_of("t1").filter(is_filled).collect();
    let Some(first) = cells.first() else { return };
    let filled: Vec<String> = cells
        .iter()
        .map(|cell| format!("{} {}", edition.lines(*cell).3.label, context.report.text(*cell).trim()))
        .collect();
    let message = format!("本机关是{}，没有规章制定权，规章一行却填了 {}", kind_name(about), filled.join("、"));
    let figures = cells.iter().filter_map(|cell| context.values().get(cell.at())?.number());
    let changes = cells.iter().map(|cell| context.change(*cell, "0".into())).collect();
    let finding = Finding::new("T1-S09", edition.spec(*first).place.clone(), message).with_figures(figures);
    checked.findings.push(finding.with_cells(cells).with_candidate(changes));
}

fn kind_name(about: &About) -> &'static str {
    match about.kind {
        Kind::Department | Kind::Vertical => "地方部门",
        kind => kind.label(),
    }
}

/// May the organ make 规章, or may it at least be one that fills them in for its government? In doubt, yes.
fn may_make_rules(about: &About) -> bool {
    match about.kind {
        Kind::Province | Kind::City => true,
        Kind::County | Kind::Township => false,
        Kind::Department | Kind::Vertical => {
            let name = &about.organ;
            let is_office = name.contains("人民政府") || name.contains("政府办") || name.contains("司法");
            is_office || !name.contains(LOCAL)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_organs_that_surely_cannot_make_rules_are_asked() {
        let mut report = T1_S09.bad.report().unwrap();
        let mut asks = |kind: Kind, organ: &str| {
            (report.about.kind, report.about.organ) = (kind, organ.into());
            crate::rules::check(&report, None).findings.iter().any(|finding| finding.code == "T1-S09")
        };
        assert!(asks(Kind::Township, "示例镇人民政府"));
        assert!(asks(Kind::County, "示例县人民政府"));
        assert!(asks(Kind::Department, "示例市水务局"));
        assert!(!asks(Kind::Department, "示例部"), "a ministry");
        assert!(!asks(Kind::Department, "示例市人民政府办公室"), "reports for its government");
        assert!(!asks(Kind::Department, "示例市司法局"), "keeps the list of its government");
        assert!(!asks(Kind::City, "示例市人民政府"));
    }
}
