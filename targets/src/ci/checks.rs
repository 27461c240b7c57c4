//! The job that holds the stack and its files against each other.

use stackc_compiler::artifact::sha256;

use super::{
    plan::Plan,
    steps::{self, actions, checkout, list, run, uses},
};
use crate::text::yaml::{Map, Number};

const VERSION: &str = include_str!("run/version.sh");
const PLAN: &str = include_str!("run/plan.sh");
const FOUND: &str = include_str!("run/found.sh");
const MINUTES: u16 = 20;

/// The job.
pub(super) fn job(plan: &Plan<'_>) -> Map {
    let mut job = Map::new();
    job.set("name", "Check");
    job.set("runs-on", plan.runner());
    job.set("timeout-minutes", Number::from(MINUTES));
    job.set("permissions", steps::permissions(&[]));
    job.set("steps", list(all(plan)));
    job
}

fn all(plan: &Plan<'_>) -> Vec<Map> {
    let stack = if plan.file().is_some() {
        " \"$STACK\""
    } else {
        ""
    };
    let word = |name: &str, words: &str| run(name, &[], &format!("stackc {words}"));
    let mut all = vec![checkout(plan.place.leads)];
    all.extend(install(plan));
    all.push(word(
        "Check the layout of the stack",
        &format!("fmt --check{stack}"),
    ));
    all.push(word("Check the stack", &format!("check{stack}")));
    all.push(word(
        "Check that the files are those of the stack",
        &format!("build{stack} --check --env all --verbose"),
    ));
    if plan.place.leads {
        all.push(consequences());
    }
    all
}

/// What a pull request would do to what runs, on the page of the run: it needs no right to write anything.
fn consequences() -> Map {
    let mut step = run("Say what the change does", &[], PLAN);
    step.set("if", "github.event_name == 'pull_request'");
    step
}

/// Installs the stackc that wrote the lock, once for each version and each way to install it; without a command that installs it, it has to be there.
fn install(plan: &Plan<'_>) -> Vec<Map> {
    let version = "${{ steps.stackc.outputs.version }}";
    let mut read = run(
        "Read which stackc wrote the lock",
        &[(
            "LOCK",
            crate::text::github::literal(&format!("./{}", plan.place.lock)),
        )],
        VERSION,
    );
    read.set("id", "stackc");
    let Some(command) = plan.install() else {
        let found = run(
            "Look for stackc on the runner",
            &[("STACKC_VERSION", version.to_owned())],
            FOUND,
        );
        return vec![read, found];
    };
    let mut with = Map::new();
    with.set("path", "~/.cargo/bin/stackc");
    // What other commands installed is another program, whatever its version is called.
    let commands: String = sha256(command.as_bytes()).chars().take(8).collect();
    with.set(
        "key",
        format!("stackc-{version}-{commands}-${{{{ runner.os }}}}-${{{{ runner.arch }}}}"),
    );
    let mut cache = uses("Look for that stackc", actions::CACHE, with);
    cache.set("id", "cache");
    let mut install = run(
        "Install stackc",
        &[("STACKC_VERSION", version.to_owned())],
        command,
    );
    install.set("if", "steps.cache.outputs.cache-hit != 'true'");
    vec![read, cache, install]
}
