//! Characters that act, hide or turn the text around are seen on every screen, and bar the final version.

use std::fs;

use nianbao::{
    report::{Report, edit::Edit},
    store::{draft::encode, samples},
    width::is_hidden,
};

use super::keyboard::Keyboard;

const HOSTILE: &str = "金额\u{202e}001\u{202c}元\u{1b}[2J，公\u{200b}开";

fn folder() -> (tempfile::TempDir, Report) {
    let dir = tempfile::tempdir().unwrap();
    let mut report = samples().find(|(name, _)| name.contains("2020")).unwrap().1;
    report.set_paragraphs("other", vec![HOSTILE.into()]);
    report.apply(Edit::cell("t2.new.natural".into(), "5\u{200b}"));
    report.about.organ = "示例\u{202e}局".into();
    fs::write(dir.path().join("r\u{1b}[31m.ron"), encode(&report)).unwrap();
    (dir, report)
}

#[test]
fn what_hides_is_seen_on_every_screen_and_nothing_of_it_goes_out() {
    let (dir, _) = folder();
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
        let mut clerk = Keyboard::new(dir.path(), columns, rows);
        for (keys, seen) in [
            ("<down>", "示例?局"),
            ("<enter>", "示例?局"),
            ("<ctrl+g>其他事项<enter>", "金额?001?元?[2J，公?开"),
            ("<ctrl+g>xzxk<enter><f6>", "W-11"),
            ("<f1>", "看不见的字符"),
            ("<f1><f5>", ""),
            ("<f7><ctrl+g>示例", "示例?局"),
        ] {
            clerk.press(keys);
            let buffer = clerk.draw(columns, rows);
            assert!(buffer.content.iter().all(|cell| !cell.symbol().contains(is_hidden)), "{keys}: {}", clerk.screen());
            assert!(clerk.screen().contains(seen), "{keys}: {}", clerk.screen());
        }
    }
}

#[test]
fn what_hides_bars_the_final_version_until_it_is_taken_out() {
    let (dir, report) = folder();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("<enter><f10>");
    let found = &clerk.app().desk.as_ref().unwrap().checked.findings;
    let n = found.iter().filter(|finding| finding.code == "W-11").count();
    assert_eq!(n, 6, "four in the prose, one in a cell, one in the name of the organ");
    assert_eq!(clerk.app().desk.as_ref().unwrap().report, report, "opening changes nothing");
}

#[test]
fn a_folder_that_cannot_be_written_is_read_and_says_so() {
    let (dir, report) = folder();
    // In place of the folder for locks and journals.
    fs::write(dir.path().join(".nianbao"), "").unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter>改");
    assert!(clerk.screen().contains("只能看，没有改动"), "{}", clerk.screen());
    assert_eq!(clerk.app().desk.as_ref().unwrap().report, report);
}
