//! A folder of many organs' reports read into one roll-up: sums, who is missing or wrong, what stands out.

pub mod deadline;
pub mod sheets;
mod statement;
pub mod tables;

use std::{cmp::Reverse, collections::HashSet, ops::ControlFlow};

use crate::{
    abreast,
    exchange::kind_of,
    form::Edition,
    report::{
        About, Report, Scope, State,
        likeness::{self, Alike, Print},
        register::Register,
        rollup::{Part, Rollup},
        roster::{Due, Missing, Roster},
    },
    rules::{self, Choice, Gathered, Glance, Level, Pairs, Remark, Rule, SAME_PROSE, Watch},
    store::{self, Folder, Head, Local, Opened, draft::Plain},
};

/// Sections whose prose is compared among organs.
const PROSE: [&str; 2] = ["overview", "problems"];
/// Rules of the carry-over from last year.
const CARRIES: [&str; 3] = ["Y-01", "Y-02", "T1-S08"];

/// What is to be summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Who collects.
    pub organ: String,
    /// Year the reports are about.
    pub year: u16,
    /// Whose reports are due; without it every organ's own report counts.
    pub roster: Option<Roster>,
}

/// What a folder of reports comes to.
#[derive(Debug)]
pub struct Gathering {
    /// What was asked for.
    pub wish: Wish,
    /// The sums.
    pub rollup: Rollup,
    /// How each report in the roll-up stands, by its number there.
    pub standings: Vec<Standing>,
    /// Who is missing against the roster.
    pub missing: Vec<Missing>,
    /// Without a roster: who reported last year and not this year.
    pub absent: Vec<Due>,
    /// Reports that were not counted, because they are not on the roster: whose, and the file.
    pub extra: Vec<(Due, String)>,
    /// Collected reports of others that were not counted, because no roster asks for them.
    pub collected: Vec<(Due, String)>,
    /// Who reported more than once, with the names of all files, the one that counts first.
    pub repeated: Vec<(String, Vec<String>)>,
    /// Files that cannot be read, and why.
    pub unread: Vec<(String, String)>,
    /// The collected report that is there already, and its file.
    pub typed: Option<(String, Opened)>,
    /// What the rules over many reports found.
    pub remarks: Vec<Remark>,
}

/// How one report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Name of its file.
    pub name: String,
    /// Errors in its tables.
    pub errors: usize,
    /// Carry-overs that do not agree with last year's report.
    pub carries: usize,
    /// Was last year's report there?
    pub has_last: bool,
}

/// What is made of one report where it is read.
struct Reading {
    part: Part,
    standing: Standing,
    pairs: Pairs,
    print: Option<Print>,
}

/// A draft as it was read.
type Loaded = Option<Result<Plain, store::Error>>;

/// Which of the folder's drafts are read.
#[derive(Debug, Default)]
struct Selection {
    /// This year's, each with those of last year behind it.
    files: Vec<(About, String)>,
    absent: Vec<Due>,
    extra: Vec<(Due, String)>,
    collected: Vec<(Due, String)>,
    repeated: Vec<(String, Vec<String>)>,
    unread: Vec<(String, String)>,
    typed: Option<String>,
}

/// Sums the reports of a folder up. `progress` is told how many files of how many are done; when it breaks, nothing
/// comes of it.
pub fn gather(
    folder: &Folder,
    wish: Wish,
    edition: &'static Edition,
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Option<Gathering>, store::Error> {
    let Selection { files, absent, extra, collected, repeated, mut unread, typed } = select(folder.heads()?, &wish);
    let register = Register::new(files.iter().map(|(about, _)| Some(about)));
    let desk = Desk::new(edition, folder.local().unwrap_or_default());
    let load = |n: usize| files.get(n).map(|(_, name)| folder.plain(name));
    let read = |n: usize, loaded: &Loaded, last: Option<&Plain>| {
        let (about, name) = files.get(n).filter(|(about, _)| about.year == wish.year)?;
        Some(match loaded.as_ref()? {
            Ok(draft) if draft.about() == about => Ok(desk.reading(name, draft, last)),
            Ok(_) => Err((name.clone(), "读的时候被人改了".to_owned())),
            Err(error) => Err((name.clone(), error.to_string())),
        })
    };
    let mut rollup = Rollup::new(edition);
    let (mut standings, mut pairs, mut prints) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_whole = true;
    store::in_turn(&register, load, whole, Plain::about, read, |n, result| {
        match result {
            Some(Ok(Reading { part, standing, pairs: of, print })) => {
                rollup.add(part);
                standings.push(standing);
                pairs.push(of);
                prints.push(print);
            }
            Some(Err(fault)) => unread.push(fault),
            None => {}
        }
        let step = progress(n + 1, files.len());
        is_whole = step.is_continue();
        step
    });
    if !is_whole {
        return Ok(None);
    }
    let came: HashSet<Due> = rollup.parts().iter().map(|part| due(&part.about)).collect();
    let others: Vec<Due> = extra.iter().map(|(due, _)| due.clone()).collect();
    let missing = wish.roster.as_ref().map(|roster| roster.missing(&came, &others)).unwrap_or_default();
    let typed = typed.map(|name| folder.read(&name).map(|opened| (name, opened))).transpose()?;
    let alike = alike(folder, &standings, &prints);
    let remarks = rules::gathered(&Gathered {
        organ: &wish.organ,
        rollup: &rollup,
        typed: typed.as_ref().map(|(_, opened)| &opened.report),
        missing: &missing,
        repeated: &repeated,
        pairs: &pairs,
        alike: &alike,
    });
    Ok(Some(Gathering { wish, rollup, standings, missing, absent, extra, collected, repeated, unread, typed, remarks }))
}

/// Reports whose prose is much the same as that of one before them; what prints make likely is read again and compared.
fn alike(folder: &Folder, standings: &[Standing], prints: &[Option<Print>]) -> Vec<Alike> {
    let mut most = likeness::Most::default();
    abreast::in_order(
        likeness::BANDS,
        |band| likeness::in_band(prints, band),
        |_, met| {
            most.add(met);
            ControlFlow::Continue(())
        },
    );
    let met = most.pairs();
    let read = |n: usize| folder.plain(&standings.get(n)?.name).ok();
    let compare = |n: usize| {
        let (first, other) = *met.get(n)?;
        let percent = likeness::overlap(prose(&read(first)?), prose(&read(other)?));
        Some(Alike { first, other, percent }).filter(|alike| alike.percent >= SAME_PROSE)
    };
    let mut found = Vec::new();
    abreast::in_order(met.len(), compare, |_, alike| {
        found.extend(alike);
        ControlFlow::Continue(())
    });
    found
}

fn whole(loaded: &Loaded) -> Option<&Plain> {
    loaded.as_ref()?.as_ref().ok()
}

/// What every report is looked at with, made once.
struct Desk {
    edition: &'static Edition,
    glance: Glance,
    watch: Watch,
    local: Local,
    /// The rules by which a report is told to be wrong.
    choice: Choice,
}

impl Desk {
    fn new(edition: &'static Edition, local: Local) -> Self {
        let is_chosen =
            |rule: &Rule| rule.is_about_cells() && rule.level == Level::Error || CARRIES.contains(&rule.code);
        let (glance, watch) = (Glance::default(), Watch::new(edition));
        Self { edition, glance, watch, local, choice: Choice::new(is_chosen) }
    }

    /// What one report comes to.
    fn reading(&self, name: &str, draft: &Plain, last: Option<&Plain>) -> Reading {
        let (values, before) = (draft.values(), last.map(Plain::values));
        let this = (draft.edition(), values.as_slice());
        let year_before = last.zip(before.as_deref()).map(|(last, values)| (last.edition(), values));
        let (errors, carries) = if self.glance.is_clean(draft.about().year, this, year_before) {
            (0, 0)
        } else {
            let (report, last) = (draft.report(), last.map(Plain::report));
            let checked = rules::check_some(&report, last.as_deref(), &self.local, &self.choice);
            let open = checked.findings.iter().filter(|finding| finding.waived.is_none());
            (checked.count(Level::Error), open.filter(|finding| CARRIES.contains(&finding.code)).count())
        };
        let standing = Standing { name: name.to_owned(), errors, carries, has_last: last.is_some() };
        let pairs = self.watch.pairs(this, year_before);
        let part = Part::new(draft.about(), draft.edition(), &values, self.edition);
        Reading { part, standing, pairs, print: Print::of(prose(draft)) }
    }
}

/// The prose by which organs are compared.
fn prose(draft: &Plain) -> impl Iterator<Item = &str> {
    PROSE.iter().flat_map(|section| draft.paragraphs(section))
}

/// Whose report it is, as a roster names it.
fn due(about: &About) -> Due {
    Due { organ: about.organ.clone(), scope: about.scope }
}

/// Chooses what is summed: this year's reports of organs, or of those on the roster; never the collector's own
/// collected report. Where two files are one organ's, the one that has its proper name counts, else the first.
///
/// The heads stand in the order of [`Folder::heads`]: one organ's together, this year's before last year's.
fn select(heads: Vec<Head>, wish: &Wish) -> Selection {
    let mut selection = Selection::default();
    let roster: Option<HashSet<&Due>> = wish.roster.as_ref().map(|roster| roster.due.iter().collect());
    let mut of_one: Vec<(About, String)> = Vec::new();
    for Head { name, about, .. } in heads {
        match about {
            Ok(about) => {
                if of_one.first().is_some_and(|(first, _)| first.organ != about.organ) {
                    selection.choose(std::mem::take(&mut of_one), wish, roster.as_ref());
                }
                of_one.push((about, name));
            }
            Err(error) => selection.unread.push((name, error.to_string())),
        }
    }
    selection.choose(of_one, wish, roster.as_ref());
    selection
}

impl Selection {
    /// Takes in one organ's drafts.
    fn choose(&mut self, drafts: Vec<(About, String)>, wish: &Wish, roster: Option<&HashSet<&Due>>) {
        let (mut this, mut last) = (Vec::new(), Vec::new());
        for (about, name) in drafts {
            if about.scope == Scope::Collected && about.organ == wish.organ {
                if about.year == wish.year && self.typed.is_none() {
                    self.typed = Some(name);
                }
            } else if about.year.checked_add(1) == Some(wish.year) {
                last.push((about, name));
            } else if about.year == wish.year {
                match roster {
                    Some(roster) if !roster.contains(&due(&about)) => self.extra.push((due(&about), name)),
                    None if about.scope == Scope::Collected => self.collected.push((due(&about), name)),
                    _ => this.push((about, name)),
                }
            }
        }
        for scope in [Scope::Organ, Scope::Collected] {
            let is_of = |(about, _): &mut (About, String)| about.scope == scope;
            let mut files: Vec<_> = this.extract_if(.., is_of).collect();
            let before = last.extract_if(.., is_of);
            files.sort_by_key(|(about, name)| Reverse(store::file_name(about).is_ok_and(|proper| proper == *name)));
            let Some((about, _)) = files.first() else {
                let absent = before.map(|(about, _)| due(&about)).next();
                self.absent.extend(absent.filter(|_| roster.is_none() && scope == Scope::Organ));
                continue;
            };
            if files.len() > 1 {
                self.repeated.push((due(about).label(), files.iter().map(|(_, name)| name.clone()).collect()));
            }
            files.truncate(1);
            self.files.extend(files);
            self.files.extend(before);
        }
    }
}

impl Gathering {
    /// What the collected report is about; what sort of organ collects is told from its name where nothing says it.
    pub fn about(&self) -> About {
        About {
            organ: self.wish.organ.clone(),
            kind: self.typed.as_ref().map_or_else(|| kind_of(&self.wish.organ), |(_, opened)| opened.report.about.kind),
            year: self.wish.year,
            edition: self.rollup.edition().id.clone(),
            scope: Scope::Collected,
            state: State::default(),
        }
    }

    /// The collected report: the one that is there with its blanks filled, else a new one; and how many cells were put in.
    pub fn report(&self) -> (Report, usize) {
        let mut report = match &self.typed {
            Some((_, opened)) => opened.report.clone(),
            None => Report::new(self.about(), self.rollup.edition()),
        };
        let filled = self.rollup.fill(&mut report);
        (report, filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Example;

    fn put(folder: &Folder, organ: &str, year: u16, scope: Scope, cells: &'static [(&'static str, &'static str)]) {
        let mut report = Example::of("2021", year, cells).report().unwrap();
        (report.about.organ, report.about.scope) = (organ.into(), scope);
        folder.create(&report).unwrap();
    }

    fn folder() -> (tempfile::TempDir, Folder) {
        let disk = tempfile::tempdir().unwrap();
        let folder = Folder::open(disk.path()).unwrap();
        let new = &[("t2.new.total", "3"), ("t2.new.natural", "3"), ("t2.concluded.natural", "3")];
        put(&folder, "示例市财政局", 2022, Scope::Organ, new);
        put(&folder, "示例市财政局", 2021, Scope::Organ, &[("t2.carried_forward.natural", "4")]);
        put(&folder, "示例市民政局", 2021, Scope::Organ, &[]);
        put(&folder, "示例市水务局", 2022, Scope::Organ, &[("t1.fees.amount", "12.345678")]);
        put(&folder, "示例县", 2022, Scope::Collected, &[("t1.fees.amount", "1000")]);
        put(&folder, "示例市", 2022, Scope::Collected, &[("t1.fees.amount", "12")]);
        put(&folder, "示例市", 2022, Scope::Organ, &[("t1.fees.amount", "0.000001")]);
        (disk, folder)
    }

    fn gathered(folder: &Folder, roster: Option<&str>) -> Gathering {
        let wish = Wish { organ: "示例市".into(), year: 2022, roster: roster.map(Roster::read) };
        let edition = Edition::for_year(2022).unwrap();
        gather(folder, wish, edition, |_, _| ControlFlow::Continue(())).unwrap().unwrap()
    }

    fn organs(gathering: &Gathering) -> Vec<&str> {
        gathering.rollup.parts().iter().map(|part| part.about.organ.as_str()).collect()
    }

    fn fees(gathering: &Gathering) -> String {
        let rollup = &gathering.rollup;
        rollup.text(rollup.edition().find(&"t1.fees.amount".into()).unwrap())
    }

    #[test]
    fn organs_are_summed_and_collected_reports_only_where_a_roster_asks_for_them() {
        let (_disk, folder) = folder();
        let all = gathered(&folder, None);
        assert_eq!(organs(&all), ["示例市", "示例市水务局", "示例市财政局"]);
        assert_eq!((fees(&all).as_str(), all.collected.len()), ("12.345679", 1));
        assert_eq!(all.absent.iter().map(|due| due.organ.as_str()).collect::<Vec<_>>(), ["示例市民政局"]);
        assert_eq!(all.typed.as_ref().map(|(name, _)| name.as_str()), Some("示例市-2022-汇总.ron"));
        let asked = gathered(&folder, Some("示例市水务局\n示例县（汇总）\n示例市教育局"));
        assert_eq!(organs(&asked), ["示例县", "示例市水务局"]);
        assert_eq!(fees(&asked), "1012.345678");
        let extra: Vec<_> = asked.extra.iter().map(|(due, _)| due.organ.as_str()).collect();
        assert_eq!(extra, ["示例市", "示例市财政局"]);
        assert!(asked.absent.is_empty(), "the roster says who is due");
        assert_eq!(asked.missing.iter().map(|m| m.due.organ.as_str()).collect::<Vec<_>>(), ["示例市教育局"]);
    }

    #[test]
    fn who_is_wrong_and_whose_carry_over_breaks_is_known() {
        let (_disk, folder) = folder();
        let all = gathered(&folder, None);
        let standings: Vec<_> = all.standings.iter().map(|s| (s.errors, s.carries, s.has_last)).collect();
        assert_eq!(standings, [(0, 0, false), (0, 0, false), (1, 1, true)], "one slip, however many sums it breaks");
        let codes: Vec<_> = all.remarks.iter().map(|remark| remark.finding.code).collect();
        assert_eq!(codes, ["A-01", "A-01", "A-01", "A-01", "A-04", "A-04"], "examples share their prose");
    }

    #[test]
    fn two_files_of_one_organ_count_once_and_a_broken_one_is_named() {
        let (disk, folder) = folder();
        let name = "示例市水务局-2022.ron";
        let text = std::fs::read_to_string(disk.path().join(name)).unwrap();
        std::fs::write(disk.path().join("示例市水务局-2022-冲突-1.ron"), text.replace("12.345678", "99")).unwrap();
        let broken = text.replace("示例市水务局", "示例市教育局").replace("\"overview\"", "").replace("t3: {", "t4: {");
        std::fs::write(disk.path().join("示例市教育局-2022.ron"), broken).unwrap();
        let all = gathered(&folder, None);
        assert_eq!(fees(&all), "12.345679");
        assert_eq!(all.repeated, [("示例市水务局".into(), vec![name.into(), "示例市水务局-2022-冲突-1.ron".into()])]);
        assert_eq!(all.unread.len(), 1);
        assert!(all.unread[0].1.contains("没有表“t4”"), "{:?}", all.unread);
    }

    #[test]
    fn the_collected_draft_keeps_what_was_typed() {
        let (_disk, folder) = folder();
        let all = gathered(&folder, None);
        let (report, filled) = all.report();
        assert_eq!((report.value_at(&"t1.fees.amount".into()).number(), filled), (Some(12.into()), 0));
        let other = Wish { organ: "示例省".into(), year: 2022, roster: None };
        let edition = Edition::for_year(2022).unwrap();
        let new = gather(&folder, other, edition, |_, _| ControlFlow::Continue(())).unwrap().unwrap();
        let (report, filled) = new.report();
        assert_eq!((report.about.scope, filled), (Scope::Collected, edition.cells().len()));
        assert_eq!(new.collected.len(), 2);
    }

    #[test]
    fn a_run_that_is_not_wanted_any_more_ends() {
        let (_disk, folder) = folder();
        let wish = Wish { organ: "示例市".into(), year: 2022, roster: None };
        let edition = Edition::for_year(2022).unwrap();
        assert!(gather(&folder, wish, edition, |_, _| ControlFlow::Break(())).unwrap().is_none());
    }
}
