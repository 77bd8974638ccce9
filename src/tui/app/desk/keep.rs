//! The desk's side of noting and saving: what is fresh, what is refused, what comes in from dead sessions and from elsewhere.

use super::{Body, Desk, File};
use crate::{
    form::Place,
    report::{Report, State, difference::edit_between, edit::Edit},
    store::{Recovered, Stamp, Typing, chosen},
    tui::app::msg::Effect,
};

impl Desk {
    /// Does the report differ from what stands on disk?
    pub fn is_dirty(&self) -> bool {
        self.report != self.file.saved
    }

    /// The effect that saves the report, with the sums of its prose that hold now remembered.
    pub fn save(&mut self) -> Effect {
        self.settle(None);
        Effect::Save(Box::new(self.report.clone()))
    }

    /// The state that a step has led to which does not stand on disk yet.
    pub(in crate::tui::app) fn unsaved_step(&self) -> Option<State> {
        (self.report.steps().len() > self.file.saved.steps().len()).then_some(self.report.about.state)
    }

    /// The report stands on disk: under its name, or in a file of its own because somebody else had changed that.
    pub fn saved(&mut self, stamp: Stamp, at: String, conflict: Option<String>) {
        let name = conflict.unwrap_or_else(|| std::mem::take(&mut self.file.name));
        self.file = File { name, stamp, saved_at: at, saved: self.report.clone() };
        // Whatever the journal could not keep stands in the file now.
        self.trouble = None;
    }

    /// Edits that were made and not noted yet.
    pub(in crate::tui::app) fn unrecorded(&self) -> impl ExactSizeIterator<Item = &Edit> {
        self.undo.fresh()
    }

    /// What is being typed into a cell; or into a line that takes a sentence, which has no place of its own.
    pub(in crate::tui::app) fn typing(&self) -> Option<Typing> {
        if let Some(text) = self.reason.as_ref().map(|reason| reason.field.text()).filter(|text| !text.is_empty()) {
            return Some(Typing { place: Place::report(), text: text.to_owned() });
        }
        let Body::Table(grid) = self.body() else { return None };
        let text = grid.typing.as_ref()?.field.text().to_owned();
        Some(Typing { place: grid.place(), text })
    }

    /// The edits made so far are in the journal; and what is wrong with that all the same.
    pub(in crate::tui::app) fn recorded(&mut self, trouble: Option<String>) {
        self.undo.settle();
        (self.trouble, self.is_recovering) = (trouble, false);
    }

    /// Takes back what may not be: everything not noted, and what is being typed. Was there anything?
    pub(in crate::tui::app) fn stay_as_read(&mut self) -> bool {
        let mut was_any = false;
        if let Body::Table(grid) = self.body_mut() {
            was_any = grid.typing.take().is_some();
        }
        self.reason = None;
        self.take_back() || was_any
    }

    /// Takes back what could not be noted; what is being typed stays and is noted with the next key. Was there an edit?
    pub(in crate::tui::app) fn refuse_unrecorded(&mut self) -> bool {
        self.recorded_typing = None;
        self.is_recovering = false;
        self.take_back()
    }

    /// Are the changes of dead sessions on the screen, and not noted yet?
    pub(in crate::tui::app) fn is_recovering(&self) -> bool {
        self.is_recovering
    }

    fn take_back(&mut self) -> bool {
        if self.undo.fresh().len() == 0 {
            return false;
        }
        // The cursor goes back to where it was before the first of them.
        let first = self.undo.fresh().next().cloned();
        self.undo.refuse(&mut self.report);
        self.judge();
        self.follow(|prose| match &first {
            Some(Edit::Text { section, from, to, insert }) if section == prose.section() => {
                Some(if insert.is_empty() { *to } else { *from })
            }
            _ => None,
        });
        true
    }

    /// The report as it was read or last saved.
    pub(in crate::tui::app) fn saved_report(&self) -> &Report {
        &self.file.saved
    }

    /// Makes the changes of dead sessions again, each a step that can be taken back; then what the writer chose.
    pub(in crate::tui::app) fn recover(&mut self, recovered: &Recovered, choices: &[bool]) {
        self.undo.recover(&mut self.report, recovered.edits.clone());
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
            self.put(edit, false);
            self.follow(|_| None);
        }
        (self.file.stamp, self.file.saved) = (stamp, theirs);
    }

    /// The report becomes as a version was, in one step. Its state, the steps that led there and the notes stay: they
    /// tell what people did since then. Does that change anything?
    pub(in crate::tui::app) fn restore(&mut self, version: &Report) -> bool {
        let mut version = version.clone();
        let (state, steps) = (self.report.about.state, self.report.steps().to_vec());
        version.apply(Edit::Course { state, steps });
        let (gone, come) = (version.notes().clone(), self.report.notes().clone());
        for note in gone.difference(&come) {
            version.apply(Edit::Note { remove: Some(note.clone()), add: None });
        }
        for note in come.difference(&gone) {
            version.apply(Edit::Note { remove: None, add: Some(note.clone()) });
        }
        let edit = edit_between(&self.report, &version);
        let is_any = edit.is_some();
        if let Some(edit) = edit {
            self.put(edit, false);
            self.follow(|_| None);
        }
        is_any
    }
}
