//! What services say of one another, looked up by the one that it is said of.

use std::collections::BTreeMap;

use stackc_compiler::{atoms::words::Condition, model::DependsOn, resolve::Stack};

use super::links;
use crate::parts::compose::awaited;

/// What the services of a stack say of one another.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    waits: BTreeMap<String, Vec<Condition>>,
    aliases: BTreeMap<String, Vec<String>>,
}

impl Relations {
    /// Those of a stack.
    pub(crate) fn new(stack: &Stack) -> Self {
        let mut relations = Self::default();
        for service in &stack.services {
            relations.wait(&service.depends_on);
            for (to, alias) in links::aliases(stack, service) {
                let known = relations.aliases.entry(to).or_default();
                if !known.contains(&alias) {
                    known.push(alias);
                }
            }
        }
        for job in &stack.jobs {
            relations.wait(&awaited(job));
        }
        relations
    }

    fn wait(&mut self, all: &[DependsOn]) {
        for one in all {
            let Some(of) = one.service.get() else {
                continue;
            };
            let waits = self.waits.entry(of.0.clone()).or_default();
            let condition = one
                .condition
                .map_or(Condition::Started, |condition| condition.value);
            if !waits.contains(&condition) {
                waits.push(condition);
            }
        }
    }

    /// Whether a service or a job waits until this one has come so far.
    pub(super) fn is_awaited(&self, service: &str, condition: Condition) -> bool {
        let waits = self.waits.get(service);
        waits.is_some_and(|waits| waits.contains(&condition))
    }

    /// The names that others give a service in their links.
    pub(super) fn aliases_of(&self, service: &str) -> &[String] {
        self.aliases.get(service).map_or(&[], Vec::as_slice)
    }
}
