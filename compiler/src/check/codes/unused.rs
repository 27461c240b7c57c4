//! Names that are declared and not used.

use super::{Code, Examples, warning};

pub(super) const CODES: &[Code] = &[
    warning(
        "unused-param",
        "a param is declared and used in no environment",
        "Nothing changes if the param does: either a reference to it was lost, or it can go. A param that is only kept for later says so with `allow`.",
        Examples {
            bad: r#"
stack shop edition=1

param domain default="shop.example"

service web {
    image "caddy:2.8"
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
    warning(
        "unused-input",
        "an input is declared and used in no environment",
        "The deployer is asked for a value that nothing reads: either a reference to it was lost, or it can go.",
        Examples {
            bad: r#"
stack shop edition=1

input LOG_LEVEL default=info

service web {
    image "caddy:2.8"
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
    warning(
        "unused-secret",
        "a secret is declared and used in no environment",
        "The deployer is asked for a secret that nothing reads: either a service was meant to get it and doesn't, or it can go. A secret that is kept for a later step says so with `allow`.",
        Examples {
            bad: r#"
stack shop edition=1

secret api-key hex=32

service web {
    image "caddy:2.8"
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
    warning(
        "unused-network",
        "a network is declared and joined in no environment",
        "Compose doesn't make a network that no service joins. Either a service was meant to join it, and is in `default` instead, or it can go.",
        Examples {
            bad: r#"
stack shop edition=1

network backend

service web {
    image "caddy:2.8"
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
    warning(
        "unused-volume",
        "a volume is declared and mounted in no environment",
        "Nothing is kept in a volume that no service mounts. Either a mount was lost, and data with it at the next start, or the volume can go.",
        Examples {
            bad: r#"
stack shop edition=1

volume data

service db {
    image "postgres:16.4"
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
    warning(
        "unused-file",
        "a file is declared and used in no environment",
        "No service mounts the file and no route serves it, so it ships for nothing: either a mount was lost, or it can go.",
        Examples {
            bad: r#"
stack shop edition=1

file conf {
    content "localhost { respond ok }"
}

service web {
    image "caddy:2.8"
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
];
