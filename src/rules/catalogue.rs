//! Rules of the catalogue that are not in force, each with the reason.

/// Codes that are taken but have no rule in force here yet, sorted, with the reason said to users.
pub static NOT_YET: &[(&str, &str)] = &[
    ("C-01", "统一格式没有要求写联系方式，不写不算错；写了的，由 C-02 至 C-05 核对"),
    ("C-02", ORGAN),
    ("C-03", ORGAN),
    ("C-04", TEXT),
    ("C-05", ORGAN),
    ("C-06", TEXT),
    ("D-01", TEXT),
    ("D-02", TEXT),
    ("D-03", TEXT),
    ("D-04", TEXT),
    ("D-05", TEXT),
    ("D-06", TEXT),
    ("D-07", TEXT),
    ("E-01", "定稿时才用：强制级改完、核实级改完或说明后才能定稿"),
    ("E-02", EXPORT),
    ("E-03", EXPORT),
    ("F-02", TEXT),
    ("F-03", TEXT),
    ("F-04", TEXT),
    ("F-05", TEXT),
    ("F-06", TEXT),
    ("F-07", "程序里的表格只有规定的行和列，不会出错；导入时与格式不符的行列另有说明"),
    ("F-08", TEXT),
    ("F-09", TEXT),
    ("F-10", TEXT),
    ("I-01", TEXT),
    ("I-02", TEXT),
    ("I-03", TEXT),
    ("I-04", TEXT),
    ("I-05", TEXT),
    ("N-02", TEXT),
    ("N-03", TEXT),
    ("N-04", TEXT),
    ("N-05", TEXT),
    ("N-06", TEXT),
    ("N-07", TEXT),
    ("N-08", TEXT),
    ("N-09", TEXT),
    ("N-10", TEXT),
    ("N-11", "要与网站目录核对件数，程序不联网"),
    ("P-APX", NUMBERS),
    ("P-APX2", NUMBERS),
    ("P-BAL", NUMBERS),
    ("P-BIG", NUMBERS),
    ("P-CLASS", NUMBERS),
    ("P-DUR", NUMBERS),
    ("P-ENUM", NUMBERS),
    ("P-LINK", NUMBERS),
    ("P-NEAR", NUMBERS),
    ("P-PCT", NUMBERS),
    ("P-RATE", NUMBERS),
    ("P-REP", NUMBERS),
    ("P-SUM", NUMBERS),
    ("P-SUM1", NUMBERS),
    ("P-SUM2", NUMBERS),
    ("P-T1", NUMBERS),
    ("P-T2", NUMBERS),
    ("P-T3", NUMBERS),
    ("P-UNIT", NUMBERS),
    ("P-ZERO", NUMBERS),
    ("T1-S10", NUMBERS),
    ("T2-B01", NUMBERS),
    ("T2-B02", NUMBERS),
    ("T2-B05", "现行格式的三个小项程序里都有，不会缺；导入时缺的行另有说明"),
    ("T2-D01", SOLVING),
    ("T2-X01", SOLVING),
    ("T2-X02", SOLVING),
    ("T2-X03", SOLVING),
    ("W-01", TEXT),
    ("W-02", TEXT),
    ("W-03", TEXT),
    ("W-04", TEXT),
    ("W-05", "需要机关自备的错敏词表"),
    ("W-06", TEXT),
    ("W-07", TEXT),
    ("W-08", TEXT),
    ("W-09", TEXT),
    ("W-10", TEXT),
    ("W-11", TEXT),
    ("Y-06", "与 T1-S08 是同一条规则，只报 T1-S08"),
    ("Y-08", NUMBERS),
    ("Y-09", NUMBERS),
    ("Z-01", TEXT),
    ("Z-02", TEXT),
    ("Z-03", TEXT),
    ("Z-04", ORGAN),
    ("Z-05", TEXT),
];

const EXPORT: &str = "导出规则，导出成文后回读时才用";
const ORGAN: &str = "需要机关资料（电话区号、邮编、网址、机关名录）";
const TEXT: &str = "文字规则，还没有启用";
const NUMBERS: &str = "正文数字规则，还没有启用";
const SOLVING: &str = "随修复建议一起提供，还没有启用";

/// Why the rule with this code is not in force; `None` if it is, or if there is no such code.
pub fn reason_not_yet(code: &str) -> Option<&'static str> {
    NOT_YET.iter().find(|(other, _)| *other == code).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::{GATHERED, RULES};

    /// Every code of the catalogue, by family.
    const CATALOGUE: &[(&str, &str)] = &[
        ("T2", "R01 C01 C02 V01 V02 V03 D01 X01 X02 X03 B01 B02 B03 B04 B05 B06"),
        ("T3", "R01 R02 R03 V01 B01 B02 B03"),
        ("T1", "V01 V02 S01 S02 S03 S04 S05 S06 S07 S08 S09 S10"),
        ("Y", "01 02 03 04 05 06 07 08 09 10"),
        ("P", "SUM SUM1 SUM2 BAL T2 T1 T3 ZERO ENUM RATE PCT DUR NEAR CLASS UNIT APX APX2 REP LINK BIG"),
        ("N", "01 02 03 04 05 06 07 08 09 10 11"),
        ("F", "01 02 03 04 05 06 07 08 09 10"),
        ("D", "01 02 03 04 05 06 07"),
        ("C", "01 02 03 04 05 06"),
        ("I", "01 02 03 04 05"),
        ("W", "01 02 03 04 05 06 07 08 09 10 11"),
        ("Z", "01 02 03 04 05"),
        ("E", "01 02 03 04"),
        ("A", "01 02 03 04"),
    ];
    /// Codes that were added since.
    const ADDED: [&str; 1] = ["T3-V02"];

    #[test]
    fn every_code_of_the_catalogue_is_in_force_or_says_why_not() {
        let catalogue =
            CATALOGUE.iter().flat_map(|(family, codes)| codes.split(' ').map(move |c| format!("{family}-{c}")));
        let catalogue: Vec<String> = catalogue.collect();
        assert_eq!(catalogue.len(), 128);
        let wanted: BTreeSet<String> = catalogue.into_iter().chain(ADDED.map(str::to_owned)).collect();
        let gathered = || GATHERED.iter().map(|rule| rule.code);
        let codes =
            || RULES.iter().map(|rule| rule.code).chain(gathered()).chain(NOT_YET.iter().map(|(code, _)| *code));
        let found: BTreeSet<String> = codes().map(str::to_owned).collect();
        assert_eq!(found, wanted);
        assert_eq!(codes().count(), wanted.len(), "a code stands twice");
    }

    #[test]
    fn reasons_are_sorted_by_code_and_said_in_chinese() {
        assert!(NOT_YET.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(NOT_YET.iter().all(|(_, reason)| reason.chars().any(|c| ('一'..='龥').contains(&c))));
        assert_eq!(reason_not_yet("Y-06"), Some("与 T1-S08 是同一条规则，只报 T1-S08"));
        assert_eq!(reason_not_yet("Y-01"), None);
    }
}
