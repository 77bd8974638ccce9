//! What a safe save costs beside a bare write, fsync, rename, fsync of the same bytes: both in turn, p50 and p99.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench may panic, and prints")]

use std::{
    env,
    fs::{self, File},
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use nianbao::{
    report::edit::{Edit, Spot},
    store::{Begun, Folder, samples},
};

/// So many saves of each kind.
const ROUNDS: usize = 400;

fn bare(folder: &Path, bytes: &[u8]) {
    let (new, name) = (folder.join("bare.tmp"), folder.join("bare.txt"));
    let mut file = File::create(&new).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
    fs::rename(new, name).unwrap();
    File::open(folder).unwrap().sync_all().unwrap();
}

fn at(times: &mut [Duration], percent: usize) -> f64 {
    times.sort();
    times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0
}

fn main() {
    if !env::args().any(|arg| arg == "--bench") {
        return;
    }
    let here = env::var_os("CARGO_TARGET_TMPDIR").map_or_else(env::temp_dir, Into::into);
    let dir = tempfile::tempdir_in(here).unwrap();
    let (_, report) = samples().find(|(_, report)| report.about.year == 2021).unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let (name, _) = folder.create(&report).unwrap();
    let Begun::Writing { mut writing, opened, .. } = folder.begin(&name, false, None).unwrap() else { panic!("read") };
    let mut report = opened.report;
    let (mut ours, mut theirs, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..ROUNDS {
        let spot = Spot::default();
        let edit = Edit::Text { section: "overview".into(), from: spot, to: spot, insert: (n % 10).to_string() };
        report.apply(edit.clone());
        let start = Instant::now();
        writing.record(&[edit], None, &report).unwrap();
        notes.push(start.elapsed());
        let start = Instant::now();
        writing.save(&report).unwrap();
        ours.push(start.elapsed());
        let bytes = fs::read(dir.path().join(&name)).unwrap();
        let start = Instant::now();
        bare(dir.path(), &bytes);
        theirs.push(start.elapsed());
    }
    for (what, percent) in [("p50", 50), ("p99", 99)] {
        let (safe, bare) = (at(&mut ours, percent), at(&mut theirs, percent));
        println!("save {what}: {safe:.2} ms, bare {bare:.2} ms, {:.2} ×", safe / bare);
    }
    println!("note of a key: p50 {:.1} µs, p99 {:.1} µs", at(&mut notes, 50) * 1000.0, at(&mut notes, 99) * 1000.0);
}
