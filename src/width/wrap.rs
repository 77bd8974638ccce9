//! Wrapping with 避头尾: where the rows of a paragraph begin and end.
//!
//! Break opportunities are those of UAX #14, plus what GB/T 15834 (标点符号用法, 5.1) demands of a row's two ends.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::{Ambiguous, Graphemes, ambiguous};

/// One row of a wrapped paragraph; both ranges lie on the borders of graphemes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's bytes in the paragraph.
    pub bytes: Range<usize>,
    /// The row's characters in the paragraph.
    pub characters: Range<usize>,
}

/// What a row is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruler {
    /// A terminal, by how it draws ambiguous characters.
    Screen(Ambiguous),
    /// Paper, as word processors set it: a mark, a quote, a dash is a full character (two columns), a quarter of one
    /// stands between Chinese and Latin letters or figures, and one mark may hang over the end of a full row.
    Paper,
}

impl Ruler {
    /// Parts that a column has.
    fn parts(self) -> usize {
        match self {
            Self::Screen(_) => 1,
            Self::Paper => 2,
        }
    }

    /// How it measures ambiguous characters.
    fn ambiguous(self) -> Ambiguous {
        match self {
            Self::Screen(ambiguous) => ambiguous,
            Self::Paper => Ambiguous::Wide,
        }
    }

    /// Parts that a grapheme may stand over the end of a row.
    fn over(self, piece: &Piece) -> usize {
        let hangs = self == Self::Paper && matches!(piece.cluster, "，" | "。" | "、" | "；" | "：" | "？" | "！");
        if hangs { piece.parts } else { 0 }
    }

    /// Parts that stand blank between two characters of a row.
    fn between(self, before: Option<char>, after: char) -> usize {
        let is_latin = |c: char| c.is_ascii_alphanumeric() || c == '%';
        let is_border = |before| is_han(before) && is_latin(after) || is_latin(before) && is_han(after);
        usize::from(self == Self::Paper && before.is_some_and(is_border))
    }
}

/// How well a row may end at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// UAX #14 and 避头尾 both let it.
    Free,
    /// Inside a word or a number: only when that is longer than a row.
    Tight,
    /// 避头尾 forbids it: only when the row has no other place.
    Bound,
}

/// A place between two graphemes, counted from the start of the paragraph.
#[derive(Debug, Clone, Copy, Default)]
struct Cut {
    byte: usize,
    character: usize,
    /// Parts of columns.
    column: usize,
}

impl Cut {
    /// Behind so many Chinese characters.
    fn on(self, n: usize, ruler: Ruler) -> Self {
        Self {
            byte: self.byte + n * HAN_BYTES,
            character: self.character + n,
            column: self.column + n * 2 * ruler.parts(),
        }
    }

    fn step(self, piece: &Piece) -> Self {
        Self {
            byte: self.byte + piece.cluster.len(),
            character: self.character + piece.n_characters,
            column: self.column + piece.parts,
        }
    }
}

/// Wraps one paragraph into rows of at most `columns`; `rows` is emptied first and never empty afterwards.
///
/// - The rows put together are the paragraph, byte for byte; nothing hangs over the edge, blanks neither.
/// - Only a row of one grapheme that is by itself wider than `columns` is too wide.
/// - A row starts with a forbidden character, ends with an opening one or splits `——` or `……` only if it has no
///   place at all where it could be cut without doing so.
/// - A word or number is cut only if it is longer than a row; then its head fills the row it starts on.
pub fn wrap(text: &str, columns: usize, rows: &mut Vec<Row>) {
    wrap_by(Ruler::Screen(ambiguous()), text, columns, rows);
}

/// The same by another ruler; a column is half a full character.
pub fn wrap_by(ruler: Ruler, text: &str, columns: usize, rows: &mut Vec<Row>) {
    rows.clear();
    if matches!(ruler, Ruler::Screen(measure) if measure.head(text, columns) == text) {
        return rows.push(Row { bytes: 0..text.len(), characters: 0..text.chars().count() });
    }
    let columns = columns * ruler.parts();
    let mut pieces = Pieces::new(text, ruler, linebreaks(text));
    let (mut start, mut here) = (Cut::default(), Cut::default());
    // The last place for a good end of the row, and the last one without a fault against 避头尾.
    let (mut free, mut tight) = (None::<Cut>, None::<Cut>);
    loop {
        // Most of a text: Chinese characters in a row, each of which may begin a row. Those that fit are taken at once.
        let room = (start.column + columns).saturating_sub(here.column);
        let n = pieces.run(room / (2 * ruler.parts()));
        if n > 0 {
            let before_last = here.on(n - 1, ruler);
            (free, tight, here) = (Some(before_last), Some(before_last), here.on(n, ruler));
        }
        let Some(piece) = pieces.next() else { break };
        // At the start of a row the blank is none of it.
        here.column += piece.blank;
        let next = here.step(&piece);
        match piece.joint {
            Joint::Free => (free, tight) = (Some(here), Some(here)),
            Joint::Tight => tight = Some(here),
            Joint::Bound => {}
        }
        while next.column - start.column > columns + ruler.over(&piece) && here.byte > start.byte {
            free = free.filter(|cut| cut.byte > start.byte);
            tight = tight.filter(|cut| cut.byte > start.byte);
            let end = match (free, tight) {
                (Some(free), Some(tight))
                    if tight.byte > free.byte && pieces.is_long(next.column - free.column, columns) =>
                {
                    tight
                }
                (Some(cut), _) | (None, Some(cut)) => cut,
                (None, None) => here,
            };
            rows.push(row(start, end));
            start = end;
        }
        here = next;
    }
    rows.push(row(start, here));
}

fn row(start: Cut, end: Cut) -> Row {
    Row { bytes: start.byte..end.byte, characters: start.character..end.character }
}

/// A grapheme of a paragraph.
#[derive(Debug)]
struct Piece<'a> {
    cluster: &'a str,
    n_characters: usize,
    /// Parts of columns that it takes.
    parts: usize,
    /// How well a row may end before it.
    joint: Joint,
    /// Parts that stand blank before it, unless a row begins with it.
    blank: usize,
}

/// The graphemes of a paragraph, from left to right.
#[derive(Clone)]
struct Pieces<'a, B> {
    ruler: Ruler,
    graphemes: Graphemes<'a>,
    at: usize,
    before: Option<char>,
    breaks: B,
    next_break: usize,
}

impl<'a, B: Iterator<Item = (usize, BreakOpportunity)> + Clone> Pieces<'a, B> {
    fn new(text: &'a str, ruler: Ruler, breaks: B) -> Self {
        let graphemes = Graphemes::new(text, ruler.ambiguous());
        Self { ruler, graphemes, at: 0, before: None, breaks, next_break: 0 }
    }

    fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.graphemes.rest;
        let (cluster, columns) = self.graphemes.next()?;
        while self.next_break < self.at {
            self.next_break = self.breaks.next().map_or(usize::MAX, |(at, _)| at);
        }
        let mut characters = rest.chars();
        let after = characters.next()?;
        // The start of the text is no place to end a row at.
        let joint = self
            .before
            .map_or(Joint::Bound, |before| joint(before, after, || characters.next(), self.next_break == self.at));
        let blank = self.ruler.between(self.before, after);
        self.at += cluster.len();
        // A grapheme whose columns are known is one character.
        let (n_characters, last, columns) = match columns {
            Some(columns) => (1, Some(after), columns),
            None => (cluster.chars().count(), cluster.chars().next_back(), self.ruler.ambiguous().cols(cluster)),
        };
        self.before = last;
        Some(Piece { cluster, n_characters, parts: columns * self.ruler.parts(), joint, blank })
    }

    /// Takes Chinese characters between two others, at most so many; tells how many.
    fn run(&mut self, most: usize) -> usize {
        if !self.before.is_some_and(is_plain) {
            return 0;
        }
        let rest = self.graphemes.rest;
        let mut characters = rest.chars();
        let n_plain = characters.by_ref().take(most + 1).take_while(|c| is_plain(*c)).count();
        let n = n_plain.saturating_sub(1);
        if n > 0 {
            let (taken, rest) = rest.split_at(n * HAN_BYTES);
            self.before = taken.chars().next_back();
            self.at += taken.len();
            self.graphemes = Graphemes::new(rest, self.ruler.ambiguous());
        }
        n
    }

    /// Is the piece that already takes `used` columns, up to its next free end, too long for any row?
    fn is_long(&self, mut used: usize, columns: usize) -> bool {
        let mut ahead = self.clone();
        while used <= columns {
            match ahead.next() {
                None | Some(Piece { joint: Joint::Free, .. }) => return false,
                Some(piece) => used += piece.blank + piece.parts,
            }
        }
        true
    }
}

/// Bytes of a plain Chinese character.
const HAN_BYTES: usize = '一'.len_utf8();

/// Is it one of those that nearly all of a text is written with? They take two columns, and a row may end between two.
fn is_plain(c: char) -> bool {
    matches!(c, '一'..='鿿')
}

/// May a row end between `before` and `after`, which `next` follows? `is_open`: UAX #14 says so.
fn joint(before: char, after: char, next: impl FnOnce() -> Option<char>, is_open: bool) -> Joint {
    // Most of a text; no mark is a character of writing.
    if is_plain(before) && is_plain(after) {
        return if is_open { Joint::Free } else { Joint::Tight };
    }
    // A dash of two is a 破折号 and may start a row; a single one is a 连接号 and may not.
    let is_hyphen = after == '—' && next() != Some('—');
    if is_hyphen || is_split(before, after) || is_closing(after) || is_opening(before) {
        Joint::Bound
    } else if is_number(before) && is_digit(after) {
        Joint::Tight
    // UAX #14 keeps “ ” with both their neighbours, as it cannot know which is the opening one; in Chinese it can.
    } else if matches!(after, '“' | '‘') && (is_han(before) || is_closing(before))
        || matches!(before, '”' | '’') && (is_han(after) || is_opening(after))
        || is_open
    {
        Joint::Free
    } else {
        Joint::Tight
    }
}

/// The two halves of a 破折号 or a 省略号.
fn is_split(before: char, after: char) -> bool {
    before == after && matches!(before, '—' | '…' | '⋯' | '─')
}

/// Must not start a row.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〉'
            | '〕'
            | '］'
            | '｝'
            | '〗'
            | '〙'
            | '〛'
            | '〞'
            | '〟'
            | '”'
            | '’'
            | '％'
            | '‰'
            | '℃'
            | '°'
            | '…'
            | '⋯'
            | '·'
            | '•'
            | '・'
            | '－'
            | '～'
            | '〜'
            | '／'
            | '．'
            | '﹐'
            | '﹑'
            | '﹒'
            | '﹔'
            | '﹕'
            | '﹖'
            | '﹗'
            | '﹚'
            | '々'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '%'
    )
}

/// Must not end a row.
fn is_opening(c: char) -> bool {
    matches!(
        c,
        '（' | '《'
            | '「'
            | '『'
            | '【'
            | '〈'
            | '〔'
            | '［'
            | '｛'
            | '〖'
            | '〘'
            | '〚'
            | '〝'
            | '“'
            | '‘'
            | '￥'
            | '＄'
            | '№'
            | '／'
            | '﹙'
            | '('
            | '['
            | '{'
            | '$'
            | '¥'
    )
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// What a digit behind it belongs to; UAX #14 knows it of half-width figures only.
fn is_number(c: char) -> bool {
    is_digit(c) || matches!(c, '．' | '＋' | '－')
}

/// A character of Chinese writing, punctuation aside.
pub fn is_han(c: char) -> bool {
    matches!(c, '⺀'..='⿟' | '々'..='〇' | '㐀'..='䶿' | '一'..='鿿' | '豈'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// A text as rows of at most so many columns, each a text of its own.
pub fn split(text: &str, columns: usize) -> Vec<String> {
    split_by(Ruler::Screen(ambiguous()), text, columns)
}

/// The same by another ruler.
pub fn split_by(ruler: Ruler, text: &str, columns: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut cuts = Vec::new();
    for paragraph in text.split('\n') {
        wrap_by(ruler, paragraph, columns, &mut cuts);
        rows.extend(cuts.iter().filter_map(|row| paragraph.get(row.bytes.clone())).map(str::to_owned));
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::width::cols;

    fn wrapped(text: &str, columns: usize) -> Vec<&str> {
        let mut rows = Vec::new();
        wrap(text, columns, &mut rows);
        rows.into_iter().map(|row| text.get(row.bytes).expect("a row on character borders")).collect()
    }

    /// Would a row that ends at this byte be at fault? Written without the code under test.
    fn is_fault(text: &str, at: usize) -> bool {
        let (before, after) = text.split_at(at);
        let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return false };
        "，。、；：？！）》」』】〉〕”’％‰℃…·～．,.;:!?)]}%".contains(b)
            || "（《「『【〈〔“‘￥([{$¥".contains(a)
            || (a == b && "—…".contains(a))
            || (b == '—' && !after.starts_with("——"))
    }

    fn prose() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[政府信息公开工作年度报告]{1,12}",
            3 => "[，。、；：？！）》”’％…—（《“‘￥·]{1,3}",
            1 => "(——|……|“[公开]{1,4}”|（[一二三]）|〔20[0-9]{2}〕[0-9]{1,2}号)",
            1 => "[0-9０-９]{1,8}[%％件.，]?",
            1 => "[a-z]{1,12}[ .:/]{0,2}",
            1 => "https://www\\.[a-z]{2,30}\\.gov\\.cn/[a-z0-9/]{0,40}",
            1 => "(e\u{301}|👨‍👩‍👧|🇨🇳|ｶﾞ|　| |①|\t)",
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn rows_cover_the_text_and_never_break_the_rules(text in prose(), columns in 1usize..=120) {
            let mut rows = Vec::new();
            wrap(&text, columns, &mut rows);
            prop_assert!(!rows.is_empty());
            let borders: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            let (mut byte, mut character) = (0, 0);
            for (n, row) in rows.iter().enumerate() {
                prop_assert_eq!((row.bytes.start, row.characters.start), (byte, character));
                (byte, character) = (row.bytes.end, row.characters.end);
                let shown = text.get(row.bytes.clone()).expect("a row on character borders");
                prop_assert_eq!(shown.chars().count(), row.characters.len());
                prop_assert!(borders.contains(&byte), "a grapheme is cut: {:?}", shown);
                let taken: usize = shown.graphemes(true).map(cols).sum();
                prop_assert!(taken <= columns || shown.graphemes(true).count() == 1, "too wide: {:?}", shown);
                prop_assert!(!shown.is_empty() || text.is_empty());
                if n + 1 < rows.len() && is_fault(&text, byte) {
                    let places: Vec<usize> =
                        borders.iter().copied().filter(|at| row.bytes.start < *at && *at <= byte).collect();
                    prop_assert!(places.iter().all(|at| is_fault(&text, *at)), "{:?} had a better end", shown);
                }
            }
            prop_assert_eq!((byte, character), (text.len(), text.chars().count()));
        }

        #[test]
        fn no_row_ends_before_it_is_full(text in "[政府信息公开，。（）“”]{0,120}", columns in 8usize..=120) {
            // Of rows that follow each other, the second never fits behind the first.
            for pair in wrapped(&text, columns).windows(2) {
                prop_assert!(cols(pair[0]) + cols(pair[1]) > columns, "{:?}", pair);
            }
        }
    }

    #[test]
    fn punctuation_stays_with_its_neighbour() {
        assert_eq!(wrapped("公开信息，回应关切。", 8), ["公开信", "息，回应", "关切。"]);
        assert_eq!(wrapped("依据条例（修订）办理", 10), ["依据条例", "（修订）办", "理"]);
        assert_eq!(wrapped("落实“公开”要求", 6), ["落实", "“公开”", "要求"]);
        assert_eq!(wrapped("便民——为民", 5), ["便民", "——为", "民"]);
        assert_eq!(wrapped("公开……等", 5), ["公", "开……", "等"]);
    }

    #[test]
    fn a_single_dash_starts_no_row_and_a_double_one_may() {
        assert_eq!(wrapped("一月—三月", 5), ["一月—", "三月"]);
        assert_eq!(wrapped("一月—三月", 4), ["一", "月—", "三月"]);
        assert_eq!(wrapped("一月——三月", 4), ["一月", "——三", "月"]);
    }

    #[test]
    fn on_paper_marks_are_full_characters_and_figures_stand_a_quarter_off() {
        let rows = |text: &str, columns: usize| split_by(Ruler::Paper, text, columns);
        // Four quarters are half a column each: the last character has no room any more.
        assert_eq!(rows("收到12件和34件", 14), ["收到12件和34", "件"]);
        assert_eq!(rows("收到12件和34件", 16), ["收到12件和34件"]);
        // None stands where a row begins or ends.
        assert_eq!(rows("收到申请12件和", 8), ["收到申请", "12件和"]);
        assert_eq!(rows("“公开”信息", 8), ["“公开”", "信息"]);
        // One mark hangs over the end, a second one does not.
        assert_eq!(rows("公开信息，公开", 8), ["公开信息，", "公开"]);
        assert_eq!(rows("公开信息。”公开", 8), ["公开信", "息。”公", "开"]);
        assert_eq!(rows("公开，12件", 10), ["公开，12", "件"]);
        assert_eq!(rows("公开，12", 8), ["公开，12"]);
    }

    #[test]
    fn figures_stay_whole_with_their_percent() {
        assert_eq!(wrapped("增长１２．５％以上", 12), ["增长", "１２．５％以", "上"]);
        assert_eq!(wrapped("增长12.55%以上", 8), ["增长", "12.55%以", "上"]);
        assert_eq!(wrapped("公开1,234件", 8), ["公开", "1,234件"]);
    }

    #[test]
    fn a_word_longer_than_a_row_fills_the_row_it_starts_on() {
        assert_eq!(wrapped("网址abcdefghijkl在此", 8), ["网址abcd", "efghijkl", "在此"]);
        assert_eq!(wrapped("网址abcdef在此", 8), ["网址", "abcdef在", "此"]);
    }

    #[test]
    fn an_empty_paragraph_is_one_empty_row() {
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("公", 0), ["公"]);
    }
}
