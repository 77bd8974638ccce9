//! How often, and how fast, wrong figures are found: every single error, every pair of errors, and samples.
//!
//! `cargo bench --bench equations` prints the rates that validation promises.

#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a bench may panic, and prints percentages")]

use std::{
    collections::BTreeSet,
    io::{Write, stdout},
    time::{Duration, Instant},
};

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
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
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
struct Case {
    report: Report,
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
fn founding() -> Report {
    let answer = |row| (0, "new", Some(row));
    filled(&[answer("granted"), answer("unavailable_not_held"), answer("not_processed_duplicate")])
}

fn synthetic(random: &mut Random, count: usize) -> Report {
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

fn case(report: Report, has_evidence: bool) -> Case {
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
    let number: i64 = text.parse().unwrap();
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

#[derive(Default)]
struct Tally {
    cases: usize,
    detected: usize,
    right: usize,
    tied: usize,
    wrong: usize,
    sure: usize,
    wrongly_sure: usize,
    covered: usize,
    times: Vec<Duration>,
}

impl Case {
    /// Puts wrong texts into cells, asks, and takes them out again.
    fn ask(&mut self, wrong: &[(CellIdx, String)], tally: &mut Tally) {
        let right: Vec<String> = wrong.iter().map(|(cell, _)| self.report.text(*cell).to_owned()).collect();
        for (cell, text) in wrong {
            self.report.set(*cell, text);
            self.values[cell.at()] = self.report.value(*cell);
        }
        let edited = BTreeSet::new();
        let given = Given {
            report: &self.report,
            values: &self.values,
            last: self.last.as_ref(),
            evidence: &self.evidence,
            edited: &edited,
        };
        let start = Instant::now();
        let diagnosis = equations::diagnose_values(&given);
        tally.times.push(start.elapsed());
        let mut truth: Vec<(At, String)> =
            wrong.iter().zip(&right).map(|((cell, _), text)| (At::Cell(*cell), text.clone())).collect();
        truth.sort();
        tally.count(&diagnosis, &truth);
        for ((cell, _), text) in wrong.iter().zip(&right) {
            self.report.set(*cell, text);
            self.values[cell.at()] = self.report.value(*cell);
        }
    }
}

impl Tally {
    fn count(&mut self, diagnosis: &equations::Diagnosis, truth: &[(At, String)]) {
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

    fn say(&mut self, what: &str) {
        self.times.sort_unstable();
        let micros = |part: usize| self.times[(self.cases - 1) * part / 100].as_secs_f64() * 1e6;
        let mean = self.times.iter().sum::<Duration>().as_secs_f64() * 1e6 / self.cases as f64;
        let share = |count: usize| 100.0 * count as f64 / self.cases.max(1) as f64;
        let line = format!(
            "{what:<34} {:>6} | seen {:>6.2}% found {:>6.2}% tied {:>5.2}% wrong {:>5.2}% | sure {:>6} (all {:>5.1}%) wrongly {:>3} | mean {mean:>5.1} µs, median {:>5.1}, 99% {:>6.1}",
            self.cases,
            share(self.detected),
            share(self.right),
            share(self.tied),
            share(self.wrong),
            self.sure,
            share(self.covered),
            self.wrongly_sure,
            micros(50),
            micros(99)
        );
        writeln!(stdout().lock(), "{line}").unwrap();
    }
}

fn singles(case: &mut Case, tally: &mut Tally) {
    for cell in case.cells.clone() {
        for slip in slips(case.report.text(cell)) {
            case.ask(&[(cell, slip)], tally);
        }
    }
}

fn pairs(case: &mut Case, tally: &mut Tally) {
    let cells = case.cells.clone();
    for (n, a) in cells.iter().enumerate() {
        for b in &cells[n + 1..] {
            for slip_a in slips(case.report.text(*a)) {
                for slip_b in slips(case.report.text(*b)) {
                    case.ask(&[(*a, slip_a.clone()), (*b, slip_b)], tally);
                }
            }
        }
    }
}

fn sample(case: &mut Case, random: &mut Random, errors: usize, count: usize, tally: &mut Tally) {
    for _ in 0..count {
        let mut wrong: Vec<(CellIdx, String)> = Vec::new();
        while wrong.len() < errors {
            let cell = case.cells[random.below(case.cells.len())];
            if wrong.iter().all(|(other, _)| *other != cell) {
                let slips = slips(case.report.text(cell));
                wrong.push((cell, slips[random.below(slips.len())].clone()));
            }
        }
        case.ask(&wrong, tally);
    }
}

fn main() {
    for has_evidence in [false, true] {
        let with = if has_evidence { "prose+last year" } else { "tables alone" };
        let mut founding = case(founding(), has_evidence);
        let mut tally = Tally::default();
        founding.ask(&[], &mut tally);
        for _ in 0..1000 {
            founding.ask(&[], &mut tally);
        }
        tally.say(&format!("founding, right, {with}"));
        let mut tally = Tally::default();
        singles(&mut founding, &mut tally);
        tally.say(&format!("founding, singles, {with}"));
        let mut tally = Tally::default();
        pairs(&mut founding, &mut tally);
        tally.say(&format!("founding, pairs, {with}"));
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let mut tally = Tally::default();
        sample(&mut founding, &mut random, 3, 5000, &mut tally);
        tally.say(&format!("founding, triples, {with}"));
        for (size, count, tables) in [("small", 12, 6), ("medium", 150, 6), ("large", 2500, 4)] {
            let mut tallies: [Tally; 4] = Default::default();
            for _ in 0..tables {
                let mut case = case(synthetic(&mut random, count), has_evidence);
                singles(&mut case, &mut tallies[0]);
                sample(&mut case, &mut random, 2, 5000, &mut tallies[1]);
                sample(&mut case, &mut random, 3, 2000, &mut tallies[2]);
                sample(&mut case, &mut random, 6, 500, &mut tallies[3]);
            }
            for (tally, errors) in tallies.iter_mut().zip(["singles", "pairs", "triples", "sixes"]) {
                tally.say(&format!("{size}, {errors}, {with}"));
            }
        }
    }
}
