//! Notes of reviewers that nobody has settled yet.

use super::{Checked, Context, Example, Finding, Level, Past, Rule, Span};

pub(super) const E_05: Rule = Rule {
    code: "E-05",
    level: Level::Warning,
    what: "审核的批注都已处理",
    basis: "审核环节：批注没有处理完的报告不能定稿",
    fix: "照批注改好，或者弄清不用改，再按 F8 标为已处理。",
    check,
    good: Example::of_2021(&[]),
    bad: Example { past: Past::Noted("请补充培训的场次"), ..Example::of_2021(&[]) },
};

fn check(context: &Context<'_>, checked: &mut Checked) {
    for note in context.report.notes().iter().filter(|note| note.is_open()) {
        let who = if note.written.by.is_empty() { "批注" } else { note.written.by.as_str() };
        let message = format!("{who}：{}", note.text);
        let mut finding = Finding::new("E-05", note.place.clone(), message);
        finding.cells.extend(context.report.edition().find(&note.place));
        let section = note.place.as_str().to_owned();
        finding.span = note.span(&context.report.joined(note.place.as_str())).map(|span| Span {
            section,
            start: span.start,
            end: span.end,
        });
        checked.findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        report::{
            edit::Edit,
            note::{Note, Signature},
        },
        rules::check,
    };

    #[test]
    fn a_note_stands_at_its_sentence_until_it_is_settled() {
        let mut report = Example::of_2021(&[("problems", "一是不够及时。二是形式单一。")]).report().unwrap();
        let signature = || Signature { by: "李审核".into(), at: "2022-01-10 09:41".into() };
        let note = Note {
            place: "problems".into(),
            quote: "二是形式单一。".into(),
            text: "请写明改进措施".into(),
            written: signature(),
            settled: None,
        };
        report.apply(Edit::Note { remove: None, add: Some(note.clone()) });
        let found = |report: &crate::report::Report| -> Vec<(String, Option<(usize, usize)>)> {
            let findings = check(report, None).findings.into_iter().filter(|finding| finding.code == "E-05");
            findings.map(|finding| (finding.message, finding.span.map(|span| (span.start, span.end)))).collect()
        };
        assert_eq!(found(&report), [("李审核：请写明改进措施".to_owned(), Some((7, 14)))]);
        let settled = Note { settled: Some(signature()), ..note.clone() };
        report.apply(Edit::Note { remove: Some(note), add: Some(settled) });
        assert_eq!(found(&report), []);
    }
}
