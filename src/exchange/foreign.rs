//! Matter that is no part of a report: web page furniture, metadata tables, descriptions of screenshots. Set aside, word for word.

use super::{
    Class,
    piece::{Body, Cells, Document, Piece},
    sections,
};

/// Words that a line of web page furniture starts with.
const FURNITURE: [&str; 22] = [
    "发布日期",
    "发布时间",
    "发文日期",
    "成文日期",
    "发布机构",
    "信息来源",
    "来源",
    "浏览次数",
    "浏览量",
    "访问次数",
    "阅读次数",
    "点击数",
    "点击率",
    "字体",
    "字号",
    "责任编辑",
    "索引号",
    "索 引 号",
    "当前位置",
    "您当前的位置",
    "您现在的位置",
    "打印本页",
];

/// Longest line that may stand between two foreign ones and be foreign too, in characters.
const BETWEEN: usize = 60;

/// Takes foreign matter out of a document's pieces and says so.
pub(super) fn set_aside(document: &mut Document) {
    let pieces = std::mem::take(&mut document.pieces);
    let mut marks: Vec<bool> = pieces.iter().map(|piece| piece.as_text().is_some_and(is_foreign)).collect();
    mark_metadata(&pieces, &mut marks);
    mark_between(&pieces, &mut marks);
    let mut run: Vec<&Piece> = Vec::new();
    for (piece, is_foreign) in pieces.iter().zip(&marks) {
        if *is_foreign {
            run.push(piece);
            continue;
        }
        close(&mut run, document);
        let mut piece = piece.clone();
        if let Body::Text(text) = &mut piece.body {
            *text = text.replace("**", "");
        }
        document.pieces.push(piece);
    }
    close(&mut run, document);
}

/// Ends a run of foreign pieces: its text goes aside, the statement names its lines.
fn close(run: &mut Vec<&Piece>, document: &mut Document) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    let until = if first.line == last.line { String::new() } else { format!("（到第{}行）", last.line) };
    let what = crate::width::cut(&first.to_line().replace("**", ""), 36);
    let message = format!("不像年报正文，原样放到“待归位”{until}：{what}");
    let words = first.to_line().replace("**", "");
    document.statement.add_words(Class::Aside, first.line, words, message);
    document.aside.extend(run.iter().map(|piece| piece.to_line().replace("**", "")));
    run.clear();
}

fn is_foreign(text: &str) -> bool {
    is_bold(text) || is_english(text) || is_furniture(text) || text.starts_with("![")
}

/// A line in bold that is no heading: the title of a page that was pictured.
fn is_bold(text: &str) -> bool {
    let inner = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    inner.is_some_and(|inner| {
        let is_title = super::particulars::is_title(inner);
        !inner.is_empty() && !inner.contains("**") && !is_title && !sections::is_headlike(inner)
    })
}

/// A description in English, as programs that read pictures write.
fn is_english(text: &str) -> bool {
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    let other = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    latin >= 20 && latin > 3 * other && text.split_whitespace().count() >= 5
}

fn is_furniture(text: &str) -> bool {
    let short = text.chars().count() <= 80 && !text.ends_with('。');
    let starts = FURNITURE.iter().any(|word| {
        let rest = text.strip_prefix(word).map(str::trim_start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：', '【', '[']))
    });
    let is_trail = text.matches(['>', '＞', '»']).count() >= 2 && text.chars().count() <= BETWEEN;
    short && (starts || is_trail)
}

/// Tables of names with colons (索引号：… 发布机构：…).
fn mark_metadata(pieces: &[Piece], marks: &mut [bool]) {
    let mut start = 0;
    while start < pieces.len() {
        let rows: Vec<&Cells> = pieces.iter().skip(start).map_while(as_row).collect();
        let named = rows.iter().flat_map(|row| &row.texts).filter(|cell| cell.ends_with([':', '：'])).count();
        if named >= 2 && named >= rows.len() {
            marks.iter_mut().skip(start).take(rows.len()).for_each(|mark| *mark = true);
        }
        start += rows.len().max(1);
    }
}

fn as_row(piece: &Piece) -> Option<&Cells> {
    match &piece.body {
        Body::Row(cells) => Some(cells),
        Body::Text(_) => None,
    }
}

/// One or two short lines without a full stop between two foreign pieces are foreign too.
fn mark_between(pieces: &[Piece], marks: &mut [bool]) {
    let could_be = |piece: &Piece| {
        piece.as_text().is_some_and(|text| {
            text.chars().count() <= BETWEEN && !text.ends_with(['。', '；', '！']) && !sections::is_headlike(text)
        })
    };
    let known: Vec<usize> = marks.iter().enumerate().filter_map(|(n, mark)| mark.then_some(n)).collect();
    for pair in known.windows(2) {
        let [from, to] = pair else { continue };
        let between = pieces.iter().take(*to).skip(from + 1);
        if to - from <= 3 && between.clone().all(could_be) {
            marks.iter_mut().take(*to).skip(from + 1).for_each(|mark| *mark = true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Statement;

    #[test]
    fn a_pictured_page_goes_aside_and_the_prose_around_it_stays() {
        let row = |line, texts: &[&str]| Piece {
            line,
            body: Body::Row(Cells { texts: texts.iter().map(|t| (*t).to_owned()).collect(), is_loose: true }),
        };
        let mut document = Document {
            pieces: vec![
                Piece::text(1, "全年印发工作要点一份。"),
                Piece::text(2, "The picture shows a web page with a blue bar and a search box on top."),
                row(3, &["索引号:", "1/2020", "公开方式:", "主动公开"]),
                row(4, &["发布机构:", "示例市财政局", "文件编号:", ""]),
                Piece::text(5, "示例市财政局关于印发示例目录的通知"),
                Piece::text(6, "发布日期: 2020-10-15 浏览次数: 52"),
                Piece::text(7, "**示例市财政局关于印发示例目录的通知**"),
                Piece::text(8, "**（二）依申请公开**"),
                Piece::text(9, "来源于群众的意见全部答复。"),
            ],
            aside: Vec::new(),
            statement: Statement::new("示例.txt"),
        };
        set_aside(&mut document);
        let kept: Vec<usize> = document.pieces.iter().map(|piece| piece.line).collect();
        assert_eq!(kept, [1, 8, 9]);
        assert_eq!(document.pieces[1].as_text(), Some("（二）依申请公开"));
        assert_eq!(document.aside.len(), 6);
        assert_eq!(document.aside[1], "索引号: | 1/2020 | 公开方式: | 主动公开");
        let remarks: Vec<Option<usize>> = document.statement.of(Class::Aside).map(|remark| remark.line).collect();
        assert_eq!(remarks, [Some(2)]);
    }
}
