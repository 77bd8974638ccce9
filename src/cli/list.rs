//! `nianbao list 文件夹`: the reports of a folder with their state and how many findings are open.

use std::{io::Write, ops::ControlFlow, path::PathBuf};

use clap::Args;

use super::{
    Exit, Fault,
    progress::Progress,
    queue::{Queue, Turn},
    visible::visible,
};
use crate::{
    report::{Report, Scope},
    rules::{self, Checked, Level},
    store::Local,
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
        let queue = Queue::new(std::slice::from_ref(&self.folder));
        let mut progress = Progress::new("读取", queue.len(), false);
        let mut rows = Vec::with_capacity(queue.len());
        let mut ended = Ok(Exit::Clean);
        let work = |n: usize, turn: &Turn<'_>, last: Option<&Report>| match turn.source() {
            Ok(source) => Ok(row(&source.report, last, &queue.local(n))),
            Err(fault) => Err(fault.shown()),
        };
        queue.each(None, work, |n, row| {
            progress.at(n + 1);
            match row {
                Ok(row) => rows.push(row),
                Err(fault) => ended = writeln!(err, "{fault}").map(|()| Exit::Failed),
            }
            if ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        drop(progress);
        let exit = ended?;
        print(&rows, out)?;
        Ok(exit)
    }
}

fn row(report: &Report, last: Option<&Report>, local: &Local) -> [String; 5] {
    let about = &report.about;
    let scope = if about.scope == Scope::Collected { "（汇总）" } else { "" };
    [
        format!("{}{scope}", visible(&about.organ)),
        about.year.to_string(),
        report.edition().name.clone(),
        about.state.label().to_owned(),
        counts(&rules::check_local(report, last, local)),
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
    let widths: [usize; HEADS.len()] = std::array::from_fn(|n| width(n).unwrap_or_default());
    for row in [&heads].into_iter().chain(rows) {
        let cells = row.iter().zip(widths).map(|(text, width)| fit(text, width));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    writeln!(out, "\n{} 份", rows.len())?;
    Ok(())
}
