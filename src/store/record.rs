//! The lines of a journal: each carries its checksum, so that whatever was torn off or garbled is known at once.
//!
//! `crc32 SP json LF`. JSON keeps line ends out of a line and Chinese readable. Reading stops at the first line that is
//! not whole: what stands behind it was never promised.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{form::Place, report::edit::Edit};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Record {
    /// What a journal starts with: all that recovery needs.
    Start {
        /// Hash of the file's bytes.
        file: String,
        /// The draft that stood in the file.
        saved: String,
        /// How many of the records that follow were written together with it: a journal with fewer was never begun
        /// whole, and the one before it counts.
        #[serde(default)]
        with: usize,
    },
    /// A change of the report.
    Edit(Box<Edit>),
    /// What stands in the cell, or the sentence, that is being typed; nothing when the typing is over.
    Typing(Option<Typing>),
    /// The report as it is now is about to be put into the file; the hash of its bytes.
    Saving(String),
    /// The report as it is now stands in the file; the hash of its bytes.
    Saved(String),
    /// The changes of these journals are in this one, all of them.
    Taken(Vec<String>),
}

/// A text on its way into a cell, or a sentence that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    /// Which cell; no cell for a sentence (a note, a reason) that is being written.
    pub place: Place,
    /// What has been typed so far.
    pub text: String,
}

impl Record {
    /// The line, written behind others.
    pub(super) fn write(&self, lines: &mut Vec<u8>) {
        // None of these types can fail to be written as JSON.
        let json = serde_json::to_string(self).unwrap_or_default();
        lines.extend_from_slice(format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes())).as_bytes());
    }
}

/// The records of a journal up to the first line that is torn, empty or garbled.
pub(super) fn parse(bytes: &[u8]) -> Vec<Record> {
    let whole = bytes.split_inclusive(|byte| *byte == b'\n');
    whole.map_while(|line| record(line.strip_suffix(b"\n")?)).collect()
}

fn record(line: &[u8]) -> Option<Record> {
    let (sum, json) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    let is_whole = sum.len() == 8 && u32::from_str_radix(sum, 16) == Ok(crc32fast::hash(json.as_bytes()));
    is_whole.then(|| serde_json::from_str(json).ok()).flatten()
}

/// The hash that a version is known by.
pub(super) fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing into memory cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> (Vec<u8>, Vec<Record>) {
        let records = vec![
            Record::Start { file: hash(b"a"), saved: "(\n甲\u{1b}\u{202e}\n)".into(), with: 1 },
            Record::Edit(Box::new(Edit::cell("t2.new.total".into(), "1\n2\u{0}\u{2028}"))),
            Record::Typing(Some(Typing { place: "t2.new.total".into(), text: "１２".into() })),
            Record::Typing(None),
            Record::Saved(hash(b"b")),
            Record::Taken(vec!["乙.1-2.3.journal".into()]),
        ];
        let mut bytes = Vec::new();
        for record in &records {
            record.write(&mut bytes);
        }
        (bytes, records)
    }

    #[test]
    fn every_beginning_of_a_journal_reads_as_the_beginning_of_what_was_written() {
        let (bytes, records) = journal();
        assert_eq!(parse(&bytes), records);
        for cut in 0..bytes.len() {
            let read = parse(&bytes[..cut]);
            assert_eq!(read[..], records[..read.len()]);
            assert!(read.len() < records.len());
        }
    }

    #[test]
    fn no_flipped_bit_is_taken_for_something_that_was_written() {
        let (bytes, records) = journal();
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let read = parse(&bytes);
            // Upper and lower case of a checksum's letters mean the same.
            assert!(read[..] == records[..read.len()], "bit {bit}");
        }
    }

    #[test]
    fn a_tail_of_zeros_or_of_another_file_is_cut_off() {
        let (bytes, records) = journal();
        for tail in
            [&b"\0\0\0\0\n"[..], b"\n", b"00000000 {}\n", b"\xff\xfe\n", b"7 \"x\"\n", "[".repeat(100_000).as_bytes()]
        {
            let mut bytes = bytes.clone();
            bytes.extend_from_slice(tail);
            let (more, _) = journal();
            bytes.extend_from_slice(&more);
            assert_eq!(parse(&bytes), records);
        }
        assert_eq!(parse(b""), []);
    }

    #[test]
    fn a_line_nested_without_end_is_refused_and_nothing_overflows() {
        let json = format!("{}{}", "{\"Edit\":{\"All\":[".repeat(50_000), "]}}".repeat(50_000));
        let line = format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes()));
        assert_eq!(parse(line.as_bytes()), []);
    }
}
