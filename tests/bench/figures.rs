//! What is measured, how far it must reach, and the table of it.

use std::fmt::Write;

use crate::programs::Program;

/// What is measured; the median of all times it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Bytes for a character typed mid-paragraph.
    TypeBytes,
    /// Writes for it.
    TypeWrites,
    /// CPU time for it, with the full check of the report.
    TypeCpu,
    /// From the key to the last byte.
    TypeTime,
    /// Bytes for a row down in prose.
    DownBytes,
    /// CPU time for it.
    DownCpu,
    /// From the key to the last byte.
    DownTime,
    /// Bytes for a row down in table 2, with the cell's note and last year's figure.
    TableBytes,
    /// CPU time for it.
    TableCpu,
    /// Bytes of a page of a 70 KB text.
    PageBytes,
    /// The same for each byte of text in the rows that changed.
    PageRatio,
    /// The slow line, from the last of 20 characters to the right screen; 150 ms there and back.
    SlowTyped,
    /// The same for 20 rows scrolled.
    SlowScrolled,
    /// The slow line, from the first of 20 characters; 150 ms each way.
    FarTyped,
    /// The same for 20 rows scrolled.
    FarScrolled,
    /// From the start of the process to the last byte of the first full screen.
    Start,
    /// The most memory while typing.
    Memory,
    /// The most memory with the 70 KB text.
    LongMemory,
    /// Bytes in 5 idle seconds.
    IdleBytes,
    /// CPU time in 5 idle seconds.
    IdleCpu,
}

/// How far a figure must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reach {
    /// Nobody said.
    Open,
    AtMost(f64),
    TimesNano(f64),
}

/// The figures of one program, and whose they are.
pub(crate) type Column = (&'static Program, Vec<(Figure, Option<f64>)>);

impl Figure {
    /// All of them, in the order of the table.
    const ALL: [Self; 20] = [
        Self::TypeBytes,
        Self::TypeWrites,
        Self::TypeCpu,
        Self::TypeTime,
        Self::DownBytes,
        Self::DownCpu,
        Self::DownTime,
        Self::TableBytes,
        Self::TableCpu,
        Self::PageRatio,
        Self::PageBytes,
        Self::SlowTyped,
        Self::SlowScrolled,
        Self::FarTyped,
        Self::FarScrolled,
        Self::Start,
        Self::Memory,
        Self::LongMemory,
        Self::IdleBytes,
        Self::IdleCpu,
    ];

    /// What it is, how many decimals it is shown with, how far it must reach.
    fn row(self) -> (&'static str, usize, Reach) {
        match self {
            Self::TypeBytes => ("one character typed mid-paragraph, bytes", 0, Reach::AtMost(200.0)),
            Self::TypeWrites => ("… writes", 0, Reach::AtMost(1.0)),
            Self::TypeCpu => ("… CPU ms, full check included", 2, Reach::AtMost(0.5)),
            Self::TypeTime | Self::DownTime => ("… ms to the last byte", 2, Reach::Open),
            Self::DownBytes => ("cursor down in prose, bytes", 0, Reach::AtMost(20.0)),
            Self::DownCpu | Self::TableCpu => ("… CPU ms", 2, Reach::AtMost(0.5)),
            Self::TableBytes => ("cursor down in table 2, bytes", 0, Reach::AtMost(80.0)),
            Self::PageRatio => ("page of a 70 KB text, bytes per byte of text", 2, Reach::AtMost(1.2)),
            Self::PageBytes => ("… bytes", 0, Reach::Open),
            Self::SlowTyped => ("slow line, 20 characters typed, ms after the last", 0, Reach::AtMost(600.0)),
            Self::SlowScrolled => ("slow line, 20 rows scrolled, ms after the last", 0, Reach::AtMost(250.0)),
            Self::FarTyped => ("twice as far, 20 characters, ms from the first", 0, Reach::Open),
            Self::FarScrolled => ("twice as far, 20 rows, ms from the first", 0, Reach::Open),
            Self::Start => ("start to the first full screen, ms", 1, Reach::TimesNano(1.5)),
            Self::Memory => ("peak memory, MiB", 1, Reach::AtMost(10.0)),
            Self::LongMemory => ("… with a 70 KB text, MiB", 1, Reach::AtMost(10.0)),
            Self::IdleBytes => ("idle 5 s, bytes", 0, Reach::AtMost(0.0)),
            Self::IdleCpu => ("… CPU ms", 2, Reach::AtMost(0.0)),
        }
    }

    fn of(self, column: &Column) -> Option<f64> {
        column.1.iter().find(|(figure, value)| *figure == self && value.is_some())?.1
    }
}

/// All figures as a table: reach, each program, and ours against the best peer.
pub(crate) fn table(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|(program, _)| program.name).collect();
    let mut rows = vec![[&["80x24, medians", "reach"], &names[..], &["of the best peer"]].concat()];
    let rows_of_text: Vec<Vec<String>> = Figure::ALL.iter().map(|figure| row(*figure, columns)).collect();
    rows.extend(rows_of_text.iter().map(|row| row.iter().map(String::as_str).collect()));
    let widths: Vec<usize> =
        (0..rows[0].len()).map(|n| rows.iter().map(|row| row[n].chars().count()).max().unwrap_or(0)).collect();
    let mut table = String::new();
    for (n, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            put(&mut table, format_args!("| {cell:<width$} "));
        }
        table.push_str("|\n");
        if n == 0 {
            for width in &widths {
                put(&mut table, format_args!("|{}", "-".repeat(width + 2)));
            }
            table.push_str("|\n");
        }
    }
    table
}

/// What it costs to look at a draft: ours first, then each reader with how ours compares.
pub(crate) fn readers(columns: &[Column]) -> String {
    const ROWS: [(Figure, &str); 4] = [
        (Figure::Start, "start to the first full screen, ms"),
        (Figure::Memory, "memory then, MiB"),
        (Figure::IdleBytes, "idle 5 s, bytes"),
        (Figure::IdleCpu, "… CPU ms"),
    ];
    let mut table = String::from("| the same draft, 80x24, medians |");
    for (program, _) in columns {
        put(&mut table, format_args!(" {} |", program.name));
    }
    let rest = columns.get(1..).unwrap_or_default();
    for (program, _) in rest {
        put(&mut table, format_args!(" of {} |", program.name));
    }
    put(&mut table, format_args!("\n|---|{}\n", "---|".repeat(columns.len() + rest.len())));
    for (figure, title) in ROWS {
        put(&mut table, format_args!("| {title} |"));
        let values: Vec<Option<f64>> = columns.iter().map(|column| figure.of(column)).collect();
        for value in &values {
            let shown = value.map_or("–".into(), |value| format!("{value:.1}"));
            put(&mut table, format_args!(" {shown} |"));
        }
        for theirs in values.iter().skip(1) {
            let ratio = match (values.first().copied().flatten(), theirs) {
                (Some(ours), Some(theirs)) if *theirs > 0.0 => format!("{:.2} ×", ours / theirs),
                (Some(ours), Some(_)) if ours <= 0.0 => "as good".into(),
                _ => "–".into(),
            };
            put(&mut table, format_args!(" {ratio} |"));
        }
        table.push('\n');
    }
    table
}

fn row(figure: Figure, columns: &[Column]) -> Vec<String> {
    let (title, decimals, reach) = figure.row();
    let nano = columns.iter().find(|(program, _)| program.name == "nano").and_then(|column| figure.of(column));
    let limit = match reach {
        Reach::Open => None,
        Reach::AtMost(limit) => Some(limit),
        Reach::TimesNano(times) => nano.map(|nano| nano * times),
    };
    let shown = match (reach, limit) {
        (Reach::TimesNano(times), _) => format!("{times} × nano"),
        (_, Some(limit)) => format!("≤ {limit}"),
        _ => String::new(),
    };
    let mut cells = vec![title.to_owned(), shown];
    for column in columns {
        cells.push(match (figure.of(column), limit) {
            (None, _) => "–".into(),
            (Some(value), Some(limit)) if column.0.is_ours => {
                format!("{value:.decimals$} {}", if value <= limit { '✓' } else { '✗' })
            }
            (Some(value), _) => format!("{value:.decimals$}"),
        });
    }
    let ours = columns.iter().find(|(program, _)| program.is_ours).and_then(|column| figure.of(column));
    let peers = columns.iter().filter(|(program, _)| !program.is_ours).filter_map(|column| figure.of(column));
    cells.push(match (ours, peers.min_by(f64::total_cmp)) {
        (Some(ours), Some(best)) if best > 0.0 => format!("{:.2} ×", ours / best),
        (Some(ours), Some(_)) if ours <= 0.0 => "as good".into(),
        _ => "–".into(),
    });
    cells
}

/// Writing into memory cannot fail.
fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}
