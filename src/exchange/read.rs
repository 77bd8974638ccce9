//! Reading a report from a file's bytes or text.

mod archive;
mod boxes;
mod compound;
mod csv;
mod doc;
mod docx;
mod encoding;
pub(super) mod endings;
pub(super) mod error;
mod finish;
pub(super) mod format;
mod html;
mod json;
mod numbers;
mod ods;
pub(super) mod part;
mod pdf;
mod sheet;
mod table;
mod text;
mod xls;
mod xlsx;
mod xml;

use std::{
    fs,
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::fs::OFlags;

use super::{Class, Imported, Statement, assemble, child, piece::Document};
use crate::{
    report::Report,
    store::{Cause, draft},
};
pub use endings::{ENDINGS, KINDS, LARGEST};
pub use error::ReadError;
use format::Format;

/// Names the organ after the source where the document names none, so that the report can be kept; says so.
pub fn name_by_source(report: &mut Report, statement: &mut Statement) {
    if !report.about.organ.is_empty() {
        return;
    }
    let source = statement.source.as_str();
    let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem).trim();
    report.about.organ = if stem.is_empty() { "未写明机关".into() } else { stem.to_owned() };
    let message = format!("机关名称先用“{}”代替，请在报告库按 F6 改名", report.about.organ);
    statement.add_words(Class::Guessed, None, &report.about.organ, message);
}

/// Reads a report from a file; its beginning and the ending of its name tell the format.
pub fn read_file(path: &Path) -> Result<Imported, ReadError> {
    let bytes = bytes_of(path).map_err(|error| ReadError::File(reason(error)))?;
    read_bytes(&path.file_name().unwrap_or_default().to_string_lossy(), &bytes)
}

/// The bytes of a file, one more at most than any reader takes: the reader then says that it is too large.
///
/// Fails with [`io::ErrorKind::Unsupported`] for a pipe or device, which would be waited for without end.
pub fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    let file = fs::OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let mut bytes = Vec::new();
    file.take(draft::MAX_BYTES.max(LARGEST as u64) + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why the system refused a file, in Chinese, with the way out.
pub fn reason(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹。请检查路径".to_owned(),
        io::ErrorKind::IsADirectory => "这是文件夹。请写明是其中哪个文件".to_owned(),
        io::ErrorKind::Unsupported => Cause::NotFile("是管道或设备").to_string(),
        _ => Cause::from(error).to_string(),
    }
}

/// Reads a file's bytes: text here, anything that could bring its reader down in a child under limits.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Imported, ReadError> {
    read_with(name, bytes, |format| {
        if format.is_read_apart() {
            child::take_apart(format, name, bytes)
        } else {
            part::take_apart(format, name, bytes)
        }
    })
}

/// Reads a file's bytes in this process, whatever they are: for files that this program has just written itself.
pub fn read_own(name: &str, bytes: &[u8]) -> Result<Imported, ReadError> {
    read_with(name, bytes, |format| part::take_apart(format, name, bytes))
}

fn read_with(
    name: &str,
    bytes: &[u8],
    take_apart: impl FnOnce(Format) -> Result<Document, ReadError>,
) -> Result<Imported, ReadError> {
    if bytes.len() > LARGEST {
        return Err(ReadError::Large { bytes: bytes.len() });
    }
    match Format::of(name, bytes)? {
        Format::Json => json::read(name, &encoding::decode(name, bytes)?.0),
        Format::Csv if csv::is_tidy(&encoding::decode(name, bytes)?.0) => {
            csv::read_tidy(name, &encoding::decode(name, bytes)?.0)
        }
        format => assemble::assemble(take_apart(format)?),
    }
}

/// The text of a file that is text, in whatever encoding; for pointing at a place in it.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    encoding::decode("", bytes).ok().map(|(text, _)| text)
}

/// Reads a report from text: prose by its headings, tables from lines with tabs or ` | `.
///
/// Fails if the text is empty, no report at all, or names no year; everything less is said in the statement.
pub fn read_text(source_name: &str, text: &str) -> Result<Imported, ReadError> {
    if text.len() > LARGEST {
        return Err(ReadError::Large { bytes: text.len() });
    }
    assemble::assemble(text::take_apart(text, Statement::new(source_name))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_says_why_and_what_to_do() {
        let error = |name: &str, bytes: &[u8]| read_bytes(name, bytes).unwrap_err();
        assert_eq!(error("a.exe", b"MZ"), ReadError::Kind { name: "a.exe".into() });
        assert_eq!(error("a.md", "\u{feff} \r\n".as_bytes()), ReadError::Empty);
        assert_eq!(error("a.txt", "今天下雨。".as_bytes()), ReadError::NotAReport);
        assert_eq!(error("a.TXT", &vec![b' '; LARGEST + 1]), ReadError::Large { bytes: LARGEST + 1 });
        let lines = "行政许可 | 1\n".repeat(2001);
        assert_eq!(error("a.txt", lines.as_bytes()), ReadError::Long { paragraphs: 0, rows: 2001 });
        assert_eq!(error("a.txt", "一、总体情况\n全年公开若干条。".as_bytes()), ReadError::NoYear);
        assert!(error("a.exe", b"MZ").to_string().contains("docx"));
    }
}
