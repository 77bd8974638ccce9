//! Judgement: every rule is a value that explains and tests itself.

mod all;
mod answers;
mod ask;
mod before;
mod blanks;
mod brackets;
mod cases;
mod catalogue;
mod choice;
mod cited;
mod clutter;
mod contact;
mod content;
mod context;
mod counting;
mod dates;
mod day;
mod disclosure;
mod documents;
mod doubtful;
mod echoes;
mod edition;
mod example;
mod figures;
mod gate;
mod gathered;
mod glance;
mod hidden;
mod hollow;
mod letters;
mod likeness;
mod line;
mod memory;
mod mending;
mod money;
mod names;
mod noted;
mod numbering;
mod numberless;
mod numerals;
mod parts;
mod persons;
mod rates;
mod remembered;
mod repeats;
mod rulemaking;
mod scan;
mod sentences;
mod shares;
mod spelling;
mod sums;
mod tables;
mod text;
mod told;
mod trend;
mod waived;
mod wording;
mod year;
mod yearly;

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

pub use all::{RULES, rule};
pub use catalogue::{NOT_YET, reason_not_yet};
pub use choice::Choice;
pub use cited::{Cited, Standing};
pub use context::Context;
pub use example::{Example, Past};
pub use gate::{Gate, gate};
pub use gathered::{
    GATHERED, Gathered, GatheredRule, Meeting, Member, Pairs, Remark, SAME_PROSE, Watch, gathered, gathered_rule,
};
pub use glance::Glance;
pub use memory::{Kept, Memory, Said};
pub use year::Year;

use crate::{
    equations::Fill,
    form::{CellIdx, Place},
    report::Report,
    store::{Demotion, Local},
};

/// How much a finding weighs (级别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 强制: wrong by arithmetic, form or law; bars the final version.
    Error,
    /// 核实: to be changed or given a written reason.
    Warning,
    /// 提示: never bars anything.
    Hint,
}

impl Level {
    /// All of them, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Hint];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Error => "强制",
            Self::Warning => "核实",
            Self::Hint => "提示",
        }
    }

    /// The mark that stands beside what it concerns, one column wide.
    pub fn mark(self) -> char {
        match self {
            Self::Error => '✗',
            Self::Warning => '!',
            Self::Hint => '·',
        }
    }
}

/// Something that does not agree (问题). Its JSON is the contract of `check --format json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Code of the rule, public and permanent.
    pub code: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// Where to look first.
    pub place: Place,
    /// The stretch of prose it is about, if it is about prose.
    pub span: Option<Span>,
    /// What contradicts what, said to the clerk.
    pub message: String,
    /// The figures it rests on, as decimal text: the terms that are not zero, then the total.
    pub figures: Vec<String>,
    /// What would heal it.
    pub repairs: Vec<Repair>,
    /// The written reason that was given for it, if any.
    pub waived: Option<String>,
    /// All cells it concerns, for marks.
    #[serde(skip)]
    pub cells: Vec<CellIdx>,
    /// The words it rests on, if it is about words: a reason given for it holds while they stay.
    #[serde(skip)]
    pub words: String,
    /// The root cause it comes of, by its number in the diagnosis; findings of one cause are one entry of a list.
    #[serde(skip)]
    pub cause: Option<usize>,
}

/// A stretch of a section's prose, in characters over the paragraphs joined by `\n`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Id of the section.
    pub section: String,
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
}

/// A set of changes that together heal a finding (修复).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// Is it the only smallest one, borne out by all other figures?
    pub sure: bool,
    /// What to change.
    pub changes: Vec<Change>,
}

/// One change of a repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which cell.
    pub place: Place,
    /// Its text now.
    pub from: String,
    /// Its text afterwards.
    pub to: String,
    /// The stretch of prose that is replaced; none for a cell, whose whole text is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// Something that was checked and holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Code of the rule that checked it.
    pub code: &'static str,
    /// What was checked.
    pub place: Place,
    /// How many things were checked, as decimal text; none if it was one.
    pub figures: Vec<String>,
    /// Said to the clerk: `表二 23 行：各类申请人之和与总计相符`.
    #[serde(skip)]
    pub text: String,
}

/// What checking a report gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checked {
    /// What does not agree, in form order, the heaviest first within a place.
    pub findings: Vec<Finding>,
    /// What was checked and holds.
    pub verified: Vec<Arc<Verified>>,
    /// Blank cells that follow from the rest.
    pub fills: Vec<Fill>,
}

impl Checked {
    /// How many findings of a level are open, those of one cause counted once: waived ones count as none.
    pub fn count(&self, level: Level) -> usize {
        self.leads().filter(|finding| finding.level == level && finding.waived.is_none()).count()
    }

    /// The findings with one for each root cause: the heaviest, and of those the first.
    pub fn leads(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .enumerate()
            .filter(|(n, finding)| self.lead(finding).is_none_or(|lead| lead == *n))
            .map(|(_, f)| f)
    }

    /// How many more findings come of the same cause.
    pub fn echoes(&self, finding: &Finding) -> usize {
        let is_like = |other: &&Finding| other.cause == finding.cause;
        finding.cause.map_or(0, |_| self.findings.iter().filter(is_like).count().saturating_sub(1))
    }

    /// The finding that stands for all of a cause, by its number.
    fn lead(&self, finding: &Finding) -> Option<usize> {
        finding.cause?;
        let of_cause = self.findings.iter().enumerate().filter(|(_, other)| other.cause == finding.cause);
        of_cause.min_by_key(|(n, other)| (other.waived.is_some(), other.level, *n)).map(|(n, _)| n)
    }
}

/// A rule (规则): a value that explains itself and carries its own tests.
#[derive(Debug)]
pub struct Rule {
    /// Public and permanent.
    pub code: &'static str,
    /// How much its findings weigh.
    pub level: Level,
    /// What it demands.
    pub what: &'static str,
    /// What it rests on: notice and article, or what published reports showed.
    pub basis: &'static str,
    /// The way out.
    pub fix: &'static str,
    /// Puts down what does not agree and what holds.
    pub check: Check,
    /// A report it has nothing to say about.
    pub good: Example,
    /// A report in which it finds exactly one thing.
    pub bad: Example,
}

/// Holds a report against a rule.
pub type Check = fn(&Context<'_>, &mut Checked);

/// Holds every rule against a report; those between the years need last year's report of the same organ and scope.
/// A report of any other year than the one before counts as none, as does one of a year that had no common form.
pub fn check(report: &Report, last: Option<&Report>) -> Checked {
    check_local(report, last, &Local::default())
}

/// The same where something was set: contact details and words are held against the text, and findings of demoted
/// rules weigh one level less.
pub fn check_local(report: &Report, last: Option<&Report>, local: &Local) -> Checked {
    recheck(report, last, local, &mut Memory::default())
}

/// The same, with only some of the rules. Where these look at nothing but cells, and no sum is broken that the prose
/// could bear witness on, the prose is not read; the findings are the same.
pub fn check_some(report: &Report, last: Option<&Report>, local: &Local, choice: &Choice) -> Checked {
    let mut memory = Memory::default();
    if choice.is_about_cells {
        let context = Context::new(report, last, local, &memory, None, false);
        if !context.is_broken() {
            return judge(&context, choice, &mut Told::default());
        }
    }
    memory.renew(report);
    if !choice.is_about_cells {
        memory.read(report, last);
    }
    judge(&Context::new(report, last, local, &memory, None, false), choice, &mut Told::default())
}

/// Holds every rule against a report after a change, with what the check before remembered; the result does not depend
/// on it, only the time.
pub fn recheck(report: &Report, last: Option<&Report>, local: &Local, memory: &mut Memory) -> Checked {
    memory.renew(report);
    memory.read(report, last);
    let (kept, numbers) = (memory.take_tables(), memory.take_numbers());
    let mut context = Context::new(report, last, local, memory, kept, numbers.is_some());
    let tables = context.tables.told.take();
    // They look at the tables too.
    let mut told = Told { numbers: numbers.filter(|_| tables.is_some()), tables };
    let checked = judge(&context, &choice::ALL, &mut told);
    let mut tables = context.tables;
    tables.told = told.tables;
    tables.remember(report, context.last.map(|last| last.report));
    memory.keep_tables(tables);
    memory.keep_numbers(told.numbers);
    checked
}

/// What rules said that look at little: it stands while that does.
#[derive(Default)]
struct Told {
    /// Those about the tables.
    tables: Option<Checked>,
    /// Those about the numbers of the prose.
    numbers: Option<Checked>,
}

/// Holds rules against what they may look at; `told` is what some of them said of the same before.
fn judge(context: &Context<'_>, choice: &Choice, told: &mut Told) -> Checked {
    let (report, demoted) = (context.report, &context.local.demoted);
    let ask = |checks: &[Check], mut checked: Checked| {
        for check in checks {
            check(context, &mut checked);
        }
        checked
    };
    let mut checked = told.tables.get_or_insert_with(|| ask(&choice.about_tables, Checked::default())).clone();
    let numbers = told.numbers.get_or_insert_with(|| ask(&choice.about_numbers, Checked::default()));
    checked.findings.extend_from_slice(&numbers.findings);
    checked.verified.extend_from_slice(&numbers.verified);
    let mut checked = ask(&choice.about_prose, checked);
    demote(&mut checked.findings, demoted);
    waived::apply(report, &mut checked);
    let n_judged = checked.findings.len();
    for check in &choice.about_findings {
        check(context, &mut checked);
    }
    demote(checked.findings.get_mut(n_judged..).unwrap_or_default(), demoted);
    checked.fills = context.fills().to_vec();
    let edition = report.edition();
    let order = |place: &Place| (edition.section_idx(place.table()), edition.find(place));
    let start = |finding: &Finding| finding.span.as_ref().map_or(0, |span| span.start);
    // Within a place by code, as the rules stand; what judges the other findings comes behind them.
    let rank = |code: &'static str| (code.starts_with("E-"), code);
    checked
        .findings
        .sort_by_cached_key(|finding| (order(&finding.place), finding.level, start(finding), rank(finding.code)));
    checked.verified.sort_by_cached_key(|verified| (order(&verified.place), rank(verified.code)));
    checked
}

/// Takes the findings of demoted rules one level down and says why: an error becomes a warning and never less,
/// because arithmetic does not give way to taste; a hint stays a hint.
fn demote(findings: &mut [Finding], demoted: &[Demotion]) {
    for finding in findings {
        let Some(demotion) = demoted.iter().find(|demotion| demotion.rule == finding.code) else { continue };
        finding.level = match finding.level {
            Level::Error => Level::Warning,
            Level::Warning | Level::Hint => Level::Hint,
        };
        finding.message.extend(["（已降级：", &demotion.reason, "）"]);
    }
}

impl Finding {
    /// A finding of a rule; its level is the rule's.
    fn new(code: &'static str, place: Place, message: String) -> Self {
        let level = rule(code).map_or(Level::Error, |rule| rule.level);
        Self {
            code,
            level,
            place,
            span: None,
            message,
            figures: Vec::new(),
            repairs: Vec::new(),
            waived: None,
            cells: Vec::new(),
            words: String::new(),
            cause: None,
        }
    }

    /// What a reason given for it holds on to: its figures, and the words it is about.
    pub fn evidence(&self) -> Vec<String> {
        let words = Some(&self.words).filter(|words| !words.is_empty());
        self.figures.iter().chain(words).cloned().collect()
    }

    /// With the cells it concerns.
    fn with_cells(self, cells: Vec<CellIdx>) -> Self {
        Self { cells, ..self }
    }

    /// With the figures it rests on.
    fn with_figures(self, figures: impl IntoIterator<Item = Decimal>) -> Self {
        Self { figures: figures.into_iter().map(plain).collect(), ..self }
    }

    /// With the one way to heal it.
    fn with_repair(mut self, changes: Vec<Change>) -> Self {
        self.repairs.extend((!changes.is_empty()).then_some(Repair { sure: true, changes }));
        self
    }

    /// With what could heal it: one candidate that nothing else bears out.
    fn with_candidate(mut self, changes: Vec<Change>) -> Self {
        self.repairs.extend((!changes.is_empty()).then_some(Repair { sure: false, changes }));
        self
    }
}

/// A number as people write it, without trailing zeros behind the point.
fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// The sum of numbers that nobody bounds: prose may hold any.
fn added(numbers: impl Iterator<Item = Decimal>) -> Decimal {
    numbers.fold(Decimal::ZERO, Decimal::saturating_add)
}

impl Verified {
    /// So many things of a place were checked and hold.
    fn new(code: &'static str, place: Place, count: usize, text: String) -> Self {
        Self { code, place, figures: vec![count.to_string()], text }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{collection::vec, prelude::*, sample::Index};

    use super::*;
    use crate::{
        form::Edition,
        report::{
            About, Kind, Scope, State,
            edit::{Edit, Spot},
        },
    };

    /// Table 2 of a small bureau: three applications, answered in three ways.
    const TABLE_2: &[(&str, &str)] = &[
        ("t2.new.natural", "3"),
        ("t2.new.total", "3"),
        ("t2.granted.natural", "1"),
        ("t2.granted.total", "1"),
        ("t2.unavailable_not_held.natural", "1"),
        ("t2.unavailable_not_held.total", "1"),
        ("t2.not_processed_duplicate.natural", "1"),
        ("t2.not_processed_duplicate.total", "1"),
        ("t2.concluded.natural", "3"),
        ("t2.concluded.total", "3"),
    ];

    /// The same with figures of several digits.
    const LARGE_TABLE_2: &[(&str, &str)] = &[
        ("t2.new.natural", "1203"),
        ("t2.new.business", "47"),
        ("t2.new.total", "1250"),
        ("t2.granted.natural", "1190"),
        ("t2.granted.business", "35"),
        ("t2.granted.total", "1225"),
        ("t2.concluded.natural", "1190"),
        ("t2.concluded.business", "35"),
        ("t2.concluded.total", "1225"),
        ("t2.carried_forward.natural", "13"),
        ("t2.carried_forward.business", "12"),
        ("t2.carried_forward.total", "25"),
    ];

    fn report(changes: &'static [(&'static str, &'static str)]) -> Report {
        Example::of_2020(changes).report().unwrap()
    }

    fn found(report: &Report, code: &str) -> Vec<Finding> {
        check(report, None).findings.into_iter().filter(|finding| finding.code == code).collect()
    }

    /// What a slip of the hand makes of a figure: validation counted these.
    fn slips(text: &str) -> BTreeSet<String> {
        let number: i64 = text.parse().unwrap();
        let digits: Vec<char> = text.chars().collect();
        let mut slips = BTreeSet::from([(number + 1).to_string(), (number - 1).to_string(), String::new()]);
        slips.insert(format!("{text}0"));
        for at in 0..digits.len() {
            let mut dropped = digits.clone();
            dropped.remove(at);
            slips.insert(dropped.iter().collect());
            let mut doubled = digits.clone();
            doubled.insert(at, digits[at]);
            slips.insert(doubled.iter().collect());
            if at > 0 {
                let mut swapped = digits.clone();
                swapped.swap(at - 1, at);
                slips.insert(swapped.iter().collect());
            }
        }
        slips.remove(text);
        slips
    }

    #[test]
    fn every_rule_is_silent_on_its_good_example_and_finds_one_thing_in_its_bad_one() {
        for rule in RULES {
            let found = |example: &Example| -> Vec<Finding> {
                let findings = check(&example.report().unwrap(), example.last_report().as_ref()).findings;
                findings.into_iter().filter(|finding| finding.code == rule.code).collect()
            };
            assert_eq!(found(&rule.good), [], "{}", rule.code);
            let bad = found(&rule.bad);
            assert_eq!(bad.len(), 1, "{}: {bad:?}", rule.code);
            assert_eq!(bad[0].level, rule.level, "{}", rule.code);
        }
    }

    #[test]
    fn rules_about_cells_find_the_same_whether_the_prose_is_read_or_not() {
        let codes: Vec<&str> = RULES.iter().filter(|rule| rule.is_about_cells()).map(|rule| rule.code).collect();
        assert_eq!(codes, choice::CELLS);
        for (code, example) in RULES.iter().flat_map(|rule| [(rule.code, &rule.good), (rule.code, &rule.bad)]) {
            let (report, last) = (example.report().unwrap(), example.last_report());
            let mut all = check(&report, last.as_ref());
            all.findings.retain(|finding| choice::CELLS.contains(&finding.code));
            all.verified.retain(|verified| choice::CELLS.contains(&verified.code));
            let some = check_some(&report, last.as_ref(), &Local::default(), &Choice::new(Rule::is_about_cells));
            assert_eq!((some.findings, some.verified), (all.findings, all.verified), "example of {code}");
        }
    }

    /// What the bad example of a rule becomes where one character is left out of what the rule finds, and each time what
    /// it was before.
    fn mended(rule: &Rule) -> Vec<Report> {
        let (bad, last) = (rule.bad.report().unwrap(), rule.bad.last_report());
        let found = check(&bad, last.as_ref()).findings;
        let spans = found.iter().filter(|finding| finding.code == rule.code).filter_map(|finding| finding.span.clone());
        let mut reports = vec![bad.clone()];
        for Span { section, start, end } in spans {
            let text: Vec<char> = bad.paragraphs(&section).join("\n").chars().collect();
            for at in (start..end.min(text.len())).take(8) {
                let (before, behind) = (&text[..at], &text[at + 1..]);
                let mut mended = bad.clone();
                let text: String = before.iter().chain(behind).collect();
                mended.set_paragraphs(&section, text.split('\n').map(str::to_owned).collect());
                reports.extend([mended, bad.clone()]);
            }
        }
        reports
    }

    #[test]
    fn no_rule_is_taken_for_unchanged_where_a_character_of_what_it_finds_goes_or_comes() {
        for rule in RULES {
            let (good, last) = (rule.good.report().unwrap(), rule.good.last_report());
            let mut memory = Memory::default();
            let mut holds = |report: &Report, last: Option<&Report>| {
                let again = recheck(report, last, &Local::default(), &mut memory);
                assert_eq!(again, check(report, last), "{}", rule.code);
            };
            holds(&good, last.as_ref());
            let last = rule.bad.last_report();
            for report in mended(rule) {
                holds(&report, last.as_ref());
            }
        }
    }

    #[test]
    fn what_is_remembered_of_one_report_changes_nothing_about_another() {
        let mut memory = Memory::default();
        let mut holds = |report: &Report, last: Option<&Report>, code: &str| {
            let again = recheck(report, last, &Local::default(), &mut memory);
            assert_eq!(again, check(report, last), "example of {code}");
        };
        for (code, example) in RULES.iter().flat_map(|rule| [(rule.code, &rule.good), (rule.code, &rule.bad)]) {
            let (mut report, mut last) = (example.report().unwrap(), example.last_report());
            holds(&report, last.as_ref(), code);
            let mut opened = Memory::read_at_once(&report, last.as_ref());
            let first = recheck(&report, last.as_ref(), &Local::default(), &mut opened);
            assert_eq!(first, check(&report, last.as_ref()), "example of {code}");
            let cell = report.edition().find(&"t2.new.total".into()).unwrap();
            report.set(cell, "31");
            holds(&report, last.as_ref(), code);
            // What is said changes, and no figure with it.
            for (problems, other) in [("复议、诉讼中被纠正的不少。", "没有收费。"), ("说理不够。", "没有其他事项。")]
            {
                report.set_paragraphs("problems", vec![problems.into()]);
                report.set_paragraphs("other", vec![other.into()]);
                holds(&report, last.as_ref(), code);
            }
            report.set_paragraphs("other", vec!["收到政府信息公开申请32件，予以公开2件。".into()]);
            holds(&report, last.as_ref(), code);
            if let Some(last) = &mut last {
                last.set(last.edition().find(&"t2.new.total".into()).unwrap(), "7");
            }
            holds(&report, last.as_ref(), code);
            // Last year's prose is another: what is this year's is copied from it, and its problem has no answer.
            if let Some(last) = &mut last {
                let texts = report.paragraphs("overview").to_vec();
                last.set_paragraphs("overview", texts);
                last.set_paragraphs("problems", vec!["存在的问题：政策解读形式单一，图表视频偏少。".into()]);
            }
            holds(&report, last.as_ref(), code);
            holds(&report, None, code);
        }
    }

    /// What somebody types: words that rules look for, numbers, marks, and a character that means nothing.
    const TYPED: [&str; 30] = [
        "政",
        "，",
        "。",
        "；",
        "、",
        "\n",
        "　",
        "（",
        "）",
        "《",
        "》",
        "|",
        "@",
        "1",
        "3件",
        "其中",
        "收到政府信息公开申请5件",
        "，予以公开2件",
        "网站8条",
        "微信3条",
        "解读5个，",
        "占25%",
        "我委",
        "今年",
        "2019年",
        "一是",
        "附件",
        "〔略〕",
        "全部办结",
        "13812345678",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn whatever_is_typed_is_judged_as_a_check_from_nothing_judges_it(
            rule in any::<Index>(),
            is_bad in any::<bool>(),
            typed in vec((any::<[Index; 4]>(), 0..3_usize, 0..4_usize), 1..12),
        ) {
            let rule = rule.get(RULES);
            let example = if is_bad { &rule.bad } else { &rule.good };
            let (mut report, last) = (example.report().unwrap(), example.last_report());
            let mut memory = Memory::default();
            recheck(&report, last.as_ref(), &Local::default(), &mut memory);
            for ([section, paragraph, at, what], removed, kind) in typed {
                let sections: Vec<String> = report.edition().sections.iter().map(|s| s.id.clone()).collect();
                let told = sections.iter().filter(|section| !report.paragraphs(section).is_empty()).collect::<Vec<_>>();
                let Some(section) = (!told.is_empty()).then(|| (*section.get(&told)).clone()) else { continue };
                let texts = report.paragraphs(&section);
                let paragraph = paragraph.index(texts.len());
                let length = texts[paragraph].chars().count();
                let from = at.index(length + 1);
                // Most of what is typed are single characters that mean nothing.
                let insert = if kind == 0 { *what.get(&TYPED) } else { "政" };
                let to = if kind == 3 { (from + removed).min(length) } else { from };
                let spot = |character| Spot { paragraph, character };
                report.apply(Edit::Text { section, from: spot(from), to: spot(to), insert: insert.into() });
                let again = recheck(&report, last.as_ref(), &Local::default(), &mut memory);
                prop_assert_eq!(again, check(&report, last.as_ref()), "example of {}", rule.code);
            }
        }
    }

    #[test]
    fn a_demoted_rule_weighs_one_level_less_and_says_why() {
        let demoted = |rule: &str| Local {
            demoted: vec![Demotion { rule: rule.into(), reason: "上级另有要求".into() }],
            ..Local::default()
        };
        for rule in RULES {
            let bad = rule.bad.report().unwrap();
            let last = rule.bad.last_report();
            let last = last.as_ref();
            let before = check(&bad, last);
            let all = check_local(&bad, last, &demoted(rule.code)).findings;
            let after: Vec<_> = all.iter().filter(|finding| finding.code == rule.code).collect();
            let level = before.findings.iter().find(|finding| finding.code == rule.code).unwrap().level;
            let expected = if level == Level::Error { Level::Warning } else { Level::Hint };
            assert_eq!((after[0].level, after.len()), (expected, 1), "{}", rule.code);
            assert!(after[0].message.contains("已降级：上级另有要求"));
            assert_eq!(check_local(&bad, last, &demoted("X-99")), before);
        }
    }

    #[test]
    fn examples_name_places_that_exist() {
        for rule in RULES {
            for example in [rule.good, rule.bad] {
                let report = example.report().unwrap();
                let last = example.last_report();
                let this = example.changes.iter().map(|(place, _)| (report.edition(), *place));
                let last = last.iter().flat_map(|last| example.last.iter().map(|(place, _)| (last.edition(), *place)));
                for (edition, place) in this.chain(last) {
                    let is_there = edition.find(&place.into()).is_some() || edition.section(place).is_some();
                    assert!(is_there, "{}: {place}", rule.code);
                }
            }
        }
    }

    #[test]
    fn rules_have_unique_sorted_codes_and_explain_themselves_in_chinese() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
        for rule in RULES {
            for text in [rule.what, rule.basis, rule.fix] {
                assert!(text.chars().any(|c| ('一'..='龥').contains(&c)), "{}", rule.code);
            }
            assert_eq!(super::rule(rule.code).map(|found| found.code), Some(rule.code));
        }
    }

    #[test]
    fn every_equation_and_every_carry_of_every_edition_has_its_rule() {
        for edition in Edition::all() {
            let codes = edition.equations.iter().map(|equation| &equation.code);
            for code in codes.chain(edition.carries.iter().map(|carry| &carry.code)) {
                assert!(rule(code).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn every_slip_in_table_2_is_an_error_that_names_its_row_or_column() {
        for fixture in [TABLE_2, LARGE_TABLE_2] {
            let clean = report(fixture);
            let of_table = |report: &Report| -> Vec<Finding> {
                check(report, None).findings.into_iter().filter(|finding| finding.place.table() == "t2").collect()
            };
            assert_eq!(of_table(&clean), []);
            let edition = clean.edition();
            for cell in edition.cells_of("t2") {
                let (_, _, row, column) = edition.lines(cell);
                for slip in slips(clean.text(cell)) {
                    let mut report = clean.clone();
                    report.set(cell, &slip);
                    let findings = of_table(&report);
                    let name = format!("{} {slip:?}", edition.spec(cell).place);
                    if report.value(cell).is_empty() && clean.text(cell) == "0" {
                        let warnings: Vec<_> = findings.iter().map(|f| (f.code, &f.cells)).collect();
                        assert_eq!(warnings, [("T2-V02", &vec![cell])], "{name}");
                    } else if report.value(cell).number() == clean.value(cell).number() {
                        assert_eq!(findings, [], "{name}");
                    } else {
                        let names_it = |f: &Finding| {
                            f.level == Level::Error
                                && f.cells.contains(&cell)
                                && (f.message.contains(&row.short) || f.message.starts_with(&column.label))
                        };
                        assert!(findings.iter().any(names_it), "{name}: {findings:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_broken_sum_says_what_contradicts_what() {
        let mut report = report(TABLE_2);
        report.set(report.edition().find(&"t2.granted.natural".into()).unwrap(), "2");
        let findings = check(&report, None).findings;
        let findings: Vec<_> = findings.iter().filter(|finding| finding.place.table() == "t2").collect();
        let told: Vec<_> = findings.iter().map(|f| (f.code, f.place.as_str(), f.message.as_str())).collect();
        assert_eq!(
            told,
            [
                ("T2-R01", "t2.granted.total", "（一）予以公开：各类申请人之和 2，总计填 1，多 1"),
                ("T2-C01", "t2.concluded.natural", "自然人列：办理结果各项之和 4，（七）总计填 3，多 1"),
            ]
        );
        assert_eq!(findings[0].figures, ["2", "1"]);
        assert_eq!(findings[1].figures, ["2", "1", "1", "3"]);
        assert_eq!(findings[0].cells.len(), 7);
    }

    #[test]
    fn the_balance_stands_at_the_new_applications() {
        let mut report = report(TABLE_2);
        report.set(report.edition().find(&"t2.carried_forward.other".into()).unwrap(), "1,000");
        let balance = found(&report, "T2-C02");
        let told: Vec<_> = balance.iter().map(|f| (f.place.as_str(), f.message.as_str(), f.figures.clone())).collect();
        let message = "法人或其他组织的其他列：本年新收与上年结转之和 0，（七）总计与结转下年度之和 1000，少 1000";
        assert_eq!(told, [("t2.new.other", message, vec!["1000".to_owned()])]);
    }

    #[test]
    fn a_clean_report_has_no_finding_and_everything_verified() {
        for (edition, year) in [("2019", 2020), ("2021", 2022), ("2021", 2025)] {
            let example = Example { last: &[("t2.new.total", "0")], ..Example::of(edition, year, &[]) };
            let checked = check(&example.report().unwrap(), example.last_report().as_ref());
            assert_eq!(checked.findings, []);
            let verified: BTreeSet<_> = checked.verified.iter().map(|verified| verified.code).collect();
            let (of_2019, of_2021) = (["T1-S01", "Y-02"], ["T1-S08"]);
            let others: &[&str] = if edition == "2019" { &of_2021 } else { &of_2019 };
            // Prose without a slip is no news, but for the period and for persons.
            let is_quiet = |code: &str| {
                code.starts_with(['C', 'D', 'E', 'F', 'I', 'N', 'W', 'Z'])
                    && !["D-02", "F-01", "I-01", "N-01"].contains(&code)
            };
            let has_tick = |rule: &&Rule| {
                !is_quiet(rule.code)
                    && (rule.level == Level::Error || rule.code.contains("-V0") && rule.level != Level::Hint)
            };
            let ticked = RULES.iter().filter(has_tick).map(|rule| rule.code).chain(["Y-01", "Y-02", "T1-S08"]);
            assert_eq!(verified, ticked.filter(|code| !others.contains(code)).collect());
        }
    }

    #[test]
    fn what_holds_is_counted() {
        let mut report = report(TABLE_2);
        report.set(report.edition().find(&"t2.granted.natural".into()).unwrap(), "2");
        let texts: Vec<String> = check(&report, None).verified.iter().map(|verified| verified.text.clone()).collect();
        for text in [
            "2020 年度使用2019版，版式正确",
            "6 个部分齐全",
            "表二 22 行：各类申请人之和与总计相符",
            "表二 6 列：办理结果各项之和与（七）总计相符",
            "表三行政复议：四种结果之和与总计相符",
            "表二没有空白与 0 混用",
            "表二 161 格数字都能读出",
        ] {
            assert!(texts.iter().any(|told| told == text), "{text} not in {texts:?}");
        }
    }

    #[test]
    fn a_new_report_lacks_its_six_parts_and_nothing_else() {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let checked = check(&Report::new(about, Edition::for_year(2021).unwrap()), None);
        let told: Vec<_> = checked.findings.iter().map(|f| (f.code, f.place.as_str())).collect();
        assert_eq!(told, ["overview", "t1", "t2", "t3", "problems", "other"].map(|part| ("N-01", part)));
        let verified: Vec<_> = checked.verified.iter().map(|verified| verified.code).collect();
        assert_eq!(verified, ["F-01"]);
    }

    #[test]
    fn blanks_are_a_fault_only_beside_zeros() {
        let mut report = report(&[]);
        let edition = report.edition();
        let zeros: Vec<CellIdx> = edition.cells_of("t3").skip(5).collect();
        for cell in edition.cells_of("t3").take(5) {
            report.set(cell, "");
        }
        let findings = check(&report, None).findings;
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].code, findings[0].cells.len()), ("T3-V01", 5));
        assert_eq!(
            findings[0].message,
            "表三有 5 格空白或填“/”之类，另有 10 格填 0，写法不一，首处：行政复议 · 结果维持；没有的请统一填 0"
        );
        for cell in zeros {
            report.set(cell, "");
        }
        report.set(edition.find(&"t3.suit.upheld".into()).unwrap(), "1");
        assert_eq!(found(&report, "T3-V01"), [], "no typed zero");
    }

    #[test]
    fn findings_stand_in_form_order() {
        let report = Example::of(
            "2019",
            2021,
            &[("other", ""), ("t3.review.upheld", "x"), ("t1.permits.change", ""), ("t2.new.natural", "1")],
        );
        let codes: Vec<_> = check(&report.report().unwrap(), None).findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["F-01", "F-02", "T1-V02", "T2-C02", "T2-R01", "T3-V02", "N-01"]);
    }

    #[test]
    fn a_year_without_an_edition_is_told_what_applies() {
        let old = Example::of("2019", 2018, &[]);
        let [finding] = &found(&old.report().unwrap(), "F-01")[..] else { panic!("not one finding") };
        assert_eq!(
            finding.message,
            "2018 年度没有统一格式：统一格式自 2019 年度起施行（国办公开办函〔2019〕60号），请核对报告年度"
        );
    }

    #[test]
    fn a_long_text_is_quoted_short() {
        let mut report = report(&[]);
        report.set(report.edition().find(&"t2.new.natural".into()).unwrap(), &"好".repeat(100_000));
        let [finding] = &found(&report, "T2-V01")[..] else { panic!("not one finding") };
        assert_eq!(finding.message, format!("一、本年新收 · 自然人 填“{}…”：不是数字", "好".repeat(20)));
    }

    #[test]
    fn the_json_of_a_finding_has_the_keys_of_the_contract() {
        let report = Example::of_2021(&[("t3.suit.pending", "1")]).report().unwrap();
        let checked = check(&report, None);
        assert_eq!(
            serde_json::to_string(&checked.findings).unwrap(),
            r#"[{"code":"T3-R02","level":"error","place":"t3.suit.total","span":null,"message":"行政诉讼 直接起诉：四种结果之和 1，总计填 0，多 1","figures":["1","0"],"repairs":[{"sure":false,"changes":[{"place":"t3.suit.total","from":"0","to":"1"}]},{"sure":false,"changes":[{"place":"t3.suit.pending","from":"1","to":"0"}]}],"waived":null}]"#
        );
        assert_eq!(serde_json::to_string(&*checked.verified[0]).unwrap(), r#"{"code":"F-01","place":"","figures":[]}"#);
    }

    #[test]
    fn one_wrong_cell_gives_both_its_findings_the_same_sure_repair() {
        let mut wrong = report(LARGE_TABLE_2);
        for cell in wrong.edition().cells_of("t2").collect::<Vec<_>>() {
            if wrong.text(cell).is_empty() {
                wrong.set(cell, "0");
            }
        }
        assert!(
            Context::new(&wrong, None, &Local::default(), &Memory::default(), None, false).causes().is_empty(),
            "all sums hold: nothing was diagnosed"
        );
        let cell = wrong.edition().find(&"t2.granted.natural".into()).unwrap();
        wrong.set(cell, "1109");
        let findings = check(&wrong, None).findings;
        let sums: Vec<&Finding> = findings.iter().filter(|finding| finding.code.starts_with("T2-")).collect();
        assert_eq!(sums.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["T2-R01", "T2-C01"]);
        for finding in sums {
            let sure: Vec<&Repair> = finding.repairs.iter().filter(|repair| repair.sure).collect();
            let place = "t2.granted.natural".into();
            let change = Change { place, from: "1109".into(), to: "1190".into(), span: None };
            assert_eq!(sure, [&Repair { sure: true, changes: vec![change] }], "{}", finding.code);
        }
    }
}
