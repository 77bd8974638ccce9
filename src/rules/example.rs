//! Examples as data: a clean report and the few changes that make it a rule's good or bad case.

use crate::{
    equations,
    form::{Edition, Place},
    prose,
    report::{
        About, Kind, Report, Scope, State,
        doubt::Doubt,
        edit::Edit,
        note::{Note, Signature},
        pin::{Around, Mark, Pin, Tie},
        waiver::Waiver,
    },
};

/// Places and their texts.
type Texts = &'static [(&'static str, &'static str)];

/// What last year's report says where each year has its own to say; this year's answers its problem.
const LAST: [(&str, &str); 2] = [
    (
        "overview",
        "（一）主动公开。重点公开民生支出和绩效目标，逐月更新。\n\
         （二）依申请公开。全年无人提出申请，答复流程已经理顺。\n\
         （三）政府信息管理。建立台账，文件印发以前先定公开属性。\n\
         （四）政府信息公开平台建设。合并重复的栏目，服务大厅增设查询机。\n\
         （五）监督保障。两次组织业务培训，群众评议结果良好。",
    ),
    ("problems", "存在的问题：解读材料偏重文字，形式单一。\n改进情况：下一年配图说明。"),
];

/// A report written as its difference from a clean one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Id of the edition it is filled in.
    pub edition: &'static str,
    /// Year the report is about.
    pub year: u16,
    /// Places and their texts; all other cells are `0`, all other prose is clean.
    pub changes: Texts,
    /// The same for last year's report, in the edition of its year; there is none if this is empty.
    pub last: Texts,
    /// What sort of organ reports.
    pub kind: Kind,
    /// How far the report has come.
    pub state: State,
    /// A reason given for the finding of a rule: its code, place, figures, and the reason.
    pub waiver: Option<(&'static str, &'static str, &'static [&'static str], &'static str)>,
    /// What was remembered about the overview before it read as it does.
    pub past: Past,
}

/// What is remembered about the overview of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Nothing.
    Nothing,
    /// Once it read so, and its sums held.
    Held(&'static str),
    /// A reviewer said this about the overview, and nobody has settled it.
    Noted(&'static str),
    /// An import said this about the figures of 规章, and nobody has looked.
    Imported(&'static str),
    /// A number was tied to this place, and said this; its sentence was changed by another program.
    Lost(&'static str, &'static str),
}

impl Example {
    /// An example in an edition.
    pub const fn of(edition: &'static str, year: u16, changes: Texts) -> Self {
        let (kind, state) = (Kind::Department, State::Draft);
        Self { edition, year, changes, last: &[], kind, state, waiver: None, past: Past::Nothing }
    }

    /// An example in the edition in force.
    pub const fn of_2021(changes: Texts) -> Self {
        Self::of("2021", 2021, changes)
    }

    /// An example of 2020, in the edition of 2019.
    pub const fn of_2020(changes: Texts) -> Self {
        Self::of("2019", 2020, changes)
    }

    /// An example of 2022, and of last year's report beside it; both in the edition in force.
    pub const fn after(last: Texts, changes: Texts) -> Self {
        Self { last, ..Self::of("2021", 2022, changes) }
    }

    /// The example as a report; `None` only if it names an edition that does not exist.
    pub fn report(&self) -> Option<Report> {
        let mut report = clean(Edition::by_id(self.edition)?, self.year);
        (report.about.kind, report.about.state) = (self.kind, self.state);
        fill(&mut report, self.changes);
        self.past.put_into(&mut report);
        if let Some((code, place, figures, reason)) = self.waiver {
            report.apply(Edit::Waive(Waiver {
                code: code.into(),
                place: place.into(),
                figures: figures.iter().map(|figure| (*figure).to_owned()).collect(),
                reason: reason.into(),
                by: "示例".into(),
                at: String::new(),
            }));
        }
        Some(report)
    }

    /// Last year's report, if the example has one.
    pub fn last_report(&self) -> Option<Report> {
        let year = self.year.checked_sub(1).filter(|_| !self.last.is_empty())?;
        let mut report = clean(Edition::for_year(year)?, year);
        // A report that says the same in both years would be found at that.
        for (section, text) in LAST {
            report.set_paragraphs(section, text.split('\n').map(str::to_owned).collect());
        }
        fill(&mut report, self.last);
        Some(report)
    }
}

impl Past {
    fn put_into(self, report: &mut Report) {
        match self {
            Self::Nothing => {}
            Self::Held(before) => {
                let now = report.paragraphs("overview").to_vec();
                report.set_paragraphs("overview", vec![before.to_owned()]);
                let settled = equations::settled(report, "overview", &prose::read(before));
                let changed = Edit::between("overview", &[before.to_owned()], &now);
                for edit in settled.into_iter().chain(changed) {
                    report.apply(edit);
                }
            }
            Self::Noted(text) => {
                let written = Signature { by: "示例".into(), at: String::new() };
                let (place, quote) = ("overview".into(), String::new());
                let note = Note { place, quote, text: text.into(), written, settled: None };
                report.apply(Edit::Note { remove: None, add: Some(note) });
            }
            Self::Imported(text) => {
                let (place, held, ways) = ("t1.gov_rules.issued".into(), vec!["0".into(); 3], Vec::new());
                let doubt = Doubt { place, held, text: text.into(), ways, light: false };
                report.apply(Edit::Doubt { remove: None, add: Some(doubt) });
            }
            Self::Lost(place, value) => {
                let around =
                    Around { left: "收到政府信息公开申请".into(), right: "件，均已答复。".into() };
                let mark = Mark { lost: Some(around), ..Mark::new(0, 0, value, "件") };
                let pin = Pin::of_number("overview", mark, Tie::Is(vec![place.into()]));
                report.apply(Edit::Pins { remove: Vec::new(), add: vec![pin] });
            }
        }
    }
}

fn fill(report: &mut Report, texts: Texts) {
    for (place, text) in texts {
        match report.edition().find(&Place::from(*place)) {
            Some(cell) => report.set(cell, text),
            None => report.set_paragraphs(place, text.split('\n').map(str::to_owned).collect()),
        }
    }
}

/// A report without fault: every cell `0`, every section of prose filled with the least that is sensible.
fn clean(edition: &'static Edition, year: u16) -> Report {
    let about = About {
        organ: "示例市财政局".into(),
        kind: Kind::Department,
        year,
        edition: edition.id.clone(),
        scope: Scope::Organ,
        state: State::Draft,
    };
    let mut report = Report::new(about, edition);
    for cell in edition.indices() {
        report.set(cell, "0");
    }
    for (section, text) in prose(edition, year) {
        report.set_paragraphs(section, text.split('\n').map(str::to_owned).collect());
    }
    report
}

fn prose(edition: &Edition, year: u16) -> [(&'static str, String); 5] {
    let notice = &edition.notice;
    [
        (
            "preface",
            format!(
                "本报告根据《中华人民共和国政府信息公开条例》和{notice}编制，\
                 所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
            ),
        ),
        (
            "overview",
            "（一）主动公开。财政预算、决算和政府采购信息按规定及时公开。\n\
             （二）依申请公开。申请的受理渠道保持畅通，答复文书由法制科室审核。\n\
             （三）政府信息管理。公开前逐条审查，失效的信息随时清理。\n\
             （四）政府信息公开平台建设。门户网站专栏由专人维护，查阅点照常开放。\n\
             （五）监督保障。公开工作列入科室考核，全年没有发生责任追究的情形。"
                .into(),
        ),
        (
            "problems",
            "存在的问题：部分解读材料偏重文字，形式单一。\n改进情况：增加图表解读，并请业务科室参与撰写。".into(),
        ),
        ("other", "本年没有收取信息处理费，无其他需要报告的事项。".into()),
        ("signature", format!("示例市财政局\n{}年1月20日", year.saturating_add(1))),
    ]
}
