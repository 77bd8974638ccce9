//! OpenDocument sheets (.ods): cells as they are shown, repeated and merged ones in their places.

use super::{
    super::{Statement, piece::Document},
    archive::{Archive, broken},
    error::ReadError,
    finish::finish,
    sheet::{self, Sheet, figure},
    table::Pieces,
    xml::{Element, Node, Walk},
};

/// The part that holds the sheets.
pub(super) const PART: &str = "content.xml";

/// More repetitions of a cell than this only fill the sheet to its edge.
const REPEATED: usize = 300;

/// Takes a workbook apart.
pub(super) fn take_apart(source: &str, archive: &mut Archive) -> Result<Document, ReadError> {
    let text = archive.text(PART)?.ok_or_else(broken)?;
    let mut walk = Walk::new(&text);
    let mut reader = Reader::default();
    while let Some(node) = walk.next()? {
        match node {
            Node::Open(element) => reader.open(&element),
            Node::Close(name) => reader.close(&name)?,
            Node::Text(text) => reader.text(&text),
        }
    }
    let mut statement = Statement::new(source);
    let mut pieces = Pieces::default();
    sheet::place(&reader.sheets, &mut pieces, &mut statement);
    Ok(finish(pieces.all, statement))
}

/// A cell that is being read.
#[derive(Default)]
struct Reading {
    /// What the file keeps, if it is a number.
    value: Option<String>,
    /// What is shown.
    text: String,
    columns: usize,
    rows: usize,
    repeated: usize,
}

#[derive(Default)]
struct Reader {
    sheets: Vec<Sheet>,
    cell: Option<Reading>,
    row: usize,
    column: usize,
    rows_repeated: usize,
    /// The cells of the row, to be repeated with it.
    filled: Vec<(usize, String)>,
    is_text: bool,
    /// How deep inside a note.
    notes: usize,
}

impl Reader {
    fn open(&mut self, element: &Element) {
        match element.name.as_str() {
            "annotation" => self.notes += 1,
            _ if self.notes > 0 => {}
            "table" => {
                self.sheets.push(Sheet::new(element.get("name").unwrap_or_default()));
                self.row = 0;
            }
            "table-row" => {
                self.column = 0;
                self.rows_repeated = element.number("number-rows-repeated").unwrap_or(1).max(1);
                let is_hidden = matches!(element.get("visibility"), Some("collapse" | "filter"));
                self.sheets.last_mut().into_iter().for_each(|sheet| sheet.hidden += usize::from(is_hidden));
            }
            "table-cell" => self.open_cell(element),
            "covered-table-cell" => self.column += element.number("number-columns-repeated").unwrap_or(1),
            "p" => {
                self.is_text = true;
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push(' ');
                }
            }
            "s" | "tab" | "line-break" => self.text(" "),
            _ => {}
        }
    }

    fn open_cell(&mut self, element: &Element) {
        let is_number = matches!(element.get("value-type"), Some("float" | "currency"));
        self.cell = Some(Reading {
            value: element.get("value").filter(|_| is_number).map(figure),
            text: String::new(),
            columns: element.number("number-columns-spanned").unwrap_or(1),
            rows: element.number("number-rows-spanned").unwrap_or(1),
            repeated: element.number("number-columns-repeated").unwrap_or(1).max(1),
        });
        let has_formula = element.get("formula").is_some();
        self.sheets.last_mut().into_iter().for_each(|sheet| sheet.formulas += usize::from(has_formula));
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "annotation" => self.notes = self.notes.saturating_sub(1),
            _ if self.notes > 0 => {}
            "p" => self.is_text = false,
            "table-cell" => self.close_cell()?,
            "table-row" => {
                let filled = std::mem::take(&mut self.filled);
                for again in 1..self.rows_repeated.min(REPEATED) {
                    for (column, text) in &filled {
                        self.put(self.row + again, *column, text)?;
                    }
                }
                self.row = self.row.saturating_add(self.rows_repeated);
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), ReadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (from, repeated) = (self.column, cell.repeated);
        self.column = self.column.saturating_add(repeated);
        // Words around a figure are part of what is shown: `增25`, `608万元`.
        let has_words = cell.text.chars().any(char::is_alphabetic);
        let text = cell.value.filter(|_| !has_words).unwrap_or(cell.text);
        if text.trim().is_empty() {
            self.merge(from, cell.rows, cell.columns);
            return Ok(());
        }
        for column in from..from + repeated.min(REPEATED) {
            self.put(self.row, column, &text)?;
            self.filled.push((column, text.clone()));
        }
        self.merge(from, cell.rows, cell.columns);
        Ok(())
    }

    fn merge(&mut self, column: usize, rows: usize, columns: usize) {
        if rows.max(columns) > 1
            && let Some(sheet) = self.sheets.last_mut()
        {
            let bottom = self.row.saturating_add(rows.max(1) - 1);
            sheet.merge((self.row, column), (bottom, column.saturating_add(columns.max(1) - 1)));
        }
    }

    fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), ReadError> {
        self.sheets.last_mut().map_or(Ok(()), |sheet| sheet.put(row, column, text))
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.is_text && self.notes == 0) {
            cell.text.push_str(text);
        }
    }
}
