//! Rules over many organs' reports: the collected figures, who is missing, who stands out among peers, whose prose is
//! another's.

mod meeting;
mod peers;

use rust_decimal::prelude::ToPrimitive;

pub use meeting::{Meeting, Member};

use super::{Change, Finding, Level, Repair, plain};
use crate::{
    form::{CellIdx, Edition, Place},
    report::{
        Report, groups,
        likeness::Alike,
        rollup::{Difference, Rollup},
        roster::Missing,
        value::{Value, total},
    },
};

/// So much of the shorter prose stands in the other before it is told, in hundredths.
pub const SAME_PROSE: usize = 70;
/// Fewer organs make no crowd to stand out of.
const CROWD: usize = 15;
/// Names told in one message.
const NAMES: usize = 10;
/// Rows of table 2 whose totals are compared among peers.
const ROWS: [&str; 8] =
    ["new", "granted", "partial", "denied", "unavailable", "not_processed", "otherwise", "concluded"];

/// Many organs' reports of one year, as far as rules may look at them.
#[derive(Debug, Clone, Copy)]
pub struct Gathered<'a> {
    /// Who collects.
    pub organ: &'a str,
    /// The sums.
    pub rollup: &'a Rollup,
    /// The collected report that was typed, if there is one.
    pub typed: Option<&'a Report>,
    /// Who is missing against the roster.
    pub missing: &'a [Missing],
    /// Who reported more than once, with the names of all files, the one that counts first.
    pub repeated: &'a [(String, Vec<String>)],
    /// For each report in the roll-up the two years of each of the [watched](Watch) places.
    pub pairs: &'a [Pairs],
    /// Reports whose prose is much the same, by their numbers in the roll-up.
    pub alike: &'a [Alike],
}

/// Last year's figure and this year's of each of the [watched](Watch) places; both 0 where a year has none, or nothing,
/// for which there is no ratio. They are counts of at most twelve digits, so that nothing is lost in floating point.
pub type Pairs = Box<[[f64; 2]]>;

/// Something that does not agree among many reports, and whom it concerns.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// The organ it is about; the collector for what concerns all.
    pub organ: String,
    /// What does not agree.
    pub finding: Finding,
}

/// A rule over many reports: a value that explains itself and carries its own tests.
#[derive(Debug)]
pub struct GatheredRule {
    /// Public and permanent.
    pub code: &'static str,
    /// How much its findings weigh.
    pub level: Level,
    /// What it demands.
    pub what: &'static str,
    /// What it rests on.
    pub basis: &'static str,
    /// The way out.
    pub fix: &'static str,
    check: fn(&Gathered<'_>, &mut Vec<Remark>),
    /// Reports it has nothing to say about.
    pub good: Meeting,
    /// Reports in which it finds exactly one thing.
    pub bad: Meeting,
}

/// Every rule over many reports, sorted by code.
pub static GATHERED: &[GatheredRule] = &[
    GatheredRule {
        code: "A-01",
        level: Level::Error,
        what: "汇总表每一格等于下级各表之和",
        basis: "国办公开办函〔2021〕30号：数据统得出、报得准、可核查；上级每格等于所汇总各机关同格之和",
        fix: "核对汇总填的数，或者找下级少报、多报的机关；缺报的补齐后再汇总。汇总界面上 Enter 看这一格由哪些机关组成。",
        check: check_sums,
        good: Meeting { typed: &[("t2.new.total", "7")], ..meeting::TWO },
        bad: Meeting { typed: &[("t2.new.total", "9")], ..meeting::TWO },
    },
    GatheredRule {
        code: "A-02",
        level: Level::Warning,
        what: "名单上的机关都报了，没有报两次的",
        basis: "条例第四十九条：县级以上政府部门每年 1 月 31 日前提交年度报告；汇总缺一家，各格就少一家",
        fix: "催报，或者在名单里改正名称；同一机关有两份的，留下正式的一份。",
        check: check_roster,
        good: meeting::TWO,
        bad: Meeting { roster: "示例市一局\n示例市二局\n示例市三局", ..meeting::TWO },
    },
    GatheredRule {
        code: "A-03",
        level: Level::Warning,
        what: "各机关与去年相比的变化，在同级机关中不异常",
        basis: "Hidiroglou–Berthelot 检验（U=0.5，A=0.05，C=6），两年都有数的机关不少于 15 家才比",
        fix: "请该机关核对是否多录、漏录或者错位；属实的写一句原因。",
        check: peers::check,
        good: Meeting { members: &peers::CALM, ..meeting::TWO },
        bad: Meeting { members: &peers::ONE_LEAPS, ..meeting::TWO },
    },
    GatheredRule {
        code: "A-04",
        level: Level::Hint,
        what: "各机关的正文各写各的",
        basis: "国办公开办函〔2021〕30号：发布内容不准确、内容雷同、敷衍塞责的，追究责任",
        fix: "请两家核对是谁套用了谁；确属同一工作的，写出各自的做法和数据。",
        check: check_prose,
        good: meeting::TWO,
        bad: Meeting { members: &meeting::COPIED, ..meeting::TWO },
    },
];

/// The rule over many reports with this code.
pub fn gathered_rule(code: &str) -> Option<&'static GatheredRule> {
    GATHERED.iter().find(|rule| rule.code == code)
}

/// Holds every rule over many reports against them.
pub fn gathered(gathered: &Gathered<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for rule in GATHERED {
        (rule.check)(gathered, &mut remarks);
    }
    remarks
}

/// The places whose figures are compared from year to year among peers, in the edition that is summed in, and the cells
/// behind each in every edition.
#[derive(Debug)]
pub struct Watch {
    /// The places.
    pub places: Vec<Place>,
    /// The cells that make up each place's figure, by edition.
    cells: Vec<(&'static Edition, Vec<Vec<CellIdx>>)>,
}

impl Watch {
    /// What is watched: totals of table 2 by group, decisions of table 1.
    pub fn new(edition: &Edition) -> Self {
        let decisions = edition.cells_of("t1").map(|cell| edition.spec(cell).place.clone());
        let decisions = decisions.filter(|place| place.column() == "decisions");
        let places: Vec<Place> = ROWS.iter().map(|row| Place::cell("t2", row, "total")).chain(decisions).collect();
        let behind = |edition: &Edition, place: &Place| {
            edition.find(place).map_or_else(|| groups::parts(edition, place), |cell| vec![cell])
        };
        let of = |edition: &'static Edition| (edition, places.iter().map(|place| behind(edition, place)).collect());
        let cells = Edition::all().iter().copied().map(of).collect();
        Self { places, cells }
    }

    /// The figures of this year and the last at the watched places; of each the edition and what its cells say.
    pub fn pairs(&self, (edition, values): (&Edition, &[Value]), last: Option<(&Edition, &[Value])>) -> Pairs {
        let mut pairs = vec![[0.0; 2]; self.places.len()].into_boxed_slice();
        let Some((before, last)) = last else { return pairs };
        let sum = |cells: &[CellIdx], values: &[Value]| {
            let total = total(cells.iter().filter_map(|cell| values.get(cell.at())))?;
            total.to_f64().filter(|total| *total > 0.0)
        };
        for ((now, then), pair) in self.of(edition).iter().zip(self.of(before)).zip(&mut pairs) {
            if let (Some(then), Some(now)) = (sum(then, last), sum(now, values)) {
                *pair = [then, now];
            }
        }
        pairs
    }

    fn of(&self, edition: &Edition) -> &[Vec<CellIdx>] {
        self.cells.iter().find(|(other, _)| other.id == edition.id).map_or(&[], |(_, cells)| cells)
    }
}

impl Remark {
    fn new(code: &'static str, organ: &str, place: Place, message: String) -> Self {
        let level = gathered_rule(code).map_or(Level::Error, |rule| rule.level);
        let finding = Finding { level, ..Finding::new(code, place, message) };
        Self { organ: organ.to_owned(), finding }
    }
}

fn check_sums(gathered: &Gathered<'_>, remarks: &mut Vec<Remark>) {
    let Gathered { rollup, missing, .. } = gathered;
    let Some(typed) = gathered.typed else { return };
    let edition = rollup.edition();
    for Difference { cell, sum, typed: figure } in rollup.differences(typed) {
        let place = edition.spec(cell).place.clone();
        let unreadable = rollup.sum(cell).unreadable.len();
        let mut message = format!(
            "{} {}：下级合计 {}，汇总填 {}",
            edition.table_name(place.table()),
            edition.name(cell),
            plain(sum),
            plain(figure)
        );
        if unreadable > 0 {
            message.extend(["；另有 ", &unreadable.to_string(), " 家这一格读不出来"]);
        }
        if !missing.is_empty() {
            message.extend(["；还缺 ", &missing.len().to_string(), " 家没有计入"]);
        }
        let to = rollup.text(cell);
        let change = Change { place: place.clone(), from: typed.text(cell).to_owned(), to, span: None };
        let mut remark = Remark::new("A-01", gathered.organ, place, message);
        // Where some are not in the sum, the sum is no proof.
        if unreadable > 0 || !missing.is_empty() {
            remark.finding.level = Level::Warning;
        }
        remark.finding.figures = vec![plain(sum), plain(figure)];
        remark.finding.cells = vec![cell];
        remark.finding.repairs = vec![Repair { sure: false, changes: vec![change] }];
        remarks.push(remark);
    }
}

fn check_roster(gathered: &Gathered<'_>, remarks: &mut Vec<Remark>) {
    if !gathered.missing.is_empty() {
        let name = |missing: &Missing| match &missing.near {
            Some(near) => format!("{}（有一份名称相近的：{near}）", missing.due.label()),
            None => missing.due.label(),
        };
        let names: Vec<String> = gathered.missing.iter().take(NAMES).map(name).collect();
        let rest = if gathered.missing.len() > NAMES { "等" } else { "" };
        let message = format!("缺 {} 家：{}{rest}", gathered.missing.len(), names.join("、"));
        let mut remark = Remark::new("A-02", gathered.organ, Place::report(), message);
        remark.finding.figures = vec![gathered.missing.len().to_string()];
        remarks.push(remark);
    }
    for (organ, files) in gathered.repeated {
        let Some((counted, others)) = files.split_first() else { continue };
        let message = format!("有 {} 份：计入的是 {counted}，没有计入 {}", files.len(), others.join("、"));
        let mut remark = Remark::new("A-02", organ, Place::report(), message);
        remark.finding.figures = vec![files.len().to_string()];
        remarks.push(remark);
    }
}

fn check_prose(gathered: &Gathered<'_>, remarks: &mut Vec<Remark>) {
    let organ = |n: usize| gathered.rollup.parts().get(n).map(|part| part.about.organ.as_str());
    for alike in gathered.alike {
        let (Some(first), Some(other)) = (organ(alike.first), organ(alike.other)) else { continue };
        let message = format!("正文与{first}的 {}% 相同（数字不计）", alike.percent);
        let mut remark = Remark::new("A-04", other, Place::section("overview"), message);
        remark.finding.figures = vec![alike.percent.to_string()];
        remarks.push(remark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_silent_on_its_good_meeting_and_finds_one_thing_in_its_bad_one() {
        for rule in GATHERED {
            let found = |meeting: &Meeting| -> Vec<Remark> {
                let all = meeting.remarks();
                all.into_iter().filter(|remark| remark.finding.code == rule.code).collect()
            };
            assert_eq!(found(&rule.good), [], "{}", rule.code);
            let bad = found(&rule.bad);
            assert_eq!(bad.len(), 1, "{}: {bad:?}", rule.code);
            assert_eq!(bad[0].finding.level, rule.level, "{}", rule.code);
        }
    }

    #[test]
    fn messages_name_the_place_the_figures_and_the_organ() {
        let told: Vec<(String, String)> = GATHERED
            .iter()
            .flat_map(|rule| rule.bad.remarks().into_iter().filter(|remark| remark.finding.code == rule.code))
            .map(|remark| (remark.organ, remark.finding.message))
            .collect();
        assert_eq!(told[0].1, "表二 一、本年新收 · 总计：下级合计 7，汇总填 9");
        assert_eq!(told[1].1, "缺 1 家：示例市三局");
        assert_eq!(told[2], ("示例市十六局".into(), "在 16 家中变化异常：一、本年新收 46→460".into()));
        assert_eq!(told[3], ("示例市二局".into(), "正文与示例市一局的 100% 相同（数字不计）".into()));
    }

    #[test]
    fn a_sum_that_lacks_somebody_is_no_proof() {
        let lacking =
            Meeting {
                typed: &[("t2.new.total", "9")], roster: "示例市一局\n示例市二局\n示例市三局", ..meeting::TWO
            };
        let remarks = lacking.remarks();
        let sum = remarks.iter().find(|remark| remark.finding.code == "A-01").unwrap();
        assert_eq!(sum.finding.level, Level::Warning);
        assert!(sum.finding.message.ends_with("；还缺 1 家没有计入"), "{}", sum.finding.message);
    }
}
