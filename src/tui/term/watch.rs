//! Ends the program when the terminal is gone or the system says so, even if the loop is busy with something else.

use std::{
    io::{self, Write},
    os::{fd::AsFd, unix::net::UnixStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    io::Errno,
};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ},
    flag,
    low_level::pipe,
};

use super::{backend::Link, modes::Modes};

/// How long the loop has to end by itself.
const GRACE: Duration = Duration::from_millis(50);

/// Watches from a thread of its own, asleep until the end comes; `waker` wakes the loop.
pub(super) fn watch(modes: Arc<Modes>, link: Arc<Link>, waker: UnixStream) -> io::Result<()> {
    let (wake, signalled) = UnixStream::pair()?;
    let signal = Arc::new(AtomicUsize::new(0));
    // A file grown past a limit is an error of the write, which is told; not the end.
    flag::register(SIGXFSZ, Arc::default())?;
    for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
        flag::register_usize(number, Arc::clone(&signal), number.unsigned_abs() as usize)?;
        pipe::register(number, signalled.try_clone()?)?;
    }
    thread::Builder::new().name("watch".into()).spawn(move || {
        // The other end stays open as long as this thread waits.
        let _signalled = signalled;
        wait_for_the_end(&modes, &wake);
        let is_told =
            i32::try_from(signal.load(Relaxed)).is_ok_and(|signal| [SIGINT, SIGQUIT, SIGTERM].contains(&signal));
        link.is_told_to_end.store(is_told, Relaxed);
        link.is_ending.store(true, Relaxed);
        drop((&waker).write_all(&[0]));
        thread::sleep(GRACE);
        modes.give_back();
        let signal = match signal.load(Relaxed) {
            0 => SIGHUP,
            signal => i32::try_from(signal).unwrap_or(SIGHUP),
        };
        // As a shell counts the end by a signal.
        std::process::exit(128 + signal);
    })?;
    Ok(())
}

/// Returns when the terminal has hung up or a signal has come; costs nothing until then.
fn wait_for_the_end(modes: &Modes, wake: &UnixStream) {
    loop {
        // Nothing is asked of the terminal: that it is gone is told unasked.
        let tty = PollFd::new(modes.input(), PollFlags::empty());
        let mut sources = [tty, PollFd::from_borrowed_fd(wake.as_fd(), PollFlags::IN)];
        match poll(&mut sources, None) {
            Err(Errno::INTR) => {}
            _ => return,
        }
    }
}
