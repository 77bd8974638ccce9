//! Undo over everything: the inverses of the edits that were made, in order.

use super::{Report, edit::Edit};

/// What can be taken back, and what was taken back.
#[derive(Debug, Clone, Default)]
pub struct Undo {
    past: Vec<Step>,
    future: Vec<Step>,
}

#[derive(Debug, Clone)]
struct Step {
    /// Takes the step back (or makes it again).
    edit: Edit,
    /// Typed letter by letter, so that the next letter may join it.
    is_open: bool,
}

impl Undo {
    /// Applies an edit and remembers how to take it back.
    ///
    /// With `joins`, a letter typed right behind the last one becomes part of the same step.
    pub fn make(&mut self, report: &mut Report, edit: Edit, joins: bool) {
        let continued = joins.then(|| self.past.last_mut()).flatten().filter(|last| last.is_open);
        if let Some(last) = continued
            && let (Edit::Text { section, to, .. }, Edit::Text { section: next, from, to: end, insert }) =
                (&mut last.edit, &edit)
            && section == next
            && *to == *from
            && from == end
            && !insert.contains('\n')
            && !report.is_pinned_at(section, *from)
        {
            let inverse = report.apply(edit);
            if let Edit::Text { to: end, .. } = inverse {
                *to = end;
            }
            self.future.clear();
            return;
        }
        let inverse = report.apply(edit);
        if !inverse.is_nothing() {
            self.past.push(Step { edit: inverse, is_open: joins });
            self.future.clear();
        }
    }

    /// Applies an edit that the program makes by itself: it is taken back with the last step.
    pub fn amend(&mut self, report: &mut Report, edit: Edit) {
        let inverse = report.apply(edit);
        if let Some(last) = self.past.last_mut() {
            let before = std::mem::replace(&mut last.edit, Edit::All(Vec::new()));
            last.edit = Edit::All(vec![inverse, before]);
            last.is_open = false;
        }
    }

    /// Takes the last step back. Returns the edit that did it.
    pub fn undo(&mut self, report: &mut Report) -> Option<Edit> {
        Self::turn(&mut self.past, &mut self.future, report)
    }

    /// Makes the last step that was taken back again. Returns the edit that did it.
    pub fn redo(&mut self, report: &mut Report) -> Option<Edit> {
        Self::turn(&mut self.future, &mut self.past, report)
    }

    /// How many steps can be taken back.
    pub fn depth(&self) -> usize {
        self.past.len()
    }

    fn turn(from: &mut Vec<Step>, to: &mut Vec<Step>, report: &mut Report) -> Option<Edit> {
        let step = from.pop()?;
        let done = step.edit.clone();
        to.push(Step { edit: report.apply(step.edit), is_open: false });
        Some(done)
    }
}
