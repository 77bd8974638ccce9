//! 历史: the versions of a report by time, what differs from now, and taking one back.

use ratatui::layout::Size;

use super::msg::{Action, Effect, Msg};
use crate::{
    report::{
        Report,
        difference::{Difference, differences},
    },
    store::Version,
};

/// Rows of the screen that are neither versions nor differences: title, rules, footer.
const CHROME: u16 = 5;

/// The versions of the report on the desk.
#[derive(Debug)]
pub struct History {
    /// The versions, newest first, each with its time as people read it.
    pub versions: Vec<(Version, String)>,
    /// Which one is looked at.
    pub at: usize,
    /// First version shown.
    pub top: usize,
    /// First difference shown.
    pub below: usize,
    /// The version looked at, once it is read, or why it cannot be.
    pub seen: Option<Result<Seen, String>>,
    now: Box<Report>,
}

/// A version and what differs.
#[derive(Debug)]
pub struct Seen {
    /// The report as it was.
    pub report: Report,
    /// What has changed from then to now.
    pub differences: Vec<Difference>,
}

/// What a key asks for.
#[derive(Debug)]
pub enum Wish {
    /// Nothing more.
    Nothing,
    /// To read a version.
    Look(Effect),
    /// To take the version back.
    Restore(Box<Report>),
}

impl History {
    /// The versions of a report, which is now like this.
    pub fn new(versions: Vec<(Version, String)>, now: Report) -> Self {
        Self { versions, at: 0, top: 0, below: 0, seen: None, now: Box::new(now) }
    }

    /// The effect that reads the version looked at.
    pub fn look(&self) -> Option<Effect> {
        self.versions.get(self.at).map(|(version, _)| Effect::Version(version.clone()))
    }

    /// Takes a version that was read, if it is still the one looked at.
    pub fn show(&mut self, version: &Version, report: Result<Box<Report>, String>) {
        if self.versions.get(self.at).is_some_and(|(at, _)| at == version) {
            self.seen =
                Some(report.map(|report| Seen { differences: differences(&report, &self.now), report: *report }));
        }
    }

    /// The name of a place, in the words of the form.
    pub fn place(&self, difference: &Difference) -> String {
        let edition = self.now.edition();
        if let Some(cell) = edition.find(&difference.place) {
            return edition.name(cell);
        }
        edition
            .section(difference.place.as_str())
            .map_or_else(|| "报告信息、说明".into(), |section| section.short.clone())
    }

    /// Rows for versions and rows for differences.
    pub fn rows(&self, size: Size) -> (usize, usize) {
        let rows = usize::from(size.height.saturating_sub(CHROME));
        let versions = self.versions.len().min((rows / 3).max(1)).max(1);
        (versions, rows.saturating_sub(versions))
    }

    /// A key.
    pub fn update(&mut self, msg: &Msg) -> Wish {
        let (last, before) = (self.versions.len().saturating_sub(1), self.at);
        match msg {
            Msg::Act(Action::Up) => self.at = self.at.saturating_sub(1),
            Msg::Act(Action::Down) => self.at = (self.at + 1).min(last),
            Msg::Act(Action::Home) => self.at = 0,
            Msg::Act(Action::End) => self.at = last,
            Msg::Act(Action::PageDown) => self.below += 5,
            Msg::Act(Action::PageUp) => self.below = self.below.saturating_sub(5),
            Msg::Act(Action::Accept | Action::Enter) => {
                if let Some(Ok(seen)) = &self.seen {
                    return Wish::Restore(Box::new(seen.report.clone()));
                }
            }
            _ => {}
        }
        if self.at == before {
            return Wish::Nothing;
        }
        (self.seen, self.below) = (None, 0);
        self.look().map_or(Wish::Nothing, Wish::Look)
    }

    /// Keeps what is looked at on the screen.
    pub(super) fn keep_in_view(&mut self, size: Size) {
        let (versions, rows) = self.rows(size);
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(versions));
        let n = self.seen.as_ref().and_then(|seen| seen.as_ref().ok()).map_or(0, |seen| seen.differences.len());
        self.below = self.below.min(n.saturating_sub(rows));
    }
}
