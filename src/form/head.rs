//! What an edition says of itself before its sections.

use serde::Deserialize;

/// What stands at the head of an edition's file: enough to choose among editions, and to cite one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Head {
    /// Permanent id, as drafts name it: `2019`, `2021`.
    pub id: String,
    /// What people call it: `2019版`.
    pub name: String,
    /// Document number of the notice that issued it.
    pub notice: String,
    /// First report year it applies to.
    pub first_year: u16,
    /// Last report year it applies to; `None` while it is in force.
    pub last_year: Option<u16>,
}

impl Head {
    /// Reads what stands before the sections; the rest of the file is not looked at.
    pub(super) fn load(text: &str) -> Option<Self> {
        let (head, _) = text.split_once("sections:")?;
        ron::from_str(&format!("{head})")).ok()
    }

    /// Must a report of this year use the edition?
    pub(super) fn covers(&self, year: u16) -> bool {
        self.first_year <= year && self.last_year.is_none_or(|last| year <= last)
    }
}
