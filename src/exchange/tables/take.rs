//! Taking figures from lines that were matched to rows: exactly a row's number of cells, or nothing.

use super::{
    figures::{self, Taken},
    fit::{Fit, mark_table, name_of},
    glue, heads,
    lines::{Line, Sort},
    target::{Target, weigh},
};
use crate::{
    exchange::{Class, Glued, label::SAME},
    form::{CellIdx, Edition, Layout},
    report::value::{Value, read},
};

/// So many rows of the same make must show where figures end before it is believed of another row.
const PEERS: usize = 2;

/// Takes the tables that are printed as one row of many cells.
pub(super) fn take_beside(edition: &'static Edition, lines: &[Line], fit: &mut Fit) {
    for table in edition.tables.iter().filter(|table| table.layout == Layout::Beside) {
        let cells: Vec<CellIdx> = edition.cells_of(&table.id).collect();
        let mut rows = lines.iter().filter(|line| matches!(line.sort, Sort::Beside(of) if of == table.id));
        let Some(line) = rows.next() else { continue };
        mark_table(fit, line.block, &table.id);
        fit.score += SAME;
        if let Some(order) = table.blocks.iter().find_map(|block| heads::out_of_order(lines, line, block, true)) {
            let message = format!("{}的表头次序与格式不同（{order}），未取", name_of(table));
            fit.set_aside(line.number, line.cells.to_line(), message);
            continue;
        }
        let ways = figures::ways(line.beside(), cells.len());
        // A blank too many may stand anywhere, unless figures stand at both ends.
        let is_exact = line.beside().len() == cells.len();
        let only = match ways.as_slice() {
            [(_, texts)] if is_exact || figures::is_solid(texts) || figures::is_blank(texts) => {
                Some(figures::take(texts))
            }
            _ => None,
        };
        if let Some(Taken::Sure(figures)) = only {
            put(edition, line.number, &cells, figures, fit);
        } else if glue::is_glued(line.beside(), cells.len()) {
            keep_glued(edition, line, name_of(table), &cells, line.beside(), fit);
        } else {
            let found = line.beside().len();
            let message = format!("{}应有 {} 格，见 {found} 格，未取", name_of(table), cells.len());
            fit.set_aside(line.number, line.cells.to_line(), message);
        }
        for line in rows {
            mark_table(fit, line.block, &table.id);
            let message = format!("{}又见一行数字，未取", name_of(table));
            fit.set_aside(line.number, line.cells.to_line(), message);
        }
    }
}

/// A line that was matched to a row.
pub(super) struct Match<'a> {
    /// Which of the lines laid against rows it is.
    pub(super) at: usize,
    pub(super) line: &'a Line<'a>,
    /// Which of its labels is the row's.
    pub(super) label: usize,
    pub(super) target: &'a Target,
    pub(super) weight: f64,
}

/// The lines that were given rows.
pub(super) fn matches<'a>(
    lines: &'a [Line],
    targets: &'a [Target],
    data: &[usize],
    rows: &[Option<usize>],
) -> Vec<Match<'a>> {
    let pairs = data.iter().zip(rows).enumerate().filter_map(|(at, (line, row))| Some((at, *line, (*row)?)));
    pairs
        .filter_map(|(at, line_at, row)| {
            let (weight, label) = weigh(lines, targets, line_at, row);
            Some(Match { at, line: lines.get(line_at)?, label, target: targets.get(row)?, weight })
        })
        .collect()
}

impl Match<'_> {
    fn tail(&self) -> &[String] {
        self.line.behind(self.label)
    }

    /// The only way to place the figures, if figures stand at both its ends: the column behind the last one.
    fn solid_end(&self) -> Option<usize> {
        let ways = figures::ways(self.tail(), self.target.cells.len());
        let [(at, texts)] = ways.as_slice() else { return None };
        figures::is_solid(texts).then(|| self.end(*at))
    }

    /// The column behind the last figure if so many cells stand between the label and the first.
    fn end(&self, before: usize) -> usize {
        self.line.cells.texts.len() - self.tail().len() + before + self.target.cells.len()
    }
}

/// Where the figures end in rows of the same make, if every row of the block is as wide and they all agree.
pub(super) fn end_of_peers(found: &Match, matches: &[Match]) -> Option<usize> {
    let column = |other: &Match| other.line.cells.texts.len() - other.tail().len();
    let mut of_block = matches.iter().filter(|other| other.line.block == found.line.block).peekable();
    of_block.peek()?;
    let mut ends = Vec::new();
    for other in of_block {
        if other.line.cells.texts.len() != found.line.cells.texts.len() {
            return None;
        }
        if column(other) == column(found) && other.target.cells.len() == found.target.cells.len() {
            ends.extend(other.solid_end());
        }
    }
    // Fewer rows would agree by chance.
    let end = *ends.first().filter(|_| ends.len() >= PEERS)?;
    ends.iter().all(|other| *other == end).then_some(end)
}

/// Takes the figures of a line that was matched to a row, if it is certain which cell each belongs to.
///
/// Where blanks may stand for merged labels, a row that starts or ends with one is certain only
/// if the rows around it show where the figures end.
pub(super) fn take_row(edition: &Edition, found: &Match, (lines, end): (&[Line], Option<usize>), fit: &mut Fit) {
    let (line, target) = (found.line, found.target);
    if let Some(order) = heads::out_of_order(lines, line, target.block, false) {
        let message = format!("{}的表头次序与格式不同（{order}），整行未取", target.row.short);
        fit.say_row(Class::Missing, line.number, target.place(edition), message);
        fit.aside.push((line.number, line.cells.to_line()));
        return;
    }
    let (want, tail) = (target.cells.len(), found.tail());
    let ways = figures::ways(tail, want);
    let is_exact = !line.cells.is_loose && tail.len() == want;
    let certain = match ways.as_slice() {
        [(_, texts)] if is_exact || figures::is_blank(texts) || figures::is_solid(texts) => Some(*texts),
        several => several.iter().find(|(at, _)| Some(found.end(*at)) == end).map(|(_, texts)| *texts),
    };
    let short = &target.row.short;
    let place = target.place(edition);
    let is_certain = certain
        .is_some_and(|texts| is_exact || figures::is_blank(texts) || (figures::is_solid(texts) && ways.len() == 1));
    if certain.is_some() && !is_certain {
        fit.say_row(Class::Guessed, line.number, place.clone(), format!("{short}的空格按上下各行的位置认定"));
    }
    if ways.is_empty() && glue::is_glued(tail, want) {
        return keep_glued(edition, line, short, &target.cells, tail, fit);
    }
    let message = match certain.map(figures::take) {
        Some(Taken::Sure(figures)) => return put(edition, line.number, &target.cells, figures, fit),
        Some(Taken::Words(words)) => format!("{short}的格里有文字“{words}”，整行未取"),
        None if ways.is_empty() => {
            let found = tail.iter().filter(|text| !text.is_empty()).count();
            format!("{short}应有 {want} 格，见 {found} 格，整行未取")
        }
        None => format!("{short}的空格是哪一格说不准，整行未取"),
    };
    fit.say_row(Class::Missing, line.number, place, message);
    fit.aside.push((line.number, line.cells.to_line()));
}

/// Keeps a row whose figures are stuck together: how they part is settled when all other rows are known.
fn keep_glued(edition: &Edition, line: &Line, name: &str, cells: &[CellIdx], tail: &[String], fit: &mut Fit) {
    let kept = line.cells.to_line();
    fit.aside.push((line.number, kept.clone()));
    fit.glued.push(Glued {
        line: line.number,
        name: name.to_owned(),
        cells: cells.iter().map(|cell| edition.spec(*cell).place.clone()).collect(),
        texts: tail.iter().filter(|text| !text.is_empty()).cloned().collect(),
        kept,
        ways: Vec::new(),
        count: 0,
    });
}

/// Puts figures into cells; what is no figure or two of them is said.
fn put(edition: &Edition, line: usize, cells: &[CellIdx], texts: Vec<String>, fit: &mut Fit) {
    for (cell, text) in cells.iter().zip(texts) {
        let spec = edition.spec(*cell);
        match figures::tidy(&text) {
            None => {
                let message = format!("{}“{text}”像是粘在一起的数，未取", edition.name(*cell));
                fit.say(Class::Missing, line, spec.place.clone(), message);
                fit.aside.push((line, format!("{} {text}", edition.name(*cell))));
            }
            Some(text) => {
                if let Value::Unreadable(fault) = read(&text, spec.kind) {
                    let message = format!("{}照录“{text}”：{}", edition.name(*cell), fault.message());
                    fit.say(Class::Guessed, line, spec.place.clone(), message);
                }
                fit.cells.push((*cell, text));
            }
        }
    }
}
