//! What the palette can find: the actions that work here, the places of the report, its findings, the folder's reports.

use super::{Column, Entry, Goal, Palette, Sort};
use crate::{
    form::{Edition, Place, Section},
    report::{About, Scope},
    tui::app::{desk::Desk, fuzzy::Target, library::Library, msg::Known},
};

/// Everything that can be found from where one is.
pub fn gather(actions: &[Known], desk: Option<&Desk>, library: &Library) -> Palette {
    let mut entries: Vec<Entry> = Vec::new();
    for known in actions {
        let goal = Goal::Act(known.action);
        if entries.iter().all(|entry| entry.goal != goal) {
            entries.push(action(known, goal));
        }
    }
    // What the footer shows stands first while nothing is typed.
    entries.sort_by_key(|entry| entry.more.is_empty());
    let mut columns = Vec::new();
    if let Some(desk) = desk {
        pages(desk, &mut entries);
        rows(desk.report.edition(), None, &mut entries, &mut columns);
        findings(desk, &mut entries);
    } else if let Some(about) = library.current().and_then(|row| row.about.as_ref())
        && let Some(edition) = Edition::for_year(about.year)
    {
        sections(edition, about, &mut entries);
        rows(edition, Some(about), &mut entries, &mut columns);
    }
    reports(library, desk, &mut entries);
    Palette::new(entries, columns)
}

fn action(known: &Known, goal: Goal) -> Entry {
    let short = known.help.split(['，', '（', '；', '：']).next().unwrap_or(known.help);
    let (name, more) = if known.name.is_empty() { (short, "") } else { (known.name, known.help) };
    Entry {
        sort: Sort::Action,
        name: name.to_owned(),
        more: if more == name { String::from(" ") } else { more.to_owned() },
        beside: known.key.clone(),
        goal,
        targets: [known.name, short].into_iter().filter(|name| !name.is_empty()).map(Target::new).collect(),
        column: None,
        columns: None,
    }
}

fn pages(desk: &Desk, entries: &mut Vec<Entry>) {
    for (n, page) in desk.pages().iter().enumerate() {
        let section = desk.section_of(*page);
        let is_around = !page.is_table && desk.report.edition().table(&section.id).is_some();
        let name = if is_around { format!("{} 表外文字", section.short) } else { section.short.clone() };
        entries.push(Entry {
            sort: Sort::Page,
            targets: if is_around {
                vec![Target::new(&name), Target::new(&section.title)]
            } else {
                named(desk.report.edition(), section)
            },
            more: if section.title == name || is_around { String::new() } else { section.title.clone() },
            name,
            beside: String::new(),
            goal: Goal::Page(n),
            column: None,
            columns: None,
        });
    }
}

/// The names a section goes by; one that is a table also by its number: 表二.
fn named(edition: &Edition, section: &Section) -> Vec<Target> {
    let table = edition.table(&section.id).map(|table| edition.table_name(&table.id));
    [section.short.as_str(), &section.title].into_iter().chain(table.as_deref()).map(Target::new).collect()
}

/// The parts of the report under the library's cursor, which is opened there.
fn sections(edition: &Edition, about: &About, entries: &mut Vec<Entry>) {
    entries.extend(edition.sections.iter().map(|section| Entry {
        sort: Sort::Page,
        targets: named(edition, section),
        more: about.organ.clone(),
        name: section.short.clone(),
        beside: about.year.to_string(),
        goal: Goal::Go(beginning(edition, &section.id)),
        column: None,
        columns: None,
    }));
}

/// Where a section begins: its first cell if it is a table.
fn beginning(edition: &Edition, section: &str) -> Place {
    let cell = edition.cells_of(section).next().map(|cell| edition.spec(cell).place.clone());
    cell.unwrap_or_else(|| Place::section(section))
}

/// The rows of all tables; of a report that is not open with whose it is.
fn rows(edition: &Edition, about: Option<&About>, entries: &mut Vec<Entry>, columns: &mut Vec<Vec<Column>>) {
    for table in &edition.tables {
        let section = edition.section(&table.id).map_or("", |section| &section.short);
        for block in &table.blocks {
            let named = block.columns.iter().map(|column| Column {
                id: column.id.clone(),
                name: column.short.clone(),
                targets: [Target::new(&column.label), Target::new(&column.short)],
            });
            columns.push(named.collect());
            for row in &block.rows {
                let Some(first) = block.columns.first() else { continue };
                let place = Place::cell(&table.id, &row.id, &first.id);
                let cell = edition.find(&place).map(|cell| edition.name(cell)).unwrap_or_default();
                let name = cell.rsplit_once(" · ").map_or(row.short.as_str(), |(row, _)| row).to_owned();
                entries.push(Entry {
                    sort: Sort::Row,
                    targets: [name.as_str(), &row.short, &row.label].into_iter().map(Target::new).collect(),
                    name,
                    more: about.map_or_else(|| section.to_owned(), |about| format!("{section}　{}", about.organ)),
                    beside: about.map_or_else(String::new, |about| about.year.to_string()),
                    goal: Goal::Go(place),
                    column: None,
                    columns: Some(columns.len() - 1),
                });
            }
        }
    }
}

fn findings(desk: &Desk, entries: &mut Vec<Entry>) {
    for (n, finding) in desk.checked.findings.iter().enumerate() {
        entries.push(Entry {
            sort: Sort::Finding,
            name: finding.message.clone(),
            more: String::new(),
            beside: format!("{} {}", finding.level.mark(), finding.code),
            goal: Goal::Finding(n),
            targets: vec![Target::new(&finding.message), Target::new(finding.code)],
            column: None,
            columns: None,
        });
    }
}

fn reports(library: &Library, desk: Option<&Desk>, entries: &mut Vec<Entry>) {
    for row in library.rows().iter().filter(|row| desk.is_none_or(|desk| desk.file.name != row.name)) {
        let (name, beside) = match &row.about {
            Some(about) if about.scope == Scope::Collected => {
                (format!("{}（汇总）", about.organ), about.year.to_string())
            }
            Some(about) => (about.organ.clone(), about.year.to_string()),
            None => (row.name.clone(), "读不出来".into()),
        };
        entries.push(Entry {
            sort: Sort::Report,
            targets: vec![Target::new(&name), Target::new(&beside)],
            name,
            more: row.about.as_ref().map_or("", |about| about.state.label()).to_owned(),
            beside,
            goal: Goal::Open { name: row.name.clone(), saved_at: row.modified.clone() },
            column: None,
            columns: None,
        });
    }
}
