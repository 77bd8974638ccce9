//! A paragraph worded from table 2, put in where the cursor stands as one step; from then on it is the clerk's own text.

use super::{Answer, Body, Desk};
use crate::{
    form::CellIdx,
    report::{edit::Spot, requests},
    rules::Level,
};

/// Sections that such a paragraph belongs to.
const SECTIONS: [&str; 2] = ["overview", "t2"];

impl Desk {
    /// Puts the paragraph on requests in at the cursor's paragraph, as one of its own.
    pub(super) fn compose(&mut self) -> Answer {
        let paragraph = requests::paragraph(&self.report);
        let Body::Prose(prose) = &mut self.bodies[self.page] else { return Answer::default() };
        if !SECTIONS.contains(&prose.section()) {
            return Answer::cannot("依申请公开的段落写在“总体情况”里：请先到那一部分，再按 ^D");
        }
        let missing = named(self.report.edition(), &paragraph.missing);
        if paragraph.text.is_empty() {
            return Answer::cannot(format!("表二的“{missing}”还没有填，先填好表二再起草"));
        }
        prose.drop_selection();
        // A sentence is not torn apart: the paragraph goes before the one whose start one stands at, else behind it.
        let Spot { paragraph: at, character } = prose.cursor();
        let line = prose.paragraphs().get(at).map_or(0, |line| line.chars().count());
        prose.set_cursor(Spot { paragraph: at, character: if character == 0 { 0 } else { line } });
        let (before, after) = match (line, character) {
            (0, _) => ("", ""),
            (_, 0) => ("", "\n"),
            _ => ("\n", ""),
        };
        let edit = prose.type_text(&format!("{before}{}{after}", paragraph.text));
        if let Some(edit) = edit {
            self.make(edit, false);
        }
        if !paragraph.missing.is_empty() {
            return Answer::cannot(format!("已按表二起草，但“{missing}”没有填，段落没写到；^Z 撤销"));
        }
        let is_wrong =
            |finding: &&crate::rules::Finding| finding.level == Level::Error && finding.place.table() == "t2";
        match self.checked.findings.iter().filter(is_wrong).count() {
            0 => Answer::say("已按表二的数字起草一段，请核对、改写；^Z 撤销"),
            n => Answer::cannot(format!("已按表二起草，但表二有 {n} 处不符，改表后请重新核对这一段；^Z 撤销")),
        }
    }
}

/// The first cells by name, and how many there are.
fn named(edition: &crate::form::Edition, cells: &[CellIdx]) -> String {
    let names: Vec<String> = cells.iter().take(2).map(|cell| edition.name(*cell)).collect();
    let more = if cells.len() > names.len() { format!("等 {} 格", cells.len()) } else { String::new() };
    format!("{}{more}", names.join("、"))
}
