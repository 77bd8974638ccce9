//! Word 97 documents (.doc, .wps of that kind): text by the table of pieces, rows and cells by the marks of paragraphs.

use encoding_rs::{UTF_16LE, WINDOWS_1252};

use super::{
    super::{Class, Statement, piece::Document},
    archive::{broken, locked},
    compound::{Compound, slice, u8_at, u16_at, u32_at},
    error::ReadError,
    finish::finish,
    table::{Cell, Pieces},
};

/// The stream that holds the text.
pub(super) const STREAM: &str = "/WordDocument";

/// Most characters of a document.
const CHARACTERS: usize = 2_000_000;
/// A page of formats.
const PAGE: usize = 512;

// Properties of paragraphs and characters, by their codes.
const IN_TABLE: u16 = 0x2416;
const END_OF_ROW: u16 = 0x2417;
const ROW: u16 = 0xd608;
const ELSEWHERE: u16 = 0x6646;
const ELSEWHERE_OLD: u16 = 0x6645;
const DELETED: u16 = 0x0800;
const HIDDEN: u16 = 0x083c;

/// Takes a document apart.
pub(super) fn take_apart(source: &str, file: &mut Compound) -> Result<Document, ReadError> {
    let text = file.stream(STREAM)?;
    match u16_at(&text, 0)? {
        0xa5ec => {}
        0xa5dc | 0xa59b | 0xa59c => {
            return Err(ReadError::refused("是 Word 95 或更早的文档；请用 WPS 或 Word 打开，另存为 docx 再导入"));
        }
        _ => return Err(broken()),
    }
    let flags = u16_at(&text, 0x0a)?;
    if flags & 0x0100 != 0 {
        return Err(locked());
    }
    let table = file.stream(if flags & 0x0200 == 0 { "/0Table" } else { "/1Table" })?;
    let data = if file.has("/Data") { file.stream("/Data")? } else { Vec::new() };
    let streams = Streams { text: &text, table: &table, data: &data };
    let paragraphs = formats(&streams, 0x102, Sort::Paragraphs)?;
    let characters = formats(&streams, 0xfa, Sort::Characters)?;
    let mut reader = Reader::default();
    for (at, c) in characters_of(&text, &table)? {
        reader.take(c, find(&paragraphs, at), find(&characters, at));
    }
    reader.end();
    let mut statement = Statement::new(source);
    if reader.left > 0 {
        statement.add(Class::Aside, None, format!("文件里有 {} 个字是隐藏的或修订中删去的，没有读入", reader.left));
    }
    Ok(finish(reader.pieces.all, statement))
}

/// The characters of the main text, each with its offset in the stream.
fn characters_of(text: &[u8], table: &[u8]) -> Result<Vec<(usize, char)>, ReadError> {
    let count = u32_at(text, 0x4c)? as usize;
    let clx = slice(table, u32_at(text, 0x1a2)? as usize, u32_at(text, 0x1a6)? as usize)?;
    let mut at = 0;
    while u8_at(clx, at)? == 1 {
        at += 3 + usize::from(u16_at(clx, at + 1)?);
    }
    if u8_at(clx, at)? != 2 {
        return Err(broken());
    }
    let pieces = slice(clx, at + 5, u32_at(clx, at + 1)? as usize)?;
    let n = pieces.len().saturating_sub(4) / 12;
    let mut all = Vec::new();
    for piece in 0..n {
        let from = u32_at(pieces, piece * 4)? as usize;
        let to = (u32_at(pieces, piece * 4 + 4)? as usize).min(count);
        if from >= to {
            continue;
        }
        let length = to - from;
        if all.len() + length > CHARACTERS {
            return Err(ReadError::refused("文档的字数太多，不像一份年报，没有读"));
        }
        let place = u32_at(pieces, (n + 1) * 4 + piece * 8 + 2)?;
        if place & 0x4000_0000 == 0 {
            let start = place as usize;
            let bytes = slice(text, start, 2 * length)?;
            let decoded = UTF_16LE.decode_without_bom_handling(bytes).0;
            let mut at = start;
            for c in decoded.chars() {
                all.push((at, c));
                at += 2 * c.len_utf16();
            }
        } else {
            let start = ((place & 0x3fff_ffff) / 2) as usize;
            let decoded = WINDOWS_1252.decode_without_bom_handling(slice(text, start, length)?).0;
            all.extend(decoded.chars().enumerate().map(|(n, c)| (start + n, c)));
        }
    }
    Ok(all)
}

/// Whose formats a page holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Paragraphs,
    Characters,
}

/// What is known of a stretch of the stream.
#[derive(Debug, Default)]
struct Format {
    from: usize,
    to: usize,
    is_in_table: bool,
    is_end_of_row: bool,
    is_unseen: bool,
    /// For the end of a row: the flags of each cell.
    cells: Vec<u16>,
}

fn find(formats: &[Format], at: usize) -> Option<&Format> {
    let n = formats.partition_point(|format| format.to <= at);
    formats.get(n).filter(|format| format.from <= at)
}

/// The streams of a document.
struct Streams<'a> {
    text: &'a [u8],
    table: &'a [u8],
    data: &'a [u8],
}

/// The formats that the pages listed at an offset of the header hold, in order.
fn formats(streams: &Streams, header: usize, sort: Sort) -> Result<Vec<Format>, ReadError> {
    let Streams { text, table, data } = streams;
    let list = slice(table, u32_at(text, header)? as usize, u32_at(text, header + 4)? as usize)?;
    let n = list.len().saturating_sub(4) / 8;
    let mut all: Vec<Format> = Vec::new();
    for page in 0..n {
        let number = u32_at(list, (n + 1) * 4 + page * 4)? as usize;
        let Ok(page) = slice(text, number.saturating_mul(PAGE), PAGE) else { continue };
        let count = usize::from(u8_at(page, PAGE - 1)?);
        for run in 0..count {
            let (from, to) = (u32_at(page, run * 4)? as usize, u32_at(page, run * 4 + 4)? as usize);
            let mut format = Format { from, to, ..Format::default() };
            let entry = (count + 1) * 4 + run * if sort == Sort::Paragraphs { 13 } else { 1 };
            let offset = usize::from(u8_at(page, entry)?) * 2;
            if offset > 0 {
                read(properties(page, offset, sort).unwrap_or_default(), data, &mut format);
            }
            if all.last().is_none_or(|last| last.to <= from) && from < to {
                all.push(format);
            }
        }
    }
    Ok(all)
}

/// The properties that stand at an offset of a page.
fn properties(page: &[u8], offset: usize, sort: Sort) -> Result<&[u8], ReadError> {
    let first = usize::from(u8_at(page, offset)?);
    match (sort, first) {
        (Sort::Characters, length) => slice(page, offset + 1, length),
        // Two bytes of style stand before the properties.
        (Sort::Paragraphs, 0) => {
            let length = usize::from(u8_at(page, offset + 1)?) * 2;
            slice(page, offset + 4, length.saturating_sub(2))
        }
        (Sort::Paragraphs, half) => slice(page, offset + 3, (half * 2).saturating_sub(3)),
    }
}

/// Walks over properties: a code, whose upper bits tell how long its value is, and the value.
fn read(mut rest: &[u8], data: &[u8], format: &mut Format) {
    while let Ok(code) = u16_at(rest, 0) {
        let is_on = rest.get(2) == Some(&1);
        match code {
            IN_TABLE => format.is_in_table = is_on,
            END_OF_ROW => format.is_end_of_row = is_on,
            DELETED | HIDDEN => format.is_unseen |= is_on,
            // Too many for the page: they stand in a stream of their own, and nothing there points on.
            ELSEWHERE | ELSEWHERE_OLD if !data.is_empty() => {
                let at = u32_at(rest, 2).map_or(usize::MAX, |at| at as usize);
                let length = u16_at(data, at).map_or(0, usize::from);
                read(at.checked_add(2).and_then(|at| slice(data, at, length).ok()).unwrap_or_default(), &[], format);
            }
            ROW => format.cells = cells(rest.get(4..).unwrap_or_default()),
            _ => {}
        }
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == ROW => u16_at(rest, 2).map_or(usize::MAX, |n| usize::from(n) + 1),
            _ => rest.get(2).map_or(usize::MAX, |n| usize::from(*n) + 1),
        };
        rest = length.checked_add(2).and_then(|length| rest.get(length..)).unwrap_or_default();
    }
}

/// The flags of each cell of a row's definition.
fn cells(definition: &[u8]) -> Vec<u16> {
    let count = usize::from(definition.first().copied().unwrap_or(0));
    let start = 1 + (count + 1) * 2;
    (0..count).map(|n| u16_at(definition, start + n * 20).unwrap_or(0)).collect()
}

#[derive(Default)]
struct Reader {
    pieces: Pieces,
    table: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    cell: Cell,
    line: String,
    /// For every field that is open: is its code being read?
    fields: Vec<bool>,
    /// Characters that are hidden or deleted.
    left: usize,
}

impl Reader {
    fn take(&mut self, c: char, paragraph: Option<&Format>, character: Option<&Format>) {
        match c {
            '\u{13}' => self.fields.push(true),
            '\u{14}' => self.fields.last_mut().into_iter().for_each(|is_code| *is_code = false),
            '\u{15}' => drop(self.fields.pop()),
            '\u{7}' if paragraph.is_some_and(|paragraph| paragraph.is_end_of_row) => {
                self.end_row(paragraph.map_or(&[], |paragraph| &paragraph.cells));
            }
            '\u{7}' => {
                let line = std::mem::take(&mut self.line);
                let mut cell = std::mem::take(&mut self.cell);
                cell.paragraphs.push(line);
                self.row.push(cell);
            }
            '\r' | '\u{c}' | '\u{b}' => {
                let line = std::mem::take(&mut self.line);
                if paragraph.is_some_and(|paragraph| paragraph.is_in_table) {
                    self.cell.paragraphs.push(line);
                } else {
                    self.end_table();
                    self.pieces.text(&line);
                }
            }
            _ if self.fields.last() == Some(&true) => {}
            _ if character.is_some_and(|character| character.is_unseen) => self.left += 1,
            '\u{1e}' => self.line.push('-'),
            '\t' => self.line.push(' '),
            c if c < ' ' => {}
            c => self.line.push(c),
        }
    }

    /// Cells merged into the one before are no cells; those that go on from above are blank.
    fn end_row(&mut self, flags: &[u16]) {
        self.line.clear();
        let cells = std::mem::take(&mut self.row).into_iter().enumerate().filter_map(|(n, mut cell)| {
            let flags = flags.get(n).copied().unwrap_or(0);
            cell.is_covered = flags & 0x20 != 0 && flags & 0x40 == 0;
            (flags & 0x02 == 0).then_some(cell)
        });
        self.table.push(cells.collect());
    }

    fn end_table(&mut self) {
        if !self.row.is_empty() {
            self.end_row(&[]);
        }
        if !self.table.is_empty() {
            self.pieces.table(&std::mem::take(&mut self.table));
        }
    }

    fn end(&mut self) {
        self.end_table();
        let line = std::mem::take(&mut self.line);
        self.pieces.text(&line);
    }
}
