//! Bytes from the terminal as keys, texts and answers; what belongs to no key is swallowed, never typed.
//!
//! Own, because crossterm's reader drops what is not UTF-8 in silence, types the rest of a torn sequence into the
//! text, waits for ever behind some keys of PuTTY, keeps answers to itself and spins when the line hangs up.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// How long the rest of an Esc sequence may take on a slow line before Esc means Esc.
const ESC_WAIT: Duration = Duration::from_millis(50);
/// How long the rest of a character may take.
const CHARACTER_WAIT: Duration = Duration::from_millis(300);
/// How long a paste may pause before its lost end is given up.
const PASTE_WAIT: Duration = Duration::from_secs(3);
/// The longest sequence; more is noise.
const LONGEST: usize = 4096;

const PASTE_END: &[u8] = b"\x1b[201~";

/// What the terminal said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A key or a paste.
    Event(Event),
    /// Bytes that are no UTF-8.
    Garbled,
    /// Where the cursor stands, counted from 1: the answer to DSR 6.
    Cursor { row: u16, column: u16 },
}

/// What the first bytes are.
enum Step {
    /// Nothing yet.
    Unfinished,
    /// So many bytes, meaning this.
    Took(usize, Option<Said>),
    /// So many bytes, and a paste begins behind them.
    Paste(usize),
}

/// Takes bytes as they come.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pending: Vec<u8>,
    is_pasting: bool,
    /// An Esc was given out alone just now; the rest of its sequence may still come.
    is_behind_esc: bool,
}

impl Decoder {
    /// Takes bytes; `out` gets what they mean.
    pub(super) fn take(&mut self, bytes: &[u8], out: &mut impl Extend<Said>) {
        if std::mem::take(&mut self.is_behind_esc) && is_rest_of_sequence(bytes) {
            self.pending.push(0x1b);
        }
        let seen = self.pending.len().saturating_sub(PASTE_END.len());
        self.pending.extend_from_slice(bytes);
        if self.is_pasting && self.pending.get(seen..).is_none_or(|new| end_of_paste(new).is_none()) {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let mut rest = pending.as_slice();
        while !rest.is_empty() {
            let step = if self.is_pasting { pasted(rest) } else { step(rest) };
            let taken = match step {
                Step::Unfinished => break,
                Step::Took(taken, said) => {
                    self.is_pasting = false;
                    out.extend(said);
                    taken
                }
                Step::Paste(taken) => {
                    self.is_pasting = true;
                    taken
                }
            };
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        }
        self.pending = rest.to_vec();
    }

    /// How long to wait for the rest of what came; `None` if nothing is unfinished.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.pending.first() {
            _ if self.is_pasting => Some(PASTE_WAIT),
            None => None,
            Some(0x1b) => Some(ESC_WAIT),
            Some(_) => Some(CHARACTER_WAIT),
        }
    }

    /// The rest did not come.
    pub(super) fn give_up(&mut self, out: &mut impl Extend<Said>) {
        let pending = std::mem::take(&mut self.pending);
        if std::mem::take(&mut self.is_pasting) {
            out.extend(Some(paste(&pending)));
        } else if matches!(pending.as_slice(), [0x1b] | [0x1b, 0x1b]) {
            self.is_behind_esc = true;
            out.extend(Some(key(KeyCode::Esc)));
        } else if pending.first().is_some_and(|first| *first != 0x1b) {
            out.extend(Some(Said::Garbled));
        }
    }
}

/// Does this look like `[A`, `[15~`, `OP`: the rest of a key whose Esc a slow line brought too early?
fn is_rest_of_sequence(bytes: &[u8]) -> bool {
    let [b'[' | b'O', rest @ ..] = bytes else { return false };
    let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b';'));
    let last = end.and_then(|end| rest.get(end));
    last.is_some_and(|last| last.is_ascii_uppercase() || *last == b'~')
}

fn key(code: KeyCode) -> Said {
    key_with(code, KeyModifiers::NONE)
}

fn key_with(code: KeyCode, modifiers: KeyModifiers) -> Said {
    Said::Event(Event::Key(KeyEvent::new(code, modifiers)))
}

fn step(bytes: &[u8]) -> Step {
    match bytes {
        [0x1b, ..] => escape(bytes),
        [byte @ (0..0x20 | 0x7f), ..] => Step::Took(1, Some(control(*byte))),
        [byte @ 0x20..0x7f, ..] => Step::Took(1, Some(character(char::from(*byte)))),
        _ => multibyte(bytes),
    }
}

/// Ctrl with a letter, and the keys that are one. `^H` is what some terminals send for Backspace.
fn control(byte: u8) -> Said {
    match byte {
        0x08 | 0x7f => key(KeyCode::Backspace),
        b'\t' => key(KeyCode::Tab),
        b'\r' => key(KeyCode::Enter),
        0 => key_with(KeyCode::Char(' '), KeyModifiers::CONTROL),
        1..=26 => key_with(KeyCode::Char(char::from(byte + b'a' - 1)), KeyModifiers::CONTROL),
        _ => key_with(KeyCode::Char(char::from(byte - 0x1c + b'4')), KeyModifiers::CONTROL),
    }
}

fn character(c: char) -> Said {
    key_with(KeyCode::Char(c), if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE })
}

/// A character of several bytes.
fn multibyte(bytes: &[u8]) -> Step {
    let chunk = bytes.get(..4).unwrap_or(bytes);
    let valid = match std::str::from_utf8(chunk) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            chunk.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or_default()
        }
        Err(error) => return error.error_len().map_or(Step::Unfinished, |n| Step::Took(n, Some(Said::Garbled))),
    };
    let Some(c) = valid.chars().next() else { return Step::Took(1, None) };
    Step::Took(c.len_utf8(), (!c.is_control()).then(|| character(c)))
}

fn escape(bytes: &[u8]) -> Step {
    match bytes {
        [] | [_] | [_, b'O' | 0x1b] => Step::Unfinished,
        [_, b'[', rest @ ..] => sequence(rest),
        [_, b'O', last, ..] => Step::Took(3, single_shift(*last)),
        [_, b']' | b'P' | b'_' | b'^' | b'X', rest @ ..] => string(rest),
        [_, 0x1b, b'[' | b'O', ..] => with_alt(bytes.get(1..).unwrap_or_default()),
        [_, 0x1b, ..] => Step::Took(1, Some(key(KeyCode::Esc))),
        [_, rest @ ..] => with_alt(rest),
    }
}

/// A key behind an Esc is that key with Alt.
fn with_alt(rest: &[u8]) -> Step {
    match step(rest) {
        Step::Took(taken, Some(Said::Event(Event::Key(mut event)))) => {
            event.modifiers |= KeyModifiers::ALT;
            Step::Took(taken + 1, Some(Said::Event(Event::Key(event))))
        }
        Step::Took(taken, said) => Step::Took(taken + 1, said),
        Step::Paste(taken) => Step::Paste(taken + 1),
        Step::Unfinished => Step::Unfinished,
    }
}

/// An answer nobody asked for; swallowed up to its end.
fn string(rest: &[u8]) -> Step {
    let bell = rest.iter().position(|byte| *byte == 7).map(|at| at + 3);
    let st = rest.windows(2).position(|pair| pair == b"\x1b\\").map(|at| at + 4);
    match bell.into_iter().chain(st).min() {
        Some(taken) => Step::Took(taken, None),
        None if rest.len() > LONGEST => Step::Took(rest.len() + 2, None),
        None => Step::Unfinished,
    }
}

/// `ESC O x`: function keys, the keypad, Ctrl and arrows of rxvt. PuTTY goes on to F10 with letters.
fn single_shift(last: u8) -> Option<Said> {
    let code = match last {
        b'A' | b'a' => KeyCode::Up,
        b'B' | b'b' => KeyCode::Down,
        b'C' | b'c' => KeyCode::Right,
        b'D' | b'd' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b'P'..=b'Y' => KeyCode::F(last - b'P' + 1),
        b'j'..=b'y' => return Some(character(char::from(last - b'j' + b'*'))),
        _ => return None,
    };
    let modifiers = if last.is_ascii_lowercase() { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
    Some(key_with(code, modifiers))
}

/// What follows `ESC [`.
fn sequence(rest: &[u8]) -> Step {
    // The Linux console names F1 to F5 so.
    if let [b'[', after @ ..] = rest {
        let said = |last: &u8| matches!(last, b'A'..=b'E').then(|| key(KeyCode::F(last - b'A' + 1)));
        return after.first().map_or(Step::Unfinished, |last| Step::Took(4, said(last)));
    }
    // `$` ends a key with Shift in rxvt, and stands inside the answers of others.
    let is_rxvt_shift = |at: usize| rest.get(at) == Some(&b'$') && !rest.starts_with(b"?");
    let ends = |at: usize, byte: u8| !matches!(byte, 0x20..0x40) || is_rxvt_shift(at);
    let Some((at, last)) = rest.iter().copied().enumerate().find(|(at, byte)| ends(*at, *byte)) else {
        return if rest.len() > LONGEST { Step::Took(rest.len() + 2, None) } else { Step::Unfinished };
    };
    if !matches!(last, 0x40..0x7f) && last != b'$' {
        // Torn by something else, which is read by itself.
        return Step::Took(at + 2, None);
    }
    let parameters = rest.get(..at).unwrap_or_default();
    if parameters == b"200" && last == b'~' {
        return Step::Paste(at + 3);
    }
    Step::Took(at + 3, named(parameters, last))
}

/// What a sequence means; `None` for answers, the mouse, and what is no key.
fn named(parameters: &[u8], last: u8) -> Option<Said> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut numbers = text.split(';').map(|number| number.split(':').next().unwrap_or_default());
    let first = numbers.next().unwrap_or_default();
    let second = numbers.next();
    let third = numbers.next();
    let n: u32 = if first.is_empty() { 1 } else { first.parse().ok()? };
    let bits: u32 = second.and_then(|bits| bits.parse().ok()).unwrap_or(1);
    let with = |code: KeyCode| Some(key_with(code, modifiers(bits)));
    match last {
        b'R' if second.is_some() => {
            Some(Said::Cursor { row: u16::try_from(n).ok()?, column: u16::try_from(bits).ok()? })
        }
        // SCO keys of PuTTY: F1 to F12, Insert, PgUp, PgDn.
        b'M'..=b'X' if parameters.is_empty() => Some(key(KeyCode::F(last - b'M' + 1))),
        b'L' => with(KeyCode::Insert),
        b'I' => with(KeyCode::PageUp),
        b'G' => with(KeyCode::PageDown),
        b'A' => with(KeyCode::Up),
        b'B' => with(KeyCode::Down),
        b'C' => with(KeyCode::Right),
        b'D' => with(KeyCode::Left),
        b'H' => with(KeyCode::Home),
        b'F' => with(KeyCode::End),
        b'a'..=b'd' if parameters.is_empty() => {
            let arrow = [KeyCode::Up, KeyCode::Down, KeyCode::Right, KeyCode::Left];
            arrow.get(usize::from(last - b'a')).map(|code| key_with(*code, KeyModifiers::SHIFT))
        }
        b'P' | b'Q' | b'S' => with(KeyCode::F(last - b'P' + 1)),
        b'Z' => Some(key_with(KeyCode::BackTab, KeyModifiers::SHIFT)),
        b'u' => coded(n, bits),
        b'~' if n == 27 => coded(third?.parse().ok()?, bits),
        b'~' => with(numbered(n)?),
        b'$' => Some(key_with(numbered(n)?, KeyModifiers::SHIFT)),
        b'^' => Some(key_with(numbered(n)?, KeyModifiers::CONTROL)),
        b'@' => Some(key_with(numbered(n)?, KeyModifiers::SHIFT | KeyModifiers::CONTROL)),
        _ => None,
    }
}

/// Shift, Alt and Ctrl as xterm counts them, from 1.
fn modifiers(bits: u32) -> KeyModifiers {
    let bits = bits.saturating_sub(1);
    let all = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    all.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect()
}

/// A key by the number of its character.
fn coded(number: u32, bits: u32) -> Option<Said> {
    let code = match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        number => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    };
    Some(key_with(code, modifiers(bits)))
}

/// A key by its number, as the VT220 counted.
fn numbered(n: u32) -> Option<KeyCode> {
    Some(match n {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F((n - 10) as u8),
        17..=21 => KeyCode::F((n - 11) as u8),
        23..=26 => KeyCode::F((n - 12) as u8),
        28 | 29 => KeyCode::F((n - 13) as u8),
        31..=34 => KeyCode::F((n - 14) as u8),
        _ => return None,
    })
}

/// What has come of a paste.
fn pasted(bytes: &[u8]) -> Step {
    match end_of_paste(bytes) {
        Some(at) => Step::Took(at + PASTE_END.len(), Some(paste(bytes.get(..at).unwrap_or_default()))),
        None => Step::Unfinished,
    }
}

fn end_of_paste(bytes: &[u8]) -> Option<usize> {
    bytes.windows(PASTE_END.len()).position(|end| end == PASTE_END)
}

fn paste(bytes: &[u8]) -> Said {
    std::str::from_utf8(bytes).map_or(Said::Garbled, |text| Said::Event(Event::Paste(text.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(chunks: &[&[u8]]) -> Vec<Said> {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for chunk in chunks {
            decoder.take(chunk, &mut out);
        }
        if decoder.patience().is_some() {
            decoder.give_up(&mut out);
        }
        out
    }

    fn one(bytes: &[u8]) -> (KeyCode, KeyModifiers) {
        match decode(&[bytes]).as_slice() {
            [Said::Event(Event::Key(key))] => (key.code, key.modifiers),
            other => panic!("{:?}: {other:?}", String::from_utf8_lossy(bytes)),
        }
    }

    #[test]
    fn every_way_to_send_a_function_key_is_that_key() {
        for (bytes, n) in [
            ("\x1bOP", 1),
            ("\x1b[11~", 1),
            ("\x1b[[A", 1),
            ("\x1b[M", 1),
            ("\x1bOQ", 2),
            ("\x1b[12~", 2),
            ("\x1b[N", 2),
            ("\x1b[O", 3),
            ("\x1b[13~", 3),
            ("\x1b[P", 4),
            ("\x1b[[E", 5),
            ("\x1b[15~", 5),
            ("\x1b[Q", 5),
            ("\x1bOT", 5),
            ("\x1b[17~", 6),
            ("\x1bOW", 8),
            ("\x1b[19~", 8),
            ("\x1b[20~", 9),
            ("\x1b[21~", 10),
            ("\x1bOY", 10),
            ("\x1b[V", 10),
            ("\x1b[24~", 12),
            ("\x1b[X", 12),
        ] {
            assert_eq!(one(bytes.as_bytes()), (KeyCode::F(n), KeyModifiers::NONE), "{bytes:?}");
        }
        assert_eq!(one(b"\x1b[1;2P"), (KeyCode::F(1), KeyModifiers::SHIFT));
    }

    #[test]
    fn every_way_to_send_an_editing_key_is_that_key() {
        for (bytes, code) in [
            ("\x1b[1~", KeyCode::Home),
            ("\x1b[7~", KeyCode::Home),
            ("\x1b[H", KeyCode::Home),
            ("\x1bOH", KeyCode::Home),
            ("\x1b[4~", KeyCode::End),
            ("\x1b[8~", KeyCode::End),
            ("\x1b[F", KeyCode::End),
            ("\x1bOF", KeyCode::End),
            ("\x1b[3~", KeyCode::Delete),
            ("\x1b[5~", KeyCode::PageUp),
            ("\x1b[I", KeyCode::PageUp),
            ("\x1b[6~", KeyCode::PageDown),
            ("\x1b[G", KeyCode::PageDown),
            ("\x1b[A", KeyCode::Up),
            ("\x1bOA", KeyCode::Up),
            ("\x1bOC", KeyCode::Right),
            ("\x1bOM", KeyCode::Enter),
            ("\r", KeyCode::Enter),
            ("\t", KeyCode::Tab),
            ("\x7f", KeyCode::Backspace),
            ("\x08", KeyCode::Backspace),
            ("\x1b", KeyCode::Esc),
            ("\x1bOq", KeyCode::Char('1')),
            ("\x1bOk", KeyCode::Char('+')),
        ] {
            assert_eq!(one(bytes.as_bytes()), (code, KeyModifiers::NONE), "{bytes:?}");
        }
    }

    #[test]
    fn modifiers_are_those_of_xterm_and_rxvt() {
        let (shift, ctrl, alt) = (KeyModifiers::SHIFT, KeyModifiers::CONTROL, KeyModifiers::ALT);
        for (bytes, code, modifiers) in [
            ("\x1b[1;5C", KeyCode::Right, ctrl),
            ("\x1bOc", KeyCode::Right, ctrl),
            ("\x1b[1;2C", KeyCode::Right, shift),
            ("\x1b[c", KeyCode::Right, shift),
            ("\x1b[1;3C", KeyCode::Right, alt),
            ("\x1b\x1b[A", KeyCode::Up, alt),
            ("\x1b[Z", KeyCode::BackTab, shift),
            ("\x1b[1;5H", KeyCode::Home, ctrl),
            ("\x1b[7^", KeyCode::Home, ctrl),
            ("\x1b[7$", KeyCode::Home, shift),
            ("\x1b[3;5~", KeyCode::Delete, ctrl),
            ("\x1bx", KeyCode::Char('x'), alt),
            ("\x1b中", KeyCode::Char('中'), alt),
            ("\x1b[115;5u", KeyCode::Char('s'), ctrl),
            ("\x1b[27;5;115~", KeyCode::Char('s'), ctrl),
            ("\n", KeyCode::Char('j'), ctrl),
            ("\x13", KeyCode::Char('s'), ctrl),
            ("\x1f", KeyCode::Char('7'), ctrl),
            ("\0", KeyCode::Char(' '), ctrl),
            ("A", KeyCode::Char('A'), shift),
        ] {
            assert_eq!(one(bytes.as_bytes()), (code, modifiers), "{bytes:?}");
        }
    }

    #[test]
    fn answers_and_what_is_no_key_are_swallowed_with_nothing_behind_them_lost() {
        for noise in [
            "\x1b]11;rgb:0000/0000/0000\x1b\\",
            "\x1b]0;t\x07",
            "\x1b[?62;c",
            "\x1b[?2026;2$y",
            "\x1bP>|tmux 3.3a\x1b\\",
            "\x1b[<0;3;4M",
            "\x1b[?1;2R",
            "\x1b[99~",
            "\x1b[",
            "\x1bO",
            "\x1b[12;",
        ] {
            let unfinished = ["\x1b[", "\x1bO", "\x1b[12;"].contains(&noise);
            let behind: &[u8] = if unfinished { b"" } else { "公".as_bytes() };
            let said = decode(&[noise.as_bytes(), behind]);
            let wanted = if unfinished { vec![] } else { vec![character('公')] };
            assert_eq!(said, wanted, "{noise:?}");
        }
    }

    #[test]
    fn a_key_torn_apart_anywhere_is_that_key() {
        for whole in ["\x1b[A", "\x1b[15~", "\x1bOP", "\x1b[1;5C", "政", "😀", "\x1b[200~甲\r乙\x1b[201~"] {
            for at in 1..whole.len() {
                let (a, b) = whole.as_bytes().split_at(at);
                assert_eq!(decode(&[a, b]), decode(&[whole.as_bytes()]), "{whole:?} at {at}");
            }
        }
    }

    #[test]
    fn the_rest_of_a_key_that_comes_too_late_is_not_typed() {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.take(b"\x1b", &mut out);
        decoder.give_up(&mut out);
        decoder.take(b"[15~", &mut out);
        assert_eq!(out, [key(KeyCode::Esc), key(KeyCode::F(5))]);
        out.clear();
        decoder.take(b"\x1b", &mut out);
        decoder.give_up(&mut out);
        decoder.take("[政".as_bytes(), &mut out);
        assert_eq!(out, [key(KeyCode::Esc), character('['), character('政')]);
    }

    #[test]
    fn bytes_that_are_no_utf8_are_told_not_dropped() {
        let gbk = [0xd5, 0xfe, 0xce, 0xf1];
        assert!(decode(&[&gbk]).contains(&Said::Garbled));
        assert_eq!(decode(&[b"\x1b[200~", &gbk, b"\x1b[201~a"]), [Said::Garbled, character('a')]);
        assert_eq!(decode(&[&[0xe6, 0x94]]), [Said::Garbled]);
    }

    #[test]
    fn a_paste_that_never_ends_is_taken_as_far_as_it_came() {
        assert_eq!(decode(&["\x1b[200~甲乙".as_bytes()]), [Said::Event(Event::Paste("甲乙".into()))]);
    }

    #[test]
    fn an_answer_is_told_apart_from_keys() {
        assert_eq!(decode(&[b"a\x1b[24;5Rb"]), [character('a'), Said::Cursor { row: 24, column: 5 }, character('b')]);
    }
}
