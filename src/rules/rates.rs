//! Percentages and changes against last year, worked out again.

use rust_decimal::Decimal;

use super::{
    Checked, Cited, Context, Example, Finding, Level, Rule, Said, Verified, added, cited::words, plain, sentences::span,
};
use crate::{
    form::Place,
    prose::{self, Kind, MaskKind, Quantity, Relation, Script},
};

pub(super) const P_RATE: Rule = Rule {
    code: "P-RATE",
    level: Level::Warning,
    what: "正文里能复算的占比、办结率，与写出来的百分数相符（允许末位舍入）",
    basis: "国办公开办函〔2021〕30号：年度报告的数据要统得出、报得准、可核查；允许四舍五入和截尾的误差",
    fix: "按写出来的件数重算百分数；基数不是所写件数的，写明基数。",
    check: check_rate,
    good: Example::of_2021(&[("overview", "受理信件20件，办结19件，办结率95%。")]),
    bad: Example::of_2021(&[("overview", "受理信件20件，办结19件，办结率100%。")]),
};

pub(super) const P_PCT: Rule = Rule {
    code: "P-PCT",
    level: Level::Warning,
    what: "占比和各种“率”在 0 到 100 之间；全部分项的占比加起来是 100%",
    basis: "部分不会大于全体；占比之和允许各项末位舍入的误差",
    fix: "重算百分数。",
    check: check_percent,
    good: Example::of_2021(&[("overview", "公开信息200条，网站120条，占60%；微信80条，占40%。访问量增长130%。")]),
    bad: Example::of_2021(&[("overview", "群众满意率105%。")]),
};

pub(super) const Y_08: Rule = Rule {
    code: "Y-08",
    level: Level::Hint,
    what: "正文“同比增长、下降百分之几”与两年的实际数相符",
    basis: "同比=（今年数−去年数）÷去年数；允许末位舍入，新收和新收加上年结转两种口径都算对",
    fix: "按两年的数重算；口径与表格不同的，写明口径。",
    check: |context, checked| check_growth("Y-08", context, checked),
    good: Example::after(
        &[("t2.new.total", "20")],
        &[("t2.new.total", "22"), ("overview", "收到政府信息公开申请22件，同比增长10%。")],
    ),
    bad: Example::after(
        &[("t2.new.total", "20")],
        &[("t2.new.total", "22"), ("overview", "收到政府信息公开申请22件，同比增长15%。")],
    ),
};

pub(super) const Y_09: Rule = Rule {
    code: "Y-09",
    level: Level::Warning,
    what: "正文“同比增加、减少几件”等于两年的实际数之差",
    basis: "今年数减去年数；新收和新收加上年结转两种口径都算对",
    fix: "按两年的数重算；口径与表格不同的，写明口径。",
    check: |context, checked| check_growth("Y-09", context, checked),
    good: Example::after(
        &[("t2.new.total", "20")],
        &[("t2.new.total", "22"), ("overview", "收到政府信息公开申请22件，同比增加2件。")],
    ),
    bad: Example::after(
        &[("t2.new.total", "20")],
        &[("t2.new.total", "22"), ("overview", "收到政府信息公开申请22件，同比增加5件。")],
    ),
};

fn quantities<'a>(said: &'a Said, all: &[usize]) -> Vec<&'a Quantity> {
    all.iter().filter_map(|&i| said.reading.quantities.get(i)).collect()
}

fn of_kind<'a>(context: &'a Context<'_>, kinds: &'a [Kind]) -> impl Iterator<Item = (&'a Said, &'a Relation)> {
    let all = context.said.iter().flat_map(|said| said.reading.relations.iter().map(move |relation| (said, relation)));
    all.filter(|(_, relation)| kinds.contains(&relation.kind))
}

fn check_rate(context: &Context<'_>, checked: &mut Checked) {
    for said in context.said {
        check_fractions(said, checked);
    }
    for (said, relation) in of_kind(context, &[Kind::Share, Kind::Rate]) {
        let (stated, parts) = (quantities(said, &relation.left), quantities(said, &relation.right));
        let ([stated], [part, whole]) = (&stated[..], &parts[..]) else { continue };
        let figures = [stated.value, part.value, whole.value];
        let place = Place::section(said.section);
        match relation.verdict {
            prose::Verdict::Holds => {
                let text = format!("正文 {}/{} = {}%", plain(part.value), plain(whole.value), plain(stated.value));
                let figures = figures.into_iter().map(plain).collect();
                checked.verified.push(Verified { code: "P-RATE", place, figures, text }.into());
            }
            prose::Verdict::Differs(by) => {
                let message = format!(
                    "正文“{}”，按 {}/{} 算得 {}%",
                    words(said, stated),
                    plain(part.value),
                    plain(whole.value),
                    plain(stated.value.saturating_sub(by).round_dp(2))
                );
                let finding = Finding::new("P-RATE", place, message).with_figures(figures);
                checked.findings.push(Finding { span: Some(span(said, relation)), ..finding });
            }
            prose::Verdict::Open => {}
        }
    }
}

/// 占总量的三分之一: how far such a fraction may be off, in percentage points; it is told roughly.
const ROUGHLY: Decimal = Decimal::from_parts(25, 0, 0, false, 1);

/// Fractions in Chinese characters, of a part and a whole counted before them.
fn check_fractions(said: &Said, checked: &mut Checked) {
    for mask in said.reading.masks.iter().filter(|mask| mask.kind == MaskKind::Fraction) {
        let phrase: Vec<char> = said.words(&mask.span).chars().collect();
        let digit = |c: Option<&char>| "一二三四五六七八九十".chars().position(|d| Some(&d) == c).map(|at| at + 1);
        let (Some(whole), Some(part), 4) = (digit(phrase.first()), digit(phrase.last()), phrase.len()) else {
            continue;
        };
        let Some((start, chars)) = said.reading.paragraph(mask.span.start) else { continue };
        let ahead = chars.get(..mask.span.start - start).unwrap_or_default();
        let opens = ahead.iter().rposition(|c| *c == '。').map_or(0, |at| at + 1);
        let clause = ahead.rsplit(|c| "，,;。".contains(*c)).next().unwrap_or_default().iter().collect::<String>();
        let is_rough = ["约", "近", "超", "多", "不足", "以上"].iter().any(|word| clause.contains(word));
        if !clause.contains('占') || is_rough {
            continue;
        }
        let counts: Vec<&Quantity> = said
            .reading
            .quantities
            .iter()
            .filter(|q| (start + opens..mask.span.start).contains(&q.span.start) && q.is_exact() && !q.compares)
            .collect();
        let Some(of) = counts.last() else { continue };
        let Some(all) = counts.iter().rev().skip(1).find(|q| q.unit == of.unit && q.value >= of.value) else {
            continue;
        };
        let stated = Decimal::from(part * 100) / Decimal::from(whole);
        let Some(found) = of.value.checked_mul(Decimal::ONE_HUNDRED).and_then(|n| n.checked_div(all.value)) else {
            continue;
        };
        if stated.saturating_sub(found).abs() > ROUGHLY {
            let told: String = phrase.iter().collect();
            let message = format!(
                "正文“{clause}{told}”，按 {}/{} 算得 {}%",
                plain(of.value),
                plain(all.value),
                plain(found.round_dp(1))
            );
            checked.findings.push(at(said, of, "P-RATE", message).with_figures([of.value, all.value]));
        }
    }
}

/// Words of what can never be more than all.
const RATES: [&str; 8] = ["率", "占", "比例", "比重", "占比", "覆盖面", "满意度", "好评度"];
/// Words of rates that can: growth, and what is done beyond a plan.
const CHANGES: [&str; 12] =
    ["增长", "增加", "上升", "提高", "提升", "增幅", "下降", "减少", "完成率", "任务", "倍", "转载率"];

fn check_percent(context: &Context<'_>, checked: &mut Checked) {
    for said in context.said {
        let percents = said.reading.quantities.iter().filter(|q| q.unit == "%" && q.script != Script::Words);
        for q in percents.filter(|q| q.value > Decimal::ONE_HUNDRED && !q.compares) {
            let says = |words: &[&str]| words.iter().any(|word| q.before.contains(word));
            if says(&RATES) && !says(&CHANGES) {
                let message = format!("正文“{}”超过 100%", words(said, q));
                checked.findings.push(at(said, q, "P-PCT", message).with_figures([q.value]));
            }
        }
        for sum in said.reading.relations.iter().filter(|r| r.kind == Kind::Parts && r.verdict == prose::Verdict::Holds)
        {
            checked.findings.extend(shares(said, sum));
        }
    }
}

/// All parts of a sum with their shares: those make up 100 %.
fn shares(said: &Said, sum: &Relation) -> Option<Finding> {
    let share = |part: &usize| {
        let of_part = |r: &&Relation| r.kind == Kind::Share && r.right.first() == Some(part);
        let stated = said.reading.relations.iter().find(of_part)?.left.first().copied()?;
        said.reading.quantities.get(stated).filter(|q| q.is_exact())
    };
    let shares: Vec<&Quantity> = sum.right.iter().map(share).collect::<Option<_>>()?;
    let total = added(shares.iter().map(|q| q.value));
    // Each share is off by a unit of its last digit at most, were it truncated.
    let leeway: Decimal = shares.iter().map(|q| Decimal::new(1, q.value.scale())).sum();
    let first = shares.first().filter(|_| shares.len() > 1)?;
    (total.saturating_sub(Decimal::ONE_HUNDRED).abs() > leeway).then(|| {
        let message = format!("正文各项占比加起来是 {}%，不是 100%", plain(total));
        at(said, first, "P-PCT", message).with_figures(shares.iter().map(|q| q.value))
    })
}

/// A finding about one quantity.
pub(super) fn at(said: &Said, q: &Quantity, code: &'static str, message: String) -> Finding {
    let span = super::Span { section: said.section.to_owned(), start: q.span.start, end: q.span.end };
    Finding { span: Some(span), ..Finding::new(code, Place::section(said.section), message) }
}

fn check_growth(code: &'static str, context: &Context<'_>, checked: &mut Checked) {
    for (said, relation) in of_kind(context, &[Kind::Growth]) {
        let (changed, basis) = (quantities(said, &relation.left), quantities(said, &relation.right));
        let ([change], Some(now)) = (&changed[..], basis.first()) else { continue };
        if (change.unit == "%") != (code == "Y-08") {
            continue;
        }
        let base = basis.get(1).map(|base| base.value);
        let pairs = match (base, relation.verdict) {
            (Some(base), prose::Verdict::Holds | prose::Verdict::Differs(_)) => vec![(now.value, base)],
            (None, _) if change.is_exact() => pairs(context, said, relation),
            _ => Vec::new(),
        };
        let Some(is_up) = relation.is_rise(&said.reading.quantities) else { continue };
        let found: Vec<Decimal> = pairs.iter().filter_map(|pair| worked_out(*pair, is_up, code == "Y-08")).collect();
        let Some(&first) = found.first() else { continue };
        let leeway = match (code, change.value.scale()) {
            ("Y-09", _) => Decimal::ZERO,
            (_, 0) => Decimal::ONE,
            _ => Decimal::new(1, 1),
        };
        let place = Place::section(said.section);
        let unit = if code == "Y-08" { "%" } else { change.unit };
        let (this, last) = pairs[0];
        if found.iter().any(|found| change.value.saturating_sub(*found).abs() <= leeway) {
            let text = format!("正文“{}”与两年的数相符", words(said, change));
            checked.verified.push(Verified { code, place, figures: vec![plain(change.value)], text }.into());
        } else {
            let message = format!(
                "正文“{}”，按去年 {}、今年 {} 算得{} {}{unit}",
                words(said, change),
                plain(last),
                plain(this),
                if first.is_sign_negative() == is_up { "下降" } else { "增长" },
                plain(first.abs().round_dp(2)),
            );
            checked.findings.push(at(said, change, code, message).with_figures([change.value, this, last]));
        }
    }
}

/// The change from last year's number to this year's, in the direction that the text says.
fn worked_out((this, last): (Decimal, Decimal), is_up: bool, is_rate: bool) -> Option<Decimal> {
    let more = this.checked_sub(last)?;
    let more = if is_up { more } else { -more };
    if is_rate { more.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(last) } else { Some(more) }
}

/// What the number and last year's may be: by every meaning of the number, where both years have the figure.
fn pairs(context: &Context<'_>, said: &Said, relation: &Relation) -> Vec<(Decimal, Decimal)> {
    let Some(last) = &context.last else { return Vec::new() };
    let is_it = |cited: &&Cited<'_>| {
        cited.said.section == said.section && relation.right.first() == Some(&cited.reference.quantity)
    };
    let Some(cited) = context.cited().iter().find(is_it).filter(|cited| cited.quantity.is_exact()) else {
        return Vec::new();
    };
    let sum = |places: &[Place], number: &dyn Fn(&Place) -> Option<Decimal>| -> Option<Decimal> {
        places
            .iter()
            .map(number)
            .try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure?))
            .filter(|figure| !figure.is_zero())
    };
    let mut pairs = Vec::new();
    for target in &*cited.reference.targets {
        let Some(then) = sum(&target.places, &|place| last.number(place)) else { continue };
        pairs.push((cited.value(), then));
        let now = sum(&target.places, &|place| context.number(place.as_str()));
        pairs.extend(now.filter(|now| *now != cited.value()).map(|now| (now, then)));
    }
    pairs
}
