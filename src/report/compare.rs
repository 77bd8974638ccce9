//! 对照: figures of one organ held against each other over the years, and what changed in its prose.

pub mod prose;

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{Report, groups, value::Value};
use crate::form::{CellIdx, Edition, Place};

/// What one year's report says at a place of another year's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held<'a> {
    /// Its edition has nothing there: the years cannot be compared.
    Nowhere,
    /// There is a cell, or a group of cells, but nothing to read in it; with the text that stands there.
    Unread(&'a str),
    /// A figure.
    Figure(Decimal),
}

impl Held<'_> {
    /// The figure, if there is one.
    pub fn number(&self) -> Option<Decimal> {
        if let Self::Figure(number) = self { Some(*number) } else { None }
    }

    /// As it is shown: the figure, the text that cannot be read, `空`, or `—` where the form has no such cell.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Nowhere => "—".into(),
            Self::Unread(text) if text.trim().is_empty() => "空".into(),
            Self::Unread(text) => (*text).into(),
            Self::Figure(number) => number.normalize().to_string().into(),
        }
    }
}

/// What a report says at a place, be it a cell of its edition or a group that has none there.
pub fn held<'a>(report: &'a Report, place: &Place) -> Held<'a> {
    let edition = report.edition();
    let number = groups::number(edition, place, |cell| Some(report.value(cell)));
    match (number, edition.find(place)) {
        (Some(number), _) => Held::Figure(number),
        (None, Some(cell)) => Held::Unread(report.text(cell)),
        (None, None) if groups::parts(edition, place).is_empty() => Held::Nowhere,
        (None, None) => Held::Unread(""),
    }
}

/// How a figure moved from one year to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// This year's figure less the earlier one.
    pub difference: Decimal,
    /// The difference beside the earlier figure.
    pub share: Share,
    /// Is it more than figures move of themselves? See [`is_leap`].
    pub is_leap: bool,
}

/// A difference beside the earlier figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Nothing changed.
    Same,
    /// In per cent, to one decimal.
    Percent(Decimal),
    /// More than tenfold: how many times the earlier figure, to one decimal.
    Times(Decimal),
    /// From nothing: no share can be given.
    FromZero,
}

impl Share {
    /// As it is shown: `-40.0%`, `×12.9`, `由零起`; nothing where nothing changed.
    pub fn shown(self) -> String {
        match self {
            Self::Same => String::new(),
            Self::Percent(percent) => format!("{percent:+.1}%"),
            Self::Times(times) => format!("×{times:.1}"),
            Self::FromZero => "由零起".into(),
        }
    }
}

/// How a figure moved; `None` if the difference cannot be written down.
pub fn change(before: Decimal, now: Decimal) -> Option<Change> {
    let difference = now.checked_sub(before)?;
    let times = || now.checked_div(before);
    let share = if difference.is_zero() {
        Share::Same
    } else if before.is_zero() {
        Share::FromZero
    } else if let Some(times) = times().filter(|times| *times >= Decimal::TEN) {
        Share::Times(times.round_dp(1))
    } else {
        Share::Percent(difference.checked_div(before.abs())?.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(1))
    };
    Some(Change { difference, share, is_leap: is_leap(before, now) })
}

/// The √-test: is |2(√x−√y)| more than 3·√(2+(0.35√m)²), m the mean of both? Chance and plain growth (±35 %) stay below;
/// 3→5 never exceeds it, 1204→15592 does. Both sides squared twice, so that it stays exact.
pub fn is_leap(x: Decimal, y: Decimal) -> bool {
    let exceeds = || {
        let sum = x.checked_add(y)?;
        // 4(x+y) − 18 − 9·0.35²·m > 8√(xy), with m = (x+y)/2
        let growth = Decimal::new(55_125, 5);
        let left = sum.checked_mul(Decimal::from(4) - growth)?.checked_sub(Decimal::from(18))?;
        let right = x.checked_mul(y)?.checked_mul(Decimal::from(64))?;
        Some(left > Decimal::ZERO && left.checked_mul(left)? > right)
    };
    exceeds().unwrap_or(false)
}

/// Why the figures of a place cannot be held against each other as they stand, in words; `None` if they can.
pub fn caveat(now: &Edition, before: &Edition, place: &Place) -> Option<&'static str> {
    let is_there = |edition: &Edition| edition.find(place).is_some() || !groups::parts(edition, place).is_empty();
    if now.id == before.id {
        None
    } else if !is_there(before) {
        Some("上一版式没有这一格")
    } else if !is_there(now) {
        Some("这一版式没有这一格")
    } else if place.column() == "decisions" {
        Some("两年口径不同：2021 版还包括依法未公开的决定")
    } else {
        None
    }
}

/// Cells that were filled in the earlier report and have no place in the later one's edition, not even as part of a
/// group: what a comparison leaves out.
pub fn left_out(before: &Report, now: &Edition) -> Vec<CellIdx> {
    let edition = before.edition();
    let is_left = |cell: &CellIdx| {
        let place = &edition.spec(*cell).place;
        let is_number = matches!(before.value(*cell), Value::Figure(figure) if !figure.number.is_zero());
        is_number && now.find(place).is_none() && groups::parts(now, place).is_empty()
    };
    edition.indices().filter(is_left).collect()
}

/// The figures of a place through the years as a line of eight heights; a year without a figure is a blank.
///
/// The lowest bar is zero, so that the heights can be compared.
pub fn trend(figures: &[Option<Decimal>]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let top = figures.iter().flatten().copied().max().unwrap_or_default();
    let bar = |figure: &Option<Decimal>| {
        let Some(figure) = figure else { return ' ' };
        if top <= Decimal::ZERO || *figure <= Decimal::ZERO {
            return BARS[0];
        }
        let share = figure.checked_mul(Decimal::from(7)).and_then(|n| n.checked_div(top)).unwrap_or_default();
        let step = share.round().try_into().unwrap_or(0usize);
        BARS.get(step).copied().unwrap_or(BARS[7])
    };
    figures.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::{About, Kind, Scope, State};

    fn report(year: u16, texts: &[(&str, &str)]) -> Report {
        let about = About {
            organ: "示例局".into(),
            kind: Kind::Department,
            year,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::Draft,
        };
        let mut report = Report::new(about, Edition::for_year(year).unwrap());
        for (place, text) in texts {
            let cell = report.edition().find(&Place::from(*place)).unwrap();
            report.set(cell, text);
        }
        report
    }

    #[test]
    fn a_place_holds_a_figure_a_text_a_blank_or_is_not_on_the_form() {
        let last = report(2020, &[("t2.new.total", "3 件"), ("t2.otherwise.total", "4"), ("t2.granted.total", "若干")]);
        let shown = |place: &str| held(&last, &place.into()).shown().into_owned();
        assert_eq!(shown("t2.new.total"), "3");
        assert_eq!(shown("t2.otherwise.total"), "4");
        assert_eq!([shown("t2.granted.total"), shown("t2.partial.total")], ["若干", "空"]);
        assert_eq!([shown("t1.normative.in_force"), shown("t2.otherwise_misc.total")], ["—", "—"]);
        let now = report(2021, &[("t2.otherwise_misc.total", "2"), ("t2.otherwise_fee_unpaid.total", "1")]);
        assert_eq!(held(&now, &"t2.otherwise.total".into()), Held::Figure(3.into()), "a group has its parts' figure");
    }

    #[test]
    fn changes_are_given_as_difference_and_share() {
        let shown = |x: i64, y: i64| {
            let change = change(x.into(), y.into()).unwrap();
            (change.difference.to_string(), change.share.shown(), change.is_leap)
        };
        assert_eq!(shown(5, 3), ("-2".into(), "-40.0%".into(), false));
        assert_eq!(shown(1204, 15592), ("14388".into(), "×13.0".into(), true));
        assert_eq!(shown(0, 12), ("12".into(), "由零起".into(), true));
        assert_eq!(shown(7, 7), ("0".into(), String::new(), false));
        assert_eq!(shown(3, 4), ("1".into(), "+33.3%".into(), false));
    }

    #[test]
    fn what_cannot_be_compared_across_editions_is_said() {
        let (old, new) = (Edition::by_id("2019").unwrap(), Edition::by_id("2021").unwrap());
        let caveat = |place: &str| caveat(new, old, &place.into());
        assert_eq!(caveat("t1.normative.in_force"), Some("上一版式没有这一格"));
        assert!(caveat("t1.permits.decisions").unwrap().contains("口径不同"));
        assert_eq!(caveat("t2.new.total"), None);
        assert_eq!(caveat("t2.otherwise.total"), None);
        assert_eq!(super::caveat(new, new, &"t1.permits.decisions".into()), None);
        let last = report(2020, &[("t1.permits.last_year", "94"), ("t2.otherwise.total", "4"), ("t2.new.total", "1")]);
        let left: Vec<&str> =
            left_out(&last, new).iter().map(|cell| old.spec(*cell).place.as_str()).collect::<Vec<_>>();
        assert_eq!(left, ["t1.permits.last_year"], "the row of 其他处理 lives on as a group");
    }

    #[test]
    fn a_trend_is_drawn_from_zero_and_leaves_gaps() {
        let trend = |figures: &[i64]| {
            let figures: Vec<Option<Decimal>> = figures.iter().map(|n| (*n >= 0).then(|| Decimal::from(*n))).collect();
            super::trend(&figures)
        };
        assert_eq!(trend(&[0, 7, 14]), "▁▅█");
        assert_eq!(trend(&[5, -1, 5]), "█ █");
        assert_eq!(trend(&[0, 0]), "▁▁");
        assert_eq!(trend(&[]), "");
    }

    proptest! {
        #[test]
        fn every_pair_of_figures_has_a_change_without_a_panic(x in any::<i64>(), y in any::<i64>()) {
            let change = change(x.into(), y.into());
            prop_assert!(change.is_some_and(|change| change.difference == Decimal::from(y) - Decimal::from(x)));
            prop_assert_eq!(trend(&[Some(x.into()), None, Some(y.into())]).chars().count(), 3);
        }
    }
}
