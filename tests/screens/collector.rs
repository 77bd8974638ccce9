//! 汇总 on the screen: the organs with their marks, the sums, the organs behind one, the statement, the draft.

use std::fs;

use nianbao::{
    form::Edition,
    report::{About, Kind, Report, Scope, State},
    store::Folder,
};
use tempfile::TempDir;

use crate::{SIZES, date, keyboard::Keyboard};

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
