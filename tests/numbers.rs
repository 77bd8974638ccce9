//! Numbers in the prose as published reports write them, in invented words: what is found, and what must not be.

#![expect(clippy::expect_used, reason = "helpers outside a test function may panic too")]

use nianbao::{
    form::{Edition, Place},
    report::{About, Kind, Report, Scope, State},
    rules::{self, Checked, Memory},
    store::Local,
};

/// A report of a water bureau: every cell 0 but these totals (with the same figure under 自然人), and this overview.
fn report(year: u16, cells: &str, overview: &str) -> Report {
    let about = About {
        organ: "示例市水务局".into(),
        kind: Kind::default(),
        year,
        edition: String::new(),
        scope: Scope::default(),
        state: State::default(),
    };
    let edition = Edition::for_year(year).expect("an edition");
    let mut report = Report::new(about, edition);
    for cell in edition.indices() {
        report.set(cell, "0");
    }
    for (place, text) in cells.split_whitespace().filter_map(|cell| cell.split_once('=')) {
        let place = if place.contains('.') { place.to_owned() } else { format!("t2.{place}.total") };
        report.set(edition.find(&place.as_str().into()).expect("a cell"), text);
        let natural = Place::from(place.replace(".total", ".natural").as_str());
        if let Some(cell) = edition.find(&natural) {
            report.set(cell, text);
        }
    }
    report.set_paragraphs("overview", overview.split('\n').map(str::to_owned).collect());
    report
}

/// The codes of what was found about numbers, in order.
fn codes(checked: &Checked) -> String {
    let is_number =
        |code: &str| code.starts_with("P-") || ["Y-08", "Y-09", "T2-X03", "T2-B01", "T2-B02"].contains(&code);
    let mut codes: Vec<&str> =
        checked.findings.iter().map(|finding| finding.code).filter(|code| is_number(code)).collect();
    codes.sort_unstable();
    codes.join(" ")
}

fn found(cells: &str, overview: &str) -> String {
    codes(&rules::check(&report(2023, cells, overview), None))
}

/// Fifty applications in table 2.
const FIFTY: &str = "new=50 granted=45 otherwise_misc=5 concluded=50";
/// Fourteen to handle, one of them carried on.
const FOURTEEN: &str = "new=12 brought_forward=2 granted=9 partial=1 denied_law=2 unavailable_not_held=1 concluded=13 \
                        carried_forward=1";

#[test]
fn what_contradicts_the_tables_is_found() {
    for (cells, overview, wanted) in [
        (FIFTY, "我局共收到政府信息公开申请51件。", "P-T2"),
        (FIFTY, "收到政府信息公开申请50件，予以公开40件，其他处理5件。", "P-T2"),
        (FIFTY, "全年没有收到政府信息公开申请。", "P-ZERO"),
        (FOURTEEN, "共收到政府信息公开申请13件。", "P-T2"),
        (FOURTEEN, "收到政府信息公开申请12件，均已办理完成。", "P-ZERO"),
        (FOURTEEN, "收到政府信息公开申请12件，均已办理完成，结转下年1件。", "P-ZERO"),
        (FOURTEEN, "办结政府信息公开申请13件，不予公开3件。", "P-T2"),
        ("t3.review.total=3 t3.review.pending=3", "本年因政府信息公开被申请行政复议2件。", "P-T3"),
        (
            "t3.review.total=3 t3.review.pending=1 t3.review.upheld=2",
            "因政府信息公开被申请行政复议3件，均获维持。",
            "P-ZERO",
        ),
        ("t3.suit.total=1 t3.suit.upheld=1", "未发生因政府信息公开引起的行政复议和行政诉讼。", "P-ZERO"),
        ("t1.normative.issued=6", "全年制发行政规范性文件8件。", "P-T1"),
        ("t1.fees.amount=120.5", "全年收取行政事业性收费102.5万元。", "P-T1"),
        (
            "new=2 not_processed_publication=2 concluded=2",
            "收到政府信息公开申请2件，均属重复申请，其中重复申请2件。",
            "T2-X03",
        ),
        ("", "收到政府信息公开申请近20件。", "T2-B02"),
        (FIFTY, "收到政府信息公开申请50件。\n全年共收到政府信息公开申请55件。", "P-REP"),
    ] {
        assert_eq!(found(cells, overview), wanted, "{overview}");
    }
}

#[test]
fn what_contradicts_itself_is_found() {
    for (overview, wanted) in [
        ("发布信息2602条（网站1602条、公报900条、其他101条）。", "P-SUM"),
        ("主动公开信息2599条，其中机构信息25条，规划信息28条，其他信息2480条。", "P-SUM"),
        ("发布信息1204条，其中网站800条、微信300条、微博103条。", "P-SUM1"),
        (
            "答复政府信息公开申请80件。予以公开40件，不予公开10件，无法提供20件，不予处理9件。",
            "P-BAL P-T2 P-T2 P-T2 P-T2 P-T2",
        ),
        ("本报告由总体情况、公开情况、办理情况、存在问题、其他事项等六部分组成。", "P-ENUM"),
        ("受理信件20件，办结19件，办结率100%。", "P-RATE"),
        ("网站公开信息2000条，其中动态500条，占35.0%。", "P-RATE"),
        ("公开信息38482条，网站公开信息11268条，占总量的三分之一。", "P-RATE"),
        ("群众满意率105%。", "P-PCT"),
        ("6月2日至4日举办培训班，为期两天。", "P-DUR"),
        ("网站公开信息859条。\n门户网站发布动态860篇。", "P-NEAR"),
        ("甲微信公开2100条，乙微信公开871条。\n发布政务微信2512条。", "P-CLASS"),
        ("接待咨询68余次，约120余人参加，超过50家以上单位。", "P-APX P-APX2 P-APX2"),
        ("全年网上共主动公开条，其中动态97条。", "P-NUM"),
    ] {
        assert_eq!(found("", overview), wanted, "{overview}");
    }
}

#[test]
fn what_agrees_or_says_something_else_is_left_alone() {
    for (cells, overview) in [
        (
            FOURTEEN,
            "2023年共收到政府信息公开申请12件，较上年减少3件，其中网络提交8件、信函提交4件。上年结转2件，已办结13件，其中\
             予以公开9件、部分公开1件、不予公开2件、无法提供1件，结转下年1件。",
        ),
        (FOURTEEN, "全年收办政府信息公开申请14件。"),
        (FOURTEEN, "依法办理政府信息公开申请14件，按期答复率100%。"),
        (FOURTEEN, "收到政府信息公开申请12件，均在法定期限内答复。"),
        (FOURTEEN, "收到政府信息公开申请12件，上年结转的2件已全部办结，1件结转至2024年。"),
        (FIFTY, "2022年收到申请40件，2023年收到申请50件，增长25%，均为政府信息公开申请。"),
        (FIFTY, "自2019年以来累计收到政府信息公开申请186件，今年收到50件。"),
        (FIFTY, "受理政府信息公开申请50件，其中县政府受理8件，县直部门受理30件，乡镇受理12件。"),
        (FIFTY, "1至11月收到政府信息公开申请45件，12月收到申请5件。"),
        (FIFTY, "收到政府信息公开申请50件，其中申请人撤回3件，其余47件均已答复。"),
        (FIFTY, "收到政府信息公开申请50件，其中公开答复45件，告知其他渠道5件。"),
        (FIFTY, "全年没有收到涉及商业秘密的信息公开申请。未收到口头提出的政府信息公开申请。"),
        (FIFTY, "收到政府信息公开申请50件。全年办理热线工单320件，办理行政复议案件120件、行政诉讼案件56件。"),
        (FIFTY, "未发生因政府信息公开被行政复议纠正、行政诉讼败诉的情形。"),
        (
            "t3.review.total=2 t3.review.upheld=2",
            "因政府信息公开引发行政复议2件，均维持原行政行为；没有发生行政诉讼。未发生行政复议被纠正的情况。",
        ),
        ("t1.permits.decisions=500", "公开行政许可信息320条，作出行政许可决定500件，承接行政许可事项42项。"),
        ("t1.fees.amount=59237.2449", "收取行政事业性收费5.92亿元。"),
        (
            "t1.normative.issued=5 t1.normative.in_force=40",
            "公开规范性文件45份，清理规范性文件60件，制定规范性文件5件。",
        ),
        ("", "公开信息863条，比上年的790条增加73条，增长9.2%。网站访问量增长130%，完成年度任务的112%。"),
        ("", "发布信息500条，其中重点领域120条、政策文件30条。承办建议12件、提案8件，其中主办15件、协办5件。"),
        ("", "发布信息230条，其中民生120条、经济90条，图文解读45条，视频12条。"),
        ("", "公开信息2000条，网站1200条（占60%），微信600条（占30%），报刊200条（占10%）。"),
        ("", "主动公开信息1280条，其中网站860条、微信320条、微博100条。\n政府网站发布信息860条，微信推送320条。"),
        ("", "微信公众号发布信息620条，其中原创120条。\n微信公众号转载省级信息90条。"),
        ("", "发布政策解读26篇。\n解读政策文件25件，举办培训2次。\n培训180人次。"),
        ("", "接待咨询190余次，受理诉求近3000件，访问1.2万余人次，逐条审核，收件及时登记。"),
        ("", "5月10日至12日，参加为期三天的培训；报告分为总体情况、主动公开等六个部分。"),
    ] {
        assert_eq!(found(cells, overview), "", "{overview}");
    }
}

#[test]
fn what_holds_is_said_with_its_figures() {
    let overview = "通过各类平台公开信息1542条。其中，平台379条、网站859条、微信304条。\n发布政策解读10个，其中图解7个、\
                    视频3个。\n收到政府信息公开申请12件。";
    let checked = rules::check(&report(2023, FOURTEEN, overview), None);
    let sums: Vec<_> = checked.verified.iter().filter(|v| v.code == "P-SUM").map(|v| v.figures.join(" ")).collect();
    assert_eq!(sums, ["1542 379 859 304", "10 7 3"]);
    let told: Vec<_> = checked.verified.iter().filter(|v| v.code == "P-T2").map(|v| v.text.as_str()).collect();
    assert_eq!(told, ["正文“收到政府信息公开申请12件” = 表二 一、本年新收"]);
}

#[test]
fn a_finding_points_at_its_words_in_the_text() {
    let overview = "概况。\n我局共收到政府信息公开申请51件。";
    let checked = rules::check(&report(2023, FIFTY, overview), None);
    let finding = checked.findings.iter().find(|finding| finding.code == "P-T2").expect("a finding");
    let span = finding.span.as_ref().expect("a span");
    let words: String = overview.chars().skip(span.start).take(span.end - span.start).collect();
    assert_eq!((span.section.as_str(), words.as_str()), ("overview", "51件"));
    assert_eq!(finding.figures, ["51", "50"]);
}

#[test]
fn changes_against_last_year_are_worked_out_by_either_count() {
    let last = report(2022, "new=40 brought_forward=2 granted=42 concluded=42", "");
    let this = |overview: &str| codes(&rules::check(&report(2023, FIFTY, overview), Some(&last)));
    assert_eq!(this("收到政府信息公开申请50件，同比增长25%。"), "");
    assert_eq!(this("收到政府信息公开申请50件，同比增长19%。"), "", "against new and brought forward");
    assert_eq!(this("收到政府信息公开申请50件，同比增长35%。"), "Y-08");
    assert_eq!(this("收到政府信息公开申请50件，同比增加10件。"), "");
    assert_eq!(this("收到政府信息公开申请50件，同比增加12件。"), "Y-09");
}

#[test]
fn the_prose_tells_which_cell_is_wrong_where_the_program_filled_the_totals() {
    let overview = "收到政府信息公开申请50件，予以公开45件，其他处理5件。";
    let mut report = report(2023, FIFTY, overview);
    let edition = report.edition();
    let at = |place: &str| edition.find(&place.into()).expect("a cell");
    report.set(at("t2.granted.natural"), "54");
    for (place, text) in [("t2.granted.total", "54"), ("t2.concluded.natural", "59"), ("t2.concluded.total", "59")] {
        report.set(at(place), text);
        report.set_computed(at(place), true);
    }
    let checked = rules::check(&report, None);
    let changes = checked.findings.iter().flat_map(|f| &f.repairs).flat_map(|repair| &repair.changes);
    let mut changes = changes.map(|change| (change.place.as_str(), change.to.as_str()));
    assert!(changes.any(|change| change == ("t2.granted.natural", "45")), "{checked:#?}");
    assert!(checked.leads().count() < checked.findings.len(), "one cause is one entry");
}

#[test]
fn a_memory_changes_nothing_but_the_time() {
    let mut memory = Memory::default();
    let texts = ["收到政府信息公开申请50件。", "收到政府信息公开申请51件。", "收到申请51件。\n发布信息条，共3条。", ""];
    for text in texts.into_iter().chain(texts) {
        let report = report(2023, FIFTY, text);
        assert_eq!(
            rules::recheck(&report, None, &Local::default(), &mut memory),
            rules::check(&report, None),
            "{text}"
        );
    }
}
