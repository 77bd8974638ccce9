//! Wakes the loop from another thread, without touching the terminal.

use std::{
    io::Write,
    os::unix::net::UnixStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

/// Ends the loop's wait for keys.
#[derive(Debug, Clone)]
pub struct Waker {
    stream: Arc<UnixStream>,
    is_called: Arc<AtomicBool>,
}

impl Waker {
    /// Wakes who listens at the other end of the stream.
    pub fn new(stream: UnixStream) -> Self {
        Self { stream: Arc::new(stream), is_called: Arc::default() }
    }

    /// There is something to take in.
    pub fn wake(&self) {
        self.is_called.store(true, Relaxed);
        // A stream that is full has woken already.
        drop((&*self.stream).write(&[0]));
    }

    /// Was it called since this was asked last?
    pub fn was_called(&self) -> bool {
        self.is_called.swap(false, Relaxed)
    }
}
