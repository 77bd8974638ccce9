//! Figures that stand stuck together (`77132470` for 77, 132 and 470): every way to part them into a row's cells.

use crate::{
    form::{CellIdx, Edition, Kind},
    report::value::fold,
};

/// Steps after which the search is given up.
const STEPS: usize = 2_000_000;
/// More ways than this are as good as none.
const WAYS: usize = 20_000;
/// Longest figure, in digits.
const DIGITS: usize = 12;

/// One text for each cell.
pub(in crate::exchange) type Way = Vec<String>;

/// The characters of stuck figures, blanks and separators apart: figures, signs of more and less, units of money.
pub(in crate::exchange) fn is_stuck(text: &str) -> bool {
    let mut chars = text.chars().map(fold).filter(|c| !c.is_whitespace()).peekable();
    chars.peek().is_some_and(|c| c.is_ascii_digit() || "增减+-".contains(*c))
        && chars.all(|c| c.is_ascii_digit() || ".增减+-元万()".contains(c))
}

/// Could texts be fewer cells than wanted because some of them are stuck together?
pub(super) fn is_glued(texts: &[String], wanted: usize) -> bool {
    let filled = || texts.iter().filter(|text| !text.is_empty());
    let digits = filled().flat_map(|text| text.chars()).filter(|c| fold(*c).is_ascii_digit()).count();
    (1..wanted).contains(&filled().count()) && filled().all(|text| is_stuck(text)) && digits >= wanted
}

/// Sums whose cells are all in one row: numbers of the cells on both sides, and of the last one.
struct Within {
    left: Vec<usize>,
    right: Vec<usize>,
    last: usize,
}

/// Every way to part texts into cells so that the sums of the row hold; `None` if there are too many to search.
///
/// A figure has no zero in front; parts never reach over the end of a text.
pub(in crate::exchange) fn ways(edition: &Edition, cells: &[CellIdx], texts: &[String]) -> Option<Vec<Way>> {
    let kinds: Vec<Kind> = cells.iter().map(|cell| edition.spec(*cell).kind).collect();
    let number = |cell: CellIdx| cells.iter().position(|other| *other == cell);
    let within = edition.sums().iter().filter_map(|sum| {
        let side = |is_left| sum.side(is_left).map(number).collect::<Option<Vec<usize>>>();
        let (left, right) = (side(true)?, side(false)?);
        let last = left.iter().chain(&right).max().copied()?;
        Some(Within { left, right, last })
    });
    let texts = texts.iter().map(|text| text.chars().map(fold).filter(|c| !c.is_whitespace()).collect()).collect();
    let mut search = Search { kinds, within: within.collect(), texts, parts: Vec::new(), found: Vec::new(), steps: 0 };
    search.go(0, 0).then_some(search.found)
}

struct Search {
    kinds: Vec<Kind>,
    within: Vec<Within>,
    texts: Vec<Vec<char>>,
    parts: Vec<(String, i64)>,
    found: Vec<Way>,
    steps: usize,
}

impl Search {
    /// Goes on from a character of a text; `false` if it takes too long.
    fn go(&mut self, text: usize, at: usize) -> bool {
        self.steps += 1;
        if self.steps > STEPS || self.found.len() > WAYS {
            return false;
        }
        let Some(chars) = self.texts.get(text) else {
            if self.parts.len() == self.kinds.len() {
                self.found.push(self.parts.iter().map(|(part, _)| part.clone()).collect());
            }
            return true;
        };
        if at >= chars.len() {
            return self.go(text + 1, 0);
        }
        let Some(kind) = self.kinds.get(self.parts.len()).copied() else { return true };
        let cells_left = self.kinds.len() - self.parts.len();
        let chars_left = self.texts.iter().skip(text).map(Vec::len).sum::<usize>().saturating_sub(at);
        if cells_left > chars_left {
            return true;
        }
        let rest: Vec<char> = chars.iter().skip(at).copied().collect();
        for length in 1..=rest.len() {
            let part: String = rest.iter().take(length).collect();
            let Some(number) = number(&part, kind) else { continue };
            self.parts.push((part, number));
            let is_well = !self.holds() || self.go(text, at + length);
            self.parts.pop();
            if !is_well {
                return false;
            }
        }
        true
    }

    /// Do the sums hold that end at the last part?
    fn holds(&self) -> bool {
        let last = self.parts.len() - 1;
        let sum =
            |side: &[usize]| side.iter().filter_map(|n| self.parts.get(*n)).map(|(_, number)| number).sum::<i64>();
        self.within.iter().filter(|within| within.last == last).all(|within| sum(&within.left) == sum(&within.right))
    }
}

/// The number of a part, if it is one as people write it in a cell of this kind.
fn number(part: &str, kind: Kind) -> Option<i64> {
    let is_plain = |digits: &str| {
        let is_long = digits.len() > DIGITS || digits.is_empty();
        !is_long && digits.chars().all(|c| c.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'))
    };
    match kind {
        Kind::Count => is_plain(part).then(|| part.parse().ok())?,
        Kind::Change => {
            let digits = part.strip_prefix(['增', '减', '+', '-']).unwrap_or(part);
            is_plain(digits).then(|| digits.parse().ok())?
        }
        Kind::Money => {
            let bare = part.strip_suffix("(万元)").or(part.strip_suffix("万元")).or(part.strip_suffix('元'));
            let (whole, decimals) = bare.unwrap_or(part).split_once('.').unwrap_or((bare.unwrap_or(part), "0"));
            let is_well = is_plain(whole) && decimals.len() <= 6 && !decimals.is_empty();
            (is_well && decimals.chars().all(|c| c.is_ascii_digit())).then(|| whole.parse().ok())?
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(edition: &str, row: &str, texts: &[&str]) -> Vec<String> {
        let edition = Edition::by_id(edition).unwrap();
        let cells: Vec<CellIdx> =
            edition.indices().filter(|cell| edition.spec(*cell).place.as_str().starts_with(row)).collect();
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        ways(edition, &cells, &texts).unwrap().iter().map(|way| way.join("|")).collect()
    }

    #[test]
    fn the_sum_of_a_row_leaves_one_way() {
        assert_eq!(part("2021", "t2.new.", &["30000003"]), Vec::<String>::new());
        assert_eq!(part("2021", "t2.new.", &["3000003"]), ["3|0|0|0|0|0|3"]);
        assert_eq!(part("2021", "t2.new.", &["82135002", "1859"]), ["821|35|0|0|2|1|859"]);
    }

    #[test]
    fn without_a_sum_every_way_stands() {
        let all = part("2021", "t1.normative.", &["77132470"]);
        assert!(all.contains(&"77|132|470".to_owned()) && all.len() > 5, "{all:?}");
        assert_eq!(part("2019", "t1.permits.", &["94增2515592"]).len(), 6);
        assert!(part("2019", "t1.procurement.", &["13575394432.52元"]).contains(&"135|75394432.52元".to_owned()));
    }

    #[test]
    fn fewer_figures_than_cells_are_no_glue() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert!(is_glued(&texts(&["77132470"]), 3));
        assert!(!is_glued(&texts(&["7", "1"]), 3), "lost cells");
        assert!(!is_glued(&texts(&["暂无"]), 3) && !is_glued(&texts(&["1", "2", "3"]), 3) && !is_glued(&[], 3));
    }
}
