//! Reads a draft back: first its shape, then its meaning; whatever is wrong is pointed at.

use std::{collections::HashSet, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

use super::{MAX_BYTES, VERSION, quick, shown};
use crate::{
    form::{Edition, Place},
    report::{
        About, Report,
        course::Step as Taken,
        doubt::Doubt,
        edit::{Edit, Spot},
        note::Note,
        pin::{Around, Mark, Pin, Tie},
        regain::{Written, regain},
        waiver::Waiver,
    },
    store::{
        broken::{self, Broken},
        source::{self, Point, Step},
    },
};

/// A draft as it stands in the file, before anyone asked what it means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    version: u64,
    about: About,
    #[serde(default)]
    prose: Named<Vec<String>>,
    #[serde(default)]
    tables: Named<Rows>,
    #[serde(default)]
    computed: Vec<String>,
    #[serde(default)]
    pins: Vec<PinLine>,
    #[serde(default)]
    waivers: Vec<Waiver>,
    #[serde(default)]
    notes: Vec<Note>,
    #[serde(default)]
    steps: Vec<Taken>,
    #[serde(default)]
    doubts: Vec<Doubt>,
}

/// A pin as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinLine {
    section: String,
    tie: Tie,
    marks: Vec<MarkLine>,
}

/// A number of a pin, with what stands around it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkLine {
    at: (u32, u32),
    value: String,
    unit: String,
    left: String,
    right: String,
    #[serde(default)]
    lost: bool,
}

impl PinLine {
    fn written(self) -> Written {
        let mark = |line: MarkLine| {
            let around = Around { left: line.left, right: line.right };
            let (start, end) = (line.at.0 as usize, line.at.1 as usize);
            let lost = line.lost.then(|| around.clone());
            (Mark { start, end, value: line.value, unit: line.unit, lost }, around)
        };
        let (marks, around) = self.marks.into_iter().map(mark).unzip();
        Written { pin: Pin { section: self.section, marks, tie: self.tie }, around }
    }
}

/// Only what every version of the format has.
#[derive(Deserialize)]
struct AnyDraft {
    version: u64,
}

/// `(name: value, …)` with names that only the edition knows, in the order of the text.
struct Named<T>(Vec<(String, T)>);

/// `{ "row": ["cell", …], … }` in the order of the text.
#[derive(Default)]
struct Rows(Vec<(String, Vec<String>)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("", &[], Pairs(PhantomData)).map(Self)
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs(PhantomData)).map(Self)
    }
}

/// Collects the entries of a map, the same name twice if it stands there twice.
struct Pairs<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
    type Value = Vec<(String, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

/// Reads a draft from the bytes of a file; a byte order mark is passed over.
pub fn decode_bytes(bytes: &[u8]) -> Result<Report, Broken> {
    decode(broken::text_of(bytes)?)
}

/// Reads a draft.
///
/// Sections, tables and rows that are not there are blank; those that the edition does not have are refused, as is
/// everything else that could not be written back. Line ends may be CRLF: a bare CR is dropped wherever it stands.
pub fn decode(text: &str) -> Result<Report, Broken> {
    if text.len() as u64 > MAX_BYTES {
        return Err(Broken::new(Point::START, "超过 8 MiB，不像是一份报告。请检查文件是否放错"));
    }
    match quick::decode(text) {
        Some(report) => Ok(report),
        None => in_full(text),
    }
}

/// Reads a draft that need not stand as this program writes it.
pub(super) fn in_full(text: &str) -> Result<Report, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let unix;
    let text = if text.contains('\r') {
        unix = text.replace('\r', "");
        &unix
    } else {
        text
    };
    let draft: Draft = ron::from_str(text).map_err(|error| match ron::from_str(text) {
        Ok(AnyDraft { version }) if version > VERSION => Broken::newer(version_point(text)),
        _ => Broken::parse(text, &error),
    })?;
    if draft.version > VERSION {
        return Err(Broken::newer(version_point(text)));
    }
    Reader { text }.report(draft)
}

fn version_point(text: &str) -> Point {
    source::locate(text, &[Step::Key("version")], 0).unwrap_or(Point::START)
}

/// Turns a draft of the right shape into a report, with the text at hand to point at what is wrong.
struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn report(&self, draft: Draft) -> Result<Report, Broken> {
        if draft.version != VERSION {
            let message = format!("不认识的版本号 {}，应为 {VERSION}", draft.version);
            return Err(Broken::new(version_point(self.text), message));
        }
        let about = draft.about;
        let Some(edition) = Edition::by_id(&about.edition) else {
            let known: Vec<&str> = Edition::all().iter().map(|edition| edition.id.as_str()).collect();
            let message = format!("不认识的版式“{}”，可以写 {}", shown(&about.edition), known.join("、"));
            return self.fault(&[Step::Key("about"), Step::Key("edition")], message);
        };
        if about.organ.contains('\n') {
            return self.fault(&[Step::Key("about"), Step::Key("organ")], "机关名称里不能换行");
        }
        let mut report = Report::new(about, edition);
        self.prose(&mut report, draft.prose.0)?;
        let n = report.all_characters();
        if n > Report::MOST_CHARACTERS {
            let message = format!("正文有 {n} 字，超过 20 万字，不像是一份报告。请检查是否放错");
            return self.fault(&[Step::Key("prose")], message);
        }
        self.tables(&mut report, draft.tables.0)?;
        for (n, place) in draft.computed.iter().enumerate() {
            let Some(cell) = edition.find(&Place::from(place.as_str())) else {
                let message = format!("{}没有“{}”这一格，请改正或删去", edition.name, shown(place));
                return self.fault(&[Step::Key("computed"), Step::Item(n)], message);
            };
            report.set_computed(cell, true);
        }
        self.pins(&mut report, draft.pins)?;
        self.waivers(&mut report, draft.waivers)?;
        self.notes(&mut report, draft.notes)?;
        self.steps(&mut report, draft.steps)?;
        self.doubts(&mut report, draft.doubts)?;
        Ok(report)
    }

    /// Pins come last but one: the text they stand in must be there.
    fn pins(&self, report: &mut Report, pins: Vec<PinLine>) -> Result<(), Broken> {
        let mut written = Vec::with_capacity(pins.len());
        for (n, line) in pins.into_iter().enumerate() {
            let path = [Step::Key("pins"), Step::Item(n)];
            let edition = report.edition();
            let name = &edition.name;
            let line = line.written();
            if edition.section(&line.pin.section).is_none() {
                let section = shown(&line.pin.section);
                return self.fault(&path, format!("{name}没有章节“{section}”，请改正或删去"));
            }
            if let Some(place) = line.pin.places().iter().find(|place| edition.cells_at(place).is_empty()) {
                let place = shown(place.as_str());
                return self.fault(&path, format!("{name}没有“{place}”这一格，请改正或删去"));
            }
            let is_forwards = line.pin.marks.iter().all(|mark| mark.start <= mark.end);
            if !line.pin.is_whole() || !is_forwards {
                return self.fault(&path, "这条勾连不完整：要有数字的位置，和对应的格或等式两边。请改正或删去");
            }
            if written.contains(&line) {
                return self.fault(&path, "同一条勾连写了两次，请删去一处");
            }
            written.push(line);
        }
        let add = regain(report, written);
        report.apply(Edit::Pins { remove: Vec::new(), add });
        Ok(())
    }

    fn waivers(&self, report: &mut Report, waivers: Vec<Waiver>) -> Result<(), Broken> {
        for (n, waiver) in waivers.into_iter().enumerate() {
            let path = [Step::Key("waivers"), Step::Item(n)];
            if !report.has_place(&waiver.place) {
                let (name, place) = (&report.edition().name, shown(waiver.place.as_str()));
                return self.fault(&path, format!("{name}没有“{place}”这一处，请改正或删去"));
            }
            let Waiver { code, figures, reason, by, at, .. } = &waiver;
            if [code, reason, by, at].into_iter().chain(figures).any(|text| text.contains('\n')) {
                return self.fault(&path, "说明里不能换行，请删去换行");
            }
            if reason.is_empty() {
                return self.fault(&path, "说明没有写原因，请写明原因或删去");
            }
            if report.waivers().iter().any(|other| other.is_about(code, &waiver.place, figures)) {
                return self.fault(&path, "同一个问题写了两次说明，请删去一处");
            }
            report.apply(Edit::Waive(waiver));
        }
        Ok(())
    }

    fn notes(&self, report: &mut Report, notes: Vec<Note>) -> Result<(), Broken> {
        for (n, note) in notes.into_iter().enumerate() {
            let path = [Step::Key("notes"), Step::Item(n)];
            if !report.has_place(&note.place) {
                let (name, place) = (&report.edition().name, shown(note.place.as_str()));
                return self.fault(&path, format!("{name}没有“{place}”这一处，请改正或删去"));
            }
            let Note { quote, text, written, settled, .. } = &note;
            let signed = [Some(written), settled.as_ref()];
            let signed = signed.into_iter().flatten().flat_map(|signature| [&signature.by, &signature.at]);
            if [quote, text].into_iter().chain(signed).any(|text| text.contains('\n')) {
                return self.fault(&path, "批注里不能换行，请删去换行");
            }
            if text.trim().is_empty() {
                return self.fault(&path, "批注是空的，请写明或删去");
            }
            if report.notes().contains(&note) {
                return self.fault(&path, "同一条批注写了两次，请删去一处");
            }
            report.apply(Edit::Note { remove: None, add: Some(note) });
        }
        Ok(())
    }

    /// Doubts come last: what they were held to must be there.
    fn doubts(&self, report: &mut Report, doubts: Vec<Doubt>) -> Result<(), Broken> {
        for (n, doubt) in doubts.into_iter().enumerate() {
            let path = [Step::Key("doubts"), Step::Item(n)];
            if !report.has_place(&doubt.place) {
                let (name, place) = (&report.edition().name, shown(doubt.place.as_str()));
                return self.fault(&path, format!("{name}没有“{place}”这一处，请改正或删去"));
            }
            let Doubt { held, text, ways, .. } = &doubt;
            if held.iter().chain([text]).chain(ways.iter().flatten()).any(|text| text.contains('\n')) {
                return self.fault(&path, "导入存疑里不能换行，请删去换行");
            }
            if !doubt.is_whole(report) {
                return self
                    .fault(&path, "这条导入存疑不完整：held 和 ways 里的每一种都要与所说的格数相同。请改正或删去");
            }
            if report.doubts().contains(&doubt) {
                return self.fault(&path, "同一条导入存疑写了两次，请删去一处");
            }
            // Somebody has looked where the text has changed.
            if doubt.is_open(report) {
                report.apply(Edit::Doubt { remove: None, add: Some(doubt) });
            }
        }
        Ok(())
    }

    fn steps(&self, report: &mut Report, steps: Vec<Taken>) -> Result<(), Broken> {
        for (n, Taken { reason, signed, .. }) in steps.iter().enumerate() {
            if [reason, &signed.by, &signed.at].into_iter().any(|text| text.contains('\n')) {
                return self.fault(&[Step::Key("steps"), Step::Item(n)], "办理过程里不能换行，请删去换行");
            }
        }
        let state = report.about.state;
        report.apply(Edit::Course { state, steps });
        Ok(())
    }

    fn prose(&self, report: &mut Report, sections: Vec<(String, Vec<String>)>) -> Result<(), Broken> {
        let edition = report.edition();
        self.once(&[Step::Key("prose")], &sections, "章节")?;
        for (id, paragraphs) in sections {
            let path = [Step::Key("prose"), Step::Key(&id)];
            if edition.section(&id).is_none() {
                return self.fault(&path, format!("{}没有章节“{}”，请改正或删去", edition.name, shown(&id)));
            }
            if let Some(n) = paragraphs.iter().position(|paragraph| paragraph.contains('\n')) {
                let message = "一段文字里不能换行。请拆成两段，各用一对引号，中间加逗号";
                return self.fault(&[path[0], path[1], Step::Item(n)], message);
            }
            let insert = paragraphs.join("\n");
            report.apply(Edit::Text { section: id, from: Spot::default(), to: Spot::default(), insert });
        }
        Ok(())
    }

    fn tables(&self, report: &mut Report, tables: Vec<(String, Rows)>) -> Result<(), Broken> {
        let edition = report.edition();
        self.once(&[Step::Key("tables")], &tables, "表")?;
        for (id, rows) in tables {
            let path = [Step::Key("tables"), Step::Key(&id)];
            let Some(table) = edition.table(&id) else {
                return self.fault(&path, format!("{}没有表“{}”，请改正或删去", edition.name, shown(&id)));
            };
            self.once(&path, &rows.0, "行")?;
            for (row, cells) in &rows.0 {
                let path = [path[0], path[1], Step::Key(row)];
                let Some(block) = table.blocks.iter().find(|block| block.rows.iter().any(|spec| spec.id == *row))
                else {
                    let message = format!("{}的表 {id} 没有行“{}”，请改正或删去", edition.name, shown(row));
                    return self.fault(&path, message);
                };
                if cells.len() != block.columns.len() {
                    let (want, have) = (block.columns.len(), cells.len());
                    let message = format!("行“{row}”应有 {want} 格，现有 {have} 格。请补上或删去；没有填的格写 \"\"");
                    return self.fault(&path, message);
                }
                for (n, (column, text)) in block.columns.iter().zip(cells).enumerate() {
                    if text.contains('\n') {
                        return self.fault(&[path[0], path[1], path[2], Step::Item(n)], "格子里不能换行，请删去换行");
                    }
                    if let Some(cell) = edition.find_in(&id, row, &column.id) {
                        report.set(cell, text);
                    }
                }
            }
        }
        Ok(())
    }

    /// No name may stand twice; the second one is pointed at.
    fn once<T>(&self, path: &[Step<'_>], pairs: &[(String, T)], what: &str) -> Result<(), Broken> {
        let mut seen = HashSet::new();
        let Some((id, _)) = pairs.iter().find(|(id, _)| !seen.insert(id)) else { return Ok(()) };
        let path: Vec<Step<'_>> = path.iter().copied().chain([Step::Key(id)]).collect();
        let at = source::locate(self.text, &path, 1).unwrap_or(Point::START);
        Err(Broken::new(at, format!("{what}“{}”写了两次，请删去一处", shown(id))))
    }

    fn fault<T>(&self, path: &[Step<'_>], message: impl Into<String>) -> Result<T, Broken> {
        let at = source::locate(self.text, path, 0).unwrap_or(Point::START);
        Err(Broken::new(at, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A whole draft by hand; what a case changes is replaced in it.
    const DRAFT: &str = r#"(
    version: 1,
    about: (organ: "示例市水务局", kind: Department, year: 2021, edition: "2021", scope: Organ, state: Draft),
    prose: (
        preface: ["甲"],
        overview: [
            "乙",
            "丙",
        ],
    ),
    tables: (
        t1: { "permits": ["12"] },
        t3: {
            "review": ["0", "0", "0", "0", "0"],
            "suit": ["", "", "", "", ""],
        },
    ),
    computed: ["t3.review.total"], pins: [], waivers: [], notes: [],
)"#;

    fn refusal(text: &str) -> String {
        decode(text).expect_err(text).to_string()
    }

    /// Changes `old` in the draft to `new`, where `‸` marks the place that must be named, and holds what is said.
    fn says(old: &str, new: &str, want: &str) {
        assert!(DRAFT.contains(old), "{old}");
        let marked = DRAFT.replacen(old, new, 1);
        let (before, after) = marked.split_once('‸').expect(new);
        let at = Point::after(before);
        let want = format!("第{}行第{}列：{want}", at.line, at.column);
        assert_eq!(refusal(&format!("{before}{after}")), want, "{old} -> {new}");
    }

    #[test]
    fn what_means_nothing_is_refused_at_its_place() {
        says("edition: \"2021\"", "‸edition: \"2022\"", "不认识的版式“2022”，可以写 2019、2021");
        says("preface", "‸prefaces", "2021版没有章节“prefaces”，请改正或删去");
        says("overview", "‸preface", "章节“preface”写了两次，请删去一处");
        let split = "一段文字里不能换行。请拆成两段，各用一对引号，中间加逗号";
        says("\"丙\"", "‸\"丙\n丁\"", split);
        says("\"乙\"", "‸\"乙\\n丁\"", split);
        says("t1:", "‸t9:", "2021版没有表“t9”，请改正或删去");
        says("t3:", "‸t1:", "表“t1”写了两次，请删去一处");
        says("\"permits\"", "‸\"permit\\u{202e}\"", "2021版的表 t1 没有行“permit\\u{202e}”，请改正或删去");
        says("\"suit\"", "‸\"review\"", "行“review”写了两次，请删去一处");
        let few = "行“suit”应有 5 格，现有 4 格。请补上或删去；没有填的格写 \"\"";
        says("\"suit\": [\"\", ", "‸\"suit\": [", few);
        says("\"12\"", "‸\"1\\n2\"", "格子里不能换行，请删去换行");
        says("\"t3.review.total\"", "‸\"t3.review.sum\"", "2021版没有“t3.review.sum”这一格，请改正或删去");
        says("\"t3.review.total\"", "\"t3.review.total\", ‸\"t3\"", "2021版没有“t3”这一格，请改正或删去");
        says("organ: \"", "‸organ: \"甲\n", "机关名称里不能换行");
        says("version: 1", "‸version: 0", "不认识的版本号 0，应为 1");
    }

    #[test]
    fn what_is_no_ron_is_explained_at_its_place() {
        says("\"乙\",", "\"乙\"‸", "这里缺少逗号，请补上半角 ,");
        let open = "从这里开始的文字没有收尾的引号。请在它的末尾补上半角 \"；如果后面的内容都不见了，说明文件没有写完，请从备份中恢复";
        says("\"乙\",", "‸\"乙,", open);
        says("\"乙\",", "‸乙\",", "这里应当是带半角引号的文字，请加上 \"");
        says("\"乙\",", "\"乙\"‸，", "这里的 ， 是全角，请改成半角 ,");
        says("\"乙\",", "‸“乙”,", "这里的 “ 是全角，请改成半角 \"");
        says("\"甲\"", "\"甲‸”", "这里的引号是全角，请改成半角 \"");
        says("局\", kind", "局‸”, kind", "这里的引号是全角，请改成半角 \"");
        says("version:", "version‸：", "这里的 ： 是全角，请改成半角 :");
        says("about: (", "about: ‸（", "这里的 （ 是全角，请改成半角 (");
        says("version: 1", "version: ‸\"1\"", "这里应当是不带引号的数字");
        says("notes: [],\n)", "notes: [],\n)‸(version: 2)", "报告到此已经结束，后面还有多余的内容，请删去");
        says("year: 2021", "year: ‸202021", "数字超出范围，请改正");
        says("year", "‸yaer", "不认识的字段“yaer”，请改正或删去");
        says("notes", "‸pins", "字段“pins”写了两次，请删去一处");
        let kinds = "Department、Township、County、City、Province、Vertical";
        says("Department", "‸Office", &format!("不认识的“Office”，可以写 {kinds}"));
        says("{ \"permits\": [\"12\"] }", "‸[\"12\"]", "这里应当是 { ，请用花括号括起来");
        says("[\"12\"]", "‸\"12\"", "这里应当是 [ ，请用方括号括起来");
        says("\"12\"", "‸12", "这里应当是带半角引号的文字，请加上 \"");
        says("甲", "甲‸\\d", "反斜杠后面的写法不对；单独的反斜杠请写成 \\\\");
        let note = r#"(place: "t2", text: "请核对", written: (by: "甲", at: ""))"#;
        let noted = |change: (&str, &str)| format!("notes: [‸{}]", note.replacen(change.0, change.1, 1));
        says("notes: []", &noted(("t2", "t9")), "2021版没有“t9”这一处，请改正或删去");
        says("notes: []", &noted(("请核对", " ")), "批注是空的，请写明或删去");
        says("notes: []", &noted(("请核对", r"请\n核对")), "批注里不能换行，请删去换行");
        says("notes: []", &format!("notes: [{note}, ‸{note}]"), "同一条批注写了两次，请删去一处");
        let pin = r#"(section: "overview", tie: Is(["t2.new.total"]), marks: [(at: (0, 1), value: "3", unit: "件", left: "", right: "\u{a}丙")])"#;
        let pinned = |change: (&str, &str)| format!("pins: [‸{}]", pin.replacen(change.0, change.1, 1));
        says("pins: []", &pinned(("overview", "overviews")), "2021版没有章节“overviews”，请改正或删去");
        says("pins: []", &pinned(("t2.new.total", "t2.new")), "2021版没有“t2.new”这一格，请改正或删去");
        let unwhole = "这条勾连不完整：要有数字的位置，和对应的格或等式两边。请改正或删去";
        says("pins: []", &pinned(("(0, 1)", "(2, 1)")), unwhole);
        says("pins: []", &pinned(("Is([\"t2.new.total\"])", "Sum(1)")), unwhole);
        says("pins: []", &format!("pins: [{pin}, ‸{pin}]"), "同一条勾连写了两次，请删去一处");
        says("pins: []", &format!("pins: [{}]", pin.replacen("tie", "‸to", 1)), "不认识的字段“to”，请改正或删去");
        let waiver =
            r#"(code: "T3-V01", place: "t3.suit.upheld", figures: ["5"], reason: "没有诉讼", by: "甲", at: "")"#;
        let waive = |change: (&str, &str)| format!("waivers: [‸{}]", waiver.replacen(change.0, change.1, 1));
        says("waivers: []", &waive(("t3.suit.upheld", "t9")), "2021版没有“t9”这一处，请改正或删去");
        says("waivers: []", &waive(("没有", "没有\n")), "说明里不能换行，请删去换行");
        says("waivers: []", &waive(("没有诉讼", "")), "说明没有写原因，请写明原因或删去");
        let twice = format!("waivers: [{waiver}, ‸{waiver}]");
        says("waivers: []", &twice, "同一个问题写了两次说明，请删去一处");
        let doubt = r#"(place: "t3.suit.upheld", held: [""], text: "推断：请核对", ways: [["1"], ["2"]])"#;
        let doubted = |change: (&str, &str)| format!("notes: [], doubts: [‸{}]", doubt.replacen(change.0, change.1, 1));
        says("notes: []", &doubted(("t3.suit.upheld", "t9")), "2021版没有“t9”这一处，请改正或删去");
        says("notes: []", &doubted(("推断：", r"推断：\n")), "导入存疑里不能换行，请删去换行");
        let unwhole = "这条导入存疑不完整：held 和 ways 里的每一种都要与所说的格数相同。请改正或删去";
        says("notes: []", &doubted((r#"["1"]"#, "[]")), unwhole);
        says("notes: []", &doubted((r#"held: [""]"#, "held: []")), unwhole);
        let twice = format!("notes: [], doubts: [{doubt}, ‸{doubt}]");
        says("notes: []", &twice, "同一条导入存疑写了两次，请删去一处");
        says(
            ", year: 2021, edition: \"2021\", scope: Organ, state: Draft)",
            ", edition: \"2021\"‸)",
            "缺少字段“year”，请补上",
        );
    }
}
