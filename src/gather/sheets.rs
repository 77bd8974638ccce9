//! A roll-up as an Excel file: the sums in the form's tables, the organs behind them, the statement and the findings.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Gathering, due};
use crate::form::{CellIdx, Table};

/// Most lines of the sheet that says which organs make up each sum; Excel itself takes a million.
const MOST_LINES: usize = 200_000;
/// Most digits that a number in Excel keeps.
const DIGITS: usize = 15;

/// The roll-up as an Excel file (.xlsx). Fails only if the library refuses what is written.
pub fn workbook(gathering: &Gathering) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let edition = gathering.rollup.edition();
    for table in &edition.tables {
        let sheet = book.add_worksheet().set_name(edition.table_name(&table.id))?;
        sums(gathering, table, sheet)?;
    }
    organs(gathering, book.add_worksheet().set_name("机关")?)?;
    behind(gathering, book.add_worksheet().set_name("构成")?)?;
    remarks(gathering, book.add_worksheet().set_name("问题")?)?;
    let sheet = book.add_worksheet().set_name("说明")?;
    sheet.set_column_width(0, 100)?;
    for (row, line) in gathering.statement().iter().enumerate() {
        sheet.write_string(row as u32, 0, line)?;
    }
    book.save_to_buffer()
}

fn head() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_border(FormatBorder::Thin)
}

fn framed() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}

/// A number as Excel keeps it exactly, else as text.
fn number(sheet: &mut Worksheet, row: u32, column: u16, figure: Decimal, format: &Format) -> Result<(), XlsxError> {
    let text = figure.normalize().to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match figure.to_f64().filter(|_| digits <= DIGITS) {
        Some(number) => sheet.write_number_with_format(row, column, number, format)?,
        None => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

/// One table: its rows as the form names them, the sums, and behind them how many organs have a figure in the row.
fn sums(gathering: &Gathering, table: &Table, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (rollup, head, cell_format) = (&gathering.rollup, head(), framed());
    let edition = rollup.edition();
    sheet.set_column_width(0, 52)?;
    let mut cells = edition.cells_of(&table.id);
    let title = format!("{} {} 年度 汇总 {} 家", gathering.wish.organ, gathering.wish.year, rollup.parts().len());
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold())?;
    let mut row = 1;
    for block in &table.blocks {
        let name = if block.title.is_empty() { "项目" } else { &block.title };
        sheet.write_string_with_format(row, 0, name, &head)?;
        for (column, of) in block.columns.iter().enumerate() {
            let label = if of.under.is_empty() { of.label.clone() } else { format!("{}·{}", of.under, of.label) };
            sheet.write_string_with_format(row, column as u16 + 1, label, &head)?;
        }
        row += 1;
        for of in &block.rows {
            let group = of.under.join(" ");
            let label =
                if group.is_empty() || group == of.label { of.label.clone() } else { format!("{group} {}", of.label) };
            sheet.write_string_with_format(row, 0, label, &cell_format)?;
            for (column, cell) in cells.by_ref().take(block.columns.len()).enumerate() {
                match rollup.sum(cell).total {
                    Some(total) => number(sheet, row, column as u16 + 1, total, &cell_format)?,
                    None => drop(sheet.write_blank(row, column as u16 + 1, &cell_format)?),
                }
            }
            row += 1;
        }
    }
    Ok(())
}

/// A count as Excel keeps it.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Who is in the roll-up, how each stands; behind them who is missing.
fn organs(gathering: &Gathering, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = head();
    sheet.set_column_width(0, 36)?.set_column_width(5, 40)?;
    for (column, text) in ["机关", "性质", "版式", "表格问题", "结转不符", "文件"].into_iter().enumerate()
    {
        sheet.write_string_with_format(0, column as u16, text, &head)?;
    }
    let mut row = 1;
    for (part, standing) in gathering.rollup.parts().iter().zip(&gathering.standings) {
        sheet.write_string(row, 0, due(&part.about).label())?;
        sheet.write_string(row, 1, part.about.kind.label())?;
        sheet.write_string(row, 2, &part.about.edition)?;
        sheet.write_number(row, 3, count(standing.errors))?;
        if standing.has_last {
            sheet.write_number(row, 4, count(standing.carries))?;
        }
        sheet.write_string(row, 5, &standing.name)?;
        row += 1;
    }
    for missing in &gathering.missing {
        let near = missing.near.as_ref().map_or(String::new(), |near| format!("；有一份名称相近的：{near}"));
        sheet.write_string(row, 0, missing.due.label())?;
        sheet.write_string(row, 5, format!("缺报{near}"))?;
        row += 1;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Which organs make up each sum, largest first.
fn behind(gathering: &Gathering, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (rollup, head, plain) = (&gathering.rollup, head(), Format::new());
    let edition = rollup.edition();
    for (column, text) in ["表", "格", "机关", "数"].into_iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, text, &head)?;
    }
    sheet.set_column_width(1, 44)?.set_column_width(2, 36)?;
    let behind: Vec<(CellIdx, Vec<(usize, Decimal)>)> =
        edition.indices().map(|cell| (cell, rollup.behind(cell))).collect();
    let lines: usize = behind.iter().map(|(_, organs)| organs.len()).sum();
    if lines > MOST_LINES {
        sheet.write_string(
            1,
            0,
            format!("共 {lines} 行，这里放不下；请用 nianbao export 文件夹 --to csv 取全部数据"),
        )?;
        return Ok(());
    }
    let mut row = 1;
    for (cell, organs) in behind {
        let (table, name) = (edition.table_name(edition.spec(cell).place.table()), edition.name(cell));
        for (n, figure) in organs {
            let Some(part) = rollup.parts().get(n) else { continue };
            sheet.write_string(row, 0, &table)?;
            sheet.write_string(row, 1, &name)?;
            sheet.write_string(row, 2, due(&part.about).label())?;
            number(sheet, row, 3, figure, &plain)?;
            row += 1;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Every finding of the rules over many reports.
fn remarks(gathering: &Gathering, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = head();
    for (column, text) in ["级别", "规则", "机关", "问题"].into_iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, text, &head)?;
    }
    sheet.set_column_width(2, 36)?.set_column_width(3, 80)?;
    for (n, remark) in gathering.remarks.iter().enumerate() {
        let row = n as u32 + 1;
        sheet.write_string(row, 0, remark.finding.level.label())?;
        sheet.write_string(row, 1, remark.finding.code)?;
        sheet.write_string(row, 2, &remark.organ)?;
        sheet.write_string(row, 3, &remark.finding.message)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
