//! One writer a draft: a lock of the system on a file that says who holds it.
//!
//! The lock is politeness: it tells people of each other. What keeps words safe is that a save never destroys any.

use std::{
    collections::HashMap,
    fs::{File, TryLockError},
    io::{Read, Seek, Write},
    os::unix::{fs::MetadataExt, net::UnixStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::{AtFlags, Mode, OFlags, openat, statat, unlinkat},
    io::Errno,
};

use super::{disk::Disk, error::Cause, file::Dir, owner::Owner};

/// How long a ghost has to go.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often one looks whether it has gone.
const LOOK: Duration = Duration::from_millis(10);
/// How the name of a lock ends, behind the draft's stem.
const ENDING: &str = ".lock";
/// Longest text of an owner, in bytes.
const LONGEST: u64 = 4096;

/// What came of asking for a draft.
#[derive(Debug)]
pub(super) enum Got {
    /// It is ours to write.
    Mine(Held),
    /// Somebody else writes it; who, if the lock says so.
    Theirs(Option<Owner>),
    /// Somebody on another machine wrote it last, and this machine cannot tell whether he still does.
    Unsure(Owner),
}

/// A draft that is ours to write; free again when dropped.
#[derive(Debug)]
pub(super) struct Held {
    file: File,
    dir: Dir,
    name: String,
    /// Who we are.
    pub(super) owner: Owner,
}

/// Asks for a draft; `is_forced` takes it from an owner on another machine.
pub(super) fn acquire(dir: &Dir, stem: &str, is_forced: bool) -> Result<Got, Cause> {
    let (name, owner) = (format!("{stem}{ENDING}"), Owner::this());
    for _ in 0..8 {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let file = File::from(openat(dir, &name, flags, Mode::from_raw_mode(0o660))?);
        if !file.metadata()?.is_file() {
            return Err(Cause::NotFile("是管道或设备"));
        }
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(Got::Theirs(read(&file))),
            // A network disk without locks: the owner's name alone decides.
            Err(TryLockError::Error(error)) if Errno::from_io_error(&error) == Some(Errno::NOLCK) => {}
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Ok(()) => {}
        }
        // Whoever held it may have taken the file away on leaving.
        if !stands(&file, dir, &name) {
            continue;
        }
        if let Some(other) = read(&file) {
            match other.is_alive(&owner) {
                Some(true) => return Ok(Got::Theirs(Some(other))),
                None if !is_forced => return Ok(Got::Unsure(other)),
                _ => {}
            }
        }
        let held = Held { file, dir: dir.clone(), name, owner };
        held.sign()?;
        // Without locks two may have come this far; the last to sign has it.
        let signed = read(&held.file);
        return Ok(if signed.as_ref() == Some(&held.owner) { Got::Mine(held) } else { Got::Theirs(signed) });
    }
    Ok(Got::Theirs(None))
}

/// Asks a session of our own that nobody sees any more to end, and waits for the draft. `None` if it did not go.
pub(super) fn take_from_ghost(dir: &Dir, stem: &str, ghost: &Owner) -> Result<Option<Held>, Cause> {
    let start = Instant::now();
    if ghost.ask_to_end().is_err_and(|errno| errno != Errno::SRCH) {
        return Ok(None);
    }
    while start.elapsed() < PATIENCE {
        if let Got::Mine(held) = acquire(dir, stem, false)? {
            return Ok(Some(held));
        }
        thread::sleep(LOOK);
    }
    Ok(None)
}

/// A wait for a draft that somebody else writes.
#[derive(Debug)]
pub struct Waiting(Arc<AtomicBool>);

impl Waiting {
    /// Is nobody writing it any more?
    pub fn is_over(&self) -> bool {
        self.0.load(Relaxed)
    }
}

/// Waits in a thread until nobody holds the lock, then rings. It sleeps in the system until then.
pub(super) fn wait(dir: &Dir, stem: &str, bell: UnixStream) -> Result<Waiting, Cause> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let file = File::from(openat(dir, format!("{stem}{ENDING}"), flags, Mode::empty())?);
    let over = Arc::new(AtomicBool::new(false));
    let theirs = Arc::clone(&over);
    thread::Builder::new().name("wait".into()).spawn(move || {
        if file.lock_shared().is_ok() {
            theirs.store(true, Relaxed);
            drop((&bell).write_all(b"!"));
        }
    })?;
    Ok(Waiting(over))
}

/// Who writes which draft, by the drafts' stems, and whether that is certain: of somebody on another machine it is not. Whose
/// process is gone is passed over.
pub(super) fn writers(dir: &Dir) -> Result<HashMap<String, (Owner, bool)>, Cause> {
    let here = Owner::this();
    let owner = |name: &str| ron::de::from_bytes::<Owner>(&dir.beginning(name, LONGEST).ok()?.0).ok();
    let names = dir.every_name()?;
    let writers = names.iter().filter_map(|name| {
        let stem = name.strip_suffix(ENDING)?;
        Some((stem.to_owned(), owner(name)?))
    });
    let alive =
        writers.map(|(stem, owner)| (owner.is_alive(&here), stem, owner)).filter(|(alive, ..)| *alive != Some(false));
    Ok(alive.map(|(alive, stem, owner)| (stem, (owner, alive.is_some()))).collect())
}

fn read(mut file: &File) -> Option<Owner> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    ron::from_str(&text).ok()
}

/// Does the name still mean this file?
fn stands(file: &File, dir: &Dir, name: &str) -> bool {
    let Ok(open) = file.metadata() else { return false };
    statat(dir, name, AtFlags::SYMLINK_NOFOLLOW)
        .is_ok_and(|named| (named.st_ino, named.st_dev) == (open.ino(), open.dev()))
}

impl Held {
    fn sign(&self) -> Result<(), Cause> {
        let text = ron::to_string(&self.owner).unwrap_or_default();
        let mut file = &self.file;
        file.rewind()?;
        file.write_all(text.as_bytes())?;
        Ok(file.set_len(text.len() as u64)?)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if stands(&self.file, &self.dir, &self.name) && read(&self.file).as_ref() == Some(&self.owner) {
            // A lock left behind names a dead process, which is as good as none.
            let _ = unlinkat(&self.dir, &self.name, AtFlags::empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path, process::Command};

    use super::*;

    /// Tells the opener among the tests of this binary where to open.
    const WHERE: &str = "NIANBAO_TEST_OPENER";

    fn folder() -> (tempfile::TempDir, Dir) {
        let disk = tempfile::tempdir().unwrap();
        let dir = Dir::open(disk.path()).unwrap();
        (disk, dir)
    }

    fn sign(folder: &Path, owner: &Owner) {
        fs::write(folder.join("甲.lock"), ron::to_string(owner).unwrap()).unwrap();
    }

    #[test]
    fn who_writes_which_draft_is_told_but_not_of_the_dead() {
        let (disk, dir) = folder();
        let held = acquire(&dir, "甲", false).unwrap();
        let Got::Mine(held) = held else { panic!("{held:?}") };
        let elsewhere = Owner { host: "别处".into(), ..held.owner.clone() };
        fs::write(disk.path().join("乙.lock"), ron::to_string(&elsewhere).unwrap()).unwrap();
        let dead = Owner { start: held.owner.start + 1, ..held.owner.clone() };
        fs::write(disk.path().join("丙.lock"), ron::to_string(&dead).unwrap()).unwrap();
        fs::write(disk.path().join("丁.lock"), "不是锁").unwrap();
        fs::write(disk.path().join("戊.ron"), ron::to_string(&held.owner).unwrap()).unwrap();
        let writers = writers(&dir).unwrap();
        assert_eq!(writers.get("甲"), Some(&(held.owner.clone(), true)));
        assert_eq!(writers.get("乙"), Some(&(elsewhere, false)));
        assert_eq!(writers.len(), 2, "{writers:?}");
    }

    #[test]
    fn an_opener_for_the_test_of_many() {
        let Ok(folder) = env::var(WHERE) else { return };
        let dir = Dir::open(Path::new(&folder)).unwrap();
        let got = acquire(&dir, "甲", false).unwrap();
        let what = if matches!(got, Got::Mine(_)) { "mine" } else { "theirs" };
        fs::write(Path::new(&folder).join(format!("{}.{what}", std::process::id())), "").unwrap();
        while !Path::new(&folder).join("end").exists() {
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn of_forty_who_open_at_once_one_writes() {
        let this = env::current_exe().unwrap();
        for round in 0..10 {
            let (disk, _) = folder();
            let open = |_| {
                Command::new(&this)
                    .args(["--exact", "store::lock::tests::an_opener_for_the_test_of_many"])
                    .env(WHERE, disk.path())
                    .stdout(std::process::Stdio::null())
                    .spawn()
                    .unwrap()
            };
            let mut openers: Vec<_> = (0..40).map(open).collect();
            let count = |ending: &str| {
                let names = fs::read_dir(disk.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
                names.filter(|name| name.ends_with(ending)).count()
            };
            let start = Instant::now();
            while count(".mine") + count(".theirs") < 40 {
                assert!(start.elapsed() < Duration::from_mins(1), "they hang");
                thread::sleep(Duration::from_millis(5));
            }
            assert_eq!(count(".mine"), 1, "round {round}");
            fs::write(disk.path().join("end"), "").unwrap();
            for opener in &mut openers {
                opener.wait().unwrap();
            }
        }
    }

    #[test]
    fn the_dead_are_taken_over_from_and_the_living_are_not() {
        let (disk, dir) = folder();
        let here = Owner::this();
        let mut zombie = Command::new("true").spawn().unwrap();
        while start_of_process(zombie.id()).is_some() {
            thread::sleep(Duration::from_millis(2));
        }
        let dead = [
            Owner { pid: 4_000_000, start: 1, ..here.clone() },
            Owner { boot: "another".into(), ..here.clone() },
            Owner { start: here.start + 1, ..here.clone() },
            Owner { pid: zombie.id(), start: 1, ..here.clone() },
        ];
        for owner in &dead {
            sign(disk.path(), owner);
            assert!(matches!(acquire(&dir, "甲", false).unwrap(), Got::Mine(_)), "{owner:?}");
        }
        zombie.wait().unwrap();
        sign(disk.path(), &here);
        assert!(matches!(acquire(&dir, "甲", false).unwrap(), Got::Theirs(Some(owner)) if owner == here));
        let elsewhere = Owner { host: "another".into(), ..here };
        sign(disk.path(), &elsewhere);
        assert!(matches!(acquire(&dir, "甲", false).unwrap(), Got::Unsure(owner) if owner == elsewhere));
        assert!(matches!(acquire(&dir, "甲", true).unwrap(), Got::Mine(_)));
        assert!(!disk.path().join("甲.lock").exists(), "it is given up with the last word");
    }

    fn start_of_process(pid: u32) -> Option<bool> {
        let owner = Owner { pid, ..Owner::this() };
        let stat = fs::read_to_string(format!("/proc/{}/stat", owner.pid)).ok()?;
        (!stat.contains(") Z")).then_some(true)
    }

    #[test]
    fn no_text_in_a_lock_does_harm() {
        let (disk, dir) = folder();
        let mut texts = vec![Vec::new(), b"(".to_vec(), vec![0; 100], b"(".repeat(100_000), b"\xff\xfe".to_vec()];
        let good = ron::to_string(&Owner { host: "another".into(), ..Owner::this() }).unwrap().into_bytes();
        texts.extend((0..good.len()).map(|cut| good[..cut].to_vec()));
        for bit in 0..good.len() * 8 {
            let mut text = good.clone();
            text[bit / 8] ^= 1 << (bit % 8);
            texts.push(text);
        }
        for text in texts {
            fs::write(disk.path().join("甲.lock"), &text).unwrap();
            acquire(&dir, "甲", false).unwrap();
        }
        fs::remove_file(disk.path().join("甲.lock")).unwrap_or_default();
        std::os::unix::fs::symlink("/etc/passwd", disk.path().join("甲.lock")).unwrap();
        assert!(acquire(&dir, "甲", false).is_err());
        fs::remove_file(disk.path().join("甲.lock")).unwrap();
        fs::create_dir(disk.path().join("甲.lock")).unwrap();
        assert!(acquire(&dir, "甲", false).is_err());
    }
}
