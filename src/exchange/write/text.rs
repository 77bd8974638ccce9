//! A report as plain text: paragraphs as they are, tables drawn in boxes whose lines are all equally wide.

use super::{
    body::{self, Part},
    boxes::{Boxes, Pen, span, texts},
    plain::{clean, put},
};
use crate::{
    exchange::grid::{Body, Grid, Tile},
    report::Report,
};

/// Widest column of labels, and of figures, in columns of a terminal.
const WIDEST: (usize, usize) = (30, 12);

/// A report as plain text.
pub(super) fn to_text(report: &Report) -> String {
    let mut out = String::new();
    for part in body::parts(report) {
        match part {
            Part::Title([organ, name]) => put(&mut out, format_args!("{organ}\n{name}\n\n")),
            Part::Heading { text, .. } => put(&mut out, format_args!("\n{text}\n\n")),
            Part::Aspect(text) => put(&mut out, format_args!("{text}\n\n")),
            Part::Text { lead, text } => put(&mut out, format_args!("{lead}{text}\n\n")),
            Part::Table(grid) => {
                let texts = texts(&grid, report, clean);
                let widths = widths(&grid, &texts);
                for line in Boxes::new(&grid, &texts, widths, Pen::PLAIN).all() {
                    put(&mut out, format_args!("{line}\n"));
                }
                out.push('\n');
            }
            Part::Signature(lines) => {
                out.push('\n');
                for line in lines {
                    put(&mut out, format_args!("{}\n", line.text));
                }
            }
        }
    }
    out
}

/// Columns wide enough for what stands in each alone, then for what reaches over several.
fn widths(grid: &Grid, texts: &[String]) -> Vec<usize> {
    let mut widths = vec![2; grid.widths.len()];
    let wanted = |tile: &Tile, text: &str| {
        let most = if tile.column < grid.n_side_columns { WIDEST.0 } else { WIDEST.1 };
        let most = if grid.n_head_rows == 0 { WIDEST.0 } else { most };
        let is_group = matches!(tile.body, Body::Side(_)) && tile.n_rows > 1;
        let cols = Pen::PLAIN.measure.cols(text);
        // A group beside several rows has room below: it may be narrow.
        let cols = if is_group { cols.min(14) } else { cols };
        // A figure is never broken.
        if tile.body.cell().is_some() { cols } else { cols.min(most) }
    };
    let mut tiles: Vec<(&Tile, &String)> = grid.tiles.iter().zip(texts).collect();
    tiles.sort_by_key(|(tile, _)| tile.n_columns);
    for (tile, text) in tiles {
        let have = span(&widths, tile.column, tile.n_columns) + tile.n_columns - 1;
        let more = wanted(tile, text).saturating_sub(have);
        if let Some(last) = widths.get_mut(tile.column + tile.n_columns - 1) {
            *last += more;
        }
    }
    widths
}
