//! Opening a report to write it, noting, saving, versions, ending: what the workbench asks of the store's safety.

use std::{fs, sync::PoisonError};

use super::{Performer, TODAY};
use crate::{
    report::{Report, edit::Edit},
    store::{self, Begun, Local, Opened, Owner, Reading, Saved, Typing, Writing, Written},
    tui::app::msg::{Loaded, Msg, Standing},
};

impl Performer {
    /// Opens a report to be written, or to be read if somebody else writes it. Where it is not said when it was saved,
    /// its file says so.
    pub(super) fn open(
        &mut self,
        name: String,
        saved_at: String,
        remark: Option<String>,
        is_forced: bool,
    ) -> Result<Msg, store::Error> {
        (self.writing, self.waiting) = (None, None);
        self.name(None);
        let bell = || self.bell.as_ref().and_then(|bell| bell.try_clone().ok());
        let (opened, standing) = match self.folder.begin(&name, is_forced, bell())? {
            Begun::Writing { writing, opened, recovered, ghost } => {
                let recovered_at = recovered.time.map_or_else(String::new, |time| self.clock.show(time) + " ");
                self.writing = Some(writing);
                self.name(Some(&name));
                let ghost = ghost.map(|ghost| self.taken_over(&ghost));
                (opened, Standing { ghost, recovered, recovered_at, ..Standing::default() })
            }
            Begun::Reading { opened, why } => {
                // Only somebody who writes it gives it free some time.
                let is_held = !matches!(why, Reading::Refused(_));
                self.waiting = bell().filter(|_| is_held).and_then(|bell| self.folder.wait(&name, bell).ok());
                let (reading, unsure) = self.why(why);
                (opened, Standing { reading, unsure, ..Standing::default() })
            }
        };
        let saved_at = if saved_at.is_empty() { self.written_at(&name) } else { saved_at };
        // Beside 已存 a time alone is one of today, as after saving.
        let saved_at = saved_at.strip_prefix(TODAY).map(str::to_owned).unwrap_or(saved_at);
        let last = self.folder.last_year(&opened.report.about);
        let (folder, fault) = match self.folder.local() {
            Ok(folder) => (folder, None),
            Err(unusable) => (Local::default(), Some(format!("{unusable}；先不照它判断"))),
        };
        let (report, stamp, remark) = (opened.report, opened.stamp, remark.or(fault));
        Ok(Msg::Opened(Box::new(Loaded { name, report, stamp, last, saved_at, remark, folder, standing, place: None })))
    }

    /// Names what is open, for whoever has to say where unsaved changes are.
    fn name(&self, name: Option<&str>) {
        let path = name.map_or_else(String::new, |name| self.folder.path().join(name).display().to_string());
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = path;
    }

    /// When a file of the folder was last written, as people read it.
    fn written_at(&self, name: &str) -> String {
        let time = fs::metadata(self.folder.path().join(name)).and_then(|metadata| metadata.modified());
        time.map_or_else(|_| String::new(), |time| self.clock.show(time))
    }

    /// A report that nobody writes and that has nothing unsaved, held until its session is dropped; or why not.
    pub(super) fn alone(&self, name: &str) -> Result<Result<(Box<Writing>, Opened), String>, store::Error> {
        Ok(match self.folder.begin(name, false, None)? {
            Begun::Reading { why, .. } => Err(format!("现在不能改名：{}", self.why(why).0)),
            Begun::Writing { recovered, .. } if !recovered.is_nothing() => {
                Err("这份报告还有上次没保存的改动：请先打开它，保存以后再改名".into())
            }
            Begun::Writing { writing, opened, .. } => Ok((writing, *opened)),
        })
    }

    fn since(&self, owner: &Owner) -> String {
        let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(owner.since.min(1 << 40));
        self.clock.show(time)
    }

    fn taken_over(&self, ghost: &Owner) -> String {
        format!("你 {} 在另一处打开着这份报告，已由这里接着编辑，那一处已经关闭", self.since(ghost))
    }

    /// Why a report can only be read, and who may still be writing it on another machine.
    fn why(&self, why: Reading) -> (String, Option<Owner>) {
        match why {
            Reading::Theirs(Some(owner)) => {
                (format!("{}（{}）{} 起在编辑", owner.user, owner.host, self.since(&owner)), None)
            }
            Reading::Theirs(None) => ("别人正在编辑".into(), None),
            Reading::Unsure(owner) => (format!("{}（{}）可能还在编辑", owner.user, owner.host), Some(owner)),
            Reading::Refused(error) => (error.to_string(), None),
        }
    }

    /// Notes changes that led to `after`.
    pub fn record(&mut self, edits: &[Edit], typing: Option<&Option<Typing>>, after: &Report) -> Msg {
        let Some(writing) = &mut self.writing else {
            return Msg::Unrecorded("这份报告没有打开来编辑。请回报告库再打开".into());
        };
        match writing.record(edits, typing, after) {
            Ok(()) => Msg::Recorded(writing.trouble().map(ToString::to_string)),
            Err(error) => Msg::Unrecorded(error.to_string()),
        }
    }

    /// Saves the report that is open.
    pub(super) fn save(&mut self, report: &Report) -> Result<Msg, store::Error> {
        let at = self.time();
        let Some(writing) = &mut self.writing else {
            return Ok(Msg::Failed("这份报告现在只能看，没有保存".into()));
        };
        Ok(match writing.save(report)? {
            Written::Changed(changed) => Msg::Changed(changed),
            Written::Saved(Saved::Done { stamp }) => Msg::Saved { stamp, at, conflict: None },
            Written::Saved(Saved::Displaced { name, stamp }) => {
                Msg::Saved { stamp, at: format!("{at}（别处同时改的另存为 {name}）"), conflict: None }
            }
            Written::Saved(Saved::Conflict { name, stamp }) => {
                // From here on one writes the file beside.
                self.end(Some(report));
                if let Ok(Begun::Writing { writing, .. }) = self.folder.begin(&name, false, None) {
                    self.writing = Some(writing);
                    self.name(Some(&name));
                }
                Msg::Saved { stamp, at, conflict: Some(name) }
            }
        })
    }

    /// Puts the report that is open into the history, because it is about to be given up.
    pub(super) fn give_up(&mut self, report: &Report) -> Msg {
        let given_up = self.writing.as_mut().map_or(Ok(()), |writing| writing.give_up(report));
        Msg::GivenUp(given_up.map_err(|error| error.to_string()))
    }

    /// Gives up the report that is open; without one everything stays for another opening.
    pub(super) fn end(&mut self, report: Option<&Report>) -> Option<Msg> {
        self.waiting = None;
        self.name(None);
        let ended = self.writing.take()?.end(report?);
        ended.err().map(|error| Msg::Failed(format!("{error}；没有保存的内容还留着，下次打开会找回")))
    }

    /// Something has happened outside: how is the journal, is the report free?
    pub(super) fn attend(&mut self) -> Option<Msg> {
        if let Some(writing) = &mut self.writing {
            return Some(Msg::Recorded(writing.trouble().map(ToString::to_string)));
        }
        self.waiting.as_ref().filter(|waiting| waiting.is_over()).map(|_| Msg::Free)
    }

    /// The versions of a report.
    pub(super) fn versions(&self, name: String) -> Result<Msg, store::Error> {
        let versions = self.folder.versions(&name)?;
        let shown = |time: jiff::Timestamp| {
            let time = time.to_zoned(self.clock.zone.clone());
            time.strftime("%Y-%m-%d %H:%M").to_string()
        };
        let versions = versions.into_iter().map(|version| (version.clone(), shown(version.time))).collect();
        Ok(Msg::Versions { name, versions })
    }
}
