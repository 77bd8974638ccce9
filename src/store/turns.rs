//! Reads many reports, each in its turn and beside last year's, on all processors; holds but a few of them at once.

use std::ops::ControlFlow;

use crate::{
    abreast,
    report::{About, register::Register},
};

/// Reads what a register lists and gives what `work` makes of it to `take`, in the order of the list.
///
/// `load` reads the report of a number; `report` is what it holds, if it could be read, and `about` what that is about.
/// `work` gets the number, what was read, and last year's report of the same organ and scope if the register lists one that can be read. A report is read
/// once where its organ's reports stand side by side. When `take` breaks, reading ends.
pub fn in_turn<L, D, R: Send>(
    register: &Register,
    load: impl Fn(usize) -> L + Sync,
    report: impl Fn(&L) -> Option<&D> + Sync,
    about: impl Fn(&D) -> &About + Sync,
    work: impl Fn(usize, &L, Option<&D>) -> R + Sync,
    mut take: impl FnMut(usize, R) -> ControlFlow<()>,
) {
    let runs = register.runs();
    let together = |n: usize| -> Vec<(usize, R)> {
        let Some(run) = runs.get(n) else { return Vec::new() };
        let loaded: Vec<L> = run.clone().map(&load).collect();
        let held = |n: usize| n.checked_sub(run.start).and_then(|at| loaded.get(at));
        let one = |(n, of): (usize, &L)| {
            let mut elsewhere = None;
            let mut last = None;
            for number in report(of).into_iter().flat_map(|report| register.last(about(report))) {
                last = held(number).and_then(&report);
                if last.is_none() && held(number).is_none() {
                    elsewhere = Some(load(number)).filter(|loaded| report(loaded).is_some());
                }
                if last.is_some() || elsewhere.is_some() {
                    break;
                }
            }
            (n, work(n, of, last.or(elsewhere.as_ref().and_then(&report))))
        };
        run.clone().zip(&loaded).map(one).collect()
    };
    abreast::in_order(runs.len(), together, |_, results| {
        results.into_iter().try_for_each(|(n, result)| take(n, result))
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;
    use crate::{
        report::{Report, Scope},
        store::draft::tests::report as blank,
    };

    #[test]
    fn every_report_is_read_once_where_an_organ_stands_together() {
        let reports: Vec<Report> =
            (0..300).flat_map(|n| [2021, 2020].map(|year| blank(&format!("示例市第{n}局"), year))).collect();
        let register = Register::new(reports.iter().map(|report| Some(&report.about)));
        let reads = AtomicUsize::new(0);
        let load = |n: usize| {
            reads.fetch_add(1, Relaxed);
            reports[n].clone()
        };
        let mut told = Vec::new();
        let work = |_: usize, report: &Report, last: Option<&Report>| {
            (report.about.year, last.map(|last| (last.about.organ == report.about.organ, last.about.year)))
        };
        in_turn(
            &register,
            load,
            |report| Some(report),
            |report| &report.about,
            work,
            |n, result| {
                told.push((n, result));
                ControlFlow::Continue(())
            },
        );
        let expected = (0..600).map(|n| (n, if n % 2 == 0 { (2021, Some((true, 2020))) } else { (2020, None) }));
        assert_eq!(told, expected.collect::<Vec<_>>());
        assert_eq!(reads.into_inner(), 600);
    }

    #[test]
    fn last_year_is_found_further_away_and_what_cannot_be_read_is_passed_over() {
        let abouts: Vec<About> =
            [("甲", 2021), ("乙", 2021), ("甲", 2020), ("甲", 2020)].map(|(o, y)| blank(o, y).about).into();
        let register = Register::new(abouts.iter().map(Some));
        let load = |n: usize| (n != 2).then(|| blank(&abouts[n].organ, abouts[n].year));
        let mut told = Vec::new();
        in_turn(
            &register,
            load,
            Option::as_ref,
            |report| &report.about,
            |_, _, last| last.map(|last| last.about.scope),
            |_, last| {
                told.push(last);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(told, [Some(Scope::Organ), None, None, None]);
    }
}
