//! Every screen through the real loop, as a clerk would press the keys, at 80×24, 120×40 and 200×50.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod collector;
mod compare;
mod entry;
mod export;
mod hostile;
mod keyboard;
mod links;
mod mend;
mod picture;
mod places;
mod preview;
mod review;
mod safety;
mod waivers;

use std::{fs::File, path::Path, time::SystemTime};

use jiff::Timestamp;
use keyboard::Keyboard;
use nianbao::{form::Place, store::Folder};
use tempfile::TempDir;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

/// A folder with the shipped samples, last changed on a fixed day.
fn samples() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    for (_, report) in nianbao::store::samples() {
        let (name, _) = folder.create(&report).unwrap();
        date(&dir.path().join(name));
    }
    dir
}

fn date(path: &Path) {
    let time: SystemTime = "2022-01-08T08:30:00Z".parse::<Timestamp>().unwrap().into();
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Presses keys on the samples and keeps the screen at all three sizes.
fn keep(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let dir = samples();
        let mut keyboard = Keyboard::new(dir.path(), columns, rows);
        keyboard.press(keys);
        // Who is logged in writes the notes; that differs from machine to machine.
        let screen = keyboard.screen().replace(&format!("E-05 {}：", nianbao::store::user()), "E-05 批注：");
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen);
    }
}

/// Keys that lead everywhere, as often as a clerk might press them; none that leaves the program.
const ANYWHERE: &str = "政 公开 3 12 。 “年报” <enter> <tab> <up> <down> <left> <right> <left> <right> <home> <end> \
    <pageup> <pagedown> <backspace> <delete> <esc> <f1> <f2> <f3> <f4> <f5> <f6> <f7> <f8> <f9> <f10> <ctrl+n> <ctrl+p> \
    <ctrl+z> <ctrl+y> <ctrl+f> <ctrl+g> <ctrl+w> <ctrl+t> <ctrl+e> <ctrl+r> <ctrl+d> <ctrl+k> <ctrl+u> <ctrl+o> <ctrl+s> \
    <shift+down> <shift+right> <ctrl+l> <size:80x24> <size:120x40> <size:79x30> <size:30x9>";

#[test]
fn whatever_is_pressed_the_screen_is_the_one_that_is_drawn_afresh() {
    let keys: Vec<&str> = ANYWHERE.split_whitespace().collect();
    let mut dice: usize = 20_210_131;
    for begin in ["", "<enter>", "<enter><ctrl+n><ctrl+n>"] {
        let dir = samples();
        let mut keyboard = Keyboard::new(dir.path(), 80, 24);
        keyboard.press(begin);
        for n in 0..120 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let key = keys[(dice >> 33) % keys.len()];
            keyboard.press(key);
            keyboard.hold_against_a_fresh_screen(&format!("{begin}, key {n}: {key}"));
        }
    }
}

#[test]
fn library() {
    keep("library", "");
}

#[test]
fn library_narrowed_down() {
    keep("library_narrowed_down", "2020");
}

#[test]
fn table_one_of_the_edition_of_2019() {
    keep("table_one_2019", "<down><enter><ctrl+n>");
}

#[test]
fn table_two() {
    keep("table_two", "<enter><ctrl+n><ctrl+n><down><down>");
}

#[test]
fn table_two_with_a_wrong_figure() {
    keep("table_two_wrong", "<down><enter><ctrl+n><ctrl+n><down><down>2<enter><up>");
}

#[test]
fn table_three() {
    keep("table_three", "<down><enter><ctrl+n><ctrl+n><ctrl+n>");
}

#[test]
fn a_cell_while_it_is_typed() {
    keep("cell_typed", "<enter><ctrl+n><ctrl+n>12");
}

#[test]
fn prose() {
    keep("prose", "<enter>");
}

#[test]
fn prose_searched() {
    keep("prose_searched", "<enter><ctrl+f>公开<enter>");
}

#[test]
fn outline() {
    keep("outline", "<enter><f3><down>");
}

#[test]
fn findings() {
    keep("findings", "<enter><f6>");
}

#[test]
fn help_on_a_cell() {
    keep("help", "<enter><ctrl+n><ctrl+n><down><down><f1>");
}

#[test]
fn help_on_a_finding() {
    keep("help_finding", "<enter><f6><f1>");
}

#[test]
fn a_new_report_is_asked_for() {
    keep("form", "<f2>");
}

#[test]
fn removing_asks() {
    keep("question", "<delete>");
}

#[test]
fn a_new_report_is_empty_but_for_what_last_year_says() {
    keep("new_report", "<f2><f8><ctrl+n><ctrl+n>");
}

/// The clerk's round: change a figure, see the finding, take it back, write, save, leave, come back.
#[test]
fn a_round_of_work_survives() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let dir = samples();
        let mut clerk = Keyboard::new(dir.path(), columns, rows);
        clerk.press("<down><enter><ctrl+n><ctrl+n>");
        assert!(clerk.screen().contains("一、本年新收"), "{}", clerk.screen());
        assert!(!clerk.screen().contains("T2-R01"), "{}", clerk.screen());
        clerk.press("<down><down>2<enter>");
        assert!(clerk.screen().contains("T2-R01"), "{}", clerk.screen());
        clerk.press("<ctrl+z>");
        assert!(!clerk.screen().contains("T2-R01"), "{}", clerk.screen());
        clerk.press("<ctrl+p><ctrl+p>本机关全年平稳运行。");
        assert!(clerk.screen().contains("有改动未存"), "{}", clerk.screen());
        clerk.press("<ctrl+s>");
        assert!(clerk.screen().contains("已存 09:41"), "{}", clerk.screen());
        clerk.press("<ctrl+q>");

        let mut again = Keyboard::new(dir.path(), columns, rows);
        again.press("<down><enter>");
        assert!(again.screen().contains("本机关全年平稳运行。"), "{}", again.screen());
    }
}

#[test]
fn a_total_that_is_missing_is_offered_and_accepted() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n><ctrl+n><end><delete>");
    let cell = |clerk: &Keyboard| {
        let desk = clerk.app().desk.as_ref().expect("a report");
        let cell = desk.report.edition().find(&Place::from("t2.new.total")).unwrap();
        (desk.report.text(cell).to_owned(), desk.offers.get(&cell).map(str::to_owned), desk.report.is_computed(cell))
    };
    let (text, offer, _) = cell(&clerk);
    assert_eq!(text, "");
    let offer = offer.expect("a total that follows from the row");
    clerk.press("<f8>");
    assert_eq!(cell(&clerk), (offer.clone(), None, true));
    clerk.press("<ctrl+z>");
    assert_eq!(cell(&clerk), (String::new(), Some(offer), false));
}

#[test]
fn what_an_input_method_commits_is_one_step_of_undo() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n><ctrl+n><ctrl+n><ctrl+n><paste:第一句。><paste:第二句。>");
    assert!(clerk.screen().contains("第一句。第二句。"), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert!(clerk.screen().contains("第一句。") && !clerk.screen().contains("第二句。"), "{}", clerk.screen());
    clerk.press("<ctrl+y>");
    assert!(clerk.screen().contains("第一句。第二句。"), "{}", clerk.screen());
}

#[test]
fn leaving_with_changes_asks_and_saves() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter>先写一句。<ctrl+q>");
    assert!(clerk.screen().contains("报告有改动还没有保存"), "{}", clerk.screen());
    clerk.press("3");
    assert!(!clerk.screen().contains("报告有改动还没有保存"), "{}", clerk.screen());
    clerk.press("<ctrl+o>１");
    assert!(clerk.screen().contains("报告库"), "{}", clerk.screen());
    clerk.press("<enter>");
    assert!(clerk.screen().contains("先写一句。"), "{}", clerk.screen());
}

#[test]
fn a_report_is_created_copied_renamed_and_removed_with_a_copy() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<f2><home><ctrl+h>");
    clerk.press("<end><backspace><backspace><backspace><f8><ctrl+o>");
    let n = clerk.app().library.rows().len();
    assert_eq!(n, 3, "{}", clerk.screen());
    clerk.press("<f4><f8><ctrl+o>");
    assert_eq!(clerk.app().library.rows().len(), 4, "{}", clerk.screen());
    clerk.press("<f6>分局<f8>");
    assert!(clerk.screen().contains("分局"), "{}", clerk.screen());
    clerk.press("<delete>1");
    assert_eq!(clerk.app().library.rows().len(), 3, "{}", clerk.screen());
    let copies = std::fs::read_dir(dir.path().join(".nianbao/bin")).unwrap().count();
    assert!(copies >= 1);
}

#[test]
fn a_broken_draft_is_listed_with_its_place_and_does_not_open() {
    let dir = samples();
    std::fs::write(dir.path().join("坏.ron"), "(version: 1,\n about: (organ: \"甲\n").unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("坏<enter>");
    assert!(clerk.screen().contains("读不出来") && clerk.screen().contains('行'), "{}", clerk.screen());
    assert!(clerk.app().desk.is_none());
}

#[test]
fn a_block_from_a_spreadsheet_fills_cells_as_one_step() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    let before = format!("{:?}", clerk.press("<enter><ctrl+n><ctrl+n>").app().desk.as_ref().unwrap().report);
    clerk.press("<paste:7\\t8\\n9\\t10\\n>");
    let text = clerk.screen();
    assert!(["7", "8", "9", "10"].iter().all(|n| text.contains(n)), "{text}");
    clerk.press("<ctrl+z>");
    assert_eq!(format!("{:?}", clerk.app().desk.as_ref().unwrap().report), before);
}

#[test]
fn undo_of_a_block_goes_back_to_where_it_began() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    let place = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().place().as_str().to_owned();
    clerk.press("2021<enter><ctrl+n><ctrl+n>");
    let began = place(&clerk);
    clerk.press("<paste:7\\t8\\n9\\t10\\n>");
    let once = clerk.app().desk.as_ref().unwrap().report.clone();
    clerk.press("<down><down><ctrl+z>");
    assert_eq!(place(&clerk), began, "{}", clerk.screen());
    clerk.press("<paste:7\\t8\\n9\\t10\\n>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().report, once);
    clerk.press("<ctrl+z><ctrl+y>");
    assert_eq!(place(&clerk), began, "{}", clerk.screen());
    clerk.press("<ctrl+e><delete><right><right><ctrl+r><ctrl+z>");
    assert_eq!(place(&clerk), began, "{}", clerk.screen());
}

#[test]
fn the_key_of_the_next_step_never_leaves_the_program() {
    // What the clerk presses after the key is still taken in: the program went on.
    for (begin, keys, seen) in [
        ("2021<enter><f10>", "<f10>", "F10 在这里没有用处"),
        ("2021<enter><f1>", "<f10><f10>", "F1关闭"),
        ("<ctrl+w>", "<f10>", "设置"),
    ] {
        let dir = samples();
        let mut clerk = Keyboard::new(dir.path(), 80, 24);
        clerk.press(begin);
        clerk.press(&format!("{keys}<size:120x40>"));
        assert!(clerk.screen().contains(seen), "{begin}{keys}: {}", clerk.screen());
        assert_eq!(clerk.app().size.width, 120, "{begin}{keys}: the program has ended");
    }
    let dir = tempfile::tempdir().unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<f10>");
    assert!(clerk.screen().contains("F10 在这里没有用处"), "{}", clerk.screen());
    clerk.press("<f10>1");
    assert!(clerk.screen().contains("新建报告"), "{}", clerk.screen());
}

#[test]
fn every_size_draws() {
    let keys = [
        "",
        "<f2>",
        "<delete>",
        "<enter>",
        "<enter><ctrl+f>公开",
        "<enter><ctrl+n><ctrl+n>",
        "<enter><ctrl+n><ctrl+n><ctrl+e><ctrl+e>",
        "<enter><ctrl+n><ctrl+n><ctrl+n>1234567",
        "<enter><ctrl+n><ctrl+n><ctrl+n><ctrl+n><ctrl+n>",
        "<enter><f1>",
        "<enter><f3>",
        "<enter><f6>",
        "<enter>字<ctrl+q>",
        "<ctrl+g>yl<enter>",
        "<ctrl+g>yl<enter>3",
    ];
    let dir = samples();
    for keys in keys {
        let mut clerk = Keyboard::new(dir.path(), 80, 24);
        clerk.press(keys);
        for columns in 1..=60 {
            for rows in 1..=20 {
                clerk.draw(columns, rows);
            }
        }
        for (columns, rows) in [(40, 20), (41, 60), (119, 20), (120, 20), (300, 21)] {
            clerk.press(&format!("<size:{columns}x{rows}><down><up>"));
        }
    }
}

#[test]
fn a_copy_into_another_edition_says_what_stayed_behind() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2020<f4>分局<f8>");
    let desk = clerk.app().desk.as_ref().unwrap();
    assert_eq!((desk.report.about.year, desk.report.edition().id.as_str()), (2021, "2021"));
    let text = |place: &str| desk.report.text(desk.report.edition().find(&Place::from(place)).unwrap());
    assert_eq!((text("t2.granted.natural"), text("t1.permits.decisions")), ("1", "15592"));
    assert!(clerk.screen().contains("有 26 格数字在新格式里没有位置"), "{}", clerk.screen());
}
