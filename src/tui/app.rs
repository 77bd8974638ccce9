//! State and update: what the program knows, and what a message does to it. Draws nothing, performs nothing.
//!
//! `update(&mut App, Msg) -> Vec<Effect>`: the loop carries the effects out and sends their results back as messages.

pub mod action;
mod browse;
pub mod clash;
pub mod compare;
pub mod desk;
pub mod effect;
pub mod export;
pub mod field;
pub mod find;
pub mod findings;
pub mod form;
pub mod found;
pub mod fuzzy;
pub mod grid;
mod here;
pub mod history;
pub mod import;
mod keep;
pub mod library;
pub mod links;
pub mod long;
pub mod msg;
pub mod offers;
pub mod order;
pub mod overlay;
pub mod palette;
pub mod panes;
pub mod preview;
pub mod prose;
pub mod reason;
pub mod rollup;
pub mod search;
pub mod settings;
mod settle;

use ratatui::layout::Size;

use desk::Desk;
use library::Library;
use msg::{Action, Effect, Leaving, Msg, Notice, Scope};
use overlay::{Answer, Outcome, Overlay, Question};
use palette::Goal;
use rollup::RollupScreen;
use settings::SettingsForm;

use crate::{rules, store::Settings};

/// Everything the program knows.
#[derive(Debug)]
pub struct App {
    /// The list of reports.
    pub library: Library,
    /// The report being worked on; the library is shown when there is none.
    pub desk: Option<Box<Desk>>,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// First line of the help screen, while it lies over everything.
    pub help: Option<usize>,
    /// One line for the user.
    pub notice: Option<Notice>,
    /// The terminal's size.
    pub size: Size,
    /// The year now, for the year a new report is about.
    pub this_year: u16,
    /// Text that was copied or cut.
    pub clip: String,
    /// What the user has set.
    pub settings: Settings,
    /// What is wrong with the file of the settings or a theme.
    pub settings_fault: Option<String>,
    /// Ids and names of the themes there are.
    pub themes: Vec<(String, String)>,
    leaving: Option<Leaving>,
    /// The roll-up that the report on the desk was opened from.
    visited_from: Option<Box<RollupScreen>>,
    /// In how many places somebody else's changes have just come in.
    merged: usize,
}

impl App {
    /// The program as it starts on a folder.
    pub fn new(folder: String, size: Size, this_year: u16) -> Self {
        Self {
            library: Library::new(folder),
            desk: None,
            overlay: None,
            help: None,
            notice: None,
            size,
            this_year,
            clip: String::new(),
            settings: Settings::default(),
            settings_fault: None,
            themes: Vec::new(),
            leaving: None,
            visited_from: None,
            merged: 0,
        }
    }

    /// Is there something that keys can be for? What is typed before the folder is listed waits for the list.
    pub fn is_ready(&self) -> bool {
        self.desk.is_some() || self.overlay.is_some() || self.help.is_some() || !self.library.is_awaited
    }

    /// The settings as the screen shows them: those being changed, if they are.
    pub fn settings(&self) -> &Settings {
        match &self.overlay {
            Some(Overlay::Settings(form)) => &form.settings,
            _ => &self.settings,
        }
    }

    /// Takes over what was read at the start: the settings, the themes, and what is wrong with their files.
    pub fn set(&mut self, settings: Settings, themes: Vec<(String, String)>, fault: Option<String>) {
        (self.settings, self.themes) = (settings, themes);
        if let Some(fault) = &fault {
            self.complain(format!("先用默认的设置（^W 看）：{fault}"));
        } else if let Some(doubt) = self.doubtful() {
            self.complain(format!("{doubt}；^W 看设置"));
        }
        self.settings_fault = fault;
    }

    /// What the settings name that there is not, or leave out.
    fn doubtful(&self) -> Option<String> {
        let Settings { theme, demoted, .. } = &self.settings;
        // Where the environment asks for no colour there is one theme, whatever is chosen.
        let is_gone = self.themes.len() > 1 && !self.themes.iter().any(|(id, _)| id == theme);
        let gone = is_gone.then(|| format!("没有设置里的配色“{theme}”，先用默认的"));
        let unknown = || demoted.iter().find(|one| rules::rule(&one.rule).is_none());
        let bare = || demoted.iter().find(|one| one.reason.trim().is_empty());
        gone.or_else(|| Some(format!("设置里降级的“{}”不是规则编号，不起作用", unknown()?.rule)))
            .or_else(|| Some(format!("设置里降级的 {} 没有写理由", bare()?.rule)))
    }

    /// Where one is, innermost first.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.help.is_some() { vec![Scope::Help, Scope::Rows, Scope::Everywhere] } else { self.scopes_under_help() }
    }

    /// Where one is but for the help screen, which is about what lies under it; innermost first.
    pub fn scopes_under_help(&self) -> Vec<Scope> {
        let mut scopes = match (&self.overlay, &self.desk) {
            (Some(overlay), _) => overlay.scopes(),
            (None, Some(desk)) => desk.scopes(),
            (None, None) if self.library.is_empty() => vec![Scope::Empty],
            (None, None) if self.library.unreported().is_some() => vec![Scope::Unreported, Scope::Rows],
            (None, None) => vec![Scope::Library, Scope::Rows],
        };
        if self.overlay.is_none() {
            scopes.push(Scope::Screen);
        }
        scopes.push(Scope::Everywhere);
        scopes
    }

    /// Lays out anew what is shown, and shows where one is.
    fn keep_in_view(&mut self) {
        if let Some(desk) = &mut self.desk {
            desk.keep_in_view(self.size);
        }
        self.library.keep_in_view(self.size);
        if let Some(overlay) = &mut self.overlay {
            overlay.keep_in_view(self.size);
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: false });
    }

    fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: true });
    }
}

/// What a message does.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    if matches!(msg, Msg::Act(_) | Msg::NoKey(_) | Msg::Palette(_) | Msg::Text(_) | Msg::Paste(_)) {
        app.notice = None;
    }
    // What was just laid out for the key stays so.
    let is_laid_out = matches!(msg, Msg::Recorded(_));
    // What could not be noted is noted with the next key.
    let is_refused = matches!(msg, Msg::Unrecorded(_));
    let mut effects = react(app, msg);
    if !is_laid_out {
        app.keep_in_view();
    }
    if !is_refused {
        app.record(&mut effects);
    }
    effects
}

/// What a message does, but for what is done after every one: an action that the palette names comes here, too, and what
/// it changes is noted once.
fn react(app: &mut App, msg: Msg) -> Vec<Effect> {
    if let Some(why) = keep::unfinished(app, &msg) {
        app.complain(why);
        return Vec::new();
    }
    match msg {
        Msg::Act(Action::Redraw) => vec![Effect::Redraw],
        Msg::NoKey(key) => {
            let is_unreported = app.scopes().first() == Some(&Scope::Unreported);
            if is_unreported {
                app.complain(app.library.none_here());
            } else {
                app.complain(format!("{key} 在这里没有用处；F1 看这里能用的键"));
            }
            Vec::new()
        }
        Msg::Act(Action::Quit) => keep::quit(app),
        Msg::Palette(known) => {
            let palette = palette::gather(&known, app.desk.as_deref(), &app.library);
            app.overlay = Some(Overlay::Palette(Box::new(palette)));
            Vec::new()
        }
        Msg::Resized(size) => {
            app.size = size;
            Vec::new()
        }
        Msg::Act(_) | Msg::Text(_) | Msg::Paste(_) => input(app, msg),
        result => app.settle(result),
    }
}

/// A key or text, given to what lies on top.
fn input(app: &mut App, msg: Msg) -> Vec<Effect> {
    if let Some(top) = app.help {
        app.help = match msg {
            Msg::Act(
                action @ (Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::Home | Action::End),
            ) => Some(overlay::scrolled(top, action)),
            _ => None,
        };
        return Vec::new();
    }
    if matches!(msg, Msg::Act(Action::Help)) {
        app.help = Some(0);
        return Vec::new();
    }
    if app.overlay.is_some() {
        return over(app, &msg);
    }
    match msg {
        Msg::Act(Action::Settings) => {
            let form = SettingsForm::new(&app.settings, app.settings_fault.clone(), app.themes.clone());
            app.overlay = Some(Overlay::Settings(Box::new(form)));
            Vec::new()
        }
        Msg::Act(Action::Export) => {
            here::export(app);
            Vec::new()
        }
        Msg::Act(Action::ToLibrary) if app.desk.is_some() => keep::leave(app, Leaving::Desk),
        Msg::Act(Action::History) => app.history(),
        Msg::Act(Action::Step) => {
            let steps = app.desk.as_ref().map(|desk| {
                let report = &desk.report;
                let last = reason::last_step(report.steps(), app.this_year);
                Question::steps(report.about.state, desk.ways(), last)
            });
            app.overlay = steps.map(Overlay::Question);
            Vec::new()
        }
        Msg::Act(Action::Compare) if app.desk.is_some() || !app.library.is_empty() => here::compare(app),
        Msg::Act(Action::Preview) if app.desk.is_some() || !app.library.is_empty() => here::preview(app),
        msg if app.desk.is_some() => on_desk(app, msg),
        msg => app.in_library(msg),
    }
}

/// A key or text, given to what lies over the screen.
fn over(app: &mut App, msg: &Msg) -> Vec<Effect> {
    if matches!(app.overlay, Some(Overlay::Clash(_))) {
        return app.pick(msg);
    }
    let Some(overlay) = &mut app.overlay else { return Vec::new() };
    let outcome = overlay.update(msg);
    if !matches!(outcome, Outcome::Stays | Outcome::Says(_) | Outcome::Asks(_)) {
        let left = app.overlay.take();
        if let (Some(Overlay::Rollup(screen)), Outcome::Visits(_)) = (left, &outcome) {
            app.visited_from = Some(screen);
        }
    }
    match outcome {
        Outcome::Stays | Outcome::Closes => Vec::new(),
        Outcome::Says(why) => {
            app.complain(why);
            Vec::new()
        }
        Outcome::Answered(answer) => take(app, answer),
        Outcome::Chosen(goal) => go(app, goal),
        Outcome::Set(settings) => set(app, *settings),
        Outcome::Restored(report) => app.restore(&report),
        Outcome::Becomes(overlay) => {
            app.overlay = Some(*overlay);
            Vec::new()
        }
        Outcome::Accepted(effect) | Outcome::Asks(effect) | Outcome::Visits(effect) => vec![*effect],
    }
}

/// A key or text for the report being worked on.
fn on_desk(app: &mut App, msg: Msg) -> Vec<Effect> {
    let Some(desk) = &mut app.desk else { return Vec::new() };
    let answer = desk.update(msg, app.size, &mut app.clip);
    app.notice = answer.notice;
    if let Some(overlay) = answer.overlay {
        app.overlay = Some(overlay);
    } else if !answer.choices.is_empty() {
        app.overlay = Some(Overlay::Question(Question::repairs(answer.choices)));
    }
    answer.effect.into_iter().collect()
}

/// The settings are these from now on; they act at once and are written.
fn set(app: &mut App, settings: Settings) -> Vec<Effect> {
    app.settings = settings.clone();
    if let Some(desk) = &mut app.desk {
        desk.judge_here(&app.settings);
    }
    vec![Effect::Keep(Box::new(settings)), Effect::List]
}

/// Goes where the palette leads, or does what it names.
fn go(app: &mut App, goal: Goal) -> Vec<Effect> {
    match (goal, &mut app.desk) {
        (Goal::Act(action), _) => react(app, Msg::Act(action)),
        (Goal::Open { name, saved_at }, _) => keep::leave(app, Leaving::Report { name, saved_at }),
        (Goal::Tie(place), Some(desk)) => {
            app.notice = desk.tie_to(place).notice;
            Vec::new()
        }
        (goal, Some(desk)) => {
            app.notice = desk.go(&goal);
            Vec::new()
        }
        // In the library, places are those of the report under the cursor.
        (Goal::Go(place), None) => match app.library.current() {
            Some(row) => vec![Effect::OpenAt { name: row.name.clone(), place }],
            None => Vec::new(),
        },
        (_, None) => Vec::new(),
    }
}

/// What an answer to a question does.
fn take(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::SaveAndLeave(leaving) => {
            app.leaving = Some(leaving);
            app.desk.as_mut().map(|desk| desk.save()).into_iter().collect()
        }
        Answer::GiveUp(leaving) => {
            app.leaving = Some(leaving);
            app.desk.iter().map(|desk| Effect::GiveUp(Box::new(desk.report.clone()))).collect()
        }
        Answer::Leave(leaving) => app.left(leaving),
        Answer::Take { name, saved_at } => vec![Effect::Take { name, saved_at }],
        Answer::Remove(name) => vec![Effect::Remove(name)],
        Answer::Mend(repair) => {
            app.notice = app.desk.as_mut().and_then(|desk| desk.mend(&repair).notice);
            Vec::new()
        }
        Answer::Step(way) => {
            let Some(desk) = &mut app.desk else { return Vec::new() };
            let answer = desk.take_step(way);
            app.notice = answer.notice;
            answer.effect.into_iter().collect()
        }
        Answer::Stay => Vec::new(),
    }
}
