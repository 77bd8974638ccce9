//! What every reader does last: heads of tables given to them, foreign matter set aside, broken paragraphs joined.

use unicode_normalization::UnicodeNormalization;

use super::super::{
    Class, Statement, foreign,
    label::normal,
    particulars,
    piece::{Body, Cells, Document, Piece},
    sections,
};
use crate::form::Edition;

/// A paragraph shorter than this is a line of its own and never goes on, in characters.
const SHORT: usize = 20;

/// Makes a document of the pieces of a file.
pub(super) fn finish(mut pieces: Vec<Piece>, mut statement: Statement) -> Document {
    unfold(&mut pieces, &mut statement);
    close_bold(&mut pieces);
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
            let end: String = end.into_iter().rev().collect();
            let start: String = text.chars().take(4).collect();
            document.statement.add(Class::Guessed, piece.line, format!("断开的段落接上：…{end}｜{start}…"));
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if latin(before.chars().last()) && latin(text.chars().next()) {
                before.push(' ');
            }
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
