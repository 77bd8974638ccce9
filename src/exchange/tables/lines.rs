//! Lines of a document's tables read one by one: heads, rows of figures, rows of many cells side by side.

use super::{figures::is_figure, fit::Block, glue::is_glued};
use crate::{
    exchange::{
        label::{Label, normal},
        piece::Cells,
    },
    form::{Edition, Layout},
};

/// A line of a table.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Number in the document, from 1.
    pub(super) number: usize,
    /// Its cells.
    pub(super) cells: &'a Cells,
    /// Number of its block.
    pub(super) block: usize,
    /// Cells before the first figure that hold words, with their index.
    pub(super) labels: Vec<(usize, Label)>,
    /// What it is.
    pub(super) sort: Sort,
}

/// What a line of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Heads of columns, blocks or groups.
    Head,
    /// A label and what stands behind it.
    Data,
    /// All cells of a table that is printed as one row; the table's id.
    Beside(&'static str),
    /// No line of the form.
    Foreign,
}

impl Line<'_> {
    /// The label with this number.
    pub(super) fn label(&self, n: usize) -> Option<&Label> {
        self.labels.get(n).map(|(_, label)| label)
    }

    /// The text of the label with this number.
    pub(super) fn shown(&self, n: usize) -> &str {
        self.labels.get(n).and_then(|(at, _)| self.cells.texts.get(*at)).map_or("", String::as_str)
    }

    /// The cells behind the label with this number.
    pub(super) fn behind(&self, n: usize) -> &[String] {
        let from = self.labels.get(n).map_or(0, |(at, _)| at + 1);
        self.cells.texts.get(from..).unwrap_or_default()
    }

    /// The cells behind all labels.
    pub(super) fn beside(&self) -> &[String] {
        self.behind(self.labels.len().wrapping_sub(1))
    }
}

/// Words that the heads of an edition's tables hold.
struct Heads {
    all: Vec<String>,
    /// For each table that is printed as one row: its id, its head words, its number of cells.
    beside: Vec<(&'static str, Vec<String>, usize)>,
}

impl Heads {
    fn of(edition: &'static Edition) -> Self {
        let mut all = Vec::new();
        let mut beside = Vec::new();
        for table in &edition.tables {
            let mut words = vec![normal(&table.corner), normal(&table.over)];
            for block in &table.blocks {
                words.extend([normal(&block.title), normal(&block.head)]);
                words.extend(block.columns.iter().flat_map(|column| [normal(&column.label), normal(&column.under)]));
                words.extend(block.rows.iter().flat_map(|row| &row.under).map(|under| normal(under)));
            }
            if table.layout == Layout::Beside {
                words.extend(table.blocks.iter().flat_map(|block| &block.rows).map(|row| normal(&row.label)));
                let own = words.iter().filter(|word| word.chars().count() >= 4).cloned().collect();
                beside.push((table.id.as_str(), own, edition.cells_of(&table.id).count()));
            }
            all.extend(words);
        }
        all.retain(|word| !word.is_empty());
        all.sort_unstable();
        all.dedup();
        Self { all, beside }
    }

    /// Is a cell a head: one of the words, or so long that one holds the other?
    fn is_head(&self, cell: &str) -> bool {
        let plain = normal(cell);
        let long = |word: &str| word.chars().count() >= 4;
        self.all.iter().any(|word| {
            *word == plain || (long(&plain) && long(word) && (plain.contains(word.as_str()) || word.contains(&plain)))
        })
    }

    /// The table printed as one row whose head words stand in these rows.
    fn beside(&self, rows: &[(usize, &Cells)]) -> Option<(&'static str, usize)> {
        let cells: Vec<String> = rows.iter().flat_map(|(_, cells)| &cells.texts).map(|cell| normal(cell)).collect();
        self.beside.iter().find_map(|(id, words, count)| {
            let met = words.iter().filter(|word| cells.iter().any(|cell| cell.contains(word.as_str()))).count();
            (met >= 2).then_some((*id, *count))
        })
    }
}

/// Reads every line of the blocks.
pub(super) fn read<'a>(edition: &'static Edition, blocks: &[Block<'a>]) -> Vec<Line<'a>> {
    let heads = Heads::of(edition);
    let mut lines = Vec::new();
    for (n, block) in blocks.iter().enumerate() {
        let under = heads.beside.iter().find(|(id, ..)| block.under == Some(*id)).map(|(id, _, count)| (*id, *count));
        let beside = heads.beside(&block.rows).or(under);
        for (number, cells) in &block.rows {
            let first = cells.texts.iter().position(|text| is_figure(text));
            let words = cells.texts.iter().enumerate().take(first.unwrap_or(cells.texts.len()));
            let labels: Vec<(usize, Label)> =
                words.filter(|(_, text)| !text.is_empty()).map(|(at, text)| (at, Label::new(text))).collect();
            let mut line = Line { number: *number, cells, block: n, labels, sort: Sort::Data };
            line.sort = sort(&line, &heads, first.is_some(), beside);
            lines.push(line);
        }
    }
    lines
}

fn sort(line: &Line, heads: &Heads, has_figure: bool, beside: Option<(&'static str, usize)>) -> Sort {
    let is_stuck = |count| line.labels.is_empty() && is_glued(&line.cells.texts, count);
    if let Some((id, count)) = beside
        && has_figure
        && is_stuck(count)
    {
        return Sort::Beside(id);
    }
    if let Some((id, count)) = beside
        && line.beside().len() * 5 >= count * 4
    {
        let is_one_label =
            matches!(line.cells.texts.first(), Some(text) if line.labels.len() == 1 && !heads.is_head(text));
        if has_figure || is_one_label {
            return Sort::Beside(id);
        }
    }
    if line.labels.is_empty() {
        return if has_figure { Sort::Data } else { Sort::Head };
    }
    if has_figure {
        return Sort::Data;
    }
    let texts = || line.cells.texts.iter().filter(|text| !text.is_empty());
    let met = texts().filter(|text| heads.is_head(text)).count();
    if met >= 2 || met == texts().count() { Sort::Head } else { Sort::Data }
}

/// How many cells are heads that this edition's tables have.
pub(super) fn count_heads(edition: &Edition, blocks: &[Block]) -> f64 {
    let columns = edition.tables.iter().flat_map(|table| &table.blocks).flat_map(|block| &block.columns);
    let mut words: Vec<String> = columns.map(|column| normal(&column.label)).collect();
    words.sort_unstable();
    words.dedup();
    let cells = blocks.iter().flat_map(|block| &block.rows).flat_map(|(_, cells)| &cells.texts);
    let met = cells.filter(|cell| words.binary_search(&normal(cell)).is_ok()).count();
    f64::from(met as u32)
}

/// The id of the table that a section holds, if it holds one in any edition.
pub(super) fn table_id(section: Option<&str>) -> Option<&'static str> {
    let tables = Edition::all().iter().flat_map(|edition| &edition.tables);
    tables.map(|table| table.id.as_str()).find(|id| Some(*id) == section)
}
