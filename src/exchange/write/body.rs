//! A report in reading order: title, headings, paragraphs, tables, signature. What every written document goes through.

use super::plain::clean;
use crate::{
    exchange::{
        grid::{self, Grid},
        particulars, sections,
    },
    report::Report,
};

/// One part of a document, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// The title's two lines: organ, and year and name of the report.
    Title([String; 2]),
    /// The heading of a section: its id, its title, and whether a table follows at once.
    Heading {
        /// Id of the section.
        section: &'static str,
        /// Its title in the form's wording.
        text: &'static str,
        /// Does its table follow without a paragraph between?
        is_over_table: bool,
    },
    /// A heading of the second level, on a line of its own: `（一）主动公开`.
    Aspect(String),
    /// A paragraph; its first sentence is a heading of the second level if it is parted off.
    Text {
        /// The heading it begins with; empty if there is none.
        lead: String,
        /// The rest.
        text: String,
    },
    /// A table.
    Table(Grid),
    /// The signature's lines: organ and date.
    Signature(Vec<Signed>),
}

/// A line of the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signed {
    /// What it says.
    pub(super) text: String,
    /// Blank room to its right, in half characters (GB/T 9704-2012, 7.3.5.2).
    pub(super) room: usize,
}

/// The longest sentence that is taken for a heading at the start of a paragraph, in characters.
const LEAD: usize = 24;

/// The parts of a report; what belongs to no section stays behind.
pub(super) fn parts(report: &Report) -> Vec<Part> {
    parts_by(report, clean)
}

/// The same, its texts put in order by `tidy`.
pub(super) fn parts_by(report: &Report, tidy: fn(&str) -> String) -> Vec<Part> {
    let edition = report.edition();
    let name = format!("{}年政府信息公开工作年度报告", report.about.year);
    let mut parts = vec![Part::Title([tidy(&report.about.organ), name])];
    for section in &edition.sections {
        let paragraphs: Vec<String> = texts_by(report, &section.id, tidy).collect();
        match section.id.as_str() {
            "unplaced" => {}
            "signature" if paragraphs.is_empty() => {}
            "signature" => parts.push(Part::Signature(signed(paragraphs))),
            id => {
                let grid = grid::of(edition, id);
                // Remarks stand below the table, whatever leads to it above.
                let notes = paragraphs.iter().position(|text| is_note(text)).filter(|_| grid.is_some());
                let (above, below) = paragraphs.split_at(notes.unwrap_or(paragraphs.len()));
                if section.part {
                    let is_over_table = grid.is_some() && above.is_empty();
                    parts.push(Part::Heading { section: id, text: &section.title, is_over_table });
                }
                parts.extend(above.iter().map(|text| paragraph(text)));
                parts.extend(grid.map(Part::Table));
                parts.extend(below.iter().map(|text| paragraph(text)));
            }
        }
    }
    parts
}

/// The paragraphs of a section as they leave, blank ones left out.
pub(in crate::exchange) fn texts<'a>(report: &'a Report, section: &'a str) -> impl Iterator<Item = String> + 'a {
    texts_by(report, section, clean)
}

fn texts_by<'a>(report: &'a Report, section: &'a str, tidy: fn(&str) -> String) -> impl Iterator<Item = String> + 'a {
    let texts = report.paragraphs(section).iter().map(move |text| tidy(text).trim().to_owned());
    texts.filter(|text| !text.is_empty())
}

/// Does a paragraph by a table say something about it?
fn is_note(text: &str) -> bool {
    ["注：", "注:", "备注", "说明：", "说明:", "*", "※"].iter().any(|mark| text.starts_with(mark))
}

fn paragraph(text: &str) -> Part {
    let is_aspect = text.starts_with(['（', '(']) && sections::is_item(text);
    if is_aspect && sections::is_bare_heading(text) {
        return Part::Aspect(text.to_owned());
    }
    let lead = text.find('。').map(|at| text.split_at(at + '。'.len_utf8()));
    match lead.filter(|(lead, rest)| is_aspect && !rest.trim().is_empty() && lead.chars().count() <= LEAD) {
        Some((lead, rest)) => Part::Text { lead: lead.to_owned(), text: rest.to_owned() },
        None => Part::Text { lead: String::new(), text: text.to_owned() },
    }
}

/// Organ two characters from the right edge, the date beginning two characters further right than the organ; a longer
/// date two characters from the edge.
fn signed(lines: Vec<String>) -> Vec<Signed> {
    let halves = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let mut signed: Vec<Signed> = lines.into_iter().map(|text| Signed { text, room: 4 }).collect();
    if let [organ, date] = signed.as_mut_slice()
        && particulars::is_date(&date.text)
    {
        let (n_organ, n_date) = (halves(&organ.text), halves(&date.text));
        if n_organ >= n_date + 4 {
            date.room = n_organ - n_date;
        } else {
            organ.room = n_date + 8 - n_organ;
        }
    }
    signed
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    /// A report of an invented organ, with something everywhere.
    pub(in crate::exchange) fn sample(edition: &str) -> Report {
        let edition = Edition::by_id(edition).unwrap();
        let about = About {
            organ: "示例市财政局".into(),
            kind: Kind::Department,
            year: edition.first_year,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::Draft,
        };
        let mut report = Report::new(about, edition);
        let prose: [(&str, &[&str]); 6] = [
            ("preface", &["本报告按照《中华人民共和国政府信息公开条例》编制。"]),
            ("overview", &["（一）主动公开", "公开信息12条。", "（二）依申请公开。收到申请3件，都已办结。"]),
            ("t2", &["收到的申请如下。", "注：含上年结转。"]),
            ("problems", &["一是更新不够快；二是解读不够多。"]),
            ("other", &["没有收取信息处理费。"]),
            ("signature", &["示例市财政局", "2022年1月20日"]),
        ];
        for (section, texts) in prose {
            report.set_paragraphs(section, texts.iter().map(|text| (*text).to_owned()).collect());
        }
        for cell in edition.indices() {
            report.set(cell, if edition.spec(cell).place.table() == "t1" { "12" } else { "0" });
        }
        report
    }

    #[test]
    fn a_report_is_read_from_its_title_to_its_signature() {
        let parts = parts(&sample("2021"));
        let shown: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Title([organ, name]) => format!("{organ}/{name}"),
                Part::Heading { section, is_over_table, .. } => format!("# {section} {is_over_table}"),
                Part::Aspect(text) => format!("## {text}"),
                Part::Text { lead, text } => format!("{lead}|{text}"),
                Part::Table(grid) => format!("[{}]", grid.table),
                Part::Signature(lines) => format!("{lines:?}"),
            })
            .collect();
        assert_eq!(
            shown[..shown.len() - 1],
            [
                "示例市财政局/2021年政府信息公开工作年度报告",
                "|本报告按照《中华人民共和国政府信息公开条例》编制。",
                "# overview false",
                "## （一）主动公开",
                "|公开信息12条。",
                "（二）依申请公开。|收到申请3件，都已办结。",
                "# t1 true",
                "[t1]",
                "# t2 false",
                "|收到的申请如下。",
                "[t2]",
                "|注：含上年结转。",
                "# t3 true",
                "[t3]",
                "# problems false",
                "|一是更新不够快；二是解读不够多。",
                "# other false",
                "|没有收取信息处理费。",
            ]
        );
    }

    #[test]
    fn the_date_stands_two_characters_further_right_than_the_organ() {
        let rooms = |organ: &str, date: &str| -> Vec<usize> {
            signed(vec![organ.into(), date.into()]).iter().map(|line| line.room).collect()
        };
        // 12 halves of organ, 13 of date: the date is 2 characters from the edge, the organ begins 2 before it.
        assert_eq!(rooms("示例市财政局", "2022年1月20日"), [13 + 8 - 12, 4]);
        assert_eq!(rooms("示例省示例市人民政府办公室", "2022年1月20日"), [4, 26 - 13]);
        assert_eq!(rooms("示例市财政局", "示例市水务局"), [4, 4]);
    }
}
