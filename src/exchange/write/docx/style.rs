//! The styles of the official page: fonts by name, sizes, line pitch, indents, outline levels.

use super::{
    super::plain::put,
    open::{DECLARATION, SPACES},
};

/// Line pitch in twentieths of a point: 22 lines of 28.95 points on 225 mm; with 29 Word would fit only 21.
pub(super) const LINE: u32 = 579;

/// The title: 方正小标宋简体, 22 points.
pub(super) const TITLE: &str = "Title";
/// Paragraphs: 仿宋_GB2312, 16 points.
pub(super) const BODY: &str = "Body";
/// Headings of the first level: 黑体.
pub(super) const HEADING: &str = "Heading1";
/// Headings of the second level: 楷体_GB2312.
pub(super) const ASPECT: &str = "Heading2";
/// A heading of the second level at the start of a paragraph.
pub(super) const LEAD: &str = "Lead";
/// Organ and date at the end.
pub(super) const SIGNED: &str = "Signed";
/// Heads over columns.
pub(super) const TABLE_HEAD: &str = "TableHead";
/// The remark in the corner of a table.
pub(super) const TABLE_NOTE: &str = "TableNote";
/// Heads beside rows.
pub(super) const TABLE_SIDE: &str = "TableSide";
/// Figures.
pub(super) const TABLE_FIGURE: &str = "TableFigure";
/// Page numbers of odd pages.
pub(super) const ODD: &str = "PageOdd";
/// Page numbers of even pages.
pub(super) const EVEN: &str = "PageEven";

/// The font of Latin letters and figures.
const LATIN: &str = "Times New Roman";
/// What Chinese text is set in where nothing else is said.
const SONG: &str = "宋体";

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    latin: &'static str,
    /// Size in half points.
    size: u32,
    /// Paragraph properties in the order of the schema.
    paragraph: String,
}

/// The part with all styles.
pub(super) fn styles() -> String {
    let mut out = format!(
        r#"{DECLARATION}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>"#,
        fonts("仿宋_GB2312", LATIN)
    );
    for style in text_styles().into_iter().chain(table_styles()) {
        let Style { id, name, font, latin, size, paragraph } = style;
        // A quarter of a point less between characters: 28 to the line without a grid of characters.
        let tight = if size == 32 { r#"<w:spacing w:val="-5"/>"# } else { "" };
        put(
            &mut out,
            format_args!(
                r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{}{tight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#,
                fonts(font, latin)
            ),
        );
    }
    put(
        &mut out,
        format_args!(
            r#"<w:style w:type="character" w:customStyle="1" w:styleId="{LEAD}"><w:name w:val="段首标题"/><w:qFormat/><w:rPr>{}</w:rPr></w:style></w:styles>"#,
            fonts("楷体_GB2312", LATIN)
        ),
    );
    out
}

fn fonts(chinese: &str, latin: &str) -> String {
    format!(
        r#"<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>"#
    )
}

fn spacing(line: u32) -> String {
    format!(r#"<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>"#)
}

fn text_styles() -> [Style; 5] {
    let line = spacing(LINE);
    // A tenth of a point less to the right: without it LibreOffice drops a mark that hangs over the end of a full line.
    let indent = r#"<w:ind w:right="2" w:firstLineChars="200" w:firstLine="640"/>"#;
    let head = |level| format!(r#"<w:keepNext/>{line}{indent}<w:jc w:val="both"/><w:outlineLvl w:val="{level}"/>"#);
    let style = |id, name, font, size, paragraph| Style { id, name, font, latin: LATIN, size, paragraph };
    [
        style(
            TITLE,
            "Title",
            "方正小标宋简体",
            44,
            format!(r#"<w:keepNext/><w:snapToGrid w:val="0"/>{}<w:jc w:val="center"/>"#, spacing(640)),
        ),
        style(BODY, "公文正文", "仿宋_GB2312", 32, format!(r#"{line}{indent}<w:jc w:val="both"/>"#)),
        style(HEADING, "heading 1", "黑体", 32, head(0)),
        style(ASPECT, "heading 2", "楷体_GB2312", 32, head(1)),
        style(SIGNED, "公文落款", "仿宋_GB2312", 32, format!(r#"{line}<w:jc w:val="right"/>"#)),
    ]
}

fn table_styles() -> [Style; 6] {
    let close = format!(r#"<w:snapToGrid w:val="0"/>{}<w:ind w:firstLineChars="0" w:firstLine="0"/>"#, spacing(280));
    let set = |id, name, font, to: &str| {
        let paragraph = format!(r#"{close}<w:jc w:val="{to}"/>"#);
        Style { id, name, font, latin: LATIN, size: 21, paragraph }
    };
    let number = |id, name, side: &str| {
        let indent = format!(r#"<w:ind w:{side}Chars="100" w:{side}="280"/>"#);
        let paragraph = format!(r#"<w:snapToGrid w:val="0"/>{indent}<w:jc w:val="{side}"/>"#);
        Style { id, name, font: SONG, latin: SONG, size: 28, paragraph }
    };
    [
        set(TABLE_HEAD, "表头", "黑体", "center"),
        set(TABLE_NOTE, "表注", "楷体_GB2312", "both"),
        set(TABLE_SIDE, "表行", SONG, "left"),
        set(TABLE_FIGURE, "表数", SONG, "center"),
        number(ODD, "页码单", "right"),
        number(EVEN, "页码双", "left"),
    ]
}

/// The part that names, for fonts many machines lack, the ones to take instead. None is embedded: they are sold.
pub(super) fn font_table() -> String {
    let fonts = [
        ("方正小标宋简体", "方正小标宋_GBK"),
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
        ("黑体", "SimHei"),
        (SONG, "SimSun"),
    ];
    let mut out = format!("{DECLARATION}<w:fonts {SPACES}>");
    for (name, instead) in fonts {
        put(
            &mut out,
            format_args!(
                r#"<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>"#
            ),
        );
    }
    out.push_str("</w:fonts>");
    out
}
