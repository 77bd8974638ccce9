//! 勾连: numbers of the prose name their cell; confirmed, refused or chosen by one key, remembered with the draft.

use nianbao::report::{
    Report,
    pin::{Pin, Tie},
};

use super::{keep, keyboard::Keyboard, samples};

/// To the 3 of 申请3件 in the report of 2020.
const TO_NUMBER: &str = "2020<enter><ctrl+f>申请3件<f2><right><right><right>";

fn report(clerk: &Keyboard) -> &Report {
    &clerk.app().desk.as_ref().unwrap().report
}

fn text(clerk: &Keyboard, place: &str) -> String {
    let report = report(clerk);
    report.text(report.edition().find(&place.into()).unwrap()).to_owned()
}

/// What was said of numbers: places, `!` before those refused; `=` for each sum that is remembered.
fn said(clerk: &Keyboard) -> String {
    let word = |pin: &Pin| {
        let places = pin.places().iter().map(nianbao::form::Place::as_str).collect::<Vec<_>>().join("+");
        match pin.tie {
            Tie::Is(_) => places,
            Tie::IsNot(_) => format!("!{places}"),
            Tie::Sum(_) => "=".into(),
        }
    };
    report(clerk).pins().iter().map(word).collect::<Vec<_>>().join(" ")
}

fn count(clerk: &Keyboard, code: &str) -> usize {
    clerk.app().desk.as_ref().unwrap().checked.findings.iter().filter(|finding| finding.code == code).count()
}

#[test]
fn a_number_names_its_cell() {
    keep("number_linked", TO_NUMBER);
}

#[test]
fn a_number_that_the_table_denies_says_so() {
    keep("number_denied", &format!("{TO_NUMBER}<backspace>5"));
}

#[test]
fn the_cells_to_choose_from() {
    keep("cells_to_choose", &format!("{TO_NUMBER}<f4>"));
}

#[test]
fn the_cells_narrowed_down_by_initials() {
    keep("cells_narrowed_down", &format!("{TO_NUMBER}<f4>cfsq zj"));
}

#[test]
fn a_confirmed_number_is_saved_with_its_cell_and_undone_in_one_step() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press(TO_NUMBER).press("<f8>");
    assert_eq!(said(&clerk), "t2.new.total", "{}", clerk.screen());
    assert!(clerk.screen().contains("已确认指 一、本年新收 · 总计"), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!(said(&clerk), "");
    clerk.press("<ctrl+y><ctrl+s>");
    let draft = std::fs::read_to_string(dir.path().join("示例市行政审批服务局-2020.ron")).unwrap();
    let line = draft.lines().find(|line| line.contains("tie: Is")).unwrap();
    assert!(line.contains(r#"Is(["t2.new.total"])"#) && line.contains(r#"value: "3", unit: "件""#), "{line}");
    drop(clerk);
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press(TO_NUMBER);
    assert!(again.screen().contains("已确认 F7取消"), "{}", again.screen());
    again.press("<f7>");
    assert_eq!(said(&again), "");
}

#[test]
fn a_refused_meaning_is_not_proposed_again_after_the_text_around_it_changed() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press(TO_NUMBER).press("<f7>");
    assert_eq!(said(&clerk), "!t2.new.total+t2.intake.total");
    clerk.press("<right>");
    assert!(!clerk.screen().contains('→'), "{}", clerk.screen());
    clerk.press("<ctrl+f>2020年，本局<f2>在这一年里，<ctrl+f>申请3件<f2><right><right>");
    assert!(!clerk.screen().contains('→'), "{}", clerk.screen());
    clerk.press("<backspace>8");
    assert_eq!(count(&clerk, "P-T2"), 0, "{}", clerk.screen());
}

#[test]
fn another_cell_is_chosen_and_typing_another_figure_is_told() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press(TO_NUMBER).press("<f4>（七）总计 zj<enter>");
    assert_eq!(said(&clerk), "t2.concluded.total", "{}", clerk.screen());
    clerk.press("<backspace>4");
    assert_eq!(said(&clerk), "t2.concluded.total", "typing keeps the link");
    assert_eq!(text(&clerk, "t2.concluded.total"), "3", "nothing is rewritten");
    assert!(clerk.screen().contains("表里是 3"), "{}", clerk.screen());
    assert_eq!(count(&clerk, "P-T2"), 1, "{}", clerk.screen());
}

#[test]
fn a_finding_about_a_number_is_refused_where_it_is_listed() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press(TO_NUMBER).press("<backspace>5<f6><home>");
    let at = |clerk: &Keyboard| {
        let desk = clerk.app().desk.as_ref().unwrap();
        desk.findings.current(&desk.checked).map(|finding| finding.code)
    };
    for _ in 0..9 {
        if at(&clerk) == Some("P-T2") {
            break;
        }
        clerk.press("<down>");
    }
    assert_eq!(at(&clerk), Some("P-T2"), "{}", clerk.screen());
    clerk.press("<f7>");
    assert_eq!(count(&clerk, "P-T2"), 0, "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!(count(&clerk, "P-T2"), 1);
}

#[test]
fn a_sum_is_remembered_when_the_cursor_leaves_it_and_its_break_can_be_let_go() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<enter><ctrl+end>");
    assert_eq!(said(&clerk), "", "looking at a report remembers nothing");
    clerk.press("<enter>全年印制折页900份。门厅400份，窗口300份，街道200份。");
    let before = said(&clerk).matches('=').count();
    clerk.press("<enter>");
    let after = said(&clerk).matches('=').count();
    assert!(after > before, "{after}");
    assert_eq!(count(&clerk, "P-SUM2"), 0);
    clerk.press("<ctrl+f>300份<f2><right><backspace>1");
    assert_eq!(count(&clerk, "P-SUM2"), 1, "{}", clerk.screen());
    clerk.press("<f6><home>");
    for _ in 0..9 {
        if clerk.screen().contains("原先 900 = 400+300+200") {
            break;
        }
        clerk.press("<down>");
    }
    let desk = clerk.app().desk.as_ref().unwrap();
    let n = desk.findings.entries(&desk.checked).iter().position(
        |entry| matches!(entry, nianbao::tui::app::findings::Entry::Finding(finding) if finding.code == "P-SUM2"),
    );
    clerk.press("<home>").press(&"<down>".repeat(n.unwrap()));
    clerk.press("<f7>");
    assert_eq!((count(&clerk, "P-SUM2"), said(&clerk).matches('=').count()), (0, after - 1), "{}", clerk.screen());
}

#[test]
fn a_blank_that_follows_is_offered_in_grey_and_taken() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<enter><ctrl+n><ctrl+n><down><down><delete>");
    assert_eq!(text(&clerk, "t2.granted.natural"), "");
    clerk.press("<f8>");
    assert_eq!(text(&clerk, "t2.granted.natural"), "1", "{}", clerk.screen());
    assert!(clerk.screen().contains("已填入推出的 1"), "{}", clerk.screen());
}

#[test]
fn a_located_cell_that_is_not_the_wrong_one_gives_way_to_the_next() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f6><f7>");
    assert!(clerk.screen().contains("已排除") && !clerk.screen().contains("F8 把"), "{}", clerk.screen());
    clerk.press("<f8>");
    assert_eq!(text(&clerk, "t2.granted.total"), "4", "what was turned down is not made");
    clerk.press("<f7><f8>");
    assert_eq!(text(&clerk, "t2.granted.total"), "3", "{}", clerk.screen());
}

#[test]
fn a_link_of_last_year_waits_in_the_slot_of_this_years_draft() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("2021<enter><ctrl+f>申请7件<f2><right><right><right><f8>");
    clerk.press("<ctrl+f>自然人5件<f2><right><right><right><right><f7><ctrl+s><ctrl+o>");
    clerk.press("<f2><f8>");
    let kept = "t2.new.total !t2.new.natural+t2.intake.natural+t2.concluded.natural";
    assert_eq!(said(&clerk), kept, "{}", clerk.screen());
    let told = |clerk: &Keyboard| {
        clerk.app().notice.as_ref().is_some_and(|told| told.text.contains("这个数指表二 一、本年新收"))
    };
    for _ in 0..40 {
        if !told(&clerk) {
            clerk.press("<tab>");
        }
    }
    clerk.press("12");
    let overview = report(&clerk).joined("overview");
    assert!(overview.contains("本局收到政府信息公开申请12件"), "{overview}");
    let under = |clerk: &Keyboard| {
        let chars: Vec<char> = report(clerk).joined("overview").chars().collect();
        let mark = report(clerk).pins().iter().next().unwrap().marks[0].clone();
        chars[mark.start..mark.end].iter().collect::<String>()
    };
    assert_eq!((under(&clerk).as_str(), said(&clerk).as_str()), ("12", kept));
    assert_eq!(count(&clerk, "P-T2"), 0, "the table is not filled in yet");
    assert_eq!(text(&clerk, "t2.new.total"), "");
    clerk.press("<ctrl+n><ctrl+n><end>13<enter>");
    assert_eq!((text(&clerk, "t2.new.total").as_str(), count(&clerk, "P-T2")), ("13", 1), "{}", clerk.screen());
    clerk.press("<ctrl+z><ctrl+p><ctrl+p><ctrl+z><ctrl+z>");
    assert!(under(&clerk).starts_with("【待填·去年7"), "{}", under(&clerk));
}
