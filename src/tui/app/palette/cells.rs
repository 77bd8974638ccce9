//! The cells that a number in the prose may be tied to: every cell by name, with its figure; equal figures first.

use rust_decimal::Decimal;

use super::{Entry, Goal, Palette, Seeks, Sort};
use crate::{
    equations::{Target, values},
    form::{Along, Edition, Place},
    report::Report,
    tui::app::fuzzy::Target as Name,
};

/// Everything that a number may be tied to: cells with figures, and groups that the form has no cell for. Those that
/// say what the number says come first.
pub fn cells(report: &Report, value: Decimal) -> Palette {
    let edition = report.edition();
    let values = values(report);
    let own = edition.cells().iter().map(|spec| spec.place.clone());
    let mut found: Vec<(bool, Entry)> = own
        .chain(groups(edition))
        .filter_map(|place| {
            let figure = Target::of(edition, &place)?.figure(edition, &values);
            Some((figure != Some(value), entry(edition, place, figure)))
        })
        .collect();
    found.sort_by_key(|(is_other, _)| *is_other);
    let entries = found.into_iter().map(|(_, entry)| entry).collect();
    Palette { seeks: Seeks::Cell, ..Palette::new(entries, Vec::new()) }
}

/// Rows that the form has no cell for, in the last column of their table.
fn groups(edition: &'static Edition) -> impl Iterator<Item = Place> {
    let rows = edition.derived.iter().filter(|group| group.along == Along::Column);
    rows.filter_map(|group| {
        let first = group.of.first()?;
        let table = edition.table(&group.table)?;
        let block = table.blocks.iter().find(|block| block.rows.iter().any(|row| row.id == *first))?;
        Some(Place::cell(&group.table, &group.id, &block.columns.last()?.id))
    })
}

fn entry(edition: &'static Edition, place: Place, figure: Option<Decimal>) -> Entry {
    let name = edition.name_at(&place);
    let (row, column) = name.split_once(" · ").unwrap_or((&name, ""));
    Entry {
        sort: Sort::Row,
        targets: [name.as_str(), row, column].into_iter().filter(|name| !name.is_empty()).map(Name::new).collect(),
        more: edition.table_name(place.table()),
        beside: figure.map_or_else(|| "空".into(), |figure| figure.normalize().to_string()),
        goal: Goal::Tie(place),
        column: Some(Name::new(column)),
        name,
        columns: None,
    }
}
