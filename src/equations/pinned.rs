//! What people said a number refers to goes before what its words say: the one place where both come together.

use rust_decimal::Decimal;

use super::{
    refer::{Certainty, Reference, bounds},
    target::Target,
};
use crate::{
    form::{CellIdx, Edition, Kind},
    prose::{Quantity, Reading, Script},
    report::{
        Report,
        pin::{Mark, Pin, Tie},
        value::fold,
    },
};

/// The references of a section with its pins: a confirmed pin says what its number refers to, whatever the words say;
/// a refused meaning is taken away, and with its last meaning the reference. In the order of the quantities.
///
/// `references` are those of [`super::refer`] for the same reading.
pub fn pinned(report: &Report, section: &str, reading: &Reading, references: &[Reference]) -> Vec<Reference> {
    let edition = report.edition();
    let mut merged = references.to_vec();
    let of_section = report.pins().iter().filter(|pin| pin.section == section);
    let numbers = of_section.filter_map(|pin| Some((pin, quantity_of(pin.marks.first()?, reading)?)));
    for (pin, at) in numbers {
        match &pin.tie {
            Tie::Is(_) => {
                let Some(confirmed) = confirmed(edition, pin, at, reading) else { continue };
                match merged.iter_mut().find(|reference| reference.quantity == at) {
                    Some(reference) => *reference = Reference { role: reference.role, ..confirmed },
                    None => merged.push(confirmed),
                }
            }
            Tie::IsNot(refused) => {
                let of_number =
                    merged.iter_mut().filter(|reference| reference.quantity == at && !reference.is_confirmed);
                for reference in of_number {
                    let is_refused = |target: &Target| target.places.iter().all(|place| refused.contains(place));
                    reference.targets =
                        reference.targets.iter().filter(|target| !is_refused(target)).cloned().collect();
                }
            }
            Tie::Sum(_) => {}
        }
    }
    merged.retain(|reference| !reference.targets.is_empty());
    merged.sort_by_key(|reference| reference.quantity);
    merged
}

fn confirmed(edition: &'static Edition, pin: &Pin, at: usize, reading: &Reading) -> Option<Reference> {
    let section = edition.section(&pin.section)?.id.as_str();
    let q = reading.quantities.get(at)?;
    let places: Vec<&str> = pin.places().iter().map(crate::form::Place::as_str).collect();
    let target = Target::at(edition, &places)?;
    let is_money = |cell: &CellIdx| edition.spec(*cell).kind == Kind::Money;
    Some(Reference {
        section,
        quantity: at,
        role: None,
        span: q.span.clone(),
        digits: q.digits.clone(),
        bounds: bounds(q, target.cells.iter().any(is_money)),
        is_none: q.script == Script::Words,
        targets: [target].into(),
        certainty: Certainty::Plain,
        is_confirmed: true,
    })
}

/// The quantity that stands under a mark, by its number in the reading; `None` where the number was deleted or lost.
pub fn quantity_of(mark: &Mark, reading: &Reading) -> Option<usize> {
    let is_under = |q: &Quantity| q.digits.start < mark.end && mark.start < q.digits.end;
    reading.quantities.iter().position(is_under).filter(|_| mark.lost.is_none())
}

/// Least and most that the number under a mark says: as a quantity, or, where the words around it no longer make it
/// one, as the figure that still stands there. `text` is the section's, as characters.
pub fn value_of(mark: &Mark, reading: &Reading, text: &[char]) -> Option<(Decimal, Decimal)> {
    if let Some(q) = quantity_of(mark, reading).and_then(|at| reading.quantities.get(at)) {
        return Some(q.bounds());
    }
    let digits = text.get(mark.start..mark.end).filter(|_| mark.lost.is_none())?;
    let plain: String = digits.iter().map(|c| fold(*c)).filter(|c| *c != ',').collect();
    plain.parse().ok().map(|value: Decimal| (value, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        equations::refer,
        prose::read,
        report::{About, Scope, State, edit::Edit},
    };

    const TEXT: &str = "收到政府信息公开申请12件。办理热线诉求30件，上传文件7份。";

    fn report() -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: crate::report::Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(2021).unwrap());
        report.set_paragraphs("overview", vec![TEXT.into()]);
        report
    }

    fn pin(report: &mut Report, number: usize, tie: Tie) {
        let q = read(TEXT).quantities.swap_remove(number);
        let mark = Mark::new(q.digits.start, q.digits.end, q.value.to_string(), q.unit);
        let add = vec![Pin::of_number("overview", mark, tie)];
        report.apply(Edit::Pins { remove: Vec::new(), add });
    }

    /// Number, meanings, and `!` where somebody said so.
    fn told(report: &Report) -> String {
        let reading = read(TEXT);
        let references = refer(report.edition(), 2021, "overview", &reading);
        let merged = pinned(report, "overview", &reading, &references).into_iter().map(|r| {
            let places =
                |target: &Target| target.places.iter().map(|p| p.as_str().to_owned()).collect::<Vec<_>>().join("+");
            let targets: Vec<String> = r.targets.iter().map(places).collect();
            format!("{}={}{}", r.bounds.1.normalize(), targets.join("/"), if r.is_confirmed { "!" } else { "" })
        });
        merged.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn without_pins_the_words_say_it() {
        assert_eq!(told(&report()), "12=t2.new.total/t2.intake.total");
    }

    #[test]
    fn a_confirmed_pin_overrides_the_words_and_says_what_they_leave_open() {
        let mut report = report();
        pin(&mut report, 0, Tie::Is(vec!["t2.intake.total".into()]));
        pin(&mut report, 2, Tie::Is(vec!["t1.normative.issued".into(), "t1.gov_rules.issued".into()]));
        assert_eq!(told(&report), "12=t2.intake.total! 7=t1.normative.issued+t1.gov_rules.issued!");
    }

    #[test]
    fn a_refused_meaning_is_not_proposed_again() {
        let mut report = report();
        pin(&mut report, 0, Tie::IsNot(vec!["t2.new.total".into()]));
        assert_eq!(told(&report), "12=t2.intake.total");
        pin(&mut report, 0, Tie::IsNot(vec!["t2.new.total".into(), "t2.intake.total".into()]));
        assert_eq!(told(&report), "");
    }

    #[test]
    fn a_number_whose_unit_went_still_has_its_figure() {
        let text: Vec<char> = "共1,204，其中甲３件".chars().collect();
        let reading = read(&text.iter().collect::<String>());
        let value = |start, end| value_of(&Mark::new(start, end, "1204", "件"), &reading, &text).map(|(low, _)| low);
        assert_eq!(value(1, 6), Some(Decimal::from(1204)));
        assert_eq!(value(10, 11), Some(Decimal::from(3)));
        assert_eq!(value(10, 10), None);
    }
}
