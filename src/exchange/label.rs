//! Labels as people copy them: one spelling for comparison, and how alike two of them are.

use crate::report::value::fold;

/// How alike two labels are at most; equal ones with the same number in front score this.
pub(super) const SAME: f64 = 1.08;

/// More characters of a label are not compared; the form's longest has 40.
const LONGEST: usize = 80;

/// What a character is for comparison; `None` for what carries no meaning there (blanks, quotation marks).
fn plain(c: char) -> Option<char> {
    match fold(c) {
        '“' | '”' | '‘' | '’' | '"' | '\'' | '〝' | '〞' => None,
        '、' | '。' => Some('.'),
        '—' | '―' | '﹣' => Some('-'),
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}

/// A text in the spelling that comparisons use.
pub(super) fn normal(text: &str) -> String {
    text.chars().filter_map(plain).collect()
}

/// What stands behind `prefix` (in the spelling of [`normal`]) if the text starts with it.
pub(super) fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut want = prefix.chars().peekable();
    for (at, c) in text.char_indices() {
        if want.peek().is_none() {
            return Some(text.split_at(at).1);
        }
        if let Some(c) = plain(c)
            && want.next() != Some(c)
        {
            return None;
        }
    }
    want.peek().is_none().then_some("")
}

/// A label, taken apart: the number in front (`（三）`, `2.`) and the words.
#[derive(Debug, Clone)]
pub(super) struct Label {
    all: Vec<char>,
    number: Option<char>,
    words_at: usize,
}

/// A stretch of characters that strsim can walk twice.
struct Stretch<'a>(&'a [char]);

impl<'a> IntoIterator for &Stretch<'a> {
    type Item = &'a char;
    type IntoIter = std::slice::Iter<'a, char>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

fn distance(a: &[char], b: &[char]) -> f64 {
    ratio(strsim::generic_levenshtein(&Stretch(a), &Stretch(b)), 1)
}

fn ratio(part: usize, whole: usize) -> f64 {
    f64::from(part as u32) / f64::from(whole.max(1) as u32)
}

impl Label {
    /// Takes a label apart.
    pub(super) fn new(text: &str) -> Self {
        let all: Vec<char> = text.chars().filter_map(plain).take(LONGEST).collect();
        let numeral = |c: &char| (c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).then_some(*c);
        // A number that was misread is no number, but its marks still part it from the words.
        let (number, words_at) = match all.as_slice() {
            ['(', c, ')', ..] => (numeral(c), 3),
            [c, '.', ..] => (numeral(c), 2),
            [c, next, ..] if c.is_ascii_digit() && !next.is_ascii_digit() => (Some(*c), 1),
            _ => (None, 0),
        };
        Self { all, number, words_at }
    }

    /// Is there nothing to compare?
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Are they the same, numbers included?
    pub(super) fn is(&self, other: &Self) -> bool {
        self.all == other.all
    }

    fn words(&self) -> &[char] {
        self.all.get(self.words_at..).unwrap_or_default()
    }

    /// How alike this label of a document is to one of the form: 0 to [`SAME`].
    ///
    /// The better of edit distance and edit distance of the beginning (labels are cut off at page and cell edges),
    /// with a little for the number in front; a label with its group's name glued before it is compared by its end.
    pub(super) fn likeness(&self, of_form: &Self) -> f64 {
        if self.is_empty() || of_form.is_empty() {
            return 0.0;
        }
        if self.is(of_form) {
            return SAME;
        }
        // Brackets alone make no likeness.
        let is_numbered_alike = self.number.is_some() && self.number == of_form.number;
        if !is_numbered_alike && !of_form.words().iter().any(|c| self.words().contains(c)) {
            return 0.0;
        }
        let number = match (self.number, of_form.number) {
            (Some(a), Some(b)) if a == b => 0.08,
            (Some(_), Some(_)) => -0.08,
            _ => 0.0,
        };
        let whole = 1.0 - distance(&self.all, &of_form.all) / ratio(self.all.len().max(of_form.all.len()), 1);
        let mut best = whole.max((words_alike(self.words(), of_form.words()) + number).clamp(0.0, SAME));
        if let Some(from) = self.all.len().checked_sub(of_form.all.len()).filter(|longer| *longer > 1) {
            let end = self.all.get(from..).unwrap_or_default();
            best = best.max(0.98 * (1.0 - distance(end, &of_form.all) / ratio(of_form.all.len(), 1)));
        }
        best
    }
}

/// The words compared whole and as a cut-off beginning, with one character of slack both ways.
fn words_alike(a: &[char], b: &[char]) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let n = short.len();
    if n == 0 {
        return 0.0;
    }
    let whole = 1.0 - distance(short, long) / ratio(long.len(), 1);
    let beginning = [n.saturating_sub(1), n, n + 1]
        .into_iter()
        .filter_map(|k| long.get(..k.clamp(1, long.len())))
        .map(|start| 1.0 - distance(short, start) / ratio(n.max(start.len()), 1))
        .fold(0.0, f64::max);
    // The shorter what is left, the less a beginning proves.
    let proof = 1.0 - 0.5 / ratio(n, 1);
    whole.max(beginning * proof * 0.97)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_label_in_another_spelling_is_the_same() {
        let form = Label::new("3.危及“三安全一稳定”");
        for copy in ["3．危及\"三安全一稳定\"", "３、危及三安全 一稳定", "3.危及“三安全一稳定”"]
        {
            assert!(Label::new(copy).is(&form), "{copy}");
        }
    }

    #[test]
    fn a_label_cut_off_is_nearer_to_its_row_than_to_any_other() {
        let edition = crate::form::Edition::by_id("2021").unwrap();
        let labels: Vec<Label> =
            edition.table("t2").unwrap().blocks.iter().flat_map(|b| &b.rows).map(|r| Label::new(&r.label)).collect();
        let best = |text: &str| {
            let cut = Label::new(text);
            let of = |n: usize| cut.likeness(&labels[n]);
            (0..labels.len()).max_by(|a, b| of(*a).total_cmp(&of(*b))).unwrap()
        };
        assert_eq!(best("1.本机关不掌握相关政府"), 12);
        assert_eq!(best("没有现成信息需要"), 13);
        assert_eq!(best("4.无正当理由大量反复申"), 18);
        assert_eq!(best("（五）不予处理1.信访举报投诉类申请"), 15);
    }

    #[test]
    fn what_stands_behind_a_beginning_is_found_in_any_spelling() {
        assert_eq!(after("其他 需要报告的事项：一是", "其他需要报告的事项"), Some("：一是"));
        assert_eq!(after("其他需要", "其他需要报告"), None);
        assert_eq!(after("其他", "其他"), Some(""));
    }
}
