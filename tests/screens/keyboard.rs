//! A user without a terminal: keys in, screens out, through the real loop, key table, store and view.

use std::{collections::VecDeque, io, path::Path, time::Duration};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use jiff::tz::TimeZone;
use nianbao::{
    store::{Config, Folder},
    tui::{
        Bench,
        app::{App, msg::Effect},
        perform::{Clock, Performer},
        sheet::{self, Sheet, canvas::Canvas},
        term::{clipboard::Clipboard, input::Source},
        theme::Themes,
        view,
    },
};
use ratatui::{backend::TestBackend, buffer::Buffer, layout::Size};
use unicode_width::UnicodeWidthStr;

/// The time of every test: a working day in January.
pub(crate) const NOW: &str = "2022-01-10T09:41:00Z";

/// The workbench on a folder, with a terminal of a given size in memory.
pub(crate) struct Keyboard {
    bench: Bench,
    canvas: Canvas<TestBackend>,
    first: Vec<Effect>,
}

/// Events of a script; the end of the script ends the loop.
struct Script(VecDeque<Event>);

impl Source for Script {
    fn poll(&mut self, _: Duration) -> io::Result<bool> {
        // A pause after every event, so that each key is taken in and drawn by itself, as when a person types.
        Ok(false)
    }

    fn has_more(&self) -> bool {
        false
    }

    fn read(&mut self) -> io::Result<Event> {
        self.0.pop_front().ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl Keyboard {
    /// Opens the workbench on a folder.
    pub(crate) fn new(folder: &Path, columns: u16, rows: u16) -> Self {
        Self::on(NOW, folder, columns, rows)
    }

    /// Opens the workbench on one report of a folder, as `nianbao FILE` does.
    pub(crate) fn opening(folder: &Path, name: &str, columns: u16, rows: u16) -> Self {
        let mut clerk = Self::new(folder, columns, rows);
        clerk.first.insert(0, Effect::Open { name: name.into(), saved_at: String::new() });
        clerk
    }

    /// The same at another time.
    pub(crate) fn on(now: &str, folder: &Path, columns: u16, rows: u16) -> Self {
        let clock = Clock { zone: TimeZone::UTC, fixed: Some(now.parse().unwrap()) };
        let size = Size::new(columns, rows);
        let (config, themes) = (Config::at(folder.join("config")), Themes::embedded());
        let (settings, fault) = config.read();
        let mut app = App::new("reports/".into(), size, 2022);
        app.set(settings.clone(), themes.names(), fault.map(|fault| fault.to_string()));
        let bench = Bench {
            app,
            performer: Performer::new(Folder::open(folder).unwrap(), clock)
                .starting_at(folder)
                .with_settings(Some(config), &settings),
            themes,
            clipboard: Clipboard::kept(),
        };
        let canvas = Canvas::new(TestBackend::new(columns, rows));
        Self { bench, canvas, first: vec![Effect::List] }
    }

    /// Presses keys: `<down>12<enter>`, `<f8>`, `<ctrl+s>`, `<paste:a\tb>`; text between them is typed, each run as one burst.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        let mut events = VecDeque::new();
        for event in events_of(keys) {
            if let Event::Resize(columns, rows) = event {
                self.canvas.backend_mut().resize(columns, rows);
            }
            events.push_back(event);
        }
        let first = std::mem::take(&mut self.first);
        let end = self.bench.work(&mut self.canvas, Script(events), first);
        assert!(end.is_ok() || end.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::UnexpectedEof), "{end:?}");
        self
    }

    /// The program's state.
    pub(crate) fn app(&self) -> &App {
        &self.bench.app
    }

    /// The bytes that went to the terminal's clipboard.
    pub(crate) fn clipped(&self) -> &[u8] {
        self.bench.clipboard.sent()
    }

    /// Draws the program as it is on a screen of another size.
    pub(crate) fn draw(&self, columns: u16, rows: u16) -> Buffer {
        let (app, mut sheet) = (&self.bench.app, Sheet::new(Size::new(columns, rows)));
        view::draw(app, self.bench.themes.pick(&app.settings().theme), &mut sheet);
        sheet.buffer()
    }

    /// Holds what the terminal shows, drawn from frame to frame, against the same drawn on a fresh one.
    pub(crate) fn hold_against_a_fresh_screen(&self, after: &str) {
        let shown = self.canvas.backend().buffer();
        let fresh = self.draw(shown.area.width, shown.area.height);
        for y in 0..shown.area.height {
            let mut x = 0;
            while x < shown.area.width {
                assert_eq!(shown[(x, y)], fresh[(x, y)], "{x},{y} after {after}\n{}", self.screen());
                x += sheet::columns(&fresh[(x, y)]) as u16;
            }
        }
    }

    /// The screen as text, without blanks at the ends of rows. Drawn on a fresh terminal, because the one in memory
    /// keeps what a wide character covered, which no real terminal does.
    pub(crate) fn screen(&self) -> String {
        let area = self.canvas.backend().buffer().area;
        text(&self.draw(area.width, area.height))
    }
}

/// A buffer as text; the cell hidden behind a wide character is passed over.
pub(crate) fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += (symbol.width() as u16).max(1);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

fn events_of(keys: &str) -> Vec<Event> {
    let mut events = Vec::new();
    let mut rest = keys;
    while !rest.is_empty() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            events.push(event_of(name));
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (typed, after) = rest.split_at(end);
            events.extend(typed.chars().map(|c| Event::Key(KeyCode::Char(c).into())));
            rest = after;
        }
    }
    events
}

fn event_of(name: &str) -> Event {
    if let Some(text) = name.strip_prefix("paste:") {
        return Event::Paste(text.replace("\\t", "\t").replace("\\n", "\n"));
    }
    if let Some((columns, rows)) = name.strip_prefix("size:").and_then(|size| size.split_once('x')) {
        return Event::Resize(columns.parse().unwrap(), rows.parse().unwrap());
    }
    let (modifiers, name) = match name.split_once('+') {
        Some(("ctrl", name)) => (KeyModifiers::CONTROL, name),
        Some(("shift", name)) => (KeyModifiers::SHIFT, name),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "enter" => KeyCode::Enter,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "esc" => KeyCode::Esc,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        name if name.len() > 1 && name.starts_with('f') => KeyCode::F(name.trim_start_matches('f').parse().unwrap()),
        name => KeyCode::Char(name.chars().next().unwrap()),
    };
    Event::Key(KeyEvent::new(code, modifiers))
}
