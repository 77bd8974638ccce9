//! Where things stand in the text of a draft: finds the line and column of a key, of an item, of a quote left open.
//!
//! The RON parser tells where it stumbled, not where a key stands whose meaning is wrong; this walk over the
//! text's tokens does. It also walks texts that do not parse, so it promises nothing but never to stop.

/// A point in a text: line and column, both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Point {
    /// The beginning of a text.
    pub(super) const START: Self = Self { line: 1, column: 1 };

    /// The point behind a text.
    pub(super) fn after(text: &str) -> Self {
        let mut point = Self::START;
        text.chars().for_each(|c| point.pass(c));
        point
    }

    /// The last place of a character before this point.
    pub(super) fn back_to(self, text: &str, wanted: char) -> Option<Self> {
        let mut at = Self::START;
        let mut last = None;
        for c in text.chars() {
            if at >= self {
                break;
            }
            last = if c == wanted { Some(at) } else { last };
            at.pass(c);
        }
        last
    }

    fn pass(&mut self, c: char) {
        if c == '\n' {
            *self = Self { line: self.line + 1, column: 1 };
        } else {
            self.column += 1;
        }
    }
}

/// One step on the way to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// Into the value of this key.
    Key(&'a str),
    /// Into the item of this number, from 0.
    Item(usize),
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    Comma,
    Colon,
    /// A text in quotes; `is_closed` if its closing quote is there.
    Text {
        is_closed: bool,
    },
    /// An identifier or a number.
    Word,
    /// Anything that RON does not know.
    Other,
}

/// A token and where it starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) at: Point,
}

impl Token<'_> {
    /// The point behind it.
    pub(super) fn end(&self) -> Point {
        let mut end = self.at;
        self.text.chars().for_each(|c| end.pass(c));
        end
    }
}

/// All tokens of a text, white space and comments left out.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { rest: text, at: Point::START }
}

/// Walks over a text token by token.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    at: Point,
}

impl<'a> Tokens<'a> {
    /// Takes so many bytes off the front; the rest if they end inside a character.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        taken.chars().for_each(|c| self.at.pass(c));
        self.rest = rest;
        taken
    }

    fn skip_blanks(&mut self) {
        loop {
            let blanks = self.rest.len() - self.rest.trim_start().len();
            self.take(blanks);
            if self.rest.starts_with("//") {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.take(comment(self.rest));
            } else {
                return;
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_blanks();
        let first = self.rest.chars().next()?;
        let at = self.at;
        let (kind, bytes) = match first {
            '(' | '[' | '{' => (Kind::Open, 1),
            ')' | ']' | '}' => (Kind::Close, 1),
            ',' => (Kind::Comma, 1),
            ':' => (Kind::Colon, 1),
            _ => quoted(self.rest).unwrap_or_else(|| match word(self.rest) {
                0 => (Kind::Other, first.len_utf8()),
                bytes => (Kind::Word, bytes),
            }),
        };
        Some(Token { kind, text: self.take(bytes), at })
    }
}

/// Bytes of the block comment at the start of a text; such comments nest.
fn comment(text: &str) -> usize {
    let mut depth = 0usize;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        match (last, c) {
            ('/', '*') => (depth, last) = (depth + 1, ' '),
            ('*', '/') => (depth, last) = (depth.saturating_sub(1), ' '),
            _ => last = c,
        }
        if depth == 0 && at > 1 {
            return at + 1;
        }
    }
    text.len()
}

/// The quoted text (plain or raw) at the start of a text, and its bytes.
fn quoted(text: &str) -> Option<(Kind, usize)> {
    let closed = |at: Option<usize>, extra: usize| {
        (Kind::Text { is_closed: at.is_some() }, at.map_or(text.len(), |at| at + extra))
    };
    if let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inner = raw.trim_start_matches('#').strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(closed(inner.find(&end), text.len() - inner.len() + end.len()));
    }
    let inner = text.strip_prefix('"')?;
    let mut is_escaped = false;
    let end = inner.find(|c| match c {
        '"' if !is_escaped => true,
        _ => {
            is_escaped = c == '\\' && !is_escaped;
            false
        }
    });
    Some(closed(end, 2))
}

/// Bytes of the identifier or number at the start of a text.
fn word(text: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.' | '\'');
    let bare = text.strip_prefix("r#").unwrap_or(text);
    match bare.len() - bare.trim_start_matches(is_part).len() {
        0 => 0,
        bytes => bytes + text.len() - bare.len(),
    }
}

/// How far a walk has come inside one pair of brackets.
#[derive(Default)]
struct Frame {
    key: Option<String>,
    item: usize,
}

/// Where the key (or item) at the end of a path stands; `nth` counts those that are there more than once, from 0.
pub(super) fn locate(text: &str, path: &[Step<'_>], nth: usize) -> Option<Point> {
    let is_item = matches!(path.last(), Some(Step::Item(_)));
    let mut frames: Vec<Frame> = Vec::new();
    let mut last: Option<Token<'_>> = None;
    let mut seen = 0;
    for token in tokens(text) {
        let mut hit = None;
        match token.kind {
            Kind::Comma => {
                if let Some(frame) = frames.last_mut() {
                    *frame = Frame { key: None, item: frame.item + 1 };
                }
            }
            Kind::Colon => {
                if let (Some(frame), Some(key)) = (frames.last_mut(), last) {
                    frame.key = Some(key_of(key.text));
                    hit = (!is_item && is_at(&frames, path)).then_some(key.at);
                }
            }
            Kind::Close => {
                frames.pop();
            }
            _ => hit = (is_item && is_at(&frames, path)).then_some(token.at),
        }
        if token.kind == Kind::Open {
            frames.push(Frame::default());
        }
        if hit.is_some() {
            if seen == nth {
                return hit;
            }
            seen += 1;
        }
        last = Some(token);
    }
    None
}

fn is_at(frames: &[Frame], path: &[Step<'_>]) -> bool {
    frames.len() == path.len()
        && frames.iter().zip(path).all(|(frame, step)| match step {
            Step::Key(key) => frame.key.as_deref() == Some(*key),
            Step::Item(item) => frame.key.is_none() && frame.item == *item,
        })
}

/// The name that a key's token spells.
fn key_of(token: &str) -> String {
    ron::from_str(token).unwrap_or_else(|_| token.strip_prefix("r#").unwrap_or(token).to_owned())
}

/// Where brackets first stand inside each other deeper than `limit`.
pub(super) fn too_deep(text: &str, limit: usize) -> Option<Point> {
    let mut depth = 0usize;
    tokens(text).find_map(|token| {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth > limit).then_some(token.at)
    })
}

/// Where the first quoted text starts that runs over the end of its line (or of the whole text).
pub(super) fn stray_quote(text: &str) -> Option<Point> {
    let mut texts = tokens(text).filter(|token| matches!(token.kind, Kind::Text { .. }));
    texts.find(|token| token.kind == Kind::Text { is_closed: false } || token.text.contains('\n')).map(|token| token.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r##"// a comment: (not "counted")
(
    version: 1, /* nor /* this */ [one] */
    tables: (
        t1: { "甲": ["一", "二\"", r#"三"#], "甲": [] },
    ),
    computed: ["x", "y"],
)"##;

    fn at(path: &[Step<'_>], nth: usize) -> Option<(usize, usize)> {
        locate(TEXT, path, nth).map(|point| (point.line, point.column))
    }

    #[test]
    fn keys_and_items_are_found_where_they_stand() {
        use Step::{Item, Key};
        assert_eq!(at(&[Key("version")], 0), Some((3, 5)));
        assert_eq!(at(&[Key("tables"), Key("t1"), Key("甲")], 0), Some((5, 15)));
        assert_eq!(at(&[Key("tables"), Key("t1"), Key("甲")], 1), Some((5, 42)));
        assert_eq!(at(&[Key("tables"), Key("t1"), Key("甲"), Item(1)], 0), Some((5, 26)));
        assert_eq!(at(&[Key("tables"), Key("t1"), Key("甲"), Item(2)], 0), Some((5, 33)));
        assert_eq!(at(&[Key("computed"), Item(1)], 0), Some((7, 21)));
        assert_eq!(at(&[Key("computed"), Item(2)], 0), None);
        assert_eq!(at(&[Key("version")], 1), None);
    }

    #[test]
    fn a_quote_left_open_is_found_at_its_beginning() {
        assert_eq!(stray_quote("(a: \"甲\",\n b: \"乙,\n c: \"丙\")"), Some(Point { line: 2, column: 5 }));
        assert_eq!(stray_quote("(a: \"甲"), Some(Point { line: 1, column: 5 }));
        assert_eq!(stray_quote("(a: \"甲\\\"\")"), None);
    }

    #[test]
    fn depth_is_measured_outside_texts_and_comments() {
        assert_eq!(too_deep("([{ \"((((\" /* (((( */ }])", 3), None);
        assert_eq!(too_deep("((((", 3), Some(Point { line: 1, column: 4 }));
    }
}
