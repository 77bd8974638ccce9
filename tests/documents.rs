//! Files as offices hold them: read as what they are, refused with a word where they are damaged or hostile.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic, and prints figures for who asks for more"
)]

use std::{
    fs,
    io::{Cursor, Read, Write},
    os::unix::fs::PermissionsExt,
    process::Command,
    time::{Duration, Instant},
};

use nianbao::{
    exchange::{self, Class, Imported, ReadError},
    form::Edition,
    store::draft,
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const SCANNED: &str = include_str!("fixtures/exchange/scanned-2020.txt");
/// The same report as a word processor and a spreadsheet program save it.
const OFFICE: &[u8] = include_bytes!("fixtures/exchange/office.zip");
/// A draft, and what another office program saved after opening our Word file (docx, doc, html) and Excel file of it.
const RESAVED: &[u8] = include_bytes!("fixtures/exchange/resaved.zip");
const KINDS: [&str; 5] = ["docx", "doc", "xlsx", "xls", "ods"];

fn office(kind: &str) -> Vec<u8> {
    part(OFFICE, &format!("office.{kind}"))
}

fn part(archive: &[u8], name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// An archive of these parts.
fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn cells(imported: &Imported) -> Vec<String> {
    let report = &imported.report;
    let edition = report.edition();
    edition.indices().map(|cell| format!("{} {}", edition.spec(cell).place, report.text(cell))).collect()
}

fn refused(name: &str, bytes: &[u8]) -> String {
    match exchange::read_bytes(name, bytes) {
        Ok(_) => panic!("{name} was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_kind_of_file_gives_the_same_report() {
    let text = exchange::read_text("a.txt", SCANNED).unwrap();
    for kind in KINDS {
        let read = exchange::read_bytes(&format!("a.{kind}"), &office(kind)).unwrap_or_else(|e| panic!("{kind}: {e}"));
        assert_eq!(cells(&read), cells(&text), "{kind}");
        for section in ["preface", "overview", "problems", "other", "signature"] {
            assert_eq!(read.report.paragraphs(section), text.report.paragraphs(section), "{kind} {section}");
        }
        assert_eq!(read.report.about, text.report.about, "{kind}");
        assert_eq!(read.statement.source, format!("a.{kind}"));
        let own = exchange::read_own(&format!("a.{kind}"), &office(kind)).unwrap();
        assert_eq!(own, read, "{kind}: in a child and here");
    }
}

#[test]
fn our_files_saved_again_by_another_program_are_still_the_same_report() {
    let text = String::from_utf8(part(RESAVED, "resaved.ron")).unwrap();
    let report = draft::decode(&text).unwrap();
    for name in ["resaved.docx", "resaved.doc", "resaved.html", "sheet.xlsx", "sheet.xls", "sheet.ods"] {
        let read = exchange::read_bytes(name, &part(RESAVED, name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((&read.report.about.organ, read.report.about.year), (&report.about.organ, report.about.year));
        for cell in report.edition().indices() {
            assert_eq!(read.report.text(cell), report.text(cell), "{name} {}", report.edition().name(cell));
        }
        for section in report.edition().sections.iter().filter(|_| name.starts_with("resaved")) {
            assert_eq!(read.report.paragraphs(&section.id), report.paragraphs(&section.id), "{name} {}", section.id);
        }
    }
}

#[test]
fn a_file_is_what_it_holds_whatever_its_name() {
    for (kind, name) in [("docx", "a.doc"), ("doc", "a.wps"), ("xls", "a.et"), ("docx", "a.txt"), ("xlsx", "a.xls")] {
        assert!(exchange::read_bytes(name, &office(kind)).is_ok(), "{kind} as {name}");
    }
    let page = format!("<html><body><p>{}</p></body></html>", SCANNED.replace('\n', "</p><p>"));
    assert!(exchange::read_bytes("a.doc", page.as_bytes()).is_ok());
}

#[test]
fn text_in_every_encoding_of_offices_is_the_same_report() {
    let text = cells(&exchange::read_text("a.txt", SCANNED).unwrap());
    let wide = |big: bool| -> Vec<u8> {
        SCANNED.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let gb = encoding_rs::GB18030.encode(SCANNED).0.into_owned();
    let variants = [
        ("BOM", ["\u{feff}", SCANNED].concat().into_bytes()),
        ("CRLF", SCANNED.replace('\n', "\r\n").into_bytes()),
        ("GB18030", gb),
        ("UTF-16LE", wide(false)),
        ("UTF-16BE with BOM", [b"\xfe\xff".to_vec(), wide(true)].concat()),
    ];
    for (name, bytes) in variants {
        let read = exchange::read_bytes("a.txt", &bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(cells(&read), text, "{name}");
    }
    let page = format!("<html><head><meta charset=gb2312></head><body><p>{}</p>", SCANNED.replace('\n', "</p><p>"));
    let page = encoding_rs::GB18030.encode(&page).0.into_owned();
    let read = exchange::read_bytes("a.html", &page).unwrap();
    assert_eq!(read.report.about.organ, "示例市政务服务局");
}

const WORD: &str = "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>BODY</w:body></w:document>";

fn docx(body: &str) -> Vec<u8> {
    pack(&[("word/document.xml", WORD.replace("BODY", body).as_bytes())])
}

fn xlsx(sheet: &str) -> Vec<u8> {
    pack(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"t\" r:id=\"r1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/s.xml\"/></Relationships>",
        ),
        ("xl/worksheets/s.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", b"<sst count=\"99999999999\" uniqueCount=\"99999999999\"><si><t>x</t></si></sst>"),
    ])
}

#[test]
fn hostile_archives_are_refused_with_a_word() {
    let bomb = "<w:p/>".repeat(20 << 20 >> 2);
    let laughs = WORD.replace("?>", "?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>").replace("BODY", "&b;");
    let outside = WORD.replace("?>", "?><!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
    let many: Vec<String> = (0..3000).map(|n| format!("{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let cell =
        |name: &str| format!("<worksheet><sheetData><row><c r=\"{name}\"><v>1</v></c></row></sheetData></worksheet>");
    let cases: [(&str, Vec<u8>, &str); 13] = [
        ("a.docx", docx(&bomb), "展开后超过 16 MiB"),
        ("a.docx", pack(&[("word/document.xml", laughs.as_bytes())]), "DOCTYPE"),
        ("a.docx", pack(&[("word/document.xml", outside.as_bytes())]), "DOCTYPE"),
        ("a.docx", docx(&"<w:p>".repeat(100_000)), "层数"),
        ("a.docx", pack(&[("../../etc/x", b""), ("word/document.xml", b"")]), "越界"),
        ("a.docx", pack(&many), "3000 个条目"),
        ("a.xlsx", xlsx(&cell("XFD1048576")), "超过 2000 行"),
        ("a.xlsx", xlsx(&cell("A2001")), "超过 2000 行"),
        ("a.docx", b"PK\x03\x04\0\0\0\0\0\0".to_vec(), "损坏"),
        ("a.docx", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].to_vec(), "损坏"),
        (
            "a.odt",
            pack(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]),
            "另存为 docx",
        ),
        ("a.zip", pack(&[("报告.docx", b"x")]), "先解压"),
        ("a.html", "<div>".repeat(100_000).into_bytes(), "层数"),
    ];
    for (name, bytes, said) in cases {
        let start = Instant::now();
        let message = refused(name, &bytes);
        assert!(message.contains(said), "{said}: {message}");
        assert!(start.elapsed() < Duration::from_secs(30), "{said}");
    }
    let attributes: String = " a=\"1\"".repeat(200_000);
    let wide = docx(&format!("<w:p{attributes}><w:r><w:t>x</w:t></w:r></w:p>"));
    assert_eq!(refused("a.docx", &wide), ReadError::NotAReport.to_string());
    assert_eq!(refused("a.xlsx", &xlsx(&cell("A1"))), ReadError::NotAReport.to_string());
}

#[test]
fn a_child_that_dies_takes_nothing_with_it() {
    let dir = tempfile::tempdir().unwrap();
    // The PDF reader kills the process that called it.
    let tool = dir.path().join("pdftotext");
    fs::write(&tool, "#!/bin/sh\nkill -9 $PPID\n").unwrap();
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(dir.path().join("a.pdf"), "%PDF-1.4").unwrap();
    fs::write(dir.path().join("b.doc"), office("doc")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .current_dir(dir.path())
        .env("PATH", format!("{}:/bin:/usr/bin", dir.path().display()))
        .args(["import", "a.pdf", "b.doc", "-o", "out"])
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(err.contains("a.pdf") && err.contains("子进程") && err.contains("原文件没有动过"), "{err}");
    assert!(out.contains("b.doc → ") && out.contains("161/161 格"), "{out}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_a_document_hides_is_said() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}</w:p><w:p>{}</w:p><w:p>{}<w:del>{}</w:del><w:ins>{}</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>",
        run("示例市水务局2021年政府信息公开工作年度报告"),
        run("一、总体情况"),
        run("全年公开"),
        run("三"),
        run("四条。"),
    );
    let read = exchange::read_bytes("a.docx", &docx(&body)).unwrap();
    assert_eq!(read.report.paragraphs("overview"), ["全年公开四条。"]);
    let said = read.statement.to_string();
    for words in ["1 处修订中加上的文字", "1 处修订中删去的文字", "1 处隐藏的文字"] {
        assert!(said.contains(words), "{said}");
    }
    let sheet = "<worksheet><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>示例市水务局2021年政府信息公开工作年度报告</t></is></c></row>\
        <row r=\"3\" hidden=\"1\"><c r=\"A3\" t=\"inlineStr\"><is><t>行政许可</t></is></c><c r=\"B3\"><f>1+2</f><v>3</v></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>行政处罚</t></is></c><c r=\"B4\"><f>1+2</f></c></row>\
        </sheetData></worksheet>";
    let read = exchange::read_bytes("a.xlsx", &xlsx(sheet)).unwrap();
    let cell = read.report.edition().find(&"t1.permits.decisions".into()).unwrap();
    assert_eq!(read.report.text(cell), "3");
    let said = read.statement.to_string();
    for words in ["2 格是公式", "1 格公式没有存结果", "1 行或列是隐藏的"] {
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_pdf_is_read_where_its_reader_is_installed() {
    match exchange::read_bytes("a.pdf", b"%PDF-1.4\n%%EOF\n") {
        Err(error) if error.to_string().contains("没有（软件包") => println!("skipped: no pdftotext here"),
        Err(error) => assert!(error.to_string().contains("PDF"), "{error}"),
        Ok(_) => panic!("read"),
    }
}

/// Small repeatable chance (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or(0)
    }
}

fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(20) {
        let at = chance.below(bytes.len());
        match chance.below(8) {
            0 => bytes.truncate(at.max(8)),
            1 => {
                let end = (at + chance.below(600)).min(bytes.len());
                bytes[at..end].fill(0);
            }
            2 => {
                let end = (at + chance.below(600)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => bytes[at] = 0xff,
            _ => bytes[at] ^= 1 << chance.below(8),
        }
    }
}

/// The part of an archive that matters most, damaged inside a whole archive: the parser gets what the archive passes.
fn damage_inside(bytes: &[u8], kind: &str, chance: &mut Chance) -> Vec<u8> {
    let names: Vec<String> = ZipArchive::new(Cursor::new(bytes))
        .unwrap()
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    let parts: Vec<(String, Vec<u8>)> = names
        .into_iter()
        .filter(|name| ["xml", "rels"].contains(&name.rsplit('.').next().unwrap_or_default()))
        .map(|name| {
            let mut bytes = part(bytes, &name);
            if ["docx", "ods"].contains(&kind) || chance.below(2) == 0 {
                damage(&mut bytes, chance);
            }
            (name, bytes)
        })
        .collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    pack(&parts)
}

/// Few here; `NIANBAO_DAMAGED=2000` makes so many of every kind.
#[test]
fn damaged_files_are_read_or_refused_and_break_nothing() {
    let runs = std::env::var("NIANBAO_DAMAGED").ok().and_then(|n| n.parse().ok()).unwrap_or(12usize);
    let page = format!("<table><tr><td>{}</table>", SCANNED.replace('\n', "<tr><td>").replace('\t', "<td>"));
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    for kind in KINDS.into_iter().chain(["html"]) {
        let whole = if kind == "html" { page.clone().into_bytes() } else { office(kind) };
        let (mut read, mut longest) = (0, Duration::ZERO);
        for run in 0..runs {
            let mut bytes = whole.clone();
            if run % 2 == 1 && ["docx", "xlsx", "ods"].contains(&kind) {
                bytes = damage_inside(&whole, kind, &mut chance);
            } else {
                damage(&mut bytes, &mut chance);
            }
            let start = Instant::now();
            // Here, not in a child: a reader must not break even without its safety net.
            read += usize::from(exchange::read_own(&format!("a.{kind}"), &bytes).is_ok());
            longest = longest.max(start.elapsed());
        }
        println!("{kind}: {read} of {runs} read, the longest in {longest:?}");
        assert!(longest < Duration::from_secs(10), "{kind} {longest:?}");
    }
}

/// Rows of table 2 whose figures are stuck together: 60 here, `NIANBAO_GLUED=…` makes more.
#[test]
fn figures_stuck_together_are_parted_right_or_offered() {
    let runs = std::env::var("NIANBAO_GLUED").ok().and_then(|n| n.parse().ok()).unwrap_or(60usize);
    let edition = Edition::for_year(2021).unwrap();
    let rows = &edition.table("t2").unwrap().blocks[0].rows;
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut right, mut offered) = (0, 0);
    for _ in 0..runs {
        let row = &rows[chance.below(rows.len())];
        let mut figures: Vec<usize> = (0..6)
            .map(|_| match chance.below(6) {
                0 => chance.below(10),
                1 => chance.below(300),
                2 => chance.below(5000),
                _ => 0,
            })
            .collect();
        figures.push(figures.iter().sum());
        let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
        let text = format!(
            "示例县2021年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{}{}\n",
            row.label,
            figures.concat()
        );
        let read = exchange::read_text("a.txt", &text).unwrap();
        let cell = |column: &str| edition.find_in("t2", &row.id, column).unwrap();
        let columns = ["natural", "business", "research", "public_interest", "legal_service", "other", "total"];
        let found: Vec<&str> = columns.iter().map(|column| read.report.text(cell(column))).collect();
        if found == figures {
            right += 1;
            assert!(read.statement.of(Class::Guessed).any(|remark| remark.message.contains("粘在一起")));
            continue;
        }
        assert!(found.iter().all(|text| text.is_empty()), "{found:?} instead of {figures:?}");
        let glued = read.statement.glued.first().unwrap_or_else(|| panic!("{figures:?} {}", read.statement));
        assert!(glued.count > 9 || glued.ways.contains(&figures), "{glued:?}");
        offered += 1;
    }
    println!("{right} parted, {offered} offered, of {runs}");
    assert!(right * 2 > runs, "{right} of {runs}");
}
