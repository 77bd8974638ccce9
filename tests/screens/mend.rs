//! Repairs of broken sums: offered under the finding, made by one key, chosen from several.

use super::{keep, keyboard::Keyboard, samples};

fn figure(clerk: &Keyboard) -> String {
    let report = &clerk.app().desk.as_ref().unwrap().report;
    report.text(report.edition().find(&"t2.granted.total".into()).unwrap()).to_owned()
}

#[test]
fn a_finding_offers_its_repair() {
    keep("repair_offered", "2021<enter><f6>");
}

#[test]
fn repairs_to_choose_from() {
    keep("repair_choices", "2021<enter><f6><f4>");
}

#[test]
fn a_repair_is_chosen_by_its_number_and_is_one_step_of_undo() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("2021<enter><f6><f4>");
    assert_eq!(figure(&clerk), "4");
    clerk.press("1");
    assert_eq!(figure(&clerk), "3", "{}", clerk.screen());
    assert!(clerk.screen().contains("由 4 改为 3；^Z 撤销"), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!(figure(&clerk), "4");
}

#[test]
fn a_sure_repair_is_made_by_one_key_but_never_over_what_was_just_typed() {
    let dir = samples();
    let text = |clerk: &Keyboard, place: &str| {
        let report = &clerk.app().desk.as_ref().unwrap().report;
        report.text(report.edition().find(&place.into()).unwrap()).to_owned()
    };
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f6><f8>");
    assert_eq!(text(&clerk, "t2.granted.total"), "3", "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!(text(&clerk, "t2.granted.total"), "4");

    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<enter><ctrl+n><ctrl+n><down><down>2<enter><up><f8>");
    assert_eq!(text(&clerk, "t2.granted.natural"), "2", "{}", clerk.screen());
    assert!(clerk.screen().contains("F4"), "{}", clerk.screen());
}

#[test]
fn a_word_is_put_right_by_one_key_where_the_cursor_stands() {
    let dir = samples();
    let prose = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().report.paragraphs("overview").join("\n");
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<enter>");
    let before = prose(&clerk);
    clerk.press("截止2020年底，");
    assert!(prose(&clerk).starts_with("截止2020年底，"), "{}", clerk.screen());
    clerk.press("<home><right><f8>");
    assert_eq!(prose(&clerk), format!("截至2020年底，{before}"), "{}", clerk.screen());
    assert!(clerk.screen().contains("已把“截止20”改为“截至20”；^Z 撤销"), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert!(prose(&clerk).starts_with("截止2020年底，"), "one step back");
}

#[test]
fn a_hint_is_out_of_sight_until_its_words_change() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("2020<enter>今年改版。");
    assert!(clerk.screen().contains("D-06"), "{}", clerk.screen());
    clerk.press("<f6><home><f7>");
    assert!(clerk.screen().contains("没有可以否定的提议"), "{}", clerk.screen());
    clerk.press("<right><right><right><f7>");
    assert!(!clerk.screen().contains("D-06"), "{}", clerk.screen());
    clerk.press("<f2>，再查一遍");
    assert!(!clerk.screen().contains("D-06"), "the hint rests on what stayed: {}", clerk.screen());
    clerk.press("<home><delete><delete>今年");
    assert!(clerk.screen().contains("D-06"), "found anew: {}", clerk.screen());
}
