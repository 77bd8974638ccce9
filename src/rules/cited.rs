//! The numbers of the prose held against the tables, and as witnesses for what is wrong in them.

use rust_decimal::Decimal;

use super::{added, memory::Said};
use crate::{
    equations::{At, Certainty, Evidence, Match, Reference},
    form::{CellIdx, Place},
    prose::{Quantity, Role, Script},
    report::{Report, value::Value},
};

/// So many characters before and behind a number are quoted.
const AHEAD: usize = 14;
const BEHIND: usize = 10;

/// A number of the prose that names a figure of the tables.
#[derive(Debug)]
pub struct Cited<'a> {
    /// The section it stands in.
    pub said: &'a Said,
    /// What it refers to.
    pub reference: &'a Reference,
    /// The quantity itself.
    pub quantity: &'a Quantity,
    /// What the tables say about it.
    pub standing: Standing,
    /// Its number among the witnesses of the diagnosis, if it is one.
    pub evidence: Option<usize>,
}

/// What the tables say about a number of the prose.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// The figure of this target, by its number.
    Agrees(usize),
    /// Other figures: those of the targets that can be read.
    Differs(Vec<(usize, Decimal)>),
    /// Other figures; but another number of the prose, by its number among the cited, is meant and agrees, or stands first.
    Repeats(usize),
    /// Another figure; the number stands in the row beside it.
    Slipped(Place),
    /// Nothing: the tables are blank there, or the words leave open what is meant.
    Open,
}

/// All numbers of the prose that name figures, in the order of the form, and those that bear witness.
pub(super) fn cite<'a>(report: &Report, values: &[Value], said: &'a [Said]) -> (Vec<Cited<'a>>, Vec<Evidence>) {
    let mut evidence = Vec::new();
    let references = said.iter().flat_map(|said| said.references.iter().map(move |reference| (said, reference)));
    let mut cited: Vec<Cited<'a>> = references
        .filter_map(|(said, reference)| {
            let quantity = said.reading.quantities.get(reference.quantity)?;
            let held = reference.held(report.edition(), values);
            let mut cited = Cited { said, reference, quantity, standing: Standing::Open, evidence: None };
            if reference.certainty == Certainty::Plain {
                if let Some(witness) = cited.witness(report, values, &held) {
                    cited.evidence = Some(evidence.len());
                    evidence.push(witness);
                }
                cited.standing = match held {
                    Match::Agrees(n) => Standing::Agrees(n),
                    Match::Differs(figures) => Standing::Differs(figures),
                    Match::Silent => Standing::Open,
                };
            }
            if let (true, Match::Agrees(n)) = (reference.is_none, reference.held(report.edition(), values)) {
                cited.standing = Standing::Agrees(n);
            }
            Some(cited)
        })
        .collect();
    repeats(report, values, &mut cited);
    slips(report, values, &mut cited);
    (cited, evidence)
}

impl Cited<'_> {
    /// The words around the number, short enough for a message: `收到政府信息公开申请12件`.
    pub fn words(&self) -> String {
        words(self.said, self.quantity)
    }

    /// What the number says; money in 元.
    pub fn value(&self) -> Decimal {
        self.quantity.value
    }

    /// Do both mean the same figure?
    fn is_like(&self, other: &Self) -> bool {
        let usual = |cited: &Self| cited.reference.targets.first().map(|target| target.places.as_slice());
        usual(self) == usual(other)
    }

    /// The number as a witness: exact, and about one figure.
    fn witness(&self, report: &Report, values: &[Value], held: &Match) -> Option<Evidence> {
        let targets = &self.reference.targets;
        let n = match held {
            Match::Agrees(n) => *n,
            Match::Differs(figures) if targets.len() == 1 || figures.iter().all(|(_, f)| *f == figures[0].1) => 0,
            Match::Differs(_) | Match::Silent => return None,
        };
        let is_money = matches!(self.reference.role, Some(Role::Fees | Role::PurchaseAmount));
        let (low, high) = self.reference.bounds;
        let claim = targets.get(n)?.witnesses(report.edition(), values).into_iter().map(At::Cell).collect();
        (low == high && !is_money).then(|| Evidence {
            name: format!("正文“{}”", self.words()),
            value: low,
            weight: Evidence::PROSE,
            claims: vec![claim],
        })
    }

    /// The cells of the meaning that fits, else of the usual one.
    pub fn cells(&self) -> Vec<CellIdx> {
        let n = if let Standing::Agrees(n) = self.standing { n } else { 0 };
        self.reference.targets.get(n).map(|target| target.cells.clone()).unwrap_or_default()
    }
}

/// The words around a number, short enough for a message; what is left out at the start is marked.
pub(super) fn words(said: &Said, quantity: &Quantity) -> String {
    let number = said.words(&quantity.span);
    let number = number.trim();
    if quantity.script == Script::Words {
        return number.to_owned();
    }
    let clause = quantity.before.rsplit(['、', '〕']).next().unwrap_or_default().trim_start_matches(['(', ')', '〔']);
    let length = clause.chars().count();
    let cut = length.saturating_sub(AHEAD);
    let ahead: String = clause.chars().skip(cut).collect();
    let mark = if cut > 0 { "…" } else { "" };
    let behind: String = if length == 0 { quantity.after.chars().take(BEHIND).collect() } else { String::new() };
    let more = if length == 0 && quantity.after.chars().count() > BEHIND { "…" } else { "" };
    format!("{mark}{ahead}{number}{behind}{more}")
}

/// Of several numbers that mean one figure it is enough that one agrees, or that all of them together do: the others
/// were counted otherwise. Where none agrees the first one speaks for all.
fn repeats(report: &Report, values: &[Value], cited: &mut [Cited<'_>]) {
    for i in 0..cited.len() {
        // What somebody tied to a cell speaks for itself.
        let is_open = |c: &&Cited<'_>| matches!(c.standing, Standing::Differs(_)) && !c.reference.is_confirmed;
        let Some(this) = cited.get(i).filter(is_open) else { continue };
        let like = |other: &&Cited<'_>| other.is_like(this) && other.reference.certainty == Certainty::Plain;
        let right = cited.iter().position(|other| like(&other) && matches!(other.standing, Standing::Agrees(_)));
        let first = cited.iter().take(i).position(|other| like(&other) && other.standing != Standing::Open);
        let standing = if let Some(other) = right.or(first) {
            Standing::Repeats(other)
        } else {
            let sum = added(cited.iter().filter(like).map(|other| other.quantity.value));
            let figure = |target: &crate::equations::Target| target.figure(report.edition(), values);
            let is_whole = this.reference.targets.iter().any(|target| figure(target) == Some(sum));
            if !is_whole || sum == this.quantity.value {
                continue;
            }
            Standing::Open
        };
        if let Some(this) = cited.get_mut(i) {
            this.standing = standing;
        }
    }
}

/// A number that its own row does not have, but the row beside it, of which nothing is said.
fn slips(report: &Report, values: &[Value], cited: &mut [Cited<'_>]) {
    let edition = report.edition();
    let is_in_doubt = |this: &Cited<'_>| matches!(this.standing, Standing::Differs(_));
    let Some(table) = edition.table("t2").filter(|_| cited.iter().any(is_in_doubt)) else { return };
    let rows: Vec<&str> = table.blocks.iter().flat_map(|block| &block.rows).map(|row| row.id.as_str()).collect();
    let is_outcome = |row: &str| !matches!(row, "new" | "brought_forward" | "concluded" | "carried_forward");
    let told: Vec<Vec<Place>> =
        cited.iter().filter_map(|c| c.reference.targets.first()).map(|target| target.places.clone()).collect();
    for this in cited.iter_mut() {
        let (Standing::Differs(figures), [place]) =
            (&this.standing, this.reference.targets.first().map_or(&[][..], |target| &target.places[..]))
        else {
            continue;
        };
        let Some(at) = rows.iter().position(|row| *row == place.row()).filter(|at| is_outcome(rows[*at])) else {
            continue;
        };
        if figures.iter().any(|(_, figure)| !figure.is_zero()) || this.quantity.value.is_zero() {
            continue;
        }
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| rows.get(at));
        let fits = beside.filter(|row| is_outcome(row)).map(|row| Place::cell("t2", row, "total")).find(|place| {
            let figure = edition.find(place).and_then(|cell| values.get(cell.at())).and_then(Value::number);
            figure == Some(this.quantity.value) && !told.iter().any(|places| places.contains(place))
        });
        if let Some(place) = fits {
            this.standing = Standing::Slipped(place);
        }
    }
}
