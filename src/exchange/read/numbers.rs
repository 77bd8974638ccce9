//! How a spreadsheet shows numbers: dates, shares, and words around figures (`增0;减0;0`).

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// The formats of a workbook: codes by their id, and which of them each style of a cell has.
#[derive(Debug, Default)]
pub(super) struct Formats {
    codes: Vec<(usize, String)>,
    styles: Vec<usize>,
}

impl Formats {
    /// A format of the workbook's own.
    pub(super) fn name(&mut self, id: usize, code: &str) {
        self.codes.push((id, code.to_owned()));
    }

    /// The next style of cells has this format.
    pub(super) fn style(&mut self, id: usize) {
        self.styles.push(id);
    }

    /// A figure as a cell of this style shows it.
    pub(super) fn show(&self, style: usize, figure: &str) -> String {
        let id = self.styles.get(style).copied().unwrap_or(0);
        let code = self.codes.iter().find(|(other, _)| *other == id).map(|(_, code)| code.as_str());
        match (id, code) {
            (_, Some(code)) => by_code(code, figure),
            (9 | 10, _) => share(figure),
            (14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57..=58, _) => date(figure),
            _ => figure.to_owned(),
        }
    }
}

fn by_code(code: &str, figure: &str) -> String {
    let Ok(number) = figure.parse::<Decimal>() else { return figure.to_owned() };
    let bare = without_brackets(code);
    let sections: Vec<&str> = bare.split(';').collect();
    let unquoted: String = bare.split('"').step_by(2).collect();
    if unquoted.contains('%') {
        return share(figure);
    }
    if unquoted.contains(['y', 'Y', '年']) || (unquoted.contains('月') && unquoted.contains('日')) {
        return date(figure);
    }
    let own = |at: usize| sections.get(at).copied();
    let (section, is_signed) = if number.is_zero() {
        (own(2).or(own(0)), false)
    } else if number.is_sign_negative() {
        (own(1).or(own(0)), own(1).is_none())
    } else {
        (own(0), false)
    };
    let Some((before, after)) = section.and_then(around) else { return figure.to_owned() };
    let plain = if is_signed { figure.to_owned() } else { number.abs().normalize().to_string() };
    format!("{before}{plain}{after}")
}

/// A code without colours and conditions in brackets, and without what only takes room.
fn without_brackets(code: &str) -> String {
    let mut bare = String::new();
    let mut is_inside = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' => is_inside = true,
            ']' => is_inside = false,
            '_' | '*' => {
                chars.next();
            }
            '\\' => bare.extend(chars.next()),
            c if !is_inside => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// The words before and behind the figures of a section; `None` if it has no figures.
fn around(section: &str) -> Option<(String, String)> {
    let is_figure = |c: char| matches!(c, '0' | '#' | '?' | ',' | '.');
    if section.eq_ignore_ascii_case("general") {
        return Some((String::new(), String::new()));
    }
    let (from, to) = (section.find(is_figure)?, section.rfind(is_figure)?);
    let words = |text: &str| text.replace('"', "").trim().to_owned();
    Some((words(section.split_at(from).0), words(section.split_at(to + 1).1)))
}

fn share(figure: &str) -> String {
    let number = figure.parse::<Decimal>().ok().and_then(|number| number.checked_mul(Decimal::ONE_HUNDRED));
    number.map_or_else(|| figure.to_owned(), |number| format!("{}%", number.normalize()))
}

/// The date of a day's number; day 60 is a 29 February that never was.
fn date(figure: &str) -> String {
    let days = figure.parse::<Decimal>().ok().and_then(|days| days.trunc().to_i32()).filter(|days| *days > 60);
    let start = Date::new(1899, 12, 30).ok();
    let date = days.zip(start).and_then(|(days, start)| start.checked_add(jiff::Span::new().try_days(days).ok()?).ok());
    date.map_or_else(|| figure.to_owned(), |date| format!("{}年{}月{}日", date.year(), date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_with_the_words_of_their_format() {
        let show = |code: &str, figure: &str| by_code(code, figure);
        assert_eq!(show("增0;减0;0", "25"), "增25");
        assert_eq!(show("\"增\"0;\"减\"0;0", "-5"), "减5");
        assert_eq!(show("增0;减0;0", "0"), "0");
        assert_eq!(show("0.00\"万元\"", "608"), "608万元");
        assert_eq!(show("#,##0;[Red]-#,##0", "-18"), "-18");
        assert_eq!(show("0_ ", "-18"), "-18");
        assert_eq!(show("General", "3.5"), "3.5");
        assert_eq!(show("@", "3"), "3");
    }

    #[test]
    fn dates_and_shares_are_shown_as_such() {
        let mut formats = Formats::default();
        formats.name(176, "yyyy\"年\"m\"月\"d\"日\";@");
        for id in [0, 14, 10, 176] {
            formats.style(id);
        }
        assert_eq!(formats.show(1, "44216"), "2021年1月20日");
        assert_eq!(formats.show(3, "44216.5"), "2021年1月20日");
        assert_eq!(formats.show(2, "0.125"), "12.5%");
        assert_eq!((formats.show(0, "44216"), formats.show(9, "7")), ("44216".into(), "7".into()));
    }
}
