//! The line of a file that is wrong, with a caret under the very character.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// Longest line that is shown, in characters; a draft has paragraphs of a thousand.
const LONGEST: usize = 60;
/// Characters shown before the place in a longer line.
const BEFORE: usize = 24;

/// The line of a text with a caret under a column, counted in characters from 1; `None` outside the text.
pub(super) fn snippet(path: &str, text: &str, line: usize, column: usize) -> Option<String> {
    let shown = text.trim_start_matches('\u{feff}').lines().nth(line.checked_sub(1)?)?;
    let at = column.checked_sub(1)?;
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let chars: Vec<char> = shown.chars().map(plain).collect();
    let skipped = if chars.len() > LONGEST { at.saturating_sub(BEFORE) } else { 0 };
    let window: Vec<char> = chars.iter().skip(skipped).take(LONGEST).copied().collect();
    let from: usize = window.iter().take(at - skipped).map(|c| c.len_utf8()).sum();
    let length = window.get(at - skipped).map_or(0, |c| c.len_utf8());
    let source: String = window.iter().collect();
    let snippet = Snippet::source(source)
        .line_start(line)
        .path(path)
        .annotation(AnnotationKind::Primary.span(from..from + length).label("这里"));
    let report = [Level::ERROR.with_name("错误").primary_title("").element(snippet)];
    let said = Renderer::plain().render(&report);
    // Its title is what stands before it anyway; the renderer counts columns in what is shown of the line.
    let lines = said.lines().skip(1);
    let shown = format!(":{line}:{}", at - skipped + 1);
    let lines = lines.enumerate().map(|(n, said)| match said.strip_suffix(&shown).filter(|_| n == 0) {
        Some(path) => format!("{path}:{line}:{column}"),
        None => said.to_owned(),
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::width::cols;

    /// Columns before the first caret, and before the place it points at.
    fn columns(said: &str, word: &str) -> (usize, usize) {
        let lines: Vec<&str> = said.lines().collect();
        let source = lines.iter().position(|line| line.contains(word)).unwrap();
        let before = |line: &str, mark: &str| cols(line.split(mark).next().unwrap());
        (before(lines[source + 1], "^"), before(lines[source], word))
    }

    #[test]
    fn the_caret_stands_under_the_character_whatever_is_wide_before_it() {
        let text = "(\n  organ: \"示例市财政局（本级）\"，\n)\n";
        let said = snippet("a.ron", text, 2, 22).unwrap();
        let (caret, wanted) = columns(&said, "，");
        assert_eq!(caret, wanted, "{said}");
        assert!(said.contains("a.ron:2:22"), "{said}");
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        let text = format!("{}“{}", "长".repeat(500), "短".repeat(500));
        let said = snippet("a.ron", &text, 1, 501).unwrap();
        let (caret, wanted) = columns(&said, "“");
        assert_eq!(caret, wanted, "{said}");
        assert!(said.lines().all(|line| cols(line) <= 140), "{said}");
        assert!(said.contains("a.ron:1:501"), "{said}");
        assert_eq!(snippet("a.ron", "x", 9, 1), None);
    }
}
