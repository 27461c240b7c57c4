//! The playbook of the ansible target, by Ansible itself: its syntax, ansible-lint, and real runs on a machine of their own, where stand-ins write down
//! what Docker and systemd are asked for.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

#[path = "ansible/world.rs"]
mod world;

use std::{path::PathBuf, process::Command, time::Duration};

use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use stackc_golden_tests::{
    golden::{File, read},
    process, stackc, tools,
};
use stackc_targets::text::{
    jinja::{literal, quoted},
    yaml::{Map, Yaml, print_list},
};
use world::World;

const DEADLINE: Duration = Duration::from_secs(900);

/// The folders of all playbooks among the golden cases and the examples.
fn playbooks() -> Vec<PathBuf> {
    let root = stackc::repository();
    let mut found = Vec::new();
    for folder in ["golden-tests/build", "examples"] {
        let files = read(&root.join(folder));
        let playbooks = files
            .iter()
            .filter(|(path, File { .. })| path.ends_with("/playbook.yml"));
        found.extend(playbooks.map(|(path, _)| root.join(folder).join(path)));
    }
    assert!(found.len() >= 5, "only {} playbooks are found", found.len());
    found
        .into_iter()
        .map(|path| path.parent().unwrap().to_owned())
        .collect()
}

#[test]
fn ansible_reads_every_playbook_and_lint_finds_nothing() {
    let mut wrong = Vec::new();
    for folder in playbooks() {
        let mut syntax = tools::command("ansible-playbook");
        syntax
            .args([
                "--syntax-check",
                "--inventory",
                "inventory.yml",
                "playbook.yml",
            ])
            .env("ANSIBLE_LOCALHOST_WARNING", "false")
            .current_dir(&folder);
        let mut lint = tools::command("ansible-lint");
        // A path may be as long as it likes.
        lint.args(["--offline", "--nocolor", "--profile", "production"])
            .args(["--skip-list", "yaml[line-length]", "playbook.yml"])
            .current_dir(&folder);
        for command in [&mut syntax, &mut lint] {
            let done = process::run(command, DEADLINE);
            let warned = done.output().contains("[WARNING]");
            if !done.succeeded() || warned {
                wrong.push(format!("{}: {}", folder.display(), done.output()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_host_is_reached_as_the_stack_says() {
    let folder = stackc::repository().join("golden-tests/build/ansible/expected/staging/ansible");
    let mut command: Command = tools::command("ansible-inventory");
    command
        .args(["--inventory", "inventory.yml", "--list"])
        .current_dir(folder);
    let done = process::run(&mut command, DEADLINE);
    let read: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let expected = serde_json::json!({
        "leibniz": { "ansible_host": "2001:db8::10", "ansible_port": 2222 },
        "no": { "ansible_user": "root" },
    });
    assert_eq!(read["_meta"]["hostvars"], expected, "{}", done.output());
}

/// Task names and `name=count` words of a run.
fn changed(text: &str) -> Vec<&str> {
    let mut task = "";
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("TASK [") {
            task = rest.split(']').next().unwrap();
        } else if let Some(rest) = line.strip_prefix("RUNNING HANDLER [") {
            task = rest.split(']').next().unwrap();
        } else if line.starts_with("changed:") && !found.contains(&task) {
            found.push(task);
        }
    }
    found
}

#[test]
fn a_compose_project_is_deployed() {
    let world = World::new(include_str!("ansible/compose.sh"));
    let first = include_str!("ansible/compose.kdl");
    world.stack("first", first);
    let second = first
        .replace("shop:2.3.1", "shop:2.4.0")
        .replace("file banner { source \"./banner\" }", "")
        .replace("    file banner to=\"/srv/banner\"\n", "");
    assert_ne!(second, first);
    world.stack("second", &second);
    world.stack("broken", first);
    world.change(
        "broken/out/compose/docker-compose.yml",
        "services:",
        "servicez:",
    );
    let told = world.run(DEADLINE);

    let rehearsal = told.step("rehearsal");
    assert_eq!(rehearsal.code, 0, "{}", rehearsal.text);
    assert!(rehearsal.text.contains("not there or empty: SHOP_MAIL in /opt/shop/out/compose/.env, API_KEY in /opt/shop/out/compose/.env, /opt/shop/out/compose/secrets/db-password"));
    assert_eq!(rehearsal.calls, ["compose version --short"]);

    let missing = told.step("missing");
    assert_eq!(missing.code, 2, "{}", missing.text);
    assert!(!missing.calls.iter().any(|call| call.contains(" up ")));
    assert!(!changed(&missing.text).contains(&"Copy the files"));

    let deployed = told.step("deployed");
    assert_eq!(deployed.code, 0, "{}", deployed.text);
    assert!(
        deployed
            .calls
            .iter()
            .any(|call| call.contains("up --detach --wait --no-build --remove-orphans"))
    );
    let pulls: Vec<&str> = deployed
        .calls
        .iter()
        .filter_map(|call| call.split_once(" pull "))
        .map(|(_, words)| words)
        .collect();
    assert_eq!(
        pulls,
        ["--quiet --policy always web", "--quiet --policy missing"]
    );
    for secret in ["hush-hush", "a long enough key"] {
        assert!(!deployed.text.contains(secret), "{secret} is told");
    }
    let files = &told.step("files").text;
    for line in [
        "drwx------ root /opt/shop/out/compose/secrets",
        "-r--r--r-- root /opt/shop/out/compose/secrets/db-password",
        "-rw------- root /opt/shop/out/compose/.env",
        "-rw-r--r-- root /opt/shop/out/compose/docker-compose.yml",
        "-rw-r--r-- root /opt/shop/out/compose/files/banner/{{ hello }}.txt",
        "-rwxr-xr-x root /opt/shop/out/ops/health-check.sh",
    ] {
        assert!(files.lines().any(|found| found == line), "{line}\n{files}");
    }
    assert!(!files.contains(".gitignore"), "{files}");
    assert_eq!(
        told.step("secret").text.trim(),
        "{{ hush-hush }}SHOP_MAIL=ops@example.com\nexport API_KEY=\"a long enough key\""
    );
    assert!(told.step("crontab").text.contains("/opt/shop/out/ops/"));

    assert_eq!(
        changed(&told.step("again").text),
        [""; 0],
        "{}",
        told.step("again").text
    );
    assert!(told.step("again").text.contains("changed=0 "));

    let secret = told.step("secret-changed");
    assert!(
        secret
            .calls
            .iter()
            .any(|call| call.ends_with("--force-recreate db")),
        "{:?}",
        secret.calls
    );

    let second = told.step("second");
    assert_eq!(second.code, 0, "{}", second.text);
    assert_eq!(
        changed(&second.text),
        [
            "Copy the Compose files",
            "Remove the files that are no longer compiled",
            "Write down what was copied",
            "See whether newer ones came",
            "See whether that changed containers",
        ],
        "{}",
        second.text
    );
    assert!(second.text.contains(
        "/opt/shop/out/compose/files/banner/edited.txt is no longer compiled, and was changed on the host"
    ));

    let pushed = told.step("pushed-again");
    assert_eq!(pushed.code, 0, "{}", pushed.text);
    assert_eq!(changed(&pushed.text), ["See whether newer ones came"]);
    assert!(pushed.calls.iter().any(|call| call.contains(" up ")));
    let text = &told.step("pushed-no-more").text;
    assert!(text.contains("changed=0 "), "{text}");

    let zone = told.step("other-zone");
    assert!(
        !zone.calls.iter().any(|call| call.contains("pull")),
        "{:?}",
        zone.calls
    );
    assert!(!zone.text.contains("TASK [Copy"), "{}", zone.text);

    for (name, says) in [
        (
            "other-zone",
            "knows only the zone of the machine, America/New_York, and not Europe/Berlin",
        ),
        ("other-image", "ghcr.io/example/shop:2.4.0 is linux/s390x"),
        (
            "other-host",
            "the inventory says linux/s390x, and the host is linux/",
        ),
        ("short-value", "API_KEY"),
        ("edited", "out/compose/docker-compose.yml: FAILED"),
        ("broken", "failed to validate"),
    ] {
        let step = told.step(name);
        assert_eq!(step.code, 2, "{name}: {}", step.text);
        assert!(step.text.contains(says), "{name}: {}", step.text);
        assert!(
            !step.calls.iter().any(|call| call.contains(" up ")),
            "{name}: {:?}",
            step.calls
        );
    }
    assert_eq!(told.step("kept").text.trim(), "1");
}

#[test]
fn units_are_deployed() {
    let world = World::new(include_str!("ansible/units.sh"));
    let first = include_str!("ansible/units.kdl");
    world.stack("first", first);
    let second = first
        .replace("shop:2.3.1", "shop:2.4.0")
        .replace("schedule daily at=\"04:00\"", "");
    assert_ne!(second, first);
    world.stack("second", &second);
    let told = world.run(DEADLINE);

    let rehearsal = told.step("rehearsal");
    assert_eq!(rehearsal.code, 0, "{}", rehearsal.text);

    let refused = told.step("refused");
    assert_eq!(refused.code, 2, "{}", refused.text);
    assert!(refused.text.contains("nginx: refused"), "{}", refused.text);
    assert!(!refused.calls.iter().any(|call| call.contains("reload")));

    let deployed = told.step("deployed");
    assert_eq!(deployed.code, 0, "{}", deployed.text);
    for call in [
        "start shop.service",
        "enable shop.service",
        "start shop-job-cleanup.timer",
        "reload nginx.service",
    ] {
        assert!(
            deployed.calls.contains(&format!("systemctl {call}")),
            "{call}: {:?}",
            deployed.calls
        );
    }
    let files = &told.step("files").text;
    for file in [
        "-rw-r--r-- /etc/nginx/nginx.conf",
        "-rw-r--r-- /etc/stackc/shop/tls/intern.example.com/fullchain.pem",
        "-rw-r--r-- /etc/systemd/system/shop.service",
        "-rw-r--r-- /opt/shop/docker-compose.yml",
        "-rw------- /opt/shop/.env",
    ] {
        assert!(files.lines().any(|found| found == file), "{file}\n{files}");
    }
    assert!(
        told.step("again").text.contains("changed=0 "),
        "{}",
        told.step("again").text
    );

    let pushed = told.step("pushed-again");
    assert_eq!(pushed.code, 0, "{}", pushed.text);
    for call in [
        "compose --project-name shop --file docker-compose.yml pull --quiet --policy always web",
        "systemctl reload shop.service",
    ] {
        assert!(
            pushed.calls.iter().any(|one| one == call),
            "{call}: {:?}",
            pushed.calls
        );
    }

    let second = told.step("second");
    assert_eq!(second.code, 0, "{}", second.text);
    for call in [
        "stop shop-job-cleanup.timer",
        "disable shop-job-cleanup.timer",
        "reload shop.service",
    ] {
        assert!(
            second.calls.contains(&format!("systemctl {call}")),
            "{call}: {:?}",
            second.calls
        );
    }
    assert!(
        !second
            .calls
            .contains(&"systemctl reload nginx.service".to_owned())
    );
    assert!(!told.step("units").text.contains("shop-job-cleanup.timer"));
}

/// What templates, YAML and shells may trip over.
const HOSTILE: &str = "[{}%#$'\"\\\\\n\t:,&*!|>@`~=()?\\[\\] a-c0-9é\u{85}\u{2028}😀-]{0,24}";

#[test]
fn what_ansible_templates_comes_out_as_it_went_in() {
    let mut runner = TestRunner::deterministic();
    let mut texts: Vec<String> = (0..300)
        .map(|_| HOSTILE.new_tree(&mut runner).unwrap().current())
        .collect();
    let known = [
        "{{ lookup('pipe', 'id') }}",
        "{% raw %}",
        "{# #}",
        "#jinja2: variable_start_string:'<'",
        "{{",
        "}}",
        "yes",
        "no",
        "0x10",
        "1:20",
        "~",
        "!unsafe x",
        "-oProxyCommand=x",
        "['a']",
        "{'a': 1}",
    ];
    texts.extend(known.map(str::to_owned));
    let all: Yaml = texts.iter().map(|text| Yaml::text(literal(text))).collect();
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    let mut variables = Map::new();
    variables.set("texts", all);
    variables.set("strings", format!("{{{{ [{}] }}}}", quoted.join(", ")));
    let mut copy = Map::new();
    copy.set(
        "content",
        "{{ {'texts': texts, 'strings': strings} | to_json }}",
    );
    copy.set("dest", "{{ playbook_dir }}/read.json");
    copy.set("mode", "0600");
    let mut task = Map::new();
    task.set("name", "Write what was read");
    task.set("ansible.builtin.copy", copy);
    let mut play = Map::new();
    play.set("name", "Read");
    play.set("hosts", "localhost");
    play.set("gather_facts", false);
    play.set("vars", variables);
    play.set("tasks", Yaml::List(vec![Yaml::from(task)]));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("playbook.yml");
    std::fs::write(&file, print_list(&[Yaml::from(play)], &[])).unwrap();
    let mut command = tools::command("ansible-playbook");
    command
        .args(["--inventory", "localhost,", "--connection", "local"])
        .args([
            "--extra-vars",
            "ansible_python_interpreter=/usr/bin/python3",
        ])
        .arg(&file);
    let done = process::run(&mut command, DEADLINE);
    assert!(done.succeeded(), "{}", done.output());
    let read = std::fs::read_to_string(folder.path().join("read.json")).unwrap();
    let read: serde_json::Value = serde_json::from_str(&read).unwrap();
    for kind in ["texts", "strings"] {
        let read: Vec<&str> = read[kind]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap())
            .collect();
        for (one, text) in read.iter().zip(&texts) {
            assert_eq!(one, text, "{kind}");
        }
        assert_eq!(read.len(), texts.len(), "{kind}");
    }
}
