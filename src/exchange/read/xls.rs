//! Excel 97 workbooks (.xls, .et of that kind): the records of the workbook's stream, read one by one.

use super::{
    super::{Class, Statement, piece::Document},
    archive::{broken, locked},
    compound::{Compound, f64_at, slice, u8_at, u16_at, u32_at},
    error::ReadError,
    finish::finish,
    numbers::Formats,
    sheet::{self, Sheet, figure},
    table::Pieces,
};

/// The stream that holds the workbook.
pub(super) const STREAM: &str = "/Workbook";
/// The stream of older workbooks.
pub(super) const OLD: &str = "/Book";

/// Most sheets that are read.
const SHEETS: usize = 50;

// Kinds of records.
const FORMULA: u16 = 0x0006;
const END: u16 = 0x000a;
const LOCKED: u16 = 0x002f;
const GOES_ON: u16 = 0x003c;
const COLUMNS: u16 = 0x007d;
const LISTED: u16 = 0x0085;
const NUMBERS: u16 = 0x00bd;
const RICH: u16 = 0x00d6;
const STYLE: u16 = 0x00e0;
const MERGED: u16 = 0x00e5;
const SHARED: u16 = 0x00fc;
const SHARED_TEXT: u16 = 0x00fd;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const TRUTH: u16 = 0x0205;
const RESULT: u16 = 0x0207;
const ROW: u16 = 0x0208;
const SHORT_NUMBER: u16 = 0x027e;
const FORMAT: u16 = 0x041e;
const START: u16 = 0x0809;

/// Takes a workbook apart.
pub(super) fn take_apart(source: &str, file: &mut Compound) -> Result<Document, ReadError> {
    let stream = file.stream(STREAM)?;
    let mut book = Book::default();
    for record in Records::at(&stream, 0) {
        if !book.take(&record?)? {
            break;
        }
    }
    let mut statement = Statement::new(source);
    let mut sheets = Vec::new();
    let mut hidden = Vec::new();
    for (name, at, is_hidden) in book.listed.iter().take(SHEETS) {
        if *is_hidden {
            hidden.push(name.as_str());
        } else {
            sheets.push(book.sheet(name, &stream, *at)?);
        }
    }
    if !hidden.is_empty() {
        statement.add(Class::Aside, None, format!("隐藏的工作表没有读：{}", hidden.join("、")));
    }
    let mut pieces = Pieces::default();
    sheet::place(&sheets, &mut pieces, &mut statement);
    Ok(finish(pieces.all, statement))
}

/// A record, with the parts in which it goes on.
struct Record<'a> {
    kind: u16,
    parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    fn bytes(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}

/// The records of a stream from an offset on.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    fn at(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn one(&mut self) -> Result<(u16, &'a [u8]), ReadError> {
        let (kind, length) = (u16_at(self.stream, self.at)?, usize::from(u16_at(self.stream, self.at + 2)?));
        let bytes = slice(self.stream, self.at + 4, length)?;
        self.at += 4 + length;
        Ok((kind, bytes))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at + 4 > self.stream.len() {
            return None;
        }
        let (kind, bytes) = match self.one() {
            Ok(record) => record,
            Err(error) => {
                self.at = self.stream.len();
                return Some(Err(error));
            }
        };
        let mut parts = vec![bytes];
        while u16_at(self.stream, self.at) == Ok(GOES_ON) {
            let Ok((_, bytes)) = self.one() else { break };
            parts.push(bytes);
        }
        Some(Ok(Record { kind, parts }))
    }
}

/// Reads over the parts of a record.
struct Cursor<'a, 'r> {
    parts: &'r [&'a [u8]],
    part: usize,
    at: usize,
}

impl<'a> Cursor<'a, '_> {
    /// Bytes that are left in the part; the next part's if none are.
    fn left(&mut self) -> &'a [u8] {
        loop {
            let left = self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default();
            if !left.is_empty() || self.part >= self.parts.len() {
                return left;
            }
            (self.part, self.at) = (self.part + 1, 0);
        }
    }

    fn bytes(&mut self, length: usize) -> Result<&'a [u8], ReadError> {
        let bytes = slice(self.left(), 0, length)?;
        self.at += length;
        Ok(bytes)
    }

    fn skip(&mut self, mut length: usize) -> Result<(), ReadError> {
        while length > 0 {
            let here = self.left().len().min(length);
            if here == 0 {
                return Err(broken());
            }
            self.at += here;
            length -= here;
        }
        Ok(())
    }

    fn u16(&mut self) -> Result<u16, ReadError> {
        u16_at(self.bytes(2)?, 0)
    }

    /// A text whose length and width stand before it; where it goes on in another part, the width is said again.
    fn text(&mut self, length: usize) -> Result<String, ReadError> {
        let flags = u8_at(self.bytes(1)?, 0)?;
        let runs = if flags & 0x08 == 0 { 0 } else { usize::from(self.u16()?) };
        let extra = if flags & 0x04 == 0 { 0 } else { u32_at(self.bytes(4)?, 0)? as usize };
        let (mut is_wide, mut left) = (flags & 0x01 != 0, length);
        let mut units: Vec<u16> = Vec::new();
        while left > 0 {
            let rest = self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default();
            if rest.is_empty() {
                (self.part, self.at) = (self.part + 1, 0);
                is_wide = u8_at(self.parts.get(self.part).ok_or_else(broken)?, 0)? & 0x01 != 0;
                self.at = 1;
                continue;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = (rest.len() / width).min(left);
            if here == 0 {
                return Err(broken());
            }
            let bytes = self.bytes(here * width)?;
            units.extend(
                bytes
                    .chunks_exact(width)
                    .map(|unit| u16_at(unit, 0).unwrap_or(u16::from(unit.first().copied().unwrap_or(0)))),
            );
            left -= here;
        }
        self.skip(runs * 4)?;
        self.skip(extra)?;
        Ok(String::from_utf16_lossy(&units))
    }
}

/// A text behind its length of two bytes at an offset of a record.
fn text_at(record: &Record, at: usize) -> Result<String, ReadError> {
    let mut cursor = Cursor { parts: &record.parts, part: 0, at };
    let length = usize::from(cursor.u16()?);
    cursor.text(length)
}

/// What stands before the sheets.
#[derive(Default)]
struct Book {
    /// Name, offset, and whether it is hidden.
    listed: Vec<(String, usize, bool)>,
    shared: Vec<String>,
    formats: Formats,
}

impl Book {
    /// Takes a record; `false` behind the last.
    fn take(&mut self, record: &Record) -> Result<bool, ReadError> {
        let bytes = record.bytes();
        match record.kind {
            START if u16_at(bytes, 0)? != 0x0600 => {
                return Err(ReadError::refused("是 Excel 95 或更早的表格；请用 WPS 或 Excel 打开，另存为 xlsx 再导入"));
            }
            LOCKED => return Err(locked()),
            END => return Ok(false),
            LISTED => {
                let (at, state, kind) = (u32_at(bytes, 0)? as usize, u8_at(bytes, 4)? & 3, u8_at(bytes, 5)?);
                let length = usize::from(u8_at(bytes, 6)?);
                let name = Cursor { parts: &record.parts, part: 0, at: 7 }.text(length)?;
                if kind == 0 {
                    self.listed.push((name, at, state != 0));
                }
            }
            FORMAT => self.formats.name(usize::from(u16_at(bytes, 0)?), &text_at(record, 2)?),
            STYLE => self.formats.style(usize::from(u16_at(bytes, 2)?)),
            SHARED => {
                let mut cursor = Cursor { parts: &record.parts, part: 0, at: 8 };
                for _ in 0..u32_at(bytes, 4)? {
                    if cursor.left().is_empty() {
                        break;
                    }
                    let length = usize::from(cursor.u16()?);
                    self.shared.push(cursor.text(length)?);
                }
            }
            _ => {}
        }
        Ok(true)
    }

    fn sheet(&self, name: &str, stream: &[u8], at: usize) -> Result<Sheet, ReadError> {
        let mut sheet = Sheet::new(name);
        // Where the text of the formula before belongs.
        let mut awaited = None;
        let mut depth = 0;
        for record in Records::at(stream, at) {
            let record = record?;
            match record.kind {
                START => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                // Charts inside a sheet have records of their own.
                _ if depth > 1 => {}
                RESULT => {
                    if let Some((row, column)) = awaited.take() {
                        sheet.put(row, column, &text_at(&record, 0)?)?;
                    }
                }
                _ => awaited = self.cell(&mut sheet, &record)?,
            }
        }
        Ok(sheet)
    }

    /// Puts a record's cells into the sheet; the place whose text is yet to come.
    fn cell(&self, sheet: &mut Sheet, record: &Record) -> Result<Option<(usize, usize)>, ReadError> {
        let bytes = record.bytes();
        let number = |at: usize| u16_at(bytes, at).map(usize::from);
        match record.kind {
            SHARED_TEXT => {
                let text = self.shared.get(u32_at(bytes, 6)? as usize).map_or("", String::as_str);
                sheet.put(number(0)?, number(2)?, text)?;
            }
            LABEL | RICH => sheet.put(number(0)?, number(2)?, &text_at(record, 6)?)?,
            NUMBER => sheet.put(number(0)?, number(2)?, &self.show(number(4)?, f64_at(bytes, 6)?))?,
            SHORT_NUMBER => {
                sheet.put(number(0)?, number(2)?, &self.show(number(4)?, short(u32_at(bytes, 6)?)))?;
            }
            NUMBERS => {
                let (row, first) = (number(0)?, number(2)?);
                for n in 0..bytes.len().saturating_sub(6) / 6 {
                    let at = 4 + n * 6;
                    sheet.put(row, first + n, &self.show(number(at)?, short(u32_at(bytes, at + 2)?)))?;
                }
            }
            TRUTH if u8_at(bytes, 7)? == 1 => sheet.put(number(0)?, number(2)?, fault(u8_at(bytes, 6)?))?,
            FORMULA => return self.formula(sheet, bytes),
            MERGED => {
                for n in 0..number(0)? {
                    let at = 2 + n * 8;
                    sheet.merge((number(at)?, number(at + 4)?), (number(at + 2)?, number(at + 6)?));
                }
            }
            ROW => sheet.hidden += usize::from(u16_at(bytes, 12)? & 0x20 != 0),
            COLUMNS => sheet.hidden += usize::from(u16_at(bytes, 8)? & 0x01 != 0),
            _ => {}
        }
        Ok(None)
    }

    fn formula(&self, sheet: &mut Sheet, bytes: &[u8]) -> Result<Option<(usize, usize)>, ReadError> {
        let (row, column) = (usize::from(u16_at(bytes, 0)?), usize::from(u16_at(bytes, 2)?));
        sheet.formulas += 1;
        if u16_at(bytes, 12)? != 0xffff {
            sheet.put(row, column, &self.show(usize::from(u16_at(bytes, 4)?), f64_at(bytes, 6)?))?;
            return Ok(None);
        }
        match u8_at(bytes, 6)? {
            0 => return Ok(Some((row, column))),
            2 => sheet.put(row, column, fault(u8_at(bytes, 8)?))?,
            _ => {}
        }
        Ok(None)
    }

    fn show(&self, style: usize, number: f64) -> String {
        self.formats.show(style, &figure(&number.to_string()))
    }
}

/// A number in four bytes: thirty bits of a whole number or of a fraction, maybe a hundredfold.
fn short(bits: u32) -> f64 {
    let number =
        if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from(bits.cast_signed() >> 2) };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// What a sheet shows for a fault of a formula.
fn fault(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}
