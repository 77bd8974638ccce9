//! How many columns a text takes on the terminal; cutting and padding by columns, never by bytes or characters.
//!
//! Terminals disagree about some 140 000 characters, “ ” — … ① × · ─ among them: one column or two. Which it is here is
//! the one global of the program: there is one terminal, it is asked once, and every measure must agree with it.

mod ambiguous;
pub mod wrap;

use std::{
    cmp::Ordering,
    sync::atomic::{AtomicU8, Ordering::Relaxed},
};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How the terminal draws characters of ambiguous width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ambiguous {
    /// It has not said: measured as one column, and lines are drawn in ASCII.
    Unknown,
    /// One column.
    Narrow,
    /// Two columns.
    Wide,
}

/// Does a character act on the terminal, hide, or turn the reading direction? (C0, C1, bidi, zero-width, tags.)
///
/// The one definition for what a draft escapes, what a terminal is never sent raw, and what rule W-11 finds.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

static HERE: AtomicU8 = AtomicU8::new(Ambiguous::Narrow as u8);

/// How this terminal draws characters of ambiguous width; narrow until something else is known.
pub fn ambiguous() -> Ambiguous {
    let here = HERE.load(Relaxed);
    let all = [Ambiguous::Unknown, Ambiguous::Narrow, Ambiguous::Wide];
    all.into_iter().find(|how| *how as u8 == here).unwrap_or(Ambiguous::Narrow)
}

/// Says how this terminal draws them: at the start, when a slow terminal answers late, and when the user says so.
/// What is laid out already must be laid out anew, as for another size.
pub fn set_ambiguous(how: Ambiguous) {
    HERE.store(how as u8, Relaxed);
}

/// What the user says about lines: 0 nothing, 1 box characters, 2 ASCII. Goes with the widths: it is about the same terminal.
static LINES: AtomicU8 = AtomicU8::new(0);

/// Are lines drawn in ASCII? As the user says; else where box characters are not sure to be one column wide.
pub fn is_ascii_framed() -> bool {
    match LINES.load(Relaxed) {
        1 => ambiguous() == Ambiguous::Wide,
        2 => true,
        _ => ambiguous() != Ambiguous::Narrow,
    }
}

/// Says what lines are drawn with, in ASCII or not; `None` leaves it to what is known of the terminal.
/// Box characters that are two columns wide are never drawn.
pub fn set_ascii_framed(is_ascii: Option<bool>) {
    LINES.store(is_ascii.map_or(0, |is_ascii| if is_ascii { 2 } else { 1 }), Relaxed);
}

/// Is the width of this character ambiguous?
pub fn is_ambiguous(c: char) -> bool {
    let compare = |(first, last): &(char, char)| match c {
        c if c < *first => Ordering::Greater,
        c if c > *last => Ordering::Less,
        _ => Ordering::Equal,
    };
    !c.is_ascii() && ambiguous::AMBIGUOUS.binary_search_by(compare).is_ok()
}

/// Columns of a character that is nearly all of a report, and makes no grapheme with another such: no table is asked.
fn plain(c: char, here: Ambiguous) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '一'..='鿿' | '　'..='〩' | '！'..='～' | '㐀'..='䶿' => Some(2),
        '·' | '×' | '—' | '‘' | '’' | '“' | '”' | '…' | '①'..='⑳' | '─' | '│' => {
            Some(if here == Ambiguous::Wide { 2 } else { 1 })
        }
        _ => None,
    }
}

/// Columns that a character which is nearly all of a report takes where ambiguous ones take one; `None` for all others.
pub fn plain_cols(cluster: &str) -> Option<usize> {
    let mut characters = cluster.chars();
    characters.next().filter(|_| characters.next().is_none()).and_then(|c| plain(c, Ambiguous::Narrow))
}

/// Graphemes of a text, from left to right.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    Graphemes::new(text, ambiguous()).map(|(cluster, _)| cluster)
}

/// Graphemes of a text, from left to right, each with the columns it takes on this terminal.
pub fn measured(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let here = ambiguous();
    let columns = move |cluster, columns: Option<usize>| columns.unwrap_or_else(|| here.cols(cluster));
    Graphemes::new(text, here).map(move |(cluster, known)| (cluster, columns(cluster, known)))
}

/// Graphemes, with the columns of those that no table is asked about, each a single character. Every character is looked
/// at once.
#[derive(Clone)]
struct Graphemes<'a> {
    rest: &'a str,
    /// Bytes of the first character, and its columns if it is a plain one.
    lead: Option<(usize, Option<usize>)>,
    here: Ambiguous,
}

impl<'a> Graphemes<'a> {
    fn new(text: &'a str, here: Ambiguous) -> Self {
        Self { rest: text, lead: lead(text, here), here }
    }
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = (&'a str, Option<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (n_bytes, columns) = self.lead?;
        let (character, behind) = self.rest.split_at(n_bytes);
        let next = lead(behind, self.here);
        if columns.is_some() && next.is_none_or(|(_, columns)| columns.is_some()) {
            (self.rest, self.lead) = (behind, next);
            return Some((character, columns));
        }
        let cluster = first(self.rest)?;
        self.rest = self.rest.split_at(cluster.len()).1;
        self.lead = lead(self.rest, self.here);
        Some((cluster, None))
    }

    /// The same for all of them, with one look at each character.
    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, mut take: F) -> B {
        let (mut all, mut rest) = (init, self.rest);
        loop {
            // The last plain character, which what comes behind it may join.
            let mut last = None::<(usize, usize)>;
            let mut odd = None;
            for (at, c) in rest.char_indices() {
                let Some(columns) = plain(c, self.here) else {
                    odd = Some(at);
                    break;
                };
                if let Some((from, columns)) = last.replace((at, columns)) {
                    all = take(all, (rest.get(from..at).unwrap_or_default(), Some(columns)));
                }
            }
            let Some(odd) = odd else {
                let end = last.map(|(from, columns)| (rest.get(from..).unwrap_or_default(), Some(columns)));
                return end.into_iter().fold(all, take);
            };
            let behind = rest.get(last.map_or(odd, |(from, _)| from)..).unwrap_or_default();
            let Some(cluster) = first(behind) else { return all };
            all = take(all, (cluster, None));
            rest = behind.get(cluster.len()..).unwrap_or_default();
        }
    }
}

/// Bytes of the first character of a text, and its columns if it is a plain one.
fn lead(text: &str, here: Ambiguous) -> Option<(usize, Option<usize>)> {
    text.chars().next().map(|c| (c.len_utf8(), plain(c, here)))
}

/// The first grapheme; two plain characters side by side need no tables. What hides stands alone, so that it can be shown.
pub fn first(text: &str) -> Option<&str> {
    let is_plain = |c| plain(c, Ambiguous::Narrow).is_some();
    let mut characters = text.char_indices();
    let (_, a) = characters.next()?;
    match characters.next() {
        Some((end, b)) if is_plain(a) && is_plain(b) => Some(text.split_at(end).0),
        None if is_plain(a) => Some(text),
        _ if is_hidden(a) => Some(text.split_at(a.len_utf8()).0),
        _ => text.graphemes(true).next().map(bared),
    }
}

/// A grapheme without what hides in it from some character on; what joins two pictures is part of both.
fn bared(cluster: &str) -> &str {
    let mut rest = cluster.chars();
    while let Some(c) = rest.next() {
        let joins = || c == '\u{200d}' && rest.clone().next().is_some_and(|next| next.width().unwrap_or(0) > 0);
        if is_hidden(c) && !joins() {
            return cluster.split_at(cluster.len() - rest.as_str().len() - c.len_utf8()).0;
        }
    }
    cluster
}

impl Ambiguous {
    /// Columns that a text takes on such a terminal.
    pub fn cols(self, text: &str) -> usize {
        let plain = text.chars().try_fold(0, |columns, c| Some(columns + plain(c, self)?));
        plain.unwrap_or_else(|| self.measured(text))
    }

    /// The longest beginning of a text that takes at most `columns`; never half a wide character.
    pub fn head(self, text: &str, columns: usize) -> &str {
        self.fitting(text, columns).0
    }

    /// The same, with the columns it takes.
    fn fitting(self, text: &str, columns: usize) -> (&str, usize) {
        let (mut used, mut at) = (0, 0);
        for (cluster, known) in Graphemes::new(text, self) {
            let taken = used + known.unwrap_or_else(|| self.cols(cluster));
            if taken > columns {
                return (text.split_at(at).0, used);
            }
            (used, at) = (taken, at + cluster.len());
        }
        (text, used)
    }

    /// The same by the tables.
    fn measured(self, text: &str) -> usize {
        if self != Self::Wide && !text.contains(is_hidden) {
            return text.width();
        }
        let cluster = |cluster: &str| match cluster.width() {
            _ if cluster.starts_with(is_hidden) => 1,
            1 if self == Self::Wide && cluster.starts_with(is_ambiguous) => 2,
            columns => columns,
        };
        graphemes(text).map(cluster).sum()
    }
}

/// Columns that a text takes on this terminal.
pub fn cols(text: &str) -> usize {
    ambiguous().cols(text)
}

/// The longest beginning of a text that takes at most `columns`; never half a wide character.
pub fn head(text: &str, columns: usize) -> &str {
    ambiguous().head(text, columns)
}

/// The longest beginning of a text that takes at most `columns`, with the columns it takes.
pub fn fitting(text: &str, columns: usize) -> (&str, usize) {
    ambiguous().fitting(text, columns)
}

/// The text if it fits, else its beginning with `…`; takes at most `columns`.
pub fn cut(text: &str, columns: usize) -> String {
    if cols(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(cols("…")) else { return head(text, columns).to_owned() };
    format!("{}…", head(text, room))
}

/// Exactly `columns` wide: cut if too long, blanks on the right if too short.
pub fn fit(text: &str, columns: usize) -> String {
    let mut text = cut(text, columns);
    text.extend(std::iter::repeat_n(' ', columns - cols(&text)));
    text
}

/// Exactly `columns` wide: cut if too long, blanks on the left if too short.
pub fn fit_right(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let blanks = " ".repeat(columns - cols(&text));
    blanks + &text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_fitted_text_fills_its_columns_exactly(text in "[政府a…①🙂é ]{0,12}", columns in 0usize..20) {
            prop_assert_eq!(cols(&fit(&text, columns)), columns);
            prop_assert_eq!(cols(&fit_right(&text, columns)), columns);
            prop_assert!(cols(head(&text, columns)) <= columns);
        }
    }

    proptest! {
        #[test]
        fn a_wide_terminal_adds_one_column_for_each_ambiguous_character(text in "[政府a“”…①αЖé─ 。]{0,12}") {
            let n_ambiguous = text.chars().filter(|c| is_ambiguous(*c)).count();
            prop_assert_eq!(Ambiguous::Wide.cols(&text), Ambiguous::Narrow.cols(&text) + n_ambiguous);
        }
    }

    #[test]
    fn plain_characters_are_as_wide_as_the_tables_say() {
        for c in '\0'..=char::MAX {
            for here in [Ambiguous::Unknown, Ambiguous::Narrow, Ambiguous::Wide] {
                let text = c.to_string();
                assert!(plain(c, here).is_none_or(|columns| columns == here.measured(&text)), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn graphemes_and_their_columns_are_those_of_the_tables(text in "[政，a1 “”…①─　\u{301}\u{fe0f}\u{200d}é🇨👨ｶﾞ\u{302a}]{0,16}") {
            let ours: Vec<&str> = graphemes(&text).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assume!(!theirs.iter().any(|cluster| bared(cluster) != *cluster || cluster.starts_with(is_hidden)));
            prop_assert_eq!(ours, theirs);
            for here in [Ambiguous::Unknown, Ambiguous::Narrow, Ambiguous::Wide] {
                let mut rest = Graphemes::new(&text, here);
                let one_by_one: Vec<_> = std::iter::from_fn(|| rest.next()).collect();
                let at_once = Graphemes::new(&text, here).fold(Vec::new(), |mut all, next| { all.push(next); all });
                prop_assert_eq!(one_by_one, at_once);
            }
            for here in [Ambiguous::Narrow, Ambiguous::Wide] {
                prop_assert_eq!(here.cols(&text), here.measured(&text));
            }
        }
    }

    proptest! {
        #[test]
        fn what_hides_takes_a_column_of_its_own(text in "[政a“é\u{301}\u{1b}\u{9b}\u{200b}\u{200d}\u{202e}\u{2066}\u{feff}\u{e0041}]{0,12}") {
            for here in [Ambiguous::Narrow, Ambiguous::Wide] {
                prop_assert_eq!(here.cols(&text), graphemes(&text).map(|cluster| here.cols(cluster)).sum::<usize>());
            }
            let alone = graphemes(&text).filter(|cluster| cluster.starts_with(is_hidden));
            prop_assert_eq!(alone.count(), text.chars().filter(|c| is_hidden(*c)).count());
            prop_assert_eq!(graphemes(&text).collect::<String>(), text);
        }
    }

    #[test]
    fn what_statutory_text_is_full_of_is_ambiguous_and_plain_chinese_is_not() {
        assert!("“”‘’—…①⑩Ⅰ×·°℃※αЖáǎ─│■→↑\u{e000}\u{fffd}".chars().all(is_ambiguous));
        assert!(!"政府，。、《》（）％～￥　〔〕ａ1a ✓✗▸\u{301}".chars().any(is_ambiguous));
        assert!(ambiguous::AMBIGUOUS.is_sorted_by(|a, b| a.0 <= a.1 && a.1 < b.0));
    }

    #[test]
    fn a_letter_with_its_accent_is_as_wide_as_the_letter() {
        assert_eq!((Ambiguous::Narrow.cols("α\u{301}"), Ambiguous::Wide.cols("α\u{301}")), (1, 2));
        assert_eq!(Ambiguous::Wide.cols("👨‍👩‍👧e\u{301}"), 3);
    }

    #[test]
    fn a_wide_character_is_never_halved() {
        assert_eq!(cut("信息公开", 6), "信息…");
        assert_eq!(fit("信息公开", 7), "信息公…");
        assert_eq!(fit("信息", 5), "信息 ");
        assert_eq!(fit_right("12", 5), "   12");
        assert_eq!(head("信息", 3), "信");
    }
}
