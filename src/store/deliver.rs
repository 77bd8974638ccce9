//! A finished file put where the user wants it: whole or not at all, and nothing replaced unasked.

use std::path::Path;

use super::{
    disk::Disk,
    error::{Cause, Error, Operation},
    file::Dir,
};

/// Writes a file under a path; the folder must be there.
///
/// Fails with [`Cause::Exists`] if a file of the name is there and may not be replaced, and where the system refuses.
pub fn deliver(path: &Path, bytes: &[u8], may_replace: bool) -> Result<(), Error> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    place(path, bytes, may_replace).map_err(|cause| Error::new(Operation::Write, &name, cause))
}

fn place(path: &Path, bytes: &[u8], may_replace: bool) -> Result<(), Cause> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(Cause::Name("要写的是文件，请写明文件名（UTF-8）".into()));
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let dir = Dir::open(folder)?;
    if may_replace && let Ok(found) = dir.read(name) {
        dir.may_write(name, found.rights)?;
        dir.temporary(bytes, Some(found.rights))?.replace(name)?;
    } else {
        dir.temporary(bytes, None)?.place(name)?;
    }
    dir.sync()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_written_whole_and_never_replaced_unasked() {
        let disk = tempfile::tempdir().unwrap();
        let path = disk.path().join("甲.docx");
        deliver(&path, b"one", false).unwrap();
        let refused = deliver(&path, b"two", false).unwrap_err();
        assert_eq!((refused.cause, fs::read(&path).unwrap()), (Cause::Exists, b"one".to_vec()));
        deliver(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 1);
    }

    #[test]
    fn no_folder_and_a_folder_in_the_way_are_told() {
        let disk = tempfile::tempdir().unwrap();
        let cause = |path: &Path| deliver(path, b"", true).unwrap_err().cause;
        assert_eq!(cause(&disk.path().join("没有/甲.docx")), Cause::NoFolder);
        fs::create_dir(disk.path().join("乙.docx")).unwrap();
        assert_eq!(cause(&disk.path().join("乙.docx")), Cause::Exists);
        assert!(matches!(cause(&disk.path().join("..")), Cause::Name(_)));
    }
}
