//! PDF files by `pdftotext`, if it is installed: its lines put together to paragraphs and rows again.

use std::{
    io::{self, Write},
    process::{Command, Stdio},
    thread,
};

use super::{
    super::{
        Class, Statement,
        label::normal,
        piece::{Body, Cells, Document, Piece},
        sections,
    },
    error::ReadError,
    finish::{JOINED, finish, is_page_number},
    table::clean,
};
use crate::form::Edition;

/// Fewest characters that a report has.
const LEAST: usize = 50;
/// Figures at the end of a line from which on it is a row of a table.
const FIGURES: usize = 1;

/// Takes a PDF apart.
pub(super) fn take_apart(source: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let text = text_of(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::refused(
            "读 PDF 要用 pdftotext，这台机器上没有（软件包 poppler-utils）；请管理员装上，或者导入原来的 Word 文件，或者把文字复制出来粘贴导入",
        ),
        _ => ReadError::refused("PDF 读不出来（可能损坏或加了密码）；请导入原来的 Word 文件，或者把文字复制出来粘贴导入"),
    })?;
    if text.chars().filter(|c| !c.is_whitespace()).count() < LEAST {
        return Err(ReadError::refused(
            "PDF 里没有文字，是扫描件或图片；请导入原来的 Word 文件，或者用识别软件把它转成文字再导入",
        ));
    }
    let mut statement = Statement::new(source);
    statement.add(Class::Guessed, None, "PDF 里没有段落和表格，是按行拼起来的，请逐格核对");
    let mut document = finish(pieces(&text), statement);
    say_once(&mut document.statement);
    Ok(document)
}

/// Every paragraph of a PDF is broken at every line: that is said once.
fn say_once(statement: &mut Statement) {
    let before = statement.remarks.len();
    statement.remarks.retain(|remark| !remark.message.starts_with(JOINED));
    let n = before - statement.remarks.len();
    if n > 0 {
        statement.add(Class::Guessed, None, format!("各行接成了段落（接了 {n} 处），请看看段落分得对不对"));
    }
}

/// Is a text the whole label of a row, so that nothing above belongs to it?
fn is_label(text: &str) -> bool {
    let plain = normal(text);
    let tables = Edition::all().iter().flat_map(|edition| &edition.tables);
    let mut rows = tables.flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
    !plain.is_empty() && rows.any(|row| normal(&row.label) == plain)
}

/// What `pdftotext` makes of a PDF.
fn text_of(bytes: &[u8]) -> io::Result<String> {
    let mut command = Command::new("pdftotext");
    command.args(["-raw", "-enc", "UTF-8", "-", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let input = child.stdin.take();
    let output = thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        child.wait_with_output()
    })?;
    if !output.status.success() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Lines become paragraphs; a line that ends in figures becomes a row, with the labels broken over the lines above it.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut is_among_tables, mut is_one_row) = (false, false);
    // Lines without figures among tables: heads, and labels that go on.
    let mut waiting: Vec<(usize, String)> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = clean(&line.replace('\u{c}', ""));
        if line.is_empty() || is_page_number(&line) {
            continue;
        }
        if sections::is_first_level(&line) && sections::is_official(&line) {
            pieces.extend(waiting.drain(..).map(|(n, text)| Piece::text(n, text)));
            is_among_tables = ["主动公开", "申请", "诉讼"].iter().any(|word| line.contains(word));
            is_one_row = line.contains("诉讼");
            pieces.push(Piece::text(n + 1, line));
            continue;
        }
        if is_among_tables && (line.starts_with("第二十条") || line.starts_with("信息内容")) {
            pieces.extend(waiting.drain(..).map(|(n, text)| row(n, vec![text])));
            pieces.push(row(n + 1, line.split_whitespace().map(str::to_owned).collect()));
            continue;
        }
        let (label, figures) = parted(&line);
        if !is_among_tables {
            pieces.push(Piece::text(n + 1, line));
        } else if figures.len() < FIGURES {
            waiting.push((n + 1, line));
        } else {
            if is_label(&label) {
                // A group's label set upright comes a character a line.
                let first = waiting.first().map(|(n, _)| *n);
                let above: String = waiting.drain(..).map(|(_, text)| text).collect();
                pieces.extend(first.map(|n| row(n, vec![above])));
            }
            // A label is broken over as many lines as its cell is narrow; group labels before it do no harm.
            let before: String =
                waiting.drain(..).map(|(_, text)| text.split_whitespace().collect::<String>()).collect();
            let label = format!("{before}{label}");
            if is_one_row && !label.is_empty() {
                pieces.push(row(n + 1, vec![label]));
                pieces.push(row(n + 1, figures));
            } else {
                pieces.push(row(
                    n + 1,
                    std::iter::once(label).filter(|label| !label.is_empty()).chain(figures).collect(),
                ));
            }
        }
    }
    pieces.extend(waiting.into_iter().map(|(n, text)| Piece::text(n, text)));
    pieces
}

fn row(line: usize, texts: Vec<String>) -> Piece {
    Piece { line, body: Body::Row(Cells { texts, is_loose: false }) }
}

/// A line's words, and the figures at its end.
fn parted(line: &str) -> (String, Vec<String>) {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let mut figures: Vec<String> = Vec::new();
    while let Some(last) = words.last() {
        let before = words.len().checked_sub(2).and_then(|n| words.get(n)).copied().unwrap_or_default();
        if last.chars().all(|c| c.is_ascii_digit()) && matches!(before, "增" | "减") {
            figures.insert(0, format!("{before}{last}"));
            words.truncate(words.len() - 2);
        } else if is_figure(last) {
            figures.insert(0, (*last).to_owned());
            words.pop();
        } else {
            break;
        }
    }
    (words.concat(), figures)
}

fn is_figure(word: &str) -> bool {
    let word = word.trim_start_matches(['增', '减', '-', '+']);
    let behind = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    behind.len() < word.len() && (behind.is_empty() || behind.contains('元'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heads_above_a_row_are_not_taken_for_its_label() {
        let text =
            "三、收到和处理政府信息公开申请情况\n自然\n人\n总计\n一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3\n";
        let last = pieces(text).pop().map(|piece| piece.to_line());
        assert_eq!(last.as_deref(), Some("一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3"));
    }

    #[test]
    fn lines_that_end_in_figures_are_rows_and_broken_labels_are_whole() {
        let text = "二、主动公开政府信息情况\n第二十条第（一）项\n规章 0 0 0\n行政许可 94 增 25 15592\n— 3 —\n\
            三、收到和处理政府信息公开申请情况\n5.要求行政机关确认或重新\n出具已获取信息 0 0 0 0 0 0 0\n\
            五、存在的主要问题及改进情况\n全年受理 3\n";
        let lines: Vec<String> = pieces(text).iter().map(Piece::to_line).collect();
        assert_eq!(
            lines,
            [
                "二、主动公开政府信息情况",
                "第二十条第（一）项",
                "规章 | 0 | 0 | 0",
                "行政许可 | 94 | 增25 | 15592",
                "三、收到和处理政府信息公开申请情况",
                "5.要求行政机关确认或重新出具已获取信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
                "五、存在的主要问题及改进情况",
                "全年受理 3",
            ]
        );
    }
}
