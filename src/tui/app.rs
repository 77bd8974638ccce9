//! State and update: what the program knows, and what a message does to it. Draws nothing, performs nothing.
//!
//! `update(&mut App, Msg) -> Vec<Effect>`: the loop carries the effects out and sends their results back as messages.

pub mod desk;
pub mod field;
pub mod find;
pub mod findings;
pub mod form;
pub mod grid;
pub mod library;
pub mod msg;
pub mod overlay;
pub mod panes;
pub mod prose;
pub mod reason;
pub mod search;

use ratatui::layout::Size;

use desk::Desk;
use form::Form;
use library::Library;
use msg::{Action, Effect, Leaving, Msg, Notice, Scope};
use overlay::{Answer, Outcome, Overlay, Question};

/// Everything the program knows.
#[derive(Debug)]
pub struct App {
    /// The list of reports.
    pub library: Library,
    /// The report being worked on; the library is shown when there is none.
    pub desk: Option<Box<Desk>>,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// One line for the user.
    pub notice: Option<Notice>,
    /// The terminal's size.
    pub size: Size,
    /// The year now, for the year a new report is about.
    pub this_year: u16,
    /// Text that was copied or cut.
    pub clip: String,
    leaving: Option<Leaving>,
}

impl App {
    /// The program as it starts on a folder.
    pub fn new(folder: String, size: Size, this_year: u16) -> Self {
        Self {
            library: Library::new(folder),
            desk: None,
            overlay: None,
            notice: None,
            size,
            this_year,
            clip: String::new(),
            leaving: None,
        }
    }

    /// Where one is, innermost first.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = match &self.overlay {
            Some(Overlay::Help { .. }) => return vec![Scope::Help, Scope::Everywhere],
            Some(Overlay::Question(_)) => return vec![Scope::Question, Scope::Everywhere],
            Some(Overlay::Form(_)) => return vec![Scope::Form, Scope::Everywhere],
            None => Vec::new(),
        };
        match &self.desk {
            Some(desk) => scopes.extend(desk.scopes()),
            None => scopes.push(Scope::Library),
        }
        scopes.push(Scope::Everywhere);
        scopes
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
    if matches!(msg, Msg::Act(_) | Msg::Text(_) | Msg::Paste(_)) {
        app.notice = None;
    }
    let effects = match msg {
        Msg::Act(Action::Redraw) => vec![Effect::Redraw],
        Msg::Act(Action::Quit) => leave(app, Leaving::Program),
        Msg::Resized(size) => {
            app.size = size;
            Vec::new()
        }
        Msg::Act(_) | Msg::Text(_) | Msg::Paste(_) => input(app, msg),
        result => settle(app, result),
    };
    if let Some(desk) = &mut app.desk {
        desk.keep_in_view(app.size);
    }
    app.library.keep_in_view(app.size);
    effects
}

/// A key or text, given to what lies on top.
fn input(app: &mut App, msg: Msg) -> Vec<Effect> {
    if let Some(overlay) = &mut app.overlay {
        let outcome = overlay.update(&msg);
        if !matches!(outcome, Outcome::Stays) {
            app.overlay = None;
        }
        return match outcome {
            Outcome::Stays | Outcome::Closes => Vec::new(),
            Outcome::Answered(answer) => take(app, answer),
            Outcome::Accepted(effect) => vec![*effect],
        };
    }
    match msg {
        Msg::Act(Action::Help) => {
            app.overlay = Some(Overlay::Help { top: 0 });
            Vec::new()
        }
        Msg::Act(Action::ToLibrary) if app.desk.is_some() => leave(app, Leaving::Desk),
        msg => match &mut app.desk {
            Some(desk) => {
                let answer = desk.update(msg, app.size, &mut app.clip);
                app.notice = answer.notice;
                answer.effect.into_iter().collect()
            }
            None => in_library(app, msg),
        },
    }
}

/// A key or text in the library.
fn in_library(app: &mut App, msg: Msg) -> Vec<Effect> {
    let this_year = app.this_year;
    let about = app.library.current().and_then(|row| row.about.clone());
    let name = app.library.current().map(|row| row.name.clone());
    match msg {
        Msg::Act(Action::Enter) => return app.library.open().into_iter().collect(),
        Msg::Act(Action::New) => {
            app.overlay = Some(Overlay::Form(Box::new(Form::new_report(about.as_ref(), this_year))));
        }
        Msg::Act(action @ (Action::CopyReport | Action::Rename)) => match (about, name) {
            (Some(about), Some(name)) => {
                let form = if action == Action::Rename { Form::rename } else { Form::copy };
                app.overlay = Some(Overlay::Form(Box::new(form(name, &about))));
            }
            (None, Some(_)) => app.complain("这份文件读不出来，不能复制或改名；请先按 Enter 看原因"),
            _ => app.complain("还没有报告；按 F2 新建"),
        },
        Msg::Act(Action::Remove) => match name {
            Some(name) => app.overlay = Some(Overlay::Question(Question::remove(name))),
            None => app.complain("这里没有可以删除的报告"),
        },
        msg => app.library.update(&msg),
    }
    Vec::new()
}

/// Leaves at once if nothing is unsaved, else asks.
fn leave(app: &mut App, leaving: Leaving) -> Vec<Effect> {
    if let Some(desk) = &mut app.desk {
        desk.finish_typing();
        if desk.is_dirty() {
            app.overlay = Some(Overlay::Question(Question::unsaved(leaving)));
            return Vec::new();
        }
    }
    left(app, leaving)
}

/// Leaves, whatever is unsaved.
fn left(app: &mut App, leaving: Leaving) -> Vec<Effect> {
    app.desk = None;
    match leaving {
        Leaving::Program => vec![Effect::Quit],
        Leaving::Desk => vec![Effect::List],
    }
}

/// What an answer to a question does.
fn take(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::SaveAndLeave(leaving) => {
            app.leaving = Some(leaving);
            app.desk.as_ref().map(|desk| desk.save()).into_iter().collect()
        }
        Answer::Leave(leaving) => left(app, leaving),
        Answer::Remove(name) => vec![Effect::Remove(name)],
        Answer::Stay => Vec::new(),
    }
}

/// The result of an effect.
fn settle(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Listed(rows) => app.library.fill(rows),
        Msg::Opened(loaded) => {
            let unplaced = !loaded.report.is_section_empty("unplaced");
            let remark = unplaced.then(|| "有导入时没能归位的文字，见目录最后一项".to_owned());
            app.notice = loaded.remark.clone().or(remark).map(|text| Notice { text, is_error: false });
            app.desk = Some(Box::new(Desk::new(*loaded)));
        }
        Msg::Saved { stamp, at, conflict } => {
            let leaving = app.leaving.take();
            if let Some(desk) = &mut app.desk {
                desk.saved(stamp, at, conflict.clone());
            }
            match (conflict, leaving) {
                (Some(name), _) => app.complain(format!("别处已改过这份报告，你的另存为 {name}")),
                (None, Some(leaving)) => return left(app, leaving),
                (None, None) => app.say("已保存"),
            }
        }
        Msg::Signed(waiver) => {
            if let Some(desk) = &mut app.desk {
                app.notice = desk.waive(waiver).notice;
            }
        }
        Msg::Clipped(result) => {
            let before = app.notice.take().map_or_else(String::new, |notice| format!("{}；", notice.text));
            match result {
                Ok(text) => app.say(before + &text),
                Err(text) => app.complain(before + &text),
            }
        }
        Msg::Done(text) => {
            app.say(text);
            return vec![Effect::List];
        }
        Msg::Failed(text) => {
            app.leaving = None;
            app.complain(text);
        }
        Msg::Act(_) | Msg::Text(_) | Msg::Paste(_) | Msg::Resized(_) => {}
    }
    Vec::new()
}
