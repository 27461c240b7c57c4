//! What a stack declares, by the names that files have for it.

use std::collections::BTreeMap;

use stackc_compiler::{resolve::Stack, source::Span};

/// Names and the places of their declarations.
#[derive(Debug)]
pub(super) struct Names {
    project: String,
    places: BTreeMap<String, Span>,
}

/// What is part of a name.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

impl Names {
    /// Everything that a stack declares. A name that two things have is that of the first: services before volumes, volumes before the rest.
    pub(super) fn of(stack: &Stack) -> Self {
        let mut names = Self {
            project: stack.project.clone(),
            places: BTreeMap::new(),
        };
        for one in &stack.services {
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.jobs {
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.backups {
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.inputs {
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.secrets {
            names.add(&one.variable(), one.span);
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.sites {
            let hosts = std::iter::once(&one.host).chain(&one.more_hosts);
            hosts.for_each(|host| names.add(&host.value.0, host.span));
        }
        for one in &stack.hosts {
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.files {
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.volumes {
            names.add(&one.name.value.0, one.span);
        }
        for one in &stack.networks {
            names.add(&one.name.value.0, one.span);
        }
        names
    }

    fn add(&mut self, name: &str, span: Span) {
        self.places.entry(name.to_owned()).or_insert(span);
    }

    /// The first thing that a line names.
    pub(super) fn first(&self, line: &str) -> Option<Span> {
        line.split(|c| !is_part(c))
            .map(|word| word.trim_matches(['.', '-']))
            .find_map(|word| self.word(word))
    }

    /// A name alone, or with the project before it and an ending behind it: `shop-web.service`.
    fn word(&self, word: &str) -> Option<Span> {
        let known = |word: &str| self.places.get(word).copied();
        let bare = word.rsplit_once('.').map_or(word, |(bare, _)| bare);
        let own = bare
            .strip_prefix(&self.project)
            .and_then(|rest| rest.strip_prefix(['-', '_']));
        known(word).or_else(|| own.and_then(known))
    }
}
