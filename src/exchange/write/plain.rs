//! Text as it leaves the program: no control and no hidden characters, escaped for markup, never a formula.

use crate::{form::Place, report::Report, width::is_hidden};

/// The text without control and hidden characters; what breaks or parts a line becomes a blank.
pub(in crate::exchange) fn clean(text: &str) -> String {
    text.chars().filter_map(visible).collect()
}

/// The text as it is shown before it leaves: what hides stays, so that it can be seen.
pub(super) fn bare(text: &str) -> String {
    text.chars().map(|c| visible(c).unwrap_or(c)).collect()
}

/// The character as it leaves; `None` if nobody can see it.
fn visible(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // XML has no place for them at all.
        '\u{fffe}' | '\u{ffff}' => None,
        c if is_hidden(c) => None,
        c => Some(c),
    }
}

/// Places whose text loses characters when it leaves, with how many; the report's own particulars under the empty place.
pub(in crate::exchange) fn losses(report: &Report) -> Vec<(Place, usize)> {
    let edition = report.edition();
    let lost = |text: &str| text.chars().filter(|c| visible(*c).is_none()).count();
    let organ = std::iter::once((Place::report(), lost(&report.about.organ)));
    let prose = edition.sections.iter().map(|section| {
        let paragraphs = report.paragraphs(&section.id).iter();
        (Place::section(&section.id), paragraphs.map(|text| lost(text)).sum())
    });
    let cells = edition.indices().map(|cell| (edition.spec(cell).place.clone(), lost(report.text(cell))));
    organ.chain(prose).chain(cells).filter(|(_, n)| *n > 0).collect()
}

/// The text for XML and HTML, between tags or inside double quotes.
pub(super) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter_map(visible) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Writes into the text; a string takes everything.
pub(super) fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // A string never refuses.
    let _ = std::fmt::Write::write_fmt(out, text);
}

/// Could a spreadsheet take the text for a formula? A signed number is none.
pub(super) fn is_formula_like(text: &str) -> bool {
    let text = text.trim_start();
    let is_number = || {
        let digits = text.trim_start_matches(['+', '-', '＋', '－']);
        text.len() - digits.len() <= '＋'.len_utf8()
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    text.starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']) && !is_number()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    #[test]
    fn what_nobody_can_see_never_leaves_and_lines_stay_one() {
        assert_eq!(clean("财政\u{1b}[2J局\u{202e}\u{200b}\u{feff}\u{ffff}\u{e0041}"), "财政[2J局");
        assert_eq!(clean("甲\t乙\r\n丙\u{2028}丁\u{85}"), "甲 乙  丙 丁 ");
        assert_eq!(clean("“财政局”〔2021〕30号　"), "“财政局”〔2021〕30号　");
    }

    #[test]
    fn the_places_that_lose_characters_are_named() {
        let about = About {
            organ: "示例\u{200b}局".into(),
            kind: Kind::Department,
            year: 2021,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::Draft,
        };
        let mut report = Report::new(about, Edition::by_id("2021").unwrap());
        report.set(report.edition().find(&"t2.new.natural".into()).unwrap(), "3\u{202c}\u{202c}");
        report.set_paragraphs("other", vec!["无。\t".into(), "\u{feff}没有。".into()]);
        let losses: Vec<_> = losses(&report).into_iter().map(|(place, n)| (place.to_string(), n)).collect();
        assert_eq!(losses, [(String::new(), 1), ("other".into(), 1), ("t2.new.natural".into(), 2)]);
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        assert_eq!(markup("<b a=\"1\" c='2'>&\u{b}"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    }

    #[test]
    fn formulas_are_told_from_signed_numbers() {
        for text in ["=1+1", " =1", "+86 10", "-甲", "@SUM(A1)", "＝1", "--", "-", "|calc", "+1+1"] {
            assert!(is_formula_like(text), "{text}");
        }
        for text in ["-18", "+5", "－18", "1,204", "增25", "", "3", "-1.5"] {
            assert!(!is_formula_like(text), "{text}");
        }
    }
}
