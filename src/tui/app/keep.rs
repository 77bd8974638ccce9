//! What was changed is noted before it is drawn; what cannot be noted, or may only be read, was never changed.

use super::{
    App,
    clash::{Clashes, Purpose, Wish},
    desk::Desk,
    history::History,
    msg::{Action, Effect, Leaving, Msg, Notice, Standing},
    overlay::{Overlay, Question},
};
use crate::{
    report::{Report, difference::differences},
    store::{Changed, Version, chosen},
};

/// Said where a key would change a report that may only be read.
const READING: &str = "现在只能看，没有改动";

impl App {
    /// Sends what the last message changed to the journal; takes it back where the report may only be read.
    pub(super) fn record(&mut self, effects: &mut Vec<Effect>) {
        let Some(desk) = &mut self.desk else { return };
        if desk.reading.is_empty() {
            if let Some(note) = desk.take_unrecorded() {
                effects.insert(0, note);
            }
        } else if desk.stay_as_read() {
            let text = format!("{READING}：{}", desk.reading);
            self.notice = Some(Notice { text, is_error: true });
        }
    }

    /// The changes made last could not be noted.
    pub(super) fn unrecorded(&mut self, why: &str) {
        self.leaving = None;
        if let Some(desk) = &mut self.desk {
            let is_recovering = desk.is_recovering();
            let is_undone = desk.refuse_unrecorded();
            let done = match (is_undone, is_recovering) {
                (true, true) => "上次没保存的改动都还留着，但现在记不下，没有放进来，处理好再打开一次就能找回",
                (true, false) => "刚才的改动没有记下，已退回",
                (false, _) => "正在输入的内容还没有记下",
            };
            self.notice = Some(Notice { text: format!("{done}：{why}"), is_error: true });
        }
    }

    /// What dead sessions left is on the screen as changes; or the writer is asked first.
    pub(super) fn recovered(&mut self, at: &str) {
        let Some(desk) = &mut self.desk else { return };
        let n = differences(desk.saved_report(), &desk.report).len();
        if n > 0 {
            let text = format!("上次没有正常退出：已找回 {n} 处改动（{at}记下），还没有保存；^Z 可以撤销，^S 保存");
            self.notice = Some(Notice { text, is_error: false });
        }
    }

    /// Somebody has changed the file: what does not clash is taken in, for the rest the writer is asked.
    pub(super) fn changed(&mut self, changed: Box<Changed>) -> Vec<Effect> {
        if changed.merged.clashes.is_empty() {
            return self.merge(*changed, &[]);
        }
        self.overlay = Some(Overlay::Clash(Box::new(Clashes::new(Purpose::Save(changed)))));
        Vec::new()
    }

    fn merge(&mut self, changed: Changed, choices: &[bool]) -> Vec<Effect> {
        let Some(desk) = &mut self.desk else { return Vec::new() };
        let Changed { stamp, theirs, merged } = changed;
        let n = differences(desk.saved_report(), &theirs).len();
        let edit = chosen(&desk.report, &merged, choices);
        desk.take_in(edit, stamp.clone(), theirs.clone());
        self.merged = n;
        vec![Effect::Adopt { stamp, theirs: Box::new(theirs) }, Effect::Save(Box::new(desk.report.clone()))]
    }

    /// A key while the writer is asked to choose.
    pub(super) fn pick(&mut self, msg: &Msg) -> Vec<Effect> {
        let Some(Overlay::Clash(mut clashes)) = self.overlay.take() else { return Vec::new() };
        if matches!(msg, Msg::Act(Action::Close)) {
            return self.unresolved(&clashes);
        }
        match clashes.update(msg) {
            Wish::Done => return self.resolved(*clashes),
            Wish::Open => self.complain(format!("还有 {} 处没有选：按 1 或 2", clashes.open())),
            Wish::Nothing => {}
        }
        self.overlay = Some(Overlay::Clash(clashes));
        Vec::new()
    }

    /// The report becomes as it was in a version, as one step of undo.
    pub(super) fn restore(&mut self, report: &Report) -> Vec<Effect> {
        let Some(desk) = &mut self.desk else { return Vec::new() };
        if desk.report.edition().id != report.edition().id {
            self.complain("那个版本用的是另一年度的格式，不能直接恢复");
        } else if let Some(why) = desk.is_closed() {
            self.complain(why);
        } else if desk.restore(report) {
            self.say("数字和文字已恢复到那个版本，还没有保存；^Z 一次撤销，^S 保存");
        } else {
            self.say("与现在的内容相同，没有改动");
        }
        Vec::new()
    }

    /// Asks for the versions of the report one is at, which is opened first.
    pub(super) fn history(&mut self) -> Vec<Effect> {
        if let Some(desk) = &mut self.desk {
            desk.finish_typing();
            return vec![Effect::Versions(desk.file.name.clone())];
        }
        let name = self.library.current().map(|row| row.name.clone());
        if let (Some(name), Some(open)) = (name, self.library.open()) {
            return vec![open, Effect::Versions(name)];
        }
        self.complain(self.library.none_here());
        Vec::new()
    }

    /// The versions of the report are known.
    pub(super) fn show_versions(&mut self, name: &str, versions: Vec<(Version, String)>) -> Vec<Effect> {
        let Some(desk) = self.desk.as_ref().filter(|desk| desk.file.name == name) else { return Vec::new() };
        if self.overlay.is_some() {
            return Vec::new();
        }
        if versions.is_empty() {
            self.say("还没有历史版本：保存新内容时，原来的版本才进历史");
            return Vec::new();
        }
        let history = History::new(versions, desk.report.clone());
        let look = history.look();
        self.overlay = Some(Overlay::History(Box::new(history)));
        look.into_iter().collect()
    }

    /// The writer has chosen in everything that clashed.
    pub(super) fn resolved(&mut self, clashes: Clashes) -> Vec<Effect> {
        let choices = clashes.choices();
        match clashes.purpose {
            Purpose::Save(changed) => self.merge(*changed, &choices),
            Purpose::Recover { recovered, at } => {
                if let Some(desk) = &mut self.desk {
                    desk.recover(&recovered, &choices);
                }
                self.recovered(&at);
                Vec::new()
            }
        }
    }

    /// The writer does not want to choose now: nothing is written, and a report that is not whole is not opened.
    pub(super) fn unresolved(&mut self, clashes: &Clashes) -> Vec<Effect> {
        self.leaving = None;
        match clashes.purpose {
            Purpose::Save(_) => {
                self.complain("没有保存：别处的改动还没有选定，再按 ^S 可以接着选");
                Vec::new()
            }
            Purpose::Recover { .. } => {
                self.desk = None;
                self.complain("没有打开：找回的内容都还留着，下次打开再选");
                let mut effects = vec![Effect::End(None), Effect::List];
                effects.extend(self.come_back());
                effects
            }
        }
    }

    /// What is given up is in the history: one leaves; or the writer is asked once more.
    pub(super) fn given_up(&mut self, kept: Result<(), String>) -> Vec<Effect> {
        let Some(leaving) = self.leaving.take() else { return Vec::new() };
        match kept {
            Ok(()) => self.left(leaving),
            Err(why) => {
                self.overlay = Some(Overlay::Question(Question::unkept(&why, leaving)));
                Vec::new()
            }
        }
    }

    /// Leaves, whatever is unsaved; that goes into the history.
    pub(super) fn left(&mut self, leaving: Leaving) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(desk) = self.desk.take() {
            self.library.select(&desk.file.name);
            effects.extend(desk.reading.is_empty().then(|| Effect::End(Some(Box::new(desk.report)))));
        }
        match leaving {
            Leaving::Program => effects.push(Effect::Quit),
            Leaving::Desk => {
                effects.push(Effect::List);
                effects.extend(self.come_back());
            }
            Leaving::Report { name, saved_at } => {
                self.visited_from = None;
                effects.extend([Effect::Open { name, saved_at }, Effect::List]);
            }
        }
        effects
    }

    /// The roll-up that the report was opened from lies over the screen again, and is summed up anew.
    pub(super) fn come_back(&mut self) -> Option<Effect> {
        let screen = self.visited_from.take()?;
        let ask = screen.ask.clone();
        self.overlay = Some(Overlay::Rollup(screen));
        Some(Effect::Gather(ask))
    }

    /// The report is on the desk: what there is to ask about it.
    pub(super) fn ask_about(&mut self, standing: Standing) {
        let Some(desk) = &self.desk else { return };
        if let Some(owner) = standing.unsure {
            let (name, saved_at) = (desk.file.name.clone(), desk.file.saved_at.clone());
            self.overlay = Some(Overlay::Question(Question::unsure(&owner, name, saved_at)));
        } else if standing.recovered.merged.is_some() {
            let purpose = Purpose::Recover { recovered: standing.recovered, at: standing.recovered_at };
            self.overlay = Some(Overlay::Clash(Box::new(Clashes::new(purpose))));
        } else if let Some(ghost) = standing.ghost {
            let n = differences(desk.saved_report(), &desk.report).len();
            self.say(if n > 0 { format!("{ghost}；{n} 处没保存的改动都带过来了") } else { ghost });
        } else if !standing.recovered_at.is_empty() {
            self.recovered(&standing.recovered_at);
        }
    }
}

impl Desk {
    /// What has changed since it was last noted, as the effect that notes it.
    fn take_unrecorded(&mut self) -> Option<Effect> {
        let edits: Vec<_> = self.unrecorded().cloned().collect();
        let typing = self.typing();
        let typing = (typing != self.recorded_typing).then(|| typing.clone());
        if let Some(typing) = &typing {
            self.recorded_typing.clone_from(typing);
        }
        (!edits.is_empty() || typing.is_some()).then_some(Effect::Record { edits, typing })
    }
}

/// Why a key that leads away from a line with a sentence in it, and would drop it, does nothing.
pub(super) fn unfinished(app: &App, msg: &Msg) -> Option<&'static str> {
    let reason = app.desk.as_ref()?.reason.as_ref().filter(|_| app.overlay.is_none() && app.help.is_none())?;
    let leads_away = match msg {
        Msg::Act(action) => !stays_in_line(*action),
        Msg::Palette(_) => true,
        _ => false,
    };
    (leads_away && !reason.field.text().trim().is_empty()).then_some("这一句还没有写好：Enter 写好，F7 不写")
}

/// Is this a key of a line that takes a sentence, or one that leads nowhere else?
fn stays_in_line(action: Action) -> bool {
    use Action as A;
    matches!(action, A::Enter | A::Close | A::GoSection | A::Explain | A::Insert | A::Help | A::Redraw)
        || matches!(action, A::Left | A::Right | A::Home | A::End | A::Backspace | A::Delete)
}

/// Ends the program; what was changed in the settings is told of first.
pub(super) fn quit(app: &mut App) -> Vec<Effect> {
    let may_go = match &mut app.overlay {
        Some(Overlay::Settings(form)) => form.lets_go(),
        _ => true,
    };
    if may_go { leave(app, Leaving::Program) } else { Vec::new() }
}

/// Leaves at once if nothing is unsaved, else asks.
pub(super) fn leave(app: &mut App, leaving: Leaving) -> Vec<Effect> {
    if let Some(desk) = &mut app.desk {
        desk.finish_typing();
        if desk.is_dirty() {
            app.overlay = Some(Overlay::Question(Question::unsaved(leaving)));
            return Vec::new();
        }
    }
    app.left(leaving)
}
