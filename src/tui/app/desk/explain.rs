//! A reason for a finding: the line is opened, typed, signed by the loop and put beside the finding.

use super::{Answer, Desk, doubts::CODE};
use crate::{
    report::{edit::Edit, waiver::Waiver},
    tui::app::{
        form::type_into,
        msg::{Action, Effect, Msg},
        reason::Reason,
    },
};

impl Desk {
    /// Opens the line that takes a reason for the finding under the cursor.
    pub(super) fn explain(&mut self) -> Answer {
        let Some(finding) = self.findings.current(&self.checked) else {
            return Answer::cannot("这一项已经相符，不用说明");
        };
        if finding.code == CODE {
            return Answer::cannot("导入的各项不写说明：核对后按 F8");
        }
        match Reason::new(finding) {
            Ok(reason) => {
                self.reason = Some(reason);
                Answer::default()
            }
            Err(why) => Answer::cannot(why),
        }
    }

    /// A key or text while the line that takes a reason is open.
    pub(super) fn in_reason(&mut self, msg: &Msg) -> Answer {
        let Some(reason) = &mut self.reason else { return Answer::default() };
        match msg {
            Msg::Act(Action::Close | Action::GoSection | Action::Explain) => {
                self.reason = None;
                Answer::say("没有改动说明")
            }
            Msg::Act(Action::Enter) => match reason.waiver() {
                Some(waiver) => {
                    self.reason = None;
                    Answer { notice: None, effect: Some(Effect::Sign(waiver)), ..Answer::default() }
                }
                None => Answer::cannot("请先写明原因：是什么情况、涉及多少件；不写就按 F7"),
            },
            msg => {
                type_into(&mut reason.field, msg);
                Answer::default()
            }
        }
    }

    /// Puts a reason beside its finding, or takes it back.
    pub fn waive(&mut self, waiver: Waiver) -> Answer {
        let is_taken_back = waiver.reason.is_empty();
        self.make(Edit::Waive(waiver), false);
        Answer::say(if is_taken_back {
            "已撤回说明"
        } else {
            "已写下说明；数字变了，这个问题会重新出现"
        })
    }
}
