//! 导入: the path of a file, typed, pasted or picked from what lies there; then what the reading says about itself.

use ratatui::layout::Size;

use super::{
    field::Field,
    form::type_into,
    msg::{Action, Effect, Msg},
};
use crate::{
    exchange::{Class, Statement},
    tui::wrap,
};

/// Most suggestions shown at once.
pub const SHOWN: usize = 8;
/// A path has no more lines and characters than this; what is pasted and longer is a report.
const LINES: usize = 2;
const CHARACTERS: usize = 1000;

/// The line that asks for a file, with what lies there.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// What is typed.
    pub path: Field,
    /// Files and folders that begin with what is typed, folders with `/` at their end.
    pub seen: Vec<String>,
    /// Which of them is picked.
    pub picked: Option<usize>,
    /// Why the file was not read.
    pub fault: Option<String>,
}

/// What a key in the line asks for.
#[derive(Debug)]
pub enum Wish {
    /// Nothing yet.
    Nothing,
    /// To be told what lies there.
    Look(Effect),
    /// To read the file.
    Read(Effect),
}

impl Import {
    /// The line with a path that could not be read.
    pub fn failed(path: &str, fault: String) -> Self {
        Self { path: Field::new(path), fault: Some(fault), ..Self::default() }
    }

    /// The effect that asks what lies there.
    pub fn look(&self) -> Effect {
        Effect::Look(bare(self.path.text()))
    }

    /// Takes what lies there, if that is still what is typed.
    pub fn show(&mut self, typed: &str, seen: Vec<String>) {
        if typed == bare(self.path.text()) {
            self.seen = seen;
            self.picked = None;
        }
    }

    /// First suggestion shown.
    pub fn top(&self) -> usize {
        self.picked.map_or(0, |at| (at + 1).saturating_sub(SHOWN))
    }

    /// A key or text.
    pub(super) fn update(&mut self, msg: &Msg) -> Wish {
        let last = self.seen.len().checked_sub(1);
        match msg {
            Msg::Act(Action::Down) => {
                let next = self.picked.map_or(0, |at| at + 1);
                self.picked = last.map(|last| last.min(next));
            }
            Msg::Act(Action::Up) => self.picked = self.picked.and_then(|at| at.checked_sub(1)),
            Msg::Act(Action::PageDown) => self.picked = last.map(|n| n.min(self.picked.unwrap_or(0) + SHOWN)),
            Msg::Act(Action::PageUp) => self.picked = self.picked.map(|at| at.saturating_sub(SHOWN)),
            Msg::Act(Action::Next) => {
                let Some(name) = self.seen.get(self.picked.unwrap_or(0)) else {
                    self.fault = Some("这里没有可以补全的文件：能导入的有 Word、Excel、网页、PDF 和文本".into());
                    return Wish::Nothing;
                };
                return self.take(&name.clone());
            }
            Msg::Act(Action::Enter | Action::Accept) => {
                return match self.picked.and_then(|at| self.seen.get(at)).cloned() {
                    Some(name) if name.ends_with('/') => self.take(&name),
                    Some(name) => Wish::Read(Effect::Import(name)),
                    None => self.read(),
                };
            }
            Msg::Paste(text) if is_report(text) => return Wish::Read(Effect::ImportText(text.clone())),
            msg => {
                let before = self.path.text().to_owned();
                type_into(&mut self.path, msg);
                if self.path.text() != before {
                    self.fault = None;
                    return Wish::Look(self.look());
                }
            }
        }
        Wish::Nothing
    }

    fn read(&mut self) -> Wish {
        let path = bare(self.path.text());
        if path.is_empty() {
            self.fault = Some("请填写文件的路径，或者按 ↓ 在下面选一个".into());
            return Wish::Nothing;
        }
        Wish::Read(Effect::Import(path))
    }

    /// Puts a suggestion into the line and looks there.
    fn take(&mut self, name: &str) -> Wish {
        (self.path, self.fault, self.picked) = (Field::new(name), None, None);
        Wish::Look(self.look())
    }
}

/// Is a pasted text a report and no path?
fn is_report(text: &str) -> bool {
    text.trim().lines().count() > LINES || text.chars().count() > CHARACTERS
}

/// A path without what file managers and shells put around it: blanks, quotes, `file://`.
fn bare(path: &str) -> String {
    let path = path.trim();
    let path = path.strip_prefix(['"', '\'']).and_then(|inner| inner.strip_suffix(['"', '\''])).unwrap_or(path);
    path.strip_prefix("file://").unwrap_or(path).to_owned()
}

/// What an import says about itself, on a screen of its own.
#[derive(Debug, Clone)]
pub struct Account {
    /// Name of the file in the folder that the report became.
    pub name: String,
    /// What was read, guessed, not found and set aside.
    pub statement: Statement,
    /// When it was written, as people read it.
    pub at: String,
    /// First line shown.
    pub top: usize,
}

impl Account {
    /// Lines of the screen that are not its rows: head, rules, footer.
    const CHROME: u16 = 6;

    /// Its rows on a screen: sorts with their number, and what there is to say; what needs a look stands first.
    pub fn rows(&self, size: Size) -> Vec<(Option<Class>, String)> {
        let columns = usize::from(size.width.saturating_sub(6));
        let mut rows = Vec::new();
        for class in [Class::Missing, Class::Guessed, Class::Aside, Class::Read] {
            let n = self.statement.of(class).count();
            if n > 0 {
                rows.push((Some(class), format!("{} {n} 项", class.label())));
                let remarks = self.statement.of(class).flat_map(|remark| wrap::split(&remark.to_string(), columns));
                rows.extend(remarks.map(|text| (None, text)));
            }
        }
        rows
    }

    /// Rows that a screen shows.
    pub fn rows_on(size: Size) -> usize {
        usize::from(size.height.saturating_sub(Self::CHROME)).max(1)
    }

    /// Keeps the first row shown within the text.
    pub(super) fn keep_in_view(&mut self, size: Size) {
        self.top = self.top.min(self.rows(size).len().saturating_sub(Self::rows_on(size)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(import: &mut Import, action: Action) -> Wish {
        import.update(&Msg::Act(action))
    }

    #[test]
    fn what_file_managers_put_around_a_path_is_taken_off() {
        let paths = [" /a/b.txt ", "'/a/b.txt'", "\"/a/b.txt\"", "file:///a/b.txt", "/a/b.txt"];
        assert!(paths.iter().all(|path| bare(path) == "/a/b.txt"));
        assert_eq!(bare("'"), "'");
    }

    #[test]
    fn a_file_is_picked_with_the_arrows_and_a_folder_is_entered() {
        let mut import = Import::default();
        import.show("", vec!["旧报告/".into(), "去年.txt".into()]);
        act(&mut import, Action::Down);
        assert!(matches!(act(&mut import, Action::Enter), Wish::Look(Effect::Look(path)) if path == "旧报告/"));
        import.show("别处", vec!["x.txt".into()]);
        assert_ne!(import.seen, ["x.txt"], "an answer to an older question is passed over");
        import.show("旧报告/", vec!["旧报告/a.txt".into(), "旧报告/b.md".into()]);
        act(&mut import, Action::Down);
        act(&mut import, Action::PageDown);
        assert!(matches!(act(&mut import, Action::Enter), Wish::Read(Effect::Import(path)) if path == "旧报告/b.md"));
    }

    #[test]
    fn an_empty_line_says_what_is_wanted() {
        let mut import = Import::default();
        assert!(matches!(act(&mut import, Action::Enter), Wish::Nothing));
        assert!(import.fault.as_ref().is_some_and(|fault| fault.contains("路径")));
        import.update(&Msg::Paste("'/tmp/甲 乙.txt'\n".into()));
        assert_eq!(import.fault, None);
        assert!(
            matches!(act(&mut import, Action::Enter), Wish::Read(Effect::Import(path)) if path == "/tmp/甲 乙.txt")
        );
    }
}
