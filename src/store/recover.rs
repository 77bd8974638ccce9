//! What dead sessions left behind: their journals read back, brought together with the file as it is. Deletes nothing.

use std::{collections::BTreeMap, time::SystemTime};

use super::{
    disk::Disk,
    draft::decode_bytes,
    error::Cause,
    journal::{MOST, session_of},
    merge::{Merged, merge},
    record::{Record, Typing, hash, parse},
};
use crate::report::{Report, edit::Edit};

/// What the journals hold that the file does not.
#[derive(Debug, Clone, Default)]
pub struct Recovered {
    /// The changes, in the order they were made; they lead from the file to what was last seen.
    pub edits: Vec<Edit>,
    /// After these: what a journal and the file have both changed, ours being the file's.
    pub merged: Option<Merged>,
    /// When a change was last noted; for showing only.
    pub time: Option<SystemTime>,
    /// A sentence (a note, a reason) that was being written.
    pub sentence: Option<String>,
    /// The journals that all this stands in, or that hold nothing the file does not.
    pub(super) names: Vec<String>,
}

impl Recovered {
    /// Does the file hold everything that the journals do?
    pub fn is_nothing(&self) -> bool {
        self.edits.is_empty() && self.merged.is_none()
    }
}

/// What one dead session left.
#[derive(Debug)]
struct Left {
    /// The file it last knew, by hash, and the report in it.
    file: String,
    base: Report,
    /// Changes since then, and where they led.
    edits: Vec<Edit>,
    report: Report,
    sentence: Option<String>,
    taken: Vec<String>,
    time: SystemTime,
}

/// All journals of a draft, those of one session together, oldest first.
pub(super) fn journals<D: Disk>(inner: &D, stem: &str) -> Result<Vec<Vec<String>>, Cause> {
    let mut sessions: BTreeMap<String, BTreeMap<u32, String>> = BTreeMap::new();
    for file in inner.every_name()? {
        if let Some((tag, generation)) = session_of(stem, &file) {
            sessions.entry(tag.to_owned()).or_default().insert(generation, file.clone());
        }
    }
    Ok(sessions.into_values().map(|files| files.into_values().collect()).collect())
}

/// Reads the journals and brings what they hold together with the file, whose bytes and report these are.
///
/// After the first that leaves the writer a choice the others wait for another opening.
pub(super) fn recover<D: Disk>(inner: &D, sessions: &[Vec<String>], bytes: &[u8], report: &Report) -> Recovered {
    let file = hash(bytes);
    let lefts: Vec<(&Vec<String>, Option<Left>)> =
        sessions.iter().map(|files| (files, newest(inner, files, Some(&file)))).collect();
    let taken: Vec<&String> = lefts.iter().filter_map(|(_, left)| left.as_ref()).flat_map(|left| &left.taken).collect();
    let mut now = report.clone();
    let mut recovered = Recovered::default();
    for (files, left) in &lefts {
        if let Some(left) = left.as_ref().filter(|_| !files.iter().any(|file| taken.contains(&file))) {
            recovered.sentence = left.sentence.clone().or(recovered.sentence);
        }
        if let Some(left) = left
            && !files.iter().any(|file| taken.contains(&file))
            && left.report != now
            && left.report != left.base
        {
            if left.file == file && now == *report {
                recovered.edits.extend(left.edits.iter().cloned());
                now = left.report.clone();
                recovered.time = Some(left.time);
            } else if let Some(merged) = merge(&left.base, &now, &left.report) {
                if !merged.clashes.is_empty() {
                    recovered.names.extend(files.iter().cloned());
                    recovered.time = Some(left.time);
                    recovered.merged = Some(merged);
                    break;
                }
                if let Some(edit) = merged.edit {
                    now.apply(edit.clone());
                    recovered.edits.push(edit);
                    recovered.time = Some(left.time);
                }
            } else {
                // The file is in another edition now, or closed: nothing to bring it together with, so it stays.
                continue;
            }
        }
        recovered.names.extend(files.iter().cloned());
    }
    recovered
}

/// The report that stood in the file of a draft, as the session knew it that left changes of it last; `None` if none did.
pub(super) fn left_behind<D: Disk>(inner: &D, stem: &str) -> Option<Report> {
    let sessions = journals(inner, stem).ok()?;
    let lefts = sessions.iter().filter_map(|files| newest(inner, files, None));
    lefts.filter(|left| left.report != left.base).max_by_key(|left| left.time).map(|left| left.base)
}

/// The newest journal of a session that was begun whole: it starts from all that the earlier ones held. Where there is
/// none, the newest that says anything.
fn newest<D: Disk>(inner: &D, files: &[String], now: Option<&str>) -> Option<Left> {
    let mut torn = None;
    for name in files.iter().rev() {
        let Ok(found) = inner.read_whole(name, MOST) else { continue };
        let records = parse(&found.bytes);
        let is_whole = matches!(records.first(), Some(Record::Start { with, .. }) if records.len() > *with);
        let left = replay(records, found.modified, now);
        if is_whole && left.is_some() {
            return left;
        }
        torn = torn.or(left);
    }
    torn
}

/// Makes the changes of a journal again; `now` is the hash of the file as it is. Where there is none, what was about to be
/// saved is taken for saved.
fn replay(records: Vec<Record>, time: SystemTime, now: Option<&str>) -> Option<Left> {
    let mut records = records.into_iter();
    let Some(Record::Start { file, saved, .. }) = records.next() else { return None };
    let base = decode_bytes(saved.as_bytes()).ok()?;
    let mut left =
        Left { file, report: base.clone(), base, edits: Vec::new(), sentence: None, taken: Vec::new(), time };
    let mut typing: Option<Typing> = None;
    for record in records {
        match record {
            Record::Edit(edit) => {
                left.report.apply((*edit).clone());
                left.edits.push(*edit);
            }
            Record::Typing(text) => typing = text,
            // Its save has come through, although the journal does not say so any more.
            Record::Saving(file) if now.is_some_and(|now| file != now) => {}
            Record::Saving(file) | Record::Saved(file) => {
                left.file = file;
                left.base = left.report.clone();
                left.edits.clear();
            }
            Record::Taken(names) => left.taken.extend(names),
            Record::Start { .. } => return Some(left),
        }
    }
    if let Some(Typing { place, text }) = typing {
        if place.is_cell() {
            let edit = Edit::cell(place, text);
            left.report.apply(edit.clone());
            left.edits.push(edit);
        } else {
            left.sentence = Some(text);
        }
    }
    Some(left)
}
