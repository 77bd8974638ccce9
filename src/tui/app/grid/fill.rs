//! Zeros for what is blank, at one key: most cells of most reports.

use super::Grid;
use crate::{
    form::CellIdx,
    report::{Report, edit::Edit, value::Value},
};

/// Zeros for the blank cells of a row or a selection.
#[derive(Debug)]
pub struct Zeros {
    /// The edit; `None` if no cell gets a zero.
    pub edit: Option<Edit>,
    /// How many cells get one.
    pub filled: usize,
    /// How many blank totals stay blank because their parts make more than nothing.
    pub left: usize,
}

impl Grid {
    /// Fills the blank cells of the row, or of the selection, with 0. A total whose parts do not make 0 stays blank.
    pub fn zeros(&self, report: &Report) -> Zeros {
        let cells = if self.has_selection() { self.selected().concat() } else { self.row_cells() };
        let blanks: Vec<CellIdx> = cells.into_iter().filter(|cell| report.value(*cell) == Value::Blank).collect();
        let (filled, left): (Vec<CellIdx>, Vec<CellIdx>) =
            blanks.into_iter().partition(|cell| is_nothing(report, *cell));
        let edits: Vec<Edit> = filled.iter().filter_map(|cell| self.change(report, *cell, "0".into())).collect();
        let filled = edits.len();
        Zeros { edit: (filled > 0).then_some(Edit::All(edits)), filled, left: left.len() }
    }

    /// The cells of the row under the cursor.
    fn row_cells(&self) -> Vec<CellIdx> {
        let (block, row) = self.row();
        (0..self.table().blocks[block].columns.len()).filter_map(|c| self.cell_at(block, row, c)).collect()
    }
}

/// Is a cell 0, or blank with nothing in the parts it sums up?
fn is_nothing(report: &Report, cell: CellIdx) -> bool {
    match report.value(cell) {
        Value::Figure(figure) => figure.number.is_zero(),
        Value::Dash => true,
        Value::Unreadable(_) => false,
        Value::Blank => {
            let mut sums = report.edition().sums().iter().filter(|sum| sum.total() == Some(cell));
            sums.all(|sum| sum.side(true).all(|part| is_nothing(report, part)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
        tui::app::grid::Step,
    };

    fn grid(cells: &[(&str, &str)]) -> (Grid, Report) {
        let edition = Edition::for_year(2021).unwrap();
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, edition);
        for (place, text) in cells {
            report.set(edition.find(&(*place).into()).unwrap(), text);
        }
        (Grid::new(edition, "t2").unwrap(), report)
    }

    fn row(report: &Report, row: &str) -> String {
        let cells = report.edition().cells_of("t2").filter(|c| report.edition().spec(*c).place.row() == row);
        cells.map(|cell| format!("[{}]", report.text(cell))).collect::<Vec<_>>().concat()
    }

    #[test]
    fn an_empty_row_becomes_zeros_at_one_key_and_a_second_finds_nothing() {
        let (grid, mut report) = grid(&[]);
        let before = report.clone();
        let zeros = grid.zeros(&report);
        assert_eq!((zeros.filled, zeros.left), (7, 0));
        let inverse = report.apply(zeros.edit.unwrap());
        assert_eq!(row(&report, "new"), "[0][0][0][0][0][0][0]");
        let again = grid.zeros(&report);
        assert!(again.edit.is_none() && again.filled == 0 && again.left == 0);
        report.apply(inverse);
        assert_eq!(report, before);
    }

    #[test]
    fn only_blanks_are_filled_and_a_total_of_something_stays_blank() {
        let (grid, mut report) = grid(&[("t2.new.natural", "3"), ("t2.new.research", "/")]);
        let zeros = grid.zeros(&report);
        assert_eq!((zeros.filled, zeros.left), (4, 1));
        report.apply(zeros.edit.unwrap());
        assert_eq!(row(&report, "new"), "[3][0][/][0][0][0][]");
    }

    #[test]
    fn the_row_of_totals_gets_zeros_only_where_the_column_has_nothing() {
        let (mut grid, mut report) = grid(&[("t2.granted.natural", "2"), ("t2.granted.business", "0")]);
        grid.go_to(report.edition().find(&"t2.concluded.natural".into()).unwrap());
        report.apply(grid.zeros(&report).edit.unwrap());
        assert_eq!(row(&report, "concluded"), "[][0][0][0][0][0][]");
    }

    #[test]
    fn a_selection_limits_what_is_filled() {
        let (mut grid, mut report) = grid(&[]);
        grid.select(Step::Right);
        grid.select(Step::Down);
        let zeros = grid.zeros(&report);
        assert_eq!(zeros.filled, 4);
        report.apply(zeros.edit.unwrap());
        assert_eq!(row(&report, "brought_forward"), "[0][0][][][][][]");
    }
}
