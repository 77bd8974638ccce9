//! `nianbao new`: a new draft in the edition of its year, with the figures that last year's report hands on.

use std::{io::Write, path::PathBuf};

use clap::Args;

use super::{Exit, Fault, open, source, visible::visible};
use crate::{
    equations::{Carried, Start},
    form::{Along, Edition, Head},
    report::{About, Kind, Report, Scope, State},
    store::Folder,
};

/// Arguments of `new`.
#[derive(Debug, Args)]
#[command(override_usage = "nianbao new --organ <名称> --year <年度> [选项]", help_template = super::OPTIONS_PAGE)]
pub(super) struct New {
    /// 机关全称
    #[arg(long, value_name = "名称", value_parser = organ)]
    organ: String,
    /// 报告年度，2019 年度起有统一格式
    #[arg(long, value_name = "年度", value_parser = year)]
    year: u16,
    /// 口径：organ 本机关（默认），collected 汇总
    #[arg(long, value_name = "口径", value_parser = scope, default_value = "organ", hide_default_value = true)]
    scope: Scope,
    /// 机关类型：部门、乡镇街道、县级政府、市级政府、省级政府、垂直系统；不写则与去年相同，没有去年的按部门
    #[arg(long, value_name = "类型", value_parser = kind)]
    kind: Option<Kind>,
    /// 去年的报告；不写则在文件夹里找
    #[arg(long, value_name = "文件")]
    from: Option<PathBuf>,
    /// 各部分文字留空；不写则用去年的文字作模板，数字处留【待填】
    #[arg(long)]
    blank: bool,
    /// 放到哪个文件夹；不写则与工作台相同
    #[arg(short, long, value_name = "文件夹")]
    output: Option<PathBuf>,
}

impl New {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<Exit, Fault> {
        let edition = Edition::for_year(self.year).ok_or_else(|| Fault::Told(no_edition(self.year)))?;
        let folder = source::folder(&self.output.clone().map_or_else(open::folder, Ok)?)?;
        let mut about = About {
            organ: self.organ.clone(),
            kind: self.kind.unwrap_or_default(),
            year: self.year,
            edition: edition.id.clone(),
            scope: self.scope,
            state: State::default(),
        };
        let last = self.last(&folder, &about)?;
        if let (None, Some(last)) = (self.kind, &last) {
            about.kind = last.about.kind;
        }
        let start = last.as_ref().map(|last| Start::from_last(Report::new(about.clone(), edition), last, self.blank));
        let blank = Report::new(about, edition);
        let report = start.as_ref().map_or(&blank, |start| &start.report);
        let (name, _) = folder.create(report)?;
        let path = folder.path().join(name);
        writeln!(out, "已新建 {}（{}）", visible(&path.to_string_lossy()), edition.name)?;
        match (last, start) {
            (Some(last), Some(start)) => tell(&start, &last, out)?,
            _ => writeln!(out, "没有找到 {} 年度的报告，未带入数字；可以用 --from 指明", self.year - 1)?,
        }
        Ok(Exit::Clean)
    }

    /// Last year's report: the one named, or the one in the folder.
    fn last(&self, folder: &Folder, about: &About) -> Result<Option<Report>, Fault> {
        let last_year = self.year - 1;
        let Some(path) = &self.from else { return Ok(folder.last_year(about)) };
        let last = source::read(path)?.report;
        if last.about.year != last_year {
            return Err(Fault::Told(format!(
                "{} 是 {} 年度的报告，不是去年（{last_year} 年度）的，没有带入",
                path.display(),
                last.about.year
            )));
        }
        Ok(Some(last))
    }
}

fn tell(start: &Start, last: &Report, out: &mut impl Write) -> Result<(), Fault> {
    let Start { report, carried, .. } = start;
    writeln!(out, "去年的报告：{}", visible(&last.title()))?;
    if carried.is_empty() {
        writeln!(out, "其中没有可以带入的数字")?;
    }
    let edition = report.edition();
    for group in carried.chunk_by(|a, b| std::ptr::eq(a.carry, b.carry)) {
        let Some(Carried { carry, cell, .. }) = group.first() else { continue };
        let (_, _, row, column) = edition.lines(*cell);
        let what = match carry.along {
            Along::Row => &column.label,
            Along::Column => &row.short,
        };
        let figure = |carried: &Carried| {
            let (_, _, row, column) = edition.lines(carried.cell);
            let line = match carry.along {
                Along::Row => &row.short,
                Along::Column => &column.short,
            };
            format!("{line} {}", carried.text)
        };
        let figures: Vec<String> = group.iter().map(figure).collect();
        writeln!(out, "带入“{what}”{} 格：{}", group.len(), figures.join("，"))?;
    }
    if start.n_slots > 0 {
        writeln!(out, "文字用去年的作模板，{} 处数字和日期留作【待填】", start.n_slots)?;
    }
    if start.n_links > 0 {
        writeln!(out, "去年确认过或否定过的勾连带过来 {} 处，填上今年的数就照样核对", start.n_links)?;
    }
    if !start.unlinked.is_empty() {
        writeln!(out, "没有带过来的勾连，今年的表里没有那一格，或者去年就没有找到那个数：")?;
        for (words, name) in &start.unlinked {
            writeln!(out, "  “{}”原指“{}”", visible(words), visible(name))?;
        }
    }
    if start.n_problems > 0 {
        writeln!(out, "去年写了 {} 段问题和改进措施，今年要写改进情况", start.n_problems)?;
    }
    if !start.left_out.is_empty() {
        writeln!(out, "两年的格式不同，没有带过来的数字：")?;
        for (name, text) in &start.left_out {
            writeln!(out, "  {}  {}", visible(name), visible(text))?;
        }
    }
    Ok(())
}

pub(super) fn no_edition(year: u16) -> String {
    let first = Head::all()
        .next()
        .map_or(String::new(), |first| format!("：统一格式自 {} 年度起施行（{}）", first.first_year, first.notice));
    format!("{year} 年度没有统一格式{first}。请核对报告年度")
}

pub(super) fn organ(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("请写机关全称".into()) } else { Ok(text.to_owned()) }
}

pub(super) fn year(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|year| (1000..=9999).contains(year)).ok_or_else(|| "年度是四位数字，如 2021".into())
}

fn scope(text: &str) -> Result<Scope, String> {
    match text {
        "organ" => Ok(Scope::Organ),
        "collected" => Ok(Scope::Collected),
        _ => {
            Scope::ALL.into_iter().find(|scope| scope.label() == text).ok_or_else(|| "可以写：organ、collected".into())
        }
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    let is_it = |kind: &Kind| kind.label() == text || format!("{kind:?}").eq_ignore_ascii_case(text);
    let all = || Kind::ALL.map(Kind::label).join("、");
    Kind::ALL.into_iter().find(is_it).ok_or_else(|| format!("可以写：{}", all()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Example;

    fn texts(report: &Report, places: &[&str]) -> Vec<String> {
        let find = |place: &&str| report.edition().find(&(*place).into()).unwrap();
        places.iter().map(|place| report.text(find(place)).to_owned()).collect()
    }

    fn next(last: &Report, year: u16) -> (Report, usize) {
        let edition = Edition::for_year(year).unwrap();
        let start = Start::from_last(Report::new(About { year, ..last.about.clone() }, edition), last, true);
        (start.report, start.carried.len())
    }

    #[test]
    fn what_was_carried_forward_comes_in_and_projects_are_added_up() {
        let changes = &[
            ("t1.permits.last_year", "94"),
            ("t1.permits.change", "增25"),
            ("t1.other_services.last_year", "22"),
            ("t1.other_services.change", "减5"),
            ("t2.carried_forward.natural", "2"),
            ("t2.carried_forward.total", "2 件"),
        ];
        let last = Example::of("2019", 2019, changes).report().unwrap();
        let (report, carried) = next(&last, 2020);
        let places = [
            "t2.brought_forward.natural",
            "t2.brought_forward.total",
            "t1.permits.last_year",
            "t1.other_services.last_year",
            "t1.normative.public_total",
        ];
        assert_eq!(texts(&report, &places), ["2", "2", "119", "17", ""]);
        assert_eq!(carried, 7 + 5);
    }

    #[test]
    fn over_the_change_of_edition_only_table_2_is_carried() {
        let changes = &[
            ("t2.carried_forward.natural", "2"),
            ("t2.carried_forward.other", ""),
            ("t2.carried_forward.legal_service", "o"),
        ];
        let last = Example::of_2020(changes).report().unwrap();
        let (report, carried) = next(&last, 2021);
        let places = ["t2.brought_forward.natural", "t2.brought_forward.other", "t2.brought_forward.legal_service"];
        assert_eq!(texts(&report, &places), ["2", "", ""]);
        assert_eq!(carried, 5);
    }
}
