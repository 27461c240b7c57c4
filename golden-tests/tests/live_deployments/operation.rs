//! The scripts of the ops target: green for what is well, and red for what is broken on purpose.

use std::fs;

use stackc_golden_tests::{engine::Project, process::Finished};

use super::{
    deployment::{Deployment, up},
    report::Report,
};

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    let Some((_, unreachable)) = of.ops else {
        return;
    };
    for (script, what) in [
        ("env-check.sh", "the environment is found complete"),
        ("health-check.sh", "the health check is green"),
        (
            "verify.sh",
            "the deployment is verified: logs, images, headers, certificates",
        ),
    ] {
        let done = run(of, project, script);
        let failed: Vec<&str> = failures(&done)
            .into_iter()
            .filter(|line| !unreachable.iter().any(|start| line.starts_with(start)))
            .collect();
        assert!(failed.is_empty(), "{script}: {failed:?}\n{}", done.output());
        let checks = done
            .stdout
            .lines()
            .filter(|line| line.starts_with("ok "))
            .count();
        assert!(checks > 0, "{script} checked nothing:\n{}", done.output());
        report.proved(format!("{what}: {checks} checks"));
    }
    red(
        of,
        project,
        &["stop", of.database],
        &format!("service {}", of.database),
    );
    red(of, project, &["stop", "nginx"], of.site);
    up(project, "after it was stopped");
    let env = project.engine().path(&format!("{}/.env", project.folder()));
    let text = fs::read_to_string(&env).unwrap();
    let (name, _) = of.secrets[0];
    fs::write(
        &env,
        text.replace(&format!("{name}='"), &format!("{name}_OLD='")),
    )
    .unwrap();
    let done = run(of, project, "env-check.sh");
    fs::write(&env, text).unwrap();
    assert!(
        failures(&done)
            .iter()
            .any(|line| line.starts_with("environment") || line.contains(name)),
        "{}",
        done.output()
    );
    report.proved("the checks are red without the database, without nginx and without a secret");
}

/// Breaks something, and looks at what the health check says of it.
fn red(of: &Deployment, project: &Project<'_>, break_it: &[&str], complaint: &str) {
    let broken = project.compose(break_it);
    assert!(broken.succeeded(), "{}", broken.output());
    let done = run(of, project, "health-check.sh");
    assert_eq!(done.code, Some(1), "{}", done.output());
    assert!(
        failures(&done)
            .iter()
            .any(|line| line.starts_with(complaint)),
        "{complaint}:\n{}",
        done.output()
    );
}

/// Runs a script of the ops target.
pub(super) fn run(of: &Deployment, project: &Project<'_>, script: &str) -> Finished {
    let (folder, _) = of.ops.expect("there are scripts");
    let path = format!("/srv/live/{}/{folder}/{script}", of.name);
    project.engine().run(
        "/",
        &[("STACKC_PROJECT", project.folder())],
        &["/bin/sh", &path],
    )
}

/// What follows the word in each line of a check that failed.
fn failures(done: &Finished) -> Vec<&str> {
    done.stdout
        .lines()
        .filter_map(|line| line.strip_prefix("FAIL "))
        .collect()
}
