//! What stands in one cell of the screen, small enough to compare thousands of them at every key.

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier, Style},
};

use crate::{
    tui::sheet::{self, Row},
    width::{is_ambiguous, measured},
};

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

    /// With a style over it.
    fn under(self, style: Style, colours: Colours) -> Self {
        let colour = |over: Option<Color>, own| match colours {
            Colours::None => own,
            Colours::Sixteen => over.map_or(own, number),
        };
        let set = self.set.union(style.add_modifier).difference(style.sub_modifier);
        Self { fg: colour(style.fg, self.fg), bg: colour(style.bg, self.bg), set }
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
    Sure = 0,
    /// As the terminal has answered.
    Asked = 1,
    /// Terminals and fonts differ.
    Never = 2,
}

/// One cell of the screen, as one number: a row is compared fastest so.
///
/// | bits | what |
/// |---|---|
/// | 0–31 | its symbol |
/// | 32–35 | columns it takes; 0 for a cell hidden under the glyph on its left |
/// | 36–37 | how far one may rely on them |
/// | 38–42 | the colour |
/// | 43–47 | the colour of the ground |
/// | 48–63 | what else is set |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph(u64);

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
    pub(super) const BLANK: Self = Self::new(Symbol::char(' '), 1, Trust::Sure, Look::PLAIN);
    /// What nobody knows: it equals nothing that is to be shown.
    pub(super) const UNKNOWN: Self = Self::new(Symbol::UNKNOWN, 1, Trust::Never, Look::PLAIN);

    const fn new(symbol: Symbol, columns: u8, trust: Trust, look: Look) -> Self {
        let Look { fg, bg, set } = look;
        let colours = ((fg as u64) << 38) | ((bg as u64) << 43);
        let shape = (symbol.0 as u64) | ((columns as u64) << 32) | ((trust as u64) << 36);
        Self(shape | colours | ((set.bits() as u64) << 48))
    }

    fn symbol(self) -> Symbol {
        Symbol(self.0 as u32)
    }

    /// Columns it takes; 0 for a cell hidden under the glyph on its left.
    pub(super) fn columns(self) -> u8 {
        (self.0 >> 32) as u8 & 0xf
    }

    fn trust(self) -> Trust {
        match self.0 >> 36 & 3 {
            0 => Trust::Sure,
            1 => Trust::Asked,
            _ => Trust::Never,
        }
    }

    /// How it looks.
    pub(super) fn look(self) -> Look {
        let colour = |from: u32| (self.0 >> from) as u8 & 0x1f;
        Look { fg: colour(38), bg: colour(43), set: Modifier::from_bits_truncate((self.0 >> 48) as u16) }
    }

    /// A blank with a look, seen or not: more may yet be laid over it.
    fn ground(look: Look) -> Self {
        Self::new(Symbol::char(' '), 1, Trust::Sure, look)
    }

    fn is_ground(self) -> bool {
        self.symbol() == Symbol::char(' ')
    }

    /// The right half of a wide glyph.
    pub(super) fn hidden_under(self) -> Self {
        Self::new(Symbol::HIDDEN, 0, self.trust(), self.look())
    }

    /// A blank that looks like this glyph.
    pub(super) fn blanked(self) -> Self {
        let look = self.look();
        if look.shows_on_blank() { Self::ground(look) } else { Self::BLANK }
    }

    /// What is shown where this glyph might take too much room.
    pub(super) fn mark_of(self) -> Self {
        Self::new(Symbol::char('?'), 1, Trust::Sure, self.look())
    }

    pub(super) fn is_hidden(self) -> bool {
        self.symbol() == Symbol::HIDDEN
    }

    /// Will it take its columns on this terminal? `is_answered`: the terminal draws ambiguous characters as assumed.
    pub(super) fn is_sure(self, is_answered: bool) -> bool {
        match self.trust() {
            Trust::Sure => true,
            Trust::Asked => is_answered,
            Trust::Never => false,
        }
    }

    /// Can it be drawn without changing from this look to its own?
    pub(super) fn fits(self, look: Look) -> bool {
        self.look() == look || (self == Self::BLANK && !look.shows_on_blank())
    }

    /// Bytes of its text.
    pub(super) fn n_bytes(self) -> usize {
        match self.symbol().0 {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0x800..0x1_0000 => 3,
            0x1_0000..Symbol::CLUSTERS => 4,
            _ if matches!(self.symbol(), Symbol::HIDDEN | Symbol::UNKNOWN) => 0,
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
        self.drawn(cell.symbol(), sheet::columns(cell), Look::of(cell, colours))
    }

    /// The glyph of a text of one grapheme.
    fn drawn(&mut self, text: &str, columns: usize, look: Look) -> Glyph {
        let columns = columns.min(8) as u8;
        let mut characters = text.chars();
        let (symbol, trust) = match (characters.next(), characters.next()) {
            (None | Some(' '), None) => return Glyph::ground(look).blanked(),
            (Some(c), None) => (Symbol::char(c), trust(c, columns)),
            (Some(c), Some(_)) => self.cluster(text, c, columns),
            (None, Some(_)) => (Symbol::char(' '), Trust::Sure),
        };
        Glyph::new(symbol, columns.max(1), trust, look)
    }

    /// Puts what was said of a row into its glyphs: the same as by way of ratatui's cells, in a fraction of the time.
    pub(super) fn lay(&mut self, said: &Row, colours: Colours, row: &mut [Glyph]) {
        row.fill(Glyph::BLANK);
        for stroke in said.strokes() {
            let Some(room) = row.get_mut(usize::from(stroke.from)..usize::from(stroke.right)) else { continue };
            match stroke.text {
                Some(text) => self.write_over(text, stroke.style, colours, room),
                None => room.fill(Glyph::ground(Look::PLAIN.under(stroke.style, colours))),
            }
        }
        // A wide glyph whose right half was drawn over becomes a blank.
        let mut rest = row;
        while let Some((glyph, behind)) = rest.split_first_mut() {
            let n_hidden = usize::from(glyph.columns().max(1)) - 1;
            let hidden = behind.get_mut(..n_hidden).filter(|hidden| hidden.iter().all(|glyph| glyph.is_ground()));
            let n_hidden = hidden.as_ref().map_or(0, |hidden| hidden.len());
            if glyph.is_ground() || hidden.is_none() {
                *glyph = glyph.blanked();
            }
            if let Some(hidden) = hidden {
                hidden.fill(glyph.hidden_under());
            }
            rest = behind.get_mut(n_hidden..).unwrap_or_default();
        }
    }

    /// Puts a text over glyphs, as far as there is room.
    fn write_over(&mut self, text: &str, style: Style, colours: Colours, room: &mut [Glyph]) {
        let mut room = Some(room);
        measured(text).for_each(|(cluster, columns)| {
            let Some((glyphs, behind)) = room.take().and_then(|room| room.split_at_mut_checked(columns)) else {
                return;
            };
            if let Some((glyph, hidden)) = glyphs.split_first_mut() {
                let (symbol, over) = sheet::shown(cluster);
                let look = glyph.look().under(style, colours).under(over, colours);
                *glyph = self.drawn(symbol, columns, look);
                // Laid over more, a blank shows what it is laid on.
                if glyph.is_ground() {
                    *glyph = Glyph::ground(look);
                }
                hidden.fill(Glyph::ground(look));
            }
            room = Some(behind);
        });
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
        let Symbol(number) = glyph.symbol();
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
    fn all_of_a_glyph_is_kept() {
        let look = Look { fg: 16, bg: 16, set: Modifier::all() };
        for (symbol, trust) in [(Symbol::UNKNOWN, Trust::Never), (Symbol::cluster(0xffff), Trust::Asked)] {
            let glyph = Glyph::new(symbol, 8, trust, look);
            assert_eq!((glyph.symbol(), glyph.columns(), glyph.trust(), glyph.look()), (symbol, 8, trust, look));
            let hidden = glyph.hidden_under();
            assert!(hidden.is_hidden() && (hidden.columns(), hidden.look()) == (0, look));
        }
    }

    #[test]
    fn blanks_differ_only_in_what_can_be_seen_of_them() {
        let mut cell = Cell::default();
        cell.set_fg(Color::Red).modifier = Modifier::BOLD;
        assert_eq!(Clusters::default().glyph(&cell, Colours::Sixteen), Glyph::BLANK);
        cell.modifier = Modifier::REVERSED;
        let reversed = Clusters::default().glyph(&cell, Colours::Sixteen);
        assert_ne!(reversed, Glyph::BLANK);
        assert_eq!(Clusters::default().glyph(&cell, Colours::None).look().fg, 0);
    }
}
