//! `nianbao rollup 文件夹`: many organs' reports summed into the collected report, with a plain statement.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Exit, Fault,
    new::{self, no_edition},
    progress::Progress,
    visible::visible,
};
use crate::{
    exchange::read::{bytes_of, reason, text_of},
    form::Edition,
    gather::{self, Gathering, Wish, sheets, tables},
    report::{
        Report, Scope,
        roster::{ROSTER, Roster},
    },
    rules::Level,
    store::{Folder, Saved, draft},
};

/// Arguments of `rollup`.
#[derive(Debug, Args)]
#[command(
    override_usage = "nianbao rollup <文件夹> --organ <名称> --year <年度> [--roster <名单>] -o <文件>",
    after_help = "文件夹里有“名单.txt”时，不写 --roster 也用它。\n\
        退出码：0 名单齐全、都对得上；1 有缺报，或者表格、结转、汇总数对不上；2 有文件读不了或写不了。",
    help_template = super::PAGE
)]
pub(super) struct Rollup {
    /// 放各机关报告的文件夹
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
    /// 汇总机关的全称
    #[arg(long, value_name = "名称", value_parser = new::organ)]
    organ: String,
    /// 报告年度
    #[arg(long, value_name = "年度", value_parser = new::year)]
    year: u16,
    /// 应报机关的名单：文本文件，一行一个全称；要计入下级的汇总报告，写成“机关（汇总）”
    #[arg(long, value_name = "名单")]
    roster: Option<PathBuf>,
    /// 写到哪个文件：.ron 是汇总报告的草稿（已有的只填空格、不改已填的数），.xlsx 是表格和构成，.csv 是各格合计
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
    /// 已有同名的 .xlsx、.csv 时覆盖它
    #[arg(long)]
    force: bool,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Draft,
    Excel,
    Csv,
}

impl Rollup {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<Exit, Fault> {
        let target = self.target()?;
        let edition = Edition::for_year(self.year).ok_or_else(|| Fault::Told(no_edition(self.year)))?;
        let folder = Folder::open(&self.folder)?;
        let wish = Wish { organ: self.organ.clone(), year: self.year, roster: self.roster()? };
        let mut progress = None;
        let step = |done: usize, total: usize| {
            progress.get_or_insert_with(|| Progress::new("汇总", total, false)).at(done);
            ControlFlow::Continue(())
        };
        let gathering = gather::gather(&folder, wish, edition, step)?;
        drop(progress);
        let Some(gathering) = gathering else { return Ok(Exit::Failed) };
        let nobody = gathering.rollup.parts().is_empty();
        if nobody {
            for line in gathering.statement() {
                writeln!(out, "{}", visible(&line))?;
            }
            return Err(Fault::Told(format!("{} 里没有可以汇总的 {} 年度报告", self.folder.display(), self.year)));
        }
        let said = match target {
            Target::Draft => self.draft(&gathering)?,
            Target::Excel => {
                self.write(&sheets::workbook(&gathering).map_err(|error| Fault::told(error.to_string()))?)?
            }
            Target::Csv => self.write(tables::sums(&gathering).as_bytes())?,
        };
        for line in gathering.statement().iter().chain([&said]) {
            writeln!(out, "{}", visible(line))?;
        }
        let exit = exit(&gathering);
        // The program ends: to give thousands of parts back one by one would only take time.
        std::mem::forget(gathering);
        Ok(exit)
    }

    fn target(&self) -> Result<Target, Fault> {
        let ending = self.output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("ron") => Ok(Target::Draft),
            Some("xlsx") => Ok(Target::Excel),
            Some("csv") => Ok(Target::Csv),
            _ => Err(Fault::Told(format!("{} 应以 .ron、.xlsx 或 .csv 结尾", self.output.display()))),
        }
    }

    /// The roster that was named, or the one in the folder.
    fn roster(&self) -> Result<Option<Roster>, Fault> {
        self.roster.as_deref().map_or_else(|| roster(&self.folder), |path| read_roster(path).map(Some))
    }

    /// Writes the collected draft: a new one, or the blanks of the one that is there.
    fn draft(&self, gathering: &Gathering) -> Result<String, Fault> {
        let path = self.output.display();
        let Ok(bytes) = bytes_of(&self.output) else {
            let report = gathering.rollup.report(gathering.about());
            self.write(draft::encode(&report).as_bytes())?;
            return Ok(format!("已写好 {path}"));
        };
        let mut report = draft::decode_bytes(&bytes).map_err(|broken| told(&self.output, &broken.to_string()))?;
        if !self.is_own(&report) {
            let why = format!("已有这个文件，是另一份报告（{}），没有改动。请换一个文件名", report.title());
            return Err(told(&self.output, &why));
        }
        let differences = gathering.rollup.differences(&report).len();
        let filled = gathering.rollup.fill(&mut report);
        let said = format!("{path} 里已填的数没有改动：填了空着的 {filled} 格，{differences} 格与下级合计不同");
        if filled == 0 {
            return Ok(said);
        }
        let parent = self.output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = self.output.file_name().unwrap_or_default().to_string_lossy();
        let folder = Folder::open(parent)?;
        let base = folder.read(&name)?.stamp;
        match folder.save(&name, &report, &base)? {
            Saved::Done { .. } => Ok(said),
            Saved::Conflict { name, .. } => Ok(format!("别处同时改了 {path}，结果另存为 {name}")),
            Saved::Displaced { name, .. } => Ok(format!("{said}；别处同时改了这个文件，那一份在 {name}")),
        }
    }

    /// Is it the collected report that is summed up?
    fn is_own(&self, report: &Report) -> bool {
        let about = &report.about;
        about.organ == self.organ && about.year == self.year && about.scope == Scope::Collected
    }

    /// Writes a new file; over one that is there only where that was asked for.
    fn write(&self, bytes: &[u8]) -> Result<String, Fault> {
        let mut options = OpenOptions::new();
        let is_over = self.force && self.target()? != Target::Draft;
        let options = if is_over { options.create(true).truncate(true) } else { options.create_new(true) };
        let written = options.write(true).open(&self.output).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => told(&self.output, "已经存在，没有覆盖。请换一个文件名，或者加 --force"),
            _ => told(&self.output, &reason(error)),
        })?;
        Ok(format!("已写好 {}", self.output.display()))
    }
}

/// The roster in a folder, if there is one.
pub(super) fn roster(folder: &Path) -> Result<Option<Roster>, Fault> {
    let path = folder.join(ROSTER);
    path.is_file().then(|| read_roster(&path)).transpose()
}

fn read_roster(path: &Path) -> Result<Roster, Fault> {
    let bytes = bytes_of(path).map_err(|error| told(path, &reason(error)))?;
    let text = text_of(&bytes).ok_or_else(|| told(path, "认不出文字的编码，请另存为 UTF-8"))?;
    let roster = Roster::read(&text);
    if roster.due.is_empty() {
        return Err(told(path, "名单里没有机关。请一行写一个全称"));
    }
    Ok(roster)
}

fn told(path: &Path, why: &str) -> Fault {
    Fault::Told(format!("{}：{why}", path.display()))
}

/// How the run ends.
fn exit(gathering: &Gathering) -> Exit {
    let is_wrong = |level: Level| level == Level::Error;
    let standings = gathering.standings.iter().any(|standing| standing.errors > 0 || standing.carries > 0);
    let remarks = gathering.remarks.iter().any(|remark| is_wrong(remark.finding.level));
    if !gathering.unread.is_empty() {
        Exit::Failed
    } else if standings || remarks || !gathering.missing.is_empty() {
        Exit::Open
    } else {
        Exit::Clean
    }
}
