//! The stack without what Dokploy does beside the Compose file: backups, schedules, and what is watched.

use std::collections::BTreeSet;

use stackc_compiler::resolve::Stack;

use crate::parts::compose::{self, Context, mentions};

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
    let used: BTreeSet<String> = documents
        .iter()
        .flat_map(|document| mentions::in_texts(document, &own))
        .collect();
    own.value_secrets.retain(|name| used.contains(name));
    own
}
