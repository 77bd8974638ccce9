//! What was found as SARIF 2.1.0, for platforms that collect the results of checks.

use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::outcome::Outcome;
use crate::{
    exchange::write::escape_hidden,
    form::Place,
    report::Report,
    rules::{Finding, Level, RULES, Rule},
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What may stand in the path of a URI as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// One file in the log, as JSON.
pub(super) enum Entry {
    /// The results of a report.
    Results(Vec<String>),
    /// Why a file could not be read.
    Unread(Value),
}

/// The log of one run over many files. Results are held as text, for what could not be read stands before them.
#[derive(Default)]
pub(super) struct Log {
    results: Vec<String>,
    unread: Vec<Value>,
}

impl Entry {
    pub(super) fn of(outcome: &Outcome<'_>) -> Self {
        match outcome.source {
            Ok(source) => {
                let findings = outcome.checked.findings.iter();
                let results = findings.map(|finding| result(&outcome.file, &source.report, finding).to_string());
                Self::Results(results.map(|json| escape_hidden(&json)).collect())
            }
            Err(fault) => Self::Unread(json!({
                "level": "error",
                "message": { "text": fault.to_string() },
                "locations": [{ "physicalLocation": file(&outcome.file) }],
            })),
        }
    }
}

impl Log {
    pub(super) fn add(&mut self, entry: Entry) {
        match entry {
            Entry::Results(results) => self.results.extend(results),
            Entry::Unread(told) => self.unread.push(told),
        }
    }

    /// Writes the log, one result a line.
    pub(super) fn write(self, out: &mut impl Write) -> io::Result<()> {
        let Self { results, unread } = self;
        let driver = json!({
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "language": "zh-CN",
            "rules": RULES.iter().map(rule).collect::<Vec<_>>(),
        });
        let invocation = json!({ "executionSuccessful": unread.is_empty(), "toolExecutionNotifications": unread });
        let before = format!(
            "{{\n\"$schema\": {},\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\"tool\": {},\n\
             \"language\": \"zh-CN\",\n\"columnKind\": \"unicodeCodePoints\",\n\"invocations\": [{invocation}],\n\
             \"results\": [",
            json!(SCHEMA),
            json!({ "driver": driver }),
        );
        out.write_all(escape_hidden(&before).as_bytes())?;
        for (n, result) in results.iter().enumerate() {
            write!(out, "{}\n{result}", if n == 0 { "" } else { "," })?;
        }
        writeln!(out, "\n]\n}}]\n}}")
    }
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": format!("{}。依据：{}", rule.what, rule.basis) },
        "help": { "text": rule.fix },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": { "level": rule.level.label() },
    })
}

/// One finding. A cell has no place in a file that holds for every format, so that it is named as a logical location.
fn result(path: &str, report: &Report, finding: &Finding) -> Value {
    let suppressions: Vec<Value> = finding
        .waived
        .iter()
        .map(|reason| json!({ "kind": "inSource", "status": "accepted", "justification": reason }))
        .collect();
    let fingerprint = format!("{} {} {}", finding.code, finding.place, finding.evidence().join(" "));
    json!({
        "ruleId": finding.code,
        "ruleIndex": RULES.iter().position(|rule| rule.code == finding.code),
        "level": level(finding.level),
        "message": { "text": finding.message },
        "locations": [{
            "physicalLocation": file(path),
            "logicalLocations": [{ "fullyQualifiedName": finding.place, "name": name(report, &finding.place) }],
        }],
        "partialFingerprints": { "finding/v1": fingerprint.trim_end() },
        "suppressions": suppressions,
        "properties": { "figures": finding.figures, "repairs": finding.repairs, "span": finding.span },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "note",
    }
}

/// The file as a URI: relative as it was given, or absolute.
fn file(path: &str) -> Value {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    json!({ "artifactLocation": { "uri": format!("{scheme}{}", utf8_percent_encode(path, PATH)) } })
}

/// The cell or section as the form calls it.
fn name(report: &Report, place: &Place) -> String {
    let edition = report.edition();
    match edition.find(place) {
        Some(cell) => format!("{} {}", edition.table_name(place.table()), edition.name(cell)),
        None => edition.section(place.as_str()).map_or_else(|| report.title(), |section| section.title.clone()),
    }
}
