//! Shares in table 2 that ask for a second look.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Finding, Level, Rule, plain};
use crate::form::Place;

/// Below so many applications a share says nothing.
const ENOUGH: i64 = 10;

pub(super) const T2_B03: Rule = Rule {
    code: "T2-B03",
    level: Level::Hint,
    what: "申请人类别“其他”所占的比例不高于百分之三十",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附表格按申请人类别统计；“其他”只用于前四类以外的法人或者组织",
    fix: "核对是不是有企业、律师事务所等填进了“其他”；确实如此的，不用改。",
    check: |context, checked| {
        let parts = ("t2.new.other", "t2.new.total");
        let what = |share: &str| format!("新收申请中“法人或其他组织的其他”占 {share}%，请核对申请人类别");
        check("T2-B03", parts, 30, what, context, checked);
    },
    good: Example::of_2021(&[("t2.new.other", "3"), ("t2.new.total", "10")]),
    bad: Example::of_2021(&[("t2.new.other", "4"), ("t2.new.total", "10")]),
};

pub(super) const T2_B04: Rule = Rule {
    code: "T2-B04",
    level: Level::Hint,
    what: "“（六）其他处理”所占的比例不高于百分之二十",
    basis: "国办公开办函〔2019〕60号：其他处理只用于新旧规定衔接和极少数特殊情况，数量偏高的主管部门要了解情况；〔2021〕30号没有再写这一句，仅作提醒",
    fix: "核对是不是有应归入（一）至（五）的申请；确实如此的，不用改。",
    check: |context, checked| {
        let parts = ("t2.otherwise.total", "t2.concluded.total");
        let what = |share: &str| format!("“（六）其他处理”占办结的 {share}%，请核对是否应归入前五类");
        check("T2-B04", parts, 20, what, context, checked);
    },
    good: Example::of_2021(&[("t2.otherwise_misc.total", "2"), ("t2.concluded.total", "10")]),
    bad: Example::of_2021(&[
        ("t2.otherwise_misc.total", "2"),
        ("t2.otherwise_not_amended.total", "1"),
        ("t2.concluded.total", "10"),
    ]),
};

pub(super) const T2_B06: Rule = Rule {
    code: "T2-B06",
    level: Level::Hint,
    what: "有申请人逾期未缴费的，第六部分说明信息处理费的收取情况",
    basis: "国办公开办函〔2021〕30号：依据信息处理费管理办法收取信息处理费的情况，在第六部分专门报告",
    fix: "在“其他需要报告的事项”写明发出了多少收费通知、收了多少信息处理费；没有收到也写一句。",
    check: check_fee,
    good: Example::of_2021(&[("t2.otherwise_fee_unpaid.total", "1")]),
    bad: Example::of_2021(&[("t2.otherwise_fee_unpaid.total", "1"), ("other", "无其他需要报告的事项。")]),
};

/// One finding if the part exceeds so many per cent of the whole.
fn check(
    code: &'static str,
    (part, whole): (&str, &str),
    limit: i64,
    what: impl Fn(&str) -> String,
    context: &Context<'_>,
    checked: &mut Checked,
) {
    let (Some(figure), Some(total)) = (context.number(part), context.number(whole)) else { return };
    let share = figure.checked_mul(Decimal::ONE_HUNDRED).and_then(|scaled| scaled.checked_div(total));
    let Some(share) = share.filter(|_| total >= Decimal::from(ENOUGH)) else { return };
    if share > Decimal::from(limit) && figure <= total {
        let edition = context.report.edition();
        let cells: Vec<_> = [part, whole].iter().filter_map(|place| edition.find(&(*place).into())).collect();
        let place = cells.first().map_or_else(|| Place::section("t2"), |cell| edition.spec(*cell).place.clone());
        let message = what(&plain(share.round_dp(1)));
        checked.findings.push(Finding::new(code, place, message).with_cells(cells).with_figures([figure, total]));
    }
}

fn check_fee(context: &Context<'_>, checked: &mut Checked) {
    let place: Place = "t2.otherwise_fee_unpaid.total".into();
    let Some(unpaid) = context.number(place.as_str()).filter(|unpaid| !unpaid.is_zero()) else { return };
    let other = context.report.paragraphs("other").concat();
    if !other.contains("处理费") && !other.contains("收费") {
        let cells = context.report.edition().find(&place).into_iter().collect();
        let message = format!("表二有“逾期未按收费通知缴费” {} 件，第六部分没有说明信息处理费的情况", plain(unpaid));
        checked.findings.push(Finding::new("T2-B06", place, message).with_cells(cells).with_figures([unpaid]));
    }
}
