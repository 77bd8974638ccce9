//! What the terminal does with widths: asked once, in the stream of the keys, so that nothing waits for an answer.

use std::{env, fmt};

use crate::width::Ambiguous;

/// Two questions in one write: how far does Chinese move the cursor, and how far do twelve ambiguous characters.
///
/// 中 has no byte that an 8-bit terminal would take for a command. The line is emptied afterwards.
pub(super) const QUESTION: &str = "\r中中\x1b[6n\r“—…①※×°℃·α─■\x1b[6n\r\x1b[K";
/// How many characters the second question has.
const N_ASKED: u16 = 12;

/// What people are told whose terminal is not in UTF-8: in UTF-8, in GBK, and in letters that every terminal shows.
pub(super) const NOT_UTF8: &[u8] = b"\xe8\xaf\xb7\xe6\x8a\x8a\xe7\xbb\x88\xe7\xab\xaf\xe7\x9a\x84\xe5\xad\x97\xe7\xac\
\xa6\xe7\xbc\x96\xe7\xa0\x81\xe8\xae\xbe\xe4\xb8\xba UTF-8 \xe5\x90\x8e\xe9\x87\x8d\xe6\x96\xb0\xe7\x99\xbb\xe5\xbd\x95\
\xe3\x80\x82\r\n\
\xc7\xeb\xb0\xd1\xd6\xd5\xb6\xcb\xb5\xc4\xd7\xd6\xb7\xfb\xb1\xe0\xc2\xeb\xc9\xe8\xce\xaa UTF-8 \xba\xf3\xd6\xd8\xd0\xc2\
\xb5\xc7\xc2\xbc\xa1\xa3\r\n\
Please set the character encoding of the terminal to UTF-8 and log in again.\r\n";

/// 模糊宽度: what the user says about characters of ambiguous width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Widths {
    /// 自动: ask the terminal.
    #[default]
    Auto,
    /// 窄: one column, whatever the terminal answers.
    Narrow,
    /// 宽: two columns, for a wide terminal that cannot be asked, as behind tmux.
    Wide,
}

impl Widths {
    /// Reads `auto`, `narrow`, `wide`, or what people call them.
    pub fn named(name: &str) -> Option<Self> {
        match name.trim() {
            "" | "auto" | "自动" => Some(Self::Auto),
            "narrow" | "窄" => Some(Self::Narrow),
            "wide" | "宽" => Some(Self::Wide),
            _ => None,
        }
    }

    /// The environment's `NIANBAO_WIDTH`. An error says what it may be.
    pub fn from_environment() -> Result<Self, String> {
        let Some(value) = env::var_os("NIANBAO_WIDTH") else { return Ok(Self::Auto) };
        let value = value.to_string_lossy();
        Self::named(&value).ok_or_else(|| format!("环境变量 NIANBAO_WIDTH 只能是 auto、narrow、wide，现在是 {value}"))
    }

    /// How characters are measured before the terminal has answered.
    pub(super) fn guess(self) -> Ambiguous {
        match self {
            Self::Auto => Ambiguous::Unknown,
            Self::Narrow => Ambiguous::Narrow,
            Self::Wide => Ambiguous::Wide,
        }
    }

    /// How characters are measured now that it has.
    pub(super) fn settle(self, answer: Answer) -> Ambiguous {
        match (self, answer.drawn()) {
            // Some are narrow, some wide: with two columns for each no wide one eats its neighbour.
            (Self::Auto, Ambiguous::Unknown) => Ambiguous::Wide,
            (Self::Auto, drawn) => drawn,
            (Self::Narrow | Self::Wide, _) => self.guess(),
        }
    }
}

/// What the terminal answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It does not read UTF-8.
    NotUtf8,
    /// Ambiguous characters take one column.
    Narrow,
    /// They take two.
    Wide,
    /// Some take one, some two.
    Mixed,
}

impl Answer {
    /// How the terminal draws ambiguous characters, if it draws them all alike.
    pub(super) fn drawn(self) -> Ambiguous {
        match self {
            Self::Narrow => Ambiguous::Narrow,
            Self::Wide => Ambiguous::Wide,
            Self::Mixed | Self::NotUtf8 => Ambiguous::Unknown,
        }
    }
}

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Probe {
    is_utf8: bool,
    is_done: bool,
}

impl Probe {
    /// Is it still waiting for an answer?
    pub(super) fn is_open(&self) -> bool {
        !self.is_done
    }

    /// Takes the column where the cursor stands, from 1. Both answers make one.
    pub(super) fn hear(&mut self, column: u16) -> Option<Answer> {
        if self.is_done {
            return None;
        }
        if !self.is_utf8 {
            self.is_utf8 = column == 5;
            self.is_done = !self.is_utf8;
            return self.is_done.then_some(Answer::NotUtf8);
        }
        self.is_done = true;
        Some(match column.saturating_sub(1) {
            N_ASKED => Answer::Narrow,
            n if n == 2 * N_ASKED => Answer::Wide,
            _ => Answer::Mixed,
        })
    }
}

/// The terminal does not read UTF-8.
#[derive(Debug)]
pub(super) struct NotUtf8;

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("终端的字符编码不是 UTF-8")
    }
}

impl std::error::Error for NotUtf8 {}

/// What to tell a user of tmux whose tmux was started without UTF-8: it answers as if all were well and prints `_`.
pub(super) fn tmux_warning() -> Option<&'static str> {
    warning(|name| env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
}

fn warning(variable: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let is_tmux = variable("TMUX").is_some_and(|value| !value.is_empty());
    let names_utf8 = |name: &str| {
        let value = variable(name).unwrap_or_default().to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    };
    let is_told = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().any(names_utf8);
    (is_tmux && !is_told)
        .then_some("汉字如果显示成下划线，是 tmux 没有用 UTF-8：请退出 tmux，用 tmux -u attach 重新进入")
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn answers(columns: &[u16]) -> Option<Answer> {
        let mut probe = Probe::default();
        columns.iter().find_map(|column| probe.hear(*column))
    }

    #[test]
    fn the_answer_is_narrow_wide_mixed_or_not_utf8() {
        assert_eq!(answers(&[5, 13]), Some(Answer::Narrow));
        assert_eq!(answers(&[5, 25]), Some(Answer::Wide));
        assert_eq!(answers(&[5, 17]), Some(Answer::Mixed));
        assert_eq!(answers(&[7]), Some(Answer::NotUtf8));
        assert_eq!(answers(&[5]), None);
    }

    #[test]
    fn the_question_asks_what_it_counts() {
        let asked: &str = QUESTION.split("\x1b[6n").nth(1).unwrap().trim();
        assert_eq!(asked.width(), usize::from(N_ASKED));
        assert!(asked.chars().all(crate::width::is_ambiguous));
    }

    #[test]
    fn what_the_user_says_wins_over_the_answer() {
        assert_eq!(Widths::Auto.settle(Answer::Narrow), Ambiguous::Narrow);
        assert_eq!(Widths::Auto.settle(Answer::Wide), Ambiguous::Wide);
        assert_eq!(Widths::Auto.settle(Answer::Mixed), Ambiguous::Wide);
        assert_eq!(Widths::Wide.settle(Answer::Narrow), Ambiguous::Wide);
        assert_eq!(Widths::Narrow.settle(Answer::Wide), Ambiguous::Narrow);
    }

    #[test]
    fn the_user_may_name_the_width_in_two_languages() {
        assert_eq!(
            ["auto", "自动", " 宽", "narrow", ""].map(Widths::named).map(Option::unwrap),
            [Widths::Auto, Widths::Auto, Widths::Wide, Widths::Narrow, Widths::Auto]
        );
        assert_eq!(Widths::named("2"), None);
    }

    #[test]
    fn the_message_about_the_encoding_is_the_same_in_three_ways() {
        let lines: Vec<&[u8]> = NOT_UTF8.split(|byte| *byte == b'\n').collect();
        assert_eq!(std::str::from_utf8(lines[0]), Ok("请把终端的字符编码设为 UTF-8 后重新登录。\r"));
        assert!(std::str::from_utf8(lines[1]).is_err() && lines[1].windows(5).any(|word| word == b"UTF-8"));
        assert!(lines[2].is_ascii() && lines[2].windows(5).any(|word| word == b"UTF-8"));
    }

    #[test]
    fn tmux_without_utf8_is_warned_of() {
        let warns = |tmux: &str, lang: &str| {
            warning(|name| match name {
                "TMUX" => Some(tmux.to_owned()),
                "LANG" => Some(lang.to_owned()),
                _ => None,
            })
            .is_some()
        };
        assert!(warns("/tmp/tmux-1/default,1,0", "zh_CN.GBK"));
        assert!(!warns("/tmp/tmux-1/default,1,0", "zh_CN.UTF-8"));
        assert!(!warns("", "C"));
    }
}
