//! One paragraph: what stands in it, and what that has to do with each other and with the last sentence before it.

use std::{ops::Range, sync::Arc};

use super::{
    balance, duration, list,
    mask::{self, Mask},
    numeral,
    quantity::{self, Quantity},
    rate,
    relation::Relation,
    speak, sum,
    text::{self, shifted},
    topic,
    view::View,
    zero,
};

/// Characters of a text that others came for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Those that went, by their places then.
    pub gone: Range<usize>,
    /// Where those end that came for them; they begin where the others did.
    pub end: usize,
}

/// One paragraph and what stands in it, in its own characters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Passage {
    pub(super) text: String,
    pub(super) chars: Vec<char>,
    pub(super) masks: Vec<Mask>,
    pub(super) quantities: Vec<Quantity>,
    /// Where its last sentence begins: its first character, and the number of its first quantity.
    pub(super) last: (usize, usize),
    /// That sentence, for the paragraph behind it.
    pub(super) tail: Arc<Tail>,
    /// The relations that end in it, together with the sentence before it that they were found with.
    pub(super) ties: Option<(Arc<Tail>, Vec<Relation>)>,
}

/// The last sentence of a paragraph as the next one may take it up (发布100条。⏎其中……), in its own characters; nothing
/// where it holds no quantity.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Tail {
    pub(super) chars: Vec<char>,
    pub(super) quantities: Vec<Quantity>,
}

impl Passage {
    pub(super) fn read(line: &str) -> Self {
        let chars = text::fold(line);
        let (masks, scanned) = scan(&chars);
        let mut quantities = Vec::with_capacity(scanned.len());
        let starts: Vec<usize> = scanned.iter().map(|q| q.span.start).collect();
        let mut floor = 0;
        for (k, q) in scanned.into_iter().enumerate() {
            let end = q.span.end;
            let mut q = q.placed(&chars, floor, starts.get(k + 1).copied().unwrap_or(chars.len()));
            q.topic = topic::topic(&q.before, &q.after, q.unit);
            quantities.push(q);
            floor = end;
        }
        speak::assign(line, &chars, &mut quantities);
        let none = zero::find(&chars, &quantities);
        quantities.extend(none);
        quantities.sort_by_key(|q| q.span.start);
        let (last, tail) = Tail::of(&chars, &quantities);
        Self { text: line.to_owned(), chars, masks, quantities, last, tail: Arc::new(tail), ties: None }
    }

    /// The characters that another paragraph has for those of this one.
    pub(super) fn splice(&self, other: &Self) -> Splice {
        let (old, new) = (&self.chars, &other.chars);
        let is_same = |(a, b): &(&char, &char)| a == b;
        let head = old.iter().zip(new).take_while(is_same).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(is_same).count();
        Splice { gone: head..old.len() - tail, end: new.len() - tail }
    }

    /// Does the paragraph that came for it by this splice say the same in numbers, each where the splice has it?
    pub(super) fn is_like(&self, other: &Self, splice: &Splice) -> bool {
        let (Some((before, ties)), Some((now, found))) = (&self.ties, &other.ties) else {
            return self.quantities.is_empty() && other.quantities.is_empty();
        };
        let is_told = |n: usize| found.iter().any(|tie| tie.tells_of(n));
        let is_like = |(n, (a, b)): (usize, (&Quantity, &Quantity))| {
            let is_there = splice.place(&a.span) == Some(b.span.clone());
            let is_written = text::slice(&self.chars, a.span.clone()) == text::slice(&other.chars, b.span.clone());
            let may_say_else = || a.is_plain() && !is_told(now.quantities.len() + n);
            is_there && is_written && a.counts_like(b) && (a.is_led_like(b) || may_say_else())
        };
        let within = splice.moved(now.chars.len() + 1);
        self.quantities.len() == other.quantities.len()
            && self.quantities.iter().zip(&other.quantities).enumerate().all(is_like)
            && before == now
            && are_alike(ties, found, |span| within.place(span))
    }

    /// Has it these relations with the sentence before it, as it had with the one there was, and all within itself?
    pub(super) fn is_tied_like(&self, now: &Tail, found: &[Relation]) -> bool {
        let Some((before, ties)) = &self.ties else { return false };
        let (from, to) = (before.chars.len() + 1, now.chars.len() + 1);
        are_alike(ties, found, |span| (span.start >= from).then(|| shifted(span, from, to)))
    }

    pub(super) fn is_blank(&self) -> bool {
        self.chars.iter().all(|c| c.is_whitespace())
    }

    /// The relations that end in it where it stands: behind so many characters and quantities, with the sentence before
    /// it at `last` (its first character, the number of its first quantity).
    pub(super) fn tied(&self, last: (usize, usize), start: (usize, usize)) -> impl Iterator<Item = Relation> {
        self.ties.iter().flat_map(move |(before, ties)| {
            let (n_before, length) = (before.quantities.len(), before.chars.len() + 1);
            let index = move |i: usize| if i < n_before { last.1 + i } else { start.1 + i - n_before };
            let place = move |at: usize| if at < length { last.0 + at } else { start.0 + at - length };
            ties.iter().map(move |tie| {
                let mut tie = tie.clone();
                tie.shift(index, place);
                tie
            })
        })
    }

    /// The relations that end in this paragraph, in a view of the sentence before it and this one.
    pub(super) fn relations(&self, before: &Tail) -> Vec<Relation> {
        if self.quantities.is_empty() {
            return Vec::new();
        }
        let (mut chars, mut quantities) = (before.chars.clone(), before.quantities.clone());
        let first = quantities.len();
        chars.push('\n');
        let start = chars.len();
        chars.extend(&self.chars);
        let masks: Vec<Mask> = self.masks.iter().map(|mask| mask.moved(0, start)).collect();
        quantities.extend(self.quantities.iter().map(|q| q.moved(0, start)));
        let sentences = text::sentences(&chars);
        let view = View { chars: &chars, masks: &masks, quantities: &quantities, sentences: &sentences };
        let mut relations = Vec::new();
        sum::stated(&view, &mut relations);
        sum::implied(&view, &mut relations);
        balance::find(&view, &mut relations);
        list::find(&view, &mut relations);
        rate::find(&view, &mut relations);
        duration::find(&view, &mut relations);
        let ends_here = |relation: &Relation| relation.left.iter().chain(&relation.right).any(|i| *i >= first);
        relations.retain(ends_here);
        relations
    }
}

/// Are they the same relations, each where it should be now?
fn are_alike(some: &[Relation], others: &[Relation], place: impl Fn(&Range<usize>) -> Option<Range<usize>>) -> bool {
    let is_like = |(a, b): (&Relation, &Relation)| {
        place(&a.span) == Some(b.span.clone()) && Relation { span: b.span.clone(), ..a.clone() } == *b
    };
    some.len() == others.len() && some.iter().zip(others).all(is_like)
}

impl Splice {
    /// The same in a text that has so many characters more before it.
    pub(super) fn moved(&self, by: usize) -> Self {
        Self { gone: shifted(&self.gone, 0, by), end: self.end + by }
    }

    /// Where a stretch of the text as it was stands now; `None` if it begins or ends among what was replaced.
    pub fn place(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let behind = |at: usize| (at >= self.gone.end).then(|| at + self.end - self.gone.end);
        let start = if span.start < self.gone.start { Some(span.start) } else { behind(span.start) };
        let end = if span.end <= self.gone.start { Some(span.end) } else { behind(span.end) };
        Some(start?..end?).filter(|now| now.start <= now.end)
    }
}

impl Tail {
    /// The last sentence of a paragraph: where it begins (its first character, its first quantity), and what it holds.
    fn of(chars: &[char], quantities: &[Quantity]) -> ((usize, usize), Self) {
        let Some(sentence) = text::last_sentence(chars) else { return ((0, 0), Self::default()) };
        let first = quantities.partition_point(|q| q.span.start < sentence.start);
        let inside: Vec<Quantity> = quantities.iter().skip(first).map(|q| q.moved(sentence.start, 0)).collect();
        if inside.is_empty() {
            return ((0, 0), Self::default());
        }
        let tail = Self { chars: text::slice(chars, sentence.clone()).to_vec(), quantities: inside };
        ((sentence.start, first), tail)
    }
}

/// One pass over a paragraph: masks first, then quantities, then on by one character.
fn scan(p: &[char]) -> (Vec<Mask>, Vec<quantity::Scanned>) {
    let (mut masks, mut found) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < p.len() {
        let c = text::at(p, i);
        if !mask::may_begin(c) {
            i += 1;
        } else if let Some((end, kind)) = mask::mask(p, i) {
            let end = end.clamp(i + 1, p.len());
            masks.push(Mask { span: i..end, kind });
            i = end;
        } else if c.is_ascii_digit() || numeral::is_chinese(c) {
            let end = match quantity::scan(p, i) {
                Some(q) => {
                    let end = q.span.end;
                    found.push(q);
                    end
                }
                None => quantity::run_end(p, i),
            };
            i = end.max(i + 1);
        } else {
            i += 1;
        }
    }
    (masks, found)
}
