//! Finds a name by what is typed of it: its characters, their full pinyin or initials, mixed, in any reading.

use pinyin::ToPinyinMulti;

/// Most characters of a query that count.
const LONGEST: usize = 60;

/// What is typed, made ready: capital and small letters, full and half width are the same.
#[derive(Debug, Clone, Default)]
pub struct Query(Vec<char>);

/// A name made ready to be looked for.
#[derive(Debug, Clone)]
pub struct Target {
    letters: Vec<Letter>,
    /// All readings of all characters, one after the other.
    readings: Vec<&'static str>,
    /// Where the name starts behind its number: `（一）`, `1.`, `一、`.
    start: usize,
}

/// One character of a name.
#[derive(Debug, Clone, Copy)]
struct Letter {
    c: char,
    /// Its readings, as a stretch of the target's.
    from: u32,
    to: u32,
}

/// How well a name holds what is typed; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Which way.
    pub way: Way,
    /// In how many pieces.
    runs: usize,
    /// Characters before it.
    before: usize,
    /// Characters of the name.
    length: usize,
}

/// The ways in which a name can hold what is typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It starts with these characters.
    Prefix,
    /// It starts so when its characters are spelled.
    Spelled,
    /// It holds it in one piece.
    Inside,
    /// It holds it in pieces.
    Scattered,
}

impl Query {
    /// Makes ready what is typed; blanks do not count.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter(|c| !c.is_whitespace()).map(fold).take(LONGEST).collect())
    }
}

impl Target {
    /// Makes a name ready.
    pub fn new(name: &str) -> Self {
        let mut target = Self { letters: Vec::new(), readings: Vec::new(), start: 0 };
        for c in name.chars() {
            let from = target.readings.len() as u32;
            if let Some(readings) = c.to_pinyin_multi() {
                for reading in readings {
                    // Readings that differ only in tone are one.
                    if !target.readings.iter().skip(from as usize).any(|known| *known == reading.plain()) {
                        target.readings.push(reading.plain());
                    }
                }
            }
            target.letters.push(Letter { c: fold(c), from, to: target.readings.len() as u32 });
        }
        let is_number = |c: char| "（）()一二三四五六七八九十.、0123456789".contains(c);
        let head = target.letters.iter().take_while(|letter| is_number(letter.c)).collect::<Vec<_>>();
        target.start = head.iter().rposition(|letter| !letter.c.is_alphanumeric()).map_or(0, |at| at + 1);
        target
    }

    /// How well the name holds what is typed; `None` if it does not.
    pub fn rank(&self, query: &Query) -> Option<Rank> {
        let length = self.letters.len();
        let rank = |way, runs, before| Some(Rank { way, runs, before, length });
        let name = self.letters.get(self.start..).unwrap_or_default();
        if query.0.len() <= name.len() && query.0.iter().zip(name).all(|(typed, letter)| *typed == letter.c) {
            return rank(Way::Prefix, 0, 0);
        }
        let starts = std::iter::once(self.start).chain((0..length).filter(|at| *at != self.start));
        if let Some(from) = starts.into_iter().find(|from| self.holds_from(*from, query)) {
            return if from == self.start { rank(Way::Spelled, 1, 0) } else { rank(Way::Inside, 1, from) };
        }
        // More pieces than that are chance, not what somebody meant.
        let runs = self.fewest_runs(query).filter(|runs| *runs <= query.0.len() / 2 + 1)?;
        rank(Way::Scattered, runs, 0)
    }

    /// Does the name hold all that is typed in one piece from a character on? Signs in the name may be left out.
    fn holds_from(&self, from: usize, query: &Query) -> bool {
        // Bit i: the first i typed characters are used up.
        let mut reached = 1u64;
        for (n, letter) in self.letters.iter().skip(from).enumerate() {
            let mut next = if letter.c.is_alphanumeric() || n == 0 { 0 } else { reached };
            for i in bits(reached) {
                self.steps(*letter, i, query, |j| next |= 1 << j);
            }
            if next >> query.0.len() & 1 == 1 {
                return true;
            }
            if next == 0 {
                return false;
            }
            reached = next;
        }
        false
    }

    /// In how few pieces the name holds all that is typed, in order.
    fn fewest_runs(&self, query: &Query) -> Option<usize> {
        let n = query.0.len();
        // Fewest pieces for the first i typed characters: anywhere before, and with the last one just before.
        let mut anywhere = vec![usize::MAX; n + 1];
        let mut just_before = vec![usize::MAX; n + 1];
        anywhere[0] = 0;
        for letter in &self.letters {
            let mut here = vec![usize::MAX; n + 1];
            for i in 0..n {
                let runs = just_before[i].min(anywhere[i].saturating_add(1));
                if runs < usize::MAX {
                    self.steps(*letter, i, query, |j| here[j] = here[j].min(runs));
                }
            }
            for (anywhere, here) in anywhere.iter_mut().zip(&here) {
                *anywhere = (*anywhere).min(*here);
            }
            just_before = here;
        }
        anywhere.last().copied().filter(|runs| *runs < usize::MAX)
    }

    /// How far a character of the name leads on from the first `i` typed characters: itself, its initial, its
    /// syllable; and the beginning of its syllable, if nothing more is typed.
    fn steps(&self, letter: Letter, i: usize, query: &Query, mut reach: impl FnMut(usize)) {
        let Some(rest) = query.0.get(i..).filter(|rest| !rest.is_empty()) else { return };
        if rest.first() == Some(&letter.c) {
            reach(i + 1);
        }
        for reading in self.readings.get(letter.from as usize..letter.to as usize).unwrap_or_default() {
            let same = reading.chars().zip(rest).take_while(|(spelled, typed)| sounds(*spelled, **typed)).count();
            if same == 0 {
                continue;
            }
            reach(i + 1);
            if same >= 2 && ["zh", "ch", "sh"].iter().any(|initial| reading.starts_with(initial)) {
                reach(i + 2);
            }
            if same == rest.len() || same == reading.chars().count() {
                reach(i + same);
            }
        }
    }
}

fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = set.trailing_zeros();
        set &= set.wrapping_sub(1);
        (bit < u64::BITS).then_some(bit as usize)
    })
}

/// Is this how a letter of a syllable is typed? 女 is typed nv or nu.
fn sounds(spelled: char, typed: char) -> bool {
    spelled == typed || (spelled == 'ü' && matches!(typed, 'v' | 'u'))
}

/// Small half-width letters and figures.
fn fold(c: char) -> char {
    let c = match c {
        '！'..='～' if !matches!(c, '（' | '）') => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '(' => '（',
        ')' => '）',
        _ => c,
    };
    c.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn way(name: &str, typed: &str) -> Option<Way> {
        Target::new(name).rank(&Query::new(typed)).map(|rank| rank.way)
    }

    #[test]
    fn a_name_is_found_by_initials_full_pinyin_and_characters_mixed() {
        for typed in
            ["xzxk", "xingzhengxuke", "xingzhengxk", "xz许可", "行zhengxk", "XZXK", "ｘｚｘｋ", "xingz", "x z x k"]
        {
            assert_eq!(way("行政许可", typed), Some(Way::Spelled), "{typed}");
        }
        assert_eq!(way("行政许可", "行政"), Some(Way::Prefix));
        assert_eq!(way("行政许可", "xuke"), Some(Way::Inside));
        assert_eq!(way("行政许可", "行许"), Some(Way::Scattered));
        assert_eq!(way("行政许可", "xzcf"), None);
        assert_eq!(way("行政许可", "可许"), None);
    }

    #[test]
    fn every_reading_of_a_character_counts() {
        for (name, typed) in [
            ("行政许可", "hzxk"),
            ("行政许可", "hangzheng"),
            ("重复申请", "cfsq"),
            ("重复申请", "zfsq"),
            ("重复申请", "chongfu"),
            ("重复申请", "zhongfu"),
            ("重复申请", "chfsq"),
            ("重庆市档案局", "cqs"),
            ("法律服务机构", "flfw"),
            ("法律服务机构", "falvfuwu"),
            ("妇女联合会", "funvlhh"),
            ("妇女联合会", "funulhh"),
        ] {
            assert_eq!(way(name, typed), Some(Way::Spelled), "{name} {typed}");
        }
    }

    #[test]
    fn a_number_before_a_name_need_not_be_typed() {
        assert_eq!(way("（五）不予处理 2.重复申请", "bycl"), Some(Way::Spelled));
        assert_eq!(way("2.重复申请", "重复"), Some(Way::Prefix));
        assert_eq!(way("2.重复申请", "2.重复"), Some(Way::Inside));
        assert_eq!(way("一、总体情况", "ztqk"), Some(Way::Spelled));
        assert_eq!(way("（五）不予处理 2.重复申请", "cfsq"), Some(Way::Inside));
        assert_eq!(way("十二个月", "十二"), Some(Way::Prefix), "a number that is the name itself");
    }

    #[test]
    fn the_best_way_comes_first_then_the_fewest_pieces_then_the_nearest_then_the_shortest() {
        let names = ["信息公开行政诉讼", "其他公开", "公开", "公告与展开", "公开指南", "公检法开庭", "依申请公开"];
        let mut ranked: Vec<(Rank, &str)> =
            names.iter().filter_map(|name| Some((Target::new(name).rank(&Query::new("公开"))?, *name))).collect();
        ranked.sort();
        let names: Vec<&str> = ranked.into_iter().map(|(_, name)| name).collect();
        assert_eq!(
            names,
            ["公开", "公开指南", "其他公开", "信息公开行政诉讼", "依申请公开", "公告与展开", "公检法开庭"]
        );
    }

    #[test]
    fn nothing_typed_is_held_by_every_name_and_a_very_long_query_by_none() {
        assert_eq!(way("行政许可", " "), Some(Way::Prefix));
        assert_eq!(way("", "x"), None);
        assert_eq!(way("行政许可", &"x".repeat(500)), None);
        assert_eq!(way(&"行".repeat(500), &"x".repeat(500)), Some(Way::Spelled));
    }

    /// Three thousand take at most 11 ms with optimisation; a tenth of them without it must not take a third of a second.
    #[test]
    fn names_are_searched_while_one_types() {
        let names: Vec<Target> =
            (0..300).map(|n| Target::new(&format!("示例市第{n}行政审批服务局政府信息公开工作年度报告"))).collect();
        let query = Query::new("xzspfwjgznd");
        let fastest = (0..5).map(|_| {
            let start = Instant::now();
            assert!(names.iter().all(|name| name.rank(&query).is_some()));
            start.elapsed()
        });
        assert!(fastest.min().is_some_and(|time| time < Duration::from_millis(300)));
    }
}
