//! Who has a draft open: the person and the process, told apart from any other that ever had its number.

use std::{
    env, fs,
    os::unix::fs::MetadataExt,
    time::{SystemTime, UNIX_EPOCH},
};

use rustix::{
    io::Errno,
    process::{Pid, PidfdFlags, Signal, getuid, kill_process, pidfd_open, pidfd_send_signal},
};
use serde::{Deserialize, Serialize};

/// Who has a draft open, as it stands in the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Login name.
    pub user: String,
    /// Name of the machine.
    pub host: String,
    /// The machine's start, by the id the kernel gave it.
    pub boot: String,
    /// Number of the process.
    pub pid: u32,
    /// When the process started, in the kernel's ticks; two processes of one number differ in it.
    pub start: u64,
    /// Since when, in seconds of the epoch; for showing only.
    pub since: u64,
    /// Tells two locks of one process apart.
    pub nonce: String,
}

fn line_of(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default().trim().to_owned()
}

/// When a process started; `None` if there is none, or only a zombie, which holds nothing.
fn start_of(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let is_dead = matches!(fields.first(), None | Some(&"Z" | &"X"));
    (!is_dead).then(|| fields.get(19)?.parse().ok()).flatten()
}

/// Who is logged in, by name: the environment's, else the one in the machine's list; by number where neither says.
pub fn user() -> String {
    let named = ["LOGNAME", "USER"].iter().filter_map(|name| env::var(name).ok()).find(|name| !name.is_empty());
    let number = getuid().as_raw().to_string();
    let listed = || listed(&fs::read_to_string("/etc/passwd").ok()?, &number);
    named.or_else(listed).unwrap_or_else(|| number.clone())
}

/// The name that a list of users (passwd(5)) has for a number.
fn listed(list: &str, number: &str) -> Option<String> {
    let mut users = list.lines().map(|line| line.split(':'));
    users
        .find_map(|mut fields| Some((fields.next()?, fields.nth(1)?)).filter(|(_, uid)| *uid == number))
        .map(|(name, _)| name.to_owned())
}

impl Owner {
    /// This process.
    pub(super) fn this() -> Self {
        let pid = std::process::id();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            user: user(),
            host: line_of("/proc/sys/kernel/hostname"),
            boot: line_of("/proc/sys/kernel/random/boot_id"),
            pid,
            start: start_of(pid).unwrap_or_default(),
            since: now.as_secs(),
            nonce: format!("{pid}-{}", now.as_nanos()),
        }
    }

    /// The session's part of file names.
    pub(super) fn tag(&self) -> String {
        format!("{}-{}", self.pid, self.start)
    }

    /// Does the process live, as far as this machine can tell? `None` for a process of another machine.
    pub(super) fn is_alive(&self, here: &Self) -> Option<bool> {
        (self.host == here.host).then(|| self.boot == here.boot && start_of(self.pid) == Some(self.start))
    }

    /// Is it another process of the same user on the same machine, and alive?
    pub(super) fn is_ghost(&self, here: &Self) -> bool {
        let is_same_user =
            || fs::metadata(format!("/proc/{}", self.pid)).is_ok_and(|meta| meta.uid() == getuid().as_raw());
        self.is_alive(here) == Some(true) && self.pid != here.pid && self.user == here.user && is_same_user()
    }

    /// Asks the process to end, which it does with everything noted. Never another that has got its number.
    pub(super) fn ask_to_end(&self) -> Result<(), Errno> {
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw).ok_or(Errno::SRCH)?;
        let handle = pidfd_open(pid, PidfdFlags::empty());
        // Checked behind the handle: from here on the number cannot come to mean another process.
        if start_of(self.pid) != Some(self.start) {
            return Err(Errno::SRCH);
        }
        match handle {
            Ok(handle) => pidfd_send_signal(handle, Signal::TERM),
            Err(Errno::NOSYS) => kill_process(pid, Signal::TERM),
            Err(errno) => Err(errno),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_of_the_machine_has_a_name() {
        let list = "root:x:0:0:root:/root:/bin/sh\nlisi:x:1000:1000::/home/lisi:/bin/sh\n";
        assert_eq!(listed(list, "1000").as_deref(), Some("lisi"));
        assert_eq!((listed(list, "7"), listed("", "0")), (None, None));
    }
}
