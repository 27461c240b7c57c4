//! What docker compose does when the project's files change.

mod facts;
mod interpolation;
mod mounted;
mod services;
mod top;

use stackc_compiler::{
    atoms::words::SystemdFlavour,
    effect::{Address, Fact, Seen, Sign, Situation},
    model::Target,
    resolve::Stack,
};

use crate::text::yaml::{Block, blocks};

/// Every row of the table.
pub const FACTS: &[Fact] = facts::FACTS;

/// The blocks of every Compose file of the project, before or now.
pub(super) struct Project<'t> {
    files: Vec<(&'t str, Vec<Block<'t>>)>,
}

impl<'t> Project<'t> {
    fn new(texts: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        Self {
            files: texts.map(|(path, text)| (path, blocks(text, 0))).collect(),
        }
    }

    /// The things of a section, from all files, with the file of each.
    fn section(&self, name: &str) -> Vec<(&'t str, Block<'t>)> {
        let mut found = Vec::new();
        for (path, top) in &self.files {
            let sections = top.iter().filter(|block| block.key == name);
            found.extend(
                sections
                    .flat_map(|block| block.inner(2))
                    .map(|block| (*path, block)),
            );
        }
        found
    }

    /// The lines of a top-level key.
    fn top(&self, name: &str) -> Option<Block<'t>> {
        let mut all = self.files.iter().flat_map(|(_, top)| top);
        all.find(|block| block.key == name).copied()
    }
}

/// What is seen in the files of a project that a target runs.
#[must_use]
pub fn see(situation: Situation<'_>, target: &str) -> Vec<Seen> {
    if situation.files.after.is_empty() {
        return vec![gone(&situation, target)];
    }
    let paths = |stack: &Stack| {
        let edge = stack
            .target("compose")
            .and_then(|target| target.edge_file.as_ref());
        let edge = edge.map(|file| file.value.0.clone());
        ["docker-compose.yml".to_owned()]
            .into_iter()
            .chain(edge)
            .collect::<Vec<String>>()
    };
    let mut names = paths(situation.before);
    names.extend(paths(situation.after));
    names.sort();
    names.dedup();
    let files = situation.files;
    let before = Project::new(
        names
            .iter()
            .map(|path| (path.as_str(), files.texts(path).0)),
    );
    let after = Project::new(
        names
            .iter()
            .map(|path| (path.as_str(), files.texts(path).1)),
    );
    let mut seen = Vec::new();
    // What runs the project elsewhere gives it a name there.
    let before_is_named = before.top("name").is_some();
    let after_is_named = after.top("name").is_some();
    if before_is_named && after_is_named && situation.before.project != situation.after.project {
        seen.push(project(&situation));
    }
    services::see(&before, &after, &mut seen);
    let is_there = |project: &Project<'_>| project.top("services").is_some();
    if is_there(&before) && is_there(&after) {
        mounted::name_label(&situation, &after, &mut seen);
        top::see(&before, &after, &mut seen);
        mounted::see(&situation, &after, &mut seen);
    }
    seen
}

/// A project whose files are gone with its target, or with its environment.
fn gone(situation: &Situation<'_>, target: &str) -> Seen {
    if is_kept(situation, target) {
        return Seen::new(Address::new("target", target), &facts::PROJECT_KEPT)
            .sign(Sign::Removed)
            .in_file("docker-compose.yml");
    }
    let step = facts::PROJECT_GONE.step;
    Seen {
        step: step.map(|step| step.filled(&[("project", &situation.before.project)])),
        ..Seen::new(Address::new("target", target), &facts::PROJECT_GONE)
    }
    .sign(Sign::Removed)
    .in_file("docker-compose.yml")
}

/// Whether another target of the stack goes on running the same project.
fn is_kept(situation: &Situation<'_>, gone: &str) -> bool {
    let after = situation.after;
    let runs = |target: &Target| match target.name.value.0.as_str() {
        name if name == gone => false,
        "compose" => true,
        "systemd" => target
            .flavour
            .is_none_or(|flavour| flavour.value == SystemdFlavour::Compose),
        _ => false,
    };
    after.project == situation.before.project && after.targets.iter().any(runs)
}

fn project(situation: &Situation<'_>) -> Seen {
    let (before, after) = (&situation.before.project, &situation.after.project);
    let step = facts::PROJECT.step;
    Seen {
        step: step.map(|step| step.filled(&[("before", before), ("after", after)])),
        ..Seen::new(Address::only("stack"), &facts::PROJECT)
    }
    .what(format!("{before} → {after}"))
    .in_file("docker-compose.yml")
}
