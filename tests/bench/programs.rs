//! The programs that are measured and the keys that make each of them do the same; a new peer is one more row.

use std::{env, path::PathBuf};

/// Keys that are sent one after the other, each after the program has become quiet.
pub(crate) type Keys = &'static [&'static str];

/// One program.
#[derive(Debug)]
pub(crate) struct Program {
    /// What the table calls it; peers are started by its first word.
    pub(crate) name: &'static str,
    /// What stands between its name and the file.
    pub(crate) args: &'static [&'static str],
    /// Ours opens the draft, a peer the plain file.
    pub(crate) is_ours: bool,
    /// Before and behind the text that is searched.
    pub(crate) find: (&'static str, &'static str),
    /// From there into typing.
    pub(crate) insert: Keys,
    /// One row down.
    pub(crate) down: &'static str,
    /// One row up.
    pub(crate) up: &'static str,
    /// One page down.
    pub(crate) page: &'static str,
    /// From the start to the first row of table 2.
    pub(crate) table: Keys,
    /// Does it open prose?
    pub(crate) reads_prose: bool,
    /// Does it only read? Then it opens the draft itself, and nothing but the start and idling is measured.
    pub(crate) is_reader: bool,
    /// Leaves without saving.
    pub(crate) quit: Keys,
}

/// An editor whose keys differ from vim's in no way that matters here, unless said.
const EDITOR: Program = Program {
    name: "vim",
    // The defaults of a user without a configuration; no swap file.
    args: &["--clean", "-n"],
    is_ours: false,
    find: ("/", "\r"),
    insert: &["i"],
    down: "j",
    up: "k",
    page: "\x06",
    table: &[],
    reads_prose: true,
    is_reader: false,
    quit: &["\x1b", ":qa!\r"],
};

/// All programs; ours first.
pub(crate) const PROGRAMS: &[Program] = &[
    Program {
        name: "nianbao",
        args: &[],
        is_ours: true,
        find: ("\x06", "\x1bOQ"),
        insert: &[],
        down: "\x1b[B",
        up: "\x1b[A",
        page: "\x1b[6~",
        table: &["\x0e", "\x0e"],
        quit: &["\x11", "2"],
        ..EDITOR
    },
    Program {
        name: "nano",
        args: &["--ignorercfiles", "--softwrap"],
        find: ("\x17", "\r"),
        insert: &[],
        down: "\x0e",
        up: "\x10",
        page: "\x16",
        quit: &["\x18", "n"],
        ..EDITOR
    },
    EDITOR,
    Program {
        name: "kak",
        args: &[
            "-n",
            "-e",
            "add-highlighter global/ wrap; set-option global startup_info_version 99999999; \
             set-option global ui_options terminal_assistant=none",
        ],
        quit: &["\x1b", ":quit!\r"],
        ..EDITOR
    },
    Program { name: "hx", args: &["-c", "helix.toml"], quit: &["\x1b", ":quit!\r"], ..EDITOR },
    Program {
        name: "emacs",
        args: &["-nw", "-Q"],
        find: ("\x13", "\r"),
        insert: &[],
        down: "\x0e",
        up: "\x10",
        page: "\x16",
        quit: &["\x18\x03", "n", "yes\r"],
        ..EDITOR
    },
    Program { name: "sc-im", args: &[], reads_prose: false, quit: &[":q!\r"], ..EDITOR },
];

/// What people look at a file with; they open the draft as it is.
pub(crate) const READERS: &[Program] = &[
    Program { name: "less", args: &[], is_reader: true, quit: &["q"], ..EDITOR },
    Program { name: "vim -R", args: &["--clean", "-n", "-R"], is_reader: true, ..EDITOR },
];

impl Program {
    /// Where it stands; `None` if it is not installed.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        if self.is_ours {
            return Some(PathBuf::from(env!("CARGO_BIN_EXE_nianbao")));
        }
        let command = self.name.split(' ').next()?;
        env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(command)).find(|path| path.is_file())
    }
}
