//! The statutory form as data: which sections, tables, rows, columns and sums an edition demands.
//!
//! An edition is one RON file in `form/editions/`; nothing else in the program knows a year.
//! Sources: 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号, 条例 (国务院令第711号) 第二十、四十九、五十条.

mod edition;
mod head;
mod load;
mod name;
mod place;

use std::sync::{LazyLock, OnceLock};

use include_dir::{Dir, include_dir};

pub use edition::{
    Along, Block, Carry, CellIdx, CellSpec, Column, Derived, Edition, Equation, Kind, Layout, Row, Section, Sum, Table,
    Term,
};
pub use head::Head;
pub use load::Fault;
pub use place::Place;

static EDITION_FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/form/editions");

/// One edition file: its head is known, the rest is read when somebody asks for it.
#[derive(Debug)]
struct File {
    head: Head,
    text: &'static str,
    edition: OnceLock<Option<Edition>>,
}

impl File {
    /// A test proves that every embedded file loads without a fault.
    fn edition(&self) -> Option<&Edition> {
        self.edition.get_or_init(|| Edition::load(self.text).ok()).as_ref()
    }
}

/// All edition files, oldest first.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let texts = EDITION_FILES.files().filter_map(include_dir::File::contents_utf8);
    let file = |text| Some(File { head: Head::load(text)?, text, edition: OnceLock::new() });
    let mut files: Vec<File> = texts.filter_map(file).collect();
    files.sort_by_key(|file| file.head.first_year);
    files
});

impl Edition {
    /// Reads an edition and checks it whole; all faults are reported at once.
    pub fn load(text: &str) -> Result<Self, Vec<Fault>> {
        load::load(text)
    }

    /// All editions, oldest first.
    pub fn all() -> &'static [&'static Edition] {
        static ALL: LazyLock<Vec<&Edition>> = LazyLock::new(|| FILES.iter().filter_map(File::edition).collect());
        &ALL
    }

    /// The edition a report of this year must use; 2018 and earlier have none.
    pub fn for_year(year: u16) -> Option<&'static Edition> {
        FILES.iter().find(|file| file.head.covers(year))?.edition()
    }

    /// The edition with this id.
    pub fn by_id(id: &str) -> Option<&'static Edition> {
        FILES.iter().find(|file| file.head.id == id)?.edition()
    }
}

impl Head {
    /// The heads of all editions, oldest first.
    pub fn all() -> impl Iterator<Item = &'static Head> {
        FILES.iter().map(|file| &file.head)
    }

    /// The head of the edition with this id.
    pub fn by_id(id: &str) -> Option<&'static Head> {
        Self::all().find(|head| head.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_edition_loads_without_a_fault() {
        for file in EDITION_FILES.files() {
            let faults = Edition::load(file.contents_utf8().unwrap()).err();
            assert_eq!(faults, None, "{}", file.path().display());
        }
        assert_eq!(Edition::all().len(), EDITION_FILES.files().count());
    }

    #[test]
    fn a_head_says_what_its_edition_says() {
        let said = |edition: &Edition| {
            let Edition { id, name, notice, first_year, last_year, .. } = edition;
            Head {
                id: id.clone(),
                name: name.clone(),
                notice: notice.clone(),
                first_year: *first_year,
                last_year: *last_year,
            }
        };
        let heads: Vec<Head> = Edition::all().iter().copied().map(said).collect();
        assert!(heads.iter().eq(Head::all()) && !heads.is_empty());
        assert_eq!(Head::by_id("2021").map(|head| head.name.as_str()), Some("2021版"));
        assert_eq!(Head::by_id("1949"), None);
    }

    #[test]
    fn a_cell_is_found_by_name_and_by_number_alike() {
        for edition in Edition::all() {
            for idx in edition.indices() {
                let spec = edition.spec(idx);
                let [table, block, row, column] = spec.at;
                assert_eq!(edition.cell_at(table, block, row, column), Some(idx));
                assert_eq!(edition.find(&spec.place), Some(idx));
                assert!(edition.cells_of(spec.place.table()).any(|cell| cell == idx));
            }
            let all: usize = edition.tables.iter().map(|table| edition.cells_of(&table.id).count()).sum();
            assert_eq!((all, edition.cells_of("t9").count()), (edition.cells().len(), 0));
        }
    }

    #[test]
    fn the_year_decides_the_edition() {
        let id = |year| Edition::for_year(year).map(|edition| edition.id.as_str());
        assert_eq!(
            [id(2018), id(2019), id(2020), id(2021), id(2025)],
            [None, Some("2019"), Some("2019"), Some("2021"), Some("2021")]
        );
    }

    #[test]
    fn the_forms_have_the_cells_and_sums_of_the_notices() {
        let count = |id: &str, table: &str| Edition::by_id(id).unwrap().cells_of(table).count();
        assert_eq!([count("2019", "t1"), count("2019", "t2"), count("2019", "t3")], [22, 161, 15]);
        assert_eq!([count("2021", "t1"), count("2021", "t2"), count("2021", "t3")], [10, 175, 15]);
        let sums = |id: &str, code: &str| {
            let edition = Edition::by_id(id).unwrap();
            edition.sums().iter().filter(|sum| edition.equations[sum.equation].code == code).count()
        };
        assert_eq!(
            [sums("2019", "T2-R01"), sums("2019", "T2-C01"), sums("2019", "T2-C02"), sums("2019", "T3-R02")],
            [23, 7, 7, 1]
        );
        assert_eq!(
            [sums("2021", "T2-R01"), sums("2021", "T2-C01"), sums("2021", "T2-C02"), sums("2021", "T3-R03")],
            [25, 7, 7, 1]
        );
    }

    #[test]
    fn all_faults_of_an_edition_are_reported_at_once() {
        let text = r#"(id: "x", name: "x", notice: "x", first_year: 2021, last_year: Some(2020),
            sections: [(id: "t1", title: "一", short: "一"), (id: "t1", title: "二", short: "")],
            tables: [(id: "t9", blocks: [(columns: [(id: "a", label: "a", short: "a")], rows: [(id: "B", label: "b", short: "b")])])],
            equations: [(code: "E", table: "t9", along: Row, left: ["a"], right: ["gone"], left_name: "", right_name: "")],
            carries: [(code: "C", table: "nowhere", along: Row, this: "a", last: ["a"])], derived: [])"#;
        let faults = Edition::load(text).unwrap_err();
        let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "id stands twice: section.t1",
                "no label: t1",
                "table without a section: t9",
                "not an id: \"B\"",
                "last year before first year",
                "E: unknown gone",
                "C: unknown nowhere",
                "empty: E",
            ]
        );
    }
}
