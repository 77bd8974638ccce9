//! A disk that forgets: it notes every operation, and tells every state that a power cut could leave behind.
//!
//! The model is that of ALICE (OSDI'14): of the names changed since a folder was last synced any subset may be on the
//! disk, and of a file's content written since it was last synced all, nothing, a part, zeros or rubbish.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    rc::Rc,
    time::SystemTime,
};

use super::{
    disk::{Disk, Found, Rights},
    error::Cause,
};

/// At most so many names in doubt are tried in all subsets.
const DOUBTS: usize = 9;

/// The name that folder 1 has in folder 0. Where it is lost, so is all that stands in it.
pub(super) const INNER: &str = ".nianbao";

/// Folder and name.
type Name = (usize, String);

/// What was done to the disk.
#[derive(Debug, Clone)]
pub(super) enum Op {
    /// These names of one folder became these files (or nothing), in one step.
    Names { folder: usize, names: Vec<(String, Option<usize>)> },
    /// This was written behind a file's content.
    Write(usize, Vec<u8>),
    /// A file's content was brought to the disk.
    Sync(usize),
    /// A folder's names were brought to the disk.
    SyncNames(usize),
    /// Nothing: the user has been promised something.
    Mark(u32),
}

/// Everything the disk knows.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) log: Vec<Op>,
    names: BTreeMap<Name, usize>,
    data: Vec<Vec<u8>>,
    /// How often it was asked for something.
    pub(super) calls: usize,
    /// Which call fails.
    pub(super) fails_at: Option<usize>,
}

/// One folder of the disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Sim {
    pub(super) state: Rc<RefCell<State>>,
    folder: usize,
}

/// What a power cut left: content by folder and name.
pub(super) type Image = BTreeMap<Name, Rc<Vec<u8>>>;

impl Sim {
    /// Another folder of the same disk.
    pub(super) fn inner(&self) -> Self {
        Self { state: Rc::clone(&self.state), folder: 1 }
    }

    /// A disk that holds this.
    pub(super) fn holding(image: &Image) -> Self {
        let sim = Self::default();
        for (name, content) in image {
            let mut state = sim.state.borrow_mut();
            let file = state.data.len();
            state.data.push(content.to_vec());
            state.names.insert(name.clone(), file);
        }
        sim
    }

    /// The user has been promised something.
    pub(super) fn mark(&self, what: u32) {
        self.state.borrow_mut().log.push(Op::Mark(what));
    }

    fn is_failing(&self) -> bool {
        let mut state = self.state.borrow_mut();
        state.calls += 1;
        state.fails_at == Some(state.calls)
    }

    fn ask(&self) -> Result<(), Cause> {
        if self.is_failing() { Err(rustix::io::Errno::NOSPC.into()) } else { Ok(()) }
    }

    fn find(&self, name: &str) -> Result<usize, Cause> {
        let state = self.state.borrow();
        state.names.get(&(self.folder, name.to_owned())).copied().ok_or(rustix::io::Errno::NOENT.into())
    }

    /// Names change, in one folder in one step.
    fn put(&self, folder: usize, names: Vec<(String, Option<usize>)>) {
        let mut state = self.state.borrow_mut();
        for (name, file) in &names {
            match file {
                Some(file) => state.names.insert((folder, name.clone()), *file),
                None => state.names.remove(&(folder, name.clone())),
            };
        }
        state.log.push(Op::Names { folder, names });
    }
}

impl Disk for Sim {
    type File = usize;

    fn read_whole(&self, name: &str, most: u64) -> Result<Found, Cause> {
        self.ask()?;
        let bytes = self.state.borrow().data[self.find(name)?].clone();
        if bytes.len() as u64 > most {
            return Err(Cause::TooLarge(bytes.len() as u64));
        }
        Ok(Found { bytes, modified: SystemTime::UNIX_EPOCH, rights: Rights::default() })
    }

    fn has_name(&self, file: &usize) -> bool {
        self.state.borrow().names.values().any(|named| named == file)
    }

    fn every_name(&self) -> Result<Vec<String>, Cause> {
        self.ask()?;
        let state = self.state.borrow();
        Ok(state.names.keys().filter(|(folder, _)| *folder == self.folder).map(|(_, name)| name.clone()).collect())
    }

    fn may_write(&self, _: &str, _: Rights) -> Result<(), Cause> {
        self.ask()
    }

    fn create(&self, name: &str, _: Option<Rights>) -> Result<usize, Cause> {
        self.ask()?;
        if self.find(name).is_ok() {
            return Err(Cause::Exists);
        }
        let file = self.state.borrow().data.len();
        self.state.borrow_mut().data.push(Vec::new());
        self.put(self.folder, vec![(name.to_owned(), Some(file))]);
        Ok(file)
    }

    fn append(&self, file: &usize, bytes: &[u8]) -> Result<(), Cause> {
        let fails = self.is_failing();
        // A write that fails may have written half.
        let bytes = if fails { &bytes[..bytes.len() / 2] } else { bytes };
        let mut state = self.state.borrow_mut();
        state.data[*file].extend_from_slice(bytes);
        state.log.push(Op::Write(*file, bytes.to_vec()));
        if fails { Err(rustix::io::Errno::NOSPC.into()) } else { Ok(()) }
    }

    fn sync_content(&self, file: &usize) -> Result<(), Cause> {
        self.ask()?;
        self.state.borrow_mut().log.push(Op::Sync(*file));
        Ok(())
    }

    fn sync_file(&self, name: &str) -> Result<(), Cause> {
        let file = self.find(name)?;
        self.sync_content(&file)
    }

    fn move_to(&self, name: &str, to: &Self, free: &str) -> Result<(), Cause> {
        self.ask()?;
        let file = self.find(name)?;
        if to.find(free).is_ok() {
            return Err(Cause::Exists);
        }
        if to.folder == self.folder {
            self.put(self.folder, vec![(name.to_owned(), None), (free.to_owned(), Some(file))]);
        } else {
            // Nothing promises that both folders reach the disk together.
            self.put(to.folder, vec![(free.to_owned(), Some(file))]);
            self.put(self.folder, vec![(name.to_owned(), None)]);
        }
        Ok(())
    }

    fn exchange(&self, name: &str, other: &Self, theirs: &str) -> Result<(), Cause> {
        self.ask()?;
        let (ours, their_file) = (self.find(name)?, other.find(theirs)?);
        self.put(other.folder, vec![(theirs.to_owned(), Some(ours))]);
        self.put(self.folder, vec![(name.to_owned(), Some(their_file))]);
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), Cause> {
        self.ask()?;
        self.find(name)?;
        self.put(self.folder, vec![(name.to_owned(), None)]);
        Ok(())
    }

    fn sync_names(&self) -> Result<(), Cause> {
        self.ask()?;
        self.state.borrow_mut().log.push(Op::SyncNames(self.folder));
        Ok(())
    }
}

/// What may have become of content that was not synced.
const FATES: usize = 6;

/// Calls `check` with every state that a power cut after any operation could leave, each once: how many operations were
/// done, and what is there. Returns how many states that were.
pub(super) fn crash_states(log: &[Op], check: &mut dyn FnMut(usize, &Image)) -> usize {
    let mut seen: HashSet<u64> = HashSet::new();
    let mut promised = 0;
    for done in 0..=log.len() {
        let log = &log[..done];
        promised += usize::from(matches!(log.last(), Some(Op::Mark(_))));
        let files = log.iter().filter_map(|op| if let Op::Write(file, _) = op { Some(*file + 1) } else { None });
        // What each file may hold, by fate.
        let contents: Vec<Vec<Rc<Vec<u8>>>> = (0..files.max().unwrap_or(0))
            .map(|file| (0..FATES).map(|fate| Rc::new(content(log, file, fate))).collect())
            .collect();
        let hashes: Vec<Vec<u64>> = contents.iter().map(|fates| fates.iter().map(hash_of).collect()).collect();
        let in_doubt: Vec<usize> = (0..done).filter(|at| is_in_doubt(log, *at)).collect();
        // Beyond so many, the older ones have reached the disk.
        let in_doubt = &in_doubt[in_doubt.len().saturating_sub(DOUBTS)..];
        for subset in 0..1usize << in_doubt.len() {
            let is_lost =
                |at: usize| in_doubt.iter().position(|doubt| *doubt == at).is_some_and(|n| subset >> n & 1 == 0);
            let names = names(log, is_lost);
            for fate in 0..FATES {
                let held = names.iter().map(|(name, file)| (name, hashes.get(*file).map(|fates| fates[fate])));
                if seen.insert(hash_of(&(promised, held.collect::<Vec<_>>()))) {
                    let content = |file: usize| contents.get(file).map(|fates| Rc::clone(&fates[fate]));
                    let image = names.iter().map(|(name, file)| (name.clone(), content(*file).unwrap_or_default()));
                    check(done, &image.collect());
                }
            }
        }
    }
    seen.len()
}

fn hash_of(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// The names that are left when some of the changes are lost.
fn names(log: &[Op], is_lost: impl Fn(usize) -> bool) -> BTreeMap<Name, usize> {
    let mut names: BTreeMap<Name, usize> = BTreeMap::new();
    for (at, op) in log.iter().enumerate() {
        let Op::Names { folder, names: changed } = op else { continue };
        for (name, file) in changed.iter().filter(|_| !is_lost(at)) {
            match file {
                Some(file) => names.insert((*folder, name.clone()), *file),
                None => names.remove(&(*folder, name.clone())),
            };
        }
    }
    if !names.contains_key(&(0, INNER.to_owned())) {
        names.retain(|(folder, _), _| *folder == 0);
    }
    names
}

/// Has the folder not been synced since?
fn is_in_doubt(log: &[Op], at: usize) -> bool {
    let Op::Names { folder, .. } = &log[at] else { return false };
    !log[at..].iter().any(|op| matches!(op, Op::SyncNames(synced) if synced == folder))
}

/// A file's content after a power cut.
fn content(log: &[Op], file: usize, fate: usize) -> Vec<u8> {
    let (mut bytes, mut synced) = (Vec::new(), 0);
    for op in log {
        match op {
            Op::Write(of, more) if *of == file => bytes.extend_from_slice(more),
            Op::Sync(of) if *of == file => synced = bytes.len(),
            _ => {}
        }
    }
    let in_doubt = bytes.len() - synced;
    match fate {
        0 => {}
        1 => bytes.truncate(synced),
        2 => bytes.truncate(synced + in_doubt / 2),
        3 => bytes.truncate(synced + in_doubt.saturating_sub(1)),
        4 => bytes[synced + in_doubt / 3..].fill(0),
        _ => bytes[synced..].iter_mut().for_each(|byte| *byte ^= 0x55),
    }
    bytes
}
