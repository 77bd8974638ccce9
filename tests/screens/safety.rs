//! Nothing that was seen on the screen is lost: recovery, merging, choosing, history, one writer.

use std::{fs, path::PathBuf};

use nianbao::{report::edit::Edit, tui::app::desk::Body};

use super::{keyboard::Keyboard, samples};

const DRAFT: &str = "示例市行政审批服务局-2021.ron";

fn draft(dir: &tempfile::TempDir) -> PathBuf {
    dir.path().join(DRAFT)
}

/// What stands in the hidden folder, by the end of the name.
fn hidden(dir: &tempfile::TempDir, end: &str) -> usize {
    let names = fs::read_dir(dir.path().join(".nianbao")).into_iter().flatten();
    names.filter(|name| name.as_ref().unwrap().file_name().to_str().unwrap().ends_with(end)).count()
}

#[test]
fn what_a_dead_session_left_is_shown_as_changes_that_can_be_undone() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>我写的<down>一句<ctrl+n><ctrl+n><down>12<enter>34");
    let before = fs::read(draft(&dir)).unwrap();
    // As if it had been killed: the journal stays.
    drop(clerk);
    assert_eq!((fs::read(draft(&dir)).unwrap(), hidden(&dir, ".journal")), (before, 1));
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("2021<enter>");
    let screen = again.screen();
    assert!(screen.contains("已找回") && screen.contains("有改动未存") && screen.contains("我写的"), "{screen}");
    // What was being typed into a cell, too.
    again.press("<ctrl+n><ctrl+n>");
    assert!(again.screen().contains("12") && again.screen().contains("34"), "{}", again.screen());
    again.press("<ctrl+z><ctrl+z><ctrl+z><ctrl+z>");
    assert!(again.screen().contains("已存"), "{}", again.screen());
    again.press("<ctrl+y><ctrl+y><ctrl+y><ctrl+y><ctrl+s>");
    assert!(again.screen().contains("已保存") && hidden(&dir, ".journal") == 1, "{}", again.screen());
    assert!(fs::read_to_string(draft(&dir)).unwrap().contains("我写的"));
    again.press("<ctrl+o>");
    assert_eq!((hidden(&dir, ".journal"), hidden(&dir, ".lock"), hidden(&dir, ".tmp")), (0, 0, 0));
}

#[test]
fn what_differs_merges_by_itself_when_somebody_else_has_saved() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>我写的一句。");
    let theirs = fs::read_to_string(draft(&dir)).unwrap().replace("state: Draft", "state: Submitted");
    fs::write(draft(&dir), &theirs).unwrap();
    clerk.press("<ctrl+s>");
    assert!(clerk.screen().contains("别处也改了 1 处") && clerk.screen().contains("送审"), "{}", clerk.screen());
    let both = fs::read_to_string(draft(&dir)).unwrap();
    assert!(both.contains("state: Submitted") && both.contains("我写的一句。"));
    // Theirs was not destroyed either.
    let kept = fs::read_dir(dir.path().join(".nianbao")).unwrap().map(|entry| entry.unwrap().path());
    assert!(
        kept.filter(|path| path.extension().is_some_and(|e| e == "ron"))
            .any(|path| fs::read_to_string(path).unwrap() == theirs)
    );
    clerk.press("<ctrl+z>");
    assert!(clerk.screen().contains("草稿"), "{}", clerk.screen());
}

#[test]
fn the_same_thing_changed_twice_is_shown_side_by_side_and_the_writer_picks() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><ctrl+n><ctrl+n>77<enter>");
    let theirs = fs::read_to_string(draft(&dir)).unwrap();
    let row = theirs.lines().find(|line| line.contains("\"new\": [")).unwrap();
    let first = row.split('"').nth(3).unwrap();
    let changed = row.replacen(&format!("[\"{first}\""), "[\"88\"", 1);
    fs::write(draft(&dir), theirs.replace(row, &changed)).unwrap();
    clerk.press("<ctrl+s>");
    let screen = clerk.screen();
    assert!(
        screen.contains("1 我的") && screen.contains("77") && screen.contains("2 别处改的") && screen.contains("88"),
        "{screen}"
    );
    // Not choosing writes nothing.
    clerk.press("<f7>");
    assert!(clerk.screen().contains("没有保存") && fs::read_to_string(draft(&dir)).unwrap().contains("\"88\""));
    clerk.press("<ctrl+s><f8>");
    assert!(clerk.screen().contains("还有 1 处没有选"), "{}", clerk.screen());
    clerk.press("1<f8>");
    let saved = fs::read_to_string(draft(&dir)).unwrap();
    assert!(saved.contains("\"77\"") && !saved.contains("\"88\""), "{}", clerk.screen());
    let mut other = clerk;
    fs::write(draft(&dir), saved.replace("\"77\"", "\"99\"")).unwrap();
    other.press("78<enter><up><ctrl+s>2<enter>");
    assert!(fs::read_to_string(draft(&dir)).unwrap().contains("\"99\""), "{}", other.screen());
    other.press("<ctrl+z>");
    assert!(other.screen().contains("78"), "{}", other.screen());
}

#[test]
fn a_version_of_the_history_is_compared_and_restored_in_one_step() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>第一稿。<ctrl+s>第二稿。<ctrl+s><ctrl+g>历史<enter>");
    let screen = clerk.screen();
    assert!(screen.contains("2 个版本") && screen.contains("1 处不同") && screen.contains("恢复这个版本"), "{screen}");
    clerk.press("<down><f8>");
    assert!(clerk.screen().contains("已恢复") && clerk.screen().contains("有改动未存"), "{}", clerk.screen());
    assert!(!clerk.screen().contains("一稿"), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert!(clerk.screen().contains("第一稿。第二稿。"), "{}", clerk.screen());
    clerk.press("<ctrl+o><ctrl+r>");
    assert!(clerk.screen().contains("2 个版本"), "{}", clerk.screen());
}

#[test]
fn a_version_brings_back_figures_and_words_but_not_the_state_or_the_notes() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>第一稿。<ctrl+s><f9>请核对<enter><f10>1");
    let saved = fs::read_to_string(draft(&dir)).unwrap();
    assert!(saved.contains("state: Submitted") && saved.contains("请核对"), "{}", clerk.screen());
    clerk.press("<ctrl+g>历史<enter><down><f8><ctrl+s>");
    let back = fs::read_to_string(draft(&dir)).unwrap();
    assert!(!back.contains("第一稿。") && back.contains("state: Submitted") && back.contains("请核对"), "{back}");
}

#[test]
fn what_is_given_up_can_be_had_again_from_the_history() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>放弃的一句。<ctrl+o>2");
    assert_eq!((hidden(&dir, ".journal"), hidden(&dir, ".ron")), (0, 1));
    clerk.press("<enter>");
    assert!(!clerk.screen().contains("放弃的一句"), "{}", clerk.screen());
    clerk.press("<ctrl+g>历史<enter>");
    assert!(clerk.screen().contains("没有保存，放弃的"), "{}", clerk.screen());
    clerk.press("<f5>");
    assert!(clerk.screen().contains("F5 在这里没有用处"), "{}", clerk.screen());
    clerk.press("<enter>");
    assert!(clerk.screen().contains("放弃的一句"), "{}", clerk.screen());
}

#[test]
fn the_second_opener_reads_and_sees_who_writes() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>甲");
    let mut other = Keyboard::new(dir.path(), 80, 24);
    other.press("2021<enter>");
    let screen = other.screen();
    assert!(screen.contains("只能看") && screen.contains("起在编辑"), "{screen}");
    for keys in ["乙", "<ctrl+n><ctrl+n>9", "<ctrl+s>", "<f8>"] {
        other.press(keys);
        assert!(!other.app().desk.as_ref().unwrap().is_dirty(), "{keys}");
    }
    other.press("<ctrl+p><ctrl+p>乙");
    assert!(other.screen().contains("没有改动") && !other.screen().contains('乙'), "{}", other.screen());
    clerk.press("<ctrl+s><ctrl+o>");
    other.press("<ctrl+o><enter>丙");
    assert!(other.screen().contains('丙') && other.screen().contains('甲'), "{}", other.screen());
}

#[test]
fn the_library_says_who_is_writing_a_report() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>");
    let mut other = Keyboard::new(dir.path(), 80, 24);
    let says = format!("在写 {}", nianbao::store::user());
    assert_eq!(other.press("").screen().matches(&says).count(), 1, "{}", other.screen());
    clerk.press("<ctrl+o>");
    other.press("<enter><ctrl+o>");
    assert!(!other.screen().contains("在写"), "{}", other.screen());
}

#[test]
fn a_change_that_cannot_be_noted_is_refused_and_said() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>");
    fs::remove_dir_all(dir.path().join(".nianbao")).unwrap();
    fs::write(dir.path().join(".nianbao"), "").unwrap();
    clerk.press("乙");
    let screen = clerk.screen();
    assert!(screen.contains("没有记下，已退回") && !screen.contains('乙') && screen.contains("已存"), "{screen}");
    assert!(screen.contains(".nianbao 应是文件夹"), "{screen}");
    clerk.press("<ctrl+o>");
    assert!(clerk.screen().contains("报告库"), "{}", clerk.screen());
}

#[test]
fn a_report_with_unsaved_changes_is_not_renamed_away_from_them() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>未存的一句。");
    let mut other = Keyboard::new(dir.path(), 80, 24);
    other.press("2021<f6>分局<f8>");
    assert!(other.screen().contains("现在不能改名"), "{}", other.screen());
    drop(clerk);
    let mut other = Keyboard::new(dir.path(), 80, 24);
    other.press("2021<f6>分局<f8>");
    assert!(other.screen().contains("没保存的改动"), "{}", other.screen());
    other.press("<enter><ctrl+s><ctrl+o><f6>分局<f8>");
    assert!(other.screen().contains("分局"), "{}", other.screen());
}

#[test]
fn a_step_taken_back_by_the_palette_is_noted_once() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>甲乙<left>丙<ctrl+g>撤销<enter>");
    let seen = clerk.app().desk.as_ref().unwrap().report.paragraphs("preface").to_vec();
    drop(clerk);
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("2021<enter>");
    assert_eq!(again.app().desk.as_ref().unwrap().report.paragraphs("preface"), seen);
}

#[test]
fn a_sentence_that_is_being_written_is_not_dropped_by_a_key_that_leads_away() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f9>这一句要核");
    for keys in
        ["<f6>", "<f3>", "<ctrl+n>", "<ctrl+z>", "<ctrl+f>", "<f5>", "<ctrl+o>", "<ctrl+q>", "<ctrl+s>", "<ctrl+g>"]
    {
        clerk.press(keys);
        let screen = clerk.screen();
        assert!(screen.contains("这一句要核") && screen.contains("这一句还没有写好"), "{keys}: {screen}");
    }
    clerk.press("<enter>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().report.notes().first().unwrap().text, "这一句要核");
    // With nothing in it, any key leads away.
    clerk.press("<f9><f6>");
    assert!(clerk.app().desk.as_ref().unwrap().reason.is_none());
}

#[test]
fn what_was_found_is_found_again_where_somebody_else_has_changed_the_text() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 100, 30);
    let overview = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().report.paragraphs("overview").to_vec();
    clerk.press("2021<enter>新写<ctrl+f>行政许可");
    let theirs = fs::read_to_string(draft(&dir)).unwrap();
    let before = "围绕审批服务改革";
    assert!(theirs.contains(before));
    fs::write(draft(&dir), theirs.replace(before, "围绕审批服务改革和营商环境")).unwrap();
    clerk.press("<ctrl+s>");
    let merged = overview(&clerk);
    assert!(merged.iter().any(|text| text.contains("营商环境")));
    clerk.press("<tab>行政审批<ctrl+r>");
    let wanted: Vec<String> = merged.iter().map(|text| text.replace("行政许可", "行政审批")).collect();
    assert_eq!(overview(&clerk), wanted);
}

#[test]
fn what_was_taken_back_before_a_crash_does_not_come_back_with_undo() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><ctrl+n>5<enter><ctrl+z>6<enter>");
    let seen = clerk.app().desk.as_ref().unwrap().report.clone();
    drop(clerk);
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("2021<enter>");
    assert_eq!(again.app().desk.as_ref().unwrap().report, seen);
    again.press("<ctrl+z>");
    assert!(!again.app().desk.as_ref().unwrap().is_dirty());
    again.press("<ctrl+z>");
    assert!(again.screen().contains("没有可以撤销的改动"), "{}", again.screen());
}

#[test]
fn where_the_hidden_folder_was_removed_it_is_made_anew_and_nothing_is_lost() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>甲");
    fs::remove_dir_all(dir.path().join(".nianbao")).unwrap();
    clerk.press("乙丙");
    let mut other = Keyboard::new(dir.path(), 80, 24);
    other.press("2021<enter>");
    assert!(other.screen().contains("只能看"), "{}", other.screen());
    drop((clerk, other));
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("2021<enter>");
    assert!(again.screen().contains("已找回") && again.screen().contains("甲乙丙"), "{}", again.screen());
    fs::remove_dir_all(dir.path().join(".nianbao")).unwrap();
    again.press("丁<ctrl+s>");
    assert!(again.screen().contains("已保存"), "{}", again.screen());
    let saved = fs::read_to_string(draft(&dir)).unwrap();
    assert!(saved.contains("甲乙丙") && saved.contains('丁'), "{saved}");
}

#[test]
fn where_the_whole_folder_was_removed_nothing_is_drawn_that_is_not_noted_and_leaving_asks_twice() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>甲");
    fs::remove_dir_all(dir.path()).unwrap();
    clerk.press("乙");
    assert!(!clerk.screen().contains('乙') && clerk.screen().contains("文件夹不见了"), "{}", clerk.screen());
    clerk.press("<ctrl+o>2");
    assert!(clerk.screen().contains("留不下来") && clerk.app().desk.is_some(), "{}", clerk.screen());
    clerk.press("1");
    assert!(clerk.screen().contains('甲'), "{}", clerk.screen());
    clerk.press("<ctrl+o>22");
    assert!(clerk.app().desk.is_none(), "{}", clerk.screen());
}

#[test]
fn a_draft_whose_file_is_gone_is_found_by_what_was_not_saved_of_it() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>甲乙丙");
    drop(clerk);
    let file = fs::read(draft(&dir)).unwrap();
    fs::remove_file(draft(&dir)).unwrap();
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("<end>");
    assert!(again.screen().contains("文件不见了") && !again.screen().contains("已查"), "{}", again.screen());
    again.press("<enter>");
    assert!(again.screen().contains("已找回") && again.screen().contains("甲乙丙"), "{}", again.screen());
    again.press("<ctrl+z><ctrl+s>");
    drop(again);
    assert_eq!(fs::read(draft(&dir)).unwrap(), file);
    // Not wanted: it goes into the bin, and is not offered again.
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>丁");
    drop(clerk);
    fs::remove_file(draft(&dir)).unwrap();
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("<end><delete>1");
    assert!(!again.screen().contains("文件不见了"), "{}", again.screen());
    assert_eq!(hidden(&dir, ".journal"), 0);
    let bin = fs::read_dir(dir.path().join(".nianbao/bin")).unwrap();
    assert!(bin.map(|file| file.unwrap().file_name()).any(|name| name.to_string_lossy().contains(".journal")));
}

/// Keys that change a report in every way there is, and those that lead about in it.
const KEYS: &str = "政 公开 3 12 。 “年报” <enter> <tab> <up> <down> <left> <right> <home> <end> <pageup> <pagedown> <backspace> \
    <delete> <esc> <f2> <f3> <f4> <f6> <f7> <f8> <ctrl+n> <ctrl+p> <ctrl+z> <ctrl+y> <ctrl+t> <ctrl+e> <ctrl+r> <ctrl+d> \
    <ctrl+k> <ctrl+u> <ctrl+x> <ctrl+s> <shift+down> <shift+right> <paste:三件\\n5件，其中2件> <paste:1\\t2\\n3\\t4> <f9>核<enter> \
    <ctrl+g>撤销<enter> <ctrl+g>重做<enter> <ctrl+g>粘贴<enter> <ctrl+g>剪切<enter> <ctrl+f>公开<tab>公布<ctrl+r><esc> <ctrl+z>";

#[test]
fn whatever_keys_were_pressed_a_dead_session_gives_back_what_was_shown() {
    let keys: Vec<&str> = KEYS.split_whitespace().collect();
    for round in 0..8_u64 {
        let mut dice = round.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let dir = samples();
        let mut clerk = Keyboard::new(dir.path(), 80, 24);
        clerk.press("2021<enter>");
        let mut pressed = String::new();
        for n in 0..48 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let key = keys[(dice >> 33) as usize % keys.len()];
            clerk.press(key);
            pressed.push_str(key);
            if n % 6 != 5 {
                continue;
            }
            let Some(desk) = clerk.app().desk.as_ref() else { break };
            let mut shown = desk.report.clone();
            if let Body::Table(grid) = desk.body()
                && let Some(typing) = &grid.typing
            {
                shown.apply(Edit::cell(grid.place(), typing.field.text().to_owned()));
            }
            // As if it were killed here: its journal as it stands, and no lock of a process that lives.
            let dead = tempfile::tempdir().unwrap();
            for (from, to) in
                [("", ""), (".nianbao", ".nianbao")].map(|(a, b)| (dir.path().join(a), dead.path().join(b)))
            {
                fs::create_dir_all(&to).unwrap();
                for file in fs::read_dir(from).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
                    if file.extension().is_none_or(|end| end != "lock") {
                        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
                    }
                }
            }
            let mut again = Keyboard::opening(dead.path(), &desk.file.name, 80, 24);
            again.press("");
            let found = &again.app().desk.as_ref().expect("it opens").report;
            assert_eq!(*found, shown, "after {pressed}");
        }
    }
}

#[test]
fn where_what_holds_the_words_was_removed_every_way_on_still_works() {
    let dir = samples();
    let inner = dir.path().join(".nianbao");
    let journals = || {
        let files = fs::read_dir(dir.path().join(".nianbao")).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|end| end == "journal"))
    };
    // The journal alone.
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>甲");
    journals().for_each(|path| fs::remove_file(path).unwrap());
    clerk.press("乙");
    drop(clerk);
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>");
    assert!(clerk.screen().contains("甲乙"), "{}", clerk.screen());
    // The folder, and then one leaves.
    fs::remove_dir_all(&inner).unwrap();
    clerk.press("<ctrl+o>2");
    assert!(clerk.app().desk.is_none(), "{}", clerk.screen());
    assert_eq!(hidden(&dir, ".ron"), 1);
    // The folder, and somebody else is quicker.
    clerk.press("<enter>丙");
    fs::remove_dir_all(&inner).unwrap();
    let mut other = Keyboard::new(dir.path(), 80, 24);
    other.press("2021<enter>丁");
    clerk.press("戊");
    let screen = clerk.screen();
    assert!(screen.contains("已经接着编辑") && screen.contains('丙') && !screen.contains('戊'), "{screen}");
}

#[test]
fn a_key_behind_a_refused_one_stands_where_it_was_typed_and_what_is_typed_is_noted_late() {
    let dir = samples();
    let inner = dir.path().join(".nianbao");
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    let block = || {
        fs::remove_dir_all(&inner).unwrap();
        fs::write(&inner, "").unwrap();
    };
    clerk.press("2021<enter>甲");
    block();
    clerk.press("<paste:乙丁>");
    assert!(!clerk.screen().contains("乙丁"), "{}", clerk.screen());
    fs::remove_file(&inner).unwrap();
    clerk.press("丙");
    assert!(clerk.screen().contains("甲丙"), "{}", clerk.screen());
    clerk.press("<ctrl+s><ctrl+n><ctrl+n>");
    block();
    clerk.press("77");
    assert!(clerk.screen().contains("还没有记下"), "{}", clerk.screen());
    fs::remove_file(&inner).unwrap();
    clerk.press("<f1><f1>");
    drop(clerk);
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("2021<enter>");
    let report = &again.app().desk.as_ref().unwrap().report;
    assert_eq!(report.text(report.edition().find(&"t2.new.natural".into()).unwrap()), "77");
}

#[test]
fn a_sentence_that_was_being_written_can_be_pasted_after_a_crash() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter><f9>这一句要核");
    drop(clerk);
    let mut again = Keyboard::new(dir.path(), 80, 24);
    again.press("2021<enter>");
    assert!(
        again.screen().contains("上次有一句没有写好") && again.screen().contains("“这一句要核”"),
        "{}",
        again.screen()
    );
    assert!(!again.app().desk.as_ref().unwrap().is_dirty());
    again.press("<f9><ctrl+u>对<enter>");
    assert_eq!(again.app().desk.as_ref().unwrap().report.notes().first().unwrap().text, "这一句要核对");
    again.press("<ctrl+s><ctrl+o>");
    again.press("<enter>");
    assert!(!again.screen().contains("没有写好"), "{}", again.screen());
}
