//! What quantities of a text have to do with each other, and whether it holds.

use std::ops::Range;

use rust_decimal::Decimal;

/// A relation between quantities of one text: what the left ones say should be what the right ones say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What kind of relation.
    pub kind: Kind,
    /// Characters of the text from its first quantity to its last.
    pub span: Range<usize>,
    /// Indices of quantities: the total, the stated share, the number of things listed, 收到 and 上年结转.
    pub left: Vec<usize>,
    /// Indices of quantities: the parts, what the share is taken of (part, then whole), 办结 and 结转下年.
    pub right: Vec<usize>,
    /// Whether it holds.
    pub verdict: Verdict,
    /// How sure it is that the text means this relation at all.
    pub sure: Sure,
    /// One quantity with one other value that would heal it by a likely slip of the hand; to be shown, never applied unasked.
    pub suspect: Option<Suspect>,
}

/// Kinds of relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A total and its parts, said in words: 其中, 包括, 分别为, a bracket, a colon.
    Parts,
    /// A total and parts that happen to make it up; only ever found where it holds.
    Implied,
    /// 收到 + 上年结转 = 办结 + 结转下年.
    Balance,
    /// 办结 and its outcomes.
    Outcomes,
    /// A number of things, and the things listed: 等六部分.
    List,
    /// 占33.9%: left the share, right the part and the whole.
    Share,
    /// 办结率100%: left the rate, right what was done and all there was.
    Rate,
    /// 12月2日至3日 … 两天: left the days.
    Duration,
    /// 同比增长29%, 比上年增加3件: left the change, right this year's number and, where the text has it, last year's.
    Growth,
}

/// Whether a relation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// The left side is this much more than the right side (less, if negative); rates in percentage points.
    Differs(Decimal),
    /// The text alone cannot tell.
    Open,
}

/// How sure a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Worth a hint.
    Slight,
    /// Worth a word of reason.
    Fair,
    /// Plain arithmetic on exact numbers that the text ties by its words.
    Full,
}

/// A quantity and the value that would make its relation hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspect {
    /// Index of the quantity.
    pub quantity: usize,
    /// What it would have to be.
    pub value: Decimal,
}

impl Relation {
    /// Do the words around this quantity tell what the relation is, or are they told of it? Of a sum the numbers are told,
    /// and the words only of a total that differs and of a number that may be the slip.
    pub fn tells_of(&self, quantity: usize) -> bool {
        let is_sum = matches!(self.kind, Kind::Parts | Kind::Implied | Kind::Balance | Kind::Outcomes);
        let is_off = matches!(self.verdict, Verdict::Differs(_));
        let is_suspect = self.suspect.is_some_and(|suspect| suspect.quantity == quantity);
        let is_left = self.left.contains(&quantity);
        if is_sum { is_off && (is_left || is_suspect) } else { is_left || is_suspect || self.right.contains(&quantity) }
    }

    /// Tells where its quantities and its characters are now.
    pub(super) fn shift(&mut self, index: impl Fn(usize) -> usize, place: impl Fn(usize) -> usize) {
        self.span = place(self.span.start)..place(self.span.end);
        let suspect = self.suspect.iter_mut().map(|suspect| &mut suspect.quantity);
        for i in self.left.iter_mut().chain(&mut self.right).chain(suspect) {
            *i = index(*i);
        }
    }
}

/// Whether one number is the other with one slip of the hand: a digit wrong, missing or doubled, two neighbours swapped.
pub(super) fn slips(a: Decimal, b: Decimal) -> bool {
    let (a, b) = (a.normalize().to_string(), b.normalize().to_string());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (long, short): (Vec<char>, Vec<char>) = (long.chars().collect(), short.chars().collect());
    let same = long.iter().zip(&short).take_while(|(x, y)| x == y).count();
    let rest = |text: &[char], from: usize| text.iter().skip(from).copied().collect::<Vec<char>>();
    match long.len() - short.len() {
        0 => {
            let swapped = long.get(same) == short.get(same + 1) && long.get(same + 1) == short.get(same);
            rest(&long, same + 1) == rest(&short, same + 1)
                || (swapped && rest(&long, same + 2) == rest(&short, same + 2))
        }
        1 => rest(&long, same + 1) == rest(&short, same),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand_are_known() {
        let slip = |a: i64, b: i64| slips(Decimal::from(a), Decimal::from(b));
        assert!(slip(123, 124) && slip(123, 132) && slip(123, 12) && slip(12, 122) && slip(100, 10));
        assert!(!slip(123, 321) && !slip(5, 123) && !slip(1200, 12));
    }
}
