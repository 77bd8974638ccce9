//! What is left over from a template or from the web page a text was copied from.

use std::ops::Range;

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Kind, Line, Slip, is_han, is_stop},
};
use crate::prose::text::{at, before, digits, ends, first, says, skip};

pub(super) const Z_03: Rule = Rule {
    code: "Z-03",
    level: Level::Error,
    what: "没有没填的占位符，没有漏填的数字",
    basis: "套用模板时没有改完的地方；公开发布的年度报告里有“共公开条”这样漏了数字的句子",
    fix: "填上实际的内容，或者删去这一句。",
    check: |context, checked| context.tell("Z-03", checked),
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费；邮箱xxgk@example.gov.cn，公开条例、政策文件，其中指南1条、动态2条、条例解读3条。",
    )]),
    bad: Example::of_2021(&[("other", "本年收取信息处理费XX元，无其他需要报告的事项。")]),
};

pub(super) const F_09: Rule = Rule {
    code: "F-09",
    level: Level::Warning,
    what: "没有网页残留和截图转写的段落",
    basis: "从网页复制或由图片转写的文字里常带有“浏览次数”“索引号”和界面说明，它们不是报告的内容",
    fix: "按 F8 一次删去这些段落；是报告内容的，改写成正文。",
    check: clutter,
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费。网站“政务公开”栏目浏览次数52万次，设置了“打印本页”功能。",
    )]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费。\n发布日期：2022-01-15　浏览次数：52　【打印】【关闭】")]),
};

/// Placeholders, missing numbers; and lines that belong to a web page.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    placeholders(line, slips);
    missing(line, slips);
    if let Some(what) = web(line) {
        slips.push(Slip { code: "F-09", span: 0..line.raw.len(), message: what.into(), to: None });
    }
}

fn placeholders(line: &Line, slips: &mut Vec<Slip>) {
    let p = &line.chars;
    let mut i = 0;
    while i < p.len() {
        let found = placeholder(p, i).filter(|span| !line.is_address(span.start));
        i = found.as_ref().map_or(i + 1, |span| span.end);
        let Some(span) = found else { continue };
        let message = format!("占位符“{}”没有填", line.quote(&span));
        slips.push(Slip { code: "Z-03", span, message, to: None });
    }
}

fn placeholder(p: &[char], i: usize) -> Option<Range<usize>> {
    let c = at(p, i);
    let run = || p.iter().skip(i).take_while(|other| **other == c).count();
    match c {
        'X' | 'x' | '×' | '＊' | '*' | '_' | '○' | '◯' => {
            let n = run();
            let is_word = at(p, i + n).is_ascii_alphanumeric() || before(p, i).is_ascii_alphanumeric();
            let least = if matches!(c, '_' | '*') { 3 } else { 2 };
            (n >= least && !is_word).then(|| i..i + n)
        }
        '某' if at(p, i + 1) == '某' => {
            // 张某某 is a name made unknown, not a gap.
            let is_person = is_han(before(p, i)) && !"在由向的和与为".contains(before(p, i));
            let is_gap =
                first(p, i + 2, &["局", "单位", "部门", "市", "县", "区", "镇", "乡", "年", "月", "机关"]).is_some();
            (is_gap || !is_person).then(|| i..i + 2)
        }
        '{' => {
            let n = p.iter().skip(i).take(30).position(|other| *other == '}')?;
            Some(i..i + n + 1)
        }
        '【' => {
            let n = p.iter().skip(i).take(20).position(|other| *other == '】')?;
            let inside: String = p.get(i + 1..i + n)?.iter().collect();
            let is_gap = inside.trim().is_empty() || ["填", "待", "此处", "请"].iter().any(|w| inside.contains(w));
            is_gap.then(|| i..i + n + 1)
        }
        'T' => first(p, i, &["TODO", "TBD"]).map(|(end, _)| i..end),
        '待' => {
            let (end, _) = first(p, i, &["待补充数据", "待补充", "待补", "待填写", "待填", "待核实数据"])?;
            // 待补正 and 有待补充完善 are words of a right sentence.
            let is_word = at(p, end) == '正' || ends(p, i, "有") || ends(p, i, "亟") || is_han(at(p, end));
            (!is_word).then_some(i..end)
        }
        _ => None,
    }
}

/// Units that a number was left out before.
const UNITS: [char; 8] = ['条', '件', '份', '篇', '次', '期', '个', '项'];
/// Words before a unit that has lost its number; what they make with the unit is no word of its own.
const COUNTED: [&str; 9] =
    ["主动公开", "共公开", "公开信息", "发布信息", "共发布", "累计发布", "共受理", "共收到", "信息"];

/// Words of two characters that end like a unit: 文件, 事项, 月份.
const NOUNS: [[char; 2]; 40] = [
    ['文', '件'],
    ['信', '件'],
    ['邮', '件'],
    ['稿', '件'],
    ['案', '件'],
    ['证', '件'],
    ['附', '件'],
    ['要', '件'],
    ['条', '件'],
    ['事', '件'],
    ['软', '件'],
    ['零', '件'],
    ['办', '件'],
    ['来', '件'],
    ['收', '件'],
    ['用', '件'],
    ['部', '件'],
    ['组', '件'],
    ['硬', '件'],
    ['急', '件'],
    ['事', '项'],
    ['款', '项'],
    ['选', '项'],
    ['奖', '项'],
    ['各', '项'],
    ['专', '项'],
    ['身', '份'],
    ['年', '份'],
    ['月', '份'],
    ['股', '份'],
    ['省', '份'],
    ['层', '次'],
    ['批', '次'],
    ['场', '次'],
    ['班', '次'],
    ['学', '期'],
    ['日', '期'],
    ['定', '期'],
    ['长', '期'],
    ['周', '期'],
];

/// A number that was left out: 共主动公开条，; and 资质条、 in a list whose other items all have theirs.
fn missing(line: &Line, slips: &mut Vec<Slip>) {
    let p = &line.chars;
    for (i, unit) in p.iter().enumerate().filter(|(_, c)| UNITS.contains(c)) {
        let after = at(p, i + 1);
        let is_noun = NOUNS.contains(&[before(p, i), *unit]);
        if !matches!(after, '，' | ',' | '、' | '。' | ';') || !is_han(before(p, i)) || is_noun || line.is_title(i) {
            continue;
        }
        let is_counted = *unit == '条' && COUNTED.iter().any(|word| ends(p, i, word));
        if is_counted || is_gap(line, i, *unit) {
            let from = i.saturating_sub(6);
            let quote = line.quote(&(from..i + 1));
            let message = format!("“{quote}”前面漏了数字");
            slips.push(Slip { code: "Z-03", span: i..i + 1, message, to: None });
        }
    }
}

/// Is it one item of a list without any digit, while its neighbours on both sides, or the three behind it, have a number
/// before the same unit?
fn is_gap(line: &Line, i: usize, unit: char) -> bool {
    let p = &line.chars;
    let sentence = line.around(i, is_stop);
    let is_end = |k: &usize| matches!(at(p, *k), '，' | ',' | '、' | '(' | ')' | ':') || is_stop(at(p, *k));
    let mut ends: Vec<usize> = sentence.clone().filter(is_end).collect();
    ends.push(sentence.end);
    let has_number = |end: usize| before(p, end) == unit && before(p, end.saturating_sub(1)).is_ascii_digit();
    let Some(k) = ends.iter().position(|end| *end == i + 1) else { return false };
    let numbered = |k: Option<usize>| k.and_then(|k| ends.get(k)).is_some_and(|end| has_number(*end));
    let start = k.checked_sub(1).and_then(|k| ends.get(k)).map_or(sentence.start, |end| end + 1);
    let has_digits = p.get(start..i).is_some_and(|item| item.iter().any(char::is_ascii_digit));
    let is_between = numbered(k.checked_sub(1)) && numbered(Some(k + 1));
    let is_first = (1..=3).all(|n| numbered(Some(k + n)));
    !has_digits && (is_between || is_first) && ends.iter().filter(|end| has_number(**end)).count() >= 3
}

/// Words that only stand on a web page, at the start of a line or with a colon.
const HEADS: [&str; 14] = [
    "索引号",
    "浏览次数",
    "阅读次数",
    "信息来源:",
    "来源:",
    "发布日期:",
    "发布时间:",
    "您当前的位置",
    "当前位置:",
    "分享到",
    "上一篇:",
    "下一篇:",
    "责任编辑:",
    "字号:",
];
const ANYWHERE: [&str; 7] =
    ["【打印】", "【关闭】", "打印本页", "关闭窗口", "扫一扫在手机打开", "字体:大", "浏览次数:"];
/// Longest line of a web page's own.
const LONGEST: usize = 90;
/// A line of letters of at least so many characters is foreign.
const FOREIGN: usize = 40;

/// What a line of a web page, or an English description of a picture, is taken for.
fn web(line: &Line) -> Option<&'static str> {
    let p = &line.chars;
    let start = skip(p, 0);
    let words = line.runs.iter().filter(|run| run.kind == Kind::Word);
    let letters: usize = words.map(|run| run.span.len()).sum();
    if p.len() > FOREIGN && letters * 10 > p.len() * 6 {
        return Some("外文段落，疑为截图的转写");
    }
    let is_short = p.len() <= LONGEST && !p.contains(&'。');
    let has = |word: &str| (0..p.len()).any(|i| says(p, i, word));
    let is_head = HEADS.iter().any(|word| says(p, start, word));
    // 文件编号: | 发文日期: the head of a document on a web page, or a table of such.
    let is_table = p.contains(&'|') && ["发布机构:", "文件编号:", "公开方式:", "发文日期:"].iter().any(|w| has(w));
    let is_page = is_short && (is_head || is_table || ANYWHERE.iter().any(|word| has(word)));
    (is_page && !(is_head && digits(p, start) > 0)).then_some("网页上的文字")
}

/// One finding for each section; the repair takes all its lines out.
fn clutter(context: &Context<'_>, checked: &mut Checked) {
    let slips: Vec<_> = context.slips("F-09").collect();
    for chunk in slips.chunk_by(|(one, _), (other, _)| one.section == other.section) {
        let Some((passage, slip)) = chunk.first() else { continue };
        let quote: String = passage.line.raw.iter().take(16).collect();
        let more = if chunk.len() > 1 { format!("（这一部分共 {} 段）", chunk.len()) } else { String::new() };
        let message = format!("“{}…”是{}，请删去{more}", quote.trim(), slip.message);
        let changes = chunk.iter().map(|(passage, _)| passage.removal()).collect();
        checked.findings.push(passage.finding("F-09", &slip.span, message).with_repair(changes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let line = Line::new(text);
        let mut slips = Vec::new();
        scan(&line, &mut slips);
        slips.iter().map(|slip| format!("{} {}", slip.code, line.quote(&slip.span))).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_was_not_filled_in_is_found_and_names_made_unknown_are_not() {
        for (text, wanted) in [
            ("公开信息××条", "Z-03 ××"),
            ("联系人：某某", "Z-03 某某"),
            ("某某局编制", "Z-03 某某"),
            ("申请人张某某要求公开", ""),
            ("公开信息____条", "Z-03 ____"),
            ("公开{年度}信息", "Z-03 {年度}"),
            ("培训【待填】次", "Z-03 【待填】"),
            ("【示例】栏目，TODO", "Z-03 TODO"),
            ("邮箱xxgk@example.cn，网址http://xxx.example.gov.cn", ""),
            ("待补正2件，机制有待补充完善", ""),
            ("3×5米展板，MAXX牌", ""),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_number_that_was_left_out_is_found() {
        for (text, wanted) in [
            ("全年共主动公开条，其中指南2条。", "Z-03 条"),
            ("其中机构类2条、资质条、动态类9条、公告3条。", "Z-03 条"),
            ("全年公开资质条、许可76条、排水5条、消防8条。", "Z-03 条"),
            ("部门文件12件、意见10条、成效54余条、疫情71条、就业3条。", ""),
            ("制度2件、规章、文件3件、信件、邮件5件。", ""),
            ("认真学习公开条例，解读文件、稿件。", ""),
            ("答复信件、办件，处理附件。", ""),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn lines_of_a_web_page_are_known() {
        for text in [
            "索引号: | 1337/2020-1 | 公开方式: | 主动公开",
            "发布时间: 2020-01-20",
            "来源：示例县人民政府 时间：2022-02-08 16:34",
            "The picture shows a page with a search bar and a table of metadata below the icons.",
        ] {
            assert!(found(text).starts_with("F-09"), "{text}");
        }
        assert_eq!(found("发布时间紧、任务重，浏览次数52万次。"), "");
    }
}
