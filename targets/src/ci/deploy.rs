//! The job that runs the playbook of the ansible target, in a protected environment.

use super::{
    plan::Plan,
    steps::{self, checkout, list, run},
};
use crate::text::{
    github::literal,
    yaml::{Map, Number, Yaml},
};

const KEY: &str = include_str!("run/key.sh");
const DEPLOY: &str = include_str!("run/deploy.sh");
/// The ansible-core that the playbook is tested with.
const ANSIBLE: &str = "2.19.4";
const MINUTES: u16 = 30;

/// The job; nothing without the ansible target.
pub(super) fn job(plan: &Plan<'_>, has_images: bool) -> Option<Map> {
    let folder = plan.folder_of("ansible")?;
    let environment = plan.stack.environment.as_deref().unwrap_or("production");
    let needs: &[&str] = if has_images {
        &["check", "images"]
    } else {
        &["check"]
    };
    let mut concurrency = Map::new();
    concurrency.set("group", literal(&format!("deploy-{}", plan.stack.project)));
    concurrency.set("cancel-in-progress", false);
    let mut job = Map::new();
    job.set("name", "Deploy");
    job.set(
        "needs",
        needs.iter().map(|one| Yaml::text(*one)).collect::<Yaml>(),
    );
    job.set("if", super::workflow::delivers());
    job.set("environment", literal(environment));
    job.set("concurrency", concurrency);
    job.set("runs-on", plan.runner());
    job.set("timeout-minutes", Number::from(MINUTES));
    job.set("permissions", steps::permissions(&[]));
    job.set("steps", list(all(plan, folder)));
    Some(job)
}

fn all(plan: &Plan<'_>, folder: &str) -> Vec<Map> {
    let inside = stackc_compiler::resolve::join(&plan.folder(), folder);
    let at = |mut step: Map| {
        step.set("working-directory", literal(&format!("./{inside}")));
        step
    };
    let mut clean = run("Remove the key", &[], "rm -rf \"$RUNNER_TEMP/ssh\"");
    clean.set("if", "always()");
    vec![
        checkout(false),
        run(
            "Install Ansible",
            &[("ANSIBLE_VERSION", ANSIBLE.to_owned())],
            "pipx install --force \"ansible-core==$ANSIBLE_VERSION\"",
        ),
        run(
            "Write the key",
            &[
                ("SSH_KEY", "${{ secrets.SSH_KEY }}".to_owned()),
                ("SSH_KNOWN_HOSTS", "${{ vars.SSH_KNOWN_HOSTS }}".to_owned()),
            ],
            KEY,
        ),
        at(run(
            "Deploy",
            &[("ANSIBLE_HOST_KEY_CHECKING", "true".to_owned())],
            DEPLOY,
        )),
        clean,
    ]
}
