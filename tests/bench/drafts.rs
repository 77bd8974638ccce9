//! A folder of many drafts, varied and the same in every run: half of last year, half of this year, a few of them wrong.

use std::{fs, io, path::Path};

use nianbao::{
    exchange::write,
    form::{CellIdx, Edition, Kind as Cells},
    report::{About, Kind, Report, Scope, State},
    store::{draft, file_name},
};

/// The year of the newer half.
pub(crate) const YEAR: u16 = 2024;
/// One in so many reports has a figure that does not agree.
const WRONG: u64 = 100;

const CLAUSES: [&str; 12] = [
    "围绕年度重点任务梳理公开事项并按季度更新目录",
    "对拟公开的文件逐件开展保密审查和个人信息筛查",
    "在门户网站开设专题并配以图表说明办理流程",
    "安排专人值守受理窗口并逐件登记答复时限",
    "组织业务科室开展案例研讨和集中培训",
    "通过座谈会和网上留言收集群众的意见建议",
    "把公开工作纳入科室考核并按月通报进度",
    "对失效的政策文件及时标注并调整栏目",
    "针对咨询较多的事项编写问答和办事图解",
    "与档案馆和图书馆共建线下查阅场所",
    "对政务新媒体账号开展内容巡查和备案",
    "结合机构职责变化更新公开指南和责任清单",
];

/// Numbers of the same sequence in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % count
    }
}

/// Writes so many drafts into a folder, and the same as one JSON file each where that is asked for.
pub(crate) fn fill(folder: &Path, json: Option<&Path>, count: usize) -> io::Result<()> {
    for n in 0..count {
        let report = report(n as u64 / 2, YEAR - 1 + (n as u16 & 1));
        let name = file_name(&report.about).map_err(io::Error::other)?;
        fs::write(folder.join(&name), draft::encode(&report))?;
        if let Some(json) = json {
            fs::write(json.join(name.replace(".ron", ".json")), write::to_json(&report))?;
        }
    }
    Ok(())
}

/// The report of an organ for a year; its carried-over figures agree with those of the year before.
fn report(organ: u64, year: u16) -> Report {
    let edition = Edition::for_year(year).unwrap();
    let about = About {
        organ: format!("示例{}市第{}局", organ / 100, organ % 100),
        kind: if organ.is_multiple_of(7) { Kind::Township } else { Kind::Department },
        year,
        edition: String::new(),
        scope: Scope::Organ,
        state: State::Published,
    };
    let mut report = Report::new(about, edition);
    let mut random = Random((organ * 2 + u64::from(year)) * 0x9e37_79b9 + 1);
    let size = [3, 40, 700, 9000][organ as usize % 4];
    let mut values = vec![0_u64; edition.cells().len()];
    for cell in edition.indices() {
        let spec = edition.spec(cell);
        let is_total = edition.sums().iter().any(|sum| sum.side(false).any(|total| total == cell));
        let is_carried = ["brought_forward", "carried_forward"].contains(&spec.place.row());
        if !is_total && !is_carried && random.below(4) == 0 {
            values[cell.at()] = random.below(size);
        }
    }
    carry(&mut values, edition, organ, year);
    balance(&mut values, edition);
    if random.below(WRONG) == 0 {
        let wrong = edition.cells_of("t2").nth(random.below(150) as usize).unwrap();
        values[wrong.at()] += 1 + random.below(9);
    }
    for cell in edition.indices() {
        let value = values[cell.at()];
        let text = match edition.spec(cell).kind {
            Cells::Money if value > 0 => format!("{value}.{:06}", random.below(1_000_000)),
            _ => value.to_string(),
        };
        report.set(cell, &text);
    }
    prose(&mut report, &mut random);
    report
}

/// What is carried from year to year follows from the organ and the year alone.
fn carry(values: &mut [u64], edition: &Edition, organ: u64, year: u16) {
    let carried = |year: u16| Random(organ * 31 + u64::from(year) * 977 + 5).below(9);
    let mut put = |row: &str, value: u64| {
        let cell = edition.find_in("t2", row, "natural").unwrap();
        values[cell.at()] = value;
    };
    put("brought_forward", carried(year - 1));
    put("carried_forward", carried(year));
}

/// Makes every sum of tables 2 and 3 hold: the new applications and the totals follow from the rest.
fn balance(values: &mut [u64], edition: &Edition) {
    let at = |row: &str, column: &str| edition.find_in("t2", row, column).unwrap().at();
    let kinds = ["natural", "business", "research", "public_interest", "legal_service", "other"];
    let rows: Vec<&str> = edition.table("t2").unwrap().blocks[0].rows.iter().map(|row| row.id.as_str()).collect();
    let answers = &rows[2..rows.len() - 2];
    for kind in kinds {
        let concluded: u64 = answers.iter().map(|row| values[at(row, kind)]).sum();
        values[at("concluded", kind)] = concluded;
        let all = concluded + values[at("carried_forward", kind)];
        let brought = values[at("brought_forward", kind)].min(all);
        values[at("brought_forward", kind)] = brought;
        values[at("new", kind)] = all - brought;
    }
    for row in rows {
        values[at(row, "total")] = kinds.iter().map(|kind| values[at(row, kind)]).sum();
    }
    for sum in edition.sums().iter().filter(|sum| edition.equations[sum.equation].table == "t3") {
        let total = sum.side(true).map(|cell: CellIdx| values[cell.at()]).sum();
        values[sum.total().unwrap().at()] = total;
    }
}

/// Six thousand bytes of prose that no other report has.
fn prose(report: &mut Report, random: &mut Random) {
    let year = report.about.year;
    let notice = report.edition().notice.clone();
    let preface = format!(
        "本报告依据《中华人民共和国政府信息公开条例》和{notice}编制，统计期限为{year}年1月1日至{year}年12月31日。"
    );
    report.set_paragraphs("preface", vec![preface]);
    let mut paragraph = |sentences: usize| -> String {
        (0..sentences)
            .map(|_| {
                let clause = |random: &mut Random| CLAUSES[random.below(12) as usize];
                format!("{}，{}，涉及事项{}项。", clause(random), clause(random), random.below(900))
            })
            .collect::<Vec<_>>()
            .concat()
    };
    let overview = (1..=5).map(|n| format!("（{}）{}", "一二三四五".chars().nth(n - 1).unwrap(), paragraph(6)));
    let overview: Vec<String> = overview.collect();
    let problems = vec![format!("存在的问题：一是{}", paragraph(3)), format!("改进情况：二是{}", paragraph(3))];
    report.set_paragraphs("overview", overview);
    report.set_paragraphs("problems", problems);
    report.set_paragraphs("other", vec!["本年没有收取信息处理费，无其他需要报告的事项。".into()]);
    let signature = vec![report.about.organ.clone(), format!("{}年1月20日", year + 1)];
    report.set_paragraphs("signature", signature);
}
