//! `nianbao export 路径 --to json -o 文件`: a report in another format.

use std::{fs, io::Write, path::PathBuf};

use clap::{Args, ValueEnum};

use super::{Exit, Fault, source, visible::visible};
use crate::exchange::{read::reason, write};

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao export <路径> --to json -o <文件>", help_template = super::PAGE)]
pub(super) struct Export {
    /// 草稿（.ron）或可以导入的文件
    #[arg(value_name = "路径")]
    path: PathBuf,
    /// 写成什么格式：json
    #[arg(long, value_enum, value_name = "格式", hide_possible_values = true)]
    to: Format,
    /// 写到哪个文件
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
}

impl Export {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<Exit, Fault> {
        let report = source::read(&self.path)?.report;
        let is_same = |output: PathBuf| fs::canonicalize(&self.path).is_ok_and(|input| input == output);
        if fs::canonicalize(&self.output).is_ok_and(is_same) {
            return Err(Fault::Told(format!("不能写到报告自己的文件上：{}。请换一个文件名", self.output.display())));
        }
        let text = match self.to {
            Format::Json => write::to_json(&report),
        };
        fs::write(&self.output, text)
            .map_err(|error| Fault::Told(format!("写不了 {}：{}", self.output.display(), reason(error))))?;
        writeln!(out, "已写好 {}", visible(&self.output.to_string_lossy()))?;
        Ok(Exit::Clean)
    }
}
