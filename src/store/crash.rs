//! The very code of saving and noting, run on a disk that forgets: after every operation, in every state that a power
//! cut could leave, and after every error, nothing that was promised is missing.

use std::{collections::HashMap, rc::Rc};

use super::{
    disk::Disk,
    draft::{MAX_BYTES, encode, tests::report as blank},
    error::Stamp,
    merge::chosen,
    save::Saved,
    session::{Outcome, Session},
    sim::{INNER, Image, Op, Sim, crash_states},
    writing::tidy,
};
use crate::report::{
    Report,
    edit::{Edit, Spot},
};

const NAME: &str = "示例市水务局-2021.ron";
const TAG: &str = "7-7";
/// What was synced, and what was saved, up to so many edits.
const SYNCED: u32 = 1000;
const SAVED: u32 = 2000;

/// The n-th edit of a session: letters of a sentence, and a cell now and then.
fn edit(n: usize) -> Edit {
    if n % 4 == 3 {
        return Edit::cell("t2.new.natural".into(), n.to_string());
    }
    let spot = Spot { paragraph: 0, character: n - n / 4 };
    let insert = "报告所列数据的统计期限自一月一日起至年底止".chars().nth(n).unwrap().to_string();
    Edit::Text { section: "overview".into(), from: spot, to: spot, insert }
}

/// The report after each number of edits, and which draft is which.
struct States {
    reports: Vec<Report>,
    drafts: HashMap<Vec<u8>, usize>,
}

impl States {
    fn new() -> Self {
        let mut reports = vec![blank("示例市水务局", 2021)];
        for n in 0..16 {
            let mut report = reports[n].clone();
            report.apply(edit(n));
            reports.push(report);
        }
        let drafts = reports.iter().enumerate().map(|(n, report)| (encode(report).into_bytes(), n)).collect();
        Self { reports, drafts }
    }

    fn nth(&self, report: &Report) -> Option<usize> {
        self.reports.iter().position(|other| other == report)
    }
}

/// A disk with the draft on it, before anyone edits.
fn seed(states: &States) -> Sim {
    let sim = Sim::default();
    let file = sim.create(NAME, None).unwrap();
    sim.append(&file, encode(&states.reports[0]).as_bytes()).unwrap();
    sim.sync_content(&file).unwrap();
    sim.sync_names().unwrap();
    // As the first to open a draft here makes it.
    sim.create(INNER, None).unwrap();
    sim
}

fn start(sim: &Sim, states: &States) -> (Session<Sim>, super::recover::Recovered) {
    let bytes = sim.read_whole(NAME, MAX_BYTES).unwrap().bytes;
    let n = states.drafts[&bytes];
    Session::start((sim.clone(), sim.inner()), NAME, TAG, Stamp::of(&bytes), states.reports[n].clone()).unwrap()
}

/// Edits, syncs and saves as in `script`; what fails is refused, as the workbench does it. Returns how much failed.
fn work(sim: &Sim, states: &States, script: &str) -> usize {
    let (mut session, _) = start(sim, states);
    let (mut n, mut failed, mut saved) = (0, 0, 0);
    for step in script.chars() {
        let done = match step {
            'e' => session.record(&[edit(n)], None, &states.reports[n + 1]).map(|()| n += 1),
            'y' => session.sync(&states.reports[n]).map(|()| {
                sim.mark(SYNCED + n as u32);
            }),
            _ => session.save(&states.reports[n]).map(|outcome| {
                assert!(matches!(outcome, Outcome::Saved(Saved::Done { .. })), "{outcome:?}");
                saved = n;
                sim.mark(SAVED + n as u32);
            }),
        };
        failed += usize::from(done.is_err());
    }
    if saved == n && session.end(&states.reports[n]).is_err() {
        failed += 1;
    }
    failed
}

/// What recovery makes of an image does not depend on old versions; so it is worked out once for each of these.
type Seen = HashMap<(Rc<Vec<u8>>, Vec<Rc<Vec<u8>>>), usize>;

/// Holds the promises against what a power cut left.
fn check(
    log: &[Op],
    done: usize,
    image: &Image,
    states: &States,
    seen: &mut Seen,
    may_ask: bool,
) -> Result<(), String> {
    let marks = log[..done].iter().filter_map(|op| if let Op::Mark(mark) = op { Some(*mark) } else { None });
    let (mut saved, mut synced) = (0, 0);
    for mark in marks {
        let n = (mark % 1000) as usize;
        synced = n;
        saved = if mark >= SAVED { n } else { saved };
    }
    let draft = image.get(&(0, NAME.to_owned())).ok_or_else(|| format!("{done}: the draft has no name"))?;
    let in_file =
        *states.drafts.get(draft.as_slice()).ok_or_else(|| format!("{done}: the draft is no whole version"))?;
    if in_file < saved {
        return Err(format!("{done}: {saved} were saved, the file holds {in_file}"));
    }
    let journals = image.iter().filter(|((_, name), _)| name.ends_with(".journal")).map(|(_, bytes)| Rc::clone(bytes));
    let key = (Rc::clone(draft), journals.collect::<Vec<_>>());
    let recovered = if let Some(recovered) = seen.get(&key) {
        *recovered
    } else {
        let sim = Sim::holding(image);
        tidy(&sim.inner(), "示例市水务局-2021", "8-8");
        let mut report = states.reports[in_file].clone();
        let (_, recovered) = start(&sim, states);
        for edit in recovered.edits {
            report.apply(edit);
        }
        let was_asked = recovered.merged.is_some();
        if let Some(merged) = recovered.merged {
            if !may_ask {
                return Err(format!("{done}: asks the writer about his own words"));
            }
            let theirs = vec![true; merged.clashes.len()];
            if let Some(edit) = chosen(&report, &merged, &theirs) {
                report.apply(edit);
            }
        }
        // Who is asked may take the file's side in everything.
        let file_side = was_asked.then_some(in_file);
        let n = states.nth(&report).or(file_side).ok_or_else(|| format!("{done}: recovered what nobody typed"))?;
        seen.insert(key, n);
        n
    };
    if recovered.max(in_file) < synced {
        Err(format!("{done}: {synced} were synced, {recovered} recovered"))
    } else {
        Ok(())
    }
}

/// Checks every crash of a session; `may_ask` where an error allows that the journal is behind the file; how many states that were, and the first thing that was wrong.
fn crash(log: &[Op], states: &States, seen: &mut Seen, may_ask: bool) -> (usize, Option<String>) {
    // What stood there before the session began is on the disk.
    let begun = log.iter().position(|op| matches!(op, Op::SyncNames(0))).unwrap() + 1;
    let mut wrong = None;
    let n = crash_states(log, &mut |done, image| {
        if done >= begun && wrong.is_none() {
            wrong = check(log, done, image, states, seen, may_ask).err();
        }
    });
    (n, wrong)
}

const SCRIPT: &str = "eeyeseeysees";

#[test]
#[expect(clippy::print_stdout, reason = "the figures of the run")]
fn after_every_power_cut_nothing_is_missing_that_was_synced_or_saved() {
    let states = States::new();
    let mut n = 0;
    for script in [SCRIPT, "ss", "eeees", "eyesey"] {
        let sim = seed(&states);
        assert_eq!(work(&sim, &states, script), 0);
        let (states, wrong) = crash(&sim.state.borrow().log, &states, &mut Seen::new(), false);
        assert_eq!(wrong, None, "{script}");
        n += states;
    }
    println!("{n} states after a power cut, 0 violations");
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures of the run")]
fn after_every_error_and_then_a_power_cut_nothing_is_missing() {
    let states = States::new();
    let sim = seed(&states);
    let before = sim.state.borrow().calls;
    assert_eq!(work(&sim, &states, SCRIPT), 0);
    let calls = sim.state.borrow().calls - before;
    let (mut n, mut told, mut seen) = (0, 0, Seen::new());
    // The first calls read the draft and look for journals: a failure there opens nothing.
    for k in 3..=calls {
        let sim = seed(&states);
        sim.state.borrow_mut().fails_at = Some(before + k);
        told += usize::from(work(&sim, &states, SCRIPT) > 0);
        let (states, wrong) = crash(&sim.state.borrow().log, &states, &mut seen, true);
        assert_eq!(wrong, None, "call {k} failed");
        n += states;
    }
    println!("{calls} calls failed one by one ({told} told the user), then a power cut: {n} states, 0 violations");
}

#[test]
fn a_protocol_without_its_syncs_is_caught() {
    let states = States::new();
    let sim = seed(&states);
    work(&sim, &states, SCRIPT);
    let log = sim.state.borrow().log.clone();
    for without in [|op: &Op| matches!(op, Op::Sync(_)), |op: &Op| matches!(op, Op::SyncNames(_))] {
        // The draft that stood there before keeps its syncs.
        let begun = log.iter().position(|op| matches!(op, Op::SyncNames(0))).unwrap() + 1;
        let (old, new) = log.split_at(begun);
        let broken: Vec<Op> = old.iter().chain(new.iter().filter(|op| !without(op))).cloned().collect();
        let (_, wrong) = crash(&broken, &states, &mut Seen::new(), false);
        assert!(wrong.is_some());
    }
}

#[test]
fn after_an_error_in_a_session_that_goes_on_writing_nothing_is_missing() {
    let states = States::new();
    let sim = seed(&states);
    let before = sim.state.borrow().calls;
    let script = "eeyeeees";
    assert_eq!(work(&sim, &states, script), 0);
    let calls = sim.state.borrow().calls - before;
    for k in 3..=calls {
        let sim = seed(&states);
        sim.state.borrow_mut().fails_at = Some(before + k);
        work(&sim, &states, script);
        let (_, wrong) = crash(&sim.state.borrow().log, &states, &mut Seen::new(), true);
        assert_eq!(wrong, None, "call {k} fails");
    }
}

#[test]
fn a_journal_that_was_not_begun_whole_does_not_hide_the_one_before_it() {
    let states = States::new();
    let sim = seed(&states);
    let (mut session, _) = start(&sim, &states);
    for n in 0..5 {
        session.record(&[edit(n)], None, &states.reports[n + 1]).unwrap();
    }
    // The next one starts from where things stand; the disk is full in the midst of it.
    let first = sim.inner().read_whole("示例市水务局-2021.7-7.1.journal", MAX_BYTES).unwrap().bytes;
    drop(session);
    let line = first.split_inclusive(|byte| *byte == b'\n').next().unwrap();
    for (generation, torn) in [(2, line.to_vec()), (3, [line, b"deadbeef {\"Edit\""].concat())] {
        let name = format!("示例市水务局-2021.7-7.{generation}.journal");
        let file = sim.inner().create(&name, None).unwrap();
        sim.inner().append(&file, &torn).unwrap();
        let (_, recovered) = start(&sim, &states);
        assert_eq!(recovered.edits.len(), 5);
    }
}

#[test]
fn what_was_recovered_and_taken_back_becomes_a_version() {
    let states = States::new();
    let sim = seed(&states);
    let (mut session, _) = start(&sim, &states);
    for n in 0..5 {
        session.record(&[edit(n)], None, &states.reports[n + 1]).unwrap();
    }
    drop(session);
    let (mut session, recovered) = start(&sim, &states);
    let mut report = states.reports[0].clone();
    let back: Vec<Edit> = recovered.edits.iter().map(|edit| report.apply(edit.clone())).collect();
    session.record(&recovered.edits, None, &report).unwrap();
    for edit in back.into_iter().rev() {
        report.apply(edit.clone());
        session.record(&[edit], None, &report).unwrap();
    }
    assert_eq!(report, states.reports[0]);
    session.end(&report).unwrap();
    let (_, again) = start(&sim, &states);
    assert!(again.is_nothing());
    let versions = super::history::versions(&sim.inner(), "示例市水务局-2021").unwrap();
    let kept = sim.inner().read_whole(&versions[0].file, MAX_BYTES).unwrap().bytes;
    assert_eq!((versions.len(), states.drafts.get(&kept)), (1, Some(&5)));
}

#[test]
fn what_was_about_to_be_saved_is_no_stray() {
    let states = States::new();
    let sim = seed(&states);
    let (mut session, _) = start(&sim, &states);
    session.record(&[edit(0)], None, &states.reports[1]).unwrap();
    let stem = "示例市水务局-2021";
    assert!(super::recover::left_behind(&sim.inner(), stem).is_some());
    session.save(&states.reports[1]).unwrap();
    drop(session);
    let name = format!("{stem}.{TAG}.1.journal");
    let journal = sim.inner().read_whole(&name, MAX_BYTES).unwrap().bytes;
    let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    sim.inner().remove(&name).unwrap();
    let file = sim.inner().create(&name, None).unwrap();
    sim.inner().append(&file, &lines[..lines.len() - 1].concat()).unwrap();
    assert!(super::recover::left_behind(&sim.inner(), stem).is_none());
}
