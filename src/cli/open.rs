//! `nianbao [路径]`: the workbench.

use std::{
    env,
    ffi::OsStr,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use super::{Exit, Fault, source};
use crate::tui::{self, term};

/// The commands, for whoever mistypes one.
const COMMANDS: [&str; 9] = ["new", "import", "check", "show", "diff", "list", "rollup", "rules", "export"];

/// Opens the workbench on a folder of drafts, or on one draft.
pub(super) fn run(path: Option<&Path>) -> Result<Exit, Fault> {
    if let Some(path) = path.filter(|path| !path.exists()) {
        return Err(Fault::Told(missing(path)));
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Fault::told(
            "工作台要在终端里打开，现在的输入或输出不是终端。不开工作台可以用 nianbao check、list、show，用法见 nianbao --help",
        ));
    }
    let path = match path {
        Some(path) => path.to_owned(),
        None => folder()?,
    };
    tui::run(&path).map_err(|error| {
        Fault::Told(match error {
            // It had been open, and nothing is wrong with the folder.
            tui::Error::Terminal(term::Error::Ended(end)) => end.to_string(),
            error => format!("工作台打不开 {}：{error}", path.display()),
        })
    })?;
    Ok(Exit::Clean)
}

/// Where reports are kept if the user does not say: `./reports` if it is there, else the user's data folder, which
/// is made on demand.
pub(super) fn folder() -> Result<PathBuf, Fault> {
    let here = PathBuf::from("reports");
    if here.is_dir() {
        return Ok(here);
    }
    let data = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::var_os("HOME").map(|home| Path::new(&home).join(".local/share"));
    let Some(data) = data.or_else(home) else {
        return Err(Fault::told(
            "不知道报告放在哪里：没有 reports 文件夹，也没有设置 HOME。请写明文件夹：nianbao 路径",
        ));
    };
    let folder = data.join("nianbao");
    Ok(source::folder(&folder)?.path().to_owned())
}

fn missing(path: &Path) -> String {
    let typed = path.to_string_lossy();
    let guess = near(&typed).map_or(String::new(), |command| format!("（是不是命令 {command}？）"));
    format!("没有这个文件或文件夹：{typed}{guess}")
}

/// The command that a word is nearly.
fn near(typed: &str) -> Option<&'static str> {
    COMMANDS.iter().copied().find(|command| strsim::damerau_levenshtein(command, typed) <= 2)
}

/// What is said of a word that stands where a command would, before others, if it is neither that nor a path.
pub(super) fn unknown(typed: &OsStr) -> Option<String> {
    let is_word = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase()) && !COMMANDS.contains(word);
    let word = typed.to_str().filter(is_word).filter(|word| !Path::new(word).exists())?;
    let guess = near(word).map_or(String::new(), |command| format!("（是不是 {command}？）"));
    Some(format!("没有这个命令：{word}{guess}。用法见 nianbao --help"))
}
