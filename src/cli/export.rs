//! `nianbao export 路径 --to docx,xlsx,html -o 文件`: a report in other formats, each read back before it is said to be
//! done; or a whole folder as tidy tables.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{Exit, Fault, source, tables::Tables, visible::visible};
use crate::{
    exchange::{export, write::Format},
    gather::tables,
    report::Report,
    rules::{self, Level},
    store::Cause,
};

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(
    override_usage = "nianbao export <文件> --to <格式> -o <文件或文件夹>\n      nianbao export <文件夹> --to csv|jsonl -o <文件夹>",
    help_template = super::PAGE
)]
pub(super) struct Export {
    /// 草稿（.ron）、可以导入的文件，或者放草稿的文件夹（写成数据表）
    #[arg(value_name = "路径")]
    path: PathBuf,
    /// 写成什么格式：docx、xlsx、html、md、txt、csv、json；几种用逗号隔开。整个文件夹：csv 或 jsonl
    #[arg(long, value_enum, value_name = "格式", value_delimiter = ',', required = true, hide_possible_values = true)]
    to: Vec<To>,
    /// 写到哪个文件；写文件夹则按机关和年度起名。整个文件夹的写到另一个文件夹
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
    /// 已有同名文件时覆盖它
    #[arg(long)]
    force: bool,
}

/// The formats, as they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    Docx,
    Xlsx,
    Html,
    Md,
    Txt,
    Csv,
    Json,
    Jsonl,
}

impl To {
    /// The format of one report; `None` for one that only a folder has.
    fn format(self) -> Option<Format> {
        match self {
            Self::Docx => Some(Format::Docx),
            Self::Xlsx => Some(Format::Xlsx),
            Self::Html => Some(Format::Html),
            Self::Md => Some(Format::Markdown),
            Self::Txt => Some(Format::Text),
            Self::Csv => Some(Format::Csv),
            Self::Json => Some(Format::Json),
            Self::Jsonl => None,
        }
    }
}

impl Export {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        if self.path.is_dir() {
            return self.tables()?.run(out, err);
        }
        let mut formats = Vec::new();
        for to in &self.to {
            let format = to.format();
            let format =
                format.ok_or_else(|| Fault::told("jsonl 是整个文件夹的数据表，请写文件夹；一份报告请用 json"))?;
            if !formats.contains(&format) {
                formats.push(format);
            }
        }
        let report = source::read(&self.path)?.report;
        let n_errors = rules::check(&report, None).count(Level::Error);
        if n_errors > 0 {
            let message = format!("这份报告还有 {n_errors} 个强制级问题，照样导出；改好后请重新导出");
            writeln!(err, "{message}")?;
        }
        for format in formats {
            self.write(&report, format, out, err)?;
        }
        Ok(Exit::Clean)
    }

    /// A whole folder as tidy tables.
    fn tables(&self) -> Result<Tables<'_>, Fault> {
        let format = match self.to.as_slice() {
            [To::Csv] => tables::Format::Csv,
            [To::Jsonl] => tables::Format::Jsonl,
            _ => return Err(Fault::told("整个文件夹只能写成 csv 或 jsonl（数据表），其他格式请写一份报告")),
        };
        Ok(Tables { folder: &self.path, format, output: &self.output, may_replace: self.force })
    }

    fn write(&self, report: &Report, format: Format, out: &mut impl Write, err: &mut impl Write) -> Result<(), Fault> {
        let path = self.target(report, format)?;
        let export = export::make(report, format).map_err(|error| Fault::Told(error.to_string()))?;
        let paths = export::deliver(&export, &path, self.force).map_err(|error| match error.cause {
            Cause::Exists if path.is_dir() => Fault::Told(format!("{} 是文件夹", path.display())),
            Cause::Exists => {
                let path = path.display();
                Fault::Told(format!("{path} 已经存在，没有覆盖。请换一个文件名，或者加 --force 覆盖它"))
            }
            _ => Fault::Store(error),
        })?;
        for path in paths {
            writeln!(out, "已写好 {}", visible(&path.to_string_lossy()))?;
        }
        out.flush()?;
        for remark in &export.remarks {
            writeln!(err, "{}：{}", format.label(), visible(remark))?;
        }
        Ok(())
    }

    /// The path of the file in a format: in the folder that is named, or the one file that is.
    fn target(&self, report: &Report, format: Format) -> Result<PathBuf, Fault> {
        let is_folder = self.output.is_dir() || self.output.as_os_str().to_string_lossy().ends_with('/');
        if is_folder {
            return Ok(self.output.join(export::file_name(report, format)?));
        }
        if self.to.iter().any(|to| Some(to) != self.to.first()) {
            return Err(Fault::told("写几种格式时，-o 请写一个已有的文件夹"));
        }
        if is_same(&self.path, &self.output) {
            return Err(Fault::Told(format!("不能写到报告自己的文件上：{}。请换一个文件名", self.output.display())));
        }
        let ending = self.output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let is_other = |ending: &str| Format::ALL.iter().any(|other| *other != format && other.ending() == ending);
        if let Some(ending) = ending.filter(|ending| ending == "ron" || is_other(ending)) {
            let (own, label) = (format.ending(), format.label());
            return Err(Fault::Told(format!("文件名以 .{ending} 结尾，而{label}应以 .{own} 结尾。请改文件名或格式")));
        }
        Ok(self.output.clone())
    }
}

fn is_same(a: &Path, b: &Path) -> bool {
    let known = |path: &Path| fs::canonicalize(path).ok();
    known(a).is_some_and(|a| known(b) == Some(a))
}
