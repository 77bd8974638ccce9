//! The folder listed for the library: first what the files are about, then, file by file, what does not agree in them.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant, SystemTime},
};

use jiff::civil::Date;

use super::collect::roster;
use crate::{
    gather::deadline::{self, Deadline},
    report::{About, Report, register::Register},
    rules::{self, Level},
    store::{self, Folder, Head, Local, Opened},
    tui::app::msg::{Judgement, Msg, Row},
};

/// What was found is said no more often than this, so that the screen keeps calm.
const PAUSE: Duration = Duration::from_millis(120);

/// Said of a draft whose file is gone while a dead session left changes of it.
const STRAY: &str = "文件不见了，但上次没保存的改动还在：按 Enter 找回，按 Del 不要了（留副本）";

/// Lists a folder as the listing of this number, and judges the reports by `local`, if it is given. `show` says a time as
/// people read it; when `say` breaks, it ends.
pub(super) fn list(
    folder: &Folder,
    local: Option<Local>,
    listing: usize,
    (today, show): (Date, impl Fn(SystemTime) -> String),
    say: &mut dyn FnMut(Msg) -> ControlFlow<()>,
) {
    let heads = match folder.heads() {
        Ok(heads) => heads,
        Err(error) => {
            let _ = say(Msg::Failed(error.to_string()));
            return;
        }
    };
    let mut rows: Vec<Row> = heads.iter().map(|head| row(head, today, &show)).collect();
    let n_strays = if local.is_some() { look_within(folder, &mut rows) } else { 0 };
    let abouts = heads.iter().filter_map(|head| head.about.as_ref().ok());
    let roster = roster(folder).unwrap_or_default();
    let missing = deadline::unreported(&abouts, roster.as_ref(), today);
    let missing = missing.into_iter().map(|about| absent(about, today)).collect();
    let (ControlFlow::Continue(()), Some(local)) = (say(Msg::Listed { listing, rows, missing }), local) else { return };
    let local = local.within(&folder.local().unwrap_or_default());
    let register = Register::new(heads.iter().map(|head| head.about.as_ref().ok()));
    let load = |n: usize| heads.get(n).map(|head| folder.read(&head.name));
    let judge = |_: usize, loaded: &Loaded, last: Option<&Report>| match loaded {
        Some(Ok(opened)) => {
            let checked = rules::check_local(&opened.report, last, &local);
            Ok([Level::Error, Level::Warning, Level::Hint].map(|level| checked.count(level)))
        }
        Some(Err(error)) => Err(error.to_string()),
        None => Err(String::new()),
    };
    let (mut from, mut standings): (usize, Vec<Judgement>) = (0, Vec::new());
    let mut next = Instant::now() + PAUSE;
    store::in_turn(
        &register,
        load,
        whole,
        |report| &report.about,
        judge,
        |n, standing| {
            standings.push(standing);
            let is_last = n + 1 == heads.len();
            if !is_last && Instant::now() < next {
                return ControlFlow::Continue(());
            }
            next = Instant::now() + PAUSE;
            let said = say(Msg::Judged { listing, from, standings: std::mem::take(&mut standings) });
            from = n + 1;
            said
        },
    );
    if n_strays > 0 {
        let standings = vec![Err(STRAY.to_owned()); n_strays];
        let _ = say(Msg::Judged { listing, from: heads.len(), standings });
    }
}

/// Tells in the rows who writes which report, and adds those whose files are gone; how many these are.
fn look_within(folder: &Folder, rows: &mut Vec<Row>) -> usize {
    let writers = folder.writers();
    for row in rows.iter_mut() {
        let writer = writers.get(&row.name);
        row.writer =
            writer.map(|(owner, is_sure)| format!("{} {}", if *is_sure { "在写" } else { "在写？" }, owner.user));
    }
    let strays = folder.strays();
    rows.extend(strays.iter().map(|name| stray(name)));
    strays.len()
}

/// A draft as it was read.
type Loaded = Option<Result<Opened, store::Error>>;

fn whole(loaded: &Loaded) -> Option<&Report> {
    Some(&loaded.as_ref()?.as_ref().ok()?.report)
}

/// A line of the list, as far as the head of the file tells.
fn row(head: &Head, today: Date, show: impl Fn(SystemTime) -> String) -> Row {
    let (about, fault) = match &head.about {
        Ok(about) => (Some(about.clone()), None),
        Err(error) => (None, Some(error.to_string())),
    };
    let deadline = about.as_ref().and_then(|about| Deadline::open(about, today));
    Row { name: head.name.clone(), about, counts: None, modified: show(head.modified), writer: None, fault, deadline }
}

/// The line of a draft whose file is gone.
fn stray(name: &str) -> Row {
    let (name, fault) = (name.to_owned(), Some(STRAY.to_owned()));
    Row { name, about: None, counts: None, modified: String::new(), writer: None, fault, deadline: None }
}

/// The line of an organ that has not reported.
fn absent(about: About, today: Date) -> Row {
    let deadline = Deadline::of(&about, today);
    Row {
        name: String::new(),
        about: Some(about),
        counts: None,
        modified: String::new(),
        writer: None,
        fault: None,
        deadline,
    }
}
