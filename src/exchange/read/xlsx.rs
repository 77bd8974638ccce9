//! Excel workbooks (.xlsx): the cells of the sheets that are shown, with what stands in the file for a formula's result.

use super::{
    super::{Class, Statement, piece::Document},
    archive::{Archive, broken},
    error::ReadError,
    finish::finish,
    numbers::Formats,
    sheet::{self, Sheet, figure, position},
    table::Pieces,
    xml::{Element, Node, Walk},
};

/// The part that lists the sheets.
pub(super) const PART: &str = "xl/workbook.xml";

/// Most sheets that are read.
const SHEETS: usize = 50;

/// Takes a workbook apart.
pub(super) fn take_apart(source: &str, archive: &mut Archive) -> Result<Document, ReadError> {
    let mut statement = Statement::new(source);
    let Listed { shown, hidden } = list(archive)?;
    if !hidden.is_empty() {
        statement.add(Class::Aside, None, format!("隐藏的工作表没有读：{}", hidden.join("、")));
    }
    let shared = archive.text("xl/sharedStrings.xml")?.map_or(Ok(Vec::new()), |text| strings(&text))?;
    let formats = archive.text("xl/styles.xml")?.map_or(Ok(Formats::default()), |text| formats(&text))?;
    let mut sheets = Vec::new();
    for (name, part) in shown.into_iter().take(SHEETS) {
        if let Some(text) = archive.text(&part)? {
            sheets.push(read(name, &text, &shared, &formats)?);
        }
    }
    let mut pieces = Pieces::default();
    sheet::place(&sheets, &mut pieces, &mut statement);
    Ok(finish(pieces.all, statement))
}

/// The sheets of a workbook.
#[derive(Default)]
struct Listed {
    /// Names and parts of those that are shown.
    shown: Vec<(String, String)>,
    /// Names of those that are not.
    hidden: Vec<String>,
}

fn list(archive: &mut Archive) -> Result<Listed, ReadError> {
    let mut targets: Vec<(String, String)> = Vec::new();
    let text = archive.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let mut walk = Walk::new(&text);
    while let Some(node) = walk.next()? {
        if let Node::Open(element) = node
            && let (Some(id), Some(target)) = (element.get("Id"), element.get("Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.push((id.to_owned(), part));
        }
    }
    let mut listed = Listed::default();
    let text = archive.text(PART)?.ok_or_else(broken)?;
    let mut walk = Walk::new(&text);
    while let Some(node) = walk.next()? {
        let Node::Open(element) = node else { continue };
        if element.name != "sheet" {
            continue;
        }
        let name = element.get("name").unwrap_or_default().to_owned();
        let part = targets.iter().find(|(id, _)| Some(id.as_str()) == element.get("id")).map(|(_, part)| part.clone());
        match part {
            _ if matches!(element.get("state"), Some("hidden" | "veryHidden")) => listed.hidden.push(name),
            Some(part) => listed.shown.push((name, part)),
            None => {}
        }
    }
    Ok(listed)
}

/// The texts that cells share; pronunciation aids are no text.
fn strings(text: &str) -> Result<Vec<String>, ReadError> {
    let mut all: Vec<String> = Vec::new();
    let (mut is_text, mut is_aid) = (false, false);
    let mut walk = Walk::new(text);
    while let Some(node) = walk.next()? {
        match node {
            Node::Open(element) => match element.name.as_str() {
                "si" => all.push(String::new()),
                "t" => is_text = true,
                "rPh" => is_aid = true,
                _ => {}
            },
            Node::Close(name) => match name.as_str() {
                "t" => is_text = false,
                "rPh" => is_aid = false,
                _ => {}
            },
            Node::Text(text) if is_text && !is_aid => all.last_mut().into_iter().for_each(|last| last.push_str(&text)),
            Node::Text(_) => {}
        }
    }
    Ok(all)
}

/// How numbers are shown, by the number of a cell's style.
fn formats(text: &str) -> Result<Formats, ReadError> {
    let mut formats = Formats::default();
    let mut is_of_cells = false;
    let mut walk = Walk::new(text);
    while let Some(node) = walk.next()? {
        match node {
            Node::Open(element) => match element.name.as_str() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (element.number("numFmtId"), element.get("formatCode")) {
                        formats.name(id, code);
                    }
                }
                "cellXfs" => is_of_cells = true,
                "xf" if is_of_cells => formats.style(element.number("numFmtId").unwrap_or(0)),
                _ => {}
            },
            Node::Close(name) if name == "cellXfs" => is_of_cells = false,
            _ => {}
        }
    }
    Ok(formats)
}

/// A cell that is being read.
#[derive(Default)]
struct Reading {
    at: (usize, usize),
    kind: String,
    style: usize,
    text: String,
    has_formula: bool,
    has_value: bool,
}

fn read(name: String, text: &str, shared: &[String], formats: &Formats) -> Result<Sheet, ReadError> {
    let mut sheet = Sheet::new(name);
    let mut cell = Reading::default();
    let mut is_text = false;
    let mut next = (0, 0);
    let mut walk = Walk::new(text);
    while let Some(node) = walk.next()? {
        match node {
            Node::Open(element) => match element.name.as_str() {
                "row" => {
                    next = (element.number("r").and_then(|r| r.checked_sub(1)).unwrap_or(next.0), 0);
                    sheet.hidden += usize::from(is_hidden(&element));
                }
                "col" => sheet.hidden += usize::from(is_hidden(&element)),
                "c" => {
                    let at = element.get("r").and_then(position).unwrap_or(next);
                    let kind = element.get("t").unwrap_or("n").to_owned();
                    cell = Reading { at, kind, style: element.number("s").unwrap_or(0), ..Reading::default() };
                    next = (at.0, at.1 + 1);
                }
                "f" => cell.has_formula = true,
                "v" | "t" => (is_text, cell.has_value) = (true, true),
                "mergeCell" => {
                    let ends = element.get("ref").and_then(|area| area.split_once(':'));
                    if let Some((Some(from), Some(to))) = ends.map(|(from, to)| (position(from), position(to))) {
                        sheet.merge(from, to);
                    }
                }
                _ => {}
            },
            Node::Close(name) => match name.as_str() {
                "v" | "t" => is_text = false,
                "row" => next = (next.0 + 1, 0),
                "c" => put(&mut sheet, &cell, shared, formats)?,
                _ => {}
            },
            Node::Text(text) if is_text => cell.text.push_str(&text),
            Node::Text(_) => {}
        }
    }
    Ok(sheet)
}

fn put(sheet: &mut Sheet, cell: &Reading, shared: &[String], formats: &Formats) -> Result<(), ReadError> {
    sheet.formulas += usize::from(cell.has_formula);
    sheet.without_result += usize::from(cell.has_formula && !cell.has_value);
    let text = match cell.kind.as_str() {
        "s" => cell.text.trim().parse::<usize>().ok().and_then(|n| shared.get(n)).cloned().unwrap_or_default(),
        "n" => formats.show(cell.style, &figure(&cell.text)),
        _ => cell.text.clone(),
    };
    sheet.put(cell.at.0, cell.at.1, &text)
}

fn is_hidden(element: &Element) -> bool {
    matches!(element.get("hidden"), Some("1" | "true"))
}
