//! Where reports come from and go to: drafts, folders of drafts, files that can be imported.

use std::{fs, path::Path};

use super::{Fault, snippet::snippet};
use crate::{
    exchange::{
        self, ReadError,
        read::{bytes_of, reason, text_of},
    },
    report::Report,
    store::{Folder, draft},
};

/// A report that was read.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) report: Report,
    /// What its import says about itself, if it was imported.
    pub(super) statement: Option<exchange::Statement>,
}

/// Does the name of a file say that it is a draft?
pub(super) fn is_draft(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"))
}

/// The report in a file: a draft (.ron), or anything that can be imported.
pub(super) fn read(path: &Path) -> Result<Source, Fault> {
    let named = |why: String| Fault::Told(format!("{}：{why}", path.display()));
    let bytes = bytes_of(path).map_err(|error| named(reason(error)))?;
    if is_draft(path) {
        let report = draft::decode_bytes(&bytes)
            .map_err(|broken| pointed(&bytes, path, (broken.line, broken.column), &broken.to_string()))?;
        return Ok(Source { report, statement: None });
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let imported = exchange::read_bytes(&name, &bytes).map_err(|error| match &error {
        ReadError::Shape { line, column, .. } => pointed(&bytes, path, (*line, *column), &error.to_string()),
        _ => named(error.to_string()),
    })?;
    Ok(Source { report: imported.report, statement: Some(imported.statement) })
}

/// A fault at a place of a text, with the line where it is.
fn pointed(bytes: &[u8], path: &Path, (line, column): (usize, usize), said: &str) -> Fault {
    let text = text_of(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let said = format!("{}：{said}", path.display());
    match snippet(&path.display().to_string().replace('\n', " "), &text, line, column) {
        Some(snippet) => Fault::Pointed { said, snippet },
        None => Fault::Told(said),
    }
}

/// Opens a folder of drafts, which is made on demand.
pub(super) fn folder(path: &Path) -> Result<Folder, Fault> {
    fs::create_dir_all(path)
        .map_err(|error| Fault::Told(format!("建不了文件夹 {}：{}", path.display(), reason(error))))?;
    Ok(Folder::open(path)?)
}
