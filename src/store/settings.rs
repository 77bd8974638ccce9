//! The user's settings: one commented RON file in the config folder, read strictly, written whole.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{
    broken::{self, Broken},
    disk::Disk,
    draft::{put, quote},
    error::{Cause, Error, Operation},
    file::Dir,
};
use crate::report::{About, Kind, Scope, State};

/// Name of the file in the config folder.
const NAME: &str = "settings.ron";
/// Largest theme or settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// What the user has set; what the file leaves out is as by default.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How wide the terminal draws characters of uncertain width: “”—…①.
    pub widths: Widths,
    /// What frames are drawn with.
    pub frame: Frame,
    /// Id of the theme.
    pub theme: String,
    /// Does what is copied also go to the clipboard of the user's machine?
    pub clipboard: bool,
    /// The organ that one writes for.
    pub organ: Organ,
    /// Words of one's own that are often written wrong.
    pub words: Vec<Pair>,
    /// Rules that weigh one level less here.
    pub demoted: Vec<Demotion>,
}

/// How wide characters of uncertain width are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Widths {
    /// As the terminal says when it is asked.
    #[default]
    Auto,
    /// One column.
    Narrow,
    /// Two columns.
    Wide,
}

/// What frames are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Frame {
    /// Lines, or `+-|` where lines would be two columns wide.
    #[default]
    Auto,
    /// Lines.
    Lines,
    /// `+-|`.
    Ascii,
}

/// The organ that one writes for, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Organ {
    /// Full name.
    pub name: String,
    /// What sort of organ.
    pub kind: Kind,
    /// Postal address.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

impl Organ {
    /// Particulars of its report before last year's, for a form that asks for the next; `None` without a name.
    pub fn about(&self, this_year: u16) -> Option<About> {
        let (kind, year) = (self.kind, this_year.checked_sub(2)?);
        let organ = Some(self.name.clone()).filter(|name| !name.is_empty())?;
        Some(About { organ, kind, year, edition: String::new(), scope: Scope::Organ, state: State::Draft })
    }
}

/// A word that is often written wrong, and the right one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// What is wrong.
    pub wrong: String,
    /// What is right.
    pub right: String,
}

/// A rule that weighs one level less: an error becomes a warning and never less, a warning becomes a hint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demotion {
    /// Code of the rule.
    pub rule: String,
    /// Why; it is shown with every finding.
    pub reason: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            widths: Widths::default(),
            frame: Frame::default(),
            theme: "default".into(),
            clipboard: true,
            organ: Organ::default(),
            words: Vec::new(),
            demoted: Vec::new(),
        }
    }
}

impl Widths {
    /// All of them, in the order a choice shows them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Narrow, Self::Wide];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Auto => "自动",
            Self::Narrow => "窄",
            Self::Wide => "宽",
        }
    }
}

impl Frame {
    /// All of them, in the order a choice shows them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Lines, Self::Ascii];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Auto => "自动",
            Self::Lines => "线",
            Self::Ascii => "ASCII",
        }
    }
}

impl Settings {
    /// Reads settings; a text with nothing in it is the default, an unknown field is an error that names it.
    pub fn decode(text: &str) -> Result<Self, Broken> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        ron::from_str(text).map_err(|error| Broken::parse_settings(text, &error))
    }

    /// The text of the file, each setting under a line that explains it; [`Settings::decode`] reads it back equal.
    pub fn encode(&self) -> String {
        let mut text =
            String::from("// 年报工作台的设置。在程序里改（^W），或者在这里改；删去哪一行，哪一行就用默认值。\n(\n");
        let comment = |text: &mut String, what: &str| put(text, format_args!("    // {what}\n"));
        comment(&mut text, "“”—…①等字符占几列：Auto 由程序判断，Narrow 一列，Wide 两列。表格对不齐时改这里。");
        put(&mut text, format_args!("    widths: {:?},\n", self.widths));
        comment(&mut text, "边框：Auto 由程序判断，Lines 线条，Ascii 用 + - | 画。");
        put(&mut text, format_args!("    frame: {:?},\n", self.frame));
        comment(
            &mut text,
            "配色：default、light、dark、colour_blind、plain，或者本文件夹 themes 里的文件名（不带 .ron）。",
        );
        field(&mut text, "    ", "theme", &self.theme);
        comment(&mut text, "复制的文字是否同时送到自己电脑的剪贴板：true 或 false。");
        put(&mut text, format_args!("    clipboard: {},\n", self.clipboard));
        comment(&mut text, "本机关。新建第一份报告时用它；kind：Department 部门，Township 乡镇街道，County 县级政府，");
        comment(&mut text, "City 市级政府，Province 省级政府，Vertical 垂直系统。");
        text.push_str("    organ: (\n");
        field(&mut text, "        ", "name", &self.organ.name);
        put(&mut text, format_args!("        kind: {:?},\n", self.organ.kind));
        field(&mut text, "        ", "address", &self.organ.address);
        field(&mut text, "        ", "postcode", &self.organ.postcode);
        field(&mut text, "        ", "phone", &self.organ.phone);
        field(&mut text, "        ", "email", &self.organ.email);
        text.push_str("    ),\n");
        comment(&mut text, "自用词表：容易写错的词，每行一对，如 (wrong: \"布署\", right: \"部署\"),");
        pairs(&mut text, "words", self.words.iter().map(|pair| [("wrong", &pair.wrong), ("right", &pair.right)]));
        comment(&mut text, "降级的规则，要写理由，如 (rule: \"T3-V01\", reason: \"按上级要求留空\"),");
        comment(
            &mut text,
            "强制降为核实，不再往下降；核实降为提示。只管自己的工作台；要让同事和命令行 check 也照办，
    // 把 organ、words、demoted 写进报告文件夹的 .nianbao/rules.ron，写法与这里相同。",
        );
        pairs(&mut text, "demoted", self.demoted.iter().map(|one| [("rule", &one.rule), ("reason", &one.reason)]));
        text.push_str(")\n");
        text
    }
}

fn field(text: &mut String, indent: &str, name: &str, value: &str) {
    put(text, format_args!("{indent}{name}: "));
    quote(text, value);
    text.push_str(",\n");
}

fn pairs<'a>(text: &mut String, name: &str, items: impl ExactSizeIterator<Item = [(&'static str, &'a String); 2]>) {
    if items.len() == 0 {
        return put(text, format_args!("    {name}: [],\n"));
    }
    put(text, format_args!("    {name}: [\n"));
    for [(first, one), (second, other)] in items {
        put(text, format_args!("        ({first}: "));
        quote(text, one);
        put(text, format_args!(", {second}: "));
        quote(text, other);
        text.push_str("),\n");
    }
    text.push_str("    ],\n");
}

/// The folder with the user's settings and themes.
#[derive(Debug, Clone)]
pub struct Config {
    folder: PathBuf,
}

/// A file of the config folder that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path} {why}")]
pub struct Unusable {
    /// Path of the file.
    pub path: String,
    /// Why: with line and column, if its text is wrong.
    pub why: String,
}

impl Config {
    /// The config folder of the user: `$XDG_CONFIG_HOME/nianbao`, else `~/.config/nianbao`; it need not be there.
    pub fn of_user() -> Option<Self> {
        let set = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let home = || env::var_os("HOME").filter(|home| !home.is_empty()).map(|home| Path::new(&home).join(".config"));
        Some(Self::at(set.or_else(home)?.join("nianbao")))
    }

    /// A config folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Path of the settings file.
    pub fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// Reads the settings. No file is no fault; one that cannot be read is told, and the defaults are used.
    pub fn read(&self) -> (Settings, Option<Unusable>) {
        let read = || match text_of(&self.path())? {
            Some(text) => Settings::decode(&text).map_err(|broken| broken.to_string()),
            None => Ok(Settings::default()),
        };
        match read() {
            Ok(settings) => (settings, None),
            Err(why) => (Settings::default(), Some(Unusable { path: self.path().display().to_string(), why })),
        }
    }

    /// Writes the settings. A file that could not be read is kept beside; returns its new name.
    pub fn write(&self, settings: &Settings) -> Result<Option<String>, Error> {
        self.place(settings).map_err(|cause| Error::new(Operation::Save, &self.path().to_string_lossy(), cause))
    }

    fn place(&self, settings: &Settings) -> Result<Option<String>, Cause> {
        fs::create_dir_all(&self.folder)?;
        // Many keep their settings elsewhere and link them here; then the file itself is written.
        let path = fs::canonicalize(self.path()).unwrap_or_else(|_| self.path());
        let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return Err(Cause::Name("文件名不是 UTF-8，写不进去。请先改文件名".into()));
        };
        let dir = Dir::open(folder)?;
        let text = settings.encode();
        let Ok(found) = dir.read(name) else {
            dir.temporary(text.as_bytes(), None)?.place(name)?;
            dir.sync()?;
            return Ok(None);
        };
        dir.may_write(name, found.rights)?;
        let is_good = broken::text_of(&found.bytes).is_ok_and(|text| Settings::decode(text).is_ok());
        let aside = if is_good || found.bytes.is_empty() { None } else { Some(aside(&dir, name)?) };
        dir.temporary(text.as_bytes(), Some(found.rights))?.replace(name)?;
        dir.sync()?;
        Ok(aside)
    }

    /// The user's own themes: file name without its ending, and the text or why there is none.
    pub fn themes(&self) -> Vec<(String, Result<String, Unusable>)> {
        let entries = fs::read_dir(self.folder.join("themes")).into_iter().flatten().flatten();
        let mut themes: Vec<_> = entries
            .filter_map(|entry| {
                let path = entry.path();
                let id = path.file_name()?.to_str()?.strip_suffix(".ron")?.to_owned();
                let text = text_of(&path).and_then(|text| text.ok_or_else(|| "不见了".into()));
                let unusable = |why| Unusable { path: path.display().to_string(), why };
                Some((id, text.map_err(unusable)))
            })
            .collect();
        themes.sort_by(|a, b| a.0.cmp(&b.0));
        themes
    }
}

/// Moves a file aside to a free name.
fn aside(dir: &Dir, name: &str) -> Result<String, Cause> {
    for n in 1..10_000 {
        let free = if n == 1 { format!("{name}.坏") } else { format!("{name}.坏{n}") };
        match dir.move_to(name, dir, &free) {
            Err(Cause::Exists) => {}
            moved => return moved.map(|()| free),
        }
    }
    Err(Cause::Exists)
}

/// The text of a small regular file; `None` if there is none.
pub(super) fn text_of(path: &Path) -> Result<Option<String>, String> {
    let found = match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        found => found.map_err(|error| Cause::from(error).to_string())?,
    };
    if !found.is_file() || found.len() > LARGEST {
        return Err("不是普通文件，或者太大".into());
    }
    let bytes = fs::read(path).map_err(|error| Cause::from(error).to_string())?;
    if bytes.is_empty() {
        return Ok(Some(String::new()));
    }
    broken::text_of(&bytes).map(|text| Some(text.to_owned())).map_err(|broken| broken.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set() -> Settings {
        Settings {
            widths: Widths::Wide,
            frame: Frame::Ascii,
            theme: "light".into(),
            clipboard: false,
            organ: Organ {
                name: "示例市\"林\\业\"局".into(),
                kind: Kind::County,
                address: "示例路1号".into(),
                postcode: "100000".into(),
                phone: "010-00000000".into(),
                email: "a@example.cn".into(),
            },
            words: vec![Pair { wrong: "布署".into(), right: "部署".into() }],
            demoted: vec![Demotion { rule: "T3-V01".into(), reason: "上级要求".into() }],
        }
    }

    #[test]
    fn settings_are_read_as_they_were_written() {
        for settings in [set(), Settings::default()] {
            let text = settings.encode();
            assert_eq!(Settings::decode(&text), Ok(settings), "{text}");
            assert!(text.lines().filter(|line| line.trim_start().starts_with("//")).count() >= 8);
        }
    }

    #[test]
    fn what_the_file_leaves_out_is_as_by_default() {
        assert_eq!(Settings::decode(" \n"), Ok(Settings::default()));
        let settings = Settings::decode("( // 一条\n organ: (name: \"甲\"), )").unwrap();
        assert_eq!((settings.organ.name.as_str(), settings.theme.as_str()), ("甲", "default"));
    }

    #[test]
    fn a_wrong_file_is_told_with_its_place_in_chinese() {
        for (text, said) in [
            ("(\n    colour: 1,\n)", "第2行第5列：不认识的字段“colour”，请改正或删去"),
            ("(\n    widths: Broad,\n)", "第2行第13列：不认识的“Broad”，可以写 Auto、Narrow、Wide"),
            ("(theme：\"x\")", "第1行第7列：这里的 ： 是全角，请改成半角 :"),
            ("(theme: \"x\" clipboard: true)", "第1行第12列：这里缺少逗号，请补上半角 ,"),
            ("(organ: (fax: \"\"))", "第1行第10列：不认识的字段“fax”，请改正或删去"),
        ] {
            assert_eq!(Settings::decode(text).unwrap_err().to_string(), said, "{text}");
        }
        let cut = Settings::decode("(theme: \"x\",").unwrap_err().to_string();
        assert!(!cut.contains("备份") && !cut.contains("报告"), "{cut}");
    }

    #[test]
    fn a_broken_file_is_left_alone_until_it_is_saved_over_and_then_kept_beside() {
        let disk = tempfile::tempdir().unwrap();
        let config = Config::at(disk.path().join("nianbao"));
        assert_eq!(config.read(), (Settings::default(), None));
        fs::create_dir(disk.path().join("nianbao")).unwrap();
        fs::write(config.path(), "(them: 1)").unwrap();
        let (settings, fault) = config.read();
        assert_eq!(settings, Settings::default());
        assert!(fault.is_some_and(|fault| fault.to_string().contains("第1行第2列：不认识的字段“them”")));
        assert_eq!(fs::read_to_string(config.path()).unwrap(), "(them: 1)");
        assert_eq!(config.write(&set()).unwrap().as_deref(), Some("settings.ron.坏"));
        assert_eq!(fs::read_to_string(disk.path().join("nianbao/settings.ron.坏")).unwrap(), "(them: 1)");
        assert_eq!(config.read(), (set(), None));
        assert_eq!(config.write(&Settings::default()).unwrap(), None);
        fs::write(config.path(), "?").unwrap();
        assert_eq!(config.write(&set()).unwrap().as_deref(), Some("settings.ron.坏2"));
    }

    #[test]
    fn a_linked_file_stays_linked_and_one_marked_read_only_stays_as_it_is() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let disk = tempfile::tempdir().unwrap();
        let config = Config::at(disk.path().join("nianbao"));
        fs::create_dir(disk.path().join("nianbao")).unwrap();
        fs::write(disk.path().join("mine.ron"), "()").unwrap();
        symlink(disk.path().join("mine.ron"), config.path()).unwrap();
        config.write(&set()).unwrap();
        assert!(config.path().is_symlink());
        assert_eq!(config.read(), (set(), None));
        fs::set_permissions(disk.path().join("mine.ron"), fs::Permissions::from_mode(0o444)).unwrap();
        assert!(config.write(&Settings::default()).is_err_and(|error| error.to_string().contains("只读")));
        assert_eq!(config.read(), (set(), None));
    }

    proptest! {
        #[test]
        fn no_text_at_all_makes_reading_fail_other_than_by_saying_so(text in "[(){}\\[\\]:,\"a-z布署 \n]{0,40}") {
            let _ = Settings::decode(&text);
        }

        #[test]
        fn any_words_come_back(wrong in "\\PC{0,8}", right in "\\PC{0,8}") {
            let settings = Settings { words: vec![Pair { wrong, right }], ..Settings::default() };
            prop_assert_eq!(Settings::decode(&settings.encode()), Ok(settings));
        }
    }
}
