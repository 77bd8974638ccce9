//! The paragraph on requests (依申请公开), worded from table 2: a start for the clerk, who then owns the text.

use rust_decimal::Decimal;

use super::{Report, value::Value};
use crate::form::{CellIdx, Row};

/// Table 2 and the rows and column the paragraph hangs on; their ids never change.
const TABLE: &str = "t2";
const NEW: &str = "new";
const BROUGHT_FORWARD: &str = "brought_forward";
const CONCLUDED: &str = "concluded";
const CARRIED_FORWARD: &str = "carried_forward";
const TOTAL: &str = "total";

/// A paragraph as it can be worded from what is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text; empty if not even the number of new requests is filled in.
    pub text: String,
    /// Cells without a readable figure that the paragraph would need, in form order; it keeps silent about them.
    pub missing: Vec<CellIdx>,
}

/// Words the paragraph from the figures of table 2 that are not zero. Nothing is guessed and nothing added up that has
/// a cell of its own: a figure that is missing is named in [`Paragraph::missing`] and not spoken of.
///
/// A blank beside figures that already make up their total counts as nothing, as many offices leave zeros blank.
pub fn paragraph(report: &Report) -> Paragraph {
    let mut wording = Wording { report, missing: Vec::new() };
    let mut text = String::new();
    if let Some(new) = wording.figure(NEW, TOTAL) {
        text.push_str(&wording.intake(new));
        text.push_str(&wording.applicants(new));
        text.push_str(&wording.results());
        if let Some(left) = wording.figure(CARRIED_FORWARD, TOTAL).filter(|left| !left.is_zero()) {
            text.extend(["结转下年度继续办理", &shown(left), "件。"]);
        }
    }
    wording.missing.sort_unstable();
    wording.missing.dedup();
    Paragraph { text, missing: wording.missing }
}

struct Wording<'a> {
    report: &'a Report,
    missing: Vec<CellIdx>,
}

/// One named count.
struct Count {
    name: String,
    number: Decimal,
}

/// A group of results: its rows as the form groups them.
struct Group {
    name: String,
    /// Does it have rows of its own under it?
    is_split: bool,
    items: Vec<Count>,
}

impl Group {
    fn number(&self) -> Decimal {
        self.items.iter().map(|item| item.number).sum()
    }
}

impl Wording<'_> {
    fn cell(&self, row: &str, column: &str) -> Option<CellIdx> {
        self.report.edition().find_in(TABLE, row, column)
    }

    /// A figure that the paragraph needs; noted as missing if there is none.
    fn figure(&mut self, row: &str, column: &str) -> Option<Decimal> {
        let cell = self.cell(row, column)?;
        match self.report.value(cell) {
            Value::Figure(figure) => Some(figure.number),
            Value::Dash => Some(Decimal::ZERO),
            Value::Blank | Value::Unreadable(_) => {
                self.missing.push(cell);
                None
            }
        }
    }

    /// What came in: new requests and those brought forward.
    fn intake(&mut self, new: Decimal) -> String {
        let before = self.figure(BROUGHT_FORWARD, TOTAL).filter(|n| !n.is_zero());
        match (new.is_zero(), before) {
            (true, None) => "本年度未收到政府信息公开申请。".into(),
            (true, Some(before)) => format!("本年度未收到新的政府信息公开申请，上年结转{}件。", shown(before)),
            (false, None) => format!("本年度新收政府信息公开申请{}件。", shown(new)),
            (false, Some(before)) => {
                format!("本年度新收政府信息公开申请{}件，上年结转{}件。", shown(new), shown(before))
            }
        }
    }

    /// The counts of some cells that are not zero. Cells without a figure are missing unless the others already make
    /// up the whole.
    fn counts(&mut self, cells: Vec<(String, CellIdx)>, whole: Decimal) -> Vec<Count> {
        let mut counts = Vec::new();
        let mut unknown = Vec::new();
        for (name, cell) in cells {
            match self.report.value(cell) {
                Value::Figure(figure) if !figure.number.is_zero() => counts.push(Count { name, number: figure.number }),
                Value::Figure(_) | Value::Dash => {}
                Value::Blank | Value::Unreadable(_) => unknown.push(cell),
            }
        }
        if counts.iter().map(|count| count.number).sum::<Decimal>() != whole {
            self.missing.extend(unknown);
        }
        counts
    }

    /// Who asked: natural persons, and the sorts of entities.
    fn applicants(&mut self, new: Decimal) -> String {
        let edition = self.report.edition();
        let columns = edition.table(TABLE).into_iter().flat_map(|table| &table.blocks).flat_map(|block| &block.columns);
        let columns: Vec<_> = columns.filter(|column| column.id != TOTAL).collect();
        let entity = columns.iter().find(|column| !column.under.is_empty()).map_or("", |column| &column.under);
        let cells = |is_entity: bool| -> Vec<(String, CellIdx)> {
            let wanted = columns.iter().filter(|column| column.under.is_empty() != is_entity);
            wanted.filter_map(|column| Some((column.label.clone(), self.cell(NEW, &column.id)?))).collect()
        };
        if new.is_zero() {
            return String::new();
        }
        let (persons, entities) = (cells(false), cells(true));
        let all = self.counts(persons.iter().chain(&entities).cloned().collect(), new);
        let is_entity = |count: &Count| entities.iter().any(|(name, _)| *name == count.name);
        let (entities, mut parts): (Vec<Count>, Vec<Count>) = all.into_iter().partition(is_entity);
        // One sort of entity alone goes by its own name, several under their common one.
        let (entity, detail) = match entities.as_slice() {
            [only] if only.name != "其他" => (only.name.as_str(), String::new()),
            [_] => (entity, String::new()),
            kinds => (entity, detail(kinds)),
        };
        if !entities.is_empty() {
            let number = entities.iter().map(|count| count.number).sum();
            parts.push(Count { name: entity.to_owned(), number });
        }
        match parts.as_slice() {
            [] => String::new(),
            [only] if only.number == new => {
                let all = if new == Decimal::ONE { "" } else { "均" };
                format!("新收的申请{all}由{}提出{detail}。", only.name)
            }
            parts => format!("新收的申请中，{}{detail}。", list(parts)),
        }
    }

    /// How they ended, by the groups of the form.
    fn results(&mut self) -> String {
        let Some(concluded) = self.figure(CONCLUDED, TOTAL) else { return String::new() };
        let groups = self.groups(concluded);
        if concluded.is_zero() {
            return String::new();
        }
        let head = format!("本年度办结{}件", shown(concluded));
        match groups.as_slice() {
            [] => format!("{head}。"),
            [only] if only.number() == concluded => {
                let all = if concluded == Decimal::ONE { "" } else { "均" };
                format!("{head}，结果{all}为{}{}。", only.name, only.detail())
            }
            groups => {
                let parts =
                    groups.iter().map(|group| format!("{}{}件{}", group.name, shown(group.number()), group.detail()));
                format!("{head}，其中{}。", parts.collect::<Vec<_>>().join("、"))
            }
        }
    }

    /// The groups of results that have requests in them.
    fn groups(&mut self, concluded: Decimal) -> Vec<Group> {
        let edition = self.report.edition();
        let rows = edition.table(TABLE).into_iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
        let results: Vec<&Row> = rows.filter(|row| !row.under.is_empty() && row.id != CONCLUDED).collect();
        let cells: Vec<(String, CellIdx)> =
            results.iter().filter_map(|row| Some((row.id.clone(), self.cell(&row.id, TOTAL)?))).collect();
        let mut groups: Vec<Group> = Vec::new();
        for count in self.counts(cells, concluded) {
            let Some(row) = results.iter().find(|row| row.id == count.name) else { continue };
            let head = row.under.get(1).filter(|head| **head != row.label);
            let name = plain(head.unwrap_or(&row.label));
            let item = Count { name: plain(&row.label), ..count };
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.items.push(item),
                None => groups.push(Group { name, is_split: head.is_some(), items: vec![item] }),
            }
        }
        groups
    }
}

impl Group {
    /// `（属于国家秘密1件、重复申请2件）`; a single one needs no number, and the rest class `其他` needs no words.
    fn detail(&self) -> String {
        match self.items.as_slice() {
            [only] if only.name == "其他" => String::new(),
            items if self.is_split => detail(items),
            _ => String::new(),
        }
    }
}

/// `（商业企业1件、科研机构1件）`; a single one without its number; nothing for none.
fn detail(counts: &[Count]) -> String {
    match counts {
        [] => String::new(),
        [only] => format!("（{}）", only.name),
        counts => format!("（{}）", list(counts)),
    }
}

fn list(counts: &[Count]) -> String {
    let parts = counts.iter().map(|count| format!("{}{}件", count.name, shown(count.number)));
    parts.collect::<Vec<_>>().join("、")
}

fn shown(number: Decimal) -> String {
    number.normalize().to_string()
}

/// A label of the form as it reads inside a sentence: no number in front, no remark behind, the first of two clauses.
fn plain(label: &str) -> String {
    let label = match (label.split_once('）'), label.split_once('.')) {
        (Some((number, rest)), _) if number.starts_with('（') => rest,
        (_, Some((number, rest))) if number.chars().all(|c| c.is_ascii_digit()) => rest,
        _ => label,
    };
    let end = label.find(['（', '、']).unwrap_or(label.len());
    label.split_at(end).0.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Edition,
        report::{About, Kind, Scope, State},
    };

    fn report(year: u16, rows: &[(&str, &str)]) -> Report {
        let about = About {
            organ: "示例市水务局".into(),
            kind: Kind::default(),
            year,
            edition: String::new(),
            scope: Scope::default(),
            state: State::default(),
        };
        let edition = Edition::for_year(year).unwrap();
        let mut report = Report::new(about, edition);
        for cell in edition.cells_of("t2") {
            report.set(cell, "0");
        }
        for (row, texts) in rows {
            let columns = &edition.table("t2").unwrap().blocks[0].columns;
            for (column, text) in columns.iter().zip(texts.split(' ')) {
                let text = if text == "_" { "" } else { text };
                report.set(edition.find_in("t2", row, &column.id).unwrap(), text);
            }
        }
        report
    }

    fn worded(rows: &[(&str, &str)]) -> (String, Vec<String>) {
        let report = report(2021, rows);
        let paragraph = paragraph(&report);
        let missing = paragraph.missing.iter().map(|cell| report.edition().spec(*cell).place.to_string());
        (paragraph.text, missing.collect())
    }

    fn text(rows: &[(&str, &str)]) -> String {
        let (text, missing) = worded(rows);
        assert_eq!(missing, [""; 0]);
        text
    }

    #[test]
    fn no_request_at_all_is_one_sentence() {
        assert_eq!(text(&[]), "本年度未收到政府信息公开申请。");
    }

    #[test]
    fn one_request_needs_no_numbers_twice() {
        let rows = [("new", "1 0 0 0 0 0 1"), ("granted", "1 0 0 0 0 0 1"), ("concluded", "1 0 0 0 0 0 1")];
        assert_eq!(
            text(&rows),
            "本年度新收政府信息公开申请1件。新收的申请由自然人提出。本年度办结1件，结果为予以公开。"
        );
    }

    #[test]
    fn a_typical_year_names_kinds_groups_and_what_is_left() {
        let rows = [
            ("new", "5 1 1 0 0 0 7"),
            ("brought_forward", "1 0 0 0 0 0 1"),
            ("granted", "2 1 0 0 0 0 3"),
            ("partial", "1 0 0 0 0 0 1"),
            ("denied_secret", "1 0 0 0 0 0 1"),
            ("denied_third_party", "0 0 1 0 0 0 1"),
            ("unavailable_not_held", "1 0 0 0 0 0 1"),
            ("concluded", "5 1 1 0 0 0 7"),
            ("carried_forward", "1 0 0 0 0 0 1"),
        ];
        assert_eq!(
            text(&rows),
            "本年度新收政府信息公开申请7件，上年结转1件。新收的申请中，自然人5件、法人或其他组织2件（商业企业1件、科研机构1件）。\
             本年度办结7件，其中予以公开3件、部分公开1件、不予公开2件（属于国家秘密1件、保护第三方合法权益1件）、\
             无法提供1件（本机关不掌握相关政府信息）。结转下年度继续办理1件。"
        );
    }

    #[test]
    fn only_what_was_carried_over_was_worked_on() {
        let rows = [
            ("brought_forward", "2 0 0 0 0 0 2"),
            ("not_processed_duplicate", "2 0 0 0 0 0 2"),
            ("concluded", "2 0 0 0 0 0 2"),
        ];
        assert_eq!(
            text(&rows),
            "本年度未收到新的政府信息公开申请，上年结转2件。本年度办结2件，结果均为不予处理（重复申请）。"
        );
    }

    #[test]
    fn requests_of_entities_alone_and_other_results_read_well() {
        let rows = [
            ("new", "0 0 0 0 3 0 3"),
            ("otherwise_not_amended", "0 0 0 0 1 0 1"),
            ("otherwise_misc", "0 0 0 0 1 0 1"),
            ("concluded", "0 0 0 0 2 0 2"),
            ("carried_forward", "0 0 0 0 1 0 1"),
        ];
        assert_eq!(
            text(&rows),
            "本年度新收政府信息公开申请3件。新收的申请均由法律服务机构提出。\
             本年度办结2件，结果均为其他处理（申请人无正当理由逾期不补正1件、其他1件）。结转下年度继续办理1件。"
        );
    }

    #[test]
    fn the_edition_of_2019_has_one_row_for_other_results() {
        let rows = [
            ("new", "1,204 0 0 0 0 0 1,204"),
            ("granted", "1,200 0 0 0 0 0 1,200"),
            ("otherwise", "4 0 0 0 0 0 4"),
            ("concluded", "1,204 0 0 0 0 0 1,204"),
        ];
        let paragraph = paragraph(&report(2020, &rows));
        assert_eq!(
            paragraph.text,
            "本年度新收政府信息公开申请1204件。新收的申请均由自然人提出。本年度办结1204件，其中予以公开1200件、其他处理4件。"
        );
        assert_eq!(paragraph.missing, []);
    }

    #[test]
    fn an_empty_table_gives_no_text_and_says_what_to_fill_first() {
        let mut report = report(2021, &[]);
        for cell in report.edition().cells_of("t2") {
            report.set(cell, "");
        }
        let paragraph = paragraph(&report);
        assert_eq!(paragraph.text, "");
        let name = |cell: &CellIdx| report.edition().spec(*cell).place.to_string();
        assert_eq!(paragraph.missing.iter().map(name).collect::<Vec<_>>(), ["t2.new.total"]);
    }

    #[test]
    fn what_is_not_filled_in_is_named_and_not_guessed() {
        let rows = [
            ("new", "5 _ 0 0 0 0 7"),
            ("brought_forward", "0 0 0 0 0 0 _"),
            ("granted", "3 0 0 0 0 0 3"),
            ("partial", "1 0 0 0 0 0 _"),
            ("concluded", "5 2 0 0 0 0 7"),
            ("carried_forward", "0 0 0 0 0 0 约1"),
        ];
        let (text, missing) = worded(&rows);
        assert_eq!(text, "本年度新收政府信息公开申请7件。新收的申请中，自然人5件。本年度办结7件，其中予以公开3件。");
        assert_eq!(
            missing,
            ["t2.new.business", "t2.brought_forward.total", "t2.partial.total", "t2.carried_forward.total"]
        );
    }

    #[test]
    fn a_blank_beside_figures_that_make_up_the_total_is_not_missing() {
        let rows = [
            ("new", "2 _ _ _ _ _ 2"),
            ("granted", "2 _ _ _ _ _ 2"),
            ("partial", "_ _ _ _ _ _ _"),
            ("concluded", "2 _ _ _ _ _ 2"),
        ];
        assert_eq!(
            text(&rows),
            "本年度新收政府信息公开申请2件。新收的申请均由自然人提出。本年度办结2件，结果均为予以公开。"
        );
    }
}
