//! Figures whose meaning is plain although they are not written as digits alone.

use super::{Checked, Context, Example, Finding, Level, Rule, plain};
use crate::{
    form::CellIdx,
    report::value::{Figure, Value},
};

/// So many cells are named; the others are counted.
const NAMED: usize = 3;

/// Read beyond doubt, so that there is nothing to verify; what could be doubted (`o`, `l`) is unreadable: T2-V01.
pub(super) const T2_V03: Rule = Rule {
    code: "T2-V03",
    level: Level::Hint,
    what: "表二各格只写半角阿拉伯数字，不夹全角数字、空格、单位",
    basis: "国办公开办函〔2019〕60号、〔2021〕30号所附表格按件数填报；夹有全角数字、单位的格在别的系统里会被当成文字",
    fix: "改成半角数字。千分位逗号和括号里的说明可以保留。",
    check,
    good: Example::of_2021(&[("t2.new.natural", "1,204"), ("t2.granted.natural", "22（其中3件为上年结转）")]),
    bad: Example::of_2021(&[("t2.new.natural", "１２"), ("t2.granted.natural", "3 件")]),
};

fn check(context: &Context<'_>, checked: &mut Checked) {
    let edition = context.report.edition();
    let odd: Vec<(CellIdx, &Figure)> = context
        .table("t2")
        .filter_map(|(cell, value)| match value {
            Value::Figure(figure) if !is_plain(context.report.text(cell)) => Some((cell, figure)),
            _ => None,
        })
        .collect();
    let Some((first, _)) = odd.first() else { return };
    let named = odd.iter().take(NAMED).map(|(cell, figure)| {
        format!("{} “{}”按 {} 计", edition.name(*cell), context.report.text(*cell).trim(), plain(figure.number))
    });
    let more = if odd.len() > NAMED { format!("等 {} 格", odd.len()) } else { String::new() };
    let message = format!("不是纯数字的写法：{}{more}", named.collect::<Vec<_>>().join("，"));
    let changes = odd.iter().map(|(cell, figure)| context.change(*cell, plain(figure.number))).collect();
    let finding = Finding::new("T2-V03", edition.spec(*first).place.clone(), message)
        .with_figures(odd.iter().map(|(_, figure)| figure.number))
        .with_cells(odd.iter().map(|(cell, _)| *cell).collect());
    checked.findings.push(finding.with_candidate(changes));
}

/// Digits, perhaps with commas and a remark in brackets.
fn is_plain(text: &str) -> bool {
    let text = text.trim();
    let figure = text.split(['（', '(']).next().unwrap_or_default();
    figure.chars().all(|c| c.is_ascii_digit() || c == ',')
}
