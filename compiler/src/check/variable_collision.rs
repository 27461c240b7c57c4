//! Two declarations that would be supplied by one variable.

use std::collections::BTreeMap;

use super::Rule;
use crate::{
    atoms::{Atom as _, Bool, Identifier},
    diag::{Diagnostic, Diagnostics},
    model::Secret,
    resolve::Stack,
    source::Span,
};

pub(super) const RULE: Rule = Rule {
    code: "variable-collision",
    check,
};

/// A secret's variable has a name that shells can say, and that nobody else reads.
fn unfit(secret: &Secret, diagnostics: &mut Diagnostics) {
    let (name, variable) = (&secret.name, secret.variable());
    let others = ["PATH", "HOME", "PWD", "USER", "SHELL", "_"].contains(&variable.as_str())
        || variable.starts_with("COMPOSE_")
        || variable.starts_with("DOCKER_");
    let why = match Identifier::parse(&variable) {
        Err(reason) => reason,
        Ok(_) if others => "it steers Compose or the shell".to_owned(),
        Ok(_) => return,
    };
    let span = secret.env.as_ref().map_or(name.span, |env| env.span);
    diagnostics.push(
        Diagnostic::error(
            "not-carriable",
            span,
            format!(
                "secret `{}` can't be supplied by the variable {variable}",
                name.value.0
            ),
        )
        .label(why)
        .help(format!(
            "name another one: secret {} env=\"APP_{variable}\"",
            name.value.0
        )),
    );
}

/// Whether a variable supplies the secret: it does not come from elsewhere, or its value stands in a text.
fn is_supplied(secret: &Secret, stack: &Stack) -> bool {
    let external = secret
        .external
        .as_ref()
        .is_some_and(|external| external.get() != Some(&Bool(false)));
    let elsewhere = secret.file.is_some() || secret.driver.is_some() || external;
    !elsewhere || stack.value_secrets.contains(&secret.name.value.0)
}

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let inputs = stack.inputs.iter().map(|input| {
        let name = &input.name;
        (
            name.value.0.clone(),
            format!("input `{}`", name.value.0),
            name.span,
            None,
        )
    });
    let supplied: Vec<&Secret> = stack
        .secrets
        .iter()
        .filter(|secret| is_supplied(secret, stack))
        .collect();
    let secrets = supplied.iter().map(|secret| {
        let name = &secret.name;
        (
            secret.variable(),
            format!("secret `{}`", name.value.0),
            name.span,
            Some(name.value.0.clone()),
        )
    });
    for secret in &supplied {
        unfit(secret, diagnostics);
    }
    let mut taken: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for (variable, what, span, secret) in inputs.chain(secrets) {
        match taken.get(&variable) {
            None => {
                taken.insert(variable, (what, span));
            }
            Some((first, first_span)) => {
                let mut found = Diagnostic::error(
                    RULE.code,
                    span,
                    format!("{what} and {first} are both supplied by the variable {variable}"),
                )
                .other(*first_span, "the first one");
                if let Some(secret) = secret {
                    found = found.help(format!(
                        "name another one: secret {secret} env=\"{variable}_2\""
                    ));
                }
                diagnostics.push(found);
            }
        }
    }
}
