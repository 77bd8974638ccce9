//! Numbers of things that are listed beside them: 包括甲、乙、丙等三部分; 提案2件，分别为《…》和《…》.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    mask::MaskKind,
    quantity::Quantity,
    relation::{Kind, Relation, Sure, Verdict},
    text::{back, ends, first, says, skip, squeeze},
    unit::counts,
    view::{View, tied},
};

/// Lists before and behind their number.
pub(super) fn find(view: &View, out: &mut Vec<Relation>) {
    for sentence in view.sentences {
        for i in view.within(sentence.clone()) {
            let Some(q) = view.get(i).filter(|q| q.is_exact() && counts(q.unit)) else { continue };
            let found = ahead(view, q, sentence).or_else(|| behind(view, q, sentence));
            if let Some((verdict, sure, span)) = found {
                let mut relation = tied(view, Kind::List, vec![i], Vec::new(), verdict, sure);
                relation.span = span;
                out.push(relation);
            }
        }
    }
}

type Found = (Verdict, Sure, Range<usize>);

/// 由甲、乙、丙等三部分组成
fn ahead(view: &View, q: &Quantity, sentence: &Range<usize>) -> Option<Found> {
    let p = view.chars;
    if !matches!(q.unit, "部分" | "方面") {
        return None;
    }
    let end = back(p, q.span.start);
    let word = ["等", "共计", "共"].into_iter().find(|word| ends(p, end, word))?;
    let stop = end - word.chars().count();
    let openings = ["包括", "包含", "由", "为", ":"];
    let start = (sentence.start..stop).find_map(|i| first(p, i, &openings)).map(|(end, _)| end)?;
    let (count, may_be_more) = items(&squeeze(p, start..stop));
    if count < 3 {
        return None;
    }
    let stated = q.value;
    let listed = Decimal::from(count);
    let span = start..q.span.end;
    if stated == listed || (may_be_more && stated == listed + Decimal::ONE) {
        return Some((Verdict::Holds, Sure::Fair, span));
    }
    // 等五个方面 may name a few only; the parts of a report are all named.
    (q.unit == "部分").then_some((Verdict::Differs(stated - listed), Sure::Fair, span))
}

/// How many things a list names, and whether its last one may be two (问题和改进情况和其他事项).
fn items(list: &str) -> (usize, bool) {
    let list = list.trim_matches([':', '，', ',', '、', '等', '共']);
    let is_comma = |c: char| list.matches(c).count() >= 2;
    let comma = if is_comma('，') {
        '，'
    } else if is_comma(',') {
        ','
    } else {
        '、'
    };
    let pieces: Vec<&str> = list.split(comma).filter(|piece| !piece.trim().is_empty()).collect();
    // 行政复议、提起行政诉讼情况 is one thing.
    let split = pieces
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.ends_with("复议") && (b.contains("诉讼") || b.contains("应诉"))));
    let twins = split.count();
    let is_two = pieces.last().is_some_and(|last| ["以及", "及", "和", "与"].iter().any(|word| last.contains(word)));
    (pieces.len() - twins.min(pieces.len()), is_two)
}

/// 提案2件，分别为：…
fn behind(view: &View, q: &Quantity, sentence: &Range<usize>) -> Option<Found> {
    let p = view.chars;
    let mut open = skip(p, q.span.end);
    open = skip(p, open + usize::from(says(p, open, "，") || says(p, open, ",")));
    let (after, word) = first(p, open, &["分别为", "分别是", "即", ":"])?;
    let start = after + usize::from(says(p, after, ":"));
    let range = start..sentence.end;
    if view.within(range.clone()).any(|i| view.get(i).is_some_and(|q| counts(q.unit))) {
        return None;
    }
    let masked = |kind: MaskKind| view.masks.iter().filter(|m| m.kind == kind && range.contains(&m.span.start)).count();
    let numbered = view
        .masks
        .iter()
        .filter(|m| m.kind == MaskKind::Ordinal && range.contains(&m.span.start) && ends(p, m.span.end, "号"));
    let (titles, numbered) = (masked(MaskKind::Title), numbered.count());
    let named = if numbered > 0 { numbered } else { titles };
    let span = q.span.start..sentence.end;
    if named > 0 && word.starts_with("分别") {
        let gap = q.value - Decimal::from(named);
        let verdict = if gap.is_zero() { Verdict::Holds } else { Verdict::Differs(gap) };
        return Some((verdict, Sure::Fair, span));
    }
    let list = squeeze(p, range);
    let list = list.trim_end_matches(['。', '!', '?']);
    let list = list.split(['，', ',', ';']).next()?;
    let (count, may_be_more) = items(list);
    let stated = q.value;
    let holds = stated == Decimal::from(count) || (may_be_more && stated == Decimal::from(count + 1));
    (holds && count + usize::from(may_be_more) > 1).then_some((Verdict::Holds, Sure::Slight, span))
}
