//! 新年度: next year's draft from last year's report, its prose as a template with every number an open slot.

use std::ops::Range;

use super::{
    About, Report,
    compare::left_out,
    pin::{Mark, Pin, Tie},
};
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
    /// Last year's confirmed links that stay behind: their number was lost, or the edition has no such place.
    pub unlinked: Vec<Pin>,
}

/// Makes next year's draft. Every number of the prose becomes a slot that names last year's; years move on by one; a
/// date in the year becomes a slot. Figures are not copied: the reports' equations say which are carried over.
///
/// What people said about a number stays with its slot, and so with the number that is typed there. Sums of the text are
/// not taken along: they are remembered anew once they hold.
pub fn next_year(last: &Report, about: About, edition: &'static Edition) -> NextYear {
    let mut report = Report::new(about, edition);
    let year = Years { last: last.about.year, now: report.about.year };
    let (mut n_slots, mut pins) = (0, Vec::new());
    for section in edition.sections.iter().filter(|section| section.id != "unplaced") {
        let mut template = Template::default();
        if section.id == "problems" && !last.paragraphs(&section.id).is_empty() {
            template.paragraphs.push(REMINDER.to_owned());
            template.n_slots += 1;
        }
        for text in last.paragraphs(&section.id) {
            let swaps = if section.id == "signature" { dated(text) } else { swaps(text, year) };
            template.add(text, swaps);
        }
        let of_section = last.pins().iter().filter(|pin| pin.section == section.id);
        pins.extend(of_section.filter_map(|pin| template.moved(pin)));
        n_slots += template.n_slots;
        report.set_paragraphs(&section.id, template.paragraphs);
    }
    let pins = pins.into_iter().filter_map(|pin| known(pin, &report));
    report.pins = pins.collect();
    let is_kept = |pin: &Pin| report.pins.iter().any(|kept| kept.section == pin.section && kept.tie == pin.tie);
    let links = last.pins().iter().filter(|pin| matches!(pin.tie, Tie::Is(_)));
    let unlinked = links.filter(|pin| pin.is_lost() || !is_kept(pin)).cloned().collect();
    let n_problems = last.paragraphs("problems").len();
    NextYear { n_slots, left_out: left_out(last, edition), n_problems, unlinked, report }
}

/// The pin with the places that the draft's edition has; of a refusal some may be gone, of a link none.
fn known(mut pin: Pin, report: &Report) -> Option<Pin> {
    if let Tie::IsNot(places) = &mut pin.tie {
        places.retain(|place| !report.edition().cells_at(place).is_empty());
    }
    report.has_places_of(&pin).then_some(pin)
}

/// The open slots of a text: first character and behind the last, and what each says of last year.
pub fn slots(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.match_indices(SLOT).filter_map(move |(at, _)| {
        let (before, rest) = text.split_at_checked(at)?;
        let (inside, _) = rest.split_once('】')?;
        let from = before.chars().count();
        let named = inside.rsplit_once("去年").map_or("", |(_, named)| named);
        Some((from..from + inside.chars().count() + 1, named))
    })
}

/// A stretch of last year's paragraph and what stands in its place.
struct Swap {
    from: Range<usize>,
    to: String,
    is_slot: bool,
}

/// A section's template, and where each stretch of last year's text went.
#[derive(Default)]
struct Template {
    paragraphs: Vec<String>,
    n_slots: usize,
    /// Stretches of last year's text and of this one, in order, over the paragraphs joined by `\n`.
    stretches: Vec<(Range<usize>, Range<usize>)>,
    /// Characters of last year's paragraphs so far, with their ends.
    passed: usize,
}

impl Template {
    /// Adds a paragraph of last year's with its swaps, which may overlap: the first counts.
    fn add(&mut self, text: &str, mut swaps: Vec<Swap>) {
        swaps.sort_by_key(|swap| swap.from.start);
        let chars: Vec<char> = text.chars().collect();
        let part = |from: usize, to: usize| -> String { chars.get(from..to).unwrap_or_default().iter().collect() };
        let start = self.paragraphs.iter().map(|paragraph| paragraph.chars().count() + 1).sum::<usize>();
        self.stretches.push((self.passed..self.passed, start..start));
        let (mut out, mut at, mut length) = (String::new(), 0, start);
        for Swap { from, to, is_slot } in swaps.into_iter().filter(|swap| swap.from.end <= chars.len()) {
            if from.start < at {
                continue;
            }
            out.push_str(&part(at, from.start));
            length += from.start - at;
            let end = length + to.chars().count();
            self.stretches.push((self.passed + from.start..self.passed + from.end, length..end));
            out.push_str(&to);
            self.n_slots += usize::from(is_slot);
            (at, length) = (from.end, end);
        }
        out.push_str(&part(at, chars.len()));
        self.passed += chars.len() + 1;
        self.paragraphs.push(out);
    }

    /// What was said about a number, where its slot or it itself stands now.
    fn moved(&self, pin: &Pin) -> Option<Pin> {
        let is_carried = !matches!(pin.tie, Tie::Sum(_)) && !pin.is_lost();
        let moved = |mark: &Mark| {
            let within = |(from, _): &&(Range<usize>, Range<usize>)| from.start < mark.end && mark.start < from.end;
            if let Some((_, to)) = self.stretches.iter().find(within) {
                return Some(Mark { start: to.start, end: to.end, ..mark.clone() });
            }
            let (from, to) = self.stretches.iter().rev().find(|(from, _)| from.end <= mark.start)?;
            let moved = |at: usize| to.end + at - from.end;
            Some(Mark { start: moved(mark.start), end: moved(mark.end), ..mark.clone() })
        };
        let marks: Option<Vec<Mark>> = pin.marks.iter().filter(|mark| !mark.is_empty()).map(moved).collect();
        let marks = marks.filter(|marks| is_carried && !marks.is_empty())?;
        Some(Pin { marks, ..pin.clone() })
    }
}

#[derive(Debug, Clone, Copy)]
struct Years {
    last: u16,
    now: u16,
}

/// What stands in place of the numbers and dates of a paragraph.
fn swaps(text: &str, years: Years) -> Vec<Swap> {
    let reading = prose::read(text);
    let chars: Vec<char> = text.chars().collect();
    let part = |span: &Range<usize>| -> String { chars.get(span.clone()).unwrap_or_default().iter().collect() };
    let numbers = reading.quantities.iter().filter(|quantity| quantity.script == Script::Digits);
    let mut swaps: Vec<Swap> = numbers
        .map(|quantity| Swap { from: quantity.digits.clone(), to: slot(&part(&quantity.digits)), is_slot: true })
        .collect();
    for mask in reading.masks.iter().filter(|mask| mask.kind == MaskKind::Date) {
        let date = part(&mask.span);
        let is_slot = date.contains('月') && !date.ends_with("1月1日") && !date.ends_with("12月31日");
        let to = if is_slot { slot(&date) } else { moved_on(&date, years) };
        swaps.push(Swap { from: mask.span.clone(), to, is_slot });
    }
    swaps
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
fn dated(text: &str) -> Vec<Swap> {
    let is_date = text.contains('年') && text.trim_end().ends_with('日');
    let swap = || Swap { from: 0..text.chars().count(), to: slot(text.trim()), is_slot: true };
    is_date.then(swap).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Place,
        report::{
            Kind, Scope, State,
            edit::{Edit, Spot},
        },
    };

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

    /// Remembers something about a number of the overview.
    fn pin(report: &mut Report, number: &str, tie: Tie) {
        let text = report.joined("overview");
        let start = text.split(number).next().unwrap().chars().count();
        let mark = Mark::new(start, start + number.chars().count(), number, "件");
        report.apply(Edit::Pins { remove: Vec::new(), add: vec![Pin::of_number("overview", mark, tie)] });
    }

    /// What stands under each pin, and what it says.
    fn pinned(report: &Report) -> Vec<(String, Tie)> {
        let under = |pin: &Pin| {
            let text: Vec<char> = report.joined(&pin.section).chars().collect();
            (text[pin.marks[0].start..pin.marks[0].end].iter().collect(), pin.tie.clone())
        };
        report.pins().iter().map(under).collect()
    }

    fn is(place: &str) -> Tie {
        Tie::Is(vec![Place::from(place)])
    }

    #[test]
    fn what_was_said_of_a_number_stays_with_its_slot_and_with_the_number_typed_there() {
        let mut last = last(2021);
        let text = "截至2021年底，培训4次。\n收到申请1204件，其中予以公开三件，上传文件7份。";
        last.set_paragraphs("overview", text.split('\n').map(str::to_owned).collect());
        let not = || Tie::IsNot(vec!["t1.normative.issued".into()]);
        pin(&mut last, "1204", is("t2.new.total"));
        pin(&mut last, "三", is("t2.granted.total"));
        pin(&mut last, "7", not());
        let mut next = next(&last);
        let said = |first: &str, third: &str| {
            [(first, is("t2.new.total")), ("三", is("t2.granted.total")), (third, not())]
                .map(|(t, s)| (t.to_owned(), s))
        };
        assert_eq!(pinned(&next.report), said("【待填·去年1204】", "【待填·去年7】"));
        assert!(next.unlinked.is_empty());
        let report = &mut next.report;
        for slot in ["【待填·去年7】", "【待填·去年1204】"] {
            let line = report.paragraphs("overview")[1].clone();
            let from = line.split(slot).next().unwrap().chars().count();
            let spot = |character| Spot { paragraph: 1, character };
            let typed = |at: usize, to: usize, text: &str| Edit::Text {
                section: "overview".into(),
                from: spot(at),
                to: spot(to),
                insert: text.into(),
            };
            report.apply(typed(from, from + slot.chars().count(), "1"));
            report.apply(typed(from + 1, from + 1, "3"));
        }
        assert!(report.paragraphs("overview")[1].starts_with("收到申请13件"), "{:?}", report.paragraphs("overview"));
        assert_eq!(pinned(report), said("13", "13"));
    }

    #[test]
    fn a_link_to_what_the_new_edition_does_not_have_stays_behind_and_is_named() {
        let mut last = last(2020);
        last.set_paragraphs("overview", vec!["行政许可94项，其他处理5件，收到申请3件，上传2份。".into()]);
        pin(&mut last, "94", is("t1.permits.last_year"));
        pin(&mut last, "5", is("t2.otherwise.total"));
        pin(&mut last, "3", Tie::IsNot(vec!["t1.permits.last_year".into(), "t2.new.total".into()]));
        pin(&mut last, "2", Tie::IsNot(vec!["t1.permits.last_year".into()]));
        let next = next(&last);
        assert_eq!(
            pinned(&next.report),
            [
                ("【待填·去年5】".to_owned(), is("t2.otherwise.total")),
                ("【待填·去年3】".to_owned(), Tie::IsNot(vec!["t2.new.total".into()]))
            ],
            "a row that lives on as a group keeps its link"
        );
        assert_eq!(next.unlinked.iter().map(|pin| pin.tie.clone()).collect::<Vec<_>>(), [is("t1.permits.last_year")]);
    }

    #[test]
    fn pins_behind_the_reminder_of_problems_stand_right_and_lost_ones_stay_behind() {
        let mut last = last(2021);
        last.set_paragraphs("problems", vec!["一是仍有2件逾期。".into(), "二是培训少。".into()]);
        let mark = Mark::new(4, 5, "2", "件");
        let gone = Mark { lost: Some(super::super::pin::Around::default()), ..Mark::new(9, 10, "8", "件") };
        let of = |mark, place: &str| Pin::of_number("problems", mark, is(place));
        let add = vec![of(mark, "t2.carried_forward.total"), of(gone, "t2.new.total")];
        last.apply(Edit::Pins { remove: Vec::new(), add });
        let next = next(&last);
        assert_eq!(pinned(&next.report), [("【待填·去年2】".to_owned(), is("t2.carried_forward.total"))]);
        assert_eq!(next.unlinked.len(), 1);
    }
}
