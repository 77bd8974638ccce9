//! The desk's side of noting: what is fresh, what is refused, what comes in from dead sessions and from elsewhere.

use super::{Body, Desk};
use crate::{
    report::{Report, edit::Edit},
    store::{Recovered, Stamp, Typing, chosen},
};

impl Desk {
    /// Edits that were made and not noted yet.
    pub(in crate::tui::app) fn unnoted(&self) -> impl ExactSizeIterator<Item = &Edit> {
        self.undo.fresh()
    }

    /// What is being typed into a cell.
    pub(in crate::tui::app) fn typing(&self) -> Option<Typing> {
        let Body::Table(grid) = self.body() else { return None };
        let text = grid.typing.as_ref()?.field.text().to_owned();
        Some(Typing { place: grid.place(), text })
    }

    /// The edits made so far are in the journal; and what is wrong with that all the same.
    pub(in crate::tui::app) fn noted(&mut self, trouble: Option<String>) {
        self.undo.settle();
        self.trouble = trouble;
    }

    /// Takes back what may not be: everything not noted, and what is being typed. Was there anything?
    pub(in crate::tui::app) fn refuse(&mut self) -> bool {
        let mut was_any = false;
        if let Body::Table(grid) = self.body_mut() {
            was_any = grid.typing.take().is_some();
        }
        self.reason = None;
        self.take_back() || was_any
    }

    /// Takes back what could not be noted; what is being typed stays and is noted with the next key. Was there an edit?
    pub(in crate::tui::app) fn refuse_unnoted(&mut self) -> bool {
        self.noted = None;
        self.take_back()
    }

    fn take_back(&mut self) -> bool {
        if self.undo.fresh().len() == 0 {
            return false;
        }
        self.undo.refuse(&mut self.report);
        self.judge();
        self.follow(|_| None);
        true
    }

    /// The report as it was read or last saved.
    pub(in crate::tui::app) fn saved_report(&self) -> &Report {
        &self.file.saved
    }

    /// Makes the changes of dead sessions again, each a step that can be taken back; then what the writer chose.
    pub(in crate::tui::app) fn recover(&mut self, recovered: &Recovered, choices: &[bool]) {
        for edit in &recovered.edits {
            self.undo.make(&mut self.report, edit.clone(), true);
        }
        if let Some(merged) = &recovered.merged
            && let Some(edit) = chosen(&self.report, merged, choices)
        {
            self.undo.make(&mut self.report, edit, false);
        }
        self.judge();
        self.follow(|_| None);
    }

    /// Somebody else's changes come in as one step; from now on the report rests on their file.
    pub(in crate::tui::app) fn take_in(&mut self, edit: Option<Edit>, stamp: Stamp, theirs: Report) {
        if let Some(edit) = edit {
            self.make(edit, false);
            self.follow(|_| None);
        }
        (self.file.stamp, self.file.saved) = (stamp, theirs);
    }

    /// The report becomes as a version was, in one step. Does that change anything?
    pub(in crate::tui::app) fn restore(&mut self, edit: Option<Edit>) -> bool {
        let is_any = edit.is_some();
        if let Some(edit) = edit {
            self.make(edit, false);
            self.follow(|_| None);
        }
        is_any
    }
}
