//! The workbench on a terminal: the only folder that names ratatui, crossterm and `tui_textarea`.
//!
//! Key → row of the key table → `Action` → `update(&mut App, Msg) -> Vec<Effect>` → the loop performs → `Msg`.
//! No tick: the loop sleeps until something happens and draws once everything that waits has been taken in.

pub mod app;
pub mod keys;
pub mod perform;
pub mod sheet;
pub mod term;
pub mod theme;
pub mod view;
pub mod wake;
pub mod wrap;

use std::{collections::VecDeque, io, path::Path, sync::mpsc, thread};

use ratatui::backend::Backend;

use crate::{
    form::Edition,
    report::edit::Edit,
    store::{self, Config, Folder, Frame, Settings, Typing},
    width,
};
use app::{
    App,
    msg::{Action, Effect, Msg, Notice},
    update,
};
use perform::{Clock, Performer, Post};
use sheet::canvas::{Canvas, Surface};
use term::{
    Screen, Widths,
    clipboard::Clipboard,
    input::{Input, Reader, Source},
};
use theme::{Themes, is_colourless};

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
/// `NIANBAO_WIDTH` says how wide the terminal draws characters of ambiguous width; else the settings; else the terminal
/// is asked.
pub fn run(path: &Path) -> Result<(), Error> {
    // The form is read while the terminal is asked what it is and the draft is looked for; who needs it waits for it.
    if let Some(year) = year_in(path) {
        drop(thread::Builder::new().spawn(move || Edition::for_year(year)));
    }
    let config = Config::of_user();
    let (folder, name) = if path.is_file() {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        (parent, path.file_name().and_then(|name| name.to_str()).map(str::to_owned))
    } else {
        (path, None)
    };
    let (settings, themes, fault) = configured(config.as_ref());
    let clock = Clock::system();
    let performer = Performer::new(Folder::open(folder)?, clock.clone()).with_settings(config, &settings);
    let this_year = u16::try_from(clock.now().year()).unwrap_or_default();
    let widths = Widths::from_environment();
    let wish = match (widths.as_ref().unwrap_or(&Widths::Auto), settings.widths) {
        (Widths::Auto, store::Widths::Narrow) => Widths::Narrow,
        (Widths::Auto, store::Widths::Wide) => Widths::Wide,
        (said, _) => *said,
    };
    let (mut screen, tty) = Screen::take(wish)?;
    let performer = performer.ringing(screen.bell.take()).naming(screen.open.clone());
    let size = screen.canvas.backend().size().map_err(term::Error::from)?;
    let mut app = App::new(folder.display().to_string(), size, this_year);
    let mut clipboard = Clipboard::system();
    apply(&settings, &mut clipboard);
    app.set(settings, themes.names(), fault);
    let warning = widths.err().or_else(|| screen.warning.map(str::to_owned));
    app.notice = warning.map(|text| Notice { text, is_error: true }).or(app.notice);
    let open = name.map(|name| Effect::Open { name, saved_at: String::new() });
    let first = open.into_iter().chain([Effect::List]).collect();
    let mut bench = Bench { app, performer, themes, clipboard };
    let end = bench.work(&mut screen.canvas, tty, first);
    end.map_err(|error| Error::Terminal(screen.refuse(error)))
}

/// The year in the name of a draft: `机关-2021.ron`. What is named otherwise has its form read when it is opened.
fn year_in(path: &Path) -> Option<u16> {
    path.file_stem()?.to_str()?.rsplit('-').find_map(|part| part.parse().ok())
}

/// What settings do beside what is drawn from them: the clipboard, and what frames are drawn with.
fn apply(settings: &Settings, clipboard: &mut Clipboard) {
    clipboard.turn(settings.clipboard);
    width::set_ascii_framed(match settings.frame {
        Frame::Auto => None,
        Frame::Lines => Some(false),
        Frame::Ascii => Some(true),
    });
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
    /// Where it hands over what is copied.
    pub clipboard: Clipboard,
}

impl Bench {
    /// The loop: perform, draw, wait, update. Ends when the user quits or the source ends. Only the first of the
    /// first effects is waited for before the first frame.
    pub fn work<B, S>(&mut self, canvas: &mut Canvas<B>, source: S, first: Vec<Effect>) -> io::Result<()>
    where
        B: Surface<Error: Send + Sync + 'static>,
        S: Source,
    {
        let (sender, arrivals) = mpsc::channel();
        self.performer.report_to(source.waker().map(|waker| Post { sender, waker }));
        let mut reader = Reader::new(source);
        let mut first = first.into_iter();
        let mut effects: Vec<Effect> = first.next().into_iter().collect();
        let mut held = VecDeque::new();
        let mut is_settled = false;
        loop {
            for effect in std::mem::take(&mut effects) {
                match effect {
                    // What cannot be noted must not be saved or shown either: nothing that was to follow happens.
                    Effect::Record { edits, typing } if !self.record(&edits, typing.as_ref()) => break,
                    Effect::Record { .. } => {}
                    Effect::Quit => return Ok(()),
                    Effect::Redraw => canvas.clear().map_err(io::Error::other)?,
                    effect => effects.extend(self.perform(effect)),
                }
            }
            // A file takes its time; what was written before it is shown first.
            let is_writing = effects.iter().any(|effect| matches!(effect, Effect::Export(_)));
            if !effects.is_empty() && !is_writing {
                continue;
            }
            if !std::mem::replace(&mut is_settled, true) {
                // What it is drawn on was asked at the start; the report was read and checked meanwhile.
                reader.settle()?;
                let size = canvas.backend().size().map_err(io::Error::other)?;
                effects.extend(update(&mut self.app, Msg::Resized(size)));
            }
            let is_next_held = self.app.is_ready() && !held.is_empty();
            if is_writing || !(is_next_held || reader.is_waiting()?) {
                let theme = self.themes.pick(&self.app.settings().theme);
                canvas.draw(|sheet| view::draw(&self.app, theme, sheet)).map_err(io::Error::other)?;
            }
            if is_writing {
                continue;
            }
            // What the first frame did not need comes after it.
            effects.extend(first.by_ref());
            if !effects.is_empty() {
                continue;
            }
            let input = if is_next_held { held.pop_front().unwrap_or(Input::Woken) } else { reader.input()? };
            let input = if self.app.is_ready() || self.is_urgent(&input) {
                input
            } else {
                held.push_back(input);
                Input::Woken
            };
            for msg in arrivals.try_iter().chain(self.message(input)).collect::<Vec<_>>() {
                effects.extend(update(&mut self.app, msg));
            }
            self.app.help = self.app.help.map(|top| top.min(view::help::last_top(&self.app, self.app.size)));
        }
    }

    /// Notes changes before they are drawn. Could they be?
    fn record(&mut self, edits: &[Edit], typing: Option<&Option<Typing>>) -> bool {
        let Some(desk) = &self.app.desk else { return true };
        let msg = self.performer.record(edits, typing, &desk.report);
        let is_recorded = matches!(msg, Msg::Recorded(_));
        update(&mut self.app, msg);
        is_recorded
    }

    /// Is it done at once, even while the folder is being listed?
    fn is_urgent(&self, input: &Input) -> bool {
        match input {
            Input::Key(key) => {
                matches!(keys::action(&self.app.scopes(), key), Some(Action::Quit | Action::Help | Action::Redraw))
            }
            Input::Text(_) | Input::Paste(_) => false,
            Input::Resized(_) | Input::Garbled | Input::Rung | Input::Woken => true,
        }
    }

    fn perform(&mut self, effect: Effect) -> Vec<Effect> {
        match &effect {
            Effect::Clip(text) => {
                let said = self.clipboard.put(text).map_err(|error| error.to_string());
                let said = said.map(|way| way.message().map(str::to_owned)).transpose();
                return said.map(|said| update(&mut self.app, Msg::Clipped(said))).unwrap_or_default();
            }
            Effect::Keep(settings) => apply(settings, &mut self.clipboard),
            _ => {}
        }
        let effect = match effect {
            // Who writes a report does not see what the others are like; they are judged when the library is shown.
            Effect::List if self.app.desk.is_some() => Effect::ListNames,
            effect => effect,
        };
        let said = self.performer.perform(effect).into_iter();
        said.flat_map(|msg| update(&mut self.app, msg)).collect()
    }

    /// What the user did, as a message.
    fn message(&self, input: Input) -> Option<Msg> {
        Some(match input {
            Input::Woken => return None,
            Input::Text(text) => Msg::Text(text),
            Input::Paste(text) => Msg::Paste(text),
            Input::Resized(size) => Msg::Resized(size),
            Input::Rung => Msg::Rung,
            Input::Garbled => Msg::Failed(GARBLED.into()),
            Input::Key(key) => match keys::action(&self.app.scopes(), &key) {
                Some(Action::Palette) => Msg::Palette(keys::known(&self.app.scopes())),
                Some(action) => Msg::Act(action),
                None => Msg::NoKey(keys::written(&key)),
            },
        })
    }
}
