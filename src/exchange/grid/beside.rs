//! A table whose rows stand side by side, printed as one row of cells under nested heads.

use super::table::{Body, Grid};
use crate::form::Table;

/// The cell of a block, row and column of the table.
type At<'a> = dyn Fn(usize, usize, usize) -> Body + 'a;

/// A row of the form, as it stands here: the heads over it from above, and its columns.
struct Group {
    heads: Vec<&'static str>,
    columns: Vec<(&'static str, Body)>,
}

/// Lays the rows side by side: their groups over their labels over their columns over one row of cells.
pub(super) fn lay(table: &'static Table, at: &At) -> Grid {
    let mut grid = Grid::empty(table);
    let groups = groups(table, at);
    let depth = groups.iter().map(|group| group.heads.len()).max().unwrap_or(0);
    grid.widths = vec![1; groups.iter().map(|group| group.columns.len()).sum()];
    grid.n_head_rows = depth + 1;
    let mut from = 0;
    for (n, group) in groups.iter().enumerate() {
        for (level, head) in group.heads.iter().enumerate() {
            let is_same = |other: &Group| other.heads.get(..=level) == group.heads.get(..=level);
            let is_inside = n.checked_sub(1).and_then(|before| groups.get(before)).is_some_and(is_same);
            if !is_inside {
                let together = groups.iter().skip(n).take_while(|other| is_same(other));
                let n_columns = together.map(|other| other.columns.len()).sum();
                grid.put([level, from], [1, n_columns], Body::Top(head));
            }
        }
        let top = group.heads.len();
        for (n, (label, cell)) in group.columns.iter().enumerate() {
            grid.put([top, from + n], [depth + 1 - top, 1], Body::Top(label));
            grid.put([depth + 1, from + n], [1, 1], *cell);
        }
        from += group.columns.len();
    }
    grid.link(0);
    grid.order();
    grid
}

fn groups(table: &'static Table, at: &At) -> Vec<Group> {
    let mut groups = Vec::new();
    for (n, block) in table.blocks.iter().enumerate() {
        for (m, row) in block.rows.iter().enumerate() {
            let mut heads: Vec<&str> = row.under.iter().map(String::as_str).collect();
            // A row that is a group of its own is labelled once.
            if heads.last() != Some(&row.label.as_str()) {
                heads.push(&row.label);
            }
            let columns = block.columns.iter().enumerate().map(|(k, column)| (column.label.as_str(), at(n, m, k)));
            groups.push(Group { heads, columns: columns.collect() });
        }
    }
    groups
}
