//! A file's bytes taken apart by the reader of their format; needs no file, no clock, no other process but `pdftotext`.

use super::{
    archive::Archive, compound::Compound, csv, doc, docx, encoding::decode, error::ReadError, format::Format, html,
    ods, pdf, text, xls, xlsx,
};
use crate::exchange::piece::Document;

/// Takes a file apart.
pub(in crate::exchange) fn take_apart(format: Format, source: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    match format {
        Format::Zip => zip(source, bytes),
        Format::Html => {
            let (text, statement) = decode(source, bytes)?;
            html::take_apart(source, &text, statement)
        }
        Format::Text | Format::Json => {
            let (text, statement) = decode(source, bytes)?;
            text::take_apart(&text, statement)
        }
        Format::Csv => {
            let (text, statement) = decode(source, bytes)?;
            csv::take_apart(&text, statement)
        }
        Format::Compound => compound(source, bytes),
        Format::Pdf => pdf::take_apart(source, bytes),
    }
}

/// An archive is what it holds, whatever its name says.
fn zip(source: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let mut archive = Archive::open(bytes)?;
    if archive.has(docx::PART) {
        docx::take_apart(source, &mut archive)
    } else if archive.has(xlsx::PART) {
        xlsx::take_apart(source, &mut archive)
    } else if archive.text("mimetype")?.is_some_and(|kind| kind.contains("opendocument.text")) {
        Err(ReadError::refused("是 OpenDocument 文字文件（odt）；请用 WPS 或 LibreOffice 打开，另存为 docx 再导入"))
    } else if archive.has(ods::PART) {
        ods::take_apart(source, &mut archive)
    } else {
        Err(ReadError::refused("是压缩包，里面不是 Word 或 Excel 文件；如果是打包下载的，请先解压，再导入里面的文件"))
    }
}

/// A compound file is what it holds, whatever its name says.
fn compound(source: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let mut file = Compound::open(bytes)?;
    if file.has(doc::STREAM) {
        doc::take_apart(source, &mut file)
    } else if file.has(xls::STREAM) {
        xls::take_apart(source, &mut file)
    } else if file.has(xls::OLD) {
        Err(ReadError::refused("是 Excel 95 或更早的表格；请用 WPS 或 Excel 打开，另存为 xlsx 再导入"))
    } else {
        Err(ReadError::refused("不是 Word 或 Excel 的文件（可能是早期的 WPS 格式）；请用 WPS 打开，另存为 docx 再导入"))
    }
}
