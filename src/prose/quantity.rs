//! Quantities: a number with a unit, what it speaks of, and how exactly it is meant.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    numeral::{arabic, chinese, chinese_end, is_chinese, magnitude},
    role::Role,
    text::{at, back, before, digits, ends, first, holds_any, is_break, shifted, skip, squeeze},
    topic::Topic,
    unit::{counts, strict, unit},
};

/// A number that counts something (数量).
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Characters of the text from the first word of the quantity to its last: `近1.2万余件`.
    pub span: Range<usize>,
    /// Characters of the number alone, as it would be replaced: `1.2`.
    pub digits: Range<usize>,
    /// The number, 万 and 亿 counted in; amounts of money in 元.
    pub value: Decimal,
    /// How exactly the number is meant.
    pub exactness: Exactness,
    /// The plain unit: 件 for 件, 部分 for 个部分, % for percent, 元 for 万元.
    pub unit: &'static str,
    /// How the number is written.
    pub script: Script,
    /// The clause before the number, without spaces, from the last break or quantity on.
    pub before: String,
    /// The clause behind the unit, without spaces, up to the next break or quantity.
    pub after: String,
    /// What the quantity counts among applications, cases, documents and fees; `None` where that is not plain.
    pub role: Option<Role>,
    /// The kind of thing that reports count again and again.
    pub topic: Option<Topic>,
    /// Whether the number says by how much something changed, or what it was before: 同比增加3件, 比上年（31起）.
    pub compares: bool,
}

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// As it stands.
    Exact,
    /// 余、多: a little more.
    Above,
    /// 超过、突破、以上: more, by how much is open.
    Over,
    /// 近、不足、以内: a little less.
    Below,
    /// 约、左右: about.
    About,
    /// 3至5: from this number on.
    From(Decimal),
}

/// How a quantity is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// 12
    Digits,
    /// 十二
    Chinese,
    /// 未收到, 未发生: none, said in words.
    Words,
}

impl Quantity {
    /// What the quantity counts, for a message: the words before the number, or behind it where none stand before.
    pub fn subject(&self) -> &str {
        let subject = trimmed(&self.before);
        if subject.is_empty() { self.after.trim_start_matches(['的', '为', '是']) } else { subject }
    }

    /// The same as far behind `to` as it stands behind `from`.
    pub(super) fn moved(&self, from: usize, to: usize) -> Self {
        let mut moved = self.clone();
        moved.shift(from, to);
        moved
    }

    /// Moves it as far behind `to` as it stands behind `from`.
    pub(super) fn shift(&mut self, from: usize, to: usize) {
        self.span = shifted(&self.span, from, to);
        self.digits = shifted(&self.digits, from, to);
    }

    /// Does it say the same in numbers, if elsewhere in the text and among other words?
    pub(super) fn counts_like(&self, other: &Self) -> bool {
        let Self { span: _, digits: _, value, exactness, unit, script, before: _, after: _, role, topic, compares } =
            self;
        (value, exactness, unit, script) == (&other.value, &other.exactness, &other.unit, &other.script)
            && (role, topic, compares) == (&other.role, &other.topic, &other.compares)
    }

    /// Do the same words stand around it?
    pub(super) fn is_led_like(&self, other: &Self) -> bool {
        self.before == other.before && self.after == other.after
    }

    /// Least and most the number can mean.
    pub fn bounds(&self) -> (Decimal, Decimal) {
        let tenth = || self.value.checked_mul(Decimal::new(1, 1)).unwrap_or_default();
        let add = |more: Decimal| self.value.checked_add(more).unwrap_or(self.value);
        match self.exactness {
            Exactness::Exact => (self.value, self.value),
            Exactness::Above => (self.value, add((step(self.value) - Decimal::ONE).max(Decimal::from(9)))),
            Exactness::Over => (self.value, add(self.value)),
            Exactness::Below => (self.value - tenth(), self.value),
            Exactness::About => (self.value - tenth(), add(tenth())),
            Exactness::From(low) => (low, self.value),
        }
    }

    /// Whether it tells nothing that is asked about beside its own words: what stands around it does not matter unless it
    /// is tied to another.
    pub fn is_plain(&self) -> bool {
        self.role.is_none() && self.topic.is_none() && !self.compares && counts(self.unit)
    }

    /// Whether the number is meant as it stands and written as a number.
    pub fn is_exact(&self) -> bool {
        self.exactness == Exactness::Exact && self.script != Script::Words
    }
}

/// Whether the words before a number set it against another year.
fn compares(clause: &str) -> bool {
    const YEARLY: [&str; 10] = ["同比", "环比", "较上", "较去", "比上", "比去", "较20", "比20", "较前", "比前"];
    holds_any(clause, &YEARLY) || matches!(clause, "增加" | "减少" | "增长" | "下降" | "增" | "减")
}

/// The unit of the lowest digit that is not zero: 100 for 3500.
fn step(value: Decimal) -> Decimal {
    let mut step = Decimal::ONE;
    let whole = value.trunc();
    while !whole.is_zero() && step < whole {
        match step.checked_mul(Decimal::TEN) {
            Some(next) if (whole % next).is_zero() => step = next,
            _ => break,
        }
    }
    step
}

/// A clause without the words that only lead to its number.
fn trimmed(clause: &str) -> &str {
    const LEAD: [&str; 21] = [
        "其中",
        "包括",
        "并且",
        "同时",
        "另外",
        "此外",
        "及时",
        "已",
        "均",
        "我局",
        "我镇",
        "我县",
        "我办",
        "全年",
        "本年度",
        "通过",
        "累计",
        "、",
        "(",
        ")",
        "含",
    ];
    const TAIL: [&str; 18] = [
        "总数", "数量", "一共", "共计", "总计", "累计", "合计", "共", "达到", "达", "为", "了", "的", "分别", "有",
        "(", "是", ":",
    ];
    let mut rest = clause;
    while let Some(shorter) = LEAD.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    while let Some(shorter) = TAIL.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    rest
}

/// A number with its unit, as it was scanned.
pub(super) struct Scanned {
    pub(super) span: Range<usize>,
    pub(super) digits: Range<usize>,
    pub(super) value: Decimal,
    pub(super) exactness: Exactness,
    pub(super) unit: &'static str,
    pub(super) script: Script,
}

/// The quantity whose number begins at this position of a paragraph, if one does.
pub(super) fn scan(p: &[char], i: usize) -> Option<Scanned> {
    if at(p, i).is_ascii_digit() { in_digits(p, i) } else { in_characters(p, i) }
}

/// Where the run of digits or numerals ends that starts here.
pub(super) fn run_end(p: &[char], i: usize) -> usize {
    if is_chinese(at(p, i)) {
        return chinese_end(p, i);
    }
    arabic(p, i).map_or_else(|| i + digits(p, i).max(1), |(end, _)| end)
}

fn in_digits(p: &[char], i: usize) -> Option<Scanned> {
    let (mut number_end, mut value) = arabic(p, i)?;
    let mut low = None;
    if let Some((end, high)) = range(p, number_end)
        && value < high
    {
        (low, value, number_end) = (Some(value), high, end);
    }
    let mut end = skip(p, number_end);
    let mut more = more(p, &mut end);
    if let Some((after, times)) = magnitude(p, end) {
        value = value.checked_mul(times)?;
        low = low.and_then(|low| low.checked_mul(times));
        end = after;
    }
    more = self::more(p, &mut end).or(more);
    end = skip(p, end);
    let (mut end, unit) = unit(p, end).or_else(|| label(p, i, number_end))?;
    let (start, lead) = lead(p, i);
    let tail = tail(p, &mut end);
    let exactness = low.map(Exactness::From).or(more).or(lead).or(tail).unwrap_or(Exactness::Exact);
    Some(Scanned { span: start..end, digits: i..number_end, value, exactness, unit, script: Script::Digits })
}

/// The second number of 3-5, 3至5.
fn range(p: &[char], i: usize) -> Option<(usize, Decimal)> {
    let end = matches!(at(p, i), '-' | '~' | '—' | '–' | '至' | '到').then_some(i + 1)?;
    let end = end + usize::from(at(p, end) == at(p, i));
    arabic(p, end)
}

/// 余, 多 behind a number.
fn more(p: &[char], end: &mut usize) -> Option<Exactness> {
    let is_more = matches!(at(p, *end), '余' | '多' | '几') || (at(p, *end) == '来' && unit(p, *end + 1).is_some());
    if !is_more {
        return None;
    }
    *end += 1;
    Some(Exactness::Above)
}

/// 浏览次数: 52 — the unit stands in the label.
fn label(p: &[char], i: usize, end: usize) -> Option<(usize, &'static str)> {
    let colon = back(p, i);
    let next = at(p, end);
    if before(p, colon) != ':' || !(next == ' ' || next == '\0' || next == ')' || is_break(next)) {
        return None;
    }
    let labels = [("人次", "人次"), ("次数", "次"), ("件数", "件"), ("条数", "条"), ("人数", "人"), ("篇数", "篇")];
    labels.into_iter().find(|(label, _)| ends(p, back(p, colon - 1), label)).map(|(_, unit)| (end, unit))
}

/// 近, 约, 超过 before a number: where the quantity begins, and how it is meant.
fn lead(p: &[char], i: usize) -> (usize, Option<Exactness>) {
    const WORDS: [(&str, Exactness, &str); 15] = [
        ("不少于", Exactness::Over, ""),
        ("不低于", Exactness::Over, ""),
        ("不超过", Exactness::Below, ""),
        ("超过", Exactness::Over, ""),
        ("突破", Exactness::Over, ""),
        ("至少", Exactness::Over, ""),
        ("将近", Exactness::Below, ""),
        ("接近", Exactness::Below, ""),
        ("不足", Exactness::Below, ""),
        ("不到", Exactness::Below, ""),
        ("大约", Exactness::About, ""),
        ("近", Exactness::Below, "最附邻就临"),
        ("约", Exactness::About, "预节签公条制违合"),
        ("超", Exactness::Over, "反"),
        ("逾", Exactness::Over, ""),
    ];
    let end = back(p, i);
    let found = WORDS.iter().find(|(word, _, stops)| {
        let start = end.saturating_sub(word.chars().count());
        ends(p, end, word) && !stops.contains(before(p, start))
    });
    found.map_or((i, None), |(word, exactness, _)| (end - word.chars().count(), Some(*exactness)))
}

/// 以上, 左右 behind a unit.
fn tail(p: &[char], end: &mut usize) -> Option<Exactness> {
    let words = ["以上", "左右", "上下", "以内", "以下"];
    let (after, word) = first(p, *end, &words)?;
    *end = after;
    Some(match word {
        "以上" => Exactness::Over,
        "以内" | "以下" => Exactness::Below,
        _ => Exactness::About,
    })
}

/// Chinese numerals before a strict unit. Most of them are words (一个, 统一, 三级), so much is turned away.
fn in_characters(p: &[char], i: usize) -> Option<Scanned> {
    if at(p, i) == '百' && at(p, i + 1) == '分' {
        return percent(p, i);
    }
    let number_end = chinese_end(p, i);
    let value = chinese(p, i, number_end)?;
    let mut end = number_end;
    let more = more(p, &mut end);
    let (start, lead) = lead(p, i);
    let (mut end, unit) = strict(p, end).or_else(|| years(p, i, end))?;
    let is_bare = matches!(at(p, i), '百' | '千' | '万' | '亿');
    let is_loose = is_bare && more.is_none() && lead.is_none();
    let is_two = number_end == i + 1 && at(p, i) == '二';
    // 几十条 is no number.
    let is_vague = matches!(before(p, i), '几' | '数');
    if is_vague || is_loose || is_two || value.is_zero() || (value == Decimal::ONE && !is_one(p, i, unit)) {
        return None;
    }
    let tail = tail(p, &mut end);
    let exactness = more.or(lead).or(tail).unwrap_or(Exactness::Exact);
    Some(Scanned { span: start..end, digits: i..number_end, value, exactness, unit, script: Script::Chinese })
}

/// 一件 counts only where nothing but a count can stand.
fn is_one(p: &[char], i: usize, unit: &str) -> bool {
    let before = before(p, back(p, i));
    matches!(unit, "件" | "起" | "宗") && (before == '\0' || is_break(before) || "到受有仅结讼议中".contains(before))
}

/// 连续三年: years in Chinese numerals count only behind such a word.
fn years(p: &[char], start: usize, end: usize) -> Option<(usize, &'static str)> {
    let is_span = ["连续", "近", "为期", "历时"].iter().any(|word| ends(p, back(p, start), word));
    (is_span && at(p, end) == '年').then_some((end + 1, "年"))
}

/// 百分之三十
fn percent(p: &[char], i: usize) -> Option<Scanned> {
    let (from, _) = first(p, i, &["百分之"])?;
    let number_end = chinese_end(p, from);
    let value = chinese(p, from, number_end)?;
    let mut end = number_end;
    let exactness = tail(p, &mut end).unwrap_or(Exactness::Exact);
    let script = Script::Chinese;
    Some(Scanned { span: i..end, digits: from..number_end, value, exactness, unit: "%", script })
}

impl Scanned {
    /// The quantity in its paragraph: `floor` is where the one before it ends, `ceiling` where the next one begins.
    pub(super) fn placed(self, p: &[char], floor: usize, ceiling: usize) -> Quantity {
        // 阅读人数：89323人: the label is what is counted.
        let mut start = back(p, self.span.start);
        start -= usize::from(start > floor && before(p, start) == ':');
        while start > floor && !is_break(before(p, start)) {
            start -= 1;
        }
        let mut end = self.span.end;
        while end < ceiling && !is_break(at(p, end)) && !matches!(at(p, end), '、' | '(' | ')') {
            end += 1;
        }
        // 5个县区及2个开发区: what stands behind 及 belongs to the next quantity.
        if end == ceiling && ceiling < p.len() {
            end = (self.span.end..end).rev().find(|&i| matches!(at(p, i), '及' | '和' | '与' | '并')).unwrap_or(end);
            end -= usize::from(before(p, end) == '以' && end > self.span.end);
        }
        if start == floor && start > 0 {
            let joint = (start..self.span.start).find(|&i| matches!(at(p, i), '及' | '和' | '与'));
            start = joint.map_or(start, |i| i + 1);
        }
        let before = squeeze(p, start..self.span.start);
        Quantity {
            compares: compares(&before),
            before,
            after: squeeze(p, self.span.end..end),
            span: self.span,
            digits: self.digits,
            value: self.value,
            exactness: self.exactness,
            unit: self.unit,
            script: self.script,
            role: None,
            topic: None,
        }
    }
}
