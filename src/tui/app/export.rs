//! 导出: which formats, into which folder; then how each of them went, with what the user should know.

use super::{
    field::Field,
    form::type_into,
    msg::{Action, Effect, Msg},
    order::{Order, Outcome, Subject, Written},
};
use crate::{
    exchange::write::Format,
    report::{About, value::fold},
};

/// The formats to choose from, the folder, and what became of them.
#[derive(Debug)]
pub struct Export {
    /// What is exported.
    pub subject: Subject,
    /// Its organ and year.
    pub title: String,
    /// How many findings of level error it has.
    pub n_errors: usize,
    /// Which formats are wanted.
    pub marked: Vec<Format>,
    /// Which row the cursor is on: a format, or the folder behind them.
    pub at: usize,
    /// The folder.
    pub folder: Field,
    /// What became of each format so far.
    pub done: Vec<(Format, Written)>,
    /// Formats still to be written, the next one first.
    pub left: Vec<Format>,
}

/// The formats that are marked at first: what offices must hand over.
const USUAL: [Format; 3] = [Format::Docx, Format::Xlsx, Format::Html];

impl Export {
    /// Asks what to make of a report of a folder, and where to put it.
    pub fn new(subject: Subject, about: &About, n_errors: usize, folder: &str) -> Self {
        Self {
            subject,
            title: format!("{} {}", about.organ, about.year),
            n_errors,
            marked: USUAL.to_vec(),
            at: 0,
            folder: Field::new(&format!("{}/导出", folder.trim_end_matches('/'))),
            done: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Is the cursor on the folder?
    pub fn is_on_folder(&self) -> bool {
        self.at == Format::ALL.len()
    }

    /// What became of a format, if anything has.
    pub fn outcome(&self, format: Format) -> Option<&Written> {
        self.done.iter().find(|(other, _)| *other == format).map(|(_, written)| written)
    }

    /// Has everything that was asked for been tried?
    pub fn is_over(&self) -> bool {
        !self.done.is_empty() && self.left.is_empty()
    }

    /// Formats whose file was there already.
    pub fn standing(&self) -> impl Iterator<Item = Format> {
        self.done.iter().filter(|(_, written)| matches!(written, Written::Exists { .. })).map(|(format, _)| *format)
    }

    /// What there is to say about the whole: remarks and failures, each with its format.
    pub fn remarks(&self) -> Vec<(bool, String)> {
        let mut said = Vec::new();
        for (format, written) in &self.done {
            match written {
                Written::Done { remarks, .. } => {
                    said.extend(remarks.iter().map(|remark| (false, format!("{}：{remark}", format.label()))));
                }
                Written::Failed(why) => said.push((true, why.clone())),
                Written::Exists { .. } => {}
            }
        }
        said
    }

    /// A format was written, or not; the next one follows.
    pub fn take(&mut self, outcome: Outcome) -> Option<Effect> {
        let Outcome { format, written, may_replace } = outcome;
        self.left.retain(|other| *other != format);
        self.done.retain(|(other, _)| *other != format);
        self.done.push((format, written));
        self.next(may_replace)
    }

    /// A key or text; the first effect if the writing begins, and whether the list closes.
    pub(super) fn update(&mut self, msg: &Msg) -> (Option<Effect>, bool) {
        if self.is_over() {
            return match msg {
                Msg::Act(Action::Accept) if self.standing().next().is_some() => {
                    self.left = self.standing().collect();
                    (self.next(true), false)
                }
                Msg::Act(Action::Enter) => (None, true),
                _ => (None, false),
            };
        }
        let last = Format::ALL.len();
        match msg {
            Msg::Act(Action::Up | Action::Previous) => self.at = self.at.saturating_sub(1),
            Msg::Act(Action::Down | Action::Next) => self.at = (self.at + 1).min(last),
            Msg::Act(Action::PageUp) => self.at = 0,
            Msg::Act(Action::PageDown) => self.at = last,
            Msg::Act(Action::Enter) if !self.is_on_folder() => self.at += 1,
            Msg::Act(Action::Accept | Action::Enter) => return (self.begin(), false),
            msg if self.is_on_folder() => type_into(&mut self.folder, msg),
            Msg::Text(text) => text.chars().for_each(|c| self.turn(c)),
            _ => {}
        }
        (None, false)
    }

    /// Marks or unmarks a format: the one under the cursor with a blank, any by its number.
    fn turn(&mut self, c: char) {
        let number = fold(c).to_digit(10).and_then(|n| (n as usize).checked_sub(1));
        let at = if c.is_whitespace() { Some(self.at) } else { number };
        let Some((at, format)) = at.and_then(|at| Some((at, *Format::ALL.get(at)?))) else { return };
        self.at = at;
        if self.marked.contains(&format) {
            self.marked.retain(|other| *other != format);
        } else {
            self.marked.push(format);
        }
    }

    fn begin(&mut self) -> Option<Effect> {
        self.left = Format::ALL.into_iter().filter(|format| self.marked.contains(format)).collect();
        self.next(false)
    }

    fn next(&self, may_replace: bool) -> Option<Effect> {
        let format = *self.left.first()?;
        let folder = self.folder.text().trim().to_owned();
        Some(Effect::Export(Box::new(Order { subject: self.subject.clone(), format, folder, may_replace })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, Scope, State};

    fn export() -> Export {
        let about = About {
            organ: "示例市财政局".into(),
            kind: Kind::Department,
            year: 2021,
            edition: "2021".into(),
            scope: Scope::Organ,
            state: State::Draft,
        };
        Export::new(Subject::File("a.ron".into()), &about, 0, "reports/")
    }

    fn outcome(format: Format, written: Written, may_replace: bool) -> Outcome {
        Outcome { format, written, may_replace }
    }

    fn order(effect: Option<Effect>) -> (Format, String, bool) {
        match effect {
            Some(Effect::Export(order)) => (order.format, order.folder, order.may_replace),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn formats_are_marked_by_blank_or_number_in_both_widths() {
        let mut export = export();
        export.update(&Msg::Text(" ".into()));
        export.update(&Msg::Text("２7".into()));
        assert_eq!(export.marked, [Format::Html, Format::Json]);
        assert_eq!(export.at, 6);
        export.update(&Msg::Act(Action::Down));
        assert!(export.is_on_folder());
        export.update(&Msg::Text("7".into()));
        assert_eq!(export.folder.text(), "reports/导出7", "digits belong to the folder there");
    }

    #[test]
    fn each_format_is_written_by_itself_and_what_stands_is_replaced_only_when_asked() {
        let mut export = export();
        let first = export.update(&Msg::Act(Action::Accept)).0;
        assert_eq!(order(first), (Format::Docx, "reports/导出".into(), false));
        let done = Written::Done { names: vec!["a.docx".into()], remarks: vec!["少了一段".into()] };
        assert_eq!(order(export.take(outcome(Format::Docx, done, false))).0, Format::Xlsx);
        let stands = Written::Exists { name: "a.xlsx".into() };
        assert_eq!(order(export.take(outcome(Format::Xlsx, stands, false))).0, Format::Html);
        assert!(export.take(outcome(Format::Html, Written::Failed("磁盘已满".into()), false)).is_none());
        assert!(export.is_over());
        assert_eq!(export.remarks(), [(false, "Word 公文：少了一段".into()), (true, "磁盘已满".into())]);
        let again = export.update(&Msg::Act(Action::Accept)).0;
        assert_eq!(order(again), (Format::Xlsx, "reports/导出".into(), true));
        assert!(!export.is_over());
        let done = Written::Done { names: Vec::new(), remarks: Vec::new() };
        assert!(export.take(outcome(Format::Xlsx, done, true)).is_none());
        assert!(export.update(&Msg::Act(Action::Enter)).1, "Enter closes when all is done");
    }

    #[test]
    fn nothing_marked_writes_nothing() {
        let mut export = export();
        export.marked.clear();
        assert!(export.update(&Msg::Act(Action::Accept)).0.is_none());
        assert!(!export.is_over());
    }
}
