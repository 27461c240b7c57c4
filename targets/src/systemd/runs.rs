//! What runs once, by a timer or by hand: the units of backups and jobs.

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    model::Schedule,
    source::Span,
};

use super::{plan::Plan, timer};
use crate::text::unit::{Setting, Unit};

/// What runs once.
pub(super) struct Run<'a> {
    /// The unit's name, without its ending.
    pub unit: String,
    /// What it is, in a few words.
    pub what: String,
    /// The script that runs it, below the stack's folder, where it has one.
    pub script: String,
    pub schedule: Option<&'a Schedule>,
    pub origin: Span,
}

/// The backups of a stack.
pub(super) fn backups<'a>(plan: &Plan<'a>) -> Vec<Run<'a>> {
    let all = plan.stack.backups.iter().map(|backup| {
        let name = &backup.name.value.0;
        Run {
            unit: plan.unit(&format!("backup-{name}")),
            what: format!("the backup {name}"),
            script: format!("backup/run-{name}.sh"),
            schedule: backup.schedule.as_ref(),
            origin: backup.span,
        }
    });
    all.collect()
}

/// The jobs of a stack that nothing waits for and that need no terminal.
pub(super) fn jobs<'a>(plan: &Plan<'a>) -> Vec<Run<'a>> {
    let alone = plan.stack.jobs.iter().filter(|job| {
        let interactive = job.interactive.is_some_and(|flag| flag.value.0);
        job.before.is_empty() && !interactive
    });
    let all = alone.map(|job| {
        let name = &job.name.value.0;
        Run {
            unit: plan.unit(&format!("job-{name}")),
            what: format!("the job {name}"),
            script: format!("jobs/{name}.sh"),
            schedule: job.schedule.as_ref(),
            origin: job.span,
        }
    });
    all.collect()
}

impl Run<'_> {
    /// Whether it has a timer.
    pub(super) fn is_timed(&self, plan: &Plan<'_>) -> bool {
        self.schedule
            .is_some_and(|schedule| timer::is_made(plan, schedule))
    }

    /// Adds its timer, if it has one.
    pub(super) fn add_timer(&self, plan: &Plan<'_>, artifacts: &mut Artifacts) -> Result<(), Bug> {
        let Some(schedule) = self.schedule else {
            return Ok(());
        };
        let Some(text) = timer::text(plan, &self.what, schedule)? else {
            return Ok(());
        };
        let artifact = Artifact {
            origin: Some(schedule.span),
            ..Artifact::text(text)
        };
        artifacts.add(format!("{}.timer", self.unit), artifact)
    }

    /// A unit that begins as all of them do.
    pub(super) fn start(&self, plan: &Plan<'_>) -> Result<Unit, Bug> {
        let mut unit = plan.start(&format!("{}: {}", plan.stack.project, self.what))?;
        unit.add("Service", "Type", Setting::fixed("oneshot"));
        Ok(unit)
    }

    /// Adds its service.
    pub(super) fn add_service(&self, unit: &Unit, artifacts: &mut Artifacts) -> Result<(), Bug> {
        let artifact = Artifact {
            origin: Some(self.origin),
            ..Artifact::traced(unit.print())
        };
        artifacts.add(format!("{}.service", self.unit), artifact)
    }
}

/// The names of all files of some runs.
pub(super) fn files(plan: &Plan<'_>, runs: &[Run<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    for run in runs {
        names.push(format!("{}.service", run.unit));
        if run.is_timed(plan) {
            names.push(format!("{}.timer", run.unit));
        }
    }
    names
}

/// The commands that start the timers.
pub(super) fn steps(plan: &Plan<'_>, runs: &[Run<'_>]) -> Vec<String> {
    let timed = runs.iter().filter(|run| run.is_timed(plan));
    timed
        .map(|run| format!("{} enable --now {}.timer", plan.systemctl(), run.unit))
        .collect()
}

/// The runs of a user that begin with a login.
fn logins<'r, 'a>(plan: &Plan<'_>, runs: &'r [Run<'a>]) -> Vec<&'r Run<'a>> {
    let begins = |run: &&Run<'_>| plan.user && run.schedule.is_some_and(Schedule::is_at_login);
    runs.iter().filter(begins).collect()
}

/// The command that lets a user's units run without a login, and what that means for those that begin with one.
pub(super) fn linger(plan: &Plan<'_>, runs: &[Run<'_>]) -> String {
    let means = if logins(plan, runs).is_empty() {
        ""
    } else {
        "; what begins with a login then begins with the machine: see below"
    };
    format!("loginctl enable-linger    # so that it runs while nobody is logged in{means}")
}

/// What a login starts, and what it doesn't.
fn at_login(plan: &Plan<'_>, runs: &[Run<'_>]) -> Option<String> {
    let logins = logins(plan, runs);
    if logins.is_empty() {
        return None;
    }
    let units: Vec<&str> = logins.iter().map(|run| run.unit.as_str()).collect();
    Some(format!(
        "\n\n`OnStartupSec=0` in a timer counts from the start of the user's own systemd. That is the first login, and the next one after all sessions have ended; with linger it is the start of the machine, and no login starts anything. For every login to a desktop let the desktop start the unit, which never runs twice at once:\n\n```sh\nmkdir -p ~/.config/autostart\nfor unit in {}; do\n    printf '[Desktop Entry]\\nType=Application\\nName=%s\\nExec=systemctl --user start --no-block %s.service\\n' \"$unit\" \"$unit\" > ~/.config/autostart/\"$unit\".desktop\ndone\n```\n\nA login by SSH or on a console reads no such entry; there `systemctl --user start --no-block {}.service` in `~/.profile` does it.",
        units.join(" "),
        units.first().copied().unwrap_or_default(),
    ))
}

/// The section on what runs once.
pub(super) fn section(plan: &Plan<'_>, runs: &[Run<'_>]) -> Option<String> {
    let first = runs.first()?;
    let mut text = format!(
        "## Backups and jobs\n\nEach is a unit that runs once and ends: start it by hand with `{} start {}.service`, read what it said with `journalctl {}-u {}.service`.",
        plan.systemctl(),
        first.unit,
        if plan.user { "--user " } else { "" },
        first.unit
    );
    if runs.iter().any(|run| run.is_timed(plan)) {
        text.push_str(&format!(
            " Those with a time have a timer, which runs nothing until it is enabled; `{} list-timers '{}-*'` shows the next times. A time that the machine was off at is made up for.",
            plan.systemctl(),
            plan.stack.project
        ));
    }
    text.extend(at_login(plan, runs));
    if let Some(backup) = plan.stack.backups.first() {
        let name = &backup.name.value.0;
        let command = format!(
            "{}{}/backup/restore-{name}.sh",
            plan.sudo(),
            plan.shell_folder()
        );
        text.push_str(&format!(
            "\n\n`{command} --list` shows the copies, `{command} latest` puts the newest back."
        ));
    }
    Some(text)
}
