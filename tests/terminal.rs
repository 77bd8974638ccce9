//! The terminal side of the workbench: frames in an emulator, narrow and wide; keys, signals and hang-ups on a real one.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    io::{self, Read, Write},
    num::NonZeroU16,
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use nianbao::{
    form::CellIdx,
    report::edit::Edit,
    store::{Folder, samples},
    tui::{
        sheet::{Sheet, canvas::Canvas},
        term::{
            Colours, Screen, Widths,
            backend::{Line, Link, Wire},
        },
        theme::{Theme, Themes},
        view::paint,
    },
    width::{self, Ambiguous},
};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::{
    backend::TestBackend,
    buffer::{Buffer, CellWidth},
    layout::{Position, Size},
    style::{Color, Modifier, Style},
};

/// Far more than a slow machine needs; only a hang takes longer.
const HANG: Duration = Duration::from_secs(30);

/// An emulator that may draw ambiguous characters two columns wide: they are other characters to it, which are.
struct Emulator {
    screen: vt100::Parser,
    is_wide: bool,
    torn: Vec<u8>,
}

const STAND_INS: u32 = 0x34000;

impl Emulator {
    fn new(size: Size, is_wide: bool) -> Self {
        let nonzero = |n| NonZeroU16::new(n).unwrap();
        Self { screen: vt100::Parser::new(nonzero(size.height), nonzero(size.width), 0), is_wide, torn: Vec::new() }
    }

    fn resize(&mut self, size: Size) {
        let nonzero = |n| NonZeroU16::new(n).unwrap();
        self.screen.screen_mut().set_size(nonzero(size.height), nonzero(size.width));
    }

    fn take(&mut self, bytes: &[u8]) {
        if !self.is_wide {
            return self.screen.process(bytes);
        }
        self.torn.extend_from_slice(bytes);
        let end = std::str::from_utf8(&self.torn).map_or_else(|error| error.valid_up_to(), str::len);
        let whole: Vec<u8> = self.torn.drain(..end).collect();
        let stand_in = |c: char| {
            let is_drawn_wide = width::is_ambiguous(c) && (c as u32) < 0x4000;
            if is_drawn_wide { char::from_u32(STAND_INS + c as u32).unwrap() } else { c }
        };
        let text: String = String::from_utf8(whole).unwrap().chars().map(stand_in).collect();
        self.screen.process(text.as_bytes());
    }

    fn real(c: char) -> char {
        match c as u32 {
            n @ STAND_INS..0x38000 => char::from_u32(n - STAND_INS).unwrap(),
            _ => c,
        }
    }

    fn contents(&self) -> String {
        self.screen.screen().contents().chars().map(Self::real).collect()
    }

    fn cell(&self, x: u16, y: u16) -> &vt100::Cell {
        self.screen.screen().cell(y, x).unwrap()
    }

    fn shows_at(&self, x: u16, y: u16, text: &str) -> bool {
        let cell = self.cell(x, y);
        if cell.has_contents() { cell.contents().chars().map(Self::real).eq(text.chars()) } else { text == " " }
    }

    fn cursor(&self) -> Position {
        let (y, x) = self.screen.screen().cursor_position();
        Position { x, y }
    }
}

/// Frames for an emulator instead of a terminal.
struct Memory {
    bytes: Vec<u8>,
    size: Size,
    n_writes: usize,
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.n_writes += 1;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Line for Memory {
    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }
}

/// How wide ambiguous characters are is one for the process: one test at a time may say it.
static WIDTHS: Mutex<()> = Mutex::new(());

/// Random, the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn text(&mut self, most: usize) -> String {
        let letters: Vec<char> = "abc 1 2  中文政务公开，。“”…—①※×°·（）《》─│█😀éЖα✓✗㎡".chars().collect();
        let n = self.roll(most);
        (0..n).map(|_| letters[self.roll(letters.len())]).collect()
    }

    fn style(&mut self) -> Style {
        let styles = [
            Style::new(),
            Style::new().fg(Color::Cyan),
            Style::new().fg(Color::DarkGray),
            Style::new().add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::REVERSED),
            Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        ];
        styles[self.roll(styles.len())]
    }
}

/// A page that changes as a workbench does: texts typed into, rows that scroll, popups, other sizes.
struct Page {
    rows: Vec<(u16, String, Style)>,
    popup: Option<(u16, u16)>,
    has_panes: bool,
    caret: Position,
}

impl Page {
    fn change(&mut self, dice: &mut Dice, size: Size) {
        let height = usize::from(size.height);
        self.rows.resize_with(height, || (0, String::new(), Style::new()));
        match dice.roll(8) {
            0 => self.rows.iter_mut().for_each(|row| *row = (0, dice.text(50), dice.style())),
            1 => {
                let (from, to) = (dice.roll(height), dice.roll(height));
                let n = 1 + dice.roll(3);
                let region = &mut self.rows[from.min(to)..=from.max(to)];
                let n = n.min(region.len());
                if dice.roll(2) == 0 { region.rotate_left(n) } else { region.rotate_right(n) }
            }
            2..=5 => {
                let row = &mut self.rows[dice.roll(height)];
                let at: usize = row.1.chars().take(dice.roll(20)).map(char::len_utf8).sum();
                let (head, tail) = row.1.split_at(at);
                let tail: String = tail.chars().skip(dice.roll(3)).collect();
                row.1 = format!("{head}{}{tail}", dice.text(4));
            }
            _ => self.rows[dice.roll(height)] = (dice.roll(9) as u16, dice.text(50), dice.style()),
        }
        self.popup = (dice.roll(3) == 0).then(|| (4 + dice.roll(20) as u16, 1 + dice.roll(4) as u16));
        self.caret = Position::new(dice.roll(size.width.into()) as u16, dice.roll(height) as u16);
    }

    fn draw(&self, theme: &Theme, sheet: &mut Sheet) {
        let screen = sheet.area;
        for (y, (x, text, style)) in self.rows.iter().enumerate() {
            paint::put(sheet, screen, Position::new(*x, y as u16), text, *style);
        }
        if self.has_panes {
            paint::pole(sheet, screen.width - 9, 2..screen.height, theme.border());
        }
        paint::rule(sheet, screen, 1, theme.border());
        if let Some((columns, rows)) = self.popup {
            let area = paint::window(sheet, "“请选择”", columns, rows, theme);
            paint::line(sheet, area, 0, "①政务——公开", theme.text());
        }
    }
}

/// Draws random frames and holds each against the emulator, cell by cell.
fn frames(n_frames: usize, laid_out: Ambiguous, is_answered: bool, is_wide: bool) {
    let _alone = WIDTHS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    width::set_ambiguous(laid_out);
    let mut size = Size::new(44, 12);
    let link = Arc::new(Link::default());
    if is_answered {
        link.set_drawn(laid_out);
    }
    let memory = Memory { bytes: Vec::new(), size, n_writes: 0 };
    let mut canvas = Canvas::new(Wire::new(memory, link, Colours::Sixteen));
    let mut emulator = Emulator::new(size, is_wide);
    let (themes, mut dice) = (Themes::embedded(), Dice(88_172_645_463_325_252));
    let mut page = Page { rows: Vec::new(), popup: None, has_panes: true, caret: Position::ORIGIN };
    // Frames in which columns are inserted, deleted, rows scrolled.
    let mut moved = [0; 3];
    for n in 0..n_frames {
        if dice.roll(40) == 0 {
            page.has_panes = !page.has_panes;
            size = Size::new(30 + dice.roll(50) as u16, 6 + dice.roll(12) as u16);
            canvas.backend_mut().out().size = size;
            emulator.resize(size);
        }
        page.change(&mut dice, size);
        let mut wanted = Buffer::default();
        canvas
            .draw(|sheet| {
                page.draw(themes.pick("default"), sheet);
                wanted = sheet.buffer();
                Some(page.caret)
            })
            .unwrap();
        let out = canvas.backend_mut().out();
        assert!(std::mem::take(&mut out.n_writes) <= 1, "frame {n} took more than one write");
        let bytes = std::mem::take(&mut out.bytes);
        emulator.take(&bytes);
        let sent = String::from_utf8_lossy(&bytes);
        for (count, last) in moved.iter_mut().zip(['@', 'P', 'r']) {
            let is_number = |c: char| c.is_ascii_digit() || c == ';';
            let is_sent = sent.split("\x1b[").skip(1).any(|part| part.trim_start_matches(is_number).starts_with(last));
            *count += usize::from(is_sent);
        }
        assert_eq!(emulator.cursor(), page.caret, "frame {n}: {sent:?}");
        for y in 0..size.height {
            let mut x = 0;
            while x < size.width {
                let cell = &wanted[(x, y)];
                let columns = cell.cell_width().max(1);
                let seen = emulator.cell(x, y);
                let may_be_held_back = !is_answered && columns == 1 && x + 1 == size.width;
                assert!(
                    emulator.shows_at(x, y, cell.symbol()) || may_be_held_back && emulator.shows_at(x, y, "?"),
                    "frame {n} at {x},{y}: {:?} is to be seen, not {:?}\n{}\n{sent:?}",
                    cell.symbol(),
                    seen.contents(),
                    emulator.contents()
                );
                let is = |modifier| cell.modifier.contains(modifier);
                assert_eq!(seen.inverse(), is(Modifier::REVERSED), "frame {n} at {x},{y}");
                if cell.symbol() != " " {
                    assert_eq!(seen.bold(), is(Modifier::BOLD), "frame {n} at {x},{y}");
                    assert_eq!(
                        seen.fgcolor() == vt100::Color::Default,
                        cell.fg == Color::Reset,
                        "frame {n} at {x},{y}"
                    );
                }
                // What takes one column on this terminal has a blank behind it.
                for x in (x + 1..x + columns).filter(|_| is_wide != (laid_out == Ambiguous::Wide)) {
                    assert!(emulator.shows_at(x, y, " "), "frame {n} at {x},{y}");
                }
                x += columns;
            }
        }
    }
    width::set_ambiguous(Ambiguous::Narrow);
    // It is tried often where it may be done, and never where it may not.
    assert!(moved.iter().all(|n| if is_answered { *n > 25 } else { *n == 0 }), "{moved:?}");
}

#[test]
fn three_thousand_frames_are_right_on_a_narrow_terminal() {
    frames(3000, Ambiguous::Narrow, true, false);
}

#[test]
fn three_thousand_frames_are_right_on_a_wide_terminal() {
    frames(3000, Ambiguous::Wide, true, true);
}

#[test]
fn frames_are_right_on_a_terminal_that_does_not_answer() {
    frames(600, Ambiguous::Unknown, false, false);
}

#[test]
fn frames_are_right_on_a_narrow_terminal_that_is_said_to_be_wide() {
    frames(600, Ambiguous::Wide, false, false);
}

#[test]
fn the_same_words_are_drawn_anew_when_the_terminal_turns_out_to_be_wide() {
    let _alone = WIDTHS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut canvas = Canvas::new(TestBackend::new(20, 2));
    for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide, Ambiguous::Unknown] {
        width::set_ambiguous(ambiguous);
        let mut wanted = Buffer::default();
        canvas
            .draw(|sheet| {
                let text = sheet.split("“公开”——①②政务公开", 12);
                for (row, text) in text.iter().enumerate() {
                    paint::line(sheet, sheet.area, row, text, Style::new());
                }
                assert_eq!(*text, width::wrap::split("“公开”——①②政务公开", 12));
                wanted = sheet.buffer();
                None
            })
            .unwrap();
        for (shown, wanted) in canvas.backend().buffer().content.iter().zip(&wanted.content) {
            assert!(shown == wanted || wanted.symbol() == " ", "{ambiguous:?}: {shown:?} for {wanted:?}");
        }
    }
    width::set_ambiguous(Ambiguous::Narrow);
}

/// What the terminal says when it is asked where the cursor stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Replies {
    /// The truth.
    True,
    /// Nothing.
    None,
    /// That 中 took three columns, as in GBK.
    Gbk,
}

/// The program on a terminal.
struct Program {
    emulator: Emulator,
    replies: Replies,
    received: Vec<u8>,
    bytes: Receiver<Vec<u8>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    is_gone: Arc<AtomicBool>,
}

impl Program {
    /// Opens the workbench on a folder; `early` is typed before it can read.
    fn open(folder: &Path, is_wide: bool, replies: Replies, early: &str) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nianbao"));
        command.arg(folder);
        Self::start(command, is_wide, replies, early)
    }

    fn start(mut command: CommandBuilder, is_wide: bool, replies: Replies, early: &str) -> Self {
        let (cols, rows) = (80, 24);
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        command.env("TERM", "xterm-256color");
        for name in ["TMUX", "NO_COLOR"] {
            command.env_remove(name);
        }
        let mut keys = pair.master.take_writer().unwrap();
        keys.write_all(early.as_bytes()).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
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
        let emulator = Emulator::new(Size::new(cols, rows), is_wide);
        let (keys, master) = (Some(keys), Some(pair.master));
        Self { emulator, replies, received: Vec::new(), bytes, keys, child, master, is_gone }
    }

    /// The line goes: nobody holds the other end of the terminal any more.
    fn hang_up(&mut self) {
        self.is_gone.store(true, Relaxed);
        // The reading thread lets go of the terminal when it is next written to.
        self.send("政".as_bytes());
        (self.keys, self.master) = (None, None);
    }

    fn send(&mut self, keys: &[u8]) {
        self.keys.as_mut().unwrap().write_all(keys).unwrap();
    }

    /// Takes in what has come within so long, and answers what was asked.
    fn listen(&mut self, wait: Duration) -> bool {
        let Ok(bytes) = self.bytes.recv_timeout(wait) else { return false };
        self.received.extend_from_slice(&bytes);
        let mut rest = bytes.as_slice();
        while let Some(at) = rest.windows(4).position(|question| question == b"\x1b[6n") {
            self.emulator.take(&rest[..at]);
            let Position { x, y } = self.emulator.cursor();
            match self.replies {
                Replies::True => self.send(format!("\x1b[{};{}R", y + 1, x + 1).as_bytes()),
                Replies::Gbk => self.send(b"\x1b[1;7R"),
                Replies::None => {}
            }
            rest = &rest[at + 4..];
        }
        self.emulator.take(rest);
        true
    }

    /// Waits until the screen is as wanted.
    fn wait(&mut self, what: &str, is_so: impl Fn(&Emulator) -> bool) {
        let start = Instant::now();
        while !is_so(&self.emulator) {
            assert!(start.elapsed() < HANG, "no {what:?} in\n{}", self.emulator.contents());
            self.listen(Duration::from_millis(20));
        }
    }

    fn shows(&mut self, text: &str) {
        self.wait(text, |emulator| emulator.contents().contains(text));
    }

    fn received(&self, bytes: &[u8]) -> usize {
        self.received.windows(bytes.len()).filter(|part| *part == bytes).count()
    }

    fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// The state of the process as the kernel names it: `S` asleep, `T` stopped.
    fn state(&self) -> char {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.process_id().unwrap())).unwrap();
        stat.rsplit(") ").next().unwrap().chars().next().unwrap()
    }

    /// Waits for the end of the program; its exit code.
    fn end(&mut self, most: Duration) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while self.listen(Duration::from_millis(50)) {}
                return status.exit_code();
            }
            assert!(start.elapsed() < most, "still running after {most:?}");
            self.listen(Duration::from_millis(5));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}

/// A folder with one report, whose text has what terminals disagree about.
fn folder() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let mut report = samples().map(|(_, report)| report).find(|report| report.about.year == 2020).unwrap();
    let edit = Edit::between("overview", report.paragraphs("overview"), &[TEXT.into()]).unwrap();
    report.apply(edit);
    let (name, _) = Folder::open(dir.path()).unwrap().create(&report).unwrap();
    (dir, name)
}

const TEXT: &str = "坚持“公开为常态”——①更新目录…②回应关切，×项×类，室温25℃±1°。";

#[test]
fn no_character_is_eaten_and_no_frame_broken_on_either_kind_of_terminal() {
    for is_wide in [false, true] {
        let (dir, _) = folder();
        let mut program = Program::open(dir.path(), is_wide, Replies::True, "\r");
        program.shows("坚持“公开为常态”——①更新目录…②回应关切");
        let across = if is_wide { "-----" } else { "─────" };
        program.shows(across);
        program.send("\x1bOP".as_bytes());
        program.shows(if is_wide { "+ 帮助" } else { "┌ 帮助" });
        let rows: Vec<String> = program.emulator.contents().lines().map(str::to_owned).collect();
        let side = if is_wide { '|' } else { '│' };
        let framed = rows.iter().filter(|row| row.chars().filter(|c| *c == side).count() == 2).count();
        assert!(framed > 15, "the frame is broken:\n{}", rows.join("\n"));
        program.send(b"\r");
        program.wait("no help", |emulator| !emulator.contents().contains("帮助  "));
        program.shows("坚持“公开为常态”——①更新目录…②回应关切");
        program.send(b"\x11");
        assert_eq!(program.end(HANG), 0);
    }
}

/// What one row down costs on a slow line, by half of the rows; the note and last year's figure change with each.
#[test]
fn a_row_down_in_table_two_is_eighty_bytes_with_its_note_and_last_years_figure() {
    let (dir, name) = folder();
    let mut last = samples().map(|(_, report)| report).find(|report| report.about.year == 2020).unwrap();
    last.about.year = 2019;
    let edition = last.edition();
    let is_carried = |cell: &CellIdx| edition.spec(*cell).place.row() == "carried_forward";
    for (n, cell) in edition.cells_of("t2").filter(|cell| !is_carried(cell)).enumerate() {
        last.set(cell, &((n + n / 7) % 11 + 10).to_string());
    }
    Folder::open(dir.path()).unwrap().create(&last).unwrap();
    let mut program = Program::open(&dir.path().join(name), false, Replies::True, "");
    program.shows("坚持“公开为常态”");
    program.send(b"\x0e\x0e");
    let rows = &edition.table("t2").unwrap().blocks[0].rows;
    program.shows(&rows[0].brief);
    while program.listen(Duration::from_millis(100)) {}
    let mut costs = Vec::new();
    for row in &rows[1..=10] {
        let before = program.received.len();
        program.send(b"\x1b[B");
        let cell = edition.find_in("t2", &row.id, "natural").unwrap();
        let figure = format!("去年 {:>4} ", last.text(cell));
        program.wait(&row.brief, |emulator| {
            let screen = emulator.contents();
            screen.contains(&row.brief) && screen.lines().nth(1).is_some_and(|crumb| crumb.contains(figure.trim_end()))
        });
        while program.listen(Duration::from_millis(50)) {}
        costs.push(program.received.len() - before);
    }
    costs.sort_unstable();
    assert!(costs[4] + costs[5] <= 160, "{costs:?}");
}

#[test]
fn a_terminal_that_does_not_answer_is_drawn_on_all_the_same_and_its_late_answer_counts() {
    let (dir, _) = folder();
    let mut program = Program::open(dir.path(), true, Replies::None, "");
    program.shows("示例市");
    program.shows("-----");
    program.send(b"\r");
    program.shows("总体情况");
    // Shift+F3 is sent like an answer, but no answer is like it.
    program.send(b"\x1b[1;2R");
    program.shows("没有用处");
    // Now the answers: 中中 took four columns, twelve ambiguous characters twenty-four.
    program.send(b"\x1b[1;5R\x1b[1;25R");
    program.shows("坚持“公开为常态”——①更新目录…②回应关切");
    program.send(b"\x11");
    assert_eq!(program.end(HANG), 0);
}

#[test]
fn a_terminal_that_is_not_in_utf8_is_told_so_in_three_ways_and_keeps_its_screen() {
    let (dir, _) = folder();
    let mut program = Program::open(dir.path(), false, Replies::Gbk, "");
    assert_eq!(program.end(HANG), 2);
    assert_eq!(program.received("请把终端的字符编码设为 UTF-8 后重新登录。".as_bytes()), 1);
    assert_eq!(program.received(b"\xc7\xeb\xb0\xd1\xd6\xd5\xb6\xcb"), 1);
    assert_eq!(program.received(b"set the character encoding of the terminal to UTF-8"), 1);
    assert_eq!(program.received(b"\x1b[?1049h"), 0, "the other screen was taken");
}

#[test]
fn what_is_typed_before_the_answer_is_not_lost() {
    for replies in [Replies::True, Replies::None] {
        let (dir, _) = folder();
        let mut program = Program::open(dir.path(), false, replies, "\r政务");
        program.shows("政务坚持");
        program.send("公开".as_bytes());
        program.shows("政务公开坚持");
    }
}

#[test]
fn a_width_that_the_user_names_wins_over_the_answer() {
    let (dir, _) = folder();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nianbao"));
    command.arg(dir.path());
    command.env("NIANBAO_WIDTH", "wide");
    let mut program = Program::start(command, false, Replies::True, "\r");
    // Each ambiguous character has a blank behind it, and none is lost.
    program.shows("坚持“ 公开为常态” — — ① 更新目录… ② 回应关切");
}

#[test]
fn a_hang_up_ends_the_program_at_once() {
    let (dir, _) = folder();
    let mut program = Program::open(dir.path(), false, Replies::True, "\r");
    program.shows("总体情况");
    program.hang_up();
    // A tenth of this is what a user would notice; the test machine may be busy.
    program.end(Duration::from_secs(1));
}

#[test]
fn a_hang_up_that_is_not_signalled_ends_the_program_too() {
    let (dir, _) = folder();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nianbao"));
    command.arg(dir.path());
    // No signal is sent to a program whose terminal does not control it.
    command.set_controlling_tty(false);
    let mut program = Program::start(command, false, Replies::True, "\r");
    program.shows("总体情况");
    program.hang_up();
    program.end(Duration::from_secs(1));
}

#[test]
fn a_termination_gives_the_terminal_back() {
    for signal in ["-TERM", "-INT", "-QUIT"] {
        let (dir, _) = folder();
        let mut program = Program::open(dir.path(), false, Replies::True, "\r");
        program.shows("总体情况");
        program.signal(signal);
        program.end(Duration::from_secs(1));
        let screen = program.emulator.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{signal}");
        // What is said behind the screen: nothing was lost.
        program.shows("没有丢失什么");
    }
}

#[test]
fn stopped_it_gives_the_terminal_back_and_continued_it_takes_it_again() {
    let (dir, _) = folder();
    let mut program = Program::open(dir.path(), false, Replies::True, "\r");
    program.shows("总体情况");
    for signal in ["-TSTP", "-STOP"] {
        program.signal(signal);
        let start = Instant::now();
        while program.state() != 'T' {
            assert!(start.elapsed() < HANG, "not stopped");
            program.listen(Duration::from_millis(5));
        }
        if signal == "-TSTP" {
            program.wait("the shell's screen", |emulator| !emulator.screen.screen().alternate_screen());
        }
        // Somebody else writes on the screen meanwhile.
        program.emulator.take(b"\x1b[2J\x1b[Hnobody");
        program.signal("-CONT");
        program.wait("the screen again", |emulator| {
            emulator.screen.screen().alternate_screen() && emulator.contents().contains("总体情况")
        });
        assert!(!program.emulator.contents().contains("nobody"));
    }
    program.send("政务".as_bytes());
    program.shows("政务坚持");
}

#[test]
fn a_storm_of_sizes_is_one_frame_or_few() {
    let (dir, _) = folder();
    let mut program = Program::open(dir.path(), false, Replies::True, "\r");
    program.shows("总体情况");
    let before = program.received(b"\x1b[?2026h");
    for n in 0..200 {
        let size = PtySize { rows: 24, cols: 60 + n % 40, pixel_width: 0, pixel_height: 0 };
        program.master.as_ref().unwrap().resize(size).unwrap();
    }
    let size = PtySize { rows: 24, cols: 100, pixel_width: 0, pixel_height: 0 };
    program.master.as_ref().unwrap().resize(size).unwrap();
    program.emulator.resize(Size::new(100, 24));
    program.send("政".as_bytes());
    program.shows("政坚持");
    program.wait("a title as wide as the screen", |emulator| {
        emulator.contents().lines().next().is_some_and(|row| row.contains("示例市") && row.contains("有改动未存"))
    });
    let n_frames = program.received(b"\x1b[?2026h") - before;
    assert!(n_frames < 60, "{n_frames} frames for 201 sizes");
}

#[test]
fn ten_thousand_characters_pasted_either_way_arrive_whole() {
    let lines: Vec<String> = (0..100).map(|n| format!("第{n:03}行{}", "政务公开工作年度报告，".repeat(9))).collect();
    let characters: usize = lines.iter().map(|line| line.chars().count()).sum();
    assert!(characters > 10_000);
    for (before, after) in [("\x1b[200~", "\x1b[201~"), ("", "")] {
        let (dir, name) = folder();
        let mut program = Program::open(dir.path(), false, Replies::True, "\r");
        program.shows("总体情况");
        // The reader must go on reading while so much is sent.
        let mut keys = program.keys.take().unwrap();
        let pasted = format!("{before}{}{after}", lines.join("\r"));
        let sender = thread::spawn(move || {
            keys.write_all(pasted.as_bytes()).unwrap();
            keys
        });
        program.shows("有改动未存");
        program.keys = Some(sender.join().unwrap());
        program.shows("第099行");
        program.send(b"\x13");
        program.shows("已保存");
        let saved = fs::read_to_string(dir.path().join(&name)).unwrap();
        for line in &lines {
            assert!(saved.contains(line), "{line} is not whole");
        }
    }
}

#[test]
fn keys_in_another_encoding_are_told_not_dropped_in_silence() {
    let (dir, _) = folder();
    let mut program = Program::open(dir.path(), false, Replies::True, "\r");
    program.shows("总体情况");
    program.send(&[0xd5, 0xfe, 0xce, 0xf1]);
    program.shows("不是 UTF-8");
    assert!(program.emulator.contents().lines().nth(2).unwrap().starts_with(" 坚持"), "letters were made of it");
}

#[test]
#[ignore = "the child of the next test"]
fn child_that_panics() {
    let (mut screen, _tty) = Screen::take(Widths::Auto).unwrap();
    let before = |sheet: &mut Sheet| paint::line(sheet, sheet.area, 0, "before", Style::new());
    screen
        .canvas
        .draw(|sheet| {
            before(sheet);
            None
        })
        .unwrap();
    *screen.open.lock().unwrap() = "reports/甲-2020.ron".into();
    panic!("a fault");
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_one_sentence() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "child_that_panics", "--nocapture"]);
    let mut program = Program::start(command, false, Replies::True, "");
    assert_eq!(program.end(HANG), 101);
    let screen = program.emulator.screen.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(program.received(b"\x1b[?1049h"), 1);
    assert_eq!(program.received("年报工作台出了意外的差错".as_bytes()), 1);
    assert_eq!(program.received("重新打开 reports/甲-2020.ron 就会找回".as_bytes()), 1);
    assert_eq!(program.received("a fault（tests/terminal.rs".as_bytes()), 1);
}
