//! What becomes of data.

use super::facts;
use crate::effect::{Apply, Axes, Data, Fact, Reversible, Step};

facts! {
    /// `postgres:15` → `postgres:16`.
    DATABASE_MAJOR = Fact {
        name: "database-major-version",
        change: "the major version of a PostgreSQL image",
        axes: Axes::NONE.apply(Apply::ByHand).data(Data::Lost).reversible(Reversible::ByItself),
        why: "the new version does not read the files of the old one and refuses to start on them: without a dump it starts with nothing in it; the files stay as they are, and the old version starts on them again",
        step: Some(Step::ByHand(
            "dump with the old version, start the new one on an empty volume, restore there",
        )),
        known: "PostgreSQL: the files of a data directory belong to one major version",
    };
    /// `postgres:17` → `postgres:18`.
    DATABASE_PATH = Fact {
        name: "database-mount-path",
        change: "the image of PostgreSQL from before 18 to 18 or later, with its data at /var/lib/postgresql/data",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "since version 18 the image keeps its data in a folder of its version below /var/lib/postgresql, and refuses to start with a volume at /var/lib/postgresql/data",
        step: Some(Step::ByHand("say to=\"/var/lib/postgresql\" of {source} in the stack, and build again")),
        known: "the entrypoint of the image of PostgreSQL 18",
    };
    /// `mysql:8.0` → `mysql:8.4`.
    DATABASE_UPGRADE = Fact {
        name: "database-one-way-upgrade",
        change: "a newer version of MySQL, MariaDB, MongoDB, Redis and others",
        axes: Axes::NONE.data(Data::AtRisk).reversible(Reversible::NeedsABackup),
        why: "its files are converted when it starts, and the old version does not read them again",
        step: Some(Step::ByHand("make a backup before, and check that it can be restored")),
        known: "MySQL, MariaDB, MongoDB, Redis, Elasticsearch: the notes on upgrades",
    };
    /// `mysql:8.4` → `mysql:8.0`.
    DATABASE_DOWNGRADE = Fact {
        name: "database-older-version",
        change: "an older version of MySQL, MariaDB, MongoDB, Redis and others",
        axes: Axes::NONE.data(Data::Lost).reversible(Reversible::NeedsABackup),
        why: "it does not read the files of a newer version",
        step: Some(Step::ByHand(
            "dump with the newer version, start the older one on an empty volume, restore there",
        )),
        known: "MySQL, MariaDB, MongoDB, Redis, Elasticsearch: the notes on upgrades",
    };
    /// `mysql` → `mariadb`.
    DATABASE_ENGINE = Fact {
        name: "database-engine",
        change: "another database engine on the same data",
        axes: Axes::NONE.data(Data::Lost).reversible(Reversible::NeedsABackup),
        why: "one engine does not read the files of another",
        step: Some(Step::ByHand("dump with the old engine, restore in the new one on an empty volume")),
        known: "the engines' own documentation",
    };
    /// A volume that is gone.
    VOLUME_REMOVED = Fact {
        name: "volume-removed",
        change: "a volume that is gone",
        axes: Axes::NONE.data(Data::Lost).reversible(Reversible::NeedsABackup),
        why: "nothing keeps what is in it: it lies on the host until someone removes or prunes it",
        step: Some(Step::ByHand("copy what is in {host-name} elsewhere before it is removed from the host")),
        known: "Docker and podman: a volume belongs to no one once no container uses it",
    };
    /// A volume with another name on the host.
    VOLUME_RENAMED = Fact {
        name: "volume-renamed",
        change: "another name of a volume on the host",
        axes: Axes::NONE.data(Data::Orphaned).reversible(Reversible::ByItself),
        why: "a new, empty volume takes its place; the data stays in the old one",
        step: Some(Step::ByHand("stop what uses it, copy {before} into {after}, start again")),
        known: "Docker and podman: a volume is known by its name",
    };
    /// Another mount point.
    DATA_PATH = Fact {
        name: "data-path-moved",
        change: "the path at which data is mounted, or at which a database looks for it",
        axes: Axes::NONE.data(Data::Lost).reversible(Reversible::ByItself),
        why: "the program finds nothing at the old path and starts anew; what it writes there is in the container and goes with it",
        step: Some(Step::ByHand("move the data to where the program looks for it, before it starts")),
        known: "a container sees data only where it is mounted",
    };
    /// Something else is mounted at the same path.
    MOUNT_REPLACED = Fact {
        name: "mount-replaced",
        change: "another volume or folder at the same path",
        axes: Axes::NONE.data(Data::Orphaned).reversible(Reversible::ByItself),
        why: "the program sees what the other one holds; the data stays in the old one",
        step: Some(Step::ByHand("stop the service, copy {before} into {after}, start it again")),
        known: "a container sees data only where it is mounted",
    };
    /// Nothing is mounted there any more.
    MOUNT_REMOVED = Fact {
        name: "mount-removed",
        change: "a mount that is gone",
        axes: Axes::NONE.data(Data::AtRisk).reversible(Reversible::ByItself),
        why: "what the program writes there is in the container now, and goes with it",
        step: None,
        known: "a container's own file system goes with it",
    };
    /// Two containers on one volume.
    HANDED_OVER = Fact {
        name: "data-handed-over",
        change: "a service of another name on the data of one that is gone",
        axes: Axes::NONE.apply(Apply::ByHand).data(Data::AtRisk).reversible(Reversible::NeedsABackup),
        why: "until the old container is gone both write to the same data, and a lock such as postmaster.pid does not hold from one container to another",
        step: Some(Step::ByHand("stop {old} before {new} starts: docker compose up -d --remove-orphans does that first, docker compose up -d does not do it at all")),
        known: "docker compose 2: orphans are removed before containers are created; PostgreSQL: postmaster.pid names a process of its own container",
    };
    /// A service with data that is gone.
    FIRST_START_PASSWORD = Fact {
        name: "first-start-password",
        change: "a password that an image reads at its first start only",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "on a volume that exists the old password goes on: whatever uses the new one is locked out",
        step: Some(Step::ByHand("tell the database the new password too, through a file or standard input, never on a command line")),
        known: "the entrypoints of the images of PostgreSQL, MySQL, MariaDB, MongoDB, MinIO and others",
    };
    /// Any other variable of that kind.
    FIRST_START = Fact {
        name: "first-start-variable",
        change: "a variable that an image reads at its first start only: the name of a database or a user",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "on a volume that exists it does nothing: no such database or user is made",
        step: Some(Step::ByHand("make the database or the user by hand, or give up the volume")),
        known: "the entrypoints of the images of PostgreSQL, MySQL, MariaDB, MongoDB, MinIO and others",
    };
    /// A stack of another name.
    PROJECT = Fact {
        name: "project-renamed",
        change: "the name of the project: the stack's, or which environment is the default",
        axes: Axes::NONE.data(Data::Orphaned).reversible(Reversible::ByItself),
        why: "every volume gets another name on the host and starts empty; the data stays in the old ones, and the copies of backups under the old name",
        step: Some(Step::ByHand("stop the old project, copy each volume {before}_NAME into {after}_NAME, start the new one")),
        known: "volumes are named after the project",
    };
    /// A backup that is gone.
    BACKUP_REMOVED = Fact {
        name: "backup-removed",
        change: "a backup that is gone",
        axes: Axes::NONE.data(Data::AtRisk),
        why: "no more copies are made; those that there are stay where they are",
        step: None,
        known: "what the stack says",
    };
    /// Something that is no longer copied.
    BACKUP_LESS = Fact {
        name: "backup-covers-less",
        change: "a database, a volume or a store that a backup no longer has",
        axes: Axes::NONE.data(Data::AtRisk),
        why: "of it no more copies are made",
        step: None,
        known: "what the stack says",
    };
    /// Copies are kept for less long.
    BACKUP_KEEP = Fact {
        name: "backup-kept-shorter",
        change: "for how long copies are kept, if it is shorter",
        axes: Axes::NONE.data(Data::AtRisk).reversible(Reversible::No),
        why: "the next run deletes older copies",
        step: None,
        known: "what the scripts and restic do",
    };
    /// The password of a repository.
    BACKUP_PASSWORD = Fact {
        name: "backup-password",
        change: "the secret that encrypts a restic repository",
        axes: Axes::NONE.apply(Apply::ByHand).data(Data::AtRisk),
        why: "the repository keeps the password that it was made with, and the copies in it open with no other",
        step: Some(Step::ByHand("restic key add with the new password, then restic key remove the old one")),
        known: "restic: a repository's keys",
    };
}
