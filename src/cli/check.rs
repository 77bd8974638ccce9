//! `nianbao check 路径…`: findings of many reports, for people or as the JSON that others build on.

mod outcome;
mod sarif;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{
    Exit, Fault,
    source::{self, File, Source},
    visible::visible,
};
use outcome::Outcome;

use crate::{
    exchange::{Class, write::escape_hidden},
    form::Place,
    report::Report,
    rules::{Checked, Finding, Level, Verified},
};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(
    override_usage = "nianbao check <路径>… [选项]",
    after_help = "退出码：0 没有问题；1 有强制级问题（加 --strict 时也算核实级）；2 有文件读不了。",
    help_template = super::PAGE
)]
pub(super) struct Check {
    /// 草稿（.ron）、可以导入的文件，或者放草稿的文件夹
    #[arg(value_name = "路径", required = true)]
    paths: Vec<PathBuf>,
    /// 结果的写法：text 给人看（默认），json 给程序读，sarif 给代码检查平台读（SARIF 2.1.0）
    #[arg(
        long, value_enum, value_name = "写法", default_value_t = Format::Text,
        hide_default_value = true, hide_possible_values = true
    )]
    format: Format,
    /// 去年的报告；不写则在所给的文件和它们旁边找
    #[arg(long, value_name = "文件")]
    last: Option<PathBuf>,
    /// 核实级的问题也算没有通过，已写明原因的除外
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

/// One file's object in the JSON; its keys are a contract.
#[derive(Debug, Default, Serialize)]
struct Entry {
    file: String,
    organ: Option<String>,
    year: Option<u16>,
    edition: Option<String>,
    error: Option<String>,
    findings: Vec<Finding>,
    verified: Vec<Verified>,
}

impl Check {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        let named = self.last.as_deref().map(source::read).transpose()?.map(|source| source.report);
        let mut files = Vec::new();
        for path in &self.paths {
            let found = source::files(path);
            if found.is_empty() {
                writeln!(err, "{}：文件夹里没有报告", visible(&path.to_string_lossy()))?;
            }
            files.extend(found);
        }
        if let (Some(named), Some(path)) = (&named, &self.last) {
            is_last_year_of_any(named, path, &files)?;
        }
        let outcomes = outcome::check(files, named.as_ref());
        let worst = outcomes.iter().map(|outcome| self.judge(outcome)).max();
        match self.format {
            Format::Text => print_all(&outcomes, out, err)?,
            Format::Json => {
                let entries: Vec<Entry> = outcomes.into_iter().map(Entry::new).collect();
                write_json(&entries, out)?;
            }
            Format::Sarif => write_json(&sarif::log(&outcomes), out)?,
        }
        Ok(worst.unwrap_or_default())
    }

    fn judge(&self, outcome: &Outcome) -> Exit {
        let Ok((_, checked)) = &outcome.checked else { return Exit::Failed };
        let open = checked.count(Level::Error) + if self.strict { checked.count(Level::Warning) } else { 0 };
        if open > 0 { Exit::Open } else { Exit::Clean }
    }
}

/// A report that was named as last year's must be that of one of the files.
fn is_last_year_of_any(named: &Report, path: &Path, files: &[File]) -> Result<(), Fault> {
    let year = named.about.year;
    let reports = || files.iter().filter_map(|file| Some(&file.source.as_ref().ok()?.report));
    if reports().next().is_some() && !reports().any(|report| report.about.year.checked_sub(1) == Some(year)) {
        let message = format!("{} 是 {year} 年度的报告，不是所查报告的去年", path.display());
        return Err(Fault::Told(message));
    }
    Ok(())
}

fn write_json(value: &impl Serialize, out: &mut impl Write) -> Result<(), Fault> {
    let json = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    writeln!(out, "{}", escape_hidden(&json))?;
    Ok(())
}

fn print_all(outcomes: &[Outcome], out: &mut impl Write, err: &mut impl Write) -> Result<(), Fault> {
    for Outcome { file, last, checked } in outcomes {
        match checked {
            Ok((source, checked)) => print(file, last.as_deref(), source, checked, out)?,
            Err(fault) => {
                out.flush()?;
                writeln!(err, "{}", fault.shown())?;
            }
        }
    }
    Ok(())
}

impl Entry {
    fn new(outcome: Outcome) -> Self {
        let Outcome { file, checked, .. } = outcome;
        let (report, checked) = match checked {
            Ok((source, checked)) => (source.report, checked),
            Err(fault) => return Self { file, error: Some(fault.to_string()), ..Self::default() },
        };
        let Checked { findings, verified, .. } = checked;
        let organ = Some(report.about.organ.clone()).filter(|organ| !organ.is_empty());
        let edition = Some(report.edition().id.clone());
        Self { file, organ, year: Some(report.about.year), edition, error: None, findings, verified }
    }
}

/// The report's findings and ticks, section by section, then how many there are.
fn print(
    file: &str,
    last: Option<&str>,
    source: &Source,
    checked: &Checked,
    out: &mut impl Write,
) -> Result<(), Fault> {
    let report = &source.report;
    writeln!(out, "{}  {}  {}", visible(&report.title()), report.edition().name, visible(file))?;
    if let Some(statement) = source.statement.as_ref().filter(|statement| !statement.is_clean()) {
        let doubts = Class::ALL.iter().filter(|class| **class != Class::Read);
        let doubts = doubts.map(|class| (class.label(), statement.of(*class).count())).filter(|(_, count)| *count > 0);
        let doubts: Vec<String> = doubts.map(|(label, count)| format!("{label} {count} 处")).collect();
        writeln!(out, "  读入时{}，详见 nianbao import", doubts.join("、"))?;
    }
    if let Some(last) = last {
        writeln!(out, "  对照的去年报告：{}", visible(last))?;
    }
    let mut under = None;
    for finding in checked.leads() {
        let section = section(report, &finding.place);
        if under != Some(section) {
            writeln!(out, "  {section}")?;
            under = Some(section);
        }
        let more = match checked.echoes(finding) {
            0 => String::new(),
            n => format!("（同因另有 {n} 处）"),
        };
        writeln!(out, "    {} {} {}{more}", finding.level.mark(), finding.code, visible(&finding.message))?;
        if let Some(reason) = &finding.waived {
            writeln!(out, "      已说明：{}", visible(reason))?;
        }
    }
    for verified in &checked.verified {
        writeln!(out, "  ✓ {} {}", verified.code, visible(&verified.text))?;
    }
    let counts: Vec<String> = Level::ALL
        .iter()
        .map(|level| format!("{} {} {}", level.mark(), level.label(), checked.count(*level)))
        .collect();
    writeln!(out, "  {}\n", counts.join("  "))?;
    Ok(())
}

fn section<'a>(report: &'a Report, place: &Place) -> &'a str {
    report.edition().section(place.table()).map_or("整份报告", |section| &section.title)
}
