//! One report as text: the RON of a draft, written so that two drafts differ line by line, read strictly.

mod plain;
mod quick;
mod read;

use std::fmt::Write;

pub use plain::Plain;
pub use quick::{BEGINNING, about};
pub use read::{decode, decode_bytes};

use crate::{
    form::Edition,
    report::{
        Report,
        course::Step,
        doubt::Doubt,
        note::{Note, Signature},
        pin::{Around, Tie},
        waiver::Waiver,
    },
    width::is_hidden,
};

/// Format that this program writes and reads.
pub const VERSION: u64 = 1;

/// Largest draft that is read, in bytes. A full report has about 20 thousand; the parser takes 20 MB/s.
pub const MAX_BYTES: u64 = 8 << 20;

/// The draft of a report: every section and every row of its edition, one row or paragraph per line.
///
/// Chinese stays readable; quotes, backslashes and characters that act or hide are escaped.
/// Doubts that are no longer open are left out. What else this writes, [`decode`] reads back equal, except paragraphs,
/// cells and names with a line break: those it refuses.
pub fn encode(report: &Report) -> String {
    let mut text = String::with_capacity(16 << 10);
    let about = &report.about;
    put(&mut text, format_args!("(\n    version: {VERSION},\n    about: (organ: "));
    quote(&mut text, &about.organ);
    put(&mut text, format_args!(", kind: {:?}, year: {}, edition: ", about.kind, about.year));
    quote(&mut text, &report.edition().id);
    put(&mut text, format_args!(", scope: {:?}, state: {:?}),\n    prose: (\n", about.scope, about.state));
    for section in &report.edition().sections {
        put(&mut text, format_args!("        {}: ", section.id));
        paragraphs(&mut text, report.paragraphs(&section.id));
    }
    text.push_str("    ),\n    tables: (\n");
    tables(&mut text, report.edition(), report);
    text.push_str("    ),\n");
    computed(&mut text, report);
    pins(&mut text, report);
    waivers(&mut text, report.waivers());
    notes(&mut text, report.notes());
    steps(&mut text, report.steps());
    doubts(&mut text, report.doubts().iter().filter(|doubt| doubt.is_open(report)));
    text.push_str(")\n");
    text
}

/// Writing into memory cannot fail.
pub(super) fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}

fn paragraphs(text: &mut String, paragraphs: &[String]) {
    match paragraphs {
        [] => text.push_str("[],\n"),
        [only] => {
            text.push('[');
            quote(text, only);
            text.push_str("],\n");
        }
        all => {
            text.push_str("[\n");
            for paragraph in all {
                text.push_str("            ");
                quote(text, paragraph);
                text.push_str(",\n");
            }
            text.push_str("        ],\n");
        }
    }
}

fn tables(text: &mut String, edition: &Edition, report: &Report) {
    let mut cells = edition.indices();
    for table in &edition.tables {
        put(text, format_args!("        {}: {{\n", table.id));
        for block in &table.blocks {
            for row in &block.rows {
                put(text, format_args!("            \"{}\": [", row.id));
                for (n, cell) in cells.by_ref().take(block.columns.len()).enumerate() {
                    text.push_str(if n == 0 { "" } else { ", " });
                    quote(text, report.text(cell));
                }
                text.push_str("],\n");
            }
        }
        text.push_str("        },\n");
    }
}

fn computed(text: &mut String, report: &Report) {
    if report.computed().is_empty() {
        return text.push_str("    computed: [], ");
    }
    text.push_str("    computed: [\n");
    for cell in report.computed() {
        put(text, format_args!("        \"{}\",\n", report.edition().spec(*cell).place));
    }
    text.push_str("    ],\n    ");
}

/// One pin per line, section by section, with what stands around its numbers now: by that they are found again if
/// another hand changes the text.
fn pins(text: &mut String, report: &Report) {
    if report.pins().is_empty() {
        return text.push_str("pins: [], ");
    }
    text.push_str("pins: [\n");
    for section in &report.edition().sections {
        let mut of_section = report.pins().iter().filter(|pin| pin.section == section.id).peekable();
        if of_section.peek().is_none() {
            continue;
        }
        let prose: Vec<char> = report.joined(&section.id).chars().collect();
        for pin in of_section {
            put(text, format_args!("        (section: \"{}\", tie: ", section.id));
            tie(text, &pin.tie);
            text.push_str(", marks: [");
            for (n, mark) in pin.marks.iter().enumerate() {
                text.push_str(if n == 0 { "" } else { ", " });
                put(text, format_args!("(at: ({}, {}), value: ", mark.start, mark.end));
                quote(text, &mark.value);
                text.push_str(", unit: ");
                quote(text, &mark.unit);
                let around = mark.lost.clone().unwrap_or_else(|| Around::of(&prose, mark.start, mark.end));
                text.push_str(", left: ");
                quote(text, &around.left);
                text.push_str(", right: ");
                quote(text, &around.right);
                text.push_str(if mark.lost.is_some() { ", lost: true)" } else { ")" });
            }
            text.push_str("]),\n");
        }
    }
    text.push_str("    ], ");
}

fn tie(text: &mut String, tie: &Tie) {
    let (name, places) = match tie {
        Tie::Is(places) => ("Is", places),
        Tie::IsNot(places) => ("IsNot", places),
        Tie::Sum(left) => return put(text, format_args!("Sum({left})")),
    };
    put(text, format_args!("{name}(["));
    for (n, place) in places.iter().enumerate() {
        text.push_str(if n == 0 { "" } else { ", " });
        quote(text, place.as_str());
    }
    text.push_str("])");
}

fn waivers(text: &mut String, waivers: &[Waiver]) {
    if waivers.is_empty() {
        return text.push_str("waivers: [], ");
    }
    text.push_str("waivers: [\n");
    for Waiver { code, place, figures, reason, by, at } in waivers {
        text.push_str("        (code: ");
        quote(text, code);
        text.push_str(", place: ");
        quote(text, place.as_str());
        text.push_str(", figures: ");
        list(text, figures);
        text.push_str(", reason: ");
        quote(text, reason);
        text.push_str(", by: ");
        quote(text, by);
        text.push_str(", at: ");
        quote(text, at);
        text.push_str("),\n");
    }
    text.push_str("    ], ");
}

fn notes<'a>(text: &mut String, notes: impl IntoIterator<Item = &'a Note>) {
    let mut notes = notes.into_iter().peekable();
    if notes.peek().is_none() {
        return text.push_str("notes: [],\n");
    }
    text.push_str("notes: [\n");
    for Note { place, quote: of, text: said, written, settled } in notes {
        text.push_str("        (place: ");
        quote(text, place.as_str());
        text.push_str(", quote: ");
        quote(text, of);
        text.push_str(", text: ");
        quote(text, said);
        text.push_str(", written: ");
        signature(text, written);
        if let Some(settled) = settled {
            text.push_str(", settled: Some(");
            signature(text, settled);
            text.push(')');
        }
        text.push_str("),\n");
    }
    text.push_str("    ],\n");
}

/// The steps from state to state; nothing is written for a report that has taken none.
fn steps(text: &mut String, steps: &[Step]) {
    if steps.is_empty() {
        return;
    }
    text.push_str("    steps: [\n");
    for Step { to, reason, signed } in steps {
        put(text, format_args!("        (to: {to:?}, reason: "));
        quote(text, reason);
        text.push_str(", signed: ");
        signature(text, signed);
        text.push_str("),\n");
    }
    text.push_str("    ],\n");
}

/// What an import was not sure of, one a line; nothing is written where nothing is in doubt.
fn doubts<'a>(text: &mut String, doubts: impl IntoIterator<Item = &'a Doubt>) {
    let mut doubts = doubts.into_iter().peekable();
    if doubts.peek().is_none() {
        return;
    }
    text.push_str("    doubts: [\n");
    for Doubt { place, held, text: said, ways, light } in doubts {
        text.push_str("        (place: ");
        quote(text, place.as_str());
        text.push_str(", held: ");
        list(text, held);
        text.push_str(", text: ");
        quote(text, said);
        if !ways.is_empty() {
            text.push_str(", ways: [");
            for (n, way) in ways.iter().enumerate() {
                text.push_str(if n == 0 { "" } else { ", " });
                list(text, way);
            }
            text.push(']');
        }
        text.push_str(if *light { ", light: true),\n" } else { "),\n" });
    }
    text.push_str("    ],\n");
}

/// Texts in brackets, on one line.
fn list(text: &mut String, all: &[String]) {
    text.push('[');
    for (n, one) in all.iter().enumerate() {
        text.push_str(if n == 0 { "" } else { ", " });
        quote(text, one);
    }
    text.push(']');
}

fn signature(text: &mut String, Signature { by, at }: &Signature) {
    text.push_str("(by: ");
    quote(text, by);
    text.push_str(", at: ");
    quote(text, at);
    text.push(')');
}

/// Writes a text in quotes, as `ron` reads it back.
pub(super) fn quote(text: &mut String, inner: &str) {
    text.push('"');
    for c in inner.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if is_hidden(c) => put(text, format_args!("\\u{{{:x}}}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}

/// A text from outside as a message may show it: hidden characters spelled out, cut after 40 characters.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars().take(40) {
        if is_hidden(c) { put(&mut shown, format_args!("\\u{{{:x}}}", u32::from(c))) } else { shown.push(c) }
    }
    shown.push_str(if text.chars().nth(40).is_some() { "…" } else { "" });
    shown
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::{
        About, Kind, Scope, State,
        edit::{Edit, Spot},
        pin::{Mark, Pin},
        waiver::Waiver,
    };

    /// A blank report of an invented organ.
    pub(in crate::store) fn report(organ: &str, year: u16) -> Report {
        let about = About {
            organ: organ.into(),
            kind: Kind::Department,
            year,
            edition: String::new(),
            scope: Scope::Organ,
            state: State::Draft,
        };
        Report::new(about, Edition::for_year(year).expect("an edition for the year"))
    }

    /// Any text of one line, rich in what is hard to write.
    fn line() -> impl Strategy<Value = String> {
        let hard = prop::sample::select(
            "\"\\{}[]()#r'/*,:，：“”\r\t\0\u{1b}\u{85}\u{9b}\u{200b}\u{202e}\u{2028}\u{feff}\u{e0041}𠮷公开0"
                .chars()
                .collect::<Vec<_>>(),
        );
        let any = any::<char>().prop_filter("one line", |c| *c != '\n');
        prop::collection::vec(prop_oneof![hard, any], 0..12).prop_map(String::from_iter)
    }

    /// Any report that can be filled in by editing.
    pub(in crate::store) fn reports() -> impl Strategy<Value = Report> {
        let about = (line(), 0usize..6, 2019u16..2030, any::<bool>(), 0usize..6);
        let prose = prop::collection::vec((0usize..9, prop::collection::vec(line(), 0..4)), 0..6);
        let cells = prop::collection::vec((0usize..198, line(), any::<bool>()), 0..20);
        let waivers = prop::collection::vec((line(), 0usize..198, prop::collection::vec(line(), 0..3), line()), 0..4);
        let mark = (0usize..30, 0usize..3, line(), line(), prop::option::of((line(), line())));
        let pins = prop::collection::vec((0usize..9, prop::collection::vec(mark, 1..4), 0usize..4), 0..4);
        let doubts = prop::collection::vec((0usize..198, 1usize..8, line(), any::<bool>()), 0..3);
        (about, prose, cells, waivers, pins, doubts).prop_map(|(about, prose, cells, waivers, pins, doubts)| {
            let (organ, kind, year, is_collected, state) = about;
            let mut report = report(&organ, year);
            let states =
                [State::Draft, State::Submitted, State::Returned, State::Final, State::Published, State::Corrected];
            (report.about.kind, report.about.state) = (Kind::ALL[kind], states[state]);
            report.about.scope = Scope::ALL[usize::from(is_collected)];
            let edition = report.edition();
            for (section, paragraphs) in prose {
                let section = edition.sections[section].id.clone();
                let (from, to, insert) = (Spot::default(), Spot::default(), paragraphs.join("\n"));
                report.apply(Edit::Text { section, from, to, insert });
            }
            for (cell, text, computed) in cells {
                let place = edition.cells()[cell].place.clone();
                report.apply(Edit::Cell { place, text, computed });
            }
            for (code, cell, figures, reason) in waivers {
                let place = edition.cells()[cell].place.clone();
                let (by, at) = (reason.clone(), code.clone());
                report.apply(Edit::Waive(Waiver { code, place, figures, reason, by, at }));
            }
            for (section, marks, tie) in pins {
                let mark = |(start, length, value, unit, lost): (usize, usize, String, String, Option<_>)| {
                    let lost = lost.map(|(left, right)| Around { left, right });
                    Mark { start, end: start + length, value, unit, lost }
                };
                let places = || vec!["t2.denied.total".into(), edition.cells()[section].place.clone()];
                let tie = [Tie::Is(places()), Tie::IsNot(places()), Tie::Sum(1), Tie::Sum(2)][tie].clone();
                let pin = Pin {
                    section: edition.sections[section].id.clone(),
                    marks: marks.into_iter().map(mark).collect(),
                    tie,
                };
                report.apply(Edit::Pins { remove: Vec::new(), add: vec![pin] });
            }
            for (cell, n, text, light) in doubts {
                let place = edition.cells()[cell].place.clone();
                let of_table = edition.cells_of(place.table()).skip_while(|idx| idx.at() != cell);
                let held: Vec<String> = of_table.take(n).map(|cell| report.text(cell).to_owned()).collect();
                let ways = if light { Vec::new() } else { vec![held.clone(), held.clone()] };
                report.apply(Edit::Doubt { remove: None, add: Some(Doubt { place, held, text, ways, light }) });
            }
            report
        })
    }

    proptest! {
        #[test]
        fn every_report_is_read_back_as_it_was_written(report in reports()) {
            let text = encode(&report);
            let read = decode(&text);
            prop_assert_eq!(read.as_ref(), Ok(&report), "{}", text);
            prop_assert_eq!(encode(&read.unwrap()), text);
        }

        #[test]
        fn no_character_that_acts_or_hides_stands_in_a_draft(report in reports()) {
            prop_assert!(encode(&report).chars().all(|c| c == '\n' || !is_hidden(c)));
        }

        #[test]
        fn no_flipped_bit_makes_reading_panic(report in reports(), flips in prop::collection::vec(any::<prop::sample::Index>(), 8)) {
            let bytes = encode(&report).into_bytes();
            for flip in flips {
                let bit = flip.index(bytes.len() * 8);
                let mut bytes = bytes.clone();
                bytes[bit / 8] ^= 1 << (bit % 8);
                if let Ok(read) = decode_bytes(&bytes) {
                    prop_assert_eq!(decode(&encode(&read)), Ok(read));
                }
            }
        }
    }

    #[test]
    fn no_beginning_of_a_draft_passes_for_a_draft() {
        let mut report = report("示例市水务局", 2021);
        report.set_paragraphs("overview", vec!["甲“乙”".into(), "丙\u{202e}".into()]);
        let bytes = encode(&report).into_bytes();
        let whole = bytes.len() - 1;
        assert_eq!(decode_bytes(&bytes[..whole]), Ok(report));
        for cut in 0..whole {
            let broken = decode_bytes(&bytes[..cut]).expect_err("a part is no whole");
            assert!(broken.line >= 1 && broken.column >= 1 && !broken.message.is_empty());
        }
    }

    #[test]
    fn a_draft_is_written_line_by_line_in_form_order() {
        let mut report = report("示例市“甲\\乙”\"局", 2020);
        report.set_paragraphs("preface", vec!["一段\u{200b}".into()]);
        report.set_paragraphs("overview", vec!["第一段".into(), "第二段".into()]);
        let set =
            |report: &mut Report, place: &str, text| report.set(report.edition().find(&place.into()).unwrap(), text);
        set(&mut report, "t1.permits.change", "增25");
        set(&mut report, "t3.suit.upheld", "0");
        let text = encode(&report);
        let (head, tail) = (text.lines().take(24), text.lines().skip(48).collect::<Vec<_>>());
        let want_head = r#"(
    version: 1,
    about: (organ: "示例市“甲\\乙”\"局", kind: Department, year: 2020, edition: "2019", scope: Organ, state: Draft),
    prose: (
        preface: ["一段\u{200b}"],
        overview: [
            "第一段",
            "第二段",
        ],
        t1: [],
        t2: [],
        t3: [],
        problems: [],
        other: [],
        signature: [],
        unplaced: [],
    ),
    tables: (
        t1: {
            "gov_rules": ["", "", ""],
            "normative": ["", "", ""],
            "permits": ["", "增25", ""],
            "other_services": ["", "", ""],
            "penalties": ["", "", ""],"#;
        assert_eq!(head.collect::<Vec<_>>().join("\n"), want_head);
        let want_tail = r#"            "concluded": ["", "", "", "", "", "", ""],
            "carried_forward": ["", "", "", "", "", "", ""],
        },
        t3: {
            "review": ["", "", "", "", ""],
            "suit": ["0", "", "", "", ""],
            "after_review": ["", "", "", "", ""],
        },
    ),
    computed: [], pins: [], waivers: [], notes: [],
)"#;
        assert!(tail.join("\n").ends_with(want_tail), "{}", tail.join("\n"));
        let cell = report.edition().find(&"t3.suit.total".into()).unwrap();
        report.set_computed(cell, true);
        let end = "    computed: [\n        \"t3.suit.total\",\n    ],\n    pins: [], waivers: [], notes: [],\n)\n";
        assert!(encode(&report).ends_with(end));
        report.set_computed(cell, false);
        let waiver = Waiver {
            code: "Y-03".into(),
            place: "t2.new.total".into(),
            figures: vec!["12".into(), "160".into()],
            reason: "受理了一批“征地”申请".into(),
            by: "甲".into(),
            at: "2022-01-10 09:41".into(),
        };
        report.apply(Edit::Waive(waiver));
        let end = "    computed: [], pins: [], waivers: [\n        (code: \"Y-03\", place: \"t2.new.total\", figures: [\"12\", \"160\"], reason: \"受理了一批“征地”申请\", by: \"甲\", at: \"2022-01-10 09:41\"),\n    ], notes: [],\n)\n";
        assert!(encode(&report).ends_with(end), "{}", encode(&report));
    }

    #[test]
    fn a_pin_is_one_line_with_what_stands_around_its_number() {
        let mut report = report("示例市水务局", 2021);
        report.set_paragraphs("overview", vec!["概况。".into(), "收到申请3件，已办结。".into()]);
        let mark = Mark::new(8, 9, "3", "件");
        let lost =
            Mark { lost: Some(Around { left: "办结".into(), right: "件".into() }), ..Mark::new(2, 3, "2", "件") };
        let add = vec![
            Pin::of_number("overview", mark, Tie::Is(vec!["t2.new.total".into()])),
            Pin::of_number("t2", lost, Tie::Is(vec!["t2.concluded.total".into()])),
        ];
        report.apply(Edit::Pins { remove: Vec::new(), add });
        let text = encode(&report);
        let want = r#"    computed: [], pins: [
        (section: "overview", tie: Is(["t2.new.total"]), marks: [(at: (8, 9), value: "3", unit: "件", left: "概况。\u{a}收到申请", right: "件，已办结。")]),
        (section: "t2", tie: Is(["t2.concluded.total"]), marks: [(at: (2, 3), value: "2", unit: "件", left: "办结", right: "件", lost: true)]),
    ], waivers: [], notes: [],
)
"#;
        assert!(text.ends_with(want), "{text}");
        let moved = text.replace("\"概况。\",", "\"概况。\",\n            \"又写一段。\",");
        let read = decode(&moved).unwrap();
        let starts: Vec<usize> = read.pins().iter().map(|pin| pin.marks[0].start).collect();
        assert_eq!(starts, [14, 2], "found behind the paragraph that was put in");
    }
}
