//! `nianbao check 路径…`: findings of many reports, for people or as the JSON that others build on.

mod outcome;
mod sarif;

use std::{
    io::{self, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{
    Exit, Fault,
    progress::Progress,
    queue::{Queue, Turn},
    source::{self, Source},
    visible::visible,
};
use outcome::Outcome;

use crate::{
    exchange::{Class, write::escape_hidden},
    form::Place,
    report::Report,
    rules::{self, Checked, Choice, Finding, Level, RULES, Verified},
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
    /// 只查这些规则：代码或一类，逗号隔开，如 T2,T3-R01,Y
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    only: Vec<String>,
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
struct Entry<'a> {
    file: &'a str,
    organ: Option<&'a str>,
    year: Option<u16>,
    edition: Option<&'a str>,
    error: Option<String>,
    findings: &'a [Finding],
    verified: Vec<&'a Verified>,
}

impl Check {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        let only = self.only()?;
        let named = self.last.as_deref().map(source::read).transpose()?.map(|source| source.report);
        let queue = Queue::new(&self.paths);
        for path in queue.empty() {
            writeln!(err, "{}：文件夹里没有报告", visible(&path.to_string_lossy()))?;
        }
        queue.tell_unusable(err)?;
        if let (Some(named), Some(path)) = (&named, &self.last) {
            is_last_year_of_any(named, path, &queue)?;
        }
        let choice = Choice::new(|rule| only.is_empty() || only.iter().any(|code| rule.is_of(code)));
        let run = Run { queue, named, is_strict: self.strict, choice };
        match self.format {
            Format::Text => run.each("校验", true, told, |told| told.write(out, err)),
            Format::Json => {
                let mut is_first = true;
                let exit = run.each("校验", true, json, |json| {
                    out.write_all(if is_first { b"[\n" } else { b",\n" })?;
                    is_first = false;
                    Ok(out.write_all(json?.as_bytes())?)
                })?;
                out.write_all(if is_first { b"[]\n" } else { b"\n]\n" })?;
                Ok(exit)
            }
            Format::Sarif => {
                let mut log = sarif::Log::default();
                let exit = run.each("校验", false, sarif::Entry::of, |entry| {
                    log.add(entry);
                    Ok(())
                })?;
                log.write(out)?;
                Ok(exit)
            }
        }
    }

    /// The codes and families that were asked for.
    fn only(&self) -> Result<Vec<String>, Fault> {
        let codes: Vec<String> = self.only.iter().map(|code| code.trim().to_uppercase()).collect();
        match codes.iter().find(|code| !RULES.iter().any(|rule| rule.is_of(code))) {
            None => Ok(codes),
            Some(code) => {
                let why = rules::reason_not_yet(code)
                    .map_or("没有这条规则".to_owned(), |why| format!("没有启用：{why}"));
                Err(Fault::Told(format!(
                    "--only {code}：{why}。可以写规则代码（T2-R01）或一类（T2），全部规则：nianbao rules"
                )))
            }
        }
    }
}

/// One run over all reports.
struct Run {
    queue: Queue,
    named: Option<Report>,
    is_strict: bool,
    choice: Choice,
}

impl Run {
    /// Shapes every outcome where it was worked out and writes it in order; returns how the run ends.
    fn each<R: Send>(
        &self,
        what: &'static str,
        is_told_meanwhile: bool,
        shape: impl Fn(&Outcome<'_>) -> R + Sync,
        mut write: impl FnMut(R) -> Result<(), Fault>,
    ) -> Result<Exit, Fault> {
        let work = |n: usize, turn: &Turn<'_>, last: Option<&Report>| {
            let file = self.queue.path(n).to_string_lossy().into_owned();
            let outcome = Outcome::new(file, turn, last, &self.queue.local(n), &self.choice);
            (shape(&outcome), outcome.exit(self.is_strict))
        };
        let mut progress = Progress::new(what, self.queue.len(), is_told_meanwhile);
        let mut ended = Ok(Exit::default());
        self.queue.each(self.named.as_ref(), work, |n, (shaped, exit)| {
            progress.at(n + 1);
            match (&mut ended, write(shaped)) {
                (Ok(worst), Ok(())) => *worst = exit.max(*worst),
                (_, Err(fault)) => ended = Err(fault),
                (Err(_), Ok(())) => {}
            }
            if ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        ended
    }
}

/// A report that was named as last year's must be that of one of the files.
fn is_last_year_of_any(named: &Report, path: &Path, queue: &Queue) -> Result<(), Fault> {
    let year = named.about.year;
    let mut years = queue.abouts().map(|about| about.year).peekable();
    if years.peek().is_some() && !years.any(|of| of.checked_sub(1) == Some(year)) {
        let message = format!("{} 是 {year} 年度的报告，不是所查报告的去年", path.display());
        return Err(Fault::Told(message));
    }
    Ok(())
}

/// A report's object as it stands in the JSON array.
fn json(outcome: &Outcome<'_>) -> Result<String, Fault> {
    let json = serde_json::to_string_pretty(&[Entry::new(outcome)]).map_err(io::Error::from)?;
    let inner = json.strip_prefix("[\n").and_then(|json| json.strip_suffix("\n]"));
    Ok(escape_hidden(inner.unwrap_or(&json)))
}

/// What is said about a report, for people.
enum Told {
    Report(Vec<u8>),
    Fault(String),
}

impl Told {
    fn write(self, out: &mut impl Write, err: &mut impl Write) -> Result<(), Fault> {
        match self {
            Self::Report(text) => out.write_all(&text)?,
            Self::Fault(fault) => {
                out.flush()?;
                writeln!(err, "{fault}")?;
            }
        }
        Ok(())
    }
}

fn told(outcome: &Outcome<'_>) -> Told {
    let mut text = Vec::new();
    // Writing into memory cannot fail.
    match outcome.source.map(|source| print(outcome, source, &mut text)) {
        Ok(_) => Told::Report(text),
        Err(fault) => Told::Fault(fault.shown()),
    }
}

impl<'a> Entry<'a> {
    fn new(outcome: &'a Outcome<'_>) -> Self {
        let Outcome { file, source, checked, .. } = outcome;
        let report = match source {
            Ok(source) => &source.report,
            Err(fault) => return Self { file, error: Some(fault.to_string()), ..Self::default() },
        };
        let organ = Some(report.about.organ.as_str()).filter(|organ| !organ.is_empty());
        let edition = Some(report.edition().id.as_str());
        let Checked { findings, verified, .. } = checked;
        let verified = verified.iter().map(AsRef::as_ref).collect();
        Self { file, organ, year: Some(report.about.year), edition, error: None, findings, verified }
    }
}

/// The report's findings and ticks, section by section, then how many there are.
fn print(outcome: &Outcome<'_>, source: &Source, out: &mut impl Write) -> Result<(), Fault> {
    let Outcome { file, last, checked, .. } = outcome;
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
