//! The real tools accept every golden output and every example, without a warning.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use stackc_golden_tests::{
    compose::Compose,
    golden::{outputs_ending, outputs_named},
    nginx::{Version, config_test},
    process, tools,
};

/// Variables without a default, each with a value; the others are left to their defaults.
fn variables_without_default(text: &str) -> Vec<(String, String)> {
    let names = text.split("${").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let (name, operator) = rest.split_at_checked(end)?;
        let open = [":?", "?", "}", ":+", "+"]
            .iter()
            .any(|start| operator.starts_with(start));
        (open && !name.is_empty()).then(|| name.to_owned())
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .map(|name| (name, "1".to_owned()))
        .collect()
}

/// The files that lie over a base file: those of the edge, where it stands in an override.
fn overrides(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("docker-compose.")
            && name.ends_with(".yml")
            && name != "docker-compose.yml"
    });
    paths
}

#[test]
fn docker_compose_accepts_every_file_without_a_warning() {
    let mut wrong = Vec::new();
    let mut overridden = 0;
    for path in outputs_named("docker-compose.yml") {
        let folder = path.parent().unwrap();
        let over = overrides(folder);
        overridden += over.len();
        let mut compose = Compose::new(folder, "docker-compose.yml")
            .env("HOME", "/home/deploy")
            .all_profiles();
        for file in over {
            compose = compose.over(file.file_name().unwrap());
        }
        for (name, value) in variables_without_default(&fs::read_to_string(&path).unwrap()) {
            compose = compose.env(&name, &value);
        }
        let answer = compose.check();
        if !answer.accepted() || !answer.stderr.is_empty() {
            wrong.push(format!(
                "{}: {:?} {}",
                path.display(),
                answer.code,
                answer.stderr
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(overridden >= 2, "no override is judged");
}

/// The version that a configuration was written for, from what it says.
fn versions(conf: &str) -> Vec<Version> {
    if conf.contains(" resolve;") {
        vec![Version::V1_28]
    } else if conf.contains("http2 on;") {
        vec![Version::V1_26]
    } else if conf.contains("ssl http2") {
        vec![Version::V1_22]
    } else {
        Version::ALL.to_vec()
    }
}

#[test]
fn nginx_accepts_every_configuration_without_a_warning() {
    let mut wrong = Vec::new();
    for path in outputs_named("nginx.conf") {
        for version in versions(&fs::read_to_string(&path).unwrap()) {
            let verdict = config_test(version, path.parent().unwrap());
            if let Err(reason) = verdict.is_clean() {
                wrong.push(format!("{} on {version}: {reason}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn shellcheck_accepts_every_script() {
    for path in outputs_ending("sh") {
        let done = process::run(
            tools::command("shellcheck").arg(&path),
            std::time::Duration::from_secs(30),
        );
        assert!(done.succeeded(), "{}\n{}", path.display(), done.stdout);
    }
}
