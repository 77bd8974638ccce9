//! Other formats in and out of a report: reading gives a report and a statement of what was read, guessed and not found.
//!
//! A reader turns its file into [`piece::Document`]: paragraphs and table rows with their line numbers.
//! `assemble` makes a report of it, whatever the format was. Nothing is dropped in silence:
//! what fits nowhere stands in the section `unplaced`, and the [`Statement`] says so.

mod align;
mod assemble;
pub mod child;
mod doubts;
pub mod export;
mod foreign;
pub mod grid;
mod label;
mod layout;
mod particulars;
mod period;
mod piece;
mod placed;
pub mod read;
mod sections;
mod settle;
mod statement;
mod tables;
pub mod write;

pub use doubts::{doubts, ready};
pub use particulars::kind_of;
pub use read::{ReadError, name_by_source, read_bytes, read_own, read_text};
pub use settle::settle;
pub use statement::{Class, Glued, Imported, Look, Remark, Statement};
