//! The steps that every program goes through, and what is measured on them.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    documents::{Document, needle},
    figures::Figure,
    line::Line,
    median::median,
    programs::Program,
    session::{Heard, QUIET, SIZE, Session, blank},
};

/// What is typed over and over; no figure, so that no finding changes, and no stretch of it stands in the report.
const TYPED: &str = "把政务公开写进每件工作让群众看得懂能监督";
/// How often each key is measured.
const TIMES: usize = 100;
/// Rows that are gone down before going up again: so few that nothing scrolls.
const ROWS: usize = 10;
/// Pages of the long text.
const PAGES: usize = 20;
/// Keys on the slow line, and the time between them: a fast typist, or the key held down.
const SLOW_KEYS: usize = 20;
const SLOW_BEAT: Duration = Duration::from_millis(33);
/// How often the slow line is walked.
const SLOW_TIMES: usize = 3;
/// How long an idle program is watched.
const IDLE: Duration = Duration::from_secs(5);

/// Figures of one program.
pub(crate) type Figures = Vec<(Figure, Option<f64>)>;

/// Everything but the start, which is measured by turns.
pub(crate) fn all(program: &'static Program) -> Figures {
    let mut figures = Vec::new();
    if program.reads_prose {
        figures.extend(idle(program));
        figures.extend(typing(program));
        figures.extend(down(program));
        figures.extend(paging(program));
        figures.extend(slowly(program));
        figures.extend(writes(program));
    }
    figures.extend(table(program));
    figures
}

/// What a program that shows a draft costs while nobody touches the keys.
pub(crate) fn shown(program: &'static Program) -> Figures {
    let mut figures = idle(program);
    figures.push((Figure::Memory, Session::open(program, Document::Text).peak()));
    figures
}

/// From the start of the process to the last byte of the first full screen, in ms.
pub(crate) fn start(program: &'static Program) -> f64 {
    let document = if program.reads_prose { Document::Text } else { Document::Table };
    milliseconds(Session::open(program, document).start)
}

/// Nobody touches the keys.
fn idle(program: &'static Program) -> Figures {
    let mut session = Session::open(program, Document::Text);
    session.listen(Duration::from_secs(1), Duration::from_millis(500));
    let before = session.cpu();
    thread::sleep(IDLE);
    let bytes = session.listen(Duration::ZERO, Duration::ZERO).bytes();
    let cpu = session.cpu().zip(before).map(|(after, before)| milliseconds(after.saturating_sub(before)));
    vec![(Figure::IdleBytes, Some(count(bytes))), (Figure::IdleCpu, cpu)]
}

/// Characters typed one by one into the middle of the longest paragraph.
fn typing(program: &'static Program) -> Figures {
    let mut session = Session::open(program, Document::Text);
    session.go_to(&needle());
    let keys: Vec<String> = TYPED.chars().cycle().take(TIMES).map(String::from).collect();
    let seen = keys[TIMES - 4..].concat();
    let key = measure(&mut session, &keys, |_| {});
    let is_typed = session.shows(&seen);
    let only = |value: Option<f64>| value.filter(|_| is_typed);
    vec![
        (Figure::TypeBytes, only(key.bytes)),
        (Figure::TypeCpu, only(key.cpu)),
        (Figure::TypeTime, only(key.time)),
        (Figure::Memory, session.peak()),
    ]
}

/// The cursor down in prose.
fn down(program: &'static Program) -> Figures {
    let mut session = Session::open(program, Document::Rows);
    let key = walk(&mut session, program);
    vec![(Figure::DownBytes, key.bytes), (Figure::DownCpu, key.cpu), (Figure::DownTime, key.time)]
}

/// The cursor down in table 2.
fn table(program: &'static Program) -> Figures {
    let mut session = Session::open(program, Document::Table);
    session.press_all(program.table);
    let key = walk(&mut session, program);
    let memory = if program.reads_prose { None } else { session.peak() };
    vec![(Figure::TableBytes, key.bytes), (Figure::TableCpu, key.cpu), (Figure::Memory, memory)]
}

/// A long text page by page: bytes sent for a byte of text in the rows that changed.
fn paging(program: &'static Program) -> Figures {
    let mut session = Session::open(program, Document::Long);
    let (mut ratios, mut bytes) = (Vec::new(), Vec::new());
    for _ in 0..PAGES {
        let before = rows(&session);
        let sent = session.press(program.page).bytes();
        let after = rows(&session);
        let changed = after.iter().zip(&before).filter(|(after, before)| after != before);
        let glyphs: usize = changed.map(|(row, _)| row.trim_end().len()).sum();
        bytes.push(count(sent));
        if glyphs > 0 {
            ratios.push(count(sent) / count(glyphs));
        }
    }
    vec![
        (Figure::PageRatio, median(&ratios)),
        (Figure::PageBytes, median(&bytes)),
        (Figure::LongMemory, session.peak()),
    ]
}

/// The slow line: characters typed mid-paragraph, and a text scrolled row by row.
fn slowly(program: &'static Program) -> Figures {
    let near = Line { one_way: Duration::from_millis(75) };
    let far = Line { one_way: Duration::from_millis(150) };
    let last = SLOW_BEAT.saturating_mul(u32::try_from(SLOW_KEYS - 1).unwrap_or_default());
    let (mut typed, mut typed_far, mut scrolled, mut scrolled_far) = (vec![], vec![], vec![], vec![]);
    for _ in 0..SLOW_TIMES {
        let mut session = Session::open(program, Document::Text);
        session.go_to(&needle());
        let keys: Vec<String> = TYPED.chars().take(SLOW_KEYS).map(String::from).collect();
        let held = hold(&mut session, &keys);
        typed.extend(held.right(&session, near).map(|right| milliseconds(right.saturating_sub(last))));
        typed_far.extend(held.right(&session, far).map(milliseconds));

        let mut session = Session::open(program, Document::Long);
        session.press_all(&[program.down; SIZE.1 as usize + 6]);
        let held = hold(&mut session, &vec![program.down.to_owned(); SLOW_KEYS]);
        scrolled.extend(held.right(&session, near).map(|right| milliseconds(right.saturating_sub(last))));
        scrolled_far.extend(held.right(&session, far).map(milliseconds));
    }
    vec![
        (Figure::SlowTyped, median(&typed)),
        (Figure::SlowScrolled, median(&scrolled)),
        (Figure::FarTyped, median(&typed_far)),
        (Figure::FarScrolled, median(&scrolled_far)),
    ]
}

/// Writes to the terminal for a character typed.
fn writes(program: &'static Program) -> Figures {
    let mut figures = Vec::new();
    if let Some(mut session) = Session::traced(program, Document::Text) {
        session.go_to(&needle());
        let keys: Vec<String> = TYPED.chars().map(String::from).collect();
        let mut writes = Vec::new();
        for key in keys {
            let before = session.writes();
            session.press(&key);
            writes.extend(session.writes().zip(before).map(|(after, before)| count(after - before)));
        }
        figures.push((Figure::TypeWrites, median(&writes)));
    }
    figures
}

/// What one key costs.
struct Key {
    bytes: Option<f64>,
    cpu: Option<f64>,
    time: Option<f64>,
}

/// Presses keys one by one; `after` brings the program back after each and is not counted.
fn measure(session: &mut Session, keys: &[String], mut after: impl FnMut(&mut Session)) -> Key {
    let (mut bytes, mut cpu, mut time) = (Vec::new(), Vec::new(), Vec::new());
    for key in keys {
        let (before, start) = (session.cpu(), Instant::now());
        let heard = session.press(key);
        bytes.push(count(heard.bytes()));
        cpu.extend(session.cpu().zip(before).map(|(after, before)| milliseconds(after.saturating_sub(before))));
        time.extend(heard.end().map(|end| milliseconds(end - start)));
        after(session);
    }
    Key { bytes: median(&bytes), cpu: median(&cpu), time: median(&time) }
}

/// Down again and again, and back up before anything scrolls.
fn walk(session: &mut Session, program: &'static Program) -> Key {
    let mut row = 0;
    measure(session, &vec![program.down.to_owned(); TIMES], |session| {
        row += 1;
        if row % ROWS == 0 {
            session.press_all(&[program.up; ROWS]);
        }
    })
}

fn rows(session: &Session) -> Vec<String> {
    session.emulator.screen().rows(0, SIZE.0).collect()
}

/// Keys that were pressed at a fixed beat, and what came back.
struct Held {
    start: Instant,
    key: usize,
    /// What the program had sent before.
    before: Vec<u8>,
    heard: Heard,
}

/// Presses keys at a fixed beat, whether the program keeps up or not.
fn hold(session: &mut Session, keys: &[String]) -> Held {
    let before = session.sent.clone();
    let start = Instant::now();
    let mut heard = Heard::default();
    for (n, key) in keys.iter().enumerate() {
        let due = SLOW_BEAT.saturating_mul(u32::try_from(n).unwrap_or_default());
        while start.elapsed() < due {
            let wait = due.saturating_sub(start.elapsed());
            heard.pieces.extend(session.listen(wait, Duration::ZERO).pieces);
        }
        session.send(key);
    }
    heard.pieces.extend(session.listen(Duration::from_secs(1), QUIET.saturating_mul(5)).pieces);
    Held { start, key: keys.first().map_or(0, String::len), before, heard }
}

impl Held {
    /// When the person's screen has become what it stays, counted from the first key.
    fn right(&self, session: &Session, line: Line) -> Option<Duration> {
        let under_way = line.key(Duration::ZERO, self.key);
        let pieces: Vec<(Duration, Vec<u8>)> =
            self.heard.pieces.iter().map(|(time, piece)| (*time - self.start + under_way, piece.clone())).collect();
        let state = |emulator: &vt100::Parser| (emulator.screen().contents(), emulator.screen().cursor_position());
        let last = state(&session.emulator);
        let mut person = blank();
        person.process(&self.before);
        let mut right = None;
        for (time, bytes) in line.arrivals(&pieces) {
            person.process(bytes);
            right = (state(&person) == last).then(|| right.unwrap_or(time));
        }
        right
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand bytes")]
fn count(n: usize) -> f64 {
    n as f64
}
