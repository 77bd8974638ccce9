//! A doubt laid to its report: which cells it is about, and whether everything still stands as it was read.

use super::{Report, doubt::Doubt};
use crate::form::{CellIdx, Place};

impl Doubt {
    /// The cells it is about; none if it is about a section or the report, or names more cells than the table has.
    pub fn cells(&self, report: &Report) -> Vec<CellIdx> {
        let edition = report.edition();
        let Some(first) = edition.find(&self.place) else { return Vec::new() };
        let of_table = edition.cells_of(self.place.table()).skip_while(|cell| *cell != first);
        let cells: Vec<CellIdx> = of_table.take(self.held.len()).collect();
        if cells.len() == self.held.len() { cells } else { Vec::new() }
    }

    /// Does everything still stand as it was read, so that nobody has looked?
    pub fn is_open(&self, report: &Report) -> bool {
        if self.place.is_cell() {
            let cells = self.cells(report);
            return !cells.is_empty() && cells.iter().zip(&self.held).all(|(cell, text)| report.text(*cell) == text);
        }
        if self.place == Place::report() {
            return self.held.iter().all(|organ| report.about.organ == *organ);
        }
        let prose = report.paragraphs(self.place.as_str());
        self.held.iter().all(|words| prose.iter().any(|paragraph| paragraph.contains(words.as_str())))
    }

    /// Does the edition know the place and the cells, and is there a text for each cell in every way?
    pub fn is_whole(&self, report: &Report) -> bool {
        let has_cells = !self.place.is_cell() || !self.cells(report).is_empty();
        report.has_place(&self.place) && has_cells && self.ways.iter().all(|way| way.len() == self.held.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State, edit::Edit},
    };

    fn report() -> Report {
        let about = About {
            organ: "a.txt".into(),
            kind: Kind::Department,
            year: 2021,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::Draft,
        };
        let mut report = Report::new(about, Edition::for_year(2021).unwrap());
        report.set_paragraphs("overview", vec!["全年平稳，没有延误。".into()]);
        report
    }

    fn doubt(place: &str, held: &[&str]) -> Doubt {
        let held = held.iter().map(|text| (*text).to_owned()).collect();
        Doubt { place: place.into(), held, text: "请核对".into(), ways: Vec::new(), light: false }
    }

    #[test]
    fn who_changes_what_stood_there_has_looked() {
        let mut report = report();
        let row = doubt("t1.normative.issued", &["", "", ""]);
        let words = doubt("overview", &["平稳，没有"]);
        let organ = doubt("", &["a.txt"]);
        let word = doubt("t1", &[]);
        for doubt in [&row, &words, &organ, &word] {
            assert!(doubt.is_whole(&report) && doubt.is_open(&report), "{doubt:?}");
        }
        assert_eq!(row.cells(&report).len(), 3);
        assert_eq!(words.span(&report.joined("overview")), Some(2..7));
        report.apply(Edit::cell("t1.normative.in_force".into(), "3"));
        report.set_paragraphs("overview", vec!["全年平稳。".into()]);
        report.about.organ = "示例市财政局".into();
        let open = [&row, &words, &organ, &word].map(|doubt| doubt.is_open(&report));
        assert_eq!(open, [false, false, false, true]);
    }

    #[test]
    fn cells_behind_the_table_and_ways_of_other_length_are_refused() {
        let report = report();
        assert!(!doubt("t1.fees.amount", &["", ""]).is_whole(&report));
        assert!(!doubt("t3.after_review.total", &["", ""]).is_whole(&report));
        assert!(!doubt("t9", &[]).is_whole(&report));
        let one = Doubt { ways: vec![vec!["1".into(), "2".into()]], ..doubt("t3.after_review.total", &[""]) };
        assert!(!one.is_whole(&report));
    }
}
