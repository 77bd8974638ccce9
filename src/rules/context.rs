//! What a rule may look at, worked out once for all rules.

use std::{cell::OnceCell, sync::Arc};

use rust_decimal::Decimal;

use super::{
    Change, Finding, Repair,
    cited::{self, Cited, Standing},
    memory::{Memory, Said},
    tables::Tables,
    text::Text,
    year::{self, Year},
};
use crate::{
    equations::{self, At, Cause, Fill, Judged, Source, Verdict},
    form::{CellIdx, Edition, Place},
    report::{Report, value::Value},
    store::Local,
};

/// What a rule may look at; worked out once for all rules.
#[derive(Debug)]
pub struct Context<'a> {
    /// The report.
    pub report: &'a Report,
    /// What its cells say, and what is wrong with them.
    pub(super) tables: Tables,
    /// Last year's report, if there is one.
    pub last: Option<Year<'a>>,
    /// What was read in the prose, section by section in form order.
    pub said: &'a [Said],
    cited: OnceCell<Vec<Cited<'a>>>,
    /// What holds for the organ and the folder.
    pub local: &'a Local,
    /// The prose, paragraph by paragraph.
    pub(super) text: &'a Text,
    /// That of last year's report.
    pub(super) last_text: Option<&'a Text>,
}

impl<'a> Context<'a> {
    /// Reads the cells and judges the sums of a report; `memory` must be in line with it ([`Memory::renew`]), `kept` is
    /// what the check before knew of the tables. `is_alike` says that the numbers of the prose say what they said then.
    pub(super) fn new(
        report: &'a Report,
        last: Option<&'a Report>,
        local: &'a Local,
        memory: &'a Memory,
        kept: Option<Tables>,
        is_alike: bool,
    ) -> Self {
        let is_last = |last: &&Report| {
            let year = last.about.year;
            report.about.year.checked_sub(1) == Some(year) && Edition::for_year(year).is_some()
        };
        let last = last.filter(is_last);
        let mut tables = Tables::new(report, last, kept);
        let said = memory.said();
        let cited = OnceCell::new();
        if !(is_alike && tables.is_diagnosed()) {
            let (numbers, evidence) = cited::cite(report, &tables.values, said);
            let is_broken = |judged: &Judged| matches!(judged.verdict, Verdict::Broken { .. });
            // Where the program filled the totals the sums hold whatever was typed: then the prose is the witness.
            let is_denied = || numbers.iter().any(|cited| matches!(cited.standing, Standing::Differs(_)));
            let needs = tables.sums.iter().any(is_broken) || (!report.computed().is_empty() && is_denied());
            tables.diagnose(report, last, &evidence, needs);
            // Nobody has set it before.
            drop(cited.set(numbers));
        }
        let text = memory.text();
        let last_text = memory.last_text().filter(|_| last.is_some());
        let last = last.map(|report| Year { report, values: Arc::clone(&tables.last) });
        Self { report, tables, last, said, cited, local, text, last_text }
    }

    /// The numbers of the prose held against the tables.
    pub fn cited(&self) -> &[Cited<'a>] {
        self.cited.get_or_init(|| cited::cite(self.report, &self.tables.values, self.said).0)
    }

    /// What every cell's text says, in form order.
    pub fn values(&self) -> &[Value] {
        &self.tables.values
    }

    /// Every sum with its verdict.
    pub fn sums(&self) -> &[Judged] {
        &self.tables.sums
    }

    /// What is wrong where a sum is broken; nothing is worked out while all sums hold.
    pub fn causes(&self) -> &[Cause] {
        &self.tables.causes
    }

    /// Blanks that follow from the rest.
    pub fn fills(&self) -> &[Fill] {
        &self.tables.fills
    }

    /// Is a sum of the form broken?
    pub(super) fn is_broken(&self) -> bool {
        self.sums().iter().any(|judged| matches!(judged.verdict, Verdict::Broken { .. }))
    }

    /// The cells of a table and what their texts say, in form order.
    pub(super) fn table<'b>(&'b self, table: &'b str) -> impl Iterator<Item = (CellIdx, &'b Value)> {
        let cells = self.report.edition().cells_of(table);
        cells.filter_map(|cell| self.values().get(cell.at()).map(|value| (cell, value)))
    }

    /// The figure of a cell, or of a group that the form has no cell for; `None` if nothing can be read there.
    pub(super) fn number(&self, place: &str) -> Option<Decimal> {
        year::number(self.report, self.values(), &Place::from(place))
    }

    /// A change of a cell's text.
    pub(super) fn change(&self, cell: CellIdx, to: String) -> Change {
        let place = self.report.edition().spec(cell).place.clone();
        Change { place, from: self.report.text(cell).to_owned(), to, span: None }
    }

    /// Does the table hold at least one figure?
    pub(super) fn has_figures(&self, table: &str) -> bool {
        self.table(table).any(|(_, value)| value.number().is_some())
    }
}

/// So many repairs are offered for one finding.
const REPAIRS: usize = 5;

/// A finding with the cause that has this source, and what would heal it: repairs that change nothing but cells of
/// this report.
pub(super) fn healed(context: &Context<'_>, finding: Finding, is_it: impl Fn(Source) -> bool) -> Finding {
    let of_it = |cause: &Cause| cause.broken.iter().any(|broken| is_it(broken.source));
    let cause = context.causes().iter().position(of_it);
    let repairs = cause.and_then(|n| context.causes().get(n)).map(|cause| repairs_of(context, cause));
    Finding { cause, repairs: repairs.unwrap_or_default(), ..finding }
}

/// What would heal a cause and changes nothing but cells of this report, the likeliest first.
pub(super) fn repairs_of(context: &Context<'_>, cause: &Cause) -> Vec<Repair> {
    let change = |change: &equations::Change| match change.at {
        At::Cell(cell) => Some(context.change(cell, change.to.clone())),
        At::Evidence(_) | At::Last(_) => None,
    };
    let repair = |repair: &equations::Repair| {
        let changes: Option<Vec<Change>> = repair.changes.iter().chain(&repair.follow).map(change).collect();
        Some(Repair { sure: repair.sure, changes: changes? })
    };
    cause.repairs.iter().filter_map(repair).take(REPAIRS).collect()
}
