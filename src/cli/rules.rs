//! `nianbao rules [代码]`: the rules, or one of them explained.

use std::io::Write;

use clap::Args;

use super::{Exit, Fault};
use crate::{
    form::Place,
    report::Report,
    rules::{self, GATHERED, GatheredRule, NOT_YET, RULES, Rule},
    width,
};

/// Arguments of `rules`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao rules [代码] [--all]", help_template = super::PAGE)]
pub(super) struct Rules {
    /// 规则代码，如 T2-R01；不写则列出全部
    #[arg(value_name = "代码")]
    code: Option<String>,
    /// 不在校验里的规则也列出，并说明原因
    #[arg(long)]
    all: bool,
}

impl Rules {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<Exit, Fault> {
        match &self.code {
            None => list(self.all, out)?,
            Some(code) => {
                let upper = code.to_uppercase();
                if let Some(rule) = rules::gathered_rule(&upper) {
                    explain_gathered(rule, out)?;
                    return Ok(Exit::Clean);
                }
                match (rules::rule(&upper), rules::reason_not_yet(&upper)) {
                    (Some(rule), _) => explain(rule, out)?,
                    (None, Some(reason)) => writeln!(out, "{upper} 不在校验里：{reason}")?,
                    (None, None) => {
                        return Err(Fault::Told(format!("没有这条规则：{code}。全部规则：nianbao rules --all")));
                    }
                }
            }
        }
        Ok(Exit::Clean)
    }
}

fn list(is_all: bool, out: &mut impl Write) -> Result<(), Fault> {
    for rule in RULES {
        let code = width::fit(rule.code, 7);
        writeln!(out, "{code} {} {} {}", rule.level.mark(), rule.level.label(), rule.what)?;
    }
    writeln!(out, "\n汇总多家报告时：")?;
    for rule in GATHERED {
        let code = width::fit(rule.code, 7);
        writeln!(out, "{code} {} {} {}", rule.level.mark(), rule.level.label(), rule.what)?;
    }
    if is_all {
        writeln!(out, "\n不在校验里的 {} 条：", NOT_YET.len())?;
        for (code, reason) in NOT_YET {
            writeln!(out, "{} {reason}", width::fit(code, 7))?;
        }
    }
    writeln!(out, "\n解释一条规则：nianbao rules {}", RULES.first().map_or("", |rule| rule.code))?;
    Ok(())
}

fn explain(rule: &Rule, out: &mut impl Write) -> Result<(), Fault> {
    writeln!(out, "{} {} {}", rule.code, rule.level.mark(), rule.level.label())?;
    writeln!(out, "要求：{}", rule.what)?;
    writeln!(out, "依据：{}", rule.basis)?;
    writeln!(out, "办法：{}", rule.fix)?;
    let Some(report) = rule.bad.report() else { return Ok(()) };
    writeln!(out, "例子：一份 {} 年度的 {} 报告", rule.bad.year, report.edition().name)?;
    let last = rule.bad.last_report();
    if let Some(last) = &last {
        texts("去年的 ", last, rule.bad.last, out)?;
    }
    texts("", &report, rule.bad.changes, out)?;
    if let Some((code, _, _, reason)) = rule.bad.waiver {
        writeln!(out, "      对 {code} 的说明“{reason}”")?;
    }
    for finding in rules::check(&report, last.as_ref()).findings.iter().filter(|finding| finding.code == rule.code) {
        writeln!(out, "      {} {}", finding.level.mark(), finding.message)?;
    }
    Ok(())
}

fn explain_gathered(rule: &GatheredRule, out: &mut impl Write) -> Result<(), Fault> {
    writeln!(out, "{} {} {}（汇总多家报告时）", rule.code, rule.level.mark(), rule.level.label())?;
    writeln!(out, "要求：{}", rule.what)?;
    writeln!(out, "依据：{}", rule.basis)?;
    writeln!(out, "办法：{}", rule.fix)?;
    writeln!(out, "例子：{} 家机关的 2022 年度报告", rule.bad.members.len())?;
    for remark in rule.bad.remarks().iter().filter(|remark| remark.finding.code == rule.code) {
        writeln!(out, "      {} {}：{}", remark.finding.level.mark(), remark.organ, remark.finding.message)?;
    }
    Ok(())
}

/// What an example's report says, place by place.
fn texts(whose: &str, report: &Report, texts: &[(&str, &str)], out: &mut impl Write) -> Result<(), Fault> {
    let edition = report.edition();
    for (place, text) in texts {
        let name = match edition.find(&Place::from(*place)) {
            Some(cell) => edition.name(cell),
            None => edition.section(place).map_or_else(String::new, |section| section.title.clone()),
        };
        let text = if text.is_empty() { "空着".to_owned() } else { format!("填“{text}”") };
        writeln!(out, "      {whose}{name} {text}")?;
    }
    Ok(())
}
