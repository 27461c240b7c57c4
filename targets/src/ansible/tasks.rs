//! The files of tasks: each is the same for every stack that has it; what differs stands in the playbook's variables.

use super::plan::{Plan, Runs};

/// A file of tasks or handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct File {
    pub name: &'static str,
    /// The word with which a run is limited to it.
    pub tag: &'static str,
    /// What it does, as the playbook says it.
    pub says: &'static str,
    text: &'static str,
}

impl File {
    /// Its path beside the playbook.
    pub(super) fn path(&self) -> String {
        format!("tasks/{}.yml", self.name)
    }

    /// Its text, under the lines that say where it comes from.
    pub(super) fn text(&self, banner: &[String]) -> String {
        let banner: String = banner.iter().map(|line| format!("# {line}\n")).collect();
        format!("{banner}{}", self.text)
    }
}

macro_rules! files {
    ($($constant:ident $name:literal $tag:literal $says:literal;)*) => {
        $(const $constant: File = File {
            name: $name,
            tag: $tag,
            says: $says,
            text: include_str!(concat!("tasks/", $name, ".yml")),
        };)*
    };
}

files! {
    COMPILED "compiled" "check" "Check what was compiled, and the host";
    DOCKER "docker" "check" "Check Docker";
    VALUES "values" "copy" "Copy the values and secrets of the operator";
    PRESENT "present" "check" "Check that values and secrets are there";
    FILES "files" "copy" "Copy the files";
    RULES "rules" "check" "Check the values by their rules";
    COMPOSE "compose" "copy" "Copy the Compose files";
    CERTIFICATES "certificates" "copy" "Make the self-signed certificates";
    NGINX "nginx" "copy" "Copy the configuration of nginx";
    UNITS "units" "copy" "Copy the units";
    STALE "stale" "copy" "Remove what is no longer compiled";
    ZONES "zones" "check" "Check that cron knows the times";
    FETCH "fetch" "start" "Look for newer images";
    UP "up" "start" "Start the containers";
    UNIT "unit" "start" "Start the unit";
    QUADLET "quadlet" "start" "Start the units of podman";
    TIMERS "timers" "start" "Start the timers";
    CRON "cron" "start" "Install the lines of cron";
}

/// The handlers.
pub(super) const HANDLERS: File = File {
    name: "handlers",
    tag: "start",
    says: "",
    text: include_str!("tasks/handlers.yml"),
};

/// The files of tasks of a stack, in the order in which they run.
pub(super) fn steps(plan: &Plan<'_>) -> Vec<File> {
    let mut files = vec![COMPILED];
    let is_compose = plan.runs != Runs::Quadlet;
    if is_compose {
        files.push(DOCKER);
    }
    if plan.has_cron() {
        files.push(ZONES);
    }
    files.extend([VALUES, PRESENT, FILES]);
    // The rules ask for them too.
    if plan.is_self_signed() {
        files.push(CERTIFICATES);
    }
    if plan.has_rules() {
        files.push(RULES);
    }
    if is_compose {
        files.push(COMPOSE);
    }
    if plan.runs != Runs::Compose {
        files.push(UNITS);
    }
    if plan.nginx().is_some() {
        files.push(NGINX);
    }
    files.push(STALE);
    if is_compose {
        files.push(FETCH);
    }
    files.push(match plan.runs {
        Runs::Compose => UP,
        Runs::Unit => UNIT,
        Runs::Quadlet => QUADLET,
    });
    if plan.runs != Runs::Compose {
        files.push(TIMERS);
    }
    if plan.has_cron() {
        files.push(CRON);
    }
    files
}

/// All files that the playbook names.
pub(super) fn of(plan: &Plan<'_>) -> Vec<File> {
    let mut files = steps(plan);
    files.push(HANDLERS);
    files
}
