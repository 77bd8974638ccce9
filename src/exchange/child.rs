//! Files that could bring their reader down are read in a child: this program once more, under limits, thrown away after.

use std::{
    env,
    io::{self, Read, Write},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use rustix::process::{Resource, Rlimit, setrlimit};

use super::{
    piece::Document,
    read::{endings::LARGEST, error::ReadError, format::Format, part},
};

/// The hidden command of the child.
pub const COMMAND: &str = "read-apart";

/// Memory that a child may ask for, in bytes.
const MEMORY: u64 = 512 << 20;
/// Time that a child may compute, in seconds.
const SECONDS: u64 = 5;
/// Time after which a child is ended, whatever it waits for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most bytes that a child may answer.
const ANSWER: u64 = 8 << 20;

/// What a child answers.
type Answer = Result<Document, String>;

/// Takes a file apart in a child.
pub(super) fn take_apart(format: Format, source: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let failed = |error: io::Error| {
        ReadError::refused(format!("读文件的子进程没有启动（{}）；请关掉一些程序再试", error.kind()))
    };
    let mut child = spawn(format).map_err(failed)?;
    let answer = converse(&mut child, bytes);
    if answer.is_none() {
        // It may have ended by itself.
        let _ = child.kill();
    }
    let status = child.wait().map_err(failed)?;
    let answer =
        answer.ok_or_else(|| ReadError::refused("文件读了很久也没有读完，停下了；文件可能有意做成这样，不要导入它"))?;
    if answer.len() as u64 > ANSWER {
        return Err(ReadError::refused("文件里的文字太多，不像一份年报，没有读"));
    }
    match serde_json::from_slice::<Answer>(&answer) {
        Ok(Ok(mut document)) => {
            source.clone_into(&mut document.statement.source);
            Ok(document)
        }
        Ok(Err(message)) => Err(ReadError::refused(message)),
        Err(_) => Err(ended(status)),
    }
}

/// Starts a child that reads its file from a pipe.
fn spawn(format: Format) -> io::Result<Child> {
    let mut command = Command::new(program()?);
    command.args([COMMAND, format.word()]).env_clear();
    if let Some(path) = env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// This program; for a test, the program that was built beside it.
fn program() -> io::Result<PathBuf> {
    let own = env::current_exe()?;
    let folder = own.parent().filter(|folder| folder.ends_with("deps")).and_then(|deps| deps.parent());
    match folder {
        Some(folder) => Ok(folder.join("nianbao").with_extension(env::consts::EXE_EXTENSION)),
        // The file may have been replaced by a newer one since this program was started.
        None if own.exists() => Ok(own),
        None => Ok(PathBuf::from("/proc/self/exe")),
    }
}

/// Gives a child its file and takes its answer; `None` if it does not come.
fn converse(child: &mut Child, bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let is_read = output.take(ANSWER + 1).read_to_end(&mut answer).is_ok();
        // Nobody may be waiting any more.
        let _ = sender.send(is_read.then_some(answer));
    });
    thread::scope(|scope| {
        // A child that refuses its file early reads it no further.
        scope.spawn(move || {
            let _ = input.write_all(bytes);
        });
        let answer = receiver.recv_timeout(PATIENCE).ok().flatten();
        if answer.is_none() {
            let _ = child.kill();
        }
        answer
    })
}

/// What to say of a child that gave no answer.
fn ended(status: ExitStatus) -> ReadError {
    let why = if status.code().is_some() { "读到一半出错" } else { "用尽了允许的内存或时间" };
    ReadError::refused(format!(
        "文件已损坏或有意做成这样，读它的子进程{why}，已停下；原文件没有动过。请用 WPS 或 Word 打开，另存一份再导入"
    ))
}

/// The child: limits itself, reads the file from `input`, answers on `output`.
pub fn serve(word: &str, input: impl Read, output: &mut impl Write) -> io::Result<()> {
    limit();
    let format = Format::ALL.into_iter().find(|format| format.word() == word);
    let answer: Answer = match format {
        None => Err(format!("不认识的格式“{word}”")),
        Some(format) => {
            let mut bytes = Vec::new();
            input.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
            part::take_apart(format, "", &bytes).map_err(|error| error.to_string())
        }
    };
    serde_json::to_writer(&mut *output, &answer)?;
    output.flush()
}

/// Limits memory, time and files of this process. A system that refuses a limit is left without it.
fn limit() {
    let limits = [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Fsize, 0), (Resource::Core, 0)];
    for (resource, most) in limits {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}
