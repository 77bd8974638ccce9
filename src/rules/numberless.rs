//! Units that a number is missing before.

use super::{
    Checked, Context, Example, Level, Rule,
    line::{Line, Slip},
};
use crate::prose::text;

pub(super) const P_NUM: Rule = Rule {
    code: "P-NUM",
    level: Level::Warning,
    what: "“共公开……条”这样的句子里，“条”“件”前面写有数字",
    basis: "已公布的报告：由模板填数时漏填，只剩下量词",
    fix: "补上数字。",
    check,
    good: Example::of_2021(&[("overview", "全年共公开12条，逐条审核，收件及时登记。")]),
    bad: Example::of_2021(&[("overview", "全年共公开条，其中动态97条。")]),
};

/// Words that a unit follows only with a number between them: before 条 and 篇, and before 件.
const NUMBERLESS: [&str; 13] =
    ["公开", "发布", "推送", "转发", "信息", "资质", "许可证", "共", "共计", "累计", "合计", "达", "总数"];
const NUMBERLESS_PIECES: [&str; 7] = ["收到", "受理", "共计", "累计", "合计", "申请共", "答复共"];

fn check(context: &Context<'_>, checked: &mut Checked) {
    context.tell("P-NUM", checked);
}

/// Units without a number before them.
pub(super) fn scan(line: &Line, slips: &mut Vec<Slip>) {
    let chars = &line.chars;
    for (i, c) in chars.iter().enumerate().filter(|(_, c)| matches!(c, '条' | '篇' | '件')) {
        let closes = matches!(text::at(chars, i + 1), '，' | ',' | '、' | ';' | '。');
        let words = if *c == '件' { &NUMBERLESS_PIECES[..] } else { &NUMBERLESS[..] };
        if closes && words.iter().any(|word| text::ends(chars, i, word)) {
            let from = chars.iter().take(i).rposition(|c| "，,、;。:(".contains(*c)).map_or(0, |at| at + 1);
            let span = from.max(i.saturating_sub(AHEAD))..i + 1;
            let message = format!("“{}”：“{c}”前面没有数字", line.says(&span).trim());
            slips.push(Slip { code: "P-NUM", span, message, to: None });
        }
    }
}

/// So many characters before a missing number are quoted.
const AHEAD: usize = 12;
