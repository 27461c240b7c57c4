//! The variables of the Environment tab: inputs, and secrets by the names of their variables.

use stackc_compiler::{
    model::{Input, Secret},
    resolve::Stack,
    template::Expr,
};

use super::{delivery, paths};
use crate::{
    parts::{
        compose::{is_mounted, is_variable},
        project::{input_rules, secret_rules},
    },
    text::dotenv,
};

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    /// Its name.
    pub name: String,
    /// Whether a deploy fails without it.
    pub required: bool,
    /// Whether its value is a secret.
    pub secret: bool,
    /// The value that it has if nothing else is said.
    pub default: Option<String>,
    /// What makes one in a template of Dokploy.
    pub helper: Option<String>,
    /// What makes one in a shell.
    pub command: Option<String>,
    /// What the stack says of its value.
    pub rules: Vec<String>,
}

/// Everything that the Environment tab holds.
pub(super) fn of(stack: &Stack) -> Vec<Variable> {
    let secrets = stack
        .secrets
        .iter()
        .filter(|secret| is_in_environment(secret, stack));
    let inputs = stack.inputs.iter().map(|input| of_input(input, stack));
    inputs.chain(secrets.map(of_secret)).collect()
}

/// The names in the `[variables]` of the template, which it replaces wherever they stand as `${NAME}`.
pub(super) fn names(stack: &Stack) -> Vec<String> {
    let generated = stack.secrets.iter().map(of_secret);
    generated
        .filter(|variable| variable.helper.is_some())
        .map(|variable| variable.name)
        .collect()
}

/// Whether a secret is a variable: it stands in a value, or docker compose makes a file of it.
fn is_in_environment(secret: &Secret, stack: &Stack) -> bool {
    let as_file = delivery::is_ours(secret)
        && is_mounted(secret, stack)
        && !delivery::is_file(secret, stack)
        && is_read(secret, stack);
    is_variable(secret, stack) && stack.value_secrets.contains(&secret.name.value.0) || as_file
}

/// Whether a service or a build reads it, not the edge alone.
fn is_read(secret: &Secret, stack: &Stack) -> bool {
    let name = &secret.name.value.0;
    stack.services.iter().any(|service| {
        let mut builds = service.build.iter().flat_map(|build| &build.secrets);
        delivery::mounts_secret(service, name, stack)
            || builds.any(|mount| mount.name.value.0 == *name)
    })
}

fn of_input(input: &Input, stack: &Stack) -> Variable {
    let name = &input.name.value.0;
    let default = input
        .default
        .as_ref()
        .and_then(|default| match &default.expr {
            Expr::Known(text) => Some(text.0.clone()),
            Expr::Deferred(_) => None,
        });
    let optional = input.optional.is_some_and(|optional| optional.value.0);
    Variable {
        name: input.name.value.0.clone(),
        required: input.default.is_none() && !optional,
        secret: false,
        // The Compose file says each by itself: one that leads elsewhere there, or that no line can hold, is not said here.
        default: default
            .filter(|text| !paths::is_moved(name, stack) && dotenv::line(name, text).is_some()),
        helper: None,
        command: None,
        rules: input_rules(input),
    }
}

/// A secret as a variable.
pub(super) fn of_secret(secret: &Secret) -> Variable {
    let hex = secret.hex.map(|bytes| bytes.value.0);
    let url = secret.base64url.map(|bytes| bytes.value.0);
    let base64 = secret.base64.map(|bytes| bytes.value.0);
    // The digits of a hash are safe in URLs as well.
    let digits = hex.or(url).map(|bytes| bytes.saturating_mul(2));
    let helper = match (digits, base64) {
        (Some(digits), _) => Some(format!("${{hash:{digits}}}")),
        (None, Some(bytes)) => Some(format!("${{base64:{bytes}}}")),
        (None, None) => None,
    };
    let command = match (hex.or(url), base64) {
        (Some(bytes), _) => Some(format!("openssl rand -hex {bytes}")),
        (None, Some(bytes)) => Some(format!("openssl rand -base64 {bytes} | tr -d '\\n'")),
        (None, None) => None,
    };
    Variable {
        name: secret.variable(),
        required: !secret.optional.is_some_and(|optional| optional.value.0),
        secret: true,
        default: None,
        helper,
        command,
        rules: secret_rules(secret),
    }
}
