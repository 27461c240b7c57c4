//! The Makefile: a short word for everything that is done by hand.

use std::fmt::Write as _;

use super::{entries, plan::Plan, verify};
use crate::parts::project::start_lines;

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let mut rules = Vec::new();
    if plan.stack.services.iter().any(|one| one.build.is_some()) {
        rules.push(build(plan));
    }
    let mut up = vec!["./env-check.sh --quiet".to_owned()];
    up.extend(start_lines(
        plan.stack,
        "./compose.sh",
        &["--remove-orphans"],
        &[],
    ));
    rules.extend([
        rule(
            "up",
            "starts everything, if the environment is complete",
            &up.iter().map(String::as_str).collect::<Vec<_>>(),
        ),
        rule(
            "down",
            "stops everything; data stays",
            &["./compose.sh down"],
        ),
        rule(
            "restart",
            "starts the containers again",
            &["./compose.sh restart"],
        ),
        rule("ps", "shows the containers", &["./compose.sh ps --all"]),
        rule(
            "logs",
            "follows the logs; SERVICE=NAME those of one service",
            &["./compose.sh logs --follow --tail 100 $(SERVICE)"],
        ),
        rule("pull", "fetches the images", &["./compose.sh pull"]),
        rule(
            "env-check",
            "checks .env, secrets/ and what else a start needs",
            &["./env-check.sh"],
        ),
        rule("health", "checks everything", &["./health-check.sh"]),
        rule(
            "verify",
            "looks at the deployment: logs, images, headers, certificates",
            &["./verify.sh"],
        ),
        rule("timers", "shows the lines of cron", &["./timers.sh print"]),
    ]);
    for name in entries::backups(plan.stack) {
        let backup = format!("./backup.sh {name}");
        rules.push(rule(&format!("backup-{name}"), "makes a copy", &[&backup]));
        let restore =
            format!("./restore.sh {name} $(if $(STORE),--store $(STORE)) $(or $(COPY),latest)");
        rules.push(rule(
            &format!("restore-{name}"),
            "puts the newest copy back; COPY=NAME another one, STORE=N from another store",
            &[&restore],
        ));
        let list = format!("./restore.sh {name} $(if $(STORE),--store $(STORE)) --list");
        rules.push(rule(
            &format!("copies-{name}"),
            "shows the copies",
            &[&list],
        ));
    }
    for name in entries::jobs(plan.stack) {
        let job = format!("./job.sh {name}");
        rules.push(rule(&format!("job-{name}"), "runs the job", &[&job]));
    }
    let mut text: String = plan
        .banner
        .iter()
        .map(|line| format!("# {line}\n"))
        .collect();
    let _ = write!(
        text,
        "# It is called in this folder, or from elsewhere with: make -C FOLDER TARGET\n\n.DEFAULT_GOAL := help\n"
    );
    text.push_str("\n.PHONY: help\nhelp: ## shows this\n\t@sed -n 's/^\\([^ :]*\\):.*## \\(.*\\)/\\1\\t\\2/p' Makefile | expand -t 30\n");
    text.push_str(&rules.concat());
    text
}

fn build(plan: &Plan<'_>) -> String {
    let build = "./compose.sh build";
    if verify::image_sizes(plan.stack).next().is_none() {
        return rule("build", "builds the images", &[build]);
    }
    let says = "builds the images; one that is larger than the stack allows is a failure";
    rule("build", says, &[build, "./verify.sh --images"])
}

fn rule(name: &str, says: &str, commands: &[&str]) -> String {
    let commands: String = commands.iter().map(|line| format!("\t@{line}\n")).collect();
    format!("\n.PHONY: {name}\n{name}: ## {says}\n{commands}")
}
