//! The figure at a place: a cell's, or that of a group which the form has no cell for.

use std::borrow::Borrow;

use rust_decimal::Decimal;

use super::value::{Value, total};
use crate::form::{Along, CellIdx, Edition, Place};

/// The cells that make up a derived row or column of the edition; empty if the place names none.
pub fn parts(edition: &Edition, place: &Place) -> Vec<CellIdx> {
    let (table, row, column) = (place.table(), place.row(), place.column());
    let is_it = |id: &str, along| id == if along == Along::Column { row } else { column };
    let group = edition.derived.iter().find(|group| group.table == table && is_it(&group.id, group.along));
    let part = |group: &crate::form::Derived, part: &str| match group.along {
        Along::Column => edition.find_in(table, part, column),
        Along::Row => edition.find_in(table, row, part),
    };
    group.into_iter().flat_map(|group| group.of.iter().filter_map(move |id| part(group, id))).collect()
}

/// The figure of a cell, or of a derived row or column: blanks count as nothing beside a figure.
///
/// `value` says what stands in a cell; `None` if nothing can be read at the place.
pub fn number<V: Borrow<Value>>(
    edition: &Edition,
    place: &Place,
    value: impl Fn(CellIdx) -> Option<V>,
) -> Option<Decimal> {
    if let Some(cell) = edition.find(place) {
        return value(cell)?.borrow().number();
    }
    let parts = parts(edition, place);
    if parts.is_empty() { None } else { total(parts.into_iter().filter_map(value)) }
}
