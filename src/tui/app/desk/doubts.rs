//! What an import was not sure of: looked at, one by one, and settled with F8.

use super::{Answer, Desk};
use crate::{
    report::{doubt::Doubt, edit::Edit},
    tui::app::panes::Focus,
};

/// The rule that tells of doubts.
pub const CODE: &str = "E-06";

impl Desk {
    /// The doubts that nobody has looked at yet.
    fn open_doubts(&self) -> impl Iterator<Item = &Doubt> {
        self.report.doubts().iter().filter(|doubt| doubt.is_open(&self.report))
    }

    /// A person has looked: the doubt under the cursor is settled; `None` if there is none to settle without a choice.
    pub(super) fn clear_doubt(&mut self) -> Option<Answer> {
        let finding = self.findings.current(&self.checked).filter(|_| self.focus == Focus::Findings);
        let cell = self.cell().filter(|_| self.focus == Focus::Section);
        // A number that means a cell is answered for itself.
        let words = self.offset().filter(|_| self.focus == Focus::Section && self.link().is_none());
        let is_here = |doubt: &&Doubt| {
            let is_told = finding.is_some_and(|finding| {
                finding.code == CODE && finding.place == doubt.place && finding.message.contains(&doubt.text)
            });
            let is_read = |(section, at): &(&str, usize)| {
                let span = doubt.span(&self.report.joined(section));
                doubt.place.as_str() == *section && span.is_some_and(|span| (span.start..=span.end).contains(at))
            };
            let is_of_cell = || cell.is_some_and(|cell| doubt.cells(&self.report).contains(&cell));
            doubt.ways.is_empty() && (is_told || is_of_cell() || words.as_ref().is_some_and(is_read))
        };
        let doubt = self.open_doubts().find(is_here)?.clone();
        self.make(Edit::Doubt { remove: Some(doubt), add: None }, false);
        let left = self.open_doubts().count();
        Some(Answer::say(if left > 0 {
            format!("已核对；导入存疑的还有 {left} 项")
        } else {
            "已核对，导入存疑的各项都看过了".into()
        }))
    }
}
