//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let exit = nianbao::cli::run(std::env::args_os(), &mut out, &mut std::io::stderr());
    ExitCode::from(exit.code())
}
