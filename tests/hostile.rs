//! What comes from files, names and clipboards, taken to be hostile: each case ends in a value or in a word about what is
//! wrong and where, nothing breaks, nothing hangs, nothing acts on the terminal. The cases that other tests hold are named.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{ffi::OsStrExt, fs::PermissionsExt},
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use nianbao::{
    exchange::{
        read_bytes,
        write::{Format, write},
    },
    form::Kind,
    report::{
        Report,
        edit::Edit,
        value::{self, Value},
    },
    rules::{self, Level},
    store::{self, Folder, draft::encode, file_name, samples},
    width::is_hidden,
};

/// Nothing small may take longer; ten times the bound, for a machine that is busy.
const SOON: Duration = Duration::from_secs(10);

fn report() -> Report {
    samples().next().unwrap().1
}

fn nianbao(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nianbao")).args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// What the program said, which may hold nothing that acts or hides.
fn harmless(output: &Output) -> String {
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(!said.contains(|c| c != '\n' && is_hidden(c)), "{said:?}");
    assert!(output.status.code().is_some_and(|code| code < 3), "{said}");
    said
}

/// Reads a file of these bytes as a draft.
fn read(bytes: &[u8]) -> Result<Report, String> {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("r.ron"), bytes).unwrap();
    let begun = Instant::now();
    let read = Folder::open(dir.path()).unwrap().read("r.ron");
    assert!(begun.elapsed() < SOON);
    assert_eq!(fs::read(dir.path().join("r.ron")).unwrap(), bytes, "reading changes nothing");
    read.map(|opened| opened.report).map_err(|error| error.to_string())
}

#[test]
fn a_file_that_is_no_draft_is_refused_with_place_and_reason() {
    let valid = encode(&report());
    let with = |from: &str, to: &str| valid.replacen(from, to, 1).into_bytes();
    let zzz = |text: String| with("(\n", &format!("(\n    zzz: {text},\n"));
    let gbk = b"(version: 1, about: (organ: \"\xca\xbe\xc0\xfd\xca\xd0\xb2\xc6\xd5\xfe\xbe\xd6\"))".to_vec();
    let utf16: Vec<u8> = valid.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, Vec<u8>, &str); 22] = [
        ("d01", Vec::new(), "第1行第1列：空文件"),
        ("d02", vec![0; 64], "第1行第1列：全是零字节（可能断电）"),
        ("d04", [b"\xff\xfe".to_vec(), utf16].concat(), "UTF-16 编码。请用记事本另存为 UTF-8"),
        ("d05", gbk, "像是 GBK"),
        ("d07", b"(version: 1, about: (organ: \"abc".to_vec(), "第1行第29列"),
        ("d08", b"(version: 1,".to_vec(), "第1行第13列：文件到这里就断了"),
        ("d09", valid.repeat(2).into_bytes(), "后面还有多余的内容"),
        ("d10", with("version: 1,", "version: 1, version: 1,"), "字段“version”写了两次"),
        ("d11", with("version: 1,", "version: 1, foo: 3,"), "第2行第17列：不认识的字段“foo”"),
        ("d12", b"()".to_vec(), "缺少字段“version”"),
        ("d13", with("version: 1,", "version: 999,"), "由更新版本的程序写成"),
        ("d14", b"{\"version\":1}".to_vec(), "第1行第1列：是 JSON"),
        ("d15", "[".repeat(100_000).into_bytes(), "嵌套过深"),
        ("d16", zzz("(".repeat(100_000)), "嵌套过深"),
        ("d17", "Some(".repeat(100_000).into_bytes(), "嵌套过深"),
        ("d18", format!("{}()", "/*".repeat(100_000)).into_bytes(), "注释没有结束"),
        ("d19", b"#![enable(evil)]()".to_vec(), "不认识的扩展“evil”"),
        ("d20", with("示例市", "\\u{D800}"), "反斜杠后面的写法不对"),
        ("d21", [valid.as_bytes(), &vec![b' '; 8 << 20]].concat(), "超过 8 MiB"),
        ("d25", format!("<<<<<<< HEAD\n{valid}=======\n{valid}>>>>>>> x\n").into_bytes(), "含合并冲突标记"),
        ("t18", with("overview: [", &format!("overview: [\"{}\", ", "中".repeat(200_001))), "超过 20 万字"),
        ("t19", with("overview: [", &format!("overview: [{}", "\"一二\", ".repeat(100_001))), "超过 20 万字"),
    ];
    for (id, bytes, why) in cases {
        let said = read(&bytes).expect_err(id);
        assert!(said.contains(why) && said.contains("没有成功") && !said.contains(is_hidden), "{id}: {said}");
    }
}

#[test]
fn a_draft_saved_by_an_editor_of_windows_is_the_same_draft() {
    let valid = encode(&report());
    assert_eq!(read(format!("\u{feff}{valid}").as_bytes()), Ok(report()), "d03");
    assert_eq!(read(valid.replace('\n', "\r\n").as_bytes()), Ok(report()), "d06");
}

#[test]
fn no_beginning_of_a_draft_is_one_and_no_flipped_bit_stops_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("示例市财政局-2021.ron");
    let made = nianbao(dir.path(), &["new", "--organ", "示例市财政局", "--year", "2021", "-o", "."]);
    assert!(made.status.success(), "{}", harmless(&made));
    let bytes = fs::read(&path).unwrap();
    let begun = Instant::now();
    let folder = Folder::open(dir.path()).unwrap();
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        folder.read("示例市财政局-2021.ron").map(|opened| opened.report)
    };
    let whole = read(&bytes).unwrap();
    // What follows the last bracket is a line end.
    let end = bytes.iter().rposition(|byte| *byte == b')').unwrap();
    for n in 0..=end {
        assert!(read(&bytes[..n]).is_err(), "d24: the first {n} bytes pass for a draft");
    }
    let mut n_read = 0;
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(report) = read(&flipped) {
            n_read += usize::from(report != whole);
            if n_read % 50 == 0 {
                rules::check(&report, None);
            }
        }
    }
    assert!(n_read > 0, "d23: some flips change a text and are read as another");
    assert!(begun.elapsed() < SOON * 60);
}

#[test]
fn a_file_of_a_gibibyte_is_refused_unread() {
    let dir = tempfile::tempdir().unwrap();
    fs::File::create(dir.path().join("r.ron")).unwrap().set_len(1 << 30).unwrap();
    let begun = Instant::now();
    let said = Folder::open(dir.path()).unwrap().read("r.ron").unwrap_err().to_string();
    assert!(said.contains("1024 MiB") && begun.elapsed() < SOON / 20, "d22: {said}");
}

#[test]
fn a_cell_keeps_what_was_typed_and_says_what_it_is_read_as() {
    let nines = "9".repeat(100_000);
    let refused = [
        ("n01", "18446744073709551615", "数字太大"),
        ("n02", "18446744073709551616", "数字太大"),
        ("n04", "-1", "不能是负数"),
        ("n05", "3.5", "件数应为整数"),
        ("n06", "1e3", "不是数字"),
        ("n07", "0xFF", "不是数字"),
        ("n10", "1,2,3", "千分位"),
        ("n11", "一百二十", "请填阿拉伯数字"),
        ("n12", "NaN", "不是数字"),
        ("n12", "inf", "不是数字"),
        ("n16", "O", "不是数字"),
        ("n18", &nines, "数字太大"),
    ];
    for (id, text, why) in refused {
        let begun = Instant::now();
        let Value::Unreadable(fault) = value::read(text, Kind::Count) else { panic!("{id} was read") };
        assert!(fault.message().contains(why) && begun.elapsed() < SOON / 10, "{id}: {}", fault.message());
        let mut report = report();
        report.apply(Edit::cell("t2.new.natural".into(), text));
        let found = rules::check(&report, None).findings;
        let about = found.iter().find(|finding| finding.code == "T2-V01").unwrap();
        assert!(about.level == Level::Error && about.message.chars().count() < 100, "{id}: {}", about.message);
        assert_eq!(read(encode(&report).as_bytes()), Ok(report), "{id}: nothing typed is thrown away");
    }
    let figures = [
        ("n08", "007", Kind::Count, "7"),
        ("n09", "１２３", Kind::Count, "123"),
        ("n10", "1,234", Kind::Count, "1234"),
        ("n14", "608（万元）", Kind::Money, "608"),
        ("n15", "增 25", Kind::Change, "25"),
        ("n15", "减 5", Kind::Change, "-5"),
        ("n19", "5 ", Kind::Count, "5"),
        ("n19", "5\u{a0}", Kind::Count, "5"),
        ("n19", "\u{3000}5", Kind::Count, "5"),
        ("n19", "5\u{2009}", Kind::Count, "5"),
        ("n20", "5\u{200b}", Kind::Count, "5"),
    ];
    for (id, text, kind, number) in figures {
        let read = value::read(text, kind).number().map(|number| number.to_string());
        assert_eq!(read.as_deref(), Some(number), "{id}");
    }
    assert!(matches!(value::read("增-5", Kind::Change), Value::Unreadable(_)), "n15");
    assert!(matches!(value::read("0.1000000000000000055511151231257827", Kind::Money), Value::Unreadable(_)), "n13");
    assert_eq!(value::read("", Kind::Count), Value::Blank, "n17");
}

#[test]
fn the_largest_figures_add_up_exactly() {
    let mut report = report();
    let edition = report.edition();
    for cell in edition.cells_of("t2") {
        report.set(cell, "999999999999");
    }
    let found = rules::check(&report, None).findings;
    assert!(found.iter().any(|finding| finding.message.contains("5999999999994")), "n03");
}

#[test]
fn what_hides_in_a_text_is_told_and_bars_the_final_version() {
    let marks = "e".to_owned() + &"\u{301}".repeat(10_000);
    let row = "x".repeat(100_000);
    let told = [
        ("t01", "\u{1b}[2J\u{1b}[H您的报告已删除。", "U+001B"),
        ("t02", "\u{1b}]52;c;cm0gLXJmIH4=\u{7}", "U+0007"),
        ("t03", "\u{1b}]0;标题\u{7}", "U+001B"),
        ("t04", "\u{9b}31m红", "U+009B"),
        ("t05", "金额\u{202e}001\u{202c}元", "U+202E"),
        ("t06", "a\u{2066}b\u{2069}\u{200e}\u{200f}\u{61c}", "U+2066"),
        ("t07", "公\u{200b}开\u{200d}\u{2060}\u{feff}\u{ad}", "U+200B"),
        ("t08", "报\u{e0041}\u{e0042}告", "U+E0041"),
        ("t09", "行政复议\u{2028}第二行\u{2029}\u{85}", "U+2028"),
        ("t10", "第一行\r\n第二行\r第三行", "U+000D"),
        ("t11", "a\u{0}b", "U+0000"),
        ("t14", "⼯作，\u{fa0c}", "U+2F2F"),
        ("t15", "\u{f0000}\u{e000}", "U+F0000"),
        ("t17", "👨\u{200d}👩", "U+200D"),
        ("t21", "\u{feff}报告", "U+FEFF"),
        ("t22", "\u{fff9}注\u{fffa}解\u{fffb}\u{fffd}", "U+FFFD"),
    ];
    let quiet = [("t12", marks.as_str()), ("t13", "\u{fdfd}"), ("t16", "\u{20000}𠮷野"), ("t20", &row)];
    let dir = tempfile::tempdir().unwrap();
    for (id, text, code) in told.into_iter().chain(quiet.map(|(id, text)| (id, text, ""))) {
        let mut report = report();
        report.set_paragraphs("other", vec![text.to_owned()]);
        let begun = Instant::now();
        let found = rules::check(&report, None).findings;
        assert!(begun.elapsed() < SOON, "{id}");
        let hidden: Vec<_> = found.iter().filter(|finding| finding.code == "W-11").collect();
        assert_eq!(hidden.iter().any(|finding| finding.message.contains(code)), !code.is_empty(), "{id}: {hidden:?}");
        assert!(hidden.iter().all(|finding| finding.level == Level::Error), "{id}: errors bar the final version");
        assert!(found.iter().all(|finding| finding.message.chars().count() < 300), "{id}");
        if !text.contains(['\r', '\n']) {
            assert_eq!(read(encode(&report).as_bytes()), Ok(report.clone()), "{id}: kept as it is");
        }
        fs::write(dir.path().join(format!("{id}.ron")), encode(&report)).unwrap();
    }
    let mut report = report();
    report.apply(Edit::cell("t2.new.natural".into(), "5\u{200b}"));
    report.about.organ = "示例\u{202e}市".into();
    let found = rules::check(&report, None).findings;
    let n20 = found.iter().filter(|finding| finding.code == "W-11").map(|finding| finding.place.as_str().to_owned());
    assert_eq!(n20.collect::<Vec<_>>(), ["", "t2.new.natural"], "n20: in cells and names too");
    fs::write(dir.path().join("n20.ron"), encode(&report)).unwrap();
    for args in [
        &["check", "."][..],
        &["list", "."],
        &["show", "t01.ron"],
        &["show", "n20.ron"],
        &["diff", "t01.ron", "t05.ron"],
    ] {
        assert!(harmless(&nianbao(dir.path(), args)).contains("示例"), "{args:?}");
    }
}

#[test]
fn a_name_that_could_do_harm_is_refused_or_shown_for_what_it_is() {
    let longest = "长".repeat(120);
    for (id, organ) in [
        ("i01", "../../etc/passwd"),
        ("i02", "/etc/passwd"),
        ("i03", ".bashrc"),
        ("i04", "-rf"),
        ("i05", "2020\u{1b}[31m"),
        ("i06", "a\nb"),
        ("i07", "报告\u{202e}nor"),
        ("i08", &longest),
        ("i12", "=cmd|'/c calc'!A1"),
    ] {
        let mut about = report().about;
        about.organ = organ.to_owned();
        assert!(file_name(&about).is_err(), "{id}");
        let dir = tempfile::tempdir().unwrap();
        if !organ.contains('\0') {
            let said =
                harmless(&nianbao(dir.path(), &["new", "--year", "2021", "-o", ".", &format!("--organ={organ}")]));
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "{id}: {said}");
        }
    }
    // i11: two spellings that look the same are two reports; neither takes the place of the other.
    let name = |organ: &str| {
        let mut about = report().about;
        about.organ = organ.to_owned();
        file_name(&about).unwrap()
    };
    assert_ne!(name("é局"), name("e\u{301}局"), "i11");
    // i10: the year stands behind the name, so that no file is called as a device of Windows.
    assert_eq!(name("CON"), format!("CON-{}.ron", report().about.year), "i10");
}

#[test]
fn names_that_lie_in_the_folder_already_are_shown_and_harm_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let names: [&[u8]; 4] = [b"\xff\xfe.ron", b"2020\x1b[31m.ron", "报告\u{202e}nor.ron".as_bytes(), b"a\nb.ron"];
    for name in names {
        fs::write(dir.path().join(std::ffi::OsStr::from_bytes(name)), encode(&report())).unwrap();
    }
    let listed = Folder::open(dir.path()).unwrap().list().unwrap();
    assert_eq!((listed.len(), listed.iter().filter(|entry| entry.draft.is_err()).count()), (4, 1), "i09");
    for args in [&["list", "."][..], &["check", "."], &["show", "2020\u{1b}[31m.ron"], &["show", "没有\u{1b}[31m.ron"]]
    {
        harmless(&nianbao(dir.path(), args));
    }
    harmless(&nianbao(dir.path(), &["\u{1b}]0;x\u{7}"]));
    harmless(&nianbao(dir.path(), &["check", "--\u{1b}[2J"]));
    harmless(&nianbao(dir.path(), &["rules", "\u{9b}31m"]));
}

/// Reads a draft, and asks for its versions, in a folder where this command was run.
fn after(command: &str) -> (tempfile::TempDir, Result<Report, store::Error>) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("r.ron"), encode(&report())).unwrap();
    let done = Command::new("sh").args(["-ec", command]).env("D", dir.path()).status().unwrap();
    assert!(done.success());
    let begun = Instant::now();
    let read = Folder::open(dir.path()).unwrap().read("r.ron").map(|opened| opened.report);
    assert!(begun.elapsed() < SOON, "{command}");
    (dir, read)
}

#[test]
fn links_pipes_and_folders_in_place_of_a_draft_are_refused_without_waiting() {
    for (id, command) in [
        ("f01", "ln -sf /etc/passwd $D/r.ron"),
        ("f02", "rm $D/r.ron; mkfifo $D/r.ron"),
        ("f03", "rm $D/r.ron; mkdir $D/r.ron"),
    ] {
        let (dir, read) = after(command);
        assert!(read.is_err(), "{id}");
        assert!(Folder::open(dir.path()).unwrap().list().unwrap().is_empty(), "{id}");
        // m17: whatever is named on the command line.
        for command in ["check", "show", "import"] {
            let begun = Instant::now();
            let output = nianbao(dir.path(), &[command, "r.ron"]);
            // A folder may be checked, and holds nothing here.
            let is_folder = (id, command) == ("f03", "check");
            assert_eq!(output.status.code(), Some(if is_folder { 0 } else { 2 }), "{id}: {}", harmless(&output));
            assert!(begun.elapsed() < SOON, "{id} {command}");
        }
    }
    let dir = tempfile::tempdir().unwrap();
    for path in ["/dev/zero", "/proc/self/mem"] {
        assert_eq!(nianbao(dir.path(), &["check", path]).status.code(), Some(2), "m17: {path}");
    }
}

#[test]
fn saving_a_draft_with_two_names_leaves_the_other_name_what_it_was() {
    let (dir, read) = after("ln $D/r.ron $D/hard.ron");
    let (folder, mut changed) = (Folder::open(dir.path()).unwrap(), read.unwrap());
    let stamp = folder.read("r.ron").unwrap().stamp;
    changed.apply(Edit::cell("t2.new.natural".into(), "7"));
    folder.save("r.ron", &changed, &stamp).unwrap();
    assert_eq!(folder.read("hard.ron").unwrap().report, report(), "f07");
    assert_eq!(folder.read("r.ron").unwrap().report, changed);
}

#[test]
fn a_text_without_end_is_refused_before_it_is_taken_apart() {
    for (name, text, why) in [
        ("rows.txt", "a\tb\n".repeat(2_000_000), "2000000 行表格"),
        ("wide.txt", "a\t".repeat(4_000_000), "不像一份年报"),
        ("rows.csv", "a,b\n".repeat(2_000_000), "10 万格"),
        ("wide.csv", "a,".repeat(4_000_000), "10 万格"),
        ("page.html", "<p>x".repeat(2_000_000), "元素超过"),
        ("text.txt", format!("一、总体情况\n{}", "中".repeat(200_001)), "不像一份年报"),
    ] {
        let begun = Instant::now();
        let said = read_bytes(name, text.as_bytes()).map(|read| read.report).unwrap_err().to_string();
        assert!(said.contains(why) && begun.elapsed() < SOON, "{name}: {said}");
    }
}

#[test]
fn ten_thousand_files_are_listed_and_the_broken_ones_say_why() {
    let dir = tempfile::tempdir().unwrap();
    let text = encode(&report());
    for n in 0..10_000 {
        let bytes = if n % 333 == 0 { "broken" } else { &text };
        fs::write(dir.path().join(format!("示例市第{n}局-2020.ron")), bytes).unwrap();
    }
    let folder = Folder::open(dir.path()).unwrap();
    let begun = Instant::now();
    let listed = folder.list().unwrap();
    assert!(begun.elapsed() < SOON * 3, "f11: {:?}", begun.elapsed());
    assert_eq!((listed.len(), listed.iter().filter(|entry| entry.draft.is_err()).count()), (10_000, 31));
}

#[test]
fn a_draft_that_may_not_be_written_keeps_its_rights() {
    let (dir, read) = after("chmod 0444 $D/r.ron");
    assert!(read.is_ok(), "f08");
    let mode = fs::metadata(dir.path().join("r.ron")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o444);
}

#[test]
fn personal_data_is_pointed_at_and_numbers_of_documents_are_not() {
    for (id, text, code) in [
        ("p01", "张三 370502199001011233", "I-01"),
        ("p01", "身份证 37050219900101123３。", "I-01"),
        ("p02", "索引号13370500664439219L/2020-10670", ""),
        ("p03", "联系人李四 13812345678", "I-02"),
        ("p03", "联系人李四 138-1234-5678", "I-02"),
        ("p04", "电话：0546-8388600", ""),
        ("p05", "邮箱 zhangxinhua@example.gov.cn", "C-04"),
        ("p06", "账号 6222021234567890128", "I-04"),
    ] {
        let mut report = report();
        report.set_paragraphs("other", vec![text.to_owned()]);
        let found = rules::check(&report, None).findings;
        let codes: Vec<_> =
            found.iter().map(|finding| finding.code).filter(|c| c.starts_with("I-") || *c == "C-04").collect();
        assert_eq!(codes, if code.is_empty() { Vec::new() } else { vec![code] }, "{id}");
    }
}

#[test]
fn what_looks_like_a_link_or_a_quote_is_text_in_what_is_written() {
    let mut report = report();
    report.set_paragraphs("other", vec!["[点我](javascript:alert(1))".into()]);
    report.about.organ = "a,\"b\"局".into();
    let written = |format| String::from_utf8(write(&report, format).unwrap()).unwrap();
    let markdown = written(Format::Markdown);
    assert!(!markdown.contains("[点我](") && markdown.contains("点我"), "e03: {markdown}");
    assert!(written(Format::Csv).contains("\"a,\"\"b\"\"局\","), "e05");
}

/// Cases that other tests hold: their number, the file, the test.
const ELSEWHERE: &str = "
f04 src/store/lock.rs no_text_in_a_lock_does_harm
f05 src/store/lock.rs no_text_in_a_lock_does_harm
f06 src/store/lock.rs no_text_in_a_lock_does_harm
f09 tests/screens/hostile.rs a_folder_that_cannot_be_written_is_read_and_says_so
f10 tests/screens/safety.rs a_change_that_cannot_be_noted_is_refused_and_said
f12 src/store/folder.rs what_somebody_else_wrote_is_never_written_over
f13 tests/screens/safety.rs what_a_dead_session_left_is_shown_as_changes_that_can_be_undone
m01 tests/documents.rs hostile_archives_are_refused_with_a_word
m02 tests/documents.rs hostile_archives_are_refused_with_a_word
m03 tests/documents.rs hostile_archives_are_refused_with_a_word
m04 tests/documents.rs hostile_archives_are_refused_with_a_word
m05 tests/documents.rs hostile_archives_are_refused_with_a_word
m06 tests/documents.rs hostile_archives_are_refused_with_a_word
m07 tests/documents.rs hostile_archives_are_refused_with_a_word
m08 tests/documents.rs hostile_archives_are_refused_with_a_word
m09 tests/documents.rs hostile_archives_are_refused_with_a_word
m10 tests/documents.rs hostile_archives_are_refused_with_a_word
m11 tests/documents.rs hostile_archives_are_refused_with_a_word
m12 tests/documents.rs text_in_every_encoding_of_offices_is_the_same_report
m13 src/exchange/read/csv.rs a_quote_left_open_is_said_where_it_stands
m14 tests/documents.rs what_a_document_hides_is_said
m15 tests/documents.rs what_a_document_hides_is_said
m16 tests/documents.rs what_a_document_hides_is_said
k01 src/tui/term/decode.rs a_key_torn_apart_anywhere_is_that_key
k02 src/tui/term/decode.rs the_rest_of_a_key_that_comes_too_late_is_not_typed
k03 src/tui/term/input.rs what_comes_with_garbled_bytes_is_dropped_and_told_once
k04 tests/terminal.rs keys_in_another_encoding_are_told_not_dropped_in_silence
k05 tests/terminal.rs ten_thousand_characters_pasted_either_way_arrive_whole
k06 src/tui/term/decode.rs a_paste_that_never_ends_is_taken_as_far_as_it_came
k07 src/tui/term/input.rs a_paste_loses_its_control_characters_only
k08 tests/terminal.rs a_storm_of_sizes_is_one_frame_or_few
k09 tests/terminal.rs a_hang_up_ends_the_program_at_once
e01 tests/export.rs a_page_runs_nothing_loads_nothing_and_ties_every_cell_to_its_heads
e02 tests/export.rs a_page_runs_nothing_loads_nothing_and_ties_every_cell_to_its_heads
e04 tests/export.rs what_looks_like_a_formula_is_text_in_tables
e06 tests/export.rs nothing_hidden_leaves_and_the_user_is_told_where_it_stood
e07 src/store/deliver.rs a_file_is_written_whole_and_never_replaced_unasked
";

#[test]
fn every_case_is_held_by_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    for line in ELSEWHERE.trim().lines() {
        let parts: Vec<&str> = line.split(' ').collect();
        let [id, file, test] = parts[..] else { panic!("{line}") };
        let source = fs::read_to_string(root.join(file)).unwrap();
        assert!(source.contains(&format!("fn {test}(")), "{line}");
        *held.entry(id.to_owned()).or_default() += 1;
    }
    let here = fs::read_to_string(root.join(file!())).unwrap();
    let areas = [('d', 25), ('n', 20), ('t', 22), ('i', 12), ('f', 13), ('m', 17), ('k', 9), ('e', 7), ('p', 6)];
    let ids = areas.into_iter().flat_map(|(area, last)| (1..=last).map(move |n| format!("{area}{n:02}")));
    let open: Vec<String> = ids
        .filter(|id| {
            !held.contains_key(id) && !here.contains(&format!("\"{id}\"")) && !here.contains(&format!("\"{id}:"))
        })
        .collect();
    assert_eq!(open, Vec::<String>::new());
}
