//! Which rows and columns of the tables a role of the prose names. Ids are permanent, so one list serves all editions.

use super::target::Target;
use crate::{
    form::Edition,
    prose::{Act, Applicant, Case, Decision, Document, Outcome, Quantity, Role, Row},
};

/// What a quantity with this role may refer to, the usual meaning first; nothing where the edition has no such cells.
pub(super) fn targets(edition: &'static Edition, role: Role) -> Vec<Target> {
    let meanings = meanings(role);
    let mut found: Vec<Target> = Vec::new();
    for places in meanings {
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        if let Some(target) = Target::at(edition, &places).filter(|target| !found.contains(target)) {
            found.push(target);
        }
    }
    found
}

/// The meanings of a role, each a sum of places.
fn meanings(role: Role) -> Vec<Vec<String>> {
    let one = |place: &str| vec![place.to_owned()];
    let total = |row: &str| vec![format!("t2.{row}.total")];
    match role {
        Role::Received => vec![total("new"), total("intake")],
        Role::New => vec![total("new")],
        Role::Intake => vec![total("intake")],
        Role::Concluded => vec![total("concluded")],
        Role::Disclosed => vec![total("disclosed")],
        Role::Row(row) => rows(row).iter().map(|row| total(row)).collect(),
        Role::Applicant(kind) => {
            ["new", "intake", "concluded"].iter().map(|row| vec![format!("t2.{row}.{}", column(kind))]).collect()
        }
        Role::Case(case, outcome) => cases(case, outcome),
        Role::Document(document, act) => documents(document, act),
        Role::Decisions(kind) => vec![one(match kind {
            Decision::Permits => "t1.permits.decisions",
            Decision::Penalties => "t1.penalties.decisions",
            Decision::Coercion => "t1.coercion.decisions",
        })],
        Role::Fees => vec![one("t1.fees.amount")],
        Role::Purchases => vec![one("t1.procurement.items")],
        Role::PurchaseAmount => vec![one("t1.procurement.amount")],
        Role::ProcessingFee => Vec::new(),
    }
}

/// The rows of table 2 that a row of the prose may be; more than one where editions differ or habits do.
fn rows(row: Row) -> &'static [&'static str] {
    match row {
        Row::BroughtForward => &["brought_forward"],
        Row::Granted => &["granted"],
        Row::Partial => &["partial"],
        Row::Denied => &["denied"],
        Row::DeniedSecret => &["denied_secret"],
        Row::DeniedLaw => &["denied_law"],
        Row::DeniedSafety => &["denied_safety"],
        Row::DeniedThirdParty => &["denied_third_party"],
        Row::DeniedInternal => &["denied_internal"],
        Row::DeniedProcess => &["denied_process"],
        Row::DeniedCaseFile => &["denied_case_file"],
        Row::DeniedInquiry => &["denied_inquiry"],
        Row::Unavailable => &["unavailable"],
        Row::UnavailableNotHeld => &["unavailable_not_held"],
        Row::UnavailableNotMade => &["unavailable_not_made"],
        Row::UnavailableUnclear => &["unavailable_unclear"],
        Row::NotProcessed => &["not_processed"],
        Row::NotProcessedPetition => &["not_processed_petition"],
        Row::NotProcessedDuplicate => &["not_processed_duplicate"],
        Row::NotProcessedPublication => &["not_processed_publication"],
        Row::NotProcessedExcessive => &["not_processed_excessive"],
        Row::NotProcessedConfirmation => &["not_processed_confirmation"],
        Row::Otherwise => &["otherwise", "otherwise_misc"],
        Row::OtherwiseNotAmended => &["otherwise_not_amended", "otherwise"],
        Row::OtherwiseFeeUnpaid => &["otherwise_fee_unpaid", "otherwise"],
        Row::OtherwiseMisc => &["otherwise_misc", "otherwise"],
        Row::CarriedForward => &["carried_forward"],
    }
}

fn column(kind: Applicant) -> &'static str {
    match kind {
        Applicant::Natural => "natural",
        Applicant::Entities => "entities",
        Applicant::Business => "business",
        Applicant::Research => "research",
        Applicant::PublicInterest => "public_interest",
        Applicant::LegalService => "legal_service",
    }
}

fn cases(case: Case, outcome: Option<Outcome>) -> Vec<Vec<String>> {
    let column = match outcome {
        None => "total",
        Some(Outcome::Upheld) => "upheld",
        Some(Outcome::Corrected) => "corrected",
        Some(Outcome::Other) => "other",
        Some(Outcome::Pending) => "pending",
    };
    let at = |row: &str| format!("t3.{row}.{column}");
    vec![match case {
        Case::Review => vec![at("review")],
        Case::Suit => vec![at("suits")],
        Case::Direct => vec![at("suit")],
        Case::AfterReview => vec![at("after_review")],
        Case::Any => vec![at("review"), at("suits")],
    }]
}

fn documents(document: Document, act: Act) -> Vec<Vec<String>> {
    let row = match document {
        Document::Rules => "gov_rules",
        Document::Normative => "normative",
    };
    let columns: &[&str] = match act {
        Act::Issued => &["issued", "produced"],
        Act::Published => &["newly_public", "public_total"],
        Act::Repealed => &["repealed"],
        Act::InForce => &["in_force", "public_total"],
    };
    columns.iter().map(|column| vec![format!("t1.{row}.{column}")]).collect()
}

/// 办理申请14件 may be all there was to handle; 办结 and 答复 are not.
pub(super) fn handled(edition: &'static Edition, said: &str) -> Vec<Target> {
    if !said.contains("办理") || ["办结", "答复", "回复", "办复"].iter().any(|word| said.contains(word)) {
        return Vec::new();
    }
    [&["t2.intake.total"], &["t2.new.total"]].into_iter().filter_map(|places| Target::at(edition, places)).collect()
}

/// Does the role name a year of its own: 2022年结转, 结转2023年?
pub(super) fn names_year(role: Role) -> bool {
    matches!(role, Role::Row(Row::BroughtForward | Row::CarriedForward))
}

/// Is the role one that reports use for less than the cell counts? Published is not issued, 撤回 is one kind of 其他,
/// what was handled or bought is told in many ways.
pub(super) fn is_loose(role: Role, q: &Quantity) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| q.before.contains(word) || q.after.contains(word));
    match role {
        Role::Document(_, act) => act == Act::Published,
        Role::Row(Row::OtherwiseMisc) | Role::Purchases | Role::PurchaseAmount => true,
        Role::Decisions(_) => !says(&["决定", "作出"]),
        Role::Row(Row::NotProcessedPetition) => says(&["信访件", "信访事项", "信访案件", "来信来访"]),
        Role::Concluded => says(&["当面", "口头", "电话"]),
        _ => false,
    }
}

/// What the roles told beside a quantity say about its own: further meanings, and whether it is only part of a list.
pub(super) fn beside(edition: &'static Edition, role: Role, others: impl Iterator<Item = Role>) -> (Vec<Target>, bool) {
    let others: Vec<Role> = others.collect();
    match role {
        // 予以公开 alone may have counted 部分公开 in.
        Role::Row(Row::Granted) if !others.contains(&Role::Row(Row::Partial)) => {
            (Target::at(edition, &["t2.disclosed.total"]).into_iter().collect(), false)
        }
        // A group beside its own rows may be what is left of it.
        Role::Row(group) if group.is_group() => {
            let is_member = |other: &Role| matches!(other, Role::Row(row) if row.group() == Some(group));
            (Vec::new(), others.iter().any(is_member))
        }
        // 答复7件，不予受理4件: what was answered leaves out what stands beside it.
        Role::Concluded => {
            let is_left_out = |other: &Role| matches!(other, Role::Row(Row::NotProcessed | Row::Otherwise));
            let has_answers = others.iter().any(|other| matches!(other, Role::Row(Row::Granted) | Role::Disclosed));
            (Vec::new(), others.iter().any(is_left_out) && !has_answers)
        }
        _ => (Vec::new(), false),
    }
}
