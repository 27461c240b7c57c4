//! The example crm-nixos, from the hard-coded password to agenix. There is no NixOS here: a system is a folder with a `switch-to-configuration` that does what
//! the module's units do (agenix decrypts, the variables' file is written, the project comes up), and `nixos-rebuild` makes such a system the current one.

use std::fs;

use stackc_golden_tests::{engine::Engine, process, stackc, tools};

use crate::host::{ROOT, Versions, tool};

const OLD: &str = "twenty-2023";

/// What a system's own script does, for the version in a folder.
const SWITCH: &str = r#"#!/bin/sh
set -eu
cd /srv/live/versions/VERSION/out/compose
if [ -d ../../secrets ]; then
    umask 077
    mkdir -p /run/agenix secrets
    for file in ../../secrets/*.age; do
        name=$(basename "$file" .age)
        age --decrypt --identity /srv/live/host-key --output "/run/agenix/$name" "$file"
    done
    {
        printf "DB_PASSWORD='%s'\n" "$(cat /run/agenix/twenty-db-password)"
        printf "APP_SECRET='%s'\n" "$(cat /run/agenix/twenty-app-secret)"
    } >.env
    cp /run/agenix/twenty-db-password secrets/db-password
    chmod 444 secrets/db-password
fi
exec docker compose up --detach
"#;

const NIXOS_REBUILD: &str = r#"#!/bin/sh
set -eu
case $1 in
    build) ;;
    switch)
        if [ -e /srv/live/broken ]; then
            echo 'the new system does not start' >&2
            exit 1
        fi
        ln -sfn /srv/live/systems/after /nix/var/nix/profiles/system
        exec /srv/live/systems/after/bin/switch-to-configuration switch
        ;;
esac
"#;

/// `nix-env --profile PROFILE --set SYSTEM`
const NIX_ENV: &str = "#!/bin/sh\nexec ln -sfn \"$4\" \"$2\"\n";

#[test]
fn a_hard_coded_password_moves_to_agenix() {
    if let Err(why) = Engine::possible() {
        eprintln!("SKIPPED: {why}");
        return;
    }
    let engine = Engine::new();
    let key = process::run(
        &mut tools::command("age-keygen"),
        std::time::Duration::from_secs(10),
    );
    let public = key
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("# public key: "))
        .expect("a key has a public half");
    let example = stackc::repository().join("examples/crm-nixos");
    let read = |path: &str| fs::read_to_string(example.join(path)).unwrap();
    let line = |text: &str| {
        let lines = text.lines().map(|line| match line.trim_start() {
            known if known.starts_with("age-key ") => format!("    age-key \"{public}\""),
            _ => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    };
    let (before, after) = (
        read("history/hard-coded-password/stack.kdl"),
        line(&read("stack.kdl")),
    );
    let versions = Versions::new(&engine, (&before, &after), "nix");
    fs::write(engine.path("/srv/live/host-key"), &key.stdout).unwrap();
    nixos(&versions);

    versions.before.up().unwrap();
    for row in ["one", "two", "three"] {
        versions.add(row);
    }
    let rows = versions.rows();

    // The switch fails: the script stops, says so, and goes back.
    fs::write(engine.path("/srv/live/broken"), "").unwrap();
    let failed = versions.run(&[]);
    assert!(!failed.succeeded(), "{}", failed.output());
    assert!(
        failed.stderr.contains("--roll-back 8"),
        "{}",
        failed.output()
    );
    let back = versions.run(&["--roll-back", "8"]);
    assert!(back.succeeded(), "{}", back.output());
    assert_eq!(versions.rows(), rows, "after the way back");
    fs::remove_file(engine.path("/srv/live/broken")).unwrap();

    let done = versions.run(&[]);
    assert!(done.succeeded(), "{}", done.output());
    versions.add("four");
    assert_eq!(
        versions.rows(),
        rows.replace("\"three\"]", "\"three\", \"four\"]")
    );
    let secret = engine.sh("/", "cat /run/agenix/twenty-db-password").stdout;
    assert_eq!(secret.len(), 64, "{secret}");
    let said = [
        failed.output(),
        back.output(),
        done.output(),
        versions.script.clone(),
        versions.page.clone(),
    ];
    for text in &said {
        assert!(
            !text.contains(OLD) && !text.contains(&secret),
            "a password is shown"
        );
    }
    let environment = engine.sh("/", "docker inspect $(docker ps --quiet)");
    assert!(
        !environment.stdout.contains(OLD),
        "the old password is still in use"
    );

    // From the end it is as far back as from the middle.
    let back = versions.run(&["--roll-back", "10"]);
    assert!(back.succeeded(), "{}", back.output());
    assert_eq!(
        versions.rows(),
        rows.replace("\"three\"]", "\"three\", \"four\"]")
    );
}

/// What stands for NixOS.
fn nixos(versions: &Versions<'_>) {
    let engine = versions.engine;
    for version in ["before", "after"] {
        let folder = format!("/srv/live/systems/{version}/bin");
        let made = engine.sh("/", &format!("mkdir -p {folder}"));
        assert!(made.succeeded(), "{}", made.output());
        let script = format!("{folder}/switch-to-configuration");
        fs::write(engine.path(&script), SWITCH.replace("VERSION", version)).unwrap();
        assert!(engine.sh("/", &format!("chmod 755 {script}")).succeeded());
    }
    let linked = engine.sh(
        "/",
        "mkdir -p /nix/var/nix/profiles && ln -sfn /srv/live/systems/before /nix/var/nix/profiles/system",
    );
    assert!(linked.succeeded(), "{}", linked.output());
    versions.program("nixos-rebuild", NIXOS_REBUILD);
    versions.program("nix-env", NIX_ENV);
    versions.program("age", tool("age"));
    let known = engine.sh(
        &format!("{ROOT}/after"),
        "ls out/compose/docker-compose.yml",
    );
    assert!(known.succeeded(), "{}", known.output());
}
