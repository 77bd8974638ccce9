//! Rules of the catalogue that are not in force, each with the reason.

/// Codes that are taken but have no rule in force here yet, sorted, with the reason said to users.
pub static NOT_YET: &[(&str, &str)] = &[
    ("C-01", "统一格式没有要求写联系方式，不写不算错；写了的，由 C-02 至 C-05 核对"),
    ("E-02", EXPORT),
    ("E-03", "定稿后正文和表格改不动；重新打开改过又定稿的，以前导出的文件要重新导出"),
    ("F-07", "程序里的表格只有规定的行和列，不会出错；导入时与格式不符的行列另有说明"),
    ("N-06", "与 N-01 同报：第六部分空着由 N-01 报，按 F8 写入标准句"),
    ("N-11", "要与网站目录核对件数，程序不联网"),
    ("T2-B05", "现行格式的三个小项程序里都有，不会缺；导入时缺的行另有说明"),
    ("Y-06", "与 T1-S08 是同一条规则，只报 T1-S08"),
];

const EXPORT: &str = "每次导出时核对：写好的 Word、Excel、网页当场读回，有一格不同就指出是哪一格，不留下文件";

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
    const ADDED: [&str; 5] = ["E-05", "E-06", "P-NUM", "T2-D02", "T3-V02"];

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
