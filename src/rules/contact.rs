//! How the organ is reached: telephone, postcode, mailbox, web address. Nothing of it is demanded; what is written is right.

use std::ops::Range;

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Ask, Kind, Line, Run},
    text::Passage,
};
use crate::prose::text::{at, back, before, digits, ends};

pub(super) const C_02: Rule = Rule {
    code: "C-02",
    level: Level::Warning,
    what: "电话号码位数正确，与登记的一致",
    basis: "格式没有要求写联系方式；写了就要打得通：区号三四位，号码七八位",
    fix: "核对号码；登记的电话在设置（^W）里改。",
    check: phones,
    good: Example::of_2021(&[("preface", "联系电话：0100-1234567、12345，传真：010-12345678。")]),
    bad: Example::of_2021(&[("preface", "联系电话：0100-123456。")]),
};

pub(super) const C_03: Rule = Rule {
    code: "C-03",
    level: Level::Warning,
    what: "邮政编码六位，与登记的一致",
    basis: "格式没有要求写联系方式；写了就要写对",
    fix: "核对邮编；登记的邮编在设置（^W）里改。",
    check: postcodes,
    good: Example::of_2021(&[("preface", "地址：示例路8号，邮编：100001。")]),
    bad: Example::of_2021(&[("preface", "地址：示例路8号，邮编：10001。")]),
};

pub(super) const C_04: Rule = Rule {
    code: "C-04",
    level: Level::Warning,
    what: "电子邮箱写法正确，用单位邮箱，不用个人或免费邮箱",
    basis: "机关的联系方式应是单位的；公开发布的年度报告里常见漏了“@”的邮箱、用个人姓名拼音注册的邮箱、免费邮箱",
    fix: "换成单位的邮箱；确实在用的，写明原因。",
    check: mailboxes,
    good: Example::of_2021(&[(
        "preface",
        "电子邮箱：xxgk@example.gov.cn、zhengwu@example.gov.cn、bgs2021@example.gov.cn。",
    )]),
    bad: Example::of_2021(&[("preface", "电子邮箱：wangxiaoming@example.gov.cn。")]),
};

pub(super) const C_05: Rule = Rule {
    code: "C-05",
    level: Level::Hint,
    what: "网址写法正确，是政府网站",
    basis: "《政府网站发展指引》：政府网站使用以 .gov.cn 为后缀的域名",
    fix: "核对网址，去掉尖括号等多余的字符。",
    check: addresses,
    good: Example::of_2021(&[("preface", "电子版见http://www.example.gov.cn/zwgk，或https://example.gov.cn。")]),
    bad: Example::of_2021(&[("preface", "电子版见http://www.example.com/zwgk。")]),
};

/// The numbers and addresses behind a label.
fn labelled<'a>(
    context: &'a Context<'_>,
    ask: Ask,
    labels: &'static [&'static str],
) -> impl Iterator<Item = (&'a Passage, &'a Run)> {
    let is_behind = move |line: &Line, run: &Run| {
        let mut from = back(&line.chars, run.span.start);
        while matches!(before(&line.chars, from), ':' | '(' | ' ') {
            from -= 1;
        }
        labels.iter().any(|label| ends(&line.chars, from, label))
    };
    context.text.placed().filter(move |passage| passage.line.holds(ask, labels)).flat_map(move |passage| {
        let runs = passage.line.runs.iter();
        runs.filter(move |run| is_behind(&passage.line, run)).map(move |run| (passage, run))
    })
}

/// Is the report that of the organ whose details are registered?
fn registered<'a>(context: &'a Context<'_>, detail: &'a str) -> Option<&'a str> {
    let organ = &context.local.organ;
    (organ.name == context.report.about.organ && !detail.trim().is_empty()).then_some(detail.trim())
}

fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A number of fewer digits counts something, or is a short number for services.
const FEWEST: usize = 6;

fn phones(context: &Context<'_>, checked: &mut Checked) {
    let known = registered(context, &context.local.organ.phone);
    for (passage, run) in
        labelled(context, Ask::Phone, &["电话", "电话号码", "联系方式"]).chain(labelled(context, Ask::Fax, &["传真"]))
    {
        let line = &passage.line;
        // 接听电话140次 counts calls.
        let is_count = "次个件条人部宗余多起台".contains(at(&line.chars, run.span.end));
        if run.kind != Kind::Number || is_count || bare(&line.says(&run.span)).len() < FEWEST {
            continue;
        }
        let span = run.span.clone();
        let text = line.says(&span);
        let is_fax = ends(&line.chars, back(&line.chars, span.start).saturating_sub(1), "传真");
        let quote = line.quote(&span);
        if !is_phone(&text) {
            let message = format!("电话“{quote}”的位数不对：区号三四位，号码七八位");
            checked.findings.push(passage.finding("C-02", &span, message));
        } else if let Some(known) = known
            .filter(|known| !is_fax && !bare(known).ends_with(&bare(&text)) && !bare(&text).ends_with(&bare(known)))
        {
            let message = format!("电话“{quote}”与登记的“{known}”不一致");
            checked
                .findings
                .push(passage.finding("C-02", &span, message).with_candidate(vec![passage.change(&span, known)]));
        }
    }
}

/// 0100-1234567, 12345678, 12345, 400-123-4567, a mobile number.
fn is_phone(text: &str) -> bool {
    let all = bare(text);
    let part = |n: usize| text.split(['-', '/']).nth(n).map_or(0, str::len);
    let is_service = matches!(all.len(), 3 | 5) || all.starts_with("400") || all.starts_with("800");
    let is_mobile = all.len() == 11 && all.starts_with('1');
    match (all.starts_with('0'), text.contains('-')) {
        _ if is_service || is_mobile => true,
        (true, true) => matches!(part(0), 3 | 4) && matches!(part(1), 7 | 8),
        (true, false) => matches!(all.len(), 10..=12),
        (false, true) => matches!(part(0), 7 | 8) || all.len() >= 7,
        (false, false) => matches!(all.len(), 7 | 8),
    }
}

fn postcodes(context: &Context<'_>, checked: &mut Checked) {
    let known = registered(context, &context.local.organ.postcode);
    for (passage, run) in labelled(context, Ask::Postcode, &["邮编", "邮政编码"]) {
        let span = run.span.clone();
        let text = passage.line.says(&span);
        let quote = passage.line.quote(&span);
        let message = match known {
            _ if text.len() != 6 || digits(&passage.line.chars, span.start) != 6 => {
                format!("邮编“{quote}”不是六位数字")
            }
            Some(known) if known != text => format!("邮编“{quote}”与登记的“{known}”不一致"),
            _ => continue,
        };
        let changes = known.map(|known| passage.change(&span, known)).into_iter().collect();
        checked.findings.push(passage.finding("C-03", &span, message).with_candidate(changes));
    }
}

/// Where anyone may have a mailbox.
const FREE: [&str; 20] = [
    "qq.com",
    "vip.qq.com",
    "foxmail.com",
    "163.com",
    "vip.163.com",
    "126.com",
    "yeah.net",
    "188.com",
    "sina.com",
    "sina.cn",
    "vip.sina.com",
    "sohu.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "aliyun.com",
    "tom.com",
];

fn mailboxes(context: &Context<'_>, checked: &mut Checked) {
    let known = registered(context, &context.local.organ.email);
    let has_mail = |line: &Line| line.runs.iter().any(|run| run.kind == Kind::Mail);
    for passage in context.text.placed().filter(|passage| passage.line.is(Ask::Mail, has_mail)) {
        let line = &passage.line;
        for run in line.runs.iter().filter(|run| run.kind == Kind::Mail) {
            let text = line.says(&run.span);
            if let Some(why) = mail_fault(&text, &context.report.about.organ, known) {
                let changes = known.map(|known| passage.change(&run.span, known)).into_iter().collect();
                let message = format!("邮箱“{text}”{why}");
                checked.findings.push(passage.finding("C-04", &run.span, message).with_candidate(changes));
            }
        }
    }
    for (passage, run) in labelled(context, Ask::Mailbox, &["邮箱", "电子邮件", "E-mail", "Email", "email"]) {
        let text = passage.line.says(&run.span);
        if run.kind != Kind::Mail && text.contains('.') {
            let message = format!("邮箱“{text}”缺“@”");
            checked.findings.push(passage.finding("C-04", &run.span, message));
        }
    }
}

/// What is wrong with a mail address, if anything is.
fn mail_fault(text: &str, organ: &str, known: Option<&str>) -> Option<String> {
    let (name, domain) = text.split_once('@')?;
    let domain = domain.to_lowercase();
    if known.is_some_and(|known| known.eq_ignore_ascii_case(text)) {
        return None;
    }
    if name.is_empty() || domain.contains('@') || !domain.contains('.') {
        return Some("写法不对".into());
    }
    if FREE.contains(&domain.as_str()) {
        return Some("是个人也能注册的免费邮箱，宜用单位邮箱".into());
    }
    if is_name_in_pinyin(&name.to_lowercase(), organ) {
        return Some("疑似个人姓名的拼音，宜用单位邮箱".into());
    }
    known.map(|known| format!("与登记的“{known}”不一致"))
}

/// Family names in pinyin that are common enough.
const FAMILIES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
/// Words of offices whose pinyin begins like a name.
const OFFICES: [&str; 40] = [
    "政务", "政府", "信息", "公开", "办公", "财政", "教育", "卫生", "文化", "旅游", "林业", "农业", "民政", "司法",
    "审计", "统计", "金融", "商务", "工信", "应急", "环保", "城管", "综合", "江苏", "江西", "广东", "邮箱", "党政",
    "综治", "法制", "宣传", "人事", "档案", "服务", "中心", "街道", "管理", "执法", "监督", "征收",
];

/// A family name and one or two syllables, and nothing else but digits; no word of offices, no part of the organ's name.
fn is_name_in_pinyin(name: &str, organ: &str) -> bool {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit()).replace(['.', '_', '-'], "");
    if !(5..=16).contains(&letters.len()) || !letters.chars().all(|c| c.is_ascii_lowercase()) {
        return false;
    }
    let is_office = OFFICES.iter().any(|word| letters.contains(&spelled(word)));
    let place: Vec<Vec<&str>> =
        organ.chars().filter_map(|c| Some(c.to_pinyin_multi()?.into_iter().map(Pinyin::plain).collect())).collect();
    // The name of the place, in order: 东营 in dongying.
    let is_place = |syllables: &[&str]| {
        let mut sounds = place.iter();
        syllables.iter().all(|syllable| sounds.any(|sound| sound.contains(syllable)))
    };
    let families = FAMILIES.chars().filter_map(|c| c.to_pinyin()).map(Pinyin::plain);
    let mut splits = families.filter_map(|family| Some((family, letters.strip_prefix(family)?)));
    !is_office
        && splits.any(|(family, given)| {
            given_names(given).iter().any(|given| {
                let whole: Vec<&str> = std::iter::once(family).chain(given.iter().copied()).collect();
                !is_place(&whole)
            })
        })
}

fn spelled(word: &str) -> String {
    word.chars().filter_map(|c| c.to_pinyin()).map(Pinyin::plain).collect()
}

/// The ways to read letters as one or two syllables.
fn given_names(letters: &str) -> Vec<Vec<&str>> {
    let mut ways = Vec::new();
    if is_syllable(letters) {
        ways.push(vec![letters]);
    }
    for cut in 1..letters.len() {
        if let Some((one, other)) = letters.split_at_checked(cut).filter(|(a, b)| is_syllable(a) && is_syllable(b)) {
            ways.push(vec![one, other]);
        }
    }
    ways
}

/// Initials and finals of pinyin; every pair counts, for a mailbox is no dictation.
const INITIALS: [&str; 24] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y",
    "w", "",
];
const FINALS: [&str; 36] = [
    "a", "o", "e", "i", "u", "v", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ue", "ve", "er", "an", "en", "in", "un",
    "ang", "eng", "ing", "ong", "ia", "iao", "ian", "iang", "iong", "ua", "uo", "uai", "uan", "uang", "ve", "van",
];

fn is_syllable(letters: &str) -> bool {
    INITIALS.iter().any(|initial| letters.strip_prefix(initial).is_some_and(|rest| FINALS.contains(&rest)))
}

/// Addresses of the electronic edition that are broken, or not those of a government site; one finding each.
fn addresses(context: &Context<'_>, checked: &mut Checked) {
    for passage in context.text.of(&["preface"]) {
        let line = &passage.line;
        for run in line.runs.iter().filter(|run| run.kind == Kind::Url) {
            let (text, span) = (line.says(&run.span), widened(line, &run.span));
            let lower = text.to_lowercase();
            let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
            let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
            let is_scheme = lower.split_once("://").is_none_or(|(scheme, _)| matches!(scheme, "http" | "https"));
            let message = if span != run.span {
                format!("网址两边的尖括号是多余的：“{}”", line.quote(&span))
            } else if !is_scheme || lower.matches("http").count() > 1 || host.contains("..") {
                format!("网址“{text}”写法不对")
            } else if !host.ends_with("gov.cn") {
                format!("网址“{text}”不是政府网站的域名（.gov.cn），请核对")
            } else {
                continue;
            };
            let bare = || line.quote(&(span.start + 1..span.end.saturating_sub(1)));
            let changes = if span == run.span { Vec::new() } else { vec![passage.change(&span, bare())] };
            checked.findings.push(passage.finding("C-05", &span, message).with_repair(changes));
        }
    }
}

/// With the angle brackets around it, if there are any.
fn widened(line: &Line, span: &Range<usize>) -> Range<usize> {
    let p = &line.chars;
    let mut end = span.end;
    while at(p, end) == '/' {
        end += 1;
    }
    if before(p, span.start) == '<' && at(p, end) == '>' { span.start - 1..end + 1 } else { span.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::check_local,
        store::{Local, Organ},
    };

    #[test]
    fn a_mailbox_of_a_person_is_told_from_that_of_an_office() {
        let organ = "东示市行政审批服务局";
        for name in ["zhangxinhua", "liuwei", "wangxiaoming88", "chen.jing", "ouyang1", "maxiaoyun"] {
            assert_eq!(is_name_in_pinyin(name, organ), name != "ouyang1", "{name}");
        }
        for name in [
            "xxgk",
            "dongshi",
            "dongshishi",
            "zhengwu",
            "zhengfu",
            "zwgk2021",
            "jiaoyuju",
            "bgs",
            "spj",
            "linye",
            "info",
        ] {
            assert!(!is_name_in_pinyin(name, organ), "{name}");
        }
    }

    #[test]
    fn a_mail_address_is_whole_and_the_organs_own() {
        let fault = |text: &str| mail_fault(text, "示例市财政局", None).unwrap_or_default();
        assert_eq!(fault("xxgk@example.gov.cn"), "");
        assert!(fault("xxgk@163.com").contains("免费"));
        assert!(fault("xxgk@example").contains("写法"));
        assert_eq!(mail_fault("xxgk@163.com", "", Some("XXGK@163.com")), None);
    }

    #[test]
    fn what_is_written_is_held_against_what_is_registered() {
        let mut report = C_02.good.report().unwrap();
        report.set_paragraphs("preface", vec!["电话：0100-7654321，邮编：100001，邮箱：a1@example.gov.cn。".into()]);
        let organ = Organ {
            name: report.about.organ.clone(),
            phone: "0100-1234567".into(),
            postcode: "100002".into(),
            email: "xxgk@example.gov.cn".into(),
            ..Organ::default()
        };
        let mut local = Local { organ, ..Local::default() };
        let codes = |local: &Local| -> Vec<&str> {
            let found = check_local(&report, None, local).findings;
            found.into_iter().map(|finding| finding.code).filter(|code| code.starts_with("C-")).collect()
        };
        assert_eq!(codes(&local), ["C-02", "C-03", "C-04"]);
        local.organ.name = "示例市水务局".into();
        assert!(codes(&local).is_empty(), "another organ's details");
    }
}
