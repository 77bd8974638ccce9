//! `nianbao show 路径 [部分]`: a report as text, its tables aligned.

use std::{io::Write, path::PathBuf};

use clap::Args;

use super::{Exit, Fault, source, visible::visible};
use crate::{
    exchange::write::{Pen, pages::pages},
    form::{Block, Edition, Row, Section, Table},
    report::Report,
    width::{cols, cut, fit, fit_right},
};

/// Columns a table may take.
const WIDTH: usize = 80;
/// Columns of the text of one cell; longer ones are cut.
const CELL: usize = 24;

/// Arguments of `show`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao show <路径> [部分]\n      nianbao show <路径> --pages", help_template = super::PAGE)]
pub(super) struct Show {
    /// 草稿（.ron）或可以导入的文件
    #[arg(value_name = "路径")]
    path: PathBuf,
    /// 只看一部分：章节代号（t2）、序号（三）、表号（表二）或标题里的几个字
    #[arg(value_name = "部分")]
    part: Option<String>,
    /// 一页一页地显示，如同打印出来的公文
    #[arg(long, conflicts_with = "part")]
    pages: bool,
}

impl Show {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<Exit, Fault> {
        let report = source::read(&self.path)?.report;
        if self.pages {
            print_pages(&report, out)?;
            return Ok(Exit::Clean);
        }
        let edition = report.edition();
        let only = self.part.as_deref().map(|part| find(edition, part)).transpose()?;
        if only.is_none() {
            let about = &report.about;
            writeln!(out, "{}", visible(&report.title()))?;
            let facts = [edition.name.as_str(), about.kind.label(), about.scope.label(), about.state.label()];
            writeln!(out, "{}", facts.join("  "))?;
        }
        for section in &edition.sections {
            let is_wanted = match only {
                Some(only) => only.id == section.id,
                None => section.part || !report.is_section_empty(&section.id),
            };
            if is_wanted {
                print(&report, section, out)?;
            }
        }
        Ok(Exit::Clean)
    }
}

/// The pages as they are printed, one under another.
fn print_pages(report: &Report, out: &mut impl Write) -> Result<(), Fault> {
    for (n, page) in pages(report, Pen::here()).iter().enumerate() {
        if n > 0 {
            writeln!(out, "\n")?;
        }
        for line in &page.lines {
            let text = format!("{}{}", " ".repeat(line.left), visible(&line.text));
            writeln!(out, "{}", text.trim_end())?;
        }
    }
    Ok(())
}

/// The section that a user means.
pub(super) fn find<'a>(edition: &'a Edition, part: &str) -> Result<&'a Section, Fault> {
    let numeral = part.trim_start_matches('第').trim_end_matches("部分").trim_end_matches('、');
    let table = part.strip_prefix('表').and_then(|n| "一二三".chars().position(|c| n == c.to_string()));
    let table = table.and_then(|n| edition.tables.get(n));
    let arabic = part.parse::<usize>().ok().filter(|n| *n > 0);
    let is_it = |section: &&Section| {
        section.id == part
            || table.is_some_and(|table| table.id == section.id)
            || section.title.split_once('、').is_some_and(|(number, _)| number == numeral)
    };
    let sections = || edition.sections.iter();
    sections()
        .find(is_it)
        .or_else(|| sections().filter(|section| section.part).nth(arabic? - 1))
        .or_else(|| sections().find(|section| !part.is_empty() && section.title.contains(part)))
        .ok_or_else(|| {
            let all: Vec<&str> = sections().map(|section| section.id.as_str()).collect();
            Fault::Told(format!("没有“{part}”这一部分，可以写：{}", all.join("、")))
        })
}

fn print(report: &Report, section: &Section, out: &mut impl Write) -> Result<(), Fault> {
    writeln!(out, "\n{}", section.title)?;
    for paragraph in report.paragraphs(&section.id) {
        writeln!(out, "　　{}", visible(paragraph.trim()))?;
    }
    match report.edition().table(&section.id) {
        Some(table) => print_table(report, table, out),
        None if report.is_section_empty(&section.id) => Ok(writeln!(out, "　　（空）")?),
        None => Ok(()),
    }
}

fn print_table(report: &Report, table: &Table, out: &mut impl Write) -> Result<(), Fault> {
    let label_width = table.blocks.iter().flat_map(labels).map(|label| cols(&label)).max().unwrap_or_default();
    for block in &table.blocks {
        if !block.title.is_empty() {
            writeln!(out, "  {}", block.title)?;
        }
        let heads = heads(block, WIDTH.saturating_sub(label_width + 2));
        let rows: Vec<Vec<String>> = block.rows.iter().map(|row| texts(report, table, block, row)).collect();
        let widths: Vec<usize> = (0..heads.len())
            .map(|n| {
                let column = rows.iter().filter_map(|row| row.get(n)).map(String::as_str).chain([heads[n]]);
                column.map(cols).max().unwrap_or_default() + 2
            })
            .collect();
        let line = |texts: &mut dyn Iterator<Item = &str>| -> String {
            texts.zip(&widths).map(|(text, width)| fit_right(text, *width)).collect()
        };
        writeln!(out, "  {}{}", fit(&block.head, label_width), line(&mut heads.iter().copied()))?;
        let mut under: &[String] = &[];
        for (row, texts) in block.rows.iter().zip(&rows) {
            for (depth, head) in new_heads(under, row) {
                writeln!(out, "  {}{head}", indent(depth))?;
            }
            under = &row.under;
            let figures = line(&mut texts.iter().map(String::as_str));
            writeln!(out, "  {}{figures}", fit(&label(row), label_width))?;
        }
    }
    Ok(())
}

/// The heads a row brings in that the row above did not stand under; one that is the row's own label is left out.
fn new_heads<'a>(above: &[String], row: &'a Row) -> Vec<(usize, &'a str)> {
    let same = above.iter().zip(&row.under).take_while(|(a, b)| a == b).count();
    let heads = row.under.iter().enumerate().skip(same).filter(|(_, head)| **head != row.label);
    heads.map(|(depth, head)| (depth, head.as_str())).collect()
}

fn labels(block: &Block) -> Vec<String> {
    block.rows.iter().map(label).chain([block.head.clone()]).collect()
}

/// The row's label, set in by one step for every head it stands under.
fn label(row: &Row) -> String {
    let depth = row.under.iter().filter(|head| **head != row.label).count();
    format!("{}{}", indent(depth), row.short)
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

/// Full labels of the columns if they fit, else the short ones.
fn heads(block: &Block, room: usize) -> Vec<&str> {
    let full: Vec<&str> = block.columns.iter().map(|column| column.label.as_str()).collect();
    if full.iter().map(|label| cols(label) + 2).sum::<usize>() <= room {
        return full;
    }
    block.columns.iter().map(|column| column.short.as_str()).collect()
}

fn texts(report: &Report, table: &Table, block: &Block, row: &Row) -> Vec<String> {
    let cell = |column: &crate::form::Column| report.edition().find_in(&table.id, &row.id, &column.id);
    let text = |cell| cut(&visible(report.text(cell)), CELL);
    block.columns.iter().map(|column| cell(column).map_or_else(String::new, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_by_id_number_table_or_words() {
        let edition = Edition::by_id("2021").unwrap();
        let found = |part: &str| find(edition, part).map(|section| section.id.as_str()).ok();
        for part in ["t2", "三", "第三部分", "3", "表二", "收到和处理"] {
            assert_eq!(found(part), Some("t2"), "{part}");
        }
        assert_eq!(found("preface"), Some("preface"));
        assert_eq!(found(""), None);
        assert_eq!(found("0"), None);
        assert_eq!(found("七"), None);
    }

    #[test]
    fn tables_fit_a_narrow_terminal_and_are_aligned() {
        for edition in Edition::all() {
            let changes = &[("t1.permits.decisions", "15592"), ("t2.new.natural", "1204")];
            let report = crate::rules::Example::of(&edition.id, edition.first_year, changes).report().unwrap();
            for table in &edition.tables {
                let mut out = Vec::new();
                print_table(&report, table, &mut out).unwrap();
                let text = String::from_utf8(out).unwrap();
                let figures = text.lines().filter(|line| line.ends_with('0'));
                let widths: std::collections::BTreeSet<usize> = figures.map(cols).collect();
                assert!(text.lines().all(|line| cols(line) <= WIDTH), "{text}");
                // Every block of table 1 has columns of its own.
                assert!(widths.len() <= table.blocks.len(), "{text}");
            }
        }
    }
}
