//! Gives the quantities of a paragraph their roles, from the words around them.

use std::borrow::Cow;

use super::{
    quantity::Quantity,
    role::{Act, Applicant, Case, Decision, Document, Outcome, Role, Row},
    text::{at, back, before, close, first_held, holds_any, is_break, is_stop, squeeze},
};

/// Words that tell a row; all words of an entry must stand in the clause. Earlier entries win.
const ROWS: &[(&[&str], Row)] = &[
    (&["逾期", "补正"], Row::OtherwiseNotAmended),
    (&["逾期", "缴"], Row::OtherwiseFeeUnpaid),
    (&["未按", "缴纳"], Row::OtherwiseFeeUnpaid),
    (&["等原因", "无法提供"], Row::Unavailable),
    (&["等原因", "不予公开"], Row::Denied),
    (&["等原因", "不予处理"], Row::NotProcessed),
    (&["国家秘密"], Row::DeniedSecret),
    (&["法律", "法规", "禁止"], Row::DeniedLaw),
    (&["三安全一稳定"], Row::DeniedSafety),
    (&["第三方"], Row::DeniedThirdParty),
    (&["商业秘密"], Row::DeniedThirdParty),
    (&["内部事务"], Row::DeniedInternal),
    (&["过程性"], Row::DeniedProcess),
    (&["执法案卷"], Row::DeniedCaseFile),
    (&["行政查询"], Row::DeniedInquiry),
    (&["不掌握"], Row::UnavailableNotHeld),
    (&["未掌握"], Row::UnavailableNotHeld),
    (&["信息不存在"], Row::UnavailableNotHeld),
    (&["没有现成"], Row::UnavailableNotMade),
    (&["另行制作"], Row::UnavailableNotMade),
    (&["补正", "不明确"], Row::UnavailableUnclear),
    (&["信访"], Row::NotProcessedPetition),
    (&["举报投诉"], Row::NotProcessedPetition),
    (&["投诉举报"], Row::NotProcessedPetition),
    (&["大量反复"], Row::NotProcessedExcessive),
    (&["反复申请"], Row::NotProcessedExcessive),
    (&["重复申请"], Row::NotProcessedDuplicate),
    (&["重复提"], Row::NotProcessedDuplicate),
    (&["出版物"], Row::NotProcessedPublication),
    (&["重新出具"], Row::NotProcessedConfirmation),
    (&["部分公开"], Row::Partial),
    (&["部分予以公开"], Row::Partial),
    (&["区分处理"], Row::Partial),
    (&["不予公开"], Row::Denied),
    (&["不同意公开"], Row::Denied),
    (&["无法提供"], Row::Unavailable),
    (&["不予处理"], Row::NotProcessed),
    (&["不予受理"], Row::NotProcessed),
    (&["撤回"], Row::OtherwiseMisc),
    (&["撤销申请"], Row::OtherwiseMisc),
    (&["其他处理"], Row::Otherwise),
    (&["予以公开"], Row::Granted),
    (&["准予公开"], Row::Granted),
    (&["同意公开"], Row::Granted),
];

/// Words that tell who applied.
const APPLICANTS: [(&str, Applicant); 7] = [
    ("自然人", Applicant::Natural),
    ("商业企业", Applicant::Business),
    ("科研机构", Applicant::Research),
    ("公益组织", Applicant::PublicInterest),
    ("法律服务", Applicant::LegalService),
    ("其他组织", Applicant::Entities),
    ("法人", Applicant::Entities),
];

/// Other work that is received, handled and answered too.
const ELSEWHERE: [&str; 16] = [
    "建议",
    "提案",
    "热线",
    "留言",
    "信件",
    "诉求",
    "咨询",
    "信箱",
    "工单",
    "舆情",
    "信访件",
    "来信",
    "来电",
    "许可申请",
    "登记申请",
    "意见",
];

/// Units in which applications and cases are counted somewhere.
const UNITS: [&str; 9] = ["件", "份", "起", "封", "条", "项", "宗", "例", "个"];

/// Gives each quantity of a paragraph its role; `p` are the folded characters of the paragraph.
pub(super) fn assign(paragraph: &str, p: &[char], quantities: &mut [Quantity]) {
    if quantities.is_empty() {
        return;
    }
    // The words are looked for whatever spaces stand in them.
    let has_space = p.iter().any(|c| c.is_whitespace());
    let paragraph = if has_space { Cow::Owned(squeeze(p, 0..p.len())) } else { Cow::Borrowed(paragraph) };
    let is_request = paragraph.contains("申请")
        && holds_any(&paragraph, &["信息公开", "政府信息", "依申请", "申请公开", "予以公开"]);
    let is_case = holds_any(&paragraph, &["复议", "诉讼"]);
    // What the sentence that begins there last spoke of: a kind of case, a kind of document.
    let mut case = None::<(usize, Case)>;
    let mut document = None::<(usize, Document)>;
    for i in 0..quantities.len() {
        let Some(q) = quantities.get(i) else { continue };
        let lead = bracketless(&lead(p, q, i.checked_sub(1).and_then(|i| quantities.get(i))));
        let start = (0..q.span.start).rev().find(|&k| is_stop(at(p, k))).map_or(0, |k| k + 1);
        let said = case.filter(|(from, _)| *from == start).map(|(_, case)| case);
        let role = money(q, &lead)
            .or_else(|| UNITS.contains(&q.unit).then(|| outside(&lead, &q.after, is_case, said)).flatten())
            .or_else(|| document.filter(|(from, _)| *from == start).and_then(|(_, kind)| same_document(&lead, kind)))
            .or_else(|| (is_request && UNITS.contains(&q.unit)).then(|| request(p, q, &lead)).flatten());
        if let Some(Role::Case(found, None)) = role {
            case = Some((start, found));
        }
        if let Some(Role::Document(found, _)) = role {
            document = Some((start, found));
        }
        if let Some(q) = quantities.get_mut(i) {
            q.role = role;
        }
    }
    bare(quantities);
}

/// The clause that leads to a number; where it only says 共, the clause before it too.
fn lead(p: &[char], q: &Quantity, last: Option<&Quantity>) -> String {
    let is_filler = |s: &str| matches!(s, "共" | "共计" | "合计" | "累计" | "总计" | "数量" | "数量为" | "总数" | "");
    if !is_filler(&q.before) || (q.before.is_empty() && !q.after.is_empty()) {
        return q.before.clone();
    }
    let floor = last.map_or(0, |last| last.span.end);
    let mut start = back(p, q.span.start);
    while start > floor && !is_break(before(p, start)) {
        start -= 1;
    }
    if start <= floor || is_stop(before(p, start)) || before(p, start) == ';' {
        return q.before.clone();
    }
    let end = start - 1;
    start = end;
    while start > floor && !is_break(before(p, start)) {
        start -= 1;
    }
    squeeze(p, start..q.span.start)
}

/// 作其他处理（含申请人撤回）341件: what stands in a closed bracket is not what is counted.
fn bracketless(text: &str) -> String {
    if !text.contains(')') {
        return text.to_owned();
    }
    let (mut kept, mut depth) = (String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => kept.clear(),
            ')' => depth -= 1,
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    // A bracket still open holds the number itself.
    if depth > 0 { text.to_owned() } else { kept }
}

fn money(q: &Quantity, lead: &str) -> Option<Role> {
    if q.unit != "元" && !(lead.contains("采购") && matches!(q.unit, "个" | "项")) {
        return None;
    }
    match lead {
        _ if q.unit != "元" => lead.contains("采购项目").then_some(Role::Purchases),
        _ if lead.contains("处理费") => Some(Role::ProcessingFee),
        _ if holds_any(lead, &["行政事业性收费", "事业性收费"]) => Some(Role::Fees),
        _ if lead.contains("采购") => Some(Role::PurchaseAmount),
        _ => None,
    }
}

/// Cases, documents and decisions: what may stand outside of the part on applications.
fn outside(lead: &str, after: &str, is_case: bool, said: Option<Case>) -> Option<Role> {
    if let Some(role) = is_case.then(|| cases(lead, after, said)).flatten() {
        return Some(role);
    }
    for text in [lead, after] {
        if text.contains("规范性文件") || text.contains("规章") {
            return documents(text, lead);
        }
        let decision =
            [("行政许可", Decision::Permits), ("行政处罚", Decision::Penalties), ("行政强制", Decision::Coercion)];
        if let Some((_, decision)) = decision.iter().find(|(word, _)| text.contains(word)) {
            let is_decided = holds_any(lead, &["决定", "作出", "办理", "实施", "办结", "处理"]);
            let is_shown =
                holds_any(lead, &["公开", "公示", "信息", "发布", "事项"]) || holds_any(after, &["信息", "公示"]);
            return (is_decided && !is_shown).then_some(Role::Decisions(*decision));
        }
    }
    None
}

fn cases(lead: &str, after: &str, said: Option<Case>) -> Option<Role> {
    for text in [lead, after] {
        if text.contains("各") {
            return None;
        }
        let review = text.contains("复议");
        let suit = text.contains("诉讼") || text.contains("起诉");
        let case = match (review, suit) {
            _ if holds_any(text, &["未经复议", "直接起诉"]) => Case::Direct,
            _ if holds_any(text, &["复议后", "经复议"]) && suit => Case::AfterReview,
            (true, true) => Case::Any,
            (true, false) => Case::Review,
            (false, true) => Case::Suit,
            (false, false) => continue,
        };
        return Some(Role::Case(case, outcome(text)));
    }
    let case = said?;
    outcome(lead).or_else(|| lead_only(lead).then(|| outcome(after)).flatten()).map(|o| Role::Case(case, Some(o)))
}

fn lead_only(lead: &str) -> bool {
    matches!(lead, "" | "其中" | "、" | "有" | "其中有")
}

fn outcome(text: &str) -> Option<Outcome> {
    let words: [(&[&str], Outcome); 4] = [
        (&["尚未审结", "未审结", "正在审理", "尚未结案"], Outcome::Pending),
        (&["维持", "驳回"], Outcome::Upheld),
        (&["纠正", "撤销", "确认违法"], Outcome::Corrected),
        (&["其他结果"], Outcome::Other),
    ];
    words.into_iter().find(|(words, _)| holds_any(text, words)).map(|(_, outcome)| outcome)
}

fn documents(text: &str, lead: &str) -> Option<Role> {
    if holds_any(text, &["解读", "备案", "审查", "审核", "清理", "评估", "等文件", "修改", "修订"]) {
        return None;
    }
    let document = if text.contains("规范性文件") { Document::Normative } else { Document::Rules };
    // The verb nearest to the number tells what was done.
    let acts: [(&[&str], Act); 4] = [
        (&["现行有效", "有效"], Act::InForce),
        (&["废止", "失效"], Act::Repealed),
        (&["制发", "制定", "印发", "出台", "制作"], Act::Issued),
        (&["公开", "发布"], Act::Published),
    ];
    let both = if text == lead { text.to_owned() } else { format!("{lead}{text}") };
    let (_, act) = acts
        .into_iter()
        .filter_map(|(words, act)| Some((words.iter().filter_map(|w| both.rfind(w)).max()?, act)))
        .max_by_key(|(place, act)| (matches!(act, Act::InForce | Act::Repealed), *place))?;
    Some(Role::Document(document, act))
}

/// 废止2件, 现行有效31件 behind a number of documents.
fn same_document(lead: &str, document: Document) -> Option<Role> {
    let act = match lead.trim_start_matches('、') {
        "废止" | "失效" | "宣布失效" | "废止失效" => Act::Repealed,
        "现行有效" | "有效" | "继续有效" => Act::InForce,
        "制发" | "制定" | "印发" | "新制定" => Act::Issued,
        _ => return None,
    };
    Some(Role::Document(document, act))
}

/// What a number says about applications: by the words before it, else by those behind it.
fn request(p: &[char], q: &Quantity, lead: &str) -> Option<Role> {
    if let Some(role) = flow(lead).or_else(|| row(lead)) {
        return Some(role);
    }
    let is_elsewhere = holds_any(lead, &ELSEWHERE) || holds_any(&q.after, &ELSEWHERE);
    if !is_elsewhere && let Some(role) = applicant(lead).or_else(|| intake(p, q, lead)) {
        return Some(role);
    }
    let behind = flow(&q.after).or_else(|| row(&q.after));
    let is_told = lead_only(lead) && holds_any(&q.after, &["办结", "答复", "回复"]);
    let told = || applicant(&q.after).or_else(|| is_told.then_some(Role::Concluded));
    behind.or_else(|| if is_elsewhere { None } else { told() })
}

fn applicant(text: &str) -> Option<Role> {
    APPLICANTS.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| Role::Applicant(*kind))
}

/// Received and concluded.
fn intake(p: &[char], q: &Quantity, lead: &str) -> Option<Role> {
    let is_asked = lead.contains("申请") || q.after.contains("申请");
    if is_asked && holds_any(lead, &["新收", "新增"]) {
        return Some(Role::New);
    }
    if is_asked && holds_any(lead, &["收到", "受理", "接收", "收办", "接到", "收取申请"]) {
        return Some(if includes_last_year(p, q) { Role::Intake } else { Role::Received });
    }
    let is_done = holds_any(lead, &["办结", "答复", "回复", "办理", "办复"]) && !holds_any(lead, &["电话", "口头"]);
    (is_done && (is_asked || q.unit != "条")).then_some(Role::Concluded)
}

/// 收到5件（含上年结转1件）
fn includes_last_year(p: &[char], q: &Quantity) -> bool {
    let open = q.span.end + usize::from(at(p, q.span.end) == ' ');
    if at(p, open) != '(' {
        return false;
    }
    let inside = squeeze(p, open..close(p, open + 1, p.len()));
    inside.starts_with("(含上")
        || (holds_any(&inside, &["(含", "(包括", "(其中"]) && holds_any(&inside, &["上年", "上一年", "上年度"]))
}

/// Brought forward, carried forward.
fn flow(text: &str) -> Option<Role> {
    let forward = holds_any(
        text,
        &[
            "结转下",
            "结转至",
            "结转到",
            "转下年",
            "转下一年",
            "转接下",
            "下年度结转",
            "顺延",
            "延至下",
            "转入下",
            "尚在办理",
            "正在办理",
            "未办结",
            "结转为下",
        ],
    );
    if forward || (text.contains("剩余") && !text.contains("公开")) || hands_on(text, false) {
        return Some(Role::Row(Row::CarriedForward));
    }
    let back = holds_any(
        text,
        &[
            "上年结转",
            "上年度结转",
            "上一年结转",
            "上一年度结转",
            "去年结转",
            "上年转",
            "上年度转",
            "上一年转",
            "上一年度转",
            "上年遗留",
            "年转办",
        ],
    );
    (back || hands_on(text, true)).then_some(Role::Row(Row::BroughtForward))
}

/// 2022年结转 comes from that year, 结转2023年 goes on to it.
fn hands_on(text: &str, from: bool) -> bool {
    if from {
        return text.contains("年结转") || text.contains("年度结转");
    }
    let goes = |word: &str| text.split(word).skip(1).any(|rest| rest.starts_with("20") || rest.starts_with("明年"));
    goes("结转") || goes("转")
}

fn row(text: &str) -> Option<Role> {
    let pairs = [
        "公开及部分公开",
        "公开和部分公开",
        "公开或部分公开",
        "公开、部分公开",
        "公开与部分公开",
        "公开或者部分公开",
        "公开(含部分公开",
    ];
    if holds_any(text, &pairs) {
        return Some(Role::Disclosed);
    }
    // 正在征求第三方意见 is no outcome yet.
    if text.contains("征求") {
        return None;
    }
    first_held(text, ROWS).map(|row| Role::Row(*row))
}

/// Words that only a list makes plain: 公开 among outcomes is 予以公开, 结转 behind what was concluded goes on.
fn bare(quantities: &mut [Quantity]) {
    let is_outcome = |q: &Quantity| matches!(q.role, Some(Role::Row(row)) if row.is_outcome());
    let is_list = quantities.iter().filter(|q| is_outcome(q)).count() > 1;
    let mut is_done = false;
    for q in quantities.iter_mut() {
        is_done |= q.role == Some(Role::Concluded) || is_outcome(q);
        if q.role.is_some() || !UNITS.contains(&q.unit) {
            continue;
        }
        let word = q.before.trim_start_matches("其中").trim_start_matches(['、', '有']);
        q.role = match word {
            "公开" if is_list => Some(Role::Row(Row::Granted)),
            "其他" if is_list => Some(Role::Row(Row::Otherwise)),
            "不存在" if is_list => Some(Role::Row(Row::UnavailableNotHeld)),
            "结转" | "尚结转" | "其余结转" if is_done => Some(Role::Row(Row::CarriedForward)),
            _ => None,
        };
    }
}
