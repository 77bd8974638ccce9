//! Kinds of things that a report counts in more than one place, so that two counts of one thing can be set side by side.

/// What a quantity is about, where reports count it again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// 微信、公众号
    WeChat,
    /// 微博
    Weibo,
    /// 网站、门户
    Website,
    /// 政策解读
    Explanation,
    /// 培训
    Training,
}

/// A topic, the words that tell it, and the units it is counted in. Earlier rows win.
const TOPICS: [(Topic, &[&str], &[&str]); 5] = [
    (Topic::WeChat, &["微信", "公众号"], &["条", "篇"]),
    (Topic::Weibo, &["微博"], &["条", "篇"]),
    (Topic::Explanation, &["解读"], &["条", "篇", "个", "件"]),
    (Topic::Website, &["网站", "门户"], &["条", "篇"]),
    (Topic::Training, &["培训"], &["次", "期", "场"]),
];

/// The topic of a clause around a number.
pub(super) fn topic(before: &str, after: &str, unit: &str) -> Option<Topic> {
    let says = |words: &[&str]| words.iter().any(|word| before.contains(word) || after.contains(word));
    TOPICS.iter().find(|(_, words, units)| units.contains(&unit) && says(words)).map(|(topic, ..)| *topic)
}
