//! 新年度: where this year's draft starts from, when last year's report is at hand.

use super::carry::{Carried, carried};
use crate::report::{
    Report,
    next_year::next_year,
    pin::{Around, Pin},
};

/// So many characters of a clause are told on either side of its number.
const WORDS: usize = 8;

/// A draft made from last year's report, and what there is to say about it.
#[derive(Debug)]
pub struct Start {
    /// The draft.
    pub report: Report,
    /// The figures that follow from last year's.
    pub carried: Vec<Carried>,
    /// Open slots in its prose.
    pub n_slots: usize,
    /// Paragraphs in which last year's report named problems, to be answered this year.
    pub n_problems: usize,
    /// Names and figures of last year's cells that have no place in this year's form.
    pub left_out: Vec<(String, String)>,
    /// What people said about numbers of the prose that stand in the draft, or in its slots.
    pub n_links: usize,
    /// Confirmed links that could not be taken over: the number with the words around it, and what it referred to.
    pub unlinked: Vec<(String, String)>,
    last_year: u16,
}

impl Start {
    /// Starts an empty report from last year's: figures are carried over, and unless it is to be blank, the prose is a
    /// template with slots for this year's numbers.
    pub fn from_last(report: Report, last: &Report, is_blank: bool) -> Self {
        let next = next_year(last, report.about.clone(), report.edition());
        let name = |cell: &crate::form::CellIdx| (last.edition().name(*cell), last.text(*cell).to_owned());
        let left_out = next.left_out.iter().map(name).collect();
        let unlinked = next.unlinked.iter().filter(|_| !is_blank).map(|pin| told(last, pin)).collect();
        let (mut report, n_slots, n_problems) =
            if is_blank { (report, 0, 0) } else { (next.report, next.n_slots, next.n_problems) };
        let carried = carried(&report, last);
        for carried in &carried {
            report.set(carried.cell, &carried.text);
        }
        let n_links = report.pins().len();
        Self { report, carried, n_slots, n_problems, left_out, n_links, unlinked, last_year: last.about.year }
    }

    /// What was taken over and what is to be done, in one line.
    pub fn remark(&self) -> String {
        let mut parts = vec![format!("已从 {} 年度报告带入 {} 格数字，请核对", self.last_year, self.carried.len())];
        if self.n_slots > 0 {
            parts.push(format!("文字用去年的作模板，有 {} 处【待填】：在文字里按 Tab 到下一处", self.n_slots));
        }
        if !self.left_out.is_empty() {
            parts.push(format!("两年的格式不同，去年有 {} 格数字没有位置，没有带过来", self.left_out.len()));
        }
        if !self.unlinked.is_empty() {
            parts.push(format!("文字里有 {} 个数去年的勾连没有带过来", self.unlinked.len()));
        }
        parts.join("；")
    }
}

/// A number of last year's prose with the words around it, and what it referred to.
fn told(last: &Report, pin: &Pin) -> (String, String) {
    let text: Vec<char> = last.joined(&pin.section).chars().collect();
    let words = pin.marks.first().map(|mark| {
        let around = mark.lost.clone().unwrap_or_else(|| Around::of(&text, mark.start, mark.end));
        let is_clause = |c: &char| !"\n，。；、：".contains(*c);
        let left: Vec<char> = around.left.chars().rev().take_while(is_clause).take(WORDS).collect();
        let right = around.right.chars().take_while(is_clause).take(WORDS);
        left.into_iter().rev().chain(mark.value.chars()).chain(right).collect()
    });
    let names: Vec<String> = pin.places().iter().map(|place| last.edition().name_at(place)).collect();
    (words.unwrap_or_default(), names.join("与"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{
            About, Kind, Scope, State,
            edit::Edit,
            pin::{Mark, Tie},
        },
    };

    fn empty(year: u16) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::Department,
            year,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::Draft,
        };
        Report::new(about, Edition::for_year(year).unwrap())
    }

    #[test]
    fn figures_are_carried_and_the_prose_becomes_a_template_unless_it_is_to_be_blank() {
        let mut last = empty(2020);
        for (place, text) in [("t2.carried_forward.total", "2"), ("t1.permits.last_year", "94")] {
            let cell = last.edition().find(&place.into()).unwrap();
            last.set(cell, text);
        }
        last.set_paragraphs("overview", vec!["全年公开信息120条。".into()]);
        let start = Start::from_last(empty(2021), &last, false);
        let brought = start.report.edition().find(&"t2.brought_forward.total".into()).unwrap();
        assert_eq!(start.report.text(brought), "2");
        assert_eq!(start.report.paragraphs("overview"), ["全年公开信息【待填·去年120】条。"]);
        let remark = start.remark();
        assert!(remark.contains("带入 1 格") && remark.contains("1 处【待填】") && remark.contains("1 格数字没有位置"));
        let blank = Start::from_last(empty(2021), &last, true);
        assert!(blank.report.paragraphs("overview").is_empty() && !blank.remark().contains("待填"));
        assert_eq!(blank.report.text(brought), "2");
    }

    #[test]
    fn links_come_along_and_those_without_a_cell_are_named() {
        let mut last = empty(2020);
        last.set_paragraphs("overview", vec!["全年收到申请3件，行政许可94项。".into()]);
        let pin = |start, end, value: &str, place: &str| {
            Pin::of_number("overview", Mark::new(start, end, value, "件"), Tie::Is(vec![place.into()]))
        };
        let add = vec![pin(6, 7, "3", "t2.new.total"), pin(13, 15, "94", "t1.permits.last_year")];
        last.apply(Edit::Pins { remove: Vec::new(), add });
        let start = Start::from_last(empty(2021), &last, false);
        assert_eq!(start.n_links, 1);
        let [(words, name)] = &start.unlinked[..] else { panic!("{:?}", start.unlinked) };
        assert_eq!((words.as_str(), name.starts_with("行政许可")), ("行政许可94项", true), "{name}");
        assert!(start.remark().contains("1 个数去年的勾连没有带过来"), "{}", start.remark());
        let blank = Start::from_last(empty(2021), &last, true);
        assert!(blank.unlinked.is_empty() && blank.n_links == 0);
    }
}
