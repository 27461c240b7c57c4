//! Where secrets are not: in what is logged, in what is shown of containers and images, and in the list of processes.

use std::{collections::BTreeSet, fs};

use stackc_golden_tests::engine::{Engine, Project};

use super::{deployment::Deployment, report::Report};

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    let secrets = project.secrets();
    assert!(!secrets.is_empty(), "there are no secrets to look for");
    for (name, value) in secrets {
        assert!(value.len() >= 12, "{name} is too short to be looked for");
    }
    let logs = project.compose(&["logs"]);
    assert!(
        logs.succeeded() && logs.stdout.lines().count() > 10,
        "{}",
        logs.output()
    );
    absent(project, "the logs", &logs.output());
    report.proved(format!("none of {} secrets is in the logs", secrets.len()));

    let processes = project.engine().sh("/", "ps axwwo args");
    assert!(
        processes.stdout.contains("nginx: master"),
        "{}",
        processes.output()
    );
    absent(project, "the list of processes", &processes.stdout);
    report.proved("no secret is in the list of processes");

    let images: BTreeSet<&str> = project
        .services()
        .filter_map(|(_, service)| service["image"].as_str())
        .collect();
    for image in images {
        let history = project.engine().docker(&["history", "--no-trunc", image]);
        assert!(history.succeeded(), "{}", history.output());
        absent(project, image, &history.stdout);
    }
    report.proved("no secret is in the history of an image");
    inspected(of, project);
    report.proved("`docker inspect` shows no file of a secret, and variables only at the services that are declared to get them");
}

/// Where each command line is kept that was ever seen.
const SEEN: &str = "/srv/live/processes";

/// Looks at the list of processes from now on.
pub(super) fn watch(engine: &Engine) {
    let script = format!(
        "{{ while sleep 0.2; do ps axwwo args; done | awk '!seen[$0]++ {{ print; fflush() }}' >{SEEN}; }} >/dev/null 2>&1 </dev/null &"
    );
    let done = engine.sh("/", &script);
    assert!(done.succeeded(), "{}", done.output());
}

/// What was seen until now, and the logs as they are now.
pub(super) fn watched(project: &Project<'_>, report: &mut Report) {
    let seen = fs::read_to_string(project.engine().path(SEEN)).unwrap();
    let count = seen.lines().count();
    assert!(count > 20, "only {count} processes were seen:\n{seen}");
    absent(project, "a process", &seen);
    absent(project, "the logs", &project.compose(&["logs"]).output());
    report.proved(format!(
        "none of {count} command lines had a secret all the while, and the logs have none at the end"
    ));
}

fn absent(project: &Project<'_>, place: &str, text: &str) {
    for (name, value) in project.secrets() {
        let percent = value
            .replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D");
        assert!(
            !text.contains(value) && !text.contains(&percent),
            "{name} is in {place}"
        );
    }
}

/// A secret in the environment is by its nature in what `docker inspect` shows; there it is at the declared services, and in nothing else but their environment.
fn inspected(of: &Deployment, project: &Project<'_>) {
    for mut container in project.inspect() {
        let service = container["Config"]["Labels"]["com.docker.compose.service"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let environment = container["Config"]["Env"].take().to_string();
        for (name, value) in project.secrets() {
            let declared = of.secrets.iter().find(|(secret, _)| secret == name);
            let may = declared.is_some_and(|(_, services)| services.contains(&service.as_str()));
            assert_eq!(
                environment.contains(value),
                may,
                "{name} in the environment of {service}"
            );
        }
        absent(project, &service, &container.to_string());
    }
}
