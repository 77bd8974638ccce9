//! Files under one open folder: read without following or waiting, written whole or not at all.

use std::{
    ffi::CStr,
    fs::File,
    io::{Read, Write},
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rustix::{
    fs::{self, Access, AtFlags, FileType, Gid, Mode, OFlags, RenameFlags},
    io::Errno,
};

use super::{
    disk::{Disk, Found, Rights},
    draft::MAX_BYTES,
    error::Cause,
};

/// An open folder; it stays the same one even if its path comes to mean another.
#[derive(Debug, Clone)]
pub(super) struct Dir(Arc<OwnedFd>);

impl AsFd for Dir {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Dir {
    /// Opens a folder; a link to one counts, for the user named it.
    pub(super) fn open(path: &Path) -> Result<Self, Cause> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        match fs::open(path, flags, Mode::empty()) {
            Ok(dir) => Ok(Self(dir.into())),
            Err(Errno::NOENT | Errno::NOTDIR) => Err(Cause::NoFolder),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Opens a folder in this one, made if it is not there; no link is followed. Its own name is brought to the disk with
    /// the first names in it that must last.
    pub(super) fn inner(&self, name: &str) -> Result<Self, Cause> {
        match fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o770)) {
            Ok(()) | Err(Errno::EXIST) => {}
            // The name is new, so it is the folder that is not there.
            Err(Errno::NOENT) => return Err(Errno::STALE.into()),
            Err(errno) => return Err(errno.into()),
        }
        self.within(name)
    }

    /// Opens a folder in this one that is there; no link is followed.
    pub(super) fn within(&self, name: &str) -> Result<Self, Cause> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match fs::openat(&self.0, name, flags, Mode::empty()) {
            Ok(dir) => Ok(Self(dir.into())),
            Err(Errno::NOTDIR | Errno::LOOP) => {
                Err(Cause::Name(format!("{name} 应是文件夹，却是文件或链接。请把它移走或改名再试")))
            }
            Err(errno) => Err(errno.into()),
        }
    }

    /// Is the folder still there, or was it removed since it was opened?
    pub(super) fn is_there(&self) -> bool {
        fs::fstat(&self.0).is_ok_and(|stat| stat.st_nlink > 0)
    }

    /// Names of all visible regular `.ron` files, in no order; those that are not UTF-8 as [`Err`] with a lossy name.
    pub(super) fn names(&self) -> Result<Vec<Result<String, String>>, Cause> {
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = entry.file_name();
            let bytes = name.to_bytes();
            if bytes.ends_with(b".ron") && !bytes.starts_with(b".") && self.is_file(name, entry.file_type()) {
                names.push(name.to_str().map(str::to_owned).map_err(|_| name.to_string_lossy().into_owned()));
            }
        }
        Ok(names)
    }

    fn is_file(&self, name: &CStr, known: FileType) -> bool {
        let unknown = || fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW).map(|stat| stat.st_mode);
        match known {
            FileType::Unknown => unknown().is_ok_and(|mode| FileType::from_raw_mode(mode).is_file()),
            known => known.is_file(),
        }
    }

    /// Opens a regular file; a link is refused and a pipe is not waited for. With it its rights, its size, and when it
    /// was last written.
    fn open_file(&self, name: &str) -> Result<(File, Rights, u64, SystemTime), Cause> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = fs::openat(&self.0, name, flags, Mode::empty())?;
        let stat = fs::fstat(&file)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => {
                let rights = Rights { mode: stat.st_mode & 0o777, group: stat.st_gid };
                let size = u64::try_from(stat.st_size).unwrap_or(u64::MAX);
                let nanos = i128::from(stat.st_mtime) * 1_000_000_000 + i128::from(stat.st_mtime_nsec);
                let since = Duration::from_nanos(u64::try_from(nanos).unwrap_or_default());
                Ok((file.into(), rights, size, UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)))
            }
            FileType::Directory => Err(Cause::NotFile("是文件夹")),
            _ => Err(Cause::NotFile("是管道或设备")),
        }
    }

    /// Reads a regular file of at most [`MAX_BYTES`]; a larger one is not read at all.
    pub(super) fn read(&self, name: &str) -> Result<Found, Cause> {
        self.read_whole(name, MAX_BYTES)
    }

    /// The beginning of a regular file, at most `most` bytes, and when the file was last written.
    pub(super) fn beginning(&self, name: &str, most: u64) -> Result<(Vec<u8>, SystemTime), Cause> {
        let (file, .., modified) = self.open_file(name)?;
        let mut bytes = Vec::with_capacity(usize::try_from(most).unwrap_or_default());
        file.take(most).read_to_end(&mut bytes)?;
        Ok((bytes, modified))
    }

    /// Is there a regular file of this name?
    pub(super) fn holds(&self, name: &str) -> Result<(), Cause> {
        self.open_file(name).map(|_| ())
    }

    /// Writes a temporary file beside the drafts and brings it to the disk.
    ///
    /// It has the rights of the file it will replace, else those that the folder's users share.
    pub(super) fn temporary(&self, bytes: &[u8], rights: Option<Rights>) -> Result<Temporary<'_>, Cause> {
        let free = (0..10_000).find_map(|n| {
            let name = format!(".nianbao-{}-{n}.tmp", std::process::id());
            match self.create(&name, rights) {
                Err(Cause::Exists) => None,
                made => Some(made.map(|file| (file, name))),
            }
        });
        let (file, name) = free.unwrap_or(Err(Cause::Exists))?;
        let temporary = Temporary { dir: self, name, is_there: true };
        self.append(&file, bytes)?;
        file.sync_all()?;
        Ok(temporary)
    }

    /// Brings the names in the folder to the disk.
    pub(super) fn sync(&self) -> Result<(), Cause> {
        match fs::fsync(&self.0) {
            // Some network disks cannot be asked this; they bring names over as they come.
            Ok(()) | Err(Errno::INVAL | Errno::OPNOTSUPP) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Takes back a file that was just made here.
    pub(super) fn take_back(&self, name: &str) {
        // Failing leaves a second copy, and the error that led here is the one to tell.
        let _ = fs::unlinkat(&self.0, name, AtFlags::empty());
    }
}

impl Disk for Dir {
    type File = Arc<File>;

    fn read_whole(&self, name: &str, most: u64) -> Result<Found, Cause> {
        let (file, rights, size, modified) = self.open_file(name)?;
        if size > most {
            return Err(Cause::TooLarge(size));
        }
        // One byte more than there is to read, so that the end is seen without asking for more room.
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
        let size = file.take(most.saturating_add(1)).read_to_end(&mut bytes)? as u64;
        if size > most { Err(Cause::TooLarge(size)) } else { Ok(Found { bytes, modified, rights }) }
    }

    fn every_name(&self) -> Result<Vec<String>, Cause> {
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&self.0)? {
            let entry = entry?;
            if self.is_file(entry.file_name(), entry.file_type())
                && let Ok(name) = entry.file_name().to_str()
            {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    fn has_name(&self, file: &Arc<File>) -> bool {
        fs::fstat(file).is_ok_and(|stat| stat.st_nlink > 0)
    }

    fn may_write(&self, name: &str, rights: Rights) -> Result<(), Cause> {
        match fs::accessat(&self.0, name, Access::WRITE_OK, AtFlags::empty()) {
            Err(Errno::ROFS) => Err(Errno::ROFS.into()),
            Ok(()) if rights.mode & 0o222 != 0 => Ok(()),
            _ => Err(Cause::ReadOnly),
        }
    }

    fn create(&self, name: &str, rights: Option<Rights>) -> Result<Arc<File>, Cause> {
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if rights.is_some() { 0o600 } else { 0o660 });
        let file = match fs::openat(&self.0, name, flags, mode) {
            // The name is new, so it is the folder that is not there.
            Err(Errno::NOENT) => return Err(Errno::STALE.into()),
            file => file?,
        };
        if let Some(rights) = rights {
            // The group can be kept only by its members; without it the rights that follow still hold.
            let _ = fs::fchown(&file, None, Some(Gid::from_raw(rights.group)));
            fs::fchmod(&file, Mode::from_raw_mode(rights.mode)).inspect_err(|_| self.take_back(name))?;
        }
        Ok(Arc::new(file.into()))
    }

    fn append(&self, file: &Arc<File>, bytes: &[u8]) -> Result<(), Cause> {
        Ok(file.as_ref().write_all(bytes)?)
    }

    fn sync_content(&self, file: &Arc<File>) -> Result<(), Cause> {
        Ok(file.sync_data()?)
    }

    fn sync_file(&self, name: &str) -> Result<(), Cause> {
        let (file, ..) = self.open_file(name)?;
        Ok(file.sync_all()?)
    }

    fn move_to(&self, name: &str, to: &Dir, free: &str) -> Result<(), Cause> {
        match fs::renameat_with(&self.0, name, &to.0, free, RenameFlags::NOREPLACE) {
            // An old kernel or a network disk: a second name instead, then without the first.
            Err(errno) if is_unknown(errno) => {
                fs::linkat(&self.0, name, &to.0, free, AtFlags::empty())?;
                Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
            }
            moved => Ok(moved?),
        }
    }

    fn exchange(&self, name: &str, other: &Dir, theirs: &str) -> Result<(), Cause> {
        match fs::renameat_with(&self.0, name, &other.0, theirs, RenameFlags::EXCHANGE) {
            // Theirs gets a second name before ours takes its first: it is never without one.
            Err(errno) if is_unknown(errno) => {
                let aside = format!("{name}.old");
                fs::linkat(&other.0, theirs, &self.0, &aside, AtFlags::empty())?;
                if let Err(errno) = fs::renameat(&self.0, name, &other.0, theirs) {
                    self.take_back(&aside);
                    return Err(errno.into());
                }
                Ok(fs::renameat(&self.0, &aside, &self.0, name)?)
            }
            exchanged => Ok(exchanged?),
        }
    }

    fn remove(&self, name: &str) -> Result<(), Cause> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    fn sync_names(&self) -> Result<(), Cause> {
        self.sync()
    }
}

/// An old kernel or a network disk does not know the way of renaming.
fn is_unknown(errno: Errno) -> bool {
    matches!(errno, Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP)
}

/// A file that is whole on the disk but has no name of its own yet; gone when dropped.
pub(super) struct Temporary<'a> {
    dir: &'a Dir,
    name: String,
    is_there: bool,
}

impl Temporary<'_> {
    /// Gives it the name of a file that it replaces.
    pub(super) fn replace(mut self, name: &str) -> Result<(), Cause> {
        fs::renameat(&self.dir.0, &self.name, &self.dir.0, name)?;
        self.is_there = false;
        Ok(())
    }

    /// Gives it a name that must be free.
    pub(super) fn place(&mut self, name: &str) -> Result<(), Cause> {
        self.dir.move_to(&self.name, self.dir, name)?;
        self.is_there = false;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if self.is_there {
            self.dir.take_back(&self.name);
        }
    }
}
