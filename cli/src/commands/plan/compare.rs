//! The environments of both stacks, side by side, with the files that are made of them.

use std::{collections::BTreeSet, sync::Arc};

use stackc_compiler::{
    artifact::Artifacts,
    operations::Deploy,
    plan::{NamedFiles, Output, Plan, Side, is_equal, plan},
    resolve::{Stack, join},
    secret_like::Hidden,
    target::{Target, select},
};
use stackc_targets::runbook::word;

use super::outward::outward;
use crate::{
    args::Source,
    commands::build::{layout, select as build_select},
    exit::Failure,
    reading::each,
    stack::Compiled,
    world::Registry,
};

/// What is compared.
pub(super) struct Compared<'a> {
    pub targets: Registry,
    pub source: &'a Source,
    pub before: Option<&'a Compiled>,
    pub after: &'a Compiled,
    pub named_before: &'a NamedFiles,
    pub named_after: &'a NamedFiles,
    /// What nothing of the plan shows.
    pub hidden: Arc<Hidden>,
}

/// One target's files in one environment.
pub(super) struct Made {
    pub environment: Option<String>,
    pub target: &'static dyn Target,
    pub folder: String,
    /// Where the commands of its facts are run, as a shell reads it.
    pub run_in: String,
    /// Whether a runbook is made for it.
    pub has_runbook: bool,
    files: Artifacts,
}

impl Made {
    /// The bytes of a file, by the path that a plan gives it.
    pub(super) fn file(&self, path: &str) -> Option<Vec<u8>> {
        let mut files = self.files.iter();
        let found = files.find(|(name, _)| join(&self.folder, name) == path);
        found.map(|(_, artifact)| artifact.bytes.clone())
    }

    /// The paths of its files, and of those that the same target made before, in order.
    pub(super) fn paths<'m>(&self, before: impl Iterator<Item = &'m Self>) -> Vec<String> {
        let is_same = |made: &&Self| {
            made.environment == self.environment && made.target.id() == self.target.id()
        };
        let old = before.filter(is_same).flat_map(|made| made.files.iter());
        let paths: BTreeSet<String> = old
            .chain(self.files.iter())
            .map(|(path, _)| path.to_string())
            .collect();
        paths.into_iter().collect()
    }
}

/// The plan of one environment, with the files before and now.
type Planned = (Plan, Vec<Made>, Vec<Made>);

/// The plan of every environment, with the files of both.
pub(super) struct Plans {
    pub plans: Vec<Plan>,
    pub before: Vec<Made>,
    pub after: Vec<Made>,
}

impl Compared<'_> {
    /// The plan of each environment that is asked for, in the order of the stack; with all of them those too that are gone.
    pub(super) fn plans(&self, asked: Option<&str>) -> Result<Plans, Failure> {
        let mut names = build_select::environments(&self.after.compilation, asked)?;
        if asked == Some("all")
            && let Some(before) = self.before
        {
            for stack in &before.compilation.stacks {
                if !names.contains(&stack.environment) {
                    names.push(stack.environment.clone());
                }
            }
        }
        let mut all = Plans {
            plans: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
        };
        for (plan, before, after) in each(&names, |name| self.one(name.as_deref()))? {
            all.plans.push(plan);
            all.before.extend(before);
            all.after.extend(after);
        }
        Ok(all)
    }

    fn one(&self, environment: Option<&str>) -> Result<Planned, Failure> {
        let old = self
            .before
            .and_then(|before| Some((before, find(before, environment)?)));
        let new = find(self.after, environment).map(|stack| (self.after, stack));
        let made = |of: Option<(&Compiled, &Stack)>| match of {
            Some((compiled, stack)) => self.made(compiled, stack),
            None => Ok(Vec::new()),
        };
        let is_equal = self.named_before == self.named_after
            && old
                .zip(new)
                .is_some_and(|((_, old), (_, new))| is_equal(old, new));
        let (before, after) = if is_equal {
            (Vec::new(), Vec::new())
        } else {
            (made(old)?, made(new)?)
        };
        fn side<'a>(
            of: Option<(&'a Compiled, &'a Stack)>,
            made: &'a [Made],
            named: &'a NamedFiles,
        ) -> Option<Side<'a>> {
            of.map(|(_, stack)| Side {
                stack,
                outputs: outputs(made),
                named,
            })
        }
        let side_before = side(old, &before, self.named_before);
        let side_after = side(new, &after, self.named_after);
        let mut plan = plan(side_before.as_ref(), side_after.as_ref(), &self.hidden);
        outward(&mut plan, old, new);
        Ok((plan, before, after))
    }

    /// What every target makes of a stack.
    fn made(&self, compiled: &Compiled, stack: &Stack) -> Result<Vec<Made>, Failure> {
        let asked = layout::Asked {
            place: &compiled.place,
            source: self.source,
            registry: self.targets,
            out: None,
        };
        let targets = select(self.targets, stack, &self.source.targets);
        let made = targets.into_iter().map(|target| {
            let folder = layout::folder(stack, target.id(), false)
                .map_err(|fault| Failure::Run(fault.message))?;
            let leads = layout::leads(&compiled.compilation.stacks, stack, target.id());
            let (_, files) = layout::emit(stack, target, (&folder, leads), &asked)?;
            let deploy = Deploy::new(stack, stack, &folder, &[]);
            let run_in = target.operations(&deploy).map(|all| word(&all.folder));
            Ok(Made {
                has_runbook: run_in.is_some(),
                run_in: run_in.unwrap_or_else(|| word(&deploy.folder().into())),
                environment: stack.environment.clone(),
                target,
                folder,
                files,
            })
        });
        made.collect()
    }
}

fn find<'c>(compiled: &'c Compiled, environment: Option<&str>) -> Option<&'c Stack> {
    let mut stacks = compiled.compilation.stacks.iter();
    stacks.find(|stack| stack.environment.as_deref() == environment)
}

fn outputs(made: &[Made]) -> Vec<Output<'_>> {
    let outputs = made.iter().map(|made| Output {
        target: made.target,
        folder: &made.folder,
        files: &made.files,
    });
    outputs.collect()
}
