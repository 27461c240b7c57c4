//! The environments of both stacks, side by side, with the files that are made of them.

use stackc_compiler::{
    artifact::Artifacts,
    plan::{Output, Plan, Side, plan},
    resolve::Stack,
    target::{Target, select},
};

use crate::{
    args::Source,
    commands::build::{layout, select as build_select},
    exit::Failure,
    session::Session,
    stack::Compiled,
};

/// What is compared.
pub(super) struct Compared<'a, 's, 'w> {
    pub session: &'a Session<'s, 'w>,
    pub source: &'a Source,
    pub before: Option<&'a Compiled>,
    pub after: &'a Compiled,
}

/// One target's files.
struct Made {
    target: &'static dyn Target,
    folder: String,
    files: Artifacts,
}

impl Compared<'_, '_, '_> {
    /// The plan of each environment that is asked for, in the order of the stack; with all of them those too that are gone.
    pub(super) fn plans(&self, asked: Option<&str>) -> Result<Vec<Plan>, Failure> {
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
        names.iter().map(|name| self.one(name.as_deref())).collect()
    }

    fn one(&self, environment: Option<&str>) -> Result<Plan, Failure> {
        let old = self
            .before
            .and_then(|before| Some((before, find(before, environment)?)));
        let new = find(self.after, environment).map(|stack| (self.after, stack));
        let before = old.map(|(of, stack)| self.made(of, stack)).transpose()?;
        let after = new.map(|(of, stack)| self.made(of, stack)).transpose()?;
        let before = old.zip(before.as_deref()).map(|((_, stack), made)| Side {
            stack,
            outputs: outputs(made),
        });
        let after = new.zip(after.as_deref()).map(|((_, stack), made)| Side {
            stack,
            outputs: outputs(made),
        });
        Ok(plan(before.as_ref(), after.as_ref()))
    }

    /// What every target makes of a stack.
    fn made(&self, compiled: &Compiled, stack: &Stack) -> Result<Vec<Made>, Failure> {
        let asked = layout::Asked {
            place: &compiled.place,
            source: self.source,
            registry: self.session.targets,
            out: None,
        };
        let targets = select(self.session.targets, stack, &self.source.targets);
        let made = targets.into_iter().map(|target| {
            let folder = layout::folder(stack, target.id(), false)
                .map_err(|fault| Failure::Run(fault.message))?;
            let leads = layout::leads(&compiled.compilation.stacks, stack, target.id());
            let (_, files) = layout::emit(stack, target, (&folder, leads), &asked)?;
            Ok(Made {
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
