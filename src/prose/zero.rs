//! Nothing, said in words: 未收到申请, 未发生行政复议, 全部按期办结.

use rust_decimal::Decimal;

use super::{
    quantity::{Exactness, Quantity, Script},
    role::{Case, Outcome, Role, Row},
    text::{at, before, first, is_break, is_stop, says, squeeze},
};

/// How far a phrase may reach.
const REACH: usize = 42;

/// What a paragraph says there was none of. `counted` are the spans of the quantities in it.
pub(super) fn find(p: &[char], quantities: &[Quantity]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < p.len() {
        if !begins(at(p, i)) {
            i += 1;
            continue;
        }
        let phrases = nothing(p, i, quantities);
        i = phrases.last().map_or(i, |q: &Quantity| q.span.end - 1) + 1;
        found.extend(phrases);
    }
    found
}

/// May a phrase begin with this character?
fn begins(c: char) -> bool {
    is_denial(c) || is_whole(c)
}

/// 未 没 无
fn is_denial(c: char) -> bool {
    matches!(c, '未' | '没' | '无')
}

/// What says that all is done, or that none is left.
fn is_whole(c: char) -> bool {
    matches!(c, '全' | '均' | '都' | '零' | '无')
}

fn nothing(p: &[char], i: usize, quantities: &[Quantity]) -> Vec<Quantity> {
    let Some((after, word)) = opening(p, i) else { return closing(p, i, quantities) };
    // The phrase goes on to the end of the sentence or to the clause that holds a number.
    let stop = (after..(after + REACH).min(p.len())).find(|&k| is_stop(at(p, k)) || at(p, k) == ';');
    let mut stop = stop.unwrap_or((after + REACH).min(p.len()));
    // A clause of its own ends it, unless that goes on with the same: 行政复议，提起行政诉讼的情况.
    let is_comma = |k: &usize| {
        matches!(at(p, *k), '，' | ',') && first(p, k + 1, &["提起", "被提", "行政诉讼", "和", "或"]).is_none()
    };
    stop = (after..stop).find(is_comma).unwrap_or(stop);
    if let Some(q) = quantities.iter().find(|q| q.span.start >= i && q.span.start < stop) {
        stop = (after..q.span.start).rev().find(|&k| matches!(at(p, k), '，' | ',')).unwrap_or(i);
    }
    let seek =
        |words: &[&str]| (after..stop).find_map(|k| first(p, k, words).map(|(end, _)| end).filter(|end| *end <= stop));
    let mut found = Vec::new();
    let mut add = |end: usize, case: Case| {
        // 未发生行政复议被纠正: there may well have been some.
        let lost = ["纠正", "撤销", "败诉", "确认违法", "违法"];
        let lost = (end..(end + 5).min(stop)).find_map(|k| first(p, k, &lost));
        let outcome = lost.map(|_| Outcome::Corrected);
        found.push(none(p, i, lost.map_or(end, |(end, _)| end), Role::Case(case, outcome)));
    };
    let review = seek(&["行政复议", "复议"]);
    let suit = seek(&["行政诉讼", "诉讼"]);
    if let Some(end) = review {
        add(end, Case::Review);
    }
    if let Some(end) = suit {
        add(end, Case::Suit);
    }
    let clause = (after..stop).find(|&k| matches!(at(p, k), '，' | ',')).unwrap_or(stop);
    let said = squeeze(p, i..clause);
    let is_some = SOME.iter().any(|word| said.contains(word));
    let is_request = said.contains("申请") && (said.contains("公开") || said.contains("信息")) && !is_some;
    let is_had = word.ends_with(['到', '理', '收']) || said.ends_with("申请") || said.ends_with("申请的情况");
    if found.is_empty() && is_request && is_had {
        found.push(none(p, i, clause, Role::Received));
    } else if found.is_empty() && said.contains("处理费") && !said.contains("收到") {
        found.push(none(p, i, clause, Role::ProcessingFee));
    } else if found.is_empty() && said.contains("结转") && !said.contains("上年") {
        found.push(none(p, i, clause, Role::Row(Row::CarriedForward)));
    }
    found
}

/// 未收到涉及国家秘密的申请 speaks of some only.
const SOME: [&str; 11] = ["涉及", "通过", "方式", "口头", "当面", "信函", "网上", "秘密", "隐私", "重复", "反复"];

/// 未收到, 没有发生, 无 where it denies what follows: where the phrase goes on, and the word.
fn opening(p: &[char], i: usize) -> Option<(usize, &'static str)> {
    const WORDS: [&str; 24] = [
        "没有收到",
        "没有接到",
        "没有受理",
        "没有发生",
        "没有被",
        "没有因",
        "未收到",
        "未接到",
        "未受理",
        "未接收",
        "未新收",
        "未曾收到",
        "未发生",
        "未引发",
        "未出现",
        "未产生",
        "未涉及",
        "未收取",
        "未因",
        "未被",
        "未有",
        "没有收取",
        "没有",
        "无",
    ];
    if !is_denial(at(p, i)) {
        return None;
    }
    let (end, word) = first(p, i, &WORDS)?;
    // 无 is part of many words: 无法, 无锡, 无正当理由.
    let next = [
        "因",
        "行政复议",
        "行政诉讼",
        "被",
        "下年",
        "结转",
        "收取",
        "涉及",
        "信息公开",
        "政府信息",
        "依申请",
        "针对",
        "申请行政",
    ];
    let is_word = word != "无" || (first(p, end, &next).is_some() && !"有若如".contains(before(p, i)));
    is_word.then_some((end, word))
}

/// 全部按时办结 in a sentence that counts the applications received and none carried forward.
fn closing(p: &[char], i: usize, quantities: &[Quantity]) -> Vec<Quantity> {
    if !is_whole(at(p, i)) {
        return Vec::new();
    }
    let Some((after, _)) = first(p, i, &["全部", "均已", "均按", "均在", "都已", "都在"]) else {
        return ended(p, i, quantities);
    };
    let stop = (after..(after + 24).min(p.len())).find(|&k| is_stop(at(p, k)) || matches!(at(p, k), ';' | '，' | ','));
    let stop = stop.unwrap_or((after + 24).min(p.len()));
    let words = ["办结", "答复", "办理完毕", "办理完成"];
    let end = (after..stop).find_map(|k| first(p, k, &words)).map(|(end, _)| end).filter(|end| *end <= stop);
    let start = (0..i).rev().find(|&k| is_stop(at(p, k))).map_or(0, |k| k + 1);
    let is_before = |q: &&Quantity| (start..i).contains(&q.span.start);
    let received = quantities.iter().filter(is_before).any(|q| q.role == Some(Role::Received));
    // 其余全部办结 leaves out what goes on; so does a number that is carried forward, where only the time limit is meant.
    let clause = (0..i).rev().find(|&k| is_break(at(p, k))).map_or(0, |k| k + 1);
    let clause = squeeze(p, clause..i);
    let is_rest = ["其余", "余下", "其他", "剩余", "结转"].iter().any(|word| clause.contains(word));
    let is_whole = !squeeze(p, i..stop).contains(['期', '时', '限']);
    let carried = is_rest || (!is_whole && quantities.iter().any(|q| q.role == Some(Role::Row(Row::CarriedForward))));
    let said = squeeze(p, start..end.unwrap_or(i));
    let is_other = ["建议", "提案", "热线", "留言", "信件", "诉求"].iter().any(|word| said.contains(word));
    match end {
        Some(end) if received && !carried && !is_other && !says(p, end, "率") => {
            vec![none(p, i, end, Role::Row(Row::CarriedForward))]
        }
        _ => ended(p, i, quantities),
    }
}

/// 均获维持, 均已审结, 零败诉 behind a number of cases: none was corrected, none is pending.
fn ended(p: &[char], i: usize, quantities: &[Quantity]) -> Vec<Quantity> {
    const WORDS: [(&str, &[Outcome]); 14] = [
        ("均获维持", &[Outcome::Corrected, Outcome::Pending]),
        ("均被维持", &[Outcome::Corrected, Outcome::Pending]),
        ("均予维持", &[Outcome::Corrected, Outcome::Pending]),
        ("均予以维持", &[Outcome::Corrected, Outcome::Pending]),
        ("均为维持", &[Outcome::Corrected, Outcome::Pending]),
        ("均维持", &[Outcome::Corrected, Outcome::Pending]),
        ("全部维持", &[Outcome::Corrected, Outcome::Pending]),
        ("均已审结", &[Outcome::Pending]),
        ("均已结案", &[Outcome::Pending]),
        ("全部审结", &[Outcome::Pending]),
        ("全部结案", &[Outcome::Pending]),
        ("零败诉", &[Outcome::Corrected]),
        ("无一败诉", &[Outcome::Corrected]),
        ("无败诉", &[Outcome::Corrected]),
    ];
    let Some((word, outcomes)) = WORDS.iter().find(|(word, _)| says(p, i, word)) else { return Vec::new() };
    let end = i + word.chars().count();
    let start = (0..i).rev().find(|&k| is_stop(at(p, k))).map_or(0, |k| k + 1);
    // Only where the cases are counted in the same sentence is it plain whose they are.
    let mut cases: Vec<Case> = Vec::new();
    for q in quantities.iter().filter(|q| (start..i).contains(&q.span.start) && !q.value.is_zero()) {
        match q.role {
            Some(Role::Case(case, None)) if !cases.contains(&case) => cases.push(case),
            _ => {}
        }
    }
    if word.ends_with("败诉") {
        cases.retain(|case| *case != Case::Review);
    }
    let roles = cases.iter().flat_map(|case| outcomes.iter().map(|outcome| Role::Case(*case, Some(*outcome))));
    roles.map(|role| none(p, i, end, role)).collect()
}

fn none(p: &[char], start: usize, end: usize, role: Role) -> Quantity {
    Quantity {
        span: start..end,
        digits: start..end,
        value: Decimal::ZERO,
        exactness: Exactness::Exact,
        unit: if role == Role::ProcessingFee { "元" } else { "件" },
        script: Script::Words,
        before: squeeze(p, start..end),
        after: String::new(),
        role: Some(role),
        topic: None,
        compares: false,
    }
}
