//! `nianbao rules [代码]`: the rules, or one of them explained.

use std::io::Write;

use clap::Args;

use super::{Exit, Fault};
use crate::{
    form::Place,
    rules::{self, RULES, Rule},
    width,
};

/// Arguments of `rules`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao rules [代码]", help_template = super::PAGE)]
pub(super) struct Rules {
    /// 规则代码，如 T2-R01；不写则列出全部
    #[arg(value_name = "代码")]
    code: Option<String>,
}

impl Rules {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<Exit, Fault> {
        match &self.code {
            None => list(out)?,
            Some(code) => {
                let rule = rules::rule(&code.to_uppercase());
                let rule = rule.ok_or_else(|| Fault::Told(format!("没有这条规则：{code}。全部规则：nianbao rules")))?;
                explain(rule, out)?;
            }
        }
        Ok(Exit::Clean)
    }
}

fn list(out: &mut impl Write) -> Result<(), Fault> {
    for rule in RULES {
        let code = width::fit(rule.code, 7);
        writeln!(out, "{code} {} {} {}", rule.level.mark(), rule.level.label(), rule.what)?;
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
    for (place, text) in rule.bad.changes {
        let edition = report.edition();
        let name = match edition.find(&Place::from(*place)) {
            Some(cell) => edition.name(cell),
            None => edition.section(place).map_or_else(String::new, |section| section.title.clone()),
        };
        let text = if text.is_empty() { "空着".to_owned() } else { format!("填“{text}”") };
        writeln!(out, "      {name} {text}")?;
    }
    for finding in rules::check(&report).findings.iter().filter(|finding| finding.code == rule.code) {
        writeln!(out, "      {} {}", finding.level.mark(), finding.message)?;
    }
    Ok(())
}
