//! Figures as exact integers and back: money in millionths, counts as they are where no money is about.

use rust_decimal::Decimal;

use crate::{
    form::Kind,
    report::value::{Figure, Unit, Value},
};

/// Decimals that a cell may have; money is counted in the last of them.
pub(super) const DECIMALS: u32 = 6;
/// A cell has at most twelve digits before the point; what is far beyond would overflow sums.
const LARGEST: u128 = 10u128.pow(30);

/// A number in units of which `scale` make one; `None` if they cannot express it, or sums of it could overflow.
pub(super) fn scaled(number: Decimal, scale: i128) -> Option<i128> {
    if number.scale() == 0 {
        return number.mantissa().checked_mul(scale).filter(|units| units.unsigned_abs() < LARGEST);
    }
    let number = number.normalize();
    let units = number.mantissa().checked_mul(scale)?;
    let parts = 10i128.checked_pow(number.scale())?;
    (units % parts == 0).then_some(units / parts).filter(|units| units.unsigned_abs() < LARGEST)
}

/// The figure in the unit the form asks for.
pub(super) fn amount(value: &Value) -> Option<Decimal> {
    match value {
        Value::Figure(figure) => Some(figure.in_ten_thousands().unwrap_or(figure.number)),
        _ => None,
    }
}

/// A changed figure as text, with the unit and the remark that stood beside the old one.
pub(super) fn spell(number: Decimal, kind: Kind, old: &Value) -> String {
    let (unit, remark) = match old {
        Value::Figure(Figure { unit, remark, .. }) => (*unit, remark.as_str()),
        _ => (None, ""),
    };
    let figure = match (kind, unit) {
        (Kind::Change, _) if number.is_sign_negative() && !number.is_zero() => format!("减{}", number.abs()),
        (Kind::Change, _) if !number.is_zero() => format!("增{number}"),
        (_, Some(Unit::TenThousandYuan)) => format!("{number}万元"),
        (_, Some(Unit::Yuan)) => format!("{}元", (number * Decimal::from(10_000)).normalize()),
        _ => number.to_string(),
    };
    if remark.is_empty() { figure } else { format!("{figure}（{remark}）") }
}
