//! The Nix target: Nix reads every file, every option has its type, and the composition means what the Compose file means.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

#[path = "nix/backups.rs"]
mod backups;
#[path = "nix/nginx.rs"]
mod nginx;
#[path = "nix/same.rs"]
mod same;
#[path = "nix/text.rs"]
mod text;

use std::{fs, path::Path};

use serde_json::Value;
use stackc_golden_tests::{
    compose::Compose,
    golden::{self, Built, Case, Failures},
    nginx::{Version, config_test},
    nix, process,
};

/// Cases that the target refuses, and what it says.
const REFUSED: &[(&str, &str)] = &[
    ("dokploy-middlewares", "`tls letsencrypt` needs `email`"),
    ("dokploy-stack", "`tls letsencrypt` needs `email`"),
    ("systemd-quadlet-words", "`subpath` needs Docker Engine 26"),
    ("edge-like-names", "unpublished-port"),
    ("espocrm", "unpublished-port"),
    (
        "edge-self-signed",
        "the host's nginx is not in the stack's folder",
    ),
];

/// What a case lacks that says nothing of this target.
const HOST: &str = r#"
host nixos { age-key "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDGFWgwyQQo0LE/nadkqKqSntEFLHfik17TCIokyBQJR" }
target nix { host nixos }
"#;

/// A case built for both targets; none if it is meant to be refused.
fn build(case: &Case) -> Result<Option<Built>, String> {
    let refused = REFUSED.iter().find(|(name, _)| *name == case.name);
    match (Built::new(case, "nix", HOST), refused) {
        (Ok(built), None) => Ok(Some(built)),
        (Err(report), Some((_, why))) if report.contains(why) => Ok(None),
        (Ok(_), Some(_)) => Err("it is not refused".to_owned()),
        (Err(report), _) => Err(report),
    }
}

fn every(check: impl Fn(&Built, &Path) -> Result<(), String>) {
    let mut failures = Failures::default();
    for case in golden::stacks() {
        let outcome = build(&case).and_then(|built| {
            let Some(built) = built else { return Ok(()) };
            let judged = built.outputs.iter().map(|output| check(&built, output));
            judged.collect::<Result<(), String>>()
        });
        failures.take(&case.name, outcome);
    }
    failures.settle();
}

#[test]
fn nix_reads_every_file() {
    every(|_, output| {
        let files = fs::read_dir(output)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        files
            .filter(|file| file.extension().is_some_and(|extension| extension == "nix"))
            .try_for_each(|file| nix::parse(&file))
    });
}

#[test]
fn the_composition_means_what_the_compose_file_means() {
    every(|built, output| {
        let made = nix::compose_file(&output.join("arion-compose.nix"))?;
        let compose = output.with_file_name("compose");
        let project = made.get("name").and_then(Value::as_str).unwrap().to_owned();
        let stack = same::Places {
            project,
            folders: built.folders(),
            compose: compose.clone(),
        };
        let text = fs::read_to_string(compose.join("docker-compose.yml")).unwrap();
        let wanted = resolved(&compose, "docker-compose.yml", &text)?;
        let ours = stack.localized(&made.to_string(), &wanted.to_string());
        fs::write(compose.join("arion.json"), &ours).unwrap();
        let given = resolved(&compose, "arion.json", &text)?;
        stack.compare(wanted, given)
    });
}

/// A Compose file as Docker Compose understands it, each variable without a default being `1`.
fn resolved(folder: &Path, file: &str, text: &str) -> Result<Value, String> {
    let compose = Compose::new(folder, file)
        .env("HOME", "/root")
        .all_profiles();
    let compose = same::variables(text)
        .iter()
        .fold(compose, |compose, name| compose.env(name, "1"));
    let answer = compose.config();
    answer
        .config
        .ok_or_else(|| format!("{file}: {}", answer.stderr))
}

/// The module as the stand-in takes it, with an encrypted file for each secret.
fn module(output: &Path) -> Result<Value, String> {
    encrypted(output)?;
    nix::host(&[output.join("module.nix")])
}

/// Writes what stands for each encrypted file.
fn encrypted(output: &Path) -> Result<(), String> {
    let rules = output.join("secrets.nix");
    if !rules.exists() {
        return Ok(());
    }
    // Where nobody is named, the command says so, and nothing is encrypted.
    let text = fs::read_to_string(&rules).unwrap();
    if let Some(line) = text.lines().find(|line| line.contains("host = throw ")) {
        let refused = nix::through("agenix.nix", &rules).map_or_else(|why| why, |_| String::new());
        assert!(refused.contains("secrets.nix names no key"), "{refused}");
        fs::write(&rules, text.replace(line, "  host = \"age1nobody\";")).unwrap();
    }
    let rules = nix::through("agenix.nix", &rules)?;
    for file in rules.as_object().unwrap().keys() {
        let file = output.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "age-encryption.org/v1").unwrap();
    }
    Ok(())
}

/// agenix's own module, where it is at hand, puts each secret where the composition looks for it, for whom the module says.
fn agenix(ours: &Value, output: &Path) -> Result<(), String> {
    let Some(real) = nix::real_secrets(&output.join("module.nix")) else {
        return Ok(());
    };
    let real = real?;
    let said = ours.pointer("/age/secrets").and_then(Value::as_object);
    for (name, secret) in said.into_iter().flatten() {
        let path = format!("/run/agenix/{name}");
        if real[name]["path"] != path {
            return Err(format!("{name} is at {}", real[name]["path"]));
        }
        for (key, value) in secret.as_object().unwrap() {
            if key != "file" && real[name][key] != *value {
                return Err(format!("{key} of {name} is {}", real[name][key]));
            }
        }
    }
    Ok(())
}

/// A stack and another one like it, with other names and ports.
#[test]
fn a_host_takes_several_stacks() {
    let case = golden::stacks()
        .into_iter()
        .find(|case| case.name == "nix-crm")
        .unwrap();
    let other = tempfile::tempdir().unwrap();
    golden::copy(&case.folder, other.path());
    let stack = other.path().join("stack.kdl");
    let text = fs::read_to_string(&stack).unwrap();
    let text = text
        .replace("crm", "erp")
        .replace("example.com", "example.net")
        .replace("3000", "3001");
    fs::write(&stack, text).unwrap();
    let other = Case {
        name: "nix-erp".to_owned(),
        folder: other.path().to_owned(),
    };
    let built = [&case, &other].map(|case| build(case).unwrap().unwrap());
    let modules: Vec<_> = built
        .iter()
        .map(|built| {
            let output = built.outputs.first().unwrap();
            encrypted(output).unwrap();
            output.join("module.nix")
        })
        .collect();
    let host = nix::host(&modules).unwrap();
    let count = |pointer: &str| host.pointer(pointer).unwrap().as_object().unwrap().len();
    let one = nix::host(&modules[..1]).unwrap();
    let single = |pointer: &str| one.pointer(pointer).unwrap().as_object().unwrap().len();
    for own in [
        "/systemd/services",
        "/age/secrets",
        "/services/nginx/upstreams",
    ] {
        assert_eq!(count(own), 2 * single(own), "{own}");
    }
    // One refuses names that no site has, for both.
    let hosts = "/services/nginx/virtualHosts";
    assert_eq!(count(hosts), 2 * single(hosts) - 1);
    let folder = tempfile::tempdir().unwrap();
    let conf = nginx::conf(&host["services"]["nginx"]);
    fs::write(folder.path().join("nginx.conf"), &conf).unwrap();
    let verdict = config_test(Version::V1_28, folder.path()).is_clean();
    assert!(verdict.is_ok(), "{verdict:?}\n{conf}");
}

#[test]
fn every_option_of_the_module_has_its_type() {
    every(|_, output| agenix(&module(output)?, output));
}

#[test]
fn nginx_accepts_the_sites_without_a_warning() {
    every(|_, output| {
        let module = module(output)?;
        let Some(options) = module.pointer("/services/nginx") else {
            return Ok(());
        };
        let folder = tempfile::tempdir().unwrap();
        let conf = nginx::conf(options);
        fs::write(folder.path().join("nginx.conf"), &conf).unwrap();
        let verdict = config_test(Version::V1_28, folder.path()).is_clean();
        verdict.map_err(|reason| format!("{reason}\n{conf}"))
    });
}

/// The unit that writes the variables, run by a shell, gives what systemd reads back as the secrets.
#[test]
fn variables_survive_the_way_into_the_unit() {
    let case = golden::stacks()
        .into_iter()
        .find(|case| case.name == "nix-crm")
        .unwrap();
    let built = build(&case).unwrap().unwrap();
    let module = module(built.outputs.first().unwrap()).unwrap();
    let script = module
        .pointer("/systemd/services/crm-stack-secrets/script")
        .and_then(Value::as_str)
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let secret = "a \"quoted\" \\ `word` costs $5\nand ${more}";
    let place = folder.path().display().to_string();
    for name in ["crm-db-password", "crm-app-secret"] {
        fs::write(folder.path().join(name), format!("{secret}\n")).unwrap();
    }
    let script = script
        .replace("/run/agenix", &place)
        .replace("/run/crm", &place);
    let mut shell = std::process::Command::new("bash");
    shell.args(["-e", "-c", &script]);
    let done = process::run(&mut shell, std::time::Duration::from_secs(10));
    assert!(done.succeeded(), "{}", done.output());
    let written = fs::read_to_string(folder.path().join("secrets.env")).unwrap();
    let escaped = r#"a \"quoted\" \\ \`word\` costs \$5"#;
    let line = format!("\"{escaped}\nand \\${{more}}\"\n");
    assert_eq!(written, format!("DB_PASSWORD={line}APP_SECRET={line}"));
}
