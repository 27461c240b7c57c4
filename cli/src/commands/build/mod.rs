//! `stackc build`: compiles everything, then writes what differs, and the lock.

mod apply;
mod circle;
mod clash;
mod compared;
mod differ;
pub(super) mod layout;
mod plan;
pub(super) mod root;
pub(super) mod select;
mod show;
mod sources;
mod stdout;

use std::path::Path;

use stackc_compiler::diag::Severity;

use self::{layout::Output, plan::Plan, root::Root};
use crate::{
    args::{Build, Source},
    exit::{Exit, Failure},
    report,
    session::Session,
    stack::{self, Compiled},
};

pub(super) use layout::{lacking, rules};

pub(super) fn run(args: &Build, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    if args.source.path == Path::new("-") && args.out.is_none() && args.stdout.is_none() {
        return Err(Failure::Usage(
            "a stack from standard input needs --out DIR or --stdout".to_owned(),
        ));
    }
    let mut compiled = stack::read(session, &args.source)?;
    let mut made = outputs(session, &mut compiled, &args.source, args.out.as_deref())?;
    let compilation = &compiled.compilation;
    report::show(
        session,
        &compilation.sources,
        &compilation.diagnostics,
        &compiled.place,
    );
    if let Some(exit) = stopped(session, &compiled) {
        show::json(session, &compiled, Vec::new())?;
        return Ok(exit);
    }
    let environments = select::environments(compilation, args.env.as_deref())?;
    let all = select::folders(session, &compiled, args.out.is_some());
    made.retain(|output| environments.contains(&output.environment));
    if made.is_empty() {
        return Err(Failure::Run(
            "there is no target to build this stack for; `stackc targets` lists them".to_owned(),
        ));
    }
    let items = layout::items(&made);
    if let Some(path) = &args.stdout {
        return stdout::print(session, &compiled, &items, path);
    }
    let root = Root::of(session, &compiled.place, args.out.as_deref())?;
    let scope = plan::Scope {
        environments: &environments,
        known: &compilation.environments,
        targets: &args.source.targets,
        folders: &all,
    };
    let plan = Plan::new(&root, items, &scope, &compiled, &args.source)?;
    if args.check {
        differ::report(session, &compiled, (&root, &made), &plan)
    } else {
        let exit = apply::run(session, &compiled, &root, &plan, args.force)?;
        if args.env.is_none() {
            select::mention_others(session, &environments, &compiled.compilation.environments);
        }
        Ok(exit)
    }
}

/// The files of every environment; none of a stack with errors, which no target ever sees. What is found on the way joins the other findings.
pub(super) fn outputs(
    session: &Session<'_, '_>,
    compiled: &mut Compiled,
    source: &Source,
    out: Option<&Path>,
) -> Result<Vec<Output>, Failure> {
    if compiled.compilation.diagnostics.has_errors() {
        return Ok(Vec::new());
    }
    let to_stack = match out {
        Some(_) => Some(Root::of(session, &compiled.place, out)?.to_stack),
        None => None,
    };
    let request = layout::Asked {
        place: &compiled.place,
        source,
        registry: session.targets,
        out: to_stack.as_deref(),
    };
    let (outputs, mut found) = layout::outputs(&compiled.compilation, &request)?;
    found.extend(clash::find(&outputs));
    found.extend(circle::find(
        &compiled.compilation,
        &outputs,
        to_stack.as_deref(),
    ));
    let diagnostics = &mut compiled.compilation.diagnostics;
    diagnostics.extend(found);
    diagnostics.sort();
    Ok(outputs)
}

/// Why nothing may be written.
fn stopped(session: &Session<'_, '_>, compiled: &Compiled) -> Option<Exit> {
    let diagnostics = &compiled.compilation.diagnostics;
    if diagnostics.has_errors() {
        return Some(Exit::Errors);
    }
    let denied = session.options.deny_warnings && diagnostics.count(Severity::Warning) > 0;
    denied.then_some(Exit::Gate)
}
