//! A report as a Word file in the page of official documents (GB/T 9704-2012): the same report gives the same bytes.
//!
//! Written by hand: no library says first-line indents in characters, repeated head rows and fonts with an alternate.

mod open;
mod page;
mod parts;
mod style;

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::body;
use crate::report::Report;

/// A report as a Word file (.docx).
///
/// Fails only if the memory for it cannot be written.
pub(super) fn to_docx(report: &Report) -> ZipResult<Vec<u8>> {
    let document = page::document(report, &body::parts(report));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // One fixed time: what is the same is the same byte for byte.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default());
    for (name, text) in parts::parts(report, document) {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
