//! The folder of RON drafts: one report, one file; and the sample reports that the program carries.

mod broken;
#[cfg(test)]
mod crash;
mod deliver;
mod disk;
pub mod draft;
mod error;
mod file;
mod folder;
mod history;
mod journal;
mod local;
mod lock;
mod merge;
mod name;
mod owner;
mod pace;
mod record;
mod recover;
mod save;
mod session;
mod settings;
#[cfg(test)]
mod sim;
mod source;
mod stray;
mod turns;
mod writing;

use include_dir::{Dir, include_dir};

pub use broken::Broken;
pub use deliver::deliver;
pub use error::{Cause, Error, Operation, Stamp};
pub use folder::{Entry, Folder, Head, Opened};
pub use history::{Version, Why};
pub use local::Local;
pub use lock::Waiting;
pub use merge::{Clash, Merged, chosen, merge};
pub use name::file_name;
pub use owner::{Owner, user};
pub use record::Typing;
pub use recover::Recovered;
pub use save::Saved;
pub use session::Changed;
pub use settings::{Config, Demotion, Frame, Organ, Pair, Settings, Unusable, Widths};
pub use turns::in_turn;
pub use writing::{Begun, Reading, Writing, Written};

use crate::report::Report;

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/reports");

/// The sample reports (of an invented organ) that the program carries, by file name, oldest first.
pub fn samples() -> impl Iterator<Item = (&'static str, Report)> {
    // `include_dir` sorts by path. A test proves that every sample reads without a fault.
    SAMPLES.files().filter_map(|file| Some((file.path().to_str()?, draft::decode(file.contents_utf8()?).ok()?)))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{
        form::{Along, Place},
        report::{State, value::Value},
    };

    fn sample(year: u16) -> Report {
        samples().map(|(_, report)| report).find(|report| report.about.year == year).unwrap()
    }

    /// Sums that do not hold, blanks counted as nothing, as `code line`.
    fn wrong_sums(report: &Report) -> Vec<String> {
        let edition = report.edition();
        let side = |sum: &crate::form::Sum, is_left| -> Decimal {
            sum.side(is_left).filter_map(|cell| report.value(cell).number()).sum()
        };
        let wrong = edition.sums().iter().filter(|sum| side(sum, true) != side(sum, false));
        wrong.map(|sum| format!("{} {}", edition.equations[sum.equation].code, sum.line)).collect()
    }

    fn blanks(report: &Report) -> Vec<&'static str> {
        let edition = report.edition();
        let blank = edition.indices().filter(|cell| report.value(*cell) == Value::Blank);
        blank.map(|cell| edition.spec(cell).place.as_str()).collect()
    }

    #[test]
    fn every_sample_is_written_as_the_program_writes_it_under_its_own_name() {
        assert_eq!(samples().count(), SAMPLES.entries().len());
        for (name, report) in samples() {
            assert_eq!(file_name(&report.about).unwrap(), name);
            assert_eq!(
                SAMPLES.get_file(name).unwrap().contents_utf8(),
                Some(draft::encode(&report).as_str()),
                "{name}"
            );
            assert!(report.paragraphs("preface").concat().contains("本报告为示例，机关为虚构"), "{name}");
        }
    }

    #[test]
    fn the_sample_of_2020_holds_the_figures_it_is_known_for() {
        let report = sample(2020);
        assert_eq!((report.about.edition.as_str(), report.about.state), ("2019", State::Corrected));
        assert!(wrong_sums(&report).is_empty());
        let review = ["upheld", "corrected", "other", "pending", "total"].map(|c| format!("t3.review.{c}"));
        assert_eq!(blanks(&report), review);
        let number = |place: &str| report.value_at(&Place::from(place)).number().unwrap().to_string();
        let places =
            ["t1.permits.change", "t1.other_services.decisions", "t1.procurement.amount", "t2.concluded.total"];
        assert_eq!(places.map(number), ["25", "45338", "608", "3"]);
        let prose = report.paragraphs("overview").concat();
        for figure in ["11542条", "379条", "69条", "859条", "2100条", "871条", "7264条", "860篇", "2512条", "13622个"]
        {
            assert!(prose.contains(figure), "{figure}");
        }
    }

    #[test]
    fn the_sample_of_2021_has_one_wrong_total_and_one_blank_and_nothing_else_wrong() {
        let (report, last) = (sample(2021), sample(2020));
        assert_eq!((report.about.edition.as_str(), report.about.state), ("2021", State::Draft));
        assert_eq!(wrong_sums(&report), ["T2-R01 granted", "T2-C01 total"]);
        assert_eq!(blanks(&report), ["t3.suit.other"]);
        assert!((500..=900).contains(&report.count_characters("overview")));
        let carry = report.edition().carries.iter().find(|carry| carry.along == Along::Column).unwrap();
        for cell in report.edition().cells_of("t2").filter(|c| report.edition().spec(*c).place.row() == carry.this) {
            let column = report.edition().spec(cell).place.column();
            assert_eq!(report.value(cell), last.value_at(&Place::cell("t2", &carry.last[0], column)), "{column}");
        }
        for report in [report, last] {
            let prose = report.paragraphs("overview");
            let topics: Vec<_> = prose.iter().filter_map(|p| p.strip_prefix('（')?.split_once('）')).collect();
            assert_eq!(topics.iter().map(|topic| topic.0).collect::<String>(), "一二三四五");
            let problems = report.paragraphs("problems").concat();
            assert!(problems.contains("一是") && problems.contains("二是"));
        }
    }
}
