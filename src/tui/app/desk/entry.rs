//! What keys do in each pane of the workbench: outline, findings, table, prose, the line that finds text.

use super::{Answer, Body, Desk, table_rows};
use crate::{
    report::edit::Edit,
    tui::app::{
        field::Field,
        form::type_into,
        grid::Step,
        msg::{Action, Msg},
        panes::{Areas, Focus},
        prose::Motion,
    },
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

    pub(super) fn in_searchings(&mut self, msg: &Msg) -> Answer {
        match msg {
            Msg::Act(Action::Enter) => match self.findings.place(&self.checked) {
                Some(place) => self.go_to(&place),
                None => return Answer::cannot("这一项不对应报告里的某一处"),
            },
            Msg::Act(Action::Close | Action::Next) => self.focus = Focus::Section,
            Msg::Text(_) | Msg::Paste(_) => return Answer::cannot("这里是校验结果；按 Enter 跳到出问题的地方再改"),
            Msg::Act(action) => self.findings.update(*action, &self.checked),
            _ => {}
        }
        Answer::default()
    }

    pub(super) fn in_table(&mut self, msg: Msg, areas: Areas) -> Answer {
        let Body::Table(grid) = self.body_mut() else { return Answer::default() };
        if let Some(field) = &mut grid.typing {
            let stays = matches!(&msg, Msg::Paste(text) if !text.contains(['\t', '\n']))
                || matches!(
                    msg,
                    Msg::Text(_)
                        | Msg::Act(
                            Action::Backspace
                                | Action::Delete
                                | Action::Left
                                | Action::Right
                                | Action::Home
                                | Action::End
                        )
                );
            if stays {
                type_into(field, &msg);
                return Answer::default();
            }
            if matches!(msg, Msg::Act(Action::Close)) {
                grid.typing = None;
                return Answer::say("没有改动这一格");
            }
            self.finish_typing();
        }
        self.on_cell(msg, areas)
    }

    /// A key or text on a cell that is not being typed.
    fn on_cell(&mut self, msg: Msg, areas: Areas) -> Answer {
        let Body::Table(grid) = &mut self.bodies[self.page] else { return Answer::default() };
        let page = table_rows(grid, areas).saturating_sub(1);
        let edit = match msg {
            Msg::Text(text) => {
                grid.typing = Some(Field::new(&text));
                return Answer::default();
            }
            Msg::Paste(text) => grid.put_block(&self.report, &text),
            Msg::Act(action @ (Action::Change | Action::GoSection | Action::Backspace)) => {
                let mut field = Field::new(self.report.text(grid.cell()));
                if action == Action::Backspace {
                    field.backspace();
                }
                grid.typing = Some(field);
                return Answer::default();
            }
            Msg::Act(Action::Delete) => grid.put(&self.report, ""),
            Msg::Act(Action::Accept) => return self.accept(),
            Msg::Act(action) => {
                let moved = step_of(action, page).map(|step| (step, grid.step(step)));
                return match moved {
                    Some((Step::Down, false)) => Answer::say("已到本表最后一行；^N 到下一部分"),
                    _ => Answer::default(),
                };
            }
            _ => return Answer::default(),
        };
        if let Some(edit) = edit {
            self.make(edit, false);
        }
        Answer::default()
    }

    /// Accepts the total that is offered for the cell under the cursor.
    fn accept(&mut self) -> Answer {
        let Some(cell) = self.cell() else { return Answer::cannot("这里没有可以采纳的内容") };
        let Some(text) = self.offers.get(&cell).cloned() else {
            return Answer::cannot("这一格没有可以采纳的合计：只有空着的合计格才由程序算出");
        };
        let place = self.place();
        self.make(Edit::Cell { place, text: text.clone(), computed: true }, false);
        Answer::say(format!("已填入算出的合计 {text}"))
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
                return Answer::say(if prose.is_marking() {
                    "开始选择：移动光标选中文字，^K 复制，^X 剪切"
                } else {
                    "已取消选择"
                });
            }
            Msg::Act(Action::Close) => {
                return if prose.drop_selection() { Answer::default() } else { Answer::cannot(NOTHING_SELECTED) };
            }
            Msg::Act(Action::SelectAll) => {
                prose.select_all();
                return Answer::default();
            }
            Msg::Act(Action::Copy) => {
                let Some(text) = prose.copy() else { return Answer::cannot(NOTHING_SELECTED) };
                *clip = text;
                prose.drop_selection();
                return Answer::say(format!("已复制 {} 字；^U 粘贴", clip.chars().count()));
            }
            Msg::Act(Action::Cut) => {
                let Some((text, edit)) = prose.cut() else { return Answer::cannot(NOTHING_SELECTED) };
                *clip = text;
                Some(edit)
            }
            Msg::Act(Action::Insert) if clip.is_empty() => {
                return Answer::cannot("还没有复制过文字：选中后按 ^K 复制，或用终端的粘贴");
            }
            Msg::Act(Action::Insert) => prose.paste(clip),
            Msg::Act(Action::Accept) => return Answer::cannot("这里没有可以采纳的内容"),
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
}

fn step_of(action: Action, page: usize) -> Option<Step> {
    Some(match action {
        Action::Up | Action::SelectUp => Step::Up,
        Action::Down | Action::SelectDown | Action::Enter => Step::Down,
        Action::Left | Action::SelectLeft => Step::Left,
        Action::Right | Action::SelectRight => Step::Right,
        Action::Next => Step::Next,
        Action::Previous => Step::Previous,
        Action::Home => Step::RowStart,
        Action::End => Step::RowEnd,
        Action::PageUp => Step::PageUp(page),
        Action::PageDown => Step::PageDown(page),
        Action::WordLeft => Step::First,
        Action::WordRight => Step::Last,
        _ => return None,
    })
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
