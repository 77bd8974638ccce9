//! 设置: what the user has set, changed on a screen that shows at once what it looks like.

use super::{
    field::Field,
    form::type_into,
    msg::{Action, Msg},
};
use crate::{
    report::Kind,
    rules,
    store::{Demotion, Frame, Pair, Settings, Widths},
};

/// The lines of the screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// 配色
    Theme,
    /// 字符宽度
    Widths,
    /// 边框
    Frame,
    /// 剪贴板
    Clipboard,
    /// 机关名称
    Name,
    /// 机关性质
    Kind,
    /// 地址
    Address,
    /// 邮编
    Postcode,
    /// 电话
    Phone,
    /// 邮箱
    Email,
    /// 自用词表
    Words,
    /// 降级规则
    Demoted,
}

impl Item {
    /// All of them, from top to bottom.
    pub const ALL: [Self; 12] = [
        Self::Theme,
        Self::Widths,
        Self::Frame,
        Self::Clipboard,
        Self::Name,
        Self::Kind,
        Self::Address,
        Self::Postcode,
        Self::Phone,
        Self::Email,
        Self::Words,
        Self::Demoted,
    ];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Theme => "配色",
            Self::Widths => "字符宽度",
            Self::Frame => "边框",
            Self::Clipboard => "剪贴板",
            Self::Name => "机关全称",
            Self::Kind => "机关性质",
            Self::Address => "地址",
            Self::Postcode => "邮政编码",
            Self::Phone => "电话",
            Self::Email => "电子邮箱",
            Self::Words => "自用词表",
            Self::Demoted => "降级规则",
        }
    }

    /// What it is for.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Theme => "←→ 换一种，立即看到样子；自己的配色放在设置文件夹的 themes 里",
            Self::Widths => "“”—…①等字符占一列还是两列；表格对不齐时改这里，重新打开程序后起作用",
            Self::Frame => "线条显示不出来或对不齐时选 ASCII，存了就起作用",
            Self::Clipboard => "复制的文字是否同时送到自己电脑的剪贴板",
            Self::Name | Self::Kind => "新建第一份报告时自动填上",
            Self::Address | Self::Postcode | Self::Phone | Self::Email => "本机关的联系方式，写引言时备用",
            Self::Words => "容易写错的词，错=对，用分号隔开，如 布署=部署；按装=安装",
            Self::Demoted => "规则编号=理由，用分号隔开，如 T3-V01=上级要求留空。强制降为核实，核实降为提示",
        }
    }

    /// Where its text stands among the typed ones.
    fn typed(self) -> Option<usize> {
        TYPED.iter().position(|item| *item == self)
    }
}

/// The lines that are typed.
const TYPED: [Item; 7] =
    [Item::Name, Item::Address, Item::Postcode, Item::Phone, Item::Email, Item::Words, Item::Demoted];

/// The settings while they are changed.
#[derive(Debug)]
pub struct SettingsForm {
    /// The settings as they would be; the screen is drawn by them at once. Typed lines go in when they are saved.
    pub settings: Settings,
    /// Where the cursor is.
    pub at: usize,
    /// Why they were not saved, or why the file could not be read.
    pub fault: Option<String>,
    fields: [Field; TYPED.len()],
    /// Ids and names of the themes there are.
    themes: Vec<(String, String)>,
    /// The settings as they were.
    before: Settings,
    /// Was it just said that what was changed would be lost?
    is_told: bool,
}

impl SettingsForm {
    /// The settings as they are; with what is wrong with their file, and the themes there are.
    pub fn new(settings: &Settings, fault: Option<String>, themes: Vec<(String, String)>) -> Self {
        let text = |item: Item| match item {
            Item::Address => settings.organ.address.clone(),
            Item::Postcode => settings.organ.postcode.clone(),
            Item::Phone => settings.organ.phone.clone(),
            Item::Email => settings.organ.email.clone(),
            Item::Words => words_line(settings),
            Item::Demoted => demoted_line(settings),
            _ => settings.organ.name.clone(),
        };
        let fields = TYPED.map(|item| Field::new(&text(item)));
        let (before, settings) = (settings.clone(), settings.clone());
        Self { settings, at: 0, fault, fields, themes, before, is_told: false }
    }

    /// The line under the cursor.
    pub fn item(&self) -> Item {
        Item::ALL.get(self.at).copied().unwrap_or(Item::Theme)
    }

    /// The field of a line that is typed.
    pub fn field(&self, item: Item) -> Option<&Field> {
        item.typed().and_then(|n| self.fields.get(n))
    }

    /// What a line shows that is chosen.
    pub fn choice(&self, item: Item) -> Option<String> {
        Some(match item {
            Item::Theme => {
                let named = self.themes.iter().find(|(id, _)| *id == self.settings.theme);
                match (named, self.themes.as_slice()) {
                    (_, [(_, only)]) => format!("{only}（NO_COLOR 或终端不支持颜色）"),
                    (Some((_, name)), _) => name.clone(),
                    (None, _) => format!("没有“{}”，用默认", self.settings.theme),
                }
            }
            Item::Widths => self.settings.widths.label().to_owned(),
            Item::Frame => self.settings.frame.label().to_owned(),
            Item::Clipboard => if self.settings.clipboard { "开" } else { "关" }.to_owned(),
            Item::Kind => self.settings.organ.kind.label().to_owned(),
            _ => return None,
        })
    }

    /// May the screen go? What was changed is lost only when the key comes twice.
    pub(super) fn lets_go(&mut self) -> bool {
        let is_changed = self.filled().as_ref() != Ok(&self.before);
        if is_changed && !self.is_told {
            self.is_told = true;
            self.fault = Some("改动还没有存：按 F8 存；再按一次就放弃改动".into());
            return false;
        }
        true
    }

    /// A key or text. Settings that are returned are to be kept.
    pub(super) fn update(&mut self, msg: &Msg) -> Option<Settings> {
        if std::mem::take(&mut self.is_told) {
            self.fault = None;
        }
        let last = Item::ALL.len() - 1;
        match msg {
            Msg::Act(Action::Accept) => return self.accept(),
            Msg::Act(Action::Enter | Action::Down | Action::Next) => self.at = (self.at + 1).min(last),
            Msg::Act(Action::Up | Action::Previous) => self.at = self.at.saturating_sub(1),
            Msg::Act(Action::PageUp) => self.at = 0,
            Msg::Act(Action::PageDown) => self.at = last,
            msg => {
                if let Some(field) = self.item().typed().and_then(|n| self.fields.get_mut(n)) {
                    type_into(field, msg);
                } else if matches!(msg, Msg::Act(Action::Left | Action::Right)) {
                    self.turn(matches!(msg, Msg::Act(Action::Right)));
                } else {
                    self.fault = Some("这一项用 ←→ 选".into());
                    return None;
                }
                self.fault = None;
            }
        }
        None
    }

    fn turn(&mut self, is_on: bool) {
        let settings = &mut self.settings;
        match Item::ALL.get(self.at) {
            Some(Item::Theme) => {
                let ids: Vec<String> = self.themes.iter().map(|(id, _)| id.clone()).collect();
                if let Some(id) = turned(&ids, &settings.theme, is_on).filter(|_| ids.len() > 1) {
                    settings.theme = id;
                }
            }
            Some(Item::Widths) => settings.widths = turned(&Widths::ALL, &settings.widths, is_on).unwrap_or_default(),
            Some(Item::Frame) => settings.frame = turned(&Frame::ALL, &settings.frame, is_on).unwrap_or_default(),
            Some(Item::Clipboard) => settings.clipboard = !settings.clipboard,
            Some(Item::Kind) => {
                settings.organ.kind = turned(&Kind::ALL, &settings.organ.kind, is_on).unwrap_or_default();
            }
            _ => {}
        }
    }

    fn accept(&mut self) -> Option<Settings> {
        match self.filled() {
            Ok(settings) => Some(settings),
            Err((item, fault)) => {
                self.at = Item::ALL.iter().position(|other| *other == item).unwrap_or(self.at);
                self.fault = Some(fault);
                None
            }
        }
    }

    /// The settings with what was typed, or the line that is wrong and why.
    fn filled(&self) -> Result<Settings, (Item, String)> {
        let text = |item: Item| self.field(item).map_or(String::new(), |field| field.text().trim().to_owned());
        let mut settings = self.settings.clone();
        settings.organ.name = text(Item::Name);
        settings.organ.address = text(Item::Address);
        settings.organ.postcode = text(Item::Postcode);
        settings.organ.phone = text(Item::Phone);
        settings.organ.email = text(Item::Email);
        // What was not touched stays as the file has it, even where this line could not say it.
        if text(Item::Words) != words_line(&settings) {
            let words = parted(&text(Item::Words))
                .map_err(|part| (Item::Words, format!("“{part}”不是一对词：写成 错=对，各对用分号隔开")))?;
            settings.words = words.into_iter().map(|(wrong, right)| Pair { wrong, right }).collect();
        }
        if text(Item::Demoted) == demoted_line(&settings) {
            return Ok(settings);
        }
        let demoted = parted(&text(Item::Demoted))
            .map_err(|part| (Item::Demoted, format!("“{part}”没有写理由：写成 规则编号=理由，各条用分号隔开")))?;
        if let Some((rule, _)) = demoted.iter().find(|(rule, _)| rules::rule(rule).is_none()) {
            return Err((Item::Demoted, format!("没有编号为“{rule}”的规则；编号在校验结果里，如 T3-V01")));
        }
        settings.demoted = demoted.into_iter().map(|(rule, reason)| Demotion { rule, reason }).collect();
        Ok(settings)
    }
}

/// The value after (or before) this one, round and round.
fn turned<T: Clone + PartialEq>(all: &[T], now: &T, is_on: bool) -> Option<T> {
    let n = all.len();
    let at = all.iter().position(|value| value == now).unwrap_or(0);
    all.get((at + if is_on { 1 } else { n.saturating_sub(1) }) % n.max(1)).cloned()
}

fn words_line(settings: &Settings) -> String {
    joined(settings.words.iter().map(|pair| (&pair.wrong, &pair.right)))
}

fn demoted_line(settings: &Settings) -> String {
    joined(settings.demoted.iter().map(|one| (&one.rule, &one.reason)))
}

fn joined<'a>(pairs: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    pairs.map(|(one, other)| format!("{one}={other}")).collect::<Vec<_>>().join("；")
}

/// `a=b；c=d` in parts; the part that is no pair if there is one. Signs may be full width.
fn parted(text: &str) -> Result<Vec<(String, String)>, String> {
    let parts = text.split(['；', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let pair = part.split_once(['=', '＝']).map(|(one, other)| (one.trim(), other.trim()));
            let pair = pair.filter(|(one, other)| !one.is_empty() && !other.is_empty());
            pair.map(|(one, other)| (one.to_owned(), other.to_owned())).ok_or_else(|| part.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> SettingsForm {
        let themes = ["default", "dark"].map(|id| (id.to_owned(), id.to_owned())).into();
        SettingsForm::new(&Settings::default(), None, themes)
    }

    fn typed(form: &mut SettingsForm, item: Item, text: &str) {
        form.at = Item::ALL.iter().position(|other| *other == item).unwrap();
        form.update(&Msg::Text(text.into()));
    }

    #[test]
    fn every_line_comes_back_as_it_was_set() {
        let mut form = form();
        for item in [Item::Theme, Item::Widths, Item::Frame, Item::Clipboard, Item::Kind] {
            form.at = Item::ALL.iter().position(|other| *other == item).unwrap();
            form.update(&Msg::Act(Action::Right));
        }
        for (item, text) in [
            (Item::Name, "示例市林业局"),
            (Item::Address, "示例路1号"),
            (Item::Postcode, "100000"),
            (Item::Phone, "010"),
            (Item::Email, "a@b.cn"),
            (Item::Words, "布署=部署； 按装＝安装;"),
            (Item::Demoted, "T3-V01=上级要求留空"),
        ] {
            typed(&mut form, item, text);
        }
        let kept = form.update(&Msg::Act(Action::Accept)).expect("settings");
        assert_eq!((kept.theme.as_str(), kept.widths, kept.frame), ("dark", Widths::Narrow, Frame::Lines));
        assert_eq!((kept.clipboard, kept.organ.kind), (false, Kind::Township));
        assert_eq!(kept.words.iter().map(|pair| pair.right.as_str()).collect::<Vec<_>>(), ["部署", "安装"]);
        assert_eq!(kept.demoted[0].reason, "上级要求留空");
        let again = SettingsForm::new(&kept, None, Vec::new()).filled();
        assert_eq!(again, Ok(kept));
    }

    #[test]
    fn what_was_changed_is_dropped_only_when_asked_twice() {
        let mut form = form();
        assert!(form.lets_go());
        typed(&mut form, Item::Phone, "010");
        assert!(!form.lets_go());
        assert!(form.fault.as_ref().is_some_and(|fault| fault.contains("F8")));
        form.update(&Msg::Act(Action::Up));
        assert_eq!(form.fault, None);
        assert!(!form.lets_go(), "another key came between");
        assert!(form.lets_go());
        for _ in 0..3 {
            form.at = Item::ALL.iter().position(|other| *other == Item::Phone).unwrap();
            form.update(&Msg::Act(Action::Backspace));
        }
        assert!(form.lets_go(), "all is as it was");
        // A line that cannot be read is a change, too.
        typed(&mut form, Item::Words, "布署");
        assert!(!form.lets_go());
    }

    #[test]
    fn a_line_that_is_wrong_says_so_and_gets_the_cursor() {
        for (item, text, said) in [
            (Item::Words, "布署", "不是一对词"),
            (Item::Demoted, "T3-V01", "没有写理由"),
            (Item::Demoted, "T9-Z99=随便", "没有编号为“T9-Z99”的规则"),
        ] {
            let mut form = form();
            typed(&mut form, item, text);
            form.at = 0;
            assert_eq!(form.update(&Msg::Act(Action::Accept)), None);
            assert_eq!(form.item(), item);
            assert!(form.fault.as_ref().is_some_and(|fault| fault.contains(said)), "{:?}", form.fault);
        }
    }
}
