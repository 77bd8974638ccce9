//! When a report must be public by law, who is late, and who has not reported (条例第四十九条).

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::report::{About, Kind, Scope, State, roster::Roster};

/// What the deadlines rest on.
pub const BASIS: &str = "条例第四十九条";

/// The day by which a report must be public, seen from some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day in time.
    pub day: Date,
    /// Days from the day it is seen on to the last day; below zero, days that it is late.
    pub left: i32,
}

impl Deadline {
    /// When a report must be public, seen from `today`: by 31 January of the next year for what one organ reports
    /// (departments, townships, vertical organs), by 31 March for the report of a government from the county up and for
    /// collected ones. `None` for a year outside the calendar.
    pub fn of(about: &About, today: Date) -> Option<Self> {
        let is_government = matches!(about.kind, Kind::County | Kind::City | Kind::Province);
        let month = if is_government || about.scope == Scope::Collected { 3 } else { 1 };
        let day = Date::new(i16::try_from(about.year.checked_add(1)?).ok()?, month, 31).ok()?;
        Some(Self { day, left: day.since(today).ok()?.get_days() })
    }

    /// The deadline of a report that is still due: one about last year that is not public yet. Older ones are history.
    pub fn open(about: &About, today: Date) -> Option<Self> {
        let is_public = matches!(about.state, State::Published | State::Corrected);
        let is_now = i32::from(about.year) + 1 == i32::from(today.year());
        Self::of(about, today).filter(|_| is_now && !is_public)
    }

    /// Has the day passed?
    pub fn is_late(self) -> bool {
        self.left < 0
    }

    /// The day as people write it: `1月31日`.
    pub fn label(self) -> String {
        format!("{}月{}日", self.day.month(), self.day.day())
    }

    /// What is said about it: `法定期限 1月31日（条例第四十九条），还有 12 天`.
    pub fn said(self) -> String {
        let (label, left) = (self.label(), self.left);
        match left {
            0 => format!("法定期限 {label}（{BASIS}），就是今天"),
            1.. => format!("法定期限 {label}（{BASIS}），还有 {left} 天"),
            _ => format!("法定期限 {label}（{BASIS}）已过 {} 天", -left),
        }
    }
}

/// Whose report about last year is not there: of those on the roster, or, without one, of those whose report about the
/// year before is there. Of the kind they reported as; sorted by organ.
pub fn unreported<'a>(
    abouts: &(impl Iterator<Item = &'a About> + Clone),
    roster: Option<&Roster>,
    today: Date,
) -> Vec<About> {
    let Ok(year) = u16::try_from(i32::from(today.year()) - 1) else { return Vec::new() };
    let of = |year: u16| abouts.clone().filter(move |about| about.year == year && !about.organ.is_empty());
    let came: HashSet<(&str, Scope)> = of(year).map(|about| (about.organ.as_str(), about.scope)).collect();
    let before = of(year.saturating_sub(1)).map(|about| (about.organ.as_str(), about.scope, about.kind));
    let mut missing: Vec<(&str, Scope, Kind)> = match roster {
        // A folder of other years has nothing to do with the roster of today.
        Some(_) if came.is_empty() && before.clone().next().is_none() => Vec::new(),
        Some(roster) => {
            let kinds: HashMap<_, _> = before.map(|(organ, scope, kind)| ((organ, scope), kind)).collect();
            let due = roster.due.iter().map(|due| (due.organ.as_str(), due.scope));
            due.map(|key| (key.0, key.1, kinds.get(&key).copied().unwrap_or_default())).collect()
        }
        None => before.collect(),
    };
    missing.retain(|(organ, scope, _)| !came.contains(&(*organ, *scope)));
    missing.sort_unstable_by_key(|(organ, scope, _)| (*organ, *scope));
    missing.dedup_by_key(|(organ, scope, _)| (*organ, *scope));
    let about = |(organ, scope, kind): (&str, Scope, Kind)| About {
        organ: organ.to_owned(),
        kind,
        year,
        edition: String::new(),
        scope,
        state: State::default(),
    };
    missing.into_iter().map(about).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn about(organ: &str, year: u16, kind: Kind) -> About {
        let (scope, state) = (Scope::Organ, State::Draft);
        About { organ: organ.into(), kind, year, edition: String::new(), scope, state }
    }

    #[test]
    fn every_kind_has_its_day() {
        let today = date(2025, 2, 2);
        let day = |about: &About| Deadline::of(about, today).map(|deadline| (deadline.day, deadline.left));
        for kind in [Kind::Department, Kind::Township, Kind::Vertical] {
            assert_eq!(day(&about("甲", 2024, kind)), Some((date(2025, 1, 31), -2)));
        }
        for kind in [Kind::County, Kind::City, Kind::Province] {
            assert_eq!(day(&about("甲", 2024, kind)), Some((date(2025, 3, 31), 57)));
        }
        let collected = About { scope: Scope::Collected, ..about("甲", 2024, Kind::Department) };
        assert_eq!(day(&collected), Some((date(2025, 3, 31), 57)));
        assert_eq!([day(&about("甲", 9999, Kind::City)), day(&about("甲", u16::MAX, Kind::City))], [None, None]);
    }

    #[test]
    fn only_what_is_due_now_and_not_public_is_late() {
        let on =
            |about: &About, day: Date| Deadline::open(about, day).map(|deadline| (deadline.is_late(), deadline.said()));
        let draft = about("甲", 2024, Kind::Department);
        assert_eq!(on(&draft, date(2025, 1, 31)), Some((false, "法定期限 1月31日（条例第四十九条），就是今天".into())));
        assert_eq!(
            on(&draft, date(2025, 1, 1)),
            Some((false, "法定期限 1月31日（条例第四十九条），还有 30 天".into()))
        );
        assert_eq!(on(&draft, date(2025, 2, 1)), Some((true, "法定期限 1月31日（条例第四十九条）已过 1 天".into())));
        assert_eq!([on(&draft, date(2024, 12, 31)), on(&draft, date(2026, 1, 1))], [None, None]);
        for (state, is_open) in [(State::Final, true), (State::Published, false), (State::Corrected, false)] {
            let about = About { state, ..draft.clone() };
            assert_eq!(on(&about, date(2025, 3, 1)).is_some(), is_open, "{state:?}");
        }
    }

    #[test]
    fn who_reported_the_year_before_and_not_last_year_has_not_reported() {
        let today = date(2025, 3, 1);
        let mut abouts = vec![
            about("乙", 2023, Kind::Township),
            about("甲", 2023, Kind::City),
            about("甲", 2023, Kind::City),
            about("丙", 2023, Kind::Department),
            about("丙", 2024, Kind::Department),
            about("丁", 2022, Kind::Department),
            about("", 2023, Kind::Department),
        ];
        abouts.push(About { scope: Scope::Collected, ..about("丙", 2023, Kind::City) });
        let names = |roster: Option<&Roster>| -> Vec<(String, Kind, Scope)> {
            unreported(&abouts.iter(), roster, today).into_iter().map(|a| (a.organ, a.kind, a.scope)).collect()
        };
        let (own, all) = (Scope::Organ, Scope::Collected);
        let expected = [("丙", Kind::City, all), ("乙", Kind::Township, own), ("甲", Kind::City, own)];
        assert_eq!(names(None), expected.map(|(organ, kind, scope)| (organ.to_owned(), kind, scope)));
        let roster = Roster::read("甲\n丙\n戊");
        let expected = [("戊", Kind::Department), ("甲", Kind::City)];
        assert_eq!(names(Some(&roster)), expected.map(|(organ, kind)| (organ.to_owned(), kind, own)));
        assert!(unreported(&abouts.iter().take(0), Some(&roster), today).is_empty());
    }
}
