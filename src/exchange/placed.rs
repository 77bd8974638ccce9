//! Prose put into its sections: preface, overview without a heading, text around tables, signature; the rest is unplaced.

use super::{
    Class, Look, Remark,
    layout::{Item, Layout},
    particulars,
    piece::Cells,
    sections,
    tables::Fit,
};
use crate::form::{Edition, Place};

/// Prose put into its sections.
pub(super) struct Placed {
    edition: &'static Edition,
    /// Paragraphs with their lines, by section.
    pub(super) sections: Vec<Vec<(usize, String)>>,
    /// What there is to say.
    pub(super) remarks: Vec<Remark>,
    has_title: bool,
    /// Was a heading, a table or a sentence of a report met?
    pub(super) is_report: bool,
    /// Section that text goes to now; `None` before the first.
    now: Option<usize>,
}

impl Placed {
    pub(super) fn new(edition: &'static Edition, has_title: bool) -> Self {
        Self {
            edition,
            sections: vec![Vec::new(); edition.sections.len()],
            remarks: Vec::new(),
            has_title,
            is_report: false,
            now: None,
        }
    }

    fn say(&mut self, class: Class, line: usize, place: Place, message: String) {
        self.remarks.push(Remark { class, line: Some(line), place, look: class.look(), message });
    }

    /// Says of words that were put among what has no section.
    fn say_unplaced(&mut self, class: Class, line: usize, words: String, message: String) {
        let place = Place::section("unplaced");
        self.remarks.push(Remark { class, line: Some(line), place, look: Look::Words(words), message });
    }

    fn put(&mut self, section: &str, line: usize, text: &str) {
        let slot = self.edition.section_idx(section).and_then(|section| self.sections.get_mut(section));
        if let Some(slot) = slot {
            slot.push((line, text.to_owned()));
        }
    }

    /// Puts every paragraph into its section.
    pub(super) fn walk(&mut self, layout: &Layout, fit: &Fit, is_unread: bool) {
        let is_anchor = |item: &Item| match item {
            Item::Text(_, text) => sections::heading(self.edition, text).is_some(),
            Item::Rows(_) => true,
        };
        let anchor = layout.items.iter().position(is_anchor);
        let (before, behind) = layout.items.split_at(anchor.unwrap_or(layout.items.len()));
        self.walk_head(before, behind);
        let mut block = 0;
        for item in behind {
            match item {
                Item::Text(line, text) => self.put_text(*line, text),
                Item::Rows(rows) => {
                    self.enter_table(block, rows, fit, is_unread);
                    block += 1;
                }
            }
        }
    }

    /// The text before the first heading: the preface, or an overview that lost its heading.
    fn walk_head(&mut self, before: &[Item], behind: &[Item]) {
        let texts: Vec<(usize, &str)> = before
            .iter()
            .filter_map(|item| match item {
                Item::Text(line, text) => Some((*line, *text)),
                Item::Rows(_) => None,
            })
            .collect();
        let first = behind.first().and_then(|item| match item {
            Item::Text(_, text) => sections::heading(self.edition, text).map(|heading| heading.section),
            Item::Rows(_) => None,
        });
        self.is_report = !behind.is_empty();
        if self.has_title && first.is_some() && first == self.edition.section_idx("overview") {
            for (line, text) in texts {
                self.put("preface", line, text);
            }
            return;
        }
        let is_overview = first.is_none_or(|first| Some(first) != self.edition.section_idx("overview"))
            && (texts.iter().any(|(_, text)| is_aspect(text)) || (self.has_title && !behind.is_empty()));
        let mut is_preface = true;
        for (line, text) in texts {
            is_preface = is_preface && (is_preface_like(text) || (self.has_title && is_trifle(text)));
            if is_preface {
                self.is_report |= is_preface_like(text);
                self.put("preface", line, text);
            } else if is_overview {
                if self.now.is_none() {
                    self.is_report = true;
                    self.now = self.edition.section_idx("overview");
                    self.say(
                        Class::Guessed,
                        line,
                        Place::section("overview"),
                        "没有“总体情况”标题，从这里起算作总体情况".into(),
                    );
                }
                self.put("overview", line, text);
            } else {
                let shown = crate::width::cut(text, 30);
                self.say_unplaced(
                    Class::Aside,
                    line,
                    text.to_owned(),
                    format!("不知属于哪一部分，放到“待归位”：{shown}"),
                );
                self.put("unplaced", line, text);
            }
        }
    }

    /// A paragraph behind the first heading: a heading, or text of the section.
    fn put_text(&mut self, line: usize, text: &str) {
        let heading = sections::heading(self.edition, text).filter(|heading| {
            // A heading of nobody's wording leads forward; others would be items of a list.
            heading.is_official || self.now.is_none_or(|now| heading.section > now)
        });
        let Some(heading) = heading else {
            let now = self.now.and_then(|now| self.edition.sections.get(now)).map_or("unplaced", |s| s.id.as_str());
            if sections::is_first_level(text) {
                let shown = crate::width::cut(text, 30);
                self.say(
                    Class::Guessed,
                    line,
                    Place::section(now),
                    format!("“{shown}”不是六个部分的标题，留在上一部分里"),
                );
            }
            return self.put(now, line, text);
        };
        let Some(section) = self.edition.sections.get(heading.section) else { return };
        if !heading.is_official {
            let written = text.split_at(text.len() - heading.rest.len()).0.trim();
            self.say(
                Class::Guessed,
                line,
                Place::section(&section.id),
                format!("标题“{written}”认作“{}”", section.title),
            );
        } else if self.now.is_some_and(|now| heading.section < now) {
            self.say(Class::Guessed, line, Place::section(&section.id), format!("“{}”的次序与格式不同", section.title));
        }
        self.now = Some(heading.section);
        if !heading.rest.is_empty() {
            self.put(&section.id, line, heading.rest);
        }
    }

    /// A block of rows: text behind a table of the form belongs to its section; other tables are set aside.
    fn enter_table(&mut self, block: usize, rows: &[(usize, &Cells)], fit: &Fit, is_unread: bool) {
        if fit.foreign.contains(&block) {
            if let Some((line, cells)) = rows.first() {
                let shown = crate::width::cut(&cells.to_line(), 30);
                if fit.parts.contains(&block) {
                    if fit.parts.first() == Some(&block) {
                        let message = "是半年或季度的表，不是全年数，没有读，放到“待归位”；请填全年数".into();
                        self.say_unplaced(Class::Missing, *line, cells.to_line(), message);
                    }
                } else if !is_unread {
                    let message = format!("不是三张统计表之一（{} 行），放到“待归位”：{shown}", rows.len());
                    self.say_unplaced(Class::Aside, *line, cells.to_line(), message);
                }
            }
            for (line, cells) in rows {
                self.put("unplaced", *line, &cells.to_line());
            }
            return;
        }
        let Some(id) = fit.tables.get(block).copied().flatten() else { return };
        let section = self.edition.section_idx(id);
        let line = rows.first().map_or(0, |(line, _)| *line);
        if section > self.now {
            self.now = section;
            let title = section.and_then(|section| self.edition.sections.get(section)).map_or("", |s| &s.title);
            self.say(Class::Guessed, line, Place::section(id), format!("统计表上方没有标题，这里起算作“{title}”"));
        } else if section < self.now {
            self.say(Class::Guessed, line, Place::section(id), "统计表不在它的部分里，请核对".into());
        }
    }

    /// Moves the signature at the end of the last section into its own.
    pub(super) fn sign(&mut self, organ: &str) {
        let ends = self.sections.iter_mut().filter(|paragraphs| !paragraphs.is_empty());
        let Some(last) = ends.max_by_key(|paragraphs| paragraphs.last().map(|(line, _)| *line)) else { return };
        let is_organ = |text: &str| (!organ.is_empty() && text == organ) || particulars::is_name(text);
        let mut from = last.len();
        let text = |from: usize| from.checked_sub(1).and_then(|at| last.get(at)).map(|(_, text)| text.trim());
        if text(from).is_some_and(particulars::is_date) {
            from -= 1;
            if text(from).is_some_and(is_organ) {
                from -= 1;
            }
        } else if text(from).is_some_and(|text| is_signed(text, organ)) {
            from -= 1;
        }
        let signature = last.split_off(from);
        for (line, text) in signature {
            self.put("signature", line, &text);
        }
    }
}

/// Organ alone, or organ and date on one line.
fn is_signed(text: &str, organ: &str) -> bool {
    if organ.is_empty() {
        return false;
    }
    text == organ || text.strip_prefix(organ).is_some_and(particulars::is_date)
}

/// Does a paragraph read as prefaces do: basis, period, where to find the report?
fn is_preface_like(text: &str) -> bool {
    let words = [
        "本报告",
        "本年度报告",
        "本年报",
        "统计期限",
        "统计时限",
        "核定时间点",
        "国办公开办函",
        "电子邮箱",
        "部分组成",
        "以下简称年报",
        "电子版",
        "报告如下",
        "公布如下",
    ];
    words.iter().any(|word| text.contains(word)) || (text.contains("年度报告") && text.contains("公布"))
}

/// Does a paragraph open one of the aspects of the overview: `（一）主动公开…`?
fn is_aspect(text: &str) -> bool {
    let start: String = text.chars().take(16).collect();
    let words = ["主动公开", "依申请公开", "申请公开", "信息管理", "平台", "监督保障"];
    sections::is_item(text) && words.iter().any(|word| start.contains(word))
}

/// A mark of omission and nothing else.
fn is_trifle(text: &str) -> bool {
    text.chars().count() <= 6 && text.starts_with(['〔', '…', '['])
}
