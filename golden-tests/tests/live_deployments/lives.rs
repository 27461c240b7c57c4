//! Starts, ends and recovery: nothing is lost, nothing is started that need not be, and what dies comes back.

use std::collections::BTreeMap;

use stackc_golden_tests::{engine::Project, live::wait_until};

use super::{
    deployment::{Deployment, up},
    events,
    pages::{FIRST, PATIENCE, rows, write},
    report::Report,
};

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    let before = starts(project);
    up(project, "again");
    assert_eq!(
        starts(project),
        before,
        "a second `up` starts something again"
    );
    report.proved("a second `up` changes nothing");

    killed(of, project);
    write(of, project, "second row");
    assert_eq!(rows(of, project), [FIRST, "second row"]);
    report.proved("a database process that is killed comes back, with every row");

    let down = project.compose(&["down"]);
    assert!(down.succeeded(), "{}", down.output());
    events::forget(project.engine());
    up(project, "after `down`");
    assert_eq!(rows(of, project), [FIRST, "second row"]);
    report.proved("the rows survive `down` and `up`");
    let orders = events::in_order(project);
    report.proved(format!("services start in order: {orders} waits were kept"));
}

/// When each container that runs was started, and how often; Compose starts again what has ended, in the same container.
fn starts(project: &Project<'_>) -> BTreeMap<String, String> {
    let containers = project.inspect();
    let start = |container: &serde_json::Value| {
        let state = &container["State"]["StartedAt"];
        let count = &container["RestartCount"];
        let run = format!("{state} {count}");
        let runs = container["State"]["Running"] == true;
        let run = if runs { run } else { "ended".to_owned() };
        (container["Id"].to_string(), run)
    };
    containers.iter().map(start).collect()
}

/// Kills the process of the database, and waits for another one.
fn killed(of: &Deployment, project: &Project<'_>) {
    let container = project.containers(of.database).remove(0);
    let process = || {
        let done = project
            .engine()
            .docker(&["inspect", "--format", "{{.State.Pid}}", &container]);
        done.stdout.trim().to_owned()
    };
    let before = process();
    let done = project.sh(&format!("kill -9 {before}"));
    assert!(done.succeeded(), "{}", done.output());
    let back = wait_until(PATIENCE, || {
        let now = process();
        if now != before && now != "0" {
            Ok(())
        } else {
            Err(now)
        }
    });
    back.unwrap_or_else(|process| panic!("{} does not come back: {process}", of.database));
}
