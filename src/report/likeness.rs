//! How much of two texts is the same: pieces of eight characters, and short prints of them by which thousands compare.

use std::collections::{BTreeMap, HashMap};

/// Characters of a piece; sixteen bits each, they fill 128.
const PIECE: usize = 8;
/// Places of a print, a whole number of [`BAND`]s.
const PLACES: usize = 96;
/// Places of a band: texts that agree in all of one may be alike.
const BAND: usize = 3;
/// Bands of a print.
pub const BANDS: usize = PLACES / BAND;
/// A text of fewer pieces says too little to be like another.
const FEWEST: usize = 120;
/// Prints that agree in fewer hundredths are not worth an exact look: seven tenths of two texts are about 54.
const WORTH: usize = 35;

/// What a text leaves behind to be found again by (`MinHash`, one permutation): 384 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print(Box<[u32; PLACES]>);

/// Gives the hash of each piece of a text to `take`. Digits, spaces and marks do not count, so that the same words around
/// other figures are the same.
fn pieces<'a>(paragraphs: impl IntoIterator<Item = &'a str>, mut take: impl FnMut(u64)) {
    // The last eight letters, sixteen bits each; the few letters that need more are as good as any other with the same.
    let mut piece = 0_u128;
    let mut n = 0;
    paragraphs.into_iter().flat_map(str::chars).filter(|c| is_letter(*c)).for_each(|c| {
        piece = piece << 16 | u128::from(c as u16);
        n += 1;
        if n >= PIECE {
            take(mixed(piece));
        }
    });
}

/// Is it a letter of any script? Nearly all are Han, and nearly all others marks of these few: to ask the table of all
/// letters takes ten times as long.
fn is_letter(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '，' | '。' | '、' | '；' | '：' | '（' | '）' | '“' | '”' | '《' | '》' | '〔' | '〕' | '！' | '？' | '％' => {
            false
        }
        _ => c.is_alphabetic(),
    }
}

/// The hash of a piece, every bit of which depends on all letters: both halves, multiplied and folded.
fn mixed(piece: u128) -> u64 {
    let (low, high) = (piece as u64 ^ 0x9e37_79b9_7f4a_7c15, (piece >> 64) as u64 ^ 0xc4ce_b9fe_1a85_ec53);
    let product = u128::from(low) * u128::from(high);
    (product >> 64) as u64 ^ product as u64
}

impl Print {
    /// The print of a text; `None` for one that is too short.
    pub fn of<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut places = Box::new([u32::MAX; PLACES]);
        let mut count = 0;
        pieces(paragraphs, |hash| {
            let place = (((hash >> 32) * PLACES as u64) >> 32) as usize;
            places[place] = places[place].min(hash as u32);
            count += 1;
        });
        if count < FEWEST {
            return None;
        }
        // A place that no piece fell into takes over from the next that has one.
        let filled = *places;
        for at in 0..PLACES {
            if filled[at] == u32::MAX {
                let next = (1..PLACES).find(|step| filled[(at + step) % PLACES] != u32::MAX).unwrap_or_default();
                places[at] = (filled[(at + next) % PLACES] ^ (next as u32)).wrapping_mul(0x9e37_79b1);
            }
        }
        Some(Self(places))
    }

    /// Keys by which alike texts meet: two that have one in common may be alike.
    pub fn bands(&self) -> impl Iterator<Item = (usize, [u32; BAND])> {
        let (bands, _) = self.0.as_chunks::<BAND>();
        bands.iter().copied().enumerate()
    }

    /// About how much of both texts together is in both, in hundredths.
    pub fn resemblance(&self, other: &Self) -> usize {
        let same = self.0.iter().zip(other.0.iter()).filter(|(a, b)| a == b).count();
        same * 100 / PLACES
    }
}

/// Two reports whose prose is much the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// Number of the one that stands first.
    pub first: usize,
    /// Number of the other.
    pub other: usize,
    /// How much of the shorter text stands in the other, in hundredths.
    pub percent: usize,
}

/// Texts that meet in a band of their prints: each with the first of its band, where both look alike.
///
/// Texts that meet in no band are never compared, so that the work grows with the number of texts and not with its square.
pub fn in_band(prints: &[Option<Print>], band: usize) -> Vec<Meeting> {
    let mut first: HashMap<[u32; BAND], usize> = HashMap::with_capacity(prints.len());
    let mut met = Vec::new();
    for (n, print) in prints.iter().enumerate() {
        let Some((print, (_, key))) = print.as_ref().and_then(|print| Some((print, print.bands().nth(band)?))) else {
            continue;
        };
        let before = *first.entry(key).or_insert(n);
        let Some(other) = prints.get(before).and_then(Option::as_ref).filter(|_| before != n) else { continue };
        let rate = print.resemblance(other);
        if rate >= WORTH {
            met.push(Meeting { first: before, other: n, rate });
        }
    }
    met
}

/// Two texts that met in a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    first: usize,
    other: usize,
    /// About how much of both is in both, in hundredths.
    rate: usize,
}

/// For each text the one before it that it is likely most like, as far as prints tell; [`overlap`] then says exactly how
/// much is the same.
#[derive(Debug, Default)]
pub struct Most {
    best: BTreeMap<usize, Meeting>,
}

impl Most {
    /// Takes in what met in one band; where two are as much alike, the band that comes first counts.
    pub fn add(&mut self, met: Vec<Meeting>) {
        for meeting in met {
            let best = self.best.entry(meeting.other).or_insert(meeting);
            if meeting.rate > best.rate {
                *best = meeting;
            }
        }
    }

    /// The pairs, `(first, other)`, by the other.
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        self.best.values().map(|meeting| (meeting.first, meeting.other)).collect()
    }
}

/// The same for few texts at once.
pub fn met(prints: &[Option<Print>]) -> Vec<(usize, usize)> {
    let mut most = Most::default();
    (0..BANDS).for_each(|band| most.add(in_band(prints, band)));
    most.pairs()
}

/// How much of the shorter text stands in the other, in hundredths, exactly.
pub fn overlap<'a>(one: impl IntoIterator<Item = &'a str>, other: impl IntoIterator<Item = &'a str>) -> usize {
    let (one, other) = (sorted(one), sorted(other));
    let (mut same, mut rest) = (0, other.as_slice());
    for piece in &one {
        let before = rest.iter().take_while(|other| *other < piece).count();
        rest = rest.get(before..).unwrap_or_default();
        same += usize::from(rest.first() == Some(piece));
    }
    same * 100 / one.len().min(other.len()).max(1)
}

/// Every piece of a text once, in order.
fn sorted<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Vec<u64> {
    let mut all = Vec::new();
    pieces(paragraphs, |piece| all.push(piece));
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of so many sentences, the same for the same numbers.
    fn text(numbers: impl Iterator<Item = u32>) -> String {
        let word = |n: u32| char::from_u32(0x4e00 + n.wrapping_mul(2_654_435_761) % 20_000).unwrap();
        numbers.map(|n| (0..20).map(|k| word(n * 20 + k)).chain(['。']).collect::<String>()).collect()
    }

    fn print(text: &str) -> Print {
        Print::of([text]).unwrap()
    }

    #[test]
    fn the_marks_that_are_told_apart_at_once_are_what_the_table_of_letters_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn the_same_words_around_other_figures_are_the_same() {
        let one = format!("{}全年公开信息12条，{}", text(0..20), text(20..40));
        let other = one.replace("12", "3450").replace('，', ", ");
        assert_eq!(overlap([one.as_str()], [other.as_str()]), 100);
        assert_eq!(print(&one), print(&other));
        assert!(Print::of(["无其他需要报告的事项。"]).is_none());
    }

    #[test]
    fn each_is_held_against_the_one_before_that_it_is_most_like() {
        let texts: Vec<String> = [0..60, 500..560, 10..70, 900..960, 0..60, 505..565].map(text).into();
        let prints: Vec<Option<Print>> = texts.iter().map(|text| Print::of([text.as_str()])).collect();
        let told =
            met(&prints).into_iter().map(|(a, b)| (a, b, overlap([texts[a].as_str()], [texts[b].as_str()]) / 10));
        assert_eq!(told.collect::<Vec<_>>(), [(0, 2, 8), (0, 4, 10), (1, 5, 9)]);
        let thousand: Vec<Option<Print>> = (0..1000).map(|_| prints[0].clone()).collect();
        assert_eq!(met(&thousand).len(), 999, "one look each");
    }

    #[test]
    fn texts_of_which_seven_tenths_are_the_same_meet_and_others_do_not() {
        let mut met = 0;
        for n in 0..200 {
            let start = n * 1000;
            let (one, other) = (text(start..start + 60), text(start + 18..start + 78));
            assert!((67..=73).contains(&overlap([one.as_str()], [other.as_str()])));
            let (one, other) = (print(&one), print(&other));
            met += usize::from(one.bands().any(|band| other.bands().any(|b| b == band)));
            assert!((35..=75).contains(&one.resemblance(&other)), "{}", one.resemblance(&other));
            let stranger = print(&text(start + 500..start + 560));
            assert!(one.bands().all(|band| stranger.bands().all(|b| b != band)) && one.resemblance(&stranger) < 10);
        }
        assert!(met >= 196, "{met} of 200");
    }
}
