//! The scripts in `backup/`: those of the containers, and two of the host for each backup.

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    model::{Schedule, When},
    resolve::Stack,
};

use super::{is_called, is_restic, jobs::is_interactive, restore, run};
use crate::{
    nix::module::environment_files,
    parts::{
        backup::{self, SCRIPTS},
        compose::files_name,
    },
    text::shell::Word,
};

/// The script that the commands of the host go through.
pub(super) const COMMAND: &str = "command.sh";

/// What the scripts of the host share: containers that run once, turns, and services that are stopped meanwhile.
pub(super) const SHARED: &str = r#"
once() {
    docker compose run --rm --no-deps -T "$@" </dev/null
}

# Backups and restores of this project take turns.
turn() {
    exec 9>>"/run/$COMPOSE_PROJECT_NAME-backup.lock"
    flock 9
}

stopped=
ran=no
# stop SERVICE…: stops those of them that run.
stop() {
    if systemctl is-active --quiet "$unit"; then ran=yes; fi
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
    # It ends with the last container that it runs.
    if [ "$ran" = yes ]; then systemctl start "$unit"; fi
    ran=no
}
"#;

/// Adds the scripts.
pub(in super::super) fn add(
    stack: &Stack,
    plan: &super::Plan<'_>,
    banner: &[String],
    artifacts: &mut Artifacts,
) -> Result<(), Bug> {
    let backups = backup::plans(stack);
    let by_hand = stack
        .jobs
        .iter()
        .any(|job| is_called(job) && is_interactive(job));
    if by_hand || !backups.is_empty() {
        let text = command(plan, banner);
        artifacts.add(COMMAND, Artifact::script(text))?;
    }
    if backups.is_empty() {
        return Ok(());
    }
    for backup in &backups {
        let name = &backup.backup.name.value.0;
        let both = [
            (format!("run-{name}.sh"), run::text(backup, plan, banner)),
            (
                format!("restore-{name}.sh"),
                restore::text(backup, plan, banner),
            ),
        ];
        for (file, text) in both {
            let artifact = Artifact {
                origin: Some(backup.backup.span),
                ..Artifact::script(text)
            };
            artifacts.add(format!("backup/{file}"), artifact)?;
        }
    }
    for (name, text) in SCRIPTS {
        if name != "restic.sh" {
            let text = backup::script(text, banner);
            artifacts.add(format!("backup/{name}"), Artifact::script(text))?;
        }
    }
    Ok(())
}

/// What a command of the host goes through.
fn command(plan: &super::Plan<'_>, banner: &[String]) -> String {
    let lines: String = banner.iter().map(|line| format!("# {line}\n")).collect();
    let files: String = environment_files(plan)
        .iter()
        .map(|file| {
            let property = format!("--property=EnvironmentFile={file}");
            format!("    {} \\\n", Word::new(&property))
        })
        .collect();
    let project = Word::new(&format!("COMPOSE_PROJECT_NAME={}", plan.project())).to_string();
    format!(
        "#!/bin/sh\n{lines}# Runs a command as a unit for a moment, so that systemd reads the project's variables for it as for all others.
set -eu

if [ -t 0 ]; then terminal=--pty; else terminal=--pipe; fi
exec systemd-run --quiet --collect --wait \"$terminal\" \\
{files}    --setenv={project} \\
    --setenv=COMPOSE_FILE=\"$COMPOSE_FILE\" \\
    --setenv=PATH=\"$PATH\" \\
    \"$@\"
"
    )
}

/// The first lines of a script of the host.
pub(super) fn opening(
    says: &[String],
    backup: &backup::Plan<'_>,
    plan: &super::Plan<'_>,
    banner: &[String],
) -> String {
    let lines: String = banner
        .iter()
        .chain(says)
        .map(|line| format!("# {}\n", one_line(line)))
        .collect();
    let files = files_name(backup);
    let unit = plan.unit();
    format!(
        "#!/bin/sh\n{lines}set -eu\n\nunit={}\nfiles={}\n",
        in_quotes(&format!("{unit}.service")),
        in_quotes(&files),
    )
}

/// A word in quotes: without them shellcheck takes `a-b` for a sum that is meant.
pub(super) fn in_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

/// Text that can't leave its comment.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// When something runs, in words.
pub(super) fn when(schedule: &Schedule, stack: &Stack) -> String {
    match schedule.when() {
        Ok(When::Calendar(calendar)) => {
            let zone = stack.time_zone(schedule);
            let zone = zone.map_or_else(String::new, |zone| format!(" ({})", zone.0));
            format!("{}{zone}", calendar.words())
        }
        _ => "by hand".to_owned(),
    }
}

/// Whether restic's own unit has the backup in it.
pub(super) fn has_repository(backup: &backup::Plan<'_>) -> bool {
    backup.stores.iter().any(is_restic)
}
