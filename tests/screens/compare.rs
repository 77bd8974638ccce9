//! 对照: one year beside another, from the library and from the cell one stands on.

use super::{keep, keyboard::Keyboard, samples};

#[test]
fn figures_stand_year_beside_year() {
    keep("compare_table", "2021<enter><ctrl+n><ctrl+n><down><down><f5>");
}

#[test]
fn text_shows_what_changed() {
    keep("compare_text", "2021<f5>");
}

#[test]
fn three_keys_from_the_library_to_last_years_table_two() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<f5>3");
    let screen = clerk.screen();
    assert!(screen.contains("三、收到和处理申请") && screen.contains("2020"), "{screen}");
}

#[test]
fn enter_goes_to_the_cell_and_escape_back() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f5>3<down><left><enter>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().place().as_str(), "t2.brought_forward.other");
    clerk.press("<f5><f7>");
    assert!(clerk.app().overlay.is_none());
}

#[test]
fn the_other_year_says_when_it_was_saved_as_if_opened_from_the_library() {
    let dir = samples();
    let saved = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().file.saved_at.clone();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<enter>");
    let from_library = saved(&clerk);
    drop(clerk);
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<f5>3<enter>");
    assert_eq!(saved(&clerk), from_library);
    assert!(!from_library.is_empty() && clerk.screen().contains(&format!("已存 {from_library}")), "{}", clerk.screen());
    drop(clerk);
    let mut named = Keyboard::opening(dir.path(), "示例市行政审批服务局-2020.ron", 80, 24);
    named.press("<right>");
    assert_eq!(saved(&named), from_library);
}

#[test]
fn without_another_year_it_says_what_to_do() {
    let dir = samples();
    std::fs::remove_file(dir.path().join("示例市行政审批服务局-2020.ron")).unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<f5>");
    assert!(clerk.screen().contains("没有本机关其他年度的报告"), "{}", clerk.screen());
}
