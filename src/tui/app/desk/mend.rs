//! Repairs at the desk: which ones concern where one is, what they say, and making one in a single step.

use super::{Answer, Desk, doubts::CODE, seek::spot_at};
use crate::{
    report::edit::Edit,
    rules::{Change, Finding, Repair, Span},
    tui::app::panes::Focus,
    width::is_hidden,
};

/// So many repairs are offered at once, and so many changes of one are named.
const LISTED: usize = 5;
const NAMED: usize = 2;
/// So many ways to part figures that are stuck together.
const WAYS: usize = 9;
/// So many characters of a text are quoted.
const QUOTED: usize = 24;

impl Desk {
    /// Repairs of the finding under the cursor, or of those about the cell under the cursor; its own first.
    pub(super) fn repairs(&self) -> Vec<&Repair> {
        let mut repairs = self.offered();
        repairs.retain(|repair| !self.offers.is_refused(repair));
        repairs
    }

    /// The same, with those that were turned down.
    fn offered(&self) -> Vec<&Repair> {
        let place = self.place();
        let is_own = |repair: &Repair| repair.changes.iter().any(|change| change.place == place);
        let at = self.offset();
        let is_read = |finding: &&Finding| {
            let is_in =
                |span: &Span| at.is_some_and(|(id, n)| span.section == id && (span.start..=span.end).contains(&n));
            finding.span.as_ref().is_some_and(is_in)
        };
        let findings: Vec<&Finding> = match (self.focus, self.cell()) {
            (Focus::Findings, _) => self.findings.current(&self.checked).into_iter().collect(),
            (Focus::Section, Some(cell)) => {
                let is_here = |f: &&Finding| f.cells.contains(&cell) || f.repairs.iter().any(is_own);
                self.checked.findings.iter().filter(is_here).collect()
            }
            (Focus::Section, None) => self.checked.findings.iter().filter(is_read).collect(),
            _ => Vec::new(),
        };
        let mut repairs: Vec<&Repair> = Vec::new();
        for repair in findings.iter().filter(|finding| finding.waived.is_none()).flat_map(|finding| &finding.repairs) {
            if !repairs.contains(&repair) {
                repairs.push(repair);
            }
        }
        repairs.sort_by_key(|repair| (!is_own(repair), !repair.sure));
        let is_doubt = findings.iter().any(|finding| finding.code == CODE);
        repairs.truncate(if is_doubt { WAYS } else { LISTED });
        repairs
    }

    /// The sure repair that F8 makes here: of the finding, or of the very cell.
    pub(super) fn sure(&self) -> Option<&Repair> {
        let place = self.place();
        let is_own = |repair: &Repair| repair.changes.iter().any(|change| change.place == place);
        let is_taken = self.focus == Focus::Section && self.cell().is_some_and(|cell| self.offers.get(&cell).is_some());
        let is_fresh =
            |repair: &Repair| repair.changes.iter().any(|change| self.findings.edited.contains(&change.place));
        let mut repairs = self.repairs().into_iter();
        repairs.find(|repair| {
            repair.sure && !is_fresh(repair) && (self.focus == Focus::Findings || (is_own(repair) && !is_taken))
        })
    }

    /// What can be done here about a finding, with its key, in one short line.
    pub fn hint(&self, finding: &Finding) -> Option<String> {
        if finding.code == CODE && finding.repairs.is_empty() {
            return Some("F8 核对过了".into());
        }
        if finding.repairs.is_empty() || finding.waived.is_some() {
            return None;
        }
        match (self.sure(), self.repairs().len()) {
            (Some(repair), _) if finding.repairs.contains(repair) => Some(format!("F8 {}", self.words(repair))),
            (_, 0) => None,
            // There F8 and F4 answer what the number refers to.
            _ if self.is_asking() => Some("F6 再按 F4 看改法".into()),
            (_, 1) => Some("F4 看改法".into()),
            (_, n) => Some(format!("F4 有 {n} 种改法")),
        }
    }

    /// Makes the sure repair, or says where the others are.
    pub(super) fn accept_repair(&mut self, otherwise: &'static str) -> Answer {
        match (self.sure().cloned(), self.repairs().len()) {
            (Some(repair), _) => self.mend(&repair),
            (None, 0) => self.clear_doubt().unwrap_or_else(|| Answer::cannot(otherwise)),
            (None, _) if self.focus == Focus::Section => self.clear_doubt().unwrap_or_else(|| self.many()),
            (None, _) => self.many(),
        }
    }

    /// F7: the first repair that is offered here is not it; the next one is offered.
    pub(super) fn refuse_repair(&mut self) -> Answer {
        let Some(first) = self.repairs().first().map(|repair| (*repair).clone()) else {
            let all: Vec<Repair> = self.offered().into_iter().cloned().collect();
            if all.is_empty() {
                return Answer::cannot("这里没有可以否定的改法；F6 看校验里的问题");
            }
            self.offers.forgive(&all);
            return Answer::say(format!("重新列出排除过的 {} 种改法", all.len()));
        };
        let words = self.words(&first);
        self.offers.refuse(first);
        match self.repairs().first() {
            Some(next) => Answer::say(format!("已排除“{words}”；下一种：{}", self.words(next))),
            None => Answer::say("已排除；没有别的改法了，请对照台账另改；再按 F7 重新列出"),
        }
    }

    fn many(&self) -> Answer {
        match self.repairs().len() {
            1 => Answer::cannot("这一种改法没有十分的把握，请对照台账：按 F4 看改法"),
            n => Answer::cannot(format!("改法不止一处可能，请对照台账：按 F4 从 {n} 种改法里选")),
        }
    }

    /// The repairs one may choose from here, worded.
    pub(super) fn choose_repair(&self) -> Answer {
        let choices: Vec<(String, Repair)> =
            self.repairs().into_iter().map(|repair| (self.words(repair), repair.clone())).collect();
        if choices.is_empty() {
            return Answer::cannot("这里没有可选的改法；F6 看校验里的问题");
        }
        Answer { choices, ..Answer::default() }
    }

    /// Makes a repair as one step of undo, and shows where.
    pub fn mend(&mut self, repair: &Repair) -> Answer {
        // Stretches of one text are replaced from the last to the first, so that none moves the others.
        let mut changes: Vec<&Change> = repair.changes.iter().collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.span.as_ref().map(|span| span.start)));
        let edits = changes.into_iter().map(|change| self.edit_of(change));
        let (edit, said) = (Edit::All(edits.collect()), self.words(repair));
        self.make(edit, false);
        self.follow(|_| None);
        let focus = self.focus;
        if let Some(change) = repair.changes.first() {
            self.go_to(&change.place);
            change.span.iter().for_each(|span| self.show_span(span));
        }
        self.focus = focus;
        Answer::say(format!("已{said}；^Z 撤销"))
    }

    fn edit_of(&self, change: &Change) -> Edit {
        if let Some(Span { section, start, end }) = &change.span {
            let paragraphs = self.report.paragraphs(section);
            let (from, to) = (spot_at(paragraphs, *start), spot_at(paragraphs, *end));
            return Edit::Text { section: section.clone(), from, to, insert: change.to.clone() };
        }
        let cell = self.report.edition().find(&change.place);
        let computed = cell.is_some_and(|cell| self.report.is_computed(cell));
        Edit::Cell { place: change.place.clone(), text: change.to.clone(), computed }
    }

    /// What a repair does: `把 （一）予以公开 · 自然人 由 2 改为 1`.
    fn words(&self, repair: &Repair) -> String {
        let edition = self.report.edition();
        let word = |change: &Change| {
            if change.span.is_some() {
                return said_of_text(change.from.trim(), change.to.trim());
            }
            let name = edition.find(&change.place).map(|cell| edition.name(cell)).unwrap_or_default();
            match (change.from.trim(), change.to.trim()) {
                ("", to) => format!("把 {name} 填为 {to}"),
                (from, "") => format!("把 {name} 的 {from} 清空"),
                (from, to) => format!("把 {name} 由 {from} 改为 {to}"),
            }
        };
        let row = |change: &Change| (change.place.table().to_owned(), change.place.row().to_owned());
        let is_row = repair.changes.iter().all(|change| change.from.is_empty())
            && repair.changes.windows(2).all(|pair| pair.first().map(row) == pair.last().map(row));
        if let Some(first) = repair.changes.first().filter(|_| is_row && repair.changes.len() > 1) {
            let label = edition.find(&first.place).map_or("", |cell| edition.lines(cell).2.short.as_str());
            let figures: Vec<&str> = repair.changes.iter().map(|change| change.to.as_str()).collect();
            return format!("把 {label} 填为 {}", figures.join("、"));
        }
        let words: Vec<String> = repair.changes.iter().take(NAMED).map(word).collect();
        let n = repair.changes.len();
        let more = if n > NAMED { format!("，等 {n} 处") } else { String::new() };
        format!("{}{more}", words.join("，"))
    }
}

/// What replacing a stretch of prose does: `把“2020”改为“2021”`.
fn said_of_text(from: &str, to: &str) -> String {
    let short = |text: &str| match text.chars().nth(QUOTED) {
        Some(_) => format!("“{}…”", text.chars().take(QUOTED).collect::<String>()),
        None => format!("“{text}”"),
    };
    match (from, to) {
        ("", "") => "接上断开的一行".into(),
        ("", to) => format!("补上{}", short(to)),
        (from, "") if from.chars().all(is_hidden) => "删去看不见的字符".into(),
        (from, "") => format!("删去{}", short(from)),
        (from, to) => format!("把{}改为{}", short(from), short(to)),
    }
}
