//! Pins (勾连): what a number of the prose refers to, as people said it, and sums of the text that once held.

use serde::{Deserialize, Serialize};

use crate::form::Place;

/// Something remembered about numbers of one section. It checks and never rewrites: digits stay plain in the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pin {
    /// Id of the section.
    pub section: String,
    /// The numbers, in the order of the text; of a sum the left side first. There is at least one.
    pub marks: Vec<Mark>,
    /// What is remembered.
    pub tie: Tie,
}

/// A number of the text that is remembered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    /// Its first character, over the section's paragraphs joined by `\n`; where it stood, if it is lost.
    pub start: usize,
    /// Behind its last character; nothing between the two once the number was deleted.
    pub end: usize,
    /// What it said when it was remembered, as decimal text.
    pub value: String,
    /// Its plain unit then: 件.
    pub unit: String,
    /// What stood around it, if it could not be found again after a change from outside.
    pub lost: Option<Around>,
}

/// What stands around a number: at most [`Around::REACH`] characters on either side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Around {
    /// Before it.
    pub left: String,
    /// Behind it.
    pub right: String,
}

/// What is remembered about numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tie {
    /// The number is the figure of this cell, or the sum of these; somebody said so.
    Is(Vec<Place>),
    /// The number is none of these; somebody said so.
    IsNot(Vec<Place>),
    /// So many first marks add up to what the others add up to; it held once.
    Sum(usize),
}

impl Around {
    /// Characters on either side.
    pub const REACH: usize = 14;

    /// What stands around a stretch of a text.
    pub fn of(text: &[char], start: usize, end: usize) -> Self {
        let from = start.saturating_sub(Self::REACH);
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().iter().collect();
        let end = end.min(text.len());
        Self {
            left: part(from.min(text.len())..start.min(text.len())),
            right: part(end..text.len().min(end + Self::REACH)),
        }
    }
}

impl Pin {
    /// A tie of one number.
    pub fn of_number(section: &str, mark: Mark, tie: Tie) -> Self {
        Self { section: section.to_owned(), marks: vec![mark], tie }
    }

    /// The places it names; none for a sum.
    pub fn places(&self) -> &[Place] {
        match &self.tie {
            Tie::Is(places) | Tie::IsNot(places) => places,
            Tie::Sum(_) => &[],
        }
    }

    /// Does it say enough to be kept: a number, and places or two sides?
    pub fn is_whole(&self) -> bool {
        match &self.tie {
            Tie::Is(places) | Tie::IsNot(places) => self.marks.len() == 1 && !places.is_empty(),
            Tie::Sum(left) => *left > 0 && *left < self.marks.len(),
        }
    }

    /// Has a number of it been lost to a change from outside?
    pub fn is_lost(&self) -> bool {
        self.marks.iter().any(|mark| mark.lost.is_some())
    }

    /// The pin after a change of its section; `None` if nothing of it is left. Of a sum the numbers that were deleted
    /// with the text around them drop out.
    pub(super) fn after(&self, change: &Change) -> Option<Self> {
        let mut pin = Self { marks: Vec::with_capacity(self.marks.len()), ..self.clone() };
        for (n, mark) in self.marks.iter().enumerate() {
            match mark.after(change) {
                Some(mark) => pin.marks.push(mark),
                None => {
                    if let Tie::Sum(left) = &mut pin.tie
                        && let Tie::Sum(was_left) = self.tie
                        && n < was_left
                    {
                        *left -= 1;
                    }
                }
            }
        }
        pin.is_whole().then_some(pin)
    }
}

impl Mark {
    /// A number that stands here.
    pub fn new(start: usize, end: usize, value: impl Into<String>, unit: &str) -> Self {
        Self { start, end, value: value.into(), unit: unit.to_owned(), lost: None }
    }

    /// Was the number deleted, and nothing typed in its place yet?
    pub fn is_empty(&self) -> bool {
        self.start == self.end && self.lost.is_none()
    }

    fn after(&self, change: &Change) -> Option<Self> {
        if self.lost.is_some() {
            return Some(self.clone());
        }
        let (start, end) = change.moved(self.start, self.end)?;
        Some(Self { start, end, ..self.clone() })
    }
}

/// A stretch of a section that was replaced, in characters over the paragraphs joined by `\n`.
#[derive(Debug, Clone)]
pub(super) struct Change {
    from: usize,
    to: usize,
    removed: Vec<char>,
    insert: Vec<char>,
}

impl Change {
    pub(super) fn new(from: usize, removed: &str, insert: &str) -> Self {
        let removed: Vec<char> = removed.chars().collect();
        Self { from, to: from + removed.len(), removed, insert: insert.chars().collect() }
    }

    /// The change that takes it back.
    pub(super) fn back(&self) -> Self {
        let to = self.from + self.insert.len();
        Self { from: self.from, to, removed: self.insert.clone(), insert: self.removed.clone() }
    }

    /// Where a number stands afterwards; `None` if it was deleted with the text around it.
    ///
    /// A number that is deleted alone leaves an empty stretch behind, which the next number typed there fills.
    fn moved(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let Self { from, to, insert, .. } = self;
        let (from, to, n) = (*from, *to, insert.len());
        if start == end && from == to && from == start {
            // What is typed where a number was.
            return Some(self.number().map_or((start, end), |(a, b)| (from + a, from + b)));
        }
        // Digits put in beside a number are part of it.
        if from == to && (from == start || from == end) && !insert.is_empty() && insert.iter().all(|c| is_digit(*c)) {
            return Some((start, end + n));
        }
        if to <= start && (from < to || from <= start) {
            return Some((start + n - (to - from), end + n - (to - from)));
        }
        if from >= end {
            return Some((start, end));
        }
        match (from <= start, to >= end) {
            (true, true) if from == start && to == end => {
                Some(self.number().map_or((from, from), |(a, b)| (from + a, from + b)))
            }
            (true, true) => {
                let number = self.removed.get(start - from..end - from).unwrap_or_default();
                // A clause said anew, with its one number.
                let only = numbers(&self.removed).len() == 1;
                let (a, b) = match numbers(insert).as_slice() {
                    [alone] if only => *alone,
                    _ => self.again((start - from, end - from), number)?,
                };
                Some((from + a, from + b))
            }
            (true, false) => Some((from + n, end + n - (to - from))),
            (false, false) if insert.iter().all(|c| is_digit(*c)) => Some((start, end + n - (to - from))),
            (false, _) => Some((start, from)),
        }
    }

    /// Where a number of what was removed stands in what was put in: a number of its own there, the same of several
    /// alike. What is no number by itself is looked for as it stands.
    fn again(&self, at: (usize, usize), number: &[char]) -> Option<(usize, usize)> {
        let like = |text: &[char]| -> Vec<(usize, usize)> {
            numbers(text).into_iter().filter(|(a, b)| text.get(*a..*b) == Some(number)).collect()
        };
        let (was, is) = (like(&self.removed), like(&self.insert));
        let Some(n) = was.iter().position(|one| *one == at) else {
            let at = self.insert.windows(number.len().max(1)).position(|window| window == number)?;
            return Some((at, at + number.len()));
        };
        is.get(n).filter(|_| was.len() == is.len()).copied()
    }

    /// The first number in what was put in.
    fn number(&self) -> Option<(usize, usize)> {
        numbers(&self.insert).first().copied()
    }
}

/// The numbers of a text, from their first character to behind their last.
fn numbers(text: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.iter().skip(at).position(|c| is_numeral(*c)).map(|n| n + at) {
        let length = text.iter().skip(start).take_while(|c| is_numeral(**c) || matches!(c, '.' | ',')).count();
        found.push((start, start + length));
        at = start + length;
    }
    found
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '.' | ',')
}

fn is_numeral(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９') || "零〇一二两三四五六七八九十百千".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(at: (usize, usize), from: usize, removed: &str, insert: &str) -> Option<(usize, usize)> {
        Change::new(from, removed, insert).moved(at.0, at.1)
    }

    #[test]
    fn a_number_moves_with_the_text_before_it_and_stays_before_the_text_behind_it() {
        assert_eq!(moved((4, 6), 0, "", "全年"), Some((6, 8)));
        assert_eq!(moved((4, 6), 4, "", "约"), Some((5, 7)), "right before it");
        assert_eq!(moved((4, 6), 6, "", "余"), Some((4, 6)), "right behind it");
        assert_eq!(moved((4, 6), 1, "公开", ""), Some((2, 4)));
        assert_eq!(moved((4, 6), 2, "共计", "一共"), Some((4, 6)));
        assert_eq!(moved((4, 6), 7, "公开", "发布信息"), Some((4, 6)));
    }

    #[test]
    fn a_number_that_is_typed_anew_stays_the_same_number() {
        assert_eq!(moved((4, 6), 4, "12", ""), Some((4, 4)), "deleted alone");
        assert_eq!(moved((4, 4), 4, "", "15"), Some((4, 6)));
        assert_eq!(moved((4, 6), 4, "12", "105"), Some((4, 7)));
        assert_eq!(moved((4, 6), 4, "12", "共十五"), Some((5, 7)));
        assert_eq!(moved((4, 6), 5, "2", ""), Some((4, 5)));
        assert_eq!(moved((4, 6), 5, "", "0"), Some((4, 7)));
        assert_eq!(moved((4, 6), 4, "1", ""), Some((4, 5)));
        assert_eq!(moved((4, 6), 5, "", "件。又"), Some((4, 5)), "torn apart");
        assert_eq!(moved((4, 5), 5, "", "2"), Some((4, 6)), "digit by digit");
        assert_eq!(moved((4, 5), 4, "", "2"), Some((4, 6)), "in front");
        assert_eq!(moved((4, 11), 4, "【待填·去年3】", "1"), Some((4, 5)), "a slot");
    }

    #[test]
    fn a_number_deleted_with_its_sentence_is_gone_unless_it_comes_back() {
        assert_eq!(moved((4, 6), 2, "收到12件", ""), None);
        assert_eq!(moved((4, 6), 2, "收到12件", "新收到12件"), Some((5, 7)));
        assert_eq!(moved((4, 6), 2, "收到12件", "共收到13件"), Some((5, 7)), "a clause said anew");
        assert_eq!(moved((4, 6), 2, "收到12件，办结9件", "收到13件"), None);
        // 3 is not looked for in 13, and one of two alike is the same of two.
        assert_eq!(moved((8, 9), 1, "收到13件，办3件", "共收到13件，已办3件"), Some((10, 11)));
        assert_eq!(moved((8, 9), 1, "收到13件，办3件", "共收到13件，已办4件"), None);
        assert_eq!(moved((8, 9), 1, "收到3件，又办3件", "共收到3件，再办3件"), Some((9, 10)));
        assert_eq!(moved((8, 9), 1, "收到3件，又办3件", "收到3件、3件，办3件"), None);
    }

    #[test]
    fn what_stands_around_a_number_ends_with_the_text() {
        let text: Vec<char> = "收到申请3件".chars().collect();
        assert_eq!(Around::of(&text, 4, 5), Around { left: "收到申请".into(), right: "件".into() });
        assert_eq!(Around::of(&text, 9, 12), Around { left: "收到申请3件".into(), right: String::new() });
    }
}
