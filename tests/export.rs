//! What a report is written as: the same bytes each time, merges that cover, nothing hidden, nothing that runs, and read
//! back exactly.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use nianbao::{
    exchange::{
        export, grid,
        read::read_own,
        write::{Format, write},
    },
    form::{CellIdx, Edition, Kind as Figure},
    report::{About, Kind, Report, Scope, State},
    store,
};
use proptest::{
    prelude::*,
    test_runner::{TestError, TestRunner},
};
use quick_xml::{Reader, events::Event};
use unicode_width::UnicodeWidthStr;

/// The parts of a package, by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.insert(name, text);
    }
    parts
}

/// Every start tag of a part with its attributes, in order; empty ones too, and `/name` where a tag ends.
fn tags(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = Reader::from_str(xml);
    let mut tags = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return tags,
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|of| of.unwrap());
                let attributes = attributes.map(|of| (of.key.as_ref().to_string(), of.value.to_string())).collect();
                tags.push((tag.name().as_ref().to_string(), attributes));
            }
            Event::End(tag) => tags.push((format!("/{}", tag.name().as_ref()), BTreeMap::new())),
            _ => {}
        }
    }
}

fn blank(edition: &str) -> Report {
    let edition = Edition::by_id(edition).unwrap();
    let about = About {
        organ: "示例市财政局".into(),
        kind: Kind::Department,
        year: edition.first_year,
        edition: String::new(),
        scope: Scope::Organ,
        state: State::Draft,
    };
    Report::new(about, edition)
}

fn samples() -> Vec<Report> {
    store::samples().map(|(_, report)| report).collect()
}

fn cell(report: &Report, place: &str) -> CellIdx {
    report.edition().find(&place.into()).unwrap()
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for report in samples() {
        for format in Format::ALL {
            let first = write(&report, format).unwrap();
            assert_eq!(first, write(&report, format).unwrap(), "{format:?}");
            assert!(first.len() < if format == Format::Docx { 20_480 } else { 65_536 }, "{format:?} {}", first.len());
        }
    }
}

#[test]
fn samples_and_blank_forms_come_back_without_a_remark() {
    for report in samples().into_iter().chain([blank("2019"), blank("2021")]) {
        for format in [Format::Docx, Format::Xlsx, Format::Html] {
            let made = export::make(&report, format);
            assert!(made.as_ref().is_ok_and(|made| made.remarks.is_empty()), "{format:?} {made:?}");
        }
    }
    let sheet = &parts(&write(&blank("2021"), Format::Xlsx).unwrap())["xl/worksheets/sheet2.xml"];
    assert!(sheet.contains("<f>IF(COUNT(D5:I5)=0,\"\",SUM(D5:I5))</f><v></v>"), "blank totals will be worked out");
}

#[test]
fn every_part_of_a_package_is_well_formed() {
    for report in samples() {
        for format in [Format::Docx, Format::Xlsx] {
            for (name, text) in parts(&write(&report, format).unwrap()) {
                assert!(!tags(&text).is_empty(), "{name}");
            }
        }
    }
}

#[test]
fn the_tables_of_a_word_file_cover_every_column_and_hold_together() {
    for report in samples() {
        let document = &parts(&write(&report, Format::Docx).unwrap())["word/document.xml"];
        let tables: Vec<&str> =
            document.split("<w:tbl>").skip(1).map(|t| t.split("</w:tbl>").next().unwrap()).collect();
        let grids = grid::all(report.edition());
        assert_eq!(tables.len(), grids.len());
        for (table, grid) in tables.into_iter().zip(grids) {
            let number = |text: &str, attribute: &str| -> usize {
                text.split(attribute).nth(1).and_then(|rest| rest.split('"').nth(1)).unwrap().parse().unwrap()
            };
            let columns: Vec<usize> = table.split("<w:gridCol").skip(1).map(|column| number(column, "w:w=")).collect();
            assert_eq!(
                (columns.len(), columns.iter().sum::<usize>()),
                (grid.widths.len(), number(table, "w:tblW w:w="))
            );
            let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
            assert_eq!(rows.len(), grid.n_rows);
            for (n, row) in rows.iter().enumerate() {
                let spans = row
                    .split("<w:tc>")
                    .skip(1)
                    .map(|cell| if cell.contains("w:gridSpan") { number(cell, "w:gridSpan w:val=") } else { 1 });
                assert_eq!(spans.sum::<usize>(), columns.len(), "row {n} of {}", grid.table);
                assert_eq!(row.contains("<w:tblHeader/>"), n < grid.n_head_rows);
                assert_eq!(row.contains("<w:keepNext/>"), n + 1 < rows.len(), "kept with the next row");
            }
            let n_merged = grid.tiles.iter().filter(|tile| tile.n_rows > 1).count();
            assert_eq!(table.matches(r#"<w:vMerge w:val="restart"/>"#).count(), n_merged);
        }
    }
}

#[test]
fn a_word_file_has_the_page_of_official_documents() {
    let parts = parts(&write(&samples()[1], Format::Docx).unwrap());
    let document = tags(&parts["word/document.xml"]);
    let of = |name: &str| &document.iter().find(|(tag, _)| tag == name).unwrap().1;
    // 版心 156×225 mm on A4, in twentieths of a point.
    let number = |tag: &str, attribute: &str| -> f64 { of(tag)[attribute].parse().unwrap() };
    let millimetres = |twentieths: f64| twentieths / 1440.0 * 25.4;
    let across = number("w:pgSz", "w:w") - number("w:pgMar", "w:left") - number("w:pgMar", "w:right");
    let down = number("w:pgSz", "w:h") - number("w:pgMar", "w:top") - number("w:pgMar", "w:bottom");
    assert!((millimetres(across) - 156.0).abs() < 0.1 && (millimetres(down) - 225.0).abs() < 0.1);
    let pitch = number("w:docGrid", "w:linePitch");
    assert!((22.0 * pitch <= down) && (23.0 * pitch > down), "22 lines");
    let styles = &parts["word/styles.xml"];
    for font in ["方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"] {
        assert!(styles.contains(&format!("w:eastAsia=\"{font}\"")), "{font}");
    }
    assert!(styles.contains(r#"w:firstLineChars="200""#) && styles.contains(r#"<w:outlineLvl w:val="0"/>"#));
    assert!(parts["word/settings.xml"].contains("<w:evenAndOddHeaders/>"));
    assert!(parts["word/fontTable.xml"].contains(r#"<w:altName w:val="仿宋"/>"#));
    for footer in ["word/footer1.xml", "word/footer2.xml"] {
        assert!(parts[footer].contains(" PAGE ") && parts[footer].contains("— "));
    }
    // Table 2 begins a page with its heading.
    let heading = parts["word/document.xml"].split("<w:p>").find(|p| p.contains("三、收到和处理")).unwrap();
    assert!(heading.contains("<w:pageBreakBefore/>") && heading.contains(r#"w:val="Heading1""#));
}

#[test]
fn totals_that_hold_are_formulas_and_one_that_does_not_stays_as_reported() {
    let report = &samples()[1];
    let sheet = &parts(&write(report, Format::Xlsx).unwrap())["xl/worksheets/sheet2.xml"];
    let formula = |name: &str| {
        let cell = sheet.split(&format!("<c r=\"{name}\"")).nth(1).unwrap().split("</c>").next().unwrap();
        let within = |tag: &str| cell.split(&format!("<{tag}>")).nth(1)?.split('<').next().map(str::to_owned);
        (within("f"), within("v"))
    };
    // Row 5 is 本年新收; 总计 is column J. The total of 予以公开, row 7, is one too high in the sample.
    assert_eq!(formula("J5"), (Some("SUM(D5:I5)".into()), Some("7".into())));
    assert_eq!(formula("J7"), (None, Some("4".into())));
    let n_formulas = sheet.matches("<f>").count();
    // 25 rows and 6 more columns, without 予以公开 and the grand total, which depends on it.
    assert_eq!(n_formulas, 25 + 6 - 2);
    assert!(
        sheet.contains("<dataValidation") && sheet.contains("<conditionalFormatting") && sheet.contains("fitToWidth")
            || sheet.contains("fitToPage")
    );
    let all = parts(&write(report, Format::Xlsx).unwrap());
    let notes = all.iter().find(|(name, _)| name.contains("comments")).unwrap().1;
    assert!(notes.contains("各类申请人之和为 3，这里填 4"), "{notes}");
}

#[test]
fn what_looks_like_a_formula_is_text_in_tables() {
    let mut report = blank("2021");
    for (place, text) in
        [("t1.permits.decisions", "=1+1"), ("t1.penalties.decisions", "@SUM(A1)"), ("t1.coercion.decisions", "-18")]
    {
        report.set(cell(&report, place), text);
    }
    report.about.organ = "=cmd|局".into();
    let csv = String::from_utf8(write(&report, Format::Csv).unwrap()).unwrap();
    assert!(csv.contains(",'=1+1\r\n") && csv.contains(",'@SUM(A1)\r\n") && csv.contains(",-18\r\n"), "{csv}");
    assert!(csv.lines().skip(1).all(|line| line.starts_with("'=cmd|局,")));
    let parts = parts(&write(&report, Format::Xlsx).unwrap());
    assert!(parts["xl/styles.xml"].contains("quotePrefix=\"1\""));
    assert!(!parts["xl/worksheets/sheet1.xml"].contains("<f>"));
    assert!(parts["xl/sharedStrings.xml"].contains("=1+1"));
}

#[test]
fn the_tidy_table_has_a_line_for_each_cell_and_the_codebook_explains_each() {
    for report in samples() {
        let made = export::make(&report, Format::Csv).unwrap();
        let text = String::from_utf8(made.bytes).unwrap();
        let (end, book) = made.beside.unwrap();
        let book = String::from_utf8(book).unwrap();
        assert_eq!(end, "-编码表");
        let n_cells = report.edition().cells().len();
        assert_eq!((text.lines().count(), book.lines().count()), (n_cells + 1, n_cells + 1));
        assert!(text.starts_with("\u{feff}机关,年度,口径,版式,位置,数值,原文\r\n"));
        let places = |text: &str, column: usize| -> BTreeSet<String> {
            text.lines().skip(1).map(|line| line.split(',').nth(column).unwrap().to_owned()).collect()
        };
        assert_eq!(places(&text, 4), places(&book, 1));
    }
    let text = String::from_utf8(write(&samples()[0], Format::Csv).unwrap()).unwrap();
    assert!(text.contains(",2020,本机关,2019,t1.permits.change,25,增25\r\n"));
}

#[test]
fn a_page_runs_nothing_loads_nothing_and_ties_every_cell_to_its_heads() {
    let mut report = samples().remove(1);
    report.about.organ = "<script>alert('x')</script>&\"局".into();
    report.set_paragraphs("other", vec!["<img src=x onerror=alert(1)>".into()]);
    let page = String::from_utf8(write(&report, Format::Html).unwrap()).unwrap();
    for word in ["<script", "<img", "<link", "javascript:", "@import", "url(", " onerror=\""] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("&lt;script&gt;") && page.contains("default-src 'none'"));
    let values = |attribute: &str| -> Vec<&str> {
        page.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
    };
    let ids: BTreeSet<&str> = values(" id=\"").into_iter().collect();
    assert_eq!(ids.len(), values(" id=\"").len(), "an id stands twice");
    let n_cells = report.edition().cells().len();
    assert_eq!(page.matches("<td headers=\"").count(), n_cells);
    for heads in values("<td headers=\"") {
        assert!(!heads.is_empty() && heads.split(' ').all(|head| ids.contains(head)), "{heads}");
    }
    for label in values("aria-labelledby=\"") {
        assert!(ids.contains(label), "{label}");
    }
    assert!(page.contains("@page { size: A4; margin: 37mm 26mm 35mm 28mm; }"));
}

#[test]
fn the_boxes_of_a_text_are_as_wide_in_every_line() {
    for mut report in samples() {
        report.set(cell(&report, "t2.new.natural"), "22（其中补正16件）");
        let text = String::from_utf8(write(&report, Format::Text).unwrap()).unwrap();
        let mut n_tables = 0;
        let mut width = 0;
        for line in text.lines().filter(|line| line.starts_with(['┌', '│', '├', '└'])) {
            if line.starts_with('┌') {
                (n_tables, width) = (n_tables + 1, line.width());
            }
            assert_eq!(line.width(), width, "{line}");
        }
        assert_eq!(n_tables, 3);
        assert!(text.contains("22（其中补正16件）│"));
    }
}

#[test]
fn markdown_says_a_merged_label_again_and_keeps_signs_as_they_are() {
    let mut report = samples().remove(1);
    report.set_paragraphs("other", vec!["1. 见 a_b@example.cn、*甲*|乙、[丙](丁)。".into()]);
    let text = String::from_utf8(write(&report, Format::Markdown).unwrap()).unwrap();
    assert!(text.contains("| 三、本年度办理结果 | （三）不予公开 | 1.属于国家秘密 | 0 |"), "{text}");
    assert!(text.contains(r"1\. 见 a_b@example.cn、\*甲\*\|乙、\[丙\](丁)。"), "{text}");
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let n: BTreeSet<usize> = rows.map(|row| row.replace("\\|", "").matches('|').count()).collect();
    assert_eq!(n, BTreeSet::from([5, 11, 16]));
}

#[test]
fn nothing_hidden_leaves_and_the_user_is_told_where_it_stood() {
    let mut report = samples().remove(1);
    report.about.organ = "示例\u{200b}市\u{202e}财政局".into();
    report.set_paragraphs("other", vec!["没有\u{feff}其他\u{b}事项。\u{2028}无。".into()]);
    report.set(cell(&report, "t2.new.natural"), "5\u{200e}");
    for format in Format::ALL {
        let made = export::make(&report, format).unwrap();
        let texts = match format {
            Format::Docx | Format::Xlsx => parts(&made.bytes).into_values().collect::<String>(),
            _ => String::from_utf8(made.bytes).unwrap(),
        };
        for hidden in ['\u{200b}', '\u{202e}', '\u{b}', '\u{200e}', '\u{2028}'] {
            assert!(!texts.contains(hidden), "{format:?} {hidden:?}");
        }
        assert!(!texts.trim_start_matches('\u{feff}').contains('\u{feff}'), "{format:?}");
        if format != Format::Json {
            let remarks = made.remarks.join("\n");
            assert!(
                remarks.contains("机关名称：去掉 2 个") && remarks.contains("六、其他事项：去掉 2 个"),
                "{remarks}"
            );
            assert!(remarks.contains("表二一、本年新收 · 自然人：去掉 1 个"), "{remarks}");
        }
    }
}

#[test]
fn text_that_belongs_nowhere_stays_behind_and_is_told() {
    let mut report = samples().remove(1);
    report.set_paragraphs("unplaced", vec!["附：联系方式".into(), "电话".into()]);
    for format in Format::ALL {
        let made = export::make(&report, format).unwrap();
        let is_told = made.remarks.iter().any(|remark| remark.contains("有 2 段没有写进去"));
        assert_eq!(is_told, !matches!(format, Format::Xlsx | Format::Csv | Format::Json), "{format:?}");
    }
}

/// A paragraph of a report: letters, figures, marks, and what markup and formulas are made of.
fn paragraph() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        6 => proptest::char::range('一', '龥'),
        2 => proptest::char::range('0', '9'),
        1 => proptest::char::range('a', 'z'),
        2 => proptest::sample::select("，、“”《》（）〔〕：；%<>&\"'=+-_*|#\\".chars().collect::<Vec<_>>()),
    ];
    // Two asterisks are bold type to the importer, wherever they stand.
    let plain = |signs: Vec<char>| signs.into_iter().collect::<String>().replace("**", "*、");
    proptest::collection::vec(sign, 1..60).prop_map(move |signs| format!("我局{}。", plain(signs)))
}

/// What stands in a cell of a kind.
fn figure(kind: Figure) -> BoxedStrategy<String> {
    let count = prop_oneof![
        8 => (0_u32..1_000_000).prop_map(|n| n.to_string()),
        2 => Just(String::new()),
        1 => Just("0".to_owned()),
        1 => (1_u32..99).prop_map(|n| format!("{n}（其中修订{n}件）")),
        1 => (1_000_u32..9_999).prop_map(|n| format!("{},{:03}", n / 1000, n % 1000)),
    ];
    match kind {
        Figure::Count => count.boxed(),
        Figure::Change => prop_oneof![
            (1_u32..999).prop_map(|n| format!("增{n}")),
            (1_u32..999).prop_map(|n| format!("减{n}")),
            (-99_i32..99).prop_map(|n| n.to_string()),
            Just(String::new()),
        ]
        .boxed(),
        Figure::Money => prop_oneof![
            (0_u64..9_999_999_999, 1_usize..7).prop_map(|(n, places)| {
                let digits = format!("{n:0>width$}", width = places + 1);
                let (whole, part) = digits.split_at(digits.len() - places);
                format!("{whole}.{part}")
            }),
            (0_u32..99_999).prop_map(|n| format!("{n}（万元）")),
            Just("75394432.52元".to_owned()),
            Just(String::new()),
        ]
        .boxed(),
    }
}

/// A report of an edition with anything in it.
fn report(edition: &'static str) -> impl Strategy<Value = Report> {
    let cells: Vec<_> = blank(edition).edition().cells().iter().map(|cell| figure(cell.kind)).collect();
    let prose = proptest::collection::vec(paragraph(), 6);
    (cells, prose, any::<bool>()).prop_map(move |(cells, prose, is_signed)| {
        let mut report = blank(edition);
        for (idx, text) in report.edition().indices().zip(&cells) {
            report.set(idx, text);
        }
        let [preface, one, two, three, problems, other] = prose.try_into().unwrap();
        report.set_paragraphs("preface", vec![format!("本报告由示例市财政局编制。{preface}")]);
        report.set_paragraphs("overview", vec!["（一）主动公开".into(), one, "（二）依申请公开".into(), two, three]);
        report.set_paragraphs("problems", vec![problems]);
        report.set_paragraphs("other", vec![other]);
        if is_signed {
            let date = format!("{}年1月20日", report.about.year + 1);
            report.set_paragraphs("signature", vec!["示例市财政局".into(), date]);
        }
        report
    })
}

/// Random reports of an edition go out in every format that is read back, and come back the same.
///
/// Few by default, for each is written and read six times; `PROPTEST_CASES=250` makes it the 500 that were promised.
fn come_back(edition: &'static str) {
    let n = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let mut runner = TestRunner::new_with_rng(
        ProptestConfig { cases: n, failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let end = runner.run(&report(edition), |report| {
        for format in [Format::Docx, Format::Xlsx, Format::Html] {
            let made = export::make(&report, format).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(&made.remarks, &Vec::<String>::new(), "{:?}", format);
            if format == Format::Docx {
                // The export has compared cells and prose itself; this is one that it did not look at.
                let name = format!("示例市财政局-{}.docx", report.about.year);
                let read = read_own(&name, &made.bytes).unwrap().report;
                prop_assert_eq!(read, report.clone());
            }
        }
        Ok(())
    });
    if let Err(TestError::Fail(reason, report)) = &end {
        let prose = report.edition().sections.iter().map(|section| report.paragraphs(&section.id).join("\n"));
        panic!("{reason}\n{}", prose.collect::<Vec<_>>().join("\n--\n"));
    }
    assert!(end.is_ok());
}

#[test]
fn random_reports_of_2019_come_back_exactly() {
    come_back("2019");
}

#[test]
fn random_reports_of_2021_come_back_exactly() {
    come_back("2021");
}

#[test]
fn a_title_that_names_no_organ_is_told_as_such() {
    let mut report = samples().remove(0);
    report.about.organ = "shuiwu-2020".into();
    for format in [Format::Docx, Format::Html] {
        let remarks = export::make(&report, format).unwrap().remarks;
        let [remark] = remarks.as_slice() else { panic!("{remarks:?}") };
        assert!(remark.contains("“shuiwu-2020”") && remark.contains("改名"), "{remark}");
    }
}

#[test]
fn what_is_written_as_text_markdown_or_figures_can_be_imported_again() {
    let mut reports = samples();
    reports[1].set_paragraphs("other", vec!["1. 见 a_b@example.cn、*甲*|乙、[丙](丁)和<http://example.cn/>。".into()]);
    for mut report in reports {
        report.set_paragraphs("unplaced", Vec::new());
        report.set(cell(&report, "t1.permits.decisions"), "=1+1");
        for (format, has_prose) in [(Format::Text, true), (Format::Markdown, true), (Format::Csv, false)] {
            let name = format!("a.{}", format.ending());
            let read = read_own(&name, &write(&report, format).unwrap()).unwrap().report;
            assert_eq!((&read.about.organ, read.about.year), (&report.about.organ, report.about.year));
            for cell in report.edition().indices() {
                assert_eq!(read.text(cell), report.text(cell), "{format:?} {}", report.edition().name(cell));
            }
            for section in report.edition().sections.iter().filter(|_| has_prose) {
                assert_eq!(read.paragraphs(&section.id), report.paragraphs(&section.id), "{format:?} {}", section.id);
            }
        }
    }
}
