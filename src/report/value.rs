//! The number of a cell, read from the text that was typed. The text stays; blank and 0 are different things.

use std::borrow::Borrow;

use rust_decimal::Decimal;

use crate::form::Kind;

/// Largest figure a cell may hold: twelve digits before the point, so that no sum can overflow.
pub(super) const MAX: Decimal = Decimal::from_parts(3_567_587_327, 232, 0, false, 0);

/// What a cell's text says (值).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing was typed.
    Blank,
    /// A sign for "does not apply" was typed where a figure is expected: `/`, `—`, `无`.
    Dash,
    /// A figure.
    Figure(Figure),
    /// Text that is no figure of the cell's kind.
    Unreadable(Fault),
}

/// A figure as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The number; in the unit that was typed.
    pub number: Decimal,
    /// The unit of money that was typed, if any.
    pub unit: Option<Unit>,
    /// A remark typed behind the figure: `其中修订16件`.
    pub remark: String,
}

/// Unit of an amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 元
    Yuan,
    /// 万元
    TenThousandYuan,
}

/// Why a text is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No number stands at the start.
    NotANumber,
    /// Negative, where only a change may be.
    Negative,
    /// A part of a whole, where things are counted.
    Fraction,
    /// More than six decimals in 万元 (more than two in 元).
    TooFine,
    /// More than twelve digits before the point.
    TooLarge,
    /// Commas that do not stand in threes.
    Grouping,
    /// A number in Chinese characters.
    Chinese,
    /// A blank between digits that does not part them in threes: two numbers, or one?
    Apart,
}

impl Fault {
    /// What is wrong, said to the clerk.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotANumber => "不是数字",
            Self::Negative => "不能是负数",
            Self::Fraction => "件数应为整数",
            Self::TooFine => "小数位太多（万元最多六位，元最多两位）",
            Self::TooLarge => "数字太大，最多十二位",
            Self::Grouping => "千分位逗号的位置不对",
            Self::Chinese => "请填阿拉伯数字",
            Self::Apart => "数字之间有空格，看不出是一个数还是两个",
        }
    }
}

impl Value {
    /// The number, if there is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Figure(figure) => Some(figure.number),
            _ => None,
        }
    }

    /// Nothing typed, or only a sign that stands for nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Blank | Self::Dash)
    }
}

impl Figure {
    /// The amount in 万元, if it is an amount whose unit was typed.
    pub fn in_ten_thousands(&self) -> Option<Decimal> {
        match self.unit? {
            Unit::TenThousandYuan => Some(self.number),
            Unit::Yuan => self.number.checked_mul(Decimal::new(1, 4)),
        }
    }
}

/// Reads what was typed into a cell of this kind.
///
/// Understood: `1,204`, `１２３`, `增25`, `减5`, `-18`, `22（其中修订16件）`, `608（万元）`, `251000元`, six decimals in 万元.
pub fn read(text: &str, kind: Kind) -> Value {
    // Nearly every cell is plain digits; they need no folding.
    if (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        let number = text.bytes().fold(0_u64, |n, digit| n * 10 + u64::from(digit - b'0'));
        return Value::Figure(Figure { number: number.into(), unit: None, remark: String::new() });
    }
    let is_seen = |c: &char| !matches!(c, '\u{200b}' | '\u{feff}');
    let mut folded: String = text.chars().filter(is_seen).map(fold).collect();
    if folded.contains(char::is_whitespace) {
        if is_apart(&folded) {
            return Value::Unreadable(Fault::Apart);
        }
        folded.retain(|c| !c.is_whitespace());
    }
    if folded.is_empty() {
        return Value::Blank;
    }
    if matches!(folded.as_str(), "/" | "-" | "--" | "—" | "——" | "无" | "\\") {
        return Value::Dash;
    }
    match figure(&folded, kind) {
        Ok(figure) => Value::Figure(figure),
        Err(fault) => Value::Unreadable(fault),
    }
}

/// Do blanks stand between the digits of the figure, and not one by one as in `1 204`? What stands in brackets is a remark.
fn is_apart(text: &str) -> bool {
    let figure: Vec<char> = text.split('(').next().unwrap_or_default().chars().collect();
    let mut at = 0;
    while at < figure.len() {
        let mut groups: Vec<usize> = Vec::new();
        let mut is_loose = false;
        loop {
            let digits = figure.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
            let blanks = figure.iter().skip(at + digits).take_while(|c| c.is_whitespace()).count();
            at += digits;
            if digits > 0 {
                groups.push(digits);
            }
            let goes_on = digits > 0 && blanks > 0 && figure.get(at + blanks).is_some_and(char::is_ascii_digit);
            if !goes_on {
                break;
            }
            is_loose |= blanks > 1 || figure.get(at) != Some(&' ');
            at += blanks;
        }
        if let [first, rest @ ..] = groups.as_slice()
            && !rest.is_empty()
            && (is_loose || *first > 3 || rest.iter().any(|digits| *digits != 3))
        {
            return true;
        }
        at += 1;
    }
    false
}

/// The sum of some cells' values: blanks count as nothing; `None` if there is no figure, or one cannot be read.
pub fn total<V: Borrow<Value>>(parts: impl Iterator<Item = V>) -> Option<Decimal> {
    let mut total: Option<Decimal> = None;
    for part in parts {
        match part.borrow() {
            Value::Figure(figure) => total = Some(total.unwrap_or(Decimal::ZERO).checked_add(figure.number)?),
            Value::Blank | Value::Dash => {}
            Value::Unreadable(_) => return None,
        }
    }
    total
}

/// Full-width forms that an input method types, as their half-width twins.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{200b}' | '\u{feff}' => ' ',
        '−' | '–' => '-',
        c => c,
    }
}

fn figure(text: &str, kind: Kind) -> Result<Figure, Fault> {
    let (negative, rest) = sign(text, kind)?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(rest.len());
    let (digits, tail) = rest.split_at(end);
    if digits.is_empty() {
        let is_chinese = tail.starts_with(|c| "〇零一二三四五六七八九十百千两".contains(c));
        return Err(if is_chinese { Fault::Chinese } else { Fault::NotANumber });
    }
    let (unit, remark) = tail_of(tail, kind)?;
    let number = number(digits, kind, unit)?;
    Ok(Figure { number: if negative { -number } else { number }, unit, remark })
}

/// The sign in front: 增 and 减 only where the form asks for a change.
fn sign(text: &str, kind: Kind) -> Result<(bool, &str), Fault> {
    let signs: [(&str, bool); 6] =
        [("增加", false), ("减少", true), ("增", false), ("减", true), ("+", false), ("-", true)];
    let Some((sign, negative)) = signs.iter().find(|(sign, _)| text.starts_with(sign)) else {
        return Ok((false, text));
    };
    let rest = text.trim_start_matches(sign);
    let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
    match kind {
        Kind::Change if is_number => Ok((*negative, rest)),
        _ if *negative && is_number => Err(Fault::Negative),
        _ => Err(Fault::NotANumber),
    }
}

/// What stands behind the digits: a unit, a remark in brackets, or both.
fn tail_of(tail: &str, kind: Kind) -> Result<(Option<Unit>, String), Fault> {
    let mut rest = tail;
    let mut unit = None;
    if kind == Kind::Money {
        for (name, of) in [
            ("(万元)", Unit::TenThousandYuan),
            ("万元", Unit::TenThousandYuan),
            ("(元)", Unit::Yuan),
            ("元", Unit::Yuan),
        ] {
            if let Some(after) = rest.strip_prefix(name) {
                (unit, rest) = (Some(of), after);
                break;
            }
        }
    } else if let Some(after) = rest.strip_prefix(['件', '项', '条', '个', '宗', '份']) {
        rest = after;
    }
    if rest.is_empty() {
        return Ok((unit, String::new()));
    }
    let inner = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.map(|inner| (unit, inner.to_owned())).ok_or(Fault::NotANumber)
}

fn number(digits: &str, kind: Kind, unit: Option<Unit>) -> Result<Decimal, Fault> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let has_point = digits.contains('.');
    if whole.is_empty() || (has_point && fraction.is_empty()) || fraction.contains(['.', ',']) {
        return Err(Fault::NotANumber);
    }
    let groups: Vec<&str> = whole.split(',').collect();
    if groups.len() > 1 && (!(1..=3).contains(&groups[0].len()) || groups[1..].iter().any(|g| g.len() != 3)) {
        return Err(Fault::Grouping);
    }
    if has_point && kind != Kind::Money {
        return Err(Fault::Fraction);
    }
    if fraction.len() > if unit == Some(Unit::Yuan) { 2 } else { 6 } {
        return Err(Fault::TooFine);
    }
    let whole: String = groups.concat();
    let significant = whole.trim_start_matches('0');
    if significant.len() > 12 {
        return Err(Fault::TooLarge);
    }
    let text = if has_point { format!("{whole}.{fraction}") } else { whole };
    let number: Decimal = text.parse().map_err(|_| Fault::NotANumber)?;
    if number > MAX { Err(Fault::TooLarge) } else { Ok(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, kind: Kind) -> String {
        match read(text, kind) {
            Value::Blank => "blank".into(),
            Value::Dash => "dash".into(),
            Value::Unreadable(fault) => format!("{fault:?}"),
            Value::Figure(f) => format!(
                "{}{}{}",
                f.number,
                f.unit.map_or("", |u| if u == Unit::Yuan { " yuan" } else { " wan" }),
                if f.remark.is_empty() { String::new() } else { format!(" [{}]", f.remark) }
            ),
        }
    }

    #[test]
    fn a_blank_parts_thousands_or_two_numbers() {
        for (text, number) in [("1 204", 1204), ("12 345 678", 12_345_678), ("12 件", 12), ("增 25", 25), (" 7 ", 7)]
        {
            assert_eq!(read(text, Kind::Change).number(), Some(number.into()), "{text}");
        }
        for text in ["12 3", "1 20", "1234 567", "1 204 5", "12\u{3000}3", "12\n300", "12  300", "8\t204"] {
            assert_eq!(read(text, Kind::Count), Value::Unreadable(Fault::Apart), "{text}");
        }
    }

    #[test]
    fn counts_are_read_as_people_type_them() {
        let cases = [
            ("", "blank"),
            ("  ", "blank"),
            ("　", "blank"),
            ("/", "dash"),
            ("—", "dash"),
            ("无", "dash"),
            ("0", "0"),
            ("007", "7"),
            ("3", "3"),
            ("１２３", "123"),
            ("1,204", "1204"),
            ("１，２３４", "1234"),
            ("3 件", "3"),
            ("22（其中修订16件）", "22 [其中修订16件]"),
            ("55（含自然失效29件）", "55 [含自然失效29件]"),
            ("999,999,999,999", "999999999999"),
            ("1000000000000", "TooLarge"),
            ("18446744073709551616", "TooLarge"),
            ("-1", "Negative"),
            ("3.5", "Fraction"),
            ("1e3", "NotANumber"),
            ("0xFF", "NotANumber"),
            ("1,2,3", "Grouping"),
            ("12,34", "Grouping"),
            ("一百二十", "Chinese"),
            ("NaN", "NotANumber"),
            ("o", "NotANumber"),
            ("增25", "NotANumber"),
            ("3.", "NotANumber"),
            ("1,,204", "Grouping"),
            (",204", "Grouping"),
            ("39573802895.90元", "NotANumber"),
        ];
        for (text, want) in cases {
            assert_eq!(shown(text, Kind::Count), want, "{text:?}");
        }
    }

    #[test]
    fn changes_carry_a_sign() {
        let cases = [
            ("增25", "25"),
            ("增 25", "25"),
            ("减5", "-5"),
            ("减 5", "-5"),
            ("-18", "-18"),
            ("－18", "-18"),
            ("+3", "3"),
            ("0", "0"),
            ("增加3项", "3"),
            ("增-5", "NotANumber"),
            ("增", "NotANumber"),
            ("-", "dash"),
        ];
        for (text, want) in cases {
            assert_eq!(shown(text, Kind::Change), want, "{text:?}");
        }
    }

    #[test]
    fn money_keeps_its_unit_and_six_decimals() {
        let cases = [
            ("608（万元）", "608 wan"),
            ("608万元", "608 wan"),
            ("251000元", "251000 yuan"),
            ("75394432.52元", "75394432.52 yuan"),
            ("8040", "8040"),
            ("24252.311082", "24252.311082"),
            ("5949.0886671", "TooFine"),
            ("1.234元", "TooFine"),
            ("-3", "Negative"),
        ];
        for (text, want) in cases {
            assert_eq!(shown(text, Kind::Money), want, "{text:?}");
        }
        let Value::Figure(figure) = read("251000元", Kind::Money) else { panic!("no figure") };
        assert_eq!(figure.in_ten_thousands().map(|d| d.normalize().to_string()), Some("25.1".into()));
    }

    #[test]
    fn the_largest_figure_is_twelve_nines_and_a_fraction() {
        assert_eq!(MAX.to_string(), "999999999999");
    }
}
