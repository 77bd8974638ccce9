//! How numbers are written: units that do not fit, 余 behind exact numbers, about-words twice.

use rust_decimal::Decimal;

use super::{Checked, Context, Example, Level, Rule, Said, cited::words, plain, rates::at};
use crate::prose::{Exactness, Quantity, Role, Row, Script};

pub(super) const P_UNIT: Rule = Rule {
    code: "P-UNIT",
    level: Level::Hint,
    what: "政府信息公开申请用“件”计数",
    basis: "国办公开办函〔2021〕30号所附表格以件计；已公布的报告多用“件”，少数用“份”“起”",
    fix: "改用“件”，与表二一致。",
    check: check_unit,
    good: Example::of_2021(&[
        ("overview", "收到政府信息公开申请56份。"),
        ("t2.new.total", "56"),
        ("t2.new.natural", "56"),
    ]),
    bad: Example::of_2021(&[
        ("overview", "收到政府信息公开申请56条。"),
        ("t2.new.total", "56"),
        ("t2.new.natural", "56"),
    ]),
};

pub(super) const P_APX: Rule = Rule {
    code: "P-APX",
    level: Level::Hint,
    what: "写到个位的数后面不加“余”“多”，前面不加“约”“近”",
    basis: "GB/T 15835—2011《出版物上数字用法》：概数与确数不混用",
    fix: "写确数就去掉“余”“约”，写概数就取整。",
    check: check_approximate,
    good: Example::of_2021(&[("overview", "接待咨询190余次，受理诉求近3000件，访问1.2万余人次。")]),
    bad: Example::of_2021(&[("overview", "接待咨询68余次。")]),
};

pub(super) const P_APX2: Rule = Rule {
    code: "P-APX2",
    level: Level::Hint,
    what: "表示概数的词不重复：“约……左右”“近……余”“超过……以上”",
    basis: "GB/T 15835—2011《出版物上数字用法》：概数词不叠用",
    fix: "去掉其中一个。",
    check: check_twice,
    good: Example::of_2021(&[("overview", "接待咨询约200次，回复留言300条左右。")]),
    bad: Example::of_2021(&[("overview", "接待咨询约200次左右。")]),
};

fn written<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (&'a Said, &'a Quantity)> {
    let all = context.said.iter().flat_map(|said| said.reading.quantities.iter().map(move |q| (said, q)));
    all.filter(|(_, q)| q.script != Script::Words)
}

/// One finding a report: it is a habit of the writer.
fn check_unit(context: &Context<'_>, checked: &mut Checked) {
    let is_request = |role| {
        let flow = matches!(role, Role::Received | Role::New | Role::Intake | Role::Concluded);
        flow || matches!(role, Role::Row(Row::BroughtForward | Row::CarriedForward))
    };
    let odd = written(context).find(|(_, q)| q.role.is_some_and(is_request) && matches!(q.unit, "条" | "篇" | "次"));
    if let Some((said, q)) = odd {
        let message = format!("“{}”：申请宜用“件”", words(said, q));
        checked.findings.push(at(said, q, "P-UNIT", message).with_figures([q.value]));
    }
}

fn check_approximate(context: &Context<'_>, checked: &mut Checked) {
    for (said, q) in written(context).filter(|(_, q)| q.script == Script::Digits && q.value.fract().is_zero()) {
        if q.exactness == Exactness::Exact {
            continue;
        }
        let phrase = said.words(&q.span);
        let last = q.value % Decimal::TEN;
        let has_magnitude = phrase.contains(['万', '亿']);
        let word = match q.exactness {
            Exactness::Above if !has_magnitude && !last.is_zero() => {
                ["余", "多", "几"].into_iter().find(|w| phrase.contains(w))
            }
            Exactness::About | Exactness::Below
                if !has_magnitude
                    && q.value > Decimal::ONE_HUNDRED
                    && !(last % Decimal::from(5)).is_zero()
                    && crate::prose::is_count(q.unit) =>
            {
                ["约", "近", "左右"].into_iter().find(|w| phrase.contains(w))
            }
            _ => None,
        };
        if let Some(word) = word {
            let message = format!("“{}”：{} 写到了个位，不宜再用“{word}”", phrase.trim(), plain(q.value));
            checked.findings.push(at(said, q, "P-APX", message).with_figures([q.value]));
        }
    }
}

fn check_twice(context: &Context<'_>, checked: &mut Checked) {
    for (said, q) in written(context).filter(|(_, q)| q.exactness != Exactness::Exact) {
        let phrase = said.words(&q.span);
        let phrase = phrase.trim();
        let lead = ["大约", "约", "将近", "接近", "近", "超过", "超", "突破", "逾", "不足", "至少"];
        let Some(lead) = lead.into_iter().find(|word| phrase.starts_with(word)) else { continue };
        let tail = ["左右", "上下", "以上", "以内", "余", "多", "几"];
        let number = phrase.trim_start_matches(lead);
        if let Some(tail) = tail.into_iter().find(|word| number.contains(word)) {
            let message = format!("“{phrase}”：“{lead}”与“{tail}”重复，去掉一个");
            checked.findings.push(at(said, q, "P-APX2", message).with_figures([q.value]));
        }
    }
}
