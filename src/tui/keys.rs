//! Every key, one row. The dispatcher, the footer, the help screen and the README read this table.
//!
//! Only keys that survive PuTTY, tmux and an input method: no single letters where one types, Esc never the only way.

mod chord;

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use crossterm::event::{KeyCode, KeyEvent};

use super::app::msg::{Action, Known, Scope};
pub use chord::Chord;
use chord::{ctrl, ctrl_with, f, plain, shift};

/// One row of the table: these keys do this, here.
#[derive(Debug)]
pub struct Key {
    /// The keys, the one that is shown first; none if only the palette has it.
    pub chords: &'static [Chord],
    /// What they ask for.
    pub action: Action,
    /// Where they work.
    pub scope: Scope,
    /// Its name in the footer; empty where the footer does not show it.
    pub name: &'static str,
    /// What it does, for the help screen and the README.
    pub help: &'static str,
}

const fn row(scope: Scope, chords: &'static [Chord], action: Action, name: &'static str, help: &'static str) -> Key {
    Key { chords, action, scope, name, help }
}

const ENTER: &[Chord] = &[plain(KeyCode::Enter), ctrl('j')];
const BACKSPACE: &[Chord] = &[plain(KeyCode::Backspace), ctrl('h')];
const ESC: &[Chord] = &[plain(KeyCode::Esc)];
const UP: &[Chord] = &[plain(KeyCode::Up)];
const DOWN: &[Chord] = &[plain(KeyCode::Down)];
const LEFT: &[Chord] = &[plain(KeyCode::Left)];
const RIGHT: &[Chord] = &[plain(KeyCode::Right)];
const TAB: &[Chord] = &[plain(KeyCode::Tab)];
const BACK_TAB: &[Chord] = &[shift(KeyCode::BackTab), plain(KeyCode::BackTab)];

use Action as A;
use Scope as S;

/// What an export is, in words; the library has no key left for it and offers it in the palette.
const EXPORT: &str = "导出：写成 Word、Excel、网页等，写好后逐格读回核对";

/// What the preview is, in words; all function keys are taken.
const PREVIEW: &str = "预览：像印出来的公文那样一页一页地看，带页码";

/// The table. Within a scope, rows stand in the order the footer shows them.
pub const KEYS: &[Key] = &[
    // 报告库
    row(S::Library, ENTER, A::Enter, "打开", "打开所选报告"),
    row(S::Library, &[f(2)], A::New, "新建", "新建一份报告"),
    row(S::Library, &[f(4)], A::CopyReport, "复制", "复制所选报告，用于另一年度或另一机关"),
    row(S::Library, &[f(6)], A::Rename, "改名", "修改所选报告的机关、年度、性质、口径"),
    row(S::Library, &[plain(KeyCode::Delete)], A::Remove, "", "删除所选报告（先问，留副本）"),
    row(S::Library, &[f(9)], A::Import, "导入", "读入已有的报告：Word、Excel、网页、PDF、文本，或粘贴的文字"),
    row(S::Library, &[f(10)], A::Gather, "汇总", "汇总所选年度各机关的报告（文件夹里有名单.txt 就按名单）"),
    row(S::Library, &[], A::Export, "", EXPORT),
    row(S::Library, BACKSPACE, A::Backspace, "", "输入文字即筛选；退格删去筛选的字"),
    row(S::Library, ESC, A::Close, "", "清除筛选"),
    row(S::Library, &[ctrl('r')], A::History, "", "打开所选报告，看它的历史版本"),
    row(S::Unreported, ENTER, A::Enter, "新建", "新建这家这一年的报告"),
    row(S::Unreported, &[f(2)], A::New, "", "新建这家这一年的报告"),
    row(S::Unreported, &[f(9)], A::Import, "导入", "读入这家已有的报告：Word、Excel、网页、PDF、文本，或粘贴的文字"),
    row(S::Unreported, &[f(10)], A::Gather, "汇总", "汇总这一年度各机关的报告（文件夹里有名单.txt 就按名单）"),
    row(S::Unreported, BACKSPACE, A::Backspace, "", "输入文字即筛选；退格删去筛选的字"),
    row(S::Unreported, ESC, A::Close, "", "清除筛选"),
    row(S::Empty, &[f(2)], A::New, "新建", "新建一份报告（或按 1）"),
    row(S::Empty, &[f(9)], A::Import, "导入", "读入已有的报告：Word、Excel、网页、PDF、文本（或按 2）"),
    row(S::Empty, &[f(3)], A::Samples, "打开示例", "把一个虚构机关两年的报告放进这个文件夹（或按 3）"),
    // 汇总
    row(S::Rollup, ENTER, A::Enter, "打开", "机关：打开报告；合计：看由哪些机关组成，数大的在前"),
    row(S::Rollup, &[ctrl('n')], A::NextPage, "下一页", "机关、三张表、说明，依次翻看"),
    row(S::Rollup, &[ctrl('p')], A::PreviousPage, "", "上一页"),
    row(S::Rollup, &[f(8)], A::Accept, "写汇总报告", "写成汇总报告的草稿；已有的只填空格，填过的数不改"),
    row(S::Rollup, &[f(2)], A::Change, "换年度", "换汇总机关或者年度"),
    row(S::Rollup, &[f(10), ctrl('o'), plain(KeyCode::Esc)], A::Close, "报告库", "从构成回到合计；回到报告库"),
    row(S::Rollup, BACKSPACE, A::Backspace, "", "输入文字即筛选机关；退格删去筛选的字"),
    // 导入
    row(S::Import, ENTER, A::Enter, "读入", "读入这个文件；选中的是文件夹则进入"),
    row(S::Import, TAB, A::Next, "补全", "补全路径"),
    row(S::Import, DOWN, A::Down, "挑选", "在下面的文件里挑选"),
    row(S::Import, UP, A::Up, "", "在下面的文件里挑选"),
    row(S::Import, &[f(8)], A::Accept, "", "读入这个文件"),
    row(S::Import, &[f(7), plain(KeyCode::Esc)], A::Close, "取消", "取消"),
    row(S::Import, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Import, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    row(S::Statement, ENTER, A::Enter, "打开报告", "打开读入的报告"),
    row(S::Statement, &[f(7), plain(KeyCode::Esc)], A::Close, "回报告库", "回到报告库"),
    row(S::Statement, DOWN, A::Down, "翻看", "向下翻看"),
    // 导出
    row(S::Export, &[f(8)], A::Accept, "导出", "导出；已有同名文件时再按就是覆盖"),
    row(S::Export, ENTER, A::Enter, "下一项", "下一项，在文件夹一行即导出；写完后关闭"),
    row(S::Export, DOWN, A::Down, "", "下一项；空格或数字键选定或取消一种格式"),
    row(S::Export, UP, A::Up, "", "上一项"),
    row(S::Export, TAB, A::Next, "", "下一项"),
    row(S::Export, BACK_TAB, A::Previous, "", "上一项"),
    row(S::Export, &[f(7), plain(KeyCode::Esc)], A::Close, "关闭", "关闭"),
    row(S::Exported, ENTER, A::Enter, "关闭", "关闭；已有的同名文件保留原来的"),
    row(S::Exported, &[f(8)], A::Accept, "", "覆盖已有的同名文件"),
    row(S::Exported, &[f(7), plain(KeyCode::Esc)], A::Close, "", "关闭"),
    row(S::Export, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Export, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    // 填写：表格
    row(S::Typing, ENTER, A::Enter, "下一行", "填入并到下一行"),
    row(S::Typing, TAB, A::Next, "右一格", "填入并到右边一格"),
    row(S::Typing, ESC, A::Close, "放弃", "放弃正在输入的内容"),
    row(S::Typing, &[f(2)], A::Change, "改字", "方向键改为在格内移动（否则填入并移到旁边的格）"),
    row(S::Typing, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Typing, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    row(S::Grid, &[f(2)], A::Change, "改格", "修改这一格原有的内容；直接输入则重填"),
    row(
        S::Grid,
        &[f(8)],
        A::Accept,
        "采纳",
        "采纳灰色的数（合计，或由其余推出的）、确定的改法；导入的存疑格：核对过了",
    ),
    row(S::Grid, &[f(4)], A::Choose, "", "这一格的数对不上、或粘在一起时，从几种改法里选"),
    row(S::Grid, &[f(7)], A::Refuse, "", "不是这里：排除所提的改法，看下一种"),
    row(S::Grid, &[ctrl('r')], A::Zeros, "填零", "本行（或选中的格）空白处填 0；各项不为零的总计留空"),
    row(S::Grid, &[ctrl('d')], A::LastYear, "去年", "取去年的数填入这一格；“上年结转”取去年的“结转下年度”"),
    row(S::Grid, &[f(9)], A::Annotate, "批注", "给这一格写批注，列在校验里"),
    row(S::Grid, ENTER, A::Enter, "", "下一行；连按 Tab 填完一行后，回到起始列"),
    row(S::Grid, TAB, A::Next, "", "右边一格，行末转到下一行"),
    row(S::Grid, BACK_TAB, A::Previous, "", "左边一格"),
    row(S::Grid, &[ctrl('t')], A::Mark, "", "开始或取消选择，移动光标选中一块（Shift+方向键也可）"),
    row(S::Grid, &[ctrl('e')], A::SelectAll, "", "选中本行，再按选中全表"),
    row(S::Grid, &[ctrl('k')], A::Copy, "", "复制这一格或选中的块，可贴进 Excel"),
    row(S::Grid, &[ctrl('x')], A::Cut, "", "剪切这一格或选中的块"),
    row(S::Grid, &[ctrl('u')], A::Insert, "", "粘贴"),
    row(S::Grid, &[plain(KeyCode::Delete)], A::Delete, "", "清空这一格或选中的块"),
    row(S::Grid, BACKSPACE, A::Backspace, "", "修改这一格"),
    row(S::Grid, &[ctrl_with(KeyCode::Home)], A::WordLeft, "", "第一行"),
    row(S::Grid, &[ctrl_with(KeyCode::End)], A::WordRight, "", "最后一行"),
    row(S::Grid, &[shift(KeyCode::Up)], A::SelectUp, "", "向上选择"),
    row(S::Grid, &[shift(KeyCode::Down)], A::SelectDown, "", "向下选择"),
    row(S::Grid, &[shift(KeyCode::Left)], A::SelectLeft, "", "向左选择"),
    row(S::Grid, &[shift(KeyCode::Right)], A::SelectRight, "", "向右选择"),
    // 填写：文字
    row(S::Prose, &[f(8)], A::Accept, "", "光标处的数字：确认它指下面所说的那一格"),
    row(S::Prose, &[f(7)], A::Refuse, "", "光标处的数字：不是指那里，以后不再这样提"),
    row(S::Prose, &[f(4)], A::Choose, "", "光标处的数字：从各表的格里选它所指的那一格"),
    row(S::Prose, &[ctrl('t')], A::Mark, "选择", "开始或取消选择，移动光标选中文字（Shift+方向键也可）"),
    row(S::Prose, &[ctrl('d')], A::Compose, "起草", "总体情况里：按表二的数字起草依申请公开一段，自成一段"),
    row(S::Prose, &[ctrl('k')], A::Copy, "", "复制选中的文字"),
    row(S::Prose, &[ctrl('x')], A::Cut, "", "剪切选中的文字"),
    row(S::Prose, &[ctrl('u')], A::Insert, "", "粘贴"),
    row(S::Prose, &[ctrl('e')], A::SelectAll, "", "选中本部分全部文字"),
    row(S::Prose, &[f(9)], A::Annotate, "批注", "给光标所在的一句写批注，列在校验里"),
    row(S::Prose, TAB, A::Next, "", "到下一处待填的空并选中，直接输入今年的数"),
    row(S::Prose, BACK_TAB, A::Previous, "", "到上一处待填的空"),
    row(S::Prose, ENTER, A::Enter, "", "另起一段"),
    row(S::Prose, BACKSPACE, A::Backspace, "", "删去光标前的字或选中的文字"),
    row(S::Prose, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字或选中的文字"),
    row(S::Prose, &[ctrl_with(KeyCode::Left)], A::WordLeft, "", "左移一个词"),
    row(S::Prose, &[ctrl_with(KeyCode::Right)], A::WordRight, "", "右移一个词"),
    row(S::Prose, &[shift(KeyCode::Up)], A::SelectUp, "", "向上选择"),
    row(S::Prose, &[shift(KeyCode::Down)], A::SelectDown, "", "向下选择"),
    row(S::Prose, &[shift(KeyCode::Left)], A::SelectLeft, "", "向左选择"),
    row(S::Prose, &[shift(KeyCode::Right)], A::SelectRight, "", "向右选择"),
    row(S::Prose, ESC, A::Close, "", "取消选择"),
    // 查找
    row(S::Find, ENTER, A::Enter, "下一处", "到下一处"),
    row(S::Find, UP, A::Up, "上一处", "到上一处"),
    row(S::Find, DOWN, A::Down, "", "到下一处"),
    row(S::Find, TAB, A::Next, "替换", "填写替换成什么；再按回到要找的文字"),
    row(S::Find, BACK_TAB, A::Previous, "", "回到要找的文字"),
    row(S::Find, &[f(8)], A::Accept, "替换这处", "替换这一处，到下一处"),
    row(S::Find, &[ctrl('r')], A::ReplaceAll, "全部替换", "全部替换，一次撤销"),
    row(S::Find, &[f(2), plain(KeyCode::Esc), ctrl('f')], A::Close, "结束", "结束查找，光标留在找到的地方"),
    row(S::Find, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Find, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    // 写明原因
    row(S::Reason, ENTER, A::Enter, "写好", "写好；清空了再按就是撤回说明"),
    row(S::Reason, &[f(7), plain(KeyCode::Esc)], A::Close, "不写", "不写，说明不变"),
    row(S::Reason, &[ctrl('u')], A::Insert, "", "粘贴"),
    row(S::Reason, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Reason, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    // 目录、校验
    row(S::Outline, ENTER, A::Enter, "进入", "进入所选部分"),
    row(S::Outline, &[f(2)], A::GoSection, "填写", "回到表格或文字"),
    row(S::Outline, RIGHT, A::Right, "", "进入所选部分"),
    row(S::Outline, ESC, A::Close, "", "回到填写"),
    row(S::Findings, ENTER, A::Enter, "跳到该处", "跳到出问题的地方"),
    row(S::Findings, &[f(8)], A::Accept, "改正", "照确定的改法改正，一次撤销；导入的一项：核对过了"),
    row(S::Findings, &[f(4)], A::Choose, "选改法", "从几种改法里选一种"),
    row(
        S::Findings,
        &[f(7)],
        A::Refuse,
        "不是这里",
        "不是这里：排除所提的改法，或这个数字不指那一格，或不再核对；提示级的则隐藏",
    ),
    row(S::Findings, &[f(9)], A::Explain, "说明", "对核实、提示级的问题写明原因，或者改写、撤回说明"),
    row(S::Findings, &[f(2)], A::GoSection, "填写", "回到表格或文字"),
    row(S::Findings, RIGHT, A::Right, "换一类", "全部、强制、核实、提示之间切换"),
    row(S::Findings, LEFT, A::Left, "", "反方向切换"),
    row(S::Findings, &[ctrl('k')], A::Copy, "", "复制这一项的文字"),
    row(S::Findings, ESC, A::Close, "", "回到填写"),
    // 工作台
    row(S::Desk, &[f(3)], A::GoOutline, "目录", "到目录"),
    row(S::Desk, &[f(6)], A::GoFindings, "校验", "到校验结果"),
    row(S::Desk, &[ctrl('s')], A::Save, "存", "保存"),
    row(S::Desk, &[ctrl('z')], A::Undo, "撤销", "撤销"),
    row(S::Desk, &[ctrl('y')], A::Redo, "", "重做"),
    row(S::Desk, &[], A::History, "", "历史版本：看以前存过的，与现在比较，恢复"),
    row(S::Desk, &[ctrl('f')], A::Find, "查找", "在整份报告里查找和替换，表格也在内"),
    row(S::Desk, &[], A::Export, "", EXPORT),
    row(S::Desk, &[ctrl('n')], A::NextPage, "下一部分", "到下一部分"),
    row(S::Desk, &[ctrl('p')], A::PreviousPage, "", "到上一部分"),
    row(S::Desk, &[f(10)], A::Step, "办理", "送审、退回、定稿、公布、更正：办理这份报告的下一步"),
    row(S::Desk, &[ctrl('o')], A::ToLibrary, "报告库", "回到报告库"),
    // 新建、复制、改名
    row(S::Form, &[f(8)], A::Accept, "确定", "确定"),
    row(S::Form, ENTER, A::Enter, "下一项", "下一项，最后一项即确定"),
    row(S::Form, TAB, A::Next, "", "下一项"),
    row(S::Form, BACK_TAB, A::Previous, "", "上一项"),
    row(S::Form, UP, A::Up, "", "上一项"),
    row(S::Form, DOWN, A::Down, "", "下一项"),
    row(S::Form, &[f(7), plain(KeyCode::Esc)], A::Close, "取消", "取消"),
    row(S::Form, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Form, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    // 查找操作和位置
    row(S::Palette, ENTER, A::Enter, "就是它", "做所选的操作，或到所选的位置"),
    row(S::Palette, DOWN, A::Down, "挑选", "下一项"),
    row(S::Palette, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Palette, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    row(S::Palette, &[f(7), plain(KeyCode::Esc), ctrl('g')], A::Close, "关闭", "关闭"),
    // 报告库和工作台
    row(S::Screen, &[ctrl('g')], A::Palette, "命令", "按名称、拼音或首字母找到任何操作、部分、表格行、问题和报告"),
    row(S::Screen, &[f(5)], A::Compare, "对照", "与去年和历年对照；在表里从这一格开始"),
    row(S::Screen, &[], A::Preview, "", PREVIEW),
    row(S::Screen, &[ctrl('w')], A::Settings, "", "设置：配色、边框、本机关、自用词表、降级规则"),
    // 设置
    row(S::Settings, &[f(8)], A::Accept, "存", "保存设置"),
    row(S::Settings, ENTER, A::Enter, "下一项", "下一项"),
    row(S::Settings, TAB, A::Next, "", "下一项"),
    row(S::Settings, BACK_TAB, A::Previous, "", "上一项"),
    row(S::Settings, LEFT, A::Left, "", "换一个；在文字里左移"),
    row(S::Settings, RIGHT, A::Right, "换一个", "换一个；在文字里右移"),
    row(S::Settings, &[f(7), plain(KeyCode::Esc), ctrl('w')], A::Close, "不改", "不改设置"),
    row(S::Settings, BACKSPACE, A::Backspace, "", "删去光标前的字"),
    row(S::Settings, &[plain(KeyCode::Delete)], A::Delete, "", "删去光标后的字"),
    // 对照
    row(S::Columns, RIGHT, A::Right, "换列", "右边一列"),
    row(S::Columns, LEFT, A::Left, "", "左边一列"),
    row(S::Compare, &[f(5)], A::OtherYear, "换年", "与另一年对照"),
    row(S::Compare, &[ctrl('n')], A::NextPage, "下一部分", "下一部分；数字键 1–6 到各部分"),
    row(S::Compare, &[ctrl('p')], A::PreviousPage, "", "上一部分"),
    row(S::Compare, ENTER, A::Enter, "到该处", "到报告里的这一处"),
    row(S::Compare, &[f(7), plain(KeyCode::Esc)], A::Close, "返回", "返回"),
    // 预览
    row(S::Preview, &[plain(KeyCode::PageDown)], A::PageDown, "下一页", "下一页；页比屏幕高的，先看完这一页"),
    row(S::Preview, &[plain(KeyCode::PageUp)], A::PageUp, "上一页", "上一页"),
    row(S::Preview, &[ctrl('n')], A::NextPage, "下一部分", "下一部分；数字键 1–6 到各部分"),
    row(S::Preview, &[ctrl('p')], A::PreviousPage, "", "上一部分"),
    row(S::Preview, ENTER, A::Enter, "到该处", "到报告里的这一部分"),
    row(S::Preview, &[f(7), plain(KeyCode::Esc)], A::Close, "返回", "返回"),
    // 历史
    row(S::History, &[f(8), plain(KeyCode::Enter), ctrl('j')], A::Accept, "恢复这个版本", "恢复这个版本，^Z 一次撤销"),
    row(S::History, DOWN, A::Down, "更早", "更早的版本"),
    row(S::History, UP, A::Up, "", "更近的版本"),
    row(S::History, &[plain(KeyCode::PageDown)], A::PageDown, "", "向下翻看不同之处"),
    row(S::History, &[f(7), plain(KeyCode::Esc)], A::Close, "关闭", "关闭"),
    // 两处都改了
    row(S::Clash, &[f(8), plain(KeyCode::Enter), ctrl('j')], A::Accept, "选好了", "选好了；每处先按 1 或 2"),
    row(S::Clash, DOWN, A::Down, "下一处", "下一处"),
    row(S::Clash, UP, A::Up, "", "上一处"),
    row(S::Clash, &[f(7), plain(KeyCode::Esc)], A::Close, "以后再选", "以后再选，什么都不写"),
    // 提问
    row(S::Question, ENTER, A::Enter, "选定", "选定；也可直接按答案前的数字"),
    row(S::Question, &[f(7), plain(KeyCode::Esc)], A::Close, "不做", "什么都不做"),
    row(S::Question, TAB, A::Next, "", "下一个答案"),
    row(S::Question, UP, A::Up, "", "上一个答案"),
    row(S::Question, DOWN, A::Down, "", "下一个答案"),
    // 帮助
    row(S::Help, &[f(1), plain(KeyCode::Esc), plain(KeyCode::Enter)], A::Close, "关闭", "关闭帮助"),
    // 移动
    row(S::Line, LEFT, A::Left, "", "左移"),
    row(S::Line, RIGHT, A::Right, "", "右移"),
    row(S::Line, &[plain(KeyCode::Home)], A::Home, "", "行首"),
    row(S::Line, &[plain(KeyCode::End)], A::End, "", "行末"),
    row(S::Rows, UP, A::Up, "", "上移"),
    row(S::Rows, DOWN, A::Down, "", "下移"),
    row(S::Rows, &[plain(KeyCode::PageUp)], A::PageUp, "", "上一页"),
    row(S::Rows, &[plain(KeyCode::PageDown)], A::PageDown, "", "下一页"),
    row(S::Rows, &[plain(KeyCode::Home)], A::Home, "", "到开头（在文字和表格里是行首）"),
    row(S::Rows, &[plain(KeyCode::End)], A::End, "", "到末尾（在文字和表格里是行末）"),
    // 到处
    row(S::Everywhere, &[f(1)], A::Help, "帮助", "这里能用的键；当前格的填报提示；所选问题的依据"),
    row(S::Everywhere, &[ctrl('q'), ctrl('c')], A::Quit, "退出", "退出（没有保存的先问）"),
    row(S::Everywhere, &[ctrl('l')], A::Redraw, "", "重画屏幕"),
];

impl Key {
    /// How people write its keys: the first one, or all of them; for one without a key the palette's.
    pub fn label(&self, all: bool) -> Cow<'static, str> {
        match self.chords {
            [] => {
                if all {
                    ctrl('g').label()
                } else {
                    "".into()
                }
            }
            [first, ..] if !all => first.label(),
            chords => {
                let mut labels: Vec<Cow<'static, str>> = chords.iter().map(|chord| chord.label()).collect();
                labels.dedup();
                labels.join(" ").into()
            }
        }
    }
}

/// How people write a key that was pressed: `F5`, `^D`.
pub fn written(event: &KeyEvent) -> String {
    Chord::of(event).label().into_owned()
}

/// What a key asks for here; the innermost scope wins.
pub fn action(scopes: &[Scope], event: &KeyEvent) -> Option<Action> {
    let chord = Chord::of(event);
    scopes.iter().find_map(|scope| of_scope(*scope).find(|key| key.chords.contains(&chord)).map(|key| key.action))
}

/// The rows of each scope.
static OF_SCOPE: LazyLock<Vec<Vec<&'static Key>>> = LazyLock::new(|| {
    let mut rows: Vec<Vec<&'static Key>> = Vec::new();
    for key in KEYS {
        let scope = key.scope as usize;
        rows.resize_with(rows.len().max(scope + 1), Vec::new);
        rows.get_mut(scope).into_iter().for_each(|rows| rows.push(key));
    }
    rows
});

/// The rows of a scope.
fn of_scope(scope: Scope) -> impl Iterator<Item = &'static Key> {
    OF_SCOPE.get(scope as usize).into_iter().flatten().copied()
}

/// The rows that work here, innermost scope first; a row hidden by an inner one is left out.
pub fn active(scopes: &[Scope]) -> Vec<&'static Key> {
    let of = |(n, scope): (usize, &Scope)| of_scope(*scope).map(move |key| (n, key));
    let mut rows: Vec<(usize, &'static Key)> = scopes.iter().enumerate().flat_map(of).collect();
    // The keys that the scopes further in have taken, and those of the scope one is at.
    let (mut taken, mut here, mut current) = (0, 0, 0);
    rows.retain(|(scope, key)| {
        if *scope != current {
            (taken, here, current) = (taken | here, 0, *scope);
        }
        let is_free = key.chords.first().is_none_or(|first| taken & first.bit() == 0);
        if is_free {
            here = key.chords.iter().fold(here, |here, chord| here | chord.bit());
        }
        is_free
    });
    rows.into_iter().map(|(_, key)| key).collect()
}

/// What the footer shows of the rows that work here: those that have a name, each with its first key.
pub fn named(scopes: &[Scope]) -> Arc<[Named]> {
    type Places = Vec<(Vec<Scope>, Arc<[Named]>)>;
    static KNOWN: Mutex<Places> = Mutex::new(Vec::new());
    // Whoever panicked while he held it had not changed it.
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, named)) = known.iter().find(|(of, _)| of == scopes) {
        return Arc::clone(named);
    }
    let rows = active(scopes).into_iter().filter(|key| !key.name.is_empty());
    let named: Arc<[Named]> = rows.map(|key| (key, key.label(false))).collect();
    // There are no more places than one can be at.
    known.push((scopes.to_vec(), Arc::clone(&named)));
    named
}

/// A row with a name, and how people write its first key.
pub type Named = (&'static Key, Cow<'static, str>);

/// The actions that work here, for the palette: the palette itself is not one.
pub fn known(scopes: &[Scope]) -> Vec<Known> {
    let rows = active(scopes).into_iter().filter(|key| key.action != Action::Palette);
    rows.map(|key| Known { action: key.action, name: key.name, help: key.help, key: key.label(false).into_owned() })
        .collect()
}

/// The key table as the README shows it.
pub fn readme_table() -> String {
    let mut text = String::from("| 哪里 | 键 | 作用 |\n|---|---|---|\n");
    let mut before = None;
    for key in KEYS {
        let scope = if before == Some(key.scope) { "" } else { key.scope.label() };
        before = Some(key.scope);
        let label = if key.chords.is_empty() { "^G".to_owned() } else { key.label(true).replace(' ', "、") };
        text.extend(["| ", scope, " | ", &label, " | ", key.help, " |\n"]);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crossterm::event::KeyModifiers;

    use super::*;

    #[test]
    fn no_key_stands_twice_in_a_scope() {
        for (n, key) in KEYS.iter().enumerate() {
            for other in &KEYS[..n] {
                let both: Vec<_> = key.chords.iter().filter(|chord| other.chords.contains(chord)).collect();
                assert!(key.scope != other.scope || both.is_empty(), "{:?} {both:?}", key.scope);
            }
        }
    }

    #[test]
    fn no_bare_character_is_a_command() {
        for chord in KEYS.iter().flat_map(|key| key.chords) {
            let is_bare = matches!(chord.code, KeyCode::Char(_)) && chord.modifiers.is_empty();
            assert!(!is_bare, "{chord:?} would be swallowed while one types");
        }
    }

    #[test]
    fn no_key_is_one_that_terminals_or_tmux_take_away() {
        let unsafe_ctrl: HashSet<char> = ['a', 'b', 'i', 'm', 'v', '[', ' '].into();
        for chord in KEYS.iter().flat_map(|key| key.chords) {
            if let KeyCode::Char(c) = chord.code {
                assert!(!unsafe_ctrl.contains(&c), "^{c}");
            }
            assert!(
                !matches!(chord.code, KeyCode::F(11 | 12)) && !chord.modifiers.contains(KeyModifiers::ALT),
                "{chord:?}"
            );
        }
    }

    #[test]
    fn every_key_of_the_table_has_a_bit_of_its_own() {
        let chords: Vec<&Chord> = KEYS.iter().flat_map(|key| key.chords).collect();
        for chord in &chords {
            assert_eq!(chord.bit().count_ones(), 1, "{chord:?}");
            assert!(chords.iter().all(|other| other == chord || other.bit() != chord.bit()), "{chord:?}");
        }
    }

    #[test]
    fn a_row_is_left_out_if_a_row_further_in_has_its_first_key() {
        let scopes = [S::Prose, S::Line, S::Rows, S::Desk, S::Screen, S::Everywhere];
        for n in 0..scopes.len() {
            let mut wanted: Vec<&Key> = Vec::new();
            for scope in &scopes[n..] {
                for key in KEYS.iter().filter(|key| key.scope == *scope) {
                    let first = key.chords.first();
                    let has = |row: &&Key| row.scope != *scope && first.is_some_and(|first| row.chords.contains(first));
                    if !wanted.iter().any(has) {
                        wanted.push(key);
                    }
                }
            }
            let help = |rows: Vec<&Key>| rows.into_iter().map(|key| (key.action, key.help)).collect::<Vec<_>>();
            assert_eq!(help(active(&scopes[n..])), help(wanted));
        }
    }

    #[test]
    fn esc_is_never_the_only_way() {
        for scope in KEYS.iter().map(|key| key.scope) {
            let ways =
                |key: &&Key| key.scope == scope && key.action == Action::Close && key.chords.first() != ESC.first();
            let alone = KEYS.iter().any(|key| key.scope == scope && key.chords == ESC && !key.name.is_empty());
            let has_other = KEYS.iter().any(|key| ways(&key)) || matches!(scope, Scope::Typing);
            assert!(!alone || has_other, "{scope:?}");
        }
    }

    #[test]
    fn every_key_says_what_it_does() {
        assert!(KEYS.iter().all(|key| !key.help.is_empty()));
        assert!(KEYS.iter().all(|key| !key.chords.is_empty() || key.name.is_empty()), "the footer shows keys");
    }

    #[test]
    fn the_innermost_scope_wins() {
        let f2 = KeyEvent::from(KeyCode::F(2));
        assert_eq!(action(&[Scope::Grid, Scope::Desk, Scope::Everywhere], &f2), Some(Action::Change));
        assert_eq!(action(&[Scope::Outline, Scope::Desk, Scope::Everywhere], &f2), Some(Action::GoSection));
        assert_eq!(action(&[Scope::Library, Scope::Everywhere], &f2), Some(Action::New));
        assert_eq!(action(&[Scope::Library, Scope::Everywhere], &KeyEvent::from(KeyCode::Char('q'))), None);
    }
}
