//! Moving rows that are on the screen already, between two margins.

use std::ops::Range;

use super::{
    glyph::{Glyph, Look},
    grid::Grid,
    pen::Pen,
    row::estimate,
};

/// The farthest that rows are scrolled.
const ROWS: usize = 4;
/// Bytes that a scroll must save to be worth it.
const WORTH: usize = 40;

/// Rows from `top` on and before `bottom` that move up, or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    top: usize,
    bottom: usize,
    rows: usize,
    is_up: bool,
}

/// The scroll that seems to save most, if one seems to save much. No other rows than `rows` differ.
pub(super) fn plan(rows: &[usize], wanted: &Grid, shown: &Grid) -> Option<Scroll> {
    if rows.iter().all(|y| shown.row(*y).iter().all(|glyph| *glyph == Glyph::BLANK)) {
        return None;
    }
    let mut plain = vec![0; wanted.height()];
    for y in rows {
        if let Some(cost) = plain.get_mut(*y) {
            *cost = estimate(wanted.row(*y), shown.row(*y), usize::MAX);
        }
    }
    if plain.iter().sum::<usize>() < 4 * WORTH {
        return None;
    }
    let tries = (1..=ROWS).flat_map(|rows| [(rows, true), (rows, false)]);
    let all = tries.filter_map(|(rows, is_up)| best(wanted, shown, &plain, rows, is_up));
    let (_, scroll) = all.max_by_key(|(saved, _)| *saved)?;
    let rows = scroll.top * shown.width..scroll.bottom * shown.width;
    // Nothing is moved whose columns are not sure.
    shown.glyphs.get(rows)?.iter().all(|glyph| glyph.is_sure(true)).then_some(scroll)
}

impl Scroll {
    /// Sends it, and does it to what is shown.
    pub(super) fn send(self, pen: &mut Pen, shown: &mut Grid) {
        pen.wear(Look::PLAIN);
        pen.raw(format!("\x1b[{};{}r", self.top + 1, self.bottom).as_bytes());
        pen.lose();
        let n = self.rows * shown.width;
        let region = shown.glyphs.get_mut(self.top * shown.width..self.bottom * shown.width).unwrap_or_default();
        if self.is_up {
            pen.go(0, self.bottom - 1);
            pen.raw(&b"\n".repeat(self.rows));
            region.rotate_left(n);
            region.iter_mut().rev().take(n).for_each(|glyph| *glyph = Glyph::BLANK);
        } else {
            pen.go(0, self.top);
            pen.raw(&b"\x1bM".repeat(self.rows));
            region.rotate_right(n);
            region.iter_mut().take(n).for_each(|glyph| *glyph = Glyph::BLANK);
        }
        pen.raw(b"\x1b[r");
        pen.lose();
    }
}

/// The part of the screen where a scroll by so many rows saves most, and the bytes it saves.
fn best(wanted: &Grid, shown: &Grid, plain: &[usize], rows: usize, is_up: bool) -> Option<(usize, Scroll)> {
    let height = wanted.height();
    let source = |y: usize| if is_up { Some(y + rows).filter(|y| *y < height) } else { y.checked_sub(rows) };
    // Of the rows that cost much, does one come from there at all? Most frames are no scroll, and that is seen soon.
    let is_found =
        plain.iter().enumerate().filter(|(_, cost)| **cost > WORTH).any(|(y, cost)| {
            source(y).is_some_and(|from| 2 * estimate(wanted.row(y), shown.row(from), cost / 2) < *cost)
        });
    if !is_found {
        return None;
    }
    let blank = vec![Glyph::BLANK; wanted.width];
    // What it costs that these rows become blank.
    let lost = |fresh: Range<usize>| -> isize {
        let cost = |y: usize| {
            estimate(wanted.row(y), &blank, usize::MAX).saturating_sub(plain.get(y).copied().unwrap_or_default())
        };
        fresh.map(cost).sum::<usize>().cast_signed()
    };
    // The best stretch of rows that come from elsewhere, by the sum of what each saves.
    let (mut start, mut sum, mut best) = (0, 0, None::<(isize, Range<usize>)>);
    for (y, cost) in plain.iter().enumerate() {
        let Some(from) = source(y) else {
            sum = 0;
            continue;
        };
        if sum <= 0 {
            (start, sum) = (y, if is_up { 0 } else { -lost(from..y) });
        }
        sum += cost.cast_signed() - estimate(wanted.row(y), shown.row(from), usize::MAX).cast_signed();
        let saved = if is_up && sum > 0 { sum - lost(y + 1..from + 1) } else { sum };
        if saved > best.as_ref().map_or(0, |best| best.0) {
            best = Some((saved, start..y + 1));
        }
    }
    let (saved, moved) = best?;
    let (top, bottom) = if is_up { (moved.start, moved.end + rows) } else { (moved.start - rows, moved.end) };
    let saved = saved.unsigned_abs();
    (saved > WORTH).then_some((saved, Scroll { top, bottom, rows, is_up }))
}
