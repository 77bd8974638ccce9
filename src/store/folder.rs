//! The folder of drafts: list, read, save without ever writing over somebody else's words.

mod heads;

use std::{
    borrow::Cow,
    cmp::Reverse,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::SystemTime,
};

pub use heads::Head;
use jiff::Timestamp;

use super::{
    disk::Disk,
    draft::{Plain, decode_bytes},
    error::{Cause, Error, Operation, Stamp},
    file::Dir,
    name::{INNER, component, file_name, name_of, stem},
    save::{Saved, Target, faithful},
};
use crate::{
    abreast,
    report::{About, Report, Scope},
};

/// A folder (报告库) with one draft per file.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    dir: Dir,
}

/// One file of the folder.
#[derive(Debug)]
pub struct Entry {
    /// File name; only good for showing if it is not UTF-8.
    pub name: String,
    /// When it was last written; for showing only, nothing is decided by it.
    pub modified: SystemTime,
    /// The report, or why it cannot be read.
    pub draft: Result<Report, Error>,
}

/// A draft as it was read.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The report.
    pub report: Report,
    /// What stood in the file; [`Folder::save`] wants it back.
    pub stamp: Stamp,
}

impl Folder {
    /// Opens a folder; it must be there.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let dir = Dir::open(&path).map_err(|cause| Error::new(Operation::Open, &path.to_string_lossy(), cause))?;
        Ok(Self { path, dir })
    }

    /// The path it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Every visible `.ron` file, broken ones too; by organ, then newest year first, then scope.
    ///
    /// Links and anything that is no regular file are passed over.
    pub fn list(&self) -> Result<Vec<Entry>, Error> {
        let names = self.dir.names().map_err(|cause| self.error(Operation::List, cause))?;
        let mut entries = Vec::with_capacity(names.len());
        let entry = |n: usize| names.get(n).map(|name| self.entry(name));
        abreast::in_order(names.len(), entry, |_, entry| {
            entries.extend(entry);
            ControlFlow::Continue(())
        });
        entries.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        Ok(entries)
    }

    /// Reads one draft.
    pub fn read(&self, name: &str) -> Result<Opened, Error> {
        let opened = || {
            let found = self.dir.read(component(name)?)?;
            let report = decode_bytes(&found.bytes).map_err(Cause::Broken)?;
            Ok(Opened { report, stamp: Stamp::of(&found.bytes) })
        };
        opened().map_err(|cause| Error::new(Operation::Read, name, cause))
    }

    /// Reads one draft to look at it only.
    pub fn plain(&self, name: &str) -> Result<Plain, Error> {
        let found = component(name).and_then(|name| self.dir.read(name));
        let plain = found.and_then(|found| Plain::of(found.bytes).map_err(Cause::Broken));
        plain.map_err(|cause| Error::new(Operation::Read, name, cause))
    }

    /// Writes a draft that was read with `base` from the file `name`, without a session.
    ///
    /// After [`Saved::Done`] it is on the disk and reads back equal. If the file no longer holds `base`, nothing is
    /// written over: ours becomes `机关-年度-冲突-1.ron` (or the next free number).
    pub fn save(&self, name: &str, report: &Report, base: &Stamp) -> Result<Saved, Error> {
        let inner = component(name).and_then(|_| self.dir.inner(INNER));
        let inner = inner.map_err(|cause| Error::new(Operation::Save, name, cause))?;
        let tag = std::process::id().to_string();
        Target { root: &self.dir, inner: &inner, name, tag: &tag }.save(report, &[base.bytes()])
    }

    /// Puts a new draft into the folder, under [`file_name`]; an existing file is never written over.
    pub fn create(&self, report: &Report) -> Result<(String, Stamp), Error> {
        let name = file_name(&report.about)?;
        let stamp = self.place(&name, report).map_err(|cause| Error::new(Operation::Create, &name, cause))?;
        self.confirm(Operation::Create, &name, &stamp)?;
        Ok((name, stamp))
    }

    /// Gives a draft the file name of its new particulars: first the new file, then the old one goes to the bin.
    ///
    /// `base` is what was read from the old file; if somebody changed it meanwhile, nothing is done.
    pub fn rename(&self, name: &str, report: &Report, base: &Stamp) -> Result<(String, Stamp), Error> {
        let fail = |cause| Error::new(Operation::Rename, name, cause);
        let new = name_of(&report.about).map_err(fail)?;
        let found = component(name).and_then(|name| self.dir.read(name)).map_err(fail)?;
        if found.bytes != base.bytes() {
            return Err(fail(Cause::Changed));
        }
        self.dir.may_write(name, found.rights).map_err(fail)?;
        let text = faithful(report).map_err(fail)?;
        if new == name {
            return match self.save(name, report, base)? {
                Saved::Done { stamp } => Ok((new, stamp)),
                Saved::Conflict { .. } | Saved::Displaced { .. } => Err(fail(Cause::Changed)),
            };
        }
        let placed = self.dir.temporary(text.as_bytes(), Some(found.rights)).and_then(|mut file| file.place(&new));
        placed.map_err(|cause| Error::new(Operation::Rename, &new, cause))?;
        let moved = self.dir.sync().and_then(|()| self.to_bin(name, ""));
        let (_, bin) = moved.map_err(|cause| {
            self.dir.take_back(&new);
            fail(cause)
        })?;
        // From here on the new file is the only one that is seen: it stays, whatever fails.
        let stamp = Stamp::of(text.as_bytes());
        let lasting = |cause| Error { written: Some(stamp.clone()), ..fail(cause) };
        bin.sync().map_err(lasting)?;
        // Whoever renames has the draft alone, and nothing of it is unsaved.
        let _ = self.bury(name, "");
        self.confirm(Operation::Rename, &new, &stamp)?;
        Ok((new, stamp))
    }

    /// Moves a draft into the bin, with what dead sessions left of it, and returns where it lies now; nothing is destroyed.
    pub fn remove(&self, name: &str, now: Timestamp) -> Result<PathBuf, Error> {
        let time = now.strftime("-%Y%m%dT%H%M%SZ").to_string();
        let remove = || -> Result<PathBuf, Cause> {
            let bin = self.path.join(INNER).join("bin");
            match self.dir.holds(component(name)?) {
                // Only the changes of a dead session are there.
                Err(cause) if cause.is_gone() => {
                    let is_buried = !self.is_written(name) && self.bury(name, &time)? > 0;
                    return if is_buried { Ok(bin) } else { Err(cause) };
                }
                held => held?,
            }
            let (path, bin) = self.to_bin(name, &time)?;
            bin.sync()?;
            self.dir.sync()?;
            if !self.is_written(name) {
                self.bury(name, &time)?;
            }
            Ok(path)
        };
        remove().map_err(|cause| Error::new(Operation::Remove, name, cause))
    }

    /// Last year's report of the same organ and scope, by what the files say; broken ones are passed over.
    pub fn last_year(&self, about: &About) -> Option<Report> {
        let last = About { year: about.year.checked_sub(1)?, ..about.clone() };
        let named = name_of(&last).ok().and_then(|name| self.read(&name).ok()).map(|opened| opened.report);
        if let Some(report) = named.filter(|report| about.follows(&report.about)) {
            return Some(report);
        }
        self.others(about, |year| year == last.year).into_iter().next()
    }

    /// The reports of the same organ and scope of all other years, newest first, one a year; broken ones are passed
    /// over, and where two files are about one year, the one that has its proper name counts.
    pub fn siblings(&self, about: &About) -> Vec<Report> {
        self.others(about, |year| year != about.year)
    }

    /// The reports of the same organ and scope of some years; only these are read whole.
    fn others(&self, about: &About, is_wanted: impl Fn(u16) -> bool) -> Vec<Report> {
        let heads = self.heads().unwrap_or_default().into_iter();
        let wanted = heads.filter_map(|head| {
            let of = head.about.ok().filter(|of| about.is_same(of) && is_wanted(of.year))?;
            Some((Reverse(of.year), name_of(&of).as_ref() != Ok(&head.name), head.name))
        });
        let mut wanted: Vec<_> = wanted.collect();
        wanted.sort();
        let mut found: Vec<Report> = Vec::new();
        for (Reverse(year), _, name) in wanted {
            if found.last().is_none_or(|report| report.about.year != year) {
                found.extend(self.read(&name).ok().map(|opened| opened.report));
            }
        }
        found
    }

    /// The folder itself.
    pub(super) fn dir(&self) -> Dir {
        self.dir.clone()
    }

    /// The hidden folder in it.
    pub(super) fn inner(&self) -> Result<Dir, Cause> {
        self.dir.inner(INNER)
    }

    /// May a draft be written?
    pub(super) fn may_write(&self, name: &str) -> Result<(), Cause> {
        self.dir.may_write(name, self.dir.read(name)?.rights)
    }

    fn error(&self, operation: Operation, cause: Cause) -> Error {
        Error::new(operation, &self.path.to_string_lossy(), cause)
    }

    fn entry(&self, name: &Result<String, String>) -> Entry {
        let (name, found) = match name {
            Ok(name) => (name, self.dir.read(name)),
            Err(name) => (name, Err(Cause::Name("文件名不是 UTF-8，打不开。请先改文件名".into()))),
        };
        let modified = found.as_ref().map_or(SystemTime::UNIX_EPOCH, |found| found.modified);
        let draft = found
            .and_then(|found| decode_bytes(&found.bytes).map_err(Cause::Broken))
            .map_err(|cause| Error::new(Operation::Read, name, cause));
        Entry { name: name.clone(), modified, draft }
    }

    /// Writes a report under a free name.
    pub(super) fn place(&self, name: &str, report: &Report) -> Result<Stamp, Cause> {
        let text = faithful(report)?;
        self.dir.temporary(text.as_bytes(), None)?.place(name)?;
        Ok(Stamp::of(text.as_bytes()))
    }

    /// Moves a file into the bin under a name that is free there; returns where it lies now, and the bin, which is still
    /// to be synced.
    fn to_bin(&self, name: &str, mark: &str) -> Result<(PathBuf, Dir), Cause> {
        let inner = self.dir.inner(INNER)?;
        let bin = inner.inner("bin")?;
        // Nothing is moved to a place that may have no name after a power cut.
        inner.sync()?;
        self.dir.sync()?;
        for n in 1..10_000 {
            let number = if n == 1 { String::new() } else { format!("-{n}") };
            let free = format!("{}{mark}{number}.ron", stem(name));
            match self.dir.move_to(name, &bin, &free) {
                Err(Cause::Exists) => {}
                Err(cause) => return Err(cause),
                Ok(()) => return Ok((self.path.join(INNER).join("bin").join(free), bin)),
            }
        }
        Err(Cause::Exists)
    }

    /// Brings the names to the disk; if that fails, says what stands under the name all the same.
    fn confirm(&self, operation: Operation, name: &str, stamp: &Stamp) -> Result<(), Error> {
        let written = Some(stamp.clone());
        self.dir.sync().map_err(|cause| Error { written, ..Error::new(operation, name, cause) })
    }
}

/// Where an entry stands in the list; a broken one by what its file name says.
fn order(entry: &Entry) -> Standing<'_> {
    place_of(entry.draft.as_ref().ok().map(|report| &report.about), &entry.name)
}

/// Organ, year, scope and file name, by which files stand in a list.
type Standing<'a> = (Cow<'a, str>, Reverse<u16>, Scope, &'a str);

/// Where a file stands in the list: by what it says it is about, else by what its name says.
fn place_of<'a>(about: Option<&'a About>, name: &'a str) -> Standing<'a> {
    if let Some(about) = about {
        return (Cow::Borrowed(&about.organ), Reverse(about.year), about.scope, name);
    }
    let stem = stem(name);
    let (organ, rest) = stem.rsplit_once("-20").unwrap_or((&stem, ""));
    let year = rest.chars().take(2).collect::<String>().parse().map_or(0, |year: u16| 2000 + year);
    let scope = if rest.ends_with("-汇总") { Scope::Collected } else { Scope::Organ };
    (Cow::Owned(organ.to_owned()), Reverse(year), scope, name)
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        os::unix::{
            ffi::OsStrExt,
            fs::{MetadataExt, PermissionsExt, symlink},
        },
        thread,
        time::{Duration, Instant},
    };

    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use tempfile::TempDir;

    use super::*;
    use crate::store::draft::{encode, tests::report as blank};

    const NAME: &str = "示例市水务局-2021.ron";

    /// A folder with one draft in it.
    fn folder() -> (TempDir, Folder, Report, Stamp) {
        let disk = tempfile::tempdir().unwrap();
        let folder = Folder::open(disk.path()).unwrap();
        let report = blank("示例市水务局", 2021);
        let (name, stamp) = folder.create(&report).unwrap();
        assert_eq!(name, NAME);
        (disk, folder, report, stamp)
    }

    fn with(report: &Report, text: &str) -> Report {
        let mut report = report.clone();
        report.set_paragraphs("overview", vec![text.into()]);
        report
    }

    /// Names of everything in a folder, hidden files too.
    fn all(path: &Path) -> Vec<String> {
        let names = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn said<T: std::fmt::Debug>(failed: Result<T, Error>) -> String {
        failed.expect_err("a failure").to_string()
    }

    #[test]
    fn what_is_saved_is_what_is_read() {
        let (disk, folder, report, stamp) = folder();
        let path = disk.path().join(NAME);
        assert_eq!(fs::read_to_string(&path).unwrap(), encode(&report));
        assert_eq!(path.metadata().unwrap().mode() & 0o777 & !0o660, 0);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o646)).unwrap();
        let changed = with(&report, "改过");
        let saved = folder.save(NAME, &changed, &stamp).unwrap();
        let opened = folder.read(NAME).unwrap();
        assert_eq!((opened.report, Saved::Done { stamp: opened.stamp }), (changed, saved));
        assert_eq!(path.metadata().unwrap().mode() & 0o777, 0o646);
        assert_eq!(all(disk.path()), [".nianbao", NAME]);
        assert_eq!(folder.path(), disk.path());
    }

    #[test]
    fn what_somebody_else_wrote_is_never_written_over() {
        let (disk, folder, report, stamp) = folder();
        let path = disk.path().join(NAME);
        let time = path.metadata().unwrap().modified().unwrap();
        // Same size, same time: only the content tells.
        let theirs = encode(&report).replace("Draft", "Final");
        fs::write(&path, &theirs).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        for n in 1..3 {
            let ours = with(&report, "我们的");
            let Saved::Conflict { name, stamp } = folder.save(NAME, &ours, &stamp).unwrap() else {
                panic!("no conflict")
            };
            assert_eq!(name, format!("示例市水务局-2021-冲突-{n}.ron"));
            assert_eq!(folder.read(&name).unwrap().report, ours);
            let again = folder.save(&name, &with(&ours, "再改"), &stamp).unwrap();
            assert!(matches!(again, Saved::Done { .. }));
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
        assert_eq!(folder.list().unwrap().len(), 3);
    }

    #[test]
    fn a_file_that_somebody_removed_or_filled_up_comes_back_as_a_conflict() {
        let (disk, folder, report, stamp) = folder();
        let path = disk.path().join(NAME);
        fs::remove_file(&path).unwrap();
        let saved = folder.save(NAME, &report, &stamp).unwrap();
        assert!(matches!(saved, Saved::Conflict { name, .. } if name.ends_with("-冲突-1.ron")));
        fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
        let saved = folder.save(NAME, &report, &stamp).unwrap();
        assert!(matches!(saved, Saved::Conflict { name, .. } if name.ends_with("-冲突-2.ron")));
        assert_eq!(path.metadata().unwrap().len(), 1 << 30);
    }

    #[test]
    fn a_save_that_is_already_on_the_disk_is_no_conflict() {
        let (_disk, folder, report, stamp) = folder();
        let changed = with(&report, "改过");
        let first = folder.save(NAME, &changed, &stamp).unwrap();
        assert_eq!(folder.save(NAME, &changed, &stamp).unwrap(), first);
    }

    #[test]
    fn a_new_draft_never_takes_the_place_of_another() {
        let (disk, folder, report, _) = folder();
        let other = with(&report, "另一份");
        assert_eq!(
            said(folder.create(&other)),
            "新建“示例市水务局-2021.ron”没有成功：同名文件已经存在，没有覆盖。请打开那一份，或先把它移走"
        );
        assert_eq!(folder.read(NAME).unwrap().report, report);
        symlink("nowhere", disk.path().join("示例市财政局-2021.ron")).unwrap();
        let linked = folder.create(&blank("示例市财政局", 2021)).expect_err("a link is there");
        assert_eq!(linked.cause, Cause::Exists);
        let fresh = blank("示例市教育局", 2021);
        let made = thread::scope(|scope| {
            let makers: Vec<_> = (0..8).map(|_| scope.spawn(|| folder.create(&fresh).is_ok())).collect();
            makers.into_iter().map(|maker| usize::from(maker.join().unwrap())).sum::<usize>()
        });
        assert_eq!(made, 1);
        assert_eq!(all(disk.path()).len(), 3);
    }

    #[test]
    fn links_pipes_and_folders_are_refused_without_waiting() {
        let (disk, folder, report, stamp) = folder();
        let secret = disk.path().join("secret");
        fs::write(&secret, encode(&report)).unwrap();
        symlink(&secret, disk.path().join("link.ron")).unwrap();
        mknodat(CWD, disk.path().join("pipe.ron"), FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
        fs::create_dir(disk.path().join("folder.ron")).unwrap();
        let start = Instant::now();
        for (name, kind) in [("link.ron", "是符号链接"), ("pipe.ron", "是管道或设备"), ("folder.ron", "是文件夹")]
        {
            let cause = Cause::NotFile(kind);
            assert_eq!(folder.read(name).expect_err(name).cause, cause);
            assert_eq!(folder.save(name, &report, &stamp).expect_err(name).cause, cause);
            assert_eq!(folder.rename(name, &report, &stamp).expect_err(name).cause, cause);
            assert_eq!(folder.remove(name, Timestamp::UNIX_EPOCH).expect_err(name).cause, cause);
        }
        assert_eq!(said(folder.read("pipe.ron")), "读取“pipe.ron”没有成功：是管道或设备，不是普通文件。请移开它再试");
        assert_eq!(folder.list().unwrap().len(), 1);
        assert!(start.elapsed() < Duration::from_secs(1));
        assert_eq!(fs::read_to_string(secret).unwrap(), encode(&report));
        fs::remove_dir_all(disk.path().join(".nianbao")).unwrap();
        symlink("/tmp", disk.path().join(".nianbao")).unwrap();
        said(folder.remove(NAME, Timestamp::UNIX_EPOCH));
        assert!(folder.read(NAME).is_ok());
    }

    #[test]
    fn the_list_is_in_order_and_shows_broken_files_in_their_place() {
        let (disk, folder, report, _) = folder();
        let add = |organ: &str, year, scope| {
            let mut other = blank(organ, year);
            other.about.scope = scope;
            folder.create(&other).unwrap();
        };
        add("示例市水务局", 2020, Scope::Organ);
        add("示例市水务局", 2021, Scope::Collected);
        add("示例市乙局", 2022, Scope::Organ);
        let broken = encode(&report).replace("version: 1", "version: 2");
        fs::write(disk.path().join("示例市水务局-2022.ron"), broken).unwrap();
        fs::write(disk.path().join(".hidden.ron"), "x").unwrap();
        fs::write(disk.path().join("notes.txt"), "x").unwrap();
        fs::write(disk.path().join(std::ffi::OsStr::from_bytes(b"\xff\xfe.ron")), "x").unwrap();
        let entries = folder.list().unwrap();
        let shown: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(
            shown,
            [
                "示例市乙局-2022.ron",
                "示例市水务局-2022.ron",
                "示例市水务局-2021.ron",
                "示例市水务局-2021-汇总.ron",
                "示例市水务局-2020.ron",
                "\u{fffd}\u{fffd}.ron",
            ]
        );
        let failed: Vec<usize> = (0..6).filter(|n| entries[*n].draft.is_err()).collect();
        assert_eq!(failed, [1, 5]);
        let newer = entries[1].draft.as_ref().unwrap_err();
        assert!(newer.is_newer());
        assert!(newer.to_string().starts_with("读取“示例市水务局-2022.ron”没有成功：第2行第5列：由更新版本的程序写成"));
        assert!(entries[2].modified.elapsed().unwrap() < Duration::from_mins(1));
        assert_eq!(entries[2].draft.as_ref().unwrap(), &report);
    }

    #[test]
    fn a_renamed_draft_leaves_its_old_file_in_the_bin() {
        let (disk, folder, report, stamp) = folder();
        let mut renamed = with(&report, "改名后");
        renamed.about.organ = "示例市水利局".into();
        let (name, stamp) = folder.rename(NAME, &renamed, &stamp).unwrap();
        assert_eq!(name, "示例市水利局-2021.ron");
        let opened = folder.read(&name).unwrap();
        assert_eq!((opened.report, opened.stamp), (renamed.clone(), stamp.clone()));
        assert_eq!(all(disk.path()), [".nianbao", name.as_str()]);
        assert_eq!(fs::read_to_string(disk.path().join(".nianbao/bin").join(NAME)).unwrap(), encode(&report));
        // Same name: a plain save.
        let (same, _) = folder.rename(&name, &with(&renamed, "又改"), &stamp).unwrap();
        assert_eq!((same.as_str(), folder.list().unwrap().len()), (name.as_str(), 1));
        assert_eq!(folder.rename(&name, &report, &stamp).expect_err("stale").cause, Cause::Changed);
        folder.create(&report).unwrap();
        let stamp = folder.read(&name).unwrap().stamp;
        assert_eq!(folder.rename(&name, &report, &stamp).expect_err("taken").cause, Cause::Exists);
        assert_eq!(folder.list().unwrap().len(), 2);
    }

    #[test]
    fn a_rename_that_cannot_be_finished_leaves_the_folder_as_it_was() {
        let (disk, folder, report, stamp) = folder();
        fs::write(disk.path().join(".nianbao"), "no folder").unwrap();
        let mut renamed = report.clone();
        renamed.about.year = 2022;
        said(folder.rename(NAME, &renamed, &stamp));
        assert_eq!(all(disk.path()), [".nianbao", NAME]);
    }

    #[test]
    fn what_is_removed_lies_in_the_bin() {
        let (disk, folder, report, _) = folder();
        let now: Timestamp = "2021-03-04T05:06:07Z".parse().unwrap();
        let first = folder.remove(NAME, now).unwrap();
        folder.create(&with(&report, "第二份")).unwrap();
        let second = folder.remove(NAME, now).unwrap();
        let bin = disk.path().join(".nianbao/bin");
        assert_eq!(first, bin.join("示例市水务局-2021-20210304T050607Z.ron"));
        assert_eq!(second, bin.join("示例市水务局-2021-20210304T050607Z-2.ron"));
        assert_eq!(fs::read_to_string(first).unwrap(), encode(&report));
        assert_eq!(fs::read_to_string(second).unwrap(), encode(&with(&report, "第二份")));
        assert!(folder.list().unwrap().is_empty());
        assert_eq!(
            said(folder.remove(NAME, now)),
            "移除“示例市水务局-2021.ron”没有成功：文件不存在，可能已被移走或改名。请回到报告库刷新"
        );
    }

    #[test]
    fn other_years_are_found_by_what_the_files_say() {
        let (disk, folder, report, _) = folder();
        let year = |year, text: &str| with(&blank("示例市水务局", year), text);
        fs::write(disk.path().join("旧的.ron"), encode(&year(2020, "真"))).unwrap();
        assert_eq!(folder.last_year(&report.about), Some(year(2020, "真")));
        fs::write(disk.path().join("示例市水务局-2020.ron"), encode(&year(2020, "正名"))).unwrap();
        fs::write(disk.path().join("示例市水务局-2019.ron"), "broken").unwrap();
        fs::write(disk.path().join("a.ron"), encode(&year(2019, "更早"))).unwrap();
        let mut collected = year(2022, "汇总");
        collected.about.scope = Scope::Collected;
        folder.create(&collected).unwrap();
        folder.create(&blank("示例市财政局", 2020)).unwrap();
        assert_eq!(folder.last_year(&report.about), Some(year(2020, "正名")));
        assert_eq!(folder.siblings(&report.about), [year(2020, "正名"), year(2019, "更早")]);
        assert_eq!(folder.last_year(&collected.about), None);
    }

    #[test]
    fn a_path_in_place_of_a_name_is_refused() {
        let (_disk, folder, report, stamp) = folder();
        for name in ["../x.ron", "/etc/x.ron", "a\0.ron", ".x.ron", "x.txt", "", ".", ".."] {
            assert!(matches!(folder.read(name).expect_err(name).cause, Cause::Name(_)));
            assert!(matches!(folder.save(name, &report, &stamp).expect_err(name).cause, Cause::Name(_)));
            assert!(matches!(folder.remove(name, Timestamp::UNIX_EPOCH).expect_err(name).cause, Cause::Name(_)));
        }
    }

    #[test]
    fn what_a_draft_cannot_hold_is_named_and_nothing_is_written() {
        let (_disk, folder, report, stamp) = folder();
        let mut odd = report.clone();
        odd.set(odd.edition().find(&"t3.review.upheld".into()).unwrap(), "1\n2");
        let why = said(folder.save(NAME, &odd, &stamp));
        assert!(why.ends_with("没有成功：“行政复议 · 结果维持”里有换行，写不进文件。请删去换行再保存"), "{why}");
        assert!(said(folder.save(NAME, &with(&report, "一\n二"), &stamp)).contains("“一、总体情况”里有换行"));
        assert_eq!(folder.read(NAME).unwrap().report, report);
    }

    #[test]
    fn files_that_cannot_be_had_say_why() {
        let (disk, folder, report, stamp) = folder();
        let path = disk.path().join(NAME);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(folder.save(NAME, &with(&report, "改"), &stamp).expect_err("read-only").cause, Cause::ReadOnly);
        assert_eq!(folder.read(NAME).unwrap().report, report);
        fs::File::create(disk.path().join("big.ron")).unwrap().set_len(1 << 30).unwrap();
        let start = Instant::now();
        assert_eq!(
            said(folder.read("big.ron")),
            "读取“big.ron”没有成功：文件有 1024 MiB，超过 8 MiB，不像是一份报告。请检查是否放错"
        );
        assert!(start.elapsed() < Duration::from_millis(500));
        assert!(said(Folder::open(path)).ends_with("没有成功：这里没有文件夹。请检查路径，或先建好文件夹"));
        let full = Error::new(Operation::Save, NAME, rustix::io::Errno::NOSPC.into());
        assert_eq!(full.to_string(), "保存“示例市水务局-2021.ron”没有成功：磁盘已满。请腾出空间再试，或换一个文件夹");
        disk.close().unwrap();
        assert!(said(folder.save(NAME, &report, &stamp)).contains("文件夹不见了"), "vanished");
    }
}
