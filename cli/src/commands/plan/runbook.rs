//! The steps that a plan needs of people.

use stackc_compiler::{
    effect::{Apply, Disruption, Step},
    operations::{Containers, Deploy},
    plan::Plan,
    resolve::Stack,
    runbook::{Baseline, Runbook, runbook},
};
use stackc_targets::runbook as shown;

use super::{Planned, compare::Made};
use crate::{args::RunbookForm, baseline::From, exit::Failure, stack::Compiled};

const NOTHING: &str = "Nothing changes, so there is nothing to do.";

/// The runbook of every environment and target, in one form, with what none of its steps does. A script is of one of each.
pub(super) fn text(
    planned: &Planned<'_>,
    form: RunbookForm,
) -> Result<(String, Vec<String>), Failure> {
    if planned.environments.iter().all(Plan::is_empty) {
        let text = match form {
            RunbookForm::Markdown => format!("{NOTHING}\n"),
            RunbookForm::Script => format!("#!/bin/sh\necho '{NOTHING}'\n"),
        };
        return Ok((text, Vec::new()));
    }
    let mut all = Vec::new();
    let mut left = Vec::new();
    for plan in &planned.environments {
        let mut runbooks = of(planned, plan)?;
        if form == RunbookForm::Script {
            only_containers(&mut runbooks);
        }
        let with: Vec<&str> = runbooks.iter().map(|one| one.target).collect();
        left.extend(left_out(plan, &with));
        all.extend(runbooks);
    }
    match form {
        RunbookForm::Markdown => {
            let mut pages: Vec<String> = all.iter().map(shown::markdown).collect();
            if !left.is_empty() {
                let list: String = left.iter().map(|line| format!("- {line}\n")).collect();
                pages.push(format!("# Not in these steps\n\n{list}"));
            }
            Ok((pages.join("\n"), Vec::new()))
        }
        RunbookForm::Script => match all.as_slice() {
            [one] => Ok((shown::script(one), left)),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.target).collect();
                Err(Failure::Run(format!(
                    "a script is for one environment and one target, and here are {}; name one with --env and --target",
                    names.join(", ")
                )))
            }
        },
    }
}

/// Of the only target that runs containers and of others that run none, a script is of the first; what the others ask for is said beside it.
fn only_containers(runbooks: &mut Vec<Runbook>) {
    let runs = |one: &Runbook| one.containers != Containers::None;
    if runbooks.iter().filter(|one| runs(one)).count() == 1 {
        runbooks.retain(runs);
    }
}

/// What the plan asks for on targets that have no runbook: scripts, a workflow.
fn left_out(plan: &Plan, with: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for effect in plan.changes.iter().flat_map(|change| &change.effects) {
        let (Some(target), Some(step)) = (effect.target, &effect.step) else {
            continue;
        };
        let axes = effect.fact.axes;
        let acts = axes.disruption > Disruption::None || axes.apply > Apply::AtTheNextRun;
        if with.contains(&target) || !acts {
            continue;
        }
        let line = match step {
            Step::Run(command) => format!("{target}: {}: `{command}`", effect.fact.why),
            Step::ByHand(words) => format!("{target}: {}: {words}", effect.fact.why),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn of(planned: &Planned<'_>, plan: &Plan) -> Result<Vec<Runbook>, Failure> {
    let before = planned.baseline.compiled.as_ref();
    let old = before.and_then(|compiled| stack(compiled, plan));
    let (Some(old), Some(new)) = (old, stack(planned.wanted, plan)) else {
        let name = plan.environment.as_deref().unwrap_or("the stack");
        return Err(Failure::Run(format!(
            "{name} is not in both versions: what is new is started as its README says, and what is gone is stopped by hand"
        )));
    };
    let baseline = match &planned.baseline.from {
        From::Folder(path) => Baseline::Folder(path.clone()),
        From::Revision { commit, folder, .. } => Baseline::Commit {
            commit: commit.clone(),
            folder: folder.clone(),
        },
    };
    let made = planned.files_after.iter();
    let made = made.filter(|made| made.environment == plan.environment);
    let runbooks: Vec<Runbook> = made
        .filter_map(|made: &Made| {
            let files = made.paths(planned.files_before.iter());
            let deploy = Deploy::new(old, new, &made.folder, &files);
            runbook(plan, &deploy, made.target, baseline.clone())
        })
        .collect();
    if runbooks.is_empty() {
        return Err(Failure::Run(
            "no target of the stack runs anything here: a runbook is for compose, systemd, nix, dokploy, ansible, or nginx on a host".to_owned(),
        ));
    }
    Ok(runbooks)
}

fn stack<'c>(compiled: &'c Compiled, plan: &Plan) -> Option<&'c Stack> {
    let mut stacks = compiled.compilation.stacks.iter();
    stacks.find(|stack| stack.environment == plan.environment)
}
