//! The document part: paragraphs and merged tables between the margins of the official page.

use super::{
    super::{
        body::{Part, Signed},
        plain::{markup, put},
    },
    open::{DECLARATION, SPACES},
    style,
};
use crate::{
    exchange::grid::{Body, Grid, Tile},
    report::Report,
};

/// Twentieths of a point in so many tenths of a millimetre.
fn tenths(n: u32) -> u32 {
    (n * 1440 + 127) / 254
}

/// The document with all its parts.
pub(super) fn document(report: &Report, parts: &[Part]) -> String {
    let mut out = format!("{DECLARATION}<w:document {SPACES}><w:body>");
    let mut is_page_taken = false;
    for (n, part) in parts.iter().enumerate() {
        match part {
            Part::Title([organ, name]) => {
                paragraph(&mut out, style::TITLE, "", organ);
                paragraph(&mut out, style::TITLE, "", name);
                paragraph(&mut out, style::BODY, "", "");
            }
            Part::Heading { text, is_over_table, section } => {
                is_page_taken = *is_over_table && is_large(section);
                let pages = if is_page_taken { "<w:pageBreakBefore/>" } else { "" };
                paragraph(&mut out, style::HEADING, pages, text);
            }
            Part::Aspect(text) => paragraph(&mut out, style::ASPECT, "", text),
            Part::Text { lead, text } => {
                put(&mut out, format_args!(r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>"#, style::BODY));
                if !lead.is_empty() {
                    run(&mut out, &format!(r#"<w:rPr><w:rStyle w:val="{}"/></w:rPr>"#, style::LEAD), lead);
                }
                run(&mut out, "", text);
                out.push_str("</w:p>");
            }
            Part::Table(grid) => {
                table(&mut out, grid, report, is_large(grid.table) && !is_page_taken);
                // A blank line before the next heading; the largest table leaves no room for it.
                if !is_large(grid.table) && matches!(parts.get(n + 1), Some(Part::Heading { .. })) {
                    paragraph(&mut out, style::BODY, "", "");
                }
            }
            Part::Signature(lines) => signature(&mut out, lines),
        }
    }
    section(&mut out);
    out.push_str("</w:body></w:document>");
    out
}

/// Does a table take most of a page, so that it begins one?
fn is_large(table: &str) -> bool {
    table == "t2"
}

fn run(out: &mut String, properties: &str, text: &str) {
    put(out, format_args!(r#"<w:r>{properties}<w:t xml:space="preserve">{}</w:t></w:r>"#, markup(text)));
}

/// A paragraph of one style; `more` are properties that follow the style's name.
fn paragraph(out: &mut String, style: &str, more: &str, text: &str) {
    put(out, format_args!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>"#));
    if !text.is_empty() {
        run(out, "", text);
    }
    out.push_str("</w:p>");
}

/// One blank line, then the lines at the right, each with its own room.
fn signature(out: &mut String, lines: &[Signed]) {
    paragraph(out, style::BODY, "<w:keepNext/>", "");
    for (n, line) in lines.iter().enumerate() {
        let keep = if n + 1 < lines.len() { "<w:keepNext/>" } else { "" };
        // A half character of 16 points is 160 twentieths; rooms by characters count in hundredths.
        let (characters, twentieths) = (line.room * 50, line.room * 160);
        let room = format!(r#"{keep}<w:ind w:rightChars="{characters}" w:right="{twentieths}"/>"#);
        paragraph(out, style::SIGNED, &room, &line.text);
    }
}

/// Page, margins, page numbers and the grid of 22 lines (版心 156×225 mm).
fn section(out: &mut String) {
    let [width, height] = [tenths(2100), tenths(2970)];
    let [top, right, bottom, left, footer] = [370, 260, 350, 280, 230].map(tenths);
    put(
        out,
        format_args!(
            r#"<w:sectPr><w:footerReference w:type="default" r:id="rId10"/><w:footerReference w:type="even" r:id="rId11"/><w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="{footer}" w:gutter="0"/><w:pgNumType w:start="1"/><w:docGrid w:type="lines" w:linePitch="{}"/></w:sectPr>"#,
            style::LINE
        ),
    );
}

/// The columns' widths in twentieths of a point; they add up exactly, or a reader invents a column.
fn widths(grid: &Grid, total: u32) -> Vec<u32> {
    let sum: u32 = grid.widths.iter().sum::<u32>().max(1);
    let mut before = 0;
    let edge = |part: u32| (part * total + sum / 2) / sum;
    grid.widths
        .iter()
        .map(|width| {
            let from = edge(before);
            before += width;
            edge(before) - from
        })
        .collect()
}

const BORDERS: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="6" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="6" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>"#;

fn table(out: &mut String, grid: &Grid, report: &Report, is_on_new_page: bool) {
    let total = tenths(1560);
    let widths = widths(grid, total);
    put(
        out,
        format_args!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>{BORDERS}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#
        ),
    );
    for width in &widths {
        put(out, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    out.push_str("</w:tblGrid>");
    let height = if is_large(grid.table) { 340 } else { 400 };
    for row in 0..grid.n_rows {
        put(out, format_args!(r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>"#));
        out.push_str(if row < grid.n_head_rows { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        for tile in grid.across(row) {
            let n = widths.iter().skip(tile.column).take(tile.n_columns).sum();
            let is_first = is_on_new_page && (row, tile.column) == (0, 0);
            let text = match (tile.row == row, tile.body) {
                (false, _) => "",
                (true, Body::Cell(cell)) => report.text(cell),
                (true, body) => body.head().unwrap_or_default(),
            };
            frame(out, tile, row, n);
            cell(out, tile.body, text, [row + 1 < grid.n_rows, is_first]);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// The frame of a tile in one of the rows that it covers.
fn frame(out: &mut String, tile: &Tile, row: usize, width: u32) {
    put(out, format_args!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#));
    if tile.n_columns > 1 {
        put(out, format_args!(r#"<w:gridSpan w:val="{}"/>"#, tile.n_columns));
    }
    if tile.n_rows > 1 {
        out.push_str(if tile.row == row { r#"<w:vMerge w:val="restart"/>"# } else { "<w:vMerge/>" });
    }
    out.push_str(r#"<w:vAlign w:val="center"/></w:tcPr>"#);
}

/// What stands in the frame, and its end; kept with the next row, or beginning a page.
fn cell(out: &mut String, body: Body, text: &str, [is_kept, is_first]: [bool; 2]) {
    let style = match body {
        Body::Top(_) => style::TABLE_HEAD,
        Body::Corner(_) => style::TABLE_NOTE,
        Body::Side(_) => style::TABLE_SIDE,
        Body::Cell(_) | Body::Nothing => style::TABLE_FIGURE,
    };
    let keep = if is_kept { "<w:keepNext/>" } else { "" };
    let page = if is_first { "<w:pageBreakBefore/>" } else { "" };
    put(out, format_args!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{page}</w:pPr>"#));
    if !text.is_empty() {
        run(out, "", text);
    }
    out.push_str("</w:p></w:tc>");
}
