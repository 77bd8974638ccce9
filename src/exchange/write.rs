//! Writing a report in other formats, from one description of its tables and one reading order.

mod body;
mod boxes;
pub mod csv;
mod docx;
mod html;
mod json;
mod markdown;
pub mod pages;
mod plain;
mod text;
mod xlsx;

pub(super) use body::texts;
pub use boxes::Pen;
pub(super) use json::scope_name;
pub use json::{escape_hidden, to_json};
pub(super) use plain::{clean, losses};

use crate::report::Report;

/// A format that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Word, in the layout of official documents.
    Docx,
    /// Excel: the tables.
    Xlsx,
    /// A web page.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// The figures as one tidy table, with its codebook.
    Csv,
    /// The plain interchange.
    Json,
}

/// Why a format could not be written; a fault of the program or of memory, never of the report.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The Word file.
    #[error("Word 文件没有写成：{0}")]
    Word(#[from] zip::result::ZipError),
    /// The Excel file.
    #[error("Excel 文件没有写成：{0}")]
    Excel(#[from] rust_xlsxwriter::XlsxError),
}

impl Format {
    /// All of them, in the order a list shows them.
    pub const ALL: [Self; 7] = [Self::Docx, Self::Xlsx, Self::Html, Self::Markdown, Self::Text, Self::Csv, Self::Json];

    /// What a file's name ends in.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Docx => "Word 公文",
            Self::Xlsx => "Excel 统计表",
            Self::Html => "网页",
            Self::Markdown => "Markdown",
            Self::Text => "纯文本",
            Self::Csv => "数据表",
            Self::Json => "交换数据",
        }
    }

    /// What it is for, in a line.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Docx => "公文格式，打印、盖章、报送",
            Self::Xlsx => "三张表，合计带公式",
            Self::Html => "单个文件，挂网公布",
            Self::Markdown => "文字和表格，不留合并格",
            Self::Text => "文字和画线表格，不带格式",
            Self::Csv => "一格一行，另附编码表",
            Self::Json => "全部内容，给别的程序",
        }
    }

    /// Is the prose of a report in it?
    pub fn has_prose(self) -> bool {
        !matches!(self, Self::Xlsx | Self::Csv)
    }
}

/// A report in a format, as the bytes of one file.
pub fn write(report: &Report, format: Format) -> Result<Vec<u8>, WriteError> {
    Ok(match format {
        Format::Docx => docx::to_docx(report)?,
        Format::Xlsx => xlsx::to_xlsx(report)?,
        Format::Html => html::to_html(report).into_bytes(),
        Format::Markdown => markdown::to_markdown(report).into_bytes(),
        Format::Text => text::to_text(report).into_bytes(),
        Format::Csv => format!("{}{}{}", csv::MARK, csv::head(), csv::lines(report)).into_bytes(),
        Format::Json => to_json(report).into_bytes(),
    })
}

/// What explains a file of this format, and the end of its name before its ending; none for most.
pub fn beside(report: &Report, format: Format) -> Option<(&'static str, Vec<u8>)> {
    let codebook = || format!("{}{}{}", csv::MARK, csv::codebook_head(), csv::codebook(report.edition()));
    (format == Format::Csv).then(|| ("-编码表", codebook().into_bytes()))
}
