//! Undo over everything: the inverses of the edits that were made, in order.

use super::{
    Report,
    edit::{Edit, Spot},
    pin::Tie,
};

/// What can be taken back, and what was taken back.
#[derive(Debug, Clone, Default)]
pub struct Undo {
    past: Vec<Step>,
    future: Vec<Step>,
    /// Edits that have been made and not been noted anywhere yet.
    fresh: Vec<Fresh>,
}

/// An edit that may still be refused, as if it had never been made.
#[derive(Debug, Clone)]
struct Fresh {
    edit: Edit,
    inverse: Edit,
    trace: Trace,
}

/// What an edit has done to the steps.
#[derive(Debug, Clone)]
enum Trace {
    /// A new step; those that could be made again are gone.
    Pushed(Vec<Step>),
    /// The last step has grown; it ended here before.
    Joined(Spot, Vec<Step>),
    /// The last step was taken back, as it stood in the past.
    Undone(Step),
    /// The last step taken back was made again, as it stood in the future.
    Redone(Step),
    /// The last step has taken this one in; it was like this before.
    Amended(Step),
    /// Nothing.
    None,
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
            let before = *to;
            let inverse = report.apply(edit.clone());
            if let Edit::Text { to: end, .. } = &inverse {
                *to = *end;
            }
            let trace = Trace::Joined(before, std::mem::take(&mut self.future));
            self.fresh.push(Fresh { edit, inverse, trace });
            return;
        }
        let inverse = report.apply(edit.clone());
        if !inverse.is_nothing() {
            self.past.push(Step { edit: inverse.clone(), is_open: joins });
            let trace = Trace::Pushed(std::mem::take(&mut self.future));
            self.fresh.push(Fresh { edit, inverse, trace });
        }
    }

    /// Applies an edit that the program makes by itself: it is taken back with the last step.
    pub fn amend(&mut self, report: &mut Report, edit: Edit) {
        let inverse = report.apply(edit.clone());
        let before = self.past.last().cloned();
        if let Some(last) = self.past.last_mut() {
            let step = std::mem::replace(&mut last.edit, Edit::All(Vec::new()));
            last.edit = Edit::All(vec![inverse.clone(), step]);
            last.is_open = false;
        }
        let trace = before.map_or(Trace::None, Trace::Amended);
        self.fresh.push(Fresh { edit, inverse, trace });
    }

    /// Applies what dead sessions had done: each edit is a step that can be taken back, but for the sums of the prose,
    /// which the program had remembered by itself. An edit that takes the step before it back is no step, but takes it
    /// back.
    pub fn recover(&mut self, report: &mut Report, edits: Vec<Edit>) {
        for edit in edits {
            let is_quiet = matches!(&edit, Edit::Pins { add, .. }
                if !add.is_empty() && add.iter().all(|pin| matches!(pin.tie, Tie::Sum(_))));
            if self.past.last().is_some_and(|step| step.edit == edit) {
                self.undo(report);
            } else if is_quiet {
                self.amend(report, edit);
            } else {
                self.make(report, edit, true);
            }
        }
    }

    /// Applies an edit that is no step of its own: it cannot be taken back, only refused.
    pub fn force(&mut self, report: &mut Report, edit: Edit) {
        let inverse = report.apply(edit.clone());
        self.fresh.push(Fresh { edit, inverse, trace: Trace::None });
    }

    /// Edits that have been made since they were last settled, in order.
    pub fn fresh(&self) -> impl ExactSizeIterator<Item = &Edit> {
        self.fresh.iter().map(|fresh| &fresh.edit)
    }

    /// The edits made so far are noted: from now on they can be taken back, not refused.
    pub fn settle(&mut self) {
        self.fresh.clear();
    }

    /// Refuses the edits that were not noted: report and steps are as before them.
    pub fn refuse(&mut self, report: &mut Report) {
        for Fresh { inverse, trace, .. } in std::mem::take(&mut self.fresh).into_iter().rev() {
            report.apply(inverse);
            match trace {
                Trace::None => {}
                Trace::Pushed(future) => {
                    self.past.pop();
                    self.future = future;
                }
                Trace::Joined(end, future) => {
                    if let Some(Step { edit: Edit::Text { to, .. }, .. }) = self.past.last_mut() {
                        *to = end;
                    }
                    self.future = future;
                }
                Trace::Amended(step) => {
                    self.past.pop();
                    self.past.push(step);
                }
                Trace::Undone(step) => {
                    self.future.pop();
                    self.past.push(step);
                }
                Trace::Redone(step) => {
                    self.past.pop();
                    self.future.push(step);
                }
            }
        }
    }

    /// Takes the last step back. Returns the edit that did it.
    pub fn undo(&mut self, report: &mut Report) -> Option<Edit> {
        let step = self.past.pop()?;
        let (edit, inverse) = (step.edit.clone(), report.apply(step.edit.clone()));
        self.future.push(Step { edit: inverse.clone(), is_open: false });
        self.fresh.push(Fresh { edit: edit.clone(), inverse, trace: Trace::Undone(step) });
        Some(edit)
    }

    /// Makes the last step that was taken back again. Returns the edit that did it.
    pub fn redo(&mut self, report: &mut Report) -> Option<Edit> {
        let step = self.future.pop()?;
        let (edit, inverse) = (step.edit.clone(), report.apply(step.edit.clone()));
        self.past.push(Step { edit: inverse.clone(), is_open: false });
        self.fresh.push(Fresh { edit: edit.clone(), inverse, trace: Trace::Redone(step) });
        Some(edit)
    }

    /// How many steps can be taken back.
    pub fn depth(&self) -> usize {
        self.past.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    fn report() -> Report {
        let about = About {
            organ: "示例市财政局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        Report::new(about, Edition::for_year(2021).expect("an edition for 2021"))
    }

    /// What a writer does: types a letter at the end, puts a figure, takes a step back, makes it again.
    fn act(report: &mut Report, undo: &mut Undo, what: usize) {
        let end = report.paragraphs("overview").last().map_or(0, |text| text.chars().count());
        let spot = Spot { paragraph: 0, character: end };
        match what {
            0 => drop(undo.undo(report)),
            1 => drop(undo.redo(report)),
            8 => undo.amend(report, Edit::cell("t2.new.natural".into(), end.to_string())),
            2 => undo.make(report, Edit::cell("t2.new.total".into(), end.to_string()), false),
            _ => {
                let insert = char::from(b'a' + what as u8).to_string();
                let edit = Edit::Text { section: "overview".into(), from: spot, to: spot, insert };
                undo.make(report, edit, true);
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_refused_was_never_made(before in prop::collection::vec(0usize..9, 0..12), refused in prop::collection::vec(0usize..9, 1..6), after in prop::collection::vec(0usize..3, 0..9)) {
            let (mut report, mut undo) = (report(), Undo::default());
            for what in before {
                act(&mut report, &mut undo, what);
            }
            undo.settle();
            let (mut other, mut never) = (report.clone(), undo.clone());
            for what in refused {
                act(&mut report, &mut undo, what);
            }
            undo.refuse(&mut report);
            prop_assert_eq!(&report, &other);
            for what in after {
                act(&mut report, &mut undo, what);
                act(&mut other, &mut never, what);
                prop_assert_eq!((&report, undo.depth()), (&other, never.depth()));
            }
        }

        #[test]
        fn what_is_recovered_can_be_taken_back_as_it_could_before(acts in prop::collection::vec(0usize..8, 0..20)) {
            let (mut report, mut undo) = (report(), Undo::default());
            let (mut other, mut again) = (report.clone(), Undo::default());
            for what in acts {
                // A figure that is put once more changes nothing, as nothing does that people do. Whether something was
                // made again or done once more cannot be told apart.
                let end = report.paragraphs("overview").last().map_or(0, |text| text.chars().count()).to_string();
                if what != 1 && (what != 2 || report.text(report.edition().find(&"t2.new.total".into()).unwrap()) != end) {
                    act(&mut report, &mut undo, what);
                }
            }
            again.recover(&mut other, undo.fresh().cloned().collect());
            prop_assert_eq!(&report, &other);
            while undo.depth() > 0 {
                undo.undo(&mut report);
                again.undo(&mut other);
                prop_assert_eq!((&report, undo.depth()), (&other, again.depth()));
            }
        }

        #[test]
        fn the_fresh_edits_lead_where_the_report_is(acts in prop::collection::vec(0usize..9, 0..20)) {
            let (mut report, mut undo) = (report(), Undo::default());
            let mut other = report.clone();
            for what in acts {
                act(&mut report, &mut undo, what);
            }
            for edit in undo.fresh() {
                other.apply(edit.clone());
            }
            prop_assert_eq!(report, other);
        }
    }
}
