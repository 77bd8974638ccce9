//! The collector's commands: `rollup`, `export` of a folder, `list` and `check` over many reports.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{collections::BTreeMap, ffi::OsString, fs, path::Path};

use nianbao::{
    cli::{self, Exit},
    form::Edition,
    report::{About, Kind, Report, Scope, State},
    store::{Folder, draft},
};
use rust_decimal::Decimal;

/// Runs a command line: how it ended, what it said, what it complained about.
fn run(args: &[&str]) -> (Exit, String, String) {
    let args = std::iter::once("nianbao").chain(args.iter().copied()).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(args, &mut out, &mut err);
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn report(organ: &str, year: u16, scope: Scope, cells: &[(&str, &str)]) -> Report {
    let edition = Edition::for_year(year).unwrap();
    let (kind, state) = (Kind::default(), State::default());
    let about = About { organ: organ.into(), kind, year, edition: String::new(), scope, state };
    let mut report = Report::new(about, edition);
    for cell in edition.indices() {
        report.set(cell, "0");
    }
    for (place, text) in cells {
        report.set(edition.find(&(*place).into()).unwrap(), text);
    }
    report
}

/// Forty organs with money of many decimals, applications, last year's reports, a wrong table and a wrong carry-over.
fn folder() -> tempfile::TempDir {
    let disk = tempfile::tempdir().unwrap();
    let folder = Folder::open(disk.path()).unwrap();
    for n in 0..40 {
        let organ = format!("示例市第{n}局");
        let fees = format!("{}.{:06}", n * 37 % 91, n * 123_457 % 1_000_000);
        let new = (n * 7 % 23).to_string();
        let concluded = if n == 9 { "99".to_owned() } else { new.clone() };
        let cells = [
            ("t1.fees.amount", fees.as_str()),
            ("t2.new.natural", &new),
            ("t2.new.total", &new),
            ("t2.granted.natural", &new),
            ("t2.granted.total", &new),
            ("t2.concluded.natural", &new),
            ("t2.concluded.total", &concluded),
        ];
        folder.create(&report(&organ, 2024, Scope::Organ, &cells)).unwrap();
        let carried = if n == 4 { "1" } else { "0" };
        let last = [("t2.carried_forward.natural", carried)];
        folder.create(&report(&organ, 2023, Scope::Organ, &last)).unwrap();
    }
    disk
}

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn a_roll_up_is_the_independent_sum_of_the_exported_table_to_the_last_decimal() {
    let (folder, out) = (folder(), tempfile::tempdir().unwrap());
    let (dir, tables, sums) = (path(&folder, ""), path(&out, "tables"), path(&out, "sums.csv"));
    let (exit, said, _) = run(&["rollup", &dir, "--organ", "示例市", "--year", "2024", "-o", &sums]);
    assert_eq!(exit, Exit::Open);
    for line in ["计入 40 家", "✗ 表格有强制级问题 1 家：示例市第9局", "! 与去年结转不符 1 家：示例市第4局", "已写好"]
    {
        assert!(said.contains(line), "{line}: {said}");
    }
    let (exit, said, _) = run(&["export", &dir, "--to", "csv", "-o", &tables]);
    assert_eq!(exit, Exit::Clean, "{said}");
    let figures = fs::read_to_string(Path::new(&tables).join("figures.csv")).unwrap();
    let mut independent: BTreeMap<&str, Decimal> = BTreeMap::new();
    for line in figures.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        if let [_, _, "2024", "organ", _, place, value, _] = fields[..] {
            *independent.entry(place).or_default() += value.parse::<Decimal>().unwrap();
        }
    }
    let rolled = fs::read_to_string(&sums).unwrap();
    assert_eq!(rolled.lines().count(), independent.len() + 1);
    for line in rolled.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields[4].parse::<Decimal>().unwrap(), independent[fields[0]], "{line}");
    }
    assert!(independent["t1.fees.amount"].scale() == 6 && !independent["t1.fees.amount"].is_zero());
}

#[test]
fn the_collected_draft_is_written_once_and_then_only_filled_and_compared() {
    let (folder, out) = (folder(), tempfile::tempdir().unwrap());
    let (dir, file) = (path(&folder, ""), path(&out, "示例市-2024-汇总.ron"));
    let args = ["rollup", &dir, "--organ", "示例市", "--year", "2024", "-o", &file];
    let (_, said, _) = run(&args);
    assert!(said.contains("已写好"), "{said}");
    let mut collected = draft::decode(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!((collected.about.scope, collected.about.organ.as_str()), (Scope::Collected, "示例市"));
    let fees = collected.edition().find(&"t1.fees.amount".into()).unwrap();
    let new = collected.edition().find(&"t2.new.total".into()).unwrap();
    let sum = collected.text(new).to_owned();
    collected.set(fees, "7");
    collected.set(new, "");
    fs::write(&file, draft::encode(&collected)).unwrap();
    let (_, said, _) = run(&args);
    assert!(said.contains("填了空着的 1 格，1 格与下级合计不同"), "{said}");
    let again = draft::decode(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!((again.text(fees), again.text(new)), ("7", sum.as_str()));
    let other = ["rollup", &dir, "--organ", "示例省", "--year", "2024", "-o", &file];
    let (exit, _, said) = run(&other);
    assert_eq!(exit, Exit::Failed);
    assert!(said.contains("是另一份报告") && said.contains("没有改动"), "{said}");
}

#[test]
fn the_collected_report_in_the_folder_is_held_against_the_sums() {
    let folder = folder();
    let typed = report("示例市", 2024, Scope::Collected, &[("t2.new.natural", "1")]);
    Folder::open(folder.path()).unwrap().create(&typed).unwrap();
    let out = tempfile::tempdir().unwrap();
    let (exit, said, _) =
        run(&["rollup", &path(&folder, ""), "--organ", "示例市", "--year", "2024", "-o", &path(&out, "a.csv")]);
    assert_eq!(exit, Exit::Open);
    assert!(said.contains("✗ A-01 示例市：表二 一、本年新收 · 自然人：下级合计 446，汇总填 1"), "{said}");
}

#[test]
fn a_roster_says_who_is_missing_and_who_only_bears_another_name() {
    let (folder, out) = (folder(), tempfile::tempdir().unwrap());
    let roster = (0..39).map(|n| format!("示例市第{n}局\n")).collect::<Vec<_>>().concat();
    fs::write(path(&folder, "名单.txt"), format!("{roster}示例市第 39 局\n示例市财政局\n")).unwrap();
    let dir = path(&folder, "");
    let args = ["rollup", &dir, "--organ", "示例市", "--year", "2024", "-o", &path(&out, "a.xlsx")];
    let (exit, said, _) = run(&args);
    assert_eq!(exit, Exit::Open);
    for line in [
        "计入 39 家",
        "! 名单之外 1 份，没有计入：示例市第39局",
        "! A-02 示例市：缺 2 家：示例市第 39 局（有一份名称相近的：示例市第39局）、示例市财政局",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    // What a clerk's editor saved in the machine's own encoding says the same.
    let written = fs::read_to_string(path(&folder, "名单.txt")).unwrap();
    fs::write(path(&folder, "名单.txt"), encoding_rs::GBK.encode(&written).0).unwrap();
    let gbk = run(&["rollup", &dir, "--organ", "示例市", "--year", "2024", "-o", &path(&out, "b.csv")]);
    assert!(gbk.0 == Exit::Open && gbk.1.contains("缺 2 家：示例市第 39 局"), "{gbk:?}");
    assert!(fs::read(path(&out, "a.xlsx")).unwrap().starts_with(b"PK"));
    let (exit, _, said) = run(&args);
    assert_eq!(exit, Exit::Failed);
    assert!(said.contains("没有覆盖") && said.contains("--force"), "{said}");
    assert_eq!(run(&[&args[..], &["--force"]].concat()).0, Exit::Open);
}

#[test]
fn arguments_that_cannot_be_are_told_with_the_way_out() {
    let (folder, out) = (folder(), tempfile::tempdir().unwrap());
    let dir = path(&folder, "");
    let one = path(&folder, "示例市第1局-2024.ron");
    for (args, told) in [
        (vec!["rollup", &dir, "--organ", "示例市", "--year", "2024", "-o", "a.docx"], "应以 .ron、.xlsx 或 .csv 结尾"),
        (vec!["rollup", &dir, "--organ", "示例市", "--year", "2018", "-o", "a.csv"], "2018 年度没有统一格式"),
        (
            vec!["rollup", &dir, "--organ", "示例市", "--year", "2022", "-o", &path(&out, "a.csv")],
            "没有可以汇总的 2022",
        ),
        (vec!["export", &dir, "--to", "json", "-o", &path(&out, "t")], "整个文件夹只能写成 csv 或 jsonl"),
        (vec!["export", &one, "--to", "jsonl", "-o", &path(&out, "t")], "jsonl 是整个文件夹的数据表"),
        (vec!["check", &dir, "--only", "T9"], "没有这条规则"),
        (vec!["check", &dir, "--only", "y-06"], "没有启用"),
    ] {
        let (exit, _, said) = run(&args);
        assert_eq!(exit, Exit::Failed, "{args:?}");
        assert!(said.contains(told), "{args:?}: {said}");
    }
}

#[test]
fn some_rules_alone_are_checked_in_the_order_of_the_list() {
    let folder = folder();
    let dir = path(&folder, "");
    let (exit, said, _) = run(&["check", &dir, "--only", "t2,Y-01", "--format", "json"]);
    assert_eq!(exit, Exit::Open);
    let entries: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
    let codes: Vec<(String, String)> = entries
        .iter()
        .flat_map(|entry| {
            let file = Path::new(entry["file"].as_str().unwrap()).file_name().unwrap().to_str().unwrap().to_owned();
            let findings = entry["findings"].as_array().unwrap().iter();
            findings
                .map(move |finding| (file.clone(), finding["code"].as_str().unwrap().to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    let found = |file: &str, code: &str| (file.to_owned(), code.to_owned());
    let nine = "示例市第9局-2024.ron";
    assert_eq!(codes[0], found("示例市第4局-2024.ron", "Y-01"));
    assert!(codes.contains(&found(nine, "T2-R01")) && codes.contains(&found(nine, "T2-C01")), "{codes:?}");
    let names: Vec<&str> = entries.iter().map(|entry| entry["file"].as_str().unwrap()).collect();
    let list: Vec<String> =
        Folder::open(&dir).unwrap().list().unwrap().into_iter().map(|entry| format!("{dir}{}", entry.name)).collect();
    assert_eq!(names, list);
}

#[test]
fn the_list_says_who_is_late_and_who_has_not_reported() {
    let folder = folder();
    let dir = path(&folder, "");
    let (_, list, _) = run(&["list", &dir, "--on", "2025-02-03"]);
    assert!(list.contains("草稿 迟") && list.contains("逾期未公布"), "{list}");
    let (_, list, _) = run(&["list", &dir, "--on", "2025-01-31"]);
    assert!(!list.contains("迟") && !list.contains("逾期"), "{list}");
    let (_, list, _) = run(&["list", &dir, "--on", "2026-02-01"]);
    assert!(list.contains("2025 年度未报") && list.contains("（条例第四十九条）已过 1 天"), "{list}");
    let (exit, _, said) = run(&["list", &dir, "--on", "昨天"]);
    assert_eq!(exit, Exit::Failed);
    assert!(said.contains("日期应写成 2026-02-01 的样子"), "{said}");
}
