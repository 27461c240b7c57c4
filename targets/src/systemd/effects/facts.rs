//! What systemd and Quadlet do when units change: the rows of the table.

use stackc_compiler::effect::{Apply, Axes, Data, Disruption, Fact, Reversible, Step};

const SYSTEMD: &str = "systemd 252: systemctl(1), systemd.unit(5), systemd.timer(5); not measured";
const REQUIRES: &str = "systemd 252 with the units of podman 5.4's Quadlet, measured";
const QUADLET: &str = "podman 5.4: podman-systemd.unit(5); not measured";

/// Every row.
pub(super) const FACTS: &[Fact] = &[
    UNIT,
    CONTAINER,
    DEPENDANT,
    STARTED,
    STOPPED,
    KEPT,
    TIMER,
    RUN,
    NETWORK,
    VOLUME,
    BUILD,
    TARGET,
    VALUES,
    FILE,
    PROFILE_GIVEN,
    MOVED,
];

/// The unit around a Compose project.
pub(super) const UNIT: Fact = Fact {
    name: "systemd-unit",
    change: "the unit around the Compose project",
    axes: Axes::NONE,
    why: "systemd reads it again with daemon-reload, and its next start, reload or stop goes by it: no process of its own runs meanwhile, and a restart would stop every container",
    step: Some(Step::Run(
        "systemctl daemon-reload && systemctl reload {unit}",
    )),
    known: SYSTEMD,
};

/// A container's file.
pub(super) const CONTAINER: Fact = Fact {
    name: "quadlet-container",
    change: "a .container file",
    axes: Axes::NONE.disruption(Disruption::Restart),
    why: "the generator makes its service again with daemon-reload; a restart replaces the container",
    step: Some(Step::Run(
        "systemctl daemon-reload && systemctl restart {unit}",
    )),
    known: QUADLET,
};

/// What requires it.
pub(super) const DEPENDANT: Fact = Fact {
    name: "quadlet-dependant",
    change: "a .container file whose service others require",
    axes: Axes::NONE.disruption(Disruption::Restart),
    why: "a restart of what it requires restarts it too: Requires= is stronger than depends_on of Compose",
    step: None,
    known: REQUIRES,
};

/// A new unit.
pub(super) const STARTED: Fact = Fact {
    name: "systemd-unit-new",
    change: "a new unit",
    axes: Axes::NONE,
    why: "systemd knows it after daemon-reload, and it runs once it is started",
    step: Some(Step::Run(
        "systemctl daemon-reload && systemctl start {unit}",
    )),
    known: SYSTEMD,
};

/// A unit that is gone.
pub(super) const STOPPED: Fact = Fact {
    name: "systemd-unit-removed",
    change: "a unit that is gone",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "what it started goes on running until it is stopped; the file has to be removed from the host",
    step: Some(Step::ByHand(
        "systemctl stop {unit}, remove {path} where it was installed, systemctl daemon-reload",
    )),
    known: SYSTEMD,
};

/// A volume or a network whose file is gone.
pub(super) const KEPT: Fact = Fact {
    name: "quadlet-kept",
    change: "a .volume or .network file that is gone",
    axes: Axes::NONE,
    why: "what it made stays on the host, and no unit uses it any more; the file has to be removed from there",
    step: Some(Step::ByHand(
        "remove {path} where it was installed, systemctl daemon-reload; podman {kind} rm {network} once nobody needs it",
    )),
    known: QUADLET,
};

/// A timer.
pub(super) const TIMER: Fact = Fact {
    name: "systemd-timer",
    change: "a .timer file",
    axes: Axes::NONE.apply(Apply::AtTheNextRun),
    why: "it counts from when it is armed again; with Persistent= a time that was missed meanwhile is made up for at once",
    step: Some(Step::Run(
        "systemctl daemon-reload && systemctl restart {unit}",
    )),
    known: SYSTEMD,
};

/// What a timer starts.
pub(super) const RUN: Fact = Fact {
    name: "systemd-run",
    change: "a unit, or a script of it, that runs to its end: a backup, a job",
    axes: Axes::NONE.apply(Apply::AtTheNextRun),
    why: "the next run goes by it; one that runs now ends as it began",
    step: Some(Step::Run("systemctl daemon-reload")),
    known: SYSTEMD,
};

/// A network.
pub(super) const NETWORK: Fact = Fact {
    name: "quadlet-network",
    change: "a .network file",
    axes: Axes::NONE
        .disruption(Disruption::NetworkRecreate)
        .apply(Apply::StaleUntilForced),
    why: "a network that is there is not changed; to make it again everything in it has to stop",
    step: Some(Step::Run(
        "systemctl stop {target} {unit} && podman network rm {network} && systemctl daemon-reload && systemctl start {target}",
    )),
    known: QUADLET,
};

/// A volume.
pub(super) const VOLUME: Fact = Fact {
    name: "quadlet-volume",
    change: "a .volume file",
    axes: Axes::NONE
        .apply(Apply::ByHand)
        .data(Data::AtRisk)
        .reversible(Reversible::NeedsABackup),
    why: "a volume that is there is not changed; to make it again its data has to go elsewhere first",
    step: Some(Step::ByHand(
        "podman volume export it, stop {target}, podman volume rm it, start {unit}, podman volume import the copy",
    )),
    known: QUADLET,
};

/// A build.
pub(super) const BUILD: Fact = Fact {
    name: "quadlet-build",
    change: "a .build file",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "the image is built again when its unit starts again",
    step: Some(Step::Run(
        "systemctl daemon-reload && systemctl restart {unit}",
    )),
    known: QUADLET,
};

/// The target of the whole stack.
pub(super) const TARGET: Fact = Fact {
    name: "systemd-target",
    change: "the .target of the stack",
    axes: Axes::NONE,
    why: "systemd reads it again with daemon-reload; what it wants anew is started with it",
    step: Some(Step::Run(
        "systemctl daemon-reload && systemctl start {unit}",
    )),
    known: SYSTEMD,
};

/// The script that composes values.
pub(super) const VALUES: Fact = Fact {
    name: "systemd-values",
    change: "values.sh, which composes variables before a unit starts",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "a container that runs keeps the variables that it started with",
    step: Some(Step::ByHand(
        "install values.sh as README.md beside it says, then systemctl restart {target}",
    )),
    known: SYSTEMD,
};

/// Any other file that a unit uses.
pub(super) const FILE: Fact = Fact {
    name: "systemd-file",
    change: "a file that a unit mounts or runs, such as a configuration",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "what runs keeps what it has read until it starts again",
    step: Some(Step::Run("systemctl restart {unit}")),
    known: SYSTEMD,
};

/// A service with a profile of its own.
pub(super) const PROFILE_GIVEN: Fact = Fact {
    name: "quadlet-profile-given",
    change: "a service that gets its first profile",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "the .target of the stack no longer starts it, and leaves it running as it is",
    step: Some(Step::Run("systemctl stop {unit}")),
    known: SYSTEMD,
};

/// Another flavour or scope.
pub(super) const MOVED: Fact = Fact {
    name: "systemd-moved",
    change: "the flavour or the scope: who runs the containers",
    axes: Axes::NONE
        .disruption(Disruption::StackDown)
        .apply(Apply::ByHand)
        .data(Data::Orphaned)
        .reversible(Reversible::NeedsABackup),
    why: "what runs goes on under the old units, and holds its ports and its data; where the new ones find another engine, podman in place of Docker or that of another user, its volumes are new and empty, and no secret is there yet",
    step: Some(Step::ByHand(
        "{stop}, remove its units where they were installed, copy each volume {project}_NAME from where the old units had it to where the new ones look for it, install the new ones as README.md beside them says, {start}",
    )),
    known: SYSTEMD,
};
