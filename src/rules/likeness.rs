//! What is copied: from last year's report, with or without new numbers, and within the report.

use std::ops::Range;

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Ask, Line},
    text::Passage,
};

pub(super) const Z_01: Rule = Rule {
    code: "Z-01",
    level: Level::Warning,
    what: "正文不照抄去年的报告",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号：不得敷衍了事、年年雷同；内容雷同、敷衍塞责的按条例第四十七条追究责任",
    fix: "写今年做了什么、有什么不同；照抄的段落改写或者删去。",
    check: copied,
    good: Example::after(
        LAST,
        &[(
            "problems",
            "存在的问题：依申请公开答复的说理不够充分。改进情况：编印答复示范文本，由法制机构逐件把关，全年没有被纠正。",
        )],
    ),
    bad: Example::after(LAST, LAST),
};

pub(super) const Z_02: Rule = Rule {
    code: "Z-02",
    level: Level::Warning,
    what: "正文不是去年的报告换了数字",
    basis: "国办公开办函〔2021〕30号：内容雷同、敷衍塞责的按条例第四十七条追究责任；地方考核对与上年重复率高的扣分",
    fix: "写今年做了什么、有什么不同，不要只换数字。",
    check: renumbered,
    good: Example::after(
        COUNTED,
        &[("other", "没有收取信息处理费。全年举办政务公开业务培训班3期，组织知识竞赛1场。修订公开目录1次。")],
    ),
    bad: Example::after(
        COUNTED,
        &[(
            "other",
            "没有收取信息处理费5次。全年举办政务公开业务培训班4期、参加培训人员52人次。编印政务公开手册6册、发放7册。更新信息公开目录8条。",
        )],
    ),
};

pub(super) const Z_05: Rule = Rule {
    code: "Z-05",
    level: Level::Hint,
    what: "报告里没有重复的段落",
    basis: "拼接多份材料时常把一段话放了两遍",
    fix: "删去其中一段。",
    check: doubled,
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费。按规定公开财政预算、决算和政府采购信息，逐项核对金额，及时回应群众提问。\n没有其他需要报告的事项，本单位对报告内容的真实性、准确性、完整性负责，接受社会各方面监督。",
    )]),
    bad: Example::of_2021(&[(
        "other",
        "没有收取信息处理费，按规定公开财政预算、决算和政府采购信息，逐项核对金额，及时回应群众提问。\n没有收取信息处理费，按规定公开财政预算、决算和政府采购信息，逐项核对金额，及时回应群众的提问。",
    )]),
};

/// A section of last year that is long enough to be copied.
const LAST: &[(&str, &str)] = &[(
    "problems",
    "存在的问题：政策解读的形式不够丰富，图表和视频偏少，群众看不明白。改进情况：增加图表解读，请业务科室参与撰写，每季度抽查一次。",
)];
/// Sentences of last year with numbers.
const COUNTED: &[(&str, &str)] = &[(
    "other",
    "没有收取信息处理费1次。全年举办政务公开业务培训班2期、参加培训人员35人次。编印政务公开手册3册、发放4册。更新信息公开目录5条。",
)];

/// Share of a section's shingles that last year's report has too, from which the section counts as copied.
const COPIED: (usize, usize) = (60, 100);
/// Share of a section's sentences with numbers that only changed their numbers.
const RENUMBERED: (usize, usize) = (70, 100);
/// So many sentences must have changed nothing else, or it is chance.
const SENTENCES: usize = 3;
/// Share of the shorter paragraph's shingles that another has too.
const DOUBLED: (usize, usize) = (80, 100);
/// Shingles that a section or paragraph must have, or it is too short to judge.
const LEAST: usize = 30;
/// Sections that are written anew each year. What is left to say in the sixth part is often the same.
const WRITTEN: [&str; 2] = ["overview", "problems"];

fn is_share(part: usize, whole: usize, share: (usize, usize)) -> bool {
    whole > 0 && part * share.1 >= whole * share.0
}

/// Sections most of whose text stands in last year's report; those that only changed their numbers are Z-02's.
fn copied(context: &Context<'_>, checked: &mut Checked) {
    let Some(last) = context.last_text else { return };
    for section in WRITTEN {
        let Some(before) = last.before(section) else { continue };
        if !may_be_copied(context, section, before.mark) {
            continue;
        }
        let (mut all, mut same) = (0, 0);
        for passage in context.text.section(section) {
            all += passage.line.all_shingles().len();
            same += passage.line.same(before.mark, &before.shingles);
        }
        if all < LEAST || !is_share(same, all, COPIED) || renewed(context, section).is_some() {
            continue;
        }
        let alike = |passage: &&Passage| {
            let own = passage.line.all_shingles().len();
            own >= LEAST && is_share(passage.line.same(before.mark, &before.shingles), own, (90, 100))
        };
        let passages: Vec<&Passage> = context.text.section(section).filter(alike).collect();
        let Some(first) = passages.first().copied().or(context.text.section(section).next()) else { continue };
        let percent = same * 100 / all;
        let more = match passages.len() {
            0 => String::new(),
            n => format!("，其中 {n} 段几乎一字未改"),
        };
        let message = format!("这一部分 {percent}% 的文字与去年的报告相同{more}");
        checked.findings.push(first.finding("Z-01", &first.whole(), message).with_figures([percent.into()]));
    }
}

/// Would it be copied if all paragraphs that were not looked at closely yet were? One that is typed into is not, then.
fn may_be_copied(context: &Context<'_>, section: &'static str, mark: u64) -> bool {
    let (mut all, mut same) = (0, 0);
    for passage in context.text.section(section) {
        let most = || (passage.line.shingles().most(), passage.line.shingles().most());
        let (own, own_same) = passage.line.known_same(mark).unwrap_or_else(most);
        (all, same) = (all + own, same + own_same);
    }
    is_share(same, all, COPIED)
}

/// Sentences of a section with digits, and those of them that last year's report has with other digits.
fn renewed<'a>(context: &'a Context<'_>, section: &'static str) -> Option<(&'a Passage, Range<usize>, usize, usize)> {
    let before = context.last_text?.before(section)?;
    let (mut all, mut changed, mut first) = (0, 0, None);
    for passage in context.text.section(section) {
        for sentence in passage.line.counted() {
            all += 1;
            if before.has_renumbered(sentence) {
                changed += 1;
                first = first.or(Some((passage, sentence.span.clone())));
            }
        }
    }
    let (passage, span) = first?;
    (changed >= SENTENCES && is_share(changed, all, RENUMBERED)).then_some((passage, span, changed, all))
}

fn renumbered(context: &Context<'_>, checked: &mut Checked) {
    for section in ["overview", "problems", "other"] {
        let Some((passage, span, changed, all)) = renewed(context, section) else { continue };
        let message = format!("写数字的 {all} 句里有 {changed} 句与去年只差数字");
        let figures = [changed.into(), all.into()];
        checked.findings.push(passage.finding("Z-02", &span, message).with_figures(figures));
    }
}

/// Paragraphs that say the same as one before them.
fn doubled(context: &Context<'_>, checked: &mut Checked) {
    let may_be = |one: &Line, other: &Line| is_long(one) && is_long(other) && is_double(one, other);
    if !context.text.has_pair(may_be) {
        return;
    }
    let is_judged = |passage: &&Passage| passage.line.all_shingles().len() >= LEAST && is_long(&passage.line);
    let passages: Vec<&Passage> = context.text.placed().filter(is_judged).collect();
    for (n, passage) in passages.iter().enumerate() {
        let is_like = |other: &&&Passage| is_double(&passage.line, &other.line);
        if let Some(other) = passages.iter().take(n).find(is_like) {
            let head: String = other.line.raw.iter().take(10).collect();
            let message = format!("这一段与“{}…”一段重复", head.trim());
            checked
                .findings
                .push(passage.finding("Z-05", &passage.whole(), message).with_candidate(vec![passage.removal()]));
        }
    }
}

/// May it be long enough to be judged? Rows of a table are not.
fn is_long(line: &Line) -> bool {
    line.shingles().most() >= LEAST && !line.holds(Ask::Bar, &["|"])
}

/// Does one say nearly all that the other says?
fn is_double(one: &Line, other: &Line) -> bool {
    let (sketch, of_other) = (one.shingles(), other.shingles());
    // The shorter one may lack no more than this, whichever it is.
    let most = sketch.most().min(of_other.most()) * (DOUBLED.1 - DOUBLED.0) / DOUBLED.1;
    if !sketch.may_lack(of_other, most) && !of_other.may_lack(sketch, most) {
        return false;
    }
    let (one, other) = (one.all_shingles(), other.all_shingles());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut rest = long.iter().peekable();
    let is_in_both = |hash: &&u64| {
        while rest.next_if(|other| other < hash).is_some() {}
        rest.peek() == Some(hash)
    };
    is_share(short.iter().filter(is_in_both).count(), short.len(), DOUBLED)
}
