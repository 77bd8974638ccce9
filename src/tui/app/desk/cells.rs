//! What keys do in a table: typing, filling, selecting, copying and pasting cells.

use super::{Answer, Body, Desk, table_rows};
use crate::{
    equations::{self, Carried},
    form::{Along, CellIdx, Edition},
    report::edit::Edit,
    tui::app::{
        field::Field,
        form::type_into,
        grid::{Grid, Step, Typing},
        msg::{Action, Msg, Notice},
        panes::Areas,
    },
};

impl Desk {
    pub(super) fn in_table(&mut self, msg: Msg, areas: Areas, clip: &mut String) -> Answer {
        let Body::Table(grid) = self.body_mut() else { return Answer::default() };
        let mut said = None;
        if let Some(typing) = &mut grid.typing {
            let stays = match &msg {
                Msg::Text(_) | Msg::Act(Action::Backspace | Action::Delete) => true,
                Msg::Paste(text) => !text.trim_end_matches('\n').contains(['\t', '\n']),
                Msg::Act(Action::Left | Action::Right | Action::Home | Action::End) => !typing.is_fresh,
                _ => false,
            };
            if stays {
                type_into(&mut typing.field, &msg);
                return Answer::default();
            }
            match msg {
                Msg::Act(Action::Change) => {
                    typing.is_fresh = false;
                    return Answer::default();
                }
                Msg::Act(Action::Close) => {
                    grid.typing = None;
                    return Answer::say("没有改动这一格");
                }
                _ => said = self.finish_typing(),
            }
        }
        let mut answer = self.on_cell(msg, areas, clip);
        answer.notice = answer.notice.or(said);
        answer
    }

    /// A key or text on a cell that is not being typed.
    fn on_cell(&mut self, msg: Msg, areas: Areas, clip: &mut String) -> Answer {
        let Body::Table(grid) = &mut self.bodies[self.page] else { return Answer::default() };
        let page = table_rows(grid, areas).saturating_sub(1);
        match msg {
            Msg::Text(text) => {
                grid.drop_selection();
                grid.typing = Some(Typing { field: Field::new(&text), is_fresh: true });
            }
            Msg::Paste(text) => return self.put_block(&text),
            Msg::Act(Action::Insert) if clip.is_empty() => return Answer::cannot("还没有复制过内容：^K 复制"),
            Msg::Act(Action::Insert) => return self.put_block(clip),
            Msg::Act(action @ (Action::Change | Action::GoSection | Action::Backspace)) => {
                grid.drop_selection();
                let mut field = Field::new(self.report.text(grid.cell()));
                if action == Action::Backspace {
                    field.backspace();
                }
                grid.typing = Some(Typing { field, is_fresh: false });
            }
            Msg::Act(action @ (Action::Copy | Action::Cut)) => return self.copy(action == Action::Cut, clip),
            Msg::Act(Action::Delete) => return self.clear(),
            Msg::Act(Action::Zeros) => return self.fill_zeros(),
            Msg::Act(Action::LastYear) => return self.take_last_year(),
            Msg::Act(Action::Annotate) => return self.annotate(),
            Msg::Act(Action::Accept) => return self.accept(),
            Msg::Act(Action::Choose) => return self.choose_repair(),
            Msg::Act(Action::Refuse) => return self.refuse_repair(),
            Msg::Act(Action::Mark) => {
                grid.toggle_mark();
                let is_on = grid.is_marking();
                return Answer::say(if is_on {
                    "开始选择：移动光标选中一块，^K 复制，Del 清空"
                } else {
                    "已取消选择"
                });
            }
            Msg::Act(Action::SelectAll) => grid.select_more(),
            Msg::Act(Action::Close) => {
                grid.drop_selection();
            }
            Msg::Act(action) => return walk(grid, action, page),
            _ => {}
        }
        Answer::default()
    }

    /// Fills cells with a block.
    fn put_block(&mut self, block: &str) -> Answer {
        let Body::Table(grid) = self.body() else { return Answer::default() };
        let mut pasted = grid.put_block(&self.report, block);
        let notice = Notice { text: pasted.message(), is_error: pasted.is_doubtful() };
        if let Some(edit) = pasted.edit.take() {
            self.make(edit, false);
        }
        Answer { notice: Some(notice), effect: None, ..Answer::default() }
    }

    /// Copies the cell or the selection, and empties it where it is cut.
    fn copy(&mut self, is_cut: bool, clip: &mut String) -> Answer {
        let Body::Table(grid) = self.body() else { return Answer::default() };
        let text = grid.copy(&self.report);
        let rows = grid.selected();
        let what = match rows.as_slice() {
            [only] if only.len() == 1 => "这一格".to_owned(),
            rows => format!(" {} 行 {} 格", rows.len(), rows.concat().len()),
        };
        if is_cut {
            self.clear();
        }
        if let Body::Table(grid) = self.body_mut() {
            grid.drop_selection();
        }
        clip.clone_from(&text);
        Answer::copied(format!("已{}{what}，^U 粘贴", if is_cut { "剪切" } else { "复制" }), text)
    }

    /// Empties the cell or the selection.
    fn clear(&mut self) -> Answer {
        let Body::Table(grid) = self.body() else { return Answer::default() };
        let is_block = grid.has_selection();
        let Some((edit, n)) = grid.clear(&self.report) else { return Answer::say("这里本来就是空的") };
        self.make(edit, false);
        if is_block { Answer::say(format!("已清空 {n} 格；^Z 撤销")) } else { Answer::default() }
    }

    /// Fills the blank cells of the row or the selection with 0.
    fn fill_zeros(&mut self) -> Answer {
        let Body::Table(grid) = self.body() else { return Answer::default() };
        let place = if grid.has_selection() { "选中的格里" } else { "本行" };
        let zeros = grid.zeros(&self.report);
        let left = if zeros.left > 0 { "；总计格不是零，留给 F8 采纳或自己填" } else { "" };
        match zeros.edit {
            Some(edit) => {
                self.make(edit, false);
                Answer::say(format!("已填 {} 个 0{left}；^Z 撤销", zeros.filled))
            }
            None if zeros.left > 0 => Answer::say(format!("{place}没有可以填 0 的空白格{left}")),
            None => Answer::say(format!("{place}没有空白格，没有改动")),
        }
    }

    /// Takes last year's figures into the cell or the selection: the same cell's, or what last year's report carries
    /// over into it.
    fn take_last_year(&mut self) -> Answer {
        let Body::Table(grid) = self.body() else { return Answer::default() };
        let Some(last) = &self.last else {
            return Answer::cannot("文件夹里没有这个机关去年的报告，取不到去年的数");
        };
        let cells = grid.selected().concat();
        let carried = equations::carried(&self.report, last);
        let of_last = |cell: CellIdx| -> Option<(String, String)> {
            let carry = carried.iter().find(|carried| carried.cell == cell);
            let same = || Some((self.last_text(cell)?.to_owned(), "去年".to_owned()));
            carry.map(|carry| (carry.text.clone(), source(self.report.edition(), carry))).or_else(same)
        };
        if let [cell] = cells.as_slice() {
            match of_last(*cell) {
                None => return Answer::cannot("去年的格式没有这一格，取不到去年的数"),
                Some((text, _)) if text.is_empty() => return Answer::cannot("去年这一格是空的，没有改动"),
                Some(_) => {}
            }
        }
        let found = cells.iter().filter_map(|cell| Some((*cell, of_last(*cell)?)));
        let found: Vec<(CellIdx, (String, String))> = found.filter(|(_, (text, _))| !text.is_empty()).collect();
        let changes = found.iter().filter(|(cell, (text, _))| self.report.text(*cell) != text);
        let place = |cell: CellIdx| self.report.edition().spec(cell).place.clone();
        let edits: Vec<Edit> = changes.map(|(cell, (text, _))| Edit::cell(place(*cell), text.clone())).collect();
        let said = match (found.as_slice(), edits.len()) {
            ([], _) => return Answer::cannot("选中的格去年都没有数，没有改动"),
            ([(_, (text, source))], 0) => return Answer::say(format!("与{source}的 {text} 相同，没有改动")),
            (_, 0) => return Answer::say("与去年的数相同，没有改动"),
            ([(_, (text, source))], _) => format!("已填入{source}的 {text}；^Z 撤销"),
            (_, n) => format!("已填入去年的数 {n} 格；^Z 撤销"),
        };
        self.make(Edit::All(edits), false);
        Answer::say(said)
    }

    /// Accepts the total that is offered for the cell under the cursor.
    fn accept(&mut self) -> Answer {
        let Some(cell) = self.cell() else { return Answer::cannot("这里没有可以采纳的内容") };
        let Some(text) = self.offers.get(&cell).map(str::to_owned) else {
            return self.accept_repair("这一格没有可以采纳的数：空着的格由其余推得出时才有");
        };
        let place = self.place();
        self.make(Edit::Cell { place, text: text.clone(), computed: true }, false);
        let sums = self.report.edition().sums();
        let is_total = sums.iter().any(|sum| sum.total() == Some(cell));
        Answer::say(format!("已填入{} {text}", if is_total { "算出的合计" } else { "推出的" }))
    }
}

/// Moves the cursor, with the selection where the key says so.
fn walk(grid: &mut Grid, action: Action, page: usize) -> Answer {
    let is_selecting =
        matches!(action, Action::SelectUp | Action::SelectDown | Action::SelectLeft | Action::SelectRight);
    let Some(step) = step_of(action, page) else { return Answer::default() };
    let has_moved = if is_selecting { grid.select(step) } else { grid.step(step) };
    if !has_moved && matches!(step, Step::Down | Step::Enter) && !is_selecting {
        return Answer::say("已到本表最后一行；^N 到下一部分");
    }
    Answer::default()
}

/// Where a figure that last year's report carries over stands there: `去年“四、结转下年度”`.
fn source(edition: &Edition, carried: &Carried) -> String {
    let (table, _, row, column) = edition.lines(carried.cell);
    let blocks = || table.blocks.iter();
    let names = carried.carry.last.iter().filter_map(|id| match carried.carry.along {
        Along::Column => blocks().flat_map(|block| &block.rows).find(|row| row.id == *id).map(|row| &row.short),
        Along::Row => {
            let block = blocks().find(|block| block.rows.iter().any(|other| other.id == row.id))?;
            block.columns.iter().find(|other| other.id == *id).map(|column| &column.short)
        }
    });
    let names: Vec<&str> = names.map(String::as_str).collect();
    let names = if names.is_empty() { column.short.clone() } else { names.join("＋") };
    format!("去年“{names}”")
}

fn step_of(action: Action, page: usize) -> Option<Step> {
    Some(match action {
        Action::Up | Action::SelectUp => Step::Up,
        Action::Down | Action::SelectDown => Step::Down,
        Action::Enter => Step::Enter,
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
