//! The running sums of the cell under the cursor against the totals that were typed: quiet while they hold.
//!
//! On a narrow screen they stand in the line right under the table, on a wide one beside last year's figure.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};
use rust_decimal::Decimal;

use super::paint::put;
use crate::{
    equations::{Balance, Side},
    form::{Along, Edition},
    rules::Level,
    tui::{app::desk::Desk, sheet::Sheet, theme::Theme},
    width,
};

/// A sum of more figures than this shows only what they make.
const FIGURES: usize = 4;

/// How a sum stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Holds,
    Broken,
    Open,
}

/// Draws the sums of the cell under the cursor at the right of a line; in few words where it is short.
pub(super) fn draw(desk: &Desk, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let edition = desk.report.edition();
    let speaks = |balance: &Balance| !balance.is_empty() && balance.difference().is_none_or(|by| !by.is_zero());
    let balances: Vec<Balance> = desk.balances().into_iter().filter(speaks).collect();
    if balances.is_empty() {
        return;
    }
    let columns = |texts: &[(String, Standing)]| texts.iter().map(|(text, _)| width::cols(text) + 2).sum::<usize>();
    let room = usize::from(area.width);
    let mut texts: Vec<(String, Standing)> = balances.iter().map(|balance| long(edition, balance)).collect();
    for (n, balance) in balances.iter().enumerate().rev() {
        if columns(&texts) > room {
            texts[n] = short(edition, balance);
        }
    }
    let mut at = area.right().saturating_sub(columns(&texts).min(room) as u16);
    for (text, standing) in &texts {
        let style = style(*standing, theme);
        put(sheet, area, Position::new(at, area.y), &format!(" {text} "), style);
        at += width::cols(text) as u16 + 2;
    }
}

fn style(standing: Standing, theme: &Theme) -> Style {
    match standing {
        Standing::Holds => theme.verified(),
        Standing::Broken => theme.level(Level::Error),
        Standing::Open => theme.dim(),
    }
}

/// `行 2+1=3，总计填 4，差 1`, `列 7 ✓`, `一+二=5，七+四未填`.
fn long(edition: &Edition, balance: &Balance) -> (String, Standing) {
    let (left_name, right_name) = names(edition, balance);
    let sides = (side(&balance.left), side(&balance.right), balance.difference());
    let has_total = balance.sum.total().is_some();
    let left = |text: &str| if has_total { format!("{left_name} {text}") } else { format!("{left_name}={text}") };
    let right = |text: &str| if has_total { format!("{right_name}填 {text}") } else { format!("{right_name}={text}") };
    match sides {
        (_, Ok(sum), Some(difference)) if difference.is_zero() => (format!("{left_name} {sum} ✓"), Standing::Holds),
        (_, Ok(sum), Some(difference)) => {
            let terms = left(&terms(&balance.left));
            (format!("{terms}，{}，差 {}", right(&sum), shown(difference.abs())), Standing::Broken)
        }
        (Ok(_), Ok(sum), None) if balance.left.total.is_none() => {
            (format!("{left_name}未填，{}", right(&sum)), Standing::Open)
        }
        (Ok(_), Ok(_), None) => (format!("{}，{right_name}未填", left(&terms(&balance.left))), Standing::Open),
        (Err(()), _, _) | (_, Err(()), _) => (format!("{left_name} 有格读不出"), Standing::Open),
    }
}

/// `行 3≠4`, `列 7 ✓`, `一+二 5`.
fn short(edition: &Edition, balance: &Balance) -> (String, Standing) {
    let (name, _) = names(edition, balance);
    match (balance.left.total, balance.right.total) {
        (Some(left), Some(right)) if left == right => (format!("{name} {} ✓", shown(left)), Standing::Holds),
        (Some(left), Some(right)) => (format!("{name} {}≠{}", shown(left), shown(right)), Standing::Broken),
        (Some(left), None) => (format!("{name} {}", shown(left)), Standing::Open),
        (None, Some(right)) => (format!("{name} ?={}", shown(right)), Standing::Open),
        (None, None) => (format!("{name} ?"), Standing::Open),
    }
}

/// The sum of a side as text; blank text while nothing is filled in.
fn side(side: &Side) -> Result<String, ()> {
    match side.total {
        Some(total) => Ok(shown(total)),
        None if side.is_unreadable => Err(()),
        None => Ok(String::new()),
    }
}

/// `2+1=3`, where the figures are few enough to be read at a glance.
fn terms(side: &Side) -> String {
    let total = side.total.map(shown).unwrap_or_default();
    if !(2..=FIGURES).contains(&side.figures.len()) {
        return total;
    }
    let figures: Vec<String> = side.figures.iter().map(|figure| shown(*figure)).collect();
    format!("{}={total}", figures.join("+"))
}

/// What the two sides are called: 行 and the total's column, 列 and the total's row, or the numbers of the form's items
/// (`一+二` and `（七）+四`), as the form's own heading says it.
fn names(edition: &Edition, balance: &Balance) -> (String, String) {
    let along = edition.equations.get(balance.sum.equation).map(|equation| equation.along);
    if let Some(total) = balance.sum.total() {
        let (_, _, row, column) = edition.lines(total);
        return match along {
            Some(Along::Column) => ("列".into(), row.short.clone()),
            _ => ("行".into(), column.short.clone()),
        };
    }
    let of = |is_left: bool| {
        let items: Vec<String> =
            balance.sum.side(is_left).map(|cell| number_of(&edition.lines(cell).2.short)).collect();
        items.join("+")
    };
    (of(true), of(false))
}

/// The number a label starts with: `一、本年新收` → `一`, `（七）总计` → `七`; else the label.
fn number_of(label: &str) -> String {
    let number = label.split_once('、').map(|(number, _)| number);
    let number = number.or_else(|| label.strip_prefix('（')?.split_once('）').map(|(number, _)| number));
    number.unwrap_or(label).to_owned()
}

fn shown(number: Decimal) -> String {
    number.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        equations,
        report::{About, Kind, Report, Scope, State},
    };

    fn said(cells: &[(&str, &str)], at: &str) -> [String; 2] {
        let edition = Edition::for_year(2021).unwrap();
        let about = About {
            organ: "示例市财政局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, edition);
        for (place, text) in cells {
            report.set(edition.find(&(*place).into()).unwrap(), text);
        }
        let cell = edition.find(&at.into()).unwrap();
        let balances = equations::balances(&report, cell, report.value(cell));
        let balances: Vec<&Balance> = balances.iter().filter(|balance| !balance.is_empty()).collect();
        let join = |say: fn(&Edition, &Balance) -> (String, Standing)| {
            balances.iter().map(|balance| say(edition, balance).0).collect::<Vec<_>>().join("  ")
        };
        [join(long), join(short)]
    }

    #[test]
    fn a_sum_that_breaks_is_spelled_out_and_one_that_holds_is_quiet() {
        let cells = [
            ("t2.granted.natural", "2"),
            ("t2.granted.business", "1"),
            ("t2.granted.total", "4"),
            ("t2.partial.natural", "5"),
            ("t2.concluded.natural", "7"),
        ];
        assert_eq!(said(&cells, "t2.granted.natural"), ["行 2+1=3，总计填 4，差 1  列 7 ✓", "行 3≠4  列 7 ✓"]);
    }

    #[test]
    fn a_total_that_is_not_typed_yet_lets_the_sum_run() {
        let cells = [("t2.granted.natural", "2"), ("t2.granted.business", "1")];
        assert_eq!(said(&cells, "t2.granted.natural"), ["行 2+1=3，总计未填  列 2，（七）总计未填", "行 3  列 2"]);
        assert_eq!(said(&[("t2.granted.total", "4")], "t2.granted.natural")[0], "行未填，总计填 4");
        assert_eq!(said(&[], "t2.granted.natural"), ["", ""]);
    }

    #[test]
    fn the_items_of_the_form_are_called_by_their_numbers() {
        let cells = [
            ("t2.new.natural", "5"),
            ("t2.brought_forward.natural", "1"),
            ("t2.concluded.natural", "4"),
            ("t2.carried_forward.natural", "1"),
        ];
        assert_eq!(said(&cells, "t2.new.natural"), ["行 5，总计未填  一+二=5+1=6，七+四=5，差 1", "行 5  一+二 6≠5"]);
    }

    #[test]
    fn a_cell_that_cannot_be_read_is_said() {
        assert_eq!(said(&[("t3.review.upheld", "o")], "t3.review.total")[0], "行 有格读不出");
    }
}
