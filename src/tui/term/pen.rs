//! The terminal's cursor and what it writes with: every move and every change of look in the fewest bytes.

use std::{io::Write, ops::Range};

use ratatui::style::Modifier;

use super::glyph::{Clusters, Glyph, Look};

/// Bytes on their way to the terminal, and how the terminal stands after them.
#[derive(Debug)]
pub(super) struct Pen {
    pub(super) bytes: Vec<u8>,
    /// Columns of the screen.
    pub(super) width: usize,
    at: At,
}

/// How the terminal stands. `None` is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    row: Option<usize>,
    column: Option<usize>,
    look: Option<Look>,
}

/// How the terminal stands, and after how many bytes.
pub(super) type Mark = (At, usize);

impl Pen {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::with_capacity(8192), width: 0, at: At { row: None, column: None, look: None } }
    }

    /// How the terminal stands now, and after how many bytes; [`Self::back_to`] takes back what came after.
    pub(super) fn mark(&self) -> Mark {
        (self.at, self.bytes.len())
    }

    pub(super) fn back_to(&mut self, (at, n_bytes): Mark) {
        self.at = at;
        self.bytes.truncate(n_bytes);
    }

    /// Stands as at a mark, keeping the bytes written since: the same may then be tried in another way.
    pub(super) fn stand_as(&mut self, (at, _): Mark) {
        self.at = at;
    }

    /// Takes bytes back that are not the last ones.
    pub(super) fn cut(&mut self, range: Range<usize>) {
        self.bytes.drain(range);
    }

    pub(super) fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The row the cursor stands in, if that is known.
    pub(super) fn row(&self) -> Option<usize> {
        self.at.row
    }

    /// The column in this row, if the cursor stands in it and that is known.
    pub(super) fn column_in(&self, row: usize) -> Option<usize> {
        self.at.column.filter(|_| self.at.row == Some(row))
    }

    /// Can a glyph be written without changing the look?
    pub(super) fn is_wearing(&self, glyph: Glyph) -> bool {
        self.at.look.is_some_and(|look| glyph.fits(look))
    }

    /// Something happened to the terminal that the pen did not do.
    pub(super) fn forget(&mut self) {
        self.at = At { row: None, column: None, look: None };
    }

    /// Where the cursor stands is unknown from here on.
    pub(super) fn lose(&mut self) {
        (self.at.row, self.at.column) = (None, None);
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// `CSI n last`; n is left out where it is 1.
    pub(super) fn csi(&mut self, n: usize, last: u8) {
        self.raw(b"\x1b[");
        if n != 1 {
            number(&mut self.bytes, n);
        }
        self.bytes.push(last);
    }

    /// Moves the cursor, the cheapest way.
    pub(super) fn go(&mut self, x: usize, y: usize) {
        if self.at.row == Some(y) && self.at.column == Some(x) {
            return;
        }
        let start = self.bytes.len();
        let is_found = self.across(x, y) && self.down(y);
        let digits = |n: usize| 1 + n.ilog10() as usize;
        let absolute = digits(y + 1) + if x == 0 { 3 } else { 4 + digits(x + 1) };
        if !is_found || self.bytes.len() - start > absolute {
            self.bytes.truncate(start);
            self.raw(b"\x1b[");
            number(&mut self.bytes, y + 1);
            if x > 0 {
                self.raw(b";");
                number(&mut self.bytes, x + 1);
            }
            self.raw(b"H");
        }
        (self.at.row, self.at.column) = (Some(y), Some(x));
    }

    /// Goes to a column of the row one stands in. From an unknown column no steps are counted.
    fn across(&mut self, x: usize, y: usize) -> bool {
        match self.at.column {
            Some(column) if column == x => {}
            _ if x == 0 => self.raw(b"\r"),
            Some(column) if x < column && column - x <= 4 => self.bytes.extend(std::iter::repeat_n(8, column - x)),
            Some(column) if x < column => self.csi(column - x, b'D'),
            Some(column) => self.csi(x - column, b'C'),
            None if self.at.row == Some(y) => self.csi(x + 1, b'G'),
            None => return false,
        }
        true
    }

    fn down(&mut self, y: usize) -> bool {
        match self.at.row {
            None => return false,
            Some(row) if y > row && y - row <= 3 => self.bytes.extend(std::iter::repeat_n(b'\n', y - row)),
            Some(row) if y > row => self.csi(y - row, b'B'),
            Some(row) if y < row => self.csi(row - y, b'A'),
            Some(_) => {}
        }
        true
    }

    /// Changes the look of what is written next.
    pub(super) fn wear(&mut self, look: Look) {
        if self.at.look == Some(look) {
            return;
        }
        let before = self.at.look.filter(|before| {
            let is_kept = look.set.contains(before.set);
            is_kept && (before.fg == 0 || look.fg != 0) && (before.bg == 0 || look.bg != 0)
        });
        self.at.look = Some(look);
        if look == Look::PLAIN {
            return self.raw(b"\x1b[m");
        }
        // What cannot be added to is begun anew.
        let (mut separator, base) = match before {
            Some(before) => ("\x1b[", before),
            None => ("\x1b[0;", Look::PLAIN),
        };
        for (modifier, code) in [
            (Modifier::BOLD, 1),
            (Modifier::DIM, 2),
            (Modifier::ITALIC, 3),
            (Modifier::UNDERLINED, 4),
            (Modifier::SLOW_BLINK, 5),
            (Modifier::REVERSED, 7),
            (Modifier::CROSSED_OUT, 9),
        ] {
            if (look.set - base.set).contains(modifier) {
                put(&mut self.bytes, format_args!("{separator}{code}"));
                separator = ";";
            }
        }
        for (colour, was, first) in [(look.fg, base.fg, 30), (look.bg, base.bg, 40)] {
            if colour != was {
                let code = if colour <= 8 { first + colour - 1 } else { first + 60 + colour - 9 };
                put(&mut self.bytes, format_args!("{separator}{code}"));
                separator = ";";
            }
        }
        if separator == ";" {
            self.raw(b"m");
        }
    }

    /// Changes the look of what is erased next, if the look there is would be seen on it.
    pub(super) fn wear_nothing(&mut self) {
        if self.at.look.is_none_or(Look::shows_on_blank) {
            self.wear(Look::PLAIN);
        }
    }

    /// Writes a glyph where the cursor stands. `is_sure`: the cursor then stands behind it, else somewhere in the row.
    pub(super) fn ink(&mut self, glyph: Glyph, clusters: &Clusters, is_sure: bool) {
        if !self.is_wearing(glyph) {
            self.wear(glyph.look());
        }
        clusters.write(glyph, &mut self.bytes);
        let behind = self.at.column.map(|column| column + usize::from(glyph.columns()));
        // Behind the last column the cursor stands nowhere until it is moved.
        self.at.column = behind.filter(|column| is_sure && *column < self.width);
    }
}

/// Writes a number.
fn number(bytes: &mut Vec<u8>, n: usize) {
    if n > 9 {
        number(bytes, n / 10);
    }
    bytes.push(b'0' + (n % 10) as u8);
}

fn put(bytes: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // A Vec takes everything.
    drop(bytes.write_fmt(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pen(x: usize, y: usize) -> Pen {
        let mut pen = Pen::new();
        pen.width = 80;
        pen.go(x, y);
        pen.bytes.clear();
        pen
    }

    fn way(from: (usize, usize), to: (usize, usize)) -> String {
        let mut pen = pen(from.0, from.1);
        pen.go(to.0, to.1);
        String::from_utf8(pen.bytes).unwrap()
    }

    #[test]
    fn the_cursor_goes_the_shortest_way() {
        assert_eq!(way((5, 5), (5, 5)), "");
        assert_eq!(way((5, 5), (6, 5)), "\x1b[C");
        assert_eq!(way((5, 5), (3, 5)), "\x08\x08");
        assert_eq!(way((40, 5), (20, 5)), "\x1b[20D");
        assert_eq!(way((40, 5), (0, 6)), "\r\n");
        assert_eq!(way((40, 5), (40, 6)), "\n");
        assert_eq!(way((40, 5), (40, 4)), "\x1b[A");
        assert_eq!(way((40, 5), (9, 20)), "\x1b[21;10H");
        assert_eq!(way((40, 5), (0, 2)), "\x1b[3H");
    }

    #[test]
    fn behind_a_glyph_one_cannot_be_sure_of_the_column_is_named() {
        let mut pen = pen(5, 5);
        pen.ink(Glyph::BLANK, &Clusters::default(), false);
        pen.bytes.clear();
        pen.go(6, 5);
        assert_eq!(pen.bytes, b"\x1b[7G");
    }

    #[test]
    fn a_look_is_added_to_or_begun_anew() {
        let bold = Look { set: Modifier::BOLD, ..Look::PLAIN };
        let (cyan, red) = (Look { fg: 7, ..Look::PLAIN }, Look { fg: 10, set: Modifier::BOLD, ..Look::PLAIN });
        let mut pen = pen(0, 0);
        for look in [Look::PLAIN, bold, red, cyan, Look::PLAIN, Look::PLAIN] {
            pen.wear(look);
        }
        assert_eq!(String::from_utf8(pen.bytes).unwrap(), "\x1b[m\x1b[1m\x1b[91m\x1b[0;36m\x1b[m");
    }
}
