//! All that is wrong inside one paragraph, family by family.

use super::{
    brackets, clutter, dates, documents, hidden, letters,
    line::{Line, Slip},
    numbering, numberless, numerals, persons, repeats, wording,
};

/// Reads a paragraph and looks for all that is wrong inside it.
pub(super) fn read(text: &str) -> Line {
    let mut line = Line::new(text);
    let mut slips: Vec<Slip> = Vec::new();
    for scan in [
        brackets::scan,
        clutter::scan,
        dates::scan,
        documents::scan,
        hidden::scan,
        letters::scan,
        numberless::scan,
        numbering::scan,
        numerals::scan,
        persons::scan,
        repeats::scan,
        wording::scan,
    ] {
        scan(&line, &mut slips);
    }
    line.slips = slips;
    line
}
