//! `nianbao import 文件…`: files of other formats become drafts, with a statement of what was read and what was not.

use std::{io::Write, path::PathBuf};

use clap::Args;

use super::{Exit, Fault, open, source, visible::visible};
use crate::exchange;

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao import <文件>… [-o <文件夹>]", help_template = super::PAGE)]
pub(super) struct Import {
    /// 要读的文件：Word、Excel、网页、PDF、文本、json
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 草稿放到哪个文件夹；不写则与工作台相同
    #[arg(short, long, value_name = "文件夹")]
    output: Option<PathBuf>,
}

impl Import {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        let folder = source::folder(&self.output.clone().map_or_else(open::folder, Ok)?)?;
        let mut exit = Exit::Clean;
        for file in &self.files {
            let imported = source::read(file).and_then(|mut source| {
                if let Some(statement) = &mut source.statement {
                    exchange::ready(&mut source.report, statement, |about| folder.last_year(about));
                }
                let (name, _) = folder.create(&source.report)?;
                Ok((folder.path().join(name), source.statement))
            });
            match imported {
                Ok((path, statement)) => {
                    writeln!(out, "{} → {}", visible(&file.to_string_lossy()), visible(&path.to_string_lossy()))?;
                    let statement = statement.map(|statement| statement.to_string()).unwrap_or_default();
                    for line in statement.lines().skip(1) {
                        writeln!(out, "  {}", visible(line))?;
                    }
                }
                Err(fault) => {
                    exit = Exit::Failed;
                    out.flush()?;
                    writeln!(err, "{}", fault.shown())?;
                }
            }
        }
        Ok(exit)
    }
}
