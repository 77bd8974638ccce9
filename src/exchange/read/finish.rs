//! What every reader does last: heads of tables given to them, foreign matter set aside, broken paragraphs joined.

use unicode_normalization::UnicodeNormalization;

use super::super::{
    Class, Statement, foreign,
    label::{after, normal},
    particulars,
    piece::{Body, Cells, Document, Piece},
    sections,
    tables::glue::is_stuck,
};
use crate::{form::Edition, report::value::fold};

/// A paragraph shorter than this is a line of its own and never goes on, in characters.
const SHORT: usize = 20;
/// So many figures in a row are a row of a table, not a number.
const STRING: usize = 15;
/// What is said of a paragraph that was joined, before its place.
pub(super) const JOINED: &str = "断开的段落接上：";
/// Marks that labels are compared without.
const QUOTES: [char; 6] = ['“', '”', '‘', '’', '"', '\''];
/// A longer text is no row, in bytes.
const LONGEST: usize = 400;

/// Makes a document of the pieces of a file.
pub(super) fn finish(mut pieces: Vec<Piece>, mut statement: Statement) -> Document {
    unfold(&mut pieces, &mut statement);
    close_bold(&mut pieces);
    drop_page_numbers(&mut pieces, &mut statement);
    row_up(&mut pieces);
    furnish(&mut pieces);
    let mut document = Document { pieces, aside: Vec::new(), statement };
    foreign::set_aside(&mut document);
    join(&mut document);
    document
}

/// Characters that take no room and say nothing.
pub(super) fn is_unseen(c: char) -> bool {
    c == '\u{ad}' || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// Radicals and compatibility forms, as PDF files have them (`⾏` for 行), in their usual characters; says so.
fn unfold(pieces: &mut [Piece], statement: &mut Statement) {
    let is_form = |c: &char| matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}');
    let mut count = 0;
    let mut usual = |text: &mut String| {
        let found = text.chars().filter(is_form).count();
        if found > 0 {
            count += found;
            *text = text.chars().flat_map(|c| if is_form(&c) { c.nfkc().collect() } else { vec![c] }).collect();
        }
    };
    for piece in pieces {
        match &mut piece.body {
            Body::Text(text) => usual(text),
            Body::Row(cells) => cells.texts.iter_mut().for_each(&mut usual),
        }
    }
    if count > 0 {
        statement.add(Class::Guessed, None, format!("有 {count} 个部首形的字（如“⾏”）换成了通常的字（如“行”）"));
    }
}

/// Joins a bold text that was broken over two or three lines.
fn close_bold(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at < pieces.len() {
        let text = |n: usize| pieces.get(n).and_then(Piece::as_text);
        let is_open = text(at).is_some_and(|text| text.starts_with("**") && text.matches("**").count() == 1);
        let end = (at + 1..at + 3).find(|n| text(*n).is_some_and(|text| text.ends_with("**")));
        if let Some(end) = end.filter(|end| is_open && (at..*end).all(|n| text(n).is_some())) {
            let whole: String = (at..=end).filter_map(text).collect();
            pieces.drain(at + 1..=end);
            if let Some(piece) = pieces.get_mut(at) {
                piece.body = Body::Text(whole);
            }
        }
        at += 1;
    }
}

/// Takes out the numbers of pages, and says so.
fn drop_page_numbers(pieces: &mut Vec<Piece>, statement: &mut Statement) {
    let mut lines = Vec::new();
    pieces.retain(|piece| {
        let is_number = piece.as_text().is_some_and(is_page_number);
        lines.extend(is_number.then_some(piece.line));
        !is_number
    });
    if let Some(first) = lines.first() {
        statement.add(Class::Aside, *first, format!("页码，略去（共{}行）", lines.len()));
    }
}

/// `- 3 -`, `第 3 页`, `第3页 共8页`.
pub(super) fn is_page_number(line: &str) -> bool {
    let plain = normal(line);
    let dashed = plain.strip_prefix('-').and_then(|rest| rest.strip_suffix('-'));
    let paged = plain.strip_prefix('第').and_then(|rest| rest.split_once('页')).map(|(number, rest)| {
        let rest = rest.trim_start_matches(['/', ',', '.']);
        if rest.is_empty() || (rest.starts_with('共') && rest.ends_with('页')) { number } else { "" }
    });
    dashed.or(paged).is_some_and(|number| {
        !number.is_empty() && number.chars().count() <= 3 && number.chars().all(|c| c.is_ascii_digit())
    })
}

/// Rows of the form that lost their cells: a label and figures in one text, apart or stuck together.
fn row_up(pieces: &mut [Piece]) {
    let rows = || {
        Edition::all()
            .iter()
            .flat_map(|edition| &edition.tables)
            .flat_map(|table| &table.blocks)
            .flat_map(|block| &block.rows)
    };
    let mut labels: Vec<String> = rows().map(|row| normal(&row.label)).collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.chars().count()));
    labels.dedup();
    let mut groups: Vec<String> = rows().flat_map(|row| &row.under).map(|group| normal(group)).collect();
    groups.sort_unstable();
    groups.dedup();
    for piece in pieces {
        let text = match &piece.body {
            Body::Text(text) => text,
            Body::Row(cells) => match cells.texts.as_slice() {
                [one] => one,
                _ => continue,
            },
        };
        if let Some(texts) = parted(text, &labels, &groups) {
            piece.body = Body::Row(Cells { texts, is_loose: false });
        }
    }
}

/// The label and the figures of a text that is a row; only figures, if so many are stuck together that it must be one.
fn parted(text: &str, labels: &[String], groups: &[String]) -> Option<Vec<String>> {
    if text.len() > LONGEST || !text.contains(|c: char| fold(c).is_ascii_digit()) {
        return None;
    }
    let figures_of = |rest: &str| {
        let behind =
            labels.iter().filter_map(|label| after(rest, label)).map(|behind| behind.trim_start_matches(QUOTES));
        behind.filter(|behind| is_stuck(behind)).map(str::len).next()
    };
    // Labels of groups may stand before the row's own; one edition's row is another's group.
    let mut rest = text;
    let figures = loop {
        if let Some(length) = figures_of(rest) {
            break Some(length);
        }
        match groups.iter().find_map(|group| after(rest, group)).filter(|behind| behind.len() < rest.len()) {
            Some(behind) => rest = behind,
            None => break None,
        }
    };
    let is_string = figures.is_none() && text.chars().count() >= STRING && text.chars().all(|c| c.is_ascii_digit());
    if is_string {
        return Some(vec![text.to_owned()]);
    }
    let (label, figures) = text.split_at_checked(text.len().checked_sub(figures?)?)?;
    let label = label.trim().to_owned();
    Some(std::iter::once(label).chain(figures.split_whitespace().map(str::to_owned)).collect())
}

/// Lines without cells that belong to a table: heads over blocks, and group labels and corners beside rows.
fn furnish(pieces: &mut [Piece]) {
    let tables = || Edition::all().iter().flat_map(|edition| &edition.tables);
    let blocks = || tables().flat_map(|table| &table.blocks);
    let heads: Vec<String> = blocks().map(|block| normal(&block.title)).filter(|title| !title.is_empty()).collect();
    let mut beside: Vec<String> = tables().flat_map(|table| [normal(&table.corner), normal(&table.over)]).collect();
    beside.extend(blocks().flat_map(|block| &block.rows).flat_map(|row| &row.under).map(|label| normal(label)));
    beside.retain(|label| !label.is_empty());
    let is_row = |piece: Option<&Piece>| piece.is_some_and(|piece| matches!(piece.body, Body::Row(_)));
    let marks: Vec<bool> = (0..pieces.len())
        .map(|n| {
            let Some(text) = pieces.get(n).and_then(Piece::as_text) else { return false };
            let plain = normal(text);
            let is_beside = is_row(pieces.get(n + 1)) || (n > 0 && is_row(pieces.get(n - 1)));
            heads.contains(&plain) || (is_beside && beside.contains(&plain))
        })
        .collect();
    for (piece, is_furniture) in pieces.iter_mut().zip(marks) {
        if is_furniture && let Some(text) = piece.as_text() {
            piece.body = Body::Row(Cells { texts: vec![text.to_owned()], is_loose: true });
        }
    }
}

/// Joins paragraphs that a page or line end has broken, and says so.
fn join(document: &mut Document) {
    let mut joined: Vec<Piece> = Vec::with_capacity(document.pieces.len());
    for piece in document.pieces.drain(..) {
        if let (Some(Body::Text(before)), Body::Text(text)) = (joined.last_mut().map(|p| &mut p.body), &piece.body)
            && is_unfinished(before)
            && goes_on(text)
        {
            let end: Vec<char> = before.chars().rev().take(4).collect();
            let mut end: String = end.into_iter().rev().collect();
            let start: String = text.chars().take(4).collect();
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if latin(before.chars().last()) && latin(text.chars().next()) {
                before.push(' ');
                end.push(' ');
            }
            let message = format!("{JOINED}…{}｜{start}…", end.trim_end());
            document.statement.add_words(Class::Guessed, piece.line, format!("{end}{start}"), message);
            before.push_str(text);
        } else {
            joined.push(piece);
        }
    }
    document.pieces = joined;
}

/// Does a paragraph stop where no sentence ends?
fn is_unfinished(text: &str) -> bool {
    let Some(last) = text.chars().last() else { return false };
    if matches!(last, '，' | '、') {
        return true;
    }
    let is_inside = last.is_alphanumeric() || last == '《' || last == '“';
    is_inside
        && text.chars().nth(SHORT - 1).is_some()
        && !particulars::is_title(text)
        && !particulars::is_date(text)
        && !sections::is_bare_heading(text)
}

/// Could a paragraph be the rest of another?
fn goes_on(text: &str) -> bool {
    !sections::is_headlike(text) && !particulars::is_title(text) && !particulars::is_date(text)
}
