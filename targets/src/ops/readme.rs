//! `README.md`: what the scripts are for, and what they need.

use stackc_compiler::{atoms::words::OpsPlatform, model::Secret};

use super::{entries, notify, plan::Plan, timers};

const WINDOWS: &str = "## Windows

`windows/` is for PowerShell 5.1 and later with Docker Desktop and Windows' own curl, 7.75 or later where a monitor watches a bucket. A grammar has read these scripts; on a real Windows they were never run: try them, and a restore, before you rely on them.

```powershell
powershell -ExecutionPolicy Bypass -File windows\\tasks.ps1 -Action install
```

registers a task for the health check and for each backup. They count in the zone of the machine. The scripts work on the Compose project in `PROJECT`, as this folder sees it.

`health-check.ps1` looks at what `health-check.sh` looks at, with `-Quiet`, `-Json`, `-Quick`, `-Dns` and, where the stack names a webhook, `-Notify`: it asks docker compose for the values of `.env`, Windows' own curl for pages, mail servers and buckets, and .NET for certificates. It does not see names in `.env` that nothing asks for, nor who may read the files there, and writes no mail.";

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let mut sections = vec![format!(
        "# Running {}\n\n{}\n\nThe scripts work on the Compose project in `{}`; `STACKC_PROJECT=FOLDER` names another place. They need Docker, curl 7.75 and openssl, and the rights to speak to Docker and to read `.env`, `secrets/` and the folders of the backups.",
        plan.stack.project,
        plan.banner.join("\n"),
        plan.shown_project(),
    )];
    if plan.is_for(OpsPlatform::Linux) {
        sections.push(scripts(plan));
        sections.push(timed(plan));
    }
    if plan.is_for(OpsPlatform::Windows) {
        sections.push(WINDOWS.replace("PROJECT", &plan.shown_windows_project()));
    }
    sections.extend(own_secrets(plan));
    format!("{}\n", sections.join("\n\n"))
}

fn scripts(plan: &Plan<'_>) -> String {
    let mut rows = vec![
        (
            "env-check.sh",
            "`.env` and `secrets/`, before a start: types, lengths, patterns, what is missing and what nothing asks for; no value is shown",
        ),
        (
            "health-check.sh",
            if notify::is_anybody(plan) {
                "containers, sites, certificates, the age of the copies, storage and monitors; `--notify` tells whoever the stack names when that changes"
            } else {
                "containers, sites, certificates, the age of the copies, storage and monitors; nobody is told, for the stack names none: notify NAME { … }"
            },
        ),
        (
            "verify.sh",
            "after a deployment: no secret in a log, the sizes of images, headers and certificates",
        ),
        ("compose.sh", "docker compose, in the project's folder"),
        (
            "timers.sh",
            "prints, installs and removes the lines of cron",
        ),
    ];
    if !entries::backups(plan.stack).is_empty() {
        rows.push(("backup.sh NAME", "makes a copy"));
        rows.push((
            "restore.sh NAME",
            "puts a copy back: `--list` shows them, `latest` is the newest",
        ));
    }
    if !entries::jobs(plan.stack).is_empty() {
        rows.push(("job.sh NAME", "runs a job"));
    }
    if let Some(says) = entries::renews(plan.stack) {
        rows.push(("certificates.sh", says));
    }
    if plan.has_make() {
        rows.push(("Makefile", "`make help` shows a short word for each"));
    }
    let rows: Vec<String> = rows
        .iter()
        .map(|(name, what)| format!("| `{name}` | {what} |"))
        .collect();
    format!(
        "| script | what it does |\n| --- | --- |\n{}",
        rows.join("\n")
    )
}

fn timed(plan: &Plan<'_>) -> String {
    let minutes = timers::health_minutes(plan.stack);
    let often = if minutes == 1 {
        "minute".to_owned()
    } else {
        format!("{minutes} minutes")
    };
    format!(
        "## Timers\n\n```sh\n./timers.sh print\n./timers.sh install\n```\n\n`install` puts the lines into the crontab of whoever calls it, in place of those that were there before. Health is checked every {often}. cron counts in the zone of the machine; where a schedule names another one, only cronie does as it says, and with any other cron `install` refuses. On a host with systemd the timers of the systemd target run backups and jobs without that limit, and nothing else: `./timers.sh install checks` beside them installs the lines for the health check and the renewal of certificates alone."
    )
}

/// Secrets that only the scripts read: no list of the Compose project has them.
fn own_secrets(plan: &Plan<'_>) -> Option<String> {
    let own = |secret: &&Secret| plan.is_only_own(secret);
    let names: Vec<String> = plan
        .stack
        .secrets
        .iter()
        .filter(own)
        .map(|secret| format!("- `secrets/{}`", secret.name.value.0))
        .collect();
    (!names.is_empty()).then(|| {
        format!(
            "## Secrets\n\nThese are for the scripts alone. They lie in the project's folder beside the others, whose SECRETS.md says how to make them:\n\n{}",
            names.join("\n")
        )
    })
}
