//! Names that are used and not declared.

use super::{Code, Examples, error};

pub(super) const CODES: &[Code] = &[
    error(
        "undefined-param",
        "a param is used that nobody declares",
        "`${param.NAME}` stands for a constant that the stack declares with `param NAME default=…`. Without a declaration there is no value, and a typo would become an empty text; and an environment, or a choice, that gives a value to a param that nobody declares would change nothing. A value that is only known when the stack is deployed is an `input`.",
        Examples {
            bad: r#"
stack shop edition=1

param domain default="shop.example"

service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domian}"
    }
}
"#,
            good: r#"
stack shop edition=1

param domain default="shop.example"

service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domain}"
    }
}
"#,
        },
    ),
    error(
        "undefined-input",
        "an input is used that nobody declares",
        "`${input.NAME}` stands for a value that the deployer supplies; the stack declares it with `input NAME`, with a default or without. So everything that must be set before a start is listed in one place, and in `.env.example`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        LOG_LEVEL "${input.LOG_LEVEL}"
    }
}
"#,
            good: r#"
stack shop edition=1

input LOG_LEVEL default=info

service web {
    image "caddy:2.8"
    env {
        LOG_LEVEL "${input.LOG_LEVEL}"
    }
}
"#,
        },
    ),
    error(
        "undefined-secret",
        "a secret is used that nobody declares",
        "A secret is declared by name with `secret NAME`; its value is never in the stack. The declaration says how to make one (`hex=32`) and makes it part of what the deployer is asked for.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        API_KEY (secret)api-key
    }
}
"#,
            good: r#"
stack shop edition=1

secret api-key hex=32

service web {
    image "caddy:2.8"
    env {
        API_KEY (secret)api-key
    }
}
"#,
        },
    ),
    error(
        "undefined-network",
        "a network is used that nobody declares",
        "Networks are declared at the top level with `network NAME` and joined by name in a service. Only `default` is there by itself, and every service that names no network joins it.",
        Examples {
            bad: r#"
stack shop edition=1

network backend

service web {
    image "caddy:2.8"
    network bakend
}
"#,
            good: r#"
stack shop edition=1

network backend

service web {
    image "caddy:2.8"
    network backend
}
"#,
        },
    ),
    error(
        "undefined-volume",
        "a volume is mounted that nobody declares",
        "Volumes are declared at the top level with `volume NAME` and mounted by name in a service. So a typo does not become a second, empty volume. A folder of the host is a `bind`.",
        Examples {
            bad: r#"
stack shop edition=1

service db {
    image "postgres:16.4"
    volume data to="/var/lib/postgresql/data"
}
"#,
            good: r#"
stack shop edition=1

volume data

service db {
    image "postgres:16.4"
    volume data to="/var/lib/postgresql/data"
}
"#,
        },
    ),
    error(
        "undefined-file",
        "a file is used that nobody declares",
        "Files that the compiler ships are declared at the top level with `file NAME { source \"./path\" }` or `file NAME { content \"…\" }` and mounted by name in a service. A file of the host that the compiler never reads is a `bind`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    file conf to="/etc/caddy/Caddyfile"
}
"#,
            good: r#"
stack shop edition=1

file conf {
    content "localhost { respond ok }"
}

service web {
    image "caddy:2.8"
    file conf to="/etc/caddy/Caddyfile"
}
"#,
        },
    ),
    error(
        "undefined-host",
        "a host is named that nobody declares",
        "Hosts are declared at the top level with `host NAME`; a target says by name which of them it is for.",
        Examples {
            bad: r#"
stack shop edition=1

service web { image "nginx:1.28-alpine" }

target compose
target ansible { host newton }
"#,
            good: r#"
stack shop edition=1

host newton { address "192.0.2.10" }

service web { image "nginx:1.28-alpine" }

target compose
target ansible { host newton }
"#,
        },
    ),
    error(
        "undefined-model",
        "a model is used that nobody declares",
        "Models are declared at the top level with `model NAME` and used by name in a service.",
        Examples {
            bad: r#"
stack shop edition=1

service chat {
    image "chat:1.4"
    model llm
}

target compose { version "2.38" }
"#,
            good: r#"
stack shop edition=1

model llm model="ai/smollm2"

service chat {
    image "chat:1.4"
    model llm
}

target compose { version "2.38" }
"#,
        },
    ),
    error(
        "undefined-service",
        "a service is named that nobody declares",
        "`depends-on`, `extends`, `${service.NAME.host}`, a route's `to` and other places name a service of this stack, in this environment. Outside of the stack there are only addresses: write them as text.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    depends-on databse
}

service database {
    image "postgres:16.4"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    depends-on database
}

service database {
    image "postgres:16.4"
}
"#,
        },
    ),
    error(
        "undefined-target",
        "a target that this version does not know",
        "`target NAME` names a form that the stack is compiled to. One that nobody makes would be left out in silence. `stackc targets` lists them.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target docker-compose
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
}

target compose
"#,
        },
    ),
    error(
        "undefined-site",
        "a site extends one that nobody declares",
        "`extends` names another site of the stack by its first host, after params are filled in.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls none
    route "/" to="web:http"
}

site "www.shop.example" extends="shop.exampel" {
    tls none
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

site "shop.example" {
    tls none
    route "/" to="web:http"
}

site "www.shop.example" extends="shop.example"
"#,
        },
    ),
    error(
        "undefined-port",
        "a service has no port of this name",
        "Ports have names: `port http 3000` in a service is `server:http` in a route, `${service.server.port.http}` in a text, `port=http` in its own healthcheck. A service that has several, or none, must say which one is meant.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
    healthcheck http="/" port=web
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
    healthcheck http="/" port=http
}
"#,
        },
    ),
    error(
        "undefined-rate-limit",
        "a route uses a rate limit that its site doesn't declare",
        "A rate limit is declared in the site, with `rate-limit NAME rate=\"10/s\"`, and used by name in its routes. Limits are counted for each site on its own.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls none
    route "/" to="web:http" rate-limit=api
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls none
    rate-limit api rate="10/s" burst=20
    route "/" to="web:http" rate-limit=api
}
"#,
        },
    ),
];
