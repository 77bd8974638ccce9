//! Rows whose figures are stuck together, parted by what else is known: the sums of the form, and last year's figures.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Class, Glued,
    statement::{Remark, Statement},
    tables::glue::{Way, ways},
};
use crate::{
    equations::carry_lines,
    form::{CellIdx, Edition},
    report::{
        Report,
        value::{Value, fold, read},
    },
};

/// Most ways that are offered.
const OFFERED: usize = 9;

/// A row, and the ways that are still open.
struct Open {
    glued: Glued,
    cells: Vec<CellIdx>,
    ways: Vec<Way>,
    /// What every way's cells are as numbers.
    numbers: Vec<Vec<Option<Decimal>>>,
    /// Does a sum or last year's figure bear the ways out?
    is_borne_out: bool,
    /// Did the sums over several rows leave no way at all?
    is_at_odds: bool,
}

/// Parts what can be parted in one way only; the rest is left to a person, the likeliest ways first.
///
/// `last` is last year's report, if there is one. May be called again when it is known.
pub fn settle(report: &mut Report, statement: &mut Statement, last: Option<&Report>) {
    let edition = report.edition();
    let glued = std::mem::take(&mut statement.glued);
    let mut open: Vec<Open> = glued.into_iter().map(|glued| open(edition, glued)).collect();
    narrow(report, last, &mut open);
    for row in open {
        let place = row.glued.cells.first().cloned().unwrap_or_default();
        let is_same = |remark: &Remark| remark.line == Some(row.glued.line) && remark.place == place;
        statement.remarks.retain(|remark| !(remark.class == Class::Missing && is_same(remark)));
        // Figures in several pieces may as well have lost a cell, and so may figures that no sum bears out.
        let is_sure = row.ways.len() == 1 && row.glued.texts.len() == 1 && row.is_borne_out && !row.is_at_odds;
        match row.ways.first().filter(|_| is_sure) {
            Some(way) => take(report, statement, &row, way),
            None => leave(report, statement, row, last),
        }
    }
    statement.remarks.sort_by_key(|remark| remark.class);
}

fn open(edition: &'static Edition, glued: Glued) -> Open {
    let cells: Vec<CellIdx> = glued.cells.iter().filter_map(|place| edition.find(place)).collect();
    let ways = ways(edition, &cells, &glued.texts).unwrap_or_default();
    let number = |(text, cell): (&String, &CellIdx)| read(text, edition.spec(*cell).kind).number();
    let numbers = ways.iter().map(|way| way.iter().zip(&cells).map(number).collect()).collect();
    let is_in = |cell: CellIdx| cells.contains(&cell);
    // Zeros can be nothing but cells of 0 each.
    let is_zeros = glued.texts.iter().all(|text| text.chars().all(|c| fold(c) == '0'));
    let is_borne_out = is_zeros || edition.sums().iter().any(|sum| sum.terms.iter().all(|term| is_in(term.cell)));
    Open { glued, cells, ways, numbers, is_borne_out, is_at_odds: false }
}

/// An equality: the cells whose numbers are added and taken off, and a number that is known.
struct Equality {
    plus: Vec<CellIdx>,
    minus: Vec<CellIdx>,
    known: Decimal,
}

/// Every equality of the form, and those with last year's figures.
fn equalities(report: &Report, last: Option<&Report>) -> Vec<Equality> {
    let edition = report.edition();
    let sums = edition.sums().iter().map(|sum| Equality {
        plus: sum.side(true).collect(),
        minus: sum.side(false).collect(),
        known: Decimal::ZERO,
    });
    let carries = last.into_iter().flat_map(|last| {
        carry_lines(edition, last.edition()).into_iter().filter_map(|line| {
            let numbers = line.last.iter().map(|cell| last.value(*cell).number());
            let known = numbers.sum::<Option<Decimal>>()?;
            let minus = std::iter::once(line.cell).chain(line.minus).collect();
            Some(Equality { plus: line.plus, minus, known })
        })
    });
    sums.chain(carries).collect()
}

/// Strikes out the ways that no equality allows, until nothing changes.
fn narrow(report: &Report, last: Option<&Report>, open: &mut [Open]) {
    let equalities = equalities(report, last);
    loop {
        let mut has_changed = false;
        for n in 0..open.len() {
            let Some(row) = open.get(n).filter(|row| row.ways.len() > 1) else { continue };
            let allowed: Vec<bool> = row
                .numbers
                .iter()
                .map(|way| equalities.iter().all(|equality| allows(report, equality, open, n, way)))
                .collect();
            let count = allowed.iter().filter(|is_allowed| **is_allowed).count();
            let Some(row) = open.get_mut(n).filter(|row| count < row.ways.len()) else { continue };
            if count == 0 {
                // The report itself breaks a sum: the sums of the row are all there is.
                row.is_at_odds = true;
                continue;
            }
            let mut keep = allowed.iter();
            row.ways.retain(|_| keep.next() == Some(&true));
            let mut keep = allowed.iter();
            row.numbers.retain(|_| keep.next() == Some(&true));
            (row.is_at_odds, row.is_borne_out) = (false, true);
            has_changed = true;
        }
        if !has_changed {
            return;
        }
    }
}

/// Can an equality hold if a row's cells are these? Cells of other open rows may be anything that their ways allow.
fn allows(report: &Report, equality: &Equality, open: &[Open], row: usize, way: &[Option<Decimal>]) -> bool {
    let of_row = open.get(row).map_or(&[][..], |row| &row.cells);
    let is_about = |cell: &CellIdx| of_row.contains(cell);
    if !equality.plus.iter().chain(&equality.minus).any(is_about) {
        return true;
    }
    let (mut least, mut most) = (equality.known, equality.known);
    let terms = equality.plus.iter().map(|cell| (cell, true)).chain(equality.minus.iter().map(|cell| (cell, false)));
    for (cell, is_plus) in terms {
        let range = match of_row.iter().position(|other| other == cell) {
            Some(at) => way.get(at).copied().flatten().map(|number| (number, number)),
            None => range(report, open, *cell),
        };
        // What is not known allows everything.
        let Some((from, to)) = range else { return true };
        let (from, to) = if is_plus { (from, to) } else { (-to, -from) };
        (least, most) = (least + from, most + to);
    }
    least <= Decimal::ZERO && Decimal::ZERO <= most
}

/// What the number of a cell may be, from and to; a blank beside figures of its row is 0.
fn range(report: &Report, open: &[Open], cell: CellIdx) -> Option<(Decimal, Decimal)> {
    if let Some((row, at)) = open.iter().find_map(|row| Some((row, row.cells.iter().position(|other| *other == cell)?)))
    {
        let numbers = || row.numbers.iter().filter_map(|way| way.get(at).copied().flatten());
        return Some((numbers().min()?, numbers().max()?));
    }
    match report.value(cell) {
        Value::Figure(figure) => Some((figure.number, figure.number)),
        Value::Unreadable(_) => None,
        Value::Blank | Value::Dash => {
            let edition = report.edition();
            let [table, block, row, _] = edition.spec(cell).at;
            let beside = edition.indices().filter(|other| edition.spec(*other).at.starts_with(&[table, block, row]));
            let has_figure = beside.into_iter().any(|other| matches!(report.value(other), Value::Figure(_)));
            has_figure.then_some((Decimal::ZERO, Decimal::ZERO))
        }
    }
}

/// Puts the only way into the report; it stays doubtful until a person has looked.
fn take(report: &mut Report, statement: &mut Statement, row: &Open, way: &Way) {
    for (cell, text) in row.cells.iter().zip(way) {
        report.set(*cell, text);
    }
    let mut unplaced = report.paragraphs("unplaced").to_vec();
    if let Some(at) = unplaced.iter().position(|text| *text == row.glued.kept) {
        unplaced.remove(at);
        report.set_paragraphs("unplaced", unplaced);
    }
    let place = row.glued.cells.first().cloned().unwrap_or_default();
    let message = format!(
        "{}的数字“{}”粘在一起，只有一种拆法合勾稽：{}，请核对",
        row.glued.name,
        row.glued.text(),
        way.join("、")
    );
    statement.add_row(Class::Guessed, row.glued.line, place, message);
}

/// Leaves a row open and says so.
fn leave(report: &Report, statement: &mut Statement, mut row: Open, last: Option<&Report>) {
    let (name, text) = (row.glued.name.clone(), row.glued.text());
    let place = row.glued.cells.first().cloned().unwrap_or_default();
    if row.ways.is_empty() {
        let message = format!("{name}的数字“{text}”粘在一起，没有一种拆法合勾稽，整行未取");
        statement.add_row(Class::Missing, row.glued.line, place, message);
        return;
    }
    row.ways.sort_by(|a, b| far(report, last, &row.cells, a).total_cmp(&far(report, last, &row.cells, b)));
    row.glued.count = row.ways.len();
    row.ways.truncate(OFFERED);
    let shown: Vec<String> = row.ways.iter().take(3).map(|way| way.join("、")).collect();
    let more = if row.glued.count > shown.len() { "……" } else { "" };
    let message = format!(
        "{name}的数字“{text}”粘在一起，有 {} 种拆法（{}{more}），整行未取，请选一种",
        row.glued.count,
        shown.join("；")
    );
    row.glued.ways = row.ways;
    statement.add_row(Class::Missing, row.glued.line, place, message);
    statement.glued.push(row.glued);
}

/// How far a way is from last year's figures: the difference of their sizes, summed up. Without them, how uneven it is.
fn far(report: &Report, last: Option<&Report>, cells: &[CellIdx], way: &Way) -> f64 {
    let edition = report.edition();
    let size =
        |number: Option<Decimal>| number.and_then(|number| number.abs().to_f64()).map(|number| (number + 1.0).ln());
    let numbers: Vec<Option<f64>> =
        cells.iter().zip(way).map(|(cell, text)| size(read(text, edition.spec(*cell).kind).number())).collect();
    let before = |cell: &CellIdx| {
        let last = last?;
        size(last.value(last.edition().find(&edition.spec(*cell).place)?).number())
    };
    let known: f64 =
        cells.iter().zip(&numbers).filter_map(|(cell, number)| Some(((*number)? - before(cell)?).abs())).sum();
    let has_known = cells.iter().any(|cell| before(cell).is_some());
    if has_known {
        return known;
    }
    let sizes: Vec<f64> = numbers.into_iter().flatten().collect();
    let middle = sizes.iter().sum::<f64>() / f64::from(sizes.len().max(1) as u32);
    sizes.iter().map(|size| (size - middle).abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Imported, read_text};

    fn import(lines: &str) -> Imported {
        read_text("a.txt", &format!("示例县人民政府2022年政府信息公开工作年度报告\n{lines}")).unwrap()
    }

    fn row(report: &Report, start: &str) -> String {
        let edition = report.edition();
        let of_row = edition.indices().filter(|cell| edition.spec(*cell).place.as_str().starts_with(start));
        of_row.map(|cell| report.text(cell)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn the_only_way_that_adds_up_is_taken_and_said() {
        let imported = import("三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量3000003\n");
        assert_eq!(row(&imported.report, "t2.new."), "3|0|0|0|0|0|3");
        assert!(imported.report.is_section_empty("unplaced"));
        let said = imported.statement.to_string();
        assert!(said.contains("“3000003”粘在一起，只有一种拆法"), "{said}");
        assert!(imported.statement.glued.is_empty());
    }

    #[test]
    fn several_ways_are_offered_and_last_year_may_leave_one() {
        let text = "二、主动公开政府信息情况\n规章 | 0 | 0 | 0\n行政规范性文件77132470\n行政许可 | 5\n";
        let mut imported = import(text);
        assert_eq!(row(&imported.report, "t1.normative."), "||");
        assert_eq!(imported.report.paragraphs("unplaced"), ["行政规范性文件 | 77132470"]);
        let glued = &imported.statement.glued[0];
        assert!(glued.count > OFFERED && glued.ways.len() == OFFERED, "{glued:?}");
        let mut last = imported.report.clone();
        last.about.year -= 1;
        let in_force = last.edition().find(&"t1.normative.in_force".into()).unwrap();
        last.set(in_force, "525");
        settle(&mut imported.report, &mut imported.statement, Some(&last));
        assert_eq!(row(&imported.report, "t1.normative."), "77|132|470");
        assert!(imported.statement.glued.is_empty() && imported.report.is_section_empty("unplaced"));
    }

    #[test]
    fn last_year_only_orders_the_ways_where_its_figures_do_not_add_up() {
        let mut imported = import("二、主动公开政府信息情况\n规章 | 0 | 0 | 0\n行政规范性文件77132470\n行政许可 | 5\n");
        let mut last = imported.report.clone();
        last.about.year -= 1;
        for (place, text) in [("issued", "80"), ("repealed", "120"), ("in_force", "698")] {
            let cell = last.edition().find(&format!("t1.normative.{place}").as_str().into()).unwrap();
            last.set(cell, text);
        }
        settle(&mut imported.report, &mut imported.statement, Some(&last));
        assert_eq!(row(&imported.report, "t1.normative."), "||");
        assert_eq!(imported.statement.glued[0].ways[0], ["77", "132", "470"]);
    }
}
