//! How often, and how fast, wrong figures are found: every single error, every pair of errors, and samples.
//!
//! `cargo bench --bench equations` prints the rates that validation promises.

#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a bench may panic, and prints percentages")]

mod cases;

use std::{
    io::{Write, stdout},
    time::{Duration, Instant},
};

use cases::{Case, Random, Tally, Wrong};
use nianbao::equations;

/// A tally with the time each diagnosis took.
#[derive(Default)]
struct Timed {
    tally: Tally,
    times: Vec<Duration>,
}

impl Timed {
    fn ask(&mut self, case: &mut Case, wrong: &[Wrong]) {
        let (diagnosis, time) = case.with(wrong, |given| {
            let start = Instant::now();
            (equations::diagnose_values(given), start.elapsed())
        });
        self.times.push(time);
        self.tally.count(&diagnosis, &case.truth(wrong));
    }

    fn say(&mut self, what: &str) {
        self.times.sort_unstable();
        let Tally { cases, detected, right, tied, wrong, sure, wrongly_sure, covered } = self.tally;
        let share = |count: usize| 100.0 * count as f64 / cases as f64;
        let micros = |part: usize| self.times[(cases - 1) * part / 100].as_secs_f64() * 1e6;
        let mean = self.times.iter().sum::<Duration>().as_secs_f64() * 1e6 / cases as f64;
        let found = format!(
            "seen {:>6.2}% found {:>6.2}% tied {:>5.2}% wrong {:>5.2}%",
            share(detected),
            share(right),
            share(tied),
            share(wrong)
        );
        let sure = format!("sure {sure:>6} (all {:>5.1}%) wrongly {wrongly_sure:>3}", share(covered));
        let time = format!("mean {mean:>5.1} µs, median {:>5.1}, 99% {:>6.1}", micros(50), micros(99));
        writeln!(stdout().lock(), "{what:<44} {cases:>6} | {found} | {sure} | {time}").unwrap();
    }
}

/// Every pair of single slips in different cells.
fn pairs(case: &mut Case, timed: &mut Timed) {
    let singles = case.singles();
    for (n, a) in singles.iter().enumerate() {
        for b in singles[n + 1..].iter().filter(|b| b[0].0 != a[0].0) {
            timed.ask(case, &[a[0].clone(), b[0].clone()]);
        }
    }
}

fn founding(has_evidence: bool, random: &mut Random, with: &str) {
    let mut founding = cases::case(cases::founding(), has_evidence);
    let mut timed: [Timed; 4] = Default::default();
    for _ in 0..1000 {
        timed[0].ask(&mut founding, &[]);
    }
    for wrong in founding.singles() {
        timed[1].ask(&mut founding, &wrong);
    }
    pairs(&mut founding, &mut timed[2]);
    for _ in 0..5000 {
        let wrong = founding.draw(random, 3);
        timed[3].ask(&mut founding, &wrong);
    }
    for (timed, what) in timed.iter_mut().zip(["right", "singles", "all pairs", "triples"]) {
        timed.say(&format!("founding, {what}, {with}"));
    }
}

/// Six tables of a size: every single slip, and some slips at once.
fn synthetic(size: (&str, usize), is_blank: bool, has_evidence: bool, random: &mut Random, with: &str) {
    let mut timed: [Timed; 4] = Default::default();
    for _ in 0..6 {
        let report = cases::synthetic(random, size.1);
        let report = if is_blank { cases::without_zeros(report) } else { report };
        let mut case = cases::case(report, has_evidence);
        for wrong in case.singles() {
            timed[0].ask(&mut case, &wrong);
        }
        for (errors, samples) in [(2, 5000), (3, 2000), (6, 500)] {
            for _ in 0..samples {
                let wrong = case.draw(random, errors);
                timed[errors.min(4) - 1].ask(&mut case, &wrong);
            }
        }
    }
    for (timed, errors) in timed.iter_mut().zip(["singles", "pairs", "triples", "sixes"]) {
        timed.say(&format!("{}, {errors}, {with}", size.0));
    }
}

fn main() {
    for (is_blank, has_evidence, with) in [
        (false, false, "tables alone"),
        (false, true, "prose+last year"),
        (true, false, "zeros blank"),
        (true, true, "zeros blank, prose+last year"),
    ] {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        if !is_blank {
            founding(has_evidence, &mut random, with);
        }
        for size in [("small", 12), ("medium", 150), ("large", 2500)] {
            synthetic(size, is_blank, has_evidence, &mut random, with);
        }
    }
}
