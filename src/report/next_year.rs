//! 新年度: next year's draft from last year's report, its prose as a template with every number an open slot.

use super::{About, Report, compare::left_out};
use crate::{
    form::{CellIdx, Edition},
    prose::{self, MaskKind, Script},
};

/// What an open slot begins with; the rule about placeholders finds what is left of them.
pub const SLOT: &str = "【待填";
/// Stands before the problems that last year's report named: this year's has to say what became of them.
const REMINDER: &str = "【去年写的问题和措施如下，请写改进情况】";

/// Next year's draft and what there is to say about it.
#[derive(Debug)]
pub struct NextYear {
    /// The draft: no figures yet, the prose a template.
    pub report: Report,
    /// Open slots in its prose.
    pub n_slots: usize,
    /// Cells of last year's report that hold a figure and have no place in the draft's edition.
    pub left_out: Vec<CellIdx>,
    /// Paragraphs in which last year's report named problems.
    pub n_problems: usize,
}

/// Makes next year's draft. Every number of the prose becomes a slot that names last year's; years move on by one; a
/// date in the year becomes a slot. Figures are not copied: the reports' equations say which are carried over.
pub fn next_year(last: &Report, about: About, edition: &'static Edition) -> NextYear {
    let mut report = Report::new(about, edition);
    let year = Years { last: last.about.year, now: report.about.year };
    let mut n_slots = 0;
    for section in edition.sections.iter().filter(|section| section.id != "unplaced") {
        let paragraphs = last.paragraphs(&section.id).iter().map(|text| {
            let (text, slots) = if section.id == "signature" { dated(text) } else { template(text, year) };
            n_slots += slots;
            text
        });
        let mut paragraphs: Vec<String> = paragraphs.collect();
        if section.id == "problems" && !paragraphs.is_empty() {
            paragraphs.insert(0, REMINDER.to_owned());
            n_slots += 1;
        }
        report.set_paragraphs(&section.id, paragraphs);
    }
    let n_problems = last.paragraphs("problems").len();
    NextYear { n_slots, left_out: left_out(last, edition), n_problems, report }
}

#[derive(Debug, Clone, Copy)]
struct Years {
    last: u16,
    now: u16,
}

/// A paragraph with slots for its numbers, and how many there are.
fn template(text: &str, years: Years) -> (String, usize) {
    let reading = prose::read(text);
    let chars: Vec<char> = text.chars().collect();
    let part = |from: usize, to: usize| -> String { chars.get(from..to).unwrap_or_default().iter().collect() };
    let numbers = reading.quantities.iter().filter(|quantity| quantity.script == Script::Digits);
    let mut swaps: Vec<(std::ops::Range<usize>, String, bool)> = numbers
        .map(|quantity| {
            let digits = quantity.digits.clone();
            (digits.clone(), slot(&part(digits.start, digits.end)), true)
        })
        .collect();
    for mask in reading.masks.iter().filter(|mask| mask.kind == MaskKind::Date) {
        let date = part(mask.span.start, mask.span.end);
        let is_day = date.contains('月') && !date.ends_with("1月1日") && !date.ends_with("12月31日");
        let (new, is_slot) = if is_day { (slot(&date), true) } else { (moved_on(&date, years), false) };
        swaps.push((mask.span.clone(), new, is_slot));
    }
    swaps.sort_by_key(|(span, ..)| span.start);
    let (mut out, mut at, mut n_slots) = (String::new(), 0, 0);
    for (span, new, is_slot) in swaps {
        if span.start >= at {
            out.push_str(&part(at, span.start));
            out.push_str(&new);
            n_slots += usize::from(is_slot);
            at = span.end;
        }
    }
    out.push_str(&part(at, chars.len()));
    (out, n_slots)
}

fn slot(last: &str) -> String {
    format!("{SLOT}·去年{last}】")
}

/// The years that a text names, each one on: last year's and the one before.
fn moved_on(text: &str, years: Years) -> String {
    let by = years.now.saturating_sub(years.last);
    let moved = text.replace(&years.last.to_string(), &years.now.to_string());
    if moved == text {
        let before = years.last.saturating_sub(1);
        text.replace(&before.to_string(), &before.saturating_add(by).to_string())
    } else {
        moved
    }
}

/// A line of the signature: a date becomes a slot.
fn dated(text: &str) -> (String, usize) {
    let is_date = text.contains('年') && text.trim_end().ends_with('日');
    if is_date { (slot(text.trim()), 1) } else { (text.to_owned(), 0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, Scope, State};

    fn last(year: u16) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::Department,
            year,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::Published,
        };
        Report::new(about, Edition::for_year(year).unwrap())
    }

    fn next(last: &Report) -> NextYear {
        let year = last.about.year + 1;
        let about = About { year, state: State::Draft, ..last.about.clone() };
        next_year(last, about, Edition::for_year(year).unwrap())
    }

    #[test]
    fn every_number_becomes_a_slot_that_names_last_years() {
        let mut last = last(2021);
        let text =
            "2021年收到申请1204件，办结率100%，其中予以公开三件，比2020年多3件，依据〔2021〕30号文，5月8日培训。";
        last.set_paragraphs("overview", vec![text.into()]);
        let next = next(&last);
        assert_eq!(
            next.report.paragraphs("overview"),
            [
                "2022年收到申请【待填·去年1204】件，办结率【待填·去年100】%，其中予以公开三件，比2021年多【待填·去年3】件，依据〔2021〕30号文，【待填·去年5月8日】培训。"
            ]
        );
        assert_eq!(next.n_slots, 4);
        let again = prose::read(&next.report.paragraphs("overview").join("\n"));
        assert!(again.quantities.iter().all(|q| q.script != Script::Digits), "{:?}", again.quantities);
    }

    #[test]
    fn the_statutory_period_moves_on_and_the_signature_asks_for_its_date() {
        let mut last = last(2021);
        last.set_paragraphs("preface", vec!["统计期限为2021年1月1日至2021年12月31日。".into()]);
        last.set_paragraphs("signature", vec!["示例市水务局".into(), "2022年1月20日".into()]);
        let next = next(&last);
        assert_eq!(next.report.paragraphs("preface"), ["统计期限为2022年1月1日至2022年12月31日。"]);
        assert_eq!(next.report.paragraphs("signature"), ["示例市水务局", "【待填·去年2022年1月20日】"]);
    }

    #[test]
    fn figures_stay_behind_and_the_change_of_edition_is_stated() {
        let mut last = last(2020);
        for (place, text) in [("t1.permits.last_year", "94"), ("t2.new.total", "3")] {
            let cell = last.edition().find(&place.into()).unwrap();
            last.set(cell, text);
        }
        last.set_paragraphs("problems", vec!["一是公开不够及时。".into()]);
        let next = next(&last);
        assert!(next.report.edition().indices().all(|cell| next.report.text(cell).is_empty()));
        let left: Vec<&str> =
            next.left_out.iter().map(|cell| last.edition().spec(*cell).place.as_str()).collect::<Vec<_>>();
        assert_eq!(left, ["t1.permits.last_year"]);
        assert_eq!(next.report.edition().id, "2021");
        assert_eq!(next.report.paragraphs("problems"), [REMINDER, "一是公开不够及时。"]);
        assert_eq!(next.n_problems, 1);
    }
}
