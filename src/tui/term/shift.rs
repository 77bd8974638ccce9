//! Moving a part of a row that is on the screen already, by columns inserted and deleted.

use super::glyph::Glyph;

/// The farthest that a part of a row is shifted, in columns.
const FARTHEST: usize = 24;
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
                let is_cut = row.get(last).is_some_and(|glyph| last + usize::from(glyph.columns()) > width);
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
    let last = pairs.rfind(differs).map_or(at, |(last, _)| last);
    let stays = (last + 1..width).find(|x| is_border(shown, *x) && is_border(wanted, *x)).unwrap_or(width);
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
