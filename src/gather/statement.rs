//! What a roll-up says about itself in words: who is in it, who is not, what could not be summed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Gathering, Standing};
use crate::{form::Edition, report::rollup::Sum};

/// Names told in one line.
const NAMES: usize = 10;
/// Findings of one rule told in full.
const REMARKS: usize = 20;

impl Gathering {
    /// The statement, line by line; what needs somebody's attention begins with a mark.
    pub fn statement(&self) -> Vec<String> {
        let edition = self.rollup.edition();
        let mut lines = vec![format!(
            "{} {} 年度汇总，{}：计入 {} 家",
            self.wish.organ,
            self.wish.year,
            edition.name,
            self.rollup.parts().len()
        )];
        lines.extend(self.attendance());
        lines.extend(self.standing());
        lines.extend(self.unsummed());
        lines.extend(self.findings());
        if let [_] = &lines[..] {
            lines.push("没有缺报、读不出或者对不上的".into());
        }
        lines
    }

    /// Who is in it and who is not.
    fn attendance(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(roster) = &self.wish.roster {
            let repeated: Vec<String> = roster.repeated.iter().map(super::Due::label).collect();
            if !repeated.is_empty() {
                lines.push(format!("! 名单里写了两次：{}", names(&repeated)));
            }
            let both: Vec<String> = roster
                .due
                .iter()
                .filter(|due| due.scope == super::Scope::Collected)
                .filter(|due| roster.due.iter().any(|own| own.organ == due.organ && own.scope != due.scope))
                .map(|due| due.organ.clone())
                .collect();
            if !both.is_empty() {
                lines.push(format!("! 本机关和汇总两份都在名单上，会重复计入，请核对：{}", names(&both)));
            }
        }
        let extra: Vec<String> = self.extra.iter().map(|(due, _)| due.label()).collect();
        if !extra.is_empty() {
            lines.push(format!("! 名单之外 {} 份，没有计入：{}", extra.len(), names(&extra)));
        }
        let collected: Vec<String> = self.collected.iter().map(|(due, _)| due.organ.clone()).collect();
        if !collected.is_empty() {
            lines.push(format!(
                "· 另有 {} 份汇总报告没有计入：{}。要计入，请列名单并写成“{}（汇总）”",
                collected.len(),
                names(&collected),
                collected[0]
            ));
        }
        for (name, why) in self.unread.iter().take(REMARKS) {
            lines.push(format!("✗ 没有计入 {name}：{why}"));
        }
        if self.unread.len() > REMARKS {
            lines.push(format!("✗ 读不出来的共 {} 份", self.unread.len()));
        }
        lines
    }

    /// Whose tables and carry-overs do not agree.
    fn standing(&self) -> Vec<String> {
        let organs = |is_it: fn(&Standing) -> bool| -> Vec<String> {
            let both = self.rollup.parts().iter().zip(&self.standings);
            both.filter(|(_, standing)| is_it(standing)).map(|(part, _)| super::due(&part.about).label()).collect()
        };
        let wrong = organs(|standing| standing.errors > 0);
        let carries = organs(|standing| standing.carries > 0);
        let mut lines = Vec::new();
        if !wrong.is_empty() {
            lines.push(format!("✗ 表格有强制级问题 {} 家：{}", wrong.len(), names(&wrong)));
        }
        if !carries.is_empty() {
            lines.push(format!("! 与去年结转不符 {} 家：{}", carries.len(), names(&carries)));
        }
        lines
    }

    /// What could not be summed, or only so.
    fn unsummed(&self) -> Vec<String> {
        let edition = self.rollup.edition();
        let mut lines = Vec::new();
        let sums = || edition.indices().map(|cell| (cell, self.rollup.sum(cell)));
        for (cell, sum) in sums().filter(|(_, sum)| !sum.unreadable.is_empty()).take(REMARKS) {
            let organs: Vec<String> = sum
                .unreadable
                .iter()
                .filter_map(|n| self.rollup.parts().get(*n))
                .map(|part| super::due(&part.about).label())
                .collect();
            let (table, name) = (edition.table_name(edition.spec(cell).place.table()), edition.name(cell));
            lines.push(format!("✗ {table} {name}：{} 家读不出数，合计里没有：{}", organs.len(), names(&organs)));
        }
        for (cell, Sum { unitless, .. }) in sums().filter(|(_, sum)| sum.unitless > 0) {
            if self.rollup.is_without_unit(cell) {
                lines.push(format!("! {}：{unitless} 家没有写单位，按万元计，请核对", edition.name(cell)));
            }
        }
        lines.extend(self.other_editions());
        lines
    }

    fn other_editions(&self) -> Vec<String> {
        let edition = self.rollup.edition();
        let mut others: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for part in self.rollup.parts().iter().filter(|part| part.about.edition != edition.id) {
            others.entry(&part.about.edition).or_default().push(super::due(&part.about).label());
        }
        let mut lines = Vec::new();
        for (id, organs) in others {
            let Some(other) = Edition::by_id(id) else { continue };
            lines.push(format!(
                "! {} 家用的是{}，不是{}：{}。意义相同的格照加",
                organs.len(),
                other.name,
                edition.name,
                names(&organs)
            ));
            let left = self.rollup.left().iter().filter(|((of, _), _)| of == id);
            for ((_, place), left) in left {
                let name = other.find(place).map_or_else(|| place.to_string(), |cell| other.name(cell));
                let total = plain(left.total);
                lines.push(format!("! {}没有“{name}”，没有计入：{} 家合计 {total}", edition.name, left.reports));
            }
        }
        let near: Vec<String> = edition
            .indices()
            .filter(|cell| self.rollup.sum(*cell).near > 0)
            .map(|cell| edition.lines(cell).2.short.clone())
            .fold(Vec::new(), |mut rows, row| {
                if !rows.contains(&row) {
                    rows.push(row);
                }
                rows
            });
        if !near.is_empty() {
            lines.push(format!("! 别的版式里没有细分的数，近似计入“{}”，请核对", near.join("”“")));
        }
        lines
    }

    /// What the rules over many reports found.
    fn findings(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for of_rule in self.remarks.chunk_by(|a, b| a.finding.code == b.finding.code) {
            for remark in of_rule.iter().take(REMARKS) {
                let finding = &remark.finding;
                lines.push(format!("{} {} {}：{}", finding.level.mark(), finding.code, remark.organ, finding.message));
            }
            if let (Some(remark), true) = (of_rule.first(), of_rule.len() > REMARKS) {
                let finding = &remark.finding;
                let rest = of_rule.len() - REMARKS;
                lines.push(format!("{} {} 另有 {rest} 条，写成 .xlsx 可看全部", finding.level.mark(), finding.code));
            }
        }
        lines
    }
}

/// The first names, and how many there are in all if that is not all of them.
fn names(all: &[String]) -> String {
    let shown = all.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join("、");
    if all.len() > NAMES { format!("{shown}等") } else { shown }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}
