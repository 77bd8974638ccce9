//! The words that make a number a quantity: 件 条 人次 个百分点.

use super::text::{at, says};

/// A unit as written, as it is known, and the characters that turn it into another word (3 条例, 5 部门).
type Unit = (&'static str, &'static str, &'static str);

/// Longest first among those that begin alike; the commonest first of all.
const UNITS: &[Unit] = &[
    ("件次", "件次", ""),
    ("件", "件", ""),
    ("条", "条", "例款线"),
    ("个百分点", "百分点", ""),
    ("个工作日", "工作日", ""),
    ("个部分", "部分", ""),
    ("个方面", "方面", ""),
    ("个月", "个月", ""),
    ("个", "个", "别"),
    ("次", "次", ""),
    ("项", "项", ""),
    ("人次", "人次", ""),
    ("人", "人", "民大事社力"),
    ("%", "%", ""),
    ("百分点", "百分点", ""),
    ("工作日", "工作日", ""),
    ("部分", "部分", "公"),
    ("方面", "方面", ""),
    ("大领域", "领域", ""),
    ("平方米", "平方米", ""),
    ("大类", "类", ""),
    ("大项", "项", ""),
    ("小项", "小项", ""),
    ("子项", "子项", ""),
    ("场次", "场次", ""),
    ("批次", "批次", ""),
    ("户次", "户次", ""),
    ("小时", "小时", ""),
    ("分钟", "分钟", ""),
    ("公里", "公里", ""),
    ("元", "元", "旦月"),
    ("篇", "篇", ""),
    ("份", "份", ""),
    ("起", "起", ""),
    ("场", "场", "所"),
    ("部", "部", "门署委"),
    ("类", "类", "似"),
    ("期", "期", "限间"),
    ("名", "名", "称单"),
    ("家", "家", "庭长"),
    ("户", "户", ""),
    ("页", "页", "面"),
    ("字", "字", "号"),
    ("批", "批", "复准示"),
    ("组", "组", "织"),
    ("处", "处", "室罚理"),
    ("册", "册", ""),
    ("张", "张", ""),
    ("幅", "幅", "度"),
    ("套", "套", ""),
    ("台", "台", "账"),
    ("本", "本", "级市区县年局机"),
    ("封", "封", ""),
    ("则", "则", "是"),
    ("宗", "宗", ""),
    ("例", "例", "会"),
    ("所", "所", "有属以在"),
    ("间", "间", ""),
    ("天", "天", ""),
    ("年", "年", "度代"),
    ("位", "位", "于列居置"),
    ("种", "种", "植"),
    ("倍", "倍", ""),
    ("通", "通", "过知报告讯"),
    ("轮", "轮", ""),
    ("支", "支", "持部"),
    ("块", "块", ""),
    ("枚", "枚", ""),
    ("亩", "亩", ""),
    ("吨", "吨", ""),
    ("‰", "‰", ""),
];

/// Units that a number of Chinese characters may stand before.
const STRICT: &[Unit] = &[
    ("件", "件", "套"),
    ("条", "条", "例款线"),
    ("个百分点", "百分点", ""),
    ("个工作日", "工作日", ""),
    ("个部分", "部分", ""),
    ("个方面", "方面", ""),
    ("个月", "个月", ""),
    ("个", "个", "一别维确意自全必务坚"),
    ("次", "次", "全会产"),
    ("项", "项", "规"),
    ("人次", "人次", ""),
    ("人", "人", "民大"),
    ("部分", "部分", ""),
    ("方面", "方面", ""),
    ("大领域", "领域", ""),
    ("大类", "类", ""),
    ("篇", "篇", ""),
    ("份", "份", ""),
    ("起", "起", ""),
    ("场", "场", "所"),
    ("类", "类", "似内过"),
    ("期", "期", "工限间"),
    ("名", "名", "称单"),
    ("家", "家", "庭"),
    ("户", "户", ""),
    ("批", "批", "复准"),
    ("册", "册", ""),
    ("封", "封", ""),
    ("宗", "宗", ""),
    ("例", "例", "会外"),
    ("天", "天", ""),
    ("种", "种", "植"),
    ("轮", "轮", ""),
];

fn find(units: &[Unit], p: &[char], i: usize) -> Option<(usize, &'static str)> {
    // Most units begin otherwise, which one look tells.
    let head = Some(at(p, i));
    let (word, name, stops) = units.iter().find(|(word, ..)| word.chars().next() == head && says(p, i, word))?;
    let end = i + word.chars().count();
    (!stops.contains(at(p, end))).then_some((end, *name))
}

/// The unit at this position after a number in digits: its end and its plain name.
pub(super) fn unit(p: &[char], i: usize) -> Option<(usize, &'static str)> {
    find(UNITS, p, i)
}

/// The unit at this position after a number in Chinese characters.
pub(super) fn strict(p: &[char], i: usize) -> Option<(usize, &'static str)> {
    find(STRICT, p, i)
}

/// Whether things that are published, asked for or handled are counted in it; sums are made of such.
pub fn counts(unit: &str) -> bool {
    !matches!(
        unit,
        "%" | "‰"
            | "百分点"
            | "元"
            | "工作日"
            | "个月"
            | "小时"
            | "分钟"
            | "天"
            | "年"
            | "倍"
            | "平方米"
            | "公里"
            | "亩"
            | "吨"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::text::fold;

    #[test]
    fn a_longer_unit_stands_before_those_it_begins_with() {
        for units in [UNITS, STRICT] {
            for (i, (word, ..)) in units.iter().enumerate() {
                assert!(!units.iter().take(i).any(|(other, ..)| word.starts_with(other)), "{word}");
            }
        }
    }

    #[test]
    fn a_unit_within_another_word_is_none() {
        let read = |text: &str| unit(&fold(text), 0).map(|(_, name)| name);
        assert_eq!(read("条信息"), Some("条"));
        assert_eq!(read("条例"), None);
        assert_eq!(read("部门"), None);
        assert_eq!(read("人次"), Some("人次"));
        assert_eq!(read("个方面"), Some("方面"));
        assert_eq!(strict(&fold("类内部事务"), 0), None);
    }
}
