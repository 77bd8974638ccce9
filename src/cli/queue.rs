//! The reports that were asked about, by what they are about; each is read when its turn comes, beside last year's.

use std::{
    collections::{BTreeSet, HashMap},
    fs::{self, File},
    io::{self, Read, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    Fault,
    source::{self, Source},
    visible::visible,
};
use crate::{
    report::{About, Report, register::Register},
    store::{self, Folder, Local, draft},
};

/// At most so many files that can be imported are read in a folder to find last year's report.
const MOST: usize = 50;

/// The reports that were asked about, in the order they are told about.
#[derive(Debug)]
pub(super) struct Queue {
    items: Vec<Item>,
    folders: Vec<Folder>,
    /// Folders without any draft.
    empty: Vec<PathBuf>,
    register: Register,
    /// Folders that were looked into for last year's reports.
    beside: Mutex<HashMap<PathBuf, Arc<Vec<Head>>>>,
    /// What holds in the folders that were looked into.
    locals: Mutex<HashMap<PathBuf, Arc<Local>>>,
}

/// A draft that may be last year's: its path, and what it is about.
type Head = (PathBuf, About);

#[derive(Debug)]
struct Item {
    path: PathBuf,
    about: Option<About>,
    from: From,
}

/// Where a report is read from in its turn.
#[derive(Debug)]
enum From {
    /// A draft of a folder: the folder's number, the name.
    Folder(usize, String),
    /// A draft that was named.
    Draft,
    /// A file of another format, which says what it is about only when it is read whole; or what cannot be read.
    Held(Box<Result<Source, Fault>>),
}

/// A report in its turn.
pub(super) enum Turn<'a> {
    /// It was read before.
    Held(&'a Result<Source, Fault>),
    /// It was read just now.
    Read(Box<Result<Source, Fault>>),
}

impl Turn<'_> {
    /// The report, or why it cannot be read.
    pub(super) fn source(&self) -> Result<&Source, &Fault> {
        match self {
            Self::Held(source) => source.as_ref(),
            Self::Read(source) => source.as_ref().as_ref(),
        }
    }

    fn report(&self) -> Option<&Report> {
        self.source().ok().map(|source| &source.report)
    }
}

impl Queue {
    /// The files themselves, and the drafts of the folders in the order the library shows them.
    pub(super) fn new(paths: &[PathBuf]) -> Self {
        let (mut items, mut folders, mut empty) = (Vec::new(), Vec::new(), Vec::new());
        for path in paths {
            if !path.is_dir() {
                items.push(file(path));
                continue;
            }
            match Folder::open(path).and_then(|folder| folder.heads().map(|heads| (folder, heads))) {
                Err(error) => items.push(Item::held(path.clone(), Err(error.into()))),
                Ok((folder, heads)) => {
                    let number = folders.len();
                    if heads.is_empty() {
                        empty.push(path.clone());
                    }
                    items.extend(heads.into_iter().map(|head| Item::of_folder(path, number, head)));
                    folders.push(folder);
                }
            }
        }
        let register = Register::new(items.iter().map(|item| item.about.as_ref()));
        Self { items, folders, empty, register, beside: Mutex::default(), locals: Mutex::default() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// The folders among the paths that hold no draft.
    pub(super) fn empty(&self) -> &[PathBuf] {
        &self.empty
    }

    /// What they are about, those that say so.
    pub(super) fn abouts(&self) -> impl Iterator<Item = &About> + Clone {
        self.items.iter().filter_map(|item| item.about.as_ref())
    }

    /// The path of a report, as it was given.
    pub(super) fn path(&self, n: usize) -> &Path {
        self.items.get(n).map_or(Path::new(""), |item| &item.path)
    }

    /// What holds beside a report: words and rules that the unit has set for all who work in the folder. A file of
    /// rules that cannot be read sets nothing, and no rule weighs less by it.
    pub(super) fn local(&self, n: usize) -> Arc<Local> {
        let folder = folder_of(self.path(n));
        let mut locals = self.locals.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(local) = locals.get(folder) {
            return Arc::clone(local);
        }
        let read = || Folder::open(folder).ok().and_then(|folder| folder.local().ok()).unwrap_or_default();
        Arc::clone(locals.entry(folder.to_owned()).or_insert_with(|| Arc::new(read())))
    }

    /// Tells of every folder whose file of rules cannot be read, so that nobody thinks it is obeyed.
    pub(super) fn tell_unusable(&self, err: &mut impl Write) -> io::Result<()> {
        let folders: BTreeSet<&Path> = self.items.iter().map(|item| folder_of(&item.path)).collect();
        let open = |folder: &Path| Folder::open(folder).ok();
        for unusable in folders.into_iter().filter_map(open).filter_map(|folder| folder.local().err()) {
            writeln!(err, "{}；先不照它判断", visible(&unusable.to_string()))?;
        }
        Ok(())
    }

    /// Gives what `work` makes of each report to `take`, in order. `work` gets the number, the report and last year's:
    /// the one that was named, else one among the reports themselves, else one beside them.
    pub(super) fn each<R: Send>(
        &self,
        named: Option<&Report>,
        work: impl Fn(usize, &Turn<'_>, Option<&Report>) -> R + Sync,
        take: impl FnMut(usize, R) -> ControlFlow<()>,
    ) {
        let beside = |n: usize, turn: &Turn<'_>, last: Option<&Report>| {
            let Some(report) = turn.report() else { return work(n, turn, None) };
            let year = report.about.year.checked_sub(1);
            let named = named.filter(|named| year == Some(named.about.year));
            if named.is_some() || last.is_some() {
                return work(n, turn, named.or(last));
            }
            let found = self.beside(n, report);
            work(n, turn, found.as_ref())
        };
        store::in_turn(&self.register, |n| self.turn(n), Turn::report, |report| &report.about, beside, take);
    }

    fn turn(&self, n: usize) -> Turn<'_> {
        let read = |source: Result<Source, Fault>| Turn::Read(Box::new(source));
        match self.items.get(n) {
            None => read(Err(Fault::told(""))),
            Some(Item { from: From::Held(source), .. }) => Turn::Held(source),
            Some(Item { from: From::Draft, path, .. }) => read(source::read(path)),
            Some(Item { from: From::Folder(folder, name), .. }) => {
                let opened = self.folders.get(*folder).map(|folder| folder.read(name).map_err(Fault::from));
                let opened = opened.unwrap_or_else(|| Err(Fault::told("")));
                read(opened.map(|opened| Source { report: opened.report, statement: None }))
            }
        }
    }

    /// Last year's report beside a report: a draft in its folder, or a file like it whose name tells the year before.
    fn beside(&self, n: usize, report: &Report) -> Option<Report> {
        let item = self.items.get(n).filter(|item| !matches!(item.from, From::Folder(..)))?;
        if report.about.organ.is_empty() {
            return None;
        }
        let folder = folder_of(&item.path);
        let drafts = {
            let mut beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(beside.entry(folder.to_owned()).or_insert_with(|| Arc::new(drafts(folder))))
        };
        let mut drafts = drafts.iter().filter(|(_, last)| report.about.follows(last));
        let draft = drafts.find_map(|(path, _)| source::read(path).ok());
        let read = || {
            let mut found = importable(&item.path, folder, report.about.year).into_iter();
            found.find_map(|path| source::read(&path).ok().filter(|last| report.about.follows(&last.report.about)))
        };
        draft.or_else(read).map(|source| source.report)
    }
}

impl Item {
    fn held(path: PathBuf, source: Result<Source, Fault>) -> Self {
        let about = source.as_ref().ok().map(|source| source.report.about.clone());
        Self { path, about, from: From::Held(Box::new(source)) }
    }

    fn of_folder(path: &Path, folder: usize, head: store::Head) -> Self {
        let path = path.join(&head.name);
        match head.about {
            Ok(about) => Self { path, about: Some(about), from: From::Folder(folder, head.name) },
            Err(error) => Self::held(path, Err(error.into())),
        }
    }
}

/// A file that was named.
fn file(path: &Path) -> Item {
    let beginning = || {
        // A pipe would be waited for, and reading it whole says what it is.
        if !path.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        // To open a pipe would wait for somebody to write.
        fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        File::open(path).ok()?.take(draft::BEGINNING).read_to_end(&mut bytes).ok()?;
        draft::about(&bytes)
    };
    match source::is_draft(path).then(beginning).flatten() {
        Some(about) => Item { path: path.to_owned(), about: Some(about), from: From::Draft },
        None => Item::held(path.to_owned(), source::read(path)),
    }
}

/// The folder that a file lies in.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What the drafts of a folder are about; a folder that cannot be read has none.
fn drafts(folder: &Path) -> Vec<Head> {
    let heads = Folder::open(folder).and_then(|folder| folder.heads()).unwrap_or_default();
    heads.into_iter().filter_map(|head| Some((folder.join(head.name), head.about.ok()?))).collect()
}

/// Files beside one that is no draft, with the same ending, whose names tell the year before.
fn importable(file: &Path, folder: &Path, year: u16) -> Vec<PathBuf> {
    let ending = file.extension();
    if ending.is_none() || source::is_draft(file) {
        return Vec::new();
    }
    let year = year.saturating_sub(1).to_string();
    let tells = |path: &PathBuf| {
        path.extension() == ending && path.file_name().is_some_and(|name| name.to_string_lossy().contains(&year))
    };
    let paths = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<PathBuf> = paths.filter(tells).collect();
    paths.sort();
    paths.truncate(MOST);
    paths
}
