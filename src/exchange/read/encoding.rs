//! Which encoding text is in: its mark, valid UTF-8, what a page says about itself, else what reads best.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{
    super::{Class, Statement},
    error::ReadError,
};

/// Characters of a text that are looked at.
const SAMPLE: usize = 4000;
/// Share of usual characters below which bytes are no text, in percent.
const LEAST: usize = 70;
/// Bytes of a page in which it may name its encoding.
const HEAD: usize = 2048;
/// Characters that every report has.
const OFTEN: &str = "政府信息公开年度报告的一二三申请总计";

/// The text of bytes, and a statement that says how it was read where that was not plain.
pub(super) fn decode(source: &str, bytes: &[u8]) -> Result<(String, Statement), ReadError> {
    let mut statement = Statement::new(source);
    if bytes.iter().all(|byte| *byte == 0) && !bytes.is_empty() {
        return Err(ReadError::refused("文件里全是零字节（断电或拷贝中断留下的），请重新拷贝一份再导入"));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, is_bad) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        if encoding != UTF_8 {
            statement.add(Class::Read, None, format!("编码 {}（文件开头有标记）", encoding.name()));
        }
        say_bad(&text, is_bad, &mut statement);
        return Ok((text.into_owned(), statement));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !is_wide(bytes)
    {
        return Ok((text.to_owned(), statement));
    }
    let named = named(bytes);
    let found = named.into_iter().chain([UTF_16LE, UTF_16BE, GB18030, UTF_8]).map(|encoding| {
        let (text, is_bad) = encoding.decode_without_bom_handling(bytes);
        (likely(&text), encoding, text, is_bad)
    });
    // The first of the best: what the page says about itself wins a draw.
    let best = found.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, encoding, text, is_bad)) = best.filter(|(score, ..)| *score >= LEAST) else {
        return Err(ReadError::refused("认不出文字的编码；请用记事本打开，另存为时编码选 UTF-8，再导入"));
    };
    let sample: String = text.chars().filter(|c| !c.is_control() && !c.is_ascii()).take(12).collect();
    statement.add(Class::Guessed, None, format!("编码按 {} 读：“{sample}…”，是乱码就不对", encoding.name()));
    say_bad(&text, is_bad, &mut statement);
    Ok((text.into_owned(), statement))
}

fn say_bad(text: &str, is_bad: bool, statement: &mut Statement) {
    if is_bad {
        let count = text.matches('\u{fffd}').count();
        let line = text.split('\u{fffd}').next().map(|before| before.matches('\n').count() + 1);
        statement.add(Class::Missing, line, format!("有 {count} 处字节读不成字，显示为“\u{fffd}”，请核对"));
    }
}

/// Does text have so many zero bytes that every character must have two bytes?
fn is_wide(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == 0).count() * 20 > bytes.len() + 20
}

/// The encoding that a page or a sheet names in its head.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String =
        bytes.iter().take(HEAD).filter(|byte| byte.is_ascii()).map(|byte| byte.to_ascii_lowercase() as char).collect();
    let at = head.find("charset=").map(|at| at + "charset=".len())?;
    let name: String = head
        .split_at(at)
        .1
        .chars()
        .skip_while(|c| matches!(c, '"' | '\'' | ' '))
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(name.as_bytes()).map(|encoding| if encoding == encoding_rs::GBK { GB18030 } else { encoding })
}

/// How much a text looks like Chinese or plain text: percent of usual characters, and more for those of every report.
fn likely(text: &str) -> usize {
    let is_usual = |c: char| {
        matches!(c, ' '..='~' | '\r' | '\n' | '\t' | '\u{feff}' | '\u{2000}'..='\u{206f}' | '\u{2460}'..='\u{24ff}'
            | '\u{2500}'..='\u{257f}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    let sample = || text.chars().take(SAMPLE);
    let all = sample().count().max(1);
    let usual = sample().filter(|c| is_usual(*c)).count();
    let often = sample().filter(|c| OFTEN.contains(*c)).count();
    // No text has control characters; bytes of something else have them at once.
    let control = sample().filter(|c| c.is_control() && !matches!(c, '\r' | '\n' | '\t' | '\u{c}')).count();
    (usual * 100 / all + (often * 100 / all).min(20)).saturating_sub(control * 400 / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "示例市财政局2020年政府信息公开工作年度报告\r\n一、总体情况\r\n公开信息12条。\r\n";

    fn wide(text: &str, is_little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    fn read(bytes: &[u8]) -> (String, String) {
        let (text, statement) = decode("a.txt", bytes).unwrap();
        (text, statement.remarks.iter().map(|remark| remark.message.clone()).collect())
    }

    #[test]
    fn text_is_read_in_every_encoding_that_offices_have() {
        let with = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let gb = GB18030.encode(TEXT).0.into_owned();
        let page = format!("<meta charset=gb2312>{TEXT}");
        assert_eq!(read(TEXT.as_bytes()), (TEXT.to_owned(), String::new()));
        assert_eq!(read(&with(b"\xef\xbb\xbf", TEXT.into())), (TEXT.to_owned(), String::new()));
        assert_eq!(read(&with(b"\xff\xfe", wide(TEXT, true))).0, TEXT);
        assert_eq!(read(&with(b"\xfe\xff", wide(TEXT, false))).0, TEXT);
        for bytes in [wide(TEXT, true), wide(TEXT, false), gb] {
            let (text, said) = read(&bytes);
            assert_eq!(text, TEXT);
            assert!(said.contains("示例市财政局年政府"), "{said}");
        }
        assert_eq!(read(&GB18030.encode(&page).0).0, page);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_and_single_ones_are_shown() {
        let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode("a.txt", &noise).unwrap_err().to_string().contains("编码"));
        assert!(decode("a.txt", &[0; 100]).unwrap_err().to_string().contains("零字节"));
        let mut bytes = GB18030.encode(TEXT).0.into_owned();
        bytes.insert(60, 0xff);
        let (text, said) = read(&bytes);
        assert!(text.contains('\u{fffd}') && said.contains("1 处"), "{said}");
    }
}
