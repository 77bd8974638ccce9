//! PDF files by `pdftotext`, if it is installed: its lines put together to paragraphs and rows again.

mod columns;

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
use crate::{
    form::{CellIdx, Edition, Layout, Place},
    width,
};

/// Fewest characters that a report has.
const LEAST: usize = 50;
/// Signs that end a full line but no paragraph; other texts are not so sure of their lines.
const BROKEN: [char; 11] = ['：', ':', '/', '）', ')', '》', '”', '’', '-', '_', '@'];
/// Figures at the end of a line from which on it is a row of a table.
const FIGURES: usize = 1;

/// Takes a PDF apart.
pub(super) fn take_apart(source: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let text = text_of(bytes, "-raw").map_err(|error| match error.kind() {
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
    let beside = Edition::all().iter().find_map(|edition| row_of_columns(edition, bytes, &text));
    Ok(put_together(&text, beside.as_ref(), statement))
}

/// What stands in the cells of a table that is printed as one row.
struct Beside {
    /// The first of them.
    place: Place,
    /// Their texts; one at least is blank.
    texts: Vec<String>,
}

/// The one row of table 3 by its columns, where it has blanks: in the text alone nobody sees where they are.
fn row_of_columns(edition: &Edition, bytes: &[u8], text: &str) -> Option<Beside> {
    let table = edition.tables.iter().find(|table| table.layout == Layout::Beside)?;
    let cells: Vec<CellIdx> = edition.cells_of(&table.id).collect();
    let is_heading = |line: &str| {
        let plain = unspaced(line);
        sections::is_first_level(&plain) && sections::is_official(&plain)
    };
    let of_table = text.lines().skip_while(|line| !(is_heading(line) && line.contains("诉讼"))).skip(1);
    let row = of_table.take_while(|line| !is_heading(line)).map(|line| parted(&clean(line)).1);
    let figures = row.map(|figures| figures.len()).find(|count| *count > 0)?;
    if figures >= cells.len() {
        return None;
    }
    let words = columns::words(&text_of(bytes, "-bbox").ok()?);
    let from = words.iter().rposition(|word| is_heading(&word.text) && word.text.contains("诉讼"))? + 1;
    let rest = words.get(from..)?;
    let to = rest.iter().position(|word| is_heading(&word.text)).unwrap_or(rest.len());
    let texts = columns::beside(table, rest.get(..to)?, is_figure)?;
    Some(Beside { place: edition.spec(*cells.first()?).place.clone(), texts })
}

/// The document of a text as `pdftotext` prints it.
fn put_together(text: &str, beside: Option<&Beside>, mut statement: Statement) -> Document {
    let (mut pieces, joined) = join_full(pieces(text));
    if let Some(Beside { place, texts }) = beside {
        let figures: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
        let is_it = |cells: &Cells| cells.texts.iter().collect::<Vec<_>>() == figures;
        let rows = pieces.iter_mut().rev().filter_map(|piece| match &mut piece.body {
            Body::Row(cells) => Some((piece.line, cells)),
            Body::Text(_) => None,
        });
        if let Some((line, cells)) = rows.into_iter().find(|(_, cells)| is_it(cells)) {
            cells.texts.clone_from(texts);
            statement.add_row(Class::Guessed, line, place.clone(), "表三有空格，按数字在哪一栏下面认定，请核对".into());
        }
    }
    let mut document = finish(pieces, statement);
    say_once(&mut document.statement, joined);
    document
}

/// Every paragraph of a PDF is broken at every line: that is said once.
fn say_once(statement: &mut Statement, joined: usize) {
    let before = statement.remarks.len();
    statement.remarks.retain(|remark| !remark.message.starts_with(JOINED));
    let n = joined + before - statement.remarks.len();
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

/// What `pdftotext` makes of a PDF: its lines (`-raw`), or its words and where they stand (`-bbox`).
fn text_of(bytes: &[u8], layout: &str) -> io::Result<String> {
    let mut command = Command::new("pdftotext");
    command.args([layout, "-enc", "UTF-8", "-", "-"]);
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

/// A line as it was typed: the gaps that typesetting puts between Chinese and Latin characters, and into a line that is
/// stretched to its full width, are no blanks.
fn unspaced(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let is_gap = c == ' ' && {
            let is_latin = |c: Option<char>| c.is_none_or(|c| c.is_ascii());
            !(is_latin(plain.chars().next_back()) && is_latin(chars.peek().copied()))
        };
        if !is_gap {
            plain.push(c);
        }
    }
    plain
}

/// Joins a line that fills the page's width, and ends in no full stop, with the next; says how often it did.
///
/// What else is broken is joined as in every text: only there, where the width is not known, a colon or the end of an
/// address may as well end a paragraph.
fn join_full(pieces: Vec<(Piece, usize)>) -> (Vec<Piece>, usize) {
    let is_text = |piece: &&(Piece, usize)| piece.0.as_text().is_some();
    let mut widths: Vec<usize> = pieces.iter().filter(is_text).map(|(_, width)| *width).collect();
    widths.sort_unstable();
    // Stretched lines and long addresses are wider than the page seems to be.
    let usual = widths.get(widths.len() / 2).copied().unwrap_or_default();
    let (mut joined, mut count): (Vec<(Piece, usize)>, usize) = (Vec::new(), 0);
    for (piece, width) in pieces {
        if let (Some((Piece { body: Body::Text(before), .. }, last)), Body::Text(text)) =
            (joined.last_mut(), &piece.body)
            && *last * 8 >= usual * 7
            && is_broken(before)
            && !sections::is_headlike(text)
            && !sections::is_headlike(before)
        {
            before.push_str(text);
            (*last, count) = (width, count + 1);
        } else {
            joined.push((piece, width));
        }
    }
    (joined.into_iter().map(|(piece, _)| piece).collect(), count)
}

/// Does a full line stop where no sentence ends? A sign that closes behind a full stop closes the sentence too.
fn is_broken(line: &str) -> bool {
    line.ends_with(BROKEN)
        && !line.trim_end_matches(['”', '’', '）', ')', '》']).ends_with(['。', '！', '？', '；', '…'])
}

/// Lines become paragraphs; a line that ends in figures becomes a row, with the labels broken over the lines above it.
fn pieces(text: &str) -> Vec<(Piece, usize)> {
    let mut pieces: Vec<(Piece, usize)> = Vec::new();
    let (mut is_among_tables, mut is_one_row) = (false, false);
    // Lines without figures among tables: heads, and labels that go on.
    let mut waiting: Vec<(usize, String)> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = clean(&line.replace('\u{c}', ""));
        if line.is_empty() || is_page_number(&line) {
            continue;
        }
        let plain = unspaced(&line);
        if sections::is_first_level(&plain) && sections::is_official(&plain) {
            pieces.extend(waiting.drain(..).map(|(n, text)| paragraph(n, &text)));
            is_among_tables = ["主动公开", "申请", "诉讼"].iter().any(|word| plain.contains(word));
            is_one_row = plain.contains("诉讼");
            pieces.push(paragraph(n + 1, &line));
            continue;
        }
        if is_among_tables && (line.starts_with("第二十条") || line.starts_with("信息内容")) {
            pieces.extend(waiting.drain(..).map(|(n, text)| row(n, vec![text])));
            pieces.push(row(n + 1, line.split_whitespace().map(str::to_owned).collect()));
            continue;
        }
        let (label, figures) = parted(&line);
        if !is_among_tables {
            pieces.push(paragraph(n + 1, &line));
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
    pieces.extend(waiting.into_iter().map(|(n, text)| paragraph(n, &text)));
    pieces
}

fn row(line: usize, texts: Vec<String>) -> (Piece, usize) {
    (Piece { line, body: Body::Row(Cells { texts, is_loose: false }) }, 0)
}

/// A line of prose, and how wide it is in the page's print.
fn paragraph(line: usize, text: &str) -> (Piece, usize) {
    (Piece::text(line, unspaced(text)), width::cols(text))
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
    use crate::{
        exchange::{self, Imported, assemble::assemble},
        report::Report,
    };

    #[test]
    fn the_heads_above_a_row_are_not_taken_for_its_label() {
        let text =
            "三、收到和处理政府信息公开申请情况\n自然\n人\n总计\n一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3\n";
        let last = pieces(text).pop().map(|(piece, _)| piece.to_line());
        assert_eq!(last.as_deref(), Some("一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3"));
    }

    #[test]
    fn lines_that_end_in_figures_are_rows_and_broken_labels_are_whole() {
        let text = "二、主动公开政府信息情况\n第二十条第（一）项\n规章 0 0 0\n行政许可 94 增 25 15592\n— 3 —\n\
            三、收到和处理政府信息公开申请情况\n5.要求行政机关确认或重新\n出具已获取信息 0 0 0 0 0 0 0\n\
            五、存在的主要问题及改进情况\n全年受理 3\n";
        let lines: Vec<String> = pieces(text).iter().map(|(piece, _)| piece.to_line()).collect();
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
                "全年受理3",
            ]
        );
    }

    /// Lines as `pdftotext -raw` prints them.
    const PRINTED: &str = include_str!("../../../tests/fixtures/exchange/printed-raw.txt");

    fn import(beside: Option<&Beside>) -> Imported {
        assemble(put_together(PRINTED, beside, Statement::new("园林.pdf"))).unwrap()
    }

    #[test]
    fn the_gaps_of_the_print_are_no_blanks() {
        assert_eq!(unspaced("由 SQL Server 2008 升级，共 12 件"), "由SQL Server 2008升级，共12件");
        assert_eq!(unspaced("邮 编 ： 000000"), "邮编：000000");
        assert_eq!(unspaced("a b"), "a b");
        assert!(is_broken("建设了“好差评”") && is_broken("网址：") && is_broken("http://"));
        assert!(!is_broken("他说：“好。”") && !is_broken("（见附件。）") && !is_broken("全年平稳"));
    }

    #[test]
    fn paragraphs_are_whole_whatever_their_lines_end_in() {
        let report = import(None).report;
        let address = "本报告由示例市园林管理处编制，统计期限为2021年1月1日至2021年12月31日。电子版见本处网站\
            （http://yl.example.gov.cn/），如有疑问请与办公室联系（电话：0000-0000000）。";
        assert_eq!(report.paragraphs("preface"), [address]);
        let [first, second] = report.paragraphs("overview") else { panic!("{:?}", report.paragraphs("overview")) };
        assert!(
            first.contains("发布各类信息128条") && first.ends_with("由Open Park 3升级到Open Park 4，查询比过去快。")
        );
        assert_eq!(second, "本处收到政府信息公开申请2件，都按时答复，没有一件需要延期。");
        assert_eq!(report.paragraphs("signature"), ["示例市园林管理处", "2022年1月12日"]);
    }

    #[test]
    fn table_3_with_blanks_is_read_by_its_columns_and_not_at_all_without_them() {
        let row = |report: &Report| -> Vec<String> {
            report.edition().cells_of("t3").map(|cell| report.text(cell).to_owned()).collect()
        };
        let plain = import(None);
        assert!(row(&plain.report).iter().all(String::is_empty));
        assert!(plain.report.joined("unplaced").contains("1 | 0 | 0 | 0 | 1 | 0 | 0 | 2 | 0 | 2"));
        let texts = ["1", "0", "0", "0", "1", "", "", "", "", "", "0", "0", "2", "0", "2"].map(str::to_owned).to_vec();
        let place = Place::from("t3.review.upheld");
        let imported = import(Some(&Beside { place: place.clone(), texts: texts.clone() }));
        assert_eq!(row(&imported.report), texts);
        let doubts = exchange::doubts(&imported.report, &imported.statement);
        let doubt = doubts.iter().find(|doubt| doubt.place == place).unwrap();
        assert!(doubt.held == texts && !doubt.light && doubt.text.contains("在哪一栏下面"), "{doubt:?}");
        let other = Beside { place, texts: vec!["9".into(), String::new()] };
        assert!(row(&import(Some(&other)).report).iter().all(String::is_empty), "the lines say otherwise");
    }
}
