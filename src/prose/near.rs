//! Two counts of one thing that are all but equal.

use rust_decimal::Decimal;

use super::quantity::{Exactness, Quantity, Script};

/// Two exact counts of one topic that are all but equal: 859条 and 860篇 on the website.
///
/// Pairs of indices into `quantities`, the earlier one first; they differ by at most 2 or 2 in a hundred and are 20 or more.
pub fn near(quantities: &[&Quantity]) -> Vec<(usize, usize)> {
    let is_told = |q: &Quantity| {
        let is_exact = q.exactness == Exactness::Exact && q.script == Script::Digits;
        q.topic.is_some() && is_exact && q.value >= Decimal::from(20)
    };
    let mut told: Vec<(usize, &Quantity)> =
        quantities.iter().enumerate().map(|(i, q)| (i, *q)).filter(|(_, q)| is_told(q)).collect();
    told.sort_by_key(|(i, q)| (q.topic, q.value, *i));
    let mut pairs = Vec::new();
    for (k, (i, small)) in told.iter().enumerate() {
        let is_near = |large: &Quantity| {
            let gap = large.value - small.value;
            gap <= Decimal::TWO || gap.checked_mul(Decimal::from(50)).is_some_and(|gap| gap <= large.value)
        };
        let above = told.iter().skip(k + 1).take_while(|(_, large)| large.topic == small.topic && is_near(large));
        pairs.extend(above.filter(|(_, large)| large.value != small.value).map(|(j, _)| (*i.min(j), *i.max(j))));
    }
    pairs.sort_unstable();
    pairs
}
