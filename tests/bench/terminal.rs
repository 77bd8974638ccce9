//! What a key costs on the terminal, ours and its peers', the same steps for all: `cargo bench --bench terminal`.
//!
//! Each program runs on a pseudo-terminal of 80 by 24 and opens the same words: ours the sample report of 2020, a peer
//! that is installed a plain file. Readers (less, vim -R) open the draft itself, and only their start, memory and idling is
//! measured, in a table of its own. Arguments name the programs to run (`cargo bench --bench terminal -- nano`), all by
//! default; with `UPDATE=1` the README's table is written, with `SHOW=1` the last screen of every run is printed, to see
//! that its keys did what they should. Needs no root, no network, no display.
//!
//! | measured | how |
//! |---|---|
//! | bytes | read from the pseudo-terminal until 60 ms have been silent |
//! | writes | `write` and `writev` to the terminal, counted by `strace` in a run of its own; left out without it |
//! | CPU | user and system time of all threads, in ns, from `/proc/PID/task/*/schedstat` |
//! | memory | `VmHWM`, the most that was ever resident |
//! | start | from just before the process to the last byte of its first full screen, programs by turns |
//! | slow line | see `line.rs` |

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench may panic")]

mod documents;
mod figures;
mod line;
mod median;
mod programs;
mod session;
mod steps;

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
};

use figures::{Column, Figure};
use programs::{PROGRAMS, Program, READERS};

/// How often each program is started, by turns.
const STARTS: usize = 15;

fn main() -> io::Result<()> {
    let (flags, names): (Vec<String>, Vec<String>) = env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let mut out = io::stdout().lock();
    if !flags.iter().any(|flag| flag == "--bench") {
        return writeln!(out, "run it with: cargo bench --bench terminal");
    }
    let is_wanted = |program: &&Program| names.is_empty() || names.iter().any(|name| name == program.name);
    let programs: Vec<&'static Program> = PROGRAMS.iter().chain(READERS).filter(is_wanted).collect();
    let (here, missing): (Vec<_>, Vec<_>) = programs.into_iter().partition(|program| program.path().is_some());
    for program in missing {
        writeln!(out, "{} is not installed", program.name)?;
    }
    let (readers, editors): (Vec<_>, Vec<_>) = here.into_iter().partition(|program| program.is_reader);
    let mut tables = Vec::new();
    if !editors.is_empty() {
        tables.push(("bench", figures::table(&measure(&editors, steps::all)?)));
    }
    if !readers.is_empty() {
        let all: Vec<&'static Program> = PROGRAMS.iter().take(1).chain(readers).collect();
        tables.push(("readers", figures::readers(&measure(&all, steps::shown)?)));
    }
    for (mark, table) in tables {
        writeln!(out, "{table}")?;
        if env::var_os("UPDATE").is_some() {
            update(mark, &table)?;
        }
    }
    Ok(())
}

/// All figures of all programs: the start, by turns, and what `all` measures.
fn measure(programs: &[&'static Program], all: fn(&'static Program) -> steps::Figures) -> io::Result<Vec<Column>> {
    let mut err = io::stderr().lock();
    let mut starts = vec![Vec::new(); programs.len()];
    for _ in 0..STARTS {
        for (program, starts) in programs.iter().zip(&mut starts) {
            starts.push(steps::start(program));
        }
    }
    let mut columns = Vec::new();
    for (program, starts) in programs.iter().zip(starts) {
        writeln!(err, "{} …", program.name)?;
        let mut figures = all(program);
        figures.push((Figure::Start, median::median(&starts)));
        columns.push((*program, figures));
    }
    Ok(columns)
}

/// Writes a table of the README's.
fn update(mark: &str, table: &str) -> io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path)?;
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = readme.split_once(&open).expect("an opening mark");
    let (_, after) = rest.split_once(&close).expect("a closing mark");
    fs::write(path, format!("{before}{open}{table}{close}{after}"))
}
