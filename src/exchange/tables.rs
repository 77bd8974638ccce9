//! Table rows of a document laid against an edition's rows: which is which, and which figures are certain.

mod figures;
mod fit;
pub(super) mod glue;
mod heads;
mod lines;
mod take;
mod target;

use super::{
    Class,
    align::{Weights, align},
    label::Label,
};
use crate::form::{Edition, Layout, Place};
pub(super) use fit::{Block, Fit};
use fit::{mark_table, name_of};
use lines::{Line, Sort};
use take::{Match, end_of_peers, matches, take_beside, take_row};
use target::{Target, weigh};

/// A row or line that fits worse by less than this is as good.
const MARGIN: f64 = 0.1;
/// A label less like than this is named when it is taken for a row's.
const WEAK: f64 = 0.85;
/// A label this like to a row's is the row's beyond doubt.
const SURE: f64 = 0.9;

/// Lays the blocks of a document against an edition.
pub(super) fn fit(edition: &'static Edition, blocks: &[Block]) -> Fit {
    let mut lines = lines::read(edition, blocks);
    let mut fit = Fit::new(blocks.len());
    take_beside(edition, &lines, &mut fit);
    let has_beside = fit.tables.iter().flatten().count() > 0;
    let targets = targets(edition, has_beside);
    let weights = weights(&lines, &targets);
    let dropped = drop_rivals(blocks, &lines, &targets, &weights);
    lines.iter_mut().filter(|line| dropped.contains(&line.block)).for_each(|line| line.sort = Sort::Foreign);
    fit.foreign = dropped;
    let data: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| l.sort == Sort::Data).map(|(n, _)| n).collect();
    let rows = align(&weights, &data);
    let matches = matches(&lines, &targets, &data, &rows);
    let mut doubts: Vec<usize> = Vec::new();
    for found in &matches {
        let rival = rival(&weights, &data, &rows, found);
        fit.score += found.weight;
        mark_table(&mut fit, found.line.block, &found.target.table.id);
        if !found.line.label(found.label).is_some_and(|label| label.is(&found.target.label)) {
            if found.weight < WEAK {
                let label = found.line.shown(found.label);
                let message = format!("“{label}”认作“{}”", found.target.row.label);
                fit.say_row(Class::Guessed, found.line.number, found.target.place(edition), message);
            } else {
                doubts.push(found.line.number);
            }
        }
        if let Some(target) = rival.and_then(|row| targets.get(row)) {
            say_rival(found, target, &mut fit);
        } else {
            take_row(edition, found, (&lines, end_of_peers(found, &matches)), &mut fit);
        }
    }
    let seen: Vec<usize> = rows.iter().flatten().copied().collect();
    say_doubts(&doubts, &mut fit);
    say_unmatched(edition, &lines, &data, &rows, (&targets, &weights), &mut fit);
    say_missing(edition, &targets, &seen, has_beside, &mut fit);
    fit.score += lines::count_heads(edition, blocks) * 0.3;
    keep_furniture(&lines, blocks, &mut fit);
    fit
}

/// The rows of the form in order; those of a table that is printed as one row only if that row was not met.
fn targets(edition: &'static Edition, has_beside: bool) -> Vec<Target> {
    let tables = edition.tables.iter().filter(|table| !(has_beside && table.layout == Layout::Beside));
    tables
        .flat_map(|table| {
            table.blocks.iter().flat_map(move |block| block.rows.iter().map(move |row| (table, block, row)))
        })
        .map(|(table, block, row)| Target {
            table,
            block,
            row,
            label: Label::new(&row.label),
            group: row.under.last().map(|group| Label::new(group)),
            cells: block.columns.iter().filter_map(|c| edition.find_in(&table.id, &row.id, &c.id)).collect(),
        })
        .collect()
}

/// How well each line fits each row; a line whose label is exactly a row's fits no other.
fn weights(lines: &[Line], targets: &[Target]) -> Weights {
    let exact = |line: &Line| {
        let labels = || line.labels.iter().rev().map(|(_, label)| label);
        targets.iter().position(|target| labels().any(|label| label.is(&target.label)))
    };
    let exact: Vec<Option<usize>> = lines.iter().map(exact).collect();
    Weights::new(lines.len(), targets.len(), |line, row| match exact.get(line).copied().flatten() {
        Some(only) if only != row => 0.0,
        _ => weigh(lines, targets, line, row).0,
    })
}

/// Blocks that are none of the form's, or that repeat rows of a block with better evidence.
fn drop_rivals(blocks: &[Block], lines: &[Line], targets: &[Target], weights: &Weights) -> Vec<usize> {
    let mut evidence: Vec<(usize, f64, Vec<usize>)> = Vec::new();
    let mut dropped = Vec::new();
    for (n, block) in blocks.iter().enumerate() {
        let of_block = |line: &Line| line.block == n && line.sort == Sort::Data;
        let data: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| of_block(l)).map(|(at, _)| at).collect();
        let rows = align(weights, &data);
        let matched: Vec<usize> = rows.iter().flatten().copied().collect();
        let sure = data.iter().zip(&rows).filter_map(|(line, row)| {
            let row = (*row)?;
            (weights.at(*line, row) >= SURE).then_some(row)
        });
        let in_place = block.under.is_some_and(|id| targets.iter().any(|target| target.table.id == id));
        let has_beside = lines.iter().any(|line| line.block == n && matches!(line.sort, Sort::Beside(_)));
        if !data.is_empty() && !has_beside && (matched.is_empty() || (!in_place && matched.len() * 2 < data.len())) {
            dropped.push(n);
            continue;
        }
        let weight = f64::from(matched.len() as u32) + if in_place { 2.0 } else { 0.0 };
        evidence.push((n, weight, sure.collect()));
    }
    evidence.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut claimed: Vec<usize> = Vec::new();
    for (n, _, sure) in evidence {
        // One row may stand twice where a page ends; half of them mean another table.
        let twice = sure.iter().filter(|row| claimed.contains(row)).count();
        if twice > 0 && twice * 2 >= sure.len() {
            dropped.push(n);
        } else {
            claimed.extend(sure);
        }
    }
    dropped
}

/// A row that a line could as well be, or the line's own row if another line could as well be it.
///
/// Only what the order allows counts: between the rows and lines that were matched before and behind.
fn rival(weights: &Weights, data: &[usize], rows: &[Option<usize>], found: &Match) -> Option<usize> {
    let near = |line: usize, row: usize| weights.at(line, row) >= found.weight - MARGIN;
    let at = found.at;
    let line = *data.get(at)?;
    let row = rows.get(at).copied().flatten()?;
    let before = rows.iter().take(at).rev().flatten().next().map_or(0, |row| row + 1);
    let behind = rows.iter().skip(at + 1).flatten().next().copied().unwrap_or(weights.rows());
    let other_row = (before..behind).find(|other| *other != row && near(line, *other));
    let is_free = |n: &usize| rows.get(*n).is_some_and(Option::is_none);
    let other_line = || {
        let above = (0..at).rev().take_while(is_free);
        let below = (at + 1..data.len()).take_while(is_free);
        let mut free = above.chain(below).filter_map(|n| data.get(n));
        // Twins with the whole label are told apart by their figures.
        free.any(|other| near(*other, row) && weights.at(*other, row) < SURE).then_some(row)
    };
    other_row.or_else(other_line)
}

/// Says that a line was not taken because two rows or two lines are as near.
fn say_rival(found: &Match, rival: &Target, fit: &mut Fit) {
    let (line, short) = (found.line, &found.target.row.short);
    let message = if rival.row.id == found.target.row.id {
        format!("还有一行也像{short}，未取")
    } else {
        format!("既像{short}又像{}，未取", rival.row.short)
    };
    fit.set_aside(line.number, line.cells.to_line(), message);
}

/// Says which rows were recognised although their labels are not whole.
fn say_doubts(doubts: &[usize], fit: &mut Fit) {
    if let [first, rest @ ..] = doubts {
        let others: Vec<String> = rest.iter().take(12).map(ToString::to_string).collect();
        let more = if rest.len() > 12 { "等" } else { "" };
        let also =
            if others.is_empty() { String::new() } else { format!("（还有第{}行{more}）", others.join("、")) };
        let message = format!("行名不全或与格式不同，按相似和次序认定{also}");
        fit.say(Class::Guessed, *first, Place::report(), message);
    }
}

/// Says which lines match no row, and blanks a row that stands twice with different figures.
fn say_unmatched(
    edition: &Edition,
    lines: &[Line],
    data: &[usize],
    rows: &[Option<usize>],
    (targets, weights): (&[Target], &Weights),
    fit: &mut Fit,
) {
    for (line_at, _) in data.iter().zip(rows).filter(|(_, row)| row.is_none()) {
        let Some(line) = lines.get(*line_at) else { continue };
        let twin = rows.iter().flatten().find(|row| weights.at(*line_at, **row) >= SURE);
        let shown = crate::width::cut(&line.cells.to_line(), 40);
        if let Some(target) = twin.and_then(|row| targets.get(*row)) {
            let (_, label) = twin.map_or((0.0, 0), |row| weigh(lines, targets, *line_at, *row));
            let ways = figures::ways(line.behind(label), target.cells.len());
            let taken: Vec<&String> = target
                .cells
                .iter()
                .filter_map(|cell| fit.cells.iter().find(|(c, _)| c == cell))
                .map(|(_, t)| t)
                .collect();
            let is_same = ways.iter().any(|(_, texts)| texts.iter().collect::<Vec<_>>() == taken);
            let place = target.place(edition);
            if is_same {
                fit.say(Class::Aside, line.number, place, format!("{}重复一行，数字相同", target.row.short));
                continue;
            }
            fit.cells.retain(|(cell, _)| !target.cells.contains(cell));
            let message = format!("{}出现两次而数字不同，两行都未取：{shown}", target.row.short);
            fit.say_row(Class::Missing, line.number, place, message);
            fit.aside.push((line.number, line.cells.to_line()));
        } else {
            fit.set_aside(line.number, line.cells.to_line(), format!("对不上表里任何一行：{shown}"));
        }
    }
}

/// Says which tables and rows of the form were not found.
fn say_missing(edition: &'static Edition, targets: &[Target], seen: &[usize], has_beside: bool, fit: &mut Fit) {
    for table in &edition.tables {
        if table.layout == Layout::Beside && has_beside {
            continue;
        }
        let rows: Vec<(usize, &Target)> =
            targets.iter().enumerate().filter(|(_, target)| target.table.id == table.id).collect();
        let missing: Vec<&str> =
            rows.iter().filter(|(n, _)| !seen.contains(n)).map(|(_, target)| target.row.short.as_str()).collect();
        let place = Place::section(&table.id);
        if missing.len() == rows.len() {
            fit.mention(Class::Missing, place, format!("{}没有找到", name_of(table)));
        } else if !missing.is_empty() {
            let some: Vec<&str> = missing.iter().take(6).copied().collect();
            let more = if missing.len() > some.len() { "等" } else { "" };
            let message = format!("{}缺 {} 行：{}{more}", name_of(table), missing.len(), some.join("、"));
            fit.say(Class::Missing, None, place, message);
        }
    }
}

/// A block of heads only belongs to the table of the section it stands in, or of the block behind it.
fn keep_furniture(lines: &[Line], blocks: &[Block], fit: &mut Fit) {
    for (n, block) in blocks.iter().enumerate() {
        let is_heads = lines.iter().filter(|line| line.block == n).all(|line| line.sort == Sort::Head);
        if is_heads && fit.tables.get(n).is_some_and(Option::is_none) {
            let behind = fit.tables.iter().skip(n).flatten().next().copied();
            let here = lines::table_id(block.under);
            if let (Some(slot), Some(id)) = (fit.tables.get_mut(n), here.or(behind)) {
                *slot = Some(id);
            }
        }
    }
}
