//! What a number in the prose may be held against: a sum of cells.

use rust_decimal::Decimal;

use crate::{
    form::{Along, CellIdx, Edition, Kind, Place},
    report::value::{Unit, Value, total},
};

/// A sum of one or more cells that a quantity may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The places that add up to it: a cell, or a row or column that the form has no cell for (`t2.denied.total`).
    pub places: Vec<Place>,
    /// All cells of the report's edition that add up to it.
    pub cells: Vec<CellIdx>,
}

impl Target {
    /// One place; `None` if the edition has none such.
    pub fn of(edition: &Edition, place: &Place) -> Option<Self> {
        Self::at(edition, &[place.as_str()])
    }

    /// The sum of these places; `None` if the edition lacks one of them.
    pub(super) fn at(edition: &Edition, places: &[&str]) -> Option<Self> {
        let places: Vec<Place> = places.iter().map(|place| Place::from(*place)).collect();
        let cells: Vec<Vec<CellIdx>> = places.iter().map(|place| edition.cells_at(place)).collect();
        let is_whole = cells.iter().all(|cells| !cells.is_empty());
        is_whole.then(|| Self { places, cells: cells.concat() })
    }

    /// What it adds up to; money in 元. A total that was left blank is read from the parts of its row.
    ///
    /// `None` if there is no figure at all, one cannot be read, or an amount does not say its unit.
    pub fn figure(&self, edition: &Edition, values: &[Value]) -> Option<Decimal> {
        let first = *self.cells.first()?;
        if edition.spec(first).kind == Kind::Money {
            let Value::Figure(figure) = values.get(first.at())? else { return None };
            let is_wan = edition.lines(first).3.label.contains("万元");
            return match figure.unit {
                Some(Unit::Yuan) => Some(figure.number),
                Some(Unit::TenThousandYuan) => figure.number.checked_mul(Decimal::from(10_000)),
                None if is_wan => figure.number.checked_mul(Decimal::from(10_000)),
                None => None,
            };
        }
        total(self.witnesses(edition, values).into_iter().filter_map(|cell| values.get(cell.at())))
    }

    /// The cells that tell its figure: its own, or for a blank total those of its row.
    pub fn witnesses(&self, edition: &Edition, values: &[Value]) -> Vec<CellIdx> {
        let is_blank = |cell: CellIdx| values.get(cell.at()).is_none_or(Value::is_empty);
        let parts = |cell: CellIdx| -> Vec<CellIdx> {
            let along_row = |equation: usize| edition.equations.get(equation).is_some_and(|e| e.along == Along::Row);
            let sum = edition.sums().iter().find(|sum| sum.total() == Some(cell) && along_row(sum.equation));
            let parts: Vec<CellIdx> = sum.map(|sum| sum.side(true).collect()).unwrap_or_default();
            if parts.iter().all(|part| is_blank(*part)) { vec![cell] } else { parts }
        };
        self.cells.iter().flat_map(|cell| if is_blank(*cell) { parts(*cell) } else { vec![*cell] }).collect()
    }

    /// What people call it: `表二 一、本年新收`, `表二 不予公开（8 行之和）`; of totals the row is enough.
    pub fn name(&self, edition: &Edition) -> String {
        let names = self.places.iter().map(|place| {
            let name = edition.name_at(place);
            name.strip_suffix(" · 总计").map(str::to_owned).unwrap_or(name)
        });
        let table = self.places.first().map(|place| edition.table_name(place.table())).unwrap_or_default();
        format!("{table} {}", names.collect::<Vec<_>>().join("与"))
    }
}
