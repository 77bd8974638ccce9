//! Lines flow into pages: what keeps with the next, what begins a page, what a table says again where it goes on.
//!
//! Heights are in whatever unit the page's is in. Knows nothing of reports.

/// What is never torn: a line of text, or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit<L> {
    /// What stands between it and the unit before it on the same page: the rule above a row.
    pub(super) above: Vec<L>,
    /// What stands above it where it begins a page: the head of its table once more.
    pub(super) anew: Vec<L>,
    /// Height of that.
    pub(super) anew_height: usize,
    /// Its own lines.
    pub(super) lines: Vec<L>,
    /// Height of its own lines.
    pub(super) height: usize,
    /// What stands below it where a page ends behind it: the edge of its table.
    pub(super) below: Vec<L>,
    /// Must the next unit stand on the same page?
    pub(super) keeps: bool,
    /// Does it begin a page?
    pub(super) begins: bool,
}

/// A page full of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet<L> {
    /// Its lines.
    pub(super) lines: Vec<L>,
    /// Height that nothing stands on.
    pub(super) rest: usize,
}

impl<L> Unit<L> {
    /// Lines without anything above or below.
    pub(super) fn plain(lines: Vec<L>, height: usize, keeps: bool) -> Self {
        let none = Vec::new;
        Self { above: none(), anew: none(), anew_height: 0, lines, height, below: none(), keeps, begins: false }
    }
}

/// Lines of a paragraph as units: neither its first line stands alone at the foot of a page nor its last one at the top.
pub(super) fn paragraph<L>(lines: Vec<L>, height: usize) -> Vec<Unit<L>> {
    let n = lines.len();
    let unit = |(at, line)| Unit::plain(vec![line], height, n > 1 && (at == 0 || at + 2 == n));
    lines.into_iter().enumerate().map(unit).collect()
}

/// Puts units onto pages of one height. There is always a page; nothing is lost and nothing changes its place.
///
/// What keeps together goes onto a new page together, unless no page could hold it: then that begins a page too and is
/// torn between units. A unit taller than a page has a page of its own.
pub(super) fn pages<L: Clone>(units: &[Unit<L>], height: usize) -> Vec<Sheet<L>> {
    let mut flow = Flow { sheets: Vec::new(), lines: Vec::new(), used: 0, below: Vec::new(), height };
    let mut rest = units;
    while !rest.is_empty() {
        let n = rest.iter().take_while(|unit| unit.keeps).count() + 1;
        let (chain, after) = rest.split_at(n.min(rest.len()));
        rest = after;
        let whole: usize = chain.iter().map(|unit| unit.height).sum();
        let begins = chain.first().is_some_and(|unit| unit.begins);
        if begins || flow.used + whole > height {
            flow.turn();
        }
        for unit in chain {
            flow.put(unit);
        }
    }
    flow.turn();
    if flow.sheets.is_empty() {
        flow.sheets.push(Sheet { lines: Vec::new(), rest: height });
    }
    flow.sheets
}

/// Pages on their way.
struct Flow<L> {
    sheets: Vec<Sheet<L>>,
    /// Lines of the page at hand.
    lines: Vec<L>,
    /// Their height.
    used: usize,
    /// What the last unit wants below it if the page ends here.
    below: Vec<L>,
    height: usize,
}

impl<L: Clone> Flow<L> {
    /// Ends the page, if anything stands on it.
    fn turn(&mut self) {
        if self.lines.is_empty() {
            return;
        }
        let mut lines = std::mem::take(&mut self.lines);
        lines.append(&mut self.below);
        self.sheets.push(Sheet { lines, rest: self.height.saturating_sub(self.used) });
        self.used = 0;
    }

    fn put(&mut self, unit: &Unit<L>) {
        if unit.begins || self.used + unit.height > self.height {
            self.turn();
        }
        if self.lines.is_empty() {
            self.lines.extend(unit.anew.iter().cloned());
            self.used = unit.anew_height;
        } else {
            self.lines.extend(unit.above.iter().cloned());
        }
        self.lines.extend(unit.lines.iter().cloned());
        self.used += unit.height;
        self.below.clone_from(&unit.below);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(units: &[Unit<&'static str>], height: usize) -> Vec<String> {
        pages(units, height).iter().map(|sheet| sheet.lines.join(" ")).collect()
    }

    fn line(text: &'static str) -> Unit<&'static str> {
        Unit::plain(vec![text], 1, false)
    }

    fn head(text: &'static str) -> Unit<&'static str> {
        Unit { keeps: true, ..line(text) }
    }

    #[test]
    fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
        let units = [line("a"), line("b"), head("H"), head("h"), line("c")];
        assert_eq!(texts(&units, 4), ["a b", "H h c"]);
        assert_eq!(texts(&units, 5), ["a b H h c"]);
    }

    #[test]
    fn no_line_of_a_paragraph_stands_alone() {
        let of = |n: usize| paragraph(vec!["x", "y", "z", "w"][..n].to_vec(), 1);
        let after = |n: usize, lines: usize| texts(&[vec![line("a"); n], of(lines)].concat(), 4);
        assert_eq!(after(3, 4), ["a a a", "x y z w"]);
        assert_eq!(after(2, 4), ["a a x y", "z w"]);
        assert_eq!(after(2, 3), ["a a", "x y z"]);
        assert_eq!(after(3, 2), ["a a a", "x y"]);
        assert_eq!(after(3, 1), ["a a a x"]);
    }

    /// Rows of a table with a head.
    fn table(rows: &[&'static str]) -> Vec<Unit<&'static str>> {
        let mut units = vec![Unit { keeps: true, ..Unit::plain(vec!["┌", "head"], 1, true) }];
        for (n, row) in rows.iter().enumerate() {
            units.push(Unit {
                above: vec!["├"],
                anew: vec!["┌", "head", "├"],
                anew_height: 1,
                below: vec!["└"],
                keeps: n + 1 < rows.len(),
                ..line(row)
            });
        }
        units
    }

    #[test]
    fn a_table_that_fits_a_page_is_not_torn() {
        let units = [vec![line("a"), line("b"), head("H")], table(&["1", "2"])].concat();
        assert_eq!(texts(&units, 5), ["a b", "H ┌ head ├ 1 ├ 2 └"]);
        assert_eq!(texts(&units, 6), ["a b H ┌ head ├ 1 ├ 2 └"]);
    }

    #[test]
    fn a_taller_one_goes_on_with_its_head_above() {
        let units = [vec![line("a")], table(&["1", "2", "3", "4"]), vec![line("b")]].concat();
        assert_eq!(texts(&units, 3), ["a", "┌ head ├ 1 ├ 2 └", "┌ head ├ 3 ├ 4 └", "b"]);
    }

    #[test]
    fn what_begins_a_page_begins_one_and_an_empty_page_is_never_made() {
        let big = Unit { begins: true, ..line("big") };
        assert_eq!(texts(&[line("a"), big.clone(), line("b")], 9), ["a", "big b"]);
        assert_eq!(texts(&[big], 9), ["big"]);
        assert_eq!(texts(&[], 9), [""]);
        assert_eq!(texts(&[line("a"), Unit::plain(vec!["tall"], 99, false), line("b")], 9), ["a", "tall", "b"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_moved_and_no_page_is_too_full(
            of in prop::collection::vec((1usize..4, prop::bool::weighted(0.4), prop::bool::weighted(0.1)), 0..60),
        ) {
            let units: Vec<Unit<usize>> = of
                .iter()
                .enumerate()
                .map(|(n, (height, keeps, begins))| Unit { begins: *begins, ..Unit::plain(vec![n], *height, *keeps) })
                .collect();
            let sheets = pages(&units, 7);
            let all: Vec<usize> = sheets.iter().flat_map(|sheet| sheet.lines.clone()).collect();
            prop_assert_eq!(all, (0..units.len()).collect::<Vec<_>>());
            for sheet in &sheets {
                let used: usize = sheet.lines.iter().map(|n| units[*n].height).sum();
                prop_assert_eq!(used + sheet.rest, 7);
            }
        }
    }
}
