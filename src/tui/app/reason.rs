//! The line that takes a sentence: the reason for a finding, a note, why a step is taken.

use super::field::Field;
use crate::{
    form::Place,
    report::{
        State,
        course::{Step, Way},
        note::{Note, Signature},
        waiver::Waiver,
    },
    rules::{Finding, Level},
};

/// The line while it is open: what it is for, and what is typed.
#[derive(Debug)]
pub struct Reason {
    /// What is typed.
    pub field: Field,
    purpose: Purpose,
}

/// What the sentence is for.
#[derive(Debug)]
enum Purpose {
    /// The reason for a finding.
    Waive { code: &'static str, place: Place, figures: Vec<String>, was_given: bool },
    /// A note on a place, or on a sentence there.
    Note { place: Place, quote: String },
    /// Why a step is taken.
    Step(Way),
}

/// What somebody does under their name; signed by the loop, which knows who is logged in and what time it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Gives a reason for a finding.
    Waive(Waiver),
    /// Writes a note.
    Note(Note),
    /// Settles a note.
    Settle(Note),
    /// Takes a step from state to state.
    Step(Step),
}

impl Deed {
    /// The deed with who did it and when.
    #[must_use]
    pub fn signed(self, signature: Signature) -> Self {
        match self {
            Self::Waive(waiver) => Self::Waive(Waiver { by: signature.by, at: signature.at, ..waiver }),
            Self::Note(note) => Self::Note(Note { written: signature, ..note }),
            Self::Settle(note) => Self::Settle(Note { settled: Some(signature), ..note }),
            Self::Step(step) => Self::Step(Step { signed: signature, ..step }),
        }
    }

    /// A step without a reason, not yet signed.
    pub fn step(to: State) -> Self {
        Self::Step(Step { to, reason: String::new(), signed: Signature::default() })
    }
}

/// The last step of a report in words, who took it, when and why: `退回（李四 11月23日）：表二对不上`. The year is said
/// where it is another one.
pub(super) fn last_step(steps: &[Step], this_year: u16) -> Option<String> {
    let (step, rest) = steps.split_last()?;
    let name = match (rest.last().map(|step| step.to), step.to) {
        (Some(State::Final), State::Returned) => "重新打开",
        (_, State::Draft) => "撤回送审",
        (_, to) => to.label(),
    };
    let day = day(&step.signed.at, this_year);
    let by = [step.signed.by.as_str(), &day].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let by = if by.is_empty() { by } else { format!("（{by}）") };
    let why = if step.reason.is_empty() { String::new() } else { format!("：{}", step.reason) };
    Some(format!("{name}{by}{why}"))
}

/// The day of a signature's time as people say it: `2026-11-23 09:41` is `11月23日`.
fn day(at: &str, this_year: u16) -> String {
    let date = at.split(' ').next().unwrap_or_default();
    let numbers: Vec<u16> = date.split('-').filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [year, month, day] if *year == this_year => format!("{month}月{day}日"),
        [year, month, day] => format!("{year}年{month}月{day}日"),
        _ => at.to_owned(),
    }
}

impl Reason {
    /// A reason for a finding, beginning with the one that was given; or why there can be none.
    pub(super) fn new(finding: &Finding) -> Result<Self, &'static str> {
        match finding.level {
            Level::Error => Err("强制级问题不能用说明代替，请改正；按 F1 看办法"),
            _ if finding.code == "E-05" => Err("这一条是批注：处理好了按 F8"),
            _ if finding.code == "E-06" => Err("导入存疑的不写说明：对照原来的文件核对，对就按 F8"),
            _ if finding.code.starts_with("E-") => Err("这一条是对说明的提醒：请到原来的问题上按 F9 改写说明"),
            Level::Warning | Level::Hint => Ok(Self {
                field: Field::new(finding.waived.as_deref().unwrap_or_default()),
                purpose: Purpose::Waive {
                    code: finding.code,
                    place: finding.place.clone(),
                    figures: finding.evidence(),
                    was_given: finding.waived.is_some(),
                },
            }),
        }
    }

    /// A note on a place; on a sentence of it unless `quote` is empty.
    pub(super) fn note(place: Place, quote: String) -> Self {
        Self { field: Field::default(), purpose: Purpose::Note { place, quote } }
    }

    /// Why a step is taken.
    pub(super) fn step(way: Way) -> Self {
        Self { field: Field::default(), purpose: Purpose::Step(way) }
    }

    /// What stands before the line.
    pub fn head(&self) -> String {
        match &self.purpose {
            Purpose::Waive { code, .. } => format!("{code} 写明原因"),
            Purpose::Note { quote, .. } if quote.is_empty() => "批注这一处".into(),
            Purpose::Note { .. } => "批注这一句".into(),
            Purpose::Step(way) => format!("{}，原因", way.name),
        }
    }

    /// Said where nothing was typed.
    pub(super) fn is_wanting(&self) -> &'static str {
        match self.purpose {
            Purpose::Waive { .. } => "请先写明原因：是什么情况、涉及多少件；不写就按 F7",
            Purpose::Note { .. } => "请先写批注；不写就按 F7",
            Purpose::Step(_) => "请先写明原因；不办就按 F7",
        }
    }

    /// Said where the line is closed without a word.
    pub(super) fn is_left(&self) -> &'static str {
        match self.purpose {
            Purpose::Waive { .. } => "没有改动说明",
            Purpose::Note { .. } => "没有写批注",
            Purpose::Step(_) => "状态没有变",
        }
    }

    /// What was typed, as a deed that nobody has signed; `None` if there is nothing to say and nothing to take back.
    pub(super) fn deed(&self) -> Option<Deed> {
        let text = self.field.text().trim().to_owned();
        let is_said = !text.is_empty();
        match &self.purpose {
            Purpose::Waive { code, place, figures, was_given } => (*was_given || is_said).then(|| {
                Deed::Waive(Waiver {
                    code: (*code).to_owned(),
                    place: place.clone(),
                    figures: figures.clone(),
                    reason: text,
                    by: String::new(),
                    at: String::new(),
                })
            }),
            Purpose::Note { place, quote } => is_said.then(|| {
                let (place, quote) = (place.clone(), quote.clone());
                Deed::Note(Note { place, quote, text, written: Signature::default(), settled: None })
            }),
            Purpose::Step(way) => {
                is_said.then(|| Deed::Step(Step { to: way.to, reason: text, signed: Signature::default() }))
            }
        }
    }
}
