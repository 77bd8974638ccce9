//! Carries effects out in the folder and says how it went: the one place where the workbench does IO.

mod collect;
mod keep;
mod list;

use std::{
    env,
    ffi::OsString,
    fs,
    ops::ControlFlow,
    os::unix::net::UnixStream,
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
        mpsc::Sender,
    },
    thread,
    time::SystemTime,
};

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{
    app::{
        msg::{Ask, Effect, Loaded, Msg},
        order::{Order, Outcome, Subject, Written},
    },
    wake::Waker,
};
use crate::{
    equations::Start,
    exchange::{
        Imported, export,
        read::{ENDINGS, read_file, reason},
        read_text, ready,
    },
    form::Place,
    gather::Gathering,
    report::{About, Report, State, edit::Edit, note::Signature},
    store::{self, Cause, Config, Folder, Local, Settings, Waiting, Writing},
};

/// Most files that are offered while a path is typed.
const MOST_SEEN: usize = 500;

/// What text that was pasted goes by.
const PASTED: &str = "粘贴的文字";

/// The folder, and the clock that times are shown by.
#[derive(Debug)]
pub struct Performer {
    folder: Arc<Folder>,
    /// The draft that is open to be written.
    writing: Option<Box<Writing>>,
    /// The draft that is only read because somebody else writes it.
    waiting: Option<Waiting>,
    /// Wakes the loop.
    bell: Option<UnixStream>,
    /// Where the draft that is open to be written is named, for the sentence after a panic.
    open: Arc<Mutex<String>>,
    clock: Clock,
    /// Whom long work in the background tells what it found; without it such work is waited for.
    post: Option<Post>,
    /// How many listings were begun; an older one ends when a newer one begins.
    listings: Arc<AtomicUsize>,
    /// The same of roll-ups.
    gatherings: Arc<AtomicUsize>,
    /// Where paths that are typed start from.
    here: PathBuf,
    /// Where the settings stand.
    config: Option<Config>,
    /// What the user's settings tell the rules.
    local: Local,
}

/// Takes messages from other threads to the loop.
#[derive(Debug, Clone)]
pub struct Post {
    /// Where the loop takes them from.
    pub sender: Sender<Msg>,
    /// Ends the loop's wait.
    pub waker: Waker,
}

impl Post {
    fn say(&self, msg: Msg) -> ControlFlow<()> {
        // Nobody listens any more: then there is nothing more to do.
        let said = self.sender.send(msg).map_or(ControlFlow::Break(()), |()| ControlFlow::Continue(()));
        self.waker.wake();
        said
    }
}

/// What time it is, and where.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The time zone that times are shown in.
    pub zone: TimeZone,
    /// A fixed time for tests; else the machine's.
    pub fixed: Option<Timestamp>,
}

/// What stands before a time of today in a list.
const TODAY: &str = "今天 ";

impl Clock {
    /// The machine's clock and time zone.
    pub fn system() -> Self {
        Self { zone: own_zone(env::var_os("TZ")).unwrap_or_else(TimeZone::system), fixed: None }
    }

    /// Now.
    pub fn now(&self) -> Zoned {
        self.fixed.unwrap_or_else(Timestamp::now).to_zoned(self.zone.clone())
    }

    /// A time as people read it: `今天 09:41`, `1月28日`, `2020-12-31`.
    pub fn show(&self, time: SystemTime) -> String {
        let Ok(time) = Timestamp::try_from(time) else { return String::new() };
        let (time, now) = (time.to_zoned(self.zone.clone()), self.now());
        if time.date() == now.date() {
            format!("{TODAY}{:02}:{:02}", time.hour(), time.minute())
        } else if time.year() == now.year() {
            format!("{}月{}日", time.month(), time.day())
        } else {
            time.date().to_string()
        }
    }
}

/// The zone that `/etc/localtime` says, or the one file that `TZ` names. To ask for it by name would first list every
/// zone that the machine knows, which takes longer than all else at the start.
fn own_zone(name: Option<OsString>) -> Option<TimeZone> {
    let path = match name {
        None => PathBuf::from("/etc/localtime"),
        Some(name) if name == "UTC" => return Some(TimeZone::UTC),
        Some(name) => {
            let name = Path::new(&name);
            let is_plain = name.components().all(|part| matches!(part, Component::Normal(_)));
            is_plain.then(|| Path::new("/usr/share/zoneinfo").join(name))?
        }
    };
    TimeZone::tzif("", &fs::read(path).ok()?).ok()
}

impl Performer {
    /// Works in this folder.
    pub fn new(folder: Folder, clock: Clock) -> Self {
        Self {
            folder: Arc::new(folder),
            writing: None,
            waiting: None,
            bell: None,
            open: Arc::default(),
            clock,
            post: None,
            listings: Arc::default(),
            gatherings: Arc::default(),
            here: PathBuf::from("."),
            config: None,
            local: Local::default(),
        }
    }

    /// From now on does long work in the background and tells it there.
    pub fn report_to(&mut self, post: Option<Post>) {
        self.post = post;
    }

    /// Keeps settings in this config folder, and judges by them.
    #[must_use]
    pub fn with_settings(self, config: Option<Config>, settings: &Settings) -> Self {
        Self { config, local: settings.local(), ..self }
    }

    /// Wakes the loop by this when something happens outside.
    #[must_use]
    pub fn ringing(self, bell: Option<UnixStream>) -> Self {
        Self { bell, ..self }
    }

    /// Names the draft that is open where a panic looks for it.
    #[must_use]
    pub fn naming(self, open: Arc<Mutex<String>>) -> Self {
        Self { open, ..self }
    }

    /// Takes the paths that are typed as starting from this folder, not from where the program was started.
    #[must_use]
    pub fn starting_at(self, here: impl Into<PathBuf>) -> Self {
        Self { here: here.into(), ..self }
    }

    /// Carries an effect out; [`Effect::Quit`], [`Effect::Redraw`], [`Effect::Clip`] and [`Effect::Record`] are the
    /// loop's own.
    ///
    /// Long work goes on in the background where that is heard; its messages then come later.
    pub fn perform(&mut self, effect: Effect) -> Vec<Msg> {
        let done = match effect {
            Effect::Quit | Effect::Redraw | Effect::Clip(_) | Effect::Record { .. } => return Vec::new(),
            Effect::List => return self.list(true),
            Effect::ListNames => return self.list(false),
            Effect::Gather(ask) => return self.gather(ask),
            Effect::Collect(gathering) => self.collect(&gathering),
            Effect::Open { name, saved_at } => self.open(name, saved_at, None, false),
            Effect::OpenAt { name, place } => self.open(name, String::new(), None, false).map(|msg| match msg {
                Msg::Opened(loaded) => Msg::Opened(Box::new(Loaded { place: Some(place), ..*loaded })),
                msg => msg,
            }),
            Effect::Take { name, saved_at } => self.open(name, saved_at, None, true),
            Effect::Save(report) => self.save(&report),
            Effect::Adopt { stamp, theirs } => {
                if let Some(writing) = &mut self.writing {
                    writing.adopt(stamp, *theirs);
                }
                return Vec::new();
            }
            Effect::GiveUp(report) => Ok(self.give_up(&report)),
            Effect::End(given_up) => return self.end(given_up.as_deref()).into_iter().collect(),
            Effect::Attend => return self.attend().into_iter().collect(),
            Effect::Versions(name) => self.versions(name),
            Effect::Version(version) => {
                let report = self.folder.version(&version).map(Box::new).map_err(|error| error.to_string());
                Ok(Msg::Version { version, report })
            }
            Effect::Sign(deed) => Ok(Msg::Signed(deed.signed(self.signature()))),
            Effect::Create { report, is_blank } => self.create(*report, is_blank),
            Effect::Copy { name, about } => self.copy(&name, about),
            Effect::Rename { name, about } => self.rename(&name, about),
            Effect::Look(typed) => Ok(Msg::Seen { paths: self.look(&typed), typed }),
            Effect::Export(order) => {
                let written = self.export(&order).unwrap_or_else(Written::Failed);
                let Order { format, may_replace, .. } = *order;
                Ok(Msg::Exported(Box::new(Outcome { format, written, may_replace })))
            }
            Effect::Import(path) => {
                let read = read_file(&self.path(&path)).map_err(|error| error.to_string());
                Ok(self.import(path, read))
            }
            Effect::ImportText(text) => {
                let read = read_text(PASTED, &text).map_err(|error| error.to_string());
                Ok(self.import(String::new(), read))
            }
            Effect::Compare { name, report, place } => self.compare(name, report.map(|report| *report), place),
            Effect::Preview(name) => {
                self.folder.read(&name).map(|opened| Msg::Previewed { name, report: Box::new(opened.report) })
            }
            Effect::Samples => self.samples(),
            Effect::Keep(settings) => self.keep(&settings),
            Effect::Remove(name) => self
                .folder
                .remove(&name, self.now())
                .map(|copy| Msg::Done(format!("已删除 {name}，副本在 {}", copy.display()))),
        };
        vec![done.unwrap_or_else(|error| Msg::Failed(error.to_string()))]
    }

    fn now(&self) -> Timestamp {
        self.clock.now().timestamp()
    }

    /// Lists the folder; `judges` what does not agree in each report, too.
    fn list(&self, judges: bool) -> Vec<Msg> {
        let (folder, local, clock) = (Arc::clone(&self.folder), self.local.clone(), self.clock.clone());
        let listings = Arc::clone(&self.listings);
        let listing = listings.fetch_add(1, Relaxed) + 1;
        self.at_length(move |say| {
            let mut say = |msg| if listings.load(Relaxed) == listing { say(msg) } else { ControlFlow::Break(()) };
            let local = judges.then_some(local);
            list::list(&folder, local, listing, (clock.now().date(), |time| clock.show(time)), &mut say);
        })
    }

    fn gather(&self, ask: Ask) -> Vec<Msg> {
        let folder = Arc::clone(&self.folder);
        let mut said = vec![Msg::Gathering { ask: ask.clone(), done: (0, 0) }];
        let gatherings = Arc::clone(&self.gatherings);
        let gathering = gatherings.fetch_add(1, Relaxed) + 1;
        said.extend(self.at_length(move |say| {
            let mut say = |msg| if gatherings.load(Relaxed) == gathering { say(msg) } else { ControlFlow::Break(()) };
            collect::gather(&folder, ask, &mut say);
        }));
        said
    }

    fn collect(&mut self, gathering: &Gathering) -> Result<Msg, store::Error> {
        let (name, remark) = collect::collect(&self.folder, gathering)?;
        self.open(name, self.time(), Some(remark), false)
    }

    /// Does long work: in a thread of its own that tells the loop, or at once where nobody hears.
    fn at_length(&self, work: impl FnOnce(&mut dyn FnMut(Msg) -> ControlFlow<()>) + Send + 'static) -> Vec<Msg> {
        let mut said = Vec::new();
        match self.post.clone() {
            Some(post) => {
                let begun = thread::Builder::new().name("work".into()).spawn(move || work(&mut |msg| post.say(msg)));
                said.extend(begun.err().map(|error| Msg::Failed(format!("系统太忙，没有开始：{error}"))));
            }
            None => work(&mut |msg| {
                said.push(msg);
                ControlFlow::Continue(())
            }),
        }
        said
    }

    fn time(&self) -> String {
        let now = self.clock.now();
        format!("{:02}:{:02}", now.hour(), now.minute())
    }

    /// Who is logged in, and what time it is.
    fn signature(&self) -> Signature {
        let at = self.clock.now().strftime("%Y-%m-%d %H:%M").to_string();
        Signature { by: store::user(), at }
    }

    /// A new report: last year's figures carried over and its prose as a template, where the folder has last year's.
    fn create(&mut self, report: Report, is_blank: bool) -> Result<Msg, store::Error> {
        let made = self.folder.last_year(&report.about).map(|last| Start::from_last(report.clone(), &last, is_blank));
        let remark = made.as_ref().map(Start::remark);
        let report = made.map_or(report, |made| made.report);
        let (name, _) = self.folder.create(&report)?;
        self.open(name, self.time(), remark, false)
    }

    /// The path that was typed; `~` is the home of the user.
    fn path(&self, typed: &str) -> PathBuf {
        match (typed.strip_prefix('~'), env::var_os("HOME")) {
            (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => {
                Path::new(&home).join(rest.trim_start_matches('/'))
            }
            _ => self.here.join(typed),
        }
    }

    /// Folders and files to import whose paths begin with what was typed; folders first, each with `/`.
    fn look(&self, typed: &str) -> Vec<String> {
        let (folder, start) = typed.rsplit_once('/').map_or(("", typed), |(folder, start)| (folder, start));
        let before = typed.strip_suffix(start).unwrap_or_default();
        let path = self.path(if before == "/" { "/" } else { folder });
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let mut found: Vec<(bool, String)> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let is_file = entry.path().is_file();
                let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
                let is_wanted = if is_file { ENDINGS.contains(&ending.as_str()) } else { entry.path().is_dir() };
                let is_shown = name.starts_with(start) && (!name.starts_with('.') || start.starts_with('.'));
                let end = if is_file { "" } else { "/" };
                (is_wanted && is_shown).then(|| (is_file, format!("{before}{name}{end}")))
            })
            .take(MOST_SEEN)
            .collect();
        found.sort();
        found.into_iter().map(|(_, path)| path).collect()
    }

    /// What was read of another format becomes a draft; what it says about itself goes to the screen.
    fn import(&self, path: String, read: Result<Imported, String>) -> Msg {
        let made = read.and_then(|mut imported| {
            ready(&mut imported.report, &mut imported.statement, |about| self.folder.last_year(about));
            let (name, _) = self.folder.create(&imported.report).map_err(|error| error.to_string())?;
            Ok(Msg::Imported { name, statement: Box::new(imported.statement), at: self.time() })
        });
        made.unwrap_or_else(|why| Msg::NotImported { path, why })
    }

    /// A report in another format, read back, then put into the folder, which is made on demand.
    fn export(&self, order: &Order) -> Result<Written, String> {
        let report = match &order.subject {
            Subject::Report(report) => (**report).clone(),
            Subject::File(name) => self.folder.read(name).map_err(|error| error.to_string())?.report,
        };
        let made = export::make(&report, order.format).map_err(|error| error.to_string())?;
        let name = export::file_name(&report, order.format).map_err(|error| error.to_string())?;
        let folder = self.path(&order.folder);
        fs::create_dir_all(&folder).map_err(|error| format!("建不了文件夹“{}”：{}", order.folder, reason(error)))?;
        let paths = match export::deliver(&made, &folder.join(&name), order.may_replace) {
            Err(error) if error.cause == Cause::Exists => return Ok(Written::Exists { name }),
            paths => paths.map_err(|error| error.to_string())?,
        };
        let names = paths.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        Ok(Written::Done { names: names.collect(), remarks: made.remarks })
    }

    fn keep(&mut self, settings: &Settings) -> Result<Msg, store::Error> {
        self.local = settings.local();
        let Some(config) = &self.config else {
            return Ok(Msg::Failed("不知道设置放在哪里：没有设置 HOME；这次的设置只在退出前有效".into()));
        };
        let aside = config.write(settings)?;
        Ok(Msg::Kept { path: config.path().display().to_string(), aside })
    }

    /// The sample reports, put beside what is there; one that is there already is left alone.
    fn samples(&self) -> Result<Msg, store::Error> {
        for (_, report) in store::samples() {
            match self.folder.create(&report) {
                Err(error) if error.cause != Cause::Exists => return Err(error),
                _ => {}
            }
        }
        Ok(Msg::Done("示例放好了：Enter 打开；用完可以按 Del 删去".into()))
    }

    /// All years of an organ; the one looked at as it stands on the screen, if it is open.
    fn compare(&self, name: String, report: Option<Report>, place: Place) -> Result<Msg, store::Error> {
        let report = match report {
            Some(report) => report,
            None => self.folder.read(&name)?.report,
        };
        let mut years = self.folder.siblings(&report.about);
        let year = report.about.year;
        years.push(report);
        Ok(Msg::Compared { name, years, year, place })
    }

    fn copy(&mut self, name: &str, about: About) -> Result<Msg, store::Error> {
        let source = self.folder.read(name)?.report;
        let (copy, n_left) = source.copied(About { state: State::Draft, ..about });
        let remark = (n_left > 0).then(|| format!("两年的格式不同：有 {n_left} 格数字在新格式里没有位置，没有复制"));
        let (name, _) = self.folder.create(&copy)?;
        self.open(name, self.time(), remark, false)
    }

    fn rename(&self, name: &str, about: About) -> Result<Msg, store::Error> {
        let (_held, opened) = match self.alone(name)? {
            Ok(alone) => alone,
            Err(why) => return Ok(Msg::Failed(why)),
        };
        let mut report = opened.report;
        report.apply(Edit::About(about));
        let (new_name, _) = self.folder.rename(name, &report, &opened.stamp)?;
        Ok(Msg::Done(format!("已改名为 {new_name}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_as_people_read_them() {
        let now: Timestamp = "2021-01-28T09:41:00Z".parse().unwrap();
        let clock = Clock { zone: TimeZone::UTC, fixed: Some(now) };
        let show = |text: &str| clock.show(text.parse::<Timestamp>().unwrap().into());
        assert_eq!(show("2021-01-28T01:05:00Z"), "今天 01:05");
        assert_eq!(show("2021-01-08T01:05:00Z"), "1月8日");
        assert_eq!(show("2020-12-31T01:05:00Z"), "2020-12-31");
    }

    #[test]
    fn reports_are_judged_for_the_library_and_only_named_for_who_has_one_open() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        store::samples().for_each(|(_, report)| drop(folder.create(&report).unwrap()));
        let mut performer = Performer::new(folder, Clock::system());
        let names = performer.perform(Effect::ListNames);
        let [Msg::Listed { listing: 1, rows, .. }] = names.as_slice() else { panic!("{names:?}") };
        assert_eq!(rows.len(), store::samples().count());
        let all = performer.perform(Effect::List);
        let [Msg::Listed { listing: 2, .. }, Msg::Judged { standings, .. }, ..] = all.as_slice() else {
            panic!("{all:?}")
        };
        assert!(!standings.is_empty());
    }

    #[test]
    fn a_zone_is_read_from_its_own_file_and_from_no_other() {
        let offset = |zone: &TimeZone| zone.to_offset(Timestamp::UNIX_EPOCH).seconds();
        assert_eq!(own_zone(Some("UTC".into())), Some(TimeZone::UTC));
        for elsewhere in ["", ":", "CST-8", "../../../etc/localtime", "/etc/localtime"] {
            assert_eq!(own_zone(Some(elsewhere.into())), None, "{elsewhere} is left to the library");
        }
        // A machine without zone files knows it by neither way.
        let (own, known) = (own_zone(Some("Asia/Shanghai".into())), TimeZone::get("Asia/Shanghai").ok());
        assert!(own.is_none_or(|own| known.is_some_and(|known| offset(&own) == offset(&known))));
    }
}
