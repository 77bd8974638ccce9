//! One paragraph as the rules about text look at it: its characters, its runs of letters and digits, its dates, and
//! what is wrong inside it whatever the report around it says.

use std::{
    ops::Range,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

pub(super) use super::ask::Ask;
use super::day::{self, Day};
use crate::prose::text::{at, before, fold};

/// How something that was left out is marked.
const CUT: [&str; 6] = ["〔略〕", "（略）", "(略)", "[略]", "〔截断〕", "〔下略〕"];
/// Characters of a shingle: so many in a row that are the same are no accident.
const SHINGLE: usize = 8;

/// A paragraph, read once; nothing in it depends on the report around it, so that it may be kept while it stays.
#[derive(Debug)]
pub(super) struct Line {
    /// Its text.
    pub(super) text: String,
    /// Its characters.
    pub(super) raw: Vec<char>,
    /// The same, full-width letters, digits and signs as their half-width twins.
    pub(super) chars: Vec<char>,
    /// Runs of letters and digits.
    pub(super) runs: Vec<Run>,
    /// What stands in 《》.
    pub(super) titles: Vec<Range<usize>>,
    /// Years and days.
    pub(super) days: Vec<Day>,
    /// What is wrong inside it.
    pub(super) slips: Vec<Slip>,
    /// Where other than Chinese characters stand.
    pub(super) signs: Vec<usize>,
    /// How many letters and digits it has.
    pub(super) letters: usize,
    /// How many characters but white space.
    pub(super) dense: usize,
    is_cut: bool,
    same: Against<usize>,
    met: Against<Arc<[bool]>>,
    shingles: OnceLock<Shingles>,
    all_shingles: OnceLock<Vec<u64>>,
    counted: OnceLock<Vec<Counted>>,
    /// Which questions were asked, and which of them had a yes: a bit for each.
    asked: AtomicU64,
    yes: AtomicU64,
}

/// What came of holding the paragraph against something else, with the mark of that; kept until it is another.
#[derive(Debug)]
struct Against<T>(Mutex<Option<(u64, T)>>);

impl<T> Default for Against<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Against<T> {
    fn known(&self, mark: u64) -> Option<T> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(of, _)| *of == mark).map(|(_, found)| found.clone())
    }

    fn get(&self, mark: u64, work: impl FnOnce() -> T) -> T {
        // Whoever panicked while he held it had not changed it.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref().filter(|(of, _)| *of == mark) {
            Some((_, found)) => found.clone(),
            None => kept.insert((mark, work())).1.clone(),
        }
    }
}

/// What a paragraph's runs of eight characters come to.
#[derive(Debug, Default)]
pub(super) struct Shingles {
    most: usize,
    sketch: [u64; 16],
}

impl Shingles {
    fn add(&mut self, hash: u64) {
        self.most += 1;
        let bit = hash >> 54;
        if let Some(word) = self.sketch.get_mut(usize::try_from(bit >> 6).unwrap_or_default()) {
            *word |= 1 << (bit & 63);
        }
    }

    /// So many there are at most.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Can the other paragraph have all of these but so many? Told without a look at each: a bit that the other lacks is
    /// one that it does not have.
    pub(super) fn may_lack(&self, other: &Self, most: usize) -> bool {
        let mut lacking = 0;
        self.sketch.iter().zip(&other.sketch).all(|(own, other)| {
            lacking += (own & !other).count_ones() as usize;
            lacking <= most
        })
    }
}

/// A sentence that holds digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    /// Characters it covers.
    pub(super) span: Range<usize>,
    /// Its letters and digits, as a hash.
    pub(super) exact: u64,
    /// Its letters alone, as a hash.
    pub(super) bones: u64,
}

/// Letters and digits with the signs that join them: a number, an address, a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Characters it covers.
    pub(super) span: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// With an `@`.
    Mail,
    /// A web address.
    Url,
    /// It begins with a digit.
    Number,
    /// It begins with a letter.
    Word,
}

/// Something wrong inside a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    /// Code of the rule.
    pub(super) code: &'static str,
    /// Characters it covers.
    pub(super) span: Range<usize>,
    /// Said to the clerk.
    pub(super) message: String,
    /// What should stand there, if that is plain.
    pub(super) to: Option<String>,
}

impl Line {
    /// Reads a paragraph; what is wrong inside it is not looked for yet.
    pub(super) fn new(text: &str) -> Self {
        let chars = fold(text);
        let runs = runs(&chars);
        let titles = titles(&chars);
        let days = day::days(&chars);
        let mut raw = Vec::with_capacity(chars.len());
        raw.extend(text.chars());
        let signs: Vec<usize> = raw.iter().enumerate().filter(|(_, c)| !is_han(**c)).map(|(i, _)| i).collect();
        let n_han = raw.len() - signs.len();
        let others = || signs.iter().copied();
        let is_cut = ['略', '断'].iter().any(|c| text.contains(*c)) && CUT.iter().any(|mark| text.contains(mark));
        Self {
            text: text.to_owned(),
            letters: n_han + others().filter(|i| is_letter(at(&chars, *i))).count(),
            dense: n_han + others().filter(|i| !at(&raw, *i).is_whitespace()).count(),
            signs,
            raw,
            chars,
            runs,
            titles,
            days,
            slips: Vec::new(),
            is_cut,
            same: Against::default(),
            met: Against::default(),
            shingles: OnceLock::new(),
            all_shingles: OnceLock::new(),
            counted: OnceLock::new(),
            asked: AtomicU64::new(0),
            yes: AtomicU64::new(0),
        }
    }

    /// The characters of a range as they stand there.
    pub(super) fn quote(&self, span: &Range<usize>) -> String {
        self.raw.get(span.clone()).unwrap_or_default().iter().collect()
    }

    /// The folded characters of a range.
    pub(super) fn folded(&self, span: &Range<usize>) -> &[char] {
        self.chars.get(span.clone()).unwrap_or_default()
    }

    /// Does the position stand in 《》?
    pub(super) fn is_title(&self, i: usize) -> bool {
        self.titles.iter().any(|title| title.contains(&i))
    }

    /// Does the position stand in a web or mail address?
    pub(super) fn is_address(&self, i: usize) -> bool {
        self.runs.iter().any(|run| matches!(run.kind, Kind::Mail | Kind::Url) && run.span.contains(&i))
    }

    /// The clause or sentence around a position, parted by these marks.
    pub(super) fn around(&self, i: usize, is_end: impl Fn(char) -> bool) -> Range<usize> {
        let start = (0..i.min(self.chars.len())).rev().find(|k| is_end(at(&self.chars, *k))).map_or(0, |k| k + 1);
        let end = (i..self.chars.len()).find(|k| is_end(at(&self.chars, *k))).unwrap_or(self.chars.len());
        start..end
    }

    /// The sentence around a position.
    pub(super) fn sentence(&self, i: usize) -> Range<usize> {
        self.around(i, is_stop)
    }

    /// The folded text of a range.
    pub(super) fn says(&self, span: &Range<usize>) -> String {
        self.folded(span).iter().collect()
    }

    /// Is something left out here and marked so: 〔略〕, （略）, 〔截断〕? What is missing cannot be judged then.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Does any of the words stand in it? They must be the same whenever this is asked.
    pub(super) fn holds(&self, ask: Ask, words: &[&str]) -> bool {
        self.is(ask, |line| words.iter().any(|word| line.text.contains(word)))
    }

    /// Is it known already that the answer is yes?
    pub(super) fn is_known(&self, ask: Ask) -> bool {
        self.yes.load(Ordering::Relaxed) & ask.bit() != 0
    }

    /// A question about the paragraph alone that is answered once; the answer must be worked out the same whenever it is
    /// asked.
    pub(super) fn is(&self, ask: Ask, answer: impl FnOnce(&Self) -> bool) -> bool {
        let bit = ask.bit();
        if self.asked.load(Ordering::Acquire) & bit == 0 {
            if answer(self) {
                self.yes.fetch_or(bit, Ordering::Relaxed);
            }
            self.asked.fetch_or(bit, Ordering::Release);
        }
        self.yes.load(Ordering::Relaxed) & bit != 0
    }

    /// Every run of eight characters without spaces and signs, digits as they are: what can be told of them without
    /// keeping them.
    pub(super) fn shingles(&self) -> &Shingles {
        self.shingles.get_or_init(|| {
            let mut shingles = Shingles::default();
            self.each_shingle(|hash| shingles.add(hash));
            shingles
        })
    }

    /// Their hashes, sorted, each once.
    pub(super) fn all_shingles(&self) -> &[u64] {
        self.all_shingles.get_or_init(|| {
            let mut all = Vec::with_capacity(self.shingles().most());
            self.each_shingle(|hash| all.push(hash));
            all.sort_unstable();
            all.dedup();
            all
        })
    }

    fn each_shingle(&self, mut take: impl FnMut(u64)) {
        // The characters of the run, the oldest first to be written over.
        let (mut last, mut run) = ([0_u64; SHINGLE], 0_u64);
        for (n, c) in self.chars.iter().filter(|c| is_letter(**c)).map(|c| u64::from(u32::from(*c))).enumerate() {
            let Some(place) = last.get_mut(n % SHINGLE) else { return };
            let gone = std::mem::replace(place, c);
            run = run.wrapping_mul(PRIME).wrapping_add(c).wrapping_sub(gone.wrapping_mul(BEHIND));
            if n + 1 >= SHINGLE {
                take(mix(SEED, run));
            }
        }
    }
}

impl Line {
    /// How many of its runs of eight characters stand among others, which are sorted; `mark` tells those from any other.
    pub(super) fn same(&self, mark: u64, others: &[u64]) -> usize {
        let is_there = |hash: &&u64| others.binary_search(hash).is_ok();
        self.same.get(mark, || self.all_shingles().iter().filter(is_there).count())
    }

    /// So many it has, and so many of them stand among others, if both are known without work.
    pub(super) fn known_same(&self, mark: u64) -> Option<(usize, usize)> {
        Some((self.all_shingles.get()?.len(), self.same.known(mark)?))
    }

    /// Which of these pairs of characters stand in it; `mark` tells them from any other.
    pub(super) fn met<'a>(&self, mark: u64, pairs: impl Iterator<Item = &'a [char; 2]>) -> Arc<[bool]> {
        let is_there = |pair: &[char; 2]| self.raw.windows(2).any(|found| found == pair);
        self.met.get(mark, || pairs.map(is_there).collect())
    }

    /// The sentences that hold digits and are long enough to be told apart.
    pub(super) fn counted(&self) -> &[Counted] {
        self.counted.get_or_init(|| {
            let mut found = Vec::new();
            let mut start = 0;
            for (i, _) in self.chars.iter().enumerate().filter(|(_, c)| is_stop(**c)).chain([(self.chars.len(), &'。')])
            {
                let sentence = self.folded(&(start..i));
                if sentence.iter().any(char::is_ascii_digit) {
                    let (mut n, mut exact, mut bones) = (0, SEED, SEED);
                    for c in sentence.iter().filter(|c| is_letter(**c)) {
                        let hash = u64::from(u32::from(*c));
                        (n, exact) = (n + 1, mix(exact, hash));
                        bones = if c.is_ascii_digit() { bones } else { mix(bones, hash) };
                    }
                    found.extend((n >= SHINGLE).then_some(Counted { span: start..i, exact, bones }));
                }
                start = i + 1;
            }
            found
        })
    }
}

/// Where a hash begins, and how a character is put into it.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
/// What a character weighs in a run of characters that has gone past it.
const BEHIND: u64 = PRIME.wrapping_pow(SHINGLE as u32);

/// One number for many, in their order.
pub(super) fn mark(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(SEED, mix)
}

fn mix(hash: u64, c: u64) -> u64 {
    (hash ^ c).wrapping_mul(PRIME).rotate_left(23)
}

/// Does a sentence end here? A semicolon parts what could stand alone.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | ';' | '\n')
}

/// Does a clause end here?
pub(super) fn is_break(c: char) -> bool {
    is_stop(c) || matches!(c, '，' | ',' | ':' | '、' | '(' | ')' | '〕')
}

/// Is it a letter or a digit of any writing? Of most characters that is told without a table.
fn is_letter(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '\u{2010}'..='\u{2027}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' => false,
        c => c.is_alphanumeric(),
    }
}

/// Is it a Chinese character?
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}')
}

fn runs(p: &[char]) -> Vec<Run> {
    let is_joint = |c: char| matches!(c, '.' | '-' | '_' | '@' | '/' | ':' | '?' | '=' | '&' | '#' | '%' | '~' | '+');
    let mut runs = Vec::new();
    let mut i = 0;
    while i < p.len() {
        if !at(p, i).is_ascii_alphanumeric() {
            i += 1;
            continue;
        }
        let start = i;
        while at(p, i).is_ascii_alphanumeric() || is_joint(at(p, i)) {
            i += 1;
        }
        let mut end = i;
        while is_joint(before(p, end)) {
            end -= 1;
        }
        let text = p.get(start..end).unwrap_or_default();
        let has = |word: &str| text.windows(word.len()).any(|w| w.iter().copied().eq(word.chars()));
        let kind = match at(p, start) {
            _ if text.contains(&'@') => Kind::Mail,
            _ if has("://") || has("www.") || has(".gov.cn") || has(".com") => Kind::Url,
            '0'..='9' => Kind::Number,
            _ => Kind::Word,
        };
        runs.push(Run { span: start..end, kind });
    }
    runs
}

fn titles(p: &[char]) -> Vec<Range<usize>> {
    let mut titles = Vec::new();
    let mut open: Option<usize> = None;
    for (i, c) in p.iter().enumerate() {
        match c {
            '《' if open.is_none() => open = Some(i),
            '》' => titles.extend(open.take().map(|from| from..i + 1)),
            _ => {}
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_letters_and_digits_are_known_by_what_they_are() {
        let line = Line::new("网址：http://www.example.gov.cn/，邮箱：ａ1@example.cn；电话0100-1234567。SQL库2个");
        let said: Vec<(String, Kind)> = line.runs.iter().map(|run| (line.quote(&run.span), run.kind)).collect();
        let wanted = [
            ("http://www.example.gov.cn", Kind::Url),
            ("ａ1@example.cn", Kind::Mail),
            ("0100-1234567", Kind::Number),
            ("SQL", Kind::Word),
            ("2", Kind::Number),
        ];
        assert_eq!(said, wanted.map(|(text, kind)| (text.to_owned(), kind)));
    }

    #[test]
    fn a_letter_is_told_as_the_tables_tell_it() {
        let wrong = |c: &char| is_letter(*c) != c.is_alphanumeric();
        assert_eq!(('\0'..=char::MAX).find(wrong), None);
    }

    #[test]
    fn shingles_do_not_see_spaces_and_signs() {
        let (one, other) = (Line::new("本年度主动公开信息，共 30 条"), Line::new("本年度主动公开信息共30条。"));
        assert_eq!(one.all_shingles(), other.all_shingles());
        assert_eq!(Line::new("太短").all_shingles(), [0; 0]);
    }
}
