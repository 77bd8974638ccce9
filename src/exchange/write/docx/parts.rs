//! The parts of the package around the document: what stands in it, what it is called, footers, settings.

use super::{
    super::plain::{markup, put},
    open::{DECLARATION, SPACES},
    style,
};
use crate::report::Report;

/// Name space of relations between parts.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Name space of what a package says about itself.
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Every part by name, the list of their kinds first, as readers want it.
pub(super) fn parts(report: &Report, document: String) -> Vec<(&'static str, String)> {
    vec![
        ("[Content_Types].xml", kinds()),
        (
            "_rels/.rels",
            relations(&[
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "core-properties", "docProps/core.xml"),
            ]),
        ),
        ("docProps/core.xml", properties(report)),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("rId1", "styles", "styles.xml"),
                ("rId2", "settings", "settings.xml"),
                ("rId3", "fontTable", "fontTable.xml"),
                ("rId4", "theme", "theme/theme1.xml"),
                ("rId10", "footer", "footer1.xml"),
                ("rId11", "footer", "footer2.xml"),
            ]),
        ),
        ("word/document.xml", document),
        ("word/styles.xml", style::styles()),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", style::font_table()),
        ("word/theme/theme1.xml", theme()),
        ("word/footer1.xml", footer(style::ODD)),
        ("word/footer2.xml", footer(style::EVEN)),
    ]
}

fn kinds() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let kinds = [
        ("/word/document.xml", format!("{word}.document.main+xml")),
        ("/word/styles.xml", format!("{word}.styles+xml")),
        ("/word/settings.xml", format!("{word}.settings+xml")),
        ("/word/fontTable.xml", format!("{word}.fontTable+xml")),
        ("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml".to_owned()),
        ("/word/footer1.xml", format!("{word}.footer+xml")),
        ("/word/footer2.xml", format!("{word}.footer+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
    ];
    let mut list = String::new();
    for (part, kind) in kinds {
        put(&mut list, format_args!(r#"<Override PartName="{part}" ContentType="{kind}"/>"#));
    }
    format!(
        r#"{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{list}</Types>"#
    )
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        let base =
            if *kind == "core-properties" { format!("{PACKAGE}/relationships/metadata") } else { RELATIONS.to_owned() };
        format!(r#"<Relationship Id="{id}" Type="{base}/{kind}" Target="{target}"/>"#)
    };
    let list: String = list.iter().map(one).collect();
    format!(r#"{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{list}</Relationships>"#)
}

/// Title and organ; no time, for the same report is to give the same bytes.
fn properties(report: &Report) -> String {
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"#,
        markup(&report.title()),
        markup(&report.about.organ)
    )
}

fn settings() -> String {
    format!(
        r#"{DECLARATION}<w:settings {SPACES}><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
    )
}

/// `— 1 —`, the number in the middle counted by whoever shows the page.
fn footer(style: &str) -> String {
    format!(
        r#"{DECLARATION}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#
    )
}

/// The smallest theme that a validator takes; no style refers to it.
fn theme() -> String {
    let colours = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", "444444"),
        ("lt2", "EEEEEE"),
        ("accent1", "C00000"),
        ("accent2", "1F4E79"),
        ("accent3", "548235"),
        ("accent4", "BF8F00"),
        ("accent5", "7030A0"),
        ("accent6", "808080"),
        ("hlink", "0563C1"),
        ("folHlink", "954F72"),
    ];
    let mut scheme = String::new();
    for (name, value) in colours {
        put(&mut scheme, format_args!(r#"<a:{name}><a:srgbClr val="{value}"/></a:{name}>"#));
    }
    let font = |name: &str, chinese: &str| {
        format!(
            r#"<a:{name}><a:latin typeface="Times New Roman"/><a:ea typeface="{chinese}"/><a:cs typeface=""/></a:{name}>"#
        )
    };
    let fill = r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#;
    let fills = fill.repeat(3);
    let lines = format!(r#"<a:ln w="6350">{fill}</a:ln>"#).repeat(3);
    let effects = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        r#"{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="plain"><a:themeElements><a:clrScheme name="plain">{scheme}</a:clrScheme><a:fontScheme name="plain">{}{}</a:fontScheme><a:fmtScheme name="plain"><a:fillStyleLst>{fills}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fills}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"#,
        font("majorFont", "黑体"),
        font("minorFont", "宋体"),
    )
}
