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

use crate::store::{self, Config, Folder, Settings};
use app::{
    App,
    msg::{Action, Effect, Msg},
    update,
};
use perform::{Clock, Performer};
use term::{
    Screen,
    input::{Input, Reader, Source, Tty},
};
use theme::{Themes, is_colourless};

/// Why the workbench could not open or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or the report could not be opened.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The terminal failed.
    #[error("终端出错：{0}")]
    Terminal(#[from] io::Error),
}

/// Opens the workbench on a folder of drafts or on one draft; returns when the user quits.
pub fn run(path: &Path) -> Result<(), Error> {
    let config = Config::of_user();
    let (folder, name) = if path.is_file() {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        (parent, path.file_name().and_then(|name| name.to_str()).map(str::to_owned))
    } else {
        (path, None)
    };
    let (settings, themes, fault) = configured(config.as_ref());
    let performer = Performer::new(Folder::open(folder)?, Clock::system()).with_settings(config, &settings);
    let clock = Clock::system();
    let this_year = u16::try_from(clock.now().year()).unwrap_or_default();
    let mut screen = Screen::take()?;
    let mut app = App::new(folder.display().to_string(), screen.terminal.size()?, this_year);
    let open = name.map(|name| Effect::Open { name, saved_at: String::new() });
    let first = std::iter::once(Effect::List).chain(open).collect();
    app.set(settings, themes.names(), fault);
    let mut bench = Bench { app, performer, themes };
    bench.work(&mut screen.terminal, Tty, first)?;
    Ok(())
}

/// The settings, the themes, and what is wrong with their files; without colour if the environment asks for it.
fn configured(config: Option<&Config>) -> (Settings, Themes, Option<String>) {
    let (settings, fault) = config.map(Config::read).unwrap_or_default();
    let mut fault = fault.map(|fault| fault.to_string());
    let mut themes = Themes::embedded();
    for (id, text) in config.map(Config::themes).unwrap_or_default() {
        let added = text
            .map_err(|fault| fault.to_string())
            .and_then(|text| themes.add(&id, &text).map_err(|why| format!("配色文件 {id}.ron {why}")));
        fault = fault.or(added.err());
    }
    let value = |name| std::env::var(name).ok();
    if is_colourless(value("NO_COLOR").as_deref(), value("TERM").as_deref()) {
        themes.without_colour();
    }
    (settings, themes, fault)
}

/// The workbench and all it works with; the same for the terminal and for a test.
#[derive(Debug)]
pub struct Bench {
    /// What it knows.
    pub app: App,
    /// What it can do.
    pub performer: Performer,
    /// What it may look like.
    pub themes: Themes,
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
                    effect => effects.extend(self.perform(effect)),
                }
            }
            if !effects.is_empty() {
                continue;
            }
            if !reader.is_waiting()? {
                let theme = self.themes.pick(&self.app.settings().theme);
                terminal.draw(|frame| view::draw(&self.app, theme, frame)).map_err(io::Error::other)?;
            }
            let msg = self.message(reader.input()?);
            effects = update(&mut self.app, msg);
            self.app.help = self.app.help.map(|top| top.min(view::help::last_top(&self.app, self.app.size)));
        }
    }

    fn perform(&mut self, effect: Effect) -> Vec<Effect> {
        match self.performer.perform(effect) {
            Some(msg) => update(&mut self.app, msg),
            None => Vec::new(),
        }
    }

    /// What the user did, as a message.
    fn message(&self, input: Input) -> Msg {
        match input {
            Input::Text(text) => Msg::Text(text),
            Input::Paste(text) => Msg::Paste(text),
            Input::Resized(size) => Msg::Resized(size),
            Input::Key(key) => match keys::action(&self.app.scopes(), &key) {
                Some(Action::Palette) => Msg::Palette(keys::known(&self.app.scopes())),
                Some(action) => Msg::Act(action),
                None => Msg::NoKey(keys::written(&key)),
            },
        }
    }
}
