//! The terminal: taken over at the start, given back whatever happens.
//!
//! [`tty`] reads, [`backend`] writes; a thread watches for the end. Both sides know each other through a
//! [`backend::Link`] only.

pub mod backend;
pub mod clipboard;
mod decode;
mod glyph;
mod grid;
pub mod input;
mod modes;
mod pen;
mod probe;
mod row;
mod scroll;
mod shift;
pub mod tty;
mod watch;

use std::{
    io::{self, Write},
    os::unix::net::UnixStream,
    panic, process,
    sync::{Arc, Mutex, atomic::Ordering::Relaxed},
};

use backend::{Link, Wire};
pub use glyph::Colours;
use modes::Modes;
pub use modes::Output;
pub use probe::Widths;
use tty::{End, Tty};

use super::sheet::canvas::Canvas;

/// What the shell gets after a panic, as from any program in Rust.
pub const PANICKED: i32 = 101;

/// Why the terminal could not be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Standard input or output is no terminal.
    #[error("现在的输入或输出不是终端")]
    NoTerminal,
    /// The terminal does not read UTF-8; it has been told so in three ways.
    #[error("终端的字符编码不是 UTF-8")]
    NotUtf8,
    /// The end came from outside.
    #[error(transparent)]
    Ended(End),
    /// The terminal failed.
    #[error("终端出错：{0}")]
    Io(io::Error),
}

/// The terminal while the workbench has it; given back when dropped.
#[derive(Debug)]
pub struct Screen {
    /// What is drawn on.
    pub canvas: Canvas<Wire<Output>>,
    /// What the user should know about this terminal.
    pub warning: Option<&'static str>,
    /// Wakes the loop with a [`tty::RING`].
    pub bell: Option<UnixStream>,
    /// The draft that is open to be written, which a panic names.
    pub open: Named,
    modes: Arc<Modes>,
}

/// The path of the draft that is open to be written; nothing if none is.
pub type Named = Arc<Mutex<String>>;

impl Screen {
    /// Takes the terminal over: raw keys, the other screen with the first frame, pastes in one piece.
    ///
    /// The terminal is asked about widths: [`Tty`] waits for the answer before the first frame. If that takes long, it is
    /// taken into account when it comes.
    pub fn take(widths: Widths) -> Result<(Self, Tty), Error> {
        let link = Arc::new(Link::default());
        link.is_lost.store(true, Relaxed);
        let modes = Arc::new(Modes::find(Arc::clone(&link))?.ok_or(Error::NoTerminal)?);
        let wire = Wire::new(Output::take()?, Arc::clone(&link), Colours::from_environment());
        let (mut tty, waker) = Tty::new(Arc::clone(&modes), Arc::clone(&link), widths)?;
        let bell = waker.try_clone().ok();
        watch::watch(Arc::clone(&modes), link, waker)?;
        let open = Named::default();
        tell_of_panics(Arc::clone(&modes), Arc::clone(&open));
        let screen = Self { canvas: Canvas::new(wire), warning: probe::tmux_warning(), bell, open, modes };
        screen.modes.go_raw()?;
        tty.ask();
        Ok((screen, tty))
    }

    /// Gives the terminal back for a fault of it; one that does not read UTF-8 is told so in a way it can show.
    pub fn refuse(self, error: io::Error) -> Error {
        self.modes.give_back();
        let error = Error::from(error);
        if matches!(error, Error::NotUtf8) {
            self.modes.write(probe::NOT_UTF8);
        }
        error
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref();
        if inner.and_then(|inner| inner.downcast_ref::<probe::NotUtf8>()).is_some() {
            Self::NotUtf8
        } else if let Some(end) = inner.and_then(|inner| inner.downcast_ref::<End>()) {
            Self::Ended(*end)
        } else {
            Self::Io(error)
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.modes.give_back();
    }
}

/// A panic of any thread gives the terminal back, says in one sentence what happened, for the screen would hide it
/// otherwise, and ends the program: what was shown is in the journal by then.
fn tell_of_panics(modes: Arc<Modes>, open: Named) {
    panic::set_hook(Box::new(move |info| {
        modes.give_back();
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // Whoever holds the name now will not give it back: nothing is waited for here.
        let name = open.try_lock().map_or_else(|_| String::new(), |name| name.clone());
        let what = info.payload_as_str().unwrap_or_default();
        drop(writeln!(io::stderr().lock(), "{}", sentence(what, &place, &name)));
        process::exit(PANICKED);
    }));
}

/// What the user reads after a panic.
fn sentence(what: &str, place: &str, open: &str) -> String {
    let again = if open.is_empty() {
        "没保存的改动记在报告旁边的 .nianbao 里，重新打开那份报告就会找回".to_owned()
    } else {
        format!("没保存的改动都记着，重新打开 {open} 就会找回")
    };
    format!(
        "年报工作台出了意外的差错，只好停下；已保存的报告没有受影响，{again}；请把这一句告诉维护人员：{what}（{place}）"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_in_one_chinese_sentence_with_its_place() {
        let told = sentence("index out of bounds", "src/a.rs:1:2", "");
        assert!(
            told.starts_with("年报工作台")
                && told.contains("index out of bounds（src/a.rs:1:2）")
                && !told.contains('\n')
        );
        assert!(
            sentence("a fault", "src/a.rs:1:2", "reports/甲-2020.ron")
                .contains("重新打开 reports/甲-2020.ron 就会找回")
        );
    }

    #[test]
    fn an_answer_that_is_no_utf8_is_known_again_behind_an_io_error() {
        assert!(matches!(Error::from(io::Error::other(probe::NotUtf8)), Error::NotUtf8));
        assert!(matches!(Error::from(io::Error::other("x")), Error::Io(_)));
    }

    #[test]
    fn an_end_from_outside_says_that_nothing_is_lost_and_is_no_fault_of_the_terminal() {
        for end in [End::Gone, End::Told] {
            let error = Error::from(io::Error::new(io::ErrorKind::ConnectionAborted, end));
            assert!(matches!(error, Error::Ended(other) if other == end));
            let said = error.to_string();
            assert!(said.contains("没有丢失什么") && !said.contains("出错"), "{said}");
        }
    }
}
