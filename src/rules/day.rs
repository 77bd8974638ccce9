//! Years and days in a paragraph: 2020年, 2020年12月31日, 12月31日, 2020-12-31, 二〇二一年一月二十日.

use std::ops::Range;

use crate::prose::text::{at, before, digits, skip};

/// A year or a day as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    /// Characters it covers.
    pub(super) span: Range<usize>,
    /// The year, if it is written.
    pub(super) year: Option<u32>,
    /// The month, if it is written.
    pub(super) month: Option<u32>,
    /// The day of the month, if it is written.
    pub(super) dom: Option<u32>,
    /// How it is written.
    pub(super) style: Style,
}

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 2020年12月31日
    Plain,
    /// 2020-12-31, 2020.12.31, 2020/12/31
    Joined,
    /// 二〇二〇年十二月三十一日
    Chinese,
    /// A year or month run together with other digits: 202020年, 202012月.
    Broken,
}

impl Day {
    /// Is there such a day?
    pub(super) fn exists(&self) -> bool {
        let most = match self.month {
            Some(2) => 28 + u32::from(self.year.is_none_or(is_leap)),
            Some(4 | 6 | 9 | 11) => 30,
            None | Some(1..=12) => 31,
            Some(_) => return false,
        };
        self.style != Style::Broken && self.dom.is_none_or(|day| (1..=most).contains(&day))
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The years and days of a paragraph, in its order.
pub(super) fn days(p: &[char]) -> Vec<Day> {
    let mut days = Vec::new();
    let mut i = 0;
    while i < p.len() {
        let c = at(p, i);
        let found = if c.is_ascii_digit() && !is_inside(before(p, i)) {
            plain(p, i)
        } else if matches!(c, '二' | '一') {
            chinese(p, i)
        } else {
            None
        };
        i = match found {
            Some(day) => {
                let end = day.span.end;
                days.push(day);
                end
            }
            None if c.is_ascii_digit() => i + digits(p, i),
            None => i + 1,
        };
    }
    days
}

/// A digit behind this belongs to something longer: a number, a code, a phone.
fn is_inside(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '@')
}

fn number(p: &[char], i: usize, length: usize) -> u32 {
    p.iter().skip(i).take(length).filter_map(|c| c.to_digit(10)).fold(0, |sum, d| sum * 10 + d)
}

fn plain(p: &[char], i: usize) -> Option<Day> {
    let length = digits(p, i);
    let after = skip(p, i + length);
    let day = |end, year, month, dom, style| Some(Day { span: i..end, year, month, dom, style });
    let is_year = length == 4 && matches!((at(p, i), at(p, i + 1)), ('1', '9') | ('2', '0'));
    let starts_as_year = at(p, i) == '2' && at(p, i + 1) == '0';
    if matches!(length, 3 | 5 | 6) && starts_as_year && at(p, after) == '年' {
        return day(after + 1, None, None, None, Style::Broken);
    }
    if matches!(length, 5 | 6) && starts_as_year && at(p, after) == '月' {
        return day(after + 1, None, None, None, Style::Broken);
    }
    if is_year && at(p, after) == '年' {
        let year = Some(number(p, i, 4));
        let next = skip(p, after + 1);
        let next = skip(p, next + usize::from(at(p, next) == '度' && digits(p, next + 1) > 0));
        return match month(p, next) {
            Some((end, m, d)) => day(end, year, Some(m), d, Style::Plain),
            None => day(after + 1, year, None, None, Style::Plain),
        };
    }
    if is_year && matches!(at(p, i + 4), '-' | '.' | '/') {
        let joint = at(p, i + 4);
        let m = digits(p, i + 5);
        let d = digits(p, i + 6 + m);
        let end = i + 6 + m + d;
        let is_date = matches!(m, 1 | 2) && at(p, i + 5 + m) == joint && matches!(d, 1 | 2);
        if is_date && !at(p, end).is_ascii_alphanumeric() {
            let (m, d) = (number(p, i + 5, m), number(p, i + 6 + m, d));
            return day(end, Some(number(p, i, 4)), Some(m), Some(d), Style::Joined);
        }
        return None;
    }
    let (end, m, d) = month(p, i)?;
    day(end, None, Some(m), d, Style::Plain)
}

/// 12月31日 or 12月: where it ends, the month, and the day.
fn month(p: &[char], i: usize) -> Option<(usize, u32, Option<u32>)> {
    let length = digits(p, i);
    let sign = skip(p, i + length);
    if !matches!(length, 1 | 2) || at(p, sign) != '月' {
        return None;
    }
    let next = skip(p, sign + 1);
    let d = digits(p, next);
    let end = skip(p, next + d);
    let has_day = matches!(d, 1 | 2) && matches!(at(p, end), '日' | '号');
    let day = has_day.then(|| number(p, next, d));
    Some((if has_day { end + 1 } else { sign + 1 }, number(p, i, length), day))
}

fn chinese(p: &[char], i: usize) -> Option<Day> {
    if at(p, i + 4) != '年' {
        return None;
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c || (d == '〇' && matches!(c, '零' | '○')));
    let year = (i..i + 4).try_fold(0, |sum, k| Some(sum * 10 + u32::try_from(digit(at(p, k))?).ok()?))?;
    let upto = |from: usize, sign: char| {
        let end = (from..from + 4).find(|k| at(p, *k) == sign)?;
        let text: String = p.get(from..end)?.iter().collect();
        Some((end + 1, small(&text)?))
    };
    let (end, month, dom) = match upto(i + 5, '月') {
        None => (i + 5, None, None),
        Some((end, month)) => match upto(end, '日') {
            None => (end, Some(month), None),
            Some((end, day)) => (end, Some(month), Some(day)),
        },
    };
    Some(Day { span: i..end, year: Some(year), month, dom, style: Style::Chinese })
}

/// 一 to 三十一.
fn small(text: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|n| u32::try_from(n + 1).ok());
    match *text.chars().collect::<Vec<char>>().as_slice() {
        ['十'] => Some(10),
        [one] => digit(one),
        ['十', one] => Some(10 + digit(one)?),
        [ten, '十'] => Some(10 * digit(ten)?),
        [ten, '十', one] => Some(10 * digit(ten)? + digit(one)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::text::fold;

    #[test]
    fn years_and_days_are_read_however_they_are_written() {
        for (text, wanted) in [
            ("2020年，", "2020/-/-"),
            ("自 2020 年 1 月 1 日起至12月31日止", "2020/1/1 -/12/31"),
            ("2020年度3月", "2020/3/-"),
            ("于2021-01-15发布", "2021/1/15"),
            ("2021.1.5，", "2021/1/5"),
            ("二〇二一年一月二十日", "2021/1/20"),
            ("二○二一年十二月三十一日", "2021/12/31"),
            ("〔2020〕8号、电话0100-2020123、2020条", ""),
            ("第2020-10670号", ""),
        ] {
            let part = |n: Option<u32>| n.map_or("-".to_owned(), |n| n.to_string());
            let said = days(&fold(text));
            let said: Vec<String> = said.iter().map(|d| [part(d.year), part(d.month), part(d.dom)].join("/")).collect();
            assert_eq!(said.join(" "), wanted, "{text}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_known() {
        for (text, exists) in [
            ("2020年2月29日", true),
            ("2021年2月29日", false),
            ("2月30日", false),
            ("13月1日", false),
            ("6月31日", false),
            ("12月31日", true),
            ("202020年", false),
            ("截至202112月31日", false),
            ("2020-02-30", false),
        ] {
            let days = days(&fold(text));
            assert_eq!(days.iter().all(Day::exists), exists, "{text}");
        }
    }
}
