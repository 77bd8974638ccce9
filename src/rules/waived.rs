//! Reasons given for findings: which still hold, and whether they say something.

use super::{Checked, Context, Example, Finding, Level, Rule};
use crate::report::Report;

/// A reason of fewer characters says nothing.
const SHORT: usize = 6;
/// Phrases that say nothing, however long.
const EMPTY_PHRASES: [&str; 6] = ["无", "情况属实", "数据属实", "经核实无误", "经核实情况属实", "已核实无误"];

pub(super) const E_04: Rule = Rule {
    code: "E-04",
    level: Level::Hint,
    what: "对问题的说明写出具体原因",
    basis: "说明要让审核的人看得懂：国办公开办函〔2021〕30号要求年度报告的数据统得出、报得准、可核查",
    fix: "写明是什么情况、涉及多少件、依据是什么，不要只写“无”“情况属实”。",
    check,
    good: Example {
        waiver: Some(("T3-V01", "t3.suit.upheld", &["1", "14"], "本机关不是适格被告，未统计")),
        ..Example::of_2021(&[("t3.suit.upheld", "")])
    },
    bad: Example {
        waiver: Some(("T3-V01", "t3.suit.upheld", &["1", "14"], "情况属实。")),
        ..Example::of_2021(&[("t3.suit.upheld", "")])
    },
};

/// Puts the reasons beside the findings they are about. An error has none: it must be put right.
pub(super) fn apply(report: &Report, checked: &mut Checked) {
    if report.waivers().is_empty() {
        return;
    }
    for finding in checked.findings.iter_mut().filter(|finding| finding.level != Level::Error) {
        let evidence = finding.evidence();
        let mut waivers = report.waivers().iter();
        let waiver = waivers.find(|waiver| waiver.is_about(finding.code, &finding.place, &evidence));
        finding.waived = waiver.map(|waiver| waiver.reason.clone());
    }
}

fn check(_: &Context<'_>, checked: &mut Checked) {
    let weak: Vec<Finding> = checked
        .findings
        .iter()
        .filter_map(|finding| {
            let reason = finding.waived.as_deref().filter(|reason| is_weak(reason))?;
            let message = format!("{} 的说明“{reason}”没有写出原因，请写明具体情况", finding.code);
            Some(Finding::new("E-04", finding.place.clone(), message).with_cells(finding.cells.clone()))
        })
        .collect();
    checked.findings.extend(weak);
}

fn is_weak(reason: &str) -> bool {
    let bare: String = reason.chars().filter(|c| c.is_alphanumeric()).collect();
    bare.chars().count() < SHORT || EMPTY_PHRASES.contains(&bare.as_str())
}
