//! What keys do in each pane of the workbench: outline, findings, prose, the line that finds text.

use super::{Answer, Body, Desk};
use crate::tui::app::{
    msg::{Action, Msg},
    panes::{Areas, Focus},
    prose::Motion,
};

const NOTHING_SELECTED: &str = "还没有选中文字：先按 ^T 开始选择，再移动光标";

impl Desk {
    pub(super) fn in_outline(&mut self, msg: &Msg) -> Answer {
        let last = self.pages.len() - 1;
        match msg {
            Msg::Act(Action::Up) => self.page = self.page.saturating_sub(1),
            Msg::Act(Action::Down) => self.page = (self.page + 1).min(last),
            Msg::Act(Action::Home | Action::PageUp) => self.page = 0,
            Msg::Act(Action::End | Action::PageDown) => self.page = last,
            Msg::Act(Action::Enter | Action::Right | Action::Close | Action::Next) => self.focus = Focus::Section,
            Msg::Text(_) | Msg::Paste(_) => return Answer::cannot("这里是目录；按 Enter 进入所选部分再填写"),
            _ => {}
        }
        Answer::default()
    }

    pub(super) fn in_searchings(&mut self, msg: &Msg, clip: &mut String) -> Answer {
        match msg {
            Msg::Act(Action::Copy) => {
                let Some(text) = self.findings.text(&self.checked) else {
                    return Answer::cannot("这里没有可以复制的内容");
                };
                clip.clone_from(&text);
                return Answer::copied("已复制这一项；到文字里 ^U 粘贴", text);
            }
            Msg::Act(Action::Refuse) => return self.refuse(),
            Msg::Act(Action::Enter) => match self.findings.place(&self.checked) {
                Some(place) => {
                    let span = self.findings.current(&self.checked).and_then(|finding| finding.span.clone());
                    self.go_to(&place);
                    if let Some(span) = span {
                        self.show_span(&span);
                    }
                }
                None => return Answer::cannot("这一项不对应报告里的某一处"),
            },
            Msg::Act(Action::Explain) => return self.explain(),
            Msg::Act(Action::Accept) if let Some(answer) = self.settle_note() => return answer,
            Msg::Act(Action::Accept) if let Some(answer) = self.regain_link() => return answer,
            Msg::Act(Action::Accept) => return self.accept_repair("这一项没有现成的改法；按 Enter 跳到该处再改"),
            Msg::Act(Action::Choose) => return self.choose_repair(),
            Msg::Act(Action::Close | Action::Next) => self.focus = Focus::Section,
            Msg::Text(_) | Msg::Paste(_) => return Answer::cannot("这里是校验结果；按 Enter 跳到出问题的地方再改"),
            Msg::Act(action) => self.findings.update(*action, &self.checked),
            _ => {}
        }
        Answer::default()
    }

    pub(super) fn in_prose(&mut self, msg: Msg, areas: Areas, clip: &mut String) -> Answer {
        let Body::Prose(prose) = &mut self.bodies[self.page] else { return Answer::default() };
        let columns = usize::from(areas.prose().width);
        let page = usize::from(areas.section.height).saturating_sub(1).max(1);
        let mut joins = false;
        let edit = match msg {
            Msg::Text(text) => {
                joins = text.chars().all(|c| c.is_ascii_alphanumeric());
                prose.type_text(&text)
            }
            Msg::Paste(text) => prose.paste(&text),
            Msg::Act(Action::Enter) => prose.enter(),
            Msg::Act(Action::Backspace) => prose.backspace(),
            Msg::Act(Action::Delete) => prose.delete(),
            Msg::Act(Action::Mark) => {
                prose.toggle_mark();
                let started = "开始选择：移动光标选中文字，^K 复制，^X 剪切";
                return Answer::say(if prose.is_marking() { started } else { "已取消选择" });
            }
            Msg::Act(Action::Close) => {
                return if prose.drop_selection() { Answer::default() } else { Answer::cannot(NOTHING_SELECTED) };
            }
            Msg::Act(Action::SelectAll) => {
                prose.select_all();
                return Answer::default();
            }
            Msg::Act(action @ (Action::Copy | Action::Cut)) => return self.copy_text(action == Action::Cut, clip),
            Msg::Act(Action::Compose) => return self.compose(),
            Msg::Act(Action::Annotate) => return self.annotate(),
            Msg::Act(action @ (Action::Next | Action::Previous)) => return self.go_to_slot(action == Action::Next),
            Msg::Act(Action::Insert) if clip.is_empty() => {
                return Answer::cannot("还没有复制过文字：选中后按 ^K 复制，或用终端的粘贴");
            }
            Msg::Act(Action::Insert) => prose.paste(clip),
            Msg::Act(Action::Accept) => {
                return if self.repairs().is_empty() || self.is_asking() {
                    self.clear_doubt().unwrap_or_else(|| self.confirm_link())
                } else {
                    self.accept_repair("这里没有可以采纳的内容；F6 看校验里的问题")
                };
            }
            Msg::Act(Action::Refuse) => return self.refuse_link(),
            Msg::Act(Action::Choose) => {
                let is_cell = self.repairs().is_empty() || self.is_asking();
                return if is_cell { self.choose_cell() } else { self.choose_repair() };
            }
            Msg::Act(action) => {
                if let Some((motion, extends)) = motion_of(action) {
                    prose.go(motion, extends, columns, page);
                }
                return Answer::default();
            }
            _ => return Answer::default(),
        };
        if let Some(edit) = edit {
            return self.make(edit, joins).map_or_else(Answer::default, Answer::say);
        }
        Answer::default()
    }

    /// Copies the selected text, and takes it out where it is cut.
    fn copy_text(&mut self, is_cut: bool, clip: &mut String) -> Answer {
        let Body::Prose(prose) = &mut self.bodies[self.page] else { return Answer::default() };
        let Some(text) = prose.copy() else { return Answer::cannot(NOTHING_SELECTED) };
        clip.clone_from(&text);
        if is_cut {
            if let Some(edit) = prose.delete_selection() {
                self.make(edit, false);
            }
        } else {
            prose.drop_selection();
        }
        let verb = if is_cut { "剪切" } else { "复制" };
        Answer::copied(format!("已{verb} {} 字，^U 粘贴", clip.chars().count()), text)
    }
}

fn motion_of(action: Action) -> Option<(Motion, bool)> {
    Some(match action {
        Action::Up => (Motion::Up, false),
        Action::Down => (Motion::Down, false),
        Action::Left => (Motion::Left, false),
        Action::Right => (Motion::Right, false),
        Action::SelectUp => (Motion::Up, true),
        Action::SelectDown => (Motion::Down, true),
        Action::SelectLeft => (Motion::Left, true),
        Action::SelectRight => (Motion::Right, true),
        Action::Home => (Motion::RowStart, false),
        Action::End => (Motion::RowEnd, false),
        Action::PageUp => (Motion::PageUp, false),
        Action::PageDown => (Motion::PageDown, false),
        Action::WordLeft => (Motion::WordLeft, false),
        Action::WordRight => (Motion::WordRight, false),
        _ => return None,
    })
}
