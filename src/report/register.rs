//! Many reports by what they are about, each to be read when its turn comes: who is whose last year, who goes together.

use std::ops::Range;

use super::{About, Scope};

/// Most reports of one organ that are held at once; more of them are read again where one is another's last year.
const TOGETHER: usize = 32;

/// What reports are about, by their numbers in a list.
#[derive(Debug, Default)]
pub struct Register {
    /// Organ, scope and year with the report's number, sorted. A report that names no organ is nobody's.
    by_organ: Vec<(String, Scope, u16, usize)>,
    /// Numbers that stand together in the list and are about one organ.
    runs: Vec<Range<usize>>,
}

impl Register {
    /// Enters a list; `None` for what says nothing about itself.
    pub fn new<'a>(abouts: impl IntoIterator<Item = Option<&'a About>>) -> Self {
        let mut register = Self::default();
        let mut before: Option<&str> = None;
        for (n, about) in abouts.into_iter().enumerate() {
            let organ = about.map(|about| about.organ.as_str()).filter(|organ| !organ.is_empty());
            match register.runs.last_mut() {
                Some(run) if organ.is_some() && organ == before && run.len() < TOGETHER => run.end = n + 1,
                _ => register.runs.push(n..n + 1),
            }
            if let (Some(organ), Some(about)) = (organ, about) {
                register.by_organ.push((organ.to_owned(), about.scope, about.year, n));
            }
            before = organ;
        }
        register.by_organ.sort_unstable();
        register
    }

    /// Numbers of the reports of the same organ and scope of the year before, the first in the list first.
    pub fn last(&self, about: &About) -> impl Iterator<Item = usize> {
        let year = about.year.checked_sub(1);
        year.into_iter().flat_map(|year| self.of(&about.organ, about.scope, year))
    }

    /// Numbers of the reports of an organ, a scope and a year, the first in the list first.
    pub fn of(&self, organ: &str, scope: Scope, year: u16) -> impl Iterator<Item = usize> {
        let key = move |entry: &(String, Scope, u16, usize)| {
            entry.0.as_str().cmp(organ).then(entry.1.cmp(&scope)).then(entry.2.cmp(&year))
        };
        let start = self.by_organ.partition_point(|entry| key(entry).is_lt());
        let end = self.by_organ.partition_point(|entry| key(entry).is_le());
        self.by_organ.get(start..end).unwrap_or_default().iter().map(|entry| entry.3)
    }

    /// Runs of numbers that are best read together: the reports of one organ where they stand side by side.
    pub fn runs(&self) -> &[Range<usize>] {
        &self.runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, State};

    fn about(organ: &str, year: u16, scope: Scope) -> About {
        let (kind, state) = (Kind::default(), State::default());
        About { organ: organ.into(), kind, year, edition: String::new(), scope, state }
    }

    #[test]
    fn last_year_is_the_same_organ_in_the_same_scope_one_year_before() {
        let abouts = [
            Some(about("甲", 2021, Scope::Organ)),
            Some(about("甲", 2020, Scope::Collected)),
            None,
            Some(about("甲", 2020, Scope::Organ)),
            Some(about("", 2020, Scope::Organ)),
            Some(about("甲", 2020, Scope::Organ)),
        ];
        let register = Register::new(abouts.iter().map(Option::as_ref));
        let last = |about: &About| register.last(about).collect::<Vec<_>>();
        assert_eq!(last(&about("甲", 2021, Scope::Organ)), [3, 5]);
        assert_eq!(last(&about("甲", 2021, Scope::Collected)), [1]);
        assert!(
            [about("甲", 2020, Scope::Organ), about("", 2021, Scope::Organ), about("甲", 0, Scope::Organ)]
                .iter()
                .all(|about| last(about).is_empty())
        );
        assert_eq!(register.runs(), [0..2, 2..3, 3..4, 4..5, 5..6]);
    }

    #[test]
    fn a_long_run_is_cut() {
        let all = vec![about("甲", 2021, Scope::Organ); 70];
        let register = Register::new(all.iter().map(Some));
        assert_eq!(register.runs(), [0..32, 32..64, 64..70]);
    }
}
