//! Files under one open folder: read without following or waiting, written whole or not at all.

use std::{
    ffi::CStr,
    fs::File,
    io::{Read, Write},
    os::fd::OwnedFd,
    path::Path,
    time::SystemTime,
};

use rustix::{
    fs::{self, Access, AtFlags, FileType, Gid, Mode, OFlags, RenameFlags},
    io::Errno,
};

use super::{draft::MAX_BYTES, error::Cause};

/// An open folder; it stays the same one even if its path comes to mean another.
#[derive(Debug)]
pub(super) struct Dir(OwnedFd);

/// A file as it was read.
pub(super) struct Found {
    pub(super) bytes: Vec<u8>,
    pub(super) modified: SystemTime,
    pub(super) rights: Rights,
}

/// Who may do what with a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rights {
    mode: u32,
    group: u32,
}

impl Dir {
    /// Opens a folder; a link to one counts, for the user named it.
    pub(super) fn open(path: &Path) -> Result<Self, Cause> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        match fs::open(path, flags, Mode::empty()) {
            Ok(dir) => Ok(Self(dir)),
            Err(Errno::NOENT | Errno::NOTDIR) => Err(Cause::NoFolder),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Opens a folder in this one, made if it is not there; no link is followed.
    pub(super) fn inner(&self, name: &str) -> Result<Self, Cause> {
        match fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o770)) {
            Ok(()) => self.sync()?,
            Err(Errno::EXIST) => {}
            Err(errno) => return Err(errno.into()),
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Self(fs::openat(&self.0, name, flags, Mode::empty())?))
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

    /// Opens a regular file; a link is refused and a pipe is not waited for.
    fn open_file(&self, name: &str) -> Result<(File, Rights, u64), Cause> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = fs::openat(&self.0, name, flags, Mode::empty())?;
        let stat = fs::fstat(&file)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => {
                let rights = Rights { mode: stat.st_mode & 0o777, group: stat.st_gid };
                Ok((file.into(), rights, u64::try_from(stat.st_size).unwrap_or(u64::MAX)))
            }
            FileType::Directory => Err(Cause::NotFile("是文件夹")),
            _ => Err(Cause::NotFile("是管道或设备")),
        }
    }

    /// Reads a regular file of at most [`MAX_BYTES`]; a larger one is not read at all.
    pub(super) fn read(&self, name: &str) -> Result<Found, Cause> {
        let (file, rights, size) = self.open_file(name)?;
        if size > MAX_BYTES {
            return Err(Cause::TooLarge(size));
        }
        let modified = file.metadata().and_then(|metadata| metadata.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        // One byte more than there is to read, so that the end is seen without asking for more room.
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
        let size = file.take(MAX_BYTES + 1).read_to_end(&mut bytes)? as u64;
        if size > MAX_BYTES { Err(Cause::TooLarge(size)) } else { Ok(Found { bytes, modified, rights }) }
    }

    /// The beginning of a regular file, at most `most` bytes, and when the file was last written.
    pub(super) fn beginning(&self, name: &str, most: u64) -> Result<(Vec<u8>, SystemTime), Cause> {
        let (file, ..) = self.open_file(name)?;
        let modified = file.metadata().and_then(|metadata| metadata.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut bytes = Vec::with_capacity(usize::try_from(most).unwrap_or_default());
        file.take(most).read_to_end(&mut bytes)?;
        Ok((bytes, modified))
    }

    /// Is there a regular file of this name?
    pub(super) fn holds(&self, name: &str) -> Result<(), Cause> {
        self.open_file(name).map(|_| ())
    }

    /// May this file be written? A file is replaced, never written into, so the system would not ask.
    pub(super) fn may_write(&self, name: &str, rights: Rights) -> Result<(), Cause> {
        match fs::accessat(&self.0, name, Access::WRITE_OK, AtFlags::empty()) {
            Err(Errno::ROFS) => Err(Errno::ROFS.into()),
            Ok(()) if rights.mode & 0o222 != 0 => Ok(()),
            _ => Err(Cause::ReadOnly),
        }
    }

    /// Writes a temporary file beside the drafts and brings it to the disk.
    ///
    /// It has the rights of the file it will replace, else those that the folder's users share.
    pub(super) fn temporary(&self, bytes: &[u8], rights: Option<Rights>) -> Result<Temporary<'_>, Cause> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if rights.is_some() { 0o600 } else { 0o660 });
        let free = (0..10_000).find_map(|n| {
            let name = format!(".nianbao-{}-{n}.tmp", std::process::id());
            match fs::openat(&self.0, &name, flags, mode) {
                Err(Errno::EXIST) => None,
                // The name is new, so it is the folder that is not there.
                Err(Errno::NOENT) => Some(Err(Errno::STALE)),
                opened => Some(opened.map(|file| (File::from(file), name))),
            }
        });
        let (mut file, name) = free.unwrap_or(Err(Errno::EXIST))?;
        let temporary = Temporary { dir: self, name, is_there: true };
        if let Some(rights) = rights {
            // The group can be kept only by its members; without it the rights that follow still hold.
            let _ = fs::fchown(&file, None, Some(Gid::from_raw(rights.group)));
            fs::fchmod(&file, Mode::from_raw_mode(rights.mode))?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(temporary)
    }

    /// Moves a file to a name that must be free, here or in another folder of the same disk.
    pub(super) fn move_to(&self, name: &str, dir: &Dir, free: &str) -> Result<(), Errno> {
        match fs::renameat_with(&self.0, name, &dir.0, free, RenameFlags::NOREPLACE) {
            // An old kernel or a network disk: a second name instead, then without the first.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                fs::linkat(&self.0, name, &dir.0, free, AtFlags::empty())?;
                fs::unlinkat(&self.0, name, AtFlags::empty())
            }
            moved => moved,
        }
    }

    /// Brings the file's content to the disk.
    pub(super) fn sync_file(&self, name: &str) -> Result<(), Cause> {
        let (file, ..) = self.open_file(name)?;
        Ok(file.sync_all()?)
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
