//! Numbers as they are written: 1,204 · 12.5 · 四十 · 两.

use rust_decimal::Decimal;

use super::text::{at, digits, says};

/// Most digits a number may have; longer runs are codes.
const MOST: usize = 18;

/// Whether the character can stand in a number of Chinese characters.
pub(super) fn is_chinese(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '两'
    )
}

/// The number in ASCII digits at this position, with its end.
pub(super) fn arabic(p: &[char], start: usize) -> Option<(usize, Decimal)> {
    let mut end = start + digits(p, start);
    if end == start {
        return None;
    }
    if end - start <= 3 {
        while at(p, end) == ',' && digits(p, end + 1) == 3 {
            end += 4;
        }
    }
    let mut decimals = 0;
    if at(p, end) == '.' {
        decimals = digits(p, end + 1);
        end += if decimals == 0 { 0 } else { decimals + 1 };
    }
    if end - start > MOST || decimals > 9 {
        return None;
    }
    let figures = p.iter().take(end).skip(start).filter_map(|c| c.to_digit(10));
    let mantissa = figures.fold(0_i128, |sum, d| sum * 10 + i128::from(d));
    Some((end, Decimal::try_from_i128_with_scale(mantissa, u32::try_from(decimals).ok()?).ok()?))
}

/// 10 000 for 万 and so on; with the end of the word.
pub(super) fn magnitude(p: &[char], i: usize) -> Option<(usize, Decimal)> {
    let words: [(&str, i64); 5] =
        [("万亿", 1_000_000_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1000), ("百", 100)];
    let (word, times) = words.into_iter().find(|(word, _)| says(p, i, word))?;
    Some((i + word.chars().count(), Decimal::from(times)))
}

/// Where the run of Chinese numerals ends that starts here.
pub(super) fn chinese_end(p: &[char], start: usize) -> usize {
    start + p.iter().skip(start).take_while(|c| is_chinese(**c)).count()
}

/// The value of Chinese numerals from `start` to `end`; `None` for what is no well-formed number (三四, 二〇二〇).
pub(super) fn chinese(p: &[char], start: usize, end: usize) -> Option<Decimal> {
    if end <= start || end - start > 12 {
        return None;
    }
    let (mut whole, mut below, mut digit) = (0_i64, 0_i64, None::<i64>);
    for &c in p.get(start..end)? {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' | '亿' => {
                let times = if c == '万' { 10_000 } else { 100_000_000 };
                let sum = below + digit.take().unwrap_or(0);
                whole = (whole + if sum == 0 && whole == 0 { 1 } else { sum }).checked_mul(times)?;
                below = 0;
                continue;
            }
            '零' | '〇' => {
                if digit.is_some() || (below == 0 && whole == 0) {
                    return None;
                }
                continue;
            }
            c => {
                let value = i64::try_from("零一二三四五六七八九".chars().position(|d| d == c).unwrap_or(2)).ok()?;
                if digit.replace(value).is_some() {
                    return None;
                }
                continue;
            }
        };
        below += digit.take().unwrap_or(1) * unit;
    }
    Some(Decimal::from(whole + below + digit.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::text::fold;

    #[test]
    fn arabic_numbers_are_read_with_thousands_and_decimals() {
        let read = |s: &str| arabic(&fold(s), 0).map(|(end, n)| (end, n.to_string()));
        assert_eq!(read("1,204件"), Some((5, "1204".into())));
        assert_eq!(read("１，２０４，３３３"), Some((9, "1204333".into())));
        assert_eq!(read("12,34"), Some((2, "12".into())));
        assert_eq!(read("5.10万"), Some((4, "5.10".into())));
        assert_eq!(read("3."), Some((1, "3".into())));
        assert_eq!(read("1234567890123456789"), None);
    }

    #[test]
    fn chinese_numbers_are_read_and_odd_runs_are_not() {
        let read = |s: &str| chinese(&fold(s), 0, s.chars().count()).map(|n| n.to_string());
        for (text, value) in
            [("两", "2"), ("十", "10"), ("四十", "40"), ("二十三", "23"), ("一百零三", "103"), ("三千五百", "3500")]
        {
            assert_eq!(read(text).as_deref(), Some(value), "{text}");
        }
        assert_eq!(read("十二万三千").as_deref(), Some("123000"));
        assert_eq!(read("万").as_deref(), Some("10000"));
        for text in ["三四", "二〇二〇", "零", "〇"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
