//! Pins of a draft that another hand may have changed: those that no longer fit the text are looked for anew.

use super::{
    Report, next_year,
    pin::{Around, Mark, Pin, Tie},
};
use crate::prose::{self, Found, Trace};

/// A pin as it was written down, with what stood around each of its numbers then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The pin.
    pub pin: Pin,
    /// What stood around its marks, one for each.
    pub around: Vec<Around>,
}

/// The pins of a report whose text stands already, each number where it is now.
///
/// Where everything still fits its surroundings nothing is read. Otherwise the numbers are found by what stood around
/// them; one that cannot be told for sure is marked as lost, and of a sum or a refusal it is forgotten.
pub fn regain(report: &Report, written: Vec<Written>) -> Vec<Pin> {
    let mut regained = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some(section) = rest.first().map(|first| first.pin.section.clone()) {
        let (of_section, others) = rest.into_iter().partition(|written| written.pin.section == section);
        rest = others;
        let text = report.joined(&section);
        regained.extend(in_section(&text, of_section));
    }
    regained
}

/// So many characters right beside an open slot are as they were before it is taken for the same one.
const ALIKE: usize = 5;

/// First character and behind the last.
type Span = (usize, usize);

fn in_section(text: &str, written: Vec<Written>) -> Vec<Pin> {
    let chars: Vec<char> = text.chars().collect();
    let marks = || written.iter().flat_map(|written| written.pin.marks.iter().zip(&written.around));
    let fits =
        |(mark, around): (&Mark, &Around)| mark.lost.is_some() || Around::of(&chars, mark.start, mark.end) == *around;
    if marks().all(fits) {
        return written.into_iter().map(|written| written.pin).collect();
    }
    let mut numbers: Vec<(&Mark, &Around)> = marks().filter(|(mark, _)| mark.lost.is_none()).collect();
    numbers.sort_by_key(|(mark, _)| (mark.start, mark.end));
    numbers.dedup_by_key(|(mark, _)| (mark.start, mark.end));
    let traces = numbers.iter().map(|(mark, around)| Trace {
        start: mark.start,
        value: &mark.value,
        unit: &mark.unit,
        left: &around.left,
        right: &around.right,
    });
    let traces: Vec<Trace<'_>> = traces.collect();
    let reading = prose::read(text);
    let found = prose::attach(&traces, text, &reading);
    let spans: Vec<(Span, Option<Span>)> = numbers
        .iter()
        .zip(found)
        .map(|((mark, _), found)| {
            let digits =
                if let Found::At(i) = found { reading.quantities.get(i).map(|q| q.digits.clone()) } else { None };
            ((mark.start, mark.end), digits.map(|digits| (digits.start, digits.end)))
        })
        .collect();
    let spans = in_slots(&numbers, spans, text, &chars);
    let now = |mark: &Mark| {
        let found = spans.iter().find(|(then, _)| *then == (mark.start, mark.end));
        found.and_then(|(_, now)| *now)
    };
    written.into_iter().filter_map(|written| moved(written, now)).collect()
}

/// Numbers that were not found may be open slots still: the one whose surroundings are most like what was written
/// down, if it alone is so. Whole clauses count, not single characters.
fn in_slots(
    numbers: &[(&Mark, &Around)],
    spans: Vec<(Span, Option<Span>)>,
    text: &str,
    chars: &[char],
) -> Vec<(Span, Option<Span>)> {
    let slots: Vec<Span> = next_year::slots(text).map(|(span, _)| (span.start, span.end)).collect();
    let likeness = |around: &Around, (start, end): Span| {
        let now = Around::of(chars, start, end);
        let same = |(a, b): &(char, char)| a == b;
        let left = around.left.chars().rev().zip(now.left.chars().rev()).take_while(same).count();
        left + around.right.chars().zip(now.right.chars()).take_while(same).count()
    };
    let best = |around: &Around| {
        let mut ranked: Vec<(usize, Span)> = slots.iter().map(|slot| (likeness(around, *slot), *slot)).collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        match ranked.as_slice() {
            [(first, slot), rest @ ..] if *first >= ALIKE && rest.first().is_none_or(|(next, _)| next < first) => {
                Some(*slot)
            }
            _ => None,
        }
    };
    let found = numbers.iter().zip(spans);
    found.map(|((_, around), (then, now))| (then, now.or_else(|| best(around)))).collect()
}

/// The pin with its numbers where they are now.
fn moved(written: Written, now: impl Fn(&Mark) -> Option<(usize, usize)>) -> Option<Pin> {
    let Written { mut pin, around } = written;
    let (mut left, was_left) = match pin.tie {
        Tie::Sum(left) => (left, left),
        Tie::Is(_) | Tie::IsNot(_) => (0, 0),
    };
    let asks = matches!(pin.tie, Tie::Is(_));
    let mut marks = Vec::with_capacity(pin.marks.len());
    for (n, (mark, around)) in pin.marks.into_iter().zip(around).enumerate() {
        match now(&mark) {
            _ if mark.lost.is_some() => marks.push(mark),
            Some((start, end)) => marks.push(Mark { start, end, ..mark }),
            None if asks => marks.push(Mark { lost: Some(around), ..mark }),
            None => left -= usize::from(n < was_left),
        }
    }
    pin.marks = marks;
    if let Tie::Sum(n) = &mut pin.tie {
        *n = left;
    }
    pin.is_whole().then_some(pin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    const BEFORE: &str = "全年收到政府信息公开申请3件，均为自然人提出。\n发布信息100条，其中网站60条、微信40条。";

    fn report(text: &str) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(2021).unwrap());
        report.set_paragraphs("overview", text.split('\n').map(str::to_owned).collect());
        report
    }

    /// A link on the 3 and the sum of the 100, as a draft of [`BEFORE`] holds them.
    fn written() -> Vec<Written> {
        let text: Vec<char> = BEFORE.chars().collect();
        let numbers = prose::read(BEFORE).quantities;
        let mark = |n: usize| {
            let q = &numbers[n];
            let around = Around::of(&text, q.digits.start, q.digits.end);
            (Mark::new(q.digits.start, q.digits.end, q.value.to_string(), q.unit), around)
        };
        let pin = |of: &[usize], tie: Tie| {
            let (marks, around) = of.iter().map(|n| mark(*n)).unzip();
            Written { pin: Pin { section: "overview".into(), marks, tie }, around }
        };
        vec![pin(&[0], Tie::Is(vec!["t2.new.total".into()])), pin(&[1, 2, 3], Tie::Sum(1))]
    }

    /// The numbers under the pins in a text that another hand changed; `?` for one that is lost.
    fn regained(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let pins = regain(&report(text), written());
        let under = |mark: &Mark| match mark.lost {
            Some(_) => "?".to_owned(),
            None => chars[mark.start..mark.end].iter().collect::<String>(),
        };
        let words = pins.iter().map(|pin| pin.marks.iter().map(under).collect::<Vec<_>>().join(" "));
        words.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_text_that_was_not_changed_keeps_its_pins() {
        let pins: Vec<Pin> = written().into_iter().map(|written| written.pin).collect();
        assert_eq!(regain(&report(BEFORE), written()), pins);
    }

    #[test]
    fn numbers_are_found_after_text_was_put_in_and_paragraphs_changed_places() {
        let swapped = "发布信息100条，其中网站60条、微信40条。\n本年度共办理咨询27件。全年收到政府信息公开申请5件，均为自然人提出。";
        assert_eq!(regained(swapped), "5 | 100 60 40");
    }

    #[test]
    fn a_link_whose_sentence_is_gone_is_lost_and_a_part_of_a_sum_drops_out() {
        assert_eq!(regained("网站更新及时。\n发布信息100条，其中网站60条。"), "? | 100 60");
        assert_eq!(regained("网站更新及时。"), "?");
    }

    #[test]
    fn two_sentences_alike_are_asked_about() {
        let twice = "全年收到政府信息公开申请3件，均为自然人提出。\n全年收到政府信息公开申请3件，均为自然人提出。";
        assert!(regained(&format!("概况\n{twice}")).starts_with('?'));
    }

    #[test]
    fn an_open_slot_is_found_by_the_words_beside_it() {
        let slots = BEFORE.replace("100", "【待填·去年100】").replace('3', "【待填·去年3】");
        let slot = slots.chars().position(|c| c == '【').unwrap();
        let text: Vec<char> = slots.chars().collect();
        let end = slot + "【待填·去年3】".chars().count();
        let mark = Mark::new(slot, end, "3", "件");
        let pin = Pin { section: "overview".into(), marks: vec![mark], tie: Tie::Is(vec!["t2.new.total".into()]) };
        let written = Written { pin, around: vec![Around::of(&text, slot, end)] };
        let under = |now: &str| {
            let pins = regain(&report(now), vec![written.clone()]);
            let chars: Vec<char> = now.chars().collect();
            let mark = &pins[0].marks[0];
            mark.lost.is_none().then(|| chars[mark.start..mark.end].iter().collect::<String>())
        };
        assert_eq!(under(&format!("总体平稳。\n{slots}")).as_deref(), Some("【待填·去年3】"));
        assert_eq!(under(&slots.replacen("【待填·去年3】", "12", 1)).as_deref(), Some("12"), "filled elsewhere");
        assert_eq!(under(&format!("概况。\n{slots}\n{slots}")), None, "two alike are asked about");
        assert_eq!(under("发布信息【待填·去年100】条。"), None);
    }
}
