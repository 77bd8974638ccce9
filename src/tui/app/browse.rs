//! A key or text in the library.

use super::{
    App,
    form::Form,
    import::Import,
    library::Choice,
    msg::{Action, Ask, Effect, Msg},
    overlay::{Overlay, Question},
};
use crate::report::{About, Scope};

impl App {
    /// A key or text in the library.
    pub(super) fn in_library(&mut self, msg: Msg) -> Vec<Effect> {
        let this_year = self.this_year;
        let about = self.library.current().and_then(|row| row.about.clone());
        let name = self.library.current().map(|row| row.name.clone());
        let msg = match self.library.choice(&msg) {
            Some(Choice::New) => Msg::Act(Action::New),
            Some(Choice::Import) => Msg::Act(Action::Import),
            Some(Choice::Samples) => Msg::Act(Action::Samples),
            None => msg,
        };
        match msg {
            Msg::Act(Action::Enter) if let Some(fault) = self.library.unopenable() => self.complain(fault),
            Msg::Act(Action::Enter) => match self.library.open() {
                Some(effect) => return vec![effect],
                None if self.library.unreported().is_some() => return self.in_library(Msg::Act(Action::New)),
                None => self.complain(self.library.none_here()),
            },
            Msg::Act(Action::Import) => {
                let import = Import::default();
                let look = import.look();
                self.overlay = Some(Overlay::Import(Box::new(import)));
                return vec![look];
            }
            Msg::Act(Action::Samples) => return vec![Effect::Samples],
            Msg::Act(Action::New) => {
                // A new report is the one of the year after.
                let missing = self.library.unreported().map(|a| About { year: a.year.saturating_sub(1), ..a.clone() });
                let about = missing.or(about).or_else(|| self.settings.organ.about(this_year));
                self.overlay = Some(Overlay::Form(Box::new(Form::new_report(about.as_ref(), this_year))));
            }
            Msg::Act(action @ (Action::CopyReport | Action::Rename)) => match (about, name) {
                (Some(about), Some(name)) => {
                    let form = if action == Action::Rename { Form::rename } else { Form::copy };
                    self.overlay = Some(Overlay::Form(Box::new(form(name, &about))));
                }
                (None, Some(_)) => self.complain("这份文件读不出来，不能复制或改名；请先按 Enter 看原因"),
                _ => self.complain(self.library.none_here()),
            },
            Msg::Act(Action::Gather) => return self.gather(about),
            Msg::Act(Action::Remove) => match name {
                Some(name) => self.overlay = Some(Overlay::Question(Question::remove(name))),
                None => self.complain(self.library.none_here()),
            },
            msg => {
                if let Some(why) = self.library.update(&msg) {
                    self.complain(why);
                }
            }
        }
        Vec::new()
    }

    /// Sums up the year of the report under the cursor: for the organ whose collected report is there, else one's own; else asks.
    fn gather(&mut self, about: Option<About>) -> Vec<Effect> {
        let year = about.map_or(self.this_year.saturating_sub(1), |about| about.year);
        let abouts = self.library.rows().iter().filter_map(|row| row.about.as_ref());
        let mut collected = abouts.filter(|about| about.scope == Scope::Collected && about.year == year);
        let own = self.settings.organ.about(year).map(|about| about.organ);
        let organ = collected.next().map(|about| about.organ.clone()).or(own).filter(|organ| !organ.is_empty());
        if let Some(organ) = organ {
            return vec![Effect::Gather(Ask { organ, year })];
        }
        self.overlay = Some(Overlay::Form(Box::new(Form::rollup("", year))));
        Vec::new()
    }
}
