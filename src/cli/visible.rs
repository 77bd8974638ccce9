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

/// JSON in which every hidden character inside a string is escaped; it says the same.
///
/// JSON as it is written here has no control character outside its strings but the line breaks between values.
pub(super) fn visible_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            let units = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>();
            shown.extend(units);
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown_instead() {
        assert_eq!(visible("财政局\u{1b}[2J\u{202e}\n"), "财政局<U+001B>[2J<U+202E><U+000A>");
        assert_eq!(visible("“财政局”〔2021〕30号　"), "“财政局”〔2021〕30号　");
    }

    proptest! {
        #[test]
        fn json_stays_the_same_value(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            let shown = visible_json(&json);
            prop_assert!(!shown.chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        }
    }
}
