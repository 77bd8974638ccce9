//! Where a word step stops: numbers, Latin words, punctuation, and Chinese in fours.

use crate::{tui::wrap::is_han, width::graphemes};

/// Most characters of a run of Chinese that one step crosses.
const MOST_HAN: usize = 4;

/// Sorts of characters that a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Number,
    Latin,
    Han,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        _ if c.is_whitespace() => Class::Blank,
        '0'..='9' | '０'..='９' => Class::Number,
        _ if is_han(c) => Class::Han,
        _ if c.is_alphanumeric() => Class::Latin,
        _ => Class::Mark,
    }
}

/// Where the words of a paragraph start, in characters; blanks belong to the word before them.
pub(super) fn stops(text: &str) -> Vec<usize> {
    let mut stops = vec![0];
    let (mut at, mut before, mut length) = (0, Class::Blank, 0);
    let mut clusters = graphemes(text).filter_map(|cluster| cluster.chars().next().map(|c| (cluster, c))).peekable();
    while let Some((cluster, c)) = clusters.next() {
        let is_point = before == Class::Number && matches!(c, '.' | ',' | '．');
        let is_number = is_point && clusters.peek().is_some_and(|(_, next)| class(*next) == Class::Number);
        let class = if is_number { Class::Number } else { class(c) };
        if class != Class::Blank && (class != before || class == Class::Han && length == MOST_HAN) {
            stops.push(at);
            length = 0;
        }
        (at, before, length) = (at + cluster.chars().count(), class, length + 1);
    }
    stops
}
