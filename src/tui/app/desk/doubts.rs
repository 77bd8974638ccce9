//! What an import was not sure of, beside the draft until a person has looked: as findings of their own.

use super::{Answer, Desk};
use crate::{
    exchange::{Class, Statement},
    form::{CellIdx, Edition, Place},
    report::Report,
    rules::{Change, Finding, Level, Repair},
    tui::app::panes::Focus,
};

/// What stands where findings have the code of their rule.
pub const CODE: &str = "导入";

/// One thing that an import was not sure of.
#[derive(Debug, Clone)]
pub struct Doubt {
    message: String,
    level: Level,
    place: Place,
    cells: Vec<CellIdx>,
    /// What the cells held when the import was done; who changes one has looked.
    texts: Vec<String>,
    /// Ways to fill the cells.
    ways: Vec<Vec<String>>,
    is_settled: bool,
}

/// What a statement leaves to a person.
pub fn doubts(report: &Report, statement: &Statement) -> Vec<Doubt> {
    let edition = report.edition();
    let remarks = [Class::Missing, Class::Guessed, Class::Aside].into_iter().flat_map(|class| statement.of(class));
    let mut doubts: Vec<Doubt> = remarks
        .map(|remark| {
            let cells = cells(edition, &remark.place, remark.is_row);
            let is_glued = |glued: &&crate::exchange::Glued| {
                Some(glued.line) == remark.line && glued.cells.first() == Some(&remark.place)
            };
            let ways = statement.glued.iter().find(is_glued).map(|glued| glued.ways.clone()).unwrap_or_default();
            let level = match remark.class {
                Class::Missing => Level::Warning,
                Class::Guessed if !cells.is_empty() => Level::Warning,
                _ => Level::Hint,
            };
            Doubt {
                message: format!("{}：{remark}", remark.class.label()),
                level,
                place: remark.place.clone(),
                texts: cells.iter().map(|cell| report.text(*cell).to_owned()).collect(),
                cells,
                ways,
                is_settled: false,
            }
        })
        .collect();
    // What waits for a choice comes first, then what stands in cells.
    doubts.sort_by_key(|doubt| (doubt.ways.is_empty(), doubt.cells.is_empty()));
    doubts
}

/// The cells that a remark is about: one, or those of a row; all of a table that is printed as one row.
fn cells(edition: &Edition, place: &Place, is_row: bool) -> Vec<CellIdx> {
    let Some(cell) = edition.find(place) else { return Vec::new() };
    let [table, block, row, _] = edition.spec(cell).at;
    let is_same = |other: &CellIdx| edition.spec(*other).at.starts_with(&[table, block, row]);
    if is_row { edition.indices().filter(is_same).collect() } else { vec![cell] }
}

impl Doubt {
    fn is_open(&self, report: &Report) -> bool {
        !self.is_settled && self.cells.iter().zip(&self.texts).all(|(cell, text)| report.text(*cell) == text)
    }

    fn finding(&self, report: &Report) -> Finding {
        let edition = report.edition();
        let change = |(cell, to): (&CellIdx, &String)| Change {
            span: None,
            place: edition.spec(*cell).place.clone(),
            from: report.text(*cell).to_owned(),
            to: to.clone(),
        };
        let repair =
            |way: &Vec<String>| Repair { sure: false, changes: self.cells.iter().zip(way).map(change).collect() };
        Finding {
            code: CODE,
            level: self.level,
            place: self.place.clone(),
            span: None,
            message: self.message.clone(),
            figures: Vec::new(),
            repairs: self.ways.iter().map(repair).collect(),
            waived: None,
            cause: None,
            words: String::new(),
            cells: self.cells.clone(),
        }
    }
}

impl Desk {
    /// Puts what an import was not sure of beside the draft.
    pub fn doubt(&mut self, doubts: Vec<Doubt>) {
        self.doubts = doubts;
        self.judge();
    }

    /// The findings that the open doubts are.
    pub(super) fn doubtful(&self) -> Vec<Finding> {
        let open = self.doubts.iter().filter(|doubt| doubt.is_open(&self.report));
        open.map(|doubt| doubt.finding(&self.report)).collect()
    }

    /// A person has looked: the doubt under the cursor is settled; `None` if there is none to settle without a choice.
    pub(super) fn clear_doubt(&mut self) -> Option<Answer> {
        let message = match self.focus {
            Focus::Findings => {
                let finding = self.findings.current(&self.checked)?;
                (finding.code == CODE).then(|| finding.message.clone())
            }
            _ => None,
        };
        let cell = self.cell().filter(|_| self.focus == Focus::Section);
        let report = &self.report;
        let is_here = |doubt: &&mut Doubt| {
            doubt.is_open(report)
                && doubt.ways.is_empty()
                && (message.as_ref() == Some(&doubt.message) || cell.is_some_and(|cell| doubt.cells.contains(&cell)))
        };
        let doubt = self.doubts.iter_mut().find(is_here)?;
        doubt.is_settled = true;
        self.judge();
        let left = self.doubtful().len();
        Some(Answer::say(if left > 0 {
            format!("已核对；导入的还有 {left} 项")
        } else {
            "已核对，导入的各项都看过了".into()
        }))
    }
}
