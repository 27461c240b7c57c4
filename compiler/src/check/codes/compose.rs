//! What docker compose, Let's Encrypt and an engine would do with a stack that reads well.

use super::{Code, Examples, NONE, error, warning};

pub(super) const CODES: &[Code] = &[
    warning(
        "acme-unreachable",
        "a certificate is asked for where nobody can answer",
        "Let's Encrypt proves that a host is yours by a request to its port 80. A bare port is bound to loopback, and another one than 80 is not asked, so that request never arrives and no certificate is issued. Publish plain HTTP at port 80 of every interface, or allow the finding where another proxy or a router passes the requests on.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http 80; https 443 }
site "shop.example.com" {
    tls letsencrypt email="ops@example.com"
    route "/" to="web:http"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }
site "shop.example.com" {
    tls letsencrypt email="ops@example.com"
    route "/" to="web:http"
}
"#,
        },
    ),
    error(
        "compose-too-old",
        "a word is younger than the Compose that will read it",
        "An output is right for a version, never in general: a docker compose that does not know a key refuses the whole file. Without a version the target is docker compose 2.26. Name the version that is installed where the stack runs.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    use-api-socket
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    use-api-socket
}

target compose { version "2.39" }
"#,
        },
    ),
    warning(
        "doubled-dollar",
        "two dollars stand where Compose's users write them for one",
        "In a Compose file `$$` is one dollar. In a stack a dollar is a dollar, and the Compose file gets the second one by itself; only a literal `${` is written `$${`. Two dollars reach the container as two, and a shell takes `$$` for its own process.",
        Examples {
            bad: r#"
stack shop edition=1

service cache {
    image "redis:7.4"
    healthcheck shell="redis-cli -h $$HOSTNAME ping"
}
"#,
            good: r#"
stack shop edition=1

service cache {
    image "redis:7.4"
    healthcheck shell="redis-cli -h $HOSTNAME ping"
}
"#,
        },
    ),
    error(
        "input-cycle",
        "the default of an input needs the input itself",
        "A default may speak of other inputs, which are written out in it. A circle has no end, and defaults that stand in one another many times over grow without bound. Give one of them a default of its own.",
        Examples {
            bad: r#"
stack shop edition=1

input A default="${input.B}"
input B default="${input.A}"

service web {
    image "caddy:2.8"
    env { A "${input.A}" }
}
"#,
            good: r#"
stack shop edition=1

input A default="${input.B}"
input B default="plain"

service web {
    image "caddy:2.8"
    env { A "${input.A}" }
}
"#,
        },
    ),
    error(
        "missing-route",
        "a site answers nothing",
        "Every path of a site without routes is answered with 404. Often it was meant as a change of another site: an overlay meets the site whose first host is the same, with the params of that environment filled in, and otherwise adds a new one.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80" }
site "shop.example.com" { tls none }
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80" }
site "shop.example.com" {
    tls none
    route "/" to="web:http"
}
"#,
        },
    ),
    warning(
        "read-only-content",
        "a file would have to be written into a read-only container",
        "A file with inline content, and a secret that comes from a variable, are copied into the container when it is made; docker compose can't do that where the root file system is read-only, and the start fails. A file with a source and a secret that is a file are mounted instead.",
        Examples {
            bad: r#"
stack shop edition=1

file motd { content "hello" }

service web {
    image "caddy:2.8"
    read-only
    file motd to="/etc/motd"
}
"#,
            good: r#"
stack shop edition=1

secret banner

service web {
    image "caddy:2.8"
    read-only
    secret banner to="/etc/motd"
}
"#,
        },
    ),
    error(
        "too-many-environments",
        "a stack has more environments than anyone deploys",
        "Each environment is resolved and checked as a stack of its own in every run, and a stack has at most 64 of them. What differs in one value only is a param, given on the command line with `--set`.",
        NONE,
    ),
];
