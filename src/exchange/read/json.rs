//! The plain interchange of one report, read back: nothing unknown and nothing twice is let pass.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

use super::error::ReadError;
use crate::{
    exchange::{Class, Imported, Statement, particulars, write::scope_name},
    form::{Edition, Place},
    report::{About, Report, Scope, State},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    organ: String,
    year: u16,
    edition: String,
    scope: String,
    prose: Pairs,
    cells: Pairs,
}

/// The entries of a map in their order, twins included.
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("名称和文字的对照，如 \"t2.new.total\": \"3\"")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// Reads the interchange JSON of one report.
pub(super) fn read(source: &str, text: &str) -> Result<Imported, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let whole: Whole = serde_json::from_str(text).map_err(|error| ReadError::Shape {
        line: error.line(),
        column: column_of(text, &error),
        message: plain(&error.to_string()),
    })?;
    let unknown = |what, name: &str| ReadError::Name { what, name: name.to_owned(), fault: "不认识" };
    let edition = Edition::by_id(&whole.edition).ok_or_else(|| unknown("版式", &whole.edition))?;
    let scope = Scope::ALL.into_iter().find(|scope| scope_name(*scope) == whole.scope);
    let scope = scope.ok_or_else(|| unknown("口径", &whole.scope))?;
    let mut statement = Statement::new(source);
    let kind = particulars::kind_of(&whole.organ);
    let about =
        About { organ: whole.organ, kind, year: whole.year, edition: String::new(), scope, state: State::default() };
    let mut report = Report::new(about, edition);
    put_prose(&mut report, whole.prose)?;
    let count = put_cells(&mut report, whole.cells.0)?;
    let all = edition.cells().len();
    statement.add(Class::Read, None, format!("{}，{}，{count}/{all} 格", report.title(), edition.name));
    if Edition::for_year(report.about.year).is_none_or(|other| other.id != edition.id) {
        statement.add(Class::Guessed, None, format!("{}年度一般不用{}，照录", report.about.year, edition.name));
    }
    statement.mention(Class::Guessed, None, format!("由名称推断为{}", kind.label()));
    if count < all {
        statement.add(Class::Missing, None, format!("有 {} 格没有写，留空", all - count));
    }
    Ok(Imported { report, statement })
}

fn put_prose(report: &mut Report, prose: Pairs) -> Result<(), ReadError> {
    let mut seen: Vec<String> = Vec::new();
    for (id, text) in prose.0 {
        if report.edition().section(&id).is_none() {
            return Err(ReadError::Name { what: "章节", name: id, fault: "不认识" });
        }
        if seen.contains(&id) {
            return Err(ReadError::Name { what: "章节", name: id, fault: "出现两次" });
        }
        report.set_paragraphs(&id, text.split('\n').map(|p| p.trim_end_matches('\r').to_owned()).collect());
        seen.push(id);
    }
    Ok(())
}

/// Puts the cells and counts them.
pub(super) fn put_cells(
    report: &mut Report,
    cells: impl IntoIterator<Item = (String, String)>,
) -> Result<usize, ReadError> {
    let mut seen = vec![false; report.edition().cells().len()];
    for (place, text) in cells {
        let Some(cell) = report.edition().find(&Place::from(place.as_str())) else {
            return Err(ReadError::Name { what: "格", name: place, fault: "在这个版式里没有" });
        };
        if let Some(slot) = seen.get_mut(cell.at())
            && std::mem::replace(slot, true)
        {
            return Err(ReadError::Name { what: "格", name: place, fault: "出现两次" });
        }
        report.set(cell, &text);
    }
    Ok(seen.iter().filter(|is_there| **is_there).count())
}

/// The column of an error in characters from 1; the parser counts bytes.
fn column_of(text: &str, error: &serde_json::Error) -> usize {
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    line.char_indices().take_while(|(at, _)| at + 1 < error.column()).count() + 1
}

/// The parser's message without its English position, its commonest words in Chinese.
fn plain(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    let words = [
        ("unknown field", "不认识的字段"),
        ("missing field", "缺少字段"),
        ("duplicate field", "字段出现两次"),
        ("invalid type: integer", "应写成带引号的文字，这里是数字"),
        ("invalid type: null", "应写成带引号的文字，这里是空值"),
        ("expected a string", "如 \"3\""),
        ("EOF while parsing a string", "文件到这里断了，这段文字没有收尾的引号"),
        ("EOF while parsing a list", "文件到这里断了，没有写完"),
        ("EOF while parsing an object", "文件到这里断了，没有写完"),
        ("EOF while parsing a value", "文件到这里断了，没有写完"),
        ("expected `,` or `}`", "这里应是半角逗号 , 或者结尾的 }，也可能是前面的引号没有配对"),
        ("expected `,` or `]`", "这里应是半角逗号 , 或者结尾的 ]"),
        ("expected `:`", "这里应是半角冒号 :"),
        ("expected `\"`", "这里应是半角引号 \""),
        ("expected value", "这里应是带半角引号的文字或者数字"),
        ("expected ident", "这里应是带半角引号的文字或者数字"),
        ("key must be a string", "名称要写在半角引号里"),
        ("trailing comma", "最后一项后面多了逗号，请删去"),
        ("trailing characters", "内容到此已经结束，后面还有多余的，请删去"),
        (
            "control character (\\u0000-\\u001F) found while parsing a string",
            "引号里有换行或控制字符，可能是引号没有配对；换行请写成 \\n",
        ),
        ("invalid escape", "反斜杠后面的写法不对；单独的反斜杠请写成 \\\\"),
        ("invalid number", "数字写法不对"),
        ("number out of range", "数字太大"),
        ("recursion limit exceeded", "括号嵌套过深"),
    ];
    words.iter().fold(message.to_owned(), |message, (english, chinese)| message.replace(english, chinese))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{read_bytes, write::to_json};

    fn report() -> Report {
        let about = About {
            organ: "示例市财政局".into(),
            kind: particulars::kind_of("示例市财政局"),
            year: 2020,
            edition: String::new(),
            scope: Scope::Collected,
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::by_id("2019").unwrap());
        report.set(report.edition().find(&"t1.permits.change".into()).unwrap(), "增25");
        report.set(report.edition().find(&"t2.new.natural".into()).unwrap(), "3");
        report.set_paragraphs("overview", vec!["（一）主动公开".into(), "公开“若干”条。".into()]);
        report
    }

    #[test]
    fn what_is_written_is_read_back_the_same() {
        let json = to_json(&report());
        let read = read_bytes("a.json", json.as_bytes()).unwrap();
        assert_eq!(read.report, report());
        let start: String = json.lines().take(5).map(str::trim).collect();
        assert_eq!(start, r#"{"organ": "示例市财政局","year": 2020,"edition": "2019","scope": "collected","#);
        assert!(json.contains(r#""t1.permits.change": "增25""#));
        assert_eq!(json.matches("\"t").count(), 22 + 161 + 15 + 3);
    }

    #[test]
    fn every_unknown_or_double_name_is_an_error_that_names_it() {
        let error = |from: &str, to: &str| {
            let json = to_json(&report());
            assert!(json.contains(from), "{from}");
            read_bytes("a.json", json.replacen(from, to, 1).as_bytes()).unwrap_err().to_string()
        };
        assert_eq!(error("t2.new.natural", "t2.new.nobody"), "格“t2.new.nobody”在这个版式里没有");
        assert_eq!(error("t2.new.natural", "t2.new.total"), "格“t2.new.total”出现两次");
        assert_eq!(error("\"preface\"", "\"prelude\""), "章节“prelude”不认识");
        assert_eq!(error("\"preface\"", "\"overview\""), "章节“overview”出现两次");
        assert_eq!(error("\"edition\": \"2019\"", "\"edition\": \"2030\""), "版式“2030”不认识");
        assert_eq!(error("collected", "all"), "口径“all”不认识");
        assert!(error("\"year\"", "\"state\": 1, \"year\"").contains("不认识的字段 `state`"));
        assert!(error("\"增25\"", "25").contains("应写成带引号的文字"));
        assert_eq!(
            error("\"增25\",", "\"增25\"，"),
            "第25行第31列不合交换格式：这里应是半角逗号 , 或者结尾的 }，也可能是前面的引号没有配对"
        );
        for (from, to) in [("\": \"3\"", "\"： \"3\""), ("\"增25\"", "“增25”"), ("\"organ\"", "organ"), ("\n}", "\n")]
        {
            let said = error(from, to);
            let own: Vec<&str> =
                ["expected", "while", "invalid", "must"].into_iter().filter(|w| said.contains(w)).collect();
            assert!(own.is_empty(), "{said}");
        }
    }
}
