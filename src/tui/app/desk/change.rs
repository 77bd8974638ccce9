//! Every change of the report at the desk: through undo, the parting of long paragraphs, the findings and all pages.

use super::{Answer, Body, Desk};
use crate::{
    form::Place,
    report::edit::{Edit, Spot},
    rules::{self, Finding, Level},
    store::Settings,
    tui::app::{
        findings::Findings,
        long,
        prose::{Prose, landing},
    },
};

impl Desk {
    /// Checks the report and works the offered totals out anew.
    pub(super) fn judge(&mut self) {
        let Findings { local, memory, .. } = &mut self.findings;
        self.checked = rules::recheck(&self.report, self.last.as_ref(), local, memory);
        self.offers.renew(&self.report, &self.checked.fills);
        self.link_up();
        // Cells count as freshly edited until every sum holds again.
        let is_sum = |finding: &Finding| finding.level == Level::Error && !finding.repairs.is_empty();
        if !self.checked.findings.iter().any(is_sum) {
            self.findings.edited.clear();
        }
        self.findings.keep_within(&self.checked);
    }

    /// Judges by what is set for the organ and the folder.
    pub(in crate::tui::app) fn judge_here(&mut self, settings: &Settings) {
        self.findings.local = settings.local().within(&self.findings.folder);
        self.judge();
    }

    /// Makes an edit: through the report, undo and the findings.
    ///
    /// Says so where it parted paragraphs that grew too long; that is part of the same step.
    pub(super) fn make(&mut self, edit: Edit, joins: bool) -> Option<&'static str> {
        if let Some(why) = self
            .is_closed()
            .filter(|_| !matches!(edit, Edit::Note { .. } | Edit::Doubt { .. } | Edit::Waive(_) | Edit::Pins { .. }))
        {
            self.follow(|_| None);
            return Some(why);
        }
        if long::overfills(&self.report, &edit) {
            self.follow(|_| None);
            return Some(long::FULL);
        }
        self.put(edit, joins)
    }

    /// Makes an edit that is not asked of the one at the desk, whatever state the report is in.
    pub(super) fn put(&mut self, edit: Edit, joins: bool) -> Option<&'static str> {
        let (edit, partings) = long::parted(&self.report, edit);
        self.findings.edited.extend(edit.places().into_iter().filter(Place::is_cell));
        self.undo.make(&mut self.report, edit, joins && partings.is_empty());
        self.judge();
        if partings.is_empty() {
            return None;
        }
        self.follow(|prose| {
            let parting = partings.iter().find(|parting| parting.section() == prose.section())?;
            Some(parting.moved(prose.cursor()))
        });
        Some(long::NOTICE)
    }

    /// Brings the text of every page in line with the report; cursors go to their spots, or stay as they can.
    pub(super) fn follow(&mut self, spot: impl Fn(&Prose) -> Option<Spot>) {
        for body in &mut self.bodies {
            if let Body::Prose(prose) = body {
                let spot = spot(prose);
                prose.follow(self.report.paragraphs(prose.section()), spot);
            }
        }
        // What was found stood in the text of before.
        self.look_again();
    }

    /// Takes a step back or makes it again, and goes where it happened.
    pub(super) fn turn(&mut self, is_undo: bool) -> Answer {
        self.finish_typing();
        let turned = if is_undo { self.undo.undo(&mut self.report) } else { self.undo.redo(&mut self.report) };
        let Some(edit) = turned else {
            return Answer::cannot(if is_undo { "没有可以撤销的改动" } else { "没有可以重做的改动" });
        };
        self.judge();
        self.follow(|prose| landing(&edit).filter(|(section, _)| *section == prose.section()).map(|(_, spot)| spot));
        // A block of cells is gone to where it begins, whichever way it was walked: what was pasted there is pasted there
        // again.
        let places = edit.places();
        let first = places.iter().min_by_key(|place| self.report.edition().find(place));
        if let Some(place) = first.filter(|_| places.iter().all(Place::is_cell)).or(places.first()) {
            self.go_to(place);
        }
        Answer::say(if is_undo { "已撤销" } else { "已重做" })
    }
}
