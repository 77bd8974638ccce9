//! 办理过程: the states a report goes through, who took each step, when and why.

use serde::{Deserialize, Serialize};

use super::note::Signature;

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum State {
    /// 草稿
    #[default]
    Draft,
    /// 送审
    Submitted,
    /// 退回
    Returned,
    /// 定稿
    Final,
    /// 已公布
    Published,
    /// 更正
    Corrected,
}

/// One step from one state to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The state it leads to.
    pub to: State,
    /// Why, where a reason is asked for.
    #[serde(default)]
    pub reason: String,
    /// Who took it, and when.
    pub signed: Signature,
}

/// A step that can be taken from a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Where it leads.
    pub to: State,
    /// What people call it.
    pub name: &'static str,
    /// Must a reason be given?
    pub needs_reason: bool,
    /// Only where no error and no open warning stands (rule E-01)?
    pub is_gated: bool,
}

const fn way(to: State, name: &'static str) -> Way {
    Way { to, name, needs_reason: false, is_gated: false }
}

const fn reasoned(to: State, name: &'static str) -> Way {
    Way { needs_reason: true, ..way(to, name) }
}

const fn gated(to: State, name: &'static str) -> Way {
    Way { is_gated: true, ..way(to, name) }
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Submitted, Self::Returned, Self::Final, Self::Published, Self::Corrected];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Submitted => "送审",
            Self::Returned => "退回",
            Self::Final => "定稿",
            Self::Published => "已公布",
            Self::Corrected => "更正",
        }
    }

    /// The steps that can be taken from here.
    pub fn ways(self) -> &'static [Way] {
        const FROM_DRAFT: [Way; 2] = [way(State::Submitted, "送审"), gated(State::Final, "定稿")];
        const FROM_SUBMITTED: [Way; 3] =
            [gated(State::Final, "定稿"), reasoned(State::Returned, "退回修改"), reasoned(State::Draft, "撤回送审")];
        const FROM_FINAL: [Way; 2] = [way(State::Published, "标为已公布"), reasoned(State::Returned, "重新打开修改")];
        const FROM_PUBLISHED: [Way; 1] = [reasoned(State::Corrected, "更正（重新打开修改）")];
        const FROM_CORRECTED: [Way; 1] = [gated(State::Published, "更正后重新公布")];
        match self {
            Self::Draft | Self::Returned => &FROM_DRAFT,
            Self::Submitted => &FROM_SUBMITTED,
            Self::Final => &FROM_FINAL,
            Self::Published => &FROM_PUBLISHED,
            Self::Corrected => &FROM_CORRECTED,
        }
    }

    /// Is the report closed: to be read only until it is opened again with a reason?
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Final | Self::Published)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_can_be_left_and_a_closed_one_is_opened_only_with_a_reason() {
        for state in State::ALL {
            assert!(!state.ways().is_empty(), "{state:?}");
            for way in state.ways() {
                assert_ne!(way.to, state);
                assert!(way.needs_reason || !state.is_closed() || way.to.is_closed(), "{state:?} {way:?}");
                assert!(way.is_gated || !way.to.is_closed() || state.is_closed(), "{state:?} {way:?}");
            }
        }
    }
}
