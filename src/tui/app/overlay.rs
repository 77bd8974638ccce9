//! What lies over the screen: a question with numbered answers, a form, an import and what it says.

use ratatui::layout::Size;

use super::{
    clash::Clashes,
    compare::{self, Compare},
    export::Export,
    form::Form,
    history::{self, History},
    import::{Account, Import, Wish},
    msg::{Action, Effect, Leaving, Msg, Scope},
    palette::{Choice, Goal, Palette},
    preview::{self, Preview},
    rollup::{self, RollupScreen},
    settings::SettingsForm,
};
use crate::{
    report::{Report, State, course::Way, value::fold},
    rules::Repair,
    store::{Owner, Settings},
    width,
};

/// Most columns of what led to the state of a report, so that the steps to take from there stay on the screen.
const LAST_STEP: usize = 240;

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// A question.
    Question(Question),
    /// A form to fill in.
    Form(Box<Form>),
    /// The line that asks for a file to import.
    Import(Box<Import>),
    /// What an import says about itself.
    Account(Box<Account>),
    /// The formats and the folder of an export.
    Export(Box<Export>),
    /// Every action and place by name.
    Palette(Box<Palette>),
    /// The settings.
    Settings(Box<SettingsForm>),
    /// 汇总
    Rollup(Box<RollupScreen>),
    /// One year beside another.
    Compare(Box<Compare>),
    /// The report as it is printed.
    Preview(Box<Preview>),
    /// What two people changed, to choose from.
    Clash(Box<Clashes>),
    /// The versions of the report.
    History(Box<History>),
}

/// A question with numbered answers; 1/2/3 instead of letters, because an input method would take them.
#[derive(Debug)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// The answers, the first one first.
    pub answers: Vec<(String, Answer)>,
    /// Which answer Enter takes.
    pub selected: usize,
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Save, then leave.
    SaveAndLeave(Leaving),
    /// Leave without saving, with a version of what was not saved in the history.
    GiveUp(Leaving),
    /// Leave, although nothing can be kept.
    Leave(Leaving),
    /// Write this report, although somebody on another machine may be writing it.
    Take {
        /// Name of the file.
        name: String,
        /// When it was changed, as the list shows it.
        saved_at: String,
    },
    /// Remove this report.
    Remove(String),
    /// Make this repair.
    Mend(Repair),
    /// Take this step from state to state.
    Step(Way),
    /// Nothing.
    Stay,
}

impl Question {
    /// The draft is not saved.
    pub fn unsaved(leaving: Leaving) -> Self {
        let answers = vec![
            ("保存后离开".into(), Answer::SaveAndLeave(leaving.clone())),
            ("不保存，放弃改动（历史里留一份）".into(), Answer::GiveUp(leaving)),
            ("继续填写".into(), Answer::Stay),
        ];
        Self { text: "报告有改动还没有保存。".into(), answers, selected: 0 }
    }

    /// What is to be given up cannot be kept in the history.
    pub fn unkept(why: &str, leaving: Leaving) -> Self {
        let answers =
            vec![("继续填写".into(), Answer::Stay), ("还是离开，这些改动不要了".into(), Answer::Leave(leaving))];
        Self {
            text: format!("没有保存的改动在历史里留不下来：{why}。可以先导出一份。"), answers, selected: 0
        }
    }

    /// Somebody on another machine may still be writing the report.
    pub fn unsure(owner: &Owner, name: String, saved_at: String) -> Self {
        let text = format!(
            "{} 在另一台机器（{}）上打开过这份报告，本机看不出他是否还在编辑。请先问一声。",
            owner.user, owner.host
        );
        let answers = vec![
            ("只看，不编辑".into(), Answer::Stay),
            ("他已不在编辑，由我接着编辑".into(), Answer::Take { name, saved_at }),
        ];
        Self { text, answers, selected: 0 }
    }

    /// One of these repairs is to be made.
    pub fn repairs(choices: Vec<(String, Repair)>) -> Self {
        let answers = choices.into_iter().map(|(words, repair)| (words, Answer::Mend(repair)));
        Self { text: "怎样改？请对照台账选一种。".into(), answers: answers.collect(), selected: 0 }
    }

    /// One of these steps is to be taken; `last` says how the report came to where it is.
    pub fn steps(state: State, ways: &[Way], last: Option<String>) -> Self {
        let mut answers: Vec<(String, Answer)> =
            ways.iter().map(|way| (way.name.to_owned(), Answer::Step(*way))).collect();
        answers.push(("不变".into(), Answer::Stay));
        let last = last
            .map_or_else(String::new, |last| String::from("\n") + &width::cut(&format!("上一步：{last}"), LAST_STEP));
        Self { text: format!("这份报告现在是“{}”。{last}", state.label()), answers, selected: 0 }
    }

    /// A report is to be removed.
    pub fn remove(name: String) -> Self {
        let text = format!("删除 {name}？文件会移到 .nianbao/bin 留作副本。");
        Self {
            text,
            answers: vec![("删除，留副本".into(), Answer::Remove(name)), ("不删除".into(), Answer::Stay)],
            selected: 1,
        }
    }
}

/// What a key did to what lies over the screen.
#[derive(Debug)]
pub enum Outcome {
    /// It stays open.
    Stays,
    /// It stays open and wants to know something.
    Asks(Box<Effect>),
    /// A report is opened from it; it comes back when that is left.
    Visits(Box<Effect>),
    /// It stays open; why the key does nothing.
    Says(&'static str),
    /// It closes, and nothing comes of it.
    Closes,
    /// A question was answered.
    Answered(Answer),
    /// A form was accepted.
    Accepted(Box<Effect>),
    /// This is where to go or what to do.
    Chosen(Goal),
    /// These are the settings from now on.
    Set(Box<Settings>),
    /// The report is to be as it was in this version.
    Restored(Box<Report>),
    /// Something else lies over the screen now.
    Becomes(Box<Overlay>),
}

impl Overlay {
    /// Which keys work while it is open, innermost first.
    pub fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::Question(_) => vec![Scope::Question],
            Self::Form(_) => vec![Scope::Form, Scope::Line],
            Self::Import(_) => vec![Scope::Import, Scope::Line, Scope::Rows],
            Self::Account(_) => vec![Scope::Statement, Scope::Rows],
            Self::Export(export) if export.is_over() => vec![Scope::Exported],
            Self::Export(_) => vec![Scope::Export, Scope::Line, Scope::Rows],
            Self::Palette(_) => vec![Scope::Palette, Scope::Line, Scope::Rows],
            Self::Settings(_) => vec![Scope::Settings, Scope::Line, Scope::Rows],
            Self::Rollup(_) => vec![Scope::Rollup, Scope::Line, Scope::Rows],
            Self::Compare(compare) if compare.column().is_some() => {
                vec![Scope::Columns, Scope::Compare, Scope::Rows]
            }
            Self::Compare(_) => vec![Scope::Compare, Scope::Rows],
            Self::Preview(_) => vec![Scope::Preview, Scope::Rows],
            Self::Clash(_) => vec![Scope::Clash, Scope::Rows],
            Self::History(_) => vec![Scope::History, Scope::Rows],
        }
    }

    /// Keeps what it shows within the screen.
    pub(super) fn keep_in_view(&mut self, size: Size) {
        match self {
            Self::Account(account) => account.keep_in_view(size),
            Self::Palette(palette) => palette.keep_in_view(size.height),
            Self::Rollup(screen) => screen.keep_in_view(size),
            Self::Compare(compare) => compare.keep_in_view(size),
            Self::Preview(preview) => preview.keep_in_view(size),
            Self::History(history) => history.keep_in_view(size),
            Self::Clash(_)
            | Self::Question(_)
            | Self::Form(_)
            | Self::Import(_)
            | Self::Export(_)
            | Self::Settings(_) => {}
        }
    }

    /// A key or text.
    pub fn update(&mut self, msg: &Msg) -> Outcome {
        let accepted = |effect| Outcome::Accepted(Box::new(effect));
        match self {
            Self::Question(question) => ask(question, msg).map_or(Outcome::Stays, Outcome::Answered),
            Self::Rollup(screen) if matches!(msg, Msg::Act(Action::Close)) => {
                if screen.close() {
                    Outcome::Stays
                } else {
                    Outcome::Closes
                }
            }
            Self::Rollup(screen) => match screen.update(msg) {
                rollup::Wish::Nothing => Outcome::Stays,
                rollup::Wish::Leave(effect) => accepted(effect),
                rollup::Wish::Open(effect) => Outcome::Visits(Box::new(effect)),
                rollup::Wish::Ask => {
                    let form = Form::rollup(&screen.ask.organ, screen.ask.year);
                    Outcome::Becomes(Box::new(Self::Form(Box::new(form))))
                }
            },
            Self::Settings(form) => change(form, msg),
            _ if matches!(msg, Msg::Act(Action::Close)) => Outcome::Closes,
            // The app asks it by itself.
            Self::Clash(_) => Outcome::Stays,
            Self::History(history) => match history.update(msg) {
                history::Wish::Nothing => Outcome::Stays,
                history::Wish::Look(effect) => Outcome::Asks(Box::new(effect)),
                history::Wish::Restore(report) => Outcome::Restored(report),
            },
            Self::Compare(compare) => match compare.update(msg) {
                compare::Wish::Nothing => Outcome::Stays,
                compare::Wish::Say(why) => Outcome::Says(why),
                compare::Wish::Go(place) => Outcome::Chosen(Goal::Go(place)),
                compare::Wish::Open(name, place) => accepted(Effect::OpenAt { name, place }),
            },
            Self::Preview(preview) => match preview.update(msg) {
                preview::Wish::Nothing => Outcome::Stays,
                preview::Wish::Go(place) => Outcome::Chosen(Goal::Go(place)),
                preview::Wish::Open(name, place) => accepted(Effect::OpenAt { name, place }),
            },
            Self::Palette(palette) => match palette.update(msg) {
                Choice::Goal(goal) => Outcome::Chosen(goal),
                Choice::None => Outcome::Stays,
            },
            Self::Form(form) => form.update(msg).map_or(Outcome::Stays, accepted),
            Self::Import(import) => match import.update(msg) {
                Wish::Nothing => Outcome::Stays,
                Wish::Look(effect) => Outcome::Asks(Box::new(effect)),
                Wish::Read(effect) => accepted(effect),
            },
            Self::Export(export) => match export.update(msg) {
                (Some(effect), _) => Outcome::Asks(Box::new(effect)),
                (None, true) => Outcome::Closes,
                (None, false) => Outcome::Stays,
            },
            Self::Account(account) => look_through(account, msg),
        }
    }
}

/// A key or text for the settings.
fn change(form: &mut SettingsForm, msg: &Msg) -> Outcome {
    if !matches!(msg, Msg::Act(Action::Close)) {
        return form.update(msg).map_or(Outcome::Stays, |set| Outcome::Set(Box::new(set)));
    }
    if form.lets_go() { Outcome::Closes } else { Outcome::Stays }
}

/// A key for what an import says about itself.
fn look_through(account: &mut Account, msg: &Msg) -> Outcome {
    match msg {
        Msg::Act(Action::Enter) => {
            let effect = Effect::Open { name: account.name.clone(), saved_at: account.at.clone() };
            return Outcome::Accepted(Box::new(effect));
        }
        Msg::Act(action) => account.top = scrolled(account.top, *action),
        _ => {}
    }
    Outcome::Stays
}

/// The first line shown after a key; the view keeps it within the text.
pub(super) fn scrolled(top: usize, action: Action) -> usize {
    match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => top + 1,
        Action::PageUp => top.saturating_sub(10),
        Action::PageDown => top + 10,
        Action::Home => 0,
        Action::End => usize::MAX / 2,
        _ => top,
    }
}

/// The answer a key gives, if it gives one.
fn ask(question: &mut Question, msg: &Msg) -> Option<Answer> {
    let last = question.answers.len() - 1;
    match msg {
        Msg::Act(Action::Up | Action::Previous) => question.selected = question.selected.saturating_sub(1),
        Msg::Act(Action::Down | Action::Next) => question.selected = (question.selected + 1).min(last),
        Msg::Act(Action::Enter) => return Some(question.answers[question.selected].1.clone()),
        Msg::Act(Action::Close) => return Some(Answer::Stay),
        Msg::Text(text) => {
            let number = text.chars().next().and_then(|c| fold(c).to_digit(10))? as usize;
            return question.answers.get(number.checked_sub(1)?).map(|(_, answer)| answer.clone());
        }
        _ => {}
    }
    None
}
