//! `nianbao export 文件夹 --to csv|jsonl -o 文件夹`: all reports as one tidy table of figures and one of findings.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use super::{
    Exit, Fault,
    progress::Progress,
    queue::{Queue, Turn},
    visible::visible,
};
use crate::{
    exchange::read::reason,
    gather::tables::{self, Format},
    report::Report,
    rules,
    store::Local,
};

/// What is written: a folder's reports in a format, into a folder.
pub(super) struct Tables<'a> {
    pub(super) folder: &'a PathBuf,
    pub(super) format: Format,
    pub(super) output: &'a Path,
    /// May files that are there be written over?
    pub(super) may_replace: bool,
}

impl Tables<'_> {
    pub(super) fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        fs::create_dir_all(self.output).map_err(|error| told(self.output, error))?;
        let queue = Queue::new(std::slice::from_ref(self.folder));
        queue.tell_unusable(err)?;
        let ending = self.format.ending();
        let mut figures = self.create(&format!("figures.{ending}"))?;
        let mut findings = self.create(&format!("findings.{ending}"))?;
        figures.put(self.format.figures_head())?;
        findings.put(self.format.findings_head())?;
        let mut progress = Progress::new("导出", queue.len(), false);
        let (mut exit, mut count) = (Exit::Clean, 0);
        let mut ended = Ok(());
        queue.each(
            None,
            |n, turn, last| self.lines(queue.path(n), turn, last, &queue.local(n)),
            |n, lines| {
                progress.at(n + 1);
                ended = match lines {
                    Ok((of_figures, of_findings)) => {
                        count += 1;
                        figures.put(&of_figures).and_then(|()| findings.put(&of_findings))
                    }
                    Err(fault) => {
                        exit = Exit::Failed;
                        writeln!(err, "{fault}").map_err(Fault::from)
                    }
                };
                if ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        );
        drop(progress);
        ended?;
        for (name, text) in [
            ("codebook.csv", tables::codebook()),
            ("equations.csv", tables::equations()),
            ("columns.csv", tables::columns()),
        ] {
            let mut table = self.create(name)?;
            table.put(&text)?;
            table.finish()?;
        }
        figures.finish()?;
        findings.finish()?;
        let path = visible(&self.output.to_string_lossy()).into_owned();
        writeln!(out, "已把 {count} 份报告写到 {path}：")?;
        for (name, what) in [
            (format!("figures.{ending}"), "全部数字，一格一行"),
            (format!("findings.{ending}"), "全部问题，一个一行"),
            ("columns.csv".into(), "各列是什么"),
            ("codebook.csv".into(), "位置代号是哪一格"),
            ("equations.csv".into(), "各版式的勾稽关系，一项一行"),
        ] {
            writeln!(out, "  {name}  {what}")?;
        }
        Ok(exit)
    }

    /// The lines of one report: figures and findings.
    fn lines(
        &self,
        path: &Path,
        turn: &Turn<'_>,
        last: Option<&Report>,
        local: &Local,
    ) -> Result<(String, String), String> {
        let report = &turn.source().map_err(Fault::shown)?.report;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let checked = rules::check_local(report, last, local);
        Ok((self.format.figures(report), self.format.findings(&file, report, &checked)))
    }

    fn create(&self, name: &str) -> Result<Table, Fault> {
        let path = self.output.join(name);
        let mut options = OpenOptions::new();
        let options = if self.may_replace { options.create(true).truncate(true) } else { options.create_new(true) };
        match options.write(true).open(&path) {
            Ok(file) => Ok(Table { file: BufWriter::with_capacity(1 << 18, file), path }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let path = path.display();
                Err(Fault::Told(format!("{path} 已经存在，没有覆盖。请换一个文件夹，或者加 --force 覆盖它")))
            }
            Err(error) => Err(told(&path, error)),
        }
    }
}

/// A table on its way to the disk.
struct Table {
    file: BufWriter<File>,
    path: PathBuf,
}

impl Table {
    fn put(&mut self, text: &str) -> Result<(), Fault> {
        self.file.write_all(text.as_bytes()).map_err(|error| told(&self.path, error))
    }

    fn finish(mut self) -> Result<(), Fault> {
        self.file.flush().map_err(|error| told(&self.path, error))
    }
}

fn told(path: &Path, error: io::Error) -> Fault {
    Fault::Told(format!("写不了 {}：{}", path.display(), reason(error)))
}
