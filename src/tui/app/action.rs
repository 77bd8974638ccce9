//! What keys ask for, and where one is, which decides which keys work.

/// What a key asks for. What it does depends on where one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave the program.
    Quit,
    /// Show the keys that work here, and the note or rule in question.
    Help,
    /// Paint the screen anew.
    Redraw,
    /// Out of what is open: typing, a dialog, a selection.
    Close,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One step to the left.
    Left,
    /// One step to the right.
    Right,
    /// To the start of the row.
    Home,
    /// To the end of the row.
    End,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// One word to the left.
    WordLeft,
    /// One word to the right.
    WordRight,
    /// Selects one row up.
    SelectUp,
    /// Selects one row down.
    SelectDown,
    /// Selects one character or cell to the left.
    SelectLeft,
    /// Selects one character or cell to the right.
    SelectRight,
    /// Down, a new paragraph, open, or yes.
    Enter,
    /// One cell or field on.
    Next,
    /// One cell or field back.
    Previous,
    /// Deletes behind the cursor; blanks a cell.
    Delete,
    /// Deletes before the cursor.
    Backspace,
    /// Changes what stands in the cell.
    Change,
    /// Fills the blank cells of the row with 0.
    Zeros,
    /// Takes last year's figure into the cell.
    LastYear,
    /// Puts in a paragraph worded from table 2.
    Compose,
    /// Accepts what is offered here.
    Accept,
    /// Turns down what is offered here.
    Refuse,
    /// Chooses among what is offered here.
    Choose,
    /// Saves the draft.
    Save,
    /// Gives a reason for a finding.
    Explain,
    /// Writes a note on the cell or sentence.
    Annotate,
    /// Takes a step from state to state.
    Step,
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// To the outline.
    GoOutline,
    /// To the table or the prose.
    GoSection,
    /// To the findings.
    GoFindings,
    /// To the next page of the report.
    NextPage,
    /// To the page before.
    PreviousPage,
    /// Back to the library.
    ToLibrary,
    /// Finds text.
    Find,
    /// Starts or ends a selection.
    Mark,
    /// Selects everything.
    SelectAll,
    /// Copies the selection.
    Copy,
    /// Cuts the selection.
    Cut,
    /// Puts in what was copied.
    Insert,
    /// A new report.
    New,
    /// A copy of the report for another year or organ.
    CopyReport,
    /// Another organ, year, kind or scope for the report.
    Rename,
    /// Removes the report; a copy is kept.
    Remove,
    /// Reads a report from a file of another format.
    Import,
    /// Shows the versions that later ones took the place of.
    History,
    /// Writes the report in other formats.
    Export,
    /// Puts the sample reports into the folder.
    Samples,
    /// Sums the organs' reports up.
    Gather,
    /// Finds every action and place by name.
    Palette,
    /// Changes the settings.
    Settings,
    /// Holds the report against its earlier years.
    Compare,
    /// Shows the report page by page as it is printed.
    Preview,
    /// Against another year.
    OtherYear,
    /// Replaces everything that was found.
    ReplaceAll,
}

/// An action that works where one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What it does.
    pub action: Action,
    /// Its name in the footer; empty where the footer does not show it.
    pub name: &'static str,
    /// What it does, in words.
    pub help: &'static str,
    /// Its key, as people write it.
    pub key: String,
}

/// Where one is; decides which keys work. Innermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// 帮助
    Help,
    /// A question with numbered answers.
    Question,
    /// Things that two people changed, to choose from.
    Clash,
    /// 历史
    History,
    /// A form to fill in.
    Form,
    /// The line that asks for a file to import.
    Import,
    /// What an import says about itself.
    Statement,
    /// The formats and the folder of an export.
    Export,
    /// The palette.
    Palette,
    /// 对照
    Compare,
    /// A table of the comparison that shows one column at a time.
    Columns,
    /// 预览
    Preview,
    /// The settings.
    Settings,
    /// 汇总
    Rollup,
    /// The line that finds text.
    Find,
    /// The line that takes a reason for a finding.
    Reason,
    /// Typing into a cell.
    Typing,
    /// A table.
    Grid,
    /// Prose.
    Prose,
    /// 目录
    Outline,
    /// 校验
    Findings,
    /// 工作台
    Desk,
    /// An export that was written.
    Exported,
    /// 报告库
    Library,
    /// An organ without a report in the library.
    Unreported,
    /// A folder without reports.
    Empty,
    /// Where the cursor moves in rows.
    Rows,
    /// Where the cursor moves along a line of text or cells.
    Line,
    /// The library or the workbench, with nothing over it.
    Screen,
    /// Everywhere.
    Everywhere,
}

impl Scope {
    /// What people call the place.
    pub fn label(self) -> &'static str {
        match self {
            Self::Help => "帮助",
            Self::Question => "提问",
            Self::Clash => "两处都改了",
            Self::History => "历史",
            Self::Form => "新建、复制、改名",
            Self::Find => "查找和替换",
            Self::Reason => "写明原因",
            Self::Typing => "表格：正在输入",
            Self::Grid => "表格",
            Self::Prose => "文字",
            Self::Outline => "目录",
            Self::Findings => "校验",
            Self::Desk => "工作台",
            Self::Library => "报告库",
            Self::Palette => "查找操作和位置",
            Self::Compare => "对照",
            Self::Columns => "对照：表二",
            Self::Preview => "预览",
            Self::Rollup => "汇总",
            Self::Settings => "设置",
            Self::Line => "在一行里",
            Self::Rows => "上下移动",
            Self::Screen => "报告库和工作台",
            Self::Empty => "报告库：还没有报告",
            Self::Unreported => "报告库：未报的机关",
            Self::Exported => "导出：写完了",
            Self::Import => "导入",
            Self::Statement => "导入结果",
            Self::Export => "导出",
            Self::Everywhere => "到处",
        }
    }
}
