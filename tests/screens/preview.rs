//! 预览: the report as it is printed, from the library and from the workbench.

use nianbao::store::Folder;

use super::{keep, keyboard::Keyboard, samples};

const OPEN: &str = "<ctrl+g>yl<enter>";

#[test]
fn the_first_page() {
    keep("preview_first", &format!("2021{OPEN}"));
}

#[test]
fn the_page_of_table_two() {
    keep("preview_table", &format!("2021{OPEN}3<down><down><down>"));
}

#[test]
fn the_last_page() {
    keep("preview_last", &format!("2021{OPEN}<end><pagedown><pagedown>"));
}

#[test]
fn it_opens_where_one_stands_and_enter_goes_where_one_looks() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press(&format!("2021<enter><ctrl+n><ctrl+n>{OPEN}"));
    assert!(clerk.screen().contains("三、收到和处理申请   第 4 页，共 5 页"), "{}", clerk.screen());
    clerk.press("<ctrl+n><ctrl+n>");
    assert!(clerk.screen().contains("第 5 页，共 5 页"), "{}", clerk.screen());
    clerk.press("<enter>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().place().as_str(), "problems");
    clerk.press(&format!("{OPEN}<f7>"));
    assert!(clerk.app().overlay.is_none() && clerk.app().desk.is_some());
}

#[test]
fn from_the_library_enter_opens_the_report_and_escape_goes_back() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press(&format!("2021{OPEN}<esc>"));
    assert!(clerk.app().overlay.is_none() && clerk.app().desk.is_none());
    clerk.press(&format!("{OPEN}3<enter>"));
    let desk = clerk.app().desk.as_ref().unwrap();
    assert_eq!((desk.report.about.year, desk.section().id.as_str()), (2021, "t2"));
}

#[test]
fn leafing_through_shows_every_line_of_every_page() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50), (40, 20)] {
        let dir = samples();
        let mut clerk = Keyboard::new(dir.path(), columns, rows);
        clerk.press(&format!("2021{OPEN}<home>"));
        let mut seen = clerk.screen();
        for _ in 0..40 {
            clerk.press("<pagedown>");
            seen.push_str(&clerk.screen());
        }
        for text in ["共 5 页", "— 1 —", "— 2 —", "— 3 —", "— 4 —", "— 5 —", "四、结转下年度"]
        {
            assert!(seen.contains(text), "{columns}x{rows}: {text}");
        }
        assert!(clerk.screen().contains("5 页，共 5 页"), "{}", clerk.screen());
        for _ in 0..40 {
            clerk.press("<pageup>");
        }
        assert!(clerk.screen().contains("第 1 页"), "{}", clerk.screen());
    }
}

#[test]
fn what_is_typed_but_not_saved_is_in_it_and_what_has_no_section_is_told() {
    let dir = samples();
    let folder = Folder::open(dir.path()).unwrap();
    let (_, mut report) = nianbao::store::samples().next().unwrap();
    report.set_paragraphs("unplaced", vec!["不知道放在哪里的一段。".into()]);
    report.set_paragraphs("other", vec!["没有\u{202e}了。".into()]);
    report.about.organ = "示例市样板局".into();
    folder.create(&report).unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press(&format!("样板局 2020<enter>先写一句。{OPEN}"));
    assert!(clerk.screen().contains("“待归位的内容”有 1 段不在公文里"), "{}", clerk.screen());
    assert!(clerk.screen().contains("先写一句。"), "{}", clerk.screen());
    clerk.press("6");
    assert!(clerk.screen().contains("没有?了。"), "{}", clerk.screen());
}
