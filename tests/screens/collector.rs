//! 汇总 on the screen: the organs with their marks, the sums, the organs behind one, the statement, the draft.

use std::fs;

use nianbao::{
    form::Edition,
    report::{About, Kind, Report, Scope, State},
    store::Folder,
};
use tempfile::TempDir;

use crate::{SIZES, date, keyboard::Keyboard, samples};

fn put(folder: &Folder, organ: &str, year: u16, scope: Scope, cells: &[(&str, &str)]) {
    let edition = Edition::for_year(year).unwrap();
    let about = About {
        organ: organ.into(),
        kind: Kind::default(),
        year,
        edition: String::new(),
        scope,
        state: State::default(),
    };
    let mut report = Report::new(about, edition);
    for cell in edition.indices() {
        report.set(cell, "0");
    }
    for (place, text) in cells {
        report.set(edition.find(&(*place).into()).unwrap(), text);
    }
    let (name, _) = folder.create(&report).unwrap();
    date(&folder.path().join(name));
}

/// Twelve organs of an invented city with a roster: one is missing, one has another name, one is wrong, one breaks.
fn organs() -> TempDir {
    let disk = tempfile::tempdir().unwrap();
    let folder = Folder::open(disk.path()).unwrap();
    let names = ["财政", "教育", "民政", "水务", "交通", "文旅", "卫健", "审计", "司法", "统计", "气象", "林业"];
    let mut roster = String::new();
    for (n, name) in names.into_iter().enumerate() {
        let organ = format!("示例市{name}局");
        let new = (n * 5 + 1).to_string();
        let fees = format!("{}.{:04}", n * 17, n * 123);
        let total = if n == 3 { "99" } else { &new };
        let cells = [
            ("t1.fees.amount", fees.as_str()),
            ("t2.new.natural", &new),
            ("t2.new.total", total),
            ("t2.granted.natural", &new),
            ("t2.granted.total", &new),
            ("t2.concluded.natural", &new),
            ("t2.concluded.total", &new),
        ];
        put(&folder, &organ, 2024, Scope::Organ, &cells);
        let carried = if n == 5 { "2" } else { "0" };
        put(&folder, &organ, 2023, Scope::Organ, &[("t2.carried_forward.natural", carried)]);
        roster.push_str(if n == 7 { "示例市审计局（本级）" } else { &organ });
        roster.push('\n');
    }
    fs::write(disk.path().join("名单.txt"), roster + "示例市体育局\n").unwrap();
    disk
}

/// Presses keys on the organs and keeps the screen at all three sizes.
fn keep(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let disk = organs();
        let mut keyboard = Keyboard::new(disk.path(), columns, rows);
        keyboard.press("<f10>示例市<f8>").press(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), keyboard.screen());
    }
}

#[test]
fn who_collects_is_asked_once() {
    let disk = organs();
    let mut keyboard = Keyboard::new(disk.path(), 80, 24);
    keyboard.press("<f10>");
    insta::assert_snapshot!("rollup_asked", keyboard.screen());
}

#[test]
fn the_organs_with_their_marks() {
    keep("rollup_organs", "<down>");
}

#[test]
fn the_sums_stand_in_the_grid_of_the_form() {
    keep("rollup_sums", "<ctrl+n><ctrl+n><down><down>");
}

#[test]
fn a_sum_opens_into_its_organs() {
    keep("rollup_behind", "<ctrl+n><ctrl+n><enter><down>");
}

#[test]
fn what_could_not_be_summed_is_said() {
    keep("rollup_statement", "<ctrl+p>");
}

#[test]
fn names_narrow_the_organs_down_and_enter_opens_the_report() {
    let disk = organs();
    let mut keyboard = Keyboard::new(disk.path(), 80, 24);
    keyboard.press("<f10>示例市<f8>气象");
    assert!(keyboard.screen().contains("示例市气象局") && !keyboard.screen().contains("示例市林业局"));
    keyboard.press("<enter>");
    assert!(keyboard.screen().starts_with(" 示例市气象局 · 2024"), "{}", keyboard.screen());
}

#[test]
fn a_report_opened_from_a_sum_is_open_there_and_leads_back_to_the_sum_as_it_is_then() {
    let disk = organs();
    let mut keyboard = Keyboard::new(disk.path(), 80, 24);
    keyboard.press("<f10>示例市<f8><ctrl+n><ctrl+n><enter><down><enter>");
    assert!(keyboard.screen().starts_with(" 示例市气象局 · 2024"), "{}", keyboard.screen());
    assert_eq!(keyboard.app().desk.as_ref().unwrap().place().to_string(), "t2.new.natural");
    keyboard.press("50<enter><ctrl+s><ctrl+o>");
    let screen = keyboard.screen();
    assert!(screen.contains("一、本年新收 · 自然人 = 305"), "{screen}");
    assert!(screen.contains("▸ 示例市气象局                                                    50"), "{screen}");
    keyboard.press("<esc><esc>");
    assert!(keyboard.screen().starts_with(" 报告库"), "{}", keyboard.screen());
    keyboard.press("<enter><ctrl+o>");
    assert!(keyboard.screen().starts_with(" 报告库"), "opened from the library: {}", keyboard.screen());
}

#[test]
fn a_report_that_cannot_be_opened_leads_back_to_the_organs() {
    let disk = organs();
    let mut keyboard = Keyboard::new(disk.path(), 80, 24);
    keyboard.press("<f10>示例市<f8>气象");
    let file = fs::read_dir(disk.path()).unwrap().map(|file| file.unwrap().path());
    let file = file.filter(|path| path.to_string_lossy().contains("气象局-2024")).last().unwrap();
    fs::remove_file(file).unwrap();
    keyboard.press("<enter>");
    let screen = keyboard.screen();
    assert!(screen.starts_with(" 汇总 示例市 · 2024"), "{screen}");
    assert!(screen.contains("气象局-2024"), "why: {screen}");
}

#[test]
fn esc_goes_back_step_by_step() {
    let disk = organs();
    let mut keyboard = Keyboard::new(disk.path(), 80, 24);
    keyboard.press("<f10>示例市<f8><ctrl+n><enter><esc>");
    assert!(keyboard.screen().contains("▸表一"));
    keyboard.press("<esc>");
    assert!(keyboard.screen().starts_with(" 报告库"));
}

#[test]
fn the_collected_draft_is_written_and_opened_and_later_only_filled() {
    let disk = organs();
    let mut keyboard = Keyboard::new(disk.path(), 80, 24);
    keyboard.press("<f10>示例市<f8><f8>");
    assert!(keyboard.screen().starts_with(" 示例市 · 2024 · 汇总"), "{}", keyboard.screen());
    let folder = Folder::open(disk.path()).unwrap();
    let collected = folder.read("示例市-2024-汇总.ron").unwrap().report;
    let text = |place: &str| collected.text(collected.edition().find(&place.into()).unwrap()).to_owned();
    // 审计局 is not on the roster under this name: 7 × 17 and 36 are not in.
    assert_eq!((text("t2.new.natural").as_str(), text("t1.fees.amount").as_str()), ("306", "1003.7257"));
    keyboard.press("<ctrl+o><f10><ctrl+n><ctrl+n>");
    assert!(keyboard.screen().contains("汇总 示例市 · 2024"), "who collects is known now: {}", keyboard.screen());
    keyboard.press("<f8>");
    assert!(keyboard.screen().contains("填了空着的 0 格"), "{}", keyboard.screen());
}

/// Four organs in the January after: one public, one a draft, one that has not reported, and a county's own report.
fn office() -> TempDir {
    let disk = tempfile::tempdir().unwrap();
    let folder = Folder::open(disk.path()).unwrap();
    for (organ, kind, year, state) in [
        ("示例县财政局", Kind::Department, 2020, State::Published),
        ("示例县财政局", Kind::Department, 2021, State::Published),
        ("示例县水务局", Kind::Department, 2020, State::Published),
        ("示例县水务局", Kind::Department, 2021, State::Submitted),
        ("示例县南山镇", Kind::Township, 2020, State::Published),
        ("示例县人民政府", Kind::County, 2020, State::Published),
        ("示例县人民政府", Kind::County, 2021, State::Draft),
    ] {
        let about = About { organ: organ.into(), kind, year, edition: String::new(), scope: Scope::Organ, state };
        let (name, _) = folder.create(&Report::new(about, Edition::for_year(year).unwrap())).unwrap();
        date(&disk.path().join(name));
    }
    disk
}

#[test]
fn the_library_says_what_is_due_and_who_has_not_reported() {
    let disk = office();
    for (columns, rows) in SIZES {
        let mut clerk = Keyboard::new(disk.path(), columns, rows);
        clerk.press("<down><down>");
        insta::assert_snapshot!(format!("library_due_{columns}x{rows}"), clerk.screen());
    }
    let mut clerk = Keyboard::on("2022-02-12T09:00:00Z", disk.path(), 80, 24);
    clerk.press("逾期");
    assert!(clerk.screen().contains("没有符合筛选的报告"), "{}", clerk.screen());
    clerk.press("<esc>迟");
    insta::assert_snapshot!("library_late", clerk.screen());
    clerk.press("<esc>未报");
    assert!(clerk.screen().contains("还没有报：法定期限 1月31日（条例第四十九条）已过 12 天"), "{}", clerk.screen());
    for key in ["<f4>", "<f6>", "<delete>", "<f5>"] {
        clerk.press(key);
        assert!(clerk.screen().contains("这家还没有报这一年的报告"), "{key}: {}", clerk.screen());
    }
    clerk.press("<enter>");
    assert!(clerk.screen().contains("示例县南山镇") && clerk.screen().contains("2021"), "{}", clerk.screen());
    clerk.press("<enter><enter><enter><enter><enter><enter>");
    let made = clerk.app().desk.as_ref().map(|desk| desk.report.about.clone()).unwrap();
    assert_eq!((made.organ.as_str(), made.year, made.kind), ("示例县南山镇", 2021, Kind::Township));
}

#[test]
fn reports_are_judged_once_the_library_is_shown_and_the_cursor_stands_on_the_one_that_was_left() {
    let dir = samples();
    let judged = |clerk: &Keyboard| clerk.app().library.rows().iter().filter(|row| row.counts.is_some()).count();
    let name = "示例市行政审批服务局-2020.ron";
    let mut clerk = Keyboard::opening(dir.path(), name, 80, 24);
    clerk.press("<right>");
    assert_eq!((clerk.app().library.rows().len(), judged(&clerk)), (2, 0));
    clerk.press("<ctrl+o>");
    assert_eq!(judged(&clerk), 2);
    assert_eq!(clerk.app().library.current().map(|row| row.name.as_str()), Some(name));
    // A report that cannot be opened leaves the library on the screen.
    let mut clerk = Keyboard::opening(dir.path(), "没有-2020.ron", 80, 24);
    clerk.press("<right>");
    assert_eq!(judged(&clerk), 2, "{}", clerk.screen());
}
