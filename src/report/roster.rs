//! A roster (名单): the organs whose reports are due, one a line; who is missing, and who only bears another name.

use std::collections::{BTreeMap, HashSet};

use super::{Scope, value::fold};

/// Name of the roster in a folder of reports.
pub const ROSTER: &str = "名单.txt";
/// Names of which so much is alike may be meant to be one.
const ALIKE: f64 = 0.72;
/// In a name of fewer characters every one tells: 示例市财政局 is not 示例市民政局.
const TELLING: usize = 9;
/// Beyond so many pairs only names that differ in spaces and brackets are pointed out.
const MOST_PAIRS: usize = 2_000_000;

/// Whose report is due: an organ, in a scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// Full name of the organ.
    pub organ: String,
    /// Its own report, or the collected one of a lower level.
    pub scope: Scope,
}

/// The organs whose reports are due, in the order of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Each once.
    pub due: Vec<Due>,
    /// Those that stand in the list more than once.
    pub repeated: Vec<Due>,
}

/// Someone who is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Whose report is missing.
    pub due: Due,
    /// A report that is there and not on the roster, under a name much like it.
    pub near: Option<String>,
}

impl Due {
    /// An organ as a line of a roster names it: `示例县（汇总）` is the collected report of the county.
    fn of(line: &str) -> Self {
        let line = line.trim();
        let collected = ["（汇总）", "(汇总)", "-汇总"].iter().find_map(|mark| line.strip_suffix(mark));
        let scope = if collected.is_some() { Scope::Collected } else { Scope::Organ };
        Self { organ: collected.unwrap_or(line).trim().to_owned(), scope }
    }

    /// How a list names it.
    pub fn label(&self) -> String {
        format!("{}{}", self.organ, if self.scope == Scope::Collected { "（汇总）" } else { "" })
    }
}

impl Roster {
    /// Reads a list: one organ a line; blank lines and what stands behind `#` are passed over.
    pub fn read(text: &str) -> Self {
        let mut roster = Self::default();
        let mut seen = HashSet::new();
        for line in text.trim_start_matches('\u{feff}').lines() {
            let due = Due::of(line.split('#').next().unwrap_or_default());
            if due.organ.is_empty() {
                continue;
            }
            if seen.insert(due.clone()) {
                roster.due.push(due);
            } else if !roster.repeated.contains(&due) {
                roster.repeated.push(due);
            }
        }
        roster
    }

    /// Is this report due?
    pub fn has(&self, due: &Due) -> bool {
        self.due.contains(due)
    }

    /// Who is missing among those that came, in the roster's order; `extra` are reports that are not on the roster.
    pub fn missing(&self, came: &HashSet<Due>, extra: &[Due]) -> Vec<Missing> {
        let missing: Vec<&Due> = self.due.iter().filter(|due| !came.contains(due)).collect();
        let plainly: BTreeMap<(String, Scope), &Due> =
            extra.iter().map(|due| ((plain(&due.organ), due.scope), due)).collect();
        let may_compare = missing.len().saturating_mul(extra.len()) <= MOST_PAIRS;
        let near = |due: &Due| {
            let same = plainly.get(&(plain(&due.organ), due.scope)).copied();
            let alike = || {
                let others = extra.iter().filter(|other| may_compare && other.scope == due.scope);
                let rated = others.map(|other| (likeness(&due.organ, &other.organ), other));
                rated.filter(|(rate, _)| *rate >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| other)
            };
            same.or_else(alike).map(|other| other.organ.clone())
        };
        missing.into_iter().map(|due| Missing { due: due.clone(), near: near(due) }).collect()
    }
}

/// A name without what is often written one way or the other: spaces, brackets, width.
fn plain(name: &str) -> String {
    name.chars().map(fold).filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '“' | '”' | '"' | '·')).collect()
}

/// How alike two names are; one that only leaves characters of the other out counts as much alike (住建局 for
/// 住房和城乡建设局). Names of which one number is another, or short ones of which one character is, are two organs'.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (plain(a), plain(b));
    let (short, long) = if a.chars().count() <= b.chars().count() { (&a, &b) } else { (&b, &a) };
    let mut rest = long.chars();
    let is_left_out = short.chars().count() >= 4 && short.chars().all(|c| rest.any(|other| other == c));
    let rate = strsim::normalized_levenshtein(&a, &b);
    if numberless(&a) == numberless(&b) {
        0.0
    } else if is_left_out {
        rate.max(ALIKE)
    } else if short.chars().count() < TELLING {
        0.0
    } else {
        rate
    }
}

/// A name without its numbers.
fn numberless(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit() && !"〇零一二三四五六七八九十百".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(organ: &str) -> Due {
        Due::of(organ)
    }

    #[test]
    fn a_list_is_read_line_by_line() {
        let roster =
            Roster::read("\u{feff}示例市财政局\r\n\n  示例县（汇总） # 县政府办报\n示例市财政局\n#示例市水务局\n");
        assert_eq!(roster.due, [due("示例市财政局"), Due { organ: "示例县".into(), scope: Scope::Collected }]);
        assert_eq!(roster.repeated, [due("示例市财政局")]);
        assert_eq!(roster.due[1].label(), "示例县（汇总）");
    }

    #[test]
    fn who_is_missing_is_told_with_the_name_that_is_much_like_it() {
        let roster = Roster::read("示例市水务局\n示例市财政局\n示例市教育局\n示例市 民政局\n示例市住房和城乡建设局");
        let came = HashSet::from([due("示例市财政局")]);
        let extra =
            [due("示例市水务局（本级）"), due("示例市民政局"), due("示例市住建局"), due("示例县教育局（汇总）")];
        let missing = roster.missing(&came, &extra);
        let told: Vec<_> = missing.iter().map(|m| (m.due.organ.as_str(), m.near.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("示例市水务局", Some("示例市水务局（本级）")),
                ("示例市教育局", None),
                ("示例市 民政局", Some("示例市民政局")),
                ("示例市住房和城乡建设局", Some("示例市住建局")),
            ]
        );
    }

    #[test]
    fn another_number_or_another_trade_is_another_organ() {
        let near = |due: &str, other: &str| {
            let missing = Roster::read(due).missing(&HashSet::new(), &[self::due(other)]);
            missing.into_iter().next().and_then(|missing| missing.near)
        };
        for (due, other) in [
            ("示例市财政局", "示例市民政局"),
            ("示例市第21局", "示例市第20局"),
            ("示例市第五中学", "示例市第六中学"),
            ("示例市第4局", "示例市第14局"),
        ] {
            assert_eq!(near(due, other), None, "{due} {other}");
        }
        for (due, other) in [
            ("示例市人力资源和社会保障局", "示例市人社局"),
            ("示例市第４局", "示例市第4局"),
            ("示例市政务服务数据管理局", "示例市政务服务数据管埋局"),
        ] {
            assert_eq!(near(due, other).as_deref(), Some(other), "{due}");
        }
    }
}
