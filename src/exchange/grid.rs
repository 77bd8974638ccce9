//! One merged table for each table of an edition: heads and cells with their spans, every place covered exactly once.
//!
//! It is built from the form and knows nothing of formats: every writer, and whatever shows a table as it is printed,
//! goes through it.

mod beside;
mod stacked;
mod table;

pub use table::{Body, Grid, Tile, Uneven};

use crate::form::{Edition, Layout, Table};

/// The tables of an edition as they are printed, in form order.
pub fn all(edition: &'static Edition) -> Vec<Grid> {
    edition.tables.iter().enumerate().map(|(n, table)| lay(edition, n, table)).collect()
}

/// One table of an edition; `None` if it has none of this id.
pub fn of(edition: &'static Edition, table: &str) -> Option<Grid> {
    let n = edition.tables.iter().position(|of| of.id == table)?;
    Some(lay(edition, n, edition.tables.get(n)?))
}

fn lay(edition: &'static Edition, n: usize, table: &'static Table) -> Grid {
    let at = |block, row, column| edition.cell_at(n, block, row, column).map_or(Body::Nothing, Body::Cell);
    match table.layout {
        Layout::Stacked => stacked::lay(table, &at),
        Layout::Beside => beside::lay(table, &at),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::form::{Block, Column, Kind, Row};

    #[test]
    fn every_table_covers_every_place_once_and_holds_every_cell_once() {
        for edition in Edition::all() {
            let grids = all(edition);
            for grid in &grids {
                assert_eq!(grid.check(), Ok(()), "{} {}", edition.id, grid.table);
                assert_eq!(of(edition, grid.table).as_ref(), Some(grid));
            }
            let cells: Vec<_> = grids.iter().flat_map(|grid| &grid.tiles).filter_map(|tile| tile.body.cell()).collect();
            let unique: BTreeSet<_> = cells.iter().copied().collect();
            assert_eq!((cells.len(), unique.len()), (edition.cells().len(), edition.cells().len()));
        }
        assert_eq!(of(Edition::all()[0], "t9"), None);
    }

    #[test]
    fn the_tables_have_the_shape_of_the_notices() {
        let shape = |id: &str| -> Vec<[usize; 4]> {
            let grids = all(Edition::by_id(id).unwrap());
            grids.iter().map(|g| [g.n_rows, g.widths.len(), g.n_head_rows, g.n_side_columns]).collect()
        };
        assert_eq!(shape("2019"), [[18, 4, 0, 1], [26, 10, 3, 3], [4, 15, 3, 0]]);
        assert_eq!(shape("2021"), [[14, 4, 0, 1], [28, 10, 3, 3], [4, 15, 3, 0]]);
        let grid = of(Edition::by_id("2021").unwrap(), "t2").unwrap();
        let spans = |row: usize, column: usize| {
            let tile = grid.at(row, column).unwrap();
            (tile.body.head().unwrap_or("cell"), tile.n_rows, tile.n_columns)
        };
        assert_eq!(spans(1, 2), ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3));
        assert_eq!(spans(0, 5), ("申请人情况", 1, 7));
        assert_eq!((spans(2, 3), spans(1, 8)), (("自然人", 2, 1), ("法人或其他组织", 1, 5)));
        assert_eq!(spans(3, 2), ("一、本年新收政府信息公开申请数量", 1, 3));
        assert_eq!(spans(20, 0), ("三、本年度办理结果", 22, 1));
        assert_eq!((spans(12, 1), spans(26, 2)), (("（三）不予公开", 8, 1), ("（七）总计", 1, 2)));
        let grid = of(Edition::by_id("2021").unwrap(), "t3").unwrap();
        let span = |row, column| grid.at(row, column).map(|tile| (tile.body.head(), tile.n_rows, tile.n_columns));
        assert_eq!(span(0, 2), Some((Some("行政复议"), 1, 5)));
        assert_eq!(span(0, 9), Some((Some("行政诉讼"), 1, 10)));
        assert_eq!((span(2, 4), span(2, 5)), (Some((Some("总计"), 2, 1)), Some((Some("结果维持"), 1, 1))));
    }

    #[test]
    fn a_cell_knows_its_heads_from_the_outside_in() {
        let heads = |id: &str, place: &str| -> Vec<&str> {
            let edition = Edition::by_id(id).unwrap();
            let cell = edition.find(&place.into()).unwrap();
            let grid = of(edition, edition.lines(cell).0.id.as_str()).unwrap();
            let (row, column) = grid.find(cell).unwrap();
            let heads = &grid.at(row, column).unwrap().heads;
            heads.iter().filter_map(|n| grid.tiles[*n].body.head()).collect()
        };
        assert_eq!(
            heads("2021", "t2.denied_secret.business"),
            ["申请人情况", "法人或其他组织", "商业企业", "三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
        );
        assert_eq!(heads("2019", "t1.fees.change"), ["第二十条第（八）项", "本年增/减", "行政事业性收费"]);
        assert_eq!(heads("2021", "t3.after_review.pending"), ["行政诉讼", "复议后起诉", "尚未审结"]);
    }

    fn column(n: usize, under: bool) -> Column {
        let under = if under { "组".to_owned() } else { String::new() };
        Column {
            id: format!("c{n}"),
            label: format!("列{n}"),
            short: String::new(),
            under,
            kind: Kind::Count,
            note: String::new(),
        }
    }

    fn row(n: usize, depth: usize) -> Row {
        let under = (0..depth).map(|level| format!("第{level}层{}", n / 3)).collect();
        let (id, label) = (format!("r{n}"), format!("行{n}"));
        Row { id, label, short: String::new(), under, note: String::new(), brief: String::new() }
    }

    prop_compose! {
        fn block()(
            columns in proptest::collection::vec(any::<bool>(), 1..6),
            rows in proptest::collection::vec(0_usize..4, 1..8),
            title in any::<bool>(),
        ) -> Block {
            Block {
                title: if title { "块".into() } else { String::new() },
                head: "项目".into(),
                columns: columns.into_iter().enumerate().map(|(n, under)| column(n, under)).collect(),
                rows: rows.into_iter().enumerate().map(|(n, depth)| row(n, depth)).collect(),
            }
        }
    }

    proptest! {
        #[test]
        fn a_table_of_any_shape_covers_every_place_once(
            blocks in proptest::collection::vec(block(), 1..4),
            over in any::<bool>(),
            is_beside in any::<bool>(),
        ) {
            let over = if over { "一切".into() } else { String::new() };
            let layout = if is_beside { Layout::Beside } else { Layout::Stacked };
            let table = Table { id: "t".into(), corner: "角".into(), over, layout, blocks };
            let table: &'static Table = std::boxed::Box::leak(std::boxed::Box::new(table));
            let at = |_, _, _| Body::Cell(crate::form::CellIdx(0));
            let grid = if is_beside { beside::lay(table, &at) } else { stacked::lay(table, &at) };
            prop_assert_eq!(grid.check(), Ok(()));
            let n_cells: usize = table.blocks.iter().map(|block| block.columns.len() * block.rows.len()).sum();
            prop_assert_eq!(grid.tiles.iter().filter(|tile| tile.body.cell().is_some()).count(), n_cells);
            for tile in grid.tiles.iter().filter(|tile| tile.body.cell().is_some()) {
                prop_assert!(!tile.heads.is_empty());
            }
        }
    }
}
