//! Reading a report from a file's bytes or text.

mod json;
mod text;

use super::{Class, Statement, assemble};
use crate::report::Report;

/// Largest file that is read, in bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// A report that was read, and what there is to say about the reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The report; cells that were not certain are blank.
    pub report: Report,
    /// What was read, guessed, not found and set aside.
    pub statement: Statement,
}

/// Names the organ after the source where the document names none, so that the report can be kept; says so.
pub fn name_by_source(report: &mut Report, statement: &mut Statement) {
    if !report.about.organ.is_empty() {
        return;
    }
    let source = statement.source.as_str();
    let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem).trim();
    report.about.organ = if stem.is_empty() { "未写明机关".into() } else { stem.to_owned() };
    let message = format!("机关名称先用“{}”代替，请在报告库按 F6 改名", report.about.organ);
    statement.add(Class::Guessed, None, message);
}

/// Why a file could not be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The name's ending is none that can be read.
    #[error("现在能读 .txt、.md 和 .json 文件，{name} 不在其中；请在原程序里另存为纯文本（UTF-8）再导入")]
    Kind {
        /// Name of the source.
        name: String,
    },
    /// The file is larger than [`LARGEST`].
    #[error("文件太大（{bytes} 字节），最多 8 MB；年报文字不会这么大，请确认选对了文件")]
    Large {
        /// Its size.
        bytes: usize,
    },
    /// The bytes are not UTF-8.
    #[error("第{line}行起不是 UTF-8 编码；请用记事本打开，另存为时编码选 UTF-8，再导入")]
    Encoding {
        /// Line of the first byte that does not fit, from 1.
        line: usize,
    },
    /// No text at all.
    #[error("文件是空的，没有可读的文字")]
    Empty,
    /// Far more paragraphs or table rows than a report can have.
    #[error("有 {paragraphs} 段文字、{rows} 行表格，不像一份年报；如果是多份合在一起，请拆开再导入")]
    Long {
        /// Paragraphs.
        paragraphs: usize,
        /// Table rows.
        rows: usize,
    },
    /// Neither title nor heading nor table of a report was recognised.
    #[error("没有认出年报的标题、章节或者统计表；请确认这是政府信息公开工作年度报告")]
    NotAReport,
    /// No year stands anywhere.
    #[error("标题、统计期限、正文和文件名里都没有找到年度；请在文件名里写上年度（如 某局-2020.txt）再导入")]
    NoYear,
    /// The JSON is not of the right shape.
    #[error("第{line}行第{column}列不合交换格式：{message}")]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// The JSON names something that does not exist or stands twice.
    #[error("{what}“{name}”{fault}")]
    Name {
        /// What is named: 版式, 章节, 格.
        what: &'static str,
        /// The name.
        name: String,
        /// What is wrong with it.
        fault: &'static str,
    },
}

/// Reads a file's bytes; the ending of its name tells the format (.txt .md .json).
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Imported, ReadError> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if !["txt", "md", "json"].contains(&ending.as_str()) {
        return Err(ReadError::Kind { name: name.to_owned() });
    }
    if bytes.len() > LARGEST {
        return Err(ReadError::Large { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ReadError::Encoding { line: good.split(|byte| *byte == b'\n').count() }
    })?;
    if ending == "json" { json::read(name, text) } else { read_text(name, text) }
}

/// Reads a report from text: prose by its headings, tables from lines with tabs or ` | `.
///
/// Fails if the text is empty, no report at all, or names no year; everything less is said in the statement.
pub fn read_text(source_name: &str, text: &str) -> Result<Imported, ReadError> {
    if text.len() > LARGEST {
        return Err(ReadError::Large { bytes: text.len() });
    }
    assemble::assemble(text::take_apart(source_name, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_says_why_and_what_to_do() {
        let error = |name: &str, bytes: &[u8]| read_bytes(name, bytes).unwrap_err();
        assert_eq!(error("a.docx", b"PK"), ReadError::Kind { name: "a.docx".into() });
        assert_eq!(error("a.txt", b"\n\xb1\xa8"), ReadError::Encoding { line: 2 });
        assert_eq!(error("a.md", "\u{feff} \r\n".as_bytes()), ReadError::Empty);
        assert_eq!(error("a.txt", "今天下雨。".as_bytes()), ReadError::NotAReport);
        assert_eq!(error("a.TXT", &vec![b' '; LARGEST + 1]), ReadError::Large { bytes: LARGEST + 1 });
        let lines = "行政许可 | 1\n".repeat(2001);
        assert_eq!(error("a.txt", lines.as_bytes()), ReadError::Long { paragraphs: 0, rows: 2001 });
        assert_eq!(error("a.txt", "一、总体情况\n全年公开若干条。".as_bytes()), ReadError::NoYear);
        assert!(error("a.docx", b"").to_string().contains("另存为纯文本"));
    }
}
