//! What is copied, handed to the clipboard of the clerk's own machine: through tmux, or through the terminal (OSC 52).
//!
//! Nobody answers, so nothing is certain: the text also stays in the program and can be put in with its own key.

use std::{
    env,
    io::{self, Write, stdout},
    process::{Command, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use crossterm::{clipboard::CopyToClipboard, execute};

/// More text than this is not handed over: terminals cut or drop longer sequences.
pub const MOST_BYTES: usize = 64 * 1024;
/// The variable that turns it off: `NIANBAO_CLIPBOARD=off`.
pub const VARIABLE: &str = "NIANBAO_CLIPBOARD";
/// How long tmux may take before we go on without knowing; it takes a few milliseconds.
const PATIENCE: Duration = Duration::from_millis(400);

/// The way to the clipboard outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Turned off; what is copied stays in the program.
    Off,
    /// `tmux load-buffer -w -`: tmux drops OSC 52 by default, this it hands on.
    Tmux,
    /// OSC 52, which the terminal may obey or ignore.
    Terminal,
}

/// Where the sequence for the terminal is written.
#[derive(Debug)]
enum Outlet {
    Stdout,
    /// Kept, for tests.
    Kept(Vec<u8>),
}

/// The clipboard outside the program.
#[derive(Debug)]
pub struct Clipboard {
    /// As the environment says.
    way: Way,
    /// As the settings say.
    is_on: bool,
    outlet: Outlet,
}

/// Why a text did not go out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More than [`MOST_BYTES`].
    #[error("超过 64 KB，没有送往外面的剪贴板，程序内仍可粘贴")]
    TooLong,
    /// tmux could not be started.
    #[error("没能送往 tmux 的剪贴板：{0}")]
    NoTmux(io::Error),
    /// tmux refused; its own words.
    #[error("tmux 没有收下（{0}），程序内仍可粘贴")]
    Refused(String),
    /// tmux did not answer in time.
    #[error("tmux 没有及时回应，程序内仍可粘贴")]
    Slow,
    /// The terminal could not be written to.
    #[error("没能送往终端的剪贴板：{0}")]
    Terminal(#[from] io::Error),
}

impl Way {
    /// What was done, said to the clerk; `None` where nothing was.
    pub fn message(self) -> Option<&'static str> {
        match self {
            Self::Off => None,
            Self::Tmux => Some("也交给了 tmux 和终端的剪贴板"),
            Self::Terminal => Some("也交给了终端的剪贴板"),
        }
    }

    /// The way that the environment asks for; `of` gives a variable's value.
    fn of(of: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| of(name).is_some_and(|value| !value.is_empty());
        match of(VARIABLE).as_deref() {
            Some("off" | "0" | "no" | "关") => Self::Off,
            _ if is_set("TMUX") => Self::Tmux,
            _ => Self::Terminal,
        }
    }
}

impl Clipboard {
    /// The clipboard of the terminal one sits at, as the environment says.
    pub fn system() -> Self {
        Self { way: Way::of(|name| env::var(name).ok()), is_on: true, outlet: Outlet::Stdout }
    }

    /// One that keeps what would go to the terminal, for tests.
    pub fn kept() -> Self {
        Self { way: Way::Terminal, is_on: true, outlet: Outlet::Kept(Vec::new()) }
    }

    /// Turns it off or on again, as a settings file may ask; what the environment turned off stays off.
    pub fn turn(&mut self, is_on: bool) {
        self.is_on = is_on;
    }

    /// The bytes that went to the terminal, of one that keeps them.
    pub fn sent(&self) -> &[u8] {
        match &self.outlet {
            Outlet::Kept(bytes) => bytes,
            Outlet::Stdout => &[],
        }
    }

    /// Hands a text over. Returns the way it went.
    pub fn put(&mut self, text: &str) -> Result<Way, Error> {
        if self.way == Way::Off || !self.is_on {
            return Ok(Way::Off);
        }
        if text.len() > MOST_BYTES {
            return Err(Error::TooLong);
        }
        match (self.way, &mut self.outlet) {
            (Way::Tmux, _) => through(Command::new("tmux").args(["load-buffer", "-w", "-"]), text)?,
            (_, Outlet::Stdout) => execute!(stdout(), CopyToClipboard::to_clipboard_from(text))?,
            (_, Outlet::Kept(bytes)) => execute!(bytes, CopyToClipboard::to_clipboard_from(text))?,
        }
        Ok(self.way)
    }
}

/// Gives a text to a command; waits a moment for what it says and lets it finish alone after that.
fn through(command: &mut Command, text: &str) -> Result<(), Error> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(Error::NoTmux)?;
    let text = text.to_owned();
    let (sender, receiver) = channel();
    thread::spawn(move || {
        if let Some(mut stdin) = child.stdin.take() {
            // A command that ends without reading says why itself.
            drop(stdin.write_all(text.as_bytes()));
        }
        // Nobody listens any more if it took too long.
        drop(sender.send(child.wait_with_output()));
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(Ok(output)) if output.status.success() => Ok(()),
        Ok(Ok(output)) => {
            let words = String::from_utf8_lossy(&output.stderr);
            let first = words.lines().next().unwrap_or_default();
            Err(Error::Refused(first.chars().filter(|c| !c.is_control()).take(40).collect()))
        }
        Ok(Err(error)) => Err(Error::NoTmux(error)),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(Error::Slow),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn the_environment_decides_the_way() {
        let way = |vars: &[(&str, &str)]| {
            Way::of(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(way(&[]), Way::Terminal);
        assert_eq!(way(&[("TMUX", "/tmp/tmux-0/default,1,0")]), Way::Tmux);
        assert_eq!(way(&[("TMUX", "")]), Way::Terminal);
        assert_eq!(way(&[("TMUX", "x"), (VARIABLE, "off")]), Way::Off);
        assert_eq!(way(&[(VARIABLE, "on")]), Way::Terminal);
    }

    #[test]
    fn the_terminal_gets_the_text_in_one_sequence() {
        let mut clipboard = Clipboard::kept();
        assert_eq!(clipboard.put("5\t2\n0\t数").unwrap(), Way::Terminal);
        assert_eq!(clipboard.sent(), b"\x1b]52;c;NQkyCjAJ5pWw\x1b\\");
    }

    #[test]
    fn what_is_too_long_or_turned_off_stays_inside() {
        let mut clipboard = Clipboard::kept();
        assert!(matches!(clipboard.put(&"数".repeat(MOST_BYTES / 3 + 1)), Err(Error::TooLong)));
        clipboard.turn(false);
        assert_eq!(clipboard.put("5").unwrap(), Way::Off);
        assert_eq!(clipboard.sent(), b"");
        clipboard.turn(true);
        assert_eq!(clipboard.put(&"5".repeat(MOST_BYTES)).unwrap(), Way::Terminal);
        assert!(clipboard.sent().len() > MOST_BYTES);
    }

    #[test]
    fn a_command_is_given_the_text_and_its_refusal_is_told() {
        let sh = |script: &str, text: &str| through(Command::new("sh").args(["-c", script]), text);
        assert!(sh("test \"$(wc -c)\" -eq 65536", &"5".repeat(MOST_BYTES)).is_ok());
        let refused = sh("echo 'unknown flag -w' >&2; exit 1", &"5".repeat(MOST_BYTES)).unwrap_err();
        assert_eq!(refused.to_string(), "tmux 没有收下（unknown flag -w），程序内仍可粘贴");
        assert!(matches!(through(&mut Command::new("no-such-program-here"), "5"), Err(Error::NoTmux(_))));
    }

    #[test]
    fn a_command_that_hangs_holds_nobody_up() {
        let start = Instant::now();
        let hung = through(Command::new("sh").args(["-c", "exec sleep 3"]), "5");
        assert!(matches!(hung, Err(Error::Slow)));
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}
