//! The stack without what Dokploy does beside the Compose file: backups, schedules, and what is watched.

use std::collections::BTreeSet;

use stackc_compiler::resolve::Stack;

use crate::{
    parts::compose::{self, Context},
    text::yaml::{Map, Yaml},
};

/// What stands in the Compose file; a secret that only a backup reads is no variable of it.
pub(super) fn stack(stack: &Stack) -> Stack {
    let mut own = stack.clone();
    own.backups = Vec::new();
    own.monitors = Vec::new();
    own.notifies = Vec::new();
    let is_swarm = super::is_swarm(stack);
    own.jobs.retain(|job| !job.before.is_empty() && !is_swarm);
    let mut own = compose::with_waits(&own).into_owned();
    let context = Context {
        stack: &own,
        back: "",
    };
    let mut documents = vec![compose::compose_file(context)];
    documents.extend(own.jobs.iter().filter_map(|job| compose::job(job, context)));
    let used: BTreeSet<String> = own
        .secrets
        .iter()
        .filter(|secret| {
            let variable = secret.variable();
            documents
                .iter()
                .any(|document| map_mentions(document, &variable))
        })
        .map(|secret| secret.name.value.0.clone())
        .collect();
    own.value_secrets.retain(|name| used.contains(name));
    own
}

fn map_mentions(map: &Map, variable: &str) -> bool {
    map.entries()
        .iter()
        .any(|entry| text_mentions(&entry.key, variable) || mentions(&entry.value, variable))
}

fn mentions(yaml: &Yaml, variable: &str) -> bool {
    match yaml {
        Yaml::Text(text) | Yaml::Quoted(text) => text_mentions(text, variable),
        Yaml::Words(words) => words.iter().any(|word| text_mentions(word, variable)),
        Yaml::List(items) => items.iter().any(|item| mentions(item, variable)),
        Yaml::Map(map) => map_mentions(map, variable),
        Yaml::Commented(inner, _) => mentions(inner, variable),
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) => false,
    }
}

fn text_mentions(text: &str, variable: &str) -> bool {
    text.split("${").skip(1).any(|rest| {
        let rest = rest.strip_prefix(variable);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}
