//! A table: merged heads and grouped rows as in the form, figures right-aligned, numbers never cut while labels can be.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};
use rust_decimal::Decimal;

use super::paint::{line, lines, put, put_right};
use crate::{
    form::{Along, Block, CellIdx},
    rules::Level,
    tui::{
        app::{
            desk::{self, Desk},
            grid::{Grid, Line, Typing},
            panes::{Areas, Focus},
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// A label is worth at least so many columns.
const MIN_LABEL: usize = 20;
/// A label that has so many columns needs no more; the table then stands close together.
const MAX_LABEL: usize = 40;
/// Columns right of the table for the mark of a row.
const MARK: usize = 2;

/// Columns of a block on the screen.
struct Measure {
    label: usize,
    /// Width of each column of figures, the gap on its left included.
    figures: Vec<usize>,
    /// Width of last year's column, on a wide screen.
    last: usize,
}

/// Draws a table; returns where the terminal's cursor stands.
pub(super) fn draw(desk: &Desk, grid: &Grid, areas: Areas, theme: &Theme, sheet: &mut Sheet) -> Option<Position> {
    let area = areas.section;
    let shows_last = areas.is_wide && desk.last.is_some();
    let measures = measures(desk, grid, usize::from(area.width), shows_last);
    let heads = grid.head_rows();
    if heads > 0 {
        head(grid, &measures[0], Rect { height: heads as u16, ..area }, theme, sheet);
    }
    let body = Rect { y: area.y + heads as u16, height: area.height.saturating_sub(heads as u16), ..area };
    let painter = Painter { desk, grid, area: body, theme };
    let mut caret = None;
    for (row, n) in (grid.top..grid.lines().len()).take(usize::from(body.height)).enumerate() {
        match grid.lines()[n] {
            Line::Block(b) => painter.block_head(b, &measures[b], row, sheet),
            Line::Group(b, r, depth) => painter.group_head(b, r, depth, &measures[b], row, sheet),
            Line::Row(b, r) => {
                caret = painter.row(n, b, r, &measures[b], row, sheet).or(caret);
            }
        }
    }
    caret
}

/// The measures of all blocks: the columns of one stand under those of another.
fn measures(desk: &Desk, grid: &Grid, columns: usize, shows_last: bool) -> Vec<Measure> {
    let blocks = grid.table().blocks.iter().enumerate();
    let mut measures: Vec<Measure> =
        blocks.map(|(b, block)| measure(desk, grid, b, block, columns, shows_last)).collect();
    let n = measures.iter().map(|measure| measure.figures.len()).max().unwrap_or_default();
    let widest = |c: usize| measures.iter().filter_map(|measure| measure.figures.get(c)).max().copied();
    let shared: Vec<usize> = (0..n).filter_map(widest).collect();
    let last = measures.first().map_or(0, |measure| measure.last);
    let label = columns.saturating_sub(MARK + last + shared.iter().sum::<usize>()).min(MAX_LABEL);
    for measure in &mut measures {
        measure.label = label;
        measure.figures = shared.iter().copied().take(measure.figures.len()).collect();
    }
    measures
}

/// How wide the label and the figures of a block are: as wide as they need, the label takes what is left.
fn measure(desk: &Desk, grid: &Grid, b: usize, block: &Block, columns: usize, shows_last: bool) -> Measure {
    let widest = |c: usize| {
        let texts = (0..block.rows.len()).filter_map(|r| grid.cell_at(b, r, c)).map(|cell| {
            let offer = desk.offers.get(&cell).map_or(0, width::cols);
            width::cols(desk.report.text(cell)).max(offer)
        });
        texts.max().unwrap_or_default()
    };
    let labels: Vec<usize> = block.columns.iter().map(|column| width::cols(&column.short)).collect();
    let last = if shows_last { 7 } else { 0 };
    let room = columns.saturating_sub(MARK + last);
    let fitted = |min_label: usize| -> Vec<usize> {
        labels.iter().enumerate().map(|(c, label)| 1 + widest(c).max((*label).min(min_label)).max(4)).collect()
    };
    let roomy = fitted(usize::MAX);
    let uniform = vec![roomy.iter().copied().max().unwrap_or(6); roomy.len()];
    let close = fitted(4);
    let figures = [uniform, roomy, close.clone()]
        .into_iter()
        .find(|figures| figures.iter().sum::<usize>() + MIN_LABEL + 8 <= room)
        .unwrap_or_else(|| shrunk(close, room.saturating_sub(MIN_LABEL)));
    let label = room.saturating_sub(figures.iter().sum()).min(MAX_LABEL);
    Measure { label, figures, last }
}

/// Columns cut down evenly, the widest first, until they fit.
fn shrunk(mut figures: Vec<usize>, room: usize) -> Vec<usize> {
    while figures.iter().sum::<usize>() > room {
        match figures.iter_mut().max() {
            Some(widest) if *widest > 3 => *widest -= 1,
            _ => break,
        }
    }
    figures
}

/// The fixed head: the merged heads, then the heads of the columns.
fn head(grid: &Grid, measure: &Measure, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let block = &grid.table().blocks[0];
    let last = usize::from(area.height) - 1;
    if last > 0 {
        let mut x = area.x + measure.label as u16;
        line(sheet, area, 0, &format!(" {}", width::cut(&grid.table().over, measure.label)), theme.dim());
        let mut c = 0;
        while c < block.columns.len() {
            let under = &block.columns[c].under;
            let n = block.columns[c..].iter().take_while(|column| column.under == *under).count();
            let columns: usize = measure.figures[c..c + n].iter().sum();
            if !under.is_empty() {
                let text = centre(under, columns - 1);
                put(sheet, area, Position::new(x + 1, area.y), &text, theme.dim());
            }
            x += columns as u16;
            c += n;
        }
    }
    column_heads(block, measure, area, last, theme, sheet);
}

/// A merged head drawn over its columns: `── 法人或其他组织 ──`.
fn centre(text: &str, columns: usize) -> String {
    let text = width::cut(text, columns);
    let free = columns - width::cols(&text);
    let (left, across) = (free / 2, lines().across);
    format!("{}{text}{}", across.repeat(left), across.repeat(free - left))
}

fn column_heads(block: &Block, measure: &Measure, area: Rect, row: usize, theme: &Theme, sheet: &mut Sheet) {
    let mut x = area.x + measure.label as u16;
    for (column, columns) in block.columns.iter().zip(&measure.figures) {
        let label = width::head(&column.short, columns - 1);
        let text = width::fit_right(label, *columns);
        put(sheet, area, Position::new(x, area.y + row as u16), &text, theme.heading());
        x += *columns as u16;
    }
    if measure.last > 0 {
        put(sheet, area, Position::new(x, area.y + row as u16), &width::fit_right("去年", measure.last), theme.dim());
    }
}

struct Painter<'a> {
    desk: &'a Desk,
    grid: &'a Grid,
    area: Rect,
    theme: &'a Theme,
}

impl Painter<'_> {
    fn block_head(&self, b: usize, measure: &Measure, row: usize, sheet: &mut Sheet) {
        let block = &self.grid.table().blocks[b];
        let title = format!(" {}", width::cut(&block.title, measure.label.saturating_sub(1)));
        line(sheet, self.area, row, &title, self.theme.dim());
        column_heads(block, measure, self.area, row, self.theme, sheet);
    }

    /// A merged head over rows; where the form prints no subtotal, the sum of the group is shown beside it.
    fn group_head(&self, b: usize, r: usize, depth: usize, measure: &Measure, row: usize, sheet: &mut Sheet) {
        let block = &self.grid.table().blocks[b];
        let label = format!(" {}{}", " ".repeat(depth), block.rows[r].under[depth]);
        line(sheet, self.area, row, &width::cut(&label, measure.label), self.theme.dim());
        if let Some(sum) = self.group_sum(b, r, depth) {
            let columns: usize = measure.figures.iter().sum();
            let at = Position::new(self.area.x + measure.label as u16, self.area.y + row as u16);
            let text = width::fit_right(&format!("小计 {sum}"), columns);
            put(sheet, self.area, at, &text, self.theme.offered());
        }
    }

    /// The sum of a group's last column, if the edition knows the group as a derived row and it has figures.
    fn group_sum(&self, b: usize, r: usize, depth: usize) -> Option<Decimal> {
        let table = self.grid.table();
        let block = &table.blocks[b];
        let head = block.rows[r].under.get(..=depth)?;
        let is_in = |row: &&crate::form::Row| row.under.get(..=depth) == Some(head);
        let rows: Vec<&str> = block.rows.iter().filter(is_in).map(|row| row.id.as_str()).collect();
        let derived = self.desk.report.edition().derived.iter();
        let mut known = derived.filter(|d| d.table == table.id && d.along == Along::Column);
        known.find(|d| d.of == rows)?;
        let column = &block.columns.last()?.id;
        let cells = rows.iter().filter_map(|row| self.desk.report.edition().find_in(&table.id, row, column));
        let numbers: Vec<Decimal> = cells.filter_map(|cell| self.desk.report.value(cell).number()).collect();
        (!numbers.is_empty()).then(|| numbers.into_iter().sum())
    }

    fn row(
        &self,
        at_line: usize,
        b: usize,
        r: usize,
        measure: &Measure,
        row: usize,
        sheet: &mut Sheet,
    ) -> Option<Position> {
        let is_current = at_line == self.grid.line();
        let block = &self.grid.table().blocks[b];
        let entry = &block.rows[r];
        let y = self.area.y + row as u16;
        let indent = " ".repeat(1 + entry.under.len().min(2));
        let label = width::cut(&format!("{indent}{}", entry.short), measure.label);
        let style = self.theme.text();
        put(sheet, self.area, Position::new(self.area.x, y), &label, style);
        let mut here = None;
        let mut x = self.area.x + measure.label as u16;
        for (c, columns) in measure.figures.iter().enumerate() {
            if let Some(cell) = self.grid.cell_at(b, r, c) {
                let is_here = is_current && c == self.grid.column();
                let at = Position::new(x, y);
                if is_here {
                    here = Some((cell, at, *columns));
                } else {
                    let is_selected = self.grid.is_selected(at_line, c);
                    self.figure(cell, is_selected, at, *columns, sheet);
                }
            }
            x += *columns as u16;
        }
        if measure.last > 0 {
            let cell = self.grid.cell_at(b, r, self.grid.column().min(measure.figures.len() - 1));
            let last = cell.and_then(|cell| self.desk.last_text(cell)).unwrap_or_default();
            put(sheet, self.area, Position::new(x, y), &width::fit_right(last, measure.last), self.theme.dim());
        }
        if let Some(level) = self.worst_of_row(b, r) {
            put_right(sheet, self.area, row, &level.mark().to_string(), self.theme.level(level));
        }
        // Last, as it reaches over the borders of its column.
        here.map(|(cell, at, columns)| self.current(cell, at, columns, sheet))
    }

    /// What a cell shows, and how: its text, or the total that is offered for it.
    fn shown(&self, cell: CellIdx) -> (&str, Style) {
        let text = self.desk.report.text(cell);
        match (self.worst(cell), text.is_empty(), self.desk.offers.get(&cell)) {
            (_, true, Some(offer)) => (offer, self.theme.offered()),
            (Some(level), _, _) => (text, self.theme.level(level)),
            (None, _, _) if self.desk.report.is_computed(cell) => (text, self.theme.verified()),
            (None, _, _) => (text, self.theme.text()),
        }
    }

    fn figure(&self, cell: CellIdx, is_selected: bool, at: Position, columns: usize, sheet: &mut Sheet) {
        let (text, style) = self.shown(cell);
        // A blank cell shows where it is, so that a row of blanks can be counted.
        let blank = self.worst(cell).map_or(self.theme.dim(), |level| self.theme.level(level));
        let (text, style) = if text.is_empty() { ("·", blank) } else { (text, style) };
        if is_selected {
            let inner = width::fit_right(text, columns.saturating_sub(1));
            put(sheet, self.area, Position::new(at.x + 1, at.y), &inner, style.patch(self.theme.cursor()));
        } else {
            put(sheet, self.area, at, &width::fit_right(text, columns), style);
        }
    }

    /// The cell under the cursor: its figure marked with a blank on either side, the whole cell where it is one of a
    /// selection; while it is typed, the terminal's cursor stands in it.
    fn current(&self, cell: CellIdx, at: Position, columns: usize, sheet: &mut Sheet) -> Position {
        let is_focused = self.desk.focus == Focus::Section;
        let style = if is_focused { self.theme.cursor() } else { self.theme.accent() };
        let Some(Typing { field, .. }) = &self.grid.typing else {
            let (text, look) = self.shown(cell);
            let style = look.patch(style);
            let right = at.x + columns as u16;
            let inner = match width::cut(text, columns.saturating_sub(1)) {
                text if self.grid.has_selection() => width::fit_right(&text, columns.saturating_sub(1)),
                text => format!(" {} ", if text.is_empty() { "·" } else { &text }),
            };
            let is_padded = !self.grid.has_selection();
            let left = right + u16::from(is_padded) - width::cols(&inner) as u16;
            put(sheet, self.area, Position::new(left, at.y), &inner, style);
            return Position::new(right - 1, at.y);
        };
        // What is typed may be longer than the column: it then reaches over its neighbours to the left.
        let needed = (width::cols(field.text()) + 2).max(columns);
        let right = at.x + columns as u16;
        let left = right.saturating_sub(needed as u16).max(self.area.x);
        let room = usize::from(right - left);
        put(sheet, self.area, Position::new(left, at.y), &width::fit_right(&format!("{} ", field.text()), room), style);
        let behind = width::cols(field.text()) - width::cols(&field.before_cursor());
        Position::new(right.saturating_sub(1 + behind as u16), at.y)
    }

    /// The worst level of a cell. A zero that only one finding names is a bystander and stays plain.
    fn worst(&self, cell: CellIdx) -> Option<Level> {
        let findings = self.desk.checked.findings.iter();
        let levels: Vec<Level> =
            findings.filter(|f| f.waived.is_none() && f.cells.contains(&cell)).map(|f| f.level).collect();
        let is_zero = || self.desk.report.value(cell).number().is_some_and(|n| n.is_zero());
        let is_doubtful =
            || self.desk.checked.findings.iter().any(|f| f.code == desk::doubts::CODE && f.cells.contains(&cell));
        levels.iter().min().copied().filter(|_| levels.len() > 1 || !is_zero() || is_doubtful())
    }

    fn worst_of_row(&self, b: usize, r: usize) -> Option<Level> {
        let table = self.grid.table();
        let row = &table.blocks[b].rows[r].id;
        let findings = self.desk.checked.findings.iter();
        let here = findings
            .filter(|f| f.waived.is_none())
            .filter(|finding| finding.place.table() == table.id && finding.place.row() == row);
        here.map(|finding| finding.level).min()
    }
}
