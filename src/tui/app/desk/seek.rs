//! Going to what was looked for: by the palette, or by find and replace over the whole report. The page follows the
//! hit, and all replaced at once is one step of undo.

use super::{Answer, Body, Desk, section};
use crate::{
    form::Place,
    report::edit::{Edit, Spot},
    rules::Span,
    tui::app::{
        find::Hit,
        msg::{Action, Msg, Notice},
        palette::Goal,
        panes::Focus,
        search::{Search, Texts},
    },
};

impl Desk {
    /// Goes where the palette leads.
    pub(in crate::tui::app) fn go(&mut self, goal: &Goal) -> Option<Notice> {
        let notice = self.finish_typing();
        self.search = None;
        match goal {
            Goal::Go(place) => self.go_to(place),
            Goal::Page(n) if *n < self.pages.len() => (self.page, self.focus) = (*n, Focus::Section),
            Goal::Finding(n) => {
                let place = self.checked.findings.get(*n).map(|finding| finding.place.clone());
                if let Some(place) = place.filter(|place| *place != Place::report()) {
                    self.go_to(&place);
                } else {
                    self.focus = Focus::Findings;
                    self.findings.select(*n);
                }
            }
            Goal::Page(_) | Goal::Act(_) | Goal::Open { .. } | Goal::Tie(_) => {}
        }
        notice
    }

    /// Puts the cursor where a stretch of the prose begins, if its page is the one shown.
    pub(super) fn show_span(&mut self, span: &Span) {
        let Body::Prose(prose) = self.body_mut() else { return };
        if prose.section() == span.section {
            prose.set_cursor(spot_at(prose.paragraphs(), span.start));
        }
    }

    /// The cursor's place in the prose shown: its section, and the characters before it.
    pub(super) fn offset(&self) -> Option<(&str, usize)> {
        let Body::Prose(prose) = self.body() else { return None };
        let Spot { paragraph, character } = prose.cursor();
        let before = prose.paragraphs().iter().take(paragraph).map(|text| text.chars().count() + 1);
        Some((prose.section(), before.sum::<usize>() + character))
    }

    /// Opens the line that finds text.
    pub(super) fn open_search(&mut self) -> Option<Notice> {
        let notice = self.finish_typing();
        self.focus = Focus::Section;
        self.search = Some(Search::default());
        notice
    }

    /// A key or text while the line that finds text is open.
    pub(super) fn in_search(&mut self, msg: &Msg) -> Answer {
        if let Some(why) = self.is_closed().filter(|_| replaces(msg)) {
            return Answer::cannot(why);
        }
        let Some(search) = &mut self.search else { return Answer::default() };
        match msg {
            Msg::Act(Action::Close | Action::GoSection) => self.search = None,
            Msg::Act(Action::Next | Action::Previous) => search.switch(),
            Msg::Act(Action::Accept | Action::ReplaceAll) if search.with.is_none() => {
                search.switch();
                return Answer::say("先填写替换成什么；F8 替换这一处，^R 全部替换");
            }
            Msg::Act(Action::Accept) => return self.replace_one(),
            Msg::Act(Action::ReplaceAll) => return self.replace_all(),
            Msg::Act(Action::Enter | Action::Down | Action::Up) => {
                let is_back = matches!(msg, Msg::Act(Action::Up));
                let hit = if is_back { search.found.back() } else { search.found.forward() }.cloned();
                match hit {
                    Some(hit) => self.show(&hit),
                    None if search.field.text().is_empty() => return Answer::cannot("请先输入要找的文字"),
                    None => return Answer::cannot(format!("没有找到“{}”", search.field.text())),
                }
            }
            msg => {
                let (place, spot) = self.standing();
                if self.search.as_mut().is_some_and(|search| search.update(msg)) {
                    self.look(&place, spot);
                }
            }
        }
        Answer::default()
    }

    /// Where the cursor stands: the place, and the spot in prose.
    fn standing(&self) -> (Place, Spot) {
        let spot = match self.body() {
            Body::Prose(prose) => prose.cursor(),
            Body::Table(_) => Spot::default(),
        };
        (self.place(), spot)
    }

    /// Every text of the report, page by page; labels of tables are not texts of the report.
    fn texts(&self) -> Texts<'_> {
        let edition = self.report.edition();
        let mut texts = Texts::new();
        for page in &self.pages {
            let section = section(edition, *page);
            if page.is_table {
                let cells = edition.cells_of(&section.id);
                texts.extend(cells.map(|cell| (edition.spec(cell).place.clone(), vec![self.report.text(cell)])));
            } else {
                let paragraphs = self.report.paragraphs(&section.id).iter().map(String::as_str);
                texts.push((Place::section(&section.id), paragraphs.collect()));
            }
        }
        texts
    }

    /// Looks for what is typed, from a place on, and goes where it is.
    fn look(&mut self, place: &Place, spot: Spot) {
        let Some(mut search) = self.search.take() else { return };
        search.look(self.texts(), place, spot);
        let hit = search.found.current().cloned();
        self.search = Some(search);
        if let Some(hit) = hit {
            self.show(&hit);
        }
    }

    /// Looks again after the report has changed; the cursor stays.
    pub(super) fn look_again(&mut self) {
        let (place, spot) = self.standing();
        if let Some(mut search) = self.search.take() {
            search.look(self.texts(), &place, spot);
            self.search = Some(search);
        }
    }

    /// Goes to a hit.
    fn show(&mut self, hit: &Hit) {
        self.go_to(&hit.place);
        if let Body::Prose(prose) = self.body_mut() {
            prose.set_cursor(hit.from);
        }
    }

    fn replace_one(&mut self) -> Answer {
        if let Some(answer) = self.cannot_replace() {
            return answer;
        }
        let Some((search, hit)) =
            self.search.as_ref().and_then(|search| Some((search, search.found.current()?.clone())))
        else {
            return Answer::default();
        };
        let length = search.with.as_ref().map_or(0, |with| with.text().chars().count());
        let Some(edit) = search.replace(&self.report, std::iter::once(&hit)) else { return Answer::default() };
        self.put_in(edit);
        // On behind what was put in, or it would be found in there again.
        let behind = Spot { character: hit.from.character + length, ..hit.from };
        self.look(&hit.place, behind);
        let rest = self.search.as_ref().map_or(0, |search| search.found.total());
        Answer::say(if rest == 0 {
            "已替换，没有别处了".to_owned()
        } else {
            format!("已替换，还有 {rest} 处")
        })
    }

    fn replace_all(&mut self) -> Answer {
        if let Some(answer) = self.cannot_replace() {
            return answer;
        }
        let Some(search) = &self.search else { return Answer::default() };
        let (needle, n) = (search.field.text().to_owned(), search.found.total());
        let with = search.with.as_ref().map_or("", |with| with.text()).to_owned();
        let Some(edit) = search.replace(&self.report, search.found.all().iter()) else { return Answer::default() };
        self.put_in(edit);
        self.look_again();
        Answer::say(if with.is_empty() {
            format!("已删去 {n} 处“{needle}”；^Z 一次撤销")
        } else {
            format!("已把 {n} 处“{needle}”替换为“{with}”；^Z 一次撤销")
        })
    }

    /// Why nothing can be replaced, if it cannot.
    fn cannot_replace(&self) -> Option<Answer> {
        let search = self.search.as_ref()?;
        let needle = search.field.text();
        if needle.is_empty() {
            return Some(Answer::cannot("请先输入要找的文字"));
        }
        if search.found.total() == 0 {
            return Some(Answer::cannot(format!("没有找到“{needle}”，没有替换")));
        }
        let is_same = search.with.as_ref().is_some_and(|with| with.text() == needle);
        is_same.then(|| Answer::cannot("两边的文字一样，不用替换"))
    }

    /// Makes an edit that did not come from the page shown: all pages follow.
    fn put_in(&mut self, edit: Edit) {
        self.make(edit, false);
        self.follow(|_| None);
    }
}

/// Is a key of the line that finds text there to replace it?
fn replaces(msg: &Msg) -> bool {
    matches!(msg, Msg::Act(Action::Next | Action::Previous | Action::Accept | Action::ReplaceAll))
}

/// The spot with so many characters before it, counted over the paragraphs joined by `\n`; the end if there are fewer.
pub(super) fn spot_at(paragraphs: &[String], mut rest: usize) -> Spot {
    for (paragraph, text) in paragraphs.iter().enumerate() {
        let length = text.chars().count();
        if rest <= length {
            return Spot { paragraph, character: rest };
        }
        rest -= length + 1;
    }
    Spot { paragraph: paragraphs.len(), character: 0 }
}
