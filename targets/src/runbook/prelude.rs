//! What the steps call: the functions that a runbook uses, and no others.

use std::collections::BTreeSet;

use stackc_compiler::{
    artifact::sha256,
    operations::{Command, Containers},
    runbook::{Baseline, Runbook},
};

use super::words::{line, visible};

/// Functions that belong together.
struct Topic {
    text: &'static str,
    /// Functions of other topics that these call.
    calls: &'static [&'static str],
}

const BASE: &str = include_str!("sh/base.sh");

const TOPICS: &[Topic] = &[
    topic(include_str!("sh/healthy.sh"), &[]),
    topic(include_str!("sh/site_answers.sh"), &[]),
    topic(include_str!("sh/site_responds.sh"), &[]),
    topic(include_str!("sh/secrets.sh"), &[]),
    topic(include_str!("sh/age.sh"), &[]),
    topic(include_str!("sh/files.sh"), &[]),
    topic(include_str!("sh/units.sh"), &[]),
    topic(include_str!("sh/nginx.sh"), &["has_name"]),
    topic(include_str!("sh/play.sh"), &["has_name"]),
    topic(include_str!("sh/elsewhere.sh"), &[]),
    topic(include_str!("sh/generation.sh"), &[]),
    topic(include_str!("sh/volumes.sh"), &[]),
    topic(include_str!("sh/fewer.sh"), &[]),
    topic(include_str!("sh/postgres.sh"), &["fewer"]),
    topic(include_str!("sh/mysql.sh"), &["fewer"]),
];

const fn topic(text: &'static str, calls: &'static [&'static str]) -> Topic {
    Topic { text, calls }
}

/// Every command of a runbook.
fn commands(runbook: &Runbook) -> impl Iterator<Item = &Command> {
    let steps = runbook.steps.iter().flat_map(|step| &step.commands);
    steps.chain(runbook.back.iter().flat_map(|back| &back.commands))
}

/// The functions.
pub(super) fn functions(runbook: &Runbook) -> String {
    let mut texts: Vec<String> = commands(runbook).map(line).collect();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for text in &mut texts {
        let words = text.trim_start_matches('(').split([' ', '(']);
        names.extend(words.map(str::to_owned));
    }
    let is_defined = |topic: &Topic, name: &str| {
        topic.text.contains(&format!("\n{name}() "))
            || topic.text.starts_with(&format!("{name}() "))
    };
    let is_called =
        |topic: &&Topic, names: &BTreeSet<String>| names.iter().any(|name| is_defined(topic, name));
    for topic in TOPICS {
        if is_called(&topic, &names) {
            names.extend(topic.calls.iter().map(|&call| call.to_owned()));
        }
    }
    let used = TOPICS.iter().filter(|topic| is_called(topic, &names));
    let finders: &[&str] = match runbook.containers {
        Containers::Project => &[
            include_str!("sh/stop_docker.sh"),
            include_str!("sh/containers_docker.sh"),
        ],
        Containers::ProjectWithEnding => &[
            include_str!("sh/stop_docker.sh"),
            include_str!("sh/containers_ending.sh"),
        ],
        Containers::Name => &[include_str!("sh/containers_podman.sh")],
        Containers::None => &[],
    };
    let mut all = vec![BASE];
    if runbook.is_users {
        all.push(include_str!("sh/systemctl_user.sh"));
    }
    all.extend(finders);
    all.extend(used.map(|topic| topic.text));
    all.join("\n")
}

/// What the functions and the steps know. Another runbook has another folder, so that nothing of one is taken for that of another.
pub(super) fn variables(runbook: &Runbook) -> String {
    let mut all: Vec<String> = commands(runbook).map(line).collect();
    all.push(format!("{:?}{:?}", runbook.baseline, runbook.environment));
    let digest: String = sha256(all.join("\n").as_bytes()).chars().take(8).collect();
    let project = &runbook.project;
    let mut lines = vec![
        format!("project={}", visible(project)),
        format!("work=${{WORK:-$HOME/runbook-{project}-{digest}}}"),
    ];
    let needs_before = |text: String| {
        ["has_before ", "check_out ", "new_files ", "\"$before\""]
            .iter()
            .any(|use_of| text.contains(use_of))
    };
    if commands(runbook).map(line).any(needs_before) {
        lines.push(match &runbook.baseline {
            Baseline::Commit { folder, .. } if folder.is_empty() => {
                "before=${BEFORE:-$work/before}".to_owned()
            }
            Baseline::Commit { folder, .. } => {
                format!(
                    "before=$work/before/{}\nbefore=${{BEFORE:-$before}}",
                    visible(folder)
                )
            }
            Baseline::Folder(path) => {
                format!("before={}\nbefore=${{BEFORE:-$before}}", visible(path))
            }
        });
    }
    if let Some(site) = &runbook.site {
        lines.push(format!(
            "site={}\nsite=${{SITE:-$site}}",
            visible(&site.origin)
        ));
    }
    if all
        .iter()
        .chain(&lines)
        .any(|line| line.contains("$newline"))
    {
        // A command's output loses its last line's end.
        lines.insert(
            0,
            "newline=$(printf '\\n_') newline=${newline%_}".to_owned(),
        );
    }
    lines.push("umask 077".to_owned());
    lines.push("mkdir -p \"$work\"".to_owned());
    lines.join("\n")
}
