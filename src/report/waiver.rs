//! Reasons given for findings that stay: what was looked at, why it is right, who said so and when.

use serde::{Deserialize, Serialize};

use crate::form::Place;

/// A written reason for a finding (说明). It holds while the rule finds the same figures at the same place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the rule.
    pub code: String,
    /// Place of the finding.
    pub place: Place,
    /// Figures of the finding, as decimal text.
    pub figures: Vec<String>,
    /// Why it is right as it stands; empty to take the reason back.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When, as local time: `2022-01-10 09:41`.
    pub at: String,
}

impl Waiver {
    /// What it is about; a report holds one waiver for each.
    pub(super) fn key(&self) -> (&str, &Place, &[String]) {
        (&self.code, &self.place, &self.figures)
    }

    /// Is it about this finding?
    pub fn is_about(&self, code: &str, place: &Place, figures: &[String]) -> bool {
        self.key() == (code, place, figures)
    }
}
