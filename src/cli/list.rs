//! `nianbao list 文件夹`: the reports of a folder with their state and how many findings are open.

use std::{io::Write, path::PathBuf};

use clap::Args;

use super::{Exit, Fault, source, visible::visible};
use crate::{
    report::{Report, Scope, years::Years},
    rules::{self, Checked, Level},
    width::{cols, fit},
};

/// Heads of the columns.
const HEADS: [&str; 5] = ["机关", "年度", "版式", "状态", "问题"];

/// Arguments of `list`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao list <文件夹>", help_template = super::PAGE)]
pub(super) struct List {
    /// 放草稿的文件夹
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

impl List {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        if !self.folder.is_dir() {
            return Err(Fault::Told(format!("不是文件夹：{}", self.folder.display())));
        }
        let mut exit = Exit::Clean;
        let mut reports = Vec::new();
        for file in source::files(&self.folder) {
            match file.source {
                Ok(source) => reports.push(source.report),
                Err(fault) => {
                    exit = Exit::Failed;
                    writeln!(err, "{}", fault.shown())?;
                }
            }
        }
        let years = Years::new(&reports);
        let rows: Vec<[String; 5]> = reports.iter().map(|report| row(report, years.last(&report.about))).collect();
        print(&rows, out)?;
        Ok(exit)
    }
}

fn row(report: &Report, last: Option<&Report>) -> [String; 5] {
    let about = &report.about;
    let scope = if about.scope == Scope::Collected { "（汇总）" } else { "" };
    [
        format!("{}{scope}", visible(&about.organ)),
        about.year.to_string(),
        report.edition().name.clone(),
        about.state.label().to_owned(),
        counts(&rules::check(report, last)),
    ]
}

/// `✗1 !2`: how many findings of each level are open; `✓` if none.
fn counts(checked: &Checked) -> String {
    let open = Level::ALL.iter().map(|level| (level, checked.count(*level))).filter(|(_, count)| *count > 0);
    let shown: Vec<String> = open.map(|(level, count)| format!("{}{count}", level.mark())).collect();
    if shown.is_empty() { "✓".to_owned() } else { shown.join(" ") }
}

fn print(rows: &[[String; 5]], out: &mut impl Write) -> Result<(), Fault> {
    let heads = HEADS.map(str::to_owned);
    let width = |n: usize| rows.iter().chain([&heads]).filter_map(|row| row.get(n)).map(|text| cols(text)).max();
    for row in [&heads].into_iter().chain(rows) {
        let cells = row.iter().enumerate().map(|(n, text)| fit(text, width(n).unwrap_or_default()));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    writeln!(out, "\n{} 份", rows.len())?;
    Ok(())
}
