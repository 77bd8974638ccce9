//! A slow line between program and person, as of an office far from its server.
//!
//! Each way is one serial wire: bytes go over it one behind the other at 5,000 a second and come out a fixed delay
//! later. What waits for the wire waits in the sender, as in sshd, which reads a program's output as fast as it comes:
//! the program is never held up. So the line changes nothing in what the program does, and the times at which bytes
//! come out are worked out from the times at which the program wrote them: nobody has to wait for a slow line.

use std::time::Duration;

/// A line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// From one end to the other; the same both ways.
    pub(crate) one_way: Duration,
}

/// Time that one byte keeps the wire busy.
const BYTE: Duration = Duration::from_micros(200);
/// Bytes that are looked at together when the screen is followed.
const STEP: usize = 8;

/// Bytes that come out of a line together, and when.
pub(crate) type Arrival<'a> = (Duration, &'a [u8]);

impl Line {
    /// When a key that is pressed at `time` reaches the program, on a wire that is idle.
    pub(crate) fn key(self, time: Duration, bytes: usize) -> Duration {
        time + busy(bytes) + self.one_way
    }

    /// When bytes that the program wrote at these times come out at the person's end.
    pub(crate) fn arrivals(self, pieces: &[(Duration, Vec<u8>)]) -> Vec<Arrival<'_>> {
        let mut free = Duration::ZERO;
        let mut arrivals = Vec::new();
        for (time, piece) in pieces {
            for step in piece.chunks(STEP) {
                free = free.max(*time) + busy(step.len());
                arrivals.push((free + self.one_way, step));
            }
        }
        arrivals
    }
}

fn busy(bytes: usize) -> Duration {
    BYTE.saturating_mul(u32::try_from(bytes).unwrap_or(u32::MAX))
}
