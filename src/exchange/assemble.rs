//! A document's pieces become a report: edition, particulars, sections, tables, signature; all that fits nowhere is kept.

use super::{
    Class, Imported, Statement,
    layout::Layout,
    particulars::{self, Particulars},
    piece::{Document, Piece},
    placed::Placed,
    read::error::ReadError,
    settle::settle,
    tables::{self, Fit},
};
use crate::{
    form::{Edition, Place},
    report::{About, Report, State},
};

/// Fits closer than this are a draw, and the year decides the edition.
const DRAW: f64 = 0.3;

/// A report has some seventy table rows; a document with more than this is something else.
const MOST_ROWS: usize = 2000;
/// A report has some hundred paragraphs.
const MOST_PIECES: usize = 20_000;

/// Makes a report of a document.
pub(super) fn assemble(document: Document) -> Result<Imported, ReadError> {
    let Document { pieces, mut aside, mut statement } = document;
    if pieces.is_empty() && aside.is_empty() {
        return Err(ReadError::Empty);
    }
    let rows = pieces.iter().filter(|piece| piece.as_text().is_none()).count();
    let characters: usize = pieces.iter().filter_map(Piece::as_text).map(|text| text.chars().count()).sum();
    if rows > MOST_ROWS || pieces.len() > MOST_PIECES || characters > Report::MOST_CHARACTERS {
        return Err(ReadError::Long { paragraphs: pieces.len() - rows, rows });
    }
    let found = particulars::find(&pieces, &mut statement);
    let is_read = |n: usize| found.title == Some(n) || found.used.contains(&n);
    let before_title: Vec<&Piece> = pieces.iter().take(found.title.unwrap_or(0)).collect();
    for (_, piece) in before_title.iter().enumerate().filter(|(n, _)| !is_read(*n)) {
        let message = format!("标题之前的文字，放到“待归位”：{}", crate::width::cut(&piece.to_line(), 30));
        statement.add_words(Class::Aside, piece.line, piece.to_line(), message);
        aside.push(piece.to_line());
    }
    let body: Vec<&Piece> = pieces.iter().skip(found.title.map_or(0, |title| title + 1)).collect();
    let layout = Layout::of(&body);
    let unread = why_unread(&layout, &found);
    let (edition, fit) = choose(&layout, &found, unread, &mut statement).ok_or(ReadError::NotAReport)?;
    let mut placed = Placed::new(edition, found.title.is_some());
    placed.walk(&layout, &fit, unread.is_some());
    if found.title.is_none() && !placed.is_report && fit.cells.is_empty() {
        return Err(ReadError::NotAReport);
    }
    let year = found.year.ok_or(ReadError::NoYear)?;
    let about = About {
        organ: found.organ.clone(),
        kind: found.kind,
        year,
        edition: String::new(),
        scope: found.scope,
        state: State::default(),
    };
    let mut report = Report::new(about, edition);
    placed.sign(&found.organ);
    fill(&mut report, placed, fit, aside, &mut statement);
    say_read(&report, &mut statement);
    settle(&mut report, &mut statement, None);
    Ok(Imported { report, statement })
}

/// Why no table of a document is read: all are of an older form, or of a part of a year.
fn why_unread(layout: &Layout, found: &Particulars) -> Option<&'static str> {
    if found.year.is_some_and(|year| Edition::for_year(year).is_none()) || layout.has_old_table() {
        return Some("是2019年以前的旧格式，统计表口径不同，未读");
    }
    found.is_part.then_some("标题写的是半年或季度，统计表不是全年数，未读")
}

/// The edition whose tables fit best; in a draw the year's.
fn choose(
    layout: &Layout,
    found: &Particulars,
    unread: Option<&str>,
    statement: &mut Statement,
) -> Option<(&'static Edition, Fit)> {
    let by_year = found.year.and_then(Edition::for_year);
    if let Some(why) = unread {
        let edition = by_year.or(Edition::all().first().copied())?;
        statement.add(Class::Missing, None, format!("{why}；正文按{}的章节放", edition.name));
        let foreign = (0..layout.blocks(edition).len()).collect();
        return Some((edition, Fit { foreign, ..Fit::default() }));
    }
    let mut fits: Vec<(&'static Edition, Fit)> =
        Edition::all().iter().map(|edition| (*edition, fit_of(layout, edition))).collect();
    fits.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
    let best = fits.first().map_or(0.0, |(_, fit)| fit.score);
    let is_year = |edition: &Edition| by_year.is_some_and(|other| other.id == edition.id);
    let draw = fits.iter().position(|(edition, fit)| is_year(edition) && fit.score >= best - DRAW);
    let is_draw = draw.is_some();
    let (edition, fit) = fits.swap_remove(draw.unwrap_or(0));
    if best <= 0.0 {
        let edition = by_year.unwrap_or(edition);
        statement.mention(Class::Guessed, None, format!("版式 {}（按年度；没有读到统计表）", edition.name));
    } else if let (Some(other), false) = (by_year, is_draw) {
        let message = format!("版式 {}（按统计表）；而{}年度应用{}", edition.name, found.year?, other.name);
        statement.mention(Class::Guessed, None, message);
    } else {
        statement.add(Class::Read, None, format!("版式 {}（{}）", edition.name, edition.notice));
    }
    Some((edition, fit))
}

/// An edition's tables filled from the annual tables of a document.
fn fit_of(layout: &Layout, edition: &'static Edition) -> Fit {
    let mut blocks = layout.blocks(edition);
    let parts = layout.part_blocks(edition);
    for part in &parts {
        if let Some(block) = blocks.get_mut(*part) {
            block.rows.clear();
        }
    }
    let mut fit = tables::fit(edition, &blocks);
    fit.foreign.extend(parts.iter().copied());
    fit.parts = parts;
    fit
}

/// Puts prose, figures and what was set aside into the report, and the remarks into the statement.
fn fill(report: &mut Report, placed: Placed, fit: Fit, aside: Vec<String>, statement: &mut Statement) {
    statement.remarks.extend(placed.remarks);
    statement.remarks.extend(fit.remarks);
    statement.glued = fit.glued;
    let mut unplaced = aside;
    unplaced.extend(fit.aside.into_iter().map(|(_, text)| text));
    for (section, paragraphs) in report.edition().sections.iter().zip(placed.sections) {
        let mut texts: Vec<String> = paragraphs.into_iter().map(|(_, text)| text).collect();
        if section.id == "unplaced" {
            texts.append(&mut unplaced);
        }
        report.set_paragraphs(&section.id, texts);
    }
    for (cell, text) in fit.cells {
        report.set(cell, &text);
    }
}

/// Says what stands in the report now: figures of each table, characters of each section, parts without anything.
fn say_read(report: &Report, statement: &mut Statement) {
    let edition = report.edition();
    let mut without = Vec::new();
    for section in &edition.sections {
        let characters = report.count_characters(&section.id);
        let cells = edition.cells_of(&section.id).count();
        let filled = edition.cells_of(&section.id).filter(|cell| !report.text(*cell).is_empty()).count();
        let mut parts = Vec::new();
        if cells > 0 && filled > 0 {
            parts.push(format!("{filled}/{cells} 格"));
        }
        if characters > 0 {
            parts.push(format!("{characters} 字"));
        }
        if !parts.is_empty() {
            let message = format!("{} {}", section.short, parts.join("，"));
            statement.add_at(Class::Read, None, Place::section(&section.id), message);
        } else if section.part && cells == 0 {
            without.push(section.short.as_str());
        }
    }
    if !without.is_empty() {
        statement.mention(Class::Missing, None, format!("没有找到：{}", without.join("；")));
    }
    statement.remarks.sort_by_key(|remark| remark.class);
}
