//! XML walked piece by piece under limits: no document type, no entity but the five, no absurd depth.

use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesStart, Event},
};

use super::{archive::broken, error::ReadError};

/// Deepest nesting.
const DEPTH: usize = 256;
/// More attributes of one element are not looked at.
const ATTRIBUTES: usize = 64;

/// A step of the walk. Names are without their prefix.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// An element opens; one without content opens and closes.
    Open(Element),
    /// An element closes.
    Close(String),
    /// Text between.
    Text(String),
}

/// An element's name and attributes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that is a count or index.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.trim().parse().ok()
    }

    /// Is a switch (`<w:b/>`, `<w:b w:val="0"/>`) on?
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off" | "none"))
    }
}

/// Walks over a text.
pub(super) struct Walk<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Walk<'a> {
    /// From the beginning of a text.
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, depth: 0 }
    }

    /// The next step; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node>, ReadError> {
        loop {
            let node = match self.reader.read_event().map_err(|_| broken())? {
                Event::Eof if self.depth > 0 => return Err(broken()),
                Event::Eof => return Ok(None),
                Event::DocType(_) => {
                    return Err(ReadError::refused("文件里含有 DOCTYPE（文档类型声明），办公文档不会有，没有读"));
                }
                Event::Start(start) | Event::Empty(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(ReadError::refused(format!("文件的层数超过 {DEPTH}，像是有意做成的，没有读")));
                    }
                    Node::Open(element(&start))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(end.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Node::Text(text.to_string()),
                Event::CData(text) => Node::Text(text.to_string()),
                Event::GeneralRef(name) => {
                    let c = name.resolve_char_ref().ok().flatten();
                    let text = c.map(String::from).or_else(|| resolve_predefined_entity(&name).map(str::to_owned));
                    Node::Text(text.unwrap_or_default())
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            return Ok(Some(node));
        }
    }
}

fn element(start: &BytesStart) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().take(ATTRIBUTES).map(|attribute| {
        let value = unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), |value| value.to_string());
        (attribute.key.local_name().as_ref().to_owned(), value)
    });
    let attributes = attributes.collect();
    Element { name: start.local_name().as_ref().to_owned(), attributes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(text: &str) -> Result<Vec<Node>, ReadError> {
        let mut walk = Walk::new(text);
        let mut nodes = Vec::new();
        while let Some(node) = walk.next()? {
            nodes.push(node);
        }
        Ok(nodes)
    }

    #[test]
    fn entities_are_resolved_and_prefixes_dropped() {
        let nodes = walk(r#"<w:t w:val="a&amp;b">1 &lt; &#20013;</w:t>"#).unwrap();
        let text: String = nodes
            .iter()
            .filter_map(|node| match node {
                Node::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(text, "1 < 中");
        assert!(matches!(&nodes[0], Node::Open(element) if element.name == "t" && element.get("val") == Some("a&b")));
    }

    #[test]
    fn a_document_type_and_absurd_depth_are_refused() {
        let said = |text: &str| walk(text).unwrap_err().to_string();
        assert!(said("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>").contains("DOCTYPE"));
        assert!(said(&"<p>".repeat(1000)).contains("层数"));
        assert!(said("<a><b></a>").contains("损坏"));
        assert!(said("<a>").contains("损坏"));
    }
}
