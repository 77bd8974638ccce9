//! `nianbao export 路径 --to json -o 文件`: a report in another format.

use std::{fs, io::Write, path::PathBuf};

use clap::{Args, ValueEnum};

use super::{Exit, Fault, source, tables::Tables, visible::visible};
use crate::{
    exchange::{read::reason, write},
    gather::tables,
};

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao export <路径> --to json -o <文件>\n      nianbao export <文件夹> --to csv|jsonl -o <文件夹>", help_template = super::PAGE)]
pub(super) struct Export {
    /// 草稿（.ron）、可以导入的文件，或者放草稿的文件夹（写成数据表）
    #[arg(value_name = "路径")]
    path: PathBuf,
    /// 写成什么格式：一份报告 json；整个文件夹 csv、jsonl
    #[arg(long, value_enum, value_name = "格式", hide_possible_values = true)]
    to: Format,
    /// 写到哪个文件；整个文件夹的写到另一个文件夹
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
    /// 已有同名文件时覆盖它
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Csv,
    Jsonl,
}

impl Export {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        if self.path.is_dir() {
            return self.tables()?.run(out, err);
        }
        let report = source::read(&self.path)?.report;
        let is_same = |output: PathBuf| fs::canonicalize(&self.path).is_ok_and(|input| input == output);
        if fs::canonicalize(&self.output).is_ok_and(is_same) {
            return Err(Fault::Told(format!("不能写到报告自己的文件上：{}。请换一个文件名", self.output.display())));
        }
        let text = match self.to {
            Format::Json => write::to_json(&report),
            Format::Csv | Format::Jsonl => {
                return Err(Fault::told("csv、jsonl 是整个文件夹的数据表，请写文件夹；一份报告请用 --to json"));
            }
        };
        fs::write(&self.output, text)
            .map_err(|error| Fault::Told(format!("写不了 {}：{}", self.output.display(), reason(error))))?;
        writeln!(out, "已写好 {}", visible(&self.output.to_string_lossy()))?;
        Ok(Exit::Clean)
    }

    /// A whole folder as tidy tables.
    fn tables(&self) -> Result<Tables<'_>, Fault> {
        let format = match self.to {
            Format::Csv => tables::Format::Csv,
            Format::Jsonl => tables::Format::Jsonl,
            Format::Json => return Err(Fault::told("整个文件夹只能写成 csv 或 jsonl；json 请写一份报告")),
        };
        Ok(Tables { folder: &self.path, format, output: &self.output, may_replace: self.force })
    }
}
