//! A section's text as characters, folded one to one, and where its sentences end.

use std::ops::Range;

/// The characters of a text, full-width digits and signs as their half-width twins; no character is added or lost.
///
/// The Chinese comma stays, so that `，` parts clauses and `,` may part thousands; between full-width digits it is folded.
pub fn fold(text: &str) -> Vec<char> {
    let is_wide = |c: char| matches!(c, '０'..='９');
    let mut folded = Vec::with_capacity(text.len() / 3 + 1);
    let (mut before, mut rest) = ('\0', text.chars());
    while let Some(c) = rest.next() {
        folded.push(match c {
            '，' if !(is_wide(before) && rest.clone().next().is_some_and(is_wide)) => c,
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' | '\t' | '\r' => ' ',
            c => c,
        });
        before = c;
    }
    folded
}

/// Which bytes stand in a text, a bit for their last six bits: what a text lacks, no word in it has.
fn traces(text: &str) -> u64 {
    text.bytes().fold(0, |traces, byte| traces | 1 << (byte & 63))
}

/// May the word stand in a text with these traces? Asked of the bytes that tell most: those of its ends.
fn may_stand(held: u64, word: &str) -> bool {
    let is_held = |byte: &u8| held >> (byte & 63) & 1 == 1;
    match word.as_bytes() {
        [_, a, b, .., c, d] => is_held(b) && is_held(d) && is_held(a) && is_held(c),
        bytes => bytes.iter().all(is_held),
    }
}

/// Does any of the words stand in the text?
pub fn holds_any(text: &str, words: &[&str]) -> bool {
    let held = traces(text);
    words.iter().any(|word| may_stand(held, word) && text.contains(word))
}

/// The first entry all words of which stand in the text.
pub fn first_held<'e, T>(text: &str, entries: &'e [(&[&str], T)]) -> Option<&'e T> {
    let held = traces(text);
    let is_held = |word: &&str| may_stand(held, word) && text.contains(word);
    entries.iter().find(|(words, _)| words.iter().all(is_held)).map(|(_, entry)| entry)
}

/// The character at a position; NUL outside of the text.
pub fn at(p: &[char], i: usize) -> char {
    p.get(i).copied().unwrap_or('\0')
}

/// The character before a position; NUL at the start.
pub fn before(p: &[char], i: usize) -> char {
    i.checked_sub(1).map_or('\0', |i| at(p, i))
}

/// Whether the word stands at this position.
pub fn says(p: &[char], i: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(k, c)| at(p, i + k) == c)
}

/// Whether the word ends right before this position.
pub fn ends(p: &[char], i: usize, word: &str) -> bool {
    let mut at_end = i;
    word.chars().rev().all(|c| {
        let is_there = at_end > 0 && before(p, at_end) == c;
        at_end = at_end.saturating_sub(1);
        is_there
    })
}

/// The first of the words that stands at this position, with its end.
pub fn first<'w>(p: &[char], i: usize, words: &[&'w str]) -> Option<(usize, &'w str)> {
    words.iter().find(|word| says(p, i, word)).map(|word| (i + word.chars().count(), *word))
}

/// Past the spaces that stand here.
pub fn skip(p: &[char], mut i: usize) -> usize {
    while at(p, i) == ' ' {
        i += 1;
    }
    i
}

/// Back over the spaces before this position.
pub fn back(p: &[char], mut i: usize) -> usize {
    while before(p, i) == ' ' {
        i -= 1;
    }
    i
}

/// How many ASCII digits stand here.
pub fn digits(p: &[char], i: usize) -> usize {
    p.iter().skip(i).take_while(|c| c.is_ascii_digit()).count()
}

/// The characters of a range; nothing where it runs out of the text.
pub fn slice(p: &[char], range: Range<usize>) -> &[char] {
    p.get(range).unwrap_or(&[])
}

/// The characters of a range as text, without spaces.
pub fn squeeze(p: &[char], range: Range<usize>) -> String {
    let stretch = slice(p, range);
    // Nearly all are Chinese characters of three bytes.
    let mut text = String::with_capacity(3 * stretch.len());
    text.extend(stretch.iter().filter(|c| !c.is_whitespace()));
    text
}

/// A stretch that stood behind `from` and stands as far behind `to` now.
pub fn shifted(span: &Range<usize>, from: usize, to: usize) -> Range<usize> {
    let moved = |at: usize| (at + to).saturating_sub(from);
    moved(span.start)..moved(span.end)
}

/// Whether a clause ends here.
pub fn is_break(c: char) -> bool {
    matches!(c, '，' | ',' | '。' | ';' | ':' | '?' | '!' | '\n')
}

/// Whether a sentence ends here.
pub fn is_stop(c: char) -> bool {
    matches!(c, '。' | '?' | '!' | '\n')
}

/// The sentences of a text, each with the stop that ends it; blank ones are left out.
pub fn sentences(p: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (i, &c) in p.iter().enumerate() {
        if is_stop(c) {
            found.push(start..i + 1);
            start = i + 1;
        }
    }
    found.push(start..p.len());
    found.retain(|range| slice(p, range.clone()).iter().any(|c| !c.is_whitespace() && !is_stop(*c)));
    found
}

/// The last of the sentences of a text.
pub fn last_sentence(p: &[char]) -> Option<Range<usize>> {
    let is_word = |c: &char| !c.is_whitespace() && !is_stop(*c);
    let word = p.iter().rposition(is_word)?;
    let start = slice(p, 0..word).iter().rposition(|c| is_stop(*c)).map_or(0, |stop| stop + 1);
    let end = p.iter().skip(word).position(|c| is_stop(*c)).map_or(p.len(), |stop| word + stop + 1);
    Some(start..end)
}

/// The end of the bracket that encloses this position, no further than `stop`; `stop` where none does.
pub fn close(p: &[char], from: usize, stop: usize) -> usize {
    let mut depth = 0_usize;
    for i in from..stop.min(p.len()) {
        match at(p, i) {
            '(' => depth += 1,
            ')' if depth == 0 => return i,
            ')' => depth -= 1,
            _ => {}
        }
    }
    stop
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_wherever_they_stand() {
        let words = ["撤回", "信息公开", "上年", "a"];
        for (text, wanted) in
            [("其中撤回3件", true), ("信息不公开", false), ("", false), ("共a", true), ("上一年", false)]
        {
            assert_eq!(holds_any(text, &words), wanted, "{text}");
            assert_eq!(words.iter().any(|word| text.contains(word)), wanted);
        }
        let entries: [(&[&str], u8); 3] = [(&["逾期", "补正"], 1), (&["逾期"], 2), (&[], 3)];
        assert_eq!(
            ["逾期不补正", "逾期", "期逾"].map(|text| first_held(text, &entries)),
            [Some(&1), Some(&2), Some(&3)]
        );
    }

    #[test]
    fn folding_keeps_every_place() {
        let text = "共１，２０４件，占９８．５％（含　３件）";
        let folded = fold(text);
        assert_eq!(folded.len(), text.chars().count());
        assert_eq!(folded.iter().collect::<String>(), "共1,204件，占98.5%(含 3件)");
        let text = "，１，２，3，，４，\t（a，１）５，";
        assert_eq!(fold(text).into_iter().collect::<String>(), "，1,2，3，，4， (a，1)5，");
    }

    #[test]
    fn sentences_end_at_stops_and_lines() {
        let p = fold("甲。乙！\n\n丙，丁");
        let found: Vec<String> = sentences(&p).into_iter().map(|s| squeeze(&p, s)).collect();
        assert_eq!(found, ["甲。", "乙!", "丙，丁"]);
        for text in ["甲。乙！\n\n丙，丁", "甲。乙", "甲。乙。", "甲。乙! ?", " ", "。", ""] {
            let p = fold(text);
            assert_eq!(last_sentence(&p), sentences(&p).last().cloned(), "{text:?}");
        }
    }
}
