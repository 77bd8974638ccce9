//! History: every version that a save displaced, kept under the time it was written; the newest 50 and one a day.
//!
//! A version gets here by changing names, never by being copied, so none is ever half of itself.

use std::{collections::BTreeSet, time::SystemTime};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::{disk::Disk, error::Cause, record::hash};

/// So many of the newest versions are kept; of the older ones the last of each day.
const NEWEST: usize = 50;
/// How a time stands in a name: UTC, so that names are in order whatever a clock is set to.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// A version of a draft that a later one took the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Name of its file, in the hidden folder.
    pub(super) file: String,
    /// When it was written; for showing only.
    pub time: Timestamp,
}

/// The name of a version of the draft `stem`.
fn name(stem: &str, time: SystemTime, bytes: &[u8]) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    let mark: String = hash(bytes).chars().take(8).collect();
    format!("{stem}@{}-{mark}.ron", time.strftime(TIME))
}

/// The time in a version's name, if it is one of the draft `stem`.
fn time_of(stem: &str, file: &str) -> Option<Timestamp> {
    let (of, rest) = file.strip_suffix(".ron")?.rsplit_once('@')?;
    let (time, _) = rest.split_once('-')?;
    let time = DateTime::strptime(TIME, time).ok()?;
    (of == stem).then(|| time.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())).flatten()
}

/// All versions of a draft, newest first.
pub(super) fn versions<D: Disk>(inner: &D, stem: &str) -> Result<Vec<Version>, Cause> {
    let names = inner.every_name()?;
    let mut versions: Vec<Version> =
        names.into_iter().filter_map(|file| time_of(stem, &file).map(|time| Version { file, time })).collect();
    versions.sort_by(|a, b| b.file.cmp(&a.file));
    Ok(versions)
}

/// Makes a file of the hidden folder a version of the draft `stem`; what is too old goes.
pub(super) fn keep<D: Disk>(inner: &D, file: &str, stem: &str, time: SystemTime, bytes: &[u8]) -> Result<(), Cause> {
    match inner.move_to(file, inner, &name(stem, time, bytes)) {
        // The same text of the same second: one of the two is enough.
        Err(Cause::Exists) => inner.remove(file)?,
        moved => moved?,
    }
    prune(inner, stem)
}

fn prune<D: Disk>(inner: &D, stem: &str) -> Result<(), Cause> {
    let versions = versions(inner, stem)?;
    let mut days = BTreeSet::new();
    for version in versions.iter().skip(NEWEST) {
        if !days.insert(version.time.to_zoned(TimeZone::UTC).date()) {
            inner.remove(&version.file)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::store::{disk::Disk, sim::Sim};

    #[test]
    fn the_newest_fifty_stay_and_of_the_older_ones_the_last_of_each_day() {
        let (inner, day) = (Sim::default(), Duration::from_hours(24));
        for n in 0..200u32 {
            let file = inner.create("x.tmp", None).unwrap();
            let text = n.to_string();
            inner.append(&file, text.as_bytes()).unwrap();
            // Ten versions a day, an hour apart, for twenty days.
            let time = SystemTime::UNIX_EPOCH + day * (n / 10) + Duration::from_hours(u64::from(n % 10));
            keep(&inner, "x.tmp", "甲@乙-2021", time, text.as_bytes()).unwrap();
        }
        let kept = versions(&inner, "甲@乙-2021").unwrap();
        assert_eq!(kept.len(), 50 + 15);
        assert!(kept.is_sorted_by(|a, b| a.time > b.time));
        let read = |version: &Version| String::from_utf8(inner.read_whole(&version.file, 9).unwrap().bytes).unwrap();
        assert_eq!(read(&kept[0]), "199");
        assert_eq!((read(&kept[49]), read(&kept[50])), ("150".into(), "149".into()));
        assert_eq!(read(&kept[64]), "9");
        assert_eq!(versions(&inner, "甲").unwrap(), []);
    }

    #[test]
    fn a_time_before_the_epoch_or_far_ahead_only_looks_odd() {
        for time in
            [SystemTime::UNIX_EPOCH - Duration::from_secs(9), SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 32)]
        {
            assert!(time_of("甲", &name("甲", time, b"x")).is_some());
        }
        assert_eq!(time_of("甲", "甲@x-1.ron"), None);
        assert_eq!(time_of("甲", "甲@20210101T000000Z-1.tmp"), None);
    }
}
