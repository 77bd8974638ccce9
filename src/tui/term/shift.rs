//! Moving what is on the screen already: columns inserted and deleted in a row, rows scrolled between two margins.

use super::{
    glyph::Glyph,
    row::{Easel, estimate},
};

/// The farthest that a part of a row is shifted, in columns.
const FARTHEST: usize = 24;
/// The farthest that rows are scrolled.
const ROWS: usize = 4;
/// Bytes that a scroll must save to be worth it.
const WORTH: usize = 40;

/// One shift of a part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shift {
    at: usize,
    columns: usize,
    inserts: bool,
    /// Where the rest of the row begins that stays where it is.
    stays: Option<usize>,
}

/// Columns inserted or deleted at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) at: usize,
    pub(super) columns: usize,
    pub(super) inserts: bool,
}

impl Shift {
    /// What is sent, in order: first what makes room, so that nothing falls off the edge that is to stay.
    pub(super) fn steps(self) -> [Option<Step>; 2] {
        let step = Step { at: self.at, columns: self.columns, inserts: self.inserts };
        let Some(stays) = self.stays else { return [Some(step), None] };
        let back = Step { at: stays.saturating_sub(self.columns), inserts: !self.inserts, ..step };
        if self.inserts { [Some(back), Some(step)] } else { [Some(step), Some(back)] }
    }
}

impl Step {
    /// What the terminal makes of it.
    pub(super) fn apply(self, row: &mut [Glyph]) {
        let Some(rest) = row.get_mut(self.at..) else { return };
        let n = self.columns.min(rest.len());
        if self.inserts {
            rest.rotate_right(n);
            rest.iter_mut().take(n).for_each(|glyph| *glyph = Glyph::BLANK);
            let width = row.len();
            // A glyph cut by the edge is drawn in many ways.
            if let Some(last) = row.iter().rposition(|glyph| !glyph.is_hidden()) {
                let is_cut = row.get(last).is_some_and(|glyph| last + usize::from(glyph.columns) > width);
                row.iter_mut().skip(last).filter(|_| is_cut).for_each(|glyph| *glyph = Glyph::UNKNOWN);
            }
        } else {
            rest.rotate_left(n);
            rest.iter_mut().rev().take(n).for_each(|glyph| *glyph = Glyph::BLANK);
        }
    }
}

/// The shifts of a row that may be worth trying. Nothing is shifted whose columns are not sure.
pub(super) fn of_row(wanted: &[Glyph], shown: &[Glyph]) -> Vec<Shift> {
    let width = wanted.len();
    let differs = |(_, (wanted, shown)): &(usize, (&Glyph, &Glyph))| wanted != shown;
    let mut pairs = wanted.iter().zip(shown).enumerate();
    let Some((at, _)) = pairs.find(differs) else { return Vec::new() };
    let stays = pairs.rfind(differs).map_or(at, |(last, _)| last) + 1;
    if shown.iter().skip(at).any(|glyph| !glyph.is_sure(true)) || !is_border(shown, at) || !is_border(wanted, at) {
        return Vec::new();
    }
    let has_rest = shown.iter().skip(stays).any(|glyph| *glyph != Glyph::BLANK);
    let mut shifts = Vec::new();
    for inserts in [true, false] {
        let (from, to) = if inserts { (shown, wanted) } else { (wanted, shown) };
        let saved = |columns: &usize| -> usize {
            let pairs = from.iter().skip(at).zip(to.iter().skip(at + columns));
            pairs
                .filter(|(from, to)| from == to)
                .map(|(from, _)| from.n_bytes() - usize::from(*from == Glyph::BLANK))
                .sum()
        };
        let is_likely = |columns: &usize| from.get(at) == to.get(at + columns) && from.get(at) != Some(&Glyph::BLANK);
        let best = (1..=FARTHEST.min(width)).filter(is_likely).map(|columns| (saved(&columns), columns)).max();
        let Some((_, columns)) = best.filter(|(saved, _)| *saved > 8) else { continue };
        let end = if stays >= at + columns { stays } else { continue };
        let kept = Shift { at, columns, inserts, stays: Some(end) };
        let loose = Shift { stays: None, ..kept };
        for shift in [loose, kept] {
            let is_whole = shift.stays.is_none_or(|stays| is_border(shown, stays));
            if is_whole && (shift.stays.is_some() || !has_rest) && cuts_nothing(shift, shown) {
                shifts.push(shift);
            }
        }
    }
    shifts
}

/// Does a glyph begin here, or the row end?
fn is_border(row: &[Glyph], x: usize) -> bool {
    row.get(x).is_none_or(|glyph| !glyph.is_hidden())
}

/// Are only whole glyphs deleted and parted?
fn cuts_nothing(shift: Shift, shown: &[Glyph]) -> bool {
    let mut row = shown.to_vec();
    shift.steps().into_iter().flatten().all(|step| {
        let is_whole = is_border(&row, step.at) && (step.inserts || is_border(&row, step.at + step.columns));
        step.apply(&mut row);
        is_whole
    })
}

/// Rows of the screen, one after another.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: usize,
}

impl Grid {
    pub(super) fn height(&self) -> usize {
        self.glyphs.len().checked_div(self.width).unwrap_or_default()
    }

    pub(super) fn row(&self, y: usize) -> &[Glyph] {
        self.glyphs.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, y: usize) -> &mut [Glyph] {
        self.glyphs.get_mut(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }
}

/// Rows from `top` on and before `bottom` that move up, or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scroll {
    top: usize,
    bottom: usize,
    rows: usize,
    is_up: bool,
}

/// Scrolls a part of the screen if that saves much.
pub(super) fn scroll(easel: &mut Easel<'_>, wanted: &Grid, shown: &mut Grid) {
    let plain: Vec<usize> = (0..wanted.height()).map(|y| estimate(wanted.row(y), shown.row(y))).collect();
    if plain.iter().sum::<usize>() < 4 * WORTH {
        return;
    }
    let tries = (1..=ROWS).flat_map(|rows| [(rows, true), (rows, false)]);
    let best =
        tries.filter_map(|(rows, is_up)| best_scroll(wanted, shown, &plain, rows, is_up)).max_by_key(|best| best.0);
    let Some((_, scroll)) = best else { return };
    let rows = scroll.top * shown.width..scroll.bottom * shown.width;
    let Some(region) = shown.glyphs.get_mut(rows) else { return };
    if region.iter().any(|glyph| !glyph.is_sure(easel.is_answered)) {
        return;
    }
    let n = scroll.rows * shown.width;
    easel.pen.wear(super::glyph::Look::PLAIN);
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
}

/// The part of the screen where a scroll by so many rows saves most, and the bytes it saves.
fn best_scroll(wanted: &Grid, shown: &Grid, plain: &[usize], rows: usize, is_up: bool) -> Option<(usize, Scroll)> {
    let height = wanted.height();
    let source = |y: usize| if is_up { Some(y + rows).filter(|y| *y < height) } else { y.checked_sub(rows) };
    let blank = vec![Glyph::BLANK; wanted.width];
    // The best stretch of rows that come from elsewhere, by the sum of what each saves.
    let (mut start, mut sum, mut best) = (0, 0_isize, None::<(isize, usize, usize)>);
    for (y, cost) in plain.iter().enumerate() {
        let gain = source(y).map(|from| cost.cast_signed() - estimate(wanted.row(y), shown.row(from)).cast_signed());
        match gain {
            Some(gain) if sum > 0 => sum += gain,
            Some(gain) => (start, sum) = (y, gain),
            None => sum = 0,
        }
        if sum > best.map_or(0, |best| best.0) {
            best = Some((sum, start, y + 1));
        }
    }
    let (gain, from, to) = best?;
    let (top, bottom) = if is_up { (from, to + rows) } else { (from - rows, to) };
    let fresh = if is_up { to..bottom } else { top..from };
    let lost: usize =
        fresh.map(|y| estimate(wanted.row(y), &blank).saturating_sub(plain.get(y).copied().unwrap_or(0))).sum();
    let saved = gain.unsigned_abs().saturating_sub(lost);
    (saved > WORTH).then_some((saved, Scroll { top, bottom, rows, is_up }))
}
