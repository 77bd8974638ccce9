//! Archives opened with every limit: number and names of entries, what an entry and all of them may unfold to.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::error::ReadError;

/// Most entries of an archive; a report has some twenty.
const ENTRIES: usize = 2000;
/// Most bytes that an entry may unfold to.
const ENTRY: u64 = 16 << 20;
/// Most bytes that all entries read may unfold to.
const ALL: u64 = 64 << 20;

/// An archive whose entries are read by name, never written anywhere.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let entries = count(bytes);
        if entries > ENTRIES {
            return Err(ReadError::refused(format!(
                "压缩包里有 {entries} 个条目（最多 {ENTRIES}），不像文档，没有打开"
            )));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
        if zip.len() > ENTRIES {
            return Err(ReadError::refused(format!("压缩包里的条目超过 {ENTRIES} 个，不像文档，没有打开")));
        }
        if zip.len() < entries {
            return Err(ReadError::refused(
                "压缩包里有重名的条目，不知哪一个是真的，没有打开；请用 WPS 或 Word 打开，另存一份",
            ));
        }
        let is_outside = |name: &str| name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..");
        if zip.file_names().any(|name| name.is_ok_and(|name| is_outside(&name))) {
            return Err(ReadError::refused("压缩包内的路径越界，像是有意做成的，没有打开"));
        }
        Ok(Self { zip, left: ALL })
    }

    /// Is there an entry of this name?
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The text of an entry, if it is there.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(at) = self.zip.index_for_name(name) else { return Ok(None) };
        let limit = ENTRY.min(self.left);
        let mut entry = self.zip.by_index(at).map_err(|_| broken())?;
        if entry.encrypted() {
            return Err(locked());
        }
        let mut bytes = Vec::new();
        entry.by_ref().take(limit + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(ReadError::refused(format!("“{name}”展开后超过 {} MiB，不像年报，没有读", limit >> 20)));
        }
        self.left -= size;
        decode(&bytes).map(Some)
    }
}

/// Entries that the end of an archive speaks of; twins count twice, as they do there.
fn count(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(65_557);
    let tail = bytes.get(tail..).unwrap_or_default();
    let at = tail.windows(4).rposition(|mark| mark == b"PK\x05\x06");
    let two = at.and_then(|at| tail.get(at + 10..at + 12));
    two.and_then(|two| two.try_into().ok()).map_or(0, |two| usize::from(u16::from_le_bytes(two)))
}

/// The text of an XML part: UTF-8, or UTF-16 by its mark.
fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let (text, is_bad) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()),
        None => encoding_rs::UTF_8.decode_without_bom_handling(bytes),
    };
    if is_bad { Err(broken()) } else { Ok(text.into_owned()) }
}

/// The archive or a part of it cannot be read.
pub(super) fn broken() -> ReadError {
    ReadError::refused("文件已损坏，读不出来；请用 WPS 或 Word 打开（它会试着修复），另存一份再导入")
}

/// The file has a password.
pub(super) fn locked() -> ReadError {
    ReadError::refused("文件加了密码；请用 WPS 或 Word 打开，去掉密码另存一份再导入")
}
