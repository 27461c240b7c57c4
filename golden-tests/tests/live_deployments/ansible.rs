//! The playbook of an example deploys it, and a second run changes nothing.

use serde_json::{Map, Value, json};
use std::fs;

use stackc_golden_tests::{
    engine::{Engine, Project},
    process::Finished,
};

use super::{examples, pages, report::Report};

/// Where the playbook lies beside the engine, and where it puts the project.
const PLAYBOOK: &str = "/srv/live/espocrm/out/ansible";

pub(super) fn prove() {
    let mut report = Report::new("espocrm by ansible");
    let engine = Engine::new();
    let espocrm = &examples::ESPOCRM;
    // It has the stand-in images, and the values and secrets that the operator would give.
    let project = espocrm.project(&engine);
    let values = variables(&project);
    fs::write(engine.path("/srv/live/values.json"), values.to_string()).unwrap();
    // The zone that the stack says of its host.
    let zone = engine.sh(
        "/",
        "ln -sfn /usr/share/zoneinfo/Europe/Berlin /etc/localtime",
    );
    assert!(zone.succeeded(), "{}", zone.output());
    report.proved("the values and secrets of the operator are made");

    let first = play(&engine);
    assert!(first.succeeded(), "{}", first.output());
    assert!(
        count(&first, "changed") > 0 && count(&first, "failed") == 0,
        "{}",
        first.output()
    );
    pages::write(espocrm, &project, pages::FIRST);
    report.proved(
        "the playbook copies, checks and starts the deployment, and it takes a row over HTTPS",
    );

    let second = play(&engine);
    assert!(second.succeeded(), "{}", second.output());
    assert_eq!(count(&second, "changed"), 0, "{}", second.output());
    assert_eq!(pages::rows(espocrm, &project), [pages::FIRST]);
    report.proved("a second run changes nothing");
}

/// What the operator gives; the host is this very machine.
fn variables(project: &Project<'_>) -> Value {
    let folder = project
        .engine()
        .path(&format!("{}/secrets", project.folder()));
    let mut secrets = Map::new();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        secrets.insert(
            file.file_name().to_string_lossy().into_owned(),
            Value::String(text),
        );
    }
    json!({
        "ansible_connection": "local",
        "ansible_become": false,
        "platform": "linux/amd64",
        "values_file": format!("{}/.env", project.folder()),
        "secret_values": secrets,
    })
}

fn play(engine: &Engine) -> Finished {
    let words = [
        "ansible-playbook",
        "--inventory",
        "inventory.yml",
        "playbook.yml",
        "--extra-vars",
        "@/srv/live/values.json",
    ];
    engine.run(
        PLAYBOOK,
        &[
            ("ANSIBLE_NOCOLOR", "1"),
            ("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3"),
        ],
        &words,
    )
}

/// A number of the last line: `vps : ok=30 changed=0 …`.
fn count(done: &Finished, what: &str) -> u32 {
    let numbers = done.stdout.split_whitespace().rev();
    let mut found = numbers.filter_map(|word| word.strip_prefix(what)?.strip_prefix('='));
    found
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or_else(|| panic!("no {what} in:\n{}", done.output()))
}
