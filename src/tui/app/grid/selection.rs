//! A block of selected cells: begun with Shift or a key, copied as a spreadsheet reads it, emptied as one step.

use super::{Anchor, Grid, Line, Step};
use crate::{
    form::CellIdx,
    report::{Report, edit::Edit},
};

impl Grid {
    /// Moves the cursor and takes the selection along. Returns whether it moved.
    pub fn select(&mut self, step: Step) -> bool {
        self.anchor = self.anchor.or(Some(Anchor { line: self.line, column: self.column(), is_held: false }));
        self.walk(step)
    }

    /// Starts a selection that every move extends, or ends it; for terminals that do not send Shift with arrows.
    pub fn toggle_mark(&mut self) {
        self.anchor = match self.anchor {
            Some(Anchor { is_held: true, .. }) => None,
            Some(anchor) => Some(Anchor { is_held: true, ..anchor }),
            None => Some(Anchor { line: self.line, column: self.column(), is_held: true }),
        };
    }

    /// Does every move extend the selection?
    pub fn is_marking(&self) -> bool {
        self.anchor.is_some_and(|anchor| anchor.is_held)
    }

    /// Is there a selection?
    pub fn has_selection(&self) -> bool {
        self.anchor.is_some()
    }

    /// Ends the selection; false if there was none to end.
    pub fn drop_selection(&mut self) -> bool {
        self.anchor.take().is_some()
    }

    /// Selects the row, or the whole table if the row is selected already.
    pub fn select_more(&mut self) {
        let (first, last) = self.span();
        let is_row = self.has_selection() && first == last && self.selected().concat().len() == self.columns_at(first);
        // As far to the right as any block reaches; the cursor stays at the top left, so that nothing scrolls away.
        let column = self.table().blocks.iter().map(|block| block.columns.len()).max().unwrap_or(1) - 1;
        let last = if is_row { self.lines.len() - 1 } else { self.line };
        if is_row {
            self.line = self.lines.iter().position(|line| matches!(line, Line::Row(..))).unwrap_or(self.line);
        }
        self.goal = 0;
        self.anchor = Some(Anchor { line: last, column, is_held: false });
    }

    /// Is a cell selected? Line of the table, column.
    pub fn is_selected(&self, line: usize, column: usize) -> bool {
        let (first, last) = self.span();
        self.has_selection() && (first..=last).contains(&line) && self.reach().contains(&column)
    }

    /// The selected cells row by row; the cell under the cursor if nothing is selected.
    pub fn selected(&self) -> Vec<Vec<CellIdx>> {
        let (first, last) = self.span();
        let rows = self.lines[first..=last].iter().filter_map(|line| match line {
            Line::Row(block, row) => Some((*block, *row)),
            Line::Block(_) | Line::Group(..) => None,
        });
        let cells = rows.map(|(b, r)| self.reach().filter_map(|c| self.cell_at(b, r, c)).collect::<Vec<_>>());
        cells.filter(|cells| !cells.is_empty()).collect()
    }

    /// First and last line of the selection.
    pub(super) fn span(&self) -> (usize, usize) {
        let anchor = self.anchor.map_or(self.line, |anchor| anchor.line);
        (anchor.min(self.line), anchor.max(self.line))
    }

    /// First to last column of the selection.
    pub(super) fn reach(&self) -> std::ops::RangeInclusive<usize> {
        let column = if self.has_selection() { self.goal } else { self.column() };
        let anchor = self.anchor.map_or(column, |anchor| anchor.column);
        anchor.min(column)..=anchor.max(column)
    }

    /// Cells of a line's row.
    fn columns_at(&self, line: usize) -> usize {
        match self.lines[line] {
            Line::Row(block, _) | Line::Group(block, ..) | Line::Block(block) => {
                self.table().blocks[block].columns.len()
            }
        }
    }

    /// What was typed into the selected cells: rows as lines, cells parted by tabs.
    pub fn copy(&self, report: &Report) -> String {
        let rows = self.selected().into_iter().map(|cells| {
            let texts: Vec<&str> = cells.into_iter().map(|cell| report.text(cell)).collect();
            texts.join("\t")
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// The edit that empties the selected cells and how many; `None` if they are empty.
    pub fn clear(&self, report: &Report) -> Option<(Edit, usize)> {
        let cells = self.selected().concat();
        let edits: Vec<Edit> = cells.into_iter().filter_map(|cell| self.change(report, cell, String::new())).collect();
        let n = edits.len();
        (n > 0).then_some((Edit::All(edits), n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    fn grid(year: u16, table: &str) -> (Grid, Report) {
        let edition = Edition::for_year(year).unwrap();
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, edition);
        for (n, cell) in edition.indices().enumerate() {
            report.set(cell, &n.to_string());
        }
        (Grid::new(edition, table).unwrap(), report)
    }

    #[test]
    fn a_block_is_copied_as_a_spreadsheet_reads_it_and_heads_are_no_rows() {
        let (mut grid, report) = grid(2021, "t2");
        grid.step(Step::Right);
        for step in [Step::Down, Step::Down, Step::Right] {
            grid.select(step);
        }
        assert_eq!(grid.copy(&report), "11\t12\n18\t19\n25\t26");
        assert!(grid.is_selected(0, 1) && grid.is_selected(0, 2) && !grid.is_selected(0, 3));
        grid.step(Step::Left);
        assert!(!grid.has_selection());
        assert_eq!(grid.copy(&report), "25", "without a selection it is the cell");
    }

    #[test]
    fn a_selection_runs_backwards_too_and_a_held_one_follows_plain_moves() {
        let (mut grid, report) = grid(2021, "t3");
        grid.step(Step::RowEnd);
        grid.toggle_mark();
        grid.step(Step::Left);
        grid.step(Step::Down);
        let text = grid.copy(&report);
        assert_eq!(text.lines().count(), 2);
        assert!(grid.is_marking());
        grid.toggle_mark();
        assert!(!grid.has_selection());
    }

    #[test]
    fn selecting_more_takes_the_row_and_then_the_table_with_all_its_blocks() {
        let (mut grid, report) = grid(2020, "t1");
        for _ in 0..6 {
            grid.step(Step::Down);
        }
        grid.select_more();
        assert_eq!(grid.copy(&report).split('\t').count(), 2, "fees has two columns in 2019");
        grid.select_more();
        assert_eq!(grid.selected().concat().len(), report.edition().cells_of("t1").count());
    }

    #[test]
    fn emptying_a_block_is_one_edit_and_comes_back_whole() {
        let (mut grid, mut report) = grid(2021, "t2");
        let before = report.clone();
        grid.select_more();
        let (edit, n) = grid.clear(&report).unwrap();
        let inverse = report.apply(edit);
        assert_eq!((n, grid.copy(&report).as_str()), (7, "\t\t\t\t\t\t"));
        assert!(grid.clear(&report).is_none());
        report.apply(inverse);
        assert_eq!(report, before);
    }
}
