//! What thousands of reports cost: `cargo bench --bench gather [-- 1000 10000]`.
//!
//! A folder of drafts is made (half of last year, half of this), then the program is started on it as a user would,
//! five times each, process start included, files in the cache. Beside it stand `find` and `cat` over the same files,
//! and reading and parsing alone on the same processors. `NIANBAO_DRAFTS` names a folder to make the drafts in and to keep.

#![expect(clippy::unwrap_used, reason = "a bench may panic")]

mod drafts;
mod median;

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use nianbao::store::Folder;

/// How often each command is run.
const RUNS: usize = 5;

/// The rules that say what `tests/sql/json.sql` asks DuckDB: the sums of tables 2 and 3.
const SUMS: &str = "T2-R01,T2-C01,T2-C02,T3-R01,T3-R02,T3-R03";

/// Median seconds, and the most memory in MiB.
struct Cost {
    seconds: f64,
    memory: Option<f64>,
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let args: Vec<String> = env::args().collect();
    if let [_, mode, folder, ..] = &args[..]
        && mode == "--read-alone"
    {
        return alone(Path::new(folder), &mut out);
    }
    if !args.iter().any(|arg| arg == "--bench") {
        return writeln!(out, "run it with: cargo bench --bench gather");
    }
    let mut counts: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![1000, 10_000];
    }
    let kept = env::var_os("NIANBAO_DRAFTS");
    for count in counts {
        let temporary = tempfile::tempdir()?;
        let root = kept.as_ref().map_or(temporary.path().to_owned(), |kept| Path::new(kept).join(count.to_string()));
        let (folder, json) = (root.join("drafts"), root.join("json"));
        if !folder.exists() {
            fs::create_dir_all(&folder)?;
            fs::create_dir_all(&json)?;
            drafts::fill(&folder, kept.is_some().then_some(&json), count)?;
        }
        measure(count, &folder, &root, &mut out)?;
    }
    Ok(())
}

fn measure(count: usize, folder: &Path, root: &Path, out: &mut impl Write) -> io::Result<()> {
    let path = folder.to_str().unwrap();
    let roll = root.join("rollup.csv");
    let tables = root.join("tables");
    let year = drafts::YEAR.to_string();
    let (roll, tables) = (roll.to_str().unwrap(), tables.to_str().unwrap());
    let this = env::current_exe()?;
    let this = this.to_str().unwrap();
    let ours = env!("CARGO_BIN_EXE_nianbao");
    let pipe = format!("find {path} -type f -print0 | xargs -0 cat");
    let commands: [(&str, Vec<&str>); 9] = [
        ("find and cat", vec!["sh", "-c", &pipe]),
        ("read and parse alone", vec![this, "--read-alone", path]),
        ("list", vec![ours, "list", path]),
        ("check --only (sums)", vec![ours, "check", "--only", SUMS, path]),
        ("check --only T1,T2,T3,Y", vec![ours, "check", "--only", "T1,T2,T3,Y", path]),
        ("check", vec![ours, "check", path]),
        ("check --format json", vec![ours, "check", "--format", "json", path]),
        ("rollup", vec![ours, "rollup", path, "--organ", "示例省", "--year", &year, "-o", roll]),
        ("export --to csv", vec![ours, "export", path, "--to", "csv", "-o", tables]),
    ];
    writeln!(out, "\n{count} drafts\n{:<28} {:>9} {:>12} {:>9} {:>10}", "", "ms", "µs a draft", "× alone", "MiB")?;
    let mut alone = f64::NAN;
    for (name, command) in &commands {
        let cost = cost(command)?;
        if *name == "read and parse alone" {
            alone = cost.seconds;
        }
        let (ms, each) = (cost.seconds * 1e3, cost.seconds * 1e6 / f64::from(u32::try_from(count).unwrap()));
        let memory = cost.memory.map_or("–".into(), |memory| format!("{memory:.1}"));
        writeln!(out, "{name:<28} {ms:>9.1} {each:>12.1} {:>9.2} {memory:>10}", cost.seconds / alone)?;
    }
    Ok(())
}

/// Runs a command once to get warm, then so often; the result goes nowhere.
fn cost(command: &[&str]) -> io::Result<Cost> {
    let mut seconds = Vec::new();
    for run in 0..=RUNS {
        if let Some(output) = command.iter().position(|arg| *arg == "-o").and_then(|at| command.get(at + 1)) {
            drop(fs::remove_file(output));
            drop(fs::remove_dir_all(output));
        }
        let start = Instant::now();
        let mut child = Command::new(command[0])
            .args(&command[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        child.wait()?;
        if run > 0 {
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    Ok(Cost { seconds: median::median(&seconds).unwrap_or_default(), memory: memory(command) })
}

/// The most memory a command takes, if GNU time is there to say it.
fn memory(command: &[&str]) -> Option<f64> {
    if let Some(output) = command.iter().position(|arg| *arg == "-o").and_then(|at| command.get(at + 1)) {
        drop(fs::remove_file(output));
        drop(fs::remove_dir_all(output));
    }
    let file = tempfile::NamedTempFile::new().ok()?;
    let script = "import resource,subprocess,sys\nsubprocess.run(sys.argv[2:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL)\nopen(sys.argv[1],'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))";
    Command::new("python3").args(["-c", script, file.path().to_str()?]).args(command).status().ok()?;
    Some(fs::read_to_string(file.path()).ok()?.trim().parse::<f64>().ok()? / 1024.0)
}

/// Every draft of the folder opened once, read and parsed into a whole report on all processors, and nothing else: no order,
/// no check, nothing kept.
fn alone(path: &Path, out: &mut impl Write) -> io::Result<()> {
    let folder = Folder::open(path).map_err(io::Error::other)?;
    let entries = fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = entries.collect::<io::Result<_>>()?;
    names.retain(|name| Path::new(name).extension().is_some_and(|ending| ending == "ron"));
    let mut read = 0;
    let cells = |n: usize| {
        let report = folder.read(&names[n]).unwrap().report;
        report.edition().indices().filter(|cell| !report.text(*cell).is_empty()).count()
    };
    nianbao::abreast::in_order(names.len(), cells, |_, cells| {
        read += cells;
        std::ops::ControlFlow::Continue(())
    });
    writeln!(out, "{read}")
}
