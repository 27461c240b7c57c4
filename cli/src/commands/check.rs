//! `stackc check`: reads, types, resolves, runs every rule, for every environment.

use stackc_compiler::{diag::Severity, resolve::Stack};

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
    if !session.is_json() && diagnostics.items().is_empty() {
        session.mention(&summary(&compilation.stacks));
    }
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

/// `ok: 2 environments, 5 services, 0 warnings`, for who would wonder whether anything was read.
fn summary(stacks: &[Stack]) -> String {
    let counted = |number: usize, what: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {what}{plural}")
    };
    let environments = stacks.iter().filter(|stack| stack.environment.is_some());
    let mut parts = Vec::new();
    match environments.count() {
        0 => {}
        number => parts.push(counted(number, "environment")),
    }
    let services = stacks.iter().map(|stack| stack.services.len());
    parts.push(counted(services.max().unwrap_or(0), "service"));
    format!("ok: {}, 0 warnings", parts.join(", "))
}
