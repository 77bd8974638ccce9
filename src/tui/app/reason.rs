//! The line that takes a reason for a finding.

use super::field::Field;
use crate::{
    form::Place,
    report::waiver::Waiver,
    rules::{Finding, Level},
};

/// The line while it is open: the finding it is about, and what is typed.
#[derive(Debug)]
pub struct Reason {
    /// What is typed.
    pub field: Field,
    code: &'static str,
    place: Place,
    figures: Vec<String>,
    was_given: bool,
}

impl Reason {
    /// A reason for a finding, beginning with the one that was given; or why there can be none.
    pub(super) fn new(finding: &Finding) -> Result<Self, &'static str> {
        match finding.level {
            Level::Error => Err("强制级问题不能用说明代替，请改正；按 F1 看办法"),
            _ if finding.code.starts_with("E-") => Err("这一条是对说明的提醒：请到原来的问题上按 F9 改写说明"),
            Level::Warning | Level::Hint => Ok(Self {
                field: Field::new(finding.waived.as_deref().unwrap_or_default()),
                code: finding.code,
                place: finding.place.clone(),
                figures: finding.evidence(),
                was_given: finding.waived.is_some(),
            }),
        }
    }

    /// Code of the rule it is about.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What was typed, as a waiver that nobody has signed; `None` if there is nothing to say and nothing to take back.
    pub(super) fn waiver(&self) -> Option<Waiver> {
        let reason = self.field.text().trim().to_owned();
        (self.was_given || !reason.is_empty()).then(|| Waiver {
            code: self.code.to_owned(),
            place: self.place.clone(),
            figures: self.figures.clone(),
            reason,
            by: String::new(),
            at: String::new(),
        })
    }
}
