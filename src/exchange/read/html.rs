//! Web pages: paragraphs and tables as a browser lays them out; scripts, styles and hidden matter left out.

use scraper::{ElementRef, Html, Node, node::Element};

use super::{
    super::{
        Class, Statement,
        piece::{Document, Piece},
    },
    error::ReadError,
    finish::finish,
    table::{Cell, Pieces},
};

/// Deepest nesting that is walked.
const DEPTH: usize = 200;
/// Most columns or rows that a cell may span.
const SPAN: usize = 200;
/// Most elements and texts of a page.
const NODES: usize = 300_000;

/// Most elements that may be open at once; pages leave some open by mistake.
const OPEN: usize = 1000;
/// Elements that count as nested.
const NESTED: [&str; 18] = [
    "div",
    "span",
    "font",
    "table",
    "center",
    "section",
    "article",
    "b",
    "i",
    "u",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "small",
];

/// Elements that start and end lines.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "blockquote",
    "dd",
    "dt",
    "figure",
    "figcaption",
    "caption",
    "center",
    "hr",
];

/// Elements that show nothing of the report.
const UNSEEN: [&str; 12] = [
    "script", "style", "head", "nav", "noscript", "template", "iframe", "object", "svg", "select", "button", "textarea",
];

/// Takes a page apart.
pub(super) fn take_apart(source: &str, text: &str, mut statement: Statement) -> Result<Document, ReadError> {
    source.clone_into(&mut statement.source);
    measure(text)?;
    let page = Html::parse_document(text);
    if page.tree.nodes().len() > NODES {
        return Err(ReadError::refused(format!("网页里的元素超过 {NODES} 个，不像年报，没有读")));
    }
    let mut reader = Reader::default();
    reader.walk(page.root_element(), 0)?;
    reader.end_line();
    if reader.hidden > 0 {
        statement.add(Class::Aside, None, format!("网页里有 {} 处不显示的内容，没有读入", reader.hidden));
    }
    Ok(finish(reader.pieces.all, statement))
}

/// Refuses a page that would take its parser long: too many elements, or elements inside each other without end.
///
/// Elements that are commonly left open are not counted as nested: browsers close them.
fn measure(text: &str) -> Result<(), ReadError> {
    let (mut count, mut depth) = (0usize, 0usize);
    for tag in text.split('<').skip(1) {
        count += 1;
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).take(10).collect();
        if NESTED.contains(&name.to_ascii_lowercase().as_str()) {
            depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        }
        if depth > OPEN {
            return Err(ReadError::refused(format!("网页的层数超过 {OPEN}，像是有意做成的，没有读")));
        }
    }
    if count > NODES {
        return Err(ReadError::refused(format!("网页里的元素超过 {NODES} 个，不像年报，没有读")));
    }
    Ok(())
}

#[derive(Default)]
struct Reader {
    pieces: Pieces,
    line: Line,
    hidden: usize,
}

/// A line of text that grows; white space as browsers show it.
#[derive(Default)]
struct Line {
    text: String,
    /// White space since the last character; was a line break among it?
    blank: Option<bool>,
}

impl Line {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.blank = Some(self.blank == Some(true) || c == '\n' || c == '\r');
                continue;
            }
            if let Some(is_broken) = self.blank.take()
                && let Some(last) = self.text.chars().last()
                // A line of the file ends between two Chinese characters: nothing was meant by it.
                && !(is_broken && !last.is_ascii() && !c.is_ascii())
            {
                self.text.push(' ');
            }
            self.text.push(c);
        }
    }

    fn take(&mut self) -> String {
        self.blank = None;
        std::mem::take(&mut self.text)
    }
}

impl Reader {
    fn walk(&mut self, element: ElementRef, depth: usize) -> Result<(), ReadError> {
        if depth > DEPTH {
            return Err(ReadError::refused(format!("网页的层数超过 {DEPTH}，没有读")));
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.line.push(text),
                Node::Element(node) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.enter(child, node, depth)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn enter(&mut self, child: ElementRef, node: &Element, depth: usize) -> Result<(), ReadError> {
        let name = node.name();
        if UNSEEN.contains(&name) {
            return Ok(());
        }
        if is_hidden(node) {
            self.hidden += 1;
            return Ok(());
        }
        if name == "br" {
            self.end_line();
            return Ok(());
        }
        if name == "table" {
            self.end_line();
            return self.table(child, depth);
        }
        let is_block = BLOCKS.contains(&name);
        if is_block {
            self.end_line();
        }
        self.walk(child, depth + 1)?;
        if is_block {
            self.end_line();
        }
        Ok(())
    }

    fn end_line(&mut self) {
        let text = self.line.take();
        self.pieces.text(&text);
    }

    /// A table with tables inside lays the page out; any other is one.
    fn table(&mut self, table: ElementRef, depth: usize) -> Result<(), ReadError> {
        let has_table = table.descendent_elements().skip(1).any(|inner| inner.value().name() == "table");
        if has_table {
            for part in rows(table).into_iter().flat_map(|row| cells(row).collect::<Vec<_>>()) {
                self.walk(part, depth + 1)?;
                self.end_line();
            }
            return Ok(());
        }
        let mut all: Vec<Vec<Cell>> = Vec::new();
        // For every column, how many more rows a cell above reaches down.
        let mut reach: Vec<usize> = Vec::new();
        for row in rows(table) {
            let mut line = Vec::new();
            let mut column = 0;
            for cell in cells(row) {
                column = pass_covered(&mut reach, column, &mut line);
                let span = |name: &str| {
                    let number = cell.value().attr(name).and_then(|value| value.trim().parse::<usize>().ok());
                    number.unwrap_or(1).clamp(1, SPAN)
                };
                let (wide, high) = (span("colspan"), span("rowspan"));
                line.push(self.cell(cell, depth)?);
                if reach.len() < column + wide {
                    reach.resize((column + wide).min(SPAN * 2), 0);
                }
                reach.iter_mut().skip(column).take(wide).for_each(|reach| *reach = high);
                column += wide;
            }
            pass_covered(&mut reach, column, &mut line);
            for reach in &mut reach {
                *reach = reach.saturating_sub(1);
            }
            all.push(line);
        }
        if let Some(caption) = table.child_elements().find(|child| child.value().name() == "caption") {
            self.walk(caption, depth + 1)?;
            self.end_line();
        }
        self.pieces.table(&all);
        Ok(())
    }

    /// A cell's paragraphs.
    fn cell(&mut self, cell: ElementRef, depth: usize) -> Result<Cell, ReadError> {
        let mut inner = Self::default();
        inner.walk(cell, depth + 1)?;
        inner.end_line();
        self.hidden += inner.hidden;
        let paragraphs = inner.pieces.all.iter().map(Piece::to_line).collect();
        Ok(Cell { paragraphs, is_covered: false })
    }
}

/// Goes over the columns that a cell of a row above covers; a covering cell counts once, however wide.
fn pass_covered(reach: &mut [usize], from: usize, line: &mut Vec<Cell>) -> usize {
    let covered = reach.iter().skip(from).take_while(|reach| **reach > 0).count();
    if covered > 0 {
        line.push(Cell::covered());
    }
    from + covered
}

/// The rows of a table, of its head and body too, not of tables inside.
fn rows(table: ElementRef) -> Vec<ElementRef> {
    let is_row = |element: &ElementRef| element.value().name() == "tr";
    let parts = table.child_elements().flat_map(|child| match child.value().name() {
        "tr" => vec![child],
        "thead" | "tbody" | "tfoot" => child.child_elements().filter(is_row).collect(),
        _ => Vec::new(),
    });
    parts.collect()
}

fn cells(row: ElementRef) -> impl Iterator<Item = ElementRef> {
    row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"))
}

fn is_hidden(node: &Element) -> bool {
    let style = node.attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    node.attr("hidden").is_some() || style.contains("display:none") || style.contains("visibility:hidden")
}

#[cfg(test)]
mod tests {
    use super::{super::super::piece::Body, *};

    fn lines(page: &str) -> Vec<String> {
        let document = take_apart("a.html", page, Statement::default()).unwrap();
        let line = |body: &Body| match body {
            Body::Text(text) => text.clone(),
            Body::Row(cells) => cells.texts.join("|"),
        };
        document.pieces.iter().map(|piece| line(&piece.body)).collect()
    }

    #[test]
    fn paragraphs_are_as_a_browser_shows_them() {
        let page = "<html><head><title>x</title></head><body><script>alert(1)</script><nav>首页</nav>\
            <h1>示例市财政局<br>2020年政府信息公开工作年度报告</h1><div><p>&nbsp;&nbsp;全年公开\n<b>12</b> 条\
            <p>Sql  Server\n2014</div><p style='display: none'>看不见</p>尾巴</body></html>";
        let texts = ["示例市财政局", "2020年政府信息公开工作年度报告", "全年公开 12 条", "Sql Server 2014", "尾巴"];
        assert_eq!(lines(page), texts);
    }

    #[test]
    fn spans_are_one_cell_and_places_covered_from_above_are_blank() {
        let page = "<table><tr><td rowspan=2 colspan=2>结果<td>规章<td>1<tr><td>规范性文件<td>2</table>";
        assert_eq!(lines(page), ["结果|规章|1", "|规范性文件|2"]);
    }

    #[test]
    fn a_table_around_tables_is_layout() {
        let page =
            "<table><tr><td><p>一、总体情况</p><table><tr><td>规章</td><td>1</td></tr></table></td></tr></table>";
        assert_eq!(lines(page), ["一、总体情况", "规章|1"]);
    }

    #[test]
    fn endless_nesting_is_refused() {
        let page = "<div>".repeat(2000);
        assert!(take_apart("a.html", &page, Statement::default()).unwrap_err().to_string().contains("层数"));
    }
}
