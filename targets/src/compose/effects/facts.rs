//! What docker compose does on `up -d` after a change: the rows of the table, measured with 2.26.1.

use stackc_compiler::effect::{Apply, Axes, Data, Disruption, Fact, Reversible, Step};

const MEASURED: &str = "docker compose 2.26.1, measured";

const UP: Option<Step<&'static str>> = Some(Step::Run("docker compose up -d"));

/// Every row.
pub(super) const FACTS: &[Fact] = &[
    CREATED,
    RECREATED,
    REORDERED,
    REMOVED,
    BUILD,
    PULL,
    REPLICAS,
    NETWORK_NEW,
    NETWORK_NAME,
    NETWORK_OPTIONS,
    VOLUME_NEW,
    VOLUME_NAME,
    VOLUME_OPTIONS,
    SECRET_SOURCE,
    MOUNTED,
    VARIABLE,
    PROJECT,
    FILES,
];

/// A service that was not there.
pub(super) const CREATED: Fact = Fact {
    name: "compose-service-new",
    change: "a new service",
    axes: Axes::NONE,
    why: "its container is created",
    step: UP,
    known: MEASURED,
};

/// What is part of the hash.
pub(super) const RECREATED: Fact = Fact {
    name: "compose-service",
    change: "image, env, command, ports, mounts, labels and all else of a service that is in no row below",
    axes: Axes::NONE.disruption(Disruption::Recreate),
    why: "the container is removed and made again",
    step: UP,
    known: MEASURED,
};

/// The same entries in another order.
pub(super) const REORDERED: Fact = Fact {
    name: "compose-order",
    change: "only the order of ports, mounts or networks",
    axes: Axes::NONE.disruption(Disruption::Recreate),
    why: "the container is removed and made again, although nothing in it changes: the order is part of what docker compose compares",
    step: UP,
    known: MEASURED,
};

/// A service that is no longer there.
pub(super) const REMOVED: Fact = Fact {
    name: "compose-service-removed",
    change: "a service that is gone",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "its container goes on running until it is told otherwise",
    step: Some(Step::Run("docker compose up -d --remove-orphans")),
    known: MEASURED,
};

/// How the image is built.
pub(super) const BUILD: Fact = Fact {
    name: "compose-build",
    change: "how a service's image is built",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "an image that is there already is not built again",
    step: Some(Step::Run("docker compose up -d --build {name}")),
    known: MEASURED,
};

/// When the image is pulled.
pub(super) const PULL: Fact = Fact {
    name: "compose-pull-policy",
    change: "when a service's image is pulled",
    axes: Axes::NONE,
    why: "it counts from the next pull on; the container stays",
    step: UP,
    known: MEASURED,
};

/// How many containers.
pub(super) const REPLICAS: Fact = Fact {
    name: "compose-replicas",
    change: "how many containers of a service run",
    axes: Axes::NONE,
    why: "containers are added or removed; the others stay",
    step: UP,
    known: MEASURED,
};

/// A network that was not there.
pub(super) const NETWORK_NEW: Fact = Fact {
    name: "compose-network-new",
    change: "a new network, or one that is gone",
    axes: Axes::NONE,
    why: "a new one is created; one that is gone stays until `docker compose down`",
    step: UP,
    known: MEASURED,
};

/// Another name on the host.
pub(super) const NETWORK_NAME: Fact = Fact {
    name: "compose-network-name",
    change: "the name of a network on the host",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "a new network is made, and the containers stay on the old one",
    step: Some(Step::Run("docker compose up -d --force-recreate")),
    known: MEASURED,
};

/// Anything else of a network.
pub(super) const NETWORK_OPTIONS: Fact = Fact {
    name: "compose-network-options",
    change: "the driver, options, labels or subnets of a network",
    axes: Axes::NONE
        .apply(Apply::StaleUntilForced)
        .disruption(Disruption::None),
    why: "a network that is there is not changed; to make it again everything in it has to stop",
    step: Some(Step::Run("docker compose down && docker compose up -d")),
    known: MEASURED,
};

/// A volume that was not there.
pub(super) const VOLUME_NEW: Fact = Fact {
    name: "compose-volume-new",
    change: "a new volume",
    axes: Axes::NONE,
    why: "an empty one is created",
    step: UP,
    known: MEASURED,
};

/// Another name on the host.
pub(super) const VOLUME_NAME: Fact = Fact {
    name: "compose-volume-name",
    change: "the name of a volume on the host",
    axes: Axes::NONE
        .apply(Apply::StaleUntilForced)
        .data(Data::Orphaned)
        .reversible(Reversible::NeedsABackup),
    why: "a new empty volume is made, and the container keeps the old one until it is made again",
    step: Some(Step::ByHand(
        "stop the services that mount it, copy the old volume into the new one, then docker compose up -d --force-recreate",
    )),
    known: MEASURED,
};

/// Driver, options, labels.
pub(super) const VOLUME_OPTIONS: Fact = Fact {
    name: "compose-volume-options",
    change: "the driver, options or labels of a volume",
    axes: Axes::NONE
        .apply(Apply::ByHand)
        .data(Data::AtRisk)
        .reversible(Reversible::NeedsABackup),
    why: "a volume that is there is not changed; to make it again its data has to go elsewhere first",
    step: Some(Step::ByHand(
        "copy the volume's data elsewhere, docker compose down, docker volume rm the old one, docker compose up -d, copy the data back",
    )),
    known: MEASURED,
};

/// The source of a secret or config.
pub(super) const SECRET_SOURCE: Fact = Fact {
    name: "compose-secret-source",
    change: "where the file of a secret or config comes from, or what is in it",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "it is not part of what docker compose compares: the running container keeps the old one",
    step: Some(Step::Run(
        "docker compose up -d --force-recreate {services}",
    )),
    known: MEASURED,
};

/// A file that is mounted without a label of its hash.
pub(super) const MOUNTED: Fact = Fact {
    name: "compose-mounted-file",
    change: "the content of a mounted file whose services carry no `stackc.files` label of it",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "it is not part of what docker compose compares: what runs keeps what it has read",
    step: Some(Step::Run(
        "docker compose up -d --force-recreate {services}",
    )),
    known: MEASURED,
};

/// A variable that has to be set.
pub(super) const VARIABLE: Fact = Fact {
    name: "compose-variable-required",
    change: "a variable that has to be set and had not to be before",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "docker compose refuses to do anything until it is set",
    step: Some(Step::ByHand("set {variable} in .env")),
    known: MEASURED,
};

/// Another project.
pub(super) const PROJECT: Fact = Fact {
    name: "compose-project",
    change: "the name of the project: the stack's, or which environment is the default",
    axes: Axes::NONE
        .disruption(Disruption::StackDown)
        .apply(Apply::ByHand)
        .data(Data::Orphaned)
        .reversible(Reversible::NeedsABackup),
    why: "it is another project with new, empty volumes; the old one goes on running and holds its ports and its data",
    step: Some(Step::ByHand(
        "docker compose -p {before} down (never with -v), copy each volume {before}_NAME into {after}_NAME, then docker compose up -d",
    )),
    known: MEASURED,
};

/// Files that nothing runs by itself.
pub(super) const FILES: Fact = Fact {
    name: "compose-files",
    change: "a file that people read or run: .env.example, .gitignore, a script",
    axes: Axes::NONE,
    why: "no container uses it",
    step: None,
    known: "what the target makes",
};
