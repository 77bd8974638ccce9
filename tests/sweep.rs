//! An edit-and-save session under strace: killed at, or refused, every system call in turn; the draft stays whole and
//! nothing acknowledged is lost. `SWEEP=1` tries every call, else some.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic, and says what it measured")]

use std::{
    env, fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use nianbao::{
    report::{
        Report,
        edit::{Edit, Spot},
    },
    store::{Begun, Folder, Saved, Written, samples},
};

/// Tells the session among the tests of this binary where to work.
const WHERE: &str = "NIANBAO_TEST_SESSION";
/// Calls that touch files; the terminal and memory are left alone.
const CALLS: &str = "openat,write,fdatasync,fsync,renameat2,unlinkat,flock,ftruncate,lseek,getdents64,mkdirat,fchmod,\
                     fchown,faccessat2,faccessat";
const TYPED: &str = "abcdefghij";

fn report() -> Report {
    let (_, mut report) = samples().find(|(_, report)| report.about.year == 2021).unwrap();
    report.set_paragraphs("overview", vec!["|".into()]);
    report
}

fn name(folder: &Path) -> String {
    let mut names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.find(|name| name.ends_with("2021.ron")).unwrap()
}

/// The session: `a`–`j` are typed, `s` saves, `y` syncs. What was acknowledged goes into a file beside the folder.
#[test]
fn a_session_for_the_sweep() {
    let Ok(folder) = env::var(WHERE) else { return };
    let acknowledged = |what: String| {
        // These calls are counted and refused like all others; then less is acknowledged.
        let file = fs::File::options().create(true).append(true).open(format!("{folder}.said"));
        let _ = file.and_then(|mut file| writeln!(file, "{what}"));
    };
    let Ok(open) = Folder::open(&folder) else { return };
    let Ok(Begun::Writing { mut writing, opened, .. }) = open.begin(&name(Path::new(&folder)), false, None) else {
        return;
    };
    let (mut report, mut n, mut n_saved) = (opened.report, 0, 0);
    for step in "abcysdefsyghijs".chars() {
        match step {
            's' => {
                if let Ok(Written::Saved(Saved::Done { .. })) = writing.save(&report) {
                    n_saved = n;
                    acknowledged(format!("saved {n}"));
                }
            }
            'y' => drop(writing.sync(&report)),
            letter => {
                let spot = Spot { paragraph: 0, character: 1 + n };
                let edit = Edit::Text { section: "overview".into(), from: spot, to: spot, insert: letter.to_string() };
                let mut after = report.clone();
                after.apply(edit.clone());
                // A key that is refused is typed again, as a person does, but not for ever.
                let noted = (0..2).any(|_| writing.record(std::slice::from_ref(&edit), None, &after).is_ok());
                if !noted {
                    return;
                }
                (report, n) = (after, n + 1);
                acknowledged(format!("noted {n}"));
            }
        }
    }
    // What could not be saved is left to the next opening: nobody has given it up.
    if n_saved == n {
        drop(writing.end(&report));
    }
}

/// Runs the session under strace.
fn session(folder: &Path, log: &str, calls: &str, inject: Option<String>) {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", log, "-e", &format!("trace={calls}")]);
    if let Some(inject) = inject {
        command.args(["-e", &format!("inject={calls}:{inject}")]);
    }
    command.arg(env::current_exe().unwrap()).args(["--exact", "a_session_for_the_sweep", "--test-threads=1"]);
    command.env(WHERE, folder).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
}

/// What is wrong with what a session left behind, if something is.
fn wrong(folder: &Path) -> Option<String> {
    let said = fs::read_to_string(format!("{}.said", folder.display())).unwrap_or_default();
    let most = |what: &str| said.lines().filter_map(|line| line.strip_prefix(what)?.parse().ok()).max().unwrap_or(0);
    let (noted, saved): (usize, usize) = (most("noted "), most("saved "));
    let typed = |report: &Report| report.paragraphs("overview").concat().strip_prefix('|').map(str::to_owned);
    let open = Folder::open(folder).unwrap();
    let begun = open.begin(&name(folder), false, None);
    let Ok(Begun::Writing { opened, recovered, .. }) = begun else { return Some(format!("does not open: {begun:?}")) };
    let in_file = typed(&opened.report)?;
    let mut report = opened.report;
    for edit in recovered.edits {
        report.apply(edit);
    }
    let all = typed(&report)?;
    let is_typed = TYPED.starts_with(&in_file) && TYPED.starts_with(&all);
    let is_kept = in_file.len() >= saved && all.len().max(in_file.len()) >= noted;
    (!is_typed || !is_kept).then(|| format!("file {in_file:?} recovered {all:?} noted {noted} saved {saved}"))
}

#[test]
fn at_every_system_call_of_a_session_nothing_acknowledged_is_lost() {
    if !Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        println!("strace is not there: the sweep is not run");
        return;
    }
    let disk = tempfile::tempdir().unwrap();
    let make = |n: &str| {
        let folder = disk.path().join(n);
        fs::create_dir(&folder).unwrap();
        Folder::open(&folder).unwrap().create(&report()).unwrap();
        folder
    };
    let log = disk.path().join("log");
    let plain = make("plain");
    session(&plain, log.to_str().unwrap(), CALLS, None);
    if fs::read_to_string(&log).unwrap_or_default().is_empty() {
        println!("strace may not trace here: the sweep is not run");
        return;
    }
    assert_eq!(wrong(&plain), None);
    // What comes before the folder is opened is the loader's and the test's.
    let calls: Vec<String> = fs::read_to_string(&log).unwrap().lines().map(str::to_owned).collect();
    let first = calls.iter().position(|call| call.contains("plain")).unwrap();
    let step = if env::var_os("SWEEP").is_some() { 1 } else { 29 };
    let (mut tried, mut violations) = (0, Vec::new());
    for fault in ["signal=SIGKILL", "error=EIO", "error=ENOSPC", "error=EINTR", "error=EROFS"] {
        for call in (first..calls.len()).step_by(step) {
            let folder = make(&format!("{fault}-{call}"));
            // The count is for each kind of call by itself.
            let kind = calls[call].split_whitespace().nth(1).unwrap().split('(').next().unwrap().to_owned();
            let nth = calls[..=call].iter().filter(|line| line.contains(&format!(" {kind}("))).count();
            session(&folder, "/dev/null", &kind, Some(format!("{fault}:when={nth}")));
            tried += 1;
            violations.extend(wrong(&folder).map(|what| format!("{fault} at {}: {what}", calls[call])));
        }
    }
    println!("{} calls of a session, {tried} faults, {} violations", calls.len() - first, violations.len());
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn a_disk_that_cannot_exchange_or_lock_or_is_slow_loses_nothing() {
    let disk = tempfile::tempdir().unwrap();
    let log = disk.path().join("log");
    for (n, (call, fault)) in [
        ("renameat2", "error=EINVAL"),
        ("renameat2", "error=ENOSYS"),
        ("flock", "error=ENOLCK"),
        ("fdatasync", "delay_enter=300000"),
        ("fsync", "error=EINVAL"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = disk.path().join(n.to_string());
        fs::create_dir(&folder).unwrap();
        Folder::open(&folder).unwrap().create(&report()).unwrap();
        session(&folder, log.to_str().unwrap(), call, Some(fault.into()));
        if fs::read_to_string(&log).unwrap_or_default().is_empty() {
            println!("strace is not there or may not trace: not run");
            return;
        }
        assert_eq!(wrong(&folder), None, "{call} {fault}");
        let said = fs::read_to_string(format!("{}.said", folder.display())).unwrap();
        assert!(said.contains("saved 10"), "{call} {fault}: {said}");
    }
}

/// Tells a writer among the tests of this binary where to write and who it is.
const WRITER: &str = "NIANBAO_TEST_WRITER";
/// Versions that each writer saves; together they stay within what the history keeps.
const VERSIONS: usize = 20;

/// Saves versions one after another, as fast as it can, and says which of them were acknowledged.
#[test]
fn a_writer_for_the_race() {
    let (Ok(folder), Ok(who)) = (env::var(WHERE), env::var(WRITER)) else { return };
    let open = Folder::open(&folder).unwrap();
    let name = name(Path::new(&folder));
    let opened = open.read(&name).unwrap();
    let (mut report, mut stamp) = (opened.report, opened.stamp);
    let mut said = fs::File::options().create(true).append(true).open(format!("{folder}.{who}")).unwrap();
    for n in 0..VERSIONS {
        let text = format!("|{who}-{n}.");
        report.set_paragraphs("overview", vec![text.clone()]);
        match open.save(&name, &report, &stamp) {
            Ok(Saved::Done { stamp: now } | Saved::Displaced { stamp: now, .. }) => stamp = now,
            // Somebody else was faster: ours stands beside. On with what the file holds now.
            Ok(Saved::Conflict { .. }) => stamp = open.read(&name).unwrap().stamp,
            Err(error) => panic!("{error}"),
        }
        writeln!(said, "{text}").unwrap();
    }
}

#[test]
fn two_writers_without_a_lock_destroy_no_version() {
    let disk = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let folder = disk.path().join(round.to_string());
        fs::create_dir(&folder).unwrap();
        Folder::open(&folder).unwrap().create(&report()).unwrap();
        let writers = ["a", "b"].map(|who| {
            let mut command = Command::new(env::current_exe().unwrap());
            command.args(["--exact", "a_writer_for_the_race", "--test-threads=1"]).env(WHERE, &folder).env(WRITER, who);
            command.stdout(Stdio::null()).spawn().unwrap()
        });
        for mut writer in writers {
            assert!(writer.wait().unwrap().success());
        }
        let texts = |folder: &Path| -> String {
            let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
            files.map(|path| fs::read_to_string(path).unwrap()).collect()
        };
        let all = texts(&folder) + &texts(&folder.join(".nianbao"));
        for who in ["a", "b"] {
            let said = fs::read_to_string(format!("{}.{who}", folder.display())).unwrap();
            assert_eq!(said.lines().count(), VERSIONS);
            for text in said.lines() {
                assert!(all.contains(text), "round {round}: {text} was acknowledged and is nowhere");
            }
        }
    }
}
