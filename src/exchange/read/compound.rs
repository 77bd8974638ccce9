//! Compound files (the container of doc, wps, xls and et): their streams, read under limits; and numbers at offsets.

use std::io::{Cursor, Read};

use super::{
    archive::{broken, locked},
    error::ReadError,
};

/// Most bytes of a stream.
const STREAM: u64 = 32 << 20;

/// A compound file.
pub(super) struct Compound<'a>(cfb::CompoundFile<Cursor<&'a [u8]>>);

impl<'a> Compound<'a> {
    /// Opens one.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())?;
        if file.is_stream("/EncryptedPackage") || file.is_stream("/EncryptionInfo") {
            return Err(locked());
        }
        Ok(Self(file))
    }

    /// Is there a stream of this name?
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.is_stream(name)
    }

    /// The bytes of a stream.
    pub(super) fn stream(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        let stream = self.0.open_stream(name).map_err(|_| broken())?;
        stream.take(STREAM).read_to_end(&mut bytes).map_err(|_| broken())?;
        Ok(bytes)
    }
}

/// The byte at an offset.
pub(super) fn u8_at(bytes: &[u8], at: usize) -> Result<u8, ReadError> {
    bytes.get(at).copied().ok_or_else(broken)
}

/// The number of two bytes at an offset.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Result<u16, ReadError> {
    slice(bytes, at, 2)?.try_into().map(u16::from_le_bytes).map_err(|_| broken())
}

/// The number of four bytes at an offset.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Result<u32, ReadError> {
    slice(bytes, at, 4)?.try_into().map(u32::from_le_bytes).map_err(|_| broken())
}

/// The binary fraction of eight bytes at an offset.
pub(super) fn f64_at(bytes: &[u8], at: usize) -> Result<f64, ReadError> {
    slice(bytes, at, 8)?.try_into().map(f64::from_le_bytes).map_err(|_| broken())
}

/// So many bytes from an offset on.
pub(super) fn slice(bytes: &[u8], at: usize, length: usize) -> Result<&[u8], ReadError> {
    at.checked_add(length).and_then(|end| bytes.get(at..end)).ok_or_else(broken)
}
