//! A cause in words: what contradicts what, the difference, and what would heal it.

use super::{
    candidate::How,
    diagnose::{Broken, Cause, Change, Repair},
    fill::{Fill, Reason},
    given::{At, Given, Source},
};
use crate::form::{Along, CellIdx, Edition};

/// So many contradictions are listed one by one.
const LISTED: usize = 3;

/// What contradicts what, in one sentence: `（一）予以公开 · 自然人 填 2：本行总计 1、本列（七）总计 3 都说应为 1`.
pub fn contradiction(given: &Given<'_>, cause: &Cause) -> String {
    let words = Words { given, edition: given.report.edition() };
    let first = cause.repairs.first();
    match first.map(|repair| (repair, repair.changes.as_slice())) {
        Some((repair, [only])) if matches!(repair.how, How::Mistyped | How::LeftBlank) => words.single(cause, only),
        Some((repair, changes)) if repair.how != How::TotalsFollow => {
            let what = match repair.how {
                How::Swapped => "疑似填错位置",
                How::RowsSwapped => "疑似整行填错了一行",
                How::RowsSlipped => "疑似几行一起填错了一行",
                How::LeftBlank => "空着没有填",
                _ => "与其余数字对不上",
            };
            format!("{} {what}：{}", words.places(changes), words.list(cause))
        }
        _ => words.list(cause),
    }
}

/// What a repair would do: `改为 1 则全部相符`.
pub fn remedy(given: &Given<'_>, repair: &Repair) -> String {
    let words = Words { given, edition: given.report.edition() };
    let done = match (repair.how, repair.changes.as_slice()) {
        (How::Swapped, [a, b]) => format!("把 {} 与 {} 互换", words.place(a.at), words.place(b.at)),
        (How::RowsSwapped, changes) => format!("把{}互换", words.rows(changes)),
        (How::RowsSlipped, changes) => format!("把{}一起移一行", words.rows(changes)),
        (How::TotalsFollow, changes) => format!("总计随之改：{}", words.changes(changes)),
        (_, [only]) => format!("{} 改为 {}", words.place(only.at), only.to),
        (_, changes) => words.changes(changes),
    };
    match repair.leaves.as_slice() {
        [] => format!("{done}，就都相符"),
        leaves => format!("{done}；还有 {} 处要再核对", leaves.len()),
    }
}

/// Why a blank has its figure: `本行总计 3 已满，其余为 0`.
pub fn reason(given: &Given<'_>, fill: &Fill) -> String {
    let words = Words { given, edition: given.report.edition() };
    let from = words.line(fill.because);
    match fill.reason {
        Reason::OnlyUnknown => format!("由{from}推出：其余各格都已填"),
        Reason::TotalIsReached => format!("由{from}推出：总数已满，其余为 0"),
        Reason::SumOfParts => format!("{from}各格之和"),
    }
}

/// Names of what the words are about.
struct Words<'a> {
    given: &'a Given<'a>,
    edition: &'static Edition,
}

impl Words<'_> {
    fn single(&self, cause: &Cause, change: &Change) -> String {
        let said = change.because.iter().filter_map(|source| {
            let broken = cause.broken.iter().find(|broken| broken.source == *source)?;
            Some(self.witness(change.at, broken))
        });
        let said: Vec<String> = said.collect();
        let typed =
            if change.from.trim().is_empty() { "空着".to_owned() } else { format!("填 {}", change.from.trim()) };
        let all = if said.len() > 1 { "都说应为" } else { "说应为" };
        let place = self.place(change.at);
        match said.as_slice() {
            [] => format!("{place} {typed}：按其余数字应为 {}", change.to),
            said => format!("{place} {typed}：{} {all} {}", said.join("、"), change.to),
        }
    }

    /// The other side of an equality, seen from one of its figures: `本行总计 1`.
    fn witness(&self, at: At, broken: &Broken) -> String {
        let other = |is_left: bool| if is_left { broken.right } else { broken.left };
        match broken.source {
            Source::Sum(n) => {
                let Some(sum) = self.edition.sums().get(n) else { return String::new() };
                let Some(equation) = self.edition.equations.get(sum.equation) else { return String::new() };
                let term = sum.terms.iter().find(|term| At::Cell(term.cell) == at);
                let is_left = term.is_none_or(|term| term.is_left);
                let line = if equation.along == Along::Row { "本行" } else { "本列" };
                let name = if is_left { &equation.right_name } else { &equation.left_name };
                format!("{line}{name} {}", other(is_left).normalize())
            }
            Source::Carry(..) => match at {
                At::Last(_) => format!("今年 {}", broken.left),
                _ => format!("去年的报告 {}", broken.right),
            },
            Source::Claim(n, _) => match at {
                At::Evidence(m) if m == n => format!("表中 {}", broken.left),
                _ => format!("{} {}", self.place(At::Evidence(n)), broken.right),
            },
        }
    }

    /// The contradictions one by one, with their differences.
    fn list(&self, cause: &Cause) -> String {
        let listed = cause.broken.iter().take(LISTED).map(|broken| {
            let (left, right) = (broken.left, broken.right);
            let (more, difference) = if left > right { ("多", left - right) } else { ("少", right - left) };
            let (left_name, right_name) = self.sides(broken.source);
            let line = self.line(broken.source);
            format!("{line}{left_name} {left}，{right_name} {right}，{more} {difference}")
        });
        let text = listed.collect::<Vec<_>>().join("；");
        let count = cause.broken.len();
        if count > LISTED { format!("{text}；共 {count} 处不符") } else { text }
    }

    fn sides(&self, source: Source) -> (String, String) {
        match source {
            Source::Sum(n) => {
                let equation = self.edition.sums().get(n).and_then(|sum| self.edition.equations.get(sum.equation));
                equation.map(|e| (format!("：{}", e.left_name), e.right_name.clone())).unwrap_or_default()
            }
            Source::Carry(..) => ("：今年填".into(), "按去年的报告应为".into()),
            Source::Claim(..) => ("：表中".into(), "文中".into()),
        }
    }

    /// The row, column or number an equality is about.
    fn line(&self, source: Source) -> String {
        match source {
            Source::Sum(n) => self.edition.sums().get(n).map(|sum| self.edition.line_name(sum)).unwrap_or_default(),
            Source::Carry(_, cell) => self.edition.name(cell),
            Source::Claim(n, _) => self.place(At::Evidence(n)),
        }
    }

    fn place(&self, at: At) -> String {
        match at {
            At::Cell(cell) => self.edition.name(cell),
            At::Last(cell) => format!("去年报告中与“{}”对应的数", self.edition.name(cell)),
            At::Evidence(n) => self.given.evidence.get(n).map(|evidence| evidence.name.clone()).unwrap_or_default(),
        }
    }

    fn places(&self, changes: &[Change]) -> String {
        let places: Vec<String> = changes.iter().take(LISTED).map(|change| self.place(change.at)).collect();
        let more = if changes.len() > LISTED { format!("等 {} 处", changes.len()) } else { String::new() };
        format!("{}{more}", places.join("、"))
    }

    fn changes(&self, changes: &[Change]) -> String {
        let change = |change: &Change| format!("{} 改为 {}", self.place(change.at), change.to);
        let texts: Vec<String> = changes.iter().take(LISTED).map(change).collect();
        let more = if changes.len() > LISTED { format!("，等 {} 处", changes.len()) } else { String::new() };
        format!("{}{more}", texts.join("，"))
    }

    /// The rows that changes are in, first and last: `“（一）予以公开”到“（七）总计”各行`.
    fn rows(&self, changes: &[Change]) -> String {
        let row = |cell: CellIdx| self.edition.name(cell).split(" · ").next().unwrap_or_default().to_owned();
        let cells = changes.iter().filter_map(|change| if let At::Cell(cell) = change.at { Some(cell) } else { None });
        let mut rows: Vec<String> = cells.map(row).collect();
        rows.dedup();
        match rows.as_slice() {
            [] => String::new(),
            [only] => format!("“{only}”行"),
            [first, last] => format!("“{first}”与“{last}”两行"),
            [first, .., last] => format!("“{first}”到“{last}”各行"),
        }
    }
}
