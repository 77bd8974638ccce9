//! Which rules are asked, and what they look at.

use std::sync::LazyLock;

use super::{Check, RULES, Rule};

/// Some of the rules, chosen once for many reports.
#[derive(Debug)]
pub struct Choice {
    /// Those that look at nothing but what is known of the tables.
    pub(super) about_tables: Vec<Check>,
    /// Those that look, besides, at nothing but what the numbers of the prose say.
    pub(super) about_numbers: Vec<Check>,
    /// Those that look at more.
    pub(super) about_prose: Vec<Check>,
    /// Those that judge the findings of the others.
    pub(super) about_findings: Vec<Check>,
    /// Do they look at nothing but cells?
    pub(super) is_about_cells: bool,
}

/// All rules.
pub(super) static ALL: LazyLock<Choice> = LazyLock::new(|| Choice::new(|_| true));

impl Choice {
    /// The rules that are wanted.
    pub fn new(is_wanted: impl Fn(&Rule) -> bool) -> Self {
        let rules = || RULES.iter().filter(|rule| is_wanted(rule));
        let (mut about_findings, others): (Vec<&Rule>, Vec<&Rule>) = rules().partition(|rule| rule.is_about_findings());
        // What bars the final version is counted when all is said.
        about_findings.sort_by_key(|rule| rule.code == "E-01");
        let (about_tables, others): (Vec<&Rule>, Vec<&Rule>) =
            others.into_iter().partition(|rule| rule.is_about_tables());
        let (about_numbers, about_prose): (Vec<&Rule>, Vec<&Rule>) =
            others.into_iter().partition(|rule| NUMBERS.contains(&rule.code));
        // What is asked at every key stands close together.
        let checks = |rules: Vec<&Rule>| rules.into_iter().map(|rule| rule.check).collect();
        Self {
            about_tables: checks(about_tables),
            about_numbers: checks(about_numbers),
            about_prose: checks(about_prose),
            about_findings: checks(about_findings),
            is_about_cells: rules().all(Rule::is_about_cells),
        }
    }
}

impl Rule {
    /// Is it the rule with this code, or one of the family (`T2`)?
    pub fn is_of(&self, code: &str) -> bool {
        self.code.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    /// Does it look at nothing but the cells of this year and last year?
    pub fn is_about_cells(&self) -> bool {
        CELLS.contains(&self.code)
    }

    /// Does it look at nothing but the tables of both years and what is known of them? The prose may speak through the
    /// diagnosis, as a witness.
    fn is_about_tables(&self) -> bool {
        self.is_about_cells() || TABLES.contains(&self.code)
    }

    /// Family E judges the other findings and the reasons given for them, not the report itself.
    fn is_about_findings(&self) -> bool {
        self.code.starts_with("E-")
    }
}

/// Rules that look at nothing but cells.
pub(super) const CELLS: [&str; 26] = [
    "F-01", "T1-S01", "T1-S02", "T1-S03", "T1-S04", "T1-S05", "T1-S06", "T1-S07", "T1-S08", "T1-S09", "T1-V01",
    "T1-V02", "T2-C01", "T2-C02", "T2-R01", "T2-V01", "T2-V02", "T3-R01", "T3-R02", "T3-R03", "T3-V01", "T3-V02",
    "Y-01", "Y-02", "Y-03", "Y-04",
];

/// Rules that look, besides, at what the figures say of each other.
const TABLES: [&str; 12] =
    ["T2-B03", "T2-B04", "T2-D01", "T2-D02", "T2-V03", "T2-X01", "T2-X02", "T3-B01", "T3-B02", "Y-05", "Y-07", "Y-10"];

/// Rules that look at the numbers of the prose, what they have to do with each other and with the tables, and at nothing
/// else: not at where they stand, nor at the words around those that are plain and of which no relation
/// tells ([`crate::prose::Relation::tells_of`]).
pub(super) const NUMBERS: [&str; 22] = [
    "P-APX", "P-APX2", "P-BAL", "P-BIG", "P-CLASS", "P-DUR", "P-ENUM", "P-NEAR", "P-PCT", "P-REP", "P-SUM", "P-SUM1",
    "P-T1", "P-T2", "P-T3", "P-UNIT", "P-ZERO", "T2-B01", "T2-B02", "T2-X03", "Y-08", "Y-09",
];
