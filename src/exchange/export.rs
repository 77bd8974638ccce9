//! 导出: a report in a format, read back and compared cell by cell before it is said to be done (rule E-02).

use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use super::{
    read::{self, ReadError},
    write::{self, Format, WriteError, clean, losses, texts},
};
use crate::{
    form::{CellIdx, Edition, Place},
    report::Report,
    store,
};

/// A report in a format, held against the report and found the same; not yet on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The format.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
    /// A file that explains it, with the end of its name before its ending.
    pub beside: Option<(&'static str, Vec<u8>)>,
    /// What the user should know: what was left out, what reads differently.
    pub remarks: Vec<String>,
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What was written cannot be read.
    #[error("写好的{label}读不回来，没有留下文件：{error}。请换一种格式，并把这份报告发给维护人员")]
    Unreadable {
        /// The format.
        label: &'static str,
        /// Why.
        error: ReadError,
    },
    /// Cells read differently.
    #[error("{}", said(.label, .differences))]
    Differs {
        /// The format.
        label: &'static str,
        /// Each cell that differs.
        differences: Vec<Difference>,
    },
}

/// A cell that is read back as something else (导出件第{表}{格}为{a}，工作稿为{b}).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which cell.
    pub place: Place,
    /// Table, row and column as people name them.
    pub name: String,
    /// What the report holds.
    pub wanted: String,
    /// What was read.
    pub found: String,
}

fn said(label: &str, differences: &[Difference]) -> String {
    let shown = differences.iter().take(3).map(|one| {
        let found = if one.found.is_empty() { "空" } else { &one.found };
        format!("{}应为“{}”，读回来是“{found}”", one.name, one.wanted)
    });
    let shown = shown.collect::<Vec<_>>().join("；");
    let n = differences.len();
    format!(
        "写好的{label}读回来有 {n} 格不同（E-02），没有留下文件：{shown}。请看看这些格的文字，改成数字，或换一种格式"
    )
}

/// Writes a report in a format and reads it back.
pub fn make(report: &Report, format: Format) -> Result<Export, ExportError> {
    let bytes = write::write(report, format)?;
    let mut remarks = left_out(report, format);
    if matches!(format, Format::Docx | Format::Xlsx | Format::Html) {
        remarks.extend(read_back(report, format, &bytes)?);
    }
    Ok(Export { format, bytes, beside: write::beside(report, format), remarks })
}

/// What of the report is not in the file.
fn left_out(report: &Report, format: Format) -> Vec<String> {
    let mut remarks = Vec::new();
    if format == Format::Json {
        return remarks;
    }
    let edition = report.edition();
    for (place, n) in losses(report) {
        let name = match (edition.section(place.as_str()), edition.find(&place)) {
            (Some(section), _) => section.short.clone(),
            (None, Some(cell)) => named(edition, cell),
            (None, None) => "机关名称".to_owned(),
        };
        remarks.push(format!("{name}：去掉 {n} 个看不见的字符"));
    }
    let n_unplaced = texts(report, "unplaced").count();
    if n_unplaced > 0 && format.has_prose() {
        remarks.push(format!("“待归位的内容”有 {n_unplaced} 段没有写进去；请在工作台里移到所属部分或者删除"));
    }
    remarks
}

/// `表二（一）予以公开 · 自然人`.
fn named(edition: &Edition, cell: CellIdx) -> String {
    format!("{}{}", edition.table_name(&edition.lines(cell).0.id), edition.name(cell))
}

/// Reads a file as the importer would and compares it with the report: cells that differ are an error, sections whose
/// text differs are told.
fn read_back(report: &Report, format: Format, bytes: &[u8]) -> Result<Vec<String>, ExportError> {
    let label = format.label();
    // The name carries what a table file has no other place for.
    let name = format!("{}-{}.{}", clean(&report.about.organ), report.about.year, format.ending());
    let imported = read::read_own(&name, bytes).map_err(|error| ExportError::Unreadable { label, error })?;
    let edition = report.edition();
    let found = |cell: CellIdx| {
        let there = imported.report.edition().find(&edition.spec(cell).place);
        there.map_or(String::new(), |cell| squeezed(imported.report.text(cell)))
    };
    let differences: Vec<Difference> = edition
        .indices()
        .map(|cell| (cell, squeezed(report.text(cell)), found(cell)))
        .filter(|(_, wanted, found)| wanted != found && !(format == Format::Xlsx && is_same_amount(wanted, found)))
        .map(|(cell, wanted, found)| Difference {
            place: edition.spec(cell).place.clone(),
            name: named(edition, cell),
            wanted,
            found,
        })
        .collect();
    if !differences.is_empty() {
        return Err(ExportError::Differs { label, differences });
    }
    if !format.has_prose() {
        return Ok(Vec::new());
    }
    let text = |report: &Report, section: &str| texts(report, section).map(|text| squeezed(&text)).collect::<Vec<_>>();
    let organ = squeezed(&report.about.organ);
    let differ = edition.sections.iter().filter(|section| {
        let mut found = text(&imported.report, &section.id);
        if section.id != "unplaced" {
            return text(report, &section.id) != found;
        }
        // A title that names no organ is told below.
        found.retain(|text| *text != organ);
        !found.is_empty()
    });
    let remark = |short: &str| format!("{short}：文字读回来与报告不完全一样（数字都对），请打开看一眼");
    let mut remarks: Vec<String> = differ.map(|section| remark(&section.short)).collect();
    if squeezed(&imported.report.about.organ) != organ {
        remarks.insert(
            0,
            format!("标题里的机关名称“{organ}”读不成机关；如果是临时代用的名字，请在报告库按 F6 改名后重新导出"),
        );
    }
    Ok(remarks)
}

/// Are both the same amount? A spreadsheet keeps no noughts at the end of decimals.
fn is_same_amount(wanted: &str, found: &str) -> bool {
    let amount = |text: &str| Decimal::from_str_exact(text).ok();
    amount(wanted).is_some_and(|wanted| amount(found) == Some(wanted))
}

/// A text as it is compared: without hidden characters, one blank where there are several.
fn squeezed(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a report's file in a format: `机关-年度.docx`, as drafts are named.
///
/// Fails if the organ's name can be no file's.
pub fn file_name(report: &Report, format: Format) -> Result<String, store::Error> {
    let name = store::file_name(&report.about)?;
    Ok(format!("{}.{}", name.strip_suffix(".ron").unwrap_or(&name), format.ending()))
}

/// Puts an export under a path, and beside it what explains it; says where the files are.
///
/// Fails where the store does; a file that is there is replaced only if that is asked for.
pub fn deliver(export: &Export, path: &Path, may_replace: bool) -> Result<Vec<PathBuf>, store::Error> {
    store::deliver(path, &export.bytes, may_replace)?;
    let mut paths = vec![path.to_owned()];
    if let Some((end, bytes)) = &export.beside {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let beside = path.with_file_name(format!("{stem}{end}.{}", export.format.ending()));
        // The same edition gives the same codebook: one that is there is as good.
        match store::deliver(&beside, bytes, may_replace) {
            Err(error) if error.cause != store::Cause::Exists => return Err(error),
            _ => paths.push(beside),
        }
    }
    Ok(paths)
}
