//! A line on the terminal that says how far a long run is; nothing where nobody watches.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

/// A run that is over before this shows nothing.
const PATIENCE: Duration = Duration::from_millis(300);
/// The line changes no more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// How far a run is, told on a terminal.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    total: usize,
    /// When the line may be written next; `None` where nobody watches.
    next: Option<Instant>,
    is_shown: bool,
}

impl Progress {
    /// A run over so many reports. It is told on the error channel if that is a terminal, and if the result does not
    /// go to the same terminal meanwhile.
    pub(super) fn new(what: &'static str, total: usize, is_told_meanwhile: bool) -> Self {
        let is_watched = io::stderr().is_terminal() && !(is_told_meanwhile && io::stdout().is_terminal());
        Self { what, total, next: is_watched.then(|| Instant::now() + PATIENCE), is_shown: false }
    }

    /// So many are done.
    pub(super) fn at(&mut self, done: usize) {
        let Some(next) = self.next.filter(|next| Instant::now() >= *next) else { return };
        self.next = Some(next.max(Instant::now()) + PAUSE);
        self.is_shown = true;
        let share = done * 100 / self.total.max(1);
        // What cannot be shown is not missed.
        drop(write!(io::stderr().lock(), "\r{} {done}／{} 份 {share}%\u{1b}[K", self.what, self.total));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            drop(write!(io::stderr().lock(), "\r\u{1b}[K"));
        }
    }
}
