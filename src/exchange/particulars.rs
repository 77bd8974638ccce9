//! Who reports and for which year: read from the title, else from the prose, else guessed and said so.

use super::{Class, Statement, period, piece::Piece, sections};
use crate::report::{Kind, Scope, value::fold};

/// Lines before the title that may name the organ or the year.
const BEFORE_TITLE: usize = 3;
/// Paragraphs among which the title is looked for.
const HEAD: usize = 12;
/// A text of more bytes is no title, no date and no name.
const LONG: usize = 400;
/// What the titles of reports are about.
const ABOUT: [&str; 3] = ["政府信息公开", "信息公开", "政务公开"];

/// What a document says about itself.
#[derive(Debug, Default)]
pub(super) struct Particulars {
    /// Name of the organ; empty if it was not found.
    pub(super) organ: String,
    /// Year of the report.
    pub(super) year: Option<u16>,
    /// What sort of organ, by its name.
    pub(super) kind: Kind,
    /// One organ or the sum of many.
    pub(super) scope: Scope,
    /// Does the title name a part of a year?
    pub(super) is_part: bool,
    /// Piece that is the title.
    pub(super) title: Option<usize>,
    /// Pieces that only name the organ or year above the title.
    pub(super) used: Vec<usize>,
}

/// Finds the particulars and says where each comes from.
pub(super) fn find(pieces: &[Piece], statement: &mut Statement) -> Particulars {
    let texts: Vec<(usize, &Piece, &str)> =
        pieces.iter().enumerate().filter_map(|(n, piece)| Some((n, piece, piece.as_text()?))).collect();
    let mut found = Particulars::default();
    read_title(&texts, &mut found, statement);
    found.year = find_year(&texts, found.year, statement);
    if found.organ.is_empty() {
        guess_organ(&texts, &mut found, statement);
    }
    guess_scope(&texts, &mut found, statement);
    if !found.organ.is_empty() {
        found.kind = kind_of(&found.organ);
        statement.mention(Class::Guessed, None, format!("由名称推断为{}", found.kind.label()));
    }
    found
}

/// The title, and the lines above it that complete it.
fn read_title(texts: &[(usize, &Piece, &str)], found: &mut Particulars, statement: &mut Statement) {
    let head = || texts.iter().take(HEAD).take_while(|(_, _, text)| !sections::is_first_level(text));
    let Some((at, &(title, piece, text))) = head().enumerate().find(|(_, (_, _, text))| is_title(text)) else { return };
    found.title = Some(title);
    found.is_part = period::is_part(text);
    let chars = squeeze(&period::without(text));
    found.year = year_in(&chars).map(|(_, _, year)| year);
    found.organ = organ_of(&chars);
    let whence = if found.organ.is_empty() { "标题上方" } else { "标题" };
    let mut organ_line = piece.line;
    for &(n, above, text) in texts.iter().take(at).rev().take(BEFORE_TITLE) {
        let chars = squeeze(text);
        let year = year_in(&chars);
        let organ = organ_of(&chars);
        let is_organ = is_name(&organ);
        if chars.len() > 30 || !(is_organ || (organ.is_empty() && year.is_some())) {
            break;
        }
        if found.organ.is_empty() && is_organ {
            (found.organ, organ_line) = (organ, above.line);
        } else if is_organ && organ != found.organ {
            break;
        }
        found.year = found.year.or(year.map(|(_, _, year)| year));
        found.used.push(n);
    }
    if !found.organ.is_empty() {
        statement.add(Class::Read, organ_line, format!("机关 {}（{whence}）", found.organ));
    }
}

/// The year of the title, of the period, of an announcement in the prose, of the prose, of the file's name.
fn find_year(texts: &[(usize, &Piece, &str)], titled: Option<u16>, statement: &mut Statement) -> Option<u16> {
    let period = texts.iter().find_map(|(_, piece, text)| {
        let at = ["统计期限", "统计时限", "核定时间点"].iter().find_map(|word| text.find(word))?;
        let (_, _, year) = year_in(&squeeze(text.split_at(at).1))?;
        Some((piece.line, year))
    });
    if let Some(year) = titled {
        statement.add(Class::Read, None, format!("年度 {year}（标题）"));
        if let Some((line, other)) = period.filter(|(_, other)| *other != year) {
            statement.add(Class::Guessed, line, format!("标题写{year}年，统计期限写{other}年，按标题"));
        }
        return titled;
    }
    if let Some((line, year)) = period {
        statement.add(Class::Read, line, format!("年度 {year}（统计期限）"));
        return Some(year);
    }
    if let Some((line, _, year)) = announcement(texts).filter(|(_, _, year)| year.is_some()) {
        let year = year?;
        statement.add(Class::Guessed, line, format!("年度 {year}（正文提到的年报）"));
        return Some(year);
    }
    let named = year_of_name(&statement.source);
    let mut counts: Vec<(u16, usize)> = Vec::new();
    for (_, _, text) in texts {
        for year in years_in(&squeeze(text)) {
            match counts.iter_mut().find(|(other, _)| *other == year) {
                Some((_, count)) => *count += 1,
                None => counts.push((year, 1)),
            }
        }
    }
    let most = counts.iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| *year);
    let (year, whence) = match (most, named) {
        (_, Some(named)) if most.is_none() || counts.iter().any(|(year, _)| *year == named) => (named, "文件名"),
        (Some(most), _) => (most, "正文里最常见的年份"),
        (None, named) => (named?, "文件名"),
    };
    statement.add(Class::Guessed, None, format!("年度 {year}（{whence}），请核对"));
    Some(year)
}

/// An announcement of the report in the prose: its line, the organ and the year it names.
fn announcement(texts: &[(usize, &Piece, &str)]) -> Option<(usize, String, Option<u16>)> {
    texts.iter().take(HEAD).find_map(|(_, piece, text)| {
        let text: String = squeeze(text).into_iter().collect();
        text.split(['。', '；', ';', ',', ':', '《', '》', '(', ')']).find_map(|clause| {
            if !clause.contains("信息公开") || !clause.contains("报告") {
                return None;
            }
            let verbs = ["公布", "发布", "编制", "形成", "现将"];
            let behind = verbs.iter().filter_map(|verb| clause.rfind(verb).map(|at| at + verb.len())).max();
            let clause: Vec<char> = clause.split_at(behind.unwrap_or(0)).1.chars().collect();
            let (_, _, year) = year_in(&clause)?;
            Some((piece.line, organ_of(&clause), Some(year)))
        })
    })
}

/// The organ of an announcement, of `由…编制`, of the signature, of the file's name.
fn guess_organ(texts: &[(usize, &Piece, &str)], found: &mut Particulars, statement: &mut Statement) {
    let announced = announcement(texts).filter(|(_, organ, _)| is_name(organ)).map(|(line, organ, _)| (line, organ));
    let compiled = || {
        texts.iter().take(HEAD).find_map(|(_, piece, text)| {
            let (before, _) = text.split_once("编制")?;
            let (_, organ) = before.rsplit_once('由')?;
            is_name(organ).then(|| (piece.line, organ.to_owned()))
        })
    };
    let signed = || {
        let [.., (_, piece, organ), (_, _, date)] = texts else { return None };
        (is_date(date) && is_name(organ)).then(|| (piece.line, (*organ).to_owned()))
    };
    if let Some((line, organ)) = announced.or_else(compiled).or_else(signed) {
        statement.add_words(Class::Guessed, line, &organ, format!("机关 {organ}（正文），请核对"));
        found.organ = organ;
        return;
    }
    let organ = organ_of_name(&statement.source);
    if is_name(&organ) {
        statement.add_words(Class::Guessed, None, &organ, format!("机关 {organ}（文件名），请核对"));
        found.organ = organ;
    } else {
        statement.mention(Class::Missing, None, "没有找到机关名称，请在导入后填写");
    }
}

/// The organ's own figures unless the text says that it gathers; a government's report may be either.
fn guess_scope(texts: &[(usize, &Piece, &str)], found: &mut Particulars, statement: &mut Statement) {
    let gathers = texts.iter().take(HEAD).find(|(n, _, text)| {
        let is_title = found.title == Some(*n);
        text.contains("汇总") && (is_title || text.contains("编制") || text.contains("年度报告"))
    });
    if let Some((_, piece, _)) = gathers {
        found.scope = Scope::Collected;
        statement.add(Class::Guessed, piece.line, "口径 汇总（文中写明汇总编制），请核对");
    } else if found.organ.ends_with(['市', '县', '区', '省', '州', '旗', '盟']) || found.organ.ends_with("人民政府")
    {
        statement.add(Class::Guessed, None, "口径 本机关；政府的年报可能是本级汇总，请核对");
    } else {
        statement.mention(Class::Guessed, None, "口径 本机关");
    }
}

/// What sort of organ a name is one of.
pub fn kind_of(organ: &str) -> Kind {
    let ends = |endings: &[&str]| endings.iter().any(|ending| organ.ends_with(ending));
    let bare = organ.trim_end_matches("人民政府").trim_end_matches("管理委员会").trim_end_matches("管委会");
    let is_government = bare != organ || organ.chars().count() <= 12;
    let vertical = ["税务局", "海关", "气象局", "海事局", "邮政管理局", "调查队", "烟草专卖局", "通信管理局", "证监局"];
    if ends(&vertical) {
        return Kind::Vertical;
    }
    if ends(&["街道", "街道办事处", "街道办"]) || bare.ends_with(['镇', '乡']) || bare.ends_with("苏木") {
        return Kind::Township;
    }
    if !is_government {
        return Kind::Department;
    }
    if ["北京市", "天津市", "上海市", "重庆市"].contains(&bare)
        || bare.ends_with('省')
        || (bare.ends_with("自治区") && bare.chars().count() > 3)
    {
        return Kind::Province;
    }
    if bare.ends_with(['县', '区', '旗']) {
        return Kind::County;
    }
    if bare.ends_with(['市', '州', '盟']) || bare.ends_with("地区") { Kind::City } else { Kind::Department }
}

/// Is a line the title of a report?
pub(super) fn is_title(text: &str) -> bool {
    if text.len() > LONG {
        return false;
    }
    let plain: String = squeeze(text).into_iter().collect();
    let plain = plain.trim_matches(['《', '》', '。', '*', '#']);
    let remark = plain.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    let plain = remark.map_or(plain, |(before, _)| before);
    (plain.ends_with("报告") || plain.ends_with("年报"))
        && ABOUT.iter().any(|about| plain.contains(about))
        && plain.chars().count() <= 60
        && !plain.contains([',', ':', ';', '。'])
}

/// Is a line a date: `2021年1月20日`, `二〇二一年一月二十日`, `2021-01-20`?
pub(super) fn is_date(text: &str) -> bool {
    if text.len() > LONG {
        return false;
    }
    let plain: String = squeeze(text).into_iter().collect();
    let plain = plain.trim_matches(['(', ')']);
    let is_numeral = |c: char| c.is_ascii_digit() || "〇零○一二三四五六七八九十".contains(c);
    let parts: Vec<&str> = plain.split(['年', '月', '日', '-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let marks = plain.chars().filter(|c| !is_numeral(*c)).count();
    parts.len() == 3
        && (2..=3).contains(&marks)
        && parts.iter().all(|part| part.chars().all(is_numeral))
        && parts.first().is_some_and(|year| year.chars().count() == 4)
}

/// Could a text be the name of an organ?
pub(super) fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    let is_word = |c: char| c.is_alphabetic() || matches!(c, '(' | ')' | '（' | '）' | '·' | '、');
    let endings = "局委办部厅院府镇乡道处心会所站署区县市省州旗盟队馆社校行司关园场室厂军";
    (2..=40).contains(&length)
        && text.chars().all(is_word)
        && text.ends_with(|c: char| endings.contains(c) || c == '）')
}

/// The text without blanks and marks of omission, in half-width forms.
fn squeeze(text: &str) -> Vec<char> {
    text.replace("〔略〕", "").chars().map(fold).filter(|c| !c.is_whitespace()).collect()
}

/// The first year in a text: where it starts, where it ends behind 年 and 度, and its number.
fn year_in(chars: &[char]) -> Option<(usize, usize, u16)> {
    (0..chars.len()).find_map(|at| year_at(chars, at).map(|(end, year)| (at, end, year)))
}

fn years_in(chars: &[char]) -> impl Iterator<Item = u16> + '_ {
    (0..chars.len()).filter_map(|at| year_at(chars, at).map(|(_, year)| year))
}

/// Four figures and 年 (`2020年`, `二〇二〇年`), no fifth figure before.
fn year_at(chars: &[char], at: usize) -> Option<(usize, u16)> {
    let digit = |c: &char| {
        let chinese = || "〇一二三四五六七八九".chars().position(|n| n == *c);
        c.to_digit(10).or(chinese().map(|n| n as u32)).or(matches!(c, '零' | '○').then_some(0))
    };
    let number = chars.get(at..at + 4)?.iter().map(digit).try_fold(0, |sum, digit| Some(sum * 10 + digit?))?;
    let is_longer = at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| digit(c).is_some());
    if is_longer || chars.get(at + 4) != Some(&'年') || !(1990..2100).contains(&number) {
        return None;
    }
    let end = if chars.get(at + 5) == Some(&'度') { at + 6 } else { at + 5 };
    Some((end, number as u16))
}

/// The organ that a title names: what stands before its subject, the year aside.
fn organ_of(chars: &[char]) -> String {
    let without_year: String = match year_in(chars) {
        Some((start, end, _)) => chars.iter().take(start).chain(chars.iter().skip(end)).collect(),
        None => chars.iter().collect(),
    };
    let text = without_year.trim_matches(['《', '》', '。', '*', '#']);
    let cut = ABOUT.iter().filter_map(|about| text.find(about)).min();
    let organ = text.split_at(cut.unwrap_or(text.len())).0;
    let organ = organ.trim_start_matches("关于").trim_end_matches(['的', '(', ')']);
    // “某县人民政府信息公开…”: the word 政府 serves twice.
    if organ.ends_with("人民") { format!("{organ}政府") } else { organ.to_owned() }
}

/// The name of a file without folder and ending.
fn stem(source: &str) -> &str {
    let name = source.rsplit(['/', '\\']).next().unwrap_or(source);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn year_of_name(source: &str) -> Option<u16> {
    let mut runs = stem(source).split(|c: char| !c.is_ascii_digit());
    runs.find_map(|run| run.parse().ok().filter(|year| (1990..2100).contains(year)))
}

fn organ_of_name(source: &str) -> String {
    let stem = stem(source);
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-_—–.".contains(c);
    let part = stem.split(is_part).find(|part| !part.is_empty()).unwrap_or_default();
    organ_of(&part.chars().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, lines: &[&str]) -> (String, Option<u16>, Option<usize>, Vec<usize>) {
        let pieces: Vec<Piece> = lines.iter().enumerate().map(|(n, line)| Piece::text(n + 1, *line)).collect();
        let found = find(&pieces, &mut Statement::new(source));
        (found.organ, found.year, found.title, found.used)
    }

    #[test]
    fn a_title_names_organ_and_year_in_any_order_and_on_any_lines() {
        let organ = |lines: &[&str]| {
            let (organ, year, ..) = of("x.txt", lines);
            (organ, year.unwrap_or_default())
        };
        let bureau = ("示例市财政局".to_owned(), 2023);
        assert_eq!(organ(&["示例市财政局2023年度政府信息公开工作年度报告"]), bureau);
        assert_eq!(organ(&["2023年示例市财政局政府信息公开工作年度报告"]), bureau);
        assert_eq!(organ(&["示例市财政局", "2023 年政府信息公开工作年度报告"]), bureau);
        assert_eq!(organ(&["示例市财政局", "２０２３年度", "政府信息公开工作年度报告"]), bureau);
        assert_eq!(organ(&["示例市财政局政府信息公开工作二〇二三年年度报告（征求意见）"]), bureau);
        assert_eq!(organ(&["示例县人民政府信息公开工作2023年度报告"]), ("示例县人民政府".into(), 2023));
        assert_eq!(organ(&["关于2022年度政府信息公开情况的报告"]), (String::new(), 2022));
    }

    #[test]
    fn without_a_title_the_prose_and_the_file_name_are_asked() {
        let prose = "现公布示例镇人民政府2020年政府信息公开工作年度报告，请监督。";
        assert_eq!(of("x.txt", &[prose]), ("示例镇人民政府".into(), Some(2020), None, vec![]));
        let period = "本报告由示例市水务局编制，统计期限为2021年1月1日至2021年12月31日，2019年的不计。";
        assert_eq!(of("x.txt", &[period]), ("示例市水务局".into(), Some(2021), None, vec![]));
        assert_eq!(
            of("reports/示例市水务局-2022.txt", &["没有标题。"]),
            ("示例市水务局".into(), Some(2022), None, vec![])
        );
        assert_eq!(of("shuiwu.txt", &["没有标题。"]), (String::new(), None, None, vec![]));
        assert_eq!(of("x.txt", &["202020年公开", "2020年收到三件。"]).1, Some(2020));
    }

    #[test]
    fn a_name_tells_what_sort_of_organ_it_is() {
        let cases = [
            ("示例市财政局", Kind::Department),
            ("示例市人民政府办公厅", Kind::Department),
            ("示例镇人民政府", Kind::Township),
            ("示例街道办事处", Kind::Township),
            ("示例市示例区人民政府", Kind::County),
            ("示例市", Kind::City),
            ("上海市人民政府", Kind::Province),
            ("示例省人民政府", Kind::Province),
            ("国家税务总局示例市税务局", Kind::Vertical),
        ];
        for (organ, kind) in cases {
            assert_eq!(kind_of(organ), kind, "{organ}");
        }
    }

    #[test]
    fn dates_are_told_from_sentences() {
        assert!(is_date("2021年1月20日") && is_date("二〇二一年一月二十日") && is_date("（2021-01-20）"));
        assert!(!is_date("2021年") && !is_date("2021年1月20日前报送") && !is_date("1.2.3"));
    }
}
