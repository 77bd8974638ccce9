//! Arguments in, exit code out.

use std::{
    io::{self, Write},
    panic, process,
    process::ExitCode,
};

use nianbao::{cli, tui::term::PANICKED};

fn main() -> ExitCode {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let what = info.payload_as_str().unwrap_or_default();
        drop(writeln!(io::stderr().lock(), "{}", sentence(what, &place)));
        process::exit(PANICKED);
    }));
    let mut out = io::BufWriter::new(io::stdout());
    let exit = cli::run(std::env::args_os(), &mut out, &mut io::stderr());
    ExitCode::from(exit.code())
}

/// What the user reads after a panic; the workbench has a sentence of its own.
fn sentence(what: &str, place: &str) -> String {
    format!("年报工作台出了意外的差错，只好停下；原有的文件没有受影响。请把这一句告诉维护人员：{what}（{place}）")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_panic_is_told_in_one_chinese_sentence_with_its_place() {
        let told = sentence("index out of bounds", "src/a.rs:1:2");
        assert!(told.contains("没有受影响") && told.ends_with("index out of bounds（src/a.rs:1:2）"), "{told}");
    }
}
