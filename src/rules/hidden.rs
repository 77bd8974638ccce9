//! Characters that no reader sees or that turn the text around.

use unicode_normalization::UnicodeNormalization;

use super::{
    Checked, Context, Example, Finding, Level, Rule,
    line::{Line, Slip},
};
use crate::{form::Place, prose::text::at, width::is_hidden};

pub(super) const W_11: Rule = Rule {
    code: "W-11",
    level: Level::Error,
    what: "正文、表格和机关名称没有看不见的字符、控制字符和乱码",
    basis: "看不见的字符会让导出的文件与屏幕不一致，甚至改变读的顺序；私用区的字别人的电脑上显示不出来",
    fix: "删去看不见的字符；乱码和私用区的字改成通用的写法。",
    check,
    good: Example::of_2021(&[("other", "本年没有收取信息处理费。　无其他需要报告的事项。")]),
    bad: Example::of_2021(&[("other", "本年没有收取\u{200b}信息处理费，无其他需要报告的事项。")]),
};

/// The prose; the cells and the name of the organ, where no reader sees it either.
fn check(context: &Context<'_>, checked: &mut Checked) {
    context.tell("W-11", checked);
    let (report, edition) = (context.report, context.report.edition());
    for cell in context.tables.hidden(report).iter().copied() {
        let (text, place) = (report.text(cell), edition.spec(cell).place.clone());
        let message =
            format!("{} 里有看不见的字符 {}", edition.name(cell), codes(text.chars().filter(|c| is_hidden(*c))));
        let changes = vec![context.change(cell, text.replace(is_hidden, ""))];
        checked.findings.push(Finding::new("W-11", place, message).with_cells(vec![cell]).with_repair(changes));
    }
    let organ = &report.about.organ;
    if organ.contains(is_hidden) {
        let hidden = codes(organ.chars().filter(|c| is_hidden(*c)));
        let message = format!("机关名称“{}”里有看不见的字符 {hidden}", organ.replace(is_hidden, ""));
        checked.findings.push(Finding::new("W-11", Place::report(), message));
    }
}

/// Characters by their codes, the first three of them.
fn codes(characters: impl Iterator<Item = char>) -> String {
    let codes: Vec<String> = characters.map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let more = if codes.len() > 3 { format!("等 {} 个", codes.len()) } else { String::new() };
    format!("{}{more}", codes.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// Runs of hidden characters, of characters that have no meaning outside one font, and of what could not be read.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let is_wrong = |c: char| c != '\t' && (is_hidden(c) || is_private(c) || c == '\u{fffd}');
    for i in line.signs.iter().copied() {
        let c = at(&line.raw, i);
        if let Some(plain) = twin(c) {
            let message = format!("{c}（U+{:04X}）看着像“{plain}”，编码却不同，查找和统计都认不出", u32::from(c));
            slips.push(Slip { code: "W-11", span: i..i + 1, message, to: Some(plain) });
        }
    }
    let mut i = 0;
    for from in line.signs.iter().copied().filter(|i| is_wrong(at(&line.raw, *i))) {
        if from < i {
            continue;
        }
        let run: Vec<char> = line.raw.iter().skip(from).copied().take_while(|c| is_wrong(*c)).collect();
        i = from + run.len();
        let (what, to) = if run.iter().all(|c| is_hidden(*c)) {
            ("看不见的字符", Some(String::new()))
        } else {
            ("显示不出来的字符", None)
        };
        let near: String = line.raw.iter().take(from).rev().take(6).collect::<Vec<_>>().into_iter().rev().collect();
        let message = format!("“{}”后面有{what} {}", near.replace(is_hidden, ""), codes(run.iter().copied()));
        slips.push(Slip { code: "W-11", span: from..i, message, to });
    }
}

/// The character that one of the radicals or of the ideographs kept for old encodings looks like: PDF files are full of
/// them.
fn twin(c: char) -> Option<String> {
    let is_double = matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}');
    is_double.then(|| c.nfkc().collect()).filter(|plain: &String| !plain.starts_with(c))
}

/// Private use: no one else's font has it.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_hides_is_found() {
        let found = |text: &str| {
            let mut slips = Vec::new();
            scan(&Line::new(text), &mut slips);
            slips.into_iter().map(|slip| (slip.span, slip.to.is_some())).collect::<Vec<_>>()
        };
        for text in [
            "金额\u{202e}001",
            "a\u{2066}b",
            "公\u{200d}开",
            "报\u{e0041}告",
            "议\u{2028}二",
            "a\u{0}b",
            "\u{feff}报告",
        ] {
            assert!(matches!(found(text).as_slice(), [(_, true)]), "{text:?}");
        }
        assert_eq!(found("金额\u{202e}001\u{202c}元"), [(2..3, true), (6..7, true)]);
        assert_eq!(found("字\u{e000}\u{f0000}"), [(1..3, false)]);
        assert_eq!(found("⼯作，\u{fa0c}"), [(0..1, true), (3..4, true)]);
        assert_eq!(found("𠮷\t“公开”　〔2021〕—…"), []);
    }
}
