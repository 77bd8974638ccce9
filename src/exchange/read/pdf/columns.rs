//! A table that is printed as one row, by where its words stand on the page: which column each figure is under.

use super::super::super::label::normal;
use crate::form::Table;

/// A word and where it stands, in points from the top left of its page.
#[derive(Debug, Clone)]
pub(super) struct Word {
    page: usize,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    pub(super) text: String,
}

impl Word {
    fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    /// Half the height of its characters: words of one line or column are no farther apart.
    fn half(&self) -> f64 {
        (self.bottom - self.top) / 2.0
    }
}

/// The words of a PDF in the order of its text, as `pdftotext -bbox` prints them, one a line.
pub(super) fn words(printed: &str) -> Vec<Word> {
    let mut page = 0;
    let mut words = Vec::new();
    for line in printed.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page"));
        words.extend(line.strip_prefix("<word ").and_then(|rest| word(page, rest)));
    }
    words
}

/// `xMin="1" yMin="2" xMax="3" yMax="4">字</word>`
fn word(page: usize, line: &str) -> Option<Word> {
    let (at, text) = line.split_once('>')?;
    let text = text.strip_suffix("</word>")?;
    let number = |name: &str| -> Option<f64> {
        let (_, rest) = at.split_once(&format!("{name}=\""))?;
        rest.split('"').next()?.parse().ok()
    };
    let (left, right, top, bottom) = (number("xMin")?, number("xMax")?, number("yMin")?, number("yMax")?);
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    let text = signs.iter().fold(text.to_owned(), |text, (sign, plain)| text.replace(sign, plain));
    Some(Word { page, left, right, top, bottom, text })
}

/// What each cell of a table printed as one row holds, blank ones too, from the words between its heading and the next.
///
/// `None` unless every head of the form stands there in its order, all on one page, over one row of figures, and each
/// figure is under one head of its own.
pub(super) fn beside(table: &Table, words: &[Word], is_figure: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let (row, heads): (Vec<&Word>, Vec<&Word>) = words.iter().partition(|word| is_figure(&word.text));
    let first = row.first()?;
    let is_of_row = |word: &&Word| word.page == first.page && (word.top - first.top).abs() < first.half();
    let is_above = |word: &&Word| word.page == first.page && word.bottom <= first.top + first.half();
    if !row.iter().all(is_of_row) || !heads.iter().all(is_above) {
        return None;
    }
    let columns = columns(table, heads)?;
    let nearest = columns.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?)).fold(f64::MAX, f64::min);
    let mut cells = vec![String::new(); columns.len()];
    for word in row {
        let at = columns.iter().position(|column| (column - word.middle()).abs() * 2.0 < nearest)?;
        let cell = cells.get_mut(at).filter(|cell| cell.is_empty())?;
        cell.clone_from(&word.text);
    }
    Some(cells)
}

/// The middle of each column, from left to right, if the heads over them are the form's.
fn columns(table: &Table, heads: Vec<&Word>) -> Option<Vec<f64>> {
    // Heads are broken over several lines: what stands one under another is one head, with that of its group above.
    let mut stacks: Vec<(f64, String)> = Vec::new();
    for word in heads {
        match stacks.iter_mut().find(|(middle, _)| (middle - word.middle()).abs() < word.half()) {
            Some((_, text)) => text.push_str(&word.text),
            None => stacks.push((word.middle(), word.text.clone())),
        }
    }
    stacks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let labels = table.blocks.iter().flat_map(|block| block.rows.iter().flat_map(|_| &block.columns));
    let labels: Vec<String> = labels.map(|column| normal(&column.label)).collect();
    // Heads of groups that stand between two columns are none of a column.
    stacks.retain(|(_, text)| labels.iter().any(|label| normal(text).ends_with(label.as_str())));
    let is_form = stacks.len() == labels.len()
        && stacks.iter().zip(&labels).all(|((_, text), label)| normal(text).ends_with(label.as_str()));
    is_form.then(|| stacks.into_iter().map(|(middle, _)| middle).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Edition, Layout};

    /// Table 3 as it is printed: heads of two lines each, then a row with these figures in these columns.
    fn printed(figures: &[(usize, &str)]) -> String {
        let mut lines = vec!["<page width=\"595\" height=\"842\">".to_owned()];
        let mut put = |x: f64, y: f64, text: &str| {
            let width = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum::<f64>();
            let (left, right) = (x - width / 2.0, x + width / 2.0);
            lines.push(format!(
                "    <word xMin=\"{left}\" yMin=\"{y}\" xMax=\"{right}\" yMax=\"{}\">{text}</word>",
                y + 13.0
            ));
        };
        let middle = |column: usize| 94.0 + 29.5 * f64::from(column as u32);
        put(middle(2), 100.0, "行政复议");
        put(middle(9) + 14.7, 100.0, "行政诉讼");
        put(middle(7), 115.0, "未经复议直接起诉");
        put(middle(12), 115.0, "复议后起诉");
        for (line, parts) in
            [["结果", "结果", "其他", "尚未", "总计"], ["维持", "纠正", "结果", "审结", ""]].iter().enumerate()
        {
            for column in (0..15).filter(|column| !parts[column % 5].is_empty()) {
                put(middle(column), 130.0 + 14.0 * f64::from(line as u32), parts[column % 5]);
            }
        }
        for (column, figure) in figures {
            put(middle(*column) + 2.0, 165.0, figure);
        }
        lines.join("\n")
    }

    fn cells(printed: &str) -> Option<Vec<String>> {
        let table = Edition::all()[0].tables.iter().find(|table| table.layout == Layout::Beside).unwrap();
        beside(table, &words(printed), |word| word.chars().all(|c| c.is_ascii_digit()))
    }

    #[test]
    fn a_figure_is_put_under_its_own_head_and_blanks_stay_blank() {
        let row = cells(&printed(&[(5, "0"), (6, "12"), (9, "12"), (14, "3")])).unwrap();
        assert_eq!(row, ["", "", "", "", "", "0", "12", "", "", "12", "", "", "", "", "3"]);
    }

    #[test]
    fn other_heads_a_second_row_or_two_figures_under_one_head_give_nothing() {
        let good = printed(&[(0, "1"), (4, "1")]);
        assert!(cells(&good).is_some());
        assert_eq!(cells(&good.replacen("纠正", "撤销", 1)), None);
        assert_eq!(cells(&good.replacen(">总计<", ">1<", 1)), None, "figures of two rows");
        let twice = good.lines().last().unwrap().to_owned();
        assert_eq!(cells(&format!("{good}\n{twice}")), None);
        let next_page = format!("{good}\n<page width=\"595\">\n{twice}");
        assert_eq!(cells(&next_page), None);
        assert!(cells("").is_none());
    }
}
