//! A text with all that was read in it, as relations are looked for.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    mask::{Mask, MaskKind},
    quantity::Quantity,
    relation::{Kind, Relation, Sure, Verdict},
    text::at,
};

/// A text with its quantities, as relations are looked for in it.
pub(super) struct View<'a> {
    pub(super) chars: &'a [char],
    pub(super) masks: &'a [Mask],
    pub(super) quantities: &'a [Quantity],
    pub(super) sentences: &'a [Range<usize>],
}

impl View<'_> {
    /// Indices of the quantities in a range of characters.
    pub(super) fn within(&self, range: Range<usize>) -> Range<usize> {
        let from = self.quantities.partition_point(|q| q.span.start < range.start);
        let to = self.quantities.partition_point(|q| q.span.start < range.end);
        from..to.max(from)
    }

    pub(super) fn get(&self, i: usize) -> Option<&Quantity> {
        self.quantities.get(i)
    }

    pub(super) fn value(&self, i: usize) -> Decimal {
        self.get(i).map_or(Decimal::ZERO, |q| q.value)
    }

    /// The exact sum; nothing where it would overflow.
    pub(super) fn sum(&self, parts: &[usize]) -> Option<Decimal> {
        parts.iter().try_fold(Decimal::ZERO, |sum, &i| sum.checked_add(self.value(i)))
    }

    /// From the first to the last character of these quantities.
    pub(super) fn span(&self, all: &[usize]) -> Range<usize> {
        let spans = || all.iter().filter_map(|&i| self.get(i)).map(|q| q.span.clone());
        spans().map(|s| s.start).min().unwrap_or(0)..spans().map(|s| s.end).max().unwrap_or(0)
    }

    /// The line that holds this position.
    pub(super) fn line(&self, i: usize) -> Range<usize> {
        let start = (0..i).rev().find(|&k| at(self.chars, k) == '\n').map_or(0, |k| k + 1);
        let end = (i..self.chars.len()).find(|&k| at(self.chars, k) == '\n').unwrap_or(self.chars.len());
        start..end
    }

    pub(super) fn is_masked(&self, i: usize) -> bool {
        let after = self.masks.partition_point(|mask| mask.span.start <= i);
        let mask = after.checked_sub(1).and_then(|k| self.masks.get(k));
        mask.is_some_and(|m| m.span.contains(&i) && matches!(m.kind, MaskKind::Title | MaskKind::Quote))
    }
}

/// A relation between these quantities, with no suspect yet.
pub(super) fn tied(
    view: &View,
    kind: Kind,
    left: Vec<usize>,
    right: Vec<usize>,
    verdict: Verdict,
    sure: Sure,
) -> Relation {
    let all: Vec<usize> = left.iter().chain(&right).copied().collect();
    Relation { kind, span: view.span(&all), left, right, verdict, sure, suspect: None }
}
