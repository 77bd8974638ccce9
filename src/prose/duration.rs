//! Days from one date to another against the number of days stated: 12月2日至3日 … 为期两天.

use rust_decimal::Decimal;

use super::{
    mask::MaskKind,
    relation::{Kind, Relation, Sure, Verdict},
    text::{at, is_stop, slice},
    view::{View, tied},
};

/// How far behind the dates the number of days may stand.
const REACH: usize = 40;

/// Durations of a text.
pub(super) fn find(view: &View, out: &mut Vec<Relation>) {
    let dates: Vec<_> = view.masks.iter().filter(|mask| mask.kind == MaskKind::Date).collect();
    for pair in dates.windows(2) {
        let [from, to] = pair else { continue };
        let is_span = from.span.end + 1 == to.span.start
            && matches!(at(view.chars, from.span.end), '至' | '到' | '-' | '—' | '–');
        let stop =
            (to.span.end..to.span.end + REACH).find(|&i| is_stop(at(view.chars, i))).unwrap_or(to.span.end + REACH);
        let stated = view.within(to.span.end..stop).find(|&i| {
            view.get(i)
                .is_some_and(|q| q.unit == "天" && ["为期", "历时", "共", "连续"].iter().any(|w| q.before.contains(w)))
        });
        let (true, Some(i)) = (is_span, stated) else { continue };
        let (start, end) = (numbers(slice(view.chars, from.span.clone())), numbers(slice(view.chars, to.span.clone())));
        let Some(days) = days(&start, &end) else { continue };
        let gap = view.value(i) - Decimal::from(days);
        let verdict = if gap.is_zero() { Verdict::Holds } else { Verdict::Differs(gap) };
        let mut relation = tied(view, Kind::Duration, vec![i], Vec::new(), verdict, Sure::Fair);
        relation.span.start = from.span.start;
        out.push(relation);
    }
}

/// The numbers of a date: year, month, day, as far as it has them.
fn numbers(date: &[char]) -> Vec<u32> {
    let text: String = date.iter().map(|c| if c.is_ascii_digit() { *c } else { ' ' }).collect();
    text.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// Days from the first to the last, both counted; `None` where months or years are open.
fn days(from: &[u32], to: &[u32]) -> Option<u32> {
    let (month, first) = match from {
        [.., month, day] => (*month, *day),
        _ => return None,
    };
    let (last_month, last) = match to {
        [day] => (month, *day),
        [month, day] | [_, month, day] => (*month, *day),
        _ => return None,
    };
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 0,
        _ => 31,
    };
    if last_month == month {
        return (last + 1).checked_sub(first);
    }
    (last_month == month + 1 && length > 0).then(|| (length + last + 1).checked_sub(first)).flatten()
}
