//! 校验: the cursor in the list of findings and of what holds.

use super::{msg::Action, panes};
use crate::{
    form::{CellIdx, Place},
    rules::{Checked, Finding, Level, Memory, Span, Verified},
    store::Local,
};

/// Which findings are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// 全部
    #[default]
    All,
    /// Only those of one level.
    Only(Level),
}

impl Filter {
    /// All of them, in the order of the tabs.
    pub const ALL: [Self; 4] =
        [Self::All, Self::Only(Level::Error), Self::Only(Level::Warning), Self::Only(Level::Hint)];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "全部",
            Self::Only(level) => level.label(),
        }
    }
}

/// One entry of the list.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'a> {
    /// Something is wrong or odd.
    Finding(&'a Finding),
    /// Something was checked and holds.
    Verified(&'a Verified),
}

/// The cursor in the list.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Which findings are listed.
    pub filter: Filter,
    /// Entry under the cursor.
    pub selected: usize,
    /// First entry shown.
    pub top: usize,
    /// What the rules are told about the organ and the folder.
    pub local: Local,
    /// What holds in the folder; part of it.
    pub folder: Local,
    /// Cells edited since every sum held; what the clerk has just typed is nobody's to correct unasked.
    pub edited: Vec<Place>,
    /// Hints that are out of sight while they stay as they are: code, place, what they rest on.
    pub hidden: Vec<(&'static str, Place, Vec<String>)>,
    /// What the checks remember of the prose.
    pub memory: Memory,
}

/// Where one stands: the place, the cell, or the section of prose with the characters before the cursor.
type Here<'a> = (&'a Place, Option<CellIdx>, Option<(String, usize)>);

impl Findings {
    /// The entries listed: errors and warnings, hints, what was explained, then what holds.
    pub fn entries<'a>(&self, checked: &'a Checked) -> Vec<Entry<'a>> {
        let filter = self.filter;
        let wanted = |finding: &&Finding| match filter {
            Filter::All => true,
            Filter::Only(level) => finding.level == level,
        };
        let mut findings: Vec<&Finding> =
            checked.leads().filter(wanted).filter(|finding| !self.is_hidden(finding)).collect();
        findings.sort_by_key(|finding| (finding.waived.is_some(), finding.level == Level::Hint));
        let mut entries: Vec<Entry<'a>> = findings.into_iter().map(Entry::Finding).collect();
        if filter == Filter::All {
            entries.extend(checked.verified.iter().map(|verified| Entry::Verified(verified)));
        }
        entries
    }

    fn is_hidden(&self, finding: &Finding) -> bool {
        let is_it = |(code, place, evidence): &(&str, Place, Vec<String>)| {
            *code == finding.code && *place == finding.place && *evidence == finding.evidence()
        };
        finding.level == Level::Hint && self.hidden.iter().any(is_it)
    }

    /// Puts the hint under the cursor out of sight until what it rests on changes; or why it cannot be.
    pub(super) fn hide(&mut self, checked: &Checked) -> Result<(), &'static str> {
        let Some(finding) = self.current(checked) else { return Err("这一项已经相符，不用隐藏") };
        if finding.level != Level::Hint {
            return Err("只有提示级的可以隐藏；核实级的问题改正，或者按 F9 写明原因");
        }
        self.hidden.push((finding.code, finding.place.clone(), finding.evidence()));
        self.keep_within(checked);
        Ok(())
    }

    /// The finding under the cursor.
    pub fn current<'a>(&self, checked: &'a Checked) -> Option<&'a Finding> {
        match self.entries(checked).get(self.selected) {
            Some(Entry::Finding(finding)) => Some(finding),
            _ => None,
        }
    }

    /// The place that the entry under the cursor is about.
    pub fn place(&self, checked: &Checked) -> Option<Place> {
        let place = match self.entries(checked).get(self.selected)? {
            Entry::Finding(finding) => finding.place.clone(),
            Entry::Verified(verified) => verified.place.clone(),
        };
        (place != Place::report()).then_some(place)
    }

    /// The entry under the cursor as text, for copying.
    pub fn text(&self, checked: &Checked) -> Option<String> {
        Some(match self.entries(checked).get(self.selected)? {
            Entry::Finding(finding) => format!("{} {}", finding.code, finding.message),
            Entry::Verified(verified) => verified.text.clone(),
        })
    }

    /// Moves the cursor or changes what is listed.
    pub fn update(&mut self, action: Action, checked: &Checked) {
        let last = self.entries(checked).len().saturating_sub(1);
        let tab = Filter::ALL.iter().position(|filter| *filter == self.filter).unwrap_or_default();
        match action {
            Action::Up => self.selected = self.selected.saturating_sub(1),
            Action::Down => self.selected = (self.selected + 1).min(last),
            Action::PageUp => self.selected = self.selected.saturating_sub(5),
            Action::PageDown => self.selected = (self.selected + 5).min(last),
            Action::Home => self.selected = 0,
            Action::End => self.selected = last,
            Action::Left => self.list(Filter::ALL[(tab + Filter::ALL.len() - 1) % Filter::ALL.len()]),
            Action::Right => self.list(Filter::ALL[(tab + 1) % Filter::ALL.len()]),
            _ => {}
        }
    }

    fn list(&mut self, filter: Filter) {
        (self.filter, self.selected, self.top) = (filter, 0, 0);
    }

    /// Puts the cursor on a finding, by its number among all.
    pub(super) fn select(&mut self, n: usize) {
        self.list(Filter::All);
        self.selected = n;
    }

    /// The cursor stays in the list when the findings change.
    pub fn keep_within(&mut self, checked: &Checked) {
        // A hint that is gone comes back into sight when it is found again.
        let is_there = |(code, place, evidence): &(&'static str, Place, Vec<String>)| {
            let is_it = |f: &Finding| f.code == *code && f.place == *place && f.evidence() == *evidence;
            checked.findings.iter().any(is_it)
        };
        self.hidden.retain(is_there);
        self.selected = self.selected.min(self.entries(checked).len().saturating_sub(1));
    }

    /// Shows the cursor; or, while the cursor is elsewhere, the first finding about the place one stands on.
    pub fn keep_in_view(&mut self, checked: &Checked, rows: usize, follows: Option<Here<'_>>) {
        let entries = self.entries(checked);
        if let Some((place, cell, read)) = follows {
            let is_read = |entry: &Entry| match (entry, &read) {
                (Entry::Finding(finding), Some((section, n))) => {
                    let is_in = |s: &Span| s.section == *section && (s.start..=s.end).contains(n);
                    finding.span.as_ref().is_some_and(is_in)
                }
                _ => false,
            };
            let is_here = |entry: &Entry| match entry {
                Entry::Finding(finding) => {
                    let of_cause = |other: &&Finding| other.cause.is_some() && other.cause == finding.cause;
                    let is_at =
                        |other: &Finding| other.place == *place || cell.is_some_and(|c| other.cells.contains(&c));
                    is_at(finding) || checked.findings.iter().filter(of_cause).any(is_at)
                }
                Entry::Verified(_) => false,
            };
            if let Some(at) = entries.iter().position(is_read).or_else(|| entries.iter().position(is_here)) {
                self.selected = at;
            }
        }
        // An entry takes one row or more; the view shows what fits from `top` on.
        self.top = panes::scroll(self.top, self.selected, (rows / 2).max(1)).min(entries.len().saturating_sub(1));
        // Where all fit, all are shown.
        if entries.len() <= rows / 2 {
            self.top = 0;
        }
    }
}
