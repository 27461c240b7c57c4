//! `backup/restore-NAME.sh`, which puts a copy back: a command of the host runs it.

use std::fmt::Write as _;

use stackc_compiler::resolve::Stack;

use super::{
    Plan, is_restic, repositories, restic_name,
    scripts::{SHARED, in_quotes, opening},
    tag,
};
use crate::{
    parts::{
        backup,
        compose::{dump_name, store_name},
        project::compose_up,
    },
    text::shell::Word,
};

/// How its arguments are read.
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
            echo "options are --store N, --yes and --list" >&2
            exit 2
            ;;
        *) copy=$1 ;;
    esac
    shift
done
"#;

const RESTIC: &str = r#"
# restic's own command of the host knows the repository and its password.
take_from_restic() {
    once "$files" clear
    work=$(docker volume inspect --format '{{.Mountpoint}}' "${COMPOSE_PROJECT_NAME}_$files")
    private=$(mktemp -d "$work/restored-XXXXXX")
    "$restic" restore "$copy" --tag "$tag" --target "$private"
    find "$private" -type f -exec mv -t "$work" {} +
    rm -rf "$private"
}
"#;

const ASK: &str = r#"
if [ "$action" = list ]; then
    if [ -n "$restic" ]; then
        "$restic" snapshots --tag "$tag"
    else
        once "$client" list "$store"
    fi
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

/// What happens whatever happens.
const TRAPS: &str = r#"
finish() {
    status=$?
    trap - EXIT
    start_again || status=1
    once "$files" clear || status=1
    exit "$status"
}

turn
for backup in $units; do
    case $(systemctl show --property ActiveState --value "$backup") in
        active | activating | deactivating)
            echo "$backup is at work; try again when it has ended" >&2
            exit 1
            ;;
    esac
done
trap finish EXIT
trap 'exit 1' HUP INT TERM
"#;

/// The text.
pub(super) fn text(backup: &backup::Plan<'_>, plan: &Plan<'_>, banner: &[String]) -> String {
    let mut text = opening(&says(backup, plan), backup, plan, banner);
    let all = repositories(backup);
    let units: Vec<String> = all
        .iter()
        .map(|store| {
            format!(
                "restic-backups-{}.service",
                restic_name(backup, store, plan)
            )
        })
        .collect();
    let _ = write!(
        text,
        "tag={}\nunits={}\n{ARGUMENTS}{SHARED}",
        in_quotes(&tag(backup, plan)),
        in_quotes(&units.join(" "))
    );
    if !all.is_empty() {
        text.push_str(RESTIC);
    }
    text.push_str("\nrestic=\nclient=\ncase $store in\n");
    for store in &backup.stores {
        let (variable, value) = if is_restic(store) {
            (
                "restic",
                format!("restic-{}", restic_name(backup, store, plan)),
            )
        } else {
            ("client", store_name(backup, store))
        };
        let _ = writeln!(
            text,
            "    {}) {variable}={} ;;",
            store.number,
            in_quotes(&value)
        );
    }
    text.push_str(
        "    *)\n        echo \"there is no store $store\" >&2\n        exit 2\n        ;;\nesac\n",
    );
    text.push_str(ASK);
    text.push_str(TRAPS);
    text.push_str(take(backup));
    text.push_str(&put_back(backup, plan.stack));
    text
}

fn says(backup: &backup::Plan<'_>, plan: &Plan<'_>) -> Vec<String> {
    let name = &backup.backup.name.value.0;
    let project = plan.project();
    let mut says = vec![
        format!("Puts a copy of the backup {name} of {project} back."),
        format!("usage: restore-{project}-{name} [--store N] [--yes] [--list | COPY | latest]"),
    ];
    for store in &backup.stores {
        let kind = store.store.kind.value.word();
        let place = &store.store.place.value.0;
        says.push(format!("store {}: {kind} {place}", store.number));
    }
    says
}

fn take(backup: &backup::Plan<'_>) -> &'static str {
    const CONTAINER: &str = "once \"$client\" fetch \"$store\" \"$copy\"\n";
    let mut kinds: Vec<bool> = backup.stores.iter().map(is_restic).collect();
    kinds.dedup();
    match kinds.as_slice() {
        [true] => "take_from_restic\n",
        [false] => CONTAINER,
        _ => {
            "if [ -n \"$restic\" ]; then\n    take_from_restic\nelse\n    once \"$client\" fetch \"$store\" \"$copy\"\nfi\n"
        }
    }
}

fn put_back(backup: &backup::Plan<'_>, stack: &Stack) -> String {
    let mut text = String::new();
    let words = |names: &[&str]| -> String {
        let words = names.iter();
        words.map(|name| format!(" {}", Word::new(name))).collect()
    };
    if !backup.users.is_empty() {
        let _ = writeln!(text, "stop{}", words(&backup.users));
    }
    let databases = backup.dumps.iter();
    let databases: Vec<&str> = databases
        .map(|dump| dump.service.name.value.0.as_str())
        .collect();
    if !databases.is_empty() {
        for line in compose_up(stack, &databases) {
            let _ = writeln!(text, "{line}");
        }
    }
    for dump in &backup.dumps {
        let container = dump_name(backup, dump);
        let file = format!("/work/{}", dump.file());
        let _ = writeln!(
            text,
            "once {} restore {}",
            Word::new(&container),
            Word::new(&file)
        );
    }
    for volume in &backup.backup.volumes {
        let name = Word::new(&volume.name.value.0);
        let _ = writeln!(text, "once \"$files\" unpack {name}");
    }
    text
}
