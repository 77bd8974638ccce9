//! The balance of applications in a paragraph: 收到 + 上年结转 = 办结 + 结转下年, and 办结 = all outcomes.

use super::{
    quantity::{Quantity, Script},
    relation::{Kind, Relation, Sure, Verdict},
    role::{Role, Row},
    view::{View, tied},
};

/// Indices of a paragraph's quantities about applications, by what they speak of.
#[derive(Default)]
struct Flow {
    received: Vec<usize>,
    brought: Vec<usize>,
    concluded: Vec<usize>,
    outcomes: Vec<usize>,
    carried: Vec<usize>,
}

/// Balances, one a paragraph at most.
pub(super) fn find(view: &View, out: &mut Vec<Relation>) {
    let mut start = 0;
    while start < view.chars.len() {
        let line = view.line(start);
        start = line.end + 1;
        let flow = flow(view, view.within(line));
        out.extend(balance(view, &flow));
        out.extend(outcomes(view, &flow, out));
    }
}

fn flow(view: &View, indices: impl Iterator<Item = usize>) -> Flow {
    let mut flow = Flow::default();
    let told = indices.filter_map(|i| Some((i, view.get(i)?)));
    for (i, q) in told.filter(|(_, q)| q.script != Script::Words && !q.compares) {
        match q.role {
            Some(Role::Received | Role::New | Role::Intake) => flow.received.push(i),
            Some(Role::Concluded) => flow.concluded.push(i),
            Some(Role::Row(Row::BroughtForward)) => flow.brought.push(i),
            Some(Role::Row(Row::CarriedForward)) => flow.carried.push(i),
            Some(Role::Disclosed | Role::Row(_)) => flow.outcomes.push(i),
            _ => {}
        }
    }
    // Rows of a group that is stated itself are its parts.
    let row = |i: &usize| match view.get(*i).and_then(|q| q.role) {
        Some(Role::Row(row)) => Some(row),
        _ => None,
    };
    let groups: Vec<Row> = flow.outcomes.iter().filter_map(row).filter(|row| row.is_group()).collect();
    flow.outcomes.retain(|i| row(i).and_then(Row::group).is_none_or(|group| !groups.contains(&group)));
    flow
}

fn balance(view: &View, flow: &Flow) -> Option<Relation> {
    let [received] = flow.received.as_slice() else { return None };
    let is_plain = flow.brought.len() <= 1 && flow.carried.len() <= 1;
    if !is_plain || (flow.brought.is_empty() && flow.carried.is_empty()) {
        return None;
    }
    let alone = vec![*received];
    let both: Vec<usize> = flow.received.iter().chain(&flow.brought).copied().collect();
    let mut sides: Vec<Vec<usize>> = flow.concluded.first().map(|&done| vec![done]).into_iter().collect();
    sides.push(flow.outcomes.clone());
    sides.retain(|side| !side.is_empty());
    for side in &mut sides {
        side.extend(&flow.carried);
    }
    for left in [&both, &alone] {
        if let Some(right) = sides.iter().find(|side| view.sum(left) == view.sum(side)) {
            let sure = if exact(view, left, right) { Sure::Full } else { Sure::Fair };
            return Some(tied(view, Kind::Balance, left.clone(), right.clone(), Verdict::Holds, sure));
        }
    }
    let right = sides.into_iter().next()?;
    let is_told = !flow.concluded.is_empty() || flow.outcomes.len() >= 3;
    if !is_told || !exact(view, &both, &right) {
        return None;
    }
    let gap = view.sum(&both)?.checked_sub(view.sum(&right)?)?;
    // What is not said to be carried forward may be so all the same.
    if flow.carried.is_empty() && !gap.is_sign_negative() {
        return None;
    }
    Some(tied(view, Kind::Balance, both, right, Verdict::Differs(gap), Sure::Fair))
}

fn exact(view: &View, left: &[usize], right: &[usize]) -> bool {
    left.iter().chain(right).all(|&i| view.get(i).is_some_and(Quantity::is_exact))
}

/// 办结 against a full list of outcomes, where no word such as 其中 has tied them yet.
fn outcomes(view: &View, flow: &Flow, known: &[Relation]) -> Option<Relation> {
    let [done] = flow.concluded.as_slice() else { return None };
    let tied_before = known.iter().any(|r| r.left.contains(done) || flow.outcomes.iter().any(|i| r.right.contains(i)));
    let behind = flow.outcomes.iter().all(|i| i > done);
    if flow.outcomes.len() < 3 || !behind || tied_before || !exact(view, &[*done], &flow.outcomes) {
        return None;
    }
    let sum = view.sum(&flow.outcomes)?;
    let total = view.value(*done);
    let with_carried = view.sum(&flow.carried).and_then(|carried| total.checked_add(carried))?;
    let has_rest = flow
        .outcomes
        .iter()
        .any(|&i| matches!(view.get(i).and_then(|q| q.role), Some(Role::Row(Row::Otherwise | Row::NotProcessed))));
    let (verdict, sure) = match total.checked_sub(sum)? {
        gap if gap.is_zero() => (Verdict::Holds, Sure::Full),
        _ if sum == with_carried => (Verdict::Holds, Sure::Fair),
        gap if gap.is_sign_negative() || has_rest => (Verdict::Differs(gap), Sure::Fair),
        _ => (Verdict::Open, Sure::Slight),
    };
    Some(tied(view, Kind::Outcomes, vec![*done], flow.outcomes.clone(), verdict, sure))
}
