//! What changed between two versions of a section's text: which paragraph became which, and the words in it.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Paragraphs at least this alike are versions of one another (Dice's measure of their pairs of characters).
const ALIKE: f64 = 0.4;
/// More pairs of paragraphs than this are not weighed one by one; then only equal ones are matched.
const MOST_PAIRS: usize = 250_000;
/// An unchanged stretch of fewer characters between two changes is taken into them, so that words are read whole.
const ISLAND: usize = 2;

/// One paragraph, before and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its number in the earlier text; `None` if it is new.
    pub before: Option<usize>,
    /// Its number in the later text; `None` if it is gone.
    pub now: Option<usize>,
    /// Its pieces in reading order.
    pub pieces: Vec<Piece>,
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// The text.
    pub text: String,
}

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stands in both.
    Same,
    /// It stood in the earlier text only.
    Gone,
    /// It stands in the later text only.
    New,
}

impl Passage {
    /// Is it word for word the same?
    pub fn is_same(&self) -> bool {
        self.pieces.iter().all(|piece| piece.fate == Fate::Same)
    }

    /// The pieces of one side: the earlier text's or the later one's.
    pub fn side(&self, is_now: bool) -> impl Iterator<Item = &Piece> {
        let other = if is_now { Fate::Gone } else { Fate::New };
        self.pieces.iter().filter(move |piece| piece.fate != other)
    }
}

/// Holds two versions of a section's paragraphs against each other. A paragraph that was reworded stands beside its old
/// version; one that was moved counts as gone and new.
pub fn passages(before: &[String], now: &[String]) -> Vec<Passage> {
    let pairs = pairs(before, now);
    let mut passages = Vec::with_capacity(before.len().max(now.len()));
    let (mut i, mut j) = (0, 0);
    for (to_i, to_j) in pairs.into_iter().chain([(before.len(), now.len())]) {
        passages.extend((i..to_i).map(|i| whole(before, i, Fate::Gone)));
        passages.extend((j..to_j).map(|j| whole(now, j, Fate::New)));
        if let (Some(old), Some(new)) = (before.get(to_i), now.get(to_j)) {
            passages.push(Passage { before: Some(to_i), now: Some(to_j), pieces: pieces(old, new) });
        }
        (i, j) = (to_i + 1, to_j + 1);
    }
    passages
}

fn whole(paragraphs: &[String], n: usize, fate: Fate) -> Passage {
    let text = paragraphs.get(n).cloned().unwrap_or_default();
    let (before, now) = if fate == Fate::Gone { (Some(n), None) } else { (None, Some(n)) };
    Passage { before, now, pieces: vec![Piece { fate, text }] }
}

/// Which paragraph became which, in order: the matching of the greatest likeness.
fn pairs(before: &[String], now: &[String]) -> Vec<(usize, usize)> {
    let (n, m) = (before.len(), now.len());
    let is_small = n.saturating_mul(m) <= MOST_PAIRS;
    let shapes = |texts: &[String]| -> Vec<Vec<u64>> { texts.iter().map(|text| shape(text)).collect() };
    let (old, new) = if is_small { (shapes(before), shapes(now)) } else { (Vec::new(), Vec::new()) };
    if !is_small {
        let ops = capture_diff_slices(Algorithm::Myers, before, now);
        let equal = ops.iter().filter(|op| op.tag() == DiffTag::Equal);
        return equal.flat_map(|op| op.old_range().zip(op.new_range())).collect();
    }
    let likeness = |i: usize, j: usize| {
        let alike = if before[i] == now[j] { 1.0 } else { dice(&old[i], &new[j]) };
        if alike < ALIKE { 0.0 } else { alike }
    };
    // best[i][j]: the greatest likeness of the paragraphs from i and from j on.
    let mut best = vec![vec![0.0f64; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let skipped = best[i + 1][j].max(best[i][j + 1]);
            let alike = likeness(i, j);
            best[i][j] = if alike > 0.0 { skipped.max(best[i + 1][j + 1] + alike) } else { skipped };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        if best[i][j] > best[i + 1][j].max(best[i][j + 1]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The pairs of neighbouring characters of a text, as sorted numbers; a text of one character is its own pair.
fn shape(text: &str) -> Vec<u64> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut shape: Vec<u64> = match chars.as_slice() {
        [only] => vec![hasher.hash_one(only)],
        chars => chars.windows(2).map(|pair| hasher.hash_one(pair)).collect(),
    };
    shape.sort_unstable();
    shape
}

/// Dice's measure: twice what both have, beside what they have together.
fn dice(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += u32::from(x == y);
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
    let all = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    if all == 0 { 1.0 } else { f64::from(2 * both) / f64::from(all) }
}

/// The words of a paragraph for comparing: a number, a Latin word, or one other character.
fn words(text: &str) -> Vec<&str> {
    let sort = |c: char| match c {
        '0'..='9' | '.' | '%' => 1,
        c if c.is_ascii_alphabetic() => 2,
        _ => 0,
    };
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let sort_of_first = sort(first);
        let length = if sort_of_first == 0 {
            first.len_utf8()
        } else {
            rest.find(|c| sort(c) != sort_of_first).unwrap_or(rest.len())
        };
        let Some((word, more)) = rest.split_at_checked(length) else { break };
        words.push(word);
        rest = more;
    }
    words
}

/// The pieces of a paragraph that was reworded.
fn pieces(before: &str, now: &str) -> Vec<Piece> {
    let (old, new) = (words(before), words(now));
    let mut pieces: Vec<Piece> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        let (gone, added) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        if op.tag() == DiffTag::Equal {
            push(&mut pieces, Fate::Same, &gone);
        } else {
            push(&mut pieces, Fate::Gone, &gone);
            push(&mut pieces, Fate::New, &added);
        }
    }
    if pieces.is_empty() {
        pieces.push(Piece { fate: Fate::Same, text: String::new() });
    }
    joined(pieces)
}

fn push(pieces: &mut Vec<Piece>, fate: Fate, text: &str) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.fate == fate => last.text.push_str(text),
        _ => pieces.push(Piece { fate, text: text.to_owned() }),
    }
}

/// Takes the small islands between changes into the changes, so that not every second character is marked.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let n = pieces.len();
    let is_island =
        |k: usize, piece: &Piece| piece.fate == Fate::Same && k > 0 && k + 1 < n && piece.text.chars().count() < ISLAND;
    let mut out: Vec<Piece> = Vec::with_capacity(n);
    let (mut gone, mut added) = (String::new(), String::new());
    for (k, piece) in pieces.iter().enumerate() {
        match piece.fate {
            Fate::Gone => gone.push_str(&piece.text),
            Fate::New => added.push_str(&piece.text),
            Fate::Same if is_island(k, piece) => {
                gone.push_str(&piece.text);
                added.push_str(&piece.text);
            }
            Fate::Same => {
                push(&mut out, Fate::Gone, &std::mem::take(&mut gone));
                push(&mut out, Fate::New, &std::mem::take(&mut added));
                push(&mut out, Fate::Same, &piece.text);
            }
        }
    }
    push(&mut out, Fate::Gone, &gone);
    push(&mut out, Fate::New, &added);
    if out.is_empty() { pieces } else { out }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn marked(passage: &Passage) -> String {
        let mark = |piece: &Piece| match piece.fate {
            Fate::Same => piece.text.clone(),
            Fate::Gone => format!("[-{}]", piece.text),
            Fate::New => format!("[+{}]", piece.text),
        };
        passage.pieces.iter().map(mark).collect()
    }

    #[test]
    fn changed_numbers_and_words_are_marked_whole() {
        let before = texts(&["全年公开信息1204条，举办培训2次。"]);
        let now = texts(&["全年公开信息15592条，组织培训3次。"]);
        let passages = passages(&before, &now);
        assert_eq!(passages.len(), 1);
        assert_eq!(marked(&passages[0]), "全年公开信息[-1204][+15592]条，[-举办][+组织]培训[-2][+3]次。");
    }

    #[test]
    fn a_new_paragraph_does_not_shift_the_others() {
        let before = texts(&["（一）主动公开", "全年公开信息120条。", "（二）依申请公开"]);
        let now = texts(&["（一）主动公开", "开通专栏三个，另写一段。", "全年公开信息132条。", "（二）依申请公开"]);
        let passages = passages(&before, &now);
        let matched: Vec<_> = passages.iter().map(|p| (p.before, p.now)).collect();
        assert_eq!(matched, [(Some(0), Some(0)), (None, Some(1)), (Some(1), Some(2)), (Some(2), Some(3))]);
        assert!(passages[0].is_same() && !passages[2].is_same());
    }

    #[test]
    fn one_character_between_two_changes_is_taken_into_them() {
        let passages = passages(&texts(&["甲的乙丙丁戊己庚"]), &texts(&["子的丑丙丁戊己庚"]));
        assert_eq!(marked(&passages[0]), "[-甲的乙][+子的丑]丙丁戊己庚");
    }

    #[test]
    fn nothing_and_very_long_texts_are_compared_too() {
        assert_eq!(passages(&[], &[]), []);
        assert_eq!(passages(&[], &texts(&["新"]))[0].now, Some(0));
        let long: Vec<String> = (0..1200).map(|n| format!("第{n}段")).collect();
        let mut other = long.clone();
        other.insert(600, "多出来的一段".into());
        let passages = passages(&long, &other);
        assert_eq!(passages.iter().filter(|p| !p.is_same()).count(), 1);
    }

    proptest! {
        #[test]
        fn the_pieces_of_each_side_are_its_text(
            before in prop::collection::vec("[甲乙丙0-9a-c，。 ]{0,12}", 0..6),
            now in prop::collection::vec("[甲乙丙0-9a-c，。 ]{0,12}", 0..6),
        ) {
            let passages = passages(&before, &now);
            let side = |is_now: bool| -> Vec<String> {
                let has = |p: &&Passage| if is_now { p.now.is_some() } else { p.before.is_some() };
                let text = |p: &Passage| p.side(is_now).map(|piece| piece.text.as_str()).collect::<String>();
                passages.iter().filter(has).map(text).collect()
            };
            prop_assert_eq!(side(false), before);
            prop_assert_eq!(side(true), now);
        }
    }
}
