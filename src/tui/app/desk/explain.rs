//! What is done under a name: a reason for a finding, a note, a step. The line is opened, typed, signed by the loop.

use super::{Answer, Body, Desk};
use crate::{
    report::{
        course::{Step, Way},
        edit::Edit,
        note::{Note, sentence},
    },
    rules::gate,
    tui::app::{
        form::type_into,
        msg::{Action, Effect, Msg},
        panes::Focus,
        reason::{Deed, Reason},
    },
};

impl Desk {
    /// Opens the line that takes a reason for the finding under the cursor.
    pub(super) fn explain(&mut self) -> Answer {
        let Some(finding) = self.findings.current(&self.checked) else {
            return Answer::cannot("这一项已经相符，不用说明");
        };
        match Reason::new(finding) {
            Ok(reason) => {
                self.reason = Some(reason);
                Answer::default()
            }
            Err(why) => Answer::cannot(why),
        }
    }

    /// Opens the line that takes a note on the cell, or on the sentence under the cursor.
    pub(super) fn annotate(&mut self) -> Answer {
        let notice = self.finish_typing();
        let quote = match self.body() {
            Body::Table(_) => String::new(),
            Body::Prose(prose) => {
                let spot = prose.cursor();
                prose.paragraphs().get(spot.paragraph).map_or(String::new(), |text| sentence(text, spot.character))
            }
        };
        self.reason = Some(Reason::note(self.place(), quote));
        Answer { notice, ..Answer::default() }
    }

    /// F8 on a note in the findings: it is settled.
    pub(super) fn settle_note(&mut self) -> Option<Answer> {
        if self.focus != Focus::Findings {
            return None;
        }
        let finding = self.findings.current(&self.checked).filter(|finding| finding.code == "E-05")?;
        let is_it = |note: &&Note| {
            note.is_open() && note.place == finding.place && finding.message.ends_with(&format!("：{}", note.text))
        };
        let note = self.report.notes().iter().find(is_it)?.clone();
        Some(Answer { effect: Some(Effect::Sign(Deed::Settle(note))), ..Answer::default() })
    }

    /// The steps that can be taken from the report's state.
    pub fn ways(&self) -> &'static [Way] {
        self.report.about.state.ways()
    }

    /// Takes a step, asking for a reason where it needs one; or says what bars it.
    pub fn take_step(&mut self, way: Way) -> Answer {
        self.finish_typing();
        if let Some(what) = gate(&self.checked).says().filter(|_| way.is_gated) {
            return Answer::cannot(format!("{what}，不能{}：按 F6 逐项处理", way.name));
        }
        if way.needs_reason {
            self.reason = Some(Reason::step(way));
            return Answer::default();
        }
        Answer { effect: Some(Effect::Sign(Deed::step(way.to))), ..Answer::default() }
    }

    /// A key or text while the line is open.
    pub(super) fn in_reason(&mut self, msg: &Msg) -> Answer {
        let Some(reason) = &mut self.reason else { return Answer::default() };
        match msg {
            Msg::Act(Action::Close | Action::GoSection | Action::Explain) => {
                let said = reason.is_left();
                self.reason = None;
                Answer::say(said)
            }
            Msg::Act(Action::Enter) => match reason.deed() {
                Some(deed) => {
                    self.reason = None;
                    Answer { effect: Some(Effect::Sign(deed)), ..Answer::default() }
                }
                None => Answer::cannot(reason.is_wanting()),
            },
            msg => {
                type_into(&mut reason.field, msg);
                Answer::default()
            }
        }
    }

    /// Makes what somebody did under their name part of the report. A step is saved at once.
    pub fn enact(&mut self, deed: Deed) -> Answer {
        match deed {
            Deed::Waive(waiver) => {
                let is_taken_back = waiver.reason.is_empty();
                let said = self.make(Edit::Waive(waiver), false);
                Answer::say(said.unwrap_or(if is_taken_back {
                    "已撤回说明"
                } else {
                    "已写下说明；数字变了，这个问题会重新出现"
                }))
            }
            Deed::Note(note) => {
                self.make(Edit::Note { remove: None, add: Some(note) }, false);
                Answer::say("已写下批注，列在校验里；处理好的人按 F8 销号")
            }
            Deed::Settle(note) => {
                let open = Note { settled: None, ..note.clone() };
                self.make(Edit::Note { remove: Some(open), add: Some(note) }, false);
                Answer::say("批注已标为处理完；^Z 撤销")
            }
            Deed::Step(step) => self.step(step),
        }
    }

    fn step(&mut self, step: Step) -> Answer {
        let (to, steps) = (step.to, self.report.steps().iter().cloned().chain([step]).collect());
        self.undo.force(&mut self.report, Edit::Course { state: to, steps });
        self.judge();
        Answer { effect: Some(self.save()), ..Answer::say(format!("现在是“{}”", to.label())) }
    }

    /// Why the report cannot be changed; `None` if it can.
    pub fn is_closed(&self) -> Option<&'static str> {
        self.report.about.state.is_closed().then_some("已定稿，只能看：要改，按 F10 写明原因重新打开")
    }
}
