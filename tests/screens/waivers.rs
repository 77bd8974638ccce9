//! Reasons for findings: written, shown quietly, taken back, saved.

use super::{keep, keyboard::Keyboard, samples};

/// To the warning of the sample of 2021, past its two errors.
const TO_WARNING: &str = "2021<enter><f6><down>";

fn waived(clerk: &Keyboard) -> Option<String> {
    let desk = clerk.app().desk.as_ref().unwrap();
    desk.checked.findings.iter().find(|finding| finding.code == "T3-V01").unwrap().waived.clone()
}

#[test]
fn the_line_that_takes_a_reason() {
    keep("reason", &format!("{TO_WARNING}<f9>本局没有诉讼"));
}

#[test]
fn a_finding_with_a_reason_is_quiet() {
    keep("waived", &format!("{TO_WARNING}<f9>本局没有诉讼，统计口径不含此格<enter>"));
}

#[test]
fn a_reason_is_one_step_of_undo_is_saved_and_can_be_taken_back() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press(&format!("{TO_WARNING}<f9>本局没有诉讼，统计口径不含此格<enter>"));
    assert_eq!(waived(&clerk).as_deref(), Some("本局没有诉讼，统计口径不含此格"));
    assert!(clerk.screen().contains("✗1 !0 ·1"), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!(waived(&clerk), None);
    clerk.press("<ctrl+y><ctrl+s>");
    let draft = std::fs::read_to_string(dir.path().join("示例市行政审批服务局-2021.ron")).unwrap();
    let line = draft.lines().find(|line| line.contains("T3-V01")).unwrap();
    assert!(
        line.contains("reason: \"本局没有诉讼，统计口径不含此格\"") && line.contains("at: \"2022-01-10 09:41\""),
        "{line}"
    );

    drop(clerk);
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("2021<enter><f6><end>");
    assert!(waived(&again).is_some());
    again.press("<home><down><down><f9><end>");
    let typed = again.app().desk.as_ref().unwrap().reason.as_ref().map(|reason| reason.field.text().to_owned());
    assert_eq!(typed.as_deref(), Some("本局没有诉讼，统计口径不含此格"));
    again.press(&"<backspace>".repeat(20)).press("<enter>");
    assert_eq!(waived(&again), None);
    assert!(again.screen().contains("!1"), "{}", again.screen());
}

#[test]
fn a_reason_that_says_nothing_is_told_and_a_changed_figure_opens_the_finding_again() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press(&format!("{TO_WARNING}<f9>无<enter>"));
    assert!(clerk.screen().contains("E-04"), "{}", clerk.screen());
    assert_eq!(waived(&clerk).as_deref(), Some("无"));
    clerk.press("<f2><ctrl+n><ctrl+n><ctrl+n><delete>");
    assert_eq!(waived(&clerk), None, "{}", clerk.screen());
    assert!(!clerk.screen().contains("E-04"), "{}", clerk.screen());
}

#[test]
fn an_error_takes_no_reason() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f6><f9>");
    assert!(clerk.screen().contains("强制级问题不能用说明代替"), "{}", clerk.screen());
    assert!(clerk.app().desk.as_ref().unwrap().reason.is_none());
    clerk.press("<down><f9><enter>");
    assert!(clerk.screen().contains("请先写明原因"), "{}", clerk.screen());
    clerk.press("<f7>");
    assert!(clerk.app().desk.as_ref().unwrap().reason.is_none());
}
