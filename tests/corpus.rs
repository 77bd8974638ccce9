//! Published reports of a folder of one's own (`NIANBAO_CORPUS`): figures stuck together, read once more.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic, and prints figures for who asks for more"
)]

use nianbao::{
    exchange::{self, Imported},
    report::Report,
};

/// Every report of the folder, with its text.
fn corpus() -> Vec<(String, Imported)> {
    let Some(folder) = std::env::var_os("NIANBAO_CORPUS") else {
        println!("skipped: NIANBAO_CORPUS names no folder");
        return Vec::new();
    };
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Ok(read) = exchange::read_bytes(&name, &std::fs::read(&path).unwrap()) {
            all.push((name, read));
        }
    }
    all
}

/// The texts of each row of a report that has figures in all its cells.
fn rows(report: &Report) -> Vec<(String, String, Vec<String>)> {
    let edition = report.edition();
    let mut found = Vec::new();
    for table in edition.tables.iter().take(2) {
        for row in table.blocks.iter().flat_map(|block| block.rows.iter().map(move |row| (block, row))) {
            let (block, row) = row;
            let cells = block.columns.iter().filter_map(|c| edition.find_in(&table.id, &row.id, &c.id));
            let texts: Vec<String> = cells.map(|cell| report.text(cell).to_owned()).collect();
            if texts.len() > 1 && texts.iter().all(|text| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()))
            {
                let section = edition.section(&table.id).unwrap().title.clone();
                found.push((section, row.label.clone(), texts));
            }
        }
    }
    found
}

/// The cells of a line that has bars or tabs, without blanks.
fn cells(line: &str) -> Vec<String> {
    line.split(['|', '\t']).map(|cell| cell.split_whitespace().collect()).collect()
}

/// A label as it is compared here: without numbers and marks, its first characters.
fn start(label: &str) -> String {
    label.chars().filter(|c| c.is_alphabetic() && !"一二三四五六七八".contains(*c)).take(6).collect()
}

#[test]
fn every_figure_of_a_published_report_stands_in_a_line_of_its_own_row() {
    let (mut all, mut wrong) = (0, Vec::new());
    for (name, read) in &corpus() {
        let folder = std::env::var_os("NIANBAO_CORPUS").unwrap();
        let text = std::fs::read_to_string(std::path::Path::new(&folder).join(name)).unwrap();
        let lines: Vec<Vec<String>> = text.lines().map(cells).collect();
        let labels: Vec<(String, String, Vec<String>)> = rows(&read.report);
        for (_, label, texts) in labels {
            all += 1;
            let own = start(&label);
            let is_own = |said: &str| {
                let said = start(said);
                !said.is_empty() && (said.starts_with(&own) || own.starts_with(&said))
            };
            let stands = |line: &Vec<String>| {
                line.windows(texts.len() + 1).any(|part| part[1..] == texts[..] && is_own(&part[0]))
            };
            if !lines.iter().any(stands) {
                wrong.push(format!("{name} {label} {texts:?}"));
            }
        }
    }
    println!("{all} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_of_published_reports_stuck_together_are_parted_right_or_offered() {
    let (mut right, mut offered, mut far, mut all) = (0, 0, 0, 0);
    let corpus = corpus();
    for (name, read) in &corpus {
        let report = &read.report;
        for (section, label, texts) in rows(report) {
            // The other rows stay as they were read; only this one is stuck together.
            let about = &report.about;
            let text = format!(
                "{}{}年政府信息公开工作年度报告\n{section}\n{label}{}\n",
                about.organ,
                about.year,
                texts.concat()
            );
            let Ok(again) = exchange::read_text("示例-2020.txt", &text) else { continue };
            let edition = again.report.edition();
            let place = edition.tables.iter().filter_map(|table| {
                let row = table.blocks.iter().flat_map(|block| &block.rows).find(|row| row.label == label);
                row.map(|row| (table.id.clone(), row.id.clone()))
            });
            let Some((table, row)) = place.into_iter().next() else { continue };
            let found: Vec<&str> = edition
                .indices()
                .filter(|cell| edition.spec(*cell).place.table() == table && edition.spec(*cell).place.row() == row)
                .map(|cell| again.report.text(cell))
                .collect();
            all += 1;
            if found == texts {
                right += 1;
            } else {
                assert!(found.iter().all(|text| text.is_empty()), "{name} {label}: {found:?} instead of {texts:?}");
                let glued = again.statement.glued.first();
                match glued {
                    Some(glued) if glued.ways.contains(&texts) => offered += 1,
                    Some(glued) if glued.count > glued.ways.len() => far += 1,
                    _ => panic!("{name} {label} {texts:?}: {}", again.statement),
                }
            }
        }
    }
    println!(
        "{} reports, {all} rows: {right} parted, {offered} offered, {far} among more ways than are listed",
        corpus.len()
    );
}
