//! The release of the keys: the real binary on a real pseudo-terminal, with an emulator as the screen.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::Path,
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Ten times what a slow machine needs; only a hang takes longer.
const HANG: Duration = Duration::from_secs(30);

struct Screen {
    emulator: vt100::Parser,
    bytes: Receiver<Vec<u8>>,
    /// Everything that was written to the terminal.
    written: Vec<u8>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Screen {
    fn open(folder: &Path) -> Self {
        let (cols, rows) = (80, 24);
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nianbao"));
        command.arg(folder);
        command.env("TERM", "xterm-256color");
        command.env_remove("TMUX");
        command.env_remove("NIANBAO_CLIPBOARD");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let nonzero = |n| NonZeroU16::new(n).unwrap();
        let emulator = vt100::Parser::new(nonzero(rows), nonzero(cols), 0);
        Self { emulator, bytes, written: Vec::new(), keys, child, _master: pair.master }
    }

    fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen shows a text.
    fn wait(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as wanted.
    fn wait_until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !is_so(self.emulator.screen()) {
            assert!(start.elapsed() < HANG, "no {what:?} in\n{}", self.emulator.screen().contents());
            if let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(20)) {
                self.emulator.process(&bytes);
                self.written.extend(bytes);
            }
        }
    }

    fn wait_for_the_end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < HANG, "still running");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn a_sentence_typed_on_a_terminal_is_on_disk_after_saving() {
    let dir = tempfile::tempdir().unwrap();
    let folder = nianbao::store::Folder::open(dir.path()).unwrap();
    let sample = nianbao::store::samples().map(|(_, report)| report).find(|report| report.about.year == 2020).unwrap();
    let (name, _) = folder.create(&sample).unwrap();
    let mut screen = Screen::open(dir.path());
    screen.wait("报告库");
    screen.wait("2020");
    screen.send("\r");
    screen.wait("总体情况");
    screen.send("政务公开，");
    screen.wait("有改动未存");
    screen.wait_until("caret behind what was typed", |screen| screen.cursor_position() == (2, 11));
    screen.send("\u{1a}");
    screen.wait("已撤销");
    screen.send("政务公开，");
    screen.wait("政务公开，");
    screen.send("\u{13}");
    screen.wait("已保存");
    screen.send("\u{11}");
    assert_eq!(screen.wait_for_the_end(), 0);
    let text = std::fs::read_to_string(dir.path().join(name)).unwrap();
    assert!(text.contains("\"政务公开，"), "{text}");
}

#[test]
fn a_copied_row_reaches_the_clipboard_of_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let folder = nianbao::store::Folder::open(dir.path()).unwrap();
    let sample = nianbao::store::samples().map(|(_, report)| report).find(|report| report.about.year == 2021).unwrap();
    folder.create(&sample).unwrap();
    let mut screen = Screen::open(dir.path());
    screen.wait("2021");
    screen.send("\r");
    screen.wait("总体情况");
    screen.send("\u{e}\u{e}");
    screen.wait("一、本年新收");
    screen.send("\u{5}\u{b}");
    screen.wait("已复制 1 行 7 格");
    // The base64 of the row's seven figures, parted by tabs.
    let sequence = b"\x1b]52;c;NQkyCTAJMAkwCTAJNw==\x1b\\";
    assert!(screen.written.windows(sequence.len()).any(|bytes| bytes == sequence));
    screen.send("\u{11}");
    assert_eq!(screen.wait_for_the_end(), 0);
}
