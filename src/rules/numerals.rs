//! How numbers are written in words, and sentences that are too long to read.

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Ask, Line, Slip},
    text::Passage,
};
use crate::prose::text::{at, before};

pub(super) const W_08: Rule = Rule {
    code: "W-08",
    level: Level::Hint,
    what: "一句话不太长",
    basis: "国办公开办函〔2021〕30号：总体情况要聚焦主题、简明客观；150 字以上的句子难以一遍读懂",
    fix: "分成几句，一句说一件事。",
    check: long,
    good: Example::of_2021(&[]),
    bad: Example::of_2021(&[(
        "other",
        "没有收取信息处理费，按照要求对公开目录、公开指南、公开制度和年度报告逐项进行检查，对照检查结果逐条整改，对历年公开的文件逐件清理，对失效的文件及时标注，对新制定的文件同步解读，对群众关心的问题及时回应，对网站栏目重新设置，对政务新媒体集中整合，对公开专区添置设备，对工作人员组织培训，对考核办法作出修订，对群众意见分类办理并且逐一答复，确保各项工作落到实处",
    )]),
};

pub(super) const W_10: Rule = Rule {
    code: "W-10",
    level: Level::Hint,
    what: "数字的写法前后一致：量词前用“两”不用“二”，年份用“〇”不用“零”",
    basis: "GB/T 15835《出版物上数字用法》",
    fix: "按 F8 改正。",
    check: |context, checked| context.tell("W-10", checked),
    good: Example::of_2021(&[("other", "没有收取信息处理费；办理两件，十二次，第二条，二〇二一年，十二个。")]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费；办理二件，其他事项无。")]),
};

/// Sentences longer than this are named.
const LONG: usize = 150;

/// 二件 for 两件, 二零二一年 for 二〇二一年.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let p = &line.chars;
    for (i, c) in p.iter().enumerate() {
        let is_free = |c: char| !"一二三四五六七八九十百千万第〇零两".contains(c);
        if *c == '二' && "件次个条份篇".contains(at(p, i + 1)) && is_free(before(p, i)) && !line.is_title(i) {
            let quote = line.quote(&(i..i + 2));
            let to = quote.replace('二', "两");
            let message = format!("“{quote}”宜写作“{to}”");
            slips.push(Slip { code: "W-10", span: i..i + 2, message, to: Some(to) });
        }
        if *c == '二' && at(p, i + 4) == '年' && p.get(i..i + 4).is_some_and(|year| year.contains(&'零')) {
            let quote = line.quote(&(i..i + 5));
            let to = quote.replace('零', "〇");
            let message = format!("“{quote}”宜写作“{to}”");
            slips.push(Slip { code: "W-10", span: i..i + 5, message, to: Some(to) });
        }
    }
}

/// The longest sentence, and how many are too long.
fn long(context: &Context<'_>, checked: &mut Checked) {
    let mut found: Vec<(usize, &Passage, std::ops::Range<usize>)> = Vec::new();
    let is_end = |c: &char| matches!(c, '。' | '!' | '?' | ';' | '〕');
    let has_long = |line: &Line| line.chars.split(is_end).any(|sentence| sentence.len() > LONG);
    for passage in context.text.of(&["overview", "problems", "other"]) {
        if !passage.line.is(Ask::Long, has_long) {
            continue;
        }
        let p = &passage.line.chars;
        let mut start = 0;
        for (i, _) in p.iter().enumerate().filter(|(_, c)| is_end(c)).chain([(p.len(), &'。')]) {
            let is_table = p.get(start..i).is_some_and(|sentence| sentence.contains(&'|'));
            if i - start > LONG && !is_table {
                found.push((i - start, passage, start..i));
            }
            start = i + 1;
        }
    }
    let Some((length, passage, span)) = found.iter().max_by_key(|(length, ..)| *length) else { return };
    let more =
        if found.len() > 1 { format!("，超过 {LONG} 字的句子共 {} 句", found.len()) } else { String::new() };
    let head: String = passage.line.raw.iter().skip(span.start).take(10).collect();
    let message = format!("“{head}…”这一句有 {length} 字{more}");
    checked.findings.push(passage.finding("W-08", span, message));
}
