//! Which environments are built.

use std::collections::BTreeSet;

use stackc_compiler::{compile::Compilation, target::select};

use super::layout;
use crate::{ask::suggestion, exit::Failure, session::Session, stack::Compiled};

/// The environments that are asked for; a stack without any has one without a name.
pub(in crate::commands) fn environments(
    compilation: &Compilation,
    asked: Option<&str>,
) -> Result<Vec<Option<String>>, Failure> {
    let all = compilation.stacks.iter();
    match asked {
        Some("all") => Ok(all.map(|stack| stack.environment.clone()).collect()),
        None => Ok(compilation
            .default_stack()
            .map(|stack| stack.environment.clone())
            .into_iter()
            .collect()),
        Some(name) if compilation.environments.iter().any(|known| known == name) => {
            Ok(vec![Some(name.to_owned())])
        }
        Some(name) => {
            let known: Vec<&str> = compilation
                .environments
                .iter()
                .map(String::as_str)
                .collect();
            Err(Failure::Run(format!(
                "there is no environment `{name}`; {}",
                suggestion(name, &known)
            )))
        }
    }
}

/// Says that only the default environment was built, where there are others.
pub(super) fn mention_others(
    session: &mut Session<'_, '_>,
    built: &[Option<String>],
    all: &[String],
) {
    if let [Some(one)] = built
        && all.len() > 1
    {
        session.mention(&format!(
            "this is {one}, one of {} environments; --env all builds each",
            all.len()
        ));
    }
}

/// The folders of all outputs of all environments, whether they are built now or not.
pub(super) fn folders(
    session: &Session<'_, '_>,
    compiled: &Compiled,
    out: bool,
) -> BTreeSet<String> {
    compiled
        .compilation
        .stacks
        .iter()
        .flat_map(|stack| {
            select(session.targets, stack, &[])
                .into_iter()
                .filter_map(move |target| layout::folder(stack, target.id(), out).ok())
        })
        .collect()
}
