//! The terminal's keys: one wait for all that can happen, which a hang-up ends at once.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read},
    os::{fd::AsFd, unix::net::UnixStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use signal_hook::{
    consts::{SIGCONT, SIGTSTP, SIGWINCH},
    flag,
    low_level::{self, pipe},
};

use super::{
    backend::{Line, Link},
    decode::{Decoder, Said},
    input::Source,
    modes::{Modes, Output},
    probe::{Answer, NotUtf8, Probe, QUESTION, Widths},
};
use crate::{tui::wake::Waker, width};

/// The byte by which threads of the program wake the loop: [`Event::FocusGained`] stands for it, which is never asked
/// of a terminal.
pub const RING: u8 = b'!';

/// How long the first frame waits for the answer about widths: a terminal at hand has answered by then, and nobody
/// sees the wait. An answer that comes later costs a second frame, a few hundred bytes long.
const ANSWER_WAIT: Duration = Duration::from_millis(20);

/// After so long a report of the cursor's place is no answer any more, but a key that is sent alike.
const LATEST_ANSWER: Duration = Duration::from_secs(5);

/// The terminal.
#[derive(Debug)]
pub struct Tty {
    modes: Arc<Modes>,
    output: Output,
    link: Arc<Link>,
    signals: Signals,
    decoder: Decoder,
    probe: Probe,
    widths: Widths,
    waker: Waker,
    /// When the terminal's answer about widths is no longer waited for.
    answer_by: Instant,
    /// When no answer is looked for any more.
    asks_until: Instant,
    /// The terminal does not read UTF-8.
    is_refused: bool,
    /// What was read last.
    bytes: Box<[u8]>,
    /// What has been read and not been asked for.
    queue: VecDeque<io::Result<Event>>,
}

/// What the system has to say, by flags, and by a pipe that ends a wait.
#[derive(Debug)]
struct Signals {
    wake: UnixStream,
    is_resized: Arc<AtomicBool>,
    is_resumed: Arc<AtomicBool>,
    must_stop: Arc<AtomicBool>,
}

impl Signals {
    fn hear() -> io::Result<(Self, UnixStream)> {
        let (wake, waker) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let signals = Self { wake, is_resized: Arc::default(), is_resumed: Arc::default(), must_stop: Arc::default() };
        let flags = [(SIGWINCH, &signals.is_resized), (SIGCONT, &signals.is_resumed), (SIGTSTP, &signals.must_stop)];
        for (signal, is_set) in flags {
            flag::register(signal, Arc::clone(is_set))?;
            pipe::register(signal, waker.try_clone()?)?;
        }
        Ok((signals, waker))
    }
}

impl Tty {
    /// The keys of a terminal in raw mode, and a stream that wakes whoever waits for them.
    pub(super) fn new(modes: Arc<Modes>, link: Arc<Link>, widths: Widths) -> io::Result<(Self, UnixStream)> {
        let (signals, waker) = Signals::hear()?;
        width::set_ambiguous(widths.guess());
        let output = Output::take()?;
        let own_waker = Waker::new(waker.try_clone()?);
        let tty = Self {
            modes,
            output,
            link,
            signals,
            decoder: Decoder::default(),
            probe: Probe::default(),
            widths,
            waker: own_waker,
            answer_by: Instant::now(),
            asks_until: Instant::now(),
            is_refused: false,
            bytes: vec![0; 8192].into(),
            queue: VecDeque::new(),
        };
        Ok((tty, waker))
    }

    /// Asks the terminal about widths; there is much to do until it answers.
    pub(super) fn ask(&mut self) {
        self.modes.write(QUESTION.as_bytes());
        (self.answer_by, self.asks_until) = (Instant::now() + ANSWER_WAIT, Instant::now() + LATEST_ANSWER);
    }

    /// Waits until something comes, at most so long, and takes it in.
    fn listen(&mut self, wait: Option<Duration>) -> io::Result<()> {
        let patience = self.decoder.patience();
        let wait_for_rest = patience.filter(|patience| wait.is_none_or(|wait| *patience < wait));
        let timeout = wait_for_rest.or(wait).and_then(|wait| Timespec::try_from(wait).ok());
        let input = self.modes.input();
        let mut sources =
            [PollFd::new(input, PollFlags::IN), PollFd::from_borrowed_fd(self.signals.wake.as_fd(), PollFlags::IN)];
        let n_ready = match poll(&mut sources, timeout.as_ref()) {
            Err(Errno::INTR) => return self.hear_signals(),
            ready => ready?,
        };
        let [tty, wake] = sources.map(|source| source.revents());
        if tty.contains(PollFlags::IN) {
            self.read_bytes()?;
        } else if tty.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(gone());
        }
        if !wake.is_empty() {
            let mut bytes = [0; 64];
            while let Ok(n @ 1..) = (&self.signals.wake).read(&mut bytes) {
                if bytes.iter().take(n).any(|byte| *byte == RING) {
                    self.queue.push_back(Ok(Event::FocusGained));
                }
            }
        }
        if n_ready == 0 && wait_for_rest.is_some() {
            let mut said = Vec::new();
            self.decoder.give_up(&mut said);
            self.hear(said);
        }
        self.hear_signals()
    }

    fn read_bytes(&mut self) -> io::Result<()> {
        let n = match rustix::io::read(self.modes.input(), &mut *self.bytes) {
            Ok(0) | Err(Errno::IO) => return Err(gone()),
            Err(Errno::INTR | Errno::AGAIN) => 0,
            n => n?,
        };
        let mut said = Vec::new();
        self.decoder.take(self.bytes.get(..n).unwrap_or_default(), &mut said);
        self.hear(said);
        Ok(())
    }

    fn hear(&mut self, said: Vec<Said>) {
        for said in said {
            match said {
                Said::Event(event) => self.queue.push_back(Ok(event)),
                Said::Garbled => self.queue.push_back(Err(ErrorKind::InvalidData.into())),
                // No question leaves the cursor in the second column.
                Said::Cursor { row, column } if (row, column) != (1, 2) && self.is_asking() => {
                    if let Some(answer) = self.probe.hear(column) {
                        self.settle(answer);
                    }
                }
                // Nobody asked: it is F3 with a modifier, which xterm sends alike.
                Said::Cursor { row: 1, column: 2 } => self.queue.push_back(Ok(f3(KeyModifiers::SHIFT))),
                Said::Cursor { row: 1, column: 5 } => self.queue.push_back(Ok(f3(KeyModifiers::CONTROL))),
                Said::Cursor { .. } => {}
            }
        }
    }

    /// Is an answer about widths still on its way?
    fn is_asking(&self) -> bool {
        self.probe.is_open() && Instant::now() < self.asks_until
    }

    /// The terminal has answered: from now on it is drawn on as it is.
    fn settle(&mut self, answer: Answer) {
        if answer == Answer::NotUtf8 {
            self.is_refused = true;
            return;
        }
        self.link.set_drawn(answer.drawn());
        let laid_out = self.widths.settle(answer);
        if width::ambiguous() != laid_out {
            width::set_ambiguous(laid_out);
            self.tell_size();
        }
    }

    fn hear_signals(&mut self) -> io::Result<()> {
        if self.is_refused {
            return Err(io::Error::other(NotUtf8));
        }
        if self.link.is_ending.load(Relaxed) {
            let is_told = self.link.is_told_to_end.load(Relaxed);
            return Err(if is_told { io::Error::new(ErrorKind::ConnectionAborted, End::Told) } else { gone() });
        }
        if self.signals.must_stop.swap(false, Relaxed) {
            self.modes.give_back();
            low_level::emulate_default_handler(SIGTSTP)?;
            self.signals.is_resumed.store(true, Relaxed);
        }
        if self.signals.is_resumed.swap(false, Relaxed) {
            self.modes.go_raw()?;
            self.link.is_lost.store(true, Relaxed);
            self.tell_size();
        }
        if self.signals.is_resized.swap(false, Relaxed) {
            self.tell_size();
        }
        Ok(())
    }

    /// One event for any number of changes: the size as it is now, once.
    fn tell_size(&mut self) {
        if let Ok(size) = self.output.size() {
            self.queue.retain(|event| !matches!(event, Ok(Event::Resize(..))));
            self.queue.push_back(Ok(Event::Resize(size.width, size.height)));
        }
    }
}

impl Source for Tty {
    /// Waits for the answer about widths; what is typed meanwhile is kept.
    fn settle(&mut self) -> io::Result<()> {
        while self.probe.is_open() {
            // An answer that has come meanwhile counts, although its time to be waited for is over.
            let left = self.answer_by.saturating_duration_since(Instant::now());
            self.listen(Some(left))?;
            if left.is_zero() {
                break;
            }
        }
        // Nothing has been drawn yet: whoever draws first asks for the size.
        self.queue.retain(|event| !matches!(event, Ok(Event::Resize(..))));
        Ok(())
    }

    fn poll(&mut self, wait: Duration) -> io::Result<bool> {
        let end = Instant::now() + wait;
        loop {
            if !self.queue.is_empty() {
                return Ok(true);
            }
            self.listen(Some(end.saturating_duration_since(Instant::now())))?;
            if Instant::now() >= end {
                return Ok(!self.queue.is_empty());
            }
        }
    }

    fn has_more(&self) -> bool {
        !self.queue.is_empty()
    }

    fn read(&mut self) -> io::Result<Event> {
        loop {
            match self.queue.pop_front() {
                Some(event) => return event,
                None if self.waker.was_called() => return Err(ErrorKind::Interrupted.into()),
                None => self.listen(None)?,
            }
        }
    }

    fn waker(&self) -> Option<Waker> {
        Some(self.waker.clone())
    }
}

/// How the end came from outside. What was typed is in the journal by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum End {
    /// The terminal is gone.
    #[error("终端已经断开，工作台随之退出；没有丢失什么：没保存的改动都记着，重新打开报告就会找回")]
    Gone,
    /// A signal asked for it: another session goes on with the report, or the machine goes down.
    #[error(
        "工作台按要求退出了：报告如果在另一处打开了，就在那里接着编辑；没有丢失什么：没保存的改动都记着，再打开时都在"
    )]
    Told,
}

fn f3(modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(KeyCode::F(3), modifiers))
}

fn gone() -> io::Error {
    io::Error::new(ErrorKind::ConnectionAborted, End::Gone)
}
