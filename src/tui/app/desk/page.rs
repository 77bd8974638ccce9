//! The pages of a report: each section's table, then its prose.

use crate::{
    form::{Edition, Section},
    report::Report,
};

/// One page of the report: the table of a section, or its prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Number of the section in the edition.
    pub section: usize,
    /// The table, not the prose around it.
    pub is_table: bool,
}

/// The section of a page.
pub(super) fn section(edition: &'static Edition, page: Page) -> &'static Section {
    &edition.sections[page.section]
}

/// The pages of a report: each section's table, then its prose; the unplaced text only where there is some.
pub(super) fn pages(report: &Report) -> Vec<Page> {
    let edition = report.edition();
    let mut pages = Vec::new();
    for (n, section) in edition.sections.iter().enumerate() {
        if section.id == "unplaced" && report.is_section_empty("unplaced") {
            continue;
        }
        if edition.table(&section.id).is_some() {
            pages.push(Page { section: n, is_table: true });
        }
        pages.push(Page { section: n, is_table: false });
    }
    pages
}
