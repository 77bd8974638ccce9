//! One key as it is pressed, and how people write it.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// How the keys with Control are written, in the order of the letters.
const CONTROLS: [&str; 26] = [
    "^A", "^B", "^C", "^D", "^E", "^F", "^G", "^H", "^I", "^J", "^K", "^L", "^M", "^N", "^O", "^P", "^Q", "^R", "^S",
    "^T", "^U", "^V", "^W", "^X", "^Y", "^Z",
];

/// How the function keys are written, by their numbers.
const FUNCTIONS: [&str; 13] = ["F0", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"];

/// One key as it is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    pub(super) code: KeyCode,
    pub(super) modifiers: KeyModifiers,
}

pub(super) const fn plain(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::NONE }
}

pub(super) const fn f(n: u8) -> Chord {
    plain(KeyCode::F(n))
}

pub(super) const fn ctrl(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
}

pub(super) const fn shift(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::SHIFT }
}

pub(super) const fn ctrl_with(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::CONTROL }
}

impl Chord {
    /// The key of an event.
    pub(super) fn of(event: &KeyEvent) -> Self {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::SHIFT | KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Char(c) => {
                modifiers.remove(KeyModifiers::SHIFT);
                KeyCode::Char(c.to_ascii_lowercase())
            }
            code => code,
        };
        Self { code, modifiers }
    }

    /// How people write it: `F8`, `^S`, `Shift+↑`.
    pub(super) fn label(self) -> Cow<'static, str> {
        if let (KeyCode::Char(c @ 'a'..='z'), KeyModifiers::CONTROL) = (self.code, self.modifiers) {
            return CONTROLS.get(c as usize - 'a' as usize).copied().unwrap_or_default().into();
        }
        let code: Cow<'static, str> = match self.code {
            KeyCode::F(n) => {
                FUNCTIONS.get(usize::from(n)).map_or_else(|| format!("F{n}").into(), |name| (*name).into())
            }
            KeyCode::Char(c) => c.to_ascii_uppercase().to_string().into(),
            KeyCode::Enter => "Enter".into(),
            KeyCode::Tab => "Tab".into(),
            KeyCode::BackTab => return "Shift+Tab".into(),
            KeyCode::Esc => "Esc".into(),
            KeyCode::Backspace => "退格".into(),
            KeyCode::Delete => "Del".into(),
            KeyCode::Up => "↑".into(),
            KeyCode::Down => "↓".into(),
            KeyCode::Left => "←".into(),
            KeyCode::Right => "→".into(),
            KeyCode::Home => "Home".into(),
            KeyCode::End => "End".into(),
            KeyCode::PageUp => "PgUp".into(),
            KeyCode::PageDown => "PgDn".into(),
            code => format!("{code:?}").into(),
        };
        match self.code {
            KeyCode::Char(_) if self.modifiers.contains(KeyModifiers::CONTROL) => format!("^{code}").into(),
            _ if self.modifiers.contains(KeyModifiers::CONTROL) => format!("Ctrl+{code}").into(),
            _ if self.modifiers.contains(KeyModifiers::SHIFT) => format!("Shift+{code}").into(),
            _ => code,
        }
    }

    /// A bit for each key that the table may have.
    pub(super) fn bit(self) -> u128 {
        let code = match self.code {
            KeyCode::Char(c @ 'a'..='z') => return 1 << (c as u32 - 'a' as u32),
            KeyCode::F(n) => return 1 << (26 + u32::from(n % 16)),
            KeyCode::Enter => 0,
            KeyCode::Tab => 1,
            KeyCode::BackTab => 2,
            KeyCode::Esc => 3,
            KeyCode::Backspace => 4,
            KeyCode::Delete => 5,
            KeyCode::Up => 6,
            KeyCode::Down => 7,
            KeyCode::Left => 8,
            KeyCode::Right => 9,
            KeyCode::Home => 10,
            KeyCode::End => 11,
            KeyCode::PageUp => 12,
            KeyCode::PageDown => 13,
            _ => return 0,
        };
        1 << (48 + 4 * code + u32::from(self.modifiers.bits()) % 4)
    }
}
