//! Sums of the text that held once (棘轮): remembered by themselves, and held against the text from then on.

use rust_decimal::Decimal;

use super::pinned::{quantity_of, value_of};
use crate::{
    prose::{Kind, Reading, Relation, Verdict},
    report::{
        Report,
        edit::Edit,
        pin::{Mark, Pin, Tie},
    },
};

/// A remembered sum of the text and what it makes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered<'a> {
    /// The pin that remembers it.
    pub pin: &'a Pin,
    /// The numbers of the left side now, those that are left of them.
    pub left: Vec<Decimal>,
    /// The numbers of the right side now.
    pub right: Vec<Decimal>,
    /// Does it hold?
    pub holds: bool,
}

impl Remembered<'_> {
    /// Left side less right side.
    pub fn difference(&self) -> Decimal {
        self.left.iter().sum::<Decimal>() - self.right.iter().sum::<Decimal>()
    }

    /// The numbers as they were remembered: left side, right side.
    pub fn then(&self) -> (Vec<&str>, Vec<&str>) {
        let mut left: Vec<&str> = self.pin.marks.iter().map(|mark| mark.value.as_str()).collect();
        let right = left.split_off(n_left(self.pin).min(left.len()));
        (left, right)
    }

    /// Characters of the section from its first number to its last.
    pub fn span(&self) -> std::ops::Range<usize> {
        let start = self.pin.marks.iter().map(|mark| mark.start).min().unwrap_or_default();
        start..self.pin.marks.iter().map(|mark| mark.end).max().unwrap_or(start)
    }
}

fn n_left(pin: &Pin) -> usize {
    if let Tie::Sum(left) = pin.tie { left } else { 0 }
}

/// The remembered sums of a section, each with what it makes now. One whose numbers are all gone says nothing: its sentence
/// was taken out. One whose total the text now ties to other numbers, and rightly, is about to be replaced.
pub fn remembered<'a>(report: &'a Report, section: &str, reading: &Reading) -> Vec<Remembered<'a>> {
    let pins: Vec<&Pin> =
        report.pins().iter().filter(|pin| pin.section == section && matches!(pin.tie, Tie::Sum(_))).collect();
    if pins.is_empty() {
        return Vec::new();
    }
    let text: Vec<char> = report.joined(section).chars().collect();
    let weighed = pins.into_iter().filter_map(|pin| {
        let bounds = |marks: &[Mark]| -> Vec<(Decimal, Decimal)> {
            marks.iter().filter_map(|mark| value_of(mark, reading, &text)).collect()
        };
        let (left, right) = pin.marks.split_at(n_left(pin).min(pin.marks.len()));
        let (left, right) = (bounds(left), bounds(right));
        if (left.is_empty() && right.is_empty()) || is_told_anew(pin, reading) {
            return None;
        }
        let sum = |side: &[(Decimal, Decimal)]| {
            side.iter().fold((Decimal::ZERO, Decimal::ZERO), |(low, high), (from, to)| (low + from, high + to))
        };
        let ((low, high), (least, most)) = (sum(&left), sum(&right));
        let named = |side: Vec<(Decimal, Decimal)>| side.into_iter().map(|(low, _)| low).collect();
        let is_whole = !left.is_empty() && !right.is_empty();
        Some(Remembered {
            pin,
            holds: is_whole && low <= most && least <= high,
            left: named(left),
            right: named(right),
        })
    });
    weighed.collect()
}

/// Does the text tie the left side to more numbers now, all those of before among them, and does that hold?
fn is_told_anew(pin: &Pin, reading: &Reading) -> bool {
    let (left, right) = numbers(pin, reading);
    let is_wider = |relation: &Relation| {
        relation.left == left && relation.right.len() > right.len() && right.iter().all(|i| relation.right.contains(i))
    };
    !left.is_empty() && reading.relations.iter().any(|relation| is_worth(relation) && is_wider(relation))
}

/// The quantities of a remembered sum that still stand in the text, by their numbers: left side, right side.
fn numbers(pin: &Pin, reading: &Reading) -> (Vec<usize>, Vec<usize>) {
    let of = |marks: &[Mark]| -> Vec<usize> { marks.iter().filter_map(|mark| quantity_of(mark, reading)).collect() };
    let (left, right) = pin.marks.split_at(n_left(pin).min(pin.marks.len()));
    (of(left), of(right))
}

/// Is it a sum that holds, of which to think when it breaks?
fn is_worth(relation: &Relation) -> bool {
    let is_sum = matches!(relation.kind, Kind::Parts | Kind::Implied | Kind::Balance | Kind::Outcomes);
    is_sum && relation.verdict == Verdict::Holds && relation.left.len() + relation.right.len() > 2
}

/// The edit that remembers every sum of a section that holds now, in place of what was remembered of the same total,
/// and forgets what is no more in the text: sums without a number, links whose number was deleted. `None` if all is in
/// line already. To be made when the report is saved or the cursor leaves the paragraph, never at half-typed numbers.
pub fn settled(report: &Report, section: &str, reading: &Reading) -> Option<Edit> {
    let text: Vec<char> = report.joined(section).chars().collect();
    let known: Vec<&Pin> = report.pins().iter().filter(|pin| pin.section == section).collect();
    let sums = || known.iter().filter(|pin| matches!(pin.tie, Tie::Sum(_)));
    let worth = reading.relations.iter().filter(|relation| is_worth(relation));
    let mut new: Vec<Pin> = worth.filter_map(|relation| pin_of(relation, section, reading)).collect();
    // A total that happens to be made up by some of its parts is no news while it is remembered with all of them.
    new.retain(|pin| !sums().any(|old| is_same_total(old, pin, reading) && !is_within(old, pin, reading)));
    let is_stale = |pin: &Pin| {
        let is_gone = |marks: &[Mark]| marks.iter().all(|mark| value_of(mark, reading, &text).is_none());
        match &pin.tie {
            Tie::Is(_) | Tie::IsNot(_) => pin.marks.iter().all(Mark::is_empty),
            Tie::Sum(left) => {
                let (a, b) = pin.marks.split_at((*left).min(pin.marks.len()));
                let is_replaced = |other: &Pin| pin != other && is_same_total(pin, other, reading);
                (is_gone(a) && is_gone(b)) || new.iter().any(is_replaced)
            }
        }
    };
    let remove: Vec<Pin> = known.iter().filter(|pin| is_stale(pin)).map(|pin| (*pin).clone()).collect();
    let add: Vec<Pin> = new.into_iter().filter(|pin| !known.contains(&pin)).collect();
    let edit = Edit::Pins { remove, add };
    (!edit.is_nothing()).then_some(edit)
}

/// Are both sums of the same total?
fn is_same_total(old: &Pin, new: &Pin, reading: &Reading) -> bool {
    let (left, _) = numbers(old, reading);
    !left.is_empty() && left == numbers(new, reading).0
}

/// Are all parts of the old sum parts of the new one?
fn is_within(old: &Pin, new: &Pin, reading: &Reading) -> bool {
    let (old, new) = (numbers(old, reading).1, numbers(new, reading).1);
    old.iter().all(|i| new.contains(i))
}

fn pin_of(relation: &Relation, section: &str, reading: &Reading) -> Option<Pin> {
    let numbers = relation.left.iter().chain(&relation.right);
    let marks: Option<Vec<Mark>> = numbers
        .map(|i| {
            let q = reading.quantities.get(*i)?;
            Some(Mark::new(q.digits.start, q.digits.end, q.value.normalize().to_string(), q.unit))
        })
        .collect();
    Some(Pin { section: section.to_owned(), marks: marks?, tie: Tie::Sum(relation.left.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        prose::read,
        report::{About, State, edit::Spot},
    };

    const TEXT: &str = "全年公开信息1204条，其中网站800条、微信300条、其他104条。";

    fn report(text: &str) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: crate::report::Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: crate::report::Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(2021).unwrap());
        report.set_paragraphs("overview", text.split('\n').map(str::to_owned).collect());
        report
    }

    fn settle(report: &mut Report) -> usize {
        let reading = read(&report.joined("overview"));
        match settled(report, "overview", &reading) {
            Some(edit) => {
                report.apply(edit);
                1 + settle(report)
            }
            None => 0,
        }
    }

    /// Replaces the first `old` in the text by typing over it.
    fn put(report: &mut Report, old: &str, new: &str) -> Edit {
        let text = report.joined("overview");
        let at = text.split(old).next().unwrap_or_default().chars().count();
        let spot = |character| Spot { paragraph: 0, character };
        let (from, to) = (spot(at), spot(at + old.chars().count()));
        report.apply(Edit::Text { section: "overview".into(), from, to, insert: new.into() })
    }

    /// Differences of what is remembered and does not hold.
    fn broken(report: &Report) -> Vec<Decimal> {
        let reading = read(&report.joined("overview"));
        let all = remembered(report, "overview", &reading);
        all.iter().filter(|sum| !sum.holds).map(Remembered::difference).collect()
    }

    #[test]
    fn a_sum_is_remembered_once_and_complained_about_when_it_breaks() {
        let mut report = report(TEXT);
        assert_eq!(settle(&mut report), 1);
        assert_eq!((report.pins().len(), broken(&report)), (1, vec![]));
        put(&mut report, "300", "30");
        assert_eq!(broken(&report), [Decimal::from(270)]);
        assert_eq!(settle(&mut report), 0, "what is broken is not forgotten");
        put(&mut report, "30", "300");
        assert_eq!(broken(&report), []);
    }

    #[test]
    fn a_sum_that_the_words_no_longer_tie_is_still_held() {
        let mut report = report(TEXT);
        settle(&mut report);
        put(&mut report, "其中", "");
        put(&mut report, "104条", "1O4条");
        assert_eq!(broken(&report).len(), 1);
        put(&mut report, "、其他1O4条", "");
        assert_eq!(broken(&report), [Decimal::from(104)], "a part was taken out");
    }

    #[test]
    fn a_sentence_that_is_taken_out_is_forgotten() {
        let mut report = report(&format!("概况。{TEXT}"));
        settle(&mut report);
        let before = report.clone();
        let back = put(&mut report, TEXT, "");
        assert_eq!(broken(&report), []);
        assert!(report.pins().is_empty());
        report.apply(back);
        assert_eq!(report, before);
    }

    #[test]
    fn a_part_more_and_a_new_total_are_the_new_sum() {
        let mut report = report(TEXT);
        settle(&mut report);
        put(&mut report, "104条", "104条、微博6条");
        put(&mut report, "1204", "1210");
        assert_eq!(broken(&report), []);
        assert_eq!(settle(&mut report), 1);
        assert_eq!(report.pins().len(), 1);
        put(&mut report, "6条", "7条");
        assert_eq!(broken(&report), [Decimal::NEGATIVE_ONE]);
    }

    #[test]
    fn all_numbers_changed_so_that_the_sum_holds_again_is_no_matter() {
        let mut report = report(TEXT);
        settle(&mut report);
        for (old, new) in [("800", "850"), ("300", "340"), ("、其他104", "、其他110"), ("1204", "1300")] {
            put(&mut report, old, new);
        }
        assert_eq!(broken(&report), []);
        assert_eq!(settle(&mut report), 1, "the values are those of now");
        assert_eq!(report.pins().iter().next().unwrap().marks[0].value, "1300");
    }
}
