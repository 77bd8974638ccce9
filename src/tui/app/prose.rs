//! The editing state of one prose section: text, cursor, selection and scroll; it never touches the report.
//!
//! Every change of the text comes back as the [`Edit`] to apply to the report; after undo or a change from outside,
//! [`Prose::follow`] brings the text back in line.

mod word;

use crate::{
    report::edit::{Edit, Spot, splice},
    tui::wrap::Layout,
    width::graphemes,
};

/// The editing state of one prose section.
#[derive(Debug, Clone)]
pub struct Prose {
    section: String,
    /// The text; no text is one empty paragraph.
    paragraphs: Vec<String>,
    cursor: Spot,
    anchor: Option<Anchor>,
    /// Column that up and down steer for.
    goal: Option<usize>,
    /// The cursor stands at the end of its row, not at the start of the next one.
    leans_back: bool,
    layout: Layout,
    /// First row shown.
    top: usize,
}

/// The end of the selection that stays where it is.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    at: Spot,
    /// A key set it, so that plain moves extend the selection too.
    is_held: bool,
}

/// Where the cursor goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One grapheme back; from the start of a paragraph to the end of the one before.
    Left,
    /// One grapheme on; from the end of a paragraph to the start of the next.
    Right,
    /// One row up, in the same column.
    Up,
    /// One row down, in the same column.
    Down,
    /// To the start of the row on the screen.
    RowStart,
    /// To the end of the row on the screen.
    RowEnd,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the start of the section.
    TextStart,
    /// To the end of the section.
    TextEnd,
    /// To the start of the word, or of the one before.
    ///
    /// A word is a number, a Latin word, a run of punctuation, or Chinese up to the next of these,
    /// counted off in fours from where the Chinese starts; blanks belong to the word before them.
    WordLeft,
    /// To the start of the next word.
    WordRight,
}

impl Prose {
    /// Opens a section's paragraphs, with the cursor at the start.
    pub fn new(section: &str, paragraphs: &[String]) -> Self {
        Self {
            section: section.to_owned(),
            paragraphs: lines(paragraphs),
            cursor: Spot::default(),
            anchor: None,
            goal: None,
            leans_back: false,
            layout: Layout::default(),
            top: 0,
        }
    }

    /// Id of the section.
    pub fn section(&self) -> &str {
        &self.section
    }

    /// The text; an empty section is one empty paragraph here and none in the report.
    pub fn paragraphs(&self) -> &[String] {
        &self.paragraphs
    }

    /// Takes over the report's paragraphs after undo or a change from outside. The cursor goes to the spot, or stays
    /// as near as it can; the selection ends.
    pub fn follow(&mut self, paragraphs: &[String], spot: Option<Spot>) {
        let is_empty = paragraphs.is_empty() && self.paragraphs == [""];
        if self.paragraphs != paragraphs && !is_empty {
            self.paragraphs = lines(paragraphs);
        }
        self.set_cursor(spot.unwrap_or(self.cursor));
        self.wrap();
    }

    // --- cursor and selection ---

    /// Where the cursor stands.
    pub fn cursor(&self) -> Spot {
        self.cursor
    }

    /// Puts the cursor at a spot, or the nearest one there is; the selection ends.
    pub fn set_cursor(&mut self, spot: Spot) {
        self.anchor = None;
        self.jump(spot);
    }

    /// The selected stretch, its start first; `None` if nothing is selected.
    pub fn selection(&self) -> Option<(Spot, Spot)> {
        let (anchor, cursor) = (self.anchor?.at, self.cursor());
        (anchor != cursor).then(|| (anchor.min(cursor), anchor.max(cursor)))
    }

    /// Starts a selection that every move extends, or ends it; for terminals that do not send Shift with arrows.
    pub fn toggle_mark(&mut self) {
        self.anchor = match self.anchor {
            Some(Anchor { is_held: true, .. }) => None,
            Some(Anchor { at, .. }) => Some(Anchor { at, is_held: true }),
            None => Some(Anchor { at: self.cursor(), is_held: true }),
        };
    }

    /// Does every move extend the selection?
    pub fn is_marking(&self) -> bool {
        self.anchor.is_some_and(|anchor| anchor.is_held)
    }

    /// Ends the selection; false if there was none to end.
    pub fn drop_selection(&mut self) -> bool {
        self.anchor.take().is_some()
    }

    /// Selects a stretch; the cursor stands behind it.
    pub fn select(&mut self, from: Spot, to: Spot) {
        self.jump(to);
        self.anchor = Some(Anchor { at: from, is_held: false });
    }

    /// Selects the whole section.
    pub fn select_all(&mut self) {
        self.jump(self.end());
        self.anchor = Some(Anchor { at: Spot::default(), is_held: false });
    }

    /// Moves the cursor in a pane of so many columns, by `page` rows for a page; `extend` takes the selection along.
    ///
    /// False if cursor and selection are as they were: at an end of the text.
    pub fn go(&mut self, motion: Motion, extend: bool, columns: usize, page: usize) -> bool {
        self.layout(columns);
        let cursor = self.cursor();
        let selection = self.selection();
        let was = (cursor, self.leans_back, selection);
        match self.anchor {
            None if extend => self.anchor = Some(Anchor { at: cursor, is_held: false }),
            Some(Anchor { is_held: false, .. }) if !extend => self.anchor = None,
            _ => {}
        }
        let page = page.max(1);
        match (motion, selection) {
            // A selection collapses to the side one moves to.
            (Motion::Left, Some((from, _))) if self.anchor.is_none() => self.jump(from),
            (Motion::Right, Some((_, to))) if self.anchor.is_none() => self.jump(to),
            (Motion::Left, _) => self.jump(self.step(cursor, false)),
            (Motion::Right, _) => self.jump(self.step(cursor, true)),
            (Motion::WordLeft, _) => self.jump(self.word(cursor, false)),
            (Motion::WordRight, _) => self.jump(self.word(cursor, true)),
            (Motion::TextStart, _) => self.jump(Spot::default()),
            (Motion::TextEnd, _) => self.jump(self.end()),
            (Motion::RowStart, _) => self.land(self.row_of_cursor().0, 0),
            (Motion::RowEnd, _) => self.land(self.row_of_cursor().0, usize::MAX),
            (Motion::Up, _) => self.climb(1, false),
            (Motion::Down, _) => self.climb(1, true),
            (Motion::PageUp, _) => self.turn(page, false),
            (Motion::PageDown, _) => self.turn(page, true),
        }
        was != (self.cursor(), self.leans_back, self.selection())
    }

    /// So many rows up or down, in the goal column.
    fn climb(&mut self, n_rows: usize, is_down: bool) {
        let (row, column) = self.row_of_cursor();
        let goal = self.goal.unwrap_or(column);
        let last = self.layout.n_rows().saturating_sub(1);
        let to = if is_down { row.saturating_add(n_rows).min(last) } else { row.saturating_sub(n_rows) };
        if to != row {
            self.land(to, goal);
        }
        self.goal = Some(goal);
    }

    /// A page up or down: the rows shown move along, so that the cursor stays where it is on the screen.
    fn turn(&mut self, page: usize, is_down: bool) {
        self.top = if is_down { self.top.saturating_add(page) } else { self.top.saturating_sub(page) };
        self.climb(page, is_down);
    }

    /// Puts the cursor on a row, at a column or before it.
    fn land(&mut self, row: usize, column: usize) {
        let (spot, leans_back) = self.layout.spot(row, column);
        self.jump(spot);
        self.leans_back = leans_back;
    }

    /// Puts the cursor at a spot, or the nearest one there is, and forgets what up and down steered for.
    fn jump(&mut self, spot: Spot) {
        self.goal = None;
        self.leans_back = false;
        let paragraph = spot.paragraph.min(self.paragraphs.len().saturating_sub(1));
        self.cursor = Spot { paragraph, character: spot.character.min(self.length(paragraph)) };
    }

    /// The end of the text.
    fn end(&self) -> Spot {
        let paragraph = self.paragraphs().len().saturating_sub(1);
        Spot { paragraph, character: self.length(paragraph) }
    }

    fn text(&self, paragraph: usize) -> &str {
        self.paragraphs().get(paragraph).map_or("", String::as_str)
    }

    /// Characters of a paragraph.
    fn length(&self, paragraph: usize) -> usize {
        self.text(paragraph).chars().count()
    }

    /// The spot one grapheme on or back; the same one at an end of the text.
    fn step(&self, spot: Spot, is_on: bool) -> Spot {
        // A row starts and ends on the borders of graphemes, so one row is all there is to look at.
        let (row, _) = self.layout.locate(spot, !is_on);
        let borders = self.layout.lines(row).take(1).flat_map(|line| {
            let starts = graphemes(line.text).scan(line.character, |at, cluster| {
                *at += cluster.chars().count();
                Some(*at)
            });
            std::iter::once(line.character).chain(starts)
        });
        self.nearest(borders, spot, is_on)
    }

    /// The spot one word on or back; the same one at an end of the text.
    fn word(&self, spot: Spot, is_on: bool) -> Spot {
        let text = self.text(spot.paragraph);
        let stops = word::stops(text).into_iter().chain([text.chars().count()]);
        self.nearest(stops, spot, is_on)
    }

    /// Of the stops of a paragraph the next one on or back, else a neighbour's end.
    fn nearest(&self, stops: impl Iterator<Item = usize>, spot: Spot, is_on: bool) -> Spot {
        let Spot { paragraph, character } = spot;
        let stop = if is_on {
            stops.filter(|stop| *stop > character).min()
        } else {
            stops.filter(|stop| *stop < character).max()
        };
        match stop {
            Some(character) => Spot { paragraph, character },
            None if is_on && paragraph + 1 < self.paragraphs().len() => Spot { paragraph: paragraph + 1, character: 0 },
            None if !is_on && paragraph > 0 => Spot { paragraph: paragraph - 1, character: self.length(paragraph - 1) },
            None => spot,
        }
    }

    // --- changes of the text ---

    /// Types a text in place of the selection; a burst from an input method is one edit. `\n` parts paragraphs.
    pub fn type_text(&mut self, text: &str) -> Option<Edit> {
        self.put(&clean(text))
    }

    /// Pastes a text from outside in place of the selection; blank lines in it make no paragraphs.
    pub fn paste(&mut self, text: &str) -> Option<Edit> {
        let text = clean(text);
        let last = text.split('\n').count() - 1;
        let is_kept = |(n, line): &(usize, &str)| *n == 0 || *n == last || !line.trim().is_empty();
        let lines: Vec<&str> = text.split('\n').enumerate().filter(is_kept).map(|(_, line)| line).collect();
        self.put(&lines.join("\n"))
    }

    /// Starts a new paragraph, in place of the selection.
    pub fn enter(&mut self) -> Option<Edit> {
        self.put("\n")
    }

    /// Removes the selection, or the grapheme before the cursor; at the start of a paragraph joins it to the one before.
    pub fn backspace(&mut self) -> Option<Edit> {
        self.wrap();
        self.delete_selection().or_else(|| self.replace(self.step(self.cursor(), false), self.cursor(), ""))
    }

    /// Removes the selection, or the grapheme behind the cursor; at the end of a paragraph joins the next one to it.
    pub fn delete(&mut self) -> Option<Edit> {
        self.wrap();
        self.delete_selection().or_else(|| self.replace(self.cursor(), self.step(self.cursor(), true), ""))
    }

    /// Removes the selection; `None` if nothing is selected.
    pub fn delete_selection(&mut self) -> Option<Edit> {
        let (from, to) = self.selection()?;
        self.replace(from, to, "")
    }

    /// The selected text, its paragraphs parted by `\n`; `None` if nothing is selected.
    pub fn copy(&self) -> Option<String> {
        self.selection().map(|(from, to)| self.stretch(from, to))
    }

    /// The selected text, and the edit that removes it; `None` if nothing is selected.
    pub fn cut(&mut self) -> Option<(String, Edit)> {
        let text = self.copy()?;
        self.delete_selection().map(|edit| (text, edit))
    }

    /// Puts a clean text in place of the selection; no text changes nothing.
    fn put(&mut self, text: &str) -> Option<Edit> {
        if text.is_empty() {
            return None;
        }
        let (from, to) = self.selection().unwrap_or((self.cursor(), self.cursor()));
        self.replace(from, to, text)
    }

    /// The one way the text changes. The cursor ends up behind what was put in, the selection ends.
    fn replace(&mut self, from: Spot, to: Spot, insert: &str) -> Option<Edit> {
        let removed = self.stretch(from, to);
        if removed == insert {
            self.set_cursor(to);
            return None;
        }
        let (_, end, _) = splice(&mut self.paragraphs, from, to, insert);
        if self.paragraphs.is_empty() {
            self.paragraphs.push(String::new());
        }
        self.set_cursor(end);
        self.wrap();
        Some(Edit::Text { section: self.section.clone(), from, to, insert: insert.to_owned() })
    }

    /// The text between two spots.
    fn stretch(&self, from: Spot, to: Spot) -> String {
        let lines = self.paragraphs().iter().enumerate().take(to.paragraph + 1).skip(from.paragraph);
        let parts = lines.map(|(n, line)| {
            let start = if n == from.paragraph { from.character } else { 0 };
            let end = if n == to.paragraph { to.character } else { usize::MAX };
            line.chars().take(end).skip(start).collect::<String>()
        });
        parts.collect::<Vec<_>>().join("\n")
    }

    // --- rows and scroll ---

    /// The rows in a pane of so many columns; its last column is left free for the cursor after a full row.
    ///
    /// To be called (or [`Prose::keep_in_view`]) before drawing whenever the pane may have another width.
    pub fn layout(&mut self, columns: usize) -> &Layout {
        self.layout.update(&self.paragraphs, columns.saturating_sub(1).max(1));
        &self.layout
    }

    /// The rows as they were last laid out.
    pub fn shown(&self) -> &Layout {
        &self.layout
    }

    /// Row and column where the cursor stands, as last laid out.
    pub fn row_of_cursor(&self) -> (usize, usize) {
        self.layout.locate(self.cursor(), self.leans_back)
    }

    /// First row shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Scrolls as little as it takes to show the cursor in a pane of so many columns and rows.
    pub fn keep_in_view(&mut self, columns: usize, rows: usize) {
        self.layout(columns);
        let (row, _) = self.row_of_cursor();
        self.top = self.top.min(self.layout.n_rows().saturating_sub(rows)).min(row).max((row + 1).saturating_sub(rows));
    }

    /// Wraps again what changed, at the width of the last layout.
    fn wrap(&mut self) {
        let columns = self.layout.columns();
        // A section that was not shown yet has no rows to bring up to date.
        if columns > 0 {
            self.layout.update(&self.paragraphs, columns);
        }
    }
}

/// Where a change left off: the place for the cursor after undo or redo. The last one of several edits counts.
pub fn landing(edit: &Edit) -> Option<(&str, Spot)> {
    match edit {
        Edit::Text { section, from, insert, .. } => {
            let n_new = insert.matches('\n').count();
            let last = insert.rsplit('\n').next().unwrap_or_default().chars().count();
            let character = if n_new == 0 { from.character + last } else { last };
            Some((section, Spot { paragraph: from.paragraph + n_new, character }))
        }
        Edit::All(edits) => edits.iter().rev().find_map(landing),
        _ => None,
    }
}

/// The paragraphs of a section: at least one.
fn lines(paragraphs: &[String]) -> Vec<String> {
    if paragraphs.is_empty() { vec![String::new()] } else { paragraphs.to_vec() }
}

/// Text fit for a paragraph: line ends of any sort become `\n`, tabs and fixed blanks a blank; what cannot be seen goes.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let keep = |c| match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{a0}' => Some(' '),
        '\u{ad}' | '\u{200b}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    };
    text.chars().filter_map(keep).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Report, Scope, State, undo::Undo},
    };

    fn report(paragraphs: &[&str]) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year: 2021,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let mut report = Report::new(about, Edition::for_year(2021).expect("an edition for 2021"));
        report.set_paragraphs("overview", paragraphs.iter().map(|text| (*text).to_owned()).collect());
        report
    }

    fn prose(paragraphs: &[&str]) -> Prose {
        Prose::new("overview", report(paragraphs).paragraphs("overview"))
    }

    fn spot(paragraph: usize, character: usize) -> Spot {
        Spot { paragraph, character }
    }

    #[derive(Debug, Clone)]
    enum Op {
        Type(String),
        Paste(String),
        Enter,
        Backspace,
        Delete,
        Cut,
        Go(Motion, bool, usize, usize),
        Mark,
        Drop,
        All,
        Cursor(Spot),
        Undo,
        View(usize, usize),
    }

    const MOTIONS: [Motion; 12] = [
        Motion::Left,
        Motion::Right,
        Motion::Up,
        Motion::Down,
        Motion::RowStart,
        Motion::RowEnd,
        Motion::PageUp,
        Motion::PageDown,
        Motion::TextStart,
        Motion::TextEnd,
        Motion::WordLeft,
        Motion::WordRight,
    ];

    fn ops() -> impl Strategy<Value = Op> {
        let text = "(政务公开|[公开，。“”…—a1 ]{1,6}|e\u{301}|👨‍👩‍👧|\u{301}|\t|\u{7})";
        let motion = prop::sample::select(MOTIONS.to_vec());
        prop_oneof![
            4 => text.prop_map(Op::Type),
            1 => "[公开\r\n 　a]{0,9}".prop_map(Op::Paste),
            2 => Just(Op::Enter),
            3 => Just(Op::Backspace),
            2 => Just(Op::Delete),
            1 => Just(Op::Cut),
            6 => (motion, any::<bool>(), 0usize..24, 0usize..5).prop_map(|(m, extend, c, p)| Op::Go(m, extend, c, p)),
            1 => Just(Op::Mark),
            1 => Just(Op::Drop),
            1 => Just(Op::All),
            1 => (0usize..6, 0usize..30).prop_map(|(p, c)| Op::Cursor(spot(p, c))),
            2 => Just(Op::Undo),
            2 => (0usize..24, 0usize..6).prop_map(|(columns, rows)| Op::View(columns, rows)),
        ]
    }

    /// What the program around it does: the edit goes to the report, undo comes back from it.
    fn make(op: Op, prose: &mut Prose, report: &mut Report, undo: &mut Undo) -> Option<Edit> {
        match op {
            Op::Type(text) => return prose.type_text(&text),
            Op::Paste(text) => return prose.paste(&text),
            Op::Enter => return prose.enter(),
            Op::Backspace => return prose.backspace(),
            Op::Delete => return prose.delete(),
            Op::Cut => return prose.cut().map(|(_, edit)| edit),
            Op::Go(motion, extend, columns, page) => _ = prose.go(motion, extend, columns, page),
            Op::Mark => prose.toggle_mark(),
            Op::Drop => _ = prose.drop_selection(),
            Op::All => prose.select_all(),
            Op::Cursor(spot) => prose.set_cursor(spot),
            Op::Undo => {
                if let Some(edit) = undo.undo(report) {
                    prose.follow(report.paragraphs("overview"), landing(&edit).map(|(_, spot)| spot));
                    assert_eq!(landing(&edit).map(|(_, spot)| spot), Some(prose.cursor()));
                }
            }
            Op::View(columns, rows) => {
                prose.keep_in_view(columns, rows);
                let (row, _) = prose.row_of_cursor();
                assert!(rows == 0 || (prose.top()..prose.top() + rows).contains(&row));
                assert!(rows == 0 || prose.top() == 0 || prose.top() + rows <= prose.shown().n_rows());
            }
        }
        None
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn the_report_that_took_the_edits_reads_like_the_screen(
            start in prop::collection::vec("[公开，a]{0,20}", 0..4),
            ops in prop::collection::vec(ops(), 1..40),
        ) {
            let start: Vec<&str> = start.iter().map(String::as_str).collect();
            let (mut report, mut undo) = (report(&start), Undo::default());
            let mut prose = Prose::new("overview", report.paragraphs("overview"));
            prose.layout(80);
            for op in ops {
                if let Some(edit) = make(op, &mut prose, &mut report, &mut undo) {
                    let before = report.clone();
                    prop_assert_eq!(landing(&edit), Some(("overview", prose.cursor())));
                    let mut after = report.clone();
                    let inverse = after.apply(edit.clone());
                    prop_assert_ne!(&after, &before, "an edit that changes nothing: {:?}", edit);
                    after.apply(inverse);
                    prop_assert_eq!(&after, &before);
                    undo.make(&mut report, edit, true);
                }
                prop_assert_eq!(lines(report.paragraphs("overview")), prose.paragraphs());
                let Spot { paragraph, character } = prose.cursor();
                prop_assert!(character <= prose.length(paragraph));
                if let Some((from, to)) = prose.selection() {
                    prop_assert!(from < to && to <= prose.end());
                    prop_assert_eq!(prose.copy(), Some(prose.stretch(from, to)));
                }
                let shown: Vec<String> = prose.shown().lines(0).map(|line| line.text.to_owned()).collect();
                prop_assert_eq!(shown.concat(), prose.paragraphs().concat(), "the layout is behind the text");
                let (row, column) = prose.row_of_cursor();
                prop_assert!(row < prose.shown().n_rows() && column <= prose.shown().columns().max(2));
            }
            while let Some(edit) = undo.undo(&mut report) {
                prose.follow(report.paragraphs("overview"), landing(&edit).map(|(_, spot)| spot));
            }
            prop_assert_eq!(lines(report.paragraphs("overview")), prose.paragraphs());
        }

        #[test]
        fn right_and_left_visit_the_same_spots(text in "[公a1，\u{301}👨‍👩‍👧]{0,20}", columns in 2usize..12) {
            for (on, back) in [(Motion::Right, Motion::Left), (Motion::WordRight, Motion::WordLeft)] {
                let mut prose = prose(&[&text, "", &text]);
                let mut spots = vec![prose.cursor()];
                while prose.go(on, false, columns, 1) {
                    spots.push(prose.cursor());
                }
                prop_assert_eq!(prose.cursor(), prose.end());
                while let Some(spot) = spots.pop() {
                    prop_assert_eq!(prose.cursor(), spot);
                    prop_assert_eq!(prose.go(back, false, columns, 1), !spots.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_burst_of_an_input_method_is_one_step_of_undo() {
        let (mut report, mut undo) = (report(&["公开。"]), Undo::default());
        let mut prose = Prose::new("overview", report.paragraphs("overview"));
        prose.set_cursor(spot(0, 2));
        let edit = prose.type_text("政府信息").expect("a change");
        undo.make(&mut report, edit, false);
        assert_eq!(report.paragraphs("overview"), ["公开政府信息。"]);
        assert_eq!(prose.cursor(), spot(0, 6));
        let edit = undo.undo(&mut report).expect("a step");
        prose.follow(report.paragraphs("overview"), landing(&edit).map(|(_, spot)| spot));
        assert_eq!((prose.paragraphs(), prose.cursor()), (["公开。".to_owned()].as_slice(), spot(0, 2)));
    }

    #[test]
    fn typing_replaces_the_selection_in_one_edit() {
        let mut prose = prose(&["公开信息", "回应关切"]);
        prose.set_cursor(spot(0, 2));
        prose.toggle_mark();
        prose.go(Motion::Down, false, 20, 1);
        assert_eq!(prose.copy().as_deref(), Some("信息\n回应"));
        let edit = prose.type_text("，");
        let wanted = Edit::Text { section: "overview".into(), from: spot(0, 2), to: spot(1, 2), insert: "，".into() };
        assert_eq!(edit, Some(wanted));
        assert_eq!(prose.paragraphs(), ["公开，关切"]);
        assert!(!prose.is_marking() && prose.selection().is_none());
    }

    #[test]
    fn backspace_takes_a_whole_grapheme_and_joins_paragraphs() {
        let mut prose = prose(&["甲e\u{301}", "乙"]);
        prose.go(Motion::TextEnd, false, 20, 1);
        assert!(prose.backspace().is_some() && prose.backspace().is_some());
        assert_eq!((prose.paragraphs(), prose.cursor()), (["甲e\u{301}".to_owned()].as_slice(), spot(0, 3)));
        prose.backspace();
        assert_eq!(prose.paragraphs(), ["甲"]);
        prose.set_cursor(spot(0, 0));
        assert_eq!(prose.backspace(), None);
        prose.delete();
        assert_eq!(prose.delete(), None);
        assert_eq!(prose.paragraphs(), [""]);
    }

    #[test]
    fn up_and_down_keep_their_column_over_short_rows() {
        let mut prose = prose(&["政府信息公开", "年", "政府信息公开"]);
        prose.set_cursor(spot(0, 4));
        prose.go(Motion::Down, false, 40, 1);
        assert_eq!(prose.cursor(), spot(1, 1));
        prose.go(Motion::Down, false, 40, 1);
        assert_eq!(prose.cursor(), spot(2, 4));
        assert!(!prose.go(Motion::Down, false, 40, 1), "the last row has none below it");
        prose.go(Motion::PageUp, false, 40, 9);
        assert_eq!(prose.cursor(), spot(0, 4));
    }

    #[test]
    fn the_end_of_a_row_is_behind_its_last_character() {
        let mut prose = prose(&["政府信息公开年报"]);
        assert!(prose.go(Motion::RowEnd, false, 9, 1));
        assert_eq!((prose.cursor(), prose.row_of_cursor()), (spot(0, 4), (0, 8)));
        assert!(!prose.go(Motion::RowEnd, false, 9, 1), "it stays there");
        prose.go(Motion::Down, false, 9, 1);
        assert_eq!(prose.row_of_cursor(), (1, 8));
        prose.go(Motion::RowStart, false, 9, 1);
        assert_eq!((prose.cursor(), prose.row_of_cursor()), (spot(0, 4), (1, 0)));
    }

    #[test]
    fn word_steps_stop_at_figures_latin_and_punctuation() {
        let text = "全年收到政府信息公开申请1,234.5件，在www.gov网站公开。";
        let mut prose = prose(&[text]);
        let mut words = Vec::new();
        while prose.go(Motion::WordRight, true, 80, 1) {
            words.push(prose.copy().expect("a selection"));
            let cursor = prose.cursor();
            prose.set_cursor(cursor);
        }
        assert_eq!(
            words,
            ["全年收到", "政府信息", "公开申请", "1,234.5", "件", "，", "在", "www", ".", "gov", "网站公开", "。"]
        );
    }

    #[test]
    fn a_selection_collapses_to_the_side_one_moves_to() {
        let mut prose = prose(&["政府信息公开"]);
        prose.set_cursor(spot(0, 1));
        prose.go(Motion::WordRight, true, 40, 1);
        assert_eq!(prose.selection(), Some((spot(0, 1), spot(0, 4))));
        prose.go(Motion::Left, false, 40, 1);
        assert_eq!((prose.cursor(), prose.selection()), (spot(0, 1), None));
    }

    #[test]
    fn a_page_down_scrolls_the_rows_by_a_page_too() {
        let texts: Vec<String> = (0..40).map(|n| format!("第{n}段")).collect();
        let mut prose = Prose::new("overview", &texts);
        prose.set_cursor(spot(3, 0));
        prose.keep_in_view(40, 10);
        prose.go(Motion::PageDown, false, 40, 9);
        prose.keep_in_view(40, 10);
        assert_eq!((prose.cursor(), prose.top()), (spot(12, 0), 9));
        prose.go(Motion::TextEnd, false, 40, 9);
        prose.keep_in_view(40, 10);
        assert_eq!(prose.top(), 30);
    }

    #[test]
    fn a_paste_from_outside_brings_clean_paragraphs() {
        let mut prose = prose(&[]);
        prose.paste("一、总体\r\n\r\n\u{3000}\u{3000}\r二\u{200b}\u{1b}、主动\t公开\n").expect("a change");
        assert_eq!(prose.paragraphs(), ["一、总体", "二、主动 公开", ""]);
        assert_eq!(prose.paste("\u{7}"), None);
    }

    #[test]
    fn what_was_cut_is_typed_back_as_it_was() {
        let mut prose = prose(&["甲", "", "乙"]);
        prose.select_all();
        let (text, _) = prose.cut().expect("a selection");
        assert_eq!((text.as_str(), prose.paragraphs()), ("甲\n\n乙", [String::new()].as_slice()));
        prose.type_text(&text);
        assert_eq!(prose.paragraphs(), ["甲", "", "乙"]);
    }

    #[test]
    fn a_paragraph_of_seventy_thousand_characters_is_edited_like_any_other() {
        let long = "政".repeat(70_000);
        let mut prose = prose(&["短", &long]);
        prose.go(Motion::TextEnd, false, 80, 20);
        assert_eq!(prose.cursor(), spot(1, 70_000));
        prose.go(Motion::Left, false, 80, 20);
        prose.go(Motion::Up, true, 80, 20);
        assert_eq!(prose.selection(), Some((spot(1, 69_960), spot(1, 69_999))));
        let edit = prose.type_text("府");
        assert!(matches!(edit, Some(Edit::Text { from, .. }) if from == spot(1, 69_960)));
        assert_eq!((prose.cursor(), prose.length(1)), (spot(1, 69_961), 69_962));
        prose.select_all();
        assert_eq!(prose.copy().map(|text| text.chars().count()), Some(69_964));
    }
}
