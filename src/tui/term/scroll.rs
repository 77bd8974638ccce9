//! Moving rows that are on the screen already, between two margins.

use std::ops::Range;

use super::{
    glyph::{Glyph, Look},
    grid::Grid,
    row::{Easel, estimate},
};

/// The farthest that rows are scrolled.
const ROWS: usize = 4;
/// Bytes that a scroll must save to be worth it.
const WORTH: usize = 40;

/// Rows from `top` on and before `bottom` that move up, or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scroll {
    top: usize,
    bottom: usize,
    rows: usize,
    is_up: bool,
}

/// Scrolls a part of the screen if that seems to save much; tells whether it did.
pub(super) fn scroll(easel: &mut Easel<'_>, wanted: &Grid, shown: &mut Grid) -> bool {
    let plain: Vec<usize> = (0..wanted.height()).map(|y| estimate(wanted.row(y), shown.row(y))).collect();
    if plain.iter().sum::<usize>() < 4 * WORTH {
        return false;
    }
    let tries = (1..=ROWS).flat_map(|rows| [(rows, true), (rows, false)]);
    let best =
        tries.filter_map(|(rows, is_up)| best_scroll(wanted, shown, &plain, rows, is_up)).max_by_key(|best| best.0);
    let Some((_, scroll)) = best else { return false };
    let rows = scroll.top * shown.width..scroll.bottom * shown.width;
    let Some(region) = shown.glyphs.get_mut(rows) else { return false };
    if region.iter().any(|glyph| !glyph.is_sure(easel.is_answered)) {
        return false;
    }
    let n = scroll.rows * shown.width;
    easel.pen.wear(Look::PLAIN);
    easel.pen.raw(format!("\x1b[{};{}r", scroll.top + 1, scroll.bottom).as_bytes());
    easel.pen.lose();
    if scroll.is_up {
        easel.pen.go(0, scroll.bottom - 1);
        easel.pen.raw(&b"\n".repeat(scroll.rows));
        region.rotate_left(n);
        region.iter_mut().rev().take(n).for_each(|glyph| *glyph = Glyph::BLANK);
    } else {
        easel.pen.go(0, scroll.top);
        easel.pen.raw(&b"\x1bM".repeat(scroll.rows));
        region.rotate_right(n);
        region.iter_mut().take(n).for_each(|glyph| *glyph = Glyph::BLANK);
    }
    easel.pen.raw(b"\x1b[r");
    easel.pen.lose();
    true
}

/// The part of the screen where a scroll by so many rows saves most, and the bytes it saves.
fn best_scroll(wanted: &Grid, shown: &Grid, plain: &[usize], rows: usize, is_up: bool) -> Option<(usize, Scroll)> {
    let height = wanted.height();
    let source = |y: usize| if is_up { Some(y + rows).filter(|y| *y < height) } else { y.checked_sub(rows) };
    let blank = vec![Glyph::BLANK; wanted.width];
    // What it costs that these rows become blank.
    let lost = |fresh: Range<usize>| -> isize {
        let cost = |y: usize| estimate(wanted.row(y), &blank).saturating_sub(plain.get(y).copied().unwrap_or_default());
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
        sum += cost.cast_signed() - estimate(wanted.row(y), shown.row(from)).cast_signed();
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
