//! Many organs' reports summed cell by cell (汇总): exact sums, each of which opens into the organs behind it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    About, Report,
    value::{self, Figure, Value},
};
use crate::form::{Along, CellIdx, Derived, Edition, Kind, Place};

/// The sums of many reports in one edition.
#[derive(Debug)]
pub struct Rollup {
    edition: &'static Edition,
    sums: Vec<Sum>,
    parts: Vec<Part>,
    left: BTreeMap<(String, Place), Left>,
}

/// The sum of one cell over all reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// The exact sum, money in 万元; `None` if no report has a figure there.
    pub total: Option<Decimal>,
    /// How many reports have a figure there, zeros too.
    pub figures: usize,
    /// Numbers of the parts whose cell cannot be read, so that the sum lacks them.
    pub unreadable: Vec<usize>,
    /// How many amounts say no unit where the form names none either; they count as 万元.
    pub unitless: usize,
    /// How many figures come from a row that only resembles this one, in another edition.
    pub near: usize,
}

/// Figures that have no cell to be added to: the reports are in another edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// How many reports have a figure other than 0 there.
    pub reports: usize,
    /// Their sum, said so that it is not lost.
    pub total: Decimal,
}

/// One report in a roll-up.
#[derive(Debug, Clone)]
pub struct Part {
    /// Whose report it is.
    pub about: About,
    /// Figures other than 0 by cell of the roll-up's edition, in form order.
    figures: Vec<(CellIdx, Decimal)>,
    /// Cells that say 0; forgotten once they are counted.
    zeros: Vec<CellIdx>,
    unreadable: Vec<CellIdx>,
    unitless: Vec<CellIdx>,
    near: Vec<CellIdx>,
    left: Vec<(Place, Decimal)>,
}

/// Where a cell of another edition is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// To the cell that means the same.
    Same(CellIdx),
    /// To a cell that only resembles it.
    Near(CellIdx),
    /// Nowhere.
    Nowhere,
}

/// A cell whose typed figure differs from the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Which cell.
    pub cell: CellIdx,
    /// The sum of the reports; 0 if none has a figure.
    pub sum: Decimal,
    /// What was typed, money in 万元.
    pub typed: Decimal,
}

impl Part {
    /// The figures of a report for a roll-up in an edition; `values` are what its cells say, in the form order of its
    /// own edition.
    pub fn new(about: &About, own: &Edition, values: &[Value], edition: &'static Edition) -> Self {
        let is_same = own.id == edition.id;
        let mut part = Self {
            about: about.clone(),
            figures: Vec::new(),
            zeros: Vec::with_capacity(own.cells().len()),
            unreadable: Vec::new(),
            unitless: Vec::new(),
            near: Vec::new(),
            left: Vec::new(),
        };
        for (cell, value) in own.indices().zip(values) {
            let way = if is_same { Way::Same(cell) } else { way(own, cell, edition) };
            part.take(own, cell, value, way);
        }
        if is_same {
            return part;
        }
        part.figures.sort_by_key(|(cell, _)| *cell);
        part.figures.dedup_by(|(cell, more), (kept, sum)| {
            let is_one = cell == kept;
            if is_one {
                *sum = sum.saturating_add(*more);
            }
            is_one
        });
        part.zeros.sort_unstable();
        part.zeros.dedup();
        let figures = &part.figures;
        part.zeros.retain(|cell| figures.binary_search_by_key(cell, |(cell, _)| *cell).is_err());
        part
    }

    fn take(&mut self, own: &Edition, cell: CellIdx, value: &Value, way: Way) {
        let spec = own.spec(cell);
        let to = match way {
            Way::Same(to) | Way::Near(to) => Some(to),
            Way::Nowhere => None,
        };
        match value {
            Value::Blank | Value::Dash => {}
            Value::Unreadable(_) => self.unreadable.extend(to),
            Value::Figure(figure) => {
                let number = in_unit(figure);
                let Some(to) = to else {
                    if !number.is_zero() {
                        self.left.push((spec.place.clone(), number));
                    }
                    return;
                };
                // Most cells hold 0, and to add one exactly costs as much as any figure.
                if number.is_zero() {
                    self.zeros.push(to);
                    return;
                }
                if spec.kind == Kind::Money && figure.unit.is_none() {
                    self.unitless.push(to);
                }
                if matches!(way, Way::Near(_)) {
                    self.near.push(to);
                }
                self.figures.push((to, number));
            }
        }
    }

    /// The figure of a cell of the roll-up's edition; 0 if it is blank.
    pub fn figure(&self, cell: CellIdx) -> Decimal {
        let found = self.figures.binary_search_by_key(&cell, |(cell, _)| *cell);
        found.ok().and_then(|at| self.figures.get(at)).map_or(Decimal::ZERO, |(_, figure)| *figure)
    }

    /// How many cells cannot be read.
    pub fn n_unreadable(&self) -> usize {
        self.unreadable.len()
    }
}

impl Rollup {
    /// A roll-up of no report yet.
    pub fn new(edition: &'static Edition) -> Self {
        Self { edition, sums: vec![Sum::default(); edition.cells().len()], parts: Vec::new(), left: BTreeMap::new() }
    }

    /// The edition it sums in.
    pub fn edition(&self) -> &'static Edition {
        self.edition
    }

    /// Adds a report; its number is how many there were before.
    pub fn add(&mut self, mut part: Part) {
        let number = self.parts.len();
        for (cell, figure) in &part.figures {
            if let Some(sum) = self.sums.get_mut(cell.at()) {
                let total = sum.total.get_or_insert_default();
                *total = total.saturating_add(*figure);
                sum.figures += 1;
            }
        }
        for cell in std::mem::take(&mut part.zeros) {
            if let Some(sum) = self.sums.get_mut(cell.at()) {
                sum.total.get_or_insert_default();
                sum.figures += 1;
            }
        }
        for cell in &part.unreadable {
            self.sums.get_mut(cell.at()).into_iter().for_each(|sum| sum.unreadable.push(number));
        }
        for cell in &part.unitless {
            self.sums.get_mut(cell.at()).into_iter().for_each(|sum| sum.unitless += 1);
        }
        for cell in &part.near {
            self.sums.get_mut(cell.at()).into_iter().for_each(|sum| sum.near += 1);
        }
        for (place, figure) in part.left.drain(..) {
            let left = self.left.entry((part.about.edition.clone(), place)).or_default();
            left.reports += 1;
            left.total = left.total.saturating_add(figure);
        }
        self.parts.push(part);
    }

    /// The reports, in the order they were added.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The sum of a cell.
    pub fn sum(&self, cell: CellIdx) -> &Sum {
        &self.sums[cell.at()]
    }

    /// What has no cell in this edition, by the edition it stands in and its place there.
    pub fn left(&self) -> &BTreeMap<(String, Place), Left> {
        &self.left
    }

    /// Is the form silent about the unit of a cell that holds money?
    pub fn is_without_unit(&self, cell: CellIdx) -> bool {
        let (_, _, _, column) = self.edition.lines(cell);
        column.kind == Kind::Money && !column.label.contains("万元")
    }

    /// The reports behind a sum, by number, largest figure first; those without one are left out.
    pub fn behind(&self, cell: CellIdx) -> Vec<(usize, Decimal)> {
        let parts = self.parts.iter().enumerate();
        let mut behind: Vec<(usize, Decimal)> = parts.map(|(n, part)| (n, part.figure(cell))).collect();
        behind.retain(|(_, figure)| !figure.is_zero());
        behind.sort_by_key(|(n, figure)| (std::cmp::Reverse(figure.abs()), *n));
        behind
    }

    /// The text that a cell of the collected report should have: blank if no report has a figure.
    pub fn text(&self, cell: CellIdx) -> String {
        let Some(total) = self.sum(cell).total.map(|total| total.normalize()) else { return String::new() };
        match self.edition.spec(cell).kind {
            Kind::Change if total > Decimal::ZERO => format!("增{total}"),
            Kind::Change if total < Decimal::ZERO => format!("减{}", total.abs()),
            Kind::Money if !total.is_zero() && self.is_without_unit(cell) => format!("{total}万元"),
            _ => total.to_string(),
        }
    }

    /// The collected report with every sum in its cell, without prose.
    pub fn report(&self, about: About) -> Report {
        let mut report = Report::new(about, self.edition);
        self.fill(&mut report);
        report
    }

    /// Puts sums into the blank cells of a collected report in this edition; returns how many.
    pub fn fill(&self, report: &mut Report) -> usize {
        if report.edition().id != self.edition.id {
            return 0;
        }
        let blank = self.edition.indices().filter(|cell| report.value(*cell) == Value::Blank);
        let fills: Vec<(CellIdx, String)> =
            blank.map(|cell| (cell, self.text(cell))).filter(|(_, text)| !text.is_empty()).collect();
        for (cell, text) in &fills {
            report.set(*cell, text);
        }
        fills.len()
    }

    /// Cells whose typed figure in a collected report differs from the sum. Blank cells and unreadable ones are not judged.
    pub fn differences(&self, typed: &Report) -> Vec<Difference> {
        if typed.edition().id != self.edition.id {
            return Vec::new();
        }
        let difference = |cell: CellIdx| match typed.value(cell) {
            Value::Figure(figure) => {
                let sum = self.sum(cell).total.unwrap_or_default();
                let typed = in_unit(&figure);
                (sum != typed).then_some(Difference { cell, sum, typed })
            }
            _ => None,
        };
        self.edition.indices().filter_map(difference).collect()
    }
}

/// The number of a figure in the unit that is summed: money in 万元.
pub fn in_unit(figure: &Figure) -> Decimal {
    figure.in_ten_thousands().unwrap_or(figure.number)
}

/// The number that a text stands for in a sum, money in 万元; `None` for what is blank or cannot be read.
pub fn number(text: &str, kind: Kind) -> Option<Decimal> {
    match value::read(text, kind) {
        Value::Figure(figure) => Some(in_unit(&figure)),
        _ => None,
    }
}

/// Where a cell of one edition is added in another: the same place; the row that sums its group; the last row of the
/// group it sums, which only resembles it.
fn way(from: &Edition, cell: CellIdx, to: &Edition) -> Way {
    let place = &from.spec(cell).place;
    if let Some(cell) = to.find(place) {
        return Way::Same(cell);
    }
    let (table, row, column) = (place.table(), place.row(), place.column());
    let is_of = |group: &&Derived| group.table == table && group.along == Along::Column;
    let mut whole = from.derived.iter().filter(is_of).filter(|group| group.of.iter().any(|part| part == row));
    if let Some(cell) = whole.find_map(|group| to.find_in(table, &group.id, column)) {
        return Way::Same(cell);
    }
    let last = to.derived.iter().filter(is_of).find(|group| group.id == row).and_then(|group| group.of.last());
    last.and_then(|last| to.find_in(table, last, column)).map_or(Way::Nowhere, Way::Near)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::{Kind as Sort, Scope, State};

    fn report(organ: &str, year: u16, cells: &[(&str, &str)]) -> Report {
        let about = About {
            organ: organ.into(),
            kind: Sort::default(),
            year,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(year).unwrap());
        for (place, text) in cells {
            report.set(report.edition().find(&(*place).into()).expect(place), text);
        }
        report
    }

    fn rollup(edition: &str, reports: &[Report]) -> Rollup {
        let edition = Edition::by_id(edition).unwrap();
        let mut rollup = Rollup::new(edition);
        for report in reports {
            let values: Vec<Value> = report.edition().indices().map(|cell| report.value(cell)).collect();
            rollup.add(Part::new(&report.about, report.edition(), &values, edition));
        }
        rollup
    }

    fn text(rollup: &Rollup, place: &str) -> String {
        rollup.text(rollup.edition().find(&place.into()).unwrap())
    }

    #[test]
    fn money_is_summed_to_the_last_decimal_in_one_unit() {
        let fees = |organ, text| report(organ, 2022, &[("t1.fees.amount", text)]);
        let all = [fees("甲", "24252.311082"), fees("乙", "251000.55元"), fees("丙", "0.000001"), fees("丁", "")];
        assert_eq!(text(&rollup("2021", &all), "t1.fees.amount"), "24277.411138");
        let bought = |organ, text| report(organ, 2020, &[("t1.procurement.amount", text)]);
        let all = rollup("2019", &[bought("甲", "608（万元）"), bought("乙", "8040"), bought("丙", "1.5元")]);
        assert_eq!(text(&all, "t1.procurement.amount"), "8648.00015万元");
        let cell = all.edition().find(&"t1.procurement.amount".into()).unwrap();
        assert_eq!((all.sum(cell).unitless, all.is_without_unit(cell)), (1, true));
    }

    #[test]
    fn changes_are_written_with_their_direction_and_blanks_stay_blank() {
        let change = |organ, a, b| report(organ, 2020, &[("t1.permits.change", a), ("t1.fees.change", b)]);
        let all = rollup("2019", &[change("甲", "增25", "-3"), change("乙", "减5", "3")]);
        let texts = ["t1.permits.change", "t1.fees.change", "t1.penalties.change"].map(|place| text(&all, place));
        assert_eq!(texts, ["增20", "0", ""]);
    }

    #[test]
    fn a_sum_opens_into_its_reports_and_says_what_it_lacks() {
        let new = |organ, text| report(organ, 2022, &[("t2.new.total", text)]);
        let all =
            rollup("2021", &[new("甲", "3"), new("乙", "1,204"), new("丙", "0"), new("丁", "若干"), new("戊", "3")]);
        let cell = all.edition().find(&"t2.new.total".into()).unwrap();
        assert_eq!(all.behind(cell), [(1, 1204.into()), (0, 3.into()), (4, 3.into())]);
        let sum = all.sum(cell);
        assert_eq!((sum.total, sum.figures, &sum.unreadable), (Some(1210.into()), 4, &vec![3]));
    }

    #[test]
    fn across_editions_what_means_the_same_is_summed_and_the_rest_is_said() {
        let old = report(
            "甲",
            2020,
            &[("t2.otherwise.natural", "4"), ("t1.permits.decisions", "7"), ("t1.permits.last_year", "9")],
        );
        let new = report("乙", 2021, &[("t2.otherwise_fee_unpaid.natural", "2"), ("t1.permits.decisions", "1")]);
        let all = rollup("2021", &[old.clone(), new.clone()]);
        assert_eq!(text(&all, "t1.permits.decisions"), "8");
        let misc = all.edition().find(&"t2.otherwise_misc.natural".into()).unwrap();
        assert_eq!((all.text(misc).as_str(), all.sum(misc).near), ("4", 1));
        let left: Vec<_> = all.left().iter().map(|((e, p), l)| (e.as_str(), p.as_str(), l.reports, l.total)).collect();
        assert_eq!(left, [("2019", "t1.permits.last_year", 1, 9.into())]);
        let back = rollup("2019", &[old, new]);
        let row = back.edition().find(&"t2.otherwise.natural".into()).unwrap();
        assert_eq!((back.text(row).as_str(), back.sum(row).near), ("6", 0), "a whole group is its row");
        assert!(back.left().is_empty());
    }

    #[test]
    fn a_collected_report_is_filled_where_blank_and_compared_where_typed() {
        let all = rollup("2021", &[report("甲", 2022, &[("t2.new.natural", "3"), ("t2.new.total", "3")])]);
        let mut typed = report("市", 2022, &[("t2.new.total", "4"), ("t3.suit.total", "0"), ("t3.review.total", "1")]);
        let found = all.differences(&typed);
        let told: Vec<_> =
            found.iter().map(|d| (typed.edition().spec(d.cell).place.as_str(), d.sum, d.typed)).collect();
        assert_eq!(told, [("t2.new.total", 3.into(), 4.into()), ("t3.review.total", 0.into(), 1.into())]);
        assert_eq!(all.fill(&mut typed), 1);
        assert_eq!(typed.text(typed.edition().find(&"t2.new.natural".into()).unwrap()), "3");
        assert_eq!(all.fill(&mut typed), 0);
        assert_eq!(all.report(typed.about.clone()).value_at(&"t2.new.total".into()).number(), Some(3.into()));
    }

    proptest! {
        #[test]
        fn every_sum_is_that_of_the_texts_in_any_order(texts in prop::collection::vec("[0-9]{1,12}(\\.[0-9]{1,6})?", 1..20)) {
            let fees = |text: &String| report("甲", 2022, &[("t1.fees.amount", text)]);
            let sum: Decimal = texts.iter().map(|text| text.parse::<Decimal>().unwrap()).sum();
            let reports: Vec<Report> = texts.iter().map(fees).collect();
            let all = rollup("2021", &reports);
            let cell = all.edition().find(&"t1.fees.amount".into()).unwrap();
            prop_assert_eq!(all.sum(cell).total, Some(sum));
            let behind: Decimal = all.behind(cell).iter().map(|(_, figure)| *figure).sum();
            prop_assert_eq!(behind, sum);
        }
    }
}
