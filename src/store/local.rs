//! What holds for one organ or one folder: its contact details, its own words, the rules that weigh less.

use serde::Deserialize;

use super::{
    broken::Broken,
    folder::Folder,
    settings::{Demotion, Organ, Pair, Settings, Unusable, text_of},
};

/// Where a folder keeps what holds in it.
const FILE: &str = ".nianbao/rules.ron";

/// What the rules are told about the place they judge in; nothing, where nothing was set.
///
/// A folder may hold one as `.nianbao/rules.ron`, for everyone who works in it and for `check`:
/// `(words: [(wrong: "布署", right: "部署")], demoted: [(rule: "T3-V01", reason: "按上级要求留空")])`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Local {
    /// The organ and how it is reached; what a report of that organ says is held against it.
    pub organ: Organ,
    /// Words of one's own that are often written wrong.
    pub words: Vec<Pair>,
    /// Rules that weigh one level less here.
    pub demoted: Vec<Demotion>,
}

impl Local {
    /// Reads the file of a folder; a text with nothing in it sets nothing, an unknown field is an error that names it.
    pub fn decode(text: &str) -> Result<Self, Broken> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        ron::from_str(text).map_err(|error| Broken::parse_settings(text, &error))
    }

    /// This and what the folder sets: words and rules of both, the folder's organ where it names one.
    #[must_use]
    pub fn within(mut self, folder: &Self) -> Self {
        if !folder.organ.name.is_empty() {
            self.organ.clone_from(&folder.organ);
        }
        self.words.extend(folder.words.iter().cloned());
        self.demoted.extend(folder.demoted.iter().cloned());
        self
    }
}

impl Settings {
    /// What the user's settings tell the rules.
    pub fn local(&self) -> Local {
        Local { organ: self.organ.clone(), words: self.words.clone(), demoted: self.demoted.clone() }
    }
}

impl Folder {
    /// What holds in this folder. No file is no fault; one that cannot be read is told, and nothing is set by it.
    pub fn local(&self) -> Result<Local, Unusable> {
        let path = self.path().join(FILE);
        let read = || match text_of(&path)? {
            Some(text) => Local::decode(&text).map_err(|broken| broken.to_string()),
            None => Ok(Local::default()),
        };
        read().map_err(|why| Unusable { path: path.display().to_string(), why })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_adds_to_what_the_user_has_set() {
        let user = Local {
            words: vec![Pair { wrong: "布署".into(), right: "部署".into() }],
            organ: Organ { name: "示例市水务局".into(), ..Organ::default() },
            ..Local::default()
        };
        let folder = Local::decode("(demoted: [(rule: \"T3-V01\", reason: \"按要求留空\")])").unwrap();
        let both = user.within(&folder);
        assert_eq!((both.words.len(), both.demoted.len(), both.organ.name.as_str()), (1, 1, "示例市水务局"));
        assert_eq!(Local::decode(" \n"), Ok(Local::default()));
        let disk = tempfile::tempdir().unwrap();
        let folder = Folder::open(disk.path()).unwrap();
        assert_eq!(folder.local(), Ok(Local::default()));
        std::fs::create_dir(disk.path().join(".nianbao")).unwrap();
        std::fs::write(disk.path().join(FILE), "(words: [(wrong: \"布署\", right: \"部署\")])").unwrap();
        assert_eq!(folder.local().unwrap().words.len(), 1);
        std::fs::write(disk.path().join(FILE), "(words: [").unwrap();
        assert!(folder.local().unwrap_err().to_string().contains("rules.ron"));
        let why = Local::decode("(rules: [])").unwrap_err().to_string();
        assert!(why.contains("不认识的字段“rules”"), "{why}");
    }
}
