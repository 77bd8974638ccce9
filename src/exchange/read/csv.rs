//! Tables in text with commas: quotes, line ends inside quotes, rows of any length; a quote left open is said where.

use super::{
    super::{Statement, piece::Document},
    error::ReadError,
    finish::finish,
    sheet::{self, Sheet},
    table::Pieces,
};

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
