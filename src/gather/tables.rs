//! Many reports as tidy tables: one line a figure, one line a finding, and what the codes mean. For spreadsheets, SQL,
//! and what outgrows one machine.

use serde::Serialize;

use super::Gathering;
use crate::{
    form::{Edition, Kind as Cells},
    report::{About, Kind, Report, Scope, rollup},
    rules::{Checked, Level},
};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, UTF-8, with the names of the columns in the first line.
    Csv,
    /// One JSON object a line; figures are text, so that no digit is lost.
    Jsonl,
}

/// One figure of one report.
#[derive(Debug, Serialize)]
struct FigureLine<'a> {
    organ: &'a str,
    kind: &'a str,
    year: u16,
    scope: &'a str,
    edition: &'a str,
    place: &'a str,
    value: Option<String>,
    text: &'a str,
}

/// One finding in one report.
#[derive(Debug, Serialize)]
struct FindingLine<'a> {
    organ: &'a str,
    kind: &'a str,
    year: u16,
    scope: &'a str,
    edition: &'a str,
    file: &'a str,
    code: &'a str,
    level: Level,
    place: &'a str,
    message: &'a str,
    figures: String,
    waived: Option<&'a str>,
}

/// Names of the columns of the table of figures.
const FIGURES: &str = "organ,kind,year,scope,edition,place,value,text\n";
/// Names of the columns of the table of findings.
const FINDINGS: &str = "organ,kind,year,scope,edition,file,code,level,place,message,figures,waived\n";

/// The columns of the two tables, in Chinese.
const COLUMNS: [(&str, &str, &str); 20] = [
    ("figures", "organ", "机关全称"),
    (
        "figures",
        "kind",
        "机关性质：department 部门，township 乡镇街道，county、city、province 县、市、省级政府，vertical 垂直系统",
    ),
    ("figures", "year", "报告年度"),
    ("figures", "scope", "口径：organ 本机关，collected 汇总；两种不能加在一起"),
    ("figures", "edition", "版式：2019 或 2021"),
    ("figures", "place", "位置，永久代号 表.行.列，见 codebook"),
    ("figures", "value", "数值，十进制文字，金额一律折成万元；空白、“/”或读不出的格没有数值"),
    ("figures", "text", "格里填的原文；会被表格软件当作公式的，前面加一个单引号"),
    ("findings", "organ", "机关全称"),
    ("findings", "kind", "机关性质，同上"),
    ("findings", "year", "报告年度"),
    ("findings", "scope", "口径，同上"),
    ("findings", "edition", "版式"),
    ("findings", "file", "文件名"),
    ("findings", "code", "规则代码，见 nianbao rules"),
    ("findings", "level", "级别：error 强制，warning 核实，hint 提示"),
    ("findings", "place", "位置：格、章节，空的是整份报告"),
    ("findings", "message", "问题"),
    ("findings", "figures", "所依据的数字，空格隔开"),
    ("findings", "waived", "已写明的原因；没有的是空"),
];

impl Format {
    /// What a file's name ends in.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    /// The first line of the table of figures.
    pub fn figures_head(self) -> &'static str {
        if self == Self::Csv { FIGURES } else { "" }
    }

    /// The first line of the table of findings.
    pub fn findings_head(self) -> &'static str {
        if self == Self::Csv { FINDINGS } else { "" }
    }

    /// Every figure of a report, a line each.
    pub fn figures(self, report: &Report) -> String {
        let About { organ, kind, year, scope, .. } = &report.about;
        let edition = report.edition();
        let mut out = String::with_capacity(16 << 10);
        for cell in edition.indices() {
            let spec = edition.spec(cell);
            let text = report.text(cell);
            let value = rollup::number(text, spec.kind).map(|number| number.normalize().to_string());
            let (kind, scope) = (kind_id(*kind), scope_id(*scope));
            let (id, place) = (edition.id.as_str(), spec.place.as_str());
            match self {
                Self::Csv => {
                    let year = year.to_string();
                    line(&mut out, &[organ, kind, &year, scope, id, place, value.as_deref().unwrap_or(""), text]);
                }
                Self::Jsonl => {
                    let of = FigureLine { organ, kind, year: *year, scope, edition: id, place, value, text };
                    json(&mut out, &of);
                }
            }
        }
        out
    }

    /// Every finding in a report, a line each.
    pub fn findings(self, file: &str, report: &Report, checked: &Checked) -> String {
        let About { organ, kind, year, scope, .. } = &report.about;
        let edition = report.edition().id.as_str();
        let (kind, scope) = (kind_id(*kind), scope_id(*scope));
        let mut out = String::new();
        for finding in &checked.findings {
            let figures = finding.figures.join(" ");
            let (code, level, message) = (finding.code, finding.level, finding.message.as_str());
            let (place, waived) = (finding.place.as_str(), finding.waived.as_deref());
            match self {
                Self::Csv => {
                    let (year, level) = (year.to_string(), level_id(level));
                    let waived = waived.unwrap_or_default();
                    let fields =
                        [organ, kind, &year, scope, edition, file, code, level, place, message, &figures, waived];
                    line(&mut out, &fields);
                }
                Self::Jsonl => {
                    let year = *year;
                    let of = FindingLine {
                        organ,
                        kind,
                        year,
                        scope,
                        edition,
                        file,
                        code,
                        level,
                        place,
                        message,
                        figures,
                        waived,
                    };
                    json(&mut out, &of);
                }
            }
        }
        out
    }
}

/// What every place of every edition means.
pub fn codebook() -> String {
    let mut out =
        "edition,place,section,block,row_group,row_label,column_group,column_label,holds,is_total\n".to_owned();
    for edition in Edition::all() {
        for cell in edition.indices() {
            let (table, block, row, column) = edition.lines(cell);
            let holds = match column.kind {
                Cells::Count => "件数",
                Cells::Change => "增减，带正负",
                Cells::Money => "金额，万元",
            };
            let is_total = edition.is_total(cell);
            let section = edition.section(&table.id).map_or("", |section| &section.title);
            let place = edition.spec(cell).place.as_str();
            let rows = row.under.join("／");
            let columns = [column.under.as_str(), &column.label, holds, if is_total { "true" } else { "false" }];
            line(
                &mut out,
                &[&[edition.id.as_str(), place, section, &block.title, &rows, &row.label], &columns[..]].concat(),
            );
        }
    }
    out
}

/// Every equation of every edition, a line for each of its terms: the sum of the left ones equals that of the right.
pub fn equations() -> String {
    let mut out = "edition,code,line,place,side\n".to_owned();
    for edition in Edition::all() {
        for sum in edition.sums() {
            let Some(equation) = edition.equations.get(sum.equation) else { continue };
            for term in &sum.terms {
                let side = if term.is_left { "left" } else { "right" };
                line(&mut out, &[&edition.id, &equation.code, &sum.line, edition.spec(term.cell).place.as_str(), side]);
            }
        }
    }
    out
}

/// The sums of a roll-up, a line a cell.
pub fn sums(gathering: &Gathering) -> String {
    let rollup = &gathering.rollup;
    let edition = rollup.edition();
    let mut out = "place,section,row_label,column_label,sum,organs,unreadable\n".to_owned();
    for cell in edition.indices() {
        let (table, _, row, column) = edition.lines(cell);
        let sum = rollup.sum(cell);
        let total = sum.total.map_or(String::new(), |total| total.normalize().to_string());
        let section = edition.section(&table.id).map_or("", |section| &section.title);
        let place = edition.spec(cell).place.as_str();
        let (organs, unreadable) = (sum.figures.to_string(), sum.unreadable.len().to_string());
        line(&mut out, &[place, section, &row.label, &column.label, &total, &organs, &unreadable]);
    }
    out
}

/// What the columns of the tables mean.
pub fn columns() -> String {
    let mut out = "table,column,means\n".to_owned();
    for (table, column, means) in COLUMNS {
        line(&mut out, &[table, column, means]);
    }
    out
}

/// A permanent code for a sort of organ.
fn kind_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Department => "department",
        Kind::Township => "township",
        Kind::County => "county",
        Kind::City => "city",
        Kind::Province => "province",
        Kind::Vertical => "vertical",
    }
}

/// A permanent code for a scope, that of the plain interchange.
fn scope_id(scope: Scope) -> &'static str {
    match scope {
        Scope::Organ => "organ",
        Scope::Collected => "collected",
    }
}

fn level_id(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "hint",
    }
}

/// One line of CSV; what a spreadsheet would take for a formula is marked as text.
pub fn line(out: &mut String, fields: &[&str]) {
    for (n, field) in fields.iter().enumerate() {
        out.push_str(if n == 0 { "" } else { "," });
        let is_number = field.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
        let mark = if field.starts_with(['=', '+', '-', '@', '\t']) && !is_number { "'" } else { "" };
        if field.contains([',', '"', '\n', '\r']) || field.trim() != *field {
            out.extend(["\"", mark, &field.replace('"', "\"\""), "\""]);
        } else {
            out.extend([mark, field]);
        }
    }
    out.push('\n');
}

/// One line of JSON. These values hold nothing that JSON cannot.
fn json(out: &mut String, value: &impl Serialize) {
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{self, Example};

    #[test]
    fn a_figure_is_a_line_with_its_exact_value_and_its_text() {
        let changes = &[("t1.fees.amount", "251,000.5元"), ("t1.permits.decisions", "若干"), ("t2.new.total", "=1+1")];
        let mut report = Example::of_2021(changes).report().unwrap();
        report.about.organ = "示例市“一,二”局".into();
        let csv = Format::Csv.figures(&report);
        assert_eq!(csv.lines().count(), report.edition().cells().len());
        let of = "\"示例市“一,二”局\",department,2021,organ,2021";
        for line in [
            "t1.fees.amount,25.10005,\"251,000.5元\"",
            "t1.permits.decisions,,若干",
            "t2.new.total,,'=1+1",
            "t3.suit.total,0,0",
        ] {
            assert!(csv.contains(&format!("\n{of},{line}\n")), "{line}: {csv}");
        }
        let json = Format::Jsonl.figures(&report);
        assert!(json.contains(r#""place":"t1.fees.amount","value":"25.10005","text":"251,000.5元"}"#));
        assert!(json.contains(r#""place":"t1.permits.decisions","value":null,"text":"若干"}"#));
    }

    #[test]
    fn a_finding_is_a_line_with_as_many_fields_as_the_head() {
        let report = Example::of_2021(&[("t3.suit.pending", "1")]).report().unwrap();
        let checked = rules::check(&report, None);
        let csv = Format::Csv.findings("甲.ron", &report, &checked);
        assert_eq!(
            csv,
            "示例市财政局,department,2021,organ,2021,甲.ron,T3-R02,error,t3.suit.total,行政诉讼 直接起诉：四种结果之和 1，总计填 0，多 1,1 0,\n"
        );
        assert_eq!(csv.matches(',').count(), FINDINGS.matches(',').count());
        assert!(
            Format::Jsonl.findings("甲.ron", &report, &checked).contains(r#""level":"error","place":"t3.suit.total""#)
        );
    }

    #[test]
    fn the_codebook_explains_every_place_and_every_column() {
        let places: usize = Edition::all().iter().map(|edition| edition.cells().len()).sum();
        assert_eq!(codebook().lines().count(), places + 1);
        let names = |head: &str| head.trim().split(',').map(str::to_owned).collect::<Vec<_>>();
        for (table, head) in [("figures", FIGURES), ("findings", FINDINGS)] {
            let told = COLUMNS.iter().filter(|(of, ..)| *of == table).map(|(_, column, _)| (*column).to_owned());
            assert_eq!(told.collect::<Vec<_>>(), names(head));
        }
        assert_eq!(columns().lines().count(), COLUMNS.len() + 1);
        assert!(equations().contains("\n2019,T2-R01,new,t2.new.natural,left\n"));
    }
}
