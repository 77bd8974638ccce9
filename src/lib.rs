//! 年报工作台: a terminal workbench for the statutory annual report on government information disclosure.

pub mod cli;
pub mod equations;
pub mod exchange;
pub mod form;
pub mod report;
pub mod rules;
pub mod store;
pub mod tui;
pub mod width;
