//! A report as one web page: nothing to load, nothing to run, heads tied to their cells, printed on the official page.

use super::{
    body::{self, Part},
    plain::{markup, put},
};
use crate::{
    exchange::grid::{Body, Grid, Tile},
    report::Report,
};

/// How the page looks on the screen and on paper (GB/T 9704-2012).
const STYLE: &str = include_str!("html/page.css");

/// A report as a web page (.html).
pub(super) fn to_html(report: &Report) -> String {
    let title = markup(&report.title());
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    );
    for part in body::parts(report) {
        match part {
            Part::Title([organ, name]) => put(&mut out, format_args!("<h1>{}<br>{name}</h1>\n", markup(&organ))),
            Part::Heading { section, text, is_over_table } => {
                let class = if is_over_table { " class=\"over\"" } else { "" };
                put(&mut out, format_args!("<h2 id=\"{section}\"{class}>{text}</h2>\n"));
            }
            Part::Aspect(text) => put(&mut out, format_args!("<h3>{}</h3>\n", markup(&text))),
            Part::Text { lead, text } if lead.is_empty() => put(&mut out, format_args!("<p>{}</p>\n", markup(&text))),
            Part::Text { lead, text } => {
                put(&mut out, format_args!("<p><span class=\"lead\">{}</span>{}</p>\n", markup(&lead), markup(&text)));
            }
            Part::Table(grid) => table(&grid, report, &mut out),
            Part::Signature(lines) => {
                out.push_str("<div class=\"signature\">\n");
                for line in lines {
                    let room = f64::from(u32::try_from(line.room).unwrap_or(0)) / 2.0;
                    let text = markup(&line.text);
                    put(&mut out, format_args!("<p style=\"padding-right:{room}em\">{text}</p>\n"));
                }
                out.push_str("</div>\n");
            }
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// A table named by the heading above it; on a narrow screen it is scrolled by itself.
fn table(grid: &Grid, report: &Report, out: &mut String) {
    let id = grid.table;
    put(
        out,
        format_args!(
            "<section class=\"table\" aria-labelledby=\"{id}\" tabindex=\"0\">\n\
         <table class=\"{id}\" aria-labelledby=\"{id}\">\n<colgroup>\n"
        ),
    );
    let sum: u32 = grid.widths.iter().sum::<u32>().max(1);
    for width in &grid.widths {
        put(out, format_args!("<col style=\"width:{:.2}%\">\n", f64::from(width * 100) / f64::from(sum)));
    }
    out.push_str("</colgroup>\n");
    if grid.n_head_rows > 0 {
        out.push_str("<thead>\n");
    }
    for row in 0..grid.n_rows {
        if row == grid.n_head_rows {
            out.push_str(if row > 0 { "</thead>\n<tbody>\n" } else { "<tbody>\n" });
        }
        out.push_str("<tr>");
        for (n, tile) in grid.tiles.iter().enumerate().filter(|(_, tile)| tile.row == row) {
            cell(grid, [n, row], tile, report, out);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

fn cell(grid: &Grid, [n, row]: [usize; 2], tile: &Tile, report: &Report, out: &mut String) {
    let id = grid.table;
    let mut spans = String::new();
    if tile.n_columns > 1 {
        put(&mut spans, format_args!(" colspan=\"{}\"", tile.n_columns));
    }
    if tile.n_rows > 1 {
        put(&mut spans, format_args!(" rowspan=\"{}\"", tile.n_rows));
    }
    match tile.body {
        Body::Cell(cell) => {
            let heads: Vec<String> = tile.heads.iter().map(|head| format!("{id}-{head}")).collect();
            let text = markup(report.text(cell));
            put(out, format_args!("<td headers=\"{}\"{spans}>{text}</td>", heads.join(" ")));
        }
        Body::Nothing => put(out, format_args!("<td{spans}></td>")),
        // A remark on the whole table heads nothing.
        Body::Corner(text) => put(out, format_args!("<td class=\"corner\"{spans}>{text}</td>")),
        Body::Top(text) => {
            let is_group = tile.n_columns > 1 && row + 1 < grid.n_rows && row < grid.n_head_rows.max(grid.n_rows);
            let scope = if is_group { "colgroup" } else { "col" };
            put(out, format_args!("<th id=\"{id}-{n}\" scope=\"{scope}\"{spans}>{text}</th>"));
        }
        Body::Side(text) => {
            let scope = if tile.n_rows > 1 { "rowgroup" } else { "row" };
            put(out, format_args!("<th id=\"{id}-{n}\" scope=\"{scope}\" class=\"side\"{spans}>{text}</th>"));
        }
    }
}
