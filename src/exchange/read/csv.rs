//! Tables in text with commas: quotes, line ends inside quotes, rows of any length; a quote left open is said where.

use super::{
    super::{Class, Imported, Statement, particulars, piece::Document, write::csv::is_marked},
    error::ReadError,
    finish::finish,
    json,
    sheet::{self, Sheet},
    table::Pieces,
};
use crate::{
    form::Edition,
    report::{About, Report, Scope, State},
};

/// What the columns of our own table of figures are called.
const TIDY: [&str; 7] = ["机关", "年度", "口径", "版式", "位置", "数值", "原文"];

/// Is a text the table of figures that this program writes: a line for each cell of a report?
pub(super) fn is_tidy(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').lines().next().is_some_and(|line| line.trim_end() == TIDY.join(","))
}

/// Reads the table of figures of one report; it has no prose.
pub(super) fn read_tidy(source: &str, text: &str) -> Result<Imported, ReadError> {
    let rows: Vec<[String; 7]> = rows(text)?.into_iter().skip(1).filter_map(|row| row.try_into().ok()).collect();
    let Some([organ, year, scope, id, ..]) = rows.first() else { return Err(ReadError::Empty) };
    let of = |row: &[String; 7]| row.first_chunk::<4>().cloned();
    if rows.iter().any(|row| of(row) != rows.first().and_then(of)) {
        return Err(ReadError::refused("里面有不止一份报告的数字；请只留一个机关、一个年度的行，再导入"));
    }
    let unknown = |what, name: &str| ReadError::Name { what, name: name.to_owned(), fault: "不认识" };
    let edition = Edition::by_id(id).ok_or_else(|| unknown("版式", id))?;
    let year = year.parse().map_err(|_| unknown("年度", year))?;
    let scope = Scope::ALL.into_iter().find(|one| one.label() == scope).ok_or_else(|| unknown("口径", scope))?;
    let organ = plain(organ);
    let kind = particulars::kind_of(&organ);
    let about = About { organ, kind, year, edition: String::new(), scope, state: State::default() };
    let mut report = Report::new(about, edition);
    let cells = rows.iter().map(|[.., place, _, text]| (place.clone(), plain(text)));
    let count = json::put_cells(&mut report, cells)?;
    let mut statement = Statement::new(source);
    let all = edition.cells().len();
    statement.add(Class::Read, None, format!("{}，{}，{count}/{all} 格", report.title(), edition.name));
    statement.mention(Class::Guessed, None, format!("由名称推断为{}", kind.label()));
    if count < all {
        statement.add(Class::Missing, None, format!("有 {} 格没有写，留空", all - count));
    }
    statement.add(Class::Missing, None, "数据表里没有正文，各部分留空");
    Ok(Imported { report, statement })
}

/// A text without the mark that kept it from being taken for a formula.
fn plain(text: &str) -> String {
    text.strip_prefix('\'').filter(|rest| is_marked(rest)).unwrap_or(text).to_owned()
}

/// A report has some five hundred cells; a table with more than this is not read to its end.
const MOST_CELLS: usize = 100_000;

/// Takes a table apart.
pub(super) fn take_apart(text: &str, mut statement: Statement) -> Result<Document, ReadError> {
    let mut sheet = Sheet::new(statement.source.as_str());
    for (row, cells) in rows(text)?.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.put(row, column, cell)?;
        }
    }
    let mut pieces = Pieces::default();
    sheet::place(&[sheet], &mut pieces, &mut statement);
    Ok(finish(pieces.all, statement))
}

/// The cells of every row.
pub(super) fn rows(text: &str) -> Result<Vec<Vec<String>>, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = vec![vec![String::new()]];
    let mut chars = text.chars().peekable();
    let (mut line, mut column, mut n_cells) = (1, 0, 1);
    // Where the quote that is open stands.
    let mut open: Option<(usize, usize)> = None;
    while let Some(c) = chars.next() {
        column += 1;
        let Some(row) = rows.last_mut() else { break };
        let Some(cell) = row.last_mut() else { break };
        match c {
            '"' if open.is_some() && chars.peek() == Some(&'"') => {
                chars.next();
                column += 1;
                cell.push('"');
            }
            '"' if open.is_some() => open = None,
            '"' if cell.is_empty() => open = Some((line, column)),
            ',' if open.is_none() => row.push(String::new()),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' if open.is_none() => rows.push(vec![String::new()]),
            c => cell.push(c),
        }
        n_cells += usize::from(open.is_none() && matches!(c, ',' | '\n'));
        if n_cells > MOST_CELLS {
            return Err(ReadError::refused("表格超过 10 万格，不像年报，没有读"));
        }
        if c == '\n' {
            (line, column) = (line + 1, 0);
        }
    }
    match open {
        Some((line, column)) => {
            let message = "这里的引号没有配对的另一半，后面的内容都会被当成一格；请补上引号，或删去这一个".to_owned();
            Err(ReadError::Shape { line, column, message })
        }
        None => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_commas_and_line_ends() {
        let all = rows("\u{feff}规章,\"1,204\",\"两行\n一格\"\r\n\"他说\"\"好\"\"\",,\n").unwrap();
        assert_eq!(all, [vec!["规章", "1,204", "两行\n一格"], vec!["他说\"好\"", "", ""], vec![""]]);
    }

    #[test]
    fn a_quote_left_open_is_said_where_it_stands() {
        let error = rows("规章,1\n许可,\"2\n处罚,3\n").unwrap_err();
        assert!(matches!(error, ReadError::Shape { line: 2, column: 4, .. }), "{error}");
    }
}
