//! What a number in the prose refers to: the one way from a quantity of a sentence to the cells that must say the same.

use std::{ops::Range, sync::Arc};

use rust_decimal::Decimal;

use super::{roles, target::Target};
use crate::{
    form::Edition,
    prose::{
        self, Exactness, Quantity, Reading, Reread, Role, Row, Script,
        text::{holds_any, shifted, squeeze},
    },
    report::value::Value,
};

/// A quantity of the prose and the cells it may refer to.
///
/// It rests on the words alone, so it stays as long as the text does, whatever figures the tables hold. Rules, pins and
/// the screen all read it; nobody else looks from a role to a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Id of the section the quantity stands in.
    pub section: &'static str,
    /// Its number in the section's [`Reading::quantities`].
    pub quantity: usize,
    /// What it says it counts; `None` where only people said what it refers to.
    pub role: Option<Role>,
    /// Characters of the section from its first word to its last: `近1.2万件`, `未收到政府信息公开申请`.
    pub span: Range<usize>,
    /// Characters of the number alone; the whole phrase where nothing is said in words.
    pub digits: Range<usize>,
    /// Least and most the number can mean; amounts of money in 元.
    pub bounds: (Decimal, Decimal),
    /// Is it said in words: 未收到, 全部办结?
    pub is_none: bool,
    /// What it may mean, the usual meaning first; it is right if it is what any one of them says.
    pub targets: Arc<[Target]>,
    /// How plainly the words say so.
    pub certainty: Certainty,
    /// Did somebody say so?
    pub is_confirmed: bool,
}

/// How plainly the words tell which figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It may be proposed, but a difference is no fault: a part of the year, one of several numbers, about so many.
    Loose,
    /// A difference is worth a word.
    Plain,
}

/// What a figure of the tables says about a reference.
#[derive(Debug, Clone, PartialEq)]
pub enum Match {
    /// The number is what this target says (by its number among the targets).
    Agrees(usize),
    /// No target says it; the figures of those that can be read, in the order of the targets.
    Differs(Vec<(usize, Decimal)>),
    /// No target can be read, or the tables are blank there.
    Silent,
}

/// What roles name in one edition, each looked up once.
#[derive(Debug, Clone, Default)]
pub struct Known(Vec<(Role, Arc<[Target]>)>);

impl Known {
    fn targets(&mut self, edition: &'static Edition, role: Role) -> Arc<[Target]> {
        if let Some((_, targets)) = self.0.iter().find(|(other, _)| *other == role) {
            return Arc::clone(targets);
        }
        let found: Arc<[Target]> = roles::targets(edition, role).into();
        self.0.push((role, Arc::clone(&found)));
        found
    }
}

/// The references of a section, in the order of its quantities. `year` is the year the report is about.
pub fn refer(edition: &'static Edition, year: u16, section: &str, reading: &Reading) -> Vec<Reference> {
    refer_within(edition, year, section, (reading, 0..reading.quantities.len()), &mut Known::default())
}

/// The same after a change of the text: `told` are the references of before, `known` goes from one reading of the edition
/// to the next, and `change` is what reading again changed.
/// Tells whether they refer to the same as before: whether nothing is new about them but their place.
pub fn refer_again(
    edition: &'static Edition,
    year: u16,
    section: &str,
    (reading, change): (&Reading, &Reread),
    told: &mut Vec<Reference>,
    known: &mut Known,
) -> bool {
    let new = refer_within(edition, year, section, (reading, change.come.clone()), known);
    let start = told.partition_point(|reference| reference.quantity < change.gone.start);
    let end = told.partition_point(|reference| reference.quantity < change.gone.end).max(start);
    for reference in told.iter_mut().skip(end) {
        reference.quantity = reference.quantity + change.come.end - change.gone.end;
        reference.span = shifted(&reference.span, change.splice.gone.end, change.splice.end);
        reference.digits = shifted(&reference.digits, change.splice.gone.end, change.splice.end);
    }
    let old = told.get(start..end).unwrap_or_default();
    let is_alike = old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| old.is_like(new));
    drop(told.splice(start..end, new));
    is_alike
}

/// The references of some quantities of a section: those of whole paragraphs.
fn refer_within(
    edition: &'static Edition,
    year: u16,
    section: &str,
    (reading, numbers): (&Reading, Range<usize>),
    known: &mut Known,
) -> Vec<Reference> {
    let Some(section) = edition.section(section).map(|section| section.id.as_str()) else { return Vec::new() };
    let quantities = reading.quantities.iter().enumerate().take(numbers.end).skip(numbers.start);
    let told = quantities.filter_map(|(i, q)| Some((i, q, q.role?)));
    let mut found: Vec<Reference> = told
        .filter(|(_, q, _)| !q.compares)
        .filter_map(|(i, q, role)| {
            let clause = Clause::new(reading, q);
            let certainty = clause.certainty(q, role, year, section)?;
            let targets = known.targets(edition, role);
            let is_none = q.script == Script::Words;
            let (span, digits) = (q.span.clone(), q.digits.clone());
            let told = !targets.is_empty();
            told.then_some(Reference {
                section,
                quantity: i,
                role: Some(role),
                span,
                digits,
                bounds: bounds(q, matches!(role, Role::Fees | Role::PurchaseAmount)),
                is_none,
                targets,
                certainty,
                is_confirmed: false,
            })
        })
        .collect();
    narrow(edition, reading, &mut found);
    found
}

/// Least and most a number can mean. Money is rounded when it is told: by less than one of its last digit.
pub(super) fn bounds(q: &Quantity, is_money: bool) -> (Decimal, Decimal) {
    let (low, high) = q.bounds();
    if !is_money || q.exactness != Exactness::Exact {
        return (low, high);
    }
    let mut step = Decimal::ONE;
    while let Some(next) = step.checked_mul(Decimal::TEN).filter(|next| *next <= high && (high % next).is_zero()) {
        step = next;
    }
    (low.saturating_sub(step), high.saturating_add(step))
}

/// The words that stand around a quantity, as far as they tell whose and which year's number it is.
struct Clause<'a> {
    /// The paragraph.
    paragraph: &'a [char],
    /// The sentence up to the quantity.
    before: String,
    /// The clause behind the quantity.
    behind: String,
}

impl<'a> Clause<'a> {
    fn new(reading: &'a Reading, q: &Quantity) -> Self {
        let (start, chars) = reading.paragraph(q.span.start).unwrap_or((q.span.start, &[]));
        let (from, to) = (q.span.start.saturating_sub(start), q.span.end.saturating_sub(start));
        let ahead = chars.get(..from).unwrap_or_default();
        let opens = ahead.iter().rposition(|c| matches!(c, '。' | '!' | '?')).map_or(0, |at| at + 1);
        let behind = chars.get(to..).unwrap_or_default();
        let behind = behind.split(|c| "，,。;、".contains(*c)).next().unwrap_or_default();
        Self { paragraph: chars, before: plain(ahead.get(opens..).unwrap_or_default()), behind: plain(behind) }
    }

    /// How plain it is that the quantity means this report's figure; `None` if it plainly means another.
    fn certainty(&self, q: &Quantity, role: Role, year: u16, section: &str) -> Option<Certainty> {
        const PARTS: [&str; 12] =
            ["上半年", "下半年", "季度", "月份", "月底", "月末", "本月", "每月", "历年", "历史", "至今", "以来"];
        if !roles::names_year(role) && self.year().is_some_and(|said| said != year) {
            return None;
        }
        if matches!(role, Role::Case(..)) && section != "t3" && !self.is_about_disclosure() {
            return None;
        }
        let is_part = holds_any(&self.before, &PARTS);
        // 1月答复的2件, but not 截至12月31日.
        let is_part =
            is_part || (q.before.contains('月') && !q.before.contains("31日") && !q.before.contains("1月1日"));
        // 均在法定期限内答复 holds for those that are not answered yet as well.
        let is_timely = q.script == Script::Words
            && role == Role::Row(Row::CarriedForward)
            && q.before.contains("答复")
            && q.before.contains(['期', '时', '限']);
        let is_elsewhere = matches!(section, "preface" | "problems" | "other" | "signature");
        let is_share = holds_any(&q.before, &["备案", "新媒体", "讲座", "培训"]);
        let is_vague = !matches!(q.exactness, Exactness::Exact);
        let is_promised = self.before.contains("预计") || self.behind.starts_with("以上");
        let is_loose =
            is_part || is_timely || is_elsewhere || is_share || is_vague || is_promised || roles::is_loose(role, q);
        Some(if is_loose { Certainty::Loose } else { Certainty::Plain })
    }

    /// Are the cases those about disclosure? The organ that reviews, and one that is sued for all its work, count others.
    fn is_about_disclosure(&self) -> bool {
        const WORDS: [&str; 4] = ["信息公开", "政府信息", "依申请", "申请公开"];
        const WORK: [&str; 9] = ["办理", "审理", "审结", "承办", "受理", "应诉", "出庭", "化解", "法治政府"];
        let is_near = holds_any(&self.before, &WORDS) || holds_any(&self.behind, &WORDS);
        is_near || (holds_any(&plain(self.paragraph), &WORDS) && !holds_any(&self.before, &WORK))
    }

    /// The year that the sentence named last before the quantity.
    fn year(&self) -> Option<u16> {
        let (head, _) = self.before.rsplit_once('年')?;
        let digits: Vec<char> = head.chars().rev().take_while(char::is_ascii_digit).collect();
        let year: String = digits.into_iter().rev().collect();
        if year.len() == 4 { year.parse().ok() } else { None }
    }
}

/// Characters as text without spaces.
fn plain(chars: &[char]) -> String {
    squeeze(chars, 0..chars.len())
}

/// Takes meanings away that the neighbours of a quantity have: 予以公开 beside 部分公开 is without it, a group told
/// beside some of its rows may be what is left of it.
fn narrow(edition: &'static Edition, reading: &Reading, found: &mut [Reference]) {
    let paragraph = |span: &Range<usize>| reading.paragraph(span.start).map(|(start, _)| start);
    for reference in found.iter_mut().filter(|reference| reference.role == Some(Role::Concluded)) {
        if is_one_of_several(reading, reference.quantity) {
            reference.certainty = Certainty::Loose;
        }
        let said = reading.quantities.get(reference.quantity).map_or("", |q| q.before.as_str());
        reference.may_mean(roles::handled(edition, said));
    }
    let told: Vec<(Option<usize>, Role)> = found.iter().filter_map(|r| Some((paragraph(&r.span), r.role?))).collect();
    for (reference, (place, role)) in found.iter_mut().zip(&told) {
        let beside = told.iter().filter(|(other, _)| other == place).map(|(_, role)| *role);
        let (targets, is_loose) = roles::beside(edition, *role, beside);
        reference.may_mean(targets);
        if is_loose {
            reference.certainty = Certainty::Loose;
        }
    }
}

/// 其中公开答复8件，告知其他渠道4件: what was answered is one part of a list, not all that was concluded.
fn is_one_of_several(reading: &Reading, quantity: usize) -> bool {
    let is_carried = |i: &usize| {
        let role = reading.quantities.get(*i).and_then(|q| q.role);
        *i == quantity || role == Some(Role::Row(Row::CarriedForward))
    };
    let lists = reading.relations.iter().filter(|relation| relation.kind == prose::Kind::Parts);
    lists.filter(|relation| relation.right.contains(&quantity)).any(|relation| !relation.right.iter().all(is_carried))
}

impl Reference {
    /// It may mean these too.
    fn may_mean(&mut self, more: Vec<Target>) {
        if !more.is_empty() {
            self.targets = self.targets.iter().cloned().chain(more).collect();
        }
    }

    /// Is it the same, if elsewhere in the text? The section must hold as many quantities before it.
    pub fn is_like(&self, other: &Self) -> bool {
        let Self { section, quantity, role, span: _, digits: _, bounds, is_none, targets, certainty, is_confirmed } =
            self;
        (section, *quantity, *role, *bounds, *is_none)
            == (&other.section, other.quantity, other.role, other.bounds, other.is_none)
            && (targets, *certainty, *is_confirmed) == (&other.targets, other.certainty, other.is_confirmed)
    }

    /// Holds the number against the figures of the tables; `values` are those of the report, in form order.
    pub fn held(&self, edition: &Edition, values: &[Value]) -> Match {
        let (low, high) = self.bounds;
        let figures = self.targets.iter().enumerate();
        let figures: Vec<(usize, Decimal)> =
            figures.filter_map(|(n, target)| Some((n, target.figure(edition, values)?))).collect();
        match figures.iter().find(|(_, figure)| (low..=high).contains(figure)) {
            Some((n, _)) => Match::Agrees(*n),
            None if figures.is_empty() => Match::Silent,
            None => Match::Differs(figures),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        equations,
        prose::read,
        report::{About, Kind, Report, Scope, State},
    };

    fn report(year: u16, cells: &[(&str, &str)]) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(year).unwrap());
        for (place, text) in cells {
            report.set(report.edition().find(&(*place).into()).unwrap(), text);
        }
        report
    }

    /// What a text in the first part refers to: number, usual meaning, certainty.
    fn told(year: u16, text: &str) -> String {
        let edition = Edition::for_year(year).unwrap();
        let places =
            |target: &Target| target.places.iter().map(|p| p.as_str().to_owned()).collect::<Vec<_>>().join("+");
        let found = refer(edition, year, "overview", &read(text)).into_iter().map(|reference| {
            let targets: Vec<String> = reference.targets.iter().map(places).collect();
            let mark = if reference.certainty == Certainty::Plain { "" } else { "?" };
            format!("{}={}{mark}", reference.bounds.1.normalize(), targets.join("/"))
        });
        found.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_refer_to_cells_and_to_groups_that_have_none() {
        for (text, wanted) in [
            ("收到政府信息公开申请12件，上年结转2件。", "12=t2.new.total/t2.intake.total 2=t2.brought_forward.total"),
            ("新收政府信息公开申请12件。", "12=t2.new.total"),
            ("受理政府信息公开申请14件（含上年结转2件）。", "14=t2.intake.total 2=t2.brought_forward.total"),
            (
                "答复政府信息公开申请9件，其中予以公开4件，部分公开1件，不予公开4件。",
                "9=t2.concluded.total 4=t2.granted.total 1=t2.partial.total 4=t2.denied.total",
            ),
            ("办结政府信息公开申请9件，予以公开9件。", "9=t2.concluded.total 9=t2.granted.total/t2.disclosed.total"),
            ("没有收到政府信息公开申请。", "0=t2.new.total/t2.intake.total"),
            ("收到政府信息公开申请3件，已全部办结。", "3=t2.new.total/t2.intake.total 0=t2.carried_forward.total"),
            (
                "收到政府信息公开申请8件，自然人6件，法人或其他组织2件。",
                "8=t2.new.total/t2.intake.total 6=t2.new.natural/t2.intake.natural/t2.concluded.natural \
                 2=t2.new.entities/t2.intake.entities/t2.concluded.entities",
            ),
            (
                "因政府信息公开引起行政复议3件，其中维持2件；行政诉讼4件。",
                "3=t3.review.total 2=t3.review.upheld 4=t3.suits.total",
            ),
            ("政府信息公开行政复议和行政诉讼共6件。", "6=t3.review.total+t3.suits.total"),
            ("制发行政规范性文件8件，废止3件。", "8=t1.normative.issued 3=t1.normative.repealed"),
            ("作出行政处罚决定120件，办理行政许可90件。", "120=t1.penalties.decisions 90=t1.permits.decisions?"),
        ] {
            assert_eq!(told(2021, text), wanted, "{text}");
        }
    }

    #[test]
    fn both_editions_are_served_by_the_same_words() {
        let text = "其他处理政府信息公开申请2件，制定规范性文件5件，废止规范性文件1件。";
        assert_eq!(
            told(2020, text),
            "2=t2.otherwise.total 5=t1.normative.produced",
            "2019 counts no repealed documents"
        );
        assert_eq!(
            told(2021, text),
            "2=t2.otherwise.total/t2.otherwise_misc.total 5=t1.normative.issued 1=t1.normative.repealed"
        );
    }

    #[test]
    fn numbers_of_others_and_other_years_are_not_held_against_this_table() {
        for (text, wanted) in [
            ("2020年收到政府信息公开申请12件。", ""),
            ("收到政府信息公开申请12件，比上年增加3件。", "12=t2.new.total/t2.intake.total"),
            ("上半年收到政府信息公开申请12件。", "12=t2.new.total/t2.intake.total?"),
            ("收到政府信息公开申请近100件。", "100=t2.new.total/t2.intake.total?"),
            ("办理行政复议案件400件。", ""),
            (
                "收到政府信息公开申请12件，答复7件，不予处理5件。",
                "12=t2.new.total/t2.intake.total 7=t2.concluded.total? 5=t2.not_processed.total",
            ),
            (
                "收到政府信息公开申请9件，2020年结转1件，结转2022年2件。",
                "9=t2.new.total/t2.intake.total 1=t2.brought_forward.total 2=t2.carried_forward.total",
            ),
        ] {
            assert_eq!(told(2021, text), wanted, "{text}");
        }
    }

    #[test]
    fn a_number_agrees_with_any_of_its_meanings_and_says_which() {
        let cells = [("t2.new.total", "12"), ("t2.brought_forward.total", "2"), ("t2.denied_law.total", "3")];
        let report = report(2021, &cells);
        let values = equations::values(&report);
        let held = |text: &str| {
            let found = refer(report.edition(), 2021, "overview", &read(text));
            found.iter().map(|reference| reference.held(report.edition(), &values)).collect::<Vec<_>>()
        };
        assert_eq!(held("收到政府信息公开申请12件。"), [Match::Agrees(0)]);
        assert_eq!(held("收到政府信息公开申请14件。"), [Match::Agrees(1)]);
        assert_eq!(held("收到政府信息公开申请13件。"), [Match::Differs(vec![(0, 12.into()), (1, 14.into())])]);
        assert_eq!(held("政府信息公开申请不予公开3件。"), [Match::Agrees(0)]);
        assert_eq!(held("政府信息公开申请无法提供3件。"), [Match::Silent], "blank throughout");
    }

    #[test]
    fn a_blank_total_is_read_from_its_row() {
        let report = report(2021, &[("t2.granted.natural", "3"), ("t2.granted.other", "1")]);
        let values = equations::values(&report);
        let target = Target::at(report.edition(), &["t2.disclosed.total"]).unwrap();
        assert_eq!(target.figure(report.edition(), &values), Some(4.into()));
        assert_eq!(target.name(report.edition()), "表二 予以公开和部分公开（2 行之和）");
    }

    #[test]
    fn money_is_compared_in_yuan_as_far_as_it_is_told() {
        let report = report(2021, &[("t1.fees.amount", "59237.2449")]);
        let values = equations::values(&report);
        let held = |text: &str| {
            let found = refer(report.edition(), 2021, "overview", &read(text));
            found.iter().map(|reference| reference.held(report.edition(), &values)).collect::<Vec<_>>()
        };
        assert_eq!(held("行政事业性收费5.92亿元。"), [Match::Agrees(0)]);
        assert_eq!(held("行政事业性收费59237.24万元。"), [Match::Agrees(0)]);
        assert!(matches!(held("行政事业性收费59327.24万元。")[..], [Match::Differs(_)]));
    }

    /// A paragraph that counts applications.
    fn paragraph() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let pieces = [
            "收到政府信息公开申请12件",
            "答复9件",
            "其中公开答复8件",
            "予以公开4件",
            "部分公开1件",
            "不予公开2件",
            "不予处理1件",
            "结转下年1件",
            "自然人6件",
            "2019年",
            "上半年",
            "，",
            "、",
            "。",
            "政",
            "制发规范性文件3件",
            "未收到申请",
            "公开信息3条",
        ];
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest::proptest! {
        #[test]
        fn what_is_referred_to_after_a_change_is_what_would_be_worked_out_anew(
            before in proptest::collection::vec(paragraph(), 0..4),
            after in proptest::collection::vec(paragraph(), 0..4),
            same in proptest::collection::vec(paragraph(), 2..4),
        ) {
            let edition = Edition::for_year(2021).unwrap();
            let text = |lines: &[String]| [same.clone(), lines.to_vec(), same.clone()].concat().join("\n");
            let mut reading = read(&text(&before));
            let mut told = refer(edition, 2021, "overview", &reading);
            let change = reading.reread(text(&after).split('\n'));
            refer_again(edition, 2021, "overview", (&reading, &change), &mut told, &mut Known::default());
            proptest::prop_assert_eq!(told, refer(edition, 2021, "overview", &reading));
        }
    }
}
