//! What stands between a report and its final version (定稿).

use super::{Checked, Context, Example, Finding, Level, Rule};
use crate::{form::Place, report::State};

pub(super) const E_01: Rule = Rule {
    code: "E-01",
    level: Level::Error,
    what: "定稿的报告没有强制级问题，核实级问题都已改正或写明原因",
    basis: "国办公开办函〔2021〕30号：加强审核把关，年度报告的数据统得出、报得准、可核查",
    fix: "改正强制级问题；核实级问题改正，或者写明原因（F9）。草稿和送审的报告不受限制。",
    check,
    good: Example { state: State::Final, ..Example::of_2021(&[]) },
    bad: Example { state: State::Final, ..Example::of_2021(&[("problems", "")]) },
};

/// What still stands in the way of the final version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gate {
    /// Findings of level error; they are put right, no reason stands for them.
    pub errors: usize,
    /// Findings of level warning that are neither put right nor given a reason.
    pub warnings: usize,
}

impl Gate {
    /// Does nothing stand in the way?
    pub fn is_open(self) -> bool {
        self == Self::default()
    }

    /// What stands in the way, said to the clerk; nothing if nothing does.
    pub fn says(self) -> Option<String> {
        let errors = (self.errors > 0).then(|| format!("{} 条强制级问题没有改正", self.errors));
        let warnings = (self.warnings > 0).then(|| format!("{} 条核实级问题没有改正或写明原因", self.warnings));
        let all: Vec<String> = errors.into_iter().chain(warnings).collect();
        (!all.is_empty()).then(|| format!("还有 {}", all.join("、")))
    }
}

/// Counts what still stands in the way of the final version, as the lists count it: what is of one cause once. That
/// something does is what E-01 says of a final version; it is not counted itself.
pub fn gate(checked: &Checked) -> Gate {
    let open = |level| {
        let is_open = |f: &&Finding| f.level == level && f.waived.is_none() && f.code != E_01.code;
        checked.leads().filter(is_open).count()
    };
    Gate { errors: open(Level::Error), warnings: open(Level::Warning) }
}

fn check(context: &Context<'_>, checked: &mut Checked) {
    let is_final = context.report.about.state == State::Final;
    let gate = gate(checked);
    if let Some(what) = gate.says().filter(|_| is_final) {
        let message = format!("状态是“{}”，但{what}", context.report.about.state.label());
        let figures = [gate.errors.into(), gate.warnings.into()];
        checked.findings.push(Finding::new("E-01", Place::report(), message).with_figures(figures));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Past, check as judge};

    #[test]
    fn the_gate_counts_errors_and_open_warnings() {
        let report = Example::of_2021(&[("problems", ""), ("other", "本年没有其他事项。")]).report().unwrap();
        let mut checked = judge(&report, None);
        assert_eq!(gate(&checked), Gate { errors: 1, warnings: 1 });
        assert_eq!(gate(&checked).says().unwrap(), "还有 1 条强制级问题没有改正、1 条核实级问题没有改正或写明原因");
        for finding in &mut checked.findings {
            finding.waived = Some("已与主管部门核实".into());
        }
        checked.findings.retain(|finding| finding.level != Level::Error);
        assert!(gate(&checked).is_open() && gate(&checked).says().is_none());
    }

    #[test]
    fn one_cause_is_counted_once_and_notes_and_doubts_bar_the_way_too() {
        let broken = Example { state: State::Final, ..Example::of_2021(&[("t2.new.natural", "1")]) };
        let checked = judge(&broken.report().unwrap(), None);
        let sums = checked.findings.iter().filter(|finding| finding.code.starts_with("T2-")).count();
        assert_eq!((sums, gate(&checked).errors), (2, 1), "{:?}", checked.findings);
        let said = |checked: &Checked| -> Vec<String> {
            checked.findings.iter().filter(|finding| finding.code == "E-01").map(|f| f.message.clone()).collect()
        };
        assert_eq!(said(&checked), ["状态是“定稿”，但还有 1 条强制级问题没有改正"]);
        for past in [Past::Noted("请补充场次"), Past::Imported("推断：请核对")] {
            let open = Example { past, state: State::Final, ..Example::of_2021(&[]) };
            let checked = judge(&open.report().unwrap(), None);
            assert_eq!(gate(&checked), Gate { errors: 0, warnings: 1 });
            assert_eq!(said(&checked), ["状态是“定稿”，但还有 1 条核实级问题没有改正或写明原因"]);
        }
    }
}
