//! 勾连 at the desk: numbers of the prose are tied to cells, confirmed, refused; sums that hold are remembered quietly.

use ratatui::layout::Size;

use super::{Answer, Body, Desk, Focus};
use crate::{
    equations::{self, Match},
    form::Place,
    report::{
        edit::Edit,
        pin::{Mark, Pin, Tie},
    },
    rules::{Finding, Level, Said, Span},
    tui::app::{
        links::{self, Link},
        msg::{Action, Msg},
        overlay::Overlay,
        palette,
    },
};

/// Said where a key about numbers finds none.
const NO_NUMBER: &str = "光标不在数字上：把光标移到带单位的数字上再按";

impl Desk {
    /// A key or text. Once the cursor has left a paragraph, what holds in its section is remembered.
    pub fn update(&mut self, msg: Msg, size: Size, clip: &mut String) -> Answer {
        let is_turn = matches!(msg, Msg::Act(Action::Undo | Action::Redo));
        let before = self.standing_in().filter(|_| !is_turn);
        let answer = self.key(msg, size, clip);
        if let Some((section, paragraph)) = before
            && self.standing_in() != Some((section.clone(), paragraph))
        {
            self.settle(Some(&section));
        }
        let section = match self.body() {
            Body::Prose(prose) => prose.section(),
            Body::Table(_) => return answer,
        };
        if self.offers.links.section() != section {
            self.link_up();
        }
        answer
    }

    /// The link of the number under the cursor in prose.
    pub fn link(&self) -> Option<&Link> {
        self.offers.links.at(self.character()?)
    }

    /// Is one asked what the number under the cursor refers to, with keys that would make a repair elsewhere? A repair
    /// that is sure here comes first.
    pub(super) fn is_asking(&self) -> bool {
        self.focus == Focus::Section && self.sure().is_none() && self.link().is_some()
    }

    /// The character of the section that the cursor in prose stands at.
    fn character(&self) -> Option<usize> {
        let Body::Prose(prose) = self.body() else { return None };
        let is_shown = self.offers.links.section() == prose.section();
        is_shown.then(|| self.report.offset(prose.section(), prose.cursor()))
    }

    /// What was read in the section shown, and the number under the cursor there.
    fn number(&self) -> Option<(&Said, usize)> {
        let said = self.said(self.offers.links.section())?;
        Some((said, links::number_at(said, self.character()?)?))
    }

    /// What the last check read in a section.
    fn said(&self, section: &str) -> Option<&Said> {
        links::said(&self.findings.memory, section)
    }

    /// Brings the links in line with the section shown.
    pub(super) fn link_up(&mut self) {
        if let Body::Prose(prose) = &self.bodies[self.page] {
            self.offers.link_up(&self.report, &self.findings.memory, prose.section());
        }
    }

    /// F8 on a number: it is what is proposed.
    pub(super) fn confirm_link(&mut self) -> Answer {
        let Some(link) = self.link() else {
            return Answer::cannot(if self.number().is_some() {
                "这个数字没有看出指哪一格：按 F4 选一格"
            } else {
                NO_NUMBER
            });
        };
        let Some((target, _)) = link.target() else { return Answer::default() };
        if link.reference.is_confirmed {
            return Answer::say("已经确认过了；F7 取消，F4 另选");
        }
        let (number, places) = (link.reference.quantity, target.places.clone());
        self.tie(number, Tie::Is(places))
    }

    /// F7 on a number: it is not what is proposed; what was confirmed is taken back.
    pub(super) fn refuse_link(&mut self) -> Answer {
        let Some(link) = self.link() else { return Answer::cannot("光标处没有可以否定的勾连") };
        let places = link.reference.targets.iter().flat_map(|target| target.places.clone()).collect();
        let (number, is_confirmed) = (link.reference.quantity, link.reference.is_confirmed);
        if is_confirmed { self.untie(number) } else { self.tie(number, Tie::IsNot(places)) }
    }

    /// Takes back that a number was tied: its words speak again.
    fn untie(&mut self, number: usize) -> Answer {
        let Some(said) = self.said(self.offers.links.section()) else { return Answer::default() };
        let pins = links::ties(&self.report, said, number).filter(|pin| matches!(pin.tie, Tie::Is(_)));
        let remove = pins.cloned().collect();
        self.make(Edit::Pins { remove, add: Vec::new() }, false);
        Answer::say("已取消确认；^Z 撤销")
    }

    /// F4 on a number: a cell is chosen for it.
    pub(super) fn choose_cell(&self) -> Answer {
        let found = self.number().and_then(|(said, number)| said.reading.quantities.get(number));
        let Some(value) = found.map(|q| q.value) else { return Answer::cannot(NO_NUMBER) };
        let chooser = palette::cells(&self.report, value);
        Answer { overlay: Some(Overlay::Palette(Box::new(chooser))), ..Answer::default() }
    }

    /// Ties the number under the cursor to the cell that was chosen.
    pub(in crate::tui::app) fn tie_to(&mut self, place: Place) -> Answer {
        let number = self.number().map(|(_, number)| number);
        number.map_or_else(|| Answer::cannot(NO_NUMBER), |number| self.tie(number, Tie::Is(vec![place])))
    }

    /// Says what a number refers to, as one step of undo.
    fn tie(&mut self, number: usize, tie: Tie) -> Answer {
        let places = if let Tie::Is(places) = &tie { places.clone() } else { Vec::new() };
        let said = self.said(self.offers.links.section());
        let Some(edit) = said.and_then(|said| links::say(&self.report, said, number, tie)) else {
            return Answer::default();
        };
        self.make(edit, false);
        let edition = self.report.edition();
        let names: Vec<String> = places.iter().map(|place| edition.name_at(place)).collect();
        let links = self.offers.links.all().iter();
        let now = links.into_iter().find(|link| link.reference.quantity == number && link.reference.is_confirmed);
        Answer::say(match (names.as_slice(), now.map(|link| &link.held)) {
            ([], _) => "记住了：不指这里，以后不再这样提；^Z 撤销".to_owned(),
            (names, Some(Match::Differs(figures))) => {
                let figure = figures.first().map(|(_, figure)| figure.normalize().to_string()).unwrap_or_default();
                format!("已确认指 {}；表里是 {figure}，与正文不同；^Z 撤销", names.join("与"))
            }
            (names, _) => format!("已确认指 {}；^Z 撤销", names.join("与")),
        })
    }

    /// F7 in the findings: 不是这里. A number is not what it was held against, a sum need not hold any longer, a lost
    /// number is given up, a located cell is not the wrong one.
    pub(super) fn refuse(&mut self) -> Answer {
        let Some(finding) = self.findings.current(&self.checked).cloned() else {
            return Answer::cannot("这一项已经相符，没有什么要否定");
        };
        match (finding.code, &finding.span) {
            ("P-SUM2" | "P-LINK", Some(span)) => self.forget(&finding, span),
            (code, Some(span)) if code.starts_with("P-T") || matches!(code, "P-ZERO" | "P-REP" | "T2-X03") => {
                self.refuse_at(span)
            }
            _ if finding.level == Level::Hint => match self.findings.hide(&self.checked) {
                Ok(()) => Answer::say("已隐藏这条提示；相关文字改了，它会再出现"),
                Err(why) => Answer::cannot(why),
            },
            _ if !finding.repairs.is_empty() => self.refuse_repair(),
            _ => Answer::cannot("这一项没有可以否定的提议；确实没错的，按 F9 写明原因"),
        }
    }

    /// F8 in the findings on a lost number: it is the one that was found in the text.
    pub(super) fn regain_link(&mut self) -> Option<Answer> {
        let finding = self.findings.current(&self.checked)?;
        let span = finding.span.clone().filter(|_| finding.code == "P-LINK")?;
        let pin = self.lost(finding)?.clone();
        let quantities = &self.said(&span.section)?.reading.quantities;
        let q = quantities.iter().find(|q| q.span.start == span.start && span.start < span.end)?;
        let mark = Mark::new(q.digits.start, q.digits.end, q.value.normalize().to_string(), q.unit);
        let found = Pin { marks: vec![mark], ..pin.clone() };
        self.make(Edit::Pins { remove: vec![pin], add: vec![found] }, false);
        Some(Answer::say("已重新对上；^Z 撤销"))
    }

    fn refuse_at(&mut self, span: &Span) -> Answer {
        let said = self.said(&span.section);
        let found = said.and_then(|said| {
            let reference = said.references.iter().find(|reference| reference.span.start == span.start)?;
            let places = reference.targets.iter().flat_map(|target| target.places.clone()).collect();
            links::say(&self.report, said, reference.quantity, Tie::IsNot(places))
        });
        let Some(edit) = found else { return Answer::cannot("这一项没有可以否定的勾连") };
        self.make(edit, false);
        Answer::say("记住了：这个数字不指那里，以后不再这样提；^Z 撤销")
    }

    /// Gives up what a finding remembers.
    fn forget(&mut self, finding: &Finding, span: &Span) -> Answer {
        let pin = if finding.code == "P-LINK" { self.lost(finding).cloned() } else { self.sum_at(span) };
        let Some(pin) = pin else { return Answer::cannot("这一项已经不在了") };
        self.make(Edit::Pins { remove: vec![pin], add: Vec::new() }, false);
        Answer::say("不再按原来的记忆核对这里；^Z 撤销")
    }

    /// The lost link that a finding is about: as many lost ones of its section stand before it as findings do.
    fn lost(&self, finding: &Finding) -> Option<&Pin> {
        let is_like = |other: &&Finding| other.code == finding.code && other.place == finding.place;
        let n = self.checked.findings.iter().filter(is_like).position(|other| other == finding)?;
        let is_lost =
            |pin: &&Pin| pin.is_lost() && pin.section == finding.place.as_str() && matches!(pin.tie, Tie::Is(_));
        self.report.pins().iter().filter(is_lost).nth(n)
    }

    fn sum_at(&self, span: &Span) -> Option<Pin> {
        let reading = &self.said(&span.section)?.reading;
        let sums = equations::remembered(&self.report, &span.section, reading);
        let found = sums.into_iter().find(|sum| !sum.holds && sum.span() == (span.start..span.end));
        found.map(|sum| sum.pin.clone())
    }

    /// Remembers quietly what holds in the sections that were changed, or in one of them. It is no step of its own: it
    /// is taken back with the step before.
    pub(super) fn settle(&mut self, only: Option<&str>) {
        let edition = self.report.edition();
        let is_meant = |id: &str| only.is_none_or(|only| only == id);
        let is_changed = |id: &str| self.report.paragraphs(id) != self.file.saved.paragraphs(id);
        let ids = edition.sections.iter().map(|section| section.id.as_str());
        let ids: Vec<&str> = ids.filter(|id| is_meant(id) && is_changed(id)).collect();
        let mut is_settled = false;
        for id in ids {
            // The last check read the text as it stands.
            let settled = self.said(id).and_then(|said| equations::settled(&self.report, id, &said.reading));
            if let Some(edit) = settled {
                self.undo.amend(&mut self.report, edit);
                is_settled = true;
            }
        }
        if is_settled {
            self.judge();
        }
    }

    /// Where the cursor stands in prose: section and paragraph.
    pub(super) fn standing_in(&self) -> Option<(String, usize)> {
        let Body::Prose(prose) = self.body() else { return None };
        Some((prose.section().to_owned(), prose.cursor().paragraph))
    }
}
