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

#[test]
fn enter_opens_the_report_where_one_stood_also_from_the_library() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<f5>3<down><left><enter>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().place().as_str(), "t2.brought_forward.other");
    clerk.press("<ctrl+o><f5>5<enter>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().place().as_str(), "problems");
}

#[test]
fn another_column_is_offered_only_where_there_is_one() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    for (part, is_offered) in [("1", false), ("3", true), ("4", false), ("5", false)] {
        clerk.press(&format!("{}{part}", if part == "1" { "2021<f5>" } else { "" }));
        assert_eq!(clerk.screen().contains("→换列"), is_offered, "{part}: {}", clerk.screen());
        clerk.press("<right>");
        assert_eq!(clerk.screen().contains("→ 在这里没有用处"), !is_offered, "{part}: {}", clerk.screen());
    }
}

#[test]
fn the_oldest_year_is_held_against_the_later_one_as_time_goes() {
    let dir = samples();
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut clerk = Keyboard::new(dir.path(), columns, rows);
        clerk.press("2020<f5>");
        let screen = clerk.screen();
        assert!(screen.contains("2020 → 2021") && screen.contains("没有 2019 年"), "{screen}");
        let text = |clerk: &mut Keyboard, year: &str| {
            clerk.press(&format!("<esc>{year}<f5>1<down><up>"));
            clerk.screen().lines().skip(2).take(12).collect::<Vec<_>>().join("\n")
        };
        let of_old = text(&mut clerk, "");
        let of_new = text(&mut clerk, "<backspace><backspace><backspace><backspace>2021");
        assert_eq!(of_old, of_new, "what went and what came is the same from both sides");
    }
}

#[test]
fn on_a_narrow_screen_names_come_before_shares_and_trends() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 44, 20);
    clerk.press("<f5>2");
    let screen = clerk.screen();
    assert!(screen.contains("行政许可") && screen.contains("16204") && !screen.contains("同比"), "{screen}");
    clerk.press("<down>");
    assert!(clerk.screen().contains("规章 · 本年废止件数："), "{}", clerk.screen());
    clerk.press("<f5>");
    assert!(clerk.screen().contains("只有这两年"), "{}", clerk.screen());
}
