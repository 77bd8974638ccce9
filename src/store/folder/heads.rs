//! The drafts of a folder by what they are about, read from the beginnings of their files.

use std::{ops::ControlFlow, time::SystemTime};

use super::{Folder, Standing, place_of};
use crate::{
    abreast,
    report::About,
    store::{
        draft,
        error::{Cause, Error, Operation},
    },
};

/// A head is read so quickly that one by one they would cost more to hand over.
const HANDFUL: usize = 16;

/// What one file of the folder is about.
#[derive(Debug)]
pub struct Head {
    /// File name; only good for showing if it is not UTF-8.
    pub name: String,
    /// When it was last written; for showing only.
    pub modified: SystemTime,
    /// What it is about, or why that cannot be read. A file whose particulars can be read may still be broken below.
    pub about: Result<About, Error>,
}

impl Folder {
    /// What every visible `.ron` file is about, in the order of [`Folder::list`]; far quicker than reading them all.
    pub fn heads(&self) -> Result<Vec<Head>, Error> {
        let names = self.dir.names().map_err(|cause| self.error(Operation::List, cause))?;
        let mut heads = Vec::with_capacity(names.len());
        let handfuls: Vec<&[Result<String, String>]> = names.chunks(HANDFUL).collect();
        let read = |n: usize| -> Vec<_> {
            handfuls.get(n).into_iter().flat_map(|names| names.iter()).map(|name| self.head(name)).collect()
        };
        abreast::in_order(handfuls.len(), read, |_, some| {
            heads.extend(some);
            ControlFlow::Continue(())
        });
        heads.sort_unstable_by(|a: &Head, b| a.order().cmp(&b.order()));
        Ok(heads)
    }

    fn head(&self, name: &Result<String, String>) -> Head {
        let (name, beginning) = match name {
            Ok(name) => (name, self.dir.beginning(name, draft::BEGINNING)),
            Err(name) => (name, Err(Cause::Name("文件名不是 UTF-8，打不开。请先改文件名".into()))),
        };
        let modified = beginning.as_ref().map_or(SystemTime::UNIX_EPOCH, |(_, modified)| *modified);
        let about = match beginning.map(|(bytes, _)| draft::about(&bytes)) {
            Ok(Some(about)) => Ok(about),
            Ok(None) => self.read(name).map(|opened| opened.report.about),
            Err(cause) => Err(Error::new(Operation::Read, name, cause)),
        };
        Head { name: name.clone(), modified, about }
    }
}

impl Head {
    fn order(&self) -> Standing<'_> {
        place_of(self.about.as_ref().ok(), &self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::draft::tests::report as blank;

    #[test]
    fn heads_say_what_the_whole_files_say_in_the_same_order() {
        let disk = tempfile::tempdir().unwrap();
        let folder = Folder::open(disk.path()).unwrap();
        for (organ, year) in [("示例市水务局", 2021), ("示例市财政局", 2020), ("示例市财政局", 2021)]
        {
            folder.create(&blank(organ, year)).unwrap();
        }
        let text = draft::encode(&blank("示例市“新”区", 2019)).replace("(organ", "( organ");
        fs::write(disk.path().join("手改的.ron"), text).unwrap();
        fs::write(disk.path().join("坏的-2020.ron"), "(version: 1, about: (").unwrap();
        let heads = folder.heads().unwrap();
        let list = folder.list().unwrap();
        let names: Vec<_> = heads.iter().map(|head| &head.name).collect();
        assert_eq!(names, list.iter().map(|entry| &entry.name).collect::<Vec<_>>());
        for (head, entry) in heads.iter().zip(&list) {
            assert_eq!(head.about.as_ref().ok(), entry.draft.as_ref().ok().map(|report| &report.about));
            assert_eq!(head.modified, entry.modified);
        }
        assert_eq!(heads.iter().filter(|head| head.about.is_err()).count(), 1);
    }

    #[test]
    fn the_longest_name_fits_into_the_beginning() {
        let disk = tempfile::tempdir().unwrap();
        let folder = Folder::open(disk.path()).unwrap();
        folder.create(&blank(&"长".repeat(63), 2021)).unwrap();
        let (bytes, _) = folder.dir.beginning(&format!("{}-2021.ron", "长".repeat(63)), draft::BEGINNING).unwrap();
        assert!(draft::about(&bytes).is_some());
    }
}
