//! Roles of colour and weight, from `themes/*.ron`: 16 named colours at most, and never colour as the only sign.

use include_dir::{Dir, include_dir};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::rules::Level;

static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// What each kind of thing looks like.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Theme {
    /// What people call the theme.
    pub name: String,
    text: Look,
    dim: Look,
    border: Look,
    heading: Look,
    cursor: Look,
    accent: Look,
    error: Look,
    warning: Look,
    hint: Look,
    verified: Look,
    offered: Look,
}

/// The look of one role.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Look {
    fg: Colour,
    bg: Colour,
    /// How the characters are set apart, beside colour.
    set: Vec<Setting>,
}

/// How characters are set apart without colour.
#[derive(Debug, Clone, Copy, Deserialize)]
enum Setting {
    Bold,
    Dim,
    Underline,
    Reverse,
}

/// The sixteen colours that every terminal has, and the terminal's own.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum Colour {
    #[default]
    Own,
    Black,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    Gray,
    DarkGray,
    LightRed,
    LightGreen,
    LightYellow,
    LightBlue,
    LightMagenta,
    LightCyan,
    White,
}

impl Colour {
    fn color(self) -> Color {
        match self {
            Self::Own => Color::Reset,
            Self::Black => Color::Black,
            Self::Red => Color::Red,
            Self::Green => Color::Green,
            Self::Yellow => Color::Yellow,
            Self::Blue => Color::Blue,
            Self::Magenta => Color::Magenta,
            Self::Cyan => Color::Cyan,
            Self::Gray => Color::Gray,
            Self::DarkGray => Color::DarkGray,
            Self::LightRed => Color::LightRed,
            Self::LightGreen => Color::LightGreen,
            Self::LightYellow => Color::LightYellow,
            Self::LightBlue => Color::LightBlue,
            Self::LightMagenta => Color::LightMagenta,
            Self::LightCyan => Color::LightCyan,
            Self::White => Color::White,
        }
    }
}

impl Look {
    fn style(&self) -> Style {
        let mut style = Style::new();
        if !matches!(self.fg, Colour::Own) {
            style = style.fg(self.fg.color());
        }
        if !matches!(self.bg, Colour::Own) {
            style = style.bg(self.bg.color());
        }
        self.set.iter().fold(style, |style, setting| {
            style.add_modifier(match setting {
                Setting::Bold => Modifier::BOLD,
                Setting::Dim => Modifier::DIM,
                Setting::Underline => Modifier::UNDERLINED,
                Setting::Reverse => Modifier::REVERSED,
            })
        })
    }
}

impl Theme {
    /// Reads a theme; a field that is not a role is an error.
    pub fn load(text: &str) -> Result<Self, ron::error::SpannedError> {
        ron::from_str(text)
    }

    /// The embedded theme of this file name (`default`), or no colours at all.
    pub fn embedded(name: &str) -> Self {
        let file = THEMES.get_file(format!("{name}.ron"));
        file.and_then(|file| file.contents_utf8()).and_then(|text| Self::load(text).ok()).unwrap_or_default()
    }

    /// Ordinary text.
    pub fn text(&self) -> Style {
        self.text.style()
    }

    /// What is there but not to be read first.
    pub fn dim(&self) -> Style {
        self.dim.style()
    }

    /// Lines between panes.
    pub fn border(&self) -> Style {
        self.border.style()
    }

    /// Heads of panes and tables.
    pub fn heading(&self) -> Style {
        self.heading.style()
    }

    /// Where the keys go.
    pub fn cursor(&self) -> Style {
        self.cursor.style()
    }

    /// The one accent: keys in the footer, the chosen line of a pane without the focus.
    pub fn accent(&self) -> Style {
        self.accent.style()
    }

    /// A level of findings.
    pub fn level(&self, level: Level) -> Style {
        match level {
            Level::Error => self.error.style(),
            Level::Warning => self.warning.style(),
            Level::Hint => self.hint.style(),
        }
    }

    /// What was checked and holds.
    pub fn verified(&self) -> Style {
        self.verified.style()
    }

    /// What is offered and not yet taken.
    pub fn offered(&self) -> Style {
        self.offered.style()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_theme_loads() {
        for file in THEMES.files() {
            let theme = Theme::load(file.contents_utf8().unwrap());
            assert!(theme.is_ok_and(|theme| !theme.name.is_empty()), "{}", file.path().display());
        }
        assert!(THEMES.get_file("default.ron").is_some());
    }

    #[test]
    fn a_theme_may_state_only_what_differs_and_nothing_unknown() {
        assert_eq!(Theme::load("(error: (fg: Red))").unwrap().level(Level::Error), Style::new().fg(Color::Red));
        assert!(Theme::load("(eror: (fg: Red))").is_err());
    }
}
