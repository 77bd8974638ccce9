//! Two counts of one thing that are all but equal.

use rust_decimal::Decimal;

use super::quantity::{Exactness, Quantity, Script};

/// Two exact counts of one topic that are all but equal: 859条 and 860篇 on the website.
///
/// Pairs of indices into `quantities`, the earlier one first; they differ by at most 2 or 2 in a hundred and are 20 or more.
pub fn near(quantities: &[&Quantity]) -> Vec<(usize, usize)> {
    let told = |q: &Quantity| q.topic.is_some() && q.exactness == Exactness::Exact && q.script == Script::Digits;
    let mut pairs = Vec::new();
    for (i, a) in quantities.iter().enumerate().filter(|(_, q)| told(q)) {
        for (j, b) in quantities.iter().enumerate().skip(i + 1).filter(|(_, q)| told(q) && q.topic == a.topic) {
            let gap = (a.value - b.value).abs();
            let leeway = Decimal::TWO.max(a.value.max(b.value) / Decimal::from(50));
            if !gap.is_zero() && gap <= leeway && a.value.min(b.value) >= Decimal::from(20) {
                pairs.push((i, j));
            }
        }
    }
    pairs
}
