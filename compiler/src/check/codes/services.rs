//! Services that can't run as they are written, or not as they are meant.

use super::{Code, Examples, error, judgement, note, warning};

pub(super) const CODES: &[Code] = &[
    error(
        "missing-image",
        "a service has neither an image nor a build",
        "There is nothing to run. Name an image with its version, or say where it is built from.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    restart always
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    restart always
}
"#,
        },
    ),
    error(
        "dependency-cycle",
        "services wait for one another in a circle",
        "None of them would ever start. `depends-on` is about the order of starts only: two services of one network reach each other without it, so one of the lines can go.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on worker
}

service worker {
    image "shop:1.4"
    depends-on web
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

service worker {
    image "shop:1.4"
    depends-on web
}
"#,
        },
    ),
    judgement(
        "healthy-without-healthcheck",
        "a service waits for the health of one that has no healthcheck",
        "`condition=healthy` waits until the healthcheck of the other service succeeds. If that is turned off the wait never ends, which is an error; if the stack says nothing of it, the image may bring one or not, which is a warning. Write the healthcheck down, or wait for the start only.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on cache condition=healthy
}

service cache {
    image "redis:7.4"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on cache condition=healthy
}

service cache {
    image "redis:7.4"
    healthcheck interval="5s" { command redis-cli ping }
}
"#,
        },
    ),
    warning(
        "one-word-command",
        "a command's words stand in one pair of quotes",
        "Each argument of `command` is one word, blanks and all: `command \"npm start\"` runs a program whose name is `npm start`, which there isn't. Write the words side by side, or give a shell the whole line with `shell=`. Where the image's entrypoint takes a line, say so with `allow`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    command "npm start"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    command npm start
}
"#,
        },
    ),
    judgement(
        "profile-dependency",
        "a service that always runs needs one that only runs in a profile",
        "Without its profile the other service is not there, and docker compose refuses the whole project. Put both into the profile, take the other one out of it, or say `required=#false` where the service does without.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on mail
}

service mail {
    image "mailpit:1.20"
    profile debug
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on mail required=#false
}

service mail {
    image "mailpit:1.20"
    profile debug
}
"#,
        },
    ),
    warning(
        "never-completes",
        "a service waits for the end of one that is started again whenever it ends",
        "`condition=completed` waits until the other service has ended with success. With `restart always` or `restart unless-stopped` it is started again each time, so what waits may never start. A job has `restart no`, the default, or `restart on-failure`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on migrate condition=completed
}

service migrate {
    image "shop:1.4"
    command npm run migrate
    restart unless-stopped
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on migrate condition=completed
}

service migrate {
    image "shop:1.4"
    command npm run migrate
    restart on-failure
}
"#,
        },
    ),
    judgement(
        "port-clash",
        "two services want the same port of the host",
        "One of the two would not start. Publish one of them at another port; most ports need not be published at all, since the services of a stack reach each other inside.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    port http 3000 publish=8080
}

service api {
    image "api:2.1"
    port http 3000 publish=8080
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    port http 3000 publish=8080
}

service api {
    image "api:2.1"
    port http 3000 publish=8081
}
"#,
        },
    ),
    judgement(
        "container-name-clash",
        "two services want the same name for their container",
        "A host has each name once: Docker refuses the second container, and podman takes the first one away. Without `container-name` a container is called by the project, the service and a number, and the services of a stack reach each other by the names of the services anyway.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    container-name shop
}

service api {
    image "api:2.1"
    container-name shop
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    container-name shop
}

service api {
    image "api:2.1"
}
"#,
        },
    ),
    judgement(
        "port-in-shared-network",
        "a service publishes a port in a network that is another's",
        "A service whose `network-mode` is `service:NAME` or `container:NAME` has no network of its own: Compose takes its ports, and then the engine refuses to start the container. Publish the port at the service whose network it is.",
        Examples {
            bad: r#"
stack shop edition=1

service vpn {
    image "vpn:1.2"
}

service client {
    image "client:2.1"
    network-mode "service:vpn"
    port http 3000 publish=3000
}
"#,
            good: r#"
stack shop edition=1

service vpn {
    image "vpn:1.2"
    port http 3000 publish=3000
}

service client {
    image "client:2.1"
    network-mode "service:vpn"
}
"#,
        },
    ),
    warning(
        "port-public",
        "a port is open to everyone who can reach the host",
        "A port that is published on every interface is reachable from the internet, also behind a firewall of the host: Docker opens it in front of that. For a database this is a warning, for everything else a note. A bare number binds to loopback, and an `edge` brings sites to the outside.",
        Examples {
            bad: r#"
stack shop edition=1

service db {
    image "postgres:16.4"
    port pg 5432 publish="*:5432"
}
"#,
            good: r#"
stack shop edition=1

service db {
    image "postgres:16.4"
    port pg 5432 publish=5432
}
"#,
        },
    ),
    error(
        "replicas-clash",
        "several containers are asked for where only one can be",
        "Two containers can't share a name, which is an error, nor a port of the host, which is a warning: the second one doesn't start. Take the name away, and let the edge reach the containers inside the stack.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    replicas 3
    container-name shop-web
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    replicas 3
}
"#,
        },
    ),
    judgement(
        "unreachable-service",
        "a service speaks of another one, or the edge of a service, without a common network",
        "Containers reach each other over a network that both of them join, and by the service's name only there. Let both join one. If the name is used for something else than a connection, say so with `allow`.",
        Examples {
            bad: r#"
stack shop edition=1

network front
network back

service web {
    image "shop:1.4"
    network front
    depends-on db
    env {
        DB_HOST "${service.db.host}"
    }
}

service db {
    image "postgres:16.4"
    network back
}
"#,
            good: r#"
stack shop edition=1

network front
network back

service web {
    image "shop:1.4"
    network front back
    depends-on db
    env {
        DB_HOST "${service.db.host}"
    }
}

service db {
    image "postgres:16.4"
    network back
}
"#,
        },
    ),
    note(
        "start-order",
        "a service speaks of another one and does not wait for it",
        "If the program gives up when it can't connect at once, it fails at the first start and works at the second. A program that tries again needs no `depends-on`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    env {
        DB_HOST "${service.db.host}"
    }
}

service db {
    image "postgres:16.4"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
    depends-on db
    env {
        DB_HOST "${service.db.host}"
    }
}

service db {
    image "postgres:16.4"
}
"#,
        },
    ),
    warning(
        "floating-image",
        "an image is named without a version",
        "Without a tag, or with `latest`, what runs depends on the day on which the image was pulled: two machines differ, and a restart may upgrade a database. Name a version, or a digest.",
        Examples {
            bad: r#"
stack shop edition=1

service db {
    image "postgres:latest"
}
"#,
            good: r#"
stack shop edition=1

service db {
    image "postgres:16.4-alpine"
}
"#,
        },
    ),
];
