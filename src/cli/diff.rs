//! `nianbao diff 较早的 较晚的 [部分]`: two reports held against each other, on a plain terminal or into a pipe.

use std::{io::Write, path::PathBuf};

use clap::Args;

use super::{Exit, Fault, show, source, visible::visible};
use crate::{
    form::{CellIdx, Section},
    report::{
        Report,
        compare::{
            Held, caveat, change, held, left_out,
            prose::{Fate, Passage, passages},
        },
    },
    width::{cols, cut, fit, fit_right},
};

/// Columns of the name of a cell, of a figure, of the difference and of its share.
const COLUMNS: [usize; 5] = [42, 10, 10, 10, 9];

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao diff <较早的> <较晚的> [部分]", help_template = super::PAGE)]
pub(super) struct Diff {
    /// 较早的报告：草稿（.ron）或可以导入的文件
    #[arg(value_name = "较早的")]
    before: PathBuf,
    /// 较晚的报告
    #[arg(value_name = "较晚的")]
    now: PathBuf,
    /// 只看一部分：章节代号（t2）、序号（三）、表号（表二）或标题里的几个字
    #[arg(value_name = "部分")]
    part: Option<String>,
}

impl Diff {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<Exit, Fault> {
        let (before, now) = (source::read(&self.before)?.report, source::read(&self.now)?.report);
        let edition = now.edition();
        let only = self.part.as_deref().map(|part| show::find(edition, part)).transpose()?;
        for (report, role) in [(&before, "前"), (&now, "后")] {
            let facts = format!("{}  {}  {}", report.title(), report.edition().name, report.about.scope.label());
            writeln!(out, "{role}：{}", visible(&facts))?;
        }
        writeln!(out, "文字里 [-这样-] 是去掉的，{{+这样+}} 是新写的；数字后的 ! 是变化异常，请核实")?;
        if !now.about.is_same(&before.about) {
            writeln!(out, "注意：两份报告的机关或口径不同")?;
        }
        for section in edition.sections.iter().filter(|section| only.is_none_or(|only| only.id == section.id)) {
            let lines = [figures(&before, &now, section), text(&before, &now, section)].concat();
            if !lines.is_empty() || only.is_some() {
                writeln!(out, "\n{}", section.title)?;
            }
            for line in &lines {
                writeln!(out, "  {line}")?;
            }
            if lines.is_empty() && only.is_some() {
                writeln!(out, "  （没有不同）")?;
            }
        }
        if only.is_none() {
            leave_out(&before, &now, out)?;
        }
        Ok(Exit::Clean)
    }
}

/// Says what the later form has no place for.
fn leave_out(before: &Report, now: &Report, out: &mut impl Write) -> Result<(), Fault> {
    let left = left_out(before, now.edition());
    if left.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n没有对照：{} 中有 {} 格数字，后一份的版式没有这些格", before.edition().name, left.len())?;
    for cell in left {
        writeln!(out, "  {}  {}", visible(&before.edition().name(cell)), visible(before.text(cell)))?;
    }
    Ok(())
}

/// The cells of a section that changed, or that cannot be compared, one a line.
fn figures(before: &Report, now: &Report, section: &Section) -> Vec<String> {
    let edition = now.edition();
    let cells: Vec<CellIdx> = edition.cells_of(&section.id).collect();
    let rows: Vec<String> = cells.iter().filter_map(|cell| figure(before, now, *cell)).collect();
    if rows.is_empty() {
        return rows;
    }
    let years = [before.about.year.to_string(), now.about.year.to_string()];
    let head = row(["", &years[0], &years[1], "增减", "同比"]);
    let n_same = cells.len() - rows.len();
    let same = (n_same > 0).then(|| format!("其余 {n_same} 格相同或都空着"));
    std::iter::once(head).chain(rows).chain(same).collect()
}

/// One cell; `None` if nothing changed.
fn figure(before: &Report, now: &Report, cell: CellIdx) -> Option<String> {
    let edition = now.edition();
    let place = &edition.spec(cell).place;
    let name = edition.name(cell);
    let (old, new) = (held(before, place), held(now, place));
    if old == new || (old == Held::Nowhere && new.number().is_none_or(|number| number.is_zero())) {
        return None;
    }
    let [shown_old, shown_new] = [&old, &new].map(|held| visible(&held.shown()).into_owned());
    let change = old.number().zip(new.number()).and_then(|(x, y)| change(x, y));
    let difference = change.map(|change| format!("{:+}", change.difference.normalize())).unwrap_or_default();
    let share = change.map(|change| change.share.shown()).unwrap_or_default();
    let mut line = row([&visible(&name), &shown_old, &shown_new, &difference, &share]);
    if change.is_some_and(|change| change.is_leap) {
        line.push_str(" !");
    }
    if let Some(why) = caveat(edition, before.edition(), place) {
        line.push_str("  ");
        line.push_str(why);
    }
    Some(line)
}

fn row([name, before, now, difference, share]: [&str; 5]) -> String {
    let [wide, rest @ ..] = COLUMNS;
    let figures = [before, now, difference, share].into_iter().zip(rest);
    // A figure is never cut: a long one moves what stands behind it.
    let figure = |(text, columns): (&str, usize)| {
        if cols(text) < columns { fit_right(text, columns) } else { format!(" {text}") }
    };
    let figures: String = figures.map(figure).collect();
    format!("{}{figures}", fit(&cut(name, wide), wide)).trim_end().to_owned()
}

/// The paragraphs of a section that changed, with what went and what came.
fn text(before: &Report, now: &Report, section: &Section) -> Vec<String> {
    let passages = passages(before.paragraphs(&section.id), now.paragraphs(&section.id));
    let changed: Vec<String> = passages.iter().filter(|passage| !passage.is_same()).map(marked).collect();
    if changed.is_empty() {
        return changed;
    }
    let n_same = passages.len() - changed.len();
    let same = (n_same > 0).then(|| format!("其余 {n_same} 段相同"));
    changed.into_iter().chain(same).collect()
}

/// A paragraph that is gone or new stands as it is; in a reworded one what went and what came is marked.
fn marked(passage: &Passage) -> String {
    let text = passage.pieces.iter().map(|piece| {
        let text = visible(&piece.text);
        match (piece.fate, passage.before.zip(passage.now)) {
            (Fate::Same, _) | (_, None) => text.into_owned(),
            (Fate::Gone, _) => format!("[-{text}-]"),
            (Fate::New, _) => format!("{{+{text}+}}"),
        }
    });
    let text: String = text.collect();
    match (passage.before, passage.now) {
        (Some(_), Some(n)) => format!("第 {} 段有改动：{text}", n + 1),
        (None, Some(n)) => format!("第 {} 段是新写的：{text}", n + 1),
        (Some(n), None) => format!("原第 {} 段没有了：{text}", n + 1),
        (None, None) => text,
    }
}
