//! `nianbao check 路径…`: findings of many reports, for people or as the JSON that others build on.

use std::{io::Write, path::PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{
    Exit, Fault,
    source::{self, Source},
    visible::{visible, visible_json},
};
use crate::{
    exchange::Class,
    form::Place,
    report::Report,
    rules::{self, Checked, Finding, Level, Verified},
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
    /// 结果的写法：text 给人看（默认），json 给程序读
    #[arg(
        long, value_enum, value_name = "写法", default_value_t = Format::Text,
        hide_default_value = true, hide_possible_values = true
    )]
    format: Format,
    /// 核实级的问题也算没有通过
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
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
        let mut exit = Exit::Clean;
        let mut entries = Vec::new();
        for path in &self.paths {
            let files = source::files(path);
            if files.is_empty() {
                writeln!(err, "{}：文件夹里没有报告", visible(&path.to_string_lossy()))?;
            }
            for file in files {
                let shown = file.path.to_string_lossy().into_owned();
                match file.source {
                    Err(fault) => {
                        exit = exit.max(Exit::Failed);
                        if self.format == Format::Text {
                            out.flush()?;
                            writeln!(err, "{}", visible(&fault.to_string()))?;
                        }
                        entries.push(Entry { file: shown, error: Some(fault.to_string()), ..Entry::default() });
                    }
                    Ok(source) => {
                        let checked = rules::check(&source.report);
                        exit = exit.max(self.judge(&checked));
                        if self.format == Format::Text {
                            print(&shown, &source, &checked, out)?;
                        } else {
                            entries.push(Entry::new(shown, &source.report, checked));
                        }
                    }
                }
            }
        }
        if self.format == Format::Json {
            let json = serde_json::to_string_pretty(&entries).map_err(std::io::Error::from)?;
            writeln!(out, "{}", visible_json(&json))?;
        }
        Ok(exit)
    }

    fn judge(&self, checked: &Checked) -> Exit {
        let open = checked.count(Level::Error) + if self.strict { checked.count(Level::Warning) } else { 0 };
        if open > 0 { Exit::Open } else { Exit::Clean }
    }
}

impl Entry {
    fn new(file: String, report: &Report, checked: Checked) -> Self {
        let Checked { findings, verified } = checked;
        let organ = Some(report.about.organ.clone()).filter(|organ| !organ.is_empty());
        let edition = Some(report.edition().id.clone());
        Self { file, organ, year: Some(report.about.year), edition, error: None, findings, verified }
    }
}

/// The report's findings and ticks, section by section, then how many there are.
fn print(file: &str, source: &Source, checked: &Checked, out: &mut impl Write) -> Result<(), Fault> {
    let report = &source.report;
    writeln!(out, "{}  {}  {}", visible(&report.title()), report.edition().name, visible(file))?;
    if let Some(statement) = source.statement.as_ref().filter(|statement| !statement.is_clean()) {
        let doubts = Class::ALL.iter().filter(|class| **class != Class::Read);
        let doubts = doubts.map(|class| (class.label(), statement.of(*class).count())).filter(|(_, count)| *count > 0);
        let doubts: Vec<String> = doubts.map(|(label, count)| format!("{label} {count} 处")).collect();
        writeln!(out, "  读入时{}，详见 nianbao import", doubts.join("、"))?;
    }
    let mut under = None;
    for finding in &checked.findings {
        let section = section(report, &finding.place);
        if under != Some(section) {
            writeln!(out, "  {section}")?;
            under = Some(section);
        }
        writeln!(out, "    {} {} {}", finding.level.mark(), finding.code, visible(&finding.message))?;
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
