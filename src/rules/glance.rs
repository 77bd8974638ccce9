//! Tells at a glance that the figures of a report are in order, so that of thousands only the doubtful are judged rule by rule.

use crate::{
    equations::{CarryLine, carry_lines},
    form::{CellIdx, Edition, Kind},
    report::value::Value,
};

/// Decimals of the finest figure: money in 万元.
const FINEST: u32 = 6;

/// What is worked out once for many reports: the lines of the carries between any two editions.
#[derive(Debug)]
pub struct Glance {
    carries: Vec<(&'static Edition, &'static Edition, Vec<CarryLine>)>,
}

impl Default for Glance {
    fn default() -> Self {
        let all = Edition::all();
        let pairs = all.iter().flat_map(|this| all.iter().map(move |last| (*this, *last)));
        Self { carries: pairs.map(|(this, last)| (this, last, carry_lines(this, last))).collect() }
    }
}

impl Glance {
    /// Is it plain that no rule about cells has an error to tell, and that everything carried over arrives?
    ///
    /// A yes is certain: the edition is that of the year, every cell can be read, no change is negative, and every sum
    /// and carry holds with blanks as nothing. A no says nothing: the rules may still find all in order. Of the report and
    /// of last year's the edition and what its cells say.
    pub fn is_clean(
        &self,
        year: u16,
        (edition, values): (&Edition, &[Value]),
        last: Option<(&Edition, &[Value])>,
    ) -> bool {
        let is_due = Edition::for_year(year).is_some_and(|due| due.id == edition.id);
        let mut numbers: Vec<i64> = Vec::with_capacity(values.len());
        numbers.extend(values.iter().map_while(whole));
        if !is_due || numbers.len() < values.len() {
            return false;
        }
        let at = |cell: &CellIdx| numbers.get(cell.at()).copied().map_or(0, i128::from);
        let is_off = |cell: CellIdx| at(&cell) < 0 && edition.spec(cell).kind == Kind::Change;
        let holds = edition.sums().iter().all(|sum| {
            let signed = sum.terms.iter().map(|term| if term.is_left { at(&term.cell) } else { -at(&term.cell) });
            signed.sum::<i128>() == 0
        });
        let arrives = |(before, values)| self.arrives(edition, &at, before, values);
        holds && !edition.indices().any(is_off) && last.is_none_or(arrives)
    }

    /// Does every carry from last year's report hold?
    fn arrives(&self, this: &Edition, at: &impl Fn(&CellIdx) -> i128, last: &Edition, values: &[Value]) -> bool {
        let mut carries = self.carries.iter();
        let Some((.., lines)) = carries.find(|(now, before, _)| now.id == this.id && before.id == last.id) else {
            return false;
        };
        lines.iter().all(|line| {
            let before: Option<i128> = line.last.iter().map(|cell| whole(values.get(cell.at())?).map(i128::from)).sum();
            let sum = |cells: &[CellIdx]| cells.iter().map(at).sum::<i128>();
            before.is_some_and(|before| at(&line.cell) == before + sum(&line.plus) - sum(&line.minus))
        })
    }
}

/// The figure as a whole number of its finest parts, a blank as nothing; `None` for what cannot be read.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Blank | Value::Dash => Some(0),
        Value::Unreadable(_) => None,
        Value::Figure(figure) => {
            let finer = FINEST.checked_sub(figure.number.scale())?;
            i64::try_from(figure.number.mantissa()).ok()?.checked_mul(10_i64.pow(finer))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        equations,
        report::Report,
        rules::{Choice, Example, Level, RULES, check_some},
        store::Local,
    };

    const CARRIES: [&str; 3] = ["Y-01", "Y-02", "T1-S08"];

    fn is_clean(report: &Report, last: Option<&Report>) -> bool {
        let before = last.map(equations::values);
        let last = last.zip(before.as_deref()).map(|(last, values)| (last.edition(), values));
        Glance::default().is_clean(report.about.year, (report.edition(), &equations::values(report)), last)
    }

    /// Do the rules that a glance speaks for find nothing?
    fn is_silent(report: &Report, last: Option<&Report>) -> bool {
        let choice =
            Choice::new(|rule| rule.is_about_cells() && rule.level == Level::Error || CARRIES.contains(&rule.code));
        check_some(report, last, &Local::default(), &choice).findings.is_empty()
    }

    #[test]
    fn what_a_rule_about_cells_calls_wrong_is_not_clean() {
        let rules = RULES.iter().filter(|rule| rule.is_about_cells());
        let mut rules = rules.filter(|rule| rule.level == Level::Error || CARRIES.contains(&rule.code)).peekable();
        assert!(rules.peek().is_some());
        for rule in rules {
            let (report, last) = (rule.bad.report().unwrap(), rule.bad.last_report());
            assert!(!is_clean(&report, last.as_ref()), "{}", rule.code);
        }
        let report = Example::of_2021(&[("t1.fees.amount", "12.345678")]).report().unwrap();
        assert!(is_clean(&report, None));
    }

    proptest! {
        #[test]
        fn where_a_glance_finds_all_in_order_the_rules_find_nothing(
            is_old in any::<bool>(),
            is_old_last in any::<bool>(),
            texts in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0..9_usize), 0..4),
        ) {
            let year = if is_old { 2020 } else { 2021 };
            let example = |year, old| Example::of(if old { "2019" } else { "2021" }, year, &[]).report().unwrap();
            let (mut report, mut last) = (example(year, is_old), example(year - 1, is_old_last));
            for (cell, is_last, text) in texts {
                let report = if is_last { &mut last } else { &mut report };
                let cells: Vec<CellIdx> = report.edition().indices().collect();
                let text = ["", "0", "1", "2", "/", "减1", "增1", "一", "1.5"][text];
                report.set(*cell.get(&cells), text);
            }
            if is_clean(&report, Some(&last)) {
                prop_assert!(is_silent(&report, Some(&last)));
            }
        }
    }
}
