//! Numbers in the prose against the tables: what a sentence names must be what the cell says.

use rust_decimal::Decimal;

use super::{
    Change, Checked, Cited, Context, Example, Finding, Level, Rule, Span, Standing, Verified, context::healed, plain,
};
use crate::{
    equations::Source,
    form::Place,
    prose::{Role, Row, Script},
};

const BASIS: &str =
    "国办公开办函〔2021〕30号：年度报告的数据要统得出、报得准、可核查；已公布的报告错得最多的是正文与表格不一致";
const FIX: &str = "对照台账：正文写错的改正文，表格填错的改表格；口径确实不同的，在正文写明口径或者写一句说明。";

pub(super) const P_T1: Rule = Rule {
    code: "P-T1",
    level: Level::Warning,
    what: "正文写的规章、规范性文件、处理决定、收费等数字，与表一相同",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("P-T1", context, checked),
    good: Example::of_2021(&[
        ("overview", "全年制发行政规范性文件8件，现行有效31件，公开行政处罚信息90条。"),
        ("t1.normative.issued", "8"),
        ("t1.normative.in_force", "31"),
        ("t1.penalties.decisions", "120"),
    ]),
    bad: Example::of_2021(&[("overview", "全年制发行政规范性文件8件。"), ("t1.normative.issued", "6")]),
};

pub(super) const P_T2: Rule = Rule {
    code: "P-T2",
    level: Level::Warning,
    what: "正文写的申请、答复和各类办理结果的数字，与表二相同；“收到”可以是新收，也可以是新收加上年结转",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("P-T2", context, checked),
    good: Example::of_2021(&[
        ("overview", "收到政府信息公开申请12件，不予公开3件，其余予以公开。"),
        ("t2.new.total", "10"),
        ("t2.new.natural", "10"),
        ("t2.brought_forward.total", "2"),
        ("t2.brought_forward.natural", "2"),
        ("t2.denied_law.total", "2"),
        ("t2.denied_process.total", "1"),
    ]),
    bad: Example::of_2021(&[("overview", "全年收到政府信息公开申请13件。"), ("t2.new.total", "12")]),
};

pub(super) const P_T3: Rule = Rule {
    code: "P-T3",
    level: Level::Warning,
    what: "正文写的行政复议、行政诉讼数字，与表三相同；“行政诉讼”是直接起诉和复议后起诉之和",
    basis: BASIS,
    fix: FIX,
    check: |context, checked| check("P-T3", context, checked),
    good: Example::of_2021(&[
        ("overview", "因政府信息公开引起行政复议2件、行政诉讼3件。"),
        ("t3.review.total", "2"),
        ("t3.suit.total", "1"),
        ("t3.after_review.total", "2"),
    ]),
    bad: Example::of_2021(&[("overview", "因政府信息公开引起行政复议2件。"), ("t3.review.total", "3")]),
};

pub(super) const P_ZERO: Rule = Rule {
    code: "P-ZERO",
    level: Level::Warning,
    what: "正文说“未收到”“未发生”“全部办结”“均获维持”的，表格里对应的格是 0",
    basis: BASIS,
    fix: FIX,
    check: check_zero,
    good: Example::of_2021(&[("overview", "收到政府信息公开申请3件，已全部办结。"), ("t2.new.total", "3")]),
    bad: Example::of_2021(&[("overview", "本年度未收到政府信息公开申请。"), ("t2.new.total", "2")]),
};

pub(super) const P_REP: Rule = Rule {
    code: "P-REP",
    level: Level::Hint,
    what: "同一个数字在正文里写了两处的，两处相同",
    basis: BASIS,
    fix: "统一为其中一个；口径不同的，在正文写明。",
    check: check_repeated,
    good: Example::of_2021(&[
        ("overview", "收到政府信息公开申请3件。\n全年收到政府信息公开申请3件，均已答复。"),
        ("t2.new.total", "3"),
    ]),
    bad: Example::of_2021(&[
        ("overview", "收到政府信息公开申请3件。\n全年收到政府信息公开申请5件，均已答复。"),
        ("t2.new.total", "3"),
    ]),
};

/// One finding for every number that plainly differs, a tick for every one that agrees.
fn check(code: &'static str, context: &Context<'_>, checked: &mut Checked) {
    for cited in context.cited().iter().filter(|cited| code_of(cited) == code) {
        judge(code, context, cited, checked);
    }
}

/// The same for what is said in words; 均获维持 says several things and is one finding all the same.
fn check_zero(context: &Context<'_>, checked: &mut Checked) {
    let n_before = checked.findings.len();
    for cited in context.cited().iter().filter(|cited| cited.quantity.script == Script::Words) {
        judge("P-ZERO", context, cited, checked);
        if let Standing::Repeats(other) = cited.standing {
            checked.findings.extend(context.cited().get(other).and_then(|other| gainsaid(cited, other)));
        }
    }
    let mut merged: Vec<Finding> = Vec::new();
    for finding in checked.findings.drain(n_before..) {
        match merged.last_mut().filter(|last| last.span == finding.span) {
            Some(last) => {
                let more = finding.message.split_once('，').map_or("", |(_, more)| more);
                last.message.extend(["，", more]);
                last.figures.extend(finding.figures.into_iter().skip(1));
                last.cells.extend(finding.cells);
            }
            None => merged.push(finding),
        }
    }
    checked.findings.extend(merged);
}

/// 均已办理完成, and 结转下年1件 in the same part.
fn gainsaid(cited: &Cited<'_>, other: &Cited<'_>) -> Option<Finding> {
    let is_carried = cited.reference.role == Some(Role::Row(Row::CarriedForward));
    let is_same = cited.said.section == other.said.section && !is_apart(cited, other);
    (is_carried && is_same && !other.value().is_zero()).then(|| {
        let message = format!("正文“{}”，又写“{}”，前后矛盾", cited.words(), other.words());
        about("P-ZERO", cited, message).with_figures([cited.value(), other.value()])
    })
}

/// The rule that a number comes under: by its table, and one for what is said in words.
fn code_of(cited: &Cited<'_>) -> &'static str {
    let table = cited.reference.targets.first().and_then(|target| target.places.first()).map_or("", Place::table);
    match table {
        _ if cited.quantity.script == Script::Words => "P-ZERO",
        "t1" => "P-T1",
        "t3" => "P-T3",
        _ => "P-T2",
    }
}

fn judge(code: &'static str, context: &Context<'_>, cited: &Cited<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    match &cited.standing {
        Standing::Agrees(n) => {
            let Some(target) = cited.reference.targets.get(*n) else { return };
            let text = format!("正文“{}” = {}", cited.words(), target.name(edition));
            let figures = vec![plain(cited.value())];
            checked.verified.push(Verified { code, place: Place::section(cited.said.section), figures, text }.into());
        }
        Standing::Differs(figures) => {
            let named = figures.iter().filter_map(|(n, figure)| {
                Some(format!("{}为 {}", cited.reference.targets.get(*n)?.name(edition), plain(*figure)))
            });
            let mut named: Vec<String> = named.collect();
            // 新收 and 新收加结转 are the same where nothing was brought forward.
            if figures.iter().all(|(_, figure)| *figure == figures[0].1) {
                named.truncate(1);
            }
            let message = format!("正文“{}”，{}", cited.words(), named.join("，"));
            let mut numbers = vec![cited.value()];
            numbers.extend(figures.iter().take(named.len()).map(|(_, figure)| *figure));
            let is_it = |source: Source| matches!(source, Source::Claim(n, _) if Some(n) == cited.evidence);
            checked.findings.push(healed(context, about(code, cited, message).with_figures(numbers), is_it));
        }
        _ => {}
    }
}

/// A finding about a number, with its place in the text and the cells it names.
pub(super) fn about(code: &'static str, cited: &Cited<'_>, message: String) -> Finding {
    let section = cited.said.section;
    let span = Span { section: section.to_owned(), start: cited.reference.span.start, end: cited.reference.span.end };
    let finding = Finding::new(code, Place::section(section), message).with_cells(cited.cells());
    Finding { span: Some(span), ..finding }
}

fn check_repeated(context: &Context<'_>, checked: &mut Checked) {
    for cited in context.cited() {
        let Standing::Repeats(other) = cited.standing else { continue };
        let Some(other) = context.cited().get(other) else { continue };
        if is_apart(cited, other) && cited.value() != other.value() && other.value() != Decimal::ZERO {
            let message = format!("“{}”与“{}”说的是同一个数，应当一致", cited.words(), other.words());
            checked.findings.push(about("P-REP", cited, message).with_figures([cited.value(), other.value()]));
        }
    }
}

/// Do they stand in different paragraphs? Within one, several numbers are mostly parts of one another.
fn is_apart(a: &Cited<'_>, b: &Cited<'_>) -> bool {
    let paragraph = |c: &Cited<'_>| (c.said.section, c.said.reading.paragraph(c.reference.span.start).map(|p| p.0));
    paragraph(a) != paragraph(b)
}

pub(super) const T2_X03: Rule = Rule {
    code: "T2-X03",
    level: Level::Warning,
    what: "办理结果没有整行填错一行",
    basis: "已公布的报告：正文写的办理结果在表二里落在相邻的一行，行列之和仍然相符，光看表看不出来",
    fix: "对照台账：填错行的，把这一行的数移到正文所说的那一行；正文写错的改正文。",
    check: check_slipped,
    good: Example::of_2021(&[
        ("overview", "政府信息公开申请中，重复申请2件。"),
        ("t2.not_processed_duplicate.natural", "2"),
        ("t2.not_processed_duplicate.total", "2"),
        ("t2.concluded.natural", "2"),
        ("t2.concluded.total", "2"),
        ("t2.new.natural", "2"),
        ("t2.new.total", "2"),
    ]),
    bad: Example::of_2021(&[
        ("overview", "政府信息公开申请中，重复申请2件。"),
        ("t2.not_processed_publication.natural", "2"),
        ("t2.not_processed_publication.total", "2"),
        ("t2.concluded.natural", "2"),
        ("t2.concluded.total", "2"),
        ("t2.new.natural", "2"),
        ("t2.new.total", "2"),
    ]),
};

fn check_slipped(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    for cited in context.cited() {
        let Standing::Slipped(place) = &cited.standing else { continue };
        let Some(own) = cited.reference.targets.first().and_then(|target| target.places.first()) else { continue };
        let message = format!(
            "正文“{}”，表二“{}”为 0，相邻的“{}”为 {}，疑似整行填错一行",
            cited.words(),
            edition.name_at(own),
            edition.name_at(place),
            plain(cited.value())
        );
        let row =
            |row: &str| edition.cells_of("t2").filter(|c| edition.spec(*c).place.row() == row).collect::<Vec<_>>();
        let (from, to) = (row(place.row()), row(own.row()));
        let pairs = from.iter().zip(&to).filter(|(a, b)| context.report.text(**a) != context.report.text(**b));
        let changes: Vec<Change> = pairs
            .flat_map(|(a, b)| {
                let text = |cell| context.report.text(cell).to_owned();
                [context.change(*b, text(*a)), context.change(*a, text(*b))]
            })
            .collect();
        let finding = about("T2-X03", cited, message).with_figures([cited.value()]).with_candidate(changes);
        checked.findings.push(finding.with_cells([to, from].concat()));
    }
}
