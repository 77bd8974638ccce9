//! Events made safe: split Esc sequences are joined, a burst becomes one text, a raw paste does not press Enter.

use std::{collections::VecDeque, io, time::Duration};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;

/// How long the rest of an Esc sequence may take on a slow line before Esc means Esc.
const ESC_WAIT: Duration = Duration::from_millis(50);
/// How long to look for more of a burst; with the tty source a wait of zero never sees what is queued.
const BURST_WAIT: Duration = Duration::from_millis(1);
/// A burst of more characters than this with Enter or Tab in it is a paste by a terminal without bracketed paste.
const PASTE_CHARACTERS: usize = 8;

/// Where events come from: the terminal, or a script of a test.
pub trait Source {
    /// Is there an event within this time?
    fn poll(&mut self, wait: Duration) -> io::Result<bool>;
    /// The next event; waits for it.
    fn read(&mut self) -> io::Result<Event>;
}

/// The terminal.
#[derive(Debug, Default)]
pub struct Tty;

impl Source for Tty {
    fn poll(&mut self, wait: Duration) -> io::Result<bool> {
        event::poll(wait)
    }

    fn read(&mut self) -> io::Result<Event> {
        event::read()
    }
}

/// What the user did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Text was typed; one burst of an input method is one text.
    Text(String),
    /// Text was pasted; line ends are `\n`.
    Paste(String),
    /// A key that is no text.
    Key(KeyEvent),
    /// The terminal has a new size.
    Resized(Size),
}

/// Reads what the user does.
#[derive(Debug)]
pub struct Reader<S> {
    source: S,
    queue: VecDeque<Event>,
}

impl<S: Source> Reader<S> {
    /// Reads from a source.
    pub fn new(source: S) -> Self {
        Self { source, queue: VecDeque::new() }
    }

    /// Is something waiting to be read? The loop draws only when nothing is.
    pub fn is_waiting(&mut self) -> io::Result<bool> {
        Ok(!self.queue.is_empty() || self.source.poll(BURST_WAIT)?)
    }

    fn pull(&mut self, wait: Duration) -> io::Result<Option<Event>> {
        if let Some(event) = self.queue.pop_front() {
            return Ok(Some(event));
        }
        if self.source.poll(wait)? { self.source.read().map(Some) } else { Ok(None) }
    }

    /// The next thing the user does; waits for it.
    pub fn input(&mut self) -> io::Result<Input> {
        loop {
            let event = match self.queue.pop_front() {
                Some(event) => event,
                None => self.source.read()?,
            };
            match event {
                Event::Key(key) if key.kind == KeyEventKind::Release => {}
                Event::Key(key) if key.code == KeyCode::Esc && key.modifiers.is_empty() => {
                    if let Some(key) = self.after_esc(key)? {
                        return Ok(Input::Key(key));
                    }
                }
                Event::Paste(text) => return Ok(Input::Paste(clean(&text))),
                Event::Resize(width, height) => return Ok(Input::Resized(Size::new(width, height))),
                Event::Key(key) => match typed(&event) {
                    Some(c) => return self.burst(c),
                    None => return Ok(Input::Key(key)),
                },
                Event::FocusGained | Event::FocusLost | Event::Mouse(_) => {}
            }
        }
    }

    /// Esc, or the key whose sequence a slow line tore apart behind it.
    fn after_esc(&mut self, esc: KeyEvent) -> io::Result<Option<KeyEvent>> {
        match self.pull(ESC_WAIT)? {
            Some(next) if matches!(typed(&next), Some('[' | 'O')) => self.rest_of_sequence(),
            Some(next) => {
                self.queue.push_front(next);
                Ok(Some(esc))
            }
            None => Ok(Some(esc)),
        }
    }

    /// The key of a sequence that was torn apart; `None` if it is none we know (it is swallowed, never typed).
    fn rest_of_sequence(&mut self) -> io::Result<Option<KeyEvent>> {
        let mut rest = String::new();
        while let Some(event) = self.pull(ESC_WAIT)? {
            let Some(c) = typed(&event) else {
                self.queue.push_front(event);
                break;
            };
            rest.push(c);
            if c.is_ascii_alphabetic() || c == '~' {
                break;
            }
        }
        let code = match rest.as_str() {
            "A" => KeyCode::Up,
            "B" => KeyCode::Down,
            "C" => KeyCode::Right,
            "D" => KeyCode::Left,
            "H" | "1~" | "7~" => KeyCode::Home,
            "F" | "4~" | "8~" => KeyCode::End,
            "Z" => KeyCode::BackTab,
            "3~" => KeyCode::Delete,
            "5~" => KeyCode::PageUp,
            "6~" => KeyCode::PageDown,
            "P" | "11~" => KeyCode::F(1),
            "Q" | "12~" => KeyCode::F(2),
            "R" | "13~" => KeyCode::F(3),
            "S" | "14~" => KeyCode::F(4),
            "15~" => KeyCode::F(5),
            "17~" => KeyCode::F(6),
            "18~" => KeyCode::F(7),
            "19~" => KeyCode::F(8),
            "20~" => KeyCode::F(9),
            "21~" => KeyCode::F(10),
            _ => return Ok(None),
        };
        Ok(Some(code.into()))
    }

    /// Everything that arrives at once with a first character.
    fn burst(&mut self, first: char) -> io::Result<Input> {
        let mut text = String::from(first);
        let mut is_paste = false;
        while let Some(event) = self.pull(BURST_WAIT)? {
            match (typed(&event), &event) {
                (Some(c), _) => text.push(c),
                (None, Event::Key(key)) if text.chars().count() > PASTE_CHARACTERS && breaks(key).is_some() => {
                    is_paste = true;
                    text.extend(breaks(key));
                }
                _ => {
                    self.queue.push_front(event);
                    break;
                }
            }
        }
        Ok(if is_paste { Input::Paste(clean(&text)) } else { Input::Text(text) })
    }
}

/// The character a key types, if it types one.
fn typed(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, kind, .. })
            if *kind != KeyEventKind::Release && !modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
        {
            Some(*c)
        }
        _ => None,
    }
}

/// What Enter and Tab mean inside a paste.
fn breaks(key: &KeyEvent) -> Option<char> {
    match (key.code, key.modifiers) {
        (KeyCode::Enter, KeyModifiers::NONE) | (KeyCode::Char('j'), KeyModifiers::CONTROL) => Some('\n'),
        (KeyCode::Tab, KeyModifiers::NONE) => Some('\t'),
        _ => None,
    }
}

/// A paste without control characters and escape sequences; line ends are `\n`.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' => out.push(c),
            '\u{1b}' => {
                if characters.next_if_eq(&'[').is_some() {
                    while characters.next_if(|c| !('@'..='~').contains(c)).is_some() {}
                    characters.next();
                }
            }
            '\u{feff}' | '\u{200b}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events with the milliseconds since the one before.
    struct Script(VecDeque<(u64, Event)>, u64);

    impl Source for Script {
        fn poll(&mut self, wait: Duration) -> io::Result<bool> {
            let wait = wait.as_millis() as u64;
            let left = self.0.front().map_or(u64::MAX, |(at, _)| at.saturating_sub(self.1));
            self.1 += left.min(wait);
            Ok(left <= wait)
        }

        fn read(&mut self) -> io::Result<Event> {
            self.1 = 0;
            self.0.pop_front().map(|(_, event)| event).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn c(c: char) -> Event {
        Event::Key(KeyCode::Char(c).into())
    }

    fn k(code: KeyCode) -> Event {
        Event::Key(code.into())
    }

    fn run(events: Vec<(u64, Event)>) -> Vec<Input> {
        let mut reader = Reader::new(Script(events.into(), 0));
        std::iter::from_fn(|| reader.input().ok()).collect()
    }

    #[test]
    fn a_key_torn_apart_by_a_slow_line_is_joined_and_never_typed() {
        assert_eq!(run(vec![(0, k(KeyCode::Esc)), (30, c('[')), (0, c('A'))]), [Input::Key(KeyCode::Up.into())]);
        let f5 = vec![(0, k(KeyCode::Esc)), (30, c('[')), (0, c('1')), (20, c('5')), (0, c('~'))];
        assert_eq!(run(f5), [Input::Key(KeyCode::F(5).into())]);
        assert_eq!(run(vec![(0, k(KeyCode::Esc)), (5, c('[')), (0, c('?')), (0, c('x'))]), []);
    }

    #[test]
    fn a_lone_esc_is_esc() {
        let events = vec![(0, k(KeyCode::Esc)), (400, c('中'))];
        assert_eq!(run(events), [Input::Key(KeyCode::Esc.into()), Input::Text("中".into())]);
    }

    #[test]
    fn what_an_input_method_commits_is_one_text() {
        assert_eq!(run("政务公开".chars().map(|x| (0, c(x))).collect()), [Input::Text("政务公开".into())]);
    }

    #[test]
    fn a_raw_paste_presses_no_enter() {
        let mut events: Vec<_> = "第一行内容比较长。".chars().map(|x| (0, c(x))).collect();
        events.push((0, k(KeyCode::Enter)));
        events.extend("第二行".chars().map(|x| (0, c(x))));
        assert_eq!(run(events), [Input::Paste("第一行内容比较长。\n第二行".into())]);
    }

    #[test]
    fn enter_behind_a_word_is_enter() {
        let events = vec![(0, c('好')), (200, k(KeyCode::Enter))];
        assert_eq!(run(events), [Input::Text("好".into()), Input::Key(KeyCode::Enter.into())]);
    }

    #[test]
    fn a_paste_loses_its_control_characters_only() {
        assert_eq!(clean("含\u{1b}[31m红\u{1b}[0m\r\n色\r尾\u{7}\t1"), "含红\n色\n尾\t1");
    }
}
