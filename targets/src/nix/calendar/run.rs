//! `backup/run-NAME.sh`, which makes a copy: the units of the module run it.

use std::fmt::Write as _;

use super::{
    Plan, is_restic, repositories, restic_name,
    scripts::{SHARED, has_repository, in_quotes, opening, when},
};
use crate::{
    parts::{
        backup,
        compose::{dump_name, store_name},
    },
    text::shell::Word,
};

const FINISH: &str = r#"
finish() {
    status=$?
    trap - EXIT
    start_again || status=1
    once "$files" clear || status=1
    exit "$status"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
prepare
[ "$failed" = no ]
"#;

/// What restic's units ask for, before and after they take their copy.
const AROUND_RESTIC: &str = r#"
finish() {
    status=$?
    trap - EXIT
    start_again || status=1
    exit "$status"
}

case ${1:-} in
    prepare)
        trap finish EXIT
        trap 'exit 1' HUP INT TERM
        prepare
        # The unit fails in the end: its repository gets its copy all the same.
        if [ "$failed" = yes ]; then : >"$RUNTIME_DIRECTORY/failed"; fi
        ;;
    filled)
        if [ -z "$(ls -A "$(docker volume inspect --format '{{.Mountpoint}}' "${COMPOSE_PROJECT_NAME}_$files")")" ]; then
            echo "there is nothing to copy: start $first, which dumps first" >&2
            exit 1
        fi
        ;;
    clear)
        once "$files" clear
        [ ! -e "$RUNTIME_DIRECTORY/failed" ]
        ;;
    *)
        echo "usage: $0 prepare|filled|clear" >&2
        exit 2
        ;;
esac
"#;

/// The text.
pub(super) fn text(backup: &backup::Plan<'_>, plan: &Plan<'_>, banner: &[String]) -> String {
    let name = &backup.backup.name.value.0;
    let mut says = vec![format!(
        "Makes a copy for the backup {name} of {}: units of module.nix run it.",
        plan.project()
    )];
    if let Some(schedule) = &backup.backup.schedule {
        says.push(format!("Its time: {}", when(schedule, plan.stack)));
    }
    let mut text = opening(&says, backup, plan, banner);
    if let Some(first) = repositories(backup).first() {
        let name = restic_name(backup, first, plan);
        let unit = in_quotes(&format!("restic-backups-{name}.service"));
        let _ = writeln!(text, "first={unit}");
    }
    text.push_str(SHARED);
    text.push_str(&prepare(backup, plan));
    text.push_str(if has_repository(backup) {
        AROUND_RESTIC
    } else {
        FINISH
    });
    text
}

/// The function that dumps, packs, and fills every store but the first repository.
fn prepare(backup: &backup::Plan<'_>, plan: &Plan<'_>) -> String {
    let mut text = String::from("\nprepare() {\n    turn\n    once \"$files\" clear\n");
    for dump in &backup.dumps {
        let container = dump_name(backup, dump);
        let file = format!("/work/{}", dump.file());
        let _ = writeln!(
            text,
            "    once {} dump {}",
            Word::new(&container),
            Word::new(&file)
        );
    }
    let stops = backup.backup.stops.iter();
    let stops: String = stops
        .map(|one| format!(" {}", Word::new(&one.service.value.0)))
        .collect();
    if !stops.is_empty() {
        let _ = writeln!(text, "    stop{stops}");
    }
    for volume in &backup.backup.volumes {
        let name = Word::new(&volume.name.value.0);
        let _ = writeln!(text, "    once \"$files\" pack {name}");
    }
    if !stops.is_empty() {
        text.push_str("    start_again\n");
    }
    text.push_str(
        "\n    # A store that can't be reached keeps no other from its copy.\n    failed=no\n",
    );
    let containers = backup.stores.iter().filter(|store| !is_restic(store));
    if containers.clone().next().is_some() {
        text.push_str("    snapshot=$(date -u +%Y%m%dT%H%M%SZ)\n");
    }
    for store in containers {
        let container = store_name(backup, store);
        let _ = writeln!(
            text,
            "    once {} keep {} \"$snapshot\" || failed=yes",
            Word::new(&container),
            store.number
        );
    }
    for store in repositories(backup).into_iter().skip(1) {
        let name = restic_name(backup, store, plan);
        let _ = writeln!(
            text,
            "    systemctl start restic-backups-{name}.service || failed=yes"
        );
    }
    text.push_str("}\n");
    text
}
