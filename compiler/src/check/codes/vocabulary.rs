//! Words that the language doesn't have, and values that don't fit their place.

use super::{Code, Examples, error};

pub(super) const CODES: &[Code] = &[
    error(
        "unknown-code",
        "a finding is allowed that does not exist",
        "`allow` names the code of the finding that it silences. A code that stackc does not know silences nothing, and the finding that was meant goes on being reported. `stackc rules` lists every code.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    allow public-port reason="it is the front door"
    port http 80 publish="*:8080"
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    allow port-public reason="it is the front door"
    port http 80 publish="*:8080"
}
"#,
        },
    ),
    error(
        "unknown-node",
        "there is no such node here",
        "Each node takes the children that the language reference lists for it, and no others: what is not known would be left out without a word. Names follow Compose, in kebab-case, and in the singular where a node repeats: `env` for `environment`, `port` for `ports`. What Compose knows and the language doesn't goes into `compose { … }`, which is carried through as it stands.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    helthcheck { none }
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    healthcheck { none }
}
"#,
        },
    ),
    error(
        "unknown-property",
        "there is no such property here",
        "A node takes the properties that the language reference lists for it. A word such as `--port=3000` in a command is read as a property too: put it in quotes.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publsh=8080
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80 publish=8080
}
"#,
        },
    ),
    error(
        "unknown-annotation",
        "there is no such annotation, or it can't stand here",
        "Two annotations have a meaning, both before a value: `(secret)NAME` is the value of a secret, `(plain)\"…\"` says that a text which looks like a secret is none. In `compose { … }`, `(list)` before a node makes it a list.",
        Examples {
            bad: r#"
stack shop edition=1

secret api-key hex=32

service web {
    image "caddy:2.8"
    env {
        API_KEY (sekret)api-key
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
        "unexpected-argument",
        "a node has more values than it takes",
        "Each node takes a fixed number of values, or any number where it says so. On one line, nodes are separated by `;`: without it the next name is read as one more value.",
        Examples {
            bad: r#"
stack shop edition=1

service web { image "caddy:2.8" restart always }
"#,
            good: r#"
stack shop edition=1

service web { image "caddy:2.8"; restart always }
"#,
        },
    ),
    error(
        "missing-argument",
        "a node lacks a value that it needs",
        "The first values of a node are its name, or the thing itself; without them it says nothing. The help shows a value of the type that is wanted.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80
}
"#,
        },
    ),
    error(
        "missing-property",
        "a node lacks a property that it needs",
        "Some properties have no value that could be assumed: where a volume is mounted, which edition of the language a stack is written in, why a finding is allowed. Write the property out.",
        Examples {
            bad: r#"
stack shop edition=1

volume data

service web {
    image "caddy:2.8"
    volume data
}
"#,
            good: r#"
stack shop edition=1

volume data

service web {
    image "caddy:2.8"
    volume data to="/data"
}
"#,
        },
    ),
    error(
        "duplicate",
        "the same thing is said twice",
        "In one body each name is declared once, and each setting given once: of two, one would win without a word. To change what is already said, use an overlay: the body of an `environment`, or of a service with `extends`.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        LOG_LEVEL info
        LOG_LEVEL debug
    }
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    env {
        LOG_LEVEL debug
    }
}
"#,
        },
    ),
    error(
        "conflict",
        "two things exclude each other",
        "Both are said, and only one of them can hold: a healthcheck has one test, a route one answer, a service with a network mode joins no networks, a range of ports is published on as many, and a `compose` block says nothing that the stack's own words say. Keep the one that is meant. In an overlay the new one takes the other's place by itself.",
        Examples {
            bad: r#"
stack shop edition=1

network back

service web {
    image "caddy:2.8"
    network-mode host
    network back
}
"#,
            good: r#"
stack shop edition=1

network back

service web {
    image "caddy:2.8"
    network back
}
"#,
        },
    ),
    error(
        "wrong-type",
        "a value is not of the type that its place takes",
        "Every value has a type: a port, a duration, a size, an image, one word out of several. Numbers stand without quotes, booleans are `#true` and `#false`, everything with a unit is quoted text. Where a reference stands, the value that it brings is checked.",
        Examples {
            bad: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 80800
    read-only "yes"
    resources memory=512
}
"#,
            good: r#"
stack shop edition=1

service web {
    image "caddy:2.8"
    port http 8080
    read-only #true
    resources memory="512MiB"
}
"#,
        },
    ),
];
