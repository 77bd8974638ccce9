//! What cannot be done to a report that is closed.

use crate::tui::app::{
    msg::{Action, Msg},
    panes::Focus,
};

/// Would a key or text change the report's figures or prose?
pub(super) fn changes(msg: &Msg, focus: Focus) -> bool {
    match msg {
        Msg::Text(_) | Msg::Paste(_) => focus == Focus::Section,
        Msg::Act(action) => {
            let is_edit = matches!(
                action,
                Action::Delete
                    | Action::Backspace
                    | Action::Zeros
                    | Action::LastYear
                    | Action::Compose
                    | Action::Cut
                    | Action::Insert
                    | Action::Change
                    | Action::ReplaceAll
            );
            is_edit || (*action == Action::Accept && focus == Focus::Section)
        }
        _ => false,
    }
}
