//! Writing a report in other formats.

mod json;

pub(super) use json::scope_name;
pub use json::to_json;
