//! Events made what the user meant: a burst is one text, a raw paste does not press Enter, what is garbled is told.

use std::{collections::VecDeque, io, time::Duration};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;

use crate::tui::wake::Waker;

/// How long to look for more of a burst. One character alone is a key pressed by hand: it waits for nothing.
const BURST_WAIT: Duration = Duration::from_millis(1);
/// A burst of more characters than this with Enter or Tab in it is a paste by a terminal without bracketed paste.
const PASTE_CHARACTERS: usize = 8;
/// A burst of so many keys is a paste however short its lines are: nobody types as much between two packets.
const PASTE_KEYS: usize = 64;

/// Where events come from: the terminal, or a script of a test.
pub trait Source {
    /// Is there an event within this time?
    fn poll(&mut self, wait: Duration) -> io::Result<bool>;
    /// Is there an event that was read already? Asks nobody.
    fn has_more(&self) -> bool;
    /// Waits for what the first frame rests on, if that is still on its way; but not long.
    fn settle(&mut self) -> io::Result<()> {
        Ok(())
    }
    /// The next event; waits for it. [`io::ErrorKind::InvalidData`] is not the end: bytes came that are no UTF-8.
    ///
    /// [`io::ErrorKind::Interrupted`] is not the end either: another thread has something to say.
    fn read(&mut self) -> io::Result<Event>;
    /// What ends a wait in [`Source::read`] from another thread; `None` where nothing else may come between.
    fn waker(&self) -> Option<Waker> {
        None
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
    /// A thread of the program has something to say.
    Rung,
    /// What came is no UTF-8; nothing of it can be used.
    Garbled,
    /// The user did nothing; another thread has something to say.
    Woken,
}

/// Reads what the user does.
#[derive(Debug)]
pub struct Reader<S> {
    source: S,
    /// What was read already and not taken in yet.
    queue: VecDeque<io::Result<Event>>,
}

impl<S: Source> Reader<S> {
    /// Reads from a source.
    pub fn new(source: S) -> Self {
        Self { source, queue: VecDeque::new() }
    }

    /// Waits for what the first frame rests on; see [`Source::settle`].
    pub fn settle(&mut self) -> io::Result<()> {
        self.source.settle()
    }

    /// Is something waiting to be read? The loop draws only when nothing is.
    pub fn is_waiting(&mut self) -> io::Result<bool> {
        Ok(!self.queue.is_empty() || self.source.poll(Duration::ZERO)?)
    }

    /// The next thing the user does; waits for it.
    pub fn input(&mut self) -> io::Result<Input> {
        loop {
            let event = match self.queue.pop_front().unwrap_or_else(|| self.source.read()) {
                Err(error) if is_garbled(&error) => return self.garbled(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(Input::Woken),
                event => event?,
            };
            match event {
                Event::Key(key) if key.kind == KeyEventKind::Release => {}
                Event::Paste(text) => return Ok(Input::Paste(clean(&text))),
                Event::Resize(width, height) => return Ok(Input::Resized(Size::new(width, height))),
                Event::Key(key) => match typed(&event) {
                    Some(c) => return self.burst(c),
                    None => return Ok(Input::Key(key)),
                },
                Event::FocusGained => return Ok(Input::Rung),
                Event::FocusLost | Event::Mouse(_) => {}
            }
        }
    }

    /// Everything that arrives at once with a first character.
    fn burst(&mut self, first: char) -> io::Result<Input> {
        let mut text = String::from(first);
        let mut is_paste = false;
        let is_alone = |text: &str| text.chars().nth(1).is_none();
        loop {
            // What comes a moment later than a character alone is taken in before it is drawn, as a text of its own.
            if is_alone(&text) && self.queue.is_empty() && !self.source.has_more() {
                break;
            }
            let event = match self.next_within(BURST_WAIT)? {
                None => break,
                Some(Err(error)) if is_garbled(&error) => return self.garbled(),
                Some(event) => event?,
            };
            match (typed(&event), &event) {
                (Some(c), _) => text.push(c),
                (None, Event::Key(key))
                    if breaks(key).is_some()
                        && (is_paste || text.chars().count() > PASTE_CHARACTERS || self.is_flooded()?) =>
                {
                    is_paste = true;
                    text.extend(breaks(key));
                }
                _ => {
                    self.queue.push_front(Ok(event));
                    break;
                }
            }
        }
        Ok(if is_paste { Input::Paste(clean(&text)) } else { Input::Text(text) })
    }

    /// The next event if one comes within this time; those that were looked at ahead come first.
    fn next_within(&mut self, wait: Duration) -> io::Result<Option<io::Result<Event>>> {
        if let Some(event) = self.queue.pop_front() {
            return Ok(Some(event));
        }
        Ok(if self.source.poll(wait)? { Some(self.source.read()) } else { None })
    }

    /// Do so many keys wait that they can only be a paste? None of a paste is anything but text and its breaks.
    fn is_flooded(&mut self) -> io::Result<bool> {
        let is_text = |event: &io::Result<Event>| match event {
            Ok(event) => typed(event).is_some() || matches!(event, Event::Key(key) if breaks(key).is_some()),
            Err(_) => false,
        };
        if !self.queue.iter().all(is_text) {
            return Ok(false);
        }
        while self.queue.len() < PASTE_KEYS && self.source.poll(BURST_WAIT)? {
            let event = self.source.read();
            let goes_on = is_text(&event);
            self.queue.push_back(event);
            if !goes_on {
                return Ok(false);
            }
        }
        Ok(self.queue.len() >= PASTE_KEYS)
    }

    /// What arrives at once with bytes that are no UTF-8 is as wrong as they are, even where it reads as letters.
    fn garbled(&mut self) -> io::Result<Input> {
        self.queue.retain(|event| matches!(event, Ok(Event::Resize(..))));
        while self.source.poll(BURST_WAIT)? {
            match self.source.read() {
                Ok(event @ Event::Resize(..)) => self.queue.push_back(Ok(event)),
                Err(error) if !is_garbled(&error) => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        Ok(Input::Garbled)
    }
}

fn is_garbled(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidData
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
    struct Script(VecDeque<(u64, io::Result<Event>)>, u64);

    impl Source for Script {
        fn poll(&mut self, wait: Duration) -> io::Result<bool> {
            let wait = wait.as_millis() as u64;
            let left = self.0.front().map_or(u64::MAX, |(at, _)| at.saturating_sub(self.1));
            self.1 += left.min(wait);
            Ok(left <= wait)
        }

        fn has_more(&self) -> bool {
            self.0.front().is_some_and(|(at, _)| *at <= self.1)
        }

        fn read(&mut self) -> io::Result<Event> {
            self.1 = 0;
            self.0.pop_front().map_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()), |(_, event)| event)
        }
    }

    fn c(c: char) -> Event {
        Event::Key(KeyCode::Char(c).into())
    }

    fn k(code: KeyCode) -> Event {
        Event::Key(code.into())
    }

    fn run(events: Vec<(u64, Event)>) -> Vec<Input> {
        let events = events.into_iter().map(|(wait, event)| (wait, Ok(event)));
        let mut reader = Reader::new(Script(events.collect(), 0));
        std::iter::from_fn(|| reader.input().ok()).collect()
    }

    #[test]
    fn what_comes_with_garbled_bytes_is_dropped_and_told_once() {
        let garbled = || Err(io::ErrorKind::InvalidData.into());
        let events = [Ok(c('a')), garbled(), Ok(c('B')), garbled()].into_iter().map(|event| (0, event));
        let mut reader = Reader::new(Script(events.chain([(200, Ok(c('政')))]).collect(), 0));
        let inputs: Vec<Input> = std::iter::from_fn(|| reader.input().ok()).collect();
        assert_eq!(inputs, [Input::Garbled, Input::Text("政".into())]);
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
    fn a_raw_paste_of_short_lines_presses_no_enter_either() {
        let lines = ["12", "0", "公开信息"].into_iter().cycle().take(40).collect::<Vec<_>>().join("\n");
        let key = |x: char| if x == '\n' { k(KeyCode::Enter) } else { c(x) };
        assert_eq!(run(lines.chars().map(|x| (0, key(x))).collect()), [Input::Paste(lines)]);
    }

    #[test]
    fn keys_that_a_slow_line_brings_together_are_keys() {
        let text = |text: &str| Input::Text(text.into());
        let enter = || Input::Key(KeyCode::Enter.into());
        let keys = "12\n0\n34\n5";
        let key = |x: char| if x == '\n' { k(KeyCode::Enter) } else { c(x) };
        let inputs = run(keys.chars().map(|x| (0, key(x))).collect());
        assert_eq!(inputs, [text("12"), enter(), text("0"), enter(), text("34"), enter(), text("5")]);
    }

    #[test]
    fn keys_of_a_jammed_line_are_no_paste_however_many_they_are() {
        let row = || [(0, c('7')), (0, k(KeyCode::Enter)), (0, c('9')), (0, k(KeyCode::Down))];
        let inputs = run((0..40).flat_map(|_| row()).collect());
        assert!(inputs.iter().all(|input| !matches!(input, Input::Paste(_))), "{inputs:?}");
        assert_eq!(inputs.len(), 160);
    }

    #[test]
    fn what_comes_behind_a_look_ahead_is_told_in_its_turn() {
        let garbled = Err(io::ErrorKind::InvalidData.into());
        let events = [Ok(c('1')), Ok(k(KeyCode::Enter)), Ok(c('2')), garbled].into_iter().map(|event| (0, event));
        let mut reader = Reader::new(Script(events.collect(), 0));
        let inputs: Vec<Input> = std::iter::from_fn(|| reader.input().ok()).collect();
        assert_eq!(inputs, [Input::Text("1".into()), Input::Key(KeyCode::Enter.into()), Input::Garbled]);
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
