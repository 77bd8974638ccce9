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
    linked: Look,
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
    const NONE: Self = Self { fg: Colour::Own, bg: Colour::Own, set: Vec::new() };

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
    /// Nothing set apart.
    const NONE: Self = Self {
        name: String::new(),
        text: Look::NONE,
        dim: Look::NONE,
        border: Look::NONE,
        heading: Look::NONE,
        cursor: Look::NONE,
        accent: Look::NONE,
        error: Look::NONE,
        warning: Look::NONE,
        hint: Look::NONE,
        verified: Look::NONE,
        offered: Look::NONE,
        linked: Look::NONE,
    };

    /// Reads a theme; a field that is not a role is an error.
    pub fn load(text: &str) -> Result<Self, ron::error::SpannedError> {
        ron::from_str(text)
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

    /// A number in the prose that refers to a cell.
    pub fn linked(&self) -> Style {
        self.linked.style()
    }

    /// What is offered and not yet taken.
    pub fn offered(&self) -> Style {
        self.offered.style()
    }
}

/// The themes there are: the embedded ones and the user's own.
#[derive(Debug, Clone)]
pub struct Themes {
    /// Id (the file name without its ending) and theme.
    themes: Vec<(String, Theme)>,
    is_plain: bool,
}

/// Id of the theme without colour.
const PLAIN: &str = "plain";

impl Themes {
    /// The embedded themes, the default one first.
    pub fn embedded() -> Self {
        let read = |file: &include_dir::File<'_>| {
            let id = file.path().file_stem()?.to_str()?.to_owned();
            Some((id, Theme::load(file.contents_utf8()?).ok()?))
        };
        let mut themes: Vec<(String, Theme)> = THEMES.files().filter_map(read).collect();
        themes.sort_by_key(|(id, _)| {
            ["default", "light", "dark", "colour_blind", PLAIN].iter().position(|known| known == id)
        });
        Self { themes, is_plain: false }
    }

    /// Adds a theme of the user's; it takes the place of an embedded one of the same id. A text that is no theme is
    /// refused, with the place and the reason.
    pub fn add(&mut self, id: &str, text: &str) -> Result<(), String> {
        let mut theme = Theme::load(text).map_err(|error| {
            format!("第{}行第{}列：不是配色文件（{}）", error.span.start.line, error.span.start.col, fault(&error.code))
        })?;
        if theme.name.is_empty() {
            id.clone_into(&mut theme.name);
        }
        self.themes.retain(|(known, _)| known != id);
        self.themes.push((id.to_owned(), theme));
        Ok(())
    }

    /// Only the theme without colour, whatever is chosen: for `NO_COLOR` and terminals that know none.
    pub fn without_colour(&mut self) {
        self.is_plain = true;
    }

    /// The theme of this id; the default one if there is none.
    pub fn pick(&self, id: &str) -> &Theme {
        static NONE: Theme = Theme::NONE;
        let id = if self.is_plain { PLAIN } else { id };
        let named = self.themes.iter().find(|(known, _)| known == id).or(self.themes.first());
        named.map_or(&NONE, |(_, theme)| theme)
    }

    /// Ids and names, in the order a choice shows them; one only where there is no choice.
    pub fn names(&self) -> Vec<(String, String)> {
        let shown = self.themes.iter().filter(|(id, _)| !self.is_plain || id == PLAIN);
        shown.map(|(id, theme)| (id.clone(), theme.name.clone())).collect()
    }
}

/// Does the user or the terminal ask for no colour? `NO_COLOR` counts only if it is not empty (no-color.org).
pub fn is_colourless(no_color: Option<&str>, term: Option<&str>) -> bool {
    no_color.is_some_and(|value| !value.is_empty()) || term == Some("dumb")
}

fn fault(code: &ron::error::Error) -> String {
    use ron::error::Error as Ron;
    match code {
        Ron::NoSuchStructField { found, .. } => format!("不认识的字段“{found}”"),
        Ron::NoSuchEnumVariant { found, .. } => format!("不认识的“{found}”"),
        code => code.to_string(),
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
    fn no_theme_tells_levels_apart_from_text_by_colour_alone_and_the_plain_one_has_none() {
        let themes = Themes::embedded();
        let ids: Vec<String> = themes.names().into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["default", "light", "dark", "colour_blind", "plain"]);
        for id in &ids {
            let theme = themes.pick(id);
            assert!(!theme.level(Level::Error).add_modifier.is_empty(), "{id}");
            assert_ne!(theme.cursor(), Style::new(), "{id}");
            assert!(Level::ALL.iter().all(|level| !level.mark().is_whitespace()));
        }
        let plain = themes.pick("plain");
        let looks = [&plain.text, &plain.dim, &plain.border, &plain.heading, &plain.cursor, &plain.accent];
        let levels = [&plain.error, &plain.warning, &plain.hint, &plain.verified, &plain.offered];
        for look in looks.into_iter().chain(levels) {
            assert!(look.style().fg.is_none() && look.style().bg.is_none(), "{look:?}");
        }
        let blind = themes.pick("colour_blind");
        for look in [&blind.error, &blind.warning, &blind.hint, &blind.verified] {
            assert!(!matches!(look.fg, Colour::Red | Colour::Green | Colour::LightRed | Colour::LightGreen));
        }
    }

    #[test]
    fn a_theme_of_the_users_is_added_and_a_wrong_one_is_told() {
        let mut themes = Themes::embedded();
        themes.add("mine", "(accent: (fg: Magenta))").unwrap();
        assert_eq!(themes.pick("mine").accent(), Style::new().fg(Color::Magenta));
        assert_eq!(themes.names().last(), Some(&("mine".into(), "mine".into())));
        themes.add("dark", "(name: \"我的深色\")").unwrap();
        assert_eq!(themes.names().iter().filter(|(id, _)| id == "dark").count(), 1);
        let fault = themes.add("bad", "(\n  eror: (fg: Red))").unwrap_err();
        assert!(fault.contains("第2行第3列") && fault.contains("“eror”"), "{fault}");
        assert_eq!(themes.pick("gone").name, "默认");
    }

    #[test]
    fn no_colour_is_asked_for_by_the_environment() {
        assert!(is_colourless(Some("1"), Some("xterm")) && is_colourless(None, Some("dumb")));
        assert!(!is_colourless(Some(""), Some("xterm-256color")) && !is_colourless(None, None));
        let mut themes = Themes::embedded();
        themes.without_colour();
        assert_eq!((themes.pick("dark").name.as_str(), themes.names().len()), ("无色", 1));
    }

    #[test]
    fn a_theme_may_state_only_what_differs_and_nothing_unknown() {
        assert_eq!(Theme::load("(error: (fg: Red))").unwrap().level(Level::Error), Style::new().fg(Color::Red));
        assert!(Theme::load("(eror: (fg: Red))").is_err());
    }
}
