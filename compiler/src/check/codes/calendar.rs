//! Backups, jobs and what is watched.

use super::{Code, Examples, error, warning};

pub(super) const CODES: &[Code] = &[
    error(
        "incomplete-backup",
        "a backup copies nothing, never, or to nowhere",
        "A backup names what it copies, when, and where to. One that lacks any of them would be taken for a backup until the day it is needed.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
        },
    ),
    error(
        "missing-database",
        "a service that is backed up does not say which database it holds",
        "A dump needs the engine, the database and a user that may read it, and an image alone does not tell. The service says it with `database`.",
        Examples {
            bad: r#"
stack shop edition=1

service db {
    image "postgres:16.4"
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
        },
    ),
    warning(
        "unlimited-backup",
        "a backup keeps every copy for ever",
        "Its stores fill up, and a full disk stops the backups and often what they were made for. Say how long a copy is kept: all of the last days, or the last one of each day, week and month.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    store local "/var/backups/shop"
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
        },
    ),
    error(
        "wrong-store",
        "a store can not be written to as it is said",
        "A folder is absolute or relative to the stack and has no credentials; copies lie in one of their own, which is reached without `..`. A bucket is `s3://BUCKET/FOLDER` or `https://HOST/BUCKET/FOLDER`, with its credentials in `env`. A restic repository is encrypted, so it needs a password. And a store with `copy=#true` is a copy of another one.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store restic "/srv/restic/shop"
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32
secret restic-password base64=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store restic "/srv/restic/shop" {
        password (secret)restic-password
    }
}
"#,
        },
    ),
    error(
        "store-clash",
        "a backup has a store twice",
        "The copy in it would be written twice, and one place that is lost takes both along. Different backups may share a store: each has a folder of its own in it, or a tag.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store local "/var/backups/shop"
    store local "/var/backups/shop/" copy=#true
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30"
    keep days=30
    store local "/var/backups/shop"
    store local "/mnt/second-disk/shop" copy=#true
}
"#,
        },
    ),
    error(
        "wrong-schedule",
        "a schedule's parts do not fit together",
        "`hourly` has a `minute`; `daily`, `weekly` and `monthly` are `at` a time, `weekly` is `on` days of the week and `monthly` `on-day`; `every` and `cron` stand alone, since they say all of it; `login` says all of it too.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule weekly at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule weekly on=sun at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
        },
    ),
    error(
        "never-comes",
        "a schedule names a day that no year has",
        "No scheduler complains about the thirtieth of February: it waits for it for ever, and nothing runs.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule cron="0 3 30 2 *"
    keep days=30
    store local "/var/backups/shop"
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule cron="0 3 28 2 *"
    keep days=30
    store local "/var/backups/shop"
}
"#,
        },
    ),
    warning(
        "skipped-months",
        "a schedule names a day that some months do not have",
        "Schedulers do not take the last day instead: in those months nothing runs. A day up to the 28th comes in every month.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule monthly on-day=31 at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule monthly on-day=28 at="03:30"
    keep days=30
    store local "/var/backups/shop"
}
"#,
        },
    ),
    warning(
        "clock-change",
        "a schedule names a time that is left out, or comes twice, when clocks are changed",
        "Where clocks are put forward, an hour of that night is missing, and where they are put back, one comes twice. Some schedulers then run late, some not at all, some twice. A time that every day has once is safe, and so is UTC. The dates are those of the time zone database of 2026 and later.",
        Examples {
            bad: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="02:30" time-zone="Europe/Berlin"
    keep days=30
    store local "/var/backups/shop"
}
"#,
            good: r#"
stack shop edition=1

secret db-password hex=32

service db {
    image "postgres:16.4"
    database postgres name=shop user=shop password=(secret)db-password
}

backup nightly {
    database db
    schedule daily at="03:30" time-zone="Europe/Berlin"
    keep days=30
    store local "/var/backups/shop"
}
"#,
        },
    ),
    error(
        "incomplete-job",
        "a job does not say where it runs, or what",
        "A job runs `in` the running container of a service, in a container of its own that is `like` a service, or in one of an `image`. The first two need a command: what the service runs by itself does not end.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

job cleanup {
    in web
    schedule daily at="03:30"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

job cleanup {
    in web
    command shop cleanup
    schedule daily at="03:30"
}
"#,
        },
    ),
    warning(
        "shared-data",
        "a job writes to a volume of a service that runs beside it",
        "A job that is `like` a service has its mounts too, as `docker compose run` has. That is what a migration needs, which runs `before` the service; a job that runs beside it has the same data as the running program, and not every program bears that. Run it `in` the service, give it an image of its own, or say that both may write.",
        Examples {
            bad: r#"
stack shop edition=1

service storage {
    image "minio/minio:RELEASE.2025-04-22T22-12-26Z"
    volume objects to="/data"
}

volume objects

job bucket {
    like storage
    command mc mb "local/shop"
}
"#,
            good: r#"
stack shop edition=1

service storage {
    image "minio/minio:RELEASE.2025-04-22T22-12-26Z"
    volume objects to="/data"
}

volume objects

job bucket {
    in storage
    command mc mb "local/shop"
}
"#,
        },
    ),
    error(
        "incomplete-monitor",
        "a monitor asks nothing, or a notification goes to nobody",
        "A monitor asks a page (`url=`), a port (`tcp=`), a mail server (`smtp=`) or a bucket (`s3=`); a notification goes to an `email=` or to a `webhook=`, which is a secret.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

monitor shop interval="30s"
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

monitor shop url="https://shop.example.com/healthz" interval="30s"
"#,
        },
    ),
    error(
        "over-capacity",
        "a service may use more than any host of the stack has",
        "More processors than there are the engine refuses. A limit of memory beyond the machine's it takes, but then the limit protects nothing: the kernel ends whatever it likes.",
        Examples {
            bad: r#"
stack shop edition=1

host newton {
    cpus 4
    memory "8GiB"
}

service web {
    image "shop:1.4"
    resources cpus=8
}
"#,
            good: r#"
stack shop edition=1

host newton {
    cpus 4
    memory "8GiB"
}

service web {
    image "shop:1.4"
    resources cpus=2
}
"#,
        },
    ),
];
