//! One thing counted in two places of the prose: all but equal, larger than its parts, or a thousand times as much.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Level, Rule, Said, added, cited::words, plain, rates::at};
use crate::prose::{Kind, Quantity, Script, Topic, near};

const BASIS: &str = "已公布的报告：同一个平台的发布数前后写了两个数，读的人会把它们相加、相比";

pub(super) const P_NEAR: Rule = Rule {
    code: "P-NEAR",
    level: Level::Hint,
    what: "网站、微信、微博、解读、培训等数字，前后两处相差一点点的，问一问是不是同一口径",
    basis: BASIS,
    fix: "是同一个数的统一为其中一个；口径不同的，写明口径（如“截至某月”“含转载”）。",
    check: check_near,
    good: Example::of_2021(&[("overview", "网站公开信息859条。\n局门户网站发布动态、公告412篇。")]),
    bad: Example::of_2021(&[("overview", "网站公开信息859条。\n局门户网站发布动态、公告860篇。")]),
};

pub(super) const P_CLASS: Rule = Rule {
    code: "P-CLASS",
    level: Level::Hint,
    what: "同一平台的数字，后面的一个既不等于前面哪一个、也不等于它们之和的，写明口径",
    basis: BASIS,
    fix: "写明这个数含哪些账号、从何时到何时、含不含转载；写错的改过来。",
    check: check_class,
    good: Example::of_2021(&[("overview", "甲微信公开2100条，乙微信公开871条。\n全年发布政务微信2971条。")]),
    bad: Example::of_2021(&[("overview", "甲微信公开2100条，乙微信公开871条。\n全年发布政务微信2512条。")]),
};

pub(super) const P_BIG: Rule = Rule {
    code: "P-BIG",
    level: Level::Hint,
    what: "同类的数字没有因为“万”“元”写错而差出百倍以上",
    basis: "已公布的报告：单位“万”多写、漏写，元与万元混用",
    fix: "核对单位，改正写错的一处。",
    check: check_big,
    good: Example::of_2021(&[("overview", "微信公开信息2100条。\n微信推送文章35篇。")]),
    bad: Example::of_2021(&[("overview", "微信公开信息2100条。\n微信推送信息21万条。")]),
};

/// A quantity with its section and paragraph.
#[derive(Clone, Copy)]
struct Told<'a> {
    said: &'a Said,
    index: usize,
    quantity: &'a Quantity,
    paragraph: usize,
}

/// The exact counts of things that reports count again and again, in the order of the report.
fn told<'a>(context: &'a Context<'_>) -> Vec<Told<'a>> {
    let mut all = Vec::new();
    for (n, said) in context.said.iter().enumerate() {
        for (index, quantity) in said.reading.quantities.iter().enumerate() {
            if quantity.topic.is_none()
                || !quantity.is_exact()
                || quantity.script != Script::Digits
                || quantity.compares
            {
                continue;
            }
            let start = said.reading.paragraph(quantity.span.start).map_or(0, |(start, _)| start);
            all.push(Told { said, index, quantity, paragraph: n * 1_000_000 + start });
        }
    }
    all
}

fn check_near(context: &Context<'_>, checked: &mut Checked) {
    let told = told(context);
    let quantities: Vec<&Quantity> = told.iter().map(|told| told.quantity).collect();
    let mut last = None;
    let mut pairs = near(&quantities);
    pairs.sort_unstable_by_key(|(i, j)| (*j, *i));
    for (i, j) in pairs {
        let (Some(a), Some(b)) = (told.get(i), told.get(j)) else { continue };
        let published = |told: &Told<'_>| matches!(told.quantity.unit, "条" | "篇");
        let is_alike = a.quantity.unit == b.quantity.unit || (published(a) && published(b));
        // What was said before in these very words is asked about once.
        let is_known =
            |told: &Told<'_>| told.quantity.topic == b.quantity.topic && told.quantity.value == b.quantity.value;
        let is_asked = last == Some(j) || told.iter().take(j).any(is_known);
        if a.paragraph == b.paragraph || !is_alike || is_asked {
            continue;
        }
        last = Some(j);
        let gap = (a.quantity.value - b.quantity.value).abs();
        let message = format!(
            "前面“{}”，这里“{}”，相差 {}，是否同一口径？",
            words(a.said, a.quantity),
            words(b.said, b.quantity),
            plain(gap)
        );
        let figures = [a.quantity.value, b.quantity.value];
        checked.findings.push(at(b.said, b.quantity, "P-NEAR", message).with_figures(figures));
    }
}

/// Later numbers of a channel that are more than any of the several before them, and not their sum.
fn check_class(context: &Context<'_>, checked: &mut Checked) {
    let told = told(context);
    for topic in [Topic::WeChat, Topic::Weibo, Topic::Website] {
        let of_topic: Vec<Told<'_>> =
            told.iter().copied().filter(|told| told.quantity.topic == Some(topic) && !is_part_of_other(told)).collect();
        for (k, this) in of_topic.iter().enumerate() {
            let ahead = of_topic.iter().take(k).filter(|other| other.paragraph != this.paragraph);
            let ahead: Vec<&Told<'_>> = ahead.filter(|other| other.quantity.unit == this.quantity.unit).collect();
            // Only what one paragraph tells together is there to be added up.
            let Some(first) = ahead.first() else { continue };
            let parts: Vec<Decimal> =
                ahead.iter().filter(|other| other.paragraph == first.paragraph).map(|o| o.quantity.value).collect();
            let (value, sum) = (this.quantity.value, added(parts.iter().copied()));
            let most = parts.iter().copied().max().unwrap_or_default();
            let is_close = parts.iter().any(|part| is_near(*part, value)) || is_near(sum, value);
            let is_twofold =
                value > most && value < sum.saturating_add(most) && parts.len() > 1 && value >= Decimal::from(20);
            if is_twofold && !is_close {
                let list = parts.iter().copied().map(plain).collect::<Vec<_>>().join("+");
                let message = format!(
                    "前文 {list}（合计 {}），这里“{}”，对不上，请写明口径",
                    plain(sum),
                    words(this.said, this.quantity)
                );
                let figures = [value].into_iter().chain(parts);
                checked.findings.push(at(this.said, this.quantity, "P-CLASS", message).with_figures(figures));
                break;
            }
        }
    }
}

/// Is it one of several parts of a total that holds, or such a total? Then its scope is told.
fn is_part_of_other(told: &Told<'_>) -> bool {
    let relations = told.said.reading.relations.iter();
    relations.filter(|r| r.kind == Kind::Parts).any(|relation| relation.left.contains(&told.index))
}

fn is_near(a: Decimal, b: Decimal) -> bool {
    a.saturating_sub(b).abs() <= Decimal::TWO.max(a.max(b) / Decimal::from(50))
}

fn check_big(context: &Context<'_>, checked: &mut Checked) {
    let told = told(context);
    for (k, this) in told.iter().enumerate() {
        let is_like = |other: &&Told<'_>| {
            other.quantity.topic == this.quantity.topic
                && other.quantity.unit == this.quantity.unit
                && other.paragraph != this.paragraph
                && is_shifted(other.quantity.value, this.quantity.value)
        };
        if let Some(other) = told.iter().take(k).find(is_like) {
            let message = format!(
                "前面“{}”，这里“{}”，数量级不同，单位是否写错？",
                words(other.said, other.quantity),
                words(this.said, this.quantity)
            );
            let figures = [this.quantity.value, other.quantity.value];
            checked.findings.push(at(this.said, this.quantity, "P-BIG", message).with_figures(figures));
        }
    }
}

/// Are the digits the same but for two zeros or more? One digit alone tells nothing.
fn is_shifted(a: Decimal, b: Decimal) -> bool {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    let digits = |n: Decimal| n.normalize().to_string().trim_end_matches('0').replace('.', "");
    small >= Decimal::TEN
        && large / small >= Decimal::ONE_HUNDRED
        && digits(small).len() > 1
        && digits(small) == digits(large)
}
