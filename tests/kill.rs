//! The real binary on a real pseudo-terminal, killed at a random instant: what was seen on the screen comes back.
//!
//! `KILLS=10000` for the long run, `NIANBAO_BIN` for another binary than the one under test.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic, and says what it measured")]

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use nianbao::{
    report::Report,
    store::{Begun, Folder, samples},
};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Ten times what a slow machine needs; only a hang takes longer.
const HANG: Duration = Duration::from_secs(30);
/// What is typed, round and round.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";

/// Typed as the line goes; what the other end adds to it on closing (Enter, ^D) stands behind it.
const LAST: &str = "政";

fn binary() -> PathBuf {
    std::env::var_os("NIANBAO_BIN").map_or_else(|| env!("CARGO_BIN_EXE_nianbao").into(), PathBuf::from)
}

/// The program on a terminal, with a report open.
struct Desk {
    emulator: vt100::Parser,
    bytes: Receiver<Vec<u8>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    is_gone: Arc<AtomicBool>,
}

impl Desk {
    fn open(draft: &Path) -> Self {
        let (cols, rows) = (120, 30);
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(binary());
        command.arg(draft);
        command.env("TERM", "xterm-256color");
        command.env("HOME", draft.parent().unwrap());
        command.env("NIANBAO_CLIPBOARD", "off");
        // The emulator does not answer; it is not waited for.
        command.env("NIANBAO_WIDTH", "narrow");
        command.env_remove("TMUX");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, bytes) = channel();
        let is_gone = Arc::new(AtomicBool::new(false));
        let gone = Arc::clone(&is_gone);
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if gone.load(Relaxed) || sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let nonzero = |n| NonZeroU16::new(n).unwrap();
        let emulator = vt100::Parser::new(nonzero(rows), nonzero(cols), 0);
        Self { emulator, bytes, keys: Some(keys), child, master: Some(pair.master), is_gone }
    }

    fn take_in(&mut self, wait: Duration) {
        if let Ok(bytes) = self.bytes.recv_timeout(wait) {
            self.emulator.process(&bytes);
        }
        while let Ok(bytes) = self.bytes.try_recv() {
            self.emulator.process(&bytes);
        }
    }

    fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    fn wait(&mut self, text: &str) {
        let start = Instant::now();
        while !self.screen().contains(text) {
            assert!(start.elapsed() < HANG, "no {text:?} in\n{}", self.screen());
            self.take_in(Duration::from_millis(5));
        }
    }

    fn send(&mut self, keys: &str) {
        if let Some(terminal) = &mut self.keys {
            let _ = terminal.write_all(keys.as_bytes());
        }
    }

    /// How much of what was typed stands behind the mark on the screen.
    fn shown(&self, typed: &str) -> usize {
        let screen: String = self.screen().chars().filter(|c| *c == '|' || c.is_ascii_alphanumeric()).collect();
        let behind = screen.split('|').nth(1).unwrap_or_default();
        behind.chars().zip(typed.chars()).take_while(|(a, b)| a == b).count()
    }

    /// Kills it outright; the kill of the terminal crate would hang up first.
    fn kill(&self) {
        let pid = Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap();
        kill_process(pid, Signal::KILL).unwrap();
    }

    fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

/// A small generator: the same kills every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

fn folder() -> (tempfile::TempDir, PathBuf, Report) {
    let dir = tempfile::tempdir().unwrap();
    let (_, mut report) = samples().find(|(_, report)| report.about.year == 2021).unwrap();
    // A short report: what is measured is the journal, not the check.
    report.set_paragraphs("overview", vec!["|".into()]);
    let (name, _) = Folder::open(dir.path()).unwrap().create(&report).unwrap();
    let path = dir.path().join(name);
    (dir, path, report)
}

/// What a new session finds: how much of what was typed stands in the file, and how much with what is recovered.
fn found(draft: &Path, typed: &str) -> (usize, usize) {
    let folder = Folder::open(draft.parent().unwrap()).unwrap();
    let name = draft.file_name().unwrap().to_str().unwrap();
    let Begun::Writing { opened, recovered, .. } = folder.begin(name, false, None).unwrap() else {
        panic!("the lock of a dead session is not given up")
    };
    let typed_in = |report: &Report| {
        let text = report.paragraphs("overview").concat();
        let text = text.strip_prefix('|').unwrap().split(LAST).next().unwrap();
        assert!(typed.starts_with(text), "{text} was never typed");
        text.len()
    };
    let in_file = typed_in(&opened.report);
    assert!(recovered.merged.is_none(), "asks about one's own words");
    let mut report = opened.report;
    for edit in recovered.edits {
        report.apply(edit);
    }
    (in_file, typed_in(&report))
}

/// How a session ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Kill,
    HangUp,
    Terminate,
}

#[derive(Default)]
struct Count {
    shown: usize,
    recovered: usize,
    /// How long the program took to be gone.
    ends: Vec<Duration>,
}

/// One session that ends in the middle of typing.
fn one(dice: &mut Dice, end: End, count: &mut Count) {
    let (_dir, draft, _) = folder();
    let mut desk = Desk::open(&draft);
    desk.wait("|");
    desk.send("\x1b[F");
    let typed: String = LETTERS.chars().cycle().take(5 + dice.below(80) as usize).collect();
    let last = Instant::now() + Duration::from_micros(dice.below(90_000));
    let mut saved = 0;
    for c in typed.chars() {
        if Instant::now() >= last {
            break;
        }
        desk.send(&c.to_string());
        if dice.below(8) == 0 {
            desk.send("\x13");
        }
        if dice.below(2) == 0 {
            desk.take_in(Duration::from_micros(dice.below(3000)));
        }
        if desk.screen().contains("已保存") {
            // The next key takes the word away again: what is on the screen with it is in the file.
            saved = desk.shown(&typed);
        }
    }
    while Instant::now() < last {
        desk.take_in(Duration::from_micros(200));
    }
    // Only what was read before the end counts.
    let shown = desk.shown(&typed);
    let start = Instant::now();
    match end {
        End::Kill => desk.kill(),
        End::HangUp => {
            // The reading thread lets go of the terminal when it is next written to.
            desk.is_gone.store(true, Relaxed);
            desk.send(LAST);
            (desk.keys, desk.master) = (None, None);
        }
        End::Terminate => {
            let pid = desk.child.process_id().unwrap();
            Command::new("kill").args(["-TERM", &pid.to_string()]).status().unwrap();
        }
    }
    while !desk.has_ended() {
        assert!(start.elapsed() < HANG, "still running after {end:?}");
        thread::sleep(Duration::from_millis(1));
    }
    count.ends.push(start.elapsed());
    let (in_file, recovered) = found(&draft, &typed);
    assert!(in_file >= saved, "{saved} keys were shown as saved, the file holds {in_file}");
    assert!(recovered >= shown, "{shown} keys were on the screen, {recovered} came back after {end:?}");
    let hidden = draft.parent().unwrap().join(".nianbao");
    let torn = std::fs::read_dir(hidden)
        .unwrap()
        .filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|e| e == "tmp"));
    assert!(torn.count() <= 1);
    (count.shown, count.recovered) = (count.shown + shown, count.recovered + recovered);
}

/// Many sessions on two threads.
fn many(n: u64, end: End) {
    let start = Instant::now();
    let counts = thread::scope(|scope| {
        let work = |seed: u64| {
            let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (seed * 7919));
            let mut count = Count::default();
            (0..n / 2).for_each(|_| one(&mut dice, end, &mut count));
            count
        };
        let threads = [1, 2].map(|seed| scope.spawn(move || work(seed)));
        threads.map(|thread| thread.join().unwrap())
    });
    let shown: usize = counts.iter().map(|count| count.shown).sum();
    let recovered: usize = counts.iter().map(|count| count.recovered).sum();
    let mut ends: Vec<Duration> = counts.iter().flat_map(|count| count.ends.iter().copied()).collect();
    ends.sort();
    let (median, slowest) = (ends[ends.len() / 2], ends[ends.len() - 1]);
    println!(
        "{end:?}: {n} sessions, {shown} keys shown, {recovered} recovered, 0 lost, 0 drafts damaged, \
         gone after {median:?} (median), {slowest:?} (slowest), {:?} in all",
        start.elapsed()
    );
    assert!(shown > 0, "nothing was typed");
}

fn kills() -> u64 {
    std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(400)
}

#[test]
fn every_key_that_was_shown_comes_back_after_a_kill() {
    many(kills(), End::Kill);
}

#[test]
fn every_key_that_was_shown_comes_back_after_a_hang_up_and_a_termination() {
    many((kills() / 10).max(4), End::Terminate);
    many((kills() / 10).max(4), End::HangUp);
}

/// A session opens a report that another of the same user still holds: the other ends, and nothing is lost.
fn hand_over(stop_reading: bool) -> Duration {
    let (_dir, draft, _) = folder();
    let mut ghost = Desk::open(&draft);
    ghost.wait("|");
    ghost.send("\x1b[Fabc");
    ghost.wait("|abc");
    if stop_reading {
        // Nobody reads any more: the terminal fills up, and the program hangs in a write.
        for _ in 0..400 {
            ghost.send("\x0c\x0c\x0c\x0c\x0c");
        }
    }
    let start = Instant::now();
    let mut desk = Desk::open(&draft);
    desk.wait("已由这里接着编辑");
    let took = start.elapsed();
    assert!(desk.screen().contains("|abc"), "{}", desk.screen());
    while !ghost.has_ended() {
        assert!(start.elapsed() < HANG, "the ghost is still there");
        thread::sleep(Duration::from_millis(1));
    }
    desk.send("\x1b[Fd\x13");
    desk.wait("已保存");
    assert_eq!(found_text(&draft), "|abcd");
    desk.kill();
    desk.child.wait().unwrap();
    took
}

fn found_text(draft: &Path) -> String {
    let folder = Folder::open(draft.parent().unwrap()).unwrap();
    folder.read(draft.file_name().unwrap().to_str().unwrap()).unwrap().report.paragraphs("overview").concat()
}

#[test]
fn nobody_is_locked_out_by_his_own_ghost() {
    println!("hand-over {:?}, from a ghost that hangs in a write {:?}", hand_over(false), hand_over(true));
}

#[test]
fn a_file_limit_refuses_the_key_and_ends_nothing() {
    let (_dir, draft, _) = folder();
    let mut desk = Desk::open(&draft);
    desk.wait("|");
    let pid = desk.child.process_id().unwrap().to_string();
    // Nothing larger than 200 bytes from here on: every note fails, and is refused.
    if !Command::new("prlimit")
        .args(["--pid", &pid, "--fsize=200:unlimited"])
        .status()
        .is_ok_and(|status| status.success())
    {
        println!("prlimit is not there: the file limit is not tried");
        return;
    }
    desk.send("\x1b[Fabc");
    desk.wait("已退回");
    assert!(!desk.screen().contains("|a"), "{}", desk.screen());
    Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status().unwrap();
    desk.send("xyz");
    desk.wait("|xyz");
    desk.kill();
    desk.child.wait().unwrap();
    assert_eq!(found(&draft, "xyz"), (0, 3));
}
