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
    /// How it came here.
    pub why: Why,
    /// Its number: later versions have higher ones, whatever the clock said.
    number: u32,
}

/// How a version came into the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A later one was saved in its place.
    Saved,
    /// It was never saved, and given up.
    GivenUp,
}

/// Time and mark of a version of the draft `stem`, as its name begins.
fn head(stem: &str, time: SystemTime, bytes: &[u8]) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    let mark: String = hash(bytes).chars().take(8).collect();
    format!("{stem}@{}-{mark}", time.strftime(TIME))
}

/// The version that a file is, if it is one of the draft `stem`: `机关-2021@20220110T093000Z-1a2b3c4d-7.ron`, with `x`
/// behind the number if it was given up. One without a number is older than all others.
fn version(stem: &str, file: String) -> Option<Version> {
    let (of, rest) = file.strip_suffix(".ron")?.rsplit_once('@')?;
    let (time, rest) = rest.split_once('-')?;
    let time = DateTime::strptime(TIME, time).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let number = rest.split_once('-').map_or("", |(_, number)| number);
    let why = if number.ends_with('x') { Why::GivenUp } else { Why::Saved };
    let number = number.trim_end_matches('x').parse().unwrap_or_default();
    (of == stem).then_some(Version { file, time, why, number })
}

/// All versions of a draft, newest first.
pub(super) fn versions<D: Disk>(inner: &D, stem: &str) -> Result<Vec<Version>, Cause> {
    let names = inner.every_name()?;
    let mut versions: Vec<Version> = names.into_iter().filter_map(|file| version(stem, file)).collect();
    versions.sort_by(|a, b| (b.number, &b.file).cmp(&(a.number, &a.file)));
    Ok(versions)
}

/// Makes a file of the hidden folder the newest version of the draft `stem`; what is too old goes.
pub(super) fn keep<D: Disk>(
    inner: &D,
    file: &str,
    stem: &str,
    (time, why): (SystemTime, Why),
    bytes: &[u8],
) -> Result<(), Cause> {
    let (head, mark) = (head(stem, time, bytes), if why == Why::GivenUp { "x" } else { "" });
    let versions = versions(inner, stem)?;
    // The same text of the same second: one of the two is enough.
    if versions.iter().any(|version| version.file.starts_with(&head)) {
        return inner.remove(file);
    }
    let mut number = versions.first().map_or(0, |newest| newest.number);
    loop {
        number = number.saturating_add(1);
        match inner.move_to(file, inner, &format!("{head}-{number}{mark}.ron")) {
            Err(Cause::Exists) => {}
            moved => break moved?,
        }
    }
    prune(inner, &self::versions(inner, stem)?)
}

fn prune<D: Disk>(inner: &D, versions: &[Version]) -> Result<(), Cause> {
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
            keep(&inner, "x.tmp", "甲@乙-2021", (time, Why::Saved), text.as_bytes()).unwrap();
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
            assert!(version("甲", head("甲", time, b"x") + "-7.ron").is_some());
        }
        assert_eq!(version("甲", "甲@x-1.ron".into()), None);
        assert_eq!(version("甲", "甲@20210101T000000Z-1.tmp".into()), None);
        let of = |file: &str| version("甲", file.to_owned()).map(|version| (version.number, version.why));
        assert_eq!(of("甲@20210101T000000Z-1a2b3c4d.ron"), Some((0, Why::Saved)), "as older programs wrote it");
        assert_eq!(of("甲@20210101T000000Z-1a2b3c4d-12x.ron"), Some((12, Why::GivenUp)));
    }

    #[test]
    fn what_is_kept_after_the_clock_was_set_back_is_the_newest_and_stays() {
        let inner = Sim::default();
        let keep = |text: &str, second: u64| {
            let file = inner.create("x.tmp", None).unwrap();
            inner.append(&file, text.as_bytes()).unwrap();
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
            keep(&inner, "x.tmp", "甲", (time, Why::Saved), text.as_bytes()).unwrap();
        };
        (0..50).for_each(|n| keep(&format!("早{n}"), 1_000_000 + n));
        (0..3).for_each(|n| keep(&format!("晚{n}"), 5 + n));
        // The same text of the same second is no version of its own.
        keep("晚2", 7);
        let kept = versions(&inner, "甲").unwrap();
        let text = |version: &Version| String::from_utf8(inner.read_whole(&version.file, 9).unwrap().bytes).unwrap();
        assert_eq!(kept.iter().take(4).map(text).collect::<Vec<_>>(), ["晚2", "晚1", "晚0", "早49"]);
    }
}
