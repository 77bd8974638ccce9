//! Shares, rates and changes: 占33.9%, 办结率100%, 比上年（31起）下降29%.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    quantity::{Quantity, Script},
    relation::{Kind, Relation, Sure, Verdict},
    text::{at, first, is_break, slice},
    unit::counts,
    view::{View, tied},
};

/// Shares, rates and changes of a text.
pub(super) fn find(view: &View, out: &mut Vec<Relation>) {
    for (n, sentence) in view.sentences.iter().enumerate() {
        let inside = view.within(sentence.clone());
        let mut shares = Vec::new();
        for i in inside.clone() {
            let Some(q) = view.get(i).filter(|q| q.script != Script::Words) else { continue };
            if is_change(view, i) {
                out.extend(growth(view, i, &inside));
            } else if q.unit == "%" && is_share(q) {
                shares.extend(share(view, i, n, &inside));
            } else if q.unit == "%" {
                out.extend(rate(view, i, &inside));
            }
        }
        settle(view, &mut shares);
        out.append(&mut shares);
    }
}

fn is_share(q: &Quantity) -> bool {
    ["占", "比例", "比重"].iter().any(|word| q.before.contains(word))
}

/// Whether a stated percentage is what part and whole make it, with what rounding and truncating can do.
fn gap(stated: Decimal, part: Decimal, whole: Decimal) -> Option<Decimal> {
    let found = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    stated.checked_sub(found)
}

fn tolerance(stated: Decimal) -> Decimal {
    match stated.scale() {
        0 => Decimal::ONE,
        _ => Decimal::new(1, 1),
    }
}

fn countable(view: &View, i: usize) -> bool {
    view.get(i).is_some_and(|q| q.script != Script::Words && counts(q.unit) && !q.compares)
}

/// 258件，占33.9%: of which whole is not said; one that fits is it.
fn share(view: &View, i: usize, n: usize, inside: &Range<usize>) -> Option<Relation> {
    let part = inside.clone().take_while(|&k| k < i).filter(|&k| countable(view, k)).last()?;
    let q = view.get(part)?;
    let from = view.sentences.get(n.saturating_sub(2)).map_or(0, |s| s.start);
    let from = from.max(view.line(q.span.start).start);
    let earlier = view.within(from..q.span.start);
    let wholes = earlier
        .rev()
        .filter(|&k| countable(view, k) && view.get(k).is_some_and(|w| w.unit == q.unit && w.value >= q.value));
    let wholes: Vec<usize> = wholes.collect();
    let stated = view.value(i);
    let of = |whole: usize| gap(stated, q.value, view.value(whole)).unwrap_or(Decimal::MAX);
    if let Some(&whole) = wholes.iter().find(|&&whole| of(whole).abs() <= tolerance(stated)) {
        let sure = if q.is_exact() { Sure::Full } else { Sure::Fair };
        return Some(tied(view, Kind::Share, vec![i], vec![part, whole], Verdict::Holds, sure));
    }
    let whole = *wholes.first()?;
    let alone = wholes.len() == 1 && q.is_exact() && view.get(whole).is_some_and(Quantity::is_exact);
    let verdict = if alone { Verdict::Differs(of(whole).round_dp(2)) } else { Verdict::Open };
    Some(tied(view, Kind::Share, vec![i], vec![part, whole], verdict, if alone { Sure::Fair } else { Sure::Slight }))
}

/// A share that fits no whole is wrong where its neighbours agree on one.
fn settle(view: &View, shares: &mut [Relation]) {
    let held: Vec<usize> =
        shares.iter().filter(|r| r.verdict == Verdict::Holds).filter_map(|r| r.right.get(1).copied()).collect();
    let Some(&whole) = held.first().filter(|whole| held.len() > 1 && held.iter().all(|other| other == *whole)) else {
        return;
    };
    for share in shares.iter_mut().filter(|r| r.verdict == Verdict::Open) {
        let (Some(&i), Some(&part)) = (share.left.first(), share.right.first()) else { continue };
        if let Some(by) = gap(view.value(i), view.value(part), view.value(whole)) {
            share.right = vec![part, whole];
            (share.verdict, share.sure) = (Verdict::Differs(by.round_dp(2)), Sure::Fair);
        }
    }
}

/// 收到20件，办结19件，办结率95%
fn rate(view: &View, i: usize, inside: &Range<usize>) -> Option<Relation> {
    const DEEDS: [&str; 8] = ["办结", "答复", "回复", "办理", "整改", "解决", "处理", "采纳"];
    let q = view.get(i)?;
    let stem = q.before.find('率').and_then(|end| q.before.get(..end))?;
    let deed = DEEDS.iter().find(|word| stem.contains(*word))?;
    let earlier: Vec<usize> = inside.clone().filter(|&k| k < i && countable(view, k)).collect();
    let done = *earlier.last()?;
    let done_q = view.get(done)?;
    let all = *earlier.iter().rev().skip(1).find(|&&k| view.get(k).is_some_and(|all| all.unit == done_q.unit))?;
    let all_q = view.get(all)?;
    let is_taken =
        ["收到", "受理", "接到", "接收", "共", "承办", "征集"].iter().any(|word| all_q.before.contains(word));
    let is_done = done_q.before.contains(deed) || done_q.after.contains(deed);
    if !is_taken || !is_done || all_q.value < done_q.value || all_q.value.is_zero() {
        return None;
    }
    let by = gap(q.value, done_q.value, all_q.value)?;
    let exact = done_q.is_exact() && all_q.is_exact() && q.is_exact();
    let holds = by.abs() < tolerance(q.value) && (q.value != Decimal::ONE_HUNDRED || by.is_zero());
    let (verdict, sure) = match () {
        () if !exact => (Verdict::Open, Sure::Slight),
        () if holds => (Verdict::Holds, Sure::Full),
        () => (Verdict::Differs(by.round_dp(2)), Sure::Fair),
    };
    Some(tied(view, Kind::Rate, vec![i], vec![done, all], verdict, sure))
}

/// Whether the quantity is a change against another year: 同比增长5%, 比上年（31起）下降29%.
fn is_change(view: &View, i: usize) -> bool {
    let Some(q) = view.get(i) else { return false };
    let behind_base = || {
        let base = i.checked_sub(1).and_then(|i| view.get(i)).filter(|base| base.compares);
        base.is_some_and(|base| !slice(view.chars, base.span.end..q.span.start).iter().any(|c| is_break(*c)))
    };
    (q.compares || (q.unit == "%" && behind_base())) && rises(q).is_some()
}

/// Which way a change goes.
fn rises(q: &Quantity) -> Option<bool> {
    let last = |words: &[&str]| words.iter().filter_map(|word| q.before.rfind(word)).max();
    let up = last(&["增长", "增加", "上升", "提高", "提升", "增", "翻"]);
    let down = last(&["下降", "减少", "回落", "降低", "减"]);
    (up.is_some() || down.is_some()).then_some(up > down)
}

impl Relation {
    /// For a change against another year: whether the text says that the number went up.
    pub fn is_rise(&self, quantities: &[Quantity]) -> Option<bool> {
        let changed = self.left.first().filter(|_| self.kind == Kind::Growth);
        changed.and_then(|&i| quantities.get(i)).and_then(rises)
    }
}

/// 申请22起，比2022年（31起）下降29%: with last year's number it is judged here, without it the reader of two years judges.
fn growth(view: &View, i: usize, inside: &Range<usize>) -> Option<Relation> {
    let q = view.get(i)?;
    let is_up = rises(q)?;
    let is_rate = q.unit == "%";
    let is_alike = |k: usize| view.get(k).is_some_and(|n| counts(n.unit) && (is_rate || n.unit == q.unit));
    let earlier: Vec<usize> = inside.clone().filter(|&k| k < i && is_alike(k)).collect();
    let base = earlier.iter().copied().rev().find(|&k| is_base(view, k));
    let is_now = |k: usize| Some(k) != base && countable(view, k) && !in_closed_bracket(view, k, q.span.start);
    let now = earlier.iter().copied().rev().find(|&k| is_now(k))?;
    let Some(base) = base.filter(|&base| view.get(base).map(|b| b.unit) == view.get(now).map(|n| n.unit)) else {
        return Some(tied(view, Kind::Growth, vec![i], vec![now], Verdict::Open, Sure::Fair));
    };
    let more = view.value(now).checked_sub(view.value(base))?;
    let more = if is_up { more } else { -more };
    let by = if is_rate { gap(q.value, more, view.value(base))? } else { q.value.checked_sub(more)? };
    let leeway = if is_rate { tolerance(q.value) } else { Decimal::ZERO };
    let exact = [i, now, base].iter().all(|&k| view.get(k).is_some_and(Quantity::is_exact));
    let (verdict, sure) = match () {
        () if by.abs() <= leeway => (Verdict::Holds, Sure::Full),
        () if exact => (Verdict::Differs(by.round_dp(2)), Sure::Fair),
        () => (Verdict::Open, Sure::Slight),
    };
    Some(tied(view, Kind::Growth, vec![i], vec![now, base], verdict, sure))
}

/// 比2022年（31起）, 上年31起
fn is_base(view: &View, k: usize) -> bool {
    let Some(q) = view.get(k) else { return false };
    let words = ["年(", "上年", "去年", "上一年", "年的"];
    words.iter().any(|word| q.before.ends_with(word)) || first(view.chars, q.span.end, &["(上年", "(去年"]).is_some()
}

fn in_closed_bracket(view: &View, k: usize, end: usize) -> bool {
    let Some(q) = view.get(k) else { return false };
    let (mut depth, mut low) = (0_i32, 0_i32);
    for i in q.span.end..end {
        match at(view.chars, i) {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        low = low.min(depth);
    }
    low < 0
}
