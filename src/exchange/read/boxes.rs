//! A table drawn with box characters in plain text, taken apart into its cells, merged ones too.

use super::table::Cell;
use crate::width::{Ambiguous, graphemes};

/// Characters that only rules have.
const CORNERS: [&str; 9] = ["┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼"];

/// Is a line part of a drawn table?
pub(super) fn is_drawn(line: &str) -> bool {
    line.trim_start().starts_with(['┌', '├', '└', '│'])
}

/// The rows of a drawn table, each with the number of its first line among `lines`.
pub(super) fn rows(lines: &[&str]) -> Vec<(usize, Vec<Cell>)> {
    Drawing::of(lines).map_or_else(|| uneven(lines), |drawing| drawing.rows())
}

/// A drawing whose lines are not equally wide: every line is a row.
fn uneven(lines: &[&str]) -> Vec<(usize, Vec<Cell>)> {
    let is_text = |line: &str| !CORNERS.iter().any(|corner| line.contains(corner));
    let cells = |line: &str| line.trim().trim_matches('│').split('│').map(|text| Cell::new(text.trim())).collect();
    lines.iter().enumerate().filter(|(_, line)| is_text(line)).map(|(n, line)| (n, cells(line))).collect()
}

struct Drawing<'a> {
    /// What stands in each column of each line; nothing where a wide character goes on.
    lines: Vec<Vec<&'a str>>,
    /// Columns with an upright line somewhere.
    edges: Vec<usize>,
    /// Lines that part rows.
    rules: Vec<usize>,
}

impl<'a> Drawing<'a> {
    /// `None` if it is no whole drawing: its lines must be equally wide and closed at both sides.
    fn of(lines: &[&'a str]) -> Option<Self> {
        let lines: Vec<Vec<&str>> = lines.iter().map(|line| columns(line.trim())).collect();
        let width = lines.first().map(Vec::len)?;
        let is_upright = |c: &str| c == "│" || CORNERS.contains(&c);
        let is_even = lines.iter().all(|line| line.len() == width && line.last().is_some_and(|c| is_upright(c)));
        let is_rule = |line: &Vec<&str>| line.iter().any(|c| CORNERS.contains(c));
        let rules: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| is_rule(line)).map(|(n, _)| n).collect();
        let is_whole = rules.first() == Some(&0) && rules.last() == lines.len().checked_sub(1).as_ref();
        let is_edge = |at: &usize| lines.iter().any(|line| line.get(*at).is_some_and(|c| is_upright(c)));
        let edges: Vec<usize> = (0..width).filter(is_edge).collect();
        (is_even && is_whole && rules.len() > 1).then_some(Self { lines, edges, rules })
    }

    fn at(&self, line: usize, column: usize) -> &'a str {
        self.lines.get(line).and_then(|line| line.get(column)).copied().unwrap_or_default()
    }

    /// The text of a line between two edges.
    fn between(&self, line: usize, [from, to]: [usize; 2]) -> String {
        let edge = |n: usize| self.edges.get(n).copied().unwrap_or_default();
        let text: String = (edge(from) + 1..edge(to)).map(|column| self.at(line, column)).collect();
        text.trim().to_owned()
    }

    /// Does a cell reach over a rule behind an edge?
    fn is_open(&self, rule: usize, edge: usize) -> bool {
        let text = self.between(rule, [edge, edge + 1]);
        text.is_empty() || text.chars().any(|c| c != '─')
    }

    fn rows(&self) -> Vec<(usize, Vec<Cell>)> {
        let bands = self.rules.windows(2).filter_map(|rules| Some((*rules.first()?, *rules.last()?)));
        bands
            .enumerate()
            .filter(|(_, (rule, next))| next - rule > 1)
            .map(|(n, (rule, _))| (rule + 1, self.row(n)))
            .collect()
    }

    /// The cells between a rule and the next.
    fn row(&self, band: usize) -> Vec<Cell> {
        let rule = |n: usize| self.rules.get(n).copied().unwrap_or_default();
        let n_columns = self.edges.len().saturating_sub(1);
        let is_closed = |edge: usize| self.at(rule(band) + 1, self.edges.get(edge).copied().unwrap_or_default()) == "│";
        let mut cells = Vec::new();
        let mut from = 0;
        while from < n_columns {
            let to = (from + 1..n_columns).find(|edge| is_closed(*edge)).unwrap_or(n_columns);
            if band > 0 && self.is_open(rule(band), from) {
                cells.push(Cell::covered());
            } else {
                let last = (band + 1..self.rules.len() - 1).find(|below| !self.is_open(rule(*below), from));
                let end = last.map_or(rule(self.rules.len() - 1), rule);
                cells.push(Cell::new(
                    (rule(band) + 1..end).map(|line| self.between(line, [from, to])).collect::<String>(),
                ));
            }
            from = to;
        }
        cells
    }
}

/// What stands in each column of a line; text files are measured as most terminals show them.
fn columns(line: &str) -> Vec<&str> {
    let mut columns = Vec::new();
    for cluster in graphemes(line) {
        columns.push(cluster);
        columns.extend(std::iter::repeat_n("", Ambiguous::Narrow.cols(cluster).saturating_sub(1)));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(drawing: &str) -> Vec<(usize, Vec<(String, bool)>)> {
        let lines: Vec<&str> = drawing.lines().collect();
        let cells =
            |cells: Vec<Cell>| cells.into_iter().map(|cell| (cell.paragraphs.concat(), cell.is_covered)).collect();
        rows(&lines).into_iter().map(|(line, row)| (line, cells(row))).collect()
    }

    #[test]
    fn merged_cells_are_one_and_text_goes_on_through_rules() {
        let drawing = "┌──────────┬────┐\n│   标题   │合计│\n├────┬─────┤    │\n│结果│甲   │    │\n│    ├─────┼────┤\n│公开│乙   │   3│\n└────┴─────┴────┘";
        let cell = |text: &str| (text.to_owned(), false);
        let covered = || (String::new(), true);
        assert_eq!(
            texts(drawing),
            [
                (1, vec![cell("标题"), cell("合计")]),
                (3, vec![cell("结果公开"), cell("甲"), covered()]),
                (5, vec![covered(), cell("乙"), cell("3")]),
            ]
        );
    }

    #[test]
    fn a_drawing_out_of_shape_gives_its_lines() {
        let cell = |text: &str| (text.to_owned(), false);
        let drawing = "┌────┬──┐\n│规章│0│\n├────┼──┤\n│许可│ 12│\n└────┴──┘";
        assert_eq!(texts(drawing), [(1, vec![cell("规章"), cell("0")]), (3, vec![cell("许可"), cell("12")])]);
        assert!(is_drawn("  │规章│0│") && !is_drawn("规章│0"));
    }
}
