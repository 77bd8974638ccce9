//! A report as Markdown. It has no merged cells: a label is said again in every row and column it stands over.

use super::{
    body::{self, Part},
    plain::{clean, put},
};
use crate::{
    exchange::grid::{Body, Grid},
    report::Report,
};

/// A report as Markdown (tables as GitHub's).
pub(super) fn to_markdown(report: &Report) -> String {
    let mut out = String::new();
    for part in body::parts(report) {
        match part {
            Part::Title([organ, name]) => put(&mut out, format_args!("# {}{name}\n\n", escape(&organ))),
            Part::Heading { text, .. } => put(&mut out, format_args!("## {text}\n\n")),
            Part::Aspect(text) => put(&mut out, format_args!("### {}\n\n", escape(&text))),
            Part::Text { lead, text } => put(&mut out, format_args!("{}\n\n", escape(&format!("{lead}{text}")))),
            Part::Table(grid) => table(&grid, report, &mut out),
            Part::Signature(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| escape(&line.text)).collect();
                put(&mut out, format_args!("{}\n", lines.join("\n\n")));
            }
        }
    }
    out
}

fn table(grid: &Grid, report: &Report, out: &mut String) {
    for row in 0..grid.n_rows {
        let columns = 0..grid.widths.len();
        let texts = columns.map(|column| {
            grid.at(row, column).map_or(String::new(), |tile| match tile.body {
                Body::Cell(cell) if tile.column == column => escape_inner(clean(report.text(cell)).trim()),
                Body::Cell(_) | Body::Nothing => String::new(),
                body => escape_inner(body.head().unwrap_or_default()),
            })
        });
        put(out, format_args!("| {} |\n", texts.collect::<Vec<_>>().join(" | ")));
        if row == 0 {
            put(out, format_args!("|{}\n", " --- |".repeat(grid.widths.len())));
        }
    }
    out.push('\n');
}

/// A paragraph with every sign of Markdown and HTML taken as itself; at its start more of them are signs.
fn escape(text: &str) -> String {
    let inner = escape_inner(text);
    if inner.starts_with(['#', '+', '-', '>', '=', '~']) {
        return format!("\\{inner}");
    }
    // `1. ` would begin a list, which numbers its items anew.
    let digits = inner.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = inner.split_at(digits);
    if digits > 0 && rest.starts_with(['.', ')']) { format!("{number}\\{rest}") } else { inner }
}

/// A text inside a line with every sign of Markdown and HTML taken as itself.
fn escape_inner(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        // Inside a word, as in an address, an underscore marks nothing.
        let is_inside = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        if matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '&') || (c == '_' && !is_inside) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}
