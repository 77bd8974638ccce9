//! Entry at speed: pasted blocks, arithmetic, zeros, last year's figures, running sums, copies, a drafted paragraph.

use nianbao::form::Place;

use crate::{keep, keyboard::Keyboard, samples};

#[test]
fn table_two_with_a_selected_block() {
    keep("table_two_selected", "<enter><ctrl+n><ctrl+n><shift+down><shift+down><shift+right>");
}

#[test]
fn a_pasted_block_with_heads_and_too_many_cells() {
    let row = "\\t1\\t0\\t0\\t0\\t0\\t0\\t1\\n";
    let keys = format!(
        "<enter><ctrl+n><ctrl+n><ctrl+end><paste:\\t自然人\\t商业企业\\t科研机构\\t公益组织\\t法律机构\\t其他\\t总计\\n\
         四、结转下年度继续办理{row}汇总单位合计{row}>"
    );
    keep("block_pasted", &keys);
}

#[test]
fn arithmetic_in_a_cell() {
    keep("arithmetic", "<enter><ctrl+n><ctrl+n><down><down>=1+3/2<enter>");
}

#[test]
fn a_paragraph_drafted_from_table_two() {
    keep("drafted", "<enter><down><down><down><down><down><down><end><ctrl+d>");
}

fn text_of(clerk: &Keyboard, place: &str) -> String {
    let report = &clerk.app().desk.as_ref().unwrap().report;
    report.text(report.edition().find(&Place::from(place)).unwrap()).to_owned()
}

fn notice(clerk: &Keyboard) -> String {
    clerk.app().notice.as_ref().map_or_else(String::new, |notice| notice.text.clone())
}

/// A whole table from the keypad: figures, arrows, Enter, Tab, zeros, last year, arithmetic.
#[test]
fn a_table_is_typed_without_leaving_it() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n><ctrl+n><ctrl+e><ctrl+e><delete>");
    assert_eq!(notice(&clerk), "已清空 175 格；^Z 撤销");
    clerk.press("<esc>5<right>2<home><ctrl+r>");
    assert!(notice(&clerk).starts_with("已填 4 个 0；总计格不是零"), "{}", notice(&clerk));
    let cells = |clerk: &Keyboard, row: &str| {
        ["natural", "business", "research", "other", "total"]
            .map(|c| text_of(clerk, &format!("t2.{row}.{c}")))
            .join("|")
    };
    assert_eq!(cells(&clerk, "new"), "5|2|0|0|");
    clerk.press("<end><f8>");
    assert_eq!(cells(&clerk, "new"), "5|2|0|0|7");
    clerk.press("<down><ctrl+r>");
    assert_eq!(
        (cells(&clerk, "brought_forward").as_str(), notice(&clerk).as_str()),
        ("0|0|0|0|0", "已填 7 个 0；^Z 撤销")
    );
    clerk.press("<ctrl+r>");
    assert_eq!(notice(&clerk), "本行没有空白格，没有改动");
    clerk.press("<down><home>＝１＋２<tab>1<enter>");
    assert_eq!(cells(&clerk, "granted"), "3|1|||");
    let grid = |clerk: &Keyboard| clerk.app().desk.as_ref().unwrap().place().to_string();
    assert_eq!(grid(&clerk), "t2.partial.natural", "Enter goes back to where Tab began");
    clerk.press("=1/3<enter>");
    assert_eq!(text_of(&clerk, "t2.partial.natural"), "=1/3");
    assert!(notice(&clerk).contains("除不尽") && notice(&clerk).contains("照原样"), "{}", notice(&clerk));
    clerk.press("<up>12<f2><left><backspace>3<enter>");
    assert_eq!(text_of(&clerk, "t2.partial.natural"), "32", "after F2 arrows move inside the text");
}

#[test]
fn last_years_figure_is_taken_at_one_key() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n><ctrl+n><ctrl+d>");
    assert_eq!((text_of(&clerk, "t2.new.natural").as_str(), notice(&clerk).as_str()), ("3", "已填入去年的 3；^Z 撤销"));
    clerk.press("<ctrl+d>");
    assert_eq!(notice(&clerk), "与去年的 3 相同，没有改动");
    clerk.press("<down>9<up><down><ctrl+d>");
    assert_eq!(notice(&clerk), "已填入去年“四、结转下年度”的 0；^Z 撤销");
    clerk.press("<ctrl+z><ctrl+z><ctrl+z>");
    assert_eq!(text_of(&clerk, "t2.new.natural"), "5");
    let mut first = Keyboard::new(dir.path(), 80, 24);
    first.press("<down><enter><ctrl+n><ctrl+n><ctrl+d>");
    assert!(notice(&first).starts_with("文件夹里没有"), "{}", notice(&first));
}

#[test]
fn what_is_copied_goes_to_the_terminals_clipboard_and_back_into_the_table() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    clerk.press("<enter><ctrl+n><ctrl+n><ctrl+t><right><down><ctrl+k>");
    assert_eq!(notice(&clerk), "已复制 2 行 4 格，^U 粘贴；也交给了终端的剪贴板");
    assert_eq!(clerk.app().clip, "5\t2\n0\t0");
    assert_eq!(clerk.clipped(), b"\x1b]52;c;NQkyCjAJMA==\x1b\\");
    clerk.press("<down><down><home><ctrl+u>");
    assert_eq!(["granted", "partial"].map(|row| text_of(&clerk, &format!("t2.{row}.natural"))), ["2", "5"]);
    clerk.press("<ctrl+z><ctrl+e><ctrl+x>");
    assert_eq!(["natural", "total"].map(|c| text_of(&clerk, &format!("t2.partial.{c}"))), ["", ""]);
    clerk.press("<f6><ctrl+k>");
    assert!(clerk.app().clip.starts_with("T2-"), "{}", clerk.app().clip);
}

#[test]
fn a_drafted_paragraph_is_one_step_and_belongs_to_its_part() {
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 80, 24);
    let before = clerk.press("<enter>").app().desk.as_ref().unwrap().report.clone();
    clerk.press("<ctrl+d>");
    let desk = clerk.app().desk.as_ref().unwrap();
    assert!(desk.report.paragraphs("overview")[0].starts_with("本年度新收政府信息公开申请7件"));
    assert!(notice(&clerk).contains("处不符"), "{}", notice(&clerk));
    clerk.press("<ctrl+z>");
    assert_eq!(clerk.app().desk.as_ref().unwrap().report, before);
    clerk.press("<ctrl+p><ctrl+d>");
    assert!(notice(&clerk).contains("总体情况"), "{}", notice(&clerk));
}

#[test]
fn last_years_text_is_a_template_whose_numbers_are_filled_in_one_by_one() {
    keep("template", "<f2><f8><tab>");
    let dir = samples();
    let mut clerk = Keyboard::new(dir.path(), 120, 40);
    clerk.press("<f2><f8><tab>15208<tab>");
    let desk = clerk.app().desk.as_ref().unwrap();
    let text = desk.report.paragraphs("overview").concat();
    assert!(text.contains("全年公开信息15208条，其中政务公开平台【待填·去年402】条"), "{text}");
    assert!(clerk.screen().contains("处待填"), "{}", clerk.screen());
    clerk.press("<ctrl+z><ctrl+z><ctrl+z><ctrl+z><ctrl+z>");
    let text = clerk.app().desk.as_ref().unwrap().report.paragraphs("overview").concat();
    assert!(text.contains("全年公开信息【待填·去年12486】条"), "{text}");
}
