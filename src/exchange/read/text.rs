//! Text taken apart: the layout is recognised, not assumed. Tabs or ` | ` make rows, broken paragraphs are joined.

use super::{
    super::{
        Class, Statement,
        piece::{Body, Cells, Document, Piece},
    },
    boxes,
    error::ReadError,
    finish::{finish, is_unseen},
    table::Pieces,
};

/// A report has some five hundred lines; a text with more than this is not taken apart at all.
const MOST_LINES: usize = 50_000;
/// And some five hundred cells.
const MOST_TABS: usize = 200_000;

/// Takes a text apart into paragraphs and table rows.
pub(super) fn take_apart(text: &str, mut statement: Statement) -> Result<Document, ReadError> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    if lines > MOST_LINES || text.matches(['\t', '|']).count() > MOST_TABS {
        let rows = text.lines().filter(|line| line.contains(['\t', '|'])).count();
        return Err(ReadError::Long { paragraphs: lines.saturating_sub(rows), rows });
    }
    let pieces = pieces(text, &mut statement);
    Ok(finish(pieces, statement))
}

/// Every line as a piece; comments at the head, blank lines, page numbers and Markdown rules are left out.
fn pieces(text: &str, statement: &mut Statement) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut is_head = true;
    let mut comments = Vec::new();
    let is_markdown = statement.source.to_lowercase().ends_with(".md");
    let mut drawing: Vec<(usize, &str)> = Vec::new();
    for (n, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = n + 1;
        if boxes::is_drawn(raw) {
            drawing.push((line, raw));
            continue;
        }
        take_drawing(&mut drawing, &mut pieces);
        let raw: String = raw.chars().filter(|c| *c == '\t' || !(c.is_control() || is_unseen(*c))).collect();
        let plain = raw.trim();
        if plain.is_empty() {
            continue;
        }
        if is_head && is_comment(plain) {
            comments.push(line);
            continue;
        }
        is_head = false;
        if let Some(mut cells) = row(&raw) {
            if is_markdown {
                cells.texts.iter_mut().for_each(|text| *text = unescaped(text));
            }
            if !is_rule(&cells) {
                pieces.push(Piece { line, body: Body::Row(cells) });
            }
        } else {
            let plain = plain.trim_start_matches('#').trim_start();
            pieces.push(Piece::text(line, if is_markdown { unescaped(plain) } else { plain.to_owned() }));
        }
    }
    take_drawing(&mut drawing, &mut pieces);
    if let Some(first) = comments.first() {
        statement.add(Class::Aside, *first, format!("开头的注释行，略去（共{}行）", comments.len()));
    }
    pieces
}

/// Puts the rows of a drawn table among the pieces.
fn take_drawing(drawing: &mut Vec<(usize, &str)>, pieces: &mut Vec<Piece>) {
    let Some((first, _)) = drawing.first().copied() else { return };
    let lines: Vec<&str> = drawing.drain(..).map(|(_, line)| line).collect();
    for (n, cells) in boxes::rows(&lines) {
        let mut row = Pieces::default();
        row.table(&[cells]);
        pieces.extend(row.all.into_iter().map(|piece| Piece { line: first + n, ..piece }));
    }
}

/// A text of Markdown with its escaped signs as themselves.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let sign = (c == '\\').then(|| chars.next_if(char::is_ascii_punctuation)).flatten();
        plain.push(sign.unwrap_or(c));
    }
    plain
}

/// `# source: …`, as collections of texts carry at their head.
fn is_comment(line: &str) -> bool {
    let key = line.strip_prefix("# ").and_then(|rest| rest.split_once(':')).map(|(key, _)| key);
    key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

/// The cells of a line, if it is a table row.
fn row(raw: &str) -> Option<Cells> {
    if raw.trim_start().contains('\t') {
        let texts = raw.split('\t').map(|cell| cell.trim().to_owned()).collect();
        return Some(Cells { texts, is_loose: true });
    }
    let line = raw.trim();
    let is_framed = line.len() > 1 && line.starts_with('|');
    if !is_framed && !line.contains(" |") && !line.contains("| ") {
        return None;
    }
    let mut texts = split_bars(line);
    if is_framed {
        texts.remove(0);
        if line.ends_with('|') {
            texts.pop();
        }
    }
    Some(Cells { texts, is_loose: false })
}

/// The parts between bars; `\|` is a bar that parts nothing.
fn split_bars(line: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut is_escaped = false;
    for c in line.chars() {
        match (c, texts.last_mut()) {
            ('\\', _) if !is_escaped => {
                is_escaped = true;
                continue;
            }
            ('|', _) if !is_escaped => texts.push(String::new()),
            (c, Some(last)) => {
                if is_escaped && c != '|' {
                    last.push('\\');
                }
                last.push(c);
            }
            (_, None) => {}
        }
        is_escaped = false;
    }
    texts.iter().map(|text| text.trim().to_owned()).collect()
}

/// The rule under the head of a Markdown table.
fn is_rule(cells: &Cells) -> bool {
    let is_dashes = |cell: &String| cell.contains("--") && cell.chars().all(|c| c == '-' || c == ':');
    !cells.is_loose && !cells.texts.is_empty() && cells.texts.iter().all(is_dashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &Document) -> Vec<(usize, String)> {
        document.pieces.iter().map(|piece| (piece.line, piece.to_line())).collect()
    }

    #[test]
    fn tabs_bars_and_markdown_frames_make_rows() {
        assert_eq!(row("规章\t0\t\t").unwrap().texts, ["规章", "0", "", ""]);
        assert_eq!(row("规章 | 0 |  | ").unwrap().texts, ["规章", "0", "", ""]);
        assert_eq!(row("| 规章 | 0 |  |").unwrap().texts, ["规章", "0", ""]);
        assert_eq!(row(r"a \| b | c").unwrap().texts, ["a | b", "c"]);
        assert!(row("\t缩进的一段。").is_none() && row("一段话。").is_none());
    }

    #[test]
    fn a_paragraph_broken_by_a_page_is_joined_and_a_short_line_is_not() {
        let text = "# source: example\n\n全年围绕中心工作推进公开，把各类信息及时放到网\n\n- 3 -\n\n站上，方便群众查\n找。\n\n示例市财政局\n2021年1月20日\n";
        let document = take_apart(text, Statement::new("示例.txt")).unwrap();
        assert_eq!(
            texts(&document),
            [
                (3, "全年围绕中心工作推进公开，把各类信息及时放到网站上，方便群众查找。".to_owned()),
                (10, "示例市财政局".to_owned()),
                (11, "2021年1月20日".to_owned()),
            ]
        );
        let said: Vec<String> = document.statement.remarks.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "第1行：开头的注释行，略去（共1行）",
                "第5行：页码，略去（共1行）",
                "第7行：断开的段落接上：…时放到网｜站上，方…",
                "第8行：断开的段落接上：…便群众查｜找。…",
            ]
        );
    }

    #[test]
    fn heads_of_blocks_without_cells_belong_to_the_table() {
        let document = take_apart(
            "第二十条第(一)项\n规章 | 0 | 0 | 0\n三、本年度办理结果\n总体上好。\n",
            Statement::new("示例.txt"),
        )
        .unwrap();
        let rows = document.pieces.iter().filter(|piece| matches!(piece.body, Body::Row(_))).count();
        assert_eq!(rows, 3);
    }
}
