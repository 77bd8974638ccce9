//! Totals and their parts: 其中, 包括, 分别为, brackets, colons; and totals that parts happen to make up.

use rust_decimal::Decimal;

use super::{
    quantity::{Exactness, Quantity, Script},
    relation::{Kind, Relation, Sure, Suspect, Verdict, slips},
    role::Role,
    text::{at, back, close, first, says, slice},
    unit::counts,
    view::{View, tied},
};

/// Whether the quantity may be a part of a sum or a total.
fn is_countable(q: &Quantity) -> bool {
    q.script != Script::Words && counts(q.unit) && !q.compares
}

/// What ties parts to their total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// 其中: parts, or only examples.
    Among,
    /// 包括, 含
    Includes,
    /// 分别为, 分为
    Each,
    /// ：
    Colon,
    /// （
    Bracket,
    /// 涉及, 即: so loose that they only confirm.
    Loose,
}

/// Totals and parts tied by words.
pub(super) fn stated(view: &View, out: &mut Vec<Relation>) {
    for (n, sentence) in view.sentences.iter().enumerate() {
        let mut i = sentence.start;
        while i < sentence.end {
            if let Some((end, marker)) = marker(view, i) {
                out.extend(tie(view, n, i, end, marker));
                i = end;
            } else {
                i += 1;
            }
        }
    }
}

fn marker(view: &View, i: usize) -> Option<(usize, Marker)> {
    const WORDS: [(&str, Marker); 11] = [
        ("其中包括", Marker::Among),
        ("其中", Marker::Among),
        ("分别为", Marker::Each),
        ("分别是", Marker::Each),
        ("分为", Marker::Each),
        ("包括", Marker::Includes),
        ("包含", Marker::Includes),
        ("(含", Marker::Includes),
        ("涉及", Marker::Loose),
        ("按照", Marker::Loose),
        ("即", Marker::Loose),
    ];
    let c = at(view.chars, i);
    if !matches!(c, '其' | '分' | '包' | '(' | '涉' | '按' | '即' | ':') || view.is_masked(i) {
        return None;
    }
    if let Some((word, marker)) = WORDS.iter().find(|(word, _)| says(view.chars, i, word)) {
        return Some((i + word.chars().count(), *marker));
    }
    let marker = match c {
        '(' => Marker::Bracket,
        ':' => Marker::Colon,
        _ => return None,
    };
    // A bracket or a colon ties only what it touches.
    let end = back(view.chars, i);
    let touched = view.quantities.partition_point(|q| q.span.end < end);
    view.get(touched).is_some_and(|q| q.span.end == end).then_some((i + 1, marker))
}

/// The parts behind a marker, outside of inner brackets; and whether the list goes on in a chain or with 等.
struct Parts {
    all: Vec<usize>,
    is_open: bool,
}

fn parts(view: &View, from: usize, stop: usize) -> Parts {
    let end = close(view.chars, from, stop);
    let (mut all, mut is_open, mut depth, mut i) = (Vec::new(), false, 0_usize, from);
    let mut inside = view.within(from..end).peekable();
    while i < end {
        match at(view.chars, i) {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '同' | '此' | '另' if first(view.chars, i, &["同时", "此外", "另外", "另有"]).is_some() => break,
            '其' if says(view.chars, i, "其中") => {
                is_open = true;
                break;
            }
            '等' if !all.is_empty() && matches!(at(view.chars, i + 1), '。' | ',' | '，' | ';' | ')') => {
                is_open = true;
            }
            _ => {}
        }
        while inside.peek().is_some_and(|&k| view.get(k).is_some_and(|q| q.span.start <= i)) {
            let Some(k) = inside.next() else { break };
            if depth == 0 && view.get(k).is_some_and(is_countable) {
                all.push(k);
            }
        }
        i += 1;
    }
    Parts { all, is_open }
}

/// Possible totals before a marker, nearest first: in this sentence outside of closed brackets, or in the one before.
fn heads(view: &View, n: usize, at_marker: usize) -> Vec<usize> {
    let Some(sentence) = view.sentences.get(n) else { return Vec::new() };
    let own = outside(view, sentence.start, at_marker);
    let is_first = slice(view.chars, sentence.start..at_marker).iter().filter(|c| !c.is_whitespace()).count() <= 4;
    if !own.is_empty() || !is_first {
        return own;
    }
    let last = n.checked_sub(1).and_then(|n| view.sentences.get(n));
    last.map_or_else(Vec::new, |last| outside(view, last.start, last.end))
}

/// Quantities from `start` to `end` that stand in no bracket closed before `end`, last first.
fn outside(view: &View, start: usize, end: usize) -> Vec<usize> {
    let (mut found, mut depth) = (Vec::new(), 0_usize);
    let mut inside = view.within(start..end).rev().peekable();
    for i in (start..end).rev() {
        match at(view.chars, i) {
            ')' => depth += 1,
            '(' => depth = depth.saturating_sub(1),
            _ => {}
        }
        while inside.peek().is_some_and(|&k| view.get(k).is_some_and(|q| q.span.start >= i)) {
            let Some(k) = inside.next() else { break };
            if depth == 0 && view.get(k).is_some_and(is_countable) {
                found.push(k);
            }
        }
    }
    found
}

/// The relation that a marker makes, if it makes one.
fn tie(view: &View, n: usize, at_marker: usize, from: usize, marker: Marker) -> Option<Relation> {
    let stop = view.sentences.get(n)?.end;
    let Parts { all, is_open } = parts(view, from, stop);
    let unit = view.get(*all.first()?)?.unit;
    let mut heads = heads(view, n, at_marker);
    if matches!(marker, Marker::Bracket | Marker::Colon) {
        heads.truncate(1);
        if all.len() < 2 {
            return None;
        }
    }
    let same: Vec<usize> = all.iter().copied().filter(|&i| view.get(i).is_some_and(|q| q.unit == unit)).collect();
    for (rank, &head) in heads.iter().enumerate() {
        let is_alike = view.get(head).is_some_and(|q| q.unit == unit);
        let lists: &[&[usize]] = if is_alike { &[&same, &all] } else { &[&all] };
        let held = lists.iter().find_map(|list| prefix(view, head, list));
        if let Some(run) = held.filter(|held| is_alike || held.len() > 1).filter(|held| rank == 0 || held.len() > 1) {
            let exact = run.iter().chain([&head]).all(|&i| view.get(i).is_some_and(Quantity::is_exact));
            let sure = if exact && marker != Marker::Loose { Sure::Full } else { Sure::Fair };
            return Some(tied(view, Kind::Parts, vec![head], run, Verdict::Holds, sure));
        }
    }
    let alike: Vec<usize> = heads.into_iter().filter(|&i| view.get(i).is_some_and(|q| q.unit == unit)).collect();
    let head = alike.iter().copied().find(|&i| view.value(i) >= view.value(all[0])).or(alike.first().copied())?;
    let is_mixed = alike.len() > 1 || same.len() < all.len() || (marker == Marker::Among && switches(view, &same));
    judge(view, head, &same, marker, is_open, is_mixed)
}

/// 甲1条、乙2条，丙3条: a comma behind 、 may begin something that is no part.
fn switches(view: &View, parts: &[usize]) -> bool {
    let between = |pair: &[usize]| match pair {
        [a, b] => view.get(*a).zip(view.get(*b)).map(|(a, b)| slice(view.chars, a.span.end..b.span.start)),
        _ => None,
    };
    let mut gaps = parts.windows(2).filter_map(between);
    let is_listed = |gap: &[char]| gap.contains(&'、') && !gap.contains(&'，');
    gaps.next().is_some_and(is_listed) && gaps.any(|gap| gap.iter().any(|c| matches!(c, '，' | ',' | ';')))
}

/// The longest run of parts from the first on that makes up the total.
fn prefix(view: &View, head: usize, parts: &[usize]) -> Option<Vec<usize>> {
    let (low, high) = view.get(head)?.bounds();
    let (mut least, mut top, mut count) = (Decimal::ZERO, Decimal::ZERO, None);
    for (k, &part) in parts.iter().enumerate() {
        let (from, upto) = view.get(part)?.bounds();
        least = least.checked_add(from)?;
        top = top.checked_add(upto)?;
        if least <= high && top >= low {
            count = Some(k + 1);
        }
    }
    count.map(|k| parts.iter().take(k).copied().collect())
}

/// A sum that no run of parts makes up: wrong, or not meant as one.
fn judge(view: &View, head: usize, parts: &[usize], marker: Marker, is_open: bool, is_mixed: bool) -> Option<Relation> {
    let total = view.value(head);
    let gap = total.checked_sub(view.sum(parts)?)?;
    let few = parts.len() < 2;
    if marker == Marker::Loose || (few && (gap >= Decimal::ZERO || is_mixed || marker == Marker::Includes)) {
        return None;
    }
    let suspects = suspects(view, head, parts, gap);
    let exact = parts.iter().chain([&head]).all(|&i| view.get(i).is_some_and(Quantity::is_exact));
    let share = if total.is_zero() { Decimal::TWO } else { (total - gap).checked_div(total)? };
    let is_near = (share - Decimal::ONE).abs() <= Decimal::new(5, 2);
    // Small numbers are healed by a slip as often as not; that tells nothing.
    let slip = suspects.iter().map(|s| s.value.max(view.value(s.quantity))).max().unwrap_or_default();
    let is_slip = slip >= Decimal::ONE_HUNDRED;
    // 其中甲…、乙…、其他… names all parts, and so do a colon and a bracket.
    let has_rest = parts.last().and_then(|&i| view.get(i)).is_some_and(|q| q.subject().starts_with("其他"));
    let is_closed = (has_rest && parts.len() > 2) || matches!(marker, Marker::Each | Marker::Colon | Marker::Bracket);
    let is_over = gap.is_sign_negative();
    // A part larger than all there is may begin something new, and does so behind a semicolon or before a 其中 of its own.
    let outgrown = parts.iter().copied().find(|&i| view.value(i) > total);
    let starts_anew = outgrown.is_some_and(|i| {
        let ahead = view.span(&[parts.first().copied().unwrap_or(i), i]);
        is_open || slice(view.chars, ahead).contains(&';')
    });
    let differs = |sure| (Verdict::Differs(gap), sure);
    let open = (Verdict::Open, Sure::Slight);
    let (verdict, sure) = match () {
        // A part larger than its whole is wrong whatever else the list says.
        () if few && exact => differs(Sure::Fair),
        () if !exact => {
            if is_near {
                differs(Sure::Slight)
            } else {
                return None;
            }
        }
        () if is_open && !is_over => open,
        () if is_over && is_closed && !is_mixed => differs(Sure::Full),
        () if is_over && (starts_anew || (is_mixed && outgrown.is_some())) => open,
        () if is_over && outgrown.is_some() => differs(Sure::Slight),
        () if is_over && (is_near || (!is_mixed && share <= Decimal::new(15, 1))) => differs(Sure::Fair),
        () if is_over => {
            if is_slip || !is_mixed {
                differs(Sure::Slight)
            } else {
                open
            }
        }
        () if share < Decimal::new(7, 1) && !is_closed && slip < Decimal::ONE_THOUSAND => open,
        () if share >= Decimal::new(7, 1) && is_closed && !is_mixed => differs(Sure::Fair),
        () if is_slip || share >= Decimal::new(8, 1) => differs(Sure::Slight),
        () => open,
    };
    let mut found = tied(view, Kind::Parts, vec![head], parts.to_vec(), verdict, sure);
    if let ([suspect], Verdict::Differs(_)) = (suspects.as_slice(), verdict) {
        found.suspect = Some(*suspect);
    }
    Some(found)
}

/// The quantities that a slip of the hand may have spoiled, each with what it would have to be.
fn suspects(view: &View, head: usize, parts: &[usize], gap: Decimal) -> Vec<Suspect> {
    let part = |&i: &usize| Some(Suspect { quantity: i, value: view.value(i).checked_add(gap)? });
    let total = Some(Suspect { quantity: head, value: view.value(head) - gap });
    let all = parts.iter().filter_map(part).chain(total);
    all.filter(|s| !s.value.is_sign_negative() && slips(view.value(s.quantity), s.value)).collect()
}

/// Totals that a run of quantities beside them makes up; never a complaint.
pub(super) fn implied(view: &View, out: &mut Vec<Relation>) {
    let mut used: Vec<bool> = vec![false; view.quantities.len()];
    for i in out
        .iter()
        .filter(|r| r.kind == Kind::Parts && r.verdict == Verdict::Holds)
        .flat_map(|r| r.left.iter().chain(&r.right))
    {
        if let Some(used) = used.get_mut(*i) {
            *used = true;
        }
    }
    let mut start = 0;
    while start < view.chars.len() {
        let line = view.line(start);
        start = line.end + 1;
        let free: Vec<usize> = view.within(line).filter(|&i| view.get(i).is_some_and(is_free)).collect();
        for (k, &head) in free.iter().enumerate() {
            let unit = view.get(head).map(|q| q.unit);
            let is_open = |i: &usize| !used.get(*i).copied().unwrap_or(true) && view.get(*i).map(|q| q.unit) == unit;
            if !is_open(&head) {
                continue;
            }
            let after: Vec<usize> = free.iter().skip(k + 1).copied().filter(|i| is_open(i)).collect();
            let ahead: Vec<usize> = free.iter().take(k).rev().copied().filter(|i| is_open(i)).collect();
            let Some(parts) = run(view, head, &after, ahead.is_empty()).or_else(|| run(view, head, &ahead, false))
            else {
                continue;
            };
            for &i in parts.iter().chain([&head]) {
                if let Some(used) = used.get_mut(i) {
                    *used = true;
                }
            }
            let mut parts = parts;
            parts.sort_unstable();
            out.push(tied(view, Kind::Implied, vec![head], parts, Verdict::Holds, Sure::Slight));
        }
    }
}

/// Whether the quantity may take part in a sum that no word states: applications have their own balance.
fn is_free(q: &Quantity) -> bool {
    let has_flow = matches!(
        q.role,
        Some(Role::Received | Role::New | Role::Intake | Role::Concluded | Role::Disclosed | Role::Row(_))
    );
    is_countable(q) && !has_flow
}

/// A run of parts beside a total. Small totals and short runs meet by chance, so the total must open the run, or close
/// a run of all there is, or be called one: 共.
fn run(view: &View, head: usize, beside: &[usize], opens: bool) -> Option<Vec<usize>> {
    let q = view.get(head)?;
    if q.value < Decimal::TEN || beside.len() < 2 {
        return None;
    }
    let is_total = ["总数", "共", "累计", "合计", "总计"].iter().any(|word| q.before.contains(word));
    let least = if is_total { 2 } else { 3 };
    let (low, high) = q.bounds();
    let mut sum = Decimal::ZERO;
    for (k, &i) in beside.iter().enumerate() {
        let part = view.get(i)?;
        if part.exactness != Exactness::Exact {
            return None;
        }
        sum = sum.checked_add(part.value)?;
        let is_whole = k + 1 == beside.len();
        let holds = if q.is_exact() {
            sum == q.value && (opens || is_total || is_whole)
        } else {
            is_whole && (low..=high).contains(&sum)
        };
        if holds && k + 1 >= least {
            return Some(beside.iter().take(k + 1).copied().collect());
        }
        if sum > high {
            return None;
        }
    }
    None
}
