//! Heads of columns that stand in another order than the form's: figures taken by their place would land in wrong cells.

use super::lines::{Line, Sort};
use crate::{exchange::label::normal, form};

/// The heads above a line as they stand there, if they are those of this block of the form in another order. Where a
/// table is printed as one row its heads come again and again.
pub(super) fn out_of_order(lines: &[Line], line: &Line, block: &form::Block, is_beside: bool) -> Option<String> {
    let labels: Vec<String> = block.columns.iter().map(|column| normal(&column.label)).collect();
    let is_own = |label: &String| labels.iter().filter(|other| *other == label).count() == 1;
    let above = lines.iter().rev().filter(|other| other.block == line.block && other.number < line.number);
    let heads = above.skip_while(|other| other.sort != Sort::Head).take_while(|other| other.sort == Sort::Head);
    heads.map(|head| &head.cells.texts).find_map(|texts| {
        let mut columns: Vec<usize> = texts
            .iter()
            .filter_map(|text| labels.iter().position(|label| *label == normal(text) && is_own(label)))
            .collect();
        // A merged head may be read once for each of its cells.
        columns.dedup();
        // Some heads may be missing or spelled otherwise; those that are known run up, once for each time they come.
        let n_runs = 1 + columns.windows(2).filter(|pair| matches!(pair, [now, next] if next < now)).count();
        let is_wrong = n_runs > if is_beside { block.rows.len() } else { 1 };
        is_wrong.then(|| {
            let named = columns.iter().filter_map(|n| block.columns.get(*n)).map(|column| column.label.as_str());
            named.collect::<Vec<_>>().join("、")
        })
    })
}
