//! What is left over from a template or from the web page a text was copied from.

use std::ops::Range;

use super::{
    Checked, Context, Example, Level, Rule,
    figures::quoted,
    line::{Kind, Line, Slip, is_han},
};
use crate::prose::text::{at, before, digits, ends, first, says, skip};

pub(super) const Z_03: Rule = Rule {
    code: "Z-03",
    level: Level::Error,
    what: "没有没填的占位符",
    basis: "套用模板时没有改完的地方；漏填的数字由 P-NUM 报",
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

/// Placeholders, and lines that belong to a web page.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    placeholders(line, slips);
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
        let message = format!("占位符“{}”没有填", quoted(&line.quote(&span)));
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
