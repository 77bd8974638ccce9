//! What an import leaves to a person goes into the draft, so that it stays there until somebody has looked.

use super::{Class, Glued, Look, Remark, Statement, read::name_by_source, settle::settle};
use crate::{
    form::{CellIdx, Edition, Layout, Place},
    report::{About, Report, doubt::Doubt, edit::Edit},
};

/// Makes what was read ready to become a draft: the organ has a name, rows are parted by last year's figures too, and
/// what a person has to look at stands in the report.
pub fn ready(report: &mut Report, statement: &mut Statement, last: impl FnOnce(&About) -> Option<Report>) {
    name_by_source(report, statement);
    let last = last(&report.about);
    settle(report, statement, last.as_ref());
    for doubt in doubts(report, statement) {
        report.apply(Edit::Doubt { remove: None, add: Some(doubt) });
    }
}

/// What a statement leaves to a person, laid to the report that was read.
pub fn doubts(report: &Report, statement: &Statement) -> Vec<Doubt> {
    let remarks = statement.remarks.iter();
    remarks.filter_map(|remark| doubt(report, remark, &statement.glued)).collect()
}

fn doubt(report: &Report, remark: &Remark, glued: &[Glued]) -> Option<Doubt> {
    let edition = report.edition();
    let text = format!("{}：{remark}", remark.class.label()).replace('\n', " ");
    let (mut place, mut held) = (remark.place.clone(), Vec::new());
    let mut ways = Vec::new();
    match &remark.look {
        Look::Nothing => return None,
        Look::Place => held.extend(edition.find(&place).map(|cell| report.text(cell).to_owned())),
        Look::Row => {
            held.extend(row(edition, &place).into_iter().map(|cell| report.text(cell).to_owned()));
            let is_it = |glued: &&Glued| Some(glued.line) == remark.line && glued.cells.first() == Some(&place);
            ways = glued.iter().find(is_it).map(|glued| glued.ways.clone()).unwrap_or_default();
        }
        Look::Words(organ) if place == Place::report() && *organ == report.about.organ => held.push(organ.clone()),
        Look::Words(words) => {
            // Words that stand nowhere were made part of something else.
            place = section_of(report, words)?;
            held.push(words.clone());
        }
    }
    let is_of_table = edition.table(place.table()).is_some();
    let is_of_nobody = place.as_str() == "unplaced" || (place == Place::report() && !held.is_empty());
    let light = !(is_of_table || is_of_nobody || remark.class == Class::Missing);
    Some(Doubt { place, held, text, ways, light })
}

/// The section in which words stand.
fn section_of(report: &Report, words: &str) -> Option<Place> {
    let stands = |id: &str| report.paragraphs(id).iter().any(|paragraph| paragraph.contains(words));
    report.edition().sections.iter().find(|section| stands(&section.id)).map(|section| Place::section(&section.id))
}

/// The cells of a place's row, the place its first; all of a table that is printed as one row.
fn row(edition: &Edition, place: &Place) -> Vec<CellIdx> {
    let Some(cell) = edition.find(place) else { return Vec::new() };
    if edition.table(place.table()).is_some_and(|table| table.layout == Layout::Beside) {
        return edition.cells_of(place.table()).collect();
    }
    let [table, block, row, _] = edition.spec(cell).at;
    let is_same = |other: &CellIdx| edition.spec(*other).at.starts_with(&[table, block, row]);
    edition.indices().skip_while(|other| *other != cell).take_while(is_same).collect()
}
