//! 报告库: the reports of the folder, narrowed down by what is typed.

use std::collections::HashMap;

use ratatui::layout::Size;

use super::{
    field::Field,
    fuzzy::{Query, Target, Way},
    msg::{Action, Effect, Judgement, Msg, Row},
    panes,
};
use crate::{
    gather::deadline::Deadline,
    report::{About, value::fold},
};

/// Lines of the screen that are not rows of the list: two heads, a rule above and below, the notice, the footer.
const CHROME: u16 = 6;

/// What an empty folder offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// 新建
    New,
    /// 导入
    Import,
    /// 打开示例
    Samples,
}

impl Choice {
    /// All of them, by their number.
    pub const ALL: [Self; 3] = [Self::New, Self::Import, Self::Samples];
}

/// The list of reports.
#[derive(Debug)]
pub struct Library {
    /// Path of the folder, as it was given.
    pub folder: String,
    /// Narrows the list down.
    pub filter: Field,
    /// First row shown.
    pub top: usize,
    /// Has the folder been listed?
    pub is_listed: bool,
    /// Is the first listing on its way?
    pub is_awaited: bool,
    rows: Vec<Row>,
    /// Organs without a report of the year that is due now, numbered behind the rows.
    missing: Vec<Row>,
    /// Numbers of all rows in the order of the list.
    order: Vec<usize>,
    /// The name of each row, made ready to be found by pinyin.
    targets: Vec<Target>,
    /// Numbers of the rows that the filter leaves.
    shown: Vec<usize>,
    selected: usize,
    /// Which listing the rows are from.
    listing: usize,
    /// How many of its reports were checked.
    n_judged: usize,
}

impl Library {
    /// An empty list of a folder.
    pub fn new(folder: String) -> Self {
        Self {
            folder,
            filter: Field::default(),
            top: 0,
            is_listed: false,
            is_awaited: true,
            rows: Vec::new(),
            missing: Vec::new(),
            order: Vec::new(),
            targets: Vec::new(),
            shown: Vec::new(),
            selected: 0,
            listing: 0,
            n_judged: 0,
        }
    }

    /// The rows of all reports.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Organs without a report of the year that is due now.
    pub fn missing(&self) -> &[Row] {
        &self.missing
    }

    fn row(&self, n: usize) -> Option<&Row> {
        self.rows.get(n).or_else(|| self.missing.get(n.checked_sub(self.rows.len())?))
    }

    /// Has the folder no report at all? Then nothing can be opened or filtered.
    pub fn is_empty(&self) -> bool {
        self.is_listed && self.rows.is_empty()
    }

    /// The choice that a typed number makes in an empty folder.
    pub(super) fn choice(&self, msg: &Msg) -> Option<Choice> {
        let Msg::Text(text) = msg else { return None };
        let number = text.chars().next().and_then(|c| fold(c).to_digit(10))?;
        let choice = usize::try_from(number).ok()?.checked_sub(1).and_then(|n| Choice::ALL.get(n).copied());
        choice.filter(|_| self.is_empty())
    }

    /// The rows that the filter leaves.
    pub fn shown(&self) -> impl Iterator<Item = &Row> {
        self.shown.iter().filter_map(|n| self.row(*n))
    }

    /// Which of the shown rows the cursor is on.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The row under the cursor, of a report or of an organ without one.
    pub fn under_cursor(&self) -> Option<&Row> {
        self.shown.get(self.selected).and_then(|n| self.row(*n))
    }

    /// The row of the report under the cursor.
    pub fn current(&self) -> Option<&Row> {
        self.under_cursor().filter(|row| !row.name.is_empty())
    }

    /// The organ under the cursor that has not reported, with the year it should have.
    pub fn unreported(&self) -> Option<&About> {
        self.under_cursor().filter(|row| row.name.is_empty())?.about.as_ref()
    }

    /// Said where a key needs a report and there is none under the cursor.
    pub fn none_here(&self) -> &'static str {
        match self.under_cursor() {
            Some(_) => "这家还没有报这一年的报告；按 Enter 新建，或按 F9 导入",
            None => "没有符合筛选的报告；退格删去筛选的字",
        }
    }

    /// Why the file under the cursor cannot even be asked for: its name is no text.
    pub fn unopenable(&self) -> Option<String> {
        self.current().filter(|row| row.name.contains(char::REPLACEMENT_CHARACTER)).and_then(|row| row.fault.clone())
    }

    /// The effect that opens the report under the cursor.
    pub fn open(&self) -> Option<Effect> {
        self.current().map(|row| Effect::Open { name: row.name.clone(), saved_at: row.modified.clone() })
    }

    /// Takes a new listing; the cursor stays on its report. What was known of a report stays until it is looked at anew.
    pub fn fill(&mut self, listing: usize, mut rows: Vec<Row>, missing: Vec<Row>) {
        if listing < self.listing {
            return;
        }
        let key = |row: &Row| (row.name.clone(), row.about.as_ref().map(|about| about.organ.clone()));
        let before = self.under_cursor().map(key);
        let known: HashMap<&str, &Row> = self.rows.iter().map(|row| (row.name.as_str(), row)).collect();
        for row in &mut rows {
            let before = known.get(row.name.as_str()).filter(|before| before.about == row.about);
            row.counts = before.and_then(|before| before.counts);
        }
        self.targets = rows
            .iter()
            .chain(&missing)
            .map(|row| Target::new(row.about.as_ref().map_or(&row.name, |about| &about.organ)))
            .collect();
        self.order = order(&rows, &missing);
        (self.rows, self.missing, self.listing, self.n_judged) = (rows, missing, listing, 0);
        (self.is_listed, self.is_awaited) = (true, false);
        self.sift();
        let at = match before {
            Some(before) => self.shown().position(|row| key(row) == before),
            // Who presses Enter at once wants a report that is there.
            None => self.shown().position(|row| !row.name.is_empty()),
        };
        self.selected = at.unwrap_or(self.selected).min(self.shown.len().saturating_sub(1));
    }

    /// Takes in what checking some reports of the listing gave.
    pub fn judge(&mut self, listing: usize, from: usize, standings: Vec<Judgement>) {
        if listing != self.listing {
            return;
        }
        self.n_judged = from + standings.len();
        for (row, standing) in self.rows.iter_mut().skip(from).zip(standings) {
            match standing {
                Ok(counts) => row.counts = Some(counts),
                Err(fault) => (row.about, row.fault) = (None, Some(fault)),
            }
        }
    }

    /// How many reports are still to be checked.
    pub fn n_unjudged(&self) -> usize {
        self.rows.len().saturating_sub(self.n_judged)
    }

    /// Finds the rows that the filter leaves.
    fn sift(&mut self) {
        let is_left = |n: &usize| {
            self.row(*n).zip(self.targets.get(*n)).is_some_and(|(row, target)| holds(row, target, self.filter.text()))
        };
        self.shown = self.order.iter().copied().filter(is_left).collect();
    }

    /// Puts the cursor on the report of this file.
    pub fn select(&mut self, name: &str) {
        let at = self.shown().position(|row| row.name == name);
        self.selected = at.unwrap_or(self.selected);
    }

    /// Moves the cursor or narrows the list down; says why where a key cannot.
    pub fn update(&mut self, msg: &Msg) -> Option<&'static str> {
        let has_filter = !self.filter.text().is_empty();
        match msg {
            _ if self.is_empty() => return Some("这里还没有报告：按 1 新建，2 导入，3 打开示例"),
            Msg::Act(Action::Backspace) if !has_filter => return Some("没有筛选的字可以删；输入文字即筛选"),
            Msg::Act(Action::Close) if !has_filter => return Some("已经在报告库；^Q 退出"),
            _ => self.change(msg),
        }
        None
    }

    fn change(&mut self, msg: &Msg) {
        let last = self.shown.len().saturating_sub(1);
        match msg {
            Msg::Act(Action::Up) => self.selected = self.selected.saturating_sub(1),
            Msg::Act(Action::Down) => self.selected = (self.selected + 1).min(last),
            Msg::Act(Action::PageUp) => self.selected = self.selected.saturating_sub(10),
            Msg::Act(Action::PageDown) => self.selected = (self.selected + 10).min(last),
            Msg::Act(Action::Home) => self.selected = 0,
            Msg::Act(Action::End) => self.selected = last,
            Msg::Act(Action::Backspace) => self.narrow(Field::backspace),
            Msg::Act(Action::Close) => self.narrow(|filter| *filter = Field::default()),
            Msg::Text(text) | Msg::Paste(text) => self.narrow(|filter| filter.type_text(text)),
            _ => {}
        }
    }

    fn narrow(&mut self, change: impl FnOnce(&mut Field)) {
        change(&mut self.filter);
        self.sift();
        self.selected = 0;
    }

    /// Rows of the list that a screen shows.
    pub fn rows_on(size: Size) -> usize {
        usize::from(size.height.saturating_sub(CHROME)).max(1)
    }

    /// Keeps the cursor among the shown rows.
    pub fn keep_in_view(&mut self, size: Size) {
        self.top = panes::scroll(self.top, self.selected, Self::rows_on(size));
    }
}

/// Numbers of the rows in the order of the list: who has not reported stands before the same organ's reports.
fn order(rows: &[Row], missing: &[Row]) -> Vec<usize> {
    let key = |row: &Row| row.about.as_ref().map(|about| (about.organ.clone(), about.scope));
    let mut first: HashMap<_, usize> = missing.iter().enumerate().map(|(n, row)| (key(row), rows.len() + n)).collect();
    let mut order = Vec::with_capacity(rows.len() + missing.len());
    for (n, row) in rows.iter().enumerate() {
        if !first.is_empty() {
            order.extend(first.remove(&key(row)));
        }
        order.push(n);
    }
    let mut rest: Vec<usize> = first.into_values().collect();
    rest.sort_unstable();
    rest.append(&mut order);
    rest
}

/// How far the report of a row has come: `草稿 迟`, `未报`.
pub fn state(row: &Row, about: &About) -> String {
    let is_late = row.deadline.is_some_and(Deadline::is_late);
    let state = if row.name.is_empty() { "未报" } else { about.state.label() };
    format!("{state}{}", if is_late { " 迟" } else { "" })
}

/// Does a row hold every word of the filter, as it stands or in one piece of pinyin?
fn holds(row: &Row, target: &Target, words: &str) -> bool {
    let text = row.about.as_ref().map_or_else(
        || row.name.clone(),
        |a| format!("{} {} {} {} {}", a.organ, a.year, state(row, a), a.scope.label(), a.kind.label()),
    );
    let is_spelled = |word: &str| target.rank(&Query::new(word)).is_some_and(|rank| rank.way < Way::Scattered);
    words.split_whitespace().all(|word| text.contains(word) || is_spelled(word))
}
