//! Brings the journal to the disk from a thread of its own: soon, but not for every key, and without anyone waiting.

use std::{
    fs::File,
    io::Write,
    os::unix::net::UnixStream,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use super::{disk::Disk, error::Cause, file::Dir};

/// Least time from one sync to the next.
const PAUSE: Duration = Duration::from_millis(300);

/// A journal that has been written to.
#[derive(Debug, Clone)]
struct Work {
    file: Arc<File>,
    /// Where it has its name, and where that folder has its own.
    folders: [Dir; 2],
    generation: u32,
}

#[derive(Debug, Default)]
struct State {
    work: Option<Work>,
    outcome: Option<(u32, Result<(), Cause>)>,
    /// Does the thread sleep until there is work?
    is_idle: bool,
    is_over: bool,
}

/// What both sides know.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Whoever panicked left nothing half done: each change here is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread, as its owner sees it; it begins with the first note. Dropping it does not wait for a sync that is under way.
#[derive(Debug)]
pub(super) struct Pace {
    shared: Arc<Shared>,
    has_begun: bool,
    /// What the thread is to ring.
    bell: Option<UnixStream>,
}

impl Pace {
    /// Nothing to do yet; a byte will go to `bell` when a sync has failed.
    pub(super) fn new(bell: Option<UnixStream>) -> Self {
        Self { shared: Arc::default(), has_begun: false, bell }
    }

    /// This journal has been written to.
    pub(super) fn note(&mut self, file: &Arc<File>, folders: [&Dir; 2], generation: u32) {
        let work = || Work { file: Arc::clone(file), folders: folders.map(Clone::clone), generation };
        if !self.has_begun {
            self.has_begun = true;
            let (theirs, bell) = (Arc::clone(&self.shared), self.bell.take());
            // Without a thread nothing is lost when the program dies; a save still syncs.
            drop(thread::Builder::new().name("journal".into()).spawn(move || work_on(&theirs, bell.as_ref())));
        }
        let mut state = self.shared.lock();
        if state.work.as_ref().is_none_or(|old| old.generation != generation) {
            state.work = Some(work());
        }
        let is_idle = std::mem::take(&mut state.is_idle);
        // Between two syncs it wakes by itself; and it finds the state free.
        drop(state);
        if is_idle {
            self.shared.changed.notify_one();
        }
    }

    /// Which journal was brought to the disk last, or why it could not be; told once.
    pub(super) fn outcome(&self) -> Option<(u32, Result<(), Cause>)> {
        self.shared.lock().outcome.take()
    }
}

impl Drop for Pace {
    fn drop(&mut self) {
        self.shared.lock().is_over = true;
        self.shared.changed.notify_one();
    }
}

fn work_on(shared: &Shared, bell: Option<&UnixStream>) {
    let mut last: Option<Instant> = None;
    // The names of a journal reach the disk with its first sync.
    let mut named = 0;
    loop {
        let mut state = shared.lock();
        let early = || last.and_then(|last| PAUSE.checked_sub(last.elapsed()));
        while let Some(early) = early().filter(|_| !state.is_over) {
            state = shared.changed.wait_timeout(state, early).unwrap_or_else(PoisonError::into_inner).0;
        }
        while state.work.is_none() && !state.is_over {
            state.is_idle = true;
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let (work, is_over) = (state.work.take(), state.is_over);
        drop(state);
        if let Some(work) = work {
            let mut synced = work.folders[0].sync_content(&work.file);
            if named != work.generation {
                synced = work.folders.iter().fold(synced, |synced, folder| synced.and_then(|()| folder.sync_names()));
            }
            if synced.is_ok() {
                named = work.generation;
            }
            let has_failed = synced.is_err();
            let mut state = shared.lock();
            // What a sync has lost no later one brings back.
            let is_lost = matches!(&state.outcome, Some((generation, Err(_))) if *generation == work.generation);
            if !is_lost {
                state.outcome = Some((work.generation, synced));
            }
            drop(state);
            if has_failed && let Some(mut bell) = bell {
                // Nobody listens any more: then nobody is left to be told.
                drop(bell.write_all(b"!"));
            }
            last = Some(Instant::now());
        }
        if is_over {
            return;
        }
    }
}
