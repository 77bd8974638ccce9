//! What stands in one cell of the screen, small enough to compare thousands of them at every key.

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

use crate::{tui::sheet, width::is_ambiguous};

/// How many colours may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None: bold, underline and reverse only.
    None,
    /// The sixteen that every terminal has.
    Sixteen,
}

impl Colours {
    /// None if the user wants none (`NO_COLOR`, <https://no-color.org>) or the terminal has none (`TERM=dumb`).
    pub fn from_environment() -> Self {
        let is_set = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if is_set || is_dumb { Self::None } else { Self::Sixteen }
    }
}

/// Colours and weight of a glyph, as the terminal is told them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// 0 is the terminal's own, else one more than the number of the colour.
    pub(super) fg: u8,
    /// The same for the ground.
    pub(super) bg: u8,
    pub(super) set: Modifier,
}

impl Look {
    /// The terminal's own colours, nothing set.
    pub(super) const PLAIN: Self = Self { fg: 0, bg: 0, set: Modifier::empty() };

    fn of(cell: &Cell, colours: Colours) -> Self {
        match colours {
            Colours::None => Self { set: cell.modifier, ..Self::PLAIN },
            Colours::Sixteen => Self { fg: number(cell.fg), bg: number(cell.bg), set: cell.modifier },
        }
    }

    /// Can it be seen where there is no ink?
    pub(super) fn shows_on_blank(self) -> bool {
        let visible = Modifier::REVERSED
            | Modifier::UNDERLINED
            | Modifier::CROSSED_OUT
            | Modifier::SLOW_BLINK
            | Modifier::RAPID_BLINK;
        self.bg != 0 || self.set.intersects(visible)
    }
}

fn number(color: Color) -> u8 {
    match color {
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(n @ 0..16) => n + 1,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 0,
    }
}

/// How far one may rely on the columns of a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Every terminal agrees.
    Sure,
    /// As the terminal has answered.
    Asked,
    /// Terminals and fonts differ.
    Never,
}

/// One cell of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    symbol: Symbol,
    /// Columns it takes; 0 for a cell hidden under the glyph on its left.
    pub(super) columns: u8,
    trust: Trust,
    pub(super) look: Look,
}

/// A character, or a number above all characters: a whole number is compared fastest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Symbol(u32);

impl Symbol {
    /// The first cluster of several characters; the others count on from it.
    const CLUSTERS: u32 = 0x20_0000;
    /// How many clusters are told apart.
    const N_CLUSTERS: usize = 0x1_0000;
    const HIDDEN: Self = Self(u32::MAX);
    const UNKNOWN: Self = Self(u32::MAX - 1);

    const fn char(c: char) -> Self {
        Self(c as u32)
    }

    const fn cluster(n: usize) -> Self {
        Self(Self::CLUSTERS + n as u32)
    }
}

impl Glyph {
    /// No ink, no look.
    pub(super) const BLANK: Self =
        Self { symbol: Symbol::char(' '), columns: 1, trust: Trust::Sure, look: Look::PLAIN };
    /// What nobody knows: it equals nothing that is to be shown.
    pub(super) const UNKNOWN: Self =
        Self { symbol: Symbol::UNKNOWN, columns: 1, trust: Trust::Never, look: Look::PLAIN };

    /// The right half of a wide glyph.
    pub(super) fn hidden_under(self) -> Self {
        Self { symbol: Symbol::HIDDEN, columns: 0, ..self }
    }

    /// A blank that looks like this glyph.
    pub(super) fn blanked(self) -> Self {
        let look = if self.look.shows_on_blank() { self.look } else { Look::PLAIN };
        Self { look, ..Self::BLANK }
    }

    /// What is shown where this glyph might take too much room.
    pub(super) fn mark_of(self) -> Self {
        Self { symbol: Symbol::char('?'), columns: 1, trust: Trust::Sure, ..self }
    }

    pub(super) fn is_hidden(self) -> bool {
        self.symbol == Symbol::HIDDEN
    }

    /// Will it take its columns on this terminal? `is_answered`: the terminal draws ambiguous characters as assumed.
    pub(super) fn is_sure(self, is_answered: bool) -> bool {
        match self.trust {
            Trust::Sure => true,
            Trust::Asked => is_answered,
            Trust::Never => false,
        }
    }

    /// Can it be drawn without changing from this look to its own?
    pub(super) fn fits(self, look: Look) -> bool {
        self.look == look || (self == Self::BLANK && !look.shows_on_blank())
    }

    /// Bytes of its text.
    pub(super) fn n_bytes(self) -> usize {
        match self.symbol.0 {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0x800..0x1_0000 => 3,
            0x1_0000..Symbol::CLUSTERS => 4,
            _ if self.symbol == Symbol::HIDDEN || self.symbol == Symbol::UNKNOWN => 0,
            _ => 6,
        }
    }
}

/// The texts of clusters, so that a glyph can be a number.
#[derive(Debug, Default)]
pub(super) struct Clusters(Vec<String>);

impl Clusters {
    /// The glyph of a cell.
    pub(super) fn glyph(&mut self, cell: &Cell, colours: Colours) -> Glyph {
        let text = cell.symbol();
        let look = Look::of(cell, colours);
        let columns = sheet::columns(cell).min(8) as u8;
        let mut characters = text.chars();
        let (symbol, trust) = match (characters.next(), characters.next()) {
            (None | Some(' '), None) => return Glyph { look, ..Glyph::BLANK }.blanked(),
            (Some(c), None) => (Symbol::char(c), trust(c, columns)),
            (Some(c), Some(_)) => self.cluster(text, c, columns),
            (None, Some(_)) => (Symbol::char(' '), Trust::Sure),
        };
        Glyph { symbol, columns: columns.max(1), trust, look }
    }

    /// Sequences that each terminal draws in its own way become what all draw alike: 葛 with a variant is 葛, a family
    /// of emoji is 〓.
    fn cluster(&mut self, text: &str, first: char, columns: u8) -> (Symbol, Trust) {
        let is_variant = |c: char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
        if text.chars().skip(1).all(is_variant) && trust(first, columns) == Trust::Sure {
            return (Symbol::char(first), Trust::Sure);
        }
        let is_joined = |c: char| {
            is_variant(c)
                || matches!(c, '\u{200d}' | '\u{20e3}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
        };
        let known = self.0.iter().position(|known| known == text);
        if text.chars().any(is_joined) || (known.is_none() && self.0.len() >= Symbol::N_CLUSTERS) {
            return (Symbol::char(if columns == 2 { '〓' } else { '?' }), Trust::Sure);
        }
        let number = known.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        (Symbol::cluster(number), Trust::Never)
    }

    /// Writes the text of a glyph.
    pub(super) fn write(&self, glyph: Glyph, bytes: &mut Vec<u8>) {
        let Symbol(number) = glyph.symbol;
        let cluster = || self.0.get(number.checked_sub(Symbol::CLUSTERS)? as usize);
        match (char::from_u32(number), cluster()) {
            (Some(c), _) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            (None, Some(text)) => bytes.extend_from_slice(text.as_bytes()),
            (None, None) => bytes.push(b' '),
        }
    }
}

/// On what do all terminals agree? ASCII, the old Latin letters, what Chinese is written with, and our own marks.
fn trust(c: char, columns: u8) -> Trust {
    // Nearly all of a report, looked up in no table.
    if matches!((columns, c), (1, ' '..='~') | (2, '一'..='\u{9fff}')) {
        return Trust::Sure;
    }
    if is_ambiguous(c) {
        return if matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) { Trust::Never } else { Trust::Asked };
    }
    let is_sure = match columns {
        1 => matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='ɏ' | '✓' | '✗' | '▸' | '◂'),
        2 => matches!(
            c,
            '⺀'..='⿕' | '\u{3000}'..='〾' | 'ぁ'..='㋿' | '㌀'..='㏿' | '㐀'..='\u{4dbf}' | '一'..='\u{9fff}' | '가'..='힣'
                | '豈'..='\u{faff}' | '︰'..='﹫' | '！'..='｠' | '￠'..='￦' | '\u{20000}'..='\u{2fffd}' | '\u{30000}'..='\u{3fffd}'
        ),
        _ => false,
    };
    if is_sure { Trust::Sure } else { Trust::Never }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str) -> Glyph {
        let mut cell = Cell::default();
        cell.set_symbol(text);
        Clusters::default().glyph(&cell, Colours::Sixteen)
    }

    #[test]
    fn chinese_text_is_sure_quotes_when_asked_and_emoji_never() {
        assert!("政。（％〇々a1ë✓㎡𠮷　".chars().all(|c| glyph(&c.to_string()).is_sure(false)));
        assert!("“—…①│×".chars().all(|c| glyph(&c.to_string()).is_sure(true) && !glyph(&c.to_string()).is_sure(false)));
        assert!("😀⚡\u{e000}ｶ".chars().all(|c| !glyph(&c.to_string()).is_sure(true)));
        assert!(!glyph("e\u{301}").is_sure(true));
    }

    #[test]
    fn a_sequence_that_terminals_draw_apart_is_one_wide_mark() {
        assert_eq!(glyph("👨‍👩‍👧"), glyph("〓"));
        assert_eq!(glyph("葛\u{e0100}"), glyph("葛"));
        assert_eq!(glyph("🇨🇳"), glyph("〓"));
    }

    #[test]
    fn blanks_differ_only_in_what_can_be_seen_of_them() {
        let mut cell = Cell::default();
        cell.set_fg(Color::Red).modifier = Modifier::BOLD;
        assert_eq!(Clusters::default().glyph(&cell, Colours::Sixteen), Glyph::BLANK);
        cell.modifier = Modifier::REVERSED;
        let reversed = Clusters::default().glyph(&cell, Colours::Sixteen);
        assert_ne!(reversed, Glyph::BLANK);
        assert_eq!(Clusters::default().glyph(&cell, Colours::None).look.fg, 0);
    }
}
