//! Symbolic, permanent addresses: `t2.granted.natural`, `overview`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place (位置) in a report: a cell `table.row.column`, or a section id, or the report itself (empty).
///
/// Ids never change, so findings, pins, waivers and exports may store them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(String);

impl Place {
    /// The place of a cell.
    pub fn cell(table: &str, row: &str, column: &str) -> Self {
        Self([table, ".", row, ".", column].concat())
    }

    /// The place of a section.
    pub fn section(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// The report as a whole.
    pub fn report() -> Self {
        Self::default()
    }

    /// The table of a cell, or the section.
    pub fn table(&self) -> &str {
        self.part(0)
    }

    /// The row of a cell; empty for a section.
    pub fn row(&self) -> &str {
        self.part(1)
    }

    /// The column of a cell; empty for a section.
    pub fn column(&self) -> &str {
        self.part(2)
    }

    /// Is it a cell?
    pub fn is_cell(&self) -> bool {
        !self.column().is_empty()
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn part(&self, n: usize) -> &str {
        self.0.split('.').nth(n).unwrap_or_default()
    }
}

impl From<&str> for Place {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_knows_its_table_row_and_column() {
        let place = Place::cell("t2", "granted", "natural");
        assert_eq!((place.table(), place.row(), place.column()), ("t2", "granted", "natural"));
        assert!(place.is_cell());
        let section = Place::section("overview");
        assert_eq!((section.table(), section.row(), section.is_cell()), ("overview", "", false));
    }
}
