//! Word documents (.docx): paragraphs and tables in their order, merged cells as one, deletions and hidden text left out.

use super::{
    super::{Class, Statement, piece::Document},
    archive::{Archive, broken},
    error::ReadError,
    finish::finish,
    table::{Cell, Pieces},
    xml::{Element, Node, Walk},
};

/// The part that holds the text.
pub(super) const PART: &str = "word/document.xml";

/// Takes a document apart.
pub(super) fn take_apart(source: &str, archive: &mut Archive) -> Result<Document, ReadError> {
    let text = archive.text(PART)?.ok_or_else(broken)?;
    let mut walk = Walk::new(&text);
    let mut reader = Reader::default();
    while let Some(node) = walk.next()? {
        match node {
            Node::Open(element) => reader.open(&element),
            Node::Close(name) => reader.close(&name),
            Node::Text(text) => reader.text(&text),
        }
    }
    let mut statement = Statement::new(source);
    reader.left.say(&mut statement);
    Ok(finish(reader.pieces.all, statement))
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    cell: Cell,
    is_layout: bool,
}

/// What a document holds that is not read, counted.
#[derive(Default)]
struct Left {
    deleted: usize,
    inserted: usize,
    hidden: usize,
    pictures: usize,
    objects: usize,
    numbered: usize,
}

impl Left {
    fn say(&self, statement: &mut Statement) {
        let lines = [
            (self.inserted, Class::Guessed, "处修订中加上的文字，当作已接受，读入了"),
            (self.deleted, Class::Aside, "处修订中删去的文字，没有读入"),
            (self.hidden, Class::Aside, "处隐藏的文字，没有读入"),
            (self.pictures, Class::Aside, "张图片，没有读入"),
            (self.objects, Class::Aside, "个嵌入的对象，没有读入"),
            (self.numbered, Class::Guessed, "段的编号由 Word 自动生成，编号没有读入，请核对"),
        ];
        for (count, class, what) in lines.into_iter().filter(|(count, ..)| *count > 0) {
            statement.add(class, None, format!("文件里有 {count} {what}"));
        }
    }
}

#[derive(Default)]
struct Reader {
    pieces: Pieces,
    tables: Vec<Table>,
    /// Paragraphs that are open: one inside another in text boxes.
    paragraphs: Vec<String>,
    /// How deep inside what is not read.
    skipped: usize,
    is_text: bool,
    is_hidden: bool,
    is_number_counted: bool,
    left: Left,
}

/// Elements whose content is not read.
fn is_skipped(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "footnote" | "endnote")
}

impl Reader {
    fn open(&mut self, element: &Element) {
        let name = element.name.as_str();
        if is_skipped(name) {
            self.skipped += 1;
            self.left.deleted += usize::from(matches!(name, "del" | "moveFrom"));
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "tbl" => self.tables.push(Table::default()),
            "tr" => self.table(|table| table.rows.push(Vec::new())),
            "tc" => self.table(|table| table.cell = Cell::default()),
            "vMerge" if element.get("val") != Some("restart") => self.table(|table| table.cell.is_covered = true),
            "p" => {
                self.paragraphs.push(String::new());
                self.is_number_counted = false;
            }
            "r" => self.is_hidden = false,
            "vanish" if element.is_on() => {
                self.is_hidden = true;
                self.left.hidden += 1;
            }
            "numId" if !self.is_number_counted && element.get("val") != Some("0") => {
                self.is_number_counted = true;
                self.left.numbered += 1;
            }
            "t" => self.is_text = true,
            "tab" if self.is_in_run() => self.push(" "),
            "noBreakHyphen" => self.push("-"),
            "br" | "cr" if element.get("type").is_none_or(|kind| kind == "textWrapping") => self.end_line(),
            "ins" | "moveTo" => self.left.inserted += 1,
            "pic" | "imagedata" => self.left.pictures += 1,
            "OLEObject" => self.left.objects += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if is_skipped(name) {
            self.skipped = self.skipped.saturating_sub(1);
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "t" => self.is_text = false,
            "p" => {
                self.end_line();
                self.paragraphs.pop();
            }
            "tc" => self.table(|table| {
                let cell = std::mem::take(&mut table.cell);
                if let Some(row) = table.rows.last_mut() {
                    row.push(cell);
                }
            }),
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text && self.skipped == 0 && !self.is_hidden {
            self.push(text);
        }
    }

    /// Tab stops of a paragraph's format bear the name of tabs in its text.
    fn is_in_run(&self) -> bool {
        self.paragraphs.last().is_some_and(|paragraph| !paragraph.is_empty())
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.push_str(text);
        }
    }

    fn table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn end_line(&mut self) {
        let text = self.paragraphs.last_mut().map(std::mem::take).unwrap_or_default();
        match self.tables.last_mut() {
            Some(table) => table.cell.paragraphs.push(text),
            None => self.pieces.text(&text),
        }
    }

    /// A table inside another makes the outer one a matter of layout: what it holds goes on line by line.
    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let is_outermost = self.tables.is_empty();
        if let Some(outer) = self.tables.last_mut() {
            for row in std::mem::take(&mut outer.rows) {
                row.iter().flat_map(|cell| &cell.paragraphs).for_each(|text| self.pieces.text(text));
            }
            std::mem::take(&mut outer.cell).paragraphs.iter().for_each(|text| self.pieces.text(text));
            outer.is_layout = true;
            outer.rows.push(Vec::new());
        }
        if table.is_layout && is_outermost {
            table.rows.iter().flatten().flat_map(|cell| &cell.paragraphs).for_each(|text| self.pieces.text(text));
        } else {
            self.pieces.table(&table.rows);
        }
    }
}
