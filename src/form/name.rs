//! How tables, rows, columns and cells are named to people.

use super::{
    edition::{Along, CellIdx, Column, Edition, Layout, Row, Sum, Table},
    place::Place,
};

impl Edition {
    /// `表二`: the table by its number in the form.
    pub fn table_name(&self, id: &str) -> String {
        let number = self.tables.iter().position(|table| table.id == id);
        let number = number.and_then(|n| "一二三四五六七八九".chars().nth(n));
        number.map_or_else(|| id.to_owned(), |number| format!("表{number}"))
    }

    /// The cell as row and column: `（一）予以公开 · 自然人`.
    pub fn name(&self, cell: CellIdx) -> String {
        let (table, _, of_row, of_column) = self.lines(cell);
        format!("{} · {}", row(table, of_row), column(of_column))
    }

    /// A place as row and column, also where the form has no cell for it: `（三）不予公开（8 行之和） · 总计`; the place
    /// itself if the edition has none such.
    pub fn name_at(&self, place: &Place) -> String {
        if let Some(cell) = self.find(place) {
            return self.name(cell);
        }
        let cells = self.cells_at(place);
        let Some((of_table, _, of_row, of_column)) = cells.first().map(|cell| self.lines(*cell)) else {
            return place.to_string();
        };
        let group = |id: &str, along: Along| {
            self.derived.iter().find(|group| group.table == of_table.id && group.along == along && group.id == id)
        };
        let row = match group(place.row(), Along::Column) {
            Some(group) => format!("{}（{} 行之和）", group.label, group.of.len()),
            None => row(of_table, of_row),
        };
        let column = group(place.column(), Along::Row).map_or_else(|| column(of_column), |group| group.label.clone());
        format!("{row} · {column}")
    }

    /// Where a cell stands, but for its row, which says its own name: `（三）不予公开 · 自然人`.
    pub fn column_name(&self, cell: CellIdx) -> String {
        let (_, block, row, of_column) = self.lines(cell);
        let group = row.under.last().unwrap_or(&block.title);
        let column = column(of_column);
        if group.is_empty() { column } else { format!("{group} · {column}") }
    }

    /// The row or column that a sum runs along: `（一）予以公开`, `自然人列`.
    pub fn line_name(&self, sum: &Sum) -> String {
        let (Some(first), Some(equation)) = (sum.terms.first(), self.equations.get(sum.equation)) else {
            return sum.line.clone();
        };
        let (table, _, of_row, of_column) = self.lines(first.cell);
        match equation.along {
            Along::Row => row(table, of_row),
            Along::Column => format!("{}列", column(of_column)),
        }
    }
}

/// The row, with its group where the label alone does not say where it belongs: `（五）不予处理 2.重复申请`.
fn row(table: &Table, row: &Row) -> String {
    let has_group = table.layout == Layout::Beside || row.under.len() > 1;
    match row.under.last() {
        Some(group) if has_group && *group != row.label => format!("{group} {}", row.short),
        _ => row.short.clone(),
    }
}

/// The column, with its group where it is one of several others.
fn column(column: &Column) -> String {
    let is_vague = column.label == "其他" && !column.under.is_empty();
    if is_vague { format!("{}的其他", column.under) } else { column.label.clone() }
}

#[cfg(test)]
mod tests {
    use crate::form::Edition;

    #[test]
    fn a_cell_is_named_with_its_group_only_where_needed() {
        let edition = Edition::by_id("2021").unwrap();
        let named = |place: &str| edition.name(edition.find(&place.into()).unwrap());
        assert_eq!(named("t2.granted.natural"), "（一）予以公开 · 自然人");
        assert_eq!(named("t2.not_processed_duplicate.total"), "（五）不予处理 2.重复申请 · 总计");
        assert_eq!(named("t2.otherwise_misc.other"), "（六）其他处理 3.其他 · 法人或其他组织的其他");
        assert_eq!(named("t3.review.upheld"), "行政复议 · 结果维持");
        assert_eq!(named("t3.suit.upheld"), "行政诉讼 直接起诉 · 结果维持");
        assert_eq!(named("t1.fees.amount"), "行政事业性收费 · 本年收费金额（单位：万元）");
    }

    #[test]
    fn a_group_without_a_cell_is_named_by_what_the_form_calls_it() {
        let edition = Edition::by_id("2021").unwrap();
        let named = |place: &str| edition.name_at(&place.into());
        assert_eq!(named("t2.new.total"), "一、本年新收 · 总计");
        assert_eq!(named("t2.denied.total"), "不予公开（8 行之和） · 总计");
        assert_eq!(named("t2.new.entities"), "一、本年新收 · 法人或其他组织");
        assert_eq!(named("t3.suits.total"), "行政诉讼（2 行之和） · 总计");
        assert_eq!(named("t9.a.b"), "t9.a.b");
    }

    #[test]
    fn a_column_is_named_with_the_group_of_rows_one_stands_in() {
        let edition = Edition::by_id("2021").unwrap();
        let named = |place: &str| edition.column_name(edition.find(&place.into()).unwrap());
        assert_eq!(named("t2.new.natural"), "自然人");
        assert_eq!(named("t2.denied_law.other"), "（三）不予公开 · 法人或其他组织的其他");
        assert_eq!(named("t3.suit.upheld"), "行政诉讼 · 结果维持");
        assert_eq!(named("t1.fees.amount"), "第二十条第（八）项 · 本年收费金额（单位：万元）");
    }

    #[test]
    fn the_notes_of_table_two_are_told_in_a_few_words_too() {
        for edition in Edition::all() {
            let rows = edition.table("t2").unwrap().blocks.iter().flat_map(|block| &block.rows);
            for row in rows {
                assert!((4..=15).contains(&row.brief.chars().count()), "{}: {}", row.id, row.brief);
            }
        }
    }

    #[test]
    fn every_cell_of_an_edition_has_a_name_of_its_own() {
        for edition in Edition::all() {
            let names: Vec<_> =
                edition.indices().map(|idx| (edition.lines(idx).0.id.as_str(), edition.name(idx))).collect();
            let unique: std::collections::HashSet<_> = names.iter().collect();
            assert_eq!(unique.len(), names.len(), "{}", edition.id);
        }
    }
}
