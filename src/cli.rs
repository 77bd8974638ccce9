//! Every command and flag; one file per command.

mod check;
mod diff;
mod export;
mod import;
mod list;
mod new;
mod open;
mod progress;
mod queue;
mod rollup;
mod rules;
mod show;
mod snippet;
mod source;
mod tables;
mod usage;
mod visible;

use std::{
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};

use visible::visible;

/// How help pages are laid out; all headings are Chinese.
const PAGE: &str = "{about-with-newline}\n用法：{usage}\n\n参数：\n{positionals}\n\n选项：\n{options}{after-help}";
/// The same for a command without arguments by position.
const OPTIONS_PAGE: &str = "{about-with-newline}\n用法：{usage}\n\n选项：\n{options}{after-help}";
/// The same for the program.
const FIRST_PAGE: &str = "{about-with-newline}\n用法：{usage}\n\n命令：\n{subcommands}\n\n参数：\n{positionals}\n\n\
    选项：\n{options}{after-help}";

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Exit {
    /// All well.
    #[default]
    Clean,
    /// `check` found something open.
    Open,
    /// Something could not be read, written or understood.
    Failed,
}

impl Exit {
    /// The number the shell gets.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Open => 1,
            Self::Failed => 2,
        }
    }
}

/// Why a command cannot do what it was asked.
#[derive(Debug, thiserror::Error)]
enum Fault {
    /// Said to the user as it stands, with the place and the way out.
    #[error("{0}")]
    Told(String),
    /// A text is wrong at a place: what is said, and the line with a caret under the place.
    #[error("{said}")]
    Pointed {
        /// What is wrong, and the way out.
        said: String,
        /// The line, over several lines.
        snippet: String,
    },
    /// The folder of drafts refused.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// The output could not be written.
    #[error("结果写不出去：{}", why(.0))]
    Output(#[from] io::Error),
}

/// Why output could not be written, and the way out, as people say it.
fn why(error: &io::Error) -> String {
    error.raw_os_error().map_or_else(|| error.to_string(), |number| crate::store::Cause::System(number).to_string())
}

impl Fault {
    /// A message for the user.
    fn told(message: impl Into<String>) -> Self {
        Self::Told(message.into())
    }

    /// What the terminal shows.
    fn shown(&self) -> String {
        let said = visible(&self.to_string()).into_owned();
        match self {
            Self::Pointed { snippet, .. } => snippet.lines().fold(said, |said, line| said + "\n" + &visible(line)),
            _ => said,
        }
    }
}

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "nianbao",
    version,
    about = "年报工作台：写、查、汇总政府信息公开工作年度报告",
    override_usage = "nianbao [路径]\n      nianbao <命令> [参数]…",
    after_help = "每个命令的用法：nianbao <命令> --help",
    help_template = FIRST_PAGE,
    args_conflicts_with_subcommands = true,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
struct Line {
    /// 报告文件夹或一份报告；不写则用当前文件夹里的 reports，没有就用个人数据文件夹
    #[arg(value_name = "路径")]
    path: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
    /// 显示帮助
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 新建一份报告，带入去年的结转数
    New(new::New),
    /// 把现成的文件读成草稿
    Import(import::Import),
    /// 检查报告，列出问题
    Check(check::Check),
    /// 显示一份报告
    Show(show::Show),
    /// 对照两份报告：哪些数字变了，文字改了什么
    Diff(diff::Diff),
    /// 列出文件夹里的报告
    List(list::List),
    /// 把各机关的报告汇总成一份
    Rollup(rollup::Rollup),
    /// 列出规则，或解释一条规则
    Rules(rules::Rules),
    /// 把一份报告写成别的格式，或者把整个文件夹写成数据表
    Export(export::Export),
    /// Reads one file from standard input under limits; the program starts itself so.
    #[command(name = crate::exchange::child::COMMAND, hide = true)]
    ReadApart {
        /// The format of the file.
        format: String,
    },
}

/// Runs one command line: text goes to `out`, messages to `err`.
pub fn run(args: impl IntoIterator<Item = OsString>, out: &mut impl Write, err: &mut impl Write) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let ended = match sole_path(&args) {
        Some(path) => open::run(Some(path)),
        None => parse(args, out).and_then(|line| line.map_or(Ok(Exit::Clean), |line| line.run(out, err))),
    };
    match ended.and_then(|exit| Ok(out.flush().map(|()| exit)?)) {
        Ok(exit) => exit,
        Err(Fault::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Clean,
        Err(fault) => {
            // Nobody is left to be told if this cannot be written either.
            let _ = writeln!(err, "{}", fault.shown());
            Exit::Failed
        }
    }
}

/// One argument that is a path and can be nothing else: it needs no parser, and who opens a draft waits for none.
fn sole_path(args: &[OsString]) -> Option<&Path> {
    let [_, path] = args else { return None };
    let text = path.to_str()?;
    let is_path = text.contains('/') || Path::new(path).extension().is_some_and(|ending| ending == "ron");
    (is_path && !text.starts_with('-')).then_some(Path::new(path))
}

/// Reads the arguments; `None` if only help or the version was asked for, which is then written.
fn parse(mut args: Vec<OsString>, out: &mut impl Write) -> Result<Option<Line>, Fault> {
    // A folder of that name can be written as ./help.
    if args.get(1).is_some_and(|word| word == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    let matches = Line::command().try_get_matches_from(&args);
    match matches.and_then(|matches| Line::from_arg_matches(&matches)) {
        Ok(line) => Ok(Some(line)),
        Err(error) if !error.use_stderr() => {
            writeln!(out, "{}", error.render().to_string().trim_end())?;
            Ok(None)
        }
        Err(error) => {
            let unknown = args.get(1).and_then(|word| open::unknown(word));
            Err(Fault::Told(unknown.unwrap_or_else(|| usage::explain(&error))))
        }
    }
}

impl Line {
    fn run(&self, out: &mut impl Write, err: &mut impl Write) -> Result<Exit, Fault> {
        match &self.command {
            None => open::run(self.path.as_deref()),
            Some(Command::New(new)) => new.run(out),
            Some(Command::Import(import)) => import.run(out, err),
            Some(Command::Check(check)) => check.run(out, err),
            Some(Command::Show(show)) => show.run(out),
            Some(Command::Diff(diff)) => diff.run(out),
            Some(Command::List(list)) => list.run(out, err),
            Some(Command::Rollup(rollup)) => rollup.run(out),
            Some(Command::Rules(rules)) => rules.run(out),
            Some(Command::Export(export)) => export.run(out, err),
            Some(Command::ReadApart { format }) => {
                crate::exchange::child::serve(format, io::stdin().lock(), out)?;
                Ok(Exit::Clean)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_only_be_a_path_is_read_as_the_parser_reads_it() {
        let line = |word: &str| vec![OsString::from("nianbao"), word.into()];
        for word in ["reports/示例-2020.ron", "./list", "示例-2021.ron", "reports/", "a.ron"] {
            let parsed = parse(line(word), &mut Vec::new()).unwrap().unwrap();
            assert!(parsed.command.is_none(), "{word}");
            assert_eq!(sole_path(&line(word)), parsed.path.as_deref());
        }
        for word in ["list", "--help", "-V", "--a/b", "-.ron", "报告", ""] {
            assert!(sole_path(&line(word)).is_none(), "{word}");
        }
        assert!(sole_path(&["nianbao", "a.ron", "b.ron"].map(OsString::from)).is_none());
    }
}
