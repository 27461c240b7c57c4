//! `stackc check`: reads, types, resolves, runs every rule, for every environment.

use stackc_compiler::diag::Severity;

use super::build::outputs;
use crate::{
    args::Check,
    exit::{Exit, Failure},
    report,
    session::Session,
    stack,
};

pub(super) fn run(args: &Check, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let mut compiled = stack::read(session, &args.source)?;
    outputs(session, &mut compiled, &args.source, None)?;
    let compilation = &compiled.compilation;
    let (sources, diagnostics) = (&compilation.sources, &compilation.diagnostics);
    report::show(session, sources, diagnostics, &compiled.place);
    if session.is_json() {
        session.print_json(&report::findings(sources, diagnostics, &compiled.place))?;
    }
    Ok(match diagnostics.count(Severity::Error) {
        0 if session.options.deny_warnings && diagnostics.count(Severity::Warning) > 0 => {
            Exit::Gate
        }
        0 => Exit::Done,
        _ => Exit::Errors,
    })
}
