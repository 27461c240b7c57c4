//! Files that a stack names and does not make: env files, and what is mounted from beside the stack.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::{Pair, assumed_line};
use crate::{
    artifact::sha256,
    atoms::Line,
    effect::{NamedAs, NamedChange},
    model::{Mount, Service},
    resolve::{Stack, join},
    source::{Found, Span},
    template::Value,
};

/// The digests of the files at the paths that a stack names; folders with all that is in them. A path that can't be read is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedFiles {
    paths: BTreeMap<String, BTreeMap<String, String>>,
    /// Paths that are not compared, and why.
    left_out: BTreeMap<String, String>,
}

impl NamedFiles {
    /// Takes what lies at a path, each file with its path in the folder; nothing if it is gone.
    pub fn add(&mut self, path: &str, files: Vec<Found>) {
        let digests = files
            .into_iter()
            .map(|file| (file.path, sha256(&file.bytes)));
        self.paths.insert(path.to_owned(), digests.collect());
    }

    /// Takes that what lies at a path is not compared, and why: it is too large, or can't be read.
    pub fn leave_out(&mut self, path: &str, why: String) {
        self.paths.remove(path);
        self.left_out.insert(path.to_owned(), why);
    }

    /// Every path that is not compared, and why.
    pub fn left_out(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.left_out.iter();
        all.map(|(path, why)| (path.as_str(), why.as_str()))
    }

    /// Every path, with the files there.
    pub fn paths(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        let paths = self.paths.iter();
        paths.map(|(path, files)| (path.as_str(), files.keys().map(String::as_str)))
    }

    /// The files at a path that are not the same as in another one, with their whole paths; none if either was not read.
    fn changed(&self, other: &Self, path: &str) -> Vec<String> {
        let (Some(old), Some(new)) = (self.paths.get(path), other.paths.get(path)) else {
            return Vec::new();
        };
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        names
            .into_iter()
            .filter(|name| old.get(*name) != new.get(*name))
            .map(|name| join(path, name))
            .collect()
    }
}

/// The paths from the stack's folder that its services name, those of the host's file system not among them.
#[must_use]
pub fn named_paths(stack: &Stack) -> BTreeSet<String> {
    let services = stack.services.iter();
    let all = services.flat_map(|service| named(stack, service));
    all.map(|one| one.path).collect()
}

/// Those of them that no service writes to: what is new there was put there by whoever deploys.
#[must_use]
pub fn read_only_paths(stack: &Stack) -> BTreeSet<String> {
    let services = stack.services.iter();
    let all: Vec<Named> = services.flat_map(|service| named(stack, service)).collect();
    let written: BTreeSet<&str> = all
        .iter()
        .filter(|one| one.is_written)
        .map(|one| one.path.as_str())
        .collect();
    let paths = all.iter().map(|one| one.path.as_str());
    paths
        .filter(|path| !written.contains(path))
        .map(str::to_owned)
        .collect()
}

/// A path that a service names.
struct Named {
    named_as: NamedAs,
    is_written: bool,
    path: String,
    span: Span,
}

fn named(stack: &Stack, service: &Service) -> Vec<Named> {
    let mut found = Vec::new();
    let mut add = |named_as: NamedAs, is_written: bool, path: &Value<Line>, span: Span| {
        let path = assumed_line(stack, path, |line| line.0.clone()).value;
        let is_elsewhere = path.starts_with(['/', '~', '\\'])
            || path.contains("${")
            || path.get(1..2) == Some(":");
        if !is_elsewhere {
            found.push(Named {
                named_as,
                is_written,
                path: stack.resolve_path(&path, span),
                span,
            });
        }
    };
    for file in &service.env_files {
        add(NamedAs::EnvFile, false, &file.path, file.span);
    }
    for mount in &service.mounts {
        if let Mount::Bind(bind) = mount {
            let is_read = bind
                .read_only
                .as_ref()
                .and_then(|read_only| read_only.get())
                .is_some_and(|read_only| read_only.0);
            add(NamedAs::Mount, !is_read, &bind.source, bind.span);
        }
    }
    found
}

/// What of it is not the same. What is named anew, or no longer, is a change of the stack.
pub(super) fn changes(
    pair: &Pair<'_>,
    before: &NamedFiles,
    after: &NamedFiles,
) -> Vec<NamedChange> {
    let mut found = Vec::new();
    for (old, new) in pair.services() {
        let was = named(pair.before, old);
        for now in named(pair.after, new) {
            let same = |was: &&Named| was.named_as == now.named_as && was.path == now.path;
            let Some(was) = was.iter().find(same) else {
                continue;
            };
            let files = before.changed(after, &now.path);
            if !files.is_empty() {
                found.push(NamedChange {
                    service: new.name.value.0.clone(),
                    named_as: now.named_as,
                    path: now.path,
                    files,
                    before: was.span,
                    after: now.span,
                });
            }
        }
    }
    found
}
