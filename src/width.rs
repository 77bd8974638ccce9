//! How many columns a text takes on the terminal; cutting and padding by columns, never by bytes or characters.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes.
pub fn cols(text: &str) -> usize {
    text.width()
}

/// The longest beginning of a text that takes at most `columns`; never half a wide character.
pub fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += cols(grapheme);
        if used > columns {
            return text.split_at(at).0;
        }
    }
    text
}

/// The text if it fits, else its beginning with `…`; takes at most `columns`.
pub fn cut(text: &str, columns: usize) -> String {
    if cols(text) <= columns {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    format!("{}…", head(text, columns - 1))
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

    #[test]
    fn a_wide_character_is_never_halved() {
        assert_eq!(cut("信息公开", 6), "信息…");
        assert_eq!(fit("信息公开", 7), "信息公…");
        assert_eq!(fit("信息", 5), "信息 ");
        assert_eq!(fit_right("12", 5), "   12");
        assert_eq!(head("信息", 3), "信");
    }
}
