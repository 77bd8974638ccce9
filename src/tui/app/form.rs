//! A form to fill in: a new report, a copy, other particulars.

use super::{
    field::Field,
    msg::{Action, Ask, Effect, Msg},
};
use crate::{
    form::Edition,
    report::{About, Kind, Report, Scope, State},
};

/// What a new report's prose starts from.
const PROSE: [&str; 2] = ["用去年的作模板，数字留空待填", "空白"];

/// What the form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Purpose {
    /// A new, empty report.
    New,
    /// A copy of the report in this file.
    Copy(String),
    /// Other particulars for the report in this file.
    Rename(String),
    /// Whose reports of which year are summed up.
    Rollup,
}

/// The fields of the form, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// 机关
    Organ,
    /// 年度
    Year,
    /// 性质
    Kind,
    /// 口径
    Scope,
    /// 文字
    Prose,
}

impl Entry {
    /// All of them, from top to bottom.
    const ALL: [Self; 5] = [Self::Organ, Self::Year, Self::Kind, Self::Scope, Self::Prose];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Organ => "机关全称",
            Self::Year => "报告年度",
            Self::Kind => "机关性质",
            Self::Scope => "数据口径",
            Self::Prose => "各部分文字",
        }
    }
}

/// A form about a report's particulars.
#[derive(Debug)]
pub struct Form {
    purpose: Purpose,
    /// Full name of the organ.
    pub organ: Field,
    /// Year the report is about.
    pub year: Field,
    kind: usize,
    scope: usize,
    is_blank: usize,
    state: State,
    /// Where the cursor is.
    pub at: usize,
    /// Why it was not accepted.
    pub fault: Option<String>,
}

impl Form {
    /// A new report: the organ of the report under the cursor, the year after it, or last year.
    pub fn new_report(like: Option<&About>, this_year: u16) -> Self {
        let year = like.map_or(this_year - 1, |about| about.year + 1);
        let mut form = Self::filled(Purpose::New, like, year);
        form.state = State::Draft;
        form
    }

    /// A copy of a report: for the year after it.
    pub fn copy(name: String, about: &About) -> Self {
        Self { state: State::Draft, ..Self::filled(Purpose::Copy(name), Some(about), about.year + 1) }
    }

    /// Other particulars for a report.
    pub fn rename(name: String, about: &About) -> Self {
        Self::filled(Purpose::Rename(name), Some(about), about.year)
    }

    /// Whose reports of which year are summed up.
    pub fn rollup(organ: &str, year: u16) -> Self {
        Self { organ: Field::new(organ), ..Self::filled(Purpose::Rollup, None, year) }
    }

    fn filled(purpose: Purpose, about: Option<&About>, year: u16) -> Self {
        let position = |found: Option<usize>| found.unwrap_or_default();
        Self {
            purpose,
            organ: Field::new(about.map_or("", |about| &about.organ)),
            year: Field::new(&year.to_string()),
            kind: position(about.and_then(|about| Kind::ALL.iter().position(|kind| *kind == about.kind))),
            is_blank: 0,
            scope: position(about.and_then(|about| Scope::ALL.iter().position(|scope| *scope == about.scope))),
            state: about.map_or(State::Draft, |about| about.state),
            at: 0,
            fault: None,
        }
    }

    /// What the form is called.
    pub fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::New => "新建报告",
            Purpose::Copy(_) => "复制报告",
            Purpose::Rename(_) => "改名",
            Purpose::Rollup => "汇总：由哪个机关汇总哪一年",
        }
    }

    /// Its fields, from top to bottom.
    pub fn entries(&self) -> &'static [Entry] {
        match self.purpose {
            Purpose::New => &Entry::ALL,
            Purpose::Copy(_) | Purpose::Rename(_) => &Entry::ALL[..4],
            Purpose::Rollup => &Entry::ALL[..2],
        }
    }

    /// The field under the cursor.
    pub fn entry(&self) -> Entry {
        Entry::ALL[self.at]
    }

    /// What a choice shows; `None` for a field that is typed.
    pub fn choice(&self, entry: Entry) -> Option<&'static str> {
        match entry {
            Entry::Organ | Entry::Year => None,
            Entry::Kind => Some(Kind::ALL[self.kind].label()),
            Entry::Scope => Some(Scope::ALL[self.scope].label()),
            Entry::Prose => Some(PROSE[self.is_blank]),
        }
    }

    /// The field that is typed.
    pub fn field(&self, entry: Entry) -> Option<&Field> {
        match entry {
            Entry::Organ => Some(&self.organ),
            Entry::Year => Some(&self.year),
            Entry::Kind | Entry::Scope | Entry::Prose => None,
        }
    }

    /// A key or text. An effect means that the form is accepted.
    pub(super) fn update(&mut self, msg: &Msg) -> Option<Effect> {
        let last = self.entries().len() - 1;
        match msg {
            Msg::Act(Action::Accept) => return self.accept(),
            Msg::Act(Action::Enter) if self.at == last => return self.accept(),
            Msg::Act(Action::Enter | Action::Down | Action::Next) => self.at = (self.at + 1).min(last),
            Msg::Act(Action::Up | Action::Previous) => self.at = self.at.saturating_sub(1),
            msg => match self.entry() {
                Entry::Organ => type_into(&mut self.organ, msg),
                Entry::Year => type_into(&mut self.year, msg),
                Entry::Kind => turn(&mut self.kind, Kind::ALL.len(), msg),
                Entry::Scope => turn(&mut self.scope, Scope::ALL.len(), msg),
                Entry::Prose => turn(&mut self.is_blank, PROSE.len(), msg),
            },
        }
        None
    }

    fn accept(&mut self) -> Option<Effect> {
        match self.about() {
            Ok((about, edition)) => Some(match self.purpose.clone() {
                Purpose::New => {
                    Effect::Create { report: Box::new(Report::new(about, edition)), is_blank: self.is_blank == 1 }
                }
                Purpose::Copy(name) => Effect::Copy { name, about },
                Purpose::Rename(name) => Effect::Rename { name, about },
                Purpose::Rollup => Effect::Gather(Ask { organ: about.organ, year: about.year }),
            }),
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    /// The particulars and the edition they ask for, or why not.
    fn about(&mut self) -> Result<(About, &'static Edition), String> {
        let organ = self.organ.text().trim().to_owned();
        if organ.is_empty() {
            self.at = 0;
            return Err("请填写机关全称".into());
        }
        let digits: String = self.year.text().trim().chars().map(crate::report::value::fold).collect();
        let year = digits.parse::<u16>().ok().filter(|year| (2000..=2100).contains(year));
        let Some(year) = year else {
            self.at = 1;
            return Err("报告年度请填四位数字，如 2025".into());
        };
        let Some(edition) = Edition::for_year(year) else {
            self.at = 1;
            return Err(format!("{year} 年没有适用的格式：现行格式从 2019 年度报告开始使用"));
        };
        let about = About {
            organ,
            kind: Kind::ALL[self.kind],
            year,
            edition: edition.id.clone(),
            scope: Scope::ALL[self.scope],
            state: self.state,
        };
        Ok((about, edition))
    }
}

/// A key or text in a field.
pub(super) fn type_into(field: &mut Field, msg: &Msg) {
    match msg {
        Msg::Text(text) | Msg::Paste(text) => field.type_text(text),
        Msg::Act(Action::Backspace) => field.backspace(),
        Msg::Act(Action::Delete) => field.delete(),
        Msg::Act(Action::Left) => field.left(),
        Msg::Act(Action::Right) => field.right(),
        Msg::Act(Action::Home) => field.home(),
        Msg::Act(Action::End) => field.end(),
        _ => {}
    }
}

fn turn(choice: &mut usize, n_choices: usize, msg: &Msg) {
    match msg {
        Msg::Act(Action::Left) => *choice = (*choice + n_choices - 1) % n_choices,
        Msg::Act(Action::Right) => *choice = (*choice + 1) % n_choices,
        _ => {}
    }
}
