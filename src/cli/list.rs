//! `nianbao list 文件夹`: the reports of a folder with their state and how many findings are open.

use std::{io::Write, ops::ControlFlow, path::PathBuf};

use clap::Args;
use jiff::{Zoned, civil::Date};

use super::{
    Exit, Fault,
    progress::Progress,
    queue::{Queue, Turn},
    rollup::roster,
    visible::visible,
};
use crate::{
    gather::deadline::{self, Deadline},
    report::{About, Report, Scope},
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
    /// 期限从哪一天看，如 2026-02-01；不写是今天
    #[arg(long, value_name = "日期", value_parser = date)]
    on: Option<Date>,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "日期应写成 2026-02-01 的样子".to_owned())
}

impl List {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        if !self.folder.is_dir() {
            return Err(Fault::Told(format!("不是文件夹：{}", self.folder.display())));
        }
        let today = self.on.unwrap_or_else(|| Zoned::now().date());
        let queue = Queue::new(std::slice::from_ref(&self.folder));
        queue.tell_unusable(err)?;
        let mut progress = Progress::new("读取", queue.len(), false);
        let mut rows = Vec::with_capacity(queue.len());
        let mut n_late = 0;
        let mut ended = Ok(Exit::Clean);
        let work = |n: usize, turn: &Turn<'_>, last: Option<&Report>| match turn.source() {
            Ok(source) => Ok((row(&source.report, last, &queue.local(n)), is_late(&source.report.about, today))),
            Err(fault) => Err(fault.shown()),
        };
        queue.each(None, work, |n, row| {
            progress.at(n + 1);
            match row {
                Ok((mut row, is_late)) => {
                    if is_late {
                        row[3].push_str(" 迟");
                        n_late += 1;
                    }
                    rows.push(row);
                }
                Err(fault) => ended = writeln!(err, "{fault}").map(|()| Exit::Failed),
            }
            if ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        drop(progress);
        let exit = ended?;
        print(&rows, out)?;
        let late = if n_late > 0 { format!("，逾期未公布 {n_late}") } else { String::new() };
        writeln!(out, "\n{} 份{late}", rows.len())?;
        self.tell_missing(&queue, today, out)?;
        Ok(exit)
    }

    /// Who has not reported for the year that is due.
    fn tell_missing(&self, queue: &Queue, today: Date, out: &mut impl Write) -> Result<(), Fault> {
        let roster = roster(&self.folder)?;
        let missing = deadline::unreported(&queue.abouts(), roster.as_ref(), today);
        if let Some(first) = missing.first() {
            writeln!(out, "{} 年度未报 {}：", first.year, missing.len())?;
        }
        for about in &missing {
            let deadline = Deadline::of(about, today).map(Deadline::said).unwrap_or_default();
            writeln!(out, "  {}{}  {deadline}", visible(&about.organ), of_scope(about))?;
        }
        Ok(())
    }
}

fn is_late(about: &About, today: Date) -> bool {
    Deadline::open(about, today).is_some_and(Deadline::is_late)
}

fn row(report: &Report, last: Option<&Report>, local: &Local) -> [String; 5] {
    let about = &report.about;
    [
        format!("{}{}", visible(&about.organ), of_scope(about)),
        about.year.to_string(),
        report.edition().name.clone(),
        about.state.label().to_owned(),
        counts(&rules::check_local(report, last, local)),
    ]
}

fn of_scope(about: &About) -> &'static str {
    if about.scope == Scope::Collected { "（汇总）" } else { "" }
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
    Ok(())
}
