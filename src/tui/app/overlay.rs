//! What lies over the screen: help, a question with numbered answers, a form.

use super::{
    form::Form,
    msg::{Action, Effect, Leaving, Msg},
};
use crate::report::value::fold;

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// The keys that work here, and the note or rule in question.
    Help {
        /// First line shown.
        top: usize,
    },
    /// A question.
    Question(Question),
    /// A form to fill in.
    Form(Box<Form>),
}

/// A question with numbered answers; 1/2/3 instead of letters, because an input method would take them.
#[derive(Debug)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// The answers, the first one first.
    pub answers: Vec<(&'static str, Answer)>,
    /// Which answer Enter takes.
    pub selected: usize,
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Save, then leave.
    SaveAndLeave(Leaving),
    /// Leave without saving.
    Leave(Leaving),
    /// Remove this report.
    Remove(String),
    /// Nothing.
    Stay,
}

impl Question {
    /// The draft is not saved.
    pub fn unsaved(leaving: Leaving) -> Self {
        let answers = vec![
            ("保存后离开", Answer::SaveAndLeave(leaving)),
            ("不保存，放弃改动", Answer::Leave(leaving)),
            ("继续填写", Answer::Stay),
        ];
        Self { text: "报告有改动还没有保存。".into(), answers, selected: 0 }
    }

    /// A report is to be removed.
    pub fn remove(name: String) -> Self {
        let text = format!("删除 {name}？文件会移到 .nianbao/bin 留作副本。");
        Self {
            text, answers: vec![("删除，留副本", Answer::Remove(name)), ("不删除", Answer::Stay)], selected: 1
        }
    }
}

/// What a key did to what lies over the screen.
#[derive(Debug)]
pub enum Outcome {
    /// It stays open.
    Stays,
    /// It closes, and nothing comes of it.
    Closes,
    /// A question was answered.
    Answered(Answer),
    /// A form was accepted.
    Accepted(Box<Effect>),
}

impl Overlay {
    /// A key or text.
    pub fn update(&mut self, msg: &Msg) -> Outcome {
        match self {
            Self::Help { top } => {
                match msg {
                    Msg::Act(Action::Up) => *top = top.saturating_sub(1),
                    Msg::Act(Action::Down) => *top += 1,
                    Msg::Act(Action::PageUp) => *top = top.saturating_sub(10),
                    Msg::Act(Action::PageDown) => *top += 10,
                    Msg::Act(Action::Home) => *top = 0,
                    _ => return Outcome::Closes,
                }
                Outcome::Stays
            }
            Self::Question(question) => ask(question, msg).map_or(Outcome::Stays, Outcome::Answered),
            Self::Form(_) if matches!(msg, Msg::Act(Action::Close)) => Outcome::Closes,
            Self::Form(form) => form.update(msg).map_or(Outcome::Stays, |effect| Outcome::Accepted(Box::new(effect))),
        }
    }
}

/// The answer a key gives, if it gives one.
fn ask(question: &mut Question, msg: &Msg) -> Option<Answer> {
    let last = question.answers.len() - 1;
    match msg {
        Msg::Act(Action::Up | Action::Previous) => question.selected = question.selected.saturating_sub(1),
        Msg::Act(Action::Down | Action::Next) => question.selected = (question.selected + 1).min(last),
        Msg::Act(Action::Enter) => return Some(question.answers[question.selected].1.clone()),
        Msg::Act(Action::Close) => return Some(Answer::Stay),
        Msg::Text(text) => {
            let number = text.chars().next().and_then(|c| fold(c).to_digit(10))? as usize;
            return question.answers.get(number.checked_sub(1)?).map(|(_, answer)| answer.clone());
        }
        _ => {}
    }
    None
}
