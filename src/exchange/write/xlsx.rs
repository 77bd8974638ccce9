//! The tables of a report as an Excel file: merged heads, totals as formulas where they hold, input checked, ready to print.
//!
//! A total that does not hold stays as it was reported, red and with a note: a formula would hide it.

mod sums;

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError, utility,
};

use super::plain::{clean, is_formula_like};
use crate::{
    exchange::grid::{self, Body, Grid, Tile},
    form::{CellIdx, Kind},
    report::Report,
};
use sums::{Total, number};

/// Width of a table in hundredths of a character of the default font; a page of A4 takes it at full size.
const WIDTH: u32 = 9200;

/// A report's tables as an Excel file (.xlsx), one sheet each.
///
/// Fails only if the library refuses what is written.
pub(super) fn to_xlsx(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // One fixed time: the same report gives the same bytes.
    book.set_properties(
        &DocProperties::new()
            .set_title(clean(&report.title()))
            .set_author(clean(&report.about.organ))
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    for (n, grid) in grid::all(report.edition()).iter().enumerate() {
        let sheet = book.add_worksheet().set_name(report.edition().table_name(grid.table))?;
        Page { report, grid, top: if n == 0 { 2 } else { 1 } }.write(sheet)?;
    }
    book.save_to_buffer()
}

/// One sheet: a table below its heading, on the first sheet below the report's title too.
struct Page<'a> {
    report: &'a Report,
    grid: &'a Grid,
    /// Row of the sheet that the table's first row is.
    top: u32,
}

impl Page<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        // A formula without a result would be shown and read as 0; a blank total is blank.
        sheet.set_formula_result_default("");
        let title = clean(&self.report.title());
        let last = column(self.grid.widths.len().saturating_sub(1));
        if self.top > 1 {
            sheet.merge_range(0, 0, 0, last, &title, &heading(16.0))?;
            sheet.set_row_height(0, 30)?;
        } else {
            sheet.set_header(format!("&C{}", title.replace('&', "&&")));
        }
        let section = self.report.edition().section(self.grid.table).map_or("", |section| &section.title);
        sheet.merge_range(self.top - 1, 0, self.top - 1, last, section, &heading(14.0))?;
        sheet.set_row_height(self.top - 1, 26)?;
        for (n, width) in self.widths().into_iter().enumerate() {
            sheet.set_column_width(column(n), f64::from(width) / 100.0)?;
        }
        for (n, lines) in self.lines().into_iter().enumerate() {
            sheet.set_row_height(self.row(n), 5.0 + 14.0 * f64::from(lines))?;
        }
        for tile in &self.grid.tiles {
            self.tile(sheet, tile)?;
        }
        self.guard(sheet)?;
        sheet.set_paper_size(9).set_print_fit_to_pages(1, 1).set_print_center_horizontally(true);
        sheet.set_footer("&C— &P —");
        if self.grid.n_head_rows > 0 {
            let below = self.row(self.grid.n_head_rows);
            sheet.set_repeat_rows(self.top, below - 1)?;
            sheet.set_freeze_panes(below, column(self.grid.n_side_columns))?;
        }
        Ok(())
    }

    /// The row of the sheet that a row of the grid is.
    fn row(&self, row: usize) -> u32 {
        self.top + row as u32
    }

    /// Where a cell of the form stands on the sheet.
    fn find(&self, cell: CellIdx) -> Option<(u32, u16)> {
        self.grid.find(cell).map(|(row, at)| (self.row(row), column(at)))
    }

    /// Its name there: `D5`.
    fn name(&self, cell: CellIdx) -> Option<String> {
        self.find(cell).map(|(row, column)| utility::row_col_to_cell(row, column))
    }

    /// Widths of the columns in hundredths of a character.
    fn widths(&self) -> Vec<u32> {
        let sum: u32 = self.grid.widths.iter().sum::<u32>().max(1);
        self.grid.widths.iter().map(|width| WIDTH * width / sum).collect()
    }

    /// How many lines each row takes: Excel never fits the height of merged cells by itself.
    fn lines(&self) -> Vec<u32> {
        let widths = self.widths();
        let lines = |tile: &Tile| {
            let room: u32 = widths.iter().skip(tile.column).take(tile.n_columns).sum();
            let text = tile.body.cell().map_or(tile.body.head().unwrap_or_default(), |cell| self.report.text(cell));
            let halves: u32 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            // Chinese letters of 10.5 points are a little wider than two of the default font's figures.
            (halves * 105).div_ceil(room.saturating_sub(100).max(100)).clamp(1, 20)
        };
        let mut needed = vec![1; self.grid.n_rows];
        let mut tiles: Vec<&Tile> = self.grid.tiles.iter().collect();
        tiles.sort_by_key(|tile| tile.n_rows);
        for tile in tiles {
            let have: u32 = needed.iter().skip(tile.row).take(tile.n_rows).sum();
            if let Some(last) = needed.get_mut(tile.row + tile.n_rows - 1) {
                *last += lines(tile).saturating_sub(have);
            }
        }
        needed
    }

    fn tile(&self, sheet: &mut Worksheet, tile: &Tile) -> Result<(), XlsxError> {
        let (row, from) = (self.row(tile.row), column(tile.column));
        let format = match tile.body {
            Body::Top(_) => frame().set_font_name("黑体").set_align(FormatAlign::Center),
            Body::Corner(_) => frame().set_font_name("楷体").set_align(FormatAlign::Left),
            Body::Side(_) => frame().set_align(FormatAlign::Left),
            Body::Cell(_) | Body::Nothing => frame().set_align(FormatAlign::Center),
        };
        if tile.n_rows > 1 || tile.n_columns > 1 {
            let (last, to) = (row + tile.n_rows as u32 - 1, from + tile.n_columns as u16 - 1);
            sheet.merge_range(row, from, last, to, "", &format)?;
        }
        match (tile.body, tile.body.head()) {
            (Body::Cell(cell), _) => self.cell(sheet, cell, row, from, &format),
            (_, Some(text)) => sheet.write_string_with_format(row, from, text, &format).map(|_| ()),
            (_, None) => sheet.write_blank(row, from, &format).map(|_| ()),
        }
    }

    fn cell(&self, sheet: &mut Worksheet, cell: CellIdx, row: u32, at: u16, format: &Format) -> Result<(), XlsxError> {
        let text = clean(self.report.text(cell)).trim().to_owned();
        let total = sums::total(self.report, cell);
        if let (Total::Wrong(why), false) = (&total, text.is_empty()) {
            sheet.insert_note(row, at, &Note::new(why).add_author_prefix(false).set_author("年报工作台"))?;
        }
        let format = if matches!(total, Total::Wrong(_)) { reddened(format.clone()) } else { format.clone() };
        let number = number(&text);
        match (&total, number) {
            (Total::Holds(parts), number) if number.is_some() || text.is_empty() => {
                let names: Vec<String> = parts.iter().filter_map(|part| self.name(*part)).collect();
                let names = ranges(&names);
                let sum = if text.is_empty() {
                    format!("=IF(COUNT({names})=0,\"\",SUM({names}))")
                } else {
                    format!("=SUM({names})")
                };
                sheet.write_formula_with_format(row, at, Formula::new(sum).set_result(&text), &format)?;
            }
            (_, Some((number, decimals))) => {
                let shape = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
                sheet.write_number_with_format(row, at, number, &format.set_num_format(shape))?;
            }
            _ if text.is_empty() => {
                sheet.write_blank(row, at, &format)?;
            }
            _ => {
                // The mark makes it text for good, even when somebody opens the cell and presses Enter.
                let format = if is_formula_like(&text) { format.set_quote_prefix() } else { format };
                sheet.write_string_with_format(row, at, &text, &format)?;
            }
        }
        Ok(())
    }

    /// What may be typed, and the colour of sums that stop holding.
    fn guard(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let edition = self.report.edition();
        for kind in [Kind::Count, Kind::Money] {
            let typed = |cell: &CellIdx| {
                edition.spec(*cell).kind == kind && !matches!(sums::total(self.report, *cell), Total::Holds(_))
            };
            let cells: Vec<CellIdx> = edition.cells_of(self.grid.table).filter(typed).collect();
            let Some((row, at)) = cells.first().and_then(|cell| self.find(*cell)) else { continue };
            let names: Vec<String> = cells.iter().filter_map(|cell| self.name(*cell)).collect();
            let rule = if kind == Kind::Count {
                DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
            } else {
                DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            };
            let said = if kind == Kind::Count {
                "这里填件数：不小于 0 的整数。"
            } else {
                "这里填金额：不小于 0 的数。"
            };
            let rule = rule
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("请核对")?
                .set_error_message(format!("{said}确要带括注的，可以继续。"))?
                .set_multi_range(ranges(&names).replace(',', " "));
            sheet.add_data_validation(row, at, row, at, &rule)?;
        }
        for sum in edition.sums() {
            let is_here = sum.terms.iter().all(|term| edition.lines(term.cell).0.id == self.grid.table);
            if !is_here || sum.terms.iter().any(|term| sums::is_text(self.report, term.cell)) {
                continue;
            }
            let names = |is_left| ranges(&sum.side(is_left).filter_map(|cell| self.name(cell)).collect::<Vec<_>>());
            let (left, right) = (names(true), names(false));
            let rule = format!("=AND(COUNT({left})>0,COUNT({right})>0,SUM({left})<>SUM({right}))");
            for (row, at) in sum.side(false).filter_map(|cell| self.find(cell)) {
                let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(reddened(Format::new()));
                sheet.add_conditional_format(row, at, row, at, &rule)?;
            }
        }
        Ok(())
    }
}

fn column(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn frame() -> Format {
    Format::new()
        .set_font_name("宋体")
        .set_font_size(10.5)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn heading(size: f64) -> Format {
    let format = Format::new().set_font_name("黑体").set_font_size(size).set_text_wrap();
    format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

fn reddened(format: Format) -> Format {
    format.set_background_color(Color::RGB(0x00FF_C7CE)).set_font_color(Color::RGB(0x009C_0006))
}

/// Names of cells with neighbours put together: `D5,E5,F5,H5` is `D5:F5,H5`; they run along one row or column.
fn ranges(names: &[String]) -> String {
    let mut runs: Vec<(&str, &str)> = Vec::new();
    for name in names {
        match runs.last_mut() {
            Some(run) if follows(run.0, run.1, name) => run.1 = name,
            _ => runs.push((name, name)),
        }
    }
    let shown = runs.iter().map(|(from, to)| if from == to { (*from).to_owned() } else { format!("{from}:{to}") });
    shown.collect::<Vec<_>>().join(",")
}

/// Does a cell go on the run from `first` to `last`, in its row or its column?
fn follows(first: &str, last: &str, next: &str) -> bool {
    let apart = |name: &str| {
        let letters: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
        let row: u32 = name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap_or(0);
        (u32::from(utility::column_name_to_number(&letters)), row)
    };
    let (first, last, next) = (apart(first), apart(last), apart(next));
    let is_right = next.1 == last.1 && next.1 == first.1 && next.0 == last.0 + 1;
    let is_below = next.0 == last.0 && next.0 == first.0 && next.1 == last.1 + 1;
    is_right || is_below
}
