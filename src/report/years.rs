//! Many reports, found by organ, scope and year.

use std::collections::HashMap;

use super::{About, Report, Scope};

/// Reports by whom and when they are about; where several are about the same, the first one counts.
#[derive(Debug, Default)]
pub struct Years<'a>(HashMap<(&'a str, Scope, u16), &'a Report>);

impl<'a> Years<'a> {
    /// Sorts reports by organ, scope and year. One that names no organ is nobody's.
    pub fn new(reports: impl IntoIterator<Item = &'a Report>) -> Self {
        let mut years = Self::default();
        for report in reports {
            let About { organ, scope, year, .. } = &report.about;
            if !organ.is_empty() {
                years.0.entry((organ, *scope, *year)).or_insert(report);
            }
        }
        years
    }

    /// The report of the same organ and scope of the year before.
    pub fn last(&self, about: &About) -> Option<&'a Report> {
        self.0.get(&(about.organ.as_str(), about.scope, about.year.checked_sub(1)?)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{Kind, State},
    };

    fn report(organ: &str, year: u16, scope: Scope) -> Report {
        let edition = Edition::for_year(year).unwrap();
        let (kind, state) = (Kind::default(), State::default());
        let about = About { organ: organ.into(), kind, year, edition: String::new(), scope, state };
        Report::new(about, edition)
    }

    #[test]
    fn last_year_is_the_same_organ_in_the_same_scope_one_year_before() {
        let reports = [
            report("甲", 2021, Scope::Organ),
            report("甲", 2020, Scope::Collected),
            report("乙", 2020, Scope::Organ),
            report("甲", 2020, Scope::Organ),
            report("甲", 2019, Scope::Organ),
            report("", 2020, Scope::Organ),
        ];
        let years = Years::new(&reports);
        let last = |report: &Report| years.last(&report.about).map(|last| (last.about.year, last.about.scope));
        assert_eq!(last(&reports[0]), Some((2020, Scope::Organ)));
        assert_eq!(last(&reports[3]), Some((2019, Scope::Organ)));
        assert_eq!([last(&reports[1]), last(&reports[2]), last(&reports[4])], [None, None, None]);
        assert_eq!(last(&report("", 2021, Scope::Organ)), None, "nobody's");
    }
}
