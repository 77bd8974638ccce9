//! Control and hidden characters made visible before they reach a terminal.

use std::borrow::Cow;

use crate::width::is_hidden;

/// The text with every control or hidden character written as `<U+001B>`; line breaks too.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| if is_hidden(c) { format!("<U+{:04X}>", u32::from(c)) } else { c.to_string() });
    Cow::Owned(shown.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown_instead() {
        assert_eq!(visible("财政局\u{1b}[2J\u{202e}\n"), "财政局<U+001B>[2J<U+202E><U+000A>");
        assert_eq!(visible("“财政局”〔2021〕30号　"), "“财政局”〔2021〕30号　");
    }
}
