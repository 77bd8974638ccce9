//! Arithmetic typed into a cell: `=12+3`, `=（5+3）×2`, worked out in exact decimals or refused with a reason.

use std::iter::Peekable;

use rust_decimal::Decimal;

use super::value::{MAX, fold};

/// More brackets and signs within one another than this are refused, so that no text can exhaust the stack.
const DEPTH: usize = 32;
/// Decimals that a result may have, as a cell in 万元 may.
const DECIMALS: u32 = 6;

/// Why arithmetic has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing stands behind the equals sign.
    #[error("等号后面没有算式")]
    Empty,
    /// A character that belongs to no arithmetic.
    #[error("算式里不能有“{0}”，只能用数字、+ - * / 和括号")]
    Stranger(char),
    /// A number, a sign or a bracket is missing or stands too many.
    #[error("算式不完整，请检查运算符号和括号")]
    Incomplete,
    /// A number with two points or commas that do not stand in threes.
    #[error("算式里有写法不对的数字")]
    Number,
    /// Divided by zero.
    #[error("不能除以 0")]
    ByZero,
    /// The result has no end, or more than six decimals.
    #[error("除不尽或小数超过六位")]
    Inexact,
    /// More than twelve digits before the point.
    #[error("算出的数字太大，最多十二位")]
    TooLarge,
    /// Too many brackets within one another.
    #[error("括号套得太多")]
    TooDeep,
}

/// Was arithmetic typed? It starts with `=` or `＝`.
pub fn is_arithmetic(text: &str) -> bool {
    text.trim_start().starts_with(['=', '＝'])
}

/// The result of what was typed behind `=`, as a cell's text: a whole number or at most six decimals.
///
/// `+ - * /`, `× ÷`, brackets and digits in half or full width; commas in threes. Every step is exact.
pub fn evaluate(text: &str) -> Result<String, Fault> {
    let plain = |c: char| match fold(c) {
        '×' | '✕' => '*',
        '÷' => '/',
        c => c,
    };
    let mut signs = text.chars().map(plain).filter(|c| !c.is_whitespace()).peekable();
    signs.next_if_eq(&'=');
    if signs.peek().is_none() {
        return Err(Fault::Empty);
    }
    let mut reading = Reading { signs, depth: 0 };
    let result = reading.sum()?;
    if let Some(c) = reading.signs.next() {
        return Err(wrong(c));
    }
    let result = result.normalize();
    if result.abs() > MAX {
        return Err(Fault::TooLarge);
    }
    if result.scale() > DECIMALS {
        return Err(Fault::Inexact);
    }
    Ok(if result.is_zero() { "0".into() } else { result.to_string() })
}

/// Arithmetic read from left to right, `*` and `/` before `+` and `-`.
struct Reading<I: Iterator<Item = char>> {
    signs: Peekable<I>,
    depth: usize,
}

impl<I: Iterator<Item = char>> Reading<I> {
    fn sum(&mut self) -> Result<Decimal, Fault> {
        let mut sum = self.product()?;
        while let Some(sign) = self.signs.next_if(|c| matches!(c, '+' | '-')) {
            let next = self.product()?;
            let next = if sign == '+' { next } else { -next };
            // A sum whose decimals had to be cut is no longer the sum.
            sum = sum.checked_add(next).filter(|all| all.checked_sub(sum) == Some(next)).ok_or(Fault::TooLarge)?;
        }
        Ok(sum)
    }

    fn product(&mut self) -> Result<Decimal, Fault> {
        let mut product = self.factor()?;
        while let Some(sign) = self.signs.next_if(|c| matches!(c, '*' | '/')) {
            let next = self.factor()?;
            product = if sign == '*' { times(product, next)? } else { by(product, next)? };
        }
        Ok(product)
    }

    fn factor(&mut self) -> Result<Decimal, Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Fault::TooDeep);
        }
        let value = match self.signs.peek().copied() {
            None => return Err(Fault::Incomplete),
            Some('-') => {
                self.signs.next();
                -self.factor()?
            }
            Some('+') => {
                self.signs.next();
                self.factor()?
            }
            Some('(') => {
                self.signs.next();
                let inner = self.sum()?;
                match self.signs.next() {
                    Some(')') => inner,
                    Some(c) => return Err(wrong(c)),
                    None => return Err(Fault::Incomplete),
                }
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number()?,
            Some(c) => return Err(wrong(c)),
        };
        self.depth -= 1;
        Ok(value)
    }

    fn number(&mut self) -> Result<Decimal, Fault> {
        let mut text = String::new();
        while let Some(c) = self.signs.next_if(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
            text.push(c);
        }
        let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
        let groups: Vec<usize> = whole.split(',').map(str::len).collect();
        let is_grouped = match groups.split_first() {
            Some((first, rest)) => rest.is_empty() || ((1..=3).contains(first) && rest.iter().all(|n| *n == 3)),
            None => false,
        };
        if !is_grouped || whole.is_empty() || fraction.is_some_and(|f| f.is_empty() || f.contains([',', '.'])) {
            return Err(Fault::Number);
        }
        if text.len() > 28 {
            return Err(Fault::TooLarge);
        }
        text.replace(',', "").parse().map_err(|_| Fault::Number)
    }
}

/// A character that cannot stand where it does: a stranger, or one of arithmetic in the wrong place.
fn wrong(c: char) -> Fault {
    if c.is_ascii_digit() || "+-*/().,=".contains(c) { Fault::Incomplete } else { Fault::Stranger(c) }
}

/// The exact product; too large if digits had to be dropped.
fn times(a: Decimal, b: Decimal) -> Result<Decimal, Fault> {
    let product = a.checked_mul(b).ok_or(Fault::TooLarge)?;
    let is_exact = a.normalize().scale() + b.normalize().scale() <= Decimal::MAX_SCALE;
    let is_back = b.is_zero() || product.checked_div(b) == Some(a);
    if is_exact && is_back { Ok(product) } else { Err(Fault::Inexact) }
}

/// The exact quotient.
fn by(a: Decimal, b: Decimal) -> Result<Decimal, Fault> {
    if b.is_zero() {
        return Err(Fault::ByZero);
    }
    let quotient = a.checked_div(b).ok_or(Fault::TooLarge)?;
    if quotient.checked_mul(b) == Some(a) { Ok(quotient) } else { Err(Fault::Inexact) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn arithmetic_is_worked_out_as_people_type_it() {
        let cases = [
            ("=12+3", "15"),
            ("＝１２＋３", "15"),
            ("= 12 － 3", "9"),
            ("=2+3*4", "14"),
            ("=（2+3）×4", "20"),
            ("=10/4", "2.5"),
            ("=10÷5÷2", "1"),
            ("=-3+5", "2"),
            ("=3-5", "-2"),
            ("=2*-3", "-6"),
            ("=+7", "7"),
            ("=--7", "7"),
            ("=1,204+1", "1205"),
            ("=１，２０４−4", "1200"),
            ("=0.1+0.2", "0.3"),
            ("=1.50*2", "3"),
            ("=5-5", "0"),
            ("=0*-1", "0"),
            ("=((((1))))", "1"),
            ("=24252.311082+0", "24252.311082"),
            ("=999999999999", "999999999999"),
            ("=1000000*1000000/10", "100000000000"),
        ];
        for (text, want) in cases {
            assert_eq!(evaluate(text).as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn what_has_no_exact_result_is_refused_with_its_reason() {
        let cases = [
            ("=", Fault::Empty),
            ("=　", Fault::Empty),
            ("=12+", Fault::Incomplete),
            ("=(12", Fault::Incomplete),
            ("=12)", Fault::Incomplete),
            ("=*3", Fault::Incomplete),
            ("=1 2(3)", Fault::Incomplete),
            ("==3", Fault::Incomplete),
            ("=()", Fault::Incomplete),
            ("=3件", Fault::Stranger('件')),
            ("=SUM(1)", Fault::Stranger('S')),
            ("=12、3", Fault::Stranger('、')),
            ("=1e3", Fault::Stranger('e')),
            ("=1.2.3", Fault::Number),
            ("=3.", Fault::Number),
            ("=.5", Fault::Number),
            ("=12,34", Fault::Number),
            ("=1/0", Fault::ByZero),
            ("=1/(2-2)", Fault::ByZero),
            ("=10/3", Fault::Inexact),
            ("=1/128", Fault::Inexact),
            ("=0.0000001+0", Fault::Inexact),
            ("=1000000000000", Fault::TooLarge),
            ("=9999999999999999999999999999999", Fault::TooLarge),
            ("=999999999999*999999999999*999999999999", Fault::TooLarge),
        ];
        for (text, want) in cases {
            assert_eq!(evaluate(text), Err(want), "{text}");
        }
    }

    #[test]
    fn brackets_without_end_do_not_exhaust_the_stack() {
        assert_eq!(evaluate(&format!("={}", "(".repeat(100_000))), Err(Fault::TooDeep));
        assert_eq!(evaluate(&format!("={}1", "-".repeat(100_000))), Err(Fault::TooDeep));
        assert_eq!(evaluate(&format!("=0{}", "+1".repeat(10_000))).as_deref(), Ok("10000"));
    }

    #[test]
    fn arithmetic_starts_with_an_equals_sign() {
        assert!(is_arithmetic("=1") && is_arithmetic("＝1") && is_arithmetic(" =1"));
        assert!(!is_arithmetic("12+3") && !is_arithmetic("") && !is_arithmetic("增25"));
    }

    proptest! {
        #[test]
        fn sums_and_products_of_whole_numbers_are_theirs(a in 0i64..1000, b in 1i64..1000, c in 0i64..1000) {
            prop_assert_eq!(evaluate(&format!("={a}+{b}*{c}")), Ok((a + b * c).to_string()));
            prop_assert_eq!(evaluate(&format!("=({a}-{b})*{c}")), Ok(((a - b) * c).to_string()));
            prop_assert_eq!(evaluate(&format!("={a}*{b}/{b}")), Ok(a.to_string()));
        }

        #[test]
        fn no_text_panics(text in "[=＝0-9０-９+＋*×/÷().（），,件 -]{0,24}") {
            let result = evaluate(&text);
            prop_assert!(result.is_err() || result.is_ok_and(|text| text.parse::<Decimal>().is_ok()));
        }
    }
}
