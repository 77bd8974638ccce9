//! A sheet of figures as any spreadsheet describes it: cells by row and column, merged areas as one cell.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    super::{Class, Statement},
    error::ReadError,
    table::{Cell, Pieces},
};

/// Rows of a sheet that may hold something.
const ROWS: usize = 2000;
/// Columns of a sheet that may hold something.
const COLUMNS: usize = 200;
/// Merged areas of a sheet that are looked at.
const MERGES: usize = 20_000;
/// Figures of a number that count; a sheet keeps no more.
const FIGURES: u32 = 15;

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// What people call it.
    pub(super) name: String,
    cells: BTreeMap<(usize, usize), String>,
    merges: Vec<Area>,
    /// Cells that a formula fills.
    pub(super) formulas: usize,
    /// Cells whose formula has no result.
    pub(super) without_result: usize,
    /// Rows or columns that are hidden.
    pub(super) hidden: usize,
}

/// A merged area, all ends included.
#[derive(Debug, Clone, Copy)]
struct Area {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

impl Area {
    fn holds(&self, row: usize, column: usize) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

impl Sheet {
    /// A sheet without cells.
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Puts text into a cell, rows and columns from 0; blank text is nothing.
    ///
    /// Fails if the cell lies so far out that no report can reach there.
    pub(super) fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), ReadError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if row >= ROWS || column >= COLUMNS {
            let message = format!("工作表“{}”超过 {ROWS} 行或 {COLUMNS} 列，不像年报，没有读", self.name);
            return Err(ReadError::refused(message));
        }
        self.cells.insert((row, column), text.to_owned());
        Ok(())
    }

    /// Merges cells, ends included.
    pub(super) fn merge(&mut self, (top, left): (usize, usize), (bottom, right): (usize, usize)) {
        let bottom = bottom.clamp(top, top + ROWS);
        if self.merges.len() < MERGES && top < ROWS && left < COLUMNS {
            self.merges.push(Area { top, left, bottom, right: right.clamp(left, left + COLUMNS) });
        }
    }

    /// Puts its rows among the pieces, block by block: what stands between blank rows is as wide as its widest row.
    pub(super) fn place(&self, pieces: &mut Pieces) {
        let last = self.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
        let mut block: Vec<usize> = Vec::new();
        for row in 0..=last + 1 {
            let is_filled = self.cells.range((row, 0)..(row + 1, 0)).next().is_some();
            let is_reached = || self.merges.iter().any(|area| area.top < row && row <= area.bottom);
            if row <= last && (is_filled || (!block.is_empty() && is_reached())) {
                block.push(row);
            } else if !block.is_empty() {
                pieces.table(&self.rows(&std::mem::take(&mut block)));
            }
        }
    }

    fn rows(&self, block: &[usize]) -> Vec<Vec<Cell>> {
        let ends =
            block.iter().flat_map(|row| self.cells.range((*row, 0)..(row + 1, 0)).map(|((_, column), _)| *column));
        let width = ends.max().unwrap_or(0);
        let width = self
            .merges
            .iter()
            .filter(|area| block.contains(&area.top) && self.cells.contains_key(&(area.top, area.left)))
            .map(|area| area.right)
            .fold(width, usize::max);
        block.iter().map(|row| self.row(*row, width)).collect()
    }

    fn row(&self, row: usize, width: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut column = 0;
        while column <= width {
            let text = || self.cells.get(&(row, column)).cloned().unwrap_or_default();
            let area = self.merges.iter().find(|area| area.holds(row, column));
            let is_covered = area.is_some_and(|area| area.top < row);
            cells.push(if is_covered { Cell::covered() } else { Cell::new(text()) });
            column = area.map_or(column, |area| area.right) + 1;
        }
        cells
    }
}

/// Puts all sheets among the pieces and says what there is to say about them.
pub(super) fn place(sheets: &[Sheet], pieces: &mut Pieces, statement: &mut Statement) {
    for sheet in sheets {
        sheet.place(pieces);
        let named = |count: usize, what: &str| format!("工作表“{}”有 {count} {what}", sheet.name);
        if sheet.formulas > 0 {
            statement.add(Class::Guessed, None, named(sheet.formulas, "格是公式，取的是文件里存的结果，请核对"));
        }
        if sheet.without_result > 0 {
            statement.add(
                Class::Missing,
                None,
                named(sheet.without_result, "格公式没有存结果，留空；请用 Excel 打开保存一次"),
            );
        }
        if sheet.hidden > 0 {
            statement.add(Class::Guessed, None, named(sheet.hidden, "行或列是隐藏的，也读入了，请核对"));
        }
    }
}

/// A number as a sheet shows it: no more than fifteen figures, no trailing zeros, no exponent.
///
/// Sheets keep numbers as binary fractions: 0.1 + 0.2 stands in the file as 0.30000000000000004.
pub(super) fn figure(raw: &str) -> String {
    let raw = raw.trim();
    let number = raw.parse::<Decimal>().ok().or_else(|| Decimal::from_scientific(raw).ok());
    let rounded = number.and_then(|number| number.round_sf(FIGURES));
    rounded.map_or_else(|| raw.to_owned(), |number| number.normalize().to_string())
}

/// Row and column, from 0, of a cell's name: `B3` is (2, 1).
pub(super) fn position(name: &str) -> Option<(usize, usize)> {
    let letters = name.chars().take_while(char::is_ascii_alphabetic);
    let column = letters.fold(0usize, |sum, c| {
        sum.saturating_mul(26).saturating_add(usize::from(c.to_ascii_uppercase() as u8 - b'A') + 1)
    });
    let row: usize = name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::{super::super::piece::Body, *};

    fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
        let mut pieces = Pieces::default();
        sheet.place(&mut pieces);
        let row = |body: &Body| match body {
            Body::Row(cells) => cells.texts.clone(),
            Body::Text(text) => vec![format!("# {text}")],
        };
        pieces.all.iter().map(|piece| row(&piece.body)).collect()
    }

    #[test]
    fn merged_cells_are_one_and_a_block_is_as_wide_as_its_widest_row() {
        let mut sheet = Sheet::new("表二");
        for (name, text) in [
            ("A1", "二、主动公开政府信息情况"),
            ("A2", "结果"),
            ("B2", "规章"),
            ("D2", "1"),
            ("F3", "2"),
            ("A5", "单"),
            ("B5", "3"),
        ] {
            let (row, column) = position(name).unwrap();
            sheet.put(row, column, text).unwrap();
        }
        sheet.merge((0, 0), (0, 5));
        sheet.merge((1, 0), (2, 0));
        sheet.merge((1, 1), (1, 2));
        assert_eq!(
            rows(&sheet),
            [
                vec!["# 二、主动公开政府信息情况"],
                vec!["结果", "规章", "1", "", ""],
                vec!["", "", "", "", "", "2"],
                vec!["单", "3"],
            ]
        );
    }

    #[test]
    fn a_cell_far_out_is_refused_and_a_blank_one_is_nothing() {
        let mut sheet = Sheet::new("表");
        assert!(sheet.put(1_048_575, 16_383, " ").is_ok());
        assert!(sheet.put(1_048_575, 0, "x").unwrap_err().to_string().contains("超过 2000 行"));
        assert!(sheet.put(0, 200, "x").is_err());
        assert_eq!(position("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!((position("7"), position("A"), position("A0")), (None, None, None));
    }

    #[test]
    fn numbers_are_shown_as_the_sheet_shows_them() {
        let numbers = ["3", "608.0", "0.30000000000000004", "1.2E3", "-18", "59237.2449", "1E-2", "十"];
        assert_eq!(numbers.map(figure), ["3", "608", "0.3", "1200", "-18", "59237.2449", "0.01", "十"]);
    }
}
