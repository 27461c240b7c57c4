//! The real tools accept every module of the standard library, in every choice, from every target.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{fs, path::Path};

use stackc_compiler::describe::{Description, describe};
use stackc_golden_tests::{
    compose::Compose,
    golden::{Built, Case, Failures},
    nginx::{Version, config_test},
    nix,
    reference::modules::{chosen, shortest},
    stackc, systemd,
};
use stackc_stacks::MODULES;

/// The shortest stack with each module, and one for each of its choices: a name, and the text.
fn stacks() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for module in MODULES {
        let said = describe(module.text);
        let name = module.name;
        all.push((name.to_owned(), shortest(&said)));
        for param in &said.params {
            let of = param.part.name.as_str();
            for choice in &param.choices {
                let name = format!("{name}-{of}-{}", choice.name);
                all.push((name, chosen(&said, of, &choice.name)));
            }
        }
    }
    all.into_iter()
        .map(|(name, used)| (name, format!("stack shop edition=1\n\n{used}\n")))
        .collect()
}

/// Builds every stack for a target, as it stands with `more` at its end, and lets `check` look at each output.
fn every(target: &str, more: &str, check: impl Fn(&Path) -> Result<(), String>) {
    let mut failures = Failures::default();
    for (name, text) in stacks() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("stack.kdl"), text).unwrap();
        let case = Case {
            name: name.clone(),
            folder: folder.path().to_owned(),
        };
        let outcome = Built::new(&case, target, more)
            .and_then(|built| built.outputs.iter().try_for_each(|output| check(output)));
        failures.take(&name, outcome);
    }
    failures.settle();
}

/// docker compose takes a folder's file as it is, once every variable has a value.
fn compose_accepts(folder: &Path) -> Result<(), String> {
    let text = fs::read_to_string(folder.join("docker-compose.yml")).unwrap();
    let compose = Compose::new(folder, "docker-compose.yml").all_profiles();
    let answer = text
        .split("${")
        .skip(1)
        .filter_map(|rest| rest.split([':', '}', '?', '-']).next())
        .fold(compose, |compose, name| compose.env(name, "1"))
        .check();
    if answer.accepted() && answer.stderr.is_empty() {
        Ok(())
    } else {
        Err(answer.stderr)
    }
}

#[test]
fn every_module_has_a_case() {
    for module in MODULES {
        let case = format!("golden-tests/build/module-{}/stack.kdl", module.name);
        let text = fs::read_to_string(stackc::repository().join(case)).unwrap();
        assert!(text.contains(&format!("\nuse {} as=", module.name)));
    }
}

#[test]
fn compose_accepts_every_module() {
    // Built with another target, whose folder is beside that of Compose.
    every("dokploy", "\ntarget dokploy\n", |output| {
        compose_accepts(&output.with_file_name("compose"))?;
        compose_accepts(output)
    });
}

#[test]
fn systemd_accepts_every_module_as_compose_projects() {
    every(
        "systemd",
        "\ntarget systemd { flavour compose }\n",
        |output| {
            systemd::judge(output);
            Ok(())
        },
    );
}

#[test]
fn podman_and_systemd_accept_every_module_as_quadlets() {
    every(
        "systemd",
        "\ntarget systemd { flavour quadlet }\n",
        |output| {
            assert!(output.join("quadlet").is_dir());
            systemd::judge(output);
            Ok(())
        },
    );
}

#[test]
fn nix_accepts_every_module() {
    const HOST: &str = r#"
host nixos { age-key "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR" }
target nix { host nixos }
"#;
    every("nix", HOST, |output| {
        for entry in fs::read_dir(output).unwrap() {
            let file = entry.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "nix") {
                nix::parse(&file)?;
            }
        }
        nix::compose_file(&output.join("arion-compose.nix")).map(|_| ())
    });
}

/// The port that a browser speaks to, if a module has one.
fn web_port(module: &Description) -> Option<&str> {
    let mut ports = module.ports.iter().map(|(name, _)| name.as_str());
    ports.find(|name| ["http", "web", "console"].contains(name))
}

#[test]
fn nginx_accepts_every_module_behind_a_site() {
    let mut judged = 0;
    for module in MODULES {
        let said = describe(module.text);
        let Some(port) = web_port(&said) else {
            continue;
        };
        let used = shortest(&said);
        let called = used.split("as=").nth(1).unwrap();
        let called = called.split(' ').next().unwrap();
        let text = format!(
            "stack shop edition=1\n\n{used}\n\nedge {{ http \"*:80\"; https \"*:443\" }}\n\
             site \"shop.example.com\" {{\n    tls letsencrypt email=\"ops@example.com\"\n    \
             route \"/\" to=\"{called}:{port}\" websocket=#true\n}}\n"
        );
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("stack.kdl"), text).unwrap();
        let ran = stackc::run(
            folder.path(),
            &["build", "--out", "made", "--color", "never"],
        );
        assert_eq!(ran.code, Some(0), "{}: {}", module.name, ran.stderr);
        let made = folder.path().join("made/compose");
        if let Err(reason) = compose_accepts(&made) {
            panic!("{}: {reason}", module.name);
        }
        let verdict = config_test(Version::V1_28, &made.join("nginx"));
        if let Err(reason) = verdict.is_clean() {
            panic!("{}: {reason}", module.name);
        }
        judged += 1;
    }
    assert!(judged >= 8, "{judged}");
}
