//! 审核: notes on cells and sentences, the steps from draft to published, a closed report that is only read.

use nianbao::report::State;

use super::{date, keep, keyboard::Keyboard, samples};

/// The samples, last year's report published.
fn published() -> tempfile::TempDir {
    let dir = samples();
    let path = dir.path().join("示例市行政审批服务局-2020.ron");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("state: Corrected", "state: Published")).unwrap();
    dir
}

#[test]
fn a_note_is_written_listed_and_settled() {
    keep("note_written", "2020<enter><f9>请写明依据<enter><f6>");
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><ctrl+n><ctrl+n><f9>请核对受理台账<enter>");
    let notes = |clerk: &Keyboard| -> Vec<(String, bool)> {
        let report = &clerk.app().desk.as_ref().unwrap().report;
        report.notes().iter().map(|note| (note.text.clone(), note.is_open())).collect()
    };
    assert_eq!(notes(&clerk), [("请核对受理台账".to_owned(), true)]);
    assert!(clerk.screen().contains("E-05"), "{}", clerk.screen());
    clerk.press("<f6>");
    let at = |clerk: &Keyboard| {
        let desk = clerk.app().desk.as_ref().unwrap();
        desk.findings.current(&desk.checked).map(|finding| finding.code)
    };
    for _ in 0..20 {
        if at(&clerk) != Some("E-05") {
            clerk.press("<down>");
        }
    }
    clerk.press("<f8>");
    assert_eq!(notes(&clerk), [("请核对受理台账".to_owned(), false)], "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!(notes(&clerk), [("请核对受理台账".to_owned(), true)]);
}

#[test]
fn the_final_version_is_barred_while_something_is_open() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f10>2");
    assert!(clerk.screen().contains("不能定稿"), "{}", clerk.screen());
    assert_eq!(clerk.app().desk.as_ref().unwrap().report.about.state, State::Draft);
    clerk.press("<f10>1");
    assert_eq!(clerk.app().desk.as_ref().unwrap().report.about.state, State::Submitted, "{}", clerk.screen());
}

#[test]
fn a_published_report_is_read_only_until_it_is_opened_with_a_reason() {
    keep("steps", "2021<enter><f10>");
    let dir = published();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<enter>改");
    assert!(clerk.screen().contains("只能看"), "{}", clerk.screen());
    let report = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().report.clone();
    assert!(!report(&clerk).paragraphs("overview").concat().starts_with('改'));
    clerk.press("<ctrl+n><ctrl+n>5");
    assert!(clerk.screen().contains("只能看"), "{}", clerk.screen());
    clerk.press("<f10>1数字有误，市局来函要求更正<enter>");
    let now = report(&clerk);
    assert_eq!(now.about.state, State::Corrected, "{}", clerk.screen());
    assert_eq!(now.steps().last().map(|step| step.reason.as_str()), Some("数字有误，市局来函要求更正"));
    clerk.press("5<enter>");
    let cell = now.edition().find(&"t2.new.natural".into()).unwrap();
    assert_eq!(report(&clerk).text(cell), "5", "{}", clerk.screen());
    let again = Keyboard::new(dir.path(), 80, 24).press("2020<enter>").app().desk.as_ref().unwrap().report.clone();
    assert_eq!(again.about.state, State::Corrected, "a step is saved at once");
}

#[test]
fn in_a_closed_report_one_finds_but_does_not_replace() {
    let dir = published();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<enter><ctrl+f>公开");
    let search = |clerk: &Keyboard| {
        let search = clerk.app().desk.as_ref().unwrap().search.as_ref();
        search.map(|search| (search.found.total(), search.with.is_some()))
    };
    assert!(search(&clerk).is_some_and(|(n, _)| n > 0) && !clerk.screen().contains("只能看"), "{}", clerk.screen());
    clerk.press("<enter><backspace><enter>");
    assert!(search(&clerk).is_some_and(|(n, _)| n > 0) && !clerk.screen().contains("只能看"), "{}", clerk.screen());
    let before = clerk.app().desk.as_ref().unwrap().report.clone();
    for keys in ["<tab>", "<f8>", "<ctrl+r>"] {
        clerk.press(keys);
        assert!(clerk.screen().contains("只能看"), "{keys}: {}", clerk.screen());
        assert!(search(&clerk).is_some_and(|(_, is_replacing)| !is_replacing), "{keys}");
    }
    assert_eq!(clerk.app().desk.as_ref().unwrap().report, before);
    clerk.press("<f2>");
    assert_eq!(search(&clerk), None);
}

#[test]
fn why_a_report_was_returned_is_said_when_it_is_opened_and_where_the_next_step_is_taken() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f10>1");
    assert!(clerk.screen().contains("已送审并保存；还有 1 处强制级问题没有改"), "{}", clerk.screen());
    clerk.press("<f10>2表二对不上<enter>");
    assert!(clerk.screen().contains("已退回并保存"), "{}", clerk.screen());
    let path = dir.path().join("示例市行政审批服务局-2021.ron");
    let text = std::fs::read_to_string(&path).unwrap();
    drop(clerk);
    let steps = text.split_once("steps").unwrap().1;
    let by = steps.rsplit("by: \"").next().unwrap().split('"').next().unwrap().to_owned();
    std::fs::write(&path, text.replace(&format!("by: \"{by}\""), "by: \"李四\"")).unwrap();
    date(&path);
    let said = "退回（李四 1月10日）：表二对不上";
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let mut again = Keyboard::new(dir.path(), columns, rows);
        again.press("2021<enter>");
        assert_eq!(again.app().notice.as_ref().map(|notice| notice.text.as_str()), Some(said));
        assert!(again.screen().contains(said) || columns == 120, "{}", again.screen());
        again.press("<down>");
        assert!(!again.screen().contains(said), "{}", again.screen());
        again.press("<f10>");
        insta::assert_snapshot!(format!("returned_{columns}x{rows}"), again.screen());
    }
}
