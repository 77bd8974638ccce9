//! What the work behind a key costs, without a terminal: `cargo bench --bench check`.
//!
//! Each figure is the median of many runs on the sample report of 2020. Nothing but the drafts of the last figure
//! touches a disk.

#![expect(clippy::expect_used, reason = "a bench may panic")]

mod median;

use std::{
    env,
    hint::black_box,
    io::{self, Write},
    time::{Duration, Instant},
};

use nianbao::{
    equations,
    form::Place,
    report::{
        About, Report,
        edit::{Edit, Spot},
    },
    rules::{self, Memory},
    store::{self, Folder, Local, draft},
};

/// Drafts in the folder.
const DRAFTS: usize = 1000;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    if !env::args().any(|arg| arg == "--bench") {
        return writeln!(out, "run it with: cargo bench --bench check");
    }
    let mut report = store::samples().map(|(_, report)| report).find(|report| report.about.year == 2020).expect("2020");
    let text = draft::encode(&report);
    let mut say = |what: &str, micros: f64| writeln!(out, "{what:<52} {micros:>10.1} µs");

    let (last, _) = report.copied(About { year: 2019, ..report.about.clone() });
    say("full check of a report", time(1000, || rules::check(&report, None)))?;
    say("the same beside last year's", time(1000, || rules::check(&report, Some(&last))))?;
    say("recheck after a character in the longest paragraph", typing(&report, 1000))?;
    let large = tenfold(&report);
    say("full check of a report ten times its size", time(200, || rules::check(&large, Some(&last))))?;
    say("recheck after a character in it", typing(&large, 200))?;
    say("totals that follow from their parts", time(1000, || equations::offers(&report)))?;
    let mut n = 0;
    let edit = || {
        n += 1;
        drop(report.apply(Edit::cell(Place::cell("t2", "granted", "natural"), (n % 9).to_string())));
        (rules::check(&report, Some(&last)), equations::offers(&report))
    };
    say("one cell edited, all checked again", time(1000, edit))?;
    say(&format!("encode a draft ({} bytes)", text.len()), time(1000, || draft::encode(&report)))?;
    say("decode it", time(1000, || draft::decode(&text).expect("a draft")))?;

    let dir = tempfile::tempdir()?;
    let folder = Folder::open(dir.path()).expect("the folder");
    fill(&folder, &report);
    say(&format!("list {DRAFTS} drafts"), time(11, || folder.list().expect("a list").len()))?;
    let check_all = || {
        let entries = folder.list().expect("a list");
        let reports = entries.iter().filter_map(|entry| entry.draft.as_ref().ok());
        let findings: usize = reports.map(|report| rules::check(report, None).findings.len()).sum();
        assert!(findings >= DRAFTS, "every draft has a finding");
        findings
    };
    say(&format!("list and check {DRAFTS} drafts"), time(11, check_all))
}

/// The end of the longest paragraph, and its section.
fn longest(report: &Report) -> (Spot, &'static str) {
    let sections = report.edition().sections.iter().map(|section| section.id.as_str());
    let paragraphs =
        sections.flat_map(|id| report.paragraphs(id).iter().enumerate().map(move |(n, text)| (id, n, text)));
    let (section, paragraph, text) = paragraphs.max_by_key(|(.., text)| text.len()).expect("prose");
    (Spot { paragraph, character: text.chars().count() }, section)
}

/// The same report with every paragraph of its prose ten times.
fn tenfold(report: &Report) -> Report {
    let mut large = report.clone();
    for section in &report.edition().sections {
        let paragraphs = report.paragraphs(&section.id);
        large.set_paragraphs(&section.id, std::iter::repeat_n(paragraphs, 10).flatten().cloned().collect());
    }
    large
}

/// The time of a keystroke at the end of the longest paragraph.
fn typing(report: &Report, runs: usize) -> f64 {
    let (spot, section) = longest(report);
    let (mut report, mut memory, mut n) = (report.clone(), Memory::default(), 0);
    time(runs, || {
        n += 1;
        keystroke(&mut report, &spot, section, n - 1, &mut memory)
    })
}

/// A character typed where another one was, and all checked again.
fn keystroke(report: &mut Report, at: &Spot, section: &str, n: usize, memory: &mut Memory) -> rules::Checked {
    let to = Spot { character: at.character + usize::from(n > 0), ..*at };
    let insert = if n.is_multiple_of(2) { "件" } else { "条" };
    drop(report.apply(Edit::Text { section: section.to_owned(), from: *at, to, insert: insert.to_owned() }));
    rules::recheck(report, None, &Local::default(), memory)
}

/// The median of so many runs, in µs, after a tenth of them to get warm.
fn time<T>(runs: usize, mut work: impl FnMut() -> T) -> f64 {
    let mut samples = Vec::with_capacity(runs);
    for n in 0..=runs + runs / 10 {
        let start = Instant::now();
        black_box(work());
        let took: Duration = start.elapsed();
        if n > runs / 10 {
            samples.push(took.as_secs_f64() * 1e6);
        }
    }
    median::median(&samples).unwrap_or_default()
}

fn fill(folder: &Folder, report: &Report) {
    for n in 0..DRAFTS {
        let mut draft = report.clone();
        draft.about = About { organ: format!("示例市第{n}局"), ..report.about.clone() };
        folder.create(&draft).expect("a draft");
    }
}
