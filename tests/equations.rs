//! What the diagnosis of figures promises, held against slips of all kinds and a search that tries everything.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "bench/cases.rs"]
mod cases;

use std::collections::BTreeSet;

use cases::{Case, Random, Tally, Wrong};
use nianbao::{
    equations::{self, At, Given},
    form::CellIdx,
    report::{Report, value::Value},
};

fn tally(case: &mut Case, slips: &[Vec<Wrong>]) -> Tally {
    let mut tally = Tally::default();
    for wrong in slips {
        let diagnosis = case.with(wrong, equations::diagnose_values);
        tally.count(&diagnosis, &case.truth(wrong));
    }
    tally
}

#[test]
fn a_right_report_has_no_cause() {
    for has_evidence in [false, true] {
        let mut case = cases::case(cases::founding(), has_evidence);
        let diagnosis = case.with(&[], equations::diagnose_values);
        assert_eq!(diagnosis.causes, []);
    }
}

#[test]
fn every_single_slip_in_the_founding_table_is_found_and_repaired() {
    for has_evidence in [false, true] {
        let mut case = cases::case(cases::founding(), has_evidence);
        let singles = case.singles();
        let tally = tally(&mut case, &singles);
        assert_eq!((tally.cases, tally.detected, tally.right, tally.covered), (201, 201, 201, 201));
        assert_eq!((tally.tied, tally.wrong, tally.wrongly_sure), (0, 0, 0));
    }
}

#[test]
fn nearly_every_pair_of_slips_is_found_and_no_sure_repair_is_wrong() {
    let mut random = Random(77);
    // The bench tries all 20,000 pairs; these are a sample of them.
    for (has_evidence, least) in [(false, 977), (true, 997)] {
        let mut case = cases::case(cases::founding(), has_evidence);
        let pairs: Vec<Vec<Wrong>> = (0..500).map(|_| case.draw(&mut random, 2)).collect();
        let tally = tally(&mut case, &pairs);
        assert_eq!(tally.detected, tally.cases);
        assert!(1000 * tally.right >= least * tally.cases, "{} of {}", tally.right, tally.cases);
        assert!(100 * tally.wrong <= tally.cases && tally.tied <= 20, "{} wrong, {} tied", tally.wrong, tally.tied);
        assert!(tally.sure > tally.cases);
        assert_eq!(tally.wrongly_sure, 0);
    }
}

#[test]
fn in_tables_of_any_size_no_sure_repair_of_one_or_two_slips_is_wrong() {
    let mut random = Random(4242);
    for count in [12, 150, 2500] {
        let mut case = cases::case(cases::synthetic(&mut random, count), false);
        for errors in [1, 2] {
            let slips: Vec<Vec<Wrong>> = (0..150).map(|_| case.draw(&mut random, errors)).collect();
            let tally = tally(&mut case, &slips);
            assert_eq!((tally.detected, tally.wrongly_sure), (tally.cases, 0), "{count} applications");
            assert!(10 * tally.covered >= 9 * tally.cases, "{} of {}", tally.covered, tally.cases);
        }
    }
}

#[test]
fn where_zeros_are_left_blank_no_sure_repair_is_wrong_either() {
    let mut random = Random(2019);
    for count in [3, 12, 150] {
        let mut case = cases::case(cases::without_zeros(cases::synthetic(&mut random, count)), false);
        let singles = case.singles();
        let one = tally(&mut case, &singles);
        assert_eq!(one.wrongly_sure, 0);
        // What is typed where row and column are blank throughout is seen by no sum.
        assert!(2 * one.detected > one.cases, "{} of {}", one.detected, one.cases);
        assert_eq!(one.right, one.detected);
        let pairs: Vec<Vec<Wrong>> = (0..300).map(|_| case.draw(&mut random, 2)).collect();
        let two = tally(&mut case, &pairs);
        assert!(two.sure > 0);
        assert_eq!(two.wrongly_sure, 0);
    }
}

/// A search that tries every set of cells, and works out by itself what they would have to be.
struct Exhaustive {
    cells: Vec<CellIdx>,
    values: Vec<Option<i64>>,
    /// Cells and signs of every sum.
    sums: Vec<Vec<(usize, i64)>>,
    broken: Vec<usize>,
}

impl Exhaustive {
    fn new(report: &Report, values: &[Value]) -> Self {
        let edition = report.edition();
        let number = |value: &Value| value.number().map(|number| number.to_string().parse().unwrap());
        let term = |term: &nianbao::form::Term| (term.cell.at(), if term.is_left { 1 } else { -1 });
        let sums = edition.sums().iter().filter(|sum| edition.equations[sum.equation].table == "t2");
        let mut all = Self {
            cells: edition.cells_of("t2").collect(),
            values: values.iter().map(number).collect(),
            sums: sums.map(|sum| sum.terms.iter().map(term).collect()).collect(),
            broken: Vec::new(),
        };
        all.broken = (0..all.sums.len()).filter(|n| !all.holds(*n, &[])).collect();
        all
    }

    fn value(&self, cell: usize, new: &[(usize, i64)]) -> Option<i64> {
        new.iter().find(|(changed, _)| *changed == cell).map(|(_, value)| *value).or(self.values[cell])
    }

    /// Does a sum hold, or is it not judged, with these new values?
    fn holds(&self, sum: usize, new: &[(usize, i64)]) -> bool {
        let terms = &self.sums[sum];
        let has_figure = |sign| terms.iter().any(|(cell, s)| *s == sign && self.value(*cell, new).is_some());
        let total: i64 = terms.iter().map(|(cell, sign)| sign * self.value(*cell, new).unwrap_or(0)).sum();
        total == 0 || !has_figure(1) || !has_figure(-1)
    }

    /// The values that these cells must have, if they can heal everything.
    fn solve(&self, set: &[usize]) -> Option<Vec<(usize, i64)>> {
        let mut new: Vec<(usize, i64)> = Vec::new();
        while new.len() < set.len() {
            let open = |cell: usize| set.contains(&cell) && new.iter().all(|(known, _)| *known != cell);
            let forced = self.sums.iter().find_map(|terms| {
                let mut unknown = terms.iter().filter(|(cell, _)| open(*cell));
                let (cell, sign) = *unknown.next()?;
                let other_side = terms.iter().any(|(c, s)| *s != sign && self.value(*c, &new).is_some());
                let rest = || terms.iter().filter(|(c, _)| *c != cell);
                let sum: i64 = rest().map(|(c, s)| s * self.value(*c, &new).unwrap_or(0)).sum();
                (unknown.next().is_none() && other_side).then_some((cell, -sum * sign))
            });
            let (cell, value) = forced?;
            if value < 0 || self.values[cell] == Some(value) {
                return None;
            }
            new.push((cell, value));
        }
        (0..self.sums.len()).all(|sum| self.holds(sum, &new)).then_some(new)
    }

    /// All repairs with so many changes.
    fn repairs(&self, count: usize) -> BTreeSet<Vec<(usize, i64)>> {
        let mut found = BTreeSet::new();
        self.extend(&mut Vec::new(), count, &mut found);
        found
    }

    /// Every repair changes a cell in each broken sum; beyond that, any cell may be part of it.
    fn extend(&self, set: &mut Vec<usize>, count: usize, found: &mut BTreeSet<Vec<(usize, i64)>>) {
        let is_hit = |sum: &&usize| self.sums[**sum].iter().any(|(cell, _)| set.contains(cell));
        let missed = self.broken.iter().filter(|sum| !is_hit(sum)).min_by_key(|sum| self.sums[**sum].len());
        if set.len() == count {
            if missed.is_none() {
                found.extend(self.solve(set).map(|mut new| {
                    new.sort_unstable();
                    new
                }));
            }
            return;
        }
        let next: Vec<usize> = match missed {
            Some(sum) => self.sums[*sum].iter().map(|(cell, _)| *cell).collect(),
            None => self.cells.iter().map(|cell| cell.at()).collect(),
        };
        for cell in next {
            if !set.contains(&cell) {
                set.push(cell);
                self.extend(set, count, found);
                set.pop();
            }
        }
    }
}

/// The fewest changes that the diagnosis knows of, and its sure changes.
fn fewest(given: &Given<'_>) -> (Option<usize>, Vec<(usize, i64)>) {
    let diagnosis = equations::diagnose_values(given);
    let count = |cause: &equations::Cause| cause.repairs.iter().map(|repair| repair.changes.len()).min();
    let sure = diagnosis.causes.iter().flat_map(|cause| &cause.repairs).filter(|repair| repair.sure);
    let changes = sure.flat_map(|repair| &repair.changes).map(|change| {
        let At::Cell(cell) = change.at else { panic!("a sure change outside the table") };
        (cell.at(), change.to.parse().unwrap())
    });
    (diagnosis.causes.iter().map(count).sum(), changes.collect())
}

#[test]
fn the_smallest_repair_is_as_small_as_one_found_by_trying_everything() {
    let mut random = Random(600);
    let mut counts = [0; 4];
    for n in 0..600 {
        let applications = [3, 12, 150, 2500][n % 4];
        let report = if n % 4 == 0 { cases::founding() } else { cases::synthetic(&mut random, applications) };
        let mut case = cases::case(report, false);
        let wrong = case.draw(&mut random, [1, 2, 2, 3][n / 4 % 4]);
        let ((ours, sure), smallest) = case.with(&wrong, |given| {
            let all = Exhaustive::new(given.report, given.values);
            let smallest = (1..=3).map(|count| all.repairs(count)).find(|repairs| !repairs.is_empty());
            (fewest(given), smallest.unwrap())
        });
        let theirs = smallest.first().unwrap().len();
        assert_eq!(ours, Some(theirs), "{wrong:?}");
        for change in sure {
            assert!(smallest.iter().all(|repair| repair.contains(&change)), "{change:?} is not the only way");
        }
        counts[theirs] += 1;
    }
    assert!(counts[1..].iter().all(|count| *count > 80), "{counts:?}");
}
