//! What docker compose does on `up -d` after a change: the rows of the table, measured with 2.26.1.

use stackc_compiler::effect::{Apply, Axes, Data, Disruption, Fact, Reversible, Step};

const MEASURED: &str = "docker compose 2.26.1, measured";

const UP: Option<Step<&'static str>> = Some(Step::Run("docker compose up -d"));

/// Every row.
pub(super) const FACTS: &[Fact] = &[
    CREATED,
    RECREATED,
    REORDERED,
    SAME,
    PROFILED,
    PROFILE_NEW,
    PROFILE_FILE,
    PROFILE_GIVEN,
    PROFILE_REMOVED,
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
    BOUND,
    ENV_FILE,
    VARIABLE,
    PROJECT,
    PROJECT_GONE,
    PROJECT_KEPT,
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
    change: "only the order of ports or mounts",
    axes: Axes::NONE.disruption(Disruption::Recreate),
    why: "the container is removed and made again, although nothing in it changes: the order is part of what docker compose compares",
    step: UP,
    known: MEASURED,
};

/// Another text with the same meaning.
pub(super) const SAME: Fact = Fact {
    name: "compose-same-meaning",
    change: "the order of variables, labels or networks, the message of a variable, a comment",
    axes: Axes::NONE,
    why: "docker compose compares what the text means, which is the same: the container stays",
    step: None,
    known: MEASURED,
};

/// A service that `up` alone does not start.
pub(super) const PROFILED: Fact = Fact {
    name: "compose-profile",
    change: "anything of a service that starts only with its profile, such as a job or a backup",
    axes: Axes::NONE.apply(Apply::AtTheNextRun),
    why: "it counts when the service is started with its profile the next time",
    step: None,
    known: MEASURED,
};

/// Such a service that was not there.
pub(super) const PROFILE_NEW: Fact = Fact {
    name: "compose-profile-new",
    change: "such a service that is new",
    axes: Axes::NONE,
    why: "its container is created when it is started with its profile",
    step: None,
    known: MEASURED,
};

/// A file of such a service.
pub(super) const PROFILE_FILE: Fact = Fact {
    name: "compose-profile-file",
    change: "the content of a file that only such a service mounts, or where its secret comes from",
    axes: Axes::NONE.apply(Apply::AtTheNextRun),
    why: "it is read when the service is started the next time",
    step: None,
    known: MEASURED,
};

/// A service that `up` alone started until now.
pub(super) const PROFILE_GIVEN: Fact = Fact {
    name: "compose-profile-given",
    change: "a service that gets its first profile",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "nothing starts it without its profile any more, and its container goes on running as it is: it is not taken for one of a service that is gone",
    step: Some(Step::Run("docker compose rm --stop --force {name}")),
    known: MEASURED,
};

/// Such a service that is gone.
pub(super) const PROFILE_REMOVED: Fact = Fact {
    name: "compose-profile-removed",
    change: "such a service that is gone",
    axes: Axes::NONE,
    why: "nothing starts it any more; its last container stays until it is removed",
    step: Some(Step::Run("docker compose up -d --remove-orphans")),
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
    change: "how many containers of a service run, where nothing else of it changes and it has a `deploy` key before and after",
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
    step: Some(Step::Run(
        "docker compose up -d --force-recreate {services}",
    )),
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
        "stop the services that mount it, copy the old volume into the new one, then docker compose up -d --force-recreate {services}",
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

/// A file beside the stack that a container sees as it is.
pub(super) const BOUND: Fact = Fact {
    name: "compose-bound-file",
    change: "the content of a file or folder beside the stack that a service mounts",
    axes: Axes::NONE.apply(Apply::StaleUntilForced),
    why: "it is not part of what docker compose compares: a program that has read it keeps what it read, unless it looks again by itself",
    step: Some(Step::Run(
        "docker compose up -d --force-recreate {services}",
    )),
    known: MEASURED,
};

/// The content of a file of variables.
pub(super) const ENV_FILE: Fact = Fact {
    name: "compose-env-file",
    change: "the content of an env file of a service",
    axes: Axes::NONE.disruption(Disruption::Recreate),
    why: "docker compose reads it when it runs `up`, and other variables make the container again; `docker compose config --hash` does not see it",
    step: UP,
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

/// A project that is gone with its files.
pub(super) const PROJECT_GONE: Fact = Fact {
    name: "compose-project-gone",
    change: "a project that is gone: an environment, or the target",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "its containers go on running, and no file of the stack knows them any more",
    step: Some(Step::ByHand(
        "docker compose -p {project} down (never with -v while the data is wanted)",
    )),
    known: MEASURED,
};

/// A target that is gone, where another runs the same project.
pub(super) const PROJECT_KEPT: Fact = Fact {
    name: "compose-project-kept",
    change: "a target that is gone, where another one runs the same project",
    axes: Axes::NONE,
    why: "the project is the one that another target of the stack runs: its containers and its data are that one's now",
    step: None,
    known: "docker compose knows a project by its name; not measured",
};
