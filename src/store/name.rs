//! File names of drafts: what a report's file is called, what may be asked for.

use super::error::{Cause, Error, Operation};
use crate::{
    report::{About, Scope},
    width::is_hidden,
};

/// The hidden folder beside the drafts: journals, locks, history, bin.
pub(super) const INNER: &str = ".nianbao";
/// Longest file name of a draft in bytes; with what is put behind it, it stays within the 255 that disks allow.
const LONGEST: usize = 200;

/// The file name of a report: `机关-年度.ron`, collected `机关-年度-汇总.ron`.
///
/// A name that cannot be a file's, here or on a colleague's Windows, is refused.
pub fn file_name(about: &About) -> Result<String, Error> {
    name_of(about).map_err(|cause| Error::new(Operation::Create, &about.organ, cause))
}

/// A file name without its ending, short enough for a mark behind it.
pub(super) fn stem(name: &str) -> String {
    let stem = name.strip_suffix(".ron").unwrap_or(name);
    let mut bytes = 0;
    stem.chars()
        .take_while(|c| {
            bytes += c.len_utf8();
            bytes <= LONGEST
        })
        .collect()
}

/// A name that may be asked for: one visible `.ron` file in the folder itself.
pub(super) fn component(name: &str) -> Result<&str, Cause> {
    let refuse = |why: &str| Err(Cause::Name(why.to_owned()));
    if name.contains(['/', '\0']) {
        return refuse("文件名里不能有 /。请只写文件名，不写路径");
    }
    if name.starts_with('.') {
        return refuse("文件名不能以 . 开头。请改文件名");
    }
    if name.strip_suffix(".ron").is_none() {
        return refuse("报告文件的名称应以 .ron 结尾。别的格式请用导入");
    }
    Ok(name)
}

/// [`file_name`], or why there is none.
pub(super) fn name_of(about: &About) -> Result<String, Cause> {
    let organ = about.organ.as_str();
    let refuse = |why: String| Err(Cause::Name(format!("{why}，不能作文件名。请改机关名称")));
    if organ.trim().is_empty() {
        return refuse("机关名称是空的".into());
    }
    if organ.starts_with(['.', '-']) || organ.starts_with(char::is_whitespace) {
        return refuse("机关名称以 .、- 或空格开头".into());
    }
    if organ.contains(is_hidden) {
        return refuse("机关名称里有看不见的字符".into());
    }
    if let Some(c) = organ.chars().find(|c| "/\\:*?\"<>|".contains(*c)) {
        return refuse(format!("机关名称里有“{c}”"));
    }
    let scope = match about.scope {
        Scope::Organ => "",
        Scope::Collected => "-汇总",
    };
    let name = format!("{organ}-{}{scope}.ron", about.year);
    if name.len() > LONGEST {
        return refuse(format!("机关名称太长（文件名最多 {LONGEST} 字节，约 60 个汉字）"));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::draft::tests::report as blank;

    #[test]
    fn a_name_that_no_file_can_have_is_refused() {
        let about = |organ: &str| About { organ: organ.into(), ..blank("", 2020).about };
        assert_eq!(file_name(&about("示例市财政局")).unwrap(), "示例市财政局-2020.ron");
        let collected = About { scope: Scope::Collected, ..about("示例市") };
        assert_eq!(file_name(&collected).unwrap(), "示例市-2020-汇总.ron");
        assert!(file_name(&about(&"长".repeat(63))).is_ok());
        for organ in
            ["", " ", "../etc", "甲/乙", "甲\0", "甲\n乙", ".甲", "-rf", "甲\u{1b}[31m", "甲\u{202e}乙", "甲|乙", "甲:"]
        {
            let Cause::Name(why) = file_name(&about(organ)).expect_err(organ).cause else { panic!("{organ:?}") };
            assert!(why.ends_with("不能作文件名。请改机关名称"), "{why}");
        }
        assert!(
            file_name(&about(&"长".repeat(64))).unwrap_err().to_string().contains("机关名称太长（文件名最多 200 字节")
        );
        let shown = file_name(&about("甲\u{1b}[31m乙")).unwrap_err().to_string();
        assert!(shown.starts_with("新建“甲\\u{1b}[31m乙”没有成功"), "{shown}");
    }
}
