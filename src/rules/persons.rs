//! What must not be published about a person: identity numbers, mobile phones, bank cards, plates, names of applicants.

use std::ops::Range;

use super::{
    Checked, Context, Example, Level, Rule, Verified,
    line::{Kind, Line, Slip, is_break},
    text::Passage,
};
use crate::{
    form::Place,
    prose::text::{at, back, before, ends, first},
};

pub(super) const I_01: Rule = Rule {
    code: "I-01",
    level: Level::Error,
    what: "没有居民身份证号",
    basis: "条例第十五条：涉及个人隐私的政府信息不得公开；个人信息保护法第二十八条（敏感个人信息）",
    fix: "按 F8 删去号码，再看上下文要不要一起改。",
    check: identities,
    good: Example::of_2021(&[(
        "other",
        "没有收取信息处理费。统一社会信用代码11370500MB28493025，索引号370502199001011234。",
    )]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费。申请人身份证号370502199001011233。")]),
};

pub(super) const I_02: Rule = Rule {
    code: "I-02",
    level: Level::Error,
    what: "没有个人手机号",
    basis: "条例第十五条；个人信息保护法：公开个人信息应当取得个人同意。机关公布的办公电话除外",
    fix: "按 F8 删去号码，改用办公电话；这就是机关公布的电话的，写进设置（^W）的电话。",
    check: mobiles,
    good: Example::of_2021(&[("preface", "索引号13370500664439219L/2020-10670，电话：0100-1388600，热线12345。")]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费，联系人李四 13812345678。")]),
};

pub(super) const I_03: Rule = Rule {
    code: "I-03",
    level: Level::Warning,
    what: "不写申请人的姓名",
    basis: "条例第十五条：涉及个人隐私的政府信息不得公开",
    fix: "改成“申请人”，或者只写姓；确需公开的，写明原因。",
    check: |context, checked| context.tell("I-03", checked),
    good: Example::of_2021(&[(
        "t2",
        "申请人无正当理由逾期不补正1件，申请人王某要求公开，申请人于收到后答复，向申请人高效反馈。",
    )]),
    bad: Example::of_2021(&[("t2", "申请人王小明要求公开征收补偿方案，已予以公开。")]),
};

pub(super) const I_04: Rule = Rule {
    code: "I-04",
    level: Level::Warning,
    what: "没有银行卡号和车牌号",
    basis: "个人信息保护法第二十八条：金融账户属于敏感个人信息",
    fix: "删去号码；是单位公布的账号的，写明原因。",
    check: |context, checked| context.tell("I-04", checked),
    good: Example::of_2021(&[("other", "没有收取信息处理费；项目编号6222021234567890127，文号2021000123456。")]),
    bad: Example::of_2021(&[("other", "没有收取信息处理费；退费账号6222021234567890128。")]),
};

pub(super) const I_05: Rule = Rule {
    code: "I-05",
    level: Level::Warning,
    what: "写代表、委员的姓名时想一想是否确需公开",
    basis: "建议提案办理情况一般写编号和题目，不必写提出人",
    fix: "改写编号和题目；确需写姓名的，写明原因。",
    check: |context, checked| context.tell("I-05", checked),
    good: Example::of_2021(&[(
        "overview",
        "主动公开、依申请公开、信息管理、平台和监督保障各项：办理人大代表建议3件、政协委员提案第101号，政协委员会议通过。",
    )]),
    bad: Example::of_2021(&[(
        "overview",
        "主动公开、依申请公开、信息管理、平台和监督保障各项：办理人大代表王小明提出的建议。",
    )]),
};

/// Numbers and names that belong to persons.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let mut behind = 0;
    for run in line.runs.iter().filter(|run| run.kind == Kind::Number) {
        if run.span.start < behind {
            continue;
        }
        let Some((span, digits)) = grouped(line, run.span.start) else { continue };
        let slip = |code, message: String, to: Option<String>| Slip { code, span: span.clone(), message, to };
        let found = if is_identity(&digits) {
            slip("I-01", "写有居民身份证号，必须删除".into(), Some(String::new()))
        } else if is_mobile(&digits) {
            slip("I-02", "写有手机号".into(), Some(String::new()))
        } else if is_bank_card(&digits) {
            slip("I-04", "疑为银行卡号".into(), None)
        } else {
            continue;
        };
        behind = found.span.end;
        slips.push(found);
    }
    plates(line, slips);
    names(line, slips);
}

/// Digits that stand together, also in groups with single spaces or dashes between: where, and which (an X at the end).
///
/// Nothing that letters, slashes or further digits join is one: 13370500664439219L/2020-10670 is an index number.
fn grouped(line: &Line, start: usize) -> Option<(Range<usize>, String)> {
    let p = &line.chars;
    let is_joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '@' | '.' | '-' | '〕');
    let (mut i, mut digits) = (start, String::new());
    loop {
        match at(p, i) {
            c if c.is_ascii_digit() => digits.push(c),
            'X' | 'x' if digits.len() == 17 => digits.push('X'),
            ' ' | '-' if at(p, i + 1).is_ascii_digit() && digits.len() < 19 => {}
            _ => break,
        }
        i += 1;
    }
    let has_country = ends(p, back(p, start), "+86") || ends(p, start, "+86-");
    if (is_joined(before(p, start)) && !has_country) || is_joined(at(p, i)) {
        return None;
    }
    // Numbers in a row of a table are no groups of one number.
    let spaces = p.get(start..i)?.iter().filter(|c| **c == ' ').count();
    (spaces <= 4)
        .then(|| (start..i, digits.strip_prefix("86").filter(|d| d.len() == 11).map_or(digits.clone(), str::to_owned)))
}

fn values(digits: &str) -> Vec<u32> {
    digits.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Eighteen digits with a date of birth and the check digit of GB 11643 (ISO 7064, MOD 11-2).
fn is_identity(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let numbers = values(digits);
    let part = |range: Range<usize>| numbers.get(range).unwrap_or_default().iter().fold(0, |sum, d| sum * 10 + d);
    let is_born =
        (1900..2100).contains(&part(6..10)) && (1..=12).contains(&part(10..12)) && (1..=31).contains(&part(12..14));
    let sum: u32 = WEIGHTS.iter().zip(&numbers).map(|(weight, digit)| weight * digit).sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize);
    digits.len() == 18 && is_born && (1..=8).contains(&part(0..1)) && digits.chars().last() == check
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

/// A number that banks give out, with the check digit of Luhn.
fn is_bank_card(digits: &str) -> bool {
    let is_issued = (digits.starts_with("62") && (16..=19).contains(&digits.len()))
        || (digits.starts_with(['4', '5', '9']) && (16..=19).contains(&digits.len()));
    let doubled = |(n, d): (usize, &u32)| if n % 2 == 1 { d * 2 / 10 + d * 2 % 10 } else { *d };
    is_issued && !digits.ends_with('X') && values(digits).iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// 示A12345: a province, a letter, five or six letters and digits with at least one digit.
fn plates(line: &Line, slips: &mut Vec<Slip>) {
    let p = &line.chars;
    let provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    for run in line.runs.iter().filter(|run| run.kind == Kind::Word && provinces.contains(before(p, run.span.start))) {
        let text = line.folded(&run.span);
        let is_plate = matches!(text.len(), 6 | 7)
            && text.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && text.iter().skip(1).filter(|c| c.is_ascii_digit()).count() >= 3;
        if is_plate {
            let span = run.span.start - 1..run.span.end;
            slips.push(Slip { code: "I-04", span, message: "疑为车牌号".into(), to: None });
        }
    }
}

/// Common family names; those that are also words of a report (于 高 何 任 方 应 向 平) are left out.
const FAMILY: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林郭马罗梁宋郑谢韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝孔崔康邱秦史顾侯邵孟段雷钱汤尹黎武贺赖龚";
/// What may stand behind a name.
const BEHIND: [&str; 27] = [
    "向", "于", "申请", "提出", "要求", "不服", "，", ",", "。", "、", "的", "诉", "(", ")", "与", "和", "在", "就",
    "对", "因", "通过", "先生", "女士", "同志", "等", "联名", "撰",
];
/// Words that begin like a name.
const NO_NAMES: [&str; 14] =
    ["陈述", "张贴", "周期", "周边", "孔", "康复", "武装", "林业", "马上", "钟", "田间", "史料", "黄河", "汤"];

/// What a name is looked for beside.
const TOLD: [&str; 9] = ["申请人", "原告", "第三人", "当事人", "代表", "委员", "先生", "女士", "同志"];

/// 申请人王小明, 王小明先生, 人大代表王小明.
fn names(line: &Line, slips: &mut Vec<Slip>) {
    if !TOLD.iter().any(|word| line.text.contains(word)) {
        return;
    }
    let p = &line.chars;
    for (i, _) in p.iter().enumerate().filter(|(_, c)| FAMILY.contains(**c)) {
        let Some(end) = name(p, i) else { continue };
        let is_titled = first(p, end, &["先生", "女士", "同志"]).is_some();
        let is_told = |words: &[&str]| words.iter().any(|word| ends(p, i, word) || ends(p, i, &format!("{word}:")));
        let span = i..end;
        let name = line.quote(&span);
        if is_told(&["申请人", "原告", "第三人", "当事人"]) {
            let message = format!("“申请人{name}”疑似写了申请人的姓名");
            slips.push(Slip { code: "I-03", span, message, to: None });
        } else if is_told(&["人大代表", "政协委员", "市代表", "区代表", "县代表"]) {
            let message = format!("写了代表、委员的姓名“{name}”，是否确需公开");
            slips.push(Slip { code: "I-05", span, message, to: None });
        } else if is_titled && (i == 0 || is_break(before(p, i)) || "向对给与由".contains(before(p, i))) {
            let message = format!("“{name}”疑似个人的姓名");
            slips.push(Slip { code: "I-03", span, message, to: None });
        }
    }
}

/// Where a name of two or three characters ends that begins here; 王某 is none.
fn name(p: &[char], i: usize) -> Option<usize> {
    let is_han = super::line::is_han;
    if NO_NAMES.iter().any(|word| first(p, i, &[word]).is_some()) || matches!(at(p, i + 1), '某' | '姓') {
        return None;
    }
    [3, 2].into_iter().map(|n| i + n).find(|end| {
        let is_name = (i..*end).all(|k| is_han(at(p, k)) && at(p, k) != '某');
        is_name && (first(p, *end, &BEHIND).is_some() || *end == p.len())
    })
}

/// Identity numbers; a tick if there is neither one nor a mobile number.
fn identities(context: &Context<'_>, checked: &mut Checked) {
    context.tell("I-01", checked);
    let has_text = context.text.all().iter().any(|passage| !passage.line.chars.is_empty());
    if has_text && context.slips("I-01").chain(context.slips("I-02")).next().is_none() {
        let text = "正文没有身份证号和手机号".to_owned();
        checked.verified.push(Verified { code: "I-01", place: Place::report(), figures: Vec::new(), text }.into());
    }
}

/// Mobile numbers that are not the organ's own: neither in its settings nor published as its telephone.
fn mobiles(context: &Context<'_>, checked: &mut Checked) {
    let own = |passage: &Passage, slip: &Slip| {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let number = digits(&passage.line.says(&slip.span));
        let is_set = !number.is_empty() && digits(&context.local.organ.phone).ends_with(&number);
        let p = &passage.line.chars;
        let label = back(p, slip.span.start);
        let label = label - usize::from(matches!(before(p, label), ':'));
        let is_phone = ["电话", "办公电话", "联系方式", "热线"].iter().any(|word| ends(p, label, word));
        let clause = passage.line.says(&passage.line.around(slip.span.start, |c| matches!(c, '。' | ';' | '(' | ')')));
        let is_of_person = ["联系人", "姓名", "手机"].iter().any(|word| clause.contains(word));
        is_set || (matches!(passage.section, "preface" | "signature") && is_phone && !is_of_person)
    };
    for (passage, slip) in context.slips("I-02") {
        if !own(passage, slip) {
            let finding = passage.finding("I-02", &slip.span, slip.message.clone());
            checked.findings.push(finding.with_repair(vec![passage.change(&slip.span, "")]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::{check, check_local},
        store::{Local, Organ},
    };

    fn found(text: &str) -> String {
        let mut slips = Vec::new();
        scan(&Line::new(text), &mut slips);
        slips.iter().map(|slip| slip.code).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_of_persons_are_told_from_numbers_of_documents() {
        for (text, codes) in [
            ("张三 370502199001011233", "I-01"),
            ("张三 370502 19900101 1233", "I-01"),
            ("张三 ３７０５０２１９９００１０１１２３３", "I-01"),
            ("证号11010519491231002X", "I-01"),
            ("证号110105194912310021", ""),
            ("13370500664439219L/2020-10670", ""),
            ("联系人李四 13812345678", "I-02"),
            ("手机138-1234-5678", "I-02"),
            ("手机+86 13812345678", "I-02"),
            ("电话：0546-8388600", ""),
            ("编号2013812345678号", ""),
            ("卡号6222021234567890128", "I-04"),
            ("卡号6222 0212 3456 7890 128", "I-04"),
            ("代码91370500MA3C4D5E6F", ""),
            ("公车鲁E12345号牌", "I-04"),
            ("2 3 1 0 0 0 0 2", ""),
        ] {
            assert_eq!(found(text), codes, "{text}");
        }
    }

    #[test]
    fn names_are_told_from_what_applicants_do() {
        for (text, codes) in [
            ("申请人王小明要求公开", "I-03"),
            ("申请人李四，要求公开", "I-03"),
            ("申请人张某要求公开", ""),
            ("申请人陈述意见，申请人周边信息", ""),
            ("申请人不服，申请人于3日", ""),
            ("答复王小明先生", ""),
            ("向王小明先生答复", "I-03"),
            ("政协委员张三的提案", "I-05"),
            ("政协委员提案3件、人大代表建议", ""),
        ] {
            assert_eq!(found(text), codes, "{text}");
        }
    }

    #[test]
    fn the_mobile_that_an_organ_publishes_as_its_own_is_no_one_elses() {
        let preface = |text: &str| {
            let mut report = I_02.good.report().unwrap();
            report.set_paragraphs("preface", vec![text.into()]);
            report
        };
        let asks = |text: &str, local: &Local| {
            check_local(&preface(text), None, local).findings.iter().any(|finding| finding.code == "I-02")
        };
        let nothing = Local::default();
        assert!(!asks("联系电话：13812345678。", &nothing), "published as the telephone");
        assert!(asks("联系人：李四，电话：13812345678。", &nothing));
        let organ = Organ { phone: "138-1234-5678".into(), ..Organ::default() };
        assert!(!asks("请与办公室联系，13812345678。", &Local { organ, ..Local::default() }));
        assert!(check(&preface("请与办公室联系，13812345678。"), None).findings.iter().any(|f| f.code == "I-02"));
    }
}
