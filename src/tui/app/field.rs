//! One line of input: a cell being typed, a name, a year, a filter, a word to find.

use tui_textarea::{CursorMove, TextArea};

/// A line of text with a cursor.
#[derive(Debug, Clone)]
pub struct Field {
    area: TextArea<'static>,
}

impl Default for Field {
    fn default() -> Self {
        Self::new("")
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Field {
    /// A field with the cursor behind its text.
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(vec![one_line(text)]);
        area.set_max_histories(0);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// What stands in it.
    pub fn text(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// The text before the cursor.
    pub fn before_cursor(&self) -> String {
        self.text().chars().take(self.area.cursor().1).collect()
    }

    /// Puts text at the cursor; line ends and tabs become blanks.
    pub fn type_text(&mut self, text: &str) {
        self.area.insert_str(one_line(text));
    }

    /// Deletes the character before the cursor.
    pub fn backspace(&mut self) {
        self.area.delete_char();
    }

    /// Deletes the character behind the cursor.
    pub fn delete(&mut self) {
        self.area.delete_next_char();
    }

    /// One character to the left.
    pub fn left(&mut self) {
        self.area.move_cursor(CursorMove::Back);
    }

    /// One character to the right.
    pub fn right(&mut self) {
        self.area.move_cursor(CursorMove::Forward);
    }

    /// To the start.
    pub fn home(&mut self) {
        self.area.move_cursor(CursorMove::Head);
    }

    /// To the end.
    pub fn end(&mut self) {
        self.area.move_cursor(CursorMove::End);
    }
}

fn one_line(text: &str) -> String {
    text.trim_end_matches('\n').chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_in_at_the_cursor() {
        let mut field = Field::new("信公开");
        field.home();
        field.right();
        field.type_text("息");
        assert_eq!((field.text(), field.before_cursor().as_str()), ("信息公开", "信息"));
        field.backspace();
        field.delete();
        assert_eq!(field.text(), "信开");
        field.end();
        field.type_text("\t的\n");
        assert_eq!(field.text(), "信开 的");
    }
}
