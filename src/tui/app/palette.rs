//! 查找命令和位置: every action and every place by name, narrowed down by what is typed.

mod cells;
mod gather;

use super::{
    field::Field,
    form::type_into,
    fuzzy::{Query, Rank, Target, Way},
    msg::{Action, Msg},
    panes,
};
use crate::form::Place;

pub use cells::cells;
pub use gather::gather;

/// What an entry leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Does what a key does.
    Act(Action),
    /// Goes to a cell or a section.
    Go(Place),
    /// Ties the number under the cursor in the prose to a place.
    Tie(Place),
    /// Goes to a page of the report, by its number.
    Page(usize),
    /// Goes to a finding, by its number.
    Finding(usize),
    /// Opens a report of the folder.
    Open {
        /// Name of the file.
        name: String,
        /// When it was changed, as the list shows it.
        saved_at: String,
    },
}

/// Sorts of entries, in the order they stand while nothing is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// What a key does.
    Action,
    /// A page of the report.
    Page,
    /// A row of a table.
    Row,
    /// A finding.
    Finding,
    /// A report of the folder.
    Report,
}

impl Sort {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Action => "操作",
            Self::Page => "部分",
            Self::Row => "表格",
            Self::Finding => "问题",
            Self::Report => "报告",
        }
    }
}

/// Something that can be found.
#[derive(Debug)]
pub struct Entry {
    /// What sort of thing.
    pub sort: Sort,
    /// Its name.
    pub name: String,
    /// More about it, quietly: the help of a key, the section of a row.
    pub more: String,
    /// What stands at the end of its line: its key, its year.
    pub beside: String,
    /// What it leads to.
    pub goal: Goal,
    /// Names it goes by, the first one best.
    targets: Vec<Target>,
    /// Name of its column, that a second word means first.
    column: Option<Target>,
    /// Columns of a row, by their number in the palette's list.
    columns: Option<usize>,
}

/// A column of a table, for those who name row and column.
#[derive(Debug)]
struct Column {
    id: String,
    name: String,
    targets: [Target; 2],
}

/// A column: of which list, and which one.
type At = (usize, usize);

/// An entry that holds what is typed.
#[derive(Debug, Clone)]
pub struct Found {
    /// Number of the entry.
    entry: usize,
    /// Column of the row that was named too.
    column: Option<At>,
}

/// The line and what it finds.
#[derive(Debug, Default)]
pub struct Palette {
    /// What is looked for.
    pub seeks: Seeks,
    /// What is typed.
    pub field: Field,
    /// The entry under the cursor, among those found.
    pub selected: usize,
    /// First entry shown.
    pub top: usize,
    entries: Vec<Entry>,
    columns: Vec<Vec<Column>>,
    found: Vec<Found>,
}

/// What a palette looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seeks {
    /// Actions and places, to do or to go to.
    #[default]
    All,
    /// The cell that a number in the prose refers to.
    Cell,
}

/// What a key did.
#[derive(Debug)]
pub enum Choice {
    /// Nothing is chosen yet.
    None,
    /// This is where to go.
    Goal(Goal),
}

impl Palette {
    /// Everything that can be found, nothing typed yet.
    fn new(entries: Vec<Entry>, columns: Vec<Vec<Column>>) -> Self {
        let mut palette = Self { entries, columns, ..Self::default() };
        palette.find();
        palette
    }

    /// How many entries hold what is typed, and how many there are.
    pub fn tally(&self) -> (usize, usize) {
        (self.found.len(), self.entries.len())
    }

    /// The entries found, the best first, each with the name that it is shown by.
    pub fn found(&self) -> impl Iterator<Item = (&Entry, String)> {
        self.found.iter().filter_map(|found| {
            let entry = self.entries.get(found.entry)?;
            let column = found.column.and_then(|(list, n)| self.columns.get(list)?.get(n));
            let name = column.map_or_else(|| entry.name.clone(), |column| format!("{} · {}", entry.name, column.name));
            Some((entry, name))
        })
    }

    /// Rows of the list on a screen of so many rows.
    pub fn rows_on(height: u16) -> usize {
        usize::from(height.saturating_sub(9)).clamp(3, 24)
    }

    /// Keeps the cursor among the shown rows.
    pub(super) fn keep_in_view(&mut self, height: u16) {
        self.top = panes::scroll(self.top, self.selected, Self::rows_on(height));
    }

    /// A key or text.
    pub(super) fn update(&mut self, msg: &Msg) -> Choice {
        let last = self.found.len().saturating_sub(1);
        match msg {
            Msg::Act(Action::Up | Action::Previous) => self.selected = self.selected.saturating_sub(1),
            Msg::Act(Action::Down | Action::Next) => self.selected = (self.selected + 1).min(last),
            Msg::Act(Action::PageUp) => self.selected = self.selected.saturating_sub(10),
            Msg::Act(Action::PageDown) => self.selected = (self.selected + 10).min(last),
            Msg::Act(Action::Enter | Action::Accept) => {
                return self
                    .found
                    .get(self.selected)
                    .and_then(|found| self.goal(found))
                    .map_or(Choice::None, Choice::Goal);
            }
            msg => {
                let before = self.field.text().to_owned();
                type_into(&mut self.field, msg);
                if self.field.text() != before {
                    self.find();
                }
            }
        }
        Choice::None
    }

    fn goal(&self, found: &Found) -> Option<Goal> {
        let entry = self.entries.get(found.entry)?;
        let column = found.column.and_then(|(list, n)| self.columns.get(list)?.get(n));
        Some(match (&entry.goal, column) {
            (Goal::Go(place), Some(column)) => Goal::Go(Place::cell(place.table(), place.row(), &column.id)),
            (goal, _) => goal.clone(),
        })
    }

    /// Finds anew; the cursor goes to the best.
    fn find(&mut self) {
        let words: Vec<Query> = self.field.text().split_whitespace().map(Query::new).collect();
        let mut found: Vec<(Order, Found)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(n, entry)| {
                let (rank, column) = self.rank(entry, &words)?;
                Some(((rank, entry.sort, n), Found { entry: n, column }))
            })
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        self.found = found.into_iter().map(|(_, found)| found).collect();
        (self.selected, self.top) = (0, 0);
    }

    /// The worst rank of any word, and the column that one of them named.
    fn rank(&self, entry: &Entry, words: &[Query]) -> Option<(Option<Rank>, Option<At>)> {
        let (mut worst, mut column) = (None, None);
        for (n, word) in words.iter().enumerate() {
            let own = match entry.column.as_ref().filter(|_| n > 0) {
                // Beside its column, what else the name holds is second best.
                Some(column) => column.rank(word).or_else(|| {
                    let mut rank = best(&entry.targets, word)?;
                    rank.way = Way::Scattered;
                    Some(rank)
                }),
                None => best(&entry.targets, word),
            };
            // The first word names the row; a later one the row or its column, whichever is nearer.
            let list = entry.columns.filter(|_| n > 0);
            let of_column = list.and_then(|list| Some((list, self.columns.get(list)?))).and_then(|(list, columns)| {
                let ranked =
                    columns.iter().enumerate().filter_map(|(n, column)| Some((best(&column.targets, word)?, n)));
                ranked.min().map(|(rank, n)| (rank, (list, n)))
            });
            let rank = match (own, of_column) {
                (own, Some((rank, at))) if own.is_none_or(|own| rank < own) => {
                    column = Some(at);
                    rank
                }
                (own, _) => own?,
            };
            worst = worst.max(Some(rank));
        }
        Some((worst, column))
    }
}

/// Rank of an entry, its sort, its number.
type Order = (Option<Rank>, Sort, usize);

fn best(targets: &[Target], word: &Query) -> Option<Rank> {
    targets.iter().filter_map(|target| target.rank(word)).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Settings;
    use crate::tui::app::{
        desk::Desk,
        library::Library,
        msg::{Loaded, Standing},
    };

    fn palette(typed: &str) -> Palette {
        let report = crate::store::samples().map(|(_, report)| report).last().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (name, stamp) = crate::store::Folder::open(folder.path()).unwrap().create(&report).unwrap();
        let loaded = Loaded {
            name,
            report,
            stamp,
            last: None,
            saved_at: String::new(),
            remark: None,
            folder: crate::store::Local::default(),
            standing: Standing::default(),
            place: None,
        };
        let desk = Desk::new(loaded, &Settings::default());
        let mut palette = gather(&[], Some(&desk), &Library::new(String::new()));
        palette.update(&Msg::Text(typed.into()));
        palette
    }

    fn first(typed: &str) -> (String, Option<Goal>) {
        let palette = palette(typed);
        let name = palette.found().next().map(|(_, name)| name).unwrap_or_default();
        (name, palette.found.first().and_then(|found| palette.goal(found)))
    }

    #[test]
    fn every_row_and_page_is_found_by_its_initials() {
        for (typed, name) in [
            ("xzxk", "行政许可"),
            ("hzxk", "行政许可"),
            ("xz许可", "行政许可"),
            ("cfsq", "（五）不予处理 2.重复申请"),
            ("ztqk", "一、总体情况"),
            ("qtsx", "六、其他事项"),
        ] {
            assert_eq!(first(typed).0, name, "{typed}");
        }
    }

    #[test]
    fn a_second_word_names_the_column() {
        let (name, goal) = first("yygk zj");
        assert_eq!(name, "（一）予以公开 · 总计");
        assert_eq!(goal, Some(Goal::Go(Place::cell("t2", "granted", "total"))));
        let (name, goal) = first("予以公开");
        assert_eq!(name, "（一）予以公开");
        assert_eq!(goal, Some(Goal::Go(Place::cell("t2", "granted", "natural"))));
    }

    #[test]
    fn what_is_not_there_leaves_nothing_and_enter_chooses_nothing() {
        let mut palette = palette("qqqqq");
        assert_eq!(palette.tally().0, 0);
        assert!(matches!(palette.update(&Msg::Act(Action::Enter)), Choice::None));
        palette.update(&Msg::Act(Action::Down));
        for _ in 0..5 {
            palette.update(&Msg::Act(Action::Backspace));
        }
        assert_eq!(palette.tally().0, palette.tally().1);
    }
}
