//! First run, import, palette, settings, find and replace: through the real loop.

use std::{
    fs::{self, File},
    time::SystemTime,
};

use jiff::Timestamp;

use crate::{SIZES, keyboard::Keyboard, samples};

/// Presses keys in a folder made by `fill` and keeps the screen at all three sizes.
fn keep_in(name: &str, fill: impl Fn(&std::path::Path), keys: &str) {
    for (columns, rows) in SIZES {
        let dir = tempfile::tempdir().unwrap();
        fill(dir.path());
        let mut keyboard = Keyboard::new(dir.path(), columns, rows);
        keyboard.press(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), keyboard.screen());
    }
}

/// The text of a report as an office has it, with a damaged table and a heading nobody knows.
const TEXT: &str = "示例市园林局2020年政府信息公开工作年度报告

本报告依据有关规定编制。

一、总体情况

2020年，本局主动公开信息35条，收到申请2件。

二、主动公开政府信息情况

规章 | 0 | 0 | 0
规范性文件 | 1 | 1

五、存在的主要问题及改进情况

公开目录更新不够及时，今后按月检查。

附：联系方式
";

fn texts(dir: &std::path::Path) {
    fs::write(dir.join("园林局2020.txt"), TEXT).unwrap();
    fs::write(dir.join("说明.md"), "今天开会。").unwrap();
    fs::write(dir.join("照片.png"), "").unwrap();
    fs::create_dir(dir.join("旧报告")).unwrap();
}

#[test]
fn an_empty_folder_offers_what_to_begin_with() {
    keep_in("first_run", |_| {}, "");
}

#[test]
fn a_file_to_import_is_picked_from_what_lies_there() {
    keep_in("import", texts, "2<down><down>");
}

#[test]
fn an_import_says_what_it_read() {
    keep_in("import_statement", texts, "<f9>园<tab><enter>");
}

#[test]
fn a_file_that_is_no_report_says_so_and_the_path_stays() {
    keep_in("import_failed", texts, "<f9>说明.md<enter>");
}

/// A report whose table was pasted from a page: figures stick together, in one row in more than one way.
const GLUED: &str = "示例县2022年政府信息公开工作年度报告

一、总体情况

全年平稳。

二、主动公开政府信息情况

规章000
行政规范性文件7721
行政许可 5

三、收到和处理政府信息公开申请情况

一、本年新收政府信息公开申请数量3000003
";

#[test]
fn an_import_is_looked_through_beside_the_draft() {
    keep_in("import_doubts", |dir| fs::write(dir.join("a.txt"), GLUED).unwrap(), "<f9>a.txt<enter><enter><ctrl+n>");
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), GLUED).unwrap();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("<f9>a.txt<enter><enter>");
    let cell = |clerk: &Keyboard, place: &str| {
        let report = &clerk.app().desk.as_ref().unwrap().report;
        report.text(report.edition().find(&place.into()).unwrap()).to_owned()
    };
    let open = |clerk: &Keyboard| {
        let checked = &clerk.app().desk.as_ref().unwrap().checked;
        checked.findings.iter().filter(|finding| finding.code == "E-06").count()
    };
    assert_eq!((cell(&clerk, "t2.new.natural"), cell(&clerk, "t1.normative.issued")), ("3".into(), String::new()));
    let before = open(&clerk);
    clerk.press("<ctrl+n><down><f4>1");
    assert_eq!((cell(&clerk, "t1.normative.issued"), open(&clerk)), ("7".into(), before - 1), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!((cell(&clerk, "t1.normative.issued"), open(&clerk)), (String::new(), before));
    clerk.press("<ctrl+y><home><up><f8>");
    assert_eq!(open(&clerk), before - 2, "{}", clerk.screen());
    assert!(clerk.screen().contains("已核对"), "{}", clerk.screen());
    clerk.press("<ctrl+z>");
    assert_eq!(open(&clerk), before - 1, "{}", clerk.screen());
}

#[test]
fn what_an_import_was_not_sure_of_is_still_marked_when_the_program_was_left() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), GLUED).unwrap();
    let doubts = |clerk: &Keyboard| -> Vec<(String, usize)> {
        let checked = &clerk.app().desk.as_ref().unwrap().checked;
        let doubts = checked.findings.iter().filter(|finding| finding.code == "E-06");
        doubts.map(|finding| (finding.message.clone(), finding.repairs.len())).collect()
    };
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<f9>a.txt<enter><enter>");
    let before = doubts(&clerk);
    assert!(before.iter().any(|(message, ways)| message.contains("“7721”") && *ways == 3), "{before:?}");
    clerk.press("<ctrl+q>");

    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n><f8>");
    assert_eq!(doubts(&clerk).len(), before.len() - 1, "{}", clerk.screen());
    let marks = |clerk: &Keyboard| clerk.screen().lines().skip(2).take(3).filter(|line| line.ends_with('!')).count();
    assert_eq!(marks(&clerk), 1, "{}", clerk.screen());
    clerk.press("<ctrl+s><ctrl+q>");

    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n>");
    assert_eq!(doubts(&clerk).len(), before.len() - 1, "{}", clerk.screen());
    clerk.press("<down>8<enter>7<enter>");
    clerk.press("<f10>2");
    assert!(clerk.screen().contains("条核实级问题没有改正或写明原因，不能定稿"), "{}", clerk.screen());
}

#[test]
fn a_report_is_pasted_into_the_import() {
    let dir = tempfile::tempdir().unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<f9>");
    clerk.press(&format!("<paste:{GLUED}>"));
    assert!(clerk.screen().contains("粘贴的文字"), "{}", clerk.screen());
    clerk.press("<enter>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().report.about.organ, "示例县");
}

#[test]
fn the_three_beginnings_lead_to_a_report() {
    let dir = tempfile::tempdir().unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    assert!(clerk.press("x").screen().contains("还没有报告：按 1 新建"), "{}", clerk.screen());
    clerk.press("３");
    assert_eq!(clerk.app().library.rows().len(), 2, "{}", clerk.screen());

    let dir = tempfile::tempdir().unwrap();
    texts(dir.path());
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<f9>园林局2020.txt<enter><enter>");
    let desk = clerk.app().desk.as_ref().expect("the report is open");
    assert_eq!((desk.report.about.organ.as_str(), desk.report.about.year), ("示例市园林局", 2020));
    assert!(desk.report.paragraphs("problems").concat().contains("按月检查"));

    let dir = tempfile::tempdir().unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("1示例市档案局<f8>");
    assert_eq!(clerk.app().desk.as_ref().map(|desk| desk.report.about.organ.as_str()), Some("示例市档案局"));
}

#[test]
fn a_report_that_names_no_organ_is_named_after_its_file() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("水务2020.txt"), "一、总体情况\n\n2020年，主动公开信息3条。\n").unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2水务2020.txt<enter>");
    assert!(clerk.screen().contains("先用“水务2020”代替"), "{}", clerk.screen());
}

#[test]
fn an_import_never_takes_the_place_of_a_report() {
    let dir = tempfile::tempdir().unwrap();
    texts(dir.path());
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2园林局2020.txt<enter><f7><f9>园林局2020.txt<enter>");
    assert!(clerk.screen().contains("已经存在，没有覆盖"), "{}", clerk.screen());
}

#[test]
fn a_key_that_means_nothing_here_says_so() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    assert!(clerk.press("<f7>").screen().contains("F7 在这里没有用处"), "{}", clerk.screen());
    assert!(clerk.press("<enter><ctrl+r>").screen().contains("^R 在这里没有用处"), "{}", clerk.screen());
}

/// Presses keys on the samples and keeps the screen at all three sizes.
fn keep(name: &str, keys: &str) {
    crate::keep(name, keys);
}

#[test]
fn the_palette_lists_everything_before_anything_is_typed() {
    keep("palette", "<enter><ctrl+n><ctrl+n><ctrl+g>");
}

#[test]
fn the_palette_finds_by_initials() {
    keep("palette_initials", "<enter><ctrl+g>xzxk");
}

#[test]
fn the_palette_in_the_library_finds_reports_and_actions() {
    keep("palette_library", "<ctrl+g>xz");
}

#[test]
fn the_palette_goes_to_a_cell_by_row_and_column() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+g>yygk zj<enter>");
    let place = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().place().to_string();
    assert_eq!(place(&clerk), "t2.granted.total");
    clerk.press("<ctrl+g>wtgj<enter>");
    assert_eq!(place(&clerk), "problems");
    clerk.press("<ctrl+g>T2-R01<enter>");
    assert!(place(&clerk).starts_with("t2."), "{}", place(&clerk));
}

#[test]
fn the_palette_in_the_library_opens_the_report_under_the_cursor_at_a_place() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    let place = |clerk: &Keyboard| {
        let desk = clerk.app().desk.as_ref().unwrap();
        (desk.report.about.year, desk.place().to_string())
    };
    clerk.press("<ctrl+g>yygk zj<enter>");
    assert_eq!(place(&clerk), (2021, "t2.granted.total".into()));
    clerk.press("<ctrl+o><down><ctrl+g>表三<enter>");
    assert_eq!(place(&clerk).0, 2020);
    assert!(place(&clerk).1.starts_with("t3."), "{:?}", place(&clerk));
    clerk.press("<ctrl+o><ctrl+g>ztqk<enter>");
    assert_eq!(place(&clerk).1, "overview");
}

#[test]
fn the_palette_does_what_a_key_does() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter>一句话。<ctrl+g>baocun<enter>");
    assert!(clerk.screen().contains("已存 09:41"), "{}", clerk.screen());
    clerk.press("<ctrl+g>cx<enter>");
    assert!(clerk.screen().contains("有改动未存"), "{}", clerk.screen());
}

#[test]
fn a_report_saved_today_says_when_alike_after_saving_and_after_opening() {
    let dir = samples();
    let saved: SystemTime = "2022-01-10T09:30:00Z".parse::<Timestamp>().unwrap().into();
    for file in fs::read_dir(dir.path()).unwrap() {
        File::options().write(true).open(file.unwrap().path()).unwrap().set_modified(saved).unwrap();
    }
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("");
    assert!(clerk.screen().contains("今天 09:30"), "{}", clerk.screen());
    clerk.press("<enter>");
    assert!(clerk.screen().contains(" 已存 09:30"), "{}", clerk.screen());
}

#[test]
fn the_palette_opens_another_report_and_asks_for_changes_first() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter>一句话。<ctrl+g>2020<enter>");
    assert!(clerk.screen().contains("报告有改动还没有保存"), "{}", clerk.screen());
    clerk.press("1");
    let desk = clerk.app().desk.as_ref().expect("the other report");
    assert_eq!(desk.report.about.year, 2020);
    let mut again = Keyboard::new(dir.path(), 80, 24);
    assert!(again.press("<enter>").screen().contains("一句话。"), "{}", again.screen());
}

#[test]
fn what_was_being_typed_is_kept_when_the_palette_leads_away() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n><ctrl+n>77<ctrl+g>ztqk<enter>");
    let report = &clerk.app().desk.as_ref().unwrap().report;
    assert_eq!(report.text(report.edition().find(&"t2.new.natural".into()).unwrap()), "77");
}

#[test]
fn the_settings_show_what_they_look_like() {
    keep("settings", "<ctrl+w><right><right><down>");
}

#[test]
fn settings_act_at_once_are_kept_and_last() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    let accent = |clerk: &Keyboard| clerk.draw(80, 24)[(1, 23)].fg;
    let before = accent(&clerk);
    clerk.press("<ctrl+w><right><right>");
    assert_ne!(accent(&clerk), before, "the preview is live");
    clerk.press("<f7>");
    assert!(clerk.screen().contains("改动还没有存"), "{}", clerk.screen());
    clerk.press("<f7>");
    assert_eq!(accent(&clerk), before, "and taken back");
    clerk.press("<ctrl+w><right><down><down><down><down>示例市林业局<f8>");
    assert!(clerk.screen().contains("设置已存到"), "{}", clerk.screen());
    let text = fs::read_to_string(dir.path().join("config/settings.ron")).unwrap();
    assert!(text.contains("theme: \"light\"") && text.contains("示例市林业局") && text.contains("// "), "{text}");
    let again = Keyboard::new(dir.path(), 80, 24);
    assert_eq!(again.app().settings().theme, "light");
}

#[test]
fn settings_that_name_what_there_is_not_are_told_when_the_workbench_opens() {
    for (settings, told) in [
        ("(theme: \"gone\")", "没有设置里的配色“gone”，先用默认的；^W 看设置"),
        ("(demoted: [(rule: \"T9-X99\", reason: \"留空\")])", "设置里降级的“T9-X99”不是规则编号"),
        ("(demoted: [(rule: \"T3-V01\", reason: \"\")])", "设置里降级的 T3-V01 没有写理由"),
    ] {
        let dir = samples();
        fs::create_dir_all(dir.path().join("config")).unwrap();
        fs::write(dir.path().join("config/settings.ron"), settings).unwrap();
        let mut clerk = Keyboard::new(dir.path(), 80, 24);
        clerk.press("");
        assert!(clerk.screen().contains(told), "{}", clerk.screen());
    }
}

#[test]
fn a_broken_settings_file_is_told_and_kept() {
    let dir = samples();
    fs::create_dir(dir.path().join("config")).unwrap();
    fs::write(dir.path().join("config/settings.ron"), "(\n    theme: 1,\n)").unwrap();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    assert!(clerk.press("").screen().contains("第2行"), "{}", clerk.screen());
    clerk.press("<ctrl+w><f8>");
    assert!(clerk.screen().contains("settings.ron.坏"), "{}", clerk.screen());
    assert!(fs::read_to_string(dir.path().join("config/settings.ron.坏")).unwrap().contains("theme: 1"));
}

#[test]
fn a_demoted_rule_weighs_less_in_the_list_and_in_the_report() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    assert!(clerk.press("").screen().contains("✗1 !1"), "{}", clerk.screen());
    clerk.press("<ctrl+w><pagedown>T3-V01=上级另有要求<f8>");
    assert!(clerk.screen().contains("✗1 ·2"), "{}", clerk.screen());
    clerk.press("<enter><ctrl+g>T3-V01");
    assert!(clerk.screen().contains("· T3-V01"), "{}", clerk.screen());
}

#[test]
fn the_first_new_report_is_about_the_organ_of_the_settings() {
    let dir = tempfile::tempdir().unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<ctrl+w><down><down><down><down>示例市林业局<f8><f2><f8>");
    assert_eq!(
        clerk.app().desk.as_ref().map(|desk| desk.report.title()),
        Some("示例市林业局2021年政府信息公开工作年度报告".into())
    );
}

#[test]
fn the_library_is_narrowed_down_by_pinyin_too() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    assert_eq!(clerk.press("xzsp").app().library.shown().count(), 2);
    assert_eq!(clerk.press(" 2020").app().library.shown().count(), 1);
    assert_eq!(clerk.press(" qq").app().library.shown().count(), 0);
    assert!(clerk.press("<enter>").screen().contains("退格删去筛选的字"), "{}", clerk.screen());
}

#[test]
fn what_is_found_anywhere_in_the_report_is_gone_to_and_replaced() {
    keep("replace", "<enter><ctrl+f>公开<tab>公示<up>");
}

#[test]
fn finding_goes_through_all_parts_and_the_page_follows() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    let place = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().place().to_string();
    // A figure that stands in a table only.
    clerk.press("<enter><ctrl+f>16204");
    assert_eq!(place(&clerk), "overview");
    clerk.press("<enter>");
    assert_eq!(place(&clerk), "t1.permits.decisions");
    clerk.press("<enter>");
    assert_eq!(place(&clerk), "overview", "round and round");
    assert!(clerk.screen().contains("1/2"), "{}", clerk.screen());
    clerk.press("<f2>");
    assert!(clerk.app().desk.as_ref().unwrap().search.is_none());
    assert!(clerk.press("<ctrl+f>没有这样的话<enter>").screen().contains("没有找到"), "{}", clerk.screen());
}

#[test]
fn replacing_everything_is_one_step_of_undo_in_prose_and_tables() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter>");
    let text = |clerk: &Keyboard| format!("{:?}", clerk.app().desk.as_ref().unwrap().report);
    let before = text(&clerk);
    clerk.press("<ctrl+f>16204<tab>16205<ctrl+r>");
    assert!(clerk.screen().contains("已把 2 处“16204”替换为“16205”"), "{}", clerk.screen());
    let after = text(&clerk);
    assert_eq!((after.matches("16204").count(), after.matches("16205").count()), (0, 2));
    clerk.press("<ctrl+z>");
    assert_eq!(text(&clerk), before);
    assert!(clerk.screen().contains("16204"), "{}", clerk.screen());
    clerk.press("<ctrl+y>");
    assert_eq!(text(&clerk), after);
}

#[test]
fn one_is_replaced_at_a_time_and_never_what_was_just_put_in() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("<enter><ctrl+f>政府<tab>人民政府");
    let find = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().search.as_ref().unwrap().found.clone();
    let n = find(&clerk).total();
    assert!(n > 3);
    clerk.press("<f8><f8>");
    let text = format!("{:?}", clerk.app().desk.as_ref().unwrap().report);
    assert_eq!(text.matches("人民政府").count(), 2, "{n}");
    assert!(!text.contains("人民人民"), "the same place twice");
    clerk.press("<ctrl+r>");
    let text = format!("{:?}", clerk.app().desk.as_ref().unwrap().report);
    assert!(clerk.screen().contains("^Z 一次撤销"), "{}", clerk.screen());
    assert!(text.matches("人民政府").count() >= n);
}

#[test]
fn what_cannot_be_replaced_says_why() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("<enter><ctrl+f><f8>");
    assert!(clerk.screen().contains("先填写替换成什么"), "{}", clerk.screen());
    assert!(clerk.press("<ctrl+r>").screen().contains("请先输入要找的文字"), "{}", clerk.screen());
    assert!(clerk.press("<tab>公开<tab>公开<f8>").screen().contains("两边的文字一样"), "{}", clerk.screen());
    assert!(!clerk.app().desk.as_ref().unwrap().is_dirty());
}

#[test]
fn a_paragraph_too_long_to_edit_is_parted_when_pasted_and_one_step_takes_it_back() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter>");
    let n = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().report.paragraphs("overview").len();
    let before = n(&clerk);
    clerk.press(&format!("<paste:{}>", "全年运行平稳。".repeat(20_000)));
    assert_eq!(n(&clerk), before + 2);
    assert!(clerk.screen().contains("已在句末分成几段"), "{}", clerk.screen());
    clerk.press("尾");
    assert_eq!(n(&clerk), before + 2, "the cursor stands where it stood");
    clerk.press("<ctrl+z><ctrl+z>");
    assert_eq!(n(&clerk), before);
    assert!(!clerk.app().desk.as_ref().unwrap().is_dirty());
}

#[test]
fn a_paragraph_too_long_to_edit_is_parted_when_opened() {
    let dir = samples();
    let path = fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_str().unwrap().contains("2021"))
        .unwrap();
    let text = fs::read_to_string(&path).unwrap().replacen("（一）主动公开", &"全年运行平稳。".repeat(10_000), 1);
    fs::write(&path, text).unwrap();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("2021<enter>");
    assert!(clerk.screen().contains("已在句末分成几段"), "{}", clerk.screen());
    assert!(clerk.screen().contains("有改动未存"), "{}", clerk.screen());
}

/// A key as the key table writes it, as the keyboard presses it.
fn pressed(label: &str) -> String {
    let name = |label: &str| match label {
        "退格" => "backspace".to_owned(),
        "Del" => "delete".to_owned(),
        "↑" => "up".to_owned(),
        "↓" => "down".to_owned(),
        "←" => "left".to_owned(),
        "→" => "right".to_owned(),
        "PgUp" => "pageup".to_owned(),
        "PgDn" => "pagedown".to_owned(),
        label => label.to_lowercase(),
    };
    match (label.strip_prefix('^'), label.split_once('+')) {
        (Some(c), _) => format!("<ctrl+{}>", c.to_lowercase()),
        (None, Some(("Shift", "Tab"))) => "<backtab>".into(),
        (None, Some((modifier, key))) => format!("<{}+{}>", modifier.to_lowercase(), name(key)),
        (None, None) => format!("<{}>", name(label)),
    }
}

/// In every place, each key that is shown as working there does something or says why it cannot. Moving and deleting
/// may do nothing at an end; so such a key must act in one of the ways given.
#[test]
fn every_key_acts_or_says_why_not() {
    use nianbao::tui::{app::msg::Action, keys};
    let places: [(&str, &[&str]); 13] = [
        ("library", &["", "没有", "<down>", "示例<down>"]),
        ("form", &["<f2>机关<left>", "<f2><down>20"]),
        ("question", &["<delete>", "<delete><up>"]),
        ("import", &["<f9>config", "<f9>c<left>", "<f9><down><down>"]),
        ("export", &["<enter><f9><down>", "<enter><f9><pagedown><left>"]),
        ("palette", &["<ctrl+g>", "<ctrl+g>新建<left>", "<ctrl+g><pagedown>"]),
        ("settings", &["<ctrl+w><down>", "<ctrl+w><down><down><down><down>机关<left>"]),
        ("prose", &["<enter>一<down><down><right>", "<enter>一<ctrl+z><pagedown>"]),
        ("table", &["<enter><ctrl+n><ctrl+n><down><down><right>", "<enter><ctrl+n><ctrl+n><pagedown>7<enter><ctrl+z>"]),
        ("typing", &["<enter><ctrl+n><ctrl+n><down>12<left>", "<enter><ctrl+n><ctrl+n><down><right>12"]),
        ("find", &["<enter><ctrl+f>公开<left>", "<enter><ctrl+f>公开<tab>公示<left>"]),
        ("outline", &["<enter><f3><down>"]),
        ("findings", &["<enter><f6><down>", "<enter><f6>"]),
    ];
    let may_rest = |action: Action| {
        use Action as A;
        let moves = [A::Up, A::Down, A::Left, A::Right, A::Home, A::End, A::PageUp, A::PageDown, A::Next, A::Previous];
        let others = [A::Delete, A::Backspace, A::WordLeft, A::WordRight, A::SelectUp, A::SelectLeft];
        moves.contains(&action) || others.contains(&action)
    };
    let mut silent = Vec::new();
    for (place, ways) in places {
        let dir = samples();
        fs::create_dir(dir.path().join("config")).unwrap();
        fs::create_dir(dir.path().join("旧报告")).unwrap();
        let scopes = Keyboard::new(dir.path(), 80, 24).press(ways[0]).app().scopes();
        let is_tried =
            |key: &&keys::Key| !key.chords.is_empty() && ![Action::Quit, Action::Redraw].contains(&key.action);
        for key in keys::active(&scopes).into_iter().filter(is_tried) {
            let acts = |way: &&str| {
                let mut clerk = Keyboard::new(dir.path(), 80, 24);
                let before = format!("{:?}", clerk.press(way).app());
                before != format!("{:?}", clerk.press(&pressed(&key.label(false))).app())
            };
            let is_right = if may_rest(key.action) { ways.iter().any(acts) } else { ways.iter().all(acts) };
            if !is_right {
                silent.push(format!("{place}: {} {}", key.label(false), key.help));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn in_an_empty_folder_every_key_acts_or_says_why_not() {
    let dir = tempfile::tempdir().unwrap();
    for keys in ["<enter>", "<delete>", "<f4>", "<f6>", "<backspace>", "<esc>", "<up>", "<f8>", "<ctrl+s>"] {
        let mut clerk = Keyboard::new(dir.path(), 80, 24);
        clerk.press(keys);
        assert!(clerk.app().notice.is_some(), "{keys}");
    }
}
