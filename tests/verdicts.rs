//! What the rules say about published reports, judged by eye finding by finding.
//!
//! The tables in `tests/fixtures/verdicts` hold the verdicts: `report;code;place;verdict;note`, with `right` for a finding
//! that is worth acting on, `wrong` for one that is not, and `missed` for a real error that no rule finds. A line
//! `#codes;…` names the codes (or the starts of codes) a table judges: each of their findings must have a verdict. A line
//! `#cut;…` names codes about missing parts: they are not judged on excerpts, from which whole parts are cut away. The
//! reports are not ours to keep here: the folder is named by `NIANBAO_CORPUS`, and without it the test says so and ends.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "helpers may panic too, and a skipped test says so")]

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use nianbao::{
    exchange::read::read_file,
    report::Report,
    rules::{self, Finding, Level},
};

/// A report, a code and a place.
type Key = (String, String, String);

/// One table of verdicts.
#[derive(Debug, Default)]
struct Table {
    name: String,
    codes: Vec<String>,
    cut: Vec<String>,
    lines: Vec<(Key, String)>,
}

fn tables() -> Vec<Table> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/verdicts");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the verdicts").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|path| table(path)).collect()
}

fn table(path: &Path) -> Table {
    let text = fs::read_to_string(path).expect("a table");
    let mut table = Table { name: path.display().to_string(), ..Table::default() };
    for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let list = |codes: &str| codes.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        if let Some(codes) = line.strip_prefix("#codes") {
            table.codes = list(codes);
        } else if let Some(codes) = line.strip_prefix("#cut") {
            table.cut = list(codes);
        } else {
            let fields: Vec<&str> = line.splitn(5, ';').collect();
            let [report, code, place, verdict, _] = fields[..] else { panic!("{line}") };
            table.lines.push(((report.into(), code.into(), place.into()), verdict.into()));
        }
    }
    table
}

/// The reports of the folder by name.
fn reports(folder: &Path) -> BTreeMap<String, Report> {
    let files = fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("a file").path());
    let read = |path: PathBuf| Some((path.file_stem()?.to_str()?.to_owned(), read_file(&path).ok()?.report));
    files.filter_map(read).collect()
}

/// How many times each finding was made, of the rules a table judges.
fn found(reports: &BTreeMap<String, Report>, table: &Table) -> (BTreeMap<Key, usize>, BTreeMap<String, [usize; 3]>) {
    let (mut found, mut levels) = (BTreeMap::new(), BTreeMap::new());
    for (name, report) in reports {
        let last = reports.values().find(|last| report.about.follows(&last.about));
        let judged = |code: &str| table.codes.iter().any(|start| code.starts_with(start.as_str()));
        let findings = rules::check(report, last).findings;
        let missing = |finding: &&Finding| finding.code == "N-01" && finding.message.starts_with("缺");
        let is_cut = findings.iter().filter(missing).count() > 1;
        let of_parts = |finding: &&Finding| table.cut.iter().any(|code| code == finding.code);
        let is_told = |finding: &&Finding| finding.place.to_string() == "preface";
        let counts = |finding: &&Finding| !is_cut || !of_parts(finding) || is_told(finding);
        for finding in findings.iter().filter(|finding| judged(finding.code)).filter(counts) {
            *found.entry((name.clone(), finding.code.to_owned(), finding.place.to_string())).or_insert(0) += 1;
            let at = Level::ALL.iter().position(|level| *level == finding.level).expect("a level");
            levels.entry(name.clone()).or_insert([0; 3])[at] += 1;
        }
    }
    (found, levels)
}

#[test]
fn verdicts_are_written_as_agreed() {
    for table in tables() {
        assert!(!table.codes.is_empty(), "{} does not say which codes it judges", table.name);
        for (key, verdict) in &table.lines {
            assert!(["right", "wrong", "missed"].contains(&verdict.as_str()), "{key:?} {verdict}");
            assert!(rules::rule(&key.1).is_some() || verdict == "missed", "{key:?}");
        }
    }
}

#[test]
fn every_finding_on_published_reports_has_its_verdict() {
    let Some(folder) = env::var_os("NIANBAO_CORPUS").map(PathBuf::from) else {
        println!("skipped: NIANBAO_CORPUS names no folder of published reports");
        return;
    };
    let reports = reports(&folder);
    let mut faults = Vec::new();
    for table in tables() {
        let (found, levels) = found(&reports, &table);
        let mut judged: BTreeMap<&Key, usize> = BTreeMap::new();
        let mut count = BTreeMap::from([("right", 0), ("wrong", 0), ("missed", 0)]);
        for (key, verdict) in &table.lines {
            *count.entry(verdict.as_str()).or_insert(0) += 1;
            if verdict != "missed" {
                *judged.entry(key).or_insert(0) += 1;
            }
        }
        let lost = judged.iter().filter(|(key, n)| found.get(**key).copied().unwrap_or(0) < **n);
        faults.extend(lost.map(|(key, n)| format!("not found {n} times: {key:?}")));
        let new = found.iter().filter(|(key, n)| judged.get(key).copied().unwrap_or(0) < **n);
        faults.extend(new.map(|(key, n)| format!("found {n} times, not judged: {key:?}")));
        let hints = levels.values().map(|of| of[2]).max().unwrap_or(0);
        println!("{}: {count:?}; at most {hints} hints a report", table.name);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
