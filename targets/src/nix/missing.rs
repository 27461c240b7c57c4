//! What is said of a variable that is not set: on NixOS nothing is in `.env`.

use super::plan::Plan;
use crate::text::yaml::{Yaml, replace};

/// A value with the places of NixOS in its messages: the file of inputs, and the unit that writes secrets.
pub(super) fn said(value: &Yaml, plan: &Plan<'_>) -> Yaml {
    let project = plan.project();
    let inputs = plan.stack.inputs.iter().map(|input| {
        let name = &input.name.value.0;
        (
            name.clone(),
            format!("set {name} in /etc/{project}/inputs.env"),
        )
    });
    let secrets = plan.stack.secrets.iter().map(|secret| {
        let name = secret.variable();
        let message = format!("{name} is missing in /run/{project}/secrets.env");
        (name, message)
    });
    let messages: Vec<(String, String)> = inputs
        .chain(secrets)
        .map(|(name, message)| {
            (
                format!("{{{name}:?set {name} in .env}}"),
                format!("{{{name}:?{message}}}"),
            )
        })
        .collect();
    replace(value, &|text| {
        let all = messages.iter();
        all.fold(text.to_owned(), |text, (usual, here)| {
            text.replace(usual, here)
        })
    })
}
