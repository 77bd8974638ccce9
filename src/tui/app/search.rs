//! The line that finds text: what is typed into it, and where that was found.

use super::{field::Field, find::Find, form::type_into, msg::Msg, prose::Prose};

/// The line that finds text, while it is open.
#[derive(Debug, Default)]
pub struct Search {
    /// What is typed.
    pub field: Field,
    /// Where it was found.
    pub found: Find,
}

impl Search {
    /// A key or text; the cursor goes to the first place found from where it stands.
    pub(super) fn update(&mut self, msg: &Msg, prose: &mut Prose) {
        let before = self.field.text().to_owned();
        type_into(&mut self.field, msg);
        if self.field.text() != before {
            let start = prose.cursor();
            let section = prose.section().to_owned();
            self.found = Find::new(self.field.text(), [(section.as_str(), prose.paragraphs())]);
            self.found.start(&section, start);
            self.show(prose);
        }
    }

    /// To the next place found, or the one before.
    pub(super) fn step(&mut self, prose: &mut Prose, is_forward: bool) {
        let _ = if is_forward { self.found.forward() } else { self.found.back() };
        self.show(prose);
    }

    /// Puts the cursor where it was found.
    fn show(&self, prose: &mut Prose) {
        if let Some(hit) = self.found.current() {
            prose.set_cursor(hit.from);
        }
    }
}
