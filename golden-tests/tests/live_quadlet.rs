//! A real systemd and a real podman run what the compiler wrote: order, recovery, and where secrets are not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{collections::BTreeMap, fs, io::Write as _, path::Path, time::Duration};

use stackc_compiler::{
    compile::compile,
    resolve::Request,
    source::EmptyLibrary,
    target::{Place, Target as _},
};
use stackc_golden_tests::sandbox::host;
use stackc_targets::systemd::Systemd;

const DEADLINE: Duration = Duration::from_secs(150);

const SECRET: &str = "Vqz7-never-shown-\"$`\\-0123";

const STACK: &str = r#"stack shop edition=1
input LEVEL default="two words"
secret token
service db {
    image "localhost/probe:1"
    pull-policy never
    command shell="test -s /run/secrets/token && sleep 2 && : > /ready && exec sleep 100000"
    secret token
    healthcheck interval="1s" { command cat "/ready" }
    restart always
}
service migrate {
    image "localhost/probe:1"
    pull-policy never
    command shell="exit 0"
    depends-on db condition=healthy
}
service web {
    image "localhost/probe:1"
    pull-policy never
    command line="/bin/sh -c 'printf %s \"$URL\" >/url; printf %s \"$TOKEN\" >/token; printf %s \"$0\" >/level; exec sleep 100000' \"${input.LEVEL}\""
    env { URL "u:${secret.token}@db"; TOKEN "${secret.token}" }
    depends-on migrate condition=completed
    depends-on db condition=healthy
    healthcheck { command test "-n" "${input.LEVEL}" }
    restart always
}
target systemd { flavour quadlet }
"#;

/// What is done on the machine; each line that it prints is `key=value`.
const COMMANDS: &str = r#"
set -eu
mkdir -p /tmp/image/bin
cp /usr/bin/busybox /tmp/image/bin/
for name in sh sleep cat test printf; do ln -s busybox /tmp/image/bin/$name; done
busybox tar -C /tmp/image -cf /tmp/image.tar .
podman import -q /tmp/image.tar localhost/probe:1 >/dev/null
podman secret create shop_token /opt/shop/secrets/token >/dev/null
systemctl start shop.target
moment() { echo "$1.$2=$(systemctl show --value -p "$2" "shop-$1.service")"; }
# until COMMAND...: polls, at most for a minute
until_so() { for _ in $(seq 300); do if "$@" >/dev/null 2>&1; then return; fi; sleep 0.2; done; echo "never=$*"; systemctl status --no-pager shop-db shop-migrate shop-web; journalctl --no-pager | grep shop- | tail -30; exit 1; }
until_so systemctl is-active shop-web.service
for unit in db migrate web; do
    moment $unit ExecMainStartTimestampMonotonic
    moment $unit ActiveEnterTimestampMonotonic
done
until_so podman exec shop-web-1 test -s /level
for file in url token level; do echo "seen.$file=$(podman exec shop-web-1 cat /$file)"; done
echo "healthcheck=$(podman healthcheck run shop-web-1 >/dev/null && echo passes)"
before=$(podman inspect -f '{{.State.Pid}}' shop-db-1)
kill -9 "$before"
again() { after=$(podman inspect -f '{{.State.Pid}}' shop-db-1) && [ "$after" -gt 0 ] && [ "$after" != "$before" ]; }
until_so again
until_so systemctl is-active --quiet shop-db.service
until_so systemctl is-active --quiet shop-web.service
for unit in db web; do echo "after.$unit=$(systemctl is-active shop-$unit.service)"; done
secret=$(cat /opt/shop/secrets/token)
holds() { if grep -qF -- "${secret%%\"*}"; then echo shown; else echo hidden; fi; }
echo "ps=$(ps axww -o args | grep -v grep | holds)"
echo "show=$(systemctl show --all '*' | holds)"
echo "journal=$(journalctl --no-pager -o verbose | holds)"
echo "units=$(cat /run/systemd/generator/* /etc/systemd/system/shop.target 2>/dev/null | holds)"
echo "file=$(holds </opt/shop/secrets/token)"
"#;

fn write(root: &Path, path: &str, content: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// The files of the stack, where its `README.md` puts them, and what a machine needs beside them.
fn files(root: &Path) {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: STACK.to_owned(),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, &[&Systemd]);
    let place = Place {
        back: String::new(),
        project: String::new(),
        command: "stackc build".to_owned(),
    };
    let stack = compilation.default_stack().expect("the stack compiles");
    for (path, artifact) in Systemd.emit(stack, &place).unwrap().iter() {
        let to = match path.strip_prefix("quadlet/") {
            Some(name) => format!("etc/containers/systemd/{name}"),
            None if path.ends_with(".target") => format!("etc/systemd/system/{path}"),
            None => format!("opt/shop/{path}"),
        };
        write(root, &to, &artifact.bytes);
    }
    write(root, "opt/shop/secrets/token", SECRET.as_bytes());
    write(root, "etc/machine-id", b"");
    write(root, "etc/resolv.conf", b"nameserver 127.0.0.1\n");
    // Where no controller is delegated there is no limit to set.
    let engine = b"[containers]\npids_limit=0\n";
    write(root, "etc/containers/containers.conf", engine);
    let policy = br#"{"default":[{"type":"insecureAcceptAnything"}]}"#;
    write(root, "etc/containers/policy.json", policy);
}

#[test]
fn a_stack_lives_under_systemd_and_podman() {
    let tree = match host::tree() {
        Ok(tree) => tree,
        Err(why) => {
            writeln!(std::io::stderr(), "skipped: {why}").unwrap();
            return;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let said = host::run(&tree, folder.path(), COMMANDS, DEADLINE);
    let facts: BTreeMap<&str, &str> = said
        .lines()
        .filter_map(|line| line.split_once('='))
        .collect();
    let fact = |name: &str| {
        *facts
            .get(name)
            .unwrap_or_else(|| panic!("no {name} in:\n{said}"))
    };
    let moment = |name: &str| fact(name).parse::<u64>().unwrap();
    assert!(!facts.contains_key("never"), "{said}");

    // What a container is told arrives, also by way of files that are composed.
    assert_eq!(fact("seen.token"), SECRET, "{said}");
    assert_eq!(fact("seen.url"), format!("u:{SECRET}@db"), "{said}");
    assert_eq!(fact("seen.level"), "two words", "{said}");
    assert_eq!(fact("healthcheck"), "passes", "{said}");

    // The database is up when it is healthy, and who waits for that starts then.
    let healthy = moment("db.ActiveEnterTimestampMonotonic");
    let started = moment("db.ExecMainStartTimestampMonotonic");
    assert!(healthy - started >= 2_000_000, "{said}");
    assert!(
        moment("migrate.ExecMainStartTimestampMonotonic") >= healthy,
        "{said}"
    );
    let migrated = moment("migrate.ActiveEnterTimestampMonotonic");
    assert!(
        moment("web.ExecMainStartTimestampMonotonic") >= migrated,
        "{said}"
    );

    // A database that is killed comes back, and with it who needs it.
    assert_eq!(
        (fact("after.db"), fact("after.web")),
        ("active", "active"),
        "{said}"
    );

    // The check itself sees the secret where it is.
    assert_eq!(fact("file"), "shown", "{said}");
    for place in ["ps", "show", "journal", "units"] {
        assert_eq!(fact(place), "hidden", "{place}:\n{said}");
    }
}
