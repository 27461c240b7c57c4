//! Backups: containers that are run once each, and the two scripts of the host that run them in order.

use std::fmt::Write as _;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    resolve::Stack,
    source::Span,
};

use super::{edge, shell, start_lines};
use crate::{
    parts::{
        backup::{self, Plan, SCRIPTS},
        compose::{Context, backup_services, dump_name, files_name, store_name},
    },
    text::{shell::Word, yaml::Map},
};

/// Kind and name of everything that the backups bring, and the place of the backup.
pub(super) fn names(stack: &Stack) -> Vec<(&'static str, String, Span)> {
    let context = Context { stack, back: "" };
    let mut names = Vec::new();
    for plan in backup::plans(stack) {
        let span = plan.backup.name.span;
        names.push(("volume", files_name(&plan), span));
        let services = backup_services(&plan, context).into_iter();
        names.extend(services.map(|(name, _)| ("service", name, span)));
    }
    names
}

/// Adds the backups' services, volumes and scripts.
pub(super) fn add(
    document: &mut Map,
    context: Context<'_>,
    banner: &[String],
    artifacts: &mut Artifacts,
) -> Result<(), Bug> {
    let stack = context.stack;
    if stack.backups.is_empty() {
        return Ok(());
    }
    let mut services = edge::section(document, "services", true);
    let mut volumes = edge::section(document, "volumes", false);
    for plan in backup::plans(stack) {
        for (name, map) in backup_services(&plan, context) {
            services.set_from(name, map, plan.backup.span);
        }
        volumes.set_from(files_name(&plan), Map::new(), plan.backup.span);
        let host = Host {
            functions: COMPOSE.to_owned(),
            turn: "turn\n",
            up: compose_up,
        };
        for (path, text) in scripts(&plan, stack, banner, &host) {
            artifacts.add(
                path,
                Artifact {
                    origin: Some(plan.backup.span),
                    ..Artifact::script(text)
                },
            )?;
        }
    }
    for (name, text) in SCRIPTS {
        artifacts.add(
            format!("backup/{name}"),
            Artifact::script(backup::script(text, banner)),
        )?;
    }
    document.set("services", services);
    document.set("volumes", volumes);
    edge::in_order(document);
    Ok(())
}

/// How the scripts of a backup reach what runs: the functions `once`, `stop` and `start_again` for the shell, and the lines that start
/// services and wait for them.
#[derive(Clone, Debug)]
pub struct Host {
    /// The functions.
    pub functions: String,
    /// The line that waits until no other run uses the shared folder, where the functions don't see to that themselves.
    pub turn: &'static str,
    /// The lines for services of a stack.
    pub up: fn(&Stack, &[&str]) -> Vec<String>,
}

/// Both scripts, by their paths.
#[must_use]
pub fn scripts(
    plan: &Plan<'_>,
    stack: &Stack,
    banner: &[String],
    host: &Host,
) -> [(String, String); 2] {
    let name = &plan.backup.name.value.0;
    [
        (
            format!("backup/run-{name}.sh"),
            run(plan, stack, banner, host),
        ),
        (
            format!("backup/restore-{name}.sh"),
            restore(plan, stack, banner, host),
        ),
    ]
}

/// Where Docker Compose runs them, they take turns by a lock on its file.
const COMPOSE: &str = r#"
# Backups and restores of this project take turns; a list of the copies waits for nobody.
turn() {
    if command -v flock >/dev/null; then
        exec 9<docker-compose.yml
        flock 9
    fi
}

once() {
    docker compose run --rm --no-deps -T "$@" </dev/null
}

stopped=
# stop SERVICE…: stops those of them that run.
stop() {
    running=$(docker compose ps --services --status running)
    for service in "$@"; do
        if printf '%s\n' "$running" | grep -qx -e "$service"; then
            stopped="$stopped $service"
            docker compose stop "$service"
        fi
    done
}

start_again() {
    for service in $stopped; do
        docker compose start "$service"
    done
    stopped=
}
"#;

/// Where Docker Compose starts services.
#[must_use]
pub fn compose_up(stack: &Stack, services: &[&str]) -> Vec<String> {
    start_lines(stack, "docker compose", &["--no-recreate"], services)
}

/// What both scripts share: the shared folder and the services are put back in order whatever happens.
const FINISH: &str = r#"
finish() {
    status=$?
    trap - EXIT
    start_again || status=1
    once "$files" clear || status=1
    exit "$status"
}
"#;

/// From here on the shared folder is in use.
const TRAPS: &str = r#"trap finish EXIT
trap 'exit 1' HUP INT TERM
"#;

/// The script that makes a copy.
fn run(plan: &Plan<'_>, stack: &Stack, banner: &[String], host: &Host) -> String {
    let name = &plan.backup.name.value.0;
    let mut says = vec![format!(
        "Makes a copy for the backup {name} of {}.",
        stack.project
    )];
    if let Some(schedule) = &plan.backup.schedule {
        says.push(format!("Its time: {}", shell::when(schedule, stack)));
    }
    let mut text = shell::opening(banner, &says);
    let _ = write!(
        text,
        "files={}\n{}{FINISH}\n{}{TRAPS}\n",
        Word::new(&files_name(plan)),
        host.functions,
        host.turn
    );
    text.push_str("snapshot=$(date -u +%Y%m%dT%H%M%SZ)\nonce \"$files\" clear\n");
    for dump in &plan.dumps {
        let container = dump_name(plan, dump);
        let file = format!("/work/{}", dump.file());
        let _ = writeln!(
            text,
            "once {} dump {}",
            Word::new(&container),
            Word::new(&file)
        );
    }
    let stops: Vec<&str> = plan
        .backup
        .stops
        .iter()
        .map(|one| one.service.value.0.as_str())
        .collect();
    if !stops.is_empty() {
        let _ = writeln!(text, "stop{}", words(&stops));
    }
    for volume in &plan.backup.volumes {
        let _ = writeln!(
            text,
            "once \"$files\" pack {}",
            Word::new(&volume.name.value.0)
        );
    }
    if !stops.is_empty() {
        text.push_str("start_again\n");
    }
    text.push_str("\n# A store that can't be reached keeps no other from its copy.\nfailed=no\n");
    for store in &plan.stores {
        let container = store_name(plan, store);
        let _ = writeln!(
            text,
            "once {} keep {} \"$snapshot\" || failed=yes",
            Word::new(&container),
            store.number
        );
    }
    text.push_str("[ \"$failed\" = no ]\n");
    text
}

fn words(all: &[&str]) -> String {
    all.iter()
        .map(|word| format!(" {}", Word::new(word)))
        .collect()
}

/// How the script of a restore reads its arguments.
const ARGUMENTS: &str = r#"
store=1
action=restore
copy=
sure=no
while [ $# -gt 0 ]; do
    case $1 in
        --list) action=list ;;
        --yes) sure=yes ;;
        --store)
            store=${2:?}
            shift
            ;;
        -*)
            echo "usage: $0 [--store N] [--yes] [--list | COPY | latest]" >&2
            exit 2
            ;;
        *) copy=$1 ;;
    esac
    shift
done
"#;

const ASK: &str = r#"
if [ "$action" = list ]; then
    once "$client" list "$store"
    exit
fi
if [ -z "$copy" ]; then
    echo "name a copy, or latest; --list shows them" >&2
    exit 2
fi
if [ "$sure" != yes ]; then
    printf 'What is there now is replaced by the copy %s. Go on? [y/N] ' "$copy"
    read -r answer
    [ "$answer" = y ] || exit 1
fi
"#;

/// The script that puts a copy back.
fn restore(plan: &Plan<'_>, stack: &Stack, banner: &[String], host: &Host) -> String {
    let name = &plan.backup.name.value.0;
    let mut says = vec![
        format!(
            "Puts a copy of the backup {name} of {} back.",
            stack.project
        ),
        format!("usage: restore-{name}.sh [--store N] [--yes] [--list | COPY | latest]"),
    ];
    for store in &plan.stores {
        let kind = store.store.kind.value.word();
        let place = one_line(&store.store.place.value.0);
        says.push(format!("store {}: {kind} {place}", store.number));
    }
    let mut text = shell::opening(banner, &says);
    let _ = write!(
        text,
        "files={}\n{ARGUMENTS}{}{FINISH}",
        Word::new(&files_name(plan)),
        host.functions
    );
    text.push_str("\ncase $store in\n");
    for store in &plan.stores {
        let container = store_name(plan, store);
        let _ = writeln!(
            text,
            "    {}) client={} ;;",
            store.number,
            Word::new(&container)
        );
    }
    text.push_str(
        "    *)\n        echo \"there is no store $store\" >&2\n        exit 2\n        ;;\nesac\n",
    );
    text.push_str(ASK);
    let _ = write!(text, "\n{}{TRAPS}", host.turn);
    text.push_str("once \"$client\" fetch \"$store\" \"$copy\"\n");
    if !plan.users.is_empty() {
        let _ = writeln!(text, "stop{}", words(&plan.users));
    }
    let mut databases: Vec<&str> = Vec::new();
    for dump in &plan.dumps {
        databases.push(dump.service.name.value.0.as_str());
    }
    if !databases.is_empty() {
        for line in (host.up)(stack, &databases) {
            let _ = writeln!(text, "{line}");
        }
    }
    for dump in &plan.dumps {
        let container = dump_name(plan, dump);
        let file = format!("/work/{}", dump.file());
        let _ = writeln!(
            text,
            "once {} restore {}",
            Word::new(&container),
            Word::new(&file)
        );
    }
    for volume in &plan.backup.volumes {
        let _ = writeln!(
            text,
            "once \"$files\" unpack {}",
            Word::new(&volume.name.value.0)
        );
    }
    text
}

/// Text that can't leave its comment.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
