//! Examples as data: a few organs' reports, a roster, and what the collector typed.

use std::collections::HashSet;

use super::{Gathered, Remark, Watch, gathered};
use crate::{
    equations,
    form::Edition,
    report::{
        About, Report, Scope,
        likeness::{self, Alike, Print},
        rollup::{Part, Rollup},
        roster::{Due, Roster},
    },
    rules::Example,
};

/// Places and their texts.
type Texts = &'static [(&'static str, &'static str)];

/// An organ's reports, written as differences from a clean one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Full name of the organ.
    pub organ: &'static str,
    /// What last year's report says.
    pub last: Texts,
    /// What this year's says.
    pub this: Texts,
}

/// Organs' reports of 2022, a roster of them, and the collected report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    /// Who reported.
    pub members: &'static [Member],
    /// Who should have; nobody if this is empty.
    pub roster: &'static str,
    /// What the collector typed; there is no collected report if this is empty.
    pub typed: Texts,
}

/// Prose that is long enough to be compared; each of the two says something else.
const ONE: &str = "（一）主动公开。围绕预算决算、重大项目和民生实事梳理年度公开事项，按季度更新目录并逐条核对链接，\
    对到期失效的文件及时加注说明。\n（二）依申请公开。受理窗口设在一楼大厅，由法规科统一登记、分办和催办，答复前征求业务科室意见，\
    疑难件提交会商。\n（三）平台建设。门户网站专栏改版后增加了检索和订阅，政务新媒体每周推送办事提示，查阅点配备了专用电脑和打印设备。";
const OTHER: &str = "（一）主动公开。本年重点公开水源保护、河道整治和供水保障信息，通过图解、短视频和现场直播说明工程进展，\
    邀请代表委员和沿河居民实地查看。\n（二）依申请公开。全部申请通过网上系统流转，临期三天自动提醒承办人，\
    对表述不清的一次性告知需要补正的内容。\n（三）监督保障。把公开质量列入目标考核，半年通报一次，开展两期业务培训，聘请社会监督员逐栏挑错并限期改正。";

/// Two organs that agree with everything.
pub(super) const TWO: Meeting = Meeting {
    members: &[
        Member { organ: "示例市一局", last: &[], this: &[("t2.new.total", "3"), ("overview", ONE)] },
        Member { organ: "示例市二局", last: &[], this: &[("t2.new.total", "4"), ("overview", OTHER)] },
    ],
    roster: "示例市一局\n示例市二局",
    typed: &[],
};

/// Two organs with the same prose.
pub(super) const COPIED: [Member; 2] = [
    Member { organ: "示例市一局", last: &[], this: &[("overview", ONE)] },
    Member { organ: "示例市二局", last: &[], this: &[("overview", ONE)] },
];

fn prose(report: &Report) -> impl Iterator<Item = &str> {
    report.paragraphs("overview").iter().map(String::as_str)
}

impl Member {
    fn reports(&self) -> Option<(Report, Option<Report>)> {
        let example = Example { last: self.last, ..Example::of("2021", 2022, self.this) };
        let named = |mut report: Report| {
            self.organ.clone_into(&mut report.about.organ);
            report
        };
        Some((named(example.report()?), example.last_report().map(named)))
    }
}

impl Meeting {
    /// What the rules over many reports say about it.
    pub fn remarks(&self) -> Vec<Remark> {
        let Some(edition) = Edition::for_year(2022) else { return Vec::new() };
        let members: Vec<_> = self.members.iter().filter_map(Member::reports).collect();
        let mut rollup = Rollup::new(edition);
        for (report, _) in &members {
            rollup.add(Part::new(&report.about, report.edition(), &equations::values(report), edition));
        }
        let watch = Watch::new(edition);
        let pairs = members.iter().map(|(report, last)| {
            let before = last.as_ref().map(equations::values);
            let last = last.as_ref().zip(before.as_ref()).map(|(last, values)| (last.edition(), values.as_slice()));
            watch.pairs((report.edition(), &equations::values(report)), last)
        });
        let pairs: Vec<_> = pairs.collect();
        let prints: Vec<_> = members.iter().map(|(report, _)| Print::of(prose(report))).collect();
        let compared = likeness::met(&prints).into_iter().filter_map(|(first, other)| {
            let percent = likeness::overlap(prose(&members.get(first)?.0), prose(&members.get(other)?.0));
            Some(Alike { first, other, percent })
        });
        let alike: Vec<Alike> = compared.filter(|alike| alike.percent >= super::SAME_PROSE).collect();
        let came: HashSet<Due> = members
            .iter()
            .map(|(report, _)| Due { organ: report.about.organ.clone(), scope: report.about.scope })
            .collect();
        let missing = Roster::read(self.roster).missing(&came, &[]);
        let typed = Example::of("2021", 2022, self.typed).report().filter(|_| !self.typed.is_empty());
        let typed = typed.map(|report| {
            let about = About { organ: "示例市".into(), scope: Scope::Collected, ..report.about.clone() };
            let mut collected = rollup.report(about);
            for (place, text) in self.typed {
                collected.edition().find(&(*place).into()).into_iter().for_each(|cell| collected.set(cell, text));
            }
            collected
        });
        gathered(&Gathered {
            organ: "示例市",
            rollup: &rollup,
            typed: typed.as_ref(),
            missing: &missing,
            repeated: &[],
            pairs: &pairs,
            alike: &alike,
        })
    }
}
