//! The open slots of a template: Tab goes to the next one and selects it, so that what is typed takes its place.

use super::{Answer, Body, Desk};
use crate::{
    equations::{self, Target},
    report::{edit::Spot, next_year, pin::Tie},
};

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
        Answer::say(match self.linked(from) {
            Some(linked) => format!("{linked}；还有 {} 处待填，Tab 到下一处", slots.len()),
            None => format!("还有 {} 处待填：直接输入今年的，Tab 到下一处", slots.len()),
        })
    }

    /// What last year's number in the slot at a spot was confirmed to refer to, and the figure there now.
    fn linked(&self, from: Spot) -> Option<String> {
        let Body::Prose(prose) = self.body() else { return None };
        let at = self.report.offset(prose.section(), from);
        let is_here = |mark: &crate::report::pin::Mark| (mark.start..mark.end).contains(&at) && mark.lost.is_none();
        let mut pins = self.report.pins().iter().filter(|pin| pin.section == prose.section());
        let pin = pins.find(|pin| matches!(pin.tie, Tie::Is(_)) && pin.marks.iter().any(is_here))?;
        let edition = self.report.edition();
        let targets: Vec<Target> = pin.places().iter().filter_map(|place| Target::of(edition, place)).collect();
        let names: Vec<String> = targets.iter().map(|target| target.name(edition)).collect();
        let figure = match targets.as_slice() {
            [only] => only.figure(edition, &equations::values(&self.report)),
            _ => None,
        };
        let figure = figure.map_or_else(String::new, |figure| format!("，表里是 {}", figure.normalize()));
        Some(format!("这个数指{}{figure}", names.join("与")))
    }
}

/// The slots of a text, each from its first to behind its last character.
fn in_text(paragraphs: &[String]) -> impl Iterator<Item = (Spot, Spot)> {
    paragraphs.iter().enumerate().flat_map(|(paragraph, text)| {
        let spot = move |character| Spot { paragraph, character };
        next_year::slots(text).map(move |(span, _)| (spot(span.start), spot(span.end)))
    })
}
