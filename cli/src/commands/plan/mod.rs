//! `stackc plan`: what a deploy would change, and what that does. Nothing here writes a file or starts a program; a test reads the imports.

mod artifacts;
mod compare;
mod json;
mod markdown;
mod outward;
mod places;
mod runbook;
mod text;
mod view;

use std::mem;

use stackc_compiler::{
    diag::Severity,
    effect::Axes,
    plan::{Plan, hidden, literals},
};

use crate::{
    args::{self, Format},
    baseline::{self, Baseline, beside},
    exit::{Exit, Failure},
    reading::both,
    report,
    session::Session,
    stack::{self, Compiled, Place},
};
use compare::{Compared, Made};
use places::Places;

/// Two compiled stacks and what lies between them.
struct Planned<'c> {
    args: &'c args::Plan,
    baseline: &'c Baseline,
    wanted: &'c Compiled,
    places: Places<'c>,
    environments: Vec<Plan>,
    files_before: Vec<Made>,
    files_after: Vec<Made>,
}

impl Planned<'_> {
    /// The folder in which the commands of a target are run.
    fn run_in(&self, plan: &Plan, target: &str) -> Option<&str> {
        let mut made = self.files_after.iter().chain(&self.files_before);
        let made =
            made.find(|made| made.environment == plan.environment && made.target.id() == target);
        made.map(|made| made.run_in.as_str())
    }

    /// Whether a target of the environment runs something, so that there is a runbook.
    fn runs(&self, plan: &Plan) -> bool {
        let mut made = self.files_after.iter();
        made.any(|made| made.environment == plan.environment && made.has_runbook)
    }
}

pub(super) fn run(args: &args::Plan, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let place = Place::of(session, &args.source.path)?;
    let reading = session.reading();
    let (baseline, wanted) = both(
        || {
            let baseline = baseline::read(&reading, &args.source, &place, &args.against)?;
            let compiled = baseline.compiled.as_ref();
            let literals = compiled.map(|before| literals(&before.compilation));
            Ok((baseline, literals.unwrap_or_default()))
        },
        || {
            let wanted = stack::read(session, &args.source)?;
            let literals = literals(&wanted.compilation);
            Ok::<_, Failure>((wanted, literals))
        },
    );
    let (wanted, literals) = wanted?;
    if wanted.compilation.diagnostics.has_errors() {
        show(session, &wanted);
        return Ok(Exit::Errors);
    }
    let (baseline, literals_before) = baseline?;
    if let Some(before) = &baseline.compiled
        && before.compilation.diagnostics.has_errors()
    {
        show(session, before);
        return Err(Failure::Run(format!(
            "{} has errors with this version of stackc, so there is nothing to compare with; --against names one that compiles, or a folder in which they are mended",
            baseline.from
        )));
    }
    let compared = Compared {
        targets: session.targets,
        source: &args.source,
        before: baseline.compiled.as_ref(),
        after: &wanted,
        named_before: &baseline.named,
        named_after: &beside(&wanted, &baseline),
        hidden: hidden(&[literals_before, literals]),
    };
    let plans = compared.plans(args.env.as_deref())?;
    let planned = Planned {
        args,
        baseline: &baseline,
        wanted: &wanted,
        places: Places::new(&baseline, &wanted),
        environments: plans.plans,
        files_before: plans.before,
        files_after: plans.after,
    };
    let exit = show_plan(&planned, session);
    // The process ends with this: what was compiled is not taken apart first.
    mem::forget(planned);
    mem::forget((baseline, wanted));
    exit
}

/// Shows the plan in the form that is asked for.
fn show_plan(planned: &Planned<'_>, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    if let Some(form) = planned.args.runbook {
        let (text, left) = runbook::text(planned, form)?;
        session.print(text.as_bytes())?;
        for line in left {
            session.mention(&format!("not in the script: {line}"));
        }
        return Ok(exit(planned, session));
    }
    match session.options.format {
        Format::Json => session.print_json(&json::plan(planned))?,
        Format::Markdown => session.print(markdown::document(planned).as_bytes())?,
        Format::Github => session.print(markdown::comment(planned).as_bytes())?,
        Format::Text => {
            let text = text::plan(planned, session.output_look);
            session.print(text.as_bytes())?;
        }
    }
    Ok(exit(planned, session))
}

/// The gates, then whether anything changes.
fn exit(planned: &Planned<'_>, session: &mut Session<'_, '_>) -> Exit {
    let all: Vec<Axes> = planned
        .environments
        .iter()
        .flat_map(|plan| plan.changes.iter().map(stackc_compiler::plan::Change::axes))
        .collect();
    let mut is_reached = false;
    for gate in &planned.args.fail_on {
        let number = all.iter().filter(|axes| gate.is_reached(axes)).count();
        if number > 0 {
            let plural = if number == 1 { "" } else { "s" };
            session.mention(&format!("--fail-on {gate}: {number} change{plural}"));
            is_reached = true;
        }
    }
    let warnings = planned
        .wanted
        .compilation
        .diagnostics
        .count(Severity::Warning);
    let is_denied = session.options.deny_warnings && warnings > 0;
    let changes = planned.environments.iter().any(|plan| !plan.is_empty());
    if is_reached || is_denied {
        Exit::Gate
    } else if planned.args.detailed_exitcode && changes {
        Exit::Changes
    } else {
        Exit::Done
    }
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
