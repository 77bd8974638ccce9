//! The figures of a report as one tidy table, a line for each cell, and the codebook that says what each place means.

use super::plain::{clean, is_formula_like};
use crate::{
    form::{Edition, Kind},
    report::{Report, value::Value},
};

/// What a spreadsheet needs to read the bytes as UTF-8.
pub const MARK: &str = "\u{feff}";

/// Names of the columns of [`lines`].
pub fn head() -> String {
    row(&["机关", "年度", "口径", "版式", "位置", "数值", "原文"])
}

/// One line for each cell of a report, in form order: whose, when, the permanent id of the place, the number if there is
/// one, and the text as it was typed.
pub fn lines(report: &Report) -> String {
    let edition = report.edition();
    let about = &report.about;
    let of = [clean(&about.organ), about.year.to_string(), about.scope.label().to_owned(), edition.id.clone()];
    let mut out = String::new();
    for cell in edition.indices() {
        let number = match report.value(cell) {
            Value::Figure(figure) => figure.number.to_string(),
            Value::Blank | Value::Dash | Value::Unreadable(_) => String::new(),
        };
        let text = clean(report.text(cell));
        let [organ, year, scope, id] = of.each_ref().map(String::as_str);
        out.push_str(&row(&[organ, year, scope, id, edition.spec(cell).place.as_str(), &number, &text]));
    }
    out
}

/// Names of the columns of [`codebook`].
pub fn codebook_head() -> String {
    row(&["版式", "位置", "表", "块", "行组", "行", "列组", "列", "类型", "行的填报提示", "列的填报提示"])
}

/// One line for each cell of an edition: what its place means.
pub fn codebook(edition: &Edition) -> String {
    let mut out = String::new();
    for cell in edition.indices() {
        let (table, block, of_row, column) = edition.lines(cell);
        let kind = match column.kind {
            Kind::Count => "件数",
            Kind::Change => "增减（带正负）",
            Kind::Money => "金额",
        };
        let (name, group) = (edition.table_name(&table.id), of_row.under.join("／"));
        out.push_str(&row(&[
            &edition.id,
            edition.spec(cell).place.as_str(),
            &name,
            &block.title,
            &group,
            &of_row.label,
            &column.under,
            &column.label,
            kind,
            &of_row.note,
            &column.note,
        ]));
    }
    out
}

/// Does a text get a mark in front, so that no spreadsheet takes it for a formula?
pub(in crate::exchange) fn is_marked(text: &str) -> bool {
    is_formula_like(text)
}

/// One line; what could be taken for a formula is marked as text, what holds a comma or a quotation mark is quoted.
fn row(fields: &[&str]) -> String {
    let field = |text: &&str| {
        let mark = if is_formula_like(text) { "'" } else { "" };
        if text.contains([',', '"', '\n', '\r']) || text.trim() != *text {
            format!("\"{mark}{}\"", text.replace('"', "\"\""))
        } else {
            format!("{mark}{text}")
        }
    };
    format!("{}\r\n", fields.iter().map(field).collect::<Vec<_>>().join(","))
}
