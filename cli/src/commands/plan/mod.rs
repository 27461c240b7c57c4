//! `stackc plan`: what a deploy would change, and what that does.

mod compare;
mod json;
mod text;

use crate::{
    args,
    baseline::{self, Baseline},
    exit::{Exit, Failure},
    printable::printable,
    report,
    session::Session,
    stack::{self, Compiled},
};
use compare::Compared;

/// Two compiled stacks and what lies between them.
pub(super) struct Planned<'c> {
    pub baseline: &'c Baseline,
    pub wanted: &'c Compiled,
    pub environments: Vec<stackc_compiler::plan::Plan>,
}

pub(super) fn run(args: &args::Plan, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let wanted = stack::read(session, &args.source)?;
    if wanted.compilation.diagnostics.has_errors() {
        show(session, &wanted);
        return Ok(Exit::Errors);
    }
    let baseline = baseline::read(session, &args.source, &wanted.place, &args.against)?;
    if let Some(before) = &baseline.compiled
        && before.compilation.diagnostics.has_errors()
    {
        show(session, before);
        return Err(Failure::Run(format!(
            "the baseline `{}` has errors with this version of stackc, so there is nothing to compare with; name a revision that compiles, with --against",
            args.against
        )));
    }
    let compared = Compared {
        session,
        source: &args.source,
        before: baseline.compiled.as_ref(),
        after: &wanted,
    };
    let environments = compared.plans(args.env.as_deref())?;
    let planned = Planned {
        baseline: &baseline,
        wanted: &wanted,
        environments,
    };
    if session.is_json() {
        session.print_json(&json::plan(&planned))?;
    } else {
        let text = text::plan(&planned);
        session.print(printable(&text).as_bytes())?;
    }
    Ok(Exit::Done)
}

fn show(session: &mut Session<'_, '_>, compiled: &Compiled) {
    let compilation = &compiled.compilation;
    report::show_text(
        session,
        &compilation.sources,
        &compilation.diagnostics,
        &compiled.place,
    );
}
