//! Reports with table 2 filled in and right, the slips that people make in them, and what a diagnosis made of those.

use std::collections::BTreeSet;

use nianbao::{
    equations::{self, At, Evidence, Given},
    form::{CellIdx, Edition},
    report::{About, Kind, Report, Scope, State, value::Value},
};
use rust_decimal::Decimal;

const ANSWERS: [&str; 19] = [
    "granted",
    "partial",
    "denied_secret",
    "denied_law",
    "denied_safety",
    "denied_third_party",
    "denied_internal",
    "denied_process",
    "denied_case_file",
    "denied_inquiry",
    "unavailable_not_held",
    "unavailable_not_made",
    "unavailable_unclear",
    "not_processed_petition",
    "not_processed_duplicate",
    "not_processed_publication",
    "not_processed_excessive",
    "not_processed_confirmation",
    "otherwise",
];
const KINDS: [&str; 6] = ["natural", "business", "research", "public_interest", "legal_service", "other"];

/// Numbers of the same sequence in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count as u64) as usize
    }

    /// An index, each as likely as its share.
    fn pick(&mut self, shares: &[usize]) -> usize {
        let mut at = self.below(shares.iter().sum());
        shares.iter().position(|share| at.checked_sub(*share).map(|rest| at = rest).is_none()).unwrap()
    }
}

/// A report with table 2 filled in and right, and what else is known.
pub(crate) struct Case {
    pub(crate) report: Report,
    values: Vec<Value>,
    last: Option<Report>,
    evidence: Vec<Evidence>,
    cells: Vec<CellIdx>,
}

fn empty() -> Report {
    let about = About {
        organ: "示例市统计局".into(),
        kind: Kind::Department,
        year: 2020,
        edition: String::new(),
        scope: Scope::Organ,
        state: State::Draft,
    };
    Report::new(about, Edition::for_year(2020).unwrap())
}

fn cell(report: &Report, row: &str, column: &str) -> CellIdx {
    report.edition().find_in("t2", row, column).unwrap()
}

/// Counts applications into the table: kind of applicant, row it came in by, row it is answered in (`None`: carried).
fn filled(applications: &[(usize, &str, Option<&str>)]) -> Report {
    let mut report = empty();
    for idx in report.edition().cells_of("t2").collect::<Vec<_>>() {
        report.set(idx, "0");
    }
    let mut add = |row: &str, column: &str| {
        let at = cell(&report, row, column);
        let count: u32 = report.text(at).parse().unwrap();
        report.set(at, &(count + 1).to_string());
    };
    for (kind, from, answer) in applications {
        for column in [KINDS[*kind], "total"] {
            add(from, column);
            match answer {
                Some(answer) => [*answer, "concluded"].iter().for_each(|row| add(row, column)),
                None => add("carried_forward", column),
            }
        }
    }
    report
}

/// The founding report's table 2: three applications, answered in three ways.
pub(crate) fn founding() -> Report {
    let answer = |row| (0, "new", Some(row));
    filled(&[answer("granted"), answer("unavailable_not_held"), answer("not_processed_duplicate")])
}

pub(crate) fn synthetic(random: &mut Random, count: usize) -> Report {
    let kinds = [72, 14, 1, 2, 8, 3];
    let answers = [68, 20, 1, 2, 1, 6, 6, 4, 3, 4, 44, 6, 4, 6, 8, 1, 1, 2, 20];
    let applications: Vec<_> = (0..count)
        .map(|n| {
            let from = if n * 20 < count { "brought_forward" } else { "new" };
            let answer = (random.below(100) >= 4).then(|| ANSWERS[random.pick(&answers)]);
            (random.pick(&kinds), from, answer)
        })
        .collect();
    filled(&applications)
}

/// The same report with its zeros left blank, as many organs publish it.
pub(crate) fn without_zeros(mut report: Report) -> Report {
    for cell in report.edition().indices() {
        if report.text(cell) == "0" {
            report.set(cell, "");
        }
    }
    report
}

pub(crate) fn case(report: Report, has_evidence: bool) -> Case {
    let edition = report.edition();
    let mut last = None;
    let mut evidence = Vec::new();
    if has_evidence {
        let mut year_before = empty();
        for column in KINDS.iter().chain(&["total"]) {
            let figure = report.text(cell(&report, "brought_forward", column));
            year_before.set(cell(&year_before, "carried_forward", column), figure);
        }
        last = Some(year_before);
        let groups = [
            vec!["new"],
            vec!["concluded"],
            vec!["carried_forward"],
            vec!["granted"],
            vec!["partial"],
            ANSWERS[2..10].to_vec(),
            ANSWERS[10..13].to_vec(),
            ANSWERS[13..18].to_vec(),
            vec!["otherwise"],
        ];
        evidence.extend(groups.iter().map(|rows| {
            let cells: Vec<CellIdx> = rows.iter().map(|row| cell(&report, row, "total")).collect();
            let value = cells.iter().filter_map(|cell| report.value(*cell).number()).sum::<Decimal>();
            let claims = vec![cells.into_iter().map(At::Cell).collect()];
            Evidence { name: format!("正文“{}”", rows[0]), value, weight: Evidence::PROSE, claims }
        }));
    }
    let values = equations::values(&report);
    Case { cells: edition.cells_of("t2").collect(), report, values, last, evidence }
}

/// What a slip of the hand makes of a figure: ±1, digit dropped, doubled or swapped, ×10, left blank.
fn slips(text: &str) -> Vec<String> {
    let number: i64 = text.parse().unwrap_or_default();
    let digits: Vec<char> = text.chars().collect();
    let mut slips = vec![(number + 1).to_string()];
    let written = |digits: Vec<char>| digits.into_iter().collect::<String>().parse::<i64>().unwrap().to_string();
    if number > 0 {
        slips.extend([(number - 1).to_string(), String::new(), (number * 10).to_string()]);
        for at in 0..digits.len() {
            if digits.len() > 1 {
                let mut dropped = digits.clone();
                dropped.remove(at);
                slips.push(written(dropped));
            }
            let mut doubled = digits.clone();
            doubled.insert(at, digits[at]);
            slips.push(written(doubled));
            if at + 1 < digits.len() {
                let mut swapped = digits.clone();
                swapped.swap(at, at + 1);
                slips.push(written(swapped));
            }
        }
    }
    slips.sort();
    slips.dedup();
    slips.retain(|slip| slip != text);
    slips
}

/// A cell and the wrong text that stands in it.
pub(crate) type Wrong = (CellIdx, String);

/// What came of many diagnoses.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) cases: usize,
    /// At least one cause was named.
    pub(crate) detected: usize,
    /// The repairs put first are the truth, and none is as likely.
    pub(crate) right: usize,
    /// The truth is among those put first.
    pub(crate) tied: usize,
    /// Something else is put first, alone.
    pub(crate) wrong: usize,
    /// Sure repairs.
    pub(crate) sure: usize,
    /// Sure repairs that are not the truth.
    pub(crate) wrongly_sure: usize,
    /// Every cause has a sure repair.
    pub(crate) covered: usize,
}

impl Case {
    /// Asks something while wrong texts stand in cells.
    pub(crate) fn with<T>(&mut self, wrong: &[Wrong], ask: impl FnOnce(&Given<'_>) -> T) -> T {
        let right: Vec<String> = wrong.iter().map(|(cell, _)| self.report.text(*cell).to_owned()).collect();
        for (cell, text) in wrong {
            self.put(*cell, text);
        }
        let edited = BTreeSet::new();
        let (last, evidence) = (self.last.as_ref(), self.evidence.as_slice());
        let answer = ask(&Given { report: &self.report, values: &self.values, last, evidence, edited: &edited });
        for ((cell, _), text) in wrong.iter().zip(&right) {
            self.put(*cell, text);
        }
        answer
    }

    fn put(&mut self, cell: CellIdx, text: &str) {
        self.report.set(cell, text);
        self.values[cell.at()] = self.report.value(cell);
    }

    /// What would put wrong cells right.
    pub(crate) fn truth(&self, wrong: &[Wrong]) -> Vec<(At, String)> {
        let text = |cell: CellIdx| Some(self.report.text(cell)).filter(|text| !text.is_empty()).unwrap_or("0");
        let right = wrong.iter().map(|(cell, _)| (At::Cell(*cell), text(*cell).to_owned()));
        right.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Every single slip.
    pub(crate) fn singles(&self) -> Vec<Vec<Wrong>> {
        let of = |cell: CellIdx| slips(self.report.text(cell)).into_iter().map(move |slip| vec![(cell, slip)]);
        self.cells.iter().copied().flat_map(of).collect()
    }

    /// So many slips at once, drawn by lot.
    pub(crate) fn draw(&self, random: &mut Random, errors: usize) -> Vec<Wrong> {
        let mut wrong: Vec<Wrong> = Vec::new();
        while wrong.len() < errors {
            let cell = self.cells[random.below(self.cells.len())];
            if wrong.iter().all(|(other, _)| *other != cell) {
                let slips = slips(self.report.text(cell));
                wrong.push((cell, slips[random.below(slips.len())].clone()));
            }
        }
        wrong
    }
}

impl Tally {
    pub(crate) fn count(&mut self, diagnosis: &equations::Diagnosis, truth: &[(At, String)]) {
        self.cases += 1;
        self.detected += usize::from(!diagnosis.causes.is_empty());
        let changes = |repair: &equations::Repair| -> Vec<(At, String)> {
            repair.changes.iter().map(|change| (change.at, change.to.clone())).collect()
        };
        let is_true = |repair: &equations::Repair| changes(repair).iter().all(|change| truth.contains(change));
        let mut healed = BTreeSet::new();
        let (mut is_tied, mut is_known, mut all_sure) = (false, true, true);
        for cause in &diagnosis.causes {
            let Some(first) = cause.repairs.first() else {
                (is_known, all_sure) = (false, false);
                continue;
            };
            let best: Vec<_> = cause.repairs.iter().filter(|repair| repair.cost == first.cost).collect();
            let taken = best.iter().find(|repair| is_true(repair));
            is_tied |= best.len() > 1;
            is_known &= taken.is_some();
            healed.extend(taken.into_iter().flat_map(|repair| changes(repair)));
            self.sure += usize::from(first.sure);
            self.wrongly_sure += usize::from(first.sure && !is_true(first));
            all_sure &= first.sure;
        }
        let is_found = is_known && healed.into_iter().eq(truth.iter().cloned());
        self.covered += usize::from(all_sure && !diagnosis.causes.is_empty());
        self.right += usize::from(is_found && !is_tied);
        self.tied += usize::from(is_found && is_tied);
        let has_answer = diagnosis.causes.iter().all(|cause| !cause.repairs.is_empty());
        self.wrong += usize::from(!is_found && !is_tied && has_answer && !diagnosis.causes.is_empty());
    }
}
