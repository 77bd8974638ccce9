//! A folder summed up for the screen, and the collected draft written.

use std::{
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    exchange::read::{bytes_of, text_of},
    form::Edition,
    gather::{self, Gathering, Wish},
    report::roster::{ROSTER, Roster},
    store::{self, Folder, Saved},
    tui::app::msg::{Ask, Msg},
};

/// How far the reading is, is said no more often than this.
const PAUSE: Duration = Duration::from_millis(120);

/// Sums a folder up and says what came of it.
pub(super) fn gather(folder: &Folder, ask: Ask, say: &mut dyn FnMut(Msg) -> ControlFlow<()>) {
    let _ = match gathered(folder, &ask, say) {
        Ok(Some(gathering)) => say(Msg::Gathered { ask, gathering: Arc::new(gathering) }),
        Ok(None) => ControlFlow::Break(()),
        Err(why) => say(Msg::NotGathered { ask, why }),
    };
}

fn gathered(
    folder: &Folder,
    ask: &Ask,
    say: &mut dyn FnMut(Msg) -> ControlFlow<()>,
) -> Result<Option<Gathering>, String> {
    let edition = Edition::for_year(ask.year).ok_or_else(|| format!("{} 年度没有统一格式，不能汇总", ask.year))?;
    let roster = roster(folder)?;
    let wish = Wish { organ: ask.organ.clone(), year: ask.year, roster };
    let mut next = Instant::now() + PAUSE;
    let progress = |done: usize, total: usize| {
        if Instant::now() < next {
            return ControlFlow::Continue(());
        }
        next = Instant::now() + PAUSE;
        say(Msg::Gathering { ask: ask.clone(), done: (done, total) })
    };
    gather::gather(folder, wish, edition, progress).map_err(|error| error.to_string())
}

/// The roster that lies in the folder, if there is one.
pub(super) fn roster(folder: &Folder) -> Result<Option<Roster>, String> {
    match bytes_of(&folder.path().join(ROSTER)) {
        Err(_) => Ok(None),
        Ok(bytes) => {
            let text = text_of(&bytes).ok_or_else(|| format!("{ROSTER} 认不出文字的编码，请另存为 UTF-8"))?;
            Ok(Some(Roster::read(&text)).filter(|roster| !roster.due.is_empty()))
        }
    }
}

/// Writes the collected draft: a new one, or the blanks of the one that is there; returns its name and what to say.
pub(super) fn collect(folder: &Folder, gathering: &Gathering) -> Result<(String, String), store::Error> {
    let (report, filled) = gathering.report();
    let Some((name, opened)) = &gathering.typed else {
        let (name, _) = folder.create(&report)?;
        let n = gathering.rollup.parts().len();
        return Ok((name, format!("已按 {n} 家的报告填好 {filled} 格，各部分文字请自己写")));
    };
    let differences = gathering.rollup.differences(&opened.report).len();
    let said = format!("填了空着的 {filled} 格，已填的没有改动，其中 {differences} 格与下级合计不同");
    if filled == 0 {
        return Ok((name.clone(), said));
    }
    match folder.save(name, &report, &opened.stamp)? {
        Saved::Done { .. } => Ok((name.clone(), said)),
        Saved::Displaced { name: theirs, .. } => Ok((name.clone(), format!("{said}；别处同时改了，那一份在 {theirs}"))),
        Saved::Conflict { name, .. } => {
            let said = format!("别处同时改了汇总报告，结果另存为 {name}");
            Ok((name, said))
        }
    }
}
