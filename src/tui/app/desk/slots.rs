//! The open slots of a template: Tab goes to the next one and selects it, so that what is typed takes its place.

use super::{Answer, Body, Desk};
use crate::report::{edit::Spot, next_year::SLOT};

impl Desk {
    /// To the next open slot of the report's prose, or back to the one before; round and round.
    pub(super) fn go_to_slot(&mut self, is_on: bool) -> Answer {
        let n = self.bodies.len();
        let mut slots = Vec::new();
        for (page, body) in self.bodies.iter().enumerate() {
            if let Body::Prose(prose) = body {
                slots.extend(in_text(prose.paragraphs()).map(|(from, to)| (page, from, to)));
            }
        }
        let here = match self.body() {
            Body::Prose(prose) => (self.page, prose.selection().map_or(prose.cursor(), |(from, _)| from)),
            Body::Table(_) => (self.page.min(n), Spot::default()),
        };
        let is_selected = matches!(self.body(), Body::Prose(prose) if prose.selection().is_some());
        let passed = |(page, from): (usize, Spot)| if is_selected { (page, from) <= here } else { (page, from) < here };
        let found = if is_on {
            slots.iter().find(|(page, from, _)| !passed((*page, *from))).or(slots.first())
        } else {
            slots.iter().rev().find(|(page, from, _)| (*page, *from) < here).or(slots.last())
        };
        let Some((page, from, to)) = found.copied() else {
            return Answer::cannot("没有待填的空：新建时用去年的文字作模板，数字处才会留空");
        };
        self.page = page;
        if let Body::Prose(prose) = &mut self.bodies[page] {
            prose.select(from, to);
        }
        Answer::say(format!("还有 {} 处待填：直接输入今年的，Tab 到下一处", slots.len()))
    }
}

/// The slots of a text, each from its first to behind its last character.
fn in_text(paragraphs: &[String]) -> impl Iterator<Item = (Spot, Spot)> {
    paragraphs.iter().enumerate().flat_map(|(paragraph, text)| {
        text.match_indices(SLOT).filter_map(move |(at, _)| {
            let (before, rest) = text.split_at_checked(at)?;
            let (inside, _) = rest.split_once('】')?;
            let character = before.chars().count();
            let from = Spot { paragraph, character };
            Some((from, Spot { character: character + inside.chars().count() + 1, ..from }))
        })
    })
}
