//! Words that the form does not know, words that are written wrong, and the words of the organ's own list.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Line, Slip},
};
use crate::prose::text::{ends, first};

pub(super) const W_04: Rule = Rule {
    code: "W-04",
    level: Level::Warning,
    what: "办理结果用表二的叫法",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附格式表二的行名；条例第三十六条至第三十九条",
    fix: "对照表二改成它的叫法，正文和表才对得上。",
    check: |context, checked| context.tell("W-04", checked),
    good: Example::of_2021(&[(
        "t2",
        "政府信息公开申请中，不予处理1件，本机关不掌握相关政府信息2件。行政复议申请不予受理1件。",
    )]),
    bad: Example::of_2021(&[("t2", "收到政府信息公开申请3件，其中因重复申请不予受理1件。")]),
};

pub(super) const W_05: Rule = Rule {
    code: "W-05",
    level: Level::Warning,
    what: "没有常见的错别字，没有自用词表里的错词",
    basis: "公开发布的年度报告里常见的错字；本单位在设置里自备的词表",
    fix: "按 F8 改正；词表在设置（^W）里，文件夹的词表在 .nianbao/rules.ron。",
    check: check_words,
    good: Example::of_2021(&[("other", "截至2021年12月31日没有收取信息处理费。受理截止时间已公布。")]),
    bad: Example::of_2021(&[("other", "截止2021年12月31日没有收取信息处理费。")]),
};

/// A word and what to make of it.
struct Entry {
    code: &'static str,
    word: &'static str,
    fix: &'static str,
    /// It is right before these.
    but_before: &'static [&'static str],
    /// It is right behind these.
    but_after: &'static [&'static str],
}

const fn term(word: &'static str, fix: &'static str) -> Entry {
    Entry { code: "W-04", word, fix, but_before: &[], but_after: &["复议", "诉讼", "法院", "信访", "不"] }
}

const fn slip(word: &'static str, fix: &'static str) -> Entry {
    Entry { code: "W-05", word, fix, but_before: &[], but_after: &[] }
}

/// 截止 is for what ends: 截止日期; what is counted up to a day is 截至.
const fn until(word: &'static str, fix: &'static str) -> Entry {
    Entry { but_after: &["受理", "报名", "申报", "征集"], ..slip(word, fix) }
}

static ENTRIES: &[Entry] = &[
    term("不予受理", "不予处理"),
    term("信息不存在", "本机关不掌握相关政府信息"),
    term("撤销申请", "其他处理（申请人撤回申请）"),
    term("不予答复", "不予处理"),
    until("截止20", "截至20"),
    until("截止 20", "截至 20"),
    until("截止目前", "截至目前"),
    until("截止到20", "截至20"),
    until("截止年底", "截至年底"),
    until("截止12月", "截至12月"),
    until("截止本年", "截至本年"),
    until("截止报告", "截至报告"),
    slip("布署", "部署"),
    slip("帐号", "账号"),
    slip("帐户", "账户"),
    slip("按装", "安装"),
    slip("一如继往", "一如既往"),
    slip("按步就班", "按部就班"),
    slip("再接再励", "再接再厉"),
    slip("既使", "即使"),
    slip("行政法复议", "行政复议"),
    slip("行政复义", "行政复议"),
    slip("行政诉颂", "行政诉讼"),
    slip("政府信息公开条列", "政府信息公开条例"),
    slip("公开条列", "公开条例"),
    slip("依申公开", "依申请公开"),
    slip("三类内容事务", "三类内部事务"),
    slip("组识", "组织"),
    slip("法人或其它组织", "法人或其他组织"),
    slip("迫不急待", "迫不及待"),
    slip("松驰", "松弛"),
    slip("幅射", "辐射"),
    slip("精减人员", "精简人员"),
    slip("穿流不息", "川流不息"),
    slip("名列前矛", "名列前茅"),
    slip("不径而走", "不胫而走"),
    slip("相形见拙", "相形见绌"),
    slip("世外桃园", "世外桃源"),
    slip("一诺千斤", "一诺千金"),
    slip("走头无路", "走投无路"),
    slip("人情事故", "人情世故"),
];

static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = ENTRIES.iter().map(|entry| entry.word);
    // Built at the first start of every session: the kind that is built soonest, for a few thousand characters.
    let kind = Some(AhoCorasickKind::NoncontiguousNFA);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(words).ok()
});

/// How far from a term of table 2 the word 申请 may stand.
const REACH: usize = 60;
const BEHIND: usize = 10;

/// The words of the built-in list.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let Some(words) = WORDS.as_ref() else { return };
    for found in words.find_iter(&line.text) {
        let Some(entry) = ENTRIES.get(found.pattern().as_usize()) else { continue };
        let from = line.text.get(..found.start()).map_or(0, |before| before.chars().count());
        let end = from + entry.word.chars().count();
        let is_right = first(&line.chars, end, entry.but_before).is_some()
            || entry.but_after.iter().any(|word| ends(&line.chars, from, word));
        if is_right || (entry.code == "W-04" && !is_about_requests(line, from, end)) {
            continue;
        }
        let message = if entry.code == "W-04" {
            format!("表二没有“{}”这一种结果，应为“{}”", entry.word, entry.fix)
        } else {
            let bare = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end().to_owned();
            format!("“{}”应为“{}”", bare(entry.word), bare(entry.fix))
        };
        let to = (!entry.fix.contains('（')).then(|| entry.fix.to_owned());
        slips.push(Slip { code: entry.code, span: from..end, message, to });
    }
}

/// Does the sentence speak of requests, and of no appeal or suit?
fn is_about_requests(line: &Line, from: usize, end: usize) -> bool {
    let text = line.says(&(from.saturating_sub(REACH)..(end + BEHIND).min(line.chars.len())));
    let clause = line.says(&line.sentence(from));
    let is_other = ["行政复议申请", "信访事项", "立案", "提起", "许可"].iter().any(|word| clause.contains(word));
    text.contains("申请") && !is_other
}

/// The built-in words, then those of the organ.
fn check_words(context: &Context<'_>, checked: &mut Checked) {
    context.tell("W-05", checked);
    let pairs = context.local.words.iter().filter(|pair| !pair.wrong.is_empty() && pair.wrong != pair.right);
    for pair in pairs {
        let length = pair.wrong.chars().count();
        for passage in context.text.placed() {
            let line = &passage.line;
            for (at, _) in line.text.match_indices(&pair.wrong) {
                let from = line.text.get(..at).map_or(0, |before| before.chars().count());
                let span = from..from + length;
                let is_taken = line.slips.iter().any(|slip| slip.code == "W-05" && slip.span.contains(&from));
                // 布署 inside 部署 is no slip: the right word may hold the wrong one.
                let is_right = pair.right.contains(&pair.wrong) && holds(line, &pair.right, &pair.wrong, from);
                if is_taken || is_right {
                    continue;
                }
                let message = match pair.right.as_str() {
                    "" => format!("自用词表：不宜用“{}”", pair.wrong),
                    right => format!("自用词表：“{}”应为“{right}”", pair.wrong),
                };
                let finding = passage.finding("W-05", &span, message);
                let changes = (!pair.right.is_empty()).then(|| passage.change(&span, pair.right.as_str()));
                checked.findings.push(finding.with_repair(changes.into_iter().collect()));
            }
        }
    }
}

/// Does the right word stand here already, around the wrong one?
fn holds(line: &Line, right: &str, wrong: &str, from: usize) -> bool {
    let inner = right.find(wrong).and_then(|at| right.get(..at)).map_or(0, |before| before.chars().count());
    let start = from.checked_sub(inner);
    start.is_some_and(|start| line.quote(&(start..start + right.chars().count())) == right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::check_local,
        store::{Local, Pair},
    };

    #[test]
    fn only_what_is_said_of_requests_is_a_term_of_table_2() {
        let found = |text: &str| {
            let mut slips = Vec::new();
            scan(&Line::new(text), &mut slips);
            slips.into_iter().map(|slip| slip.code).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("收到信息公开申请3件，其中信息不存在1件、申请人撤销申请1件。"), "W-04 W-04");
        assert_eq!(found("收到行政复议申请2件，不予受理1件。"), "");
        assert_eq!(found("行政许可不予受理5件。"), "");
        assert_eq!(found("截止12月31日收到申请1件；报名截止2021年1月。"), "W-05");
    }

    #[test]
    fn the_words_of_the_organ_are_held_against_the_text() {
        let report =
            Example::of_2021(&[("other", "没有收取信息处理费。开展政务工开活动，办理好差评。")]).report().unwrap();
        let pair = |wrong: &str, right: &str| Pair { wrong: wrong.into(), right: right.into() };
        let words = vec![pair("工开", "公开"), pair("差评", "好差评"), pair("活动", "")];
        let local = Local { words, ..Local::default() };
        let found = check_local(&report, None, &local).findings;
        let found: Vec<_> = found.iter().filter(|finding| finding.code == "W-05").collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].message, "自用词表：“工开”应为“公开”");
        assert_eq!(found[0].repairs[0].changes[0].to, "公开");
        assert!(found[1].repairs.is_empty() && found[1].message.contains("不宜用“活动”"));
    }
}
