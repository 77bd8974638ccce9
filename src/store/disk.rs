//! The file operations that safety is made of: carried out in a folder, or, in tests, on a disk that forgets.
//!
//! Everything that must outlive a power cut goes through [`Disk`], so that the very code of the product can be run on a
//! simulated disk and its every crash looked at.

use std::{fmt, time::SystemTime};

use super::error::Cause;

/// A file as it was read.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What stands in it.
    pub(super) bytes: Vec<u8>,
    /// When it was last written; for showing only.
    pub(super) modified: SystemTime,
    /// Who may do what with it.
    pub(super) rights: Rights,
}

/// Who may do what with a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rights {
    /// The nine bits.
    pub(super) mode: u32,
    /// The group's number.
    pub(super) group: u32,
}

/// One open folder. Names are single components; no link is followed, no pipe waited for.
pub(super) trait Disk: Clone + fmt::Debug {
    /// A file open for appending; clones are the same open file.
    type File: Clone + fmt::Debug;

    /// Reads a regular file whole if it holds at most so many bytes, else not at all.
    fn read_whole(&self, name: &str, most: u64) -> Result<Found, Cause>;
    /// The names of all regular files that are UTF-8, in no order.
    fn every_name(&self) -> Result<Vec<String>, Cause>;
    /// May this file be written? A file is replaced, never written into, so the system would not ask.
    fn may_write(&self, name: &str, rights: Rights) -> Result<(), Cause>;
    /// Makes a file whose name must be free; with these rights, else those that the folder's users share.
    fn create(&self, name: &str, rights: Option<Rights>) -> Result<Self::File, Cause>;
    /// Has a file still a name, or did somebody take it away?
    fn has_name(&self, file: &Self::File) -> bool;
    /// Writes behind what stands in a file.
    fn append(&self, file: &Self::File, bytes: &[u8]) -> Result<(), Cause>;
    /// Brings a file's content to the disk.
    fn sync_content(&self, file: &Self::File) -> Result<(), Cause>;
    /// Brings the content of the file of this name to the disk.
    fn sync_file(&self, name: &str) -> Result<(), Cause>;
    /// Gives a file a name that must be free, here or in another folder of the same disk.
    fn move_to(&self, name: &str, to: &Self, free: &str) -> Result<(), Cause>;
    /// Lets two files change names in one step: neither is ever missing, neither destroyed.
    fn exchange(&self, name: &str, other: &Self, theirs: &str) -> Result<(), Cause>;
    /// Takes a name away.
    fn remove(&self, name: &str) -> Result<(), Cause>;
    /// Brings the names in the folder to the disk.
    fn sync_names(&self) -> Result<(), Cause>;
}
