//! What kind of file bytes are: told by what they begin with, and by the name's ending where that says nothing.

use super::{endings::ENDINGS, error::ReadError};

/// Kinds of files, as far as their beginning tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) enum Format {
    /// The plain interchange.
    Json,
    /// Text in some encoding.
    Text,
    /// A table in text, cells parted by commas.
    Csv,
    /// A web page, also one that is named as a document or a sheet.
    Html,
    /// An archive: docx, xlsx, ods.
    Zip,
    /// A compound file: doc, wps, xls, et.
    Compound,
    /// A PDF.
    Pdf,
}

impl Format {
    /// All of them.
    pub(in crate::exchange) const ALL: [Self; 7] =
        [Self::Json, Self::Text, Self::Csv, Self::Html, Self::Zip, Self::Compound, Self::Pdf];

    /// The format of a file.
    pub(in crate::exchange) fn of(name: &str, bytes: &[u8]) -> Result<Self, ReadError> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let unknown = || ReadError::Kind { name: name.to_owned() };
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Ok(Self::Zip);
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Ok(Self::Compound);
        }
        if bytes.starts_with(b"%PDF") {
            return Ok(Self::Pdf);
        }
        match ending.as_str() {
            "json" => Ok(Self::Json),
            "html" | "htm" => Ok(Self::Html),
            "doc" | "wps" | "xls" | "et" if is_page(bytes) => Ok(Self::Html),
            "csv" => Ok(Self::Csv),
            "txt" | "md" => Ok(Self::Text),
            _ if ENDINGS.contains(&ending.as_str()) => Err(damaged(&ending, bytes)),
            _ => Err(unknown()),
        }
    }

    /// Is it read in a child process, because a damaged or hostile file could bring its reader down?
    pub(in crate::exchange) fn is_read_apart(self) -> bool {
        matches!(self, Self::Html | Self::Zip | Self::Compound | Self::Pdf)
    }

    /// The word it goes by between this program and its child.
    pub(in crate::exchange) fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Zip => "zip",
            Self::Compound => "compound",
            Self::Pdf => "pdf",
        }
    }
}

/// Does a file that is named otherwise begin as web pages do? Old systems hand them out as `.doc` and `.xls`.
fn is_page(bytes: &[u8]) -> bool {
    let start: String =
        bytes.iter().filter(|byte| **byte != 0).take(400).map(|byte| byte.to_ascii_lowercase() as char).collect();
    ["<html", "<!doctype html", "<table", "<meta"].iter().any(|tag| start.contains(tag))
}

fn damaged(ending: &str, bytes: &[u8]) -> ReadError {
    if bytes.iter().all(|byte| *byte == 0) {
        return if bytes.is_empty() {
            ReadError::Empty
        } else {
            ReadError::refused("文件里全是零字节（断电或拷贝中断留下的），请重新拷贝一份再导入")
        };
    }
    let saved = if ["xlsx", "xls", "et", "ods"].contains(&ending) { "xlsx" } else { "docx" };
    ReadError::refused(format!(
        "名字是 .{ending}，内容不是（可能没有下载完整，或者改过名字）；请用 WPS 或 Word 打开，另存为 {saved} 再导入"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_tells_more_than_the_name() {
        let of = |name: &str, bytes: &[u8]| Format::of(name, bytes);
        assert_eq!(of("a.doc", b"PK\x03\x04"), Ok(Format::Zip));
        assert_eq!(of("a.docx", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Ok(Format::Compound));
        assert_eq!(of("a.xls", b"\xef\xbb\xbf<html><table>"), Ok(Format::Html));
        assert_eq!(of("a.TXT", b"2020"), Ok(Format::Text));
        assert_eq!(of("a.pdf", b"%PDF-1.7"), Ok(Format::Pdf));
    }

    #[test]
    fn a_name_that_promises_something_else_is_told() {
        let said = |name: &str, bytes: &[u8]| Format::of(name, bytes).unwrap_err().to_string();
        assert!(said("a.docx", b"hello").contains("另存为 docx"));
        assert!(said("a.xls", b"hello").contains("另存为 xlsx"));
        assert!(said("a.docx", &[0; 64]).contains("全是零字节"));
        assert!(said("a.exe", b"MZ").contains("认不出 a.exe"));
        assert_eq!(said("a.doc", b""), ReadError::Empty.to_string());
    }
}
