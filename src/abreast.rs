//! Work on many things abreast, one thread a processor, with results in order and never far ahead of who takes them.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
};

/// Numbers that a worker takes at a time.
const PORTION: usize = 16;
/// Portions that workers may be ahead of who takes the results: this bounds what is held in memory.
const AHEAD: usize = 32;

/// How far everybody is, in portions.
#[derive(Debug, Default)]
struct Progress {
    /// The next portion to be worked on.
    next: usize,
    /// Portions whose results were taken.
    taken: usize,
    /// Nobody wants any more, or a worker did not finish.
    is_over: bool,
}

/// Where workers meet.
struct Meeting {
    progress: Mutex<Progress>,
    moved: Condvar,
}

impl Meeting {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next portion to work on; waits while workers are far ahead. `None` if there is none.
    fn next(&self, portions: usize) -> Option<usize> {
        let mut progress = self.progress();
        while !progress.is_over && progress.next < portions && progress.next >= progress.taken + AHEAD {
            progress = self.moved.wait(progress).unwrap_or_else(PoisonError::into_inner);
        }
        let portion = progress.next;
        let is_there = !progress.is_over && portion < portions;
        progress.next += usize::from(is_there);
        is_there.then_some(portion)
    }

    fn taken(&self, portions: usize) {
        self.progress().taken = portions;
        self.moved.notify_all();
    }

    fn end(&self) {
        self.progress().is_over = true;
        self.moved.notify_all();
    }
}

/// Ends the work when a worker panics; else the others would wait for its results.
struct Alarm<'a>(&'a Meeting);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end();
        }
    }
}

/// Works on the numbers below `count` abreast and gives the results to `take` in their order, in this thread.
///
/// When `take` breaks, no more work is begun.
pub fn in_order<R: Send>(
    count: usize,
    work: impl Fn(usize) -> R + Sync,
    mut take: impl FnMut(usize, R) -> ControlFlow<()>,
) {
    let portions = count.div_ceil(PORTION);
    // The system is asked for its processors only where there is something to share out: that takes a dozen of its calls.
    let threads =
        if portions < 2 { portions } else { thread::available_parallelism().map_or(1, usize::from).min(portions) };
    let portion = |n: usize| (n * PORTION..((n + 1) * PORTION).min(count)).map(&work).collect::<Vec<R>>();
    let meeting = Meeting { progress: Mutex::default(), moved: Condvar::new() };
    let (sender, results) = mpsc::channel();
    let toil = |sender: mpsc::Sender<(usize, Vec<R>)>| {
        let _alarm = Alarm(&meeting);
        while let Some(n) = meeting.next(portions) {
            if sender.send((n, portion(n))).is_err() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        let toil = &toil;
        let start = |_: &usize| {
            let sender = sender.clone();
            threads > 1 && thread::Builder::new().spawn_scoped(scope, move || toil(sender)).is_ok()
        };
        let n_workers = (0..threads).filter(start).count();
        drop(sender);
        if n_workers == 0 {
            // One processor, little to do, or no thread to be had: then this one works.
            let _ = (0..count).try_for_each(|n| take(n, work(n)));
            return;
        }
        let mut give = |n: usize, results: Vec<R>| {
            let mut results = results.into_iter().enumerate();
            results.try_for_each(|(at, result)| take(n * PORTION + at, result))
        };
        let mut early = BTreeMap::new();
        let mut next = 0;
        while let Ok((n, portion)) = results.recv() {
            early.insert(n, portion);
            while let Some(portion) = early.remove(&next) {
                if give(next, portion).is_break() {
                    meeting.end();
                    return;
                }
                next += 1;
                meeting.taken(next);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        sync::atomic::{AtomicUsize, Ordering::Relaxed},
        time::Duration,
    };

    use super::*;

    #[test]
    fn results_come_in_order_whoever_was_first() {
        for count in [0, 1, 15, 16, 17, 1000] {
            let mut taken = Vec::new();
            let work = |n: usize| {
                if n.is_multiple_of(97) {
                    thread::sleep(Duration::from_millis(2));
                }
                n * 2
            };
            in_order(count, work, |n, result| {
                taken.push((n, result));
                ControlFlow::Continue(())
            });
            assert_eq!(taken, (0..count).map(|n| (n, n * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn workers_never_run_far_ahead_of_who_takes_the_results() {
        let begun = AtomicUsize::new(0);
        let mut worst = 0;
        in_order(
            3000,
            |_| begun.fetch_add(1, Relaxed),
            |n, _| {
                worst = worst.max(begun.load(Relaxed) - n);
                if n < 20 {
                    thread::sleep(Duration::from_millis(1));
                }
                ControlFlow::Continue(())
            },
        );
        assert!(worst <= (AHEAD + 1) * PORTION, "{worst}");
    }

    #[test]
    fn who_has_enough_ends_the_work() {
        let begun = AtomicUsize::new(0);
        let count = |_| begun.fetch_add(1, Relaxed);
        in_order(100_000, count, |n, _| if n == 40 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
        assert!(begun.load(Relaxed) < 2000, "{begun:?}");
    }

    #[test]
    fn a_worker_that_panics_is_not_waited_for() {
        let work = |n: usize| assert_ne!(n, 700, "for the test");
        let all = || in_order(3000, work, |_, ()| ControlFlow::Continue(()));
        assert!(catch_unwind(AssertUnwindSafe(all)).is_err());
    }
}
