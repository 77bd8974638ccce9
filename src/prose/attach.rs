//! Finds numbers again after the text was changed by another hand: by what stood around them, one to one, in order.

use super::{
    Reading,
    quantity::Quantity,
    text::{fold, is_break},
};

/// A number as it was remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace<'a> {
    /// Character of the old text it began at.
    pub start: usize,
    /// Its value, as decimal text.
    pub value: &'a str,
    /// Its plain unit.
    pub unit: &'a str,
    /// What stood before it.
    pub left: &'a str,
    /// What stood behind it.
    pub right: &'a str,
}

/// Where a remembered number is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is this quantity, by its number in the reading.
    At(usize),
    /// It may be one of these, the likeliest first; somebody has to say.
    Doubtful(Vec<usize>),
    /// Nothing is like it.
    Lost,
}

/// Likeness from which on a quantity is taken for the remembered one, of at most 1.
const ENOUGH: f64 = 0.45;
/// Likeness from which on a quantity is worth asking about.
const ASKED: f64 = 0.3;
/// Two quantities whose likeness differs by less are one as likely as the other.
const MARGIN: f64 = 0.04;
/// What standing in order with a neighbour that was found counts.
const ORDER: f64 = 0.1;
/// Numbers further apart are no neighbours, in characters of the old text.
const NEAR: usize = 160;
/// So many neighbours on either side count, and quantities so far from a neighbour's.
const NEIGHBOURS: usize = 2;
const STRIDE: usize = 3;
/// So many candidates are named.
const NAMED: usize = 3;

/// Where the remembered numbers are in a text, each quantity taken at most once. `traces` are in the order of the old
/// text; `reading` is that of `text`.
pub fn attach(traces: &[Trace<'_>], text: &str, reading: &Reading) -> Vec<Found> {
    let folded = fold(text);
    let reach = traces.iter().map(|t| t.left.chars().count().max(t.right.chars().count())).max().unwrap_or_default();
    let now: Vec<Around> = reading.quantities.iter().map(|q| Around::of(q, &folded, reach)).collect();
    let values: Vec<String> = reading.quantities.iter().map(|q| q.value.normalize().to_string()).collect();
    let score = |trace: &Trace<'_>| -> Vec<f64> {
        let then = Around::new(&fold(trace.left), &fold(trace.right));
        let with = now.iter().zip(&reading.quantities).zip(&values);
        with.map(|((now, q), value)| then.likeness(now, trace.unit == q.unit, trace.value == value.as_str())).collect()
    };
    let mut scores: Vec<Vec<f64>> = traces.iter().map(score).collect();
    let first = assign(&scores);
    for (k, row) in scores.iter_mut().enumerate() {
        in_order(k, traces, &first, row);
    }
    let taken = assign(&scores);
    scores.iter().zip(&taken).map(|(row, own)| found(row, *own, &taken)).collect()
}

/// Raises the likeness of quantities that stand on the right side of neighbours that were found.
fn in_order(k: usize, traces: &[Trace<'_>], first: &[Option<usize>], row: &mut [f64]) {
    let Some(own) = traces.get(k) else { return };
    let from = k.saturating_sub(NEIGHBOURS);
    let neighbours = traces.iter().zip(first).enumerate().take(k + NEIGHBOURS + 1).skip(from);
    for (n, (trace, at)) in neighbours.filter(|(n, _)| *n != k) {
        let Some(at) = at.filter(|_| trace.start.abs_diff(own.start) < NEAR) else { continue };
        let (start, end) = if n < k { (at + 1, at + STRIDE + 1) } else { (at.saturating_sub(STRIDE), at) };
        for score in row.iter_mut().take(end).skip(start) {
            *score += ORDER;
        }
    }
}

/// One quantity for each trace at most, the likeliest pairs first.
fn assign(scores: &[Vec<f64>]) -> Vec<Option<usize>> {
    let pairs = scores.iter().enumerate().flat_map(|(k, row)| row.iter().enumerate().map(move |(i, s)| (*s, k, i)));
    let mut pairs: Vec<(f64, usize, usize)> = pairs.filter(|(score, ..)| *score >= ENOUGH).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = vec![None; scores.len()];
    for (_, k, i) in pairs {
        let is_free = !taken.contains(&Some(i));
        if let Some(slot) = taken.get_mut(k).filter(|slot| slot.is_none() && is_free) {
            *slot = Some(i);
        }
    }
    taken
}

/// What a row of likenesses says, with what was assigned to it and to the others.
fn found(row: &[f64], own: Option<usize>, taken: &[Option<usize>]) -> Found {
    let is_free = |i: &usize| Some(*i) == own || !taken.contains(&Some(*i));
    let mut free: Vec<(usize, f64)> = row.iter().copied().enumerate().filter(|(i, _)| is_free(i)).collect();
    free.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    match (own, free.as_slice()) {
        (Some(own), [(best, _)]) if *best == own => Found::At(own),
        (Some(own), [(best, score), (_, next), ..]) if *best == own && score - next >= MARGIN => Found::At(own),
        _ => {
            let likely = free.iter().filter(|(_, score)| *score >= ASKED).take(NAMED);
            let likely: Vec<usize> = likely.map(|(i, _)| *i).collect();
            if likely.is_empty() { Found::Lost } else { Found::Doubtful(likely) }
        }
    }
}

/// What stands around a number, made ready to be compared.
struct Around {
    left: String,
    right: String,
    /// The clause alone.
    clause: String,
}

impl Around {
    fn of(q: &Quantity, text: &[char], reach: usize) -> Self {
        let (start, end) = (q.digits.start.min(text.len()), q.digits.end.min(text.len()));
        let left = text.get(start.saturating_sub(reach)..start).unwrap_or_default();
        Self::new(left, text.get(end..text.len().min(end + reach)).unwrap_or_default())
    }

    fn new(left: &[char], right: &[char]) -> Self {
        let is_end = |c: &&char| is_break(**c) || c.is_ascii_digit();
        let squeezed = |c: &&char| !c.is_whitespace();
        let before = left.iter().rev().take_while(|c| !is_end(c)).filter(squeezed).collect::<Vec<_>>();
        let behind = right.iter().take_while(|c| !is_end(c)).filter(squeezed);
        let clause = before.into_iter().rev().chain(behind).collect();
        let text = |chars: &[char]| chars.iter().filter(squeezed).collect();
        Self { left: text(left), right: text(right), clause }
    }

    /// How alike two surroundings are, with the unit and the value of the numbers in them; at most 1.
    fn likeness(&self, now: &Self, is_unit: bool, is_value: bool) -> f64 {
        let unit = if is_unit { 0.6 } else { -1.0 };
        let value = if is_value { 0.5 } else { 0.0 };
        let alike = strsim::normalized_levenshtein;
        let left = 2.0 * alike(&self.left, &now.left);
        let right = 1.2 * alike(&self.right, &now.right);
        let clause = 0.8 * alike(&self.clause, &now.clause);
        (left + right + clause + unit + value) / 5.1
    }
}
