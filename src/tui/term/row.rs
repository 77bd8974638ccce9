//! One row of the screen: from what it shows to what it is to show, in the fewest bytes.

use ratatui::layout::Position;

use super::{
    glyph::{Clusters, Glyph},
    pen::{Mark, Pen},
    shift::{self, Shift},
};

/// Blanks in a row from which erasing is cheaper than writing them.
const ERASED: usize = 10;
/// Bytes below which no way of shifting a row can be cheaper than writing.
const CHEAP: usize = 12;
/// Bytes above which a row is likely to be cheaper to shift.
const DEAR: usize = 48;

/// What rows are drawn with.
#[derive(Debug)]
pub(super) struct Easel<'a> {
    pub(super) pen: &'a mut Pen,
    clusters: &'a Clusters,
    /// Does the terminal draw ambiguous characters as wide as they are laid out?
    is_answered: bool,
    /// A row on its way from what it shows to what is wanted.
    scratch: Vec<Glyph>,
}

/// How a row was drawn: the shift of a part of it, if there was one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) y: usize,
    pub(super) shift: Option<Shift>,
}

impl<'a> Easel<'a> {
    pub(super) fn new(pen: &'a mut Pen, clusters: &'a Clusters, is_answered: bool) -> Self {
        Self { pen, clusters, is_answered, scratch: Vec::new() }
    }

    /// After the rows the pen goes to the caret.
    pub(super) fn end_at(&mut self, caret: Option<Position>) {
        if let Some(caret) = caret {
            self.pen.go(usize::from(caret.x), usize::from(caret.y));
        }
    }

    /// Makes a row show what is wanted: by writing, or by shifting a part of it and writing the rest, which it returns.
    pub(super) fn row(&mut self, y: usize, wanted: &[Glyph], shown: &[Glyph]) -> Option<Shift> {
        if wanted == shown {
            return None;
        }
        let start = self.pen.mark();
        let mut kept = None;
        // What is dear to write is shifted first; if that costs less than the glyphs alone, they are not written.
        let is_dear = self.is_answered && least(wanted, shown) > DEAR;
        if is_dear {
            for shift in shift::of_row(wanted, shown) {
                self.attempt(Way { y, shift: Some(shift) }, (wanted, shown), start, &mut kept);
            }
            if kept.is_some() && self.pen.mark().1 - start.1 <= DEAR {
                return kept.and_then(|way: Way| way.shift);
            }
        }
        self.attempt(Way { y, shift: None }, (wanted, shown), start, &mut kept);
        if self.is_answered && !is_dear && self.pen.mark().1 - start.1 > CHEAP {
            for shift in shift::of_row(wanted, shown) {
                self.attempt(Way { y, shift: Some(shift) }, (wanted, shown), start, &mut kept);
            }
        }
        kept.and_then(|way| way.shift)
    }

    /// Draws a row in one more way, from `start` on. The cheaper way stays; `kept` is what stood there before.
    fn attempt(&mut self, way: Way, (wanted, shown): (&[Glyph], &[Glyph]), start: Mark, kept: &mut Option<Way>) {
        let before = self.pen.mark();
        self.pen.stand_as(start);
        self.row_by(way, wanted, shown);
        let (own, other) = (self.pen.mark().1 - before.1, before.1 - start.1);
        if kept.is_none() || own < other || (own == other && way.shift.is_none()) {
            self.pen.cut(start.1..before.1);
            *kept = Some(way);
        } else {
            self.pen.back_to(before);
        }
    }

    /// The same in a way that is known.
    pub(super) fn row_by(&mut self, way: Way, wanted: &[Glyph], shown: &[Glyph]) {
        let mut row = std::mem::take(&mut self.scratch);
        row.clear();
        row.extend_from_slice(shown);
        if let Some(shift) = way.shift {
            self.shift(way.y, shift, &mut row);
        }
        self.write(way.y, wanted, &mut row);
        self.scratch = row;
    }

    /// Inserts or deletes columns, and takes it back further right where the rest of the row is to stay.
    fn shift(&mut self, y: usize, shift: Shift, shown: &mut [Glyph]) {
        for step in shift.steps().into_iter().flatten() {
            self.pen.go(step.at, y);
            self.pen.wear_nothing();
            self.pen.csi(step.columns, if step.inserts { b'@' } else { b'P' });
            step.apply(shown);
        }
    }

    /// Writes what differs.
    fn write(&mut self, y: usize, wanted: &[Glyph], shown: &mut [Glyph]) {
        let width = wanted.len();
        let mut x = 0;
        while let Some(at) = differing(wanted, shown, x) {
            x = at;
            let Some(glyph) = wanted.get(x).copied() else { return };
            let end = (x + usize::from(glyph.columns()).max(1)).min(width);
            let n_blank = if glyph == Glyph::BLANK { blanks(wanted, shown, x) } else { 0 };
            if n_blank > 3 && wanted.iter().skip(x).all(|glyph| *glyph == Glyph::BLANK) {
                self.reach(x, y, wanted);
                self.pen.wear_nothing();
                self.pen.raw(b"\x1b[K");
                copy(wanted, shown, x, width);
                return;
            }
            if n_blank >= ERASED {
                self.reach(x, y, wanted);
                self.pen.wear_nothing();
                self.pen.csi(n_blank, b'X');
                copy(wanted, shown, x, x + n_blank);
                x += n_blank;
                continue;
            }
            self.reach(x, y, wanted);
            self.ink(glyph, end, y, shown);
            copy(wanted, shown, x, end);
            x = end;
        }
    }

    /// Writes one glyph where the pen stands. Nothing may be eaten or wrapped if it turns out narrower or wider.
    fn ink(&mut self, glyph: Glyph, end: usize, y: usize, shown: &mut [Glyph]) {
        let is_sure = glyph.is_sure(self.is_answered);
        match glyph.columns() {
            _ if is_sure => self.pen.ink(glyph, self.clusters, true),
            1 if end >= shown.len() => self.pen.ink(glyph.mark_of(), self.clusters, true),
            1 => {
                self.pen.ink(glyph, self.clusters, false);
                if let Some(next) = shown.get_mut(end) {
                    *next = Glyph::UNKNOWN;
                }
            }
            columns => {
                for _ in 0..columns {
                    self.pen.ink(glyph.blanked(), self.clusters, true);
                }
                self.pen.go(end - usize::from(columns), y);
                self.pen.ink(glyph, self.clusters, false);
            }
        }
    }

    /// Moves the pen to a column: with a cursor move, or over what stands there already, written once more.
    fn reach(&mut self, x: usize, y: usize, wanted: &[Glyph]) {
        if self.pen.column_in(y) == Some(x) {
            return;
        }
        let start = self.pen.mark();
        self.pen.go(x, y);
        let moved = self.pen.mark();
        let n_bytes = moved.1 - start.1;
        self.pen.stand_as(start);
        let from = self.pen.column_in(y).filter(|column| *column < x).unwrap_or(0);
        let gap = wanted.get(from..x).unwrap_or_default();
        let mut left = n_bytes;
        let mut is_left = |glyph: &Glyph| {
            left = left.saturating_sub(glyph.n_bytes());
            left > 0
        };
        if n_bytes > 1 && gap.iter().all(&mut is_left) {
            self.pen.go(from, y);
            if self.write_again(gap) && self.pen.mark().1 - moved.1 < n_bytes {
                return self.pen.cut(start.1..moved.1);
            }
        }
        self.pen.back_to(moved);
    }

    /// Writes what is on the screen already, if it can be done in one look.
    fn write_again(&mut self, gap: &[Glyph]) -> bool {
        if gap.first().is_some_and(|glyph| glyph.is_hidden()) {
            return false;
        }
        for glyph in gap.iter().filter(|glyph| !glyph.is_hidden()) {
            if !glyph.is_sure(self.is_answered) || !self.pen.is_wearing(*glyph) {
                return false;
            }
            self.pen.ink(*glyph, self.clusters, true);
        }
        true
    }
}

/// Where the next glyph begins, from a place on, of which something is shown otherwise.
fn differing(wanted: &[Glyph], shown: &[Glyph], from: usize) -> Option<usize> {
    let differs = |(wanted, shown): (&Glyph, &Glyph)| wanted != shown;
    let mut at = from + wanted.get(from..)?.iter().zip(shown.get(from..)?).position(differs)?;
    while at > from && wanted.get(at).is_some_and(|glyph| glyph.is_hidden()) {
        at -= 1;
    }
    Some(at)
}

/// Blanks wanted from here on where something else is shown among them.
fn blanks(wanted: &[Glyph], shown: &[Glyph], x: usize) -> usize {
    let run = wanted.iter().zip(shown).skip(x).take_while(|(wanted, _)| **wanted == Glyph::BLANK);
    let last = run.enumerate().filter(|(_, (wanted, shown))| wanted != shown).last();
    last.map_or(0, |(n, _)| n + 1)
}

/// Bytes that must be written if nothing is shifted; no more than [`DEAR`] and one glyph are counted.
fn least(wanted: &[Glyph], shown: &[Glyph]) -> usize {
    let mut least = 0;
    for (wanted, shown) in wanted.iter().zip(shown) {
        if wanted != shown && *wanted != Glyph::BLANK {
            least += wanted.n_bytes();
        }
        if least > DEAR {
            break;
        }
    }
    least
}

fn copy(wanted: &[Glyph], shown: &mut [Glyph], from: usize, to: usize) {
    if let (Some(shown), Some(wanted)) = (shown.get_mut(from..to), wanted.get(from..to)) {
        shown.copy_from_slice(wanted);
    }
}

/// What a row costs to write, roughly; compared, never sent. What costs more than `most` is not looked at to its end.
pub(super) fn estimate(wanted: &[Glyph], shown: &[Glyph], most: usize) -> usize {
    let (mut cost, mut n_blank, mut is_writing) = (0, 0, false);
    for (wanted, shown) in wanted.iter().zip(shown) {
        if wanted == shown {
            is_writing = false;
            continue;
        }
        if !is_writing {
            (cost, n_blank, is_writing) = (cost + 5, 0, true);
        }
        n_blank = if *wanted == Glyph::BLANK { n_blank + 1 } else { 0 };
        if n_blank <= 4 {
            cost += wanted.n_bytes();
        }
        if cost > most {
            break;
        }
    }
    cost
}

#[cfg(test)]
mod tests {
    use ratatui::{
        buffer::{Buffer, Cell},
        layout::Rect,
        style::Style,
    };

    use super::*;
    use crate::tui::term::glyph::{Colours, Look};

    /// A row of glyphs from a text, blank to the edge.
    fn row(text: &str, width: u16, clusters: &mut Clusters) -> Vec<Glyph> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        buffer.set_string(0, 0, text, Style::new());
        let mut row: Vec<Glyph> = Vec::new();
        for cell in buffer.content().iter().map(Cell::clone) {
            let x = row.len();
            let last = row.iter().rposition(|glyph| !glyph.is_hidden()).map(|at| (at, row[at]));
            match last.filter(|(at, glyph)| at + usize::from(glyph.columns()) > x) {
                Some((_, glyph)) => row.push(glyph.hidden_under()),
                None => row.push(clusters.glyph(&cell, Colours::Sixteen)),
            }
        }
        row
    }

    /// What is sent to turn one row into another, with the cursor at its start.
    fn sent(shown: &str, wanted: &str, is_answered: bool) -> String {
        let mut clusters = Clusters::default();
        let (shown, wanted) = (row(shown, 40, &mut clusters), row(wanted, 40, &mut clusters));
        let mut pen = Pen::new();
        pen.width = 40;
        pen.go(0, 0);
        pen.wear(Look::PLAIN);
        pen.bytes.clear();
        let mut easel = Easel::new(&mut pen, &clusters, is_answered);
        easel.row(0, &wanted, &shown);
        assert_eq!(easel.scratch, wanted);
        String::from_utf8(pen.bytes).unwrap()
    }

    #[test]
    fn a_character_typed_into_a_row_pushes_the_rest() {
        let text = "政务公开平台402条、网站88条、微信22条。";
        let typed = "政务新公开平台402条、网站88条、微信22条";
        assert_eq!(sent(text, typed, true), "\x1b[4C\x1b[2@新\x1b[33C ");
        assert_eq!(sent(typed, text, true), "\x1b[4C\x1b[2P\x1b[33C。");
        assert!(!sent(text, typed, false).contains('@'), "a terminal that has not answered is not trusted");
    }
}
