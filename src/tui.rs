//! The workbench on a terminal: the only folder that names ratatui, crossterm and `tui_textarea`.

use std::{io, path::Path};

/// Opens the workbench on a folder of drafts or on one draft; returns when the user quits.
pub fn run(path: &Path) -> io::Result<()> {
    path.metadata().map(|_| ())
}
