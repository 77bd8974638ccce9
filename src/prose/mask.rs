//! What is written with digits or in marks and is no quantity: addresses, codes, dates, ordinals, titles.

use std::ops::Range;

use super::{
    numeral::{chinese_end, is_chinese},
    text::{at, back, before, digits, ends, first, is_break, says, shifted, skip},
    unit::unit,
};

/// A stretch of text that holds no quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    /// Characters of the text it covers.
    pub span: Range<usize>,
    /// What it is.
    pub kind: MaskKind,
}

/// What a masked stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaskKind {
    /// 网址
    Url,
    /// 邮箱
    Email,
    /// 文号: 〔2019〕60号, 711号.
    Document,
    /// 电话、传真、热线
    Phone,
    /// 邮政编码
    Postcode,
    /// 门牌: 218号, 242室.
    Address,
    /// A date, a year, a month, an hour.
    Date,
    /// 第五次, 十九届, 二十大.
    Ordinal,
    /// 一、 （二） 1. 三是
    ListMark,
    /// 索引号 and other codes, names with digits.
    Code,
    /// 《…》
    Title,
    /// A short quotation: “三审三校”.
    Quote,
    /// 三分之一
    Fraction,
    /// 【待填·去年3】: a gap that next year's template left open.
    Slot,
}

impl Mask {
    /// The same as far behind `to` as it stands behind `from`.
    pub(super) fn moved(&self, from: usize, to: usize) -> Self {
        Self { span: shifted(&self.span, from, to), kind: self.kind }
    }
}

/// Longest title and longest quotation that are taken for a name.
const TITLE: usize = 80;
const QUOTE: usize = 14;

/// The mask that begins at this position of a paragraph, if one does: its end and its kind.
pub(super) fn mask(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    match at(p, i) {
        '《' => closing(p, i, '》', TITLE).map(|end| (end, MaskKind::Title)),
        '“' => closing(p, i, '”', QUOTE).map(|end| (end, MaskKind::Quote)),
        '"' => closing(p, i, '"', QUOTE).map(|end| (end, MaskKind::Quote)),
        '【' if is_slot(p, i) => closing(p, i, '】', TITLE).map(|end| (end, MaskKind::Slot)),
        '〔' | '[' | '【' => document(p, i),
        '(' => document(p, i).or_else(|| bracketed(p, i)),
        '第' => ordinal(p, i),
        c if c.is_ascii_digit() => number(p, i),
        c if c.is_ascii_alphabetic() => word(p, i),
        c if is_chinese(c) => chinese(p, i),
        _ => None,
    }
}

/// May a mask or a number begin with this character? Most are none of these.
pub(super) fn may_begin(c: char) -> bool {
    matches!(c, '《' | '“' | '"' | '【' | '〔' | '[' | '(' | '第') || c.is_ascii_alphanumeric() || is_chinese(c)
}

/// Does a gap of a template begin here?
fn is_slot(p: &[char], i: usize) -> bool {
    (at(p, i + 1), at(p, i + 2)) == ('待', '填')
}

fn closing(p: &[char], i: usize, close: char, most: usize) -> Option<usize> {
    let inside = p.iter().skip(i + 1).take(most + 1);
    let length = inside.take_while(|c| **c != close && **c != '\n').count();
    (at(p, i + 1 + length) == close && length <= most).then_some(i + length + 2)
}

/// 〔2019〕60号, with any brackets, and a year in brackets alone.
fn document(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let year = skip(p, i + 1);
    let close = skip(p, year + 4);
    if digits(p, year) != 4 || !matches!(at(p, close), '〕' | ']' | '】' | ')') {
        return None;
    }
    let mut end = skip(p, close + 1);
    end = skip(p, end + usize::from(at(p, end) == '第'));
    let after = skip(p, end + digits(p, end));
    let is_number = digits(p, end) > 0 && at(p, after) == '号';
    Some((if is_number { after + 1 } else { close + 1 }, MaskKind::Document))
}

/// （二） or (3) as the mark of a list.
fn bracketed(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let chinese = chinese_end(p, i + 1);
    let end = if chinese > i + 1 { chinese } else { i + 1 + digits(p, i + 1) };
    ((1..=3).contains(&(end - i - 1)) && at(p, end) == ')').then_some((end + 1, MaskKind::ListMark))
}

/// 第N, with the measure that follows: 第84076号, 第（一）项, 第二十条.
fn ordinal(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let mut end = skip(p, i + 1);
    let open = at(p, end) == '(';
    end += usize::from(open);
    let from = end;
    end = if is_chinese(at(p, end)) { chinese_end(p, end) } else { end + digits(p, end) };
    if end == from {
        return None;
    }
    end += usize::from(open && at(p, end) == ')');
    let measures = ["季度", "部分", "号", "条", "款", "项", "届", "次", "期", "章", "节", "批", "名", "位", "个", "轮"];
    Some((first(p, skip(p, end), &measures).map_or(end, |(end, _)| end), MaskKind::Ordinal))
}

/// A run of letters: an address, a mail address, a name with digits in it.
fn word(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let is_joint = |c: char| matches!(c, '.' | '-' | '_' | '@' | '/' | ':' | '?' | '=' | '&' | '#' | '%' | '~' | '+');
    let run =
        |from: usize| from + p.iter().skip(from).take_while(|c| c.is_ascii_alphanumeric() || is_joint(**c)).count();
    if says(p, i, "http") || says(p, i, "www.") {
        return Some((run(i), MaskKind::Url));
    }
    let end = run(i);
    if p.get(i..end)?.contains(&'@') {
        return Some((end, MaskKind::Email));
    }
    let letters = p.iter().skip(i).take_while(|c| c.is_ascii_alphabetic()).count();
    let after = i + letters;
    // APP3个: the letters are the thing that is counted.
    let count = after + digits(p, after);
    if letters > 1 && count > after && unit(p, skip(p, count)).is_some() {
        return Some((after, MaskKind::Code));
    }
    let year = skip(p, after);
    let is_version = digits(p, year) == 4 && matches!((at(p, year), at(p, year + 1)), ('1', '9') | ('2', '0'));
    if is_version && !matches!(at(p, skip(p, year + 4)), '年' | '-' | '.') && unit(p, skip(p, year + 4)).is_none() {
        return Some((year + 4, MaskKind::Code));
    }
    Some((i + p.iter().skip(i).take_while(|c| c.is_ascii_alphanumeric() || **c == '_').count(), MaskKind::Code))
}

/// What begins with a digit and is no quantity.
fn number(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    mail(p, i)
        .or_else(|| date(p, i))
        .or_else(|| joined(p, i))
        .or_else(|| house(p, i))
        .or_else(|| list_mark(p, i))
        .or_else(|| plain(p, i))
}

fn mail(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let part = |from: usize| {
        let run = p.iter().skip(from).take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        from + run.count()
    };
    let name = part(i);
    (at(p, name) == '@').then(|| (part(name + 1), MaskKind::Email))
}

fn is_year(p: &[char], i: usize) -> bool {
    digits(p, i) == 4 && matches!((at(p, i), at(p, i + 1)), ('1', '9') | ('2', '0'))
}

/// Whether this month and day, or hour, is part of a date; with its end.
fn date(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let length = digits(p, i);
    let after = skip(p, i + length);
    let is_dated = |end| Some((end, MaskKind::Date));
    if is_year(p, i) {
        if at(p, after) == '年' {
            let end = first(p, skip(p, after + 1), &["度", "份", "底", "初", "末"]).map_or(after + 1, |(end, _)| end);
            let month = skip(p, end);
            return is_dated(if matches!(digits(p, month), 1 | 2) { month_end(p, month).unwrap_or(end) } else { end });
        }
        if let Some(end) = numeric_date(p, i + 4) {
            return is_dated(end);
        }
    }
    if let Some(end) = month_end(p, i) {
        return is_dated(end);
    }
    if length <= 2 && at(p, after) == '日' {
        return is_dated(after + 1);
    }
    // 22年 as the year 2022: what is no span of years.
    let short: u32 = p.iter().skip(i).take(2).filter_map(|c| c.to_digit(10)).fold(0, |sum, d| sum * 10 + d);
    let spans = ["近", "连续", "满", "这", "为期", "历时"];
    if length == 2 && at(p, after) == '年' && (10..40).contains(&short) && !spans.iter().any(|w| ends(p, back(p, i), w))
    {
        return is_dated(after + 1);
    }
    if length <= 2 && matches!(at(p, after), '时' | ':') && digits(p, skip(p, after + 1)) == 2 {
        return is_dated(skip(p, after + 1) + 2);
    }
    None
}

/// 月, 月份, 月上旬, 月3日 behind the digits that stand here.
fn month_end(p: &[char], i: usize) -> Option<usize> {
    let month = skip(p, i + digits(p, i));
    if digits(p, i) == 0 || at(p, month) != '月' {
        return None;
    }
    let words = ["份", "底", "末", "初", "上旬", "中旬", "下旬"];
    if let Some((end, _)) = first(p, month + 1, &words) {
        return Some(end);
    }
    let day = skip(p, month + 1);
    let end = skip(p, day + digits(p, day));
    Some(if matches!(digits(p, day), 1 | 2) && at(p, end) == '日' { end + 1 } else { month + 1 })
}

/// -10-15, .10.15, /10/15 behind a year.
fn numeric_date(p: &[char], i: usize) -> Option<usize> {
    let joint = at(p, i);
    let month = digits(p, i + 1);
    let day = digits(p, i + 2 + month);
    let is_date = matches!(joint, '-' | '.' | '/') && matches!(month, 1 | 2) && at(p, i + 1 + month) == joint;
    (is_date && matches!(day, 1 | 2)).then_some(i + 2 + month + day)
}

/// 0546-8388600, 13370500664439219L/2020-10670, 5G: digits joined with signs or letters.
fn joined(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let is_dash = |c: char| matches!(c, '-' | '—' | '–');
    let head = digits(p, i);
    let mut end = i + head;
    // A phone number may have any dash, doubled or with spaces.
    let mut tail = skip(p, end);
    while is_dash(at(p, tail)) {
        tail += 1;
    }
    tail = skip(p, tail);
    let is_area = at(p, i) == '0' && matches!(head, 3 | 4) && matches!(digits(p, tail), 7 | 8);
    if tail > end && is_area {
        return Some((tail + digits(p, tail), MaskKind::Phone));
    }
    while at(p, end).is_ascii_alphanumeric()
        || (matches!(at(p, end), '-' | '/') && at(p, end + 1).is_ascii_alphanumeric())
    {
        end += 1;
    }
    let run = p.get(i..end)?;
    if run.iter().any(char::is_ascii_alphabetic) {
        return Some((end, MaskKind::Code));
    }
    let is_call = run.starts_with(&['4', '0', '0', '-']) || run.starts_with(&['8', '0', '0', '-']);
    if is_call {
        return Some((end, MaskKind::Phone));
    }
    (run.iter().any(|c| matches!(c, '-' | '/')) && unit(p, skip(p, end)).is_none()).then_some((end, MaskKind::Code))
}

/// 218号, 7号楼, 242室, 711号.
fn house(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let after = skip(p, i + digits(p, i));
    if matches!(at(p, after), '室' | '栋' | '座' | '单' | '层' | '楼') {
        let is_unit = at(p, after) == '单' && at(p, after + 1) != '元';
        return (!is_unit).then_some((after + 1, MaskKind::Address));
    }
    if at(p, after) != '号' {
        return None;
    }
    let is_street = "路街道巷弄里村镇".contains(before(p, back(p, i)));
    let end = first(p, after + 1, &["楼", "院", "室"]).map_or(after + 1, |(end, _)| end);
    Some((end, if is_street || end > after + 1 { MaskKind::Address } else { MaskKind::Document }))
}

/// 1. or 2、 at the start of a paragraph.
fn list_mark(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let end = i + digits(p, i);
    let is_mark = matches!(at(p, end), '.' | '、' | ')') && !at(p, end + 1).is_ascii_digit();
    (back(p, i) == 0 && end - i <= 2 && is_mark).then_some((end + 1, MaskKind::ListMark))
}

/// Digits alone that are a mobile number, a code, a hotline or a postcode.
fn plain(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let length = digits(p, i);
    let end = i + length;
    if unit(p, skip(p, end)).is_some() && length < 12 {
        return None;
    }
    let label = back(p, i);
    let label = back(p, label.saturating_sub(usize::from(before(p, label) == ':')));
    if length == 6 && (ends(p, label, "邮编") || ends(p, label, "邮政编码")) {
        return Some((end, MaskKind::Postcode));
    }
    let is_decimal = at(p, end) == '.' && at(p, end + 1).is_ascii_digit();
    let is_mobile = length == 11 && !is_decimal && at(p, i) == '1' && !matches!(at(p, i + 1), '0'..='2');
    let is_labelled = ["电话", "传真", "手机", "热线"].iter().any(|word| ends(p, label, word));
    // 12345政务服务热线
    let near: String = p.iter().skip(end).take(8).take_while(|c| !is_break(**c)).collect();
    let is_hotline = length == 5 && ["热线", "平台", "电话", "专线"].iter().any(|word| near.contains(word));
    if is_mobile || is_labelled || is_hotline {
        return Some((end, MaskKind::Phone));
    }
    (length >= 12 && !is_decimal).then_some((end, MaskKind::Code))
}

/// 一、 at the start, 三是, 十九届四次, 二十大, 二〇二〇年, 三月, 三分之一.
fn chinese(p: &[char], i: usize) -> Option<(usize, MaskKind)> {
    let end = chinese_end(p, i);
    let is_start = back(p, i) == 0 || matches!(before(p, back(p, i)), '。' | ';' | ':' | '，' | ',');
    match at(p, end) {
        '、' if back(p, i) == 0 && end - i <= 3 => Some((end + 1, MaskKind::ListMark)),
        '是' if is_start && end - i <= 3 => Some((end + 1, MaskKind::ListMark)),
        '届' => {
            let next = chinese_end(p, end + 1);
            Some((if next > end + 1 && at(p, next) == '次' { next + 1 } else { end + 1 }, MaskKind::Ordinal))
        }
        '大' if at(p, i + usize::from(end > i + 1)) == '十' || at(p, i) == '十' => {
            (!"领类项方".contains(at(p, end + 1))).then_some((end + 1, MaskKind::Ordinal))
        }
        '年' if end - i == 4 && matches!(at(p, i), '二' | '一') => Some((end + 1, MaskKind::Date)),
        '月' => Some((end + 1, MaskKind::Date)),
        '分' if at(p, end + 1) == '之' && at(p, i) != '百' => {
            let part = chinese_end(p, end + 2);
            (part > end + 2).then_some((part, MaskKind::Fraction))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::text::fold;

    fn kinds(text: &str) -> Vec<(String, MaskKind)> {
        let p = fold(text);
        let (mut i, mut found) = (0, Vec::new());
        while i < p.len() {
            if let Some((end, kind)) = mask(&p, i) {
                assert!(end > i, "{text}");
                found.push((p.get(i..end).unwrap().iter().collect(), kind));
                i = end;
            } else {
                i += 1;
            }
        }
        found
    }

    #[test]
    fn what_is_no_quantity_is_known_by_its_kind() {
        for (text, stretch, kind) in [
            ("网址https://www.example.gov.cn/zwgk?id=3，共", "https://www.example.gov.cn/zwgk?id=3", MaskKind::Url),
            ("邮箱：zwgk3@example.cn）", "zwgk3@example.cn", MaskKind::Email),
            ("邮箱：3156zw@example.cn）", "3156zw@example.cn", MaskKind::Email),
            ("示政办〔2020〕 8 号文", "〔2020〕 8 号", MaskKind::Document),
            ("示政发【2020】第8号文", "【2020】第8号", MaskKind::Document),
            ("国令711号", "711号", MaskKind::Document),
            ("电话：0123-4567890。", "0123-4567890", MaskKind::Phone),
            ("电话：0123——4567890。", "0123——4567890", MaskKind::Phone),
            ("传真4567890。", "4567890", MaskKind::Phone),
            ("手机号13912345678", "13912345678", MaskKind::Phone),
            ("拨打12345政务服务热线", "12345", MaskKind::Phone),
            ("致电400-123-4567", "400-123-4567", MaskKind::Phone),
            ("邮编：123456；", "123456", MaskKind::Postcode),
            ("人民路 8 号", "8 号", MaskKind::Address),
            ("行政中心3号楼", "3号楼", MaskKind::Address),
            ("办公楼402室", "402室", MaskKind::Address),
            ("截至 2020 年 12 月 31 日止", "2020 年 12 月 31 日", MaskKind::Date),
            ("到3日结束", "3日", MaskKind::Date),
            ("6月上旬", "6月上旬", MaskKind::Date),
            ("发文日期2020-10-15", "2020-10-15", MaskKind::Date),
            ("2020年度的", "2020年度", MaskKind::Date),
            ("较21年有增", "21年", MaskKind::Date),
            ("二〇二〇年", "二〇二〇年", MaskKind::Date),
            ("条例第二十条规定", "第二十条", MaskKind::Ordinal),
            ("第（一）项", "第(一)项", MaskKind::Ordinal),
            ("提案第32015号", "第32015号", MaskKind::Ordinal),
            ("十九届四中", "十九届", MaskKind::Ordinal),
            ("二十大精神", "二十大", MaskKind::Ordinal),
            ("一、总体情况", "一、", MaskKind::ListMark),
            ("（二）依申请公开", "(二)", MaskKind::ListMark),
            ("3.及时办理", "3.", MaskKind::ListMark),
            ("。三是加强", "三是", MaskKind::ListMark),
            ("索引号:11370500A/2020-01", "11370500A/2020-01", MaskKind::Code),
            ("建设5G基站", "5G", MaskKind::Code),
            ("升级到MySQL 2019", "MySQL 2019", MaskKind::Code),
            ("印发《3条措施》", "《3条措施》", MaskKind::Title),
            ("落实“三审三校”", "“三审三校”", MaskKind::Quote),
            ("占三分之一", "三分之一", MaskKind::Fraction),
            ("收到【待填·去年3】件", "【待填·去年3】", MaskKind::Slot),
        ] {
            assert!(kinds(text).contains(&(stretch.to_owned(), kind)), "{text}: {:?}", kinds(text));
        }
    }

    #[test]
    fn quantities_are_not_masked() {
        for text in ["共30条", "3个月", "12345条", "近3年", "APP", "30大领域", "3分钟", "三个月"] {
            assert!(kinds(text).iter().all(|(stretch, _)| !stretch.contains(['3', '三', '1'])), "{text}");
        }
    }
}
