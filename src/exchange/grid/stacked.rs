//! A table whose rows stand one under another: blocks with their own columns, row labels nested in groups.

use super::table::{Body, Grid};
use crate::form::{Block, Table};

/// The cell of a block, row and column of the table.
type At<'a> = dyn Fn(usize, usize, usize) -> Body + 'a;

/// Lays the blocks one under another; the last column of a narrow block reaches to the edge.
pub(super) fn lay(table: &'static Table, at: &At) -> Grid {
    let mut grid = Grid::empty(table);
    let rows = || table.blocks.iter().flat_map(|block| &block.rows);
    let depth = rows().map(|row| row.under.len() + 1).max().unwrap_or(1);
    let breadth = table.blocks.iter().map(|block| block.columns.len()).max().unwrap_or(0);
    grid.widths = widths(depth, breadth);
    grid.n_side_columns = depth;
    for (n, block) in table.blocks.iter().enumerate() {
        let first = grid.tiles.len();
        let n_heads = heads(&mut grid, table, block, depth);
        if table.blocks.len() == 1 {
            grid.n_head_rows = n_heads;
        }
        figures(&mut grid, block, depth, &|row, column| at(n, row, column));
        grid.link(first);
    }
    grid.order();
    grid
}

/// Room for labels and figures. Beside nested labels a figure has six digits, an outer label two or four characters and
/// the last label fourteen: then the largest table of the forms stands on one page.
fn widths(depth: usize, breadth: usize) -> Vec<u32> {
    let (outer, inner, last, figure) = if depth == 1 { (0, 0, 26, 24) } else { (12, 21, 76, 16) };
    let mut widths = vec![inner; depth - 1];
    if let Some(first) = widths.first_mut() {
        *first = outer;
    }
    widths.push(last);
    widths.extend(std::iter::repeat_n(figure, breadth));
    widths
}

/// From which column of the grid on a block's column stands, and how many it covers.
fn span(grid: &Grid, block: &Block, depth: usize, column: usize) -> [usize; 2] {
    let is_last = column + 1 == block.columns.len();
    let end = if is_last { grid.widths.len() } else { depth + column + 1 };
    [depth + column, end - (depth + column)]
}

/// The heads of a block; returns how many rows they take.
fn heads(grid: &mut Grid, table: &'static Table, block: &'static Block, depth: usize) -> usize {
    let start = grid.n_rows;
    let n_all = grid.widths.len();
    if !block.title.is_empty() {
        grid.put([grid.n_rows, 0], [1, n_all], Body::Top(&block.title));
    }
    let top = grid.n_rows;
    let is_grouped = block.columns.iter().any(|column| !column.under.is_empty());
    let n_rows = usize::from(!table.over.is_empty()) + if is_grouped { 2 } else { 1 };
    let corner = if block.head.is_empty() { Body::Corner(&table.corner) } else { Body::Top(&block.head) };
    grid.put([top, 0], [n_rows, depth], corner);
    if !table.over.is_empty() {
        grid.put([top, depth], [1, n_all - depth], Body::Top(&table.over));
    }
    let upper = top + usize::from(!table.over.is_empty());
    let below = top + n_rows - upper;
    for (n, column) in block.columns.iter().enumerate() {
        let [from, n_columns] = span(grid, block, depth, n);
        if column.under.is_empty() {
            grid.put([upper, from], [below, n_columns], Body::Top(&column.label));
            continue;
        }
        let is_first =
            n.checked_sub(1).and_then(|before| block.columns.get(before)).is_none_or(|c| c.under != column.under);
        if is_first {
            let together = block.columns.iter().skip(n).take_while(|other| other.under == column.under).count();
            let [last, n_last] = span(grid, block, depth, n + together - 1);
            grid.put([upper, from], [1, last + n_last - from], Body::Top(&column.under));
        }
        grid.put([upper + 1, from], [below - 1, n_columns], Body::Top(&column.label));
    }
    grid.n_rows - start
}

/// The rows of a block: nested labels, then the cells.
fn figures(grid: &mut Grid, block: &'static Block, depth: usize, at: &dyn Fn(usize, usize) -> Body) {
    let start = grid.n_rows;
    for (n, row) in block.rows.iter().enumerate() {
        for (level, group) in row.under.iter().enumerate() {
            let is_same = |other: usize| {
                let other = block.rows.get(other).map(|row| row.under.as_slice()).unwrap_or_default();
                other.get(..=level) == row.under.get(..=level)
            };
            if n == 0 || !is_same(n - 1) {
                let together = (n..block.rows.len()).take_while(|other| is_same(*other)).count();
                grid.put([start + n, level], [together, 1], Body::Side(group));
            }
        }
        let level = row.under.len();
        grid.put([start + n, level], [1, depth - level], Body::Side(&row.label));
        for column in 0..block.columns.len() {
            let [from, n_columns] = span(grid, block, depth, column);
            grid.put([start + n, from], [1, n_columns], at(n, column));
        }
    }
}
