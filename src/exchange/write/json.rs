//! The plain interchange of one report: every section and every cell of the edition, as text.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeStruct},
};

use crate::{
    report::{Report, Scope},
    width::is_hidden,
};

/// A report as the interchange JSON, indented, one cell a line; `read_bytes` reads it back.
pub fn to_json(report: &Report) -> String {
    // Nothing in it can fail: all keys and values are text or a number.
    escape_hidden(&serde_json::to_string_pretty(&Whole(report)).unwrap_or_default())
}

/// JSON in which every hidden character inside a string is escaped; it says the same.
///
/// JSON as it is written here has no control character outside its strings but the line breaks between values.
pub fn escape_hidden(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            let units = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>();
            shown.extend(units);
        } else {
            shown.push(c);
        }
    }
    shown
}

struct Whole<'a>(&'a Report);
struct Prose<'a>(&'a Report);
struct Figures<'a>(&'a Report);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let about = &self.0.about;
        let mut fields = serializer.serialize_struct("Report", 6)?;
        fields.serialize_field("organ", &about.organ)?;
        fields.serialize_field("year", &about.year)?;
        fields.serialize_field("edition", &about.edition)?;
        fields.serialize_field("scope", scope_name(about.scope))?;
        fields.serialize_field("prose", &Prose(self.0))?;
        fields.serialize_field("cells", &Figures(self.0))?;
        fields.end()
    }
}

impl Serialize for Prose<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sections = &self.0.edition().sections;
        let mut map = serializer.serialize_map(Some(sections.len()))?;
        for section in sections {
            map.serialize_entry(&section.id, &self.0.paragraphs(&section.id).join("\n"))?;
        }
        map.end()
    }
}

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let edition = self.0.edition();
        let mut map = serializer.serialize_map(Some(edition.cells().len()))?;
        for cell in edition.indices() {
            map.serialize_entry(edition.spec(cell).place.as_str(), self.0.text(cell))?;
        }
        map.end()
    }
}

/// What the interchange calls a scope.
pub(in crate::exchange) fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Organ => "organ",
        Scope::Collected => "collected",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn json_stays_the_same_value(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            let shown = escape_hidden(&json);
            prop_assert!(!shown.chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        }
    }
}
