//! 导出: formats marked by keys, files written one after another, and what the screen says about them.

use std::fs;

use crate::{keep, keyboard::Keyboard, samples};

#[test]
fn the_desk_asks_for_formats_and_folder() {
    keep("export", "<enter><ctrl+g>导出<enter>2");
}

#[test]
fn what_was_written_is_named_and_what_stood_there_is_asked_about() {
    keep("export_done", "<ctrl+g>导出<enter>2<f8>");
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+g>导出<enter>23<f8>");
    let path = dir.path().join("reports/导出/示例市行政审批服务局-2021.docx");
    assert!(clerk.screen().contains("✓ 示例市行政审批服务局-2021.docx"), "{}", clerk.screen());
    fs::write(&path, "别人的文件").unwrap();
    clerk.press("<enter><ctrl+g>导出<enter>23<f8>");
    assert!(clerk.screen().contains("已有 示例市行政审批服务局-2021.docx"), "{}", clerk.screen());
    clerk.press("<enter>");
    assert_eq!(fs::read_to_string(&path).unwrap(), "别人的文件");
    clerk.press("<ctrl+g>导出<enter>23<f8><f8>");
    assert!(clerk.screen().contains("✓ 示例市行政审批服务局-2021.docx"), "{}", clerk.screen());
    assert_eq!(fs::read(&path).unwrap().get(..2), Some(b"PK".as_slice()));
}

#[test]
fn what_is_typed_but_not_saved_goes_out_too() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n>77<ctrl+g>导出<enter>1236<f8>");
    let csv = fs::read_to_string(dir.path().join("reports/导出/示例市行政审批服务局-2021.csv")).unwrap();
    assert!(csv.contains(",77,77\r\n"), "{csv}");
}

#[test]
fn a_folder_that_cannot_be_made_is_told_and_nothing_is_lost() {
    let dir = samples();
    fs::write(dir.path().join("占用"), "").unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+g>导出<enter><up><down><down><down><down><down><down><down>");
    for _ in 0..12 {
        clerk.press("<backspace>");
    }
    clerk.press("占用/里面<enter>");
    assert!(clerk.screen().contains("建不了文件夹"), "{}", clerk.screen());
    clerk.press("<enter>");
    assert!(clerk.app().desk.is_some() && clerk.app().overlay.is_none());
}
