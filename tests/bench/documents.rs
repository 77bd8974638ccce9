//! What is opened: the sample report as a draft for our program, and the same words as plain files for its peers.

use std::{fs, path::PathBuf};

use nianbao::{
    form::{Block, CellIdx, Row},
    report::{About, Report},
    store,
};
use tempfile::TempDir;

/// Characters in a row of the hard-wrapped files: with it a row fills 76 of 80 columns.
const ROW: usize = 38;
/// Size of the long text in bytes.
const LONG: usize = 70_000;
/// Characters that are searched to get to the middle of the longest paragraph.
const NEEDLE: usize = 6;

/// One of the texts that are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Document {
    /// The report as it is; for peers one line a paragraph, wrapped softly by them.
    Text,
    /// The report as it is; for peers one line a row of the screen, so that a line down is a row down.
    Rows,
    /// A text of 70 KB; for peers one line a row of the screen.
    Long,
    /// The report as it is; for peers its table 2 as CSV.
    Table,
}

/// A fresh folder with one document in it; gone when dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    /// Where it is.
    pub(crate) dir: TempDir,
    /// What our program opens.
    pub(crate) draft: PathBuf,
    /// What its peers open.
    pub(crate) plain: PathBuf,
}

/// The sample of 2020, the one whose overview is long.
fn sample() -> Report {
    store::samples().map(|(_, report)| report).find(|report| report.about.year == 2020).expect("the sample of 2020")
}

/// A year before, so that last year's figure is drawn beside the cell: every figure of table 2 another one, and another
/// one than in the row above, but what was carried forward, so that nothing disagrees.
fn last_year(report: &Report) -> Report {
    let about = About { year: report.about.year - 1, ..report.about.clone() };
    let mut last = Report::new(about, report.edition());
    let is_carried = |cell: &CellIdx| last.edition().spec(*cell).place.row() == "carried_forward";
    let cells: Vec<_> = last.edition().cells_of("t2").filter(|cell| !is_carried(cell)).collect();
    for (n, cell) in cells.into_iter().enumerate() {
        last.set(cell, &((n + n / 7) % 11 + 10).to_string());
    }
    last
}

/// The overview, with the rest of the prose behind it.
fn paragraphs(report: &Report) -> Vec<String> {
    let sections = ["overview", "problems", "other", "preface", "signature"];
    sections.iter().flat_map(|section| report.paragraphs(section)).cloned().collect()
}

/// The characters of the overview in an order of their own, until they have the size of the long text: paragraphs of
/// several lines in which nothing repeats and nothing is found, so that the findings stay as they are.
fn long(report: &Report) -> Vec<String> {
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let characters: Vec<char> =
        report.paragraphs("overview").iter().flat_map(|text| text.chars()).filter(is_han).collect();
    let plain: Vec<char> =
        characters.into_iter().filter(|c| !"一二三四五六七八九十百千万亿两零年月日第条件篇我".contains(*c)).collect();
    let mut state = 7_u32;
    let mut draw = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        plain[(state >> 8) as usize % plain.len()]
    };
    let mut paragraphs = Vec::new();
    let mut bytes = 0;
    while bytes < LONG {
        let clauses: Vec<String> = (0..10).map(|_| (0..13).map(|_| draw()).collect()).collect();
        let text = format!("{}。", clauses.join("，"));
        bytes += text.len() + 1;
        paragraphs.push(text);
    }
    paragraphs
}

fn rows(paragraphs: &[String]) -> Vec<String> {
    let cut = |paragraph: &String| {
        let characters: Vec<char> = paragraph.chars().collect();
        characters.chunks(ROW).map(String::from_iter).collect::<Vec<_>>()
    };
    paragraphs.iter().flat_map(cut).collect()
}

fn csv(report: &Report) -> Vec<String> {
    let edition = report.edition();
    let table = edition.table("t2").expect("table 2");
    let rows = table.blocks.iter().flat_map(|block| block.rows.iter().map(move |row| (block, row)));
    let line = |(block, row): (&Block, &Row)| {
        let cell = |id: &str| edition.find_in("t2", &row.id, id).map_or("", |cell| report.text(cell));
        let cells = block.columns.iter().map(|column| cell(&column.id));
        std::iter::once(row.short.as_str()).chain(cells).collect::<Vec<_>>().join(",")
    };
    rows.map(line).collect()
}

/// Lays a document out in a fresh folder.
pub(crate) fn lay_out(document: Document) -> Folder {
    let dir = TempDir::new().expect("a temporary folder");
    let mut report = sample();
    let lines = match document {
        Document::Text => paragraphs(&report),
        Document::Rows => rows(&paragraphs(&report)),
        Document::Long => rows(&long(&report)),
        Document::Table => csv(&report),
    };
    if document == Document::Long {
        report.set_paragraphs("overview", long(&report));
    }
    let folder = store::Folder::open(dir.path()).expect("the folder");
    folder.create(&last_year(&sample())).expect("last year's draft");
    let (name, _) = folder.create(&report).expect("the draft");
    let draft = dir.path().join(name);
    let plain = dir.path().join(if document == Document::Table { "table.csv" } else { "text.txt" });
    fs::write(&plain, lines.join("\n") + "\n").expect("the plain file");
    Folder { dir, draft, plain }
}

/// A few characters in the middle of the overview's longest paragraph that stand nowhere else.
pub(crate) fn needle() -> String {
    let report = sample();
    let longest = report.paragraphs("overview").iter().max_by_key(|p| p.chars().count()).expect("an overview");
    let all = paragraphs(&report).concat();
    let characters: Vec<char> = longest.chars().collect();
    let from = characters.len() / 2;
    let is_plain = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let windows = characters.windows(NEEDLE).skip(from);
    let mut plain =
        windows.filter(|window| window.iter().all(is_plain)).map(|window| window.iter().collect::<String>());
    plain.find(|text| all.matches(text.as_str()).count() == 1).expect("a stretch that stands nowhere else")
}
