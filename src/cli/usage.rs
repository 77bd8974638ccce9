//! What is wrong with the arguments, said in Chinese.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// The message for an error of the arguments, with the way out.
pub(super) fn explain(error: &Error) -> String {
    let arg = shown(error, ContextKind::InvalidArg);
    let value = shown(error, ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{arg}"),
        ErrorKind::UnknownArgument => format!("没有这个参数：{arg}"),
        ErrorKind::InvalidSubcommand => format!("没有这个命令：{}", shown(error, ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要写一个值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = shown(error, ContextKind::ValidValue);
            let reason = std::error::Error::source(error).map(ToString::to_string);
            let hint = match (valid.is_empty(), reason) {
                (false, _) => format!("，可以写：{valid}"),
                (true, Some(reason)) if !reason.is_ascii() => format!("，{reason}"),
                _ => String::new(),
            };
            format!("{arg} 不能是“{value}”{hint}")
        }
        ErrorKind::ArgumentConflict => format!("{arg} 写重了，或者不能与别的参数一起用"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{arg} 的个数不对")
        }
        ErrorKind::NoEquals => format!("{arg} 要用等号写值"),
        ErrorKind::InvalidUtf8 => "参数里有不是 UTF-8 的文字".to_owned(),
        _ => "参数不对".to_owned(),
    };
    let suggested = shown(error, ContextKind::SuggestedArg);
    let suggested = if suggested.is_empty() { shown(error, ContextKind::SuggestedSubcommand) } else { suggested };
    let guess = if suggested.is_empty() { String::new() } else { format!("（是不是 {suggested}？）") };
    format!("{what}{guess}。用法见 nianbao --help")
}

/// What the error knows of a kind, as one text.
fn shown(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
