//! The terminal: taken over at the start, given back whatever happens.

pub mod clipboard;
pub mod input;

use std::io::{self, Stdout, stdout};

use crossterm::{
    event::{DisableBracketedPaste, EnableBracketedPaste},
    execute,
};
use ratatui::{DefaultTerminal, backend::CrosstermBackend};

/// The terminal while the workbench has it; given back when dropped.
#[derive(Debug)]
pub struct Screen {
    /// What is drawn on.
    pub terminal: ratatui::Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal over: raw keys, the other screen, pastes in one piece. A panic gives it back.
    pub fn take() -> io::Result<Self> {
        let terminal: DefaultTerminal = ratatui::try_init()?;
        let screen = Self { terminal };
        execute!(stdout(), EnableBracketedPaste)?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Nothing can be told to anyone if the terminal is gone.
        drop(execute!(stdout(), DisableBracketedPaste));
        drop(ratatui::try_restore());
    }
}
