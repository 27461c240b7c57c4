//! A real systemd and a real podman run what the compiler wrote: order, recovery, timers, backups and their way back, and where secrets are not.

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

const DEADLINE: Duration = Duration::from_secs(300);

const SECRET: &str = "Vqz7-never-shown-\"$`\\-0123";

const STACK: &str = r#"stack shop edition=1
input LEVEL default="two words"
input SITE default="./site"
secret token
secret spare optional=#true
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
    env { URL "u:${secret.token}@db"; TOKEN "${secret.token}"; SPARE (secret)spare }
    bind "${input.SITE}" to="/site" read-only=#true
    depends-on migrate condition=completed
    depends-on db condition=healthy
    healthcheck { command test "-n" "${input.LEVEL}" }
    restart always
}
target systemd { flavour quadlet }
"#;

/// What is copied every minute, and what else runs then. The clients of the database are stand-ins that ask for the password.
const RUNS: &str = r#"stack shop edition=1
secret token
volume data
service db {
    image "localhost/probe:1"
    pull-policy never
    command shell="exec sleep 100000"
    stop-grace-period "1s"
    database postgres name=shop password=(secret)token
}
service web {
    image "localhost/probe:1"
    pull-policy never
    command shell="exec sleep 100000"
    stop-grace-period "1s"
    volume data to="/data"
    depends-on db
    restart always
}
job seed {
    like web
    command shell="echo first > /data/row"
    before web
}
job note {
    in web
    command sh "-c" "echo \"$0 $1 $2\" > /noted" sh a b
    schedule every="1m"
}
backup nightly {
    database db
    volume data
    stop web
    schedule every="1m"
    keep days=1
    store local "/var/backups/shop"
}
target systemd { flavour quadlet }
"#;

/// What is done on both machines before.
const COMMON: &str = r#"
set -eu
# until COMMAND...: polls, at most for a hundred seconds
until_so() { for _ in $(seq 500); do if "$@" >/dev/null 2>&1; then return; fi; sleep 0.2; done; echo "never=$*"; systemctl --no-pager list-units 'shop*'; journalctl --no-pager | tail -60; exit 1; }
holds() { if grep -qF -- "${secret%%\"*}"; then echo shown; else echo hidden; fi; }
everywhere() {
    secret=$(cat /opt/shop/secrets/token)
    echo "ps=$(ps axww -o args | grep -v grep | holds)"
    echo "show=$(systemctl show --all '*' | holds)"
    echo "journal=$(journalctl --no-pager -o verbose | holds)"
    echo "units=$(cat /run/systemd/generator/* /etc/systemd/system/shop* 2>/dev/null | holds)"
    echo "file=$(holds </opt/shop/secrets/token)"
}
"#;

const RUNS_COMMANDS: &str = r#"
mkdir -p /tmp/image/bin /tmp/image/tmp /var/backups/shop
cp /usr/bin/busybox /tmp/image/bin/
for name in $(busybox --list); do [ -e "/tmp/image/bin/$name" ] || ln -s busybox "/tmp/image/bin/$name"; done
busybox tar -C /tmp/image -cf /tmp/image.tar .
podman import -q /tmp/image.tar docker.io/library/busybox:1.37.0 >/dev/null
cat >/tmp/image/bin/pg_dump <<'END'
#!/bin/sh
set -eu
# The password file has a line for libpq, in which a backslash stands before another and before a colon.
sed 's/^\*:\*:\*:\*://; s/\\\(.\)/\1/g' "$PGPASSFILE" | tr -d '\n' | cmp - /run/secrets/token
for word; do case $word in --file=*) printf "select 'kept';\n-- PostgreSQL database dump complete\n" >"${word#*=}" ;; esac; done
END
cat >/tmp/image/bin/psql <<'END'
#!/bin/sh
set -eu
for word; do case $word in --file=*) grep -q kept "${word#*=}"; echo "restored ${word#*=}" ;; esac; done
END
chmod 755 /tmp/image/bin/pg_dump /tmp/image/bin/psql
busybox tar -C /tmp/image -cf /tmp/image.tar .
podman import -q /tmp/image.tar localhost/probe:1 >/dev/null
podman secret create shop_token /opt/shop/secrets/token >/dev/null
systemctl start shop.target
until_so systemctl is-active --quiet shop-web.service
echo "idle=$(systemctl is-active shop-backup-nightly.service shop-job-note.service | sort -u)"
systemctl enable --quiet --now shop-job-note.timer
until_so podman exec shop-web-1 test -s /noted
systemctl stop shop-job-note.timer
echo "noted=$(podman exec shop-web-1 cat /noted)"
before=$(podman inspect -f '{{.State.Pid}}' shop-web-1)
systemctl enable --quiet --now shop-backup-nightly.timer
copied() { ls /var/backups/shop/shop/nightly | grep -q 'Z$'; }
until_so copied
systemctl stop shop-backup-nightly.timer
ended() { [ "$(systemctl is-active shop-backup-nightly.service)" = inactive ]; }
until_so ended
echo "result=$(systemctl show --value -p Result shop-backup-nightly.service)"
echo "trigger=$(systemctl show --value -p LastTriggerUSec shop-backup-nightly.timer | cut -d ' ' -f 3 | cut -d : -f 3)"
echo "again=$(systemctl is-active shop.target shop-web.service shop-db.service | sort -u)"
[ "$before" = "$(podman inspect -f '{{.State.Pid}}' shop-web-1)" ] || echo "stopped=meanwhile"
copy=$(ls /var/backups/shop/shop/nightly)
echo "holds=$(ls /var/backups/shop/shop/nightly/"$copy" | xargs)"
echo "listed=$([ "$(sh /opt/shop/backup/restore-nightly.sh --list)" = "$copy" ] && echo same)"
podman exec shop-web-1 sh -c 'echo second >/data/row; echo more >/data/more'
sh /opt/shop/backup/restore-nightly.sh --yes latest </dev/null >/tmp/said 2>&1 || { echo "never=restored"; cat /tmp/said; journalctl --no-pager | tail -40; exit 1; }
echo "restored=$(grep -c '^restored ' /tmp/said || true)"
echo "row=$(podman exec shop-web-1 sh -c 'cat /data/*' | xargs)"
echo "after=$(systemctl is-active shop.target shop-web.service shop-db.service | sort -u)"
echo "wrong=$(sh /opt/shop/backup/restore-nightly.sh --yes '../..;x' 2>&1 | head -1)"
echo "missing=$(sh /opt/shop/backup/restore-nightly.sh --yes 20200101T000000Z >/dev/null 2>&1 && echo taken || echo refused)"
echo "work=$(podman run --rm --cgroups=disabled -v shop_backup-nightly:/work --network none docker.io/library/busybox:1.37.0 ls -A /work | wc -l)"
everywhere
"#;

/// What is done on the machine; each line that it prints is `key=value`.
const COMMANDS: &str = r#"
mkdir -p /tmp/image/bin
cp /usr/bin/busybox /tmp/image/bin/
for name in sh sleep cat test printf; do ln -s busybox /tmp/image/bin/$name; done
busybox tar -C /tmp/image -cf /tmp/image.tar .
podman import -q /tmp/image.tar localhost/probe:1 >/dev/null
podman secret create shop_token /opt/shop/secrets/token >/dev/null
mkdir /opt/shop/site
echo here >/opt/shop/site/page
systemctl start shop.target
moment() { echo "$1.$2=$(systemctl show --value -p "$2" "shop-$1.service")"; }
until_so systemctl is-active shop-web.service
for unit in db migrate web; do
    moment $unit ExecMainStartTimestampMonotonic
    moment $unit ActiveEnterTimestampMonotonic
done
until_so podman exec shop-web-1 test -s /level
for file in url token level; do echo "seen.$file=$(podman exec shop-web-1 cat /$file)"; done
echo "seen.site=$(podman exec shop-web-1 cat /site/page)"
echo "healthcheck=$(podman healthcheck run shop-web-1 >/dev/null && echo passes)"
before=$(podman inspect -f '{{.State.Pid}}' shop-db-1)
kill -9 "$before"
again() { after=$(podman inspect -f '{{.State.Pid}}' shop-db-1) && [ "$after" -gt 0 ] && [ "$after" != "$before" ]; }
until_so again
until_so systemctl is-active --quiet shop-db.service
until_so systemctl is-active --quiet shop-web.service
for unit in db web; do echo "after.$unit=$(systemctl is-active shop-$unit.service)"; done
everywhere
"#;

fn write(root: &Path, path: &str, content: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// The files of the stack, where its `README.md` puts them, and what a machine needs beside them.
fn files(root: &Path, stack: &str) {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: stack.to_owned(),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, &[&Systemd]);
    let place = Place {
        back: String::new(),
        project: "../compose".to_owned(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    let stack = compilation.default_stack().expect("the stack compiles");
    for (path, artifact) in Systemd.emit(stack, &place).unwrap().iter() {
        let to = match path.strip_prefix("quadlet/") {
            Some(name) => format!("etc/containers/systemd/{name}"),
            None if [".target", ".service", ".timer"]
                .iter()
                .any(|end| path.ends_with(end)) =>
            {
                format!("etc/systemd/system/{path}")
            }
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

/// What a machine with a stack says; nothing where there is none.
fn said(stack: &str, commands: &str) -> Option<String> {
    let tree = match host::tree() {
        Ok(tree) => tree,
        Err(why) => {
            assert!(
                std::env::var_os("STACKC_LIVE").is_none(),
                "no machine can be booted: {why}"
            );
            let mut errors = std::io::stderr();
            writeln!(errors, "skipped: {why}").unwrap();
            return None;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), stack);
    let commands = format!("{COMMON}{commands}");
    Some(host::run(&tree, folder.path(), &commands, DEADLINE))
}

fn facts(said: &str) -> BTreeMap<&str, &str> {
    said.lines()
        .filter_map(|line| line.split_once('='))
        .collect()
}

#[test]
fn a_timer_makes_a_copy_and_the_copy_comes_back() {
    let Some(said) = said(RUNS, RUNS_COMMANDS) else {
        return;
    };
    let facts = facts(&said);
    assert!(!facts.contains_key("never"), "{said}");
    for (name, value) in [
        // Nothing runs before its time.
        ("idle", "inactive"),
        ("noted", "sh a b"),
        ("result", "success"),
        // The whole minute that the stack says.
        ("trigger", "00"),
        // What was stopped for the copy runs again, and the target upholds it again.
        ("stopped", "meanwhile"),
        ("again", "active"),
        ("holds", "data.tar.gz db.sql.gz"),
        ("listed", "same"),
        ("restored", "1"),
        // What was written later is gone.
        ("row", "first"),
        ("after", "active"),
        ("wrong", "this is no copy: fetch 1 ../..;x"),
        ("missing", "refused"),
        // Nothing of a copy stays behind.
        ("work", "0"),
        ("file", "shown"),
        ("ps", "hidden"),
        ("show", "hidden"),
        ("journal", "hidden"),
        ("units", "hidden"),
    ] {
        assert_eq!(facts.get(name), Some(&value), "{name} in:\n{said}");
    }
}

#[test]
fn a_stack_lives_under_systemd_and_podman() {
    let Some(said) = said(STACK, COMMANDS) else {
        return;
    };
    let facts = facts(&said);
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
    assert_eq!(fact("seen.site"), "here", "{said}");
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
