//! The command line as a user meets it: exit codes, Chinese texts, the JSON contract.
#![expect(clippy::expect_used, reason = "helpers outside a test function may panic too")]

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

fn nianbao(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(args)
        .current_dir(folder)
        .env("XDG_DATA_HOME", folder.join("data"))
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder with one new draft, and the draft's path.
fn with_draft() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let made = nianbao(folder.path(), &["new", "--organ", "示例市财政局", "--year", "2021", "-o", "年报"]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    (folder, "年报/示例市财政局-2021.ron".into())
}

/// Fills a draft so that nothing is wrong with it.
fn fill(path: &Path) {
    let text = fs::read_to_string(path).expect("a draft");
    let text = text.replace("\"\"", "\"0\"");
    let prose = [
        ("overview", "主动公开、依申请公开、信息管理、平台建设和监督保障各项工作正常开展。"),
        ("problems", "有的解读材料偏重文字，形式不够多样；下一步增加图表，请业务科室参与。"),
        ("other", "本年没有收取信息处理费，无其他需要报告的事项。"),
    ];
    let filled = prose.iter().fold(text, |text, (section, said)| {
        text.replace(&format!("        {section}: [],"), &format!("        {section}: [\"{said}\"],"))
    });
    fs::write(path, filled).expect("written");
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn help_is_chinese_throughout() {
    let folder = tempfile::tempdir().expect("a folder");
    let commands = ["new", "import", "check", "show", "diff", "list", "rules", "export"];
    let pages = commands.iter().map(|command| vec![*command, "--help"]).chain([vec!["--help"], vec!["-h"]]);
    for args in pages {
        let help = nianbao(folder.path(), &args);
        assert_eq!(code(&help), 0, "{args:?}");
        let text = out(&help);
        for word in ["用法：", "选项", "显示帮助"] {
            assert!(text.contains(word), "{args:?} lacks {word}: {text}");
        }
        for word in ["Usage", "Options", "Arguments", "Commands", "OPTIONS", "Print", "default", "possible"] {
            assert!(!text.contains(word), "{args:?} says {word}: {text}");
        }
    }
    let version = nianbao(folder.path(), &["--version"]);
    assert_eq!(out(&version).trim(), format!("nianbao {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_arguments_are_explained_in_chinese() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&[&str], &str); 10] = [
        (&["check"], "缺少参数"),
        (&["check", "--formt", "json", "x"], "没有这个参数：--formt（是不是 --format？）"),
        (&["check", "--format", "xml", "x"], "不能是“xml”，可以写：text、json、sarif"),
        (&["new", "--organ", "示例市财政局", "--year", "两千"], "年度是四位数字"),
        (&["new", "--organ", "示例市财政局", "--year", "2021", "--kind", "公司"], "可以写：部门、乡镇街道"),
        (&["new", "--organ", "示例市财政局", "--year", "2018"], "2018 年度没有统一格式"),
        (&["rules", "T9-R01"], "没有这条规则"),
        (&["chekc"], "是不是命令 check？"),
        (&["chek", "reports"], "没有这个命令：chek（是不是 check？）"),
        (&["show", "没有.ron"], "没有.ron"),
    ];
    for (args, message) in cases {
        let output = nianbao(folder.path(), args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(err(&output).contains(message), "{args:?}: {}", err(&output));
        assert_eq!(out(&output), "", "{args:?}");
    }
}

#[test]
fn a_file_of_rules_that_cannot_be_read_is_told_by_whoever_judges() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".nianbao")).expect("a folder");
    fs::write(folder.path().join(".nianbao/rules.ron"), "(demoted: [").expect("a file");
    let made = nianbao(folder.path(), &["new", "--organ", "示例市财政局", "--year", "2021", "-o", "."]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    for command in ["check", "list"] {
        let output = nianbao(folder.path(), &[command, "."]);
        assert!(
            err(&output).contains("rules.ron") && err(&output).contains("先不照它判断"),
            "{command}: {}",
            err(&output)
        );
    }
}

#[test]
fn help_may_be_asked_for_as_a_command() {
    let folder = tempfile::tempdir().expect("a folder");
    for (args, flag) in [(&["help"][..], &["--help"][..]), (&["help", "check"], &["check", "--help"])] {
        let output = nianbao(folder.path(), args);
        assert_eq!((code(&output), out(&output)), (0, out(&nianbao(folder.path(), flag))), "{args:?}");
    }
}

#[test]
fn the_workbench_needs_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = nianbao(folder.path(), &[]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("终端"), "{}", err(&output));
}

#[test]
fn a_new_report_is_checked_filled_and_listed() {
    let (folder, draft) = with_draft();
    let checked = nianbao(folder.path(), &["check", &draft]);
    assert_eq!(code(&checked), 1);
    assert!(out(&checked).contains("✗ N-01 缺“一、总体情况”"), "{}", out(&checked));
    let listed = out(&nianbao(folder.path(), &["list", "年报"]));
    assert!(listed.contains("示例市财政局  2021  2021版  草稿  ✗6"), "{listed}");

    fill(&folder.path().join(&draft));
    let checked = nianbao(folder.path(), &["check", &draft, "--strict"]);
    assert_eq!(code(&checked), 0, "{}{}", out(&checked), err(&checked));
    assert!(out(&checked).contains("✓ T2-R01 表二 25 行：各类申请人之和与总计相符"));
    let listed = out(&nianbao(folder.path(), &["list", "年报"]));
    assert!(listed.contains("草稿  ✓"), "{listed}");
}

#[test]
fn a_report_is_never_made_over_another() {
    let (folder, draft) = with_draft();
    let before = fs::read(folder.path().join(&draft)).expect("a draft");
    let again = nianbao(folder.path(), &["new", "--organ", "示例市财政局", "--year", "2021", "-o", "年报"]);
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("同名文件已经存在"), "{}", err(&again));
    assert_eq!(fs::read(folder.path().join(&draft)).expect("a draft"), before);
}

#[test]
fn next_year_takes_over_what_was_carried_forward() {
    let (folder, draft) = with_draft();
    let path = folder.path().join(&draft);
    fill(&path);
    let text = fs::read_to_string(&path).expect("a draft");
    let row = "\"carried_forward\": [\"0\", \"0\", \"0\", \"0\", \"0\", \"0\", \"0\"]";
    assert!(text.contains(row));
    fs::write(&path, text.replace(row, &row.replacen("\"0\"", "\"2\"", 1))).expect("written");
    let made = nianbao(folder.path(), &["new", "--organ", "示例市财政局", "--year", "2022", "-o", "年报"]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    assert!(out(&made).contains("带入“二、上年结转”7 格：自然人 2，"), "{}", out(&made));
    let shown = out(&nianbao(folder.path(), &["show", "年报/示例市财政局-2022.ron", "表二"]));
    let row = shown.lines().find(|line| line.contains("二、上年结转")).expect("the row");
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["二、上年结转", "2", "0", "0", "0", "0", "0", "0"]);
}

#[test]
fn pages_are_shown_as_they_are_printed() {
    let (folder, draft) = with_draft();
    let shown = out(&nianbao(folder.path(), &["show", &draft, "--pages"]));
    let numbers: Vec<&str> = shown.lines().map(str::trim).filter(|line| line.starts_with("— ")).collect();
    assert_eq!(numbers, ["— 1 —", "— 2 —", "— 3 —"], "{shown}");
    assert!(shown.lines().all(|line| nianbao::width::Ambiguous::Narrow.cols(line) <= 78), "{shown}");
    let both = nianbao(folder.path(), &["show", &draft, "表二", "--pages"]);
    assert_eq!(code(&both), 2, "{}", err(&both));
}

#[test]
fn the_exit_code_tells_errors_warnings_and_unreadable_files_apart() {
    let (folder, draft) = with_draft();
    let path = folder.path().join(&draft);
    fill(&path);
    let text = fs::read_to_string(&path).expect("a draft");
    let row = "\"review\": [\"0\", \"0\", \"0\", \"0\", \"0\"]";
    assert!(text.contains(row));
    fs::write(&path, text.replace(row, "\"review\": [\"\", \"\", \"\", \"\", \"\"]")).expect("written");
    assert_eq!(code(&nianbao(folder.path(), &["check", &draft])), 0);
    let strict = nianbao(folder.path(), &["check", &draft, "--strict"]);
    assert_eq!(code(&strict), 1);
    assert!(out(&strict).contains("! T3-V01 表三有 5 格空白"), "{}", out(&strict));

    fs::write(&path, text.replace(row, "\"review\": [\"1\", \"0\", \"0\", \"0\", \"0\"]")).expect("written");
    assert_eq!(code(&nianbao(folder.path(), &["check", &draft])), 1);
    let both = nianbao(folder.path(), &["check", "没有.ron", &draft]);
    assert_eq!(code(&both), 2);
    assert!(err(&both).contains("没有.ron"), "{}", err(&both));
    assert!(out(&both).contains("T3-R01"), "the run goes on");
}

#[test]
fn the_json_keeps_its_contract() {
    let (folder, draft) = with_draft();
    fs::write(folder.path().join("年报/坏的-2021.ron"), "(version: 1,").expect("written");
    let output = nianbao(folder.path(), &["check", "--format", "json", "年报"]);
    assert_eq!(code(&output), 2);
    assert_eq!(err(&output), "", "the JSON says it all");
    let all = json(&output);
    let entries = all.as_array().expect("an array");
    assert_eq!(entries.len(), 2);
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    for entry in entries {
        assert_eq!(keys(entry), ["edition", "error", "file", "findings", "organ", "verified", "year"]);
    }
    let good = entries.iter().find(|entry| entry["error"].is_null()).expect("the draft");
    assert_eq!(good["file"], *draft);
    assert_eq!(
        (&good["organ"], &good["year"], &good["edition"]),
        (&"示例市财政局".into(), &2021.into(), &"2021".into())
    );
    let finding = &good["findings"][0];
    assert_eq!(keys(finding), ["code", "figures", "level", "message", "place", "repairs", "span", "waived"]);
    assert_eq!((&finding["code"], &finding["level"]), (&"N-01".into(), &"error".into()));
    assert_eq!(keys(&good["verified"][0]), ["code", "figures", "place"]);
    let bad = entries.iter().find(|entry| !entry["error"].is_null()).expect("the broken file");
    assert!(bad["year"].is_null());
    assert!(bad["error"].as_str().is_some_and(|error| error.contains("没有写完")), "{bad}");
}

#[test]
fn json_goes_out_and_comes_back() {
    let (folder, draft) = with_draft();
    fill(&folder.path().join(&draft));
    let wrote = nianbao(folder.path(), &["export", &draft, "--to", "json", "-o", "a.json"]);
    assert_eq!(code(&wrote), 0, "{}", err(&wrote));
    assert_eq!(code(&nianbao(folder.path(), &["check", "a.json"])), 0);
    let read = nianbao(folder.path(), &["import", "a.json", "-o", "另存"]);
    assert_eq!(code(&read), 0, "{}", err(&read));
    let copy = fs::read(folder.path().join("另存/示例市财政局-2021.ron")).expect("the copy");
    assert_eq!(copy, fs::read(folder.path().join(&draft)).expect("the draft"));
    let onto_itself = nianbao(folder.path(), &["export", &draft, "--to", "json", "-o", &draft]);
    assert_eq!(code(&onto_itself), 2);
    assert_eq!(copy, fs::read(folder.path().join(&draft)).expect("the draft"));
}

#[test]
fn a_report_goes_out_in_every_format_and_nothing_is_replaced_unasked() {
    let (folder, draft) = with_draft();
    fill(&folder.path().join(&draft));
    fs::create_dir(folder.path().join("交付")).expect("a folder");
    let all = "docx,xlsx,html,md,txt,csv,json";
    let wrote = nianbao(folder.path(), &["export", &draft, "--to", all, "-o", "交付"]);
    assert_eq!(code(&wrote), 0, "{}", err(&wrote));
    for ending in ["docx", "xlsx", "html", "md", "txt", "csv", "json"] {
        let path = folder.path().join(format!("交付/示例市财政局-2021.{ending}"));
        assert!(fs::metadata(&path).is_ok_and(|file| file.len() > 1000), "{ending}");
    }
    assert!(folder.path().join("交付/示例市财政局-2021-编码表.csv").exists());
    assert_eq!(out(&wrote).lines().count(), 8);
    for ending in ["docx", "xlsx", "html"] {
        let file = format!("交付/示例市财政局-2021.{ending}");
        let read = nianbao(folder.path(), &["import", &file, "-o", &format!("读回{ending}")]);
        assert_eq!(code(&read), 0, "{}", err(&read));
    }
    let path = folder.path().join("交付/示例市财政局-2021.docx");
    fs::write(&path, "原有").expect("a file");
    let again = nianbao(folder.path(), &["export", &draft, "--to", "docx", "-o", "交付"]);
    assert_eq!((code(&again), fs::read_to_string(&path).expect("the file")), (2, "原有".into()));
    assert!(err(&again).contains("已经存在，没有覆盖") && err(&again).contains("--force"), "{}", err(&again));
    let forced = nianbao(folder.path(), &["export", &draft, "--to", "docx", "-o", "交付", "--force"]);
    assert_eq!(code(&forced), 0, "{}", err(&forced));
    for (args, said) in [
        (vec!["--to", "docx,html", "-o", "a.docx"], "写几种格式时"),
        (vec!["--to", "docx", "-o", "a.xlsx"], "Word 公文应以 .docx 结尾"),
        (vec!["--to", "docx", "-o", "没有/a.docx"], "没有文件夹"),
        (vec!["--to", "pdf", "-o", "a.pdf"], "pdf"),
    ] {
        let args: Vec<&str> = ["export", &draft].into_iter().chain(args).collect();
        let refused = nianbao(folder.path(), &args);
        assert_eq!(code(&refused), 2, "{args:?}");
        assert!(err(&refused).contains(said), "{}", err(&refused));
    }
}

#[test]
fn every_rule_is_listed_and_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let listed = out(&nianbao(folder.path(), &["rules"]));
    for rule in nianbao::rules::RULES {
        assert!(listed.contains(rule.code), "{}", rule.code);
        let explained = nianbao(folder.path(), &["rules", &rule.code.to_lowercase()]);
        assert_eq!(code(&explained), 0);
        let text = out(&explained);
        for part in [rule.what, rule.basis, rule.fix] {
            assert!(text.contains(part), "{text}");
        }
        assert!(text.lines().last().is_some_and(|line| line.trim_start().starts_with(rule.level.mark())), "{text}");
    }
}

#[test]
fn what_a_file_hides_never_reaches_the_terminal() {
    let (folder, draft) = with_draft();
    let path = folder.path().join(&draft);
    let text = fs::read_to_string(&path).expect("a draft");
    let text = text.replace("示例市财政局", "示例\\u{1b}[2J市\\u{202e}局").replacen("[\"\"", "[\"\\u{9b}1\"", 1);
    let hostile = "年报/坏\u{1b}[31m名-2021.ron";
    fs::write(folder.path().join(hostile), text).expect("written");
    let runs: [&[&str]; 5] = [
        &["check", hostile],
        &["check", "--format", "json", hostile],
        &["show", hostile],
        &["list", "年报"],
        &["show", "无\u{1b}c"],
    ];
    for args in runs {
        let output = nianbao(folder.path(), args);
        for text in [out(&output), err(&output)] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{args:?}: {text:?}");
            assert!(!text.contains('\u{202e}'), "{args:?}: {text:?}");
        }
    }
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_ends_quietly() {
    let (folder, draft) = with_draft();
    let program = env!("CARGO_BIN_EXE_nianbao");
    let repeated = vec![draft.as_str(); 400].join(" ");
    let script = format!("{{ {program} check {repeated}; echo ended $? >&2; }} | head -n 1");
    let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().expect("sh");
    assert_eq!(err(&output), "ended 0\n");
    assert_eq!(out(&output).lines().count(), 1);
}

#[test]
fn the_samples_say_what_is_wrong_with_them_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = nianbao(root, &["check", "--format", "json", "reports"]);
    assert_eq!(code(&output), 1);
    let all = json(&output);
    let told: Vec<(u64, Vec<&str>)> = all
        .as_array()
        .expect("an array")
        .iter()
        .map(|entry| {
            let findings = entry["findings"].as_array().expect("findings");
            let codes = findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
            (entry["year"].as_u64().expect("a year"), codes)
        })
        .collect();
    let of_2021 = vec!["P-T2", "Y-10", "T2-R01", "T2-C01", "T3-V01"];
    assert_eq!(told, [(2021, of_2021), (2020, vec!["P-NEAR", "P-CLASS", "T3-V01"])]);
}

#[test]
fn a_text_is_checked_without_being_imported_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "示例市水务局2021年政府信息公开工作年度报告\n一、总体情况\n本年工作正常开展。\n五、存在的主要问题及改进情况\n解读形式单一，已增加图表。\n";
    fs::write(folder.path().join("示例市水务局2021.txt"), text).expect("written");
    let output = nianbao(folder.path(), &["check", "示例市水务局2021.txt"]);
    assert_eq!(code(&output), 1, "{}", err(&output));
    let told = out(&output);
    assert!(told.contains("示例市水务局2021年政府信息公开工作年度报告  2021版"), "{told}");
    assert!(told.contains("✗ N-01 缺“六、其他需要报告的事项”"), "{told}");
    assert!(!told.contains("缺“一、总体情况”"), "{told}");
}

/// Writes a filled draft of a year with one figure brought forward and one carried forward, both of natural persons.
fn write_year(path: &Path, year: u16, brought: &str, carried: &str) {
    let folder = path.parent().expect("a folder");
    let made = nianbao(folder, &["new", "--organ", "示例市财政局", "--year", &year.to_string(), "-o", "."]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    let draft = folder.join(format!("示例市财政局-{year}.ron"));
    fill(&draft);
    let mut text = fs::read_to_string(&draft).expect("a draft");
    for (row, figure) in [("brought_forward", brought), ("carried_forward", carried)] {
        let start = text.find(&format!("\"{row}\": [")).expect("the row");
        let end = start + text.get(start..).and_then(|rest| rest.find('\n')).expect("the end of the row");
        let cells = format!("\"{row}\": [\"{figure}\", \"0\", \"0\", \"0\", \"0\", \"0\", \"{figure}\"],");
        text.replace_range(start..end, &cells);
    }
    for (row, figure) in [("new", carried), ("concluded", brought), ("granted", brought)] {
        let (old, new) = (format!("\"{row}\": [\"0\", \"0\", \"0\", \"0\", \"0\", \"0\", \"0\"]"), "\"0\", ".repeat(5));
        text = text.replace(&old, &format!("\"{row}\": [\"{figure}\", {new}\"{figure}\"]"));
    }
    fs::write(&draft, text).expect("written");
    fs::rename(draft, path).expect("renamed");
}

#[test]
fn last_year_is_found_among_the_files_beside_them_or_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("今年")).expect("a folder");
    fs::create_dir_all(at("去年")).expect("a folder");
    write_year(&at("去年/乙.ron"), 2021, "0", "2");
    write_year(&at("今年/甲.ron"), 2022, "0", "0");
    let finds = |args: &[&str]| {
        let output = nianbao(folder.path(), &[&["check"], args].concat());
        assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
        let told = out(&output);
        assert_eq!(told.contains("! Y-01"), told.contains("对照的去年报告：示例市财政局2021年"), "{told}");
        told.contains("! Y-01")
    };
    assert!(!finds(&["今年"]), "nothing to compare with");
    assert!(finds(&["今年", "去年"]));
    assert!(finds(&["今年/甲.ron", "--last", "去年/乙.ron"]));
    fs::copy(at("去年/乙.ron"), at("今年/丙.ron")).expect("copied");
    assert!(finds(&["今年/甲.ron"]), "a draft beside it");
    let strict = nianbao(folder.path(), &["check", "今年", "--strict"]);
    assert_eq!(code(&strict), 1);
    let wrong = nianbao(folder.path(), &["check", "去年/乙.ron", "--last", "今年/甲.ron"]);
    assert_eq!(code(&wrong), 2);
    assert!(err(&wrong).contains("是 2022 年度的报告，不是所查报告的去年"), "{}", err(&wrong));
    let listed = out(&nianbao(folder.path(), &["list", "今年"]));
    assert!(listed.contains("2022  2021版  草稿  !1"), "{listed}");

    for name in ["今年/丙.ron", "今年/甲.ron", "去年/乙.ron"] {
        let json = Path::new(name).with_extension("json");
        let json = format!(
            "今年/{}{}",
            if name.contains('甲') { 2022 } else { 2021 },
            json.file_name().expect("a name").to_string_lossy()
        );
        let wrote = nianbao(folder.path(), &["export", name, "--to", "json", "-o", &json]);
        assert_eq!(code(&wrote), 0, "{}", err(&wrote));
    }
    fs::remove_file(at("今年/丙.ron")).expect("removed");
    assert!(finds(&["今年/2022甲.json"]), "a file beside it that can be imported");
}

#[test]
fn a_reason_closes_a_warning_until_its_figures_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    // This year's comes first, so that it does not begin as last year's template.
    write_year(&at("今年.ron"), 2022, "0", "0");
    write_year(&at("去年.ron"), 2021, "0", "2");
    let strict = |fewer: &[&str]| nianbao(folder.path(), &[&["check", "--strict", "今年.ron"], fewer].concat());
    assert_eq!(code(&strict(&[])), 1);
    let text = fs::read_to_string(at("今年.ron")).expect("a draft");
    let waiver = r#"waivers: [(code: "Y-01", place: "t2.brought_forward.natural", figures: ["0", "2", "0", "2"], reason: "机构合并，两件申请划转市水务局", by: "甲", at: "2023-01-10 09:41")]"#;
    fs::write(at("今年.ron"), text.replace("waivers: []", waiver)).expect("written");
    let told = strict(&[]);
    assert_eq!(code(&told), 0, "{}{}", out(&told), err(&told));
    assert!(out(&told).contains("已说明：机构合并，两件申请划转市水务局"), "{}", out(&told));
    let entry = &json(&strict(&["--format", "json"]))[0];
    let finding = entry["findings"].as_array().and_then(|all| all.iter().find(|f| f["code"] == "Y-01")).expect("Y-01");
    assert_eq!(finding["waived"], "机构合并，两件申请划转市水务局");
    let sarif = json(&strict(&["--format", "sarif"]));
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results[0]["suppressions"][0]["justification"], "机构合并，两件申请划转市水务局");
    write_year(&at("去年.ron"), 2021, "0", "3");
    assert_eq!(code(&strict(&[])), 1, "other figures, open again");
}

#[test]
fn sarif_names_every_rule_file_and_place() {
    let (folder, draft) = with_draft();
    fs::write(folder.path().join("年报/坏的-2021.ron"), "(version: 1,").expect("written");
    let output = nianbao(folder.path(), &["check", "--format", "sarif", "年报"]);
    assert_eq!(code(&output), 2);
    assert_eq!(err(&output), "", "the log says it all");
    let log = json(&output);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), nianbao::rules::RULES.len());
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 6);
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!((&result["ruleId"], &result["level"]), (&"N-01".into(), &"error".into()));
        let location = &result["locations"][0];
        let uri = location["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(
            uri.is_ascii() && uri.starts_with("%E5%B9%B4%E6%8A%A5/") && uri.ends_with("-2021.ron"),
            "{uri} {draft}"
        );
        assert!(location["logicalLocations"][0]["fullyQualifiedName"].is_string());
    }
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().expect("a message");
    assert!(told.contains("没有写完"), "{told}");
}

#[test]
fn rules_that_are_not_in_force_say_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let listed = out(&nianbao(folder.path(), &["rules", "--all"]));
    for (code, reason) in nianbao::rules::NOT_YET {
        assert!(listed.lines().any(|line| line.starts_with(code) && line.ends_with(reason)), "{code}");
    }
    let short = out(&nianbao(folder.path(), &["rules"]));
    assert!(!short.contains("不在校验里"), "{short}");
    let explained = nianbao(folder.path(), &["rules", "y-06"]);
    assert_eq!((code(&explained), out(&explained).trim()), (0, "Y-06 不在校验里：与 T1-S08 是同一条规则，只报 T1-S08"));
    let yearly = out(&nianbao(folder.path(), &["rules", "Y-01"]));
    assert!(yearly.contains("去年的 四、结转下年度 · 自然人 填“2”"), "{yearly}");
}

#[test]
fn a_text_that_names_no_organ_is_kept_under_the_name_of_its_file() {
    let dir = tempfile::tempdir().unwrap();
    let text = "2022年1月1日至2022年12月31日。\n一、总体情况\n全年公开信息12条。\n六、其他需要报告的事项\n无。\n";
    std::fs::write(dir.path().join("来件3.txt"), text).unwrap();
    let output = nianbao(dir.path(), &["import", "来件3.txt", "-o", "."]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("机关名称先用“来件3”代替"), "{}", out(&output));
    assert!(dir.path().join("来件3-2022.ron").exists());
}

#[test]
fn diff_tells_what_changed_between_two_years() {
    let folder = tempfile::tempdir().expect("a folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
    let path = |year: u16| samples.join(format!("示例市行政审批服务局-{year}.ron")).display().to_string();
    let (before, now) = (path(2020), path(2021));
    let diff = nianbao(folder.path(), &["diff", &before, &now]);
    assert_eq!(code(&diff), 0, "{}", err(&diff));
    let text = out(&diff);
    for part in
        ["本年新收 · 总计", "+133.3%", "由零起", "上一版式没有这一格", "口径不同", "{+2021+}年1月1日", "没有对照"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let table = out(&nianbao(folder.path(), &["diff", &before, &now, "表二"]));
    assert!(table.contains("本年新收") && !table.contains("行政许可"), "{table}");
    let same = out(&nianbao(folder.path(), &["diff", &now, &now, "表二"]));
    assert!(same.contains("没有不同"), "{same}");
    assert_eq!(code(&nianbao(folder.path(), &["diff", &before, "没有.ron"])), 2);
    assert!(table.lines().all(|line| nianbao::width::cols(line) <= 100), "{table}");
}

#[test]
fn what_an_import_was_not_sure_of_stands_in_the_draft_until_it_is_changed() {
    let dir = tempfile::tempdir().expect("a folder");
    let text = "示例县2022年政府信息公开工作年度报告\n\n一、总体情况\n\n全年平稳。\n\n\
        二、主动公开政府信息情况\n\n规章000\n行政规范性文件7721\n行政许可 5\n";
    fs::write(dir.path().join("来件.txt"), text).expect("written");
    assert_eq!(code(&nianbao(dir.path(), &["import", "来件.txt", "-o", "."])), 0);
    let doubts = || -> Vec<(String, String, usize)> {
        let checked = json(&nianbao(dir.path(), &["check", "示例县-2022.ron", "--format", "json"]));
        let findings = checked[0]["findings"].as_array().expect("findings").iter();
        let of_import = findings.filter(|finding| finding["code"] == "E-06" && finding["level"] == "warning");
        let place = |finding: &Value| finding["place"].as_str().unwrap_or_default().to_owned();
        let ways = |finding: &Value| finding["repairs"].as_array().map_or(0, Vec::len);
        let message = |finding: &Value| finding["message"].as_str().unwrap_or_default().to_owned();
        of_import.map(|finding| (place(finding), message(finding), ways(finding))).collect()
    };
    let found = doubts();
    let at = |place: &str| found.iter().find(|(at, _, _)| at == place);
    assert!(at("t1.gov_rules.issued").is_some_and(|(_, message, _)| message.contains("“000”粘在一起")), "{found:?}");
    assert!(at("t1.normative.issued").is_some_and(|(_, _, ways)| *ways == 3), "{found:?}");
    let shown = out(&nianbao(dir.path(), &["check", "示例县-2022.ron"]));
    assert!(shown.contains("! E-06 导入推断：第9行：规章的数字"), "{shown}");

    let path = dir.path().join("示例县-2022.ron");
    let draft = fs::read_to_string(&path).expect("a draft");
    let changed = draft.replace("\"normative\": [\"\", \"\", \"\"]", "\"normative\": [\"7\", \"7\", \"21\"]");
    fs::write(&path, changed).expect("written");
    let left = doubts();
    assert_eq!(left.len(), found.len() - 1, "{left:?}");
    assert!(!left.iter().any(|(place, _, _)| place == "t1.normative.issued"));
    let direct = out(&nianbao(dir.path(), &["check", "来件.txt"]));
    assert!(!direct.contains("E-06"), "nobody keeps what is only checked: {direct}");
}
