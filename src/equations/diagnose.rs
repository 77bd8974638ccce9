//! What is wrong with a report's figures: root causes with their repairs, and blanks that follow from the rest.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    amount::spell,
    candidate::{Candidate, HEAVY, How},
    fill::{self, Fill},
    follow,
    given::{At, Evidence, Given, Source},
    group::{self, Group},
    standing::Standing,
    system::{System, Text},
};
use crate::{
    form::CellIdx,
    report::{
        Report,
        value::{Value, total},
    },
};

/// What the figures of a report, held against each other, say (see [`diagnose`]).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diagnosis {
    /// What is broken, one entry a root cause, in the order of the form's equations.
    pub causes: Vec<Cause>,
    /// Blanks that follow from the rest, in form order.
    pub fills: Vec<Fill>,
}

/// One root cause, however many equalities it breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// The equalities that do not hold.
    pub broken: Vec<Broken>,
    /// Where to look: what the first repair changes, else where broken equalities cross, else all they are about.
    pub suspects: Vec<At>,
    /// What would heal it, the likeliest first; none if more than three figures must be wrong.
    pub repairs: Vec<Repair>,
}

/// An equality that does not hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Broken {
    /// Which one.
    pub source: Source,
    /// What its left side adds up to.
    pub left: Decimal,
    /// What its right side adds up to.
    pub right: Decimal,
}

/// Changes that together heal a cause (修复).
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// Is it the only smallest one, borne out by at least two equalities for each of at most two changes, none of
    /// which rests on a computed total or undoes a fresh edit?
    pub sure: bool,
    /// What must have happened.
    pub how: How,
    /// What to change.
    pub changes: Vec<Change>,
    /// Computed totals that change with it.
    pub follow: Vec<Change>,
    /// Equalities that stay, or become, broken.
    pub leaves: Vec<Source>,
    /// Cost of believing it; for comparing repairs of one cause.
    pub cost: u32,
}

/// One change of a repair.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Whose figure.
    pub at: At,
    /// Its text now.
    pub from: String,
    /// Its text afterwards.
    pub to: String,
    /// The broken equalities that demand it.
    pub because: Vec<Source>,
}

/// Holds all figures of a report against each other, against last year's report and against `evidence`.
///
/// `edited` are the cells that were edited since the sums last held. A blank counts as 0 beside a figure, and a side
/// without any figure is not judged, as in [`super::judge`].
pub fn diagnose(
    report: &Report,
    last: Option<&Report>,
    evidence: &[Evidence],
    edited: &BTreeSet<CellIdx>,
) -> Diagnosis {
    let values: Vec<Value> = report.edition().indices().map(|cell| report.value(cell)).collect();
    diagnose_values(&Given { report, values: &values, last, evidence, edited })
}

/// The same for values that were read already.
pub fn diagnose_values(given: &Given<'_>) -> Diagnosis {
    let system = System::new(given);
    let standing = Standing::new(&system);
    let found = fill::fills(&system);
    let groups = group::groups(&system, &standing, &found);
    let case = Case { given, system: &system, standing: &standing, halves: halves(&system, &standing, &groups) };
    let mut causes: Vec<Cause> = groups.iter().map(|group| case.cause(group)).collect();
    causes.extend(case.outdated(&causes));
    let offer = |found: &fill::Found| match system.variables[found.variable].at {
        At::Cell(cell) => found.offer(&system, given.report.text(cell)),
        _ => None,
    };
    let fills = found.iter().filter_map(offer).collect();
    Diagnosis { causes, fills }
}

/// What a diagnosis is worked out from.
struct Case<'a> {
    given: &'a Given<'a>,
    system: &'a System,
    standing: &'a Standing<'a>,
    /// Equalities with one side blank throughout that stay so: nobody knows whether they speak for or against.
    halves: Vec<usize>,
}

/// Equalities that have a figure on one side only, even after the first repair of every cause.
fn halves(system: &System, standing: &Standing<'_>, groups: &[Group]) -> Vec<usize> {
    if groups.is_empty() {
        return Vec::new();
    }
    let mut after = standing.clone();
    for (variable, value) in groups.iter().filter_map(|group| group.repairs.first()).flat_map(|first| &first.changes) {
        after.apply(*variable, value - system.variables[*variable].value);
    }
    (0..system.equalities.len()).filter(|n| after.is_half(*n)).collect()
}

impl Case<'_> {
    fn cause(&self, group: &Group) -> Cause {
        let mut repairs: Vec<Repair> = group.repairs.iter().map(|candidate| self.repair(group, candidate)).collect();
        if let (Some(first), Some(candidate)) = (repairs.first_mut(), group.repairs.first()) {
            first.sure = group.is_unique && !self.is_half_blank(group) && self.is_borne_out(group, candidate);
        }
        let changes = follow::totals(self.system, self.standing, &group.broken, self.given.edited);
        if !changes.is_empty() {
            let followed = self.repair(group, &Candidate { changes, how: How::TotalsFollow, cost: 0 });
            repairs.retain(|repair| repair.changes != followed.changes);
            repairs.insert(0, followed);
        }
        let broken = group.broken.iter().map(|n| self.broken(*n)).collect();
        Cause { broken, suspects: self.suspects(group, &repairs), repairs }
    }

    fn broken(&self, n: usize) -> Broken {
        let (mut left, mut right) = (0, 0);
        for term in self.system.terms(n) {
            let amount = i128::from(term.sign) * self.system.variables[term.to].value;
            if term.sign > 0 { left += amount } else { right -= amount }
        }
        let number = |value| self.system.number(value);
        Broken { source: self.system.equalities[n].source, left: number(left), right: number(right) }
    }

    fn repair(&self, group: &Group, candidate: &Candidate) -> Repair {
        let after = self.after(&candidate.changes);
        let changes = candidate.changes.iter().map(|(variable, value)| {
            let of = self.system.of(*variable).iter().filter(|join| group.broken.contains(&join.to));
            let demands = of.filter(|join| !after.is_broken(join.to));
            let because = demands.map(|join| self.system.equalities[join.to].source).collect();
            self.change(*variable, *value, because)
        });
        let is_old = |n: &usize| self.standing.is_broken(*n) && !group.broken.contains(n);
        let leaves = after.broken().into_iter().filter(|n| !is_old(n));
        Repair {
            sure: false,
            how: candidate.how,
            changes: changes.collect(),
            follow: self.followers(&candidate.changes),
            leaves: leaves.map(|n| self.system.equalities[n].source).collect(),
            cost: candidate.cost,
        }
    }

    fn after(&self, changes: &[(usize, i128)]) -> Standing<'_> {
        let mut after = self.standing.clone();
        for (variable, value) in changes {
            after.apply(*variable, value - self.system.variables[*variable].value);
        }
        after
    }

    fn change(&self, variable: usize, value: i128, because: Vec<Source>) -> Change {
        let of = &self.system.variables[variable];
        let number = self.system.number(value);
        let (from, to) = match of.at {
            At::Cell(cell) => {
                let old = self.given.values.get(cell.at()).unwrap_or(&Value::Blank);
                (self.given.report.text(cell).to_owned(), spell(number, of.kind, old))
            }
            At::Evidence(_) | At::Last(_) => (self.system.number(of.value).to_string(), number.to_string()),
        };
        Change { at: of.at, from, to, because }
    }

    /// Computed totals whose text has to change with these changes.
    fn followers(&self, changes: &[(usize, i128)]) -> Vec<Change> {
        let totals = self.system.computed(changes).filter(|(cell, _)| changes.iter().all(|(v, _)| *v != cell.at()));
        let totals = totals.filter(|(cell, value)| self.system.variables[cell.at()].value != *value);
        totals.map(|(cell, value)| self.change(cell.at(), value, Vec::new())).collect()
    }

    /// Does what is broken cross an equality with one side blank? A figure typed there by mistake would be unseen.
    fn is_half_blank(&self, group: &Group) -> bool {
        let crosses = |variable: usize| self.system.of(variable).iter().any(|join| self.halves.contains(&join.to));
        let terms = group.broken.iter().flat_map(|n| self.system.terms(*n));
        !self.halves.is_empty() && terms.map(|term| term.to).any(crosses)
    }

    /// At most two changes, each demanded by at least two equalities that rest on no computed total, and none of
    /// them of a published figure, a computed one or one that was just edited.
    fn is_borne_out(&self, group: &Group, candidate: &Candidate) -> bool {
        let after = self.after(&candidate.changes);
        let is_free = |variable: usize| {
            let of = &self.system.variables[variable];
            let is_edited = matches!(of.at, At::Cell(cell) if self.given.edited.contains(&cell));
            !of.is_computed && !is_edited && of.weight <= HEAVY
        };
        // A blank total leaves its own sum unjudged; once it has a figure that sum speaks for it too.
        let demands = |variable: usize| {
            let is_blank = self.system.variables[variable].text == Text::Blank;
            let speaks = |n: usize| group.broken.contains(&n) || (is_blank && !self.standing.is_judged(n));
            let of = self.system.of(variable).iter().map(|join| join.to);
            let of = of.filter(|n| !self.system.equalities[*n].rests_on_computed);
            of.filter(|n| speaks(*n) && after.is_judged(*n) && !after.is_broken(*n)).count()
        };
        let changes = &candidate.changes;
        changes.len() <= 2 && changes.iter().all(|(variable, _)| is_free(*variable) && demands(*variable) > 1)
    }

    fn suspects(&self, group: &Group, repairs: &[Repair]) -> Vec<At> {
        if let Some(first) = repairs.first() {
            return first.changes.iter().map(|change| change.at).collect();
        }
        let count =
            |variable: usize| self.system.of(variable).iter().filter(|join| group.broken.contains(&join.to)).count();
        let at_least = |least: usize| -> Vec<At> {
            let variables = (0..self.system.variables.len()).filter(|variable| count(*variable) >= least);
            variables.map(|variable| self.system.variables[variable].at).collect()
        };
        let crossings = at_least(2);
        if crossings.is_empty() { at_least(1) } else { crossings }
    }

    /// Computed totals that were left behind by their parts, as a cause of their own.
    fn outdated(&self, causes: &[Cause]) -> Option<Cause> {
        let outdated = follow::outdated(self.system);
        if outdated.is_empty() {
            return None;
        }
        let is_known = |source: Source| causes.iter().flat_map(|cause| &cause.broken).any(|b| b.source == source);
        let sums = self.given.report.edition().sums().iter().enumerate();
        let of_outdated = sums.filter(|(_, sum)| sum.terms.iter().any(|t| outdated.iter().any(|o| o.0 == t.cell.at())));
        let broken = of_outdated.filter_map(|(n, sum)| {
            let side = |is_left| total(sum.side(is_left).filter_map(|cell| self.given.values.get(cell.at())));
            let (left, right) = (side(true)?, side(false)?);
            (left != right && !is_known(Source::Sum(n))).then_some(Broken { source: Source::Sum(n), left, right })
        });
        let broken: Vec<Broken> = broken.collect();
        let changes = outdated.iter().map(|(variable, value)| self.change(*variable, *value, Vec::new()));
        let changes: Vec<Change> = changes.collect();
        let suspects = changes.iter().map(|change| change.at).collect();
        let repair =
            Repair { sure: false, how: How::TotalsFollow, changes, follow: Vec::new(), leaves: Vec::new(), cost: 0 };
        (!broken.is_empty()).then(|| Cause { broken, suspects, repairs: vec![repair] })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        equations::{Reason, Verdict, explain, judge, offers},
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    /// A bureau's table 2 with a handful of applications, zeros typed everywhere, totals typed.
    const FIGURES: &[(&str, &str, u32)] = &[
        ("new", "natural", 12),
        ("new", "business", 5),
        ("brought_forward", "natural", 1),
        ("granted", "natural", 8),
        ("granted", "business", 3),
        ("denied_safety", "business", 1),
        ("unavailable_not_held", "natural", 4),
        ("carried_forward", "natural", 1),
        ("carried_forward", "business", 1),
    ];

    fn blank(year: u16) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        Report::new(about, Edition::for_year(year).unwrap())
    }

    fn at(report: &Report, place: &str) -> CellIdx {
        report.edition().find(&place.into()).unwrap()
    }

    /// The table with its totals, as [`FIGURES`] says.
    fn filled() -> Report {
        let mut report = blank(2021);
        for cell in report.edition().cells_of("t2").collect::<Vec<_>>() {
            report.set(cell, "0");
        }
        for (row, column, figure) in FIGURES {
            let cell = at(&report, &format!("t2.{row}.{column}"));
            report.set(cell, &figure.to_string());
        }
        for sum in report.edition().sums() {
            if let Some(cell) = sum.total().filter(|cell| report.edition().spec(*cell).place.table() == "t2") {
                let figure = total(sum.side(true).map(|part| report.value(part))).unwrap();
                report.set(cell, &figure.to_string());
            }
        }
        // Totals of totals once more, now that the columns have theirs.
        for sum in report.edition().sums().iter().filter(|sum| sum.line == "concluded") {
            let figure = total(sum.side(true).map(|part| report.value(part))).unwrap();
            report.set(sum.total().unwrap(), &figure.to_string());
        }
        report
    }

    fn with(changes: &[(&str, &str)]) -> Report {
        let mut report = filled();
        for (place, text) in changes {
            report.set(at(&report, place), text);
        }
        report
    }

    fn alone(report: &Report) -> Diagnosis {
        diagnose(report, None, &[], &BTreeSet::new())
    }

    fn edited(report: &Report, places: &[&str]) -> Diagnosis {
        diagnose(report, None, &[], &places.iter().map(|place| at(report, place)).collect())
    }

    /// `place from→to`, of every change.
    fn shown(report: &Report, changes: &[Change]) -> Vec<String> {
        let place = |at: At| match at {
            At::Cell(cell) => report.edition().spec(cell).place.to_string(),
            At::Evidence(n) => format!("evidence {n}"),
            At::Last(cell) => format!("last {}", report.edition().spec(cell).place),
        };
        changes.iter().map(|change| format!("{} {}→{}", place(change.at), change.from, change.to)).collect()
    }

    fn first<'a>(report: &Report, cause: &'a Cause) -> (Vec<String>, &'a Repair) {
        let repair = cause.repairs.first().unwrap();
        (shown(report, &repair.changes), repair)
    }

    fn prose(report: &Report, value: i64, places: &[&str]) -> Evidence {
        let cells = places.iter().map(|place| At::Cell(at(report, place))).collect();
        Evidence {
            name: format!("正文“{value}件”"), value: value.into(), weight: Evidence::PROSE, claims: vec![cells]
        }
    }

    fn explained(report: &Report, diagnosis: &Diagnosis, evidence: &[Evidence]) -> Vec<String> {
        let values: Vec<Value> = report.edition().indices().map(|cell| report.value(cell)).collect();
        let none = BTreeSet::new();
        let given = Given { report, values: &values, last: None, evidence, edited: &none };
        let cause = |cause: &Cause| {
            let remedy = cause.repairs.first().map(|repair| explain::remedy(&given, repair)).unwrap_or_default();
            format!("{}。{remedy}", explain::contradiction(&given, cause))
        };
        diagnosis.causes.iter().map(cause).collect()
    }

    #[test]
    fn a_table_that_holds_has_neither_causes_nor_fills() {
        assert_eq!(alone(&filled()), Diagnosis::default());
    }

    #[test]
    fn one_wrong_cell_is_one_cause_with_a_sure_repair() {
        let report = with(&[("t2.granted.natural", "18")]);
        let diagnosis = alone(&report);
        assert_eq!(diagnosis.causes.len(), 1);
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(changes, ["t2.granted.natural 18→8"]);
        assert!(repair.sure && repair.leaves.is_empty());
        assert_eq!((diagnosis.causes[0].broken.len(), repair.changes[0].because.len()), (2, 2));
        assert_eq!(
            explained(&report, &diagnosis, &[]),
            [
                "（一）予以公开 · 自然人 填 18：本行总计 11、本列（七）总计 12 都说应为 8。（一）予以公开 · 自然人 改为 8，就都相符"
            ]
        );
    }

    #[test]
    fn two_wrong_cells_far_apart_are_two_causes() {
        let report = with(&[("t2.granted.natural", "9"), ("t2.denied_safety.business", "10")]);
        let diagnosis = alone(&report);
        let firsts: Vec<_> = diagnosis.causes.iter().map(|cause| first(&report, cause)).collect();
        assert_eq!(firsts[0].0, ["t2.granted.natural 9→8"]);
        assert_eq!(firsts[1].0, ["t2.denied_safety.business 10→1"]);
        assert!(firsts.iter().all(|(_, repair)| repair.sure));
    }

    #[test]
    fn a_wrong_total_is_repaired_too_and_named_from_its_parts() {
        let report = with(&[("t2.concluded.natural", "21")]);
        let diagnosis = alone(&report);
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(changes, ["t2.concluded.natural 21→12"]);
        assert!(repair.sure);
        let text = explained(&report, &diagnosis, &[]).concat();
        assert!(text.contains("本列办理结果各项之和 12"), "{text}");
    }

    #[test]
    fn a_repair_keeps_the_remark_behind_the_figure() {
        let report = with(&[("t2.granted.natural", "9（其中部分4件）")]);
        let diagnosis = alone(&report);
        assert_eq!(diagnosis.causes[0].repairs[0].changes[0].to, "8（其中部分4件）");
    }

    #[test]
    fn neighbours_in_each_others_place_come_first_but_are_not_sure() {
        let report = with(&[("t2.granted.natural", "3"), ("t2.granted.business", "8")]);
        let diagnosis = alone(&report);
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(changes, ["t2.granted.natural 3→8", "t2.granted.business 8→3"]);
        assert_eq!((diagnosis.causes.len(), repair.how, repair.sure), (1, How::Swapped, false));
        let text = explained(&report, &diagnosis, &[]).concat();
        assert!(text.contains("疑似填错位置") && text.contains("互换"), "{text}");
    }

    #[test]
    fn a_row_typed_one_row_off_is_moved_back_where_the_prose_tells() {
        let row = |row: &str, figures: [&'static str; 7]| -> Vec<(String, &'static str)> {
            let columns = ["natural", "business", "research", "public_interest", "legal_service", "other", "total"];
            columns.iter().zip(figures).map(|(column, figure)| (format!("t2.{row}.{column}"), figure)).collect()
        };
        let mut changes = row("granted", ["0"; 7]);
        changes.extend(row("partial", ["8", "3", "0", "0", "0", "0", "11"]));
        let changes: Vec<(&str, &str)> = changes.iter().map(|(place, text)| (place.as_str(), *text)).collect();
        let report = with(&changes);
        assert_eq!(alone(&report).causes, [], "the sums cannot see it");
        let evidence = [prose(&report, 11, &["t2.granted.total"]), prose(&report, 0, &["t2.partial.total"])];
        let diagnosis = diagnose(&report, None, &evidence, &BTreeSet::new());
        let moved = diagnosis.causes[0].repairs.iter().find(|repair| repair.how == How::RowsSwapped).unwrap();
        assert_eq!(moved.changes.len(), 6);
        assert!(!moved.sure);
    }

    #[test]
    fn several_rows_that_slipped_by_one_are_moved_back_together() {
        // The clerk skipped 二、上年结转 and typed everything one row too low.
        let right = filled();
        let mut report = filled();
        let rows = ["brought_forward", "granted", "partial"];
        for column in ["natural", "business", "total"] {
            let of = |row: &str| right.text(at(&right, &format!("t2.{row}.{column}"))).to_owned();
            let (a, b) = (of(rows[0]), of(rows[1]));
            report.set(at(&report, &format!("t2.{}.{column}", rows[0])), "0");
            report.set(at(&report, &format!("t2.{}.{column}", rows[1])), &a);
            report.set(at(&report, &format!("t2.{}.{column}", rows[2])), &b);
        }
        let evidence = [prose(&report, 11, &["t2.granted.total"])];
        let diagnosis = diagnose(&report, None, &evidence, &BTreeSet::new());
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(repair.how, How::RowsSlipped, "{changes:?}");
        assert!(changes.contains(&"t2.granted.natural 1→8".to_owned()), "{changes:?}");
        assert!(repair.leaves.is_empty() && !repair.sure);
        assert!(alone(&report).causes[0].repairs.iter().any(|repair| repair.how == How::RowsSlipped), "without prose");
    }

    #[test]
    fn prose_that_disagrees_with_a_table_that_holds_is_the_likelier_error() {
        let report = filled();
        let evidence = [prose(&report, 71, &["t2.new.total"])];
        let diagnosis = diagnose(&report, None, &evidence, &BTreeSet::new());
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(changes, ["evidence 0 71→17"]);
        assert!(!repair.sure, "one equality is not enough");
        assert_eq!(
            explained(&report, &diagnosis, &evidence),
            ["正文“71件” 填 71：表中 17 说应为 17。正文“71件” 改为 17，就都相符"]
        );
    }

    #[test]
    fn prose_that_disagrees_with_its_own_parts_too_is_surely_wrong() {
        let report = filled();
        let mut evidence = vec![
            prose(&report, 18, &["t2.new.total"]),
            prose(&report, 12, &["t2.new.natural"]),
            prose(&report, 5, &["t2.new.business"]),
        ];
        evidence[0].claims.push(vec![At::Evidence(1), At::Evidence(2)]);
        let diagnosis = diagnose(&report, None, &evidence, &BTreeSet::new());
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!((changes, repair.sure), (vec!["evidence 0 18→17".to_owned()], true));
    }

    #[test]
    fn last_years_report_is_a_witness_that_is_not_to_be_changed() {
        let mut last = blank(2020);
        for (column, figure) in [("natural", "2"), ("total", "2")] {
            last.set(at(&last, &format!("t2.carried_forward.{column}")), figure);
        }
        let report = filled();
        let diagnosis = diagnose(&report, Some(&last), &[], &BTreeSet::new());
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(changes, ["last t2.brought_forward.natural 2→1"]);
        assert!(!repair.sure);
        let report = with(&[("t2.brought_forward.natural", "11")]);
        last.set(at(&last, "t2.carried_forward.natural"), "1");
        last.set(at(&last, "t2.carried_forward.total"), "1");
        let diagnosis = diagnose(&report, Some(&last), &[], &BTreeSet::new());
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!((changes, repair.sure), (vec!["t2.brought_forward.natural 11→1".to_owned()], true));
        assert_eq!(repair.changes[0].because.len(), 3);
    }

    #[test]
    fn figures_in_force_follow_from_last_year_and_this_years_changes() {
        let mut last = blank(2022);
        last.set(at(&last, "t1.normative.in_force"), "20");
        let mut report = blank(2023);
        for (place, text) in [("issued", "5"), ("repealed", "2"), ("in_force", "25")] {
            report.set(at(&report, &format!("t1.normative.{place}")), text);
        }
        let diagnosis = diagnose(&report, Some(&last), &[], &BTreeSet::new());
        assert_eq!(diagnosis.causes[0].broken[0].left, Decimal::from(27));
        let all: Vec<_> =
            diagnosis.causes[0].repairs.iter().flat_map(|repair| shown(&report, &repair.changes)).collect();
        assert!(all.contains(&"t1.normative.in_force 25→23".to_owned()), "{all:?}");
        report.set(at(&report, "t1.normative.in_force"), "");
        let diagnosis = diagnose(&report, Some(&last), &[], &BTreeSet::new());
        assert_eq!(diagnosis.causes, []);
        assert_eq!(diagnosis.fills[0].text, "23");
    }

    #[test]
    fn totals_follow_a_cell_that_was_just_edited() {
        let report = with(&[("t2.granted.natural", "9")]);
        let diagnosis = edited(&report, &["t2.granted.natural"]);
        let cause = &diagnosis.causes[0];
        let (changes, repair) = first(&report, cause);
        assert_eq!(repair.how, How::TotalsFollow);
        assert_eq!(changes, ["t2.granted.total 11→12", "t2.concluded.natural 12→13", "t2.concluded.total 16→17"]);
        assert_eq!(repair.leaves.len(), 2, "intake and what was done with it no longer balance");
        assert!(cause.repairs.iter().all(|repair| !repair.sure));
        assert_eq!(shown(&report, &cause.repairs[1].changes), ["t2.granted.natural 9→8"]);
    }

    #[test]
    fn an_edited_total_does_not_follow_itself() {
        let report = with(&[("t2.granted.natural", "9"), ("t2.granted.total", "12")]);
        let diagnosis = edited(&report, &["t2.granted.natural", "t2.granted.total"]);
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(repair.how, How::TotalsFollow);
        assert_eq!(changes, ["t2.concluded.natural 12→13", "t2.concluded.total 16→17"]);
    }

    #[test]
    fn nothing_is_sure_that_rests_on_computed_totals() {
        let mut report = with(&[("t2.granted.natural", "9")]);
        for sum in report.edition().sums() {
            report.set_computed(sum.total().unwrap_or(CellIdx(0)), sum.total().is_some());
        }
        let edition = report.edition();
        for (cell, text) in offers(&report) {
            report.set(cell, &text);
        }
        for (cell, text) in offers(&report) {
            report.set(cell, &text);
        }
        let diagnosis = alone(&report);
        assert!(!diagnosis.causes.is_empty(), "the balance still speaks");
        for repair in diagnosis.causes.iter().flat_map(|cause| &cause.repairs) {
            assert!(!repair.sure, "{:?}", shown(&report, &repair.changes));
        }
        let of_granted = |repair: &&Repair| {
            repair
                .changes
                .iter()
                .any(|change| change.at == At::Cell(edition.find(&"t2.granted.natural".into()).unwrap()))
        };
        let repair = diagnosis.causes.iter().flat_map(|cause| &cause.repairs).find(of_granted).unwrap();
        assert_eq!(
            shown(&report, &repair.follow),
            ["t2.granted.total 12→11", "t2.concluded.natural 13→12", "t2.concluded.total 17→16"],
            "what was computed changes with it"
        );
    }

    #[test]
    fn a_computed_total_left_behind_is_brought_up_to_date() {
        let mut report = with(&[("t2.granted.natural", "9"), ("t2.unavailable_not_held.natural", "3")]);
        for place in ["t2.granted.total", "t2.unavailable_not_held.total"] {
            report.set_computed(at(&report, place), true);
        }
        let diagnosis = alone(&report);
        assert_eq!(diagnosis.causes.len(), 1);
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!(changes, ["t2.granted.total 11→12", "t2.unavailable_not_held.total 4→3"]);
        assert_eq!((repair.how, repair.sure), (How::TotalsFollow, false));
    }

    #[test]
    fn blanks_that_follow_are_offered_with_the_sum_that_forces_them() {
        let report = with(&[("t2.granted.natural", ""), ("t2.partial.business", "")]);
        let diagnosis = alone(&report);
        let fills: Vec<_> = diagnosis.fills.iter().map(|fill| (fill.cell, fill.text.as_str(), fill.reason)).collect();
        assert_eq!(
            fills,
            [
                (at(&report, "t2.granted.natural"), "8", Reason::OnlyUnknown),
                (at(&report, "t2.partial.business"), "0", Reason::OnlyUnknown)
            ]
        );
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!((changes, repair.sure), (vec!["t2.granted.natural →8".to_owned()], true));
    }

    #[test]
    fn the_rest_is_nothing_once_the_total_is_reached() {
        let mut report = blank(2021);
        for (place, text) in [("upheld", "2"), ("total", "2")] {
            report.set(at(&report, &format!("t3.review.{place}")), text);
        }
        let diagnosis = alone(&report);
        let all: Vec<_> = diagnosis.fills.iter().map(|fill| (fill.text.as_str(), fill.reason)).collect();
        assert_eq!(all, [("0", Reason::TotalIsReached); 3]);
        assert_eq!(diagnosis.causes, []);
    }

    #[test]
    fn a_blank_total_is_offered_as_the_sum_of_its_parts() {
        let mut report = blank(2021);
        report.set(at(&report, "t3.suit.upheld"), "2");
        let diagnosis = alone(&report);
        let total = at(&report, "t3.suit.total");
        assert_eq!(diagnosis.fills.len(), 1);
        assert_eq!(
            (diagnosis.fills[0].cell, diagnosis.fills[0].text.as_str(), diagnosis.fills[0].reason),
            (total, "2", Reason::SumOfParts)
        );
    }

    #[test]
    fn a_blank_that_row_and_column_see_differently_is_not_offered() {
        let report = with(&[("t2.granted.natural", ""), ("t2.granted.total", "12")]);
        assert_eq!(alone(&report).fills, []);
    }

    #[test]
    fn an_unreadable_cell_is_offered_what_the_sums_say() {
        let report = with(&[("t2.granted.natural", "B")]);
        let diagnosis = alone(&report);
        assert_eq!(diagnosis.causes, []);
        assert_eq!((diagnosis.fills[0].from.as_str(), diagnosis.fills[0].text.as_str()), ("B", "8"));
    }

    #[test]
    fn many_blanks_that_follow_are_one_repair() {
        let places = [
            "t2.granted.natural",
            "t2.granted.business",
            "t2.new.natural",
            "t2.new.business",
            "t2.carried_forward.natural",
            "t2.unavailable_not_held.natural",
        ];
        let changes: Vec<(&str, &str)> = places.iter().map(|place| (*place, "")).collect();
        let report = with(&changes);
        let diagnosis = alone(&report);
        assert_eq!(diagnosis.fills.len(), 6);
        let (changes, repair) = first(&report, &diagnosis.causes[0]);
        assert_eq!((diagnosis.causes.len(), changes.len(), repair.how, repair.sure), (1, 6, How::LeftBlank, false));
        let text = explained(&report, &diagnosis, &[]).concat();
        assert!(text.contains("等 6 处 空着没有填"), "{text}");
        let values: Vec<Value> = report.edition().indices().map(|cell| report.value(cell)).collect();
        let given = Given { report: &report, values: &values, last: None, evidence: &[], edited: &BTreeSet::new() };
        let reason = explain::reason(&given, &diagnosis.fills[2]);
        assert_eq!(reason, "由自然人列推出：其余各格都已填");
    }

    #[test]
    fn too_many_errors_leave_single_repairs_that_are_not_sure_and_the_crossings() {
        let changes = [
            ("t2.granted.natural", "9"),
            ("t2.denied_secret.business", "2"),
            ("t2.denied_law.research", "3"),
            ("t2.denied_internal.legal_service", "5"),
            ("t2.not_processed_duplicate.other", "7"),
        ];
        let report = with(&changes);
        let diagnosis = alone(&report);
        assert_eq!(diagnosis.causes.len(), 5);
        for cause in &diagnosis.causes {
            let (changes, repair) = first(&report, cause);
            assert!(!repair.sure && changes.len() == 1, "{changes:?}");
        }
    }

    #[test]
    fn figures_beyond_every_scale_leave_their_equality_unjudged() {
        let mut report = filled();
        let mut evidence = [prose(&report, 71, &["t2.new.total"])];
        evidence[0].value = Decimal::new(1, 9);
        assert_eq!(diagnose(&report, None, &evidence, &BTreeSet::new()).causes, []);
        evidence[0].value = Decimal::MAX - Decimal::ONE;
        let (changes, _) = first(&report, &diagnose(&report, None, &evidence, &BTreeSet::new()).causes[0]);
        assert_eq!(changes, ["evidence 0 79228162514264337593543950334→17"]);
        report.set(at(&report, "t1.fees.amount"), "0.5");
        assert_eq!(diagnose(&report, None, &evidence, &BTreeSet::new()).causes, []);
        evidence[0] = Evidence { claims: vec![vec![At::Evidence(7), At::Cell(CellIdx(9999))]], ..evidence[0].clone() };
        assert_eq!(diagnose(&report, None, &evidence, &BTreeSet::new()).causes, []);
    }

    #[test]
    fn money_is_held_against_the_prose_to_the_last_decimal() {
        let mut report = blank(2021);
        report.set(at(&report, "t1.fees.amount"), "24252.311082");
        let mut evidence = [prose(&report, 0, &["t1.fees.amount"])];
        evidence[0].value = Decimal::new(24_252_311_083, 6);
        let diagnosis = diagnose(&report, None, &evidence, &BTreeSet::new());
        let all: Vec<_> =
            diagnosis.causes[0].repairs.iter().flat_map(|repair| shown(&report, &repair.changes)).collect();
        assert_eq!(all, ["evidence 0 24252.311083→24252.311082", "t1.fees.amount 24252.311082→24252.311083"]);
    }

    proptest! {
        /// Whatever stands in the cells, nothing panics, every broken sum has exactly one cause, and a repair that
        /// leaves nothing does heal its cause.
        #[test]
        fn every_broken_sum_has_one_cause(
            texts in proptest::collection::vec((0usize..190, "[0-9]{0,3}|/|o|1,204|增3"), 0..14),
            computed in proptest::collection::vec(0usize..190, 0..6),
        ) {
            let mut report = filled();
            let count = report.edition().cells().len();
            for (cell, text) in &texts {
                report.set(CellIdx((cell % count) as u16), text);
            }
            for cell in &computed {
                report.set_computed(CellIdx((cell % count) as u16), true);
            }
            let diagnosis = alone(&report);
            let mut of_causes: Vec<Source> =
                diagnosis.causes.iter().flat_map(|cause| &cause.broken).map(|broken| broken.source).collect();
            let all = of_causes.len();
            of_causes.sort_unstable();
            of_causes.dedup();
            prop_assert_eq!(all, of_causes.len());
            for (n, judged) in judge(&report).iter().enumerate() {
                if matches!(judged.verdict, Verdict::Broken { .. }) {
                    prop_assert!(of_causes.contains(&Source::Sum(n)), "{:?}", judged.sum.line);
                } else if computed.is_empty() {
                    prop_assert!(!of_causes.contains(&Source::Sum(n)), "{:?}", judged.sum.line);
                }
            }
            for cause in diagnosis.causes.iter().filter(|_| computed.is_empty()) {
                for repair in cause.repairs.iter().filter(|repair| repair.leaves.is_empty()) {
                    let mut healed = report.clone();
                    for change in &repair.changes {
                        let At::Cell(cell) = change.at else { continue };
                        healed.set(cell, &change.to);
                    }
                    let verdicts = judge(&healed);
                    for broken in &cause.broken {
                        let Source::Sum(n) = broken.source else { continue };
                        prop_assert_eq!(verdicts[n].verdict, Verdict::Holds);
                    }
                }
            }
        }

        /// Blanks put into a table that holds are offered back as they were.
        #[test]
        fn what_is_offered_for_blanks_in_a_right_table_is_right(
            blanks in proptest::collection::btree_set(0usize..185, 1..60),
        ) {
            let right = filled();
            let mut report = filled();
            let count = report.edition().cells().len();
            for cell in &blanks {
                report.set(CellIdx((cell % count) as u16), "");
            }
            for fill in alone(&report).fills.iter().filter(|fill| fill.reason != Reason::SumOfParts) {
                prop_assert_eq!(fill.text.as_str(), right.text(fill.cell));
            }
        }
    }
}
