//! References, and names that stand for more than one thing or for nothing.

use super::{Code, Examples, error};

pub(super) const CODES: &[Code] = &[
    error(
        "ambiguous-port",
        "a route names a service that has several ports",
        "Without a port, a route means the only one that the service has. Of several the compiler does not pick one: write `to=\"service:port\"`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
    port admin 2019
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls none
    route "/" to=web
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
    port admin 2019
}

edge { http "*:80"; https "*:443" }

site "shop.example" {
    tls none
    route "/" to="web:http"
}
"#,
        },
    ),
    error(
        "unpublished-port",
        "the host can't reach a port that it is asked for",
        "`${service.NAME.published.PORT}` is the port on the host, and so is what the nginx of the host speaks to. The port has to be published at a fixed number for that: `port http 3000 publish=3000` binds it to loopback. Inside the stack use `${service.NAME.port.PORT}`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
    env {
        PUBLIC_URL "http://localhost:${service.web.published.http}"
    }
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
    env {
        PUBLIC_URL "http://localhost:${service.web.published.http}"
    }
}
"#,
        },
    ),
    error(
        "unknown-reference",
        "a reference means nothing",
        "`${…}` is resolved by the compiler and always has a namespace: `param`, `input`, `secret`, `secret-file`, `service`, `stack`, `environment`. A `${` that is meant for a shell in the container is written `$${`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    command shell="cd ${HOME} && caddy run"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    command shell="cd $${HOME} && caddy run"
}
"#,
        },
    ),
    error(
        "unclosed-reference",
        "a reference has no closing brace",
        "A `${` needs its `}` on the same line. A `${` that is no reference is written `$${`.",
        Examples {
            bad: r#"
stack shop edition=1

param domain default="shop.example"

service web {
    image "caddy:2.8"
    env {
        DOMAIN "${param.domain"
        URL "https://${param.domain}"
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
        URL "https://${param.domain}"
    }
}
"#,
        },
    ),
    error(
        "unset-nothing",
        "there is nothing to unset",
        "`unset` takes away what an overlay inherits. If that isn't there, it was renamed, or a name is misspelt, and what was meant to go is still in the output.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

environment production default=#true {
    service web { unset port htp }
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}

environment production default=#true {
    service web { unset port http }
}
"#,
        },
    ),
    error(
        "extends-cycle",
        "a service or a site extends itself, on whatever way",
        "What is extended must be complete on its own. Put what several services share into one that none of them is extended by.",
        Examples {
            bad: r#"
stack shop edition=1

service web extends=worker {
    image "shop:1.4"
}

service worker extends=web {
    command worker
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "shop:1.4"
}

service worker extends=web {
    command worker
}
"#,
        },
    ),
];
