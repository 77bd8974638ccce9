//! The workbench on a terminal: the only folder that names ratatui, crossterm and `tui_textarea`.
//!
//! Key → row of the key table → `Action` → `update(&mut App, Msg) -> Vec<Effect>` → the loop performs → `Msg`.
//! No tick: the loop sleeps until something happens and draws once everything that waits has been taken in.

pub mod app;
pub mod keys;
pub mod perform;
pub mod term;
pub mod theme;
pub mod view;
pub mod wrap;

use std::{io, path::Path};

use ratatui::{Terminal, backend::Backend};

use crate::store::{self, Folder};
use app::{
    App,
    msg::{Effect, Msg, Notice},
    update,
};
use perform::{Clock, Performer};
use term::{
    Screen, Widths,
    clipboard::Clipboard,
    input::{Input, Reader, Source},
};
use theme::Theme;

/// Why the workbench could not open or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or the report could not be opened.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The terminal could not be had, failed, or is gone.
    #[error(transparent)]
    Terminal(#[from] term::Error),
}

/// What a user is told whose keys arrive in another encoding.
const GARBLED: &str = "键入的不是 UTF-8，没有收下：请把终端的字符编码设为 UTF-8 再登录";

/// Opens the workbench on a folder of drafts or on one draft; returns when the user quits.
///
/// `NIANBAO_WIDTH` says how wide the terminal draws characters of ambiguous width; else the terminal is asked.
pub fn run(path: &Path) -> Result<(), Error> {
    let (folder, name) = if path.is_file() {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        (parent, path.file_name().and_then(|name| name.to_str()).map(str::to_owned))
    } else {
        (path, None)
    };
    let performer = Performer::new(Folder::open(folder)?, Clock::system());
    let clock = Clock::system();
    let this_year = u16::try_from(clock.now().year()).unwrap_or_default();
    let widths = Widths::from_environment();
    let (mut screen, tty) = Screen::take(*widths.as_ref().unwrap_or(&Widths::Auto))?;
    let size = screen.terminal.size().map_err(term::Error::from)?;
    let mut app = App::new(folder.display().to_string(), size, this_year);
    let warning = widths.err().or_else(|| screen.warning.map(str::to_owned));
    app.notice = warning.map(|text| Notice { text, is_error: true });
    let open = name.map(|name| Effect::Open { name, saved_at: String::new() });
    let first = std::iter::once(Effect::List).chain(open).collect();
    let mut bench = Bench { app, performer, theme: Theme::embedded("default"), clipboard: Clipboard::system() };
    let end = bench.work(&mut screen.terminal, tty, first);
    end.map_err(|error| Error::Terminal(screen.refuse(error)))
}

/// The workbench and all it works with; the same for the terminal and for a test.
#[derive(Debug)]
pub struct Bench {
    /// What it knows.
    pub app: App,
    /// What it can do.
    pub performer: Performer,
    /// What it looks like.
    pub theme: Theme,
    /// Where it hands over what is copied.
    pub clipboard: Clipboard,
}

impl Bench {
    /// The loop: perform, draw, wait, update. Ends when the user quits or the source ends.
    pub fn work<B, S>(&mut self, terminal: &mut Terminal<B>, source: S, first: Vec<Effect>) -> io::Result<()>
    where
        B: Backend<Error: Send + Sync + 'static>,
        S: Source,
    {
        let mut reader = Reader::new(source);
        let mut effects = first;
        loop {
            for effect in std::mem::take(&mut effects) {
                match effect {
                    Effect::Quit => return Ok(()),
                    Effect::Redraw => terminal.clear().map_err(io::Error::other)?,
                    Effect::Clip(text) => {
                        let said = self.clipboard.put(&text).map_err(|error| error.to_string());
                        if let Some(said) = said.map(|way| way.message().map(str::to_owned)).transpose() {
                            effects.extend(update(&mut self.app, Msg::Clipped(said)));
                        }
                    }
                    effect => effects.extend(self.perform(effect)),
                }
            }
            if !effects.is_empty() {
                continue;
            }
            if !reader.is_waiting()? {
                terminal.draw(|frame| view::draw(&self.app, &self.theme, frame)).map_err(io::Error::other)?;
            }
            effects = match self.message(reader.input()?) {
                Some(msg) => update(&mut self.app, msg),
                None => Vec::new(),
            };
        }
    }

    fn perform(&mut self, effect: Effect) -> Vec<Effect> {
        match self.performer.perform(effect) {
            Some(msg) => update(&mut self.app, msg),
            None => Vec::new(),
        }
    }

    /// What the user did, as a message; `None` for a key that means nothing here.
    fn message(&self, input: Input) -> Option<Msg> {
        Some(match input {
            Input::Text(text) => Msg::Text(text),
            Input::Paste(text) => Msg::Paste(text),
            Input::Resized(size) => Msg::Resized(size),
            Input::Garbled => Msg::Failed(GARBLED.into()),
            Input::Key(key) => Msg::Act(keys::action(&self.app.scopes(), &key)?),
        })
    }
}
