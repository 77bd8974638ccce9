//! Two people changed the same thing: both stand side by side, and the writer picks, one by one.

use super::msg::{Action, Msg};
use crate::{
    report::value::fold,
    store::{Changed, Clash, Recovered},
};

/// What was changed twice.
#[derive(Debug)]
pub struct Clashes {
    /// What the choice is for.
    pub purpose: Purpose,
    /// What was chosen: `Some(true)` for the second.
    pub picks: Vec<Option<bool>>,
    /// Which one is looked at.
    pub at: usize,
}

/// What a choice is for.
#[derive(Debug)]
pub enum Purpose {
    /// Saving: the first is one's own, the second stands in the file.
    Save(Box<Changed>),
    /// Opening: the first stands in the file, the second was found in the journal.
    Recover {
        /// What was found.
        recovered: Box<Recovered>,
        /// When it was noted, as people read it.
        at: String,
    },
}

/// What a key did.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing more.
    Nothing,
    /// Everything is chosen.
    Done,
    /// One must choose first.
    Open,
}

impl Clashes {
    /// Asks about all that clashes.
    pub fn new(purpose: Purpose) -> Self {
        let mut clashes = Self { purpose, picks: Vec::new(), at: 0 };
        clashes.picks = vec![None; clashes.list().len()];
        clashes
    }

    /// What clashes.
    pub fn list(&self) -> &[Clash] {
        match &self.purpose {
            Purpose::Save(changed) => &changed.merged.clashes,
            Purpose::Recover { recovered, .. } => recovered.merged.as_ref().map_or(&[], |merged| &merged.clashes),
        }
    }

    /// What the two sides are called.
    pub fn sides(&self) -> [&'static str; 2] {
        match self.purpose {
            Purpose::Save(_) => ["1 我的", "2 别处改的"],
            Purpose::Recover { .. } => ["1 文件里的", "2 找回的"],
        }
    }

    /// What was chosen, in order.
    pub fn choices(&self) -> Vec<bool> {
        self.picks.iter().map(|pick| pick.unwrap_or_default()).collect()
    }

    /// How many are still open.
    pub fn open(&self) -> usize {
        self.picks.iter().filter(|pick| pick.is_none()).count()
    }

    /// A key or text.
    pub fn update(&mut self, msg: &Msg) -> Wish {
        let last = self.picks.len().saturating_sub(1);
        match msg {
            Msg::Act(Action::Up | Action::Previous) => self.at = self.at.saturating_sub(1),
            Msg::Act(Action::Down | Action::Next) => self.at = (self.at + 1).min(last),
            Msg::Act(Action::Accept | Action::Enter) => {
                let Some(open) = self.picks.iter().position(Option::is_none) else { return Wish::Done };
                self.at = open;
                return Wish::Open;
            }
            Msg::Text(text) => {
                let pick = match text.chars().next().map(fold) {
                    Some('1') => false,
                    Some('2') => true,
                    _ => return Wish::Nothing,
                };
                if let Some(of) = self.picks.get_mut(self.at) {
                    *of = Some(pick);
                }
                self.at = (self.at + 1).min(last);
            }
            _ => {}
        }
        Wish::Nothing
    }
}
