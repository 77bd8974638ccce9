//! The results of effects: what was listed, read, saved, or could not be.

use super::{
    App,
    compare::Compare,
    desk::Desk,
    import::{Account, Import},
    long,
    msg::{Effect, Loaded, Msg, Notice},
    order::Outcome,
    overlay::Overlay,
    preview::Preview,
    reason::last_step,
    rollup::RollupScreen,
};
use crate::{
    form::Place,
    report::{Report, State},
    rules::Level,
    store::Stamp,
};

impl App {
    /// Puts a report that was read on the desk; says what there is to say about it.
    fn opened(&mut self, mut loaded: Loaded) {
        let unplaced = !loaded.report.is_section_empty("unplaced");
        let doubts = loaded.report.doubts().iter().filter(|doubt| doubt.is_open(&loaded.report)).count();
        let doubts = (doubts > 0).then(|| format!("导入存疑的有 {doubts} 项，列在校验里：F8 核对过了"));
        let unplaced = unplaced.then(|| "有导入时没能归位的文字，见目录最后一项".to_owned());
        let remark = (doubts.is_some() || unplaced.is_some()).then(|| {
            let both: Vec<String> = doubts.into_iter().chain(unplaced).collect();
            both.join("；")
        });
        let remark = loaded.remark.clone().or(remark);
        let sentence = loaded.standing.recovered.sentence.take();
        let standing = loaded.standing.for_asking();
        // One that is opened once more, to be written after all, is opened where one was.
        let before = self.desk.as_ref().filter(|desk| desk.file.name == loaded.name).map(|desk| desk.place());
        let place = loaded.place.take().or(before);
        let mut desk = Desk::new(loaded, &self.settings);
        if let Some(place) = place {
            desk.go_to(&place);
        }
        let reading = Some(&desk.reading).filter(|why| !why.is_empty()).map(|why| format!("只能看：{why}"));
        let is_recovered = !standing.recovered_at.is_empty();
        let parted = (desk.is_dirty() && !is_recovered).then(|| format!("{}；保存后文件里也是这样", long::NOTICE));
        let is_returned = desk.report.about.state == State::Returned;
        let returned = last_step(desk.report.steps(), self.this_year).filter(|_| is_returned);
        self.notice = reading.or(parted).or(remark).map(|text| Notice { text, is_error: false });
        self.desk = Some(Box::new(desk));
        self.ask_about(standing);
        if let Some(sentence) = sentence {
            let before = self.notice.take().map_or_else(String::new, |notice| format!("{}；", notice.text));
            self.say(format!("{before}上次有一句没有写好，^U 可以粘贴：“{sentence}”"));
            self.clip = sentence;
        }
        if let Some(returned) = returned {
            let more = self.notice.take().map_or_else(String::new, |notice| format!("；{}", notice.text));
            self.say(returned + &more);
        }
    }

    /// The report stands on disk.
    fn saved(&mut self, stamp: Stamp, at: String, conflict: Option<String>) -> Vec<Effect> {
        let leaving = self.leaving.take();
        let merged = std::mem::take(&mut self.merged);
        let step = self.desk.as_ref().and_then(|desk| desk.unsaved_step()).map(stepped);
        if let Some(desk) = &mut self.desk {
            desk.saved(stamp, at, conflict.clone());
        }
        match (conflict, leaving) {
            (Some(name), _) => self.complain(format!("这份报告的文件在别处被改动或移走了，你的另存为 {name}")),
            (None, Some(leaving)) => return self.left(leaving),
            (None, None) if merged > 0 => {
                let text = format!("别处也改了 {merged} 处，已经并进来并保存；^Z 可以撤销并入的改动");
                self.say(text);
            }
            (None, None) => {
                let desk =
                    self.desk.as_ref().filter(|desk| step.is_some() && desk.report.about.state == State::Submitted);
                let n_errors = desk.map_or(0, |desk| desk.checked.count(Level::Error));
                let said = step.unwrap_or("已保存");
                self.say(match n_errors {
                    0 => said.to_owned(),
                    n => format!("{said}；还有 {n} 处强制级问题没有改"),
                });
            }
        }
        Vec::new()
    }

    /// The line that asks for a file opens again, with why it was not read.
    fn not_imported(&mut self, path: &str, why: String) -> Vec<Effect> {
        let import = Import::failed(path, why);
        let look = import.look();
        self.overlay = Some(Overlay::Import(Box::new(import)));
        vec![look]
    }

    /// What was copied went to the clipboard outside, or not.
    fn clipped(&mut self, result: Result<String, String>) {
        let before = self.notice.take().map_or_else(String::new, |notice| format!("{}；", notice.text));
        match result {
            Ok(text) => self.say(before + &text),
            Err(text) => self.complain(before + &text),
        }
    }

    /// How a roll-up goes; one that is no longer on the screen is passed over.
    fn gathered(&mut self, msg: Msg) {
        let screen = match &mut self.overlay {
            Some(Overlay::Rollup(screen)) => Some(screen),
            _ => None,
        };
        match (msg, screen) {
            // One that is summed up anew shows what it was until it is.
            (Msg::Gathering { ask, .. }, Some(screen)) if screen.ask == ask && screen.gathering.is_some() => {}
            (Msg::Gathering { ask, done: (0, 0) }, _) => {
                self.overlay = Some(Overlay::Rollup(Box::new(RollupScreen::new(ask))));
            }
            (Msg::Gathering { ask, done }, Some(screen)) if screen.ask == ask => screen.done = done,
            (Msg::Gathered { ask, gathering }, Some(screen)) if screen.ask == ask => screen.show(gathering),
            (Msg::NotGathered { ask, why }, Some(screen)) if screen.ask == ask => {
                self.overlay = None;
                self.complain(why);
            }
            _ => {}
        }
    }

    /// The years of an organ lie side by side, if there is more than one.
    fn compared(&mut self, name: String, years: Vec<Report>, year: u16, place: &Place) {
        let file = self.desk.is_none().then_some(name);
        match Compare::new(years, year, place, file) {
            Some(compare) => {
                if compare.is_held_against_later() {
                    let (now, later) = (compare.now().about.year, compare.before().about.year);
                    let earlier = now.saturating_sub(1);
                    self.say(format!(
                        "文件夹里没有 {earlier} 年或更早的报告，这里与后来的 {later} 年对照：从 {now} 年到 {later} 年怎样变"
                    ));
                }
                self.overlay = Some(Overlay::Compare(Box::new(compare)));
            }
            None => self.complain("文件夹里没有本机关其他年度的报告，无从对照；可以到报告库按 F9 导入去年的"),
        }
    }

    /// The pages of a report lie over the screen.
    pub(super) fn preview(&mut self, report: Report, place: &Place, file: Option<String>) {
        let left_out = report.paragraphs("unplaced").iter().filter(|text| !text.trim().is_empty()).count();
        if left_out > 0 {
            self.say(format!("“待归位的内容”有 {left_out} 段不在公文里；请移到所属部分或者删除"));
        }
        self.overlay = Some(Overlay::Preview(Box::new(Preview::new(report, self.size, place, file))));
    }

    /// The result of an effect that keeps words safe.
    fn heard(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Recorded(trouble) => {
                if let Some(desk) = &mut self.desk {
                    desk.recorded(trouble);
                }
            }
            Msg::Unrecorded(why) => self.unrecorded(&why),
            Msg::GivenUp(kept) => return self.given_up(kept),
            Msg::Changed(changed) => return self.changed(changed),
            Msg::Versions { name, versions } => return self.show_versions(&name, versions),
            Msg::Version { version, report } => {
                if let Some(Overlay::History(history)) = &mut self.overlay {
                    history.show(&version, report);
                }
            }
            Msg::Rung => return vec![Effect::Attend],
            Msg::Free => self.say("这份报告现在没有别人在编辑了：^O 回报告库再打开，就可以编辑"),
            _ => {}
        }
        Vec::new()
    }

    /// A format was written, or not; the next one follows.
    fn exported(&mut self, outcome: Outcome) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Export(export)) => export.take(outcome).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The result of an effect.
    pub(super) fn settle(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Listed { listing, rows, missing } => self.library.fill(listing, rows, missing),
            Msg::Judged { listing, from, standings } => self.library.judge(listing, from, standings),
            msg @ (Msg::Gathering { .. } | Msg::Gathered { .. } | Msg::NotGathered { .. }) => self.gathered(msg),
            Msg::Opened(loaded) => self.opened(*loaded),
            Msg::Saved { stamp, at, conflict } => return self.saved(stamp, at, conflict),
            Msg::Recorded(_)
            | Msg::Unrecorded(_)
            | Msg::Changed(_)
            | Msg::Versions { .. }
            | Msg::Version { .. }
            | Msg::GivenUp(_)
            | Msg::Rung
            | Msg::Free => return self.heard(msg),
            Msg::Signed(deed) => {
                let Some(desk) = &mut self.desk else { return Vec::new() };
                let answer = desk.enact(deed);
                self.notice = answer.notice;
                return answer.effect.into_iter().collect();
            }
            Msg::Seen { typed, paths } => {
                if let Some(Overlay::Import(import)) = &mut self.overlay {
                    import.show(&typed, paths);
                }
            }
            Msg::Imported { name, statement, at } => {
                self.overlay = Some(Overlay::Account(Box::new(Account { name, statement: *statement, at, top: 0 })));
                return vec![Effect::List];
            }
            Msg::NotImported { path, why } => return self.not_imported(&path, why),
            Msg::Compared { name, years, year, place } => self.compared(name, years, year, &place),
            Msg::Previewed { name, report } => self.preview(*report, &Place::report(), Some(name)),
            Msg::Exported(outcome) => return self.exported(*outcome),
            Msg::Kept { path, aside } => {
                self.settings_fault = None;
                self.say(match aside {
                    Some(aside) => format!("设置已存；原来读不出的那份留作 {aside}"),
                    None => format!("设置已存到 {path}"),
                });
            }
            Msg::Clipped(result) => self.clipped(result),
            Msg::Done(text) => {
                self.say(text);
                return vec![Effect::List];
            }
            Msg::Failed(text) => {
                self.leaving = None;
                self.library.is_awaited = false;
                self.complain(text);
                if self.desk.is_none() {
                    return self.come_back().into_iter().collect();
                }
            }
            Msg::Act(_) | Msg::NoKey(_) | Msg::Palette(_) | Msg::Text(_) | Msg::Paste(_) | Msg::Resized(_) => {}
        }
        Vec::new()
    }
}

/// Said of a step that stands on disk.
fn stepped(to: State) -> &'static str {
    match to {
        State::Draft => "已撤回送审并保存，可以修改",
        State::Submitted => "已送审并保存",
        State::Returned => "已退回并保存，可以修改",
        State::Final => "已定稿并保存，现在只能看；要改，按 F10",
        State::Published => "已标为公布并保存，现在只能看；要更正，按 F10",
        State::Corrected => "已重新打开更正并保存，可以修改",
    }
}
