//! The workflow: when it runs, what it may do, and its jobs.

use super::{checks, deploy, images, plan::Plan};
use crate::text::{
    github::literal,
    yaml::{self, Map, Yaml},
};

/// The text of the file; nothing for an environment that has nothing to deliver and whose stack is checked by another one's workflow.
pub(super) fn text(plan: &Plan<'_>) -> Option<String> {
    let images = images::job(plan);
    let deploy = deploy::job(plan, images.is_some());
    if !plan.place.leads && images.is_none() && deploy.is_none() {
        return None;
    }
    let mut jobs = Map::spaced();
    jobs.set("check", checks::job(plan));
    if let Some(job) = images {
        jobs.set("images", job);
    }
    if let Some(job) = deploy {
        jobs.set("deploy", job);
    }
    let mut document = Map::spaced();
    document.set("name", literal(&plan.stack.project));
    document.set("on", triggers(plan));
    document.set("permissions", Map::new());
    document.set("concurrency", concurrency());
    document.set("defaults", defaults(plan));
    if let Some(file) = plan.file() {
        let mut variables = Map::new();
        variables.set("STACK", literal(&file));
        document.set("env", variables);
    }
    document.set("jobs", jobs);
    let mut header = plan.banner.clone();
    header.extend(settings(plan, &document));
    Some(yaml::print(&document, &header))
}

/// The condition of a job that delivers: never on a pull request.
pub(super) fn delivers() -> &'static str {
    "github.event_name != 'pull_request'"
}

/// What has to be set in the repository, as lines of a comment.
fn settings(plan: &Plan<'_>, document: &Map) -> Vec<String> {
    let text = yaml::print(document, &[]);
    let named = |start: &str| {
        let mut names: Vec<&str> = Vec::new();
        for rest in text.split(&format!("${{{{ {start}.")).skip(1) {
            let name = rest.split(' ').next().unwrap_or(rest);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let mut lines = Vec::new();
    for (what, names) in [("secrets", named("secrets")), ("variables", named("vars"))] {
        if !names.is_empty() {
            lines.push(format!(
                "To be set in the settings of the repository: the {what} {names}."
            ));
        }
    }
    if !plan.folder().is_empty() {
        lines.push(
            "GitHub reads workflows only in .github/workflows of the repository: it is copied there."
                .to_owned(),
        );
    }
    lines
}

fn triggers(plan: &Plan<'_>) -> Map {
    let mut push = Map::new();
    push.set("branches", Yaml::List(vec![Yaml::text(plan.branch())]));
    let mut map = Map::new();
    if plan.place.leads {
        map.set("pull_request", Map::new());
    }
    map.set("push", push);
    map
}

/// A newer push to a pull request ends the run before; what delivers is never ended.
fn concurrency() -> Map {
    let mut map = Map::new();
    map.set("group", "${{ github.workflow }}-${{ github.ref }}");
    map.set(
        "cancel-in-progress",
        "${{ github.event_name == 'pull_request' }}",
    );
    map
}

fn defaults(plan: &Plan<'_>) -> Map {
    let mut run = Map::new();
    run.set("shell", "bash");
    let folder = plan.folder();
    if !folder.is_empty() {
        run.set("working-directory", literal(&format!("./{folder}")));
    }
    let mut map = Map::new();
    map.set("run", run);
    map
}
