//! The modes of the terminal: raw keys and the other screen while the workbench has it, all as it was afterwards.

use std::{
    fs::File,
    io::{self, IsTerminal, Write},
    os::fd::{AsFd, OwnedFd},
    sync::{Arc, atomic::Ordering::Relaxed},
};

use ratatui::layout::Size;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use super::backend::{Line, Link};

/// Ends what may be under way (a held frame, a look, margins) and gives the screen back.
const GIVE_BACK: &[u8] = b"\x1b[?2026l\x1b[m\x1b[r\x1b[?25h\x1b[?2004l\x1b[?1049l";
/// The size of a terminal that does not tell it.
const USUAL: Size = Size { width: 80, height: 24 };
/// The largest part of a terminal that is drawn on; what lies beyond stays empty.
const LARGEST: Size = Size { width: 1000, height: 500 };

/// The terminal's modes as they were found.
#[derive(Debug)]
pub(super) struct Modes {
    input: OwnedFd,
    output: Output,
    found: Termios,
    link: Arc<Link>,
}

impl Modes {
    /// Remembers the modes of the terminal on standard input and output; `None` if there is no terminal.
    pub(super) fn find(link: Arc<Link>) -> io::Result<Option<Self>> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Ok(None);
        }
        let input = io::stdin().as_fd().try_clone_to_owned()?;
        let found = tcgetattr(&input)?;
        Ok(Some(Self { input, output: Output::take()?, found, link }))
    }

    /// Raw keys: each byte as it comes.
    pub(super) fn go_raw(&self) -> io::Result<()> {
        let mut raw = self.found.clone();
        raw.make_raw();
        Ok(tcsetattr(&self.input, OptionalActions::Now, &raw)?)
    }

    /// Gives the terminal back as it was found; may be done twice. What fails cannot be told to anyone.
    pub(super) fn give_back(&self) {
        if self.link.is_taken.swap(false, Relaxed) {
            self.write(GIVE_BACK);
        }
        tcsetattr(&self.input, OptionalActions::Now, &self.found).unwrap_or_default();
    }

    /// Writes to the terminal past the frames.
    pub(super) fn write(&self, bytes: &[u8]) {
        drop((&self.output.0).write_all(bytes));
    }

    /// The terminal's keys.
    pub(super) fn input(&self) -> &OwnedFd {
        &self.input
    }
}

/// The terminal's screen, unbuffered: one write is one write.
#[derive(Debug)]
pub struct Output(File);

impl Output {
    /// Standard output.
    pub(super) fn take() -> io::Result<Self> {
        Ok(Self(io::stdout().as_fd().try_clone_to_owned()?.into()))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Line for Output {
    fn size(&self) -> io::Result<Size> {
        let size = tcgetwinsize(&self.0)?;
        let told = Size { width: size.ws_col.min(LARGEST.width), height: size.ws_row.min(LARGEST.height) };
        Ok(if told.width == 0 || told.height == 0 { USUAL } else { told })
    }
}
