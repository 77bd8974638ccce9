//! What is remembered about numbers of the prose: sums that held once, links that another hand made unclear.

use rust_decimal::Decimal;

use super::{
    Checked, Context, Example, Finding, Level, Rule, Said, Span, Verified, cited::words, example::Past, plain,
};
use crate::{
    equations::{self, Remembered},
    form::Place,
    prose::{self, Found, Trace},
    report::pin::{Mark, Pin, Tie},
};

pub(super) const P_SUM2: Rule = Rule {
    code: "P-SUM2",
    level: Level::Warning,
    what: "正文里曾经相符的总数和分项，改动以后仍然相符",
    basis: "程序记得已经相符的合计；改了其中一个数、漏改另一个，是正文里常见的错",
    fix: "把没有跟着改的那个数改过来；本来就不必相加的，按 F7 不再核对，或者写一句说明。",
    check: check_sums,
    good: Example {
        past: Past::Held("全年发布信息1204条。网站800条，微信300条，微博104条。"),
        ..Example::of_2021(&[("overview", "全年发布信息1210条。网站800条，微信300条，微博110条。")])
    },
    bad: Example {
        past: Past::Held("全年发布信息1204条。网站800条，微信300条，微博104条。"),
        ..Example::of_2021(&[("overview", "全年发布信息1204条。网站800条，微信310条，微博104条。")])
    },
};

pub(super) const P_LINK: Rule = Rule {
    code: "P-LINK",
    level: Level::Hint,
    what: "确认过指哪一格的数字，文字在别的程序里改过以后还找得到",
    basis: "勾连记在报告文件里，文字仍是普通文字；别处改动很大时，要由人看一眼",
    fix: "找到的是原来那个数字，按 F8 重新对上；不再需要的，按 F7 不再核对。",
    check: check_links,
    good: Example::of_2021(&[("overview", "全年收到政府信息公开申请3件。"), ("t2.new.total", "3")]),
    bad: Example {
        past: Past::Lost("t2.new.total", "3"),
        ..Example::of_2021(&[("overview", "本年度受理各类申请共3件。"), ("t2.new.total", "3")])
    },
};

fn check_sums(context: &Context<'_>, checked: &mut Checked) {
    for said in context.said {
        for sum in equations::remembered(context.report, said.section, &said.reading) {
            let span = sum.span();
            if sum.holds {
                if !is_held_live(said, &sum) {
                    checked.verified.push(held(said, &sum).into());
                }
                continue;
            }
            let span = Span { section: said.section.to_owned(), start: span.start, end: span.end };
            let is_it = |finding: &Finding| {
                finding.span.as_ref().is_some_and(|other| {
                    other.section == span.section && other.start < span.end && span.start < other.end
                })
            };
            // The sentence's own words say so already.
            if checked.findings.iter().any(|f| matches!(f.code, "P-SUM" | "P-BAL") && is_it(f)) {
                continue;
            }
            checked.findings.retain(|finding| finding.code != "P-SUM1" || !is_it(finding));
            checked.findings.push(Finding { span: Some(span), ..broken(said, &sum) });
        }
    }
}

/// Do the words of the text themselves tie these numbers, so that another rule ticks them?
fn is_held_live(said: &Said, sum: &Remembered<'_>) -> bool {
    let head = sum.pin.marks.first().and_then(|mark| equations::quantity_of(mark, &said.reading));
    said.reading.relations.iter().any(|relation| relation.left.first().copied() == head)
}

fn joined(figures: &[Decimal]) -> String {
    figures.iter().map(|figure| plain(*figure)).collect::<Vec<_>>().join("+")
}

fn held(said: &Said, sum: &Remembered<'_>) -> Verified {
    let text = format!("正文 {} = {}（曾经相符，仍相符）", joined(&sum.left), joined(&sum.right));
    let figures = sum.left.iter().chain(&sum.right).map(|figure| plain(*figure)).collect();
    Verified { code: "P-SUM2", place: Place::section(said.section), figures, text }
}

fn broken(said: &Said, sum: &Remembered<'_>) -> Finding {
    let (left, right) = sum.then();
    let difference = plain(sum.difference().abs());
    let total: Decimal = sum.right.iter().sum();
    let now = match (sum.left.as_slice(), sum.right.as_slice()) {
        ([], _) => "总数没有了".to_owned(),
        (left, []) => format!("{}，分项没有了", joined(left)),
        (left, [_]) => format!("{}，{}", joined(left), joined(&sum.right)),
        (left, right) => format!("{}，{} = {}", joined(left), joined(right), plain(total)),
    };
    let message = format!("正文原先 {} = {}，现在 {now}，差 {difference}", left.join("+"), right.join("+"));
    let finding = Finding::new("P-SUM2", Place::section(said.section), message);
    finding.with_figures(sum.left.iter().chain(&sum.right).copied())
}

fn check_links(context: &Context<'_>, checked: &mut Checked) {
    for said in context.said {
        let lost = context.report.pins().iter().filter(|pin| pin.section == said.section && pin.is_lost());
        checked.findings.extend(lost.filter_map(|pin| unclear(context, said, pin)));
    }
}

fn unclear(context: &Context<'_>, said: &Said, pin: &Pin) -> Option<Finding> {
    let (mark, Tie::Is(places)) = (pin.marks.first()?, &pin.tie) else { return None };
    let edition = context.report.edition();
    let names: Vec<String> = places.iter().map(|place| edition.name_at(place)).collect();
    let around = mark.lost.clone().unwrap_or_default();
    let text = format!("{}{}{}", around.left, mark.value, around.right).replace('\n', "");
    let what = format!("“{text}”里的 {} 原指“{}”，文字在别处改过", mark.value, names.join("”与“"));
    let found = candidate(context, said, mark).and_then(|i| said.reading.quantities.get(i));
    let message = match found {
        Some(q) => format!("{what}，是不是现在的“{}”", words(said, q)),
        None => format!("{what}，找不到了"),
    };
    let (start, end) = found.map_or((0, 0), |q| (q.span.start, q.span.end));
    let span = Span { section: said.section.to_owned(), start, end };
    let finding = Finding::new("P-LINK", Place::section(said.section), message);
    Some(Finding { span: Some(span), figures: vec![mark.value.clone()], ..finding })
}

/// The number of the text now that is most like a lost one, by its number in the reading.
fn candidate(context: &Context<'_>, said: &Said, mark: &Mark) -> Option<usize> {
    let around = mark.lost.as_ref()?;
    let (left, right) = (around.left.as_str(), around.right.as_str());
    let trace = Trace { start: mark.start, value: &mark.value, unit: &mark.unit, left, right };
    let found = prose::attach(&[trace], &context.report.joined(said.section), &said.reading);
    let likely = match found.into_iter().next()? {
        Found::At(i) => vec![i],
        Found::Doubtful(likely) => likely,
        Found::Lost => Vec::new(),
    };
    let is_taken = |i: &usize| {
        let pins =
            context.report.pins().iter().filter(|pin| matches!(pin.tie, Tie::Is(_)) && pin.section == said.section);
        let mut marks = pins.flat_map(|pin| &pin.marks);
        marks.any(|mark| equations::quantity_of(mark, &said.reading) == Some(*i))
    };
    likely.into_iter().find(|i| !is_taken(i))
}
