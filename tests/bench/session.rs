//! One run of a program on a pseudo-terminal of 80 by 24, with an emulator as the screen.

use std::{
    fs,
    io::{Read, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::{
    documents::{self, Document, Folder},
    programs::Program,
};

/// Columns and rows of the screen.
pub(crate) const SIZE: (u16, u16) = (80, 24);
/// A program that is silent this long has drawn what it had to draw.
pub(crate) const QUIET: Duration = Duration::from_millis(60);
/// A program that has not begun to answer a key by then does not answer it.
const ANSWER: Duration = Duration::from_millis(500);
/// Start of a slow program on a busy machine.
const START: Duration = Duration::from_secs(10);

/// Rows that are seen below the place where one types, so that all that moves there must be drawn.
const BELOW: usize = 6;

/// What a program asks of its terminal, and what the terminal says; the place of the cursor is filled in.
const QUESTIONS: [(&[u8], &str); 4] =
    [(b"\x1b[6n", ""), (b"\x1b[c", "\x1b[?62;22c"), (b"\x1b[0c", "\x1b[?62;22c"), (b"\x1b[>0c", "\x1b[>0;95;0c")];

/// What came while the program was listened to.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// The pieces, each with the time when it was read from the pseudo-terminal.
    pub(crate) pieces: Vec<(Instant, Vec<u8>)>,
}

impl Heard {
    /// All bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.pieces.iter().map(|(_, piece)| piece.len()).sum()
    }

    /// When the last byte came.
    pub(crate) fn end(&self) -> Option<Instant> {
        self.pieces.last().map(|(time, _)| *time)
    }
}

/// A running program and its screen.
pub(crate) struct Session {
    /// What the program has drawn.
    pub(crate) emulator: vt100::Parser,
    /// Everything it has sent.
    pub(crate) sent: Vec<u8>,
    /// From just before the start of the process to the last byte of its first full screen.
    pub(crate) start: Duration,
    /// The file in which writes are noted, if they are.
    trace: Option<PathBuf>,
    program: &'static Program,
    pieces: Receiver<(Instant, Vec<u8>)>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    _folder: Folder,
}

/// An empty screen.
pub(crate) fn blank() -> vt100::Parser {
    let nonzero = |n| NonZeroU16::new(n).expect("a size");
    vt100::Parser::new(nonzero(SIZE.1), nonzero(SIZE.0), 0)
}

impl Session {
    /// Starts a program on a fresh copy of a document and waits for its first full screen.
    pub(crate) fn open(program: &'static Program, document: Document) -> Self {
        Self::start(program, document, false)
    }

    /// The same under `strace`, which counts writes and spoils all times; `None` without `strace`.
    pub(crate) fn traced(program: &'static Program, document: Document) -> Option<Self> {
        Path::new("/usr/bin/strace").is_file().then(|| Self::start(program, document, true))
    }

    fn start(program: &'static Program, document: Document, is_traced: bool) -> Self {
        let folder = documents::lay_out(document);
        let home = folder.dir.path();
        fs::write(home.join("helix.toml"), "[editor.soft-wrap]\nenable = true\n").expect("a configuration");
        let trace = is_traced.then(|| home.join("writes"));
        let size = PtySize { rows: SIZE.1, cols: SIZE.0, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let command = command(program, &folder, trace.as_deref());
        let start = Instant::now();
        let child = pair.slave.spawn_command(command).expect("a program that starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    break;
                }
            }
        });
        let mut session = Self {
            emulator: blank(),
            sent: Vec::new(),
            start: Duration::ZERO,
            trace,
            program,
            pieces,
            keys,
            child,
            _master: pair.master,
            _folder: folder,
        };
        let mut heard = session.listen(START, QUIET);
        // A program that only asked something at first has not drawn yet.
        while session.emulator.screen().contents().trim().is_empty() && start.elapsed() < START {
            heard = session.listen(START, QUIET);
        }
        session.start = heard.end().map_or(START, |end| end - start);
        session
    }

    /// Listens until nothing has come for `quiet`; waits `first` for the first byte.
    pub(crate) fn listen(&mut self, first: Duration, quiet: Duration) -> Heard {
        let mut heard = Heard::default();
        let mut patience = first;
        while let Ok((time, piece)) = self.pieces.recv_timeout(patience) {
            self.take_in(&piece);
            heard.pieces.push((time, piece));
            patience = quiet;
        }
        heard
    }

    /// Sends keys without waiting.
    pub(crate) fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("a program that listens");
        self.keys.flush().expect("a program that listens");
    }

    /// Sends keys and listens to what they do.
    pub(crate) fn press(&mut self, keys: &str) -> Heard {
        self.send(keys);
        self.listen(ANSWER, QUIET)
    }

    /// Sends keys one after the other.
    pub(crate) fn press_all(&mut self, keys: &[&str]) {
        for keys in keys {
            self.press(keys);
        }
    }

    /// Searches a text and is then ready to type there, with some rows below on the screen.
    pub(crate) fn go_to(&mut self, text: &str) {
        let (before, behind) = self.program.find;
        self.press_all(&[before, text, behind]);
        self.press_all(&[self.program.down; BELOW]);
        self.press_all(&[self.program.up; BELOW]);
        self.press_all(self.program.insert);
    }

    /// Does the screen show a text, wherever it is wrapped?
    pub(crate) fn shows(&self, text: &str) -> bool {
        let screen: String = self.emulator.screen().contents().split_whitespace().collect();
        screen.contains(text)
    }

    /// CPU time of all its threads so far.
    pub(crate) fn cpu(&self) -> Option<Duration> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.process_id()?)).ok()?;
        let of =
            |path: PathBuf| fs::read_to_string(path.join("schedstat")).ok()?.split(' ').next()?.parse::<u64>().ok();
        Some(Duration::from_nanos(threads.filter_map(|thread| of(thread.ok()?.path())).sum()))
    }

    /// The most memory it has held so far, in MiB.
    pub(crate) fn peak(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
    }

    /// How often it has written to the terminal so far; `None` if not traced.
    pub(crate) fn writes(&self) -> Option<usize> {
        let trace = fs::read_to_string(self.trace.as_ref()?).ok()?;
        Some(trace.lines().filter(|line| line.contains("write") && line.contains("</dev/")).count())
    }

    fn take_in(&mut self, piece: &[u8]) {
        self.sent.extend(piece);
        let mut rest = piece;
        while let Some((at, question, answer)) = first_question(rest) {
            let (before, after) = rest.split_at(at + question);
            self.emulator.process(before);
            let (row, column) = self.emulator.screen().cursor_position();
            let place = format!("\x1b[{};{}R", row + 1, column + 1);
            self.send(if answer.is_empty() { &place } else { answer });
            rest = after;
        }
        self.emulator.process(rest);
    }
}

impl Drop for Session {
    /// Leaves the program; what does not leave by its own key is ended.
    fn drop(&mut self) {
        if std::env::var_os("SHOW").is_some() {
            let screen = self.emulator.screen();
            let (row, column) = screen.cursor_position();
            let contents = screen.contents();
            drop(writeln!(std::io::stderr(), "{}, cursor at {row} {column}\n{contents}\n", self.program.name));
        }
        for keys in self.program.quit {
            drop(self.keys.write_all(keys.as_bytes()));
            drop(self.keys.flush());
            self.listen(QUIET, QUIET);
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The first question in a piece: where it stands, how long it is, the answer.
fn first_question(piece: &[u8]) -> Option<(usize, usize, &'static str)> {
    let find = |(question, answer): (&[u8], &'static str)| {
        let at = piece.windows(question.len()).position(|bytes| bytes == question)?;
        Some((at, question.len(), answer))
    };
    QUESTIONS.into_iter().filter_map(find).min_by_key(|(at, ..)| *at)
}

/// The same plain surroundings for everyone: no configuration, UTF-8, 256 colours.
fn command(program: &Program, folder: &Folder, trace: Option<&Path>) -> CommandBuilder {
    let path = program.path().expect("an installed program");
    let mut command = match trace {
        Some(trace) => {
            let mut command = CommandBuilder::new("/usr/bin/strace");
            command.args(["-f", "-qq", "-y", "-e", "trace=write,writev", "-o"]);
            command.arg(trace);
            command.arg(path);
            command
        }
        None => CommandBuilder::new(path),
    };
    command.args(program.args);
    command.arg(if program.is_ours || program.is_reader { &folder.draft } else { &folder.plain });
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", folder.dir.path());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("TZ", "UTC");
    command.cwd(folder.dir.path());
    command
}
