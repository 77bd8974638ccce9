//! The documents a report rests on and mentions: number, brackets, name; attachments that are not there.

use super::{
    Change, Checked, Context, Example, Level, Rule,
    line::{Ask, Line, Slip},
    text::Passage,
};
use crate::{
    form::{Edition, Head},
    prose::text::{at, before, digits, says, skip},
};

pub(super) const F_02: Rule = Rule {
    code: "F-02",
    level: Level::Warning,
    what: "编制依据引用报告年度适用的格式文件",
    basis: "国办公开办函〔2019〕60号适用于 2019、2020 年度；国办公开办函〔2021〕30号自 2021 年度起适用",
    fix: "按 F8 改成适用的文号，再核对文件名称。",
    check: basis,
    good: Example::of_2021(&[("preface", "本报告根据国办公开办函〔2021〕30号编制，〔2019〕60号同时不再适用。")]),
    bad: Example::of_2021(&[("preface", "本报告根据条例和国办公开办函〔2019〕60号编制。")]),
};

pub(super) const F_04: Rule = Rule {
    code: "F-04",
    level: Level::Warning,
    what: "发文字号用六角括号，年份四位，顺序号前不加“第”",
    basis: "GB/T 9704—2012《党政机关公文格式》7.2.5",
    fix: "按 F8 改正。",
    check: |context, checked| context.tell("F-04", checked),
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费；印发示政办发〔2021〕8号、2021年第3号公告、(2021)示01行初8号判决。",
    )]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费；印发示政办发[2021]第8号文件。")]),
};

pub(super) const F_05: Rule = Rule {
    code: "F-05",
    level: Level::Hint,
    what: "书名号里的文件名称与规范名称一致",
    basis: "引用法规和文件用全称或规定的简称",
    fix: "按 F8 改成规范名称。",
    check: |context, checked| context.tell("F-05", checked),
    good: Example::of_2021(&[(
        "other",
        "按《中华人民共和国政府信息公开条例》和《政府信息公开条例》，没有收取信息处理费。",
    )]),
    bad: Example::of_2021(&[("other", "按《中华人民共和国政府信息公开条列》，没有收取信息处理费。")]),
};

pub(super) const F_10: Rule = Rule {
    code: "F-10",
    level: Level::Hint,
    what: "提到的附件和图在报告里有",
    basis: "读报告的人要找得到所说的附件",
    fix: "补上附件或图，或者删去这一句。",
    check: attachments,
    good: Example::of_2021(&[("other", "没有收取信息处理费，清单见附件。\n附件：公开清单")]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费，清单详见附件1。")]),
};

/// Names of rules and notices that reports cite, as they are published.
const NAMES: [&str; 14] = [
    "中华人民共和国政府信息公开条例",
    "中华人民共和国政府信息公开工作年度报告格式",
    "中华人民共和国行政复议法",
    "中华人民共和国行政诉讼法",
    "中华人民共和国保守国家秘密法",
    "中华人民共和国个人信息保护法",
    "政府信息公开条例",
    "政府信息公开信息处理费管理办法",
    "公共企事业单位信息公开规定制定办法",
    "关于全面推进政务公开工作的意见",
    "政府网站发展指引",
    "政府网站与政务新媒体检查指标",
    "国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知",
    "重大行政决策程序暂行条例",
];
/// Notices on other reports, which are cited by mistake.
const OTHERS: [&str; 2] = ["政府网站年度报表", "政府网站工作年度报表"];

/// Numbers of documents and names of rules.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let is_open = |i: &usize| matches!(at(&line.chars, *i), '〔' | '[' | '【' | '(');
    for i in line.signs.iter().copied().filter(is_open) {
        slips.extend(number(line, i));
    }
    for title in &line.titles {
        let name = line.says(&(title.start + 1..title.end.saturating_sub(1)));
        let meant = NAMES.iter().find(|wanted| is_near(&name, wanted));
        if let Some(meant) = meant.filter(|_| !NAMES.contains(&name.as_str())) {
            let span = title.start + 1..title.end - 1;
            let message = format!("《{}》的规范名称是《{meant}》", line.quote(&span));
            slips.push(Slip { code: "F-05", span, message, to: Some((*meant).into()) });
        }
    }
}

/// One or two characters wrong, missing or too many.
fn is_near(name: &str, wanted: &str) -> bool {
    let (a, b) = (name.chars().count(), wanted.chars().count());
    a.abs_diff(b) <= 2 && a > 7 && strsim::levenshtein(name, wanted) <= if b > 14 { 2 } else { 1 }
}

/// [2020]第8号 for 〔2020〕8号; a year alone in brackets is none, nor the number of a case.
fn number(line: &Line, i: usize) -> Option<Slip> {
    let p = &line.chars;
    let year = skip(p, i + 1);
    let close = skip(p, year + 4);
    let is_year = digits(p, year) == 4 && matches!((at(p, year), at(p, year + 1)), ('1', '9') | ('2', '0'));
    if !is_year || !matches!(at(p, close), '〕' | ']' | '】' | ')') {
        return None;
    }
    let after = skip(p, close + 1);
    let has_ordinal = at(p, after) == '第';
    let from = skip(p, after + usize::from(has_ordinal));
    let length = digits(p, from);
    let end = skip(p, from + length);
    if length == 0 || at(p, end) != '号' {
        return None;
    }
    let is_right = at(p, i) == '〔' && at(p, close) == '〕' && !has_ordinal;
    let span = i..end + 1;
    let to = format!("〔{}〕{}号", line.says(&(year..year + 4)), line.says(&(from..from + length)));
    let message = format!("“{}”应写作“{to}”", line.quote(&span));
    (!is_right).then_some(Slip { code: "F-04", span, message, to: Some(to) })
}

/// Year and number of the notice behind an edition, as a report cites it: (`2019`, `60`).
fn parts(notice: &str) -> Option<(&str, &str)> {
    let (_, rest) = notice.split_once('〔')?;
    let (year, number) = rest.split_once('〕')?;
    Some((year, number.trim_end_matches('号')))
}

/// The report cites the notice of another edition and not its own; or a notice on another sort of report.
fn basis(context: &Context<'_>, checked: &mut Checked) {
    let Some(due) = Edition::for_year(context.report.about.year) else { return };
    let cited = |notice: &str| {
        let (year, number) = parts(notice)?;
        let sections = ["preface", "overview"];
        let mut passages = context.text.of(&sections).filter(|passage| passage.line.holds(Ask::Numbered, &["号"]));
        let found = passages.find_map(|passage| Some((passage, cites(&passage.line, year, number)?)));
        found.map(|(passage, span)| (passage.clone(), span))
    };
    if cited(&due.notice).is_some() {
        return;
    }
    for stale in Head::all().filter(|head| head.id != due.id) {
        let Some((passage, span)) = cited(&stale.notice) else { continue };
        let message = format!("依据引的是{}，{} 年度适用的是{}", stale.notice, context.report.about.year, due.notice);
        let changes = renewed(&passage, &span, due);
        checked.findings.push(passage.finding("F-02", &span, message).with_repair(changes));
        return;
    }
    for passage in context.text.of(&["preface"]) {
        let line = &passage.line;
        let wrong = line.titles.iter().find(|title| OTHERS.iter().any(|other| line.says(title).contains(other)));
        if let Some(title) = wrong {
            let message = format!("依据引的是关于政府网站年度报表的文件，政府信息公开工作年度报告应依据{}", due.notice);
            checked.findings.push(passage.finding("F-02", title, message));
            return;
        }
    }
}

/// Where the paragraph cites a notice: 〔2019〕60号, with any brackets and spaces.
fn cites(line: &Line, year: &str, number: &str) -> Option<std::ops::Range<usize>> {
    let p = &line.chars;
    if !line.text.contains(number) && !line.text.contains('０') {
        return None;
    }
    (0..p.len()).find_map(|i| {
        let is_open = matches!(at(p, i), '〔' | '[' | '【' | '(' | '﹝');
        let from = skip(p, i + 1);
        let close = from + 4;
        if !is_open || !says(p, from, year) || !matches!(at(p, close), '〕' | ']' | '】' | ')' | '﹞') {
            return None;
        }
        let from = skip(p, close + 1);
        let end = from + number.chars().count();
        (says(p, from, number) && at(p, skip(p, end)) == '号').then(|| i..skip(p, end) + 1)
    })
}

/// The number of the notice in force, and its name without what has been dropped since.
fn renewed(passage: &Passage, span: &std::ops::Range<usize>, due: &Edition) -> Vec<Change> {
    let Some((year, number)) = parts(&due.notice) else { return Vec::new() };
    let mut changes = vec![passage.change(span, format!("〔{year}〕{number}号"))];
    let p = &passage.line.chars;
    let trial = "(试行)";
    let dropped =
        (0..p.len()).find(|i| says(p, *i, trial) && (0..*i).any(|k| says(p, k, "年度报告格式") && k + 6 == *i));
    changes.extend(dropped.map(|i| passage.change(&(i..i + trial.chars().count()), "")));
    changes
}

/// The first mention of an attachment or a figure, where no line is one.
/// What points at something behind the text.
const POINTERS: &[&str] = &["见附件", "详见附件", "见下图", "如下图", "见附表", "如图所示"];

fn attachments(context: &Context<'_>, checked: &mut Checked) {
    let is_line = |line: &Line| {
        let p = &line.chars;
        let from = skip(p, 0);
        says(p, from, "附件") && matches!(at(p, from + 2), ':' | '1' | '2' | '\0' | ' ')
    };
    if context.text.all().iter().any(|passage| passage.line.is(Ask::Attachment, is_line)) {
        return;
    }
    for passage in context.text.placed() {
        let p = &passage.line.chars;
        if !passage.line.holds(Ask::Pointer, POINTERS) {
            continue;
        }
        let found = (0..p.len()).find_map(|i| Some(i..i + POINTERS.iter().find(|w| says(p, i, w))?.chars().count()));
        let Some(span) = found.filter(|span| !passage.line.is_title(span.start) && before(p, span.start) != '意')
        else {
            continue;
        };
        let message = format!("提到“{}”，但报告里没有", passage.line.quote(&span));
        checked.findings.push(passage.finding("F-10", &span, message));
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;

    #[test]
    fn numbers_of_documents_are_told_from_years_and_cases() {
        for (text, to) in [
            ("示政发〔2020〕8号", None),
            ("示政发[2020]8号", Some("〔2020〕8号")),
            ("示政发（2020）8 号", Some("〔2020〕8号")),
            ("示政发〔2020〕第8号", Some("〔2020〕8号")),
            ("（2020）示01行初8号", None),
            ("增长（2020）8条", None),
        ] {
            let mut slips = Vec::new();
            scan(&Line::new(text), &mut slips);
            assert_eq!(slips.first().and_then(|slip| slip.to.as_deref()), to, "{text}");
        }
    }

    #[test]
    fn a_stale_basis_is_renewed_with_its_name() {
        let text = "根据《关于印发〈中华人民共和国政府信息公开工作年度报告格式（试行）〉的通知》（国办公开办函〔2019〕60 号）编制。";
        let mut report = F_02.bad.report().unwrap();
        report.set_paragraphs("preface", vec![text.into()]);
        let found = check(&report, None).findings;
        let found = found.iter().find(|finding| finding.code == "F-02").unwrap();
        let changes: Vec<(&str, &str)> =
            found.repairs[0].changes.iter().map(|change| (change.from.as_str(), change.to.as_str())).collect();
        assert_eq!(changes, [("〔2019〕60 号", "〔2021〕30号"), ("（试行）", "")]);
        report.set_paragraphs("preface", vec!["根据《关于做好政府网站年度报表发布工作的通知》编制。".into()]);
        assert!(check(&report, None).findings.iter().any(|finding| finding.code == "F-02"));
    }
}
