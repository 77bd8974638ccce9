//! Why a text is no draft, said to people: the place, what is wrong there, the way out.

use ron::error::{Error as Ron, SpannedError};

use super::source::{self, Kind, Point};

/// Brackets of a draft never stand deeper inside each other than this; the parser stops at 128.
const DEEPEST: usize = 64;

/// What to do with a file that is not whole.
const RESTORE: &str = "请从备份中恢复，或重新导入";

/// A text that cannot be read as a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第{line}行第{column}列：{message}")]
pub struct Broken {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong there and what to do.
    pub message: String,
    /// Was it written by a newer version of the program? Then it must never be written over.
    pub is_newer: bool,
}

impl Broken {
    pub(super) fn new(at: Point, message: impl Into<String>) -> Self {
        Self { line: at.line, column: at.column, message: message.into(), is_newer: false }
    }

    /// A draft of a later format than this program knows.
    pub(super) fn newer(at: Point) -> Self {
        let message = "由更新版本的程序写成。请升级本程序后再打开，本程序不会改动它";
        Self { is_newer: true, ..Self::new(at, message) }
    }

    /// What the parser's error means, and where.
    pub(super) fn parse(text: &str, error: &SpannedError) -> Self {
        if text.trim().is_empty() {
            return Self::new(Point::START, format!("空文件。{RESTORE}"));
        }
        let end = Point { line: error.span.end.line, column: error.span.end.col };
        sniff(text, &error.code)
            .or_else(|| full_width(text, end))
            .or_else(|| open_quote(text, &error.code, end))
            .unwrap_or_else(|| Self::new(spot(text, error), explain(&error.code)))
    }

    /// What the parser's error means in a file of settings, and where.
    pub(super) fn parse_settings(text: &str, error: &SpannedError) -> Self {
        let end = Point { line: error.span.end.line, column: error.span.end.col };
        let mut broken = full_width(text, end)
            .or_else(|| open_quote(text, &error.code, end))
            .unwrap_or_else(|| Self::new(spot(text, error), explain(&error.code)));
        let way_out = "请补完，或者在程序里重新保存设置";
        let message = broken.message.replace(RESTORE, way_out).replace("请从备份中恢复", way_out);
        broken.message = message.replace("报告文件", "设置文件").replace("报告到此", "设置到此");
        broken
    }
}

/// The text of a file's bytes, without its byte order mark.
///
/// A file that is not UTF-8 is refused with the place of the first wrong byte and a guess at what it is.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, Broken> {
    let at_start = |message: &str| Err(Broken::new(Point::START, message));
    if bytes.is_empty() {
        return at_start(&format!("空文件。{RESTORE}"));
    }
    if bytes.iter().all(|byte| *byte == 0) {
        return at_start(&format!("全是零字节（可能断电）。{RESTORE}"));
    }
    if bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || matches!(bytes, [0, b'(', ..] | [b'(', 0, ..])
    {
        return at_start("是 UTF-16 编码。请用记事本另存为 UTF-8");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, _) = bytes.split_at(error.valid_up_to());
        let good = str::from_utf8(good).unwrap_or_default();
        // Some pairs of GBK are also two bytes of UTF-8; three of them, as Chinese has, hardly ever are.
        let is_in_gbk = good.chars().all(|c| c < '\u{800}') && is_gbk(bytes);
        let message = if error.error_len().is_none() && !is_in_gbk {
            format!("最后一个字不完整，文件没有写完。{RESTORE}")
        } else if is_in_gbk {
            "不是 UTF-8 编码（像是 GBK）。请用记事本另存为 UTF-8".into()
        } else {
            format!("这里的字节不是 UTF-8 文字，文件可能已损坏。{RESTORE}")
        };
        Broken::new(Point::after(good), message)
    })
}

/// Do all bytes pair up as GBK characters?
fn is_gbk(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..] | [0..=0x7f, rest @ ..] => rest,
            _ => return false,
        };
    }
}

/// Things that are no draft at all: JSON, a merge left half done, brackets without end.
fn sniff(text: &str, code: &Ron) -> Option<Broken> {
    let marks = ["<<<<<<<", "=======", ">>>>>>>"];
    if let Some(line) = text.lines().position(|line| marks.iter().any(|mark| line.starts_with(mark))) {
        let at = Point { line: line + 1, column: 1 };
        return Some(Broken::new(at, "含合并冲突标记。请先在 git 中解决冲突，再打开"));
    }
    if let Some(at) = source::too_deep(text, DEEPEST) {
        return Some(Broken::new(at, "括号嵌套过深，不是报告文件"));
    }
    let is_json = text.trim_start().starts_with(['{', '[']);
    (is_json && !matches!(code, Ron::UnclosedBlockComment)).then(|| {
        let blanks = text.len() - text.trim_start().len();
        let at = Point::after(text.split_at(blanks).0);
        Broken::new(at, "是 JSON，不是报告文件（RON）。请用导入功能读入")
    })
}

/// Full-width punctuation outside quotes, on the line of the error or before it.
fn full_width(text: &str, end: Point) -> Option<Broken> {
    let token = source::tokens(text)
        .take_while(|token| token.at.line <= end.line)
        .find(|token| token.kind == Kind::Other && half(token.text).is_some())?;
    // Behind a quote that is not closed, what is inside quotes and what is outside has changed places.
    if source::stray_quote(text).is_some_and(|at| at < token.at) {
        return None;
    }
    let half = half(token.text)?;
    Some(Broken::new(token.at, format!("这里的 {} 是全角，请改成半角 {half}", token.text)))
}

fn half(text: &str) -> Option<&'static str> {
    Some(match text {
        "，" | "、" => ",",
        "：" => ":",
        "“" | "”" | "＂" | "「" | "」" => "\"",
        "（" => "(",
        "）" => ")",
        "［" | "【" => "[",
        "］" | "】" => "]",
        "｛" => "{",
        "｝" => "}",
        _ => return None,
    })
}

/// A text whose closing quote is missing or full-width swallows what follows; the fault is where it starts.
fn open_quote(text: &str, code: &Ron, end: Point) -> Option<Broken> {
    let may_be = matches!(
        code,
        Ron::ExpectedStringEnd
            | Ron::ExpectedComma
            | Ron::ExpectedMapColon
            | Ron::ExpectedString
            | Ron::ExpectedIdentifier
            | Ron::ExpectedArrayEnd
            | Ron::ExpectedStructLikeEnd
            | Ron::ExpectedMapEnd
            | Ron::InvalidEscape(_)
    );
    if !may_be {
        return None;
    }
    let before = |token: &source::Token<'_>| token.at < end && matches!(token.kind, Kind::Text { .. });
    if let Some(token) = source::tokens(text).take_while(|token| token.at < end).filter(before).last()
        && let Some((good, _)) = ["”,", "”]", "”)", "“,"].iter().find_map(|quote| token.text.split_once(quote))
    {
        let inner = Point::after(good);
        let column = if inner.line == 1 { token.at.column + inner.column - 1 } else { inner.column };
        let at = Point { line: token.at.line + inner.line - 1, column };
        return Some(Broken::new(at, "这里的引号是全角，请改成半角 \""));
    }
    if matches!(code, Ron::InvalidEscape(_)) {
        return None;
    }
    let at = source::stray_quote(text).filter(|at| *at <= end)?;
    let message = "从这里开始的文字没有收尾的引号。请在它的末尾补上半角 \"；如果后面的内容都不见了，说明文件没有写完，请从备份中恢复";
    Some(Broken::new(at, message))
}

/// Where to point: at the name that is wrong, or at the spot where something is missing.
fn spot(text: &str, error: &SpannedError) -> Point {
    let start = Point { line: error.span.start.line, column: error.span.start.col };
    let end = Point { line: error.span.end.line, column: error.span.end.col };
    let is_name = matches!(
        error.code,
        Ron::NoSuchStructField { .. }
            | Ron::DuplicateStructField { .. }
            | Ron::NoSuchEnumVariant { .. }
            | Ron::NoSuchExtension(_)
            | Ron::IntegerOutOfBounds
            | Ron::InvalidValueForType { .. }
    );
    // A comma is missing behind the last thing, not in front of the next.
    let before = || source::tokens(text).take_while(|token| token.at < end).last();
    match error.code {
        Ron::ExpectedComma => before().map_or(end, |token| token.end()),
        Ron::InvalidEscape(_) => end.back_to(text, '\\').unwrap_or(end),
        _ if is_name => start,
        _ => end,
    }
}

fn explain(code: &Ron) -> String {
    match code {
        Ron::Message(text) => text.clone(),
        Ron::Eof | Ron::ExpectedStringEnd => format!("文件到这里就断了，没有写完。{RESTORE}"),
        Ron::ExpectedComma => "这里缺少逗号，请补上半角 ,".into(),
        Ron::ExpectedMapColon => "这里缺少冒号，请补上半角 :".into(),
        Ron::ExpectedStructLike | Ron::ExpectedNamedStructLike(_) => "这里应当是 ( ，请补上".into(),
        Ron::ExpectedStructLikeEnd | Ron::ExpectedOptionEnd => "这里应当是 ) ，请补上或删去多余的内容".into(),
        Ron::ExpectedArray => "这里应当是 [ ，请用方括号括起来".into(),
        Ron::ExpectedArrayEnd => "这里应当是 ] ，请补上或删去多余的内容".into(),
        Ron::ExpectedMap => "这里应当是 { ，请用花括号括起来".into(),
        Ron::ExpectedMapEnd => "这里应当是 } ，请补上或删去多余的内容".into(),
        Ron::ExpectedString => "这里应当是带半角引号的文字，请加上 \"".into(),
        Ron::ExpectedInteger => "这里应当是不带引号的数字".into(),
        Ron::ExpectedIdentifier | Ron::InvalidIdentifier(_) | Ron::SuggestRawIdentifier(_) => {
            "这里应当是字段名，不带引号".into()
        }
        Ron::InvalidEscape(_) => "反斜杠后面的写法不对；单独的反斜杠请写成 \\\\".into(),
        Ron::IntegerOutOfBounds => "数字超出范围，请改正".into(),
        Ron::InvalidIntegerDigit { digit, .. } => format!("数字里有不认识的“{digit}”，请改正"),
        Ron::UnderscoreAtBeginning => "数字不能以下划线开头".into(),
        Ron::NoSuchExtension(name) => format!("不认识的扩展“{name}”，请删去这一行"),
        Ron::ExpectedAttribute | Ron::ExpectedAttributeEnd => "开头的扩展写法不对，请删去这一行".into(),
        Ron::UnclosedBlockComment | Ron::UnclosedLineComment => "注释没有结束，请补上 */".into(),
        Ron::UnexpectedChar(c) => format!("这里不应有“{}”，请删去", c.escape_debug()),
        Ron::TrailingCharacters => "报告到此已经结束，后面还有多余的内容，请删去".into(),
        Ron::NoSuchStructField { found, .. } => format!("不认识的字段“{found}”，请改正或删去"),
        Ron::DuplicateStructField { field, .. } => format!("字段“{field}”写了两次，请删去一处"),
        Ron::MissingStructField { field, .. } => format!("缺少字段“{field}”，请补上"),
        Ron::NoSuchEnumVariant { expected, found, .. } => {
            format!("不认识的“{found}”，可以写 {}", expected.join("、"))
        }
        Ron::ExceededRecursionLimit => "括号嵌套过深，不是报告文件".into(),
        Ron::ExpectedDifferentStructName { found, .. } => format!("这里不应有“{found}”，请删去"),
        _ => format!("写法不对，请改正（{code}）"),
    }
}

#[cfg(test)]
mod tests {
    use crate::store::draft::{decode, decode_bytes};

    const WHOLE: &str = r#"(version: 1, about: (organ: "甲", year: 2021, edition: "2021"))"#;

    fn said(bytes: impl AsRef<[u8]>) -> String {
        let broken = decode_bytes(bytes.as_ref()).expect_err("no draft");
        assert!(!broken.is_newer);
        broken.to_string()
    }

    #[test]
    fn a_file_that_is_no_text_says_what_it_is() {
        let restore = "请从备份中恢复，或重新导入";
        assert_eq!(said(""), format!("第1行第1列：空文件。{restore}"));
        assert_eq!(said("\u{feff} \r\n\t"), format!("第1行第1列：空文件。{restore}"));
        assert_eq!(said([0; 64]), format!("第1行第1列：全是零字节（可能断电）。{restore}"));
        assert_eq!(said(b"\xff\xfe(\0\0\0"), "第1行第1列：是 UTF-16 编码。请用记事本另存为 UTF-8");
        let wide: Vec<u8> = WHOLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(said(wide), "第1行第1列：是 UTF-16 编码。请用记事本另存为 UTF-8");
        let gbk = "不是 UTF-8 编码（像是 GBK）。请用记事本另存为 UTF-8";
        assert_eq!(said(b"(version: 1,\nabout: (organ: \"\xca\xd0\xbe\xd6\"))"), format!("第2行第17列：{gbk}"));
        let bytes = [WHOLE.as_bytes(), b"// \xff"].concat();
        assert_eq!(said(bytes), format!("第1行第66列：这里的字节不是 UTF-8 文字，文件可能已损坏。{restore}"));
        assert_eq!(
            said("(version: 1, about: (organ: \"甲乙".as_bytes().split_last().unwrap().1),
            format!("第1行第31列：最后一个字不完整，文件没有写完。{restore}")
        );
    }

    #[test]
    fn a_text_that_is_no_draft_says_what_it_is() {
        assert_eq!(said("{\"version\": 1}"), "第1行第1列：是 JSON，不是报告文件（RON）。请用导入功能读入");
        let merge = format!("<<<<<<< HEAD\n{WHOLE}\n=======\n{WHOLE}\n>>>>>>> x");
        assert_eq!(said(merge), "第1行第1列：含合并冲突标记。请先在 git 中解决冲突，再打开");
        assert_eq!(said("[".repeat(100_000)), "第1行第65列：括号嵌套过深，不是报告文件");
        assert_eq!(said(format!("(zzz:{}", "(".repeat(100_000))), "第1行第69列：括号嵌套过深，不是报告文件");
        assert_eq!(said("Some(".repeat(100_000)), "第1行第325列：括号嵌套过深，不是报告文件");
        let comment = said(format!("{}()", "/*".repeat(100_000)));
        assert!(comment.ends_with("注释没有结束，请补上 */"), "{comment}");
        assert!(said("#![enable(evil)]()").ends_with("不认识的扩展“evil”，请删去这一行"));
        assert!(said("()").ends_with("缺少字段“version”，请补上"));
        assert!(said("(version: 1, version: 2)").ends_with("第1行第14列：字段“version”写了两次，请删去一处"));
        assert!(said("(version: 1,").ends_with("第1行第13列：文件到这里就断了，没有写完。请从备份中恢复，或重新导入"));
        assert!(said("(version: 1, about: (organ: \"甲").starts_with("第1行第29列：从这里开始的文字没有收尾的引号"));
        assert!(said("(version: 1, about: (organ: \"\\u{D800}\"))").starts_with("第1行第30列：反斜杠后面的写法不对"));
        assert!(said(format!("{WHOLE}{WHOLE}")).ends_with("第1行第63列：报告到此已经结束，后面还有多余的内容，请删去"));
    }

    #[test]
    fn a_draft_of_a_newer_program_says_so_even_if_it_has_fields_unknown_here() {
        for text in [
            "(version: 999)",
            &WHOLE.replace(": 1", ": 2").replace("about", "later: {1: ()}, about"),
            &WHOLE.replace(": 1", ": 2"),
        ] {
            let broken = decode(text).expect_err(text);
            assert!(broken.is_newer, "{broken}");
            assert_eq!((broken.line, broken.column), (1, 2));
            assert!(broken.message.starts_with("由更新版本的程序写成"));
        }
    }

    #[test]
    fn a_text_of_more_than_eight_mebibytes_is_refused_unread() {
        let text = format!("{WHOLE}//{}", " ".repeat(8 << 20));
        assert_eq!(said(text), "第1行第1列：超过 8 MiB，不像是一份报告。请检查文件是否放错");
    }

    #[test]
    fn very_many_rows_are_refused_without_waiting() {
        let rows = (0..400_000).map(|n| n.to_string()).collect::<Vec<_>>().join("\":[],\"");
        let text = WHOLE.replace("))", &format!("), tables: (t1: {{\"{rows}\":[]}}))"));
        assert!(said(text).contains("没有行“0”"));
    }
}
